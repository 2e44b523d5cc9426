//! Environments (JVM TI, "Environments", "Capabilities", "Phases"): one for each `GetEnv` that asks for JVM TI.
//!
//! An environment that has been disposed of is forgotten but not freed: another thread may be in one of its callbacks.

use std::ffi::c_void;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, AtomicU64, Ordering};

use parking_lot::{Mutex, RwLock};

use super::{Answer, Env, Error, Out, Ref, jvmti_fn, table};
use crate::native::handles::JObject;
use crate::symbol::FxMap;
use crate::thread::{JavaThread, Scope};
use crate::well_known::f;

/// `jvmtiPhase`
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(i32)]
pub enum Phase {
    OnLoad = 1,
    Primordial = 2,
    Start = 6,
    Live = 4,
    Dead = 8,
}

/// Phases in which functions may be called.
pub(super) const ANY: &[Phase] = &[Phase::OnLoad, Phase::Primordial, Phase::Start, Phase::Live, Phase::Dead];
pub(super) const ON_LOAD: &[Phase] = &[Phase::OnLoad];
pub(super) const ON_LOAD_OR_LIVE: &[Phase] = &[Phase::OnLoad, Phase::Live];
pub(super) const START_OR_LIVE: &[Phase] = &[Phase::Start, Phase::Live];
pub(super) const LIVE: &[Phase] = &[Phase::Live];

/// SeqCst for simplicity: it changes a few times in a process.
static PHASE: AtomicI32 = AtomicI32::new(Phase::Primordial as i32);

pub(super) fn phase() -> Phase {
    let now = PHASE.load(Ordering::SeqCst);
    ANY.iter().copied().find(|p| *p as i32 == now).expect("only phases are stored")
}

pub(super) fn set_phase(phase: Phase) {
    PHASE.store(phase as i32, Ordering::SeqCst);
}

/// A set of `jvmtiCapabilities`: one bit each, in the structure's order.
pub(super) type Capabilities = u128;

/// Capability 26, `can_generate_all_class_hook_events`: classes of the boot loader are hooked as well, which is always so.
const ALL_CLASS_HOOK_EVENTS: Capabilities = 1 << 26;
/// Capability 36, `can_set_native_method_prefix`.
const NATIVE_METHOD_PREFIX: Capabilities = 1 << 36;
/// What agents may ask for.
const POTENTIAL: Capabilities = ALL_CLASS_HOOK_EVENTS | NATIVE_METHOD_PREFIX;

/// Number of the first event, which has the first place in `jvmtiEventCallbacks`.
const FIRST_EVENT: i32 = 50;
/// Places in `jvmtiEventCallbacks`.
const EVENTS: usize = 37;
/// Last number of an event.
const LAST_EVENT: i32 = FIRST_EVENT + EVENTS as i32 - 1;

/// Events that are sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(i32)]
pub(super) enum Event {
    VmInit = 50,
    VmDeath = 51,
    ClassFileLoadHook = 54,
    VmStart = 57,
}

const SENT: [Event; 4] = [Event::VmInit, Event::VmDeath, Event::ClassFileLoadHook, Event::VmStart];

impl Event {
    fn place(self) -> usize {
        (self as i32 - FIRST_EVENT) as usize
    }
}

/// What is behind a `jvmtiEnv*`.
#[repr(C)]
pub(super) struct Environment {
    /// Read by agents: must be first.
    functions: *const (),
    storage: AtomicPtr<c_void>,
    /// Data of threads, by their structure's address.
    thread_storage: Mutex<FxMap<usize, usize>>,
    capabilities: Mutex<Capabilities>,
    /// Capabilities have been refused to it, and it has asked for none since.
    was_refused: AtomicBool,
    callbacks: RwLock<[usize; EVENTS]>,
    /// One bit for each enabled event, by its place.
    enabled: AtomicU64,
    /// What agents put in front of the names of native methods that they wrap.
    prefixes: RwLock<Vec<Vec<u8>>>,
}

// SAFETY: the pointer is to a table that never changes; all else is atomic or locked.
unsafe impl Sync for Environment {}
// SAFETY: as above.
unsafe impl Send for Environment {}

static ENVIRONMENTS: RwLock<Vec<&'static Environment>> = RwLock::new(Vec::new());

/// All environments, in the order in which they were made.
pub(super) fn all() -> Vec<&'static Environment> {
    ENVIRONMENTS.read().clone()
}

/// The environment of a `jvmtiEnv*`, in one of `phases`.
///
/// # Errors
/// InvalidEnvironment, WrongPhase
pub(super) fn find(env: Env, phases: &[Phase]) -> Result<&'static Environment, Error> {
    let known =
        ENVIRONMENTS.read().iter().copied().find(|e| std::ptr::from_ref::<Environment>(e) == env.cast());
    let environment = known.ok_or(Error::InvalidEnvironment)?;
    if phases.contains(&phase()) { Ok(environment) } else { Err(Error::WrongPhase) }
}

