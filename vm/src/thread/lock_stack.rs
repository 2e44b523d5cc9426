//! [`LockStack`]: the objects that a thread has fast-locked, oldest first.
//!
//! An object locked `n` times stands here `n` times, in any places: monitors acquired through JNI or
//! by unstructured bytecode need not be released in reverse order. When an object's monitor is
//! inflated by its owner, all its entries become the monitor's recursion count. Only the own thread
//! touches the stack, or the collector while the thread is stopped.

use std::cell::Cell;

use gc::NarrowRef;

/// Entries; deeper nesting inflates.
pub const CAPACITY: usize = 16;

pub struct LockStack {
    top: Cell<usize>,
    entries: [Cell<NarrowRef>; CAPACITY],
}

impl Default for LockStack {
    fn default() -> Self {
        Self { top: Cell::new(0), entries: [const { Cell::new(NarrowRef::NULL) }; CAPACITY] }
    }
}

impl LockStack {
    #[inline(always)]
    fn used(&self) -> &[Cell<NarrowRef>] {
        &self.entries[..self.top.get()]
    }

    #[inline(always)]
    pub fn is_full(&self) -> bool {
        self.top.get() == CAPACITY
    }

    #[inline(always)]
    pub fn contains(&self, o: NarrowRef) -> bool {
        self.used().iter().any(|e| e.get() == o)
    }

    /// Adds `o`; the stack must not be full.
    #[inline(always)]
    pub fn push(&self, o: NarrowRef) {
        let top = self.top.get();
        self.entries[top].set(o);
        self.top.set(top + 1);
    }

    /// Removes the newest entry of `o`; false when there is none.
    #[inline(always)]
    pub fn remove_newest(&self, o: NarrowRef) -> bool {
        let Some(i) = self.used().iter().rposition(|e| e.get() == o) else { return false };
        let top = self.top.get() - 1;
        for k in i..top {
            self.entries[k].set(self.entries[k + 1].get());
        }
        self.top.set(top);
        true
    }

    /// Removes all entries of `o` and returns how many there were.
    pub fn remove_all(&self, o: NarrowRef) -> u32 {
        let mut kept = 0;
        for i in 0..self.top.get() {
            let e = self.entries[i].get();
            if e != o {
                self.entries[kept].set(e);
                kept += 1;
            }
        }
        let removed = self.top.get() - kept;
        self.top.set(kept);
        removed as u32
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

    #[test]
    fn removal_in_any_order() {
        let s = LockStack::default();
        for i in [1, 2, 1, 3] {
            s.push(NarrowRef(i));
        }
        assert!(s.remove_newest(NarrowRef(1)));
        assert!(s.contains(NarrowRef(1)));
        assert!(s.remove_newest(NarrowRef(2)));
        assert!(!s.remove_newest(NarrowRef(2)));
        assert_eq!(s.oldest(), Some(NarrowRef(1)));
        s.push(NarrowRef(1));
        assert_eq!(s.remove_all(NarrowRef(1)), 2);
        assert_eq!(s.oldest(), Some(NarrowRef(3)));
    }
}
