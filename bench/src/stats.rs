//! The statistics: pure functions of numbers, without clocks, files or global randomness.
//!
//! # Method
//!
//! The model is Barrett, Bolz-Tereick, Killick, Mount and Tratt, *Virtual Machine Warmup Blows Hot and Cold* (OOPSLA 2017).
//! Each process gives a series, the times of its iterations:
//!
//! 1. Outliers (a collection, a neighbour on the machine) are clamped for the search, not removed from the data: [`outliers`].
//! 2. PELT finds the change points of mean and variance: [`changepoint`].
//! 3. From the segments the process is classified: flat, warm-up, slow-down, no steady state: [`warmup`]. Processes of one
//!    configuration that differ make it *inconsistent*.
//! 4. The steady part's median is the process's figure. The figure of a configuration is the median of these, its interval comes from a bootstrap that
//!    resamples processes and, inside each, iterations: [`bootstrap`]. Ratios and geometric means are computed from the same resamples.
//!
//! Everything is deterministic: the bootstrap's generator is seeded from a number and the names of workload and configuration.

pub mod bootstrap;
pub mod changepoint;
pub mod outliers;
pub mod warmup;

/// The value at a share `p` of sorted numbers, interpolated. Panics if there are none.
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let place = p.clamp(0.0, 1.0) * (sorted.len() - 1) as f64;
    let (below, rest) = (place.floor() as usize, place.fract());
    match sorted.get(below + 1) {
        Some(above) => sorted[below] + rest * (above - sorted[below]),
        None => sorted[below],
    }
}

/// `None` if there are no numbers.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    (!sorted.is_empty()).then(|| quantile(&sorted, 0.5))
}

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Of the population.
pub fn variance(values: &[f64]) -> f64 {
    let m = mean(values);
    values.iter().map(|v| (v - m).powi(2)).sum::<f64>() / values.len() as f64
}

/// Of positive numbers.
pub fn geometric_mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let (sum, n) = values.into_iter().fold((0.0, 0usize), |(sum, n), v| (sum + v.ln(), n + 1));
    (sum / n as f64).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_statistics() {
        assert_eq!(median(&[3.0, 1.0, 2.0, 10.0]), Some(2.5));
        assert_eq!(median(&[]), None);
        assert_eq!(quantile(&[1.0, 2.0, 3.0], 1.0), 3.0);
        assert!((geometric_mean([1.0, 4.0]) - 2.0).abs() < 1e-12);
        assert_eq!(variance(&[1.0, 3.0]), 1.0);
    }
}
