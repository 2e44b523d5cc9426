//! Class files that break a rule of the JVM Specification each (§4.1 to §4.10): both virtual machines must say the same of them, and refuse
//! every one that `hostile/rules.txt` lists.

#[path = "../../classfile/tests/common/asm.rs"]
mod asm;
#[path = "../../classfile/tests/support/format_cases.rs"]
mod format_cases;
#[path = "../../classfile/tests/support/mod.rs"]
mod support;

use excelsa_tests::suite::Suite;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::ClassWriter;

/// A class file, what a rule calls it, and the name that it is asked for by.
struct Case {
    id: String,
    class: String,
    bytes: Vec<u8>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The assembled classes, which also make up the world that the cases refer to.
fn assembled() -> Vec<asm::Assembled> {
    let files = ["../classfile/tests/verify/violations.jasm", "hostile/rules.jasm"];
    let read = |file: &str| fs::read_to_string(root().join(file)).expect("a source of classes");
    files.iter().flat_map(|file| asm::assemble(&read(file))).collect()
}

/// Files that are broken as a whole.
fn raw_cases() -> Vec<(String, Vec<u8>)> {
    let good = ClassWriter::new().finish();
    let version = |minor: u16, major: u16| {
        let mut writer = ClassWriter::new();
        (writer.minor, writer.major) = (minor, major);
        writer.finish()
    };
    let mut magic = good.clone();
    magic[3] ^= 1;
    let mut cases = vec![
        ("magic".to_owned(), magic),
        ("extra".to_owned(), [good.as_slice(), &[0]].concat()),
        ("version 62".to_owned(), version(0, 62)),
        ("version 44".to_owned(), version(0, 44)),
        ("minor version 1".to_owned(), version(1, 56)),
        ("preview of 60".to_owned(), version(65535, 60)),
        ("preview of 61".to_owned(), version(65535, 61)),
    ];
    cases.extend((0..good.len()).map(|n| (format!("prefix of {n} bytes"), good[..n].to_vec())));
    cases
}

fn cases(classes: &[asm::Assembled]) -> Vec<Case> {
    let of = |id: String, bytes: Vec<u8>| Case { id, class: "T".into(), bytes };
    let format = format_cases::CASES
        .iter()
        .map(|&(message, build)| of(format!("format:{message}"), format_cases::build(build)));
    let legal = format_cases::LEGAL
        .iter()
        .enumerate()
        .map(|(i, &build)| of(format!("legal:{i}"), format_cases::build(build)));
    let raw = raw_cases().into_iter().map(|(name, bytes)| of(format!("raw:{name}"), bytes));
    let own =
        classes.iter().map(|c| Case { id: c.name.clone(), class: c.name.clone(), bytes: c.bytes.clone() });
    format.chain(legal).chain(raw).chain(own).collect()
}

/// What one virtual machine says of the files in `folder`, by case: phase and error, and message for errors of format and verification.
fn verdicts(java: &Path, options: &[&str], tool: &Path, folder: &Path, cases: &[Case]) -> Vec<String> {
    let out = folder.join("verdicts");
    let run = Command::new(java)
        .args(options)
        .arg("-cp")
        .args([tool, Path::new("Verdicts"), folder, &folder.join("classes"), &out])
        .output()
        .expect("a run");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let text = fs::read_to_string(out).expect("verdicts");
    let all: HashMap<&str, &str> =
        text.split_terminator("\n\u{1}\n").filter_map(|v| v.split_once('\n')).collect();
    (0..cases.len()).map(|n| all[n.to_string().as_str()].to_owned()).collect()
}

/// Writes all files, and the list of them.
fn write_out(folder: &Path, cases: &[Case], classes: &[asm::Assembled]) {
    let mut list = String::new();
    for (n, case) in cases.iter().enumerate() {
        writeln!(list, "{n} {}", case.class).expect("a list");
        fs::write(folder.join(n.to_string()), &case.bytes).expect("a class file");
    }
    fs::write(folder.join("list"), list).expect("the list");
    for class in classes {
        let path = folder.join("classes").join(format!("{}.class", class.name));
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, &class.bytes).expect("a class file");
    }
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("an old folder goes");
    }
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

#[test]
fn verdicts_are_hotspots() {
    let suite = Suite::open(root()).expect("a suite");
    let classes = assembled();
    let cases = cases(&classes);
    let folder = scratch("hostile");
    write_out(&folder, &cases, &classes);
    let tool = folder.join("tool");
    let source = root().join("../classfile/tests/verify/Verdicts.java");
    let text = |path: &Path| path.display().to_string();
    support::run_tool("javac", &["-d", &text(&tool), &text(&source)]);

    let theirs = verdicts(suite.java(), &[], &tool, &folder, &cases);
    let mut wrong = String::new();
    for options in [&[][..], &["-Xcomp"], &["-Xint", "-Xmx16m"]] {
        let ours = verdicts(suite.excelsa(), options, &tool, &folder, &cases);
        for ((case, theirs), ours) in cases.iter().zip(&theirs).zip(&ours) {
            if theirs != ours {
                writeln!(wrong, "{} {options:?}: HotSpot says\n{theirs}\nbut we\n{ours}\n", case.id)
                    .expect("text");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");

    let mut by_id: HashMap<&str, &str> = HashMap::new();
    cases.iter().zip(&theirs).for_each(|(case, verdict)| {
        by_id.insert(&case.id, verdict);
    });
    check_rules(&by_id);
    let refused = theirs.iter().filter(|v| *v != "ok").count();
    println!("{refused} of {} classes refused", cases.len());
    assert!(refused >= 450, "{refused}");
}

/// Every rule has its classes, and each of them is refused.
fn check_rules(verdicts: &HashMap<&str, &str>) {
    let rules = fs::read_to_string(root().join("hostile/rules.txt")).expect("the rules");
    let mut problems = String::new();
    for rule in rules.lines().filter(|l| !l.starts_with('#')) {
        let columns: Vec<&str> = rule.split(" | ").collect();
        let &[_section, _what, classes] = columns.as_slice() else { panic!("columns of {rule}") };
        for class in classes.split("; ") {
            let is_whole = !class.contains(':');
            let mut found = verdicts
                .iter()
                .filter(|(id, _)| if is_whole { **id == class } else { id.starts_with(class) })
                .peekable();
            if found.peek().is_none() {
                writeln!(problems, "{class}: there is no such class").expect("text");
            }
            for (id, verdict) in found {
                if *verdict == "ok" {
                    writeln!(problems, "{id}: HotSpot accepts it").expect("text");
                }
            }
        }
    }
    assert!(problems.is_empty(), "{problems}");
}
