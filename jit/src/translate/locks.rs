//! Locks: `monitorenter`, `monitorexit`, and those of synchronized methods (JVMS §2.11.10).
//!
//! Full code takes and gives back a lock without a call, with one compare-and-swap of the mark word, as the VM's monitors do
//! it (`gc::object` has the states, [`crate::lock_stack`] who has locked what). Quick code calls. What does not succeed in
//! this way is left to a cold call, which may wait, inflate and throw.
//!
//! Between the change of the mark word and that of the lock stack nothing can stop the thread, so nobody sees one without
//! the other.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{self, InstBuilder, Value};
use gc::object::{FAST_LOCKED, LOCK_MASK, MARK_OFFSET, UNLOCKED};

use super::{Region, Translator, Ty, thread_offset};
use crate::code::SiteResult;
use crate::compiler::Quality;
use crate::lock_stack::CAPACITY;
use crate::runtime_calls::RuntimeCall;

/// The entry below a depth, from the address that [`Translator::lock_slot`] gives for that depth.
const BELOW: i32 = thread_offset!(lock_stack.entries) - 4;

impl Translator<'_, '_> {
    /// `monitorenter` (or `monitorexit`).
    pub(super) fn monitor(&mut self, enter: bool) {
        let object = self.pop();
        self.null_check(object);
        let (cold, join) = self.lock_blocks();
        let depth = self.stack.len();
        let main = self.main_arguments(depth, &[]);
        let slow = if enter {
            self.lock(object, join, &main, cold);
            RuntimeCall::monitor_enter
        } else {
            self.unlock(object, join, &main, cold);
            RuntimeCall::monitor_exit
        };
        self.cold_site(slow, &[object], depth, SiteResult::Void);
        self.join_cold(join, depth, &[]);
        self.enter_join(join, depth, &[]);
    }

    /// Locks the receiver or the class's mirror.
    pub(super) fn lock_method(&mut self) {
        let object = if self.m.is_static {
            let mirror = self.env.class(self.m.holder).mirror;
            let slot = self.address(mirror);
            self.b.ins().uload32(Region::Roots.flags(), slot, 0)
        } else {
            self.local(0, Ty::Ref)
        };
        let word = self.lock_word().expect("a synchronized method") as usize;
        self.store_word(word, object);
        self.locked = true;
        let (cold, join) = self.lock_blocks();
        self.lock(object, join, &[], cold);
        self.cold_site(RuntimeCall::monitor_enter, &[object], 0, SiteResult::Reexecute);
        self.b.ins().jump(join, &[]);
        self.enter_join(join, 0, &[]);
    }

    /// Unlocks the method's lock in front of a return; the value to be returned is still on the stack.
    pub(super) fn unlock_method(&mut self) {
        let word = self.lock_word().expect("a synchronized method") as usize;
        let object = self.load_word(word, Ty::Ref);
        let (cold, join) = self.lock_blocks();
        let depth = self.stack.len();
        let main = self.main_arguments(depth, &[]);
        self.unlock(object, join, &main, cold);
        // while the call runs, the lock is no longer the unwinder's business
        self.locked = false;
        self.cold_site(RuntimeCall::monitor_exit, &[object], depth, SiteResult::Reexecute);
        self.join_cold(join, depth, &[]);
        self.enter_join(join, depth, &[]);
        self.locked = true;
    }

    /// Where the call is, and where it goes on.
    fn lock_blocks(&mut self) -> (ir::Block, ir::Block) {
        let (cold, join) = (self.b.create_block(), self.b.create_block());
        self.b.set_cold_block(cold);
        (cold, join)
    }

    /// Tries to lock the object, which is not null: goes to `done` with the arguments given, or goes on in `cold`.
    fn lock(&mut self, object: Value, done: ir::Block, arguments: &[ir::BlockArg], cold: ir::Block) {
        if self.request.quality == Quality::Quick {
            return self.call_or(RuntimeCall::fast_enter, object, done, arguments, cold);
        }
        let (again, taken) = (self.b.create_block(), self.b.create_block());
        let free = self.b.create_block();
        let mark = self.mark_word(object);
        let (t, depth) = self.lock_depth();
        let full = self.b.ins().icmp_imm_u(IntCC::UnsignedGreaterThanOrEqual, depth, CAPACITY as i64);
        self.branch_cold(full, cold);
        let seen = self.b.ins().load(I32, Region::Class.flags(), mark, 0);
        let state = self.b.ins().band_imm_u(seen, i64::from(LOCK_MASK));
        let is_free = self.b.ins().icmp_imm_u(IntCC::Equal, state, i64::from(UNLOCKED));
        self.b.ins().brif(is_free, free, &[], again, &[]);

        self.b.switch_to_block(free);
        self.b.seal_block(free);
        const { assert!(FAST_LOCKED == 0) };
        let locked = self.b.ins().band_imm_u(seen, i64::from(!LOCK_MASK));
        let old = self.b.ins().atomic_cas(Region::Class.flags(), mark, seen, locked);
        let done_so = self.b.ins().icmp(IntCC::Equal, old, seen);
        self.b.ins().brif(done_so, taken, &[], cold, &[]);

        // the object that was locked last is this thread's, whatever its mark says
        self.b.set_cold_block(again);
        self.b.switch_to_block(again);
        self.b.seal_block(again);
        let same = self.is_newest_lock(t, depth, object);
        let other = self.b.ins().icmp_imm_u(IntCC::Equal, same, 0);
        self.branch_cold(other, cold);
        let bit = self.int(1);
        let bit = self.b.ins().ishl(bit, depth);
        let repeats = self.b.ins().load(I32, Region::Thread.flags(), t, thread_offset!(lock_stack.repeats));
        let repeats = self.b.ins().bor(repeats, bit);
        self.b.ins().store(Region::Thread.flags(), repeats, t, thread_offset!(lock_stack.repeats));
        self.b.ins().jump(taken, &[]);

        self.b.switch_to_block(taken);
        self.b.seal_block(taken);
        let slot = self.lock_slot(t, depth);
        self.b.ins().istore32(Region::Thread.flags(), object, slot, thread_offset!(lock_stack.entries));
        let deeper = self.b.ins().iadd_imm_u(depth, 1);
        self.b.ins().store(Region::Thread.flags(), deeper, t, thread_offset!(lock_stack.depth));
        self.b.ins().jump(done, arguments);
        self.b.switch_to_block(cold);
        self.b.seal_block(cold);
    }

