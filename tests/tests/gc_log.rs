//! What `-Xlog:gc*` prints: HotSpot's words, each collection whole, and nothing lost however the VM ends.
//!
//! Lines are compared with all numbers replaced by `#`.

use excelsa_tests::exec::End;
use excelsa_tests::suite::Suite;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const PROGRAM: &str = "gc/LogChurn";

fn suite() -> Suite {
    Suite::open(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a suite")
}

/// The lines that a run prints with these options.
fn log(hotspot: bool, options: &[&str]) -> Vec<String> {
    let (outcome, _) = suite().run(PROGRAM, hotspot, options, &[]).expect("a run");
    assert_eq!(outcome.end, End::Exit(0), "{}", String::from_utf8_lossy(&outcome.stderr));
    let text = String::from_utf8(outcome.stdout).expect("text");
    assert!(text.lines().any(|l| l == "done"), "the program ran");
    text.lines().filter(|l| l.starts_with('[')).map(str::to_owned).collect()
}

/// The line with `#` for each number.
fn without_numbers(line: &str) -> String {
    let mut out = String::new();
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii_digit() {
            while chars.peek().is_some_and(|c| c.is_ascii_digit() || *c == '.') {
                chars.next();
            }
            out.push('#');
        } else {
            out.push(c);
        }
    }
    out
}

/// As [`without_numbers`], without the spaces that fill up decorations.
fn shape(line: &str) -> String {
    let (decorations, message) = line.split_once("] ").expect("decorations");
    format!("{}] {}", without_numbers(decorations).replace(' ', ""), without_numbers(message))
}

/// The decorations' last part, the tags.
fn tags(line: &str) -> &str {
    let (decorations, _) = line.split_once("] ").expect("decorations");
    decorations.rsplit('[').next().expect("a tag").trim_end()
}

fn message(line: &str) -> &str {
    line.split_once("] ").expect("decorations").1
}

#[test]
fn lines_are_those_of_the_serial_collector() {
    let options = ["-Xlog:gc,gc+start,gc+cpu,gc+init,gc+heap,safepoint"];
    let serial: BTreeSet<String> =
        log(true, &[&["-XX:+UseSerialGC"], &options[..]].concat()).iter().map(|l| shape(l)).collect();
    // what HotSpot's serial collector has nothing like
    let own = [
        "[#s][info][gc] Using Excelsa generational copying collector",
        "[#s][info][gc,init] Version: # (release)",
        "[#s][info][gc,init] Version: # (debug)",
        "[#s][info][gc,init] Compressed Oops: Enabled (Non-zero based)",
        "[#s][info][gc,init] Parallel Workers: #",
    ];
    // their units follow the sizes
    let sizes = "[#s][info][gc,init] Heap ";
    let lines = log(false, &options);
    for line in lines.iter().map(|l| shape(l)) {
        let known = serial.contains(&line) || own.contains(&line.as_str()) || line.starts_with(sizes);
        assert!(known, "HotSpot has no line like\n{line}\nbut\n{serial:#?}");
    }
    for wanted in [
        "[#s][info][gc] GC(#) Pause Young (Allocation Failure) #M->#M(#M) #ms",
        "[#s][info][gc] GC(#) Pause Full (System.gc()) #M->#M(#M) #ms",
        "[#s][info][gc,start] GC(#) Pause Young (Allocation Failure)",
        "[#s][info][gc,heap] GC(#) Tenured: #K(#K)->#K(#K)",
        "[#s][info][gc,cpu] GC(#) User=#s Sys=#s Real=#s",
    ] {
        assert!(lines.iter().any(|l| shape(l) == wanted), "no line like {wanted}");
    }
}

