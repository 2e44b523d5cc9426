//! The constant pool (JVMS §4.4): an index over the bytes of the class file, 8 bytes per entry.
//!
//! [`ConstantPool`] borrows everything from the class bytes. Once the parser has accepted a class, every
//! reference between entries has the right kind, so that the accessors fail (`None`) only when asked about an
//! index of another kind. Index 0 and the second index of a long or double have no tag.

use crate::attribute::U16List;

/// The kind of a constant-pool entry (§4.4 table 4.4-A).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum ConstantTag {
    Utf8 = 1,
    Integer = 3,
    Float = 4,
    Long = 5,
    Double = 6,
    Class = 7,
    String = 8,
    Fieldref = 9,
    Methodref = 10,
    InterfaceMethodref = 11,
    NameAndType = 12,
    MethodHandle = 15,
    MethodType = 16,
    Dynamic = 17,
    InvokeDynamic = 18,
    Module = 19,
    Package = 20,
}

impl ConstantTag {
    /// The tag with this code.
    #[inline]
    pub fn from_u8(code: u8) -> Option<ConstantTag> {
        Some(match code {
            1 => ConstantTag::Utf8,
            3 => ConstantTag::Integer,
            4 => ConstantTag::Float,
            5 => ConstantTag::Long,
            6 => ConstantTag::Double,
            7 => ConstantTag::Class,
            8 => ConstantTag::String,
            9 => ConstantTag::Fieldref,
            10 => ConstantTag::Methodref,
            11 => ConstantTag::InterfaceMethodref,
            12 => ConstantTag::NameAndType,
            15 => ConstantTag::MethodHandle,
            16 => ConstantTag::MethodType,
            17 => ConstantTag::Dynamic,
            18 => ConstantTag::InvokeDynamic,
            19 => ConstantTag::Module,
            20 => ConstantTag::Package,
            _ => return None,
        })
    }

    /// The bytes that follow the tag; 2, the length of the length, for Utf8.
    #[inline]
    pub fn payload_length(self) -> usize {
        match self {
            ConstantTag::Utf8
            | ConstantTag::Class
            | ConstantTag::String
            | ConstantTag::MethodType
            | ConstantTag::Module
            | ConstantTag::Package => 2,
            ConstantTag::MethodHandle => 3,
            ConstantTag::Integer
            | ConstantTag::Float
            | ConstantTag::Fieldref
            | ConstantTag::Methodref
            | ConstantTag::InterfaceMethodref
            | ConstantTag::NameAndType
            | ConstantTag::Dynamic
            | ConstantTag::InvokeDynamic => 4,
            ConstantTag::Long | ConstantTag::Double => 8,
        }
    }

    /// Whether `ldc`, `ldc_w` or `ldc2_w` or a bootstrap method can take it (§5.1: loadable).
    #[inline]
    pub fn is_loadable(self) -> bool {
        matches!(
            self,
            ConstantTag::Integer
                | ConstantTag::Float
                | ConstantTag::Long
                | ConstantTag::Double
                | ConstantTag::Class
                | ConstantTag::String
                | ConstantTag::MethodHandle
                | ConstantTag::MethodType
                | ConstantTag::Dynamic
        )
    }

    /// Whether it is one of the three symbolic references to a member.
    #[inline]
    pub fn is_member_ref(self) -> bool {
        matches!(self, ConstantTag::Fieldref | ConstantTag::Methodref | ConstantTag::InterfaceMethodref)
    }
}

/// What a CONSTANT_MethodHandle does with its member (§4.4.8, §5.4.3.5 table 5.4.3.5-A).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum ReferenceKind {
    GetField = 1,
    GetStatic = 2,
    PutField = 3,
    PutStatic = 4,
    InvokeVirtual = 5,
    InvokeStatic = 6,
    InvokeSpecial = 7,
    NewInvokeSpecial = 8,
    InvokeInterface = 9,
}

impl ReferenceKind {
    /// The kind with this code.
    #[inline]
    pub fn from_u8(code: u8) -> Option<ReferenceKind> {
        Some(match code {
            1 => ReferenceKind::GetField,
            2 => ReferenceKind::GetStatic,
            3 => ReferenceKind::PutField,
            4 => ReferenceKind::PutStatic,
            5 => ReferenceKind::InvokeVirtual,
            6 => ReferenceKind::InvokeStatic,
            7 => ReferenceKind::InvokeSpecial,
            8 => ReferenceKind::NewInvokeSpecial,
            9 => ReferenceKind::InvokeInterface,
            _ => return None,
        })
    }

