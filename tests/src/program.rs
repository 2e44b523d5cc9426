//! Test programs and the directives in their header comments.
//!
//! A directive is a line `// key: value` before the first line of code:
//!
//! | key | meaning | default |
//! |---|---|---|
//! | `args` | arguments of `main` | none |
//! | `vm` | VM options, on both JVMs | none |
//! | `javac` | options for compiling | none |
//! | `exit` | exit code that HotSpot must give | 0 |
//! | `stdin` | standard input, with `\n` and `\\` escapes | empty |
//! | `compare` | `stdout`, `stdout+traces` or `all` (stderr verbatim) | `stdout+traces` |
//! | `timeout` | seconds | 60 |
//! | `tiny` | `-Xmx` for the mode `tiny` | of the mode |
//! | `stress` | allocations from one collection to the next in mode `stress` | of the mode |
//! | `skip MODE` | why the program does not run in this mode | runs |
//!
//! In `args`, `vm` and `javac`, `{jni}` stands for the folder of the JNI test library,
//! `{classes}` for the program's class files and `{src}` for the folder of its source.

use crate::modes::MODES;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How much of the output is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// Standard output and exit code only.
    Stdout,
    /// Also the exception traces and launcher errors on standard error.
    Traces,
    /// Also the whole of standard error.
    All,
}

/// One test program.
#[derive(Debug, Clone)]
pub struct Program {
    /// `area/Name`.
    pub name: String,
    /// The main class, which is the file's stem.
    pub main: String,
    /// The source file.
    pub source: PathBuf,
    /// Hash of the source text, directives included.
    pub hash: u64,
    /// Arguments of `main`.
    pub args: Vec<String>,
    /// VM options.
    pub vm: Vec<String>,
    /// Compiler options.
    pub javac: Vec<String>,
    /// Exit code that HotSpot must give.
    pub exit: i32,
    /// Standard input.
    pub stdin: Vec<u8>,
    /// How much is compared.
    pub compare: Compare,
    /// Time limit for one run.
    pub timeout: Duration,
    /// Heap size in mode `tiny`.
    pub tiny: Option<String>,
    /// Allocations between collections in mode `stress`; `move` takes them in proportion.
    pub stress: Option<u64>,
    /// Modes in which the program does not run, with the reasons.
    pub skip: Vec<(String, String)>,
}

/// Finds all programs below `root`, sorted by name.
pub fn find(root: &Path) -> Result<Vec<Program>, String> {
    let mut programs = Vec::new();
    for area in sorted(root)? {
        if !area.is_dir() {
            continue;
        }
        for file in sorted(&area)? {
            if file.extension().is_some_and(|e| e == "java") {
                programs.push(load(&area, &file)?);
            }
        }
    }
    Ok(programs)
}

fn sorted(dir: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    Ok(paths)
}

fn load(area: &Path, file: &Path) -> Result<Program, String> {
    let text = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let stem = |p: &Path| p.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let main = stem(file);
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    let mut program = Program::new(&format!("{}/{main}", stem(area)), &main);
    program.source = file.to_path_buf();
    program.hash = hasher.finish();
    for line in text.lines().take_while(|l| l.starts_with("//") || l.trim().is_empty()) {
        let Some((key, value)) = line.trim_start_matches('/').split_once(':') else { continue };
        program.directive(key.trim(), value.trim()).map_err(|e| format!("{}: {e}", file.display()))?;
    }
    Ok(program)
}

impl Program {
    /// A program without directives.
    pub fn new(name: &str, main: &str) -> Program {
        Program {
            name: name.to_owned(),
            main: main.to_owned(),
            source: PathBuf::new(),
            hash: 0,
            args: vec![],
            vm: vec![],
            javac: vec![],
            exit: 0,
            stdin: vec![],
            compare: Compare::Traces,
            timeout: Duration::from_secs(60),
            tiny: None,
            stress: None,
            skip: vec![],
        }
    }

    fn directive(&mut self, key: &str, value: &str) -> Result<(), String> {
        let words = || value.split_whitespace().map(str::to_owned).collect();
        let number = || value.parse::<u32>().map_err(|e| format!("{key}: {e}"));
        match key {
            "args" => self.args = words(),
            "vm" => self.vm = words(),
            "javac" => self.javac = words(),
            "exit" => self.exit = number()? as i32,
            "timeout" => self.timeout = Duration::from_secs(u64::from(number()?)),
            "stdin" => self.stdin = unescape(value).into_bytes(),
            "tiny" => self.tiny = Some(value.to_owned()),
            "stress" => self.stress = Some(u64::from(number()?)),
            key if key.starts_with("skip ") => {
                let mode = key["skip ".len()..].trim();
                if value.is_empty() || !MODES.iter().any(|m| m.name == mode) {
                    return Err(format!("{key}: needs the name of a mode and a reason"));
                }
                self.skip.push((mode.to_owned(), value.to_owned()));
            }
            "compare" => {
                self.compare = match value {
                    "stdout" => Compare::Stdout,
                    "stdout+traces" => Compare::Traces,
                    "all" => Compare::All,
                    _ => return Err(format!("compare: unknown kind {value}")),
                }
            }
            // Any other header line is prose.
            _ => {}
        }
        Ok(())
    }
}

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n') => out.push('\n'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn escapes() {
        assert_eq!(unescape(r"a\nb\\n"), "a\nb\\n");
    }
}
