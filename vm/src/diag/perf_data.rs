//! Performance counters in memory that other processes can map: `/tmp/hsperfdata_<user>/<pid>`, by which `jps`, `jcmd -l` and
//! others find Java processes and learn what they run.
//!
//! The format is version 2.0 of `sun.jvmstat.perfdata` (`perfMemory.hpp`): a prologue of 32 bytes, then entries, each with its
//! length, name and value. Entries are only ever added, and counted after they are complete. What finds no room there is kept
//! in private memory, and the prologue says how much that is.
//!
//! The file is locked (`flock`) as long as the process lives: a file whose lock is free, and whose process does not exist, is
//! left over and removed by the next VM of the same user.

use std::ffi::{CStr, CString};
use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicI32, AtomicI64, AtomicU8, Ordering};

use parking_lot::Mutex;

use crate::os::{machine, process, time};
use crate::vm::vm;

use super::version;

/// `PerfDataPrologue`. All numbers are in the machine's byte order.
#[repr(C)]
struct Prologue {
    magic: [u8; 4],
    byte_order: u8,
    version: [u8; 2],
    /// Not 0: the entries may be read.
    accessible: AtomicU8,
    used: AtomicI32,
    overflow: AtomicI32,
    /// When an entry was added last.
    modified: AtomicI64,
    first_entry: i32,
    entries: AtomicI32,
}

/// `PerfDataEntry` without name and value.
#[repr(C)]
struct Entry {
    length: i32,
    name_offset: i32,
    /// Number of elements, 0 for a scalar.
    vector_length: i32,
    ty: u8,
    flags: u8,
    units: u8,
    variability: u8,
    data_offset: i32,
}

const MAGIC: [u8; 4] = [0xca, 0xfe, 0xc0, 0xc0];
const LITTLE_ENDIAN: u8 = cfg!(target_endian = "little") as u8;
/// The counter's name is a promise (`java.*`, `com.sun.*`).
const SUPPORTED: u8 = 1;
/// Longest text of a counter of the VM's own.
const MAX_TEXT: usize = 1024;

/// Units of a counter, as `jdk.internal.perf.PerfCounter` numbers them.
#[derive(Clone, Copy)]
pub enum Units {
    None = 1,
    Bytes = 2,
    Ticks = 3,
    Events = 4,
    String = 5,
    Hertz = 6,
}

/// How a counter changes.
#[derive(Clone, Copy)]
pub enum Variability {
    Constant = 1,
    Monotonic = 2,
    Variable = 3,
}

const CONSTANT: u8 = Variability::Constant as u8;

/// Value of a new counter.
pub enum Initial<'a> {
    Long(i64),
    /// Bytes, of which the last one is 0.
    Bytes(&'a [u8]),
}

/// The memory with the counters.
struct Memory {
    base: *mut u8,
    capacity: usize,
    /// Bytes in use; whoever adds an entry holds it.
    used: Mutex<usize>,
    /// The file, if others can map it; open and thereby locked for the process's life.
    file: Option<(CString, File)>,
}

// SAFETY: the memory stays mapped for ever; its structure is changed with `used` locked.
unsafe impl Send for Memory {}
// SAFETY: as above.
unsafe impl Sync for Memory {}

static MEMORY: OnceLock<Memory> = OnceLock::new();

/// Name of the effective user, as folders of counters are called.
fn user_name() -> Option<String> {
    let mut buffer = vec![0; 16 << 10];
    // SAFETY: passwd is plain data for which zero is valid; the buffer is as long as said; the name lies in it.
    unsafe {
        let mut entry: libc::passwd = std::mem::zeroed();
        let mut found = std::ptr::null_mut();
        let user = libc::geteuid();
        let status = libc::getpwuid_r(user, &mut entry, buffer.as_mut_ptr(), buffer.len(), &mut found);
        if status != 0 || found.is_null() || entry.pw_name.is_null() {
            return None;
        }
        let name = CStr::from_ptr(entry.pw_name).to_str().ok()?;
        (!name.is_empty() && !name.contains('/')).then(|| name.to_string())
    }
}

