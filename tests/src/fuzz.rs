//! Differential fuzzing: random valid programs, each run on HotSpot and in several modes of the VM under test.
//!
//! [`program::generate`] makes a program from a seed, as class files without stack maps, of arithmetic, arrays, control flow
//! (irreducible loops and loops with values on the operand stack included), calls of all kinds, exceptions, locks and fields.
//! [`batch`] runs hundreds of them in one JVM by `tests/fuzz/FuzzMain.java`, which prints a checksum of each, and compares.
//! [`minimise`] leaves out parts of a program while it still differs. The binary `excelsa-fuzz` is the front end.

pub mod asm;
pub mod batch;
pub mod body;
pub mod expr;
pub mod minimise;
pub mod program;
pub mod rng;
pub mod stmt;
pub mod world;
