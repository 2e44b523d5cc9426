//! [`Klass`]: the metadata of a class, interface or array class.
//!
//! ```text
//! metaspace:  | Klass (TypeInfo first) | vtable: MethodRef x vtable_len |
//! ```
//! The class id in an object's header times 8 is the distance of its `Klass` from the metaspace
//! base; entry `i` of the vtable lies at `size_of::<Klass>() + 8 * i`.
//!
//! Fields in `Cell`s are written while the class is created or linked, by the one thread that does
//! it, before `init_state` (release/acquire) or a dictionary lock publishes them.

use std::cell::{Cell, OnceCell};
use std::fmt;
use std::ops::Deref;
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicUsize, Ordering};

use gc::object::{MIRROR_ARRAY_CLASS, MIRROR_CLASS};
use gc::{NarrowRef, ObjRef, RefBlock, TypeInfo, TypeKind};

use super::{BasicType, ConstantPool, Field, MethodRef};
use crate::loader::data::{ClassLoaderData, Loader, RefSlot};
use crate::loader::modules::Package;
use crate::metaspace;
use crate::symbol::Symbol;

/// Supers that are found by one compare, see [`Klass::display`].
pub const DISPLAY: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum KlassKind {
    Instance = 0,
    ObjArray = 1,
    TypeArray = 2,
}

/// Progress of a class through linking and initialisation (JVMS §5.4, §5.5).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum InitState {
    Loaded = 0,
    Linked = 1,
    BeingInitialized = 2,
    Initialized = 3,
    Erroneous = 4,
}

/// VM-internal class flags, in [`Klass::vm_flags`].
pub mod flag {
    /// Has (or inherits) a `finalize()` with a body: instances are registered.
    pub const HAS_FINALIZER: u32 = 1 << 0;
    pub const HIDDEN: u32 = 1 << 1;
    pub const RECORD: u32 = 1 << 2;
    /// Can be cloned by `Object.clone`.
    pub const CLONEABLE: u32 = 1 << 3;
    /// Declares non-static concrete interface methods, or a super does: matters for initialisation.
    pub const HAS_DEFAULT_METHODS: u32 = 1 << 4;
    /// `new` on it always takes the slow path (abstract, mirror, finalizable ...).
    pub const SLOW_NEW: u32 = 1 << 5;
    /// An interface or class declared with non-abstract, non-static methods in an interface itself.
    pub const DECLARES_DEFAULT_METHODS: u32 = 1 << 6;
    /// Subclass of `java.lang.ref.Reference`.
    pub const REFERENCE: u32 = 1 << 7;
    /// Subclass of `java.lang.ClassLoader`.
    pub const CLASS_LOADER: u32 = 1 << 8;
    /// Subclass of `java.lang.Throwable`.
    pub const THROWABLE: u32 = 1 << 9;
    /// A strong hidden class or an ordinary one keeps its loader; a weak hidden one does not.
    pub const WEAK_HIDDEN: u32 = 1 << 10;
    /// Verified already, or exempt.
    pub const VERIFIED: u32 = 1 << 11;
    /// Declares final instance methods.
    pub const HAS_FINAL_METHODS: u32 = 1 << 12;
    /// It, a super, or a field of theirs is `@Contended`: fields of subclasses lie behind padding.
    pub const CONTENDED: u32 = 1 << 13;
}

