//! Arithmetic, conversions, comparisons (JVMS §6.5), with Java's exact results.

use classfile::opcode::Opcode as O;
use cranelift_codegen::ir::condcodes::{FloatCC, IntCC};
use cranelift_codegen::ir::types::{F32, F64, I8, I16, I32, I64};
use cranelift_codegen::ir::{InstBuilder, Type, Value};

use super::{Translator, Ty};
use crate::runtime_calls::{DeoptReason, RuntimeCall};

impl Translator<'_, '_> {
    pub(super) fn arithmetic(&mut self, opcode: O) {
        let ty = match opcode {
            O::Ishl | O::Ishr | O::Iushr | O::Iand | O::Ior | O::Ixor => Ty::Int,
            O::Lshl | O::Lshr | O::Lushr | O::Land | O::Lor | O::Lxor => Ty::Long,
            // four types in turn
            _ => [Ty::Int, Ty::Long, Ty::Float, Ty::Double][(opcode as u8 - O::Iadd as u8) as usize % 4],
        };
        let v = match opcode {
            O::Ineg | O::Lneg => {
                let a = self.pop();
                self.b.ins().ineg(a)
            }
            O::Fneg | O::Dneg => {
                let a = self.pop();
                self.b.ins().fneg(a)
            }
            O::Idiv | O::Ldiv | O::Irem | O::Lrem => {
                let (a, b) = self.pop2();
                self.divide(ty, a, b, matches!(opcode, O::Irem | O::Lrem))
            }
            _ => {
                let (a, b) = self.pop2();
                match opcode {
                    O::Iadd | O::Ladd => self.b.ins().iadd(a, b),
                    O::Isub | O::Lsub => self.b.ins().isub(a, b),
                    O::Imul | O::Lmul => self.b.ins().imul(a, b),
                    O::Fadd | O::Dadd => self.b.ins().fadd(a, b),
                    O::Fsub | O::Dsub => self.b.ins().fsub(a, b),
                    O::Fmul | O::Dmul => self.b.ins().fmul(a, b),
                    O::Fdiv | O::Ddiv => self.b.ins().fdiv(a, b),
                    O::Frem => self.leaf_call(RuntimeCall::float_remainder, &[a, b]).expect("a result"),
                    O::Drem => self.leaf_call(RuntimeCall::double_remainder, &[a, b]).expect("a result"),
                    // Cranelift's shifts take the amount modulo the width, as Java's do
                    O::Ishl | O::Lshl => self.b.ins().ishl(a, b),
                    O::Ishr | O::Lshr => self.b.ins().sshr(a, b),
                    O::Iushr | O::Lushr => self.b.ins().ushr(a, b),
                    O::Iand | O::Land => self.b.ins().band(a, b),
                    O::Ior | O::Lor => self.b.ins().bor(a, b),
                    _ => self.b.ins().bxor(a, b),
                }
            }
        };
        self.push(ty, v);
    }

    /// The constant that a value is, if it is made by `iconst`.
    pub(super) fn constant_value(&self, v: Value) -> Option<i64> {
        use cranelift_codegen::ir::{InstructionData, Opcode, ValueDef};
        let dfg = &self.b.func.dfg;
        match dfg.value_def(dfg.resolve_aliases(v)) {
            ValueDef::Result(inst, 0) => match dfg.insts[inst] {
                InstructionData::UnaryImm { opcode: Opcode::Iconst, imm } => Some(imm.bits()),
                _ => None,
            },
            _ => None,
        }
    }

