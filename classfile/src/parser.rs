//! Parsing and format checking of class files (JVMS §4.1, §4.8, §5.3.5).
//!
//! The checks and their order follow what users of OpenJDK 17 observe. With
//! [`ParseOptions::need_verify`] off (boot classes by default), names, descriptors, modifiers, duplicates and
//! redundant lengths are taken on trust; references between constant-pool entries are always checked, since
//! every accessor relies on them.
//!
//! `parser/pool.rs` does the constant pool, `members.rs` fields and methods, `code.rs` the Code attribute,
//! `attributes.rs` the class's attributes, `checks.rs` the rules for names and modifiers.

mod attributes;
mod checks;
mod code;
mod duplicates;
mod members;
mod pool;

use std::fmt;

use crate::access_flags::ClassAccessFlags;
use crate::attribute::{Attributes, Table, U16List};
use crate::class_file::ClassFile;
use crate::constant_pool::{ConstantPool, ConstantTag};
use crate::error::{ClassFileError, ErrorKind, Result};
use crate::mutf8;
use crate::reader::Reader;

/// The highest major version of JDK 17 (§4.1 table 4.1-A).
pub const MAX_MAJOR_VERSION: u16 = 61;
/// The lowest major version.
pub const MIN_MAJOR_VERSION: u16 = 45;
/// The minor version of classes that use preview features.
pub const PREVIEW_MINOR_VERSION: u16 = 65535;

/// What a parse depends on besides the bytes.
#[derive(Clone, Copy, Debug)]
pub struct ParseOptions<'o> {
    /// The highest major version accepted.
    pub max_major_version: u16,
    /// Whether `--enable-preview` was given.
    pub enable_preview: bool,
    /// Whether the class will be verified: format checks that only matter then are made.
    pub need_verify: bool,
    /// Whether names are taken on trust even so (classes of the boot and platform loaders).
    pub relax_verify: bool,
    /// The name that the class must have, in internal form; for a hidden class the name in messages.
    pub expected_name: Option<&'o [u8]>,
    /// Whether a hidden class is being made (JVMS §5.3, `Lookup.defineHiddenClass`): its name is not compared.
    pub hidden: bool,
    /// Whether to accept a module descriptor (`module-info.class`), which is not a class; for tools.
    pub allow_module: bool,
}

impl Default for ParseOptions<'_> {
    fn default() -> Self {
        ParseOptions {
            max_major_version: MAX_MAJOR_VERSION,
            enable_preview: false,
            need_verify: true,
            relax_verify: false,
            expected_name: None,
            hidden: false,
            allow_module: false,
        }
    }
}

impl<'a> ClassFile<'a> {
    /// Parses and checks a class file.
    pub fn parse(
        bytes: &'a [u8],
        options: &ParseOptions<'_>,
    ) -> std::result::Result<ClassFile<'a>, ClassFileError> {
        Parser::parse(bytes, options).map_err(|error| *error)
    }
}

/// The state of a parse. `'p` bounds the names in messages.
struct Parser<'a, 'p> {
    reader: Reader<'a>,
    options: &'p ParseOptions<'p>,
    /// The name in messages.
    class_name: &'p [u8],
    minor_version: u16,
    major_version: u16,
    pool: ConstantPool<'a>,
    access_flags: ClassAccessFlags,
    raw_access_flags: u16,
    /// The highest bootstrap method index that a constant names, or -1.
    max_bootstrap_method: i32,
}

/// Fails with a ClassFormatError whose text ends in the name of the class.
macro_rules! fail {
    ($parser:expr, $($format:tt)*) => {
        return Err($parser.format_error(format_args!($($format)*)))
    };
}

/// Fails like `fail!` unless the condition holds.
macro_rules! ensure {
    ($parser:expr, $condition:expr, $($format:tt)*) => {
        if !$condition {
            fail!($parser, $($format)*);
        }
    };
}

use {ensure, fail};

