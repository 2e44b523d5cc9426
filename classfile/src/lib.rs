//! The class-file format as data and pure functions (JVMS 17 chapter 4).
//!
//! Nothing here knows a running VM: bytes go in, borrowed data or an error naming the Java error to throw come
//! out. Start at [`ClassFile::parse`].
#![forbid(unsafe_code)]

pub mod access_flags;
pub mod annotation;
pub mod arith;
pub mod attribute;
pub mod bytecode;
pub mod class_file;
pub mod constant_pool;
pub mod descriptor;
pub mod error;
pub mod identifier;
pub mod mutf8;
pub mod opcode;
pub mod parser;
pub mod printer;
mod reader;
pub mod verify;

pub use class_file::{ClassFile, Code, Field, Method};
pub use constant_pool::{ConstantPool, ConstantTag};
pub use error::{ClassFileError, ErrorKind};
pub use opcode::Opcode;
pub use parser::ParseOptions;
