//! [`Loader`]: what the VM keeps for each class loader; [`ClassLoaderData`]: what it frees when classes die.

use std::cell::Cell;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use gc::{NarrowRef, ObjRef};
use parking_lot::{Mutex, RwLock};

use super::modules::{Module, Package};
use crate::class::KlassRef;
use crate::metaspace::{self, Arena};
use crate::runtime::young_slots;
use crate::symbol::{FxMap, FxSet, Symbol};
use crate::thread::Scope;
use crate::well_known::f;

/// What a class loader means by names. The boot loader's has no Java object.
pub struct Loader {
    /// The `java.lang.ClassLoader`: a root; null for the boot loader.
    pub object: Cell<NarrowRef>,
    /// Metadata of its classes, hidden ones apart that are not strong.
    pub data: &'static ClassLoaderData,
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
}

/// Classes that live and die together, with everything that is freed when they die: those of a loader, or one hidden class that
/// is not strong (JEP 371), with its array classes. It is kept alive by the class loader object, by instances and mirrors of its
/// classes, and by what it is linked to from.
#[derive(Default)]
pub struct ClassLoaderData {
    pub arena: Arena,
    /// In whose name space the classes are; set once.
    loader: OnceLock<&'static Loader>,
    /// Holds one hidden class: alive by its own mirror, not by the loader object.
    pub(super) is_hidden: Cell<bool>,
    /// Number of reasons not to unload although nothing refers to it: definitions and compilations in progress.
    pub(super) in_use: AtomicU32,
    /// Whether the collector has found it alive, while it marks.
    pub(super) reached: AtomicBool,
    /// Set when it is being unloaded.
    pub(super) is_dead: Cell<bool>,
    /// Addresses of the inline caches in the methods' code.
    pub inline_caches: Mutex<Vec<usize>>,
    /// Addresses of the words in the methods' code in which receivers' classes are noted.
    pub receiver_words: Mutex<FxSet<usize>>,
    /// Slots of the constant objects in compiled code, by where they were found.
    pub constants: Mutex<FxMap<crate::compile_env::constants::Key, RefSlot>>,
    /// Others that may be unloaded whose classes these ones name: supers, resolved constants, linked call sites.
    pub(super) links: Mutex<FxSet<*const ClassLoaderData>>,
    /// Every class whose metadata lies in the arena: those being defined, hidden ones and arrays included. Their mirrors
    /// are roots.
    pub(super) all: Mutex<Vec<KlassRef>>,
    /// Classes whose definition failed: nobody knows them, they wait for being freed.
    pub(super) failed: Mutex<Vec<KlassRef>>,
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
    /// (first id, number used, number there) of each chunk of reference slots.
    chunks: Vec<(u32, u32, u32)>,
}

/// Slots in the first chunk, and in each of the later ones.
const SLOT_CHUNK: [u32; 2] = [16, 256];

// SAFETY: `object` is written before the loader is published, and by the collector while all
// threads are stopped.
unsafe impl Sync for Loader {}
// SAFETY: as above.
unsafe impl Send for Loader {}
// SAFETY: `is_hidden` is written before the data is published, `is_dead` while threads are stopped; `links` are addresses of
// other data, used then too.
unsafe impl Sync for ClassLoaderData {}
// SAFETY: as above.
unsafe impl Send for ClassLoaderData {}

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
        young_slots::note(self.cell());
    }
    #[inline(always)]
    pub fn narrow(self) -> NarrowRef {
        self.cell().get()
    }
}

/// All loaders that the VM knows.
pub(super) static LOADERS: RwLock<Vec<&'static Loader>> = RwLock::new(Vec::new());
/// All class loader data.
pub(super) static DATA: RwLock<Vec<&'static ClassLoaderData>> = RwLock::new(Vec::new());

