//! The invocation API (JNI specification, chapter 5): what an embedding program, such as the JDK's
//! launcher, calls to create a VM and to attach its threads.

use std::ffi::{CStr, c_char, c_void};
use std::sync::atomic::{AtomicU32, Ordering};

use super::{CreateError, create_vm};
use crate::native::handles::JObject;
use crate::native::jvmti;
use crate::options::VmOption;
use crate::thread::{JavaThread, lifecycle, vm_exit};

const JNI_OK: i32 = 0;
const JNI_ERR: i32 = -1;
const JNI_EDETACHED: i32 = -2;
const JNI_EVERSION: i32 = -3;
const JNI_ENOMEM: i32 = -4;
const JNI_EEXIST: i32 = -5;

const JNI_VERSION_1_1: i32 = 0x0001_0001;
const JNI_VERSION_1_2: i32 = 0x0001_0002;
/// 1.2, 1.4, 1.6, 1.8, 9, 10
const VERSIONS: [i32; 6] = [JNI_VERSION_1_2, 0x0001_0004, 0x0001_0006, 0x0001_0008, 0x0009_0000, 0x000a_0000];

#[repr(C)]
pub struct JavaVmOption {
    option_string: *const c_char,
    extra_info: *mut c_void,
}

#[repr(C)]
pub struct JavaVmInitArgs {
    version: i32,
    count: i32,
    options: *const JavaVmOption,
    ignore_unrecognized: u8,
}

#[repr(C)]
pub struct JavaVmAttachArgs {
    version: i32,
    name: *const c_char,
    group: JObject,
}

/// `JDK1_1InitArgs` as far as it is used: the launcher asks for the default stack size with it.
#[repr(C)]
pub struct InitArgs11 {
    version: i32,
    properties: *mut *mut c_char,
    check_source: i32,
    native_stack_size: i32,
    java_stack_size: i32,
}

/// `struct JNIInvokeInterface_`
#[repr(C)]
struct InvokeInterface {
    reserved: [usize; 3],
    destroy_java_vm: unsafe extern "C" fn(*mut c_void) -> i32,
    attach_current_thread:
        unsafe extern "C" fn(*mut c_void, *mut *mut c_void, *const JavaVmAttachArgs) -> i32,
    detach_current_thread: unsafe extern "C" fn(*mut c_void) -> i32,
    get_env: unsafe extern "C" fn(*mut c_void, *mut *mut c_void, i32) -> i32,
    attach_as_daemon: unsafe extern "C" fn(*mut c_void, *mut *mut c_void, *const JavaVmAttachArgs) -> i32,
}

static INTERFACE: InvokeInterface = InvokeInterface {
    reserved: [0; 3],
    destroy_java_vm,
    attach_current_thread,
    detach_current_thread,
    get_env,
    attach_as_daemon: attach_current_thread_as_daemon,
};

/// `struct JavaVM_`
#[repr(transparent)]
struct JavaVm(&'static InvokeInterface);

static JAVA_VM: JavaVm = JavaVm(&INTERFACE);

/// The one `JavaVM*`.
pub fn java_vm() -> *mut c_void {
    (&raw const JAVA_VM).cast_mut().cast()
}

/// Native stack that the launcher gives the main thread unless `-Xss` says otherwise: as for other
/// threads, more than the interpreter stack.
const MAIN_STACK: i32 = 2 << 20;

const NOT_CREATED: u32 = 0;
const IN_PROGRESS: u32 = 1;
const COMPLETE: u32 = 2;
/// Destroyed, or failed in such a way that a second VM cannot be made in this process.
const SPENT: u32 = 3;

static STATE: AtomicU32 = AtomicU32::new(NOT_CREATED);

fn exists() -> bool {
    // Acquire: pairs with the release when the VM is complete.
    matches!(STATE.load(Ordering::Acquire), IN_PROGRESS | COMPLETE)
}

/// Fills in the default arguments; in practice it tells the launcher the default stack size.
///
/// # Safety
/// `args` must point to a `JavaVMInitArgs`, or for version 1.1 to a `JDK1_1InitArgs`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn JNI_GetDefaultJavaVMInitArgs(args: *mut InitArgs11) -> i32 {
    // SAFETY: by the caller's promise.
    unsafe {
        match (*args).version {
            JNI_VERSION_1_1 => {
                (*args).version = JNI_VERSION_1_2;
                (*args).java_stack_size = MAIN_STACK;
                JNI_ERR
            }
            v if VERSIONS.contains(&v) => JNI_OK,
            _ => JNI_ERR,
        }
    }
}

/// Stores the VM's address, if there is a VM, and how many there are.
///
/// # Safety
/// `buffer` must have room for `length` addresses; `count` may be null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn JNI_GetCreatedJavaVMs(
    buffer: *mut *mut c_void,
    length: i32,
    count: *mut i32,
) -> i32 {
    // Acquire: as in `exists`.
    let n = i32::from(STATE.load(Ordering::Acquire) == COMPLETE);
    // SAFETY: by the caller's promise.
    unsafe {
        if n == 1 && length > 0 {
            buffer.write(java_vm());
        }
        if !count.is_null() {
            count.write(n);
        }
    }
    JNI_OK
}

