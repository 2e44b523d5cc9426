//! The crash report: what is written when a fatal signal or a broken invariant ends the process.
//!
//! A summary goes to standard output, the whole report to `hs_err_pid<pid>.log` (`-XX:ErrorFile=`). The format follows HotSpot's, so that
//! tools and habits apply.
//!
//! A handler runs in a process that is already broken, so this code keeps to some rules: it does not allocate, takes no locks of the VM,
//! reads foreign memory through the kernel, and writes with write(2). All texts that need work (names of files, command line, versions)
//! are prepared by [`install`]. The report is a list of sections; a fault within one is noted and the next one begins.
//!
//! Some faults are not fatal (a stack that may grow, a null check made by the memory protection): the VM says so in a
//! [`set_first_chance`] function, which every fault is shown first.
#![allow(unsafe_code)] // signal handling

mod alt_stack;
mod sections;
mod writer;

pub use alt_stack::AltStack;

use crate::options::{Hooks, Options};
use crate::os::{context::Context, process};
use sections::SECTIONS;
use std::cell::UnsafeCell;
use std::ffi::{CString, c_int, c_void};
use std::fmt::{self, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};
use writer::Writer;

/// Prints a part of the report that only the VM knows. It may be called in any state of the VM: it must neither allocate nor lock nor
/// trust what it reads.
pub type Printer = fn(&mut dyn Write) -> fmt::Result;

/// Looks at a fault first; true when it has dealt with it and the thread is to go on with the (changed) context.
///
/// The arguments are those of the signal handler: signal, `siginfo_t`, `ucontext_t`.
pub type FirstChance = unsafe fn(c_int, *mut libc::siginfo_t, *mut c_void) -> bool;

/// What the VM prints of a fault: the machine's state, unless it is not a fault.
pub type PrinterAt = fn(&mut dyn Write, Option<&Context>) -> fmt::Result;

/// Prints what code lies at an address, when that is code that the VM has made; false: it is not.
pub type CodePrinter = fn(&mut dyn Write, usize) -> Result<bool, fmt::Error>;

/// The parts of the report that the VM's other modules print.
#[derive(Clone, Copy)]
pub struct Printers {
    /// One line about the calling thread.
    pub current_thread: Printer,
    /// The Java frames of the calling thread.
    pub java_stack: PrinterAt,
    /// A frame of compiled code, as a line.
    pub code: CodePrinter,
    /// What the calling thread is compiling, as a line; nothing when it is not.
    pub compile_task: Printer,
    /// All threads of the VM.
    pub threads: Printer,
    /// The heap.
    pub heap: Printer,
}

/// Texts and settings, prepared before anything goes wrong.
struct Prepared {
    /// The report's file, then where to write when that cannot be made.
    files: [CString; 2],
    to_stdout: bool,
    to_stderr: bool,
    suppressed: bool,
    core_dump: bool,
    /// Commands of `-XX:OnError=`.
    on_error: Vec<CString>,
    hooks: Hooks,
    java_version: String,
    vm_version: String,
    command_line: String,
    vm_arguments: String,
    environment: String,
}

static PREPARED: OnceLock<Prepared> = OnceLock::new();
static PRINTERS: OnceLock<Printers> = OnceLock::new();
/// Address of the [`FirstChance`] function, or 0. Relaxed: it is set before the threads that need it run.
static FIRST_CHANCE: AtomicUsize = AtomicUsize::new(0);
/// The thread that writes the report, or 0. The first one to fail claims it; others wait for the end.
static REPORTER: AtomicI32 = AtomicI32::new(0);
/// The next section, so that a fault in one leads to the following.
static NEXT_SECTION: AtomicUsize = AtomicUsize::new(0);

/// Signals that mean that something is broken.
const FATAL: [(c_int, &str); 5] = [
    (libc::SIGSEGV, "SIGSEGV"),
    (libc::SIGBUS, "SIGBUS"),
    (libc::SIGILL, "SIGILL"),
    (libc::SIGFPE, "SIGFPE"),
    (libc::SIGTRAP, "SIGTRAP"),
];

fn signal_name(signal: c_int) -> &'static str {
    FATAL.iter().find(|(s, _)| *s == signal).map_or("signal", |(_, name)| name)
}

