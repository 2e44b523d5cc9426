//! Events (JVM TI, "Events"): `VMStart`, `VMInit`, `VMDeath` and `ClassFileLoadHook`.
//!
//! Callbacks run on the thread to which it happens, in native code, with a frame of local references of their own. What they
//! leave pending is dropped.

use std::ffi::{CString, c_char, c_void};
use std::sync::atomic::{AtomicBool, Ordering};

use gc::Handle;

use super::environment::{self, Environment, Event, Phase};
use super::{Env, agents};
use crate::class::KlassRef;
use crate::loader::data::Loader;
use crate::loader::define::DefineOptions;
use crate::loader::{boot, modules};
use crate::native::entry;
use crate::native::handles::JObject;
use crate::runtime::java_call;
use crate::symbol::Symbol;
use crate::thread::{Scope, Value};

/// Whether an agent wants to see class files: the one test that is made when there are no agents.
static WANTS_CLASS_FILES: AtomicBool = AtomicBool::new(false);

/// [`vm_death`] has been called: once in a process.
static DIED: AtomicBool = AtomicBool::new(false);

/// Whether an agent wants to see the class files of classes that are defined.
#[inline(always)]
pub fn wants_class_files() -> bool {
    // Relaxed: whoever enables the event sees it for what is defined by its own thread from then on.
    WANTS_CLASS_FILES.load(Ordering::Relaxed)
}

/// An environment's events have been enabled or disabled, or its callbacks changed.
pub(super) fn switches_changed() {
    WANTS_CLASS_FILES.store(environment::is_enabled(Event::ClassFileLoadHook), Ordering::SeqCst);
}

