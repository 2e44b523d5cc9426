//! The Java Native Interface (JNI specification 17, chapter 4): the function table and its functions.

pub mod locals;
pub mod monitors;
