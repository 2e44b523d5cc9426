//! The data flow: executing changed instructions and merging their results into what may follow them.

use super::state::{AnyPath, Instruction, Locals, Stack, State, States, Subroutines, UNKNOWN};
use super::types::{IType, Item};
use super::{Fault, Flow, Inference, refuse};
use crate::opcode::Opcode;

/// The state after an instruction.
#[derive(Clone, Copy, Debug)]
pub(super) struct After {
    pub state: State,
    pub any_path: AnyPath,
    pub constructed: bool,
}

fn is_jsr(opcode: Opcode) -> bool {
    matches!(opcode, Opcode::Jsr | Opcode::JsrW)
}

impl Inference<'_, '_> {
    /// Executes instructions until no state changes any more.
    pub fn run(&mut self) -> Flow {
        let mut changed = true;
        while changed {
            changed = false;
            self.spend(self.instructions.len())?;
            for number in 0..self.instructions.len() {
                if self.instructions[number].changed {
                    self.instructions[number].changed = false;
                    changed = true;
                    self.execute(number)?;
                }
            }
        }
        Ok(())
    }

    fn execute(&mut self, number: usize) -> Flow {
        self.spend(1)?;
        let instruction = self.instructions[number];
        let Some(before) = instruction.state else { return Ok(()) };
        self.replacement = None;
        self.check_local(&instruction, before.locals)?;
        self.check_return(&instruction)?;
        let stack = self.pop_operands(number, before.stack)?;
        let (locals, subroutines) = self.update_locals(&instruction, before)?;
        let stack = self.push_results(&instruction, before, stack)?;
        if stack.size > self.max_stack {
            return refuse("Stack size too large");
        }
        let calls_constructor = self.replacement.is_some_and(|(from, _)| from == IType::INIT_OBJECT);
        let after = After {
            state: State { stack, locals, subroutines },
            any_path: instruction.any_path,
            constructed: instruction.constructed || calls_constructor,
        };
        self.merge_into_handlers(number, before, after, calls_constructor)?;
        self.merge_into_successors(number, after)
    }

    /// Returning must be allowed on all paths.
    fn check_return(&self, instruction: &Instruction) -> Flow {
        let AnyPath { needs_constructor, no_return } = instruction.any_path;
        if instruction.opcode == Opcode::Return && needs_constructor && !instruction.constructed {
            return refuse("Constructor must call super() or this()");
        }
        if instruction.opcode.is_return() && no_return {
            return refuse("Cannot return normally");
        }
        Ok(())
    }

    fn merge_into_handlers(
        &mut self,
        number: usize,
        before: State,
        after: After,
        calls_constructor: bool,
    ) -> Flow {
        self.spend(self.handlers.len())?;
        for index in 0..self.handlers.len() {
            let handler = self.handlers[index];
            if !(handler.start..handler.end).contains(&(number as u32)) {
                continue;
            }
            let target = handler.handler as usize;
            let instruction = self.instructions[number];
            let entered = After {
                state: State { stack: handler.stack, ..before },
                any_path: instruction.any_path,
                constructed: instruction.constructed,
            };
            self.merge_into(number, target, entered, true)?;
            if instruction.constructs {
                // The exception may also come when the object is initialized already.
                let mut entered = After { state: State { stack: handler.stack, ..after.state }, ..after };
                entered.any_path.no_return |= calls_constructor;
                self.merge_into(number, target, entered, true)?;
            }
        }
        Ok(())
    }

    fn merge_into_successors(&mut self, number: usize, after: After) -> Flow {
        let instruction = self.instructions[number];
        let next = number as u32 + 1;
        match instruction.opcode {
            opcode if opcode.is_return() || opcode == Opcode::Athrow => Ok(()),
            opcode if opcode.is_conditional_branch() => {
                self.merge_into_successor(number, next, after)?;
                self.merge_into_successor(number, instruction.operand, after)
            }
            opcode if is_jsr(opcode) => {
                if instruction.operand2 != UNKNOWN {
                    self.instructions[instruction.operand2 as usize].changed = true;
                }
                self.merge_into_successor(number, instruction.operand, after)
            }
            Opcode::Goto | Opcode::GotoW => self.merge_into_successor(number, instruction.operand, after),
            Opcode::Ret | Opcode::Tableswitch | Opcode::Lookupswitch => {
                if instruction.targets.is_none() {
                    self.find_return_targets(number)?;
                }
                let (start, end) = self.instructions[number].targets.unwrap_or_default();
                for index in start..end {
                    self.merge_into_successor(number, self.targets[index as usize], after)?;
                }
                Ok(())
            }
            _ => self.merge_into_successor(number, next, after),
        }
    }

