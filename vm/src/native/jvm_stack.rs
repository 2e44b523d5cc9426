//! `JVM_*` exports that walk the stack: traces, callers, access control contexts.

use gc::Handle;

use super::entry::{Env, enter, enter_object, enter_or};
use super::handles::JObject;
use crate::class::KlassRef;
use crate::link::init;
use crate::runtime::alloc;
use crate::stack::trace::{self, TraceElement};
use crate::stack::{self, frames, is_ignored_by_security_walk};
use crate::thread::{JResult, Scope};
use crate::well_known::{Wk, f};

/// `Throwable.fillInStackTrace`.
///
/// # Safety
/// Called by the JDK's libraries with their thread's environment and valid references.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn JVM_FillInStackTrace(env: Env, throwable: JObject) {
    // SAFETY: by the caller's promise.
    unsafe {
        enter(env, |t| {
            if let Some(e) = t.from_jni(throwable)
                && let Err(thrown) = trace::fill_in(t, e)
            {
                // without a trace then
                t.catch(thrown);
            }
        });
    }
}

/// `StackTraceElement.initStackTraceElements`.
///
/// # Safety
/// As for [`JVM_FillInStackTrace`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn JVM_InitStackTraceElementArray(env: Env, elements: JObject, throwable: JObject) {
    // SAFETY: by the caller's promise.
    unsafe {
        enter_or(env, (), |t| {
            let (Some(array), Some(e)) = (t.from_jni(elements), t.from_jni(throwable)) else {
                return Err(t.throw_npe());
            };
            let recorded = trace::elements_of(e.get(t));
            if recorded.len() != array.get(t).length() {
                return Err(t.throw_bare("java/lang/IndexOutOfBoundsException"));
            }
            for (i, el) in recorded.into_iter().enumerate() {
                let mut n = t.nested();
                let Some(element) = array.get(&n).elem_ref(i) else { return Err(n.throw_npe()) };
                let element = n.handle(element);
                trace::init_element(&mut n, element, el)?;
            }
            Ok(())
        });
    }
}

/// `StackTraceElement.initStackTraceElement(StackTraceElement, StackFrameInfo)`.
///
/// # Safety
/// As for [`JVM_FillInStackTrace`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn JVM_InitStackTraceElement(env: Env, element: JObject, frame_info: JObject) {
    // SAFETY: by the caller's promise.
    unsafe {
        enter_or(env, (), |t| {
            let (Some(element), Some(info)) = (t.from_jni(element), t.from_jni(frame_info)) else {
                return Err(t.throw_npe());
            };
            let bci = f::StackFrameInfo::bci.get(info.get(t));
            let Some(member) = f::StackFrameInfo::member_name.get(info.get(t)) else {
                return Err(t.throw_npe());
            };
            let method = crate::class::MethodRef(&*crate::runtime::method_handles::member_target(member));
            trace::init_element(
                t,
                element,
                TraceElement { method, bci: u32::try_from(bci).ok().filter(|_| !method.is_native()) },
            )
        });
    }
}

fn mirror<'s>(t: &Scope<'s>, k: KlassRef) -> Handle<'s> {
    t.handle(k.mirror(t))
}

/// `Reflection.getCallerClass`.
///
/// # Safety
/// As for [`JVM_FillInStackTrace`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn JVM_GetCallerClass(env: Env) -> JObject {
    // SAFETY: by the caller's promise.
    unsafe {
        enter_object(env, |t| match stack::caller_class(t.thread()) {
            Ok(k) => Ok(k.map(|k| mirror(t, k))),
            Err(text) => Err(t.throw_new("java/lang/InternalError", text)),
        })
    }
}

/// `SecurityManager.getClassContext`: the classes on the stack, without the method itself.
///
/// # Safety
/// As for [`JVM_FillInStackTrace`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn JVM_GetClassContext(env: Env) -> JObject {
    // SAFETY: by the caller's promise.
    unsafe {
        enter_object(env, |t| {
            let classes: Vec<KlassRef> = frames(t)
                .filter(|f| !is_ignored_by_security_walk(f.method) && !f.method.is_native())
                .map(|f| f.method.holder)
                .collect();
            let array = alloc::new_object_array(t, Wk::Class.klass(), classes.len() as i32)?;
            for (i, k) in classes.iter().enumerate() {
                array.get(t).set_elem_ref(i, Some(k.mirror(t)));
            }
            Ok(Some(array))
        })
    }
}

/// `VM.latestUserDefinedLoader`: the nearest loader on the stack that is neither boot nor platform; generated accessors of core
/// reflection have one each, which does not count.
///
/// # Safety
/// As for [`JVM_FillInStackTrace`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn JVM_LatestUserDefinedLoader(env: Env) -> JObject {
    // SAFETY: by the caller's promise.
    unsafe {
        enter_object(env, |t| {
            let found = frames(t)
                .map(|f| f.method.holder)
                .find(|k| !stack::is_platform_or_boot(t, *k) && !crate::link::access::is_magic(*k));
            Ok(found.and_then(|k| t.handle_opt(k.loader.object(t))))
        })
    }
}

/// `AccessController.getStackAccessControlContext`: the protection domains between here and the nearest
/// privileged frame; null when all of them are fully trusted.
///
/// # Safety
/// As for [`JVM_FillInStackTrace`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn JVM_GetStackAccessControlContext(env: Env, _class: JObject) -> JObject {
    // SAFETY: by the caller's promise.
    unsafe { enter_object(env, stack_context) }
}

fn stack_context<'s>(t: &mut Scope<'s>) -> JResult<Option<Handle<'s>>> {
    init::ensure_initialized(t, Wk::AccessController.klass())?;
    let mut domains: Vec<Handle<'s>> = Vec::new();
    let mut privileged: Option<Option<Handle<'s>>> = None;
    for frame in frames(t.thread()) {
        let m = frame.method;
        if is_ignored_by_security_walk(m) && !m.is_native() {
            continue;
        }
        let mut holder_mirror = Some(m.holder.mirror(t));
        if m.holder == Wk::AccessController.klass() && m.name == "executePrivileged" {
            // executePrivileged(action, context, caller)
            // SAFETY: verified code: these locals hold references and are not overwritten; fences keep them alive.
            unsafe {
                privileged = Some(t.handle_from(frame.reference(1)));
                holder_mirror = frame.reference(2).decode();
            }
        }
        let domain = holder_mirror.and_then(|c| f::Class::protection_domain.get(c));
        if let Some(d) = domain
            && domains.last().is_none_or(|last| last.get(t) != d)
        {
            domains.push(t.handle(d));
        }
        if privileged.is_some() {
            break;
        }
    }
    if domains.is_empty() && matches!(privileged, Some(None)) {
        return Ok(None);
    }
    let array = if domains.is_empty() {
        None
    } else {
        let a = alloc::new_object_array(t, Wk::ProtectionDomain.klass(), domains.len() as i32)?;
        for (i, d) in domains.iter().enumerate() {
            a.get(t).set_elem_ref(i, Some(d.get(t)));
        }
        Some(a)
    };
    init::ensure_initialized(t, Wk::AccessControlContext.klass())?;
    let acc = alloc::new_instance(t, Wk::AccessControlContext.klass())?;
    let o = acc.get(t);
    f::AccessControlContext::context.set(o, array.map(|a| a.get(t)));
    f::AccessControlContext::privileged_context.set(o, privileged.flatten().map(|c| c.get(t)));
    f::AccessControlContext::is_privileged.set(o, privileged.is_some());
    f::AccessControlContext::is_authorized.set(o, true);
    Ok(Some(acc))
}
