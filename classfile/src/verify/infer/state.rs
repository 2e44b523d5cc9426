//! The state before each instruction: operand stack, locals and the subroutines it is in. All parts live in arenas
//! that are emptied for the next method; they are never changed once made, so that states share them.

use super::types::IType;
use super::{Flow, refuse};
use crate::opcode::Opcode;

/// An operand stack: its topmost value, linked to those below.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Stack {
    /// One more than the index of the topmost value, or 0.
    top: u32,
    /// Slots: a long or double is one value of two.
    pub size: usize,
}

/// The locals that are set: `count` types, those beyond unusable.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Locals {
    start: u32,
    pub count: u32,
}

impl Locals {
    /// The first `count` of these.
    pub fn shortened(self, count: u32) -> Locals {
        Locals { count, ..self }
    }
}

/// The subroutines an instruction is in, the outermost first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Subroutines {
    start: u32,
    pub count: u32,
}

/// One subroutine: its first instruction, and which locals have been used since it was entered.
#[derive(Clone, Copy, Debug)]
struct Subroutine {
    entry: u32,
    modified: u32,
}

/// The state before an instruction that control has reached.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    pub stack: Stack,
    pub locals: Locals,
    pub subroutines: Subroutines,
}

/// Flags of which one path is enough.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct AnyPath {
    /// A constructor must call another one.
    pub needs_constructor: bool,
    /// The method must end with an exception.
    pub no_return: bool,
}

/// An instruction and the state before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Instruction {
    pub bci: u32,
    /// Short forms and `wide` are made the general form.
    pub opcode: Opcode,
    /// `invokespecial` of a constructor.
    pub constructs: bool,
    /// Local, constant, branch target, or bits of a type.
    pub operand: u32,
    /// Bits of the class of an invoked method or created object, dimensions, or the `ret` that a `jsr` comes back
    /// from (`UNKNOWN`).
    pub operand2: u32,
    /// A range of the successors in the targets of the method, for switches and `ret`.
    pub targets: Option<(u32, u32)>,
    /// The receiver must be of this class (§4.10.1.8).
    pub is_protected: bool,
    /// It must be executed again.
    pub changed: bool,
    pub state: Option<State>,
    pub any_path: AnyPath,
    /// On all paths a constructor has been called.
    pub constructed: bool,
}

/// No instruction.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// An exception handler in instruction numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Handler {
    pub start: u32,
    pub end: u32,
    pub handler: u32,
    pub stack: Stack,
}

/// The arenas.
#[derive(Debug, Default)]
pub(super) struct States {
    values: Vec<(IType, u32)>,
    locals: Vec<IType>,
    subroutines: Vec<Subroutine>,
    bits: Vec<u32>,
    /// Words of a set of locals.
    words: usize,
}

/// Types and words that the states of one method may take: 128 MB.
const MAX_ELEMENTS: usize = 1 << 25;

impl Stack {
    pub const EMPTY: Stack = Stack { top: 0, size: 0 };
}

impl States {
    pub fn reset(&mut self, max_locals: usize) {
        self.values.clear();
        self.locals.clear();
        self.subroutines.clear();
        self.bits.clear();
        self.words = max_locals.div_ceil(32);
    }

    fn check_room(&self, more: usize) -> Flow {
        let used = self.values.len() * 2 + self.locals.len() + self.subroutines.len() * 2 + self.bits.len();
        if used + more > MAX_ELEMENTS {
            refuse("Code has too many states to infer its types")
        } else {
            Ok(())
        }
    }

    pub fn push(&mut self, stack: Stack, vtype: IType) -> Flow<Stack> {
        self.check_room(2)?;
        self.values.push((vtype, stack.top));
        let slots = if vtype.is_wide() { 2 } else { 1 };
        Ok(Stack { top: self.values.len() as u32, size: stack.size + slots })
    }

    /// The topmost value and the stack below it.
    #[inline]
    pub fn pop(&self, stack: Stack) -> Option<(IType, Stack)> {
        let (vtype, top) = *self.values.get((stack.top as usize).wrapping_sub(1))?;
        let slots = if vtype.is_wide() { 2 } else { 1 };
        Some((vtype, Stack { top, size: stack.size.saturating_sub(slots) }))
    }