    /// The name in `javap`'s output.
    pub fn name(self) -> &'static str {
        match self {
            ReferenceKind::GetField => "REF_getField",
            ReferenceKind::GetStatic => "REF_getStatic",
            ReferenceKind::PutField => "REF_putField",
            ReferenceKind::PutStatic => "REF_putStatic",
            ReferenceKind::InvokeVirtual => "REF_invokeVirtual",
            ReferenceKind::InvokeStatic => "REF_invokeStatic",
            ReferenceKind::InvokeSpecial => "REF_invokeSpecial",
            ReferenceKind::NewInvokeSpecial => "REF_newInvokeSpecial",
            ReferenceKind::InvokeInterface => "REF_invokeInterface",
        }
    }
}

/// One entry. `a`, `b` and `kind` by tag:
///
/// | tag | `kind` | `a` | `b` |
/// |---|---|---|---|
/// | Utf8 | | length | offset of the bytes in the class file |
/// | Integer, Float | | | the bits |
/// | Long, Double | | | offset of the eight bytes |
/// | Class, String, MethodType, Module, Package | | index | |
/// | Fieldref, Methodref, InterfaceMethodref | | class index | name-and-type index |
/// | NameAndType | | name index | descriptor index |
/// | MethodHandle | reference kind | member index | |
/// | Dynamic, InvokeDynamic | | bootstrap method | name-and-type index |
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry {
    pub tag: u8,
    pub kind: u8,
    pub a: u16,
    pub b: u32,
}

/// A symbolic reference to a field or method, with the names looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberRef<'a> {
    /// Fieldref, Methodref or InterfaceMethodref.
    pub tag: ConstantTag,
    /// The index of the CONSTANT_Class.
    pub class_index: u16,
    /// The index of the CONSTANT_NameAndType.
    pub name_and_type_index: u16,
    /// The name of the class in internal form, or an array descriptor.
    pub class_name: &'a [u8],
    /// The member's name.
    pub name: &'a [u8],
    /// The member's descriptor.
    pub descriptor: &'a [u8],
}

/// A CONSTANT_Dynamic or CONSTANT_InvokeDynamic, with the names looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DynamicRef<'a> {
    /// Dynamic or InvokeDynamic.
    pub tag: ConstantTag,
    /// Index into the BootstrapMethods attribute.
    pub bootstrap_method_index: u16,
    /// The index of the CONSTANT_NameAndType.
    pub name_and_type_index: u16,
    /// The name.
    pub name: &'a [u8],
    /// The field descriptor of a constant, the method descriptor of a call site.
    pub descriptor: &'a [u8],
}

/// An entry as it stands in the class file, for consumers that go over the whole pool.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Constant<'a> {
    Utf8(&'a [u8]),
    Integer(i32),
    Float(f32),
    Long(i64),
    Double(f64),
    Class { name_index: u16 },
    String { utf8_index: u16 },
    Fieldref { class_index: u16, name_and_type_index: u16 },
    Methodref { class_index: u16, name_and_type_index: u16 },
    InterfaceMethodref { class_index: u16, name_and_type_index: u16 },
    NameAndType { name_index: u16, descriptor_index: u16 },
    MethodHandle { kind: u8, reference_index: u16 },
    MethodType { descriptor_index: u16 },
    Dynamic { bootstrap_method_index: u16, name_and_type_index: u16 },
    InvokeDynamic { bootstrap_method_index: u16, name_and_type_index: u16 },
    Module { name_index: u16 },
    Package { name_index: u16 },
}

/// The constant pool of a class file.
#[derive(Clone, Debug)]
pub struct ConstantPool<'a> {
    bytes: &'a [u8],
    entries: Vec<Entry>,
}

impl<'a> ConstantPool<'a> {
    pub(crate) fn new(bytes: &'a [u8], entries: Vec<Entry>) -> Self {
        ConstantPool { bytes, entries }
    }

    /// `constant_pool_count`: one more than the highest index.
    #[inline]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is not even the unused entry 0; never so for a parsed class.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    #[inline]
    pub(crate) fn raw(&self, index: u16) -> Option<Entry> {
        self.entries.get(usize::from(index)).copied()
    }

    #[inline]
    fn tagged(&self, index: u16, tag: ConstantTag) -> Option<Entry> {
        self.raw(index).filter(|entry| entry.tag == tag as u8)
    }

