//! Flags of the compilers: which levels there are, thresholds, numbers of threads; HotSpot's checks and messages.

use super::command_line::Parsed;
use super::flags::{FlagId, Flags};
use super::set_flag::warn;
use super::table::{FlagRef, FlagTable, Origin};
use super::value::Value;
use super::{Console, Mode, ParseError};

/// Notification intervals have at most so many bits.
const MAX_LOG: i64 = 32;

impl Flags {
    /// Whether nothing is ever compiled.
    pub fn is_interpreter_only(&self, mode: Mode) -> bool {
        mode == Mode::Int || self.tiered_stop_at_level == 0
    }

    /// Whether there are levels 0 and 1 only (`emulated-client`).
    pub fn is_quick_only(&self, mode: Mode) -> bool {
        !self.is_interpreter_only(mode)
            && (self.compilation_mode.as_deref() == Some("quick-only")
                || (self.tiered_compilation && self.tiered_stop_at_level == 1))
    }

    /// Whether level 4 is never used.
    fn is_low_only(&self, mode: Mode) -> bool {
        !self.is_interpreter_only(mode)
            && (self.is_quick_only(mode) || (self.tiered_compilation && self.tiered_stop_at_level < 4))
    }

    /// Whether there are levels 0 and 4 only.
    pub fn is_high_only(&self, mode: Mode) -> bool {
        !self.is_interpreter_only(mode)
            && !self.is_low_only(mode)
            && (!self.tiered_compilation || self.compilation_mode.as_deref() == Some("high-only"))
    }

    /// Whether all levels are used.
    pub fn is_tiered(&self, mode: Mode) -> bool {
        !self.is_interpreter_only(mode) && !self.is_low_only(mode) && !self.is_high_only(mode)
    }
}

/// `CompilationMode`, and what `-Xint` switches off.
pub(super) fn check(table: &mut FlagTable, console: &mut Console, mode: Mode) -> Parsed {
    match table.flags.compilation_mode.as_deref() {
        None | Some("default" | "normal" | "quick-only" | "high-only") => {}
        Some("high-only-quick-internal") => {
            warn(
                table,
                console,
                "high-only-quick-internal compilation mode unavailable because there is no c1 and jvmci compiler present.",
            );
        }
        Some(other) => {
            let message = format!(
                "Unsupported compilation mode '{other}', available modes are: quick-only, high-only, high-only-quick-internal\n"
            );
            console.err(&message);
            return Err(ParseError::Refused);
        }
    }
    let set = |table: &FlagTable, id| !table.is_default(id);
    if set(table, FlagId::CICompilerCount)
        && set(table, FlagId::CICompilerCountPerCPU)
        && table.flags.ci_compiler_count_per_cpu
    {
        warn(table, console, "The VM option CICompilerCountPerCPU overrides CICompilerCount.");
    }
    if table.flags.is_interpreter_only(mode) {
        for (id, on) in [
            (FlagId::UseCompiler, table.flags.use_compiler),
            (FlagId::TieredCompilation, table.flags.tiered_compilation),
        ] {
            if on {
                if set(table, id) {
                    warn(table, console, &format!("{} disabled due to -Xint.", id.row().name));
                }
                table.set(FlagRef::Own(id), Value::Bool(false), Origin::CommandLine);
            }
        }
    }
    Ok(())
}

