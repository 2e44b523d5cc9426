//! Object references, the object header, and typed access to an object's memory.
//!
//! ```text
//! offset 0        4        8            12 / 16
//!        +--------+--------+------------+----------
//!        | class  |  mark  | fields ...                     instance
//!        +--------+--------+------------+----------
//!        | class  |  mark  | length u32 | elements ...      array (16 for 8-byte elements)
//!        +--------+--------+------------+----------
//! mark:  bits 0-1 lock state   bit 2 unused   bits 3-6 age   bits 7-31 identity hash (0: none yet)
//! ```
//! The lock state follows HotSpot's lightweight locking: `01` unlocked, `00` fast-locked (the owner
//! is the thread whose lock stack holds the object), `10` inflated (monitor in a side table),
//! `11` forwarded (only inside a collection). JEP 450 is the model.

use std::marker::PhantomData;
use std::num::NonZeroUsize;
use std::sync::atomic::{
    AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicU8, AtomicU16, AtomicU32, AtomicU64, AtomicUsize,
    Ordering,
};

use crate::barrier;

/// Bytes of the object header.
pub const HEADER_SIZE: usize = 8;
/// Offset of the 32-bit class id.
pub const CLASS_OFFSET: usize = 0;
/// Offset of the 32-bit mark word.
pub const MARK_OFFSET: usize = 4;
/// Offset of an array's length.
pub const LENGTH_OFFSET: usize = 8;
/// Objects start at multiples of this.
pub const ALIGNMENT: usize = 8;
/// log2 of [`ALIGNMENT`]: the scale of a [`NarrowRef`] and of a class id.
pub const SHIFT: u32 = 3;

pub const LOCK_MASK: u32 = 0b11;
pub const FAST_LOCKED: u32 = 0b00;
pub const UNLOCKED: u32 = 0b01;
pub const INFLATED: u32 = 0b10;
pub const FORWARDED: u32 = 0b11;
pub const AGE_SHIFT: u32 = 3;
pub const AGE_MASK: u32 = 0b1111 << AGE_SHIFT;
pub const HASH_SHIFT: u32 = 7;
pub const HASH_BITS: u32 = 25;

/// Offset of the first element of an array whose elements have `1 << log2` bytes.
#[inline]
pub const fn array_base(log2: u32) -> usize {
    if log2 == 3 { 16 } else { 12 }
}

/// Bytes of an array object, header included, rounded up to [`ALIGNMENT`].
#[inline]
pub const fn array_size(log2: u32, length: usize) -> usize {
    (array_base(log2) + (length << log2) + (ALIGNMENT - 1)) & !(ALIGNMENT - 1)
}

static HEAP_BASE: AtomicUsize = AtomicUsize::new(0);
static CLASS_BASE: AtomicUsize = AtomicUsize::new(0);

/// Base address that [`NarrowRef`]s count from. Written once, before the first allocation.
#[inline(always)]
pub fn heap_base() -> usize {
    HEAP_BASE.load(Ordering::Relaxed)
}

/// Base address that class ids count from.
#[inline(always)]
pub fn class_base() -> usize {
    CLASS_BASE.load(Ordering::Relaxed)
}

pub(crate) fn set_heap_base(base: usize) {
    HEAP_BASE.store(base, Ordering::Release);
}

/// Tells the collector where class ids count from; class id `c` names the [`TypeInfo`] at
/// `base + (c << 3)`. Called once, before the first object exists.
pub fn set_class_base(base: usize) {
    CLASS_BASE.store(base, Ordering::Release);
}

/// What the scanner must know of a class; the first member of every class's metadata.
#[derive(Debug)]
#[repr(C)]
pub struct TypeInfo {
    pub kind: TypeKind,
    /// log2 of the element size, for arrays.
    pub log2_elem: u8,
    /// Number of [`RefBlock`]s at `ref_blocks`.
    pub ref_block_count: u16,
    /// Bytes of an instance, header included; for mirrors without the static fields.
    pub instance_size: u32,
    pub ref_blocks: *const RefBlock,
    /// For [`TypeKind::Reference`]: what the referent may expect.
    pub strength: Strength,
    /// The class may be unloaded: the collector reports its live objects (`Client::visit_class`).
    pub unloadable: bool,
}

/// The kinds of `java.lang.ref.Reference`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
#[repr(u8)]
pub enum Strength {
    Soft = 0,
    #[default]
    Weak = 1,
    Final = 2,
    Phantom = 3,
}

/// A run of reference fields in an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct RefBlock {
    pub offset: u32,
    pub count: u32,
}

