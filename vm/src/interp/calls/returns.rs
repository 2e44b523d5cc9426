//! Returns, and the locks of synchronized methods.

use super::*;

slow! {
    /// Locks a contended receiver at the entry of a synchronized method.
    lock_receiver(s, ip, sp, lo, t) {
        let frame = t.ctx.frame.get();
        let h = s.handle_from(lock_object(interp::method_of(frame), lo)).expect("a receiver");
        monitor::enter(s, h);
        (*frame).lock = h.narrow().0;
        (*frame).flags = LOCKED;
        Ok(Flow { ip, sp })
    }
    /// Unlocks a contended monitor before a synchronized method returns.
    unlock_receiver(s, ip, sp, lo, t) {
        let frame = t.ctx.frame.get();
        let h = s.handle_from(gc::NarrowRef((*frame).lock)).expect("a lock");
        (*frame).flags = 0;
        monitor::exit(s, h)?;
        Ok(Flow { ip, sp })
    }
    /// `return` in `Object.<init>`: registers finalizable objects.
    register_finalizer(s, ip, sp, lo, t) {
        let h = s.handle_from(gc::NarrowRef(*lo as u32)).expect("this");
        let k = Wk::Finalizer.klass();
        crate::runtime::java_call::call_static_named(s, k, "register", "(Ljava/lang/Object;)V", &[Value::Ref(Some(h))])?;
        Ok(Flow { ip: EXIT_OBJECT_INIT.as_ptr().cast(), sp })
    }
}

/// The plain `return` behind a finalizer registration.
static EXIT_OBJECT_INIT: [AtomicU32; 1] = [AtomicU32::new(ops::return_void as u32)];

macro_rules! returns {
    ($($name:ident $sync:ident |$args:ident| $sp:expr;)*) => { handler! { $(
        $name(ip, sp, lo, t, tb, tos) {
            let frame = t.ctx.frame.get();
            let caller = (*frame).caller;
            let $args = (*frame).locals;
            t.ctx.frame.set(caller);
            let ip = (*caller).ip.cast::<u32>();
            let ip = ip.add(3 + ((cell(ip, 0) >> 30) & 2) as usize);
            let sp: *mut u64 = $sp;
            let tos = if is_void(stringify!($name)) { *sp } else { tos };
            next!(ip, sp, (*caller).locals, t, tb, tos)
        }
        $sync(ip, sp, lo, t, tb, tos) {
            let frame = t.ctx.frame.get();
            if (*frame).flags & LOCKED != 0 {
                let lock = gc::NarrowRef((*frame).lock);
                if !monitor::try_fast_exit(t, gc::ObjRef::from_addr(lock.address())) {
                    jump!(unlock_receiver, ip, sp, lo, t, tb, tos)
                }
                (*frame).flags = 0;
            }
            jump!($name, ip, sp, lo, t, tb, tos)
        }
    )* } };
}

#[inline(always)]
const fn is_void(name: &str) -> bool {
    name.len() == 11 // return_void
}

returns! {
    return_void return_void_sync |args| args.sub(1);
    return_one return_one_sync |args| args;
    return_two return_two_sync |args| args.add(1);
}

handler! {
    /// `return` of `Object.<init>`.
    return_object_init(ip, sp, lo, t, tb, tos) {
        let k = KlassRef::from_id(*(addr(t, *lo) as *const u32));
        if k.has_flag(crate::class::klass::flag::HAS_FINALIZER) {
            jump!(register_finalizer, ip, sp, lo, t, tb, tos)
        }
        jump!(return_void, ip, sp, lo, t, tb, tos)
    }
    /// `ireturn` of a boolean, byte, char or short method: the value is cut to the type.
    return_bool(ip, sp, lo, t, tb, tos) { jump!(return_one, ip, sp, lo, t, tb, tos & 1) }
    return_byte(ip, sp, lo, t, tb, tos) {
        jump!(return_one, ip, sp, lo, t, tb, u64::from(i32::from(tos as i8) as u32))
    }
    return_char(ip, sp, lo, t, tb, tos) { jump!(return_one, ip, sp, lo, t, tb, u64::from(tos as u16)) }
    return_short(ip, sp, lo, t, tb, tos) {
        jump!(return_one, ip, sp, lo, t, tb, u64::from(i32::from(tos as i16) as u32))
    }
    return_bool_sync(ip, sp, lo, t, tb, tos) { jump!(return_one_sync, ip, sp, lo, t, tb, tos & 1) }
    return_byte_sync(ip, sp, lo, t, tb, tos) {
        jump!(return_one_sync, ip, sp, lo, t, tb, u64::from(i32::from(tos as i8) as u32))
    }
    return_char_sync(ip, sp, lo, t, tb, tos) { jump!(return_one_sync, ip, sp, lo, t, tb, u64::from(tos as u16)) }
    return_short_sync(ip, sp, lo, t, tb, tos) {
        jump!(return_one_sync, ip, sp, lo, t, tb, u64::from(i32::from(tos as i16) as u32))
    }
}
