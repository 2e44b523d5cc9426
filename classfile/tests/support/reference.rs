//! What the installed JDK says of class files.

use std::path::Path;

use crate::support;

/// Defines each class in a `java` process whose class path also has these folders; `ok` or the error of each.
pub fn define_all(folder: &Path, classes: &[Vec<u8>], class_path: &[&Path]) -> Vec<String> {
    let mut corpus = Vec::new();
    for bytes in classes {
        corpus.extend((bytes.len() as u32).to_be_bytes());
        corpus.extend(bytes);
    }
    let (corpus_path, tool) = (folder.join("corpus"), folder.join("tool"));
    std::fs::write(&corpus_path, corpus).expect("corpus is writable");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples/DefineAll.java");
    let text = |path: &Path| path.display().to_string();
    support::run_tool("javac", &["-d", &text(&tool), &text(&source)]);
    let path: Vec<String> =
        std::iter::once(text(&tool)).chain(class_path.iter().map(|path| text(path))).collect();
    let output = support::run_tool("java", &["-cp", &path.join(":"), "DefineAll", &text(&corpus_path)]);
    let lines: Vec<String> = output.lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), classes.len());
    lines
}

/// The same line for our parser.
pub fn verdict(bytes: &[u8]) -> String {
    match classfile::ClassFile::parse(bytes, &classfile::ParseOptions::default()) {
        Ok(_) => "ok".into(),
        Err(error) => error.to_string().replace('\r', "\\r").replace('\n', "\\n"),
    }
}
