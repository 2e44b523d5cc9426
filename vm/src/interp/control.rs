//! Control transfer (JVMS §6.5: `if*`, `goto`, switches, `jsr`/`ret`).
//!
//! Forms ending in `_b` jump backward: they count and poll.

use std::sync::atomic::Ordering;

use super::{Flow, cell};

/// Counts a back-edge and jumps to `$target`, by way of the poll when one is asked for.
macro_rules! back {
    ($ip:ident, $target:expr, $sp:expr, $lo:ident, $t:ident, $tb:ident, $tos:expr) => {{
        let (target, sp, tos) = ($target, $sp, $tos);
        let m = (*$t.ctx.frame.get()).method.cast::<crate::class::Method>();
        let n = (*m).back_edges.load(Ordering::Relaxed).wrapping_add(1);
        (*m).back_edges.store(n, Ordering::Relaxed);
        if n & $t.ctx.back_edge_mask.get() == 0 {
            jump!(back_edge_event, target, sp, $lo, $t, $tb, tos)
        }
        if $t.ctx.poll.load(Ordering::Relaxed) != 0 {
            jump!(poll, target, sp, $lo, $t, $tb, tos)
        }
        next!(target, sp, $lo, $t, $tb, tos)
    }};
}

macro_rules! conditions {
    ($($fwd:ident $bwd:ident $pops:literal |$a:ident, $b:ident| $e:expr;)*) => { handler! { $(
        $fwd(ip, sp, lo, t, tb, tos) {
            let ($a, $b) = (*sp.sub(1), tos);
            let sp = sp.sub($pops);
            let target = if $e { ip.offset((cell(ip, 0) as i32 >> 16) as isize) } else { ip.add(3) };
            next!(target, sp, lo, t, tb, *sp)
        }
        $bwd(ip, sp, lo, t, tb, tos) {
            let ($a, $b) = (*sp.sub(1), tos);
            let sp = sp.sub($pops);
            if $e {
                back!(ip, ip.offset((cell(ip, 0) as i32 >> 16) as isize), sp, lo, t, tb, *sp)
            }
            next!(ip.add(3), sp, lo, t, tb, *sp)
        }
    )* } };
}
conditions! {
    ifeq ifeq_b 1 |_a, b| b as i32 == 0;
    ifne ifne_b 1 |_a, b| b as i32 != 0;
    iflt iflt_b 1 |_a, b| (b as i32) < 0;
    ifge ifge_b 1 |_a, b| b as i32 >= 0;
    ifgt ifgt_b 1 |_a, b| b as i32 > 0;
    ifle ifle_b 1 |_a, b| b as i32 <= 0;
    if_icmpeq if_icmpeq_b 2 |a, b| a as i32 == b as i32;
    if_icmpne if_icmpne_b 2 |a, b| a as i32 != b as i32;
    if_icmplt if_icmplt_b 2 |a, b| (a as i32) < b as i32;
    if_icmpge if_icmpge_b 2 |a, b| a as i32 >= b as i32;
    if_icmpgt if_icmpgt_b 2 |a, b| a as i32 > b as i32;
    if_icmple if_icmple_b 2 |a, b| a as i32 <= b as i32;
}

