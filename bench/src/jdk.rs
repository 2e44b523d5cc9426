//! The JDK whose javac compiles the workloads, and the machine that they run on.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::record::Machine;

/// The JDK with `javac`: `JAVA_HOME`, else the one of the `javac` on the path, else one of `/usr/lib/jvm`.
pub fn find() -> Result<PathBuf> {
    let has_javac = |home: &Path| home.join("bin/javac").is_file();
    if let Some(home) = env::var_os("JAVA_HOME").map(PathBuf::from).filter(|h| has_javac(h)) {
        return Ok(home);
    }
    if let Some(home) = on_path("javac")
        .and_then(|p| p.canonicalize().ok())
        .and_then(|p| Some(p.parent()?.parent()?.to_owned()))
    {
        return Ok(home);
    }
    let mut found: Vec<PathBuf> = fs::read_dir("/usr/lib/jvm")
        .into_iter()
        .flatten()
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| has_javac(p))
        .collect();
    // 17 is what Excelsa is for.
    found.sort_by_key(|p| (p.to_string_lossy().contains("17"), p.clone()));
    match found.pop() {
        Some(home) => Ok(home.canonicalize()?),
        None => bail!(
            "there is no JDK with javac: set JAVA_HOME, or install one (Debian: openjdk-17-jdk-headless)"
        ),
    }
}

/// Where a shell would find a command.
pub fn on_path(command: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|d| d.join(command)).find(|p| p.is_file())
}

/// Facts of the machine, from `/proc`.
pub fn machine() -> Machine {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, key: &str| {
        text.lines()
            .find(|l| l.starts_with(key))
            .and_then(|l| l.split_once([':', '=']).map(|(_, v)| v.trim().trim_matches('"').to_owned()))
            .unwrap_or_default()
    };
    let uname = rustix::system::uname();
    let memory = field(&read("/proc/meminfo"), "MemTotal");
    let kib: u64 = memory.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0);
    let governor = read("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor").trim().to_owned();
    Machine {
        cpu: field(&read("/proc/cpuinfo"), "model name"),
        processors: std::thread::available_parallelism().map_or(1, |n| n.get()),
        memory_bytes: kib * 1024,
        system: field(&read("/etc/os-release"), "PRETTY_NAME"),
        kernel: format!("{} {}", uname.sysname().to_string_lossy(), uname.release().to_string_lossy()),
        governor: (!governor.is_empty()).then_some(governor),
        load: read("/proc/loadavg").split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0.0),
    }
}
