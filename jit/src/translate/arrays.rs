//! Arrays (JVMS §6.5: `*aload`, `*astore`, `arraylength`).

use classfile::opcode::Opcode as O;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{F32, F64, I32, I64};
use cranelift_codegen::ir::{InstBuilder, Value};
use gc::object::{LENGTH_OFFSET, array_base};

use super::{Region, Translator, Ty};
use crate::runtime_calls::{DeoptReason, RuntimeCall};

impl Translator<'_, '_> {
    pub(super) fn array(&mut self, opcode: O) {
        match opcode {
            O::Arraylength => {
                let a = self.pop();
                if let Some(length) = self.constant_length(a) {
                    let v = self.int(length as i32);
                    return self.push(Ty::Int, v);
                }
                self.null_check(a);
                let object = self.decode(a);
                let v = self.array_length(object);
                self.push(Ty::Int, v);
            }
            O::Iaload | O::Laload | O::Faload | O::Daload | O::Aaload | O::Baload | O::Caload | O::Saload => {
                self.array_load(opcode);
            }
            _ => self.array_store(opcode),
        }
    }

    pub(super) fn array_length(&mut self, object: Value) -> Value {
        self.b.ins().load(I32, Region::Length.flags(), object, LENGTH_OFFSET as i32)
    }

    /// Address of the first element's place, such that an element is at `array_base` behind it, having checked the
    /// array and the index.
    fn element(&mut self, array: Value, index: Value, log2: u32) -> (Value, i32) {
        self.null_check(array);
        let object = self.decode(array);
        let length = match self.constant_length(array) {
            Some(length) => self.int(length as i32),
            None => self.array_length(object),
        };
        let outside = self.b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, index, length);
        self.exit_if(outside, DeoptReason::Exception);
        // the exit may have ended the block: the address is computed again where it is used
        let index = self.b.ins().uextend(I64, index);
        let scaled = if log2 == 0 { index } else { self.b.ins().ishl_imm_u(index, i64::from(log2)) };
        (self.b.ins().iadd(object, scaled), array_base(log2) as i32)
    }

    fn array_load(&mut self, opcode: O) {
        let (array, index) = self.pop2();
        if let Some(constant) = self.constant_element(array, index) {
            return self.push_constant(constant);
        }
        let log2 = match opcode {
            O::Baload => 0,
            O::Caload | O::Saload => 1,
            O::Laload | O::Daload => 3,
            _ => 2,
        };
        let (at, offset) = self.element(array, index, log2);
        let f = Region::Heap.flags();
        let (ty, v) = match opcode {
            O::Iaload => (Ty::Int, self.b.ins().load(I32, f, at, offset)),
            O::Laload => (Ty::Long, self.b.ins().load(I64, f, at, offset)),
            O::Faload => (Ty::Float, self.b.ins().load(F32, f, at, offset)),
            O::Daload => (Ty::Double, self.b.ins().load(F64, f, at, offset)),
            O::Aaload => (Ty::Ref, self.b.ins().uload32(f, at, offset)),
            O::Baload => (Ty::Int, self.b.ins().sload8(I32, f, at, offset)),
            O::Caload => (Ty::Int, self.b.ins().uload16(I32, f, at, offset)),
            _ => (Ty::Int, self.b.ins().sload16(I32, f, at, offset)),
        };
        self.push(ty, v);
    }

    fn array_store(&mut self, opcode: O) {
        let value = self.pop();
        let (array, index) = self.pop2();
        let f = Region::Heap.flags();
        match opcode {
            O::Aastore => {
                let (_, _) = self.element(array, index, 2);
                self.store_check(array, value);
                let object = self.decode(array);
                let index = self.b.ins().uextend(I64, index);
                let scaled = self.b.ins().ishl_imm_u(index, 2);
                let at = self.b.ins().iadd(object, scaled);
                self.b.ins().istore32(f, value, at, array_base(2) as i32);
                let place = self.b.ins().iadd_imm_s(at, array_base(2) as i64);
                self.mark_card(place);
            }
            O::Bastore => {
                let (at, offset) = self.element(array, index, 0);
                if matches!(self.constant_value(value), Some(0 | 1)) {
                    self.b.ins().istore8(f, value, at, offset);
                    self.effect();
                    return;
                }
                // a boolean array takes the lowest bit only
                let object = self.decode(array);
                let class = self.class_id(object);
                let booleans = self.env.primitive_array(4).id;
                let is_boolean = self.b.ins().icmp_imm_u(IntCC::Equal, class, i64::from(booleans));
                let bit = self.b.ins().band_imm_u(value, 1);
                let value = self.b.ins().select(is_boolean, bit, value);
                self.b.ins().istore8(f, value, at, offset);
            }
            O::Castore | O::Sastore => {
                let (at, offset) = self.element(array, index, 1);
                self.b.ins().istore16(f, value, at, offset);
            }
            O::Lastore | O::Dastore => {
                let (at, offset) = self.element(array, index, 3);
                self.b.ins().store(f, value, at, offset);
            }
            _ => {
                let (at, offset) = self.element(array, index, 2);
                self.b.ins().store(f, value, at, offset);
            }
        }
        self.effect();
    }

    /// Leaves for ArrayStoreException unless `value` may be stored into `array`.
    fn store_check(&mut self, array: Value, value: Value) {
        if self.constant_value(value) == Some(0) {
            return;
        }
        let (check, search, join) = (self.b.create_block(), self.b.create_block(), self.b.create_block());
        self.b.set_cold_block(search);
        self.b.ins().brif(value, check, &[], join, &[]);
        self.b.switch_to_block(check);
        self.b.seal_block(check);
        let base = self.heap_base;
        let object = self.decode(array);
        let array_class = self.class_id(object);
        let array_class = self.metadata(array_class);
        let component =
            self.b.ins().load(I64, Region::Metadata.flags(), array_class, self.layout.klass_component);
        let object = self.decode(value);
        let id = self.class_id(object);
        let class = self.metadata(id);
        let same = self.b.ins().icmp(IntCC::Equal, class, component);
        let root = self.address(self.layout.object_class);
        let any = self.b.ins().icmp(IntCC::Equal, component, root);
        let same = self.b.ins().bor(same, any);
        self.b.ins().brif(same, join, &[], search, &[]);
        self.b.switch_to_block(search);
        self.b.seal_block(search);
        let is = self.cold_leaf_call(RuntimeCall::is_subtype, &[id, component]);
        let fails = self.b.ins().icmp_imm_u(IntCC::Equal, is, 0);
        self.exit_if(fails, DeoptReason::Exception);
        self.b.ins().jump(join, &[]);
        self.b.switch_to_block(join);
        self.b.seal_block(join);
        self.heap_base = base;
    }

    /// The write barrier for a reference stored at a heap address.
    pub(super) fn mark_card(&mut self, at: Value) {
        let card = self.b.ins().ushr_imm_u(at, i64::from(self.layout.card_shift));
        let base = self.address(self.layout.card_base);
        let card = self.b.ins().iadd(card, base);
        let dirty = self.int(self.layout.card_dirty.into());
        self.b.ins().istore8(Region::Cards.flags(), dirty, card, 0);
    }
}
