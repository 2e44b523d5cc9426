//! The statistics against series whose answers are known.

use excelsa_bench::stats::bootstrap::{Difference, Estimate, Process, estimate};
use excelsa_bench::stats::changepoint::segments;
use excelsa_bench::stats::median;
use excelsa_bench::stats::warmup::{Class, classify, together};
use rand::SeedableRng;
use rand_distr::{Distribution, Normal};
use rand_pcg::Pcg64;

const SEEDS: std::ops::Range<u64> = 0..20;

/// Normally distributed around a level that depends on the place.
fn noisy(seed: u64, n: usize, spread: f64, level: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut rng = Pcg64::seed_from_u64(seed);
    let noise = Normal::new(0.0, spread).unwrap();
    (0..n).map(|i| level(i) * (1.0 + noise.sample(&mut rng))).collect()
}

/// How many seeds give a class.
fn votes(class: Class, series: impl Fn(u64) -> Vec<f64>) -> usize {
    SEEDS.filter(|&s| classify(&series(s)).class == class).count()
}

#[test]
fn flat() {
    for n in [10, 100, 1000, 5000] {
        assert_eq!(votes(Class::Flat, |s| noisy(s, n, 0.02, |_| 10.0)), 20, "{n}");
    }
    let verdict = classify(&noisy(1, 500, 0.02, |_| 10.0));
    assert_eq!(verdict.steady, 0..500);
    assert_eq!(classify(&vec![5.0; 100]).class, Class::Flat);
}

#[test]
fn flat_with_spikes() {
    let series = |s| noisy(s, 400, 0.02, |i| if i % 37 == 36 { 60.0 } else { 10.0 });
    assert_eq!(votes(Class::Flat, series), 20);
}

#[test]
fn warm_up_in_steps() {
    let level = |i: usize| match i {
        0..=2 => 200.0,
        3..=40 => 50.0,
        41..=119 => 20.0,
        _ => 10.0,
    };
    assert_eq!(votes(Class::WarmUp, |s| noisy(s, 600, 0.03, level)), 20);
    for seed in SEEDS {
        let verdict = classify(&noisy(seed, 600, 0.03, level));
        assert!(verdict.steady.start.abs_diff(120) <= 2, "{verdict:?}");
        let found: Vec<usize> = segments(&noisy(seed, 600, 0.03, level)).iter().map(|r| r.start).collect();
        assert!(
            found.iter().any(|s| s.abs_diff(3) <= 1) && found.iter().any(|s| s.abs_diff(41) <= 1),
            "{found:?}"
        );
    }
}

#[test]
fn warm_up_that_fades() {
    assert_eq!(
        votes(Class::WarmUp, |s| noisy(s, 1000, 0.02, |i| 10.0 + 90.0 * (-(i as f64) / 30.0).exp())),
        20
    );
}

#[test]
fn only_the_first_iteration_is_slow() {
    let verdict = classify(&noisy(3, 100, 0.02, |i| if i == 0 { 300.0 } else { 10.0 }));
    assert_eq!(verdict.class, Class::WarmUp);
    assert!(verdict.steady.start <= 2, "{verdict:?}");
}

#[test]
fn slow_down() {
    assert_eq!(votes(Class::SlowDown, |s| noisy(s, 600, 0.03, |i| if i < 200 { 10.0 } else { 13.0 })), 20);
    // Even after a warm-up.
    let level = |i: usize| [40.0, 10.0, 12.0][usize::from(i >= 50) + usize::from(i >= 250)];
    assert_eq!(votes(Class::SlowDown, |s| noisy(s, 600, 0.02, level)), 20);
}

#[test]
fn drifting_has_no_steady_state() {
    assert!(votes(Class::NoSteadyState, |s| noisy(s, 1000, 0.01, |i| 10.0 + i as f64 / 100.0)) >= 19);
    let verdict = classify(&noisy(1, 1000, 0.01, |i| 10.0 + i as f64 / 100.0));
    assert_eq!(verdict.steady, 750..1000);
}

#[test]
fn bimodal_by_phases_has_no_steady_state() {
    assert_eq!(
        votes(Class::NoSteadyState, |s| noisy(s, 1000, 0.02, |i| if i / 100 % 2 == 0 { 10.0 } else { 15.0 })),
        20
    );
}

