//! From class-file bytes to a [`Klass`](crate::class::Klass) in a loader's dictionary (JVMS §5.3.5).
//!
//! Agents may change the bytes first (`native::jvmti`). Then:
//! parse → supers ([`supers`](super::supers)) → layout, vtable plan, metadata ([`build`](super::build)) → checks against the
//! supers → mirror → dictionary. Nothing is visible to others before the last step; what fails earlier leaves only unused
//! metaspace behind.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use classfile::parser::{MAX_MAJOR_VERSION, PREVIEW_MINOR_VERSION};
use classfile::{ClassFile, ParseOptions};
use gc::Handle;

use super::build;
use super::constraints;
use super::data::{ClassLoaderData, Loader, LoaderKind};
use super::{describe, mirrors, room, supers};
use crate::class::klass::flag;
use crate::class::{InitState, KlassRef, MethodRef};
use crate::compile_env::dependencies;
use crate::native::jvmti;
use crate::os::time;
use crate::runtime::java_call;
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope, Value};
use crate::well_known::Wk;

/// How a class is defined.
#[derive(Default)]
pub struct DefineOptions<'a> {
    /// Name that the caller expects; a mismatch is NoClassDefFoundError "... (wrong name: ...)". A hidden class is named after
    /// it, whatever the class file says.
    pub name: Option<&'a [u8]>,
    pub protection_domain: Option<Handle<'a>>,
    /// Where the bytes came from, for `-Xlog:class+load`.
    pub source: Option<String>,
    /// `Lookup.defineHiddenClass`: nest host or lookup class, class data, options.
    pub hidden: Option<HiddenOptions<'a>>,
}

/// A hidden class (JEP 371).
pub struct HiddenOptions<'a> {
    pub lookup_class: KlassRef,
    pub nestmate: bool,
    pub strong: bool,
    pub access_vm_annotations: bool,
    pub class_data: Option<Handle<'a>>,
}

/// Classes made so far, for management.
static LOADED_CLASSES: AtomicU64 = AtomicU64::new(0);

/// Number of classes and interfaces that have been loaded since the start.
pub fn loaded_classes() -> u64 {
    // Relaxed: a number by itself.
    LOADED_CLASSES.load(Ordering::Relaxed)
}

/// Nanoseconds that making classes has taken: without parsing, and without loading their supers.
static DEFINE_NANOS: AtomicU64 = AtomicU64::new(0);

/// Time spent in making classes since the start.
pub fn define_nanos() -> u64 {
    // Relaxed: a number by itself.
    DEFINE_NANOS.load(Ordering::Relaxed)
}

/// Defines a class from `bytes`, which are copied when the class keeps them.
///
/// # Errors
/// ClassFormatError, UnsupportedClassVersionError, NoClassDefFoundError, LinkageError (duplicate
/// definition), IncompatibleClassChangeError, VerifyError, ... and what loading its supers throws.
pub fn define_class(
    t: &mut Scope<'_>,
    loader: &'static Loader,
    bytes: &[u8],
    options: &DefineOptions<'_>,
) -> JResult<KlassRef> {
    match hooked(t, loader, bytes, options) {
        Some(changed) => define_box(t, loader, changed, options, true),
        None => define_box(t, loader, bytes.into(), options, false),
    }
}

/// What an agent that looks at class files makes of `bytes`, if it changes them.
#[inline(always)]
fn hooked(
    t: &mut Scope<'_>,
    loader: &'static Loader,
    bytes: &[u8],
    options: &DefineOptions<'_>,
) -> Option<Box<[u8]>> {
    if jvmti::wants_class_files() { jvmti::class_file_load_hook(t, loader, bytes, options) } else { None }
}

/// [`define_class`] for bytes that the class will own; `changed` by an agent or not.
fn define_box(
    t: &mut Scope<'_>,
    loader: &'static Loader,
    file: Box<[u8]>,
    options: &DefineOptions<'_>,
    changed: bool,
) -> JResult<KlassRef> {
    // SAFETY: the class owns the box, if there will be one, and nothing of it is used after it is freed; else what has
    // been parsed is used by this function alone.
    let bytes: &'static [u8] = unsafe { &*std::ptr::from_ref::<[u8]>(&file) };
    let cf = parse(loader, bytes, options).map_err(|e| t.throw_new(e.kind.class_name(), &e.message))?;
    create(t, loader, &cf, options, Origin { file: Some(file), changed })
}

