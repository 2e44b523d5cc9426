//! What a measurement leaves on disk: one JSON document with every raw sample, and with the machine, commands and versions that
//! they were measured on. All that reports say is computed from it again (see `analysis`), so a report can be repeated years later.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

/// The format; a reader refuses others.
pub const SCHEMA: &str = "excelsa-bench/1";

/// One measurement: `run`, `compare`, `sweep` or `ci`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Results {
    pub schema: String,
    pub kind: Kind,
    /// UTC, RFC 3339.
    pub created: String,
    /// The command line that repeats the measurement.
    pub command: Vec<String>,
    pub tool_version: String,
    pub machine: Machine,
    pub settings: Settings,
    pub configurations: Vec<Configuration>,
    pub workloads: Vec<Workload>,
    /// Workloads that were asked for and cannot run here, with the reason.
    #[serde(default)]
    pub skipped: Vec<Skipped>,
    #[serde(default)]
    pub sweep: Option<Sweep>,
    pub samples: Vec<Sample>,
    /// From processes of their own, which were not timed.
    #[serde(default)]
    pub counts: Vec<Counts>,
    /// Whether the measurement was ended by the user before its end.
    #[serde(default)]
    pub interrupted: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Run,
    Compare,
    Sweep,
    Ci,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Machine {
    pub cpu: String,
    /// Processors that the tool may use.
    pub processors: usize,
    pub memory_bytes: u64,
    pub system: String,
    pub kernel: String,
    /// Frequency governor, where the system tells.
    #[serde(default)]
    pub governor: Option<String>,
    /// Load average of the last minute when the measurement began: anything far above 0 means company.
    pub load: f64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Settings {
    /// Fresh processes for each workload and configuration.
    pub processes: usize,
    /// Budget for iterations in a process.
    pub seconds: f64,
    pub iterations: usize,
    pub timeout_s: f64,
    /// Seed of the bootstrap.
    pub seed: u64,
    /// One iteration in each process; what counts is the whole process.
    #[serde(default)]
    pub cold: bool,
    /// One more process each counts compilations.
    #[serde(default)]
    pub counters: bool,
    pub metric: Metric,
}

/// Which time counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Metric {
    /// Elapsed time: what somebody waiting for the result sees.
    Elapsed,
    /// CPU time of the process, its compiler and collector threads included: less disturbed by other programs.
    Cpu,
    /// CPU time of the thread that runs the workload: what the generated code costs, compilers and collector left out. Not for whole processes.
    Thread,
}

/// A JVM with its options.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Configuration {
    pub name: String,
    pub command: Vec<String>,
    /// What `-version` printed.
    pub version: String,
    /// The swept flags' values, in the sweep's order.
    #[serde(default)]
    pub values: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Workload {
    pub name: String,
    pub group: String,
    pub topic: String,
    pub about: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Skipped {
    pub workload: String,
    pub reason: String,
}

/// The grid of a sweep; its points are the configurations with `values`. A configuration without is the default.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sweep {
    pub flags: Vec<SweptFlag>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SweptFlag {
    pub name: String,
    pub values: Vec<String>,
}

/// What one process did.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sample {
    pub workload: String,
    pub configuration: String,
    /// Which of the processes of this workload and configuration.
    pub process: usize,
    pub outcome: Outcome,
    pub elapsed_s: f64,
    pub user_s: f64,
    pub system_s: f64,
    pub peak_rss_bytes: u64,
    #[serde(default)]
    pub iterations: Iterations,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jvm: Option<JvmFacts>,
}

/// How a process ended. Only `Ok` gives times; the others are results of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Outcome {
    Ok,
    /// The result is not the expected one, or iterations differ.
    Wrong {
        expected: String,
        got: String,
    },
    /// An exception, an exit code, a signal.
    Failed {
        how: String,
        stderr: String,
    },
    TimedOut {
        after_s: f64,
    },
}

impl Outcome {
    pub fn is_ok(&self) -> bool {
        *self == Outcome::Ok
    }

    /// One word for tables.
    pub fn word(&self) -> &'static str {
        match self {
            Outcome::Ok => "ok",
            Outcome::Wrong { .. } => "wrong",
            Outcome::Failed { .. } => "failed",
            Outcome::TimedOut { .. } => "timed out",
        }
    }
}

