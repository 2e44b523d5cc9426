//! Nests (JVMS §5.4.4): a class's host, and whether two classes have the same one.

use super::{errors, resolve};
use crate::class::KlassRef;
use crate::loader::describe;
use crate::thread::{JResult, Scope};

/// The nest host of an instance class: itself when it names none, or one that does not acknowledge it.
///
/// # Errors
/// VirtualMachineError only; other failures make the class its own host, see [`error_of`].
pub fn host(t: &mut Scope<'_>, k: KlassRef) -> JResult<KlassRef> {
    if let Some(h) = k.cold.nest_host.get() {
        return Ok(h);
    }
    let index = k.cold.nest_host_index.get();
    let mut host = k;
    if index != 0 {
        match claimed(t, k, index)? {
            Ok(h) => host = h,
            Err(reason) => *k.cold.nest_error.lock() = Some(reason),
        }
    }
    k.cold.nest_host.set(Some(host));
    Ok(host)
}

/// The host that `k` names, or why it does not count.
fn claimed(t: &mut Scope<'_>, k: KlassRef, index: u16) -> JResult<Result<KlassRef, String>> {
    let h = match resolve::class_at(t, k, index) {
        Ok(h) => h,
        Err(thrown) => {
            let n = t.nested();
            let e = n.catch(thrown);
            if errors::is_virtual_machine_error(&n, e) {
                return Err(n.throw(e));
            }
            return Ok(Err(format!(
                "Nest host resolution of {} with host {} failed: {}",
                k.external_name(),
                k.constants().name_of(index),
                errors::describe(&n, e)
            )));
        }
    };
    let error = if !k.same_package(h) {
        "types are in different packages"
    } else if h.is_array() {
        "host is not an instance class"
    } else if !is_listed(h, k) {
        "current type is not listed as a nest member"
    } else {
        return Ok(Ok(h));
    };
    Ok(Err(format!(
        "Type {} (loader: {}) is not a nest member of type {} (loader: {}): {error}",
        k.external_name(),
        describe::loader_name(t, k.loader),
        h.external_name(),
        describe::loader_name(t, h.loader)
    )))
}

fn is_listed(host: KlassRef, k: KlassRef) -> bool {
    host.cold.nest_members.get().iter().any(|&i| host.constants().name_of(i) == k.name)
}

/// Whether both classes belong to the same nest.
///
/// # Errors
/// VirtualMachineError.
pub fn is_nestmate(t: &mut Scope<'_>, a: KlassRef, b: KlassRef) -> JResult<bool> {
    if a.is_array() || b.is_array() {
        return Ok(false);
    }
    Ok(host(t, a)? == host(t, b)?)
}

/// What went wrong with the nest host that `k` names, if anything.
pub fn error_of(k: KlassRef) -> Option<String> {
    k.cold.nest_error.lock().clone()
}