/// Settles thresholds and numbers of threads; then the checks that HotSpot makes when all flags are known.
pub(super) fn settle(table: &mut FlagTable, console: &mut Console, mode: Mode, processors: u32) -> Parsed {
    if table.flags.compile_threshold_scaling < 0.0 {
        return Err(console.die("Negative value specified for CompileThresholdScaling"));
    }
    emulate_legacy_flags(table, mode);
    if table.flags.is_tiered(mode) && mode == Mode::Comp {
        // level 3 at once, level 4 at the next invocation
        for id in [FlagId::Tier3InvokeNotifyFreqLog, FlagId::Tier4InvocationThreshold] {
            if table.is_default(id) {
                table.set(FlagRef::Own(id), Value::Intx(0), Origin::CommandLine);
            }
        }
    }
    if table.flags.is_high_only(mode) {
        high_only_thresholds(table);
    }
    check_thresholds(table, console)?;
    scale_thresholds(table);
    check_threads(table, console, mode)?;
    if !table.flags.is_interpreter_only(mode) {
        if table.is_default(FlagId::CICompilerCountPerCPU) && table.is_default(FlagId::CICompilerCount) {
            table.flags.ci_compiler_count_per_cpu = true;
        }
        if table.flags.ci_compiler_count_per_cpu {
            let log = i64::from(processors.max(1).ilog2());
            let count = (log * i64::from(log.max(1).ilog2()) * 3 / 2).max(2);
            table.set_ergonomic(FlagId::CICompilerCount, Value::Intx(count));
        }
    }
    Ok(())
}

/// `CompileThreshold` and `OnStackReplacePercentage` mean something only when there is one compiler.
fn emulate_legacy_flags(table: &mut FlagTable, mode: Mode) {
    let legacy =
        [FlagId::CompileThreshold, FlagId::OnStackReplacePercentage, FlagId::InterpreterProfilePercentage];
    let f = &table.flags;
    let (low, high) = (f.is_low_only(mode), f.is_high_only(mode));
    if legacy.iter().all(|&id| table.is_default(id)) || !(low || high) || threshold_error(f).is_some() {
        return;
    }
    let threshold = f.compile_threshold;
    let osr = threshold.saturating_mul(f.on_stack_replace_percentage) / 100;
    let profile = f.interpreter_profile_percentage;
    let part = |n: i64| if low { n } else { n * profile / 100 };
    let log = |n: i64| if n <= 0 { 0 } else { i64::from(n.ilog2()) };
    let (log_calls, log_loops) = (log(part(threshold)), log(part(osr)));
    if f.tier0_invoke_notify_freq_log > log_calls {
        table.set_ergonomic(FlagId::Tier0InvokeNotifyFreqLog, Value::Intx(log_calls));
    }
    if table.flags.tier0_backedge_notify_freq_log > log_loops {
        table.set_ergonomic(FlagId::Tier0BackedgeNotifyFreqLog, Value::Intx(log_loops.max(10)));
    }
    let mut set = |id, n| table.set_ergonomic(id, Value::Intx(n));
    set(FlagId::Tier3InvocationThreshold, threshold);
    set(FlagId::Tier3MinInvocationThreshold, threshold);
    set(FlagId::Tier3CompileThreshold, threshold);
    set(FlagId::Tier3BackEdgeThreshold, osr);
    if high {
        set(FlagId::Tier4InvocationThreshold, threshold);
        set(FlagId::Tier4MinInvocationThreshold, threshold);
        set(FlagId::Tier4CompileThreshold, threshold);
        set(FlagId::Tier4BackEdgeThreshold, osr);
        set(FlagId::Tier0ProfilingStartPercentage, profile);
    }
}

/// Without tiers other defaults hold.
fn high_only_thresholds(table: &mut FlagTable) {
    use FlagId as F;
    let pairs = [
        (F::Tier4InvocationThreshold, 5000, F::Tier3InvocationThreshold),
        (F::Tier4MinInvocationThreshold, 600, F::Tier3MinInvocationThreshold),
        (F::Tier4CompileThreshold, 10_000, F::Tier3CompileThreshold),
        (F::Tier4BackEdgeThreshold, 15_000, F::Tier3BackEdgeThreshold),
    ];
    if table.is_default(F::Tier0ProfilingStartPercentage) {
        table.flags.tier0_profiling_start_percentage = 33;
    }
    for (tier4, default, tier3) in pairs {
        if table.is_default(tier4) {
            table.flags.set(tier4, Value::Intx(default));
        }
        if table.is_default(tier3) {
            table.flags.set(tier3, table.flags.get(tier4));
        }
    }
}

