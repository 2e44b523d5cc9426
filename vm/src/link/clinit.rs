//! The initialisation procedure (JVMS §5.5).
//!
//! One lock and one condition serve all classes: they are held only to look at and change states.
//! `KlassCold::init_thread` names the initialising thread, by the address of its `JavaThread`.

use std::sync::OnceLock;
use std::sync::atomic::Ordering;

use gc::Handle;
use parking_lot::{Condvar, Mutex};

use crate::class::klass::flag;
use crate::class::{InitState, KlassRef};
use crate::loader::boot;
use crate::loader::data::RefSlot;
use crate::runtime::{alloc, exceptions, java_call, strings};
use crate::symbol::{FxMap, Symbol};
use crate::thread::{JResult, Scope, Thrown, Value};
use crate::well_known::{Wk, f};

static LOCK: Mutex<()> = Mutex::new(());
static CHANGED: Condvar = Condvar::new();

/// The errors with which classes' initialisation failed, as causes for later NoClassDefFoundErrors.
fn errors() -> &'static Mutex<FxMap<KlassRef, RefSlot>> {
    static ERRORS: OnceLock<Mutex<FxMap<KlassRef, RefSlot>>> = OnceLock::new();
    ERRORS.get_or_init(Default::default)
}

/// What the calling thread has to do about a class.
enum Turn {
    Initialize,
    Nothing,
    Failed,
}

/// Steps 1 to 6: waits while another thread initialises `k`, then says what is left to do.
fn take_turn(t: &mut Scope<'_>, k: KlassRef) -> Turn {
    let own = std::ptr::from_ref(t.thread()) as usize;
    loop {
        {
            let _guard = LOCK.lock();
            match k.init_state() {
                InitState::Initialized => return Turn::Nothing,
                InitState::Erroneous => return Turn::Failed,
                InitState::BeingInitialized => {
                    // Relaxed: written under the lock.
                    if k.cold.init_thread.load(Ordering::Relaxed) == own {
                        return Turn::Nothing;
                    }
                }
                InitState::Loaded | InitState::Linked => {
                    k.cold.init_thread.store(own, Ordering::Relaxed);
                    k.set_init_state(InitState::BeingInitialized);
                    return Turn::Initialize;
                }
            }
        }
        t.blocked(|| {
            let mut guard = LOCK.lock();
            while k.init_state() == InitState::BeingInitialized {
                CHANGED.wait(&mut guard);
            }
        });
    }
}

/// Steps 10 and 12: publishes the outcome and wakes the waiting threads.
fn finish(k: KlassRef, state: InitState) {
    let _guard = LOCK.lock();
    k.cold.init_thread.store(0, Ordering::Relaxed);
    k.set_init_state(state);
    CHANGED.notify_all();
}

/// Initialises a linked class.
///
/// # Errors
/// ExceptionInInitializerError or the Error that the initialiser threw; NoClassDefFoundError when an
/// earlier initialisation failed.
pub fn initialize(t: &mut Scope<'_>, k: KlassRef) -> JResult<()> {
    match take_turn(t, k) {
        Turn::Nothing => return Ok(()),
        Turn::Failed => return Err(throw_failed_before(t, k)),
        Turn::Initialize => {}
    }
    crate::log!(info, [class, init], "Initializing '{}' ({:p})", k.name, k.0);
    // Step 7: superclass, then superinterfaces with default methods
    if !k.is_interface() {
        let supers = match k.superclass.get() {
            Some(s) => super::init::ensure_initialized(t, s),
            None => Ok(()),
        };
        let supers = supers.and_then(|()| {
            if k.has_flag(flag::HAS_DEFAULT_METHODS) { initialize_interfaces(t, k) } else { Ok(()) }
        });
        if let Err(thrown) = supers {
            let mut n = t.nested();
            let e = n.catch(thrown);
            remember(&mut n, k, e);
            finish(k, InitState::Erroneous);
            return Err(n.throw(e));
        }
    }
    // Step 9
    let clinit =
        k.declared_method(Symbol::new(b"<clinit>"), Symbol::new(b"()V")).filter(|m| m.is_class_initializer());
    let result = match clinit {
        Some(m) => java_call::call(t, m, &[]).map(|_| ()),
        None => Ok(()),
    };
    let Err(thrown) = result else {
        finish(k, InitState::Initialized);
        return Ok(());
    };
    // Steps 11 and 12
    let mut n = t.nested();
    let e = n.catch(thrown);
    remember(&mut n, k, e);
    finish(k, InitState::Erroneous);
    if KlassRef::of(e.get(&n)).is_subtype_of(Wk::Error.klass()) {
        return Err(n.throw(e));
    }
    Err(throw_in_initializer(&mut n, e))
}