/// What went wrong first. Only the reporting thread touches it: it writes it once, before any section, and sections of the
/// same thread read it, also after a further fault has thrown away the frames (of the handlers' stack) that it came from.
struct First(UnsafeCell<Option<Cause<'static>>>);

// SAFETY: see above; the thread that won REPORTER is the only one.
unsafe impl Sync for First {}

static FIRST: First = First(UnsafeCell::new(None));

/// What went wrong.
#[derive(Clone, Copy)]
enum Cause<'a> {
    Signal { signal: c_int, code: c_int, address: usize, context: Context },
    Internal { message: fmt::Arguments<'a>, file: &'a str, line: u32 },
}

/// Prepares the report and installs the handlers of fatal signals. Threads that may overflow their stacks need an [`AltStack`].
pub fn install(options: &Options) {
    PREPARED.get_or_init(|| Prepared::new(options));
    for (signal, _) in FATAL {
        // SAFETY: sigaction is plain data, zero is a valid value.
        let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
        action.sa_sigaction = handler as *const c_void as usize;
        // Not deferred: a fault while the report is written must arrive.
        action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK | libc::SA_RESTART | libc::SA_NODEFER;
        // SAFETY: the action is live and its handler has the type that SA_SIGINFO asks for.
        unsafe { libc::sigaction(signal, &action, std::ptr::null_mut()) };
    }
}

/// Names the printers; later calls change nothing.
pub fn set_printers(printers: Printers) {
    let _ = PRINTERS.set(printers);
}

/// Names the function that is shown every fault first.
pub fn set_first_chance(function: FirstChance) {
    FIRST_CHANCE.store(function as *const c_void as usize, Ordering::Relaxed);
}

/// Ends the process with a report because the VM's own state is wrong. [`bug!`](crate::bug!) is the way to call it.
#[cold]
pub fn internal_error(message: fmt::Arguments, file: &str, line: u32) -> ! {
    report(&Cause::Internal { message, file, line })
}

/// Ends the process with a crash report: an invariant of the VM does not hold.
#[macro_export]
macro_rules! bug {
    ($($message:tt)+) => {
        $crate::diag::crash::internal_error(format_args!($($message)+), file!(), line!())
    };
}

/// The handler of all fatal signals.
///
/// # Safety
/// For the system only.
unsafe extern "C" fn handler(signal: c_int, info: *mut libc::siginfo_t, context: *mut c_void) {
    let first_chance = FIRST_CHANCE.load(Ordering::Relaxed);
    let reporting = REPORTER.load(Ordering::Relaxed) == process::thread_id();
    if first_chance != 0 && !reporting {
        // SAFETY: the address was stored from a function of this type.
        let function: FirstChance = unsafe { std::mem::transmute(first_chance) };
        // SAFETY: the arguments are those of this handler.
        if unsafe { function(signal, info, context) } {
            return;
        }
    }
    // SAFETY: the system passes a live siginfo_t, which has an address for these signals, and this handler's context; it does not return.
    let cause = unsafe {
        Cause::Signal {
            signal,
            code: (*info).si_code,
            address: (*info).si_addr() as usize,
            context: Context::new(context),
        }
    };
    report(&cause)
}

/// Writes the report and ends the process.
fn report(cause: &Cause) -> ! {
    let me = process::thread_id();
    match REPORTER.compare_exchange(0, me, Ordering::AcqRel, Ordering::Acquire) {
        Ok(_) => {
            // SAFETY: this thread has just become the only one that touches FIRST. The texts that an internal error borrows lie
            // in frames that never return.
            unsafe { *FIRST.0.get() = Some(std::mem::transmute::<Cause<'_>, Cause<'static>>(*cause)) };
        }
        Err(other) if other == me => note_nested_fault(cause),
        Err(_) => loop {
            // Another thread reports; it ends the process.
            // SAFETY: pause has no arguments.
            unsafe { libc::pause() };
        },
    }
    super::attach::remove_file();
    super::perf_data::remove_file();
    let prepared = PREPARED.get();
    // SAFETY: this thread is the reporter, and has stored the first cause by now.
    let first = unsafe { &*FIRST.0.get() };
    if let Some(cause) = first.as_ref().filter(|_| !prepared.is_some_and(|p| p.suppressed)) {
        write_sections(cause, prepared);
    }
    if let Some(p) = prepared {
        run_commands(p);
    }
    end(prepared)
}

fn note_nested_fault(cause: &Cause) {
    let section = NEXT_SECTION.load(Ordering::Relaxed).saturating_sub(1);
    let name = SECTIONS.get(section).map_or("end", |s| s.name);
    let what = match cause {
        Cause::Signal { signal, .. } => signal_name(*signal),
        Cause::Internal { .. } => "internal error",
    };
    let _ = writeln!(Writer::reopened(), "\n[error occurred during error reporting ({name}), {what}]\n");
}

