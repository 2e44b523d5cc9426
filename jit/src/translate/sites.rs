//! Sites: storing and reloading the state, exits, runtime calls.

use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{self, AbiParam, DebugTag, ExternalName, InstBuilder, Signature, Value};
use cranelift_codegen::isa::CallConv;

use super::landings::Callee;
use super::{Operand, Region, Restart, SiteDraft, Translator, Ty, thread_offset};
use crate::analysis::Locals;
use crate::code::SiteResult;
use crate::compiler::{JAVA_CONVENTION, NAMESPACE_RUNTIME};
use crate::runtime_calls::{CallKind, DeoptReason, RuntimeCall};

/// What an exit block stores, and its site.
pub(super) struct ExitState {
    values: Vec<(usize, Value)>,
    draft: SiteDraft,
}

impl Translator<'_, '_> {
    // ---- state words ------------------------------------------------------------------------

    pub(super) fn store_word(&mut self, word: usize, value: Value) {
        let base = self.state_base;
        self.b.ins().store(Region::State.flags(), value, base, (word * 8) as i32);
    }

    pub(super) fn load_word(&mut self, word: usize, ty: Ty) -> Value {
        let base = self.state_base;
        self.b.ins().load(ty.clif(), Region::State.flags(), base, (word * 8) as i32)
    }

    /// State word of the operand whose first slot is `slot` (counted from the bottom).
    pub(super) fn operand_word(&self, slot: usize, ty: Ty) -> usize {
        self.base + usize::from(self.m.max_locals) + slot + ty.slots() - 1
    }

    /// State words that must be current while the locals in `live` are needed: theirs, and those of callers.
    pub(super) fn live_words(&self, live: &Locals) -> Vec<(usize, Ty)> {
        let mut words = self.outer.clone();
        words.extend(live.iter().filter_map(|l| Some((self.base + l, self.locals[l]?))));
        words
    }

    /// Stores those of the words that memory does not have.
    fn store_words(&mut self, words: &[(usize, Ty)]) {
        for &(word, ty) in words {
            if self.dirty.contains(word) {
                let v = self.variable(word, ty);
                let value = self.b.use_var(v);
                self.store_word(word, value);
            }
        }
    }

    /// Stores those of the operands that memory does not have.
    fn store_operands(&mut self, stack: &[Operand]) {
        let mut slot = 0;
        for o in stack {
            if !o.in_memory {
                let word = self.operand_word(slot, o.ty);
                self.store_word(word, o.value);
            }
            slot += o.ty.slots();
        }
    }

    /// Bits of the state words that hold references.
    fn ref_bits(&self, words: &[(usize, Ty)], stack: &[Operand]) -> Vec<u64> {
        let mut bits = vec![0u64; self.words.div_ceil(64)];
        let mut set = |i: usize| bits[i / 64] |= 1 << (i % 64);
        words.iter().filter(|w| w.1 == Ty::Ref).for_each(|w| set(w.0));
        let mut slot = 0;
        for o in stack {
            if o.ty == Ty::Ref {
                set(self.operand_word(slot, o.ty));
            }
            slot += o.ty.slots();
        }
        if self.locked
            && let Some(word) = self.lock_word()
        {
            set(word as usize);
        }
        bits
    }

    /// Marks the call instruction `inst` as a site.
    pub(super) fn add_site(&mut self, inst: ir::Inst, site: SiteDraft) {
        let index = self.sites.len() as u32;
        self.sites.push(site);
        self.b.func.debug_tags.set(inst, [DebugTag::User(index)]);
    }

    fn draft(
        &self,
        at: usize,
        stack: &[Operand],
        words: &[(usize, Ty)],
        result: SiteResult,
        saves_all: bool,
    ) -> SiteDraft {
        SiteDraft {
            scope: self.scope,
            bci: self.a.instructions[at].bci as u16,
            depth: stack.iter().map(|o| o.ty.slots()).sum::<usize>() as u16,
            result,
            saves_all,
            refs: self.ref_bits(words, stack),
        }
    }

