//! A [`CompileEnv`] made of one class file: every reference resolves, to invented addresses.

mod layout;

use classfile::constant_pool::Constant as Entry;
use classfile::{ClassFile, Method};
use jit::env::{
    CallTarget, ClassAddr, ClassFacts, CompileEnv, Constant, FieldFacts, Layout, Likely, MethodAddr,
    MethodFacts, MethodIntrinsic,
};
use layout::CLASSES;

/// The class under test; method `n` has address `METHODS + n`.
pub struct FakeEnv<'a> {
    pub class: &'a ClassFile<'a>,
    layout: Layout,
    exceptions: Vec<Vec<[u16; 4]>>,
}

pub const METHODS: MethodAddr = 0x1_0000;
/// Words for receivers' classes.
const RECEIVERS: u64 = 0x9_0000;
/// Callees of other classes.
const OTHERS: MethodAddr = 0x4_0000;

impl<'a> FakeEnv<'a> {
    pub fn new(class: &'a ClassFile<'a>) -> Self {
        let exceptions = class
            .methods
            .iter()
            .map(|m| {
                let Some(code) = m.code else { return Vec::new() };
                let row = |e: classfile::attribute::ExceptionTableEntry| {
                    [e.start_pc, e.end_pc, e.handler_pc, e.catch_type]
                };
                code.exception_table.iter().map(row).collect()
            })
            .collect();
        FakeEnv { class, layout: layout::layout(), exceptions }
    }

    fn name_and_type(&self, index: u16) -> (&'a [u8], &'a [u8]) {
        let pool = &self.class.constant_pool;
        let at = match pool.get(index) {
            Some(
                Entry::Fieldref { name_and_type_index, .. }
                | Entry::Methodref { name_and_type_index, .. }
                | Entry::InterfaceMethodref { name_and_type_index, .. }
                | Entry::InvokeDynamic { name_and_type_index, .. },
            ) => name_and_type_index,
            _ => index,
        };
        pool.name_and_type(at).unwrap_or((b"", b"()V"))
    }

    /// The method of this class that a member reference names.
    fn own_method(&self, index: u16) -> Option<MethodAddr> {
        let member = self.class.constant_pool.member_ref(index)?;
        if member.class_name != self.class.this_class_name() {
            return None;
        }
        let (name, descriptor) = self.name_and_type(index);
        let n = self.class.methods.iter().position(|m| m.name == name && m.descriptor == descriptor)?;
        Some(METHODS + n as u64)
    }

    fn facts(&self, index: u16) -> ClassFacts {
        let name = self.class.constant_pool.class_name(index).unwrap_or(b"?");
        let hash = name.iter().fold(7u32, |h, &c| h.wrapping_mul(31).wrapping_add(c.into()));
        ClassFacts {
            addr: CLASSES + 8 * u64::from(hash % 1000),
            id: hash % 1000,
            depth: hash % 11,
            is_exact: hash % 3 == 0,
            is_interface: hash % 11 > 7,
            is_array: name.starts_with(b"["),
            instance_size: 24,
            plain_new: true,
            is_initialized: hash % 5 != 0,
            has_finalizer: hash.is_multiple_of(7),
            log2_elem: 2,
            is_ref_array: true,
            mirror: CLASSES + 0x1_0000 + 4 * u64::from(hash % 1000),
        }
    }
}

fn no_method() -> MethodFacts<'static> {
    MethodFacts {
        addr: OTHERS,
        name: b"other",
        descriptor: b"()V",
        holder: CLASSES,
        holder_name: b"Other",
        bytecode: &[],
        exceptions: &[],
        max_locals: 0,
        max_stack: 0,
        is_static: false,
        is_synchronized: false,
        has_code: false,
        is_object_init: false,
        force_inline: false,
        dont_inline: false,
        intrinsic: MethodIntrinsic::None,
    }
}

