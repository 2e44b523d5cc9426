//! `java.lang.Class` objects: one for each class, and one for each primitive type and `void`.
//!
//! Classes that are loaded before `java.lang.Class` itself get theirs as soon as it is there.

use std::sync::OnceLock;

use gc::Handle;
use gc::object::{MIRROR_ARRAY_CLASS, MIRROR_CLASS, MIRROR_STATIC_REFS};
use parking_lot::Mutex;

use super::data::RefSlot;
use super::modules::{self, module_of};
use super::{arrays, boot};
use crate::class::{BasicType, KlassRef};
use crate::runtime::{alloc, young_slots};
use crate::thread::{JResult, Scope};
use crate::well_known::{Wk, f};

/// Classes without a mirror, while `java.lang.Class` is not loaded.
static WAITING: Mutex<Vec<KlassRef>> = Mutex::new(Vec::new());
/// Mirrors of the primitive types and `void`, by type code less that of boolean.
static PRIMITIVES: OnceLock<[RefSlot; 11]> = OnceLock::new();

/// Makes the mirror of a class that nobody else knows yet.
///
/// # Errors
/// OutOfMemoryError.
pub fn create(
    t: &mut Scope<'_>,
    k: KlassRef,
    protection_domain: Option<Handle<'_>>,
    class_data: Option<Handle<'_>>,
) -> JResult<()> {
    let Some(class_klass) = Wk::Class.try_klass() else {
        WAITING.lock().push(k);
        return Ok(());
    };
    let mut n = t.nested();
    let m = alloc::new_mirror(&mut n, class_klass, k.cold.static_size.get())?;
    let mirror = m.get(&n);
    // SAFETY: mirrors have these injected fields.
    unsafe {
        mirror.store(MIRROR_CLASS, k.id());
        mirror.store(MIRROR_STATIC_REFS, k.cold.static_refs.get());
    }
    f::Class::class_loader.set(mirror, k.loader.object(&n));
    f::Class::module.set(mirror, module_of(k).object(&n));
    f::Class::protection_domain.set(mirror, protection_domain.map(|h| h.get(&n)));
    f::Class::class_data.set(mirror, class_data.map(|h| h.get(&n)));
    if k.is_array() {
        let component = match k.component {
            Some(c) => Some(c.mirror(&n)),
            None => Some(primitive_mirror(&n, k.elem_type).get(&n)),
        };
        f::Class::component_type.set(mirror, component);
    }
    k.mirror.set(mirror.narrow());
    young_slots::note(&k.0.mirror);
    Ok(())
}

/// Makes the mirrors that are missing, and those of the primitive types; once, when `java.lang.Class` has been loaded.
///
/// # Errors
/// OutOfMemoryError.
pub fn make_missing(t: &mut Scope<'_>) -> JResult<()> {
    make_primitives(t)?;
    let waiting = std::mem::take(&mut *WAITING.lock());
    for k in waiting {
        create(t, k, None, None)?;
        if k.is_array() {
            arrays::note_in_component_mirror(t, k);
        }
    }
    Ok(())
}

fn make_primitives(t: &mut Scope<'_>) -> JResult<()> {
    let mut slots = [RefSlot(0); 11];
    for (i, slot) in slots.iter_mut().enumerate() {
        let mut n = t.nested();
        let m = alloc::new_mirror(&mut n, Wk::Class.klass(), 0)?;
        *slot = boot::loader().new_slot(Some(m.get(&n)));
        if let Some(ty) = BasicType::PRIMITIVES.get(i) {
            // SAFETY: mirrors have this injected field.
            unsafe { m.get(&n).store(MIRROR_ARRAY_CLASS, primitive_array_klass(*ty).id()) };
        }
    }
    if PRIMITIVES.set(slots).is_err() {
        crate::fatal::fatal("the mirrors of the primitive types are made twice");
    }
    Ok(())
}

/// Sets the module of all mirrors that were made before `java.base` had a `java.lang.Module`.
pub fn set_java_base(t: &Scope<'_>) {
    let module = modules::java_base().object(t);
    let set = |k: KlassRef| {
        let mut next = Some(k);
        while let Some(k) = next {
            if std::ptr::eq(module_of(k), modules::java_base()) {
                f::Class::module.set(k.mirror(t), module);
            }
            next = k.array_klass_if_made();
        }
    };
    boot::loader().classes.read().values().copied().for_each(set);
    BasicType::PRIMITIVES.map(primitive_array_klass).into_iter().for_each(set);
    if let Some(slots) = PRIMITIVES.get() {
        for m in slots.iter().filter_map(|s| s.get(t)) {
            f::Class::module.set(m, module);
        }
    }
}

/// Array class of a primitive type; there from the start of boot.
pub fn primitive_array_klass(elem: BasicType) -> KlassRef {
    arrays::primitive(elem)
}

/// Mirror of a primitive type or `void`.
///
/// # Panics
/// For references, and before `java.lang.Class` is loaded.
pub fn primitive_mirror<'s>(t: &Scope<'s>, ty: BasicType) -> Handle<'s> {
    assert!(ty.is_primitive() || ty == BasicType::Void, "{ty:?} is not primitive");
    let slots = PRIMITIVES.get().expect("java.lang.Class is loaded first");
    t.handle(slots[ty as usize - BasicType::Boolean as usize].get(t).expect("made at boot"))
}

/// The primitive type (or `void`) whose mirror this is; `None` for a class's mirror.
pub fn primitive_type_of(t: &Scope<'_>, mirror: Handle<'_>) -> Option<BasicType> {
    let m = mirror.get(t);
    if KlassRef::from_mirror(m).is_some() {
        return None;
    }
    Some(KlassRef::primitive_array_of(m).map_or(BasicType::Void, |k| k.elem_type))
}
