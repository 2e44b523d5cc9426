//! Target `jar`: mutated archives, as the boot loader reads them in this process; now and then as boot class path, class path and program
//! of a whole virtual machine.

use crate::{Random, Target, process};
use jvm::loader::classpath::Entry;
use std::hint::black_box;
use std::io::{Cursor, Write};
use std::path::PathBuf;
use zip::write::SimpleFileOptions;

/// One in so many inputs goes to a virtual machine.
const WHOLE: usize = 400;

const NAMES: [&str; 5] =
    ["Hello.class", "META-INF/MANIFEST.MF", "p/q/Stored.class", "dir/", "\u{e9}\u{4e2d}/u.class"];

struct Jars {
    seeds: Vec<Vec<u8>>,
    folder: PathBuf,
    excelsa: PathBuf,
}

/// The target `jar`.
pub fn open() -> Result<Box<dyn Target>, String> {
    let folder = std::env::current_dir().map_err(|e| e.to_string())?.join("jars");
    std::fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    let source =
        "public class Hello { public static void main(String[] a) { System.out.println(\"hello\"); } }";
    process::compile(&folder, "Hello", source)?;
    let class = std::fs::read(folder.join("Hello.class")).map_err(|e| e.to_string())?;
    let seeds = [0, 1, 2].map(|kind| archive(kind, &class));
    let seeds = seeds.into_iter().collect::<Result<Vec<_>, _>>().map_err(|e| e.to_string())?;
    // The class lies beside the archives: what cannot be read is found elsewhere.
    Ok(Box::new(Jars { seeds, folder, excelsa: process::excelsa()? }))
}

/// An archive: 0 as javac's friends make it, 1 with large-file records and a comment, 2 stored with something in front.
fn archive(kind: u8, class: &[u8]) -> zip::result::ZipResult<Vec<u8>> {
    let mut bytes = Vec::new();
    if kind == 2 {
        bytes.extend(b"#!/usr/bin/env java\n");
    }
    let method = if kind == 2 { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
    let options = SimpleFileOptions::default().compression_method(method).large_file(kind == 1);
    let mut cursor = Cursor::new(bytes);
    cursor.set_position(cursor.get_ref().len() as u64);
    let mut zip = zip::ZipWriter::new(cursor);
    for name in NAMES {
        if name.ends_with('/') {
            zip.add_directory(name, options)?;
            continue;
        }
        zip.start_file(name, options)?;
        match name {
            "META-INF/MANIFEST.MF" => {
                zip.write_all(b"Manifest-Version: 1.0\r\nMain-Class: Hello\r\nClass-Path: . x.jar\r\n\r\n")?
            }
            "Hello.class" => zip.write_all(class)?,
            _ => zip.write_all(&[7; 3000])?,
        }
    }
    if kind == 1 {
        zip.set_comment("a comment of some length")?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Changes a field of a record: local header, central directory, its end, and their relatives of large archives.
fn in_records(bytes: &mut [u8], random: &mut Random) {
    let records: Vec<usize> = (0..bytes.len().saturating_sub(32))
        .filter(|&at| bytes[at..].starts_with(b"PK") && bytes[at + 2] < 8 && bytes[at + 3] < 9)
        .collect();
    for _ in 0..1 + random.below(3) {
        if records.is_empty() {
            return;
        }
        let at = records[random.below(records.len())] + 4 + random.below(28);
        random.overwrite(bytes, at);
    }
}

impl Target for Jars {
    fn run(&mut self, random: &mut Random) -> Result<(), String> {
        let mut bytes = self.seeds[random.below(self.seeds.len())].clone();
        if random.once_in(2) {
            random.mutate(&mut bytes);
        } else {
            in_records(&mut bytes, random);
        }
        let path = self.folder.join("x.jar");
        std::fs::write(&path, &bytes).map_err(|e| e.to_string())?;
        if let Some(entry) = Entry::of_path(&path) {
            for name in NAMES.iter().chain(&["", "/", "no/such"]) {
                black_box(entry.find(None, name).map(|found| found.map(|f| f.bytes.len())).ok());
            }
        }
        if !random.once_in(WHOLE) {
            return Ok(());
        }
        let x = "x.jar".to_owned();
        let commands = [
            vec![format!("-Xbootclasspath/a:{x}"), "Hello".into()],
            vec!["-cp".into(), format!("{x}:."), "Hello".into()],
            vec!["-jar".into(), x.clone()],
            vec![format!("--patch-module=java.base={x}"), "-cp".into(), ".".into(), "Hello".into()],
        ];
        process::run(&self.excelsa, &self.folder, &commands[random.below(commands.len())])
    }
}
