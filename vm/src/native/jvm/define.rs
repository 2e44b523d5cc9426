//! Finding and defining classes: `Class.forName`, `ClassLoader.defineClass`, `Lookup.defineClass`,
//! `Lookup.defineHiddenClass`.

use std::ffi::{CStr, c_char};

use gc::Handle;

use super::class::{instance_klass, klass};
use super::jvm_export;
use crate::class::KlassRef;
use crate::link;
use crate::loader::constraints;
use crate::loader::data::Loader;
use crate::loader::define::{DefineOptions, HiddenOptions, define_class};
use crate::loader::{boot, load};
use crate::runtime::{java_call, strings};
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope, Value};
use crate::well_known::f;

const ILLEGAL_ARGUMENT: &str = "java/lang/IllegalArgumentException";
/// Longest name that a constant pool can hold.
const MAX_NAME: usize = u16::MAX as usize;

/// Flags of `Lookup.defineHiddenClass` and `Lookup.defineClass` (`MethodHandleNatives.Constants`).
mod lookup_flag {
    pub const NESTMATE: i32 = 1;
    pub const HIDDEN: i32 = 2;
    pub const STRONG: i32 = 4;
    pub const ACCESS_VM_ANNOTATIONS: i32 = 8;
}

/// The bytes of a C string; `None` for null.
///
/// # Safety
/// `s` must be null or a C string that lives during `'a`.
unsafe fn c_bytes<'a>(s: *const c_char) -> Option<&'a [u8]> {
    // SAFETY: by the caller's promise.
    if s.is_null() { None } else { Some(unsafe { CStr::from_ptr(s) }.to_bytes()) }
}

/// The symbol of a class name from native code; `error` is thrown for one that no class can have.
fn class_name(t: &mut Scope<'_>, name: Option<&[u8]>, error: &str) -> JResult<Symbol> {
    checked_name(t, name, error).map(Symbol::new)
}

/// A class name in internal form that is not too long.
fn checked_name<'a>(t: &mut Scope<'_>, name: Option<&'a [u8]>, error: &str) -> JResult<&'a [u8]> {
    match name {
        None => Err(t.throw_new(error, "No class name given")),
        Some(n) if n.len() > MAX_NAME => {
            let name = String::from_utf8_lossy(n);
            Err(t.throw_new(error, &format!("Class name exceeds maximum length of {MAX_NAME}: {name}")))
        }
        Some(n) => Ok(n),
    }
}

fn mirror<'s>(t: &Scope<'s>, k: KlassRef) -> Option<Handle<'s>> {
    Some(t.handle(k.mirror(t)))
}

fn initialized(t: &mut Scope<'_>, k: KlassRef, init: u8) -> JResult<()> {
    if init != 0 && k.is_instance() { link::init::ensure_initialized(t, k) } else { Ok(()) }
}

/// Asks the loader whether code of the caller's protection domain may use the class's package.
fn check_package_access(
    t: &mut Scope<'_>,
    loader: Handle<'_>,
    caller: KlassRef,
    found: KlassRef,
) -> JResult<()> {
    let mut n = t.nested();
    let domain = f::Class::protection_domain.get(caller.mirror(&n));
    let Some(domain) = n.handle_opt(domain) else { return Ok(()) };
    let found = mirror(&n, found);
    java_call::call_virtual_named(
        &mut n,
        loader,
        "checkPackageAccess",
        "(Ljava/lang/Class;Ljava/security/ProtectionDomain;)V",
        &[Value::Ref(found), Value::Ref(Some(domain))],
    )?;
    Ok(())
}

/// The data of a loader object, the boot loader's for null.
fn loader_of(t: &Scope<'_>, loader: Option<Handle<'_>>) -> &'static Loader {
    load::of_object(t, loader)
}

fn define(
    t: &mut Scope<'_>,
    name: *const c_char,
    loader: Option<Handle<'_>>,
    (bytes, length): (*const u8, i32),
    protection_domain: Option<Handle<'_>>,
    source: *const c_char,
) -> JResult<KlassRef> {
    // SAFETY: the caller passes C strings or null.
    let (name, source) = unsafe { (c_bytes(name), c_bytes(source)) };
    let name = match name {
        None => None,
        name => Some(checked_name(t, name, "java/lang/NoClassDefFoundError")?),
    };
    let loader = loader_of(t, loader);
    let source = source.map(|s| String::from_utf8_lossy(s).into_owned());
    let options = DefineOptions { name, protection_domain, source, hidden: None };
    // SAFETY: the caller passes the address of `length` bytes.
    let bytes = unsafe { std::slice::from_raw_parts(bytes, length as usize) };
    define_class(t, loader, bytes, &options)
}

/// What is wrong with the flags for an ordinary class.
fn bad_flags(flags: i32, class_data: bool) -> Option<String> {
    use lookup_flag::{ACCESS_VM_ANNOTATIONS, NESTMATE, STRONG};
    Some(if class_data {
        "classData is only applicable for hidden classes".into()
    } else if flags & NESTMATE != 0 {
        "dynamic nestmate is only applicable for hidden classes".into()
    } else if flags & STRONG == 0 {
        "an ordinary class must be strongly referenced by its defining loader".into()
    } else if flags & ACCESS_VM_ANNOTATIONS != 0 {
        "vm annotations only allowed for hidden classes".into()
    } else if flags != STRONG {
        format!("invalid flag 0x{flags:x}")
    } else {
        return None;
    })
}

