//! The commands, with a JVM of shell script: what they print, what they write, how they end.

mod fake;

use std::process::Stdio;
use std::time::{Duration, Instant};

use excelsa_bench::record::{Outcome, Results};
use fake::{Fake, read};

#[test]
fn faults_are_results_and_exit_codes() {
    let fake = Fake::new();
    let cases = [
        ("Wrong", "WRONG: expected \"42\", got \"41\""),
        ("Changing", "WRONG: expected \"the same result from each iteration\", got \"1 and then 2\""),
        ("Crash", "FAILED: signal 6 (SIGABRT): A fatal error has been detected"),
        ("Throws", "FAILED: java.lang.IllegalStateException: boom"),
        ("Silent", "FAILED: exit code 0, but no report"),
    ];
    for (name, message) in cases {
        let done = fake.run(&["run", name, "--jvm", "java", "-n", "1", "-q"]).expect(3);
        assert!(
            done.out.contains(&format!("{name} on java, in 1 of 1 processes: {message}")),
            "{}",
            done.out
        );
    }
    let results = Results::load(&fake.path("work/results/latest.json")).unwrap();
    assert!(
        matches!(&results.samples[0].outcome, Outcome::Failed { how, .. } if how.starts_with("exit code 0"))
    );
}

#[test]
fn hanging_processes_are_ended_with_what_they_started() {
    let fake = Fake::new();
    let start = Instant::now();
    let done =
        fake.run(&["run", "Hang", "Good", "--jvm", "java", "-n", "2", "--timeout", "0.5", "-q"]).expect(3);
    assert!(start.elapsed() < Duration::from_secs(20));
    assert!(done.out.contains("Hang on java, in 1 of 1 processes: TIMED OUT after 0.5 s"), "{}", done.out);
    let results = Results::load(&fake.path("work/results/latest.json")).unwrap();
    // One process is enough to know; the other workload has both.
    assert_eq!(results.samples.iter().filter(|s| s.workload == "Hang").count(), 1);
    assert_eq!(results.samples.iter().filter(|s| s.workload == "Good").count(), 2);
}

#[test]
fn an_interrupt_keeps_what_there_is() {
    let fake = Fake::new();
    let log = fake.path("log");
    let mut tool = fake.tool(&["run", "Good", "Hang", "--jvm", "java", "-n", "3"]);
    let tool = tool.env("FAKE_LOG", &log).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    while !std::fs::read_to_string(&log).is_ok_and(|text| text.contains("Harness Hang")) {
        std::thread::sleep(Duration::from_millis(10));
    }
    rustix::process::kill_process(
        rustix::process::Pid::from_raw(tool.id().cast_signed()).unwrap(),
        rustix::process::Signal::INT,
    )
    .unwrap();
    let done = fake::Done::from(tool.wait_with_output().unwrap()).expect(130);
    assert!(done.out.contains("interrupted"), "{}", done.out);
    let results = Results::load(&fake.path("work/results/latest.json")).unwrap();
    assert_eq!((results.samples.len(), results.interrupted), (1, true));
}

/// The number behind the first `label`. What the fake takes is random within a hundredth.
fn number(text: &str, label: &str) -> f64 {
    let behind = text.split_once(label).unwrap_or_else(|| panic!("no {label:?} in {text}")).1;
    behind.split(' ').next().unwrap().parse().unwrap()
}

