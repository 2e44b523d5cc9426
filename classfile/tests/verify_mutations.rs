//! Mutated class files through parser and verifier: nothing may panic or hang. With `EXCELSA_DIFFERENTIAL` set to a
//! number of class files, the verdicts and messages are also compared with those of the installed `java`.

mod common;

use classfile::ClassFile;
use classfile::verify::{self, FailureKind};
use common::World;
use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// A small random number generator (xorshift), so that runs repeat.
struct Random(u64);

impl Random {
    fn next(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % bound.max(1)
    }
}

/// Changes a class file in one place or a few.
fn mutate(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut mutant = bytes.to_vec();
    let Ok(cf) = common::parse(bytes) else { return mutant };
    let offset_of = |part: &[u8]| part.as_ptr() as usize - bytes.as_ptr() as usize;
    let codes: Vec<_> = cf.methods.iter().filter_map(|method| method.code.as_ref()).collect();
    for _ in 0..1 + random.next(8) / 7 {
        let code = (!codes.is_empty()).then(|| codes[random.next(codes.len())]);
        match (random.next(10), code) {
            (0..=4, Some(code)) => {
                let at = offset_of(code.code) + random.next(code.code.len());
                mutant[at] = if random.next(2) == 0 { random.next(202) } else { random.next(256) } as u8;
            }
            (5 | 6, Some(code)) if code.stack_map_table.is_some() => {
                let table = code.stack_map_table.unwrap_or_default();
                let at = offset_of(table) + random.next(table.len());
                mutant[at] = if random.next(2) == 0 { random.next(10) } else { random.next(256) } as u8;
            }
            (7, Some(code)) => {
                // max_stack and max_locals stand eight bytes before the code.
                let at = offset_of(code.code) - 8 + [1, 3][random.next(2)];
                mutant[at] = mutant[at].wrapping_sub(1 + random.next(2) as u8);
            }
            (8, Some(code)) if !code.exception_table.is_empty() => {
                let table = code.exception_table.bytes();
                let at = offset_of(table) + random.next(table.len());
                mutant[at] = mutant[at].wrapping_add(random.next(7) as u8).wrapping_sub(3);
            }
            _ => {
                // Anywhere; mostly the constant pool.
                let at = 10 + random.next(bytes.len() - 10);
                mutant[at] = mutant[at].wrapping_add(random.next(5) as u8).wrapping_sub(2);
            }
        }
    }
    mutant
}

/// An int or its default from the environment.
fn setting(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

#[test]
fn mutants_neither_panic_nor_hang() {
    let Some(jdk) = common::jdk() else {
        eprintln!("no JDK with lib/modules and bin/jimage found: not run");
        return;
    };
    let dir = common::temporary("mutations");
    common::extract_modules(&jdk, &["java.base", "java.compiler", "jdk.compiler"], &dir);
    let mut files = common::read_classes(&dir.join("jdk.compiler"));
    // The small classes of the other tests too: they have subroutines, and are near the rules' edges.
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify/violations.jasm");
    let small = common::asm::assemble(&std::fs::read_to_string(source).expect("the source"));
    let compiled = files.len();
    for class in small.into_iter().filter(|class| common::parse(&class.bytes).is_ok()) {
        let path = dir.join("small").join(format!("{}.class", class.name));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, &class.bytes).expect("a class file");
        files.push(class.bytes);
    }
    let others =
        [common::read_classes(&dir.join("java.base")), common::read_classes(&dir.join("java.compiler"))];
    let mut world = World::default();
    for bytes in files.iter().chain(others.iter().flatten()) {
        world.add(&common::parse(bytes).expect("the JDK's classes parse"));
    }

    let mut random = Random(setting("EXCELSA_SEED", 20260101) as u64);
    let count = setting("EXCELSA_DIFFERENTIAL", setting("EXCELSA_MUTANTS", 3000));
    let mut mutants = Vec::new();
    let (mut unparsed, mut refused, mut slowest) = (0, 0, Duration::ZERO);
    for _ in 0..count {
        let is_small = random.next(4) == 0;
        let number =
            if is_small { compiled + random.next(files.len() - compiled) } else { random.next(compiled) };
        let mut bytes = mutate(&files[number], &mut random);
        // Now and then with the version that allows failover, or an old one.
        let version = [50, 49, 48, 0][random.next(12).min(3)];
        if version != 0 {
            bytes[7] = version;
        }
        let start = Instant::now();
        let verdict = judge(&bytes, &world);
        slowest = slowest.max(start.elapsed());
        match &verdict {
            None => unparsed += 1,
            Some(verdict) => refused += usize::from(verdict != "ok"),
        }
        if let Some(verdict) = verdict {
            mutants.push((bytes, verdict));
        }
    }
    println!(
        "{count} mutants: {unparsed} refused by the parser, {refused} by the verifier; slowest {slowest:?}"
    );
    assert!(slowest < Duration::from_secs(5));
    assert!(refused * 10 > count);
    if std::env::var_os("EXCELSA_DIFFERENTIAL").is_some() {
        compare(&jdk, &dir, &world, &mutants);
    }
    std::fs::remove_dir_all(dir).expect("the temporary folder goes");
}

