//! Resolution of members that Java code names by class, name and descriptor, without a constant pool
//! entry: what `MemberName` and `Lookup` ask for (JVMS §5.4.3.2 to §5.4.3.4, §5.4.4).
//!
//! The checks and messages are those of the invoke and field instructions. Nothing is initialised.

use crate::class::method::{Intrinsic, NONVIRTUAL, access, external_signature, flag};
use crate::class::{Field, KlassRef, MethodRef};
use crate::link::access::check_member;
use crate::link::resolve::{self, InvokeKind};
use crate::link::{itable, nest};
use crate::loader::{constraints, describe};
use crate::runtime::method_handles;
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope, Thrown};
use crate::well_known::Wk;

const INCOMPATIBLE: &str = "java/lang/IncompatibleClassChangeError";
const NO_METHOD: &str = "java/lang/NoSuchMethodError";

/// A symbolic reference to a member.
#[derive(Clone, Copy)]
pub struct Reference {
    pub class: KlassRef,
    pub name: Symbol,
    pub desc: Symbol,
    /// Class on whose behalf access is checked; `None`: trusted, no checks.
    pub caller: Option<KlassRef>,
    /// Whether the caller's loader must agree on the types of the descriptor.
    pub check_loaders: bool,
}

/// How a resolved method is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallKind {
    /// Exactly this method.
    Direct,
    /// Through the vtable, by the method's index.
    Virtual,
    /// A method that a class inherits from an interface, called on the class: through its vtable.
    Inherited,
    /// Through the itable.
    Interface,
}

/// A resolved method.
#[derive(Clone, Copy)]
pub struct ResolvedMethod {
    pub method: MethodRef,
    pub call: CallKind,
}

/// How the method `m`, found through class `through`, is called.
pub fn call_kind(m: MethodRef, through: KlassRef) -> CallKind {
    let index = m.vtable_index.get();
    let is_final = m.is_final() || u32::from(m.holder.access.get() as u16) & access::FINAL != 0;
    if index == NONVIRTUAL || is_final || m.is_static() || m.is_private() {
        CallKind::Direct
    } else if !m.holder.is_interface() {
        CallKind::Virtual
    } else if through.is_interface() {
        CallKind::Interface
    } else {
        CallKind::Inherited
    }
}

/// `'void p.C.m(int)'` for the method as the reference names it.
fn quoted(r: &Reference) -> String {
    format!("'{}'", external_signature(r.class, r.name, r.desc))
}

fn incompatible(t: &mut Scope<'_>, text: &str) -> Thrown {
    t.throw_new(INCOMPATIBLE, text)
}

/// Resolves a method for an invocation of kind `kind`.
///
/// # Errors
/// NoSuchMethodError, IllegalAccessError, IncompatibleClassChangeError, AbstractMethodError, LinkageError.
pub fn method(t: &mut Scope<'_>, r: &Reference, kind: InvokeKind) -> JResult<ResolvedMethod> {
    match kind {
        InvokeKind::Static => for_static(t, r),
        InvokeKind::Special => for_special(t, r),
        InvokeKind::Virtual => for_virtual(t, r),
        InvokeKind::Interface => for_interface(t, r),
    }
}

/// Method resolution in a class (§5.4.3.3).
fn in_class(t: &mut Scope<'_>, r: &Reference, kind: InvokeKind) -> JResult<MethodRef> {
    if kind == InvokeKind::Virtual && r.class.is_interface() {
        return Err(incompatible(
            t,
            &format!("Found interface {}, but class was expected", r.class.external_name()),
        ));
    }
    let m = match resolve::lookup_method(r.class, r.name, r.desc) {
        Some(m) if m.has(flag::SIGNATURE_POLYMORPHIC) => match m.intrinsic {
            // only an upcall can link these
            Intrinsic::InvokeGeneric | Intrinsic::None => None,
            _ => Some(method_handles::polymorphic(m, r.desc)),
        },
        other => other,
    };
    let Some(m) = m else { return Err(t.throw_new(NO_METHOD, &quoted(r))) };
    check_access(t, r, m)?;
    check_loaders(t, r, m, "method")?;
    Ok(m)
}

