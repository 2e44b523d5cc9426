//! The class-file format as data and pure functions (JVMS 17 chapter 4).
#![forbid(unsafe_code)]
pub mod mutf8;
