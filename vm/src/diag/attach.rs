//! The attach mechanism: how the JDK's tools (`jcmd`, `jstack`, `jmap`, `jinfo`) talk to this process.
//!
//! A tool makes the file `.attach_pid<pid>` in the process's working directory or in `/tmp` and sends SIGQUIT; the
//! dispatcher of signals then starts the thread "Attach Listener" instead of printing threads. The thread listens at the
//! socket `/tmp/.java_pid<pid>`, which only the process's user may use, and serves one request after the other:
//!
//! ```text
//! request:  "1" NUL operation NUL argument NUL argument NUL argument NUL
//! answer:   status in decimal "\n" output
//! ```
//!
//! Files, framing and limits are those of `sun.tools.attach.VirtualMachineImpl` for Linux. Whoever is neither root nor
//! runs with the process's effective user and group is turned away by what the kernel says of the connection.

mod operations;
mod request;

use std::ffi::CString;
use std::io::{self, Read, Write};
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use parking_lot::Mutex;

use super::commands::describe_throwable;
use crate::log;
use crate::os::process;
use crate::thread::{Scope, lifecycle};
use crate::vm::vm;
use request::{Parsed, Request};

const FOLDER: &str = "/tmp";
/// How long a request may take to arrive. Tools send it at once; nobody may keep the others waiting.
const REQUEST_TIME: Duration = Duration::from_secs(10);

/// Nobody listens.
const NONE: u8 = 0;
/// The thread has been started.
const STARTING: u8 = 1;
/// The socket takes requests.
const LISTENING: u8 = 2;

/// SeqCst for simplicity: it changes a few times in a process.
static STATE: AtomicU8 = AtomicU8::new(NONE);
/// The listening socket while there is one.
static SOCKET: Mutex<Option<RawFd>> = Mutex::new(None);
/// Name of the socket's file once it has been made, for [`remove_file`].
static FILE: OnceLock<CString> = OnceLock::new();

fn socket_path() -> PathBuf {
    Path::new(FOLDER).join(format!(".java_pid{}", process::id()))
}

fn effective_ids() -> (u32, u32) {
    // SAFETY: these calls have no arguments and cannot fail.
    unsafe { (libc::geteuid(), libc::getegid()) }
}

/// At start, before SIGQUIT is handled: removes what an earlier process of the same number has left, and starts the listener
/// where SIGQUIT cannot (`-Xrs`) or where the command line asks for it.
pub fn vm_start(t: &mut Scope<'_>) {
    let flags = vm().options.flags();
    if flags.disable_attach_mechanism {
        return;
    }
    // mostly there is none
    let _ = std::fs::remove_file(socket_path());
    if flags.start_attach_listener || flags.reduce_signal_usage {
        start(t);
    }
}

/// Whether SIGQUIT came from a tool that wants to attach; if so, the listener has been started.
pub fn is_trigger(t: &mut Scope<'_>) -> bool {
    if vm().options.flags().disable_attach_mechanism {
        return false;
    }
    match STATE.load(Ordering::SeqCst) {
        STARTING => return true,
        LISTENING if socket_path().exists() => return false,
        LISTENING => stop(t),
        _ => {}
    }
    has_trigger_file() && start(t)
}

/// Ends the listener, whose file somebody has removed.
fn stop(t: &mut Scope<'_>) {
    if let Some(fd) = *SOCKET.lock() {
        // SAFETY: the descriptor is open as long as it is in SOCKET; its owner's accept fails.
        unsafe { libc::shutdown(fd, libc::SHUT_RDWR) };
    }
    t.blocked(|| {
        while STATE.load(Ordering::SeqCst) != NONE {
            std::thread::sleep(Duration::from_millis(1));
        }
    });
}

/// Whether there is a file that asks for the listener, made by root or by the process's own user.
fn has_trigger_file() -> bool {
    let name = format!(".attach_pid{}", process::id());
    let found = std::fs::metadata(&name).or_else(|_| std::fs::metadata(Path::new(FOLDER).join(&name)));
    let Ok(found) = found else { return false };
    let (user, _) = effective_ids();
    let trusted = found.uid() == 0 || found.uid() == user;
    if !trusted {
        log!(
            debug,
            [attach],
            "File {name} has wrong user id {} (vs {user}). Attach is not triggered",
            found.uid()
        );
    }
    trusted
}

/// Starts the listener's thread; false, with a message, when that fails.
fn start(t: &mut Scope<'_>) -> bool {
    STATE.store(STARTING, Ordering::SeqCst);
    let mut t = t.nested();
    let group = lifecycle::system_group(&t);
    let Err(thrown) = lifecycle::start_daemon(&mut t, group, "Attach Listener", listen) else { return true };
    STATE.store(NONE, Ordering::SeqCst);
    let e = t.catch(thrown);
    let text = format!("Exception in VM (AttachListener::init) : \n{}\n", describe_throwable(&t, e));
    t.blocked(|| crate::thread::dump::tty(&text));
    false
}

