//! The flags for out-of-memory errors: what is printed, done and returned, compared with HotSpot's.

use excelsa_tests::exec::{End, Outcome};
use excelsa_tests::hprof::Dump;
use excelsa_tests::suite::Suite;
use std::fs;
use std::path::{Path, PathBuf};

/// Ends by an uncaught error.
const UNCAUGHT: &str = "gc/OomUncaught";
/// Catches its errors.
const CAUGHT: &str = "gc/OomSmallFits";

fn run(program: &str, hotspot: bool, options: &[&str]) -> (Outcome, PathBuf) {
    let suite = Suite::open(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a suite");
    suite.run(program, hotspot, options, &[]).expect("a run")
}

/// Standard output with `#` for each number that differs from run to run.
fn text(outcome: &Outcome) -> String {
    let out = String::from_utf8_lossy(&outcome.stdout);
    let mut lines = String::new();
    for line in out.lines() {
        let words = line.split(' ').map(|w| {
            let number = w.trim_matches(|c: char| !c.is_ascii_digit());
            let changes = line.contains("java_pid")
                || line.contains("Heap dump file created")
                || line.contains("pid is");
            if changes && !number.is_empty() { w.replace(number, "#") } else { w.to_owned() }
        });
        lines.push_str(&words.collect::<Vec<_>>().join(" "));
        lines.push('\n');
    }
    lines
}

/// Runs on both virtual machines, which must end and print alike; gives ours.
fn same(program: &str, options: &[&str]) -> (Outcome, PathBuf) {
    let (hotspot, _) = run(program, true, options);
    let (ours, folder) = run(program, false, options);
    assert_eq!(text(&hotspot), text(&ours), "{program} {options:?}");
    assert_eq!(hotspot.end, ours.end, "{program} {options:?}");
    (ours, folder)
}

fn dumps(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).expect("a folder").map(|f| f.expect("a file").path());
    files.filter(|f| f.to_string_lossy().contains(".hprof")).collect()
}

#[test]
fn heap_dump_in_the_current_folder() {
    let (_, folder) = same(UNCAUGHT, &["-XX:+HeapDumpOnOutOfMemoryError"]);
    let files = dumps(&folder);
    assert_eq!(files.len(), 1, "{files:?}");
    let name = files[0].file_name().unwrap_or_default().to_string_lossy().into_owned();
    assert!(name.starts_with("java_pid") && name.ends_with(".hprof"), "{name}");
    let dump = Dump::read(&files[0]).unwrap_or_else(|e| panic!("{e}"));
    let main = dump.thread_named("main").expect("the main thread");
    let top: Vec<&str> = main.trace.iter().map(|f| f.method.as_str()).collect();
    assert_eq!(top[..2], ["<init>", "grow"], "the error's constructor stands on top");
    let longs = dump.class_named("[J").expect("the class of the arrays").0;
    assert!(dump.classes.contains_key(&longs));
}

#[test]
fn heap_dump_once_for_several_errors() {
    let (_, folder) = same(CAUGHT, &["-XX:+HeapDumpOnOutOfMemoryError"]);
    assert_eq!(dumps(&folder).len(), 1);
}

#[test]
fn heap_dump_path() {
    let (_, folder) = same(UNCAUGHT, &["-XX:+HeapDumpOnOutOfMemoryError", "-XX:HeapDumpPath=named.hprof"]);
    Dump::read(&folder.join("named.hprof")).unwrap_or_else(|e| panic!("{e}"));
    // a folder, which is the one that the program runs in
    let (_, folder) = same(UNCAUGHT, &["-XX:+HeapDumpOnOutOfMemoryError", "-XX:HeapDumpPath=."]);
    assert_eq!(dumps(&folder).len(), 1);
    // nothing can be written: the program goes on
    let (_, folder) = same(UNCAUGHT, &["-XX:+HeapDumpOnOutOfMemoryError", "-XX:HeapDumpPath=/nonexistent/x"]);
    assert!(dumps(&folder).is_empty());
    same(CAUGHT, &["-XX:+HeapDumpOnOutOfMemoryError", "-XX:HeapDumpPath=/dev/full"]);
}

