//! The tier policy: a pure function from what is known of a method to what is to be done with it.
//!
//! ```text
//!   0 interpreter ──▶ 3 quick code with counters ──▶ 4 optimised code      the usual way
//!        │      └───▶ 2 the same, while the compilers of level 4 are behind ──▶ 4
//!        │      └───▶ 4 when the interpreter has counted enough, or level 3 cannot compile it
//!        └──────────▶ 1 full-quality code without counters: trivial methods, and all with TieredStopAtLevel=1
//! ```
//! The rules are HotSpot's (`compilationPolicy.cpp`). Its thresholds are not: they fit an interpreter that takes several times as
//! long for a call. Quick compilation of a bytecode takes as long as some thousand executions of it by ours, so methods stay there ten times
//! as long, and at level 3 twice as long. Thresholds grow with the load of the compilers: at a queue of
//! `Tier?LoadFeedback` methods for each compiler thread they double. Code of levels 2 and 3 is the same here (both only count), so
//! that a method at level 2 goes to level 4 without passing level 3.

/// Level of execution.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Default)]
#[repr(u8)]
pub enum Level {
    #[default]
    Interpreter = 0,
    /// Full-quality code without counters.
    Simple = 1,
    /// Quick code with counters.
    Limited = 2,
    /// Quick code with counters.
    Profiled = 3,
    /// Optimised code.
    Full = 4,
}

impl Level {
    /// The level of this number; numbers beyond mean the highest.
    pub fn of(number: i64) -> Level {
        match number {
            ..=0 => Level::Interpreter,
            1 => Level::Simple,
            2 => Level::Limited,
            3 => Level::Profiled,
            _ => Level::Full,
        }
    }

    /// Whether its code counts, and reports to [`super::event`].
    pub fn counts(self) -> bool {
        matches!(self, Level::Limited | Level::Profiled)
    }

    /// The compiler that makes its code.
    pub fn compiler(self) -> CompilerKind {
        if self == Level::Full { CompilerKind::Full } else { CompilerKind::Quick }
    }
}

/// Each has its own queue and threads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(usize)]
pub enum CompilerKind {
    /// Levels 1 to 3: HotSpot's C1.
    Quick = 0,
    /// Level 4: HotSpot's C2.
    Full = 1,
}

impl CompilerKind {
    pub const ALL: [CompilerKind; 2] = [CompilerKind::Quick, CompilerKind::Full];
}

/// Which levels there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Mode {
    /// All.
    #[default]
    Tiered,
    /// 0 and 1 (`-XX:TieredStopAtLevel=1`).
    QuickOnly,
    /// 0 and 4 (`-XX:-TieredCompilation`).
    HighOnly,
}

/// When a method is hot enough.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Thresholds {
    /// Invocations.
    pub invocation: f64,
    /// Invocations, if there are [`Self::compile`] invocations and iterations together.
    pub min_invocation: f64,
    pub compile: f64,
    /// Iterations, for OSR.
    pub back_edge: f64,
}

/// The flags that the policy depends on.
#[derive(Clone, Debug, Default)]
pub struct Config {
    pub mode: Mode,
    /// Highest level, [`Level::Interpreter`] when nothing is compiled.
    pub highest: Level,
    pub tier3: Thresholds,
    pub tier4: Thresholds,
    /// Tasks for each thread at which thresholds double.
    pub tier3_load_feedback: f64,
    pub tier4_load_feedback: f64,
    /// Tasks for each thread of level 4 beyond which level 2 is chosen in place of 3.
    pub tier3_delay_on: f64,
    /// Factor of tier 3 thresholds from which on a method is old: the load does not matter then.
    pub old_factor: f64,
    /// Factor of tier 3 thresholds from which on the interpreter's counts stand for those of level 3.
    pub profile_factor: f64,
    /// Reciprocal of the free part of the code cache beyond which thresholds of level 3 grow.
    pub increase_at_ratio: f64,
    /// Compiler threads, by [`CompilerKind`].
    pub threads: [usize; 2],
    pub use_osr: bool,
}

/// What has been counted of a method.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counters {
    pub invocations: u32,
    pub back_edges: u32,
    /// What the counters were when the count for level 4 began; `None`: it has not.
    pub start: Option<(u32, u32)>,
}

