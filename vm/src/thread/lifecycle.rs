//! Starting, attaching and ending threads.

use std::sync::atomic::Ordering;
use std::sync::{OnceLock, mpsc};

use gc::Handle;

use super::registry::{self, Locked};
use super::{JResult, JavaThread, Scope, ThreadState, Thrown, Value, monitor, native, status};
use crate::fatal::fatal;
use crate::loader::data::RefSlot;
use crate::native::jvmti;
use crate::runtime::{alloc, java_call, strings};
use crate::well_known::{Wk, f};

/// Message of the OutOfMemoryError when the system has no thread.
pub const NO_NATIVE_THREAD: &str =
    "unable to create native thread: possibly out of memory or process/resource limits reached";
/// Smallest native stack of a Java thread. Java's own frames lie on the interpreter stack, but each call
/// from native code into Java takes some kilobytes of the native one. Only what is used is committed.
const MIN_NATIVE_STACK: usize = 2 << 20;
/// `Thread.NORM_PRIORITY`
const NORM_PRIORITY: i32 = 5;
/// Priority of the VM's threads that Java sees.
const DAEMON_PRIORITY: i32 = 9;

/// The `main` thread group, in which attached threads are by default.
static MAIN_GROUP: OnceLock<RefSlot> = OnceLock::new();

pub fn set_main_group(group: RefSlot) {
    let _ = MAIN_GROUP.set(group);
}

/// The `main` thread group.
///
/// # Panics
/// Before it is made.
pub fn main_group<'s>(t: &Scope<'s>) -> Handle<'s> {
    t.handle(MAIN_GROUP.get().and_then(|g| g.get(t)).expect("the main thread group exists"))
}

/// The `system` thread group, parent of the `main` one.
pub fn system_group<'s>(t: &Scope<'s>) -> Handle<'s> {
    let parent = f::ThreadGroup::parent.get(main_group(t).get(t));
    t.handle(parent.expect("the main thread group has a parent"))
}

/// Attaches the calling thread without a `java.lang.Thread`, in state native.
///
/// # Errors
/// The kernel's error when the thread's stack cannot be reserved.
pub fn attach_bare(stack_size: usize, daemon: bool) -> std::io::Result<&'static JavaThread> {
    let mut list = registry::lock_unattached();
    let thread = list.create(stack_size)?;
    thread.bind();
    // Relaxed: published by the list's lock.
    thread.state.store(ThreadState::InNative as u32, Ordering::Relaxed);
    list.register(thread, daemon);
    Ok(thread)
}

/// As [`attach_bare`] for a thread of the VM that management does not show.
fn attach_hidden() -> std::io::Result<&'static JavaThread> {
    let mut list = registry::lock_unattached();
    let thread = list.create(0)?;
    thread.bind();
    // Relaxed: published by the list's lock.
    thread.state.store(ThreadState::InNative as u32, Ordering::Relaxed);
    thread.hidden.store(true, Ordering::Relaxed);
    list.register(thread, true);
    Ok(thread)
}

/// Starts a daemon thread of the VM in thread group `system` that management does not show. It inherits nothing
/// from the calling thread, which must be in state native or blocked. False when the system has no memory for it.
pub fn start_hidden(name: &'static str, body: Body) -> bool {
    let (ready, answer) = mpsc::channel();
    let run = move || {
        let _guard = NoUnwinding;
        // whoever waits sees the sender gone
        let Ok(thread) = attach_hidden() else { return };
        in_vm(thread, |t| {
            native::set_name(name);
            let group = system_group(t);
            let made = make_object(t, group, Some(name), true);
            // nobody waits when the VM ends
            let _ = ready.send(made.is_ok());
            match made {
                Ok(()) => body(t),
                Err(thrown) => drop(t.catch(thrown)),
            }
        });
        detach_bare(thread);
    };
    std::thread::Builder::new().stack_size(MIN_NATIVE_STACK).spawn(run).is_ok() && answer.recv() == Ok(true)
}

