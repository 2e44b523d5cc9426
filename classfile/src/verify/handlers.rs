//! Exception handlers (JVMS §4.10.1.4, `instructionSatisfiesHandlers`): wherever a handler covers an instruction,
//! the frame must fit the one of the stack map at the handler, with the exception alone on the stack.
//!
//! A frame that fitted before still fits but for the locals that have changed since, so only these are compared.
//! What a method costs is then bounded by its size times the number of its handlers, not by the product of that
//! with the number of its locals.

use super::Verdict;
use super::check::Checker;
use super::code::Start;
use super::frame::FrameImage;
use super::report::{Context, Fault, Origin, Source};
use super::types::VType;

#[derive(Clone, Copy, Debug)]
struct Handler {
    start: u32,
    end: u32,
    target: u32,
    catch_type: VType,
}

/// A handler that covers the current instruction.
#[derive(Clone, Copy, Debug)]
struct Active {
    handler: usize,
    /// The frame of the stack map at the handler, once the whole frame has been compared with it.
    map: Option<usize>,
}

/// The handlers of a method.
#[derive(Debug, Default)]
pub(crate) struct Handlers {
    table: Vec<Handler>,
    active: Vec<Active>,
    /// `active` stays the same before this bci.
    next_change: u32,
    /// All covered bcis are in this range.
    first: u32,
    last: u32,
}

impl Handlers {
    /// Whether the instruction may be covered: it lies between the first and the last covered one.
    #[inline]
    pub fn covers(&self, bci: u32) -> bool {
        self.first <= bci && bci < self.last
    }

    /// Brings `active` up to date, in the order of the table.
    fn advance(&mut self, bci: u32) {
        if bci < self.next_change {
            return;
        }
        let old = std::mem::take(&mut self.active);
        let mut old = old.into_iter().peekable();
        self.next_change = u32::MAX;
        for (index, handler) in self.table.iter().enumerate() {
            let known = old.next_if(|active| active.handler == index);
            if handler.start <= bci && bci < handler.end {
                self.active.push(known.unwrap_or(Active { handler: index, map: None }));
            }
            for boundary in [handler.start, handler.end] {
                if boundary > bci {
                    self.next_change = self.next_change.min(boundary);
                }
            }
        }
    }
}

impl Checker<'_, '_> {
    /// Checks the exception table: every range and handler must lie at instructions, and what is caught must be
    /// throwable.
    pub(crate) fn prepare_handlers(&mut self) -> Verdict {
        self.handlers.table.clear();
        self.handlers.active.clear();
        self.handlers.next_change = 0;
        (self.handlers.first, self.handlers.last) = (u32::MAX, 0);
        for entry in self.method.handlers.iter() {
            let (start, end, target) = (entry.start_pc, entry.end_pc, entry.handler_pc);
            let is_start =
                |bci: u16| self.starts.get(usize::from(bci)).is_some_and(|start| *start != Start::Inside);
            let fault = if !is_start(start) {
                Some(format!("start_pc {start}"))
            } else if usize::from(end) != self.starts.len() && !is_start(end) {
                Some(format!("end_pc {end}"))
            } else if !is_start(target) {
                Some(format!("handler_pc {target}"))
            } else {
                None
            };
            if let Some(fault) = fault {
                return Err(self.class_format_error(&format!("Illegal exception table {fault}")));
            }
            let throwable = self.well_known.throwable;
            let catch_type = match entry.catch_type {
                0 => throwable,
                index => self.catch_type(index, target)?,
            };
            self.handlers.first = self.handlers.first.min(start.into());
            self.handlers.last = self.handlers.last.max(end.into());
            self.handlers.table.push(Handler {
                start: start.into(),
                end: end.into(),
                target: target.into(),
                catch_type,
            });
        }
        Ok(())
    }

    fn catch_type(&mut self, index: u16, target: u16) -> Verdict<VType> {
        let Some(catch_type) = self.class_type(index) else {
            return Err(self.class_format_error(&format!("Illegal exception table catch_type {index}")));
        };
        let throwable = self.well_known.throwable;
        if !self.accepts(throwable, catch_type)? {
            let found = Origin::constant_pool(index, catch_type);
            let fault = Fault::WrongType(found, Some(Origin::implicit(throwable)));
            let text = format!("Catch type is not a subclass of Throwable in exception handler {target}");
            return Err(self.verify_error(target.into(), fault, &text));
        }
        Ok(catch_type)
    }

    /// Checks the current frame against all handlers that cover the current instruction.
    pub(crate) fn check_handlers(&mut self, bci: u32) -> Verdict {
        self.handlers.advance(bci);
        let this_uninitialized = self.frame.this_uninitialized || self.initialized_this;
        let changed = std::mem::take(&mut self.frame.changed);
        for at in 0..self.handlers.active.len() {
            let active = self.handlers.active[at];
            let fits = match active.map {
                Some(map) => {
                    let target = self.maps.frames()[map];
                    let mut fits = target.this_uninitialized || !this_uninitialized;
                    for &local in &changed {
                        if let Some(&to) = self.maps.locals(&target).get(usize::from(local)) {
                            fits = fits && self.accepts(to, self.frame.locals[usize::from(local)])?;
                        }
                    }
                    fits
                }
                None => false,
            };
            if !fits {
                self.handlers.active[at].map = Some(self.check_handler(active.handler, this_uninitialized)?);
            }
        }
        self.frame.changed = changed;
        self.frame.changed.clear();
        Ok(())
    }

    /// Checks the whole frame against one handler; returns the index of the handler's frame in the stack map.
    fn check_handler(&mut self, handler: usize, this_uninitialized: bool) -> Verdict<usize> {
        let Handler { target, catch_type, .. } = self.handlers.table[handler];
        if self.frame.stack.is_empty() {
            let fault = Fault::StackOverflow(self.handler_image(Vec::new(), this_uninitialized));
            return Err(self.verify_error(self.frame.bci, fault, "Operand stack overflow"));
        }
        let Some(map) = self.maps.find(target) else {
            return Err(self.no_stack_map_at(target as i32));
        };
        match self.handler_mismatch(map, catch_type, this_uninitialized)? {
            None => Ok(map),
            Some(context) => {
                let text = format!("Stack map does not match the one at exception handler {target}");
                Err(self.refuse(&context, &text))
            }
        }
    }

    fn handler_mismatch(
        &mut self,
        index: usize,
        catch_type: VType,
        this_uninitialized: bool,
    ) -> Verdict<Option<Context>> {
        let map = self.maps.frames()[index];
        let image = |checker: &Self| checker.handler_image(vec![catch_type], this_uninitialized);
        let &[expected] = self.maps.stack(&map) else {
            let fault = Fault::StackSizeMismatch(image(self), self.map_image(index));
            return Ok(Some(Context { bci: self.frame.bci, fault }));
        };
        if let Some(local) = self.local_mismatch(index)? {
            return Ok(Some(self.local_context(index, local, image(self))));
        }
        if !self.accepts(expected, catch_type)? {
            let found =
                Origin { source: Source::CurrentStack(0), vtype: catch_type, frame: Some(image(self)) };
            return Ok(Some(self.stack_context(index, 0, found)));
        }
        if this_uninitialized && !map.this_uninitialized {
            let fault = Fault::FlagsMismatch(image(self), self.map_image(index));
            return Ok(Some(Context { bci: map.bci, fault }));
        }
        Ok(None)
    }

    /// The frame with which a handler is entered, for a message.
    fn handler_image(&self, stack: Vec<VType>, this_uninitialized: bool) -> FrameImage {
        FrameImage { stack, this_uninitialized, ..self.frame.image() }
    }
}
