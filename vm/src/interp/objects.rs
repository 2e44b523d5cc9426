//! Objects, casts, monitors, `athrow` (JVMS §6.5: `new`, `*newarray`, `checkcast`, `instanceof`,
//! `monitorenter`, `monitorexit`, `athrow`).

use gc::Handle;
use gc::object::{CLASS_OFFSET, LENGTH_OFFSET, MARK_OFFSET, SHIFT, UNLOCKED, array_size};
use gc::{NarrowRef, ObjRef};

use super::arrays::{addr, class_of};
use super::{Flow, T, cell, operand, ops, pool_index, rewrite, throw};
use crate::class::klass::{DISPLAY, flag};
use crate::class::{BasicType, Klass, KlassRef};
use crate::link::{init, resolve};
use crate::loader::{arrays as array_classes, mirrors};
use crate::runtime::alloc;
use crate::thread::{JResult, Scope, monitor};

/// Longest array that is allocated without a call.
const INLINE_ARRAY: u32 = 4096;

#[inline(always)]
unsafe fn class_at(t: T, ip: *const u32) -> *const Klass {
    // SAFETY: the second cell of a quick instruction holds a class id.
    unsafe { (t.ctx.class_base.get() + ((cell(ip, 1) as usize) << SHIFT)) as *const Klass }
}

#[inline(always)]
fn narrow(t: T, at: usize) -> u64 {
    ((at - t.ctx.heap_base.get()) >> SHIFT) as u64
}

/// Whether class `k` is found to be a subtype of `target` (with this id) without a search.
#[inline(always)]
unsafe fn is_quickly(k: KlassRef, target: *const Klass, id: u32) -> bool {
    // SAFETY: `target` is a class.
    let depth = unsafe { (*target).depth.get() } as usize;
    if depth < DISPLAY {
        k.display[depth].get() == id
    } else {
        k.secondary_cache.load(std::sync::atomic::Ordering::Relaxed) == id
    }
}

/// Bumps the thread's buffer and writes a header; `None` when it is full.
#[inline(always)]
unsafe fn bump(t: T, k: *const Klass, size: usize) -> Option<usize> {
    // SAFETY: `k` is a class; the buffer's memory is zeroed and the thread's own.
    unsafe {
        let at = t.ctx.tlab.bump(size)?;
        ((at + CLASS_OFFSET) as *mut u32).write((*k).id.get());
        ((at + MARK_OFFSET) as *mut u32).write(UNLOCKED);
        Some(at)
    }
}

