//! Any bytes through the parser; what it accepts is read to the last part.
#![no_main]

#[path = "../../tests/support/exercise.rs"]
mod exercise;

use classfile::{ClassFile, ParseOptions};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for need_verify in [true, false] {
        let options = ParseOptions {
            need_verify,
            allow_module: !need_verify,
            enable_preview: true,
            ..Default::default()
        };
        if let Ok(class) = ClassFile::parse(bytes, &options) {
            exercise::exercise(&class);
        }
    }
});
