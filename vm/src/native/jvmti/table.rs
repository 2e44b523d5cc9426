//! The table of JVM TI functions, in the order of the specification ("Function Index", JVM TI 17): number 1 to 156.
//!
//! What has no body answers NotAvailable. The C convention lets one function stand for all of them: the caller owns the arguments.

use super::{Env, Error, classes, environment, general, modules, properties, search};

/// Addresses of functions, for agents.
#[repr(transparent)]
pub(super) struct Functions<const N: usize>([*const (); N]);

// SAFETY: addresses of functions never change.
unsafe impl<const N: usize> Sync for Functions<N> {}

impl<const N: usize> Functions<N> {
    /// What the first word behind a `jvmtiEnv*` holds.
    pub(super) fn address(&'static self) -> *const () {
        self.0.as_ptr().cast()
    }
}

/// A function that is not there.
unsafe extern "C" fn not_available(env: Env) -> i32 {
    // SAFETY: the agent passes its jvmtiEnv*.
    unsafe { super::enter(env, environment::ANY, |_| Err(Error::NotAvailable)) }
}

macro_rules! address {
    (reserved) => {
        std::ptr::null()
    };
    ($($function:tt)*) => {
        $($function)* as *const ()
    };
}

macro_rules! functions {
    ($($name:ident = $($function:ident)::+;)*) => {
        /// Names of the functions, from number 1 on.
        const NAMES: &[&str] = &[$(stringify!($name)),*];

        /// The function table.
        pub(super) static FUNCTIONS: Functions<{ NAMES.len() }> = Functions([$(address!($($function)::+)),*]);
    };
}