/// Whether only this user can change what is in the folder, which is no link.
fn is_secure(folder: &Path) -> bool {
    // SAFETY: geteuid has no arguments and cannot fail.
    let user = unsafe { libc::geteuid() };
    std::fs::symlink_metadata(folder)
        .is_ok_and(|m| m.is_dir() && m.mode() & 0o022 == 0 && (m.uid() == user || user == 0))
}

fn try_lock(file: &File) -> bool {
    // SAFETY: an open descriptor.
    unsafe { libc::flock(file.as_raw_fd(), libc::LOCK_EX | libc::LOCK_NB) == 0 }
}

fn open(path: &Path, create: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(create).mode(0o600).custom_flags(libc::O_NOFOLLOW);
    options.open(path)
}

/// Removes files of processes that are no more.
fn remove_stale(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|n| n.parse::<i32>().ok()) else { continue };
        let own = pid as u32 == process::id();
        // SAFETY: signal 0 only asks whether there is such a process.
        let gone = unsafe { libc::kill(pid, 0) } != 0
            && matches!(io::Error::last_os_error().raw_os_error(), Some(libc::ESRCH | libc::EPERM));
        let path = entry.path();
        // a lock is held by a process that another container may number otherwise
        if (own || gone) && open(&path, false).is_ok_and(|f| try_lock(&f)) {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// Makes the file and gives it its size on the disk, so that no later store can fail.
fn make_file(capacity: usize) -> io::Result<(PathBuf, File)> {
    let user = user_name().ok_or(io::ErrorKind::NotFound)?;
    let folder = PathBuf::from(format!("/tmp/hsperfdata_{user}"));
    match DirBuilder::new().mode(0o755).create(&folder) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => return Err(e),
        _ => {}
    }
    if !is_secure(&folder) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    remove_stale(&folder);
    let path = folder.join(process::id().to_string());
    let file = open(&path, true)?;
    if !try_lock(&file) {
        // a process of the same number in another container
        return Err(io::ErrorKind::WouldBlock.into());
    }
    let sized = file.set_len(0).and_then(|()| {
        // SAFETY: an open descriptor.
        match unsafe { libc::posix_fallocate(file.as_raw_fd(), 0, capacity as libc::off_t) } {
            0 => Ok(()),
            code => Err(io::Error::from_raw_os_error(code)),
        }
    });
    if let Err(e) = sized {
        let _ = std::fs::remove_file(&path);
        let name = path.display();
        if e.kind() == io::ErrorKind::StorageFull {
            eprintln!(
                "{} VM warning: Insufficient space for shared memory file:\n   {name}",
                crate::options::VM_NAME
            );
        }
        return Err(e);
    }
    Ok((path, file))
}

/// Maps the file, or private memory when there is none; `None` when there is no memory either.
fn make_memory(capacity: usize, shared: bool) -> Option<Memory> {
    let file = if shared { make_file(capacity).ok() } else { None };
    let (flags, fd) = match &file {
        Some((_, f)) => (libc::MAP_SHARED, f.as_raw_fd()),
        None => (libc::MAP_PRIVATE | libc::MAP_ANONYMOUS, -1),
    };
    let protection = libc::PROT_READ | libc::PROT_WRITE;
    // SAFETY: a fresh mapping; the descriptor is open or not used.
    let base = unsafe { libc::mmap(std::ptr::null_mut(), capacity, protection, flags, fd, 0) };
    let file =
        file.map(|(path, f)| (CString::new(path.as_os_str().as_bytes()).expect("a path has no NUL"), f));
    if base == libc::MAP_FAILED {
        if let Some((name, _)) = file {
            // SAFETY: a C string.
            unsafe { libc::unlink(name.as_ptr()) };
        }
        return None;
    }
    Some(Memory { base: base.cast(), capacity, used: Mutex::new(size_of::<Prologue>()), file })
}

impl Memory {
    fn prologue(&self) -> &Prologue {
        // SAFETY: the mapping is page-aligned, begins with the prologue and stays; what changes is atomic.
        unsafe { &*self.base.cast::<Prologue>() }
    }

    fn write_prologue(&self) {
        let prologue = Prologue {
            magic: MAGIC,
            byte_order: LITTLE_ENDIAN,
            version: [2, 0],
            accessible: AtomicU8::new(0),
            used: AtomicI32::new(size_of::<Prologue>() as i32),
            overflow: AtomicI32::new(0),
            modified: AtomicI64::new(time::monotonic_nanos()),
            first_entry: size_of::<Prologue>() as i32,
            entries: AtomicI32::new(0),
        };
        // SAFETY: fresh memory of at least a page, which nobody else uses yet.
        unsafe { self.base.cast::<Prologue>().write(prologue) };
    }

