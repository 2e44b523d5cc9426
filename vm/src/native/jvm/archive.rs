//! Class data sharing. This VM has no archive of classes, and these are the answers of a VM that
//! runs without one: nothing is shared, nothing is being dumped, nothing is found.

use gc::Handle;

use super::jvm_export;
use crate::native::entry::Env;
use crate::native::handles::JObject;

/// `CDS.isDumpingArchive0`
#[unsafe(no_mangle)]
pub extern "C" fn JVM_IsCDSDumpingEnabled(_env: Env) -> u8 {
    0
}

/// `CDS.isSharingEnabled0`
#[unsafe(no_mangle)]
pub extern "C" fn JVM_IsSharingEnabled(_env: Env) -> u8 {
    0
}

/// `CDS.isDumpingClassList0`
#[unsafe(no_mangle)]
pub extern "C" fn JVM_IsDumpingClassList(_env: Env) -> u8 {
    0
}

/// `CDS.getRandomSeedForDumping`: 0 unless an archive is being dumped.
#[unsafe(no_mangle)]
pub extern "C" fn JVM_GetRandomSeedForDumping() -> i64 {
    0
}

/// `CDS.initializeFromArchive`: the class's fields keep their initial values, as its caller expects
/// without an archive.
#[unsafe(no_mangle)]
pub extern "C" fn JVM_InitializeFromArchive(_env: Env, _cls: JObject) {}

/// `CDS.logLambdaFormInvoker0`: into the list of classes, which is being written only while dumping.
#[unsafe(no_mangle)]
pub extern "C" fn JVM_LogLambdaFormInvoker(_env: Env, _line: JObject) {}

/// `LambdaProxyClassArchive.addToArchive`: only while an archive is being dumped.
#[unsafe(no_mangle)]
pub extern "C" fn JVM_RegisterLambdaProxyClassForArchiving(
    _env: Env,
    _caller: JObject,
    _interface_method_name: JObject,
    _factory_type: JObject,
    _interface_method_type: JObject,
    _implementation_member: JObject,
    _dynamic_method_type: JObject,
    _lambda_proxy_class: JObject,
) {
}

const UNSUPPORTED: &str = "java/lang/UnsupportedOperationException";
const NO_ARCHIVE: &str = "this virtual machine does not write class data archives";

jvm_export! {
    /// `LambdaProxyClassArchive.findFromArchive`: not found.
    fn JVM_LookupLambdaProxyClassFromArchive(
        t, _caller: Option<Handle<'_>>, interface_method_name: Option<Handle<'_>>,
        factory_type: Option<Handle<'_>>, interface_method_type: Option<Handle<'_>>,
        implementation_member: Option<Handle<'_>>, dynamic_method_type: Option<Handle<'_>>,
    ) -> object {
        let all = [
            interface_method_name, factory_type, interface_method_type, implementation_member,
            dynamic_method_type,
        ];
        if all.iter().any(Option::is_none) { Err(t.throw_npe()) } else { Ok(None) }
    }

    /// `BootLoader.loadModule`'s archived modules: there are none.
    fn JVM_DefineArchivedModules(t, platform: Option<Handle<'_>>, system: Option<Handle<'_>>) -> (), else (); {
        match (platform, system) {
            (None, _) => Err(t.throw_new("java/lang/NullPointerException", "Null platform loader object")),
            (_, None) => Err(t.throw_new("java/lang/NullPointerException", "Null system loader object")),
            _ => Ok(()),
        }
    }

    /// `CDS.dumpClassList`
    fn JVM_DumpClassListToFile(t, _file: Option<Handle<'_>>) -> (), else (); {
        Err(t.throw_new(UNSUPPORTED, NO_ARCHIVE))
    }

    /// `CDS.dumpDynamicArchive`
    fn JVM_DumpDynamicArchive(t, _file: Option<Handle<'_>>) -> (), else (); {
        Err(t.throw_new(UNSUPPORTED, NO_ARCHIVE))
    }
}
