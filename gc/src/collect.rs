//! Collections: the decision between the kinds, and the sizes of the spaces afterwards.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crate::client::{Client, Kind, Report, Request};
use crate::heap::{Heap, State};
use crate::reference::SoftPolicy;

/// What earlier collections taught.
#[derive(Debug)]
pub(crate) struct History {
    pub tenuring_threshold: u32,
    /// Average of the bytes that young collections copied, those promoted included.
    pub copied: usize,
    /// Bytes of old objects after the last full collection.
    live_old: usize,
    /// Bytes that young collections copy in a millisecond.
    bytes_per_milli: usize,
}

impl History {
    pub fn new(tenuring_threshold: u32) -> History {
        History { tenuring_threshold, copied: 0, live_old: 0, bytes_per_milli: 0 }
    }
}

/// Times of the parts of a pause.
pub(crate) struct Phases {
    last: Instant,
    pub phases: Vec<(&'static str, Duration)>,
}

impl Phases {
    pub fn start() -> Phases {
        Phases { last: Instant::now(), phases: Vec::new() }
    }

    /// Ends the part that began when the last one ended.
    pub fn end(&mut self, name: &'static str) {
        let now = Instant::now();
        self.phases.push((name, now - self.last));
        self.last = now;
    }
}

/// Least eden, as a share of the heap, with which young collections are worth while.
const LEAST_EDEN_SHARE: usize = 16;

impl Heap {
    /// Collects.
    ///
    /// # Safety
    /// All mutators are stopped, their allocation buffers retired, and their roots are those that `client` visits.
    pub unsafe fn collect(&self, client: &dyn Client, request: Request) -> Report {
        self.close_eden();
        let start = Instant::now();
        let before = self.spaces();
        let id = self.collections.load(Ordering::Relaxed);
        if self.config.stress.verify_before {
            // SAFETY: by the caller's promise.
            unsafe { self.verify(client, "before") };
        }
        let kind =
            if request.kind == Kind::Young && self.young_is_futile() { Kind::Full } else { request.kind };
        let soft = self.soft_policy(request.clear_soft);
        let mut report = Report {
            id,
            kind,
            cause: request.cause,
            start,
            duration: Duration::ZERO,
            before,
            after: before,
            phases: Vec::new(),
            promoted: 0,
            marked: false,
            old_regions: 0,
            evacuation_failed: false,
            tenuring_threshold: self.history.lock().tenuring_threshold,
            ages: [0; 17],
            discovered: [0; 4],
            enqueued: [0; 4],
            workers: self.workers.start(),
        };
        // SAFETY: by the caller's promise.
        unsafe {
            match kind {
                Kind::Young => self.young(client, soft, &mut report),
                Kind::Full => self.full(client, request, soft, &mut report),
            }
        }
        self.collections.store(id + 1, Ordering::Release);
        self.resize(kind);
        if self.config.stress.verify_after {
            // SAFETY: as above.
            unsafe { self.verify(client, "after") };
        }
        report.after = self.spaces();
        report.duration = start.elapsed();
        report
    }

    /// # Safety
    /// As for [`Heap::collect`].
    unsafe fn young(&self, client: &dyn Client, soft: SoftPolicy, report: &mut Report) {
        let start = Instant::now();
        let mut times = Phases::start();
        let live_at_last_look = self.history.lock().live_old;
        if self.cycle_is_due(live_at_last_look) {
            // SAFETY: by the caller's promise.
            let marked = unsafe { self.begin_cycle(client, soft, &mut times) };
            (report.discovered, report.enqueued) = (marked.discovered, marked.enqueued);
            self.history.lock().live_old = self.old_used.load(Ordering::Relaxed);
            report.marked = true;
        }
        let (old_regions, cards) =
            if report.marked { Default::default() } else { self.take_candidates(self.mixed_budget()) };
        report.old_regions = old_regions.len();
        // SAFETY: by the caller's promise.
        let outcome = unsafe {
            self.collect_young(client, report.tenuring_threshold, soft, &old_regions, &cards, &mut times)
        };
        if old_regions.is_empty() {
            self.old_used.fetch_add(outcome.promoted, Ordering::Relaxed);
        } else {
            self.count_old();
        }
        report.promoted = outcome.promoted;
        report.evacuation_failed = outcome.failed;
        report.workers = outcome.workers;
        report.ages = outcome.ages;
        for i in 0..4 {
            report.discovered[i] += outcome.discovered[i];
            report.enqueued[i] += outcome.enqueued[i];
        }
        report.phases = times.phases;
        let mut history = self.history.lock();
        let copied = outcome.promoted + outcome.survived;
        history.copied = if history.copied == 0 { copied } else { (history.copied * 3 + copied) / 4 };
        if old_regions.is_empty() && !report.marked && copied > 0 {
            let nanos = start.elapsed().as_nanos() as usize;
            let rate = copied.saturating_mul(1_000_000) / nanos.max(1);
            history.bytes_per_milli =
                if history.bytes_per_milli == 0 { rate } else { (history.bytes_per_milli * 3 + rate) / 4 };
        }
        history.tenuring_threshold = self.next_threshold(&outcome.ages);
    }

    /// # Safety
    /// As for [`Heap::collect`].
    unsafe fn full(&self, client: &dyn Client, request: Request, soft: SoftPolicy, report: &mut Report) {
        let mut times = Phases::start();
        self.drop_cycle();
        // SAFETY: by the caller's promise.
        unsafe {
            let marked = self.mark_all(client, soft, &mut times);
            (report.discovered, report.enqueued) = (marked.discovered, marked.enqueued);
            let defragment = request.clear_soft
                || self.large_failed.swap(false, Ordering::Relaxed)
                || self.config.stress.always_move && self.collections() % 2 == 1;
            self.compact(client, defragment, &mut times);
        }
        report.phases = times.phases;
        let mut history = self.history.lock();
        history.live_old = self.old_used.load(Ordering::Relaxed);
        // what young collections copied before loses weight, so that they are tried again
        history.copied /= 2;
    }

