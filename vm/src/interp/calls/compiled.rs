//! From the interpreter into compiled code, and back when an activation is continued in the interpreter.

use super::*;

handler! {
    /// A method with compiled code.
    entry_compiled(ip, sp, lo, t, tb, tos) {
        let m = tos as *const Method;
        if lo > t.ctx.stack_limit.get() {
            jump!(throw::stack_overflow, ip, sp, lo, t, tb, tos)
        }
        // the arguments are the callee's
        t.ctx.stack_top.set(lo);
        let adapter = std::mem::transmute::<usize, Adapter>((*m).adapter.load(Ordering::Acquire));
        let r = adapter(m, lo, t, (*m).compiled_entry.load(Ordering::Acquire));
        t.ctx.anchor_pc.set(0);
        if r.status != STATUS_RETURNED {
            jump!(left_compiled, ip, sp, lo, t, tb, r.status)
        }
        let caller = t.ctx.frame.get();
        let v = r.value;
        resume_caller!(caller, m, v, lo, t, tb)
    }
    /// Goes on in the OSR code at [`JavaThread::osr`](crate::thread::JavaThread::osr), which takes the place of the top frame.
    enter_osr(ip, sp, lo, t, tb, tos) {
        let m = (*t.ctx.frame.get()).method.cast::<Method>();
        *sp = tos;
        let r = osr_body(sp, t);
        t.ctx.anchor_pc.set(0);
        if r.status != STATUS_RETURNED {
            if r.status == STATUS_NOT_ENTERED {
                next!(ip, sp, lo, t, tb, *sp)
            }
            jump!(left_compiled, ip, sp, lo, t, tb, r.status)
        }
        let caller = t.ctx.frame.get();
        let v = r.value;
        resume_caller!(caller, m, v, lo, t, tb)
    }
    /// Compiled code has ended in another way than by returning: `tos` is the status.
    left_compiled(ip, sp, lo, t, tb, tos) {
        if tos == STATUS_RESUME {
            let sp = t.ctx.resume_sp.get();
            next!(t.ctx.resume_ip.get(), sp, (*t.ctx.frame.get()).locals, t, tb, *sp)
        }
        jump!(throw::unwind, ip, sp, lo, t, tb, 0)
    }
    /// Begins at an instruction.
    go_on(ip, sp, lo, t, tb, tos) {
        next!(ip, sp, lo, t, tb, tos)
    }
}

/// Goes on with the top frame, which deoptimisation has made. As [`activate`].
///
/// # Safety
/// The frame lies above an entry frame; the thread is in Java.
pub unsafe fn resume(t: T) -> u64 {
    // SAFETY: by the caller's promise.
    unsafe {
        let sp = t.ctx.resume_sp.get();
        interp::run(go_on, t.ctx.resume_ip.get(), sp, (*t.ctx.frame.get()).locals, t, *sp)
    }
}

/// What calls compiled code: method, arguments, thread, code (`jit::abi`).
type Adapter = unsafe extern "C" fn(*const Method, *const u64, T, usize) -> AdapterResult;

/// OSR code has not been entered: the interpreter goes on.
const STATUS_NOT_ENTERED: u64 = u64::MAX;

/// Runs OSR code in place of the top frame, whose operand stack is spilled up to `sp`.
#[inline(never)]
unsafe fn osr_body(sp: *mut u64, t: T) -> AdapterResult {
    // SAFETY: interpreter registers; the blob has been found since the last safepoint.
    unsafe {
        let blob = &*(t.osr.replace(0) as *const crate::code::Blob);
        let frame = t.ctx.frame.get();
        let m = interp::method_of(frame);
        let kind = Kind::of(
            *m.desc.bytes().rsplit(|c| *c == b')').next().and_then(|r| r.first()).expect("a result"),
        );
        let adapter = crate::code::adapter(&crate::code::AdapterKey::Osr(kind));
        let (Some(adapter), true) = (adapter, t.has_native_stack()) else {
            return AdapterResult { value: 0, status: STATUS_NOT_ENTERED };
        };
        let base = frame.add(1).cast::<u64>();
        let depth = sp.offset_from(base) as usize;
        let (lo, caller, lock) = ((*frame).locals, (*frame).caller, (*frame).lock);
        // in place of the frame: the operand stack and the lock
        let mut p = lo.add(m.max_locals as usize);
        std::ptr::copy(base.add(1), p, depth);
        p = p.add(depth);
        if m.is_synchronized() {
            *p = u64::from(lock);
        }
        t.ctx.frame.set(caller);
        t.ctx.stack_top.set(lo);
        std::mem::transmute::<usize, Adapter>(adapter.start)(m.0, lo, t, blob.start)
    }
}
