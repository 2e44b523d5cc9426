//! Memory pools, their managers, and usage. There is one pool of the heap and one of metadata; there
//! is no collector yet, so no `GarbageCollectorMXBean`.

use std::sync::OnceLock;

use gc::Handle;

use super::ILLEGAL_ARGUMENT;
use crate::class::KlassRef;
use crate::link;
use crate::loader::boot;
use crate::loader::data::RefSlot;
use crate::metaspace;
use crate::native::jvm::c_function;
use crate::native::jvm::system::heap_capacity;
use crate::options::FlagId;
use crate::runtime::{alloc, java_call, strings};
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope, Thrown, Value};
use crate::vm::vm;

/// A memory pool and the manager that looks after it, with their beans once these are made.
struct Pool {
    name: &'static str,
    manager: &'static str,
    heap: bool,
    pool_bean: OnceLock<RefSlot>,
    manager_bean: OnceLock<RefSlot>,
}

const fn pool(name: &'static str, manager: &'static str, heap: bool) -> Pool {
    Pool { name, manager, heap, pool_bean: OnceLock::new(), manager_bean: OnceLock::new() }
}

static POOLS: [Pool; 2] =
    [pool("Excelsa Heap", "Excelsa Heap Manager", true), pool("Metaspace", "Metaspace Manager", false)];

/// A size that is not defined.
const UNDEFINED: i64 = -1;
/// A threshold that a pool does not support.
const NO_THRESHOLD: i64 = -1;

/// init, used, committed, max: the arguments of `MemoryUsage`'s constructor.
type Usage = [i64; 4];

fn usage(p: &Pool) -> Usage {
    if p.heap {
        let heap = &vm().heap;
        let initial = vm().options.heap.initial as i64;
        return [initial, heap.used_bytes() as i64, heap_capacity() as i64, heap.max_bytes() as i64];
    }
    let used = metaspace::usage().0 as i64;
    let table = &vm().options.table;
    let max = if table.is_default(FlagId::MaxMetaspaceSize) {
        UNDEFINED
    } else {
        table.flags.max_metaspace_size as i64
    };
    [0, used, used, max]
}

/// A class of the management library, initialised.
pub(super) fn class(t: &mut Scope<'_>, name: &str) -> JResult<KlassRef> {
    let k = boot::load(t, Symbol::new(name.as_bytes()))?;
    link::init::ensure_initialized(t, k)?;
    Ok(k)
}

fn usage_object<'s>(t: &mut Scope<'s>, u: Usage) -> JResult<Handle<'s>> {
    let k = class(t, "java/lang/management/MemoryUsage")?;
    let object = alloc::new_instance(t, k)?;
    java_call::construct(t, object, "(JJJJ)V", &u.map(Value::Long))?;
    Ok(object)
}

/// Calls a factory method of the management library; its result is kept in `bean`.
fn bean<'s>(
    t: &mut Scope<'s>,
    bean: &OnceLock<RefSlot>,
    (method, desc): (&str, &str),
    name: &str,
    more: &[Value<'_>],
) -> JResult<Handle<'s>> {
    if bean.get().is_none() {
        let mut n = t.nested();
        let k = class(&mut n, "sun/management/ManagementFactoryHelper")?;
        let name = strings::new_string(&mut n, name)?;
        let mut args = vec![Value::Ref(Some(name))];
        args.extend_from_slice(more);
        let made = java_call::call_static_named(&mut n, k, method, desc, &args)?.object();
        let Some(made) = made else { return Err(n.throw_npe()) };
        // another thread's bean stays
        bean.get_or_init(|| boot::loader().new_slot(Some(made.get(&n))));
    }
    let slot = bean.get().expect("just made");
    Ok(t.handle(slot.get(t).expect("beans are not null")))
}

fn pool_bean<'s>(t: &mut Scope<'s>, p: &Pool) -> JResult<Handle<'s>> {
    const FACTORY: (&str, &str) =
        ("createMemoryPool", "(Ljava/lang/String;ZJJ)Ljava/lang/management/MemoryPoolMXBean;");
    let more = [Value::Int(p.heap.into()), Value::Long(NO_THRESHOLD), Value::Long(NO_THRESHOLD)];
    bean(t, &p.pool_bean, FACTORY, p.name, &more)
}

fn manager_bean<'s>(t: &mut Scope<'s>, p: &Pool) -> JResult<Handle<'s>> {
    const FACTORY: (&str, &str) =
        ("createMemoryManager", "(Ljava/lang/String;)Ljava/lang/management/MemoryManagerMXBean;");
    bean(t, &p.manager_bean, FACTORY, p.manager, &[])
}

