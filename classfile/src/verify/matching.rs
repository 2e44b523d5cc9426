//! Comparing the current frame with those of the stack map: where control flows on into one, and at branches (JVMS
//! §4.10.1.4, `frameIsAssignable`).

use super::check::Checker;
use super::frame::FrameImage;
use super::report::{Context, Fault, Origin, Source};
use super::types::VType;
use super::{Refusal, Verdict};

impl Checker<'_, '_> {
    /// Takes over the frame of the stack map at this instruction, if there is one; returns the next one.
    #[inline]
    pub fn meet_stack_map(&mut self, next: usize, bci: u32, falls_through: bool) -> Verdict<usize> {
        let Some(map) = self.maps.frames().get(next).copied() else {
            if !falls_through {
                return Err(self.bad_code(bci, "Expecting a stack map frame"));
            }
            return Ok(next);
        };
        if map.bci > bci {
            if !falls_through {
                return Err(self.verify_error(bci, Fault::MissingStackMap, "Expecting a stack map frame"));
            }
            return Ok(next);
        }
        if map.bci < bci {
            return Err(self.class_format_error(&format!("Bad stack map offset {}", map.bci)));
        }
        if falls_through && let Some(context) = self.mismatch(next)? {
            return Err(self.refuse(&context, "Instruction type does not match stack map"));
        }
        self.frame.assume(self.maps.locals(&map), self.maps.stack(&map), map.this_uninitialized);
        Ok(next + 1)
    }

    /// Compares the current frame with one of the stack map; returns what does not fit.
    pub fn mismatch(&mut self, index: usize) -> Verdict<Option<Context>> {
        let map = self.maps.frames()[index];
        if self.frame.stack_size != self.maps.stack(&map).len() {
            let fault = Fault::StackSizeMismatch(self.frame.image(), self.map_image(index));
            return Ok(Some(Context { bci: self.frame.bci, fault }));
        }
        if let Some(local) = self.local_mismatch(index)? {
            return Ok(Some(self.local_context(index, local, self.frame.image())));
        }
        let mut at = 0;
        loop {
            let to = self.maps.stack(&map);
            match first_unclear(to, &self.frame.stack, at) {
                None => break,
                Some(i) if self.accepts(self.maps.stack(&map)[i], self.frame.stack[i])? => at = i + 1,
                Some(i) => {
                    let found = Origin {
                        source: Source::CurrentStack(i),
                        vtype: self.frame.stack[i],
                        frame: Some(self.frame.image()),
                    };
                    return Ok(Some(self.stack_context(index, i, found)));
                }
            }
        }
        if self.frame.this_uninitialized && !map.this_uninitialized {
            let fault = Fault::FlagsMismatch(self.frame.image(), self.map_image(index));
            return Ok(Some(Context { bci: map.bci, fault }));
        }
        Ok(None)
    }

    /// The first local of the current frame that does not fit a frame of the stack map.
    pub fn local_mismatch(&mut self, index: usize) -> Verdict<Option<usize>> {
        let map = self.maps.frames()[index];
        let mut at = 0;
        while let Some(i) = first_unclear(self.maps.locals(&map), &self.frame.locals, at) {
            if !self.accepts(self.maps.locals(&map)[i], self.frame.locals[i])? {
                return Ok(Some(i));
            }
            at = i + 1;
        }
        Ok(None)
    }

    pub fn local_context(&self, index: usize, local: usize, image: FrameImage) -> Context {
        let map = self.maps.frames()[index];
        let found = Origin {
            source: Source::CurrentLocal(local),
            vtype: self.frame.locals[local],
            frame: Some(image),
        };
        let expected = Origin {
            source: Source::MapLocal(local),
            vtype: self.maps.locals(&map)[local],
            frame: Some(self.map_image(index)),
        };
        Context { bci: map.bci, fault: Fault::WrongType(found, Some(expected)) }
    }

    pub fn stack_context(&self, index: usize, slot: usize, found: Origin) -> Context {
        let map = self.maps.frames()[index];
        let expected = Origin {
            source: Source::MapStack(slot),
            vtype: self.maps.stack(&map)[slot],
            frame: Some(self.map_image(index)),
        };
        Context { bci: map.bci, fault: Fault::WrongType(found, Some(expected)) }
    }

    /// A frame of the stack map, for a message.
    pub fn map_image(&self, index: usize) -> FrameImage {
        self.maps.frames().get(index).map_or_else(FrameImage::default, |map| FrameImage {
            bci: map.bci,
            this_uninitialized: map.this_uninitialized,
            locals: self.maps.locals(map).to_vec(),
            stack: self.maps.stack(map).to_vec(),
        })
    }

    /// Checks that the current frame fits the one of the stack map at a branch target.
    #[inline]
    pub fn check_branch(&mut self, bci: usize, offset: i32) -> Verdict {
        const LIMIT: i32 = 65535;
        if !(-LIMIT..=LIMIT).contains(&offset) {
            let text = format!("Illegal target of jump or branch (bci {bci} + offset {offset})");
            let fault = Fault::BadStackMap(self.frame.image());
            return Err(self.verify_error(0, fault, &text));
        }
        let target = bci as i32 + offset;
        let Some(index) = u32::try_from(target).ok().and_then(|target| self.maps.find(target)) else {
            return Err(self.no_stack_map_at(target));
        };
        match self.mismatch(index)? {
            None => Ok(()),
            Some(context) => {
                let text = format!("Inconsistent stackmap frames at branch target {target}");
                Err(self.refuse(&context, &text))
            }
        }
    }

    #[cold]
    pub fn no_stack_map_at(&self, target: i32) -> Box<Refusal> {
        let text = format!("Expecting a stackmap frame at branch target {target}");
        self.verify_error(self.frame.bci, Fault::MissingStackMap, &text)
    }
}

/// The first slot from `at` on that does not fit without asking the hierarchy.
#[inline]
fn first_unclear(to: &[VType], from: &[VType], at: usize) -> Option<usize> {
    (at..to.len().min(from.len())).find(|&i| to[i].accepts_simply(from[i]) != Some(true))
}
