//! What Java code tells the VM about modules: definitions, exports, readability
//! (`java.lang.Module`'s natives, through `JVM_DefineModule` and its family).
//!
//! Messages and checks are HotSpot's. Definitions exclude each other by [`DEFINING`]; lookups do not wait
//! for them: a module is complete before its packages are in its loader's table.

use std::sync::atomic::Ordering;

use classfile::descriptor::{NameKind, is_unqualified_name};
use gc::Handle;
use parking_lot::Mutex;

use super::{JAVA_BASE_DEFINED, Module, Package, is_java_base_defined, java_base, new_package, of_object};
use crate::class::KlassRef;
use crate::loader::data::{Loader, LoaderKind};
use crate::loader::{boot, describe, load, mirrors};
use crate::runtime::strings;
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope, Thrown};
use crate::well_known::{Wk, f};

const ILLEGAL_ARGUMENT: &str = "java/lang/IllegalArgumentException";
const ILLEGAL_STATE: &str = "java/lang/IllegalStateException";
const NULL_POINTER: &str = "java/lang/NullPointerException";

/// The named modules, and the lock that definitions take.
static DEFINING: Mutex<Vec<&'static Module>> = Mutex::new(Vec::new());

/// Calls `f` with every named module.
pub(super) fn for_each_module(f: impl FnMut(&'static Module)) {
    DEFINING.lock().iter().copied().for_each(f);
}

/// Takes the modules of loaders that are being unloaded out of the list.
pub(super) fn take_dead() -> Vec<&'static Module> {
    DEFINING.lock().extract_if(.., |m| m.loader.data.is_dead()).collect()
}

fn illegal_argument(t: &mut Scope<'_>, message: &str) -> Thrown {
    t.throw_new(ILLEGAL_ARGUMENT, message)
}

fn non_null<'a>(t: &mut Scope<'_>, h: Option<Handle<'a>>, what: &str) -> JResult<Handle<'a>> {
    h.ok_or_else(|| t.throw_new(NULL_POINTER, &format!("{what} is null")))
}

fn check_is_module(t: &mut Scope<'_>, module: Handle<'_>) -> JResult<()> {
    if KlassRef::of(module.get(t)).is_subtype_of(Wk::Module.klass()) {
        Ok(())
    } else {
        Err(illegal_argument(t, "module is not an instance of type java.lang.Module"))
    }
}

/// The loader that a `java.lang.Module` is defined to.
fn loader_of(t: &Scope<'_>, module: Handle<'_>) -> &'static Loader {
    let object = t.handle_opt(f::Module::loader.get(module.get(t)));
    load::of_object(t, object)
}

/// The VM's record of a module: the unnamed module of its loader when it has not been defined.
fn entry_of(t: &mut Scope<'_>, module: Handle<'_>) -> JResult<&'static Module> {
    check_is_module(t, module)?;
    Ok(match of_object(module.get(t)) {
        Some(m) => m,
        None => loader_of(t, module).unnamed_module(),
    })
}

/// A package name in internal form.
fn internal(t: &Scope<'_>, name: Handle<'_>) -> Vec<u8> {
    let mut name = strings::mutf8(name.get(t));
    name.iter_mut().filter(|b| **b == b'.').for_each(|b| *b = b'/');
    name
}