/// One entry for each iteration, in order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Iterations {
    /// Since `main` began.
    pub start_ns: Vec<u64>,
    pub ns: Vec<u64>,
    /// CPU time of the whole process during the iteration.
    pub cpu_ns: Vec<u64>,
    /// CPU time of the thread that runs it; 0 where the JVM has no such clock.
    #[serde(default)]
    pub thread_ns: Vec<u64>,
}

/// What the JVM said of itself at the end.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct JvmFacts {
    #[serde(default)]
    pub vm: String,
    #[serde(default)]
    pub version: String,
    /// From the JVM's start to `main`.
    #[serde(default)]
    pub start_ms: Option<f64>,
    #[serde(default)]
    pub gc: Vec<Collector>,
    #[serde(default)]
    pub pauses_ms: Vec<f64>,
    #[serde(default)]
    pub compile_ms: Option<f64>,
    #[serde(default)]
    pub code_bytes: Option<f64>,
    #[serde(default)]
    pub loaded_classes: Option<f64>,
    #[serde(default)]
    pub heap_used: Option<f64>,
    /// Deoptimisations and others, where the JVM counts them.
    #[serde(default)]
    pub counters: BTreeMap<String, f64>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Collector {
    pub name: String,
    pub count: i64,
    pub ms: f64,
}

/// What a process printed of its compilations.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Counts {
    pub workload: String,
    pub configuration: String,
    pub counters: BTreeMap<String, f64>,
}

impl Sample {
    pub fn is_of(&self, workload: &crate::workload::Workload, configuration: &Configuration) -> bool {
        self.workload == workload.name && self.configuration == configuration.name
    }

    pub fn cpu_s(&self) -> f64 {
        self.user_s + self.system_s
    }

    /// Time in collections, by the JVM's own account.
    pub fn gc_ms(&self) -> Option<f64> {
        self.jvm.as_ref().filter(|j| !j.gc.is_empty()).map(|j| j.gc.iter().map(|c| c.ms.max(0.0)).sum())
    }
}

impl Results {
    pub fn load(path: &Path) -> Result<Results> {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let results: Results = serde_json::from_str(&text)
            .with_context(|| format!("{} is not a file of results", path.display()))?;
        if results.schema != SCHEMA {
            bail!("{} has the format {}, this tool reads {SCHEMA}", path.display(), results.schema);
        }
        Ok(results)
    }

    pub fn failures(&self) -> impl Iterator<Item = &Sample> {
        self.samples.iter().filter(|s| !s.outcome.is_ok())
    }
}

impl Results {
    /// Adds the samples of another measurement of the same kind with the same settings and machine.
    pub fn join(&mut self, other: Results) -> Result<()> {
        let settings = |s: &Settings| (s.cold, s.metric, s.seconds.to_bits(), s.iterations);
        if settings(&self.settings) != settings(&other.settings) {
            bail!(
                "the results of {} and {} were measured in different ways and cannot be joined",
                self.created,
                other.created
            );
        }
        if (&self.machine.cpu, self.machine.processors) != (&other.machine.cpu, other.machine.processors) {
            bail!(
                "the results of {} and {} are from different machines and cannot be joined",
                self.created,
                other.created
            );
        }
        for c in other.configurations {
            match self.configurations.iter().find(|mine| mine.name == c.name) {
                Some(mine) if (&mine.command, &mine.version) != (&c.command, &c.version) => {
                    bail!(
                        "{} is `{}` in one file and `{}` in another, or another version",
                        c.name,
                        mine.command.join(" "),
                        c.command.join(" ")
                    )
                }
                Some(_) => {}
                None => self.configurations.push(c),
            }
        }
        for w in other.workloads {
            if self.workloads.iter().all(|mine| mine.name != w.name) {
                self.workloads.push(w);
            }
        }
        let first = self.samples.iter().map(|s| s.process + 1).max().unwrap_or(0);
        self.samples.extend(other.samples.into_iter().map(|s| Sample { process: s.process + first, ..s }));
        self.counts.extend(other.counts);
        self.skipped.extend(other.skipped);
        self.interrupted |= other.interrupted;
        Ok(())
    }
}