functions! {
    Reserved = reserved;
    SetEventNotificationMode = environment::set_event_notification_mode;
    GetAllModules = modules::get_all_modules;
    GetAllThreads = not_available;
    SuspendThread = not_available;
    ResumeThread = not_available;
    StopThread = not_available;
    InterruptThread = not_available;
    GetThreadInfo = not_available;
    GetOwnedMonitorInfo = not_available;
    GetCurrentContendedMonitor = not_available;
    RunAgentThread = not_available;
    GetTopThreadGroups = not_available;
    GetThreadGroupInfo = not_available;
    GetThreadGroupChildren = not_available;
    GetFrameCount = not_available;
    GetThreadState = not_available;
    GetCurrentThread = not_available;
    GetFrameLocation = not_available;
    NotifyFramePop = not_available;
    GetLocalObject = not_available;
    GetLocalInt = not_available;
    GetLocalLong = not_available;
    GetLocalFloat = not_available;
    GetLocalDouble = not_available;
    SetLocalObject = not_available;
    SetLocalInt = not_available;
    SetLocalLong = not_available;
    SetLocalFloat = not_available;
    SetLocalDouble = not_available;
    CreateRawMonitor = not_available;
    DestroyRawMonitor = not_available;
    RawMonitorEnter = not_available;
    RawMonitorExit = not_available;
    RawMonitorWait = not_available;
    RawMonitorNotify = not_available;
    RawMonitorNotifyAll = not_available;
    SetBreakpoint = not_available;
    ClearBreakpoint = not_available;
    GetNamedModule = modules::get_named_module;
    SetFieldAccessWatch = not_available;
    ClearFieldAccessWatch = not_available;
    SetFieldModificationWatch = not_available;
    ClearFieldModificationWatch = not_available;
    IsModifiableClass = classes::is_modifiable_class;
    Allocate = general::allocate_memory;
    Deallocate = general::deallocate;
    GetClassSignature = not_available;
    GetClassStatus = not_available;
    GetSourceFileName = not_available;
    GetClassModifiers = not_available;
    GetClassMethods = not_available;
    GetClassFields = not_available;
    GetImplementedInterfaces = not_available;
    IsInterface = classes::is_interface;
    IsArrayClass = classes::is_array_class;
    GetClassLoader = classes::get_class_loader;
    GetObjectHashCode = not_available;
    GetObjectMonitorUsage = not_available;
    GetFieldName = not_available;
    GetFieldDeclaringClass = not_available;
    GetFieldModifiers = not_available;
    IsFieldSynthetic = not_available;
    GetMethodName = not_available;
    GetMethodDeclaringClass = not_available;
    GetMethodModifiers = not_available;
    Reserved = reserved;
    GetMaxLocals = not_available;
    GetArgumentsSize = not_available;
    GetLineNumberTable = not_available;
    GetMethodLocation = not_available;
    GetLocalVariableTable = not_available;
    SetNativeMethodPrefix = environment::set_native_method_prefix;
    SetNativeMethodPrefixes = environment::set_native_method_prefixes;
    GetBytecodes = not_available;
    IsMethodNative = not_available;
    IsMethodSynthetic = not_available;
    GetLoadedClasses = classes::get_loaded_classes;
    GetClassLoaderClasses = classes::get_class_loader_classes;
    PopFrame = not_available;
    ForceEarlyReturnObject = not_available;
    ForceEarlyReturnInt = not_available;
    ForceEarlyReturnLong = not_available;
    ForceEarlyReturnFloat = not_available;
    ForceEarlyReturnDouble = not_available;
    ForceEarlyReturnVoid = not_available;
    RedefineClasses = not_available;
    GetVersionNumber = general::get_version_number;
    GetCapabilities = environment::get_capabilities;
    GetSourceDebugExtension = not_available;
    IsMethodObsolete = not_available;
    SuspendThreadList = not_available;
    ResumeThreadList = not_available;
    AddModuleReads = modules::add_module_reads;
    AddModuleExports = modules::add_module_exports;
    AddModuleOpens = modules::add_module_opens;
    AddModuleUses = modules::add_module_uses;
    AddModuleProvides = modules::add_module_provides;
    IsModifiableModule = modules::is_modifiable_module;
    GetAllStackTraces = not_available;
    GetThreadListStackTraces = not_available;
    GetThreadLocalStorage = environment::get_thread_storage;
    SetThreadLocalStorage = environment::set_thread_storage;
    GetStackTrace = not_available;
    Reserved = reserved;
    GetTag = not_available;
    SetTag = not_available;
    ForceGarbageCollection = not_available;
    IterateOverObjectsReachableFromObject = not_available;
    IterateOverReachableObjects = not_available;
    IterateOverHeap = not_available;
    IterateOverInstancesOfClass = not_available;
    Reserved = reserved;
    GetObjectsWithTags = not_available;
    FollowReferences = not_available;
    IterateThroughHeap = not_available;
    Reserved = reserved;
    Reserved = reserved;
    Reserved = reserved;
    SetJNIFunctionTable = not_available;
    GetJNIFunctionTable = not_available;
    SetEventCallbacks = environment::set_event_callbacks;
    GenerateEvents = not_available;
    GetExtensionFunctions = general::get_extension_functions;
    GetExtensionEvents = general::get_extension_events;
    SetExtensionEventCallback = not_available;
    DisposeEnvironment = environment::dispose;
    GetErrorName = general::get_error_name;
    GetJLocationFormat = general::get_jlocation_format;
    GetSystemProperties = properties::get_system_properties;
    GetSystemProperty = properties::get_system_property;
    SetSystemProperty = properties::set_system_property;
    GetPhase = environment::get_phase;
    GetCurrentThreadCpuTimerInfo = not_available;
    GetCurrentThreadCpuTime = not_available;
    GetThreadCpuTimerInfo = not_available;
    GetThreadCpuTime = not_available;
    GetTimerInfo = not_available;
    GetTime = general::get_time;
    GetPotentialCapabilities = environment::get_potential_capabilities;
    Reserved = reserved;
    AddCapabilities = environment::add_capabilities;
    RelinquishCapabilities = environment::relinquish_capabilities;
    GetAvailableProcessors = general::get_available_processors;
    GetClassVersionNumbers = not_available;
    GetConstantPool = not_available;
    GetEnvironmentLocalStorage = environment::get_storage;
    SetEnvironmentLocalStorage = environment::set_storage;
    AddToBootstrapClassLoaderSearch = search::add_to_boot;
    SetVerboseFlag = not_available;
    AddToSystemClassLoaderSearch = search::add_to_system;
    RetransformClasses = not_available;
    GetOwnedMonitorStackDepthInfo = not_available;
    GetObjectSize = classes::get_object_size;
    GetLocalInstance = not_available;
    SetHeapSamplingInterval = not_available;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that the specification gives.
    #[test]
    fn order() {
        for (number, name) in [
            (2, "SetEventNotificationMode"),
            (46, "Allocate"),
            (87, "RedefineClasses"),
            (102, "GetThreadLocalStorage"),
            (122, "SetEventCallbacks"),
            (142, "AddCapabilities"),
            (154, "GetObjectSize"),
            (156, "SetHeapSamplingInterval"),
        ] {
            assert_eq!(NAMES[number - 1], name);
        }
        assert_eq!(FUNCTIONS.0.len(), 156);
        for (name, function) in NAMES.iter().zip(&FUNCTIONS.0) {
            assert_eq!(function.is_null(), *name == "Reserved", "{name}");
        }
    }
}
