//! The `JVM_*` functions that the JDK's native libraries import from `libjvm.so`.
//!
//! Each is an `extern "C"` function made by [`jvm_export!`] around a Rust body. The wrapper turns the
//! JNI references among the arguments into handles, switches the thread's state (`native::entry`),
//! and turns the result back: a null result with a pending exception when the body throws.
//! [`EXPORTS`] names them all; a name without a body does not compile.
//!
//! The calling thread is in native code. Behaviour, and the texts of exceptions, are HotSpot's.

use gc::Handle;

use super::handles::JObject;
use super::{jvm_stack, jvm_stackwalk, management};
use crate::thread::{JResult, Scope};

pub mod archive;
pub mod array;
pub mod class;
pub mod define;
pub mod inner;
pub mod library;
pub mod module;
pub mod nest;
pub mod pool;
pub mod reference;
pub mod reflect;
pub mod signal;
pub mod system;
pub mod threads;
pub mod verify;

/// A `jvalue` as the C ABI passes it: eight bytes in an integer register, whatever it holds.
pub type JValue = u64;

/// What the body of an exported function may take as argument.
pub trait Argument: Sized {
    /// The type in the C declaration.
    type Raw: Copy;
    /// # Errors
    /// NullPointerException when a reference is null which must not be.
    ///
    /// # Safety
    /// A reference must be null or valid during the scope.
    unsafe fn take(t: &mut Scope<'_>, raw: Self::Raw) -> JResult<Self>;
}

/// A reference that may be null.
impl Argument for Option<Handle<'_>> {
    type Raw = JObject;
    unsafe fn take(t: &mut Scope<'_>, raw: JObject) -> JResult<Self> {
        // SAFETY: by the caller's promise. The slot belongs to the native frame that called, which
        // outlives the body; the lifetime is cut to the body's by its signature.
        Ok(unsafe { t.from_jni(raw) }.map(|h| unsafe { Handle::from_slot(h.slot()) }))
    }
}

/// A reference that must not be null.
impl Argument for Handle<'_> {
    type Raw = JObject;
    unsafe fn take(t: &mut Scope<'_>, raw: JObject) -> JResult<Self> {
        // SAFETY: by the caller's promise.
        match unsafe { <Option<Handle<'_>> as Argument>::take(t, raw) }? {
            Some(h) => Ok(h),
            None => Err(t.throw_npe()),
        }
    }
}

macro_rules! plain_arguments {
    ($($t:ty),*) => {$(
        impl Argument for $t {
            type Raw = $t;
            unsafe fn take(_t: &mut Scope<'_>, raw: $t) -> JResult<Self> {
                Ok(raw)
            }
        }
    )*};
}
plain_arguments!(i32, i64, u64, u8);

impl<T> Argument for *const T {
    type Raw = *const T;
    unsafe fn take(_t: &mut Scope<'_>, raw: *const T) -> JResult<Self> {
        Ok(raw)
    }
}

impl<T> Argument for *mut T {
    type Raw = *mut T;
    unsafe fn take(_t: &mut Scope<'_>, raw: *mut T) -> JResult<Self> {
        Ok(raw)
    }
}

