//! Memory pools, their managers, and usage.
//!
//! Names and relations are those of HotSpot's serial collector, which monitoring tools know. Spaces share the heap's
//! regions, so only the old generation has a maximum of its own, the heap's.

use std::sync::OnceLock;

use gc::client::Usage;
use gc::{Handle, Kind};

use super::sensors::{self, SensorKind};
use super::{ILLEGAL_ARGUMENT, collectors};
use crate::class::KlassRef;
use crate::diag::gc_stats::{self, Pool};
use crate::link;
use crate::loader::boot;
use crate::loader::data::RefSlot;
use crate::native::handles::JObject;
use crate::native::jvm::c_function;
use crate::options::FlagId;
use crate::runtime::{alloc, java_call, strings};
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope, Value};
use crate::vm::vm;

/// A memory pool, with its bean once that is made.
pub(super) struct PoolRow {
    pub(super) pool: Pool,
    name: &'static str,
    /// Whether the usage may have a threshold: that of young spaces changes too fast for one.
    usage_threshold: bool,
    bean: OnceLock<RefSlot>,
}

/// In the order of [`Pool::ALL`].
pub(super) static POOLS: [PoolRow; 5] = [
    PoolRow { pool: Pool::Eden, name: "Eden Space", usage_threshold: false, bean: OnceLock::new() },
    PoolRow { pool: Pool::Survivor, name: "Survivor Space", usage_threshold: false, bean: OnceLock::new() },
    PoolRow { pool: Pool::Tenured, name: "Tenured Gen", usage_threshold: true, bean: OnceLock::new() },
    PoolRow { pool: Pool::Metaspace, name: "Metaspace", usage_threshold: true, bean: OnceLock::new() },
    PoolRow { pool: Pool::Code, name: "CodeCache", usage_threshold: true, bean: OnceLock::new() },
];

impl PoolRow {
    /// Whether thresholds of this kind are supported.
    fn supports(&self, kind: SensorKind) -> bool {
        match kind {
            SensorKind::Usage => self.usage_threshold,
            SensorKind::Collection => self.pool.is_heap(),
        }
    }
}

/// A memory manager, with its bean once that is made.
pub(super) struct Manager {
    pub(super) name: &'static str,
    /// Which collections a collector makes; `None` for what is no collector.
    pub(super) collector: Option<Kind>,
    /// The pool that it manages, if it is no collector.
    pool: Option<Pool>,
    bean: OnceLock<RefSlot>,
}

pub(super) static MANAGERS: [Manager; 4] = [
    Manager::of_pool("CodeCacheManager", Pool::Code),
    Manager::of_pool("Metaspace Manager", Pool::Metaspace),
    Manager::collector("Copy", Kind::Young),
    Manager::collector("MarkSweepCompact", Kind::Full),
];

impl Manager {
    const fn of_pool(name: &'static str, pool: Pool) -> Manager {
        Manager { name, collector: None, pool: Some(pool), bean: OnceLock::new() }
    }

    const fn collector(name: &'static str, kind: Kind) -> Manager {
        Manager { name, collector: Some(kind), pool: None, bean: OnceLock::new() }
    }

    fn manages(&self, pool: Pool) -> bool {
        match self.collector {
            Some(kind) => pool.collected_by(kind),
            None => self.pool == Some(pool),
        }
    }

    /// The manager that makes collections of this kind.
    pub(super) fn of_kind(kind: Kind) -> &'static Manager {
        MANAGERS.iter().find(|m| m.collector == Some(kind)).expect("a collector of each kind")
    }
}

/// A size that is not defined.
const UNDEFINED: i64 = -1;
/// Thresholds as `MemoryPoolImpl`'s constructor takes them: not supported, and not set.
const NO_THRESHOLD: i64 = -1;
const UNSET_THRESHOLD: i64 = 0;

/// init, used, committed, max: the arguments of `MemoryUsage`'s constructor.
type MemoryUsage = [i64; 4];