    /// The kind of an entry; `None` for index 0, the upper half of a long or double, and out of range.
    #[inline]
    pub fn tag(&self, index: u16) -> Option<ConstantTag> {
        ConstantTag::from_u8(self.raw(index)?.tag)
    }

    /// Whether the entry is of this kind.
    #[inline]
    pub fn is(&self, index: u16, tag: ConstantTag) -> bool {
        self.tagged(index, tag).is_some()
    }

    /// All entries with their indices.
    pub fn iter(&self) -> impl Iterator<Item = (u16, Constant<'a>)> + '_ {
        (0..self.entries.len()).filter_map(|i| Some((i as u16, self.get(i as u16)?)))
    }

    /// An entry as it stands in the class file.
    pub fn get(&self, index: u16) -> Option<Constant<'a>> {
        let e = self.raw(index)?;
        let b = e.b as u16;
        Some(match ConstantTag::from_u8(e.tag)? {
            ConstantTag::Utf8 => Constant::Utf8(self.utf8(index)?),
            ConstantTag::Integer => Constant::Integer(e.b as i32),
            ConstantTag::Float => Constant::Float(f32::from_bits(e.b)),
            ConstantTag::Long => Constant::Long(self.long(index)?),
            ConstantTag::Double => Constant::Double(self.double(index)?),
            ConstantTag::Class => Constant::Class { name_index: e.a },
            ConstantTag::String => Constant::String { utf8_index: e.a },
            ConstantTag::Fieldref => Constant::Fieldref { class_index: e.a, name_and_type_index: b },
            ConstantTag::Methodref => Constant::Methodref { class_index: e.a, name_and_type_index: b },
            ConstantTag::InterfaceMethodref => {
                Constant::InterfaceMethodref { class_index: e.a, name_and_type_index: b }
            }
            ConstantTag::NameAndType => Constant::NameAndType { name_index: e.a, descriptor_index: b },
            ConstantTag::MethodHandle => Constant::MethodHandle { kind: e.kind, reference_index: e.a },
            ConstantTag::MethodType => Constant::MethodType { descriptor_index: e.a },
            ConstantTag::Dynamic => Constant::Dynamic { bootstrap_method_index: e.a, name_and_type_index: b },
            ConstantTag::InvokeDynamic => {
                Constant::InvokeDynamic { bootstrap_method_index: e.a, name_and_type_index: b }
            }
            ConstantTag::Module => Constant::Module { name_index: e.a },
            ConstantTag::Package => Constant::Package { name_index: e.a },
        })
    }

