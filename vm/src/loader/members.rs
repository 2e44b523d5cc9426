//! From a parsed class file to the run-time constant pool, fields and methods in a loader's arena.

use std::cell::Cell;
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering};

use classfile::attribute::{Annotations, U16List};
use classfile::constant_pool::Constant;
use classfile::{ClassFile, Code};

use super::annotations;
use super::layout::Slot;
use super::vtable::Declared;
use crate::class::klass::RecordComponent;
use crate::class::method::{Intrinsic, access, flag};
use crate::class::{BasicType, ConstantPool, Field, KlassRef, Method, MethodCold, MethodRef, Tag};
use crate::metaspace::Arena;
use crate::symbol::{FxMap, Symbol};

/// The run-time constant pool of a class file (§5.1), nothing resolved. A hidden class has a name of its own: it stands in an
/// entry behind the others.
pub fn constant_pool(cf: &ClassFile<'static>, hidden: Option<Symbol>) -> ConstantPool {
    let pool = &cf.constant_pool;
    let n = pool.len();
    let base = cf.bytes.as_ptr() as usize;
    let mut tags = vec![Tag::Unusable; n];
    let mut info = vec![0u64; n];
    let pair = |a: u16, b: u16| u64::from(a) << 16 | u64::from(b);
    for (i, c) in pool.iter() {
        let (tag, v) = match c {
            Constant::Utf8(b) => (Tag::Utf8, ((b.as_ptr() as usize - base) as u64) << 16 | b.len() as u64),
            Constant::Integer(v) => (Tag::Integer, u64::from(v as u32)),
            Constant::Float(v) => (Tag::Float, u64::from(v.to_bits())),
            Constant::Long(v) => (Tag::Long, v as u64),
            Constant::Double(v) => (Tag::Double, v.to_bits()),
            Constant::Class { name_index } => (Tag::Class, name_index.into()),
            Constant::String { utf8_index } => (Tag::String, utf8_index.into()),
            Constant::Fieldref { class_index, name_and_type_index } => {
                (Tag::Fieldref, pair(class_index, name_and_type_index))
            }
            Constant::Methodref { class_index, name_and_type_index } => {
                (Tag::Methodref, pair(class_index, name_and_type_index))
            }
            Constant::InterfaceMethodref { class_index, name_and_type_index } => {
                (Tag::InterfaceMethodref, pair(class_index, name_and_type_index))
            }
            Constant::NameAndType { name_index, descriptor_index } => {
                (Tag::NameAndType, pair(name_index, descriptor_index))
            }
            Constant::MethodHandle { kind, reference_index } => {
                (Tag::MethodHandle, pair(kind.into(), reference_index))
            }
            Constant::MethodType { descriptor_index } => (Tag::MethodType, descriptor_index.into()),
            Constant::Dynamic { bootstrap_method_index, name_and_type_index } => {
                (Tag::Dynamic, pair(bootstrap_method_index, name_and_type_index))
            }
            Constant::InvokeDynamic { bootstrap_method_index, name_and_type_index } => {
                (Tag::InvokeDynamic, pair(bootstrap_method_index, name_and_type_index))
            }
            Constant::Module { name_index } => (Tag::Module, name_index.into()),
            Constant::Package { name_index } => (Tag::Package, name_index.into()),
        };
        tags[usize::from(i)] = tag;
        info[usize::from(i)] = v;
    }
    let own_name = match (hidden, u16::try_from(n)) {
        (Some(name), Ok(index)) => {
            tags.push(Tag::Utf8);
            info.push(0);
            info[usize::from(cf.this_class)] = index.into();
            Some((index, name))
        }
        _ => None,
    };
    let cp = ConstantPool::new(tags.into(), info.into(), cf.bytes);
    if let Some((index, name)) = own_name {
        cp.set_symbol(index, name);
    }
    cp
}

/// The type that a field descriptor begins with.
pub fn field_type(descriptor: &[u8]) -> BasicType {
    descriptor.first().and_then(|&c| BasicType::from_descriptor(c)).unwrap_or(BasicType::Object)
}

