//! The boot loader: its data, where it looks for classes, and the first classes.

use std::borrow::Cow;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use super::classpath::{BootClassPath, Found};
use super::data::Loader;
use super::define::{self, DefineOptions};
use super::{arrays, mirrors, modules};
use crate::class::KlassRef;
use crate::metaspace::{self, threshold};
use crate::native::jvmti;
use crate::options::{Flags, Options};
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope};
use crate::vm::vm;
use crate::well_known::Wk;

/// What the command line says about loading and verification.
pub struct Settings {
    pub class_path: BootClassPath,
    pub enable_preview: bool,
    /// `-XX:+BytecodeVerificationLocal`: classes of the boot loader are verified.
    pub verify_local: bool,
    /// `-XX:+BytecodeVerificationRemote`: all others are.
    pub verify_remote: bool,
    /// `-XX:+ClassUnloading`
    pub unloads: bool,
    /// Limits of metadata memory.
    pub metaspace: threshold::Settings,
    pub contended: Contended,
}

/// What is done about `@Contended`.
pub struct Contended {
    /// `-XX:+EnableContended`
    pub enabled: bool,
    /// `-XX:+RestrictContended`: classes of applications cannot ask for it.
    pub restricted: bool,
    /// `-XX:ContendedPaddingWidth`, in bytes.
    pub width: u32,
}

impl Settings {
    fn of(options: &Options) -> Result<Settings, String> {
        let class_path =
            BootClassPath::new(&options.jdk.home, &options.patch_modules, jvmti::boot_append().as_deref())
                .map_err(|e| e.to_string())?;
        let flags = options.flags();
        Ok(Settings {
            class_path,
            enable_preview: options.enable_preview,
            verify_local: flags.bytecode_verification_local,
            verify_remote: flags.bytecode_verification_remote,
            unloads: flags.class_unloading,
            metaspace: metaspace_settings(flags),
            contended: Contended {
                enabled: flags.enable_contended,
                restricted: flags.restrict_contended,
                width: u32::try_from(flags.contended_padding_width).expect("checked with the command line"),
            },
        })
    }
}

fn metaspace_settings(flags: &Flags) -> threshold::Settings {
    let bytes = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let max = bytes(flags.max_metaspace_size).min(metaspace::capacity());
    threshold::Settings {
        first: bytes(flags.metaspace_size).min(max),
        max,
        free_ratio: [flags.min_metaspace_free_ratio as usize, flags.max_metaspace_free_ratio as usize],
        expansion: [bytes(flags.min_metaspace_expansion), bytes(flags.max_metaspace_expansion)],
    }
}

/// `finalize`, `equals`, `toString`, `hashCode` and `clone`: the vtable of `java.lang.Object`.
const OBJECT_METHODS: u32 = 5;

static SETTINGS: OnceLock<Settings> = OnceLock::new();
static LOADER: OnceLock<&'static Loader> = OnceLock::new();
static HAS_FIRST_CLASSES: AtomicBool = AtomicBool::new(false);

/// What the command line says.
///
/// # Panics
/// Before [`initialize`].
pub fn settings() -> &'static Settings {
    SETTINGS.get().expect("the boot loader is initialized first")
}

/// [`settings`], if there are any yet.
pub(super) fn try_settings() -> Option<&'static Settings> {
    SETTINGS.get()
}

/// Whether [`initialize`] is done; before that nothing can be thrown.
pub fn has_first_classes() -> bool {
    HAS_FIRST_CLASSES.load(Ordering::Relaxed)
}

/// The boot loader's data.
pub fn loader() -> &'static Loader {
    LOADER.get_or_init(|| Loader::default().publish())
}

