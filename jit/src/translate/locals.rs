//! Local variables, and the ways into compiled code (JVMS §2.6.1).

use classfile::bytecode::{Instruction, Operands};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{self, InstBuilder};

use super::{Region, Translator, Ty, thread_offset, trusted};
use crate::analysis::local_of;
use crate::code::SiteResult;
use crate::compiler::{Bailout, Quality};
use crate::runtime_calls::RuntimeCall;
use crate::shape::Shape;

impl Translator<'_, '_> {
    /// Whether locals live in their state words, and not in variables.
    pub(super) fn locals_in_memory(&self) -> bool {
        self.request.quality == Quality::Quick
    }

    /// The value of the local with this state word.
    pub(super) fn local(&mut self, word: usize, ty: Ty) -> ir::Value {
        if !self.locals_in_memory() {
            let v = self.variable(word, ty);
            return self.b.use_var(v);
        }
        self.begin_cache();
        if let Some(&(_, value)) = self.cached.iter().find(|c| c.0 == word) {
            return value;
        }
        let value = self.load_word(word, ty);
        self.cached.push((word, value));
        value
    }

    /// Forgets the values of locals that another block has read.
    fn begin_cache(&mut self) {
        let block = self.b.current_block();
        if self.cached_in != block {
            self.cached_in = block;
            self.cached.clear();
        }
    }

    /// Gives the local with this state word its value.
    fn define_local(&mut self, word: usize, ty: Ty, value: ir::Value) {
        if !self.locals_in_memory() {
            let v = self.variable(word, ty);
            self.b.def_var(v, value);
            self.dirty.insert(word);
            return;
        }
        self.store_word(word, value);
        self.begin_cache();
        self.cached.retain(|c| c.0 != word);
        self.cached.push((word, value));
    }

    pub(super) fn load_local(&mut self, i: &Instruction<'_>, ty: Ty) {
        let (first, slots) = local_of(i).expect("a load");
        let at = first + slots - 1;
        let value = self.local(self.base + at, ty);
        if ty == Ty::Ref {
            let word = self.base + at;
            self.origins.push((value, word));
            if self.known.non_null.contains(word) && !self.non_null.contains(&value) {
                self.non_null.push(value);
            }
            if let Some(&i) = self.known.identities.get(&word) {
                self.identities.insert(value, i);
            }
        }
        // memory may hold it, but in the local's word
        self.push(ty, value);
    }

    pub(super) fn store_local(&mut self, i: &Instruction<'_>) {
        let (first, slots) = local_of(i).expect("a store");
        let o = self.pop_operand();
        self.set_local(first + slots - 1, o.ty, o.value);
        if slots == 2 {
            self.locals[first] = None;
        }
        self.effect();
    }

    pub(super) fn set_local(&mut self, at: usize, ty: Ty, value: ir::Value) {
        // a value of two slots whose half is overwritten is gone
        if let Some(next) = self.locals.get(at + 1)
            && next.is_some_and(|t| t.slots() == 2)
        {
            self.locals[at + 1] = None;
        }
        self.locals[at] = Some(ty);
        let word = self.base + at;
        self.define_local(word, ty, value);
        self.origins.retain(|o| o.1 != word);
        self.known.forget(word);
        if ty == Ty::Ref {
            self.origins.push((value, word));
            if self.non_null.contains(&value) {
                self.known.non_null.insert(word);
            }
            if let Some(&i) = self.identities.get(&value) {
                self.known.identities.insert(word, i);
            }
        }
    }

    pub(super) fn increment(&mut self, i: &Instruction<'_>) {
        let Operands::Iinc { index, delta } = i.operands else { return };
        let old = self.local(self.base + usize::from(index), Ty::Int);
        let new = self.b.ins().iadd_imm_s(old, i64::from(delta));
        self.set_local(index.into(), Ty::Int, new);
        self.effect();
    }

    // ---- entries ------------------------------------------------------------------------------------------------

    /// Types of the parameters by slot, receiver included.
    pub(super) fn parameters(&self) -> Vec<(usize, Ty)> {
        let mut types = Vec::new();
        let mut slot = 0;
        let mut add = |ty: Ty| {
            slot += ty.slots();
            types.push((slot - 1, ty));
        };
        if !self.m.is_static {
            add(Ty::Ref);
        }
        for c in super::parameter_characters(self.m.descriptor) {
            add(Ty::of(c).expect("no parameter is void"));
        }
        types
    }

    /// The method's start: parameters, stack check, counter, lock.
    pub(super) fn method_entry(&mut self, root: ir::Block) -> Result<(), Bailout> {
        let params = self.b.block_params(root).to_vec();
        debug_assert_eq!(Shape::of(self.m.descriptor, !self.m.is_static).arguments.len() + 1, params.len());
        let a = self.a.clone();
        for (n, (at, ty)) in self.parameters().into_iter().enumerate() {
            if a.live_in(0).contains(at) {
                self.set_local(at, ty, params[n + 1]);
            } else {
                self.locals[at] = Some(ty);
            }
        }
        if !self.m.is_static {
            self.known.non_null.insert(0);
        }
        self.at = 0;
        self.entry_check();
        if let Some(leaf) = self.env.leaf(self.m.addr) {
            self.leaf_entry(leaf);
        }
        if self.m.is_synchronized {
            self.lock_method();
        }
        let block = self.edge_to(self.block_at(0));
        self.b.ins().jump(block, &[]);
        Ok(())
    }

