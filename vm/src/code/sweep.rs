//! Freeing code: what is not entrant and has no activation left; what has not been used for long, when room is needed.
//!
//! # Ageing
//! Each time that room is needed, each method's counters are compared with those of the last time. The *heat* of its code is
//! half of what it was, plus the difference. Code that does not count begins with more heat ([`UNCOUNTED`]), and gets some
//! whenever a collection finds it on a stack, if the cache is more than half full. Code on a stack stays. Of the rest the coldest
//! is flushed, and a part of the cache ([`AT_ONCE`]) at a time, so that flushing is rare. Flushed methods start from zero
//! in the interpreter, and are compiled again when they get hot again.

use std::cmp::Reverse;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rustc_hash::FxHashSet;

use super::install::units_for;
use super::segments::{self, UNIT_LOG};
use super::{Blob, CACHE, Cache, Full, NOT_ENTRANT, Reason, State, take_back};
use crate::arch;
use crate::class::MethodRef;
use crate::compile_env::dependencies;
use crate::stack::walk::{Activation, activations};
use crate::thread::{Scope, Stopped, safepoint};
use crate::tiering::{self, policy::Level};
use crate::vm::vm;

/// When room is needed, one in so many bytes of the cache is made free.
const AT_ONCE: u32 = 8;
/// Heat of new code that counts, and of other new code.
const NEW: u32 = 1 << 10;
const UNCOUNTED: u32 = NEW << 4;
/// Heat of being seen on a stack.
const SEEN: u32 = NEW;

/// No more code is installed: the cache is full, and may not be flushed.
static DISABLED: AtomicBool = AtomicBool::new(false);

/// What has happened so far; relaxed, numbers by themselves.
#[derive(Default)]
pub struct Statistics {
    /// How often there was no room.
    pub full: AtomicU64,
    /// How often code was flushed to make room, and how much.
    pub flushes: AtomicU64,
    pub flushed: AtomicU64,
    /// Blobs that have been freed.
    pub freed: AtomicU64,
}

pub static STATISTICS: Statistics = Statistics {
    full: AtomicU64::new(0),
    flushes: AtomicU64::new(0),
    flushed: AtomicU64::new(0),
    freed: AtomicU64::new(0),
};

/// Whether nothing should be compiled any more, because the code cache is full and `-XX:-UseCodeCacheFlushing`.
pub fn is_disabled() -> bool {
    DISABLED.load(Ordering::Relaxed)
}

/// Makes room for the code that was refused with `full`, at a safepoint; false: there is none. From a Java thread with its
/// token; from others without, holding no locks.
pub fn make_room(t: Option<&mut Scope<'_>>, full: Full) -> bool {
    const NAME: &str = "CodeCacheFlush";
    STATISTICS.full.fetch_add(1, Ordering::Relaxed);
    if !vm().options.flags().use_code_cache_flushing {
        disable();
        return false;
    }
    let flush = |stopped: &Stopped<'_>| {
        let before = used_units();
        let on_stack = on_stacks(stopped);
        free_garbage(&on_stack);
        let has_room = flush(&on_stack, units_for(full.wanted));
        (has_room, before, used_units())
    };
    let (has_room, before, after) = match t {
        Some(t) => safepoint::operation(t, NAME, |_, stopped| flush(stopped)),
        None => safepoint::unattached_operation(NAME, flush),
    };
    crate::log!(
        info,
        [jit, codecache],
        "Full: {} bytes wanted, {}K used before and {}K after flushing{}",
        full.wanted,
        (before << UNIT_LOG) >> 10,
        (after << UNIT_LOG) >> 10,
        if has_room { "" } else { ", which is not enough" }
    );
    has_room
}

/// HotSpot's words, once.
fn disable() {
    if DISABLED.swap(true, Ordering::Relaxed) {
        return;
    }
    let messages = [
        "CodeCache is full. Compiler has been disabled.",
        "Try increasing the code cache size using -XX:ReservedCodeCacheSize=",
    ];
    for m in messages {
        crate::log!(warning, [codecache], "{m}");
    }
    if vm().options.flags().print_warnings {
        for m in messages {
            eprintln!("OpenJDK 64-Bit Server VM warning: {m}");
        }
    }
}

/// Units in use.
fn used_units() -> usize {
    super::usage().used >> UNIT_LOG
}

/// Frees code that is not entrant and has no activation left. All threads are stopped.
pub fn free_unused(stopped: &Stopped<'_>) {
    // Relaxed: a hint; what is missed is found the next time.
    let has_garbage = NOT_ENTRANT.load(Ordering::Relaxed) != 0;
    let is_half_full = super::usage().used > (segments::size() >> 1);
    if !has_garbage && !is_half_full {
        return;
    }
    let on_stack = on_stacks(stopped);
    if has_garbage {
        free_garbage(&on_stack);
    }
    if is_half_full {
        note_seen(&on_stack);
    }
}

fn note_seen(on_stack: &FxHashSet<*const Blob>) {
    let guard = CACHE.lock();
    for b in guard.iter().flat_map(|c| &c.blobs) {
        if on_stack.contains(&std::ptr::from_ref(*b)) {
            let heat = b.heat.load(Ordering::Relaxed).saturating_add(SEEN);
            b.heat.store(heat, Ordering::Relaxed);
        }
    }
}

fn free_garbage(on_stack: &FxHashSet<*const Blob>) {
    free_if(|b| b.state() == State::NotEntrant && !on_stack.contains(&std::ptr::from_ref(b)));
}

