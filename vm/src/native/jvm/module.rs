//! `java.lang.Module` and packages of the boot loader.

use gc::Handle;

use super::jvm_export;
use super::system::text_array;
use crate::loader::boot;
use crate::loader::modules::define;
use crate::runtime::strings;
use crate::symbol::Symbol;

/// Where the boot loader found the classes of a package; `None` when it found none, and for packages of modules that were
/// made at run time.
fn location_of(package: &[u8]) -> Option<String> {
    let package = boot::loader().find_package(Symbol::find(package)?)?;
    let source = package.source()?;
    match package.module.location() {
        Some(l) => Some(l.to_owned()),
        None if package.module.is_named() => None,
        None => Some(source.to_owned()),
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
        match location_of(&strings::mutf8(name.get(t))) {
            Some(l) => strings::new_string(t, &l).map(Some),
            None => Ok(None),
        }
    }

    /// `BootLoader.getSystemPackageNames`
    fn JVM_GetSystemPackages(t) -> object {
        let names: Vec<Symbol> = boot::loader().packages.read().keys().copied().collect();
        let names: Vec<String> = names
            .into_iter()
            .filter(|n| location_of(n.bytes()).is_some())
            .map(|n| n.text().into_owned())
            .collect();
        text_array(t, &names)
    }
}
