//! One corrupt class per format check (JVMS §4.8), with the message that OpenJDK 17 gives.

#[path = "support/format_cases.rs"]
mod format_cases;
#[path = "support/reference.rs"]
mod reference;
mod support;

use classfile::{ClassFile, ErrorKind, ParseOptions};
use format_cases::{CASES, LEGAL, build};
use support::ClassWriter;

#[test]
fn each_check_has_its_message() {
    let mut failures = Vec::new();
    for &(expected, case) in CASES {
        let bytes = build(case);
        match ClassFile::parse(&bytes, &ParseOptions::default()) {
            Ok(_) => failures.push(format!("accepted, but expected {expected}")),
            Err(error) => {
                if error.kind != ErrorKind::ClassFormatError || error.message != expected {
                    failures.push(format!("got      {error}\nexpected {expected}"));
                }
                assert!(error.offset <= bytes.len());
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn legal_oddities_are_accepted() {
    for (i, &case) in LEGAL.iter().enumerate() {
        let bytes = build(case);
        let parsed = ClassFile::parse(&bytes, &ParseOptions::default());
        assert!(parsed.is_ok(), "{i}: {:?}", parsed.err());
    }
}

#[test]
fn the_installed_jdk_says_the_same() {
    let classes: Vec<Vec<u8>> =
        CASES.iter().map(|&(_, case)| case).chain(LEGAL.iter().copied()).map(build).collect();
    let theirs = reference::define_all(&support::scratch_folder("format-errors"), &classes, &[]);
    for (bytes, theirs) in classes.iter().zip(theirs) {
        assert_eq!(reference::verdict(bytes), theirs);
    }
}

#[test]
fn every_prefix_is_refused() {
    let mut writer = ClassWriter::new();
    writer.method_with_attributes(&[]);
    let field_type = "Ljava/lang/String;";
    writer.field(1, "a", field_type, &[]);
    let bytes = writer.finish();
    for length in 0..bytes.len() {
        let error = ClassFile::parse(&bytes[..length], &ParseOptions::default()).unwrap_err();
        assert_eq!(error.message, "Truncated class file", "{length}");
    }
    let mut longer = bytes.clone();
    longer.push(0);
    let error = ClassFile::parse(&longer, &ParseOptions::default()).unwrap_err();
    assert_eq!(error.message, "Extra bytes at the end of class file T");
    longer[3] = 0xbf;
    let error = ClassFile::parse(&longer, &ParseOptions::default()).unwrap_err();
    assert_eq!(error.message, "Incompatible magic value 3405691583 in class file <Unknown>");
}

fn version_error(major: u16, minor: u16, enable_preview: bool) -> Option<String> {
    let mut writer = ClassWriter::new();
    (writer.major, writer.minor) = (major, minor);
    let options = ParseOptions { enable_preview, expected_name: Some(b"T"), ..ParseOptions::default() };
    let bytes = writer.finish();
    match ClassFile::parse(&bytes, &options) {
        Ok(_) => None,
        Err(error) => {
            assert_eq!(error.kind, ErrorKind::UnsupportedClassVersionError);
            Some(error.message)
        }
    }
}

#[test]
fn versions() {
    for (major, minor) in [(45, 0), (45, 3), (45, 65535), (55, 7), (56, 0), (61, 0)] {
        assert_eq!(version_error(major, minor, false), None, "{major}.{minor}");
    }
    assert_eq!(version_error(61, 65535, true), None);
    let expected = [
        (44, 3, "T (class file version 44.3) was compiled with an invalid major version"),
        (
            62,
            0,
            "T has been compiled by a more recent version of the Java Runtime (class file version 62.0), this \
             version of the Java Runtime only recognizes class file versions up to 61.0",
        ),
        (56, 1, "T (class file version 56.1) was compiled with an invalid non-zero minor version"),
        (
            60,
            65535,
            "T (class file version 60.65535) was compiled with preview features that are unsupported. This \
             version of the Java Runtime only recognizes preview features for class file version 61.65535",
        ),
        (
            61,
            65535,
            "Preview features are not enabled for T (class file version 61.65535). Try running with \
             '--enable-preview'",
        ),
    ];
    for (major, minor, message) in expected {
        assert_eq!(version_error(major, minor, false).as_deref(), Some(message));
    }
}

#[test]
fn names_and_modules() {
    let bytes = ClassWriter::new().finish();
    let parse = |options: &ParseOptions<'_>| ClassFile::parse(&bytes, options).map(|_| ());
    let wrong = ParseOptions { expected_name: Some(b"a/B"), ..ParseOptions::default() };
    let error = parse(&wrong).unwrap_err();
    assert_eq!(error.kind, ErrorKind::NoClassDefFoundError);
    assert_eq!(error.message, "a/B (wrong name: T)");
    assert_eq!(parse(&ParseOptions { hidden: true, ..wrong }), Ok(()));

    let mut module = ClassWriter::new();
    (module.access, module.super_class) = (0x8000, 0);
    let name = module.utf8("m");
    module.indices(19, &[name]);
    let bytes = module.finish();
    let error = ClassFile::parse(&bytes, &ParseOptions::default()).unwrap_err();
    assert_eq!(error.kind, ErrorKind::NoClassDefFoundError);
    assert_eq!(error.message, "<Unknown> is not a class because access_flag ACC_MODULE is set");
    let tools = ParseOptions { allow_module: true, ..ParseOptions::default() };
    assert!(ClassFile::parse(&bytes, &tools).is_ok());
}

#[test]
fn static_interface_methods_before_version_52() {
    let mut writer = ClassWriter::new();
    (writer.major, writer.access) = (51, 0x601);
    writer.method_with_attributes(&[]);
    let bytes = writer.finish();
    let trusted = ParseOptions { need_verify: false, relax_verify: true, ..ParseOptions::default() };
    let error = ClassFile::parse(&bytes, &trusted).unwrap_err();
    assert_eq!(error.to_string(), "java.lang.VerifyError: Illegal static method m in interface T");
}

#[test]
fn trusted_classes_skip_name_checks() {
    let mut writer = ClassWriter::new();
    writer.field(3, "a;b", "I", &[]);
    writer.field(3, "a;b", "I", &[]);
    let bytes = writer.finish();
    let trusted = ParseOptions { need_verify: false, relax_verify: true, ..ParseOptions::default() };
    assert!(ClassFile::parse(&bytes, &trusted).is_ok());
    assert!(ClassFile::parse(&bytes, &ParseOptions::default()).is_err());
}

#[test]
fn messages_are_cut_at_1023_bytes() {
    let mut writer = ClassWriter::new();
    writer.class(&format!("{}.", "\u{e9}".repeat(900)));
    let bytes = writer.finish();
    let error = ClassFile::parse(&bytes, &ParseOptions::default()).unwrap_err();
    assert!((1020..=1023).contains(&error.message.len()), "{}", error.message.len());
}
