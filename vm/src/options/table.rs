//! All flags that the command line may name: our own rows (`flags.rs`) and those of HotSpot 17 that have no meaning here
//! (`hotspot_flags.txt`: type, name, kind with `+` for blanks, default, range), with the origins of their values.
//!
//! Only foreign flags that were set take memory: the data table is scanned when a name is not one of ours.

use super::flags::{FlagId, Flags};
use super::value::{Range, Type, Value};
use std::collections::BTreeMap;

/// Who gave a flag its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The table.
    Default,
    /// The command line, or `JavaVMInitArgs`.
    CommandLine,
    /// `JAVA_TOOL_OPTIONS` or `_JAVA_OPTIONS`.
    Environment,
    /// `-XX:Flags=`.
    ConfigFile,
    /// `com.sun.management.HotSpotDiagnosticMXBean`.
    Management,
    /// Computed by the VM.
    Ergonomic,
    /// Computed by the VM after the command line had set it.
    ErgonomicAfterCommandLine,
    /// Options stored in the image.
    Jimage,
}

impl Origin {
    /// HotSpot's words for it.
    pub fn name(self) -> &'static str {
        match self {
            Origin::Default => "default",
            Origin::CommandLine => "command line",
            Origin::Environment => "environment",
            Origin::ConfigFile => "config file",
            Origin::Management => "management",
            Origin::Ergonomic => "ergonomic",
            Origin::ErgonomicAfterCommandLine => "command line, ergonomic",
            Origin::Jimage => "jimage",
        }
    }
}

/// Everything about one flag at one moment.
#[derive(Debug, Clone)]
pub struct FlagInfo {
    /// Name.
    pub name: &'static str,
    /// Type.
    pub ty: Type,
    /// Words such as `product` or `C2 diagnostic`.
    pub kind: String,
    /// Allowed values.
    pub range: Range,
    /// Present value.
    pub value: Value,
    /// Who set it.
    pub origin: Origin,
    /// Whether this VM reads it.
    pub own: bool,
}

impl FlagInfo {
    fn has(&self, word: &str) -> bool {
        self.kind.split(' ').any(|w| w == word)
    }

    /// Whether it may be set while the VM runs.
    pub fn is_manageable(&self) -> bool {
        self.has("manageable")
    }

    /// Whether `-XX:+UnlockDiagnosticVMOptions` must precede it.
    pub fn is_diagnostic(&self) -> bool {
        self.has("diagnostic")
    }

    /// Whether `-XX:+UnlockExperimentalVMOptions` must precede it.
    pub fn is_experimental(&self) -> bool {
        self.has("experimental")
    }

    /// `develop` or `notproduct`: only debug builds of HotSpot know it.
    pub fn debug_build_word(&self) -> Option<&'static str> {
        ["develop", "notproduct"].into_iter().find(|w| self.has(w))
    }

    /// Whether it is one of the two flags that unlock others.
    pub fn is_unlocker(&self) -> bool {
        matches!(self.name, "UnlockDiagnosticVMOptions" | "UnlockExperimentalVMOptions")
    }
}

/// A line of `hotspot_flags.txt`.
#[derive(Debug, Clone, Copy)]
struct Foreign {
    name: &'static str,
    ty: Type,
    kind: &'static str,
    default: &'static str,
    range: &'static str,
}

fn foreign_flags() -> impl Iterator<Item = Foreign> {
    include_str!("hotspot_flags.txt").lines().filter_map(|line| {
        let mut words = line.split(' ');
        Some(Foreign {
            ty: Type::from_name(words.next()?)?,
            name: words.next()?,
            kind: words.next()?,
            default: words.next()?,
            range: words.next().unwrap_or(""),
        })
    })
}

impl Foreign {
    /// Debug-only flags have no default in the table; their values are never shown.
    fn default_value(&self) -> Value {
        self.ty.parse_default(self.default).unwrap_or(Value::Str(None))
    }
}

/// A flag that was found by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlagRef {
    /// One of ours.
    Own(FlagId),
    /// One of HotSpot's, by its place in the data table.
    Foreign(&'static str),
}

/// All flags with values and origins.
#[derive(Debug, Clone, Default)]
pub struct FlagTable {
    /// Values of our own flags.
    pub flags: Flags,
    origins: BTreeMap<&'static str, Origin>,
    foreign_values: BTreeMap<&'static str, Value>,
}

impl FlagTable {
    /// The flag of that exact name, also when it is locked.
    pub fn find(name: &str) -> Option<FlagRef> {
        FlagId::find(name)
            .map(FlagRef::Own)
            .or_else(|| foreign_flags().find(|f| f.name == name).map(|f| FlagRef::Foreign(f.name)))
    }

    /// What is known of the flag.
    pub fn info(&self, flag: FlagRef) -> FlagInfo {
        match flag {
            FlagRef::Own(id) => self.own_info(id),
            FlagRef::Foreign(name) => {
                let row = foreign_flags().find(|f| f.name == name).expect("a FlagRef names a row");
                self.foreign_info(row)
            }
        }
    }

