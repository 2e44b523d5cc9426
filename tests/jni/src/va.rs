//! The C callers of the `V` forms, see `c/va_calls.c`.
#![allow(non_snake_case)]

use crate::table::*;

macro_rules! va_calls {
    ($($name:ident = $c_name:ident($($args:tt)*) -> $result:ty;)*) => {
        $(pub use self::raw::$c_name as $name;)*

        mod raw {
            use super::*;

            unsafe extern "C" {
                $(pub fn $c_name(env: Env, $($args)*) -> $result;)*
            }
        }
    };
}

va_calls! {
    NewObjectV = va_NewObjectV(receiver: jclass, method: jmethodID, ...) -> jobject;
    CallObjectMethodV = va_CallObjectMethodV(receiver: jobject, method: jmethodID, ...) -> jobject;
    CallBooleanMethodV = va_CallBooleanMethodV(receiver: jobject, method: jmethodID, ...) -> jboolean;
    CallByteMethodV = va_CallByteMethodV(receiver: jobject, method: jmethodID, ...) -> jbyte;
    CallCharMethodV = va_CallCharMethodV(receiver: jobject, method: jmethodID, ...) -> jchar;
    CallShortMethodV = va_CallShortMethodV(receiver: jobject, method: jmethodID, ...) -> jshort;
    CallIntMethodV = va_CallIntMethodV(receiver: jobject, method: jmethodID, ...) -> jint;
    CallLongMethodV = va_CallLongMethodV(receiver: jobject, method: jmethodID, ...) -> jlong;
    CallFloatMethodV = va_CallFloatMethodV(receiver: jobject, method: jmethodID, ...) -> jfloat;
    CallDoubleMethodV = va_CallDoubleMethodV(receiver: jobject, method: jmethodID, ...) -> jdouble;
    CallNonvirtualObjectMethodV = va_CallNonvirtualObjectMethodV(receiver: jobject, class: jclass, method: jmethodID, ...) -> jobject;
    CallNonvirtualBooleanMethodV = va_CallNonvirtualBooleanMethodV(receiver: jobject, class: jclass, method: jmethodID, ...) -> jboolean;
    CallNonvirtualByteMethodV = va_CallNonvirtualByteMethodV(receiver: jobject, class: jclass, method: jmethodID, ...) -> jbyte;
    CallNonvirtualCharMethodV = va_CallNonvirtualCharMethodV(receiver: jobject, class: jclass, method: jmethodID, ...) -> jchar;
    CallNonvirtualShortMethodV = va_CallNonvirtualShortMethodV(receiver: jobject, class: jclass, method: jmethodID, ...) -> jshort;
    CallNonvirtualIntMethodV = va_CallNonvirtualIntMethodV(receiver: jobject, class: jclass, method: jmethodID, ...) -> jint;
    CallNonvirtualLongMethodV = va_CallNonvirtualLongMethodV(receiver: jobject, class: jclass, method: jmethodID, ...) -> jlong;
    CallNonvirtualFloatMethodV = va_CallNonvirtualFloatMethodV(receiver: jobject, class: jclass, method: jmethodID, ...) -> jfloat;
    CallNonvirtualDoubleMethodV = va_CallNonvirtualDoubleMethodV(receiver: jobject, class: jclass, method: jmethodID, ...) -> jdouble;
    CallStaticObjectMethodV = va_CallStaticObjectMethodV(receiver: jclass, method: jmethodID, ...) -> jobject;
    CallStaticBooleanMethodV = va_CallStaticBooleanMethodV(receiver: jclass, method: jmethodID, ...) -> jboolean;
    CallStaticByteMethodV = va_CallStaticByteMethodV(receiver: jclass, method: jmethodID, ...) -> jbyte;
    CallStaticCharMethodV = va_CallStaticCharMethodV(receiver: jclass, method: jmethodID, ...) -> jchar;
    CallStaticShortMethodV = va_CallStaticShortMethodV(receiver: jclass, method: jmethodID, ...) -> jshort;
    CallStaticIntMethodV = va_CallStaticIntMethodV(receiver: jclass, method: jmethodID, ...) -> jint;
    CallStaticLongMethodV = va_CallStaticLongMethodV(receiver: jclass, method: jmethodID, ...) -> jlong;
    CallStaticFloatMethodV = va_CallStaticFloatMethodV(receiver: jclass, method: jmethodID, ...) -> jfloat;
    CallStaticDoubleMethodV = va_CallStaticDoubleMethodV(receiver: jclass, method: jmethodID, ...) -> jdouble;
    CallVoidMethodV = va_CallVoidMethodV(receiver: jobject, method: jmethodID, ...) -> ();
    CallNonvirtualVoidMethodV = va_CallNonvirtualVoidMethodV(receiver: jobject, class: jclass, method: jmethodID, ...) -> ();
    CallStaticVoidMethodV = va_CallStaticVoidMethodV(receiver: jclass, method: jmethodID, ...) -> ();
}
