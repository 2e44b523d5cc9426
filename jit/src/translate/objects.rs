//! Objects (JVMS §6.5: `new`, `*newarray`, `checkcast`, `instanceof`, monitors, `athrow`).

use std::mem::offset_of;

use classfile::bytecode::{Instruction, Operands};
use classfile::opcode::Opcode as O;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{InstBuilder, Value};
use gc::object::{CLASS_OFFSET, LENGTH_OFFSET, SHIFT, UNLOCKED, array_base};

use super::{Region, Translator, Ty, thread_offset};
use crate::abi::ThreadContext;
use crate::code::SiteResult;
use crate::env::ClassFacts;
use crate::runtime_calls::{DeoptReason, RuntimeCall};

/// Longest array that is allocated inline, in elements.
const INLINE_ARRAY: i64 = 4096;

impl Translator<'_, '_> {
    pub(super) fn object(&mut self, i: &Instruction<'_>) {
        match i.opcode {
            O::New => match self.env.class_at(self.m.addr, self.pool_index()) {
                Some(c) if c.plain_new => {
                    if !c.is_initialized {
                        self.class_barrier(c.addr);
                    }
                    self.new_instance(&c);
                }
                _ => self.exit(DeoptReason::Unresolved),
            },
            O::Newarray => {
                let Operands::NewArray(code) = i.operands else { return };
                let c = self.env.primitive_array(code);
                self.new_array(&c);
            }
            O::Anewarray => {
                let c = self.env.class_at(self.m.addr, self.pool_index());
                match c.and_then(|c| self.env.array_of(c.addr)) {
                    Some(c) => self.new_array(&c),
                    None => self.exit(DeoptReason::Unresolved),
                }
            }
            O::Multianewarray => {
                let Operands::MultiANewArray { dimensions, .. } = i.operands else { return };
                match self.env.class_at(self.m.addr, self.pool_index()) {
                    Some(c) => self.multi_array(&c, dimensions.into()),
                    None => self.exit(DeoptReason::Unresolved),
                }
            }
            O::Checkcast | O::Instanceof => match self.env.class_at(self.m.addr, self.pool_index()) {
                Some(c) if i.opcode == O::Checkcast => self.checkcast(&c),
                Some(c) => self.instanceof(&c),
                None => self.unresolved_check(i.opcode),
            },
            O::Monitorenter => self.monitor(true),
            O::Monitorexit => self.monitor(false),
            _ => {
                let e = self.pop();
                self.push(Ty::Ref, e);
                self.null_check(e);
                self.pop();
                self.throw(e);
            }
        }
    }

    /// Null needs no resolution.
    fn unresolved_check(&mut self, opcode: O) {
        let v = self.pop();
        self.exit_if(v, DeoptReason::Unresolved);
        let zero = if opcode == O::Checkcast { self.b.ins().iconst(I64, 0) } else { self.int(0) };
        self.push(if opcode == O::Checkcast { Ty::Ref } else { Ty::Int }, zero);
    }

    // ---- allocation -------------------------------------------------------------------------

    /// Tries to bump the thread's buffer by `size`; in the block that the builder stands in afterwards it has
    /// succeeded; the returned block is where it has not.
    fn bump(&mut self, size: Value) -> (Value, cranelift_codegen::ir::Block) {
        let top_offset = thread_offset!(tlab) + offset_of!(gc::Tlab, top) as i32;
        let end_offset = thread_offset!(tlab) + offset_of!(gc::Tlab, end) as i32;
        let t = self.thread();
        let top = self.b.ins().load(I64, Region::Thread.flags(), t, top_offset);
        let end = self.b.ins().load(I64, Region::Thread.flags(), t, end_offset);
        let new = self.b.ins().iadd(top, size);
        let full = self.b.ins().icmp(IntCC::UnsignedGreaterThan, new, end);
        let (slow, fast) = (self.b.create_block(), self.b.create_block());
        self.b.set_cold_block(slow);
        self.b.ins().brif(full, slow, &[], fast, &[]);
        self.b.switch_to_block(fast);
        self.b.seal_block(fast);
        let t = self.thread();
        self.b.ins().store(Region::Thread.flags(), new, t, top_offset);
        (top, slow)
    }

