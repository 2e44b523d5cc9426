//! How messages name loaders, and classes with their module and loader.

use super::data::Loader;
use super::modules::module_of;
use crate::class::KlassRef;
use crate::runtime::strings;
use crate::thread::Scope;
use crate::well_known::f;

/// `'app'`, `'name' @1b2c3d`, `pkg.Loader @1b2c3d`.
pub fn loader_name(t: &Scope<'_>, loader: &Loader) -> String {
    match loader.object(t) {
        None => "'bootstrap'".to_string(),
        Some(o) => object_name(o),
    }
}

fn object_name(loader: gc::ObjRef<'_>) -> String {
    match f::ClassLoader::name_and_id.get(loader) {
        Some(s) => strings::text(s),
        None => KlassRef::of(loader).external_name(),
    }
}

/// `pkg.C is in module m of loader 'app'`, or with "are".
pub fn in_module_of_loader(t: &Scope<'_>, k: KlassRef, are: bool, with_parent: bool) -> String {
    let mut text = format!(
        "{} {} in {} of loader {}",
        k.external_name(),
        if are { "are" } else { "is" },
        module_of(k).phrase(),
        loader_name(t, k.loader)
    );
    if with_parent && !k.loader.is_builtin() {
        let parent = k.loader.object(t).and_then(|o| f::ClassLoader::parent.get(o));
        text.push_str(", parent loader ");
        text.push_str(&parent.map_or_else(|| "'bootstrap'".to_string(), object_name));
    }
    text
}

/// `p.A and p.B are in module m of loader 'app'`.
pub fn joint_in_module_of_loader(t: &Scope<'_>, a: KlassRef, b: KlassRef) -> String {
    format!("{} and {}", a.external_name(), in_module_of_loader(t, b, true, false))
}

/// What stands in brackets behind messages about two classes: one phrase when both are in the same module, else two.
pub fn both(t: &Scope<'_>, a: KlassRef, b: KlassRef) -> String {
    if module_of(a) == module_of(b) {
        joint_in_module_of_loader(t, a, b)
    } else {
        format!("{}; {}", in_module_of_loader(t, a, false, false), in_module_of_loader(t, b, false, false))
    }
}

/// "class", "abstract class", "interface": the kind of a class in messages.
pub fn kind(k: KlassRef) -> &'static str {
    if k.is_interface() {
        "interface"
    } else if k.is_abstract() && k.is_instance() {
        "abstract class"
    } else {
        "class"
    }
}
