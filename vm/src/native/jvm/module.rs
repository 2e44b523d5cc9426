//! `java.lang.Module` and packages of the boot loader.

use std::collections::BTreeSet;

use gc::Handle;

use super::jvm_export;
use super::system::text_array;
use crate::loader::boot;
use crate::loader::modules::define;
use crate::runtime::strings;
use crate::symbol::Symbol;
use crate::vm::vm;

/// Packages of which the boot loader has loaded a class, in internal form.
fn loaded_packages() -> BTreeSet<&'static [u8]> {
    let classes = boot::loader().classes.read();
    classes.values().filter(|k| k.is_instance() && !k.package().is_empty()).map(|k| k.package()).collect()
}

/// Where the classes of a package of the boot loader come from; `None` for packages of modules that
/// were made at run time.
fn location_of(package: &[u8]) -> Option<String> {
    let package = boot::loader().find_package(Symbol::find(package)?)?;
    match package.module.location() {
        Some(l) => Some(l.to_owned()),
        None if package.module.is_named() => None,
        None => vm().options.boot_append().map(str::to_owned),
    }
}

jvm_export! {
    /// `Module.defineModule0`
    fn JVM_DefineModule(
        t, module: Option<Handle<'_>>, is_open: u8, version: Option<Handle<'_>>,
        location: Option<Handle<'_>>, packages: Option<Handle<'_>>,
    ) -> (), else (); {
        define::define_module(t, module, is_open != 0, version, location, packages)
    }

    /// `BootLoader.setBootLoaderUnnamedModule0`
    fn JVM_SetBootLoaderUnnamedModule(t, module: Option<Handle<'_>>) -> (), else (); {
        define::set_boot_unnamed_module(t, module)
    }

    /// `Module.addExports0`
    fn JVM_AddModuleExports(
        t, from: Option<Handle<'_>>, package: Option<Handle<'_>>, to: Option<Handle<'_>>,
    ) -> (), else (); {
        if to.is_none() {
            return Err(t.throw_new("java/lang/NullPointerException", "to_module is null"));
        }
        define::add_exports(t, from, package, to)
    }

    /// `Module.addExportsToAll0`
    fn JVM_AddModuleExportsToAll(t, from: Option<Handle<'_>>, package: Option<Handle<'_>>) -> (), else (); {
        define::add_exports(t, from, package, None)
    }

    /// `Module.addExportsToAllUnnamed0`
    fn JVM_AddModuleExportsToAllUnnamed(t, from: Option<Handle<'_>>, package: Option<Handle<'_>>) -> (), else (); {
        define::add_exports_to_all_unnamed(t, from, package)
    }

    /// `Module.addReads0`; a null `to` stands for all unnamed modules.
    fn JVM_AddReadsModule(t, from: Option<Handle<'_>>, to: Option<Handle<'_>>) -> (), else (); {
        define::add_reads(t, from, to)
    }

    /// `BootLoader.getSystemPackageLocation`: where the classes of a package come from; null when the
    /// boot loader has loaded none of them.
    fn JVM_GetSystemPackage(t, name: Handle<'_>) -> object {
        let name = strings::mutf8(name.get(t));
        if !loaded_packages().contains(&name[..]) {
            return Ok(None);
        }
        match location_of(&name) {
            Some(l) => strings::new_string(t, &l).map(Some),
            None => Ok(None),
        }
    }

    /// `BootLoader.getSystemPackageNames`
    fn JVM_GetSystemPackages(t) -> object {
        let names: Vec<String> = loaded_packages()
            .into_iter()
            .filter(|n| location_of(n).is_some())
            .map(|n| String::from_utf8_lossy(n).into_owned())
            .collect();
        text_array(t, &names)
    }
}
