//! Throwing, catching, describing and clearing exceptions.

use crate::table::*;
use crate::{Log, c, call, find, method, natives, new_string, show, static_method, taken};
use std::ptr::null;

natives! {
    fn Java_JniExceptions_throwNew(env, _class, name: jstring, message: jint) {
        let class = find(env, &crate::text(env, name));
        if class.is_null() {
            return;
        }
        let text = c("from native");
        let result = call!(env, ThrowNew, class, if message == 0 { null() } else { text.as_ptr() });
        assert!(result == 0 || call!(env, ExceptionCheck) == 1);
    }

    fn Java_JniExceptions_rethrow(env, _class, exception: jobject) -> jint {
        call!(env, Throw, exception)
    }

    fn Java_JniExceptions_scenario(env, class) -> jstring {
        let mut log = Log::default();
        log.say("none", format!("{} {}", call!(env, ExceptionCheck), call!(env, ExceptionOccurred).is_null()));
        let id = static_method(env, class, "thrower", "(I)I");
        log.say("normal", call!(env, CallStaticIntMethod, class, id, 0));
        call!(env, CallStaticIntMethod, class, id, 1);
        log.say("pending", call!(env, ExceptionCheck));
        let first = call!(env, ExceptionOccurred);
        let second = call!(env, ExceptionOccurred);
        log_same(env, &mut log, first, second);
        call!(env, ExceptionClear);
        log.say("cleared", format!("{} {}", call!(env, ExceptionCheck), show(env, first)));
        let throwable = find(env, "java/lang/Throwable");
        log.say("is a throwable", call!(env, IsInstanceOf, first, throwable));
        let custom = find(env, "JniExceptions$Custom");
        let made = call!(env, NewObject, custom, method(env, custom, "<init>", "(Ljava/lang/String;)V"), new_string(env, "made"));
        log.say("throw", call!(env, Throw, made));
        log.say("taken", taken(env));
        log.say("throw new", format!("{} {}", call!(env, ThrowNew, custom, c("twice").as_ptr()), taken(env)));
        log.say("no such constructor", format!("{} {}", call!(env, ThrowNew, find(env, "JniExceptions$NoString"), c("x").as_ptr()), taken(env)));
        call!(env, ThrowNew, custom, c("described").as_ptr());
        call!(env, ExceptionDescribe);
        log.say("describing clears", call!(env, ExceptionCheck));
        call!(env, ExceptionDescribe);
        call!(env, ExceptionClear);
        log.finish(env)
    }

    /// A pending exception survives calls that are allowed with one.
    fn Java_JniExceptions_allowed(env, _class) -> jint {
        let local = new_string(env, "local");
        let global = call!(env, NewGlobalRef, local);
        let lock = new_string(env, "lock");
        call!(env, MonitorEnter, lock);
        let chars = call!(env, GetStringUTFChars, local, std::ptr::null_mut());
        let class = find(env, "java/lang/IllegalStateException");
        call!(env, ThrowNew, class, c("kept").as_ptr());
        call!(env, ReleaseStringUTFChars, local, chars);
        call!(env, MonitorExit, lock);
        call!(env, DeleteGlobalRef, global);
        call!(env, DeleteLocalRef, local);
        call!(env, PushLocalFrame, 5);
        call!(env, PopLocalFrame, std::ptr::null_mut());
        jint::from(call!(env, ExceptionCheck))
    }
}

fn log_same(env: Env, log: &mut Log, a: jobject, b: jobject) {
    log.say("same", call!(env, IsSameObject, a, b));
}
