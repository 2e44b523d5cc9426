//! Any bytes through the parser; what it accepts goes through both verifiers.
#![no_main]

#[path = "../../tests/support/hierarchy.rs"]
mod hierarchy;

use classfile::{ClassFile, ParseOptions, verify};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(class) = ClassFile::parse(bytes, &ParseOptions::default()) {
        let _ = verify::verify_class(&class, &mut hierarchy::Anything::around(&class));
        let _ = verify::infer_types(&class, &mut hierarchy::Anything::around(&class));
    }
});
