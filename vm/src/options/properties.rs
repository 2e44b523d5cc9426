//! The system properties that the VM hands to `java.lang.System.initPhase1` (through `JVM_GetProperties`), in order.
//!
//! The VM's own come first, then those of the command line. `java.runtime.*`, `java.version`, `os.*`, `user.*` and the like are
//! the class library's business.

use crate::os::{jdk::Jdk, process};

/// `java.vm.name`.
pub const VM_NAME: &str = "Excelsa";
/// `java.vm.vendor`.
pub const VM_VENDOR: &str = "Excelsa project";
/// `java.vm.version`.
pub const VM_VERSION: &str = env!("CARGO_PKG_VERSION");

/// A system property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// Key.
    pub key: String,
    /// Value.
    pub value: String,
    /// Hidden from `JVM TI` and management; `System.initPhase1` gets it nevertheless.
    pub internal: bool,
    /// Whether a later `-D` replaces the value.
    pub writeable: bool,
}

/// The ordered list; keys are unique.
#[derive(Debug, Clone, Default)]
pub struct Properties {
    list: Vec<Property>,
}

impl Properties {
    /// What the VM knows before it reads any option.
    pub fn initial(jdk: &Jdk) -> Properties {
        let mut p = Properties::default();
        let home = jdk.home.to_string_lossy();
        let fixed = [
            ("java.vm.specification.name", "Java Virtual Machine Specification"),
            ("java.vm.version", VM_VERSION),
            ("java.vm.name", VM_NAME),
            // The kind of build of the class library.
            ("jdk.debug", "release"),
        ];
        for (key, value) in fixed {
            p.push(key, value, false, false);
        }
        p.push("sun.boot.library.path", &format!("{home}/lib"), true, false);
        p.push("java.library.path", &process::default_library_path(), true, false);
        p.push("java.home", &home, true, false);
        p.push("java.class.path", "", true, false);
        p.push("jdk.boot.class.path.append", "", false, true);
        p.push("java.vm.info", "", true, false);
        p.push("java.vm.specification.vendor", "Oracle Corporation", false, false);
        p.push("java.vm.specification.version", &jdk.feature.to_string(), false, false);
        p.push("java.vm.vendor", VM_VENDOR, false, false);
        p
    }

    fn push(&mut self, key: &str, value: &str, writeable: bool, internal: bool) {
        self.list.push(Property { key: key.into(), value: value.into(), internal, writeable });
    }

    /// Adds a property, or replaces the value of a writeable one.
    pub fn put(&mut self, key: &str, value: &str, writeable: bool, internal: bool) {
        match self.list.iter_mut().find(|p| p.key == key) {
            Some(p) if p.writeable => p.value = value.into(),
            Some(_) => {}
            None => self.push(key, value, writeable, internal),
        }
    }

    /// Appends a path to a property, parted by `:`.
    pub fn append(&mut self, key: &str, value: &str) {
        match self.list.iter_mut().find(|p| p.key == key) {
            Some(p) if p.value.is_empty() => p.value = value.into(),
            Some(p) => {
                p.value.push(':');
                p.value.push_str(value);
            }
            None => self.push(key, value, true, false),
        }
    }

    /// Sets a value of the VM's own, whether or not a `-D` could.
    pub fn set_own(&mut self, key: &str, value: &str) {
        match self.list.iter_mut().find(|p| p.key == key) {
            Some(p) => p.value = value.into(),
            None => self.push(key, value, false, false),
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.list.iter().find(|p| p.key == key).map(|p| p.value.as_str())
    }

    /// All properties in order.
    pub fn iter(&self) -> impl Iterator<Item = &Property> {
        self.list.iter()
    }
}

const RESERVED: [&str; 9] = [
    "addexports",
    "addreads",
    "addopens",
    "patch",
    "addmods",
    "limitmods",
    "path",
    "upgrade.path",
    "enable.native.access",
];

/// Whether `-D` must not set this property because an option such as `--add-modules` does.
pub fn is_reserved_module_property(property: &str) -> bool {
    property.strip_prefix("jdk.module.").is_some_and(|rest| {
        RESERVED
            .iter()
            .any(|r| rest.strip_prefix(r).is_some_and(|tail| tail.is_empty() || tail.starts_with(['=', '.'])))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved() {
        assert!(is_reserved_module_property("jdk.module.path=x"));
        assert!(is_reserved_module_property("jdk.module.addmods.0=x"));
        assert!(!is_reserved_module_property("jdk.module.pathological=x"));
        assert!(!is_reserved_module_property("jdk.module.main=x"));
    }

    #[test]
    fn order_and_writeability() {
        let mut p = Properties::default();
        p.push("a", "1", false, false);
        p.put("b", "2", true, false);
        p.put("a", "9", true, false);
        p.put("b", "3", true, false);
        p.append("b", "4");
        let all: Vec<_> = p.iter().map(|p| (p.key.as_str(), p.value.as_str())).collect();
        assert_eq!(all, [("a", "1"), ("b", "3:4")]);
    }
}