impl<'a: 'p, 'p> Parser<'a, 'p> {
    fn parse(bytes: &'a [u8], options: &'p ParseOptions<'p>) -> Result<ClassFile<'a>> {
        let mut parser = Parser {
            reader: Reader::new(bytes),
            options,
            class_name: options.expected_name.unwrap_or(b"<Unknown>"),
            minor_version: 0,
            major_version: 0,
            pool: ConstantPool::new(bytes, Vec::new()),
            access_flags: ClassAccessFlags::empty(),
            raw_access_flags: 0,
            max_bootstrap_method: -1,
        };
        parser.class_file(bytes)
    }

    /// Whether format checks for verified classes are on.
    #[inline]
    fn need_verify(&self) -> bool {
        self.options.need_verify
    }

    fn class_name_text(&self) -> String {
        mutf8::to_string(self.class_name)
    }

    #[cold]
    fn error(&self, kind: ErrorKind, message: String) -> Box<ClassFileError> {
        Box::new(ClassFileError::new(kind, message, self.reader.position()))
    }

    /// A ClassFormatError: the text, a space, and the name of the class.
    #[cold]
    fn format_error(&self, text: fmt::Arguments<'_>) -> Box<ClassFileError> {
        self.error(ErrorKind::ClassFormatError, format!("{text} {}", self.class_name_text()))
    }

    fn class_file(&mut self, bytes: &'a [u8]) -> Result<ClassFile<'a>> {
        self.reader.need(8)?;
        let magic = self.reader.u4()?;
        ensure!(self, magic == 0xcafe_babe, "Incompatible magic value {magic} in class file");
        self.minor_version = self.reader.u2()?;
        self.major_version = self.reader.u2()?;
        self.check_version()?;

        let bad_tag = self.constant_pool(bytes)?;
        self.reader.need(8)?;
        self.class_access_flags()?;
        if let Some(tag) = bad_tag {
            fail!(self, "Unknown constant tag {tag} in class file");
        }
        let is_module = self.access_flags.contains(ClassAccessFlags::MODULE);
        let this_class = self.this_class()?;
        let super_class = self.super_class(is_module)?;
        let interfaces = self.interfaces()?;
        let fields = self.fields()?;
        let methods = self.methods()?;
        let start = self.reader;
        let attributes = self.class_attributes()?;
        let raw_attributes = self.attributes_since(start)?;
        ensure!(self, self.reader.at_end(), "Extra bytes at the end of class file");
        self.check_supertypes(super_class, interfaces)?;
        self.check_static_interface_methods(&methods)?;

        Ok(ClassFile {
            bytes,
            minor_version: self.minor_version,
            major_version: self.major_version,
            constant_pool: std::mem::replace(&mut self.pool, ConstantPool::new(bytes, Vec::new())),
            access_flags: self.access_flags,
            raw_access_flags: self.raw_access_flags,
            this_class,
            super_class,
            interfaces,
            fields,
            methods,
            attributes,
            raw_attributes,
        })
    }

    /// The attributes between `start`, where their count is, and here.
    fn attributes_since(&self, start: Reader<'a>) -> Result<Attributes<'a>> {
        let mut reader = start;
        let count = reader.u2()?;
        let length = self.reader.position().saturating_sub(reader.position());
        Ok(Attributes::new(count, reader.take(length)?))
    }

    fn check_version(&self) -> Result<()> {
        let (major, minor, max) = (self.major_version, self.minor_version, self.options.max_major_version);
        let name = || self.class_name_text();
        let message = if major < MIN_MAJOR_VERSION {
            format!(
                "{} (class file version {major}.{minor}) was compiled with an invalid major version",
                name()
            )
        } else if major > max {
            format!(
                "{} has been compiled by a more recent version of the Java Runtime (class file version \
                 {major}.{minor}), this version of the Java Runtime only recognizes class file versions up to \
                 {max}.0",
                name()
            )
        } else if major < 56 || minor == 0 {
            return Ok(());
        } else if minor != PREVIEW_MINOR_VERSION {
            format!(
                "{} (class file version {major}.{minor}) was compiled with an invalid non-zero minor version",
                name()
            )
        } else if major != max {
            format!(
                "{} (class file version {major}.{minor}) was compiled with preview features that are \
                 unsupported. This version of the Java Runtime only recognizes preview features for class file \
                 version {max}.{PREVIEW_MINOR_VERSION}",
                name()
            )
        } else if !self.options.enable_preview {
            format!(
                "Preview features are not enabled for {} (class file version {major}.{minor}). Try running with \
                 '--enable-preview'",
                name()
            )
        } else {
            return Ok(());
        };
        Err(self.error(ErrorKind::UnsupportedClassVersionError, message))
    }

    fn class_access_flags(&mut self) -> Result<()> {
        let module = if self.major_version >= 53 { ClassAccessFlags::MODULE.bits() } else { 0 };
        self.raw_access_flags = self.reader.u2()?;
        let bits = self.raw_access_flags & (ClassAccessFlags::RECOGNIZED | module);
        let mut flags = ClassAccessFlags::from_bits_retain(bits);
        if self.major_version < 50 && flags.contains(ClassAccessFlags::INTERFACE) {
            flags |= ClassAccessFlags::ABSTRACT;
        }
        let module_allowed = self.options.allow_module && flags.contains(ClassAccessFlags::MODULE);
        if !module_allowed {
            self.check_class_modifiers(flags)?;
        }
        self.access_flags = flags;
        Ok(())
    }

    fn this_class(&mut self) -> Result<u16> {
        let index = self.reader.u2()?;
        let Some(name) = self.pool.class_name(index) else {
            fail!(self, "Invalid this class index {index} in constant pool in class file");
        };
        ensure!(self, !self.need_verify() || name.first() != Some(&b'['), "Bad class name in class file");
        if self.options.hidden {
            return Ok(index);
        }
        match self.options.expected_name {
            Some(expected) if expected != name => Err(self.error(
                ErrorKind::NoClassDefFoundError,
                format!("{} (wrong name: {})", mutf8::to_str(expected), mutf8::to_str(name)),
            )),
            _ => {
                self.class_name = name;
                Ok(index)
            }
        }
    }

    fn super_class(&mut self, is_module: bool) -> Result<u16> {
        let index = self.reader.u2()?;
        if index == 0 {
            let legal = self.class_name == b"java/lang/Object" || is_module;
            ensure!(self, legal, "Invalid superclass index {index} in class file");
        } else {
            let Some(name) = self.pool.class_name(index) else {
                fail!(self, "Invalid superclass index {index} in class file");
            };
            let is_array = self.need_verify() && name.first() == Some(&b'[');
            ensure!(self, !is_array, "Bad superclass name in class file");
        }
        Ok(index)
    }

    fn interfaces(&mut self) -> Result<U16List<'a>> {
        let count = usize::from(self.reader.u2()?);
        let mut start = self.reader;
        for _ in 0..count {
            let index = self.reader.u2()?;
            let Some(name) = self.pool.class_name(index) else {
                fail!(self, "Interface name has bad constant pool index {index} in class file");
            };
            ensure!(self, name.first() != Some(&b'['), "Bad interface name in class file");
        }
        let interfaces: U16List<'a> = Table::new(start.take(count * 2)?);
        if self.need_verify() && count > 1 {
            let name_of = |i: usize| {
                interfaces.get(i).and_then(|index| self.pool.class_name(index)).unwrap_or_default()
            };
            if let Some(i) = duplicates::find(count, |i| (name_of(i), &b""[..])) {
                fail!(self, "Duplicate interface name \"{}\" in class file", mutf8::to_str(name_of(i)));
            }
        }
        Ok(interfaces)
    }

    fn check_supertypes(&self, super_class: u16, interfaces: U16List<'a>) -> Result<()> {
        if self.class_name == b"java/lang/Object" {
            let none = interfaces.is_empty();
            ensure!(self, none, "java.lang.Object cannot implement an interface in class file");
        }
        if super_class != 0 && self.access_flags.contains(ClassAccessFlags::INTERFACE) {
            let is_object = self.pool.class_name(super_class) == Some(b"java/lang/Object");
            ensure!(self, is_object, "Interfaces must have java.lang.Object as superclass in class file");
        }
        Ok(())
    }

    /// The index of a CONSTANT_Utf8 and its bytes.
    #[inline]
    fn utf8_index(&mut self) -> Result<(u16, Option<&'a [u8]>)> {
        let index = self.reader.u2()?;
        Ok((index, self.pool.utf8(index)))
    }

    #[inline]
    fn is_class(&self, index: u16) -> bool {
        self.pool.is(index, ConstantTag::Class)
    }
}
