//! Threads, monitors and the end of the VM.

use std::ffi::c_void;

use gc::Handle;

use super::jvm_export;
use crate::class::KlassRef;
use crate::native::jvmti;
use crate::runtime::{alloc, strings};
use crate::thread::status::backing;
use crate::thread::{
    JResult, JavaThread, Scope, dump, lifecycle, monitor, native, raw_monitor, safepoint, sleep, vm_exit,
};
use crate::well_known::{Wk, f};

/// The thread behind a `java.lang.Thread` and the number of its activation, if it is alive.
fn live(t: &Scope<'_>, object: Handle<'_>) -> Option<(&'static JavaThread, u64)> {
    let thread = backing(object.get(t))?;
    Some((thread, thread.id()))
}

jvm_export! {
    /// `Thread.start0`
    fn JVM_StartThread(t, thread: Handle<'_>) -> (), else (); {
        lifecycle::start(t, thread)
    }

    /// `Thread.stop0`
    fn JVM_StopThread(t, thread: Handle<'_>, throwable: Handle<'_>) -> (), else (); {
        let Some((target, id)) = live(t, thread) else {
            f::Thread::stillborn.set(thread.get(t), true);
            return Ok(());
        };
        if std::ptr::eq(target, t.thread()) {
            return Err(t.throw(throwable));
        }
        safepoint::with_stopped(t, target, id, |t, target| {
            safepoint::send_async(target, throwable.narrow());
            // whatever it waits in, it shall wake up and get to its next poll
            f::Thread::interrupted.set(thread.get(t), true);
            sleep::interrupt(target);
        });
        Ok(())
    }

    /// `Thread.suspend0`
    fn JVM_SuspendThread(t, thread: Handle<'_>) -> (), else (); {
        if let Some((target, id)) = live(t, thread) {
            safepoint::suspend(t, target, id);
        }
        Ok(())
    }

    /// `Thread.resume0`
    fn JVM_ResumeThread(t, thread: Handle<'_>) -> (), else (); {
        let list = t.lock_threads();
        if let Some((target, id)) = live(t, thread)
            && list.contains(target, id)
        {
            safepoint::resume_suspended(target);
        }
        Ok(())
    }

    /// `Thread.setPriority0`: recorded only. As on HotSpot without `ThreadPriorityPolicy`, the system
    /// schedules all threads alike.
    fn JVM_SetThreadPriority(t, thread: Handle<'_>, priority: i32) -> (), else (); {
        f::Thread::priority.set(thread.get(t), priority);
        Ok(())
    }

    /// `Thread.yield`
    fn JVM_Yield(t, _cls: Option<Handle<'_>>) -> (), else (); {
        t.blocked(native::yield_now);
        Ok(())
    }

    /// `Thread.sleep`
    fn JVM_Sleep(t, _cls: Option<Handle<'_>>, millis: i64) -> (), else (); {
        sleep::sleep(t, millis)
    }

    /// `Thread.currentThread`
    fn JVM_CurrentThread(t, _cls: Option<Handle<'_>>) -> object {
        Ok(t.handle_opt(t.thread_object(t)))
    }

    /// `Thread.interrupt0`; the field is set already.
    fn JVM_Interrupt(t, thread: Handle<'_>) -> (), else (); {
        if let Some((target, _)) = live(t, thread) {
            sleep::interrupt(target);
        }
        Ok(())
    }

    /// `Thread.holdsLock`
    fn JVM_HoldsLock(t, _cls: Option<Handle<'_>>, object: Handle<'_>) -> u8, else 0; {
        Ok(u8::from(monitor::holds_lock(t, object.get(t))))
    }

    /// `Thread.setNativeName`: only the current thread's, and not that of a thread which native code
    /// attached.
    fn JVM_SetNativeThreadName(t, thread: Handle<'_>, name: Handle<'_>) -> (), else (); {
        if let Some((target, _)) = live(t, thread)
            && std::ptr::eq(target, t.thread())
            && !t.attached.get()
        {
            native::set_name(&strings::text(name.get(t)));
        }
        Ok(())
    }

    /// `Thread.getThreads`
    fn JVM_GetAllThreads(t, _cls: Option<Handle<'_>>) -> object {
        all_threads(t).map(Some)
    }

    /// `Thread.dumpThreads`
    fn JVM_DumpThreads(t, _cls: Option<Handle<'_>>, threads: Handle<'_>) -> object {
        let array = threads.get(t);
        if array.length() == 0 || KlassRef::of(array).component != Some(Wk::Thread.klass()) {
            return Err(t.throw_bare("java/lang/IllegalArgumentException"));
        }
        dump::stack_trace_arrays(t, threads).map(Some)
    }

    /// `Object.wait`
    fn JVM_MonitorWait(t, object: Handle<'_>, millis: i64) -> (), else (); {
        monitor::wait(t, object, millis)
    }

    /// `Object.notify`
    fn JVM_MonitorNotify(t, object: Handle<'_>) -> (), else (); {
        monitor::notify(t, object)
    }

    /// `Object.notifyAll`
    fn JVM_MonitorNotifyAll(t, object: Handle<'_>) -> (), else (); {
        monitor::notify_all(t, object)
    }

    /// A dump of all threads on standard output.
    fn JVM_DumpAllStacks(t, _cls: Option<Handle<'_>>) -> (), else (); {
        dump::print(t);
        Ok(())
    }
}

