//! The sections of the report, in order.

use super::writer::Writer;
use super::{Cause, PRINTERS, Prepared, Printers, signal_name};
use crate::options::{VM_NAME, VM_VERSION};
use crate::os::context::{Context, read_memory, read_word};
use crate::os::{machine, process};
use std::ffi::{CStr, c_int, c_void};
use std::fmt::{self, Write};

type Print = fn(&mut Writer, &Cause, Option<&Prepared>) -> fmt::Result;

/// A part of the report that is printed, and may fail, on its own.
pub struct Section {
    pub name: &'static str,
    /// Whether it is shown on standard output as well.
    pub summary: bool,
    pub print: Print,
}

const fn section(name: &'static str, print: Print) -> Section {
    Section { name, summary: false, print }
}

/// The report.
pub static SECTIONS: &[Section] = &[
    Section { name: "cause", summary: true, print: cause },
    Section { name: "versions", summary: true, print: versions },
    Section { name: "problematic frame", summary: true, print: problematic_frame },
    section("command line", command_line),
    section("current thread", |w, _, _| printed(w, "Current thread", |p| p.current_thread)),
    section("current compile task", compile_task),
    section("native frames", native_frames),
    section("java frames", java_frames),
    section("siginfo", siginfo),
    section("registers", registers),
    section("top of stack", top_of_stack),
    section("instructions", instructions),
    section("threads", |w, _, _| printed(w, "Threads", |p| p.threads)),
    section("heap", |w, _, _| printed(w, "Heap", |p| p.heap)),
    section("memory map", |w, _, _| copy_file(w, "Dynamic libraries", c"/proc/self/maps", usize::MAX)),
    section("arguments", |w, _, p| write!(w, "VM Arguments:\n{}", p.map_or("", |p| &p.vm_arguments))),
    section("environment", |w, _, p| {
        write!(w, "Environment Variables:\n{}", p.map_or("", |p| &p.environment))
    }),
    section("system", |w, _, _| copy_file(w, "OS", c"/proc/version", 512)),
    section("memory", memory),
    section("limits", |w, _, _| copy_file(w, "Limits", c"/proc/self/limits", 4096)),
    section("end", |w, _, _| writeln!(w, "END.")),
];

fn cause(w: &mut Writer, cause: &Cause, _: Option<&Prepared>) -> fmt::Result {
    writeln!(w, "#\n# A fatal error has been detected by {VM_NAME} {VM_VERSION}:\n#")?;
    let (pid, tid) = (process::id(), process::thread_id());
    match cause {
        Cause::Signal { signal, context, .. } => {
            let name = signal_name(*signal);
            writeln!(w, "#  {name} (0x{signal:x}) at pc={:#018x}, pid={pid}, tid={tid}\n#", context.pc())
        }
        Cause::Internal { message, file, line } => {
            writeln!(w, "#  Internal Error ({file}:{line}), pid={pid}, tid={tid}\n#  {message}\n#")
        }
    }
}

fn versions(w: &mut Writer, _: &Cause, prepared: Option<&Prepared>) -> fmt::Result {
    let Some(p) = prepared else { return Ok(()) };
    writeln!(w, "# JRE version: {}\n# Java VM: {}", p.java_version, p.vm_version)
}

fn problematic_frame(w: &mut Writer, cause: &Cause, prepared: Option<&Prepared>) -> fmt::Result {
    if let Cause::Signal { context, .. } = cause {
        w.write_str("# Problematic frame:\n# ")?;
        frame(w, context.pc())?;
    }
    w.write_str("#\n")?;
    let core = if prepared.is_some_and(|p| !p.core_dump) {
        "CreateCoredumpOnCrash turned off, no core file dumped"
    } else if process::core_file_limit() == Some(0) {
        "No core dump will be written. Core dumps have been disabled. To enable core dumping, try \"ulimit -c unlimited\" before starting Java again"
    } else {
        "Core dump will be written. Default location: that of /proc/sys/kernel/core_pattern"
    };
    writeln!(w, "# {core}\n#")
}

fn command_line(w: &mut Writer, _: &Cause, prepared: Option<&Prepared>) -> fmt::Result {
    writeln!(w, "---------------  S U M M A R Y ------------\n")?;
    writeln!(w, "Command Line: {}", prepared.map_or("<unknown>", |p| &p.command_line))?;
    writeln!(
        w,
        "Host: {} processors, {} bytes of memory",
        machine::processors(false),
        machine::memory(false)
    )?;
    writeln!(w, "Elapsed: {:.6} s\n", crate::log::uptime().as_secs_f64())?;
    writeln!(w, "---------------  T H R E A D  ---------------")
}

/// A part of the VM's other modules, if they have said how to print it.
fn printed(w: &mut Writer, title: &str, which: fn(&Printers) -> super::Printer) -> fmt::Result {
    writeln!(w, "{title}:")?;
    match PRINTERS.get() {
        Some(printers) => which(printers)(w),
        None => writeln!(w, "  (the VM is not initialised)"),
    }
}

