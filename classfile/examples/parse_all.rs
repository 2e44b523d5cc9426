//! Parses every class file under the folders given, and prints how many microseconds a class takes on average.
//!
//! `cargo run --release -p excelsa-classfile --example parse_all -- FOLDER...`

use std::path::{Path, PathBuf};
use std::time::Instant;

use classfile::{ClassFile, ParseOptions};

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "class") {
            found.push(path);
        }
    }
    Ok(())
}

fn main() -> std::io::Result<()> {
    let mut paths = Vec::new();
    for folder in std::env::args_os().skip(1) {
        collect(Path::new(&folder), &mut paths)?;
    }
    let classes: Vec<Vec<u8>> = paths.iter().map(std::fs::read).collect::<Result<_, _>>()?;
    let total: usize = classes.iter().map(Vec::len).sum();
    println!("{} classes, {} bytes", classes.len(), total);
    for need_verify in [false, true] {
        let options = ParseOptions { need_verify, allow_module: true, ..ParseOptions::default() };
        for (path, bytes) in paths.iter().zip(&classes) {
            if let Err(error) = ClassFile::parse(bytes, &options) {
                println!("{}: {error}", path.display());
            }
        }
        let mut best = f64::INFINITY;
        for _ in 0..5 {
            let start = Instant::now();
            for bytes in &classes {
                std::hint::black_box(ClassFile::parse(bytes, &options).is_ok());
            }
            best = best.min(start.elapsed().as_secs_f64());
        }
        let mean = best * 1e6 / classes.len().max(1) as f64;
        println!("need_verify {need_verify}: {mean:.2} us per class");
    }
    Ok(())
}
