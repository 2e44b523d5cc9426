//! What users see of compilations: `-XX:+PrintCompilation`, `-Xlog:jit+compilation`, listings, `-XX:+CITime`, and the numbers
//! for management.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use classfile::bytecode::Operands;
use jit::code::CompiledCode;
use parking_lot::Mutex;

use super::broker::Task;
use super::policy::{CompilerKind, Level};
use super::task::{Outcome, Size};
use super::threads::Current;
use super::{broker, config};
use crate::class::MethodRef;
use crate::class::method::access;
use crate::code::{Blob, BlobKind};
use crate::thread::dump::tty;

/// HotSpot's name of a compiler.
pub fn compiler_name(kind: CompilerKind) -> &'static str {
    match kind {
        CompilerKind::Quick => "C1",
        CompilerKind::Full => "C2",
    }
}

/// Milliseconds since the start of the VM.
pub fn uptime_millis() -> u64 {
    crate::log::uptime().as_millis() as u64
}

/// ` java.lang.String::hashCode`, with the blank that HotSpot prints.
fn short_name(m: MethodRef) -> String {
    format!(" {}::{}", m.holder.external_name(), m.name)
}

/// HotSpot's columns, without the time: number, attributes, level, name, size.
struct Line<'a> {
    of: Current,
    message: Option<&'a str>,
}

impl std::fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Current { id, method: m, level, osr_bci, blocking } = self.of;
        let mark = |on: bool, c: char| if on { c } else { ' ' };
        write!(
            f,
            "{:4} {}{}{}{}{} ",
            id,
            mark(osr_bci.is_some(), '%'),
            mark(m.is_synchronized(), 's'),
            mark(!m.cold.exceptions.is_empty(), '!'),
            mark(blocking, 'b'),
            mark(m.has(access::NATIVE), 'n'),
        )?;
        if crate::vm::vm().options.flags().tiered_compilation {
            write!(f, "{} ", level as u8)?;
        }
        write!(f, "     {}", short_name(m))?;
        if let Some(bci) = osr_bci {
            write!(f, " @ {bci}")?;
        }
        write!(f, " ({} bytes)", m.cold.bytecode.len())?;
        match self.message {
            Some(message) => write!(f, "   {message}"),
            None => Ok(()),
        }
    }
}

fn print(line: &Line<'_>) {
    if config::get().prints_compilation {
        tty(&format!("{:7} {line}\n", uptime_millis()));
    }
    crate::log!(debug, [jit, compilation], "{line}");
}

fn line<'a>(task: &Task, message: Option<&'a str>) -> Line<'a> {
    Line { of: Current::of(task), message }
}

/// What a compiler thread is doing.
pub fn describe(current: &Current) -> String {
    Line { of: *current, message: None }.to_string()
}

/// A task is being worked on.
pub fn started(task: &Task) {
    print(&line(task, None));
}

/// A task has been dropped because its method is idle.
pub fn dropped(task: &Task) {
    event("remove-from-queue", task.method(), task.osr_bci, task.level);
}

/// Code is not entered any more.
pub fn not_entrant(blob: &Blob) {
    if let BlobKind::Method { method, level, osr_bci } = blob.kind {
        let level = Level::of(level.into());
        let of = Current { id: blob.id, method, level, osr_bci, blocking: false };
        print(&Line { of, message: Some("made not entrant") });
    }
}

/// `CompileCommand` forbids compiling a method.
pub fn excluded(m: MethodRef, level: Level) {
    if config::get().prints_compilation && !config::get().commands.is_quiet() {
        let space = if m.is_static() { " static" } else { "" };
        tty(&format!("### Excluding compile:{space}{}\n", short_name(m)));
        not_compilable(m, Some(level), false, "excluded by CompileCommand");
    }
}

/// A method will not be compiled at a level, or at none.
pub fn not_compilable(m: MethodRef, level: Option<Level>, is_osr: bool, reason: &str) {
    if config::get().prints_compilation {
        let osr = if is_osr { "OSR " } else { "" };
        let level = level.map_or("all levels".into(), |l| format!("level {}", l as u8));
        let size = m.cold.bytecode.len();
        tty(&format!("made not {osr}compilable on {level} {} ({size} bytes)   {reason}\n", short_name(m)));
    }
}

/// Times and numbers of one kind of compilations.
#[derive(Clone, Copy, Default)]
struct Sum {
    time: Duration,
    bytes: usize,
    count: usize,
}

impl Sum {
    fn add(&mut self, time: Duration, bytes: usize) {
        self.time += time;
        self.bytes += bytes;
        self.count += 1;
    }

    fn average(&self) -> f64 {
        if self.count == 0 { 0.0 } else { self.time.as_secs_f64() / self.count as f64 }
    }
}

#[derive(Clone, Copy, Default)]
struct Statistics {
    standard: Sum,
    osr: Sum,
    total_size: usize,
    code_size: usize,
}

