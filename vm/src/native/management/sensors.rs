//! Thresholds of memory pools, and the sensors that hear when they are crossed.
//!
//! A pool has two sensors. That of its *usage* is triggered when the usage rises over the high threshold, and not again before it
//! has been below the low one. That of its usage *after a collection* is triggered by each collection that leaves it over
//! the threshold. Changes are noted here, by the collector or by whoever allocates, and carried out by
//! the notification thread, which calls `sun.management.Sensor.trigger` and `clear`.

use std::sync::atomic::{AtomicBool, Ordering};

use gc::client::Usage;
use gc::{Handle, Kind};
use parking_lot::Mutex;

use super::{memory, notifications};
use crate::diag::gc_stats::{self, Pool, Snapshot};
use crate::loader::boot;
use crate::loader::data::RefSlot;
use crate::runtime::java_call;
use crate::thread::{Scope, Value};

/// What a sensor watches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum SensorKind {
    Usage,
    Collection,
}

/// Which bound a threshold is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Bound {
    High,
    Low,
}

/// What a `jmmThresholdType` means.
pub(super) fn kind_of(threshold: i32) -> Option<(SensorKind, Bound)> {
    Some(match threshold {
        901 => (SensorKind::Usage, Bound::High),
        902 => (SensorKind::Usage, Bound::Low),
        903 => (SensorKind::Collection, Bound::High),
        904 => (SensorKind::Collection, Bound::Low),
        _ => return None,
    })
}

/// The state of a sensor. Thresholds of 0 are not set.
struct Sensor {
    object: Option<RefSlot>,
    high: usize,
    low: usize,
    on: bool,
    /// Changes that the notification thread is to tell the object of.
    triggers: u32,
    clear: bool,
    /// Usage at the last trigger.
    usage: Usage,
}

impl Sensor {
    const NEW: Sensor = Sensor {
        object: None,
        high: 0,
        low: 0,
        on: false,
        triggers: 0,
        clear: false,
        usage: Usage { used: 0, committed: 0 },
    };

    fn is_pending(&self) -> bool {
        self.object.is_some() && (self.triggers > 0 || self.clear)
    }

    /// Notes that `usage` was seen. A gauge is triggered when it goes over the high threshold, a counter each time it is there.
    fn see(&mut self, usage: Usage, gauge: bool) {
        if self.object.is_none() || self.high == 0 {
            return;
        }
        let will_be_on = (self.on || self.triggers > 0) && !self.clear;
        if usage.used >= self.high {
            if !gauge || !will_be_on {
                self.triggers += 1;
                self.usage = usage;
                self.clear = false;
            }
        } else if usage.used < self.low && will_be_on {
            self.clear = true;
        }
    }
}

static SENSORS: Mutex<[[Sensor; 2]; Pool::ALL.len()]> =
    Mutex::new([const { [const { Sensor::NEW }; 2] }; Pool::ALL.len()]);

/// Whether the usage of a pool has a threshold, so that allocation has to look at it.
static WATCHING: AtomicBool = AtomicBool::new(false);

/// Sets the object that is told of crossings.
pub(super) fn set_sensor(t: &Scope<'_>, pool: Pool, kind: SensorKind, sensor: Handle<'_>) {
    let slot = boot::loader().new_slot(Some(sensor.get(t)));
    SENSORS.lock()[pool as usize][kind as usize].object = Some(slot);
}

/// Sets a threshold and looks whether the present usage crosses it. Returns the earlier one.
pub(super) fn set_threshold(pool: Pool, kind: SensorKind, bound: Bound, value: usize) -> usize {
    let mut all = SENSORS.lock();
    let sensor = &mut all[pool as usize][kind as usize];
    let place = match bound {
        Bound::High => &mut sensor.high,
        Bound::Low => &mut sensor.low,
    };
    let before = std::mem::replace(place, value);
    let watching = all.iter().any(|s| s[SensorKind::Usage as usize].high != 0);
    drop(all);
    // Relaxed: a hint; the figures are under the lock.
    WATCHING.store(watching, Ordering::Relaxed);
    if kind == SensorKind::Usage && before != value {
        look(&gc_stats::snapshot());
    }
    before
}

/// Compares usage with the thresholds.
fn look(now: &Snapshot) {
    let mut all = SENSORS.lock();
    for pool in Pool::ALL {
        all[pool as usize][SensorKind::Usage as usize].see(pool.of(now), true);
    }
    wake(&all);
}