    /// `ret` goes to the instructions after all calls of its subroutine.
    fn find_return_targets(&mut self, number: usize) -> Flow {
        self.spend(self.instructions.len())?;
        let subroutine = u32::from(self.return_address(number));
        let start = self.targets.len() as u32;
        for (call, instruction) in self.instructions.iter().enumerate().rev() {
            if is_jsr(instruction.opcode) && instruction.operand == subroutine {
                self.targets.push(call as u32 + 1);
            }
        }
        self.instructions[number].targets = Some((start, self.targets.len() as u32));
        Ok(())
    }

    /// The subroutine that a `ret` returns from.
    fn return_address(&self, number: usize) -> u16 {
        let instruction = &self.instructions[number];
        let locals = instruction.state.map_or(&[][..], |state| self.states.locals(state.locals));
        locals.get(instruction.operand as usize).map_or(0, |vtype| vtype.extra())
    }

    fn merge_into_successor(&mut self, from: usize, to: u32, after: After) -> Flow {
        if to as usize >= self.instructions.len() {
            return refuse("Falling off the end of the code");
        }
        self.merge_into(from, to as usize, after, false)
    }

    /// Merges the state after `from` into that before `to`.
    fn merge_into(&mut self, from: usize, to: usize, mut after: After, is_exception: bool) -> Flow {
        let opcode = self.instructions[from].opcode;
        if opcode == Opcode::Ret || is_jsr(opcode) {
            self.forget_new_objects(&mut after.state)?;
        }
        if opcode == Opcode::Ret && !is_exception {
            let mark = self.states.mark_locals();
            match self.return_to_caller(from, to, after.state)? {
                Some(state) => after.state = state,
                // The call has not been reached yet; when it is, the `ret` comes again.
                None => return Ok(()),
            }
            let locals_before = self.instructions[to].state.map(|state| state.locals);
            self.merge_state(to, after.state)?;
            if locals_before == self.instructions[to].state.map(|state| state.locals) {
                self.states.release_locals(mark);
            }
        } else {
            self.merge_state(to, after.state)?;
        }
        let target = &mut self.instructions[to];
        let any_path = AnyPath {
            needs_constructor: target.any_path.needs_constructor || after.any_path.needs_constructor,
            no_return: target.any_path.no_return || after.any_path.no_return,
        };
        let constructed = target.constructed && after.constructed;
        if any_path != target.any_path || constructed != target.constructed {
            (target.any_path, target.constructed) = (any_path, constructed);
            target.changed = true;
        }
        Ok(())
    }

    /// Uninitialized objects can neither be passed to a subroutine nor come from it.
    fn forget_new_objects(&mut self, state: &mut State) -> Flow {
        let keep = |vtype: IType| if vtype.is(Item::NewObject) { IType::BOGUS } else { vtype };
        let values: Vec<IType> = self.states.values(state.stack).collect();
        self.spend(values.len() + state.locals.count as usize)?;
        if values.iter().any(|vtype| vtype.is(Item::NewObject)) {
            let values: Vec<IType> = values.into_iter().map(keep).collect();
            state.stack = self.states.stack_of(state.stack.size, &values)?;
        }
        if self.states.locals(state.locals).iter().any(|vtype| vtype.is(Item::NewObject)) {
            let locals: Vec<IType> = self.states.locals(state.locals).iter().copied().map(keep).collect();
            state.locals = self.states.new_locals(&locals)?;
        }
        Ok(())
    }