/// Detaches the calling thread, which is in state native and whose `java.lang.Thread`, if it has one,
/// has been told.
pub fn detach_bare(thread: &'static JavaThread) {
    debug_assert!(thread.state() == ThreadState::InNative);
    jvmti::thread_ended(thread);
    thread.unbind();
    registry::lock_unattached().unregister(thread);
}

/// Runs `f` with the token of the calling thread, which is in state native.
pub fn in_vm<R>(thread: &'static JavaThread, f: impl for<'s> FnOnce(&mut Scope<'s>) -> R) -> R {
    debug_assert!(std::ptr::eq(JavaThread::current(), thread));
    thread.native_to_vm();
    let r = {
        // SAFETY: the calling thread's, which has just entered the VM; native code holds no token.
        let mut scope = unsafe { Scope::attach(thread) };
        f(&mut scope)
    };
    thread.vm_to_native();
    r
}

/// Ties `object`, a `java.lang.Thread`, and `thread` together.
fn bind_object(t: &Scope<'_>, thread: &JavaThread, object: Handle<'_>) {
    thread.object.set(object.narrow());
    f::Thread::eetop.set(object.get(t), std::ptr::from_ref(thread) as i64);
}

/// `Thread.start0`.
///
/// # Errors
/// IllegalThreadStateException when it has been started; OutOfMemoryError when the system has no
/// thread for it.
pub fn start(t: &mut Scope<'_>, object: Handle<'_>) -> JResult<()> {
    start_internal(t, object, run)
}

/// What a thread of the VM does before it ends.
pub type Body = fn(&mut Scope<'_>);

/// Starts a thread of the VM that has the `java.lang.Thread` `object`, which no one has started.
///
/// # Errors
/// As [`start`].
pub fn start_internal(t: &mut Scope<'_>, object: Handle<'_>, body: Body) -> JResult<()> {
    let mut list = t.lock_threads();
    let o = object.get(t);
    if f::Thread::eetop.get(o) != 0 {
        drop(list);
        return Err(t.throw_bare("java/lang/IllegalThreadStateException"));
    }
    let stack = usize::try_from(f::Thread::stack_size.get(o)).unwrap_or(0);
    let daemon = f::Thread::daemon.get(o);
    let Ok(thread) = list.create(stack) else {
        drop(list);
        return Err(throw_no_thread(t, object, stack));
    };
    bind_object(t, thread, object);
    f::Thread::status.set(object.get(t), status::RUNNABLE);
    list.register(thread, daemon);
    drop(list);

    let native = if stack == 0 { registry::default_stack_size() as usize } else { stack };
    let spawned = std::thread::Builder::new()
        .stack_size(native.saturating_mul(2).max(MIN_NATIVE_STACK))
        .spawn(move || run_started(thread, body));
    if spawned.is_err() {
        let mut list = t.lock_threads();
        let o = object.get(t);
        f::Thread::eetop.set(o, 0);
        f::Thread::status.set(o, status::NEW);
        list.unregister(thread);
        drop(list);
        return Err(throw_no_thread(t, object, stack));
    }
    Ok(())
}

/// Starts a daemon thread of the VM in `group`, of the priority that such threads have, which Java sees.
///
/// # Errors
/// What making the `java.lang.Thread` throws; as [`start`].
pub fn start_daemon(t: &mut Scope<'_>, group: Handle<'_>, name: &str, body: Body) -> JResult<()> {
    let mut t = t.nested();
    let thread = alloc::new_instance(&mut t, Wk::Thread.klass())?;
    let name = strings::new_string(&mut t, name)?;
    let args = [Value::Ref(Some(group)), Value::Ref(Some(name))];
    java_call::construct(&mut t, thread, "(Ljava/lang/ThreadGroup;Ljava/lang/String;)V", &args)?;
    let args = [Value::Ref(Some(thread))];
    java_call::call_virtual_named(&mut t, group, "add", "(Ljava/lang/Thread;)V", &args)?;
    f::Thread::daemon.set(thread.get(&t), true);
    f::Thread::priority.set(thread.get(&t), DAEMON_PRIORITY);
    start_internal(&mut t, thread, body)
}

/// The system has no thread, or no memory for its stack.
fn throw_no_thread(t: &mut Scope<'_>, object: Handle<'_>, stack: usize) -> Thrown {
    let size = if stack == 0 { registry::default_stack_size() } else { stack as u64 };
    let name = f::Thread::name.get(object.get(t)).map_or_else(|| "Unknown thread".into(), strings::text);
    crate::log!(
        warning,
        [os, thread],
        "Failed to start thread \"Unknown thread\" - pthread_create failed (EAGAIN) for attributes: stacksize: {}k, \
         guardsize: 0k, detached.",
        size >> 10
    );
    crate::log!(warning, [os, thread], "Failed to start the native thread for java.lang.Thread \"{name}\"");
    t.throw_new("java/lang/OutOfMemoryError", NO_NATIVE_THREAD)
}

/// Ends the process when a thread of the VM unwinds: it would stay on the list for ever.
struct NoUnwinding;

impl Drop for NoUnwinding {
    fn drop(&mut self) {
        if std::thread::panicking() {
            fatal("a Java thread panicked");
        }
    }
}

/// What a started thread does.
fn run_started(thread: &'static JavaThread, body: Body) {
    let _guard = NoUnwinding;
    thread.bind();
    in_vm(thread, |t| {
        native::set_name(&thread_name(t, thread));
        body(t);
        exit(t, false);
    });
    detach_bare(thread);
}

/// Calls `Thread.run`. What it throws stays pending.
fn run(t: &mut Scope<'_>) {
    let mut n = t.nested();
    let Some(o) = n.thread_object(&n) else { return };
    if f::Thread::stillborn.get(o) {
        return;
    }
    let o = n.handle(o);
    let uncaught = java_call::call_virtual_named(&mut n, o, "run", "()V", &[]);
    debug_assert_eq!(uncaught.is_err(), n.has_pending());
}

/// Name of a thread from its `java.lang.Thread`.
pub fn thread_name(t: &Scope<'_>, thread: &JavaThread) -> String {
    match thread.thread_object(t).and_then(|o| f::Thread::name.get(o)) {
        Some(s) => strings::text(s),
        None => "<no-name - thread is attaching>".into(),
    }
}

/// Ends the current thread as far as Java sees it: gives a pending exception to the uncaught
/// exception handler, removes the thread from its group, wakes those that join it. The thread must
/// leave the VM and the list next. With `vm_ends` only the joiners are told.
pub fn exit(t: &mut Scope<'_>, vm_ends: bool) {
    let mut t = t.nested();
    let Some(o) = t.thread_object(&t) else { return };
    let object = t.handle(o);
    let uncaught = t.take_pending();
    if !vm_ends {
        if let Some(e) = uncaught {
            dispatch_uncaught(&mut t, object, e);
        }
        // Thread.stop may end Thread.exit early; three tries will do.
        for _ in 0..3 {
            if f::Thread::group.get(object.get(&t)).is_none() {
                break;
            }
            let mut n = t.nested();
            if let Err(thrown) = java_call::call_virtual_named(&mut n, object, "exit", "()V", &[]) {
                n.catch(thrown);
            }
        }
        t.exiting.set(true);
    }
    monitor::enter(&mut t, object);
    let o = object.get(&t);
    f::Thread::status.set(o, status::TERMINATED);
    f::Thread::eetop.set(o, 0);
    if let Err(thrown) = monitor::notify_all(&mut t, object) {
        t.catch(thrown);
    }
    monitor::try_exit(&t, object.get(&t));
}

fn dispatch_uncaught(t: &mut Scope<'_>, object: Handle<'_>, e: Handle<'_>) {
    let mut n = t.nested();
    let args = [Value::Ref(Some(e))];
    let r = java_call::call_virtual_named(
        &mut n,
        object,
        "dispatchUncaughtException",
        "(Ljava/lang/Throwable;)V",
        &args,
    );
    if let Err(thrown) = r {
        let second = n.catch(thrown);
        let class = crate::class::KlassRef::of(second.get(&n)).external_name();
        let name = thread_name(&n, n.thread());
        eprint!("\nException: {class} thrown from the UncaughtExceptionHandler in thread \"{name}\"\n");
    }
}

/// Gives the current thread a `java.lang.Thread` in `group`, named `name` (`None`: as `Thread` names
/// its instances), and makes it running.
///
/// # Errors
/// What making it throws.
pub fn make_object(t: &mut Scope<'_>, group: Handle<'_>, name: Option<&str>, daemon: bool) -> JResult<()> {
    let mut t = t.nested();
    let object = alloc::new_instance(&mut t, Wk::Thread.klass())?;
    // the constructor asks for the current thread and its priority
    f::Thread::priority.set(object.get(&t), NORM_PRIORITY);
    bind_object(&t, t.thread(), object);
    match name {
        Some(name) => {
            let name = strings::new_string(&mut t, name)?;
            let args = [Value::Ref(Some(group)), Value::Ref(Some(name))];
            java_call::construct(&mut t, object, "(Ljava/lang/ThreadGroup;Ljava/lang/String;)V", &args)?;
        }
        None => {
            let args = [Value::Ref(Some(group)), Value::Ref(None)];
            java_call::construct(&mut t, object, "(Ljava/lang/ThreadGroup;Ljava/lang/Runnable;)V", &args)?;
        }
    }
    if daemon {
        f::Thread::daemon.set(object.get(&t), true);
    }
    f::Thread::status.set(object.get(&t), status::RUNNABLE);
    Ok(())
}

/// Puts the current thread into its group's list of threads, as `Thread.start` does.
fn add_to_group(t: &mut Scope<'_>, group: Handle<'_>) -> JResult<()> {
    let mut t = t.nested();
    let o = t.thread_object(&t).expect("a thread with an object");
    let object = t.handle(o);
    let args = [Value::Ref(Some(object))];
    java_call::call_virtual_named(&mut t, group, "add", "(Ljava/lang/Thread;)V", &args).map(|_| ())
}

/// Attaches the calling thread for native code; the thread is then in state native.
///
/// `None`: the system has no memory, or making the `java.lang.Thread` threw.
pub fn attach(
    name: Option<&str>,
    group: impl for<'s> FnOnce(&Scope<'s>) -> Option<Handle<'s>>,
    daemon: bool,
) -> Option<&'static JavaThread> {
    let thread = attach_bare(0, daemon).ok()?;
    thread.attached.set(true);
    let made = in_vm(thread, |t| {
        let group = group(t).unwrap_or_else(|| main_group(t));
        let r = make_object(t, group, name, daemon).and_then(|()| add_to_group(t, group));
        r.map_err(|thrown| {
            t.catch(thrown);
            if let Some(o) = t.thread_object(t) {
                f::Thread::eetop.set(o, 0);
            }
        })
    });
    if made.is_err() {
        detach_bare(thread);
        return None;
    }
    Some(thread)
}

/// Detaches the calling thread, which is in state native and has no Java frames.
pub fn detach(thread: &'static JavaThread) {
    in_vm(thread, |t| {
        exit(t, false);
        monitor::release_all(t);
    });
    detach_bare(thread);
}

/// The threads that have a live `java.lang.Thread`, in the order in which they were registered.
pub fn with_objects(list: &Locked) -> impl Iterator<Item = &'static JavaThread> {
    list.all().iter().copied().filter(|t| !t.object.get().is_null())
}