fn wake(all: &[[Sensor; 2]; Pool::ALL.len()]) {
    if all.iter().flatten().any(Sensor::is_pending) {
        notifications::wake();
    }
}

/// Called when memory has been taken other than from a thread's allocation buffer. Cheap when no threshold is set.
#[inline]
pub fn allocated() {
    // Relaxed: see `set_threshold`.
    if WATCHING.load(Ordering::Relaxed) {
        look(&gc_stats::snapshot());
    }
}

/// Called after a collection, with all threads stopped.
pub(super) fn collected(kind: Kind, after: &Snapshot) {
    let mut all = SENSORS.lock();
    for pool in Pool::ALL.into_iter().filter(|p| p.collected_by(kind)) {
        all[pool as usize][SensorKind::Collection as usize].see(pool.of(after), false);
    }
    for pool in Pool::ALL {
        all[pool as usize][SensorKind::Usage as usize].see(pool.of(after), true);
    }
    wake(&all);
}

/// Whether a sensor's object is to be told something.
pub(super) fn has_pending() -> bool {
    SENSORS.lock().iter().flatten().any(Sensor::is_pending)
}

/// A change that is carried out.
struct Change {
    object: RefSlot,
    triggers: u32,
    clear: bool,
    usage: Usage,
}

fn take(pool: Pool, kind: usize) -> Option<Change> {
    let mut all = SENSORS.lock();
    let sensor = &mut all[pool as usize][kind];
    let object = sensor.object.filter(|_| sensor.is_pending())?;
    let change = Change { object, triggers: sensor.triggers, clear: sensor.clear, usage: sensor.usage };
    sensor.on = !sensor.clear;
    (sensor.triggers, sensor.clear) = (0, false);
    Some(change)
}

/// Tells the sensors' objects of all changes so far. What they throw is dropped.
pub(super) fn process(t: &mut Scope<'_>) {
    for pool in Pool::ALL {
        for kind in 0..2 {
            if let Some(change) = take(pool, kind) {
                tell(&mut t.nested(), pool, &change);
            }
        }
    }
}

fn tell(t: &mut Scope<'_>, pool: Pool, change: &Change) {
    let Some(object) = change.object.get(t).map(|o| t.handle(o)) else { return };
    let count = Value::Int(change.triggers as i32);
    let called = if change.clear {
        java_call::call_virtual_named(t, object, "clear", "(I)V", &[count])
    } else {
        match memory::usage_object(t, pool, change.usage) {
            Ok(usage) => {
                let args = [count, Value::Ref(Some(usage))];
                let desc = "(ILjava/lang/management/MemoryUsage;)V";
                java_call::call_virtual_named(t, object, "trigger", desc, &args)
            }
            // no memory for the figures: the sensor still counts
            Err(thrown) => {
                t.catch(thrown);
                java_call::call_virtual_named(t, object, "trigger", "(I)V", &[count])
            }
        }
    };
    if let Err(thrown) = called {
        t.catch(thrown);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sensor() -> Sensor {
        Sensor { object: Some(RefSlot(0)), high: 100, low: 100, ..Sensor::NEW }
    }

    fn usage(used: usize) -> Usage {
        Usage { used, committed: 1000 }
    }

    #[test]
    fn a_gauge_is_triggered_once() {
        let mut s = sensor();
        s.see(usage(99), true);
        assert!(!s.is_pending());
        s.see(usage(100), true);
        s.see(usage(150), true);
        assert_eq!((s.triggers, s.clear, s.usage), (1, false, usage(100)));
        s.see(usage(50), true);
        assert_eq!((s.triggers, s.clear), (1, true));
        s.see(usage(160), true);
        assert_eq!((s.triggers, s.clear), (2, false));
    }

    #[test]
    fn a_counter_counts() {
        let mut s = sensor();
        for _ in 0..3 {
            s.see(usage(100), false);
        }
        assert_eq!(s.triggers, 3);
        (s.on, s.triggers) = (true, 0);
        s.see(usage(1), false);
        assert!(s.clear);
    }

    #[test]
    fn without_threshold_or_object_nothing_happens() {
        let mut s = Sensor { high: 0, ..sensor() };
        s.see(usage(500), false);
        assert!(!s.is_pending());
        let mut s = Sensor { object: None, ..sensor() };
        s.see(usage(500), true);
        assert!(!s.is_pending());
    }
}
