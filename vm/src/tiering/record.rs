//! [`Record`]: what the tier policy keeps of a method, beside its counters. Made at the method's first event, in its class's
//! arena, so that it lives as long as the method.

use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

use super::policy::{CompilerKind, Counters, Level};
use crate::class::MethodRef;

/// Counters beyond this have stopped to mean anything: they are kept from wrapping round.
const SATURATED: u32 = 1 << 31;

/// See the module's head. All fields are hints or numbers by themselves: relaxed, but for `queued`.
#[derive(Debug, Default)]
pub struct Record {
    /// A task for the method waits or is being worked on.
    queued: AtomicBool,
    /// The count for level 4 has begun, when the counters were this.
    started: AtomicBool,
    start_invocations: AtomicU32,
    start_back_edges: AtomicU32,
    /// Highest levels of code that there has ever been: for the entry, and for loops.
    highest: AtomicU32,
    highest_osr: AtomicU32,
    /// Bit `2 * kind + is_osr`: that compiler cannot compile it.
    banned: AtomicU32,
    /// Invocations and iterations a millisecond (`f32` bits), when and at which count that was measured.
    rate: AtomicU32,
    measured_events: AtomicU32,
    measured_millis: AtomicU64,
    /// Times that code was given up because an assumption failed.
    recompiled: AtomicU32,
    /// Times that the present code left for the interpreter for something unresolved.
    deoptimized: AtomicU32,
    /// Times that code was flushed from the code cache.
    flushed: AtomicU32,
    /// Not to be compiled before it has had so many events.
    not_before: AtomicU32,
}

