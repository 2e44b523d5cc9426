//! One task from queue to code: [`Worker`], what a compiler thread works with.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use jit::code::CompiledCode;
use jit::compiler::{Compiler, Quality, Request, Settings};
use jit::shape::{Kind, Shape};

use super::broker::Task;
use super::policy::Level;
use super::record::Record;
use super::{config, report};
use crate::class::MethodRef;
use crate::code::{self, AdapterKey, Blob, Full};
use crate::compile_env::{self, VmEnv, dependencies};
use crate::diag::compile_task;

/// Times that a task is begun anew because a class was loaded that breaks an assumption.
const TRIES: u32 = 3;
/// Times that room is made for one piece of code.
const ROOMS: u32 = 2;

/// How a task has ended.
pub enum Outcome {
    /// The code has been published.
    Done(Size),
    /// There is such code already.
    Needless,
    /// An assumption did not hold any more, again and again; or there was no room. It may be tried later.
    Later(&'static str),
    /// The compiler cannot compile the method.
    Bailout(String),
}

/// Bytes of code, and of all that belongs to it; bytecodes translated.
#[derive(Clone, Copy, Default)]
pub struct Size {
    pub code: usize,
    pub total: usize,
    pub bytecodes: usize,
}

/// A compiler thread's own: the compiler, once there has been a task.
#[derive(Default)]
pub struct Worker {
    compiler: Option<Compiler>,
}

impl Worker {
    /// Does the task, and says so to whoever wants to know.
    pub fn run(&mut self, task: &Task) {
        if is_needless(task) {
            return;
        }
        report::started(task);
        let start = Instant::now();
        let note = compile_task::Task {
            id: task.id,
            level: task.level as u8,
            method: task.method(),
            osr_bci: task.osr_bci,
        };
        let compile = AssertUnwindSafe(|| compile_task::during(note, || self.compile(task)));
        let outcome = match catch_unwind(compile) {
            Ok(outcome) => outcome,
            Err(panic) => {
                // its state may be anything
                self.compiler = None;
                let text = panic.downcast_ref::<String>().map(String::as_str);
                let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("?");
                Outcome::Bailout(format!("compiler panicked: {text}"))
            }
        };
        let record = Record::of(task.method());
        match &outcome {
            Outcome::Done(_) => {
                record.note_code(task.level, task.osr_bci.is_some());
                if task.level.counts() {
                    record.start_profile(task.method());
                }
            }
            Outcome::Bailout(reason) => {
                record.ban(task.level.compiler(), task.osr_bci.is_some());
                if config::get().aborts_on_failure {
                    crate::fatal::fatal(&format!("{:?} cannot be compiled: {reason}", task.method()));
                }
            }
            Outcome::Later(_) => record.hold_off(task.method(), 1 << 14),
            Outcome::Needless => {}
        }
        report::ended(task, &outcome, start.elapsed());
    }

    /// The compiler, made at the first task.
    fn compiler(&mut self) -> Result<&mut Compiler, String> {
        if self.compiler.is_none() {
            let settings = Settings { verify: cfg!(debug_assertions), target: None };
            self.compiler = Some(Compiler::new(&settings)?);
        }
        self.compiler.as_mut().ok_or_else(|| "no compiler".into())
    }

    fn compile(&mut self, task: &Task) -> Outcome {
        for _ in 0..TRIES {
            match self.try_once(task) {
                Ok(Some(outcome)) => return outcome,
                Ok(None) => {}
                Err(reason) => return Outcome::Bailout(reason),
            }
        }
        Outcome::Later("invalid non-klass dependency")
    }

    /// `None`: an assumption does not hold any more.
    fn try_once(&mut self, task: &Task) -> Result<Option<Outcome>, String> {
        let m = task.method();
        let adapter = match self.adapter(key(m, task.osr_bci.is_some()))? {
            Ok(adapter) => adapter,
            Err(Full { .. }) => return Ok(Some(Outcome::Later("code cache is full"))),
        };
        let env = VmEnv::new(&task.pin).notifying(super::notify_logs(task.level));
        let listing = report::prints_code(m);
        let request = Request {
            method: compile_env::method_address(m),
            quality: if task.level.counts() { Quality::Quick } else { Quality::Full },
            counters: task.level.counts(),
            osr_bci: task.osr_bci,
            listing,
        };
        let mut code = self.compiler()?.compile(&env, &request).map_err(|b| b.to_string())?;
        code.dependencies = env.dependencies();
        if listing {
            report::code(task, &code);
        }
        let size = Size {
            code: code.bytes.len(),
            total: code.bytes.len() + description_size(&code),
            bytecodes: code.bytecodes as usize,
        };
        let blob = match install(task, code) {
            Ok(blob) => blob,
            Err(Full { .. }) => return Ok(Some(Outcome::Later("code cache is full"))),
        };
        let published = dependencies::check_and_publish(blob, adapter);
        Ok(published.then_some(Outcome::Done(size)))
    }

    /// The adapter for a kind of methods, made if there is none.
    fn adapter(&mut self, key: AdapterKey) -> Result<Result<&'static Blob, Full>, String> {
        if let Some(found) = code::adapter(&key) {
            return Ok(Ok(found));
        }
        let compiler = self.compiler()?;
        let code = match &key {
            AdapterKey::Call(shape) => compiler.adapter(shape),
            AdapterKey::Osr(result) => compiler.osr_adapter(*result),
        };
        let code = code.map_err(|b| b.to_string())?;
        Ok(with_room(|| code::install_adapter(code.clone(), key.clone())))
    }
}

/// Which adapter enters a method's code.
fn key(m: MethodRef, is_osr: bool) -> AdapterKey {
    let descriptor = m.desc.bytes();
    if is_osr {
        let result = descriptor.iter().rposition(|&c| c == b')').map(|i| descriptor[i + 1]);
        AdapterKey::Osr(result.and_then(Kind::of))
    } else {
        AdapterKey::Call(Shape::of(descriptor, !m.is_static()))
    }
}

fn install(task: &Task, code: CompiledCode) -> Result<&'static Blob, Full> {
    with_room(|| code::install_method(code.clone(), task.method(), task.level as u8, task.osr_bci, task.id))
}

/// Makes room when there is none.
fn with_room(install: impl Fn() -> Result<&'static Blob, Full>) -> Result<&'static Blob, Full> {
    let mut result = install();
    for _ in 0..ROOMS {
        match result {
            Err(full) if code::make_room(None, full) => result = install(),
            _ => break,
        }
    }
    result
}

/// About the memory that the description of the code takes.
fn description_size(code: &CompiledCode) -> usize {
    size_of_val(&*code.sites) + size_of_val(&*code.ref_bits) + size_of_val(&*code.dependencies)
}

/// Whether there is such code, or better, by now.
fn is_needless(task: &Task) -> bool {
    let m = task.method();
    let level = match task.osr_bci {
        Some(bci) => super::osr_level(m, bci),
        None => super::level(m),
    };
    // level 1 replaces what level 4 cannot
    level == task.level || (level > task.level && task.level != Level::Simple)
}
