//! The heap's settings, from the command line.

use gc::{Config, Stress};

use crate::options::{FlagId, Options};

/// What the options say about the heap.
pub fn of_options(options: &Options) -> Config {
    let flags = options.flags();
    let sizes = &options.heap;
    let given = |id| !options.table.is_default(id);
    let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let max_tenuring_threshold = if flags.always_tenure {
        0
    } else if flags.never_tenure {
        16
    } else {
        flags.max_tenuring_threshold as u32
    };
    Config {
        max: size(sizes.max),
        initial: size(sizes.initial),
        min: size(sizes.min),
        young_initial: sizes.young_initial.map(size),
        young_max: sizes.young_max.map(size),
        new_ratio: size(flags.new_ratio),
        survivor_ratio: size(flags.survivor_ratio),
        target_survivor_ratio: size(flags.target_survivor_ratio),
        max_tenuring_threshold,
        initial_tenuring_threshold: (flags.initial_tenuring_threshold as u32).min(max_tenuring_threshold),
        min_free_ratio: size(flags.min_heap_free_ratio),
        max_free_ratio: size(flags.max_heap_free_ratio),
        workers: flags.parallel_gc_threads.max(1) as usize,
        max_pause_millis: given(FlagId::MaxGCPauseMillis).then_some(flags.max_gc_pause_millis),
        soft_ms_per_mb: flags.soft_ref_lru_policy_ms_per_mb.max(0) as u64,
        pre_touch: flags.always_pre_touch,
        stress: Stress {
            verify_before: flags.verify_before_gc,
            verify_after: flags.verify_after_gc,
            every_allocations: match (flags.gc_stress_allocations, flags.fail_allocation_at) {
                // no collections, but every allocation is to be seen
                (0, 1..) => u64::MAX,
                (every, _) => every,
            },
            seed: flags.gc_stress_seed,
            full_every: flags.gc_stress_full_every,
            always_move: flags.gc_stress_always_move,
            zap: flags.zap_unused_heap_area,
        },
    }
}
