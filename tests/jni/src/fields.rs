//! Fields of all types, static and instance, inherited, missing.

use crate::table::*;
use crate::{Log, call, field, find, natives, new_string, show, static_field, taken};
use std::ptr::null_mut;

macro_rules! both {
    ($log:ident, $env:ident, $class:ident, $object:ident, $name:literal, $descriptor:literal,
     $get:ident, $set:ident, $sget:ident, $sset:ident, $value:expr) => {{
        let id = field($env, $class, $name, $descriptor);
        let old = call!($env, $get, $object, id);
        call!($env, $set, $object, id, $value);
        $log.say($name, format!("{old:?} -> {:?}", call!($env, $get, $object, id)));
        let id = static_field($env, $class, concat!("s", $name), $descriptor);
        let old = call!($env, $sget, $class, id);
        call!($env, $sset, $class, id, $value);
        $log.say(concat!("static ", $name), format!("{old:?} -> {:?}", call!($env, $sget, $class, id)));
    }};
}

natives! {
    fn Java_JniFields_all(env, object) -> jstring {
        let mut log = Log::default();
        let class = call!(env, GetObjectClass, object);
        both!(log, env, class, object, "z", "Z", GetBooleanField, SetBooleanField, GetStaticBooleanField, SetStaticBooleanField, 1);
        both!(log, env, class, object, "b", "B", GetByteField, SetByteField, GetStaticByteField, SetStaticByteField, -100);
        both!(log, env, class, object, "c", "C", GetCharField, SetCharField, GetStaticCharField, SetStaticCharField, 0x4e16);
        both!(log, env, class, object, "s", "S", GetShortField, SetShortField, GetStaticShortField, SetStaticShortField, -30000);
        both!(log, env, class, object, "i", "I", GetIntField, SetIntField, GetStaticIntField, SetStaticIntField, jint::MIN);
        both!(log, env, class, object, "j", "J", GetLongField, SetLongField, GetStaticLongField, SetStaticLongField, jlong::MAX);
        both!(log, env, class, object, "f", "F", GetFloatField, SetFloatField, GetStaticFloatField, SetStaticFloatField, 1.5e30);
        both!(log, env, class, object, "d", "D", GetDoubleField, SetDoubleField, GetStaticDoubleField, SetStaticDoubleField, -2.5e300);
        let id = field(env, class, "o", "Ljava/lang/Object;");
        log.say("o", show(env, call!(env, GetObjectField, object, id)));
        call!(env, SetObjectField, object, id, new_string(env, "from native"));
        let id = static_field(env, class, "so", "[Ljava/lang/String;");
        log.say("so", call!(env, GetArrayLength, call!(env, GetStaticObjectField, class, id)));
        call!(env, SetStaticObjectField, class, id, null_mut());
        let id = field(env, class, "inherited", "I");
        log.say("inherited", call!(env, GetIntField, object, id));
        let id = static_field(env, class, "IFACE", "I");
        log.say("interface constant", call!(env, GetStaticIntField, class, id));
        log.say("initialised by asking", call!(env, GetStaticIntField, find(env, "JniFields$Lazy"),
            static_field(env, find(env, "JniFields$Lazy"), "value", "I")));
        for (name, descriptor) in [("nope", "I"), ("i", "J"), ("si", "I"), ("i", "bad")] {
            log.say("missing", format!("{name} {descriptor} {} {}", field(env, class, name, descriptor).is_null(), taken(env)));
        }
        log.say("missing static", format!("{} {}", static_field(env, class, "i", "I").is_null(), taken(env)));
        // FindClass initialises the class.
        log.say("failing initialiser", format!("{} {}", find(env, "JniFields$Broken").is_null(), taken(env)));
        log.say("once more", format!("{} {}", find(env, "JniFields$Broken").is_null(), taken(env)));
        log.finish(env)
    }
}
