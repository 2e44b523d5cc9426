//! Threads that the library starts: attaching, calling Java, exceptions, detaching.

use crate::onload::{env, loads, vm};
use crate::table::*;
use crate::{Log, c, call, find, natives, new_string, static_method, taken};
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicPtr, Ordering};
use std::thread;

static LISTENER: AtomicPtr<std::ffi::c_void> = AtomicPtr::new(null_mut());

fn attach(name: Option<&str>, daemon: bool) -> Env {
    let name = name.map(c);
    let name_ptr = name.as_ref().map_or(null(), |n| n.as_ptr());
    let mut args = AttachArgs { version: 0x0001_0008, name: name_ptr, group: null_mut() };
    let mut env: Env = null_mut();
    // SAFETY: the virtual machine lives as long as the process; args and env are valid.
    let result = unsafe {
        if daemon {
            ((**vm()).AttachCurrentThreadAsDaemon)(vm(), &mut env, &mut args)
        } else {
            ((**vm()).AttachCurrentThread)(vm(), &mut env, &mut args)
        }
    };
    assert_eq!(result, 0);
    env
}

fn detach() -> jint {
    // SAFETY: the virtual machine lives as long as the process.
    unsafe { ((**vm()).DetachCurrentThread)(vm()) }
}

fn report(env: Env, what: &str) {
    let class = LISTENER.load(Ordering::SeqCst);
    let id = static_method(env, class, "report", "(Ljava/lang/String;)V");
    call!(env, CallStaticVoidMethod, class, id, new_string(env, what));
}

natives! {
    fn Java_JniAttach_loads(_env, _class) -> jint {
        loads()
    }

    fn Java_JniAttach_versions(env, _class) -> jstring {
        let mut log = Log::default();
        for version in [0x0001_0001, 0x0001_0002, 0x0001_0004, 0x0001_0006, 0x0001_0008, 0x0009_0000, 0x000a_0000, 0x0001_0003, 0x0063_0000, 0] {
            log.say("version", format!("{version:x} {}", crate::onload::env(version).map_or_else(|e| e, |_| 0)));
        }
        let here = crate::onload::env(0x0001_0008).ok();
        log.say("same", here == Some(env));
        log.say("attach again", attach(Some("ignored"), false) == env);
        log.finish(env)
    }

    /// Runs several native threads, one after the other, each attached in its own way.
    fn Java_JniAttach_threads(env, class) {
        LISTENER.store(call!(env, NewGlobalRef, class), Ordering::SeqCst);
        // With a name, as a daemon, without a name.
        for (name, daemon) in [(Some("native one"), false), (Some("native daemon"), true), (None, false)] {
            let worker = thread::spawn(move || {
                let before = crate::onload::env(0x0001_0008).map_or_else(|e| e, |_| 0);
                let env = attach(name, daemon);
                report(env, &format!("attached, GetEnv before {before}, again {}", attach(name, daemon) == env));
                report(env, &format!("FindClass {}", find(env, "java/lang/String").is_null()));
                let application = find(env, "JniAttach");
                report(env, &format!("application class {}", application.is_null()));
                taken(env);
                detach();
                crate::onload::env(0x0001_0008).map_or_else(|e| e, |_| 0)
            });
            let after = worker.join().expect("the thread ends");
            report(env, &format!("GetEnv after {after}"));
        }
        let again = thread::spawn(|| {
            (0..20).for_each(|_| {
                attach(Some("again"), false);
                assert_eq!(detach(), 0);
            });
            detach()
        });
        report(env, &format!("detach of an unattached thread {}", again.join().expect("the thread ends")));
    }

    /// A native thread that leaves with an exception pending: the handler hears of it.
    fn Java_JniAttach_failing(_env, _class) {
        let worker = thread::spawn(|| {
            let env = attach(Some("failing"), false);
            let class = LISTENER.load(Ordering::SeqCst);
            let id = static_method(env, class, "fail", "()V");
            call!(env, CallStaticVoidMethod, class, id);
            assert_eq!(call!(env, ExceptionCheck), 1);
            detach()
        });
        assert_eq!(worker.join().expect("the thread ends"), 0);
    }

    /// Native threads that run together and meet in Java's monitors.
    fn Java_JniAttach_together(_env, _class, threads: jint) {
        let workers: Vec<_> = (0..threads).map(|k| thread::spawn(move || {
            let env = attach(Some(&format!("worker {k}")), k % 2 == 0);
            let class = LISTENER.load(Ordering::SeqCst);
            let id = static_method(env, class, "count", "()V");
            (0..500).for_each(|_| call!(env, CallStaticVoidMethod, class, id));
            detach()
        })).collect();
        workers.into_iter().for_each(|w| assert_eq!(w.join().expect("the thread ends"), 0));
    }

    fn Java_JniAttach_detachJava(_env, _class) -> jint {
        // A thread with Java frames cannot be detached.
        let result = detach();
        jint::from(result != 0 && env(0x0001_0008).is_ok())
    }
}
