//! The JVM Tool Interface (JVM TI 17), as far as agents need it that transform classes when they are loaded: what the JDK's
//! `libinstrument.so`, which is `java.lang.instrument` and `-javaagent`, calls, and its close neighbours.
//!
//! What is not here says so: functions without a body answer `JVMTI_ERROR_NOT_AVAILABLE`, events that are never sent cannot be
//! enabled, and capabilities that nothing stands behind are not potential. Classes are neither retransformed nor redefined.
//!
//! | part | file |
//! |---|---|
//! | the function table | `table.rs` |
//! | environments: phases, capabilities, storage, events' switches | `environment.rs` |
//! | events, and the hook in the definition of classes | `events.rs` |
//! | agents: libraries that are loaded at start or later | `agents.rs` |
//! | bodies of the functions | `general.rs`, `classes.rs`, `modules.rs`, `properties.rs`, `search.rs` |
//!
//! The border is unsafe as that of JNI is: the specification leaves it undefined what a function does with a pointer or
//! reference that is not what its parameter says. A function is defined by [`jvmti_fn!`], which checks environment and phase.

use std::ffi::{CStr, c_char, c_void};

use gc::{Handle, NarrowRef};

use super::entry;
use super::handles::JObject;
use crate::thread::{JavaThread, Scope};

pub mod agents;
mod classes;
mod environment;
mod events;
mod general;
mod modules;
mod properties;
mod search;
mod table;

pub use environment::{get_env, native_method_prefixes, thread_ended};
pub use events::{class_file_load_hook, class_was_changed, vm_death, vm_live, vm_start, wants_class_files};
pub use properties::{boot_append, with_own as with_agent_properties};

use environment::{Environment, Phase};

macro_rules! errors {
    ($($name:ident = $number:literal $text:literal;)*) => {
        /// `jvmtiError`, success apart.
        #[allow(dead_code)] // the specification's list: some belong to functions that are not there
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(i32)]
        enum Error { $($name = $number),* }

        /// Numbers and names of all errors, for `GetErrorName`.
        const ERRORS: &[(i32, &str)] = &[(0, "JVMTI_ERROR_NONE"), $(($number, $text)),*];
    };
}

errors! {
    InvalidThread = 10 "JVMTI_ERROR_INVALID_THREAD";
    InvalidThreadGroup = 11 "JVMTI_ERROR_INVALID_THREAD_GROUP";
    InvalidPriority = 12 "JVMTI_ERROR_INVALID_PRIORITY";
    ThreadNotSuspended = 13 "JVMTI_ERROR_THREAD_NOT_SUSPENDED";
    ThreadSuspended = 14 "JVMTI_ERROR_THREAD_SUSPENDED";
    ThreadNotAlive = 15 "JVMTI_ERROR_THREAD_NOT_ALIVE";
    InvalidObject = 20 "JVMTI_ERROR_INVALID_OBJECT";
    InvalidClass = 21 "JVMTI_ERROR_INVALID_CLASS";
    ClassNotPrepared = 22 "JVMTI_ERROR_CLASS_NOT_PREPARED";
    InvalidMethodId = 23 "JVMTI_ERROR_INVALID_METHODID";
    InvalidLocation = 24 "JVMTI_ERROR_INVALID_LOCATION";
    InvalidFieldId = 25 "JVMTI_ERROR_INVALID_FIELDID";
    InvalidModule = 26 "JVMTI_ERROR_INVALID_MODULE";
    NoMoreFrames = 31 "JVMTI_ERROR_NO_MORE_FRAMES";
    OpaqueFrame = 32 "JVMTI_ERROR_OPAQUE_FRAME";
    TypeMismatch = 34 "JVMTI_ERROR_TYPE_MISMATCH";
    InvalidSlot = 35 "JVMTI_ERROR_INVALID_SLOT";
    Duplicate = 40 "JVMTI_ERROR_DUPLICATE";
    NotFound = 41 "JVMTI_ERROR_NOT_FOUND";
    InvalidMonitor = 50 "JVMTI_ERROR_INVALID_MONITOR";
    NotMonitorOwner = 51 "JVMTI_ERROR_NOT_MONITOR_OWNER";
    Interrupt = 52 "JVMTI_ERROR_INTERRUPT";
    InvalidClassFormat = 60 "JVMTI_ERROR_INVALID_CLASS_FORMAT";
    CircularClassDefinition = 61 "JVMTI_ERROR_CIRCULAR_CLASS_DEFINITION";
    FailsVerification = 62 "JVMTI_ERROR_FAILS_VERIFICATION";
    MethodAdded = 63 "JVMTI_ERROR_UNSUPPORTED_REDEFINITION_METHOD_ADDED";
    SchemaChanged = 64 "JVMTI_ERROR_UNSUPPORTED_REDEFINITION_SCHEMA_CHANGED";
    InvalidTypestate = 65 "JVMTI_ERROR_INVALID_TYPESTATE";
    HierarchyChanged = 66 "JVMTI_ERROR_UNSUPPORTED_REDEFINITION_HIERARCHY_CHANGED";
    MethodDeleted = 67 "JVMTI_ERROR_UNSUPPORTED_REDEFINITION_METHOD_DELETED";
    UnsupportedVersion = 68 "JVMTI_ERROR_UNSUPPORTED_VERSION";
    NamesDontMatch = 69 "JVMTI_ERROR_NAMES_DONT_MATCH";
    ClassModifiersChanged = 70 "JVMTI_ERROR_UNSUPPORTED_REDEFINITION_CLASS_MODIFIERS_CHANGED";
    MethodModifiersChanged = 71 "JVMTI_ERROR_UNSUPPORTED_REDEFINITION_METHOD_MODIFIERS_CHANGED";
    ClassAttributeChanged = 72 "JVMTI_ERROR_UNSUPPORTED_REDEFINITION_CLASS_ATTRIBUTE_CHANGED";
    UnmodifiableClass = 79 "JVMTI_ERROR_UNMODIFIABLE_CLASS";
    UnmodifiableModule = 80 "JVMTI_ERROR_UNMODIFIABLE_MODULE";
    NotAvailable = 98 "JVMTI_ERROR_NOT_AVAILABLE";
    MustPossessCapability = 99 "JVMTI_ERROR_MUST_POSSESS_CAPABILITY";
    NullPointer = 100 "JVMTI_ERROR_NULL_POINTER";
    AbsentInformation = 101 "JVMTI_ERROR_ABSENT_INFORMATION";
    InvalidEventType = 102 "JVMTI_ERROR_INVALID_EVENT_TYPE";
    IllegalArgument = 103 "JVMTI_ERROR_ILLEGAL_ARGUMENT";
    NativeMethod = 104 "JVMTI_ERROR_NATIVE_METHOD";
    ClassLoaderUnsupported = 106 "JVMTI_ERROR_CLASS_LOADER_UNSUPPORTED";
    OutOfMemory = 110 "JVMTI_ERROR_OUT_OF_MEMORY";
    AccessDenied = 111 "JVMTI_ERROR_ACCESS_DENIED";
    WrongPhase = 112 "JVMTI_ERROR_WRONG_PHASE";
    Internal = 113 "JVMTI_ERROR_INTERNAL";
    UnattachedThread = 115 "JVMTI_ERROR_UNATTACHED_THREAD";
    InvalidEnvironment = 116 "JVMTI_ERROR_INVALID_ENVIRONMENT";
}