/// Interface method resolution (§5.4.3.4).
fn in_interface(t: &mut Scope<'_>, r: &Reference, kind: InvokeKind) -> JResult<MethodRef> {
    if !r.class.is_interface() {
        return Err(incompatible(
            t,
            &format!("Found class {}, but interface was expected", r.class.external_name()),
        ));
    }
    let Some(m) = resolve::lookup_interface_method(r.class, r.name, r.desc) else {
        return Err(t.throw_new(NO_METHOD, &quoted(r)));
    };
    check_access(t, r, m)?;
    check_loaders(t, r, m, "interface method")?;
    if kind != InvokeKind::Static && m.is_static() {
        return Err(incompatible(t, &format!("Expected instance not static method {}", quoted(r))));
    }
    Ok(m)
}

fn in_either(t: &mut Scope<'_>, r: &Reference, kind: InvokeKind) -> JResult<MethodRef> {
    if r.class.is_interface() { in_interface(t, r, kind) } else { in_class(t, r, kind) }
}

fn for_static(t: &mut Scope<'_>, r: &Reference) -> JResult<ResolvedMethod> {
    let method = in_either(t, r, InvokeKind::Static)?;
    if !method.is_static() {
        return Err(incompatible(t, &format!("Expected static method '{}'", method.external_name())));
    }
    Ok(ResolvedMethod { method, call: CallKind::Direct })
}

fn for_special(t: &mut Scope<'_>, r: &Reference) -> JResult<ResolvedMethod> {
    let m = in_either(t, r, InvokeKind::Special)?;
    if m.is_constructor() && m.holder != r.class {
        let full = external_signature(r.class, m.name, m.desc);
        let short = full.replacen(&format!("{}.", r.class.external_name()), "", 1);
        let text = format!("{}: method '{short}' not found", r.class.external_name());
        return Err(t.throw_new(NO_METHOD, &text));
    }
    if let Some(caller) = r.caller
        && r.class.is_interface()
        && !caller.is_subclass_of(Wk::MagicAccessorImpl.klass())
        && caller != r.class
        && !caller.cold.interfaces.get().contains(&r.class)
    {
        let text = format!(
            "Interface method reference: '{}', is in an indirect superinterface of {}",
            m.external_name(),
            caller.external_name()
        );
        return Err(incompatible(t, &text));
    }
    expect_instance(t, m)?;
    let selected = match r.caller {
        Some(caller) if !m.is_constructor() && caller != r.class && caller.is_subclass_of(r.class) => {
            in_superclass(t, r, caller, m)?
        }
        _ => m,
    };
    expect_instance(t, selected)?;
    if selected.is_abstract() {
        return Err(t.throw_new("java/lang/AbstractMethodError", &quoted(r)));
    }
    Ok(ResolvedMethod { method: selected, call: CallKind::Direct })
}

/// The method that `super.m()` in `caller` means (§6.5.invokespecial).
fn in_superclass(t: &mut Scope<'_>, r: &Reference, caller: KlassRef, m: MethodRef) -> JResult<MethodRef> {
    let start = caller.superclass.get().unwrap_or(r.class);
    let declared = start.supers().filter_map(|k| k.declared_method(m.name, m.desc)).find(|x| !x.is_static());
    let found = declared.or_else(|| match itable::select_default(start, m.name, m.desc) {
        itable::Selected::Method(x) => Some(x),
        itable::Selected::Conflict(list) => Some(itable::conflict(start, m, &list)),
        itable::Selected::Abstract => None,
    });
    let Some(found) = found else {
        return Err(t.throw_new("java/lang/AbstractMethodError", &format!("'{}'", m.external_name())));
    };
    if found != m {
        check_loaders(t, r, found, "method")?;
    }
    Ok(found)
}

fn expect_instance(t: &mut Scope<'_>, m: MethodRef) -> JResult<()> {
    if m.is_static() {
        return Err(incompatible(t, &format!("Expecting non-static method '{}'", m.external_name())));
    }
    Ok(())
}

