//! Class unloading (JVMS §12.7 of the language specification: a class may be unloaded when its loader is unreachable).
//!
//! What dies is a [`ClassLoaderData`]: a loader with its classes, or a hidden class. While it marks, the collector tells of each
//! live object of a class that may be unloaded ([`visit_class`]), of each live class loader ([`visit_loader`]), and of each
//! frame's method; the first time, the data's references are visited, and those of all data that it is linked to. What has not
//! been reached then is dead. All functions here but [`unloaded_classes`] run while the mutators are stopped.

use std::sync::atomic::{AtomicU64, Ordering};

use gc::NarrowRef;
use gc::client::{Fate, Visitor};

use super::data::{ClassLoaderData, DATA, Loader};
use crate::class::KlassRef;

/// Classes unloaded so far, for management.
static UNLOADED_CLASSES: AtomicU64 = AtomicU64::new(0);

/// Number of classes and interfaces that have been unloaded since the start.
pub fn unloaded_classes() -> u64 {
    // Relaxed: a number by itself.
    UNLOADED_CLASSES.load(Ordering::Relaxed)
}

/// Before marking: nothing has been reached.
pub fn begin_marking() {
    for data in DATA.read().iter() {
        data.reached.store(false, Ordering::Relaxed);
    }
}

/// Claims `data`; true for the first caller.
fn claim(data: &ClassLoaderData) -> bool {
    // Relaxed: the collector's threads meet at barriers of their own before anything is freed
    data.may_be_unloaded() && !data.reached.swap(true, Ordering::Relaxed)
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
/// that are being defined. One of `parts` tasks.
pub fn visit_strong(part: usize, parts: usize, visit: &mut Visitor<'_>) {
    for data in DATA.read().iter().skip(part).step_by(parts) {
        if !data.may_be_unloaded() {
            data.visit_slots(visit);
            let mut found = Vec::new();
            add_links(data, &mut found);
            reach_all(found, visit);
        } else if data.in_use.load(Ordering::Relaxed) != 0 {
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

/// After marking: unloads what has not been reached.
pub fn unload(fate: &Fate<'_>) {
    let _ = fate;
}
