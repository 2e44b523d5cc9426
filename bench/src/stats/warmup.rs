//! What a series of iteration times does: the classes of Barrett et al., from the segments between change points.

use std::ops::Range;

use super::{changepoint, mean, outliers, variance};

/// With fewer iterations nothing is said about warm-up.
pub const FEWEST: usize = 8;
/// The steady part must be at least this share of all iterations.
const STEADY_SHARE: f64 = 0.25;
/// Means this near to each other are the same, whatever the spread.
const SAME: f64 = 0.02;

/// The class of one process, or of all processes of a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// As fast from the first iteration to the last.
    Flat,
    /// The last part is the fastest, and is long enough.
    WarmUp,
    /// An earlier part was faster than the last one.
    SlowDown,
    /// It still changes in the last quarter.
    NoSteadyState,
    /// Fewer than [`FEWEST`] iterations.
    TooShort,
    /// Processes of one configuration differ.
    Inconsistent,
}

impl Class {
    pub fn name(self) -> &'static str {
        match self {
            Class::Flat => "flat",
            Class::WarmUp => "warm-up",
            Class::SlowDown => "slow-down",
            Class::NoSteadyState => "no steady state",
            Class::TooShort => "too short",
            Class::Inconsistent => "inconsistent",
        }
    }
}

/// A series' class, and which of its iterations count for its figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    pub class: Class,
    /// The steady part; without one, the last quarter; of too short series, all but the first iteration.
    pub steady: Range<usize>,
    pub segments: Vec<Range<usize>>,
}

/// Classifies one process's iterations.
pub fn classify(series: &[f64]) -> Verdict {
    let n = series.len();
    if n < FEWEST {
        let from = usize::from(n > 1);
        return Verdict {
            class: Class::TooShort,
            steady: from..n,
            segments: std::iter::once(0..n).collect(),
        };
    }
    let clamped = outliers::clamp(series);
    let segments = changepoint::segments(&clamped);
    let last = &clamped[segments.last().expect("a series has a segment").clone()];
    let level = mean(last);
    let near = variance(last).sqrt().max(SAME * level);
    let means: Vec<f64> = segments.iter().map(|s| mean(&clamped[s.clone()])).collect();
    let same: Vec<bool> = means.iter().map(|m| (m - level).abs() <= near).collect();
    let first_steady = same.iter().rposition(|s| !s).map_or(0, |i| i + 1);
    let steady = segments[first_steady].start..n;
    let class = if first_steady == 0 {
        Class::Flat
    } else if (steady.len() as f64) < STEADY_SHARE * n as f64 {
        Class::NoSteadyState
    } else if means.iter().zip(&same).any(|(m, same)| !same && *m < level) {
        Class::SlowDown
    } else {
        Class::WarmUp
    };
    let steady = if class == Class::NoSteadyState { n - (n / 4).max(1)..n } else { steady };
    Verdict { class, steady, segments }
}

/// The class of a configuration from those of its processes.
pub fn together(classes: &[Class]) -> Option<Class> {
    let first = *classes.first()?;
    Some(if classes.iter().all(|c| *c == first) { first } else { Class::Inconsistent })
}
