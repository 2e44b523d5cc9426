//! The rules for modifiers (JVMS §4.1, §4.5, §4.6), names (§4.2) and descriptors (§4.3).

use super::{Parser, fail};
use crate::access_flags::{ClassAccessFlags, FieldAccessFlags, MethodAccessFlags};
use crate::class_file::Method;
use crate::descriptor::{
    self, DescriptorError, is_legal_class_name, is_legal_field_descriptor, is_legal_field_name,
    is_legal_method_name,
};
use crate::error::{ErrorKind, Result};
use crate::mutf8;

/// The most slots that the arguments of a method may take, the receiver included (§4.3.3).
const MAX_ARGUMENT_SLOTS: usize = 255;

impl<'a: 'p, 'p> Parser<'a, 'p> {
    pub(super) fn check_class_modifiers(&self, flags: ClassAccessFlags) -> Result<()> {
        if flags.contains(ClassAccessFlags::MODULE) {
            let name = self.class_name_text();
            let message = format!("{name} is not a class because access_flag ACC_MODULE is set");
            return Err(self.error(ErrorKind::NoClassDefFoundError, message));
        }
        if !self.need_verify() {
            return Ok(());
        }
        let has = |flag| flags.contains(flag);
        let interface = has(ClassAccessFlags::INTERFACE);
        let since_5 = self.major_version >= 49;
        let illegal = has(ClassAccessFlags::ABSTRACT | ClassAccessFlags::FINAL)
            || (interface && !has(ClassAccessFlags::ABSTRACT))
            || (interface && since_5 && flags.intersects(ClassAccessFlags::SUPER | ClassAccessFlags::ENUM))
            || (!interface && since_5 && has(ClassAccessFlags::ANNOTATION));
        if illegal {
            let name = self.class_name_text();
            let message = format!("Illegal class modifiers in class {name}: 0x{:X}", flags.bits());
            return Err(self.error(ErrorKind::ClassFormatError, message));
        }
        Ok(())
    }

    pub(super) fn check_field_modifiers(&self, flags: FieldAccessFlags) -> Result<()> {
        use FieldAccessFlags as F;
        if !self.need_verify() {
            return Ok(());
        }
        let illegal = if self.access_flags.contains(ClassAccessFlags::INTERFACE) {
            !flags.contains(F::PUBLIC | F::STATIC | F::FINAL)
                || flags.intersects(F::PRIVATE | F::PROTECTED | F::VOLATILE | F::TRANSIENT)
                || (self.major_version >= 49 && flags.contains(F::ENUM))
        } else {
            has_illegal_visibility(flags.bits()) || flags.contains(F::FINAL | F::VOLATILE)
        };
        if illegal {
            let name = self.class_name_text();
            let message = format!("Illegal field modifiers in class {name}: 0x{:X}", flags.bits());
            return Err(self.error(ErrorKind::ClassFormatError, message));
        }
        Ok(())
    }

    pub(super) fn check_method_modifiers(&self, flags: MethodAccessFlags, name: &[u8]) -> Result<()> {
        if !self.need_verify() {
            return Ok(());
        }
        let legal = if self.access_flags.contains(ClassAccessFlags::INTERFACE) {
            self.legal_interface_method(flags)
        } else {
            self.legal_class_method(flags, name == b"<init>")
        };
        if !legal {
            let message = format!(
                "Method {} in class {} has illegal modifiers: 0x{:X}",
                mutf8::to_str(name),
                self.class_name_text(),
                flags.bits()
            );
            return Err(self.error(ErrorKind::ClassFormatError, message));
        }
        Ok(())
    }

    fn legal_interface_method(&self, flags: MethodAccessFlags) -> bool {
        use MethodAccessFlags as M;
        let mut never_when_abstract = M::PRIVATE | M::STATIC;
        if self.major_version < 61 {
            never_when_abstract |= M::STRICT;
        }
        if self.major_version >= 52 {
            (flags.contains(M::PUBLIC) != flags.contains(M::PRIVATE))
                && !flags.intersects(M::NATIVE | M::PROTECTED | M::FINAL | M::SYNCHRONIZED)
                && !(flags.contains(M::ABSTRACT) && flags.intersects(never_when_abstract))
        } else {
            let mut never = M::STATIC | M::FINAL | M::NATIVE;
            if self.major_version >= 49 {
                never |= M::PRIVATE | M::PROTECTED | M::SYNCHRONIZED | M::STRICT;
            }
            flags.contains(M::PUBLIC | M::ABSTRACT) && !flags.intersects(never)
        }
    }

    fn legal_class_method(&self, flags: MethodAccessFlags, is_constructor: bool) -> bool {
        use MethodAccessFlags as M;
        let since_5 = self.major_version >= 49;
        let mut never = M::empty();
        if is_constructor {
            never |= M::STATIC | M::FINAL | M::SYNCHRONIZED | M::NATIVE | M::ABSTRACT;
            if since_5 {
                never |= M::BRIDGE;
            }
        } else if flags.contains(M::ABSTRACT) {
            never |= M::FINAL | M::NATIVE | M::PRIVATE | M::STATIC;
            if since_5 {
                never |= M::SYNCHRONIZED;
            }
            if since_5 && self.major_version < 61 {
                never |= M::STRICT;
            }
        }
        !has_illegal_visibility(flags.bits()) && !flags.intersects(never)
    }

    /// Before version 52 no interface has static methods but `<clinit>` (§4.6). With format checks on, the
    /// modifiers have been refused already.
    pub(super) fn check_static_interface_methods(&self, methods: &[Method<'a>]) -> Result<()> {
        if !self.access_flags.contains(ClassAccessFlags::INTERFACE) || self.major_version >= 52 {
            return Ok(());
        }
        match methods.iter().find(|method| method.is_static() && method.name != b"<clinit>") {
            Some(method) => Err(self.error(
                ErrorKind::VerifyError,
                format!(
                    "Illegal static method {} in interface {}",
                    mutf8::to_str(method.name),
                    self.class_name_text().replace('/', ".")
                ),
            )),
            None => Ok(()),
        }
    }

    /// Whether names are checked.
    #[inline]
    fn check_names_too(&self) -> bool {
        self.need_verify() && !self.options.relax_verify
    }

    #[cold]
    fn descriptor_error<T>(&self, error: DescriptorError) -> Result<T> {
        match error {
            DescriptorError::IllegalClassName => {
                fail!(self, "Class name is empty or contains illegal character in descriptor in class file")
            }
            DescriptorError::TooManyDimensions => {
                fail!(self, "Array type descriptor has more than 255 dimensions in class file")
            }
        }
    }

    pub(super) fn check_class_name(&self, name: &[u8]) -> Result<()> {
        if !self.check_names_too() {
            return Ok(());
        }
        match is_legal_class_name(name, self.major_version) {
            Ok(true) => Ok(()),
            Ok(false) => fail!(self, "Illegal class name \"{}\" in class file", mutf8::to_str(name)),
            Err(error) => self.descriptor_error(error),
        }
    }

    pub(super) fn check_field_name(&self, name: &[u8]) -> Result<()> {
        if self.check_names_too() && !is_legal_field_name(name, self.major_version) {
            fail!(self, "Illegal field name \"{}\" in class", mutf8::to_str(name));
        }
        Ok(())
    }

    pub(super) fn check_method_name(&self, name: &[u8]) -> Result<()> {
        if self.check_names_too() && !is_legal_method_name(name, self.major_version) {
            fail!(self, "Illegal method name \"{}\" in class", mutf8::to_str(name));
        }
        Ok(())
    }

    #[cold]
    pub(super) fn illegal_signature(&self, what: &str, name: &[u8], descriptor: &[u8]) -> Result<()> {
        let message = format!(
            "{what} \"{}\" in class {} has illegal signature \"{}\"",
            mutf8::to_str(name),
            self.class_name_text(),
            mutf8::to_str(descriptor)
        );
        Err(self.error(ErrorKind::ClassFormatError, message))
    }

    pub(super) fn check_field_descriptor(&self, name: &[u8], descriptor: &[u8]) -> Result<()> {
        if !self.need_verify() {
            return Ok(());
        }
        match is_legal_field_descriptor(descriptor, self.major_version) {
            Ok(true) => Ok(()),
            Ok(false) => self.illegal_signature("Field", name, descriptor),
            Err(error) => self.descriptor_error(error),
        }
    }

    /// The slots of the parameters of a legal method descriptor; only called with format checks on.
    pub(super) fn check_method_descriptor(&self, name: &[u8], descriptor: &[u8]) -> Result<usize> {
        match descriptor::legal_method_descriptor_slots(name, descriptor, self.major_version) {
            Ok(Some(slots)) => Ok(slots),
            Ok(None) => self.illegal_signature("Method", name, descriptor).map(|()| 0),
            Err(error) => self.descriptor_error(error),
        }
    }

    /// The slots of the arguments, the receiver included, of a method with a legal descriptor.
    pub(super) fn check_argument_slots(
        &self,
        name: &[u8],
        descriptor: &[u8],
        is_static: bool,
    ) -> Result<usize> {
        let slots = self.check_method_descriptor(name, descriptor)? + usize::from(!is_static);
        if slots > MAX_ARGUMENT_SLOTS {
            fail!(self, "Too many arguments in method signature in class file");
        }
        Ok(slots)
    }
}

/// More than one of public, private and protected.
fn has_illegal_visibility(bits: u16) -> bool {
    (bits & 0x7).count_ones() > 1
}
