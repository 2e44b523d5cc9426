//! Target `execute`: generated programs with one class mutated, in a whole virtual machine. What the verifier lets pass must run without
//! breaking anything, in the interpreter and compiled, and give HotSpot's results.

use crate::{Random, Target, classes, process};
use excelsa_tests::oracle::EXACT_EXCEPTIONS;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Programs of one run.
const PROGRAMS: usize = 60;

const MODES: [&[&str]; 5] = [
    &["-Xint"],
    &[],
    &["-Xcomp", "-XX:TieredStopAtLevel=1"],
    &["-Xcomp"],
    &[
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:GCStressAllocations=200",
        "-XX:+VerifyAfterGC",
        "-Xcomp",
        "-XX:TieredStopAtLevel=1",
    ],
];

/// The class files of a program by name.
type Program = Vec<(String, Vec<u8>)>;

struct Execute {
    seeds: Vec<Program>,
    folder: PathBuf,
    excelsa: PathBuf,
    java: Option<PathBuf>,
}

/// The target `execute`.
pub fn open() -> Result<Box<dyn Target>, String> {
    let folder = std::env::current_dir().map_err(|e| e.to_string())?;
    process::compile(&folder, "Mutants", include_str!("Mutants.java"))?;
    let excelsa = process::excelsa()?;
    let generator = std::env::current_exe().map_err(|e| e.to_string())?.with_file_name("excelsa-fuzz");
    let mut seeds = Vec::new();
    for seed in 1..=25 {
        let run = Command::new(&generator).args(["--dump", &seed.to_string()]).output();
        let run = run.map_err(|e| format!("{}: {e}", generator.display()))?;
        let dumped = String::from_utf8_lossy(&run.stdout).trim().to_owned();
        seeds.push(program(Path::new(&dumped)).map_err(|e| format!("{dumped}: {e}"))?);
    }
    // HotSpot may be left out, for crashes alone.
    let java = std::env::var_os("JAVA_HOME").map(|home| Path::new(&home).join("bin/java"));
    Ok(Box::new(Execute { seeds, folder, excelsa, java }))
}

fn program(folder: &Path) -> std::io::Result<Program> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        all.push((name, fs::read(path)?));
    }
    all.sort();
    Ok(all)
}

impl Target for Execute {
    fn run(&mut self, random: &mut Random) -> Result<(), String> {
        let mut file = (PROGRAMS as u32).to_be_bytes().to_vec();
        for _ in 0..PROGRAMS {
            let seed = &self.seeds[random.below(self.seeds.len())];
            let changed = random.below(seed.len());
            file.extend((seed.len() as u32).to_be_bytes());
            for (i, (name, bytes)) in seed.iter().enumerate() {
                let mut bytes = bytes.clone();
                if i == changed {
                    classes::mutate_code(&mut bytes, random);
                }
                file.extend((name.len() as u16).to_be_bytes());
                file.extend(name.bytes());
                file.extend((bytes.len() as u32).to_be_bytes());
                file.extend(&bytes);
            }
        }
        fs::write(self.folder.join("mutants"), file).map_err(|e| e.to_string())?;
        let mode = MODES[random.below(MODES.len())];
        let args = ["-Xmx300m", "-Xss600k", "-cp", ".", "Mutants", "mutants"];
        let command: Vec<String> = mode.iter().chain(&args).map(|&a| a.to_owned()).collect();
        process::run(&self.excelsa, &self.folder, &command)?;
        let ours = self.lines()?;
        let Some(java) = &self.java else { return Ok(()) };
        let command = ["-XX:+UseSerialGC"].iter().chain(&EXACT_EXCEPTIONS).chain(&args);
        let command: Vec<String> = command.map(|&a| a.to_owned()).collect();
        if process::run(java, &self.folder, &command).is_err() {
            // It is not HotSpot that is under test.
            return Ok(());
        }
        let theirs = self.lines()?;
        for (a, b) in ours.iter().zip(&theirs) {
            // Where memory or the stack ends is each machine's own.
            let is_own =
                |line: &str| ["slow", "end", "OutOfMemory", "StackOverflow"].iter().any(|w| line.contains(w));
            if a != b && !is_own(a) && !is_own(b) {
                return Err(format!("{mode:?}:\n{a}\nand not HotSpot's\n{b}"));
            }
        }
        Ok(())
    }
}

impl Execute {
    fn lines(&self) -> Result<Vec<String>, String> {
        let text = fs::read(self.folder.join("stdout")).map_err(|e| e.to_string())?;
        // Of several errors of a class, which is found first depends on the order of methods in memory; a class that the verifier
        // wants and does not find is one of them.
        let text = String::from_utf8_lossy(&text).replace("ClassFormatError", "VerifyError");
        let text = text.replace("ClassNotFoundException", "VerifyError");
        Ok(text.lines().map(str::to_owned).collect())
    }
}