    fn header(&mut self, object: Value, class: u32) {
        let word = self.b.ins().iconst(I64, (i64::from(UNLOCKED) << 32) | i64::from(class));
        self.b.ins().store(Region::Class.flags(), word, object, CLASS_OFFSET as i32);
    }

    fn encode(&mut self, address: Value) -> Value {
        let base = self.address(self.layout.heap_base);
        let distance = self.b.ins().isub(address, base);
        self.b.ins().ushr_imm_u(distance, i64::from(SHIFT))
    }

    fn new_instance(&mut self, c: &ClassFacts) {
        let depth = self.stack.len();
        let size = self.b.ins().iconst(I64, i64::from(c.instance_size));
        let (object, slow) = self.bump(size);
        self.header(object, c.id);
        let fresh = self.encode(object);
        self.finish_allocation(fresh, slow, depth, |t| {
            let class = t.address(c.addr);
            t.cold_site(RuntimeCall::new_instance, &[class], depth, SiteResult::Ref)
        });
        if let Some(o) = self.stack.last() {
            self.set_class(o.value, c.addr);
        }
        if !c.has_finalizer {
            self.plain.extend(self.stack.last().map(|o| o.value));
        }
    }

    /// Joins the fast path, at whose end the builder stands, and the slow one, and pushes the object.
    fn finish_allocation(
        &mut self,
        fresh: Value,
        slow: cranelift_codegen::ir::Block,
        depth: usize,
        call: impl FnOnce(&mut Self) -> Option<Value>,
    ) {
        let join = self.b.create_block();
        let main = self.main_arguments(depth, &[fresh]);
        self.b.ins().jump(join, &main);
        self.b.switch_to_block(slow);
        self.b.seal_block(slow);
        let made = call(self).expect("a result");
        self.join_cold(join, depth, &[made]);
        let v = self.enter_join(join, depth, &[I64])[0];
        self.non_null.push(v);
        self.push(Ty::Ref, v);
    }

    fn new_array(&mut self, c: &ClassFacts) {
        let length = self.pop();
        let depth = self.stack.len();
        let log2 = u32::from(c.log2_elem);
        let slow = self.b.create_block();
        self.b.set_cold_block(slow);
        let long = self.b.ins().icmp_imm_u(IntCC::UnsignedGreaterThanOrEqual, length, INLINE_ARRAY);
        self.branch_cold(long, slow);
        let wide = self.b.ins().uextend(I64, length);
        let bytes = if log2 == 0 { wide } else { self.b.ins().ishl_imm_u(wide, i64::from(log2)) };
        let padded = self.b.ins().iadd_imm_s(bytes, array_base(log2) as i64 + 7);
        let size = self.b.ins().band_imm_s(padded, -8);
        let (object, full) = self.bump(size);
        self.header(object, c.id);
        self.b.ins().store(Region::Length.flags(), length, object, LENGTH_OFFSET as i32);
        let fresh = self.encode(object);
        // both slow ways are one
        let join = self.b.create_block();
        let main = self.main_arguments(depth, &[fresh]);
        self.b.ins().jump(join, &main);
        self.b.switch_to_block(full);
        self.b.seal_block(full);
        self.b.ins().jump(slow, &[]);
        self.b.switch_to_block(slow);
        self.b.seal_block(slow);
        let class = self.address(c.addr);
        let made = self
            .cold_site(RuntimeCall::new_array, &[class, length], depth, SiteResult::Ref)
            .expect("a result");
        self.join_cold(join, depth, &[made]);
        let v = self.enter_join(join, depth, &[I64])[0];
        self.non_null.push(v);
        self.push(Ty::Ref, v);
    }

