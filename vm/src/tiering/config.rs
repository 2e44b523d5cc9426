//! [`Settings`]: what the flags say about compilation, settled once.

use std::sync::OnceLock;

use super::commands::Commands;
use super::policy::{Config, Level, Mode, Thresholds};
use crate::options::{self, FlagId, Flags, Options};

/// Methods with more bytecode are not compiled (`-XX:-DontCompileHugeMethods`: they are).
pub const HUGE_METHOD: usize = 8000;
/// Log of the notification interval while thresholds are random.
const STRESS_LOG: u32 = 3;

/// See the module's head.
#[derive(Debug, Default)]
pub struct Settings {
    pub policy: Config,
    /// Anything is compiled at all.
    pub enabled: bool,
    /// Methods are compiled before their first invocation (`-Xcomp`).
    pub compiles_first: bool,
    /// Who asks for code does not wait for it.
    pub background: bool,
    /// Logs of the notification intervals (invocations, back-edges) at levels 0 and 1, 2, and 3.
    logs: [(u32, u32); 3],
    pub compiles_huge: bool,
    /// Times that a method is compiled because an assumption failed.
    pub recompilations: u32,
    /// Milliseconds after which a task of an idle method is dropped.
    pub task_timeout: u64,
    /// Milliseconds between measurements of a method's rate: at least, and until it counts as idle.
    pub rate_times: (u64, u64),
    /// Tasks for each thread of level 4 beyond which the interpreter does not start counting for it.
    pub tier0_delay: usize,
    /// Threads are started as the queues grow.
    pub dynamic_threads: bool,
    /// Seed of random thresholds.
    pub stress: Option<u64>,
    /// Seed of all stress modes.
    seed: u64,
    /// Compiled code leaves for the interpreter at about every n-th place where it can.
    pub deoptimize_often: Option<u32>,
    pub prints_compilation: bool,
    pub prints_events: bool,
    pub prints_code: bool,
    pub prints_times: bool,
    pub aborts_on_failure: bool,
    /// Stack size of a compiler thread in bytes, 0: the system's default.
    pub stack_size: usize,
    /// `CompileCommand` and its kin.
    pub commands: Commands,
}

static SETTINGS: OnceLock<Settings> = OnceLock::new();

/// Settles them, once.
pub fn set(settings: Settings) {
    let _ = SETTINGS.set(settings);
}

/// The settings; before the VM is created nothing is compiled.
pub fn get() -> &'static Settings {
    SETTINGS.get_or_init(Settings::default)
}

impl Settings {
    /// By the flags; `commands` have been read already.
    pub fn new(options: &Options, commands: Commands) -> Settings {
        let f = options.flags();
        let interpreter_only = f.is_interpreter_only(options.mode);
        let seed = match f.stress_seed {
            0 if options.table.is_default(FlagId::StressSeed) => crate::os::time::monotonic_nanos() as u64,
            seed => seed.into(),
        };
        Settings {
            policy: policy(f, options.mode),
            enabled: options::HAS_COMPILERS && f.use_compiler && !interpreter_only,
            compiles_first: !f.use_interpreter,
            background: f.background_compilation,
            logs: [
                (f.tier0_invoke_notify_freq_log as u32, f.tier0_backedge_notify_freq_log as u32),
                (f.tier2_invoke_notify_freq_log as u32, f.tier2_backedge_notify_freq_log as u32),
                (f.tier3_invoke_notify_freq_log as u32, f.tier3_backedge_notify_freq_log as u32),
            ],
            compiles_huge: !f.dont_compile_huge_methods,
            recompilations: u32::try_from(f.per_method_recompilation_cutoff).unwrap_or(u32::MAX),
            task_timeout: f.tiered_compile_task_timeout as u64,
            rate_times: (f.tiered_rate_update_min_time as u64, f.tiered_rate_update_max_time as u64),
            tier0_delay: f.tier0_delay as usize,
            dynamic_threads: f.use_dynamic_number_of_compiler_threads,
            stress: f.stress_compile_thresholds.then_some(seed),
            seed,
            deoptimize_often: u32::try_from(f.deoptimize_often).ok().filter(|n| *n > 0),
            prints_compilation: f.print_compilation,
            prints_events: f.print_tiered_events,
            prints_code: f.print_assembly,
            prints_times: f.ci_time,
            aborts_on_failure: f.abort_vm_on_compilation_failure,
            stack_size: f.compiler_thread_stack_size as usize * 1024,
            commands,
        }
    }

