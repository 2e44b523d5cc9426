//! Helpful messages of `NullPointerException` (JEP 358): which action failed, and what was null.
//!
//! The message is made from the bytecode at the failing instruction. A forward analysis tells, for each
//! slot of the operand stack, which instruction pushed it ([`Analysis`]); the expression that was null is
//! then printed backwards from there ([`Printer`]). The texts are HotSpot's.

use classfile::bytecode::{Instruction, Operands};
use classfile::descriptor::MethodDescriptor;
use classfile::opcode::Opcode;

use crate::class::method::external_types;
use crate::class::{BasicType, MethodRef, Tag};
use crate::symbol::Symbol;

/// How deep the expression that was null is followed.
const MAX_DETAIL: u32 = 5;
/// Most stack slots that the analysis keeps, for absurd methods.
const MAX_ENTRIES: usize = 1_000_000;

/// The message for a NullPointerException thrown by the instruction at `bci` of `m`; `None` when that
/// instruction throws none by itself (an exception made with `new`).
pub fn message(m: MethodRef, bci: u32) -> Option<String> {
    if m.holder.name == "jdk/internal/reflect/NativeConstructorAccessorImpl" {
        return None;
    }
    let code = m.cold.bytecode;
    let at = Instruction::decode(code, bci as usize).ok()?;
    let slot = null_slot(m, &at)?;
    let mut text = failed_action(m, &at)?;
    let analysis = Analysis::run(m, bci);
    let printer = Printer { m, analysis: &analysis };
    if let Some(cause) = printer.cause(bci, slot) {
        text.push_str(&cause);
    }
    Some(text)
}

// ---- constants --------------------------------------------------------------------------------

/// The constant pool index of an instruction.
fn index_of(i: &Instruction<'_>) -> Option<u16> {
    match i.operands {
        Operands::Constant(index)
        | Operands::InvokeInterface { index, .. }
        | Operands::InvokeDynamic { index, .. }
        | Operands::MultiANewArray { index, .. } => Some(index),
        _ => None,
    }
}

/// Name and descriptor of the member that an instruction names.
fn member(m: MethodRef, i: &Instruction<'_>) -> Option<(Symbol, Symbol)> {
    Some(m.holder.constants().member_name_and_type(index_of(i)?))
}

fn slots_of(descriptor: Symbol) -> usize {
    descriptor.bytes().first().and_then(|c| BasicType::from_descriptor(*c)).map_or(1, BasicType::slots)
}

/// Slots of a method's arguments (without receiver) and of its result.
fn method_slots(descriptor: Symbol) -> (usize, usize) {
    MethodDescriptor::parse(descriptor.bytes())
        .map_or((0, 0), |d| (d.parameter_slots(), d.return_type().slots()))
}

fn class_name(name: Symbol) -> String {
    match name.bytes() {
        b"java/lang/Object" => "Object".into(),
        b"java/lang/String" => "String".into(),
        _ => name.external(),
    }
}

/// `pkg.Class.name(int, String)` of a method reference. The package of what begins like
/// `java.lang.Object` or `java.lang.String` is left out.
fn method_name(m: MethodRef, i: &Instruction<'_>) -> Option<String> {
    let (name, descriptor) = member(m, i)?;
    let class = class_name(m.holder.constants().member_class_name(index_of(i)?));
    let descriptor = descriptor.text();
    let parameters = descriptor.strip_prefix('(')?.split_once(')')?.0;
    let shorten = |ty: &str| match ty.strip_prefix("java.lang.") {
        Some(short) if short.starts_with("Object") || short.starts_with("String") => short.to_owned(),
        _ => ty.to_owned(),
    };
    let parameters: Vec<String> = external_types(parameters).split(", ").map(shorten).collect();
    Some(format!("{class}.{name}({})", parameters.join(", ")))
}

// ---- what failed ------------------------------------------------------------------------------

