//! Judging, remembering and wording the exceptions that linking runs into.

use gc::Handle;

use crate::class::KlassRef;
use crate::class::constant_pool::ResolutionError;
use crate::runtime::exceptions;
use crate::thread::{Scope, Thrown};
use crate::well_known::{Wk, f};

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

/// What to keep of an exception for later attempts (§5.4.3): linkage errors only.
pub fn to_remember(t: &Scope<'_>, e: Handle<'_>) -> Option<ResolutionError> {
    let k = KlassRef::of(e.get(t));
    if !k.is_subclass_of(Wk::LinkageError.klass()) {
        return None;
    }
    let cause = f::Throwable::cause.get(e.get(t)).filter(|c| *c != e.get(t));
    let cause = cause.map(|c| {
        let h = t.handle(c);
        (KlassRef::of(c).name, exceptions::message_of(t, h))
    });
    Some(ResolutionError { class: k.name, message: exceptions::message_of(t, e), cause })
}

/// Throws a new exception like the one that was remembered.
pub fn throw_again(t: &mut Scope<'_>, e: &ResolutionError) -> Thrown {
    let mut n = t.nested();
    let cause = match &e.cause {
        None => None,
        Some((class, message)) => {
            match exceptions::new_exception(&mut n, &class.text(), message.as_deref(), None) {
                Ok(c) => Some(c),
                Err(thrown) => return thrown,
            }
        }
    };
    match exceptions::new_exception(&mut n, &e.class.text(), e.message.as_deref(), cause) {
        Ok(x) => n.throw(x),
        Err(thrown) => thrown,
    }
}