/// Size at start, and the maximum.
fn limits(pool: Pool) -> (i64, i64) {
    let (options, heap) = (&vm().options, &vm().heap);
    let flags = options.flags();
    let initial = options.heap.initial;
    let young = options.heap.young_initial.unwrap_or(initial / (flags.new_ratio + 1)).min(initial);
    let survivor = young / (flags.survivor_ratio + 2);
    match pool {
        Pool::Eden => ((young - 2 * survivor) as i64, UNDEFINED),
        Pool::Survivor => (survivor as i64, UNDEFINED),
        Pool::Tenured => ((initial - young) as i64, heap.max_bytes() as i64),
        Pool::Metaspace if options.table.is_default(FlagId::MaxMetaspaceSize) => (0, UNDEFINED),
        Pool::Metaspace => (0, flags.max_metaspace_size as i64),
        Pool::Code => (0, flags.reserved_code_cache_size as i64),
    }
}

/// `MemoryUsage` insists on used <= committed <= max. Figures that are read while threads run need
/// not agree so well.
fn ordered((initial, max): (i64, i64), u: Usage) -> MemoryUsage {
    let limit = if max == UNDEFINED { i64::MAX } else { max };
    let used = (u.used as i64).min(limit);
    [initial, used, (u.committed as i64).clamp(used, limit), max]
}

fn heap_usage() -> MemoryUsage {
    let heap = &vm().heap;
    let usage = Usage { used: heap.used_bytes(), committed: heap.committed_bytes() };
    ordered((vm().options.heap.initial as i64, heap.max_bytes() as i64), usage)
}

/// All that is not the heap; without a maximum.
fn non_heap_usage() -> MemoryUsage {
    let (metaspace, code) = (Pool::Metaspace.usage(), Pool::Code.usage());
    let usage = Usage { used: metaspace.used + code.used, committed: metaspace.committed + code.committed };
    ordered((0, UNDEFINED), usage)
}

/// A class of the management library, initialised.
pub(super) fn class(t: &mut Scope<'_>, name: &str) -> JResult<KlassRef> {
    let k = boot::load(t, Symbol::new(name.as_bytes()))?;
    link::init::ensure_initialized(t, k)?;
    Ok(k)
}

fn new_usage<'s>(t: &mut Scope<'s>, u: MemoryUsage) -> JResult<Handle<'s>> {
    let k = class(t, "java/lang/management/MemoryUsage")?;
    let object = alloc::new_instance(t, k)?;
    java_call::construct(t, object, "(JJJJ)V", &u.map(Value::Long))?;
    Ok(object)
}

/// A `MemoryUsage` for `pool`.
pub(super) fn usage_object<'s>(t: &mut Scope<'s>, pool: Pool, usage: Usage) -> JResult<Handle<'s>> {
    new_usage(t, ordered(limits(pool), usage))
}

/// Calls a factory method of `class`; its result is kept in `bean`.
fn bean<'s>(
    t: &mut Scope<'s>,
    bean: &OnceLock<RefSlot>,
    class: KlassRef,
    (method, desc): (&str, &str),
    name: &str,
    more: &[Value<'_>],
) -> JResult<Handle<'s>> {
    if bean.get().is_none() {
        let mut n = t.nested();
        let name = strings::new_string(&mut n, name)?;
        let mut args = vec![Value::Ref(Some(name))];
        args.extend_from_slice(more);
        let made = java_call::call_static_named(&mut n, class, method, desc, &args)?.object();
        let Some(made) = made else { return Err(n.throw_npe()) };
        // another thread's bean stays
        bean.get_or_init(|| boot::loader().new_slot(Some(made.get(&n))));
    }
    let slot = bean.get().expect("just made");
    Ok(t.handle(slot.get(t).expect("beans are not null")))
}

const FACTORIES: &str = "sun/management/ManagementFactoryHelper";

fn pool_bean<'s>(t: &mut Scope<'s>, p: &PoolRow) -> JResult<Handle<'s>> {
    const FACTORY: (&str, &str) =
        ("createMemoryPool", "(Ljava/lang/String;ZJJ)Ljava/lang/management/MemoryPoolMXBean;");
    let k = class(t, FACTORIES)?;
    let threshold = |kind| Value::Long(if p.supports(kind) { UNSET_THRESHOLD } else { NO_THRESHOLD });
    let more = [
        Value::Int(p.pool.is_heap().into()),
        threshold(SensorKind::Usage),
        threshold(SensorKind::Collection),
    ];
    bean(t, &p.bean, k, FACTORY, p.name, &more)
}

