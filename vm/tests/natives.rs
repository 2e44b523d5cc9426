//! Every native method of the installed JDK's `java.base` has a body: in the VM's tables, or in one of the
//! JDK's native libraries.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use classfile::ClassFile;
use classfile::parser::ParseOptions;
use jvm::loader::jimage::Image;
use jvm::native::builtin;
use jvm::os::jdk::Jdk;

/// Native methods that the JDK's libraries register themselves, by class; a method name, or all.
const REGISTERED: &[(&str, Option<&str>)] = &[
    ("java/lang/Class", None),
    ("java/lang/Thread", None),
    ("java/lang/ClassLoader", Some("retrieveDirectives")),
    ("jdk/internal/misc/VM", Some("getNanoTimeAdjustment")),
];

/// Native methods without a body of their own.
const ABSENT: &[(&str, Option<&str>, &str)] = &[
    ("java/lang/invoke/MethodHandle", None, "linked by the VM at each call"),
    ("java/lang/invoke/VarHandle", None, "linked by the VM at each call; has no body in HotSpot either"),
    ("sun/nio/ch/Net", Some("discardOOB"), "Windows only"),
];

fn find_in(rows: &[(&str, Option<&str>)], class: &str, name: &str) -> bool {
    rows.iter().any(|(c, n)| *c == class && n.is_none_or(|n| n == name))
}

/// Names as JNI encodes them (JNI specification, chapter 2).
fn mangled(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        match c {
            '/' => out.push('_'),
            '_' => out.push_str("_1"),
            ';' => out.push_str("_2"),
            '[' => out.push_str("_3"),
            c if c.is_ascii_alphanumeric() => out.push(c),
            c => out.push_str(&format!("_0{:04x}", c as u32)),
        }
    }
    out
}

/// Names of the functions that a shared library exports: its `.dynsym` (ELF, 64 bits, little-endian).
fn exports(path: &Path) -> Option<Vec<String>> {
    const DYNSYM: u32 = 11;
    let b = fs::read(path).ok()?;
    let u2 = |at: usize| Some(u16::from_le_bytes(b.get(at..at + 2)?.try_into().ok()?));
    let u4 = |at: usize| Some(u32::from_le_bytes(b.get(at..at + 4)?.try_into().ok()?));
    let u8_ = |at: usize| Some(u64::from_le_bytes(b.get(at..at + 8)?.try_into().ok()?) as usize);
    let (sections, size, count) = (u8_(0x28)?, u2(0x3a)? as usize, u2(0x3c)? as usize);
    let section = |i: usize| sections + i * size;
    let dynsym = (0..count).map(section).find(|&s| u4(s + 4) == Some(DYNSYM))?;
    let strings = section(u4(dynsym + 0x28)? as usize);
    let (table, length, strings) = (u8_(dynsym + 0x18)?, u8_(dynsym + 0x20)?, u8_(strings + 0x18)?);
    let mut names = Vec::new();
    for symbol in (table..table + length).step_by(24) {
        // defined ones have a section
        if u2(symbol + 6)? != 0 {
            let name = &b[strings + u4(symbol)? as usize..];
            let end = name.iter().position(|c| *c == 0)?;
            names.push(String::from_utf8_lossy(&name[..end]).into_owned());
        }
    }
    Some(names)
}

/// Class, name and descriptor of the native methods of a module.
fn native_methods(image: &Image, module: &str) -> Vec<[String; 3]> {
    let mut all = Vec::new();
    for path in image.paths_in(module).filter(|p| p.ends_with(".class")) {
        let bytes = image.find(module, &path).unwrap().unwrap();
        let class = ClassFile::parse(&bytes, &ParseOptions { allow_module: true, ..ParseOptions::default() })
            .unwrap_or_else(|e| panic!("{path}: {e:?}"));
        let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
        for m in class.methods.iter().filter(|m| m.access_flags.bits() & 0x100 != 0) {
            let utf8 = |i: u16| text(class.constant_pool.utf8(i).unwrap());
            all.push([text(class.this_class_name()), utf8(m.name_index), utf8(m.descriptor_index)]);
        }
    }
    all
}

fn image() -> (Jdk, Image) {
    let jdk = Jdk::find_for_launcher(None).expect("the tests need an installed JDK 17");
    let image = Image::open(&jdk.home.join("lib/modules")).expect("a run-time image");
    (jdk, image)
}

#[test]
fn natives_have_bodies() {
    let (jdk, image) = image();
    let mut exported = HashSet::new();
    for entry in fs::read_dir(jdk.home.join("lib")).unwrap().flatten() {
        if entry.path().extension().is_some_and(|e| e == "so") {
            exported.extend(exports(&entry.path()).into_iter().flatten());
        }
    }
    let natives = native_methods(&image, "java.base");
    assert!(natives.len() > 500, "{} native methods", natives.len());
    let absent: Vec<(&str, Option<&str>)> = ABSENT.iter().map(|(c, n, _)| (*c, *n)).collect();
    let missing: Vec<_> = natives
        .iter()
        .filter(|[class, name, desc]| {
            let short = format!("Java_{}_{}", mangled(class), mangled(name));
            let parameters = desc[1..].split(')').next().unwrap();
            builtin::find(class.as_bytes(), name.as_bytes(), desc.as_bytes()).is_none()
                && !exported.contains(&format!("{short}__{}", mangled(parameters)))
                && !exported.contains(&short)
                && !find_in(REGISTERED, class, name)
                && !find_in(&absent, class, name)
        })
        .collect();
    assert!(missing.is_empty(), "native methods without a body: {missing:#?}");
}

#[test]
fn builtins_are_native_methods() {
    let (_, image) = image();
    let modules = ["java.base", "jdk.incubator.foreign", "jdk.internal.vm.ci"];
    let natives: HashSet<[String; 3]> = modules.iter().flat_map(|m| native_methods(&image, m)).collect();
    for row in builtin::TABLES.iter().flat_map(|t| t.iter()) {
        let key = [row.class, row.name, row.desc].map(str::to_owned);
        assert!(natives.contains(&key), "no native method {}.{}{}", row.class, row.name, row.desc);
    }
}
