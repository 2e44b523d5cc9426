//! Where objects go: full compaction, pinned objects, failed evacuations, deep and wide graphs.

use gc::config::Stress;

use crate::classes::{BIG, BYTES, LEAF, LONGS, PAIR, REF_ARRAY};
use crate::process::{isolated_tests, operations};
use crate::rng::Rng;
use crate::scene::{Held, Scene};
use crate::world::Settings;

/// A scene in a heap of `megabytes`, with heap checks and `workers` threads.
fn verified(megabytes: usize, workers: usize) -> Scene {
    let mut s = Settings::new(megabytes, 0);
    s.config.workers = workers;
    s.config.stress = Stress { verify_before: true, verify_after: true, zap: true, ..Stress::default() };
    Scene::new(s)
}

/// Puts `count` new objects into the fields of `holder`.
fn fill(s: &Scene, holder: Held, count: usize, mut shape: impl FnMut(usize) -> (usize, usize)) {
    for i in 0..count {
        let (class, length) = shape(i);
        let new = s.world.new_object(0, class, length).expect("room");
        s.set_element(holder, i, new);
    }
}

isolated_tests! {
    fn compaction_leaves_no_gaps() {
        let mut s = verified(32, 2);
        let mut rng = Rng::new(3);
        let holder = s.object(REF_ARRAY, 20_000);
        for round in 0..6 {
            fill(&s, holder, 20_000, |_| match rng.below(10) {
                0 => (BIG, 0),
                1..4 => (LEAF, 0),
                _ => (BYTES, rng.below(1500)),
            });
            // of what lies side by side, some lives and some dies
            for i in 0..20_000 {
                if rng.percent(20 + 10 * round) {
                    s.set_element(holder, i, (0, 0));
                }
            }
            s.full();
            let (found, used) = (s.world.state().found, s.world.heap.used_bytes());
            assert!(used <= found + found / 50 + s.world.heap.region_bytes(), "{found} bytes alive, {used} used");
            // nothing to do
            s.full();
            assert_eq!(s.world.heap.used_bytes(), used);
        }
    }

    fn pinned_objects_stay() {
        for_pinned(1);
    }

    fn pinned_objects_stay_with_two_workers() {
        for_pinned(2);
    }

    fn pinned_large_objects_stay() {
        let mut s = verified(32, 1);
        let first = s.object(LONGS, 100_000);
        let second = s.object(LONGS, 100_000);
        s.pin(second);
        let at = s.addr(second);
        s.drop(first);
        for _ in 0..4 {
            s.full_clearing();
            assert_eq!(s.addr(second), at);
        }
        s.unpin_all();
        s.full_clearing();
        assert!(s.addr(second) < at, "nothing holds it back any more");
    }

    fn pinned_regions_are_reused() {
        // one small object pinned in each of many regions, again and again: the memory around them is not lost
        let mut s = verified(16, 1);
        for _ in 0..20 {
            let holder = s.object(REF_ARRAY, 1000);
            for i in 0..30 {
                let (id, addr) = s.world.new_object(0, LEAF, 0).expect("room");
                s.set_element(holder, i, (id, addr));
                s.pin_object(id, addr);
                for _ in 0..50 {
                    s.world.new_object(0, LONGS, 300).expect("room");
                }
            }
            s.young();
            s.unpin_all();
            s.drop(holder);
            s.full();
        }
        assert!(s.world.heap.used_bytes() < 1 << 20, "{}", s.world.heap.used_bytes());
    }

    fn evacuation_fails_without_loss() {
        for_failure(1);
    }

    fn evacuation_fails_without_loss_with_two_workers() {
        for_failure(2);
    }

    fn a_list_of_a_million() {
        let mut s = Scene::new(Settings::new(128, 0));
        let n = operations(1_000_000);
        let mut head = s.object(PAIR, 0);
        for i in 0..n {
            let new = s.object(PAIR, 0);
            s.link(new, 0, head);
            head = s.forget(head);
            if i == n / 2 {
                s.full();
            }
        }
        s.young();
        s.full();
        assert!(s.world.state().found as u64 >= n * 24);
    }

    fn wide_arrays() {
        let mut s = verified(64, 2);
        let wide = s.object(REF_ARRAY, 2_000_000);
        let mut rng = Rng::new(5);
        for _ in 0..5 {
            for _ in 0..20_000 {
                let new = s.world.new_object(0, LEAF, 0).expect("room");
                s.set_element(wide, rng.below(2_000_000), new);
            }
            s.young();
            s.young();
            s.full();
        }
        s.drop(wide);
        s.full();
        assert_eq!(s.world.heap.used_bytes(), 0);
    }

    fn all_moves_always() {
        let mut settings = Settings::new(16, 0);
        settings.config.stress = Stress { always_move: true, verify_after: true, zap: true, ..Stress::default() };
        let mut s = Scene::new(settings);
        let held: Vec<Held> = (0..500).map(|i| s.object(BYTES, i * 5)).collect();
        s.full();
        // every second time large objects move too, and what lies at the lower end may stay
        let mut stayed = false;
        for _ in 0..10 {
            let before: Vec<usize> = held.iter().map(|&h| s.addr(h)).collect();
            s.full();
            let moved = held.iter().zip(before).all(|(&h, before)| s.addr(h) != before);
            assert!(moved || !stayed);
            stayed = !moved;
        }
    }

    fn large_objects_move_when_need_be() {
        // large objects with gaps between them, in which no larger one has room
        for_large(1);
    }

    fn large_objects_move_when_need_be_with_two_workers() {
        for_large(2);
    }

    fn survivors_age_and_are_promoted() {
        let mut settings = Settings::new(32, 0);
        settings.config.max_tenuring_threshold = 3;
        settings.config.initial_tenuring_threshold = 3;
        let mut s = Scene::new(settings);
        let a = s.object(LEAF, 0);
        for age in 1..=3 {
            s.young();
            let narrow = crate::memory::narrow(s.addr(a));
            assert!(s.world.heap.is_young(narrow), "age {age}");
        }
        s.young();
        assert!(!s.world.heap.is_young(crate::memory::narrow(s.addr(a))));
        let at = s.addr(a);
        s.young();
        assert_eq!(s.addr(a), at, "old objects stay");
    }
}