    /// What must be in memory at a site of the present instruction.
    fn live_at_site(&self, result: SiteResult) -> Locals {
        match result {
            SiteResult::Reexecute => self.a.live_in(self.at).clone(),
            SiteResult::Entry => {
                let mut live = self.a.live_in(self.at).clone();
                if self.m.is_synchronized && !self.m.is_static {
                    // what is still to be locked
                    live.insert(0);
                }
                live
            }
            _ => {
                let mut live = self.a.live_out(self.at).clone();
                if let Some(h) = self.a.handler_live(self.at) {
                    live.union(h);
                }
                live
            }
        }
    }

    // ---- exits ------------------------------------------------------------------------------

    /// The exit block for a reason; `Some`: it has still to be filled, with these values.
    pub(super) fn exit_block(&mut self, reason: DeoptReason) -> (ir::Block, Option<ExitState>) {
        let restart = match self.restart.take() {
            Some(r) => r,
            None => Restart { at: self.at, stack: self.stack.clone(), exits: Vec::new() },
        };
        let known = restart.exits.iter().find(|e| e.0 == reason).map(|e| e.1);
        let restart = self.restart.insert(restart);
        if let Some(block) = known {
            return (block, None);
        }
        let block = self.b.create_block();
        self.b.set_cold_block(block);
        restart.exits.push((reason, block));
        self.exit_blocks.push(block);
        let (at, stack) = (restart.at, restart.stack.clone());
        // the values are taken here: the first branch to the exit dominates all others, and what they are does not
        // change while the restart point stays
        let words = self.live_words(self.a.live_in(at));
        let mut values = Vec::new();
        for &(word, ty) in &words {
            if self.dirty.contains(word) {
                let v = self.variable(word, ty);
                values.push((word, self.b.use_var(v)));
            }
        }
        let mut slot = 0;
        for o in &stack {
            if !o.in_memory {
                values.push((self.operand_word(slot, o.ty), o.value));
            }
            slot += o.ty.slots();
        }
        let draft = self.draft(at, &stack, &words, SiteResult::Reexecute, false);
        (block, Some(ExitState { values, draft }))
    }

    /// Fills an exit block, after the first branch to it has been emitted.
    pub(super) fn fill_exit(&mut self, block: ir::Block, reason: DeoptReason, state: ExitState) {
        self.b.switch_to_block(block);
        for (word, value) in state.values {
            self.store_word(word, value);
        }
        let reason = self.b.ins().iconst(I32, reason as i64);
        let inst = self.emit_runtime_call(RuntimeCall::deoptimize, &[reason]);
        self.add_site(inst, state.draft);
        self.b.ins().trap(ir::TrapCode::unwrap_user(1));
    }

    /// Ends the block by leaving for the interpreter, which executes the present instruction; the state is in memory.
    pub(super) fn deoptimize_here(&mut self, reason: DeoptReason, live: &Locals) {
        let stack = self.stack.clone();
        let words = self.live_words(live);
        let draft = self.draft(self.at, &stack, &words, SiteResult::Reexecute, false);
        let reason = self.b.ins().iconst(I32, reason as i64);
        let inst = self.emit_runtime_call(RuntimeCall::deoptimize, &[reason]);
        self.add_site(inst, draft);
        self.b.ins().trap(ir::TrapCode::unwrap_user(1));
    }

    // ---- runtime calls ----------------------------------------------------------------------

    fn emit_runtime_call(&mut self, call: RuntimeCall, args: &[Value]) -> ir::Inst {
        let (_, function) = self.runtime_function(call);
        let mut all = vec![self.thread()];
        all.extend_from_slice(args);
        self.b.ins().call(function, &all)
    }

