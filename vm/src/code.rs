//! The code cache: where compiled code lies, and what is known of it by program counter.
//!
//! Code is *installed* (copied and relocated, [`install_method`]), then *published* ([`publish`]: callers and the
//! interpreter begin to enter it), made *not entrant* ([`make_not_entrant`]), and freed inside a safepoint when no
//! activation is left ([`sweep`]).
//!
//! # What callers see
//! `Method::entry` and `Method::compiled_entry` are what is entered by; both change without stopping anyone:
//! - `adapter` is set before the first publication and stays; adapters are never freed. With a method that has just lost
//!   its code, an adapter calls the stub that `compiled_entry` holds then, which runs the interpreter.
//! - Whoever has loaded an entry is on its way into the code without a safepoint in between. So code whose entries have
//!   been taken back, and of which a safepoint finds no activation, is not entered any more.
//!
//! The lock [`CACHE`] is held for short whiles, and never over a safepoint or another lock.

use std::sync::atomic::{AtomicUsize, Ordering};

use jit::code::CompiledCode;
use parking_lot::Mutex;
use rustc_hash::FxHashMap;

use crate::class::{Method, MethodRef};
use crate::{compiled, interp};

mod blob;
mod free_list;
mod install;
mod report;
mod segments;
mod space;
mod sweep;

pub use blob::{AdapterKey, Blob, BlobKind, State};
pub use report::{describe, dump_perf_map, exiting, peak, reset_peak, usage};
pub use segments::{LARGEST, bounds};
pub use sweep::{discard, free_unused, is_disabled, make_room, purge};

use free_list::FreeList;
use space::Space;

/// There is no room for the code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Full {
    /// Bytes that were wanted.
    pub wanted: usize,
}

/// Why code is not entered any more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Other code of the method has taken its place.
    Replaced,
    /// An assumption does not hold any more.
    Invalidated,
    /// It has left for the interpreter in a way that new code would not.
    Deoptimized,
    /// Its room is needed.
    Flushed,
    /// Its class is being unloaded.
    Unloaded,
}

impl Reason {
    pub fn text(self) -> &'static str {
        match self {
            Reason::Replaced => "replaced",
            Reason::Invalidated => "invalidated",
            Reason::Deoptimized => "deoptimized",
            Reason::Flushed => "flushed",
            Reason::Unloaded => "class unloaded",
        }
    }
}

/// The code cache, once something has been installed.
struct Cache {
    space: Space,
    free: FreeList,
    /// All blobs, in no order.
    blobs: Vec<&'static Blob>,
    adapters: FxHashMap<AdapterKey, &'static Blob>,
    /// Active OSR code, by method and bytecode index.
    osr: FxHashMap<(usize, u32), &'static Blob>,
    /// Jumps to runtime calls, for near calls, by number.
    far_jumps: Option<usize>,
}

static CACHE: Mutex<Option<Cache>> = Mutex::new(None);

/// Number of blobs that are not entrant; changes under the lock.
static NOT_ENTRANT: AtomicUsize = AtomicUsize::new(0);

/// The blob that `pc` lies in. Return addresses of calls at a blob's very end are still in it. Without locks; from any
/// thread, and from signal handlers.
#[inline]
pub fn find(pc: usize) -> Option<&'static Blob> {
    // SAFETY: entries are blobs; they are removed before their blobs are freed.
    unsafe { segments::find(pc).as_ref() }
}

/// Installs a method's code: all of it, or (`osr_bci`) what is entered at a loop's head. `id` is the compilation's number.
///
/// # Errors
/// There is no room.
pub fn install_method(
    code: CompiledCode,
    method: MethodRef,
    level: u8,
    osr_bci: Option<u32>,
    id: u32,
) -> Result<&'static Blob, Full> {
    install::install(code, BlobKind::Method { method, level, osr_bci }, id)
}

/// Installs an adapter for methods of one shape; the one that is there already if another thread was faster.
///
/// # Errors
/// There is no room.
pub fn install_adapter(code: CompiledCode, key: AdapterKey) -> Result<&'static Blob, Full> {
    if let Some(found) = adapter(&key) {
        return Ok(found);
    }
    install::install(code, BlobKind::Adapter(key), 0)
}

/// The adapter for methods of one shape, or for OSR code, if it has been installed.
pub fn adapter(key: &AdapterKey) -> Option<&'static Blob> {
    CACHE.lock().as_ref()?.adapters.get(key).copied()
}

/// Active OSR code of a method that is entered at this bytecode index. For Java threads.
pub fn osr(method: MethodRef, bci: u32) -> Option<&'static Blob> {
    CACHE.lock().as_ref()?.osr.get(&(key_of(method), bci)).copied()
}

