//! Fields (JVMS §4.5), methods (§4.6) and their attributes (§4.7).

use super::{Parser, duplicates, ensure, fail};
use crate::access_flags::{ClassAccessFlags, FieldAccessFlags, MethodAccessFlags};
use crate::attribute::{Annotations, Attributes, Table, U16List};
use crate::class_file::{Field, Method};
use crate::constant_pool::ConstantTag;
use crate::error::{ErrorKind, Result};
use crate::mutf8;

impl<'a: 'p, 'p> Parser<'a, 'p> {
    pub(super) fn fields(&mut self) -> Result<Vec<Field<'a>>> {
        let count = usize::from(self.reader.u2()?);
        // Each field takes at least eight bytes, so that a false count cannot claim much memory.
        let mut fields = Vec::with_capacity(count.min(self.reader.remaining() / 8));
        for _ in 0..count {
            fields.push(self.field()?);
        }
        if self.need_verify()
            && let Some(i) = duplicates::find(count, |i| (fields[i].name, fields[i].descriptor))
        {
            let (name, descriptor) = (mutf8::to_str(fields[i].name), mutf8::to_str(fields[i].descriptor));
            let descriptor = descriptor.replace('/', ".");
            fail!(self, "Duplicate field name \"{name}\" with signature \"{descriptor}\" in class file");
        }
        Ok(fields)
    }

    fn field(&mut self) -> Result<Field<'a>> {
        self.reader.need(8)?;
        let bits = self.reader.u2()?;
        let access_flags = FieldAccessFlags::from_bits_retain(bits & FieldAccessFlags::RECOGNIZED);
        self.check_field_modifiers(access_flags)?;
        let (name_index, name) = self.utf8_index()?;
        let Some(name) = name else {
            fail!(self, "Invalid constant pool index {name_index} for field name in class file");
        };
        self.check_field_name(name)?;
        let (descriptor_index, descriptor) = self.utf8_index()?;
        let Some(descriptor) = descriptor else {
            fail!(self, "Invalid constant pool index {descriptor_index} for field signature in class file");
        };
        self.check_field_descriptor(name, descriptor)?;
        let mut field = Field {
            access_flags,
            raw_access_flags: bits,
            name_index,
            descriptor_index,
            constant_value_index: 0,
            signature_index: 0,
            deprecated: false,
            name,
            descriptor,
            annotations: Annotations::default(),
            raw_attributes: Attributes::default(),
        };
        let start = self.reader;
        for _ in 0..self.reader.u2()? {
            self.field_attribute(&mut field)?;
        }
        field.raw_attributes = self.attributes_since(start)?;
        Ok(field)
    }

    fn field_attribute(&mut self, field: &mut Field<'a>) -> Result<()> {
        self.reader.need(6)?;
        let (name_index, name) = self.utf8_index()?;
        let length = self.reader.u4()?;
        let Some(name) = name else {
            fail!(self, "Invalid field attribute index {name_index} in class file");
        };
        match name {
            b"ConstantValue" if field.access_flags.contains(FieldAccessFlags::STATIC) => {
                let first = field.constant_value_index == 0;
                ensure!(self, first, "Duplicate ConstantValue attribute in class file");
                ensure!(
                    self,
                    length == 2,
                    "Invalid ConstantValue field attribute length {length} in class file"
                );
                let index = self.reader.u2()?;
                self.check_constant_value(index, field.descriptor)?;
                field.constant_value_index = index;
            }
            b"Synthetic" => {
                ensure!(self, length == 0, "Invalid Synthetic field attribute length {length} in class file");
                field.access_flags |= FieldAccessFlags::SYNTHETIC;
            }
            b"Deprecated" => {
                ensure!(
                    self,
                    length == 0,
                    "Invalid Deprecated field attribute length {length} in class file"
                );
                field.deprecated = true;
            }
            b"Signature" if self.major_version >= 49 => {
                let first = field.signature_index == 0;
                ensure!(self, first, "Multiple Signature attributes for field in class file");
                ensure!(
                    self,
                    length == 2,
                    "Wrong size {length} for field's Signature attribute in class file"
                );
                field.signature_index = self.signature_attribute()?;
            }
            _ => self.annotations_or_unknown(name, length, &mut field.annotations, " for field")?,
        }
        Ok(())
    }

    /// The constant fits the field's type (§4.7.2).
    fn check_constant_value(&self, index: u16, descriptor: &[u8]) -> Result<()> {
        let in_range = index > 0 && usize::from(index) < self.pool.len();
        ensure!(self, in_range, "Bad initial value index {index} in ConstantValue attribute in class file");
        let expected = match descriptor.first() {
            Some(b'J') => ConstantTag::Long,
            Some(b'F') => ConstantTag::Float,
            Some(b'D') => ConstantTag::Double,
            Some(b'B' | b'C' | b'S' | b'Z' | b'I') => ConstantTag::Integer,
            Some(b'L') => {
                let fits = descriptor == b"Ljava/lang/String;" && self.pool.is(index, ConstantTag::String);
                ensure!(self, fits, "Bad string initial value in class file");
                return Ok(());
            }
            _ => fail!(self, "Unable to set initial value {index} in class file"),
        };
        ensure!(self, self.pool.is(index, expected), "Inconsistent constant value type in class file");
        Ok(())
    }

    /// The index in a Signature attribute of a field, method or record component.
    pub(super) fn signature_attribute(&mut self) -> Result<u16> {
        let (index, signature) = self.utf8_index()?;
        let valid = signature.is_some();
        ensure!(self, valid, "Invalid Signature attribute at constant pool index {index} in class file");
        Ok(index)
    }

    /// Takes the contents of an attribute that may occur once.
    pub(super) fn once(
        &mut self,
        slot: &mut Option<&'a [u8]>,
        name: &[u8],
        length: u32,
        place: &str,
    ) -> Result<()> {
        if slot.is_some() {
            fail!(self, "Multiple {} attributes{place} in class file", mutf8::to_str(name));
        }
        *slot = Some(self.reader.take(length as usize)?);
        Ok(())
    }

    /// Takes an annotation attribute that classes, fields, methods and record components share, or skips an
    /// unknown attribute.
    pub(super) fn annotations_or_unknown(
        &mut self,
        name: &[u8],
        length: u32,
        annotations: &mut Annotations<'a>,
        place: &str,
    ) -> Result<()> {
        let slot = match name {
            _ if self.major_version < 49 => None,
            b"RuntimeVisibleAnnotations" => Some(&mut annotations.visible),
            b"RuntimeInvisibleAnnotations" => Some(&mut annotations.invisible),
            b"RuntimeVisibleTypeAnnotations" => Some(&mut annotations.visible_type),
            b"RuntimeInvisibleTypeAnnotations" => Some(&mut annotations.invisible_type),
            _ => None,
        };
        match slot {
            Some(slot) => self.once(slot, name, length, place),
            None => self.reader.take(length as usize).map(|_| ()),
        }
    }

    pub(super) fn methods(&mut self) -> Result<Vec<Method<'a>>> {
        let count = usize::from(self.reader.u2()?);
        let mut methods = Vec::with_capacity(count.min(self.reader.remaining() / 8));
        for _ in 0..count {
            methods.push(self.method()?);
        }
        if self.need_verify()
            && let Some(i) = duplicates::find(count, |i| (methods[i].name, methods[i].descriptor))
        {
            let (name, descriptor) = (mutf8::to_str(methods[i].name), mutf8::to_str(methods[i].descriptor));
            let descriptor = descriptor.replace('/', ".");
            fail!(self, "Duplicate method name \"{name}\" with signature \"{descriptor}\" in class file");
        }
        Ok(methods)
    }

    /// The flags that count for a method of this name.
    fn method_flags(&self, bits: u16, name: &[u8]) -> Result<MethodAccessFlags> {
        use MethodAccessFlags as M;
        let flags = M::from_bits_retain(bits);
        let interface = self.access_flags.contains(ClassAccessFlags::INTERFACE);
        if name == b"<clinit>" {
            // Other flags of a class initialiser are ignored (§4.6).
            return match self.major_version {
                ..51 => Ok(M::STATIC),
                _ if !flags.contains(M::STATIC) => {
                    fail!(self, "Method <clinit> is not static in class file")
                }
                51..=60 => Ok(flags & (M::STATIC | M::STRICT)),
                _ => Ok(M::STATIC),
            };
        }
        self.check_method_modifiers(flags, name)?;
        if name == b"<init>" && interface {
            let class = self.class_name_text();
            let message = format!("Interface cannot have a method named <init>, class file {class}");
            return Err(self.error(ErrorKind::ClassFormatError, message));
        }
        Ok(flags)
    }

    fn method(&mut self) -> Result<Method<'a>> {
        self.reader.need(8)?;
        let bits = self.reader.u2()?;
        let (name_index, name) = self.utf8_index()?;
        let Some(name) = name else {
            fail!(self, "Illegal constant pool index {name_index} for method name in class file");
        };
        self.check_method_name(name)?;
        let (descriptor_index, descriptor) = self.utf8_index()?;
        let Some(descriptor) = descriptor else {
            fail!(self, "Illegal constant pool index {descriptor_index} for method signature in class file");
        };
        let flags = self.method_flags(bits, name)?;
        let mut argument_slots = 0;
        if self.need_verify() {
            let is_static = flags.contains(MethodAccessFlags::STATIC);
            argument_slots = self.check_argument_slots(name, descriptor, is_static)?;
        }
        let recognized = flags.bits() & MethodAccessFlags::RECOGNIZED;
        let mut method = Method {
            access_flags: MethodAccessFlags::from_bits_retain(recognized),
            raw_access_flags: bits,
            name_index,
            descriptor_index,
            signature_index: 0,
            deprecated: false,
            name,
            descriptor,
            code: None,
            exceptions: None,
            parameters: None,
            annotations: Annotations::default(),
            visible_parameter_annotations: None,
            invisible_parameter_annotations: None,
            annotation_default: None,
            raw_attributes: Attributes::default(),
        };
        let start = self.reader;
        for _ in 0..self.reader.u2()? {
            self.method_attribute(&mut method, argument_slots)?;
        }
        method.raw_attributes = self.attributes_since(start)?;
        self.check_code_presence(&method)?;
        Ok(method)
    }

    fn check_code_presence(&self, method: &Method<'a>) -> Result<()> {
        let no_code = method.access_flags.intersects(MethodAccessFlags::NATIVE | MethodAccessFlags::ABSTRACT);
        ensure!(
            self,
            !self.need_verify() || no_code || method.code.is_some(),
            "Absent Code attribute in method that is not native or abstract in class file"
        );
        match &method.code {
            Some(code) => self.check_local_variables(code),
            None => Ok(()),
        }
    }

    fn method_attribute(&mut self, method: &mut Method<'a>, argument_slots: usize) -> Result<()> {
        const PLACE: &str = " for method";
        self.reader.need(6)?;
        let (name_index, name) = self.utf8_index()?;
        let length = self.reader.u4()?;
        let Some(name) = name else {
            fail!(self, "Invalid method attribute name index {name_index} in class file");
        };
        let since_5 = self.major_version >= 49;
        match name {
            b"Code" => {
                let no_code =
                    method.access_flags.intersects(MethodAccessFlags::NATIVE | MethodAccessFlags::ABSTRACT);
                ensure!(
                    self,
                    !self.need_verify() || !no_code,
                    "Code attribute in native or abstract methods in class file"
                );
                ensure!(self, method.code.is_none(), "Multiple Code attributes in class file");
                method.code = Some(self.code_attribute(length, argument_slots)?);
            }
            b"Exceptions" => {
                let first = method.exceptions.is_none();
                ensure!(self, first, "Multiple Exceptions attributes in class file");
                method.exceptions = Some(self.exceptions_attribute(length)?);
            }
            b"MethodParameters" => {
                let first = method.parameters.is_none();
                ensure!(self, first, "Multiple MethodParameters attributes in class file");
                let count = usize::from(self.reader.u1()?);
                if length as usize != count * 4 + 1 {
                    return Err(self.error(
                        ErrorKind::ClassFormatError,
                        format!("Invalid MethodParameters method attribute length {length} in class file"),
                    ));
                }
                method.parameters = Some(Table::new(self.reader.take(count * 4)?));
            }
            b"Synthetic" => {
                ensure!(
                    self,
                    length == 0,
                    "Invalid Synthetic method attribute length {length} in class file"
                );
                method.access_flags |= MethodAccessFlags::SYNTHETIC;
            }
            b"Deprecated" => {
                ensure!(
                    self,
                    length == 0,
                    "Invalid Deprecated method attribute length {length} in class file"
                );
                method.deprecated = true;
            }
            b"Signature" if since_5 => {
                let first = method.signature_index == 0;
                ensure!(self, first, "Multiple Signature attributes for method in class file");
                ensure!(self, length == 2, "Invalid Signature attribute length {length} in class file");
                method.signature_index = self.signature_attribute()?;
            }
            b"RuntimeVisibleParameterAnnotations" if since_5 => {
                self.once(&mut method.visible_parameter_annotations, name, length, PLACE)?;
            }
            b"RuntimeInvisibleParameterAnnotations" if since_5 => {
                self.once(&mut method.invisible_parameter_annotations, name, length, PLACE)?;
            }
            b"AnnotationDefault" if since_5 => {
                self.once(&mut method.annotation_default, name, length, PLACE)?;
            }
            _ => self.annotations_or_unknown(name, length, &mut method.annotations, PLACE)?,
        }
        Ok(())
    }

    fn exceptions_attribute(&mut self, length: u32) -> Result<U16List<'a>> {
        let count = usize::from(self.reader.u2()?);
        let exceptions: U16List<'a> = Table::new(self.reader.take(count * 2)?);
        for index in exceptions.iter() {
            let valid = self.is_class(index);
            ensure!(self, valid, "Exception name has bad type at constant pool {index} in class file");
        }
        ensure!(
            self,
            !self.need_verify() || length as usize == 2 + count * 2,
            "Exceptions attribute has wrong length in class file"
        );
        Ok(exceptions)
    }
}