/// The slot, counted from the top, of the reference that an instruction dereferences.
fn null_slot(m: MethodRef, i: &Instruction<'_>) -> Option<usize> {
    use Opcode::*;
    Some(match i.opcode {
        Getfield | Arraylength | Athrow | Monitorenter | Monitorexit => 0,
        Iaload | Faload | Aaload | Baload | Caload | Saload | Laload | Daload => 1,
        Iastore | Fastore | Aastore | Bastore | Castore | Sastore => 2,
        Lastore | Dastore => 3,
        Putfield => slots_of(member(m, i)?.1),
        Invokevirtual | Invokespecial | Invokeinterface => {
            let (name, descriptor) = member(m, i)?;
            if name == "<init>" {
                return None; // a new object is never null: the exception was made by hand
            }
            method_slots(descriptor).0
        }
        _ => return None,
    })
}

/// "Cannot read the array length", and so on.
fn failed_action(m: MethodRef, i: &Instruction<'_>) -> Option<String> {
    use Opcode::*;
    Some(match i.opcode {
        Iaload => "Cannot load from int array".into(),
        Faload => "Cannot load from float array".into(),
        Aaload => "Cannot load from object array".into(),
        Baload => "Cannot load from byte/boolean array".into(),
        Caload => "Cannot load from char array".into(),
        Saload => "Cannot load from short array".into(),
        Laload => "Cannot load from long array".into(),
        Daload => "Cannot load from double array".into(),
        Iastore => "Cannot store to int array".into(),
        Fastore => "Cannot store to float array".into(),
        Aastore => "Cannot store to object array".into(),
        Bastore => "Cannot store to byte/boolean array".into(),
        Castore => "Cannot store to char array".into(),
        Sastore => "Cannot store to short array".into(),
        Lastore => "Cannot store to long array".into(),
        Dastore => "Cannot store to double array".into(),
        Arraylength => "Cannot read the array length".into(),
        Athrow => "Cannot throw exception".into(),
        Monitorenter => "Cannot enter synchronized block".into(),
        Monitorexit => "Cannot exit synchronized block".into(),
        Getfield => format!("Cannot read field \"{}\"", member(m, i)?.0),
        Putfield => format!("Cannot assign field \"{}\"", member(m, i)?.0),
        Invokevirtual | Invokespecial | Invokeinterface => {
            format!("Cannot invoke \"{}\"", method_name(m, i)?)
        }
        _ => return None,
    })
}

// ---- which instruction pushed what --------------------------------------------------------------

/// The operand stack before an instruction: for each slot the instruction that pushed it, `None` when
/// it depends on the way taken.
#[derive(Clone, Default)]
struct Stack {
    slots: Vec<Option<u32>>,
    /// The first 64 local variables that have been written since the method's start.
    written: u64,
}

impl Stack {
    fn push(&mut self, bci: u32, slots: usize) {
        self.slots.extend(std::iter::repeat_n(Some(bci), slots));
    }

    fn pop(&mut self, slots: usize) {
        self.slots.truncate(self.slots.len().saturating_sub(slots));
    }

    /// Slot `i` from the top.
    fn get(&self, i: usize) -> Option<u32> {
        *self.slots.get(self.slots.len().checked_sub(i + 1)?)?
    }

    fn write_local(&mut self, i: u16) {
        if i < 64 {
            self.written |= 1 << i;
        }
    }

    /// Whether a local variable may have been written; those beyond the first 64 always.
    fn is_written(&self, i: u16) -> bool {
        i >= 64 || self.written & 1 << i != 0
    }

    fn merge(&mut self, other: &Stack) {
        for (a, b) in self.slots.iter_mut().zip(&other.slots) {
            if a != b {
                *a = None;
            }
        }
        self.written |= other.written;
    }
}

/// The stacks before each instruction, as far as they are needed.
struct Analysis {
    stacks: Vec<Option<Stack>>,
    entries: usize,
    added: bool,
    complete: bool,
}

impl Analysis {
    /// Passes over the code until every instruction has a stack, no pass finds a new one, or the one
    /// at `bci` has been found.
    fn run(m: MethodRef, bci: u32) -> Analysis {
        let code = m.cold.bytecode;
        let mut a = Analysis { stacks: vec![None; code.len() + 1], entries: 0, added: true, complete: false };
        a.stacks[0] = Some(Stack::default());
        for &[_, _, handler, _] in m.cold.exceptions {
            if let Some(stack @ None) = a.stacks.get_mut(usize::from(handler)) {
                *stack = Some(Stack { slots: vec![Some(handler.into())], written: 0 });
            }
        }
        while !a.complete && a.added {
            a.complete = true;
            a.added = false;
            let mut at = 0;
            while at < code.len() {
                let Ok(i) = Instruction::decode(code, at) else { return a };
                a.step(m, &i);
                at = i.next_bci() as usize;
                if at == bci as usize && a.stacks[at].is_some() {
                    a.complete = true;
                    break;
                }
                if a.entries > MAX_ENTRIES {
                    return a;
                }
            }
        }
        a
    }

