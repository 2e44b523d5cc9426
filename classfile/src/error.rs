//! The error of parsing a class file: the Java error to throw, its message, and where it was found.
//!
//! The messages are those that users of OpenJDK 17 know, because tools and tests look for them. Like there, a
//! message is cut at 1023 bytes.

use std::fmt;

/// The class of `java.lang` to throw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The bytes break a rule of JVMS §4.8.
    ClassFormatError,
    /// The version is not supported (§4.1).
    UnsupportedClassVersionError,
    /// The class has another name than the one asked for, or is a module (§5.3.5).
    NoClassDefFoundError,
    /// A rule between classes is broken (§5.3.5).
    IncompatibleClassChangeError,
    /// A rule of §4.9 or §4.10 is broken.
    VerifyError,
}

impl ErrorKind {
    /// The binary name in internal form.
    pub fn class_name(self) -> &'static str {
        match self {
            ErrorKind::ClassFormatError => "java/lang/ClassFormatError",
            ErrorKind::UnsupportedClassVersionError => "java/lang/UnsupportedClassVersionError",
            ErrorKind::NoClassDefFoundError => "java/lang/NoClassDefFoundError",
            ErrorKind::IncompatibleClassChangeError => "java/lang/IncompatibleClassChangeError",
            ErrorKind::VerifyError => "java/lang/VerifyError",
        }
    }
}

/// Why a class file was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassFileError {
    /// The Java error to throw.
    pub kind: ErrorKind,
    /// Its detail message.
    pub message: String,
    /// How far into the class file the parser was, in bytes.
    pub offset: usize,
}

impl ClassFileError {
    /// The longest message, in bytes.
    pub const MAX_MESSAGE: usize = 1023;

    /// An error of this kind; the message is cut at [`Self::MAX_MESSAGE`] bytes.
    pub fn new(kind: ErrorKind, mut message: String, offset: usize) -> Self {
        if message.len() > Self::MAX_MESSAGE {
            let mut end = Self::MAX_MESSAGE;
            while !message.is_char_boundary(end) {
                end -= 1;
            }
            message.truncate(end);
        }
        ClassFileError { kind, message, offset }
    }
}

impl fmt::Display for ClassFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.class_name().replace('/', "."), self.message)
    }
}

impl std::error::Error for ClassFileError {}

/// The result inside the parser: the error is boxed so that the common path stays in registers.
pub(crate) type Result<T> = std::result::Result<T, Box<ClassFileError>>;