/// The bean of a manager. That of a collector is of the module `jdk.management` if it is there.
pub(super) fn manager_bean<'s>(t: &mut Scope<'s>, m: &Manager) -> JResult<Handle<'s>> {
    const FACTORY: (&str, &str) =
        ("createMemoryManager", "(Ljava/lang/String;)Ljava/lang/management/MemoryManagerMXBean;");
    const COLLECTOR_FACTORY: (&str, &str) = (
        "createGarbageCollector",
        "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/management/GarbageCollectorMXBean;",
    );
    if m.collector.is_none() {
        let k = class(t, FACTORIES)?;
        return bean(t, &m.bean, k, FACTORY, m.name, &[]);
    }
    let k = match boot::find(t, Symbol::new(collectors::EXTENSION.as_bytes()))? {
        Some(k) => {
            link::init::ensure_initialized(t, k)?;
            k
        }
        None => class(t, FACTORIES)?,
    };
    bean(t, &m.bean, k, COLLECTOR_FACTORY, m.name, &[Value::Ref(None)])
}

fn is_bean(t: &Scope<'_>, bean: &OnceLock<RefSlot>, object: Handle<'_>) -> bool {
    bean.get().is_some_and(|s| s.get(t) == Some(object.get(t)))
}

fn pool_of(t: &Scope<'_>, object: Handle<'_>) -> Option<&'static PoolRow> {
    POOLS.iter().find(|p| is_bean(t, &p.bean, object))
}

/// The manager of which `object` is the bean.
pub(super) fn manager_of(t: &Scope<'_>, object: Handle<'_>) -> Option<&'static Manager> {
    MANAGERS.iter().find(|m| is_bean(t, &m.bean, object))
}

/// An array with the beans of `rows`.
fn beans<'s, T>(
    t: &mut Scope<'s>,
    component: &str,
    rows: &[&T],
    make: impl for<'n> Fn(&mut Scope<'n>, &T) -> JResult<Handle<'n>>,
) -> JResult<Option<Handle<'s>>> {
    let component = class(t, component)?;
    let a = alloc::new_object_array(t, component, rows.len() as i32)?;
    for (i, row) in rows.iter().enumerate() {
        let mut n = t.nested();
        let b = make(&mut n, row)?;
        a.get(&n).set_elem_ref(i, Some(b.get(&n)));
    }
    Ok(Some(a))
}

/// Resets the peak of the pool that a `jvalue` refers to; false when it is none.
pub(super) fn reset_peak(t: &mut Scope<'_>, pool: u64) -> JResult<bool> {
    // SAFETY: the caller of `ResetStatistic` passes a reference for this kind of statistic.
    let Some(object) = (unsafe { t.from_jni(pool as JObject) }) else { return Err(t.throw_npe()) };
    let Some(p) = pool_of(t, object) else { return Ok(false) };
    gc_stats::reset_peak(p.pool);
    Ok(true)
}

