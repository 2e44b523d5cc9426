//! Class metadata: [`Klass`], [`Method`], [`Field`], the runtime [`ConstantPool`].
//!
//! What the interpreter and compiled code read lies in metaspace; what only reflection, linking and
//! diagnostics read lies in the Rust heap behind `cold` references or points into the class file's
//! bytes, which stay mapped as long as the class.

pub mod constant_pool;
pub mod field;
pub mod klass;
pub mod method;

pub use constant_pool::{ConstantPool, LinkedCall, LinkedKind, Tag};
pub use field::Field;
pub use klass::{InitState, Klass, KlassCold, KlassKind, KlassRef};
pub use method::{Method, MethodCold, MethodRef};

/// The types of values, with the codes that `newarray` and HotSpot's `BasicType` use.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[repr(u8)]
pub enum BasicType {
    Boolean = 4,
    Char = 5,
    Float = 6,
    Double = 7,
    Byte = 8,
    Short = 9,
    Int = 10,
    Long = 11,
    Object = 12,
    Array = 13,
    Void = 14,
}

impl BasicType {
    /// The primitive types in the order of their codes.
    pub const PRIMITIVES: [BasicType; 8] = [
        BasicType::Boolean,
        BasicType::Char,
        BasicType::Float,
        BasicType::Double,
        BasicType::Byte,
        BasicType::Short,
        BasicType::Int,
        BasicType::Long,
    ];

    /// The type that a descriptor's first character names.
    pub fn from_descriptor(c: u8) -> Option<BasicType> {
        Some(match c {
            b'Z' => BasicType::Boolean,
            b'C' => BasicType::Char,
            b'F' => BasicType::Float,
            b'D' => BasicType::Double,
            b'B' => BasicType::Byte,
            b'S' => BasicType::Short,
            b'I' => BasicType::Int,
            b'J' => BasicType::Long,
            b'L' => BasicType::Object,
            b'[' => BasicType::Array,
            b'V' => BasicType::Void,
            _ => return None,
        })
    }

    /// Descriptor character.
    pub fn descriptor(self) -> u8 {
        b"ZCFDBSIJL[V"[self as usize - 4]
    }

    /// Java's keyword for a primitive type or `void`.
    pub fn keyword(self) -> &'static str {
        match self {
            BasicType::Boolean => "boolean",
            BasicType::Char => "char",
            BasicType::Float => "float",
            BasicType::Double => "double",
            BasicType::Byte => "byte",
            BasicType::Short => "short",
            BasicType::Int => "int",
            BasicType::Long => "long",
            BasicType::Void => "void",
            BasicType::Object | BasicType::Array => "object",
        }
    }

    /// log2 of the bytes of a value in the heap.
    pub fn log2_size(self) -> u32 {
        match self {
            BasicType::Boolean | BasicType::Byte => 0,
            BasicType::Char | BasicType::Short => 1,
            BasicType::Float | BasicType::Int | BasicType::Object | BasicType::Array => 2,
            BasicType::Double | BasicType::Long => 3,
            BasicType::Void => 0,
        }
    }

    /// Slots on the operand stack.
    pub fn slots(self) -> usize {
        match self {
            BasicType::Long | BasicType::Double => 2,
            BasicType::Void => 0,
            _ => 1,
        }
    }

    pub fn is_reference(self) -> bool {
        matches!(self, BasicType::Object | BasicType::Array)
    }

    pub fn is_primitive(self) -> bool {
        (self as u8) < BasicType::Object as u8
    }
}
