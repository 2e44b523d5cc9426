//! Natives of `java.lang` and `java.lang.ref` that are called often: bound here, they run without a
//! change of thread state. The rest of these classes' natives are in the JDK's `libjava.so`.

use std::time::{SystemTime, UNIX_EPOCH};

use gc::{Handle, TypeKind};

use crate::class::KlassRef;
use crate::class::klass::flag;
use crate::native::builtin::{Args, Row};
use crate::runtime::{alloc, arraycopy, strings};
use crate::stack;
use crate::thread::monitor;
use crate::thread::{JResult, Scope, Value};
use crate::well_known::{Wk, f};

type R<'s> = JResult<Value<'s>>;

fn nothing<'s>(_: &mut Scope<'s>, _: Args<'_>) -> R<'s> {
    Ok(Value::Void)
}

fn bool<'s>(v: bool) -> R<'s> {
    Ok(Value::Int(i32::from(v)))
}

/// The receiver, which the caller has checked.
fn this<'a>(a: Args<'a>) -> Handle<'a> {
    a.object(0).expect("a receiver is not null")
}

// ---- Object ---------------------------------------------------------------------------------------

fn get_class<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    let k = KlassRef::of(this(a).get(t));
    Ok(Value::Ref(Some(t.handle(k.mirror(t)))))
}
fn hash_code<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    Ok(Value::Int(monitor::identity_hash(t, this(a).get(t))))
}
fn identity_hash_code<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    Ok(Value::Int(a.object(0).map_or(0, |h| monitor::identity_hash(t, h.get(t)))))
}
fn clone<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    let o = this(a);
    let k = KlassRef::of(o.get(t));
    let cloneable = k.is_array() || (k.is_subtype_of(Wk::Cloneable.klass()) && !k.has_flag(flag::REFERENCE));
    if !cloneable || k.type_info.kind == TypeKind::Mirror {
        return Err(t.throw_new("java/lang/CloneNotSupportedException", &k.external_name()));
    }
    let copy = alloc::clone_object(t, o)?;
    if k.has_flag(flag::HAS_FINALIZER) {
        crate::runtime::java_call::call_static_named(
            t,
            Wk::Finalizer.klass(),
            "register",
            "(Ljava/lang/Object;)V",
            &[Value::Ref(Some(copy))],
        )?;
    }
    Ok(Value::Ref(Some(copy)))
}
fn wait_0<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    monitor::wait(t, this(a), a.long(1))?;
    Ok(Value::Void)
}
fn notify<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    monitor::notify(t, this(a))?;
    Ok(Value::Void)
}
fn notify_all<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    monitor::notify_all(t, this(a))?;
    Ok(Value::Void)
}

// ---- System, Runtime, Thread, String ------------------------------------------------------------------

fn arraycopy<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    let (src, dst) = (a.non_null(t, 0)?, a.non_null(t, 2)?);
    arraycopy::array_copy(t, src, a.int(1), dst, a.int(3), a.int(4))?;
    Ok(Value::Void)
}
fn current_time_millis<'s>(_: &mut Scope<'s>, _: Args<'_>) -> R<'s> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(Value::Long(now.as_millis() as i64))
}
fn nano_time<'s>(_: &mut Scope<'s>, _: Args<'_>) -> R<'s> {
    let mut ts = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `ts` is valid for writing.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut ts) };
    Ok(Value::Long(ts.tv_sec * 1_000_000_000 + ts.tv_nsec))
}
fn current_thread<'s>(t: &mut Scope<'s>, _: Args<'_>) -> R<'s> {
    // SAFETY: the thread's object is a root of its own.
    Ok(Value::Ref(unsafe { t.handle_from(t.object.get()) }))
}
fn intern<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    Ok(Value::Ref(Some(strings::intern(t, this(a)))))
}

// ---- Class --------------------------------------------------------------------------------------------

fn class_of(t: &Scope<'_>, a: Args<'_>) -> Option<KlassRef> {
    KlassRef::from_mirror(this(a).get(t))
}
fn is_instance<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    let k = class_of(t, a);
    bool(match (k, a.object(1)) {
        (Some(k), Some(o)) => KlassRef::of(o.get(t)).is_subtype_of(k),
        _ => false,
    })
}
fn is_assignable_from<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    let other = a.non_null(t, 1)?;
    bool(match (class_of(t, a), KlassRef::from_mirror(other.get(t))) {
        (Some(to), Some(from)) => from.is_subtype_of(to),
        _ => this(a).get(t) == other.get(t),
    })
}
fn is_interface<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    bool(class_of(t, a).is_some_and(|k| k.is_instance() && k.is_interface()))
}
fn is_array<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    bool(class_of(t, a).is_some_and(KlassRef::is_array))
}
fn is_hidden<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    bool(class_of(t, a).is_some_and(KlassRef::is_hidden))
}
fn is_primitive<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    bool(class_of(t, a).is_none())
}
fn get_superclass<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    let superclass = match class_of(t, a) {
        Some(k) if k.is_array() => Some(Wk::Object.klass()),
        Some(k) if !k.is_interface() => k.superclass.get(),
        _ => None,
    };
    Ok(Value::Ref(superclass.map(|k| t.handle(k.mirror(t)))))
}

