//! RegisterNatives, UnregisterNatives, and mangled and overloaded names.

use crate::table::*;
use crate::{Log, c, call, natives, taken};
use std::ffi::c_void;

extern "system" fn twice(_env: Env, _class: jclass, x: jint) -> jint {
    x * 2
}

extern "system" fn thrice(_env: Env, _class: jclass, x: jint) -> jint {
    x * 3
}

extern "system" fn sum(_env: Env, _this: jobject, a: jlong, b: jdouble, c: jbyte, d: jfloat) -> jdouble {
    a as f64 + b + f64::from(c) + f64::from(d)
}

fn register(env: Env, class: jclass, name: &str, signature: &str, function: *const c_void) -> jint {
    let (name, signature) = (c(name), c(signature));
    let method = NativeMethod { name: name.as_ptr(), signature: signature.as_ptr(), function };
    call!(env, RegisterNatives, class, &method, 1)
}

natives! {
    fn Java_JniRegister_register(env, class, factor: jint) -> jstring {
        let mut log = Log::default();
        let function = if factor == 2 { twice as *const c_void } else { thrice as *const c_void };
        log.say("registered", register(env, class, "multiply", "(I)I", function));
        log.say("instance", register(env, class, "sum", "(JDBF)D", sum as *const c_void));
        log.say("missing", format!("{} {}", register(env, class, "nope", "()V", function) < 0, taken(env)));
        log.say("not native", format!("{} {}", register(env, class, "plain", "()V", function) < 0, taken(env)));
        log.say("none", call!(env, RegisterNatives, class, std::ptr::null(), 0));
        log.finish(env)
    }

    fn Java_JniRegister_unregister(env, class) -> jint {
        call!(env, UnregisterNatives, class)
    }

    /// Registered names come before this one.
    fn Java_JniRegister_fallback(_env, _class, x: jint) -> jint {
        x + 1000
    }

    fn Java_JniRegister_under_1score(_env, _class) -> jint {
        1
    }

    fn Java_JniRegister_uni_000e4code_04e16(_env, _class) -> jint {
        2
    }

    fn Java_JniRegister_over__I(_env, _class, _a: jint) -> jint {
        3
    }

    fn Java_JniRegister_over__Ljava_lang_String_2_3_3IJ(env, _class, _s: jstring, array: jarray, j: jlong) -> jint {
        4 + call!(env, GetArrayLength, array) + j as jint
    }

    fn Java_JniRegister_over__(_env, _class) -> jint {
        5
    }

    fn Java_JniRegister_00024Inner_1Class_m(_env, _class) -> jint {
        6
    }

    /// Every parameter type at once, beyond the registers.
    fn Java_JniRegister_types(env, _this, z: jboolean, b: jbyte, ch: jchar, s: jshort, i: jint, j: jlong, f: jfloat, d: jdouble,
        o: jobject, z2: jboolean, d2: jdouble, b2: jbyte, f2: jfloat, j2: jlong, d3: jdouble, d4: jdouble, d5: jdouble, d6: jdouble,
        d7: jdouble, d8: jdouble, i2: jint, f3: jfloat) -> jstring {
        let mut log = Log::default();
        log.say("types", format!("{z} {b} {ch} {s} {i} {j} {f} {d} {} {z2} {d2} {b2} {f2} {j2} {d3} {d4} {d5} {d6} {d7} {d8} {i2} {f3}",
            crate::show(env, o)));
        log.finish(env)
    }

    fn Java_JniRegister_rz(_env, _class, x: jboolean) -> jboolean {
        x
    }

    fn Java_JniRegister_rb(_env, _class, x: jbyte) -> jbyte {
        x
    }

    fn Java_JniRegister_rc(_env, _class, x: jchar) -> jchar {
        x
    }

    fn Java_JniRegister_rs(_env, _class, x: jshort) -> jshort {
        x
    }

    fn Java_JniRegister_rj(_env, _class, x: jlong) -> jlong {
        x
    }

    fn Java_JniRegister_rf(_env, _class, x: jfloat) -> jfloat {
        x
    }

    fn Java_JniRegister_rd(_env, _class, x: jdouble) -> jdouble {
        x
    }

    fn Java_JniRegister_ro(_env, _class, x: jobject) -> jobject {
        x
    }

    /// A boolean result that is not 0 or 1 counts as true by its low byte.
    fn Java_JniRegister_odd(_env, _class) -> jboolean {
        2
    }

    /// A native synchronized method runs with its lock held.
    fn Java_JniRegister_locked(env, this) -> jboolean {
        let thread = crate::find(env, "java/lang/Thread");
        let holds = crate::static_method(env, thread, "holdsLock", "(Ljava/lang/Object;)Z");
        call!(env, CallStaticBooleanMethod, thread, holds, this)
    }
}