/// A threshold times `CompileThresholdScaling`.
fn scaled(threshold: i64, scale: f64) -> i64 {
    (threshold as f64 * scale) as i64
}

/// The logarithm of an interval times `CompileThresholdScaling`.
fn scaled_log(log: i64, scale: f64) -> i64 {
    match scaled(1 << log, scale) {
        _ if log == 0 => 0,
        ..=0 => 0,
        n => i64::from(n.ilog2()).min(MAX_LOG),
    }
}

fn scale_thresholds(table: &mut FlagTable) {
    use FlagId as F;
    let scale = table.flags.compile_threshold_scaling;
    if table.is_default(F::CompileThresholdScaling) || scale <= 0.0 || scale == 1.0 {
        return;
    }
    type Scale = fn(i64, f64) -> i64;
    let scaled_rows: [(&[FlagId], Scale); 2] = [
        (
            &[
                F::CompileThreshold,
                F::Tier3InvocationThreshold,
                F::Tier3MinInvocationThreshold,
                F::Tier3CompileThreshold,
                F::Tier3BackEdgeThreshold,
                F::Tier4InvocationThreshold,
                F::Tier4MinInvocationThreshold,
                F::Tier4CompileThreshold,
                F::Tier4BackEdgeThreshold,
            ],
            scaled,
        ),
        (
            &[
                F::Tier0InvokeNotifyFreqLog,
                F::Tier0BackedgeNotifyFreqLog,
                F::Tier2InvokeNotifyFreqLog,
                F::Tier2BackedgeNotifyFreqLog,
                F::Tier3InvokeNotifyFreqLog,
                F::Tier3BackedgeNotifyFreqLog,
            ],
            scaled_log,
        ),
    ];
    for (ids, by) in scaled_rows {
        for &id in ids {
            if let Value::Intx(n) = table.flags.get(id) {
                table.set_ergonomic(id, Value::Intx(by(n, scale)));
            }
        }
    }
}

const MAX_COUNT: i64 = i32::MAX as i64 >> 1;

/// What is wrong with `OnStackReplacePercentage` or `CompileThreshold`.
fn threshold_error(f: &Flags) -> Option<String> {
    let (value, threshold) = (f.on_stack_replace_percentage, f.compile_threshold);
    if !(0..=MAX_COUNT).contains(&threshold) {
        return Some(format!(
            "OnStackReplacePercentage cannot be validated because CompileThreshold value is invalid\n\
             CompileThreshold ({threshold}) must be between 0 and {MAX_COUNT}\n"
        ));
    }
    let profile = f.interpreter_profile_percentage;
    if value < profile {
        return Some(format!(
            "OnStackReplacePercentage ({value}) must be larger than InterpreterProfilePercentage ({profile})\n"
        ));
    }
    let max = i64::from(i32::MAX) * 100 / threshold.max(1) + profile;
    (value > max).then(|| format!("OnStackReplacePercentage ({value}) must be between 0 and {max}\n"))
}

fn check_thresholds(table: &FlagTable, console: &mut Console) -> Parsed {
    match threshold_error(&table.flags) {
        Some(message) => {
            console.err(&message);
            Err(ParseError::Refused)
        }
        None => Ok(()),
    }
}

fn check_threads(table: &FlagTable, console: &mut Console, mode: Mode) -> Parsed {
    let f = &table.flags;
    let least = match () {
        () if f.is_tiered(mode) => 2,
        () if f.is_interpreter_only(mode) => 0,
        () => 1,
    };
    if f.ci_compiler_count < least {
        console.err(&format!("CICompilerCount ({}) must be at least {least} \n", f.ci_compiler_count));
        return Err(ParseError::Refused);
    }
    Ok(())
}
