//! From raw samples to what is said about them: for each workload and configuration a class, a time with its interval, resources; ratios to a baseline;
//! geometric means. Pure: the same results and baseline give the same analysis.

use std::collections::BTreeMap;

use crate::record::{Metric, Outcome, Results, Sample};
use crate::stats::bootstrap::{Estimate, Process, estimate};
use crate::stats::median;
use crate::stats::warmup::{self, Class, Verdict};
use crate::workload::Group;

/// Everything that reports show.
pub struct Analysis<'a> {
    pub results: &'a Results,
    /// The configuration that ratios divide by.
    pub baseline: String,
    /// In the order of workloads, then configurations.
    pub cells: Vec<Cell<'a>>,
    /// For each configuration but the baseline: the geometric mean of its ratios.
    pub means: Vec<Mean>,
}

/// One workload on one configuration.
pub struct Cell<'a> {
    pub workload: &'a str,
    pub configuration: &'a str,
    pub samples: Vec<&'a Sample>,
    /// Verdicts of the samples that are right, in their order; none for whole processes.
    pub verdicts: Vec<Verdict>,
    pub class: Option<Class>,
    /// Seconds of an iteration in the steady part, or of the whole process.
    pub time: Option<Estimate>,
    /// The time by the baseline's time.
    pub ratio: Option<Estimate>,
    /// Seconds from `main` to the steady part, median.
    pub warmup_s: Option<f64>,
    /// Medians of the other figures, by name of [`FACTS`].
    pub facts: BTreeMap<&'static str, Estimate>,
    /// The JVM's own counters, medians.
    pub counters: BTreeMap<String, f64>,
    pub pauses_ms: Vec<f64>,
    /// The first failure.
    pub failure: Option<&'a Outcome>,
}

pub struct Mean {
    pub configuration: String,
    pub ratio: Estimate,
    /// Of how many workloads.
    pub workloads: usize,
}

/// A figure of a process beside its time.
pub struct Fact {
    pub name: &'static str,
    pub unit: &'static str,
    pub about: &'static str,
    pub get: fn(&Sample) -> Option<f64>,
}

/// The figures beside the time, each in the unit that tables show.
pub const FACTS: [Fact; 9] = [
    Fact { name: "elapsed", unit: "s", about: "elapsed time of the process", get: |s| Some(s.elapsed_s) },
    Fact {
        name: "cpu",
        unit: "s",
        about: "CPU time of the process, compiler and collector threads included",
        get: |s| Some(s.cpu_s()),
    },
    Fact {
        name: "rss",
        unit: "MB",
        about: "largest resident set",
        get: |s| Some(s.peak_rss_bytes as f64 / 1e6),
    },
    Fact { name: "gc", unit: "ms", about: "time in collections", get: Sample::gc_ms },
    Fact {
        name: "gc count",
        unit: "",
        about: "collections",
        get: |s| {
            s.jvm
                .as_ref()
                .filter(|j| !j.gc.is_empty())
                .map(|j| j.gc.iter().map(|c| c.count.max(0) as f64).sum())
        },
    },
    Fact {
        name: "max pause",
        unit: "ms",
        about: "longest pause of a collection",
        get: |s| s.jvm.as_ref()?.pauses_ms.iter().copied().reduce(f64::max),
    },
    Fact { name: "compile", unit: "ms", about: "time of the compilers", get: |s| s.jvm.as_ref()?.compile_ms },
    Fact {
        name: "code",
        unit: "kB",
        about: "compiled code",
        get: |s| Some(s.jvm.as_ref()?.code_bytes? / 1e3),
    },
    Fact {
        name: "start",
        unit: "ms",
        about: "from the JVM's start to main",
        get: |s| s.jvm.as_ref()?.start_ms,
    },
];

impl<'a> Analysis<'a> {
    /// `baseline`: a configuration's name; else the first.
    pub fn new(results: &'a Results, baseline: Option<&str>) -> Analysis<'a> {
        let known = |name: &str| results.configurations.iter().any(|c| c.name == name);
        let baseline = baseline.filter(|b| known(b)).map(str::to_owned);
        let baseline = baseline
            .unwrap_or_else(|| results.configurations.first().map(|c| c.name.clone()).unwrap_or_default());
        let mut cells: Vec<Cell> = Vec::new();
        for w in &results.workloads {
            let whole = results.settings.cold || w.group == Group::Startup.name();
            let from = cells.len();
            cells.extend(results.configurations.iter().map(|c| cell(results, &w.name, &c.name, whole)));
            let base =
                cells[from..].iter().find(|c| c.configuration == baseline).and_then(|c| c.time.clone());
            for c in &mut cells[from..] {
                c.ratio = c.time.as_ref().zip(base.as_ref()).map(|(t, b)| t.ratio(b));
            }
        }
        let means = results
            .configurations
            .iter()
            .filter(|c| c.name != baseline)
            .filter_map(|c| mean_of(&cells, &c.name))
            .collect();
        Analysis { results, baseline, cells, means }
    }

    pub fn cell(&self, workload: &str, configuration: &str) -> Option<&Cell<'a>> {
        self.cells.iter().find(|c| c.workload == workload && c.configuration == configuration)
    }

    pub fn of_configuration(&self, name: &str) -> impl Iterator<Item = &Cell<'a>> {
        self.cells.iter().filter(move |c| c.configuration == name)
    }
}

