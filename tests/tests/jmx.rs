//! A standard JMX client on a running VM, over loopback: what it finds on ours is what it finds on HotSpot.

use excelsa_tests::running::Running;
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::process::Command;

const PROGRAM: &str = "tools/JmxTarget";

/// What makes HotSpot's memory pools those that we have.
const HOTSPOTS: [&str; 3] =
    ["-XX:+UseSerialGC", "-XX:-SegmentedCodeCache", "-XX:-UseCompressedClassPointers"];

/// Lines of diagnostic commands, of which HotSpot has more.
const COMMAND: &str = "  com.sun.management:type=DiagnosticCommand ";

/// A port that was free a moment ago.
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    listener.local_addr().expect("an address").port()
}

/// What the client, which runs on HotSpot, prints of the VM behind the address.
fn client(target: &Running, address: &str) -> String {
    let folder = std::env::temp_dir().join(format!("excelsa-jmx-{}", target.pid()));
    fs::create_dir_all(&folder).expect("a folder");
    let folder_name = folder.display().to_string();
    let args = ["client", address, &folder_name];
    let mut command = target.suite.prepared(PROGRAM, true, &[], &args).expect("a command");
    let output = command.output().expect("a client");
    fs::remove_dir_all(folder).expect("a folder");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn url(port: u16) -> String {
    format!("service:jmx:rmi:///jndi/rmi://127.0.0.1:{port}/jmxrmi")
}

/// The lines without those of diagnostic commands, and without the names of hidden classes.
fn comparable(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|l| !l.starts_with(COMMAND));
    let name = |l: &str| match l.split_once("$$Lambda$") {
        Some((start, end)) => format!("{start}$$Lambda{}", end.split_once(".run").map_or("", |(_, e)| e)),
        None => l.to_owned(),
    };
    lines.map(name).collect()
}

/// The address of the agent that `ManagementAgent.status` knows.
fn address(status: &str, kind: &str) -> Option<String> {
    let at = status.find(&format!("Connection Type: {kind}"))?;
    let line = status[at..].lines().find(|l| l.trim_start().starts_with("URL"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

#[test]
fn remote_agent() {
    let start = |hotspot: bool, more: &[&str]| {
        let port = free_port();
        let own = format!("-Dcom.sun.management.jmxremote.port={port}");
        let options = [
            "-Xmx64m",
            "-Xms64m",
            "-Dmy.property=x",
            "-Dcom.sun.management.jmxremote.authenticate=false",
            "-Dcom.sun.management.jmxremote.ssl=false",
            "-Dcom.sun.management.jmxremote.host=127.0.0.1",
            "-Djava.rmi.server.hostname=127.0.0.1",
            &own,
        ];
        (Running::start(PROGRAM, hotspot, &[&options[..], more].concat(), &[]), port)
    };
    let (ours, port) = start(false, &[]);
    let found = client(&ours, &url(port));
    let status = ours.jcmd("ManagementAgent.status");
    assert!(status.contains("Connection Type: remote") && status.contains(&port.to_string()), "{status}");
    ours.end();
    let (hotspot, port) = start(true, &HOTSPOTS);
    let expected = client(&hotspot, &url(port));
    hotspot.end();
    assert!(!found.contains("WRONG"), "{found}");
    for operation in found.lines().filter(|l| l.starts_with(COMMAND)) {
        assert!(expected.lines().any(|l| l == operation), "{operation}");
    }
    let (expected, found) = (comparable(&expected), comparable(&found));
    assert_eq!(found, expected);
}

#[test]
fn agents_started_by_jcmd() {
    let start = |hotspot: bool| Running::start(PROGRAM, hotspot, &["-Xmx64m", "-Dmy.property=x"], &[]);
    let (ours, hotspot) = (start(false), start(true));
    for command in ["help ManagementAgent.start", "help ManagementAgent.stop", "ManagementAgent.status"] {
        assert_eq!(ours.jcmd(command), hotspot.jcmd(command), "{command}");
    }
    assert_eq!(ours.jcmd("ManagementAgent.start_local"), hotspot.jcmd("ManagementAgent.start_local"));
    let port = free_port();
    let settings = format!(
        "ManagementAgent.start jmxremote.port={port} jmxremote.authenticate=false jmxremote.ssl=false jmxremote.host=127.0.0.1"
    );
    assert_eq!(ours.jcmd(&settings), "PID:\nCommand executed successfully\n");
    let refused = "ManagementAgent.start jmxremote.port=1";
    assert!(
        ours.jcmd(refused).contains("java.lang.RuntimeException: Invalid agent state"),
        "{}",
        ours.jcmd(refused)
    );
    let status = ours.jcmd("ManagementAgent.status");
    let local = address(&status, "local").unwrap_or_else(|| panic!("{status}"));
    assert!(client(&ours, &local).contains("bean java.lang:type=Memory\n"));
    assert!(client(&ours, &url(port)).contains("bean java.lang:type=Memory\n"));
    assert_eq!(ours.jcmd("ManagementAgent.stop"), "PID:\nCommand executed successfully\n");
    assert!(!ours.jcmd("ManagementAgent.status").contains("Connection Type: remote"));
    ours.end();
    hotspot.end();
}

/// What the agent refuses ends the process as on HotSpot.
#[test]
fn wrong_settings() {
    for setting in ["port=no", "port=-7", "port=999999"] {
        let run = |hotspot: bool| {
            let suite = excelsa_tests::suite::Suite::open(std::path::Path::new(env!("CARGO_MANIFEST_DIR")));
            let option = format!("-Dcom.sun.management.jmxremote.{setting}");
            let mut command: Command =
                suite.expect("a suite").prepared(PROGRAM, hotspot, &[&option], &[]).expect("a command");
            let output = command.stdin(std::process::Stdio::null()).output().expect("a process");
            (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
        };
        assert_eq!(run(false), run(true), "{setting}");
    }
}
