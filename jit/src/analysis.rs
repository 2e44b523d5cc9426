//! What the translator must know of a method's bytecode beforehand: basic blocks in reverse postorder, live locals at
//! each instruction, and which locals a loop writes.
//!
//! Handlers of exceptions are not entered from compiled code but by the interpreter or through a landing, so blocks
//! that only exceptions reach are left out unless asked for; but what a handler reads is live throughout the code
//! that it covers.

use classfile::bytecode::{Instruction, Operands};
use classfile::opcode::Opcode;

use crate::compiler::Bailout;
use crate::env::MethodFacts;
use crate::translate::{Ty, parameter_characters};

/// A set of local variables, or of state words. Up to 64 need no memory of their own.
#[derive(Clone, Debug, Default)]
pub struct Locals {
    first: u64,
    rest: Vec<u64>,
}

impl Locals {
    pub fn insert(&mut self, i: usize) {
        if i < 64 {
            self.first |= 1 << i;
            return;
        }
        let (word, bit) = (i / 64 - 1, i % 64);
        if word >= self.rest.len() {
            self.rest.resize(word + 1, 0);
        }
        self.rest[word] |= 1 << bit;
    }

    pub fn remove(&mut self, i: usize) {
        if i < 64 {
            self.first &= !(1 << i);
        } else if let Some(w) = self.rest.get_mut(i / 64 - 1) {
            *w &= !(1 << (i % 64));
        }
    }

    pub fn contains(&self, i: usize) -> bool {
        let word = if i < 64 { self.first } else { self.rest.get(i / 64 - 1).copied().unwrap_or(0) };
        word & (1 << (i % 64)) != 0
    }

    /// Adds all of `other`; whether that changed anything.
    pub fn union(&mut self, other: &Locals) -> bool {
        let mut changed = other.first & !self.first != 0;
        self.first |= other.first;
        if self.rest.len() < other.rest.len() {
            self.rest.resize(other.rest.len(), 0);
        }
        for (a, b) in self.rest.iter_mut().zip(&other.rest) {
            changed |= *b & !*a != 0;
            *a |= b;
        }
        changed
    }
    /// Removes what `other` has not.
    pub fn intersect(&mut self, other: &Locals) {
        self.first &= other.first;
        for (n, a) in self.rest.iter_mut().enumerate() {
            *a &= other.rest.get(n).copied().unwrap_or(0);
        }
    }
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(&self.first).chain(&self.rest).enumerate().flat_map(|(w, &bits)| {
            std::iter::successors((bits != 0).then_some(bits), |b| {
                let rest = b & (b - 1);
                (rest != 0).then_some(rest)
            })
            .map(move |b| w * 64 + b.trailing_zeros() as usize)
        })
    }
}

/// A basic block.
#[derive(Debug, Default)]
pub struct Block {
    /// Instructions `[first, end)` of [`Analysis::instructions`].
    pub first: usize,
    pub end: usize,
    /// Blocks that control may go to next, each once.
    pub successors: Vec<usize>,
    pub predecessors: Vec<usize>,
    /// Position in [`Analysis::order`]; `usize::MAX`: not reachable.
    pub position: usize,
    /// Handlers of exceptions in it, if they are entered from compiled code.
    pub handlers: Vec<usize>,
    /// A predecessor comes later in the order: the head of a loop.
    pub is_loop_head: bool,
}

/// See the module.
#[derive(Debug)]
pub struct Analysis<'a> {
    pub instructions: Vec<Instruction<'a>>,
    /// Instruction index by bci, `u32::MAX` between instructions.
    pub index_of: Vec<u32>,
    pub blocks: Vec<Block>,
    /// Block that starts at an instruction, `u32::MAX`: none.
    pub block_at: Vec<u32>,
    /// Reachable blocks in reverse postorder.
    pub order: Vec<usize>,
    /// Locals that are read later, before the instruction.
    live_in: Vec<Locals>,
    /// Locals that are read later, after the instruction.
    live_out: Vec<Locals>,
    /// What the handlers that cover the instruction read; `None`: no handler covers it.
    handler_live: Vec<Option<u32>>,
    handler_sets: Vec<Locals>,
}

