//! What the flags for out-of-memory errors ask for, done once in a process, when the first such error is thrown:
//! a heap dump, commands, a crash report, the end of the process, in this order.

use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use super::heap_dump;
use crate::options::{FlagId, Value};
use crate::os::process;
use crate::os::time::error_text;
use crate::thread::dump::tty;
use crate::thread::safepoint;
use crate::thread::{Scope, vm_exit};
use crate::vm::vm;

static REPORTED: AtomicBool = AtomicBool::new(false);

/// Called before an `OutOfMemoryError` with this message is thrown; only the first call in the process does anything.
pub fn report(t: &mut Scope<'_>, message: &str) {
    // Relaxed: nothing else is published by it.
    if REPORTED.swap(true, Ordering::Relaxed) {
        return;
    }
    let options = &vm().options;
    if matches!(options.current(FlagId::HeapDumpOnOutOfMemoryError), Value::Bool(true)) {
        print(t, &format!("java.lang.OutOfMemoryError: {message}\n"));
        heap_dump::by_vm(t, true);
    }
    let flags = options.flags();
    if let Some(commands) = flags.on_out_of_memory_error.as_deref().filter(|c| !c.is_empty()) {
        run_commands(t, message, commands);
    }
    if flags.crash_on_out_of_memory_error {
        print(t, &format!("Aborting due to java.lang.OutOfMemoryError: {message}\n"));
        crate::bug!("fatal error: OutOfMemory encountered: {message}");
    }
    if flags.exit_on_out_of_memory_error {
        print(t, &format!("Terminating due to java.lang.OutOfMemoryError: {message}\n"));
        vm_exit::exit(Some(t), 3);
    }
}

fn print(t: &mut Scope<'_>, text: &str) {
    t.blocked(|| tty(text));
}

/// `-XX:OnOutOfMemoryError=`: the shell runs each command while all threads are stopped.
fn run_commands(t: &mut Scope<'_>, message: &str, list: &str) {
    safepoint::operation(t, "ReportJavaOutOfMemory", |_, _| {
        tty(&format!("#\n# java.lang.OutOfMemoryError: {message}\n# -XX:OnOutOfMemoryError=\"{list}\"\n"));
        for command in split_commands(list, process::id()) {
            tty(&format!("#   Executing /bin/sh -c \"{command}\"...\n"));
            if let Err(e) = Command::new("/bin/sh").arg("-c").arg(&command).status() {
                tty(&format!(
                    "os::fork_and_exec failed: {} ({})\n",
                    error_text(&e),
                    e.raw_os_error().unwrap_or(0)
                ));
            }
        }
    });
}

/// The commands in a list, separated by semicolons; `%p` is the process id and `%%` a percent sign.
fn split_commands(list: &str, pid: u32) -> Vec<String> {
    let mut commands = Vec::new();
    let mut rest = list.trim_start_matches([' ', ';']);
    while !rest.is_empty() {
        let (command, behind) = rest.split_once(';').unwrap_or((rest, ""));
        commands.push(expand(command, pid));
        rest = behind.trim_start_matches([' ', ';']);
    }
    commands
}

fn expand(text: &str, pid: u32) -> String {
    let mut parts = text.split("%%").map(|part| part.replace("%p", &pid.to_string()));
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |all, part| all + "%" + &part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_split_and_expanded() {
        let split = |list| split_commands(list, 42);
        assert_eq!(split("kill -3 %p"), ["kill -3 42"]);
        assert_eq!(split(" ; a %%p%p;; b\nc ;"), ["a %p42", "b\nc "]);
        assert!(split("; ;").is_empty());
    }
}
