//! JNI references: what a `jobject` is.
//!
//! A local reference is the address of a handle slot (4-byte aligned), or of an argument slot of a
//! native method's interpreter frame. Global and weak global references are addresses of slots in
//! tables of their own, tagged in the low two bits. The tables' slots are roots, strong and weak.

use std::cell::Cell;
use std::ffi::c_void;

use gc::{Handle, NarrowRef, ObjRef};
use parking_lot::Mutex;

use crate::thread::Scope;

/// An opaque JNI reference; null is Java's null.
pub type JObject = *mut c_void;

pub const TAG_MASK: usize = 0b11;
pub const TAG_LOCAL: usize = 0b00;
pub const TAG_WEAK: usize = 0b01;
pub const TAG_GLOBAL: usize = 0b10;

/// Global references: strong roots.
pub static GLOBALS: RefTable = RefTable::new(TAG_GLOBAL);
/// Weak global references: the collector clears the slots of dead objects.
pub static WEAK_GLOBALS: RefTable = RefTable::new(TAG_WEAK);

/// `jobjectRefType`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(i32)]
pub enum RefType {
    Invalid = 0,
    Local = 1,
    Global = 2,
    WeakGlobal = 3,
}

#[inline(always)]
fn slot_of(r: JObject) -> *mut Cell<NarrowRef> {
    (r as usize & !TAG_MASK) as *mut Cell<NarrowRef>
}

impl<'s> Scope<'s> {
    /// The object behind a JNI reference of any kind; `None` for null and cleared weak references.
    ///
    /// # Safety
    /// `r` must be null or a valid JNI reference which stays valid during `'s`.
    #[inline]
    pub unsafe fn from_jni(&self, r: JObject) -> Option<Handle<'s>> {
        if r.is_null() {
            return None;
        }
        let slot = slot_of(r);
        // SAFETY: by the caller's promise the address without its tag is a slot.
        let n = unsafe { (*slot).get() };
        if n.is_null() {
            None
        } else if r as usize & TAG_MASK == TAG_WEAK {
            // a weak slot may be cleared at any safepoint: take a strong handle
            // SAFETY: just read from a slot that the collector updates.
            unsafe { self.handle_from(n) }
        } else {
            // SAFETY: strong slots keep their object.
            Some(unsafe { Handle::from_slot(slot) })
        }
    }

    /// A new JNI local reference in this scope. It lasts as long as the scope's handles, so the
    /// scope must be the one of the native frame (see `native::entry`).
    #[inline]
    pub fn to_jni(&self, h: Option<Handle<'_>>) -> JObject {
        match h {
            Some(h) => self.new_slot(h.narrow()).cast(),
            None => std::ptr::null_mut(),
        }
    }

    /// What kind of reference `r` is; [`RefType::Invalid`] for null and what is no reference (any more).
    pub fn ref_type(&self, r: JObject) -> RefType {
        let slot = slot_of(r);
        match r as usize & TAG_MASK {
            TAG_GLOBAL if GLOBALS.contains(slot) => RefType::Global,
            TAG_WEAK if WEAK_GLOBALS.contains(slot) => RefType::WeakGlobal,
            TAG_LOCAL if self.is_local_slot(slot) => RefType::Local,
            _ => RefType::Invalid,
        }
    }

    fn is_local_slot(&self, slot: *mut Cell<NarrowRef>) -> bool {
        // SAFETY: slots in the handle area, and of interpreter frames, can be read.
        (self.handles.contains(slot) || self.in_frame_locals(slot)) && unsafe { !(*slot).get().is_null() }
    }

    /// Whether `slot` lies among the locals of one of the thread's interpreter frames.
    fn in_frame_locals(&self, slot: *mut Cell<NarrowRef>) -> bool {
        let at = slot as usize;
        let mut frame = self.ctx.frame.get();
        while !frame.is_null() {
            // SAFETY: the frames of the calling thread are linked from its context; the newest lies highest.
            let f = unsafe { &*frame };
            if at >= f.locals as usize && at < frame as usize {
                return true;
            }
            frame = f.caller;
        }
        false
    }
}

/// Slots of a block; one bit each in its `used` word.
const BLOCK: usize = 64;

#[repr(C, align(512))]
struct Block {
    slots: [Cell<NarrowRef>; BLOCK],
    used: Cell<u64>,
}

#[derive(Default)]
struct Blocks {
    blocks: Vec<&'static Block>,
    /// Deleted slots.
    free: Vec<*mut Cell<NarrowRef>>,
    /// Slots taken from the last block.
    taken: usize,
}

