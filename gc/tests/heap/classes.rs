//! The fake metaspace: classes of every kind and shape, with their [`TypeInfo`]s where the collector looks for them.

use gc::object::{self, MIRROR_INJECTED, array_base, array_size};
use gc::{RefBlock, ReferenceLayout, Strength, TypeInfo, TypeKind};

/// Where the collector finds the fields of references here.
pub const REFERENCE: ReferenceLayout =
    ReferenceLayout { referent: 8, next: 16, discovered: 20, timestamp: 24 };

/// Ids below this are not classes.
const FIRST_ID: usize = 512;
/// Words between two entries.
const STRIDE: usize = 4;
const CAPACITY: usize = 1 << 18;

/// Index of a class in [`Classes`].
pub type ClassIndex = usize;

/// What is known of a class here.
#[derive(Clone, Debug)]
pub struct Class {
    pub id: u32,
    pub kind: TypeKind,
    pub log2: u32,
    /// Bytes of an instance; of a mirror without its static fields.
    pub size: usize,
    /// Offsets of strong reference fields, but for `next` of references.
    pub fields: Vec<usize>,
    /// Offset of the 32-bit stamp, 0: there is none.
    pub stamp: usize,
    pub strength: Strength,
    /// Index of the loader, for classes that may be unloaded.
    pub loader: Option<usize>,
}

/// The shape of an instance class: blocks of fields, stamp, size.
struct Shape {
    kind: TypeKind,
    blocks: &'static [(u32, u32)],
    stamp: usize,
    size: usize,
    strength: Strength,
}

const fn plain(blocks: &'static [(u32, u32)], stamp: usize, size: usize) -> Shape {
    Shape { kind: TypeKind::Instance, blocks, stamp, size, strength: Strength::Weak }
}

const fn reference(strength: Strength) -> Shape {
    // queue, next; a field of the subclass
    Shape { kind: TypeKind::Reference, blocks: &[(12, 2), (36, 1)], stamp: 32, size: 40, strength }
}

/// Offset of the first declared field of a mirror.
const MIRROR_FIRST: usize = 8 + MIRROR_INJECTED;

/// All instance classes that are always there; arrays follow them.
const SHAPES: &[Shape] = &[
    plain(&[], 0, 8),
    plain(&[], 8, 16),
    plain(&[(8, 2)], 16, 24),
    plain(&[(12, 1), (24, 3)], 8, 40),
    plain(&[(8, 20), (96, 1), (104, 7)], 92, 136),
    plain(&[(16, 1), (400, 3), (1996, 1)], 8, 2000),
    reference(Strength::Soft),
    reference(Strength::Weak),
    reference(Strength::Final),
    reference(Strength::Phantom),
    Shape {
        kind: TypeKind::Mirror,
        blocks: &[(MIRROR_FIRST as u32, 2)],
        stamp: MIRROR_FIRST + 8,
        size: MIRROR_FIRST + 16,
        strength: Strength::Weak,
    },
    Shape { kind: TypeKind::ClassLoader, blocks: &[(8, 2)], stamp: 16, size: 24, strength: Strength::Weak },
];

pub const PLAIN: ClassIndex = 0;
/// An object with nothing but its stamp.
pub const LEAF: ClassIndex = 1;
pub const PAIR: ClassIndex = 2;
pub const SPLIT: ClassIndex = 3;
pub const BIG: ClassIndex = 5;
pub const INSTANCES: std::ops::RangeInclusive<ClassIndex> = PLAIN..=BIG;
pub const SOFT: ClassIndex = 6;
pub const WEAK: ClassIndex = 7;
pub const FINAL: ClassIndex = 8;
pub const PHANTOM: ClassIndex = 9;
pub const MIRROR: ClassIndex = 10;
pub const LOADER: ClassIndex = 11;
pub const REF_ARRAY: ClassIndex = 12;
/// Arrays of bytes; the next three have larger elements.
pub const BYTES: ClassIndex = 13;
pub const LONGS: ClassIndex = 16;

/// Shapes of the classes that a loader defines: two of instances, and the array class.
pub const UNLOADABLE_SHAPES: [ClassIndex; 2] = [PAIR, SPLIT];

/// The classes; they are never forgotten, but the memory of unloaded ones is overwritten.
pub struct Classes {
    space: *mut u64,
    used: usize,
    list: Vec<Class>,
}

impl Classes {
    /// Makes the classes that are always there. Once in a process.
    pub fn new() -> Classes {
        let space = Box::leak(vec![0u64; CAPACITY].into_boxed_slice()).as_mut_ptr();
        object::set_class_base(space as usize);
        let mut classes = Classes { space, used: FIRST_ID, list: Vec::new() };
        for shape in SHAPES {
            classes.instance(shape, None);
        }
        classes.array(TypeKind::RefArray, 2, None);
        for log2 in 0..4 {
            classes.array(TypeKind::PrimArray, log2, None);
        }
        classes
    }

