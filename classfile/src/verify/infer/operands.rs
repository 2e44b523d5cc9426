//! The instructions of a method as the inferring verifier wants them: numbered, short forms made long, operands
//! checked against the constant pool and the code (the static constraints of JVMS §4.9.1).

use super::super::MemberLookup;
use super::super::code::{int_at, short_at, switch_operands};
use super::state::{AnyPath, Handler, Instruction, Stack, State, Subroutines, UNKNOWN};
use super::types::{IType, Item, element_item};
use super::{Fault, Flow, Inference, refuse};
use crate::class_file::{Code, Method};
use crate::constant_pool::ConstantTag;
use crate::descriptor::{BaseType, MethodDescriptor, ReturnType};
use crate::opcode::{Opcode, OperandFormat};

/// A bci inside an instruction.
pub(super) const INSIDE: u32 = u32::MAX;

/// Versions from which instructions take more constants, or switches any padding.
const LDC_CLASS_VERSION: u16 = 49;
const LDC_METHOD_HANDLE_VERSION: u16 = 51;
const FREE_SWITCH_PADDING_VERSION: u16 = 51;
const STATIC_INTERFACE_METHODS_VERSION: u16 = 52;

/// The longest branch (§4.11).
const MAX_BRANCH: i32 = 65535;

const MAX_DIMENSIONS: u32 = 255;

/// The length of the instruction at `bci`, which may reach beyond the code; `None` for an illegal one.
fn length(code: &[u8], bci: usize) -> Option<usize> {
    let opcode = Opcode::from_u8(code[bci])?;
    let operands = switch_operands(bci);
    match opcode {
        Opcode::Tableswitch => {
            if operands + 12 > code.len() {
                return None;
            }
            let span = i64::from(int_at(code, operands + 8)) - i64::from(int_at(code, operands + 4));
            (0..=65535).contains(&span).then(|| operands - bci + (span as usize + 4) * 4)
        }
        Opcode::Lookupswitch => {
            if operands + 8 > code.len() {
                return None;
            }
            let pairs = int_at(code, operands + 4);
            (0..65536).contains(&pairs).then(|| operands - bci + (pairs as usize + 1) * 8)
        }
        Opcode::Wide => match Opcode::from_u8(*code.get(bci + 1)?)? {
            Opcode::Iinc => Some(6),
            opcode => (opcode.format() == OperandFormat::Local).then_some(4),
        },
        _ => Some(opcode.length()),
    }
}

/// `iload_2` and its kin as the general form and the local; `None` for other opcodes.
fn expand_short_form(opcode: Opcode) -> Option<(Opcode, u32)> {
    let (general, first) = if (Opcode::Iload0..=Opcode::Aload3).contains(&opcode) {
        (Opcode::Iload, Opcode::Iload0)
    } else if (Opcode::Istore0..=Opcode::Astore3).contains(&opcode) {
        (Opcode::Istore, Opcode::Istore0)
    } else {
        return None;
    };
    let offset = opcode as u8 - first as u8;
    Some((Opcode::from_u8(general as u8 + offset / 4)?, (offset % 4).into()))
}