#[repr(C)]
pub struct Klass {
    pub type_info: TypeInfo,
    /// Ids of the superclasses by depth, the class itself included while its depth is below
    /// [`DISPLAY`]; for interfaces only `Object`. `is_subclass_of` is then one load and compare.
    pub display: [Cell<u32>; DISPLAY],
    /// Newest hit among `secondaries`.
    pub secondary_cache: AtomicU32,
    /// Distance from `java.lang.Object`; for interfaces `u8::MAX`: never in a display.
    pub depth: Cell<u8>,
    pub kind: KlassKind,
    pub init_state: AtomicU8,
    /// Array classes: the type of the elements.
    pub elem_type: BasicType,
    /// `access_flags` as the class file has them (without inner class flags), u16.
    pub access: Cell<u32>,
    /// See [`flag`].
    pub vm_flags: AtomicU32,
    /// The `java.lang.Class` object: a root.
    pub mirror: Cell<NarrowRef>,
    pub vtable_len: Cell<u32>,
    pub id: Cell<u32>,
    /// Array class with this as component, 0: none yet.
    pub array_class: AtomicU32,
    pub name: Symbol,
    pub superclass: Cell<Option<KlassRef>>,
    pub loader: &'static Loader,
    /// Where this metadata lies: that of the loader, or the hidden class's own.
    pub data: &'static ClassLoaderData,
    /// Array classes: the component class (objects) - `None` for primitive components.
    pub component: Option<KlassRef>,
    /// All superinterfaces, and superclasses beyond the display.
    pub secondaries: Cell<&'static [KlassRef]>,
    /// Superinterfaces with methods, each with the class's implementations by itable index.
    pub itable: Cell<&'static [ItableEntry]>,
    pub cp: Option<&'static ConstantPool>,
    /// Declared methods, in class-file order, VM-made ones (overpasses) behind them.
    pub methods: Cell<&'static [MethodRef]>,
    pub fields: Cell<&'static [Field]>,
    pub cold: KlassCold,
}

/// Implementations of one interface's methods.
#[derive(Clone, Copy)]
pub struct ItableEntry {
    pub interface: KlassRef,
    /// By the interface method's itable index; `None`: abstract (AbstractMethodError).
    pub methods: &'static [Cell<Option<MethodRef>>],
}

/// What only linking, reflection and diagnostics need.
#[derive(Default)]
pub struct KlassCold {
    /// The class file; empty for arrays.
    pub bytes: Cell<&'static [u8]>,
    /// Owns these bytes, unless they are there for ever.
    pub file: Cell<Option<Box<[u8]>>>,
    pub interfaces: Cell<&'static [KlassRef]>,
    pub major: Cell<u16>,
    pub minor: Cell<u16>,
    /// Bytes of static fields at the end of the mirror, and how many of them are references.
    pub static_size: Cell<u32>,
    pub static_refs: Cell<u32>,
    pub source_file: Cell<Option<Symbol>>,
    pub source_debug_extension: Cell<Option<&'static [u8]>>,
    pub signature: Cell<Option<Symbol>>,
    /// Raw attribute contents, for reflection.
    pub annotations: Cell<Option<&'static [u8]>>,
    pub type_annotations: Cell<Option<&'static [u8]>>,
    /// InnerClasses rows: inner class, outer class, name, flags (constant pool indices).
    pub inner_classes: Cell<&'static [[u16; 4]]>,
    /// EnclosingMethod: class and name-and-type indices.
    pub enclosing_method: Cell<Option<(u16, u16)>>,
    pub nest_host_index: Cell<u16>,
    pub nest_host: Cell<Option<KlassRef>>,
    /// Why the class is its own nest host although it names another.
    pub nest_error: parking_lot::Mutex<Option<String>>,
    pub nest_members: Cell<&'static [u16]>,
    pub record: Cell<Option<&'static [RecordComponent]>>,
    /// `None`: not sealed.
    pub permitted_subclasses: Cell<Option<&'static [u16]>>,
    /// BootstrapMethods: method handle index and argument indices.
    pub bootstrap_methods: OnceCell<Box<[BootstrapMethod]>>,
    /// Identity of the thread that initialises the class, 0 when none does.
    pub init_thread: AtomicUsize,
    /// Cause of later errors "Could not initialize class": what the failed initialisation threw, retold.
    pub init_error: parking_lot::Mutex<Option<RefSlot>>,
    /// Package that the class is in, with its module; `None` for the unnamed package, and arrays. See
    /// `loader::modules::module_of`.
    pub package_entry: Cell<Option<&'static Package>>,
    /// Fields that the VM adds to the declared ones, see `well_known`.
    pub injected: Cell<&'static [Field]>,
    /// Where the class came from, for logs.
    pub source: Cell<Option<&'static str>>,
    /// Direct subclasses, newest first; see `compile_env::hierarchy`.
    pub first_subclass: Cell<Option<KlassRef>>,
    pub next_sibling: Cell<Option<KlassRef>>,
}