    /// Adds an entry; gives the address of its value, `None` when there is no room.
    fn add(&self, name: &str, units: u8, variability: u8, initial: &Initial<'_>) -> Option<*mut u8> {
        let align = |n: usize| n.next_multiple_of(8);
        let (ty, count, data) = match initial {
            Initial::Long(value) => (b'J', 0, &value.to_ne_bytes()[..]),
            Initial::Bytes(bytes) => (b'B', bytes.len(), *bytes),
        };
        let name_end = size_of::<Entry>() + name.len() + 1;
        let data_offset = if count == 0 { align(name_end) } else { name_end };
        let length = align(data_offset + data.len());
        let prologue = self.prologue();
        let mut used = self.used.lock();
        if *used + length > self.capacity {
            prologue.overflow.fetch_add(length as i32, Ordering::Relaxed);
            return None;
        }
        let supported = name.starts_with("java.") || name.starts_with("com.sun.");
        let entry = Entry {
            length: length as i32,
            name_offset: size_of::<Entry>() as i32,
            vector_length: count as i32,
            ty,
            flags: if supported { SUPPORTED } else { 0 },
            units,
            variability,
            data_offset: data_offset as i32,
        };
        // SAFETY: room behind the last entry, aligned to 8 bytes and zero; the lock is held.
        let value = unsafe {
            let start = self.base.add(*used);
            start.cast::<Entry>().write(entry);
            let name_at = start.add(size_of::<Entry>());
            std::ptr::copy_nonoverlapping(name.as_ptr(), name_at, name.len());
            let value = start.add(data_offset);
            std::ptr::copy_nonoverlapping(data.as_ptr(), value, data.len());
            value
        };
        *used += length;
        // Release: whoever sees the count sees the entry.
        prologue.used.store(*used as i32, Ordering::Relaxed);
        prologue.modified.store(time::monotonic_nanos(), Ordering::Relaxed);
        prologue.entries.fetch_add(1, Ordering::Release);
        Some(value)
    }
}

/// Adds a counter; gives the address of its value, which stays. A text has a NUL at its end.
pub fn add(name: &str, units: u8, variability: u8, initial: &Initial<'_>) -> *mut u8 {
    let shared = MEMORY.get().and_then(|m| m.add(name, units, variability, initial));
    shared.unwrap_or_else(|| match initial {
        Initial::Long(value) => std::ptr::from_mut(Box::leak(Box::new(*value))).cast(),
        Initial::Bytes(bytes) => bytes.to_vec().leak().as_mut_ptr(),
    })
}

fn add_text(name: &str, text: &str) {
    let mut bytes = text.as_bytes()[..text.len().min(MAX_TEXT)].to_vec();
    bytes.push(0);
    add(name, Units::String as u8, CONSTANT, &Initial::Bytes(&bytes));
}

fn add_number(name: &str, units: Units, value: i64) {
    add(name, units as u8, CONSTANT, &Initial::Long(value));
}

/// At start: makes the memory, unless `-XX:-UsePerfData`.
pub fn initialize() {
    let flags = vm().options.flags();
    if !flags.use_perf_data {
        return;
    }
    let capacity = (flags.perf_data_memory_size as usize).next_multiple_of(machine::page_size());
    let Some(memory) = make_memory(capacity, !flags.perf_disable_shared_mem) else { return };
    memory.write_prologue();
    let _ = MEMORY.set(memory);
}

