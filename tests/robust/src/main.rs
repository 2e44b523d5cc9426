//! `excelsa-robust`: mutated input for whatever reads what it did not make, for as long as one likes.
//!
//! A *target* turns a seed into an input and gives it to the code under test. The inputs run in a worker process, which notes each seed before
//! it begins; the process that was started watches. A worker that panics, crashes, hangs, or asks for more memory than its limit has made a
//! finding, which is named by the seed and repeats with `--replay`.
#![forbid(unsafe_code)]

mod attach;
mod classes;
mod execute;
mod flags;
mod image;
mod jar;
mod process;
mod random;
mod supervise;

use random::Random;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// What a target does with the input of one seed. A finding is a message; in-process targets panic instead.
trait Target {
    fn run(&mut self, random: &mut Random) -> Result<(), String>;
}

/// A row of the table of targets.
struct Row {
    name: &'static str,
    /// How long one input may take, on a loaded machine too.
    limit: Duration,
    /// Inputs of one worker process: what is leaked goes with it.
    batch: u64,
    /// Kilobytes of address space of a worker; 0 for no limit.
    memory: u64,
    /// What it needs is made once for each worker.
    open: fn() -> Result<Box<dyn Target>, String>,
}

const TARGETS: &[Row] = &[
    Row {
        name: "parser",
        limit: Duration::from_secs(10),
        batch: 20_000,
        memory: 2 << 20,
        open: classes::parser,
    },
    Row {
        name: "verifier",
        limit: Duration::from_secs(30),
        batch: 20_000,
        memory: 2 << 20,
        open: classes::verifier,
    },
    Row { name: "jimage", limit: Duration::from_secs(10), batch: 50_000, memory: 2 << 20, open: image::open },
    Row { name: "jar", limit: Duration::from_secs(600), batch: 4_000, memory: 0, open: jar::open },
    Row { name: "flags", limit: Duration::from_secs(600), batch: 10_000, memory: 0, open: flags::open },
    Row { name: "execute", limit: Duration::from_secs(900), batch: 500, memory: 0, open: execute::open },
    Row { name: "attach", limit: Duration::from_secs(120), batch: 20_000, memory: 0, open: attach::open },
];

const USAGE: &str = "excelsa-robust --target NAME|all [--minutes N | --count N] [--first SEED]
excelsa-robust --target NAME --replay SEED      one input again, in this process
  targets: parser verifier jimage jar flags execute attach
EXCELSA is the binary under test (excelsa beside this program). Findings are kept in target/robust.";

struct Options {
    target: String,
    minutes: Option<u64>,
    count: u64,
    first: u64,
    replay: Option<u64>,
    /// For workers: the file in which the present seed is noted.
    progress: Option<PathBuf>,
}

fn options() -> Result<Options, String> {
    let mut o = Options {
        target: String::new(),
        minutes: None,
        count: 10_000,
        first: 1,
        replay: None,
        progress: None,
    };
    let mut args = std::env::args().skip(1);
    while let Some(key) = args.next() {
        let value = args.next().ok_or(USAGE)?;
        let number = || value.parse::<u64>().map_err(|e| format!("{key} {value}: {e}"));
        match key.as_str() {
            "--target" => o.target = value,
            "--minutes" => o.minutes = Some(number()?),
            "--count" => o.count = number()?,
            "--first" => o.first = number()?,
            "--replay" => o.replay = Some(number()?),
            "--progress" => o.progress = Some(PathBuf::from(value)),
            _ => return Err(USAGE.into()),
        }
    }
    Ok(o)
}

fn main() -> ExitCode {
    match options().and_then(|o| work(&o)) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(findings) => {
            println!("{findings} findings");
            ExitCode::FAILURE
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn work(o: &Options) -> Result<u64, String> {
    let rows: Vec<&Row> = TARGETS.iter().filter(|t| o.target == "all" || o.target == t.name).collect();
    if rows.is_empty() {
        return Err(USAGE.into());
    }
    if let Some(seed) = o.replay {
        (rows[0].open)()?.run(&mut Random::new(seed))?;
        println!("seed {seed}: nothing found");
        return Ok(0);
    }
    if let Some(progress) = &o.progress {
        return supervise::worker(rows[0], o.first, o.count, progress).map(|()| 0);
    }
    let mut findings = 0;
    for row in rows {
        findings += supervise::campaign(row, o.first, o.count, o.minutes)?;
    }
    Ok(findings)
}