/// How an object is scanned and measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum TypeKind {
    Instance = 0,
    RefArray = 1,
    PrimArray = 2,
    /// Subclass of `java.lang.ref.Reference`: `referent` and `discovered` are treated apart.
    Reference = 3,
    /// `java.lang.Class`: static fields follow the instance fields, references first; the counts
    /// stand at [`MIRROR_STATIC_REFS`] and [`MIRROR_SIZE`].
    Mirror = 4,
    /// Subclass of `java.lang.ClassLoader`: an instance keeps the classes of its loader.
    ClassLoader = 5,
}

/// Class id in the header of a filler: memory between objects that holds none. Its mark word is its size in units of
/// [`ALIGNMENT`].
pub const FILLER_CLASS: u32 = 1;

/// In a mirror: id of the class that it stands for, 0 for primitive types (u32).
pub const MIRROR_CLASS: usize = 8;
/// In a mirror: id of the array class of which it is the component type, 0 if none yet (u32).
pub const MIRROR_ARRAY_CLASS: usize = 12;
/// In a mirror: total bytes of the mirror object (u32).
pub const MIRROR_SIZE: usize = 16;
/// In a mirror: number of static reference fields, which start at its class's `instance_size` (u32).
pub const MIRROR_STATIC_REFS: usize = 20;
/// Bytes of the fields which the VM puts before the declared fields of `java.lang.Class`.
pub const MIRROR_INJECTED: usize = 16;

/// A reference as heap, frames and tables hold it; zero is null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[repr(transparent)]
pub struct NarrowRef(pub u32);

impl NarrowRef {
    pub const NULL: NarrowRef = NarrowRef(0);

    #[inline(always)]
    pub fn is_null(self) -> bool {
        self.0 == 0
    }

    /// The address that this names (the heap's base for null).
    #[inline(always)]
    pub fn address(self) -> usize {
        heap_base() + ((self.0 as usize) << SHIFT)
    }

    /// # Safety
    /// The reference must be null or name a live object, and no collection may run during `'a`.
    #[inline(always)]
    pub unsafe fn decode<'a>(self) -> Option<ObjRef<'a>> {
        if self.0 == 0 { None } else { Some(ObjRef(NonZeroUsize::new(self.address())?, PhantomData)) }
    }

    #[inline(always)]
    pub fn encode(o: Option<ObjRef<'_>>) -> NarrowRef {
        match o {
            Some(o) => o.narrow(),
            None => NarrowRef::NULL,
        }
    }
}

/// A live object's address, valid only while the mutator token that it borrows is not used mutably.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub struct ObjRef<'a>(NonZeroUsize, PhantomData<&'a ()>);

/// The primitive types that an object's memory can be read and written as.
///
/// Accesses are relaxed atomics, which compile to plain moves: the Java memory model allows races
/// on ordinary fields.
pub trait Prim: Copy {
    /// # Safety
    /// `p` must be valid and aligned for the type.
    unsafe fn load(p: *const u8, o: Ordering) -> Self;
    /// # Safety
    /// `p` must be valid and aligned for the type.
    unsafe fn store(p: *mut u8, v: Self, o: Ordering);
}

macro_rules! prim {
    ($($t:ty, $a:ty, $to:expr, $from:expr;)*) => {$(
        impl Prim for $t {
            #[inline(always)]
            unsafe fn load(p: *const u8, o: Ordering) -> Self {
                // SAFETY: the caller vouches for validity and alignment.
                let v = unsafe { <$a>::from_ptr(p.cast_mut().cast()) }.load(o);
                $to(v)
            }
            #[inline(always)]
            unsafe fn store(p: *mut u8, v: Self, o: Ordering) {
                // SAFETY: the caller vouches for validity and alignment.
                unsafe { <$a>::from_ptr(p.cast()) }.store($from(v), o);
            }
        }
    )*};
}
prim! {
    u8, AtomicU8, |v| v, |v| v;
    i8, AtomicI8, |v| v, |v| v;
    u16, AtomicU16, |v| v, |v| v;
    i16, AtomicI16, |v| v, |v| v;
    u32, AtomicU32, |v| v, |v| v;
    i32, AtomicI32, |v| v, |v| v;
    u64, AtomicU64, |v| v, |v| v;
    i64, AtomicI64, |v| v, |v| v;
    f32, AtomicU32, f32::from_bits, f32::to_bits;
    f64, AtomicU64, f64::from_bits, f64::to_bits;
    bool, AtomicU8, |v: u8| v & 1 != 0, |v| v as u8;
    NarrowRef, AtomicU32, NarrowRef, |v: NarrowRef| v.0;
}