    #[inline]
    fn utf8_of(&self, entry: Entry) -> Option<&'a [u8]> {
        let start = entry.b as usize;
        self.bytes.get(start..start + usize::from(entry.a))
    }

    /// The modified UTF-8 bytes of a CONSTANT_Utf8 (§4.4.7).
    #[inline]
    pub fn utf8(&self, index: u16) -> Option<&'a [u8]> {
        self.utf8_of(self.tagged(index, ConstantTag::Utf8)?)
    }

    /// The index of the name of a CONSTANT_Class.
    #[inline]
    pub fn class_name_index(&self, index: u16) -> Option<u16> {
        Some(self.tagged(index, ConstantTag::Class)?.a)
    }

    /// The name of a CONSTANT_Class in internal form, or an array descriptor (§4.4.1).
    #[inline]
    pub fn class_name(&self, index: u16) -> Option<&'a [u8]> {
        self.utf8(self.class_name_index(index)?)
    }

    /// The modified UTF-8 bytes of a CONSTANT_String (§4.4.3).
    #[inline]
    pub fn string(&self, index: u16) -> Option<&'a [u8]> {
        self.utf8(self.tagged(index, ConstantTag::String)?.a)
    }

    /// The value of a CONSTANT_Integer (§4.4.4).
    #[inline]
    pub fn integer(&self, index: u16) -> Option<i32> {
        Some(self.tagged(index, ConstantTag::Integer)?.b as i32)
    }

    /// The value of a CONSTANT_Float, bits kept (§4.4.4).
    #[inline]
    pub fn float(&self, index: u16) -> Option<f32> {
        Some(f32::from_bits(self.tagged(index, ConstantTag::Float)?.b))
    }

    #[inline]
    fn eight_bytes(&self, entry: Entry) -> Option<u64> {
        let start = entry.b as usize;
        Some(u64::from_be_bytes(self.bytes.get(start..start + 8)?.try_into().ok()?))
    }

    /// The value of a CONSTANT_Long (§4.4.5).
    #[inline]
    pub fn long(&self, index: u16) -> Option<i64> {
        self.eight_bytes(self.tagged(index, ConstantTag::Long)?).map(|bits| bits as i64)
    }

    /// The value of a CONSTANT_Double, bits kept (§4.4.5).
    #[inline]
    pub fn double(&self, index: u16) -> Option<f64> {
        self.eight_bytes(self.tagged(index, ConstantTag::Double)?).map(f64::from_bits)
    }

    /// The name and descriptor indices of a CONSTANT_NameAndType (§4.4.6).
    #[inline]
    pub fn name_and_type_indices(&self, index: u16) -> Option<(u16, u16)> {
        let entry = self.tagged(index, ConstantTag::NameAndType)?;
        Some((entry.a, entry.b as u16))
    }

    /// The name and descriptor of a CONSTANT_NameAndType.
    #[inline]
    pub fn name_and_type(&self, index: u16) -> Option<(&'a [u8], &'a [u8])> {
        let (name, descriptor) = self.name_and_type_indices(index)?;
        Some((self.utf8(name)?, self.utf8(descriptor)?))
    }

    /// The class and name-and-type indices of a symbolic reference to a member (§4.4.2).
    #[inline]
    pub fn member_ref_indices(&self, index: u16) -> Option<(u16, u16)> {
        let entry = self.raw(index)?;
        let is_ref =
            (ConstantTag::Fieldref as u8..=ConstantTag::InterfaceMethodref as u8).contains(&entry.tag);
        is_ref.then_some((entry.a, entry.b as u16))
    }

    /// A symbolic reference to a member (§4.4.2).
    pub fn member_ref(&self, index: u16) -> Option<MemberRef<'a>> {
        let (class_index, name_and_type_index) = self.member_ref_indices(index)?;
        let (name, descriptor) = self.name_and_type(name_and_type_index)?;
        Some(MemberRef {
            tag: self.tag(index)?,
            class_index,
            name_and_type_index,
            class_name: self.class_name(class_index)?,
            name,
            descriptor,
        })
    }

    /// The kind and the member's index of a CONSTANT_MethodHandle (§4.4.8).
    #[inline]
    pub fn method_handle(&self, index: u16) -> Option<(ReferenceKind, u16)> {
        let entry = self.tagged(index, ConstantTag::MethodHandle)?;
        Some((ReferenceKind::from_u8(entry.kind)?, entry.a))
    }

    /// The index of the descriptor of a CONSTANT_MethodType (§4.4.9).
    #[inline]
    pub fn method_type_index(&self, index: u16) -> Option<u16> {
        Some(self.tagged(index, ConstantTag::MethodType)?.a)
    }

    /// The descriptor of a CONSTANT_MethodType.
    #[inline]
    pub fn method_type(&self, index: u16) -> Option<&'a [u8]> {
        self.utf8(self.method_type_index(index)?)
    }

    fn dynamic_of(&self, index: u16, tag: ConstantTag) -> Option<DynamicRef<'a>> {
        let entry = self.tagged(index, tag)?;
        let (name, descriptor) = self.name_and_type(entry.b as u16)?;
        Some(DynamicRef {
            tag,
            bootstrap_method_index: entry.a,
            name_and_type_index: entry.b as u16,
            name,
            descriptor,
        })
    }

    /// A CONSTANT_Dynamic (§4.4.10).
    pub fn dynamic(&self, index: u16) -> Option<DynamicRef<'a>> {
        self.dynamic_of(index, ConstantTag::Dynamic)
    }

    /// A CONSTANT_InvokeDynamic (§4.4.10).
    pub fn invoke_dynamic(&self, index: u16) -> Option<DynamicRef<'a>> {
        self.dynamic_of(index, ConstantTag::InvokeDynamic)
    }

    /// The name of a CONSTANT_Module (§4.4.11).
    pub fn module_name(&self, index: u16) -> Option<&'a [u8]> {
        self.utf8(self.tagged(index, ConstantTag::Module)?.a)
    }

    /// The name of a CONSTANT_Package (§4.4.12).
    pub fn package_name(&self, index: u16) -> Option<&'a [u8]> {
        self.utf8(self.tagged(index, ConstantTag::Package)?.a)
    }

    /// The class names that a list of CONSTANT_Class indices stands for.
    pub fn class_names<'s>(&'s self, indices: U16List<'a>) -> impl Iterator<Item = Option<&'a [u8]>> + 's {
        indices.iter().map(|index| self.class_name(index))
    }
}
