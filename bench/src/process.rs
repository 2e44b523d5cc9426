//! One process: start, time limit, resources, output. It has a process group of its own, so that nothing that it starts outlives it.

use std::ffi::OsString;
use std::fs::{self, File};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process_group};
use wait4::Wait4;

/// Variables that would change what is measured without being seen in the command.
const UNSET: [&str; 4] = ["JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH"];

/// The process group that runs now, or 0: what an interrupt of the user ends.
static RUNNING: AtomicI32 = AtomicI32::new(0);
/// Set by an interrupt of the user: the measurement ends with what it has.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// How it went.
pub struct Finished {
    pub status: ExitStatus,
    pub timed_out: bool,
    pub elapsed: Duration,
    pub user: Duration,
    pub system: Duration,
    /// The largest resident set; the kernel counts the tool's own before the program is loaded, so it is never less than that (a few MB).
    pub peak_rss: u64,
    pub stdout: String,
    pub stderr: String,
}

impl Finished {
    /// "exit code 3", "signal 11".
    pub fn how(&self) -> String {
        match (self.status.code(), self.status.signal()) {
            (Some(code), _) => format!("exit code {code}"),
            (_, Some(signal)) => format!("signal {signal}{}", signal_name(signal)),
            _ => self.status.to_string(),
        }
    }
}

/// Of the signals that end a JVM.
fn signal_name(signal: i32) -> &'static str {
    match Signal::from_named_raw(signal) {
        Some(Signal::SEGV) => " (SIGSEGV)",
        Some(Signal::ABORT) => " (SIGABRT)",
        Some(Signal::BUS) => " (SIGBUS)",
        Some(Signal::ILL) => " (SIGILL)",
        Some(Signal::FPE) => " (SIGFPE)",
        Some(Signal::KILL) => " (SIGKILL)",
        Some(Signal::TRAP) => " (SIGTRAP)",
        _ => "",
    }
}

/// Runs `command` in `folder`, for at most `limit`.
pub fn run(command: &[OsString], folder: &Path, limit: Duration) -> Result<Finished> {
    let (out, err) = (folder.join("stdout"), folder.join("stderr"));
    let mut start = Command::new(&command[0]);
    start
        .args(&command[1..])
        .current_dir(folder)
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(File::create(&out)?)
        .stderr(File::create(&err)?);
    for name in UNSET {
        start.env_remove(name);
    }
    let began = Instant::now();
    let child = start.spawn().with_context(|| format!("cannot run {}", command[0].to_string_lossy()))?;
    let group = Pid::from_raw(child.id().cast_signed()).expect("a process has an id");
    RUNNING.store(group.as_raw_nonzero().get(), Ordering::SeqCst);
    // An interrupt before that store found nothing to end.
    if interrupted() {
        kill_process_group(group, Signal::KILL).ok();
    }
    let (done, wait) = mpsc::channel::<()>();
    let watch = thread::spawn(move || {
        // The sender is dropped when the process has ended.
        let late = wait.recv_timeout(limit) == Err(mpsc::RecvTimeoutError::Timeout);
        if late {
            kill_process_group(group, Signal::KILL).ok();
        }
        late
    });
    let used = child.wait4();
    let elapsed = began.elapsed();
    RUNNING.store(0, Ordering::SeqCst);
    drop(done);
    let timed_out = watch.join().expect("the watch does not panic");
    // Whatever it started and left behind.
    kill_process_group(group, Signal::KILL).ok();
    let used = used?;
    Ok(Finished {
        timed_out: timed_out && !used.status.success(),
        status: used.status,
        elapsed,
        user: used.rusage.utime,
        system: used.rusage.stime,
        peak_rss: used.rusage.maxrss,
        stdout: read(&out),
        stderr: read(&err),
    })
}

/// Ends the process that runs now, and says whether this is the first interrupt. Called from the handler of an interrupt, on its own thread.
pub fn interrupt() -> bool {
    let first = !INTERRUPTED.swap(true, Ordering::SeqCst);
    if let Some(group) = Pid::from_raw(RUNNING.load(Ordering::SeqCst)) {
        kill_process_group(group, Signal::KILL).ok();
    }
    first
}

/// Whether the user wants an end.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

fn read(path: &Path) -> String {
    fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

/// The end of a text, in whole characters.
pub fn tail(text: &str, most: usize) -> String {
    let text = text.trim_end();
    let skip = text.chars().count().saturating_sub(most);
    text.chars().skip(skip).collect()
}
