//! Access flags of classes, fields, methods, inner classes, modules and parameters (JVMS §4.1 table
//! 4.1-B, §4.5, §4.6, §4.7.6, §4.7.24, §4.7.25).
//!
//! The flag types keep unknown bits (`from_bits_retain`); the masks `RECOGNIZED` are those which the parser
//! applies, so that a flag that the specification does not define for an item is ignored (§4.1).

use bitflags::bitflags;

bitflags! {
    /// Flags of a class or interface (§4.1).
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
    pub struct ClassAccessFlags: u16 {
        const PUBLIC = 0x0001;
        const FINAL = 0x0010;
        const SUPER = 0x0020;
        const INTERFACE = 0x0200;
        const ABSTRACT = 0x0400;
        const SYNTHETIC = 0x1000;
        const ANNOTATION = 0x2000;
        const ENUM = 0x4000;
        const MODULE = 0x8000;
        const _ = !0;
    }

    /// Flags of a field (§4.5).
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
    pub struct FieldAccessFlags: u16 {
        const PUBLIC = 0x0001;
        const PRIVATE = 0x0002;
        const PROTECTED = 0x0004;
        const STATIC = 0x0008;
        const FINAL = 0x0010;
        const VOLATILE = 0x0040;
        const TRANSIENT = 0x0080;
        const SYNTHETIC = 0x1000;
        const ENUM = 0x4000;
        const _ = !0;
    }

    /// Flags of a method (§4.6).
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
    pub struct MethodAccessFlags: u16 {
        const PUBLIC = 0x0001;
        const PRIVATE = 0x0002;
        const PROTECTED = 0x0004;
        const STATIC = 0x0008;
        const FINAL = 0x0010;
        const SYNCHRONIZED = 0x0020;
        const BRIDGE = 0x0040;
        const VARARGS = 0x0080;
        const NATIVE = 0x0100;
        const ABSTRACT = 0x0400;
        const STRICT = 0x0800;
        const SYNTHETIC = 0x1000;
        const _ = !0;
    }

    /// Flags of an entry of the InnerClasses attribute (§4.7.6).
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
    pub struct InnerClassAccessFlags: u16 {
        const PUBLIC = 0x0001;
        const PRIVATE = 0x0002;
        const PROTECTED = 0x0004;
        const STATIC = 0x0008;
        const FINAL = 0x0010;
        const SUPER = 0x0020;
        const INTERFACE = 0x0200;
        const ABSTRACT = 0x0400;
        const SYNTHETIC = 0x1000;
        const ANNOTATION = 0x2000;
        const ENUM = 0x4000;
        const MODULE = 0x8000;
        const _ = !0;
    }

    /// Flags of a module and of its `requires`, `exports` and `opens` entries (§4.7.25).
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
    pub struct ModuleFlags: u16 {
        const OPEN = 0x0020;
        /// On a `requires` entry the bit of `OPEN` means `transitive`.
        const TRANSITIVE = 0x0020;
        const STATIC_PHASE = 0x0040;
        const SYNTHETIC = 0x1000;
        const MANDATED = 0x8000;
        const _ = !0;
    }

    /// Flags of a formal parameter (§4.7.24).
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
    pub struct ParameterAccessFlags: u16 {
        const FINAL = 0x0010;
        const SYNTHETIC = 0x1000;
        const MANDATED = 0x8000;
        const _ = !0;
    }
}

impl ClassAccessFlags {
    /// The flags of §4.1 that a class (not a module) may have.
    pub const RECOGNIZED: u16 = 0x7631;
}

impl FieldAccessFlags {
    /// The flags of §4.5.
    pub const RECOGNIZED: u16 = 0x50df;
}

impl MethodAccessFlags {
    /// The flags of §4.6.
    pub const RECOGNIZED: u16 = 0x1dff;
}

impl InnerClassAccessFlags {
    /// The flags of §4.7.6.
    pub const RECOGNIZED: u16 = 0x763f;
}
