//! Verification types (JVMS §4.10.1.2) as 32-bit values, and the table of names behind them.
//!
//! The low five bits of a [`VType`] are its kind, the rest its payload: the id of a name for classes and arrays, the
//! bci of the `new` for uninitialized objects. Names are interned per verified class, so that two types are the
//! same exactly when their 32 bits are. Kinds 0 to 8 are the tags of `verification_type_info` (§4.7.4).

use super::intern::{NameId, Names};
use crate::descriptor::{BaseType, FieldType};

/// A verification type, one slot of a frame.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct VType(u32);

const KIND_BITS: u32 = 5;

pub(crate) const KIND_TOP: u8 = 0;
pub(crate) const KIND_NULL: u8 = 5;
pub(crate) const KIND_UNINITIALIZED_THIS: u8 = 6;
pub(crate) const KIND_OBJECT: u8 = 7;
pub(crate) const KIND_UNINITIALIZED: u8 = 8;
pub(crate) const KIND_ARRAY: u8 = 15;
const KIND_LONG2: u8 = 13;
const KIND_DOUBLE2: u8 = 14;
const KIND_ANY_REFERENCE: u8 = 16;
const KIND_ANY_CATEGORY1: u8 = 17;
const KIND_ANY_CATEGORY2: u8 = 18;
const KIND_ANY_CATEGORY2_UPPER: u8 = 19;

impl VType {
    pub const TOP: VType = VType(KIND_TOP as u32);
    pub const INTEGER: VType = VType(1);
    pub const FLOAT: VType = VType(2);
    pub const DOUBLE: VType = VType(3);
    pub const LONG: VType = VType(4);
    pub const NULL: VType = VType(KIND_NULL as u32);
    pub const UNINITIALIZED_THIS: VType = VType(KIND_UNINITIALIZED_THIS as u32);
    /// The small types occur only as return types and as components of arrays.
    pub const BOOLEAN: VType = VType(9);
    pub const BYTE: VType = VType(10);
    pub const SHORT: VType = VType(11);
    pub const CHAR: VType = VType(12);
    /// The upper slot of a long.
    pub const LONG2: VType = VType(KIND_LONG2 as u32);
    /// The upper slot of a double.
    pub const DOUBLE2: VType = VType(KIND_DOUBLE2 as u32);
    /// What an instruction asks for, never the type of a slot: any reference, initialized or not.
    pub const ANY_REFERENCE: VType = VType(KIND_ANY_REFERENCE as u32);
    /// What an instruction asks for: any type of one slot.
    pub const ANY_CATEGORY1: VType = VType(KIND_ANY_CATEGORY1 as u32);
    /// What an instruction asks for: the lower slot of a long or double.
    pub const ANY_CATEGORY2: VType = VType(KIND_ANY_CATEGORY2 as u32);

    #[inline]
    pub fn object(name: NameId) -> VType {
        VType(u32::from(KIND_OBJECT) | name.0 << KIND_BITS)
    }

    #[inline]
    pub fn array(descriptor: NameId) -> VType {
        VType(u32::from(KIND_ARRAY) | descriptor.0 << KIND_BITS)
    }

    /// The object that the `new` at `bci` created.
    #[inline]
    pub fn uninitialized(bci: u16) -> VType {
        VType(u32::from(KIND_UNINITIALIZED) | u32::from(bci) << KIND_BITS)
    }

    /// The types of tags 0 to 5 in a StackMapTable.
    pub fn from_simple_tag(tag: u8) -> Option<VType> {
        (tag <= KIND_NULL).then_some(VType(u32::from(tag)))
    }

    #[inline]
    pub fn kind(self) -> u8 {
        (self.0 & ((1 << KIND_BITS) - 1)) as u8
    }

    /// The name of an object or array type.
    #[inline]
    pub fn name(self) -> Option<NameId> {
        (self.is_object() || self.is_array()).then_some(NameId(self.0 >> KIND_BITS))
    }

    /// The bci of an uninitialized object.
    #[inline]
    pub fn bci(self) -> u16 {
        (self.0 >> KIND_BITS) as u16
    }

    /// The type's bits, as a key.
    #[inline]
    pub fn bits(self) -> u32 {
        self.0
    }

    #[inline]
    pub fn is_top(self) -> bool {
        self == VType::TOP
    }

    #[inline]
    pub fn is_null(self) -> bool {
        self == VType::NULL
    }

    #[inline]
    pub fn is_object(self) -> bool {
        self.kind() == KIND_OBJECT
    }

    #[inline]
    pub fn is_array(self) -> bool {
        self.kind() == KIND_ARRAY
    }

