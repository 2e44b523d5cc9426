//! Handles: references that survive collections, in per-thread areas that work like stacks.
//!
//! A [`Handle`] is the address of a slot which holds a [`NarrowRef`]. The slot lies in a
//! [`HandleArea`], in the arguments of a native method in an interpreter frame, or in a table of
//! global references: the collector updates all of them. JNI local references are handles as well.

use std::cell::{Cell, UnsafeCell};
use std::marker::PhantomData;
use std::ptr::NonNull;

use crate::object::{NarrowRef, ObjRef};

/// A slot that holds a non-null reference, usable while the scope `'s` is open.
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub struct Handle<'s>(NonNull<Cell<NarrowRef>>, PhantomData<&'s ()>);

impl<'s> Handle<'s> {
    /// # Safety
    /// `slot` must be a slot that the collector updates, stay valid during `'s`, and hold a
    /// non-null reference.
    #[inline(always)]
    pub unsafe fn from_slot(slot: *const Cell<NarrowRef>) -> Handle<'s> {
        debug_assert!(!slot.is_null());
        // SAFETY: by the caller's promise.
        Handle(unsafe { NonNull::new_unchecked(slot.cast_mut()) }, PhantomData)
    }

    #[inline(always)]
    pub fn slot(self) -> *mut Cell<NarrowRef> {
        self.0.as_ptr()
    }

    #[inline(always)]
    pub fn narrow(self) -> NarrowRef {
        // SAFETY: the slot is valid during 's.
        unsafe { self.0.as_ref().get() }
    }

    /// The object, for as long as the mutator token `_token` is borrowed.
    ///
    /// # Panics
    /// When native code has deleted the local reference behind this handle.
    #[inline(always)]
    pub fn get<'a, T: MutatorToken + ?Sized>(self, _token: &'a T) -> ObjRef<'a> {
        // SAFETY: the slot holds a live object, and nothing collects while the token is borrowed.
        match unsafe { self.narrow().decode() } {
            Some(o) => o,
            None => panic!("use of a deleted local reference"),
        }
    }

    /// Lets the slot hold another object.
    #[inline(always)]
    pub fn set(self, o: ObjRef<'_>) {
        // SAFETY: the slot is valid during 's and only its own thread writes it.
        unsafe { self.0.as_ref().set(o.narrow()) }
    }
}

/// Implemented by the mutator token: while it is borrowed, no collection happens on this thread.
///
/// # Safety
/// Everything that may reach a safepoint must take the token mutably.
pub unsafe trait MutatorToken {}

const BLOCK: usize = 254;

#[repr(C)]
struct Block {
    slots: [Cell<NarrowRef>; BLOCK],
}

/// A thread's handles.
#[repr(C)]
pub struct HandleArea {
    #[allow(clippy::vec_box)] // slots keep their addresses when the vector grows
    blocks: UnsafeCell<Vec<Box<Block>>>,
    block: Cell<usize>,
    // between the two words of a mark, so that they are not read by one load, which would have to
    // wait for the newest store to one of them
    end: Cell<*mut Cell<NarrowRef>>,
    top: Cell<*mut Cell<NarrowRef>>,
}

/// A position in a [`HandleArea`] to return to.
#[derive(Clone, Copy, Debug)]
pub struct HandleMark {
    block: usize,
    top: *mut Cell<NarrowRef>,
}

impl HandleMark {
    /// Before the first handle of any area.
    pub const START: HandleMark = HandleMark { block: 0, top: std::ptr::null_mut() };
}

impl Default for HandleArea {
    fn default() -> Self {
        Self::new()
    }
}

impl HandleArea {
    pub fn new() -> Self {
        let area = Self {
            blocks: UnsafeCell::new(Vec::new()),
            block: Cell::new(usize::MAX),
            top: Cell::new(std::ptr::null_mut()),
            end: Cell::new(std::ptr::null_mut()),
        };
        area.next_block();
        area
    }

    #[cold]
    fn next_block(&self) {
        let index = self.block.get().wrapping_add(1);
        // SAFETY: the area belongs to one thread and no reference into the vector is kept.
        let blocks = unsafe { &mut *self.blocks.get() };
        if index == blocks.len() {
            blocks.push(Box::new(Block { slots: [const { Cell::new(NarrowRef::NULL) }; BLOCK] }));
        }
        let range = blocks[index].slots.as_mut_ptr_range();
        self.block.set(index);
        self.top.set(range.start);
        self.end.set(range.end);
    }

    /// A new slot holding `n`; never collects.
    #[inline]
    pub fn push(&self, n: NarrowRef) -> *mut Cell<NarrowRef> {
        if self.top.get() == self.end.get() {
            self.next_block();
        }
        let slot = self.top.get();
        // SAFETY: top < end, inside the current block.
        unsafe {
            (*slot).set(n);
            self.top.set(slot.add(1));
        }
        slot
    }

    #[inline(always)]
    pub fn mark(&self) -> HandleMark {
        HandleMark { block: self.block.get(), top: self.top.get() }
    }

    /// Drops all handles that were made since `mark`.
    ///
    /// # Safety
    /// None of them may be used any more, and `mark` must be this area's.
    #[inline(always)]
    pub unsafe fn release(&self, mark: HandleMark) {
        if mark.block != self.block.get() {
            self.back_to_block(mark.block);
        }
        self.top.set(mark.top);
    }

    #[cold]
    fn back_to_block(&self, block: usize) {
        // SAFETY: as in `next_block`.
        let blocks = unsafe { &mut *self.blocks.get() };
        self.block.set(block);
        self.end.set(blocks[block].slots.as_mut_ptr_range().end);
    }

    /// Makes the newest slot free again when `slot` is the newest.
    pub fn pop_if_last(&self, slot: *mut Cell<NarrowRef>) -> bool {
        let last = slot.wrapping_add(1) == self.top.get();
        if last {
            self.top.set(slot);
        }
        last
    }

    /// Calls `f` with every slot in use.
    pub fn for_each(&self, mut f: impl FnMut(&Cell<NarrowRef>)) {
        // SAFETY: called by the owner or while it is stopped; `f` does not touch the area.
        let blocks = unsafe { &*self.blocks.get() };
        for (i, b) in blocks.iter().enumerate().take(self.block.get() + 1) {
            for s in &b.slots {
                if i == self.block.get() && std::ptr::from_ref(s).cast_mut() >= self.top.get() {
                    return;
                }
                f(s);
            }
        }
    }

    /// Whether `slot` is in use and was made since `mark`.
    pub fn contains_since(&self, mark: HandleMark, slot: *const Cell<NarrowRef>) -> bool {
        // SAFETY: as in `for_each`.
        let blocks = unsafe { &*self.blocks.get() };
        (mark.block..=self.block.get()).any(|i| {
            let r = blocks[i].slots.as_ptr_range();
            let start = if i == mark.block { r.start.max(mark.top.cast_const()) } else { r.start };
            let end = if i == self.block.get() { self.top.get().cast_const() } else { r.end };
            (start..end).contains(&slot)
        })
    }

    /// Whether `slot` is a slot in use of this area.
    pub fn contains(&self, slot: *const Cell<NarrowRef>) -> bool {
        self.contains_since(HandleMark::START, slot)
    }
}