/// While classes are being unloaded, which the hierarchy has forgotten already: frees the code of their methods, of which there
/// are no frames.
pub fn purge() {
    let is_dead = |b: &Blob| b.method().is_some_and(|m| m.holder.data.is_dead());
    if let Some(cache) = CACHE.lock().as_mut() {
        for blob in cache.blobs.clone() {
            if is_dead(blob) {
                take_back(cache, blob, Reason::Unloaded);
            }
        }
    }
    free_if(is_dead);
}

/// Frees code that has been installed but will not be published.
pub fn discard(blob: &'static Blob) {
    debug_assert!(blob.state() == State::Installed);
    free_if(|b| std::ptr::eq(b, blob));
}

/// Frees blobs that nobody enters or executes any more.
pub(super) fn free_if(is_dead: impl Fn(&Blob) -> bool) {
    let mut dead = Vec::new();
    if let Some(cache) = CACHE.lock().as_mut() {
        cache.blobs.retain(|b| {
            let dies = is_dead(b);
            if dies {
                dead.push(*b);
            }
            !dies
        });
    }
    // not under the lock: code is published under that of the dependencies
    dead.iter().for_each(|b| dependencies::forget(b));
    if let Some(cache) = CACHE.lock().as_mut() {
        dead.into_iter().for_each(|b| cache.free(b));
    }
}

/// What threads execute, or will return to.
fn on_stacks(stopped: &Stopped<'_>) -> FxHashSet<*const Blob> {
    let mut found = FxHashSet::default();
    for thread in stopped.threads() {
        for activation in activations(thread) {
            if let Activation::Compiled(c) = activation {
                found.insert(std::ptr::from_ref(c.blob).cast());
            }
        }
    }
    found
}

/// What the counters of a method say together.
fn count(m: MethodRef) -> u32 {
    // Relaxed: statistics.
    m.invocations.load(Ordering::Relaxed).wrapping_add(m.back_edges.load(Ordering::Relaxed))
}

/// Called when code is published.
pub(super) fn start_ageing(blob: &Blob, method: MethodRef) {
    blob.sampled.store(count(method), Ordering::Relaxed);
    let counts = Level::of(blob.level().into()).counts();
    blob.heat.store(if counts { NEW } else { UNCOUNTED }, Ordering::Relaxed);
}

fn age(blob: &Blob, method: MethodRef) -> u32 {
    let now = count(method);
    let used = now.wrapping_sub(blob.sampled.swap(now, Ordering::Relaxed));
    let heat = (blob.heat.load(Ordering::Relaxed) / 2).saturating_add(used);
    blob.heat.store(heat, Ordering::Relaxed);
    heat
}

impl Cache {
    fn free(&mut self, blob: &'static Blob) {
        crate::log!(debug, [jit, codecache], "Freed {blob}: {} bytes at 0x{:016x}", blob.size, blob.start);
        STATISTICS.freed.fetch_add(1, Ordering::Relaxed);
        if blob.state() == State::NotEntrant {
            NOT_ENTRANT.fetch_sub(1, Ordering::Relaxed);
        }
        segments::set(blob.units.clone(), std::ptr::null_mut());
        // Whoever executes it nevertheless is found out. When that cannot be written, nothing is lost.
        let _ = self.write(blob.start, &arch::TRAP.repeat(blob.footprint() / arch::TRAP.len()));
        self.free.give(blob.units.start, blob.units.len() as u32);
        self.note_usage();
        // SAFETY: made by `Box::into_raw`; no table has it any more, and nobody else either.
        drop(unsafe { Box::from_raw(std::ptr::from_ref(blob).cast_mut()) });
    }

    /// Units in use with which enough has been flushed.
    fn goal(&self) -> u32 {
        self.for_methods() - self.for_methods() / AT_ONCE
    }

    /// Code that may be flushed, the coldest last.
    fn candidates(&self, on_stack: &FxHashSet<*const Blob>) -> Vec<&'static Blob> {
        let mut all = Vec::new();
        for &b in &self.blobs {
            if let (State::Active, Some(m)) = (b.state(), b.method()) {
                let heat = age(b, m);
                if !on_stack.contains(&std::ptr::from_ref(b)) {
                    all.push((heat, b));
                }
            }
        }
        // by age when the heat is the same
        all.sort_by_key(|(heat, b)| Reverse((*heat, b.id)));
        all.into_iter().map(|(_, b)| b).collect()
    }
}

/// Flushes cold methods until there is room for `wanted` units.
fn flush(on_stack: &FxHashSet<*const Blob>, wanted: u32) -> bool {
    let mut candidates = match CACHE.lock().as_ref() {
        Some(cache) if wanted <= cache.for_methods() => cache.candidates(on_stack),
        _ => return false,
    };
    let mut count = 0;
    let has_room = loop {
        let mut victims = FxHashSet::default();
        {
            let mut guard = CACHE.lock();
            let Some(cache) = guard.as_mut() else { break false };
            if cache.free.used() <= cache.goal() && cache.has_room(wanted) {
                break true;
            }
            // at least so much in each round: the holes that it leaves need not be beside each other
            let goal = cache.goal().min(cache.free.used().saturating_sub(wanted)) as usize;
            let mut used = cache.free.used() as usize;
            while used > goal
                && let Some(b) = candidates.pop()
            {
                used -= b.units.len();
                take_back(cache, b, Reason::Flushed);
                b.method().into_iter().for_each(tiering::flushed);
                victims.insert(std::ptr::from_ref(b));
            }
            if victims.is_empty() {
                break cache.has_room(wanted);
            }
        }
        count += victims.len() as u64;
        free_if(|b| victims.contains(&std::ptr::from_ref(b)));
    };
    if count > 0 {
        STATISTICS.flushes.fetch_add(1, Ordering::Relaxed);
        STATISTICS.flushed.fetch_add(count, Ordering::Relaxed);
    }
    has_room
}
