//! Native methods of the class library that the VM implements in Rust, by area.

/// A table of an area, by class: name, descriptor, function.
macro_rules! rows {
    ($($class:literal { $($name:literal $desc:literal $body:expr;)* })*) => {
        /// This area's natives.
        pub static ROWS: &[Row] = &[$($(Row { class: $class, name: $name, desc: $desc, body: $body }),*),*];
    };
}

pub mod internal;
pub mod lang;
pub mod leaf;
pub mod method_handle_natives;
pub mod perf;
pub mod unsafe_access;
