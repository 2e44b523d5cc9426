//! Flags that change while the VM runs: those of kind `manageable`, through `HotSpotDiagnosticMXBean` (`jmmInterface`
//! `GetVMGlobals` and `SetVMGlobal`).
//!
//! [`Options`] is immutable; what was changed lies in an overlay. Code that obeys a manageable flag asks [`Options::current`],
//! all other code reads [`Options::flags`].

use super::flags::FlagId;
use super::table::{FlagInfo, Origin};
use super::value::Value;
use super::{FlagTable, Options};
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The values that were set since the start.
#[derive(Debug, Clone, Default)]
pub(super) struct Overlay(Arc<Mutex<BTreeMap<&'static str, Value>>>);

/// Why a flag was not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ManageError {
    /// There is no such flag.
    Unknown,
    /// The flag is fixed after the start.
    NotManageable,
    /// The value is of another type.
    WrongType,
    /// The value is not allowed.
    OutOfRange,
}

impl Options {
    /// The present value of one of our flags, later changes included.
    pub fn current(&self, id: FlagId) -> Value {
        let changed = self.overlay.0.lock().get(id.row().name).cloned();
        changed.unwrap_or_else(|| self.table.flags.get(id))
    }

    fn with_change(&self, mut info: FlagInfo) -> FlagInfo {
        if let Some(value) = self.overlay.0.lock().get(info.name) {
            info.value = value.clone();
            info.origin = Origin::Management;
        }
        info
    }

    /// A flag by name, also when it is locked; debug-only flags of HotSpot are not found.
    pub fn flag(&self, name: &str) -> Option<FlagInfo> {
        let info = self.table.lookup(name).filter(|f| f.debug_build_word().is_none())?;
        Some(self.with_change(info))
    }

    /// All unlocked flags sorted by name.
    pub fn all_flags(&self) -> Vec<FlagInfo> {
        let unlocked = self.table.all().into_iter().filter(|f| self.table.is_unlocked(f));
        unlocked.map(|f| self.with_change(f)).collect()
    }

    /// Changes a manageable flag.
    pub fn set_manageable(&self, name: &str, value: Value) -> Result<(), ManageError> {
        let info = FlagTable::find(name).map(|f| self.table.info(f)).ok_or(ManageError::Unknown)?;
        if !info.is_manageable() {
            return Err(ManageError::NotManageable);
        }
        if info.ty != value.ty() {
            return Err(ManageError::WrongType);
        }
        if !info.range.contains(&value) {
            return Err(ManageError::OutOfRange);
        }
        self.overlay.0.lock().insert(info.name, value);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Console, Environment};
    use super::*;
    use crate::os::jdk::Jdk;

    #[test]
    fn only_manageable_flags_change() {
        let jdk = Jdk { home: "/jdk".into(), feature: 17, runtime_version: "17".into() };
        let options =
            Options::parse_with(&[], false, jdk, &Environment::default(), &mut Console::captured()).unwrap();
        assert_eq!(options.set_manageable("MinHeapFreeRatio", Value::Uintx(10)), Ok(()));
        assert_eq!(options.current(FlagId::MinHeapFreeRatio), Value::Uintx(10));
        assert_eq!(options.flag("MinHeapFreeRatio").unwrap().origin, Origin::Management);
        let refused = |name, value| options.set_manageable(name, value).unwrap_err();
        assert_eq!(refused("MinHeapFreeRatio", Value::Uintx(101)), ManageError::OutOfRange);
        assert_eq!(refused("MinHeapFreeRatio", Value::Bool(true)), ManageError::WrongType);
        assert_eq!(refused("UseTLAB", Value::Bool(true)), ManageError::NotManageable);
        assert_eq!(refused("NoSuch", Value::Bool(true)), ManageError::Unknown);
        assert!(options.all_flags().iter().any(|f| f.name == "UseG1GC" && !f.own));
        assert!(options.flag("TraceBytecodes").is_none());
    }
}
