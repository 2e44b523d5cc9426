//! The JDK's own tools on a running VM: `jcmd`, `jstack`, `jmap`, `jinfo` and `jps`, compared with what they say of HotSpot.

use excelsa_tests::running::Running;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

const PROGRAM: &str = "tools/AttachTarget";
/// A user that owns nothing.
const STRANGER: u32 = 65_533;

fn start(hotspot: bool, vm: &[&str]) -> Running {
    Running::start(PROGRAM, hotspot, vm, &["one", "two"])
}

fn socket(target: &Running) -> PathBuf {
    format!("/tmp/.java_pid{}", target.pid()).into()
}

fn counters(target: &Running) -> Option<PathBuf> {
    let folders = fs::read_dir("/tmp").expect("a folder").flatten();
    let files = folders.filter(|f| f.file_name().to_string_lossy().starts_with("hsperfdata_"));
    files.map(|f| f.path().join(target.pid().to_string())).find(|f| f.exists())
}

/// `#` for each number.
fn shape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c.is_ascii_digit() {
            true if out.ends_with('#') => {}
            true => out.push('#'),
            false => out.push(c),
        }
    }
    out
}

/// Where a tool asks for the same, both VMs answer alike but for numbers.
#[test]
fn commands_answer_as_hotspots() {
    let options = ["-Xmx100m", "-XX:MinHeapFreeRatio=45"];
    let (ours, hotspot) = (start(false, &options), start(true, &options));
    for command in [
        "VM.command_line",
        "VM.uptime",
        "VM.uptime -date",
        "VM.uptime x",
        "GC.run",
        "GC.run_finalization",
        "GC.heap_dump",
        "GC.class_histogram -parallel=-1",
        "VM.set_flag",
        "VM.set_flag NoSuch 1",
        "VM.set_flag UseTLAB 1",
        "VM.set_flag MinHeapFreeRatio 900",
        "VM.set_flag HeapDumpOnOutOfMemoryError xx",
        "VM.set_flag MaxHeapFreeRatio 80",
        "help help",
        "help GC.heap_dump",
        "help GC.class_histogram",
        "help GC.run",
        "help Thread.print",
        "help VM.flags",
        "help VM.set_flag",
        "help VM.system_properties",
        "help VM.uptime",
        "help VM.version",
        "help Compiler.codecache",
        "help JVMTI.agent_load",
        "JVMTI.agent_load",
        "JVMTI.agent_load /no/such.so",
        "JVMTI.agent_load /no/such.jar options",
        "help GC.finalizer_info",
        "GC.finalizer_info",
        "help nosuch",
        "nosuch",
    ] {
        assert_eq!(shape(&ours.jcmd(command)), shape(&hotspot.jcmd(command)), "jcmd {command}");
    }
    for args in [
        &["-flag", "MinHeapFreeRatio"][..],
        &["-flag", "MaxHeapFreeRatio"],
        &["-flag", "NoSuch"],
        &["-flag", "MinHeapFreeRatio=50"],
        &["-flag", "MinHeapFreeRatio"],
    ] {
        assert_eq!(ours.on_pid("jinfo", args), hotspot.on_pid("jinfo", args), "jinfo {args:?}");
    }
    ours.end();
    hotspot.end();
}

