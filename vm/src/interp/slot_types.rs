//! What the slots of an interpreted frame hold at a bytecode index: found by a data-flow analysis over
//! the method's verified bytecode.

use classfile::bytecode::{Instruction, Operands, instructions};
use classfile::opcode::Opcode;

use crate::class::{BasicType, MethodRef, Tag};
use crate::runtime::method_handles::split;
use crate::symbol::Symbol;

/// What a slot holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SlotType {
    /// Nothing that may be used.
    Unknown,
    /// A primitive value, a half of one, or a return address.
    Primitive,
    Reference,
}
use SlotType::{Primitive, Reference, Unknown};

/// The slots of a frame.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SlotTypes {
    pub locals: Vec<SlotType>,
    /// The operand stack, bottom first.
    pub stack: Vec<SlotType>,
}

/// The slots of a frame before its instruction at `bci`.
pub fn at(m: MethodRef, bci: u32) -> SlotTypes {
    let mut a = Analysis::new(m);
    a.run();
    a.states[bci as usize].take().unwrap_or_else(|| entry(m))
}

/// The slots of a frame whose instruction at `bci` is being executed: without the arguments of a call,
/// which belong to the callee.
pub fn before(m: MethodRef, bci: u32) -> SlotTypes {
    let mut types = at(m, bci);
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

struct Analysis {
    method: MethodRef,
    states: Vec<Option<SlotTypes>>,
    work: Vec<u32>,
    /// Positions behind `jsr`, where every `ret` may go on.
    returns: Vec<u32>,
}

impl Analysis {
    fn new(m: MethodRef) -> Analysis {
        let code = m.cold.bytecode;
        let mut states = vec![None; code.len() + 1];
        states[0] = Some(entry(m));
        let is_jsr = |o: Opcode| matches!(o, Opcode::Jsr | Opcode::JsrW);
        let returns =
            instructions(code).flatten().filter(|i| is_jsr(i.opcode)).map(|i| i.next_bci()).collect();
        Analysis { method: m, states, work: vec![0], returns }
    }

    fn run(&mut self) {
        while let Some(bci) = self.work.pop() {
            let Some(before) = self.states[bci as usize].clone() else { continue };
            let Ok(i) = Instruction::decode(self.method.cold.bytecode, bci as usize) else { return };
            self.flow_to_handlers(bci, &before);
            let mut after = before;
            self.apply(&i, &mut after);
            self.flow_to_handlers(bci, &after);
            i.for_each_target(|target| self.flow(target as usize, &after));
            match i.opcode {
                Opcode::Ret => {
                    for at in self.returns.clone() {
                        self.flow(at as usize, &after);
                    }
                }
                Opcode::Jsr | Opcode::JsrW => {}
                opcode if opcode.ends_block() => {}
                _ => self.flow(i.next_bci() as usize, &after),
            }
        }
    }

    fn flow(&mut self, at: usize, s: &SlotTypes) {
        let Some(state) = self.states.get_mut(at) else { return };
        let changed = match state {
            Some(there) => there.merge(s),
            None => {
                *state = Some(s.clone());
                true
            }
        };
        if changed {
            self.work.push(at as u32);
        }
    }

    fn flow_to_handlers(&mut self, bci: u32, s: &SlotTypes) {
        for &[start, end, handler, _] in self.method.cold.exceptions {
            if (u32::from(start)..u32::from(end)).contains(&bci) {
                let at = SlotTypes { locals: s.locals.clone(), stack: vec![Reference] };
                self.flow(handler.into(), &at);
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
