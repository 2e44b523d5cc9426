//! Control transfer (JVMS §6.5: `if*`, `goto`, switches, `*return`).

use classfile::bytecode::{Instruction, Operands};
use classfile::opcode::Opcode as O;
use cranelift_codegen::ir::condcodes::{FloatCC, IntCC};
use cranelift_codegen::ir::types::I32;
use cranelift_codegen::ir::{self, InstBuilder, JumpTableData, Value};
use cranelift_frontend::Switch;

use super::{Region, Translator, result_character, thread_offset};
use crate::code::SiteResult;
use crate::runtime_calls::{DeoptReason, RuntimeCall};

/// A key span up to this many times the number of cases gets a jump table.
const DENSE: i64 = 4;

impl Translator<'_, '_> {
    pub(super) fn control(&mut self, i: &Instruction<'_>) {
        let target = if let Operands::Branch(t) = i.operands { t } else { 0 };
        match i.opcode {
            O::Goto | O::GotoW => {
                let block = self.block_at(target);
                self.jump_to(block, self.at);
            }
            O::Ifeq => self.compare_zero(IntCC::Equal, target),
            O::Ifne => self.compare_zero(IntCC::NotEqual, target),
            O::Iflt => self.compare_zero(IntCC::SignedLessThan, target),
            O::Ifge => self.compare_zero(IntCC::SignedGreaterThanOrEqual, target),
            O::Ifgt => self.compare_zero(IntCC::SignedGreaterThan, target),
            O::Ifle => self.compare_zero(IntCC::SignedLessThanOrEqual, target),
            O::Ifnull | O::Ifnonnull => self.null_branch(i.opcode == O::Ifnull, target),
            O::IfIcmpeq | O::IfAcmpeq => self.compare(IntCC::Equal, target),
            O::IfIcmpne | O::IfAcmpne => self.compare(IntCC::NotEqual, target),
            O::IfIcmplt => self.compare(IntCC::SignedLessThan, target),
            O::IfIcmpge => self.compare(IntCC::SignedGreaterThanOrEqual, target),
            O::IfIcmpgt => self.compare(IntCC::SignedGreaterThan, target),
            O::IfIcmple => self.compare(IntCC::SignedLessThanOrEqual, target),
            O::Tableswitch | O::Lookupswitch => self.switch(i),
            O::Ireturn | O::Lreturn | O::Freturn | O::Dreturn | O::Areturn | O::Return => self.return_(),
            // decoded methods contain nothing else
            _ => self.exit(DeoptReason::Exception),
        }
    }

    fn compare_zero(&mut self, cc: IntCC, target: i32) {
        let a = self.pop();
        if let Some(v) = self.constant_value(a) {
            return self.decided(holds(cc, v as i32, 0), target);
        }
        let c = self.b.ins().icmp_imm_s(cc, a, 0);
        self.branch(c, target);
    }

    /// `ifnull` or `ifnonnull`: on one of the two ways the reference is known not to be null.
    fn null_branch(&mut self, if_null: bool, target: i32) {
        let reference = self.pop();
        if self.non_null.contains(&reference) {
            return self.decided(!if_null, target);
        }
        if self.constant_value(reference) == Some(0) {
            return self.decided(if_null, target);
        }
        let condition =
            self.b.ins().icmp_imm_s(if if_null { IntCC::Equal } else { IntCC::NotEqual }, reference, 0);
        let (taken, next) = (self.block_at(target), self.a.block_at[self.at + 1] as usize);
        let (null, other) = if if_null { (taken, next) } else { (next, taken) };
        let mut later = Vec::new();
        let null = self.edge(null, &mut later);
        let before = (self.non_null.clone(), self.known.clone());
        self.learn_non_null(reference);
        let other = self.edge(other, &mut later);
        (self.non_null, self.known) = before;
        let (taken, next) = if if_null { (null, other) } else { (other, null) };
        self.b.ins().brif(condition, taken, &[], next, &[]);
        self.fill_edges(later);
    }

    /// Translates a comparison of longs, floats or doubles and the branch on its result behind it as one. False: instruction `n` and
    /// the next one, of the same block, are something else.
    pub(super) fn compare_and_branch(&mut self, n: usize) -> bool {
        let compare = self.a.instructions[n].opcode;
        let i = self.a.instructions[n + 1];
        let Operands::Branch(target) = i.operands else { return false };
        let integer = match i.opcode {
            O::Ifeq => IntCC::Equal,
            O::Ifne => IntCC::NotEqual,
            O::Iflt => IntCC::SignedLessThan,
            O::Ifge => IntCC::SignedGreaterThanOrEqual,
            O::Ifgt => IntCC::SignedGreaterThan,
            O::Ifle => IntCC::SignedLessThanOrEqual,
            _ => return false,
        };
        // the result for NaN is greater than 0
        let nan_greater = match compare {
            O::Lcmp | O::Fcmpl | O::Dcmpl => false,
            O::Fcmpg | O::Dcmpg => true,
            _ => return false,
        };
        let (a, b) = self.pop2();
        self.at = n + 1;
        let condition = if compare == O::Lcmp {
            self.b.ins().icmp(integer, a, b)
        } else {
            let float = match (integer, nan_greater) {
                (IntCC::Equal, _) => FloatCC::Equal,
                (IntCC::NotEqual, _) => FloatCC::NotEqual,
                (IntCC::SignedLessThan, false) => FloatCC::UnorderedOrLessThan,
                (IntCC::SignedLessThan, true) => FloatCC::LessThan,
                (IntCC::SignedLessThanOrEqual, false) => FloatCC::UnorderedOrLessThanOrEqual,
                (IntCC::SignedLessThanOrEqual, true) => FloatCC::LessThanOrEqual,
                (IntCC::SignedGreaterThan, false) => FloatCC::GreaterThan,
                (IntCC::SignedGreaterThan, true) => FloatCC::UnorderedOrGreaterThan,
                (_, false) => FloatCC::GreaterThanOrEqual,
                (_, true) => FloatCC::UnorderedOrGreaterThanOrEqual,
            };
            self.b.ins().fcmp(float, a, b)
        };
        self.branch(condition, target);
        true
    }

