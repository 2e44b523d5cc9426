//! Runs random programs on HotSpot and on Excelsa in several modes; see `excelsa_tests::fuzz`.

use excelsa_tests::fuzz::batch::{self, Bench, Machine};
use excelsa_tests::fuzz::minimise;
use excelsa_tests::fuzz::program::{self, Program};
use excelsa_tests::modes::Mode;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

const USAGE: &str = "excelsa-fuzz [--first SEED] [--count N] [--minutes N] [--modes LIST] [--batch N] [--repeat N] [--jobs N]
excelsa-fuzz --replay SEED [--modes LIST]       what each machine prints
excelsa-fuzz --minimise SEED [--modes MODE]     the smallest program found that differs
excelsa-fuzz --dump SEED                        its class files only
  --modes    of tests/src/modes.rs; int alone by default
  --repeat   calls of each entry (30)
EXCELSA is the binary under test (target/release/excelsa), JAVA_HOME the HotSpot to compare with. Files go to target/fuzz.";

struct Options {
    first: u64,
    count: u64,
    minutes: Option<u64>,
    modes: Vec<String>,
    batch: u64,
    repeat: u32,
    jobs: usize,
    replay: Option<u64>,
    minimise: Option<u64>,
    dump: Option<u64>,
}

fn options() -> Result<Options, String> {
    let mut o = Options {
        first: 1,
        count: 1000,
        minutes: None,
        modes: vec!["int".into()],
        batch: 200,
        repeat: 30,
        jobs: 1,
        replay: None,
        minimise: None,
        dump: None,
    };
    let mut args = env::args().skip(1);
    while let Some(key) = args.next() {
        let value = args.next().ok_or(USAGE)?;
        let number = || value.parse::<u64>().map_err(|e| format!("{key} {value}: {e}"));
        match key.as_str() {
            "--first" => o.first = number()?,
            "--count" => o.count = number()?,
            "--minutes" => o.minutes = Some(number()?),
            "--modes" => o.modes = value.split(',').map(str::to_owned).collect(),
            "--batch" => o.batch = number()?.max(1),
            "--repeat" => o.repeat = number()? as u32,
            "--jobs" => o.jobs = number()?.max(1) as usize,
            "--replay" => o.replay = Some(number()?),
            "--minimise" => o.minimise = Some(number()?),
            "--dump" => o.dump = Some(number()?),
            _ => return Err(USAGE.into()),
        }
    }
    Ok(o)
}