impl<'a> ObjRef<'a> {
    /// # Safety
    /// `addr` must be a live object's address, and no collection may run during `'a`.
    #[inline(always)]
    pub unsafe fn from_addr(addr: usize) -> ObjRef<'a> {
        debug_assert!(addr != 0 && addr & (ALIGNMENT - 1) == 0);
        // SAFETY: a live object is never at address zero.
        ObjRef(unsafe { NonZeroUsize::new_unchecked(addr) }, PhantomData)
    }

    #[inline(always)]
    pub fn addr(self) -> usize {
        self.0.get()
    }

    #[inline(always)]
    pub fn narrow(self) -> NarrowRef {
        NarrowRef(((self.0.get() - heap_base()) >> SHIFT) as u32)
    }

    #[inline(always)]
    fn at(self, offset: usize) -> *mut u8 {
        (self.0.get() + offset) as *mut u8
    }

    /// Id of the object's class.
    #[inline(always)]
    pub fn class_id(self) -> u32 {
        // SAFETY: every object has a header.
        unsafe { u32::load(self.at(CLASS_OFFSET), Ordering::Relaxed) }
    }

    #[inline(always)]
    pub fn type_info(self) -> &'static TypeInfo {
        // SAFETY: the class id of a live object names its class's metadata, which starts with TypeInfo.
        unsafe { &*((class_base() + ((self.class_id() as usize) << SHIFT)) as *const TypeInfo) }
    }

    /// The mark word; shared with other threads.
    #[inline(always)]
    pub fn mark(self) -> &'a AtomicU32 {
        // SAFETY: every object has a header, 4-byte aligned at MARK_OFFSET.
        unsafe { AtomicU32::from_ptr(self.at(MARK_OFFSET).cast()) }
    }

    /// Length of an array. On an object that is no array the result means nothing.
    #[inline(always)]
    pub fn length(self) -> usize {
        // SAFETY: objects lie in the heap's mapping, which goes on for at least a word behind them.
        unsafe { u32::load(self.at(LENGTH_OFFSET), Ordering::Relaxed) as usize }
    }

    /// Bytes of the whole object.
    pub fn size(self) -> usize {
        let info = self.type_info();
        match info.kind {
            TypeKind::Instance | TypeKind::Reference | TypeKind::ClassLoader => info.instance_size as usize,
            TypeKind::RefArray | TypeKind::PrimArray => array_size(info.log2_elem.into(), self.length()),
            // SAFETY: mirrors have this injected field.
            TypeKind::Mirror => unsafe { u32::load(self.at(MIRROR_SIZE), Ordering::Relaxed) as usize },
        }
    }

    /// # Safety
    /// A `T` must lie at `offset` of this object.
    #[inline(always)]
    pub unsafe fn load<T: Prim>(self, offset: usize) -> T {
        // SAFETY: by the caller's promise.
        unsafe { T::load(self.at(offset), Ordering::Relaxed) }
    }

    /// # Safety
    /// A `T`, which is no reference, must lie at `offset` of this object.
    #[inline(always)]
    pub unsafe fn store<T: Prim>(self, offset: usize, v: T) {
        // SAFETY: by the caller's promise.
        unsafe { T::store(self.at(offset), v, Ordering::Relaxed) }
    }

    /// # Safety
    /// A `T` must lie at `offset` of this object.
    #[inline(always)]
    pub unsafe fn load_volatile<T: Prim>(self, offset: usize) -> T {
        // SAFETY: by the caller's promise.
        unsafe { T::load(self.at(offset), Ordering::SeqCst) }
    }

    /// # Safety
    /// A `T`, which is no reference, must lie at `offset` of this object.
    #[inline(always)]
    pub unsafe fn store_volatile<T: Prim>(self, offset: usize, v: T) {
        // SAFETY: by the caller's promise.
        unsafe { T::store(self.at(offset), v, Ordering::SeqCst) }
    }

    /// # Safety
    /// A reference must lie at `offset` of this object.
    #[inline(always)]
    pub unsafe fn load_ref(self, offset: usize) -> Option<ObjRef<'a>> {
        // SAFETY: by the caller's promise; the result lives as long as this reference does.
        unsafe { self.load::<NarrowRef>(offset).decode() }
    }

    /// Stores a reference with the write barrier.
    ///
    /// # Safety
    /// A reference must lie at `offset` of this object.
    #[inline(always)]
    pub unsafe fn store_ref(self, offset: usize, v: Option<ObjRef<'_>>) {
        // SAFETY: by the caller's promise.
        unsafe { self.store_narrow(offset, NarrowRef::encode(v), Ordering::Relaxed) }
    }

    /// Stores a reference with the write barrier and the given ordering.
    ///
    /// # Safety
    /// A reference must lie at `offset` of this object.
    #[inline(always)]
    pub unsafe fn store_narrow(self, offset: usize, v: NarrowRef, o: Ordering) {
        // SAFETY: by the caller's promise.
        unsafe { NarrowRef::store(self.at(offset), v, o) };
        barrier::post_write(self.0.get() + offset);
    }

    /// The 32 bits at `offset` as an atomic.
    ///
    /// # Safety
    /// Four aligned bytes of this object must lie there; whoever stores a reference through it must
    /// call [`barrier::post_write`] afterwards.
    #[inline(always)]
    pub unsafe fn atomic32(self, offset: usize) -> &'a AtomicU32 {
        // SAFETY: by the caller's promise.
        unsafe { AtomicU32::from_ptr(self.at(offset).cast()) }
    }

    /// The 64 bits at `offset` as an atomic.
    ///
    /// # Safety
    /// Eight aligned bytes of this object must lie there.
    #[inline(always)]
    pub unsafe fn atomic64(self, offset: usize) -> &'a AtomicU64 {
        // SAFETY: by the caller's promise.
        unsafe { AtomicU64::from_ptr(self.at(offset).cast()) }
    }

    #[inline]
    fn check_array(self, size: usize, index: usize) {
        let info = self.type_info();
        assert!(
            matches!(info.kind, TypeKind::PrimArray | TypeKind::RefArray)
                && 1usize << info.log2_elem == size
                && index <= self.length(),
            "array access: kind {:?}, element {} bytes, index {index} of {}",
            info.kind,
            1u32 << info.log2_elem,
            self.length()
        );
    }

    /// Element `index` of a primitive array.
    ///
    /// # Panics
    /// When this is no array of elements of `T`'s size, or `index` is out of bounds.
    #[inline]
    pub fn elem<T: Prim>(self, index: usize) -> T {
        let size = size_of::<T>();
        self.check_array(size, index + 1);
        // SAFETY: just checked.
        unsafe { self.load(array_base(size.ilog2()) + index * size) }
    }

    /// Sets element `index` of a primitive array.
    ///
    /// # Panics
    /// When this is no primitive array of elements of `T`'s size, or `index` is out of bounds.
    #[inline]
    pub fn set_elem<T: Prim>(self, index: usize, v: T) {
        let size = size_of::<T>();
        self.check_array(size, index + 1);
        assert!(self.type_info().kind == TypeKind::PrimArray);
        // SAFETY: just checked.
        unsafe { self.store(array_base(size.ilog2()) + index * size, v) }
    }

    /// Element `index` of an array of references.
    ///
    /// # Panics
    /// When this is no such array, or `index` is out of bounds.
    #[inline]
    pub fn elem_ref(self, index: usize) -> Option<ObjRef<'a>> {
        assert!(self.type_info().kind == TypeKind::RefArray && index < self.length());
        // SAFETY: just checked.
        unsafe { self.load_ref(array_base(2) + index * 4) }
    }

    /// Sets element `index` of an array of references, with the write barrier. The caller has made
    /// sure that the element type admits the value.
    ///
    /// # Panics
    /// When this is no such array, or `index` is out of bounds.
    #[inline]
    pub fn set_elem_ref(self, index: usize, v: Option<ObjRef<'_>>) {
        assert!(self.type_info().kind == TypeKind::RefArray && index < self.length());
        // SAFETY: just checked.
        unsafe { self.store_ref(array_base(2) + index * 4, v) }
    }

    /// Copies `out.len()` elements of a primitive array from `start`.
    ///
    /// # Panics
    /// When this is no primitive array of elements of `T`'s size, or the range is out of bounds.
    pub fn read_array<T: Prim>(self, start: usize, out: &mut [T]) {
        let size = size_of::<T>();
        self.check_array(size, start + out.len());
        let from = self.at(array_base(size.ilog2()) + start * size);
        // SAFETY: just checked; `out` is no heap memory, so the ranges do not overlap.
        unsafe { std::ptr::copy_nonoverlapping(from.cast::<T>(), out.as_mut_ptr(), out.len()) }
    }

    /// Copies `from` into a primitive array at `start`.
    ///
    /// # Panics
    /// When this is no primitive array of elements of `T`'s size, or the range is out of bounds.
    pub fn write_array<T: Prim>(self, start: usize, from: &[T]) {
        let size = size_of::<T>();
        self.check_array(size, start + from.len());
        assert!(self.type_info().kind == TypeKind::PrimArray);
        let to = self.at(array_base(size.ilog2()) + start * size);
        // SAFETY: just checked; `from` is no heap memory, so the ranges do not overlap.
        unsafe { std::ptr::copy_nonoverlapping(from.as_ptr(), to.cast::<T>(), from.len()) }
    }

    /// The bytes of a primitive array's elements, for reading during `'a`.
    pub fn bytes(self) -> &'a [u8] {
        let info = self.type_info();
        assert!(info.kind == TypeKind::PrimArray);
        let log2 = u32::from(info.log2_elem);
        // SAFETY: the elements lie there; the slice lives no longer than the reference. Other
        // threads may write them meanwhile, which Java allows; callers copy what must not change.
        unsafe { std::slice::from_raw_parts(self.at(array_base(log2)), self.length() << log2) }
    }
}
