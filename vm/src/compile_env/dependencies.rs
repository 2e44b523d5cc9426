//! What compiled code has assumed of the class hierarchy ([`Dependency`]).
//!
//! Assumptions are checked when code is published, and code is published, under the lock of the [`hierarchy`]. Under the same
//! lock a new class breaks the assumptions of published code, which is not entered any more from then on. Its activations are
//! deoptimised before the class is visible, so that none of them meets an instance.

use std::sync::atomic::{AtomicU64, Ordering};

use jit::code::Dependency;
use parking_lot::Mutex;

use super::hierarchy::{self, Hierarchy};
use super::{address, klass, liveness, method};
use crate::class::KlassRef;
use crate::code::{self, Blob, Reason};
use crate::compiled;
use crate::loader::data::ClassLoaderData;
use crate::symbol::FxMap;
use crate::thread::{Scope, Stopped, safepoint};

/// Published code by the classes (addresses) that it depends on.
#[derive(Default)]
pub(super) struct Index(FxMap<u64, Vec<(Dependency, &'static Blob)>>);

/// Code that has lost an assumption because of new classes; for logs.
static BROKEN: AtomicU64 = AtomicU64::new(0);

/// The class whose subtypes an assumption is about.
fn class_of(d: &Dependency) -> u64 {
    match *d {
        Dependency::Unique { class, .. } | Dependency::OnlySubtype { class, .. } => class,
    }
}

/// Whether an assumption names a class that is being unloaded.
fn is_dead(d: &Dependency) -> bool {
    let other = match *d {
        Dependency::Unique { method: m, .. } => method(m).holder,
        Dependency::OnlySubtype { subtype, .. } => klass(subtype),
    };
    klass(class_of(d)).data.is_dead() || other.data.is_dead()
}

impl Index {
    fn add(&mut self, blob: &'static Blob) {
        for d in &blob.code.dependencies {
            self.0.entry(class_of(d)).or_default().push((*d, blob));
        }
    }

    fn remove(&mut self, blob: &Blob) {
        for d in &blob.code.dependencies {
            if let Some(list) = self.0.get_mut(&class_of(d)) {
                list.retain(|(_, b)| !std::ptr::eq(*b, blob));
            }
        }
    }

    /// Code with an assumption that the new class `k` breaks.
    fn broken_by(&self, k: KlassRef) -> Vec<&'static Blob> {
        let mut broken: Vec<&'static Blob> = Vec::new();
        let supers = k.supers().skip(1);
        let interfaces = k.secondaries.get().iter().copied().filter(|i| i.is_interface());
        for s in supers.chain(interfaces) {
            let list = self.0.get(&address(s)).into_iter().flatten();
            broken.extend(list.filter(|(d, _)| breaks(d, k)).map(|(_, blob)| *blob));
        }
        broken.sort_unstable_by_key(|b| std::ptr::from_ref(*b));
        broken.dedup_by(|a, b| std::ptr::eq(*a, *b));
        broken
    }

    /// Code with an assumption about classes that are being unloaded. Forgets these classes, and code of theirs.
    fn take_dead(&mut self) -> Vec<&'static Blob> {
        let mut dead = Vec::new();
        for list in self.0.values_mut() {
            list.retain(|(d, blob)| {
                let own = blob.method().is_some_and(|m| m.holder.data.is_dead());
                let lives = !own && !is_dead(d);
                if !lives && !own {
                    dead.push(*blob);
                }
                lives
            });
        }
        self.0.retain(|_, list| !list.is_empty());
        dead.sort_unstable_by_key(|b| std::ptr::from_ref(*b));
        dead.dedup_by(|a, b| std::ptr::eq(*a, *b));
        dead.iter().for_each(|b| self.remove(b));
        dead
    }
}

