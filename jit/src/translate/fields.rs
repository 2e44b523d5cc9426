//! Fields (JVMS §6.5: `getfield`, `putfield`, `getstatic`, `putstatic`). Volatile accesses are sequentially consistent.

use classfile::opcode::Opcode as O;
use cranelift_codegen::ir::types::{F32, F64, I8, I16, I32, I64};
use cranelift_codegen::ir::{InstBuilder, MemFlagsData, Value};

use super::{Region, Translator, Ty};
use crate::env::{ClassAddr, Constant, FieldFacts};
use crate::runtime_calls::{DeoptReason, RuntimeCall};

impl Translator<'_, '_> {
    pub(super) fn field(&mut self, opcode: O) {
        let is_static = matches!(opcode, O::Getstatic | O::Putstatic);
        let is_put = matches!(opcode, O::Putfield | O::Putstatic);
        let Some(f) = self.env.field(self.m.addr, self.pool_index(), is_static, is_put) else {
            return self.exit(DeoptReason::Unresolved);
        };
        if is_static && !f.holder_initialized {
            self.class_barrier(f.holder);
        }
        if !is_put && let Some(constant) = self.constant_field(is_static) {
            return self.push_constant(constant);
        }
        let value = if is_put { Some(self.pop()) } else { None };
        let object = if is_static {
            let slot = self.address(f.mirror);
            self.b.ins().uload32(Region::Roots.flags(), slot, 0)
        } else {
            let object = self.pop();
            self.null_check(object);
            object
        };
        let at = self.decode(object);
        match value {
            None => {
                let v = self.load_field(&f, at);
                self.push(Ty::of(f.ty).expect("a field's type"), v);
            }
            Some(v) => {
                self.store_field(&f, at, v);
                self.effect();
            }
        }
    }

    /// The value of the field that is to be read, if it does not change any more; the object is taken off.
    fn constant_field(&mut self, is_static: bool) -> Option<Constant> {
        if is_static {
            return self.env.static_value(self.m.addr, self.pool_index());
        }
        let object = self.constant_object(self.stack.last()?.value)?;
        let constant = self.env.field_value(object, self.m.addr, self.pool_index())?;
        self.pop();
        Some(constant)
    }

    /// Leaves unless this thread may use a class that was not initialised when the method was compiled.
    pub(super) fn class_barrier(&mut self, class: ClassAddr) {
        let class = self.address(class);
        let ready = self.cold_leaf_call(RuntimeCall::class_initialized, &[class]);
        let not = self.b.ins().icmp_imm_u(cranelift_codegen::ir::condcodes::IntCC::Equal, ready, 0);
        self.exit_if(not, DeoptReason::Unresolved);
    }

    fn load_field(&mut self, f: &FieldFacts, at: Value) -> Value {
        let flags = Region::Heap.flags();
        let offset = f.offset as i32;
        if f.is_volatile {
            let p = self.b.ins().iadd_imm_s(at, i64::from(offset));
            let b = &mut self.b;
            return match f.ty {
                b'Z' => {
                    let v = b.ins().atomic_load(I8, flags, p);
                    b.ins().uextend(I32, v)
                }
                b'B' => {
                    let v = b.ins().atomic_load(I8, flags, p);
                    b.ins().sextend(I32, v)
                }
                b'C' => {
                    let v = b.ins().atomic_load(I16, flags, p);
                    b.ins().uextend(I32, v)
                }
                b'S' => {
                    let v = b.ins().atomic_load(I16, flags, p);
                    b.ins().sextend(I32, v)
                }
                b'I' => b.ins().atomic_load(I32, flags, p),
                b'J' => b.ins().atomic_load(I64, flags, p),
                b'F' => {
                    let v = b.ins().atomic_load(I32, flags, p);
                    b.ins().bitcast(F32, MemFlagsData::new(), v)
                }
                b'D' => {
                    let v = b.ins().atomic_load(I64, flags, p);
                    b.ins().bitcast(F64, MemFlagsData::new(), v)
                }
                _ => {
                    let v = b.ins().atomic_load(I32, flags, p);
                    b.ins().uextend(I64, v)
                }
            };
        }
        let b = &mut self.b;
        match f.ty {
            b'Z' => b.ins().uload8(I32, flags, at, offset),
            b'B' => b.ins().sload8(I32, flags, at, offset),
            b'C' => b.ins().uload16(I32, flags, at, offset),
            b'S' => b.ins().sload16(I32, flags, at, offset),
            b'I' => b.ins().load(I32, flags, at, offset),
            b'J' => b.ins().load(I64, flags, at, offset),
            b'F' => b.ins().load(F32, flags, at, offset),
            b'D' => b.ins().load(F64, flags, at, offset),
            _ => b.ins().uload32(flags, at, offset),
        }
    }

    fn store_field(&mut self, f: &FieldFacts, at: Value, v: Value) {
        let flags = Region::Heap.flags();
        let offset = f.offset as i32;
        let v = if f.ty == b'Z' { self.b.ins().band_imm_u(v, 1) } else { v };
        if f.is_volatile {
            let p = self.b.ins().iadd_imm_s(at, i64::from(offset));
            let b = &mut self.b;
            let bits = match f.ty {
                b'Z' | b'B' => b.ins().ireduce(I8, v),
                b'C' | b'S' => b.ins().ireduce(I16, v),
                b'F' => b.ins().bitcast(I32, MemFlagsData::new(), v),
                b'D' => b.ins().bitcast(I64, MemFlagsData::new(), v),
                b'L' | b'[' => b.ins().ireduce(I32, v),
                _ => v,
            };
            self.volatile_store(flags, bits, p);
        } else {
            let b = &mut self.b;
            match f.ty {
                b'Z' | b'B' => b.ins().istore8(flags, v, at, offset),
                b'C' | b'S' => b.ins().istore16(flags, v, at, offset),
                b'L' | b'[' => b.ins().istore32(flags, v, at, offset),
                _ => b.ins().store(flags, v, at, offset),
            };
        }
        if matches!(f.ty, b'L' | b'[') {
            let place = self.b.ins().iadd_imm_s(at, i64::from(offset));
            self.mark_card(place);
        }
    }
}
