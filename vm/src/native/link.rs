//! Finding the native function of a method (JNI specification, chapter 2 "Resolving Native Method
//! Names").
//!
//! `Method::native` holds the function: one given to `RegisterNatives`, or one found by name in the
//! libraries of the class's loader when the method is first called. Builtins of the VM (see
//! `native::builtin`) take their place there when the interpreter prepares the method.

use std::ffi::{CStr, CString, c_char, c_void};
use std::sync::atomic::{AtomicPtr, Ordering};

use super::{builtin, jvmti};
use crate::class::MethodRef;
use crate::link::resolve::lookup_method;
use crate::runtime::{java_call, strings};
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope, Value};
use crate::well_known::Wk;

/// Finds and remembers (in `Method::native`) the function of a native method that is no builtin: a
/// registered one, else the one that its class's loader finds by name.
///
/// # Errors
/// UnsatisfiedLinkError with HotSpot's message, and what `ClassLoader.findNative` throws.
#[inline(always)]
pub fn resolve(t: &mut Scope<'_>, m: MethodRef) -> JResult<usize> {
    match m.native.load(Ordering::Acquire) {
        0 => bind(t, m),
        function => Ok(function),
    }
}

#[cold]
fn bind(t: &mut Scope<'_>, m: MethodRef) -> JResult<usize> {
    let found = match find(t, m)? {
        Some(f) => Some(f),
        None => find_wrapped(t, m)?,
    };
    let Some(found) = found else {
        let message = format!("'{}'", m.external_name());
        return Err(t.throw_new("java/lang/UnsatisfiedLinkError", &message));
    };
    crate::log!(
        debug,
        [jni, resolve],
        "[Dynamic-linking native method {}.{} ... JNI]",
        m.holder.external_name(),
        m.name
    );
    // a function registered meanwhile stays
    Ok(match m.native.compare_exchange(0, found, Ordering::AcqRel, Ordering::Acquire) {
        Ok(_) => found,
        Err(registered) => registered,
    })
}

/// Whether the VM implements the method itself, so that it needs no function and takes none.
fn is_builtin(m: MethodRef) -> bool {
    let k = m.holder;
    k.loader.is_boot() && builtin::find(k.name.bytes(), m.name.bytes(), m.desc.bytes()).is_some()
}

/// `RegisterNatives` for one method: binds it to `function`; null unbinds it.
pub fn register(m: MethodRef, function: *const c_void) {
    if is_builtin(m) {
        return;
    }
    m.native.store(function as usize, Ordering::Release);
    crate::log!(
        debug,
        [jni, resolve],
        "[Registering JNI native method {}.{}]",
        m.holder.external_name(),
        m.name
    );
}

/// The function of a native method that an agent has renamed, with a prefix, to wrap it by a method of its former name (JVM TI,
/// `SetNativeMethodPrefix`).
fn find_wrapped(t: &mut Scope<'_>, m: MethodRef) -> JResult<Option<usize>> {
    let mut name = m.name.bytes();
    // the prefix that was put in front last comes first
    for prefix in jvmti::native_method_prefixes().iter().rev() {
        name = name.strip_prefix(prefix.as_slice()).unwrap_or(name);
    }
    if name.len() == m.name.bytes().len() {
        return Ok(None);
    }
    let wrapper = Symbol::find(name).and_then(|name| lookup_method(m.holder, name, m.desc));
    match wrapper {
        Some(w) if !w.is_native() => find(t, w),
        _ => Ok(None),
    }
}

/// The short name and then the long one are tried.
fn find(t: &mut Scope<'_>, m: MethodRef) -> JResult<Option<usize>> {
    let Some(short) = short_name(m.holder.name.bytes(), m.name.bytes()) else { return Ok(None) };
    if let Some(f) = find_named(t, m, &short)? {
        return Ok(Some(f));
    }
    let Some(suffix) = long_suffix(m.desc.bytes()) else { return Ok(None) };
    find_named(t, m, &(short + &suffix))
}

fn find_named(t: &mut Scope<'_>, m: MethodRef, name: &str) -> JResult<Option<usize>> {
    let loader = m.holder.loader;
    if loader.is_boot()
        && let Some(f) = in_java_library(name)
    {
        return Ok(Some(f));
    }
    let mut n = t.nested();
    let name = strings::new_latin1(&mut n, name.as_bytes())?;
    let loader_object = n.handle_opt(loader.object(&n));
    let found = java_call::call_static_named(
        &mut n,
        Wk::ClassLoader.klass(),
        "findNative",
        "(Ljava/lang/ClassLoader;Ljava/lang/String;)J",
        &[Value::Ref(loader_object), Value::Ref(Some(name))],
    )?;
    let address = found.long() as usize;
    Ok((address != 0).then_some(address))
}

