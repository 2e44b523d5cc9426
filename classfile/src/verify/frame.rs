//! The type state of one point in a method (JVMS §4.10.1.4): locals, operand stack and flags, as plain arrays.

use super::types::VType;

/// The frame before or after an instruction. One is updated in place through the whole method.
#[derive(Debug, Default)]
pub(crate) struct Frame {
    /// The instruction it belongs to.
    pub bci: u32,
    /// `max_locals` types; those from `locals_size` on are top.
    pub locals: Vec<VType>,
    /// How many locals messages show.
    pub locals_size: usize,
    /// `max_stack` types, of which `stack_size` count. Popped types stay until overwritten, so that messages can
    /// show the stack before the instruction.
    pub stack: Vec<VType>,
    pub stack_size: usize,
    /// The stack's size before the instruction.
    pub stack_mark: usize,
    /// `flagThisUninit`.
    pub this_uninitialized: bool,
    /// The locals written since the exception handlers were last checked, when there are handlers.
    pub changed: Vec<u16>,
    pub track_changes: bool,
}

/// A frame as messages show it.
#[derive(Clone, Debug, Default)]
pub(crate) struct FrameImage {
    pub bci: u32,
    pub this_uninitialized: bool,
    pub locals: Vec<VType>,
    pub stack: Vec<VType>,
}

impl Frame {
    /// Prepares for a method: everything top, the stack empty.
    pub fn reset(&mut self, max_locals: u16, max_stack: u16, track_changes: bool) {
        self.locals.clear();
        self.locals.resize(max_locals.into(), VType::TOP);
        self.stack.clear();
        self.stack.resize(max_stack.into(), VType::TOP);
        self.bci = 0;
        self.locals_size = 0;
        self.stack_size = 0;
        self.stack_mark = 0;
        self.this_uninitialized = false;
        self.changed.clear();
        self.track_changes = track_changes;
    }

    /// Begins an instruction.
    #[inline]
    pub fn begin(&mut self, bci: u32) {
        self.bci = bci;
        self.stack_mark = self.stack_size;
    }

    /// The frame before the current instruction, for a message.
    pub fn image(&self) -> FrameImage {
        FrameImage {
            bci: self.bci,
            this_uninitialized: self.this_uninitialized,
            locals: self.locals[..self.locals_size.min(self.locals.len())].to_vec(),
            stack: self.stack[..self.stack_mark.min(self.stack.len())].to_vec(),
        }
    }

    #[inline]
    fn note_change(&mut self, index: usize) {
        if self.track_changes {
            self.changed.push(index as u16);
        }
    }

    /// Sets one local to top, as the other half of an overwritten long or double.
    fn spoil(&mut self, index: usize) {
        if let Some(local) = self.locals.get_mut(index) {
            *local = VType::TOP;
            self.note_change(index);
        }
    }

    #[inline]
    fn write_local(&mut self, index: usize, vtype: VType) {
        if self.locals[index] != vtype {
            self.locals[index] = vtype;
            self.note_change(index);
        }
        if index >= self.locals_size {
            self.locals_size = index + 1;
        }
    }

    /// Stores one slot; a long or double of which it was half is gone. The index must be in range.
    #[inline]
    pub fn set_local(&mut self, index: usize, vtype: VType) {
        let old = self.locals[index];
        if old.is_category2() {
            self.spoil(index + 1);
        } else if old.is_category2_upper() && index > 0 {
            self.spoil(index - 1);
        }
        self.write_local(index, vtype);
    }

    /// Stores a long or double in two slots, of which the second must be in range too.
    #[inline]
    pub fn set_local2(&mut self, index: usize, lower: VType) {
        if self.locals[index + 1].is_category2() {
            self.spoil(index + 2);
        }
        if self.locals[index].is_category2_upper() && index > 0 {
            self.spoil(index - 1);
        }
        self.write_local(index, lower);
        self.write_local(index + 1, lower.upper());
    }

    /// Turns an object under construction into an initialized one, everywhere it occurs.
    pub fn initialize(&mut self, from: VType, to: VType) {
        for index in 0..self.locals.len() {
            if self.locals[index] == from {
                self.locals[index] = to;
                self.note_change(index);
            }
        }
        for slot in &mut self.stack[..self.stack_size] {
            if *slot == from {
                *slot = to;
            }
        }
        if from == VType::UNINITIALIZED_THIS {
            self.this_uninitialized = false;
        }
    }

    /// Takes over a frame of the stack map.
    pub fn assume(&mut self, locals: &[VType], stack: &[VType], this_uninitialized: bool) {
        let shown = self.locals_size.max(locals.len()).min(self.locals.len());
        if self.track_changes {
            for index in 0..shown {
                let new = locals.get(index).copied().unwrap_or(VType::TOP);
                if self.locals[index] != new {
                    self.locals[index] = new;
                    self.changed.push(index as u16);
                }
            }
        } else {
            let common = locals.len().min(shown);
            self.locals[..common].copy_from_slice(&locals[..common]);
            self.locals[common..shown].fill(VType::TOP);
        }
        self.locals_size = locals.len();
        let size = stack.len().min(self.stack.len());
        self.stack[..size].copy_from_slice(&stack[..size]);
        self.stack_size = size;
        self.stack_mark = size;
        self.this_uninitialized = this_uninitialized;
    }
}
