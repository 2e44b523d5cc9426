//! `jstat` on a running VM: it has every column that HotSpot's serial collector has, and figures that fit each other.

use excelsa_tests::running::Running;
use std::time::{Duration, Instant};

const PROGRAM: &str = "tools/AttachTarget";

/// Column and text, in their order.
type Row = Vec<(String, String)>;

fn jstat(target: &Running, option: &str) -> Row {
    let text = target.on_pid("jstat", &[option]);
    let (head, values) = text.split_once('\n').unwrap_or_else(|| panic!("{option}: {text}"));
    let head = head.split_whitespace().map(str::to_owned);
    head.zip(values.split_whitespace().map(str::to_owned)).collect()
}

fn number(row: &Row, column: &str) -> f64 {
    let value = &row.iter().find(|(name, _)| name == column).unwrap_or_else(|| panic!("{column}: {row:?}")).1;
    value.parse().unwrap_or_else(|e| panic!("{column} {value}: {e}"))
}

/// Waits until what is asked for shows: counters are sampled.
fn until(what: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(30), "{what}");
    }
}

#[test]
fn figures() {
    let options = ["-Xmx64m", "-Xms64m", "-XX:TieredStopAtLevel=1", "-Xbatch"];
    let ours = Running::start(PROGRAM, false, &options, &[]);
    let hotspot = Running::start(PROGRAM, true, &[&options[..], &["-XX:+UseSerialGC"]].concat(), &[]);
    for option in [
        "-gc",
        "-gcutil",
        "-gccapacity",
        "-gcnew",
        "-gcnewcapacity",
        "-gcold",
        "-gcoldcapacity",
        "-gcmetacapacity",
        "-gccause",
        "-class",
        "-compiler",
        "-printcompilation",
    ] {
        let columns = |row: Row| row.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        let (found, expected) = (columns(jstat(&ours, option)), columns(jstat(&hotspot, option)));
        assert_eq!(found, expected, "{option}");
    }
    let before = jstat(&ours, "-gc");
    ours.jcmd("GC.run");
    until("a collection", || number(&jstat(&ours, "-gc"), "FGC") == number(&before, "FGC") + 1.0);
    let gc = jstat(&ours, "-gc");
    assert!(number(&gc, "FGCT") > 0.0 && number(&gc, "GCT") >= number(&gc, "FGCT"), "{gc:?}");
    let kilobytes = ["S0C", "S1C", "EC", "OC"].iter().map(|c| number(&gc, c)).sum::<f64>();
    assert_eq!(kilobytes, 65_536.0, "{gc:?}");
    for (used, capacity) in [("S1U", "S1C"), ("EU", "EC"), ("OU", "OC"), ("MU", "MC")] {
        assert!(number(&gc, used) <= number(&gc, capacity), "{gc:?}");
    }
    // 12,345 objects of 16 bytes and the class library's
    assert!(number(&gc, "OU") > 500.0 && number(&gc, "MU") > 1000.0, "{gc:?}");
    let percent = jstat(&ours, "-gcutil");
    let old = 100.0 * number(&gc, "OU") / number(&gc, "OC");
    assert!((number(&percent, "O") - old).abs() < 0.1, "{percent:?} {gc:?}");
    assert!(ours.on_pid("jstat", &["-gccause"]).contains("Diagnostic Command   No GC"));
    let capacity = jstat(&ours, "-gccapacity");
    assert_eq!(number(&capacity, "OGCMX"), 65_536.0, "{capacity:?}");
    let classes = jstat(&ours, "-class");
    assert!(number(&classes, "Loaded") > 400.0 && number(&classes, "Time") > 0.0, "{classes:?}");
    ours.end();
    hotspot.end();
}

/// Compilations are counted, and sampling can be set.
#[test]
fn compilations() {
    let options = ["-Xcomp", "-XX:TieredStopAtLevel=1", "-XX:PerfDataSamplingInterval=10"];
    let ours = Running::start(PROGRAM, false, &options, &[]);
    until("compilations", || number(&jstat(&ours, "-compiler"), "Compiled") > 100.0);
    assert!(number(&jstat(&ours, "-compiler"), "Time") > 0.0);
    let last = ours.on_pid("jstat", &["-printcompilation"]);
    assert!(last.lines().nth(1).is_some_and(|l| l.contains('/')), "{last}");
    ours.end();
}
