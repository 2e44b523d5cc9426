//! Heap dumps in the HPROF binary format 1.0.2, which the usual tools read.
//!
//! ```text
//! header | UTF8* | LOAD_CLASS* | (FRAME* TRACE)* | HEAP_DUMP_SEGMENT* | HEAP_DUMP_END
//! ```
//! The segments hold class dumps, then all objects, then the roots. Identifiers have 8 bytes: an object's is its address, a
//! class's that of its `java.lang.Class` object, a name's that of its symbol.
//!
//! A dump is written while all threads are stopped. Without a collection before it, it also has objects that are no longer
//! reachable. The format's description is that of HotSpot's `heapDumper.cpp` (the table at its head).

mod objects;
mod output;
mod roots;

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Instant;

use gc::{Cause, Kind};
use parking_lot::Mutex;

use crate::class::KlassRef;
use crate::loader::data::for_each_klass;
use crate::options::{FlagId, Value};
use crate::os::process;
use crate::os::time::{error_text, now_millis};
use crate::runtime::collect;
use crate::symbol::{FxMap, Symbol};
use crate::thread::dump::tty;
use crate::thread::safepoint::{self, Stopped};
use crate::thread::{JavaThread, Scope};
use crate::vm::vm;
use objects::Plans;
use output::{Output, tag};

/// Stack trace that objects name as the place of their allocation: it has no frames.
const NO_TRACE: u32 = 1;

/// What to dump, and where to.
pub struct Request<'a> {
    pub path: &'a Path,
    /// Only what is reachable: a full collection comes first.
    pub live: bool,
    /// Write over a file that exists.
    pub overwrite: bool,
    /// Level of compression, 0 for none.
    pub gzip: u32,
    /// The calling thread is about to throw `OutOfMemoryError`: its trace shows that.
    pub out_of_memory: bool,
}

/// Why there is no dump, with the system's words.
#[derive(Debug)]
pub enum Failure {
    /// The file cannot be made.
    Create(String),
    /// The file cannot be written; what there is of it stays.
    Incomplete(String),
}

impl Failure {
    /// The system's words.
    pub fn text(self) -> String {
        match self {
            Failure::Create(text) | Failure::Incomplete(text) => text,
        }
    }
}

/// Writes a dump; gives the size of the file.
///
/// # Errors
/// When the file cannot be made or written.
pub fn write(t: &mut Scope<'_>, request: &Request<'_>) -> Result<u64, Failure> {
    let created = t.blocked(|| create(request));
    let file = created.map_err(|e| Failure::Create(error_text(&e)))?;
    // made now: symbols must not be made while threads are stopped
    let names = Names { resolved_references: Symbol::new(b"<resolved_references>") };
    if request.live {
        collect::collect(t, gc::Request { cause: Cause::HeapDump, kind: Kind::Full, clear_soft: false });
    }
    let output = safepoint::operation(t, "HeapDumper", |t, stopped| {
        for thread in stopped.threads() {
            vm().heap.retire(&thread.ctx.tlab);
        }
        let oome_thread = request.out_of_memory.then(|| t.thread());
        let mut dump = Dump::new(t, stopped, Output::new(file, request.gzip), &names, oome_thread);
        dump.write_all();
        dump.out
    });
    t.blocked(|| output.finish()).map_err(|e| Failure::Incomplete(error_text(&e)))
}

fn create(request: &Request<'_>) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).mode(0o600);
    match request.overwrite {
        true => options.create(true).truncate(true),
        false => options.create_new(true),
    };
    options.open(request.path)
}

/// A dump that the VM makes by itself, as `-XX:HeapDumpPath=` and `-XX:HeapDumpGzipLevel=` say; what becomes of it is printed.
pub fn by_vm(t: &mut Scope<'_>, out_of_memory: bool) {
    let options = &vm().options;
    let gzip = match options.current(FlagId::HeapDumpGzipLevel) {
        Value::Intx(level) => level as u32,
        _ => 0,
    };
    let path = next_path(gzip > 0);
    t.blocked(|| tty(&announcement(&path)));
    let request = Request { path: &path, live: false, overwrite: false, gzip, out_of_memory };
    let text = write_and_describe(t, &request);
    t.blocked(|| tty(&text));
}

/// What is said before a dump is written.
pub fn announcement(path: &Path) -> String {
    format!("Dumping heap to {} ...\n", path.display())
}