#[test]
fn a_comparison() {
    let fake = Fake::new();
    let log = fake.path("log");
    let jvms = [
        "--jvm",
        "slow=java -Dns=20000000",
        "--jvm",
        "fast=java -Dns=5000000",
        "--jvm",
        "same=java -Dns=20020000",
    ];
    let outputs = [
        "--counters",
        "--html",
        "out/r.html",
        "--markdown",
        "out/r.md",
        "--csv",
        "out/r.csv",
        "--json",
        "out/r.json",
        "--svg",
        "out/r.svg",
    ];
    let args = [&["compare", "-q", "-n", "3"][..], &jvms, &outputs].concat();
    let done = fake::Done::from(fake.tool(&args).env("FAKE_LOG", &log).output().unwrap()).expect(0);
    assert!(done.out.contains("fast / slow: 0.25 [0.2"), "{}", done.out);
    assert!((3.9..4.1).contains(&number(&done.out, "over 2 workloads, ")), "{}", done.out);
    assert!(done.out.contains(" times as fast"), "{}", done.out);
    assert!(done.out.lines().any(|l| l.contains("same") && l.contains("within noise")), "{}", done.out);
    assert!(done.out.contains("warm-up"), "{}", done.out);

    // Interleaved, another one first in each round.
    let order: Vec<String> = read(&log)
        .lines()
        .filter(|l| l.contains("Harness Good"))
        .map(|l| l.split(' ').next().unwrap().to_owned())
        .collect();
    let (slow, fast, same) = ("-Dns=20000000", "-Dns=5000000", "-Dns=20020000");
    assert_eq!(order[..9], [slow, fast, same, fast, same, slow, same, slow, fast]);
    // The last round counts and is not timed.
    assert_eq!(order[9..], [slow, fast, same].map(|ns| ns.to_owned()));

    // What was written can be reported again, and says the same.
    let again = fake.run(&["report", "out/r.json", "--csv", "out/again.csv"]).expect(0);
    assert_eq!(again.out, done.out);
    assert_eq!(read(&fake.path("out/again.csv")), read(&fake.path("out/r.csv")));
    assert_eq!(read(&fake.path("out/r.csv")).lines().count(), 7);
    let markdown = read(&fake.path("out/r.md"));
    assert!(
        markdown.contains("| Good |")
            && markdown.contains("fake version")
            && markdown.contains("Repeat it with")
    );
    assert!(read(&fake.path("out/r.svg")).starts_with("<svg "));
    let json: serde_json::Value = serde_json::from_str(&read(&fake.path("out/r.json"))).unwrap();
    assert_eq!(json["samples"].as_array().unwrap().len(), 18);
    assert_eq!(json["samples"][0]["iterations"]["ns"].as_array().unwrap().len(), 60);
    assert_eq!(json["summary"]["cells"][0]["class"], "warm-up");
    assert_eq!(json["summary"]["cells"][1]["counters"]["deoptimizations"], 7.0);
    assert_eq!(json["summary"]["cells"][1]["counters"]["deoptimised"], 1.0);

    // Another baseline, and a name that nobody has.
    let other = fake.run(&["report", "out/r.json", "--baseline", "fast"]).expect(0);
    assert!((3.9..4.1).contains(&number(&other.out, "slow / fast: ")), "{}", other.out);
    fake.run(&["report", "out/r.json", "--baseline", "nobody"]).expect(1);

    // Two measurements are joined; the same one twice has twice the processes.
    let joined = fake.run(&["report", "out/r.json", "out/r.json", "--json", "out/joined.json"]).expect(0);
    assert!(joined.out.contains("fast / slow: 0.25"), "{}", joined.out);
    assert_eq!(Results::load(&fake.path("out/joined.json")).unwrap().samples.len(), 36);
}

#[test]
fn whole_processes() {
    let fake = Fake::new();
    let done =
        fake.run(&["compare", "Hello", "--jvm", "a=java", "--jvm", "b=java", "-n", "2", "-q"]).expect(0);
    assert!(done.out.contains("Elapsed time of a whole process"), "{}", done.out);
    let done =
        fake.run(&["run", "Good", "--cold", "--metric", "cpu", "--jvm", "java", "-n", "2", "-q"]).expect(0);
    assert!(done.out.contains("CPU time of a whole process"), "{}", done.out);
    let results = Results::load(&fake.path("work/results/latest.json")).unwrap();
    assert!(results.samples.iter().all(|s| s.iterations.ns.len() == 1 && s.peak_rss_bytes > 0));
}

#[test]
fn a_sweep_of_two_flags_names_the_best() {
    let fake = Fake::new();
    let flags =
        ["--flag", "Tier3InvocationThreshold=50,200,1000", "--flag", "Tier4InvocationThreshold=500,5000"];
    let args = [&["sweep", "--jvm", "java", "-n", "3", "-q", "--svg", "heat.svg"][..], &flags].concat();
    let done = fake.run(&args).expect(0);
    let best =
        done.out.lines().find(|l| l.starts_with("Best setting")).unwrap_or_else(|| panic!("{}", done.out));
    assert!(
        best.starts_with(
            "Best setting: Tier3InvocationThreshold=200 Tier4InvocationThreshold=5000, 0.54 [0.5"
        ),
        "{best}"
    );
    assert!(
        best.contains("the least in 100 % of the resamples") && !best.contains("Not told from it"),
        "{best}"
    );
    assert!(read(&fake.path("heat.svg")).contains("0.54"));
}

