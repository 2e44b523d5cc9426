//! Resolution of fields and methods in a class (JVMS §5.4.3.2 to §5.4.3.4) and the rules of the instructions that use them, also
//! for callers without a constant pool entry (method handles, JNI).

use super::itable::{self, Selected};
use super::lookup;
use super::nest;
use super::resolve::{InvokeKind, ResolvedCall};
use super::{access, itable::find_in_classes};
use crate::class::method::{NONVIRTUAL, access as flags, external_signature, flag};
use crate::class::{Field, KlassRef, MethodRef};
use crate::loader::{constraints, describe};
use crate::runtime::method_handles;
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope, Thrown};
use crate::well_known::Wk;

const ICCE: &str = "java/lang/IncompatibleClassChangeError";
const IAE: &str = "java/lang/IllegalAccessError";

/// A symbolic reference to a method, its class resolved.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    /// Class that refers; `None`: trusted, nothing is checked on its behalf.
    pub from: Option<KlassRef>,
    pub resolved: KlassRef,
    pub name: Symbol,
    pub desc: Symbol,
    /// Whether it is an InterfaceMethodref; `None`: not from a constant pool.
    pub is_interface_ref: Option<bool>,
    /// Whether the referring class's loader must agree on the types in the descriptor.
    pub check_loaders: bool,
}

impl Reference {
    fn text(&self) -> String {
        external_signature(self.resolved, self.name, self.desc)
    }
}

fn nest_errors(a: KlassRef, b: KlassRef) -> String {
    match (nest::error_of(a), nest::error_of(b)) {
        (None, None) => String::new(),
        (Some(x), Some(y)) => format!(", ({x}, {y})"),
        (Some(x), None) | (None, Some(x)) => format!(", ({x})"),
    }
}

/// Field resolution with access check.
///
/// # Errors
/// NoSuchFieldError, IllegalAccessError.
pub fn field(
    t: &mut Scope<'_>,
    from: KlassRef,
    resolved: KlassRef,
    name: Symbol,
    desc: Symbol,
) -> JResult<&'static Field> {
    let Some(f) = lookup::lookup_field(resolved, name, desc) else {
        return Err(t.throw_new("java/lang/NoSuchFieldError", &name.text()));
    };
    if access::check_member(t, from, resolved, f.holder, f.access.into())? {
        return Ok(f);
    }
    let is_private = u32::from(f.access) & flags::PRIVATE != 0;
    let mut text = format!(
        "class {} tried to access {}{}field {}.{} ({})",
        from.external_name(),
        if u32::from(f.access) & flags::PROTECTED != 0 { "protected " } else { "" },
        if is_private { "private " } else { "" },
        f.holder.external_name(),
        f.name,
        describe::both(t, from, f.holder)
    );
    if is_private {
        text.push_str(&nest_errors(from, f.holder));
    }
    Err(t.throw_new(IAE, &text))
}

/// The rules of getfield, putfield, getstatic and putstatic for a field.
///
/// # Errors
/// IncompatibleClassChangeError, IllegalAccessError.
pub fn check_field_use(
    t: &mut Scope<'_>,
    method: MethodRef,
    resolved: KlassRef,
    f: &'static Field,
    is_static: bool,
    is_put: bool,
) -> JResult<()> {
    let kind = if is_static { "static" } else { "non-static" };
    if f.is_static() != is_static {
        let text = format!("Expected {kind} field {}.{}", resolved.external_name(), f.name);
        return Err(t.throw_new(ICCE, &text));
    }
    if !is_put || !f.is_final() {
        return Ok(());
    }
    let what = format!(
        "Update to {kind} final field {}.{} attempted from a different",
        resolved.external_name(),
        f.name
    );
    if f.holder != method.holder {
        let text =
            format!("{what} class ({}) than the field's declaring class", method.holder.external_name());
        return Err(t.throw_new(IAE, &text));
    }
    let (is_initializer, initializer) = if is_static {
        (method.is_class_initializer(), "<clinit>")
    } else {
        (method.is_constructor(), "<init>")
    };
    if f.holder.cold.major.get() >= STRICT_FINALS && !is_initializer {
        let text = format!("{what} method ({}) than the initializer method {initializer} ", method.name);
        return Err(t.throw_new(IAE, &text));
    }
    Ok(())
}

