//! A program of `tests/java` that runs until its input ends, while tools look at it.

use crate::suite::Suite;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The process, which has said that it is ready.
#[derive(Debug)]
pub struct Running {
    /// Where the JDK's tools are.
    pub suite: Suite,
    child: Child,
}

impl Running {
    /// Starts a program, which writes the line `ready`, on HotSpot or on the VM under test.
    ///
    /// # Panics
    /// When it does not.
    pub fn start(program: &str, hotspot: bool, vm: &[&str], args: &[&str]) -> Running {
        let suite = Suite::open(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a suite");
        let mut command = suite.prepared(program, hotspot, vm, args).expect("a command");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a process");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().expect("a pipe")).read_line(&mut line).expect("a line");
        assert_eq!(line, "ready\n");
        Running { suite, child }
    }

    /// Its number.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Standard output and error of a tool.
    ///
    /// # Panics
    /// When there is no such tool.
    pub fn tool(&self, name: &str, args: &[&str]) -> String {
        let output = Command::new(self.suite.jdk_tool(name)).args(args).output().expect("a tool");
        let text = [output.stdout, output.stderr].concat();
        String::from_utf8_lossy(&text).into_owned()
    }

    /// A tool with options and the process's number as its arguments.
    pub fn on_pid(&self, name: &str, args: &[&str]) -> String {
        let pid = self.pid().to_string();
        self.tool(name, &[args, &[&pid]].concat())
    }

    /// What `jcmd` says to a command, its first line being `PID:` in place of the process's number.
    ///
    /// # Panics
    /// When it says something else first.
    pub fn jcmd(&self, command: &str) -> String {
        let pid = self.pid().to_string();
        let text = self.tool("jcmd", &[&pid, command]);
        let said = text.strip_prefix(&format!("{pid}:")).unwrap_or_else(|| panic!("jcmd {command}: {text}"));
        format!("PID:{said}")
    }

    /// Closes its input and waits for its end.
    ///
    /// # Panics
    /// When it fails.
    pub fn end(mut self) {
        drop(self.child.stdin.take());
        assert!(self.child.wait().expect("an end").success());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // after a failed assertion
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}
