//! Counts of compilations and deoptimisations, from the lines of `-XX:+PrintCompilation`, which HotSpot and Excelsa print alike.
//!
//! ```text
//!     155    5 %     3       java.lang.String::isLatin1 @ 4 (19 bytes)   made not entrant
//!   time   id flags level    method, loop, size
//! ```

use std::collections::BTreeMap;

pub const OPTION: &str = "-XX:+PrintCompilation";

/// The counters of a process by what it printed.
///
/// Code of level 3 that is not entered any more was replaced by that of level 4; only for the last levels, 1 and 4, it is a deoptimisation.
pub fn count(output: &str) -> BTreeMap<String, f64> {
    let names = ["compilations", "OSR compilations", "level 4", "deoptimised"];
    let mut counters: BTreeMap<String, f64> = names.iter().map(|n| ((*n).to_owned(), 0.0)).collect();
    let mut add = |name: &str| *counters.get_mut(name).expect("a name of the list") += 1.0;
    for line in output.lines().filter_map(parse) {
        match line {
            Line { level: Some(0), .. } => {}
            Line { not_entrant: true, level: None | Some(1 | 4), .. } => add("deoptimised"),
            Line { ended: true, .. } => {}
            Line { level, osr, .. } => {
                add("compilations");
                if osr {
                    add("OSR compilations");
                }
                if level == Some(4) {
                    add("level 4");
                }
            }
        }
    }
    counters
}

#[derive(Debug, PartialEq)]
struct Line {
    /// `None` without tiers.
    level: Option<u8>,
    osr: bool,
    not_entrant: bool,
    /// It is about code that was there, or a compilation that was given up.
    ended: bool,
}

fn parse(line: &str) -> Option<Line> {
    let mut words = line.split_whitespace();
    let _time: u64 = words.next()?.parse().ok()?;
    let _id: u64 = words.next()?.parse().ok()?;
    let mut word = words.next()?;
    let is_flags = |w: &str| w.chars().all(|c| "%s!bn".contains(c));
    let mut osr = false;
    while is_flags(word) {
        osr |= word.contains('%');
        word = words.next()?;
    }
    let level = word.parse().ok().filter(|level| *level <= 4);
    let method = if level.is_some() { words.next()? } else { word };
    method.contains("::").then(|| Line {
        level,
        osr,
        not_entrant: line.ends_with("made not entrant"),
        ended: line.contains("   made ") || line.contains("COMPILE SKIPPED"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_both_machines() {
        let text = "\
     65    1       3       java.lang.Object::<init> (1 bytes)
     70    2     n 0       java.lang.System::arraycopy (native)   (static)
     71    3 %     4       Fib::run @ 2 (34 bytes)
     72    4   !b  4       A::b (7 bytes)
     74    1       3       java.lang.Object::<init> (1 bytes)   made not entrant
     80    3 %     4       Fib::run @ 2 (34 bytes)   made not entrant
     81    3 %     4       Fib::run @ 2 (34 bytes)   made zombie
42 is the answer, it was 41
";
        let c = count(text);
        let numbers = ["compilations", "OSR compilations", "level 4", "deoptimised"].map(|n| c[n]);
        assert_eq!(numbers, [3.0, 1.0, 2.0, 1.0]);
        // Without tiers.
        assert_eq!(
            count("  12  1  b   A::b (3 bytes)\n  13  1  b   A::b (3 bytes)   made not entrant")["deoptimised"],
            1.0
        );
    }
}
