//! The effect of each instruction on the frame (JVMS §4.10.1.9), but for invocations and fields (`invoke`).
//!
//! Instructions that only move numbers are checked from their row in the opcode table.

use super::check::Checker;
use super::code::{Start, int_at, short_at, switch_operands};
use super::report::{Fault, Origin, Source};
use super::types::VType;
use super::{Refusal, Verdict};
use crate::constant_pool::ConstantTag;
use crate::descriptor::FieldType;
use crate::opcode::Opcode;

/// The version from which the padding of switches may hold anything.
const FREE_SWITCH_PADDING_VERSION: u16 = 51;

/// The dimensions an array may have.
const MAX_DIMENSIONS: usize = 255;

impl Checker<'_, '_> {
    /// Checks one instruction and updates the frame.
    #[inline]
    pub(crate) fn check_instruction(&mut self, opcode: Opcode, bci: usize, wide: bool) -> Verdict {
        use Opcode::*;
        match opcode {
            AconstNull => self.push(VType::NULL),
            Ldc => self.ldc(opcode, bci, self.method.code[bci + 1].into()),
            LdcW | Ldc2W => self.ldc(opcode, bci, self.operand(bci)),
            Iload | Iload0 | Iload1 | Iload2 | Iload3 => {
                self.load(self.local(opcode, Iload, Iload0, bci, wide), VType::INTEGER)
            }
            Fload | Fload0 | Fload1 | Fload2 | Fload3 => {
                self.load(self.local(opcode, Fload, Fload0, bci, wide), VType::FLOAT)
            }
            Aload | Aload0 | Aload1 | Aload2 | Aload3 => {
                self.load(self.local(opcode, Aload, Aload0, bci, wide), VType::ANY_REFERENCE)
            }
            Lload | Lload0 | Lload1 | Lload2 | Lload3 => {
                self.load2(self.local(opcode, Lload, Lload0, bci, wide), VType::LONG)
            }
            Dload | Dload0 | Dload1 | Dload2 | Dload3 => {
                self.load2(self.local(opcode, Dload, Dload0, bci, wide), VType::DOUBLE)
            }
            Istore | Istore0 | Istore1 | Istore2 | Istore3 => {
                self.store(self.local(opcode, Istore, Istore0, bci, wide), VType::INTEGER)
            }
            Fstore | Fstore0 | Fstore1 | Fstore2 | Fstore3 => {
                self.store(self.local(opcode, Fstore, Fstore0, bci, wide), VType::FLOAT)
            }
            Astore | Astore0 | Astore1 | Astore2 | Astore3 => {
                self.store(self.local(opcode, Astore, Astore0, bci, wide), VType::ANY_REFERENCE)
            }
            Lstore | Lstore0 | Lstore1 | Lstore2 | Lstore3 => {
                self.store2(self.local(opcode, Lstore, Lstore0, bci, wide), VType::LONG)
            }
            Dstore | Dstore0 | Dstore1 | Dstore2 | Dstore3 => {
                self.store2(self.local(opcode, Dstore, Dstore0, bci, wide), VType::DOUBLE)
            }
            Iinc => {
                let index = self.local(opcode, Iinc, Iinc, bci, wide);
                self.read_local(index, VType::INTEGER).map(|_| ())
            }
            Iaload | Laload | Faload | Daload | Baload | Caload | Saload => {
                self.pop_index_and_array(opcode)?;
                self.push_all(opcode.info().pushes)
            }
            Aaload => self.aaload(),
            Iastore | Lastore | Fastore | Dastore | Bastore | Castore | Sastore => {
                let effect = opcode.info().pops;
                self.pop_all(&effect[effect.len() - 1..])?;
                self.pop_index_and_array(opcode)
            }
            Aastore => {
                self.pop(self.well_known.object)?;
                self.pop_index_and_array(opcode)
            }
            Pop => self.pop(VType::ANY_CATEGORY1).map(|_| ()),
            Pop2 => self.pop_two(opcode).map(|_| ()),
            Dup | DupX1 | DupX2 | Dup2 | Dup2X1 | Dup2X2 | Swap => self.rearrange(opcode),
            IfAcmpeq | IfAcmpne | Ifnull | Ifnonnull => {
                for _ in opcode.info().pops.bytes() {
                    self.pop(VType::ANY_REFERENCE)?;
                }
                self.check_branch(bci, self.operand(bci) as i16 as i32)
            }
            GotoW => self.check_branch(bci, int_at(self.method.code, bci + 1)),
            Tableswitch | Lookupswitch => self.switch(opcode, bci),
            Ireturn | Lreturn | Freturn | Dreturn | Areturn => self.return_value(opcode, bci),
            Return => self.return_void(bci),
            Getstatic | Putstatic | Getfield | Putfield => self.field(opcode, bci),
            Invokevirtual | Invokespecial | Invokestatic | Invokeinterface | Invokedynamic => {
                self.invoke(opcode, bci)
            }
            New => self.new_object(bci),
            Newarray => self.newarray(bci),
            Anewarray => self.anewarray(bci),
            Multianewarray => self.multianewarray(bci),
            Arraylength => {
                let array = self.pop(VType::ANY_REFERENCE)?;
                if !array.is_null() && !array.is_array() {
                    return Err(self.bad_operand(opcode, None));
                }
                self.push(VType::INTEGER)
            }
            Athrow => self.pop(self.well_known.throwable).map(|_| ()),
            Checkcast => {
                let class = self.class_operand(bci)?;
                self.pop(self.well_known.object)?;
                self.push(class)
            }
            Instanceof => {
                self.class_operand(bci)?;
                self.pop(self.well_known.object)?;
                self.push(VType::INTEGER)
            }
            Monitorenter | Monitorexit => self.pop(VType::ANY_REFERENCE).map(|_| ()),
            Jsr | JsrW | Ret | Wide => {
                let text = format!("Bad instruction: {:02x}", opcode as u8);
                Err(self.bad_code(bci as u32, &text))
            }
            // The rest moves numbers only.
            _ => {
                self.pop_all(opcode.info().pops)?;
                self.push_all(opcode.info().pushes)?;
                if opcode.is_conditional_branch() || opcode == Goto {
                    self.check_branch(bci, self.operand(bci) as i16 as i32)?;
                }
                Ok(())
            }
        }
    }

