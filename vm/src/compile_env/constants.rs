//! Objects and values that never change: what compiled code may contain instead of loading it.
//!
//! A constant object is one that a root slot of metadata holds for good. What it refers to by fields that do not change any more
//! (static finals of initialised classes, `@Stable` fields that are set, the finals that HotSpot's compilers trust) is constant too and gets a slot
//! in its turn. Such objects are reachable as long as the first one, so that slots keep nothing alive that would die.
//!
//! Objects are read only under the [`super::liveness`] lock, which keeps collections away.

use std::sync::atomic::Ordering;

use gc::object::{TypeKind, array_base};
use gc::{NarrowRef, ObjRef};
use jit::env::{Constant, MethodIntrinsic, ObjectFacts};

use super::liveness::Answering;
use super::{VmEnv, address, calls, facts, method_address, pool};
use crate::class::method::flag;
use crate::class::{BasicType, Field, KlassRef, Method, MethodRef, Tag};
use crate::link::members;
use crate::link::resolve::ResolvedCall;
use crate::loader::data::{ClassLoaderData, RefSlot};
use crate::runtime::method_handles;
use crate::well_known::{Wk, f};

/// What a constant belongs to: the address of the slot of the object that holds it, and its place there.
pub type Key = (u64, u32);

/// Marks the keys of array elements.
const ELEMENT: u32 = 1 << 31;

/// Packages of the boot loader whose classes' final fields are trusted.
const TRUSTED: [&[u8]; 5] = [
    b"java/lang/invoke/",
    b"sun/invoke/",
    b"jdk/internal/foreign/",
    b"jdk/internal/vm/vector/",
    b"java/lang/",
];

/// The object that a constant's slot holds.
fn object(_lock: &Answering, slot: u64) -> Option<ObjRef<'_>> {
    // SAFETY: a slot of metadata that is alive.
    let narrow = NarrowRef(
        unsafe { std::sync::atomic::AtomicU32::from_ptr(slot as usize as *mut u32) }.load(Ordering::Acquire),
    );
    // SAFETY: slots hold live objects, and no collection runs while the lock, which the result borrows, is held.
    unsafe { narrow.decode() }
}

/// The slot for a constant, which `data` holds from now on.
fn slot_of(data: &'static ClassLoaderData, key: Key, o: ObjRef<'_>) -> u64 {
    let slot: RefSlot = *data.constants.lock().entry(key).or_insert_with(|| data.new_slot(Some(o)));
    pool::slot_address(slot.0)
}

/// What lies at `offset` of an object as a value of the type.
///
/// # Safety
/// A value of the type must lie there.
unsafe fn value_at(
    data: &'static ClassLoaderData,
    key: Key,
    o: ObjRef<'_>,
    offset: usize,
    ty: BasicType,
    stable_elements: bool,
) -> Constant {
    // SAFETY: by the caller's promise.
    unsafe {
        match ty {
            BasicType::Boolean => Constant::Int((o.load::<u8>(offset) & 1).into()),
            BasicType::Byte => Constant::Int(o.load::<i8>(offset).into()),
            BasicType::Short => Constant::Int(o.load::<i16>(offset).into()),
            BasicType::Char => Constant::Int(o.load::<u16>(offset).into()),
            BasicType::Int => Constant::Int(o.load(offset)),
            BasicType::Long => Constant::Long(o.load(offset)),
            BasicType::Float => Constant::Float(o.load(offset)),
            BasicType::Double => Constant::Double(o.load(offset)),
            _ => match o.load_ref(offset) {
                None => Constant::Null,
                Some(v) => {
                    let slot = slot_of(data, key, v);
                    if stable_elements {
                        Constant::StableArray { slot }
                    } else {
                        Constant::Ref { slot, may_be_null: false }
                    }
                }
            },
        }
    }
}

fn is_default(c: Constant) -> bool {
    match c {
        Constant::Int(v) => v == 0,
        Constant::Long(v) => v == 0,
        Constant::Float(v) => v.to_bits() == 0,
        Constant::Double(v) => v.to_bits() == 0,
        Constant::Null => true,
        _ => false,
    }
}

fn field_of(m: MethodRef, index: u16) -> Option<&'static Field> {
    let cp = m.holder.constants();
    if cp.tag(index) == Tag::Fieldref { cp.resolved_field(index) } else { None }
}

/// The value of a field of the object `o`, if it has its last one.
fn last_value(
    data: &'static ClassLoaderData,
    slot: u64,
    o: ObjRef<'_>,
    field: &Field,
    is_final: bool,
) -> Option<Constant> {
    if !is_final && !field.stable {
        return None;
    }
    let stable_elements = field.stable && field.desc.bytes()[0] == b'[';
    // SAFETY: callers pass an object (or the mirror) that has the field.
    let v =
        unsafe { value_at(data, (slot, field.offset), o, field.offset as usize, field.ty, stable_elements) };
    (is_final || !is_default(v)).then_some(v)
}

