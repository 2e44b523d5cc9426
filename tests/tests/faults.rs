//! Bad input, missing resources and rude treatment: for each the Java error, or a message, with HotSpot's status. Nothing hangs, no output is
//! lost, nothing breaks inside the virtual machine.
//!
//! `EXCELSA_START_STOP=1000` sets the number of starts in `starts_and_stops` (30 otherwise), `EXCELSA_FAULTS=all` adds compilers and
//! stack sizes. What needs root (mounts, other users) says so and is left out without it.

use excelsa_tests::script::Scripts;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const MODES: [&str; 7] = [
    "-Xint",
    "",
    "-Xcomp -XX:TieredStopAtLevel=1",
    "-Xcomp",
    "-XX:TieredStopAtLevel=2",
    "-XX:TieredStopAtLevel=3",
    "-Xcomp -XX:-Inline",
];

/// The ways of running programs that are tried: `few`, or all.
fn modes(few: usize) -> &'static [&'static str] {
    if is_thorough() { &MODES } else { &MODES[..few] }
}

fn is_thorough() -> bool {
    std::env::var("EXCELSA_FAULTS").is_ok_and(|what| what == "all")
}

fn scripts() -> &'static Scripts {
    static SCRIPTS: OnceLock<Scripts> = OnceLock::new();
    SCRIPTS.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("faults");
        drop(fs::remove_dir_all(&scratch));
        Scripts::open(root, &root.join("faults/Faults.java"), &scratch).expect("both virtual machines")
    })
}

/// Whether mounts and other users are possible; says so if not.
fn is_root(what: &str) -> bool {
    let id = Command::new("id").arg("-u").output().expect("id");
    let root = id.stdout == b"0\n";
    if !root {
        eprintln!("{what}: only for root, left out");
    }
    root
}

// Archives.

/// A jar with the program, and copies with damages: name, content.
fn jars() -> Vec<(String, Vec<u8>)> {
    let folder = scripts().folder();
    let jar = folder.join("good.jar");
    let tool = scripts().jdk().join("bin/jar");
    let made = Command::new(tool)
        .args(["-c", "-f"])
        .arg(&jar)
        .args(["-e", "Faults", "-C"])
        .arg(scripts().classes())
        .arg("Faults.class")
        .status();
    assert!(made.expect("jar").success());
    let good = fs::read(&jar).expect("the jar");
    let end = good.len() - 22;
    let directory = u32::from_le_bytes(good[end + 16..end + 20].try_into().expect("four bytes")) as usize;
    let mut all = vec![
        ("good".to_owned(), good.clone()),
        ("empty".to_owned(), Vec::new()),
        ("text".to_owned(), b"This is not an archive.\n".repeat(20)),
    ];
    for keep in [3, 30, directory / 2, directory - 1, directory + 1, end - 1, end + 1, good.len() - 1] {
        all.push((format!("first{keep}"), good[..keep].to_vec()));
    }
    let mut change = |what: &str, at: usize, bytes: &[u8]| {
        let mut damaged = good.clone();
        damaged[at..at + bytes.len()].copy_from_slice(bytes);
        all.push((what.to_owned(), damaged));
    };
    change("nodirectory", end + 16, &[0xff, 0xff, 0xff, 0x7f]);
    change("directorysize", end + 12, &[0xff, 0xff]);
    change("entries", end + 8, &[0xff, 0xff, 0xff, 0xff]);
    change("comment", end + 20, &[9, 0]);
    change("signature", directory, b"XX");
    change("namelength", directory + 28, &[0xff, 0xff]);
    change("noentries", end + 8, &[0, 0, 0, 0]);
    all
}

