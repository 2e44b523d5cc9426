//! Class unloading (JLS §12.7: a class may be unloaded when its loader is unreachable).
//!
//! What dies is a [`ClassLoaderData`]: a loader with its classes, or a hidden class. While it marks, the collector tells of each
//! live object of a class that may be unloaded ([`visit_class`]), of each live class loader ([`visit_loader`]), and of each
//! frame's method; the first time, the data's references are visited, and those of all data that it is linked to. What has not
//! been reached then is dead. All functions here but [`unloaded_classes`] run while the mutators are stopped.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use gc::NarrowRef;
use gc::client::{Fate, Visitor};

use super::data::{ClassLoaderData, DATA, LOADERS, Loader};
use super::{boot, constraints, modules, room};
use crate::class::KlassRef;
use crate::code;
use crate::compile_env::dependencies;
use crate::interp::{calls, oop_maps};
use crate::link::resolve;
use crate::metaspace;
use crate::runtime::young_slots;

/// Classes unloaded so far, for management.
static UNLOADED_CLASSES: AtomicU64 = AtomicU64::new(0);

/// Number of classes and interfaces that have been unloaded since the start.
pub fn unloaded_classes() -> u64 {
    // Relaxed: a number by itself.
    UNLOADED_CLASSES.load(Ordering::Relaxed)
}

/// Bytes of metadata unloaded so far.
static UNLOADED_BYTES: AtomicUsize = AtomicUsize::new(0);

/// Bytes of metadata that have been unloaded since the start.
pub fn unloaded_bytes() -> usize {
    // Relaxed: a number by itself.
    UNLOADED_BYTES.load(Ordering::Relaxed)
}

/// After marking: nothing has been reached as far as the next one is concerned.
pub fn end_marking() {
    for data in DATA.read().iter() {
        data.reached.store(false, Ordering::Relaxed);
    }
}

/// Claims `data`; true for the first caller.
fn claim(data: &ClassLoaderData) -> bool {
    // Relaxed: the collector's threads meet at barriers of their own before anything is freed. The load is for the many
    // objects of the same classes.
    !data.reached.load(Ordering::Relaxed)
        && data.may_be_unloaded()
        && !data.reached.swap(true, Ordering::Relaxed)
}

/// Visits the references of `data`, if it may be unloaded and is reached for the first time, and of all that it is linked to.
fn reach(data: &ClassLoaderData, visit: &mut Visitor<'_>) {
    if claim(data) {
        let mut found = Vec::new();
        data.visit_slots(visit);
        add_links(data, &mut found);
        reach_all(found, visit);
    }
}

fn add_links(data: &ClassLoaderData, found: &mut Vec<*const ClassLoaderData>) {
    found.extend(data.links.lock().iter());
}

fn reach_all(mut found: Vec<*const ClassLoaderData>, visit: &mut Visitor<'_>) {
    while let Some(next) = found.pop() {
        // SAFETY: linked data lives as long as what is linked to it.
        let next = unsafe { &*next };
        if claim(next) {
            next.visit_slots(visit);
            add_links(next, &mut found);
        }
    }
}

/// While marking: an object of the class with this id, its mirror, or a frame of one of its methods is alive. From any
/// thread of the collector.
pub fn visit_class(id: u32, visit: &mut Visitor<'_>) {
    // SAFETY: ids in headers, mirrors and frames are classes'.
    reach(unsafe { KlassRef::from_id(id) }.data, visit);
}

/// While marking: this instance of `java.lang.ClassLoader` is alive. From any thread of the collector.
pub fn visit_loader(object: NarrowRef, visit: &mut Visitor<'_>) {
    // SAFETY: a live object, and nothing moves while it is looked at.
    if let Some(loader) = unsafe { object.decode() }.and_then(Loader::find) {
        reach(loader.data, visit);
    }
}

/// While marking: visits the references of data that cannot die now: of the loaders that are never unloaded, and of classes
/// that are being defined; with `-XX:-ClassUnloading` of all. One of `parts` tasks.
pub fn visit_strong(part: usize, parts: usize, visit: &mut Visitor<'_>) {
    let keeps_all = boot::try_settings().is_some_and(|s| !s.unloads);
    for data in DATA.read().iter().skip(part).step_by(parts) {
        if !data.may_be_unloaded() {
            data.visit_slots(visit);
            let mut found = Vec::new();
            add_links(data, &mut found);
            reach_all(found, visit);
        } else if keeps_all || data.in_use.load(Ordering::Acquire) != 0 {
            reach(data, visit);
        }
    }
}

/// Visits the references of all data there is: in young collections, and, after [`unload`], to adjust them. One of `parts` tasks.
pub fn visit_all(part: usize, parts: usize, visit: &mut Visitor<'_>) {
    for data in DATA.read().iter().skip(part).step_by(parts) {
        data.visit_slots(visit);
    }
}

