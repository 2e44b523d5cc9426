//! What the launcher says: java's help, and what is ours behind it.

use excelsa_tests::suite::Suite;
use std::path::Path;
use std::process::Command;

fn say(java: &Path, option: &str) -> (Option<i32>, String, String) {
    let output = Command::new(java).arg(option).output().expect("a process");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn help_is_javas_and_ours() {
    let suite = Suite::open(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a suite");
    for (option, own) in [
        ("--help", "-Xlog:help"),
        ("-help", "-Xlog:help"),
        ("-?", "-Xlog:help"),
        ("-X", "-XX:GCStressAllocations=<n>"),
        ("--help-extra", "-XX:GCStressAllocations=<n>"),
    ] {
        let java = say(suite.java(), option);
        let (status, out, err) = say(suite.excelsa(), option);
        assert_eq!(status, java.0, "{option}");
        for (ours, theirs) in [(out, java.1), (err, java.2)] {
            let theirs = theirs
                .replace("java [options]", "excelsa [options]")
                .replace("  or  java ", "  or  excelsa ");
            let theirs = theirs.replace("       java [options]", "       excelsa [options]");
            if theirs.is_empty() {
                assert_eq!(ours, "", "{option}");
            } else {
                let more = ours.strip_prefix(&theirs).unwrap_or_else(|| panic!("{option}\n{ours}\n{theirs}"));
                assert!(more.contains(own), "{option}\n{more}");
            }
        }
    }
    // no help without being asked
    let (status, out, err) = say(suite.excelsa(), "-version");
    assert!(status == Some(0) && !out.contains("Excelsa's own") && !err.contains("Excelsa's own"));
}
