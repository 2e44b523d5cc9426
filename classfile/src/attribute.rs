//! Views of attribute contents (JVMS §4.7): typed tables over bytes of the class file, nothing copied.

use std::marker::PhantomData;

use crate::access_flags::{InnerClassAccessFlags, ParameterAccessFlags};
use crate::constant_pool::ConstantPool;

#[inline]
pub(crate) fn be16(bytes: &[u8], offset: usize) -> u16 {
    match bytes.get(offset..offset + 2) {
        Some(&[high, low]) => u16::from_be_bytes([high, low]),
        _ => 0,
    }
}

/// Takes a byte from the start of `rest`.
#[inline]
pub(crate) fn take8(rest: &mut &[u8]) -> Option<u8> {
    let (&first, after) = rest.split_first()?;
    *rest = after;
    Some(first)
}

/// Takes two bytes from the start of `rest`.
#[inline]
pub(crate) fn take16(rest: &mut &[u8]) -> Option<u16> {
    let (first, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(u16::from_be_bytes(*first))
}

/// An entry of a table whose entries all have the same size.
pub trait TableEntry: Sized {
    /// The size of an entry in the class file.
    const SIZE: usize;

    /// Reads an entry from `SIZE` bytes.
    fn read(bytes: &[u8]) -> Self;
}

/// A table of fixed-size entries in the class bytes.
pub struct Table<'a, T> {
    bytes: &'a [u8],
    entry: PhantomData<fn() -> T>,
}

impl<T> Clone for Table<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Table<'_, T> {}

impl<T> Default for Table<'_, T> {
    fn default() -> Self {
        Table { bytes: &[], entry: PhantomData }
    }
}

impl<T: TableEntry + std::fmt::Debug> std::fmt::Debug for Table<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<'a, T: TableEntry> Table<'a, T> {
    /// A table over these bytes; a remainder shorter than an entry is ignored.
    #[inline]
    pub fn new(bytes: &'a [u8]) -> Self {
        Table { bytes, entry: PhantomData }
    }

    /// The bytes of the entries.
    #[inline]
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The number of entries.
    #[inline]
    pub fn len(&self) -> usize {
        self.bytes.len() / T::SIZE
    }

    /// Whether there are no entries.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// An entry.
    #[inline]
    pub fn get(&self, index: usize) -> Option<T> {
        let start = index.checked_mul(T::SIZE)?;
        Some(T::read(self.bytes.get(start..start + T::SIZE)?))
    }

    /// The entries in order.
    #[inline]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = T> + DoubleEndedIterator + use<'a, T> {
        self.bytes.chunks_exact(T::SIZE).map(T::read)
    }
}

impl TableEntry for u16 {
    const SIZE: usize = 2;

    #[inline]
    fn read(bytes: &[u8]) -> u16 {
        be16(bytes, 0)
    }
}

/// A list of 16-bit values, mostly constant-pool indices.
pub type U16List<'a> = Table<'a, u16>;

macro_rules! table_entries {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $offset:literal,)* } size $size:literal;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub struct $name {
                $($(#[$field_doc])* pub $field: u16,)*
            }

            impl TableEntry for $name {
                const SIZE: usize = $size;

                #[inline]
                fn read(bytes: &[u8]) -> Self {
                    $name { $($field: be16(bytes, $offset),)* }
                }
            }
        )*
    };
}