handler! {
    goto(ip, sp, lo, t, tb, tos) {
        next!(ip.offset((cell(ip, 0) as i32 >> 16) as isize), sp, lo, t, tb, tos)
    }
    goto_b(ip, sp, lo, t, tb, tos) {
        back!(ip, ip.offset((cell(ip, 0) as i32 >> 16) as isize), sp, lo, t, tb, tos)
    }
    /// `goto_w`: the offset in the second cell.
    goto_w(ip, sp, lo, t, tb, tos) {
        back!(ip, ip.offset(cell(ip, 1) as i32 as isize), sp, lo, t, tb, tos)
    }
    /// `jsr`: pushes the bci behind it, which is in the second cell; the third has the offset.
    jsr(ip, sp, lo, t, tb, tos) {
        *sp = tos;
        back!(ip, ip.offset(cell(ip, 2) as i32 as isize), sp.add(1), lo, t, tb, u64::from(cell(ip, 1)))
    }
    ret(ip, sp, lo, t, tb, tos) {
        let m = (*t.ctx.frame.get()).method.cast::<crate::class::Method>();
        let code = (*m).code.load(Ordering::Relaxed).cast_const().cast::<u32>();
        back!(ip, code.add(*lo.add(super::operand(ip)) as usize), sp, lo, t, tb, tos)
    }
    /// Cells: default, low, high, offsets.
    tableswitch(ip, sp, lo, t, tb, tos) {
        let (low, high) = (cell(ip, 2) as i32, cell(ip, 3) as i32);
        let key = tos as i32;
        let offset = if key < low || key > high {
            cell(ip, 1)
        } else {
            cell(ip, 4 + (key.wrapping_sub(low)) as u32 as usize)
        };
        let sp = sp.sub(1);
        back!(ip, ip.offset(offset as i32 as isize), sp, lo, t, tb, *sp)
    }
    /// Cells: default, number of pairs, then sorted (key, offset).
    lookupswitch(ip, sp, lo, t, tb, tos) {
        let key = tos as i32;
        let (mut from, mut to) = (0usize, cell(ip, 2) as usize);
        let mut offset = cell(ip, 1);
        while from < to {
            let mid = (from + to) / 2;
            let k = cell(ip, 3 + 2 * mid) as i32;
            if k == key {
                offset = cell(ip, 4 + 2 * mid);
                break;
            }
            if k < key { from = mid + 1 } else { to = mid }
        }
        let sp = sp.sub(1);
        back!(ip, ip.offset(offset as i32 as isize), sp, lo, t, tb, *sp)
    }
    /// The counter of back-edges has come to a notification value; `ip` is the target. Polls as well.
    #[cold]
    #[inline(never)]
    back_edge_event(ip, sp, lo, t, tb, tos) {
        let flow = notify_back_edge(ip, sp, t, tos);
        if find_osr_code(flow, t) {
            jump!(super::calls::enter_osr, flow.ip, flow.sp, lo, t, tb, *flow.sp)
        }
        flow!(flow, lo, t, tb)
    }
    /// Ends the activation that VM code started.
    exit(ip, sp, lo, t, tb, tos) {
        tos
    }
    /// An instruction that no verified method contains.
    illegal(ip, sp, lo, t, tb, tos) {
        let m = super::method_of(t.ctx.frame.get());
        crate::fatal::fatal(&format!("illegal instruction in {m:?}"))
    }
}

slow! {
    /// Stops for a safepoint or handshake before the instruction at `ip`.
    poll(s, ip, sp, lo, t) {
        crate::thread::safepoint::poll(s)?;
        Ok(Flow { ip, sp })
    }
}

/// Polls, and tells the tier policy of a back-edge to `ip`.
#[cold]
#[inline(never)]
unsafe fn notify_back_edge(ip: *const u32, sp: *mut u64, t: super::T, tos: u64) -> Flow {
    // SAFETY: interpreter registers; `ip` is in the method of the top frame.
    unsafe {
        super::in_vm(ip, sp, t, tos, |s| {
            crate::thread::safepoint::poll(s)?;
            // Code is entered at a loop only with an empty operand stack, which is where compilers of Java put loops.
            if operands_empty(sp, t) {
                let m = super::method_of(t.ctx.frame.get());
                let code = m.code.load(Ordering::Relaxed).cast_const().cast::<u32>();
                crate::tiering::back_edge_event(s, m, ip.offset_from(code) as u32);
            }
            Ok(Flow { ip, sp })
        })
    }
}

/// Sets [`JavaThread::osr`](crate::thread::JavaThread::osr) when there is code to go on with. The thread is in Java again, so
/// that the code is not freed before it is entered.
#[cold]
#[inline(never)]
unsafe fn find_osr_code(flow: Flow, t: super::T) -> bool {
    if flow.ip.is_null() || !operands_empty(flow.sp, t) {
        return false;
    }
    // SAFETY: an instruction of the top frame's method.
    let (m, bci) = unsafe {
        let m = super::method_of(t.ctx.frame.get());
        let code = m.code.load(Ordering::Relaxed).cast_const().cast::<u32>();
        (m, flow.ip.offset_from(code) as u32)
    };
    let Some(blob) = crate::tiering::osr_code(m, bci) else { return false };
    t.osr.set(std::ptr::from_ref(blob) as usize);
    true
}

/// Whether the top frame's operand stack is empty: `sp` is at the slot behind the frame's header.
fn operands_empty(sp: *mut u64, t: super::T) -> bool {
    sp == t.ctx.frame.get().wrapping_add(1).cast()
}