/// The row of which `object` is the bean that `slot` gives.
fn row_of(
    t: &Scope<'_>,
    object: Handle<'_>,
    slot: impl Fn(&Pool) -> &OnceLock<RefSlot>,
) -> Option<&'static Pool> {
    POOLS.iter().find(|p| slot(p).get().is_some_and(|s| s.get(t) == Some(object.get(t))))
}

fn pool_of(t: &Scope<'_>, object: Handle<'_>) -> Option<&'static Pool> {
    row_of(t, object, |p| &p.pool_bean)
}

/// An array with the beans of `rows`.
fn beans<'s>(
    t: &mut Scope<'s>,
    component: &str,
    rows: &[&Pool],
    make: impl for<'n> Fn(&mut Scope<'n>, &Pool) -> JResult<Handle<'n>>,
) -> JResult<Option<Handle<'s>>> {
    let component = class(t, component)?;
    let a = alloc::new_object_array(t, component, rows.len() as i32)?;
    for (i, p) in rows.iter().enumerate() {
        let mut n = t.nested();
        let b = make(&mut n, p)?;
        a.get(&n).set_elem_ref(i, Some(b.get(&n)));
    }
    Ok(Some(a))
}

/// The exception for an object that is no bean of a collector of this VM.
pub(super) fn no_such_collector(t: &mut Scope<'_>, object: Handle<'_>) -> Thrown {
    match class(t, "java/lang/management/GarbageCollectorMXBean") {
        Err(thrown) => thrown,
        Ok(k) if KlassRef::of(object.get(t)).is_subtype_of(k) => {
            t.throw_new(ILLEGAL_ARGUMENT, "Invalid GC memory manager")
        }
        Ok(_) => t.throw_new(
            ILLEGAL_ARGUMENT,
            "the object is not an instance of java.lang.management.GarbageCollectorMXBean class",
        ),
    }
}

c_function! {
    /// `GetMemoryPools`: all, or those of a manager.
    fn get_memory_pools(t, manager: Option<Handle<'_>>) -> object {
        let rows: Vec<&Pool> = match manager {
            None => POOLS.iter().collect(),
            Some(m) => match row_of(t, m, |p| &p.manager_bean) {
                Some(p) => vec![p],
                None => return Ok(None),
            },
        };
        beans(t, "java/lang/management/MemoryPoolMXBean", &rows, pool_bean)
    }

    /// `GetMemoryManagers`: all, or those of a pool.
    fn get_memory_managers(t, pool: Option<Handle<'_>>) -> object {
        let rows: Vec<&Pool> = match pool {
            None => POOLS.iter().collect(),
            Some(o) => match pool_of(t, o) {
                Some(p) => vec![p],
                None => return Ok(None),
            },
        };
        beans(t, "java/lang/management/MemoryManagerMXBean", &rows, manager_bean)
    }

    /// `GetMemoryPoolUsage`
    fn get_memory_pool_usage(t, pool: Handle<'_>) -> object {
        match pool_of(t, pool) {
            Some(p) => usage_object(t, usage(p)).map(Some),
            None => Ok(None),
        }
    }

    /// `GetPoolCollectionUsage`: null, as no pool is collected.
    fn get_pool_collection_usage(_t, _pool: Handle<'_>) -> object {
        Ok(None)
    }

    /// `GetMemoryUsage` of the heap, or of everything else.
    fn get_memory_usage(t, heap: u8) -> object {
        let p = POOLS.iter().find(|p| p.heap == (heap != 0)).expect("a pool of either kind");
        usage_object(t, usage(p)).map(Some)
    }

    /// `SetPoolSensor`: no pool has a threshold that could trigger it.
    fn set_pool_sensor(t, _pool: Handle<'_>, _kind: i32, _sensor: Handle<'_>) -> (), else (); {
        Err(t.throw_new(super::UNSUPPORTED, "memory pools of this virtual machine have no thresholds"))
    }

    /// `SetPoolThreshold`: -1, the answer for a pool without thresholds.
    fn set_pool_threshold(t, _pool: Handle<'_>, _kind: i32, threshold: i64) -> i64, else -1; {
        if threshold < 0 {
            return Err(t.throw_new(ILLEGAL_ARGUMENT, "Invalid threshold value"));
        }
        Ok(NO_THRESHOLD)
    }

    /// `GetGCExtAttributeInfo`
    fn get_gc_ext_attribute_info(t, collector: Handle<'_>, _info: *mut u8, _count: i32) -> i32, else 0; {
        Err(no_such_collector(t, collector))
    }

    /// `GetLastGCStat`
    fn get_last_gc_stat(t, collector: Handle<'_>, _stat: *mut u8) -> (), else (); {
        Err(no_such_collector(t, collector))
    }

    /// `SetGCNotificationEnabled`
    fn set_gc_notification_enabled(t, collector: Handle<'_>, _on: u8) -> (), else (); {
        Err(no_such_collector(t, collector))
    }
}
