//! Frames of local references (JNI specification, "Global and Local References"): the handles that
//! native code owns, and those of them which it has deleted and which can be used again.
//!
//! A frame begins with the call of a native method or with `PushLocalFrame`. All its references are
//! slots of the thread's handle area behind the frame's mark. Only the thread itself works here, in
//! state in-VM.

use std::cell::{Cell, RefCell};

use gc::{HandleArea, HandleMark, NarrowRef};

type Slot = *mut Cell<NarrowRef>;

/// A thread's frames of local references.
pub struct LocalFrames {
    /// Where the newest frame begins.
    mark: Cell<HandleMark>,
    /// Deleted slots of all frames, the newest frame's last.
    free: RefCell<Vec<Slot>>,
    /// How many of `free` belong to older frames.
    free_base: Cell<usize>,
    /// The frames that `PushLocalFrame` opened, with the frame below each.
    pushed: RefCell<Vec<(HandleMark, Frame)>>,
    /// How many of `pushed` belong to older native frames.
    pushed_base: Cell<usize>,
}

impl Default for LocalFrames {
    fn default() -> LocalFrames {
        LocalFrames {
            mark: Cell::new(HandleMark::START),
            free: RefCell::default(),
            free_base: Cell::new(0),
            pushed: RefCell::default(),
            pushed_base: Cell::new(0),
        }
    }
}

/// A frame to return to.
#[derive(Clone, Copy)]
pub struct Frame {
    mark: HandleMark,
    free_base: usize,
    pushed_base: usize,
}

impl LocalFrames {
    fn current(&self) -> Frame {
        Frame { mark: self.mark.get(), free_base: self.free_base.get(), pushed_base: self.pushed_base.get() }
    }

    fn open(&self, mark: HandleMark) {
        self.mark.set(mark);
        self.free_base.set(self.free.borrow().len());
    }

    fn restore(&self, f: Frame) {
        self.free.borrow_mut().truncate(self.free_base.get());
        self.mark.set(f.mark);
        self.free_base.set(f.free_base);
        self.pushed_base.set(f.pushed_base);
    }

    /// Opens the frame of a native method.
    #[inline]
    pub fn enter_native(&self, area: &HandleArea) -> Frame {
        let f = self.current();
        self.open(area.mark());
        self.pushed_base.set(self.pushed.borrow().len());
        f
    }

    /// Closes the frame of a native method, and those that it left open. The caller releases the
    /// handles.
    #[inline]
    pub fn leave_native(&self, below: Frame) {
        let mut pushed = self.pushed.borrow_mut();
        if pushed.len() > self.pushed_base.get() {
            // the first of them knows the native frame's own state
            let first = pushed[self.pushed_base.get()].1;
            pushed.truncate(self.pushed_base.get());
            self.restore(first);
        }
        drop(pushed);
        self.restore(below);
    }

    /// `PushLocalFrame`.
    pub fn push(&self, area: &HandleArea) {
        let mark = area.mark();
        self.pushed.borrow_mut().push((mark, self.current()));
        self.open(mark);
    }

    /// `PopLocalFrame`: frees the references of the newest pushed frame; false when this native frame
    /// has pushed none. Handles that the VM has made since are freed as well.
    pub fn pop(&self, area: &HandleArea) -> bool {
        let mut pushed = self.pushed.borrow_mut();
        if pushed.len() == self.pushed_base.get() {
            return false;
        }
        let (mark, below) = pushed.pop().expect("not empty");
        drop(pushed);
        self.restore(below);
        // SAFETY: native code may not use references of a frame that it pops; the caller keeps no
        // handle of its own.
        unsafe { area.release(mark) };
        true
    }

    /// A new local reference in the newest frame.
    #[inline]
    pub fn new_ref(&self, area: &HandleArea, n: NarrowRef) -> Slot {
        let mut free = self.free.borrow_mut();
        if free.len() > self.free_base.get() {
            let slot = free.pop().expect("not empty");
            // SAFETY: a deleted slot of the newest frame lies in the area's used part.
            unsafe { (*slot).set(n) };
            return slot;
        }
        drop(free);
        area.push(n)
    }

    /// `DeleteLocalRef`: clears the slot, and keeps it for the next reference when it belongs to the
    /// newest frame (arguments of a native method lie in its interpreter frame instead).
    ///
    /// # Safety
    /// `slot` must be a local reference's.
    pub unsafe fn delete(&self, area: &HandleArea, slot: Slot) {
        // SAFETY: by the caller's promise.
        let old = unsafe { (*slot).replace(NarrowRef::NULL) };
        if old.is_null() {
            return; // deleted before
        }
        if area.contains_since(self.mark.get(), slot) && !area.pop_if_last(slot) {
            self.free.borrow_mut().push(slot);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_and_reuse() {
        let area = HandleArea::new();
        let l = LocalFrames::default();
        let r = |i| NarrowRef(i);
        let f = l.enter_native(&area);
        let outer = area.mark();
        let a = l.new_ref(&area, r(1));
        let b = l.new_ref(&area, r(2));
        // SAFETY: slots of this area.
        unsafe {
            l.delete(&area, a);
            l.delete(&area, a);
        }
        let c = l.new_ref(&area, r(3));
        assert_eq!(c, a);
        l.push(&area);
        // SAFETY: as above; deleting an outer frame's reference gives the inner one nothing
        unsafe { l.delete(&area, b) };
        let many: Vec<_> = (0..600).map(|i| l.new_ref(&area, r(10 + i))).collect();
        assert!(!many.contains(&b));
        // SAFETY: as above.
        unsafe { l.delete(&area, many[300]) };
        assert_eq!(l.new_ref(&area, r(9)), many[300]);
        assert!(l.pop(&area));
        let d = l.new_ref(&area, r(4));
        assert_eq!(d, many[0]);
        l.push(&area);
        l.push(&area);
        let x = l.new_ref(&area, r(5));
        l.new_ref(&area, r(6));
        // SAFETY: as above.
        unsafe { l.delete(&area, x) };
        l.leave_native(f);
        // SAFETY: no slot is used any more.
        unsafe { area.release(outer) };
        assert_eq!(l.new_ref(&area, r(7)), a);
        assert!(!l.pop(&area));
        assert!(area.contains(a));
    }
}