/// The local that an instruction reads or writes: (first slot, slots).
pub fn local_of(i: &Instruction<'_>) -> Option<(usize, usize)> {
    use Opcode as O;
    let n = |base: Opcode| i.opcode as usize - base as usize;
    Some(match i.opcode {
        O::Iload | O::Fload | O::Aload | O::Istore | O::Fstore | O::Astore | O::Ret => match i.operands {
            Operands::Local(l) => (l.into(), 1),
            _ => return None,
        },
        O::Lload | O::Dload | O::Lstore | O::Dstore => match i.operands {
            Operands::Local(l) => (l.into(), 2),
            _ => return None,
        },
        O::Iinc => match i.operands {
            Operands::Iinc { index, .. } => (index.into(), 1),
            _ => return None,
        },
        O::Iload0 | O::Iload1 | O::Iload2 | O::Iload3 => (n(O::Iload0), 1),
        O::Lload0 | O::Lload1 | O::Lload2 | O::Lload3 => (n(O::Lload0), 2),
        O::Fload0 | O::Fload1 | O::Fload2 | O::Fload3 => (n(O::Fload0), 1),
        O::Dload0 | O::Dload1 | O::Dload2 | O::Dload3 => (n(O::Dload0), 2),
        O::Aload0 | O::Aload1 | O::Aload2 | O::Aload3 => (n(O::Aload0), 1),
        O::Istore0 | O::Istore1 | O::Istore2 | O::Istore3 => (n(O::Istore0), 1),
        O::Lstore0 | O::Lstore1 | O::Lstore2 | O::Lstore3 => (n(O::Lstore0), 2),
        O::Fstore0 | O::Fstore1 | O::Fstore2 | O::Fstore3 => (n(O::Fstore0), 1),
        O::Dstore0 | O::Dstore1 | O::Dstore2 | O::Dstore3 => (n(O::Dstore0), 2),
        O::Astore0 | O::Astore1 | O::Astore2 | O::Astore3 => (n(O::Astore0), 1),
        _ => return None,
    })
}

/// Whether the instruction pops a value into a local (`iinc` does not).
pub fn is_store(opcode: Opcode) -> bool {
    (Opcode::Istore as u8..=Opcode::Astore3 as u8).contains(&(opcode as u8))
}

/// Applies an instruction to the set of live locals, backwards.
fn transfer(live: &mut Locals, i: &Instruction<'_>, m: &MethodFacts<'_>) {
    if m.is_object_init && i.opcode == Opcode::Return {
        // it looks at the receiver's class
        live.insert(0);
    }
    if let Some((first, slots)) = local_of(i) {
        // a value of two slots lives in its second one; the first is never read
        let at = first + slots - 1;
        if is_store(i.opcode) {
            live.remove(at);
            live.remove(first);
        } else {
            live.insert(at);
        }
    }
}

const NONE: u32 = u32::MAX;