/// Objects of all kinds of places are pinned while others around them die.
fn for_pinned(workers: usize) {
    let mut s = verified(16, workers);
    let mut rng = Rng::new(6);
    for round in 0..15 {
        let holder = s.object(REF_ARRAY, 3000);
        fill(&s, holder, 3000, |i| (BYTES, i % 900));
        let large = s.object(LONGS, 100_000);
        s.pin(large);
        let places: Vec<(usize, usize)> = (0..5)
            .map(|_| {
                let i = rng.below(3000);
                (i, s.pin_element(holder, i))
            })
            .collect();
        for i in 0..3000 {
            if rng.percent(60) && places.iter().all(|p| p.0 != i) {
                s.set_element(holder, i, (0, 0));
            }
        }
        let at = s.addr(large);
        for k in 0..4 {
            if (round + k) % 2 == 0 {
                s.young();
            } else {
                s.full();
            }
            assert_eq!(s.addr(large), at);
            for &(i, addr) in &places {
                assert_eq!(s.element(holder, i), addr, "element {i}");
            }
        }
        s.unpin_all();
        s.drop(holder);
        s.drop(large);
        s.young();
    }
    s.full();
    assert_eq!(s.world.heap.used_bytes(), 0);
}

/// Young collections in which everything survives, contrary to what the ones before let expect, in a heap without room for it.
fn for_failure(workers: usize) {
    let mut s = verified(16, workers);
    let old = s.object(REF_ARRAY, 12_000);
    fill(&s, old, 11_500, |_| (BYTES, 900));
    s.full();
    for round in 0..8 {
        for _ in 0..4 {
            for _ in 0..5000 {
                s.world.new_object(0, LEAF, 0).expect("room");
            }
            s.young();
        }
        let young = s.object(REF_ARRAY, 30_000);
        fill(&s, young, 30_000, |i| if i % 10 == 0 { (PAIR, 0) } else { (BYTES, 100) });
        for i in (0..30_000).step_by(3) {
            s.set_element(young, i, (0, 0));
        }
        s.young();
        s.pin_element(young, 1);
        s.young();
        if round % 2 == 0 {
            s.full();
        }
        s.unpin_all();
        s.drop(young);
    }
    let totals = s.world.state().totals.clone();
    println!("{totals:?}");
    assert!(totals.failed > 0, "{totals:?}");
}

/// Every second one of many large objects dies, until there is only room for still larger ones when the others are moved.
fn for_large(workers: usize) {
    let mut s = verified(16, workers);
    let region = s.world.heap.region_bytes();
    for round in 1..6 {
        let holder = s.object(REF_ARRAY, 1000);
        // large objects of a region's size, and small ones in between
        let count = s.world.heap.max_bytes() / region * 6 / 10;
        fill(&s, holder, count, |i| if i % 5 == 0 { (BYTES, 1000) } else { (LONGS, region / 8 - 2) });
        for i in (0..count).step_by(2) {
            s.set_element(holder, i, (0, 0));
        }
        // what is left takes less than a third of the heap; half of it is free, but scattered
        let length = s.world.heap.max_bytes() / 2 / 8;
        let new = s.world.new_object(0, LONGS, length).expect("room when all that can move has moved");
        s.set_element(holder, 900 + round, new);
        s.full();
        s.drop(holder);
        s.full();
    }
    assert_eq!(s.world.heap.used_bytes(), 0);
}
