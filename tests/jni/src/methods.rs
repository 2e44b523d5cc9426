//! Methods of all kinds and result types, in the `...`, `V` and `A` forms.

use crate::table::*;
use crate::{Log, call, call_v, find, method, natives, new_string, show, static_method, taken, text};
use std::ptr::{null, null_mut};

/// One value of each type, in the order of the test methods' parameters.
fn mixed(env: Env) -> [jvalue; 9] {
    [
        jvalue { z: 1 },
        jvalue { b: -5 },
        jvalue { c: 0x4e16 },
        jvalue { s: -300 },
        jvalue { i: 70000 },
        jvalue { j: 1 << 40 },
        jvalue { f: 1.25 },
        jvalue { d: -2.5 },
        jvalue { l: new_string(env, "str") },
    ]
}

const MIXED: &str = "(ZBCSIJFDLjava/lang/String;)";

/// All three forms of an instance, a non-virtual and a static call of `name`.
macro_rules! forms {
    ($log:ident, $env:ident, $object:ident, $base:ident, $class:ident, $name:literal, $result:literal, $show:expr,
     $call:ident $call_v:ident $call_a:ident, $non:ident $non_v:ident $non_a:ident, $st:ident $st_v:ident $st_a:ident) => {{
        let descriptor = format!("{MIXED}{}", $result);
        let id = method($env, $class, $name, &descriptor);
        let values = mixed($env);
        // SAFETY: the last value holds a reference.
        let s = unsafe { values[8].l };
        let plain = call!($env, $call, $object, id, 1, -5, 0x4e16, -300, 70000, 1i64 << 40, 1.25, -2.5, s);
        let v = call_v!($env, $call_v, $object, id, 1, -5, 0x4e16, -300, 70000, 1i64 << 40, 1.25, -2.5, s);
        let a = call!($env, $call_a, $object, id, values.as_ptr());
        $log.say($name, format!("{:?} {:?} {:?}", $show(plain), $show(v), $show(a)));
        let id = method($env, $base, $name, &descriptor);
        let plain =
            call!($env, $non, $object, $base, id, 0, -5, 0x4e16, -300, 70000, 1i64 << 40, 1.25, -2.5, s);
        let v =
            call_v!($env, $non_v, $object, $base, id, 0, -5, 0x4e16, -300, 70000, 1i64 << 40, 1.25, -2.5, s);
        let a = call!($env, $non_a, $object, $base, id, values.as_ptr());
        $log.say("  non-virtual", format!("{:?} {:?} {:?}", $show(plain), $show(v), $show(a)));
        let id = static_method($env, $base, concat!("s", $name), &descriptor);
        let plain = call!($env, $st, $base, id, 1, 6, 0x61, 7, 8, 9i64, 10.5, 11.5, s);
        let v = call_v!($env, $st_v, $base, id, 1, 6, 0x61, 7, 8, 9i64, 10.5, 11.5, s);
        let a = call!($env, $st_a, $base, id, values.as_ptr());
        $log.say("  static", format!("{:?} {:?} {:?}", $show(plain), $show(v), $show(a)));
    }};
}

