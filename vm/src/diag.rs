//! Diagnosis: what the VM says of itself, and the report after a fatal signal.

pub mod crash;
pub mod version;
