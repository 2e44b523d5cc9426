//! Flags that change while the VM runs: those of kind `manageable`, through `HotSpotDiagnosticMXBean` (`jmmInterface`
//! `GetVMGlobals` and `SetVMGlobal`).
//!
//! [`Options`] is immutable; what was changed lies in an overlay. Code that obeys a manageable flag asks [`Options::current`],
//! all other code reads [`Options::flags`].

use super::flags::FlagId;
use super::table::{FlagInfo, Origin};
use super::value::{Type, Value};
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

/// HotSpot's message when a value is not allowed.
pub fn out_of_range(flag: &FlagInfo) -> String {
    let range = flag.range.to_string().replace(' ', "");
    format!("{} error: must have value in range {range}", flag.name)
}

/// Why a flag was not set by its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlagError {
    /// The flag is fixed after the start.
    NotManageable,
    /// What HotSpot says.
    Other(String),
}

/// Reads a value as `sscanf` would: what follows a number is left out.
fn value_of(ty: Type, text: &str) -> Result<Value, &'static str> {
    let digits = |signed: bool| {
        let text = text.trim_start();
        let sign = usize::from(signed && text.starts_with(['-', '+']));
        let end = text[sign..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |i| i + sign);
        &text[..end]
    };
    const INTEGER: &str = "flag value must be an integer";
    const UNSIGNED: &str = "flag value must be an unsigned integer";
    Ok(match ty {
        Type::bool if text == "1" || text.eq_ignore_ascii_case("true") => Value::Bool(true),
        Type::bool if text == "0" || text.eq_ignore_ascii_case("false") => Value::Bool(false),
        Type::bool => return Err("flag value must be a boolean (1/0 or true/false)"),
        Type::int => Value::Int(digits(true).parse().map_err(|_| INTEGER)?),
        Type::uint => Value::Uint(digits(false).parse().map_err(|_| UNSIGNED)?),
        Type::intx => Value::Intx(digits(true).parse().map_err(|_| INTEGER)?),
        Type::uintx => Value::Uintx(digits(false).parse().map_err(|_| UNSIGNED)?),
        Type::uint64_t => {
            Value::Uint64(digits(false).parse().map_err(|_| "flag value must be an unsigned 64-bit integer")?)
        }
        Type::size_t => Value::Size(digits(false).parse().map_err(|_| UNSIGNED)?),
        Type::double => Value::Double(text.trim().parse().map_err(|_| "flag value must be a double")?),
        Type::ccstr => Value::Str(Some(text.into())),
        Type::ccstrlist => Value::StrList(Some(text.into())),
    })
}

impl Options {
    /// A flag by name, unless it is locked.
    pub fn unlocked_flag(&self, name: &str) -> Option<FlagInfo> {
        self.flag(name).filter(|f| self.table.is_unlocked(f))
    }

    /// Changes a manageable flag to the value that a text says.
    pub fn set_from_text(&self, name: &str, text: Option<&str>) -> Result<(), FlagError> {
        let other = |message: &str| FlagError::Other(message.into());
        let text = text.ok_or_else(|| other("flag value is missing"))?;
        let flag = self.unlocked_flag(name).ok_or_else(|| other(&format!("flag {name} does not exist")))?;
        if !flag.is_manageable() {
            return Err(FlagError::NotManageable);
        }
        let value = value_of(flag.ty, text).map_err(other)?;
        self.set_manageable(name, value).map_err(|_| FlagError::Other(out_of_range(&flag)))
    }

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
        let set = |name, text| options.set_from_text(name, Some(text));
        assert_eq!(set("MinHeapFreeRatio", "12x"), Ok(()));
        assert_eq!(options.current(FlagId::MinHeapFreeRatio), Value::Uintx(12));
        assert!(options.list_set_flags().contains("-XX:MinHeapFreeRatio=12 "));
        let message = |name, text| match set(name, text).unwrap_err() {
            FlagError::Other(message) => message,
            FlagError::NotManageable => "not manageable".into(),
        };
        assert_eq!(message("UseTLAB", "1"), "not manageable");
        assert_eq!(message("NoSuch", "1"), "flag NoSuch does not exist");
        assert_eq!(
            message("MinHeapFreeRatio", "900"),
            "MinHeapFreeRatio error: must have value in range [0...100]"
        );
        assert_eq!(
            message("HeapDumpOnOutOfMemoryError", "xx"),
            "flag value must be a boolean (1/0 or true/false)"
        );
        assert!(options.all_flags().iter().any(|f| f.name == "UseG1GC" && !f.own));
        assert!(options.flag("TraceBytecodes").is_none());
    }
}
