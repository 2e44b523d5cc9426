//! Settings of the heap, from the command line.

/// Stress and checking modes.
#[derive(Clone, Debug, Default)]
pub struct Stress {
    /// Collect at every n-th allocation; 0: never for this reason. Allocation buffers are not used then.
    pub every_allocations: u64,
    /// Seed of random gaps between these collections, 0: the gaps are equal.
    pub seed: u64,
    /// Every n-th collection that [`Cause::Stress`] asks for is a full one; 0: none.
    pub full_every: u64,
    /// Overwrite freed memory.
    pub zap: bool,
    /// A full collection moves all objects, also those that lie well where they are.
    pub always_move: bool,
    pub verify_before: bool,
    pub verify_after: bool,
}

/// Settings of the heap; sizes in bytes.
#[derive(Clone, Debug)]
pub struct Config {
    /// `-Xmx`
    pub max: usize,
    /// `-Xms`
    pub initial: usize,
    /// Below this the heap does not shrink.
    pub min: usize,
    /// Size of the young generation at start and at most, when given (`-Xmn`, `-XX:NewSize`, `-XX:MaxNewSize`).
    pub young_initial: Option<usize>,
    pub young_max: Option<usize>,
    /// Old size divided by young size (`-XX:NewRatio`).
    pub new_ratio: usize,
    /// Eden's size divided by a survivor space's (`-XX:SurvivorRatio`).
    pub survivor_ratio: usize,
    /// Percentage of the survivor space that is to be full after a collection.
    pub target_survivor_ratio: usize,
    /// Age, 0 to 15, at which an object is promoted at the latest; 16: never by age.
    pub max_tenuring_threshold: u32,
    pub initial_tenuring_threshold: u32,
    pub min_free_ratio: usize,
    pub max_free_ratio: usize,
    /// Threads that collect, at least 1.
    pub workers: usize,
    /// Pause that is aimed at, in milliseconds; `None`: throughput alone counts.
    pub max_pause_millis: Option<u64>,
    /// Milliseconds that an unused soft reference lives for each free megabyte.
    pub soft_ms_per_mb: u64,
    /// Touch all of the heap at start.
    pub pre_touch: bool,
    pub stress: Stress,
}

impl Config {
    /// Settings for a heap of `max` bytes, all else as by default.
    pub fn with_max(max: usize) -> Config {
        Config {
            max,
            initial: max,
            min: max,
            young_initial: None,
            young_max: None,
            new_ratio: 2,
            survivor_ratio: 8,
            target_survivor_ratio: 50,
            max_tenuring_threshold: 15,
            initial_tenuring_threshold: 7,
            min_free_ratio: 40,
            max_free_ratio: 70,
            workers: 1,
            max_pause_millis: None,
            soft_ms_per_mb: 1000,
            pre_touch: false,
            stress: Stress::default(),
        }
    }
}

/// Offsets of the fields of `java.lang.ref.Reference` and `SoftReference` that the collector uses. `referent` and
/// `discovered` are in no [`crate::RefBlock`].
#[derive(Clone, Copy, Debug)]
pub struct ReferenceLayout {
    pub referent: usize,
    pub next: usize,
    pub discovered: usize,
    /// `SoftReference.timestamp` (long, milliseconds of the clock).
    pub timestamp: usize,
}
