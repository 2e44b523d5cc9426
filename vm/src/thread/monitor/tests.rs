//! Locks under contention, waiting and stopping, on objects of a hand-made class.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use gc::object::{INFLATED, LOCK_MASK, MARK_OFFSET, UNLOCKED};
use gc::{Heap, NarrowRef, ObjRef};

use super::super::{JavaThread, Scope, ThreadState, lifecycle, native, park, safepoint};
use super::*;

fn heap() -> &'static Heap {
    static HEAP: OnceLock<Heap> = OnceLock::new();
    HEAP.get_or_init(|| Heap::reserve(gc::Config::with_max(16 << 20)).unwrap())
}

/// An object that is nothing but a header.
fn object() -> NarrowRef {
    let at = heap().allocate(&gc::Tlab::default(), 16).unwrap();
    // SAFETY: fresh memory of a header's size at least; its class is not looked at.
    unsafe {
        ((at + MARK_OFFSET) as *mut u32).write(UNLOCKED);
        ObjRef::from_addr(at).narrow()
    }
}

fn attached<R>(f: impl for<'s> FnOnce(&mut Scope<'s>) -> R) -> R {
    let thread = lifecycle::attach_bare(0, true).unwrap();
    let r = lifecycle::in_vm(thread, f);
    lifecycle::detach_bare(thread);
    r
}

fn handle<'s>(t: &Scope<'s>, n: NarrowRef) -> Handle<'s> {
    // SAFETY: nothing collects in these tests.
    unsafe { t.handle_from(n) }.unwrap()
}

fn spawn<R: Send + 'static>(
    f: impl for<'s> FnOnce(&mut Scope<'s>) -> R + Send + 'static,
) -> std::thread::JoinHandle<R> {
    std::thread::spawn(move || attached(f))
}

#[test]
fn recursion_and_a_full_lock_stack() {
    let objects: Vec<_> = (0..40).map(|_| object()).collect();
    attached(|t| {
        for n in &objects {
            let h = handle(t, *n);
            enter(t, h);
            enter(t, h);
        }
        for n in &objects {
            let h = handle(t, *n);
            assert!(holds_lock(t, h.get(t)));
            assert!(try_exit(t, h.get(t)));
            assert!(holds_lock(t, h.get(t)));
            assert!(try_exit(t, h.get(t)));
            assert!(!holds_lock(t, h.get(t)));
            assert!(!try_exit(t, h.get(t)));
        }
    });
}

#[test]
fn a_hundred_recursions_of_one_object() {
    let n = object();
    attached(|t| {
        let h = handle(t, n);
        (0..100).for_each(|_| enter(t, h));
        for _ in 0..100 {
            assert!(try_exit(t, h.get(t)));
        }
        assert!(!try_exit(t, h.get(t)));
    });
}

