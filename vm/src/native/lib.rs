//! Native methods of the class library that the VM implements in Rust, by area.

pub mod lang;
pub mod unsafe_access;