/// [`define_class`] for bytes that stay where they are.
///
/// # Errors
/// As there.
pub fn define_static(
    t: &mut Scope<'_>,
    loader: &'static Loader,
    bytes: &'static [u8],
    options: &DefineOptions<'_>,
) -> JResult<KlassRef> {
    if let Some(changed) = hooked(t, loader, bytes, options) {
        return define_box(t, loader, changed, options, true);
    }
    let cf = parse(loader, bytes, options).map_err(|e| t.throw_new(e.kind.class_name(), &e.message))?;
    create(t, loader, &cf, options, Origin { file: None, changed: false })
}

fn parse(
    loader: &Loader,
    bytes: &'static [u8],
    options: &DefineOptions<'_>,
) -> Result<ClassFile<'static>, classfile::ClassFileError> {
    let settings = super::boot::settings();
    let need_verify = if loader.is_boot() { settings.verify_local } else { settings.verify_remote };
    // names of classes of the boot and platform loaders are taken on trust by default
    let trusted = matches!(loader.kind.get(), LoaderKind::Boot | LoaderKind::Platform);
    let checks_names = settings.verify_remote && (settings.verify_local || !trusted);
    ClassFile::parse(
        bytes,
        &ParseOptions {
            enable_preview: settings.enable_preview,
            need_verify,
            relax_verify: !checks_names,
            expected_name: options.name,
            hidden: options.hidden.is_some(),
            ..ParseOptions::default()
        },
    )
}

/// Where a class's bytes are.
struct Origin {
    /// The bytes, when the class owns them.
    file: Option<Box<[u8]>>,
    /// They are an agent's.
    changed: bool,
}

/// Makes the class, which owns its file, and publishes it.
fn create(
    t: &mut Scope<'_>,
    loader: &'static Loader,
    cf: &ClassFile<'static>,
    options: &DefineOptions<'_>,
    origin: Origin,
) -> JResult<KlassRef> {
    let mut n = t.nested();
    let t = &mut n;
    let data = match &options.hidden {
        Some(h) if !h.strong => ClassLoaderData::for_hidden(loader),
        _ => loader.data,
    };
    let _guard = data.keep();
    let name = match &options.hidden {
        Some(_) => super::hidden::name(options.name.unwrap_or(cf.this_class_name()), &data.arena),
        None => Symbol::new(cf.this_class_name()),
    };
    room::make(t, data, cf.bytes.len())?;
    let found = supers::load(t, loader, cf, name)?;
    let start = time::monotonic_nanos();
    check_package(t, loader, name)?;
    found.superclass.iter().chain(&found.interfaces).for_each(|s| data.link(s.data));
    let k = build::build(data, cf, name, &found, options);
    k.cold.file.set(origin.file);
    data.add_klass(k);
    let result = finish(t, k, cf, options, origin.changed);
    if result != Ok(k) {
        // nobody has seen it: its mirror is no root any more
        data.remove_klass(k);
    }
    DEFINE_NANOS.fetch_add((time::monotonic_nanos() - start) as u64, Ordering::Relaxed);
    result
}

/// Completes a class that has been built. Answers with the class of this name that stays.
fn finish(
    t: &mut Scope<'_>,
    k: KlassRef,
    cf: &ClassFile<'static>,
    options: &DefineOptions<'_>,
    changed: bool,
) -> JResult<KlassRef> {
    if let Some(h) = &options.hidden {
        let host = if h.nestmate { Some(crate::link::nest::host(t, h.lookup_class)?) } else { None };
        super::hidden::mark(k, cf.this_class, h.strong, host);
        host.iter().for_each(|host| k.data.link(host.data));
    }
    supers::check(t, k)?;
    let data = options.hidden.as_ref().and_then(|h| h.class_data);
    mirrors::create(t, k, options.protection_domain, data)?;
    if changed {
        jvmti::class_was_changed(t, k);
    }
    // Relaxed: as above.
    LOADED_CLASSES.fetch_add(1, Ordering::Relaxed);
    log_load(t, k, options);
    log_preview(k);
    if options.hidden.is_some() {
        dependencies::class_added(t, k);
        return match crate::link::init::ensure_linked(t, k) {
            Ok(()) => Ok(k),
            Err(thrown) => {
                dependencies::class_withdrawn(k);
                Err(thrown)
            }
        };
    }
    publish(t, k.loader, k)
}

