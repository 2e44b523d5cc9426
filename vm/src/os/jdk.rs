//! Finding the JDK whose class library this VM runs.
//!
//! Two callers with different knowledge: the launcher, which may choose any JDK 17, and `libjvm.so`, which must take the one
//! whose launcher loaded it. The file stands alone (the launcher includes it without the rest of the VM).

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// The feature release whose class library the VM knows.
pub const SUPPORTED_FEATURE: u32 = 17;

/// An installed JDK or run-time image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jdk {
    /// `java.home`.
    pub home: PathBuf,
    /// The feature release, for example 17.
    pub feature: u32,
    /// `JAVA_RUNTIME_VERSION` of the image's `release` file, for example `17.0.15+6-Debian-1deb12u1`.
    pub runtime_version: String,
}

impl Jdk {
    /// The image at this place, if it has a class library and says which.
    pub fn at(home: &Path) -> Option<Jdk> {
        let home = &fs::canonicalize(home).ok()?;
        let has_library = home.join("lib/modules").is_file() || home.join("modules/java.base").is_dir();
        if !has_library || !home.join("lib/libjava.so").is_file() {
            return None;
        }
        let release = fs::read_to_string(home.join("release")).ok()?;
        let value = |key: &str| {
            release
                .lines()
                .find_map(|line| Some(line.strip_prefix(key)?.strip_prefix('=')?.trim_matches('"')))
        };
        let version = value("JAVA_VERSION")?;
        Some(Jdk {
            home: home.to_path_buf(),
            feature: version.split(['.', '-', '+', '_']).next()?.parse().ok()?,
            runtime_version: value("JAVA_RUNTIME_VERSION").unwrap_or(version).to_string(),
        })
    }

    fn supported(home: &Path) -> Option<Jdk> {
        Jdk::at(home).filter(|jdk| jdk.feature == SUPPORTED_FEATURE)
    }

    /// The launcher's choice: the image that the program lies in, `JAVA_HOME`, the usual folders, the `java` of `PATH`.
    pub fn find_for_launcher(own_program: Option<&Path>) -> Option<Jdk> {
        let own = own_program.and_then(|p| p.parent()?.parent()).and_then(Jdk::supported);
        own.or_else(|| Jdk::supported(&java_home_variable()?))
            .or_else(|| usual_places().iter().find_map(|home| Jdk::supported(home)))
            .or_else(on_path)
    }

    /// The choice of `libjvm.so`: the image that the library lies in (`lib/server/libjvm.so`), the one whose launcher runs this
    /// process, the one whose `libjli.so` is mapped, `JAVA_HOME`.
    pub fn find_for_library(own_library: Option<&Path>) -> Option<Jdk> {
        let image = own_library.and_then(|p| p.parent()?.parent()?.parent());
        let program = fs::read_link("/proc/self/exe").ok();
        let launcher = program.as_deref().and_then(|p| p.parent()?.parent());
        image
            .and_then(Jdk::at)
            .or_else(|| launcher.and_then(Jdk::at))
            .or_else(|| Jdk::at(mapped_libjli()?.parent()?.parent()?))
            .or_else(|| Jdk::at(&java_home_variable()?))
    }
}

fn java_home_variable() -> Option<PathBuf> {
    std::env::var_os("JAVA_HOME").filter(|v| !v.is_empty()).map(PathBuf::from)
}

/// Folders that distributions and installers use, best first: those with the supported release in their names.
fn usual_places() -> Vec<PathBuf> {
    let mut places = Vec::new();
    let user = std::env::var_os("HOME").map(PathBuf::from);
    let sdkman = user.as_ref().map(|h| h.join(".sdkman/candidates/java"));
    let jdks = user.as_ref().map(|h| h.join(".jdks"));
    for parent in [Some("/usr/lib/jvm".into()), Some("/usr/java".into()), Some("/opt".into()), sdkman, jdks]
        .into_iter()
        .flatten()
    {
        let Ok(entries) = fs::read_dir(&parent) else { continue };
        places.extend(entries.flatten().map(|e| e.path()));
    }
    let wanted = SUPPORTED_FEATURE.to_string();
    let named = |p: &PathBuf| p.file_name().and_then(OsStr::to_str).is_some_and(|n| n.contains(&wanted));
    places.sort_by_key(|p| (!named(p), p.clone()));
    places
}

fn on_path() -> Option<Jdk> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).find_map(|dir| {
        let java = fs::canonicalize(dir.join("java")).ok()?;
        Jdk::supported(java.parent()?.parent()?)
    })
}

fn mapped_libjli() -> Option<PathBuf> {
    let maps = fs::read_to_string("/proc/self/maps").ok()?;
    maps.lines().find_map(|line| {
        let path = &line[line.find('/')?..];
        path.ends_with("/libjli.so").then(|| PathBuf::from(path))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn installed_jdk_is_found_and_read() {
        let Some(jdk) = Jdk::find_for_launcher(None) else { panic!("the tests need an installed JDK 17") };
        assert_eq!(jdk.feature, 17);
        assert!(jdk.runtime_version.starts_with("17"));
        assert!(Jdk::at(Path::new("/nonexistent")).is_none());
        let library = jdk.home.join("lib/server/libjvm.so");
        assert_eq!(Jdk::find_for_library(Some(&library)), Some(jdk));
    }
}
