//! Loading a class by name through a loader (JVMS §5.3).

use std::sync::OnceLock;

use gc::Handle;

use super::data::{Loader, LoaderKind};
use super::in_progress::{self, Running};
use super::{arrays, boot, constraints, register, supers};
use crate::class::{BasicType, KlassRef, MethodRef};
use crate::runtime::{java_call, strings};
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope, Value};
use crate::well_known::{Wk, f};

/// The class `name` (internal form, or an array descriptor) as `loader` sees it: found in its
/// dictionary, by the boot loader's own search, or by calling `loadClass` in Java.
///
/// # Errors
/// ClassNotFoundException (callers that resolve turn it into NoClassDefFoundError, see [`resolve_class`]), LinkageError and
/// others.
pub fn load_class(t: &mut Scope<'_>, name: Symbol, loader: &'static Loader) -> JResult<KlassRef> {
    match find_or_load(t, name, loader)? {
        Some(k) => Ok(k),
        None => Err(t.throw_new("java/lang/ClassNotFoundException", &name.text())),
    }
}

/// [`load_class`] for resolution (§5.3.1): ClassNotFoundException becomes the cause of a NoClassDefFoundError.
///
/// # Errors
/// NoClassDefFoundError, LinkageError and others.
pub fn resolve_class(t: &mut Scope<'_>, name: Symbol, loader: &'static Loader) -> JResult<KlassRef> {
    let error = "java/lang/NoClassDefFoundError";
    match find_or_load(t, name, loader) {
        Ok(Some(k)) => Ok(k),
        Ok(None) => Err(t.throw_new(error, &name.text())),
        Err(thrown) => {
            let mut n = t.nested();
            let e = n.catch(thrown);
            if KlassRef::of(e.get(&n)).is_subtype_of(Wk::ClassNotFoundException.klass()) {
                return Err(n.throw_with_cause(error, Some(&name.text()), e));
            }
            Err(n.throw(e))
        }
    }
}

/// The class, `None` when there is none and nothing was thrown.
fn find_or_load(t: &mut Scope<'_>, name: Symbol, loader: &'static Loader) -> JResult<Option<KlassRef>> {
    if let Some(k) = loader.classes.read().get(&name) {
        return Ok(Some(*k));
    }
    if name.bytes().first() == Some(&b'[') {
        return array_class(t, name, loader);
    }
    if let Some(circular) = supers::own_super(name, loader) {
        return Err(t.throw_new("java/lang/ClassCircularityError", &circular.text()));
    }
    match loader.kind.get() {
        LoaderKind::Boot => boot::find(t, name),
        LoaderKind::Reflection => {
            let parent = loader.object(t).and_then(|o| f::ClassLoader::parent.get(o)).map(|o| t.handle(o));
            let parent = of_object(t, parent);
            find_or_load(t, name, parent)
        }
        _ => through_java(t, name, loader),
    }
}

/// The array class of a descriptor as `loader` sees it.
pub(super) fn array_class(
    t: &mut Scope<'_>,
    name: Symbol,
    loader: &'static Loader,
) -> JResult<Option<KlassRef>> {
    let b = name.bytes();
    let dimensions = b.iter().take_while(|&&c| c == b'[').count();
    if dimensions > 255 {
        return Ok(None);
    }
    match &b[dimensions..] {
        [b'L', element @ .., b';'] => match find_or_load(t, Symbol::new(element), loader)? {
            Some(element) => arrays::nested(t, element, dimensions).map(Some),
            None => Ok(None),
        },
        [c] => match BasicType::from_descriptor(*c) {
            Some(ty) if ty.is_primitive() => {
                arrays::nested(t, arrays::primitive(ty), dimensions - 1).map(Some)
            }
            _ => Ok(None),
        },
        _ => Ok(None),
    }
}

/// Calls `loadClass` of the loader object: without a lock if the loader is parallel capable, else with its monitor held, and when no other
/// thread is loading the same class.
fn through_java(t: &mut Scope<'_>, name: Symbol, loader: &'static Loader) -> JResult<Option<KlassRef>> {
    let mut n = t.nested();
    let object = n.handle(loader.object(&n).expect("only the boot loader has no object"));
    register::with_lock(&mut n, loader, object, |t| {
        let _running = if loader.parallel_capable.get() {
            None
        } else {
            in_progress::wait_for_others(t, name, loader, object)?;
            Some(Running::start(name, loader))
        };
        if let Some(k) = loader.classes.read().get(&name) {
            return Ok(Some(*k));
        }
        let Some(k) = call_load_class(t, name, object)? else { return Ok(None) };
        if !std::ptr::eq(k.loader, loader) {
            record_initiating(t, loader, k)?;
        }
        Ok(Some(k))
    })
}

fn call_load_class(t: &mut Scope<'_>, name: Symbol, object: Handle<'_>) -> JResult<Option<KlassRef>> {
    static METHOD: OnceLock<MethodRef> = OnceLock::new();
    let load_class = *METHOD.get_or_init(|| {
        let desc = Symbol::new(b"(Ljava/lang/String;)Ljava/lang/Class;");
        let m = Wk::ClassLoader.klass().declared_method(Symbol::new(b"loadClass"), desc);
        m.expect("ClassLoader.loadClass(String)")
    });
    let dotted: Vec<u8> = name.bytes().iter().map(|&c| if c == b'/' { b'.' } else { c }).collect();
    let text = strings::new_from_mutf8(t, &dotted)?;
    let args = [Value::Ref(Some(object)), Value::Ref(Some(text))];
    let result = java_call::call_virtual(t, load_class, &args)?;
    let Some(mirror) = result.object() else { return Ok(None) };
    // a loader that answers with a class of another name has not found the right one
    Ok(KlassRef::from_mirror(mirror.get(t)).filter(|k| k.name == name && !k.is_array()))
}

/// Remembers `loader` as an initiating loader of `k` (§5.3), so that it answers the same from now on.
fn record_initiating(t: &mut Scope<'_>, loader: &'static Loader, k: KlassRef) -> JResult<()> {
    constraints::check_new(t, loader, k, false)?;
    let there = *loader.classes.write().entry(k.name).or_insert(k);
    loader.data.link(there.data);
    if there == k { Ok(()) } else { Err(constraints::duplicate(t, loader, k)) }
}

/// The VM's data of a class loader object (`None`: the boot loader), made when it is seen for the first time.
pub fn of_object(t: &Scope<'_>, object: Option<Handle<'_>>) -> &'static Loader {
    let Some(object) = object else { return boot::loader() };
    if let Some(l) = Loader::find(object.get(t)) {
        return l;
    }
    register::register(t, object)
}

/// The defining loader's data for code that runs in class `k`, `None` for boot: its Java object.
pub fn loader_object<'s>(t: &Scope<'s>, k: KlassRef) -> Option<Handle<'s>> {
    k.loader.object(t).map(|o| t.handle(o))
}
