//! Linking (JVMS §5.4) and initialisation (§5.5).
//!
//! Verification runs without a lock, as often as there are threads that come at once; what it finds is the same for all. The
//! short steps that change a class's state hold [`STATE`]. Threads that wait for another's initialisation do so at rest.

use std::sync::atomic::Ordering;

use gc::Handle;
use parking_lot::{Condvar, Mutex};

use super::{errors, itable, verify};
use crate::class::klass::{ItableEntry, flag};
use crate::class::method::flag as method_flag;
use crate::class::{BasicType, Field, InitState, KlassRef, MethodRef};
use crate::loader::{boot, constraints, describe};
use crate::runtime::{alloc, exceptions, java_call, strings};
use crate::symbol::Symbol;
use crate::thread::{JResult, JavaThread, Scope, Thrown, Value};
use crate::well_known::f;

/// Guards changes of `init_state` and `init_thread`.
static STATE: Mutex<()> = Mutex::new(());
/// Signalled when an initialisation has ended.
static ENDED: Condvar = Condvar::new();

fn identity(thread: &JavaThread) -> usize {
    std::ptr::from_ref(thread) as usize
}

/// Whether `thread` is initialising `k` at present.
pub fn is_initializing(thread: &JavaThread, k: KlassRef) -> bool {
    k.init_state() == InitState::BeingInitialized
        && k.cold.init_thread.load(Ordering::Relaxed) == identity(thread)
}

/// Initialises `k` (links it first) unless the calling thread is doing so already.
///
/// # Errors
/// ExceptionInInitializerError, NoClassDefFoundError, linkage errors.
#[inline]
pub fn ensure_initialized(t: &mut Scope<'_>, k: KlassRef) -> JResult<()> {
    if k.is_initialized() { Ok(()) } else { initialize(t, k) }
}

/// What a thread that wants a class initialised has to do.
enum Turn {
    /// It is done, or this thread is at it further down its stack.
    Nothing,
    Initialize,
    Wait,
    Failed,
}

/// Steps 1 to 6 of §5.5.
fn take_turn(k: KlassRef, me: usize) -> Turn {
    let _guard = STATE.lock();
    match k.init_state() {
        InitState::BeingInitialized if k.cold.init_thread.load(Ordering::Relaxed) == me => Turn::Nothing,
        InitState::BeingInitialized => Turn::Wait,
        InitState::Initialized => Turn::Nothing,
        InitState::Erroneous => Turn::Failed,
        InitState::Loaded | InitState::Linked => {
            k.cold.init_thread.store(me, Ordering::Relaxed);
            k.set_init_state(InitState::BeingInitialized);
            Turn::Initialize
        }
    }
}

#[cold]
fn initialize(t: &mut Scope<'_>, k: KlassRef) -> JResult<()> {
    let _guard = k.data.keep();
    if k.init_state() < InitState::Linked {
        ensure_linked(t, k)?;
    }
    let me = identity(t.thread());
    loop {
        match take_turn(k, me) {
            Turn::Nothing => return Ok(()),
            Turn::Failed => return Err(throw_erroneous(t, k)),
            Turn::Wait => {
                t.waiting_for_class.set(Some(k));
                t.blocked(|| {
                    let mut guard = STATE.lock();
                    while k.init_state() == InitState::BeingInitialized {
                        ENDED.wait(&mut guard);
                    }
                });
                t.waiting_for_class.set(None);
            }
            Turn::Initialize => return run(t, k),
        }
    }
}

fn end(k: KlassRef, state: InitState) {
    let _guard = STATE.lock();
    k.cold.init_thread.store(0, Ordering::Relaxed);
    k.set_init_state(state);
    ENDED.notify_all();
}

/// Steps 6 to 12: constants, supers, the initialisation method.
fn run(t: &mut Scope<'_>, k: KlassRef) -> JResult<()> {
    let mut n = t.nested();
    let t = &mut n;
    if let Err(thrown) = initialize_supers(t, k) {
        let e = t.catch(thrown);
        remember_failure(t, k, e);
        return Err(t.throw(e));
    }
    let result = set_constants(t, k).and_then(|()| call_initializer(t, k));
    let Err(thrown) = result else {
        end(k, InitState::Initialized);
        return Ok(());
    };
    let e = t.catch(thrown);
    remember_failure(t, k, e);
    if errors::is_instance(t, e, "java/lang/Error") {
        return Err(t.throw(e));
    }
    match wrap(t, e) {
        Ok(wrapped) => Err(t.throw(wrapped)),
        Err(thrown) => Err(thrown),
    }
}