/// What a function's body answers.
type Answer = Result<(), Error>;

/// The `jvmtiError` of an answer.
fn code(answer: Answer) -> i32 {
    answer.map_or_else(|e| e as i32, |()| 0)
}

/// The `jvmtiEnv*` that an agent passes.
type Env = *mut c_void;

/// A C string (modified UTF-8) given by an agent.
#[derive(Clone, Copy)]
#[repr(transparent)]
struct Text(*const c_char);

impl Text {
    /// The bytes without the terminator.
    ///
    /// # Errors
    /// NullPointer
    fn bytes<'a>(self) -> Result<&'a [u8], Error> {
        if self.0.is_null() {
            return Err(Error::NullPointer);
        }
        // SAFETY: the agent gives a C string that lives during the call (module's head).
        Ok(unsafe { CStr::from_ptr(self.0) }.to_bytes())
    }

    /// The text, which is a path, a key or a value.
    ///
    /// # Errors
    /// NullPointer
    fn text(self) -> Result<String, Error> {
        self.bytes().map(|b| String::from_utf8_lossy(b).into_owned())
    }
}

/// Room for an answer, given by an agent.
#[repr(transparent)]
struct Out<T>(*mut T);

impl<T> Clone for Out<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Out<T> {}

impl<T> Out<T> {
    /// # Errors
    /// NullPointer
    fn check(self) -> Answer {
        if self.0.is_null() { Err(Error::NullPointer) } else { Ok(()) }
    }

    /// # Errors
    /// NullPointer
    fn set(self, value: T) -> Answer {
        self.check()?;
        // SAFETY: the agent gives room for the answer (module's head). It may lie anywhere.
        unsafe { self.0.write_unaligned(value) };
        Ok(())
    }
}

/// A reference given by an agent.
#[derive(Clone, Copy)]
#[repr(transparent)]
struct Ref(JObject);

impl Ref {
    /// The object; `None` for null.
    fn get<'s>(self, t: &Scope<'s>) -> Option<Handle<'s>> {
        // SAFETY: agents give valid references (module's head).
        unsafe { t.from_jni(self.0) }
    }
}

/// Memory for an agent, which gives it back by `Deallocate`.
///
/// # Errors
/// OutOfMemory
fn allocate(bytes: usize) -> Result<*mut c_void, Error> {
    // SAFETY: any size may be asked for.
    let p = unsafe { libc::malloc(bytes.max(1)) };
    if p.is_null() { Err(Error::OutOfMemory) } else { Ok(p) }
}