const JNI_OK: i32 = 0;
const JNI_EDETACHED: i32 = -2;
const JNI_EVERSION: i32 = -3;

/// `JVMTI_VERSION_INTERFACE_JVMTI` and its mask.
const INTERFACE: i32 = 0x3000_0000;
const INTERFACE_MASK: i32 = 0x7000_0000;

/// `GetEnv` of the invocation API, when `version` asks for JVM TI: a new environment and a status; else `None`.
pub fn get_env(version: i32) -> Option<(*mut c_void, i32)> {
    if version & INTERFACE_MASK != INTERFACE {
        return None;
    }
    let (major, minor) = ((version & 0x0fff_0000) >> 16, (version & 0xff00) >> 8);
    // from 13 on minor versions do not count
    let known = matches!((major, minor), (1, 0..=2) | (9 | 11, 0) | (13..=17, _));
    Some(match phase() {
        _ if !known => (std::ptr::null_mut(), JNI_EVERSION),
        Phase::OnLoad | Phase::Live => (std::ptr::from_ref(create()).cast_mut().cast(), JNI_OK),
        _ => (std::ptr::null_mut(), JNI_EDETACHED),
    })
}

fn create() -> &'static Environment {
    let environment: &'static Environment = Box::leak(Box::new(Environment {
        functions: table::FUNCTIONS.address(),
        storage: AtomicPtr::default(),
        thread_storage: Mutex::default(),
        capabilities: Mutex::default(),
        was_refused: AtomicBool::default(),
        callbacks: RwLock::new([0; EVENTS]),
        enabled: AtomicU64::default(),
        prefixes: RwLock::default(),
    }));
    ENVIRONMENTS.write().push(environment);
    environment
}

/// Forgets what agents keep for a thread that ends.
pub fn thread_ended(thread: &JavaThread) {
    for e in ENVIRONMENTS.read().iter() {
        e.thread_storage.lock().remove(&(std::ptr::from_ref(thread) as usize));
    }
}

/// What agents put in front of the names of native methods, in the order in which it was said.
pub fn native_method_prefixes() -> Vec<Vec<u8>> {
    ENVIRONMENTS.read().iter().flat_map(|e| e.prefixes.read().clone()).collect()
}

impl Environment {
    pub(super) fn env(&'static self) -> Env {
        std::ptr::from_ref(self).cast_mut().cast()
    }

    /// The callback of `event` when it is enabled and there is one.
    pub(super) fn callback(&self, event: Event) -> Option<usize> {
        // Relaxed: whoever enables an event does not wait for it.
        let enabled = self.enabled.load(Ordering::Relaxed) & 1 << event.place() != 0;
        let callback = self.callbacks.read()[event.place()];
        (enabled && callback != 0).then_some(callback)
    }

    fn forget(&'static self) {
        ENVIRONMENTS.write().retain(|e| !std::ptr::eq(*e, self));
        super::events::switches_changed();
    }
}

/// Whether an environment has `event` enabled.
pub(super) fn is_enabled(event: Event) -> bool {
    ENVIRONMENTS.read().iter().any(|e| e.callback(event).is_some())
}

/// The structure of a thread that an agent names; the calling one for null.
fn thread_of(t: &Scope<'_>, thread: Ref) -> Result<usize, Error> {
    let Some(object) = thread.get(t) else {
        return if thread.0.is_null() {
            Ok(std::ptr::from_ref(t.thread()) as usize)
        } else {
            Err(Error::InvalidThread)
        };
    };
    match f::Thread::eetop.get(object.get(t)) {
        0 => Err(Error::ThreadNotAlive),
        address => Ok(address as usize),
    }
}

