//! The modes table: one row per way of running programs, and which programs run in which.
//!
//! | mode | what it is for | programs |
//! |---|---|---|
//! | `int` | the interpreter with the heap that the program asks for | all |
//! | `tiny` | a heap that is hardly larger than what the library needs | all that name no `-Xmx` themselves |
//! | `stress` | a collection at every n-th allocation, the heap checked before and after, freed memory overwritten | all |
//! | `move` | as `stress`, less often, each collection full and moving every object | area `gc` |
//! | `default` | compilation as a user gets it | all |
//! | `comp` | every method compiled before its first call, first compiler | all |
//! | `comp4` | as `comp`, at the highest level | where code is what matters |
//! | `thresh1` | counters that trip at once, in calls and in loops, the caller waiting: interpreter and compiled code mix | all |
//! | `random` | counters that trip at random, compilation in the background | where code is what matters |
//! | `tinycache` | a code cache that is too small for what is compiled | where code is what matters |
//! | `compgc` | `comp` with the collections of `stress` | where code and heap meet |
//! | `deopt` | compiled activations that are left again and again | where code is what matters |
//!
//! `EXCELSA_MODES=all` or a list (`EXCELSA_MODES=tiny,move`) picks modes for all programs instead; `EXCELSA_MODES=jit` stands for
//! the compiling modes, each with its own areas.
//! A program opts out with `// skip MODE: reason`, and says what it needs with `// tiny: SIZE`, `// stress: N`
//! (see [`crate::program`]).

use crate::program::Program;

/// One way of running Excelsa.
#[derive(Debug, Clone, Copy)]
pub struct Mode {
    /// Short name, the part after `@` in a trial's name.
    pub name: &'static str,
    /// VM options that select the mode; `{heap}` and `{n}` stand for what the program needs, `{seed}` for a number of its own.
    pub vm_args: &'static [&'static str],
    /// The nearest that HotSpot has, for running the suite against itself.
    pub hotspot_args: &'static [&'static str],
    /// Areas whose programs run in this mode by default, all if empty.
    pub areas: &'static [&'static str],
    /// The default for `{n}`: allocations from one collection to the next.
    pub allocations: u64,
    /// By how much the time limit grows.
    pub slower: u32,
    /// Whether methods are compiled.
    pub jit: bool,
}

/// The compiling modes that run when no modes are picked; the others take too long for every run.
const JIT_BY_DEFAULT: &[&str] = &["default", "thresh1"];
/// Modes with collections at allocations: what cannot stand mode `stress` cannot stand these.
const STRESSING: &[&str] = &["compgc", "lazy"];

/// Areas for modes that ask what compiled code does.
const CODE: &[&str] = &["jit", "bytecode", "calls", "invoke", "programs", "traces"];
/// Areas for compiled code and collections.
const CODE_AND_HEAP: &[&str] = &["jit", "bytecode", "calls", "gc", "invoke", "programs", "threads"];