fn compile_task(w: &mut Writer, _: &Cause, _: Option<&Prepared>) -> fmt::Result {
    let Some(printers) = PRINTERS.get() else { return Ok(()) };
    let mut titled = Titled { w, title: Some("Current CompileTask:\n") };
    (printers.compile_task)(&mut titled)
}

/// Writes a title in front of what is written first.
struct Titled<'a> {
    w: &'a mut Writer,
    title: Option<&'static str>,
}

impl Write for Titled<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if let Some(title) = self.title.take() {
            self.w.write_str(title)?;
        }
        self.w.write_str(text)
    }
}

fn java_frames(w: &mut Writer, cause: &Cause, _: Option<&Prepared>) -> fmt::Result {
    writeln!(w, "Java frames: (J=compiled Java code, j=interpreted, v=VM code)")?;
    let context = match cause {
        Cause::Signal { context, .. } => Some(context),
        Cause::Internal { .. } => None,
    };
    match PRINTERS.get() {
        Some(printers) => (printers.java_stack)(w, context),
        None => writeln!(w, "  (the VM is not initialised)"),
    }
}

/// A frame as `C  [libc.so.6+0x3c050]  abort+0x10`; V stands for the VM itself.
fn frame(w: &mut Writer, pc: usize) -> fmt::Result {
    if let Some(printers) = PRINTERS.get()
        && (printers.code)(w, pc)?
    {
        return Ok(());
    }
    // SAFETY: Dl_info is plain data, zero is a valid value.
    let mut info: libc::Dl_info = unsafe { std::mem::zeroed() };
    // SAFETY: dladdr takes any address and compares it with the loaded modules.
    let found = unsafe { libc::dladdr(pc as *const c_void, &mut info) } != 0;
    if !found || info.dli_fname.is_null() {
        return writeln!(w, "C  {pc:#018x}");
    }
    // SAFETY: dladdr's names are C strings of loaded modules.
    let path = unsafe { CStr::from_ptr(info.dli_fname) }.to_str().unwrap_or("?");
    let name = path.rsplit('/').next().unwrap_or(path);
    let kind = if name == "libjvm.so" { 'V' } else { 'C' };
    write!(w, "{kind}  [{name}+{:#x}]", pc - info.dli_fbase as usize)?;
    if !info.dli_sname.is_null() {
        // SAFETY: as above.
        let symbol = unsafe { CStr::from_ptr(info.dli_sname) }.to_str().unwrap_or("?");
        write!(w, "  {symbol}+{:#x}", pc - info.dli_saddr as usize)?;
    }
    writeln!(w)
}

const MAX_FRAMES: usize = 100;

/// The frames of the faulting code: by unwind tables where they lead that far, else by frame pointers.
fn native_frames(w: &mut Writer, cause: &Cause, _: Option<&Prepared>) -> fmt::Result {
    writeln!(
        w,
        "Native frames: (J=compiled Java code, C=native code, V=VM code, offsets are those of the file: addr2line -e FILE OFFSET)"
    )?;
    let mut frames = [0; MAX_FRAMES];
    let count = unwind(&mut frames);
    let known = &frames[..count];
    let Cause::Signal { context, .. } = cause else {
        return known.iter().try_for_each(|pc| frame(w, *pc));
    };
    match known.iter().position(|pc| *pc == context.pc()) {
        Some(start) if count - start > 1 => known[start..].iter().try_for_each(|pc| frame(w, *pc)),
        _ => frames_by_pointer(w, context),
    }
}

fn frames_by_pointer(w: &mut Writer, context: &Context) -> fmt::Result {
    frame(w, context.pc())?;
    let mut fp = context.fp();
    for _ in 0..MAX_FRAMES {
        let (Some(caller), Some(pc)) = (read_word(fp), read_word(fp.wrapping_add(8))) else { break };
        // Code without frame pointers leaves any value; frames only ever lie higher.
        if pc == 0 || caller <= fp || !fp.is_multiple_of(8) {
            break;
        }
        frame(w, pc)?;
        fp = caller;
    }
    Ok(())
}

mod unwinder {
    use std::ffi::{c_int, c_void};

    pub type Step = unsafe extern "C" fn(context: *mut c_void, argument: *mut c_void) -> c_int;

    // Of the unwinder that Rust's standard library is linked with (Itanium C++ ABI, exception handling, level I).
    unsafe extern "C" {
        pub fn _Unwind_Backtrace(step: Step, argument: *mut c_void) -> c_int;
        pub fn _Unwind_GetIPInfo(context: *mut c_void, before: *mut c_int) -> usize;
    }
}

struct Frames<'a> {
    pcs: &'a mut [usize],
    count: usize,
}

