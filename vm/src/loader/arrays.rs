//! Array classes (JVMS §5.3.3): made on demand, kept by their component class.

use std::cell::Cell;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};

use gc::object::MIRROR_ARRAY_CLASS;
use gc::{NarrowRef, Strength, TypeInfo, TypeKind};
use parking_lot::Mutex;

use super::data::ClassLoaderData;
use super::{boot, mirrors};
use crate::class::klass::{DISPLAY, KlassCold, flag};
use crate::class::method::access;
use crate::class::{BasicType, InitState, Klass, KlassKind, KlassRef};
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope};
use crate::well_known::Wk;

static PRIMITIVE: OnceLock<[KlassRef; 8]> = OnceLock::new();
/// Guards the publication of array classes.
static PUBLISH: Mutex<()> = Mutex::new(());

/// The array class with component class `component`, made when there is none yet.
///
/// # Errors
/// OutOfMemoryError.
pub fn array_klass(t: &mut Scope<'_>, component: KlassRef) -> JResult<KlassRef> {
    if let Some(k) = component.array_klass_if_made() {
        return Ok(k);
    }
    let name = match component.kind {
        KlassKind::Instance => format!("[L{};", component.name),
        _ => format!("[{}", component.name),
    };
    let _guard = component.data.keep();
    let k = create(component.data, &name, Some(component), BasicType::Object);
    mirrors::create(t, k, None, None)?;
    let _guard = PUBLISH.lock();
    if let Some(other) = component.array_klass_if_made() {
        component.data.remove_klass(k);
        return Ok(other);
    }
    component.array_class.store(k.id(), Ordering::Release);
    if !component.mirror.get().is_null() {
        note_in_component_mirror(t, k);
    }
    Ok(k)
}

/// The array class `name` ("[[I", "[Ljava/lang/String;") above the element class.
///
/// # Errors
/// OutOfMemoryError.
pub fn nested(t: &mut Scope<'_>, element: KlassRef, dimensions: usize) -> JResult<KlassRef> {
    let mut k = element;
    for _ in 0..dimensions {
        k = array_klass(t, k)?;
    }
    Ok(k)
}

/// Tells the component's mirror the id of its array class.
pub(super) fn note_in_component_mirror(t: &Scope<'_>, array: KlassRef) {
    if let Some(c) = array.component {
        // SAFETY: mirrors have this injected field.
        unsafe { c.mirror(t).store(MIRROR_ARRAY_CLASS, array.id()) };
    }
}

impl KlassRef {
    /// The array class with this component class, if it has been made.
    #[inline]
    pub fn array_klass_if_made(self) -> Option<KlassRef> {
        let id = self.array_class.load(Ordering::Acquire);
        // SAFETY: only class ids are stored.
        if id == 0 { None } else { Some(unsafe { KlassRef::from_id(id) }) }
    }
}

/// Array class of a primitive type.
///
/// # Panics
/// Before [`make_primitive`].
pub fn primitive(elem: BasicType) -> KlassRef {
    let all = PRIMITIVE.get().expect("array classes of primitive types are made first at boot");
    all[elem as usize - BasicType::Boolean as usize]
}

/// Makes the array classes of the primitive types, whose superclass `java.lang.Object` is already loaded.
///
/// # Errors
/// OutOfMemoryError.
pub fn make_primitive(t: &mut Scope<'_>) -> JResult<()> {
    let all = BasicType::PRIMITIVES
        .map(|ty| create(boot::loader().data, &format!("[{}", char::from(ty.descriptor())), None, ty));
    for k in all {
        mirrors::create(t, k, None, None)?;
    }
    if PRIMITIVE.set(all).is_err() {
        crate::fatal::fatal("the array classes of the primitive types are made twice");
    }
    Ok(())
}

/// An array class without mirror. Its vtable is that of `Object`.
fn create(
    data: &'static ClassLoaderData,
    name: &str,
    component: Option<KlassRef>,
    elem_type: BasicType,
) -> KlassRef {
    let object = match Wk::Object.try_klass() {
        Some(o) => o,
        None => crate::fatal::fatal("an array class is made before java.lang.Object is loaded"),
    };
    let (kind, type_kind, log2) = match component {
        Some(_) => (KlassKind::ObjArray, TypeKind::RefArray, 2),
        None => (KlassKind::TypeArray, TypeKind::PrimArray, elem_type.log2_size()),
    };
    let visible = component.map_or(access::PUBLIC, |c| c.access.get() & access::PUBLIC);
    let supers: Vec<KlassRef> =
        [Wk::Cloneable, Wk::Serializable].iter().filter_map(|w| w.try_klass()).collect();
    let display: [Cell<u32>; DISPLAY] = Default::default();
    display[0].set(object.id());
    let k = KlassRef::create(
        &data.arena,
        Klass {
            type_info: TypeInfo {
                kind: type_kind,
                log2_elem: log2 as u8,
                ref_block_count: 0,
                instance_size: 0,
                ref_blocks: [].as_ptr(),
                strength: Strength::default(),
                unloadable: data.may_be_unloaded(),
            },
            display,
            secondary_cache: AtomicU32::new(0),
            depth: Cell::new(u8::MAX),
            kind,
            init_state: AtomicU8::new(InitState::Initialized as u8),
            elem_type: match component {
                Some(c) if c.is_array() => BasicType::Array,
                _ => elem_type,
            },
            access: Cell::new(visible | access::FINAL | access::ABSTRACT),
            vm_flags: AtomicU32::new(flag::CLONEABLE | flag::VERIFIED),
            mirror: Cell::new(NarrowRef::NULL),
            vtable_len: Cell::new(0),
            id: Cell::new(0),
            array_class: AtomicU32::new(0),
            name: match component.filter(|c| c.is_hidden()) {
                Some(_) => Symbol::unique(name.as_bytes(), &data.arena),
                None => Symbol::new(name.as_bytes()),
            },
            superclass: Cell::new(Some(object)),
            loader: data.loader(),
            data,
            component,
            secondaries: Cell::new(data.arena.alloc_slice(&supers)),
            itable: Cell::new(&[]),
            cp: None,
            methods: Cell::new(&[]),
            fields: Cell::new(&[]),
            cold: KlassCold::default(),
        },
        object.vtable_len.get() as usize,
    );
    k.set_vtable(object.vtable_slice().iter().copied());
    data.add_klass(k);
    k
}

/// Gives the array classes that were made before them their superinterfaces.
pub(super) fn set_superinterfaces() {
    let supers = boot::loader().data.arena.alloc_slice(&[Wk::Cloneable.klass(), Wk::Serializable.klass()]);
    for k in BasicType::PRIMITIVES.map(primitive) {
        let mut next = Some(k);
        while let Some(k) = next {
            k.secondaries.set(supers);
            next = k.array_klass_if_made();
        }
    }
    for c in boot::loader().classes.read().values() {
        let mut next = c.array_klass_if_made();
        while let Some(k) = next {
            k.secondaries.set(supers);
            next = k.array_klass_if_made();
        }
    }
}
