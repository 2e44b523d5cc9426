//! Classes and objects (JVM TI, "Class", "Object").

use gc::NarrowRef;

use super::environment::{LIVE, START_OR_LIVE};
use super::{Answer, Env, Error, Out, Ref, allocate_array, enter_for_references, jvmti_fn};
use crate::class::KlassRef;
use crate::loader::data::{self, Loader};
use crate::loader::load;
use crate::native::handles::JObject;
use crate::thread::Scope;
use crate::well_known::Wk;

/// The class that a `jclass` stands for; `None` for a primitive type's.
fn klass(t: &Scope<'_>, class: Ref) -> Result<Option<KlassRef>, Error> {
    let mirror = class.get(t).ok_or(Error::InvalidClass)?;
    if KlassRef::of(mirror.get(t)) == Wk::Class.klass() {
        Ok(KlassRef::from_mirror(mirror.get(t)))
    } else {
        Err(Error::InvalidClass)
    }
}

jvmti_fn! {
    /// `IsModifiableClass`: as the specification says it of classes, although none can be changed once it is there.
    fn is_modifiable_class(_e, t; class: JObject, answer: Out<u8>) in START_OR_LIVE {
        let k = klass(t, Ref(class))?;
        answer.set(k.is_some_and(|k| k.is_instance() && !k.is_hidden()).into())
    }

    /// `IsInterface`
    fn is_interface(_e, t; class: JObject, answer: Out<u8>) in START_OR_LIVE {
        let k = klass(t, Ref(class))?;
        answer.set(k.is_some_and(KlassRef::is_interface).into())
    }

    /// `IsArrayClass`
    fn is_array_class(_e, t; class: JObject, answer: Out<u8>) in START_OR_LIVE {
        let k = klass(t, Ref(class))?;
        answer.set(k.is_some_and(KlassRef::is_array).into())
    }

    /// `GetObjectSize`
    fn get_object_size(_e, t; object: JObject, size: Out<i64>) in START_OR_LIVE {
        size.check()?;
        let object = Ref(object).get(t).ok_or(Error::InvalidObject)?;
        let bytes = object.get(t).size();
        size.set(bytes as i64)
    }
}

/// Stores a list of references and its length.
fn store(refs: &[JObject], count: Out<i32>, list: Out<*mut JObject>) -> Answer {
    count.check()?;
    list.check()?;
    list.set(allocate_array(refs)?)?;
    count.set(refs.len() as i32)
}

/// Whether a class is complete and visible, so that it may be shown.
fn is_visible(k: KlassRef) -> bool {
    let mut of = k;
    while of.is_array() {
        match of.element() {
            Some(e) => of = e,
            None => return true,
        }
    }
    of.is_hidden() || of.loader.classes.read().get(&of.name) == Some(&of)
}

fn mirrors(t: &Scope<'_>, classes: &[KlassRef]) -> Vec<NarrowRef> {
    classes.iter().map(|k| k.mirror(t).narrow()).collect()
}

/// `GetLoadedClasses`
pub(super) unsafe extern "C" fn get_loaded_classes(
    env: Env,
    count: Out<i32>,
    classes: Out<*mut JObject>,
) -> i32 {
    let find = |t: &mut Scope<'_>| {
        let mut all = Vec::new();
        data::for_each_klass(|k| all.push(k));
        all.retain(|k| !k.mirror.get().is_null() && is_visible(*k));
        Ok(mirrors(t, &all))
    };
    // SAFETY: the agent passes its jvmtiEnv*.
    unsafe { enter_for_references(env, LIVE, find, |refs| store(refs, count, classes)) }
}

/// The classes that `loader` has been recorded for, as defining or initiating loader, with their array classes, and the arrays
/// of primitive types.
fn initiated(loader: &'static Loader) -> Vec<KlassRef> {
    let mut all: Vec<KlassRef> = loader.classes.read().values().copied().filter(|k| !k.is_array()).collect();
    let mut arrays: Vec<KlassRef> = all.clone();
    data::for_each_klass(|k| {
        if k.is_array() && k.element().is_none() {
            all.push(k);
        }
    });
    while let Some(k) = arrays.pop() {
        if let Some(array) = k.array_klass_if_made() {
            all.push(array);
            arrays.push(array);
        }
    }
    all
}

/// `GetClassLoaderClasses`
pub(super) unsafe extern "C" fn get_class_loader_classes(
    env: Env,
    loader: JObject,
    count: Out<i32>,
    classes: Out<*mut JObject>,
) -> i32 {
    let find = |t: &mut Scope<'_>| {
        let object = Ref(loader).get(t);
        let all = initiated(load::of_object(t, object));
        Ok(mirrors(t, &all))
    };
    // SAFETY: the agent passes its jvmtiEnv*.
    unsafe { enter_for_references(env, LIVE, find, |refs| store(refs, count, classes)) }
}

/// `GetClassLoader`
pub(super) unsafe extern "C" fn get_class_loader(env: Env, class: JObject, loader: Out<JObject>) -> i32 {
    let find = |t: &mut Scope<'_>| {
        let object = klass(t, Ref(class))?.and_then(|k| k.loader.object(t));
        Ok(object.map(|o| o.narrow()).into_iter().collect())
    };
    // SAFETY: the agent passes its jvmtiEnv*.
    unsafe {
        enter_for_references(env, START_OR_LIVE, find, |refs| {
            loader.set(refs.first().copied().unwrap_or(std::ptr::null_mut()))
        })
    }
}