    fn runtime_function(&mut self, call: RuntimeCall) -> (ir::SigRef, ir::FuncRef) {
        if let Some(&f) = self.runtime.get(&call) {
            return f;
        }
        let convention = match call.kind() {
            CallKind::Leaf => CallConv::SystemV,
            CallKind::ColdLeaf | CallKind::ColdSafepoint => CallConv::PreserveAll,
            CallKind::Safepoint | CallKind::NoReturn => JAVA_CONVENTION,
        };
        let mut sig = Signature::new(convention);
        sig.params.push(AbiParam::new(I64));
        sig.params.extend(call.arguments().iter().map(|&t| AbiParam::new(t)));
        if matches!(call.kind(), CallKind::Leaf | CallKind::Safepoint)
            && let Some(ty) = call.result()
        {
            sig.returns.push(AbiParam::new(ty));
        }
        let sig = self.b.import_signature(sig);
        let name = self
            .b
            .func
            .declare_imported_user_function(ir::UserExternalName::new(NAMESPACE_RUNTIME, call as u32));
        let f = self.b.import_function(ir::ExtFuncData {
            name: ExternalName::user(name),
            signature: sig,
            colocated: false,
            patchable: false,
        });
        self.runtime.insert(call, (sig, f));
        (sig, f)
    }

    /// A leaf call on the main path.
    pub(super) fn leaf_call(&mut self, call: RuntimeCall, args: &[Value]) -> Option<Value> {
        debug_assert_eq!(call.kind(), CallKind::Leaf);
        let inst = self.emit_runtime_call(call, args);
        self.b.inst_results(inst).first().copied()
    }

    /// A leaf call in a cold block.
    pub(super) fn cold_leaf_call(&mut self, call: RuntimeCall, args: &[Value]) -> Value {
        debug_assert_eq!(call.kind(), CallKind::ColdLeaf);
        self.emit_runtime_call(call, args);
        self.call_result(call)
    }

    fn call_result(&mut self, call: RuntimeCall) -> Value {
        let t = self.thread();
        let ty = call.result().unwrap_or(I64);
        self.b.ins().load(ty, Region::Thread.flags(), t, thread_offset!(call_result))
    }

    /// A runtime call in a cold block that the present path branched to, `stack` being the operands below what the
    /// instruction has popped. Goes on behind it with `self.stack` unchanged but for references, which are loaded
    /// again, as are those in locals. Returns the call's result.
    ///
    /// The caller has switched to the cold block and continues in it.
    pub(super) fn cold_site(
        &mut self,
        call: RuntimeCall,
        args: &[Value],
        depth: usize,
        result: SiteResult,
    ) -> Option<Value> {
        debug_assert_eq!(call.kind(), CallKind::ColdSafepoint);
        let words = self.live_words(&self.live_at_site(result));
        let stack = self.stack[..depth].to_vec();
        self.store_words(&words);
        self.store_operands(&stack);
        let draft = self.draft(self.at, &stack, &words, result, true);
        let inst = self.emit_runtime_call(call, args);
        self.add_site(inst, draft);
        let value = call.result().map(|_| self.call_result(call));
        let references: Vec<(usize, Ty)> = words.into_iter().filter(|w| w.1 == Ty::Ref).collect();
        self.reload_locals(&references);
        value
    }

    /// Joins the main path and a cold one: `fast` is the block that the main path comes from (ended by the caller with
    /// a branch to the returned block, with the parameters given). The cold path, at whose end the builder stands, passes
    /// reloaded references of the operands below `depth` and `extra`.
    ///
    /// Main path's arguments are what [`Self::main_arguments`] gives.
    pub(super) fn join_cold(&mut self, join: ir::Block, depth: usize, extra: &[Value]) {
        let mut args: Vec<ir::BlockArg> = Vec::new();
        let mut slot = 0;
        for i in 0..depth {
            let o = self.stack[i];
            if o.ty == Ty::Ref {
                let word = self.operand_word(slot, o.ty);
                let v = self.load_word(word, Ty::Ref);
                args.push(v.into());
            }
            slot += o.ty.slots();
        }
        args.extend(extra.iter().map(|&v| ir::BlockArg::from(v)));
        self.b.ins().jump(join, &args);
    }

    /// See [`Self::join_cold`].
    pub(super) fn main_arguments(&mut self, depth: usize, extra: &[Value]) -> Vec<ir::BlockArg> {
        let refs = self.stack[..depth].iter().filter(|o| o.ty == Ty::Ref).map(|o| o.value.into());
        refs.chain(extra.iter().map(|&v| v.into())).collect()
    }

