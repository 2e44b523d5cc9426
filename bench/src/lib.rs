//! `excelsa-bench`: runs checked workloads on any number of JVMs and says what each tier, threshold and heap setting buys.
//!
//! The way of a measurement through the modules, top to bottom; each uses only what stands above it, and [`record`]:
//!
//! | module | owns |
//! |---|---|
//! | [`record`] | what is kept on disk: raw samples, machine, versions (JSON) |
//! | [`workload`], [`jvm`], [`jdk`], [`compile`] | what is run, on what, and its class files |
//! | [`process`], [`harness`], [`counters`], [`schedule`] | one process and what it reported; all processes, interleaved |
//! | [`stats`] | change points, warm-up classes, bootstrap: pure functions of numbers |
//! | [`analysis`] | from samples to summaries, ratios, geometric means |
//! | [`report`] | terminal, Markdown, CSV, HTML with charts |
//! | [`commands`], [`cli`] | the subcommands |
//!
//! The tool drives a `java`-compatible command and knows nothing of Excelsa but its name, so HotSpot runs through the same code.

#![forbid(unsafe_code)]

pub mod analysis;
pub mod cli;
pub mod commands;
pub mod compile;
pub mod counters;
pub mod harness;
pub mod jdk;
pub mod jvm;
pub mod process;
pub mod record;
pub mod report;
pub mod schedule;
pub mod stats;
pub mod workload;
