//! What the slots of an interpreted frame hold at a bytecode index: found by a data-flow analysis over
//! the method's verified bytecode.

use classfile::bytecode::{Instruction, Operands};
use classfile::opcode::Opcode;

use crate::class::{BasicType, MethodRef, Tag};
use crate::runtime::method_handles::split;
use crate::symbol::Symbol;

/// What a slot holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SlotType {
    /// Nothing that may be used.
    Unknown,
    /// A primitive value, or a half of one.
    Primitive,
    Reference,
    /// Where the subroutine that has been entered by `jsr` is to go on: a bytecode index.
    ReturnAddress(u32),
}
use SlotType::{Primitive, Reference, ReturnAddress, Unknown};

/// The slots of a frame.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SlotTypes {
    pub locals: Vec<SlotType>,
    /// The operand stack, bottom first.
    pub stack: Vec<SlotType>,
}

/// The slots of frames before their instruction at `bci`: one for each way of having got there through subroutines
/// (`jsr`), on which it depends what local variables hold that the subroutine does not use. Mostly one.
pub fn at(m: MethodRef, bci: u32) -> Vec<SlotTypes> {
    let mut a = Analysis::new(m);
    a.run();
    let mut all: Vec<SlotTypes> =
        a.contexts.iter_mut().filter_map(|c| c.states[bci as usize].take()).collect();
    if all.is_empty() {
        all.push(entry(m));
    }
    all
}

/// What holds whichever of these states a frame is in.
///
/// # Panics
/// When there is none.
pub fn common(states: impl IntoIterator<Item = SlotTypes>) -> SlotTypes {
    let mut states = states.into_iter();
    let mut types = states.next().expect("a state");
    for s in states {
        types.merge(&s);
    }
    types
}

/// The slots of a frame whose instruction at `bci` is being executed: without the arguments of a call,
/// which belong to the callee.
pub fn before(m: MethodRef, bci: u32) -> SlotTypes {
    let mut types = common(at(m, bci));
    if let Ok(i) = Instruction::decode(m.cold.bytecode, bci as usize)
        && let Some((desc, has_receiver)) = call(m, &i)
    {
        types.pop(argument_slots(desc) + usize::from(has_receiver));
    }
    types
}

fn entry(m: MethodRef) -> SlotTypes {
    let mut locals = Vec::with_capacity(m.max_locals.into());
    if !m.is_static() {
        locals.push(Reference);
    }
    for p in split(m.desc.bytes()).0 {
        append(&mut locals, p);
    }
    locals.resize(m.max_locals.into(), Unknown);
    SlotTypes { locals, stack: Vec::new() }
}

/// Appends the slots of a value with this descriptor.
fn append(slots: &mut Vec<SlotType>, desc: &[u8]) {
    let ty = desc.first().and_then(|&c| BasicType::from_descriptor(c)).unwrap_or(BasicType::Void);
    let kind = if ty.is_reference() { Reference } else { Primitive };
    slots.extend(std::iter::repeat_n(kind, ty.slots()));
}

fn slots_of(desc: &[u8]) -> usize {
    desc.first().and_then(|&c| BasicType::from_descriptor(c)).map_or(0, BasicType::slots)
}

fn argument_slots(desc: Symbol) -> usize {
    split(desc.bytes()).0.into_iter().map(slots_of).sum()
}

/// Descriptor of the method that an invocation calls, and whether it takes a receiver.
fn call(m: MethodRef, i: &Instruction<'_>) -> Option<(Symbol, bool)> {
    let (index, has_receiver) = match (i.opcode, i.operands) {
        (Opcode::Invokevirtual | Opcode::Invokespecial, Operands::Constant(index)) => (index, true),
        (Opcode::Invokestatic, Operands::Constant(index)) => (index, false),
        (Opcode::Invokeinterface, Operands::InvokeInterface { index, .. }) => (index, true),
        (Opcode::Invokedynamic, Operands::InvokeDynamic { index, .. }) => (index, false),
        _ => return None,
    };
    Some((m.holder.constants().member_name_and_type(index).1, has_receiver))
}

