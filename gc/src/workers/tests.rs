use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

#[test]
fn each_worker_runs_once_in_each_round() {
    for count in 1..=4 {
        let workers = Workers::new(count);
        assert_eq!(workers.count(), count);
        let n = workers.start();
        assert_eq!(n, count);
        let runs: Vec<AtomicUsize> = (0..n).map(|_| AtomicUsize::new(0)).collect();
        for round in 1..=if cfg!(miri) { 10 } else { 3000 } {
            workers.run(n, &|id| {
                runs[id].fetch_add(1, Ordering::Relaxed);
            });
            // all are done, and what they did is visible
            assert!(
                runs.iter().all(|r| r.load(Ordering::Relaxed) == round),
                "round {round} of {count}: {runs:?}"
            );
        }
    }
}

#[test]
fn work_of_one_alone() {
    let workers = Workers::new(3);
    let caller = std::thread::current().id();
    workers.run(1, &|id| {
        assert_eq!(id, 0);
        assert_eq!(std::thread::current().id(), caller);
    });
}

#[test]
fn shares_a_counter() {
    let workers = Workers::new(3);
    let n = workers.start();
    const N: usize = if cfg!(miri) { 200 } else { 100_000 };
    let next = AtomicUsize::new(0);
    let sum = AtomicUsize::new(0);
    workers.run(n, &|_| {
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            if i >= N {
                return;
            }
            sum.fetch_add(i, Ordering::Relaxed);
        }
    });
    assert_eq!(sum.into_inner(), N * (N - 1) / 2);
}

#[test]
fn panics_reach_the_caller_and_the_threads_go_on() {
    let workers = Workers::new(3);
    let n = workers.start();
    for culprit in 0..n {
        let done = AtomicUsize::new(0);
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            workers.run(n, &|id| {
                assert!(id != culprit, "expected by the test");
                done.fetch_add(1, Ordering::Relaxed);
            });
        }));
        assert!(result.is_err());
        assert_eq!(done.into_inner(), n - 1, "the others finish their work");
        let done = AtomicUsize::new(0);
        workers.run(n, &|_| {
            done.fetch_add(1, Ordering::Relaxed);
        });
        assert_eq!(done.into_inner(), n);
    }
}

#[test]
fn who_waits_for_a_failed_thread_fails_too() {
    let workers = Workers::new(2);
    let n = workers.start();
    for culprit in 0..n {
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            workers.run(n, &|id| {
                assert!(id != culprit, "expected by the test");
                let mut rounds = 0;
                loop {
                    workers.wait(&mut rounds);
                }
            });
        }));
        assert!(result.is_err());
        workers.run(n, &|_| workers.wait(&mut 0));
    }
}
