//! Method entries: by kind of method, from the first call on.

use super::bodies::*;
use super::*;

/// Makes the frame of `m` at its locals; null when the stack is full.
#[inline(always)]
unsafe fn push_frame(t: T, m: *const Method, lo: *mut u64) -> *mut Frame {
    // SAFETY: the interpreter stack has room up to its limit, which is checked before writing.
    unsafe {
        let frame = lo.add((*m).max_locals as usize).cast::<Frame>();
        let end = frame.add(1).cast::<u64>().add((*m).max_stack as usize + 2);
        if end > t.ctx.stack_limit.get() {
            return std::ptr::null_mut();
        }
        (*frame).caller = t.ctx.frame.get();
        (*frame).method = m.cast();
        (*frame).locals = lo;
        (*frame).lock = 0;
        (*frame).flags = 0;
        frame
    }
}

/// Counts an invocation of `$m`, which has no frame yet; reports it when the counter says so.
macro_rules! count_invocation {
    ($m:ident, $ip:ident, $sp:ident, $lo:ident, $t:ident, $tb:ident, $tos:ident) => {
        let n = (*$m).invocations.load(Ordering::Relaxed).wrapping_add(1);
        (*$m).invocations.store(n, Ordering::Relaxed);
        if n & $t.ctx.invocation_mask.get() == 0 {
            jump!(invocation_event, $ip, $sp, $lo, $t, $tb, $tos)
        }
    };
}