#[test]
fn damaged_jars() {
    let folder = scripts().folder();
    for (name, bytes) in jars() {
        let jar = folder.join(format!("{name}.jar"));
        fs::write(&jar, bytes).expect("a jar");
        let jar = jar.display();
        scripts().same(&format!("$JAVA -jar {jar} hello"));
        scripts().same(&format!("$JAVA -cp {jar} Faults hello"));
        // What the boot loader cannot read is found by the next one.
        let ran = scripts().ours(&format!("$JAVA -Xbootclasspath/a:{jar} -cp $CP Faults hello"));
        assert_eq!((ran.code, ran.out.as_str()), (0, "hello\n"), "{jar}");
    }
    // A member that cannot be inflated.
    let (_, mut bytes) = jars().swap_remove(0);
    let at = bytes.windows(12).position(|w| w == b"Faults.class").expect("the member") + 200;
    bytes[at..at + 60].fill(0x55);
    let jar = folder.join("member.jar");
    fs::write(&jar, bytes).expect("a jar");
    let jar = jar.display();
    let ran = scripts().ours(&format!("$JAVA -cp {jar} Faults hello"));
    assert_eq!(ran.code, 1, "{ran:?}");
    let ran = scripts().ours(&format!("$JAVA -Xbootclasspath/a:{jar} -cp $CP Faults hello"));
    assert_eq!((ran.code, ran.out.as_str()), (0, "hello\n"), "{ran:?}");
    assert!(ran.err.contains("cannot read Faults.class of "), "{ran:?}");
}

#[test]
fn odd_class_paths() {
    for path in ["/nonexistent", "/dev/null", ".", "''", "::", "/proc/self/mem", "$CP:/nonexistent.jar:$CP"] {
        scripts().same(&format!("$JAVA -cp {path} Faults hello"));
    }
    scripts().same("mkdir x.jar; $JAVA -jar x.jar");
    scripts().same("$JAVA -jar missing.jar");
    scripts().same("mkdir d; chmod 0 d; $JAVA -cp d:$CP Faults hello");
}

// The class library.

/// A JDK made of links to the installed one, but for what the launcher's library must find in place.
fn jdk_copy(name: &str) -> PathBuf {
    let copy = scripts().folder().join(name);
    let original = scripts().jdk();
    let script = "cp -rs \"$1/.\" \"$2\" 2>/dev/null; \
        for f in release lib/modules lib/libjli.so lib/libjava.so lib/jvm.cfg; do \
        rm -f \"$2/$f\"; cp -L \"$1/$f\" \"$2/$f\" || exit 1; done";
    fs::create_dir_all(&copy).expect("a folder");
    let done = Command::new("sh").args(["-c", script, "sh"]).args([&original, &copy]).status();
    assert!(done.expect("sh").success());
    copy
}

/// What the start says with this JDK, which must be refused.
fn refused_with(jdk: &Path) -> String {
    let ran = scripts().ours(&format!("JAVA_HOME={} $JAVA -cp $CP Faults hello", jdk.display()));
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(
        ran.out,
        "Error occurred during initialization of VM\n".to_owned() + after_first(&ran.out),
        "{ran:?}"
    );
    after_first(&ran.out).to_owned()
}

fn after_first(text: &str) -> &str {
    text.split_once('\n').map_or("", |(_, rest)| rest)
}

#[test]
fn damaged_image() {
    let jdk = jdk_copy("jdk");
    let image = jdk.join("lib/modules");
    let good = fs::read(&image).expect("the image");
    let word = |at: usize| u32::from_le_bytes(good[at..at + 4].try_into().expect("four bytes")) as usize;
    let tables = 28 + 8 * word(16) + word(20) + word(24);
    let put = |bytes: &[u8]| fs::write(&image, bytes).expect("an image");

    for keep in [0, 20, tables - 5] {
        put(&good[..keep]);
        let said = refused_with(&jdk);
        assert!(said.contains("run-time image"), "{said}");
    }
    put(b"hello\n".repeat(50).as_slice());
    assert_eq!(refused_with(&jdk), "not a run-time image of version 1.0\n");
    put(&good[..tables]);
    let said = refused_with(&jdk);
    assert!(
        said.starts_with("java/lang/ClassFormatError: java/lang/Object (damaged run-time image"),
        "{said}"
    );
    let mut damaged = good.clone();
    damaged[28..28 + 4 * word(16)].fill(0);
    put(&damaged);
    assert_eq!(refused_with(&jdk), "the class library has no class java/lang/Object\n");
    // Noise all over: whatever comes of it is said.
    for seed in 1..4_u64 {
        let mut random = seed;
        let mut damaged = good.clone();
        for _ in 0..200_000 {
            random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let at = tables + (random >> 20) as usize % (good.len() - tables);
            damaged[at] = (random >> 8) as u8;
        }
        put(&damaged);
        refused_with(&jdk);
    }
    drop(fs::remove_dir_all(jdk));
}