    pub fn get(&self, index: ClassIndex) -> &Class {
        &self.list[index]
    }

    /// Whether there is memory for the classes of another loader.
    pub fn room(&self) -> bool {
        self.used + 8 * STRIDE < CAPACITY
    }

    /// Defines the classes of the loader number `loader`.
    pub fn define(&mut self, loader: usize) -> Vec<ClassIndex> {
        let first = self.list.len();
        for shape in UNLOADABLE_SHAPES {
            self.instance(&SHAPES[shape], Some(loader));
        }
        self.array(TypeKind::RefArray, 2, Some(loader));
        (first..self.list.len()).collect()
    }

    /// The class with this id.
    pub fn by_id(&self, id: u32) -> &Class {
        &self.list[(id as usize - FIRST_ID) / STRIDE]
    }

    fn entry(&self, id: u32) -> *mut TypeInfo {
        self.space.wrapping_add(id as usize).cast()
    }

    /// Overwrites the metadata of an unloaded class: whoever still looks at it goes astray.
    pub fn poison(&self, index: ClassIndex) {
        let info = TypeInfo {
            kind: TypeKind::Instance,
            log2_elem: 0,
            ref_block_count: u16::MAX,
            instance_size: 0x7fff_fff8,
            ref_blocks: std::ptr::without_provenance(0x1000),
            strength: Strength::Weak,
            unloadable: false,
        };
        // SAFETY: the entry is in the space; the world is stopped.
        unsafe { self.entry(self.list[index].id).write(info) };
    }

    fn instance(&mut self, shape: &Shape, loader: Option<usize>) {
        let blocks: Vec<RefBlock> =
            shape.blocks.iter().map(|&(offset, count)| RefBlock { offset, count }).collect();
        let next = if shape.kind == TypeKind::Reference { REFERENCE.next } else { 0 };
        let fields = blocks
            .iter()
            .flat_map(|b| (0..b.count).map(move |i| (b.offset + 4 * i) as usize))
            .filter(|&o| o != next)
            .collect();
        let info = TypeInfo {
            kind: shape.kind,
            log2_elem: 0,
            ref_block_count: blocks.len() as u16,
            instance_size: shape.size as u32,
            ref_blocks: Box::leak(blocks.into_boxed_slice()).as_ptr(),
            strength: shape.strength,
            unloadable: loader.is_some(),
        };
        self.add(info, fields, shape.size, shape.stamp, loader);
    }

    fn array(&mut self, kind: TypeKind, log2: u8, loader: Option<usize>) {
        let info = TypeInfo {
            kind,
            log2_elem: log2,
            ref_block_count: 0,
            instance_size: 0,
            ref_blocks: std::ptr::null(),
            strength: Strength::Weak,
            unloadable: loader.is_some(),
        };
        self.add(info, Vec::new(), 0, 0, loader);
    }

    fn add(&mut self, info: TypeInfo, fields: Vec<usize>, size: usize, stamp: usize, loader: Option<usize>) {
        let id = self.used as u32;
        let (kind, strength, log2) = (info.kind, info.strength, info.log2_elem.into());
        assert!(self.used + STRIDE <= CAPACITY && size_of::<TypeInfo>() <= STRIDE * 8);
        // SAFETY: the entry is inside the space and nobody knows its id yet.
        unsafe { self.entry(id).write(info) };
        self.used += STRIDE;
        self.list.push(Class { id, kind, log2, size, fields, stamp, strength, loader });
    }
}

impl Class {
    pub fn is_array(&self) -> bool {
        matches!(self.kind, TypeKind::RefArray | TypeKind::PrimArray)
    }

    /// Bytes of an object; `length` is an array's, or a mirror's number of static reference fields.
    pub fn object_size(&self, length: usize) -> usize {
        match self.kind {
            TypeKind::RefArray | TypeKind::PrimArray => array_size(self.log2, length),
            TypeKind::Mirror => self.mirror_size(length),
            _ => self.size,
        }
    }

    /// A mirror's bytes, with some static fields that are no references.
    fn mirror_size(&self, refs: usize) -> usize {
        (self.size + 4 * refs + refs % 5 + 7) & !7
    }

    /// Number of strong reference fields, but for `next`.
    pub fn field_count(&self, length: usize) -> usize {
        match self.kind {
            TypeKind::RefArray => length,
            TypeKind::PrimArray => 0,
            TypeKind::Mirror => self.fields.len() + length,
            _ => self.fields.len(),
        }
    }

    /// Offset of the strong reference field `i`.
    pub fn field(&self, i: usize) -> usize {
        match self.kind {
            TypeKind::RefArray => array_base(2) + 4 * i,
            TypeKind::Mirror if i >= self.fields.len() => self.size + 4 * (i - self.fields.len()),
            _ => self.fields[i],
        }
    }
}
