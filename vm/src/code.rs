//! The code cache: where compiled code lies, and what is known of it by program counter.
