//! A JDK of shell scripts and a file of workloads, so that the tool can be tested without a JVM and in no time.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const JAVAC: &str = "#!/bin/sh\nwhile [ $# -gt 0 ]; do [ \"$1\" = -d ] && mkdir -p \"$2\"; shift; done\n";

pub struct Fake {
    folder: TempDir,
}

impl Fake {
    pub fn new() -> Fake {
        let fake = Fake { folder: TempDir::new().unwrap() };
        for dir in ["jdk/bin", "bench/java/harness"] {
            fs::create_dir_all(fake.path(dir)).unwrap();
        }
        for (name, text) in [("java", include_str!("java.sh")), ("javac", JAVAC)] {
            let file = fake.path("jdk/bin").join(name);
            fs::write(&file, text).unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        }
        fs::write(fake.path("bench/java/harness/Harness.java"), "class Harness {}").unwrap();
        let row = |name: &str, group: &str, more: &str| {
            format!(
                "[[workload]]\nname = \"{name}\"\ngroup = \"{group}\"\ntopic = \"tests\"\nabout = \"About <{name}>\"\n{more}\n\n"
            )
        };
        let kernel =
            |name: &str, group: &str| row(name, group, &format!("class = \"{name}\"\nexpected = \"42\""));
        let mut text = kernel("Good", "kernel") + &kernel("Better", "kernel");
        for name in ["Wrong", "Crash", "Hang", "Throws", "Changing", "Silent"] {
            text += &kernel(name, "faulty");
        }
        text +=
            &row("Hello", "startup", "class = \"HelloMain\"\nargs = [\"you\"]\nexpected = \"Hello, you!\"");
        text += &row(
            "Absent",
            "application",
            "class = \"Absent\"\njars = [\"/nowhere/absent-*.jar\"]\npackages = [\"libabsent-java\"]",
        );
        fs::write(fake.path("bench/workloads.toml"), text).unwrap();
        fake
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The tool with these arguments.
    pub fn tool(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_excelsa-bench"));
        command
            .args(args)
            .arg("--workloads")
            .arg(self.path("bench/workloads.toml"))
            .arg("--work")
            .arg(self.path("work"));
        command.env("JAVA_HOME", self.path("jdk")).env_remove("EXCELSA").current_dir(self.folder.path());
        command
    }

    pub fn run(&self, args: &[&str]) -> Done {
        Done::from(self.tool(args).output().unwrap())
    }
}

/// What the tool printed and how it ended.
pub struct Done {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl From<Output> for Done {
    fn from(output: Output) -> Done {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Done { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Done {
    /// Fails with everything it printed unless it ended with this code.
    #[track_caller]
    pub fn expect(self, code: i32) -> Done {
        assert_eq!(self.code, code, "\n{}\n{}", self.out, self.err);
        self
    }
}

pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}
