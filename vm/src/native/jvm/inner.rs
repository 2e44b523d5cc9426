//! Inner classes: the InnerClasses (JVMS §4.7.6) and EnclosingMethod (§4.7.7) attributes.

use gc::Handle;

use super::class::{class_array, instance_klass};
use super::jvm_export;
use crate::class::{ConstantPool, KlassRef};
use crate::link::resolve::class_at;
use crate::runtime::{alloc, reflect};
use crate::thread::{JResult, Scope, Thrown};
use crate::well_known::Wk;

/// A row of InnerClasses by name; the indices are 0 where there is none.
#[derive(Clone, Copy)]
struct Row {
    inner: u16,
    outer: u16,
    name: u16,
}

fn rows(k: KlassRef) -> impl Iterator<Item = Row> {
    k.cold.inner_classes.get().iter().map(|r| Row { inner: r[0], outer: r[1], name: r[2] })
}

/// Whether a class entry names `k`; a hidden class is named by the entry for itself alone.
fn names(cp: &ConstantPool, index: u16, k: KlassRef) -> bool {
    index != 0 && (cp.name_of(index) == k.name || cp.resolved_class(index) == Some(k))
}

fn disagree(t: &mut Scope<'_>, outer: KlassRef, inner: KlassRef) -> Thrown {
    let text =
        format!("{} and {} disagree on InnerClasses attribute", outer.external_name(), inner.external_name());
    t.throw_new("java/lang/IncompatibleClassChangeError", &text)
}

/// The row that `k` has about itself.
fn own_row(t: &mut Scope<'_>, k: KlassRef) -> JResult<Option<Row>> {
    for row in rows(k) {
        if names(k.constants(), row.inner, k) && class_at(t, k, row.inner)? == k {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// Checks that `outer` knows `inner` as its member or as a local class: both must agree, or a class
/// could pose as an inner class.
fn check_agreement(t: &mut Scope<'_>, outer: KlassRef, inner: KlassRef, member: bool) -> JResult<()> {
    let cp = outer.constants();
    for row in rows(outer).filter(|r| names(cp, r.inner, inner)) {
        let claimed = match (member, row.outer) {
            (true, 0) | (false, 1..) => false,
            (true, _) => names(cp, row.outer, outer) && class_at(t, outer, row.outer)? == outer,
            (false, 0) => true,
        };
        if claimed && class_at(t, outer, row.inner)? == inner {
            return Ok(());
        }
    }
    Err(disagree(t, outer, inner))
}

/// The class that declares `k`, and whether `k` is its member.
fn enclosing_class(t: &mut Scope<'_>, k: KlassRef) -> JResult<Option<(KlassRef, bool)>> {
    let Some(row) = own_row(t, k)? else { return Ok(None) };
    let (outer, member) = if row.outer != 0 {
        (class_at(t, k, row.outer)?, true)
    } else {
        match k.cold.enclosing_method.get() {
            Some((class, _)) if class != 0 => (class_at(t, k, class)?, false),
            _ => return Ok(None),
        }
    };
    if !outer.is_instance() {
        return Err(disagree(t, outer, k));
    }
    check_agreement(t, outer, k, member)?;
    Ok(Some((outer, member)))
}

jvm_export! {
    /// `Class.getDeclaredClasses0`: the member classes.
    fn JVM_GetDeclaredClasses(t, cls: Handle<'_>) -> object {
        let mut members = Vec::new();
        if let Some(k) = instance_klass(t, cls) {
            for row in rows(k).filter(|r| r.inner != 0 && names(k.constants(), r.outer, k)) {
                if class_at(t, k, row.outer)? == k {
                    let inner = class_at(t, k, row.inner)?;
                    if !inner.is_instance() {
                        return Err(disagree(t, k, inner));
                    }
                    check_agreement(t, k, inner, true)?;
                    members.push(inner);
                }
            }
        }
        class_array(t, &members)
    }

    /// `Class.getDeclaringClass0`: null for what is no member class.
    fn JVM_GetDeclaringClass(t, cls: Handle<'_>) -> object {
        let Some(k) = instance_klass(t, cls) else { return Ok(None) };
        match enclosing_class(t, k)? {
            Some((outer, true)) => Ok(Some(t.handle(outer.mirror(t)))),
            _ => Ok(None),
        }
    }

    /// `Class.getSimpleBinaryName0`: the name in the class's own InnerClasses row.
    fn JVM_GetSimpleBinaryName(t, cls: Handle<'_>) -> object {
        let Some(k) = instance_klass(t, cls) else { return Ok(None) };
        match own_row(t, k)? {
            Some(row) if row.name != 0 => reflect::string_of(t, Some(k.constants().symbol(row.name))),
            _ => Ok(None),
        }
    }

    /// `Class.getEnclosingMethod0`: class, method name, descriptor; null without the attribute.
    fn JVM_GetEnclosingMethodInfo(t, cls: Option<Handle<'_>>) -> object {
        let Some(k) = cls.and_then(|c| instance_klass(t, c)) else { return Ok(None) };
        let Some((class, method)) = k.cold.enclosing_method.get() else { return Ok(None) };
        if class == 0 {
            return Ok(None);
        }
        let info = alloc::new_object_array(t, Wk::Object.klass(), 3)?;
        let outer = class_at(t, k, class)?;
        info.get(t).set_elem_ref(0, Some(outer.mirror(t)));
        if method != 0 {
            let (name, desc) = k.constants().name_and_type(method);
            for (i, s) in [(1, name), (2, desc)] {
                let text = reflect::string_of(t, Some(s))?;
                info.get(t).set_elem_ref(i, text.map(|s| s.get(t)));
            }
        }
        Ok(Some(info))
    }
}
