//! The test binary: every Java program in every mode, two at a time.
//!
//! `cargo test -p excelsa-tests --release --test java -- FILTER` runs some; a trial's name is
//! `area/Name@mode`.

use excelsa_tests::modes::MODES;
use excelsa_tests::suite::Suite;
use libtest_mimic::{Arguments, Trial};
use std::env;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    let mut args = Arguments::from_args();
    args.test_threads.get_or_insert(2);
    match trials(&args) {
        Ok(trials) => libtest_mimic::run(&args, trials).exit_code(),
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn trials(args: &Arguments) -> Result<Vec<Trial>, String> {
    let suite = Arc::new(Suite::open(Path::new(env!("CARGO_MANIFEST_DIR")))?);
    if !args.list {
        let wanted = |name: &str| match &args.filter {
            Some(filter) => MODES.iter().any(|m| format!("{name}@{}", m.name).contains(filter.as_str())),
            None => true,
        };
        suite.compile(|program| wanted(&program.name))?;
    }
    let picked = env::var("EXCELSA_MODES").ok();
    let mut trials = Vec::new();
    for program in suite.programs.clone() {
        for mode in MODES.iter().filter(|m| m.wants(&program, picked.as_deref())) {
            let (suite, program) = (Arc::clone(&suite), program.clone());
            let name = format!("{}@{}", program.name, mode.name);
            trials.push(Trial::test(name, move || suite.trial(&program, mode).map_err(Into::into)));
        }
    }
    Ok(trials)
}