/// A `Thread[]` of all live threads; those that are attaching are left out.
fn all_threads<'s>(t: &mut Scope<'s>) -> JResult<Handle<'s>> {
    t.scoped(|t| {
        let live: Vec<Handle<'_>> = {
            let list = t.lock_threads();
            lifecycle::with_objects(&list).filter_map(|x| x.live_object(t)).map(|o| t.handle(o)).collect()
        };
        let array = alloc::new_object_array(t, Wk::Thread.klass(), live.len() as i32)?;
        for (i, h) in live.iter().enumerate() {
            array.get(t).set_elem_ref(i, Some(h.get(t)));
        }
        Ok(Some(array))
    })
    .map(|a| a.expect("an array"))
}

/// `Shutdown.beforeHalt`: nothing is left to be done before the shutdown hooks have run.
#[unsafe(no_mangle)]
pub extern "C" fn JVM_BeforeHalt() {}

/// `Shutdown.halt0`
#[unsafe(no_mangle)]
pub extern "C" fn JVM_Halt(code: i32) {
    if let Some(thread) = JavaThread::try_current() {
        lifecycle::in_vm(thread, jvmti::vm_death);
    }
    vm_exit::before_exit();
    match JavaThread::try_current() {
        Some(thread) => lifecycle::in_vm(thread, |t| vm_exit::exit(Some(t), code)),
        None => vm_exit::exit(None, code),
    }
}

/// A recursive lock for the JDK's native libraries (`zip`, `jimage`).
#[unsafe(no_mangle)]
pub extern "C" fn JVM_RawMonitorCreate() -> *mut c_void {
    raw_monitor::create().cast()
}

/// # Safety
/// `monitor` must come from [`JVM_RawMonitorCreate`], and nobody may use it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn JVM_RawMonitorDestroy(monitor: *mut c_void) {
    // SAFETY: by the caller's promise.
    unsafe { raw_monitor::destroy(monitor.cast()) }
}

/// # Safety
/// `monitor` must come from [`JVM_RawMonitorCreate`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn JVM_RawMonitorEnter(monitor: *mut c_void) -> i32 {
    // SAFETY: by the caller's promise.
    unsafe { (*monitor.cast::<raw_monitor::RawMonitor>()).enter() };
    0
}

/// # Safety
/// `monitor` must come from [`JVM_RawMonitorCreate`], and the calling thread must own it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn JVM_RawMonitorExit(monitor: *mut c_void) {
    // SAFETY: by the caller's promise.
    unsafe { (*monitor.cast::<raw_monitor::RawMonitor>()).exit() };
}
