//! The exported functions of the built `libjvm.so`: what the table lists is there, and what the JDK's
//! libraries import is there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The library that was built together with this test.
fn library() -> PathBuf {
    let test = std::env::current_exe().expect("the test has a path");
    test.parent().expect("the test lies in a folder").join("libjvm.so")
}

/// Dynamic symbols of a library: those that it defines, or those that it imports.
fn symbols(library: &Path, which: &str) -> BTreeSet<String> {
    let out = Command::new("nm").args(["-D", which]).arg(library).output().expect("binutils' nm runs");
    assert!(out.status.success(), "nm {}: {}", library.display(), String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8_lossy(&out.stdout);
    let names = text.lines().filter_map(|l| l.split_whitespace().last());
    names.map(|n| n.split('@').next().unwrap_or(n).to_owned()).collect()
}

fn is_ours(name: &str) -> bool {
    name.starts_with("JVM_") || name.starts_with("jio_")
}

#[test]
fn table_and_library_agree() {
    let defined = symbols(&library(), "--defined-only");
    let mut listed = BTreeSet::new();
    for e in jvm::native::jvm::EXPORTS {
        assert!(listed.insert(e.name.to_owned()), "{} is listed twice", e.name);
        assert!(!e.address.is_null());
    }
    let missing: Vec<_> = listed.difference(&defined).collect();
    assert!(missing.is_empty(), "listed, but not exported: {missing:?}");
    let unlisted: Vec<_> = defined.iter().filter(|n| n.starts_with("JVM_") && !listed.contains(*n)).collect();
    assert!(unlisted.is_empty(), "exported, but not listed: {unlisted:?}");
}

#[test]
fn everything_that_the_jdk_imports_is_exported() {
    let Some(jdk) = jvm::os::jdk::Jdk::find_for_launcher(None) else {
        eprintln!("no JDK is installed; nothing to compare with");
        return;
    };
    let defined = symbols(&library(), "--defined-only");
    let mut missing = BTreeSet::new();
    for entry in std::fs::read_dir(jdk.home.join("lib")).expect("the JDK has libraries").flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|e| e == "so") {
            let imports = symbols(&path, "--undefined-only");
            missing.extend(imports.into_iter().filter(|n| is_ours(n) && !defined.contains(n)));
        }
    }
    for name in ["JNI_CreateJavaVM", "JNI_GetDefaultJavaVMInitArgs", "JNI_GetCreatedJavaVMs"] {
        if !defined.contains(name) {
            missing.insert(name.to_owned());
        }
    }
    assert!(missing.is_empty(), "imported by the JDK's libraries, but not exported: {missing:?}");
}
