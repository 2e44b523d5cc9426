//! Why the metadata that a compilation reads stays: a compilation is no Java thread, so collections, which may unload classes,
//! run while it goes on.
//!
//! Each answer is given under a lock that collections take for write. What an answer names is alive then, and is kept
//! ([`ClassLoaderData::keep`]) until the compilation has ended and its code has been installed. The classes that constant
//! pools of a kept class name are kept by it.

use parking_lot::{RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::class::MethodRef;
use crate::loader::data::{ClassLoaderData, InUse};
use crate::thread::Scope;

/// Held for read while an answer is given, for write during collections. Who holds it for read waits for no lock that
/// is held over a safepoint.
static COLLECTIONS: RwLock<()> = RwLock::new(());

/// No collection runs as long as this is there.
pub struct Answering {
    _lock: RwLockReadGuard<'static, ()>,
}

/// Before metadata and constant objects are read by a thread that safepoints do not wait for.
pub fn query() -> Answering {
    // recursive: a collection that waits must not block the inner of two questions
    Answering { _lock: COLLECTIONS.read_recursive() }
}

/// For the duration of a collection.
pub fn collect() -> RwLockWriteGuard<'static, ()> {
    COLLECTIONS.write()
}

/// A method that is to be compiled: its class is not unloaded.
pub struct Pin {
    method: MethodRef,
    _class: InUse<'static>,
}

impl Pin {
    /// Pins a method; the token shows that no collection is running.
    pub fn new(_t: &Scope<'_>, method: MethodRef) -> Pin {
        Pin { method, _class: method.holder.data.keep() }
    }

    pub fn method(&self) -> MethodRef {
        self.method
    }
}

/// What answers have named.
pub(super) struct Pins<'a> {
    root: &'a Pin,
    others: Vec<(*const ClassLoaderData, InUse<'static>)>,
}

impl<'a> Pins<'a> {
    pub(super) fn new(root: &'a Pin) -> Pins<'a> {
        Pins { root, others: Vec::new() }
    }

    pub(super) fn root_data(&self) -> &'static ClassLoaderData {
        self.root.method.holder.data
    }

    /// Whether `data` is that of the method being compiled.
    pub(super) fn is_root(&self, data: &'static ClassLoaderData) -> bool {
        std::ptr::eq(self.root_data(), data)
    }

    /// Keeps `data`, which is alive now. The caller holds the lock.
    pub(super) fn add(&mut self, data: &'static ClassLoaderData) {
        let is_kept = self.is_root(data)
            || !data.may_be_unloaded()
            || self.others.iter().any(|o| std::ptr::eq(o.0, data));
        if !is_kept {
            self.others.push((data, data.keep()));
        }
    }
}