#[test]
fn missing_parts_of_the_jdk() {
    let jdk = jdk_copy("parts");
    let home = jdk.display();
    fs::remove_file(jdk.join("lib/libjava.so")).expect("the library");
    // An incomplete JDK is none: another one is taken.
    let ran = scripts().ours(&format!("JAVA_HOME={home} $JAVA -cp $CP Faults hello"));
    assert_eq!((ran.code, ran.out.as_str()), (0, "hello\n"), "{ran:?}");
    fs::write(jdk.join("lib/libjava.so"), "not a library").expect("a file");
    let said = refused_with(&jdk);
    assert!(said.starts_with("Unable to load native library: "), "{said}");
    fs::write(jdk.join("release"), "JAVA_VERSION=\"11.0.2\"\n").expect("a file");
    let ran = scripts().ours(&format!("JAVA_HOME={home} $JAVA -cp $CP Faults hello"));
    assert_eq!(ran.code, 0, "another release is no JDK to take: {ran:?}");
    drop(fs::remove_dir_all(jdk));
}

#[test]
fn no_jdk() {
    if !is_root("no_jdk") {
        return;
    }
    let script = "unshare -m sh -c 'for d in /usr/lib/jvm /usr/java /opt; do [ -d $d ] && { mount -t tmpfs none $d || exit 9; }; done; \
        env -i HOME=/nonexistent PATH=/bin:/usr/bin \"$JAVA\" -version'";
    let ran = scripts().ours(script);
    if ran.code == 9 || ran.err.contains("unshare") {
        eprintln!("no_jdk: mounts are not allowed, left out");
        return;
    }
    let why = "excelsa: no JDK 17 was found: JAVA_HOME is not set, and there is none in the usual folders or on the path.\n";
    assert!(ran.code == 1 && ran.err.starts_with(why), "{ran:?}");
    assert!(
        ran.err.ends_with("apt install openjdk-17-jdk-headless), or set JAVA_HOME to its folder.\n"),
        "{ran:?}"
    );
    let ran = scripts().ours(&script.replace("env -i", "env -i JAVA_HOME=/nonexistent"));
    assert!(
        ran.err.starts_with("excelsa: no JDK 17 was found: JAVA_HOME=/nonexistent is no JDK, and"),
        "{ran:?}"
    );
}

// Output.

#[test]
fn closed_and_full_output() {
    scripts().same("$JAVA -cp $CP Faults lines | head -n 3");
    scripts().same("{ $JAVA -cp $CP Faults lines; echo $? >&2; } | head -n 1");
    scripts().same("$JAVA -cp $CP Faults lines > /dev/full");
    scripts().same("$JAVA -cp $CP Faults uncaught 2> /dev/full");
    // Descriptors 0 to 2 are free then: whatever takes them must not be written to.
    for mode in modes(3) {
        scripts().same(&format!("$JAVA {mode} -Xss300k -cp $CP Faults lines >&-"));
        scripts().same(&format!("$JAVA {mode} -Xss300k -cp $CP Faults uncaught >&- 2>&- <&-"));
    }
    scripts().same_out("$JAVA -version 2> /dev/full");
    scripts().same_out("$JAVA -XX:+PrintFlagsFinal -version > /dev/full");
    scripts().same("$JAVA -Xlog:all=debug -cp $CP Faults hello > /dev/full 2>&1");
}

#[test]
fn all_lines_arrive() {
    let ran = scripts().ours("$JAVA -cp $CP Faults lines | { sleep 1; tail -n 1; }");
    assert_eq!(ran.out, "line 99999\n");
}

