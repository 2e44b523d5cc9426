//! Isolated iterations far outside what surrounds them.

use super::quantile;

/// Iterations on either side that an iteration is compared with.
const REACH: usize = 100;
/// Runs of strange iterations longer than this are behaviour, not accident.
const LONGEST: usize = 2;

/// Clamps outliers to the bound that they pass: the median of the window, and three times the distance between its 10th and 90th percentile on
/// either side (the rule of Barrett et al.). A strange run that begins the series is warm-up and stays.
pub fn clamp(series: &[f64]) -> Vec<f64> {
    let bounds: Vec<(f64, f64)> = (0..series.len()).map(|i| bound(series, i)).collect();
    let strange = |i: usize| series[i] < bounds[i].0 || series[i] > bounds[i].1;
    let mut out = series.to_vec();
    let mut i = 0;
    while i < series.len() {
        let run = (i..series.len()).take_while(|&j| strange(j)).count();
        if run > 0 && run <= LONGEST && i > 0 {
            for j in i..i + run {
                out[j] = series[j].clamp(bounds[j].0, bounds[j].1);
            }
        }
        i += run.max(1);
    }
    out
}

fn bound(series: &[f64], i: usize) -> (f64, f64) {
    let mut window = series[i.saturating_sub(REACH)..(i + REACH + 1).min(series.len())].to_vec();
    window.sort_by(f64::total_cmp);
    let (low, middle, high) = (quantile(&window, 0.1), quantile(&window, 0.5), quantile(&window, 0.9));
    (middle - 3.0 * (high - low), middle + 3.0 * (high - low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spike_goes_and_the_first_iterations_stay() {
        let mut series: Vec<f64> = (0..300).map(|i| 10.0 + f64::from(i % 7) * 0.1).collect();
        series[0] = 90.0;
        series[150] = 80.0;
        let clamped = clamp(&series);
        assert_eq!(clamped[0], 90.0);
        assert!(clamped[150] < 13.0);
        assert_eq!(clamped.iter().zip(&series).filter(|(a, b)| a != b).count(), 1);
    }

    #[test]
    fn a_step_is_no_outlier() {
        let series: Vec<f64> =
            (0..300).map(|i| if i < 40 { 50.0 } else { 10.0 } + f64::from(i % 5) * 0.1).collect();
        assert_eq!(clamp(&series), series);
    }
}
