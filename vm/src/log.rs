//! Unified logging: `-Xlog` selections, levels, outputs and decorations in HotSpot's format.
//!
//! Code logs with [`log!`](crate::log!): `log!(info, [class, load], "{name} source: {url}")`. Each combination of tags is a row
//! of [`TAG_SETS`] (one that is missing does not compile) and has one atomic byte: the least level that any output wants. When
//! that is not reached, the statement costs a load and a predictable branch. The byte orders nothing: a message that races with a
//! reconfiguration may come or not.

mod help;
mod output;
mod request;

pub use help::help;
pub use output::{apply, level_on_stdout, uptime};
pub use request::{Decorators, Request, Selection};

use std::fmt::Arguments;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

/// How important a message is; outputs take a level and all above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Level {
    /// Every step.
    Trace = 1,
    /// For those who work on the VM.
    Debug,
    /// For users who want to know more.
    Info,
    /// Printed by default.
    Warning,
    /// Printed by default.
    Error,
    /// No messages.
    Off,
}

impl Level {
    /// In the order of the help text.
    pub const ALL: [Level; 6] =
        [Level::Off, Level::Trace, Level::Debug, Level::Info, Level::Warning, Level::Error];

    /// As in `-Xlog`.
    pub fn name(self) -> &'static str {
        match self {
            Level::Trace => "trace",
            Level::Debug => "debug",
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Error => "error",
            Level::Off => "off",
        }
    }

    fn from_name(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|l| l.name().eq_ignore_ascii_case(name))
    }
}

/// Levels under the names that [`log!`](crate::log!) takes.
#[allow(non_upper_case_globals)]
pub mod level {
    use super::Level;
    /// [`Level::Trace`]
    pub const trace: Level = Level::Trace;
    /// [`Level::Debug`]
    pub const debug: Level = Level::Debug;
    /// [`Level::Info`]
    pub const info: Level = Level::Info;
    /// [`Level::Warning`]
    pub const warning: Level = Level::Warning;
    /// [`Level::Error`]
    pub const error: Level = Level::Error;
}

/// All tags that `-Xlog` accepts, those of HotSpot 17.
#[rustfmt::skip]
pub const TAGS: &[&str] = &[
    "add", "age", "alloc", "annotation", "arguments", "attach", "barrier", "biasedlocking", "blocks", "bot", "breakpoint",
    "bytecode", "cds", "census", "class", "classhisto", "cleanup", "codecache", "compaction", "compilation", "condy",
    "constantpool", "constraints", "container", "coops", "cpu", "cset", "data", "datacreation", "dcmd", "decoder",
    "defaultmethods", "director", "dump", "dynamic", "ergo", "event", "exceptions", "exit", "fingerprint", "free", "freelist",
    "gc", "handshake", "hashtables", "heap", "humongous", "ihop", "iklass", "indy", "init", "inlining", "install",
    "interpreter", "itables", "jfr", "jit", "jni", "jvmci", "jvmti", "lambda", "library", "liveness", "load", "loader",
    "logging", "malloc", "map", "mark", "marking", "membername", "memops", "metadata", "metaspace", "methodcomparator",
    "methodhandles", "mirror", "mmu", "module", "monitorinflation", "monitormismatch", "nestmates", "nmethod", "nmt",
    "normalize", "numa", "objecttagging", "obsolete", "oldobject", "oom", "oopmap", "oops", "oopstorage", "os", "owner",
    "pagesize", "parser", "patch", "path", "perf", "periodic", "phases", "plab", "placeholders", "preorder", "preview",
    "promotion", "protectiondomain", "ptrqueue", "purge", "record", "redefine", "ref", "refine", "region", "reloc", "remset",
    "resolve", "safepoint", "sampling", "scavenge", "sealed", "setting", "smr", "stackbarrier", "stackmap", "stacktrace",
    "stackwalk", "start", "startup", "startuptime", "state", "stats", "streaming", "stringdedup", "stringtable", "subclass",
    "survivor", "suspend", "sweep", "symboltable", "system", "table", "task", "thread", "throttle", "time", "timer", "tlab",
    "tracking", "trimnative", "unload", "unshareable", "update", "valuebasedclasses", "verification", "verify", "vmmutex",
    "vmoperation", "vmthread", "vtables", "vtablestubs", "workgang",
];

