//! Linking: verification, preparation, initialisation and resolution (JVMS §5.4, §5.5).

pub mod access;
pub mod errors;
pub mod init;
pub mod itable;
pub mod lookup;
pub mod members;
pub mod nest;
pub mod resolve;
mod verify;
