//! The runtime constant pool (JVMS §5.1): symbolic entries and what they resolved to.

use std::sync::atomic::{AtomicU64, Ordering};

use super::{KlassRef, MethodRef};
use crate::loader::data::RefSlot;
use crate::symbol::{FxMap, Symbol};

/// Tags of the class file (JVMS §4.4), and those of entries that are not resolved yet or failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Tag {
    /// Index 0 and the second halves of long and double.
    Unusable = 0,
    Utf8 = 1,
    Integer = 3,
    Float = 4,
    Long = 5,
    Double = 6,
    Class = 7,
    String = 8,
    Fieldref = 9,
    Methodref = 10,
    InterfaceMethodref = 11,
    NameAndType = 12,
    MethodHandle = 15,
    MethodType = 16,
    Dynamic = 17,
    InvokeDynamic = 18,
    Module = 19,
    Package = 20,
}

impl Tag {
    pub fn from_u8(t: u8) -> Option<Tag> {
        Some(match t {
            0 => Tag::Unusable,
            1 => Tag::Utf8,
            3 => Tag::Integer,
            4 => Tag::Float,
            5 => Tag::Long,
            6 => Tag::Double,
            7 => Tag::Class,
            8 => Tag::String,
            9 => Tag::Fieldref,
            10 => Tag::Methodref,
            11 => Tag::InterfaceMethodref,
            12 => Tag::NameAndType,
            15 => Tag::MethodHandle,
            16 => Tag::MethodType,
            17 => Tag::Dynamic,
            18 => Tag::InvokeDynamic,
            19 => Tag::Module,
            20 => Tag::Package,
            _ => return None,
        })
    }
}

/// One class's constant pool. Entries' symbolic content never changes; `resolved` goes from 0 to
/// its value once (release/acquire), errors are remembered beside it.
pub struct ConstantPool {
    /// Class that owns the pool.
    pub holder: std::cell::Cell<Option<KlassRef>>,
    tags: Box<[Tag]>,
    /// Utf8: offset of the content in `bytes` << 16 | length, until the symbol is made.
    /// Numbers: the bits. Class, String, MethodType, Module, Package: the Utf8 index.
    /// Field/Method refs: class index << 16 | name-and-type index. NameAndType: name << 16 | descriptor.
    /// MethodHandle: kind << 16 | ref index. Dynamic, InvokeDynamic: bootstrap << 16 | name-and-type.
    info: Box<[u64]>,
    /// What the entry resolved to: address of Symbol (Utf8), Klass (Class), Field or Method (refs),
    /// metaspace id of a reference slot (String, MethodHandle, MethodType, Dynamic).
    resolved: Box<[AtomicU64]>,
    /// Index + 1 into the holder's list of remembered resolution errors, 0: none.
    pub errors: parking_lot::Mutex<Vec<(u16, ResolutionError)>>,
    /// The class file.
    bytes: &'static [u8],
    /// Calls that [`Self::resolved_method`] does not tell, see [`Self::linked_call`].
    calls: parking_lot::Mutex<FxMap<(u16, LinkedKind), LinkedCall>>,
}

/// Instructions whose call is remembered apart from what the method reference resolved to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LinkedKind {
    /// `invokespecial`, which may look the method up again (JVMS §6.5.invokespecial).
    Special,
    /// A signature-polymorphic call (§2.9.3).
    Handle,
}

/// What such an instruction calls.
#[derive(Clone, Copy, Debug)]
pub struct LinkedCall {
    pub method: MethodRef,
    /// The last argument of a signature-polymorphic call's adapter.
    pub appendix: Option<RefSlot>,
}

/// A linkage error that later attempts must throw again (JVMS §5.4.3).
#[derive(Clone, Debug)]
pub struct ResolutionError {
    pub class: Symbol,
    pub message: Option<String>,
    /// Class and message of its cause.
    pub cause: Option<(Symbol, Option<String>)>,
}

