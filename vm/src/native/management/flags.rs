//! Flags of the command line (`HotSpotDiagnosticMXBean`).

use std::ffi::c_void;

use gc::Handle;

use super::ILLEGAL_ARGUMENT;
use crate::class::KlassRef;
use crate::native::entry::{self, Env};
use crate::native::handles::JObject;
use crate::native::jvm::{Argument, c_function};
use crate::options::{FlagInfo, ManageError, Origin, Type, Value, out_of_range};
use crate::runtime::{alloc, strings};
use crate::thread::{JResult, Scope};
use crate::vm::vm;
use crate::well_known::Wk;

/// `jmmVMGlobal`
#[repr(C)]
pub(super) struct VmGlobal {
    name: JObject,
    value: u64,
    ty: i32,
    origin: i32,
    /// Bit 0: may be changed at run time. Bit 1: supported for users.
    bits: u32,
    reserved: [*mut c_void; 2],
}

const BOOLEAN: i32 = 1;
const STRING: i32 = 2;
const LONG: i32 = 3;
const DOUBLE: i32 = 4;

const WRITEABLE: u32 = 1;
const EXTERNAL: u32 = 2;

fn origin(o: Origin) -> i32 {
    match o {
        Origin::Default => 1,
        Origin::CommandLine => 2,
        Origin::Management => 3,
        Origin::Environment => 4,
        Origin::ConfigFile => 5,
        Origin::Ergonomic => 6,
        Origin::ErgonomicAfterCommandLine | Origin::Jimage => 99,
    }
}

/// The names in a `String[]`.
fn names_in(t: &mut Scope<'_>, names: Handle<'_>) -> JResult<Vec<String>> {
    if KlassRef::of(names.get(t)).component != Some(Wk::String.klass()) {
        return Err(t.throw_new(ILLEGAL_ARGUMENT, "Array element type is not String class"));
    }
    let mut all = Vec::new();
    for i in 0..names.get(t).length() {
        match names.get(t).elem_ref(i).map(strings::text) {
            Some(name) => all.push(name),
            None => return Err(t.throw_npe()),
        }
    }
    Ok(all)
}

/// A string as a local reference of the calling native frame.
///
/// # Safety
/// `env` must be the calling thread's, and the thread in native code.
unsafe fn local_string(env: Env, text: &str) -> JObject {
    // SAFETY: by the caller's promise.
    unsafe { entry::enter_object(env, |t| strings::new_string(t, text).map(Some)) }
}

/// # Safety
/// As for [`local_string`].
unsafe fn global_of(env: Env, flag: &FlagInfo) -> VmGlobal {
    let text = |s: &Option<String>| match s {
        // SAFETY: by the caller's promise.
        Some(s) => unsafe { local_string(env, s) as u64 },
        None => 0,
    };
    let (ty, value) = match &flag.value {
        Value::Bool(v) => (BOOLEAN, u64::from(*v)),
        Value::Int(v) => (LONG, i64::from(*v) as u64),
        Value::Uint(v) => (LONG, u64::from(*v)),
        Value::Intx(v) => (LONG, *v as u64),
        Value::Uintx(v) | Value::Uint64(v) | Value::Size(v) => (LONG, *v),
        Value::Double(v) => (DOUBLE, v.to_bits()),
        Value::Str(s) | Value::StrList(s) => (STRING, text(s)),
    };
    // SAFETY: by the caller's promise.
    let name = unsafe { local_string(env, flag.name) };
    let bits = if flag.is_manageable() { WRITEABLE | EXTERNAL } else { 0 };
    VmGlobal { name, value, ty, origin: origin(flag.origin), bits, reserved: [std::ptr::null_mut(); 2] }
}

/// `GetVMGlobals`: describes the flags named, or all of them, and returns how many there are. An
/// unknown flag gets a null name.
///
/// # Safety
/// `env` must be the calling thread's, `names` null or a reference, `globals` have `count` elements.
pub(super) unsafe extern "C" fn get_vm_globals(
    env: Env,
    names: JObject,
    globals: *mut VmGlobal,
    count: i32,
) -> i32 {
    let wanted = if names.is_null() {
        vm().options.all_flags().into_iter().map(Some).collect()
    } else {
        // SAFETY: by the caller's promise.
        let names = unsafe {
            entry::enter_or(env, None, |t| {
                let names = <Handle<'_> as Argument>::take(t, names)?;
                names_in(t, names).map(Some)
            })
        };
        let Some(names) = names else { return 0 };
        names.iter().map(|n| vm().options.flag(n)).collect::<Vec<_>>()
    };
    let mut found = 0;
    for (i, flag) in wanted.iter().take(count as usize).enumerate() {
        // SAFETY: by the caller's promise.
        unsafe {
            match flag {
                Some(f) => {
                    globals.add(i).write(global_of(env, f));
                    found += 1;
                }
                None => (*globals.add(i)).name = std::ptr::null_mut(),
            }
        }
    }
    found
}

c_function! {
    /// `GetVMGlobalNames`
    fn get_vm_global_names(t) -> object {
        let flags = vm().options.all_flags();
        let a = alloc::new_object_array(t, Wk::String.klass(), flags.len() as i32)?;
        for (i, f) in flags.iter().enumerate() {
            let mut n = t.nested();
            let name = strings::new_string(&mut n, f.name)?;
            a.get(&n).set_elem_ref(i, Some(name.get(&n)));
        }
        Ok(Some(a))
    }

    /// `SetVMGlobal`
    fn set_vm_global(t, name: Handle<'_>, value: u64) -> (), else (); {
        let name = strings::text(name.get(t));
        let flag = vm().options.flag(&name);
        let refuse = |t: &mut Scope<'_>, e: ManageError| {
            let text = match (e, &flag) {
                (ManageError::OutOfRange, Some(flag)) => out_of_range(flag),
                (ManageError::Unknown | ManageError::OutOfRange, _) => format!("flag {name} does not exist"),
                (ManageError::NotManageable, _) => "only 'writeable' flags can be set".into(),
                (ManageError::WrongType, _) => format!("flag {name} has another type"),
            };
            t.throw_new(ILLEGAL_ARGUMENT, &text)
        };
        let Some(flag) = &flag else { return Err(refuse(t, ManageError::Unknown)) };
        let value = match flag.ty {
            Type::bool => Value::Bool(value as u8 != 0),
            Type::int => Value::Int(value as i32),
            Type::uint => Value::Uint(value as u32),
            Type::intx => Value::Intx(value as i64),
            Type::uintx => Value::Uintx(value),
            Type::uint64_t => Value::Uint64(value),
            Type::size_t => Value::Size(value),
            Type::double => Value::Double(f64::from_bits(value)),
            Type::ccstr | Type::ccstrlist => {
                // SAFETY: for a flag of text the caller passes a reference.
                let Some(text) = (unsafe { t.from_jni(value as usize as JObject) }) else {
                    return Err(t.throw_npe());
                };
                let text = Some(strings::text(text.get(t)));
                if flag.ty == Type::ccstr { Value::Str(text) } else { Value::StrList(text) }
            }
        };
        vm().options.set_manageable(&name, value).map_err(|e| refuse(t, e))
    }
}
