//! The rule for "GC overhead limit exceeded" (`-XX:+UseGCOverheadLimit`): a program that does hardly anything but collect,
//! and gets hardly any room by it, is better told so than left to crawl.
//!
//! Pure: it is fed with what each collection did and answers. The rule is that of HotSpot's parallel collector: the
//! limit is exceeded when [`CONSECUTIVE`] full collections in a row took, on average, more than `GCTimeLimit` percent of the
//! time and left less than `GCHeapFreeLimit` percent of the heap free. Soft references are cleared before that.

use std::time::Duration;

/// Full collections in a row that must be above the limits.
const CONSECUTIVE: u32 = 5;
/// Weight in percent of the newest collection in the average share of time.
const WEIGHT: f64 = 25.0;

/// The flags.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// `UseGCOverheadLimit`
    pub enabled: bool,
    /// `GCTimeLimit`, in percent.
    pub time: u64,
    /// `GCHeapFreeLimit`, in percent.
    pub free: u64,
}

/// What a collection did.
#[derive(Clone, Copy, Debug)]
pub struct Collection {
    pub full: bool,
    /// Asked for by the program or a tool: does not count.
    pub explicit: bool,
    pub duration: Duration,
    /// From the end of the collection before to the start of this one.
    pub since_last: Duration,
    /// Bytes that can be allocated afterwards.
    pub free: usize,
    /// Most bytes of the heap.
    pub max: usize,
}

/// What follows from a collection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Nothing.
    Fine,
    /// The next full collection must clear all soft references.
    ClearSoftReferences,
    /// The allocation that asked for the collection fails.
    Exceeded,
}

/// The state of the rule.
#[derive(Debug)]
pub struct OverheadLimit {
    limits: Limits,
    /// Average share of time spent in collections, 0 to 1.
    share: f64,
    collections: u32,
    /// Full collections in a row that were above both limits.
    above: u32,
}

impl OverheadLimit {
    pub fn new(limits: Limits) -> OverheadLimit {
        OverheadLimit { limits, share: 0.0, collections: 0, above: 0 }
    }

    /// Takes a collection into account.
    pub fn note(&mut self, c: &Collection) -> Verdict {
        if c.explicit {
            return Verdict::Fine;
        }
        self.note_time(c);
        if !c.full || !self.limits.enabled {
            return Verdict::Fine;
        }
        let slow = self.share > self.limits.time as f64 / 100.0;
        let tight = (c.free as f64) < c.max as f64 * (self.limits.free as f64 / 100.0);
        if !(slow && tight) {
            self.above = 0;
            return Verdict::Fine;
        }
        self.above += 1;
        if self.above >= CONSECUTIVE {
            // the next error takes as many collections again
            self.above = 0;
            Verdict::Exceeded
        } else if self.above + 1 >= CONSECUTIVE {
            Verdict::ClearSoftReferences
        } else {
            Verdict::Fine
        }
    }

    /// Full collections in a row that were above both limits, for logs.
    pub fn times_above(&self) -> u32 {
        self.above
    }

    /// An exponential average; the first collections weigh more, so that it does not start from nothing.
    fn note_time(&mut self, c: &Collection) {
        let total = c.duration + c.since_last;
        let share = if total.is_zero() { 0.0 } else { c.duration.as_secs_f64() / total.as_secs_f64() };
        self.collections = self.collections.saturating_add(1);
        let weight = WEIGHT.max(100.0 / f64::from(self.collections)) / 100.0;
        self.share += (share - self.share) * weight;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { enabled: true, time: 98, free: 2 };

    /// A full collection of 1 s after `since_last` milliseconds, leaving `free` of 1000 bytes.
    fn full(since_last: u64, free: usize) -> Collection {
        Collection {
            full: true,
            explicit: false,
            duration: Duration::from_secs(1),
            since_last: Duration::from_millis(since_last),
            free,
            max: 1000,
        }
    }

    fn verdicts(rule: &mut OverheadLimit, list: &[Collection]) -> Vec<Verdict> {
        list.iter().map(|c| rule.note(c)).collect()
    }

    #[test]
    fn five_in_a_row_exceed_after_soft_references_went() {
        use Verdict::{ClearSoftReferences, Exceeded, Fine};
        let mut rule = OverheadLimit::new(LIMITS);
        let got = verdicts(&mut rule, &[full(1, 10); 10]);
        let once = [Fine, Fine, Fine, ClearSoftReferences, Exceeded];
        assert_eq!(got, [once, once].concat());
    }

    #[test]
    fn room_or_time_to_work_start_the_count_again() {
        let mut rule = OverheadLimit::new(LIMITS);
        verdicts(&mut rule, &[full(1, 10); 4]);
        assert_eq!(rule.times_above(), 4);
        assert_eq!(rule.note(&full(1, 20)), Verdict::Fine, "2 percent are enough");
        assert_eq!(rule.times_above(), 0);
        verdicts(&mut rule, &[full(1, 10); 4]);
        assert_eq!(rule.note(&full(5000, 10)), Verdict::Fine);
        assert_eq!(rule.times_above(), 0);
    }

    #[test]
    fn time_is_averaged() {
        let mut rule = OverheadLimit::new(LIMITS);
        rule.note(&full(9000, 10));
        // 10 percent at first: the average takes some collections to pass 98
        let first = (1..100).find(|_| rule.note(&full(0, 10)) == Verdict::Exceeded);
        assert!(first.is_some_and(|n| n > 10), "{first:?}");
    }

    #[test]
    fn young_and_explicit_collections_do_not_count() {
        let mut rule = OverheadLimit::new(LIMITS);
        let explicit = Collection { explicit: true, ..full(0, 0) };
        let young = Collection { full: false, ..full(0, 0) };
        let got = verdicts(&mut rule, &[explicit, young, explicit, young, explicit, young]);
        assert!(got.iter().all(|v| *v == Verdict::Fine));
        assert_eq!(rule.times_above(), 0);
        // nor do they interrupt the count
        verdicts(&mut rule, &[full(0, 0), young, full(0, 0), explicit, full(0, 0), full(0, 0), young]);
        assert_eq!(rule.note(&full(0, 0)), Verdict::Exceeded);
    }

    #[test]
    fn the_flags_decide() {
        let mut off = OverheadLimit::new(Limits { enabled: false, ..LIMITS });
        assert!(verdicts(&mut off, &[full(0, 0); 20]).iter().all(|v| *v == Verdict::Fine));
        let mut half = OverheadLimit::new(Limits { enabled: true, time: 50, free: 50 });
        let got = verdicts(&mut half, &[full(500, 499); 5]);
        assert_eq!(got[4], Verdict::Exceeded);
        let mut half = OverheadLimit::new(Limits { enabled: true, time: 50, free: 50 });
        assert_eq!(verdicts(&mut half, &[full(1500, 499); 5])[4], Verdict::Fine);
    }
}
