//! The command line of the VM: standard options, `-XX` flags, the environment's options and what follows from them.
//!
//! [`Options::parse`] takes the options of `JavaVMInitArgs` and answers with one immutable value; messages and their streams
//! are HotSpot's. It neither starts nor allocates anything, so a refused command line leaves no trace but the message.
//! Flags live in one table (`flags.rs`), HotSpot's flags without meaning here in another (`hotspot_flags.txt`).

mod assertions;
mod command_line;
mod compilers;
mod flags;
mod heap;
mod managed;
mod print;
mod properties;
mod set_flag;
mod sources;
mod table;
mod value;

pub use assertions::Assertions;
pub use flags::{FlagId, Flags};
pub use heap::HeapSizes;
pub use managed::{FlagError, ManageError, out_of_range};
pub use properties::{Properties, Property, VM_NAME, VM_VENDOR, VM_VERSION, is_reserved_module_property};
pub use sources::Environment;
pub use table::{FlagInfo, FlagRef, FlagTable, Origin};
pub use value::{Range, Type, Value, parse_size};

use crate::log::Request;
use crate::os::jdk::Jdk;

/// Whether this build has compilers; without them `java.vm.info` says so whatever the mode.
pub const HAS_COMPILERS: bool = true;

/// One element of `JavaVMInitArgs.options`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VmOption {
    /// `optionString`.
    pub text: String,
    /// `extraInfo`: the address of the hook for `vfprintf`, `exit` and `abort`, else 0.
    pub extra: usize,
}

impl VmOption {
    /// An option without `extraInfo`.
    pub fn new(text: impl Into<String>) -> VmOption {
        VmOption { text: text.into(), extra: 0 }
    }
}

/// Why there are no [`Options`]; all messages have been printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParseError {
    /// `JNI_CreateJavaVM` answers `JNI_ERR`; the launcher then says that it could not create the VM.
    Refused,
    /// The process is to exit with this status (after `-XX:+PrintFlagsInitial`, `-Xlog:help`, a heap that cannot be).
    Exit(i32),
}

/// `-Xint`, `-Xmixed`, `-Xcomp`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Interpreter only.
    Int,
    /// Interpreter first, compilers for what is hot.
    #[default]
    Mixed,
    /// Compile each method before its first invocation.
    Comp,
}

/// `-agentlib:name[=options]`, `-agentpath:path[=options]`, `-javaagent:options`, which is the JDK's library `instrument`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentOption {
    /// Name or path of the library.
    pub name: String,
    /// What the agent gets.
    pub options: Option<String>,
    /// Whether `name` is a path.
    pub is_path: bool,
}

/// Addresses of functions that the embedder wants called (JNI, invocation API: `vfprintf`, `exit`, `abort`); 0 for none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hooks {
    /// `jint (*)(FILE *, const char *, va_list)`.
    pub vfprintf: usize,
    /// `void (*)(jint)`.
    pub exit: usize,
    /// `void (*)(void)`.
    pub abort: usize,
}

/// Everything that the command line and the environment said, with defaults filled in.
#[derive(Debug, Clone)]
pub struct Options {
    /// All flags with origins; `table.flags` has the typed values.
    pub table: FlagTable,
    /// How methods are run.
    pub mode: Mode,
    /// Heap sizes in bytes, consistent with each other and with memory.
    pub heap: HeapSizes,
    /// System properties in order.
    pub properties: Properties,
    /// Assertion settings.
    pub assertions: Assertions,
    /// `--patch-module`: module and path (entries parted by `:`), in order.
    pub patch_modules: Vec<(String, String)>,
    /// The JDK whose class library is used.
    pub jdk: Jdk,
    /// Functions of the embedder.
    pub hooks: Hooks,
    /// `--enable-preview`.
    pub enable_preview: bool,
    /// Options as given, but those that carry the class path and the program (`java.lang.management`'s input arguments).
    pub vm_arguments: Vec<String>,
    /// Settings of a `-XX:Flags=` file.
    pub file_flags: Vec<String>,
    /// `sun.java.command`: the main class or jar and its arguments, as the launcher says.
    pub java_command: Option<String>,
    /// Agents to start, in order.
    pub agents: Vec<AgentOption>,
    /// What `-Xlog`, `-verbose` and the older logging flags asked for, in order; `parse` has applied them.
    /// Each with the option that it came from.
    pub log_requests: Vec<(String, Request)>,
    overlay: managed::Overlay,
}

impl Options {
    /// Reads a command line and configures logging accordingly. Messages go to standard error or output, as in HotSpot.
    pub fn parse(
        options: &[VmOption],
        ignore_unrecognized: bool,
        jdk: Jdk,
        environment: &Environment,
    ) -> Result<Options, ParseError> {
        // The clock of log lines and reports starts here.
        crate::log::uptime();
        let mut console = Console::Process(Redirect::None);
        let parsed = Options::parse_with(options, ignore_unrecognized, jdk, environment, &mut console)?;
        for (option, request) in &parsed.log_requests {
            crate::log::apply(request).map_err(|message| invalid_xlog(&mut console, option, &message))?;
        }
        Ok(parsed)
    }

    /// Values of our flags.
    pub fn flags(&self) -> &Flags {
        &self.table.flags
    }

    /// `-Xbootclasspath/a:`, entries parted by `:`.
    pub fn boot_append(&self) -> Option<&str> {
        self.properties.get("jdk.boot.class.path.append").filter(|p| !p.is_empty())
    }

