//! Random graphs against the model, in many configurations.

use gc::config::Stress;

use crate::ops;
use crate::process::isolated_tests;
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

isolated_tests! {
    fn small_heap() {
        let t = run(Settings::new(16, 400_000));
        assert!(t.young > 10 && t.full > 2 && t.enqueued.iter().all(|&n| n > 0) && t.unloaded > 0, "{t:?}");
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
        assert!(t.marked > 2 && t.old_regions > 10, "{t:?}");
    }

    fn incremental_with_two_workers() {
        let t = run(pausing_shortly(2));
        assert!(t.marked > 2 && t.old_regions > 10, "{t:?}");
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
        assert!(t.unloaded > 20, "{t:?}");
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