/// The verdict in the form of `Verdicts.java`; `None` if the parser refuses the class.
fn judge(bytes: &[u8], world: &World) -> Option<String> {
    let cf = common::parse(bytes).ok()?;
    judge_class(&cf, &cf, world)
}

/// The verdict on a class that the world sees as another form of it.
fn judge_class(cf: &ClassFile<'_>, whole: &ClassFile<'_>, world: &World) -> Option<String> {
    let mut own = World::default();
    own.add(whole);
    let mut view = world.view_of(&own, cf.this_class_name())?;
    let verdict = verify::verify_class(cf, &mut view);
    // By inference too, whatever the version.
    let _ = verify::infer_types(cf, &mut view);
    Some(match verdict {
        Ok(()) => "ok".to_owned(),
        Err(failure) => match failure.kind {
            FailureKind::VerifyError => format!("link java.lang.VerifyError\n{}", failure.message),
            FailureKind::ClassFormatError => format!("link java.lang.ClassFormatError\n{}", failure.message),
            FailureKind::Pending => "link java.lang.NoClassDefFoundError".to_owned(),
        },
    })
}

/// The verdicts on each method by itself.
fn judge_methods(bytes: &[u8], world: &World) -> Vec<String> {
    let cf = common::parse(bytes).expect("it has parsed before");
    let mut verdicts = Vec::new();
    for method in &cf.methods {
        let mut single = cf.clone();
        single.methods = vec![*method];
        verdicts.extend(judge_class(&single, &cf, world));
    }
    verdicts
}

/// Compares verdicts with those of `java`.
fn compare(jdk: &Path, dir: &Path, world: &World, mutants: &[(Vec<u8>, String)]) {
    let folder = dir.join("mutants");
    std::fs::create_dir_all(&folder).expect("a folder");
    let mut list = String::new();
    for (number, (bytes, _)) in mutants.iter().enumerate() {
        let cf = common::parse(bytes).expect("it has parsed before");
        list += &format!("{number} {}\n", String::from_utf8_lossy(cf.this_class_name()));
        std::fs::write(folder.join(number.to_string()), bytes).expect("a mutant");
    }
    std::fs::write(folder.join("list"), list).expect("the list");
    let verdicts = common::java_verdicts(jdk, &folder, &[dir.join("jdk.compiler"), dir.join("small")]);
    let mut differences = 0;
    let mut kinds: HashMap<&str, usize> = HashMap::new();
    for (number, (bytes, ours)) in mutants.iter().enumerate() {
        let theirs = &verdicts[&number.to_string()];
        if theirs.starts_with("define") {
            *kinds.entry("refused by java's parser only").or_default() += 1;
            continue;
        }
        if theirs == ours {
            *kinds.entry("same").or_default() += 1;
            continue;
        }
        let by_method = judge_methods(bytes, world);
        if by_method.contains(theirs) {
            // Which method is verified first is each verifier's choice.
            *kinds.entry("same, but for another method").or_default() += 1;
            continue;
        }
        if ours.contains("<illegal>") || by_method.iter().any(|verdict| verdict.contains("<illegal>")) {
            // HotSpot takes its internal opcodes for instructions at first.
            *kinds.entry("undefined opcode").or_default() += 1;
            continue;
        }
        differences += 1;
        if let Some(keep) = std::env::var_os("EXCELSA_KEEP") {
            let keep = Path::new(&keep);
            std::fs::create_dir_all(keep).expect("a folder");
            std::fs::write(keep.join(format!("{number}.class")), bytes).expect("a mutant");
            std::fs::write(keep.join(format!("{number}.txt")), format!("{ours}\n======\n{theirs}\n"))
                .expect("a difference");
        }
    }
    println!("{kinds:?}, {differences} differences");
}