#[test]
fn logs_that_cannot_be_written() {
    // What is logged by HotSpot alone is kept out; time stamps are cut off.
    let cut = "2>&1 | sed 's/^\\[[0-9.]*s\\]//'";
    for target in ["/nonexistent/x.log", "/dev/full", "/"] {
        scripts().same(&format!("$JAVA -Xlog:gc:file={target} -cp $CP Faults hello {cut}"));
    }
}

#[test]
fn full_disk() {
    if !is_root("full_disk") {
        return;
    }
    let within = |script: &str| {
        format!("mkdir m; unshare -m sh -c 'mount -t tmpfs -o size=100k none m || exit 9; cd m; {script}'")
    };
    let ran = scripts().same_out(&within("$JAVA -XX:-UsePerfData -cp $CP Faults write x"));
    if ran.code == 9 {
        eprintln!("full_disk: mounts are not allowed, left out");
        return;
    }
    assert_eq!(ran.out, "java.io.IOException: No space left on device\n");
    let dump = "$JAVA -Xmx16m -XX:+HeapDumpOnOutOfMemoryError -XX:HeapDumpPath=d.hprof -cp $CP Faults heap";
    let ran = scripts().same(&within(dump));
    assert!(ran.out.contains("Dump file is incomplete: No space left on device"), "{ran:?}");
    scripts().same_out(&within("$JAVA -Xlog:all=trace:file=log -cp $CP Faults hello"));
    scripts().same_out(&within("chmod 500 .; $JAVA -cp $CP Faults write /proc/x"));
}

// Limits.

#[test]
fn no_more_threads() {
    let ran =
        scripts().same_out("ulimit -v 6000000; $JAVA -Xlog:disable -Xmx64m -cp $CP Faults threads 20000");
    assert!(ran.out.starts_with("java.lang.OutOfMemoryError: unable to create native thread"), "{ran:?}");
    if !is_root("no_more_threads") {
        return;
    }
    // Another user, who may have only so many threads. What HotSpot needs to start is more than what we need.
    let of = |n: u32| {
        format!(
            "cp -r $CP /tmp/excelsa-faults-$$; chmod -R a+rX /tmp/excelsa-faults-$$; cp $JAVA $(dirname $JAVA)/libjvm.so /tmp/excelsa-faults-$$; \
             cd /; setpriv --reuid 54321 --regid 54321 --clear-groups prlimit --nproc={n} \
             /tmp/excelsa-faults-$$/excelsa -cp /tmp/excelsa-faults-$$ Faults threads 300; r=$?; rm -rf /tmp/excelsa-faults-$$; exit $r"
        )
    };
    for n in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 30] {
        let ran = scripts().ours(&of(n));
        let text = format!("{}{}", ran.out, ran.err);
        assert!(text.contains("unable to create native thread"), "{n}: {ran:?}");
        assert!(matches!(ran.code, 0 | 1), "{n}: {ran:?}");
        assert_eq!(ran.code == 0, ran.out.ends_with("goes on\n"), "{n}: {ran:?}");
    }
}

#[test]
fn no_more_files() {
    for n in [10, 12, 16, 40] {
        scripts().same(&format!("ulimit -n {n}; $JAVA -cp $CP Faults files"));
    }
    for n in [4, 5, 6, 7] {
        let ran = scripts().ours(&format!("ulimit -n {n}; $JAVA -cp $CP Faults hello"));
        assert!(matches!(ran.code, 0 | 1 | 127), "{n}: {ran:?}");
    }
}

