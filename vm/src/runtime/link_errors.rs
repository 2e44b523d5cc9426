//! Errors that invocations and casts throw, with HotSpot's texts.

use crate::class::{KlassRef, MethodRef};
use crate::loader::describe;
use crate::thread::{Scope, Thrown};

/// `abstract void name(int)`: a method without its class, as these messages name it.
fn signature(m: MethodRef) -> String {
    let full = m.external_name();
    let class = format!(" {}.", m.holder.external_name());
    full.replacen(&class, " ", 1)
}

fn prefix(m: MethodRef) -> String {
    format!(
        "{}{}",
        if m.is_abstract() { "abstract " } else { "" },
        if m.is_private() { "private " } else { "" }
    )
}

/// AbstractMethodError: a receiver of class `k` has no implementation of `m`; `selected` is what was found.
#[cold]
pub fn throw_abstract_method(
    t: &mut Scope<'_>,
    k: KlassRef,
    m: MethodRef,
    selected: Option<MethodRef>,
) -> Thrown {
    let mut text = format!(
        "Receiver class {} does not define or inherit an implementation of the resolved method '{}{}' of {} {}.",
        k.external_name(),
        prefix(m),
        signature(m),
        describe::kind(m.holder),
        m.holder.external_name()
    );
    if let Some(s) = selected
        && s != m
    {
        text.push_str(&format!(" Selected method is '{}{}'.", prefix(s), s.external_name()));
    }
    t.throw_new("java/lang/AbstractMethodError", &text)
}

/// Why an interface call of `m` on a receiver of class `k` cannot be made: the class does not
/// implement the interface, the implementation is not public, or there is none.
#[cold]
pub fn throw_interface_failure(t: &mut Scope<'_>, k: KlassRef, m: MethodRef) -> Thrown {
    if !k.is_subtype_of(m.holder) {
        return t.throw_new(
            "java/lang/IncompatibleClassChangeError",
            &format!(
                "Class {} does not implement the requested interface {}",
                k.external_name(),
                m.holder.external_name()
            ),
        );
    }
    match crate::interp::itable_lookup(k, m) {
        Some(found) if !found.is_public() => {
            let name = crate::class::method::external_signature(k, found.name, found.desc);
            t.throw_new("java/lang/IllegalAccessError", &format!("'{name}'"))
        }
        found => throw_abstract_method(t, k, m, found),
    }
}

/// Message of a ClassCastException.
pub fn class_cast_message(t: &Scope<'_>, k: KlassRef, target: KlassRef) -> String {
    format!(
        "class {} cannot be cast to class {} ({})",
        k.external_name(),
        target.external_name(),
        describe::both(t, k, target)
    )
}
