//! Itables, and the selection of the method that runs for an interface method (JVMS §5.4.6).
//!
//! Methods of classes win over those of interfaces. Among interfaces the maximally-specific ones count: those that no other
//! candidate's interface extends. One concrete method among them is selected; several are a conflict, for which the class gets
//! a method of its own that throws when it is called. Implementations that are not public stand in the itable too; calling them
//! is an IllegalAccessError.

use std::cell::Cell;
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering};

use crate::class::klass::{ItableEntry, flag as klass_flag};
use crate::class::method::{Intrinsic, NONVIRTUAL, access, flag};
use crate::class::{KlassRef, Method, MethodCold, MethodRef};
use crate::symbol::Symbol;

/// What an interface method means for a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selected {
    Method(MethodRef),
    /// Nothing, or only abstract methods: AbstractMethodError.
    Abstract,
    /// Several defaults: IncompatibleClassChangeError.
    Conflict(Vec<MethodRef>),
}

/// The instance method of this name that `k` declares or inherits from its superclasses, private ones left out.
pub fn find_in_classes(k: KlassRef, name: Symbol, desc: Symbol) -> Option<MethodRef> {
    k.supers()
        .filter_map(|c| c.declared_method(name, desc))
        .find(|m| !m.is_static() && !m.is_private() && !m.has(flag::OVERPASS))
}

/// The maximally-specific methods of this name among the superinterfaces of `k` (§5.4.3.3).
pub fn maximally_specific(k: KlassRef, name: Symbol, desc: Symbol) -> Vec<MethodRef> {
    let own = if k.is_interface() { Some(k) } else { None };
    let candidates: Vec<MethodRef> = k
        .secondaries
        .get()
        .iter()
        .chain(own.as_ref())
        .filter(|i| i.is_interface())
        .filter_map(|i| i.declared_method(name, desc))
        .filter(|m| !m.is_static() && !m.is_private())
        .collect();
    if candidates.len() < 2 {
        return candidates;
    }
    let is_overridden = |m: &MethodRef| {
        candidates.iter().any(|o| o.holder != m.holder && o.holder.secondaries.get().contains(&m.holder))
    };
    candidates.iter().copied().filter(|m| !is_overridden(m)).collect()
}

/// The default method that a class or interface inherits for this name when no class method is in the way.
pub fn select_default(k: KlassRef, name: Symbol, desc: Symbol) -> Selected {
    let all = maximally_specific(k, name, desc);
    let mut concrete = all.iter().filter(|m| !m.is_abstract());
    match (concrete.next(), concrete.next()) {
        (Some(&m), None) => Selected::Method(m),
        (None, _) => Selected::Abstract,
        (Some(_), Some(_)) => Selected::Conflict(all),
    }
}

/// The method that runs for the interface method `m` in objects of class `k` (§5.4.6).
pub fn select(k: KlassRef, m: MethodRef) -> Selected {
    match find_in_classes(k, m.name, m.desc) {
        Some(c) if c.is_abstract() => Selected::Abstract,
        Some(c) => Selected::Method(c),
        None => select_default(k, m.name, m.desc),
    }
}

/// What stands in the vtable of `k` for the interface method `m`, which no class declares: the default method, the abstract
/// one, or a method that throws.
pub fn miranda(k: KlassRef, m: MethodRef) -> MethodRef {
    match select_default(k, m.name, m.desc) {
        Selected::Method(d) => d,
        Selected::Conflict(list) => conflict(k, m, &list),
        Selected::Abstract if k.has_flag(klass_flag::HAS_DEFAULT_METHODS) && !k.is_abstract() => {
            let text = format!("Method {}.{}{} is abstract", k.name, m.name, m.desc);
            overpass(k, m, "java/lang/AbstractMethodError", &text)
        }
        Selected::Abstract => maximally_specific(k, m.name, m.desc).first().copied().unwrap_or(m),
    }
}

/// Whether [`miranda`] must be asked again for the entry `m` of the superclass's vtable.
pub fn is_stale(k: KlassRef, m: MethodRef, new_interfaces: bool) -> bool {
    if m.has(flag::OVERPASS) {
        return true;
    }
    m.holder.is_interface() && (new_interfaces || (m.is_abstract() && !k.is_abstract()))
}

