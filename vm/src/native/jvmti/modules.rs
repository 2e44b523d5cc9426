//! Modules (JVM TI, "Module"). What changes them is done by `jdk.internal.module.Modules`.

use gc::{Handle, NarrowRef};

use super::environment::LIVE;
use super::{Answer, Env, Error, Out, Ref, Text, allocate_array, enter_for_references, jvmti_fn};
use crate::class::KlassRef;
use crate::loader::{boot, load, modules};
use crate::native::handles::JObject;
use crate::runtime::{java_call, strings};
use crate::symbol::Symbol;
use crate::thread::{Scope, Value};
use crate::well_known::Wk;

fn is_instance(t: &Scope<'_>, object: Handle<'_>, class: Wk) -> bool {
    KlassRef::of(object.get(t)).is_subtype_of(class.klass())
}

/// A module that an agent names.
fn module<'s>(t: &Scope<'s>, object: JObject) -> Result<Handle<'s>, Error> {
    if object.is_null() {
        return Err(Error::NullPointer);
    }
    Ref(object).get(t).filter(|o| is_instance(t, *o, Wk::Module)).ok_or(Error::InvalidModule)
}

/// A class that an agent names, which is no primitive type.
fn class<'s>(t: &Scope<'s>, object: JObject) -> Result<Handle<'s>, Error> {
    if object.is_null() {
        return Err(Error::NullPointer);
    }
    let mirror = Ref(object).get(t).filter(|o| is_instance(t, *o, Wk::Class));
    mirror.filter(|m| KlassRef::from_mirror(m.get(t)).is_some()).ok_or(Error::InvalidClass)
}

/// Calls a static method of `Modules`.
fn change(t: &mut Scope<'_>, method: &str, desc: &str, args: &[Handle<'_>]) -> Answer {
    let mut n = t.nested();
    let args: Vec<Value<'_>> = args.iter().map(|a| Value::Ref(Some(*a))).collect();
    let called = boot::load(&mut n, Symbol::new(b"jdk/internal/module/Modules"))
        .and_then(|modules| java_call::call_static_named(&mut n, modules, method, desc, &args));
    let Err(thrown) = called else { return Ok(()) };
    let e = n.catch(thrown);
    let name = KlassRef::of(e.get(&n)).name;
    Err(match name.bytes() {
        b"java/lang/IllegalArgumentException" => Error::IllegalArgument,
        b"java/lang/OutOfMemoryError" => Error::OutOfMemory,
        _ => Error::Internal,
    })
}

/// Calls a static method of `Modules` with a package in the middle.
fn change_package(t: &mut Scope<'_>, method: &str, from: JObject, package: Text, to: JObject) -> Answer {
    let package = package.text()?;
    let mut n = t.nested();
    let (from, to) = (module(&n, from)?, module(&n, to)?);
    let package = match strings::new_string(&mut n, &package) {
        Ok(p) => p,
        Err(thrown) => {
            n.catch(thrown);
            return Err(Error::OutOfMemory);
        }
    };
    change(&mut n, method, "(Ljava/lang/Module;Ljava/lang/String;Ljava/lang/Module;)V", &[from, package, to])
}

jvmti_fn! {
    /// `AddModuleReads`
    fn add_module_reads(_e, t; from: JObject, to: JObject) in LIVE {
        let (from, to) = (module(t, from)?, module(t, to)?);
        change(t, "addReads", "(Ljava/lang/Module;Ljava/lang/Module;)V", &[from, to])
    }

    /// `AddModuleExports`
    fn add_module_exports(_e, t; from: JObject, package: Text, to: JObject) in LIVE {
        change_package(t, "addExports", from, package, to)
    }

    /// `AddModuleOpens`
    fn add_module_opens(_e, t; from: JObject, package: Text, to: JObject) in LIVE {
        change_package(t, "addOpens", from, package, to)
    }

    /// `AddModuleUses`
    fn add_module_uses(_e, t; from: JObject, service: JObject) in LIVE {
        let (from, service) = (module(t, from)?, class(t, service)?);
        change(t, "addUses", "(Ljava/lang/Module;Ljava/lang/Class;)V", &[from, service])
    }

    /// `AddModuleProvides`
    fn add_module_provides(_e, t; from: JObject, service: JObject, implementation: JObject) in LIVE {
        let (from, service, implementation) = (module(t, from)?, class(t, service)?, class(t, implementation)?);
        let desc = "(Ljava/lang/Module;Ljava/lang/Class;Ljava/lang/Class;)V";
        change(t, "addProvides", desc, &[from, service, implementation])
    }

    /// `IsModifiableModule`: all are.
    fn is_modifiable_module(_e, t; of: JObject, answer: Out<u8>) in LIVE {
        module(t, of)?;
        answer.set(1)
    }
}

/// The named module of a loader that has a package (`p/q`).
fn named_module(t: &Scope<'_>, loader: Option<Handle<'_>>, package: &[u8]) -> Option<NarrowRef> {
    let package = load::of_object(t, loader).find_package(Symbol::find(package)?)?;
    let module = package.module;
    if !module.is_named() {
        return None;
    }
    module.object(t).map(|o| o.narrow())
}

/// `GetNamedModule`: null when the package is in no named module of the loader.
pub(super) unsafe extern "C" fn get_named_module(
    env: Env,
    loader: JObject,
    package: Text,
    answer: Out<JObject>,
) -> i32 {
    let find = |t: &mut Scope<'_>| {
        answer.check()?;
        let package = package.bytes()?;
        let loader = Ref(loader).get(t);
        if loader.is_some_and(|l| !is_instance(t, l, Wk::ClassLoader)) {
            return Err(Error::IllegalArgument);
        }
        Ok(named_module(t, loader, package).into_iter().collect())
    };
    // SAFETY: the agent passes its jvmtiEnv*.
    unsafe {
        enter_for_references(env, LIVE, find, |refs| {
            answer.set(refs.first().copied().unwrap_or(std::ptr::null_mut()))
        })
    }
}

/// `GetAllModules`: named ones, and the unnamed modules of loaders.
pub(super) unsafe extern "C" fn get_all_modules(env: Env, count: Out<i32>, list: Out<*mut JObject>) -> i32 {
    let find = |t: &mut Scope<'_>| {
        let mut all = Vec::new();
        modules::for_each(|m| all.push(m));
        Ok(all.iter().filter_map(|m| m.object(t)).map(|o| o.narrow()).collect())
    };
    // SAFETY: the agent passes its jvmtiEnv*.
    unsafe {
        enter_for_references(env, LIVE, find, |refs| {
            count.check()?;
            list.check()?;
            list.set(allocate_array(refs)?)?;
            count.set(refs.len() as i32)
        })
    }
}
