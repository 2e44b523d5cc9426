//! Finding fields and methods by name and descriptor (JVMS §5.4.3.2 to §5.4.3.4), and the method that a call runs (§5.4.6).
//! No access checks, nothing is loaded.

use super::itable::{self, Selected};
use crate::class::method::{NONVIRTUAL, flag};
use crate::class::{Field, KlassRef, MethodRef};
use crate::symbol::Symbol;
use crate::well_known::Wk;

/// Method resolution in a class (JVMS §5.4.3.3, steps 1-3), without access checks: declared,
/// inherited, signature-polymorphic, superinterface methods.
pub fn lookup_method(k: KlassRef, name: Symbol, desc: Symbol) -> Option<MethodRef> {
    if let Some(m) = in_classes(k, name, desc) {
        return Some(m);
    }
    if let Some(m) = polymorphic(k, name) {
        return Some(m);
    }
    in_superinterfaces(k, name, desc)
}

/// The method of this name in a class or its superclasses, static and private ones included.
pub fn in_classes(k: KlassRef, name: Symbol, desc: Symbol) -> Option<MethodRef> {
    k.supers().find_map(|c| c.declared_method(name, desc))
}

/// A signature-polymorphic method (§2.9.3) of MethodHandle or VarHandle: any descriptor matches.
fn polymorphic(k: KlassRef, name: Symbol) -> Option<MethodRef> {
    if Some(k) != Wk::MethodHandle.try_klass() && Some(k) != Wk::VarHandle.try_klass() {
        return None;
    }
    k.methods.get().iter().copied().find(|m| m.name == name && m.has(flag::SIGNATURE_POLYMORPHIC))
}

/// Interface method resolution (JVMS §5.4.3.4), without access checks.
pub fn lookup_interface_method(k: KlassRef, name: Symbol, desc: Symbol) -> Option<MethodRef> {
    if let Some(m) = k.declared_method(name, desc) {
        return Some(m);
    }
    let object = Wk::Object.klass().declared_method(name, desc);
    if let Some(m) = object.filter(|m| m.is_public() && !m.is_static()) {
        return Some(m);
    }
    in_superinterfaces(k, name, desc)
}

/// The maximally-specific default method, else any method of a superinterface, neither private nor static.
fn in_superinterfaces(k: KlassRef, name: Symbol, desc: Symbol) -> Option<MethodRef> {
    match itable::select_default(k, name, desc) {
        Selected::Method(m) => Some(m),
        Selected::Conflict(list) => list.first().copied(),
        Selected::Abstract => itable::maximally_specific(k, name, desc).first().copied(),
    }
}

/// Field resolution (JVMS §5.4.3.2), without access checks.
pub fn lookup_field(k: KlassRef, name: Symbol, desc: Symbol) -> Option<&'static Field> {
    if let Some(f) = k.declared_field(name, desc) {
        return Some(f);
    }
    for &i in k.cold.interfaces.get() {
        if let Some(f) = lookup_field(i, name, desc) {
            return Some(f);
        }
    }
    k.superclass.get().and_then(|s| lookup_field(s, name, desc))
}

/// Method that a virtual call of `m` runs for a receiver of class `k` (JVMS §5.4.6); `m` may be an
/// interface's method. `None`: abstract, no implementation.
pub fn select_method(k: KlassRef, m: MethodRef) -> Option<MethodRef> {
    let index = m.vtable_index.get();
    let selected = if m.is_private() || index == NONVIRTUAL {
        m
    } else if !m.holder.is_interface() {
        k.vtable(index as usize)
    } else {
        match k.itable.get().iter().find(|e| e.interface == m.holder) {
            Some(e) => e.methods[index as usize].get()?,
            None => match itable::select(k, m) {
                Selected::Method(s) => s,
                Selected::Abstract | Selected::Conflict(_) => return None,
            },
        }
    };
    if selected.is_abstract() { None } else { Some(selected) }
}
