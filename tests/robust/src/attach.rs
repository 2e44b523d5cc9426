//! Target `attach`: requests to the attach socket of a running virtual machine. It must stay alive, answer each request or close the
//! connection, and answer a sound one afterwards; nobody but the user may connect.
//!
//! A request is the version `1`, a command and three arguments, each ended by a zero byte; the answer begins with a number and a line end.

use crate::{Random, Target, process};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::Shutdown;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(20);

const COMMANDS: [&str; 13] = [
    "properties",
    "agentProperties",
    "threaddump",
    "datadump",
    "jcmd",
    "printflag",
    "setflag",
    "inspectheap",
    "load",
    "dumpheap",
    "jcmd",
    "",
    "nosuch",
];
const ARGUMENTS: [&str; 16] = [
    "",
    "-l",
    "-live",
    "-all",
    "VM.version",
    "Thread.print -l",
    "VM.flags -all",
    "GC.heap_info",
    "help",
    "help VM.flags",
    "MaxHeapFreeRatio",
    "20",
    "HeapDumpPath",
    "PrintFlagsFinal",
    "nosuch",
    "false",
];

struct Attach {
    program: Child,
    socket: PathBuf,
}

/// The target `attach`.
pub fn open() -> Result<Box<dyn Target>, String> {
    let folder = std::env::current_dir().map_err(|e| e.to_string())?;
    let source = "public class Waits { public static void main(String[] a) throws Exception { System.out.println(\"ready\"); while (System.in.read() >= 0) { } } }";
    process::compile(&folder, "Waits", source)?;
    // The end of its input, whose other end dies with this process, ends it.
    let mut program = Command::new(process::excelsa()?)
        .args(["-Xmx64m", "-cp", ".", "Waits"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(File::create("program.err").map_err(|e| e.to_string())?)
        .spawn()
        .map_err(|e| e.to_string())?;
    let mut line = String::new();
    let out = program.stdout.take().ok_or("no output")?;
    BufReader::new(out).read_line(&mut line).map_err(|e| e.to_string())?;
    let pid = program.id();
    let socket = PathBuf::from(format!("/tmp/.java_pid{pid}"));
    let mut attach = Attach { program, socket };
    attach.summon(pid)?;
    attach.check_permissions()?;
    attach.probe()?;
    Ok(Box::new(attach))
}

impl Attach {
    /// Has the program open its socket: a file in its folder, and a signal.
    fn summon(&mut self, pid: u32) -> Result<(), String> {
        let file = PathBuf::from(format!("/proc/{pid}/cwd/.attach_pid{pid}"));
        fs::write(&file, b"").map_err(|e| format!("{}: {e}", file.display()))?;
        let asked = Command::new("kill").args(["-QUIT", &pid.to_string()]).status();
        asked.map_err(|e| e.to_string())?;
        let start = Instant::now();
        while !self.socket.exists() {
            if start.elapsed() > PATIENCE || self.program.try_wait().map_err(|e| e.to_string())?.is_some() {
                drop(fs::remove_file(&file));
                return Err("the virtual machine opens no attach socket".into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        drop(fs::remove_file(&file));
        Ok(())
    }

    /// The socket is the user's, and nobody else may use it.
    fn check_permissions(&self) -> Result<(), String> {
        let meta = fs::symlink_metadata(&self.socket).map_err(|e| e.to_string())?;
        let own = fs::metadata("/proc/self").map_err(|e| e.to_string())?.uid();
        if !meta.file_type().is_socket() || meta.mode() & 0o177 != 0 || meta.uid() != own {
            return Err(format!("mode {:o}, user {} of the attach socket", meta.mode(), meta.uid()));
        }
        Ok(())
    }

    /// Sends bytes in some pieces and reads the answer to its end.
    fn ask(&self, bytes: &[u8], pieces: usize, close: bool) -> Result<Vec<u8>, String> {
        let mut stream = UnixStream::connect(&self.socket).map_err(|e| format!("cannot connect: {e}"))?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(|e| e.to_string())?;
        for piece in bytes.chunks(bytes.len() / pieces + 1) {
            // It may have been refused by now.
            if stream.write_all(piece).is_err() {
                break;
            }
        }
        if close {
            drop(stream.shutdown(Shutdown::Write));
        }
        let mut answer = Vec::new();
        match stream.read_to_end(&mut answer) {
            Err(e) if matches!(e.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {
                Err(format!("no end of the answer to {:?}", String::from_utf8_lossy(bytes)))
            }
            _ => Ok(answer),
        }
    }

    /// A sound request has its answer.
    fn probe(&self) -> Result<(), String> {
        let answer = self.ask(b"1\0properties\0\0\0\0", 1, false)?;
        let text = String::from_utf8_lossy(&answer);
        if text.starts_with("0\n") && text.contains("java.version=17") {
            return Ok(());
        }
        Err(format!("the answer to a sound request: {}", text.chars().take(300).collect::<String>()))
    }
}

impl Target for Attach {
    fn run(&mut self, random: &mut Random) -> Result<(), String> {
        let mut request = format!("1\0{}\0", random.pick(&COMMANDS)).into_bytes();
        for _ in 0..3 {
            request.extend(random.pick(&ARGUMENTS).bytes());
            request.push(0);
        }
        match random.below(4) {
            0 => random.mutate(&mut request),
            1 => request.extend((0..random.below(5000)).map(|_| random.bits() as u8)),
            2 => {
                let at = random.below(request.len());
                let long = vec![b'x'; random.below(3000)];
                drop(request.splice(at..at, long));
            }
            _ => {}
        }
        // Without its five strings a request is waited for; the end of the stream ends it.
        self.ask(&request, 1 + random.below(3), true)?;
        if let Some(status) = self.program.try_wait().map_err(|e| e.to_string())? {
            let log = fs::read_to_string("program.err").unwrap_or_default();
            return Err(format!(
                "{:?} ended the virtual machine: {status}\n{log}",
                String::from_utf8_lossy(&request)
            ));
        }
        if random.once_in(10) { self.probe() } else { Ok(()) }
    }
}

impl Drop for Attach {
    fn drop(&mut self) {
        drop(self.program.kill());
        drop(self.program.wait());
        remove(&self.socket);
    }
}

fn remove(path: &Path) {
    drop(fs::remove_file(path));
}