jvmti_fn! {
    /// `DisposeEnvironment`. The JDK's `libinstrument.so` disposes of an environment to which the capability to retransform
    /// has been refused and states then, aloud, that the answer must be NotAvailable: so it is.
    fn dispose(e) in ANY {
        e.forget();
        if e.was_refused.load(Ordering::SeqCst) { Err(Error::NotAvailable) } else { Ok(()) }
    }

    /// `GetEnvironmentLocalStorage`
    fn get_storage(e, data: Out<*mut c_void>) in ANY {
        data.set(e.storage.load(Ordering::Acquire))
    }

    /// `SetEnvironmentLocalStorage`
    fn set_storage(e, data: *mut c_void) in ANY {
        e.storage.store(data, Ordering::Release);
        Ok(())
    }

    /// `GetThreadLocalStorage`
    fn get_thread_storage(e, t; thread: JObject, data: Out<*mut c_void>) in START_OR_LIVE {
        let thread = thread_of(t, Ref(thread))?;
        let found = e.thread_storage.lock().get(&thread).copied().unwrap_or(0);
        data.set(found as *mut c_void)
    }

    /// `SetThreadLocalStorage`
    fn set_thread_storage(e, t; thread: JObject, data: *mut c_void) in START_OR_LIVE {
        let thread = thread_of(t, Ref(thread))?;
        let mut all = e.thread_storage.lock();
        if data.is_null() {
            all.remove(&thread);
        } else {
            all.insert(thread, data as usize);
        }
        Ok(())
    }

    /// `GetPhase`
    fn get_phase(_e, phase_now: Out<i32>) in ANY {
        phase_now.set(phase() as i32)
    }

    /// `GetPotentialCapabilities`
    fn get_potential_capabilities(_e, capabilities: Out<Capabilities>) in ON_LOAD_OR_LIVE {
        capabilities.set(POTENTIAL)
    }

    /// `GetCapabilities`
    fn get_capabilities(e, capabilities: Out<Capabilities>) in ANY {
        capabilities.set(*e.capabilities.lock())
    }

    /// `AddCapabilities`
    fn add_capabilities(e, capabilities: *const Capabilities) in ON_LOAD_OR_LIVE {
        let wanted = read(capabilities)?;
        let refused = wanted & !POTENTIAL != 0;
        e.was_refused.store(refused, Ordering::SeqCst);
        if refused {
            return Err(Error::NotAvailable);
        }
        *e.capabilities.lock() |= wanted;
        Ok(())
    }

    /// `RelinquishCapabilities`
    fn relinquish_capabilities(e, capabilities: *const Capabilities) in ON_LOAD_OR_LIVE {
        let given_back = read(capabilities)?;
        *e.capabilities.lock() &= !given_back;
        Ok(())
    }

    /// `SetEventCallbacks`: `size` bytes of a `jvmtiEventCallbacks`; null for none.
    fn set_event_callbacks(e, callbacks: *const usize, size: i32) in ON_LOAD_OR_LIVE {
        let bytes = usize::try_from(size).map_err(|_| Error::IllegalArgument)?;
        let mut all = [0; EVENTS];
        if !callbacks.is_null() {
            let count = (bytes / size_of::<usize>()).min(EVENTS);
            // SAFETY: the agent gives a structure of this size (module `jvmti`).
            unsafe { all.as_mut_ptr().copy_from_nonoverlapping(callbacks, count) };
        }
        *e.callbacks.write() = all;
        super::events::switches_changed();
        Ok(())
    }

    /// `SetNativeMethodPrefix`; null for none.
    fn set_native_method_prefix(e, prefix: super::Text) in ANY {
        let prefixes = if prefix.0.is_null() { Vec::new() } else { vec![prefix.bytes()?.to_vec()] };
        set_prefixes(e, prefixes)
    }

    /// `SetNativeMethodPrefixes`
    fn set_native_method_prefixes(e, count: i32, prefixes: *const super::Text) in ANY {
        let count = usize::try_from(count).map_err(|_| Error::IllegalArgument)?;
        if prefixes.is_null() {
            return Err(Error::NullPointer);
        }
        // SAFETY: the agent gives so many C strings (module `jvmti`).
        let all = (0..count).map(|i| unsafe { *prefixes.add(i) }.bytes().map(<[u8]>::to_vec));
        let all = all.collect::<Result<Vec<_>, Error>>()?;
        set_prefixes(e, all)
    }
}

fn set_prefixes(e: &Environment, prefixes: Vec<Vec<u8>>) -> Answer {
    if *e.capabilities.lock() & NATIVE_METHOD_PREFIX == 0 {
        return Err(Error::MustPossessCapability);
    }
    *e.prefixes.write() = prefixes;
    Ok(())
}

fn read(capabilities: *const Capabilities) -> Result<Capabilities, Error> {
    if capabilities.is_null() {
        return Err(Error::NullPointer);
    }
    // SAFETY: the agent gives a jvmtiCapabilities, which is aligned for its words only.
    Ok(unsafe { capabilities.read_unaligned() })
}

/// `SetEventNotificationMode` (variadic in C, without a use of the further arguments).
pub(super) unsafe extern "C" fn set_event_notification_mode(
    env: Env,
    mode: i32,
    event: i32,
    thread: JObject,
) -> i32 {
    // SAFETY: the agent passes its jvmtiEnv*.
    unsafe { super::enter(env, ON_LOAD_OR_LIVE, |e| switch_event(e, mode, event, thread)) }
}

/// Events are enabled for all threads or for none.
fn switch_event(e: &Environment, mode: i32, event: i32, thread: JObject) -> Answer {
    if !(0..=1).contains(&mode) {
        return Err(Error::IllegalArgument);
    }
    if !(FIRST_EVENT..=LAST_EVENT).contains(&event) {
        return Err(Error::InvalidEventType);
    }
    let place = (event - FIRST_EVENT) as u32;
    if mode == 0 && thread.is_null() {
        // whatever is not sent is disabled
        e.enabled.fetch_and(!(1 << place), Ordering::SeqCst);
    } else if !thread.is_null() || !SENT.iter().any(|s| *s as i32 == event) {
        return Err(Error::NotAvailable);
    } else {
        e.enabled.fetch_or(1 << place, Ordering::SeqCst);
    }
    super::events::switches_changed();
    Ok(())
}