impl SlotTypes {
    fn pop(&mut self, n: usize) {
        self.stack.truncate(self.stack.len().saturating_sub(n));
    }

    /// Puts the top `count` slots once more under the `below` slots beneath them (the `dup` family).
    fn duplicate(&mut self, count: usize, below: usize) {
        if let Some(at) = self.stack.len().checked_sub(count + below) {
            let copy = self.stack[at + below..].to_vec();
            self.stack.splice(at..at, copy);
        }
    }

    /// Keeps what holds on both ways; true when something changed.
    fn merge(&mut self, other: &SlotTypes) -> bool {
        let mut changed = false;
        let pairs = self.locals.iter_mut().zip(&other.locals).chain(self.stack.iter_mut().zip(&other.stack));
        for (a, b) in pairs {
            if a != b && *a != Unknown {
                *a = Unknown;
                changed = true;
            }
        }
        changed
    }
}

/// The subroutines that have been entered and not left, and what is known of the frame in each instruction then.
struct Context {
    /// The context that entered the newest subroutine, and where it goes on; `None`: no subroutine.
    caller: Option<(usize, u32)>,
    /// By bytecode index.
    states: Vec<Option<SlotTypes>>,
}

struct Analysis {
    method: MethodRef,
    contexts: Vec<Context>,
    /// Context and bytecode index.
    work: Vec<(usize, u32)>,
}

impl Analysis {
    fn new(m: MethodRef) -> Analysis {
        let mut a = Analysis { method: m, contexts: Vec::new(), work: vec![(0, 0)] };
        a.add_context(None);
        a.contexts[0].states[0] = Some(entry(m));
        a
    }

    fn add_context(&mut self, caller: Option<(usize, u32)>) -> usize {
        let states = vec![None; self.method.cold.bytecode.len() + 1];
        self.contexts.push(Context { caller, states });
        self.contexts.len() - 1
    }

    /// The context in which a subroutine runs that `context` enters, to go on at `back`. One that has been left by other
    /// ways than `ret`, and is entered again, is the same.
    fn entered(&mut self, context: usize, back: u32) -> usize {
        let mut at = context;
        while let Some((caller, there)) = self.contexts[at].caller {
            if there == back {
                return at;
            }
            at = caller;
        }
        match self.contexts.iter().position(|c| c.caller == Some((context, back))) {
            Some(known) => known,
            None => self.add_context(Some((context, back))),
        }
    }

    /// The context in which `ret` to `back` goes on.
    fn left(&self, context: usize, back: u32) -> Option<usize> {
        let (caller, there) = self.contexts[context].caller?;
        if there == back { Some(caller) } else { self.left(caller, back) }
    }

    fn run(&mut self) {
        while let Some((context, bci)) = self.work.pop() {
            let Some(before) = self.contexts[context].states[bci as usize].clone() else { continue };
            let Ok(i) = Instruction::decode(self.method.cold.bytecode, bci as usize) else { return };
            self.flow_to_handlers(context, bci, &before);
            let mut after = before;
            self.apply(&i, &mut after);
            self.flow_to_handlers(context, bci, &after);
            let target_context = match i.opcode {
                Opcode::Jsr | Opcode::JsrW => self.entered(context, i.next_bci()),
                _ => context,
            };
            i.for_each_target(|target| self.flow(target_context, target as usize, &after));
            match i.opcode {
                Opcode::Ret => {
                    let local = i.local_index().and_then(|n| after.locals.get(usize::from(n)));
                    if let Some(&ReturnAddress(back)) = local
                        && let Some(caller) = self.left(context, back)
                    {
                        self.flow(caller, back as usize, &after);
                    }
                }
                Opcode::Jsr | Opcode::JsrW => {}
                opcode if opcode.ends_block() => {}
                _ => self.flow(context, i.next_bci() as usize, &after),
            }
        }
    }

