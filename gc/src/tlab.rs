//! [`Tlab`]: a thread's allocation buffer.

use std::cell::Cell;

pub(crate) const MIN_TLAB: usize = 16 << 10;
pub(crate) const MAX_TLAB: usize = 256 << 10;

/// A thread's allocation buffer. Compiled code and the interpreter bump `top` themselves; the memory in it is zero.
#[derive(Debug)]
#[repr(C)]
pub struct Tlab {
    pub top: Cell<usize>,
    pub end: Cell<usize>,
    /// Bytes to ask for next: doubles at each refill, halves at each collection, so that it follows the rate of
    /// allocation.
    pub(crate) size: Cell<usize>,
    /// Bytes handed out in buffers before the present one.
    retired: Cell<u64>,
    start: Cell<usize>,
}

impl Default for Tlab {
    fn default() -> Self {
        Self {
            top: Cell::new(0),
            end: Cell::new(0),
            size: Cell::new(MIN_TLAB),
            retired: Cell::new(0),
            start: Cell::new(0),
        }
    }
}

impl Tlab {
    /// Bytes that this thread has allocated so far.
    pub fn allocated_bytes(&self) -> u64 {
        self.retired.get() + (self.top.get() - self.start.get()) as u64
    }

    /// Bumps the buffer; `None` when `size` (a multiple of 8) does not fit.
    #[inline(always)]
    pub fn bump(&self, size: usize) -> Option<usize> {
        let at = self.top.get();
        if self.end.get() - at >= size {
            self.top.set(at + size);
            Some(at)
        } else {
            None
        }
    }

    /// Counts an object that was allocated beside the buffer.
    pub(crate) fn count(&self, bytes: usize) {
        self.retired.set(self.retired.get() + bytes as u64);
    }

    /// Gives the buffer `[start, end)`, or none; returns what was left of the present one.
    pub(crate) fn replace(&self, start: usize, end: usize) -> (usize, usize) {
        let left = (self.top.get(), self.end.get());
        self.retired.set(self.allocated_bytes());
        self.start.set(start);
        self.top.set(start);
        self.end.set(end);
        left
    }
}

#[cfg(test)]
mod tests;
