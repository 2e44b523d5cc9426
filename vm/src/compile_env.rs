//! What the compilers ask of the VM ([`jit::env::CompileEnv`]), and the assumptions that compiled code rests on.
//!
//! A compilation runs on a thread that no safepoint waits for. What it reads is metadata, which does not move; it learns
//! only what has been resolved by running code, so no answer loads, links or initialises a class.
//!
//! - [`liveness`]: a collection waits for the answer that is being given, and classes that were named in answers stay
//!   until the compilation is over.
//! - [`hierarchy`]: which classes have which subtypes, and what follows for calls.
//! - [`dependencies`]: what code has assumed of the hierarchy is checked when it is published, and when a class is added.

mod calls;
pub mod compile_world;
pub mod constants;
pub mod dependencies;
mod facts;
pub mod hierarchy;
mod layout;
pub mod liveness;
mod pool;

use std::cell::RefCell;

use jit::code::Dependency;
use jit::env::{
    CallTarget, ClassAddr, ClassFacts, CompileEnv, Constant, FieldFacts, Layout, Likely, MethodAddr,
    MethodFacts, ObjectFacts, SlotAddr,
};

use crate::class::{Klass, KlassRef, Method, MethodRef};
use crate::loader::data::ClassLoaderData;
use crate::loader::mirrors;
use crate::stack;
pub use liveness::Pin;
use liveness::Pins;

/// Answers about the classes as they are now. One for each compilation.
///
/// Two equal questions get equal answers only as long as nothing is resolved or loaded in between; compilers ask once for each
/// instruction. What is said of the class hierarchy is noted as a dependency.
pub struct VmEnv<'a> {
    layout: Layout,
    pins: RefCell<Pins<'a>>,
    dependencies: RefCell<Vec<Dependency>>,
    /// Whether answers may rest on the class hierarchy.
    uses_hierarchy: bool,
}