    /// Goes on in `join`, whose parameters are the references of the operands below `depth` and values of the types
    /// `extra`, which are returned.
    pub(super) fn enter_join(&mut self, join: ir::Block, depth: usize, extra: &[ir::Type]) -> Vec<Value> {
        self.b.switch_to_block(join);
        self.b.seal_block(join);
        let mut renamed = Vec::new();
        for i in 0..depth {
            if self.stack[i].ty == Ty::Ref {
                let v = self.b.append_block_param(join, I64);
                renamed.push((self.stack[i].value, v));
                self.stack[i].value = v;
            }
        }
        // what is known of operands stays known of their new names; locals have new names too
        let known: Vec<Value> =
            renamed.iter().filter(|r| self.non_null.contains(&r.0)).map(|r| r.1).collect();
        self.non_null = known;
        self.origins.clear();
        self.effect();
        extra.iter().map(|&ty| self.b.append_block_param(join, ty)).collect()
    }

    /// A call on the main path, in the Java convention: the operands that are left on the stack and the live
    /// locals are stored, `callee` is called, and everything loaded again.
    pub(super) fn main_site(
        &mut self,
        result: SiteResult,
        arguments: &[Value],
        callee: impl FnOnce(&mut Self) -> Callee,
    ) -> Option<Value> {
        let words = self.live_words(&self.live_at_site(result));
        let stack = self.stack.clone();
        self.store_words(&words);
        for w in &words {
            self.dirty.remove(w.0);
        }
        self.store_operands(&stack);
        let draft = self.draft(self.at, &stack, &words, result, false);
        let callee = callee(self);
        let caught = !matches!(result, SiteResult::Reexecute | SiteResult::Entry);
        let value = self.emit_site(callee, arguments, draft, caught);
        let needed = match result {
            SiteResult::Reexecute | SiteResult::Entry => words,
            _ => self.live_words(self.a.live_out(self.at)),
        };
        self.reload(&needed);
        self.effect();
        value
    }

    /// Loads the given state words of locals (and of callers), which a call may have changed.
    pub(super) fn reload_locals(&mut self, words: &[(usize, Ty)]) {
        self.cached.clear();
        if self.locals_in_memory() {
            return;
        }
        for &(word, ty) in words {
            let loaded = self.load_word(word, ty);
            let v = self.variable(word, ty);
            self.b.def_var(v, loaded);
        }
    }

    /// Loads the given state words and all operands'.
    fn reload(&mut self, needed: &[(usize, Ty)]) {
        self.non_null.clear();
        self.origins.clear();
        self.heap_base = None;
        self.reload_locals(needed);
        let mut slot = 0;
        for i in 0..self.stack.len() {
            let ty = self.stack[i].ty;
            let word = self.operand_word(slot, ty);
            let value = self.load_word(word, ty);
            self.stack[i] = Operand { ty, value, in_memory: true };
            slot += ty.slots();
        }
    }

    /// A runtime call on the main path that is a site.
    pub(super) fn main_runtime_site(
        &mut self,
        call: RuntimeCall,
        args: &[Value],
        result: SiteResult,
    ) -> Option<Value> {
        debug_assert_eq!(call.kind(), CallKind::Safepoint);
        let arguments = [&[self.thread()], args].concat();
        self.main_site(result, &arguments, |t| {
            let (signature, function) = t.runtime_function(call);
            Callee::Function(signature, function)
        })
    }

    /// Throws the exception in `value`.
    pub(super) fn throw(&mut self, value: Value) {
        let words = self.live_words(&self.live_at_site(SiteResult::Void));
        self.stack.clear();
        self.store_words(&words);
        let draft = self.draft(self.at, &[], &words, SiteResult::Void, false);
        let (signature, function) = self.runtime_function(RuntimeCall::throw);
        let thread = self.thread();
        self.emit_site(Callee::Function(signature, function), &[thread, value], draft, true);
        self.b.ins().trap(ir::TrapCode::unwrap_user(1));
        self.ended = true;
    }
}