/// The combinations of tags that messages of this VM carry, tags in the order of the label.
#[rustfmt::skip]
pub const TAG_SETS: &[&[&str]] = &[
    &["logging"],
    &["arguments"],
    &["attach"],
    &["class", "init"],
    &["class", "load"],
    &["class", "loader", "constraints"],
    &["class", "loader", "data"],
    &["class", "path"],
    &["class", "preorder"],
    &["class", "preview"],
    &["class", "resolve"],
    &["class", "unload"],
    &["codecache"],
    &["constantpool"],
    &["defaultmethods"],
    &["exceptions"],
    &["gc"],
    &["gc", "age"],
    &["gc", "alloc"],
    &["gc", "cpu"],
    &["gc", "ergo"],
    &["gc", "heap"],
    &["gc", "heap", "exit"],
    &["gc", "init"],
    &["gc", "marking"],
    &["gc", "metaspace"],
    &["gc", "phases"],
    &["gc", "phases", "ref"],
    &["gc", "phases", "start"],
    &["gc", "promotion"],
    &["gc", "ref"],
    &["gc", "region"],
    &["gc", "start"],
    &["gc", "stringtable"],
    &["gc", "task"],
    &["gc", "tlab"],
    &["gc", "verify"],
    &["handshake"],
    &["interpreter"],
    &["itables"],
    &["jit", "codecache"],
    &["jit", "compilation"],
    &["jit", "inlining"],
    &["jni", "resolve"],
    &["membername"],
    &["methodhandles"],
    &["module"],
    &["module", "load"],
    &["module", "patch"],
    &["module", "unload"],
    &["monitorinflation"],
    &["oopmap"],
    &["os"],
    &["os", "thread"],
    &["protectiondomain"],
    &["safepoint"],
    &["safepoint", "stats"],
    &["stackwalk"],
    &["startuptime"],
    &["stringtable"],
    &["symboltable"],
    &["thread", "smr"],
    &["verification"],
    &["vmoperation"],
    &["vtables"],
    &["init"],
];

/// The least level that an output wants, for each row of [`TAG_SETS`].
static LEVELS: [AtomicU8; TAG_SETS.len()] = [const { AtomicU8::new(Level::Warning as u8) }; TAG_SETS.len()];

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut i = 0;
    while i < a.len() && i < b.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    a.len() == b.len()
}

/// The row of [`TAG_SETS`] with exactly these tags in this order; evaluated at compile time by [`log!`](crate::log!).
///
/// # Panics
/// When there is no such row.
pub const fn index_of(tags: &[&str]) -> usize {
    let mut set = 0;
    while set < TAG_SETS.len() {
        let row = TAG_SETS[set];
        let mut i = 0;
        while i < row.len() && i < tags.len() && same(row[i], tags[i]) {
            i += 1;
        }
        if i == row.len() && i == tags.len() {
            return set;
        }
        set += 1;
    }
    panic!("these tags are not a row of log::TAG_SETS")
}

/// Whether any output wants messages of this tag set and level.
#[inline(always)]
pub fn enabled(set: usize, level: Level) -> bool {
    LEVELS[set].load(Ordering::Relaxed) <= level as u8
}

/// Writes to all outputs that want the message. [`log!`](crate::log!) is the way to call it.
#[cold]
pub fn write(set: usize, level: Level, message: Arguments) {
    output::write(set, level, Duration::ZERO, message);
}

/// As [`write`], decorated with the time `when`, which has passed.
#[cold]
pub fn write_at(set: usize, level: Level, when: Instant, message: Arguments) {
    output::write(set, level, when.elapsed(), message);
}

/// Logs a message: level, tags in brackets, format string and arguments. The arguments are only evaluated when some output
/// wants the message. `info @ instant` decorates the message with a time that has passed.
#[macro_export]
macro_rules! log {
    ($level:ident @ $when:expr, [$($tag:tt),+ $(,)?], $($message:tt)+) => {{
        const SET: usize = $crate::log::index_of(&[$(stringify!($tag)),+]);
        if $crate::log::enabled(SET, $crate::log::level::$level) {
            $crate::log::write_at(SET, $crate::log::level::$level, $when, format_args!($($message)+));
        }
    }};
    ($level:ident, [$($tag:tt),+ $(,)?], $($message:tt)+) => {{
        const SET: usize = $crate::log::index_of(&[$(stringify!($tag)),+]);
        if $crate::log::enabled(SET, $crate::log::level::$level) {
            $crate::log::write(SET, $crate::log::level::$level, format_args!($($message)+));
        }
    }};
}

/// Whether a message of this level and these tags would be written: for work that only serves a message.
#[macro_export]
macro_rules! log_enabled {
    ($level:ident, [$($tag:tt),+ $(,)?]) => {{
        const SET: usize = $crate::log::index_of(&[$(stringify!($tag)),+]);
        $crate::log::enabled(SET, $crate::log::level::$level)
    }};
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_agree() {
        assert!(TAGS.windows(2).all(|w| w[0] < w[1]));
        for (i, row) in TAG_SETS.iter().enumerate() {
            assert!(row.iter().all(|tag| TAGS.contains(tag)), "{row:?}");
            assert_eq!(index_of(row), i, "{row:?} is listed twice");
        }
    }

    #[test]
    fn warnings_are_on_and_infos_off() {
        assert!(log_enabled!(warning, [gc, ref]));
        assert!(!log_enabled!(trace, [gc, ref]));
        // The arguments are not evaluated.
        log!(trace, [gc, ref], "{}", unreachable_argument());
    }

    fn unreachable_argument() -> u32 {
        panic!("evaluated although the level is off")
    }
}
