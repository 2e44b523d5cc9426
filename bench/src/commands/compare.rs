//! `run` and `compare`.

use anyhow::{Result, bail};

use super::{Places, conclude, measure};
use crate::analysis::Analysis;
use crate::cli::{Compare, Run};
use crate::jvm::JvmSpec;
use crate::record::{Configuration, Kind};

/// What `compare` compares when it is not told: each tier of both.
const DEFAULT: [&str; 6] = [
    "excelsa-int=excelsa -Xint",
    "excelsa-quick=excelsa -XX:TieredStopAtLevel=3",
    "excelsa=excelsa",
    "hotspot-int=java -Xint",
    "hotspot-c1=java -XX:TieredStopAtLevel=1",
    "hotspot=java",
];

pub fn run(places: &Places, args: Run) -> Result<u8> {
    let results = measure(places, &args.measure, Kind::Run, vec![args.jvm.resolve()?], None)?;
    conclude(&Analysis::new(&results, None), &args.measure.output)
}

pub fn compare(places: &Places, args: Compare) -> Result<u8> {
    let specs = if args.jvm.is_empty() {
        DEFAULT.iter().map(|s| JvmSpec::parse(s).expect("a specification")).collect()
    } else {
        args.jvm
    };
    for (i, spec) in specs.iter().enumerate() {
        if specs[..i].iter().any(|s| s.name == spec.name) {
            bail!("two JVMs are called {}; name them: --jvm a='...' --jvm b='...'", spec.name);
        }
    }
    if let Some(name) = &args.baseline
        && specs.iter().all(|s| s.name != *name)
    {
        bail!("no JVM is called {name}, as --baseline says");
    }
    let configurations: Vec<Configuration> = specs.iter().map(JvmSpec::resolve).collect::<Result<_>>()?;
    let results = measure(places, &args.measure, Kind::Compare, configurations, None)?;
    conclude(&Analysis::new(&results, args.baseline.as_deref()), &args.measure.output)
}
