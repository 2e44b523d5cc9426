//! Runs the virtual machine under test, for targets that need a whole process.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Ticks of a second in `/proc`, on every Linux that runs here.
const TICKS: u64 = 100;

/// The binary under test.
pub fn excelsa() -> Result<PathBuf, String> {
    let path = match std::env::var_os("EXCELSA") {
        Some(path) => PathBuf::from(path),
        None => std::env::current_exe().map_err(|e| e.to_string())?.with_file_name("excelsa"),
    };
    path.canonicalize().map_err(|e| format!("{}: {e}", path.display()))
}

/// Compiles a program of one class into a folder.
pub fn compile(folder: &Path, name: &str, source: &str) -> Result<(), String> {
    let file = folder.join(format!("{name}.java"));
    std::fs::write(&file, source).map_err(|e| e.to_string())?;
    let javac =
        std::env::var_os("JAVA_HOME").map_or_else(|| "javac".into(), |h| Path::new(&h).join("bin/javac"));
    let run = Command::new(javac).arg("-d").arg(folder).arg(&file).output().map_err(|e| e.to_string())?;
    if run.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&run.stderr).into_owned()) }
}

/// Ticks of the processor that a process has used.
fn ticks(pid: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // the name, in parentheses, may hold anything; behind it fields 3 and on, of which user and system time are 14 and 15
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
    fields.skip(11).take(2).filter_map(|f| f.parse::<u64>().ok()).sum()
}

/// Waits for the end of a process, which is killed when it has used the processor for `limit`, or has stood still as long: a loaded
/// machine is no finding.
pub fn wait(child: &mut Child, limit: Duration) -> Result<ExitStatus, String> {
    let (mut used, mut moved) = (0, Instant::now());
    loop {
        if let Some(status) = child.try_wait().map_err(|e| e.to_string())? {
            return Ok(status);
        }
        let now = ticks(child.id());
        if now != used {
            (used, moved) = (now, Instant::now());
        }
        if used > limit.as_secs() * TICKS || moved.elapsed() > limit {
            child.kill().and_then(|()| child.wait()).map_err(|e| e.to_string())?;
            return Err(format!(
                "still running after {:?} of the processor",
                Duration::from_secs(used / TICKS)
            ));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Runs the virtual machine; a finding unless it ends in time, by itself, and without a fatal error.
pub fn run(java: &Path, folder: &Path, options: &[String]) -> Result<(), String> {
    let (out, err) = (folder.join("stdout"), folder.join("stderr"));
    let create = |p: &Path| std::fs::File::create(p).map_err(|e| e.to_string());
    let mut child = Command::new(java)
        .args(options)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(create(&out)?)
        .stderr(create(&err)?)
        .spawn()
        .map_err(|e| e.to_string())?;
    let status = wait(&mut child, Duration::from_secs(60)).map_err(|e| format!("{options:?}: {e}"))?;
    let read = |p: &Path| String::from_utf8_lossy(&std::fs::read(p).unwrap_or_default()).into_owned();
    let text = format!("{}{}", read(&out), read(&err));
    let is_orderly = matches!(status.code(), Some(0..=3));
    let is_fatal = text.contains("panicked at")
        || text.contains("A fatal error")
        || text.contains("Excelsa cannot go on");
    if is_orderly && !is_fatal {
        return Ok(());
    }
    let tail: String = text.chars().take(4000).collect();
    Err(format!("{options:?} ended with {status}\n{tail}"))
}