    /// The two operand bytes after the opcode.
    #[inline]
    pub(crate) fn operand(&self, bci: usize) -> u16 {
        short_at(self.method.code, bci + 1)
    }

    /// The index of the local that an instruction is about, in its general form or one of its four short ones.
    #[inline]
    fn local(&self, opcode: Opcode, general: Opcode, first_short: Opcode, bci: usize, wide: bool) -> usize {
        if opcode != general {
            opcode as usize - first_short as usize
        } else if wide {
            short_at(self.method.code, bci + 2).into()
        } else {
            self.method.code[bci + 1].into()
        }
    }

    /// A wrong operand of an instruction that names itself in the message.
    #[cold]
    fn bad_operand(&self, opcode: Opcode, expected: Option<VType>) -> Box<Refusal> {
        let fault = Fault::WrongType(self.stack_top(), expected.map(Origin::implicit));
        let text = format!("Bad type on operand stack in {}", opcode.mnemonic());
        self.verify_error(self.frame.bci, fault, &text)
    }

    /// Pops the index and the array of an access to an element, whose type the opcode's name begins with.
    fn pop_index_and_array(&mut self, opcode: Opcode) -> Verdict {
        use Opcode::*;
        self.pop(VType::INTEGER)?;
        let array = self.pop(VType::ANY_REFERENCE)?;
        let element = match array.name() {
            Some(name) if array.is_array() => self.names.bytes(name).get(1).copied().unwrap_or_default(),
            _ if array.is_null() => return Ok(()),
            _ => 0,
        };
        let (fits, expected): (bool, Option<&'static [u8]>) = match opcode {
            Iaload | Iastore => (element == b'I', Some(b"[I")),
            Laload | Lastore => (element == b'J', Some(b"[J")),
            Faload | Fastore => (element == b'F', Some(b"[F")),
            Daload | Dastore => (element == b'D', Some(b"[D")),
            Caload | Castore => (element == b'C', Some(b"[C")),
            Saload | Sastore => (element == b'S', Some(b"[S")),
            Baload | Bastore => (matches!(element, b'B' | b'Z'), None),
            _ => (matches!(element, b'L' | b'['), Some(b"")),
        };
        if fits {
            return Ok(());
        }
        let expected = expected.map(|descriptor| match descriptor {
            b"" => VType::ANY_REFERENCE,
            _ => self.names.class_type(descriptor),
        });
        Err(self.bad_operand(opcode, expected))
    }

