//! The subcommands. Each gives the exit code.

mod ci;
mod compare;
mod install;
mod list;
mod sweep;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::CommandFactory;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

use crate::analysis::Analysis;
use crate::cli::{Cli, Command, Measure, Output, Report};
use crate::record::{self, Configuration, Kind, Results, Settings, Skipped};
use crate::schedule::Runner;
use crate::workload::{Catalogue, Group, Workload};
use crate::{jdk, process, report};

pub const EXIT_ERROR: u8 = 1;
/// A wrong result, a crash, a time-out.
pub const EXIT_FAILURES: u8 = 3;
pub const EXIT_REGRESSION: u8 = 4;
pub const EXIT_INTERRUPTED: u8 = 130;

/// Runs a command line.
pub fn execute(cli: Cli) -> Result<u8> {
    let places = Places { workloads: cli.workloads, work: cli.work };
    match cli.command {
        Command::List(args) => list::list(&places.catalogue()?, &args),
        Command::Run(args) => compare::run(&places, args),
        Command::Compare(args) => compare::compare(&places, args),
        Command::Sweep(args) => sweep::sweep(&places, args),
        Command::Report(args) => reports(&args),
        Command::Install(args) => install::install(&places.catalogue()?, &args),
        Command::Ci(args) => ci::ci(&places, args),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "excelsa-bench", &mut std::io::stdout());
            Ok(0)
        }
    }
}

/// Where things lie.
struct Places {
    workloads: Option<PathBuf>,
    work: Option<PathBuf>,
}

impl Places {
    fn catalogue(&self) -> Result<Catalogue> {
        if let Some(file) = &self.workloads {
            return Catalogue::load(file);
        }
        let exe = std::env::current_exe()?;
        // target/release/excelsa-bench, seen from the source tree.
        let beside = exe.ancestors().nth(3).map(|root| root.join("bench/workloads.toml"));
        let places = [
            beside,
            Some(Path::new("bench/workloads.toml").to_owned()),
            Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("workloads.toml")),
        ];
        match places.into_iter().flatten().find(|p| p.is_file()) {
            Some(file) => Catalogue::load(&file),
            None => bail!("there is no bench/workloads.toml here; name it with --workloads"),
        }
    }

    fn work(&self, catalogue: &Catalogue) -> Result<PathBuf> {
        let folder = match &self.work {
            Some(folder) => folder.clone(),
            None => catalogue.home.parent().unwrap_or(&catalogue.home).join("target/bench"),
        };
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(folder.canonicalize()?)
    }
}

/// Measures what the command line asks for on `configurations`, and stores the results.
fn measure(
    places: &Places,
    args: &Measure,
    kind: Kind,
    configurations: Vec<Configuration>,
    sweep: Option<record::Sweep>,
) -> Result<Results> {
    let catalogue = places.catalogue()?;
    let work = places.work(&catalogue)?;
    let jdk = jdk::find()?;
    let machine = jdk::machine();
    let settings = Settings {
        processes: args.processes.into(),
        seconds: args.seconds,
        iterations: args.iterations.unwrap_or(if args.cold { 1 } else { 2000 }),
        timeout_s: args.timeout,
        seed: args.seed,
        cold: args.cold,
        counters: args.counters,
        metric: args.metric,
    };
    let (chosen, skipped) = selection(&catalogue, &args.select)?;
    let runner = Runner { catalogue: &catalogue, settings: &settings, jdk: &jdk, work: work.clone() };
    if machine.load > 0.7 * machine.processors as f64 && !args.quiet {
        eprintln!(
            "The machine is busy (load {:.1} on {} processors): expect noise.",
            machine.load, machine.processors
        );
    }
    // A second interrupt ends the tool.
    ctrlc::set_handler(|| {
        if !process::interrupt() {
            std::process::exit(EXIT_INTERRUPTED.into());
        }
    })
    .ok();
    let (samples, counts) = runner.run(&chosen, &configurations, args.quiet)?;
    fs::remove_dir(work.join("scratch")).ok();
    let now = OffsetDateTime::now_utc().replace_nanosecond(0)?;
    let results = Results {
        schema: record::SCHEMA.to_owned(),
        kind,
        created: now.format(&Rfc3339)?,
        command: std::env::args().collect(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        machine,
        settings,
        configurations,
        workloads: chosen.iter().map(|w| describe(w)).collect(),
        skipped,
        sweep,
        samples,
        counts,
        interrupted: process::interrupted(),
    };
    let stamp = now.format(format_description!("[year]-[month]-[day]-[hour][minute][second]"))?;
    let folder = work.join("results");
    fs::create_dir_all(&folder)?;
    let file = folder.join(format!("{stamp}.json"));
    fs::write(&file, serde_json::to_vec(&results)?)?;
    fs::copy(&file, folder.join("latest.json"))?;
    Ok(results)
}

/// Workloads that can run here, and the others. One that was named itself and cannot run is an error.
fn selection<'a>(catalogue: &'a Catalogue, words: &[String]) -> Result<(Vec<&'a Workload>, Vec<Skipped>)> {
    let (mut chosen, mut skipped) = (Vec::new(), Vec::new());
    for (workload, named) in catalogue.select(words)? {
        match workload.missing(&catalogue.home) {
            None => chosen.push(workload),
            Some(reason) if named => bail!("{} cannot run: {reason}", workload.name),
            Some(reason) => {
                eprintln!("without {}: {reason}", workload.name);
                skipped.push(Skipped { workload: workload.name.clone(), reason });
            }
        }
    }
    if chosen.is_empty() {
        bail!("no workload is left to run");
    }
    Ok((chosen, skipped))
}

fn describe(w: &Workload) -> record::Workload {
    record::Workload {
        name: w.name.clone(),
        group: Group::name(w.group).to_owned(),
        topic: w.topic.clone(),
        about: w.about.clone(),
    }
}

/// The table, the reports, and the exit code.
fn conclude(analysis: &Analysis, output: &Output) -> Result<u8> {
    print!("{}", report::terminal::render(analysis));
    write_reports(analysis, output)?;
    Ok(match analysis.results {
        r if r.interrupted => EXIT_INTERRUPTED,
        r if r.failures().next().is_some() => EXIT_FAILURES,
        _ => 0,
    })
}

fn write_reports(analysis: &Analysis, output: &Output) -> Result<()> {
    let write = |path: &Option<PathBuf>, text: &dyn Fn() -> Result<String>| -> Result<()> {
        let Some(path) = path else { return Ok(()) };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text()?).with_context(|| format!("cannot write {}", path.display()))?;
        eprintln!("wrote {}", path.display());
        Ok(())
    };
    write(&output.html, &|| report::html::render(analysis))?;
    write(&output.markdown, &|| Ok(report::markdown::render(analysis)))?;
    write(&output.csv, &|| Ok(report::csv::render(analysis)))?;
    write(&output.json, &|| report::json::render(analysis))?;
    write(&output.svg, &|| report::charts::picture(analysis))
}

/// `report`.
fn reports(args: &Report) -> Result<u8> {
    let mut all =
        args.results.iter().map(|path| Results::load(path)).collect::<Result<Vec<_>>>()?.into_iter();
    let mut results = all.next().expect("clap asks for one");
    for more in all {
        results.join(more)?;
    }
    if let Some(baseline) = &args.baseline
        && results.configurations.iter().all(|c| c.name != *baseline)
    {
        bail!("no JVM is called {baseline}");
    }
    conclude(&Analysis::new(&results, args.baseline.as_deref()), &args.output)
}