#[test]
fn a_sweep_of_one_flag_says_what_it_cannot_tell() {
    let fake = Fake::new();
    let done = fake
        .run(&[
            "sweep",
            "Good",
            "--jvm",
            "java",
            "-n",
            "3",
            "-q",
            "--flag",
            "Xmx=64m,128m",
            "--svg",
            "curve.svg",
        ])
        .expect(0);
    assert!(done.out.contains("Not told from it by this measurement: Xmx="), "{}", done.out);
    assert!(read(&fake.path("curve.svg")).contains("128m"));
}

#[test]
fn ci_fails_on_regressions_only() {
    let fake = Fake::new();
    let ci = |jvm: &str, more: &[&str]| {
        fake.run(&[&["ci", "--baseline", "base.json", "-q", "-n", "3", "--jvm", jvm][..], more].concat())
    };
    ci("java", &[]).expect(1);
    ci("java", &["--update"]).expect(0);
    let same = ci("java -Dns=10100000", &[]).expect(0);
    assert!(same.out.contains("No workload is slower"), "{}", same.out);
    let slower = ci("java -Dns=12000000", &[]).expect(4);
    assert!(
        slower.out.contains("SLOWER") && slower.out.contains("Good 1.20") && slower.out.contains("Better"),
        "{}",
        slower.out
    );
    ci("java -Dns=12000000", &["--tolerance", "30"]).expect(0);
    ci("java", &["Wrong"]).expect(3);

    let stored = read(&fake.path("base.json")).replace("\"processors\":", "\"processors\":1");
    std::fs::write(fake.path("base.json"), stored).unwrap();
    let other = ci("java", &[]).expect(1);
    assert!(other.err.contains("another machine"), "{}", other.err);
    ci("java", &["--any-machine"]).expect(0);
}

#[test]
fn lists_installs_completes() {
    let fake = Fake::new();
    let list = fake.run(&["list"]).expect(0);
    assert!(list.out.contains("About <Good>") && list.out.contains("Absent cannot run yet"), "{}", list.out);
    let list = fake.run(&["list", "--group", "startup", "--json"]).expect(0);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&list.out).unwrap()[0]["name"], "Hello");
    let install = fake.run(&["install", "--dry-run"]).expect(0);
    assert!(
        install.out.contains("apt-get install -y --no-install-recommends libabsent-java"),
        "{}",
        install.out
    );
    let script = fake.run(&["completions", "bash"]).expect(0);
    assert!(script.out.contains("complete -F"), "{}", script.out);
    let help = fake.run(&["--help"]).expect(0);
    assert!(help.out.contains("How to read the answers") && help.out.contains("Exit codes"));
}

#[test]
fn mistakes_are_explained() {
    let fake = Fake::new();
    let message = |args: &[&str], code: i32, part: &str| {
        let done = fake.run(args).expect(code);
        assert!(done.err.contains(part), "{}", done.err);
    };
    message(&["run", "Nothing", "--jvm", "java"], 1, "excelsa-bench list");
    message(&["run", "Absent", "--jvm", "java"], 1, "libabsent-java");
    message(&["run", "application", "--jvm", "java"], 1, "no workload is left");
    message(&["run", "--jvm", "nojava"], 1, "no nojava on the path");
    message(&["run", "--jvm", "java -broken"], 1, "Unrecognized option: -broken");
    message(&["compare", "--jvm", "a=java", "--jvm", "a=java"], 1, "two JVMs are called a");
    message(&["run", "-n", "0"], 2, "invalid value");
    message(&["sweep", "--jvm", "java", "--flag", "X"], 1, "FLAG=VALUE");
    std::fs::write(fake.path("x.json"), "{}").unwrap();
    message(&["report", "x.json"], 1, "not a file of results");
}