impl<'a> Analysis<'a> {
    /// Analyses a method; `entries` are bytecode indices at which compiled code is entered apart from the start
    /// (on-stack replacement), the first one being the code's entry; `landings`: handlers are entered too.
    ///
    /// # Errors
    /// Subroutines (`jsr`); code that cannot be decoded.
    pub fn new(m: &MethodFacts<'a>, entry: u32, landings: bool) -> Result<Analysis<'a>, Bailout> {
        let code = m.bytecode;
        let mut instructions = Vec::with_capacity(code.len() / 2);
        let mut index_of = vec![NONE; code.len() + 1];
        let mut bci = 0;
        while bci < code.len() {
            let i = Instruction::decode(code, bci).map_err(|_| Bailout::BadBytecode)?;
            if matches!(i.opcode, Opcode::Jsr | Opcode::JsrW | Opcode::Ret) {
                return Err(Bailout::Subroutine);
            }
            index_of[bci] = instructions.len() as u32;
            bci = i.next_bci() as usize;
            instructions.push(i);
        }
        let index = |bci: i32| -> Result<usize, Bailout> {
            match usize::try_from(bci).ok().and_then(|b| index_of.get(b)) {
                Some(&i) if i != NONE => Ok(i as usize),
                _ => Err(Bailout::BadBytecode),
            }
        };
        let mut leader = vec![false; instructions.len() + 1];
        leader[index(entry as i32)?] = true;
        leader[0] = true;
        let mut result = Ok(());
        for (n, i) in instructions.iter().enumerate() {
            let mut branches = false;
            i.for_each_target(|t| {
                branches = true;
                match index(t) {
                    Ok(t) => leader[t] = true,
                    Err(e) => result = Err(e),
                }
            });
            if branches || i.opcode.ends_block() {
                leader[n + 1] = true;
            }
        }
        result?;
        for row in m.exceptions {
            leader[index(row[2].into())?] = true;
        }
        let mut blocks: Vec<Block> = Vec::new();
        let mut block_at = vec![NONE; instructions.len()];
        for n in 0..instructions.len() {
            if leader[n] {
                block_at[n] = blocks.len() as u32;
                blocks.push(Block { first: n, end: n + 1, position: usize::MAX, ..Block::default() });
            } else {
                blocks.last_mut().expect("the first instruction is a leader").end = n + 1;
            }
        }
        for b in 0..blocks.len() {
            let last = &instructions[blocks[b].end - 1];
            let mut to: Vec<usize> = Vec::new();
            last.for_each_target(|t| to.push(block_at[index_of[t as usize] as usize] as usize));
            if !last.opcode.ends_block() {
                if blocks[b].end == instructions.len() {
                    return Err(Bailout::BadBytecode);
                }
                to.push(block_at[blocks[b].end] as usize);
            }
            to.sort_unstable();
            to.dedup();
            blocks[b].successors = to;
        }
        let mut a = Analysis {
            live_in: Vec::new(),
            live_out: Vec::new(),
            handler_live: vec![None; instructions.len()],
            handler_sets: Vec::new(),
            instructions,
            index_of,
            blocks,
            block_at,
            order: Vec::new(),
        };
        a.order_blocks(m, entry, landings);
        a.liveness(m);
        Ok(a)
    }

    /// The block that starts at a bytecode index.
    pub fn block_starting_at(&self, bci: u32) -> usize {
        self.block_at[self.index_of[bci as usize] as usize] as usize
    }

    /// Reverse postorder from the entry, and predecessors among reachable blocks.
    fn order_blocks(&mut self, m: &MethodFacts<'_>, entry: u32, landings: bool) {
        let root = self.block_at[self.index_of[entry as usize] as usize] as usize;
        if landings {
            for &[start, end, handler, _] in m.exceptions {
                let handler = self.block_starting_at(handler.into());
                for b in 0..self.blocks.len() {
                    let first = self.instructions[self.blocks[b].first].bci;
                    let last = self.instructions[self.blocks[b].end - 1].bci;
                    let covered = first < u32::from(end) && u32::from(start) <= last;
                    if covered && !self.blocks[b].handlers.contains(&handler) {
                        self.blocks[b].handlers.push(handler);
                    }
                }
            }
        }
        let mut seen = vec![false; self.blocks.len()];
        let mut post = Vec::new();
        let mut stack: Vec<(usize, usize)> = vec![(root, 0)];
        seen[root] = true;
        while let Some((b, n)) = stack.last_mut() {
            let block = &self.blocks[*b];
            // handlers first: they come behind everything else
            let next = block.handlers.iter().chain(&block.successors).nth(*n);
            if let Some(&next) = next {
                *n += 1;
                if !seen[next] {
                    seen[next] = true;
                    stack.push((next, 0));
                }
            } else {
                post.push(*b);
                stack.pop();
            }
        }
        post.reverse();
        self.order = post;
        for (position, &b) in self.order.iter().enumerate() {
            self.blocks[b].position = position;
        }
        for &b in &self.order {
            let block = &mut self.blocks[b];
            let (successors, handlers) =
                (std::mem::take(&mut block.successors), std::mem::take(&mut block.handlers));
            for &s in successors.iter().chain(&handlers) {
                let back = self.blocks[b].position >= self.blocks[s].position;
                self.blocks[s].predecessors.push(b);
                self.blocks[s].is_loop_head |= back;
            }
            (self.blocks[b].successors, self.blocks[b].handlers) = (successors, handlers);
        }
    }

    /// Instructions that a list of rows of the exception table covers share a set of live locals; gives the blocks of
    /// the rows' handlers.
    fn group_handlers(&mut self, m: &MethodFacts<'_>) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        if m.exceptions.is_empty() {
            return groups;
        }
        let mut rows: Vec<usize> = Vec::new();
        for (n, i) in self.instructions.iter().enumerate() {
            rows.clear();
            let covers = |r: &[u16; 4]| u32::from(r[0]) <= i.bci && i.bci < u32::from(r[1]);
            rows.extend(m.exceptions.iter().enumerate().filter(|(_, r)| covers(r)).map(|(i, _)| i));
            if rows.is_empty() {
                continue;
            }
            let group = groups.iter().rposition(|g| *g == rows).unwrap_or_else(|| {
                groups.push(rows.clone());
                groups.len() - 1
            });
            self.handler_live[n] = Some(group as u32);
        }
        let block =
            |row: usize| self.block_at[self.index_of[m.exceptions[row][2] as usize] as usize] as usize;
        groups.into_iter().map(|rows| rows.into_iter().map(block).collect()).collect()
    }