/// Asserts that the log has each collection from its start to its end, numbered from 0.
fn assert_whole(lines: &[String]) {
    let of = |tag: &str| -> Vec<String> {
        let pauses = lines.iter().filter(|l| tags(l).trim_end_matches(']') == tag);
        pauses.map(|l| message(l)).filter(|m| m.starts_with("GC(")).map(str::to_owned).collect()
    };
    let (starts, ends, times) = (of("gc,start"), of("gc"), of("gc,cpu"));
    assert!(starts.len() >= 3, "{starts:?}");
    assert_eq!((starts.len(), starts.len()), (ends.len(), times.len()));
    for (i, (start, end)) in starts.iter().zip(&ends).enumerate() {
        assert!(start.starts_with(&format!("GC({i}) Pause ")), "{start}");
        assert!(end.starts_with(start.as_str()), "{start} and {end}");
    }
    assert_eq!(tags(lines.last().expect("lines")).trim_end_matches(']'), "gc,heap,exit");
    assert!(message(lines.last().expect("lines")).starts_with(" Metaspace       used "));
}

#[test]
fn nothing_is_lost_at_the_end() {
    for (arg, code) in [(None, 0), (Some("exit"), 3), (Some("halt"), 4)] {
        let args: Vec<&str> = arg.into_iter().collect();
        let options = ["-Xlog:gc*:file=gc.log:time,uptime,level,tags"];
        let (outcome, folder) = suite().run(PROGRAM, false, &options, &args).expect("a run");
        assert_eq!(outcome.end, End::Exit(code));
        let text = fs::read_to_string(folder.join("gc.log")).expect("the log");
        assert!(text.ends_with('\n'));
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for line in &lines {
            let decorated = without_numbers(line);
            assert!(decorated.starts_with("[#-#-#T#:#:#+#][#s][info][gc"), "{line}");
        }
        assert_whole(&lines);
    }
}

#[test]
fn older_flags() {
    let of = |flags: &[&str]| -> Vec<String> {
        let lines = log(false, flags);
        lines.iter().filter(|l| !l.contains("deprecated")).map(|l| tags(l).to_owned()).collect()
    };
    assert!(of(&["-verbose:gc"]).iter().all(|t| t == "gc"));
    assert!(of(&["-XX:+PrintGC"]).iter().all(|t| t == "gc"));
    let details: BTreeSet<String> = of(&["-XX:+PrintGCDetails"]).into_iter().collect();
    for tag in ["gc", "gc,cpu", "gc,heap", "gc,heap,exit", "gc,init", "gc,metaspace", "gc,phases", "gc,start"]
    {
        assert!(details.contains(tag), "{tag} among {details:?}");
    }
}

#[test]
fn tables_of_ages_and_references() {
    let lines = log(false, &["-Xlog:gc+age=trace,gc+phases+ref=debug,gc+heap=debug,gc+phases=debug"]);
    for wanted in [
        "[#s][debug][gc,age] GC(#) Desired survivor size # bytes, new threshold # (max threshold #)",
        "[#s][trace][gc,age] GC(#) Age table with threshold # (max threshold #)",
        "[#s][trace][gc,age] GC(#) - age   #:     # bytes,     # total",
        "[#s][debug][gc,phases,ref] GC(#)   SoftReference:",
        "[#s][debug][gc,phases,ref] GC(#)     Discovered: #",
        "[#s][debug][gc,heap] GC(#) Heap before GC invocations=# (full #):",
        "[#s][debug][gc,heap] GC(#) Heap after GC invocations=# (full #):",
        "[#s][debug][gc,heap] GC(#)  tenured generation   total #K, used #K",
    ] {
        let squeeze = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(lines.iter().any(|l| squeeze(&shape(l)) == squeeze(wanted)), "no line like {wanted}");
    }
}

#[test]
fn rotation_keeps_whole_lines() {
    let options = ["-Xlog:gc*:file=gc.log:uptime,level,tags:filecount=2,filesize=2K"];
    let (outcome, folder) = suite().run(PROGRAM, false, &options, &[]).expect("a run");
    assert_eq!(outcome.end, End::Exit(0));
    let mut files: Vec<String> = fs::read_dir(&folder)
        .expect("the folder")
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    assert!(files.len() >= 2 && files.iter().all(|f| f.starts_with("gc.log")), "{files:?}");
    for file in files {
        let text = fs::read_to_string(folder.join(&file)).expect("a log");
        assert!(text.len() < 3 << 10, "{file}: {}", text.len());
        for line in text.lines() {
            assert!(without_numbers(line).starts_with("[#s][info][gc"), "{file}: {line}");
        }
    }
}
