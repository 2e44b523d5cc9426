//! What is shown of an analysis: for the terminal, for a browser, for documents, for other programs.

pub mod charts;
pub mod csv;
pub mod html;
pub mod json;
pub mod markdown;
pub mod terminal;

use crate::analysis::{Analysis, Cell};
use crate::record::Metric;
use crate::stats::bootstrap::{Difference, Estimate};
use crate::stats::warmup::Class;

/// A unit of time that suits a set of figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    pub name: &'static str,
    /// Units in a second.
    pub scale: f64,
}

const UNITS: [Unit; 4] = [
    Unit { name: "s", scale: 1.0 },
    Unit { name: "ms", scale: 1e3 },
    Unit { name: "µs", scale: 1e6 },
    Unit { name: "ns", scale: 1e9 },
];

/// The largest unit in which a time is at least 1.
pub fn unit(seconds: f64) -> Unit {
    UNITS.into_iter().find(|u| seconds * u.scale >= 1.0).unwrap_or(UNITS[3])
}

/// Three digits that count.
pub fn digits(value: f64) -> String {
    match value.abs() {
        _ if !value.is_finite() => "-".to_owned(),
        v if v >= 99.95 || v == 0.0 => format!("{value:.0}"),
        v if v >= 9.995 => format!("{value:.1}"),
        v if v >= 0.9995 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

/// `12.3 ms [12.1, 12.9]`.
pub fn time(e: &Estimate) -> String {
    let u = unit(e.value);
    format!("{} {}{}", digits(e.value * u.scale), u.name, interval(e, u.scale))
}

/// `0.52 [0.50, 0.55]`.
pub fn ratio(e: &Estimate) -> String {
    format!(
        "{:.2}{}",
        e.value,
        if e.single { String::new() } else { format!(" [{:.2}, {:.2}]", e.low, e.high) }
    )
}

fn interval(e: &Estimate, scale: f64) -> String {
    if e.single { String::new() } else { format!(" [{}, {}]", digits(e.low * scale), digits(e.high * scale)) }
}

/// What stands where a time would be.
pub fn time_or_failure(cell: &Cell) -> String {
    match (&cell.failure, &cell.time) {
        (Some(outcome), _) => outcome.word().to_uppercase(),
        (None, Some(e)) => time(e),
        (None, None) => "-".to_owned(),
    }
}

/// "1.9 times as fast", "within noise".
pub fn in_words(e: &Estimate) -> String {
    match e.difference() {
        Difference::Faster => format!("{} times as fast", digits(1.0 / e.value)),
        Difference::Slower => format!("{} times as long", digits(e.value)),
        other => other.name().to_owned(),
    }
}

/// The class, marked where it is a warning.
pub fn class_text(cell: &Cell) -> String {
    match cell.class {
        None => String::new(),
        Some(Class::Inconsistent) => {
            let mut names: Vec<&str> = cell.verdicts.iter().map(|v| v.class.name()).collect();
            names.sort_unstable();
            names.dedup();
            format!("inconsistent ({})", names.join(", "))
        }
        Some(class) => class.name().to_owned(),
    }
}

/// What the times are, in a sentence.
pub fn what(analysis: &Analysis) -> String {
    let s = &analysis.results.settings;
    let whole = s.cold || analysis.cells.iter().all(|c| c.verdicts.is_empty());
    let clock = match (s.metric, whole) {
        (Metric::Elapsed, _) => "Elapsed time",
        (Metric::Thread, false) => "CPU time of the thread",
        _ => "CPU time",
    };
    let of = if whole { "of a whole process" } else { "of an iteration in steady state" };
    let n = s.processes;
    let processes = if n == 1 { "process".to_owned() } else { "interleaved processes".to_owned() };
    format!("{clock} {of}: medians of {n} {processes}, with 95 % confidence intervals")
}

/// The lines about the geometric means.
pub fn mean_lines(analysis: &Analysis) -> Vec<String> {
    let baseline = &analysis.baseline;
    let line = |m: &crate::analysis::Mean| {
        format!(
            "{} / {baseline}: {} over {} workloads, {}",
            m.configuration,
            ratio(&m.ratio),
            m.workloads,
            in_words(&m.ratio)
        )
    };
    analysis.means.iter().map(line).collect()
}

/// What a reader should know before believing the figures.
pub fn warnings(analysis: &Analysis) -> Vec<String> {
    let r = analysis.results;
    let mut lines = Vec::new();
    if r.interrupted {
        lines.push("The measurement was interrupted; these are the samples until then.".to_owned());
    }
    if r.settings.processes < 3 {
        lines.push(format!("With {} process(es) the intervals say nothing about differences between processes; use -n 5 or more.", r.settings.processes));
    }
    if r.machine.load > 0.7 * r.machine.processors as f64 {
        lines.push(format!(
            "The machine was busy when the measurement began (load {:.1} on {} processors).",
            r.machine.load, r.machine.processors
        ));
    }
    for class in [Class::NoSteadyState, Class::SlowDown, Class::Inconsistent] {
        let with: Vec<String> = analysis
            .cells
            .iter()
            .filter(|c| c.class == Some(class))
            .map(|c| format!("{} on {}", c.workload, c.configuration))
            .collect();
        if !with.is_empty() {
            lines.push(format!("{}: {}.", class.name(), with.join(", ")));
        }
    }
    for s in &r.skipped {
        lines.push(format!("{} was left out: {}.", s.workload, s.reason));
    }
    lines
}

/// For a sweep: which setting is the best, how sure that is, and which are as good within the noise.
pub fn best_setting(analysis: &Analysis) -> Option<String> {
    analysis.results.sweep.as_ref()?;
    let (best, rest) = analysis.best_point()?;
    let share = best.ratio.share_least(&rest.iter().map(|m| &m.ratio).collect::<Vec<_>>());
    let alike: Vec<&str> = rest
        .iter()
        .filter(|m| {
            matches!(m.ratio.ratio(&best.ratio).difference(), Difference::Noise | Difference::Unknown)
        })
        .map(|m| m.configuration.as_str())
        .collect();
    let mut text = format!(
        "Best setting: {}, {} of the default's time ({}); the least in {:.0} % of the resamples.",
        best.configuration,
        ratio(&best.ratio),
        in_words(&best.ratio),
        share * 100.0
    );
    match best.ratio.difference() {
        Difference::Slower => text += " The default is better than all of them.",
        Difference::Noise => text += " It is not told from the default.",
        Difference::Faster | Difference::Unknown => {}
    }
    if !alike.is_empty() {
        text += &format!(" Not told from it by this measurement: {}.", alike.join("; "));
    }
    Some(text)
}