/// The itable of a class whose superclass has its own. Interfaces have none.
pub fn build(k: KlassRef) -> &'static [ItableEntry] {
    if k.is_interface() {
        return &[];
    }
    let inherited = k.superclass.get().map_or(&[][..], |s| s.itable.get());
    let methods = k.methods.get();
    let has_new_interfaces = !k.cold.interfaces.get().is_empty();
    if !has_new_interfaces && inherited.is_empty() {
        return inherited;
    }
    let mut entries = Vec::with_capacity(inherited.len());
    let mut changed = has_new_interfaces;
    for &i in k.secondaries.get().iter().filter(|i| i.is_interface()) {
        let count = itable_length(i);
        if count == 0 {
            continue;
        }
        let old = inherited.iter().find(|e| e.interface == i);
        match old {
            Some(e) if !has_new_interfaces && !redefines(methods, i) => entries.push(*e),
            _ => {
                changed = true;
                entries.push(ItableEntry { interface: i, methods: implementations(k, i, count) });
            }
        }
    }
    if changed { k.data.arena.alloc_slice(&entries) } else { inherited }
}

/// Number of methods of an interface that are called through itables.
fn itable_length(i: KlassRef) -> usize {
    i.methods.get().iter().filter(|m| m.vtable_index.get() != NONVIRTUAL).count()
}

fn redefines(methods: &[MethodRef], i: KlassRef) -> bool {
    methods.iter().any(|m| i.declared_method(m.name, m.desc).is_some())
}

fn implementations(k: KlassRef, i: KlassRef, count: usize) -> &'static [Cell<Option<MethodRef>>] {
    let mut all: Vec<Option<MethodRef>> = Vec::with_capacity(count);
    for &m in i.methods.get().iter().filter(|m| m.vtable_index.get() != NONVIRTUAL) {
        debug_assert_eq!(m.vtable_index.get() as usize, all.len());
        all.push(match select(k, m) {
            Selected::Method(c) => Some(c),
            Selected::Abstract => None,
            // as if there were none: an AbstractMethodError when called
            Selected::Conflict(_) => None,
        });
    }
    k.data.arena.alloc_values(all.into_iter().map(Cell::new).collect())
}

/// A method that throws IncompatibleClassChangeError for conflicting defaults.
pub fn conflict(k: KlassRef, m: MethodRef, among: &[MethodRef]) -> MethodRef {
    let mut text = "Conflicting default methods:".to_string();
    for m in among {
        text.push_str(&format!(" {}.{}", m.holder.name, m.name));
    }
    overpass(k, m, "java/lang/IncompatibleClassChangeError", &text)
}

fn overpass(k: KlassRef, m: MethodRef, class: &'static str, message: &str) -> MethodRef {
    let arena = &k.data.arena;
    let text = arena.alloc_slice(message.as_bytes());
    let text: &'static str = std::str::from_utf8(text).unwrap_or(class);
    let method = MethodRef(arena.alloc(Method {
        entry: AtomicUsize::new(0),
        code: AtomicPtr::default(),
        max_locals: m.arg_slots,
        max_stack: 0,
        arg_slots: m.arg_slots,
        return_type: m.return_type,
        intrinsic: Intrinsic::None,
        flags: AtomicU32::new(access::PUBLIC | access::SYNTHETIC | flag::OVERPASS),
        vtable_index: Cell::new(NONVIRTUAL),
        holder: k,
        invocations: AtomicU32::new(0),
        back_edges: AtomicU32::new(0),
        compiled_entry: AtomicUsize::new(crate::compiled::interpret_entry()),
        adapter: AtomicUsize::new(0),
        blob: AtomicUsize::new(0),
        passing: AtomicU64::new(0),
        native: AtomicUsize::new(0),
        leaf: AtomicUsize::new(0),
        name: m.name,
        desc: m.desc,
        cold: arena.alloc(MethodCold { overpass: Some((class, text)), ..MethodCold::default() }),
        index: u16::MAX,
    }));
    // Relaxed: whoever publishes the itable publishes this too
    method.entry.store(crate::interp::entry_for(&method), Ordering::Relaxed);
    method
}
