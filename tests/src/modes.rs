//! The modes table: one row per way of running programs, and which programs run in which.
//!
//! | mode | what it is for | programs |
//! |---|---|---|
//! | `int` | the interpreter with the heap that the program asks for | all |
//! | `tiny` | a heap that is hardly larger than what the library needs | all that name no `-Xmx` themselves |
//! | `stress` | a collection at every n-th allocation, the heap checked before and after, freed memory overwritten | all |
//! | `move` | as `stress`, less often, each collection full and moving every object | area `gc` |
//!
//! `EXCELSA_MODES=all` or a list (`EXCELSA_MODES=tiny,move`) picks modes for all programs instead.
//! A program opts out with `// skip MODE: reason`, and says what it needs with `// tiny: SIZE`, `// stress: N`
//! (see [`crate::program`]).

use crate::program::Program;

/// One way of running Excelsa.
#[derive(Debug, Clone, Copy)]
pub struct Mode {
    /// Short name, the part after `@` in a trial's name.
    pub name: &'static str,
    /// VM options that select the mode; `{heap}` and `{n}` stand for what the program needs.
    pub vm_args: &'static [&'static str],
    /// The nearest that HotSpot has, for running the suite against itself.
    pub hotspot_args: &'static [&'static str],
    /// Areas whose programs run in this mode by default, all if empty.
    pub areas: &'static [&'static str],
    /// The default for `{n}`: allocations from one collection to the next.
    pub allocations: u64,
    /// By how much the time limit grows.
    pub slower: u32,
}

/// The default for `{heap}`.
const TINY_HEAP: &str = "24m";

/// All modes.
pub const MODES: &[Mode] = &[
    Mode {
        name: "int",
        vm_args: &["-Xint"],
        hotspot_args: &["-Xint"],
        areas: &[],
        allocations: 0,
        slower: 1,
    },
    Mode {
        name: "tiny",
        vm_args: &["-Xint", "-Xmx{heap}"],
        hotspot_args: &["-Xint", "-XX:+UseSerialGC", "-Xmx{heap}"],
        areas: &[],
        allocations: 0,
        slower: 2,
    },
    Mode {
        name: "stress",
        vm_args: &[
            "-Xint",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:GCStressAllocations={n}",
            "-XX:+VerifyBeforeGC",
            "-XX:+VerifyAfterGC",
            "-XX:+ZapUnusedHeapArea",
        ],
        hotspot_args: &["-Xint", "-Xmn2m"],
        areas: &[],
        allocations: 1000,
        slower: 5,
    },
    Mode {
        name: "move",
        vm_args: &[
            "-Xint",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:GCStressAllocations={n}",
            "-XX:GCStressFullEvery=1",
            "-XX:+GCStressAlwaysMove",
            "-XX:+VerifyAfterGC",
            "-XX:+ZapUnusedHeapArea",
        ],
        hotspot_args: &["-Xint", "-Xmn4m"],
        areas: &["gc"],
        allocations: 5000,
        slower: 5,
    },
];

impl Mode {
    /// Whether `program` runs in this mode; `picked` is the value of `EXCELSA_MODES`.
    pub fn wants(&self, program: &Program, picked: Option<&str>) -> bool {
        let area = program.name.split('/').next().unwrap_or_default();
        let asked = match picked {
            None => self.areas.is_empty() || self.areas.contains(&area),
            Some("all") => true,
            Some(list) => list.split(',').any(|name| name == self.name),
        };
        // With the program's own heap it would be the mode `int` again.
        let sized = self.vm_args.iter().any(|o| o.starts_with("-Xmx"))
            && program.vm.iter().any(|o| o.starts_with("-Xmx"));
        asked && !sized && !program.skip.iter().any(|(mode, _)| mode == self.name)
    }

    /// The mode's options for `program`, on Excelsa or on HotSpot.
    pub fn options(&self, program: &Program, hotspot: bool) -> Vec<String> {
        let heap = program.tiny.as_deref().unwrap_or(TINY_HEAP);
        let n = program.stress.map_or(self.allocations, |n| n * self.allocations / 1000);
        let given = if hotspot { self.hotspot_args } else { self.vm_args };
        given.iter().map(|o| o.replace("{heap}", heap).replace("{n}", &n.to_string())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::MODES;
    use crate::program::Program;

    #[test]
    fn options_of_programs() {
        let mut program = Program::new("gc/A", "A");
        let tiny = MODES.iter().find(|m| m.name == "tiny").expect("a mode");
        let stress = MODES.iter().find(|m| m.name == "stress").expect("a mode");
        assert_eq!(tiny.options(&program, false), ["-Xint", "-Xmx24m"]);
        assert!(
            tiny.wants(&program, None)
                && stress.wants(&program, None)
                && !stress.wants(&program, Some("tiny"))
        );
        program.vm.push("-Xmx1g".into());
        program.stress = Some(4000);
        assert!(!tiny.wants(&program, Some("all")));
        assert!(stress.options(&program, false).contains(&"-XX:GCStressAllocations=4000".to_owned()));
        program.skip.push(("stress".into(), "a reason".into()));
        assert!(!stress.wants(&program, None));
    }
}
