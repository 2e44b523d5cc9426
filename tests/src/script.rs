//! Runs shell scripts around a virtual machine: limits, closed streams, signals and damaged files, on HotSpot and on the one under test.
//!
//! In a script `$JAVA` is the launcher and `$CP` the folder with the compiled program; it runs in an empty folder of its own.

use crate::suite::Suite;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

/// Both virtual machines and a compiled program.
#[derive(Debug)]
pub struct Scripts {
    java: PathBuf,
    excelsa: PathBuf,
    classes: PathBuf,
    scratch: PathBuf,
}

/// What a script printed, and its status (128 and the signal's number for a signal).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Scripts {
    /// Compiles the program, a Java source file, into `scratch`.
    pub fn open(root: &Path, source: &Path, scratch: &Path) -> Result<Scripts, String> {
        let suite = Suite::open(root)?;
        let classes = scratch.join("classes");
        fs::create_dir_all(&classes).map_err(|e| e.to_string())?;
        let javac = suite.java().canonicalize().map_err(|e| e.to_string())?.with_file_name("javac");
        let run = Command::new(javac)
            .args(["-nowarn", "-d"])
            .args([&classes, source])
            .output()
            .map_err(|e| format!("javac: {e}"))?;
        if !run.status.success() {
            return Err(String::from_utf8_lossy(&run.stderr).into_owned());
        }
        Ok(Scripts {
            java: suite.java().to_path_buf(),
            excelsa: suite.excelsa().to_path_buf(),
            classes,
            scratch: scratch.to_path_buf(),
        })
    }

    /// The folder of the compiled program.
    pub fn classes(&self) -> &Path {
        &self.classes
    }

    /// The installed JDK.
    pub fn jdk(&self) -> PathBuf {
        let java = self.java.canonicalize().unwrap_or_else(|_| self.java.clone());
        java.ancestors().nth(2).unwrap_or(&java).to_path_buf()
    }

    /// The library of the virtual machine under test.
    pub fn library(&self) -> PathBuf {
        self.excelsa.with_file_name("libjvm.so")
    }

    /// A fresh folder.
    pub fn folder(&self) -> PathBuf {
        static RUNS: AtomicU32 = AtomicU32::new(0);
        let n = RUNS.fetch_add(1, Ordering::Relaxed);
        let folder = self.scratch.join(format!("run-{}-{n}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        folder
    }

    /// Runs a script on one of the two, for three minutes at most: the machine may be loaded.
    pub fn run(&self, hotspot: bool, script: &str) -> Ran {
        let folder = self.folder();
        let ran = self.run_in(hotspot, script, &folder);
        // What it leaves may be read-only, or a mount that is gone by now.
        drop(fs::remove_dir_all(folder));
        ran
    }

    fn run_in(&self, hotspot: bool, script: &str, folder: &Path) -> Ran {
        let java = if hotspot { &self.java } else { &self.excelsa };
        let mut command = Command::new("timeout");
        command.args(["-s", "KILL", "180", "sh", "-c", script]).current_dir(folder);
        for name in crate::exec::SCRUBBED {
            command.env_remove(name);
        }
        let output = command
            .env("LANG", "C.UTF-8")
            .env("JAVA", java)
            .env("CP", &self.classes)
            .stdin(std::process::Stdio::null())
            .output()
            .expect("the script runs");
        ran(&output)
    }

    /// Runs a script on both, which must end and print alike; gives ours.
    pub fn same(&self, script: &str) -> Ran {
        let (theirs, ours) = (self.run(true, script), self.run(false, script));
        assert_eq!(theirs.code, ours.code, "{script}\n{theirs:?}\n{ours:?}");
        assert_eq!(theirs.out, ours.out, "{script}");
        assert_eq!(theirs.err, ours.err, "{script}");
        self.sane(script, &ours);
        ours
    }

    /// As [`Scripts::same`] for status and standard output only.
    pub fn same_out(&self, script: &str) -> Ran {
        let (theirs, ours) = (self.run(true, script), self.run(false, script));
        assert_eq!(theirs.code, ours.code, "{script}\n{theirs:?}\n{ours:?}");
        assert_eq!(theirs.out, ours.out, "{script}");
        self.sane(script, &ours);
        ours
    }

    /// Runs a script on the one under test.
    pub fn ours(&self, script: &str) -> Ran {
        let ran = self.run(false, script);
        self.sane(script, &ran);
        ran
    }

    /// Nothing hung, and nothing broke inside the virtual machine.
    fn sane(&self, script: &str, ran: &Ran) {
        let text = format!("{}{}", ran.out, ran.err);
        assert!(ran.code != 137 || script.contains("KILL"), "{script} hangs: {ran:?}");
        for word in ["panicked at", "A fatal error", "cannot go on", "memory allocation of"] {
            assert!(!text.contains(word), "{script}: {ran:?}");
        }
    }
}

fn ran(output: &Output) -> Ran {
    use std::os::unix::process::ExitStatusExt;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let status = output.status;
    Ran {
        code: status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or(0)),
        out: text(&output.stdout),
        err: text(&output.stderr),
    }
}