/// After marking: unloads what has not been reached. Answers with the number of classes that are gone.
pub fn unload(fate: &Fate<'_>) -> usize {
    let dead = take_dead(fate);
    let mut count = 0;
    if !dead.is_empty() {
        dead.iter().for_each(|d| log_classes(d, &mut count));
        purge(&dead);
        UNLOADED_CLASSES.fetch_add(count as u64, Ordering::Relaxed);
        let before = metaspace::usage().0;
        for data in dead {
            // SAFETY: nothing names it, or its classes, any more.
            unsafe { free(data) };
        }
        UNLOADED_BYTES.fetch_add(before.saturating_sub(metaspace::usage().0), Ordering::Relaxed);
    }
    room::collected();
    count
}

/// Takes what has not been reached out of the lists.
fn take_dead(fate: &Fate<'_>) -> Vec<&'static ClassLoaderData> {
    let mut dead = Vec::new();
    DATA.write().retain(|d| {
        let lives = !d.may_be_unloaded() || d.reached.load(Ordering::Relaxed);
        if !lives {
            debug_assert!(d.in_use.load(Ordering::Relaxed) == 0, "classes die while they are defined");
            d.is_dead.set(true);
            dead.push(*d);
        }
        lives
    });
    LOADERS.write().retain(|l| !l.data.is_dead.get());
    debug_assert!(dead.iter().all(|d| is_consistent(d, fate)), "dead data with live objects");
    dead
}

/// Whether everything that would keep dead data alive is dead.
fn is_consistent(data: &ClassLoaderData, fate: &Fate<'_>) -> bool {
    let is_dead = |n: NarrowRef| n.is_null() || fate(n).is_none();
    let mut all = data.is_hidden.get() || is_dead(data.loader().object.get());
    data.for_each_klass(|k| all &= is_dead(k.mirror.get()));
    all
}

fn log_classes(data: &ClassLoaderData, count: &mut usize) {
    data.for_each_klass(|k| {
        if k.is_instance() {
            *count += 1;
            let address = std::ptr::from_ref(k.0) as usize;
            crate::log!(info, [class, unload], "unloading class {} 0x{:016x}", k.external_name(), address);
        }
    });
}

/// Removes what names dead classes and methods from everything that survives.
fn purge(dead: &[&'static ClassLoaderData]) {
    dependencies::classes_unloaded(dead);
    constraints::purge();
    modules::purge();
    resolve::purge_call_sites();
    oop_maps::clear();
    code::purge();
    young_slots::rebuild();
    for data in DATA.read().iter() {
        calls::purge_inline_caches(&data.inline_caches);
        calls::purge_receiver_words(&data.receiver_words);
        debug_assert!(data.links.lock().iter().all(|l| {
            // SAFETY: nothing has been freed yet.
            unsafe { !(**l).is_dead.get() }
        }));
    }
    if cfg!(debug_assertions) {
        for l in LOADERS.read().iter() {
            assert!(
                l.classes.read().values().all(|k| !k.data.is_dead.get()),
                "a dictionary names a dead class"
            );
        }
    }
}

/// Native code that uses ids of dead methods is found out.
fn forget_native_ids(k: KlassRef) {
    for id in k.methods.get().iter().filter_map(|m| m.cold.jni_id.get()) {
        id.store(std::ptr::null_mut(), Ordering::Relaxed);
    }
}

/// Frees dead data with its loader and all metadata.
///
/// # Safety
/// Nothing may name it or what it owns.
unsafe fn free(data: &'static ClassLoaderData) {
    let loader = data.loader();
    // SAFETY: by the caller's promise; classes and pools were moved into the arena, which does not drop them.
    // Data and loaders come from boxes, and so do packages and modules.
    unsafe {
        data.for_each_klass(forget_native_ids);
        for k in data.all.lock().iter().chain(data.failed.lock().iter()) {
            if let Some(cp) = k.cp {
                std::ptr::drop_in_place(std::ptr::from_ref(cp).cast_mut());
            }
            std::ptr::drop_in_place(std::ptr::from_ref(k.0).cast_mut());
        }
        if std::ptr::eq(loader.data, data) {
            for p in loader.packages.write().drain() {
                drop(Box::from_raw(std::ptr::from_ref(p.1).cast_mut()));
            }
            if let Some(m) = loader.unnamed_module.get() {
                drop(Box::from_raw(std::ptr::from_ref(*m).cast_mut()));
            }
            drop(Box::from_raw(std::ptr::from_ref(loader).cast_mut()));
        }
        drop(Box::from_raw(std::ptr::from_ref(data).cast_mut()));
    }
}
