//! What the VM says of itself in `-Xinternalversion` and reports.

use crate::options::{VM_NAME, VM_VERSION};

#[cfg(target_arch = "x86_64")]
const ARCHITECTURE: &str = "amd64";
#[cfg(target_arch = "aarch64")]
const ARCHITECTURE: &str = "aarch64";

/// Name, version, platform and kind of build in one line.
pub fn internal_info() -> String {
    let build = if cfg!(debug_assertions) { "debug" } else { "release" };
    format!("{VM_NAME} ({VM_VERSION}) for linux-{ARCHITECTURE} JRE (17), {build} build")
}
