//! Parses the class files in a corpus (each preceded by its length in four bytes, big-endian) and prints, one
//! line each, `ok` or the error: for comparing with what another JVM says of the same bytes.

use classfile::{ClassFile, ParseOptions};

fn main() -> std::io::Result<()> {
    for path in std::env::args_os().skip(1) {
        let bytes = std::fs::read(path)?;
        let mut rest = &bytes[..];
        while let Some((length, after)) = rest.split_first_chunk::<4>() {
            let (class, after) = after.split_at((u32::from_be_bytes(*length) as usize).min(after.len()));
            rest = after;
            match ClassFile::parse(class, &ParseOptions::default()) {
                Ok(_) => println!("ok"),
                Err(error) => println!("{}", error.to_string().replace('\n', "\\n").replace('\r', "\\r")),
            }
        }
    }
    Ok(())
}
