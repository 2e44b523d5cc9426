//! Class loader objects: giving them the VM's [`Loader`] data, and their lock.

use std::sync::atomic::Ordering;

use gc::Handle;
use parking_lot::Mutex;

use super::data::{Loader, LoaderKind};
use crate::class::KlassRef;
use crate::runtime::young_slots;
use crate::thread::{JResult, Scope, monitor};
use crate::well_known::{Wk, f};

/// Guards the creation of loader data.
static REGISTER: Mutex<()> = Mutex::new(());

/// The data of a class loader object that the VM sees for the first time.
pub(super) fn register(t: &Scope<'_>, object: Handle<'_>) -> &'static Loader {
    let _guard = REGISTER.lock();
    if let Some(l) = Loader::find(object.get(t)) {
        return l;
    }
    let o = object.get(t);
    let loader = Loader::default();
    loader.object.set(o.narrow());
    loader.kind.set(kind_of(KlassRef::of(o)));
    loader.parallel_capable.set(f::ClassLoader::parallel_lock_map.get(o).is_some());
    let loader = loader.publish();
    young_slots::note(&loader.object);
    if let Some(m) = f::ClassLoader::unnamed_module.get(o) {
        loader.unnamed_module().bind(m);
    }
    // the data must be complete before others can find it
    std::sync::atomic::fence(Ordering::Release);
    f::ClassLoader::loader_data.set(o, std::ptr::from_ref(loader) as u64);
    loader
}

fn kind_of(k: KlassRef) -> LoaderKind {
    if !k.loader.is_boot() {
        return LoaderKind::User;
    }
    match k.name.bytes() {
        b"jdk/internal/loader/ClassLoaders$PlatformClassLoader" => LoaderKind::Platform,
        b"jdk/internal/loader/ClassLoaders$AppClassLoader" => LoaderKind::App,
        _ if k == Wk::DelegatingClassLoader.klass() => LoaderKind::Reflection,
        _ => LoaderKind::User,
    }
}

/// Runs `f` holding the monitor of the loader object, unless the loader is parallel capable.
pub(super) fn with_lock<R>(
    t: &mut Scope<'_>,
    loader: &Loader,
    object: Handle<'_>,
    f: impl FnOnce(&mut Scope<'_>) -> JResult<R>,
) -> JResult<R> {
    if loader.parallel_capable.get() {
        return f(t);
    }
    monitor::enter(t, object);
    let result = f(t);
    let left = monitor::exit(t, object);
    let value = result?;
    left?;
    Ok(value)
}
