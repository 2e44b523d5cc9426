//! Signals that Java handles (`jdk.internal.misc.Signal`), and the thread dump on SIGQUIT.
//!
//! The handler only counts the signal and posts a semaphore; the thread "Signal Dispatcher" takes it
//! from there: SIGQUIT starts the attach listener or prints the dump, anything else goes to `Signal.dispatch`. With
//! `-XX:+ReduceSignalUsage` (`-Xrs`) there is neither dispatcher nor dump, and the signals of shutdown
//! keep their native actions.
//!
//! SIGPIPE and SIGXFSZ never end the VM: the failing call's error becomes an IOException. They have a
//! handler that does nothing, not SIG_IGN, which child processes would inherit.

use std::cell::UnsafeCell;
use std::ffi::{c_int, c_void};
use std::sync::atomic::{AtomicU32, Ordering};

use gc::Handle;

use crate::class::KlassRef;
use crate::diag::attach;
use crate::loader::boot;
use crate::runtime::java_call;
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope, Value, dump, lifecycle};
use crate::vm::vm;

const SIGNALS: usize = 65;
/// The signals that end the VM by way of the shutdown hooks.
const SHUTDOWN: [c_int; 3] = [libc::SIGHUP, libc::SIGINT, libc::SIGTERM];
const BREAK: c_int = libc::SIGQUIT;
/// The signals that only repeat what a system call's result says.
const WITHOUT_EFFECT: [c_int; 2] = [libc::SIGPIPE, libc::SIGXFSZ];

/// What `JVM_RegisterSignal` calls the VM's own handler.
const USER_HANDLER: usize = 2;
const FAILED: usize = usize::MAX;

static PENDING: [AtomicU32; SIGNALS] = [const { AtomicU32::new(0) }; SIGNALS];

struct Semaphore(UnsafeCell<libc::sem_t>);
// SAFETY: a POSIX semaphore is made for use by many threads and signal handlers.
unsafe impl Sync for Semaphore {}
// SAFETY: zero bytes are a semaphore with value 0 that is private to the process (glibc, musl);
// `initialize` makes it so by the book before the first use.
static POSTED: Semaphore = Semaphore(UnsafeCell::new(unsafe { std::mem::zeroed() }));

/// The names by which Java asks for signals.
const NAMES: &[(&str, c_int)] = &[
    ("ABRT", libc::SIGABRT),
    ("ALRM", libc::SIGALRM),
    ("BUS", libc::SIGBUS),
    ("CHLD", libc::SIGCHLD),
    ("CLD", libc::SIGCHLD),
    ("CONT", libc::SIGCONT),
    ("FPE", libc::SIGFPE),
    ("HUP", libc::SIGHUP),
    ("ILL", libc::SIGILL),
    ("INT", libc::SIGINT),
    ("IO", libc::SIGIO),
    ("IOT", libc::SIGIOT),
    ("KILL", libc::SIGKILL),
    ("PIPE", libc::SIGPIPE),
    ("POLL", libc::SIGPOLL),
    ("PROF", libc::SIGPROF),
    ("PWR", libc::SIGPWR),
    ("QUIT", libc::SIGQUIT),
    ("SEGV", libc::SIGSEGV),
    ("STKFLT", libc::SIGSTKFLT),
    ("STOP", libc::SIGSTOP),
    ("SYS", libc::SIGSYS),
    ("TERM", libc::SIGTERM),
    ("TRAP", libc::SIGTRAP),
    ("TSTP", libc::SIGTSTP),
    ("TTIN", libc::SIGTTIN),
    ("TTOU", libc::SIGTTOU),
    ("URG", libc::SIGURG),
    ("USR1", libc::SIGUSR1),
    ("USR2", libc::SIGUSR2),
    ("VTALRM", libc::SIGVTALRM),
    ("WINCH", libc::SIGWINCH),
    ("XCPU", libc::SIGXCPU),
    ("XFSZ", libc::SIGXFSZ),
];

/// The number of a signal, by its name with or without "SIG"; -1 when there is none.
pub fn find(name: &str) -> i32 {
    let name = name.strip_prefix("SIG").unwrap_or(name);
    NAMES.iter().find(|(n, _)| *n == name).map_or(-1, |(_, number)| *number)
}

fn name_of(number: c_int) -> String {
    match NAMES.iter().find(|(_, n)| *n == number) {
        Some((name, _)) => format!("SIG{name}"),
        None => format!("SIG{number}"),
    }
}

fn reduced() -> bool {
    vm().options.flags().reduce_signal_usage
}

/// The handler of all signals that Java listens to.
extern "C" fn user_handler(signal: c_int) {
    if let Some(p) = PENDING.get(signal as usize) {
        // Release: pairs with the dispatcher's acquire; the semaphore wakes it.
        p.fetch_add(1, Ordering::Release);
        // SAFETY: initialised before the handler was installed; sem_post may be called in a handler.
        unsafe { libc::sem_post(POSTED.0.get()) };
    }
}

fn user_handler_address() -> usize {
    user_handler as *const c_void as usize
}