/// A row of BootstrapMethods: index of the method handle, indices of the static arguments.
pub type BootstrapMethod = (u16, Box<[u16]>);

/// One component of a record (JVMS §4.7.30), indices into the class's constant pool.
#[derive(Clone, Copy)]
pub struct RecordComponent {
    pub name: Symbol,
    pub descriptor: Symbol,
    pub signature: Option<Symbol>,
    pub annotations: Option<&'static [u8]>,
    pub type_annotations: Option<&'static [u8]>,
}

// SAFETY: see the module's head: cells are written by one thread before publication.
unsafe impl Sync for Klass {}
// SAFETY: as above.
unsafe impl Send for Klass {}
// SAFETY: as above.
unsafe impl Sync for ItableEntry {}
// SAFETY: as above.
unsafe impl Send for ItableEntry {}

/// A class; metadata outlives every object and frame that can name it.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct KlassRef(pub &'static Klass);

impl Deref for KlassRef {
    type Target = Klass;
    #[inline(always)]
    fn deref(&self) -> &Klass {
        self.0
    }
}
impl PartialEq for KlassRef {
    #[inline(always)]
    fn eq(&self, o: &Self) -> bool {
        std::ptr::eq(self.0, o.0)
    }
}
impl Eq for KlassRef {}
impl std::hash::Hash for KlassRef {
    fn hash<H: std::hash::Hasher>(&self, h: &mut H) {
        (std::ptr::from_ref(self.0) as usize).hash(h);
    }
}
impl fmt::Debug for KlassRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name)
    }
}

const ACC_INTERFACE: u32 = 0x0200;
const ACC_ABSTRACT: u32 = 0x0400;

impl KlassRef {
    /// # Safety
    /// `id` must be a class's id.
    #[inline(always)]
    pub unsafe fn from_id(id: u32) -> KlassRef {
        // SAFETY: by the caller's promise.
        KlassRef(unsafe { &*(metaspace::address_of(id) as *const Klass) })
    }

    /// Class of an object.
    #[inline(always)]
    pub fn of(o: ObjRef<'_>) -> KlassRef {
        // SAFETY: the header of a live object holds its class's id.
        unsafe { KlassRef::from_id(o.class_id()) }
    }

    /// The class that a mirror stands for; `None` for a primitive type's or `void`'s mirror.
    pub fn from_mirror(mirror: ObjRef<'_>) -> Option<KlassRef> {
        assert!(mirror.type_info().kind == TypeKind::Mirror, "a java.lang.Class object is expected");
        // SAFETY: mirrors have this injected field; class ids in it are valid.
        unsafe {
            let id: u32 = mirror.load(MIRROR_CLASS);
            if id == 0 { None } else { Some(KlassRef::from_id(id)) }
        }
    }

    /// The primitive type (or `void`) that a mirror stands for, by its array class; see
    /// `loader::mirrors` for `void`.
    pub fn primitive_array_of(mirror: ObjRef<'_>) -> Option<KlassRef> {
        // SAFETY: mirrors have this injected field.
        unsafe {
            let id: u32 = mirror.load(MIRROR_ARRAY_CLASS);
            if id == 0 { None } else { Some(KlassRef::from_id(id)) }
        }
    }

    #[inline(always)]
    pub fn id(self) -> u32 {
        self.id.get()
    }