    fn multi_array(&mut self, c: &ClassFacts, dimensions: usize) {
        // the lengths' words lie behind what stays on the stack
        let below = self.stack.len() - dimensions;
        let first = self.base
            + usize::from(self.m.max_locals)
            + self.stack[..below].iter().map(|o| o.ty.slots()).sum::<usize>();
        let lengths: Vec<Value> = self.stack.drain(below..).map(|o| o.value).collect();
        for (i, v) in lengths.into_iter().enumerate() {
            self.store_word(first + i, v);
        }
        let state = self.state_slot();
        let at = self.b.ins().stack_addr(I64, state, (first * 8) as i32);
        let class = self.address(c.addr);
        let n = self.int(dimensions as i32);
        let v = self
            .main_runtime_site(RuntimeCall::new_multi_array, &[class, n, at], SiteResult::Ref)
            .expect("a result");
        self.non_null.push(v);
        self.push(Ty::Ref, v);
    }

    // ---- types ------------------------------------------------------------------------------

    /// Whether a non-null object's class is a subtype of `c`: i32 0 or 1 as an i8-like condition value.
    pub(super) fn is_subtype(&mut self, object: Value, c: &ClassFacts) -> Value {
        let at = self.decode(object);
        let id = self.class_id(at);
        if c.is_exact {
            return self.b.ins().icmp_imm_u(IntCC::Equal, id, i64::from(c.id));
        }
        let class = self.metadata(id);
        if c.depth < self.layout.display_length {
            let offset = self.layout.klass_display + 4 * c.depth as i32;
            let there = self.b.ins().load(I32, Region::Metadata.flags(), class, offset);
            return self.b.ins().icmp_imm_u(IntCC::Equal, there, i64::from(c.id));
        }
        let cached =
            self.b.ins().load(I32, Region::Metadata.flags(), class, self.layout.klass_secondary_cache);
        let hit = self.b.ins().icmp_imm_u(IntCC::Equal, cached, i64::from(c.id));
        let hit = self.b.ins().uextend(I32, hit);
        let (search, join) = (self.b.create_block(), self.b.create_block());
        self.b.set_cold_block(search);
        self.b.append_block_param(join, I32);
        self.b.ins().brif(hit, join, &[hit.into()], search, &[]);
        self.b.switch_to_block(search);
        self.b.seal_block(search);
        let target = self.address(c.addr);
        let found = self.cold_leaf_call(RuntimeCall::is_subtype, &[id, target]);
        self.b.ins().jump(join, &[found.into()]);
        self.b.switch_to_block(join);
        self.b.seal_block(join);
        self.b.block_params(join)[0]
    }

    fn checkcast(&mut self, c: &ClassFacts) {
        let v = self.pop();
        if c.addr != self.layout.object_class && self.known_instance(v, c) != Some(true) {
            let (check, join) = (self.b.create_block(), self.b.create_block());
            let base = self.heap_base;
            self.b.ins().brif(v, check, &[], join, &[]);
            self.b.switch_to_block(check);
            self.b.seal_block(check);
            let is = self.is_subtype(v, c);
            let not = self.b.ins().icmp_imm_u(IntCC::Equal, is, 0);
            self.exit_if(not, DeoptReason::Exception);
            self.b.ins().jump(join, &[]);
            self.b.switch_to_block(join);
            self.b.seal_block(join);
            self.heap_base = base;
        }
        self.push(Ty::Ref, v);
    }

    pub(super) fn instanceof(&mut self, c: &ClassFacts) {
        let v = self.pop();
        if let (true, Some(is)) = (self.non_null.contains(&v), self.known_instance(v, c)) {
            let is = self.int(is.into());
            return self.push(Ty::Int, is);
        }
        let (check, join) = (self.b.create_block(), self.b.create_block());
        self.b.append_block_param(join, I32);
        let base = self.heap_base;
        let zero = self.int(0);
        self.b.ins().brif(v, check, &[], join, &[zero.into()]);
        self.b.switch_to_block(check);
        self.b.seal_block(check);
        let is = self.is_subtype(v, c);
        let is = if self.b.func.dfg.value_type(is) == I32 { is } else { self.b.ins().uextend(I32, is) };
        self.b.ins().jump(join, &[is.into()]);
        self.b.switch_to_block(join);
        self.b.seal_block(join);
        self.heap_base = base;
        let v = self.b.block_params(join)[0];
        self.push(Ty::Int, v);
    }
}

/// The buffer lies in the thread.
const _: () = assert!(offset_of!(ThreadContext, tlab) < 4096);