    /// The values from the top.
    pub fn values(&self, stack: Stack) -> impl Iterator<Item = IType> + '_ {
        let mut rest = stack;
        std::iter::from_fn(move || {
            let (vtype, below) = self.pop(rest)?;
            rest = below;
            Some(vtype)
        })
    }

    /// A stack of the same size with other values, given from the top.
    pub fn stack_of(&mut self, size: usize, values: &[IType]) -> Flow<Stack> {
        self.check_room(values.len() * 2)?;
        let mut top = 0;
        for vtype in values.iter().rev() {
            self.values.push((*vtype, top));
            top = self.values.len() as u32;
        }
        Ok(Stack { top, size })
    }

    #[inline]
    pub fn locals(&self, locals: Locals) -> &[IType] {
        &self.locals[locals.start as usize..][..locals.count as usize]
    }

    pub fn new_locals(&mut self, types: &[IType]) -> Flow<Locals> {
        self.check_room(types.len())?;
        let start = self.locals.len() as u32;
        self.locals.extend_from_slice(types);
        Ok(Locals { start, count: types.len() as u32 })
    }

    /// Where the next locals will stand.
    pub fn mark_locals(&self) -> usize {
        self.locals.len()
    }

    /// Drops all locals made since the mark; nothing may use them.
    pub fn release_locals(&mut self, mark: usize) {
        self.locals.truncate(mark);
    }

    /// A copy that is extended or changed at once, while it is still the last.
    pub fn copy_locals(&mut self, from: Locals, count: usize) -> Flow<(Locals, &mut [IType])> {
        self.check_room(count)?;
        let start = self.locals.len();
        let kept = count.min(from.count as usize);
        self.locals.extend_from_within(from.start as usize..from.start as usize + kept);
        self.locals.resize(start + count, IType::BOGUS);
        Ok((Locals { start: start as u32, count: count as u32 }, &mut self.locals[start..]))
    }

    pub fn entry(&self, subroutines: Subroutines, index: u32) -> u32 {
        self.subroutines[(subroutines.start + index) as usize].entry
    }

    /// The set of locals that a subroutine has used.
    pub fn modified(&self, subroutines: Subroutines, index: u32) -> &[u32] {
        let start = self.subroutines[(subroutines.start + index) as usize].modified as usize;
        &self.bits[start..start + self.words]
    }

    #[inline]
    pub fn is_modified(&self, subroutines: Subroutines, index: u32, local: usize) -> bool {
        self.modified(subroutines, index).get(local / 32).is_some_and(|word| word >> (local % 32) & 1 != 0)
    }

    /// A copy of the subroutines, one more with `entry` if given, and room in the sets to be changed.
    pub fn copy_subroutines(&mut self, from: Subroutines, entry: Option<u32>) -> Flow<Subroutines> {
        let more = from.count as usize + 1;
        self.check_room(more * (self.words + 2))?;
        let start = self.subroutines.len() as u32;
        for index in 0..from.count {
            let Subroutine { entry, modified } = self.subroutines[(from.start + index) as usize];
            let copy = self.bits.len() as u32;
            self.bits.extend_from_within(modified as usize..modified as usize + self.words);
            self.subroutines.push(Subroutine { entry, modified: copy });
        }
        let mut count = from.count;
        if let Some(entry) = entry {
            let modified = self.bits.len() as u32;
            self.bits.resize(self.bits.len() + self.words, 0);
            self.subroutines.push(Subroutine { entry, modified });
            count += 1;
        }
        Ok(Subroutines { start, count })
    }

    pub fn set_modified(&mut self, subroutines: Subroutines, index: u32, local: usize) {
        let start = self.subroutines[(subroutines.start + index) as usize].modified as usize;
        if local / 32 < self.words {
            self.bits[start + local / 32] |= 1 << (local % 32);
        }
    }

    /// The outer `count` subroutines.
    pub fn outer(subroutines: Subroutines, count: u32) -> Subroutines {
        Subroutines { count, ..subroutines }
    }

    /// What two paths have in common: the subroutines that both are in, with the locals that either has used.
    /// `None` when that is `old` itself.
    pub fn merge_subroutines(&mut self, old: Subroutines, new: Subroutines) -> Flow<Option<Subroutines>> {
        let mut pairs = Vec::new();
        let mut grows = false;
        let mut next = 0;
        for i in 0..old.count {
            let entry = self.entry(old, i);
            if let Some(j) = (next..new.count).find(|j| self.entry(new, *j) == entry) {
                let sets = self.modified(old, i).iter().zip(self.modified(new, j));
                grows = grows || sets.into_iter().any(|(old, new)| !old & new != 0);
                pairs.push((i, j));
                next = j + 1;
            }
        }
        if pairs.len() == old.count as usize && !grows {
            return Ok(None);
        }
        self.check_room(pairs.len() * (self.words + 2))?;
        let start = self.subroutines.len() as u32;
        for (i, j) in &pairs {
            let modified = self.bits.len() as u32;
            for word in 0..self.words {
                self.bits.push(self.modified(old, *i)[word] | self.modified(new, *j)[word]);
            }
            self.subroutines.push(Subroutine { entry: self.entry(old, *i), modified });
        }
        Ok(Some(Subroutines { start, count: pairs.len() as u32 }))
    }
}