/// First class-file version whose final fields only initialisers may write.
const STRICT_FINALS: u16 = 53;

/// Whether [`check_field_use`] lets an instruction of `method` use a field.
pub fn permits(method: MethodRef, f: &Field, is_static: bool, is_put: bool) -> bool {
    let is_initializer = || if is_static { method.is_class_initializer() } else { method.is_constructor() };
    f.is_static() == is_static
        && (!is_put
            || !f.is_final()
            || (f.holder == method.holder && (f.holder.cold.major.get() < STRICT_FINALS || is_initializer())))
}

/// Both loaders must mean the same class by the field's type (§5.4.3.2).
///
/// # Errors
/// LinkageError.
pub fn check_field_constraints(t: &mut Scope<'_>, from: KlassRef, f: &'static Field) -> JResult<()> {
    let Some(ty) = constraints::disagreement(f.desc, from.loader, f.holder.loader) else { return Ok(()) };
    let ty = ty.external();
    let text = format!(
        "loader constraint violation: when resolving field \"{}\" of type {ty}, the class loader {} of the current \
         class, {}, and the class loader {} for the field's defining {}, {}, have different Class objects for type \
         {ty} ({}; {})",
        f.name,
        describe::loader_name(t, from.loader),
        from.external_name(),
        describe::loader_name(t, f.holder.loader),
        describe::kind(f.holder),
        f.holder.external_name(),
        describe::in_module_of_loader(t, from, false, true),
        describe::in_module_of_loader(t, f.holder, false, true)
    );
    Err(t.throw_new("java/lang/LinkageError", &text))
}

fn check_method_constraints(t: &mut Scope<'_>, r: &Reference, m: MethodRef, what: &str) -> JResult<()> {
    let Some(from) = r.from.filter(|_| r.check_loaders) else { return Ok(()) };
    let Some(ty) = constraints::disagreement(r.desc, from.loader, m.holder.loader) else { return Ok(()) };
    let text = format!(
        "loader constraint violation: when resolving {what} '{}' the class loader {} of the current class, {}, and the \
         class loader {} for the method's defining class, {}, have different Class objects for the type {ty} used in \
         the signature ({}; {})",
        r.text(),
        describe::loader_name(t, from.loader),
        from.name,
        describe::loader_name(t, m.holder.loader),
        m.holder.name,
        describe::in_module_of_loader(t, from, false, true),
        describe::in_module_of_loader(t, m.holder, false, true)
    );
    Err(t.throw_new("java/lang/LinkageError", &text))
}

fn check_method_access(t: &mut Scope<'_>, r: &Reference, m: MethodRef) -> JResult<()> {
    let Some(from) = r.from else { return Ok(()) };
    let mut access = u32::from(m.access());
    // arrays have a public clone()
    if r.resolved.is_array() && m.name == "clone" && m.holder == Wk::Object.klass() {
        access = (access & !flags::PROTECTED) | flags::PUBLIC;
    }
    if access::check_member(t, from, r.resolved, m.holder, access)? {
        return Ok(());
    }
    let mut text = format!(
        "class {} tried to access {}{}{}method '{}' ({})",
        from.external_name(),
        if m.is_abstract() { "abstract " } else { "" },
        if m.is_protected() { "protected " } else { "" },
        if m.is_private() { "private " } else { "" },
        m.external_name(),
        describe::both(t, from, m.holder)
    );
    if m.is_private() {
        text.push_str(&nest_errors(from, m.holder));
    }
    Err(t.throw_new(IAE, &text))
}

fn no_such_method(t: &mut Scope<'_>, r: &Reference) -> Thrown {
    t.throw_new("java/lang/NoSuchMethodError", &format!("'{}'", r.text()))
}

