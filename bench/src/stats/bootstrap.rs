//! Confidence intervals by resampling.
//!
//! A configuration's figure is the median over its processes of each process's median (or mean). One resample draws as many processes, with
//! replacement, and for each drawn process a resampled figure. The median of n values drawn with replacement from n sorted ones is the value at a place that is
//! distributed as the median of n uniform numbers, a Beta distribution, so it costs one draw and not n.
//!
//! The interval is the one between the 2.5th and the 97.5th percentile of the resamples. With three processes that is about their range, which holds the
//! true median three times out of four; five processes make it 15 times out of 16.

use rand::{RngExt, SeedableRng};
use rand_distr::{Beta, Distribution, Normal};
use rand_pcg::Pcg64;

use super::{geometric_mean, mean, median, quantile, variance};

/// Resamples of every figure. Figures of one comparison are combined resample by resample.
pub const RESAMPLES: usize = 2000;
const LOW: f64 = 0.025;
const HIGH: f64 = 0.975;
/// Differences below this share are called noise even if the interval excludes them: placement of code and data alone makes as much.
pub const FLOOR: f64 = 0.01;

/// A figure with its interval and the resamples behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    pub value: f64,
    pub low: f64,
    pub high: f64,
    resamples: Vec<f64>,
    /// Nothing was repeated, so the interval means nothing.
    pub single: bool,
}

/// What one process gives.
#[derive(Debug, Clone)]
pub enum Process {
    /// One number: a peak, a whole run's time.
    Number(f64),
    /// Sorted times; the median counts.
    Median(Vec<f64>),
    /// The mean counts: for clocks that are coarser than an iteration.
    Mean { mean: f64, error: f64 },
}

impl Process {
    pub fn median_of(values: &[f64]) -> Process {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        Process::Median(sorted)
    }

    pub fn mean_of(values: &[f64]) -> Process {
        Process::Mean { mean: mean(values), error: (variance(values) / values.len() as f64).sqrt() }
    }

    /// Its figure.
    pub fn value(&self) -> f64 {
        match self {
            Process::Number(v) => *v,
            Process::Median(sorted) => quantile(sorted, 0.5),
            Process::Mean { mean, .. } => *mean,
        }
    }

    fn resample(&self, rng: &mut Pcg64) -> f64 {
        match self {
            Process::Number(v) => *v,
            Process::Median(sorted) => {
                let half = (sorted.len() as f64 + 1.0) / 2.0;
                quantile(sorted, Beta::new(half, half).expect("positive").sample(rng))
            }
            Process::Mean { mean, error } => Normal::new(*mean, *error).map_or(*mean, |n| n.sample(rng)),
        }
    }

    fn is_repeated(&self) -> bool {
        match self {
            Process::Number(_) => false,
            Process::Median(sorted) => sorted.len() > 1,
            Process::Mean { error, .. } => *error > 0.0,
        }
    }
}

/// A generator for a figure: the seed and what the figure is of, so that no figure depends on which others are computed.
fn generator(seed: u64, label: &str) -> Pcg64 {
    // FNV-1a: stable between versions of the standard library, unlike its hashers.
    let hash = label
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    Pcg64::seed_from_u64(seed ^ hash)
}

/// The figure of all processes together; `None` if there are none.
pub fn estimate(processes: &[Process], seed: u64, label: &str) -> Option<Estimate> {
    let values: Vec<f64> = processes.iter().map(Process::value).collect();
    let value = median(&values)?;
    let mut rng = generator(seed, label);
    let mut drawn = vec![0.0; processes.len()];
    let resamples = (0..RESAMPLES)
        .map(|_| {
            for d in &mut drawn {
                *d = processes[rng.random_range(0..processes.len())].resample(&mut rng);
            }
            median(&drawn).expect("not empty")
        })
        .collect();
    Some(Estimate::new(value, resamples, processes.len() == 1 && !processes[0].is_repeated()))
}

impl Estimate {
    fn new(value: f64, resamples: Vec<f64>, single: bool) -> Estimate {
        let mut sorted = resamples.clone();
        sorted.sort_by(f64::total_cmp);
        Estimate { value, low: quantile(&sorted, LOW), high: quantile(&sorted, HIGH), resamples, single }
    }

    /// `self / other`.
    pub fn ratio(&self, other: &Estimate) -> Estimate {
        let resamples = self.resamples.iter().zip(&other.resamples).map(|(a, b)| a / b).collect();
        Estimate::new(self.value / other.value, resamples, self.single || other.single)
    }

    /// The geometric mean of several figures; `None` if there are none.
    pub fn geometric_mean(all: &[&Estimate]) -> Option<Estimate> {
        if all.is_empty() {
            return None;
        }
        let resamples = (0..RESAMPLES).map(|i| geometric_mean(all.iter().map(|e| e.resamples[i]))).collect();
        Some(Estimate::new(
            geometric_mean(all.iter().map(|e| e.value)),
            resamples,
            all.iter().any(|e| e.single),
        ))
    }

    /// The share of resamples in which it is below all of `others`: how sure it is that it is the least.
    pub fn share_least(&self, others: &[&Estimate]) -> f64 {
        let wins =
            (0..RESAMPLES).filter(|&i| others.iter().all(|o| self.resamples[i] <= o.resamples[i])).count();
        wins as f64 / RESAMPLES as f64
    }

    /// What a ratio of times says.
    pub fn difference(&self) -> Difference {
        match () {
            () if self.single => Difference::Unknown,
            () if self.high < 1.0 && self.value < 1.0 - FLOOR => Difference::Faster,
            () if self.low > 1.0 && self.value > 1.0 + FLOOR => Difference::Slower,
            () => Difference::Noise,
        }
    }
}

/// Whether a ratio of times is a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Difference {
    Faster,
    Slower,
    /// The interval holds 1, or the difference is below [`FLOOR`].
    Noise,
    /// There is only one measurement.
    Unknown,
}

impl Difference {
    pub fn name(self) -> &'static str {
        match self {
            Difference::Faster => "faster",
            Difference::Slower => "slower",
            Difference::Noise => "within noise",
            Difference::Unknown => "one run only",
        }
    }
}