/// Loads `java.lang.Object`, `java.lang.Class`, and all classes that the VM knows by name, and makes the array classes of the
/// primitive types and the mirrors. Nothing is initialised, no Java code runs. Called once.
///
/// # Errors
/// What is wrong with the class library.
pub fn initialize(t: &mut Scope<'_>) -> Result<(), String> {
    if SETTINGS.set(Settings::of(&vm().options)?).is_err() {
        return Err("the boot loader is initialized twice".to_string());
    }
    well_known(t, Wk::Object)?;
    if Wk::Object.klass().vtable_len.get() != OBJECT_METHODS {
        return Err("Incompatible definition of java.lang.Object".to_string());
    }
    arrays::make_primitive(t).map_err(|_| out_of_memory())?;
    well_known(t, Wk::Class)?;
    mirrors::make_missing(t).map_err(|_| out_of_memory())?;
    for &w in Wk::ALL {
        if !matches!(w, Wk::Object | Wk::Class) {
            well_known(t, w)?;
        }
        if w == Wk::Serializable {
            arrays::set_superinterfaces();
        }
    }
    HAS_FIRST_CLASSES.store(true, Ordering::Relaxed);
    Ok(())
}

fn out_of_memory() -> String {
    "no memory for the mirrors of the first classes".to_string()
}

fn well_known(t: &mut Scope<'_>, w: Wk) -> Result<(), String> {
    let name = Symbol::new(w.name().as_bytes());
    let k = match find(t, name) {
        Ok(Some(k)) => k,
        Ok(None) => return Err(format!("the class library has no class {name}")),
        Err(thrown) => {
            let e = t.catch(thrown);
            return Err(format!("{name} cannot be loaded: {}", KlassRef::of(e.get(t)).name));
        }
    };
    w.set_klass(k).map_err(|field| format!("the class library has no field {field}"))
}

/// The class `name`, loaded by the boot loader.
///
/// # Errors
/// NoClassDefFoundError when there is none; whatever loading it throws.
pub fn load(t: &mut Scope<'_>, name: Symbol) -> JResult<KlassRef> {
    match find(t, name)? {
        Some(k) => Ok(k),
        None => Err(t.throw_new("java/lang/NoClassDefFoundError", &name.text())),
    }
}

/// The class `name` if the boot loader can find it.
///
/// # Errors
/// Whatever defining it throws.
pub fn find(t: &mut Scope<'_>, name: Symbol) -> JResult<Option<KlassRef>> {
    if let Some(k) = loader().classes.read().get(&name) {
        return Ok(Some(*k));
    }
    if name.bytes().first() == Some(&b'[') {
        return super::load::array_class(t, name, loader());
    }
    let Some(found) = search(t, name)? else { return Ok(None) };
    let options =
        DefineOptions { name: Some(name.bytes()), source: Some(found.source), ..DefineOptions::default() };
    let k = match found.bytes {
        Cow::Borrowed(bytes) => define::define_static(t, loader(), bytes, &options),
        Cow::Owned(bytes) => define::define_class(t, loader(), &bytes, &options),
    }?;
    if let (false, Some(source)) = (k.package().is_empty(), &options.source) {
        loader().package(Symbol::new(k.package())).found_at(source);
    }
    Ok(Some(k))
}

/// Looks for a class file: in the module that the class's package is in, else behind `-Xbootclasspath/a`.
fn search(t: &mut Scope<'_>, name: Symbol) -> JResult<Option<Found>> {
    let text = name.text();
    let module = module_to_search(&text);
    match settings().class_path.find_class(module.as_deref(), &text) {
        Ok(found) => Ok(found),
        Err(reason) => {
            let text = format!("{text} ({reason})");
            Err(t.throw_new("java/lang/ClassFormatError", &text))
        }
    }
}

/// The module that has the class's package; `None`: the unnamed module.
fn module_to_search(name: &str) -> Option<Cow<'static, str>> {
    let (package, _) = name.rsplit_once('/')?;
    if !modules::is_java_base_defined() {
        return Some(Cow::Borrowed("java.base"));
    }
    let module = loader().find_package(Symbol::new(package.as_bytes()))?.module;
    module.name.map(Symbol::text)
}