    /// Too little native stack, a poll, or the VM is to hear of the invocations.
    fn entry_check(&mut self) {
        let sp = self.b.ins().get_stack_pointer(I64);
        let t = self.thread();
        let limit = self.b.ins().load(I64, Region::Thread.flags(), t, thread_offset!(native_limit));
        let mut asks = self.b.ins().icmp(IntCC::UnsignedLessThan, sp, limit);
        let counted = self.request.counters.then_some(self.m.addr);
        if counted.is_some() {
            let notify = self.count_up(self.layout.method_invocations, self.layout.invocation_notify_log);
            asks = self.b.ins().bor(asks, notify);
        }
        let (cold, join) = (self.b.create_block(), self.b.create_block());
        self.b.set_cold_block(cold);
        self.b.ins().brif(asks, cold, &[], join, &[]);
        self.b.switch_to_block(cold);
        self.b.seal_block(cold);
        let method = self.address(counted.unwrap_or(0));
        self.cold_site(RuntimeCall::method_entry, &[method], 0, SiteResult::Entry);
        self.b.ins().jump(join, &[]);
        self.enter_join(join, 0, &[]);
    }

    /// Counts in the method's counter at `offset`. Not zero: it has come to a notification value.
    fn count_up(&mut self, offset: i32, notify_log: u32) -> ir::Value {
        let method = self.address(self.m.addr);
        let old = self.b.ins().load(I32, Region::Metadata.flags(), method, offset);
        let new = self.b.ins().iadd_imm_s(old, 1);
        self.b.ins().store(Region::Metadata.flags(), new, method, offset);
        let masked = self.b.ins().band_imm_u(new, (1i64 << notify_log) - 1);
        self.b.ins().icmp_imm_u(IntCC::Equal, masked, 0)
    }

    /// Counts a back-edge to the bytecode index `target`, and tells the VM now and then, which may want the frame to
    /// leave.
    pub(super) fn count_back_edge(&mut self, target: u32) {
        let notify = self.count_up(self.layout.method_back_edges, self.layout.back_edge_notify_log);
        let (cold, join) = (self.b.create_block(), self.b.create_block());
        self.b.set_cold_block(cold);
        let depth = self.stack.len();
        let main = self.main_arguments(depth, &[]);
        self.b.ins().brif(notify, cold, &[], join, &main);
        self.b.switch_to_block(cold);
        self.b.seal_block(cold);
        let method = self.address(self.m.addr);
        let bci = self.int(target as i32);
        let leave = self.cold_site(RuntimeCall::back_edge, &[method, bci], depth, SiteResult::Reexecute);
        if let Some(leave) = leave {
            // the state is in memory: the exit stores nothing that has changed since
            let next = self.b.create_block();
            let exit = self.b.create_block();
            self.b.set_cold_block(exit);
            self.b.set_cold_block(next);
            self.b.ins().brif(leave, exit, &[], next, &[]);
            self.b.switch_to_block(exit);
            self.b.seal_block(exit);
            self.leave_stored(crate::runtime_calls::DeoptReason::Tier);
            self.b.switch_to_block(next);
            self.b.seal_block(next);
        }
        self.join_cold(join, depth, &[]);
        self.enter_join(join, depth, &[]);
    }

    /// On-stack replacement: the second parameter points to the interpreter's locals, operands and lock.
    pub(super) fn osr_entry(&mut self, root: ir::Block, bci: u32) -> Result<(), Bailout> {
        let at = self.a.index_of[bci as usize] as usize;
        let state = self.b.block_params(root)[1];
        let types = crate::analysis::local_types_at(&self.m, bci)?;
        self.at = at;
        let a = self.a.clone();
        for l in a.live_in(at).iter() {
            if let Some(ty) = types[l] {
                let value = self.b.ins().load(ty.clif(), trusted(), state, (l * 8) as i32);
                self.set_local(l, ty, value);
            }
        }
        if !self.m.is_static && !super::writes_local0(&a) {
            self.known.non_null.insert(0);
        }
        // Requests are for bytecode indices with an empty operand stack: the lock comes right behind the locals.
        let word = usize::from(self.m.max_locals);
        if self.m.is_synchronized {
            let lock = self.b.ins().load(I64, trusted(), state, (word * 8) as i32);
            self.store_word(self.lock_word().expect("a synchronized method") as usize, lock);
            self.locked = true;
        }
        let block = self.edge_to(self.block_at(bci as i32));
        self.b.ins().jump(block, &[]);
        Ok(())
    }
}
