//! Making and throwing exceptions from VM code.

use std::cell::Cell;

use gc::Handle;

use super::{alloc, java_call, strings};
use crate::class::KlassRef;
use crate::init;
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

thread_local! {
    /// Exceptions that this thread is making, one because of another.
    static MAKING: Cell<u32> = const { Cell::new(0) };
}

/// More exceptions than this, each thrown while the one before was being made, come from a class library whose exception classes
/// cannot be loaded or initialised: the next would fail in the same way.
const MOST_NESTED: u32 = 16;

fn throw(t: &mut Scope<'_>, class: &str, message: Option<&str>, cause: Option<Handle<'_>>) -> Thrown {
    if !boot::has_first_classes() {
        init::report::error(class, message);
    }
    let nested = MAKING.replace(MAKING.get() + 1);
    if nested >= MOST_NESTED {
        let message = message.unwrap_or_default();
        crate::fatal::fatal(&format!(
            "the class library is damaged: exceptions cannot be made, not even {class}: {message}"
        ));
    }
    let mut n = t.nested();
    let thrown = match new_exception(&mut n, class, message, cause) {
        Ok(e) => n.throw(e),
        Err(thrown) => thrown,
    };
    MAKING.set(nested);
    thrown
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

/// Throws `StackOverflowError`: on a thread's reserve of stack, so that its trace can be filled in.
#[cold]
pub fn throw_stack_overflow(t: &mut Scope<'_>) -> Thrown {
    preallocated::throw_stack_overflow(t)
}

/// Detail message of a throwable.
pub fn message_of(t: &Scope<'_>, e: Handle<'_>) -> Option<String> {
    f::Throwable::detail_message.get(e.get(t)).map(strings::text)
}

/// The `StackOverflowError` made at boot for when none can be made.
pub mod preallocated {
    use std::sync::OnceLock;

    use super::*;
    use crate::loader::data::RefSlot;
    use crate::well_known::Wk;

    static STACK_OVERFLOW: OnceLock<RefSlot> = OnceLock::new();

    /// Makes the error; once, at boot.
    ///
    /// # Errors
    /// Whatever making it throws.
    pub fn make(t: &mut Scope<'_>) -> JResult<()> {
        let mut n = t.nested();
        let e = alloc::new_instance(&mut n, Wk::StackOverflowError.klass())?;
        let _ = STACK_OVERFLOW.set(boot::loader().new_slot(Some(e.get(&n))));
        Ok(())
    }

    pub(super) fn throw_stack_overflow(t: &mut Scope<'_>) -> Thrown {
        let Some(slot) = STACK_OVERFLOW.get() else {
            crate::fatal::fatal("the stack overflows before the class library is booted")
        };
        if !t.is_throwing_resource_error() {
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
        let e = t.handle(slot.get(t).expect("made at boot"));
        t.throw(e)
    }
}