    fn flow_to(&mut self, target: u32, stack: &mut Stack) {
        let Some(there) = self.stacks.get_mut(target as usize) else { return };
        match there {
            Some(old) => stack.merge(old),
            None => {
                self.added = true;
                self.entries += stack.slots.len();
            }
        }
        *there = Some(stack.clone());
    }

    fn step(&mut self, m: MethodRef, i: &Instruction<'_>) {
        let Some(mut stack) = self.stacks[i.bci as usize].clone() else {
            self.complete = false;
            return;
        };
        simulate(m, i, &mut stack);
        let switch = matches!(i.opcode, Opcode::Tableswitch | Opcode::Lookupswitch);
        let jump = matches!(i.opcode, Opcode::Jsr | Opcode::JsrW);
        // as in HotSpot the instruction behind a switch counts as reached by it
        if switch || !(i.opcode.ends_block() || jump) {
            self.flow_to(i.next_bci(), &mut stack);
        }
        i.for_each_target(|target| {
            if let Ok(target) = u32::try_from(target) {
                self.flow_to(target, &mut stack);
            }
        });
    }
}

/// Slots of a stack effect in the opcode table's letters.
fn effect_slots(letters: &str) -> usize {
    letters.bytes().map(|c| if matches!(c, b'J' | b'D') { 2 } else { 1 }).sum()
}

/// Lets an instruction act on the stack.
fn simulate(m: MethodRef, i: &Instruction<'_>, stack: &mut Stack) {
    use Opcode::*;
    let at = i.bci;
    match i.opcode {
        // the value stays that of the instruction which pushed it
        Checkcast => {}
        Dup => copy(stack, 1, 0),
        DupX1 => copy(stack, 1, 1),
        DupX2 => copy(stack, 1, 2),
        Dup2 => copy(stack, 2, 0),
        Dup2X1 => copy(stack, 2, 1),
        Dup2X2 => copy(stack, 2, 2),
        Swap => {
            let n = stack.slots.len();
            if n >= 2 {
                stack.slots.swap(n - 1, n - 2);
            }
        }
        Ldc | LdcW | Ldc2W => {
            let tag = index_of(i).map(|index| m.holder.constants().tag(index));
            let slots = match tag {
                Some(Tag::Long | Tag::Double) => 2,
                Some(Tag::Dynamic) => member(m, i).map_or(1, |(_, d)| slots_of(d)),
                _ => 1,
            };
            stack.push(at, slots);
        }
        Getstatic | Getfield => {
            stack.pop(usize::from(i.opcode == Getfield));
            stack.push(at, member(m, i).map_or(1, |(_, d)| slots_of(d)));
        }
        Putstatic | Putfield => {
            let value = member(m, i).map_or(1, |(_, d)| slots_of(d));
            stack.pop(value + usize::from(i.opcode == Putfield));
        }
        Invokevirtual | Invokespecial | Invokeinterface | Invokestatic | Invokedynamic => {
            let (arguments, result) = member(m, i).map_or((0, 0), |(_, d)| method_slots(d));
            let receiver = !matches!(i.opcode, Invokestatic | Invokedynamic);
            stack.pop(arguments + usize::from(receiver));
            stack.push(at, result);
        }
        Multianewarray => {
            if let Operands::MultiANewArray { dimensions, .. } = i.operands {
                stack.pop(dimensions.into());
            }
            stack.push(at, 1);
        }
        opcode => {
            if (Istore..=Astore3).contains(&opcode)
                && let Some(local) = i.local_index()
            {
                stack.write_local(local);
            }
            stack.pop(effect_slots(opcode.info().pops));
            stack.push(at, effect_slots(opcode.info().pushes));
        }
    }
}

/// Copies the top `n` slots to below the `under` slots beneath them.
fn copy(stack: &mut Stack, n: usize, under: usize) {
    let Some(from) = stack.slots.len().checked_sub(n + under) else { return };
    let top = stack.slots[from + under..].to_vec();
    stack.slots.splice(from..from, top);
}