/// The code that a method is entered by at present. For Java threads.
pub fn of(method: MethodRef) -> Option<&'static Blob> {
    // SAFETY: 0, or the address of a blob, which is taken out before it is freed. Acquire: see the blob as installed.
    unsafe { (method.blob.load(Ordering::Acquire) as *const Blob).as_ref() }
}

/// Level of the code that a method is entered by; 0: the interpreter. From any thread.
pub fn level(method: MethodRef) -> u8 {
    // code is freed under the lock
    let _guard = CACHE.lock();
    of(method).map_or(0, Blob::level)
}

/// As [`level`], of OSR code that is entered at this bytecode index.
pub fn osr_level(method: MethodRef, bci: u32) -> u8 {
    let guard = CACHE.lock();
    guard.as_ref().and_then(|c| c.osr.get(&(key_of(method), bci))).map_or(0, |b| b.level())
}

fn key_of(method: MethodRef) -> usize {
    std::ptr::from_ref(method.0) as usize
}

/// Calls `f` with all blobs; it must not call this module.
pub fn for_each(mut f: impl FnMut(&'static Blob)) {
    if let Some(cache) = CACHE.lock().as_ref() {
        cache.blobs.iter().for_each(|b| f(b));
    }
}

/// Lets a method's code be entered, by `adapter` from the interpreter. Code that was entered so far is replaced.
///
/// Called under the lock with which dependencies are checked.
pub fn publish(blob: &'static Blob, adapter: &'static Blob) {
    let BlobKind::Method { method, osr_bci, .. } = blob.kind else {
        unreachable!("only methods are published")
    };
    let mut guard = CACHE.lock();
    let cache = guard.as_mut().expect("something is installed");
    sweep::start_ageing(blob, method);
    set_state(blob, State::Active);
    if let Some(bci) = osr_bci {
        if let Some(old) = cache.osr.insert((key_of(method), bci), blob) {
            retire(old, Reason::Replaced);
        }
        return;
    }
    if let Some(old) = of(method) {
        retire(old, Reason::Replaced);
    }
    // Release: who enters the code by any of them sees it, and those that were stored before.
    method.adapter.store(adapter.start, Ordering::Release);
    method.blob.store(std::ptr::from_ref(blob) as usize, Ordering::Release);
    method.compiled_entry.store(blob.start, Ordering::Release);
    method.entry.store(compiled::method_entry(), Ordering::Release);
}

/// Sets the entry that the interpreter has found for a method, unless there is compiled code.
pub fn set_interpreter_entry(method: &Method, entry: usize) {
    let _guard = CACHE.lock();
    if method.blob.load(Ordering::Relaxed) == 0 {
        // Release: who enters by it sees what it needs.
        method.entry.store(entry, Ordering::Release);
    }
}

/// Takes back the entries of a method's code; activations go on. False: they had been taken back before.
pub fn make_not_entrant(blob: &'static Blob, reason: Reason) -> bool {
    let mut guard = CACHE.lock();
    let Some(cache) = guard.as_mut() else { return false };
    take_back(cache, blob, reason)
}

fn take_back(cache: &mut Cache, blob: &'static Blob, reason: Reason) -> bool {
    let BlobKind::Method { method, osr_bci, .. } = blob.kind else { return false };
    if blob.state() == State::NotEntrant {
        return false;
    }
    match osr_bci {
        Some(bci) => {
            let key = (key_of(method), bci);
            if cache.osr.get(&key).is_some_and(|b| std::ptr::eq(*b, blob)) {
                cache.osr.remove(&key);
            }
        }
        None if of(method).is_some_and(|b| std::ptr::eq(b, blob)) => {
            method.entry.store(interp::entry_for(&method), Ordering::Release);
            method.compiled_entry.store(compiled::interpret_entry(), Ordering::Release);
            method.blob.store(0, Ordering::Release);
        }
        None => {}
    }
    retire(blob, reason);
    true
}

fn set_state(blob: &Blob, state: State) {
    // Release: pairs with the load of whoever asks.
    blob.state.store(state as u8, Ordering::Release);
}

/// What has no entries any more.
fn retire(blob: &Blob, reason: Reason) {
    // Relaxed: a number by itself.
    NOT_ENTRANT.fetch_add(1, Ordering::Relaxed);
    if blob.is_active() {
        crate::tiering::report::not_entrant(blob);
    }
    set_state(blob, State::NotEntrant);
    crate::log!(debug, [jit, codecache], "{blob} is not entrant: {}", reason.text());
}

#[cfg(test)]
mod tests;