fn text(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

/// The packages of a new module, which must be well-formed.
fn packages_of(t: &mut Scope<'_>, packages: Option<Handle<'_>>, module: &str) -> JResult<Vec<Symbol>> {
    let Some(packages) = packages else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for i in 0..packages.get(t).length() {
        let mut n = t.nested();
        let name = n.handle_opt(packages.get(&n).elem_ref(i));
        let is_string = |s: &Handle<'_>| KlassRef::of(s.get(&n)) == Wk::String.klass();
        let Some(name) = name.filter(is_string) else {
            return Err(illegal_argument(&mut n, "Bad package name"));
        };
        let name = internal(&n, name);
        if name.len() > u16::MAX as usize || !is_unqualified_name(&name, NameKind::Class) {
            let message = format!("Invalid package name: {} for module: {module}", text(&name));
            return Err(illegal_argument(&mut n, &message));
        }
        all.push(Symbol::new(&name));
    }
    Ok(all)
}

/// Version and location of a module that is being defined.
struct Facts {
    version: Option<String>,
    location: Option<String>,
}

fn complete(m: &Module, facts: &Facts) {
    if let Some(v) = &facts.version {
        m.version.get_or_init(|| v.clone());
    }
    if let Some(l) = &facts.location {
        m.location.get_or_init(|| l.clone());
    }
}

/// `JVM_DefineModule`: makes the VM's record of a named module with its packages.
///
/// # Errors
/// NullPointerException, IllegalArgumentException, IllegalStateException (module or package defined
/// already), InternalError (`java.base` twice).
pub fn define_module(
    t: &mut Scope<'_>,
    module: Option<Handle<'_>>,
    is_open: bool,
    version: Option<Handle<'_>>,
    location: Option<Handle<'_>>,
    packages: Option<Handle<'_>>,
) -> JResult<()> {
    let Some(module) = module else { return Err(t.throw_new(NULL_POINTER, "Null module object")) };
    check_is_module(t, module)?;
    let Some(name) = t.handle_opt(f::Module::name.get(module.get(t))) else {
        return Err(t.throw_new(NULL_POINTER, "Null module name"));
    };
    let name = strings::mutf8(name.get(t));
    if name.is_empty() || name.len() > u16::MAX as usize {
        return Err(illegal_argument(t, &format!("Invalid module name: {}", text(&name))));
    }
    let facts = Facts {
        version: version.map(|v| strings::text(v.get(t))),
        location: location.map(|l| strings::text(l.get(t))),
    };
    let name = Symbol::new(&name);
    let packages = packages_of(t, packages, &name.text())?;
    let loader = loader_of(t, module);
    if name == "java.base" {
        return define_java_base(t, module, loader, &facts, &packages);
    }
    if loader.kind.get() == LoaderKind::Reflection {
        return Err(illegal_argument(t, "Class loader is an invalid delegating class loader"));
    }
    check_prohibited(t, loader, &packages)?;
    match add(t, module, name, loader, is_open, &facts, &packages) {
        Ok(()) => {}
        Err(message) => return Err(t.throw_new(ILLEGAL_STATE, &message)),
    }
    let location = facts.location.as_deref().unwrap_or("NULL");
    crate::log!(info, [module, load], "{} location: {}", name, location);
    Ok(())
}

/// Packages below `java` are for the boot and platform loaders.
fn check_prohibited(t: &mut Scope<'_>, loader: &Loader, packages: &[Symbol]) -> JResult<()> {
    if matches!(loader.kind.get(), LoaderKind::Boot | LoaderKind::Platform) {
        return Ok(());
    }
    let prohibited = |p: &&Symbol| p.bytes() == b"java" || p.bytes().starts_with(b"java/");
    let Some(p) = packages.iter().find(prohibited) else { return Ok(()) };
    let message = format!(
        "Class loader (instance of): {} tried to define prohibited package name: {}",
        describe::loader_name(t, loader),
        p.external()
    );
    Err(illegal_argument(t, &message))
}

/// Makes the record; the message of the IllegalStateException when module or package exist.
fn add(
    t: &Scope<'_>,
    module: Handle<'_>,
    name: Symbol,
    loader: &'static Loader,
    is_open: bool,
    facts: &Facts,
    packages: &[Symbol],
) -> Result<(), String> {
    let mut modules = DEFINING.lock();
    if modules.iter().any(|m| m.name == Some(name) && std::ptr::eq(m.loader, loader)) {
        return Err(format!("Module {name} is already defined"));
    }
    let mut table = loader.packages.write();
    if let Some(p) = packages.iter().find_map(|p| table.get(p)) {
        return Err(match p.module.name {
            Some(other) => format!(
                "Package {} for module {name} is already in another module, {other}, defined to the class loader",
                p.name
            ),
            None => format!(
                "Package {} for module {name} is already in the unnamed module defined to the class loader",
                p.name
            ),
        });
    }
    let m: &'static Module = Box::leak(Box::new(Module::new(Some(name), loader)));
    // Relaxed: published by the table's lock.
    m.is_open.store(is_open, Ordering::Relaxed);
    complete(m, facts);
    m.bind(module.get(t));
    table.extend(packages.iter().map(|&p| (p, new_package(p, m))));
    modules.push(m);
    Ok(())
}

fn define_java_base(
    t: &mut Scope<'_>,
    module: Handle<'_>,
    loader: &'static Loader,
    facts: &Facts,
    packages: &[Symbol],
) -> JResult<()> {
    if !loader.is_boot() {
        return Err(illegal_argument(t, "Class loader must be the boot class loader"));
    }
    {
        let mut modules = DEFINING.lock();
        if is_java_base_defined() {
            drop(modules);
            return Err(t.throw_new("java/lang/InternalError", "Module java.base is already defined"));
        }
        let base = java_base();
        let mut table = loader.packages.write();
        for &p in packages {
            // those of the first classes are there already
            table.entry(p).or_insert_with(|| new_package(p, base));
        }
        complete(base, facts);
        base.bind(module.get(t));
        modules.push(base);
        // Release: whoever sees it sees the packages.
        JAVA_BASE_DEFINED.store(true, Ordering::Release);
    }
    mirrors::set_java_base(t);
    let location = facts.location.as_deref().unwrap_or("NULL");
    crate::log!(info, [module, load], "java.base location: {}", location);
    Ok(())
}

/// `JVM_SetBootLoaderUnnamedModule`
///
/// # Errors
/// NullPointerException, IllegalArgumentException.
pub fn set_boot_unnamed_module(t: &mut Scope<'_>, module: Option<Handle<'_>>) -> JResult<()> {
    let Some(module) = module else { return Err(t.throw_new(NULL_POINTER, "Null module object")) };
    check_is_module(t, module)?;
    if f::Module::name.get(module.get(t)).is_some() {
        return Err(illegal_argument(t, "boot loader's unnamed module's java.lang.Module has a name"));
    }
    if f::Module::loader.get(module.get(t)).is_some() {
        return Err(illegal_argument(t, "Class loader must be the boot class loader"));
    }
    boot::loader().unnamed_module().bind(module.get(t));
    Ok(())
}

/// The package `name` of module `from`.
fn package_in(from: &'static Module, name: &[u8]) -> Option<&'static Package> {
    let p = from.loader.find_package(Symbol::find(name)?)?;
    (p.module == from).then_some(p)
}

/// `JVM_AddModuleExports`, and with no `to` `JVM_AddModuleExportsToAll`.
///
/// # Errors
/// NullPointerException, IllegalArgumentException.
pub fn add_exports(
    t: &mut Scope<'_>,
    from: Option<Handle<'_>>,
    package: Option<Handle<'_>>,
    to: Option<Handle<'_>>,
) -> JResult<()> {
    let package = non_null(t, package, "package")?;
    let from = non_null(t, from, "from_module")?;
    let from = entry_of(t, from)?;
    if !from.is_named() || from.is_open() {
        return Ok(()); // exports everything anyhow
    }
    let to = match to {
        Some(to) => Some(entry_of(t, to)?),
        None => None,
    };
    let name = internal(t, package);
    let Some(p) = package_in(from, &name) else {
        let message = format!("Package {} not found in from_module {}", text(&name), from.text());
        return Err(illegal_argument(t, &message));
    };
    let mut exports = p.exports.write();
    match to {
        None => exports.to_all = true,
        Some(to) if to == from || exports.to.contains(&to) => {}
        Some(to) => exports.to.push(to),
    }
    Ok(())
}

/// `JVM_AddModuleExportsToAllUnnamed`
///
/// # Errors
/// NullPointerException, IllegalArgumentException.
pub fn add_exports_to_all_unnamed(
    t: &mut Scope<'_>,
    from: Option<Handle<'_>>,
    package: Option<Handle<'_>>,
) -> JResult<()> {
    let from = non_null(t, from, "module")?;
    let package = non_null(t, package, "package")?;
    let from = entry_of(t, from)?;
    if !from.is_named() || from.is_open() {
        return Ok(());
    }
    let name = internal(t, package);
    match package_in(from, &name) {
        Some(p) => {
            p.exports.write().to_all_unnamed = true;
            Ok(())
        }
        None => {
            let message = format!("Package {} not found in module {}", text(&name), from.text());
            Err(illegal_argument(t, &message))
        }
    }
}

/// `JVM_AddReadsModule`; with no `to` the module reads all unnamed modules.
///
/// # Errors
/// NullPointerException, IllegalArgumentException.
pub fn add_reads(t: &mut Scope<'_>, from: Option<Handle<'_>>, to: Option<Handle<'_>>) -> JResult<()> {
    let from = non_null(t, from, "from_module")?;
    let from = entry_of(t, from)?;
    let to = match to {
        Some(to) => Some(entry_of(t, to)?),
        None => None,
    };
    if !from.is_named() {
        return Ok(()); // reads everything anyhow
    }
    match to {
        // Relaxed: a switch by itself; who must see it is told by Java code.
        None => from.reads_all_unnamed.store(true, Ordering::Relaxed),
        Some(to) => {
            let mut reads = from.reads.write();
            if to != from && !reads.contains(&to) {
                reads.push(to);
            }
        }
    }
    Ok(())
}
