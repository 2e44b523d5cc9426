//! Nests (JVMS §4.7.28, §5.4.4) and sealed classes (§4.7.31).

use gc::Handle;

use super::class::{class_array, instance_klass};
use super::jvm_export;
use crate::class::KlassRef;
use crate::link::nest;
use crate::link::resolve::class_at;
use crate::runtime::reflect;
use crate::thread::{JResult, Scope};

/// The class of a Class entry; `None` when it cannot be had, unless that is an error of the VM.
fn class_if_resolvable(t: &mut Scope<'_>, k: KlassRef, index: u16) -> JResult<Option<KlassRef>> {
    match class_at(t, k, index) {
        Ok(c) => Ok(Some(c)),
        Err(thrown) => {
            reflect::keep_only_vm_errors(t, thrown)?;
            Ok(None)
        }
    }
}

jvm_export! {
    /// `Reflection.areNestMates`
    fn JVM_AreNestMates(t, current: Handle<'_>, member: Handle<'_>) -> u8, else 0; {
        let (Some(a), Some(b)) = (instance_klass(t, current), instance_klass(t, member)) else { return Ok(0) };
        Ok((a == b || nest::host(t, a)? == nest::host(t, b)?).into())
    }

    /// `Class.getNestHost0`
    fn JVM_GetNestHost(t, cls: Handle<'_>) -> object {
        let Some(k) = instance_klass(t, cls) else { return Ok(None) };
        let host = nest::host(t, k)?;
        Ok(Some(t.handle(host.mirror(t))))
    }

    /// `Class.getNestMembers0`: the host, then the listed members that agree.
    fn JVM_GetNestMembers(t, cls: Handle<'_>) -> object {
        let Some(k) = instance_klass(t, cls) else { return Ok(None) };
        let host = nest::host(t, k)?;
        let mut members = vec![host];
        for &index in host.cold.nest_members.get() {
            if let Some(m) = class_if_resolvable(t, host, index)?
                && m.is_instance()
                && nest::host(t, m)? == host
            {
                members.push(m);
            }
        }
        class_array(t, &members)
    }

    /// `Class.getPermittedSubclasses0`: null for a class that is not sealed.
    fn JVM_GetPermittedSubclasses(t, cls: Handle<'_>) -> object {
        let Some(k) = instance_klass(t, cls) else { return Ok(None) };
        let Some(indices) = k.cold.permitted_subclasses.get() else { return Ok(None) };
        let mut subclasses = Vec::new();
        for &index in indices {
            subclasses.extend(class_if_resolvable(t, k, index)?.filter(|c| c.is_instance()));
        }
        class_array(t, &subclasses)
    }
}
