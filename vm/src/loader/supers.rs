//! The superclass and superinterfaces of a class being defined: loading them (JVMS §5.3.5 steps 3 and 4) and the rules between
//! them and the class.

use std::thread::{self, ThreadId};

use classfile::ClassFile;
use parking_lot::Mutex;

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

/// The load of a super: by whom, for which class of which loader (its address).
#[derive(Clone, Copy, PartialEq, Eq)]
struct Loading {
    thread: ThreadId,
    loader: usize,
    name: Symbol,
    super_name: Symbol,
}

/// Loads of supers that are under way, in all threads.
static LOADING: Mutex<Vec<Loading>> = Mutex::new(Vec::new());

/// Takes itself out of [`LOADING`] when dropped.
struct Entered(Loading);

impl Drop for Entered {
    fn drop(&mut self) {
        let mut loading = LOADING.lock();
        if let Some(i) = loading.iter().rposition(|l| *l == self.0) {
            loading.swap_remove(i);
        }
    }
}

/// The class that is its own super, if this thread goes on to load the class `name` through `loader` now: it, or one that other threads
/// are loading the supers of, leads back to a class whose supers this thread is loading. The others are looked at because their loads and
/// this one may wait for each other in Java.
pub(super) fn own_super(name: Symbol, loader: &Loader) -> Option<Symbol> {
    let (thread, loader) = (thread::current().id(), std::ptr::from_ref(loader).addr());
    let loading = LOADING.lock();
    let mut at = name;
    // A chain without a class of this thread's may be a circle of other threads'.
    for _ in 0..=loading.len() {
        let mut of_class = loading.iter().filter(|l| l.name == at && l.loader == loader).peekable();
        let first = of_class.peek()?.super_name;
        if of_class.any(|l| l.thread == thread) {
            return Some(at);
        }
        at = first;
    }
    None
}

fn resolve(
    t: &mut Scope<'_>,
    name: Symbol,
    super_name: Symbol,
    loader: &'static Loader,
) -> JResult<KlassRef> {
    if let Some(circular) = own_super(name, loader) {
        return Err(t.throw_new("java/lang/ClassCircularityError", &circular.text()));
    }
    let thread = thread::current().id();
    let entered = Loading { thread, loader: std::ptr::from_ref(loader).addr(), name, super_name };
    LOADING.lock().push(entered);
    let _entered = Entered(entered);
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