natives! {
    /// `object` is a JniMethods.Sub, which overrides the methods of JniMethods.Base.
    fn Java_JniMethods_forms(env, _class, object: jobject) -> jstring {
        let mut log = Log::default();
        let class = call!(env, GetObjectClass, object);
        let base = call!(env, GetSuperclass, class);
        forms!(log, env, object, base, class, "z", "Z", |x| x, CallBooleanMethod CallBooleanMethodV CallBooleanMethodA,
            CallNonvirtualBooleanMethod CallNonvirtualBooleanMethodV CallNonvirtualBooleanMethodA,
            CallStaticBooleanMethod CallStaticBooleanMethodV CallStaticBooleanMethodA);
        forms!(log, env, object, base, class, "b", "B", |x| x, CallByteMethod CallByteMethodV CallByteMethodA,
            CallNonvirtualByteMethod CallNonvirtualByteMethodV CallNonvirtualByteMethodA,
            CallStaticByteMethod CallStaticByteMethodV CallStaticByteMethodA);
        forms!(log, env, object, base, class, "c", "C", |x| x, CallCharMethod CallCharMethodV CallCharMethodA,
            CallNonvirtualCharMethod CallNonvirtualCharMethodV CallNonvirtualCharMethodA,
            CallStaticCharMethod CallStaticCharMethodV CallStaticCharMethodA);
        forms!(log, env, object, base, class, "s", "S", |x| x, CallShortMethod CallShortMethodV CallShortMethodA,
            CallNonvirtualShortMethod CallNonvirtualShortMethodV CallNonvirtualShortMethodA,
            CallStaticShortMethod CallStaticShortMethodV CallStaticShortMethodA);
        forms!(log, env, object, base, class, "i", "I", |x| x, CallIntMethod CallIntMethodV CallIntMethodA,
            CallNonvirtualIntMethod CallNonvirtualIntMethodV CallNonvirtualIntMethodA,
            CallStaticIntMethod CallStaticIntMethodV CallStaticIntMethodA);
        forms!(log, env, object, base, class, "j", "J", |x| x, CallLongMethod CallLongMethodV CallLongMethodA,
            CallNonvirtualLongMethod CallNonvirtualLongMethodV CallNonvirtualLongMethodA,
            CallStaticLongMethod CallStaticLongMethodV CallStaticLongMethodA);
        forms!(log, env, object, base, class, "f", "F", |x| x, CallFloatMethod CallFloatMethodV CallFloatMethodA,
            CallNonvirtualFloatMethod CallNonvirtualFloatMethodV CallNonvirtualFloatMethodA,
            CallStaticFloatMethod CallStaticFloatMethodV CallStaticFloatMethodA);
        forms!(log, env, object, base, class, "d", "D", |x| x, CallDoubleMethod CallDoubleMethodV CallDoubleMethodA,
            CallNonvirtualDoubleMethod CallNonvirtualDoubleMethodV CallNonvirtualDoubleMethodA,
            CallStaticDoubleMethod CallStaticDoubleMethodV CallStaticDoubleMethodA);
        forms!(log, env, object, base, class, "o", "Ljava/lang/String;", |x| text(env, x),
            CallObjectMethod CallObjectMethodV CallObjectMethodA,
            CallNonvirtualObjectMethod CallNonvirtualObjectMethodV CallNonvirtualObjectMethodA,
            CallStaticObjectMethod CallStaticObjectMethodV CallStaticObjectMethodA);
        forms!(log, env, object, base, class, "v", "V", |x| x, CallVoidMethod CallVoidMethodV CallVoidMethodA,
            CallNonvirtualVoidMethod CallNonvirtualVoidMethodV CallNonvirtualVoidMethodA,
            CallStaticVoidMethod CallStaticVoidMethodV CallStaticVoidMethodA);
        log.finish(env)
    }

    /// More arguments of each register class than there are registers.
    fn Java_JniMethods_many(env, _class, object: jobject) -> jstring {
        let mut log = Log::default();
        let class = call!(env, GetObjectClass, object);
        let id = method(env, class, "many", "(IDJFIDJFIDJFIDJFIDJF)Ljava/lang/String;");
        let s = call!(env, CallObjectMethod, object, id, 1, 2.0, 3i64, 4.0, 5, 6.0, 7i64, 8.0, 9, 10.0, 11i64, 12.0,
            13, 14.0, 15i64, 16.0, 17, 18.0, 19i64, 20.5);
        log.say("...", text(env, s));
        let s = call_v!(env, CallObjectMethodV, object, id, 1, 2.0, 3i64, 4.0, 5, 6.0, 7i64, 8.0, 9, 10.0, 11i64, 12.0,
            13, 14.0, 15i64, 16.0, 17, 18.0, 19i64, 20.5);
        log.say("V", text(env, s));
        let values: Vec<jvalue> = (1..=20)
            .map(|k| match k % 4 {
                1 => jvalue { i: k },
                2 => jvalue { d: f64::from(k) },
                3 => jvalue { j: jlong::from(k) },
                _ => jvalue { f: k as f32 },
            })
            .collect();
        log.say("A", text(env, call!(env, CallObjectMethodA, object, id, values.as_ptr())));
        log.finish(env)
    }

    fn Java_JniMethods_special(env, _class, object: jobject) -> jstring {
        let mut log = Log::default();
        let class = find(env, "JniMethods$Made");
        let ctor = method(env, class, "<init>", "(ILjava/lang/String;D)V");
        let name = new_string(env, "name");
        log.say("NewObject", show(env, call!(env, NewObject, class, ctor, 5, name, 2.5)));
        log.say("NewObjectV", show(env, call_v!(env, NewObjectV, class, ctor, 6, name, 3.5)));
        let values = [jvalue { i: 7 }, jvalue { l: name }, jvalue { d: 4.5 }];
        log.say("NewObjectA", show(env, call!(env, NewObjectA, class, ctor, values.as_ptr())));
        let allocated = call!(env, AllocObject, class);
        log.say("AllocObject", show(env, allocated));
        call!(env, CallNonvirtualVoidMethod, allocated, class, ctor, 8, name, 5.5);
        log.say("constructed later", show(env, allocated));
        let fails = call!(env, NewObject, class, ctor, -1, name, 0.0);
        log.say("failing constructor", format!("{} {}", fails.is_null(), taken(env)));
        let abs = find(env, "java/lang/Number");
        log.say("abstract", format!("{} {}", call!(env, AllocObject, abs).is_null(), taken(env)));
        log.say("abstract new", format!("{} {}", call!(env, NewObject, abs, method(env, abs, "<init>", "()V")).is_null(), taken(env)));
        let list = find(env, "java/util/List");
        log.say("interface", format!("{} {}", call!(env, AllocObject, list).is_null(), taken(env)));
        let array_list = find(env, "java/util/ArrayList");
        let made = call!(env, NewObject, array_list, method(env, array_list, "<init>", "()V"));
        let add = method(env, list, "add", "(Ljava/lang/Object;)Z");
        log.say("interface call", call!(env, CallBooleanMethod, made, add, name));
        log.say("default method", call!(env, CallObjectMethod, made, method(env, list, "spliterator", "()Ljava/util/Spliterator;")).is_null());
        let cls = call!(env, GetObjectClass, object);
        log.say("private", text(env, call!(env, CallObjectMethod, object, method(env, cls, "priv", "()Ljava/lang/String;"))));
        log.say("varargs", call!(env, CallStaticIntMethod, cls, static_method(env, cls, "var", "([I)I"), null_mut::<u8>()));
        log.say("inherited static", call!(env, CallStaticIntMethod, cls, static_method(env, cls, "inheritedStatic", "()I")));
        let face = find(env, "JniMethods$Face");
        log.say("static of an interface", call!(env, CallStaticIntMethod, face, static_method(env, face, "st", "()I")));
        log.say("interface's default", call!(env, CallIntMethod, object, method(env, face, "def", "()I")));
        let throws = method(env, cls, "fails", "(Ljava/lang/String;)J");
        log.say("throws", format!("{} {}", call!(env, CallLongMethod, object, throws, name), taken(env)));
        for (name, descriptor) in [("nope", "()V"), ("many", "()V"), ("<clinit>", "()V"), ("svoid", "()V"), ("toString", "bad")] {
            log.say("missing", format!("{name} {} {}", method(env, cls, name, descriptor).is_null(), taken(env)));
        }
        log.say("missing static", format!("{} {}", static_method(env, cls, "toString", "()Ljava/lang/String;").is_null(), taken(env)));
        log.say("clinit", format!("{} {}", static_method(env, cls, "<clinit>", "()V").is_null(), taken(env)));
        log.say("inherited constructor", format!("{} {}", method(env, cls, "<init>", "(J)V").is_null(), taken(env)));
        let array = find(env, "[I");
        log.say("array method", format!("{} {}", method(env, array, "clone", "()Ljava/lang/Object;").is_null(), taken(env)));
        log.say("null string args", text(env, call!(env, CallObjectMethodA, object, method(env, cls, "priv", "()Ljava/lang/String;"), null())));
        log.finish(env)
    }

    /// Recursion through Java and native frames in turn.
    fn Java_JniMethods_bounce(env, class, n: jint) -> jint {
        if n == 0 {
            return 0;
        }
        let id = static_method(env, class, "back", "(I)I");
        call!(env, CallStaticIntMethod, class, id, n - 1) + 1
    }
}
