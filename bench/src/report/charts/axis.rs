//! Axes with round numbers. The plotting library chooses its own, which are too few on a logarithmic axis of less than a decade.

use std::ops::Range;

use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};

use crate::report::digits;

/// A linear or logarithmic axis.
#[derive(Clone)]
pub struct Axis {
    low: f64,
    high: f64,
    logarithmic: bool,
    ticks: Vec<f64>,
}

impl Axis {
    pub fn linear(low: f64, high: f64) -> Axis {
        Axis { low, high, logarithmic: false, ticks: linear_ticks(low, high) }
    }

    /// Both ends are positive.
    pub fn logarithmic(low: f64, high: f64) -> Axis {
        Axis { low, high, logarithmic: true, ticks: log_ticks(low, high) }
    }

    pub fn ticks(&self) -> &[f64] {
        &self.ticks
    }

    /// Where a value lies between two pixels.
    pub fn place(&self, value: f64, (from, to): (i32, i32)) -> i32 {
        let value = value.clamp(self.low, self.high);
        let share = if self.logarithmic {
            (value / self.low).ln() / (self.high / self.low).ln()
        } else {
            (value - self.low) / (self.high - self.low)
        };
        from + (share * f64::from(to - from)).round() as i32
    }
}

impl Ranged for Axis {
    type ValueType = f64;
    type FormatOption = DefaultFormatting;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        self.place(*value, limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        if hint.weight().allow_light_points() { Vec::new() } else { self.ticks.clone() }
    }

    fn range(&self) -> Range<f64> {
        self.low..self.high
    }
}

/// Round numbers for a logarithmic axis: enough, and not too many.
fn log_ticks(low: f64, high: f64) -> Vec<f64> {
    let of = |steps: &[f64]| -> Vec<f64> {
        let decades = low.log10().floor() as i32..=high.log10().ceil() as i32;
        decades
            .flat_map(|d| steps.iter().map(move |s| s * 10f64.powi(d)))
            .filter(|t| (low..=high).contains(t))
            .collect()
    };
    let candidates = [
        of(&[1.0]),
        of(&[1.0, 3.0]),
        of(&[1.0, 2.0, 5.0]),
        of(&[1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0]),
        linear_ticks(low, high),
    ];
    candidates.into_iter().find(|t| t.len() >= 4).unwrap_or_else(|| vec![low, high])
}

/// Round numbers for a linear axis.
fn linear_ticks(low: f64, high: f64) -> Vec<f64> {
    let rough = (high - low) / 5.0;
    let decade = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|s| s * decade).find(|s| *s >= rough).unwrap_or(decade);
    let first = (low / step).ceil() as i64;
    (first..).map(|i| i as f64 * step).take_while(|t| *t <= high + step * 1e-9).collect()
}

/// A number on an axis: no digits that say nothing.
pub fn tick(value: f64) -> String {
    let text = digits(value);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks() {
        assert_eq!(linear_ticks(0.0, 10.0), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        assert_eq!(log_ticks(1.0, 20_000.0), [1.0, 10.0, 100.0, 1000.0, 10_000.0]);
        assert!(log_ticks(0.9, 1.1).len() >= 4);
        assert_eq!((tick(0.5), tick(100.0), tick(2.0)), ("0.5".to_owned(), "100".to_owned(), "2".to_owned()));
    }

    #[test]
    fn places() {
        assert_eq!(Axis::logarithmic(1.0, 100.0).place(10.0, (0, 200)), 100);
        assert_eq!(Axis::linear(0.0, 4.0).place(1.0, (100, 0)), 75);
    }
}