/// Installs a handler address for `signal` and returns the earlier one.
fn install(signal: c_int, handler: usize) -> usize {
    // SAFETY: sigaction is plain data, for which zero is valid; the handler is one that Java code
    // got from this function, SIG_DFL, SIG_IGN, or ours.
    unsafe {
        let mut new: libc::sigaction = std::mem::zeroed();
        let mut old: libc::sigaction = std::mem::zeroed();
        libc::sigfillset(&mut new.sa_mask);
        for s in [libc::SIGSEGV, libc::SIGBUS, libc::SIGILL, libc::SIGFPE, libc::SIGTRAP] {
            libc::sigdelset(&mut new.sa_mask, s);
        }
        new.sa_flags = libc::SA_RESTART;
        new.sa_sigaction = handler;
        if libc::sigaction(signal, &new, &mut old) != 0 { FAILED } else { old.sa_sigaction }
    }
}

/// The action that `signal` has now.
fn action(signal: c_int) -> usize {
    // SAFETY: asks only.
    unsafe {
        let mut old: libc::sigaction = std::mem::zeroed();
        if libc::sigaction(signal, std::ptr::null(), &mut old) == 0 { old.sa_sigaction } else { FAILED }
    }
}

fn is_ignored(signal: c_int) -> bool {
    action(signal) == libc::SIG_IGN
}

extern "C" fn no_effect_handler(_signal: c_int) {}

/// Keeps the signals without effect from ending the process. A program that embeds the VM keeps its
/// own handlers of them.
fn discard_without_effect() {
    for signal in WITHOUT_EFFECT {
        if matches!(action(signal), libc::SIG_DFL | libc::SIG_IGN) {
            install(signal, no_effect_handler as *const c_void as usize);
        }
    }
}

/// `Signal.handle0`: 2 stands for the VM's handler, 0 and 1 for the default action and for ignoring;
/// -1 is the answer when Java may not have the signal.
pub fn register(signal: c_int, handler: usize) -> usize {
    if matches!(signal, libc::SIGFPE | libc::SIGILL | libc::SIGSEGV | BREAK) {
        return FAILED;
    }
    if SHUTDOWN.contains(&signal) {
        if reduced() {
            return FAILED;
        }
        if is_ignored(signal) {
            return libc::SIG_IGN;
        }
    }
    let handler = if handler == USER_HANDLER { user_handler_address() } else { handler };
    match install(signal, handler) {
        old if old == user_handler_address() => USER_HANDLER,
        old => old,
    }
}

/// `Signal.raise0`; false when Java may not raise the signal.
pub fn raise(signal: c_int) -> bool {
    let refused = if reduced() {
        SHUTDOWN.contains(&signal) || signal == BREAK
    } else {
        SHUTDOWN.contains(&signal) && is_ignored(signal)
    };
    if !refused {
        // SAFETY: whatever the signal does, Java code asked for it.
        unsafe { libc::raise(signal) };
    }
    !refused
}

/// Starts the "Signal Dispatcher" in thread group `system` and lets SIGQUIT print a thread dump.
///
/// # Errors
/// What making the thread throws.
pub fn start(t: &mut Scope<'_>, system: Handle<'_>) -> JResult<()> {
    // SAFETY: the first use; no handler is installed yet.
    unsafe { libc::sem_init(POSTED.0.get(), 0, 0) };
    discard_without_effect();
    if reduced() {
        return Ok(());
    }
    lifecycle::start_daemon(t, system, "Signal Dispatcher", dispatch_loop)?;
    install(BREAK, user_handler_address());
    Ok(())
}

/// Takes a signal that has arrived, waiting for one.
fn next(t: &mut Scope<'_>) -> c_int {
    loop {
        for (signal, p) in PENDING.iter().enumerate() {
            // Acquire: pairs with the handler's release.
            if p.fetch_update(Ordering::Acquire, Ordering::Relaxed, |n| n.checked_sub(1)).is_ok() {
                return signal as c_int;
            }
        }
        // SAFETY: initialised by `start`. An interrupted wait looks again.
        t.blocked(|| unsafe { libc::sem_wait(POSTED.0.get()) });
    }
}

/// Lets the calling thread take the signals that the dispatcher waits for. Whoever starts the VM may have blocked them: a
/// HotSpot does so with SIGQUIT in all its threads, and child processes inherit it.
fn unblock() {
    // SAFETY: a set of signals is plain data, for which zero is valid; the mask is the calling thread's own.
    unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&mut set);
        for signal in SHUTDOWN.into_iter().chain([BREAK]) {
            libc::sigaddset(&mut set, signal);
        }
        libc::pthread_sigmask(libc::SIG_UNBLOCK, &set, std::ptr::null_mut());
    }
}

fn dispatch_loop(t: &mut Scope<'_>) {
    unblock();
    loop {
        let mut n = t.nested();
        match next(&mut n) {
            BREAK if attach::is_trigger(&mut n) => {}
            BREAK => dump::print(&mut n),
            signal => dispatch(&mut n, signal),
        }
    }
}

fn dispatch(t: &mut Scope<'_>, signal: c_int) {
    let called = boot::load(t, Symbol::new(b"jdk/internal/misc/Signal"))
        .and_then(|k| java_call::call_static_named(t, k, "dispatch", "(I)V", &[Value::Int(signal)]));
    if let Err(thrown) = called {
        let e = t.catch(thrown);
        let class = KlassRef::of(e.get(t)).external_name();
        eprintln!(
            "Excelsa warning: Exception {class} occurred dispatching signal {} to handler- \
             the VM may need to be forcibly terminated",
            name_of(signal)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert_eq!(find("INT"), libc::SIGINT);
        assert_eq!(find("SIGUSR1"), libc::SIGUSR1);
        assert_eq!(find("NONE"), -1);
        assert_eq!(name_of(libc::SIGTERM), "SIGTERM");
    }
}
