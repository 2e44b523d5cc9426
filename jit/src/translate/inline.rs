//! Inlining of calls whose target is known.

use std::rc::Rc;

use cranelift_codegen::ir::{self, InstBuilder, Value};

use super::constant_objects::Known;
use super::{Operand, Translator, Ty, result_character};
use crate::analysis::{Analysis, Locals};
use crate::code::{Caller, Scope};
use crate::compiler::{Bailout, Quality};
use crate::env::{MethodAddr, MethodFacts, MethodIntrinsic};

/// Longest bytecode that is inlined, unless the method is annotated.
const LONGEST: usize = 35;
/// The same for `@ForceInline`.
const LONGEST_FORCED: usize = 200;
/// Calls in calls.
const DEEPEST: usize = 9;
/// The same for `@ForceInline`: chains of method handles are deep.
const DEEPEST_FORCED: usize = 24;
/// Calls of a method in itself.
const MOST_RECURSIVE: usize = 1;
/// Bytecodes of a method with all that has been inlined, beyond which nothing more is.
const MOST: u32 = 1500;

/// A method that is waiting for the end of an inlined call.
pub(super) struct Suspended<'a> {
    pub m: MethodFacts<'a>,
    a: Rc<Analysis<'a>>,
    base: usize,
    scope: u16,
    at: usize,
    locals: Vec<Option<Ty>>,
    stack: Vec<Operand>,
    blocks: Vec<Option<ir::Block>>,
    entries: Vec<Option<super::Entry>>,
    known: Known,
    /// Length of the list of live words before it was suspended.
    outer: usize,
    /// Where the callee returns to, and what is dirty there.
    exit: ir::Block,
    exit_dirty: Option<Locals>,
    result: Option<Ty>,
}

impl Suspended<'_> {
    /// Bytecode indices of the handlers that cover the call.
    pub fn handlers(&self) -> Vec<u16> {
        super::landings::handlers_at(&self.m, &self.a, self.at)
    }

    /// The bytecode block at a bytecode index.
    pub fn block_at(&self, bci: u16) -> usize {
        self.a.block_starting_at(bci.into())
    }
}