/// When the class library is initialised: says what the process is, and lets tools read.
pub fn started() {
    let Some(memory) = MEMORY.get() else { return };
    let o = &vm().options;
    add_text("java.rt.vmFlags", &o.file_flags.join(" "));
    add_text("java.rt.vmArgs", &o.vm_arguments.join(" "));
    add_text("sun.rt.javaCommand", o.java_command.as_deref().unwrap_or_default());
    add_text("sun.rt.internalVersion", &version::internal_info());
    // attaching; diagnostic commands
    let attach = if o.flags().disable_attach_mechanism { '0' } else { '1' };
    add_text("sun.rt.jvmCapabilities", &format!("{attach}1{}", "0".repeat(62)));
    add_number("sun.rt.jvmVersion", Units::None, jvm_version(&o.jdk.runtime_version));
    let runtime = &o.jdk.runtime_version;
    add_text("java.property.java.version", runtime.split(['+', '-']).next().unwrap_or(runtime));
    for name in [
        "java.vm.specification.name",
        "java.vm.specification.version",
        "java.vm.specification.vendor",
        "java.vm.version",
        "java.vm.name",
        "java.vm.vendor",
        "java.vm.info",
        "jdk.debug",
        "java.library.path",
        "java.class.path",
        "java.home",
    ] {
        add_text(&format!("java.property.{name}"), o.properties.get(name).unwrap_or_default());
    }
    let libraries = o.properties.get("sun.boot.library.path").unwrap_or_default();
    add_text("sun.property.sun.boot.library.path", libraries);
    add_number("sun.os.hrt.frequency", Units::Hertz, 1_000_000_000);
    add_number("sun.rt.createVmBeginTime", Units::Ticks, vm().started.1);
    add_number("sun.rt.createVmEndTime", Units::Ticks, time::now_millis());
    add_number("sun.rt.vmInitDoneTime", Units::Ticks, time::now_millis());
    super::counters::start(memory.file.is_some());
    // Release: readers see the entries.
    memory.prologue().accessible.store(1, Ordering::Release);
}

/// `17.0.15+6` as HotSpot encodes it: feature, interim, update and patch or build in 8 bits each.
fn jvm_version(text: &str) -> i64 {
    let (numbers, build) = text.split_once('+').unwrap_or((text, ""));
    let mut parts = [0; 3];
    for (part, number) in parts.iter_mut().zip(numbers.split('.')) {
        *part = number.parse::<i64>().unwrap_or(0) & 0xff;
    }
    let digits: String = build.chars().take_while(char::is_ascii_digit).collect();
    let build = digits.parse::<i64>().unwrap_or(0) & 0xff;
    parts[0] << 24 | parts[1] << 16 | parts[2] << 8 | build
}

/// Removes the file. For the end of the process, also from a signal handler.
pub fn remove_file() {
    if let Some((name, _)) = MEMORY.get().and_then(|m| m.file.as_ref()) {
        // SAFETY: a C string; unlink may be called in a signal handler.
        unsafe { libc::unlink(name.as_ptr()) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout() {
        assert_eq!((size_of::<Prologue>(), size_of::<Entry>()), (32, 20));
        let memory = make_memory(4096, false).unwrap();
        memory.write_prologue();
        let number = memory.add("sun.a", Units::None as u8, CONSTANT, &Initial::Long(7)).unwrap();
        let text = memory.add("java.b", Units::String as u8, CONSTANT, &Initial::Bytes(b"xy\0")).unwrap();
        // SAFETY: the mapping has a page.
        let bytes = unsafe { std::slice::from_raw_parts(memory.base, 4096) };
        assert_eq!(bytes[..4], MAGIC);
        let int = |at: usize| i32::from_ne_bytes(bytes[at..at + 4].try_into().unwrap());
        assert_eq!((int(24), int(28)), (32, 2));
        // length, name, no vector, value at the next multiple of 8
        assert_eq!([int(32), int(36), int(40), int(48)], [40, 20, 0, 32]);
        assert_eq!(&bytes[52..58], b"sun.a\0");
        assert_eq!(number as usize - memory.base as usize, 64);
        // a text lies behind its name
        assert_eq!([int(72), int(76), int(80), int(88)], [32, 20, 3, 27]);
        assert_eq!(text as usize - memory.base as usize, 99);
        assert_eq!(&bytes[92..102], b"java.b\0xy\0");
        assert_eq!(int(8), 104);
        let large = vec![0; 4096];
        assert!(memory.add("c", Units::String as u8, CONSTANT, &Initial::Bytes(&large)).is_none());
        assert!(int(12) >= 4096);
    }

    #[test]
    fn versions() {
        assert_eq!(jvm_version("17.0.15+6-Debian-1deb12u1"), 285_216_518);
        assert_eq!(jvm_version("17"), 17 << 24);
    }
}
