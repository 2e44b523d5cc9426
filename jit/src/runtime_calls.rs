//! The runtime calls: what compiled code asks of the VM. One row each; the VM derives stubs from the table and must
//! supply a body of the same name.
//!
//! The first argument of each body is the thread; compiled code passes it explicitly. A reference is a zero-extended
//! `NarrowRef`, in arguments and results.

use cranelift_codegen::ir::Type;
use cranelift_codegen::ir::types::{F32, F64, I32, I64};

/// What a runtime call may do, which decides how it is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallKind {
    /// Neither allocates, blocks, throws nor polls: a plain C call (`system_v`), no site.
    Leaf,
    /// A leaf for cold paths: the stub saves all registers (`preserve_all`), the result is in
    /// `ThreadContext::call_result`.
    ColdLeaf,
    /// May collect and throw; the call is a site. Java convention, the result in the result register.
    Safepoint,
    /// The same for cold paths: the stub saves all registers, the result is in `ThreadContext::call_result`.
    ColdSafepoint,
    /// A site from which the frame is left: throwing, deoptimisation. Java convention.
    NoReturn,
}

/// Calls `$m! { name(arguments) -> result, kind; ... }` with all runtime calls.
#[macro_export]
macro_rules! for_each_runtime_call {
    ($m:path) => {
        $m! {
            /// An instance of the class at this address.
            new_instance(i64) -> i64, ColdSafepoint;
            /// An array of the array class at this address, and of this length; NegativeArraySizeException.
            new_array(i64, i32) -> i64, ColdSafepoint;
            /// Array class, number of dimensions given, address of the state word with the first length.
            new_multi_array(i64, i32, i64) -> i64, Safepoint;
            /// Locks the object, which is not null.
            monitor_enter(i64) -> void, ColdSafepoint;
            /// Unlocks the object, which is not null; IllegalMonitorStateException.
            monitor_exit(i64) -> void, ColdSafepoint;
            /// Stops for a safepoint or handshake; may throw an asynchronous exception.
            poll() -> void, ColdSafepoint;
            /// At a method's entry below `native_limit`, or when its count of invocations has come to a notification value:
            /// StackOverflowError, or a poll, or an event of the tier policy. The method, or 0 if its code does not count.
            method_entry(i64) -> void, ColdSafepoint;
            /// The count of back-edges of the method at this address has come to a notification value, at the target's
            /// bytecode index. Non-zero: better code for the loop is there, leave by `deoptimize`.
            back_edge(i64, i32) -> i32, ColdSafepoint;
            /// Registers an object whose class has a finalizer.
            register_finalizer(i64) -> void, Safepoint;
            /// Throws the exception, which is not null.
            throw(i64) -> void, NoReturn;
            /// Leaves the frame for the interpreter, for a `DeoptReason`.
            deoptimize(i32) -> void, NoReturn;
            /// Implementation of an interface method (ids of the receiver's class and of the method), put into the thread's
            /// cache; 0 when the interpreter has to find out what is wrong.
            find_interface_method(i32, i32) -> i64, ColdLeaf;
            /// Target of `linkToInterface`: the receiver, the MemberName; 0 as above.
            link_to_interface(i64, i64) -> i64, ColdLeaf;
            /// Whether a class (id) is a subtype of the class at this address.
            is_subtype(i32, i64) -> i32, ColdLeaf;
            /// Whether this thread may use the class at this address: initialised, or being initialised by it.
            class_initialized(i64) -> i32, ColdLeaf;
            /// Tries to lock the object without waiting.
            fast_enter(i64) -> i32, Leaf;
            /// Tries to unlock the object without a call of the VM.
            fast_exit(i64) -> i32, Leaf;
            /// `frem`.
            float_remainder(f32, f32) -> f32, Leaf;
            /// `drem`.
            double_remainder(f64, f64) -> f64, Leaf;
        }
    };
}

macro_rules! ty {
    (i32) => {
        Some(I32)
    };
    (i64) => {
        Some(I64)
    };
    (f32) => {
        Some(F32)
    };
    (f64) => {
        Some(F64)
    };
    (void) => {
        None
    };
}

macro_rules! define {
    ($($(#[$doc:meta])* $name:ident($($arg:tt),*) -> $result:tt, $kind:ident;)*) => {
        /// A runtime call, see [`for_each_runtime_call`](crate::for_each_runtime_call).
        #[allow(non_camel_case_types)]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
        #[repr(u8)]
        pub enum RuntimeCall {
            $($(#[$doc])* $name,)*
        }

        impl RuntimeCall {
            /// All of them, by number.
            pub const ALL: &[RuntimeCall] = &[$(RuntimeCall::$name),*];

            /// Its name in dumps.
            pub fn name(self) -> &'static str {
                match self { $(RuntimeCall::$name => stringify!($name),)* }
            }

            /// What it may do.
            pub fn kind(self) -> CallKind {
                match self { $(RuntimeCall::$name => CallKind::$kind,)* }
            }

            /// Types of the arguments behind the thread.
            pub fn arguments(self) -> &'static [Type] {
                match self { $(RuntimeCall::$name => {
                    const ARGUMENTS: &[Option<Type>] = &[$(ty!($arg)),*];
                    const TYPES: [Type; ARGUMENTS.len()] = {
                        let mut types = [I32; ARGUMENTS.len()];
                        let mut i = 0;
                        while i < types.len() {
                            if let Some(ty) = ARGUMENTS[i] { types[i] = ty; }
                            i += 1;
                        }
                        types
                    };
                    &TYPES
                },)* }
            }

            /// Type of the result.
            pub fn result(self) -> Option<Type> {
                match self { $(RuntimeCall::$name => ty!($result),)* }
            }
        }
    };
}
for_each_runtime_call!(define);

/// Why compiled code leaves a frame for the interpreter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum DeoptReason {
    /// A constant pool entry that was not resolved, or a class not initialised, when the method was compiled. The code
    /// should be made anew.
    Unresolved = 0,
    /// The instruction will throw: null, bounds, cast, division and so on.
    Exception = 1,
    /// Better code is ready for a loop.
    Tier = 2,
    /// An assumption on the class hierarchy no longer holds.
    Invalidated = 3,
    /// The stress flag.
    Stress = 4,
}

impl DeoptReason {
    /// All reasons, by number.
    pub const ALL: [DeoptReason; 5] = [
        DeoptReason::Unresolved,
        DeoptReason::Exception,
        DeoptReason::Tier,
        DeoptReason::Invalidated,
        DeoptReason::Stress,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_types() {
        assert_eq!(RuntimeCall::new_array.arguments(), [I64, I32]);
        assert_eq!(RuntimeCall::poll.arguments(), []);
        assert_eq!(RuntimeCall::poll.result(), None);
        assert_eq!(RuntimeCall::double_remainder.result(), Some(F64));
        assert_eq!(RuntimeCall::ALL[RuntimeCall::throw as usize], RuntimeCall::throw);
    }
}
