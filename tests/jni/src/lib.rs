//! A native library that exercises every function of the JNI table.
//!
//! Each module holds the native methods of one program in `tests/java/jni`. A native method is a
//! scenario: it drives the table and returns a log, which the program prints, so that HotSpot and
//! Excelsa can be compared. [`table`] is the function table, [`va`] the C callers of the forms that
//! take a `va_list`.

mod arrays;
mod attach;
mod buffers;
mod classes;
mod collection;
mod exceptions;
mod fields;
mod methods;
mod onload;
mod references;
mod registered;
mod strings;
pub mod table;
pub mod va;

use std::ffi::{CStr, CString};
use std::fmt::{Display, Write as _};
use std::ptr::null_mut;
use table::{Env, jclass, jobject, jstring};

/// Calls a function of the table: `call!(env, GetVersion)`.
macro_rules! call {
    ($env:expr, $name:ident $(, $arg:expr)* $(,)?) => {{
        let env: $crate::table::Env = $env;
        // Arguments may be calls themselves, and so stand in an unsafe block already.
        #[allow(unused_unsafe)]
        // SAFETY: env is the valid environment of the current thread, and each scenario passes the
        // arguments that the specification asks for.
        unsafe { ((**env).$name)(env $(, $arg)*) }
    }};
}
pub(crate) use call;

/// Calls one of the C callers: `call_v!(env, CallIntMethodV, receiver, method, 1, 2)`.
macro_rules! call_v {
    ($env:expr, $name:ident, $($arg:expr),* $(,)?) => {{
        #[allow(unused_unsafe)]
        // SAFETY: as for `call!`; the variable arguments match the method's descriptor.
        unsafe { $crate::va::$name($env, $($arg),*) }
    }};
}
pub(crate) use call_v;

/// Defines native methods, found by their mangled names.
macro_rules! natives {
    ($($(#[$meta:meta])* fn $name:ident($env:ident, $this:ident $(, $arg:ident: $type:ty)*) $(-> $result:ty)? $body:block)*) => {
        $(
            $(#[$meta])*
            // SAFETY: the mangled name belongs to one native method of one test program, whose
            // descriptor the signature follows.
            #[unsafe(no_mangle)]
            #[allow(non_snake_case)]
            extern "system" fn $name(
                $env: $crate::table::Env, $this: $crate::table::jobject $(, $arg: $type)*
            ) $(-> $result)? {
                #[allow(unused)]
                let ($env, $this) = ($env, $this);
                $body
            }
        )*
    };
}
pub(crate) use natives;

/// What a scenario has to say.
#[derive(Default)]
struct Log(String);

impl Log {
    fn say(&mut self, what: &str, value: impl Display) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.0, "{what}: {value}");
    }

    fn finish(self, env: Env) -> jstring {
        new_string(env, &self.0)
    }
}

fn c(text: &str) -> CString {
    CString::new(text).expect("no zero inside")
}

/// A Java string of an ASCII (or zero-free BMP) text.
fn new_string(env: Env, text: &str) -> jstring {
    call!(env, NewStringUTF, c(text).as_ptr())
}

/// The text of a Java string, read through its modified UTF-8 form.
fn text(env: Env, s: jstring) -> String {
    if s.is_null() {
        return "null".into();
    }
    let chars = call!(env, GetStringUTFChars, s, null_mut());
    // SAFETY: GetStringUTFChars returns a zero-terminated string.
    let text = unsafe { CStr::from_ptr(chars) }.to_string_lossy().into_owned();
    call!(env, ReleaseStringUTFChars, s, chars);
    text
}

fn find(env: Env, name: &str) -> jclass {
    call!(env, FindClass, c(name).as_ptr())
}

fn method(env: Env, class: jclass, name: &str, descriptor: &str) -> table::jmethodID {
    call!(env, GetMethodID, class, c(name).as_ptr(), c(descriptor).as_ptr())
}

fn static_method(env: Env, class: jclass, name: &str, descriptor: &str) -> table::jmethodID {
    call!(env, GetStaticMethodID, class, c(name).as_ptr(), c(descriptor).as_ptr())
}

fn field(env: Env, class: jclass, name: &str, descriptor: &str) -> table::jfieldID {
    call!(env, GetFieldID, class, c(name).as_ptr(), c(descriptor).as_ptr())
}

fn static_field(env: Env, class: jclass, name: &str, descriptor: &str) -> table::jfieldID {
    call!(env, GetStaticFieldID, class, c(name).as_ptr(), c(descriptor).as_ptr())
}

/// `toString()` of any object.
fn show(env: Env, object: jobject) -> String {
    if object.is_null() {
        return "null".into();
    }
    let class = find(env, "java/lang/Object");
    let to_string = method(env, class, "toString", "()Ljava/lang/String;");
    text(env, call!(env, CallObjectMethod, object, to_string))
}

/// Takes the pending exception away and describes it.
fn taken(env: Env) -> String {
    let exception = call!(env, ExceptionOccurred);
    if exception.is_null() {
        return "no exception".into();
    }
    call!(env, ExceptionClear);
    show(env, exception)
}