    /// Division: by zero throws, the smallest number by -1 is itself (remainder 0).
    fn divide(&mut self, ty: Ty, a: Value, b: Value, remainder: bool) -> Value {
        let clif = ty.clif();
        let constant = self.constant_value(b).map(|c| if ty == Ty::Int { i64::from(c as i32) } else { c });
        if let Some(c) = constant
            && c != 0
            && c != -1
        {
            return if remainder { self.b.ins().srem(a, b) } else { self.b.ins().sdiv(a, b) };
        }
        let zero = self.b.ins().icmp_imm_s(IntCC::Equal, b, 0);
        self.exit_if(zero, DeoptReason::Exception);
        let minus_one = self.b.ins().icmp_imm_s(IntCC::Equal, b, -1);
        let (special, normal, join) = (self.b.create_block(), self.b.create_block(), self.b.create_block());
        self.b.set_cold_block(special);
        self.b.append_block_param(join, clif);
        self.b.ins().brif(minus_one, special, &[], normal, &[]);
        self.b.switch_to_block(special);
        self.b.seal_block(special);
        let v = if remainder { self.b.ins().iconst(clif, 0) } else { self.b.ins().ineg(a) };
        self.b.ins().jump(join, &[v.into()]);
        self.b.switch_to_block(normal);
        self.b.seal_block(normal);
        let v = if remainder { self.b.ins().srem(a, b) } else { self.b.ins().sdiv(a, b) };
        self.b.ins().jump(join, &[v.into()]);
        self.b.switch_to_block(join);
        self.b.seal_block(join);
        self.b.block_params(join)[0]
    }

    pub(super) fn conversion(&mut self, opcode: O) {
        let (ty, v) = match opcode {
            O::I2l => {
                let a = self.pop();
                (Ty::Long, self.b.ins().sextend(I64, a))
            }
            O::L2i => {
                let a = self.pop();
                (Ty::Int, self.b.ins().ireduce(I32, a))
            }
            O::I2f | O::L2f => {
                let a = self.pop();
                (Ty::Float, self.b.ins().fcvt_from_sint(F32, a))
            }
            O::I2d | O::L2d => {
                let a = self.pop();
                (Ty::Double, self.b.ins().fcvt_from_sint(F64, a))
            }
            O::F2i | O::D2i => {
                let a = self.pop();
                (Ty::Int, self.b.ins().fcvt_to_sint_sat(I32, a))
            }
            O::F2l | O::D2l => {
                let a = self.pop();
                (Ty::Long, self.b.ins().fcvt_to_sint_sat(I64, a))
            }
            O::F2d => {
                let a = self.pop();
                (Ty::Double, self.b.ins().fpromote(F64, a))
            }
            O::D2f => {
                let a = self.pop();
                (Ty::Float, self.b.ins().fdemote(F32, a))
            }
            O::I2b => self.narrow(I8, true),
            O::I2s => self.narrow(I16, true),
            O::I2c => self.narrow(I16, false),
            O::Lcmp => {
                let (a, b) = self.pop2();
                let less = self.b.ins().icmp(IntCC::SignedLessThan, a, b);
                let greater = self.b.ins().icmp(IntCC::SignedGreaterThan, a, b);
                (Ty::Int, self.three_way(greater, less))
            }
            // NaN: -1 for the `l` forms, 1 for the `g` forms
            O::Fcmpl | O::Dcmpl => {
                let (a, b) = self.pop2();
                let less = self.b.ins().fcmp(FloatCC::UnorderedOrLessThan, a, b);
                let greater = self.b.ins().fcmp(FloatCC::GreaterThan, a, b);
                (Ty::Int, self.three_way(greater, less))
            }
            _ => {
                let (a, b) = self.pop2();
                let less = self.b.ins().fcmp(FloatCC::LessThan, a, b);
                let greater = self.b.ins().fcmp(FloatCC::UnorderedOrGreaterThan, a, b);
                (Ty::Int, self.three_way(greater, less))
            }
        };
        self.push(ty, v);
    }

    fn narrow(&mut self, ty: Type, signed: bool) -> (Ty, Value) {
        let a = self.pop();
        let n = self.b.ins().ireduce(ty, a);
        (Ty::Int, if signed { self.b.ins().sextend(I32, n) } else { self.b.ins().uextend(I32, n) })
    }

    /// 1, -1 or 0.
    fn three_way(&mut self, greater: Value, less: Value) -> Value {
        let g = self.b.ins().uextend(I32, greater);
        let l = self.b.ins().uextend(I32, less);
        self.b.ins().isub(g, l)
    }
}