#[test]
fn bimodal_by_iteration_is_flat_and_uncertain() {
    let series = |s| noisy(s, 1000, 0.02, |i| if (i * 7919) % 13 < 6 { 10.0 } else { 15.0 });
    assert!(votes(Class::Flat, series) >= 19);
    let processes: Vec<Process> = (0..5).map(|s| Process::median_of(&series(s))).collect();
    let e = estimate(&processes, 1, "x").unwrap();
    assert!(e.low >= 9.5 && e.high <= 15.8, "{e:?}");
}

#[test]
fn short_series_are_not_judged() {
    let verdict = classify(&[9.0, 5.0, 5.0, 5.0]);
    assert_eq!((verdict.class, verdict.steady), (Class::TooShort, 1..4));
    assert_eq!(classify(&[9.0]).steady, 0..1);
    assert_eq!(classify(&[]).steady, 0..0);
}

#[test]
fn processes_that_differ_are_inconsistent() {
    assert_eq!(together(&[Class::Flat, Class::Flat]), Some(Class::Flat));
    assert_eq!(together(&[Class::Flat, Class::WarmUp]), Some(Class::Inconsistent));
    assert_eq!(together(&[]), None);
}

/// Five processes with levels of their own.
fn processes(seed: u64, level: f64) -> Vec<Process> {
    let levels = noisy(seed, 5, 0.02, |_| level);
    levels
        .iter()
        .enumerate()
        .map(|(i, l)| Process::median_of(&noisy(seed * 100 + i as u64, 200, 0.05, |_| *l)))
        .collect()
}

#[test]
fn intervals_hold_the_truth_nearly_as_often_as_they_say() {
    let held = (0..200)
        .filter(|&s| estimate(&processes(s, 10.0), s, "x").is_some_and(|e| e.low <= 10.0 && 10.0 <= e.high))
        .count();
    // 95 %, less what five processes cannot show.
    assert!((172..=200).contains(&held), "{held} of 200");
}

#[test]
fn same_is_noise_and_different_is_not() {
    let compare = |seed: u64, level: f64| {
        let (a, b) = (
            estimate(&processes(seed, level), 1, "a").unwrap(),
            estimate(&processes(seed + 1000, 10.0), 1, "b").unwrap(),
        );
        a.ratio(&b).difference()
    };
    assert!(SEEDS.filter(|&s| compare(s, 10.0) == Difference::Noise).count() >= 16);
    assert_eq!(SEEDS.filter(|&s| compare(s, 8.0) == Difference::Faster).count(), 20);
    assert_eq!(SEEDS.filter(|&s| compare(s, 12.5) == Difference::Slower).count(), 20);
}

#[test]
fn a_single_number_has_no_interval() {
    let e = estimate(&[Process::Number(3.0)], 1, "x").unwrap();
    assert!(e.single && e.low == 3.0 && e.high == 3.0);
    assert_eq!(e.ratio(&e).difference(), Difference::Unknown);
    assert!(estimate(&[], 1, "x").is_none());
}

#[test]
fn the_same_seed_gives_the_same_interval() {
    let all = processes(7, 10.0);
    assert_eq!(estimate(&all, 1, "x"), estimate(&all, 1, "x"));
    assert_ne!(estimate(&all, 1, "x"), estimate(&all, 2, "x"));
    assert_ne!(estimate(&all, 1, "x"), estimate(&all, 1, "y"));
}

#[test]
fn means_of_ratios() {
    let of = |level: f64, label: &str| estimate(&processes(5, level), 1, label).unwrap();
    let base = of(10.0, "base");
    let (half, double) = (of(5.0, "half").ratio(&base), of(20.0, "double").ratio(&base));
    let mean = Estimate::geometric_mean(&[&half, &double]).unwrap();
    assert!((mean.value - 1.0).abs() < 0.02 && mean.low < 1.0 && mean.high > 1.0, "{mean:?}");
    assert!(half.share_least(&[&double]) == 1.0 && double.share_least(&[&half]) == 0.0);
    assert!(Estimate::geometric_mean(&[]).is_none());
}

#[test]
fn resampled_medians_spread_as_medians_do() {
    // The median of n normal values has a standard error of about 1.25 s / sqrt(n).
    let values = noisy(11, 400, 0.1, |_| 1.0);
    let e = estimate(&[Process::median_of(&values)], 1, "x").unwrap();
    let expected = 2.0 * 1.96 * 1.2533 * 0.1 / 20.0;
    assert!(
        (e.high - e.low) / expected > 0.6 && (e.high - e.low) / expected < 1.6,
        "{} against {expected}",
        e.high - e.low
    );
    assert_eq!(Some(e.value), median(&values));
}