/// Method resolution in a class (§5.4.3.3). `r.resolved` is no interface unless for `invokevirtual`, which may not name one.
///
/// # Errors
/// IncompatibleClassChangeError, NoSuchMethodError, IllegalAccessError, LinkageError.
pub fn class_method(t: &mut Scope<'_>, r: &Reference) -> JResult<MethodRef> {
    if r.resolved.is_interface() {
        let text = format!("Found interface {}, but class was expected", r.resolved.external_name());
        return Err(t.throw_new(ICCE, &text));
    }
    if r.is_interface_ref == Some(true) {
        let text = format!("Method '{}' must be Methodref constant", r.text());
        return Err(t.throw_new(ICCE, &text));
    }
    let Some(m) = lookup::lookup_method(r.resolved, r.name, r.desc) else { return Err(no_such_method(t, r)) };
    check_method_access(t, r, m)?;
    if !m.has(flag::SIGNATURE_POLYMORPHIC) {
        check_method_constraints(t, r, m, "method")?;
    }
    Ok(m)
}

/// Interface method resolution (§5.4.3.4).
///
/// # Errors
/// IncompatibleClassChangeError, NoSuchMethodError, IllegalAccessError, LinkageError.
pub fn interface_method(t: &mut Scope<'_>, r: &Reference, kind: InvokeKind) -> JResult<MethodRef> {
    if !r.resolved.is_interface() {
        let text = format!("Found class {}, but interface was expected", r.resolved.external_name());
        return Err(t.throw_new(ICCE, &text));
    }
    if r.is_interface_ref == Some(false) {
        let text = format!("Method '{}' must be InterfaceMethodref constant", r.text());
        return Err(t.throw_new(ICCE, &text));
    }
    let Some(m) = lookup::lookup_interface_method(r.resolved, r.name, r.desc) else {
        return Err(no_such_method(t, r));
    };
    check_method_access(t, r, m)?;
    check_method_constraints(t, r, m, "interface method")?;
    if kind != InvokeKind::Static && m.is_static() {
        let text = format!("Expected instance not static method '{}'", r.text());
        return Err(t.throw_new(ICCE, &text));
    }
    Ok(m)
}

fn either(t: &mut Scope<'_>, r: &Reference, kind: InvokeKind) -> JResult<MethodRef> {
    if r.resolved.is_interface() { interface_method(t, r, kind) } else { class_method(t, r) }
}

/// What an invoke instruction with this reference calls (§6.5).
///
/// # Errors
/// As [`class_method`] and [`interface_method`], AbstractMethodError, and what linking a method handle call throws.
pub fn resolve_call(t: &mut Scope<'_>, r: &Reference, kind: InvokeKind) -> JResult<ResolvedCall> {
    match kind {
        InvokeKind::Static => static_call(t, r),
        InvokeKind::Special => special_call(t, r),
        InvokeKind::Virtual => virtual_call(t, r),
        InvokeKind::Interface => interface_call(t, r),
    }
}

fn static_call(t: &mut Scope<'_>, r: &Reference) -> JResult<ResolvedCall> {
    let m = either(t, r, InvokeKind::Static)?;
    if !m.is_static() {
        let text = format!("Expected static method '{}'", m.external_name());
        return Err(t.throw_new(ICCE, &text));
    }
    if m.has(flag::SIGNATURE_POLYMORPHIC) {
        return method_handles::link_polymorphic(t, r.from.unwrap_or(r.resolved), m, r.desc);
    }
    Ok(ResolvedCall::Direct(m))
}

fn non_static(t: &mut Scope<'_>, m: MethodRef) -> JResult<()> {
    if !m.is_static() {
        return Ok(());
    }
    let text = format!("Expecting non-static method '{}'", m.external_name());
    Err(t.throw_new(ICCE, &text))
}

fn virtual_call(t: &mut Scope<'_>, r: &Reference) -> JResult<ResolvedCall> {
    let m = class_method(t, r)?;
    non_static(t, m)?;
    if m.has(flag::SIGNATURE_POLYMORPHIC) {
        return method_handles::link_polymorphic(t, r.from.unwrap_or(r.resolved), m, r.desc);
    }
    if m.holder.is_interface() && !m.is_private() {
        // a class has its interfaces' methods in its vtable
        return match miranda_index(r.resolved, m) {
            Some(i) => Ok(ResolvedCall::Virtual(m, i)),
            None => Err(no_such_method(t, r)),
        };
    }
    Ok(dispatched(m))
}

