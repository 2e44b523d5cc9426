//! Class paths that agents extend (JVM TI, "Class Loader Search").

use std::path::Path;

use super::environment::{ON_LOAD_OR_LIVE, Phase, phase};
use super::properties::{BOOT_APPEND, append_own};
use super::{Answer, Env, Error, Text, enter, enter_vm};
use crate::class::KlassRef;
use crate::loader::{boot, classpath};
use crate::runtime::{java_call, strings};
use crate::thread::{JResult, Scope, Value, monitor};
use crate::well_known::Wk;

/// `AddToBootstrapClassLoaderSearch`: any entry while the VM starts, then a jar file.
pub(super) unsafe extern "C" fn add_to_boot(env: Env, segment: Text) -> i32 {
    let add = |_| {
        let segment = segment.text()?;
        if phase() == Phase::OnLoad {
            append_own(BOOT_APPEND, &segment);
        } else if boot::settings().class_path.add_jar(Path::new(&segment)) {
            crate::log!(info, [class, load], "opened: {segment}");
        } else {
            return Err(Error::IllegalArgument);
        }
        Ok(())
    };
    // SAFETY: the agent passes its jvmtiEnv*.
    unsafe { enter(env, ON_LOAD_OR_LIVE, add) }
}

/// `AddToSystemClassLoaderSearch`: any entry while the VM starts, then a jar file, which the system loader is told of in Java.
pub(super) unsafe extern "C" fn add_to_system(env: Env, segment: Text) -> i32 {
    if phase() == Phase::OnLoad {
        let add = |_| {
            append_own("java.class.path", &segment.text()?);
            Ok(())
        };
        // SAFETY: the agent passes its jvmtiEnv*.
        return unsafe { enter(env, ON_LOAD_OR_LIVE, add) };
    }
    // SAFETY: as above.
    unsafe { enter_vm(env, ON_LOAD_OR_LIVE, |_, t| add_live(t, &segment.text()?)) }
}

fn add_live(t: &mut Scope<'_>, segment: &str) -> Answer {
    if !t.blocked(|| classpath::is_jar(Path::new(segment))) {
        return Err(Error::IllegalArgument);
    }
    let mut n = t.nested();
    let Err(thrown) = append_to_system_loader(&mut n, segment) else { return Ok(()) };
    let e = n.catch(thrown);
    match KlassRef::of(e.get(&n)).name.bytes() {
        b"java/lang/NoSuchMethodError" => Err(Error::ClassLoaderUnsupported),
        _ => Err(Error::Internal),
    }
}

/// Calls `appendToClassPathForInstrumentation` of the system loader, with its monitor held.
fn append_to_system_loader(t: &mut Scope<'_>, segment: &str) -> JResult<()> {
    let loaders = Wk::ClassLoader.klass();
    let loader =
        java_call::call_static_named(t, loaders, "getSystemClassLoader", "()Ljava/lang/ClassLoader;", &[])?;
    let Some(loader) = loader.object() else { return Err(t.throw_npe()) };
    let path = strings::new_string(t, segment)?;
    monitor::enter(t, loader);
    let args = [Value::Ref(Some(path))];
    let called = java_call::call_virtual_named(
        t,
        loader,
        "appendToClassPathForInstrumentation",
        "(Ljava/lang/String;)V",
        &args,
    );
    let pending = t.take_pending();
    let unlocked = monitor::exit(t, loader);
    match pending {
        Some(e) => Err(t.throw(e)),
        None => unlocked.and(called.map(|_| ())),
    }
}