    /// An initialized reference, `null` included.
    #[inline]
    pub fn is_reference(self) -> bool {
        matches!(self.kind(), KIND_NULL | KIND_OBJECT | KIND_ARRAY)
    }

    /// An object before its constructor has run, `this` included.
    #[inline]
    pub fn is_uninitialized(self) -> bool {
        matches!(self.kind(), KIND_UNINITIALIZED | KIND_UNINITIALIZED_THIS)
    }

    /// One slot with a usable value.
    #[inline]
    pub fn is_category1(self) -> bool {
        !self.is_top() && !self.is_category2() && !self.is_category2_upper()
    }

    /// The lower slot of a long or double.
    #[inline]
    pub fn is_category2(self) -> bool {
        self == VType::LONG || self == VType::DOUBLE
    }

    /// The upper slot of a long or double.
    #[inline]
    pub fn is_category2_upper(self) -> bool {
        self == VType::LONG2 || self == VType::DOUBLE2
    }

    /// The upper slot that belongs to this lower one.
    #[inline]
    pub fn upper(self) -> VType {
        if self == VType::LONG { VType::LONG2 } else { VType::DOUBLE2 }
    }

    /// Whether a value may stand where this type is asked for, judged without any class: `None` when both are
    /// references and the hierarchy decides.
    #[inline]
    pub fn accepts_simply(self, from: VType) -> Option<bool> {
        if self == from || self.is_top() {
            return Some(true);
        }
        match self.kind() {
            KIND_OBJECT | KIND_ARRAY if from.is_null() => Some(true),
            KIND_OBJECT | KIND_ARRAY if from.is_reference() => None,
            KIND_ANY_REFERENCE => Some(from.is_reference() || from.is_uninitialized()),
            KIND_ANY_CATEGORY1 => Some(from.is_category1()),
            KIND_ANY_CATEGORY2 => Some(from.is_category2()),
            KIND_ANY_CATEGORY2_UPPER => Some(from.is_category2_upper()),
            9..=12 => Some(from == VType::INTEGER),
            _ => Some(false),
        }
    }

    /// The name that messages give to a type that is not an object, array or uninitialized object.
    pub fn simple_name(self) -> &'static str {
        match self.kind() {
            KIND_TOP => "top",
            1 => "integer",
            2 => "float",
            3 => "double",
            4 => "long",
            KIND_NULL => "null",
            KIND_UNINITIALIZED_THIS => "uninitializedThis",
            9 => "boolean",
            10 => "byte",
            11 => "short",
            12 => "char",
            KIND_LONG2 => "long_2nd",
            KIND_DOUBLE2 => "double_2nd",
            KIND_ANY_REFERENCE => "reference type",
            KIND_ANY_CATEGORY1 => "category1 type",
            KIND_ANY_CATEGORY2 => "category2 type",
            KIND_ANY_CATEGORY2_UPPER => "category2_2nd type",
            _ => "",
        }
    }
}

/// The type of a component or result of this primitive type, small types kept apart.
pub(crate) fn of_base_type(base: BaseType) -> VType {
    match base {
        BaseType::Boolean => VType::BOOLEAN,
        BaseType::Byte => VType::BYTE,
        BaseType::Char => VType::CHAR,
        BaseType::Short => VType::SHORT,
        BaseType::Int => VType::INTEGER,
        BaseType::Long => VType::LONG,
        BaseType::Float => VType::FLOAT,
        BaseType::Double => VType::DOUBLE,
    }
}

impl<'a> Names<'a> {
    /// The type of a CONSTANT_Class with this name (§4.4.1).
    pub fn class_type(&mut self, name: &'a [u8]) -> VType {
        let id = self.intern(name);
        if name.first() == Some(&b'[') { VType::array(id) } else { VType::object(id) }
    }

    /// The type of a value of this field type in a frame: ints stand for the small types.
    pub fn slot_type(&mut self, field: FieldType<'a>) -> VType {
        match (field.class_name(), field.base_type()) {
            (Some(name), _) => self.class_type(name),
            (None, Some(BaseType::Boolean | BaseType::Byte | BaseType::Char | BaseType::Short)) => {
                VType::INTEGER
            }
            (None, Some(base)) => of_base_type(base),
            (None, None) => VType::TOP,
        }
    }

    /// A type as messages show it.
    pub fn describe(&self, vtype: VType) -> String {
        match vtype.kind() {
            KIND_UNINITIALIZED => format!("uninitialized {}", vtype.bci()),
            _ => match vtype.name() {
                Some(id) => format!("'{}'", self.text(id)),
                None => vtype.simple_name().to_owned(),
            },
        }
    }
}
