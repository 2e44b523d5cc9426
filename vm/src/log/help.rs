//! The text of `-Xlog:help`.

use super::{Decorators, Level, TAG_SETS, TAGS};

/// Levels, decorators, tags and outputs with examples.
pub fn help() -> String {
    let levels = Level::ALL.map(Level::name).join(", ");
    let decorators = Decorators::NAMES.map(|(name, short)| format!("{name} ({short})")).join(", ");
    let tags = TAGS.join(", ");
    let sets: Vec<String> = TAG_SETS.iter().map(|set| set.join("+")).collect();
    let sets = sets.join(", ");
    format!(
        "-Xlog Usage: -Xlog[:[selections][:[output][:[decorators][:output-options]]]]\n\
         \t selections: tag1[+tag2...][*][=level][,...]\n\
         \t Without the wildcard (*), exactly the given tags match.\n\
         \n\
         Available log levels:\n {levels}\n\
         \n\
         Available log decorators:\n {decorators}\n\
         \u{20}'none' stands for no decoration.\n\
         \n\
         Available log tags:\n {tags}\n\
         \u{20}'all' matches all combinations of tags.\n\
         \n\
         Available tag sets: {sets}\n\
         \n\
         Available log outputs:\n\
         \u{20}stdout/stderr\n\
         \u{20}file=<filename>\n\
         \u{20} %p and %t in the name become the process id and the time of the start.\n\
         \u{20} Output options of files:\n\
         \u{20}  filesize=..  - size at which the file is put aside (suffixes K, M, G; 0: never)\n\
         \u{20}  filecount=.. - number of files put aside (0: none, the file is overwritten)\n\
         \n\
         Examples:\n\
         \u{20}-Xlog                        everything from 'info' up to stdout\n\
         \u{20}-Xlog:gc*                    all about collections\n\
         \u{20}-Xlog:class+load:file=c.txt  loaded classes, to a file\n\
         \u{20}-Xlog:safepoint=debug::uptime,tid\n\
         \u{20}-Xlog:disable -Xlog:gc       nothing but gc, not even warnings\n"
    )
}