impl Counters {
    /// Counts for level 4.
    fn since_start(&self) -> Option<(u32, u32)> {
        let (i, b) = self.start?;
        Some((self.invocations.saturating_sub(i), self.back_edges.saturating_sub(b)))
    }
}

/// What there is to do for the compilers.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Load {
    /// Tasks that wait, by [`CompilerKind`].
    pub queued: [usize; 2],
    /// Size of the code cache divided by what is free of it.
    pub reverse_free_ratio: f64,
}

impl Default for Load {
    fn default() -> Load {
        Load { queued: [0, 0], reverse_free_ratio: 1.0 }
    }
}

/// What is known of a method beside its counters.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Facts {
    /// A getter, setter or constant: as good at level 1 as at any.
    pub trivial: bool,
    /// Compilers, by [`CompilerKind`], that may compile it, and for OSR.
    pub compilable: [bool; 2],
    pub osr_compilable: [bool; 2],
    /// Highest level of OSR code that it has.
    pub osr_level: Level,
    /// `CompileThresholdScaling` of the method.
    pub scale: f64,
}

impl Default for Facts {
    fn default() -> Facts {
        Facts {
            trivial: false,
            compilable: [true; 2],
            osr_compilable: [true; 2],
            osr_level: Level::Interpreter,
            scale: 1.0,
        }
    }
}

/// Which counter has come to a notification value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    /// The method is being invoked.
    Call,
    /// An iteration of a loop.
    Loop,
}

/// What the policy decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    None,
    /// Compile the method.
    Compile(Level),
    /// Compile it for being entered in the loop.
    Osr(Level),
}

/// What to do with a method that runs at level `now`.
pub fn decide(
    config: &Config,
    event: Event,
    counters: &Counters,
    load: &Load,
    now: Level,
    facts: &Facts,
) -> Action {
    let p = Policy { config, counters, load, facts };
    match event {
        Event::Call => p.compile(p.call_level(now), now),
        Event::Loop if !config.use_osr => Action::None,
        Event::Loop => p.osr(p.loop_level(now), now),
    }
}

/// The level that a method is compiled at before it has run (`-Xcomp`).
pub fn initial_level(config: &Config, facts: &Facts) -> Action {
    let level = match config.mode {
        Mode::Tiered => Level::Profiled,
        Mode::QuickOnly => Level::Simple,
        Mode::HighOnly => Level::Full,
    };
    let p = Policy { config, counters: &Counters::default(), load: &Load::default(), facts };
    p.compile(p.limit(level), Level::Interpreter)
}

/// Whether the interpreter's counts are to stand for those of level 3 from now on.
pub fn starts_profile(config: &Config, counters: &Counters, facts: &Facts) -> bool {
    let p = Policy { config, counters, load: &Load::default(), facts };
    config.mode != Mode::QuickOnly && p.reaches_tier3(config.profile_factor)
}

/// Whether a method is so hot that neither load nor age of its task matter.
pub fn is_old(config: &Config, counters: &Counters, facts: &Facts) -> bool {
    Policy { config, counters, load: &Load::default(), facts }.reaches_tier3(config.old_factor)
}

#[derive(Clone, Copy)]
struct Policy<'a> {
    config: &'a Config,
    counters: &'a Counters,
    load: &'a Load,
    facts: &'a Facts,
}

