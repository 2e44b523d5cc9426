//! `jdk.internal.reflect.ConstantPool`: read access to a class's constant pool.
//!
//! The object's `constantPoolOop` field holds the class's mirror. As in HotSpot, the JDK passes the
//! `ConstantPool` object itself as the first argument after `env`.

use gc::Handle;

use super::class::instance_klass;
use super::jvm_export;
use crate::class::{ConstantPool, KlassRef, MethodRef, Tag};
use crate::link;
use crate::link::resolve;
use crate::runtime::{alloc, reflect};
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope, Thrown};
use crate::well_known::{Wk, f};

const ILLEGAL_ARGUMENT: &str = "java/lang/IllegalArgumentException";

/// Throws when `index` is outside the pool.
pub(super) fn check_bounds(t: &mut Scope<'_>, cp: &ConstantPool, index: i32) -> JResult<u16> {
    match u16::try_from(index) {
        Ok(i) if usize::from(i) < cp.len() => Ok(i),
        _ => Err(t.throw_new(ILLEGAL_ARGUMENT, "Constant pool index out of bounds")),
    }
}

pub(super) fn wrong_type(t: &mut Scope<'_>) -> Thrown {
    t.throw_new(ILLEGAL_ARGUMENT, "Wrong type at constant pool index")
}

fn holder(t: &mut Scope<'_>, pool: Handle<'_>) -> JResult<KlassRef> {
    let k = f::ConstantPoolMirror::oop.get(pool.get(t)).and_then(KlassRef::from_mirror);
    k.ok_or_else(|| t.throw_npe())
}

/// The class whose pool it is, and a valid index of an entry with one of `tags`.
fn entry(t: &mut Scope<'_>, pool: Handle<'_>, index: i32, tags: &[Tag]) -> JResult<(KlassRef, u16)> {
    let k = holder(t, pool)?;
    let i = check_bounds(t, k.constants(), index)?;
    if tags.contains(&k.constants().tag(i)) { Ok((k, i)) } else { Err(wrong_type(t)) }
}

const METHODS: &[Tag] = &[Tag::Methodref, Tag::InterfaceMethodref];
const MEMBERS: &[Tag] = &[Tag::Fieldref, Tag::Methodref, Tag::InterfaceMethodref];
/// Entries that name a NameAndType.
const NAMED: &[Tag] = &[Tag::Fieldref, Tag::Methodref, Tag::InterfaceMethodref, Tag::InvokeDynamic];

/// The class that entry `i` names: resolved, or only looked up among those resolved before.
fn class_of(t: &mut Scope<'_>, k: KlassRef, i: u16, resolve: bool) -> JResult<Option<KlassRef>> {
    if resolve {
        return resolve::class_at(t, k, i).map(Some);
    }
    let cp = k.constants();
    Ok(cp.resolved_class(i).or_else(|| k.loader.classes.read().get(&cp.name_of(i)).copied()))
}

fn method_at<'s>(
    t: &mut Scope<'s>,
    pool: Handle<'_>,
    index: i32,
    resolve: bool,
) -> JResult<Option<Handle<'s>>> {
    let (k, i) = entry(t, pool, index, METHODS)?;
    let Some(target) = class_of(t, k, k.constants().member_ref(i).0, resolve)? else { return Ok(None) };
    let (name, desc) = k.constants().member_name_and_type(i);
    let found: Option<MethodRef> = target.supers().find_map(|s| s.declared_method(name, desc));
    match found {
        Some(m) => reflect::new_executable(t, m).map(Some),
        None => Err(t.throw_new("java/lang/RuntimeException", "Unable to look up method in target class")),
    }
}

fn field_at<'s>(
    t: &mut Scope<'s>,
    pool: Handle<'_>,
    index: i32,
    resolve: bool,
) -> JResult<Option<Handle<'s>>> {
    let (k, i) = entry(t, pool, index, &[Tag::Fieldref])?;
    let Some(target) = class_of(t, k, k.constants().member_ref(i).0, resolve)? else { return Ok(None) };
    let (name, desc) = k.constants().member_name_and_type(i);
    match link::resolve::lookup_field(target, name, desc) {
        Some(field) => reflect::new_field(t, field).map(Some),
        None => Err(t.throw_new("java/lang/RuntimeException", "Unable to look up field in target class")),
    }
}

fn string_array<'s>(t: &mut Scope<'s>, symbols: &[Symbol]) -> JResult<Option<Handle<'s>>> {
    let a = alloc::new_object_array(t, Wk::String.klass(), symbols.len() as i32)?;
    for (i, s) in symbols.iter().enumerate() {
        let mut n = t.nested();
        let text = reflect::string_of(&mut n, Some(*s))?;
        a.get(&n).set_elem_ref(i, text.map(|s| s.get(&n)));
    }
    Ok(Some(a))
}