jvm_export! {
    /// The class if the boot loader finds it, else null.
    fn JVM_FindClassFromBootLoader(t, name: *const c_char) -> object {
        // SAFETY: the caller passes a C string or null.
        match unsafe { c_bytes(name) } {
            Some(n) if n.len() <= MAX_NAME => Ok(boot::find(t, Symbol::new(n))?.and_then(|k| mirror(t, k))),
            _ => Ok(None),
        }
    }

    /// `Class.forName0`: the class as `loader` sees it; ClassNotFoundException when there is none.
    fn JVM_FindClassFromCaller(
        t, name: *const c_char, init: u8, loader: Option<Handle<'_>>, caller: Option<Handle<'_>>,
    ) -> object {
        // SAFETY: the caller passes a C string or null.
        let name = class_name(t, unsafe { c_bytes(name) }, "java/lang/ClassNotFoundException")?;
        let data = loader_of(t, loader);
        let k = load::load_class(t, name, data)?;
        if let (Some(loader), Some(caller)) = (loader, caller.and_then(|c| klass(t, c))) {
            check_package_access(t, loader, caller, k)?;
        }
        initialized(t, k, init)?;
        Ok(mirror(t, k))
    }

    /// The class as the loader of `from` sees it (the old verifier asks); NoClassDefFoundError.
    fn JVM_FindClassFromClass(t, name: *const c_char, init: u8, from: Option<Handle<'_>>) -> object {
        // SAFETY: the caller passes a C string or null.
        let name = class_name(t, unsafe { c_bytes(name) }, "java/lang/ClassNotFoundException")?;
        let loader = from.and_then(|c| klass(t, c)).map_or(boot::loader(), |k| k.loader);
        let k = load::resolve_class(t, name, loader)?;
        initialized(t, k, init)?;
        Ok(mirror(t, k))
    }

    /// `ClassLoader.findLoadedClass0`: null when the loader has not been recorded for the name.
    fn JVM_FindLoadedClass(t, loader: Option<Handle<'_>>, name: Handle<'_>) -> object {
        let mut name = strings::mutf8(name.get(t));
        if name.len() > MAX_NAME {
            return Ok(None);
        }
        name.iter_mut().filter(|b| **b == b'.').for_each(|b| *b = b'/');
        let loader = loader_of(t, loader);
        let found = constraints::find_loaded(t, Symbol::new(&name), loader)?;
        Ok(found.and_then(|k| mirror(t, k)))
    }

    /// `ClassLoader.defineClass` without a source.
    fn JVM_DefineClass(
        t, name: *const c_char, loader: Option<Handle<'_>>, bytes: *const u8, length: i32,
        protection_domain: Option<Handle<'_>>,
    ) -> object {
        let k = define(t, name, loader, (bytes, length), protection_domain, std::ptr::null())?;
        Ok(mirror(t, k))
    }

    /// `ClassLoader.defineClass1` and `defineClass2`.
    fn JVM_DefineClassWithSource(
        t, name: *const c_char, loader: Option<Handle<'_>>, bytes: *const u8, length: i32,
        protection_domain: Option<Handle<'_>>, source: *const c_char,
    ) -> object {
        let k = define(t, name, loader, (bytes, length), protection_domain, source)?;
        Ok(mirror(t, k))
    }

    /// `ClassLoader.defineClass0`: an ordinary or hidden class in the package of a lookup class.
    fn JVM_LookupDefineClass(
        t, lookup: Option<Handle<'_>>, name: *const c_char, bytes: *const u8, length: i32,
        protection_domain: Option<Handle<'_>>, init: u8, flags: i32, class_data: Option<Handle<'_>>,
    ) -> object {
        let Some(lookup_class) = lookup.and_then(|l| instance_klass(t, l)) else {
            return Err(t.throw_new(ILLEGAL_ARGUMENT, "Lookup class is null"));
        };
        let hidden = flags & lookup_flag::HIDDEN != 0;
        if !hidden && let Some(reason) = bad_flags(flags, class_data.is_some()) {
            return Err(t.throw_new(ILLEGAL_ARGUMENT, &reason));
        }
        // SAFETY: the caller passes a C string or null.
        let name = match unsafe { c_bytes(name) } {
            None => None,
            name => Some(checked_name(t, name, "java/lang/NoClassDefFoundError")?),
        };
        let hidden = hidden.then_some(HiddenOptions {
            lookup_class,
            nestmate: flags & lookup_flag::NESTMATE != 0,
            strong: flags & lookup_flag::STRONG != 0,
            access_vm_annotations: flags & lookup_flag::ACCESS_VM_ANNOTATIONS != 0,
            class_data,
        });
        let source = Some(match &hidden {
            Some(h) if h.nestmate => link::nest::host(t, lookup_class)?.external_name(),
            _ => "__JVM_LookupDefineClass__".to_owned(),
        });
        let options = DefineOptions { name, protection_domain, source, hidden };
        // SAFETY: the caller passes the address of `length` bytes.
        let bytes = unsafe { std::slice::from_raw_parts(bytes, length as usize) };
        let k = define_class(t, lookup_class.loader, bytes, &options)?;
        // a hidden class lives by its mirror
        let mirror = mirror(t, k);
        if init != 0 {
            link::init::ensure_initialized(t, k)?;
        } else {
            link::init::ensure_linked(t, k)?;
        }
        Ok(mirror)
    }
}
