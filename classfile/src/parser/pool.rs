//! The constant pool: reading it, then checking references between entries (JVMS §4.4), then names and
//! descriptors.

use super::{Parser, ensure, fail};
use crate::constant_pool::{ConstantPool, ConstantTag, Entry, ReferenceKind};
use crate::error::{ErrorKind, Result};
use crate::mutf8;
use crate::reader::Reader;

impl<'a: 'p, 'p> Parser<'a, 'p> {
    /// Reads and checks the pool. A Module or Package entry, which only module descriptors may have, is
    /// returned as a bad tag: the caller complains after it has looked for `ACC_MODULE`.
    pub(super) fn constant_pool(&mut self, bytes: &'a [u8]) -> Result<Option<u8>> {
        self.reader.need(3)?;
        let count = self.reader.u2()?;
        ensure!(self, count >= 1, "Illegal constant pool size {count} in class file");
        let mut entries = Vec::with_capacity(usize::from(count));
        let bad_tag = self.read_entries(&mut entries, count)?;
        self.pool = ConstantPool::new(bytes, entries);
        if bad_tag.is_none() {
            self.check_references()?;
            if self.need_verify() {
                self.check_names()?;
            }
        }
        Ok(bad_tag)
    }

    fn read_entries(&mut self, entries: &mut Vec<Entry>, count: u16) -> Result<Option<u8>> {
        let mut bad_tag = None;
        // A copy that the optimiser can keep in registers.
        let mut reader = self.reader;
        entries.push(Entry::default());
        while entries.len() < usize::from(count) {
            let index = entries.len();
            let code = reader.u1()?;
            let Some(tag) = ConstantTag::from_u8(code) else {
                self.reader = reader;
                fail!(self, "Unknown constant tag {code} in class file");
            };
            if !self.version_has(tag) {
                self.reader = reader;
                self.unsupported_tag(tag)?;
            }
            let entry = match tag {
                ConstantTag::Utf8 => {
                    let length = reader.u2()?;
                    let start = reader.position();
                    // At least a tag or the access flags follow.
                    reader.need(usize::from(length) + 1)?;
                    let text = reader.take(usize::from(length))?;
                    if self.need_verify() && !mutf8::is_legal(text, self.major_version <= 47) {
                        self.reader = reader;
                        fail!(self, "Illegal UTF8 string in constant pool in class file");
                    }
                    Entry { tag: code, kind: 0, a: length, b: start as u32 }
                }
                ConstantTag::Integer | ConstantTag::Float => {
                    Entry { tag: code, kind: 0, a: 0, b: reader.u4()? }
                }
                ConstantTag::Long | ConstantTag::Double => {
                    if index + 1 >= usize::from(count) {
                        self.reader = reader;
                        fail!(self, "Invalid constant pool entry {index} in class file");
                    }
                    let start = reader.position();
                    reader.take(8)?;
                    entries.push(Entry { tag: code, kind: 0, a: 0, b: start as u32 });
                    // The unusable second index (§4.4.5).
                    Entry::default()
                }
                ConstantTag::MethodHandle => Entry { tag: code, kind: reader.u1()?, a: reader.u2()?, b: 0 },
                ConstantTag::Class
                | ConstantTag::String
                | ConstantTag::MethodType
                | ConstantTag::Module
                | ConstantTag::Package => Entry { tag: code, kind: 0, a: reader.u2()?, b: 0 },
                ConstantTag::Fieldref
                | ConstantTag::Methodref
                | ConstantTag::InterfaceMethodref
                | ConstantTag::NameAndType
                | ConstantTag::Dynamic
                | ConstantTag::InvokeDynamic => {
                    let a = reader.u2()?;
                    Entry { tag: code, kind: 0, a, b: u32::from(reader.u2()?) }
                }
            };
            match tag {
                ConstantTag::Dynamic | ConstantTag::InvokeDynamic => {
                    self.max_bootstrap_method = self.max_bootstrap_method.max(i32::from(entry.a));
                }
                ConstantTag::Module | ConstantTag::Package if !self.options.allow_module => {
                    bad_tag.get_or_insert(code);
                }
                _ => {}
            }
            entries.push(entry);
        }
        self.reader = reader;
        Ok(bad_tag)
    }

    /// Whether class files of this version may have such an entry (§4.4 table 4.4-B).
    #[inline]
    fn version_has(&self, tag: ConstantTag) -> bool {
        match tag {
            ConstantTag::MethodHandle | ConstantTag::MethodType | ConstantTag::InvokeDynamic => {
                self.major_version >= 51
            }
            ConstantTag::Dynamic => self.major_version >= 55,
            ConstantTag::Module | ConstantTag::Package => self.major_version >= 53,
            _ => true,
        }
    }

    #[cold]
    fn unsupported_tag(&self, tag: ConstantTag) -> Result<()> {
        let code = tag as u8;
        match tag {
            ConstantTag::Module | ConstantTag::Package => {
                fail!(self, "Unknown constant tag {code} in class file")
            }
            _ => fail!(self, "Class file version does not support constant tag {code} in class file"),
        }
    }

    #[cold]
    fn bad_index(&self, index: u16, reason: &str) -> Result<()> {
        let name = self.class_name_text();
        Err(self.error(
            ErrorKind::ClassFormatError,
            format!("Invalid constant pool index {index} in class file {name}{reason}"),
        ))
    }

    #[inline]
    fn require(&self, index: u16, tag: ConstantTag) -> Result<()> {
        if self.pool.is(index, tag) { Ok(()) } else { self.bad_index(index, "") }
    }

    /// Every index in an entry denotes an entry of the right kind.
    fn check_references(&self) -> Result<()> {
        for index in 1..self.pool.len() {
            let Some(entry) = self.pool.raw(index as u16) else { continue };
            let Some(tag) = ConstantTag::from_u8(entry.tag) else { continue };
            match tag {
                ConstantTag::Utf8
                | ConstantTag::Integer
                | ConstantTag::Float
                | ConstantTag::Long
                | ConstantTag::Double => {}
                ConstantTag::Fieldref | ConstantTag::Methodref | ConstantTag::InterfaceMethodref => {
                    self.require(entry.a, ConstantTag::Class)?;
                    self.require(entry.b as u16, ConstantTag::NameAndType)?;
                }
                ConstantTag::NameAndType => {
                    self.require(entry.a, ConstantTag::Utf8)?;
                    self.require(entry.b as u16, ConstantTag::Utf8)?;
                }
                ConstantTag::Class
                | ConstantTag::String
                | ConstantTag::MethodType
                | ConstantTag::Module
                | ConstantTag::Package => self.require(entry.a, ConstantTag::Utf8)?,
                ConstantTag::Dynamic | ConstantTag::InvokeDynamic => {
                    self.require(entry.b as u16, ConstantTag::NameAndType)?;
                }
                ConstantTag::MethodHandle => self.check_method_handle(index, entry)?,
            }
        }
        Ok(())
    }

    /// The member of a method handle fits its kind (§4.4.8).
    fn check_method_handle(&self, index: usize, entry: Entry) -> Result<()> {
        let target = entry.a;
        if target == 0 || usize::from(target) >= self.pool.len() {
            self.bad_index(target, "")?;
        }
        let Some(kind) = ReferenceKind::from_u8(entry.kind) else {
            fail!(self, "Bad method handle kind at constant pool index {index} in class file");
        };
        let target_tag = self.pool.tag(target);
        let (fits, reason) = match kind {
            ReferenceKind::GetField
            | ReferenceKind::GetStatic
            | ReferenceKind::PutField
            | ReferenceKind::PutStatic => (target_tag == Some(ConstantTag::Fieldref), " (not a field)"),
            ReferenceKind::InvokeVirtual | ReferenceKind::NewInvokeSpecial => {
                (target_tag == Some(ConstantTag::Methodref), " (not a method)")
            }
            ReferenceKind::InvokeStatic | ReferenceKind::InvokeSpecial => (
                target_tag == Some(ConstantTag::Methodref)
                    || (self.major_version >= 52 && target_tag == Some(ConstantTag::InterfaceMethodref)),
                " (not a method)",
            ),
            ReferenceKind::InvokeInterface => {
                (target_tag == Some(ConstantTag::InterfaceMethodref), " (not an interface method)")
            }
        };
        if fits { Ok(()) } else { self.bad_index(target, reason) }
    }

    /// Names and descriptors are well-formed (§4.2, §4.3, §4.4).
    fn check_names(&self) -> Result<()> {
        for index in 1..self.pool.len() {
            let index = index as u16;
            match self.pool.tag(index) {
                Some(ConstantTag::Class) => {
                    self.check_class_name(self.pool.class_name(index).unwrap_or_default())?;
                }
                Some(ConstantTag::NameAndType) => self.check_name_and_type(index)?,
                Some(ConstantTag::Dynamic) => {
                    let (name, descriptor) = self.nat_of(index);
                    if is_method(descriptor) {
                        self.illegal_signature("CONSTANT_Dynamic", name, descriptor)?;
                    }
                }
                Some(ConstantTag::Fieldref) => {
                    let (name, descriptor) = self.nat_of(index);
                    if is_method(descriptor) {
                        self.illegal_signature("Field", name, descriptor)?;
                    }
                }
                Some(
                    tag @ (ConstantTag::InvokeDynamic
                    | ConstantTag::Methodref
                    | ConstantTag::InterfaceMethodref),
                ) => {
                    let (name, descriptor) = self.nat_of(index);
                    if !is_method(descriptor) {
                        self.illegal_signature("Method", name, descriptor)?;
                    }
                    if tag == ConstantTag::Methodref && name.first() == Some(&b'<') && name != b"<init>" {
                        let name_index = self.name_index_of(index);
                        fail!(self, "Bad method name at constant pool index {name_index} in class file");
                    }
                }
                Some(ConstantTag::MethodHandle) => self.check_method_handle_name(index)?,
                Some(ConstantTag::MethodType) => {
                    self.check_method_descriptor(b"type", self.pool.method_type(index).unwrap_or_default())?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The name and descriptor of an entry that has a name-and-type index.
    fn nat_of(&self, index: u16) -> (&'a [u8], &'a [u8]) {
        self.pool.raw(index).and_then(|entry| self.pool.name_and_type(entry.b as u16)).unwrap_or_default()
    }

    fn name_index_of(&self, index: u16) -> u16 {
        self.pool
            .raw(index)
            .and_then(|entry| self.pool.name_and_type_indices(entry.b as u16))
            .map_or(0, |(name_index, _)| name_index)
    }

    fn check_name_and_type(&self, index: u16) -> Result<()> {
        let (name, descriptor) = self.pool.name_and_type(index).unwrap_or_default();
        let (name_index, descriptor_index) = self.pool.name_and_type_indices(index).unwrap_or_default();
        for (text, at) in [(descriptor, descriptor_index), (name, name_index)] {
            ensure!(self, !text.is_empty(), "Illegal zero length constant pool entry at {at} in class");
        }
        if is_method(descriptor) {
            self.check_method_name(name)?;
            self.check_method_descriptor(name, descriptor)?;
        } else {
            self.check_field_name(name)?;
            self.check_field_descriptor(name, descriptor)?;
        }
        Ok(())
    }

    /// Handles that call constructors name `<init>`, and only those do (§4.4.8).
    fn check_method_handle_name(&self, index: u16) -> Result<()> {
        let Some((kind, target)) = self.pool.method_handle(index) else { return Ok(()) };
        let is_init = self.nat_of(target).0 == b"<init>";
        match kind {
            ReferenceKind::NewInvokeSpecial if !is_init => {
                let name_index = self.name_index_of(target);
                fail!(self, "Bad constructor name at constant pool index {name_index} in class file");
            }
            ReferenceKind::InvokeVirtual | ReferenceKind::InvokeStatic | ReferenceKind::InvokeSpecial
                if is_init =>
            {
                let name_index = self.name_index_of(target);
                fail!(self, "Bad method name at constant pool index {name_index} in class file");
            }
            _ => Ok(()),
        }
    }

    /// A reader of the same bytes at another place.
    pub(super) fn reader_at(&self, position: usize) -> Reader<'a> {
        self.reader.at(position)
    }
}

fn is_method(descriptor: &[u8]) -> bool {
    descriptor.first() == Some(&b'(')
}
