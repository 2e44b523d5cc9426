//! Stack traces of the threads, and the roots.

use std::cell::Cell;

use gc::NarrowRef;

use super::objects::resolved_references;
use super::output::{sub, tag};
use super::{Dump, NO_TRACE};
use crate::class::MethodRef;
use crate::loader::boot;
use crate::loader::data::{ClassLoaderData, RefSlot, for_each_data, for_each_loader};
use crate::native::handles;
use crate::stack::roots::Owner;
use crate::stack::{self, roots};
use crate::symbol::{FxMap, FxSet};
use crate::thread::{JavaThread, monitor};
use crate::well_known::Wk;

/// Frame number of a root that belongs to no frame.
const NO_FRAME: u32 = u32::MAX;

impl Dump<'_> {
    /// `OutOfMemoryError.<init>()`, the frame that is shown on top of the thread which is about to throw it.
    fn throwing_frame(&self, x: &JavaThread) -> Option<MethodRef> {
        self.out_of_memory_thread.filter(|o| std::ptr::eq(*o, x))?;
        Wk::OutOfMemoryError
            .klass()
            .methods
            .get()
            .iter()
            .copied()
            .find(|m| m.is_constructor() && m.desc == "()V")
    }

    /// Calls `f` with the methods of all frames that the traces have.
    pub(super) fn for_each_frame_method(&self, mut f: impl FnMut(MethodRef)) {
        for x in &self.threads {
            self.throwing_frame(x).into_iter().for_each(&mut f);
            stack::frames(x).for_each(|frame| f(frame.method));
        }
    }

    pub(super) fn write_traces(&mut self) {
        self.out.record(tag::TRACE, 12);
        self.out.u4(NO_TRACE);
        self.out.u4(0);
        self.out.u4(0);
        let mut last_frame = 0u64;
        for (x, serial) in self.threads.clone().into_iter().zip(1u32..) {
            let first = last_frame + 1;
            if let Some(m) = self.throwing_frame(x) {
                last_frame += 1;
                self.write_frame(last_frame, m, Some(0));
            }
            for frame in stack::frames(x) {
                last_frame += 1;
                self.write_frame(last_frame, frame.method, frame.bci);
            }
            let depth = (last_frame + 1 - first) as u32;
            self.out.record(tag::TRACE, 12 + 8 * depth);
            self.out.u4(NO_TRACE + serial);
            self.out.u4(serial);
            self.out.u4(depth);
            (first..=last_frame).for_each(|id| self.out.u8(id));
        }
    }

    fn write_frame(&mut self, id: u64, m: MethodRef, bci: Option<u32>) {
        // -1: unknown, -3: native
        let line = match bci {
            None => -3,
            Some(bci) => m.line_number(bci).map_or(-1, |n| n as i32),
        };
        let out = &mut self.out;
        out.record(tag::FRAME, 40);
        out.u8(id);
        out.symbol(m.name);
        out.symbol(m.desc);
        out.u8(m.holder.cold.source_file.get().map_or(0, |s| s.address() as u64));
        out.u4(self.serials.get(&m.holder.id()).copied().unwrap_or(0));
        out.u4(line as u32);
    }

    pub(super) fn write_roots(&mut self) {
        for (x, serial) in self.threads.clone().into_iter().zip(1u32..) {
            self.out.sub_record(sub::ROOT_THREAD_OBJECT, 16);
            self.out.narrow(x.object.get());
            self.out.u4(serial);
            self.out.u4(NO_TRACE + serial);
            self.write_frame_roots(x, serial);
            self.write_monitors(x);
            x.for_each_root(|slot| self.local_root(sub::ROOT_JNI_LOCAL, slot.get(), serial, NO_FRAME));
        }
        handles::GLOBALS.for_each(|slot| {
            if !slot.get().is_null() {
                self.out.sub_record(sub::ROOT_JNI_GLOBAL, 16);
                self.out.narrow(slot.get());
                self.out.u8(std::ptr::from_ref(slot) as u64);
            }
        });
        self.write_loader_roots();
    }

    /// A root that a thread holds.
    fn local_root(&mut self, tag: u8, n: NarrowRef, thread: u32, frame: u32) {
        if !n.is_null() {
            self.out.sub_record(tag, 16);
            self.out.narrow(n);
            self.out.u4(thread);
            self.out.u4(frame);
        }
    }

    fn write_frame_roots(&mut self, x: &JavaThread, serial: u32) {
        let extra = usize::from(self.throwing_frame(x).is_some());
        let count = stack::frames(x).count();
        let root = |slot: &Cell<NarrowRef>, owner: Owner| {
            let (tag, number) = match owner {
                Owner { is_mirror: true, .. } => return,
                Owner { frame, .. } if frame >= count => (sub::ROOT_JNI_LOCAL, NO_FRAME),
                Owner { frame, is_native: true, .. } => (sub::ROOT_JNI_LOCAL, (frame + extra) as u32),
                Owner { frame, .. } => (sub::ROOT_JAVA_FRAME, (frame + extra) as u32),
            };
            self.local_root(tag, slot.get(), serial, number);
        };
        // SAFETY: the thread is stopped.
        unsafe { roots::for_each_owned_slot(x, root) };
    }

    fn write_monitors(&mut self, x: &JavaThread) {
        for n in monitor::held_by(x) {
            self.out.sub_record(sub::ROOT_MONITOR_USED, 8);
            self.out.narrow(n);
        }
    }

    /// Classes of the boot loader, and what the VM holds through loaders that are never unloaded. What their classes' constants
    /// hold is among the fields of the classes.
    fn write_loader_roots(&mut self) {
        for k in self.classes.iter().filter(|k| k.is_instance() && std::ptr::eq(k.loader, boot::loader())) {
            self.out.sub_record(sub::ROOT_STICKY_CLASS, 8);
            self.out.class(*k);
        }
        let constants = self.constant_slots();
        let mut unknown = |n: NarrowRef| {
            if !n.is_null() {
                self.out.sub_record(sub::ROOT_UNKNOWN, 8);
                self.out.narrow(n);
            }
        };
        for_each_loader(|l| {
            if !l.may_be_unloaded() {
                unknown(l.object.get());
                other_slots(l.data, &constants).for_each(|slot| unknown(slot.narrow()));
            }
        });
    }

    fn constant_slots(&self) -> FxSet<u32> {
        let pools = self.classes.iter().filter_map(|k| k.cp);
        pools.flat_map(resolved_references).map(|slot| slot.0).collect()
    }

    /// What classes that may be unloaded hold beside their constants (linked call sites ...), by the id of one of those that share it.
    pub(super) fn other_references(&self) -> FxMap<u32, Vec<RefSlot>> {
        let constants = self.constant_slots();
        let mut found: FxMap<u32, Vec<RefSlot>> = FxMap::default();
        for_each_data(|data| {
            let mut first = None;
            data.for_each_klass(|k| {
                if first.is_none() && k.is_instance() && !k.mirror.get().is_null() {
                    first = Some(k);
                }
            });
            if let Some(k) = first.filter(|_| data.may_be_unloaded()) {
                found.insert(k.id(), other_slots(data, &constants).collect());
            }
        });
        found
    }
}

/// Slots that are not among the `constants`.
fn other_slots(data: &ClassLoaderData, constants: &FxSet<u32>) -> impl Iterator<Item = RefSlot> + use<> {
    let mut others = Vec::new();
    data.for_each_slot(|slot| {
        if !constants.contains(&slot.0) {
            others.push(slot);
        }
    });
    others.into_iter()
}
