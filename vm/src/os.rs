//! What the operating system knows: the JDK's place, memory and processors within the limits of the control group, facts of
//! this process.
//!
//! Linux is the platform; code that another one would write differently stays within this module.

pub mod cgroup;
pub mod context;
pub mod futex;
pub mod jdk;
pub mod machine;
pub mod malloc;
pub mod process;
pub mod time;
