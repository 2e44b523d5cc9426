//! Linking of invoke instructions, and what goes wrong with linked ones.

use super::*;

slow! {
    /// Why an interface call found nothing: IncompatibleClassChangeError, AbstractMethodError,
    /// IllegalAccessError.
    interface_failure(s, ip, sp, lo, t) {
        let m = MethodRef(&*method_at(t, cell(ip, 1)));
        let receiver = sp.add(1).sub(operand(ip) & 0xff);
        let k = KlassRef::from_id(*(addr(t, *receiver) as *const u32));
        Err(link_errors::throw_interface_failure(s, k, m))
    }
    initialize_callee(s, ip, sp, lo, t) {
        let m = MethodRef(&*method_at(t, cell(ip, 1)));
        crate::link::init::ensure_initialized(s, m.holder)?;
        if m.holder.is_initialized() {
            rewrite(ip, ops::invokestatic_q, operand(ip) as u16, &[m.id()]);
        }
        Ok(Flow { ip, sp })
    }
    invokestatic(s, ip, sp, lo, t) { link(s, ip, sp, t, InvokeKind::Static) }
    invokespecial(s, ip, sp, lo, t) { link(s, ip, sp, t, InvokeKind::Special) }
    invokevirtual(s, ip, sp, lo, t) { link(s, ip, sp, t, InvokeKind::Virtual) }
    invokeinterface(s, ip, sp, lo, t) { link(s, ip, sp, t, InvokeKind::Interface) }
    invokedynamic(s, ip, sp, lo, t) {
        let m = interp::method_of(t.ctx.frame.get());
        let bci = ip.offset_from(m.code.load(Ordering::Relaxed).cast_const().cast::<u32>()) as u32;
        let site = resolve::call_site_at(s, m, bci, pool_index(t, ip))?;
        let slots = site.adapter.arg_slots;
        match site.appendix {
            Some(a) => rewrite(ip, ops::invokeadapter_q, slots | LONG_FORM, &[site.adapter.id(), a.0]),
            None => rewrite(ip, ops::invokeadapter_bare_q, slots | LONG_FORM, &[site.adapter.id()]),
        }
        Ok(Flow { ip, sp })
    }
}

/// Resolves an invoke instruction and rewrites it.
unsafe fn link(s: &mut Scope<'_>, ip: *const u32, sp: *mut u64, t: T, kind: InvokeKind) -> JResult<Flow> {
    // SAFETY: interpreter registers.
    unsafe {
        let caller = interp::method_of(t.ctx.frame.get());
        let long = if kind == InvokeKind::Interface { LONG_FORM } else { 0 };
        match resolve::method_at(s, caller, pool_index(t, ip), kind)? {
            ResolvedCall::Direct(m) => {
                let a = m.arg_slots | long;
                if kind == InvokeKind::Special && caller.holder.is_interface() && !m.is_constructor() {
                    rewrite(ip, ops::invokespecial_checked, a, &[m.id(), caller.holder.id()]);
                } else if m.is_static() {
                    let op = if m.holder.is_initialized() {
                        ops::invokestatic_q
                    } else {
                        ops::invokestatic_checked
                    };
                    rewrite(ip, op, a, &[m.id()]);
                } else if long != 0 {
                    rewrite(
                        ip,
                        ops::invokedirect_long_q,
                        a,
                        &[m.id(), interface_of(caller, pool_index(t, ip), m).id()],
                    );
                } else {
                    rewrite(ip, ops::invokedirect_q, a, &[m.id()]);
                }
            }
            ResolvedCall::Virtual(m, index) => {
                check_selected(s, m, index, sp)?;
                let entry = size_of::<crate::class::Klass>() + 8 * index as usize;
                if long != 0 {
                    let interface = interface_of(caller, pool_index(t, ip), m);
                    rewrite(
                        ip,
                        ops::invokevirtual_long_q,
                        m.arg_slots | long,
                        &[entry as u32, interface.id()],
                    );
                } else {
                    rewrite(ip, ops::invokevirtual_q, m.arg_slots, &[entry as u32, 0]);
                }
            }
            ResolvedCall::Interface(m) => {
                let op = if long != 0 { ops::invokeinterface_q } else { ops::invokevirtual_interface_q };
                rewrite(ip, op, m.arg_slots | long, &[m.id()]);
                if long != 0 {
                    caller.holder.data.inline_caches.lock().push(inline_cache(ip) as usize);
                }
            }
            ResolvedCall::Handle { adapter, appendix } => match appendix {
                Some(a) => rewrite(ip, ops::invokeadapter_q, adapter.arg_slots, &[adapter.id(), a.0]),
                None => rewrite(ip, ops::invokeadapter_bare_q, adapter.arg_slots, &[adapter.id()]),
            },
        }
        Ok(Flow { ip, sp })
    }
}

/// A call that is being linked must find an implementation: only now the message can name both the
/// resolved and the selected method.
unsafe fn check_selected(s: &mut Scope<'_>, m: MethodRef, index: u32, sp: *mut u64) -> JResult<()> {
    // SAFETY: the arguments are the top slots of the stack; the receiver is a reference.
    let receiver = unsafe { gc::NarrowRef(*sp.add(1).sub(m.arg_slots.into()) as u32).decode() };
    let Some(k) = receiver.map(KlassRef::of) else { return Ok(()) };
    let selected = k.vtable(index as usize);
    if selected.is_abstract() {
        return Err(link_errors::throw_abstract_method(s, k, m, Some(selected)));
    }
    Ok(())
}

/// The interface that the `invokeinterface` with pool index `index`, which is being linked, names.
fn interface_of(caller: MethodRef, index: u16, m: MethodRef) -> KlassRef {
    let cp = caller.holder.constants();
    let class_index = cp.member_ref(index).0;
    cp.resolved_class(class_index).unwrap_or(m.holder)
}

slow! {
    direct_interface_failure(s, ip, sp, lo, t) {
        let receiver = sp.add(1).sub(operand(ip) & 0xff);
        let k = KlassRef::from_id(*(addr(t, *receiver) as *const u32));
        let interface = KlassRef::from_id(cell(ip, 2));
        let text = format!(
            "Class {} does not implement the requested interface {}",
            k.external_name(),
            interface.external_name()
        );
        Err(s.throw_new("java/lang/IncompatibleClassChangeError", &text))
    }
    special_receiver_failure(s, ip, sp, lo, t) {
        let receiver = sp.add(1).sub(operand(ip));
        let k = KlassRef::from_id(*(addr(t, *receiver) as *const u32));
        let interface = KlassRef::from_id(cell(ip, 2));
        let text = format!(
            "Receiver class {} must be the current class or a subtype of interface {}",
            k.external_name(),
            interface.external_name()
        );
        Err(s.throw_new("java/lang/IllegalAccessError", &text))
    }
}
