//! What HotSpot answers for a program, remembered by source hash and Java version.

use crate::exec::{self, End, Outcome};
use crate::program::Program;
use std::collections::HashMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};

/// HotSpot's options for generated programs: every exception has its trace and its message. An instruction that its interpreter made of
/// two (an array's element by an index out of a local variable) loses the message, because the exception is then at the first of them.
pub const EXACT_EXCEPTIONS: [&str; 3] =
    ["-XX:-OmitStackTraceInFastThrow", "-XX:+UnlockDiagnosticVMOptions", "-XX:-RewriteFrequentPairs"];

/// The installed HotSpot and the folder of its answers.
#[derive(Debug)]
pub struct Oracle {
    java: PathBuf,
    folder: PathBuf,
    /// One lock for each program: its modes may run at the same time, and need the same answer.
    asked: Mutex<HashMap<String, Arc<Mutex<()>>>>,
}

impl Oracle {
    /// Answers of `java` go to a folder of `cache` named after its version.
    pub fn new(java: &Path, cache: &Path) -> Result<Oracle, String> {
        let output = Command::new(java)
            .arg("-version")
            .output()
            .map_err(|e| format!("cannot start {}: {e}", java.display()))?;
        let mut hasher = DefaultHasher::new();
        output.stderr.hash(&mut hasher);
        exec::SCRUBBED.hash(&mut hasher);
        let folder = cache.join("expected").join(format!("{:016x}", hasher.finish()));
        fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        Ok(Oracle { java: java.to_path_buf(), folder, asked: Mutex::default() })
    }

    /// The answer for `program` run with `args`, from the cache or by running it now.
    pub fn answer(&self, program: &Program, args: &[String], work: &Path) -> Result<Outcome, String> {
        let lock = {
            let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(asked.entry(program.name.clone()).or_default())
        };
        let _one_at_a_time = lock.lock().unwrap_or_else(PoisonError::into_inner);
        let mut hasher = DefaultHasher::new();
        args.hash(&mut hasher);
        program.stdin.hash(&mut hasher);
        let key = program.hash ^ hasher.finish();
        let stem = self.folder.join(format!("{}-{key:016x}", program.name.replace('/', ".")));
        if let Some(outcome) = load(&stem) {
            return Ok(outcome);
        }
        let outcome = exec::run(&self.java, args, &program.stdin, work, program.timeout)?;
        if outcome.end == End::Exit(program.exit) {
            store(&stem, &outcome).map_err(|e| format!("{}: {e}", stem.display()))?;
            return Ok(outcome);
        }
        Err(format!(
            "HotSpot ended with {:?}, not with the exit code {} of the program's directives\n--- stdout\n{}\n--- stderr\n{}",
            outcome.end,
            program.exit,
            String::from_utf8_lossy(&outcome.stdout),
            String::from_utf8_lossy(&outcome.stderr)
        ))
    }
}

fn file(stem: &Path, kind: &str) -> PathBuf {
    PathBuf::from(format!("{}.{kind}", stem.display()))
}

fn load(stem: &Path) -> Option<Outcome> {
    let code = fs::read_to_string(file(stem, "exit")).ok()?.trim().parse().ok()?;
    let stdout = fs::read(file(stem, "out")).ok()?;
    let stderr = fs::read(file(stem, "err")).ok()?;
    Some(Outcome { end: End::Exit(code), stdout, stderr })
}

fn store(stem: &Path, outcome: &Outcome) -> std::io::Result<()> {
    let End::Exit(code) = outcome.end else { return Ok(()) };
    fs::write(file(stem, "out"), &outcome.stdout)?;
    fs::write(file(stem, "err"), &outcome.stderr)?;
    // Written last: its presence makes the answer complete.
    fs::write(file(stem, "exit"), code.to_string())
}
