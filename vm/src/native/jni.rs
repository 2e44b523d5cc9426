//! The Java Native Interface (JNI specification 17, chapter 4): the function table and its functions.
//!
//! The border is unsafe by nature: the specification leaves it undefined what a function does with a
//! reference, id or pointer that is not what its parameter says. [`Ref`], [`MethodId`], [`FieldId`]
//! and [`Text`] are such arguments; reading them trusts native code, and says so once, here.
//!
//! A function is defined by [`jni_fn!`], which gives it the C signature and wraps its Rust body in a
//! state transition (`native::entry`). Messages of exceptions are HotSpot's.

use std::ffi::{CStr, c_char, c_void};
use std::sync::atomic::{AtomicPtr, Ordering};

use gc::Handle;

use super::handles::JObject;
use crate::class::method::JniMethod;
use crate::class::{Field, KlassRef, MethodRef};
use crate::thread::{JResult, Scope};

mod arrays;
mod calls;
mod classes;
pub mod critical;
mod exceptions;
mod fields;
pub mod locals;
mod methods;
mod monitors;
mod natives;
mod nio;
mod objects;
mod printf;
mod references;
mod strings;
mod table;

pub use printf::set_vfprintf_hook;
pub use table::FUNCTIONS;

pub const JNI_OK: i32 = 0;
pub const JNI_ERR: i32 = -1;
/// `JNI_VERSION_10`: what `GetVersion` answers.
pub const JNI_VERSION_10: i32 = 0x000a_0000;

static JAVA_VM: AtomicPtr<c_void> = AtomicPtr::new(std::ptr::null_mut());

/// Says what `GetJavaVM` answers; once, when the VM is created.
pub fn set_java_vm(vm: *mut c_void) {
    JAVA_VM.store(vm, Ordering::Release);
}

fn java_vm() -> *mut c_void {
    JAVA_VM.load(Ordering::Acquire)
}

/// A `jobject`, `jclass`, `jstring` ... given by native code.
#[derive(Clone, Copy)]
#[repr(transparent)]
struct Ref(JObject);

impl Ref {
    /// The object; `None` for null and cleared weak references.
    #[inline(always)]
    fn get<'s>(self, t: &Scope<'s>) -> Option<Handle<'s>> {
        // SAFETY: native code gives valid references, which stay so during the call (module's head).
        unsafe { t.from_jni(self.0) }
    }

    /// The object, which must not be null.
    ///
    /// # Errors
    /// NullPointerException.
    #[inline(always)]
    fn non_null<'s>(self, t: &mut Scope<'s>) -> JResult<Handle<'s>> {
        match self.get(t) {
            Some(h) => Ok(h),
            None => Err(t.throw_npe()),
        }
    }

    /// The class that a `jclass` stands for; `None` for a primitive type's.
    ///
    /// # Errors
    /// NullPointerException.
    #[inline]
    fn klass(self, t: &mut Scope<'_>) -> JResult<Option<KlassRef>> {
        let mirror = self.non_null(t)?;
        Ok(KlassRef::from_mirror(mirror.get(t)))
    }
}

/// A `jmethodID`: the address of what names a method until it is unloaded.
#[derive(Clone, Copy)]
#[repr(transparent)]
struct MethodId(*const JniMethod);

impl MethodId {
    const NULL: MethodId = MethodId(std::ptr::null());

    fn of(m: MethodRef) -> MethodId {
        let address = std::ptr::from_ref(m.0).cast_mut();
        MethodId(*m.cold.jni_id.get_or_init(|| Box::leak(Box::new(JniMethod::new(address)))))
    }
    #[inline(always)]
    fn method(self) -> MethodRef {
        assert!(!self.0.is_null(), "native code passes a null jmethodID");
        // SAFETY: native code gives ids that it got from the VM (module's head); they are never freed.
        // Relaxed: the method has been published before its id.
        let method = unsafe { &*self.0 }.load(Ordering::Relaxed);
        assert!(
            !method.is_null(),
            "native code passes the jmethodID of a method whose class has been unloaded"
        );
        // SAFETY: the method has not been unloaded, and its class lives as long as somebody calls it.
        MethodRef(unsafe { &*method })
    }
}

/// A `jfieldID`: the address of a [`Field`], for instance and static fields alike.
#[derive(Clone, Copy)]
#[repr(transparent)]
struct FieldId(*const Field);

impl FieldId {
    const NULL: FieldId = FieldId(std::ptr::null());

    fn of(f: &'static Field) -> FieldId {
        FieldId(f)
    }
    #[inline(always)]
    fn field(self) -> &'static Field {
        assert!(!self.0.is_null(), "native code passes a null jfieldID");
        // SAFETY: native code gives ids that it got from the VM (module's head).
        unsafe { &*self.0 }
    }
}

