//! Diagnosis: what the VM says of itself and of its heap, and the report after a fatal signal.

pub mod crash;
pub mod gc_log;
pub mod gc_stats;
pub mod version;