#[test]
fn threads() {
    let (ours, hotspot) = (start(false, &[]), start(true, &[]));
    for target in [&ours, &hotspot] {
        for dump in [target.on_pid("jstack", &["-l"]), target.jcmd("Thread.print -l -e")] {
            let holder =
                dump.split("\n\"").find(|t| t.starts_with("holder of a lock\"")).expect("the thread");
            assert!(holder.contains("\tat AttachTarget.hold(AttachTarget.java:"), "{dump}");
            assert!(holder.contains("\n   Locked ownable synchronizers:\n\t- <0x"), "{dump}");
            assert!(
                holder.contains("> (a java.util.concurrent.locks.ReentrantLock$NonfairSync)\n"),
                "{dump}"
            );
            assert!(dump.contains("\nFull thread dump ") && dump.contains("\nJNI global refs: "), "{dump}");
            assert!(dump.contains("\"Attach Listener\" #") && !dump.contains("\nHeap\n"), "{dump}");
        }
        // The thread that waits for the initialisation may still be on its way there.
        let waits = (0..20).any(|_| {
            let dump = target.jcmd("Thread.print");
            let waiter =
                dump.split("\n\"").find(|t| t.starts_with("waiter for a class\"")).expect("the thread");
            waiter.contains(" in Object.wait() ")
                && waiter.contains("\n   java.lang.Thread.State: RUNNABLE\n\tat AttachTarget.useSlow(")
                && waiter.contains("\t- waiting on the Class initialization monitor for AttachTarget$Slow\n")
        });
        assert!(waits);
        assert!(!target.jcmd("Thread.print").contains("ownable"));
        assert!(target.jcmd("Thread.print -e").contains(" allocated="));
    }
    ours.end();
    hotspot.end();
}