/// Stack slots of the parameters, and the return type, of a method descriptor that has been checked.
pub fn signature(descriptor: &[u8]) -> (usize, BasicType) {
    let mut slots = 0;
    let mut i = 1;
    while i < descriptor.len() && descriptor[i] != b')' {
        let first = descriptor[i];
        while i < descriptor.len() && descriptor[i] == b'[' {
            i += 1;
        }
        if descriptor.get(i) == Some(&b'L') {
            i += descriptor[i..].iter().position(|&c| c == b';').unwrap_or(descriptor.len());
        }
        i += 1;
        slots += if first == b'J' || first == b'D' { 2 } else { 1 };
    }
    (slots, descriptor.get(i + 1).and_then(|&c| BasicType::from_descriptor(c)).unwrap_or(BasicType::Void))
}

/// Names, descriptors and flags of the declared methods.
pub fn declared(cf: &ClassFile<'_>, cp: &ConstantPool) -> Vec<Declared> {
    cf.methods
        .iter()
        .map(|m| Declared {
            name: cp.symbol(m.name_index),
            desc: cp.symbol(m.descriptor_index),
            access: m.access_flags.bits().into(),
        })
        .collect()
}

/// What the layout must know of the declared fields: all static ones, or all others. With `contended`, the others are in groups.
pub fn slots<'a>(cf: &ClassFile<'a>, statics: bool, contended: bool) -> Vec<Slot> {
    let mut groups = 0;
    let mut named: FxMap<&'a [u8], u32> = FxMap::default();
    let mut slots = Vec::new();
    for f in &cf.fields {
        if (u32::from(f.access_flags.bits()) & access::STATIC != 0) != statics {
            continue;
        }
        let mut slot = slot_of(field_type(f.descriptor));
        if contended && let Some(name) = annotations::contended(&cf.constant_pool, f.annotations.visible) {
            slot.group = named.get(name).copied().unwrap_or(groups + 1);
            groups = groups.max(slot.group);
            if !name.is_empty() {
                named.insert(name, slot.group);
            }
        }
        slots.push(slot);
    }
    slots
}

pub fn slot_of(ty: BasicType) -> Slot {
    Slot { log2_size: ty.log2_size(), is_reference: ty.is_reference(), group: 0 }
}

/// What the builders must know of the class.
pub struct Context<'a> {
    pub klass: KlassRef,
    pub arena: &'a Arena,
    pub cp: &'static ConstantPool,
    /// Annotations of the JDK's own have effect.
    pub privileged: bool,
    /// A hidden class: so are its methods, in stack traces.
    pub hidden: bool,
    /// Final instance fields can be trusted: hidden classes and records.
    pub trusts_finals: bool,
}

fn optional(cp: &ConstantPool, index: u16) -> Option<Symbol> {
    if index == 0 { None } else { Some(cp.symbol(index)) }
}

/// The fields, with offsets from the two lists in declaration order.
pub fn fields(
    cf: &ClassFile<'static>,
    c: &Context<'_>,
    instance_offsets: &[u32],
    static_offsets: &[u32],
) -> &'static [Field] {
    let (mut instance, mut statics) = (instance_offsets.iter(), static_offsets.iter());
    let all: Vec<Field> = cf
        .fields
        .iter()
        .enumerate()
        .map(|(i, f)| {
            let flags = f.access_flags.bits();
            let is_static = u32::from(flags) & access::STATIC != 0;
            let is_final = u32::from(flags) & access::FINAL != 0;
            let next = if is_static { statics.next() } else { instance.next() };
            Field {
                name: c.cp.symbol(f.name_index),
                desc: c.cp.symbol(f.descriptor_index),
                holder: c.klass,
                access: flags,
                index: i as u16,
                offset: *next.expect("every field is laid out"),
                ty: field_type(f.descriptor),
                trusted_final: is_final && (is_static || c.trusts_finals),
                stable: c.privileged && annotations::is_stable(&cf.constant_pool, f.annotations.visible),
                constant_value: f.constant_value_index,
                signature: optional(c.cp, f.signature_index),
                annotations: f.annotations.visible,
                type_annotations: f.annotations.visible_type,
            }
        })
        .collect();
    c.arena.alloc_values(all)
}

