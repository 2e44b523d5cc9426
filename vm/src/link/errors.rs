//! Judging and wording exceptions that linking runs into.

use gc::Handle;

use crate::class::KlassRef;
use crate::runtime::exceptions;
use crate::thread::Scope;

/// Whether an exception is of the class with this internal name, or a subclass of it.
pub fn is_instance(t: &Scope<'_>, e: Handle<'_>, class: &str) -> bool {
    KlassRef::of(e.get(t)).supers().any(|k| k.loader.is_boot() && k.name == class)
}

/// OutOfMemoryError, StackOverflowError and the like: never swallowed.
pub fn is_virtual_machine_error(t: &Scope<'_>, e: Handle<'_>) -> bool {
    is_instance(t, e, "java/lang/VirtualMachineError")
}

/// `java.lang.Foo: message`.
pub fn describe(t: &Scope<'_>, e: Handle<'_>) -> String {
    let class = KlassRef::of(e.get(t)).external_name();
    match exceptions::message_of(t, e) {
        Some(m) => format!("{class}: {m}"),
        None => class,
    }
}
