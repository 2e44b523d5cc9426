//! Exceptions in compiled frames (JVMS §2.10): finds the frame which handles the pending one, and where it goes on.

use gc::NarrowRef;
use jit::abi::STATUS_THREW;
use jit::code::{Caller, Site, SiteResult, landing_key};

use super::bodies::in_vm;
use super::{blob_at, caller_of, deopt};
use crate::class::{KlassRef, MethodRef};
use crate::code::{Blob, BlobKind};
use crate::interp::throw::Unresolved;
use crate::interp::{T, throw};

/// The site of a return address in a blob.
pub(super) fn site_of(blob: &'static Blob, pc: usize) -> &'static Site {
    blob.site(pc).unwrap_or_else(|| crate::fatal::fatal(&format!("no site at {pc:#x} in {blob}")))
}

/// Sets where the stub goes on that has called: at `pc` in the frame of `blob` at `fp`.
pub(super) fn land(t: T, blob: &Blob, pc: usize, fp: usize) {
    t.ctx.landing[0].set(pc);
    t.ctx.landing[1].set(fp - blob.code.frame_size as usize);
    t.ctx.landing[2].set(fp);
}

/// Has an adapter return to the interpreter with one of `STATUS_*`.
pub(super) fn land_in_adapter(t: T, blob: &Blob, site: &Site, fp: usize, status: u64) {
    t.ctx.call_result.set(status);
    land(t, blob, blob.landing(site), fp);
}

/// The lock that a synchronized method's frame at a site holds.
///
/// # Safety
/// `fp` must be a frame of `blob` at that site.
pub(super) unsafe fn lock_of(blob: &Blob, site: &Site, fp: usize) -> Option<NarrowRef> {
    let word = blob.code.lock_word? as usize;
    if site.result == SiteResult::Entry || blob.refs(site)[word / 64] >> (word % 64) & 1 == 0 {
        return None;
    }
    // SAFETY: by the caller's promise; a live state word.
    Some(NarrowRef(unsafe { *deopt::state(blob, fp).add(word) } as u32)).filter(|n| !n.is_null())
}

/// Where the search has ended in a frame.
enum Found {
    /// In this Java frame of those that the compiled one stands for (0 is the innermost), at this bytecode index.
    Handler(usize, u32),
    Nothing,
}

/// Finds the handler of the pending exception, from the frame at the anchor on, and sets the landing there. Frames without one are
/// left, and their locks released.
///
/// # Safety
/// Called by a stub of this thread, in the state in-Java, with the newest frame at the anchor.
pub unsafe extern "C" fn unwind(t: T) {
    loop {
        let (pc, fp) = (t.ctx.anchor_pc.get(), t.ctx.anchor_fp.get());
        let blob = blob_at(pc);
        let site = site_of(blob, pc);
        match blob.kind {
            BlobKind::Method { .. } => {
                // SAFETY: the newest frame.
                if let Found::Handler(n, bci) = unsafe { search(t, blob, site, fp) } {
                    let landing = blob.landing(site);
                    if landing == 0 || t.patched.get(fp).is_some() {
                        // SAFETY: as above.
                        return unsafe { deopt::to_handler(t, blob, site, fp, n, bci) };
                    }
                    t.ctx.call_result.set(landing_key(n, bci));
                    return land(t, blob, landing, fp);
                }
                // SAFETY: a frame of compiled code.
                let (caller_pc, caller) = unsafe { caller_of(t, fp) };
                t.patched.forget(fp);
                t.ctx.anchor_pc.set(caller_pc);
                t.ctx.anchor_fp.set(caller);
            }
            _ => {
                return land_in_adapter(t, blob, site, fp, STATUS_THREW);
            }
        }
    }
}

/// Looks for a handler in the newest frame, and releases its lock if there is none.
///
/// # Safety
/// As [`unwind`].
unsafe fn search(t: T, blob: &'static Blob, site: &'static Site, fp: usize) -> Found {
    if site.result == SiteResult::Entry {
        return Found::Nothing;
    }
    let places = || blob.code.scope_chain(site).enumerate();
    // SAFETY: pending exceptions are live objects, and nothing collects before it is forgotten.
    let thrown = unsafe { NarrowRef(t.ctx.pending.get()).decode() };
    let class = KlassRef::of(thrown.expect("unwinding needs an exception"));
    let mut resolved = true;
    for (n, at) in places() {
        match throw::resolved_handler(method_in(blob, &at), at.bci.into(), class) {
            Ok(Some(bci)) => return Found::Handler(n, bci),
            Ok(None) => {}
            Err(Unresolved) => {
                resolved = false;
                break;
            }
        }
    }
    if resolved && blob.code.lock_word.is_none() {
        return Found::Nothing;
    }
    in_vm(t, |s| {
        for (n, at) in places().filter(|_| !resolved) {
            if let Some(bci) = throw::handler(s, method_in(blob, &at), at.bci.into()) {
                return Found::Handler(n, bci);
            }
        }
        // SAFETY: the newest frame; its state words are up to date, whatever has been collected.
        unsafe {
            if let Some(lock) = lock_of(blob, site, fp) {
                throw::release(s, lock);
            }
        }
        Found::Nothing
    })
}

/// The method of a place in compiled code.
pub(super) fn method_in(blob: &Blob, at: &Caller) -> MethodRef {
    // SAFETY: code names living methods.
    MethodRef(unsafe { &*(blob.code.scopes[at.scope as usize].method as *const crate::class::Method) })
}
