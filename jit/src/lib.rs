//! Compiled code: the ABI that interpreter and compiled frames share.
#![forbid(unsafe_code)]
