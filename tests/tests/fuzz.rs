//! A few hundred random programs against HotSpot, in the modes `EXCELSA_MODES` (a list) or interpreted; see `excelsa_tests::fuzz`.

use std::env;
use std::process::Command;

#[test]
fn programs_agree() {
    let modes = env::var("EXCELSA_MODES").unwrap_or_else(|_| "int".into());
    let run = Command::new(env!("CARGO_BIN_EXE_excelsa-fuzz"))
        .args(["--count", "400", "--first", "1000000", "--modes", &modes])
        .output()
        .expect("the fuzzer");
    let text = format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{text}");
}