    /// The class's `java.lang.Class` object.
    ///
    /// The result borrows `_token`, so it cannot live across a safepoint.
    #[inline(always)]
    pub fn mirror<'a, T: gc::handle::MutatorToken + ?Sized>(self, _token: &'a T) -> ObjRef<'a> {
        // SAFETY: the mirror is a root and set when the class becomes visible.
        unsafe { self.mirror.get().decode() }.expect("a class has a mirror")
    }

    pub fn is_interface(self) -> bool {
        self.access.get() & ACC_INTERFACE != 0
    }
    pub fn is_abstract(self) -> bool {
        self.access.get() & ACC_ABSTRACT != 0
    }
    pub fn is_array(self) -> bool {
        self.kind != KlassKind::Instance
    }
    pub fn is_instance(self) -> bool {
        self.kind == KlassKind::Instance
    }
    pub fn has_flag(self, f: u32) -> bool {
        self.vm_flags.load(Ordering::Relaxed) & f != 0
    }
    pub fn set_flag(self, f: u32) {
        self.vm_flags.fetch_or(f, Ordering::Relaxed);
    }
    pub fn clear_flag(self, f: u32) {
        self.vm_flags.fetch_and(!f, Ordering::Relaxed);
    }
    /// Runs of references in an instance.
    pub fn ref_blocks(self) -> &'static [RefBlock] {
        let info = &self.0.type_info;
        // SAFETY: they lie in the arena of the class's loader.
        unsafe { std::slice::from_raw_parts(info.ref_blocks, info.ref_block_count.into()) }
    }
    pub fn is_hidden(self) -> bool {
        self.has_flag(flag::HIDDEN)
    }

    #[inline(always)]
    pub fn init_state(self) -> InitState {
        // SAFETY: only values of the enum are stored.
        unsafe { std::mem::transmute(self.init_state.load(Ordering::Acquire)) }
    }
    #[inline(always)]
    pub fn is_initialized(self) -> bool {
        self.init_state() == InitState::Initialized
    }
    pub fn set_init_state(self, s: InitState) {
        self.init_state.store(s as u8, Ordering::Release);
    }

    /// From loaded to linked, unless another thread has got further already.
    pub fn set_linked(self) {
        // Release: publishes what linking wrote.
        let _ = self.init_state.compare_exchange(
            InitState::Loaded as u8,
            InitState::Linked as u8,
            Ordering::Release,
            Ordering::Relaxed,
        );
    }

    /// The runtime constant pool.
    ///
    /// # Panics
    /// On an array class.
    pub fn constants(self) -> &'static ConstantPool {
        self.cp.expect("an array class has no constant pool")
    }

    /// Method `index` of the vtable.
    #[inline(always)]
    pub fn vtable(self, index: usize) -> MethodRef {
        debug_assert!(index < self.vtable_len.get() as usize);
        // SAFETY: vtable_len entries follow the Klass.
        unsafe { *self.vtable_base().add(index) }
    }

    /// First entry of the vtable.
    #[inline(always)]
    pub fn vtable_base(self) -> *mut MethodRef {
        (std::ptr::from_ref(self.0) as usize + size_of::<Klass>()) as *mut MethodRef
    }

    /// The whole vtable.
    pub fn vtable_slice(self) -> &'static [MethodRef] {
        // SAFETY: vtable_len entries follow the Klass, which lives for ever as far as its users can tell.
        unsafe { std::slice::from_raw_parts(self.vtable_base(), self.vtable_len.get() as usize) }
    }

    /// Moves `klass` into `arena`, with room behind it for a vtable of `vtable_len` entries.
    pub fn create(arena: &metaspace::Arena, klass: Klass, vtable_len: usize) -> KlassRef {
        let size = size_of::<Klass>() + vtable_len * size_of::<MethodRef>();
        if size > metaspace::LARGEST {
            crate::fatal::fatal("a class has more virtual methods than there is room for");
        }
        let p = arena.allocate(size).cast::<Klass>();
        // SAFETY: fresh memory, aligned to 8, big enough.
        let k = KlassRef(unsafe {
            p.write(klass);
            &*p
        });
        k.id.set(metaspace::id_of(p));
        k
    }

    /// Fills the vtable; once, while the class is created.
    pub fn set_vtable(self, entries: impl ExactSizeIterator<Item = MethodRef>) {
        self.vtable_len.set(entries.len() as u32);
        for (i, m) in entries.enumerate() {
            // SAFETY: `create` made room for them, and nobody else knows the class yet.
            unsafe { self.vtable_base().add(i).write(m) };
        }
    }

    /// Element class of an array (below all dimensions); `None` when the elements are primitive. For
    /// other classes the class itself.
    pub fn element(self) -> Option<KlassRef> {
        match (self.kind, self.component) {
            (KlassKind::Instance, _) => Some(self),
            (_, Some(c)) => c.element(),
            (_, None) => None,
        }
    }

    /// Number of dimensions of an array class, 0 for others.
    pub fn dimensions(self) -> usize {
        match (self.kind, self.component) {
            (KlassKind::Instance, _) => 0,
            (_, Some(c)) => 1 + c.dimensions(),
            (_, None) => 1,
        }
    }

    /// Whether `self` is `other` or one of its subclasses (interfaces don't count).
    pub fn is_subclass_of(self, other: KlassRef) -> bool {
        self.supers().any(|k| k == other)
    }

    /// Subtype test (JVMS §6.5.instanceof, for non-null values).
    #[inline(always)]
    pub fn is_subtype_of(self, target: KlassRef) -> bool {
        let d = target.depth.get() as usize;
        if d < DISPLAY {
            // array classes and interfaces have depth u8::MAX
            return self.display[d].get() == target.id();
        }
        self == target || self.is_subtype_slow(target)
    }

    #[cold]
    #[inline(never)]
    fn is_subtype_slow(self, target: KlassRef) -> bool {
        if self.secondary_cache.load(Ordering::Relaxed) == target.id() {
            return true;
        }
        let found = if self.is_array() && target.is_array() {
            match (self.component, target.component) {
                (Some(a), Some(b)) => a.is_subtype_of(b),
                _ => false, // primitive arrays: equal classes only
            }
        } else {
            self.secondaries.get().contains(&target)
        };
        if found {
            self.secondary_cache.store(target.id(), Ordering::Relaxed);
        }
        found
    }

    /// Java's name of the class (`Class.getName`): dots, `[I`, hidden suffix with a slash.
    pub fn external_name(self) -> String {
        if self.is_array()
            && let Some(e) = self.element().filter(|e| e.is_hidden())
        {
            return format!("{}L{};", "[".repeat(self.dimensions()), e.external_name());
        }
        if self.is_hidden() {
            // Outer.Name/0x0123: the last slash stays
            let t = self.name.text();
            return match t.rfind('+').or_else(|| t.rfind('/')) {
                Some(i) => format!("{}/{}", t[..i].replace('/', "."), &t[i + 1..]),
                None => t.replace('/', "."),
            };
        }
        self.name.external()
    }

    /// Package in internal form ("java/lang"), empty for the unnamed one; arrays: the element's.
    pub fn package(self) -> &'static [u8] {
        if self.is_array() {
            return self.component.map_or(b"java/lang", KlassRef::package);
        }
        let n = self.name.bytes();
        match n.iter().rposition(|&b| b == b'/') {
            Some(i) => &n[..i],
            None => &[],
        }
    }

    /// Whether both classes are in the same runtime package (JVMS §5.3).
    pub fn same_package(self, o: KlassRef) -> bool {
        std::ptr::eq(self.loader, o.loader) && self.package() == o.package()
    }

    /// Declared method by name and descriptor.
    pub fn declared_method(self, name: Symbol, desc: Symbol) -> Option<MethodRef> {
        self.methods.get().iter().copied().find(|m| m.name == name && m.desc == desc)
    }

    /// Declared field by name and descriptor.
    pub fn declared_field(self, name: Symbol, desc: Symbol) -> Option<&'static Field> {
        self.fields.get().iter().find(|f| f.name == name && f.desc == desc)
    }

    /// Class, then superclasses.
    pub fn supers(self) -> impl Iterator<Item = KlassRef> {
        std::iter::successors(Some(self), |k| k.superclass.get())
    }
}
