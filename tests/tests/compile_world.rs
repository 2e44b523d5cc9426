//! `-XX:+CompileTheWorld`: what has never run compiles too. `EXCELSA_COMPILE_WORLD` names other classes than the few of the test
//! (the start of their internal names; empty: all of `java.base`).

use std::env;
use std::process::Command;

use excelsa_tests::suite::Suite;
use std::path::Path;

/// Compiles classes at a level; what is printed, and whether nearly everything was compiled.
fn compile(classes: &str, level: u32) -> (String, bool) {
    let suite = Suite::open(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a suite");
    let run = Command::new(suite.excelsa())
        .args(["-XX:+UnlockDiagnosticVMOptions", "-XX:+CompileTheWorld", "-XX:+CompileTheWorldVerify"])
        .arg(format!("-XX:CompileTheWorldClasses={classes}"))
        .arg(format!("-XX:CompileTheWorldLevel={level}"))
        .arg("-version")
        .output()
        .expect("a run");
    let text = format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    (text, run.status.success())
}

#[test]
fn nearly_everything_compiles() {
    let classes = env::var("EXCELSA_COMPILE_WORLD").unwrap_or_else(|_| "java/util/concurrent/".into());
    for level in [1, 4] {
        let (text, success) = compile(&classes, level);
        assert!(success, "{text}");
        assert!(text.contains(" classes linked, 0 not"), "{text}");
        assert!(text.contains(" compilations, "), "{text}");
    }
}
