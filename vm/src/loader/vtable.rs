//! Which methods get a vtable entry, and which they override (JVMS §5.4.5).
//!
//! Methods that classes declare have entries, and interface methods that no class on the way declares ("mirandas"): those hold
//! the default method that is selected, or the abstract one. The plan is made from names and flags before the class exists,
//! because the length of the vtable decides how much metaspace the class takes.

use crate::class::method::{NONVIRTUAL, access};
use crate::class::{KlassRef, MethodRef};
use crate::symbol::Symbol;

/// First class-file version whose methods override transitively around package-private ones.
const TRANSITIVE: u16 = 51;

/// A declared method, before it exists.
#[derive(Clone, Copy, Debug)]
pub struct Declared {
    pub name: Symbol,
    pub desc: Symbol,
    /// Class-file flags.
    pub access: u32,
}

/// An entry of the vtable to be.
#[derive(Clone, Copy, Debug)]
pub enum Entry {
    Inherited(MethodRef),
    /// Declared method of this index.
    Own(usize),
    /// What the class has from its interfaces for this interface method.
    Miranda(MethodRef),
}

/// The class to be.
pub struct Subject<'a> {
    pub superclass: Option<KlassRef>,
    /// Direct superinterfaces.
    pub interfaces: &'a [KlassRef],
    pub is_interface: bool,
    pub is_final: bool,
    pub major: u16,
    /// Whether a class is in the same run-time package.
    pub same_package: &'a dyn Fn(KlassRef) -> bool,
    pub methods: &'a [Declared],
}

/// A vtable, and for each declared method its index in it (for interfaces: in their itable).
pub struct Plan {
    pub entries: Vec<Entry>,
    pub indices: Vec<i32>,
}

fn is_package_private(flags: u32) -> bool {
    flags & (access::PUBLIC | access::PROTECTED | access::PRIVATE) == 0
}

fn is_virtual(m: &Declared) -> bool {
    m.access & (access::STATIC | access::PRIVATE) == 0 && m.name.bytes().first() != Some(&b'<')
}

/// Lays the vtable out.
pub fn plan(s: &Subject<'_>) -> Plan {
    if s.is_interface {
        return plan_interface(s.methods);
    }
    let inherited: &[MethodRef] = s.superclass.map_or(&[], |k| k.vtable_slice());
    let mut entries: Vec<Entry> = inherited.iter().map(|&m| Entry::Inherited(m)).collect();
    let mut indices = vec![NONVIRTUAL; s.methods.len()];
    for (own, m) in s.methods.iter().enumerate().filter(|(_, m)| is_virtual(m)) {
        let is_final = s.is_final || m.access & access::FINAL != 0;
        let mut needs_entry = !is_final;
        for (i, &over) in inherited.iter().enumerate() {
            if over.name == m.name && over.desc == m.desc && overrides(s, i, over) {
                entries[i] = Entry::Own(own);
                indices[own] = i as i32;
                // a package-private method roots its own line of overriding besides
                needs_entry &= is_package_private(m.access);
            }
        }
        if needs_entry {
            indices[own] = entries.len() as i32;
            entries.push(Entry::Own(own));
        }
    }
    add_mirandas(s, &mut entries);
    Plan { entries, indices }
}

/// Entries for methods of new superinterfaces that neither the class nor a superclass declares.
fn add_mirandas(s: &Subject<'_>, entries: &mut Vec<Entry>) {
    let first = entries.len();
    let is_old = |i: &KlassRef| s.superclass.is_some_and(|k| k.secondaries.get().contains(i));
    for &direct in s.interfaces {
        let all = direct.secondaries.get().iter().chain(std::iter::once(&direct));
        for i in all.filter(|i| !is_old(i)) {
            for &m in i.methods.get().iter().filter(|m| m.vtable_index.get() != NONVIRTUAL) {
                let same = |name: Symbol, desc: Symbol| name == m.name && desc == m.desc;
                let has_one =
                    entries[first..].iter().any(|e| matches!(e, Entry::Miranda(x) if same(x.name, x.desc)));
                let declared = || s.methods.iter().any(|d| same(d.name, d.desc));
                let inherited = || {
                    s.superclass.is_some_and(|k| {
                        k.supers().any(|c| c.declared_method(m.name, m.desc).is_some())
                            || k.vtable_slice().iter().any(|x| same(x.name, x.desc))
                    })
                };
                if !has_one && !declared() && !inherited() {
                    entries.push(Entry::Miranda(m));
                }
            }
        }
    }
}

fn plan_interface(methods: &[Declared]) -> Plan {
    let mut next = 0;
    let indices = methods
        .iter()
        .map(|m| {
            if is_virtual(m) {
                next += 1;
                next - 1
            } else {
                NONVIRTUAL
            }
        })
        .collect();
    Plan { entries: Vec::new(), indices }
}

/// Whether a method of the class to be overrides `over`, which stands at index `i` of its superclass's vtable.
fn overrides(s: &Subject<'_>, i: usize, over: MethodRef) -> bool {
    let can = |m: MethodRef| {
        let flags = u32::from(m.access());
        !is_package_private(flags) || (s.same_package)(m.holder)
    };
    if can(over) {
        return true;
    }
    if s.major < TRANSITIVE {
        return false;
    }
    // what `over` itself overrides may be in reach (m2 overrides m1 in its package, this overrides m1 but not m2)
    over.holder.supers().skip(1).take_while(|k| i < k.vtable_len.get() as usize).any(|k| can(k.vtable(i)))
}
