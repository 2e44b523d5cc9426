//! The virtual machine: a replacement of OpenJDK 17's `libjvm.so`.
//!
//! See `ARCHITECTURE.md` for the way from class file to running code.

pub mod arch;
pub mod class;
pub mod code;
pub mod compile_env;
pub mod compiled;
pub mod diag;
pub mod fatal;
pub mod init;
pub mod interp;
pub mod link;
pub mod loader;
pub mod log;
pub mod metaspace;
pub mod native;
pub mod options;
pub mod os;
pub mod runtime;
pub mod signals;
pub mod stack;
pub mod symbol;
pub mod thread;
pub mod tiering;
pub mod vm;
pub mod well_known;
