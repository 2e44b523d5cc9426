//! The printer against `javap -v -p` of JDK 17, line by line.

mod support;

use std::path::{Path, PathBuf};

use classfile::{ClassFile, ParseOptions, printer};

/// What the printer makes of these class files.
fn ours(paths: &[PathBuf]) -> String {
    let options = ParseOptions { allow_module: true, ..ParseOptions::default() };
    let mut text = String::new();
    for path in paths {
        let bytes = std::fs::read(path).expect("class is readable");
        let class = ClassFile::parse(&bytes, &options).unwrap_or_else(|error| panic!("{error}"));
        text.push_str(&printer::print(&class));
    }
    text
}

/// What `javap` says of them, without the lines about the files.
fn javap(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let mut arguments = vec!["-J-Dfile.encoding=UTF-8", "-v", "-p"];
    arguments.extend(names.iter().map(String::as_str));
    let about_file = ["Classfile ", "  Last modified ", "  SHA-256 checksum "];
    support::run_tool("javap", &arguments)
        .lines()
        .filter(|line| !about_file.iter().any(|start| line.starts_with(start)))
        .map(|line| format!("{line}\n"))
        .collect()
}

fn assert_same(paths: &[PathBuf]) {
    let (ours, theirs) = (ours(paths), javap(paths));
    for (i, (our, their)) in ours.lines().zip(theirs.lines()).enumerate() {
        assert_eq!(our, their, "line {}", i + 1);
    }
    assert_eq!(ours.lines().count(), theirs.lines().count());
}

#[test]
fn samples_print_as_javap_prints_them() {
    let folder = support::scratch_folder("printer-samples");
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let mut paths = Vec::new();
    for (source, options) in
        [("Samples.java", &["-g", "-parameters"][..]), ("OldSamples.java", &["-g:none", "--release", "7"])]
    {
        let (target, source) = (folder.join(source), samples.join(source).display().to_string());
        let target_name = target.display().to_string();
        let mut arguments = vec!["-nowarn", "-Xlint:-options", "-encoding", "UTF-8", "-d", &target_name];
        arguments.extend(options);
        arguments.push(&source);
        support::run_tool("javac", &arguments);
        support::class_files(&target, &mut paths);
    }
    paths.sort();
    assert!(paths.len() > 20);
    assert_same(&paths);
}

#[test]
fn classes_of_the_jdk_print_as_javap_prints_them() {
    let folder = support::scratch_folder("printer-jdk");
    let pattern = "regex:/java.base/(module-info|java/(lang/invoke/(Method|Var|Lambda).*|util/(stream|regex)/.*))\\.class";
    let paths = support::jdk_classes(pattern, &folder);
    assert!(paths.len() > 300, "{}", paths.len());
    assert_same(&paths);
}

#[test]
fn one_instruction() {
    let folder = support::scratch_folder("printer-instruction");
    let paths = support::jdk_classes("regex:/java.base/java/lang/Object\\.class", &folder);
    let bytes = std::fs::read(&paths[0]).expect("class is readable");
    let class = ClassFile::parse(&bytes, &ParseOptions::default()).expect("java.lang.Object is legal");
    let to_string = class.methods.iter().find(|method| method.name == b"toString").expect("Object.toString");
    let code = to_string.code.expect("it has code").code;
    let lines: Vec<String> = classfile::bytecode::instructions(code)
        .map(|instruction| printer::print_instruction(&class, &instruction.expect("legal code")))
        .collect();
    assert!(lines[0].starts_with("   0: new           #"), "{}", lines[0]);
    assert!(lines[0].ends_with("// class java/lang/StringBuilder"), "{}", lines[0]);
    assert_eq!(lines.last().map(String::as_str), Some("  35: areturn"));
}
