//! The attributes of a class (JVMS §4.7).
//!
//! InnerClasses, NestMembers, Record and PermittedSubclasses are noted on the way and checked after all
//! attributes have been read, in that order.

use std::collections::HashMap;

use super::{Parser, ensure, fail};
use crate::access_flags::{ClassAccessFlags, InnerClassAccessFlags};
use crate::attribute::{Annotations, BootstrapMethods, InnerClass, Record, Table, U16List};
use crate::class_file::{ClassAttributes, EnclosingMethod};
use crate::constant_pool::ConstantTag;
use crate::error::Result;
use crate::reader::Reader;

/// An attribute to be read later: where its contents begin, and its length.
#[derive(Clone, Copy)]
struct Deferred {
    position: usize,
    length: u32,
}

/// What the attribute loop has seen.
#[derive(Default)]
struct Seen {
    source_file: bool,
    nest_host: bool,
    bootstrap_methods: bool,
    inner_classes: Option<Deferred>,
    nest_members: Option<Deferred>,
    record: Option<Deferred>,
    permitted_subclasses: Option<Deferred>,
}

impl<'a: 'p, 'p> Parser<'a, 'p> {
    pub(super) fn class_attributes(&mut self) -> Result<ClassAttributes<'a>> {
        let mut attributes = ClassAttributes::default();
        let mut seen = Seen::default();
        for _ in 0..self.reader.u2()? {
            self.class_attribute(&mut attributes, &mut seen)?;
        }
        let end = self.reader;
        if let Some(deferred) = seen.inner_classes {
            self.inner_classes(deferred, &mut attributes)?;
        }
        if let Some(deferred) = seen.nest_members {
            let what = "Nest member class_info_index";
            attributes.nest_members = Some(self.class_list(deferred, what, "NestMembers")?);
        }
        if let Some(deferred) = seen.record {
            attributes.record = Some(self.record(deferred)?);
        }
        if let Some(deferred) = seen.permitted_subclasses {
            let what = "Permitted subclass class_info_index";
            attributes.permitted_subclasses = Some(self.class_list(deferred, what, "PermittedSubclasses")?);
        }
        self.reader = end;
        ensure!(
            self,
            self.max_bootstrap_method < 0 || seen.bootstrap_methods,
            "Missing BootstrapMethods attribute in class file"
        );
        Ok(attributes)
    }

    fn class_attribute(&mut self, attributes: &mut ClassAttributes<'a>, seen: &mut Seen) -> Result<()> {
        self.reader.need(6)?;
        let (name_index, name) = self.utf8_index()?;
        let length = self.reader.u4()?;
        let Some(name) = name else {
            fail!(self, "Attribute name has bad constant pool index {name_index} in class file");
        };
        let major = self.major_version;
        match name {
            b"SourceFile" => self.source_file(length, attributes, seen)?,
            b"SourceDebugExtension" => {
                self.once(&mut attributes.source_debug_extension, name, length, "")?;
            }
            b"InnerClasses" => {
                let first = seen.inner_classes.is_none();
                ensure!(self, first, "Multiple InnerClasses attributes in class file");
                seen.inner_classes = Some(self.defer(length)?);
            }
            b"Synthetic" => {
                ensure!(
                    self,
                    length == 0,
                    "Invalid Synthetic classfile attribute length {length} in class file"
                );
                attributes.synthetic = true;
            }
            b"Deprecated" => {
                ensure!(
                    self,
                    length == 0,
                    "Invalid Deprecated classfile attribute length {length} in class file"
                );
                attributes.deprecated = true;
            }
            b"Signature" if major >= 49 => self.class_signature(length, attributes)?,
            b"EnclosingMethod" if major >= 49 => self.enclosing_method(length, attributes)?,
            b"BootstrapMethods" if major >= 51 => {
                ensure!(self, !seen.bootstrap_methods, "Multiple BootstrapMethods attributes in class file");
                seen.bootstrap_methods = true;
                attributes.bootstrap_methods = self.bootstrap_methods(length)?;
            }
            b"NestMembers" if major >= 55 => {
                let first = seen.nest_members.is_none();
                ensure!(self, first, "Multiple NestMembers attributes in class file");
                ensure!(
                    self,
                    !seen.nest_host,
                    "Conflicting NestHost and NestMembers attributes in class file"
                );
                seen.nest_members = Some(self.defer(length)?);
            }
            b"NestHost" if major >= 55 => self.nest_host(length, attributes, seen)?,
            b"Record" if major >= 60 => {
                ensure!(self, seen.record.is_none(), "Multiple Record attributes in class file");
                seen.record = Some(self.defer(length)?);
            }
            b"PermittedSubclasses" if major >= 61 => {
                let first = seen.permitted_subclasses.is_none();
                ensure!(self, first, "Multiple PermittedSubclasses attributes in class file");
                let is_final = self.access_flags.contains(ClassAccessFlags::FINAL);
                ensure!(self, !is_final, "PermittedSubclasses attribute in final class file");
                seen.permitted_subclasses = Some(self.defer(length)?);
            }
            b"Module" | b"ModulePackages" | b"ModuleMainClass"
                if self.access_flags.contains(ClassAccessFlags::MODULE) =>
            {
                self.module_attribute(name, length, attributes)?;
            }
            _ => self.annotations_or_unknown(name, length, &mut attributes.annotations, "")?,
        }
        Ok(())
    }

    /// Passes over an attribute that is read later.
    fn defer(&mut self, length: u32) -> Result<Deferred> {
        let position = self.reader.position();
        self.reader.take(length as usize)?;
        Ok(Deferred { position, length })
    }

    fn source_file(
        &mut self,
        length: u32,
        attributes: &mut ClassAttributes<'a>,
        seen: &mut Seen,
    ) -> Result<()> {
        let right = !self.need_verify() || length == 2;
        ensure!(self, right, "Wrong SourceFile attribute length in class file");
        ensure!(self, !seen.source_file, "Multiple SourceFile attributes in class file");
        seen.source_file = true;
        let (index, name) = self.utf8_index()?;
        let valid = name.is_some();
        ensure!(self, valid, "Invalid SourceFile attribute at constant pool index {index} in class file");
        attributes.source_file_index = index;
        Ok(())
    }

    fn class_signature(&mut self, length: u32, attributes: &mut ClassAttributes<'a>) -> Result<()> {
        let first = attributes.signature_index == 0;
        ensure!(self, first, "Multiple Signature attributes in class file");
        ensure!(self, length == 2, "Wrong Signature attribute length {length} in class file");
        let (index, signature) = self.utf8_index()?;
        let valid = signature.is_some();
        ensure!(self, valid, "Invalid constant pool index {index} in Signature attribute in class file");
        attributes.signature_index = index;
        Ok(())
    }

    fn enclosing_method(&mut self, length: u32, attributes: &mut ClassAttributes<'a>) -> Result<()> {
        let first = attributes.enclosing_method.is_none();
        ensure!(self, first, "Multiple EnclosingMethod attributes in class file");
        ensure!(self, length == 4, "Wrong EnclosingMethod attribute length {length} in class file");
        self.reader.need(4)?;
        let class_index = self.reader.u2()?;
        let method_index = self.reader.u2()?;
        ensure!(self, class_index != 0, "Invalid class index in EnclosingMethod attribute in class file");
        ensure!(
            self,
            self.is_class(class_index),
            "Invalid or out-of-bounds class index in EnclosingMethod attribute in class file"
        );
        ensure!(
            self,
            method_index == 0 || self.pool.is(method_index, ConstantTag::NameAndType),
            "Invalid or out-of-bounds method index in EnclosingMethod attribute in class file"
        );
        attributes.enclosing_method = Some(EnclosingMethod { class_index, method_index });
        Ok(())
    }

    fn nest_host(
        &mut self,
        length: u32,
        attributes: &mut ClassAttributes<'a>,
        seen: &mut Seen,
    ) -> Result<()> {
        ensure!(self, !seen.nest_host, "Multiple NestHost attributes in class file");
        seen.nest_host = true;
        let alone = seen.nest_members.is_none();
        ensure!(self, alone, "Conflicting NestMembers and NestHost attributes in class file");
        let right = !self.need_verify() || length == 2;
        ensure!(self, right, "Wrong NestHost attribute length in class file");
        let index = self.reader.u2()?;
        ensure!(
            self,
            self.is_class(index),
            "Nest-host class_info_index {index} has bad constant type in class file"
        );
        attributes.nest_host_index = index;
        Ok(())
    }

    fn module_attribute(
        &mut self,
        name: &[u8],
        length: u32,
        attributes: &mut ClassAttributes<'a>,
    ) -> Result<()> {
        let contents = self.reader.take(length as usize)?;
        match name {
            b"Module" => attributes.module = Some(contents),
            b"ModulePackages" => attributes.module_packages = contents.get(2..).map(Table::new),
            _ => attributes.module_main_class_index = crate::attribute::be16(contents, 0),
        }
        Ok(())
    }

    /// BootstrapMethods (§4.7.23): handles and loadable arguments, enough of them for the constants.
    fn bootstrap_methods(&mut self, length: u32) -> Result<BootstrapMethods<'a>> {
        ensure!(self, length >= 2, "Invalid BootstrapMethods attribute length {length} in class file");
        self.reader.need(length as usize)?;
        let count = self.reader.u2()?;
        ensure!(
            self,
            self.max_bootstrap_method < i32::from(count),
            "Short length on BootstrapMethods in class file"
        );
        let start = self.reader;
        let operands = (length as usize - 2) / 2;
        let mut used = 0;
        for _ in 0..count {
            self.reader.need(4)?;
            let method = self.reader.u2()?;
            let arguments = usize::from(self.reader.u2()?);
            ensure!(
                self,
                self.pool.is(method, ConstantTag::MethodHandle),
                "bootstrap_method_index {method} has bad constant type in class file"
            );
            used += 2 + arguments;
            ensure!(
                self,
                used <= operands,
                "Invalid BootstrapMethods num_bootstrap_methods or num_bootstrap_arguments value in class file"
            );
            let arguments: U16List<'a> = Table::new(self.reader.take(arguments * 2)?);
            for argument in arguments.iter() {
                ensure!(
                    self,
                    self.pool.tag(argument).is_some_and(ConstantTag::is_loadable),
                    "argument_index {argument} has bad constant type in class file"
                );
            }
        }
        let right = used * 2 + 2 == length as usize;
        ensure!(self, right, "Bad length on BootstrapMethods in class file");
        let mut specifiers: Reader<'a> = start;
        Ok(BootstrapMethods::new(count, specifiers.take(used * 2)?))
    }

    /// NestMembers (§4.7.29) or PermittedSubclasses (§4.7.31).
    fn class_list(&mut self, deferred: Deferred, what: &str, name: &str) -> Result<U16List<'a>> {
        self.reader = self.reader_at(deferred.position);
        let count = usize::from(self.reader.u2()?);
        let list: U16List<'a> = Table::new(self.reader.take(count * 2)?);
        for index in list.iter() {
            let valid = self.is_class(index);
            ensure!(self, valid, "{what} {index} has bad constant type in class file");
        }
        let right = !self.need_verify() || deferred.length as usize == 2 + count * 2;
        ensure!(self, right, "Wrong {name} attribute length in class file");
        Ok(list)
    }

    fn record(&mut self, deferred: Deferred) -> Result<Record<'a>> {
        self.reader = self.reader_at(deferred.position);
        let count = self.reader.u2()?;
        let mut components = self.reader;
        for _ in 0..count {
            self.record_component()?;
        }
        let length = self.reader.position() - components.position();
        let right = !self.need_verify() || deferred.length as usize == 2 + length;
        ensure!(self, right, "Record attribute has wrong length in class file");
        Ok(Record::new(count, components.take(length)?))
    }

    fn record_component(&mut self) -> Result<()> {
        self.reader.need(6)?;
        let (name_index, name) = self.utf8_index()?;
        let Some(name) = name else {
            fail!(
                self,
                "Invalid constant pool index {name_index} for name in Record attribute in class file"
            );
        };
        self.check_field_name(name)?;
        let (index, descriptor) = self.utf8_index()?;
        let Some(descriptor) = descriptor else {
            fail!(
                self,
                "Invalid constant pool index {index} for descriptor in Record attribute in class file"
            );
        };
        self.check_field_descriptor(name, descriptor)?;
        let mut signature_index = 0;
        let mut annotations = Annotations::default();
        for _ in 0..self.reader.u2()? {
            self.reader.need(6)?;
            let (name_index, name) = self.utf8_index()?;
            let length = self.reader.u4()?;
            let Some(name) = name else {
                fail!(self, "Invalid Record attribute name index {name_index} in class file");
            };
            if name == b"Signature" {
                let first = signature_index == 0;
                ensure!(self, first, "Multiple Signature attributes for Record component in class file");
                ensure!(
                    self,
                    length == 2,
                    "Invalid Signature attribute length {length} in Record component in class file"
                );
                signature_index = self.signature_attribute()?;
            } else {
                self.annotations_or_unknown(name, length, &mut annotations, " for Record component")?;
            }
        }
        Ok(())
    }

    fn inner_classes(&mut self, deferred: Deferred, attributes: &mut ClassAttributes<'a>) -> Result<()> {
        self.reader = self.reader_at(deferred.position);
        let count = usize::from(self.reader.u2()?);
        let table: Table<'a, InnerClass> = Table::new(self.reader.take(count * 8)?);
        for entry in table.iter() {
            self.check_inner_class(entry)?;
        }
        let cyclic = self.need_verify() && self.inner_classes_cyclic(table)?;
        if self.need_verify() && self.major_version >= 49 {
            let right = deferred.length as usize == 2 + count * 8;
            ensure!(self, right, "Wrong InnerClasses attribute length in class file");
        }
        if cyclic {
            attributes.inner_classes_ignored = true;
        } else {
            attributes.inner_classes = table;
        }
        Ok(())
    }

    fn check_inner_class(&self, entry: InnerClass) -> Result<()> {
        let (inner, outer) = (entry.inner_class_info_index, entry.outer_class_info_index);
        ensure!(
            self,
            self.is_class(inner),
            "inner_class_info_index {inner} has bad constant type in class file"
        );
        if outer != 0 {
            let Some(name) = self.pool.class_name(outer) else {
                fail!(self, "outer_class_info_index {outer} has bad constant type in class file");
            };
            let is_array = name.first() == Some(&b'[');
            ensure!(self, !is_array, "Outer class is an array class in class file");
        }
        let name = entry.inner_name_index;
        ensure!(
            self,
            name == 0 || self.pool.is(name, ConstantTag::Utf8),
            "inner_name_index {name} has bad constant type in class file"
        );
        let different = !self.need_verify() || inner != outer;
        ensure!(self, different, "Class is both outer and inner class in class file");
        let module = if self.major_version >= 53 { ClassAccessFlags::MODULE.bits() } else { 0 };
        let bits = entry.access_flags & (InnerClassAccessFlags::RECOGNIZED | module);
        let mut flags = ClassAccessFlags::from_bits_retain(bits);
        if self.major_version < 50 && flags.contains(ClassAccessFlags::INTERFACE) {
            flags |= ClassAccessFlags::ABSTRACT;
        }
        self.check_class_modifiers(flags)
    }

    /// Whether the entries, followed from inner to outer class, form a cycle, or two are about the same class;
    /// the attribute is then ignored. Two equal entries are an error since version 49.
    fn inner_classes_cyclic(&self, table: Table<'a, InnerClass>) -> Result<bool> {
        let name = |index: u16| self.pool.class_name(index).unwrap_or_default();
        let entries: Vec<InnerClass> = table.iter().collect();
        let mut by_name: HashMap<&[u8], usize> = HashMap::with_capacity(entries.len());
        for (i, entry) in entries.iter().enumerate() {
            by_name.entry(name(entry.inner_class_info_index)).or_insert(i);
        }
        let outer: Vec<Option<usize>> = entries
            .iter()
            .map(|entry| match entry.outer_class_info_index {
                0 => None,
                index => by_name.get(name(index)).copied(),
            })
            .collect();
        let reaches_cycle = reaches_cycle(&outer);
        let mut next_same = vec![None; entries.len()];
        let mut last_seen: HashMap<u16, usize> = HashMap::with_capacity(entries.len());
        for (i, entry) in entries.iter().enumerate().rev() {
            next_same[i] = last_seen.insert(entry.inner_class_info_index, i);
        }
        for (i, entry) in entries.iter().enumerate() {
            if reaches_cycle[i] {
                return Ok(true);
            }
            if let Some(next) = next_same[i] {
                let equal = *entry == entries[next] && self.major_version >= 49;
                ensure!(self, !equal, "Duplicate entry in InnerClasses attribute in class file");
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// For each node of a graph with at most one edge per node, whether following the edges never ends.
fn reaches_cycle(next: &[Option<usize>]) -> Vec<bool> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        OnPath,
        Ends,
        Cycles,
    }
    let mut state = vec![State::New; next.len()];
    for start in 0..next.len() {
        let mut path = Vec::new();
        let mut node = Some(start);
        let end = loop {
            match node {
                None => break State::Ends,
                Some(n) => match state[n] {
                    State::New => {
                        state[n] = State::OnPath;
                        path.push(n);
                        node = next[n];
                    }
                    State::OnPath => break State::Cycles,
                    known => break known,
                },
            }
        };
        for n in path {
            state[n] = end;
        }
    }
    state.into_iter().map(|s| s == State::Cycles).collect()
}
