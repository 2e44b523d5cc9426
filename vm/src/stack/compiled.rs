//! A compiled activation: what its site tells of it. See `jit::abi` for the picture of its frame.

use std::cell::Cell;

use gc::NarrowRef;
use jit::code::{Caller, Site, SiteResult};

use crate::class::MethodRef;
use crate::code::{Blob, find};
use crate::compiled::original_pc;
use crate::thread::JavaThread;

/// A compiled activation, stopped at one of its sites. It may stand for several Java frames, innermost first, when the code
/// has inlined calls.
#[derive(Clone, Copy)]
pub struct CompiledFrame {
    pub blob: &'static Blob,
    pub site: &'static Site,
    /// Where the code goes on, as the site has it: not patched.
    pub pc: usize,
    pub fp: usize,
}

/// One of the Java frames that a compiled activation stands for.
#[derive(Clone, Copy)]
pub struct Scope {
    pub method: MethodRef,
    pub bci: u32,
    /// State word of its first local.
    pub first_word: usize,
    /// Slots on its operand stack.
    pub depth: usize,
    /// State word of the lock of a synchronized method.
    pub lock_word: Option<usize>,
}

impl CompiledFrame {
    /// The compiled activation that goes on at `pc`, with this frame pointer; `None`: an adapter is there.
    ///
    /// # Safety
    /// They must be return address and frame pointer of a frame in the code cache, of a thread that is stopped or the
    /// calling one.
    #[inline]
    pub unsafe fn at(thread: &JavaThread, pc: usize, fp: usize) -> Option<CompiledFrame> {
        let pc = original_pc(thread, fp, pc);
        let Some(blob) = find(pc) else {
            crate::bug!("a compiled frame (frame pointer {fp:#x}) returns to {pc:#x}, outside the code cache")
        };
        let method = blob.method()?;
        match blob.site(pc) {
            Some(site) => Some(CompiledFrame { blob, site, pc, fp }),
            None => crate::bug!(
                "a compiled frame of {method:?} (frame pointer {fp:#x}) stands at code offset {:#x}, which is no site",
                pc - blob.start
            ),
        }
    }

    /// Return address and frame pointer of the frame below.
    pub fn caller(&self) -> (usize, usize) {
        // SAFETY: the frame pointer's chain is whole while a frame is walked.
        unsafe { caller_of(self.fp) }
    }

    /// The method that was compiled.
    pub fn method(&self) -> MethodRef {
        self.blob.method().expect("adapters have no compiled frames")
    }

    /// The Java frames that this one stands for, innermost first.
    pub fn scopes(&self) -> impl Iterator<Item = Scope> + '_ {
        self.blob.code.scope_chain(self.site).map(|at| self.scope(at))
    }

    /// The Java frame at a place of the site's chain.
    #[inline]
    pub(super) fn scope(&self, at: Caller) -> Scope {
        let code = &self.blob.code;
        let scope = &code.scopes[at.scope as usize];
        Scope {
            // SAFETY: code names living methods.
            method: unsafe { MethodRef(&*(scope.method as *const crate::class::Method)) },
            // what happens at the entry belongs to the first instruction
            bci: if self.site.result == SiteResult::Entry { 0 } else { at.bci.into() },
            first_word: scope.first_word as usize,
            depth: at.depth.into(),
            lock_word: code.lock_word.filter(|_| at.scope == 0).map(|w| w as usize),
        }
    }

    /// State word `i`.
    pub fn word(&self, i: usize) -> *mut u64 {
        debug_assert!(i < self.blob.code.state_words as usize);
        (self.fp.wrapping_add_signed(self.blob.code.state_offset as isize) + 8 * i) as *mut u64
    }

    /// Whether state word `i` holds a live reference.
    pub fn is_reference(&self, i: usize) -> bool {
        self.blob.code.refs(self.site).get(i / 64).is_some_and(|bits| bits >> (i % 64) & 1 != 0)
    }

    /// Calls `f` with the number of each state word that holds a live reference.
    pub fn for_each_reference(&self, mut f: impl FnMut(usize)) {
        for (w, &bits) in self.blob.code.refs(self.site).iter().enumerate() {
            let mut bits = bits;
            while bits != 0 {
                f(w * 64 + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
    }

    /// The reference in a state word; null when none is live there.
    pub fn reference(&self, i: usize) -> NarrowRef {
        if !self.is_reference(i) {
            return NarrowRef::NULL;
        }
        // SAFETY: a state word of a frame whose thread does not run.
        NarrowRef(unsafe { *self.word(i) } as u32)
    }

    /// The reference in a state word as a slot.
    ///
    /// # Safety
    /// The word must hold a reference, and the frame's thread must not run meanwhile.
    pub unsafe fn cell<'a>(&self, i: usize) -> &'a Cell<NarrowRef> {
        // SAFETY: by the caller's promise; the reference is in the low half (both architectures are little-endian).
        unsafe { &*self.word(i).cast() }
    }
}

/// Return address and frame pointer of the frame below the one with this frame pointer.
///
/// # Safety
/// The frame must have been built.
unsafe fn caller_of(fp: usize) -> (usize, usize) {
    // SAFETY: by the caller's promise, see `jit::abi`.
    unsafe { (*(fp as *const usize).add(1), *(fp as *const usize)) }
}
