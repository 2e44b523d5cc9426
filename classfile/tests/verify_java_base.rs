//! Every class of `java.base` must verify, by type checking and by inference, with a hierarchy answered from those
//! very class files. Prints the time per class.

mod common;

use classfile::verify;
use common::World;
use std::time::Instant;

#[test]
fn java_base_verifies() {
    let Some(jdk) = common::jdk() else {
        eprintln!("no JDK with lib/modules and bin/jimage found: not run");
        return;
    };
    let dir = common::temporary("java-base");
    common::extract_modules(&jdk, &["java.base"], &dir);
    let files = common::read_classes(&dir);
    std::fs::remove_dir_all(dir).expect("the temporary folder goes");
    let classes: Vec<_> = files.iter().map(|bytes| common::parse(bytes).expect("java.base parses")).collect();
    let mut world = World::default();
    classes.iter().for_each(|cf| world.add(cf));
    assert!(classes.len() > 5000, "java.base has {} classes", classes.len());

    let mut failures = Vec::new();
    let mut loads = 0;
    let start = Instant::now();
    for cf in &classes {
        let mut view = world.view(cf.this_class_name());
        if let Err(failure) = verify::verify_class(cf, &mut view) {
            failures.push(failure.to_string());
        }
        loads += view.loads;
    }
    report("type checking", classes.len(), start, loads);
    assert!(
        failures.is_empty(),
        "{} of {}: {}",
        failures.len(),
        classes.len(),
        failures[..5.min(failures.len())].join("\n")
    );

    // Inference knows neither invokedynamic, method handles and dynamic constants, nor interface methods for
    // invokespecial: these came after it.
    let newer = ["invokedynamic bytecode is not supported", "Illegal type in constant pool"];
    let (mut skipped, mut loads) = (0, 0);
    let start = Instant::now();
    for cf in &classes {
        let mut view = world.view(cf.this_class_name());
        match verify::infer_types(cf, &mut view) {
            Err(failure) if newer.iter().any(|text| failure.message.contains(text)) => skipped += 1,
            Err(failure) => failures.push(failure.to_string()),
            Ok(()) => {}
        }
        loads += view.loads;
    }
    report("inference", classes.len(), start, loads);
    println!("{skipped} classes are too new for inference");
    assert!(skipped * 3 < classes.len());
    assert!(
        failures.is_empty(),
        "{} failures, first: {}",
        failures.len(),
        failures[..5.min(failures.len())].join("\n")
    );
}

fn report(what: &str, classes: usize, start: Instant, loads: usize) {
    let micros = start.elapsed().as_micros() as f64 / classes as f64;
    println!("{what}: {classes} classes, {micros:.1} us per class, {loads} classes asked for");
}