/// Defines exported functions (`JVM_*`); see [`c_function!`].
macro_rules! jvm_export {
    ($($t:tt)*) => { $crate::native::jvm::c_function! { @ [#[unsafe(no_mangle)]] $($t)* } };
}
pub(crate) use jvm_export;

/// Defines functions of the C ABI that get a `JNIEnv*` first, and run their body in the VM.
///
/// `fn name(t, a: T, ...) -> object { ... }`: the body gives `JResult<Option<Handle<'_>>>`.
/// `fn name(t, a: T, ...) -> T, else failed; { ... }`: the body gives `JResult<T>`; `failed` is
/// returned when it throws.
macro_rules! c_function {
    (@ [$($export:tt)*]) => {};
    (@ [$($export:tt)*] $(#[$m:meta])* fn $name:ident($t:ident $(, $a:ident : $ty:ty)* $(,)?) -> object $body:block $($rest:tt)*) => {
        $(#[$m])*
        ///
        /// # Safety
        /// `env` must be the calling thread's `JNIEnv*`, references and pointers must be valid.
        $($export)*
        pub unsafe extern "C" fn $name(
            env: $crate::native::entry::Env
            $(, $a: <$ty as $crate::native::jvm::Argument>::Raw)*
        ) -> $crate::native::handles::JObject {
            #[inline]
            #[allow(clippy::too_many_arguments)] // the C declaration's
            fn body<'s>(
                $t: &mut $crate::thread::Scope<'s> $(, $a: $ty)*
            ) -> $crate::thread::JResult<Option<gc::Handle<'s>>> $body
            // SAFETY: by the caller's promise.
            unsafe {
                $crate::native::entry::enter_object(env, |t| {
                    $( let $a = $crate::native::jvm::Argument::take(t, $a)?; )*
                    body(t $(, $a)*)
                })
            }
        }
        $crate::native::jvm::c_function! { @ [$($export)*] $($rest)* }
    };
    (@ [$($export:tt)*] $(#[$m:meta])* fn $name:ident($t:ident $(, $a:ident : $ty:ty)* $(,)?) -> $r:ty, else $failed:expr; $body:block $($rest:tt)*) => {
        $(#[$m])*
        ///
        /// # Safety
        /// `env` must be the calling thread's `JNIEnv*`, references and pointers must be valid.
        $($export)*
        pub unsafe extern "C" fn $name(
            env: $crate::native::entry::Env
            $(, $a: <$ty as $crate::native::jvm::Argument>::Raw)*
        ) -> $r {
            #[inline]
            #[allow(clippy::too_many_arguments)] // the C declaration's
            fn body($t: &mut $crate::thread::Scope<'_> $(, $a: $ty)*) -> $crate::thread::JResult<$r> $body
            // SAFETY: by the caller's promise.
            unsafe {
                $crate::native::entry::enter_or(env, $failed, |t| {
                    $( let $a = $crate::native::jvm::Argument::take(t, $a)?; )*
                    body(t $(, $a)*)
                })
            }
        }
        $crate::native::jvm::c_function! { @ [$($export)*] $($rest)* }
    };
    ($($t:tt)*) => { $crate::native::jvm::c_function! { @ [] $($t)* } };
}
pub(crate) use c_function;

/// A row of [`EXPORTS`].
pub struct Export {
    pub name: &'static str,
    /// The function.
    pub address: *const (),
}

// SAFETY: addresses of code.
unsafe impl Sync for Export {}

macro_rules! exports {
    ($( $module:ident { $($name:ident)* } )*) => {
        /// Every `JVM_*` function, by the module that has its body.
        pub static EXPORTS: &[Export] = &[$($(
            Export { name: stringify!($name), address: $module::$name as *const () },
        )*)*];
    };
}

exports! {
    class {
        JVM_InitClassName JVM_GetClassInterfaces JVM_IsInterface JVM_IsHiddenClass JVM_IsArrayClass
        JVM_IsPrimitiveClass JVM_IsRecord JVM_GetClassModifiers JVM_GetClassAccessFlags
        JVM_GetClassSignature JVM_GetClassAnnotations JVM_GetClassTypeAnnotations JVM_GetClassSigners
        JVM_SetClassSigners JVM_GetProtectionDomain JVM_IsSameClassPackage JVM_GetRecordComponents
        JVM_FindPrimitiveClass
    }
    define {
        JVM_FindClassFromBootLoader JVM_FindClassFromCaller JVM_FindClassFromClass JVM_FindLoadedClass
        JVM_DefineClass JVM_DefineClassWithSource JVM_LookupDefineClass
    }
    module {
        JVM_DefineModule JVM_SetBootLoaderUnnamedModule JVM_AddModuleExports JVM_AddModuleExportsToAll
        JVM_AddModuleExportsToAllUnnamed JVM_AddReadsModule JVM_GetSystemPackage JVM_GetSystemPackages
    }
    nest { JVM_AreNestMates JVM_GetNestHost JVM_GetNestMembers JVM_GetPermittedSubclasses }
    management { JVM_GetManagement }
    jvm_stack {
        JVM_FillInStackTrace JVM_InitStackTraceElementArray JVM_InitStackTraceElement
        JVM_GetCallerClass JVM_GetClassContext JVM_LatestUserDefinedLoader
        JVM_GetStackAccessControlContext
    }
    jvm_stackwalk { JVM_CallStackWalk JVM_MoreStackWalk }
    inner {
        JVM_GetDeclaredClasses JVM_GetDeclaringClass JVM_GetSimpleBinaryName JVM_GetEnclosingMethodInfo
    }
    reflect {
        JVM_GetClassDeclaredMethods JVM_GetClassDeclaredConstructors JVM_GetClassDeclaredFields
        JVM_GetMethodParameters JVM_GetMethodTypeAnnotations JVM_GetFieldTypeAnnotations
        JVM_InvokeMethod JVM_NewInstanceFromConstructor
    }
    pool {
        JVM_GetClassConstantPool JVM_ConstantPoolGetSize JVM_ConstantPoolGetClassAt
        JVM_ConstantPoolGetClassAtIfLoaded JVM_ConstantPoolGetClassRefIndexAt
        JVM_ConstantPoolGetMethodAt JVM_ConstantPoolGetMethodAtIfLoaded JVM_ConstantPoolGetFieldAt
        JVM_ConstantPoolGetFieldAtIfLoaded JVM_ConstantPoolGetMemberRefInfoAt
        JVM_ConstantPoolGetNameAndTypeRefIndexAt JVM_ConstantPoolGetNameAndTypeRefInfoAt
        JVM_ConstantPoolGetIntAt JVM_ConstantPoolGetLongAt JVM_ConstantPoolGetFloatAt
        JVM_ConstantPoolGetDoubleAt JVM_ConstantPoolGetStringAt JVM_ConstantPoolGetUTF8At
        JVM_ConstantPoolGetTagAt
    }
    array {
        JVM_GetArrayLength JVM_GetArrayElement JVM_GetPrimitiveArrayElement JVM_SetArrayElement
        JVM_SetPrimitiveArrayElement JVM_NewArray JVM_NewMultiArray JVM_ArrayCopy
    }
    system {
        JVM_CurrentTimeMillis JVM_NanoTime JVM_GetNanoTimeAdjustment JVM_TotalMemory JVM_FreeMemory
        JVM_MaxMemory JVM_GC JVM_MaxObjectInspectionAge JVM_ActiveProcessorCount
        JVM_IsUseContainerSupport JVM_SupportsCX8 JVM_GetProperties JVM_GetTemporaryDirectory
        JVM_GetVmArguments JVM_InitAgentProperties JVM_InternString JVM_Clone
        JVM_DesiredAssertionStatus JVM_AssertionStatusDirectives JVM_GetInheritedAccessControlContext
        JVM_IHashCode JVM_GetExtendedNPEMessage
    }
    library {
        JVM_LoadLibrary JVM_UnloadLibrary JVM_FindLibraryEntry JVM_IsSupportedJNIVersion JVM_NativePath
    }
    reference {
        JVM_WaitForReferencePendingList JVM_GetAndClearReferencePendingList
        JVM_HasReferencePendingList JVM_ReferenceRefersTo JVM_PhantomReferenceRefersTo
        JVM_ReferenceClear
    }
    archive {
        JVM_IsCDSDumpingEnabled JVM_IsSharingEnabled JVM_IsDumpingClassList
        JVM_GetRandomSeedForDumping JVM_InitializeFromArchive JVM_LogLambdaFormInvoker
        JVM_RegisterLambdaProxyClassForArchiving JVM_LookupLambdaProxyClassFromArchive
        JVM_DefineArchivedModules JVM_DumpClassListToFile JVM_DumpDynamicArchive
    }
    verify {
        JVM_GetClassNameUTF JVM_GetClassCPEntriesCount JVM_GetClassCPTypes JVM_GetClassFieldsCount
        JVM_GetClassMethodsCount JVM_GetMethodIxExceptionsCount JVM_GetMethodIxExceptionIndexes
        JVM_GetMethodIxByteCodeLength JVM_GetMethodIxByteCode JVM_GetMethodIxExceptionTableLength
        JVM_GetMethodIxExceptionTableEntry JVM_GetFieldIxModifiers JVM_GetMethodIxModifiers
        JVM_GetMethodIxLocalsCount JVM_GetMethodIxArgsSize JVM_GetMethodIxMaxStack JVM_IsConstructorIx
        JVM_IsVMGeneratedMethodIx JVM_GetMethodIxNameUTF JVM_GetMethodIxSignatureUTF
        JVM_GetCPFieldNameUTF JVM_GetCPMethodNameUTF JVM_GetCPFieldSignatureUTF
        JVM_GetCPMethodSignatureUTF JVM_GetCPClassNameUTF JVM_GetCPFieldClassNameUTF
        JVM_GetCPMethodClassNameUTF JVM_GetCPFieldModifiers JVM_GetCPMethodModifiers JVM_ReleaseUTF
    }
    threads {
        JVM_StartThread JVM_StopThread JVM_SuspendThread JVM_ResumeThread JVM_SetThreadPriority
        JVM_Yield JVM_Sleep JVM_CurrentThread JVM_Interrupt JVM_HoldsLock JVM_SetNativeThreadName
        JVM_GetAllThreads JVM_DumpThreads JVM_MonitorWait JVM_MonitorNotify JVM_MonitorNotifyAll
        JVM_DumpAllStacks JVM_BeforeHalt JVM_Halt JVM_RawMonitorCreate JVM_RawMonitorDestroy
        JVM_RawMonitorEnter JVM_RawMonitorExit
    }
    signal { JVM_FindSignal JVM_RegisterSignal JVM_RaiseSignal }
}
