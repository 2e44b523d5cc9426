//! Collectors: counts and times, what the last collection did, and the notifications of collections.

use std::ffi::c_char;
use std::sync::atomic::{AtomicBool, Ordering};

use gc::{Handle, Kind};

use super::memory::{self, Manager};
use super::{ILLEGAL_ARGUMENT, notifications};
use crate::class::KlassRef;
use crate::diag::gc_stats::{self, Collection, Pool, Snapshot};
use crate::native::handles::JObject;
use crate::native::jvm::c_function;
use crate::os::time;
use crate::runtime::{alloc, java_call, strings};
use crate::thread::{JResult, Scope, Thrown, Value};
use crate::vm::vm;

/// The implementation of the collectors' beans in the module `jdk.management`.
pub(super) const EXTENSION: &str = "com/sun/management/internal/GarbageCollectorExtImpl";

// jmmLongAttribute
const GC_TIME_MS: i32 = 9;
const GC_COUNT: i32 = 10;
const GC_EXT_ATTRIBUTE_INFO_SIZE: i32 = 401;
const ABSENT: i64 = -1;

/// `jmmExtAttributeInfo`
#[repr(C)]
pub(super) struct ExtAttributeInfo {
    name: *const c_char,
    /// Descriptor's letter.
    ty: u8,
    description: *const c_char,
}

/// `jmmGCStat`
#[repr(C)]
pub(super) struct GcStat {
    index: i64,
    start_time: i64,
    end_time: i64,
    usage_before: JObject,
    usage_after: JObject,
    ext_values_size: i32,
    /// `jvalue`s
    ext_values: *mut u64,
    num_ext: i32,
}

/// Which collectors' listeners want to be told of collections.
static NOTIFY: [AtomicBool; 2] = [AtomicBool::new(false), AtomicBool::new(false)];

/// The collections that the collector does whose bean `object` is.
fn kind_of(t: &mut Scope<'_>, object: Handle<'_>) -> JResult<Kind> {
    match memory::manager_of(t, object).and_then(|m| m.collector) {
        Some(kind) => Ok(kind),
        None => Err(no_such_collector(t, object)),
    }
}

fn no_such_collector(t: &mut Scope<'_>, object: Handle<'_>) -> Thrown {
    match memory::class(t, "java/lang/management/GarbageCollectorMXBean") {
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

/// A number that a collector's bean asks for.
pub(super) fn long_attribute(t: &mut Scope<'_>, collector: Handle<'_>, attribute: i32) -> JResult<i64> {
    let kind = kind_of(t, collector)?;
    Ok(match attribute {
        GC_TIME_MS => gc_stats::collector(kind).time.as_millis() as i64,
        GC_COUNT => gc_stats::collector(kind).count as i64,
        GC_EXT_ATTRIBUTE_INFO_SIZE => 1,
        _ => ABSENT,
    })
}

/// Makes `MemoryUsage`s of a snapshot, in the order of the pools, in `array`.
fn fill_usage(t: &mut Scope<'_>, array: Handle<'_>, all: &Snapshot) -> JResult<()> {
    if array.get(t).length() != Pool::ALL.len() {
        let text = "The length of the given array does not match the number of memory pools";
        return Err(t.throw_new(ILLEGAL_ARGUMENT, text));
    }
    for pool in Pool::ALL {
        let mut n = t.nested();
        let usage = memory::usage_object(&mut n, pool, pool.of(all))?;
        array.get(&n).set_elem_ref(pool as usize, Some(usage.get(&n)));
    }
    Ok(())
}

fn usage_array<'s>(t: &mut Scope<'s>, all: &Snapshot) -> JResult<Handle<'s>> {
    let component = memory::class(t, "java/lang/management/MemoryUsage")?;
    let array = alloc::new_object_array(t, component, Pool::ALL.len() as i32)?;
    fill_usage(t, array, all)?;
    Ok(array)
}

/// A collection that listeners are to hear of.
pub(super) struct Event {
    /// Milliseconds since 1970 of its end.
    when: i64,
    kind: Kind,
    collection: Collection,
}

/// Called after a collection, with all threads stopped: what listeners are to be told.
pub(super) fn event(kind: Kind, collection: &Collection) -> Option<Event> {
    // Relaxed: a switch by itself.
    let wanted = NOTIFY[kind as usize].load(Ordering::Relaxed);
    wanted.then(|| Event { when: time::now_millis(), kind, collection: collection.clone() })
}

