//! [`LockStack`]: the objects that a thread has fast-locked, oldest first.
//!
//! An object locked `n` times stands here `n` times, in any places: monitors acquired through JNI or
//! by unstructured bytecode need not be released in reverse order. When an object's monitor is
//! inflated by its owner, all its entries become the monitor's recursion count. Only the own thread
//! touches the stack, be it in compiled code, or the collector while the thread is stopped.
//!
//! An object's oldest entry is the one whose removal unlocks it; the others are *repeats*.

use std::cell::Cell;

use gc::NarrowRef;

/// Entries; deeper nesting inflates.
pub const CAPACITY: usize = 16;

#[derive(Debug)]
#[repr(C)]
pub struct LockStack {
    /// Entries in use.
    pub(crate) depth: Cell<u32>,
    /// A bit for each entry: it is a repeat. Zero from [`Self::depth`] on.
    pub(crate) repeats: Cell<u32>,
    /// Null: what stands below the first entry is no object.
    bottom: NarrowRef,
    pub(crate) entries: [Cell<NarrowRef>; CAPACITY],
}

const _: () = assert!(
    std::mem::offset_of!(LockStack, entries)
        == std::mem::offset_of!(LockStack, bottom) + std::mem::size_of::<NarrowRef>()
);

impl Default for LockStack {
    fn default() -> Self {
        Self {
            depth: Cell::new(0),
            repeats: Cell::new(0),
            bottom: NarrowRef::NULL,
            entries: [const { Cell::new(NarrowRef::NULL) }; CAPACITY],
        }
    }
}

impl LockStack {
    #[inline(always)]
    fn used(&self) -> &[Cell<NarrowRef>] {
        &self.entries[..self.depth.get() as usize]
    }

    #[inline(always)]
    pub fn is_full(&self) -> bool {
        self.depth.get() as usize == CAPACITY
    }

    #[inline(always)]
    pub fn contains(&self, o: NarrowRef) -> bool {
        self.used().iter().any(|e| e.get() == o)
    }

    /// Adds `o`, which is not there; the stack must not be full.
    #[inline(always)]
    pub fn push(&self, o: NarrowRef) {
        debug_assert!(!self.contains(o));
        let depth = self.depth.get();
        self.entries[depth as usize].set(o);
        self.depth.set(depth + 1);
    }

    /// Adds `o`, which is there already; the stack must not be full.
    #[inline(always)]
    pub fn push_repeat(&self, o: NarrowRef) {
        debug_assert!(self.contains(o));
        let depth = self.depth.get();
        self.entries[depth as usize].set(o);
        self.repeats.set(self.repeats.get() | 1 << depth);
        self.depth.set(depth + 1);
    }

    /// Removes the newest entry of `o`, and says whether it was a repeat; `None` when there is no entry.
    #[inline(always)]
    pub fn remove_newest(&self, o: NarrowRef) -> Option<bool> {
        let i = self.used().iter().rposition(|e| e.get() == o)?;
        let newest = self.depth.get() as usize - 1;
        for k in i..newest {
            self.entries[k].set(self.entries[k + 1].get());
        }
        self.depth.set(newest as u32);
        let repeats = self.repeats.get();
        let below = (1 << i) - 1;
        self.repeats.set(repeats & below | repeats >> 1 & !below);
        Some(repeats >> i & 1 != 0)
    }

    /// Removes all entries of `o` and returns how many there were.
    pub fn remove_all(&self, o: NarrowRef) -> u32 {
        let mut removed = 0;
        while self.remove_newest(o).is_some() {
            removed += 1;
        }
        removed
    }

    /// The oldest entry.
    pub fn oldest(&self) -> Option<NarrowRef> {
        self.used().first().map(Cell::get)
    }

    /// Calls `f` with every entry: roots.
    pub fn for_each(&self, mut f: impl FnMut(&Cell<NarrowRef>)) {
        self.used().iter().for_each(&mut f);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(s: &LockStack, o: u32) {
        let o = NarrowRef(o);
        if s.contains(o) { s.push_repeat(o) } else { s.push(o) }
    }

    #[test]
    fn removal_in_any_order() {
        let s = LockStack::default();
        for i in [1, 2, 1, 3] {
            add(&s, i);
        }
        assert_eq!(s.remove_newest(NarrowRef(1)), Some(true));
        assert!(s.contains(NarrowRef(1)));
        assert_eq!(s.remove_newest(NarrowRef(2)), Some(false));
        assert_eq!(s.remove_newest(NarrowRef(2)), None);
        assert_eq!(s.oldest(), Some(NarrowRef(1)));
        add(&s, 1);
        assert_eq!(s.remove_all(NarrowRef(1)), 2);
        assert_eq!(s.oldest(), Some(NarrowRef(3)));
        assert_eq!(s.repeats.get(), 0);
    }

    /// Against a list, in which a repeat is an entry that has an equal one below.
    #[test]
    fn repeats_are_known() {
        let s = LockStack::default();
        let mut model: Vec<u32> = Vec::new();
        let mut random = 1u32;
        for _ in 0..20_000 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let o = (random >> 8) % 5 + 1;
            match random >> 28 {
                0..=7 if model.len() < CAPACITY => {
                    add(&s, o);
                    model.push(o);
                }
                15 => {
                    let before = model.len();
                    model.retain(|&e| e != o);
                    assert_eq!(s.remove_all(NarrowRef(o)) as usize, before - model.len());
                }
                _ => {
                    let at = model.iter().rposition(|&e| e == o);
                    let repeat = at.map(|at| {
                        model.remove(at);
                        model.contains(&o)
                    });
                    assert_eq!(s.remove_newest(NarrowRef(o)), repeat);
                }
            }
            let entries: Vec<u32> = s.used().iter().map(|e| e.get().0).collect();
            assert_eq!(entries, model);
            for (i, e) in model.iter().enumerate() {
                assert_eq!(s.repeats.get() >> i & 1 != 0, model[..i].contains(e));
            }
            assert_eq!(s.repeats.get() >> model.len(), 0);
        }
    }
}