fn write_sections(cause: &Cause, prepared: Option<&Prepared>) {
    let mut writer = Writer::open(prepared);
    loop {
        let n = NEXT_SECTION.fetch_add(1, Ordering::Relaxed);
        let Some(section) = SECTIONS.get(n) else { break };
        writer.set_summary(section.summary);
        // Writing fails only when the disk is full, and then there is nobody to tell.
        let _ = (section.print)(&mut writer, cause, prepared);
        if !section.summary {
            let _ = writer.write_str("\n");
        }
        writer.flush();
    }
    writer.finish(prepared);
}

/// `-XX:OnError=`: each command is run by the shell.
fn run_commands(prepared: &Prepared) {
    for command in &prepared.on_error {
        // SAFETY: fork in a handler is allowed (it is async-signal-safe); the child calls only execve and _exit.
        let child = unsafe { libc::fork() };
        if child == 0 {
            let shell = [c"sh".as_ptr(), c"-c".as_ptr(), command.as_ptr(), std::ptr::null()];
            // SAFETY: the arguments are C strings ended by null; both calls do not return on success.
            unsafe {
                libc::execv(c"/bin/sh".as_ptr(), shell.as_ptr());
                libc::_exit(127);
            }
        }
        // SAFETY: waiting for that child only.
        unsafe { libc::waitpid(child, std::ptr::null_mut(), 0) };
    }
}

/// The embedder's `abort` hook, then a core file or a plain exit.
fn end(prepared: Option<&Prepared>) -> ! {
    if let Some(hook) = prepared.map(|p| p.hooks.abort).filter(|h| *h != 0) {
        // SAFETY: JNI's invocation API says that this is a function without arguments and result.
        let hook: extern "C" fn() = unsafe { std::mem::transmute(hook) };
        hook();
    }
    if prepared.is_some_and(|p| !p.core_dump) {
        // SAFETY: _exit ends the process at once.
        unsafe { libc::_exit(1) }
    }
    // SAFETY: SIGABRT gets its default action back, so that abort ends the process.
    unsafe {
        libc::signal(libc::SIGABRT, libc::SIG_DFL);
        libc::abort()
    }
}

impl Prepared {
    fn new(options: &Options) -> Prepared {
        let flags = options.flags();
        let pid = process::id().to_string();
        let in_folder = std::env::current_dir().unwrap_or_default().join(format!("hs_err_pid{pid}.log"));
        let file = match &flags.error_file {
            Some(pattern) => pattern.replace("%p", &pid),
            None => in_folder.to_string_lossy().into_owned(),
        };
        let c = |text: &str| CString::new(text).unwrap_or_default();
        let commands = flags.on_error.iter().flat_map(|list| list.split(['\n', ';']));
        let variables = [
            "JAVA_HOME",
            "JAVA_TOOL_OPTIONS",
            "_JAVA_OPTIONS",
            "CLASSPATH",
            "PATH",
            "LD_LIBRARY_PATH",
            "LANG",
            "TZ",
        ];
        let lines = variables.iter().filter_map(|name| {
            let value = std::env::var_os(name)?;
            Some(format!("{name}={}\n", value.to_string_lossy()))
        });
        Prepared {
            files: [c(&file), c(&format!("/tmp/hs_err_pid{pid}.log"))],
            to_stdout: flags.error_file_to_stdout,
            to_stderr: flags.error_file_to_stderr,
            suppressed: flags.suppress_fatal_error_message,
            core_dump: flags.create_coredump_on_crash,
            on_error: commands.map(|command| c(&command.trim().replace("%p", &pid))).collect(),
            hooks: options.hooks,
            java_version: format!(
                "class library {} in {}",
                options.jdk.runtime_version,
                options.jdk.home.display()
            ),
            vm_version: format!("{}, {}", super::version::internal_info(), options.vm_info()),
            command_line: format!(
                "{} {}",
                options.vm_arguments.join(" "),
                options.java_command.as_deref().unwrap_or("<unknown>")
            ),
            vm_arguments: format!(
                "jvm_args: {}\njava_command: {}\njava_class_path (initial): {}\n",
                options.vm_arguments.join(" "),
                options.java_command.as_deref().unwrap_or("<unknown>"),
                options.properties.get("java.class.path").unwrap_or("")
            ),
            environment: lines.collect(),
        }
    }
}

#[cfg(test)]
mod tests;
