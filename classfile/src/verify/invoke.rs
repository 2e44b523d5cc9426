//! Field and invocation instructions (JVMS §4.10.1.9.getfield, .invokevirtual and their kin), with the rules on
//! protected members (§4.10.1.8) and on constructors.

use super::check::Checker;
use super::report::{Fault, Origin};
use super::types::VType;
use super::{MemberLookup, Verdict};
use crate::constant_pool::ConstantTag;
use crate::descriptor::FieldType;
use crate::opcode::Opcode;

/// The version from which `invokespecial` and `invokestatic` take interface methods.
const INTERFACE_METHODS_VERSION: u16 = 52;

/// The version that introduced `invokedynamic`.
const INVOKEDYNAMIC_VERSION: u16 = 51;

/// A member that an instruction names.
#[derive(Clone, Copy)]
struct Member<'a> {
    /// The index of the instruction's constant.
    index: u16,
    class: VType,
    name: &'a [u8],
    descriptor: &'a [u8],
    descriptor_index: u16,
}

impl<'a> Checker<'a, '_> {
    /// The parts of a constant whose kind has been checked.
    fn member(&mut self, bci: usize, index: u16) -> Verdict<Member<'a>> {
        let pool = self.pool;
        let parts = match pool.tag(index) {
            Some(ConstantTag::InvokeDynamic) => {
                pool.invoke_dynamic(index).map(|call| (VType::TOP, call.name_and_type_index))
            }
            _ => pool.member_ref_indices(index).and_then(|(class, name_and_type)| {
                self.class_type(class).map(|class| (class, name_and_type))
            }),
        };
        let member = parts.and_then(|(class, name_and_type)| {
            let (name, descriptor_index) = pool.name_and_type_indices(name_and_type)?;
            let (name, descriptor) = (pool.utf8(name)?, pool.utf8(descriptor_index)?);
            Some(Member { index, class, name, descriptor, descriptor_index })
        });
        member.ok_or_else(|| self.bad_constant(bci, index))
    }

    pub(crate) fn field(&mut self, opcode: Opcode, bci: usize) -> Verdict {
        let index = self.operand(bci);
        if self.constant_tag(bci, index)? != Some(ConstantTag::Fieldref) {
            return Err(self.bad_constant(bci, index));
        }
        let member = self.member(bci, index)?;
        let is_static = matches!(opcode, Opcode::Getstatic | Opcode::Putstatic);
        let fits = member.class.is_object() || is_static && member.class.is_array();
        if !fits {
            let fault = Fault::WrongType(Origin::constant_pool(index, member.class), None);
            let text = format!(
                "Expecting reference to class in class {} at constant pool index {index}",
                self.external_name()
            );
            return Err(self.verify_error(bci as u32, fault, &text));
        }
        let Some(field) = FieldType::parse(member.descriptor) else {
            return Err(self.bad_constant(bci, index));
        };
        let vtype = self.names.slot_type(field);
        match opcode {
            Opcode::Putstatic => self.pop_value(vtype),
            Opcode::Putfield => {
                self.pop_value(vtype)?;
                let object = self.field_owner(member)?;
                self.check_protected_field(member, object, "putfield")
            }
            Opcode::Getfield => {
                let object = self.pop(member.class)?;
                self.check_protected_field(member, object, "getfield")?;
                self.push_value(vtype)
            }
            _ => self.push_value(vtype),
        }
    }

    #[inline]
    fn push_value(&mut self, vtype: VType) -> Verdict {
        self.push(vtype)?;
        if vtype.is_category2() { self.push(vtype.upper()) } else { Ok(()) }
    }

    #[inline]
    fn pop_value(&mut self, vtype: VType) -> Verdict {
        if vtype.is_category2() {
            self.pop(vtype.upper())?;
        }
        self.pop(vtype).map(|_| ())
    }

    /// Pops the object of a `putfield`. A constructor may set the fields of its class before it calls another.
    fn field_owner(&mut self, member: Member<'_>) -> Verdict<VType> {
        let mut object = self.pop_any()?;
        let declared_here = || {
            let mut fields = self.cf.fields.iter();
            fields.any(|field| field.name == member.name && field.descriptor == member.descriptor)
        };
        if object == VType::UNINITIALIZED_THIS && member.class == self.this_type && declared_here() {
            object = self.this_type;
        }
        if !self.accepts(member.class, object)? {
            let expected = Origin::constant_pool(member.index, member.class);
            let fault = Fault::WrongType(self.stack_top(), Some(expected));
            return Err(self.verify_error(self.frame.bci, fault, "Bad type on operand stack in putfield"));
        }
        Ok(object)
    }

    fn check_protected_field(&mut self, member: Member<'_>, object: VType, instruction: &str) -> Verdict {
        if self.this_type != object
            && self.is_protected_elsewhere(member, false)?
            && !self.accepts_protected(self.this_type, object)?
        {
            let fault = Fault::WrongType(self.stack_top(), Some(Origin::implicit(self.this_type)));
            let text = format!("Bad access to protected data in {instruction}");
            return Err(self.verify_error(self.frame.bci, fault, &text));
        }
        Ok(())
    }

    /// Whether the member is a protected one of a superclass in another run-time package.
    fn is_protected_elsewhere(&mut self, member: Member<'_>, is_method: bool) -> Verdict<bool> {
        let Some(name) = member.class.name() else { return Ok(false) };
        if self.superclass_named(member.class).is_none() {
            return Ok(false);
        }
        let class = self.load_class(name)?;
        let current = self.hierarchy.current();
        if !self.hierarchy.is_subclass(current, class) {
            return Ok(false);
        }
        let lookup = MemberLookup { is_method, name: member.name, descriptor: member.descriptor };
        Ok(self.hierarchy.is_protected_elsewhere(class, lookup))
    }

    /// The constant of an invocation must be of the kind that the instruction takes.
    fn check_invoked_constant(&self, opcode: Opcode, bci: usize, index: u16) -> Verdict {
        let tag = self.constant_tag(bci, index)?;
        let fits = match opcode {
            Opcode::Invokeinterface => tag == Some(ConstantTag::InterfaceMethodref),
            Opcode::Invokedynamic => tag == Some(ConstantTag::InvokeDynamic),
            Opcode::Invokespecial | Opcode::Invokestatic
                if self.cf.major_version >= INTERFACE_METHODS_VERSION =>
            {
                matches!(tag, Some(ConstantTag::Methodref | ConstantTag::InterfaceMethodref))
            }
            _ => tag == Some(ConstantTag::Methodref),
        };
        if fits { Ok(()) } else { Err(self.bad_constant(bci, index)) }
    }

    /// The operand bytes that are there for the instruction's length only.
    fn check_extra_operands(&self, opcode: Opcode, bci: usize, arguments: usize) -> Verdict {
        let extra = [self.method.code[bci + 3], self.method.code[bci + 4]];
        let text = match opcode {
            Opcode::Invokeinterface if usize::from(extra[0]) != arguments + 1 => {
                "Inconsistent args count operand in invokeinterface"
            }
            Opcode::Invokeinterface if extra[1] != 0 => "Fourth operand byte of invokeinterface must be zero",
            Opcode::Invokedynamic if extra != [0, 0] => {
                "Third and fourth operand bytes of invokedynamic must be zero"
            }
            _ => return Ok(()),
        };
        Err(self.bad_code(bci as u32, text))
    }

    pub(crate) fn invoke(&mut self, opcode: Opcode, bci: usize) -> Verdict {
        let index = self.operand(bci);
        self.check_invoked_constant(opcode, bci, index)?;
        if opcode == Opcode::Invokedynamic && self.cf.major_version < INVOKEDYNAMIC_VERSION {
            let text = format!(
                "invokedynamic instructions not supported by this class file version ({}), class {}",
                self.cf.major_version,
                self.external_name()
            );
            return Err(self.class_format_error(&text));
        }
        let member = self.member(bci, index)?;
        let Some(signature) = self.signature(member.descriptor_index) else {
            return Err(self.bad_constant(bci, index));
        };
        if matches!(opcode, Opcode::Invokeinterface | Opcode::Invokedynamic) {
            self.check_extra_operands(opcode, bci, signature.arguments)?;
        }
        let constructs = member.name == b"<init>";
        if member.name.first() == Some(&b'<') {
            if opcode != Opcode::Invokespecial || !constructs {
                return Err(self.bad_code(bci as u32, "Illegal call to internal method"));
            }
        } else if opcode == Opcode::Invokespecial {
            self.check_special_class(bci, member)?;
        }
        for slot in (signature.start..signature.start + signature.arguments).rev() {
            self.pop(self.signature_types[slot])?;
        }
        match opcode {
            Opcode::Invokestatic | Opcode::Invokedynamic => {}
            Opcode::Invokespecial if constructs => self.construct(bci, member)?,
            Opcode::Invokespecial => {
                self.pop(self.this_type)?;
            }
            Opcode::Invokevirtual => self.check_receiver(member)?,
            _ => {
                self.pop(member.class)?;
            }
        }
        let result = signature.start + signature.arguments..signature.end;
        if constructs && !result.is_empty() {
            return Err(self.bad_code(bci as u32, "Return type must be void in <init> method"));
        }
        for slot in result {
            self.push(self.signature_types[slot])?;
        }
        Ok(())
    }

    /// `invokespecial` of a method that is no constructor: of this class, a superclass or a direct
    /// superinterface.
    fn check_special_class(&mut self, bci: usize, member: Member<'_>) -> Verdict {
        if member.class == self.this_type || Some(member.class) == self.super_type {
            return Ok(());
        }
        for interface in self.cf.interfaces.iter() {
            if self.class_type(interface) == Some(member.class) {
                return Ok(());
            }
        }
        let why = if !self.accepts(member.class, self.this_type)? {
            "current class isn't assignable to reference class."
        } else if self.pool.is(member.index, ConstantTag::InterfaceMethodref) {
            "interface method reference is in an indirect superinterface."
        } else {
            return Ok(());
        };
        Err(self.bad_code(bci as u32, &format!("Bad invokespecial instruction: {why}")))
    }

    /// The receiver of `invokevirtual`, with the rule on protected methods.
    fn check_receiver(&mut self, member: Member<'_>) -> Verdict {
        let object = self.pop(member.class)?;
        if self.this_type == object || !self.is_protected_elsewhere(member, true)? {
            return Ok(());
        }
        // Arrays have a public clone().
        let clones_array =
            member.class == self.well_known.object && object.is_array() && member.name == b"clone";
        if !clones_array && !self.accepts_protected(self.this_type, object)? {
            let fault = Fault::WrongType(self.stack_top(), Some(Origin::implicit(self.this_type)));
            let text = "Bad access to protected data in invokevirtual";
            return Err(self.verify_error(self.frame.bci, fault, text));
        }
        Ok(())
    }

    /// The call of a constructor: it must be one of the class of the new object, or of this class or its direct
    /// superclass for `this`.
    fn construct(&mut self, bci: usize, member: Member<'_>) -> Verdict {
        let object = self.pop(VType::ANY_REFERENCE)?;
        if object == VType::UNINITIALIZED_THIS {
            if member.class != self.this_type && Some(member.class) != self.super_type {
                let found = Origin::implicit(member.class);
                let fault = Fault::WrongType(found, Some(Origin::implicit(self.this_type)));
                return Err(self.verify_error(bci as u32, fault, "Bad <init> method call"));
            }
            // An exception from here must not let the object escape: the handlers see it uninitialized.
            self.initialized_this = true;
            if self.handlers.covers(bci as u32) {
                self.check_handlers(bci as u32)?;
            }
            self.frame.initialize(object, self.this_type);
            return Ok(());
        }
        if !object.is_uninitialized() {
            let fault = Fault::WrongType(self.stack_top(), None);
            return Err(self.verify_error(bci as u32, fault, "Bad operand type when invoking <init>"));
        }
        let class = self.created_class(bci, object.bci(), member)?;
        if self.is_protected_elsewhere(member, true)? && !self.accepts_protected(self.this_type, class)? {
            let created = Origin::constant_pool(self.operand(object.bci().into()), class);
            let fault = Fault::WrongType(created, Some(Origin::implicit(self.this_type)));
            return Err(self.verify_error(bci as u32, fault, "Bad access to protected <init> method"));
        }
        if self.handlers.covers(bci as u32) {
            self.check_handlers(bci as u32)?;
        }
        self.frame.initialize(object, class);
        Ok(())
    }

    /// The class that the `new` at `new_bci` names, which must be the constructor's.
    fn created_class(&mut self, bci: usize, new_bci: u16, member: Member<'_>) -> Verdict<VType> {
        if !self.is_new(new_bci) {
            return Err(self.bad_code(new_bci.into(), "Expecting new instruction"));
        }
        let index = self.operand(new_bci.into());
        self.constant_tag(bci, index)?;
        let Some(class) = self.class_type(index) else { return Err(self.bad_constant(bci, index)) };
        if class != member.class {
            let created = Origin::constant_pool(index, class);
            let called = Origin::constant_pool(member.index, member.class);
            let fault = Fault::WrongType(created, Some(called));
            return Err(self.verify_error(bci as u32, fault, "Call to wrong <init> method"));
        }
        Ok(class)
    }
}
