//! `-XX:+CompileTheWorld`: compiles every method of a module's classes and runs none.
//!
//! A method with loops is compiled once more for each, to be entered at its head. The main thread loads and links class by class, and resolves what their methods name; compiler threads take the methods
//! off a queue. What could not be compiled is printed by reason. The status of the process says whether that was more than
//! 0.5 percent.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use classfile::bytecode::{Instruction, Operands};
use classfile::opcode::Opcode;
use crossbeam::channel::{Receiver, bounded};
use jit::code::CompiledCode;
use jit::compiler::{Compiler, Quality, Request, Settings};
use parking_lot::Mutex;

use super::{Pin, VmEnv, facts, method_address};
use crate::class::{KlassRef, MethodRef};
use crate::link;
use crate::loader::data::{Loader, LoaderKind, for_each_loader};
use crate::loader::{boot, load};
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope, native, vm_exit};
use crate::vm::vm;

/// One failed compilation in so many methods is the most that is accepted.
const METHODS_PER_BAILOUT: u64 = 200;
/// The first level whose code is to be good rather than soon there.
const OPTIMISING: u32 = 4;
/// Native stack of the threads that compile.
const STACK: usize = 16 << 20;
/// Classes that wait for a compiler, at most.
const QUEUE: usize = 64;

/// What the compilers have done. The counters are numbers by themselves (relaxed).
#[derive(Default)]
struct Totals {
    methods: AtomicU64,
    /// Bytes.
    bytecode: AtomicU64,
    code: AtomicU64,
    /// Processor time of the compilers.
    nanos: AtomicU64,
    bailouts: AtomicU64,
    /// Number and first method by reason.
    reasons: Mutex<BTreeMap<String, (u64, String)>>,
}

impl Totals {
    fn add(&self, pin: &Pin, osr_bci: Option<u32>, outcome: &Result<CompiledCode, String>, time: Duration) {
        let m = pin.method();
        let name = || osr_bci.map_or_else(|| format!("{m:?}"), |bci| format!("{m:?} @ {bci}"));
        self.methods.fetch_add(1, Ordering::Relaxed);
        self.bytecode.fetch_add(m.cold.bytecode.len() as u64, Ordering::Relaxed);
        self.nanos.fetch_add(time.as_nanos() as u64, Ordering::Relaxed);
        match outcome {
            Ok(code) => {
                self.code.fetch_add(code.bytes.len() as u64, Ordering::Relaxed);
            }
            Err(reason) => {
                self.bailouts.fetch_add(1, Ordering::Relaxed);
                let mut reasons = self.reasons.lock();
                reasons.entry(reason.clone()).or_insert_with(|| (0, name())).0 += 1;
                crate::log!(info, [jit, compilation], "{}: {reason}", name());
            }
        }
    }
}

/// Compiles the world if the command line says so, and then ends the process.
pub fn run_if_wanted(t: &mut Scope<'_>) {
    if vm().options.flags().compile_the_world {
        let status = run(t);
        vm_exit::before_exit();
        vm_exit::exit(Some(t), status);
    }
}

fn run(t: &mut Scope<'_>) -> i32 {
    let flags = vm().options.flags();
    let names = class_names();
    let from = flags.compile_the_world_start_at.max(1) as usize;
    let to = names.len().min(flags.compile_the_world_stop_at as usize);
    let totals = Arc::new(Totals::default());
    let start = Instant::now();
    let (queue, jobs) = bounded::<Vec<Pin>>(QUEUE);
    let compilers: Vec<_> =
        (0..flags.ci_compiler_count.max(1)).map(|_| start_compiler(&jobs, &totals)).collect();
    drop(jobs);
    let (mut classes, mut failed) = (0, 0);
    for name in names.iter().take(to).skip(from - 1) {
        let mut n = t.nested();
        match prepare(&mut n, name) {
            Ok(methods) => {
                classes += 1;
                // compilers end after the queue
                let _ = n.blocked(|| queue.send(methods));
            }
            Err(thrown) => {
                failed += 1;
                let e = n.catch(thrown);
                let class = KlassRef::of(e.get(&n)).external_name();
                crate::log!(info, [jit, compilation], "{name} cannot be linked: {class}");
            }
        }
    }
    t.blocked(|| {
        drop(queue);
        for compiler in compilers {
            if compiler.join().is_err() {
                crate::fatal::fatal("a compiler of CompileTheWorld has ended");
            }
        }
    });
    println!(
        "CompileTheWorld: {classes} classes linked, {failed} not, {:.1} s",
        start.elapsed().as_secs_f64()
    );
    report(&totals)
}

/// The internal names of the classes of the modules asked for, in alphabetical order: their numbers are their places, from 1.
fn class_names() -> Vec<String> {
    let flags = vm().options.flags();
    let prefix = flags.compile_the_world_classes.as_deref().unwrap_or("");
    let modules = flags.compile_the_world_module.as_deref().unwrap_or("java.base");
    let Some(image) = boot::settings().class_path.image() else {
        crate::fatal::fatal("-XX:+CompileTheWorld needs a JDK with lib/modules");
    };
    let mut names: Vec<String> = modules
        .split(',')
        .flat_map(|module| image.paths_in(module))
        .filter_map(|path| path.strip_suffix(".class").map(str::to_string))
        .filter(|name| name != "module-info" && name.starts_with(prefix))
        .collect();
    names.sort();
    names
}

