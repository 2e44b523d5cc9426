//! `ci`: the same workloads again, and a failure where they became slower than a stored baseline by more than the noise.

use std::fs;

use anyhow::{Context, Result, bail};

use super::{EXIT_REGRESSION, Places, conclude, measure};
use crate::analysis::Analysis;
use crate::cli::Ci;
use crate::record::{Kind, Results};

/// Names of the two sides.
const STORED: &str = "baseline";
const NOW: &str = "now";

pub fn ci(places: &Places, args: Ci) -> Result<u8> {
    if args.update {
        let results = measure(places, &args.measure, Kind::Ci, vec![args.jvm.resolve()?], None)?;
        let code = conclude(&Analysis::new(&results, None), &args.measure.output)?;
        if code != 0 {
            bail!("the baseline is not stored: not all workloads gave right results");
        }
        if let Some(folder) = args.baseline.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&args.baseline, serde_json::to_vec(&results)?)
            .with_context(|| format!("cannot write {}", args.baseline.display()))?;
        println!("stored the baseline in {}", args.baseline.display());
        return Ok(0);
    }
    // What was stored says what is measured and how; then only the JVM differs.
    let stored = Results::load(&args.baseline).context("store a baseline first, with `ci --update`")?;
    let mut asked = args.measure.clone();
    let s = &stored.settings;
    (asked.seconds, asked.iterations, asked.cold, asked.metric) =
        (s.seconds, Some(s.iterations), s.cold, s.metric);
    if asked.select.is_empty() {
        asked.select = stored.workloads.iter().map(|w| w.name.clone()).collect();
    }
    let (a, b) = (&stored.machine, &crate::jdk::machine());
    if (&a.cpu, a.processors) != (&b.cpu, b.processors) && !args.any_machine {
        bail!(
            "the baseline is from another machine ({}, {} processors; this is {}, {}); store one with --update, or say --any-machine",
            a.cpu,
            a.processors,
            b.cpu,
            b.processors
        );
    }
    let now = measure(places, &asked, Kind::Ci, vec![args.jvm.resolve()?], None)?;
    let both = together(stored, now)?;
    let analysis = Analysis::new(&both, Some(STORED));
    let code = conclude(&analysis, &args.measure.output)?;
    let limit = 1.0 + args.tolerance / 100.0;
    let slower = analysis.of_configuration(NOW).filter(|c| c.ratio.as_ref().is_some_and(|r| r.low > limit));
    let names: Vec<String> = slower
        .filter_map(|c| Some(format!("{} {}", c.workload, super::report::ratio(c.ratio.as_ref()?))))
        .collect();
    if code != 0 {
        return Ok(code);
    }
    if names.is_empty() {
        println!(
            "\nNo workload is slower than the baseline by more than {} % and the noise.",
            args.tolerance
        );
        return Ok(0);
    }
    println!(
        "\nSLOWER than the baseline by more than {} % and the noise: {}",
        args.tolerance,
        names.join(", ")
    );
    Ok(EXIT_REGRESSION)
}

/// One document with both sides, so that it is analysed as a comparison.
fn together(mut stored: Results, now: Results) -> Result<Results> {
    let mut all = now;
    for (results, name) in [(&mut stored, STORED), (&mut all, NOW)] {
        let [configuration] = &mut results.configurations[..] else {
            bail!("a baseline has one JVM, this one has {}", results.configurations.len())
        };
        configuration.name = name.to_owned();
        for sample in &mut results.samples {
            sample.configuration = name.to_owned();
        }
    }
    let wanted = |workload: &str| all.workloads.iter().any(|w| w.name == workload);
    let samples: Vec<_> = stored.samples.into_iter().filter(|s| wanted(&s.workload)).collect();
    all.samples.extend(samples);
    all.counts.clear();
    all.configurations.splice(0..0, stored.configurations);
    Ok(all)
}