/// Counters that trip at the first call, and in a loop's first rounds.
macro_rules! low_thresholds {
    ($($more:literal),*) => {
        &[
            $($more,)*
            "-XX:Tier0InvokeNotifyFreqLog=0",
            "-XX:Tier0BackedgeNotifyFreqLog=0",
            "-XX:Tier2InvokeNotifyFreqLog=0",
            "-XX:Tier2BackedgeNotifyFreqLog=0",
            "-XX:Tier3InvokeNotifyFreqLog=0",
            "-XX:Tier3BackedgeNotifyFreqLog=0",
            "-XX:Tier3InvocationThreshold=1",
            "-XX:Tier3MinInvocationThreshold=1",
            "-XX:Tier3CompileThreshold=2",
            "-XX:Tier3BackEdgeThreshold=3",
            "-XX:Tier4InvocationThreshold=20",
            "-XX:Tier4MinInvocationThreshold=10",
            "-XX:Tier4CompileThreshold=30",
            "-XX:Tier4BackEdgeThreshold=60",
        ]
    };
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
        jit: false,
    },
    Mode {
        name: "tiny",
        vm_args: &["-Xint", "-Xmx{heap}"],
        hotspot_args: &["-Xint", "-XX:+UseSerialGC", "-Xmx{heap}"],
        areas: &[],
        allocations: 0,
        slower: 2,
        jit: false,
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
        jit: false,
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
        jit: false,
    },
    Mode {
        name: "default",
        vm_args: &[],
        hotspot_args: &[],
        areas: &[],
        allocations: 0,
        slower: 1,
        jit: true,
    },
    Mode {
        name: "comp",
        vm_args: &["-Xcomp", "-XX:TieredStopAtLevel=1"],
        hotspot_args: &["-Xcomp", "-XX:TieredStopAtLevel=1"],
        areas: &[],
        allocations: 0,
        slower: 3,
        jit: true,
    },
    Mode {
        name: "comp4",
        vm_args: &["-Xcomp"],
        hotspot_args: &["-Xcomp"],
        areas: CODE,
        allocations: 0,
        slower: 5,
        jit: true,
    },
    Mode {
        name: "thresh1",
        vm_args: low_thresholds!("-Xbatch"),
        hotspot_args: low_thresholds!("-Xbatch"),
        areas: &[],
        allocations: 0,
        slower: 3,
        jit: true,
    },
    Mode {
        name: "random",
        vm_args: &[
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:+StressCompileThresholds",
            "-XX:StressSeed={seed}",
            "-XX:CompileThresholdScaling=0.05",
        ],
        hotspot_args: low_thresholds!(),
        areas: CODE,
        allocations: 0,
        slower: 3,
        jit: true,
    },
    Mode {
        name: "tinycache",
        vm_args: low_thresholds!("-XX:+UnlockDiagnosticVMOptions", "-XX:ReservedCodeCacheSize=256k"),
        hotspot_args: low_thresholds!("-XX:ReservedCodeCacheSize=3m"),
        areas: CODE,
        allocations: 0,
        slower: 5,
        jit: true,
    },
    Mode {
        name: "compgc",
        vm_args: &[
            "-Xcomp",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:GCStressAllocations={n}",
            "-XX:+VerifyBeforeGC",
            "-XX:+VerifyAfterGC",
            "-XX:+ZapUnusedHeapArea",
        ],
        hotspot_args: &["-Xcomp", "-XX:TieredStopAtLevel=1", "-Xmn2m"],
        areas: CODE_AND_HEAP,
        allocations: 1000,
        slower: 8,
        jit: true,
    },
    Mode {
        name: "lazy",
        vm_args: &[
            "-Xcomp",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:GCStressAllocations={n}",
            "-XX:+GCStressDeoptimizes",
            "-XX:+VerifyAfterGC",
        ],
        hotspot_args: &["-Xcomp", "-XX:TieredStopAtLevel=1", "-Xmn2m"],
        areas: CODE,
        allocations: 500,
        slower: 8,
        jit: true,
    },
    Mode {
        name: "deopt",
        vm_args: low_thresholds!(
            "-Xbatch",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:DeoptimizeOften=50",
            "-XX:StressSeed={seed}"
        ),
        hotspot_args: low_thresholds!("-Xbatch", "-XX:+UnlockDiagnosticVMOptions"),
        areas: CODE,
        allocations: 0,
        slower: 5,
        jit: true,
    },
];

impl Mode {
    /// The mode called `name`.
    pub fn named(name: &str) -> Option<&'static Mode> {
        MODES.iter().find(|m| m.name == name)
    }

    /// Whether `program` runs in this mode; `picked` is the value of `EXCELSA_MODES`.
    pub fn wants(&self, program: &Program, picked: Option<&str>) -> bool {
        let area = program.name.split('/').next().unwrap_or_default();
        let usual = self.areas.is_empty() || self.areas.contains(&area);
        let asked = match picked {
            None => usual && (!self.jit || JIT_BY_DEFAULT.contains(&self.name)),
            Some("jit") => usual && self.jit,
            Some("all") => true,
            Some(list) => list.split(',').any(|name| name == self.name),
        };
        // With the program's own heap it would be the mode `int` again.
        let sized = self.vm_args.iter().any(|o| o.starts_with("-Xmx"))
            && program.vm.iter().any(|o| o.starts_with("-Xmx"));
        let stands = |mode: &str| mode != self.name && !(mode == "stress" && STRESSING.contains(&self.name));
        asked && !sized && program.skip.iter().all(|(mode, _)| stands(mode))
    }

    /// The mode's options for `program`, on Excelsa or on HotSpot.
    pub fn options(&self, program: &Program, hotspot: bool) -> Vec<String> {
        let heap = program.tiny.as_deref().unwrap_or(TINY_HEAP);
        let n = program.stress.map_or(self.allocations, |n| n * self.allocations / 1000);
        let given = if hotspot { self.hotspot_args } else { self.vm_args };
        // Each program has a seed of its own, the same in every run.
        let seed = (program.hash % 100_000).to_string();
        let fill =
            |o: &&str| o.replace("{heap}", heap).replace("{n}", &n.to_string()).replace("{seed}", &seed);
        given.iter().map(fill).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Mode;
    use crate::program::Program;

    #[test]
    fn options_of_programs() {
        let mut program = Program::new("gc/A", "A");
        let tiny = Mode::named("tiny").expect("a mode");
        let stress = Mode::named("stress").expect("a mode");
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
