//! Linking: verification, preparation, initialisation and resolution (JVMS §5.4, §5.5).

pub mod init;
pub mod resolve;
