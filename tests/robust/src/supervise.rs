//! Runs batches of seeds in worker processes and watches them.

use crate::{Random, Row};
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How a finding ends a worker that noticed it itself.
const FOUND: i32 = 17;

/// Where findings and scratch files go.
pub fn folder() -> Result<PathBuf, String> {
    let exe = std::env::current_exe().map_err(|e| e.to_string())?;
    let target = exe.ancestors().find(|p| p.file_name().is_some_and(|n| n == "target"));
    let folder = target.ok_or("the program does not lie in a target folder")?.join("robust");
    fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    Ok(folder)
}

/// Runs seeds one after the other, each noted first.
pub fn worker(row: &Row, first: u64, count: u64, progress: &Path) -> Result<(), String> {
    let file = File::options().write(true).open(progress).map_err(|e| e.to_string())?;
    let mut target = (row.open)()?;
    for seed in first..first.saturating_add(count) {
        file.write_all_at(&seed.to_le_bytes(), 0).map_err(|e| e.to_string())?;
        if let Err(finding) = target.run(&mut Random::new(seed)) {
            eprintln!("FINDING {finding}");
            // The target's own ends (what it started) come first.
            drop(target);
            std::process::exit(FOUND);
        }
    }
    file.write_all_at(&u64::MAX.to_le_bytes(), 0).map_err(|e| e.to_string())
}

/// How a batch ended.
enum End {
    Done,
    Finding(u64, String),
}

/// Runs a target until its time or its seeds are used up; the number of findings.
pub fn campaign(row: &Row, first: u64, count: u64, minutes: Option<u64>) -> Result<u64, String> {
    let start = Instant::now();
    let until = minutes.map(|m| start + Duration::from_secs(60 * m));
    let last = if until.is_some() { u64::MAX } else { first.saturating_add(count) };
    let (mut next, mut findings) = (first, 0);
    while next < last && until.is_none_or(|end| Instant::now() < end) {
        let batch = row.batch.min(last - next);
        let (end, after) = one_batch(row, next, batch, until)?;
        next = after;
        if let End::Finding(seed, what) = end {
            findings += 1;
            let kept = folder()?.join(format!("{}-{seed}.txt", row.name));
            fs::write(&kept, &what).map_err(|e| e.to_string())?;
            let tail: Vec<&str> = what.lines().rev().take(6).collect();
            println!("{} seed {seed}:", row.name);
            tail.iter().rev().for_each(|line| println!("    {line}"));
            if findings >= 20 {
                println!("enough findings");
                break;
            }
        }
    }
    println!(
        "{}: {} inputs (seeds {first} to {next}) in {} s, {findings} findings",
        row.name,
        next - first,
        start.elapsed().as_secs()
    );
    Ok(findings)
}

/// One worker; also the seed to go on with.
fn one_batch(row: &Row, first: u64, count: u64, until: Option<Instant>) -> Result<(End, u64), String> {
    let folder = folder()?.join(format!("work-{}-{}", row.name, std::process::id()));
    fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    let (progress, log) = (folder.join("progress"), folder.join("log"));
    fs::write(&progress, first.to_le_bytes()).map_err(|e| e.to_string())?;
    let exe = std::env::current_exe().map_err(|e| e.to_string())?;
    // A shell sets the limits, so that nothing unsafe is needed here.
    let memory = if row.memory == 0 { "unlimited".to_owned() } else { row.memory.to_string() };
    let mut child = Command::new("sh")
        .args(["-c", "ulimit -c 0; ulimit -v \"$1\"; shift; exec \"$@\"", "sh", &memory])
        .arg(exe)
        .args(["--target", row.name, "--first", &first.to_string(), "--count", &count.to_string()])
        .arg("--progress")
        .arg(&progress)
        .current_dir(&folder)
        .env("RUST_BACKTRACE", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(File::create(&log).map_err(|e| e.to_string())?)
        .spawn()
        .map_err(|e| e.to_string())?;
    let noted = || {
        let bytes = fs::read(&progress).ok().and_then(|b| b.try_into().ok());
        bytes.map_or(first, u64::from_le_bytes)
    };
    let (mut seed, mut since) = (first, Instant::now());
    let end = loop {
        std::thread::sleep(Duration::from_millis(50));
        let status = child.try_wait().map_err(|e| e.to_string())?;
        let now = noted();
        if now != seed {
            (seed, since) = (now, Instant::now());
        }
        match status {
            Some(status) if status.success() => break (End::Done, first + count),
            Some(status) => {
                let log = fs::read(&log).unwrap_or_default();
                let text = String::from_utf8_lossy(&log[log.len().saturating_sub(20_000)..]).into_owned();
                break (End::Finding(seed, format!("{text}\nthe worker ended with {status}")), seed + 1);
            }
            None if since.elapsed() > row.limit => {
                let stacks = fs::read_to_string(format!("/proc/{}/stack", child.id())).unwrap_or_default();
                child.kill().and_then(|()| child.wait()).map_err(|e| e.to_string())?;
                break (End::Finding(seed, format!("{stacks}\nit hangs: {:?}", since.elapsed())), seed + 1);
            }
            None if until.is_some_and(|end| Instant::now() > end) => {
                child.kill().and_then(|()| child.wait()).map_err(|e| e.to_string())?;
                break (End::Done, seed);
            }
            None => {}
        }
    };
    fs::remove_dir_all(&folder).map_err(|e| e.to_string())?;
    Ok(end)
}