jvm_export! {
    /// `Class.getConstantPool`; null for arrays and primitive types.
    fn JVM_GetClassConstantPool(t, cls: Handle<'_>) -> object {
        let Some(k) = instance_klass(t, cls) else { return Ok(None) };
        let mirror = Wk::ConstantPoolMirror.klass();
        link::init::ensure_initialized(t, mirror)?;
        let pool = alloc::new_instance(t, mirror)?;
        f::ConstantPoolMirror::oop.set(pool.get(t), Some(k.mirror(t)));
        Ok(Some(pool))
    }

    /// Number of entries, entry 0 included.
    fn JVM_ConstantPoolGetSize(t, pool: Handle<'_>, _unused: Option<Handle<'_>>) -> i32, else 0; {
        Ok(holder(t, pool)?.constants().len() as i32)
    }

    /// The class of a Class entry, resolved.
    fn JVM_ConstantPoolGetClassAt(t, pool: Handle<'_>, _unused: Option<Handle<'_>>, index: i32) -> object {
        let (k, i) = entry(t, pool, index, &[Tag::Class])?;
        let c = resolve::class_at(t, k, i)?;
        Ok(Some(t.handle(c.mirror(t))))
    }

    /// The class of a Class entry if it is loaded.
    fn JVM_ConstantPoolGetClassAtIfLoaded(t, pool: Handle<'_>, _unused: Option<Handle<'_>>, index: i32) -> object {
        let (k, i) = entry(t, pool, index, &[Tag::Class])?;
        let c = class_of(t, k, i, false)?;
        Ok(c.map(|c| t.handle(c.mirror(t))))
    }

    /// Index of the Class entry in a member reference.
    fn JVM_ConstantPoolGetClassRefIndexAt(t, pool: Handle<'_>, _unused: Option<Handle<'_>>, index: i32) -> i32, else 0; {
        let (k, i) = entry(t, pool, index, MEMBERS)?;
        Ok(k.constants().member_ref(i).0.into())
    }

    /// The method or constructor of a method reference.
    fn JVM_ConstantPoolGetMethodAt(t, pool: Handle<'_>, _unused: Option<Handle<'_>>, index: i32) -> object {
        method_at(t, pool, index, true)
    }

    /// The method or constructor of a method reference if its class is loaded.
    fn JVM_ConstantPoolGetMethodAtIfLoaded(t, pool: Handle<'_>, _unused: Option<Handle<'_>>, index: i32) -> object {
        method_at(t, pool, index, false)
    }

    /// The field of a field reference.
    fn JVM_ConstantPoolGetFieldAt(t, pool: Handle<'_>, _unused: Option<Handle<'_>>, index: i32) -> object {
        field_at(t, pool, index, true)
    }

    /// The field of a field reference if its class is loaded.
    fn JVM_ConstantPoolGetFieldAtIfLoaded(t, pool: Handle<'_>, _unused: Option<Handle<'_>>, index: i32) -> object {
        field_at(t, pool, index, false)
    }

    /// Class name, member name and descriptor of a member reference.
    fn JVM_ConstantPoolGetMemberRefInfoAt(t, pool: Handle<'_>, _unused: Option<Handle<'_>>, index: i32) -> object {
        let (k, i) = entry(t, pool, index, MEMBERS)?;
        let cp = k.constants();
        let (name, desc) = cp.member_name_and_type(i);
        string_array(t, &[cp.member_class_name(i), name, desc])
    }

    /// Index of the NameAndType entry of a member reference or invokedynamic entry.
    fn JVM_ConstantPoolGetNameAndTypeRefIndexAt(t, pool: Handle<'_>, _unused: Option<Handle<'_>>, index: i32) -> i32, else 0; {
        let (k, i) = entry(t, pool, index, NAMED)?;
        Ok(k.constants().member_ref(i).1.into())
    }

    /// Name and descriptor of a NameAndType entry.
    fn JVM_ConstantPoolGetNameAndTypeRefInfoAt(t, pool: Handle<'_>, _unused: Option<Handle<'_>>, index: i32) -> object {
        let (k, i) = entry(t, pool, index, &[Tag::NameAndType])?;
        let (name, desc) = k.constants().name_and_type(i);
        string_array(t, &[name, desc])
    }

    /// Value of an Integer entry.
    fn JVM_ConstantPoolGetIntAt(t, pool: Handle<'_>, _unused: Option<Handle<'_>>, index: i32) -> i32, else 0; {
        let (k, i) = entry(t, pool, index, &[Tag::Integer])?;
        Ok(k.constants().int(i))
    }

    /// Value of a Long entry.
    fn JVM_ConstantPoolGetLongAt(t, pool: Handle<'_>, _unused: Option<Handle<'_>>, index: i32) -> i64, else 0; {
        let (k, i) = entry(t, pool, index, &[Tag::Long])?;
        Ok(k.constants().long(i))
    }

    /// Value of a Float entry.
    fn JVM_ConstantPoolGetFloatAt(t, pool: Handle<'_>, _unused: Option<Handle<'_>>, index: i32) -> f32, else 0.0; {
        let (k, i) = entry(t, pool, index, &[Tag::Float])?;
        Ok(k.constants().float(i))
    }

    /// Value of a Double entry.
    fn JVM_ConstantPoolGetDoubleAt(t, pool: Handle<'_>, _unused: Option<Handle<'_>>, index: i32) -> f64, else 0.0; {
        let (k, i) = entry(t, pool, index, &[Tag::Double])?;
        Ok(k.constants().double(i))
    }

    /// The string of a String entry, interned.
    fn JVM_ConstantPoolGetStringAt(t, pool: Handle<'_>, _unused: Option<Handle<'_>>, index: i32) -> object {
        let (k, i) = entry(t, pool, index, &[Tag::String])?;
        let slot = resolve::constant_at(t, k, i)?;
        Ok(t.handle_opt(slot.get(t)))
    }

    /// Text of a Utf8 entry.
    fn JVM_ConstantPoolGetUTF8At(t, pool: Handle<'_>, _unused: Option<Handle<'_>>, index: i32) -> object {
        let (k, i) = entry(t, pool, index, &[Tag::Utf8])?;
        reflect::string_of(t, Some(k.constants().symbol(i)))
    }

    /// Tag of an entry (JVMS table 4.4-A), 0 for unusable ones.
    fn JVM_ConstantPoolGetTagAt(t, pool: Handle<'_>, _unused: Option<Handle<'_>>, index: i32) -> i8, else 0; {
        let k = holder(t, pool)?;
        let i = check_bounds(t, k.constants(), index)?;
        Ok(k.constants().tag(i) as i8)
    }
}
