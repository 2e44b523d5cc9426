//! Constants (JVMS §6.5: `*const_*`, `*ipush`, `ldc*`).

use classfile::bytecode::{Instruction, Operands};
use classfile::opcode::Opcode as O;
use cranelift_codegen::ir::InstBuilder;
use cranelift_codegen::ir::types::I64;

use super::{Region, Translator, Ty};
use crate::env::Constant;
use crate::runtime_calls::DeoptReason;

impl Translator<'_, '_> {
    pub(super) fn constant(&mut self, i: &Instruction<'_>) {
        let n = i.opcode as i32;
        let constant = match i.opcode {
            O::AconstNull => Constant::Null,
            O::Lconst0 | O::Lconst1 => Constant::Long(i64::from(n - O::Lconst0 as i32)),
            O::Fconst0 | O::Fconst1 | O::Fconst2 => Constant::Float((n - O::Fconst0 as i32) as f32),
            O::Dconst0 | O::Dconst1 => Constant::Double(f64::from(n - O::Dconst0 as i32)),
            O::Bipush | O::Sipush => {
                Constant::Int(if let Operands::Immediate(v) = i.operands { v } else { 0 })
            }
            O::Ldc | O::LdcW | O::Ldc2W => self.env.constant(self.m.addr, self.pool_index()),
            _ => Constant::Int(n - O::Iconst0 as i32),
        };
        self.push_constant(constant);
    }

    pub(super) fn push_constant(&mut self, constant: Constant) {
        match constant {
            Constant::Int(v) => {
                let v = self.int(v);
                self.push(Ty::Int, v);
            }
            Constant::Long(v) => {
                let v = self.b.ins().iconst(I64, v);
                self.push(Ty::Long, v);
            }
            Constant::Float(v) => {
                let v = self.b.ins().f32const(v);
                self.push(Ty::Float, v);
            }
            Constant::Double(v) => {
                let v = self.b.ins().f64const(v);
                self.push(Ty::Double, v);
            }
            Constant::Ref { slot: at, may_be_null } => {
                let slot = self.address(at);
                let v = self.b.ins().uload32(Region::Roots.flags(), slot, 0);
                self.push(Ty::Ref, v);
                if !may_be_null {
                    self.non_null.push(v);
                    self.identify(v, at, false);
                }
            }
            Constant::StableArray { slot: at } => {
                let slot = self.address(at);
                let v = self.b.ins().uload32(Region::Roots.flags(), slot, 0);
                self.push(Ty::Ref, v);
                self.non_null.push(v);
                self.identify(v, at, true);
            }
            Constant::Null => {
                let v = self.b.ins().iconst(I64, 0);
                self.push(Ty::Ref, v);
            }
            Constant::Unresolved => self.exit(DeoptReason::Unresolved),
        }
    }
}