/// Packages below `java` belong to the boot and platform loaders.
fn check_package(t: &mut Scope<'_>, loader: &Loader, name: Symbol) -> JResult<()> {
    let b = name.bytes();
    if !b.starts_with(b"java/") || matches!(loader.kind.get(), LoaderKind::Boot | LoaderKind::Platform) {
        return Ok(());
    }
    let end = b.iter().rposition(|&c| c == b'/').unwrap_or(0);
    let package = String::from_utf8_lossy(&b[..end]).replace('/', ".");
    let text = format!(
        "Class loader (instance of): {} tried to load prohibited package name: {package}",
        describe::loader_name(t, loader)
    );
    Err(t.throw_new("java/lang/SecurityException", &text))
}

/// Puts a new class into the dictionary of its defining loader.
fn publish(t: &mut Scope<'_>, loader: &'static Loader, k: KlassRef) -> JResult<KlassRef> {
    if !loader.is_boot() {
        constraints::check_new(t, loader, k, true)?;
        call_add_class(t, loader, k)?;
    }
    dependencies::class_added(t, k);
    let there = *loader.classes.write().entry(k.name).or_insert(k);
    if there != k {
        dependencies::class_withdrawn(k);
        if loader.is_boot() {
            // two threads loaded it at the same time: the first one counts
            return Ok(there);
        }
        return Err(constraints::duplicate(t, loader, k));
    }
    Ok(k)
}

/// `ClassLoader.addClass`, which keeps the class alive as long as its loader.
fn call_add_class(t: &mut Scope<'_>, loader: &'static Loader, k: KlassRef) -> JResult<()> {
    static METHOD: OnceLock<MethodRef> = OnceLock::new();
    let add_class = *METHOD.get_or_init(|| {
        let desc = Symbol::new(b"(Ljava/lang/Class;)V");
        let m = Wk::ClassLoader.klass().declared_method(Symbol::new(b"addClass"), desc);
        m.expect("ClassLoader.addClass(Class)")
    });
    let mut n = t.nested();
    let object = n.handle(loader.object(&n).expect("only the boot loader has no object"));
    let mirror = n.handle(k.mirror(&n));
    // exactly this method: a subclass may have one of the same name
    java_call::call(&mut n, add_class, &[Value::Ref(Some(object)), Value::Ref(Some(mirror))])?;
    Ok(())
}

fn log_load(t: &Scope<'_>, k: KlassRef, options: &DefineOptions<'_>) {
    if !crate::log_enabled!(info, [class, load]) {
        return;
    }
    let source = match (&options.source, k.loader.object(t)) {
        (Some(s), _) => format!(" source: {s}"),
        (None, Some(o)) => format!(" source: {}", KlassRef::of(o).external_name()),
        (None, None) => String::new(),
    };
    crate::log!(info, [class, load], "{}{}", k.external_name(), source);
}

fn log_preview(k: KlassRef) {
    if k.cold.minor.get() == PREVIEW_MINOR_VERSION && k.cold.major.get() == MAX_MAJOR_VERSION {
        crate::log!(
            info,
            [class, preview],
            "Loading class {} that depends on preview features (class file version {}.{})",
            k.external_name(),
            MAX_MAJOR_VERSION,
            PREVIEW_MINOR_VERSION
        );
    }
}

/// Flags that a class has because of its supers.
pub(super) fn inherited_flags(superclass: Option<KlassRef>, interfaces: &[KlassRef]) -> u32 {
    const FROM_SUPER: u32 = flag::HAS_FINALIZER
        | flag::CLONEABLE
        | flag::HAS_DEFAULT_METHODS
        | flag::REFERENCE
        | flag::CLASS_LOADER
        | flag::THROWABLE
        | flag::CONTENDED;
    let mut flags = superclass.map_or(0, |s| s.vm_flags.load(Ordering::Relaxed) & FROM_SUPER);
    for i in interfaces {
        flags |= i.vm_flags.load(Ordering::Relaxed) & flag::HAS_DEFAULT_METHODS;
        if Wk::Cloneable.try_klass().is_some_and(|c| i.is_subtype_of(c)) {
            flags |= flag::CLONEABLE;
        }
    }
    flags
}

/// State of a class that is complete but for linking.
pub(super) const LOADED: u8 = InitState::Loaded as u8;