// SAFETY: `holder` is written once, while the class is created.
unsafe impl Sync for ConstantPool {}
// SAFETY: as above.
unsafe impl Send for ConstantPool {}

impl ConstantPool {
    /// `info` as described at the field. For patched or VM-made pools `bytes` may be empty when all
    /// Utf8 entries come resolved.
    pub fn new(tags: Box<[Tag]>, info: Box<[u64]>, bytes: &'static [u8]) -> ConstantPool {
        let n = tags.len();
        ConstantPool {
            holder: std::cell::Cell::new(None),
            tags,
            info,
            resolved: (0..n).map(|_| AtomicU64::new(0)).collect(),
            errors: parking_lot::Mutex::new(Vec::new()),
            bytes,
            calls: parking_lot::Mutex::default(),
        }
    }

    pub fn len(&self) -> usize {
        self.tags.len()
    }
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty()
    }
    pub fn holder(&self) -> KlassRef {
        self.holder.get().expect("set when the class is created")
    }

    /// Tag of entry `i`; [`Tag::Unusable`] when there is none.
    #[inline]
    pub fn tag(&self, i: u16) -> Tag {
        self.tags.get(i as usize).copied().unwrap_or(Tag::Unusable)
    }
    #[inline]
    pub fn info(&self, i: u16) -> u64 {
        self.info[i as usize]
    }
    fn pair(&self, i: u16) -> (u16, u16) {
        let v = self.info[i as usize];
        ((v >> 16) as u16, v as u16)
    }

    /// Content of a Utf8 entry.
    pub fn utf8(&self, i: u16) -> &'static [u8] {
        debug_assert_eq!(self.tag(i), Tag::Utf8);
        let r = self.resolved[i as usize].load(Ordering::Acquire);
        if r != 0 {
            // SAFETY: resolved Utf8 entries hold symbol addresses.
            return unsafe { Symbol::from_address(r as usize) }.bytes();
        }
        let v = self.info[i as usize];
        let at = (v >> 16) as usize;
        &self.bytes[at..at + (v & 0xffff) as usize]
    }

    /// Symbol of a Utf8 entry.
    pub fn symbol(&self, i: u16) -> Symbol {
        debug_assert_eq!(self.tag(i), Tag::Utf8);
        let r = self.resolved[i as usize].load(Ordering::Acquire);
        if r != 0 {
            // SAFETY: resolved Utf8 entries hold symbol addresses.
            return unsafe { Symbol::from_address(r as usize) };
        }
        let s = Symbol::new(self.utf8(i));
        self.resolved[i as usize].store(s.address() as u64, Ordering::Release);
        s
    }

    /// Sets the symbol of a Utf8 entry that has no bytes (VM-made pools).
    pub fn set_symbol(&self, i: u16, s: Symbol) {
        self.resolved[i as usize].store(s.address() as u64, Ordering::Release);
    }

    /// Name in a Class, String, MethodType, Module or Package entry.
    pub fn name_of(&self, i: u16) -> Symbol {
        self.symbol(self.info[i as usize] as u16)
    }
    /// (class index, name-and-type index) of a field or method reference.
    pub fn member_ref(&self, i: u16) -> (u16, u16) {
        self.pair(i)
    }
    /// Class name in a field or method reference.
    pub fn member_class_name(&self, i: u16) -> Symbol {
        self.name_of(self.pair(i).0)
    }
    /// (name, descriptor) of a NameAndType entry.
    pub fn name_and_type(&self, i: u16) -> (Symbol, Symbol) {
        let (n, d) = self.pair(i);
        (self.symbol(n), self.symbol(d))
    }
    /// (name, descriptor) of a field, method, dynamic or invokedynamic entry.
    pub fn member_name_and_type(&self, i: u16) -> (Symbol, Symbol) {
        self.name_and_type(self.pair(i).1)
    }
    /// (reference kind, index) of a MethodHandle entry.
    pub fn method_handle(&self, i: u16) -> (u8, u16) {
        let (k, r) = self.pair(i);
        (k as u8, r)
    }
    /// (bootstrap method index, name-and-type index) of a Dynamic or InvokeDynamic entry.
    pub fn dynamic(&self, i: u16) -> (u16, u16) {
        self.pair(i)
    }
    pub fn int(&self, i: u16) -> i32 {
        self.info[i as usize] as i32
    }
    pub fn float(&self, i: u16) -> f32 {
        f32::from_bits(self.info[i as usize] as u32)
    }
    pub fn long(&self, i: u16) -> i64 {
        self.info[i as usize] as i64
    }
    pub fn double(&self, i: u16) -> f64 {
        f64::from_bits(self.info[i as usize])
    }

    /// What entry `i` resolved to, 0: nothing yet.
    #[inline]
    pub fn resolved(&self, i: u16) -> u64 {
        self.resolved[i as usize].load(Ordering::Acquire)
    }
    /// Publishes what entry `i` resolved to; the first value stays. Returns the value that stays.
    pub fn set_resolved(&self, i: u16, v: u64) -> u64 {
        match self.resolved[i as usize].compare_exchange(0, v, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => v,
            Err(old) => old,
        }
    }
    /// Class that a Class entry resolved to.
    #[inline]
    pub fn resolved_class(&self, i: u16) -> Option<KlassRef> {
        debug_assert_eq!(self.tag(i), Tag::Class);
        let r = self.resolved(i);
        // SAFETY: resolved Class entries hold the address of a Klass.
        if r == 0 { None } else { Some(KlassRef(unsafe { &*(r as usize as *const super::Klass) })) }
    }
    pub fn set_resolved_class(&self, i: u16, k: KlassRef) {
        self.set_resolved(i, std::ptr::from_ref(k.0) as u64);
    }
    /// Method that a method reference resolved to.
    #[inline]
    pub fn resolved_method(&self, i: u16) -> Option<MethodRef> {
        debug_assert!(matches!(self.tag(i), Tag::Methodref | Tag::InterfaceMethodref));
        let r = self.resolved(i);
        // SAFETY: resolved method entries hold the address of a Method.
        if r == 0 { None } else { Some(MethodRef(unsafe { &*(r as usize as *const super::Method) })) }
    }
    pub fn set_resolved_method(&self, i: u16, m: MethodRef) {
        self.set_resolved(i, std::ptr::from_ref(m.0) as u64);
    }
    /// Field that a field reference resolved to.
    #[inline]
    pub fn resolved_field(&self, i: u16) -> Option<&'static super::Field> {
        debug_assert_eq!(self.tag(i), Tag::Fieldref);
        let r = self.resolved(i);
        // SAFETY: resolved field entries hold the address of a Field that lives with its class.
        if r == 0 { None } else { Some(unsafe { &*(r as usize as *const super::Field) }) }
    }
    pub fn set_resolved_field(&self, i: u16, f: &'static super::Field) {
        self.set_resolved(i, std::ptr::from_ref(f) as u64);
    }

    /// The call that an instruction of this kind with entry `i` was linked to.
    pub fn linked_call(&self, i: u16, kind: LinkedKind) -> Option<LinkedCall> {
        self.calls.lock().get(&(i, kind)).copied()
    }
    /// Remembers a call; the first one stays. Returns the one that stays.
    pub fn set_linked_call(&self, i: u16, kind: LinkedKind, call: LinkedCall) -> LinkedCall {
        *self.calls.lock().entry((i, kind)).or_insert(call)
    }

    /// The error that resolving entry `i` ended in before.
    pub fn error(&self, i: u16) -> Option<ResolutionError> {
        self.errors.lock().iter().find(|e| e.0 == i).map(|e| e.1.clone())
    }
    /// Remembers that resolving entry `i` failed.
    pub fn set_error(&self, i: u16, e: ResolutionError) {
        let mut errors = self.errors.lock();
        if !errors.iter().any(|x| x.0 == i) {
            errors.push((i, e));
        }
    }
}