/// `new ExceptionInInitializerError(e)`.
fn wrap<'s>(t: &mut Scope<'s>, e: Handle<'_>) -> JResult<Handle<'s>> {
    let k = boot::load(t, Symbol::new(b"java/lang/ExceptionInInitializerError"))?;
    ensure_initialized(t, k)?;
    let wrapped = alloc::new_instance(t, k)?;
    java_call::construct(t, wrapped, "(Ljava/lang/Throwable;)V", &[Value::Ref(Some(e))])?;
    Ok(wrapped)
}

/// Step 7: the superclass, and superinterfaces that declare default methods.
fn initialize_supers(t: &mut Scope<'_>, k: KlassRef) -> JResult<()> {
    if k.is_interface() {
        return Ok(());
    }
    if let Some(s) = k.superclass.get() {
        ensure_initialized(t, s)?;
    }
    if k.has_flag(flag::HAS_DEFAULT_METHODS) {
        initialize_superinterfaces(t, k)?;
    }
    Ok(())
}

fn initialize_superinterfaces(t: &mut Scope<'_>, k: KlassRef) -> JResult<()> {
    for &i in k.cold.interfaces.get() {
        if i.has_flag(flag::HAS_DEFAULT_METHODS) {
            initialize_superinterfaces(t, i)?;
        }
        if i.has_flag(flag::DECLARES_DEFAULT_METHODS) {
            ensure_initialized(t, i)?;
        }
    }
    Ok(())
}

/// Static fields with a ConstantValue attribute (§4.7.2).
fn set_constants(t: &mut Scope<'_>, k: KlassRef) -> JResult<()> {
    for field in k.fields.get().iter().filter(|f| f.is_static() && f.constant_value != 0) {
        set_constant(t, k, field)?;
    }
    Ok(())
}

fn set_constant(t: &mut Scope<'_>, k: KlassRef, field: &Field) -> JResult<()> {
    let (cp, i, at) = (k.constants(), field.constant_value, field.offset as usize);
    if field.ty == BasicType::Object {
        let mut n = t.nested();
        let s = strings::intern_mutf8(&mut n, cp.utf8(cp.info(i) as u16))?;
        // SAFETY: a static reference field lies there.
        unsafe { k.mirror(&n).store_ref(at, Some(s.get(&n))) };
        return Ok(());
    }
    let mirror = k.mirror(t);
    // SAFETY: a static field of this type lies there.
    unsafe {
        match field.ty {
            BasicType::Boolean | BasicType::Byte => mirror.store(at, cp.int(i) as u8),
            BasicType::Char | BasicType::Short => mirror.store(at, cp.int(i) as u16),
            BasicType::Float => mirror.store(at, cp.float(i)),
            BasicType::Long => mirror.store(at, cp.long(i)),
            BasicType::Double => mirror.store(at, cp.double(i)),
            _ => mirror.store(at, cp.int(i)),
        }
    }
    Ok(())
}

fn call_initializer(t: &mut Scope<'_>, k: KlassRef) -> JResult<()> {
    let m: Option<MethodRef> =
        k.methods.get().iter().copied().find(|m| m.is_class_initializer() && m.desc == "()V");
    crate::log!(
        info,
        [class, init],
        "Initializing '{}'{} (0x{:016x})",
        k.name,
        if m.is_none() { "(no method)" } else { "" },
        std::ptr::from_ref(k.0) as usize
    );
    match m {
        Some(m) => java_call::call(t, m, &[]).map(|_| ()),
        None => Ok(()),
    }
}

/// Steps 10 and 11: the class cannot be used any more, and says why to whoever tries.
fn remember_failure(t: &mut Scope<'_>, k: KlassRef, e: Handle<'_>) {
    match retell(t, e) {
        Ok(cause) => *k.cold.init_error.lock() = Some(k.data.new_slot(Some(cause.get(t)))),
        Err(thrown) => {
            t.catch(thrown);
        }
    }
    end(k, InitState::Erroneous);
}

/// An error with the text and the stack trace of `e`, which does not keep alive what `e` does.
fn retell<'s>(t: &mut Scope<'s>, e: Handle<'_>) -> JResult<Handle<'s>> {
    let class = KlassRef::of(e.get(t)).external_name();
    let message = exceptions::message_of(t, e).map_or(String::new(), |m| format!(": {m}"));
    let text = format!("Exception {class}{message} [in thread \"{}\"]", thread_name(t));
    let error = exceptions::new_exception(t, "java/lang/ExceptionInInitializerError", Some(&text), None)?;
    let trace =
        java_call::call_virtual_named(t, e, "getStackTrace", "()[Ljava/lang/StackTraceElement;", &[])?;
    let trace = trace.object().map(|h| h.get(t));
    f::Throwable::stack_trace.set(error.get(t), trace);
    f::Throwable::backtrace.set(error.get(t), None);
    Ok(error)
}

