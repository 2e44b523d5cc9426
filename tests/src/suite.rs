//! One trial per program and mode.
//!
//! Environment: `EXCELSA` is the binary under test (default: `excelsa` beside the test binary's
//! folder), `JAVA_HOME` names the HotSpot to compare with (default: the `java` of the path), `EXCELSA_MODES`
//! picks modes (see [`crate::modes`]).

use crate::compare;
use crate::compile;
use crate::exec::{self, Outcome};
use crate::expected::Expected;
use crate::modes::Mode;
use crate::oracle::Oracle;
use crate::program::{self, Program};
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

/// Everything the trials share.
#[derive(Debug)]
pub struct Suite {
    /// All programs.
    pub programs: Vec<Program>,
    /// HotSpot.
    java: PathBuf,
    excelsa: PathBuf,
    /// Whether the binary under test is HotSpot.
    itself: bool,
    cache: PathBuf,
    jni: PathBuf,
    tool: PathBuf,
    oracle: Oracle,
    expected: Expected,
}

impl Suite {
    /// The binary under test.
    pub fn excelsa(&self) -> &Path {
        &self.excelsa
    }

    /// HotSpot.
    pub fn java(&self) -> &Path {
        &self.java
    }

    /// Finds the programs of `root` (the `tests` folder) and both JVMs.
    pub fn open(root: &Path) -> Result<Suite, String> {
        let programs = program::find(&root.join("java"))?;
        let exe = env::current_exe().map_err(|e| e.to_string())?;
        // .../target/release/deps/java-HASH
        let deps = exe.parent().ok_or("no folder of the test binary")?.to_path_buf();
        let profile = deps.parent().ok_or("no folder of the build profile")?;
        let cache = profile.parent().ok_or("no target folder")?.join("excelsa-tests");
        let java = hotspot()?;
        let excelsa = env::var_os("EXCELSA").map_or_else(|| profile.join("excelsa"), PathBuf::from);
        if !excelsa.is_file() {
            return Err(format!(
                "{} does not exist: run cargo build --release, or set EXCELSA",
                excelsa.display()
            ));
        }
        let excelsa = excelsa.canonicalize().map_err(|e| e.to_string())?;
        let oracle = Oracle::new(&java, &cache)?;
        // HotSpot against itself validates the suite: nothing may fail then.
        let itself = java.canonicalize().is_ok_and(|java| java == excelsa);
        let list = root.join("expected-failures.txt");
        let expected = if itself { Expected::default() } else { Expected::load(&list)? };
        let names: Vec<String> = programs.iter().map(|p| p.name.clone()).collect();
        if let Some(name) = expected.unknown(&names).next() {
            return Err(format!("expected-failures.txt: there is no program {name}"));
        }
        let tool = root.join("tool/CompileAll.java");
        Ok(Suite { programs, java, excelsa, itself, cache, jni: deps, tool, oracle, expected })
    }

    /// Compiles the programs for which `wanted` holds.
    pub fn compile(&self, wanted: impl Fn(&Program) -> bool) -> Result<(), String> {
        let programs: Vec<&Program> = self.programs.iter().filter(|p| wanted(p)).collect();
        compile::compile(&self.java, &self.tool, &self.cache, &programs)
    }

    /// Runs `program` in `mode` and judges it, expected failures included.
    pub fn trial(&self, program: &Program, mode: &Mode) -> Result<(), String> {
        let verdict = self.judge(program, mode)?;
        match (verdict, self.expected.reason(&program.name, mode.name)) {
            (None, None) | (Some(_), Some(_)) => Ok(()),
            (Some(difference), None) => Err(difference),
            (None, Some(reason)) => {
                Err(format!("passes, but expected-failures.txt says it fails because: {reason}"))
            }
        }
    }

