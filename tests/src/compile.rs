//! Compiles test programs into a cache, each into a folder of its own.
//!
//! The folder's name carries the hash of the source, so an unchanged program is never compiled
//! twice. One JVM runs `tests/tool/CompileAll.java` for everything that is missing.

use crate::program::Program;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the class files of `program` are.
pub fn classes(cache: &Path, program: &Program) -> PathBuf {
    cache.join("classes").join(format!("{}-{:016x}", program.name.replace('/', "."), program.hash))
}

/// Compiles all of `programs` that the cache lacks. A program that does not compile keeps the
/// compiler's messages in `<folder>.err`, see [`error`].
pub fn compile(java: &Path, tool: &Path, cache: &Path, programs: &[&Program]) -> Result<(), String> {
    let mut list = String::new();
    for program in programs {
        let out = classes(cache, program);
        if out.is_dir() {
            continue;
        }
        let options: Vec<String> =
            program.javac.iter().map(|o| o.replace("{src}", &folder(&program.source))).collect();
        let (source, out) = (program.source.display(), out.display());
        writeln!(list, "{source}\t{out}\t{}", options.join(" ")).map_err(|e| e.to_string())?;
    }
    if list.is_empty() {
        return Ok(());
    }
    let list_file = cache.join("compile.list");
    fs::create_dir_all(cache.join("classes")).map_err(|e| e.to_string())?;
    fs::write(&list_file, list).map_err(|e| e.to_string())?;
    let output = Command::new(java)
        .arg("-XX:+UseSerialGC")
        .arg(tool)
        .arg(&list_file)
        .output()
        .map_err(|e| format!("cannot start {}: {e}", java.display()))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("the compiling tool failed:\n{}", String::from_utf8_lossy(&output.stderr)))
}

/// The compiler's messages, if `program` did not compile.
pub fn error(cache: &Path, program: &Program) -> Option<String> {
    let folder = classes(cache, program);
    if folder.is_dir() {
        return None;
    }
    let file = PathBuf::from(format!("{}.err", folder.display()));
    Some(fs::read_to_string(&file).unwrap_or_else(|e| format!("{}: {e}", file.display())))
}

/// The folder that holds `file`.
pub fn folder(file: &Path) -> String {
    file.parent().unwrap_or(Path::new(".")).display().to_string()
}