    /// What the instruction after a `jsr` finds: the locals that the subroutine has used as it left them, the others
    /// as they were at the call. `None` if the call has not been reached.
    fn return_to_caller(&mut self, ret: usize, to: usize, state: State) -> Flow<Option<State>> {
        let call = to - 1;
        let subroutine = u32::from(self.return_address(ret));
        if self.instructions[call].operand2 != ret as u32 {
            if self.instructions[call].operand2 != UNKNOWN {
                return refuse("Multiple returns to single jsr");
            }
            self.instructions[call].operand2 = ret as u32;
        }
        let Some(before_call) = self.instructions[call].state else { return Ok(None) };
        let entries = 0..state.subroutines.count;
        let Some(index) =
            entries.rev().find(|index| self.states.entry(state.subroutines, *index) == subroutine)
        else {
            return refuse("Illegal return from subroutine");
        };
        let (inside, outside) = (self.states.locals(state.locals), self.states.locals(before_call.locals));
        let count = inside.len().max(outside.len());
        let locals: Vec<IType> = (0..count)
            .map(|local| {
                let modified = self.states.is_modified(state.subroutines, index, local);
                let source = if modified { inside } else { outside };
                source.get(local).copied().unwrap_or(IType::BOGUS)
            })
            .collect();
        self.spend(count)?;
        Ok(Some(State {
            stack: state.stack,
            locals: self.states.new_locals(&locals)?,
            subroutines: States::outer(state.subroutines, index),
        }))
    }

    fn merge_state(&mut self, to: usize, new: State) -> Flow {
        let Some(old) = self.instructions[to].state else {
            self.instructions[to].state = Some(new);
            self.instructions[to].changed = true;
            return Ok(());
        };
        let stack = self.merge_stacks(old.stack, new.stack)?;
        let locals = self.merge_locals(old.locals, new.locals)?;
        let mut subroutines = None;
        if old.subroutines.count > 0 && old.subroutines != new.subroutines {
            self.spend((old.subroutines.count + new.subroutines.count) as usize)?;
            subroutines = self.states.merge_subroutines(old.subroutines, new.subroutines)?;
        }
        if stack.is_some() || locals.is_some() || subroutines.is_some() {
            self.instructions[to].state = Some(State {
                stack: stack.unwrap_or(old.stack),
                locals: locals.unwrap_or(old.locals),
                subroutines: subroutines.unwrap_or(old.subroutines),
            });
            self.instructions[to].changed = true;
        }
        Ok(())
    }

    /// `None` if the merged stack is the old one.
    fn merge_stacks(&mut self, old: Stack, new: Stack) -> Flow<Option<Stack>> {
        if old.size != new.size {
            let text = format!("Inconsistent stack height {} != {}", new.size, old.size);
            return Err(Fault::Verify(text));
        }
        if old == new {
            return Ok(None);
        }
        self.spend(old.size)?;
        let (mut old_rest, mut new_rest) = (old, new);
        let mut merged = Vec::new();
        let mut changed = false;
        while let Some((old_value, below)) = self.states.pop(old_rest) {
            let Some((new_value, new_below)) = self.states.pop(new_rest) else {
                return refuse("Mismatched stack types");
            };
            (old_rest, new_rest) = (below, new_below);
            let mut value = old_value;
            if !self.is_assignable(new_value, old_value)? {
                changed = true;
                value = self.merge(old_value, new_value, false)?;
                if value.is(Item::Bogus) {
                    return refuse("Mismatched stack types");
                }
            }
            merged.push(value);
        }
        if self.states.pop(new_rest).is_some() {
            return refuse("Mismatched stack types");
        }
        if changed { Ok(Some(self.states.stack_of(old.size, &merged)?)) } else { Ok(None) }
    }