    /// What differs from HotSpot. An error is a fault of the suite itself.
    fn judge(&self, program: &Program, mode: &Mode) -> Result<Option<String>, String> {
        if let Some(messages) = compile::error(&self.cache, program) {
            return Err(format!("does not compile:\n{messages}"));
        }
        let work = |jvm: &str| self.cache.join("work").join(jvm).join(program.name.replace('/', "."));
        let answer = self.oracle.answer(program, &self.command(program, &[]), &work("hotspot"))?;
        let args = self.command(program, &mode.options(program, self.itself));
        let limit = program.timeout * mode.slower;
        let outcome = exec::run(&self.excelsa, &args, &program.stdin, &work(mode.name), limit)?;
        let report = compare::difference(&answer, &outcome, program.compare);
        Ok(report.map(|r| format!("{} {}\n{r}", self.excelsa.display(), args.join(" "))))
    }

    /// Runs the program called `name` with more VM options and arguments, on HotSpot or on the VM under test, for tests of
    /// what a VM says beside the program's output. Also the folder that it ran in.
    pub fn run(
        &self,
        name: &str,
        hotspot: bool,
        vm: &[&str],
        args: &[&str],
    ) -> Result<(Outcome, PathBuf), String> {
        static RUNS: AtomicU32 = AtomicU32::new(0);
        let (program, java, command) = self.prepare(name, hotspot, vm, args)?;
        let number = RUNS.fetch_add(1, Ordering::Relaxed);
        let work = self.cache.join("work").join("single").join(number.to_string());
        let outcome = exec::run(java, &command, &program.stdin, &work, program.timeout)?;
        Ok((outcome, work.join("cwd")))
    }

    /// The program called `name`, compiled; the JVM and the arguments to run it with.
    fn prepare(
        &self,
        name: &str,
        hotspot: bool,
        vm: &[&str],
        args: &[&str],
    ) -> Result<(&Program, &Path, Vec<String>), String> {
        let program = self.programs.iter().find(|p| p.name == name).ok_or("there is no such program")?;
        static COMPILING: Mutex<()> = Mutex::new(());
        {
            let _one_at_a_time = COMPILING.lock().unwrap_or_else(PoisonError::into_inner);
            compile::compile(&self.java, &self.tool, &self.cache, &[program])?;
        }
        if let Some(messages) = compile::error(&self.cache, program) {
            return Err(format!("does not compile:\n{messages}"));
        }
        let mut command = self.command(program, &vm.iter().map(|&o| o.to_owned()).collect::<Vec<_>>());
        command.extend(args.iter().map(|a| (*a).to_owned()));
        Ok((program, if hotspot { &self.java } else { &self.excelsa }, command))
    }

    /// As [`Suite::run`] for tests that watch the program while it runs: the command that starts it.
    pub fn prepared(&self, name: &str, hotspot: bool, vm: &[&str], args: &[&str]) -> Result<Command, String> {
        let (_, java, args) = self.prepare(name, hotspot, vm, args)?;
        let mut command = Command::new(java);
        command.args(args);
        exec::SCRUBBED.iter().for_each(|name| {
            command.env_remove(name);
        });
        Ok(command)
    }

    /// A tool of the JDK that HotSpot belongs to.
    pub fn jdk_tool(&self, name: &str) -> PathBuf {
        let java = self.java.canonicalize().unwrap_or_else(|_| self.java.clone());
        java.with_file_name(name)
    }

    fn command(&self, program: &Program, mode: &[String]) -> Vec<String> {
        let classes = compile::classes(&self.cache, program).display().to_string();
        let fill = |arg: &String| {
            arg.replace("{jni}", &self.jni.display().to_string())
                .replace("{classes}", &classes)
                .replace("{src}", &compile::folder(&program.source))
        };
        let mut args = mode.to_vec();
        args.extend(program.vm.iter().map(fill));
        args.extend(["-cp".to_owned(), classes.clone(), program.main.clone()]);
        args.extend(program.args.iter().map(fill));
        args
    }
}

/// The installed HotSpot's launcher.
fn hotspot() -> Result<PathBuf, String> {
    if let Some(home) = env::var_os("JAVA_HOME") {
        return Ok(PathBuf::from(home).join("bin/java"));
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path).map(|dir| dir.join("java")).find(|java| java.is_file());
    found.ok_or_else(|| "no java on the path and JAVA_HOME is not set".to_owned())
}