impl CompileEnv for FakeEnv<'_> {
    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn method(&self, method: MethodAddr) -> MethodFacts<'_> {
        let Some(n) = method.checked_sub(METHODS).filter(|&n| (n as usize) < self.class.methods.len()) else {
            return no_method();
        };
        let m: &Method<'_> = &self.class.methods[n as usize];
        let code = m.code;
        MethodFacts {
            addr: method,
            name: m.name,
            descriptor: m.descriptor,
            holder: CLASSES,
            holder_name: self.class.this_class_name(),
            bytecode: code.map_or(&[], |c| c.code),
            exceptions: &self.exceptions[n as usize],
            max_locals: code.map_or(0, |c| c.max_locals),
            max_stack: code.map_or(0, |c| c.max_stack),
            is_static: m.is_static(),
            is_synchronized: m
                .access_flags
                .contains(classfile::access_flags::MethodAccessFlags::SYNCHRONIZED),
            has_code: code.is_some(),
            ..no_method()
        }
    }

    fn class(&self, class: ClassAddr) -> ClassFacts {
        ClassFacts { addr: class, ..self.facts(self.class.this_class) }
    }

    fn constant(&self, _: MethodAddr, index: u16) -> Constant {
        match self.class.constant_pool.get(index) {
            Some(Entry::Integer(v)) => Constant::Int(v),
            Some(Entry::Float(v)) => Constant::Float(v),
            Some(Entry::Long(v)) => Constant::Long(v),
            Some(Entry::Double(v)) => Constant::Double(v),
            Some(Entry::Dynamic { .. }) | None => Constant::Unresolved,
            Some(_) => Constant::Ref { slot: CLASSES + 4 * u64::from(index), may_be_null: false },
        }
    }

    fn field(&self, _: MethodAddr, index: u16, _: bool, _: bool) -> Option<FieldFacts> {
        let (name, descriptor) = self.name_and_type(index);
        Some(FieldFacts {
            offset: 16 + 8 * (name.len() as u32 % 10),
            ty: descriptor[0],
            is_volatile: name.len().is_multiple_of(5),
            is_final: false,
            holder: CLASSES,
            holder_initialized: index.is_multiple_of(2),
            mirror: CLASSES + 16,
        })
    }

    fn class_at(&self, _: MethodAddr, index: u16) -> Option<ClassFacts> {
        Some(self.facts(index))
    }

    fn array_of(&self, class: ClassAddr) -> Option<ClassFacts> {
        Some(ClassFacts { addr: class + 1, ..self.facts(self.class.this_class) })
    }

    fn primitive_array(&self, code: u8) -> ClassFacts {
        let log2_elem = [0, 1, 2, 3, 0, 1, 2, 3][usize::from(code & 7)];
        ClassFacts { id: code.into(), log2_elem, is_ref_array: false, ..self.facts(self.class.this_class) }
    }

    fn call(&self, _: MethodAddr, _: u32, index: u16, opcode: u8) -> CallTarget {
        let own = self.own_method(index);
        let method = own.unwrap_or(OTHERS + u64::from(index));
        match opcode {
            182 if own.is_some() => {
                CallTarget::Virtual { method, entry_offset: 0x200, check: None, unique: own }
            }
            184 => {
                CallTarget::Static { method, holder: CLASSES, holder_initialized: !index.is_multiple_of(3) }
            }
            183 => CallTarget::Direct { method, check: None },
            182 => CallTarget::Virtual { method, entry_offset: 0x200, check: None, unique: None },
            185 => CallTarget::Interface { method, method_id: index.into() },
            _ => CallTarget::Unresolved,
        }
    }

    fn receiver_word(&self, _: MethodAddr, bci: u32) -> Option<u64> {
        Some(RECEIVERS + u64::from(bci) * 4)
    }

    /// The interface calls with an even index have had one class of receivers.
    fn likely_receiver(&self, m: MethodAddr, bci: u32, index: u16, opcode: u8) -> Option<Likely> {
        match self.call(m, bci, index, opcode) {
            CallTarget::Interface { method, .. } if index.is_multiple_of(2) => {
                Some(Likely { class_id: 77, class: CLASSES, method })
            }
            _ => None,
        }
    }

    fn call_descriptor(&self, _: MethodAddr, index: u16) -> &[u8] {
        self.name_and_type(index).1
    }

    fn has_been_called(&self, _: MethodAddr, _: u32) -> bool {
        true
    }

    fn inlining(&self, _: MethodAddr) -> Option<bool> {
        None
    }

    fn leaf(&self, _: MethodAddr) -> Option<u64> {
        None
    }
}