fn main() -> ExitCode {
    match options().and_then(|o| work(&o)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn work(o: &Options) -> Result<bool, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let exe = env::current_exe().map_err(|e| e.to_string())?;
    let profile = exe.parent().ok_or("no folder of the binary")?;
    let folder = profile.parent().ok_or("no target folder")?.join("fuzz");
    fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    if let Some(seed) = o.dump {
        let kept = folder.join(format!("program-{seed}"));
        batch::keep(&program::generate(seed, HashSet::new()), &kept)?;
        println!("{}", kept.display());
        return Ok(true);
    }
    let java_home = env::var_os("JAVA_HOME").map(PathBuf::from);
    let tool =
        |name: &str| java_home.as_ref().map_or_else(|| PathBuf::from(name), |h| h.join("bin").join(name));
    let java = tool("java");
    let under_test = env::var_os("EXCELSA").map_or_else(|| profile.join("excelsa"), PathBuf::from);
    let under_test = under_test.canonicalize().map_err(|e| format!("{}: {e}", under_test.display()))?;
    let itself = java.canonicalize().is_ok_and(|j| j == under_test);
    let bench = Bench::new(&tool("javac"), root, &folder, o.repeat)?;
    let mut machines = vec![batch::hotspot(&java)];
    for name in &o.modes {
        let mode = Mode::named(name).ok_or_else(|| format!("there is no mode {name}"))?;
        machines.push(batch::excelsa(&under_test, mode, itself));
    }
    if let Some(seed) = o.replay {
        let program = [program::generate(seed, HashSet::new())];
        for m in &machines {
            println!("{:10} {}", m.name, bench.run(m, &program)?[0]);
        }
        return Ok(true);
    }
    if let Some(seed) = o.minimise {
        let program = minimise::minimise(&bench, &machines[0], &machines[1], seed, |out, left| {
            eprintln!("{out} parts left out, {left} to try at this level");
        })?;
        let kept = folder.join(format!("minimised-{seed}"));
        batch::keep(&program, &kept)?;
        let program = [program];
        for m in &machines {
            println!("{:10} {}", m.name, bench.run(m, &program)?[0]);
        }
        println!("class files in {}", kept.display());
        return Ok(true);
    }
    campaign(o, &bench, &machines, &folder)
}

/// Runs programs from `first` on; whether none differed.
fn campaign(o: &Options, bench: &Bench, machines: &[Machine], folder: &Path) -> Result<bool, String> {
    let start = Instant::now();
    let end = o.minutes.map(|m| start + Duration::from_secs(60 * m));
    let last = if end.is_some() { u64::MAX } else { o.first + o.count };
    let next = AtomicU64::new(o.first);
    let done = AtomicU64::new(0);
    let differing: Mutex<Vec<String>> = Mutex::default();
    let failed: Mutex<Option<String>> = Mutex::default();
    let worker = || {
        loop {
            let seed = next.fetch_add(o.batch, Ordering::Relaxed);
            if seed >= last || end.is_some_and(|e| Instant::now() > e) {
                return;
            }
            let seeds: Vec<u64> = (seed..last.min(seed + o.batch)).collect();
            match one_batch(bench, machines, &seeds, folder) {
                Ok(mut lines) => {
                    for line in &lines {
                        println!("{line}");
                    }
                    let total = done.fetch_add(seeds.len() as u64, Ordering::Relaxed) + seeds.len() as u64;
                    if (total / o.batch).is_multiple_of(10) {
                        eprintln!("{total} programs, {} s", start.elapsed().as_secs());
                    }
                    differing.lock().expect("the list").append(&mut lines);
                }
                Err(message) => {
                    *failed.lock().expect("the message") = Some(message);
                    return;
                }
            }
        }
    };
    thread::scope(|s| {
        for _ in 0..o.jobs {
            s.spawn(worker);
        }
    });
    if let Some(message) = failed.into_inner().expect("the message") {
        return Err(message);
    }
    let differing = differing.into_inner().expect("the list").len();
    let names: Vec<&str> = machines.iter().map(|m| m.name.as_str()).collect();
    println!(
        "{} programs on {}: {differing} differ; {} s",
        done.into_inner(),
        names.join(", "),
        start.elapsed().as_secs()
    );
    Ok(differing == 0)
}

/// A line for each program and machine that differs from HotSpot; its class files are kept.
fn one_batch(
    bench: &Bench,
    machines: &[Machine],
    seeds: &[u64],
    folder: &Path,
) -> Result<Vec<String>, String> {
    let programs: Vec<Program> = seeds.iter().map(|&s| program::generate(s, HashSet::new())).collect();
    let mut answers = Vec::new();
    for m in machines {
        answers.push(bench.run(m, &programs)?);
    }
    let mut lines = Vec::new();
    for (k, program) in programs.iter().enumerate() {
        let expected = &answers[0][k];
        if expected.contains("Error") || expected.contains(": ") {
            lines.push(format!("seed {}: HotSpot refuses it: {expected}", seeds[k]));
        }
        for (m, answer) in machines.iter().zip(&answers).skip(1) {
            if answer[k] != *expected {
                let kept = folder.join(format!("program-{}", seeds[k]));
                batch::keep(program, &kept)?;
                lines.push(format!(
                    "seed {} in {}: {} and not {expected}; {}",
                    seeds[k],
                    m.name,
                    answer[k],
                    kept.display()
                ));
            }
        }
    }
    Ok(lines)
}