/// Where the vtable of class `k` has the interface method `m`.
pub fn miranda_index(k: KlassRef, m: MethodRef) -> Option<u32> {
    let same = |x: &MethodRef| x.name == m.name && x.desc == m.desc;
    let from_interface = |x: &MethodRef| x.holder.is_interface() || x.has(flag::OVERPASS);
    let table = k.vtable_slice();
    let found = table.iter().position(|x| same(x) && from_interface(x));
    found.or_else(|| table.iter().position(same)).map(|i| i as u32)
}

fn interface_call(t: &mut Scope<'_>, r: &Reference) -> JResult<ResolvedCall> {
    let m = interface_method(t, r, InvokeKind::Interface)?;
    Ok(dispatched(m))
}

/// How a method is called by its own class or interface: directly, or as its receiver decides.
pub fn dispatched(m: MethodRef) -> ResolvedCall {
    if m.is_private() || m.vtable_index.get() == NONVIRTUAL {
        ResolvedCall::Direct(m)
    } else if m.holder.is_interface() {
        ResolvedCall::Interface(m)
    } else if m.is_final() || m.holder.access.get() & flags::FINAL != 0 {
        ResolvedCall::Direct(m)
    } else {
        ResolvedCall::Virtual(m, m.vtable_index.get() as u32)
    }
}

fn special_call(t: &mut Scope<'_>, r: &Reference) -> JResult<ResolvedCall> {
    let m = either(t, r, InvokeKind::Special)?;
    if m.is_constructor() && m.holder != r.resolved {
        let full = r.text();
        let short = full.replacen(&format!("{}.", r.resolved.external_name()), "", 1);
        let text = format!("{}: method '{short}' not found", r.resolved.external_name());
        return Err(t.throw_new("java/lang/NoSuchMethodError", &text));
    }
    if let Some(from) = r.from
        && r.resolved.is_interface()
        && !is_direct_superinterface(from, r.resolved)
    {
        let text = format!(
            "Interface method reference: '{}', is in an indirect superinterface of {}",
            m.external_name(),
            from.external_name()
        );
        return Err(t.throw_new(ICCE, &text));
    }
    non_static(t, m)?;
    let selected = if m.is_constructor() { m } else { select_super(t, r, m)? };
    non_static(t, selected)?;
    if selected.is_abstract() {
        let text = format!("'{}'", external_signature(r.resolved, selected.name, selected.desc));
        return Err(t.throw_new("java/lang/AbstractMethodError", &text));
    }
    Ok(ResolvedCall::Direct(selected))
}

fn is_direct_superinterface(k: KlassRef, i: KlassRef) -> bool {
    k == i
        || k.cold.interfaces.get().contains(&i)
        || Wk::MagicAccessorImpl.try_klass().is_some_and(|m| k.is_subclass_of(m))
}

/// `super.m()`: looked up again from the direct superclass (§6.5.invokespecial).
fn select_super(t: &mut Scope<'_>, r: &Reference, m: MethodRef) -> JResult<MethodRef> {
    let from = r.from.filter(|from| *from != r.resolved && from.is_subclass_of(r.resolved));
    let Some(s) = from.and_then(|from| from.superclass.get()) else { return Ok(m) };
    let in_classes = lookup::in_classes(s, m.name, m.desc).filter(|x| !x.is_static());
    let selected = match in_classes.or_else(|| find_in_classes(s, m.name, m.desc)) {
        Some(x) => x,
        None => match itable::select_default(s, m.name, m.desc) {
            Selected::Method(x) => x,
            Selected::Conflict(list) => itable::conflict(s, m, &list),
            Selected::Abstract if m.holder.is_interface() => m,
            Selected::Abstract => {
                let text = format!("'{}'", m.external_name());
                return Err(t.throw_new("java/lang/AbstractMethodError", &text));
            }
        },
    };
    if selected != m {
        check_method_constraints(t, r, selected, "method")?;
    }
    Ok(selected)
}
