//! Object operations (JNI specification, chapter 4 "Object Operations"); `NewObject` is in `calls`.

use super::{Ref, jni_fn};
use crate::class::KlassRef;
use crate::link::init;
use crate::native::handles::RefType;
use crate::runtime::alloc;
use crate::thread::{JResult, Scope};
use crate::well_known::Wk;
use gc::Handle;

/// A new object of `class` whose constructor has not run.
///
/// # Errors
/// InstantiationException, and what initialising the class throws.
pub(super) fn alloc_object<'s>(t: &mut Scope<'s>, class: Ref) -> JResult<Handle<'s>> {
    let Some(k) = class.klass(t)? else {
        return Err(t.throw_bare("java/lang/InstantiationException"));
    };
    if !k.is_instance() || k.is_abstract() || k.is_interface() {
        return Err(t.throw_new("java/lang/InstantiationException", &k.external_name()));
    }
    if k == Wk::Class.klass() {
        return Err(t.throw_new("java/lang/IllegalAccessException", &k.external_name()));
    }
    init::ensure_initialized(t, k)?;
    alloc::new_instance(t, k)
}

jni_fn! {
    /// `AllocObject`.
    fn allocate(t, class: Ref) -> object {
        alloc_object(t, class).map(Some)
    }

    /// `GetObjectClass`.
    fn get_object_class(t, object: Ref) -> object {
        let o = object.non_null(t)?;
        let k = KlassRef::of(o.get(t));
        Ok(Some(t.handle(k.mirror(t))))
    }

    /// `IsInstanceOf`: null is an instance of every class.
    fn is_instance_of(t, object: Ref, class: Ref) -> u8, else 0; {
        let Some(o) = object.get(t) else { return Ok(1) };
        let Some(k) = class.klass(t)? else { return Ok(0) };
        Ok(KlassRef::of(o.get(t)).is_subtype_of(k).into())
    }

    /// `GetObjectRefType`.
    with_pending fn get_object_ref_type(t, object: Ref) -> RefType {
        t.ref_type(object.0)
    }
}
