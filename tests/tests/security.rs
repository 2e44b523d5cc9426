//! What the process shows to whoever looks for a way in: no page of memory is ever writable and executable.

use excelsa_tests::suite::Suite;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Mappings that are writable and executable at this moment.
fn writable_and_executable(maps: &str) -> Vec<&str> {
    let both = |line: &&str| {
        let permissions = line.split_whitespace().nth(1).unwrap_or_default();
        permissions.contains('w') && permissions.contains('x')
    };
    maps.lines().filter(both).collect()
}

#[test]
fn no_page_is_writable_and_executable() {
    let suite = Suite::open(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a suite");
    let classes = Path::new(env!("CARGO_TARGET_TMPDIR")).join("security");
    fs::create_dir_all(&classes).expect("a folder");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("faults/Faults.java");
    let javac = suite.java().canonicalize().expect("a path").with_file_name("javac");
    let compiled = Command::new(javac).arg("-d").args([&classes, &source]).status();
    assert!(compiled.expect("javac").success());
    let modes: [&[&str]; 5] = [
        &[],
        &["-Xint"],
        &["-Xcomp"],
        &["-Xcomp", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=4m"],
        &["-XX:+UnlockDiagnosticVMOptions", "-XX:+StressCompileThresholds", "-XX:DeoptimizeOften=1000"],
    ];
    for options in modes {
        for what in ["count", "many", "mixed"] {
            let mut child = Command::new(suite.excelsa())
                .args(options)
                .arg("-cp")
                .arg(&classes)
                .args(["Faults", what])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("a start");
            let (mut looks, mut executable) = (0, false);
            while child.try_wait().expect("a status").is_none() {
                // It may end meanwhile.
                let maps = fs::read_to_string(format!("/proc/{}/maps", child.id())).unwrap_or_default();
                let bad = writable_and_executable(&maps);
                assert!(bad.is_empty(), "{options:?} {what}: {bad:#?}");
                executable |= maps.contains("code cache");
                looks += 1;
                std::thread::sleep(Duration::from_millis(3));
            }
            assert!(looks > 3, "{options:?} {what}");
            assert!(executable || options == ["-Xint"] || what != "count", "{options:?}: no code was made");
        }
    }
}