/// A copy of `items` for an agent.
///
/// # Errors
/// OutOfMemory
fn allocate_array<T: Copy>(items: &[T]) -> Result<*mut T, Error> {
    let p = allocate(size_of_val(items))?.cast::<T>();
    // SAFETY: just allocated, large enough, aligned for everything.
    unsafe { p.copy_from_nonoverlapping(items.as_ptr(), items.len()) };
    Ok(p)
}

/// `text` as a C string for an agent.
///
/// # Errors
/// OutOfMemory
fn allocate_text(text: &str) -> Result<*mut c_char, Error> {
    let mut bytes = text.as_bytes().to_vec();
    bytes.push(0);
    Ok(allocate_array(&bytes)?.cast())
}

/// Checks environment and phase, then runs `f`.
///
/// # Safety
/// `env` must be a `jvmtiEnv*`, or at least readable.
unsafe fn enter(env: Env, phases: &[Phase], f: impl FnOnce(&'static Environment) -> Answer) -> i32 {
    code(environment::find(env, phases).and_then(f))
}

/// [`enter`] for what needs the calling thread, which is in native code, in the VM.
///
/// # Safety
/// As for [`enter`].
unsafe fn enter_vm(
    env: Env,
    phases: &[Phase],
    f: impl for<'s> FnOnce(&'static Environment, &mut Scope<'s>) -> Answer,
) -> i32 {
    code(environment::find(env, phases).and_then(|e| {
        let thread = JavaThread::try_current().ok_or(Error::UnattachedThread)?;
        // SAFETY: the calling thread's own environment.
        unsafe { entry::enter(thread.env(), |t| f(e, t)) }
    }))
}

/// As [`enter_vm`] for what gives references: they become local references of the calling native frame, and are handed to
/// `done`. The last that `f` does is to read them.
///
/// # Safety
/// As for [`enter`].
unsafe fn enter_for_references(
    env: Env,
    phases: &[Phase],
    f: impl for<'s> FnOnce(&mut Scope<'s>) -> Result<Vec<NarrowRef>, Error>,
    done: impl FnOnce(&[JObject]) -> Answer,
) -> i32 {
    code(environment::find(env, phases).and_then(|_| {
        let thread = JavaThread::try_current().ok_or(Error::UnattachedThread)?;
        thread.native_to_vm();
        let found = {
            // SAFETY: the thread has just entered the VM; native code holds no token.
            let mut scope = unsafe { Scope::attach(thread) };
            f(&mut scope)
        };
        // the scope is closed, and nothing has collected since the references were read
        let refs = found.map(|all| all.iter().map(|n| entry::new_local(thread, *n)).collect::<Vec<_>>());
        thread.vm_to_native();
        done(&refs?)
    }))
}

/// Defines functions of JVM TI that may be called in the given phases.
///
/// - `fn f(e, a: T) in PHASES { .. }`: the body runs on any thread, in native code;
/// - `fn f(e, t; a: T) in PHASES { .. }`: the thread must be attached, the body runs in the VM.
macro_rules! jvmti_fn {
    () => {};
    ($(#[$m:meta])* fn $name:ident($e:ident, $t:ident; $($a:ident : $ty:ty),* $(,)?) in $phases:ident $body:block $($rest:tt)*) => {
        $(#[$m])*
        pub(super) unsafe extern "C" fn $name(env: $crate::native::jvmti::Env $(, $a: $ty)*) -> i32 {
            fn body(
                $e: &'static $crate::native::jvmti::environment::Environment,
                $t: &mut $crate::thread::Scope<'_>
                $(, $a: $ty)*
            ) -> $crate::native::jvmti::Answer $body
            // SAFETY: the agent passes its jvmtiEnv*.
            unsafe {
                $crate::native::jvmti::enter_vm(env, $crate::native::jvmti::environment::$phases, |e, t| body(e, t $(, $a)*))
            }
        }
        jvmti_fn! { $($rest)* }
    };
    ($(#[$m:meta])* fn $name:ident($e:ident $(, $a:ident : $ty:ty)* $(,)?) in $phases:ident $body:block $($rest:tt)*) => {
        $(#[$m])*
        pub(super) unsafe extern "C" fn $name(env: $crate::native::jvmti::Env $(, $a: $ty)*) -> i32 {
            fn body(
                $e: &'static $crate::native::jvmti::environment::Environment $(, $a: $ty)*
            ) -> $crate::native::jvmti::Answer $body
            // SAFETY: the agent passes its jvmtiEnv*.
            unsafe {
                $crate::native::jvmti::enter(env, $crate::native::jvmti::environment::$phases, |e| body(e $(, $a)*))
            }
        }
        jvmti_fn! { $($rest)* }
    };
}
use jvmti_fn;
