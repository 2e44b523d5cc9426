//! Random graphs against the model, in many configurations.

use gc::config::Stress;

use crate::ops;
use crate::process::{self, isolated_tests, thorough};
use crate::rng::Rng;
use crate::world::{Settings, Totals, World};

fn run(settings: Settings) -> Totals {
    let world = World::new(settings);
    ops::run(&world);
    let totals = world.state().totals.clone();
    println!("{totals:?}");
    totals
}

fn verify() -> Stress {
    Stress { verify_before: true, verify_after: true, zap: true, ..Stress::default() }
}

/// A run in which old regions are evacuated by young collections.
fn pausing_shortly(workers: usize) -> Settings {
    let mut s = Settings::new(24, 300_000);
    s.live = (24 << 20) * 60 / 100;
    s.config.max_pause_millis = Some(5);
    s.config.max_tenuring_threshold = 2;
    s.config.initial_tenuring_threshold = 2;
    s.config.young_max = Some(2 << 20);
    s.config.workers = workers;
    s.collect = 0;
    s
}

/// Settings that depend on the seed alone.
fn random_settings(seed: u64) -> Settings {
    let rng = &mut Rng::new(process::seed(0) * 100 + seed);
    let one_of = |rng: &mut Rng, choices: &[usize]| choices[rng.below(choices.len())];
    let megabytes = one_of(rng, &[4, 8, 12, 16, 24, 40]);
    let mut s = Settings::new(megabytes, 60_000);
    s.seed = rng.next();
    s.live = (megabytes << 20) / 100 * (5 + rng.below(85));
    s.threads = one_of(rng, &[1, 1, 1, 2, 3]);
    s.operations /= s.threads as u64;
    s.large = one_of(rng, &[0, 2, 2, 10, 50]);
    s.collect = one_of(rng, &[0, 1, 5, 20]);
    s.pins = one_of(rng, &[0, 0, 2, 10]);
    s.loaders = one_of(rng, &[0, 2, 20, 100]);
    let c = &mut s.config;
    if rng.percent(50) {
        c.initial = one_of(rng, &[1, 2, 4]) << 20;
        c.min = one_of(rng, &[0, 1]) << 20;
    }
    if rng.percent(30) {
        c.young_max = Some(one_of(rng, &[512 << 10, 1 << 20, 3 << 20]));
    }
    if rng.percent(20) {
        c.young_initial = Some(megabytes << 19);
    }
    c.new_ratio = one_of(rng, &[1, 2, 2, 4]);
    c.survivor_ratio = one_of(rng, &[1, 2, 8, 8, 30]);
    c.target_survivor_ratio = one_of(rng, &[10, 50, 90]);
    c.max_tenuring_threshold = rng.below(17) as u32;
    c.initial_tenuring_threshold = c.max_tenuring_threshold.min(7);
    c.min_free_ratio = one_of(rng, &[5, 40, 60]);
    c.max_free_ratio = c.min_free_ratio + one_of(rng, &[1, 30]);
    c.workers = one_of(rng, &[1, 2, 2, 3]);
    c.max_pause_millis = [None, Some(1), Some(10)][rng.below(3)];
    c.soft_ms_per_mb = one_of(rng, &[0, 1, 1000]) as u64;
    let t = &mut c.stress;
    if rng.percent(30) {
        t.every_allocations = one_of(rng, &[50, 300, 1000]) as u64;
        t.seed = rng.next() % 3;
        t.full_every = one_of(rng, &[0, 3, 10]) as u64;
    }
    t.always_move = rng.percent(20);
    t.zap = rng.percent(60);
    (t.verify_before, t.verify_after) = (rng.percent(30), rng.percent(60));
    s
}

fn run_random(seed: u64) {
    let settings = random_settings(seed);
    println!("{settings:?}");
    run(settings);
}