fn thread_name(t: &Scope<'_>) -> String {
    // SAFETY: a root; the token keeps the collector away.
    let thread = unsafe { t.object.get().decode() };
    thread.and_then(|o| f::Thread::name.get(o)).map_or_else(|| "main".to_string(), strings::text)
}

fn throw_erroneous(t: &mut Scope<'_>, k: KlassRef) -> Thrown {
    let text = format!("Could not initialize class {}", k.external_name());
    let error = "java/lang/NoClassDefFoundError";
    let slot = *k.cold.init_error.lock();
    let mut n = t.nested();
    match slot.and_then(|s| s.get(&n)).map(|o| n.handle(o)) {
        Some(cause) => n.throw_with_cause(error, Some(&text), cause),
        None => n.throw_new(error, &text),
    }
}

/// Verifies and prepares `k`: afterwards its vtable and itable are complete.
///
/// # Errors
/// VerifyError and other linkage errors.
pub fn ensure_linked(t: &mut Scope<'_>, k: KlassRef) -> JResult<()> {
    if k.init_state() >= InitState::Linked {
        return Ok(());
    }
    let _guard = k.data.keep();
    if let Some(s) = k.superclass.get() {
        ensure_linked(t, s)?;
    }
    for &i in k.cold.interfaces.get() {
        ensure_linked(t, i)?;
    }
    verify::verify(t, k)?;
    // verification may have come back here
    if k.init_state() >= InitState::Linked {
        return Ok(());
    }
    let itable = itable::build(k);
    check_vtable_constraints(t, k)?;
    check_itable_constraints(t, k, itable)?;
    let _guard = STATE.lock();
    if k.init_state() < InitState::Linked {
        k.itable.set(itable);
        k.set_init_state(InitState::Linked);
    }
    Ok(())
}

/// Loaders must agree on the types of methods that override each other across them (§5.4.2).
fn check_vtable_constraints(t: &mut Scope<'_>, k: KlassRef) -> JResult<()> {
    let Some(s) = k.superclass.get().filter(|s| !std::ptr::eq(s.loader, k.loader)) else { return Ok(()) };
    if k.is_interface() {
        return Ok(());
    }
    for (&m, &over) in k.vtable_slice().iter().zip(s.vtable_slice()) {
        // methods that the VM made only throw: nobody sees their types
        if m.holder != k || m.has(method_flag::OVERPASS) {
            continue;
        }
        let Some(ty) = constraints::disagreement(m.desc, k.loader, over.holder.loader) else { continue };
        let text = format!(
            "loader constraint violation for class {}: when selecting overriding method '{}' the class loader {} of the \
             selected method's type {}, and the class loader {} for its super type {} have different Class objects \
             for the type {} used in the signature ({}; {})",
            k.external_name(),
            m.external_name(),
            describe::loader_name(t, k.loader),
            k.external_name(),
            describe::loader_name(t, over.holder.loader),
            over.holder.external_name(),
            ty.external(),
            describe::in_module_of_loader(t, k, false, true),
            describe::in_module_of_loader(t, over.holder, false, true)
        );
        return Err(t.throw_new("java/lang/LinkageError", &text));
    }
    Ok(())
}

fn check_itable_constraints(t: &mut Scope<'_>, k: KlassRef, itable: &[ItableEntry]) -> JResult<()> {
    if k.loader.is_boot() {
        return Ok(());
    }
    for entry in itable {
        let i = entry.interface;
        for m in entry.methods.iter().filter_map(std::cell::Cell::get) {
            let Some(ty) = constraints::disagreement(m.desc, m.holder.loader, i.loader) else { continue };
            let over = i.declared_method(m.name, m.desc).unwrap_or(m);
            let text = format!(
                "loader constraint violation in interface itable initialization for class {}: when selecting method \
                 '{}' the class loader {} for super interface {}, and the class loader {} of the selected method's {}, \
                 {} have different Class objects for the type {} used in the signature ({}; {})",
                k.external_name(),
                over.external_name(),
                describe::loader_name(t, i.loader),
                i.external_name(),
                describe::loader_name(t, m.holder.loader),
                describe::kind(m.holder),
                m.holder.external_name(),
                ty.external(),
                describe::in_module_of_loader(t, i, false, true),
                describe::in_module_of_loader(t, m.holder, false, true)
            );
            return Err(t.throw_new("java/lang/LinkageError", &text));
        }
    }
    Ok(())
}
