//! When class definitions ask for collections, and how much metadata memory there may be.
//!
//! The high-water mark starts at `-XX:MetaspaceSize`. A definition that would go beyond it asks for a full collection, which
//! may unload classes; afterwards the mark is set so that between `MinMetaspaceFreeRatio` and `MaxMetaspaceFreeRatio` percent
//! below it are free. While the virtual machine starts there is no mark.

use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use super::committed;

/// What the command line says.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// `-XX:MetaspaceSize`
    pub first: usize,
    /// `-XX:MaxMetaspaceSize`
    pub max: usize,
    /// `-XX:MinMetaspaceFreeRatio`, `-XX:MaxMetaspaceFreeRatio`: percent.
    pub free_ratio: [usize; 2],
    /// `-XX:MinMetaspaceExpansion`, `-XX:MaxMetaspaceExpansion`
    pub expansion: [usize; 2],
}

/// The mark moves by multiples of this.
const STEP: usize = 64 << 10;

/// 0: the virtual machine is starting.
static MARK: AtomicUsize = AtomicUsize::new(0);
/// By how many percent of what is too much the mark is lowered at the next collection.
static SHRINK: AtomicU32 = AtomicU32::new(0);

/// Ends the time without a mark.
pub fn started(s: &Settings) {
    MARK.store(committed().max(s.first).min(s.max), Ordering::Relaxed);
}

/// Whether `more` bytes go beyond the mark.
pub fn is_reached(more: usize) -> bool {
    let mark = mark();
    mark != 0 && committed() + more > mark
}

/// The mark, 0 while the virtual machine is starting.
pub fn mark() -> usize {
    // Relaxed: a number by itself
    MARK.load(Ordering::Relaxed)
}

/// Raises the mark for an allocation of `more` bytes for which a collection did not make room.
pub fn raise(s: &Settings, more: usize) {
    let [least, most] = s.expansion;
    let delta = match more.next_multiple_of(STEP) {
        d if d <= least => least,
        d if d <= most => most,
        d => d + least,
    };
    let target = committed().max(mark()).saturating_add(delta).min(s.max);
    MARK.fetch_max(target, Ordering::Relaxed);
}

/// After a full collection: moves the mark.
pub fn adapt(s: &Settings) {
    let shrink = SHRINK.swap(0, Ordering::Relaxed) as usize;
    let mark = mark();
    if mark == 0 {
        return;
    }
    let (new, next) = adapted(s, mark, committed(), shrink);
    MARK.store(new, Ordering::Relaxed);
    SHRINK.store(next, Ordering::Relaxed);
}

/// The new mark, and the percentage for the next time.
fn adapted(s: &Settings, mark: usize, used: usize, shrink: usize) -> (usize, u32) {
    let desired = |free: usize| {
        let whole = (used as u128 * 100 / (100 - free as u128).max(1)) as usize;
        whole.min(s.max).max(s.first)
    };
    let least = desired(s.free_ratio[0]);
    if mark < least {
        let expand = (least - mark).next_multiple_of(STEP);
        let fits = expand >= s.expansion[0] && mark + expand <= s.max;
        return (if fits { mark + expand } else { mark }, 0);
    }
    if s.free_ratio[1] >= 100 {
        return (mark, 0);
    }
    let most = desired(s.free_ratio[1]);
    if mark <= most {
        return (mark, 0);
    }
    let by = (mark - most) / 100 * shrink / STEP * STEP;
    let next = if shrink == 0 { 10 } else { (shrink * 4).min(100) as u32 };
    let lowers = by >= s.expansion[0] && mark - by >= s.first;
    (if lowers { mark - by } else { mark }, next)
}

#[cfg(test)]
mod tests {
    use super::*;

    const M: usize = 1 << 20;
    const S: Settings =
        Settings { first: 21 * M, max: usize::MAX, free_ratio: [40, 70], expansion: [332 << 10, 5 * M] };

    #[test]
    fn grows_and_shrinks() {
        // 60 MB in use are to be 60 percent
        assert_eq!(adapted(&S, 70 * M, 60 * M, 0), (100 * M, 0));
        // little in use: nothing at first, then a tenth
        assert_eq!(adapted(&S, 100 * M, 3 * M, 0), (100 * M, 10));
        let (mark, next) = adapted(&S, 100 * M, 3 * M, 10);
        assert!(mark < 93 * M && mark > 91 * M && next == 40);
        assert_eq!(adapted(&S, 100 * M, 3 * M, 40).1, 100);
        // never below the first
        assert!(adapted(&S, 22 * M, 0, 100).0 >= 21 * M);
    }

    #[test]
    fn limited() {
        let s = Settings { max: 80 * M, ..S };
        assert_eq!(adapted(&s, 70 * M, 60 * M, 0).0, 80 * M);
        assert_eq!(adapted(&s, 80 * M, 79 * M, 0).0, 80 * M);
    }
}