impl Record {
    /// The method's record, if it has had an event.
    pub fn get(m: MethodRef) -> Option<&'static Record> {
        let p = m.cold.tiering.load(Ordering::Acquire);
        // SAFETY: null, or set once below to memory that lives as long as the method.
        unsafe { p.as_ref() }
    }

    /// The method's record.
    pub fn of(m: MethodRef) -> &'static Record {
        Record::get(m).unwrap_or_else(|| Record::create(m))
    }

    #[cold]
    fn create(m: MethodRef) -> &'static Record {
        let new = m.holder.data.arena.alloc(Record::default());
        // Release: publishes the content. The loser's memory stays unused.
        match m.cold.tiering.compare_exchange(
            ptr::null_mut(),
            ptr::from_ref(new).cast_mut(),
            Ordering::AcqRel,
            Ordering::Acquire,
        ) {
            Ok(_) => new,
            // SAFETY: set by another thread, as above.
            Err(other) => unsafe { &*other },
        }
    }

    /// The method's counters, after keeping them from wrapping round.
    pub fn counters(&self, m: MethodRef) -> Counters {
        let read = |n: &AtomicU32| {
            let v = n.load(Ordering::Relaxed);
            if v > SATURATED + (SATURATED >> 1) {
                n.store(SATURATED, Ordering::Relaxed);
            }
            v.min(SATURATED)
        };
        let start = self.started.load(Ordering::Relaxed).then(|| {
            (self.start_invocations.load(Ordering::Relaxed), self.start_back_edges.load(Ordering::Relaxed))
        });
        Counters { invocations: read(&m.invocations), back_edges: read(&m.back_edges), start }
    }

    /// Begins the count for level 4, if it has not.
    pub fn start_profile(&self, m: MethodRef) {
        if self.started.load(Ordering::Relaxed) {
            return;
        }
        for (count, start) in
            [(&m.invocations, &self.start_invocations), (&m.back_edges, &self.start_back_edges)]
        {
            if count.load(Ordering::Relaxed) >= SATURATED {
                count.store(0, Ordering::Relaxed);
            }
            start.store(count.load(Ordering::Relaxed), Ordering::Relaxed);
        }
        self.started.store(true, Ordering::Relaxed);
    }

    /// The counters have been set to zero, because code has been flushed; answers with how often before.
    pub fn restart(&self) -> u32 {
        self.started.store(false, Ordering::Relaxed);
        self.highest.store(0, Ordering::Relaxed);
        self.highest_osr.store(0, Ordering::Relaxed);
        self.not_before.store(0, Ordering::Relaxed);
        self.measured_events.store(0, Ordering::Relaxed);
        self.flushed.fetch_add(1, Ordering::Relaxed)
    }

    /// Claims the method for a task; false when there is one.
    pub fn claim(&self) -> bool {
        !self.queued.swap(true, Ordering::AcqRel)
    }

    pub fn release(&self) {
        self.queued.store(false, Ordering::Release);
    }

    pub fn is_queued(&self) -> bool {
        self.queued.load(Ordering::Acquire)
    }

    fn level(n: &AtomicU32) -> Level {
        Level::of(n.load(Ordering::Relaxed).into())
    }

    /// Highest level of code for the method's entry that there has ever been.
    pub fn highest(&self) -> Level {
        Record::level(&self.highest)
    }

    /// Highest level of code for its loops.
    pub fn highest_osr(&self) -> Level {
        Record::level(&self.highest_osr)
    }

    pub fn note_code(&self, level: Level, is_osr: bool) {
        let n = if is_osr { &self.highest_osr } else { &self.highest };
        n.fetch_max(level as u32, Ordering::Relaxed);
    }

    /// There is no OSR code any more.
    pub fn clear_osr(&self) {
        self.highest_osr.store(0, Ordering::Relaxed);
    }

    fn bit(kind: CompilerKind, is_osr: bool) -> u32 {
        1 << (2 * kind as u32 + u32::from(is_osr))
    }

    /// That compiler cannot compile the method (for OSR).
    pub fn ban(&self, kind: CompilerKind, is_osr: bool) {
        self.banned.fetch_or(Record::bit(kind, is_osr), Ordering::Relaxed);
    }

    pub fn is_banned(&self, kind: CompilerKind, is_osr: bool) -> bool {
        self.banned.load(Ordering::Relaxed) & Record::bit(kind, is_osr) != 0
    }

    /// Counts a recompilation because an assumption failed; answers with their number.
    pub fn count_recompilation(&self) -> u32 {
        self.recompiled.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Counts an activation that left compiled code for something unresolved; answers with their number.
    pub fn count_deoptimization(&self) -> u32 {
        self.deoptimized.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// There is new code, whose deoptimisations are counted from zero.
    pub fn forget_deoptimizations(&self) {
        self.deoptimized.store(0, Ordering::Relaxed);
    }

    /// Lets `events` more invocations and iterations pass before the method is compiled again.
    pub fn hold_off(&self, m: MethodRef, events: u32) {
        let now = self.counters(m);
        let at = now.invocations.saturating_add(now.back_edges).saturating_add(events);
        self.not_before.store(at, Ordering::Relaxed);
    }

    pub fn is_held_off(&self, counters: &Counters) -> bool {
        counters.invocations.saturating_add(counters.back_edges) < self.not_before.load(Ordering::Relaxed)
    }

    /// Events a millisecond, when last measured.
    pub fn rate(&self) -> f32 {
        f32::from_bits(self.rate.load(Ordering::Relaxed))
    }

    /// Measures the rate at `now` (milliseconds since the start of the VM), when `min` milliseconds have passed; after `max`
    /// without events it is 0.
    pub fn measure(&self, m: MethodRef, now: u64, min: u64, max: u64) {
        let c = self.counters(m);
        let events = c.invocations.wrapping_add(c.back_edges);
        let time = now.saturating_sub(self.measured_millis.load(Ordering::Relaxed));
        let new = events.wrapping_sub(self.measured_events.load(Ordering::Relaxed));
        if time >= min && new > 0 {
            self.measured_millis.store(now, Ordering::Relaxed);
            self.measured_events.store(events, Ordering::Relaxed);
            self.rate.store((new as f32 / time.max(1) as f32).to_bits(), Ordering::Relaxed);
        } else if time > max && new == 0 {
            self.rate.store(0, Ordering::Relaxed);
        }
    }

    /// Whether the method has had no event for more than `timeout` milliseconds.
    pub fn is_idle(&self, m: MethodRef, now: u64, timeout: u64) -> bool {
        let c = self.counters(m);
        now.saturating_sub(self.measured_millis.load(Ordering::Relaxed)) > timeout
            && c.invocations.wrapping_add(c.back_edges) == self.measured_events.load(Ordering::Relaxed)
    }
}
