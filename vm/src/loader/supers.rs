//! The superclass and superinterfaces of a class being defined: loading them (JVMS §5.3.5 steps 3 and 4) and the rules between
//! them and the class.

use std::cell::RefCell;

use classfile::ClassFile;

use super::data::{Loader, LoaderKind};
use super::modules::module_of;
use super::{describe, load};
use crate::class::KlassRef;
use crate::class::method::access;
use crate::link::access as rules;
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope};

/// What [`load`] found.
pub struct Supers {
    pub superclass: Option<KlassRef>,
    pub interfaces: Vec<KlassRef>,
}

thread_local! {
    /// Classes whose supers this thread is loading, innermost last: a class that comes up again is its own super.
    static LOADING: RefCell<Vec<(Symbol, *const Loader)>> = const { RefCell::new(Vec::new()) };
}

/// Removes its entry of [`LOADING`] when dropped.
struct Loading;

impl Drop for Loading {
    fn drop(&mut self) {
        LOADING.with_borrow_mut(Vec::pop);
    }
}

/// Whether this thread is loading the supers of the class `name` that `loader` defines.
pub(super) fn is_loading(name: Symbol, loader: &Loader) -> bool {
    LOADING.with_borrow(|l| l.contains(&(name, std::ptr::from_ref(loader))))
}

fn resolve(
    t: &mut Scope<'_>,
    name: Symbol,
    super_name: Symbol,
    loader: &'static Loader,
) -> JResult<KlassRef> {
    if is_loading(name, loader) {
        return Err(t.throw_new("java/lang/ClassCircularityError", &name.text()));
    }
    LOADING.with_borrow_mut(|l| l.push((name, std::ptr::from_ref(loader))));
    let _guard = Loading;
    load::resolve_class(t, super_name, loader)
}

/// Loads the supers of the class `name`: interfaces first, as HotSpot does.
///
/// # Errors
/// ClassCircularityError, IncompatibleClassChangeError, NoClassDefFoundError, what loading throws.
pub fn load(t: &mut Scope<'_>, loader: &'static Loader, cf: &ClassFile<'_>, name: Symbol) -> JResult<Supers> {
    let pool = &cf.constant_pool;
    let mut interfaces = Vec::with_capacity(cf.interfaces.len());
    for index in cf.interfaces.iter() {
        let i = resolve(t, name, Symbol::new(pool.class_name(index).unwrap_or_default()), loader)?;
        if !i.is_interface() {
            let text = format!(
                "class {} can not implement {}, because it is not an interface ({})",
                name.external(),
                i.external_name(),
                describe::in_module_of_loader(t, i, false, false)
            );
            return Err(t.throw_new("java/lang/IncompatibleClassChangeError", &text));
        }
        interfaces.push(i);
    }
    let superclass = match cf.super_class_name() {
        None => None,
        Some(s) => Some(resolve(t, name, Symbol::new(s), loader)?),
    };
    if let Some(s) = superclass
        && s.is_interface()
    {
        let text = format!("class {} has interface {} as super class", name.external(), s.external_name());
        return Err(t.throw_new("java/lang/IncompatibleClassChangeError", &text));
    }
    Ok(Supers { superclass, interfaces })
}

/// Checks a class that has been built against its supers.
///
/// # Errors
/// IncompatibleClassChangeError, IllegalAccessError.
pub fn check(t: &mut Scope<'_>, k: KlassRef) -> JResult<()> {
    if let Some(s) = k.superclass.get() {
        check_superclass(t, k, s)?;
    }
    for &i in k.cold.interfaces.get().iter().rev() {
        check_interface(t, k, i)?;
    }
    check_final_methods(t, k)
}

fn incompatible(t: &mut Scope<'_>, k: KlassRef, what: &str, s: KlassRef) -> crate::thread::Thrown {
    let text = format!("class {} cannot {what} {}", k.external_name(), s.external_name());
    t.throw_new("java/lang/IncompatibleClassChangeError", &text)
}

fn check_superclass(t: &mut Scope<'_>, k: KlassRef, s: KlassRef) -> JResult<()> {
    if s.access.get() & access::FINAL != 0 {
        return Err(incompatible(t, k, "inherit from final class", s));
    }
    if !permits(s, k) {
        return Err(incompatible(t, k, "inherit from sealed class", s));
    }
    if !k.loader.is_boot()
        && k.loader.kind.get() != LoaderKind::Reflection
        && s.package() == b"jdk/internal/reflect"
    {
        let text = format!(
            "class {} loaded by {} cannot access jdk/internal/reflect superclass {}",
            k.external_name(),
            describe::loader_name(t, k.loader),
            s.external_name()
        );
        return Err(t.throw_new("java/lang/IllegalAccessError", &text));
    }
    check_access(t, k, s, "superclass")
}

fn check_interface(t: &mut Scope<'_>, k: KlassRef, i: KlassRef) -> JResult<()> {
    if !permits(i, k) {
        let verb = if k.is_interface() { "extend" } else { "implement" };
        return Err(incompatible(t, k, &format!("{verb} sealed interface"), i));
    }
    check_access(t, k, i, "superinterface")
}

fn check_access(t: &mut Scope<'_>, k: KlassRef, s: KlassRef, role: &str) -> JResult<()> {
    let Err(why) = rules::check_class(k, s) else { return Ok(()) };
    let text = match rules::module_message(t, k, s, why) {
        Some(m) => format!("{role} access check failed: {m}"),
        None => {
            let is_abstract = role == "superclass" && s.is_abstract();
            format!(
                "class {} cannot access its {}{role} {} ({})",
                k.external_name(),
                if is_abstract { "abstract " } else { "" },
                s.external_name(),
                describe::both(t, k, s)
            )
        }
    };
    Err(t.throw_new("java/lang/IllegalAccessError", &text))
}

/// Whether `s`, if it is sealed, permits the subclass `k` (§5.3.5 steps 3 and 4).
fn permits(s: KlassRef, k: KlassRef) -> bool {
    let Some(list) = s.cold.permitted_subclasses.get() else { return true };
    if module_of(s) != module_of(k) {
        return false;
    }
    if k.access.get() & access::PUBLIC == 0 && !k.same_package(s) {
        return false;
    }
    list.iter().any(|&i| s.constants().name_of(i) == k.name)
}

/// No method may override a final one that it can see (§4.10).
fn check_final_methods(t: &mut Scope<'_>, k: KlassRef) -> JResult<()> {
    for &m in k.methods.get() {
        if m.is_private() || m.is_static() || m.is_constructor() {
            continue;
        }
        for s in k.supers().skip(1) {
            let Some(over) = s.final_method(m.name, m.desc) else { continue };
            let visible = over.is_public() || over.is_protected() || k.same_package(s);
            if visible {
                let text = format!(
                    "class {} overrides final method {}.{}{}",
                    k.external_name(),
                    s.external_name(),
                    m.name,
                    m.desc
                );
                return Err(t.throw_new("java/lang/IncompatibleClassChangeError", &text));
            }
        }
    }
    Ok(())
}

impl KlassRef {
    /// A final method of this name that a subclass might try to override.
    fn final_method(self, name: Symbol, desc: Symbol) -> Option<crate::class::MethodRef> {
        if !self.has_flag(crate::class::klass::flag::HAS_FINAL_METHODS) {
            return None;
        }
        self.declared_method(name, desc).filter(|m| m.is_final() && !m.is_static() && !m.is_private())
    }
}
