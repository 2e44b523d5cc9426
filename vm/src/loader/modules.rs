//! Modules and packages as the VM sees them (JVMS §5.3.6): which module a class is in, which modules it reads, and which packages
//! a module exports. The Java side (`java.lang.Module`, `ModuleLayer`) makes the decisions and tells the VM about them.
//!
//! Until `java.base` has been defined by Java code, every class of the boot loader counts as its member.

pub mod define;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use gc::ObjRef;
use parking_lot::RwLock;

use super::boot;
use super::data::{self, Loader, LoaderKind, RefSlot};
use crate::class::KlassRef;
use crate::symbol::Symbol;
use crate::thread::Scope;
use crate::well_known::f;

/// A named module, or the unnamed module of a loader. Lives as long as its loader.
pub struct Module {
    /// `None`: unnamed.
    pub name: Option<Symbol>,
    pub loader: &'static Loader,
    version: OnceLock<String>,
    location: OnceLock<String>,
    /// The `java.lang.Module`, once there is one.
    object: OnceLock<RefSlot>,
    /// All packages are exported: `open module`, and unnamed modules.
    is_open: AtomicBool,
    reads_all_unnamed: AtomicBool,
    reads: RwLock<Vec<&'static Module>>,
    /// An agent has changed the file of one of its classes.
    has_changed_classes: AtomicBool,
}

/// A package of a loader, in one module.
pub struct Package {
    pub name: Symbol,
    pub module: &'static Module,
    exports: RwLock<Exports>,
    /// Where the boot loader found its first class of this package; classes that are defined from bytes don't count.
    source: OnceLock<String>,
}

impl Package {
    /// Where the boot loader found its first class of this package, as `-Xlog:class+load` says it.
    pub fn source(&self) -> Option<&str> {
        self.source.get().map(String::as_str)
    }

    /// The boot loader found a class of this package there. The first place stays.
    pub fn found_at(&self, source: &str) {
        self.source.get_or_init(|| source.to_owned());
    }
}

/// To whom a package is exported.
#[derive(Default)]
struct Exports {
    to_all: bool,
    to_all_unnamed: bool,
    to: Vec<&'static Module>,
}

impl PartialEq for Module {
    fn eq(&self, o: &Module) -> bool {
        std::ptr::eq(self, o)
    }
}

impl Module {
    fn new(name: Option<Symbol>, loader: &'static Loader) -> Module {
        Module {
            name,
            loader,
            version: OnceLock::new(),
            location: OnceLock::new(),
            object: OnceLock::new(),
            is_open: AtomicBool::new(name.is_none()),
            reads_all_unnamed: AtomicBool::new(name.is_none()),
            reads: RwLock::new(Vec::new()),
            has_changed_classes: AtomicBool::new(false),
        }
    }

    pub fn is_named(&self) -> bool {
        self.name.is_some()
    }

    /// The name for messages.
    pub fn text(&self) -> String {
        self.name.map_or_else(|| "unnamed module".to_string(), |n| n.text().into_owned())
    }

    /// The `java.lang.Module`; `None` before Java code has made it.
    pub fn object<'a>(&self, t: &'a Scope<'_>) -> Option<ObjRef<'a>> {
        self.object.get().and_then(|s| s.get(t))
    }

    /// Ties the VM's record and the `java.lang.Module` together.
    pub(super) fn bind(&self, object: ObjRef<'_>) {
        let slot = self.object.get_or_init(|| self.loader.new_slot(None));
        slot.set(Some(object));
        f::Module::module_entry.set(object, std::ptr::from_ref(self) as u64);
    }

    pub fn version(&self) -> Option<&str> {
        self.version.get().map(String::as_str)
    }

    pub fn location(&self) -> Option<&str> {
        self.location.get().map(String::as_str)
    }

    /// Whether messages show the version: not for modules of the JDK.
    fn shows_version(&self) -> bool {
        let Some(version) = self.version() else { return false };
        let Some(location) = self.location() else { return true };
        let kind = self.loader.kind.get();
        if matches!(kind, LoaderKind::Boot | LoaderKind::Platform) && location.starts_with("jrt:/java.") {
            return false;
        }
        let is_jdk = self.loader.is_builtin() && location.starts_with("jrt:/jdk.");
        !(is_jdk && java_base().version() == Some(version))
    }

    /// "module m@1" or "unnamed module", for messages.
    pub fn phrase(&self) -> String {
        match self.name {
            None => "unnamed module".to_string(),
            Some(n) if self.shows_version() => format!("module {n}@{}", self.version().unwrap_or_default()),
            Some(n) => format!("module {n}"),
        }
    }

    pub fn is_open(&self) -> bool {
        self.is_open.load(Ordering::Relaxed)
    }