/// Fields that the VM adds, behind the declared instance fields.
pub fn injected(
    c: &Context<'_>,
    names: &[(&'static str, &'static str)],
    offsets: &[u32],
) -> &'static [Field] {
    let all = names.iter().zip(offsets).map(|(&(name, desc), &offset)| Field {
        name: Symbol::new(name.as_bytes()),
        desc: Symbol::new(desc.as_bytes()),
        holder: c.klass,
        access: 0,
        index: u16::MAX,
        offset,
        ty: field_type(desc.as_bytes()),
        trusted_final: false,
        stable: false,
        constant_value: 0,
        signature: None,
        annotations: None,
        type_annotations: None,
    });
    c.arena.alloc_values(all.collect())
}

/// The methods, their vtable (or itable) indices given.
pub fn methods(
    cf: &ClassFile<'static>,
    c: &Context<'_>,
    declared: &[Declared],
    indices: &[i32],
) -> &'static [MethodRef] {
    let all: Vec<MethodRef> =
        cf.methods.iter().enumerate().map(|(i, m)| method(cf, c, m, i, &declared[i], indices[i])).collect();
    c.arena.alloc_slice(&all)
}

fn method(
    cf: &ClassFile<'static>,
    c: &Context<'_>,
    m: &classfile::Method<'static>,
    index: usize,
    d: &Declared,
    vtable_index: i32,
) -> MethodRef {
    let mut flags = d.access;
    match d.name.bytes() {
        b"<init>" => flags |= flag::CONSTRUCTOR,
        b"<clinit>" if m.is_class_initializer() => flags |= flag::CLASS_INITIALIZER,
        _ => {}
    }
    if c.privileged {
        flags |= annotations::method_flags(&cf.constant_pool, m.annotations.visible);
    }
    if c.hidden {
        flags |= flag::HIDDEN;
    }
    let intrinsic = intrinsic_of(c.klass, d);
    if intrinsic != Intrinsic::None {
        flags |= flag::SIGNATURE_POLYMORPHIC;
    }
    let (parameter_slots, return_type) = signature(d.desc.bytes());
    let mut cold = MethodCold {
        checked_exceptions: list(c.arena, m.exceptions),
        signature: optional(c.cp, m.signature_index),
        annotations: m.annotations.visible,
        parameter_annotations: m.visible_parameter_annotations,
        annotation_default: m.annotation_default,
        type_annotations: m.annotations.visible_type,
        parameters: m.parameters.map(|p| {
            let rows: Vec<[u16; 2]> = p.iter().map(|r| [r.name_index, r.access_flags]).collect();
            c.arena.alloc_slice(&rows)
        }),
        ..MethodCold::default()
    };
    if let Some(code) = &m.code {
        fill_code(cf, c, code, &mut cold);
        if matches!(code.code, [0xb1]) {
            flags |= flag::EMPTY;
        }
    }
    let (max_locals, max_stack) = m.code.as_ref().map_or((0, 0), |code| (code.max_locals, code.max_stack));
    let method = MethodRef(c.arena.alloc(Method {
        entry: AtomicUsize::new(0),
        code: AtomicPtr::default(),
        max_locals,
        max_stack,
        arg_slots: (parameter_slots + usize::from(d.access & access::STATIC == 0)) as u16,
        return_type,
        intrinsic,
        flags: AtomicU32::new(flags),
        vtable_index: Cell::new(vtable_index),
        holder: c.klass,
        invocations: AtomicU32::new(0),
        back_edges: AtomicU32::new(0),
        compiled_entry: AtomicUsize::new(crate::compiled::interpret_entry()),
        adapter: AtomicUsize::new(0),
        blob: AtomicUsize::new(0),
        passing: AtomicU64::new(0),
        native: AtomicUsize::new(0),
        leaf: AtomicUsize::new(0),
        name: d.name,
        desc: d.desc,
        cold: c.arena.alloc(cold),
        index: index as u16,
    }));
    // Relaxed: whoever publishes the class publishes this too
    method.entry.store(crate::interp::entry_for(&method), Ordering::Relaxed);
    method
}