/// A table of references whose slots never move. All threads use it, in state in-VM.
pub struct RefTable {
    tag: usize,
    blocks: Mutex<Blocks>,
}

// SAFETY: bookkeeping is done under the lock; a slot's content is written by the one who makes or
// deletes the reference, and by the collector while all threads are stopped.
unsafe impl Sync for RefTable {}

impl RefTable {
    const fn new(tag: usize) -> RefTable {
        RefTable { tag, blocks: Mutex::new(Blocks { blocks: Vec::new(), free: Vec::new(), taken: BLOCK }) }
    }

    fn block_of(slot: *mut Cell<NarrowRef>) -> (*const Block, u64) {
        let block = (slot as usize & !(align_of::<Block>() - 1)) as *const Block;
        let index = (slot as usize - block as usize) / size_of::<NarrowRef>();
        (block, 1u64.checked_shl(index as u32).unwrap_or(0))
    }

    /// A new reference to `o`.
    pub fn new_ref(&self, o: ObjRef<'_>) -> JObject {
        let mut b = self.blocks.lock();
        let slot = b.free.pop().unwrap_or_else(|| {
            if b.taken == BLOCK {
                b.blocks.push(Box::leak(Box::new(Block {
                    slots: [const { Cell::new(NarrowRef::NULL) }; BLOCK],
                    used: Cell::new(0),
                })));
                b.taken = 0;
            }
            b.taken += 1;
            let slot = &b.blocks.last().expect("just made").slots[b.taken - 1];
            std::ptr::from_ref(slot).cast_mut()
        });
        let (block, bit) = Self::block_of(slot);
        // SAFETY: slots of this table lie in blocks, which live for ever.
        unsafe {
            (*slot).set(o.narrow());
            (*block).used.set((*block).used.get() | bit);
        }
        (slot as usize | self.tag) as JObject
    }

    /// Deletes a reference; nothing when it is null, of another kind, or deleted already.
    pub fn delete(&self, r: JObject) {
        let slot = slot_of(r);
        let mut b = self.blocks.lock();
        if r as usize & TAG_MASK != self.tag || !b.contains(slot) {
            return;
        }
        let (block, bit) = Self::block_of(slot);
        // SAFETY: the slot is one of this table.
        unsafe {
            (*slot).set(NarrowRef::NULL);
            (*block).used.set((*block).used.get() & !bit);
        }
        b.free.push(slot);
    }

    /// Whether `slot` is in use in this table (a cleared weak reference is).
    pub fn contains(&self, slot: *mut Cell<NarrowRef>) -> bool {
        self.blocks.lock().contains(slot)
    }

    /// Calls `f` with every slot in use.
    pub fn for_each(&self, mut f: impl FnMut(&Cell<NarrowRef>)) {
        for block in &self.blocks.lock().blocks {
            for (i, slot) in block.slots.iter().enumerate() {
                if block.used.get() & (1 << i) != 0 {
                    f(slot);
                }
            }
        }
    }

    /// Number of references.
    pub fn len(&self) -> usize {
        self.blocks.lock().blocks.iter().map(|b| b.used.get().count_ones() as usize).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Blocks {
    fn contains(&self, slot: *mut Cell<NarrowRef>) -> bool {
        let (block, bit) = RefTable::block_of(slot);
        // the block's address is only compared until it is known to be one
        let known = self.blocks.iter().rev().find(|b| std::ptr::eq(**b, block));
        (slot as usize & (size_of::<NarrowRef>() - 1)) == 0 && known.is_some_and(|b| b.used.get() & bit != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_reuses_slots() {
        let table = RefTable::new(TAG_GLOBAL);
        // SAFETY: never dereferenced.
        let o = |i: usize| unsafe { ObjRef::from_addr(gc::object::heap_base() + i * 8) };
        let refs: Vec<JObject> = (1..=200).map(|i| table.new_ref(o(i))).collect();
        assert!(refs.iter().all(|r| *r as usize & TAG_MASK == TAG_GLOBAL));
        assert_eq!(table.len(), 200);
        table.delete(refs[77]);
        table.delete(refs[77]);
        table.delete(std::ptr::null_mut());
        assert!(!table.contains(slot_of(refs[77])));
        assert_eq!(table.len(), 199);
        assert_eq!(table.new_ref(o(300)), refs[77]);
        let mut sum = 0;
        table.for_each(|s| sum += s.get().0);
        assert_eq!(sum, (1..=200).sum::<u32>() - 78 + 300);
        assert!(!table.contains((&raw const sum).cast_mut().cast()));
    }
}