    /// Bytes of old objects that a collection may copy beside the young ones.
    fn mixed_budget(&self) -> usize {
        let history = self.history.lock();
        let goal = self.config.max_pause_millis.unwrap_or(0) as usize;
        (goal * history.bytes_per_milli).saturating_sub(history.copied)
    }

    fn soft_policy(&self, clear_all: bool) -> SoftPolicy {
        let clock = self.soft_clock.load(Ordering::Relaxed);
        if clear_all {
            return SoftPolicy { clock, max_idle: -1 };
        }
        let free = self.max_bytes().saturating_sub(self.old_used.load(Ordering::Relaxed));
        let max_idle = ((free >> 20) as u64).saturating_mul(self.config.soft_ms_per_mb);
        SoftPolicy { clock, max_idle: i64::try_from(max_idle).unwrap_or(i64::MAX) }
    }

    /// Bytes that survivors should take up after the next young collection.
    pub fn survivor_target(&self) -> usize {
        let c = &self.config;
        let eden = self.state.lock().eden_target << self.region_shift;
        (eden / c.survivor_ratio).max(self.region_bytes()) * c.target_survivor_ratio / 100
    }

    /// Age at which the next young collection promotes.
    pub fn tenuring_threshold(&self) -> u32 {
        self.history.lock().tenuring_threshold
    }

    /// The largest age with which the survivors fill the wanted share of a survivor space, as in HotSpot.
    fn next_threshold(&self, ages: &[usize; 17]) -> u32 {
        let c = &self.config;
        if c.max_tenuring_threshold == 0 || c.max_tenuring_threshold > 15 {
            return c.max_tenuring_threshold;
        }
        let wanted = self.survivor_target();
        let mut total = 0;
        let mut age = 1;
        while age <= c.max_tenuring_threshold as usize {
            total += ages[age];
            if total > wanted {
                break;
            }
            age += 1;
        }
        (age as u32).min(c.max_tenuring_threshold)
    }

    /// Whether a young collection would leave next to nothing: what usually survives finds no room.
    fn young_is_futile(&self) -> bool {
        let state = self.state.lock();
        let most = self.regions.len() - 1;
        let used = most - state.free;
        let young = state.eden + state.survivor;
        let old = used - young;
        let history = self.history.lock();
        let copied = (history.copied >> self.region_shift) + 1;
        // room for the copies now, and some eden afterwards
        let room_now = state.free;
        let eden_after = most.saturating_sub(old + 2 * copied);
        let least = (most / LEAST_EDEN_SHARE).max(1);
        let grown = self.old_used.load(Ordering::Relaxed)
            > history.live_old + history.live_old / 16 + self.region_bytes();
        // survivors would take what eden leaves: copies start regions of their own
        let no_gain = state.free + young < copied + 3;
        no_gain || (room_now < copied && state.free < young) || (eden_after < least && grown)
    }

    /// Sets capacity and eden for the time until the next collection.
    fn resize(&self, kind: Kind) {
        let mut state = self.state.lock();
        let most = self.regions.len() - 1;
        let used = most - state.free;
        let old = used - state.survivor;
        if kind == Kind::Full {
            self.fit_capacity(&mut state, old);
        }
        // Old objects have outgrown their share: the young generation does not pay for it before the heap is at its end.
        let young = self.young_regions(state.capacity);
        if old + young > state.capacity {
            state.capacity = (old + young).min(most);
        }
        let free = state.capacity.saturating_sub(used);
        let copied = self.history.lock().copied >> self.region_shift;
        let wanted = (young * 8 / 10).max(1);
        // What will survive needs room as well, if there is any.
        let possible = free.saturating_sub(copied + 1).max(free.min(1));
        state.eden_target = wanted.min(possible);
        drop(state);
    }

    /// After a full collection: as much is free as the ratios say.
    fn fit_capacity(&self, state: &mut State, live: usize) {
        let c = &self.config;
        let most = self.regions.len() - 1;
        let with_free = |percent: usize| live * 100 / (100 - percent.min(99)) + 1;
        let (least, largest) = (with_free(c.min_free_ratio), with_free(c.max_free_ratio).max(live + 2));
        let floor = (c.min >> self.region_shift).max(2).max(live).min(most);
        let young = self.young_regions(state.capacity);
        if state.capacity < (least + young).min(most) && state.capacity < least {
            state.capacity = least.min(most);
        } else if state.capacity > largest {
            let initial = c.initial >> self.region_shift;
            state.capacity = largest.max(floor).max(initial.min(state.capacity)).min(most);
            if c.max_free_ratio < 100 {
                self.uncommit_free(state);
            }
        }
        state.capacity = state.capacity.max(floor);
    }

    /// Gives free regions beyond the capacity back to the system.
    fn uncommit_free(&self, state: &State) {
        let most = self.regions.len() - 1;
        let mut surplus = most - state.capacity;
        for i in (1..=most).rev() {
            if surplus == 0 {
                return;
            }
            let r = &self.regions[i];
            if r.kind() != crate::region::RegionKind::Free {
                continue;
            }
            surplus -= 1;
            let start = self.region_start(i);
            if r.dirty_end.load(Ordering::Relaxed) > start {
                // SAFETY: the region is free.
                let given = unsafe { self.space.uncommit(start - self.base, self.region_bytes()) };
                if given.is_ok() {
                    r.dirty_end.store(start, Ordering::Relaxed);
                }
            }
        }
    }
}