/// As [`write`]; gives what is said of the result.
pub fn write_and_describe(t: &mut Scope<'_>, request: &Request<'_>) -> String {
    let start = Instant::now();
    match write(t, request) {
        Ok(bytes) => {
            let seconds = start.elapsed().as_secs_f64();
            format!("Heap dump file created [{bytes} bytes in {seconds:.3} secs]\n")
        }
        Err(Failure::Create(why)) => format!("Unable to create {}: {why}\n", request.path.display()),
        Err(Failure::Incomplete(why)) => format!("Dump file is incomplete: {why}\n"),
    }
}

/// Where the next dump that the VM makes by itself goes: later ones get a number behind the first one's name.
fn next_path(gzip: bool) -> PathBuf {
    static FIRST: Mutex<Option<(PathBuf, u32)>> = Mutex::new(None);
    let mut first = FIRST.lock();
    if let Some((path, count)) = &mut *first {
        let mut name = path.clone().into_os_string();
        name.push(format!(".{count}"));
        *count += 1;
        return name.into();
    }
    let given = match vm().options.current(FlagId::HeapDumpPath) {
        Value::Str(Some(path)) if !path.is_empty() => Some(PathBuf::from(path)),
        _ => None,
    };
    let ending = if gzip { ".hprof.gz" } else { ".hprof" };
    let default = format!("java_pid{}{ending}", process::id());
    let path = match given {
        Some(folder) if folder.is_dir() => folder.join(default),
        Some(file) => file,
        None => default.into(),
    };
    *first = Some((path.clone(), 1));
    path
}

/// Names of pseudo fields.
struct Names {
    /// What a class's constant pool holds.
    resolved_references: Symbol,
}

/// A dump while it is written.
struct Dump<'a> {
    t: &'a Scope<'a>,
    out: Output,
    names: &'a Names,
    /// All classes that have a mirror.
    classes: Vec<KlassRef>,
    /// Serial numbers of the classes, from 1, by class id.
    serials: FxMap<u32, u32>,
    /// Threads with a `java.lang.Thread`; the serial number is the index plus one.
    threads: Vec<&'static JavaThread>,
    out_of_memory_thread: Option<&'a JavaThread>,
    plans: Plans,
}

impl<'a> Dump<'a> {
    fn new(
        t: &'a Scope<'a>,
        stopped: &Stopped<'_>,
        out: Output,
        names: &'a Names,
        out_of_memory_thread: Option<&'a JavaThread>,
    ) -> Dump<'a> {
        let mut classes = Vec::new();
        for_each_klass(|k| classes.push(k));
        classes.retain(|k| !k.mirror.get().is_null());
        let serials = classes.iter().zip(1..).map(|(k, n)| (k.id(), n)).collect();
        let threads = stopped.threads().iter().copied();
        Dump {
            t,
            out,
            names,
            classes,
            serials,
            threads: threads.filter(|x| !x.object.get().is_null() && !x.exiting.get()).collect(),
            out_of_memory_thread,
            plans: Plans::default(),
        }
    }

    fn write_all(&mut self) {
        self.out.bytes(b"JAVA PROFILE 1.0.2\0");
        self.out.u4(8);
        self.out.u8(now_millis() as u64);
        self.write_names();
        self.write_loaded_classes();
        self.write_traces();
        self.write_class_dumps();
        self.write_objects();
        self.write_roots();
        self.out.end_segment();
        self.out.record(tag::HEAP_DUMP_END, 0);
    }

    fn write_names(&mut self) {
        let mut symbols: FxMap<usize, Symbol> = FxMap::default();
        let mut add = |s: Symbol| {
            symbols.insert(s.address(), s);
        };
        add(self.names.resolved_references);
        for k in &self.classes {
            add(k.name);
            k.fields.get().iter().for_each(|f| add(f.name));
        }
        self.for_each_frame_method(|m| {
            add(m.name);
            add(m.desc);
            if let Some(file) = m.holder.cold.source_file.get() {
                add(file);
            }
        });
        for (id, s) in symbols {
            let bytes = s.bytes();
            self.out.record(tag::UTF8, 8 + bytes.len() as u32);
            self.out.u8(id as u64);
            self.out.bytes(bytes);
        }
    }

    fn write_loaded_classes(&mut self) {
        for (k, serial) in self.classes.iter().zip(1..) {
            self.out.record(tag::LOAD_CLASS, 24);
            self.out.u4(serial);
            self.out.class(*k);
            self.out.u4(NO_TRACE);
            self.out.symbol(k.name);
        }
    }
}