    /// Notes that an agent has changed the file of a class of this module; whether it is the first one.
    pub fn is_first_change(&self) -> bool {
        !self.has_changed_classes.swap(true, Ordering::SeqCst)
    }

    /// Whether this module reads `other`.
    pub fn can_read(&self, other: &'static Module) -> bool {
        if self == other || !self.is_named() {
            return true;
        }
        // every module reads java.base
        if std::ptr::eq(other, java_base()) {
            return true;
        }
        if !other.is_named() && self.reads_all_unnamed.load(Ordering::Relaxed) {
            return true;
        }
        self.reads.read().contains(&other)
    }
}

impl Package {
    /// Whether the package is exported to everybody.
    pub fn is_exported(&self) -> bool {
        self.module.is_open() || self.exports.read().to_all
    }

    /// Whether classes of `to` may use the package's public types, readability apart.
    pub fn is_exported_to(&self, to: &'static Module) -> bool {
        if self.module.is_open() || self.module == to {
            return true;
        }
        let e = self.exports.read();
        e.to_all || (!to.is_named() && e.to_all_unnamed) || e.to.contains(&to)
    }
}

static JAVA_BASE: OnceLock<&'static Module> = OnceLock::new();
static JAVA_BASE_DEFINED: AtomicBool = AtomicBool::new(false);

/// `java.base`, also before Java code has defined it.
pub fn java_base() -> &'static Module {
    JAVA_BASE
        .get_or_init(|| Box::leak(Box::new(Module::new(Some(Symbol::new(b"java.base")), boot::loader()))))
}

/// Whether Java code has defined `java.base`.
pub fn is_java_base_defined() -> bool {
    JAVA_BASE_DEFINED.load(Ordering::Acquire)
}

/// Calls `f` with every module: named ones and the unnamed ones of loaders.
pub fn for_each(mut f: impl FnMut(&'static Module)) {
    define::for_each_module(&mut f);
    data::for_each_loader(|l| l.unnamed_module.get().iter().for_each(|m| f(m)));
}

/// Forgets the modules of loaders that are being unloaded, and frees those that have names.
pub(super) fn purge() {
    fn purge_module(m: &Module) {
        m.reads.write().retain(|m| !m.loader.data.is_dead());
    }
    define::for_each_module(purge_module);
    data::for_each_loader(|l| {
        l.unnamed_module.get().iter().for_each(|m| purge_module(m));
        for p in l.packages.read().values() {
            p.exports.write().to.retain(|m| !m.loader.data.is_dead());
        }
    });
    for m in define::take_dead() {
        // SAFETY: modules with names come from boxes; only their loader's packages and classes name this one now.
        drop(unsafe { Box::from_raw(std::ptr::from_ref(m).cast_mut()) });
    }
}

impl Loader {
    /// The loader's unnamed module.
    pub fn unnamed_module(&'static self) -> &'static Module {
        self.unnamed_module.get_or_init(|| Box::leak(Box::new(Module::new(None, self))))
    }

    /// The package of this name when it is known already.
    pub fn find_package(&self, name: Symbol) -> Option<&'static Package> {
        self.packages.read().get(&name).copied()
    }

    /// The package of this name; a new one is put into the unnamed module.
    pub fn package(&'static self, name: Symbol) -> &'static Package {
        if let Some(p) = self.find_package(name) {
            return p;
        }
        let module = if is_java_base_defined() { self.unnamed_module() } else { java_base() };
        let mut packages = self.packages.write();
        packages.entry(name).or_insert_with(|| new_package(name, module))
    }

    /// Whether this is the boot loader, the platform loader or the application's.
    pub fn is_builtin(&self) -> bool {
        matches!(self.kind.get(), LoaderKind::Boot | LoaderKind::Platform | LoaderKind::App)
    }
}

fn new_package(name: Symbol, module: &'static Module) -> &'static Package {
    Box::leak(Box::new(Package { name, module, exports: RwLock::default(), source: OnceLock::new() }))
}

/// The module of a class (of an array: of its elements).
pub fn module_of(k: KlassRef) -> &'static Module {
    if k.is_array() {
        return match k.element() {
            Some(e) => module_of(e),
            None => java_base(),
        };
    }
    match k.cold.package_entry.get() {
        Some(p) => p.module,
        None if k.loader.is_boot() && !is_java_base_defined() => java_base(),
        None => k.loader.unnamed_module(),
    }
}

/// The VM's record of a `java.lang.Module`, if it has one.
pub fn of_object(object: ObjRef<'_>) -> Option<&'static Module> {
    let p = f::Module::module_entry.get(object);
    // SAFETY: the injected field holds 0 or the address of a Module, which is never freed before its loader.
    if p == 0 { None } else { Some(unsafe { &*(p as usize as *const Module) }) }
}
