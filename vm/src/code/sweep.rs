//! Freeing code: what is not entrant and has no activation left; what has not been used for long, when room is needed.
//!
//! # Ageing
//! Each time that room is needed, each method's counters are compared with those of the last time. The *heat* of its code is
//! half of what it was, plus the difference. Code on a stack stays. Of the rest the coldest is flushed, and a part
//! of the cache ([`AT_ONCE`]) at a time, so that flushing is rare. Flushed methods start from zero in the interpreter, and are
//! compiled again when they get hot again.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rustc_hash::FxHashSet;

use super::install::units_for;
use super::segments::{self, UNIT_LOG};
use super::{Blob, CACHE, Cache, Full, NOT_ENTRANT, Reason, State, take_back};
use crate::arch;
use crate::class::MethodRef;
use crate::stack::walk::{Activation, activations};
use crate::thread::{Scope, Stopped, safepoint};
use crate::vm::vm;

/// When room is needed, one in so many bytes of the cache is made free.
const AT_ONCE: u32 = 8;
/// Heat of new code.
pub(super) const NEW: u32 = 1 << 10;

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
        let on_stack = on_stacks(stopped);
        let mut guard = CACHE.lock();
        let Some(cache) = guard.as_mut() else { return (false, 0, 0) };
        let before = cache.free.used();
        cache.free_garbage(&on_stack);
        let has_room = cache.flush(&on_stack, units_for(full.wanted));
        (has_room, before, cache.free.used())
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

/// Frees code that is not entrant and has no activation left. All threads are stopped.
pub fn free_unused(stopped: &Stopped<'_>) {
    // Relaxed: a hint; what is missed is found the next time.
    if NOT_ENTRANT.load(Ordering::Relaxed) == 0 {
        return;
    }
    let on_stack = on_stacks(stopped);
    if let Some(cache) = CACHE.lock().as_mut() {
        cache.free_garbage(&on_stack);
    }
}

/// While classes are being unloaded: frees the code of their methods, of which there are no frames, and clears all inline
/// caches, which may name them.
pub fn purge() {
    let mut guard = CACHE.lock();
    let Some(cache) = guard.as_mut() else { return };
    let is_dead = |b: &Blob| b.method().is_some_and(|m| m.holder.data.is_dead());
    for blob in cache.blobs.clone() {
        if is_dead(blob) {
            take_back(cache, blob, Reason::Unloaded);
        } else {
            // Relaxed: all threads are stopped.
            blob.cells.iter().for_each(|c| c.store(0, Ordering::Relaxed));
        }
    }
    cache.free_if(is_dead);
}

/// Frees code that has been installed but will not be published.
pub fn discard(blob: &'static Blob) {
    debug_assert!(blob.state() == State::Installed);
    if let Some(cache) = CACHE.lock().as_mut() {
        cache.free_if(|b| std::ptr::eq(b, blob));
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
    blob.heat.store(NEW, Ordering::Relaxed);
}

fn age(blob: &Blob, method: MethodRef) -> u32 {
    let now = count(method);
    let used = now.wrapping_sub(blob.sampled.swap(now, Ordering::Relaxed));
    let heat = (blob.heat.load(Ordering::Relaxed) / 2).saturating_add(used);
    blob.heat.store(heat, Ordering::Relaxed);
    heat
}

impl Cache {
    fn free_garbage(&mut self, on_stack: &FxHashSet<*const Blob>) {
        self.free_if(|b| b.state() == State::NotEntrant && !on_stack.contains(&std::ptr::from_ref(b)));
    }

    /// Frees blobs that nobody executes, or has.
    pub(super) fn free_if(&mut self, is_dead: impl Fn(&Blob) -> bool) {
        let mut dead = Vec::new();
        self.blobs.retain(|b| {
            let dies = is_dead(b);
            if dies {
                dead.push(*b);
            }
            !dies
        });
        for blob in dead {
            self.free(blob);
        }
    }

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

    /// Flushes cold methods until there is room for `wanted` units.
    fn flush(&mut self, on_stack: &FxHashSet<*const Blob>, wanted: u32) -> bool {
        let mut methods: Vec<(u32, MethodRef, &'static Blob)> = Vec::new();
        for &b in &self.blobs {
            if let (State::Active, Some(m)) = (b.state(), b.method()) {
                methods.push((0, m, b));
            }
        }
        for (heat, m, b) in &mut methods {
            *heat = age(b, *m);
        }
        methods.retain(|(_, _, b)| !on_stack.contains(&std::ptr::from_ref(*b)));
        // the same order in each run
        methods.sort_by_key(|(heat, _, b)| (*heat, b.id));
        let goal = self.for_methods() - self.for_methods() / AT_ONCE;
        let mut count = 0;
        for (_, m, b) in methods {
            if self.free.used() <= goal && self.has_room(wanted) {
                break;
            }
            take_back(self, b, Reason::Flushed);
            m.invocations.store(0, Ordering::Relaxed);
            m.back_edges.store(0, Ordering::Relaxed);
            self.free_if(|o| std::ptr::eq(o, b));
            count += 1;
        }
        if count > 0 {
            STATISTICS.flushes.fetch_add(1, Ordering::Relaxed);
            STATISTICS.flushed.fetch_add(count, Ordering::Relaxed);
        }
        self.has_room(wanted)
    }
}
