//! Prints class files in the form of `javap -v -p`.
//!
//! `cargo run -p excelsa-classfile --example print -- FILE.class...`

use classfile::{ClassFile, ParseOptions, printer};

fn main() -> std::io::Result<()> {
    let options = ParseOptions {
        enable_preview: true,
        need_verify: false,
        allow_module: true,
        ..ParseOptions::default()
    };
    for path in std::env::args_os().skip(1) {
        let bytes = std::fs::read(&path)?;
        match ClassFile::parse(&bytes, &options) {
            Ok(class) => print!("{}", printer::print(&class)),
            Err(error) => eprintln!("{}: {error}", path.display()),
        }
    }
    Ok(())
}
