//! `System` and `Runtime`: properties, clocks, memory, strings, assertion status.

use gc::Handle;
use std::time::{SystemTime, UNIX_EPOCH};

use super::class::instance_klass;
use super::jvm_export;
use crate::class::klass::flag;
use crate::class::{BasicType, KlassRef};
use crate::diag::gc_stats;
use crate::link;
use crate::native::entry::Env;
use crate::native::handles::JObject;
use crate::native::jvmti;
use crate::options::{self, FlagId};
use crate::os::time;
use crate::runtime::{alloc, collect, java_call, npe, strings};
use crate::stack::trace;
use crate::thread::{JResult, JavaThread, Scope, Value, lifecycle, monitor};
use crate::vm::vm;
use crate::well_known::{Wk, f};

/// A `String[]`.
pub(super) fn text_array<'s>(t: &mut Scope<'s>, texts: &[impl AsRef<str>]) -> JResult<Option<Handle<'s>>> {
    let a = alloc::new_object_array(t, Wk::String.klass(), texts.len() as i32)?;
    for (i, text) in texts.iter().enumerate() {
        let mut n = t.nested();
        let s = strings::new_string(&mut n, text.as_ref())?;
        a.get(&n).set_elem_ref(i, Some(s.get(&n)));
    }
    Ok(Some(a))
}

/// Farthest that an offset may be from now for the adjustment to fit: 2^32 seconds.
const MAX_OFFSET: i64 = 1 << 32;

/// `System.currentTimeMillis`
#[unsafe(no_mangle)]
pub extern "C" fn JVM_CurrentTimeMillis(_env: Env, _ignored: JObject) -> i64 {
    time::now_millis()
}

/// `System.nanoTime`
#[unsafe(no_mangle)]
pub extern "C" fn JVM_NanoTime(_env: Env, _ignored: JObject) -> i64 {
    time::monotonic_nanos()
}

/// `VM.getNanoTimeAdjustment`: nanoseconds from a time given in seconds to now; -1 when they are
/// too far apart.
#[unsafe(no_mangle)]
pub extern "C" fn JVM_GetNanoTimeAdjustment(_env: Env, _ignored: JObject, offset_seconds: i64) -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    match (now.as_secs() as i64).checked_sub(offset_seconds) {
        Some(difference) if difference.abs() < MAX_OFFSET => {
            difference * 1_000_000_000 + i64::from(now.subsec_nanos())
        }
        _ => -1,
    }
}

/// `Runtime.totalMemory`
#[unsafe(no_mangle)]
pub extern "C" fn JVM_TotalMemory() -> i64 {
    vm().heap.committed_bytes() as i64
}

/// `Runtime.freeMemory`
#[unsafe(no_mangle)]
pub extern "C" fn JVM_FreeMemory() -> i64 {
    let heap = &vm().heap;
    // what is used is asked for first: the heap may grow meanwhile
    let used = heap.used_bytes();
    heap.committed_bytes().saturating_sub(used) as i64
}

/// `Runtime.maxMemory`
#[unsafe(no_mangle)]
pub extern "C" fn JVM_MaxMemory() -> i64 {
    vm().heap.max_bytes() as i64
}

/// `Runtime.gc`
#[unsafe(no_mangle)]
pub extern "C" fn JVM_GC() {
    lifecycle::in_vm(JavaThread::current(), collect::system_gc);
}

/// Milliseconds since the whole heap was last examined (RMI's collector asks); since the start when it never was.
#[unsafe(no_mangle)]
pub extern "C" fn JVM_MaxObjectInspectionAge() -> i64 {
    gc_stats::millis_since_full()
}

/// `Runtime.availableProcessors`
#[unsafe(no_mangle)]
pub extern "C" fn JVM_ActiveProcessorCount() -> i32 {
    vm().options.processors() as i32
}

/// Whether the limits of the control group count (`-XX:+UseContainerSupport`).
#[unsafe(no_mangle)]
pub extern "C" fn JVM_IsUseContainerSupport() -> u8 {
    vm().options.flags().use_container_support.into()
}

/// Whether there are atomic accesses of 64 bits: on all our platforms.
#[unsafe(no_mangle)]
pub extern "C" fn JVM_SupportsCX8() -> u8 {
    1
}