/// The value of a static final field of an initialised class.
pub(super) fn static_value(lock: &Answering, m: MethodRef, index: u16) -> Option<Constant> {
    let field = field_of(m, index)?;
    let holder = field.holder;
    // System.in, out and err change
    if !field.is_static() || !holder.is_initialized() || holder == Wk::System.klass() {
        return None;
    }
    let slot = pool::slot_of_mirror(holder);
    last_value(holder.data, slot, object(lock, slot)?, field, field.is_final())
}

fn trusts_finals(field: &Field) -> bool {
    let holder = field.holder;
    let name = holder.name.bytes();
    let in_package = |p: &&[u8]| name.starts_with(p) && !name[p.len()..].contains(&b'/');
    field.trusted_final
        || holder.loader.is_boot()
            && (TRUSTED.iter().any(in_package)
                || name.starts_with(b"java/util/concurrent/atomic/Atomic") && name.contains(&b'$'))
}

/// The value of an instance field of a constant object, if it has its last one.
pub(super) fn field_value(
    lock: &Answering,
    env: &VmEnv<'_>,
    slot: u64,
    m: MethodRef,
    index: u16,
) -> Option<Constant> {
    let field = field_of(m, index)?;
    let o = object(lock, slot)?;
    // code that is never run may have it of an object of another class
    if field.is_static() || !KlassRef::of(o).is_subtype_of(field.holder) {
        return None;
    }
    last_value(env.root_data(), slot, o, field, field.is_final() && trusts_finals(field))
}

/// The value of an element of a constant array whose elements are stable, once it is set.
pub(super) fn element_value(lock: &Answering, env: &VmEnv<'_>, slot: u64, index: u32) -> Option<Constant> {
    let o = object(lock, slot)?;
    let info = o.type_info();
    if !matches!(info.kind, TypeKind::RefArray | TypeKind::PrimArray) || index as usize >= o.length() {
        return None;
    }
    let ty = BasicType::from_descriptor(*KlassRef::of(o).name.bytes().get(1)?)?;
    let log2 = info.log2_elem.into();
    let offset = array_base(log2) + ((index as usize) << log2);
    // SAFETY: the array has an element of its class's type at this index.
    let v = unsafe { value_at(env.root_data(), (slot, ELEMENT | index), o, offset, ty, false) };
    (!is_default(v)).then_some(v)
}

pub(super) fn object_facts(lock: &Answering, slot: u64) -> Option<ObjectFacts> {
    let o = object(lock, slot)?;
    let class = KlassRef::of(o);
    Some(ObjectFacts { class: address(class), length: class.is_array().then(|| o.length() as u32) })
}

pub(super) fn is_same(lock: &Answering, a: u64, b: u64) -> bool {
    object(lock, a) == object(lock, b)
}

/// The class that a constant `java.lang.Class` stands for.
pub(super) fn mirrored(lock: &Answering, slot: u64) -> Option<KlassRef> {
    let o = object(lock, slot)?;
    if o.type_info().kind != TypeKind::Mirror { None } else { KlassRef::from_mirror(o) }
}

/// The method, if code may call it directly; its class is kept as long as that of the method being compiled.
fn callable(env: &VmEnv<'_>, target: *const Method) -> Option<MethodRef> {
    if target.is_null() {
        return None;
    }
    // SAFETY: a ResolvedMethodName that is alive keeps its method.
    let m = MethodRef(unsafe { &*target });
    if m.is_abstract() || m.has(flag::OVERPASS) || facts::method(m).intrinsic != MethodIntrinsic::None {
        return None;
    }
    env.keep(m.holder);
    env.root_data().link(m.holder.data);
    Some(m)
}

/// What `invokeBasic` calls with a constant method handle. Its form may get another method, which does the same.
pub(super) fn handle_target(lock: &Answering, env: &VmEnv<'_>, slot: u64) -> Option<u64> {
    let o = object(lock, slot)?;
    if !KlassRef::of(o).is_subtype_of(Wk::MethodHandle.klass()) {
        return None;
    }
    let entry = f::LambdaForm::vmentry.get(f::MethodHandle::form.get(o)?)?;
    f::MemberName::method.get(entry)?;
    let m = callable(env, method_handles::member_target(entry))?;
    m.is_static().then(|| method_address(m))
}

/// What `linkTo*` calls with a constant MemberName, whatever the receiver.
pub(super) fn member_target(lock: &Answering, env: &VmEnv<'_>, slot: u64) -> Option<u64> {
    let o = object(lock, slot)?;
    if KlassRef::of(o) != Wk::MemberName.klass() {
        return None;
    }
    f::MemberName::method.get(o)?;
    let m = callable(env, method_handles::member_target(o))?;
    if f::MemberName::vmindex.get(o) < 0 {
        return Some(method_address(m));
    }
    match members::dispatched(m) {
        ResolvedCall::Direct(m) => Some(method_address(m)),
        ResolvedCall::Virtual(m, index) => calls::unique(env, m.holder, index),
        _ => None,
    }
}