/// Tells listeners of a collection.
///
/// # Errors
/// What the class library throws.
pub(super) fn notify(t: &mut Scope<'_>, event: &Event) -> JResult<()> {
    const NOTIFICATION: &str =
        "(JLjava/lang/String;Ljava/lang/String;Ljava/lang/String;Lcom/sun/management/GcInfo;)V";
    let manager = Manager::of_kind(event.kind);
    let bean = memory::manager_bean(t, manager)?;
    let info = gc_info(t, bean, &event.collection)?;
    let action = match event.kind {
        Kind::Young => "end of minor GC",
        Kind::Full => "end of major GC",
    };
    let mut texts = [None; 3];
    for (place, text) in texts.iter_mut().zip([manager.name, action, event.collection.cause.name()]) {
        *place = Some(strings::new_string(t, text)?);
    }
    let args = [
        Value::Long(event.when),
        Value::Ref(texts[0]),
        Value::Ref(texts[1]),
        Value::Ref(texts[2]),
        Value::Ref(Some(info)),
    ];
    java_call::call_virtual_named(t, bean, "createGCNotification", NOTIFICATION, &args).map(|_| ())
}

/// A `com.sun.management.GcInfo`.
fn gc_info<'s>(t: &mut Scope<'s>, bean: Handle<'_>, c: &Collection) -> JResult<Handle<'s>> {
    const GET_BUILDER: &str = "()Lcom/sun/management/internal/GcInfoBuilder;";
    const CONSTRUCTOR: &str = "(Lcom/sun/management/internal/GcInfoBuilder;JJJ\
        [Ljava/lang/management/MemoryUsage;[Ljava/lang/management/MemoryUsage;[Ljava/lang/Object;)V";
    let before = usage_array(t, &c.before)?;
    let after = usage_array(t, &c.after)?;
    let integer = memory::class(t, "java/lang/Integer")?;
    let extra = alloc::new_object_array(t, integer, 1)?;
    let threads = alloc::new_instance(t, integer)?;
    java_call::construct(t, threads, "(I)V", &[Value::Int(thread_count())])?;
    extra.get(t).set_elem_ref(0, Some(threads.get(t)));
    let builder = java_call::call_virtual_named(t, bean, "getGcInfoBuilder", GET_BUILDER, &[])?.object();
    let k = memory::class(t, "com/sun/management/GcInfo")?;
    let info = alloc::new_instance(t, k)?;
    let args = [
        Value::Ref(builder),
        Value::Long(c.number as i64),
        Value::Long(c.start_millis),
        Value::Long(c.end_millis),
        Value::Ref(Some(before)),
        Value::Ref(Some(after)),
        Value::Ref(Some(extra)),
    ];
    java_call::construct(t, info, CONSTRUCTOR, &args)?;
    Ok(info)
}

/// The one extension attribute of collectors.
fn thread_count() -> i32 {
    vm().heap.worker_count() as i32
}

c_function! {
    /// `GetGCExtAttributeInfo`: how many there are.
    fn get_gc_ext_attribute_info(
        t, _collector: Handle<'_>, info: *mut ExtAttributeInfo, count: i32,
    ) -> i32, else 0; {
        if count == 0 {
            return Ok(0);
        }
        if info.is_null() {
            return Err(t.throw_npe());
        }
        let attribute = ExtAttributeInfo {
            name: c"GcThreadCount".as_ptr(),
            ty: b'I',
            description: c"Number of GC threads".as_ptr(),
        };
        // SAFETY: the caller's array has at least one element.
        unsafe { info.write(attribute) };
        Ok(1)
    }

    /// `GetLastGCStat`: an index of 0 when there was no collection.
    fn get_last_gc_stat(t, collector: Handle<'_>, stat: *mut GcStat) -> (), else (); {
        // SAFETY: the caller's structure, with the arrays to be filled.
        let stat = unsafe { &mut *stat };
        if stat.ext_values_size > 0 && stat.ext_values.is_null() {
            return Err(t.throw_npe());
        }
        let kind = kind_of(t, collector)?;
        let Some(last) = gc_stats::collector(kind).last else {
            stat.index = 0;
            return Ok(());
        };
        // SAFETY: references that the caller holds.
        let arrays = unsafe { (t.from_jni(stat.usage_before), t.from_jni(stat.usage_after)) };
        let (Some(before), Some(after)) = arrays else { return Err(t.throw_npe()) };
        fill_usage(t, before, &last.before)?;
        fill_usage(t, after, &last.after)?;
        stat.index = last.number as i64;
        stat.start_time = last.start_millis;
        stat.end_time = last.end_millis;
        stat.num_ext = 0;
        if stat.ext_values_size > 0 {
            // SAFETY: the array has that many elements, and at least one.
            unsafe { stat.ext_values.write(thread_count() as u64) };
        }
        Ok(())
    }

    /// `SetGCNotificationEnabled`
    fn set_gc_notification_enabled(t, collector: Handle<'_>, on: u8) -> (), else (); {
        let kind = kind_of(t, collector)?;
        if on != 0 {
            notifications::start(t)?;
        }
        // Relaxed: a switch by itself.
        NOTIFY[kind as usize].store(on != 0, Ordering::Relaxed);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts() {
        assert_eq!(size_of::<GcStat>(), 64);
        assert_eq!(size_of::<ExtAttributeInfo>(), 24);
    }
}
