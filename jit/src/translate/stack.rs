//! The operand stack, and the dispatch of instructions to their families.

use classfile::bytecode::Operands;
use classfile::opcode::Opcode as O;
use cranelift_codegen::ir::Value;

use super::{Operand, Translator, Ty};
use crate::compiler::Bailout;

impl Translator<'_, '_> {
    pub(super) fn push(&mut self, ty: Ty, value: Value) {
        self.stack.push(Operand { ty, value, in_memory: false });
    }

    pub(super) fn pop_operand(&mut self) -> Operand {
        self.stack.pop().expect("verified code does not pop an empty stack")
    }

    pub(super) fn pop(&mut self) -> Value {
        self.pop_operand().value
    }

    pub(super) fn pop2(&mut self) -> (Value, Value) {
        let b = self.pop();
        (self.pop(), b)
    }

    /// Index of the present instruction's constant pool operand.
    pub(super) fn pool_index(&self) -> u16 {
        match self.a.instructions[self.at].operands {
            Operands::Constant(i)
            | Operands::InvokeInterface { index: i, .. }
            | Operands::InvokeDynamic { index: i, .. }
            | Operands::MultiANewArray { index: i, .. } => i,
            _ => 0,
        }
    }

    /// Takes as many operands off as have `slots` slots together, bottom first.
    fn take(&mut self, slots: usize) -> Vec<Operand> {
        let mut taken = Vec::new();
        let mut n = 0;
        while n < slots {
            let o = self.pop_operand();
            n += o.ty.slots();
            taken.push(o);
        }
        taken.reverse();
        taken
    }

    fn put(&mut self, operands: &[Operand]) {
        self.stack.extend(operands.iter().map(|o| Operand { in_memory: false, ..*o }));
    }

    /// `dup*`: copies the top `count` slots below `below` more slots.
    fn duplicate(&mut self, count: usize, below: usize) {
        let top = self.take(count);
        let middle = self.take(below);
        self.put(&top);
        self.put(&middle);
        self.put(&top);
    }

    pub(super) fn instruction(&mut self, n: usize) -> Result<(), Bailout> {
        let i = self.a.instructions[n];
        match i.opcode {
            O::Nop => {}
            O::Pop => {
                self.take(1);
            }
            O::Pop2 => {
                self.take(2);
            }
            O::Dup => self.duplicate(1, 0),
            O::DupX1 => self.duplicate(1, 1),
            O::DupX2 => self.duplicate(1, 2),
            O::Dup2 => self.duplicate(2, 0),
            O::Dup2X1 => self.duplicate(2, 1),
            O::Dup2X2 => self.duplicate(2, 2),
            O::Swap => {
                let (b, a) = (self.take(1), self.take(1));
                self.put(&b);
                self.put(&a);
            }
            O::Iload | O::Iload0 | O::Iload1 | O::Iload2 | O::Iload3 => self.load_local(&i, Ty::Int),
            O::Lload | O::Lload0 | O::Lload1 | O::Lload2 | O::Lload3 => self.load_local(&i, Ty::Long),
            O::Fload | O::Fload0 | O::Fload1 | O::Fload2 | O::Fload3 => self.load_local(&i, Ty::Float),
            O::Dload | O::Dload0 | O::Dload1 | O::Dload2 | O::Dload3 => self.load_local(&i, Ty::Double),
            O::Aload | O::Aload0 | O::Aload1 | O::Aload2 | O::Aload3 => self.load_local(&i, Ty::Ref),
            o if crate::analysis::is_store(o) => self.store_local(&i),
            O::Iinc => self.increment(&i),
            O::AconstNull
            | O::IconstM1
            | O::Iconst0
            | O::Iconst1
            | O::Iconst2
            | O::Iconst3
            | O::Iconst4
            | O::Iconst5
            | O::Lconst0
            | O::Lconst1
            | O::Fconst0
            | O::Fconst1
            | O::Fconst2
            | O::Dconst0
            | O::Dconst1
            | O::Bipush
            | O::Sipush
            | O::Ldc
            | O::LdcW
            | O::Ldc2W => self.constant(&i),
            O::Iaload
            | O::Laload
            | O::Faload
            | O::Daload
            | O::Aaload
            | O::Baload
            | O::Caload
            | O::Saload
            | O::Iastore
            | O::Lastore
            | O::Fastore
            | O::Dastore
            | O::Aastore
            | O::Bastore
            | O::Castore
            | O::Sastore
            | O::Arraylength => self.array(i.opcode),
            o if (O::Iadd as u8..=O::Lxor as u8).contains(&(o as u8)) => self.arithmetic(o),
            o if (O::I2l as u8..=O::Dcmpg as u8).contains(&(o as u8)) => self.conversion(o),
            O::Getstatic | O::Putstatic | O::Getfield | O::Putfield => self.field(i.opcode),
            O::Invokevirtual | O::Invokespecial | O::Invokestatic | O::Invokeinterface | O::Invokedynamic => {
                self.invoke(i.opcode)?;
            }
            O::New
            | O::Newarray
            | O::Anewarray
            | O::Multianewarray
            | O::Checkcast
            | O::Instanceof
            | O::Monitorenter
            | O::Monitorexit
            | O::Athrow => self.object(&i),
            _ => self.control(&i),
        }
        Ok(())
    }
}