/// The program counters of this thread's frames, this one first.
fn unwind(pcs: &mut [usize]) -> usize {
    unsafe extern "C" fn step(context: *mut c_void, argument: *mut c_void) -> c_int {
        const NO_REASON: c_int = 0;
        const END_OF_STACK: c_int = 5;
        // SAFETY: the argument is the Frames of the caller below, which lives during the walk.
        let frames = unsafe { &mut *argument.cast::<Frames>() };
        let mut before = 0;
        // SAFETY: the context is the unwinder's own.
        let pc = unsafe { unwinder::_Unwind_GetIPInfo(context, &mut before) };
        match frames.pcs.get_mut(frames.count) {
            Some(slot) if pc != 0 => *slot = pc,
            _ => return END_OF_STACK,
        }
        frames.count += 1;
        NO_REASON
    }
    let mut frames = Frames { pcs, count: 0 };
    // SAFETY: the step has the required type and the argument outlives the walk.
    unsafe { unwinder::_Unwind_Backtrace(step, (&raw mut frames).cast()) };
    frames.count
}

fn siginfo(w: &mut Writer, cause: &Cause, _: Option<&Prepared>) -> fmt::Result {
    let Cause::Signal { signal, code, address, .. } = cause else { return Ok(()) };
    let code_name = match (*signal, *code) {
        (libc::SIGSEGV, 1) => "SEGV_MAPERR",
        (libc::SIGSEGV, 2) => "SEGV_ACCERR",
        (libc::SIGBUS, 1) => "BUS_ADRALN",
        (libc::SIGBUS, 2) => "BUS_ADRERR",
        (libc::SIGFPE, 1) => "FPE_INTDIV",
        (libc::SIGILL, 1) => "ILL_ILLOPC",
        (_, libc::SI_USER) => "SI_USER",
        (_, libc::SI_KERNEL) => "SI_KERNEL",
        _ => "other",
    };
    writeln!(
        w,
        "siginfo: si_signo: {signal} ({}), si_code: {code} ({code_name}), si_addr: {address:#018x}",
        signal_name(*signal)
    )
}

fn registers(w: &mut Writer, cause: &Cause, _: Option<&Prepared>) -> fmt::Result {
    let Cause::Signal { context, .. } = cause else { return Ok(()) };
    writeln!(w, "Registers:")?;
    for (i, (name, value)) in context.registers().enumerate() {
        write!(w, "{name}={value:#018x}{}", if i % 4 == 3 { "\n" } else { ", " })?;
    }
    writeln!(w)
}

fn top_of_stack(w: &mut Writer, cause: &Cause, _: Option<&Prepared>) -> fmt::Result {
    let Cause::Signal { context, .. } = cause else { return Ok(()) };
    let sp = context.sp();
    writeln!(w, "Top of Stack: (sp={sp:#018x})")?;
    for line in 0..16 {
        let at = sp.wrapping_add(line * 16);
        let (Some(a), Some(b)) = (read_word(at), read_word(at.wrapping_add(8))) else { break };
        writeln!(w, "{at:#018x}:   {a:016x} {b:016x}")?;
    }
    Ok(())
}

fn instructions(w: &mut Writer, cause: &Cause, _: Option<&Prepared>) -> fmt::Result {
    let Cause::Signal { context, .. } = cause else { return Ok(()) };
    let pc = context.pc();
    writeln!(w, "Instructions: (pc={pc:#018x})")?;
    for line in 0..8 {
        let at = pc.wrapping_sub(64).wrapping_add(line * 16);
        let mut bytes = [0; 16];
        let read = read_memory(at, &mut bytes);
        if read == 0 {
            continue;
        }
        write!(w, "{at:#018x}:  ")?;
        bytes[..read].iter().try_for_each(|b| write!(w, " {b:02x}"))?;
        writeln!(w)?;
    }
    Ok(())
}

fn memory(w: &mut Writer, _: &Cause, _: Option<&Prepared>) -> fmt::Result {
    copy_file(w, "Memory", c"/proc/self/status", 4096)
}

/// A file of the system, up to a number of bytes.
fn copy_file(w: &mut Writer, title: &str, name: &CStr, most: usize) -> fmt::Result {
    writeln!(w, "{title}:")?;
    // SAFETY: the name is a C string.
    let file: c_int = unsafe { libc::open(name.as_ptr(), libc::O_RDONLY | libc::O_CLOEXEC) };
    if file < 0 {
        return writeln!(w, "  (cannot be read)");
    }
    let mut left = most;
    let mut buffer = [0u8; 1024];
    while left > 0 {
        // SAFETY: the buffer is live and that long.
        let read = unsafe { libc::read(file, buffer.as_mut_ptr().cast(), buffer.len().min(left)) };
        let Some(read) = usize::try_from(read).ok().filter(|n| *n > 0) else { break };
        // These files are ASCII but for names of mapped files, where a cut character may be lost.
        buffer[..read].utf8_chunks().try_for_each(|chunk| w.write_str(chunk.valid()))?;
        left -= read;
    }
    // SAFETY: the descriptor is ours.
    unsafe { libc::close(file) };
    Ok(())
}