    /// Stack size of a new Java thread in bytes when `java.lang.Thread` asks for none.
    pub fn java_stack_size(&self) -> usize {
        stack_bytes(self.flags().thread_stack_size)
    }

    /// Stack size of the VM's own threads in bytes.
    pub fn vm_stack_size(&self) -> usize {
        stack_bytes(self.flags().vm_thread_stack_size)
    }

    /// Processors that the VM counts on.
    pub fn processors(&self) -> u32 {
        match self.flags().active_processor_count {
            n if n > 0 => n as u32,
            _ => crate::os::machine::processors(self.flags().use_container_support),
        }
    }

    /// `java.vm.info`: the mode, as `-version` shows it.
    pub fn vm_info(&self) -> &'static str {
        let quick_only = self.flags().is_quick_only(self.mode);
        match self.mode {
            _ if !HAS_COMPILERS => "interpreted mode",
            Mode::Int => "interpreted mode",
            Mode::Mixed if quick_only => "mixed mode, emulated-client",
            Mode::Mixed => "mixed mode",
            Mode::Comp if quick_only => "compiled mode, emulated-client",
            Mode::Comp => "compiled mode",
        }
    }
}

/// Messages about logging itself look like log lines, and go to standard output.
fn log_line(console: &mut Console, level: &str, tag: &str, message: &str) {
    let uptime = crate::log::uptime().as_secs_f64();
    for line in message.lines() {
        console.out(&format!("[{uptime:.3}s][{level}][{tag}] {line}\n"));
    }
}

fn invalid_xlog(console: &mut Console, option: &str, message: &str) -> ParseError {
    log_line(console, "error", "logging", message);
    console.err(&format!("Invalid -Xlog option '{option}', see error log for details.\n"));
    ParseError::Refused
}

/// Zero stands for the default of 1 MB.
fn stack_bytes(kilobytes: i64) -> usize {
    if kilobytes == 0 { 1024 * 1024 } else { kilobytes as usize * 1024 }
}

/// The pairs that `JVM_GetProperties` answers, in order. The limit of direct memory comes from its flag alone, whatever a `-D`
/// said.
pub fn properties(options: &Options) -> Vec<(String, String)> {
    const DIRECT: &str = "sun.nio.MaxDirectMemorySize";
    let listed = options.properties.iter().filter(|p| p.key != DIRECT);
    let mut pairs: Vec<(String, String)> = listed.map(|p| (p.key.clone(), p.value.clone())).collect();
    if !options.table.is_default(FlagId::MaxDirectMemorySize) {
        pairs.push((DIRECT.into(), options.flags().max_direct_memory_size.to_string()));
    }
    // Integer.valueOf's cache; the class library reads a property
    if !options.table.is_default(FlagId::AutoBoxCacheMax) {
        let high = options.flags().auto_box_cache_max.to_string();
        pairs.push(("java.lang.Integer.IntegerCache.high".into(), high));
    }
    if HAS_COMPILERS && options.mode != Mode::Int {
        pairs.push(("sun.management.compiler".into(), "Excelsa Tiered Compilers".into()));
    }
    pairs
}

/// Where messages go: to the process's streams, or into memory for tests.
#[derive(Debug)]
pub(crate) enum Console {
    /// Standard output and error.
    Process(Redirect),
    /// Standard output and error of a test.
    #[cfg_attr(not(test), allow(dead_code))] // only tests capture
    Captured(String, String),
}

/// `-XX:+DisplayVMOutputToStderr` and `-XX:+DisplayVMOutputToStdout`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Redirect {
    /// Each stream for itself.
    None,
    /// All to standard error.
    ToStderr,
    /// All to standard output.
    ToStdout,
}

impl Console {
    #[cfg(test)]
    pub(crate) fn captured() -> Console {
        Console::Captured(String::new(), String::new())
    }

    #[cfg(test)]
    pub(crate) fn captured_err(&self) -> &str {
        match self {
            Console::Process(_) => "",
            Console::Captured(_, err) => err,
        }
    }

    #[cfg(test)]
    pub(crate) fn captured_out(&self) -> &str {
        match self {
            Console::Process(_) => "",
            Console::Captured(out, _) => out,
        }
    }

    /// Sends what follows to one stream.
    fn redirect(&mut self, to: Redirect) {
        if let Console::Process(redirect) = self {
            *redirect = to;
        }
    }

    pub(crate) fn out(&mut self, text: &str) {
        match self {
            Console::Process(Redirect::ToStderr) => to_stderr(text),
            Console::Process(_) => to_stdout(text),
            Console::Captured(out, _) => out.push_str(text),
        }
    }

    /// An error that HotSpot finds while it initialises: its own heading where the VM's output goes, and exit status 1.
    pub(crate) fn die(&mut self, message: &str) -> ParseError {
        self.out(&format!("Error occurred during initialization of VM\n{message}\n"));
        ParseError::Exit(1)
    }

    pub(crate) fn err(&mut self, text: &str) {
        match self {
            Console::Process(Redirect::ToStdout) => to_stdout(text),
            Console::Process(_) => to_stderr(text),
            Console::Captured(_, err) => err.push_str(text),
        }
    }
}

/// A closed stream must not end the VM.
fn to_stdout(text: &str) {
    use std::io::Write;
    let mut stream = std::io::stdout();
    drop(stream.write_all(text.as_bytes()).and_then(|()| stream.flush()));
}

fn to_stderr(text: &str) {
    use std::io::Write;
    drop(std::io::stderr().write_all(text.as_bytes()));
}