#[test]
fn address_space() {
    scripts().same("ulimit -v 5000000; $JAVA -cp $CP Faults hello");
    for kilobytes in [60_000, 100_000, 200_000, 500_000, 1_000_000, 1_300_000, 2_000_000, 3_000_000] {
        for mode in ["", "-Xint", "-Xmx32m"] {
            let ran = scripts().ours(&format!("ulimit -v {kilobytes}; $JAVA {mode} -cp $CP Faults hello"));
            let refused = ran.out.starts_with("Error occurred during initialization of VM\n")
                || ran.err.contains("libjvm.so") && ran.err.starts_with("Error: ")
                || ran.err.starts_with("excelsa: ");
            assert!(
                ran.code == 0 && ran.out.ends_with("hello\n") || ran.code == 1 && refused,
                "{kilobytes}: {ran:?}"
            );
        }
    }
    let ran = scripts().ours("ulimit -v 2000000; $JAVA -Xmx64m -cp $CP Faults direct");
    assert_eq!(ran.code, 0, "{ran:?}");
    // Here and there the virtual machine's own allocations fail.
    for kilobytes in (1_400_000..2_000_000).step_by(100_000) {
        let ran =
            scripts().ours(&format!("ulimit -v {kilobytes}; $JAVA -Xmx64m -Xcomp -cp $CP Faults mixed"));
        assert!(matches!(ran.code, 0 | 1), "{kilobytes}: {ran:?}");
    }
}

// Memory.

#[test]
fn out_of_memory_in_every_phase() {
    for mode in modes(3) {
        for (options, what) in [
            ("-Xmx20m", "clinit"),
            ("-Xmx20m", "heap"),
            ("-Xmx64m", "direct"),
            ("-XX:MaxDirectMemorySize=10m", "direct"),
            ("-XX:MaxMetaspaceSize=20m", "metaspace"),
            ("-Xmx32m", "churn"),
        ] {
            scripts().same_out(&format!("$JAVA {mode} -XX:+UseSerialGC {options} -cp $CP Faults {what}"));
        }
        for what in ["lambda", "start"] {
            // How much still fits is each collector's own.
            let ran = scripts().ours(&format!("$JAVA {mode} -Xmx20m -cp $CP Faults {what}"));
            assert!(
                ran.code == 0 && ran.out.ends_with(if what == "start" { "started\n" } else { "[a!, b!]\n" })
                    || ran.code == 1 && ran.err.contains("OutOfMemoryError"),
                "{mode}: {ran:?}"
            );
        }
    }
}

#[test]
fn tiny_heaps() {
    for heap in ["1m", "2m", "3m", "5m", "8m"] {
        scripts().same_out(&format!("$JAVA -XX:+UseSerialGC -Xmx{heap} -cp $CP Faults hello"));
    }
    for limit in ["1m", "2m", "3m", "4m", "5m", "6m", "8m"] {
        let ran = scripts().ours(&format!("$JAVA -XX:MaxMetaspaceSize={limit} -cp $CP Faults hello"));
        let text = format!("{}{}", ran.out, ran.err);
        assert!(
            ran.code == 0 && ran.out == "hello\n" || ran.code == 1 && text.contains("rror"),
            "{limit}: {ran:?}"
        );
    }
}

// Stacks.

#[test]
fn deep_recursion() {
    let stacks = if is_thorough() { &["-Xss256k", "", "-Xss4m"][..] } else { &["-Xss256k"] };
    for mode in modes(4) {
        for stack in stacks {
            scripts().same(&format!("$JAVA {mode} {stack} -cp $CP Faults recursion"));
        }
        scripts().same_out(&format!("$JAVA {mode} -Xss400k -cp $CP Faults mixed"));
    }
    scripts().same("$JAVA -Xss4m -cp $CP Faults recursion");
    let ran = scripts().same_out("$JAVA -Xss256k -cp $CP Faults uncaught");
    assert_eq!(ran.err.lines().count(), 1 + 1024, "{ran:?}");
    scripts().same("$JAVA -Xss100k -cp $CP Faults hello");
    scripts().same("ulimit -s 200; $JAVA -cp $CP Faults hello");
}

// Signals.

