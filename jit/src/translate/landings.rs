//! Landings: where compiled code goes on when a call has thrown and one of its handlers catches.
//!
//! At such a call everything that the handlers read is in state words. The unwinder leaves the exception pending, says in
//! [`ThreadContext::call_result`](crate::abi::ThreadContext) which handler it has found ([`landing_key`]), and goes to the call's landing, which loads the
//! handler's locals. Exceptions thrown elsewhere (in cold paths, or by instructions that leave for the interpreter) are
//! caught by the interpreter.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{
    self, BlockArg, ExceptionTableData, ExceptionTableItem, InstBuilder, SourceLoc, Value,
};

use super::{Operand, Region, SiteDraft, Translator, Ty, thread_offset};
use crate::analysis::Analysis;
use crate::code::landing_key;
use crate::compiler::FIRST_LOCATION;
use crate::env::MethodFacts;

/// What a call instruction calls.
#[derive(Clone, Copy)]
pub(super) enum Callee {
    Function(ir::SigRef, ir::FuncRef),
    Address(ir::SigRef, Value),
}

impl Callee {
    fn signature(self) -> ir::SigRef {
        match self {
            Callee::Function(s, _) | Callee::Address(s, _) => s,
        }
    }
}

/// A handler of a method that the present one is inlined into, which is to be entered when that is translated again.
pub(super) struct Waiting {
    /// Number of callers that the handler's method has.
    depth: usize,
    /// Bytecode block of the handler.
    handler: usize,
    /// Block that goes there.
    from: ir::Block,
}

/// Bytecode indices of the handlers that cover instruction `at`, each once.
pub(super) fn handlers_at(m: &MethodFacts<'_>, a: &Analysis<'_>, at: usize) -> Vec<u16> {
    let bci = a.instructions[at].bci;
    let mut all = Vec::new();
    for &[start, end, handler, _] in m.exceptions {
        if u32::from(start) <= bci && bci < u32::from(end) && !all.contains(&handler) {
            all.push(handler);
        }
    }
    all
}

impl Translator<'_, '_> {
    /// Handlers that an exception at the present instruction may find: how many calls further out they are, and their bytecode
    /// indices.
    fn reachable_handlers(&self) -> Vec<(usize, u16)> {
        let mut all: Vec<(usize, u16)> =
            handlers_at(&self.m, &self.a, self.at).into_iter().map(|h| (0, h)).collect();
        for (n, caller) in self.callers.iter().rev().enumerate() {
            all.extend(caller.handlers().into_iter().map(|h| (n + 1, h)));
        }
        all
    }

    /// Emits a call that is a site: with a landing if there are handlers and the call is `caught` there.
    pub(super) fn emit_site(
        &mut self,
        callee: Callee,
        arguments: &[Value],
        site: SiteDraft,
        caught: bool,
    ) -> Option<Value> {
        let handlers = if caught && self.has_landings() { self.reachable_handlers() } else { Vec::new() };
        if handlers.is_empty() {
            let inst = match callee {
                Callee::Function(_, f) => self.b.ins().call(f, arguments),
                Callee::Address(signature, at) => self.b.ins().call_indirect(signature, at, arguments),
            };
            self.add_site(inst, site);
            return self.b.inst_results(inst).first().copied();
        }
        let (returned, landing) = (self.b.create_block(), self.b.create_block());
        self.b.set_cold_block(landing);
        let signature = callee.signature();
        let result = self.b.func.dfg.signatures[signature].returns.first().map(|r| r.value_type);
        let value = result.map(|ty| self.b.append_block_param(returned, ty));
        let passed: Vec<BlockArg> = result.iter().map(|_| BlockArg::TryCallRet(0)).collect();
        let normal = self.b.func.dfg.block_call(returned, &passed);
        let exceptional = self.b.func.dfg.block_call(landing, &[]);
        let items = [ExceptionTableItem::Default(exceptional)];
        let table = self.b.func.dfg.exception_tables.push(ExceptionTableData::new(signature, normal, items));
        // calls that end a block have no tags: their location says which site they are
        self.b.set_srcloc(SourceLoc::new(FIRST_LOCATION + self.sites.len() as u32));
        self.sites.push(site);
        match callee {
            Callee::Function(_, f) => self.b.ins().try_call(f, arguments, table),
            Callee::Address(_, at) => self.b.ins().try_call_indirect(at, arguments, table),
        };
        self.b.set_srcloc(SourceLoc::default());
        self.b.switch_to_block(landing);
        self.b.seal_block(landing);
        self.land(&handlers);
        self.b.switch_to_block(returned);
        self.b.seal_block(returned);
        value
    }

    /// Fills a landing, in which the builder stands.
    fn land(&mut self, handlers: &[(usize, u16)]) {
        let mut ways = Vec::new();
        for (n, &(depth, handler)) in handlers.iter().enumerate() {
            let way = self.b.create_block();
            self.b.set_cold_block(way);
            ways.push((depth, handler, way));
            if n + 1 == handlers.len() {
                self.b.ins().jump(way, &[]);
                break;
            }
            let t = self.thread();
            let found = self.b.ins().load(I64, Region::Thread.flags(), t, thread_offset!(call_result));
            let key = landing_key(depth, handler.into());
            let this = self.b.ins().icmp_imm_u(IntCC::Equal, found, key as i64);
            let next = self.b.create_block();
            self.b.set_cold_block(next);
            self.b.ins().brif(this, way, &[], next, &[]);
            self.b.switch_to_block(next);
            self.b.seal_block(next);
        }
        for (depth, handler, way) in ways {
            self.b.seal_block(way);
            if depth == 0 {
                let handler = self.block_at(handler.into());
                self.enter_handler(way, handler);
            } else {
                let depth = self.callers.len() - depth;
                let handler = self.callers[depth].block_at(handler);
                self.waiting.push(Waiting { depth, handler, from: way });
            }
        }
    }

    /// Goes to a handler of the present method, with the exception that is pending.
    fn enter_handler(&mut self, from: ir::Block, handler: usize) {
        let stack = std::mem::take(&mut self.stack);
        let dirty = std::mem::take(&mut self.dirty);
        let (known, non_null) = (self.known.clone(), std::mem::take(&mut self.non_null));
        let (origins, base, restart) =
            (std::mem::take(&mut self.origins), self.heap_base.take(), self.restart.take());
        self.b.switch_to_block(from);
        let first = self.a.blocks[handler].first;
        let words = self.live_words(self.a.live_in(first));
        self.reload_locals(&words);
        let t = self.thread();
        let pending = self.b.ins().uload32(Region::Thread.flags(), t, thread_offset!(pending));
        let none = self.b.ins().iconst(I32, 0);
        self.b.ins().store(Region::Thread.flags(), none, t, thread_offset!(pending));
        self.non_null.push(pending);
        self.stack.push(Operand { ty: Ty::Ref, value: pending, in_memory: false });
        let to = self.edge_to(handler);
        self.b.ins().jump(to, &[]);
        self.stack = stack;
        self.dirty = dirty;
        (self.known, self.non_null) = (known, non_null);
        (self.origins, self.heap_base, self.restart) = (origins, base, restart);
    }

    /// Enters those of the waiting handlers that are the present method's, whose inlined call has just been translated.
    pub(super) fn enter_waiting_handlers(&mut self) {
        let depth = self.callers.len();
        let mine: Vec<Waiting> = self.waiting.extract_if(.., |w| w.depth == depth).collect();
        for w in mine {
            self.enter_handler(w.from, w.handler);
        }
    }
}
