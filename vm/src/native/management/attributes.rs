//! Numbers and switches: class loading, threads, times, verbosity, optional support.

use std::sync::atomic::{AtomicBool, Ordering};

use gc::Handle;

use super::{ILLEGAL_ARGUMENT, collectors, memory, threads};
use crate::loader::{define, unload};
use crate::log::{self, Level, Request};
use crate::native::jvm::c_function;
use crate::os::{machine, process, time};
use crate::thread::safepoint::STATISTICS;
use crate::thread::{JResult, Scope};
use crate::vm::vm;

// jmmLongAttribute
const CLASS_LOADED_COUNT: i32 = 1;
const CLASS_UNLOADED_COUNT: i32 = 2;
const THREAD_TOTAL_COUNT: i32 = 3;
const THREAD_LIVE_COUNT: i32 = 4;
const THREAD_PEAK_COUNT: i32 = 5;
const THREAD_DAEMON_COUNT: i32 = 6;
const JVM_INIT_DONE_TIME_MS: i32 = 7;
const COMPILE_TOTAL_TIME_MS: i32 = 8;
const JVM_UPTIME_MS: i32 = 11;
const VM_GLOBAL_COUNT: i32 = 104;
const SAFEPOINT_COUNT: i32 = 105;
const TOTAL_SAFEPOINTSYNC_TIME_MS: i32 = 106;
const TOTAL_STOPPED_TIME_MS: i32 = 107;
const TOTAL_APP_TIME_MS: i32 = 108;
const VM_THREAD_COUNT: i32 = 109;
const OS_PROCESS_ID: i32 = 201;
const OS_MEM_TOTAL_PHYSICAL_BYTES: i32 = 202;
/// What a number is that the VM does not keep.
const ABSENT: i64 = -1;

// jmmBoolAttribute
const VERBOSE_GC: i32 = 21;
const VERBOSE_CLASS: i32 = 22;
const THREAD_CPU_TIME: i32 = 24;
const THREAD_ALLOCATED_MEMORY: i32 = 25;

// jmmStatisticType
const PEAK_THREAD_COUNT: i32 = 801;
const THREAD_CONTENTION_COUNT: i32 = 802;
const THREAD_CONTENTION_TIME: i32 = 803;
const PEAK_POOL_USAGE: i32 = 805;

// jmmOptionalSupport, bit by bit
const LOW_MEMORY_DETECTION: u32 = 1;
const COMPILATION_TIME_MONITORING: u32 = 1 << 1;
const THREAD_CONTENTION_MONITORING: u32 = 1 << 2;
const CURRENT_THREAD_CPU_TIME: u32 = 1 << 3;
const OTHER_THREAD_CPU_TIME: u32 = 1 << 4;
const OBJECT_MONITOR_USAGE: u32 = 1 << 5;
const SYNCHRONIZER_USAGE: u32 = 1 << 6;
const THREAD_ALLOCATED_MEMORY_BIT: u32 = 1 << 7;
const REMOTE_DIAGNOSTIC_COMMANDS: u32 = 1 << 8;

const SUPPORT: u32 = LOW_MEMORY_DETECTION
    | COMPILATION_TIME_MONITORING
    | THREAD_CONTENTION_MONITORING
    | CURRENT_THREAD_CPU_TIME
    | OTHER_THREAD_CPU_TIME
    | OBJECT_MONITOR_USAGE
    | SYNCHRONIZER_USAGE
    | THREAD_ALLOCATED_MEMORY_BIT
    | REMOTE_DIAGNOSTIC_COMMANDS;

/// A switch of `ThreadMXBean`.
static CPU_TIME: AtomicBool = AtomicBool::new(true);
static ALLOCATED_MEMORY: AtomicBool = AtomicBool::new(true);
static CONTENTION: AtomicBool = AtomicBool::new(false);

/// Whether times of contention are reported.
pub(super) fn reports_contention() -> bool {
    // Relaxed: a switch by itself.
    CONTENTION.load(Ordering::Relaxed)
}

fn millis(nanos: u64) -> i64 {
    (nanos / 1_000_000) as i64
}

fn uptime_nanos() -> u64 {
    (time::monotonic_nanos() - vm().started.0) as u64
}

fn long_attribute(t: &mut Scope<'_>, attribute: i32) -> i64 {
    // Relaxed: statistics.
    let statistic = |n: &std::sync::atomic::AtomicU64| n.load(Ordering::Relaxed);
    match attribute {
        CLASS_LOADED_COUNT => define::loaded_classes() as i64,
        CLASS_UNLOADED_COUNT => unload::unloaded_classes() as i64,
        THREAD_TOTAL_COUNT => t.lock_threads().started as i64,
        THREAD_LIVE_COUNT => threads::live_counts(t).0,
        THREAD_PEAK_COUNT => t.lock_threads().peak as i64,
        THREAD_DAEMON_COUNT => threads::live_counts(t).1,
        JVM_INIT_DONE_TIME_MS => vm().started.1,
        COMPILE_TOTAL_TIME_MS => crate::tiering::report::total_time().as_millis() as i64,
        JVM_UPTIME_MS => millis(uptime_nanos()),
        VM_GLOBAL_COUNT => vm().options.all_flags().len() as i64,
        SAFEPOINT_COUNT => statistic(&STATISTICS.count) as i64,
        TOTAL_SAFEPOINTSYNC_TIME_MS => millis(statistic(&STATISTICS.sync_nanos)),
        TOTAL_STOPPED_TIME_MS => millis(statistic(&STATISTICS.operation_nanos)),
        TOTAL_APP_TIME_MS => millis(uptime_nanos().saturating_sub(statistic(&STATISTICS.operation_nanos))),
        VM_THREAD_COUNT => 0,
        OS_PROCESS_ID => process::id().into(),
        OS_MEM_TOTAL_PHYSICAL_BYTES => machine::memory(vm().options.flags().use_container_support) as i64,
        _ => ABSENT,
    }
}