    /// Logs of the notification intervals (invocations, back-edges) at a level.
    pub fn notify_logs(&self, level: Level) -> (u32, u32) {
        let (invocations, back_edges) = match level {
            Level::Limited => self.logs[1],
            Level::Profiled => self.logs[2],
            _ => self.logs[0],
        };
        match self.stress {
            Some(_) => (invocations.min(STRESS_LOG), back_edges.min(STRESS_LOG)),
            None => (invocations, back_edges),
        }
    }

    /// Masks of the interpreter's counters (invocations, back-edges).
    pub fn masks(&self) -> (u32, u32) {
        if !self.enabled {
            return (u32::MAX, u32::MAX);
        }
        let (invocations, back_edges) = self.notify_logs(Level::Interpreter);
        let mask = |log: u32| 1u32.checked_shl(log).map_or(u32::MAX, |n| n - 1);
        let calls = if self.compiles_first { 0 } else { mask(invocations) };
        (calls, if self.policy.use_osr { mask(back_edges) } else { u32::MAX })
    }

    /// Factor of a method's thresholds, by the method's hash, in stress mode: from 1/1024 to 1.
    pub fn stress_scale(&self, hash: u64) -> f64 {
        let Some(seed) = self.stress else { return 1.0 };
        (-10.0 * random(hash, seed)).exp2()
    }

    /// A random number below 1, the same for the same number and seed.
    pub fn random(&self, number: u32) -> f64 {
        random(number.into(), self.seed)
    }
}

/// A number below 1 (splitmix64).
fn random(number: u64, seed: u64) -> f64 {
    let mut x = number.wrapping_add(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((x ^ (x >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

fn policy(f: &Flags, mode: options::Mode) -> Config {
    let count = f.ci_compiler_count.max(1) as usize;
    let quick_only = f.is_quick_only(mode);
    let low_only = f.tiered_compilation && f.tiered_stop_at_level < 4;
    let (kind, threads) = if f.is_high_only(mode) {
        (Mode::HighOnly, [0, count])
    } else if quick_only || low_only {
        (if quick_only { Mode::QuickOnly } else { Mode::Tiered }, [count, 0])
    } else {
        let quick = (count / 3).max(1);
        (Mode::Tiered, [quick, count.saturating_sub(quick).max(1)])
    };
    let highest = match kind {
        _ if f.is_interpreter_only(mode) => Level::Interpreter,
        Mode::QuickOnly => Level::Simple,
        Mode::HighOnly if f.tiered_compilation && f.tiered_stop_at_level < 4 => Level::Interpreter,
        Mode::HighOnly => Level::Full,
        Mode::Tiered => Level::of(f.tiered_stop_at_level),
    };
    Config {
        mode: kind,
        highest,
        tier3: Thresholds {
            invocation: f.tier3_invocation_threshold as f64,
            min_invocation: f.tier3_min_invocation_threshold as f64,
            compile: f.tier3_compile_threshold as f64,
            back_edge: f.tier3_back_edge_threshold as f64,
        },
        tier4: Thresholds {
            invocation: f.tier4_invocation_threshold as f64,
            min_invocation: f.tier4_min_invocation_threshold as f64,
            compile: f.tier4_compile_threshold as f64,
            back_edge: f.tier4_back_edge_threshold as f64,
        },
        tier3_load_feedback: f.tier3_load_feedback as f64,
        tier4_load_feedback: f.tier4_load_feedback as f64,
        tier3_delay_on: f.tier3_delay_on as f64,
        old_factor: f.tiered_old_percentage as f64 / 100.0,
        profile_factor: f.tier0_profiling_start_percentage as f64 / 100.0,
        increase_at_ratio: 100.0 / (100 - f.increase_first_tier_compile_threshold_at.min(99)) as f64,
        threads,
        use_osr: f.use_on_stack_replacement,
    }
}