impl Statistics {
    fn describe(&self, out: &mut String, name: &str) {
        let time = (self.standard.time + self.osr.time).as_secs_f64();
        let bytes = (self.standard.bytes + self.osr.bytes) as f64;
        let speed = if time > 0.0 { bytes / time } else { 0.0 };
        let part =
            |s: &Sum| format!("{:6.3} s, {} bytes, {} methods", s.time.as_secs_f64(), s.bytes, s.count);
        let _ = writeln!(
            out,
            "  {name} {{speed: {speed:6.3} bytes/s; standard: {}; osr: {}; nmethods_size: {} bytes; \
             nmethods_code_size: {} bytes}}",
            part(&self.standard),
            part(&self.osr),
            self.total_size,
            self.code_size
        );
    }

    fn plus(mut self, o: &Statistics) -> Statistics {
        for (s, o) in [(&mut self.standard, &o.standard), (&mut self.osr, &o.osr)] {
            s.time += o.time;
            s.bytes += o.bytes;
            s.count += o.count;
        }
        self.total_size += o.total_size;
        self.code_size += o.code_size;
        self
    }
}

#[derive(Default)]
struct Totals {
    levels: [Statistics; 5],
    all: Sum,
    bailed_out: Sum,
    invalidated: Sum,
    /// Reasons of compilers, with numbers of methods.
    bailouts: BTreeMap<String, u32>,
    last: Compilation,
    last_failed: Compilation,
}

/// One compilation, for performance counters.
#[derive(Clone, Default)]
pub struct Compilation {
    /// 0 for none, 1 for a method, 2 for a loop.
    pub kind: usize,
    /// Class and method, parted by a blank.
    pub method: String,
    /// Bytes of bytecode.
    pub size: usize,
}

impl Compilation {
    fn of(task: &Task) -> Compilation {
        let m = task.method();
        Compilation {
            kind: if task.osr_bci.is_some() { 2 } else { 1 },
            method: format!("{} {}", m.holder.name, m.name),
            size: m.cold.bytecode.len(),
        }
    }
}

/// What the compilers have done so far.
#[derive(Default)]
pub struct Summary {
    /// Tasks that ended with code.
    pub compiled: usize,
    pub bailed_out: usize,
    pub invalidated: usize,
    pub time: Duration,
    pub last: Compilation,
    pub last_failed: Compilation,
}

/// The numbers for performance counters.
pub fn summary() -> Summary {
    let guard = TOTALS.lock();
    let Some(t) = guard.as_ref() else { return Summary::default() };
    Summary {
        compiled: t.levels.iter().map(|s| s.standard.count + s.osr.count).sum(),
        bailed_out: t.bailed_out.count,
        invalidated: t.invalidated.count,
        time: t.all.time,
        last: t.last.clone(),
        last_failed: t.last_failed.clone(),
    }
}

static TOTALS: Mutex<Option<Totals>> = Mutex::new(None);

/// A task has been done, or not.
pub fn ended(task: &Task, outcome: &Outcome, time: Duration) {
    {
        let mut guard = TOTALS.lock();
        let totals = guard.get_or_insert_default();
        totals.all.add(time, 0);
        match outcome {
            Outcome::Done(size) => {
                totals.add(task, size, time);
                totals.last = Compilation::of(task);
            }
            Outcome::Needless => {}
            Outcome::Later(_) => totals.invalidated.add(time, 0),
            Outcome::Bailout(reason) => {
                totals.bailed_out.add(time, 0);
                totals.last_failed = Compilation::of(task);
                *totals.bailouts.entry(reason.clone()).or_default() += 1;
            }
        }
    }
    let (reason, again) = match outcome {
        Outcome::Bailout(reason) => (reason.as_str(), " (not retryable)"),
        Outcome::Later(reason) => (*reason, ""),
        _ => return,
    };
    print(&line(task, Some(&format!("COMPILE SKIPPED: {reason}{again}"))));
}

impl Totals {
    fn add(&mut self, task: &Task, size: &Size, time: Duration) {
        let s = &mut self.levels[task.level as usize];
        let sum = if task.osr_bci.is_some() { &mut s.osr } else { &mut s.standard };
        sum.add(time, size.bytecodes.max(task.method().cold.bytecode.len()));
        s.total_size += size.total;
        s.code_size += size.code;
    }
}

/// Time spent in compilations (`CompilationMXBean`).
pub fn total_time() -> Duration {
    TOTALS.lock().as_ref().map_or(Duration::ZERO, |t| t.all.time)
}

/// At exit: `-XX:+CITime`.
pub fn exiting() {
    if config::get().prints_times {
        tty(&times());
    }
}