    fn aaload(&mut self) -> Verdict {
        self.pop_index_and_array(Opcode::Aaload)?;
        let array = self.frame.stack[self.frame.stack_size];
        let component = match array.name() {
            None => VType::NULL,
            Some(name) => {
                let descriptor = self.names.bytes(name)[1..].to_vec();
                self.component(&descriptor).unwrap_or(VType::TOP)
            }
        };
        self.push(component)
    }

    /// Pops two slots: two values, or the halves of one.
    fn pop_two(&mut self, opcode: Opcode) -> Verdict<(VType, VType)> {
        let upper = self.pop_any()?;
        let wanted = if upper.is_category1() {
            VType::ANY_CATEGORY1
        } else if upper.is_category2_upper() {
            VType::ANY_CATEGORY2
        } else {
            return Err(self.bad_operand(opcode, None));
        };
        Ok((self.pop(wanted)?, upper))
    }

    /// `swap` and the `dup` family (§4.10.1.9.dup and following). The names are of the slots, the last on top.
    fn rearrange(&mut self, opcode: Opcode) -> Verdict {
        use Opcode::*;
        let one = VType::ANY_CATEGORY1;
        match opcode {
            Dup => {
                let a = self.pop(one)?;
                self.push_slots(&[a, a])
            }
            Swap => {
                let b = self.pop(one)?;
                let a = self.pop(one)?;
                self.push_slots(&[b, a])
            }
            DupX1 => {
                let b = self.pop(one)?;
                let a = self.pop(one)?;
                self.push_slots(&[b, a, b])
            }
            DupX2 => {
                let c = self.pop(one)?;
                let (a, b) = self.pop_two(opcode)?;
                self.push_slots(&[c, a, b, c])
            }
            Dup2 => {
                let (a, b) = self.pop_two(opcode)?;
                self.push_slots(&[a, b, a, b])
            }
            Dup2X1 => {
                let (b, c) = self.pop_two(opcode)?;
                let a = self.pop(one)?;
                self.push_slots(&[b, c, a, b, c])
            }
            _ => {
                let (c, d) = self.pop_two(opcode)?;
                let (a, b) = self.pop_two(opcode)?;
                self.push_slots(&[c, d, a, b, c, d])
            }
        }
    }

    fn push_slots(&mut self, slots: &[VType]) -> Verdict {
        slots.iter().try_for_each(|slot| self.push(*slot))
    }

