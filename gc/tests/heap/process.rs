//! Child processes: there is one heap in a process, so each test runs in one of its own.
//!
//! A test of [`isolated_tests!`] runs the test binary again, for itself alone. Environment: `EXCELSA_GC_OPS` multiplies the
//! operations (default 1, may be a fraction), `EXCELSA_GC_SEED` replaces the tests' seeds,
//! with `EXCELSA_GC_TRACE` each collection is printed.

use std::process::Command;
use std::time::Duration;

/// Set in children.
const CHILD: &str = "EXCELSA_GC_CHILD";
/// A child that runs longer, times the operations' factor, is stuck.
const LIMIT: Duration = Duration::from_secs(240);

/// Defines tests that run in processes of their own.
macro_rules! isolated_tests {
    ($($(#[$attr:meta])* fn $name:ident() $body:block)*) => {$(
        #[test]
        $(#[$attr])*
        fn $name() {
            $crate::process::isolated(concat!(module_path!(), "::", stringify!($name)), || $body);
        }
    )*};
}
pub(crate) use isolated_tests;

/// Runs `body` in a child process. `path` is the test's path, crate included.
pub fn isolated(path: &str, body: impl FnOnce()) {
    if std::env::var_os(CHILD).is_some() {
        watch();
        return body();
    }
    let name = path.split_once("::").map_or(path, |(_, name)| name);
    let out = Command::new(std::env::current_exe().expect("the test binary has a path"))
        .args(["--exact", name, "--include-ignored", "--nocapture", "--test-threads=1"])
        .env(CHILD, "1")
        .env("RUST_BACKTRACE", "1")
        .output()
        .expect("the test binary runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    print!("{}", text(&out.stdout));
    assert!(out.status.success(), "{}: {}\n{}", name, out.status, text(&out.stderr));
}

/// Ends the process when it takes too long.
fn watch() {
    std::thread::spawn(|| {
        std::thread::sleep(LIMIT.mul_f64(factor().max(1.0)));
        eprintln!("the test does not end");
        std::process::abort();
    });
}

fn variable<T: std::str::FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok().map(|v| v.parse().unwrap_or_else(|_| panic!("{name}: a number is expected")))
}

fn factor() -> f64 {
    variable("EXCELSA_GC_OPS").unwrap_or(1.0)
}

/// `n` operations, times what the environment asks for; fewer without optimisation.
pub fn operations(n: u64) -> u64 {
    let n = if cfg!(debug_assertions) { n / 8 } else { n };
    (n as f64 * factor()) as u64
}

/// Whether so many operations are done that the rare things should have happened, too.
pub fn thorough() -> bool {
    cfg!(not(debug_assertions)) && factor() >= 1.0
}

/// The seed to use instead of `default`, if any is given.
pub fn seed(default: u64) -> u64 {
    variable("EXCELSA_GC_SEED").unwrap_or(default)
}

/// Whether collections are to be printed.
pub fn traces() -> bool {
    std::env::var_os("EXCELSA_GC_TRACE").is_some()
}