table_entries! {
    /// An exception handler of a Code attribute (§4.7.3).
    ExceptionTableEntry {
        /// First covered bci.
        start_pc: 0,
        /// The bci after the covered ones.
        end_pc: 2,
        /// Where the handler begins.
        handler_pc: 4,
        /// The CONSTANT_Class caught, 0 for everything.
        catch_type: 6,
    } size 8;

    /// An entry of a LineNumberTable (§4.7.12).
    LineNumber {
        /// Where the line's code begins.
        start_pc: 0,
        /// The line.
        line_number: 2,
    } size 4;

    /// An entry of a LocalVariableTable (§4.7.13) or LocalVariableTypeTable (§4.7.14).
    LocalVariable {
        /// Where the variable's range begins.
        start_pc: 0,
        /// The length of the range.
        length: 2,
        /// Its name.
        name_index: 4,
        /// Its descriptor, or its signature in a LocalVariableTypeTable.
        descriptor_index: 6,
        /// Its slot.
        index: 8,
    } size 10;

    /// An entry of the InnerClasses attribute (§4.7.6).
    InnerClass {
        /// The class.
        inner_class_info_index: 0,
        /// The class of which it is a member, or 0.
        outer_class_info_index: 2,
        /// Its simple name, or 0.
        inner_name_index: 4,
        /// Its flags as written.
        access_flags: 6,
    } size 8;

    /// An entry of the MethodParameters attribute (§4.7.24).
    MethodParameter {
        /// The name, or 0.
        name_index: 0,
        /// The flags as written.
        access_flags: 2,
    } size 4;
}

impl InnerClass {
    /// The flags that count (§4.7.6).
    pub fn flags(self) -> InnerClassAccessFlags {
        InnerClassAccessFlags::from_bits_retain(self.access_flags & InnerClassAccessFlags::RECOGNIZED)
    }
}

impl MethodParameter {
    /// The flags.
    pub fn flags(self) -> ParameterAccessFlags {
        ParameterAccessFlags::from_bits_retain(self.access_flags)
    }
}

/// A bootstrap method specifier (§4.7.23).
#[derive(Clone, Copy, Debug)]
pub struct BootstrapMethod<'a> {
    /// The CONSTANT_MethodHandle.
    pub method_ref: u16,
    /// The loadable constants that are the static arguments.
    pub arguments: U16List<'a>,
}

/// The BootstrapMethods attribute (§4.7.23).
#[derive(Clone, Copy, Debug, Default)]
pub struct BootstrapMethods<'a> {
    count: u16,
    bytes: &'a [u8],
}

impl<'a> BootstrapMethods<'a> {
    pub(crate) fn new(count: u16, bytes: &'a [u8]) -> Self {
        BootstrapMethods { count, bytes }
    }

    /// The number of specifiers.
    pub fn len(&self) -> usize {
        usize::from(self.count)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The specifiers in order.
    pub fn iter(&self) -> impl Iterator<Item = BootstrapMethod<'a>> + use<'a> {
        let mut rest = self.bytes;
        (0..self.count).map_while(move |_| {
            let header = rest.get(..4)?;
            let end = 4 + usize::from(be16(header, 2)) * 2;
            let arguments = U16List::new(rest.get(4..end)?);
            rest = &rest[end..];
            Some(BootstrapMethod { method_ref: be16(header, 0), arguments })
        })
    }

    /// The specifier of this index; takes time in proportion to it.
    pub fn get(&self, index: u16) -> Option<BootstrapMethod<'a>> {
        self.iter().nth(usize::from(index))
    }
}

/// An attribute by its name and contents (§4.7).
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'a> {
    /// The index of the name.
    pub name_index: u16,
    /// The name; empty if the index is bad.
    pub name: &'a [u8],
    /// The contents.
    pub info: &'a [u8],
}

/// The attributes of an item, as they stand in the class file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Attributes<'a> {
    count: u16,
    bytes: &'a [u8],
}

