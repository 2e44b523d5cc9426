//! Fields (JNI specification, chapter 4 "Accessing Fields of Objects", "Accessing Static Fields").

use std::sync::atomic::Ordering;

use gc::{NarrowRef, Prim};

use super::{FieldId, Ref, Text, jni_fn};
use crate::class::{BasicType, Field};
use crate::link::{init, resolve};
use crate::native::entry::{self, Env};
use crate::native::handles::JObject;
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope};

const NO_SUCH_FIELD: &str = "java/lang/NoSuchFieldError";

/// The field, initialising its class; `None` when there is none.
fn find(t: &mut Scope<'_>, class: Ref, name: Text, desc: Text, is_static: bool) -> JResult<Option<FieldId>> {
    let symbol = |s: Text| s.bytes().and_then(Symbol::find);
    let (Some(k), Some(name), Some(desc)) = (class.klass(t)?, symbol(name), symbol(desc)) else {
        return Ok(None);
    };
    init::ensure_initialized(t, k)?;
    if !k.is_instance() {
        return Ok(None);
    }
    Ok(resolve::lookup_field(k, name, desc).filter(|f| f.is_static() == is_static).map(FieldId::of))
}

/// Reads a field of `o`, which is the mirror for a static field.
fn load<T: Prim>(t: &Scope<'_>, o: gc::Handle<'_>, f: &Field) -> T {
    let o = o.get(t);
    // SAFETY: native code gives a field of this type and an object that has it (see `native::jni`).
    unsafe { if f.is_volatile() { o.load_volatile(f.offset as usize) } else { o.load(f.offset as usize) } }
}

fn store<T: Prim>(t: &Scope<'_>, o: gc::Handle<'_>, f: &Field, v: T) {
    let o = o.get(t);
    // SAFETY: as in `load`.
    unsafe {
        if f.is_volatile() {
            o.store_volatile(f.offset as usize, v);
        } else {
            o.store(f.offset as usize, v);
        }
    }
}

/// The object that holds the field's value: for static fields the mirror of its class.
fn owner<'s, const STATIC: bool>(t: &mut Scope<'s>, object: Ref, f: &Field) -> JResult<gc::Handle<'s>> {
    if STATIC { Ok(t.handle(f.holder.mirror(t))) } else { object.non_null(t) }
}

jni_fn! {
    /// `GetFieldID`. Initialises the class.
    fn get_field_id(t, class: Ref, name: Text, desc: Text) -> FieldId, else FieldId::NULL; {
        if let Some(f) = find(t, class, name, desc, false)? {
            return Ok(f);
        }
        let class = match class.klass(t)? {
            Some(k) => k.external_name(),
            None => "primitive type".into(),
        };
        Err(t.throw_new(NO_SUCH_FIELD, &format!("{class}.{} {}", name.lossy(), desc.lossy())))
    }

    /// `GetStaticFieldID`. Initialises the class.
    fn get_static_field_id(t, class: Ref, name: Text, desc: Text) -> FieldId, else FieldId::NULL; {
        match find(t, class, name, desc, true)? {
            Some(f) => Ok(f),
            None => Err(t.throw_new(NO_SUCH_FIELD, &name.lossy())),
        }
    }
}

/// `Get<Type>Field`, `GetStatic<Type>Field` of a primitive type.
pub(super) unsafe extern "C" fn get<T: Prim + Default, const STATIC: bool>(
    env: Env,
    object: Ref,
    field: FieldId,
) -> T {
    // SAFETY: native code passes the JNIEnv* of its thread.
    unsafe {
        entry::enter_or(env, T::default(), |t| {
            let f = field.field();
            let o = owner::<STATIC>(t, object, f)?;
            Ok(load(t, o, f))
        })
    }
}

/// `Set<Type>Field`, `SetStatic<Type>Field` of a primitive type.
pub(super) unsafe extern "C" fn set<T: Prim, const STATIC: bool>(
    env: Env,
    object: Ref,
    field: FieldId,
    value: T,
) {
    // SAFETY: native code passes the JNIEnv* of its thread.
    unsafe {
        entry::enter_or(env, (), |t| {
            let f = field.field();
            let o = owner::<STATIC>(t, object, f)?;
            store(t, o, f, value);
            Ok(())
        })
    }
}

/// `SetBooleanField`, `SetStaticBooleanField`: only the lowest bit counts.
pub(super) unsafe extern "C" fn set_boolean<const STATIC: bool>(
    env: Env,
    object: Ref,
    field: FieldId,
    value: u8,
) {
    // SAFETY: native code passes the JNIEnv* of its thread.
    unsafe { set::<u8, STATIC>(env, object, field, value & 1) }
}

/// `GetObjectField`, `GetStaticObjectField`.
pub(super) unsafe extern "C" fn get_object<const STATIC: bool>(
    env: Env,
    object: Ref,
    field: FieldId,
) -> JObject {
    // SAFETY: native code passes the JNIEnv* of its thread.
    unsafe {
        entry::enter_object(env, |t| {
            let f = field.field();
            debug_assert!(matches!(f.ty, BasicType::Object | BasicType::Array));
            let o = owner::<STATIC>(t, object, f)?;
            let n: NarrowRef = load(t, o, f);
            // SAFETY: just read from a live object.
            Ok(t.handle_from(n))
        })
    }
}

/// `SetObjectField`, `SetStaticObjectField`.
pub(super) unsafe extern "C" fn set_object<const STATIC: bool>(
    env: Env,
    object: Ref,
    field: FieldId,
    value: Ref,
) {
    // SAFETY: native code passes the JNIEnv* of its thread.
    unsafe {
        entry::enter_or(env, (), |t| {
            let f = field.field();
            let o = owner::<STATIC>(t, object, f)?;
            let n = value.get(t).map_or(NarrowRef::NULL, gc::Handle::narrow);
            let order = if f.is_volatile() { Ordering::SeqCst } else { Ordering::Relaxed };
            // SAFETY: native code gives a reference field of the object (see `native::jni`).
            o.get(t).store_narrow(f.offset as usize, n, order);
            Ok(())
        })
    }
}