/// Superinterfaces that declare concrete instance methods, in the order of their declaration.
fn initialize_interfaces(t: &mut Scope<'_>, k: KlassRef) -> JResult<()> {
    for &i in k.cold.interfaces.get() {
        if i.has_flag(flag::HAS_DEFAULT_METHODS) {
            initialize_interfaces(t, i)?;
        }
        if i.has_flag(flag::DECLARES_DEFAULT_METHODS) {
            super::init::ensure_initialized(t, i)?;
        }
    }
    Ok(())
}

fn throw_in_initializer(t: &mut Scope<'_>, e: Handle<'_>) -> Thrown {
    let made = (|| {
        let k = boot::load(t, Symbol::new(b"java/lang/ExceptionInInitializerError"))?;
        super::init::ensure_initialized(t, k)?;
        let o = alloc::new_instance(t, k)?;
        java_call::construct(t, o, "(Ljava/lang/Throwable;)V", &[Value::Ref(Some(e))])?;
        Ok(o)
    })();
    match made {
        Ok(o) => t.throw(o),
        Err(thrown) => thrown,
    }
}

/// Keeps an ExceptionInInitializerError with the message and trace of `e`, not `e` itself, which might
/// keep much alive. Failures in doing so are dropped, as the error is only a help.
fn remember(t: &mut Scope<'_>, k: KlassRef, e: Handle<'_>) {
    let class = KlassRef::of(e.get(t)).external_name();
    let thread =
        java_call::call_static_named(t, Wk::Thread.klass(), "currentThread", "()Ljava/lang/Thread;", &[])
            .ok()
            .and_then(Value::object)
            .and_then(|o| f::Thread::name.get(o.get(t)).map(strings::text))
            .unwrap_or_default();
    let text = match exceptions::message_of(t, e) {
        Some(m) => format!("Exception {class}: {m} [in thread \"{thread}\"]"),
        None => format!("Exception {class} [in thread \"{thread}\"]"),
    };
    let made = (|| {
        let error = exceptions::new_exception(t, "java/lang/ExceptionInInitializerError", Some(&text), None)?;
        let trace =
            java_call::call_virtual_named(t, e, "getStackTrace", "()[Ljava/lang/StackTraceElement;", &[])?;
        if let Some(trace) = trace.object() {
            f::Throwable::stack_trace.set(error.get(t), Some(trace.get(t)));
            f::Throwable::backtrace.set(error.get(t), None);
        }
        Ok(error)
    })();
    match made {
        Ok(error) => {
            let slot = k.loader.new_slot(Some(error.get(t)));
            errors().lock().insert(k, slot);
        }
        Err(thrown) => {
            t.catch(thrown);
        }
    }
}

fn throw_failed_before(t: &mut Scope<'_>, k: KlassRef) -> Thrown {
    let message = format!("Could not initialize class {}", k.external_name());
    let slot = errors().lock().get(&k).copied();
    match slot.and_then(|s| t.handle_opt(s.get(t))) {
        Some(cause) => t.throw_with_cause("java/lang/NoClassDefFoundError", Some(&message), cause),
        None => t.throw_new("java/lang/NoClassDefFoundError", &message),
    }
}