// ---- what was null ------------------------------------------------------------------------------

struct Printer<'a> {
    m: MethodRef,
    analysis: &'a Analysis,
}

impl Printer<'_> {
    /// ` because "x.y" is null`; `None` when it cannot be said.
    fn cause(&self, bci: u32, slot: usize) -> Option<String> {
        let source = self.analysis.stacks[bci as usize].as_ref()?.get(slot)?;
        let i = Instruction::decode(self.m.cold.bytecode, source as usize).ok()?;
        let expression = self.expression(bci, slot, MAX_DETAIL)?;
        let prefix = if is_call(i.opcode) { " because the return value of \"" } else { " because \"" };
        Some(format!("{prefix}{expression}\" is null"))
    }

    /// The expression that was pushed into the slot; `None` when it is too complicated.
    fn expression(&self, bci: u32, slot: usize, detail: u32) -> Option<String> {
        use Opcode::*;
        if detail == 0 {
            return None;
        }
        let stack = self.analysis.stacks[bci as usize].as_ref()?;
        let source = stack.get(slot)?;
        let i = Instruction::decode(self.m.cold.bytecode, source as usize).ok()?;
        Some(match i.opcode {
            Iload | Iload0 | Iload1 | Iload2 | Iload3 | Aload | Aload0 | Aload1 | Aload2 | Aload3 => {
                let local = i.local_index()?;
                self.local(source, local, !stack.is_written(local))
            }
            AconstNull => "null".into(),
            IconstM1 => "-1".into(),
            Iconst0 | Iconst1 | Iconst2 | Iconst3 | Iconst4 | Iconst5 => {
                (i.opcode as u8 - Iconst0 as u8).to_string()
            }
            Bipush | Sipush => match i.operands {
                // as in HotSpot, sipush is printed without its sign
                Operands::Immediate(v) if i.opcode == Sipush => (v as u16).to_string(),
                Operands::Immediate(v) => v.to_string(),
                _ => return None,
            },
            Iaload | Aaload => {
                let array = self.expression(source, 1, detail - 1).unwrap_or_else(|| "<array>".into());
                let index = self.expression(source, 0, detail).unwrap_or_else(|| "...".into());
                format!("{array}[{index}]")
            }
            Getstatic => {
                let class = class_name(self.m.holder.constants().member_class_name(index_of(&i)?));
                format!("{class}.{}", member(self.m, &i)?.0)
            }
            Getfield => {
                let field = member(self.m, &i)?.0;
                match self.expression(source, 0, detail - 1) {
                    Some(object) => format!("{object}.{field}"),
                    None => field.text().into_owned(),
                }
            }
            opcode if is_call(opcode) => method_name(self.m, &i)?,
            _ => return None,
        })
    }

    /// The name of a local variable at `bci`: from the debug information, else `this`, `<parameter1>`
    /// (while `untouched`) or `<local4>`.
    fn local(&self, bci: u32, local: u16, untouched: bool) -> String {
        let m = self.m;
        if let Some(table) = m.cold.local_variables {
            let u16_at = |row: &[u8], k: usize| u16::from_be_bytes([row[2 * k], row[2 * k + 1]]);
            for row in table.chunks_exact(10) {
                let start = u32::from(u16_at(row, 0));
                let end = start + u32::from(u16_at(row, 1));
                if (start..end).contains(&bci) && u16_at(row, 4) == local {
                    return m.holder.constants().symbol(u16_at(row, 2)).text().into_owned();
                }
            }
        }
        if !m.is_static() && local == 0 && untouched {
            return "this".into();
        }
        let mut slot = usize::from(!m.is_static());
        let parameters = MethodDescriptor::parse(m.desc.bytes());
        for (n, ty) in parameters.iter().flat_map(|d| d.parameters()).enumerate() {
            if (slot..slot + ty.slots()).contains(&usize::from(local)) && untouched {
                return format!("<parameter{}>", n + 1);
            }
            slot += ty.slots();
        }
        format!("<local{local}>")
    }
}

fn is_call(opcode: Opcode) -> bool {
    use Opcode::*;
    matches!(opcode, Invokevirtual | Invokespecial | Invokestatic | Invokeinterface)
}
