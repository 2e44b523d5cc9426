//! What users see of the code cache: usage, the summary at exit, the table of symbols for `perf`.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

use gc::client::Usage;
use parking_lot::Mutex;

use super::segments::{UNIT_LOG, bounds};
use super::sweep::{self, STATISTICS};
use super::{Blob, BlobKind, CACHE, Cache};
use crate::thread::dump::tty;
use crate::vm::vm;

/// Bytes in use, the most that ever were, and bytes up to the end of what is or has been in use; relaxed, numbers by
/// themselves.
static USED: AtomicUsize = AtomicUsize::new(0);
static MAX_USED: AtomicUsize = AtomicUsize::new(0);
/// The most since the last [`reset_peak`].
static PEAK: AtomicUsize = AtomicUsize::new(0);
static COMMITTED: AtomicUsize = AtomicUsize::new(0);

/// Memory of the code cache at present.
pub fn usage() -> Usage {
    let used = USED.load(Ordering::Relaxed);
    Usage { used, committed: COMMITTED.load(Ordering::Relaxed).max(used) }
}

/// The most that has been used since the last [`reset_peak`].
pub fn peak() -> Usage {
    let now = usage();
    let used = PEAK.load(Ordering::Relaxed).max(now.used);
    Usage { used, committed: now.committed.max(used) }
}

/// Counts the peak from the present usage on.
pub fn reset_peak() {
    PEAK.store(USED.load(Ordering::Relaxed), Ordering::Relaxed);
}

impl Cache {
    /// Called when something has been installed or freed.
    pub(super) fn note_usage(&self) {
        let used = (self.free.used() as usize) << UNIT_LOG;
        USED.store(used, Ordering::Relaxed);
        MAX_USED.fetch_max(used, Ordering::Relaxed);
        PEAK.fetch_max(used, Ordering::Relaxed);
        // pages that have been written stay
        COMMITTED.fetch_max((self.free.top() as usize) << UNIT_LOG, Ordering::Relaxed);
    }
}

/// What `-XX:+PrintCodeCache` prints at exit, in HotSpot's form.
pub fn describe() -> String {
    let size = vm().options.flags().reserved_code_cache_size as usize;
    let (used, max_used) = (USED.load(Ordering::Relaxed), MAX_USED.load(Ordering::Relaxed));
    let (low, high) = bounds();
    let (mut blobs, mut methods, mut adapters) = (0, 0, 0);
    super::for_each(|b| {
        blobs += 1;
        match b.kind {
            BlobKind::Method { .. } => methods += 1,
            BlobKind::Adapter(_) => adapters += 1,
            BlobKind::Stubs => {}
        }
    });
    let fragments = CACHE.lock().as_ref().map_or(0, |c| c.free.fragments());
    let compilation = if sweep::is_disabled() {
        "disabled (not enough contiguous free space left)"
    } else if !vm().options.flags().use_compiler {
        "disabled (interpreter mode)"
    } else {
        "enabled"
    };
    let mut out = String::new();
    let _ = writeln!(
        out,
        "CodeCache: size={}Kb used={}Kb max_used={}Kb free={}Kb",
        size >> 10,
        used >> 10,
        max_used >> 10,
        size.saturating_sub(used) >> 10
    );
    let _ = writeln!(
        out,
        " bounds [0x{low:016x}, 0x{:016x}, 0x{high:016x}]",
        low + COMMITTED.load(Ordering::Relaxed)
    );
    let _ = writeln!(out, " total_blobs={blobs} nmethods={methods} adapters={adapters}");
    let _ = writeln!(out, " compilation: {compilation}");
    let _ = writeln!(
        out,
        " full_count={} flushes={} flushed={} freed={} free_ranges={fragments}",
        STATISTICS.full.load(Ordering::Relaxed),
        STATISTICS.flushes.load(Ordering::Relaxed),
        STATISTICS.flushed.load(Ordering::Relaxed),
        STATISTICS.freed.load(Ordering::Relaxed)
    );
    out
}

/// Called once, before the VM ends.
pub fn exiting() {
    let flags = vm().options.flags();
    if flags.print_code_cache {
        tty(&describe());
    }
    if flags.dump_perf_map_at_exit && !flags.write_perf_map {
        dump_perf_map();
    }
}

/// A line of a perf map: start, length, name.
fn perf_line(b: &Blob) -> String {
    let name = match &b.kind {
        BlobKind::Method { method, osr_bci: None, .. } => method.external_name(),
        BlobKind::Method { method, osr_bci: Some(bci), .. } => format!("{} @ {bci}", method.external_name()),
        _ => b.to_string(),
    };
    format!("0x{:016x} 0x{:016x} {name}\n", b.start, b.size)
}

/// Where `perf` looks for the names of code that no file has.
fn perf_map() -> Option<File> {
    let name = format!("/tmp/perf-{}.map", std::process::id());
    match File::create(&name) {
        Ok(file) => Some(file),
        Err(_) => {
            crate::log!(warning, [codecache], "Failed to create {name} for perf map");
            None
        }
    }
}

/// Writes the perf map of all code there is.
pub fn dump_perf_map() {
    let mut lines = Vec::new();
    super::for_each(|b| lines.push(perf_line(b)));
    if let Some(file) = perf_map() {
        let mut file = BufWriter::new(file);
        // a full disk must not end the VM
        let _ = lines.iter().try_for_each(|l| file.write_all(l.as_bytes()));
    }
}

/// The perf map that grows with each installation.
static PERF_MAP: Mutex<Option<Option<File>>> = Mutex::new(None);

/// Called when something has been installed: adds it to the perf map, if it is to be written continuously.
pub(super) fn installed(blob: &Blob) {
    if crate::vm::try_vm().is_some_and(|vm| vm.options.flags().write_perf_map)
        && let Some(file) = PERF_MAP.lock().get_or_insert_with(perf_map)
    {
        let _ = file.write_all(perf_line(blob).as_bytes());
    }
}
