//! Runs Java test programs on Excelsa and HotSpot and compares what they print.
//!
//! `tests/java/<area>/<Name>.java` holds the programs. [`program`] finds them and reads their
//! directives, [`compile`] turns all of them into class files with one run of `javac`'s API,
//! [`exec`] runs one program on one JVM with a time limit, [`oracle`] remembers what HotSpot
//! answered, [`compare`] judges, [`expected`] knows the listed failures, and [`suite`] joins
//! them into one trial per program and mode. `tests/tests/java.rs` is the test binary.
#![forbid(unsafe_code)]

pub mod compare;
pub mod compile;
pub mod exec;
pub mod expected;
pub mod fuzz;
pub mod hprof;
pub mod modes;
pub mod oracle;
pub mod program;
pub mod random;
pub mod running;
pub mod script;
pub mod suite;