/// Calls native code that is no method, from the VM. It gets local references to `objects`.
pub(super) fn call_out<const N: usize, R>(
    t: &mut Scope<'_>,
    objects: [Option<Handle<'_>>; N],
    f: impl FnOnce(entry::Env, [JObject; N]) -> R,
) -> R {
    let n = t.nested();
    let thread = n.thread();
    let before = n.take_pending();
    let references = objects.map(|o| n.to_jni(o));
    let frame = thread.locals.enter_native(&thread.handles);
    thread.vm_to_native();
    let r = f(thread.env(), references);
    thread.native_to_vm();
    thread.locals.leave_native(frame);
    n.take_pending();
    if let Some(e) = before {
        // pending again
        let _ = n.throw(e);
    }
    r
}

/// A callback with the environment and the thread's `JNIEnv*`: `VMStart`, `VMDeath`.
type Plain = unsafe extern "C" fn(Env, entry::Env);
/// `VMInit`
type OfThread = unsafe extern "C" fn(Env, entry::Env, JObject);
/// `ClassFileLoadHook`: class being redefined, loader, name, protection domain, length, bytes, new length, new bytes.
type OfClassFile = unsafe extern "C" fn(
    Env,
    entry::Env,
    JObject,
    JObject,
    *const c_char,
    JObject,
    i32,
    *const u8,
    *mut i32,
    *mut *mut u8,
);

/// Calls every environment that has `event` enabled.
fn send(t: &mut Scope<'_>, event: Event, mut call: impl FnMut(&mut Scope<'_>, &'static Environment, usize)) {
    for e in environment::all() {
        if let Some(callback) = e.callback(event) {
            call(t, e, callback);
        }
    }
}

fn send_plain(t: &mut Scope<'_>, event: Event) {
    send(t, event, |t, e, callback| {
        // SAFETY: the agent gave this address as the callback of an event of this form.
        let callback: Plain = unsafe { std::mem::transmute(callback) };
        // SAFETY: the arguments are as the specification says.
        call_out(t, [], |jni, []| unsafe { callback(e.env(), jni) });
    });
}

/// Java code runs, and JNI may be used: phase start, event `VMStart`.
pub fn vm_start(t: &mut Scope<'_>) {
    environment::set_phase(Phase::Start);
    send_plain(t, Event::VmStart);
}

/// The VM is complete: phase live, event `VMInit`, in which agents of `-javaagent` start.
pub fn vm_live(t: &mut Scope<'_>) {
    environment::set_phase(Phase::Live);
    send(t, Event::VmInit, |t, e, callback| {
        // SAFETY: the agent gave this address as the callback of VMInit.
        let callback: OfThread = unsafe { std::mem::transmute(callback) };
        let mut n = t.nested();
        let thread = n.handle_opt(n.thread_object(&n));
        // SAFETY: the arguments are as the specification says.
        call_out(&mut n, [thread], |jni, [thread]| unsafe { callback(e.env(), jni, thread) });
    });
}

/// The VM ends: event `VMDeath`, phase dead, and `Agent_OnUnload` of all agents.
pub fn vm_death(t: &mut Scope<'_>) {
    if DIED.swap(true, Ordering::SeqCst) {
        return;
    }
    if environment::phase() == Phase::Live {
        send_plain(t, Event::VmDeath);
    }
    environment::set_phase(Phase::Dead);
    WANTS_CLASS_FILES.store(false, Ordering::SeqCst);
    agents::unload(t);
}

/// Event `ClassFileLoadHook` for a class that is about to be defined: the class file that takes the place of `bytes`, if an
/// agent changes it. Later agents see what earlier ones have made.
#[cold]
pub fn class_file_load_hook(
    t: &mut Scope<'_>,
    loader: &'static Loader,
    bytes: &[u8],
    options: &DefineOptions<'_>,
) -> Option<Box<[u8]>> {
    if options.hidden.is_some() || !environment::START_OR_LIVE.contains(&environment::phase()) {
        return None;
    }
    let name = options.name.and_then(|n| CString::new(n).ok());
    let name = name.as_ref().map_or(std::ptr::null(), |n| n.as_ptr());
    let mut changed: Option<Box<[u8]>> = None;
    send(t, Event::ClassFileLoadHook, |t, e, callback| {
        // SAFETY: the agent gave this address as the callback of ClassFileLoadHook.
        let callback: OfClassFile = unsafe { std::mem::transmute(callback) };
        let now = changed.as_deref().unwrap_or(bytes);
        let Ok(length) = i32::try_from(now.len()) else { return };
        let (mut new_length, mut new) = (0, std::ptr::null_mut());
        let mut n = t.nested();
        let object = n.handle_opt(loader.object(&n));
        call_out(&mut n, [object, options.protection_domain], |jni, [object, domain]| {
            let none = std::ptr::null_mut();
            // SAFETY: the arguments are as the specification says; name and bytes live during the call.
            unsafe {
                callback(
                    e.env(),
                    jni,
                    none,
                    object,
                    name,
                    domain,
                    length,
                    now.as_ptr(),
                    &mut new_length,
                    &mut new,
                );
            }
        });
        if !new.is_null() {
            let length = usize::try_from(new_length).unwrap_or(0);
            // SAFETY: the agent gives so many bytes, in memory that it has from `Allocate`.
            unsafe {
                changed = Some(std::slice::from_raw_parts(new, length).into());
                libc::free(new.cast::<c_void>());
            }
        }
    });
    changed
}

/// Lets the module of a class whose file an agent has changed read the unnamed modules of boot and system loader, where the
/// agent's classes are.
#[cold]
pub fn class_was_changed(t: &mut Scope<'_>, k: KlassRef) {
    let module = modules::module_of(k);
    if !module.is_named() || !module.is_first_change() {
        return;
    }
    let mut n = t.nested();
    let Some(object) = n.handle_opt(module.object(&n)) else { return };
    let called = boot::load(&mut n, Symbol::new(b"jdk/internal/module/Modules")).and_then(|modules| {
        let args = [Value::Ref(Some(object))];
        java_call::call_static_named(&mut n, modules, "transformedByAgent", "(Ljava/lang/Module;)V", &args)
    });
    if let Err(thrown) = called {
        n.catch(thrown);
    }
}
