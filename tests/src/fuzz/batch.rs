//! Many programs in one run of a JVM.

use super::program::Program;
use crate::exec::{self, End};
use crate::modes::Mode;
use crate::oracle::EXACT_EXCEPTIONS;
use crate::program as directives;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// A JVM and its options.
#[derive(Debug, Clone)]
pub struct Machine {
    pub name: String,
    pub java: PathBuf,
    pub options: Vec<String>,
    /// For one run.
    pub limit: Duration,
}

/// What all runs share.
#[derive(Debug)]
pub struct Bench {
    /// Class files of the driver.
    pub classes: PathBuf,
    /// For files of runs.
    pub work: PathBuf,
    /// How often an entry is called.
    pub repetitions: u32,
}

/// HotSpot, with exceptions that are always whole.
pub fn hotspot(java: &Path) -> Machine {
    let options = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=4"].iter().chain(&EXACT_EXCEPTIONS);
    Machine {
        name: "hotspot".into(),
        java: java.to_path_buf(),
        options: options.map(|&o| o.to_owned()).collect(),
        limit: Duration::from_secs(300),
    }
}

/// The VM under test in `mode`.
pub fn excelsa(java: &Path, mode: &Mode, hotspot: bool) -> Machine {
    let mut options = mode.options(&directives::Program::new("fuzz/FuzzMain", "FuzzMain"), hotspot);
    options.push("-XX:-OmitStackTraceInFastThrow".into());
    Machine {
        name: mode.name.into(),
        java: java.to_path_buf(),
        options,
        limit: Duration::from_secs(300) * mode.slower,
    }
}

impl Bench {
    /// Compiles the driver `tests/fuzz/FuzzMain.java` into `work`.
    pub fn new(javac: &Path, root: &Path, work: &Path, repetitions: u32) -> Result<Bench, String> {
        let classes = work.join("classes");
        fs::create_dir_all(&classes).map_err(|e| e.to_string())?;
        let source = root.join("fuzz/FuzzMain.java");
        let done = Command::new(javac)
            .args(["-nowarn", "-d"])
            .arg(&classes)
            .arg(source)
            .status()
            .map_err(|e| format!("{}: {e}", javac.display()))?;
        if !done.success() {
            return Err("the driver does not compile".into());
        }
        Ok(Bench { classes, work: work.to_path_buf(), repetitions })
    }

    /// What `machine` prints for each program; a word on its end for those with which it ends.
    pub fn run(&self, machine: &Machine, programs: &[Program]) -> Result<Vec<String>, String> {
        static RUNS: AtomicU32 = AtomicU32::new(0);
        let number = RUNS.fetch_add(1, Ordering::Relaxed);
        let folder = self.work.join(format!("run-{}-{number}", std::process::id()));
        let file = self.work.join(format!("programs-{}-{number}", std::process::id()));
        fs::write(&file, pack(programs)).map_err(|e| format!("{}: {e}", file.display()))?;
        let mut results: Vec<String> = Vec::new();
        while results.len() < programs.len() {
            let mut args = machine.options.clone();
            args.extend(["-cp".into(), self.classes.display().to_string(), "FuzzMain".into()]);
            args.extend([
                file.display().to_string(),
                self.repetitions.to_string(),
                results.len().to_string(),
            ]);
            let outcome = exec::run(&machine.java, &args, &[], &folder, machine.limit)?;
            let text = String::from_utf8_lossy(&outcome.stdout).into_owned();
            for line in text.lines() {
                let words: Vec<&str> = line.splitn(3, ' ').collect();
                if let [number, _, result] = words[..]
                    && number == results.len().to_string()
                {
                    results.push(result.to_owned());
                }
            }
            if results.len() < programs.len() {
                if outcome.end == End::Exit(0) {
                    return Err(format!("{}: lines are missing:\n{text}", machine.name));
                }
                let err = String::from_utf8_lossy(&outcome.stderr).into_owned();
                let told = format!("{err}{text}");
                let tail: Vec<&str> =
                    told.lines().filter(|l| !l.trim_matches(['#', ' ']).is_empty()).take(4).collect();
                results.push(format!("{:?}: {}", outcome.end, tail.join(" / ")));
            }
        }
        // Crash reports stay in the folder.
        if results.iter().all(|r| !r.starts_with("Signal") && !r.starts_with("Exit")) {
            fs::remove_dir_all(&folder).map_err(|e| e.to_string())?;
        }
        fs::remove_file(&file).map_err(|e| e.to_string())?;
        Ok(results)
    }
}

/// The driver's input.
fn pack(programs: &[Program]) -> Vec<u8> {
    let mut out = Vec::new();
    let utf = |out: &mut Vec<u8>, s: &str| {
        out.extend((s.len() as u16).to_be_bytes());
        out.extend(s.as_bytes());
    };
    out.extend((programs.len() as u32).to_be_bytes());
    for program in programs {
        utf(&mut out, &program.main);
        out.extend((program.classes.len() as u32).to_be_bytes());
        for (name, bytes) in &program.classes {
            utf(&mut out, name);
            out.extend((bytes.len() as u32).to_be_bytes());
            out.extend(bytes);
        }
    }
    out
}

/// Writes a program's class files to `folder`.
pub fn keep(program: &Program, folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|e| e.to_string())?;
    for (name, bytes) in &program.classes {
        fs::write(folder.join(format!("{name}.class")), bytes).map_err(|e| e.to_string())?;
    }
    Ok(())
}
