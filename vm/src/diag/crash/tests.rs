//! Crashes of child processes: this test program runs itself with an environment variable that says how to fail.

use super::*;
use crate::options::{Environment, VmOption};
use crate::os::jdk::Jdk;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Output};

const HOW: &str = "EXCELSA_TEST_CRASH";

/// Not a test of its own: fails as the variable says.
#[test]
fn child() {
    let Ok(how) = std::env::var(HOW) else { return };
    let dir = std::env::var("EXCELSA_TEST_DIR").unwrap();
    let mut options = vec![VmOption::new(format!("-XX:ErrorFile={dir}/err%p.log")), VmOption::new("-Xmx64m")];
    if how == "nocore" {
        options.push(VmOption::new("-XX:-CreateCoredumpOnCrash"));
        options.push(VmOption::new(format!("-XX:OnError=echo %p > {dir}/on_error")));
    }
    let jdk = Jdk::find_for_launcher(None).unwrap();
    let options = Options::parse(&options, false, jdk, &Environment::default()).unwrap();
    install(&options);
    let _stack = AltStack::for_this_thread();
    fn line(w: &mut dyn Write) -> fmt::Result {
        writeln!(w, "j  Main.main([Ljava/lang/String;)V+7")
    }
    fn bad(_: &mut dyn Write) -> fmt::Result {
        fault();
        Ok(())
    }
    set_printers(Printers {
        current_thread: line,
        java_stack: |w, _| line(w),
        code: |_, _| Ok(false),
        compile_task: |_| Ok(()),
        threads: bad,
        heap: line,
    });
    if how == "first" {
        // SAFETY: the function only ends the process.
        unsafe fn seen(signal: c_int, _: *mut libc::siginfo_t, _: *mut c_void) -> bool {
            // SAFETY: _exit ends the process at once.
            unsafe { libc::_exit(40 + signal) }
        }
        set_first_chance(seen);
    }
    match how.as_str() {
        "bug" => crate::bug!("{} is not {}", 1, 2),
        _ => fault(),
    }
}

#[inline(never)]
fn fault() {
    let nowhere = std::hint::black_box(16usize) as *const u8;
    // SAFETY: none; the fault is the purpose.
    unsafe { nowhere.read_volatile() };
}

fn crash(how: &str) -> (Output, String, std::path::PathBuf) {
    let dir = std::env::temp_dir().join(format!("excelsa-crash-{how}-{}", process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "diag::crash::tests::child", "--nocapture"]).env(HOW, how);
    let output = command.env("EXCELSA_TEST_DIR", &dir).current_dir(&dir).output().unwrap();
    let reports = std::fs::read_dir(&dir).unwrap().flatten().map(|e| e.path());
    let report = reports
        .filter(|p| p.extension().is_some_and(|e| e == "log"))
        .map(|p| std::fs::read_to_string(p).unwrap());
    let report = report.collect::<String>();
    (output, report, dir)
}

#[test]
fn a_fault_is_reported() {
    let (output, report, dir) = crash("fault");
    assert_eq!(output.status.signal(), Some(libc::SIGABRT));
    let out = String::from_utf8_lossy(&output.stdout);
    assert!(out.contains("#  SIGSEGV (0xb) at pc=0x"), "{out}");
    assert!(out.contains("# An error report file with more information is saved as:"), "{out}");
    assert!(!out.contains("Registers"));
    for part in [
        "si_code: 1 (SEGV_MAPERR), si_addr: 0x0000000000000010",
        "Native frames:",
        "v=VM code)\nj  Main.main",
        "[error occurred during error reporting (threads), SIGSEGV]",
        "Heap:\nj  Main",
        "jvm_args: -XX:ErrorFile=",
        "END.\n",
    ] {
        assert!(report.contains(part), "no {part} in\n{report}");
    }
    let frames = report.split("Native frames").nth(1).unwrap().split("\n\n").next().unwrap();
    assert!(frames.lines().count() > 3, "{frames}");
    std::fs::remove_dir_all(dir).unwrap();
}

#[test]
fn a_broken_invariant_is_reported() {
    let (output, report, dir) = crash("bug");
    assert_eq!(output.status.signal(), Some(libc::SIGABRT));
    assert!(report.contains("#  Internal Error (") && report.contains("#  1 is not 2\n"), "{report}");
    std::fs::remove_dir_all(dir).unwrap();
}

#[test]
fn without_a_core_file_commands_are_run_and_the_status_is_1() {
    let (output, report, dir) = crash("nocore");
    assert_eq!(output.status.code(), Some(1));
    assert!(report.contains("# CreateCoredumpOnCrash turned off, no core file dumped\n"));
    assert!(dir.join("on_error").is_file());
    std::fs::remove_dir_all(dir).unwrap();
}

#[test]
fn the_first_chance_comes_first() {
    let (output, report, dir) = crash("first");
    assert_eq!((output.status.code(), report.as_str()), (Some(40 + libc::SIGSEGV), ""));
    std::fs::remove_dir_all(dir).unwrap();
}
