//! The stubs of the runtime calls, derived from the table `jit::for_each_runtime_call!`.

use jit::runtime_calls::RuntimeCall;

use super::bodies;
use crate::arch::runtime_stub;
use crate::interp::T;

macro_rules! ty {
    (i32) => {
        i32
    };
    (i64) => {
        i64
    };
    (f32) => {
        f32
    };
    (f64) => {
        f64
    };
    (void) => {
        ()
    };
}

macro_rules! stubs {
    ($($(#[$doc:meta])* $name:ident($($arg:tt),*) -> $result:tt, $kind:ident;)*) => {
        mod stub {
            $(super::runtime_stub!($kind $name super::bodies::$name);)*
        }

        $(const _: unsafe extern "C" fn(T, $(ty!($arg)),*) -> ty!($result) = bodies::$name;)*

        /// What compiled code calls for a runtime call: its stub, or the body itself.
        pub fn stub_address(call: RuntimeCall) -> usize {
            match call {
                $(RuntimeCall::$name => stub::$name as *const () as usize,)*
            }
        }
    };
}
jit::for_each_runtime_call!(stubs);