    /// `None` if the merged locals are the old ones.
    fn merge_locals(&mut self, old: Locals, new: Locals) -> Flow<Option<Locals>> {
        if old == new {
            return Ok(None);
        }
        let count = old.count.min(new.count);
        let shorter = old.shortened(count);
        let unchanged = if count < old.count { Some(shorter) } else { None };
        self.spend(count as usize)?;
        let mut first = None;
        for local in 0..count as usize {
            let (before, after) = (self.states.locals(old)[local], self.states.locals(new)[local]);
            if before != after && !self.is_assignable(after, before)? {
                first = Some(local);
                break;
            }
        }
        let Some(first) = first else { return Ok(unchanged) };
        let mut merged = self.states.locals(shorter).to_vec();
        for (local, slot) in merged.iter_mut().enumerate().skip(first) {
            let after = self.states.locals(new)[local];
            *slot = self.merge(after, *slot, false)?;
        }
        while merged.last().is_some_and(|last| last.is(Item::Bogus)) {
            merged.pop();
        }
        Ok(Some(self.states.new_locals(&merged)?))
    }

    /// The locals after an instruction, and which ones its subroutines have used.
    fn update_locals(&mut self, instruction: &Instruction, before: State) -> Flow<(Locals, Subroutines)> {
        use Opcode::*;
        let local = instruction.operand as usize;
        let State { mut locals, mut subroutines, .. } = before;
        let slots = match instruction.opcode {
            Istore | Fstore | Astore | Iload | Fload | Aload | Iinc | Ret => 1,
            Lstore | Dstore | Lload | Dload => 2,
            _ => 0,
        };
        if matches!(instruction.opcode, Istore | Fstore | Astore | Lstore | Dstore) {
            locals = self.store(before, local, slots)?;
        }
        if is_jsr(instruction.opcode) {
            let mut entries = 0..subroutines.count;
            if entries.any(|index| self.states.entry(subroutines, index) == instruction.operand) {
                return refuse("Recursive call to jsr entry");
            }
            self.spend(subroutines.count as usize * (1 + self.max_locals / 32))?;
            subroutines = self.states.copy_subroutines(subroutines, Some(instruction.operand))?;
        }
        if let Some((from, to)) = self.replacement {
            (locals, subroutines) = self.replace_locals(locals, subroutines, from, to)?;
        }
        if slots > 0 && subroutines.count > 0 {
            let unmarked = |inference: &Self, index| {
                (local..local + slots).any(|local| !inference.states.is_modified(subroutines, index, local))
            };
            if let Some(first) = (0..subroutines.count).find(|index| unmarked(self, *index)) {
                self.spend(subroutines.count as usize * (1 + self.max_locals / 32))?;
                let copy = self.states.copy_subroutines(subroutines, None)?;
                for index in first..copy.count {
                    (local..local + slots).for_each(|local| self.states.set_modified(copy, index, local));
                }
                subroutines = copy;
            }
        }
        Ok((locals, subroutines))
    }

    /// The locals with the topmost value of the stack stored in one or two of them.
    fn store(&mut self, before: State, local: usize, slots: usize) -> Flow<Locals> {
        let Some((value, _)) = self.states.pop(before.stack) else { return Ok(before.locals) };
        let stored = [value, value.upper()];
        let old = self.states.locals(before.locals);
        if old.get(local..local + slots) == Some(&stored[..slots]) {
            return Ok(before.locals);
        }
        let count = old.len().max(local + slots);
        self.spend(count)?;
        let (locals, types) = self.states.copy_locals(before.locals, count)?;
        types[local..local + slots].copy_from_slice(&stored[..slots]);
        Ok(locals)
    }

    /// Replaces an uninitialized object in the locals.
    fn replace_locals(
        &mut self,
        locals: Locals,
        mut subroutines: Subroutines,
        from: IType,
        to: IType,
    ) -> Flow<(Locals, Subroutines)> {
        self.spend(locals.count as usize)?;
        if !self.states.locals(locals).contains(&from) {
            return Ok((locals, subroutines));
        }
        let mut types = self.states.locals(locals).to_vec();
        if subroutines.count > 0 {
            self.spend(subroutines.count as usize * (1 + self.max_locals / 32))?;
            subroutines = self.states.copy_subroutines(subroutines, None)?;
        }
        for (local, vtype) in types.iter_mut().enumerate() {
            if *vtype == from {
                *vtype = to;
                for index in 0..subroutines.count {
                    self.states.set_modified(subroutines, index, local);
                }
            }
        }
        Ok((self.states.new_locals(&types)?, subroutines))
    }
}
