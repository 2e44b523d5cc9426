//! Fields.

use super::{BasicType, KlassRef};
use crate::symbol::Symbol;

/// A declared field.
#[derive(Clone)]
pub struct Field {
    pub name: Symbol,
    pub desc: Symbol,
    pub holder: KlassRef,
    /// Access flags as in the class file.
    pub access: u16,
    /// Index among the declared fields (JVM "slot").
    pub index: u16,
    /// Offset from the start of the object, or of the mirror for a static field.
    pub offset: u32,
    pub ty: BasicType,
    /// Final and static, or of a hidden class or record: reflection never writes it.
    pub trusted_final: bool,
    /// `@Stable`: a compiler may fold values other than the default.
    pub stable: bool,
    /// ConstantValue index, 0: none.
    pub constant_value: u16,
    pub signature: Option<Symbol>,
    pub annotations: Option<&'static [u8]>,
    pub type_annotations: Option<&'static [u8]>,
}

const ACC_STATIC: u16 = 0x0008;
const ACC_FINAL: u16 = 0x0010;
const ACC_VOLATILE: u16 = 0x0040;

impl Field {
    pub fn is_static(&self) -> bool {
        self.access & ACC_STATIC != 0
    }
    pub fn is_final(&self) -> bool {
        self.access & ACC_FINAL != 0
    }
    pub fn is_volatile(&self) -> bool {
        self.access & ACC_VOLATILE != 0
    }
}