impl<'a> VmEnv<'a> {
    /// For the compilation of the pinned method.
    pub fn new(pin: &'a Pin) -> VmEnv<'a> {
        let flags = crate::vm::vm().options.flags();
        VmEnv {
            layout: layout::layout(),
            pins: RefCell::new(Pins::new(pin)),
            dependencies: RefCell::default(),
            uses_hierarchy: flags.use_cha,
        }
    }

    /// With these logs of the notification intervals of counters: invocations, back-edges.
    pub fn notifying(mut self, (invocations, back_edges): (u32, u32)) -> Self {
        self.layout.invocation_notify_log = invocations;
        self.layout.back_edge_notify_log = back_edges;
        self
    }

    /// The assumptions that the answers rest on, each once.
    pub fn dependencies(&self) -> Vec<Dependency> {
        let mut all = self.dependencies.borrow().clone();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn depend(&self, d: Dependency) {
        self.dependencies.borrow_mut().push(d);
    }

    /// Whether code may name a class that it is not linked to: it is never unloaded, or not before the code.
    fn outlives_code(&self, k: KlassRef) -> bool {
        !k.data.may_be_unloaded() || self.pins.borrow().is_root(k.data)
    }

    /// What dies with the class of the method being compiled, and so after the code.
    fn root_data(&self) -> &'static ClassLoaderData {
        self.pins.borrow().root_data()
    }

    /// Keeps a class that is named in an answer. The caller holds the [`liveness`] lock.
    fn keep(&self, k: KlassRef) {
        self.pins.borrow_mut().add(k.data);
    }
}

/// The class at an address that the compiler has from an answer.
fn klass(addr: ClassAddr) -> KlassRef {
    // SAFETY: compilers pass on addresses from answers, and the classes named in answers are kept.
    KlassRef(unsafe { &*(addr as usize as *const Klass) })
}

/// The method at an address that the compiler has from an answer.
fn method(addr: MethodAddr) -> MethodRef {
    // SAFETY: as for classes.
    MethodRef(unsafe { &*(addr as usize as *const Method) })
}

/// How compilers name a class.
pub fn address(k: KlassRef) -> ClassAddr {
    std::ptr::from_ref(k.0) as u64
}

/// How compilers name a method.
pub fn method_address(m: MethodRef) -> MethodAddr {
    std::ptr::from_ref(m.0) as u64
}

impl CompileEnv for VmEnv<'_> {
    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn method(&self, addr: MethodAddr) -> MethodFacts<'_> {
        let _guard = liveness::query();
        let m = method(addr);
        self.keep(m.holder);
        facts::method(m)
    }

    fn class(&self, class: ClassAddr) -> ClassFacts {
        let _guard = liveness::query();
        facts::class(klass(class))
    }

    fn constant(&self, m: MethodAddr, index: u16) -> Constant {
        let _guard = liveness::query();
        pool::constant(self, method(m), index)
    }

    fn field(&self, m: MethodAddr, index: u16, is_static: bool, is_put: bool) -> Option<FieldFacts> {
        let _guard = liveness::query();
        pool::field(self, method(m), index, is_static, is_put)
    }

    fn class_at(&self, m: MethodAddr, index: u16) -> Option<ClassFacts> {
        let _guard = liveness::query();
        let k = pool::class(method(m), index)?;
        self.keep(k);
        Some(facts::class(k))
    }

    fn array_of(&self, class: ClassAddr) -> Option<ClassFacts> {
        let _guard = liveness::query();
        let array = klass(class).array_klass_if_made()?;
        self.keep(array);
        Some(facts::class(array))
    }

    fn primitive_array(&self, code: u8) -> ClassFacts {
        let ty = crate::class::BasicType::PRIMITIVES[usize::from(code - 4)];
        facts::class(mirrors::primitive_array_klass(ty))
    }

    fn call(&self, m: MethodAddr, bci: u32, index: u16, opcode: u8) -> CallTarget {
        let _guard = liveness::query();
        calls::target(self, method(m), bci, index, opcode)
    }

    fn has_been_called(&self, m: MethodAddr, bci: u32) -> bool {
        let _guard = liveness::query();
        calls::is_linked(method(m), bci)
    }

    fn static_value(&self, m: MethodAddr, index: u16) -> Option<Constant> {
        let lock = liveness::query();
        constants::static_value(&lock, method(m), index)
    }

    fn field_value(&self, object: SlotAddr, m: MethodAddr, index: u16) -> Option<Constant> {
        let lock = liveness::query();
        constants::field_value(&lock, self, object, method(m), index)
    }

    fn element_value(&self, array: SlotAddr, index: u32) -> Option<Constant> {
        let lock = liveness::query();
        constants::element_value(&lock, self, array, index)
    }

    fn object(&self, object: SlotAddr) -> Option<ObjectFacts> {
        let lock = liveness::query();
        constants::object_facts(&lock, object)
    }

    fn is_same(&self, a: SlotAddr, b: SlotAddr) -> bool {
        let lock = liveness::query();
        constants::is_same(&lock, a, b)
    }

    fn mirrored(&self, mirror: SlotAddr) -> Option<ClassFacts> {
        let lock = liveness::query();
        let k = constants::mirrored(&lock, mirror)?;
        self.keep(k);
        Some(facts::class(k))
    }

    fn caller_class(&self, methods: &[MethodAddr]) -> Option<ClassFacts> {
        let _guard = liveness::query();
        let k = stack::caller_class_of(methods.iter().map(|&m| method(m))).ok()??;
        self.keep(k);
        Some(facts::class(k))
    }

    fn is_subtype(&self, class: ClassAddr, of: ClassAddr) -> Option<bool> {
        let _guard = liveness::query();
        Some(klass(class).is_subtype_of(klass(of)))
    }

    fn selected(&self, class: ClassAddr, m: MethodAddr, index: u16, opcode: u8) -> Option<MethodAddr> {
        let _guard = liveness::query();
        calls::selected(klass(class), method(m), index, opcode).map(method_address)
    }

    fn handle_target(&self, handle: SlotAddr) -> Option<MethodAddr> {
        let lock = liveness::query();
        constants::handle_target(&lock, self, handle)
    }

    fn member_target(&self, member: SlotAddr) -> Option<MethodAddr> {
        let lock = liveness::query();
        constants::member_target(&lock, self, member)
    }

    fn receiver_word(&self, m: MethodAddr, bci: u32) -> Option<u64> {
        let _guard = liveness::query();
        calls::receiver_word(method(m), bci)
    }

    fn likely_receiver(&self, m: MethodAddr, bci: u32, index: u16, opcode: u8) -> Option<Likely> {
        let _guard = liveness::query();
        calls::likely_receiver(self, method(m), bci, index, opcode)
    }

    fn inlining(&self, m: MethodAddr) -> Option<bool> {
        let _guard = liveness::query();
        crate::tiering::inline_command(method(m))
    }

    fn call_descriptor(&self, m: MethodAddr, index: u16) -> &[u8] {
        let cp = method(m).holder.constants();
        let (_, name_and_type) = cp.member_ref(index);
        cp.utf8(cp.info(name_and_type) as u16)
    }

    fn leaf(&self, m: MethodAddr) -> Option<u64> {
        facts::leaf(method(m))
    }
}