impl Policy<'_> {
    /// The next lower level that there is.
    fn limit(&self, level: Level) -> Level {
        let level = level.min(self.config.highest);
        match self.config.mode {
            Mode::Tiered => level,
            Mode::QuickOnly => level.min(Level::Simple),
            Mode::HighOnly if level == Level::Full => level,
            Mode::HighOnly => Level::Interpreter,
        }
    }

    fn is_over(&self, event: Event, t: &Thresholds, (i, b): (u32, u32), scale: f64) -> bool {
        let (i, b) = (f64::from(i), f64::from(b));
        let k = scale * self.facts.scale;
        match event {
            Event::Call => i >= t.invocation * k || (i >= t.min_invocation * k && i + b >= t.compile * k),
            Event::Loop => b >= t.back_edge * k,
        }
    }

    fn reaches_tier3(&self, factor: f64) -> bool {
        let counts = (self.counters.invocations, self.counters.back_edges);
        [Event::Call, Event::Loop].iter().any(|&e| self.is_over(e, &self.config.tier3, counts, factor))
    }

    /// Factor of the thresholds of a compiler by its load.
    fn load_factor(&self, compiler: CompilerKind, feedback: f64) -> f64 {
        let threads = self.config.threads[compiler as usize];
        if threads == 0 {
            return 1.0;
        }
        let mut k = self.load.queued[compiler as usize] as f64 / (feedback * threads as f64).max(1.0) + 1.0;
        let full = self.load.reverse_free_ratio;
        if compiler == CompilerKind::Quick
            && self.config.mode == Mode::Tiered
            && full > self.config.increase_at_ratio
        {
            k *= (full - self.config.increase_at_ratio).exp();
        }
        k
    }

    /// Whether the counts for level 4 suffice.
    fn is_profiled(&self, event: Event) -> bool {
        let k = self.load_factor(CompilerKind::Full, self.config.tier4_load_feedback);
        self.counters.since_start().is_some_and(|c| self.is_over(event, &self.config.tier4, c, k))
    }

    /// The level that follows on `now` by the counters that `event` looks at.
    fn next(&self, event: Event, now: Level, heeds_load: bool) -> Level {
        // called from the interpreter, their code is no faster than being interpreted: there is no hurry
        let is_due = now != Level::Interpreter || self.reaches_tier3(1.0);
        let next = if self.facts.trivial && is_due {
            if self.config.mode == Mode::HighOnly { Level::Full } else { Level::Simple }
        } else {
            match now {
                Level::Interpreter => self.after_interpreter(event, heeds_load),
                Level::Limited | Level::Profiled if self.is_profiled(event) => Level::Full,
                now => now,
            }
        };
        if next == now { now } else { self.limit(next) }
    }

    fn after_interpreter(&self, event: Event, heeds_load: bool) -> Level {
        if self.is_profiled(event) {
            let level = self.limit(Level::Full);
            // below level 4 that says nothing
            if level == Level::Full {
                return level;
            }
        }
        let c = self.config;
        let k = self.load_factor(CompilerKind::Quick, c.tier3_load_feedback);
        let counts = (self.counters.invocations, self.counters.back_edges);
        if c.mode == Mode::HighOnly || !self.is_over(event, &c.tier3, counts, k) {
            return Level::Interpreter;
        }
        let full = CompilerKind::Full as usize;
        if heeds_load && self.load.queued[full] as f64 > c.tier3_delay_on * c.threads[full] as f64 {
            Level::Limited
        } else {
            Level::Profiled
        }
    }

    fn call_level(&self, now: Level) -> Level {
        let next = self.next(Event::Call, now, !self.reaches_tier3(self.config.old_factor));
        // A method with better code for a loop shall get it for its entry as well: no OSR at each invocation.
        let osr = self.facts.osr_level.min(self.next(Event::Loop, now, false));
        next.max(osr)
    }

    fn loop_level(&self, now: Level) -> Level {
        let next = self.next(Event::Loop, now, false);
        let osr = self.facts.osr_level.min(next);
        if now == Level::Interpreter && osr > now { osr } else { next }
    }

    fn compile(&self, next: Level, now: Level) -> Action {
        match self.compilable(next, self.facts.compilable) {
            Some(level) if level != now && level != Level::Interpreter => Action::Compile(level),
            _ => Action::None,
        }
    }

    fn osr(&self, next: Level, now: Level) -> Action {
        match self.compilable(next, self.facts.osr_compilable) {
            Some(level) if level != now && level != Level::Interpreter => Action::Osr(level),
            _ => Action::None,
        }
    }

    /// The level itself, or level 1 when level 4 cannot compile the method. What level 3 cannot compile is counted in the
    /// interpreter until level 4 is due.
    fn compilable(&self, level: Level, can: [bool; 2]) -> Option<Level> {
        if can[level.compiler() as usize] {
            Some(level)
        } else if level == Level::Full
            && self.config.mode == Mode::Tiered
            && can[CompilerKind::Quick as usize]
        {
            Some(Level::Simple)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// HotSpot's defaults.
    fn config() -> Config {
        Config {
            mode: Mode::Tiered,
            highest: Level::Full,
            tier3: Thresholds {
                invocation: 200.0,
                min_invocation: 100.0,
                compile: 2000.0,
                back_edge: 60_000.0,
            },
            tier4: Thresholds {
                invocation: 5000.0,
                min_invocation: 600.0,
                compile: 15_000.0,
                back_edge: 40_000.0,
            },
            tier3_load_feedback: 5.0,
            tier4_load_feedback: 3.0,
            tier3_delay_on: 5.0,
            old_factor: 10.0,
            profile_factor: 2.0,
            increase_at_ratio: 2.0,
            threads: [1, 1],
            use_osr: true,
        }
    }

    fn counters(invocations: u32, back_edges: u32, start: Option<(u32, u32)>) -> Counters {
        Counters { invocations, back_edges, start }
    }

    fn call(c: &Config, n: Counters, now: Level) -> Action {
        decide(c, Event::Call, &n, &Load::default(), now, &Facts::default())
    }

    fn back_edge(c: &Config, n: Counters, now: Level) -> Action {
        decide(c, Event::Loop, &n, &Load::default(), now, &Facts::default())
    }

    use Level::*;

    #[test]
    fn the_usual_way() {
        let c = config();
        assert_eq!(call(&c, counters(199, 0, None), Interpreter), Action::None);
        assert_eq!(call(&c, counters(200, 0, None), Interpreter), Action::Compile(Profiled));
        assert_eq!(call(&c, counters(100, 1899, None), Interpreter), Action::None);
        assert_eq!(call(&c, counters(100, 1900, None), Interpreter), Action::Compile(Profiled));
        let start = Some((300, 100));
        assert_eq!(call(&c, counters(5299, 100, start), Profiled), Action::None);
        assert_eq!(call(&c, counters(5300, 100, start), Profiled), Action::Compile(Full));
        assert_eq!(call(&c, counters(900, 14_500, start), Profiled), Action::Compile(Full));
        assert_eq!(call(&c, counters(5300, 100, start), Limited), Action::Compile(Full));
        assert_eq!(call(&c, counters(u32::MAX, u32::MAX, start), Full), Action::None);
    }

    #[test]
    fn loops() {
        let c = config();
        assert_eq!(back_edge(&c, counters(1, 59_999, None), Interpreter), Action::None);
        assert_eq!(back_edge(&c, counters(1, 60_000, None), Interpreter), Action::Osr(Profiled));
        assert_eq!(back_edge(&c, counters(1, 100_000, Some((1, 60_000))), Profiled), Action::Osr(Full));
        let without = Config { use_osr: false, ..config() };
        assert_eq!(back_edge(&without, counters(1, 60_000, None), Interpreter), Action::None);
    }

    #[test]
    fn the_interpreter_counts_for_level_4_too() {
        let c = config();
        assert!(!starts_profile(&c, &counters(399, 0, None), &Facts::default()));
        assert!(starts_profile(&c, &counters(400, 0, None), &Facts::default()));
        assert_eq!(call(&c, counters(5400, 0, Some((400, 0))), Interpreter), Action::Compile(Full));
    }

    #[test]
    fn load_raises_thresholds_and_chooses_level_2() {
        let c = config();
        let busy = |quick, full| Load { queued: [quick, full], ..Load::default() };
        let at = |load: Load, i| {
            decide(&c, Event::Call, &counters(i, 0, None), &load, Interpreter, &Facts::default())
        };
        assert_eq!(at(busy(5, 0), 399), Action::None);
        assert_eq!(at(busy(5, 0), 400), Action::Compile(Profiled));
        assert_eq!(at(busy(0, 5), 200), Action::Compile(Profiled));
        assert_eq!(at(busy(0, 6), 200), Action::Compile(Limited));
        // old methods do not wait
        assert_eq!(at(busy(0, 6), 2000), Action::Compile(Profiled));
        let full = Load { reverse_free_ratio: 4.0, ..Load::default() };
        assert_eq!(at(full, 1400), Action::None);
        assert_eq!(at(full, 1500), Action::Compile(Profiled));
    }

    #[test]
    fn trivial_methods_need_one_compilation() {
        let trivial = Facts { trivial: true, ..Facts::default() };
        let at = |c: &Config, i| {
            decide(c, Event::Call, &counters(i, 0, None), &Load::default(), Interpreter, &trivial)
        };
        assert_eq!((at(&config(), 199), at(&config(), 200)), (Action::None, Action::Compile(Simple)));
        let high = Config { mode: Mode::HighOnly, ..config() };
        assert_eq!(at(&high, 200), Action::Compile(Full));
    }

    #[test]
    fn fewer_levels() {
        let quick = Config { mode: Mode::QuickOnly, highest: Simple, ..config() };
        assert_eq!(call(&quick, counters(200, 0, None), Interpreter), Action::Compile(Simple));
        assert_eq!(back_edge(&quick, counters(1, 60_000, None), Interpreter), Action::Osr(Simple));
        let three = Config { highest: Profiled, ..config() };
        assert_eq!(call(&three, counters(9999, 0, Some((0, 0))), Interpreter), Action::Compile(Profiled));
        assert_eq!(call(&three, counters(9999, 0, Some((0, 0))), Profiled), Action::None);
        let two = Config { highest: Limited, ..config() };
        assert_eq!(call(&two, counters(200, 0, None), Interpreter), Action::Compile(Limited));
        let high = Config { mode: Mode::HighOnly, ..config() };
        assert_eq!(call(&high, counters(4999, 0, Some((0, 0))), Interpreter), Action::None);
        assert_eq!(call(&high, counters(5000, 0, Some((0, 0))), Interpreter), Action::Compile(Full));
        let none = Config { highest: Interpreter, ..config() };
        assert_eq!(call(&none, counters(9999, 0, Some((0, 0))), Interpreter), Action::None);
    }

    #[test]
    fn what_cannot_be_compiled() {
        let c = config();
        let at = |facts: Facts, n: Counters, now| decide(&c, Event::Call, &n, &Load::default(), now, &facts);
        let no_full = Facts { compilable: [true, false], ..Facts::default() };
        let hot = counters(9000, 0, Some((200, 0)));
        assert_eq!(at(no_full, hot, Profiled), Action::Compile(Simple));
        let no_quick = Facts { compilable: [false, true], ..Facts::default() };
        assert_eq!(at(no_quick, counters(300, 0, None), Interpreter), Action::None);
        assert_eq!(at(no_quick, hot, Interpreter), Action::Compile(Full));
        let never = Facts { compilable: [false; 2], osr_compilable: [false; 2], ..Facts::default() };
        assert_eq!(at(never, hot, Interpreter), Action::None);
        assert_eq!(decide(&c, Event::Loop, &hot, &Load::default(), Interpreter, &never), Action::None);
    }

    #[test]
    fn code_of_a_loop_brings_code_of_the_method() {
        let c = config();
        let facts = Facts { osr_level: Full, ..Facts::default() };
        let n = counters(2, 200_000, Some((1, 60_000)));
        assert_eq!(decide(&c, Event::Call, &n, &Load::default(), Profiled, &facts), Action::Compile(Full));
    }

    #[test]
    fn first_compilation() {
        let f = Facts::default();
        assert_eq!(initial_level(&config(), &f), Action::Compile(Profiled));
        assert_eq!(
            initial_level(&Config { mode: Mode::QuickOnly, highest: Simple, ..config() }, &f),
            Action::Compile(Simple)
        );
        assert_eq!(initial_level(&Config { mode: Mode::HighOnly, ..config() }, &f), Action::Compile(Full));
        let no_quick = Facts { compilable: [false, true], ..f };
        assert_eq!(initial_level(&config(), &no_quick), Action::None);
    }

    #[test]
    fn thresholds_of_one_method() {
        let facts = Facts { scale: 0.1, ..Facts::default() };
        let n = counters(20, 0, None);
        assert_eq!(
            decide(&config(), Event::Call, &n, &Load::default(), Interpreter, &facts),
            Action::Compile(Profiled)
        );
    }
}
