//! Diagnosis: what the VM says of itself and of its heap, to whom (the JDK's tools, by the attach mechanism), heap dumps, what
//! is done about exhausted memory, and the report after a fatal signal.

pub mod attach;
pub mod commands;
pub mod compile_task;
pub mod counters;
pub mod crash;
pub mod gc_log;
pub mod gc_stats;
pub mod heap_dump;
pub mod histogram;
pub mod out_of_memory;
pub mod perf_data;
pub mod version;
