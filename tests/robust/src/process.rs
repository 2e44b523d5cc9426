//! Runs the virtual machine under test, for targets that need a whole process.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

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

/// Waits for the end of a process, which is killed at the limit.
pub fn wait(child: &mut Child, limit: Duration) -> Result<ExitStatus, String> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().map_err(|e| e.to_string())? {
            return Ok(status);
        }
        if start.elapsed() > limit {
            child.kill().and_then(|()| child.wait()).map_err(|e| e.to_string())?;
            return Err(format!("still running after {limit:?}"));
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