    /// What is live behind a block.
    fn live_behind(&self, block: usize, block_in: &[Locals]) -> Locals {
        let mut live = Locals::default();
        for &s in &self.blocks[block].successors {
            live.union(&block_in[s]);
        }
        live
    }

    /// Goes from behind instruction `n` to in front of it.
    fn step_back(&self, live: &mut Locals, n: usize, m: &MethodFacts<'_>) {
        transfer(live, &self.instructions[n], m);
        if let Some(g) = self.handler_live[n] {
            live.union(&self.handler_sets[g as usize]);
        }
    }

    /// Fills the live sets.
    fn liveness(&mut self, m: &MethodFacts<'_>) {
        let count = self.instructions.len();
        let mut block_in = vec![Locals::default(); self.blocks.len()];
        let handlers = self.group_handlers(m);
        self.handler_sets = vec![Locals::default(); handlers.len()];
        loop {
            let mut changed = false;
            for (g, blocks) in handlers.iter().enumerate() {
                for &b in blocks {
                    self.handler_sets[g].union(&block_in[b]);
                }
            }
            for b in (0..self.blocks.len()).rev() {
                let mut live = self.live_behind(b, &block_in);
                for n in (self.blocks[b].first..self.blocks[b].end).rev() {
                    self.step_back(&mut live, n, m);
                }
                changed |= block_in[b].union(&live);
            }
            if !changed {
                break;
            }
        }
        self.live_in = vec![Locals::default(); count];
        self.live_out = vec![Locals::default(); count];
        for at in 0..self.order.len() {
            let b = self.order[at];
            let mut live = self.live_behind(b, &block_in);
            for n in (self.blocks[b].first..self.blocks[b].end).rev() {
                self.live_out[n] = live.clone();
                self.step_back(&mut live, n, m);
                self.live_in[n] = live.clone();
            }
        }
        // code that is entered at a loop's head may not reach the method's
        if m.is_synchronized && !m.is_static && self.blocks[0].position != usize::MAX {
            // the receiver is locked behind the entry's sites
            self.live_in[0].insert(0);
        }
    }

    /// Locals whose values may be needed before instruction `n`, or by a handler that covers it.
    pub fn live_in(&self, n: usize) -> &Locals {
        &self.live_in[n]
    }

    /// Locals whose values may be needed behind instruction `n`.
    pub fn live_out(&self, n: usize) -> &Locals {
        &self.live_out[n]
    }

    /// What handlers that cover instruction `n` may read; `None`: none covers it.
    pub fn handler_live(&self, n: usize) -> Option<&Locals> {
        self.handler_live[n].map(|g| &self.handler_sets[g as usize])
    }