#[test]
fn signals() {
    let kill = |options: &str, signals: &str| {
        // The shell waits for the word that the program is ready.
        format!(
            "mkfifo f; $JAVA {options} -XX:-UsePerfData -cp $CP Faults wait > f & p=$!; exec 3< f; read x <&3; echo $x; \
             sleep 0.2; for s in {signals}; do kill -$s $p; sleep 0.2; done; cat <&3 | grep -a '^[a-z][a-z]*$'; wait $p"
        )
    };
    for signals in [
        "TERM",
        "HUP",
        "USR1",
        "ALRM",
        "PIPE TERM",
        "STOP CONT TERM",
        "URG WINCH CHLD TERM",
        "STOP STOP CONT CONT HUP",
    ] {
        scripts().same_out(&kill("", signals));
    }
    scripts().same_out(&kill("-Xcomp", "STOP CONT TERM"));
    for signals in ["TERM", "HUP"] {
        scripts().same_out(&kill("-Xrs", signals));
    }
    scripts().same_out(&kill("", "KILL"));
    // A shell's background jobs ignore SIGINT, which a virtual machine respects; a subreaper of its own does not.
    let interrupt = "env --default-signal=INT,QUIT sh -c 'exec $JAVA -XX:-UsePerfData -cp $CP Faults wait' > o & p=$!; \
        while ! grep -q ready o; do sleep 0.05; done; sleep 0.2; kill -QUIT $p; \
        while ! grep -q 'Full thread dump' o; do sleep 0.05; done; kill -INT $p; wait $p; r=$?; grep -a '^[a-z][a-z]*$' o; \
        grep -c 'Full thread dump' o; exit $r";
    let ran = scripts().same_out(interrupt);
    assert_eq!(ran.code, 130, "{ran:?}");
    assert!(ran.out.starts_with("ready\n") && ran.out.contains("hook\n1\n"), "{ran:?}");
}

#[test]
fn stopped_and_continued() {
    for mode in modes(3) {
        let ran = scripts().ours(&format!(
            "mkfifo f; $JAVA {mode} -Xmx20m -cp $CP Faults count > f & p=$!; exec 3< f; read x <&3; \
             for i in 1 2 3 4 5 6 7 8; do kill -STOP $p; sleep 0.05; kill -QUIT $p; kill -CONT $p; sleep 0.1; done; cat <&3 | grep -a '^done$'; wait $p"
        ));
        assert_eq!((ran.code, ran.out.as_str()), (0, "done\n"), "{ran:?}");
    }
}

// Many.

#[test]
fn five_hundred_threads() {
    for mode in modes(3) {
        let ran = scripts().ours(&format!("$JAVA {mode} -Xmx64m -cp $CP Faults many"));
        assert_eq!((ran.code, ran.out.as_str()), (0, "500\n"), "{ran:?}");
    }
    let ran = scripts().ours("$JAVA -cp $CP Faults threads 500");
    assert_eq!((ran.code, ran.out.as_str()), (0, "all\ngoes on\n"), "{ran:?}");
}

#[test]
fn starts_and_stops() {
    let times: u32 = std::env::var("EXCELSA_START_STOP").ok().and_then(|n| n.parse().ok()).unwrap_or(30);
    for n in 0..times {
        let mode = MODES[n as usize % 2];
        let ran = scripts().ours(&format!("$JAVA {mode} -Xmx32m -cp $CP Faults hello"));
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "hello\n", ""), "start {n}: {ran:?}");
    }
}

#[test]
fn embedded() {
    let folder = scripts().folder();
    let (jdk, program) = (scripts().jdk(), folder.join("embed"));
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("faults/embed.c");
    let compiled = Command::new("cc")
        .arg("-o")
        .args([&program, &source])
        .arg(format!("-I{}", jdk.join("include").display()))
        .arg(format!("-I{}", jdk.join("include/linux").display()))
        .args(["-ldl", "-lpthread"])
        .status();
    assert!(compiled.expect("cc").success());
    let run = |library: &Path| {
        let home = jdk.display();
        scripts().ours(&format!("JAVA_HOME={home} {} {}", program.display(), library.display()))
    };
    let theirs = run(&jdk.join("lib/server/libjvm.so"));
    let ours = run(&scripts().library());
    assert_eq!(theirs, ours);
    assert!(ours.out.contains("destroy 0\n"), "{ours:?}");
}