c_function! {
    /// `GetMemoryPools`: all, or those of a manager.
    fn get_memory_pools(t, manager: Option<Handle<'_>>) -> object {
        let rows: Vec<&PoolRow> = match manager {
            None => POOLS.iter().collect(),
            Some(object) => match manager_of(t, object) {
                Some(m) => POOLS.iter().filter(|p| m.manages(p.pool)).collect(),
                None => return Ok(None),
            },
        };
        beans(t, "java/lang/management/MemoryPoolMXBean", &rows, pool_bean)
    }

    /// `GetMemoryManagers`: all, or those of a pool.
    fn get_memory_managers(t, pool: Option<Handle<'_>>) -> object {
        let rows: Vec<&Manager> = match pool {
            None => MANAGERS.iter().collect(),
            Some(object) => match pool_of(t, object) {
                Some(p) => MANAGERS.iter().filter(|m| m.manages(p.pool)).collect(),
                None => return Ok(None),
            },
        };
        beans(t, "java/lang/management/MemoryManagerMXBean", &rows, manager_bean)
    }

    /// `GetMemoryPoolUsage`
    fn get_memory_pool_usage(t, pool: Handle<'_>) -> object {
        match pool_of(t, pool) {
            Some(p) => usage_object(t, p.pool, p.pool.usage()).map(Some),
            None => Ok(None),
        }
    }

    /// `GetPeakMemoryPoolUsage`
    fn get_peak_memory_pool_usage(t, pool: Handle<'_>) -> object {
        match pool_of(t, pool) {
            Some(p) => usage_object(t, p.pool, gc_stats::peak(p.pool)).map(Some),
            None => Ok(None),
        }
    }

    /// `GetPoolCollectionUsage`: usage after the last collection of the pool; null when it is never collected.
    fn get_pool_collection_usage(t, pool: Handle<'_>) -> object {
        match pool_of(t, pool).filter(|p| p.pool.is_heap()) {
            Some(p) => {
                let usage = gc_stats::collection_usage(p.pool).unwrap_or_default();
                usage_object(t, p.pool, usage).map(Some)
            }
            None => Ok(None),
        }
    }

    /// `GetMemoryUsage` of the heap, or of everything else.
    fn get_memory_usage(t, heap: u8) -> object {
        if heap != 0 {
            return new_usage(t, heap_usage()).map(Some);
        }
        new_usage(t, non_heap_usage()).map(Some)
    }

    /// `SetPoolSensor`: the `sun.management.Sensor` that is to hear of thresholds.
    fn set_pool_sensor(t, pool: Handle<'_>, threshold: i32, sensor: Handle<'_>) -> (), else (); {
        let k = class(t, "sun/management/Sensor")?;
        if !KlassRef::of(sensor.get(t)).is_subtype_of(k) {
            let text = "Sensor is not an instance of sun.management.Sensor class";
            return Err(t.throw_new(ILLEGAL_ARGUMENT, text));
        }
        let kind = sensors::kind_of(threshold).map(|(kind, _)| kind);
        let (Some(p), Some(kind)) = (pool_of(t, pool), kind) else {
            return Err(t.throw_bare(ILLEGAL_ARGUMENT));
        };
        super::notifications::start(t)?;
        sensors::set_sensor(t, p.pool, kind, sensor);
        Ok(())
    }

    /// `SetPoolThreshold`: the earlier one; -1 when the pool does not support such thresholds.
    fn set_pool_threshold(t, pool: Handle<'_>, threshold: i32, value: i64) -> i64, else -1; {
        let Ok(value) = usize::try_from(value) else {
            return Err(t.throw_new(ILLEGAL_ARGUMENT, "Invalid threshold value"));
        };
        let (Some(p), Some((kind, bound))) = (pool_of(t, pool), sensors::kind_of(threshold)) else {
            return Err(t.throw_bare(ILLEGAL_ARGUMENT));
        };
        if !p.supports(kind) {
            return Ok(NO_THRESHOLD);
        }
        Ok(sensors::set_threshold(p.pool, kind, bound, value) as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations() {
        for (i, p) in POOLS.iter().enumerate() {
            assert_eq!(p.pool, Pool::ALL[i]);
            assert!(MANAGERS.iter().any(|m| m.manages(p.pool)), "{} has a manager", p.name);
        }
        let of = |m: &Manager| POOLS.iter().filter(|p| m.manages(p.pool)).map(|p| p.name).collect::<Vec<_>>();
        assert_eq!(of(Manager::of_kind(Kind::Young)), ["Eden Space", "Survivor Space"]);
        assert_eq!(of(Manager::of_kind(Kind::Full)), ["Eden Space", "Survivor Space", "Tenured Gen"]);
        assert_eq!(of(&MANAGERS[0]), ["CodeCache"]);
        assert_eq!(of(&MANAGERS[1]), ["Metaspace"]);
    }

    #[test]
    fn usage_is_in_order() {
        let u = |used, committed| Usage { used, committed };
        assert_eq!(ordered((1, 100), u(5, 3)), [1, 5, 5, 100]);
        assert_eq!(ordered((1, 100), u(500, 300)), [1, 100, 100, 100]);
        assert_eq!(ordered((1, UNDEFINED), u(500, 600)), [1, 500, 600, UNDEFINED]);
    }
}
