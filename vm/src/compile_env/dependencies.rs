//! What compiled code has assumed of the class hierarchy ([`Dependency`]).
//!
//! Assumptions are checked when code is published, and code is published, under the lock of the [`hierarchy`]. Under the same
//! lock a new class breaks the assumptions of published code, which is not entered any more from then on. Its activations are
//! deoptimised before the class is visible, so that none of them meets an instance.

use jit::code::Dependency;

use super::hierarchy::{self, Hierarchy};
use super::{klass, liveness, method};
use crate::class::KlassRef;
use crate::loader::data::ClassLoaderData;
use crate::thread::Scope;

/// Published code by the classes that it depends on.
#[derive(Default)]
pub(super) struct Index {}

/// Whether an assumption holds now.
fn holds(h: &mut Hierarchy, d: &Dependency) -> bool {
    match *d {
        Dependency::Unique { class, method: m } => {
            let (k, m) = (klass(class), method(m));
            hierarchy::index_of(k, m).is_some_and(|i| h.unique_method(k, i) == Some(m))
        }
        Dependency::Leaf { class } => h.is_leaf(klass(class)),
        Dependency::OnlySubtype { class, subtype } => h.only_concrete(klass(class)) == Some(klass(subtype)),
    }
}

/// Runs `publish` unless an assumption does not hold any more; the environment that the assumptions come from must still be
/// there. `None`: the method must be compiled anew.
pub fn check_and_publish<R>(all: &[Dependency], publish: impl FnOnce() -> R) -> Option<R> {
    let _alive = liveness::query();
    let mut h = hierarchy::lock();
    if !all.iter().all(|d| holds(&mut h, d)) {
        return None;
    }
    Some(publish())
}

/// A class is about to become visible.
pub fn class_added(_t: &mut Scope<'_>, k: KlassRef) {
    let mut h = hierarchy::lock();
    h.add(k);
}

/// A class that was about to become visible, but another of its name was faster.
pub fn class_withdrawn(k: KlassRef) {
    hierarchy::lock().withdraw(k);
}

/// Classes are being unloaded; inside a safepoint, nothing has been freed yet.
pub fn classes_unloaded(dead: &[&'static ClassLoaderData]) {
    hierarchy::lock().remove_dead(dead);
}