    /// `ldc`, `ldc_w`, `ldc2_w` (§4.10.1.9.ldc).
    fn ldc(&mut self, opcode: Opcode, bci: usize, index: u16) -> Verdict {
        let two_slots = opcode == Opcode::Ldc2W;
        let tag = self.constant_tag(bci, index)?;
        let named: &'static [u8] = match tag {
            Some(ConstantTag::Integer) if !two_slots => return self.push(VType::INTEGER),
            Some(ConstantTag::Float) if !two_slots => return self.push(VType::FLOAT),
            Some(ConstantTag::Long) if two_slots => return self.push2(VType::LONG),
            Some(ConstantTag::Double) if two_slots => return self.push2(VType::DOUBLE),
            Some(ConstantTag::String) if !two_slots => b"java/lang/String",
            Some(ConstantTag::Class) if !two_slots => b"java/lang/Class",
            Some(ConstantTag::MethodHandle) if !two_slots => b"java/lang/invoke/MethodHandle",
            Some(ConstantTag::MethodType) if !two_slots => b"java/lang/invoke/MethodType",
            Some(ConstantTag::Dynamic) => {
                let pool = self.pool;
                let field = pool.dynamic(index).and_then(|constant| FieldType::parse(constant.descriptor));
                return match field {
                    Some(field) if field.is_wide() == two_slots => {
                        let vtype = self.names.slot_type(field);
                        if two_slots { self.push2(vtype) } else { self.push(vtype) }
                    }
                    _ => Err(self.bad_constant(bci, index)),
                };
            }
            _ => return Err(self.bad_constant(bci, index)),
        };
        let vtype = self.names.class_type(named);
        self.push(vtype)
    }

    /// The kind of a constant that an instruction names; the index must at least be within the pool.
    pub(crate) fn constant_tag(&self, bci: usize, index: u16) -> Verdict<Option<ConstantTag>> {
        if index == 0 || usize::from(index) >= self.pool.len() {
            let text = format!("Illegal constant pool index {index} in class {}", self.external_name());
            return Err(self.verify_error(bci as u32, Fault::BadConstantPoolIndex(index), &text));
        }
        Ok(self.pool.tag(index))
    }

    /// The constant is of a kind that the instruction does not take.
    #[cold]
    pub(crate) fn bad_constant(&self, bci: usize, index: u16) -> Box<Refusal> {
        let text = format!("Illegal type at constant pool entry {index} in class {}", self.external_name());
        self.verify_error(bci as u32, Fault::BadConstantPoolIndex(index), &text)
    }

    /// The class that the instruction's operand names.
    fn class_operand(&mut self, bci: usize) -> Verdict<VType> {
        let index = self.operand(bci);
        self.constant_tag(bci, index)?;
        self.class_type(index).ok_or_else(|| self.bad_constant(bci, index))
    }

    fn new_object(&mut self, bci: usize) -> Verdict {
        let class = self.class_operand(bci)?;
        if !class.is_object() {
            let fault = Fault::WrongType(Origin::constant_pool(self.operand(bci), class), None);
            return Err(self.verify_error(bci as u32, fault, "Illegal new instruction"));
        }
        self.push(VType::uninitialized(bci as u16))
    }

    fn newarray(&mut self, bci: usize) -> Verdict {
        let descriptor: &'static [u8] = match self.method.code[bci + 1] {
            4 => b"[Z",
            5 => b"[C",
            6 => b"[F",
            7 => b"[D",
            8 => b"[B",
            9 => b"[S",
            10 => b"[I",
            11 => b"[J",
            _ => return Err(self.bad_code(bci as u32, "Illegal newarray instruction")),
        };
        self.pop(VType::INTEGER)?;
        let array = self.names.class_type(descriptor);
        self.push(array)
    }

    fn anewarray(&mut self, bci: usize) -> Verdict {
        let component = self.class_operand(bci)?;
        self.pop(VType::INTEGER)?;
        let name = component.name().map(|name| self.names.bytes(name)).unwrap_or_default();
        let mut descriptor = Vec::with_capacity(name.len() + 3);
        descriptor.push(b'[');
        if component.is_array() {
            if name.get(MAX_DIMENSIONS - 1) == Some(&b'[') {
                let text = "Illegal anewarray instruction, array has more than 255 dimensions";
                return Err(self.bad_code(bci as u32, text));
            }
            descriptor.extend_from_slice(name);
        } else {
            descriptor.push(b'L');
            descriptor.extend_from_slice(name);
            descriptor.push(b';');
        }
        let array = VType::array(self.names.intern_owned(&descriptor));
        self.push(array)
    }

    fn multianewarray(&mut self, bci: usize) -> Verdict {
        let array = self.class_operand(bci)?;
        if !array.is_array() {
            let fault = Fault::WrongType(Origin::constant_pool(self.operand(bci), array), None);
            let text = "Illegal constant pool index in multianewarray instruction";
            return Err(self.verify_error(bci as u32, fault, text));
        }
        let wanted = self.method.code[bci + 3];
        let name = array.name().map(|name| self.names.bytes(name)).unwrap_or_default();
        let dimensions = name.iter().take_while(|byte| **byte == b'[').count();
        if wanted == 0 || dimensions < wanted.into() {
            let text = format!("Illegal dimension in multianewarray instruction: {wanted}");
            return Err(self.bad_code(bci as u32, &text));
        }
        for _ in 0..wanted {
            self.pop(VType::INTEGER)?;
        }
        self.push(array)
    }

    /// `tableswitch` and `lookupswitch` (§4.10.1.9.lookupswitch). That the table lies within the code is known.
    fn switch(&mut self, opcode: Opcode, bci: usize) -> Verdict {
        let code = self.method.code;
        let operands = switch_operands(bci);
        if self.cf.major_version < FREE_SWITCH_PADDING_VERSION
            && code[bci + 1..operands].iter().any(|byte| *byte != 0)
        {
            return Err(self.bad_code(bci as u32, "Nonzero padding byte in lookupswitch or tableswitch"));
        }
        self.pop(VType::INTEGER)?;
        let (targets, count, step) = if opcode == Opcode::Tableswitch {
            let (low, high) = (int_at(code, operands + 4), int_at(code, operands + 8));
            let count = i64::from(high) - i64::from(low) + 1;
            if count > 65535 {
                return Err(self.bad_code(bci as u32, "too many keys in tableswitch"));
            }
            (operands + 12, count as usize, 4)
        } else {
            let count = int_at(code, operands + 4) as usize;
            let key = |pair: usize| int_at(code, operands + 8 + pair * 8);
            if (1..count).any(|pair| key(pair - 1) >= key(pair)) {
                return Err(self.bad_code(bci as u32, "Bad lookupswitch instruction"));
            }
            (operands + 12, count, 8)
        };
        let mut last = int_at(code, operands);
        self.check_branch(bci, last)?;
        for index in 0..count {
            let offset = int_at(code, targets + index * step);
            if offset != last {
                self.check_branch(bci, offset)?;
                last = offset;
            }
        }
        Ok(())
    }

    fn return_value(&mut self, opcode: Opcode, bci: usize) -> Verdict {
        let found = match opcode {
            Opcode::Ireturn => self.pop(VType::INTEGER)?,
            Opcode::Freturn => self.pop(VType::FLOAT)?,
            Opcode::Areturn => self.pop(VType::ANY_REFERENCE)?,
            _ => {
                let lower = if opcode == Opcode::Lreturn { VType::LONG } else { VType::DOUBLE };
                self.pop(lower.upper())?;
                self.pop(lower)?
            }
        };
        let text = if self.return_type.is_top() {
            "Method does not expect a return value"
        } else if self.accepts(self.return_type, found)? {
            return Ok(());
        } else {
            "Bad return type"
        };
        let expected = Origin { source: Source::MethodSignature, vtype: self.return_type, frame: None };
        let fault = Fault::WrongType(self.stack_top(), Some(expected));
        Err(self.verify_error(bci as u32, fault, text))
    }

    fn return_void(&mut self, bci: usize) -> Verdict {
        if !self.return_type.is_top() {
            return Err(self.bad_code(bci as u32, "Method expects a return value"));
        }
        if self.is_constructor && self.frame.this_uninitialized {
            let text = "Constructor must call super() or this() before return";
            return Err(self.bad_code(bci as u32, text));
        }
        Ok(())
    }

    /// Whether a `new` instruction begins at the bci.
    pub(crate) fn is_new(&self, bci: u16) -> bool {
        self.starts.get(usize::from(bci)) == Some(&Start::New)
    }
}