/// Whether a new subtype of the class that an assumption is about breaks it.
fn breaks(d: &Dependency, k: KlassRef) -> bool {
    match *d {
        Dependency::Unique { class, method: m } => {
            let (class, m) = (klass(class), method(m));
            hierarchy::is_concrete(k)
                && hierarchy::index_of(class, m).is_none_or(|i| k.vtable(i as usize) != m)
        }
        Dependency::OnlySubtype { subtype, .. } => hierarchy::is_concrete(k) && address(k) != subtype,
    }
}

/// Whether an assumption holds now.
fn holds(h: &mut Hierarchy, d: &Dependency) -> bool {
    match *d {
        Dependency::Unique { class, method: m } => {
            let (k, m) = (klass(class), method(m));
            hierarchy::index_of(k, m).is_some_and(|i| h.unique_method(k, i) == Some(m))
        }
        Dependency::OnlySubtype { class, subtype } => h.only_concrete(klass(class)) == Some(klass(subtype)),
    }
}

/// Lets installed code be entered, unless one of its assumptions does not hold any more: then false, and the method may be
/// compiled anew. The environment that the assumptions come from must still be there.
pub fn check_and_publish(blob: &'static Blob, adapter: &'static Blob) -> bool {
    let _alive = liveness::query();
    let mut h = hierarchy::lock();
    if !blob.code.dependencies.iter().all(|d| holds(&mut h, d)) {
        drop(h);
        code::make_not_entrant(blob, Reason::Invalidated);
        return false;
    }
    h.state().index.add(blob);
    code::publish(blob, adapter);
    true
}

/// Forgets code that is about to be freed. Nothing that the code cache has locked may be held.
pub fn forget(blob: &Blob) {
    if !blob.code.dependencies.is_empty() {
        hierarchy::lock().state().index.remove(blob);
    }
}

/// A class is about to become visible.
pub fn class_added(t: &mut Scope<'_>, k: KlassRef) {
    let broken = {
        let mut h = hierarchy::lock();
        h.add(k);
        let broken = h.state().index.broken_by(k);
        for blob in &broken {
            h.state().index.remove(blob);
            code::make_not_entrant(blob, Reason::Invalidated);
        }
        // a later safepoint may free them
        broken.into_iter().map(|b| std::ptr::from_ref(b) as usize).collect::<Vec<_>>()
    };
    if broken.is_empty() {
        return;
    }
    // Relaxed: a number by itself.
    let all = BROKEN.fetch_add(broken.len() as u64, Ordering::Relaxed) + broken.len() as u64;
    crate::log!(
        debug,
        [jit, codecache],
        "{} breaks the assumptions of {} compiled methods ({all} so far)",
        k.external_name(),
        broken.len()
    );
    safepoint::operation(t, "Deoptimize", |_, stopped| deoptimize(stopped, &broken));
}

/// Sends activations of code at these addresses back to the interpreter.
fn deoptimize(stopped: &Stopped<'_>, blobs: &[usize]) {
    compiled::deoptimize_activations(stopped, |b| blobs.contains(&(std::ptr::from_ref(b) as usize)));
}

/// A class that was about to become visible, but another of its name was faster.
pub fn class_withdrawn(k: KlassRef) {
    hierarchy::lock().withdraw(k);
}

/// Code that has been made not entrant because classes were unloaded.
static UNLOADED: Mutex<Vec<usize>> = Mutex::new(Vec::new());

/// Classes are being unloaded; inside a safepoint, nothing has been freed yet.
pub fn classes_unloaded(dead: &[&'static ClassLoaderData]) {
    let mut h = hierarchy::lock();
    h.remove_dead(dead);
    let code = h.state().index.take_dead();
    drop(h);
    for blob in code {
        code::make_not_entrant(blob, Reason::Unloaded);
        UNLOADED.lock().push(std::ptr::from_ref(blob) as usize);
    }
}

/// After a collection, inside its safepoint: deoptimises activations that named classes that are gone.
pub fn collected(stopped: &Stopped<'_>) {
    let blobs = std::mem::take(&mut *UNLOADED.lock());
    if !blobs.is_empty() {
        deoptimize(stopped, &blobs);
    }
}