impl<'a> Translator<'a, '_> {
    /// Whether a call of this method, which is known to be the target, is to be inlined.
    pub(super) fn is_inlined(&self, callee: &MethodFacts<'_>) -> bool {
        let command = self.env.inlining(callee.addr);
        if self.request.quality != Quality::Full
            || !callee.has_code
            || callee.is_synchronized
            || callee.intrinsic != MethodIntrinsic::None
            || command == Some(false)
            || (callee.dont_inline && command.is_none())
            || self.callers.len() >= if callee.force_inline { DEEPEST_FORCED } else { DEEPEST }
            || self.bytecodes > MOST
        {
            return false;
        }
        let longest = if callee.force_inline || command == Some(true) { LONGEST_FORCED } else { LONGEST };
        callee.bytecode.len() <= longest
            && usize::from(callee.addr == self.m.addr)
                + self.callers.iter().filter(|c| c.m.addr == callee.addr).count()
                <= MOST_RECURSIVE
            && self.env.has_been_called(self.m.addr, self.bci())
    }

    /// Inlines a call of `method`, whose arguments are on the operand stack (`appendix` is the last one, if any). False: it
    /// cannot be, and nothing has been done.
    pub(super) fn inline(&mut self, method: MethodAddr, appendix: Option<Value>) -> Result<bool, Bailout> {
        let callee = self.env.method(method);
        if !self.is_inlined(&callee) {
            return Ok(false);
        }
        let Ok(analysis) = Analysis::new(&callee, 0, self.has_landings()) else { return Ok(false) };
        if let Some(v) = appendix {
            self.push(Ty::Ref, v);
        }
        // the arguments come off; what is left on the stack, and the live locals, become live words
        let outer = self.outer.len();
        let mut live = self.a.live_out(self.at).clone();
        if let Some(h) = self.a.handler_live(self.at) {
            live.union(h);
        }
        let count = self.parameters_of(&callee).len();
        let arguments = self.stack.split_off(self.stack.len() - count);
        for l in live.iter() {
            if let Some(ty) = self.locals[l] {
                self.outer.push((self.base + l, ty));
            }
        }
        let mut slot = 0;
        for i in 0..self.stack.len() {
            let o = self.stack[i];
            let word = self.operand_word(slot, o.ty);
            let v = self.variable(word, o.ty);
            self.b.def_var(v, o.value);
            if o.in_memory {
                self.dirty.remove(word)
            } else {
                self.dirty.insert(word)
            }
            self.outer.push((word, o.ty));
            slot += o.ty.slots();
        }
        let scope = self.scopes.len() as u16;
        let base = match self.scope {
            0 => {
                usize::from(self.m.max_locals)
                    + usize::from(self.m.max_stack)
                    + usize::from(self.m.is_synchronized)
            }
            _ => self.base + usize::from(self.m.max_locals) + usize::from(self.m.max_stack),
        };
        self.scopes.push(Scope {
            method,
            first_word: base as u32,
            caller: Some(Caller { scope: self.scope, bci: self.bci() as u16, depth: slot as u16 }),
        });
        self.words = self.words.max(base + usize::from(callee.max_locals) + usize::from(callee.max_stack));
        let analysis = Rc::new(analysis);
        let blocks = analysis.blocks.len();
        let exit = self.b.create_block();
        let locals = vec![None; callee.max_locals.into()];
        self.callers.push(Suspended {
            result: Ty::of(result_character(callee.descriptor)),
            m: std::mem::replace(&mut self.m, callee),
            a: std::mem::replace(&mut self.a, analysis),
            base: std::mem::replace(&mut self.base, base),
            scope: std::mem::replace(&mut self.scope, scope),
            at: std::mem::replace(&mut self.at, 0),
            locals: std::mem::replace(&mut self.locals, locals),
            stack: std::mem::take(&mut self.stack),
            blocks: std::mem::replace(&mut self.blocks, vec![None; blocks]),
            entries: std::mem::replace(&mut self.entries, vec![None; blocks]),
            known: self.known.clone(),
            outer,
            exit,
            exit_dirty: None,
        });
        for ((at, ty), o) in self.parameters().into_iter().zip(arguments) {
            debug_assert_eq!(ty, o.ty);
            self.set_local(at, ty, o.value);
        }
        self.effect();
        let first = self.edge_to(self.block_at(0));
        self.b.ins().jump(first, &[]);
        self.all_blocks()?;
        self.resume_caller();
        Ok(true)
    }

    /// Parameters of a method by slot.
    fn parameters_of(&self, m: &MethodFacts<'_>) -> Vec<u8> {
        let mut all = super::parameter_characters(m.descriptor);
        if !m.is_static {
            all.insert(0, b'L');
        }
        all
    }

    /// Goes back to the caller of the inlined method, which has been translated.
    fn resume_caller(&mut self) {
        let s = self.callers.pop().expect("an inlined call");
        let words = self.base;
        self.m = s.m;
        self.a = s.a;
        self.base = s.base;
        self.scope = s.scope;
        self.at = s.at;
        self.locals = s.locals;
        self.stack = s.stack;
        self.blocks = s.blocks;
        self.entries = s.entries;
        self.known = s.known;
        self.origins.clear();
        self.outer.truncate(s.outer);
        self.non_null.clear();
        self.heap_base = None;
        self.effect();
        self.enter_waiting_handlers();
        let Some(mut dirty) = s.exit_dirty else {
            // it never returns
            self.ended = true;
            return;
        };
        self.ended = false;
        // the callee's words mean nothing any more
        let stale: Vec<usize> = dirty.iter().filter(|&w| w >= words).collect();
        stale.into_iter().for_each(|w| dirty.remove(w));
        self.dirty = dirty;
        self.b.switch_to_block(s.exit);
        self.b.seal_block(s.exit);
        let result = s.result.map(|ty| {
            let v = self.variable(words, ty);
            (ty, self.b.use_var(v))
        });
        let mut slot = 0;
        for i in 0..self.stack.len() {
            let ty = self.stack[i].ty;
            let word = self.operand_word(slot, ty);
            let v = self.variable(word, ty);
            self.stack[i].value = self.b.use_var(v);
            self.stack[i].in_memory = !self.dirty.contains(word);
            slot += ty.slots();
        }
        if let Some((ty, value)) = result {
            self.push(ty, value);
        }
    }

    /// Ends the present block, in an inlined method, with a return. The result travels in the variable of the method's
    /// first state word.
    pub(super) fn return_to_caller(&mut self, value: Option<Value>) {
        let base = self.base;
        let caller = self.callers.last_mut().expect("an inlined call");
        match &mut caller.exit_dirty {
            Some(d) => {
                d.union(&self.dirty);
            }
            none => *none = Some(self.dirty.clone()),
        }
        let (exit, result) = (caller.exit, caller.result);
        if let (Some(ty), Some(value)) = (result, value) {
            let v = self.variable(base, ty);
            self.b.def_var(v, value);
        }
        self.b.ins().jump(exit, &[]);
    }
}