#[test]
fn heap() {
    let folder = std::env::temp_dir().join(format!("excelsa-attach-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let file = |name: &str| folder.join(name).display().to_string();
    let (ours, hotspot) = (start(false, &[]), start(true, &[]));
    let counted = |text: &str| {
        let row = text.lines().find(|l| l.ends_with("  AttachTarget$Counted")).expect("a row");
        row.split_whitespace().nth(1).expect("a count").to_owned()
    };
    for target in [&ours, &hotspot] {
        for text in [target.on_pid("jmap", &["-histo:live"]), target.jcmd("GC.class_histogram")] {
            assert!(text.contains(
                " num     #instances         #bytes  class name (module)\n\
                 -------------------------------------------------------\n   1: "
            ));
            assert_eq!(counted(&text), "12345");
            assert!(text.contains("  java.lang.String (java.base@17"), "{text}");
            assert!(text.lines().last().expect("a line").starts_with("Total    "), "{text}");
        }
        let histogram = file("histogram");
        let done = target.on_pid("jmap", &[&format!("-histo:all,file={histogram}")]);
        assert_eq!(done, format!("Heap inspection file created: {histogram}\n"));
        assert_eq!(counted(&fs::read_to_string(&histogram).expect("a file")), "12345");
    }
    let dumps = |target: &Running| {
        let (a, b) = (file("a.hprof"), file("b.hprof.gz"));
        let said = [
            target.jcmd(&format!("GC.heap_dump {a}")),
            target.jcmd(&format!("GC.heap_dump {a}")),
            target.jcmd(&format!("GC.heap_dump -overwrite -all {a}")),
            target.on_pid("jmap", &[&format!("-dump:live,format=b,gz=1,file={b}")]),
        ];
        assert!(fs::read(&a).expect("a dump").starts_with(b"JAVA PROFILE 1.0.2\0"));
        assert!(fs::read(&b).expect("a dump").starts_with(&[0x1f, 0x8b]));
        fs::remove_file(a).and_then(|()| fs::remove_file(b)).expect("files");
        shape(&said.concat())
    };
    assert_eq!(dumps(&ours), dumps(&hotspot));
    assert!(ours.jcmd("GC.heap_info").contains(" Metaspace       used "));
    ours.end();
    hotspot.end();
    fs::remove_dir_all(folder).expect("a folder");
}

#[test]
fn properties_and_lists() {
    let options = ["-Dmy.property=x y", "-Xmx64m"];
    let (ours, hotspot) = (start(false, &options), start(true, &options));
    for target in [&ours, &hotspot] {
        let line = |text: String| {
            let pid = format!("{} ", target.pid());
            let found = text.lines().find_map(|l| l.strip_prefix(&pid)).map(str::to_owned);
            found.unwrap_or_else(|| panic!("{text}"))
        };
        assert_eq!(line(target.tool("jps", &["-lmv"])), "AttachTarget one two -Dmy.property=x y -Xmx64m");
        assert_eq!(line(target.tool("jcmd", &["-l"])), "AttachTarget one two");
        assert!(target.on_pid("jinfo", &["-sysprops"]).contains("\nmy.property=x y\n"));
        assert!(target.jcmd("VM.system_properties").contains("\nmy.property=x y\n"));
        assert!(target.jcmd("VM.flags").contains("-XX:MaxHeapSize=67108864 "));
        assert!(target.jcmd("VM.flags -all").contains("[Global flags]\n"));
        assert!(target.jcmd("VM.version").contains("\nJDK 17."));
        assert!(target.jcmd("PerfCounter.print").contains("\nsun.rt.javaCommand=\"AttachTarget one two\"\n"));
    }
    assert!(ours.jcmd("help").contains("\nGC.heap_info\n"));
    let (socket, counters) = (socket(&ours), counters(&ours).expect("a file of counters"));
    assert!(socket.exists());
    ours.end();
    hotspot.end();
    assert!(!socket.exists() && !counters.exists());
}

#[test]
fn flags_turn_it_off() {
    let target = start(false, &["-XX:+DisableAttachMechanism", "-XX:-UsePerfData"]);
    assert!(counters(&target).is_none());
    // SIGQUIT prints threads, and the tool gives up
    let said = target.jcmd("VM.version");
    assert!(said.contains("AttachNotSupportedException") || said.contains("IOException"), "{said}");
    target.end();
    let target = start(false, &["-XX:+StartAttachListener", "-XX:+PerfDisableSharedMem"]);
    assert!(counters(&target).is_none());
    assert!(target.jcmd("VM.version").contains("Excelsa version "));
    target.end();
}

/// A listener whose file is removed is replaced at the next request.
#[test]
fn listener_starts_again() {
    let target = start(false, &[]);
    for _ in 0..3 {
        assert!(target.jcmd("VM.uptime").contains(" s\n"));
        fs::remove_file(socket(&target)).expect("a file");
    }
    target.end();
}

/// Nobody but the user may use the socket: by the file's mode, and by what the kernel says of the connection.
#[test]
fn other_users_are_turned_away() {
    let target = start(false, &[]);
    assert!(target.jcmd("VM.version").contains("Excelsa version "));
    let socket = socket(&target);
    let mode = |path: &Path| fs::metadata(path).expect("a file").permissions().mode() & 0o777;
    assert_eq!(mode(&socket), 0o600);
    assert_eq!(mode(&counters(&target).expect("a file of counters")), 0o600);
    // only root may read this
    if fs::read("/proc/1/environ").is_err() {
        target.end();
        return;
    }
    // the class file, where everybody can read it
    let folder = std::env::temp_dir().join(format!("excelsa-stranger-{}", target.pid()));
    fs::create_dir(&folder).expect("a folder");
    let command = target.suite.prepared(PROGRAM, true, &[], &[]).expect("a command");
    let args: Vec<_> = command.get_args().map(|a| a.to_string_lossy().into_owned()).collect();
    let classes = args.iter().position(|a| a == "-cp").map(|i| &args[i + 1]).expect("a class path");
    for file in fs::read_dir(classes).expect("a folder").flatten() {
        fs::copy(file.path(), folder.join(file.file_name())).expect("a copy");
    }
    let ask = |user: u32| {
        let mut command = Command::new(target.suite.jdk_tool("java"));
        command.arg("-cp").arg(&folder).args(["AttachTarget", "connect"]).arg(&socket).current_dir("/");
        if user != 0 {
            command.uid(user).gid(user);
        }
        let output = command.output().expect("a process");
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    };
    assert!(ask(STRANGER).contains("java.net.SocketException: Permission denied"), "{}", ask(STRANGER));
    fs::set_permissions(&socket, fs::Permissions::from_mode(0o666)).expect("permissions");
    assert_eq!(ask(STRANGER), "answer of 0 bytes\n");
    assert_ne!(ask(0), "answer of 0 bytes\n");
    fs::remove_dir_all(folder).expect("a folder");
    target.end();
}