/// The switch behind an attribute that is one.
fn switch(attribute: i32) -> Option<&'static AtomicBool> {
    const CONTENTION_MONITORING: i32 = 23;
    Some(match attribute {
        CONTENTION_MONITORING => &CONTENTION,
        THREAD_CPU_TIME => &CPU_TIME,
        THREAD_ALLOCATED_MEMORY => &ALLOCATED_MEMORY,
        _ => return None,
    })
}

/// What `-verbose:` logs for an attribute.
fn log_of(attribute: i32) -> Option<(usize, &'static str)> {
    match attribute {
        VERBOSE_GC => Some((log::index_of(&["gc"]), "gc")),
        VERBOSE_CLASS => Some((log::index_of(&["class", "load"]), "class+load")),
        _ => None,
    }
}

fn bool_attribute(attribute: i32) -> bool {
    match (log_of(attribute), switch(attribute)) {
        (Some((set, _)), _) => log::level_on_stdout(set) <= Level::Info,
        // Relaxed: a switch by itself.
        (_, Some(s)) => s.load(Ordering::Relaxed),
        _ => false,
    }
}

fn set_attribute(t: &mut Scope<'_>, attribute: i32, on: bool) -> JResult<()> {
    if let Some((_, tags)) = log_of(attribute) {
        let level = if on { "info" } else { "off" };
        let done = Request::for_stdout(&format!("{tags}={level}")).and_then(|r| log::apply(&r));
        return done.map_err(|message| t.throw_new("java/lang/InternalError", &message));
    }
    match switch(attribute) {
        // Relaxed: as above.
        Some(s) => {
            s.store(on, Ordering::Relaxed);
            Ok(())
        }
        None => Err(t.throw_bare(ILLEGAL_ARGUMENT)),
    }
}

c_function! {
    /// `GetOptionalSupport`
    fn get_optional_support(_t, support: *mut u32) -> i32, else -1; {
        if support.is_null() {
            return Ok(-1);
        }
        // SAFETY: the caller passes the address of the bits.
        unsafe { support.write(SUPPORT) };
        Ok(0)
    }

    /// `GetLongAttribute` of the VM, or of a collector.
    fn get_long_attribute(t, collector: Option<Handle<'_>>, attribute: i32) -> i64, else 0; {
        match collector {
            None => Ok(long_attribute(t, attribute)),
            Some(c) => collectors::long_attribute(t, c, attribute),
        }
    }

    /// `GetLongAttributes`: how many of them are there.
    fn get_long_attributes(
        t, collector: Option<Handle<'_>>, attributes: *const i32, count: i32, result: *mut i64,
    ) -> i32, else 0; {
        let mut found = 0;
        for i in 0..count as usize {
            // SAFETY: both arrays have `count` elements.
            let attribute = unsafe { *attributes.add(i) };
            let value = match collector {
                None => long_attribute(t, attribute),
                Some(c) => collectors::long_attribute(t, c, attribute)?,
            };
            // SAFETY: as above.
            unsafe { result.add(i).write(value) };
            found += i32::from(value != ABSENT);
        }
        Ok(found)
    }

    /// `GetBoolAttribute`
    fn get_bool_attribute(_t, attribute: i32) -> u8, else 0; {
        Ok(bool_attribute(attribute).into())
    }

    /// `SetBoolAttribute`: returns the earlier value.
    fn set_bool_attribute(t, attribute: i32, on: u8) -> u8, else 0; {
        let before = bool_attribute(attribute);
        set_attribute(t, attribute, on != 0)?;
        Ok(before.into())
    }

    /// `ResetStatistic`: whether it was reset. `object` is a thread id or a memory pool.
    fn reset_statistic(t, object: u64, statistic: i32) -> u8, else 0; {
        match statistic {
            PEAK_THREAD_COUNT => t.lock_threads().reset_peak(),
            THREAD_CONTENTION_COUNT | THREAD_CONTENTION_TIME => {
                let count = statistic == THREAD_CONTENTION_COUNT;
                return Ok(threads::reset_contention(t, object as i64, count)?.into());
            }
            PEAK_POOL_USAGE => return Ok(memory::reset_peak(t, object)?.into()),
            _ => return Err(t.throw_bare(ILLEGAL_ARGUMENT)),
        }
        Ok(1)
    }
}