impl<'a> Attributes<'a> {
    pub(crate) fn new(count: u16, bytes: &'a [u8]) -> Self {
        Attributes { count, bytes }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        usize::from(self.count)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The attributes in order.
    pub fn iter<'p>(
        &self,
        constant_pool: &'p ConstantPool<'a>,
    ) -> impl Iterator<Item = Attribute<'a>> + use<'a, 'p> {
        let mut rest = self.bytes;
        (0..self.count).map_while(move |_| {
            let name_index = be16(rest.get(..2)?, 0);
            let length = u32::from_be_bytes(rest.get(2..6)?.try_into().ok()?) as usize;
            let info = rest.get(6..)?.get(..length)?;
            rest = &rest[6 + length..];
            Some(Attribute { name_index, name: constant_pool.utf8(name_index).unwrap_or_default(), info })
        })
    }

    /// The first attribute of this name.
    pub fn find(&self, constant_pool: &ConstantPool<'a>, name: &[u8]) -> Option<&'a [u8]> {
        self.iter(constant_pool).find(|attribute| attribute.name == name).map(|attribute| attribute.info)
    }
}

/// Annotation attributes of an item, uninterpreted: each begins with its count (§4.7.16 to §4.7.21).
#[derive(Clone, Copy, Debug, Default)]
pub struct Annotations<'a> {
    /// RuntimeVisibleAnnotations.
    pub visible: Option<&'a [u8]>,
    /// RuntimeInvisibleAnnotations.
    pub invisible: Option<&'a [u8]>,
    /// RuntimeVisibleTypeAnnotations.
    pub visible_type: Option<&'a [u8]>,
    /// RuntimeInvisibleTypeAnnotations.
    pub invisible_type: Option<&'a [u8]>,
}

/// A component of a record class (§4.7.30).
#[derive(Clone, Copy, Debug)]
pub struct RecordComponent<'a> {
    /// Its name.
    pub name_index: u16,
    /// Its descriptor.
    pub descriptor_index: u16,
    /// Its Signature attribute, or 0.
    pub signature_index: u16,
    /// Its annotations.
    pub annotations: Annotations<'a>,
    /// All its attributes.
    pub attributes: Attributes<'a>,
}

/// The Record attribute (§4.7.30).
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    count: u16,
    bytes: &'a [u8],
}

impl<'a> Record<'a> {
    pub(crate) fn new(count: u16, bytes: &'a [u8]) -> Self {
        Record { count, bytes }
    }

    /// The number of components.
    pub fn len(&self) -> usize {
        usize::from(self.count)
    }

    /// Whether the record has no components.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The components in order.
    pub fn components<'p>(
        &self,
        constant_pool: &'p ConstantPool<'a>,
    ) -> impl Iterator<Item = RecordComponent<'a>> + use<'a, 'p> {
        let mut rest = self.bytes;
        (0..self.count).map_while(move |_| {
            let header = rest.get(..6)?;
            let after = skip_attributes(&rest[6..], be16(header, 4))?;
            let attributes = Attributes::new(be16(header, 4), &rest[6..rest.len() - after.len()]);
            rest = after;
            let mut component = RecordComponent {
                name_index: be16(header, 0),
                descriptor_index: be16(header, 2),
                signature_index: 0,
                annotations: Annotations::default(),
                attributes,
            };
            for attribute in attributes.iter(constant_pool) {
                match attribute.name {
                    b"Signature" => component.signature_index = be16(attribute.info, 0),
                    b"RuntimeVisibleAnnotations" => component.annotations.visible = Some(attribute.info),
                    b"RuntimeInvisibleAnnotations" => component.annotations.invisible = Some(attribute.info),
                    b"RuntimeVisibleTypeAnnotations" => {
                        component.annotations.visible_type = Some(attribute.info);
                    }
                    b"RuntimeInvisibleTypeAnnotations" => {
                        component.annotations.invisible_type = Some(attribute.info);
                    }
                    _ => {}
                }
            }
            Some(component)
        })
    }
}

/// What follows `count` attributes.
fn skip_attributes(mut bytes: &[u8], count: u16) -> Option<&[u8]> {
    for _ in 0..count {
        let length = u32::from_be_bytes(bytes.get(2..6)?.try_into().ok()?) as usize;
        bytes = bytes.get(6..)?.get(length..)?;
    }
    Some(bytes)
}
