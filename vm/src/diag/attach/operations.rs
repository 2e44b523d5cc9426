//! The operations of the attach protocol.

use std::io::Write;
use std::path::Path;

use super::request::Request;
use crate::diag::commands::{self, Source};
use crate::diag::{heap_dump, histogram};
use crate::native::jvmti::agents;
use crate::options::FlagError;
use crate::thread::{JResult, Scope, Thrown, dump};
use crate::vm::vm;

/// `JNI_OK`
const OK: i32 = 0;
/// `JNI_ERR`
const ERROR: i32 = -1;

type Run = fn(&mut Scope<'_>, &Request, &mut String) -> i32;

/// Every operation there is.
const OPERATIONS: &[(&str, Run)] = &[
    ("agentProperties", |t, _, out| properties(t, "serializeAgentPropertiesToByteArray", out)),
    ("datadump", data_dump),
    ("dumpheap", dump_heap),
    ("inspectheap", inspect_heap),
    ("jcmd", command),
    ("load", load),
    ("printflag", print_flag),
    ("properties", |t, _, out| properties(t, "serializePropertiesToByteArray", out)),
    ("setflag", set_flag),
    ("threaddump", thread_dump),
];

/// Executes what `request` asks for; gives the status for the client.
pub fn execute(t: &mut Scope<'_>, request: &Request, out: &mut String) -> i32 {
    if request.name == "detachall" {
        return OK;
    }
    match OPERATIONS.iter().find(|(name, _)| *name == request.name) {
        Some((_, run)) => run(t, request, out),
        None => refuse(out, &format!("Operation {} not recognized!", request.name)),
    }
}

fn refuse(out: &mut String, why: &str) -> i32 {
    out.push_str(why);
    out.push('\n');
    ERROR
}

/// Status of what may have thrown: the client gets the exception's text.
fn status(t: &mut Scope<'_>, done: Result<(), Thrown>, out: &mut String) -> i32 {
    let Err(thrown) = done else { return OK };
    let n = t.nested();
    let e = n.catch(thrown);
    let text = commands::describe_throwable(&n, e);
    refuse(out, &text)
}

fn properties(t: &mut Scope<'_>, method: &str, out: &mut String) -> i32 {
    let done: JResult<()> = commands::serialized_properties(t, method, out);
    status(t, done, out)
}

/// As SIGQUIT. With `-Xrs` there is neither dispatcher nor dump.
fn data_dump(_t: &mut Scope<'_>, _: &Request, _: &mut String) -> i32 {
    if !vm().options.flags().reduce_signal_usage {
        crate::signals::raise(libc::SIGQUIT);
    }
    OK
}

/// Arguments: letters, `l` for locks of `java.util.concurrent`, `e` for more of each thread.
fn thread_dump(t: &mut Scope<'_>, r: &Request, out: &mut String) -> i32 {
    let letters = r.argument(0).unwrap_or_default();
    let wanted = dump::Wanted { locks: letters.contains('l'), extended: letters.contains('e') };
    out.push_str(&dump::describe(t, wanted));
    OK
}

/// `-live` and `-all`; only what is reachable by default.
fn is_live(r: &Request, index: usize) -> Result<bool, &str> {
    match r.argument(index) {
        None | Some("-live") => Ok(true),
        Some("-all") => Ok(false),
        Some(other) => Err(other),
    }
}

/// Arguments: file, `-live` or `-all`, level of compression.
fn dump_heap(t: &mut Scope<'_>, r: &Request, out: &mut String) -> i32 {
    let Some(path) = r.argument(0) else {
        out.push_str("No dump file specified\n");
        return OK;
    };
    let live = match is_live(r, 1) {
        Ok(live) => live,
        Err(other) => return refuse(out, &format!("Invalid argument to dumpheap operation: {other}")),
    };
    let gzip = match r.argument(2).map(str::parse::<u32>) {
        None => 0,
        Some(Ok(level @ 1..=9)) => level,
        Some(Ok(level)) => return refuse(out, &format!("Compression level out of range (1-9): {level}")),
        Some(Err(_)) => {
            let text = r.argument(2).unwrap_or_default();
            return refuse(out, &format!("Invalid compress level: [{text}]"));
        }
    };
    let path = Path::new(path);
    let request = heap_dump::Request { path, live, overwrite: false, gzip, out_of_memory: false };
    out.push_str(&heap_dump::announcement(path));
    out.push_str(&heap_dump::write_and_describe(t, &request));
    OK
}

/// Arguments: `-live` or `-all`, file, number of threads (this VM counts with one).
fn inspect_heap(t: &mut Scope<'_>, r: &Request, out: &mut String) -> i32 {
    let live = match is_live(r, 0) {
        Ok(live) => live,
        Err(other) => return refuse(out, &format!("Invalid argument to inspectheap operation: {other}")),
    };
    if let Some(threads) = r.argument(2)
        && threads.parse::<u64>().is_err()
    {
        return refuse(out, &format!("Invalid parallel thread number: [{threads}]"));
    }
    let text = histogram::take(t, live);
    let Some(path) = r.argument(1) else {
        out.push_str(&text);
        return OK;
    };
    let written =
        t.blocked(|| std::fs::File::create(path).and_then(|mut file| file.write_all(text.as_bytes())));
    match written {
        Ok(()) => out.push_str(&format!("Heap inspection file created: {path}\n")),
        Err(e) => return refuse(out, &format!("Could not write file {path}: {e}")),
    }
    OK
}

fn command(t: &mut Scope<'_>, r: &Request, out: &mut String) -> i32 {
    let done = commands::execute(t, Source::Attach, r.argument(0).unwrap_or_default(), out);
    status(t, done, out)
}

/// Arguments: library, whether that is a path, options.
fn load(t: &mut Scope<'_>, r: &Request, out: &mut String) -> i32 {
    let library = r.argument(0).unwrap_or_default();
    agents::attach(t, library, r.argument(1) == Some("true"), r.argument(2), out)
}

fn print_flag(_t: &mut Scope<'_>, r: &Request, out: &mut String) -> i32 {
    let Some(name) = r.argument(0) else { return refuse(out, "flag name is missing") };
    match vm().options.unlocked_flag(name) {
        Some(flag) => {
            out.push_str(&flag.as_option());
            out.push('\n');
        }
        None => out.push_str(&format!("no such flag '{name}'\n")),
    }
    OK
}

/// Arguments: name, value.
fn set_flag(_t: &mut Scope<'_>, r: &Request, out: &mut String) -> i32 {
    let Some(name) = r.argument(0) else { return refuse(out, "flag name is missing") };
    match vm().options.set_from_text(name, r.argument(1)) {
        Ok(()) => OK,
        Err(FlagError::NotManageable) => refuse(out, &format!("flag '{name}' cannot be changed")),
        Err(FlagError::Other(text)) => refuse(out, &text),
    }
}