fn mean_of(cells: &[Cell], configuration: &str) -> Option<Mean> {
    let ratios: Vec<&Estimate> =
        cells.iter().filter(|c| c.configuration == configuration).filter_map(|c| c.ratio.as_ref()).collect();
    Some(Mean {
        configuration: configuration.to_owned(),
        ratio: Estimate::geometric_mean(&ratios)?,
        workloads: ratios.len(),
    })
}

fn cell<'a>(results: &'a Results, workload: &'a str, configuration: &'a str, whole: bool) -> Cell<'a> {
    let samples: Vec<&Sample> = results
        .samples
        .iter()
        .filter(|s| s.workload == workload && s.configuration == configuration)
        .collect();
    let right: Vec<&Sample> = samples.iter().copied().filter(|s| s.outcome.is_ok()).collect();
    let failure = samples.iter().map(|s| &s.outcome).find(|o| !o.is_ok());
    let settings = &results.settings;
    // A busy machine's changes are not the program's where the thread's own clock tells.
    let series = |s: &Sample| -> Vec<f64> {
        let it = &s.iterations;
        let by_thread = settings.metric == Metric::Thread && it.thread_ns.iter().any(|ns| *ns > 0);
        let times = if by_thread { &it.thread_ns } else { &it.ns };
        times.iter().map(|ns| *ns as f64 / 1e9).collect()
    };
    let verdicts: Vec<Verdict> =
        if whole { Vec::new() } else { right.iter().map(|s| warmup::classify(&series(s))).collect() };
    let processes: Vec<Process> = if whole {
        right
            .iter()
            .map(|s| {
                Process::Number(if settings.metric != Metric::Elapsed { s.cpu_s() } else { s.elapsed_s })
            })
            .collect()
    } else {
        let measured = right.iter().zip(&verdicts).filter(|(s, _)| !s.iterations.ns.is_empty());
        measured
            .map(|(s, v)| {
                let steady = |ns: &[u64]| -> Vec<f64> {
                    ns.get(v.steady.clone()).unwrap_or_default().iter().map(|ns| *ns as f64 / 1e9).collect()
                };
                match settings.metric {
                    Metric::Elapsed => Process::median_of(&steady(&s.iterations.ns)),
                    // The process's clock ticks every 10 ms in HotSpot.
                    Metric::Cpu => Process::mean_of(&steady(&s.iterations.cpu_ns)),
                    Metric::Thread => Process::median_of(&steady(&s.iterations.thread_ns)),
                }
            })
            // A JVM without such a clock has no figure.
            .filter(|p| p.value() > 0.0)
            .collect()
    };
    let label = |what: &str| format!("{workload}\0{configuration}\0{what}");
    // A configuration that ever fails has no time: a wrong answer is not fast.
    let time = if failure.is_some() { None } else { estimate(&processes, settings.seed, &label("time")) };
    let facts = FACTS.iter().filter_map(|fact| {
        let values: Vec<Process> = right.iter().filter_map(|s| (fact.get)(s)).map(Process::Number).collect();
        Some((fact.name, estimate(&values, settings.seed, &label(fact.name))?))
    });
    let starts: Vec<f64> = right
        .iter()
        .zip(&verdicts)
        .filter_map(|(s, v)| Some(*s.iterations.start_ns.get(v.steady.start)? as f64 / 1e9))
        .collect();
    let classes: Vec<Class> = verdicts.iter().map(|v| v.class).collect();
    let class = warmup::together(&classes);
    Cell {
        workload,
        configuration,
        facts: facts.collect(),
        counters: counters(results, workload, configuration, &right),
        pauses_ms: right
            .iter()
            .filter_map(|s| s.jvm.as_ref())
            .flat_map(|j| j.pauses_ms.iter().copied())
            .collect(),
        warmup_s: if class == Some(Class::WarmUp) || class == Some(Class::SlowDown) {
            median(&starts)
        } else {
            None
        },
        samples,
        verdicts,
        class,
        time,
        ratio: None,
        failure,
    }
}

/// The JVM's own, and those of the process that was not timed.
fn counters(
    results: &Results,
    workload: &str,
    configuration: &str,
    samples: &[&Sample],
) -> BTreeMap<String, f64> {
    let mut all: BTreeMap<&String, Vec<f64>> = BTreeMap::new();
    let own = samples.iter().filter_map(|s| s.jvm.as_ref()).flat_map(|j| &j.counters);
    let counted =
        results.counts.iter().filter(|c| c.workload == workload && c.configuration == configuration);
    for (name, value) in own.chain(counted.flat_map(|c| &c.counters)) {
        all.entry(name).or_default().push(*value);
    }
    all.into_iter().filter_map(|(name, values)| Some((name.clone(), median(&values)?))).collect()
}

impl Cell<'_> {
    /// "in 2 of 3 processes".
    pub fn how_often(&self) -> String {
        let failed = self.samples.iter().filter(|s| !s.outcome.is_ok()).count();
        format!("in {failed} of {} processes", self.samples.len())
    }
}

impl Analysis<'_> {
    /// The configuration with the least geometric mean, among those that ran every workload that any ran; and the others.
    pub fn best_point(&self) -> Option<(&Mean, Vec<&Mean>)> {
        let most = self.means.iter().map(|m| m.workloads).max()?;
        let complete: Vec<&Mean> = self.means.iter().filter(|m| m.workloads == most).collect();
        let best = *complete.iter().min_by(|a, b| a.ratio.value.total_cmp(&b.ratio.value))?;
        Some((best, complete.into_iter().filter(|m| m.configuration != best.configuration).collect()))
    }
}