    /// Ends the block where a branch goes one way only.
    fn decided(&mut self, taken: bool, target: i32) {
        let to = if taken { self.block_at(target) } else { self.a.block_at[self.at + 1] as usize };
        self.jump_to(to, self.at);
    }

    fn compare(&mut self, cc: IntCC, target: i32) {
        let (a, b) = self.pop2();
        if self.b.func.dfg.value_type(a) == I32 {
            if let (Some(x), Some(y)) = (self.constant_value(a), self.constant_value(b)) {
                return self.decided(holds(cc, x as i32, y as i32), target);
            }
        } else if let Some(equal) = self.known_equal(a, b) {
            return self.decided(equal == (cc == IntCC::Equal), target);
        }
        let c = self.b.ins().icmp(cc, a, b);
        self.branch(c, target);
    }

    /// Whether an edge from the present block to `block` goes backward in the order.
    fn is_back_edge(&self, block: usize, from: usize) -> bool {
        let from = self.block_of(from);
        self.a.blocks[block].position <= self.a.blocks[from].position
    }

    /// The block that instruction `n` is in.
    fn block_of(&self, n: usize) -> usize {
        let mut n = n;
        while self.a.block_at[n] == u32::MAX {
            n -= 1;
        }
        self.a.block_at[n] as usize
    }

    /// Jumps to a bytecode block from instruction `from`, and ends the present one.
    pub(super) fn jump_to(&mut self, block: usize, from: usize) {
        if self.is_back_edge(block, from) {
            self.back_edge(block);
        }
        let to = self.edge_to(block);
        self.b.ins().jump(to, &[]);
        self.ended = true;
    }

    /// Polls and counts in front of the jump to a loop head.
    fn back_edge(&mut self, block: usize) {
        let here = self.at;
        self.at = self.a.blocks[block].first;
        self.restart = None;
        // The VM enters loops, and leaves them, with an empty operand stack only.
        if self.request.counters && self.stack.is_empty() {
            let bci = self.bci();
            self.count_back_edge(bci);
        }
        let t = self.thread();
        let poll = self.b.ins().load(I32, Region::Thread.flags(), t, thread_offset!(poll));
        let (cold, join) = (self.b.create_block(), self.b.create_block());
        self.b.set_cold_block(cold);
        let depth = self.stack.len();
        let main = self.main_arguments(depth, &[]);
        self.b.ins().brif(poll, cold, &[], join, &main);
        self.b.switch_to_block(cold);
        self.b.seal_block(cold);
        self.cold_site(RuntimeCall::poll, &[], depth, SiteResult::Reexecute);
        self.join_cold(join, depth, &[]);
        self.enter_join(join, depth, &[]);
        self.at = here;
    }

    /// Where a branch to `block` has to go: to a block of its own for a back-edge, which is to be filled later.
    fn edge(&mut self, block: usize, later: &mut Vec<(ir::Block, usize)>) -> ir::Block {
        if !self.is_back_edge(block, self.at) {
            return self.edge_to(block);
        }
        if let Some(&(b, _)) = later.iter().find(|l| l.1 == block) {
            return b;
        }
        let b = self.b.create_block();
        later.push((b, block));
        b
    }

    /// Fills the blocks of back-edges.
    fn fill_edges(&mut self, later: Vec<(ir::Block, usize)>) {
        let state = (self.stack.clone(), self.dirty.clone(), self.non_null.clone(), self.known.clone());
        let base = self.heap_base;
        for (b, block) in later {
            (self.stack, self.dirty, self.non_null, self.known) = state.clone();
            self.heap_base = base;
            self.origins.clear();
            self.b.switch_to_block(b);
            self.b.seal_block(b);
            self.back_edge(block);
            let to = self.edge_to(block);
            self.b.ins().jump(to, &[]);
        }
        self.ended = true;
    }

    fn branch(&mut self, condition: Value, target: i32) {
        let (taken, next) = (self.block_at(target), self.a.block_at[self.at + 1] as usize);
        let mut later = Vec::new();
        let taken = self.edge(taken, &mut later);
        let next = self.edge(next, &mut later);
        self.b.ins().brif(condition, taken, &[], next, &[]);
        self.fill_edges(later);
    }