/// The tables of `-XX:+CITime`.
fn times() -> String {
    let guard = TOTALS.lock();
    let none = Totals::default();
    let t = guard.as_ref().unwrap_or(&none);
    let policy = &config::get().policy;
    let mut out = String::from(
        "\nIndividual compiler times (for compiled methods only)\n\
         ------------------------------------------------\n\n",
    );
    for kind in CompilerKind::ALL {
        if policy.threads[kind as usize] > 0 {
            let mine = |l: &&(usize, &Statistics)| l.0 > 0 && Level::of(l.0 as i64).compiler() == kind;
            let levels: Vec<_> = t.levels.iter().enumerate().collect();
            let sum = levels.iter().filter(mine).fold(Statistics::default(), |a, (_, s)| a.plus(s));
            sum.describe(&mut out, compiler_name(kind));
        }
    }
    out += "\nIndividual compilation Tier times (for compiled methods only)\n\
            ------------------------------------------------\n\n";
    for level in 1..=policy.highest as usize {
        t.levels[level].describe(&mut out, &format!("Tier{level}"));
    }
    let all = t.levels.iter().fold(Statistics::default(), |a, s| a.plus(s));
    out += "\nAccumulated compiler times\n----------------------------------------------------------\n";
    let _ = writeln!(out, "  Total compilation time   : {:7.3} s", t.all.time.as_secs_f64());
    for (name, s) in [
        ("Standard compilation  ", &all.standard),
        ("Bailed out compilation", &t.bailed_out),
        ("On stack replacement  ", &all.osr),
        ("Invalidated           ", &t.invalidated),
    ] {
        let (time, average) = (s.time.as_secs_f64(), s.average());
        let _ = writeln!(out, "    {name} : {time:7.3} s, Average : {average:2.3} s");
    }
    let (standard, osr) = (&all.standard, &all.osr);
    let bytes = standard.bytes + osr.bytes;
    let seconds = t.all.time.as_secs_f64();
    let speed = if seconds > 0.0 { bytes as f64 / seconds } else { 0.0 };
    let _ = write!(
        out,
        "\n  Total compiled methods    : {:8} methods\n    Standard compilation    : {:8} methods\n    \
         On stack replacement    : {:8} methods\n  Total compiled bytecodes  : {bytes:8} bytes\n    \
         Standard compilation    : {:8} bytes\n    On stack replacement    : {:8} bytes\n  \
         Average compilation speed : {:8} bytes/s\n\n  nmethod code size         : {:8} bytes\n  \
         nmethod total size        : {:8} bytes\n",
        standard.count + osr.count,
        standard.count,
        osr.count,
        standard.bytes,
        osr.bytes,
        speed as u64,
        all.code_size,
        all.total_size
    );
    if !t.bailouts.is_empty() {
        out += "\nBailouts\n";
        for (reason, n) in &t.bailouts {
            let _ = writeln!(out, "  {n:8} {reason}");
        }
    }
    out
}

/// Whether listings of a method's code are wanted.
pub fn prints_code(m: MethodRef) -> bool {
    config::get().prints_code || config::get().commands.prints(m)
}

/// Prints bytecode, CLIF and machine code.
pub fn code(task: &Task, code: &CompiledCode) {
    let m = task.method();
    let mut out = format!(
        "============================= Compiled method =============================\n{}\n",
        line(task, None)
    );
    let _ = writeln!(
        out,
        "state words {} at fp{:+}, frame {} bytes, {} bytes of code, {} sites, {} dependencies",
        code.state_words,
        code.state_offset,
        code.frame_size,
        code.bytes.len(),
        code.sites.len(),
        code.dependencies.len()
    );
    out += "[Bytecode]\n";
    for i in classfile::bytecode::instructions(m.cold.bytecode).flatten() {
        let _ = write!(out, "{:6} {}{:?}", i.bci, if i.wide { "wide " } else { "" }, i.opcode);
        let _ = match i.operands {
            Operands::None => writeln!(out),
            operands => writeln!(out, " {operands:?}"),
        };
    }
    for (title, text) in [("CLIF", &code.clif), ("Machine code", &code.listing)] {
        if let Some(text) = text {
            let _ = writeln!(out, "[{title}]\n{}", text.trim_end());
        }
    }
    out += "[Sites]\n";
    for s in &code.sites {
        let _ = writeln!(
            out,
            "  +0x{:04x} @{} depth {} {:?}{}{} refs {:x?}",
            s.pc,
            s.bci,
            s.depth,
            s.result,
            if s.saves_all { " saves-all" } else { "" },
            if s.landing != 0 { format!(" landing +0x{:04x}", s.landing) } else { String::new() },
            code.refs(s)
        );
    }
    tty(&out);
}

/// `-XX:+PrintTieredEvents`.
pub fn event(what: &str, m: MethodRef, bci: Option<u32>, level: Level) {
    if !config::get().prints_events {
        return;
    }
    let record = super::record::Record::of(m);
    let c = record.counters(m);
    let queued = broker::load().queued;
    let at = bci.map_or(-1, i64::from);
    let since = match c.start {
        Some((i, b)) => format!("{},{}", c.invocations.saturating_sub(i), c.back_edges.saturating_sub(b)),
        None => "0,0".into(),
    };
    tty(&format!(
        "{:.6}: [{what} level={} [{}] @{at} queues={},{} rate={:.6} total={},{} profile={since} max levels={},{}{}]\n",
        crate::log::uptime().as_secs_f64(),
        level as u8,
        m.external_name(),
        queued[0],
        queued[1],
        record.rate(),
        c.invocations,
        c.back_edges,
        record.highest() as u8,
        record.highest_osr() as u8,
        if record.is_queued() { " status=in-queue" } else { " status=idle" }
    ));
}
