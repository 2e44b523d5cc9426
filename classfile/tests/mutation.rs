//! 100,000 mutated class files through parser and verifiers: no panic, no hang (`MUTATIONS=N` sets another number, `MUTATION_SEED` a seed).

#[path = "support/exercise.rs"]
mod exercise;
#[path = "support/hierarchy.rs"]
mod hierarchy;
#[path = "support/mutate.rs"]
mod mutate;
#[path = "support/reference.rs"]
mod reference;
mod support;

use std::path::Path;
use std::time::{Duration, Instant};

use classfile::{ClassFile, ParseOptions, verify};
use hierarchy::Anything;
use mutate::Random;

/// No class of this size takes longer, by orders of magnitude.
const LIMIT: Duration = Duration::from_secs(2);

fn environment(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// Class files of many kinds: javac's for old and new versions, and some of the JDK.
fn seeds(scratch: &str) -> Vec<Vec<u8>> {
    let folder = support::scratch_folder(scratch);
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let mut paths = Vec::new();
    for (source, options) in
        [("Samples.java", &["-g", "-parameters"][..]), ("OldSamples.java", &["-g", "--release", "7"])]
    {
        let (target, source) = (folder.join(source), samples.join(source));
        let (target_name, source_name) = (target.display().to_string(), source.display().to_string());
        let mut arguments = vec!["-nowarn", "-Xlint:-options", "-d", &target_name];
        arguments.extend(options);
        arguments.push(&source_name);
        support::run_tool("javac", &arguments);
        support::class_files(&target, &mut paths);
    }
    let jdk =
        "regex:/java.base/java/(util/(ArrayList|HashMap.*|Formatter)|lang/(String|Enum|Integer))\\.class";
    paths.extend(support::jdk_classes(jdk, &folder.join("jdk")));
    paths.sort();
    let mut seeds: Vec<Vec<u8>> =
        paths.iter().map(|path| std::fs::read(path).expect("class is readable")).collect();
    assert!(seeds.len() > 30, "{} seeds", seeds.len());
    // Versions of which javac no longer makes any.
    let old: Vec<Vec<u8>> = seeds.iter().filter(|bytes| bytes[7] == 51).cloned().collect();
    for version in 45..51 {
        seeds.extend(old.iter().cloned().map(|mut bytes| {
            bytes[7] = version;
            bytes
        }));
    }
    seeds
}

#[test]
fn mutated_classes_never_panic_or_hang() {
    let seeds = seeds("mutation");
    let mut random = Random::new(environment("MUTATION_SEED", 1));
    let trusted =
        ParseOptions { need_verify: false, relax_verify: true, allow_module: true, ..Default::default() };
    let (mut accepted, mut verified, count) = (0u64, 0u64, environment("MUTATIONS", 100_000));
    for i in 0..count {
        let base = &seeds[i as usize % seeds.len()];
        let bytes = mutate::mutate(base, &mut random);
        let start = Instant::now();
        for options in [ParseOptions::default(), trusted] {
            match ClassFile::parse(&bytes, &options) {
                Ok(class) => {
                    accepted += 1;
                    exercise::exercise(&class);
                    if i % 8 == 0 {
                        assert!(!classfile::printer::print(&class).is_empty());
                    }
                }
                Err(error) => assert!(error.offset <= bytes.len()),
            }
        }
        if let Ok(class) = ClassFile::parse(&bytes, &ParseOptions::default()) {
            verified += u64::from(verify::verify_class(&class, &mut Anything::around(&class)).is_ok());
            let _ = verify::infer_types(&class, &mut Anything::around(&class));
        }
        assert!(start.elapsed() < LIMIT, "mutant {i} took {:?}", start.elapsed());
    }
    // Were nearly all refused at once, little would have been tested.
    assert!(accepted > count / 10, "{accepted} accepted");
    assert!(verified > count / 20, "{verified} verified");
}

#[test]
fn the_seeds_are_legal() {
    for bytes in seeds("seeds") {
        let class = ClassFile::parse(&bytes, &ParseOptions::default());
        exercise::exercise(&class.unwrap_or_else(|error| panic!("{error}")));
    }
}

/// Without errors about supertypes, which are another step here.
#[test]
fn the_installed_jdk_says_the_same_of_mutants() {
    let seeds = seeds("mutation-reference");
    let folder = support::scratch_folder("mutation-reference-classes");
    let mut random = Random::new(environment("MUTATION_SEED", 1) + 1000);
    let count = environment("MUTATIONS", 100_000) as usize / 5;
    let own = |bytes: &&Vec<u8>| !is_jdk_class(bytes);
    let seeds: Vec<&Vec<u8>> = seeds.iter().filter(own).collect();
    let mutants: Vec<Vec<u8>> =
        (0..count).map(|i| mutate::mutate(seeds[i % seeds.len()], &mut random)).collect();
    let samples = folder.with_file_name("mutation-reference");
    let class_path = ["Samples.java", "OldSamples.java"].map(|name| samples.join(name));
    let class_path: Vec<&Path> = class_path.iter().map(|path| path.as_path()).collect();
    let theirs = reference::define_all(&folder, &mutants, &class_path);
    let mut compared = 0;
    for (bytes, theirs) in mutants.iter().zip(theirs) {
        let ours = reference::verdict(bytes);
        // HotSpot reads past the end of a file that is cut off in a MethodParameters attribute.
        let cut_off = ours.ends_with("Truncated class file") && theirs.contains("ClassFormatError");
        if !cut_off && !is_about_supertypes(&theirs) {
            assert_eq!(ours, theirs);
            compared += 1;
        }
    }
    assert!(compared > count * 3 / 4, "{compared} compared");
}

/// Whether an error comes from the superclass or superinterfaces, which the parser leaves to its caller.
fn is_about_supertypes(line: &str) -> bool {
    let kinds =
        ["ClassCircularityError", "IncompatibleClassChangeError", "IllegalAccessError", "VerifyError"];
    kinds.iter().any(|kind| line.starts_with(&format!("java.lang.{kind}")))
        || line.starts_with("java.lang.SecurityException")
        || line.starts_with("java.lang.NoClassDefFoundError") && !line.contains("ACC_MODULE")
}

fn is_jdk_class(bytes: &[u8]) -> bool {
    let class = ClassFile::parse(bytes, &ParseOptions::default()).expect("seeds are legal");
    class.this_class_name().starts_with(b"java/")
}
