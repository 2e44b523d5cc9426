//! Runs one command with a time limit and collects what it wrote.
//!
//! Output goes through files, not pipes, so that a grandchild which outlives the program
//! cannot hold the runner up.

use std::fs::{self, File};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The process ended by itself.
    Exit(i32),
    /// A signal ended it.
    Signal(i32),
    /// It was still running at the time limit.
    Timeout,
}

/// What a run produced.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// How it ended.
    pub end: End,
    /// Standard output.
    pub stdout: Vec<u8>,
    /// Standard error.
    pub stderr: Vec<u8>,
}

/// Environment variables that would change what a JVM does or prints.
pub const SCRUBBED: &[&str] =
    &["JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH", "LC_ALL", "LD_LIBRARY_PATH"];

/// Runs `java args` in the empty folder `work`.
pub fn run(
    java: &Path,
    args: &[String],
    stdin: &[u8],
    work: &Path,
    limit: Duration,
) -> Result<Outcome, String> {
    let fail = |what: &str, e: std::io::Error| format!("{what}: {e}");
    let cwd = work.join("cwd");
    if work.exists() {
        fs::remove_dir_all(work).map_err(|e| fail("cannot empty the work folder", e))?;
    }
    fs::create_dir_all(&cwd).map_err(|e| fail("cannot make the work folder", e))?;
    let (input, out, err) = (work.join("stdin"), work.join("stdout"), work.join("stderr"));
    fs::write(&input, stdin).map_err(|e| fail("stdin", e))?;
    let open = |p: &Path| File::create(p).map_err(|e| fail("output file", e));
    let mut command = Command::new(java);
    command.args(args).current_dir(&cwd).env("LANG", "C.UTF-8").env("TZ", "UTC");
    SCRUBBED.iter().for_each(|name| {
        command.env_remove(name);
    });
    command.stdin(File::open(&input).map_err(|e| fail("stdin", e))?);
    command.stdout(Stdio::from(open(&out)?)).stderr(Stdio::from(open(&err)?));
    let mut child = command.spawn().map_err(|e| format!("cannot start {}: {e}", java.display()))?;
    let start = Instant::now();
    let mut pause = Duration::from_millis(2);
    let end = loop {
        match child.try_wait().map_err(|e| fail("wait", e))? {
            Some(status) => break end_of(status),
            None if start.elapsed() > limit => {
                child.kill().and_then(|()| child.wait()).map_err(|e| fail("kill", e))?;
                break End::Timeout;
            }
            None => {
                thread::sleep(pause);
                pause = (pause * 2).min(Duration::from_millis(20));
            }
        }
    };
    let read = |p: &Path| fs::read(p).map_err(|e| fail("output file", e));
    Ok(Outcome { end, stdout: read(&out)?, stderr: read(&err)? })
}

fn end_of(status: ExitStatus) -> End {
    match (status.code(), status.signal()) {
        (Some(code), _) => End::Exit(code),
        (None, signal) => End::Signal(signal.unwrap_or(0)),
    }
}