// ---- conversions ----------------------------------------------------------------------------------------

fn float_to_raw_int_bits<'s>(_: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    Ok(Value::Int(a.float(0).to_bits() as i32))
}
fn int_bits_to_float<'s>(_: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    Ok(Value::Float(f32::from_bits(a.int(0) as u32)))
}
fn double_to_raw_long_bits<'s>(_: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    Ok(Value::Long(a.double(0).to_bits() as i64))
}
fn long_bits_to_double<'s>(_: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    Ok(Value::Double(f64::from_bits(a.long(0) as u64)))
}

// ---- stack ------------------------------------------------------------------------------------------------

fn get_caller_class<'s>(t: &mut Scope<'s>, _: Args<'_>) -> R<'s> {
    match stack::caller_class(t.thread()) {
        Ok(k) => Ok(Value::Ref(k.map(|k| t.handle(k.mirror(t))))),
        Err(text) => Err(t.throw_new("java/lang/InternalError", text)),
    }
}
fn fill_in_stack_trace<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    let e = this(a);
    stack::trace::fill_in(t, e)?;
    Ok(Value::Ref(Some(t.handle(e.get(t)))))
}

// ---- java.lang.ref ------------------------------------------------------------------------------------------

fn refers_to<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    let referent = f::Reference::referent.get(this(a).get(t));
    bool(referent == a.object(1).map(|h| h.get(t)))
}
fn clear<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    f::Reference::referent.set(this(a).get(t), None);
    Ok(Value::Void)
}

rows! {
    "java/lang/Object" {
        "getClass" "()Ljava/lang/Class;" get_class;
        "hashCode" "()I" hash_code;
        "clone" "()Ljava/lang/Object;" clone;
        "wait" "(J)V" wait_0;
        "notify" "()V" notify;
        "notifyAll" "()V" notify_all;
    }
    "java/lang/System" {
        "arraycopy" "(Ljava/lang/Object;ILjava/lang/Object;II)V" arraycopy;
        "identityHashCode" "(Ljava/lang/Object;)I" identity_hash_code;
        "currentTimeMillis" "()J" current_time_millis;
        "nanoTime" "()J" nano_time;
        // binding is by these tables; System.in, out and err are set by JVM functions
        "registerNatives" "()V" nothing;
    }
    "java/lang/Thread" {
        "currentThread" "()Ljava/lang/Thread;" current_thread;
    }
    "java/lang/String" {
        "intern" "()Ljava/lang/String;" intern;
    }
    "java/lang/Class" {
        "isInstance" "(Ljava/lang/Object;)Z" is_instance;
        "isAssignableFrom" "(Ljava/lang/Class;)Z" is_assignable_from;
        "isInterface" "()Z" is_interface;
        "isArray" "()Z" is_array;
        "isHidden" "()Z" is_hidden;
        "isPrimitive" "()Z" is_primitive;
        "getSuperclass" "()Ljava/lang/Class;" get_superclass;
    }
    "java/lang/Float" {
        "floatToRawIntBits" "(F)I" float_to_raw_int_bits;
        "intBitsToFloat" "(I)F" int_bits_to_float;
    }
    "java/lang/Double" {
        "doubleToRawLongBits" "(D)J" double_to_raw_long_bits;
        "longBitsToDouble" "(J)D" long_bits_to_double;
    }
    "jdk/internal/reflect/Reflection" {
        "getCallerClass" "()Ljava/lang/Class;" get_caller_class;
    }
    "java/lang/Throwable" {
        "fillInStackTrace" "(I)Ljava/lang/Throwable;" fill_in_stack_trace;
    }
    "java/lang/ref/Reference" {
        "refersTo0" "(Ljava/lang/Object;)Z" refers_to;
        "clear0" "()V" clear;
    }
    "java/lang/ref/PhantomReference" {
        "refersTo0" "(Ljava/lang/Object;)Z" refers_to;
    }
}