/// A C string (modified UTF-8) given by native code.
#[derive(Clone, Copy)]
#[repr(transparent)]
struct Text(*const c_char);

impl Text {
    /// The bytes without the terminator; `None` for a null pointer.
    fn bytes<'a>(self) -> Option<&'a [u8]> {
        // SAFETY: native code gives null or a C string that lives during the call (module's head).
        if self.0.is_null() { None } else { Some(unsafe { CStr::from_ptr(self.0) }.to_bytes()) }
    }

    /// The text as it shows in messages.
    fn lossy(self) -> String {
        String::from_utf8_lossy(self.bytes().unwrap_or(b"(null)")).into_owned()
    }
}

/// Sets a `jboolean*` that says whether a copy was made, unless it is null.
fn set_is_copy(is_copy: *mut u8, copied: bool) {
    if !is_copy.is_null() {
        // SAFETY: native code gives null or room for the answer (module's head).
        unsafe { is_copy.write(copied.into()) }
    }
}

/// Defines JNI functions.
///
/// - `fn f(t, a: T) -> object { .. }`: the body gives `JResult<Option<Handle<'_>>>`;
/// - `fn f(t, a: T) -> T, else failed; { .. }`: the body gives `JResult<T>`, and when it throws the
///   function returns `failed`;
/// - `fn f(t, a: T) { .. }`: the body gives `JResult<()>`;
/// - `with_pending fn f(t, a: T) -> T { .. }`: the body gives `T` and sees a pending exception.
macro_rules! jni_fn {
    () => {};
    ($(#[$m:meta])* fn $name:ident($t:ident $(, $a:ident : $ty:ty)* $(,)?) -> object $body:block $($rest:tt)*) => {
        $(#[$m])*
        pub(super) unsafe extern "C" fn $name(env: $crate::native::entry::Env $(, $a: $ty)*) -> $crate::native::handles::JObject {
            #[inline(always)]
            fn body<'s>($t: &mut $crate::thread::Scope<'s> $(, $a: $ty)*) -> $crate::thread::JResult<Option<gc::Handle<'s>>> $body
            // SAFETY: native code passes the JNIEnv* of its thread.
            unsafe { $crate::native::entry::enter_object(env, |t| body(t $(, $a)*)) }
        }
        jni_fn! { $($rest)* }
    };
    ($(#[$m:meta])* fn $name:ident($t:ident $(, $a:ident : $ty:ty)* $(,)?) -> $r:ty, else $failed:expr; $body:block $($rest:tt)*) => {
        $(#[$m])*
        pub(super) unsafe extern "C" fn $name(env: $crate::native::entry::Env $(, $a: $ty)*) -> $r {
            #[inline(always)]
            fn body($t: &mut $crate::thread::Scope<'_> $(, $a: $ty)*) -> $crate::thread::JResult<$r> $body
            // SAFETY: native code passes the JNIEnv* of its thread.
            unsafe { $crate::native::entry::enter_or(env, $failed, |t| body(t $(, $a)*)) }
        }
        jni_fn! { $($rest)* }
    };
    ($(#[$m:meta])* with_pending fn $name:ident($t:ident $(, $a:ident : $ty:ty)* $(,)?) -> $r:ty $body:block $($rest:tt)*) => {
        $(#[$m])*
        pub(super) unsafe extern "C" fn $name(env: $crate::native::entry::Env $(, $a: $ty)*) -> $r {
            #[inline(always)]
            fn body($t: &mut $crate::thread::Scope<'_> $(, $a: $ty)*) -> $r $body
            // SAFETY: native code passes the JNIEnv* of its thread.
            unsafe { $crate::native::entry::enter_with_pending(env, |t| body(t $(, $a)*)) }
        }
        jni_fn! { $($rest)* }
    };
    ($(#[$m:meta])* fn $name:ident($t:ident $(, $a:ident : $ty:ty)* $(,)?) $body:block $($rest:tt)*) => {
        jni_fn! { $(#[$m])* fn $name($t $(, $a: $ty)*) -> (), else (); $body $($rest)* }
    };
}
use jni_fn;

/// `GetVersion`.
unsafe extern "C" fn get_version(_env: super::entry::Env) -> i32 {
    JNI_VERSION_10
}

/// `GetJavaVM`.
unsafe extern "C" fn get_java_vm(_env: super::entry::Env, vm: *mut *mut c_void) -> i32 {
    // SAFETY: native code gives room for the answer (module's head).
    unsafe { vm.write(java_vm()) };
    JNI_OK
}