    /// The flag of that name, for the management interface.
    pub fn lookup(&self, name: &str) -> Option<FlagInfo> {
        FlagTable::find(name).map(|f| self.info(f))
    }

    fn origin(&self, name: &str) -> Origin {
        self.origins.get(name).copied().unwrap_or(Origin::Default)
    }

    fn own_info(&self, id: FlagId) -> FlagInfo {
        let row = id.row();
        FlagInfo {
            name: row.name,
            ty: row.ty,
            kind: row.kind.to_string(),
            range: row.range,
            value: self.flags.get(id),
            origin: self.origin(row.name),
            own: true,
        }
    }

    fn foreign_info(&self, row: Foreign) -> FlagInfo {
        FlagInfo {
            name: row.name,
            ty: row.ty,
            kind: row.kind.replace('+', " "),
            range: Range::parse(row.ty, row.range).unwrap_or(Range::Any),
            value: self.foreign_values.get(row.name).cloned().unwrap_or_else(|| row.default_value()),
            origin: self.origin(row.name),
            own: false,
        }
    }

    /// Stores a value; the caller has checked type and range.
    pub fn set(&mut self, flag: FlagRef, value: Value, origin: Origin) {
        match flag {
            FlagRef::Own(id) => {
                self.flags.set(id, value);
                self.origins.insert(id.row().name, origin);
            }
            FlagRef::Foreign(name) => {
                self.foreign_values.insert(name, value);
                self.origins.insert(name, origin);
            }
        }
    }

    /// Stores what the VM computed.
    pub fn set_ergonomic(&mut self, id: FlagId, value: Value) {
        let origin = match self.origin(id.row().name) {
            Origin::CommandLine | Origin::ErgonomicAfterCommandLine => Origin::ErgonomicAfterCommandLine,
            _ => Origin::Ergonomic,
        };
        self.set(FlagRef::Own(id), value, origin);
    }

    /// Whether nobody has set the flag.
    pub fn is_default(&self, id: FlagId) -> bool {
        self.origin(id.row().name) == Origin::Default
    }

    /// Whether locked flags of this kind may be set now.
    pub fn is_unlocked(&self, info: &FlagInfo) -> bool {
        info.is_unlocker()
            || ((!info.is_diagnostic() || self.flags.unlock_diagnostic_vm_options)
                && (!info.is_experimental() || self.flags.unlock_experimental_vm_options))
    }

    /// All flags sorted by name, debug-only ones left out.
    pub fn all(&self) -> Vec<FlagInfo> {
        let mut all: Vec<FlagInfo> = FlagId::all().map(|id| self.own_info(id)).collect();
        all.extend(
            foreign_flags().map(|row| self.foreign_info(row)).filter(|f| f.debug_build_word().is_none()),
        );
        all.sort_by_key(|f| f.name);
        all
    }

    /// The known name that resembles an unknown one most: the share of adjacent letter pairs in common must reach 0.7.
    pub fn fuzzy_match(name: &str) -> Option<(&'static str, Type)> {
        let candidates = FlagId::all()
            .map(|id| (id.row().name, id.row().ty))
            .chain(foreign_flags().filter(|f| f.default != "-" || f.ty.is_text()).map(|f| (f.name, f.ty)));
        let mut best = None;
        let mut best_score = 0.7;
        for (candidate, ty) in candidates {
            let score = similarity(candidate.as_bytes(), name.as_bytes());
            if score > best_score || (score == best_score && best.is_none()) {
                best_score = score;
                best = Some((candidate, ty));
            }
        }
        best
    }
}

fn similarity(a: &[u8], b: &[u8]) -> f64 {
    let hits = a.windows(2).filter(|pair| b.windows(2).any(|other| other == *pair)).count();
    2.0 * hits as f64 / (a.len() + b.len()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_table_is_well_formed() {
        let lines = include_str!("hotspot_flags.txt").lines().count();
        let rows: Vec<Foreign> = foreign_flags().collect();
        assert_eq!(rows.len(), lines);
        for row in &rows {
            assert!(FlagId::find(row.name).is_none(), "{} is in both tables", row.name);
            let debug_only = matches!(row.kind, "develop" | "notproduct");
            assert!(debug_only || row.ty.parse_default(row.default).is_some(), "{}", row.name);
            if !row.range.is_empty() {
                let range = Range::parse(row.ty, row.range).unwrap_or_else(|| panic!("{}", row.name));
                assert!(range.contains(&row.default_value()), "{}", row.name);
            }
        }
        assert!(rows.windows(2).all(|w| w[0].name < w[1].name));
    }

    #[test]
    fn similar_names() {
        assert_eq!(FlagTable::fuzzy_match("PrintInlining2"), Some(("PrintInlining", Type::bool)));
        assert_eq!(FlagTable::fuzzy_match("UseG1"), None);
        assert_eq!(FlagTable::fuzzy_match("MaxHeapSiz"), Some(("MaxHeapSize", Type::size_t)));
    }
}