fn fill_code(cf: &ClassFile<'static>, c: &Context<'_>, code: &Code<'static>, cold: &mut MethodCold) {
    let arena = c.arena;
    cold.bytecode = code.code;
    let rows: Vec<[u16; 4]> =
        code.exception_table.iter().map(|e| [e.start_pc, e.end_pc, e.handler_pc, e.catch_type]).collect();
    cold.exceptions = arena.alloc_slice(&rows);
    cold.stack_map = code.stack_map_table;
    cold.lines = match code.line_numbers(&cf.constant_pool) {
        std::borrow::Cow::Borrowed(b) => b,
        std::borrow::Cow::Owned(v) => arena.alloc_slice(&v),
    };
    if !code.first_local_variables.is_empty() {
        cold.local_variables = Some(match code.local_variables(&cf.constant_pool) {
            std::borrow::Cow::Borrowed(b) => b,
            std::borrow::Cow::Owned(v) => arena.alloc_slice(&v),
        });
    }
}

fn list(arena: &Arena, values: Option<U16List<'_>>) -> &'static [u16] {
    match values {
        Some(v) => arena.alloc_slice(&v.iter().collect::<Vec<u16>>()),
        None => &[],
    }
}

/// Signature-polymorphic methods (§2.9.3): native varargs methods of MethodHandle and VarHandle with one `Object[]`.
fn intrinsic_of(k: KlassRef, d: &Declared) -> Intrinsic {
    const NEEDED: u32 = access::NATIVE | access::VARARGS;
    if d.access & NEEDED != NEEDED
        || !k.loader.is_boot()
        || !d.desc.bytes().starts_with(b"([Ljava/lang/Object;)")
    {
        return Intrinsic::None;
    }
    match (k.name.bytes(), d.name.bytes()) {
        (b"java/lang/invoke/MethodHandle", name) => match name {
            b"invokeBasic" => Intrinsic::InvokeBasic,
            b"linkToVirtual" => Intrinsic::LinkToVirtual,
            b"linkToStatic" => Intrinsic::LinkToStatic,
            b"linkToSpecial" => Intrinsic::LinkToSpecial,
            b"linkToInterface" => Intrinsic::LinkToInterface,
            b"invoke" | b"invokeExact" => Intrinsic::InvokeGeneric,
            _ => Intrinsic::None,
        },
        (b"java/lang/invoke/VarHandle", _) => Intrinsic::InvokeGeneric,
        _ => Intrinsic::None,
    }
}

/// The components of a record.
pub fn record(cf: &ClassFile<'static>, c: &Context<'_>) -> Option<&'static [RecordComponent]> {
    let record = cf.attributes.record.as_ref()?;
    let component = |r: classfile::attribute::RecordComponent<'static>| {
        let Annotations { visible, visible_type, .. } = r.annotations;
        RecordComponent {
            name: c.cp.symbol(r.name_index),
            descriptor: c.cp.symbol(r.descriptor_index),
            signature: optional(c.cp, r.signature_index),
            annotations: visible,
            type_annotations: visible_type,
        }
    };
    Some(c.arena.alloc_values(record.components(&cf.constant_pool).map(component).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures() {
        assert_eq!(signature(b"()V"), (0, BasicType::Void));
        assert_eq!(signature(b"(IJ[J[[Ljava/lang/Object;Ljava/lang/String;D)[I"), (8, BasicType::Array));
        assert_eq!(signature(b"(ZBCSF)J"), (5, BasicType::Long));
    }
}