    fn switch(&mut self, i: &Instruction<'_>) {
        let key = self.pop();
        let mut later = Vec::new();
        match i.operands {
            Operands::TableSwitch(s) => {
                let default = self.edge(self.block_at(s.default), &mut later);
                let default = self.b.func.dfg.block_call(default, &[]);
                let mut table = Vec::with_capacity(s.len());
                for t in s.targets() {
                    let to = self.edge(self.block_at(t), &mut later);
                    table.push(self.b.func.dfg.block_call(to, &[]));
                }
                let index = self.b.ins().iadd_imm_s(key, -i64::from(s.low));
                let table = self.b.create_jump_table(JumpTableData::new(default, &table));
                self.b.ins().br_table(index, table);
            }
            Operands::LookupSwitch(s) => {
                let default = self.edge(self.block_at(s.default), &mut later);
                let mut cases = Vec::with_capacity(s.len());
                for (k, t) in s.pairs() {
                    cases.push((k, self.edge(self.block_at(t), &mut later)));
                }
                let span = match (cases.first(), cases.last()) {
                    (Some(a), Some(b)) => i64::from(b.0) - i64::from(a.0) + 1,
                    _ => 0,
                };
                if cases.len() > 3 && span <= DENSE * cases.len() as i64 {
                    let low = cases[0].0;
                    let mut targets = vec![default; span as usize];
                    for (k, to) in cases {
                        targets[(i64::from(k) - i64::from(low)) as usize] = to;
                    }
                    // a block call belongs to one entry: arguments are added to it later
                    let default = self.b.func.dfg.block_call(default, &[]);
                    let table: Vec<_> =
                        targets.into_iter().map(|to| self.b.func.dfg.block_call(to, &[])).collect();
                    let index = self.b.ins().iadd_imm_s(key, -i64::from(low));
                    let table = self.b.create_jump_table(JumpTableData::new(default, &table));
                    self.b.ins().br_table(index, table);
                } else {
                    let mut switch = Switch::new();
                    for (k, to) in cases {
                        switch.set_entry(u128::from(k as u32), to);
                    }
                    switch.emit(&mut self.b, key, default);
                }
            }
            _ => {}
        }
        self.fill_edges(later);
    }

    fn return_(&mut self) {
        let ty = result_character(self.m.descriptor);
        if self.m.is_object_init {
            let this = self.local(self.base, super::Ty::Ref);
            if !self.plain.contains(&this) {
                let object = self.decode(this);
                let id = self.class_id(object);
                let class = self.metadata(id);
                let flags = self.b.ins().load(I32, Region::Metadata.flags(), class, self.layout.klass_flags);
                let finalizable = self.b.ins().band_imm_u(flags, i64::from(self.layout.flag_has_finalizer));
                self.exit_if(finalizable, DeoptReason::Exception);
            }
        }
        if self.m.is_synchronized {
            self.unlock_method();
        }
        if !self.callers.is_empty() {
            let v = if ty == b'V' { None } else { Some(self.pop()) };
            let v = v.map(|v| self.cut(ty, v));
            self.return_to_caller(v);
        } else if ty == b'V' {
            self.b.ins().return_(&[]);
        } else {
            let v = self.pop();
            let v = self.cut(ty, v);
            self.b.ins().return_(&[v]);
        }
        self.ended = true;
    }

    /// An int cut to the type with this descriptor character.
    pub(super) fn cut(&mut self, ty: u8, v: Value) -> Value {
        use cranelift_codegen::ir::types::{I8, I16};
        if let (b'Z' | b'B' | b'S' | b'C', Some(c)) = (ty, self.constant_value(v)) {
            return self.int(match ty {
                b'Z' => (c & 1) as i32,
                b'B' => (c as i8).into(),
                b'S' => (c as i16).into(),
                _ => (c as u16).into(),
            });
        }
        match ty {
            b'Z' => self.b.ins().band_imm_u(v, 1),
            b'B' => {
                let n = self.b.ins().ireduce(I8, v);
                self.b.ins().sextend(I32, n)
            }
            b'S' => {
                let n = self.b.ins().ireduce(I16, v);
                self.b.ins().sextend(I32, n)
            }
            b'C' => self.b.ins().band_imm_u(v, 0xffff),
            _ => v,
        }
    }

    /// Leaves by `deoptimize` from the present instruction, whose state is all in memory.
    pub(super) fn leave_stored(&mut self, reason: DeoptReason) {
        let a = self.a.clone();
        self.deoptimize_here(reason, a.live_in(self.at));
    }
}

/// The comparison of two ints.
fn holds(cc: IntCC, a: i32, b: i32) -> bool {
    match cc {
        IntCC::Equal => a == b,
        IntCC::NotEqual => a != b,
        IntCC::SignedLessThan => a < b,
        IntCC::SignedGreaterThanOrEqual => a >= b,
        IntCC::SignedGreaterThan => a > b,
        _ => a <= b,
    }
}