    /// Tries to unlock the object, as [`Self::lock`].
    fn unlock(&mut self, object: Value, done: ir::Block, arguments: &[ir::BlockArg], cold: ir::Block) {
        if self.request.quality == Quality::Quick {
            return self.call_or(RuntimeCall::fast_exit, object, done, arguments, cold);
        }
        let (again, removed) = (self.b.create_block(), self.b.create_block());
        let last = self.b.create_block();
        let mark = self.mark_word(object);
        let (t, depth) = self.lock_depth();
        let same = self.is_newest_lock(t, depth, object);
        let other = self.b.ins().icmp_imm_u(IntCC::Equal, same, 0);
        self.branch_cold(other, cold);
        let less = self.b.ins().iadd_imm_s(depth, -1);
        let repeats = self.b.ins().load(I32, Region::Thread.flags(), t, thread_offset!(lock_stack.repeats));
        let above = self.b.ins().ushr(repeats, less);
        let is_repeat = self.b.ins().band_imm_u(above, 1);
        self.b.ins().brif(is_repeat, again, &[], last, &[]);

        self.b.switch_to_block(last);
        self.b.seal_block(last);
        // fails when somebody has inflated the object
        let seen = self.b.ins().load(I32, Region::Class.flags(), mark, 0);
        let locked = self.b.ins().band_imm_u(seen, i64::from(!LOCK_MASK));
        let free = self.b.ins().bor_imm_u(locked, i64::from(UNLOCKED));
        let old = self.b.ins().atomic_cas(Region::Class.flags(), mark, locked, free);
        let done_so = self.b.ins().icmp(IntCC::Equal, old, locked);
        self.b.ins().brif(done_so, removed, &[], cold, &[]);

        self.b.set_cold_block(again);
        self.b.switch_to_block(again);
        self.b.seal_block(again);
        let bit = self.int(1);
        let bit = self.b.ins().ishl(bit, less);
        let repeats = self.b.ins().bxor(repeats, bit);
        self.b.ins().store(Region::Thread.flags(), repeats, t, thread_offset!(lock_stack.repeats));
        self.b.ins().jump(removed, &[]);

        self.b.switch_to_block(removed);
        self.b.seal_block(removed);
        self.b.ins().store(Region::Thread.flags(), less, t, thread_offset!(lock_stack.depth));
        self.b.ins().jump(done, arguments);
        self.b.switch_to_block(cold);
        self.b.seal_block(cold);
    }

    /// As [`Self::lock`], by a call.
    fn call_or(
        &mut self,
        fast: RuntimeCall,
        object: Value,
        done: ir::Block,
        arguments: &[ir::BlockArg],
        cold: ir::Block,
    ) {
        let succeeded = self.leaf_call(fast, &[object]).expect("a result");
        self.b.ins().brif(succeeded, done, arguments, cold, &[]);
        self.b.switch_to_block(cold);
        self.b.seal_block(cold);
    }

    /// Address of the object's mark word.
    fn mark_word(&mut self, object: Value) -> Value {
        let o = self.decode(object);
        self.b.ins().iadd_imm_u(o, MARK_OFFSET as i64)
    }

    /// The thread, and the number of entries of its lock stack.
    fn lock_depth(&mut self) -> (Value, Value) {
        let t = self.thread();
        let depth = self.b.ins().load(I32, Region::Thread.flags(), t, thread_offset!(lock_stack.depth));
        (t, depth)
    }

    /// What offsets of entries are added to for the entry at `depth`.
    fn lock_slot(&mut self, t: Value, depth: Value) -> Value {
        let depth = self.b.ins().uextend(I64, depth);
        let distance = self.b.ins().ishl_imm_u(depth, 2);
        self.b.ins().iadd(t, distance)
    }

    /// Whether the newest entry of the lock stack is the object.
    fn is_newest_lock(&mut self, t: Value, depth: Value, object: Value) -> Value {
        let slot = self.lock_slot(t, depth);
        let newest = self.b.ins().load(I32, Region::Thread.flags(), slot, BELOW);
        let object = self.b.ins().ireduce(I32, object);
        self.b.ins().icmp(IntCC::Equal, newest, object)
    }
}
