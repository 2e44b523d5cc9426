//! [`Loader`]: what the VM keeps for each class loader.

use std::cell::Cell;
use std::sync::OnceLock;

use gc::{NarrowRef, ObjRef};
use parking_lot::{Mutex, RwLock};

use super::modules::{Module, Package};
use crate::class::KlassRef;
use crate::metaspace::{self, Arena};
use crate::symbol::{FxMap, Symbol};
use crate::thread::Scope;
use crate::well_known::f;

/// A class loader's classes and metadata. The boot loader's has no Java object.
#[derive(Default)]
pub struct Loader {
    /// The `java.lang.ClassLoader`: a root; null for the boot loader.
    pub object: Cell<NarrowRef>,
    pub arena: Arena,
    /// Classes for which this is a defining or recorded initiating loader (JVMS §5.3).
    pub classes: RwLock<FxMap<Symbol, KlassRef>>,
    /// Packages of the classes that it defines, and of the modules defined to it.
    pub packages: RwLock<FxMap<Symbol, &'static Package>>,
    /// Its unnamed module.
    pub unnamed_module: OnceLock<&'static Module>,
    /// Which of the loaders that the VM treats apart this is.
    pub kind: Cell<LoaderKind>,
    /// Registered as parallel capable: `loadClass` is called without holding the loader's monitor.
    pub parallel_capable: Cell<bool>,
    /// Every class whose metadata lies in the arena: those being defined, hidden ones and arrays included. Their mirrors
    /// are roots.
    all: Mutex<Vec<KlassRef>>,
    slots: Mutex<Slots>,
}

/// The loaders that the VM treats apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LoaderKind {
    #[default]
    Boot,
    /// `jdk.internal.loader.ClassLoaders$PlatformClassLoader`
    Platform,
    /// `jdk.internal.loader.ClassLoaders$AppClassLoader`
    App,
    /// `jdk.internal.reflect.DelegatingClassLoader`: one generated accessor each, looks names up in its parent.
    Reflection,
    User,
}

#[derive(Default)]
struct Slots {
    /// (first id, number used) of each chunk of reference slots.
    chunks: Vec<(u32, u32)>,
}

const SLOT_CHUNK: u32 = 256;

// SAFETY: `object` is written before the loader is published, and by the collector while all
// threads are stopped.
unsafe impl Sync for Loader {}
// SAFETY: as above.
unsafe impl Send for Loader {}

/// A reference that metadata holds (a resolved String constant, an appendix ...): the metaspace
/// address divided by 4 of a slot which the collector knows as a root of its loader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub struct RefSlot(pub u32);

impl RefSlot {
    #[inline(always)]
    fn cell(self) -> &'static Cell<NarrowRef> {
        // SAFETY: a RefSlot is made only by `Loader::new_slot`, from memory that lives as long.
        unsafe { &*((metaspace::base() + ((self.0 as usize) << 2)) as *const Cell<NarrowRef>) }
    }
    #[inline(always)]
    pub fn get<'a>(self, _token: &'a Scope<'_>) -> Option<ObjRef<'a>> {
        // SAFETY: slots are roots; the token keeps the collector away.
        unsafe { self.cell().get().decode() }
    }
    #[inline(always)]
    pub fn set(self, o: Option<ObjRef<'_>>) {
        self.cell().set(NarrowRef::encode(o));
    }
    #[inline(always)]
    pub fn narrow(self) -> NarrowRef {
        self.cell().get()
    }
}

/// All loaders that the VM knows.
static LOADERS: RwLock<Vec<&'static Loader>> = RwLock::new(Vec::new());

/// Calls `f` with every loader.
pub fn for_each_loader(f: impl FnMut(&'static Loader)) {
    LOADERS.read().iter().copied().for_each(f);
}

impl Loader {
    /// Moves the data of a new loader to where it stays.
    pub(super) fn publish(self) -> &'static Loader {
        let loader: &'static Loader = Box::leak(Box::new(self));
        LOADERS.write().push(loader);
        loader
    }

    /// Notes a class whose metadata has just been made.
    pub(super) fn add_klass(&self, k: KlassRef) {
        self.all.lock().push(k);
    }

    /// Forgets a class that could not be defined.
    pub(super) fn remove_klass(&self, k: KlassRef) {
        let mut all = self.all.lock();
        if let Some(i) = all.iter().rposition(|x| *x == k) {
            all.swap_remove(i);
        }
    }

    /// Calls `f` with every class of this loader, also with those being defined, which may have no mirror yet.
    pub fn for_each_klass(&self, f: impl FnMut(KlassRef)) {
        self.all.lock().iter().copied().for_each(f);
    }

    pub fn is_boot(&self) -> bool {
        self.object.get().is_null()
    }

    /// Whether the loader may die, and its classes with it: not the boot, platform and application loaders.
    pub fn may_be_unloaded(&self) -> bool {
        matches!(self.kind.get(), LoaderKind::User | LoaderKind::Reflection)
    }

    /// A new root slot that lives as long as the loader, holding `o`.
    pub fn new_slot(&self, o: Option<ObjRef<'_>>) -> RefSlot {
        let mut s = self.slots.lock();
        let full = s.chunks.last().is_none_or(|c| c.1 == SLOT_CHUNK);
        if full {
            let p = self.arena.allocate(4 * SLOT_CHUNK as usize);
            s.chunks.push((((p as usize - metaspace::base()) >> 2) as u32, 0));
        }
        let c = s.chunks.last_mut().expect("just pushed");
        let slot = RefSlot(c.0 + c.1);
        c.1 += 1;
        slot.set(o);
        slot
    }

    /// Calls `f` with every root slot.
    pub fn for_each_slot(&self, mut f: impl FnMut(RefSlot)) {
        for &(first, used) in &self.slots.lock().chunks {
            (first..first + used).for_each(|i| f(RefSlot(i)));
        }
    }

    /// The Java object; `None` for the boot loader.
    pub fn object<'a>(&self, _token: &'a Scope<'_>) -> Option<ObjRef<'a>> {
        // SAFETY: a root; the token keeps the collector away.
        unsafe { self.object.get().decode() }
    }

    /// The loader behind a `java.lang.ClassLoader` that has been used with the VM before.
    pub fn find(class_loader: ObjRef<'_>) -> Option<&'static Loader> {
        let p = f::ClassLoader::loader_data.get(class_loader);
        // SAFETY: the injected field holds 0 or the address of a Loader that lives with the object.
        if p == 0 { None } else { Some(unsafe { &*(p as usize as *const Loader) }) }
    }
}
