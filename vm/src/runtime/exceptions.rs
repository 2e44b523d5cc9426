//! Making and throwing exceptions from VM code.

use gc::Handle;

use super::{alloc, java_call, strings};
use crate::class::KlassRef;
use crate::link;
use crate::loader::boot;
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope, Thrown, Value};
use crate::well_known::f;

impl Scope<'_> {
    /// Throws a new exception of a boot class (internal name) with a detail message.
    ///
    /// When making it fails (class missing, out of memory, stack overflow), that failure is thrown.
    #[cold]
    pub fn throw_new(&mut self, class: &str, message: &str) -> Thrown {
        throw(self, class, Some(message), None)
    }

    /// Throws a new exception of a boot class without a message.
    #[cold]
    pub fn throw_bare(&mut self, class: &str) -> Thrown {
        throw(self, class, None, None)
    }

    /// Throws a new exception with a message and a cause.
    #[cold]
    pub fn throw_with_cause(&mut self, class: &str, message: Option<&str>, cause: Handle<'_>) -> Thrown {
        throw(self, class, message, Some(cause))
    }

    /// Throws a `NullPointerException` without a message.
    #[cold]
    pub fn throw_npe(&mut self) -> Thrown {
        throw(self, "java/lang/NullPointerException", None, None)
    }
}

fn throw(t: &mut Scope<'_>, class: &str, message: Option<&str>, cause: Option<Handle<'_>>) -> Thrown {
    let mut n = t.nested();
    match new_exception(&mut n, class, message, cause) {
        Ok(e) => n.throw(e),
        Err(thrown) => thrown,
    }
}

/// A new exception of a boot class (internal name), its constructor run as Java code would.
///
/// # Errors
/// Whatever making it throws.
pub fn new_exception<'s>(
    t: &mut Scope<'s>,
    class: &str,
    message: Option<&str>,
    cause: Option<Handle<'_>>,
) -> JResult<Handle<'s>> {
    let k = boot::load(t, Symbol::new(class.as_bytes()))?;
    let message = match message {
        Some(m) => Some(strings::new_string(t, m)?),
        None => None,
    };
    new_exception_of(t, k, message, cause)
}

/// A new exception of class `k`: `<init>(String)` when there is a message, else `<init>()`; then
/// `initCause`.
///
/// # Errors
/// Whatever making it throws.
pub fn new_exception_of<'s>(
    t: &mut Scope<'s>,
    k: KlassRef,
    message: Option<Handle<'_>>,
    cause: Option<Handle<'_>>,
) -> JResult<Handle<'s>> {
    link::init::ensure_initialized(t, k)?;
    let e = alloc::new_instance(t, k)?;
    match message {
        Some(m) => java_call::construct(t, e, "(Ljava/lang/String;)V", &[Value::Ref(Some(m))])?,
        None => java_call::construct(t, e, "()V", &[])?,
    }
    if let Some(c) = cause {
        java_call::call_virtual_named(
            t,
            e,
            "initCause",
            "(Ljava/lang/Throwable;)Ljava/lang/Throwable;",
            &[Value::Ref(Some(c))],
        )?;
    }
    Ok(e)
}

/// Throws `OutOfMemoryError`, from a preallocated object when not even the error can be made.
#[cold]
pub fn throw_out_of_memory(t: &mut Scope<'_>, message: &str) -> Thrown {
    preallocated::throw_out_of_memory(t, message)
}

/// Throws `StackOverflowError`: on a thread's reserve of stack, so that its trace can be filled in.
#[cold]
pub fn throw_stack_overflow(t: &mut Scope<'_>) -> Thrown {
    preallocated::throw_stack_overflow(t)
}

/// Detail message of a throwable.
pub fn message_of(t: &Scope<'_>, e: Handle<'_>) -> Option<String> {
    f::Throwable::detail_message.get(e.get(t)).map(strings::text)
}

/// Errors made at boot for when nothing can be allocated.
pub mod preallocated {
    use std::sync::OnceLock;

    use super::*;
    use crate::loader::data::RefSlot;
    use crate::well_known::Wk;

    static ERRORS: OnceLock<[RefSlot; 3]> = OnceLock::new();
    const MESSAGES: [&str; 2] = ["Java heap space", "Requested array size exceeds VM limit"];

    /// Makes the errors; once, at boot.
    ///
    /// # Errors
    /// Whatever making them throws.
    pub fn make(t: &mut Scope<'_>) -> JResult<()> {
        let mut made = Vec::new();
        for m in MESSAGES {
            let mut n = t.nested();
            let e = alloc::new_instance(&mut n, Wk::OutOfMemoryError.klass())?;
            let text = strings::new_string(&mut n, m)?;
            f::Throwable::detail_message.set(e.get(&n), Some(text.get(&n)));
            made.push(boot::loader().new_slot(Some(e.get(&n))));
        }
        let mut n = t.nested();
        let e = alloc::new_instance(&mut n, Wk::StackOverflowError.klass())?;
        made.push(boot::loader().new_slot(Some(e.get(&n))));
        let _ = ERRORS.set([made[0], made[1], made[2]]);
        Ok(())
    }

    fn throw_slot(t: &Scope<'_>, i: usize) -> Thrown {
        let Some(errors) = ERRORS.get() else {
            crate::fatal::fatal("memory or stack exhausted before the class library was booted")
        };
        let e = t.handle(errors[i].get(t).expect("made at boot"));
        t.throw(e)
    }

    pub(super) fn throw_out_of_memory(t: &mut Scope<'_>, message: &str) -> Thrown {
        if ERRORS.get().is_some() && !t.is_throwing_resource_error() {
            t.set_throwing_resource_error(true);
            let made = {
                let mut n = t.nested();
                match new_exception(&mut n, "java/lang/OutOfMemoryError", Some(message), None) {
                    Ok(e) => Some(n.throw(e)),
                    Err(failed) => {
                        n.catch(failed);
                        None
                    }
                }
            };
            t.set_throwing_resource_error(false);
            if let Some(thrown) = made {
                return thrown;
            }
        }
        throw_slot(t, MESSAGES.iter().position(|m| *m == message).unwrap_or(0))
    }

    pub(super) fn throw_stack_overflow(t: &mut Scope<'_>) -> Thrown {
        if ERRORS.get().is_some() && !t.is_throwing_resource_error() {
            t.set_throwing_resource_error(true);
            let reserve = crate::interp::stack::open_reserve(t);
            let made = {
                let mut n = t.nested();
                match new_exception(&mut n, "java/lang/StackOverflowError", None, None) {
                    Ok(e) => Some(n.throw(e)),
                    Err(failed) => {
                        n.catch(failed);
                        None
                    }
                }
            };
            crate::interp::stack::close_reserve(t, reserve);
            t.set_throwing_resource_error(false);
            if let Some(thrown) = made {
                return thrown;
            }
        }
        throw_slot(t, 2)
    }
}
