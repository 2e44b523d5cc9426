//! Allocation: buffers, large objects, figures, growing and shrinking, exhaustion.

use gc::client::{Cause, Kind};
use gc::{Config, Heap, HeapError, Tlab};

use crate::classes::{BYTES, LEAF, LONGS, PAIR, REF_ARRAY};
use crate::memory::{assert_zero, initialize, narrow};
use crate::process::{isolated_tests, operations, thorough};
use crate::rng::Rng;
use crate::scene::Scene;
use crate::world::{Settings, World};

fn world(megabytes: usize, change: impl FnOnce(&mut Config)) -> World {
    let mut settings = Settings::new(megabytes, 0);
    change(&mut settings.config);
    settings.live = usize::MAX;
    World::new(settings)
}

/// Length of an array of longs of `size` bytes.
fn longs(size: usize) -> usize {
    (size - 16) / 8
}

/// Allocates an array of `size` bytes, at least 16, full of ones, without collecting.
fn array(world: &World, tlab: &Tlab, size: usize) -> Result<usize, HeapError> {
    let addr = world.heap.allocate(tlab, size)?;
    assert!(addr.is_multiple_of(8));
    assert_zero(addr, size);
    initialize(addr, world.state().model.classes.get(LONGS), longs(size), 1);
    Ok(addr)
}

/// Bytes of the objects in the heap.
fn walked(heap: &Heap) -> usize {
    let mut bytes = 0;
    // SAFETY: one thread, whose buffer the caller has retired.
    unsafe { heap.for_each_object(|o| bytes += o.size()) };
    bytes
}

/// Resident bytes of the process.
fn resident() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").expect("procfs");
    text.split(' ').nth(1).expect("two fields").parse::<usize>().expect("a number") * 4096
}