isolated_tests! {
    fn random_configuration_1() {
        run_random(1);
    }

    fn random_configuration_2() {
        run_random(2);
    }

    fn random_configuration_3() {
        run_random(3);
    }

    fn random_configuration_4() {
        run_random(4);
    }

    fn random_configuration_5() {
        run_random(5);
    }

    fn random_configuration_6() {
        run_random(6);
    }

    fn small_heap() {
        let t = run(Settings::new(16, 400_000));
        assert!(!thorough() || (t.young > 10 && t.full > 2 && t.enqueued.iter().all(|&n| n > 0) && t.unloaded > 0), "{t:?}");
    }

    fn small_heap_verified() {
        let mut s = Settings::new(16, 150_000);
        s.config.stress = verify();
        run(s);
    }

    fn two_workers() {
        // young enough survives that both have something to do
        let mut s = Settings::new(64, 200_000);
        s.config.workers = 2;
        s.config.young_initial = Some(32 << 20);
        s.live = 16 << 20;
        run(s);
    }

    fn two_workers_verified() {
        let mut s = Settings::new(64, 100_000);
        s.config.workers = 2;
        s.config.young_initial = Some(16 << 20);
        s.live = 12 << 20;
        s.config.stress = verify();
        run(s);
    }

    fn nearly_full() {
        let mut s = Settings::new(8, 100_000);
        s.live = (8 << 20) * 85 / 100;
        s.large = 0;
        run(s);
    }

    fn nearly_full_with_large_objects() {
        let mut s = Settings::new(12, 100_000);
        s.live = (12 << 20) * 80 / 100;
        s.large = 10;
        s.config.workers = 2;
        s.config.stress = verify();
        run(s);
    }

    fn exhausted() {
        let mut s = Settings::new(8, 100_000);
        s.live = (8 << 20) * 2;
        s.pins = 1;
        run(s);
    }

    fn large_heap() {
        let mut s = Settings::new(512, 300_000);
        s.live = 10 << 20;
        s.config.initial = 16 << 20;
        s.config.min = 8 << 20;
        run(s);
    }

    fn growing_and_shrinking() {
        let mut s = Settings::new(48, 150_000);
        s.config.initial = 4 << 20;
        s.config.min = 2 << 20;
        s.live = 20 << 20;
        s.collect = 4;
        run(s);
    }

    fn every_allocation() {
        let mut s = Settings::new(8, 10_000);
        s.live = 200 << 10;
        s.config.stress = Stress { every_allocations: 3, full_every: 5, ..verify() };
        run(s);
    }

    fn always_moving() {
        let mut s = Settings::new(16, 100_000);
        s.config.stress = Stress { always_move: true, every_allocations: 500, full_every: 3, ..verify() };
        run(s);
    }

    fn tenuring_0() {
        let mut s = Settings::new(16, 150_000);
        (s.config.max_tenuring_threshold, s.config.initial_tenuring_threshold) = (0, 0);
        run(s);
    }

    fn tenuring_1() {
        let mut s = Settings::new(16, 150_000);
        (s.config.max_tenuring_threshold, s.config.initial_tenuring_threshold) = (1, 1);
        s.config.survivor_ratio = 1;
        run(s);
    }

    fn tenuring_15() {
        let mut s = Settings::new(16, 150_000);
        (s.config.max_tenuring_threshold, s.config.initial_tenuring_threshold) = (15, 15);
        s.config.survivor_ratio = 2;
        s.config.new_ratio = 1;
        run(s);
    }

    fn never_tenured() {
        let mut s = Settings::new(16, 150_000);
        (s.config.max_tenuring_threshold, s.config.initial_tenuring_threshold) = (16, 16);
        s.config.survivor_ratio = 3;
        s.config.workers = 2;
        run(s);
    }

    fn soft_references_expire() {
        let mut s = Settings::new(16, 200_000);
        s.config.soft_ms_per_mb = 0;
        s.collect = 10;
        run(s);
    }

    fn small_young_generation() {
        let mut s = Settings::new(16, 150_000);
        s.config.young_max = Some(1 << 20);
        s.collect = 0;
        run(s);
    }

    fn incremental() {
        let t = run(pausing_shortly(1));
        assert!(!thorough() || (t.marked > 2 && t.old_regions > 10), "{t:?}");
    }

    fn incremental_with_two_workers() {
        let t = run(pausing_shortly(2));
        assert!(!thorough() || (t.marked > 2 && t.old_regions > 10), "{t:?}");
    }

    fn incremental_verified() {
        let mut s = pausing_shortly(2);
        s.operations /= 2;
        s.config.stress = verify();
        run(s);
    }

    fn many_loaders() {
        let mut s = Settings::new(16, 60_000);
        s.loaders = 200;
        s.collect = 20;
        s.config.stress = verify();
        let t = run(s);
        assert!(!thorough() || t.unloaded > 20, "{t:?}");
    }

    fn threads() {
        let mut s = Settings::new(16, 100_000);
        s.threads = 3;
        run(s);
    }

    fn threads_and_workers() {
        let mut s = Settings::new(24, 60_000);
        s.threads = 4;
        s.config.workers = 2;
        s.config.stress = verify();
        run(s);
    }
}
