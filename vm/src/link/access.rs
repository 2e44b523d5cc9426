//! Access control (JVMS §5.4.4): classes across modules, members with nestmates.

use super::nest;
use crate::class::KlassRef;
use crate::class::method::access;
use crate::loader::modules::{Module, module_of};
use crate::thread::{JResult, Scope, monitor};
use crate::well_known::Wk;

/// Why a class may not be accessed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Denied {
    NotReadable,
    NotExported,
    /// Not public, in another package.
    Other,
}

/// Whether `k` is a generated accessor of core reflection, which may access everything.
pub fn is_magic(k: KlassRef) -> bool {
    Wk::MagicAccessorImpl.try_klass().is_some_and(|m| k.is_subclass_of(m))
}

/// Whether `from` may access the class `to` (§5.4.4, for classes). Arrays are judged by their elements.
///
/// # Errors
/// Why not.
pub fn check_class(from: KlassRef, to: KlassRef) -> Result<(), Denied> {
    let Some(to) = to.element() else { return Ok(()) };
    if from == to || from.same_package(to) || is_magic(from) {
        return Ok(());
    }
    if u32::from(to.access.get() as u16) & access::PUBLIC == 0 {
        return Err(Denied::Other);
    }
    let (m_from, m_to) = (module_of(from), module_of(to));
    if m_from == m_to {
        return Ok(());
    }
    if !m_from.can_read(m_to) {
        return Err(Denied::NotReadable);
    }
    if m_to.is_open() || to.cold.package_entry.get().is_none_or(|p| p.is_exported_to(m_from)) {
        return Ok(());
    }
    Err(Denied::NotExported)
}

/// The message for [`Denied::NotReadable`] and [`Denied::NotExported`]; `None` for the third reason,
/// which callers word themselves.
pub fn module_message(t: &Scope<'_>, from: KlassRef, to: KlassRef, why: Denied) -> Option<String> {
    let to = to.element().unwrap_or(to);
    let (m_from, m_to) = (module_of(from), module_of(to));
    let package = || String::from_utf8_lossy(to.package()).replace('/', ".");
    let in_named = |m: &Module| format!("in module {}", m.text());
    let (from_name, to_name) = (from.external_name(), to.external_name());
    Some(match why {
        Denied::Other => return None,
        Denied::NotReadable if m_to.is_named() => format!(
            "class {from_name} ({}) cannot access class {to_name} ({}) because module {} does not read module {}",
            in_named(m_from),
            in_named(m_to),
            m_from.text(),
            m_to.text()
        ),
        Denied::NotReadable => {
            let hash = module_hash(t, m_to);
            format!(
                "class {from_name} ({}) cannot access class {to_name} (in unnamed module @0x{hash:x}) because \
                 module {} does not read unnamed module @0x{hash:x}",
                in_named(m_from),
                m_from.text()
            )
        }
        Denied::NotExported if m_from.is_named() => format!(
            "class {from_name} ({}) cannot access class {to_name} ({}) because module {} does not export {} to \
             module {}",
            in_named(m_from),
            in_named(m_to),
            m_to.text(),
            package(),
            m_from.text()
        ),
        Denied::NotExported => {
            let hash = module_hash(t, m_from);
            format!(
                "class {from_name} (in unnamed module @0x{hash:x}) cannot access class {to_name} ({}) because \
                 module {} does not export {} to unnamed module @0x{hash:x}",
                in_named(m_to),
                m_to.text(),
                package()
            )
        }
    })
}

fn module_hash(t: &Scope<'_>, m: &'static Module) -> i32 {
    m.object(t).map_or(0, |o| monitor::identity_hash(t, o))
}

/// Whether `from` may access a member with flags `flags`, declared in `holder` and found through
/// `resolved` (§5.4.4, for members). `for_override`: only the static part of the rule for protected members.
///
/// # Errors
/// What finding the nest hosts throws.
pub fn check_member(
    t: &mut Scope<'_>,
    from: KlassRef,
    resolved: KlassRef,
    holder: KlassRef,
    flags: u32,
) -> JResult<bool> {
    if from == holder || flags & access::PUBLIC != 0 {
        return Ok(true);
    }
    if flags & access::PROTECTED != 0 && !from.is_interface() && from.is_subclass_of(holder) {
        let related = flags & access::STATIC != 0
            || from == resolved
            || holder == resolved
            || from.is_subclass_of(resolved)
            || resolved.is_subclass_of(from);
        if related {
            return Ok(true);
        }
    }
    if flags & access::PRIVATE == 0 {
        return Ok(from.same_package(holder) || is_magic(from));
    }
    if nest::is_nestmate(t, from, holder)? {
        return Ok(true);
    }
    Ok(is_magic(from))
}