#[test]
fn mutual_exclusion() {
    const THREADS: u64 = 4;
    const ROUNDS: u64 = 20_000;
    static PLAIN: AtomicU64 = AtomicU64::new(0);
    let n = object();
    let threads: Vec<_> = (0..THREADS)
        .map(|_| {
            spawn(move |t| {
                for i in 0..ROUNDS {
                    let mut t = t.nested();
                    let h = handle(&t, n);
                    enter(&mut t, h);
                    if i % 3 == 0 {
                        enter(&mut t, h);
                    }
                    let v = PLAIN.load(Ordering::Relaxed);
                    if i % 64 == 0 {
                        std::hint::spin_loop();
                    }
                    PLAIN.store(v + 1, Ordering::Relaxed);
                    assert!(try_exit(&t, h.get(&t)));
                    if i % 3 == 0 {
                        assert!(try_exit(&t, h.get(&t)));
                    }
                    if i % 1000 == 0 {
                        deflate_now(&mut t);
                    }
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|t| t.join().unwrap());
    assert_eq!(PLAIN.load(Ordering::Relaxed), THREADS * ROUNDS);
}

#[test]
fn hashes_are_stable_in_every_state() {
    let n = object();
    attached(|t| {
        let h = handle(t, n);
        enter(t, h);
        let hash = identity_hash(t, h.get(t));
        assert!(hash > 0);
        table::inflate(h.get(t));
        assert_eq!(h.get(t).mark().load(Ordering::Relaxed) & LOCK_MASK, INFLATED);
        assert_eq!(identity_hash(t, h.get(t)), hash);
        assert!(try_exit(t, h.get(t)));
        deflate_now(t);
        assert_eq!(h.get(t).mark().load(Ordering::Relaxed) & LOCK_MASK, UNLOCKED);
        assert_eq!(identity_hash(t, h.get(t)), hash);
    });
}

#[test]
fn wait_and_notify() {
    const WAITERS: usize = 5;
    static GONE: AtomicUsize = AtomicUsize::new(0);
    static WAITING: AtomicUsize = AtomicUsize::new(0);
    let n = object();
    let threads: Vec<_> = (0..WAITERS)
        .map(|_| {
            spawn(move |t| {
                let h = handle(t, n);
                enter(t, h);
                enter(t, h);
                WAITING.fetch_add(1, Ordering::Relaxed);
                wait(t, h, 0).unwrap();
                GONE.fetch_add(1, Ordering::Relaxed);
                assert!(try_exit(t, h.get(t)));
                assert!(try_exit(t, h.get(t)));
            })
        })
        .collect();
    attached(|t| {
        let h = handle(t, n);
        for round in 0..2 {
            loop {
                enter(t, h);
                if WAITING.load(Ordering::Relaxed) == WAITERS {
                    break;
                }
                assert!(try_exit(t, h.get(t)));
                t.blocked(native::yield_now);
            }
            if round == 0 {
                notify(t, h).unwrap();
                assert!(try_exit(t, h.get(t)));
                while GONE.load(Ordering::Relaxed) != 1 {
                    t.blocked(native::yield_now);
                }
                t.blocked(|| std::thread::sleep(Duration::from_millis(20)));
                assert_eq!(GONE.load(Ordering::Relaxed), 1);
            } else {
                notify_all(t, h).unwrap();
                assert!(try_exit(t, h.get(t)));
            }
        }
        let start = Instant::now();
        enter(t, h);
        wait(t, h, 30).unwrap();
        assert!(start.elapsed() >= Duration::from_millis(30));
        assert!(try_exit(t, h.get(t)));
    });
    threads.into_iter().for_each(|t| t.join().unwrap());
    assert_eq!(GONE.load(Ordering::Relaxed), WAITERS);
}

#[test]
fn safepoints_stop_pollers_and_pass_native_threads() {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let done = Arc::new(AtomicBool::new(false));
    let pollers: Vec<_> = (0..3)
        .map(|_| {
            let done = Arc::clone(&done);
            spawn(move |t| {
                while !done.load(Ordering::Relaxed) {
                    COUNTER.fetch_add(1, Ordering::Relaxed);
                    safepoint::poll(t).unwrap();
                }
            })
        })
        .collect();
    let sleeper = {
        let done = Arc::clone(&done);
        spawn(move |t| {
            while !done.load(Ordering::Relaxed) {
                t.blocked(|| std::thread::sleep(Duration::from_micros(50)));
            }
        })
    };
    attached(|t| {
        for _ in 0..200 {
            safepoint::at_safepoint(t, |_, stopped| {
                let before = COUNTER.load(Ordering::Relaxed);
                std::thread::yield_now();
                let me = JavaThread::current();
                for x in stopped.threads() {
                    assert!(std::ptr::eq(*x, me) || !matches!(x.state(), ThreadState::InJava));
                }
                assert_eq!(COUNTER.load(Ordering::Relaxed), before);
            });
            t.blocked(native::yield_now);
        }
    });
    done.store(true, Ordering::Relaxed);
    pollers.into_iter().for_each(|p| p.join().unwrap());
    sleeper.join().unwrap();
}

#[test]
fn handshakes_suspension_and_parking() {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    static DONE: AtomicBool = AtomicBool::new(false);
    let (send, receive) = std::sync::mpsc::channel();
    let target = spawn(move |t| {
        send.send((t.thread().forever(), t.id())).unwrap();
        while !DONE.load(Ordering::Relaxed) {
            COUNTER.fetch_add(1, Ordering::Relaxed);
            safepoint::poll(t).unwrap();
        }
        park::park(t, false, 0);
    });
    let (thread, id) = receive.recv().unwrap();
    attached(|t| {
        let r = safepoint::with_stopped(t, thread, id, |_, x| {
            let before = COUNTER.load(Ordering::Relaxed);
            std::thread::sleep(Duration::from_millis(5));
            assert_eq!(before, COUNTER.load(Ordering::Relaxed));
            x.id()
        });
        assert_eq!(r, Some(id));
        safepoint::suspend(t, thread, id);
        let before = COUNTER.load(Ordering::Relaxed);
        t.blocked(|| std::thread::sleep(Duration::from_millis(5)));
        assert_eq!(before, COUNTER.load(Ordering::Relaxed));
        safepoint::resume_suspended(thread);
    });
    DONE.store(true, Ordering::Relaxed);
    park::unpark(thread);
    target.join().unwrap();
    attached(|t| assert_eq!(safepoint::with_stopped(t, thread, id, |_, x| x.id()), None));
}