handler! {
    /// Entry of a method with prepared bytecode.
    entry_normal(ip, sp, lo, t, tb, tos) {
        let m = tos as *const Method;
        count_invocation!(m, ip, sp, lo, t, tb, tos);
        jump!(enter_normal, ip, sp, lo, t, tb, tos)
    }
    /// The same, for an invocation that has been counted.
    enter_normal(ip, sp, lo, t, tb, tos) {
        let m = tos as *const Method;
        let frame = push_frame(t, m, lo);
        if frame.is_null() {
            jump!(throw::stack_overflow, ip, sp, lo, t, tb, tos)
        }
        t.ctx.frame.set(frame);
        let code = (*m).code.load(Ordering::Relaxed).cast_const().cast::<u32>();
        next!(code, frame.add(1).cast::<u64>(), lo, t, tb, 0)
    }
    /// Entry of a synchronized method with prepared bytecode.
    entry_synchronized(ip, sp, lo, t, tb, tos) {
        let m = tos as *const Method;
        count_invocation!(m, ip, sp, lo, t, tb, tos);
        jump!(enter_synchronized, ip, sp, lo, t, tb, tos)
    }
    /// The same, for an invocation that has been counted.
    enter_synchronized(ip, sp, lo, t, tb, tos) {
        let m = tos as *const Method;
        let frame = push_frame(t, m, lo);
        if frame.is_null() {
            jump!(throw::stack_overflow, ip, sp, lo, t, tb, tos)
        }
        t.ctx.frame.set(frame);
        let code = (*m).code.load(Ordering::Relaxed).cast_const().cast::<u32>();
        let sp = frame.add(1).cast::<u64>();
        let lock = lock_object(MethodRef(&*m), lo);
        if monitor::try_fast_enter(t, gc::ObjRef::from_addr(lock.address())) {
            (*frame).lock = lock.0;
            (*frame).flags = LOCKED;
            next!(code, sp, lo, t, tb, 0)
        }
        jump!(lock_receiver, code, sp, lo, t, tb, 0)
    }
    /// The counter of a method's invocations has come to a notification value.
    #[cold]
    #[inline(never)]
    invocation_event(ip, sp, lo, t, tb, tos) {
        let m = tos as *const Method;
        notify_invocation(sp, lo, t, m);
        let mut entry = entry_of(m);
        if entry as usize == entry_normal as Handler as usize {
            entry = enter_normal;
        } else if entry as usize == entry_synchronized as Handler as usize {
            entry = enter_synchronized;
        }
        jump!(entry, ip, sp, lo, t, tb, tos)
    }
    /// Locks for a synchronized method whose frame is there, and begins. Deoptimisation comes here.
    lock_and_begin(ip, sp, lo, t, tb, tos) {
        let frame = t.ctx.frame.get();
        let m = (*frame).method.cast::<Method>();
        let code = (*m).code.load(Ordering::Relaxed).cast_const().cast::<u32>();
        let lock = lock_object(MethodRef(&*m), lo);
        if monitor::try_fast_enter(t, gc::ObjRef::from_addr(lock.address())) {
            (*frame).lock = lock.0;
            (*frame).flags = LOCKED;
            next!(code, sp, lo, t, tb, 0)
        }
        jump!(lock_receiver, code, sp, lo, t, tb, 0)
    }
    /// First call of a method: finds out what it is.
    entry_first(ip, sp, lo, t, tb, tos) {
        let m = tos as *const Method;
        if !prepare(sp, lo, t, m) {
            jump!(throw::unwind, ip, sp, lo, t, tb, 0)
        }
        let entry = entry_of(m);
        jump!(entry, ip, sp, lo, t, tb, tos)
    }
    /// An abstract method: AbstractMethodError.
    entry_abstract(ip, sp, lo, t, tb, tos) {
        abstract_method(sp, lo, t, tos as *const Method);
        jump!(throw::unwind, ip, sp, lo, t, tb, 0)
    }
    /// A native method with a C function.
    entry_native(ip, sp, lo, t, tb, tos) {
        let m = tos as *const Method;
        let caller = t.ctx.frame.get();
        let (ok, v) = native_body(sp, lo, t, m);
        if !ok {
            jump!(throw::unwind, ip, sp, (*caller).locals, t, tb, 0)
        }
        resume_caller!(caller, m, v, lo, t, tb)
    }
    /// A method with a leaf; one that declines is a builtin.
    entry_leaf(ip, sp, lo, t, tb, tos) {
        let m = tos as *const Method;
        let leaf = std::mem::transmute::<usize, Leaf>((*m).leaf.load(Ordering::Relaxed));
        let answer = leaf(t, lo);
        if answer.ran == 0 {
            jump!(entry_builtin, ip, sp, lo, t, tb, tos)
        }
        let caller = t.ctx.frame.get();
        let v = answer.bits;
        resume_caller!(caller, m, v, lo, t, tb)
    }
    /// A native method that the VM implements.
    entry_builtin(ip, sp, lo, t, tb, tos) {
        let m = tos as *const Method;
        let caller = t.ctx.frame.get();
        let (ok, v) = builtin_body(sp, lo, t, m);
        if !ok {
            jump!(throw::unwind, ip, sp, (*caller).locals, t, tb, 0)
        }
        resume_caller!(caller, m, v, lo, t, tb)
    }
    /// `MethodHandle.invokeBasic`: runs the handle's form.
    entry_invoke_basic(ip, sp, lo, t, tb, tos) {
        if *lo == 0 {
            jump!(throw::null_pointer_in_call, ip, sp, lo, t, tb, tos)
        }
        let target = method_handles::invoke_basic_target(gc::ObjRef::from_addr(addr(t, *lo)));
        let entry = entry_of(target);
        jump!(entry, ip, sp, lo, t, tb, target as u64)
    }
    /// `MethodHandle.linkToStatic` and `linkToSpecial`: the trailing MemberName names the method.
    entry_link_to_static(ip, sp, lo, t, tb, tos) {
        if *sp == 0 {
            jump!(throw::null_pointer_in_call, ip, sp, lo, t, tb, tos)
        }
        let target = method_handles::member_target(gc::ObjRef::from_addr(addr(t, *sp)));
        if !(*target).is_static_method() && *lo == 0 {
            jump!(throw::null_pointer_in_call, ip, sp, lo, t, tb, tos)
        }
        let entry = entry_of(target);
        jump!(entry, ip, sp.sub(1), lo, t, tb, target as u64)
    }
    entry_link_to_virtual(ip, sp, lo, t, tb, tos) {
        if *sp == 0 || *lo == 0 {
            jump!(throw::null_pointer_in_call, ip, sp, lo, t, tb, tos)
        }
        let index = f::MemberName::vmindex.get(gc::ObjRef::from_addr(addr(t, *sp)));
        let target = if index < 0 {
            method_handles::member_target(gc::ObjRef::from_addr(addr(t, *sp)))
        } else {
            KlassRef::from_id(*(addr(t, *lo) as *const u32)).vtable(index as usize).0 as *const Method
        };
        let entry = entry_of(target);
        jump!(entry, ip, sp.sub(1), lo, t, tb, target as u64)
    }
    entry_link_to_interface(ip, sp, lo, t, tb, tos) {
        if *sp == 0 || *lo == 0 {
            jump!(throw::null_pointer_in_call, ip, sp, lo, t, tb, tos)
        }
        let target = link_to_interface_target(sp, lo, t, tos as *const Method);
        if target.is_null() {
            jump!(throw::unwind, ip, sp, lo, t, tb, 0)
        }
        let entry = entry_of(target);
        jump!(entry, ip, sp.sub(1), lo, t, tb, target as u64)
    }
}