handler! {
    /// `new` of an initialised class whose instances need nothing special.
    new_q(ip, sp, lo, t, tb, tos) {
        let k = class_at(t, ip);
        match bump(t, k, (*k).type_info.instance_size as usize) {
            Some(at) => {
                *sp = tos;
                next!(ip.add(3), sp.add(1), lo, t, tb, narrow(t, at))
            }
            None => jump!(new_slow, ip, sp, lo, t, tb, tos),
        }
    }
    /// `newarray`: operand is the type code; second cell the array class's id.
    newarray(ip, sp, lo, t, tb, tos) {
        let n = tos as u32;
        if n < INLINE_ARRAY {
            let k = class_at(t, ip);
            if let Some(at) = bump(t, k, array_size(u32::from((*k).type_info.log2_elem), n as usize)) {
                ((at + LENGTH_OFFSET) as *mut u32).write(n);
                next!(ip.add(2), sp, lo, t, tb, narrow(t, at))
            }
        }
        jump!(newarray_slow, ip, sp, lo, t, tb, tos)
    }
    /// `anewarray` of a resolved class: second cell is the array class's id.
    anewarray_q(ip, sp, lo, t, tb, tos) {
        let n = tos as u32;
        if n < INLINE_ARRAY {
            let k = class_at(t, ip);
            if let Some(at) = bump(t, k, array_size(2, n as usize)) {
                ((at + LENGTH_OFFSET) as *mut u32).write(n);
                next!(ip.add(3), sp, lo, t, tb, narrow(t, at))
            }
        }
        jump!(anewarray_slow, ip, sp, lo, t, tb, tos)
    }
    /// `checkcast` to a resolved class: second cell is its id.
    checkcast_q(ip, sp, lo, t, tb, tos) {
        if tos == 0 || is_quickly(class_of(t, addr(t, tos)), class_at(t, ip), cell(ip, 1)) {
            next!(ip.add(3), sp, lo, t, tb, tos)
        }
        jump!(checkcast_searched, ip, sp, lo, t, tb, tos)
    }
    checkcast_searched(ip, sp, lo, t, tb, tos) {
        if class_of(t, addr(t, tos)).is_subtype_of(KlassRef(&*class_at(t, ip))) {
            next!(ip.add(3), sp, lo, t, tb, tos)
        }
        jump!(throw::class_cast, ip, sp, lo, t, tb, tos)
    }
    instanceof_q(ip, sp, lo, t, tb, tos) {
        if tos == 0 || is_quickly(class_of(t, addr(t, tos)), class_at(t, ip), cell(ip, 1)) {
            next!(ip.add(3), sp, lo, t, tb, u64::from(tos != 0))
        }
        jump!(instanceof_searched, ip, sp, lo, t, tb, tos)
    }
    instanceof_searched(ip, sp, lo, t, tb, tos) {
        let is = class_of(t, addr(t, tos)).is_subtype_of(KlassRef(&*class_at(t, ip)));
        next!(ip.add(3), sp, lo, t, tb, u64::from(is))
    }
    monitorenter(ip, sp, lo, t, tb, tos) {
        if tos == 0 {
            jump!(throw::null_pointer, ip, sp, lo, t, tb, tos)
        }
        if !monitor::try_fast_enter(t, ObjRef::from_addr(addr(t, tos))) {
            jump!(monitorenter_slow, ip, sp, lo, t, tb, tos)
        }
        let sp = sp.sub(1);
        next!(ip.add(1), sp, lo, t, tb, *sp)
    }
    monitorexit(ip, sp, lo, t, tb, tos) {
        if tos == 0 {
            jump!(throw::null_pointer, ip, sp, lo, t, tb, tos)
        }
        if !monitor::try_fast_exit(t, ObjRef::from_addr(addr(t, tos))) {
            jump!(monitorexit_slow, ip, sp, lo, t, tb, tos)
        }
        let sp = sp.sub(1);
        next!(ip.add(1), sp, lo, t, tb, *sp)
    }
    athrow(ip, sp, lo, t, tb, tos) {
        if tos == 0 {
            jump!(throw::null_pointer, ip, sp, lo, t, tb, tos)
        }
        (*t.ctx.frame.get()).ip = ip.cast();
        t.ctx.pending.set(tos as u32);
        jump!(throw::unwind, ip, sp, lo, t, tb, 0)
    }
}

/// Handle to the reference in a slot of the current frame.
unsafe fn slot_handle<'a>(p: *mut u64) -> Handle<'a> {
    // SAFETY: the slot holds a non-null reference and is a root as long as the instruction runs.
    unsafe { Handle::from_slot(p.cast()) }
}

fn count(sp: *mut u64) -> i32 {
    // SAFETY: `sp` is the spilled top of the stack.
    unsafe { *sp as i32 }
}

/// A fresh array in place of the count on the stack.
unsafe fn replace_count(
    s: &mut Scope<'_>,
    k: KlassRef,
    ip: *const u32,
    sp: *mut u64,
    len: usize,
) -> JResult<Flow> {
    let a = alloc::new_array(s, k, count(sp))?;
    // SAFETY: `sp` is the spilled top of the stack; `len` the instruction's length.
    unsafe {
        *sp = u64::from(a.narrow().0);
        Ok(Flow { ip: ip.add(len), sp })
    }
}