jvm_export! {
    /// `SystemProps.Raw.vmProperties`: keys and values by turns.
    fn JVM_GetProperties(t) -> object {
        let pairs = jvmti::with_agent_properties(options::properties(&vm().options));
        let texts: Vec<&str> = pairs.iter().flat_map(|(k, v)| [k.as_str(), v.as_str()]).collect();
        text_array(t, &texts)
    }

    /// Where the attach mechanism and performance data keep their files: the same for all VMs.
    fn JVM_GetTemporaryDirectory(t) -> object {
        strings::new_latin1(t, b"/tmp").map(Some)
    }

    /// `VM.getRuntimeArguments`: options of the command line and of the options file; null without any.
    fn JVM_GetVmArguments(t) -> object {
        let o = &vm().options;
        let all: Vec<&String> = o.file_flags.iter().chain(&o.vm_arguments).collect();
        if all.is_empty() { Ok(None) } else { text_array(t, &all) }
    }

    /// `VMSupport.initAgentProperties`: fills in what attach clients ask for.
    fn JVM_InitAgentProperties(t, properties: Handle<'_>) -> object {
        let o = &vm().options;
        let pairs = [
            ("sun.java.command", o.java_command.clone().unwrap_or_default()),
            ("sun.jvm.flags", o.file_flags.join(" ")),
            ("sun.jvm.args", o.vm_arguments.join(" ")),
        ];
        for (key, value) in pairs {
            let mut n = t.nested();
            let key = strings::new_string(&mut n, key)?;
            let value = strings::new_string(&mut n, &value)?;
            java_call::call_virtual_named(
                &mut n,
                properties,
                "put",
                "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
                &[Value::Ref(Some(key)), Value::Ref(Some(value))],
            )?;
        }
        Ok(Some(t.handle(properties.get(t))))
    }

    /// `NullPointerException.getExtendedNPEMessage` (JEP 358); null when there is nothing to say.
    fn JVM_GetExtendedNPEMessage(t, exception: Handle<'_>) -> object {
        let wanted = vm().options.current(FlagId::ShowCodeDetailsInExceptionMessages);
        if wanted != options::Value::Bool(true) {
            return Ok(None);
        }
        let top = trace::top_of(exception.get(t));
        match top.and_then(|e| npe::message(e.method, e.bci?)) {
            Some(text) => strings::new_string(t, &text).map(Some),
            None => Ok(None),
        }
    }

    /// `String.intern`
    fn JVM_InternString(t, s: Option<Handle<'_>>) -> object {
        Ok(s.map(|s| strings::intern(t, s)))
    }

    /// `System.identityHashCode`; 0 for null.
    fn JVM_IHashCode(t, object: Option<Handle<'_>>) -> i32, else 0; {
        Ok(object.map_or(0, |o| monitor::identity_hash(t.thread(), o.get(t))))
    }

    /// `Object.clone`
    fn JVM_Clone(t, object: Handle<'_>) -> object {
        let k = KlassRef::of(object.get(t));
        let cloneable = k.is_array() || k.has_flag(flag::CLONEABLE);
        if !cloneable || k.has_flag(flag::REFERENCE) {
            return Err(t.throw_new("java/lang/CloneNotSupportedException", &k.external_name()));
        }
        alloc::clone_object(t, object).map(Some)
    }

    /// `Class.desiredAssertionStatus0`
    fn JVM_DesiredAssertionStatus(t, _unused: Option<Handle<'_>>, cls: Handle<'_>) -> u8, else 0; {
        let Some(k) = instance_klass(t, cls) else { return Ok(0) };
        Ok(vm().options.assertions.enabled(&k.name.text(), k.loader.is_boot()).into())
    }

    /// `ClassLoader.retrieveDirectives`: the assertion options of the command line.
    fn JVM_AssertionStatusDirectives(t, _unused: Option<Handle<'_>>) -> object {
        let a = &vm().options.assertions;
        let k = Wk::AssertionStatusDirectives.klass();
        link::init::ensure_initialized(t, k)?;
        let object = alloc::new_instance(t, k)?;
        let (names, enabled) = directives(t, &a.packages)?;
        f::AssertionStatusDirectives::packages.set(object.get(t), Some(names.get(t)));
        f::AssertionStatusDirectives::package_enabled.set(object.get(t), Some(enabled.get(t)));
        let (names, enabled) = directives(t, &a.classes)?;
        f::AssertionStatusDirectives::classes.set(object.get(t), Some(names.get(t)));
        f::AssertionStatusDirectives::class_enabled.set(object.get(t), Some(enabled.get(t)));
        f::AssertionStatusDirectives::deflt.set(object.get(t), a.user_default);
        Ok(Some(object))
    }

    /// `AccessController.getInheritedAccessControlContext`
    fn JVM_GetInheritedAccessControlContext(t, _cls: Option<Handle<'_>>) -> object {
        // SAFETY: the current thread's object is a root, read in state in-VM.
        let thread = unsafe { t.object.get().decode() };
        Ok(thread.and_then(|o| f::Thread::inherited_acc.get(o)).map(|acc| t.handle(acc)))
    }
}

/// The parallel arrays of names (with dots) and settings, in the order of the command line.
fn directives<'s>(t: &mut Scope<'s>, list: &[(String, bool)]) -> JResult<(Handle<'s>, Handle<'s>)> {
    let names: Vec<String> = list.iter().map(|(name, _)| name.replace('/', ".")).collect();
    let names = text_array(t, &names)?.expect("an array");
    let enabled = alloc::new_prim_array(t, BasicType::Boolean, list.len() as i32)?;
    for (i, (_, on)) in list.iter().enumerate() {
        enabled.get(t).set_elem(i, u8::from(*on));
    }
    Ok((names, enabled))
}