/// Calls `f` with every loader.
pub fn for_each_loader(f: impl FnMut(&'static Loader)) {
    LOADERS.read().iter().copied().for_each(f);
}

/// Calls `f` with every class loader data.
pub fn for_each_data(f: impl FnMut(&'static ClassLoaderData)) {
    DATA.read().iter().copied().for_each(f);
}

/// Calls `f` with every class of every loader, hidden ones, arrays and those being defined, which may have no mirror yet, included.
pub fn for_each_klass(mut f: impl FnMut(KlassRef)) {
    for_each_data(|d| d.for_each_klass(&mut f));
}

impl Default for Loader {
    fn default() -> Loader {
        Loader {
            object: Cell::default(),
            data: Box::leak(Box::default()),
            classes: RwLock::default(),
            packages: RwLock::default(),
            unnamed_module: OnceLock::new(),
            kind: Cell::default(),
            parallel_capable: Cell::default(),
        }
    }
}

impl Loader {
    /// Moves the data of a new loader to where it stays.
    pub(super) fn publish(self) -> &'static Loader {
        let loader: &'static Loader = Box::leak(Box::new(self));
        let _ = loader.data.loader.set(loader);
        DATA.write().push(loader.data);
        LOADERS.write().push(loader);
        loader
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
        self.data.new_slot(o)
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

/// See [`ClassLoaderData::keep`].
pub struct InUse<'a>(&'a ClassLoaderData);

impl Drop for InUse<'_> {
    fn drop(&mut self) {
        // Release: what was done with the classes comes before they are freed.
        self.0.in_use.fetch_sub(1, Ordering::Release);
    }
}

impl ClassLoaderData {
    /// Data of its own for a hidden class in the name space of `loader`.
    pub(super) fn for_hidden(loader: &'static Loader) -> &'static ClassLoaderData {
        let data: &'static ClassLoaderData = Box::leak(Box::default());
        data.is_hidden.set(true);
        let _ = data.loader.set(loader);
        DATA.write().push(data);
        data
    }

    /// The loader in whose name space the classes are.
    pub fn loader(&self) -> &'static Loader {
        self.loader.get().expect("set when it is published")
    }

    /// Whether this is being unloaded: for those who purge their tables then.
    pub fn is_dead(&self) -> bool {
        self.is_dead.get()
    }

    /// Whether this may die: a hidden class's, or that of a loader which may.
    pub fn may_be_unloaded(&self) -> bool {
        self.is_hidden.get() || self.loader().may_be_unloaded()
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
            self.failed.lock().push(k);
        }
    }

    /// Calls `f` with every class, also with those being defined, which may have no mirror yet.
    pub fn for_each_klass(&self, f: impl FnMut(KlassRef)) {
        self.all.lock().iter().copied().for_each(f);
    }

    /// Keeps this from being unloaded until the result is dropped.
    pub fn keep(&self) -> InUse<'_> {
        self.in_use.fetch_add(1, Ordering::Relaxed);
        InUse(self)
    }

    /// Notes that these classes name one of `other`, which must live as long.
    pub fn link(&self, other: &'static ClassLoaderData) {
        // the loader in whose name space a hidden class is lives by the mirror
        let own = std::ptr::eq(self, other) || std::ptr::eq(self.loader().data, other);
        if !own && other.may_be_unloaded() {
            self.links.lock().insert(other);
        }
    }

    /// A new root slot that lives as long as this, holding `o`.
    pub fn new_slot(&self, o: Option<ObjRef<'_>>) -> RefSlot {
        let mut s = self.slots.lock();
        let full = s.chunks.last().is_none_or(|c| c.1 == c.2);
        if full {
            let n = SLOT_CHUNK[usize::from(!s.chunks.is_empty())];
            let p = self.arena.allocate(4 * n as usize);
            s.chunks.push((((p as usize - metaspace::base()) >> 2) as u32, 0, n));
        }
        let c = s.chunks.last_mut().expect("just pushed");
        let slot = RefSlot(c.0 + c.1);
        c.1 += 1;
        slot.set(o);
        slot
    }

    /// Calls `f` with every root slot.
    pub fn for_each_slot(&self, mut f: impl FnMut(RefSlot)) {
        for &(first, used, _) in &self.slots.lock().chunks {
            (first..first + used).for_each(|i| f(RefSlot(i)));
        }
    }

    /// Visits everything here that holds a reference: the class loader object, the mirrors, the root slots.
    pub fn visit_slots(&self, visit: &mut gc::client::Visitor<'_>) {
        let loader = self.loader();
        if std::ptr::eq(loader.data, self) && !loader.object.get().is_null() {
            visit(&loader.object);
        }
        self.for_each_klass(|k| {
            if !k.mirror.get().is_null() {
                visit(&k.0.mirror);
            }
        });
        self.for_each_slot(|s| visit(s.cell()));
    }
}