slow! {
    new(s, ip, sp, lo, t) {
        let m = super::method_of(t.ctx.frame.get());
        let k = resolve::class_at(s, m.holder, pool_index(t, ip))?;
        if k.is_abstract() || k.is_array() || k.is_interface() {
            return Err(s.throw_new("java/lang/InstantiationError", &k.external_name()));
        }
        if k == crate::well_known::Wk::Class.klass() {
            return Err(s.throw_new("java/lang/IllegalAccessError", "java.lang.Class"));
        }
        init::ensure_initialized(s, k)?;
        if k.is_initialized() && !k.has_flag(flag::SLOW_NEW) {
            rewrite(ip, ops::new_q, operand(ip) as u16, &[k.id()]);
        }
        let o = alloc::new_instance(s, k)?;
        *sp.add(1) = u64::from(o.narrow().0);
        Ok(Flow { ip: ip.add(3), sp: sp.add(1) })
    }
    new_slow(s, ip, sp, lo, t) {
        let o = alloc::new_instance(s, KlassRef(&*class_at(t, ip)))?;
        *sp.add(1) = u64::from(o.narrow().0);
        Ok(Flow { ip: ip.add(3), sp: sp.add(1) })
    }
    newarray_slow(s, ip, sp, lo, t) {
        replace_count(s, KlassRef(&*class_at(t, ip)), ip, sp, 2)
    }
    anewarray_slow(s, ip, sp, lo, t) {
        replace_count(s, KlassRef(&*class_at(t, ip)), ip, sp, 3)
    }
    anewarray(s, ip, sp, lo, t) {
        let m = super::method_of(t.ctx.frame.get());
        let k = resolve::class_at(s, m.holder, pool_index(t, ip))?;
        let array = array_classes::array_klass(s, k)?;
        rewrite(ip, ops::anewarray_q, operand(ip) as u16, &[array.id()]);
        Ok(Flow { ip, sp })
    }
    /// Operand: pool index; second cell: dimensions.
    multianewarray(s, ip, sp, lo, t) {
        let m = super::method_of(t.ctx.frame.get());
        let k = resolve::class_at(s, m.holder, pool_index(t, ip))?;
        let dims = cell(ip, 1) as usize;
        let first = sp.sub(dims - 1);
        let lengths: Vec<i32> = (0..dims).map(|i| *first.add(i) as i32).collect();
        let a = alloc::new_multi_array(s, k, &lengths)?;
        *first = u64::from(a.narrow().0);
        Ok(Flow { ip: ip.add(4), sp: first })
    }
    checkcast(s, ip, sp, lo, t) {
        if *sp == 0 {
            return Ok(Flow { ip: ip.add(3), sp }); // null casts without resolution
        }
        let m = super::method_of(t.ctx.frame.get());
        let k = resolve::class_at(s, m.holder, pool_index(t, ip))?;
        rewrite(ip, ops::checkcast_q, operand(ip) as u16, &[k.id()]);
        Ok(Flow { ip, sp })
    }
    instanceof(s, ip, sp, lo, t) {
        if *sp == 0 {
            return Ok(Flow { ip: ip.add(3), sp });
        }
        let m = super::method_of(t.ctx.frame.get());
        let k = resolve::class_at(s, m.holder, pool_index(t, ip))?;
        rewrite(ip, ops::instanceof_q, operand(ip) as u16, &[k.id()]);
        Ok(Flow { ip, sp })
    }
    monitorenter_slow(s, ip, sp, lo, t) {
        monitor::enter(s, slot_handle(sp));
        Ok(Flow { ip: ip.add(1), sp: sp.sub(1) })
    }
    monitorexit_slow(s, ip, sp, lo, t) {
        if !monitor::try_exit(t, slot_handle(sp).get(s)) {
            return Err(s.throw_bare("java/lang/IllegalMonitorStateException"));
        }
        Ok(Flow { ip: ip.add(1), sp: sp.sub(1) })
    }
}

/// Array class for a `newarray` type code.
pub(super) fn newarray_class(code: u8) -> Option<KlassRef> {
    BasicType::PRIMITIVES.into_iter().find(|b| *b as u8 == code).map(mirrors::primitive_array_klass)
}

/// Locks the receiver (or the mirror) of a synchronized method; the lock is kept in its frame.
pub(super) unsafe fn lock_object(m: crate::class::MethodRef, lo: *mut u64) -> NarrowRef {
    // SAFETY: `lo` are the locals of `m`; verified code has a reference as receiver.
    unsafe { if m.is_static() { m.holder.mirror.get() } else { NarrowRef(*lo as u32) } }
}
