//! Change points of a series' mean and variance.
//!
//! PELT: Killick, Fearnhead, Eckley, *Optimal Detection of Changepoints with a Linear Computational Cost* (JASA 2012). It finds the partition with the
//! least sum of costs, where a segment costs twice its negative log-likelihood under a normal distribution of its own, and each change a penalty.

use std::ops::Range;

/// Penalty for each change, times the logarithm of the series' length: the value of Barrett et al.
const PENALTY: f64 = 15.0;
/// Shortest segment.
const SHORTEST: usize = 2;
/// A spread below this share of the series' median is measured as this share: below it lie clocks, not programs.
const RESOLUTION: f64 = 0.005;
/// Longer series are averaged in groups first; a change point is then known to within a group.
pub const MOST_POINTS: usize = 1000;

/// Half-open ranges that cover the series, in order.
pub fn segments(series: &[f64]) -> Vec<Range<usize>> {
    let group = series.len().div_ceil(MOST_POINTS).max(1);
    if group == 1 {
        return pelt(series);
    }
    let means: Vec<f64> = series.chunks(group).map(super::mean).collect();
    pelt(&means).into_iter().map(|r| r.start * group..(r.end * group).min(series.len())).collect()
}

/// Sums that give any segment's cost in constant time.
struct Costs {
    sum: Vec<f64>,
    squares: Vec<f64>,
    least_variance: f64,
}

impl Costs {
    fn new(series: &[f64]) -> Costs {
        // Distances from the middle, so that the squares keep their digits.
        let middle = super::median(series).unwrap_or(0.0);
        let (mut sum, mut squares) = (vec![0.0], vec![0.0]);
        for (i, v) in series.iter().enumerate() {
            sum.push(sum[i] + (v - middle));
            squares.push(squares[i] + (v - middle).powi(2));
        }
        Costs { sum, squares, least_variance: (middle * RESOLUTION).powi(2).max(f64::MIN_POSITIVE) }
    }

    fn of(&self, from: usize, to: usize) -> f64 {
        let n = (to - from) as f64;
        let mean = (self.sum[to] - self.sum[from]) / n;
        let variance = ((self.squares[to] - self.squares[from]) / n - mean * mean).max(self.least_variance);
        n * (variance.ln() + 1.0)
    }
}

fn pelt(series: &[f64]) -> Vec<Range<usize>> {
    let n = series.len();
    if n < 2 * SHORTEST {
        return std::iter::once(0..n).filter(|r| !r.is_empty()).collect();
    }
    let penalty = PENALTY * (n as f64).ln();
    let costs = Costs::new(series);
    // best[t]: the least cost of the first t values; last[t]: where its last segment begins.
    let mut best = vec![f64::INFINITY; n + 1];
    let mut last = vec![0; n + 1];
    best[0] = -penalty;
    let mut candidates = vec![0];
    for t in SHORTEST..=n {
        let totals: Vec<f64> = candidates.iter().map(|&s| best[s] + costs.of(s, t)).collect();
        let (i, least) = totals
            .iter()
            .enumerate()
            .min_by(|a, b| a.1.total_cmp(b.1))
            .expect("0 or a later candidate is there");
        best[t] = least + penalty;
        last[t] = candidates[i];
        // A start that is worse now by more than the penalty never wins again.
        let mut keep = totals.iter().map(|total| *total <= best[t]);
        candidates.retain(|_| keep.next().expect("as many as candidates"));
        if t + 1 >= 2 * SHORTEST {
            candidates.push(t + 1 - SHORTEST);
        }
    }
    let mut found = Vec::new();
    let mut end = n;
    while end > 0 {
        found.push(last[end]..end);
        end = last[end];
    }
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_series_are_whole() {
        assert_eq!(segments(&[]), []);
        assert_eq!(segments(&[1.0]), vec![Range { start: 0, end: 1 }]);
        assert_eq!(segments(&[1.0, 9.0, 1.0]), vec![Range { start: 0, end: 3 }]);
    }

    #[test]
    fn long_series_are_grouped() {
        let series: Vec<f64> =
            (0..20_000).map(|i| if i < 5000 { 30.0 } else { 10.0 } + f64::from(i % 11) * 0.05).collect();
        let found = segments(&series);
        assert_eq!(found.len(), 2);
        assert!(found[0].end.abs_diff(5000) <= 40 && found[1].end == 20_000);
    }
}