/// Loads and links a class, and gives its methods with bytecode.
fn prepare(t: &mut Scope<'_>, name: &str) -> JResult<Vec<Pin>> {
    let name = Symbol::new(name.as_bytes());
    let k = match boot::find(t, name)? {
        Some(k) => k,
        None => load::load_class(t, name, app_loader())?,
    };
    link::init::ensure_linked(t, k)?;
    let mut pins = Vec::new();
    for &m in k.methods.get() {
        if !facts::method(m).has_code {
            continue;
        }
        if vm().options.flags().compile_the_world_preload {
            link::resolve::resolve_ahead(t, m);
        }
        pins.push(Pin::new(t, m));
    }
    Ok(pins)
}

/// The loader that delegates to all others of the JDK.
fn app_loader() -> &'static Loader {
    let mut found = boot::loader();
    for_each_loader(|l| {
        if l.kind.get() == LoaderKind::App {
            found = l;
        }
    });
    found
}

fn start_compiler(jobs: &Receiver<Vec<Pin>>, totals: &Arc<Totals>) -> thread::JoinHandle<()> {
    let (jobs, totals) = (jobs.clone(), Arc::clone(totals));
    let builder = thread::Builder::new().name("CompileTheWorld".to_string()).stack_size(STACK);
    let started = builder.spawn(move || {
        let mut compiler = new_compiler();
        for pin in jobs.iter().flatten() {
            for osr_bci in std::iter::once(None).chain(loops(pin.method()).into_iter().map(Some)) {
                let start = cpu_time();
                let outcome = compile(&mut compiler, &pin, osr_bci);
                totals.add(&pin, osr_bci, &outcome, cpu_time().saturating_sub(start));
            }
        }
    });
    match started {
        Ok(handle) => handle,
        Err(e) => crate::fatal::fatal(&format!("no thread for a compiler: {e}")),
    }
}

/// The targets of backward branches: where code may be entered at a loop's head.
fn loops(m: MethodRef) -> Vec<u32> {
    let code = m.cold.bytecode;
    let mut heads = Vec::new();
    let mut bci = 0;
    while let Ok(i) = Instruction::decode(code, bci) {
        if let Operands::Branch(target) = i.operands
            && (0..=bci as i32).contains(&target)
            && !matches!(i.opcode, Opcode::Jsr | Opcode::JsrW)
            && !heads.contains(&(target as u32))
        {
            heads.push(target as u32);
        }
        bci = i.next_bci() as usize;
        if bci >= code.len() {
            break;
        }
    }
    heads
}

/// Processor time of this thread.
fn cpu_time() -> Duration {
    let nanos = native::cpu_nanos(native::pthread_self()).unwrap_or(0);
    Duration::from_nanos(nanos as u64)
}

fn new_compiler() -> Compiler {
    let verify = vm().options.flags().compile_the_world_verify;
    match Compiler::new(&Settings { verify, ..Settings::default() }) {
        Ok(compiler) => compiler,
        Err(e) => crate::fatal::fatal(&format!("there is no compiler for this processor: {e}")),
    }
}

/// Compiles a method; the reason if that cannot be done.
fn compile(compiler: &mut Compiler, pin: &Pin, osr_bci: Option<u32>) -> Result<CompiledCode, String> {
    let env = VmEnv::new(pin);
    let level = vm().options.flags().compile_the_world_level;
    let request = Request {
        method: method_address(pin.method()),
        quality: if level < OPTIMISING { Quality::Quick } else { Quality::Full },
        counters: level < OPTIMISING,
        osr_bci,
        listing: false,
    };
    // a compiler that panics is in an unknown state
    match catch_unwind(AssertUnwindSafe(|| compiler.compile(&env, &request))) {
        Ok(Ok(code)) => Ok(code),
        Ok(Err(bailout)) => Err(bailout.to_string()),
        Err(panic) => {
            *compiler = new_compiler();
            let text = panic.downcast_ref::<String>().map(String::as_str);
            Err(format!("panic: {}", text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("?")))
        }
    }
}

/// Prints what has been done. The process's status.
fn report(totals: &Totals) -> i32 {
    let load = |n: &AtomicU64| n.load(Ordering::Relaxed);
    let (methods, bailouts) = (load(&totals.methods), load(&totals.bailouts));
    let (bytecode, code) = (load(&totals.bytecode), load(&totals.code));
    let seconds = load(&totals.nanos) as f64 / 1e9;
    println!(
        "CompileTheWorld: {methods} compilations, {} KB of bytecode, {} KB of code, {seconds:.1} s compiling, {:.0} KB/s",
        bytecode >> 10,
        code >> 10,
        bytecode as f64 / 1024.0 / seconds.max(1e-9)
    );
    println!(
        "CompileTheWorld: {bailouts} bailouts, {:.3} %",
        100.0 * bailouts as f64 / methods.max(1) as f64
    );
    let reasons = totals.reasons.lock();
    let mut reasons: Vec<_> = reasons.iter().collect();
    reasons.sort_by_key(|(_, (n, _))| std::cmp::Reverse(*n));
    for (reason, (n, example)) in reasons {
        println!("{n:8}  {reason}, first: {example}");
    }
    i32::from(bailouts * METHODS_PER_BAILOUT > methods)
}