impl<'a> Inference<'a, '_> {
    pub fn number_instructions(&mut self) -> Flow {
        self.instructions.clear();
        self.targets.clear();
        self.numbers.clear();
        self.numbers.resize(self.code.len(), INSIDE);
        let mut bci = 0;
        while bci < self.code.len() {
            let Some(length) = length(self.code, bci) else {
                return Err(Fault::Verify(format!("Illegal instruction found at offset {bci}")));
            };
            if length > self.code.len() - bci {
                let text = format!("Code stops in the middle of instruction  starting at offset {bci}");
                return Err(Fault::Verify(text));
            }
            self.numbers[bci] = self.instructions.len() as u32;
            self.instructions.push(Instruction {
                bci: bci as u32,
                opcode: Opcode::from_u8(self.code[bci]).unwrap_or(Opcode::Nop),
                constructs: false,
                operand: 0,
                operand2: 0,
                targets: None,
                is_protected: false,
                changed: false,
                state: None,
                any_path: AnyPath::default(),
                constructed: true,
            });
            bci += length;
        }
        if self.instructions.is_empty() { refuse("Empty code") } else { Ok(()) }
    }

    /// The number of the instruction at `offset` from `bci`, if one begins there.
    fn target(&self, bci: usize, offset: i32) -> Option<u32> {
        if !(-MAX_BRANCH..=MAX_BRANCH).contains(&offset) {
            return None;
        }
        let target = usize::try_from(bci as i32 + offset).ok()?;
        self.numbers.get(target).copied().filter(|number| *number != INSIDE)
    }

    fn branch(&self, bci: usize, offset: i32) -> Flow<u32> {
        match self.target(bci, offset) {
            Some(number) => Ok(number),
            None => refuse("Illegal target of jump or branch"),
        }
    }

    /// The constant must be one of these kinds.
    fn constant(&self, index: u16, kinds: &[ConstantTag]) -> Flow {
        if index == 0 || usize::from(index) >= self.pool.len() {
            return refuse("Illegal constant pool index");
        }
        match self.pool.tag(index) {
            Some(tag) if kinds.contains(&tag) => Ok(()),
            _ => refuse("Illegal type in constant pool"),
        }
    }

    pub fn read_operands(&mut self, number: usize) -> Flow {
        let Instruction { bci, opcode, .. } = self.instructions[number];
        let bci = bci as usize;
        let word = short_at(self.code, bci + 1);
        let byte = self.code.get(bci + 1).copied().unwrap_or_default();
        if let Some((general, local)) = expand_short_form(opcode) {
            self.instructions[number].opcode = general;
            return self.local_operand(number, local);
        }
        match opcode.format() {
            OperandFormat::Branch | OperandFormat::BranchWide => {
                let wide = opcode.format() == OperandFormat::BranchWide;
                let offset = if wide { int_at(self.code, bci + 1) } else { (word as i16).into() };
                let target = self.branch(bci, offset)?;
                self.instructions[number].operand = target;
                // For `jsr`, the `ret` that returns to it.
                self.instructions[number].operand2 = UNKNOWN;
                Ok(())
            }
            OperandFormat::TableSwitch | OperandFormat::LookupSwitch => self.switch_operands(number),
            OperandFormat::Local | OperandFormat::Iinc => self.local_operand(number, byte.into()),
            OperandFormat::Wide => {
                self.instructions[number].opcode = Opcode::from_u8(byte).unwrap_or(Opcode::Nop);
                self.local_operand(number, short_at(self.code, bci + 2).into())
            }
            OperandFormat::Constant1 => self.loaded_constant(number, byte.into()),
            OperandFormat::NewArray => {
                let Some(element) = BaseType::from_newarray(byte) else {
                    return refuse("Bad type passed to newarray");
                };
                self.instructions[number].operand = IType::array_of(element_item(element)).bits();
                Ok(())
            }
            OperandFormat::InvokeDynamic => {
                refuse("invokedynamic bytecode is not supported in this class file version")
            }
            OperandFormat::Constant | OperandFormat::InvokeInterface | OperandFormat::MultiANewArray => {
                self.constant_operand(number, word)
            }
            OperandFormat::None | OperandFormat::Byte | OperandFormat::Short => Ok(()),
        }
    }

    fn local_operand(&mut self, number: usize, local: u32) -> Flow {
        use Opcode::*;
        let instruction = &mut self.instructions[number];
        instruction.operand = local;
        let slots = if matches!(instruction.opcode, Lload | Dload | Lstore | Dstore) { 2 } else { 1 };
        if local as usize + slots > self.max_locals {
            return refuse("Illegal local variable number");
        }
        Ok(())
    }

    fn switch_operands(&mut self, number: usize) -> Flow {
        let Instruction { bci, opcode, .. } = self.instructions[number];
        let bci = bci as usize;
        let operands = switch_operands(bci);
        if self.cf.major_version < FREE_SWITCH_PADDING_VERSION
            && self.code[bci + 1..operands].iter().any(|byte| *byte != 0)
        {
            return refuse("Non zero padding bytes in switch");
        }
        let (count, step) = if opcode == Opcode::Tableswitch {
            let span =
                i64::from(int_at(self.code, operands + 8)) - i64::from(int_at(self.code, operands + 4));
            (span as usize + 1, 4)
        } else {
            let count = int_at(self.code, operands + 4) as usize;
            let key = |pair: usize| int_at(self.code, operands + 8 + pair * 8);
            if (1..count).any(|pair| key(pair - 1) >= key(pair)) {
                return refuse("Unsorted lookup switch");
            }
            (count, 8)
        };
        let Some(default) = self.target(bci, int_at(self.code, operands)) else {
            return refuse("Illegal default target in switch");
        };
        let start = self.targets.len() as u32;
        for index in (0..count).rev() {
            let offset = int_at(self.code, operands + 12 + index * step);
            let Some(target) = self.target(bci, offset) else {
                return refuse("Illegal branch in tableswitch");
            };
            self.targets.push(target);
        }
        self.targets.push(default);
        self.instructions[number].targets = Some((start, self.targets.len() as u32));
        Ok(())
    }

    /// `ldc` and `ldc_w`.
    fn loaded_constant(&mut self, number: usize, index: u16) -> Flow {
        use ConstantTag::*;
        let kinds = [Integer, Float, String, Class, MethodHandle, MethodType];
        let known = match self.cf.major_version {
            LDC_METHOD_HANDLE_VERSION.. => 6,
            LDC_CLASS_VERSION.. => 4,
            _ => 3,
        };
        self.instructions[number].operand = index.into();
        self.constant(index, &kinds[..known])
    }

    /// Instructions with a two-byte index.
    fn constant_operand(&mut self, number: usize, index: u16) -> Flow {
        use Opcode::*;
        let opcode = self.instructions[number].opcode;
        self.instructions[number].operand = index.into();
        match opcode {
            LdcW => self.loaded_constant(number, index),
            Ldc2W => self.constant(index, &[ConstantTag::Double, ConstantTag::Long]),
            Getstatic | Putstatic => self.constant(index, &[ConstantTag::Fieldref]),
            Getfield | Putfield => {
                self.constant(index, &[ConstantTag::Fieldref])?;
                self.mark_protected(number, index)
            }
            Invokevirtual | Invokespecial | Invokestatic | Invokeinterface => self.invoked(number, index),
            _ => self.class_operand(number, index),
        }
    }

    fn class_operand(&mut self, number: usize, index: u16) -> Flow {
        self.constant(index, &[ConstantTag::Class])?;
        let pool = self.pool;
        let class = self.class_constant(pool.class_name(index).unwrap_or_default())?;
        if class == IType::BOGUS {
            return refuse("Illegal type");
        }
        let Instruction { bci, opcode, .. } = self.instructions[number];
        let (operand, operand2) = match opcode {
            Opcode::Anewarray => {
                if class.dimensions() >= MAX_DIMENSIONS {
                    return refuse("Array with too many dimensions");
                }
                (class.with_dimensions(class.dimensions() + 1).bits(), 0)
            }
            Opcode::New => {
                if !class.is_plain(Item::Object) {
                    return refuse("Illegal creation of multi-dimensional array");
                }
                (IType::with_extra(Item::NewObject, number as u16).bits(), class.bits())
            }
            Opcode::Multianewarray => {
                let dimensions = u32::from(self.code[bci as usize + 3]);
                if dimensions == 0 || dimensions > class.dimensions() {
                    return refuse("Illegal dimension argument");
                }
                (class.bits(), dimensions)
            }
            _ => (class.bits(), 0),
        };
        self.instructions[number].operand = operand;
        self.instructions[number].operand2 = operand2;
        Ok(())
    }

    fn invoked(&mut self, number: usize, index: u16) -> Flow {
        let Instruction { bci, opcode, .. } = self.instructions[number];
        match opcode {
            Opcode::Invokeinterface => self.constant(index, &[ConstantTag::InterfaceMethodref])?,
            Opcode::Invokestatic if self.cf.major_version >= STATIC_INTERFACE_METHODS_VERSION => {
                self.constant(index, &[ConstantTag::Methodref, ConstantTag::InterfaceMethodref])?;
            }
            _ => self.constant(index, &[ConstantTag::Methodref])?,
        }
        let pool = self.pool;
        let Some(member) = pool.member_ref(index) else { return refuse("Illegal type in constant pool") };
        let class = self.class_constant(member.class_name)?;
        self.instructions[number].operand2 = class.bits();
        if member.name == b"<init>" {
            if opcode != Opcode::Invokespecial {
                return refuse("Must call initializers using invokespecial");
            }
            self.instructions[number].constructs = true;
        } else if member.name.first() == Some(&b'<') {
            return refuse("Illegal call to internal method");
        } else if opcode == Opcode::Invokespecial
            && class != self.this_class
            && Some(class) != self.super_class
            && !self.supers.contains(&class)
        {
            return refuse("Illegal use of nonvirtual function call");
        }
        if opcode == Opcode::Invokeinterface {
            let slots =
                MethodDescriptor::parse(member.descriptor).map_or(0, |parsed| parsed.parameter_slots());
            if usize::from(self.code[bci as usize + 3]) != slots + 1 {
                return refuse("Inconsistent args_size for invokeinterface");
            }
            if self.code[bci as usize + 4] != 0 {
                return refuse("Fourth operand byte of invokeinterface must be zero");
            }
        } else if opcode != Opcode::Invokestatic {
            self.mark_protected(number, index)?;
        }
        Ok(())
    }

    /// Notes whether the rule on protected members (§4.10.1.8) is to be kept.
    fn mark_protected(&mut self, number: usize, index: u16) -> Flow {
        let pool = self.pool;
        let Some(member) = pool.member_ref(index) else { return refuse("Illegal type in constant pool") };
        let class = self.class_constant(member.class_name)?;
        if self.supers.contains(&class) {
            let token = self.token_of(class)?;
            let is_method = member.tag != ConstantTag::Fieldref;
            let lookup = MemberLookup { is_method, name: member.name, descriptor: member.descriptor };
            self.instructions[number].is_protected = self.hierarchy.is_protected_elsewhere(token, lookup);
        }
        Ok(())
    }

    pub fn read_handlers(&mut self, code: &Code<'a>) -> Flow {
        self.handlers.clear();
        if self.max_stack < 1 && !code.exception_table.is_empty() {
            return refuse("Stack size too large");
        }
        let pool = self.pool;
        for entry in code.exception_table.iter().rev() {
            let number =
                |bci: u16| self.numbers.get(usize::from(bci)).copied().filter(|number| *number != INSIDE);
            let end = match usize::from(entry.end_pc) == self.code.len() {
                true => Some(self.instructions.len() as u32),
                false => number(entry.end_pc),
            };
            let (Some(start), Some(end), true) = (number(entry.start_pc), end, entry.start_pc < entry.end_pc)
            else {
                return Err(Fault::Format("Illegal exception table range"));
            };
            let Some(handler) = number(entry.handler_pc).filter(|_| entry.handler_pc > 0) else {
                return Err(Fault::Format("Illegal exception table handler"));
            };
            let mut caught = self.throwable;
            if entry.catch_type != 0 {
                caught = self.class_named(pool.class_name(entry.catch_type).unwrap_or_default())?;
                if !self.is_assignable(caught, self.throwable)? {
                    return refuse("catch_type not a subclass of Throwable");
                }
            }
            let stack = self.states.push(Stack::EMPTY, caught)?;
            self.handlers.push(Handler { start, end, handler, stack });
        }
        Ok(())
    }

    /// Sets the state at the method's entry and the return type.
    pub fn enter(&mut self, method: &Method<'a>) -> Flow {
        let Some(descriptor) = MethodDescriptor::parse(method.descriptor) else {
            return refuse("Illegal signature");
        };
        let mut locals = Vec::new();
        let mut any_path = AnyPath::default();
        if !method.is_static() {
            any_path.needs_constructor = method.is_constructor() && self.this_class != self.object;
            locals.push(if any_path.needs_constructor { IType::INIT_OBJECT } else { self.this_class });
        }
        for parameter in descriptor.parameters() {
            let vtype = self.field_type(parameter)?;
            locals.push(vtype);
            if vtype.is_wide() {
                locals.push(vtype.upper());
            }
        }
        if locals.len() > self.max_locals {
            return Err(Fault::Format("Arguments can't fit into locals"));
        }
        self.return_type = match descriptor.return_type() {
            ReturnType::Void => None,
            ReturnType::Value(field) => Some(self.field_type(field)?),
        };
        let locals = self.states.new_locals(&locals)?;
        let first = &mut self.instructions[0];
        first.state = Some(State { stack: Stack::EMPTY, locals, subroutines: Subroutines::default() });
        first.any_path = any_path;
        first.constructed = false;
        first.changed = true;
        Ok(())
    }
}
