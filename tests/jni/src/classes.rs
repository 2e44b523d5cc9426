//! Classes: finding, defining, relations, reflection conversions, modules, version.

use crate::table::*;
use crate::{Log, c, call, field, find, method, natives, show, static_field, static_method, taken};
use std::ptr::null_mut;

natives! {
    fn Java_JniClasses_scenario(env, this_class) -> jstring {
        let mut log = Log::default();
        log.say("version", format!("{:x}", call!(env, GetVersion)));
        for name in ["java/lang/String", "[I", "[[Ljava/lang/String;", "JniClasses", "JniClasses$Sub", "java.lang.String", "I", "int", "no/Such", "",
            "[no/Such", "Ljava/lang/String;", "java/lang/", "[V"] {
            let class = find(env, name);
            let found = if class.is_null() { taken(env) } else { show(env, class) };
            log.say("find", format!("{name} -> {found}"));
        }
        let object = find(env, "java/lang/Object");
        let sub = find(env, "JniClasses$Sub");
        let face = find(env, "java/lang/Runnable");
        let ints = find(env, "[I");
        log.say("superclass", format!("{} {} {} {}", show(env, call!(env, GetSuperclass, sub)), call!(env, GetSuperclass, object).is_null(),
            call!(env, GetSuperclass, face).is_null(), show(env, call!(env, GetSuperclass, ints))));
        let int_type = call!(env, GetStaticObjectField, find(env, "java/lang/Integer"), static_field(env, find(env, "java/lang/Integer"), "TYPE", "Ljava/lang/Class;"));
        log.say("superclass of int", call!(env, GetSuperclass, int_type).is_null());
        for (a, b) in [(sub, object), (object, sub), (sub, face), (face, object), (ints, object), (int_type, object), (int_type, int_type), (sub, sub)] {
            log.say("assignable", call!(env, IsAssignableFrom, a, b));
        }
        let made = call!(env, NewObject, sub, method(env, sub, "<init>", "()V"));
        log.say("instance", format!("{} {} {} {}", call!(env, IsInstanceOf, made, face), call!(env, IsInstanceOf, made, ints),
            call!(env, IsInstanceOf, null_mut(), ints), call!(env, IsInstanceOf, sub, find(env, "java/lang/Class"))));
        log.say("object class", call!(env, IsSameObject, call!(env, GetObjectClass, made), sub));
        log.say("module", show(env, call!(env, GetModule, object)));
        log.say("this class", show(env, this_class));
        let mut vm: Vm = null_mut();
        log.say("GetJavaVM", format!("{} {}", call!(env, GetJavaVM, &mut vm), vm.is_null()));
        log.finish(env)
    }

    fn Java_JniClasses_reflection(env, class, method_object: jobject, ctor: jobject, field_object: jobject, static_object: jobject) -> jstring {
        let mut log = Log::default();
        let id = call!(env, FromReflectedMethod, method_object);
        log.say("same method id", id == method(env, class, "target", "(I)I"));
        let sub = find(env, "JniClasses$Sub");
        let ctor_id = call!(env, FromReflectedMethod, ctor);
        log.say("constructor", show(env, call!(env, NewObject, sub, ctor_id)));
        let fid = call!(env, FromReflectedField, field_object);
        log.say("same field id", fid == field(env, class, "number", "J"));
        let sid = call!(env, FromReflectedField, static_object);
        log.say("static field", call!(env, GetStaticIntField, class, sid));
        log.say("method", show(env, call!(env, ToReflectedMethod, class, id, 0)));
        log.say("static method", show(env, call!(env, ToReflectedMethod, class, static_method(env, class, "main", "([Ljava/lang/String;)V"), 1)));
        log.say("constructor", show(env, call!(env, ToReflectedMethod, sub, ctor_id, 0)));
        log.say("field", show(env, call!(env, ToReflectedField, class, fid, 0)));
        log.say("static field", show(env, call!(env, ToReflectedField, class, sid, 1)));
        log.finish(env)
    }

    fn Java_JniClasses_define(env, _class, name: jstring, loader: jobject, bytes: jarray) -> jobject {
        let n = call!(env, GetArrayLength, bytes);
        let mut copy = vec![0; n as usize];
        call!(env, GetByteArrayRegion, bytes, 0, n, copy.as_mut_ptr());
        if name.is_null() {
            return call!(env, DefineClass, std::ptr::null(), loader, copy.as_ptr(), n);
        }
        let name = c(&crate::text(env, name));
        call!(env, DefineClass, name.as_ptr(), loader, copy.as_ptr(), n)
    }
}
