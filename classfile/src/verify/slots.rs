//! The primitive steps of instructions: pushing, popping, loading and storing slots, with their failures.

use super::check::Checker;
use super::report::{Fault, Origin, Source};
use super::types::VType;
use super::{Refusal, Verdict};

impl Checker<'_, '_> {
    #[inline]
    pub fn push(&mut self, vtype: VType) -> Verdict {
        let frame = &mut self.frame;
        let Some(slot) = frame.stack.get_mut(frame.stack_size) else { return Err(self.overflow()) };
        *slot = vtype;
        frame.stack_size += 1;
        Ok(())
    }

    #[inline]
    pub fn push2(&mut self, lower: VType) -> Verdict {
        let frame = &mut self.frame;
        let size = frame.stack_size;
        if size + 2 > frame.stack.len() {
            return Err(self.overflow());
        }
        frame.stack[size] = lower;
        frame.stack[size + 1] = lower.upper();
        frame.stack_size = size + 2;
        Ok(())
    }

    #[cold]
    fn overflow(&self) -> Box<Refusal> {
        let fault = Fault::StackOverflow(self.frame.image());
        self.verify_error(self.frame.bci, fault, "Operand stack overflow")
    }

    #[cold]
    fn underflow(&self) -> Box<Refusal> {
        let fault = Fault::StackUnderflow(self.frame.image());
        self.verify_error(self.frame.bci, fault, "Operand stack underflow")
    }

    /// Pops a slot of any type.
    #[inline]
    pub fn pop_any(&mut self) -> Verdict<VType> {
        let Some(top) = self.frame.stack_size.checked_sub(1) else { return Err(self.underflow()) };
        self.frame.stack_size = top;
        Ok(self.frame.stack[top])
    }

    /// Pops a slot that must fit `wanted`; returns its type.
    #[inline]
    pub fn pop(&mut self, wanted: VType) -> Verdict<VType> {
        let found = self.pop_any()?;
        if self.accepts(wanted, found)? {
            return Ok(found);
        }
        let fault = Fault::WrongType(self.stack_top(), Some(Origin::implicit(wanted)));
        Err(self.verify_error(self.frame.bci, fault, "Bad type on operand stack"))
    }

    /// Pops a long or double. When both slots are wrong, the lower one is reported.
    #[inline]
    fn pop2(&mut self, lower: VType) -> Verdict {
        let upper = self.pop(lower.upper());
        self.pop(lower)?;
        upper.map(|_| ())
    }

    /// The slot that was popped last, for a message.
    pub fn stack_top(&self) -> Origin {
        let slot = self.frame.stack_size;
        Origin {
            source: Source::CurrentStack(slot),
            vtype: self.frame.stack.get(slot).copied().unwrap_or(VType::TOP),
            frame: Some(self.frame.image()),
        }
    }

    /// Pops numbers as a row of the opcode table lists them, the last one first.
    #[inline]
    pub fn pop_all(&mut self, effect: &str) -> Verdict {
        for letter in effect.bytes().rev() {
            match letter {
                b'I' => self.pop(VType::INTEGER).map(|_| ())?,
                b'F' => self.pop(VType::FLOAT).map(|_| ())?,
                b'J' => self.pop2(VType::LONG)?,
                _ => self.pop2(VType::DOUBLE)?,
            }
        }
        Ok(())
    }

    #[inline]
    pub fn push_all(&mut self, effect: &str) -> Verdict {
        for letter in effect.bytes() {
            match letter {
                b'I' => self.push(VType::INTEGER)?,
                b'F' => self.push(VType::FLOAT)?,
                b'J' => self.push2(VType::LONG)?,
                _ => self.push2(VType::DOUBLE)?,
            }
        }
        Ok(())
    }

    #[cold]
    fn bad_local_index(&self, index: usize, text: &str) -> Box<Refusal> {
        self.verify_error(self.frame.bci, Fault::BadLocalIndex(index), text)
    }

    #[cold]
    fn bad_local(&self, index: usize, wanted: VType) -> Box<Refusal> {
        let found = Origin {
            source: Source::CurrentLocal(index),
            vtype: self.frame.locals[index],
            frame: Some(self.frame.image()),
        };
        let fault = Fault::WrongType(found, Some(Origin::implicit(wanted)));
        self.verify_error(self.frame.bci, fault, "Bad local variable type")
    }

    #[inline]
    pub fn read_local(&mut self, index: usize, wanted: VType) -> Verdict<VType> {
        let Some(&found) = self.frame.locals.get(index) else {
            return Err(self.bad_local_index(index, "Local variable table overflow"));
        };
        if wanted.accepts_simply(found) != Some(true) {
            return Err(self.bad_local(index, wanted));
        }
        Ok(found)
    }

    #[inline]
    pub fn load(&mut self, index: usize, wanted: VType) -> Verdict {
        let found = self.read_local(index, wanted)?;
        self.push(found)
    }

    #[inline]
    pub fn load2(&mut self, index: usize, lower: VType) -> Verdict {
        if index + 1 >= self.frame.locals_size {
            return Err(self.bad_local_index(index, "get long/double overflows locals"));
        }
        if self.frame.locals[index] != lower {
            return Err(self.bad_local(index, lower));
        }
        if self.frame.locals[index + 1] != lower.upper() {
            return Err(self.bad_local(index + 1, lower.upper()));
        }
        self.push2(lower)
    }

    #[inline]
    pub fn store(&mut self, index: usize, wanted: VType) -> Verdict {
        let found = self.pop(wanted)?;
        if index >= self.frame.locals.len() {
            return Err(self.bad_local_index(index, "Local variable table overflow"));
        }
        self.frame.set_local(index, found);
        Ok(())
    }

    #[inline]
    pub fn store2(&mut self, index: usize, lower: VType) -> Verdict {
        self.pop2(lower)?;
        if index + 1 >= self.frame.locals.len() {
            return Err(self.bad_local_index(index, "Local variable table overflow"));
        }
        self.frame.set_local2(index, lower);
        Ok(())
    }
}