isolated_tests! {
    fn buffers_count_what_is_allocated() {
        let w = world(64, |_| {});
        let (tlab, mut rng) = (Tlab::default(), Rng::new(1));
        let (mut sum, mut count) = (0, 0);
        for i in 0..50_000 {
            let size = if i % 5000 == 77 { 300 << 10 } else { 16 + 8 * rng.below(if i % 7 == 0 { 600 } else { 20 }) };
            if array(&w, &tlab, size).is_err() {
                break;
            }
            (sum, count) = (sum + size, count + 1);
            assert_eq!(tlab.allocated_bytes(), sum as u64);
            if i % 1000 == 0 {
                w.heap.retire(&tlab);
                assert_eq!(tlab.allocated_bytes(), sum as u64);
            }
        }
        assert!(count > 10_000);
        w.heap.retire(&tlab);
        assert_eq!(walked(&w.heap), sum);
        assert!(w.heap.used_bytes() >= sum && w.heap.used_bytes() <= sum + sum / 4 + (1 << 20));
        assert!(w.heap.used_bytes() <= w.heap.committed_bytes());
    }

    fn memory_is_zero_after_collections() {
        reuse(false);
    }

    fn memory_is_zero_after_zapping() {
        reuse(true);
    }

    fn large_objects() {
        let w = world(64, |_| {});
        let region = w.heap.region_bytes();
        let tlab = w.tlab(0);
        for round in 0..10 {
            let mut places = Vec::new();
            for size in [
                region / 2, region / 2 + 8, region - 8, region, region + 8, 2 * region, 3 * region + 8, 9 * region,
            ] {
                let addr = array(&w, tlab, size).expect("room");
                places.push((addr, size));
                assert!(w.heap.contains(addr) && w.heap.contains(addr + size - 1));
                if size > region / 2 {
                    assert!(addr.is_multiple_of(8) && !w.heap.is_young(narrow(addr)));
                }
            }
            places.sort_unstable();
            assert!(places.windows(2).all(|p| p[0].0 + p[0].1 <= p[1].0), "{places:x?}");
            let large: usize = places.iter().map(|p| p.1).filter(|&s| s > region / 2).sum();
            assert_eq!(w.heap.spaces().old.used, large, "round {round}");
            // held by nothing
            w.collect(Cause::Test, Kind::Full, false);
            assert_eq!(w.heap.used_bytes(), 0, "round {round}");
        }
    }

    fn exhaustion() {
        let w = world(16, |_| {});
        let tlab = w.tlab(0);
        let region = w.heap.region_bytes();
        for size in [w.heap.max_bytes() + 8, w.heap.max_bytes() * 4] {
            assert!(matches!(w.heap.allocate(tlab, size), Err(HeapError::Exhausted)), "{size}");
        }
        // small objects until eden is full, then large ones until nothing is left
        let mut sum = 0;
        while array(&w, tlab, 1000).is_ok() {
            sum += 1000;
        }
        assert!(sum > 0);
        while array(&w, tlab, region).is_ok() {
            sum += region;
        }
        assert!(sum <= w.heap.max_bytes() && sum > w.heap.max_bytes() * 3 / 4, "{sum}");
        assert!(w.heap.allocate(tlab, 8 * region).is_err());
        // and all of it comes back
        w.collect(Cause::Test, Kind::Full, false);
        assert_eq!(w.heap.used_bytes(), 0);
        assert!(array(&w, tlab, 1000).is_ok());
    }

    fn full_of_pairs() {
        fill_with_live(0);
    }

    fn full_of_small_arrays() {
        fill_with_live(1000);
    }

    fn full_of_arrays() {
        fill_with_live(40_000);
    }

    fn capacity_follows_what_is_alive() {
        let w = world(256, |c| {
            c.initial = 8 << 20;
            c.min = 8 << 20;
        });
        assert!(w.heap.committed_bytes() <= 9 << 20);
        for _ in 0..3 {
            for i in 0..60 {
                let (id, addr) = w.new_object(0, BYTES, 2 << 20).expect("room");
                w.state().set_root(i, id, addr);
            }
            assert!(w.heap.committed_bytes() >= 120 << 20);
            let before = resident();
            for i in 0..60 {
                w.state().set_root(i, 0, 0);
            }
            for _ in 0..3 {
                w.collect(Cause::SystemGc, Kind::Full, false);
            }
            assert!(w.heap.committed_bytes() <= 40 << 20, "{} bytes committed", w.heap.committed_bytes());
            let after = resident();
            assert!(after + (80 << 20) < before, "{before} bytes resident, then {after}");
        }
    }

    fn small_objects_leave_when_the_heap_shrinks() {
        let mut s = Scene::new({
            let mut s = Settings::new(256, 0);
            (s.config.initial, s.config.min) = (8 << 20, 8 << 20);
            s
        });
        let holders: Vec<_> = (0..100).map(|_| s.object(REF_ARRAY, 4000)).collect();
        for i in 0..400_000 {
            let (id, addr) = s.world.new_object(0, LONGS, 20).expect("room");
            s.set_element(holders[i % 100], i / 100, (id, addr));
        }
        s.full();
        let before = resident();
        for h in holders {
            s.drop(h);
        }
        s.full();
        s.full();
        let after = resident();
        assert!(s.world.heap.committed_bytes() <= 24 << 20, "{}", s.world.heap.committed_bytes());
        // the model's memory stays
        assert!(after + (40 << 20) < before, "{before} bytes resident, then {after}");
    }

    fn threads_allocate_at_once() {
        let w = world(256, |c| c.young_initial = Some(128 << 20));
        let n = operations(40_000) as usize;
        let parts: Vec<Vec<(usize, usize)>> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4)
                .map(|t| {
                    let w = &w;
                    scope.spawn(move || {
                        let (tlab, mut rng) = (Tlab::default(), Rng::new(t));
                        let mut spans = Vec::new();
                        let mut sum = 0;
                        for i in 0..n {
                            let size = if i % 10_000 == 99 { 200 << 10 } else { 16 + 8 * rng.below(60) };
                            let Ok(addr) = array(w, &tlab, size) else { break };
                            spans.push((addr, addr + size));
                            sum += size;
                        }
                        assert_eq!(tlab.allocated_bytes(), sum as u64);
                        w.heap.retire(&tlab);
                        spans
                    })
                })
                .collect();
            threads.into_iter().map(|t| t.join().expect("no panic")).collect()
        });
        let mut spans = parts.concat();
        spans.sort_unstable();
        assert!(spans.windows(2).all(|s| s[0].1 <= s[1].0), "objects overlap");
        let mut met = Vec::new();
        // SAFETY: the threads have ended.
        unsafe { w.heap.for_each_object(|o| met.push((o.addr(), o.addr() + o.size()))) };
        assert_eq!(met, spans);
    }

    fn stress_is_due_at_every_nth() {
        let w = world(16, |c| c.stress.every_allocations = 7);
        let due: Vec<bool> = (0..70).map(|_| w.heap.stress_due()).collect();
        assert!(due.iter().enumerate().all(|(i, &d)| d == (i % 7 == 6)), "{due:?}");
    }

    fn too_large_a_heap() {
        assert!(matches!(Heap::reserve(Config::with_max(33 << 30)), Err(HeapError::TooLarge(_))));
    }

    fn largest_heap() {
        let w = world(32 << 10, |c| {
            c.initial = 1 << 30;
            c.min = 1 << 30;
        });
        assert!(w.heap.max_bytes() <= 32 << 30 && w.heap.max_bytes() >= (32 << 30) - (8 << 20));
        let addr = w.heap.allocate(w.tlab(0), 1000).expect("room");
        assert_zero(addr, 1000);
    }

    fn touched_at_start() {
        let before = resident();
        let w = world(64, |c| c.pre_touch = true);
        assert!(resident() >= before + (60 << 20));
        assert_zero(w.heap.allocate(w.tlab(0), 1 << 20).expect("room"), 1 << 20);
    }
}

/// Allocates, with collections in between, much more than there is: all memory must be zero.
fn reuse(zap: bool) {
    let w = world(16, |c| c.stress.zap = zap);
    let mut rng = Rng::new(2);
    for _ in 0..operations(60_000) {
        let (class, length) = match rng.below(1000) {
            0 => (LONGS, 20_000 + rng.below(100_000)),
            1..500 => (LONGS, rng.below(200)),
            _ => (REF_ARRAY, rng.below(100)),
        };
        // checks for zero
        w.new_object(0, class, length).expect("room");
    }
    assert!(!thorough() || w.state().totals.young > 3);
}

/// Holds objects, arrays of `size` bytes in a list, until even full collections find no room: then the heap is nearly full.
fn fill_with_live(size: usize) {
    let w = world(8, |_| {});
    let mut sum = 0;
    loop {
        if size > 0 {
            let Some((id, addr)) = w.new_object(0, LONGS, longs(size)) else { break };
            w.state().set_root(1, id, addr);
        }
        let Some((id, addr)) = w.new_object(0, PAIR, 0) else { break };
        let mut state = w.state();
        let values = [0, 1].map(|i| (state.roots[i].id, state.roots[i].addr()));
        state.set_fields(id, addr, &values);
        state.set_root(0, id, addr);
        sum += size + 24;
    }
    let share = sum * 100 / w.heap.max_bytes();
    println!("{share} % with {size}, {:?}", w.state().totals);
    assert!(share >= 85, "{share} %");
    // the program goes on when it lets go
    w.state().set_root(0, 0, 0);
    w.state().set_root(1, 0, 0);
    assert!(w.new_object(0, LEAF, 0).is_some());
}