// ---- libjava ------------------------------------------------------------------------------------

static JAVA_LIBRARY: AtomicPtr<c_void> = AtomicPtr::new(std::ptr::null_mut());

/// Loads the JDK's `libjava.so`, where most natives of the boot loader's classes are; once, at boot.
///
/// # Errors
/// The dynamic linker's message.
pub fn load_java_library(path: &CStr) -> Result<(), String> {
    // SAFETY: a library of the JDK, which is trusted; its initialisers need no running VM.
    let handle = unsafe { libc::dlopen(path.as_ptr(), libc::RTLD_LAZY) };
    if handle.is_null() {
        // SAFETY: dlerror returns null or a string that is valid until the next dl call of this thread.
        let e = unsafe { libc::dlerror() };
        // SAFETY: as above.
        return Err(if e.is_null() { String::new() } else { unsafe { lossy(e) } });
    }
    JAVA_LIBRARY.store(handle, Ordering::Release);
    Ok(())
}

/// # Safety
/// `s` must be a C string.
unsafe fn lossy(s: *const c_char) -> String {
    // SAFETY: by the caller's promise.
    unsafe { CStr::from_ptr(s) }.to_string_lossy().into_owned()
}

/// The address of a function of `libjava.so`.
pub fn in_java_library(name: &str) -> Option<usize> {
    let handle = JAVA_LIBRARY.load(Ordering::Acquire);
    if handle.is_null() {
        return None;
    }
    let name = CString::new(name).ok()?;
    // SAFETY: the handle is a loaded library's.
    let f = unsafe { libc::dlsym(handle, name.as_ptr()) };
    (!f.is_null()).then_some(f as usize)
}

// ---- names --------------------------------------------------------------------------------------

/// `Java_` class `_` method, escaped; `None` when the names cannot be mapped.
fn short_name(class: &[u8], method: &[u8]) -> Option<String> {
    let mut out = String::from("Java_");
    escape(&mut out, class)?;
    out.push('_');
    escape(&mut out, method)?;
    Some(out)
}

/// `__` and the parameters of the descriptor, escaped; `None` when they cannot be mapped.
fn long_suffix(desc: &[u8]) -> Option<String> {
    let end = desc.iter().position(|&c| c == b')')?;
    let mut out = String::from("__");
    escape(&mut out, &desc[1..end])?;
    Some(out)
}

/// Escapes a name. `None` when a digit 0 to 3 would come to lie behind an underscore that stands for
/// a slash or separates parts: it would read as an escape. No name of a Java program is like that.
fn escape(out: &mut String, name: &[u8]) -> Option<()> {
    let mut after_separator = true;
    for u in strings::mutf8_units(name) {
        match u8::try_from(u) {
            Ok(c) if c.is_ascii_alphanumeric() => {
                if after_separator && (b'0'..=b'3').contains(&c) {
                    return None;
                }
                out.push(c.into());
            }
            Ok(b'/') => out.push('_'),
            Ok(b'_') => out.push_str("_1"),
            Ok(b';') => out.push_str("_2"),
            Ok(b'[') => out.push_str("_3"),
            _ => out.push_str(&format!("_{u:05x}")),
        }
        after_separator = u == u16::from(b'/');
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mangling() {
        let short = |c: &str, m: &str| short_name(c.as_bytes(), m.as_bytes());
        assert_eq!(short("java/lang/Object", "hashCode").unwrap(), "Java_java_lang_Object_hashCode");
        assert_eq!(short("p/my_class", "a_b").unwrap(), "Java_p_my_1class_a_1b");
        assert_eq!(short("A$B", "m").unwrap(), "Java_A_00024B_m");
        assert_eq!(short("Ä", "m").unwrap(), "Java__000c4_m");
        assert_eq!(short("p/1a", "m"), None);
        assert_eq!(short("p/4a", "m").unwrap(), "Java_p_4a_m");
        assert_eq!(short("A", "0m"), None);
        assert_eq!(short("A", "m0").unwrap(), "Java_A_m0");
        // U+1F600 as modified UTF-8: two surrogates of three bytes each
        assert_eq!(short_name(&[0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80], b"m").unwrap(), "Java__0d83d_0de00_m");
        assert_eq!(long_suffix(b"(I[Ljava/lang/String;J)V").unwrap(), "__I_3Ljava_lang_String_2J");
        assert_eq!(long_suffix(b"()V").unwrap(), "__");
    }
}
