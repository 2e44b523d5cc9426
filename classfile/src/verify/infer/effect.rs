//! What each instruction needs and leaves on the operand stack, by inference (JVMS §4.10.2.2).

use super::state::{Instruction, Stack, State};
use super::types::{IType, Item};
use super::{Fault, Flow, Inference, refuse};
use crate::constant_pool::ConstantTag;
use crate::descriptor::{FieldType, MethodDescriptor, ReturnType};
use crate::opcode::Opcode;

/// One value of two slots, or two values of one: what `dup2` and its kin move. The lower one comes first.
#[derive(Clone, Copy)]
struct Pair {
    values: [IType; 2],
    count: usize,
}

impl Pair {
    fn values(&self) -> &[IType] {
        &self.values[..self.count]
    }
}

impl<'a> Inference<'a, '_> {
    /// The local that an instruction reads must have the right type.
    pub fn check_local(&self, instruction: &Instruction, locals: super::state::Locals) -> Flow {
        use Opcode::*;
        let local = instruction.operand as usize;
        let wanted = match instruction.opcode {
            Iload | Iinc => IType::INTEGER,
            Fload => IType::FLOAT,
            Lload => IType::LONG,
            Dload => IType::DOUBLE,
            Aload | Ret => IType::BOGUS,
            _ => return Ok(()),
        };
        let locals = self.states.locals(locals);
        if wanted.is_wide() {
            let text = match locals.get(local..local + 2) {
                Some(&[lower, upper]) if lower == wanted && upper == wanted.upper() => return Ok(()),
                Some(_) => format!("Register pair {local}/{} contains wrong type", local + 1),
                None => format!("Accessing value from uninitialized register pair {local}/{}", local + 1),
            };
            return Err(Fault::Verify(text));
        }
        let Some(&found) = locals.get(local) else {
            return Err(Fault::Verify(format!("Accessing value from uninitialized register {local}")));
        };
        let fits = match instruction.opcode {
            Ret => found.is_plain(Item::ReturnAddress),
            Aload => found.is_reference() || found == IType::INIT_OBJECT || found.is_plain(Item::NewObject),
            _ => found == wanted,
        };
        if fits {
            return Ok(());
        }
        Err(Fault::Verify(if found.is(Item::ReturnAddress) {
            format!("Cannot load return address from register {local}")
        } else {
            format!("Register {local} contains wrong type")
        }))
    }

    fn pop(&mut self, stack: &mut Stack) -> Flow<IType> {
        let Some((value, below)) = self.states.pop(*stack) else {
            return refuse("Unable to pop operand off an empty stack");
        };
        *stack = below;
        self.popped.push(value);
        Ok(value)
    }

    /// Pops one number; letters as in the opcode table.
    fn pop_number(&mut self, stack: &mut Stack, letter: u8) -> Flow {
        let found = self.pop(stack)?;
        let (wanted, name) = match letter {
            b'I' => (IType::INTEGER, "integer"),
            b'F' => (IType::FLOAT, "float"),
            b'J' => (IType::LONG, "long"),
            _ => (IType::DOUBLE, "double"),
        };
        if found == wanted {
            Ok(())
        } else {
            Err(Fault::Verify(format!("Expecting to find {name} on stack")))
        }
    }

    fn pop_numbers(&mut self, stack: &mut Stack, letters: &str) -> Flow {
        letters.bytes().rev().try_for_each(|letter| self.pop_number(stack, letter))
    }

    /// Pops an object or array; a few instructions also take what is not initialized yet.
    fn pop_reference(&mut self, stack: &mut Stack, instruction: &Instruction) -> Flow<IType> {
        use Opcode::*;
        let found = self.pop(stack)?;
        let uninitialized = found.is(Item::NewObject) || found.is(Item::InitObject);
        let fits = match instruction.opcode {
            _ if found.is_reference() => true,
            Astore => uninitialized || found.is_plain(Item::ReturnAddress),
            Ifnull | Ifnonnull => uninitialized,
            _ => false,
        };
        if fits { Ok(found) } else { refuse("Expecting to find object/array on stack") }
    }

    /// Pops a value of a field type; of a reference only that it is one is checked.
    fn pop_field(
        &mut self,
        stack: &mut Stack,
        field: FieldType<'_>,
        instruction: &Instruction,
    ) -> Flow<IType> {
        match field.descriptor_char() {
            letter @ (b'F' | b'J' | b'D') => self.pop_number(stack, letter)?,
            b'L' | b'[' => return self.pop_reference(stack, instruction),
            _ => self.pop_number(stack, b'I')?,
        }
        Ok(self.popped.last().copied().unwrap_or(IType::BOGUS))
    }

    /// Pops the array of an instruction on elements.
    fn pop_array(&mut self, stack: &mut Stack, opcode: Opcode) -> Flow<IType> {
        use Opcode::*;
        let found = self.pop(stack)?;
        if found == IType::NULL {
            return Ok(found);
        }
        let is = |item| found == IType::array_of(item);
        let (fits, what) = match opcode {
            Iaload | Iastore => (is(Item::Integer), "array of ints"),
            Laload | Lastore => (is(Item::Long), "array of longs"),
            Faload | Fastore => (is(Item::Float), "array of floats"),
            Daload | Dastore => (is(Item::Double), "array of doubles"),
            Caload | Castore => (is(Item::Char), "array of chars"),
            Saload | Sastore => (is(Item::Short), "array of shorts"),
            Baload | Bastore => (is(Item::Byte) || is(Item::Boolean), "array of bytes or Booleans"),
            Arraylength => (found.dimensions() > 0, "array"),
            _ => {
                let depth = found.dimensions();
                (depth > 1 || depth == 1 && found.is(Item::Object), "array of objects or arrays")
            }
        };
        if fits { Ok(found) } else { Err(Fault::Verify(format!("Expecting to find {what} on stack"))) }
    }

    fn pop_single(&mut self, stack: &mut Stack) -> Flow<IType> {
        let value = self.pop(stack)?;
        if value.is_wide() { refuse("Attempt to split long or double on the stack") } else { Ok(value) }
    }

    fn pop_pair(&mut self, stack: &mut Stack) -> Flow<Pair> {
        let upper = self.pop(stack)?;
        if upper.is_wide() {
            return Ok(Pair { values: [upper; 2], count: 1 });
        }
        let lower = self.pop_single(stack)?;
        Ok(Pair { values: [lower, upper], count: 2 })
    }

    /// Pops and checks the operands of an instruction; the `dup` family also pushes its results.
    pub fn pop_operands(&mut self, number: usize, before: Stack) -> Flow<Stack> {
        use Opcode::*;
        self.popped.clear();
        let instruction = self.instructions[number];
        let mut stack = before;
        match instruction.opcode {
            Astore | Areturn | Checkcast | Instanceof | Monitorenter | Monitorexit | Ifnull | Ifnonnull
            | IfAcmpeq | IfAcmpne => {
                for _ in instruction.opcode.info().pops.bytes() {
                    self.pop_reference(&mut stack, &instruction)?;
                }
                if instruction.opcode == Areturn {
                    self.check_returned()?;
                }
            }
            Athrow => {
                let thrown = self.pop(&mut stack)?;
                if !thrown.is_plain(Item::Object) {
                    return refuse("Expecting to find object on stack");
                }
                if !self.is_assignable(thrown, self.throwable)? {
                    return refuse("Can only throw Throwable objects");
                }
            }
            Iaload | Laload | Faload | Daload | Aaload | Baload | Caload | Saload => {
                self.pop_number(&mut stack, b'I')?;
                self.pop_array(&mut stack, instruction.opcode)?;
            }
            Iastore | Lastore | Fastore | Dastore | Bastore | Castore | Sastore => {
                let letters = instruction.opcode.info().pops;
                self.pop_numbers(&mut stack, &letters[1..])?;
                self.pop_array(&mut stack, instruction.opcode)?;
            }
            Aastore => {
                self.pop_reference(&mut stack, &instruction)?;
                self.pop_number(&mut stack, b'I')?;
                let array = self.pop_array(&mut stack, Aastore)?;
                if !array.component().is_reference() {
                    return refuse("Component type of the array must be reference type in aastore");
                }
            }
            Arraylength => {
                self.pop_array(&mut stack, Arraylength)?;
            }
            Pop | Pop2 | Dup | DupX1 | DupX2 | Dup2 | Dup2X1 | Dup2X2 | Swap => {
                stack = self.rearrange(instruction.opcode, stack)?;
            }
            Getfield | Putfield | Putstatic => self.pop_for_field(&mut stack, &instruction)?,
            Invokevirtual | Invokespecial | Invokestatic | Invokeinterface => {
                self.pop_for_call(&mut stack, &instruction)?;
            }
            Multianewarray => {
                for _ in 0..instruction.operand2 {
                    self.pop_number(&mut stack, b'I')?;
                }
            }
            New => {
                let created = IType::from_bits(instruction.operand);
                self.spend(stack.size)?;
                if self.states.values(stack).any(|value| value == created) {
                    return refuse("Uninitialized object on stack at creating point");
                }
                self.replacement = Some((created, IType::BOGUS));
            }
            Return => {
                if self.return_type.is_some() {
                    return refuse("Wrong return type in function");
                }
            }
            Ireturn | Lreturn | Freturn | Dreturn => {
                self.pop_numbers(&mut stack, instruction.opcode.info().pops)?;
                self.check_returned()?;
            }
            Aload | Ret | Goto | GotoW | Jsr | JsrW | Getstatic | Ldc | LdcW | Ldc2W | AconstNull => {}
            Newarray | Anewarray => self.pop_number(&mut stack, b'I')?,
            _ => self.pop_numbers(&mut stack, instruction.opcode.info().pops)?,
        }
        Ok(stack)
    }

    fn check_returned(&mut self) -> Flow {
        let found = self.popped.last().copied().unwrap_or(IType::BOGUS);
        if let Some(wanted) = self.return_type
            && self.is_assignable(found, wanted)?
        {
            return Ok(());
        }
        refuse("Wrong return type in function")
    }

    fn rearrange(&mut self, opcode: Opcode, mut stack: Stack) -> Flow<Stack> {
        use Opcode::*;
        let popped = &mut stack;
        match opcode {
            Pop => {
                self.pop_single(popped)?;
                Ok(stack)
            }
            Pop2 => {
                self.pop_pair(popped)?;
                Ok(stack)
            }
            Dup => {
                let a = self.pop_single(popped)?;
                self.push_all(stack, &[&[a, a]])
            }
            DupX1 => {
                let b = self.pop_single(popped)?;
                let a = self.pop_single(popped)?;
                self.push_all(stack, &[&[b, a, b]])
            }
            DupX2 => {
                let b = self.pop_single(popped)?;
                let a = self.pop_pair(popped)?;
                self.push_all(stack, &[&[b], a.values(), &[b]])
            }
            Dup2 => {
                let a = self.pop_pair(popped)?;
                self.push_all(stack, &[a.values(), a.values()])
            }
            Dup2X1 => {
                let b = self.pop_pair(popped)?;
                let a = self.pop_single(popped)?;
                self.push_all(stack, &[b.values(), &[a], b.values()])
            }
            Dup2X2 => {
                let b = self.pop_pair(popped)?;
                let a = self.pop_pair(popped)?;
                self.push_all(stack, &[b.values(), a.values(), b.values()])
            }
            _ => {
                let b = self.pop_single(popped)?;
                let a = self.pop_single(popped)?;
                self.push_all(stack, &[&[b, a]])
            }
        }
    }

    fn push_all(&mut self, mut stack: Stack, values: &[&[IType]]) -> Flow<Stack> {
        for value in values.iter().copied().flatten() {
            stack = self.states.push(stack, *value)?;
        }
        Ok(stack)
    }

    fn pop_for_field(&mut self, stack: &mut Stack, instruction: &Instruction) -> Flow {
        let pool = self.pool;
        let member = pool.member_ref(instruction.operand as u16);
        let Some((member, field)) =
            member.and_then(|member| Some((member, FieldType::parse(member.descriptor)?)))
        else {
            return refuse("Illegal type in constant pool");
        };
        let mut value = None;
        if instruction.opcode != Opcode::Getfield {
            value = Some(self.pop_field(stack, field, instruction)?);
        }
        if instruction.opcode != Opcode::Putstatic {
            let class = self.class_constant(member.class_name)?;
            let mut object = IType::BOGUS;
            let top = self.states.pop(*stack).map(|(top, _)| top);
            if instruction.opcode == Opcode::Putfield
                && top.is_some_and(|top| top.is(Item::InitObject))
                && class == self.this_class
                && self.declares_field(member.name, member.descriptor)
            {
                // A constructor may set the fields of its class before it calls another.
                self.pop(stack)?;
                object = self.this_class;
            }
            if object == IType::BOGUS {
                object = self.pop_reference(stack, instruction)?;
            }
            if !self.is_assignable(object, class)? {
                return refuse("Incompatible type for getting or setting field");
            }
            if instruction.is_protected && !self.is_assignable(object, self.this_class)? {
                return refuse("Bad access to protected data");
            }
        }
        if let Some(value) = value {
            let wanted = self.field_type(field)?;
            if !self.is_assignable(value, wanted)? {
                return refuse("Bad type in putfield/putstatic");
            }
        }
        Ok(())
    }

    fn declares_field(&self, name: &[u8], descriptor: &[u8]) -> bool {
        self.cf.fields.iter().any(|field| field.name == name && field.descriptor == descriptor)
    }

    fn pop_for_call(&mut self, stack: &mut Stack, instruction: &Instruction) -> Flow {
        let pool = self.pool;
        let member = pool.member_ref(instruction.operand as u16);
        let Some((member, descriptor)) =
            member.and_then(|member| Some((member, MethodDescriptor::parse(member.descriptor)?)))
        else {
            return refuse("Illegal type in constant pool");
        };
        let parameters: Vec<FieldType<'a>> = descriptor.parameters().collect();
        for parameter in parameters.iter().rev() {
            self.pop_field(stack, *parameter, instruction)?;
        }
        let arguments = self.popped.clone();
        if instruction.opcode != Opcode::Invokestatic {
            let class = IType::from_bits(instruction.operand2);
            if instruction.constructs {
                let object = self.pop(stack)?;
                self.check_constructed(object, class, instruction)?;
            } else {
                let object = self.pop_reference(stack, instruction)?;
                self.check_receiver(object, class, instruction, member.name)?;
            }
        }
        for (parameter, argument) in parameters.iter().zip(arguments.iter().rev()) {
            if parameter.is_reference() {
                let wanted = self.field_type(*parameter)?;
                if !self.is_assignable(*argument, wanted)? {
                    return refuse("Incompatible argument to function");
                }
            }
        }
        Ok(())
    }

    /// The object of a constructor call: created by `new`, or `this` in a constructor.
    fn check_constructed(&mut self, object: IType, class: IType, instruction: &Instruction) -> Flow {
        if object.is(Item::NewObject) {
            let created = self.instructions.get(usize::from(object.extra()));
            let created = created.map_or(IType::BOGUS, |new| IType::from_bits(new.operand2));
            if created != class {
                return refuse("Call to wrong initialization method");
            }
            if instruction.is_protected && !self.is_assignable(object, self.this_class)? {
                return refuse("Bad access to protected data");
            }
            self.replacement = Some((object, created));
        } else if object.is(Item::InitObject) {
            if class != self.this_class && Some(class) != self.super_class {
                return refuse("Call to wrong initialization method");
            }
            self.replacement = Some((object, self.this_class));
        } else {
            return refuse("Expecting to find unitialized object on stack");
        }
        Ok(())
    }

    fn check_receiver(
        &mut self,
        object: IType,
        class: IType,
        instruction: &Instruction,
        name: &[u8],
    ) -> Flow {
        if !self.is_assignable(object, class)? {
            return refuse("Incompatible object argument for function call");
        }
        let special = instruction.opcode == Opcode::Invokespecial;
        if (special || instruction.is_protected) && !self.is_assignable(object, self.this_class)? {
            if special {
                return refuse("Incompatible object argument for invokespecial");
            }
            // Arrays have a public clone().
            if class != self.object || object.dimensions() == 0 || name != b"clone" {
                return refuse("Bad access to protected data");
            }
        }
        Ok(())
    }

    /// Pushes the results of an instruction onto what it left.
    pub fn push_results(
        &mut self,
        instruction: &Instruction,
        before: State,
        mut stack: Stack,
    ) -> Flow<Stack> {
        use Opcode::*;
        let operand = instruction.operand;
        let pool = self.pool;
        let result = match instruction.opcode {
            AconstNull => Some(IType::NULL),
            New | Checkcast | Newarray | Anewarray | Multianewarray => Some(IType::from_bits(operand)),
            Aaload => self.popped.last().map(|array| array.component()),
            Aload => self.states.locals(before.locals).get(operand as usize).copied(),
            Jsr | JsrW => Some(IType::with_extra(Item::ReturnAddress, operand as u16)),
            Ldc | LdcW | Ldc2W => Some(self.constant_type(operand as u16)?),
            Getstatic | Getfield => {
                let member = pool.member_ref(operand as u16);
                match member.and_then(|member| FieldType::parse(member.descriptor)) {
                    Some(field) => Some(self.field_type(field)?),
                    None => None,
                }
            }
            Invokevirtual | Invokespecial | Invokestatic | Invokeinterface => {
                let member = pool.member_ref(operand as u16);
                let descriptor = member.and_then(|member| MethodDescriptor::parse(member.descriptor));
                match descriptor.map(|descriptor| descriptor.return_type()) {
                    Some(ReturnType::Value(field)) => Some(self.field_type(field)?),
                    _ => None,
                }
            }
            Dup | DupX1 | DupX2 | Dup2 | Dup2X1 | Dup2X2 | Swap => None,
            _ => {
                for letter in instruction.opcode.info().pushes.bytes() {
                    let vtype = match letter {
                        b'I' => IType::INTEGER,
                        b'F' => IType::FLOAT,
                        b'J' => IType::LONG,
                        _ => IType::DOUBLE,
                    };
                    stack = self.states.push(stack, vtype)?;
                }
                None
            }
        };
        if let Some(result) = result {
            stack = self.states.push(stack, result)?;
        }
        match self.replacement {
            Some((from, to)) if instruction.constructs => self.replace_on_stack(stack, from, to),
            _ => Ok(stack),
        }
    }

    fn constant_type(&mut self, index: u16) -> Flow<IType> {
        Ok(match self.pool.tag(index) {
            Some(ConstantTag::Integer) => IType::INTEGER,
            Some(ConstantTag::Float) => IType::FLOAT,
            Some(ConstantTag::Long) => IType::LONG,
            Some(ConstantTag::Double) => IType::DOUBLE,
            Some(ConstantTag::Class) => self.class_named(b"java/lang/Class")?,
            Some(ConstantTag::MethodHandle) => self.class_named(b"java/lang/invoke/MethodHandle")?,
            Some(ConstantTag::MethodType) => self.class_named(b"java/lang/invoke/MethodType")?,
            _ => self.string,
        })
    }

    /// A constructor initializes all copies of an object.
    fn replace_on_stack(&mut self, stack: Stack, from: IType, to: IType) -> Flow<Stack> {
        self.spend(stack.size)?;
        let mut values: Vec<IType> = self.states.values(stack).collect();
        if !values.contains(&from) {
            return Ok(stack);
        }
        values.iter_mut().filter(|value| **value == from).for_each(|value| *value = to);
        self.states.stack_of(stack.size, &values)
    }
}