#[test]
fn compressed_heap_dump() {
    let (_, folder) = same(UNCAUGHT, &["-XX:+HeapDumpOnOutOfMemoryError", "-XX:HeapDumpGzipLevel=1"]);
    let files = dumps(&folder);
    assert!(files.len() == 1 && files[0].to_string_lossy().ends_with(".hprof.gz"), "{files:?}");
    let bytes = fs::read(&files[0]).expect("the file");
    assert_eq!(bytes[..2], [0x1f, 0x8b]);
    let plain = std::process::Command::new("gzip").arg("-dc").arg(&files[0]).output().expect("gzip");
    assert!(plain.status.success());
    let path = folder.join("plain");
    fs::write(&path, plain.stdout).expect("a file");
    Dump::read(&path).unwrap_or_else(|e| panic!("{e}"));
}

#[test]
fn commands() {
    let list = "-XX:OnOutOfMemoryError=echo first %% ; ; echo pid is %p >pid; cat pid";
    let (_, folder) = same(CAUGHT, &[list, "-XX:OnOutOfMemoryError=false"]);
    let pid = fs::read_to_string(folder.join("pid")).expect("what the command wrote");
    assert!(pid.trim().trim_start_matches("pid is ").parse::<u32>().is_ok(), "{pid}");
}

#[test]
fn exit() {
    let (outcome, _) = same(CAUGHT, &["-XX:+ExitOnOutOfMemoryError"]);
    assert_eq!(outcome.end, End::Exit(3));
    let options = [
        "-XX:+HeapDumpOnOutOfMemoryError",
        "-XX:OnOutOfMemoryError=echo command",
        "-XX:+ExitOnOutOfMemoryError",
    ];
    let (outcome, folder) = same(UNCAUGHT, &options);
    assert_eq!(outcome.end, End::Exit(3));
    assert_eq!(dumps(&folder).len(), 1);
}

#[test]
fn crash() {
    let flag = "-XX:+CrashOnOutOfMemoryError";
    let (outcome, folder) = run(CAUGHT, false, &[flag, "-XX:+ExitOnOutOfMemoryError"]);
    assert_eq!(outcome.end, End::Signal(6));
    let (outcome, _) = run(CAUGHT, false, &[flag, "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=report"]);
    assert_eq!(outcome.end, End::Exit(1));
    let out = text(&outcome);
    assert!(
        out.starts_with("Aborting due to java.lang.OutOfMemoryError: Java heap space\n#\n# A fatal error"),
        "{out}"
    );
    assert!(out.contains("#  fatal error: OutOfMemory encountered: Java heap space\n"), "{out}");
    let files = fs::read_dir(folder).expect("a folder").map(|f| f.expect("a file").file_name());
    let report = files.filter(|f| f.to_string_lossy().starts_with("hs_err_pid")).count();
    assert_eq!(report, 1);
}

/// Whatever allocation fails, in Java code or in the VM, there is an error that can be caught, or an orderly end.
#[test]
fn any_allocation_may_fail() {
    for n in (1..45_000).step_by(1499) {
        let fail = format!("-XX:FailAllocationAt={n}");
        let (outcome, _) = run("gc/ManyAllocations", false, &["-XX:+UnlockDiagnosticVMOptions", &fail]);
        let err = String::from_utf8_lossy(&outcome.stderr);
        assert!(matches!(outcome.end, End::Exit(0..=1)), "{fail}: {:?}\n{err}", outcome.end);
        assert!(!err.contains("panicked"), "{fail}: {err}");
    }
}

/// With limits that are easily exceeded, the kind of the error follows the flag.
#[test]
fn overhead_limit() {
    let limits = ["-XX:GCTimeLimit=1", "-XX:GCHeapFreeLimit=30"];
    let suite = Suite::open(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a suite");
    for (flag, message) in [
        ("-XX:+UseGCOverheadLimit", "GC overhead limit exceeded"),
        ("-XX:-UseGCOverheadLimit", "Java heap space"),
    ] {
        let options = [limits[0], limits[1], flag];
        let (outcome, _) = suite.run("gc/OomOverhead", false, &options, &["print"]).expect("a run");
        assert_eq!(outcome.end, End::Exit(0), "{flag}");
        assert_eq!(text(&outcome), format!("true\n{message}\n"), "{flag}");
    }
    let exit = [limits[0], limits[1], "-XX:+ExitOnOutOfMemoryError"];
    let (outcome, _) = run("gc/OomOverhead", false, &exit);
    assert_eq!(outcome.end, End::Exit(3));
    let out = text(&outcome);
    assert_eq!(out, "Terminating due to java.lang.OutOfMemoryError: GC overhead limit exceeded\n");
}
