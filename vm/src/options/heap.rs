//! Heap sizes: what the flags say, filled up from the machine's memory (a quarter of it at most, a sixty-fourth at start) and
//! checked against each other.

use super::flags::FlagId;
use super::table::FlagTable;
use super::value::Value;
use super::{Console, ParseError};

/// The most that 32-bit references of 8-byte units can address.
pub const MAX_HEAP: u64 = 32 << 30;

/// Sizes are multiples of this.
const ALIGNMENT: u64 = 64 << 10;

/// Sizes in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HeapSizes {
    /// The heap does not shrink below this.
    pub min: u64,
    /// At start.
    pub initial: u64,
    /// `-Xmx`.
    pub max: u64,
    /// `-XX:NewSize`, if given.
    pub young_initial: Option<u64>,
    /// `-XX:MaxNewSize`, if given.
    pub young_max: Option<u64>,
}

fn align(n: u64) -> u64 {
    n.saturating_add(ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT
}

/// Computes and checks all sizes, and records them in the flags.
pub(super) fn settle(table: &mut FlagTable, console: &mut Console) -> Result<HeapSizes, ParseError> {
    convert_fractions(table);
    let memory = memory(table);
    if table.is_default(FlagId::MaxHeapSize) {
        let max = within_address_space(default_max(table, memory));
        table.set_ergonomic(FlagId::MaxHeapSize, Value::Size(max));
    }
    let max = table.flags.max_heap_size;
    if table.flags.initial_heap_size == 0 || table.flags.min_heap_size == 0 {
        let least = (table.flags.old_size + table.flags.new_size).min(max);
        if table.flags.initial_heap_size == 0 {
            let share = percentage(memory, table.flags.initial_ram_percentage);
            let initial =
                align(within_address_space(share).max(least).max(table.flags.min_heap_size)).min(max);
            table.set_ergonomic(FlagId::InitialHeapSize, Value::Size(initial));
        }
        if table.flags.min_heap_size == 0 {
            let min = least.min(table.flags.initial_heap_size);
            table.set_ergonomic(FlagId::MinHeapSize, Value::Size(min));
        }
    }
    check(table, console)?;
    if table.is_default(FlagId::SoftMaxHeapSize) {
        table.set_ergonomic(FlagId::SoftMaxHeapSize, Value::Size(max));
    }
    if table.flags.initial_tenuring_threshold > table.flags.max_tenuring_threshold
        && table.is_default(FlagId::InitialTenuringThreshold)
    {
        let threshold = Value::Uintx(table.flags.max_tenuring_threshold);
        table.set_ergonomic(FlagId::InitialTenuringThreshold, threshold);
    }
    let flags = &table.flags;
    let given = |id, value| (!table.is_default(id)).then_some(align(value));
    Ok(HeapSizes {
        min: align(flags.min_heap_size),
        initial: align(flags.initial_heap_size),
        max: align(max),
        young_initial: given(FlagId::NewSize, flags.new_size),
        young_max: given(FlagId::MaxNewSize, flags.max_new_size),
    })
}

/// The older flags speak of fractions.
fn convert_fractions(table: &mut FlagTable) {
    let flags = &table.flags;
    let pairs = [
        (FlagId::MaxRAMPercentage, FlagId::MaxRAMFraction, flags.max_ram_fraction),
        (FlagId::MinRAMPercentage, FlagId::MinRAMFraction, flags.min_ram_fraction),
        (FlagId::InitialRAMPercentage, FlagId::InitialRAMFraction, flags.initial_ram_fraction),
    ];
    for (percentage, fraction, value) in pairs {
        if table.is_default(percentage) && !table.is_default(fraction) {
            table.flags.set(percentage, Value::Double(100.0 / value as f64));
        }
    }
}

fn memory(table: &FlagTable) -> u64 {
    let flags = &table.flags;
    if !table.is_default(FlagId::MaxRAM) {
        return flags.max_ram;
    }
    crate::os::machine::memory(flags.use_container_support).min(flags.max_ram)
}

/// Not more than half of the address space that the process may have (`ulimit -v`).
fn within_address_space(size: u64) -> u64 {
    crate::os::process::address_space_limit()
        .map_or(size, |limit| size.min(limit / 2 / ALIGNMENT * ALIGNMENT))
}

fn percentage(memory: u64, percent: f64) -> u64 {
    (memory as f64 * percent / 100.0) as u64
}

/// A quarter of memory; half of it where that is still below the flag's default.
fn default_max(table: &FlagTable, memory: u64) -> u64 {
    let flags = &table.flags;
    let floor = flags.max_heap_size;
    let small = percentage(memory, flags.min_ram_percentage);
    let mut max = if small < floor { small } else { percentage(memory, flags.max_ram_percentage).max(floor) };
    if flags.ergo_heap_size_limit != 0 {
        max = max.min(flags.ergo_heap_size_limit);
    }
    align(max.min(MAX_HEAP).max(flags.initial_heap_size).max(flags.min_heap_size))
}

fn check(table: &FlagTable, console: &mut Console) -> Result<(), ParseError> {
    let flags = &table.flags;
    let (min, initial, max) = (flags.min_heap_size, flags.initial_heap_size, flags.max_heap_size);
    let set = |id| !table.is_default(id);
    let message = if max < 2 << 20 {
        "Too small maximum heap".to_string()
    } else if align(max) > MAX_HEAP {
        format!("The maximum heap size of {max} bytes exceeds the 32 GB that this VM can address")
    } else if initial < 1 << 20 {
        "Too small initial heap".to_string()
    } else if min < 1 << 20 {
        "Too small minimum heap".to_string()
    } else if set(FlagId::InitialHeapSize) && initial > max {
        "Initial heap size set to a larger value than the maximum heap size".to_string()
    } else if min > max {
        "Incompatible minimum and maximum heap sizes specified".to_string()
    } else if min > initial {
        "Incompatible minimum and initial heap sizes specified".to_string()
    } else {
        return Ok(());
    };
    Err(console.die(&message))
}