/// Makes the socket. Its file gets its name only when it is listened at and nobody else may use it.
fn open() -> io::Result<UnixListener> {
    let path = socket_path();
    let early = path.with_extension("tmp");
    let _ = std::fs::remove_file(&early);
    let listener = UnixListener::bind(&early)?;
    let (user, group) = effective_ids();
    let published = std::fs::set_permissions(&early, std::fs::Permissions::from_mode(0o600))
        .and_then(|()| std::os::unix::fs::chown(&early, Some(user), Some(group)))
        .and_then(|()| std::fs::rename(&early, &path));
    if let Err(e) = published {
        let _ = std::fs::remove_file(&early);
        return Err(e);
    }
    FILE.get_or_init(|| CString::new(path.as_os_str().as_bytes()).expect("a path has no NUL"));
    Ok(listener)
}

/// Removes the socket's file. For the end of the process, also from a signal handler.
pub fn remove_file() {
    if STATE.load(Ordering::SeqCst) == LISTENING
        && let Some(name) = FILE.get()
    {
        // SAFETY: a C string; unlink may be called in a signal handler.
        unsafe { libc::unlink(name.as_ptr()) };
    }
}

/// What the thread "Attach Listener" does.
fn listen(t: &mut Scope<'_>) {
    let listener = match t.blocked(open) {
        Ok(listener) => listener,
        Err(e) => {
            log!(debug, [attach], "Failed to listen at {}: {e}", socket_path().display());
            STATE.store(NONE, Ordering::SeqCst);
            return;
        }
    };
    *SOCKET.lock() = Some(listener.as_raw_fd());
    STATE.store(LISTENING, Ordering::SeqCst);
    while let Some((stream, request)) = t.blocked(|| next(&listener)) {
        let mut n = t.nested();
        let mut output = String::new();
        let status = operations::execute(&mut n, &request, &mut output);
        // a client that has gone away needs no answer
        let _ = n.blocked(|| answer(stream, status, &output));
    }
    *SOCKET.lock() = None;
    STATE.store(NONE, Ordering::SeqCst);
}

/// Waits for the next request that may be served; `None` when the socket is gone.
fn next(listener: &UnixListener) -> Option<(UnixStream, Request)> {
    loop {
        let (mut stream, _) = listener.accept().ok()?;
        if !is_allowed(&stream) {
            continue;
        }
        match receive(&mut stream) {
            Ok(Parsed::Complete(request)) => return Some((stream, request)),
            Ok(Parsed::BadVersion) => {
                let _ = answer(stream, request::BAD_VERSION, "");
            }
            // an incomplete request gets no answer
            Ok(Parsed::Incomplete | Parsed::Malformed) | Err(_) => {}
        }
    }
}

/// Whether the process at the other end is root's or runs with our user and group.
fn is_allowed(stream: &UnixStream) -> bool {
    let mut peer = libc::ucred { pid: 0, uid: u32::MAX, gid: u32::MAX };
    let mut length = size_of::<libc::ucred>() as libc::socklen_t;
    // SAFETY: the pointers are to live values of the option's type and its size.
    let failed = unsafe {
        libc::getsockopt(
            stream.as_raw_fd(),
            libc::SOL_SOCKET,
            libc::SO_PEERCRED,
            (&raw mut peer).cast(),
            &mut length,
        ) != 0
    };
    if failed {
        log!(debug, [attach], "Failed to get socket option SO_PEERCRED");
        return false;
    }
    let own = effective_ids();
    let allowed = peer.uid == 0 || (peer.uid, peer.gid) == own;
    if !allowed {
        log!(debug, [attach], "euid/egid check failed ({}/{} vs {}/{})", peer.uid, peer.gid, own.0, own.1);
    }
    allowed
}

fn receive(stream: &mut UnixStream) -> io::Result<Parsed> {
    stream.set_read_timeout(Some(REQUEST_TIME))?;
    let mut bytes = vec![0; request::MAX_BYTES];
    let mut length = 0;
    loop {
        let n = match stream.read(&mut bytes[length..]) {
            Ok(n) => n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        length += n;
        let parsed = request::parse(&bytes[..length]);
        if n == 0 || length == bytes.len() || !matches!(parsed, Parsed::Incomplete) {
            return Ok(parsed);
        }
    }
}

fn answer(mut stream: UnixStream, status: i32, output: &str) -> io::Result<()> {
    stream.write_all(format!("{status}\n").as_bytes())?;
    stream.write_all(output.as_bytes())?;
    stream.shutdown(std::net::Shutdown::Both)
}