fn for_virtual(t: &mut Scope<'_>, r: &Reference) -> JResult<ResolvedMethod> {
    let method = in_class(t, r, InvokeKind::Virtual)?;
    expect_instance(t, method)?;
    Ok(ResolvedMethod { method, call: call_kind(method, r.class) })
}

fn for_interface(t: &mut Scope<'_>, r: &Reference) -> JResult<ResolvedMethod> {
    let method = in_interface(t, r, InvokeKind::Interface)?;
    if !method.is_private()
        && let Some(selected) = itable::find_in_classes(r.class, r.name, r.desc)
        && !selected.is_public()
    {
        return Err(t.throw_new("java/lang/IllegalAccessError", &quoted(r)));
    }
    Ok(ResolvedMethod { method, call: call_kind(method, r.class) })
}

fn check_access(t: &mut Scope<'_>, r: &Reference, m: MethodRef) -> JResult<()> {
    let Some(caller) = r.caller else { return Ok(()) };
    if check_member(t, caller, r.class, m.holder, u32::from(m.access()))? {
        return Ok(());
    }
    let mut text = format!(
        "class {} tried to access {}{}{}method '{}' ({})",
        caller.external_name(),
        if m.is_abstract() { "abstract " } else { "" },
        if m.is_protected() { "protected " } else { "" },
        if m.is_private() { "private " } else { "" },
        m.external_name(),
        describe::both(t, caller, m.holder)
    );
    if m.is_private() {
        text.push_str(&nest_errors(caller, m.holder));
    }
    Err(t.throw_new("java/lang/IllegalAccessError", &text))
}

/// What went wrong with the nest hosts of two classes, as the end of a message.
fn nest_errors(a: KlassRef, b: KlassRef) -> String {
    let both: Vec<String> = [a, b].into_iter().filter_map(nest::error_of).collect();
    if both.is_empty() { String::new() } else { format!(", ({})", both.join(", ")) }
}

fn check_loaders(t: &mut Scope<'_>, r: &Reference, m: MethodRef, what: &str) -> JResult<()> {
    let Some(caller) = r.caller.filter(|_| r.check_loaders) else { return Ok(()) };
    let Some(ty) = constraints::disagreement(r.desc, caller.loader, m.holder.loader) else { return Ok(()) };
    let text = format!(
        "loader constraint violation: when resolving {what} {} the class loader {} of the current class, {}, \
         and the class loader {} for the method's defining class, {}, have different Class objects for the \
         type {ty} used in the signature ({}; {})",
        quoted(r),
        describe::loader_name(t, caller.loader),
        caller.name,
        describe::loader_name(t, m.holder.loader),
        m.holder.name,
        describe::in_module_of_loader(t, caller, false, true),
        describe::in_module_of_loader(t, m.holder, false, true)
    );
    Err(t.throw_new("java/lang/LinkageError", &text))
}

/// Resolves a field (§5.4.3.2), without access checks: `Lookup` does its own.
///
/// # Errors
/// NoSuchFieldError, LinkageError.
pub fn field(t: &mut Scope<'_>, r: &Reference) -> JResult<&'static Field> {
    let Some(found) = resolve::lookup_field(r.class, r.name, r.desc) else {
        return Err(t.throw_new("java/lang/NoSuchFieldError", &r.name.text()));
    };
    let Some(caller) = r.caller.filter(|c| r.check_loaders && *c != found.holder) else { return Ok(found) };
    let Some(ty) = constraints::disagreement(r.desc, caller.loader, found.holder.loader) else {
        return Ok(found);
    };
    let ty = ty.external();
    let text = format!(
        "loader constraint violation: when resolving field \"{}\" of type {ty}, the class loader {} of the \
         current class, {}, and the class loader {} for the field's defining {}, {}, have different Class \
         objects for type {ty} ({}; {})",
        r.name,
        describe::loader_name(t, caller.loader),
        caller.external_name(),
        describe::loader_name(t, found.holder.loader),
        describe::kind(found.holder),
        found.holder.external_name(),
        describe::in_module_of_loader(t, caller, false, true),
        describe::in_module_of_loader(t, found.holder, false, true)
    );
    Err(t.throw_new("java/lang/LinkageError", &text))
}
