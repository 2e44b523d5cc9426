//! Compiles every method of the JDK's `jrt-fs.jar` (or of the jar or class files that `EXCELSA_JIT_CORPUS` names), at
//! both qualities, with Cranelift's verifier on; and, with feature `aarch64`, for that processor too.

mod support;

use std::io::Read;
use std::path::Path;

use classfile::{ClassFile, ParseOptions};
use jit::compiler::{Compiler, Quality, Request, Settings};
use support::{FakeEnv, METHODS};

/// Class files to be compiled.
fn corpus() -> Vec<Vec<u8>> {
    let path = match std::env::var("EXCELSA_JIT_CORPUS") {
        Ok(p) => p,
        Err(_) => format!("{}/lib/jrt-fs.jar", java_home()),
    };
    let mut all = Vec::new();
    if Path::new(&path).is_dir() {
        for e in std::fs::read_dir(&path).expect("the folder").flatten() {
            if e.path().extension().is_some_and(|x| x == "class") {
                all.push(std::fs::read(e.path()).expect("a class file"));
            }
        }
        return all;
    }
    let file = std::fs::File::open(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let mut jar = zip::ZipArchive::new(file).expect("a jar");
    for i in 0..jar.len() {
        let mut entry = jar.by_index(i).expect("an entry");
        let name = entry.name().expect("a name").into_owned();
        if name.ends_with(".class") && !name.ends_with("module-info.class") {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("an entry's bytes");
            all.push(bytes);
        }
    }
    all
}

fn java_home() -> String {
    if let Ok(home) = std::env::var("JAVA_HOME") {
        return home;
    }
    let out = std::process::Command::new("java")
        .args(["-XshowSettings:properties", "-version"])
        .output()
        .expect("a java on the path");
    let text = String::from_utf8_lossy(&out.stderr);
    let line = text.lines().find(|l| l.trim().starts_with("java.home")).expect("java.home");
    line.split('=').nth(1).expect("a value").trim().into()
}

fn compile_all(settings: &Settings) {
    let mut compiler = Compiler::new(settings).expect("a compiler for this processor");
    let (mut methods, mut bytes) = (0, 0);
    let mut bailouts = Vec::new();
    for file in corpus() {
        let class = ClassFile::parse(&file, &ParseOptions::default()).expect("a class file");
        let env = FakeEnv::new(&class);
        for (n, m) in class.methods.iter().enumerate().filter(|(_, m)| m.code.is_some()) {
            for quality in [if std::env::var_os("FULL").is_some() { Quality::Full } else { Quality::Quick }] {
                let request = Request {
                    method: METHODS + n as u64,
                    quality,
                    counters: true,
                    osr_bci: None,
                    listing: std::env::var_os("CLIF").is_some(),
                };
                methods += 1;
                match compiler.compile(&env, &request) {
                    Ok(code) => {
                        assert!(code.sites.windows(2).all(|w| w[0].pc < w[1].pc), "sites are sorted");
                        bytes += code.bytes.len();
                        if let Some(c) = &code.clif {
                            println!("BYTECODES {}\n{c}", code.bytecodes);
                        }
                    }
                    Err(e) => bailouts.push(format!(
                        "{}.{}: {e}",
                        String::from_utf8_lossy(class.this_class_name()),
                        String::from_utf8_lossy(m.name)
                    )),
                }
            }
        }
    }
    println!("{methods} compilations, {bytes} bytes of code");
    assert!(methods > 0);
    assert!(bailouts.len() * 200 <= methods, "{} of {methods}: {:#?}", bailouts.len(), bailouts);
}

#[test]
fn host() {
    compile_all(&Settings { verify: false, target: None });
}

#[cfg(feature = "aarch64")]
#[test]
fn aarch64() {
    compile_all(&Settings { verify: true, target: Some("aarch64-unknown-linux-gnu".into()) });
}
