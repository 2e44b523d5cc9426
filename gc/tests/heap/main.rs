//! Tests of the heap and its collector without a virtual machine: a mock client, threads and a metaspace, and a model that
//! says what must be alive.
//!
//! Each test runs in a process of its own; [`process`] has the environment variables for long runs and for other seeds, as in
//! `EXCELSA_GC_SEED=7 EXCELSA_GC_OPS=20 cargo test -p excelsa-gc --release random_configuration`.

mod allocation;
mod check;
mod classes;
mod client;
mod compaction;
mod graph;
mod memory;
mod model;
mod ops;
mod process;
mod references;
mod rng;
mod scene;
mod world;
