//! Any bytes through the parser; what it accepts is printed.
#![no_main]

use classfile::{ClassFile, ParseOptions, printer};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let options = ParseOptions { need_verify: false, allow_module: true, ..Default::default() };
    if let Ok(class) = ClassFile::parse(bytes, &options) {
        assert!(!printer::print(&class).is_empty());
    }
});