    /// Locals that may be written on a way from loop head `head` back to it. `None`: there are ways into the loop that do not go through
    /// its head (on-stack replacement in an inner loop makes them, and so do handlers).
    pub fn written_in_loop(&self, head: usize) -> Option<Locals> {
        let mut written = Locals::default();
        let position = self.blocks[head].position;
        let mut todo: Vec<usize> = self.blocks[head]
            .predecessors
            .iter()
            .copied()
            .filter(|&p| self.blocks[p].position >= position)
            .collect();
        let mut seen = vec![false; self.blocks.len()];
        seen[head] = true;
        let mut inside = vec![head];
        while let Some(b) = todo.pop() {
            if std::mem::replace(&mut seen[b], true) {
                continue;
            }
            if self.blocks[b].position == 0 {
                return None;
            }
            inside.push(b);
            todo.extend(self.blocks[b].predecessors.iter().copied());
        }
        for b in inside {
            for i in &self.instructions[self.blocks[b].first..self.blocks[b].end] {
                if let Some((first, slots)) = local_of(i)
                    && (is_store(i.opcode) || i.opcode == Opcode::Iinc)
                {
                    for l in first..first + slots {
                        written.insert(l);
                    }
                }
            }
        }
        Some(written)
    }
}

/// Types of the locals at a bytecode index, by slot (a value of two slots in its second one); `None`: nothing that may
/// be used.
///
/// # Errors
/// As for [`Analysis::new`].
pub fn local_types_at(m: &MethodFacts<'_>, bci: u32) -> Result<Vec<Option<Ty>>, Bailout> {
    let a = Analysis::new(m, 0, true)?;
    let mut start: Vec<Option<Ty>> = Vec::new();
    let mut add = |ty: Ty| {
        if ty.slots() == 2 {
            start.push(None);
        }
        start.push(Some(ty));
    };
    if !m.is_static {
        add(Ty::Ref);
    }
    for c in parameter_characters(m.descriptor) {
        add(Ty::of(c).expect("no parameter is void"));
    }
    start.resize(m.max_locals.into(), None);
    let mut states: Vec<Option<Vec<Option<Ty>>>> = vec![None; a.blocks.len()];
    states[0] = Some(start);
    let mut result = None;
    let merge = |into: &mut Option<Vec<Option<Ty>>>, from: &[Option<Ty>]| match into {
        None => {
            *into = Some(from.to_vec());
            true
        }
        Some(into) => {
            let mut changed = false;
            for (a, b) in into.iter_mut().zip(from) {
                if *a != *b && a.is_some() {
                    *a = None;
                    changed = true;
                }
            }
            changed
        }
    };
    loop {
        let mut changed = false;
        for &b in &a.order {
            let Some(mut locals) = states[b].clone() else { continue };
            for n in a.blocks[b].first..a.blocks[b].end {
                let i = &a.instructions[n];
                if i.bci == bci {
                    result = Some(locals.clone());
                }
                let at = i.bci;
                for row in m.exceptions.iter().filter(|r| u32::from(r[0]) <= at && at < u32::from(r[1])) {
                    let h = a.block_at[a.index_of[row[2] as usize] as usize] as usize;
                    changed |= merge(&mut states[h], &locals);
                }
                if is_store(i.opcode)
                    && let Some((first, slots)) = local_of(i)
                {
                    let last = first + slots - 1;
                    if let Some(Some(next)) = locals.get(last + 1)
                        && next.slots() == 2
                    {
                        locals[last + 1] = None;
                    }
                    locals[first] = None;
                    locals[last] = Some(stored_type(i.opcode));
                }
            }
            for &s in &a.blocks[b].successors {
                changed |= merge(&mut states[s], &locals);
            }
        }
        if !changed {
            return result.ok_or(Bailout::BadBytecode);
        }
    }
}

/// Type of the value that a store instruction stores.
fn stored_type(opcode: Opcode) -> Ty {
    use Opcode as O;
    match opcode {
        O::Lstore | O::Lstore0 | O::Lstore1 | O::Lstore2 | O::Lstore3 => Ty::Long,
        O::Fstore | O::Fstore0 | O::Fstore1 | O::Fstore2 | O::Fstore3 => Ty::Float,
        O::Dstore | O::Dstore0 | O::Dstore1 | O::Dstore2 | O::Dstore3 => Ty::Double,
        O::Astore | O::Astore0 | O::Astore1 | O::Astore2 | O::Astore3 => Ty::Ref,
        _ => Ty::Int,
    }
}
