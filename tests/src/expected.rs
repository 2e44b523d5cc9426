//! The list of expected failures, `tests/expected-failures.txt`.
//!
//! One per line: `area/Name mode reason`, mode `*` for all; `#` starts a comment. A listed
//! program that passes is a failure too, so the list cannot go stale.

use std::fs;
use std::path::Path;

/// One line of the list.
#[derive(Debug)]
pub struct Entry {
    name: String,
    mode: String,
    reason: String,
}

/// The list.
#[derive(Debug, Default)]
pub struct Expected(Vec<Entry>);

impl Expected {
    /// Reads the list.
    pub fn load(file: &Path) -> Result<Expected, String> {
        let text = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
        let lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
        lines.map(parse).collect::<Result<_, _>>().map(Expected)
    }

    /// Why `name` may fail in `mode`, if it may.
    pub fn reason(&self, name: &str, mode: &str) -> Option<&str> {
        let hit = |e: &&Entry| e.name == name && (e.mode == "*" || e.mode == mode);
        self.0.iter().find(hit).map(|e| e.reason.as_str())
    }

    /// Names in the list that no program has.
    pub fn unknown<'a>(&'a self, known: &'a [String]) -> impl Iterator<Item = &'a str> {
        self.0.iter().map(|e| e.name.as_str()).filter(move |n| !known.iter().any(|k| k == n))
    }
}

fn parse(line: &str) -> Result<Entry, String> {
    let mut words = line.splitn(3, char::is_whitespace);
    match (words.next(), words.next(), words.next()) {
        (Some(name), Some(mode), Some(reason)) if !reason.trim().is_empty() => {
            Ok(Entry { name: name.into(), mode: mode.into(), reason: reason.trim().into() })
        }
        _ => Err(format!("expected-failures.txt: needs a name, a mode and a reason: {line}")),
    }
}