    fn flow(&mut self, context: usize, at: usize, s: &SlotTypes) {
        let Some(state) = self.contexts[context].states.get_mut(at) else { return };
        let changed = match state {
            Some(there) => there.merge(s),
            None => {
                *state = Some(s.clone());
                true
            }
        };
        if changed {
            self.work.push((context, at as u32));
        }
    }

    fn flow_to_handlers(&mut self, context: usize, bci: u32, s: &SlotTypes) {
        for &[start, end, handler, _] in self.method.cold.exceptions {
            if (u32::from(start)..u32::from(end)).contains(&bci) {
                let at = SlotTypes { locals: s.locals.clone(), stack: vec![Reference] };
                self.flow(context, handler.into(), &at);
            }
        }
    }

    fn apply(&self, i: &Instruction<'_>, s: &mut SlotTypes) {
        use Opcode as O;
        let cp = self.method.holder.constants();
        if let Some((desc, has_receiver)) = call(self.method, i) {
            s.pop(argument_slots(desc) + usize::from(has_receiver));
            append(&mut s.stack, split(desc.bytes()).1);
            return;
        }
        match (i.opcode, i.operands) {
            (O::Jsr | O::JsrW, _) => s.stack.push(ReturnAddress(i.next_bci())),
            (O::Dup, _) => s.duplicate(1, 0),
            (O::DupX1, _) => s.duplicate(1, 1),
            (O::DupX2, _) => s.duplicate(1, 2),
            (O::Dup2, _) => s.duplicate(2, 0),
            (O::Dup2X1, _) => s.duplicate(2, 1),
            (O::Dup2X2, _) => s.duplicate(2, 2),
            (O::Swap, _) => {
                let n = s.stack.len();
                if n >= 2 {
                    s.stack.swap(n - 1, n - 2);
                }
            }
            (O::Ldc | O::LdcW | O::Ldc2W, Operands::Constant(index)) => match cp.tag(index) {
                Tag::Integer | Tag::Float => s.stack.push(Primitive),
                Tag::Long | Tag::Double => s.stack.extend([Primitive; 2]),
                Tag::Dynamic => append(&mut s.stack, cp.member_name_and_type(index).1.bytes()),
                _ => s.stack.push(Reference),
            },
            (O::Getstatic | O::Getfield | O::Putstatic | O::Putfield, Operands::Constant(index)) => {
                let desc = cp.member_name_and_type(index).1.bytes();
                let object = usize::from(matches!(i.opcode, O::Getfield | O::Putfield));
                if matches!(i.opcode, O::Getstatic | O::Getfield) {
                    s.pop(object);
                    append(&mut s.stack, desc);
                } else {
                    s.pop(slots_of(desc) + object);
                }
            }
            (O::Multianewarray, Operands::MultiANewArray { dimensions, .. }) => {
                s.pop(dimensions.into());
                s.stack.push(Reference);
            }
            (opcode, _) => {
                let info = opcode.info();
                let top = s.stack.last().copied();
                s.pop(letters(info.pops));
                if (O::Istore as u8..=O::Astore3 as u8).contains(&(opcode as u8))
                    && let Some(local) = i.local_index()
                {
                    let local = usize::from(local);
                    let end = (local + letters(info.pops)).min(s.locals.len());
                    s.locals[local.min(end)..end].fill(top.unwrap_or(Unknown));
                }
                for c in info.pushes.bytes() {
                    match c {
                        b'A' => s.stack.push(Reference),
                        b'J' | b'D' => s.stack.extend([Primitive; 2]),
                        _ => s.stack.push(Primitive),
                    }
                }
            }
        }
    }
}

/// Slots of a stack effect in the bytecode table.
fn letters(effect: &str) -> usize {
    effect.bytes().map(|c| if matches!(c, b'J' | b'D') { 2 } else { 1 }).sum()
}