/// Creates the VM; the calling thread becomes its main thread.
///
/// # Safety
/// `vm` and `env` must be valid for a pointer each, `args` must point to a `JavaVMInitArgs`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn JNI_CreateJavaVM(
    vm: *mut *mut c_void,
    env: *mut *mut c_void,
    args: *const JavaVmInitArgs,
) -> i32 {
    // AcqRel: one creator at a time.
    match STATE.compare_exchange(NOT_CREATED, IN_PROGRESS, Ordering::AcqRel, Ordering::Acquire) {
        Ok(_) => {}
        Err(SPENT) => return JNI_ERR,
        Err(_) => return JNI_EEXIST,
    }
    // SAFETY: by the caller's promise.
    unsafe {
        let failure = if !VERSIONS.contains(&(*args).version) {
            JNI_EVERSION
        } else {
            match create_vm(&options_of(&*args), (*args).ignore_unrecognized != 0) {
                Ok(thread) => {
                    vm.write(java_vm());
                    env.write(thread.env());
                    // Release: the VM is visible to who sees that it is complete.
                    STATE.store(COMPLETE, Ordering::Release);
                    return JNI_OK;
                }
                Err(CreateError::Refused) => JNI_ERR,
                Err(CreateError::NoMemory) => JNI_ENOMEM,
            }
        };
        vm.write(std::ptr::null_mut());
        env.write(std::ptr::null_mut());
        // Release: nothing is left of the attempt unless the VM had been installed.
        let next = if crate::vm::try_vm().is_none() { NOT_CREATED } else { SPENT };
        STATE.store(next, Ordering::Release);
        failure
    }
}

/// # Safety
/// The options must be as the JNI specification says.
unsafe fn options_of(args: &JavaVmInitArgs) -> Vec<VmOption> {
    (0..args.count.max(0) as usize)
        .map(|i| {
            // SAFETY: `count` options lie there, each with a C string.
            unsafe {
                let o = &*args.options.add(i);
                let text = CStr::from_ptr(o.option_string).to_string_lossy().into_owned();
                VmOption { text, extra: o.extra_info as usize }
            }
        })
        .collect()
}

/// `DestroyJavaVM`: waits for the other non-daemon threads to end, then ends the VM.
unsafe extern "C" fn destroy_java_vm(_vm: *mut c_void) -> i32 {
    if !exists() {
        return JNI_ERR;
    }
    let thread = match JavaThread::try_current() {
        Some(t) => t,
        None => match lifecycle::attach(Some("DestroyJavaVM"), |_| None, false) {
            Some(t) => t,
            None => return JNI_ERR,
        },
    };
    vm_exit::destroy(thread);
    // Release: as in JNI_CreateJavaVM.
    STATE.store(SPENT, Ordering::Release);
    JNI_OK
}

/// # Safety
/// As the functions of the interface.
unsafe fn attach(env: *mut *mut c_void, args: *const JavaVmAttachArgs, daemon: bool) -> i32 {
    if !exists() {
        return JNI_ERR;
    }
    // SAFETY: by the caller's promise: null, or the structure with a C string or null for the name.
    let (name, group) = unsafe {
        match args.as_ref() {
            Some(a) if VERSIONS.contains(&a.version) => {
                let name = (!a.name.is_null()).then(|| CStr::from_ptr(a.name).to_string_lossy().into_owned());
                (name, a.group)
            }
            _ => (None, std::ptr::null_mut()),
        }
    };
    let thread = match JavaThread::try_current() {
        Some(t) => Some(t),
        // SAFETY: the group is null or a valid global reference, which does not depend on a thread.
        None => lifecycle::attach(
            name.as_deref(),
            |t| unsafe { t.from_jni(group) }.map(|h| t.handle(h.get(t))),
            daemon,
        ),
    };
    match thread {
        Some(t) => {
            // SAFETY: by the caller's promise.
            unsafe { env.write(t.env()) };
            JNI_OK
        }
        None => JNI_ERR,
    }
}

/// `AttachCurrentThread`; nothing happens when the thread is attached already.
unsafe extern "C" fn attach_current_thread(
    _vm: *mut c_void,
    env: *mut *mut c_void,
    args: *const JavaVmAttachArgs,
) -> i32 {
    // SAFETY: by the caller's promise.
    unsafe { attach(env, args, false) }
}

/// `AttachCurrentThreadAsDaemon`
unsafe extern "C" fn attach_current_thread_as_daemon(
    _vm: *mut c_void,
    env: *mut *mut c_void,
    args: *const JavaVmAttachArgs,
) -> i32 {
    // SAFETY: by the caller's promise.
    unsafe { attach(env, args, true) }
}

/// `DetachCurrentThread`: refused while Java methods are active on the thread.
unsafe extern "C" fn detach_current_thread(_vm: *mut c_void) -> i32 {
    if !exists() {
        return JNI_ERR;
    }
    match JavaThread::try_current() {
        None => JNI_OK,
        Some(t) if !t.ctx.frame.get().is_null() => JNI_ERR,
        Some(t) => {
            lifecycle::detach(t);
            JNI_OK
        }
    }
}

/// `GetEnv`: the thread's `JNIEnv*`, or a new `jvmtiEnv*`, for which the thread need not be attached.
unsafe extern "C" fn get_env(_vm: *mut c_void, env: *mut *mut c_void, version: i32) -> i32 {
    let tools = if exists() { jvmti::get_env(version) } else { None };
    let (value, answer) = match (tools, JavaThread::try_current()) {
        (Some(tools), _) => tools,
        (None, Some(t)) if exists() => {
            if version == JNI_VERSION_1_1 || VERSIONS.contains(&version) {
                (t.env(), JNI_OK)
            } else {
                (std::ptr::null_mut(), JNI_EVERSION)
            }
        }
        _ => (std::ptr::null_mut(), JNI_EDETACHED),
    };
    // SAFETY: by the caller's promise.
    unsafe { env.write(value) };
    answer
}
