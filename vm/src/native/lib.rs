//! Native methods of the class library that the VM implements in Rust, by area.

pub mod lang;
mod member_resolution;
pub mod method_handle_natives;
pub mod unsafe_access;
