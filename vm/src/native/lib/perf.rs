//! `jdk.internal.perf.Perf`: performance counters of this VM, and those of others.
//!
//! Counters made here lie where those of the VM do (`diag::perf_data`). Attaching reads the file that another VM maps.

use std::ffi::CString;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Instant;

use gc::Handle;
use parking_lot::Mutex;

use crate::diag::perf_data::{self, Initial};
use crate::link::init;
use crate::loader::boot;
use crate::native::builtin::{Args, Row};
use crate::runtime::{alloc, java_call, strings};
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope, Value};
use crate::well_known::f;

type R<'s> = JResult<Value<'s>>;

const ILLEGAL: &str = "java/lang/IllegalArgumentException";

/// `Perf.PERF_MODE_RO`, `PERF_MODE_RW`.
const MODE_RO: i32 = 0;
const MODE_RW: i32 = 1;
/// Variability of a counter: constant, monotonic, variable.
const CONSTANT: i32 = 1;
const VARIABLE: i32 = 3;
/// Units: none, bytes, ticks, events, string, hertz.
const UNITS_STRING: i32 = 5;
const UNITS_LAST: i32 = 6;

/// Names of the counters that exist.
static NAMES: Mutex<Vec<Symbol>> = Mutex::new(Vec::new());

/// A `java.nio.DirectByteBuffer` on memory that stays.
fn direct_buffer<'s>(t: &mut Scope<'s>, address: *const u8, capacity: usize) -> JResult<Handle<'s>> {
    let k = boot::load(t, Symbol::new(b"java/nio/DirectByteBuffer"))?;
    init::ensure_initialized(t, k)?;
    let buffer = alloc::new_instance(t, k)?;
    let arguments = [Value::Long(address as i64), Value::Int(capacity as i32)];
    java_call::construct(t, buffer, "(JI)V", &arguments)?;
    Ok(buffer)
}

/// Records a counter's name and gives it.
fn claim(t: &mut Scope<'_>, name: Handle<'_>, kind: &str) -> JResult<String> {
    let symbol = strings::symbol(name.get(t));
    let free = {
        let mut names = NAMES.lock();
        let free = symbol.is_some_and(|n| !names.contains(&n));
        names.extend(symbol.filter(|_| free));
        free
    };
    match free {
        // the format ends names with a NUL
        true => Ok(strings::text(name.get(t)).replace('\0', "")),
        false => Err(t.throw_new(ILLEGAL, &format!("{kind} name already exists"))),
    }
}

/// `createLong(String name, int variability, int units, long value)`.
fn create_long<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    let (variability, units) = (a.int(2), a.int(3));
    if !(1..=UNITS_LAST).contains(&units) {
        return Err(t.throw_bare(ILLEGAL));
    }
    let name = a.non_null(t, 1)?;
    if !(CONSTANT..=VARIABLE).contains(&variability) {
        return Err(t.throw_bare(ILLEGAL));
    }
    let name = claim(t, name, "PerfLong")?;
    let counter = perf_data::add(&name, units as u8, variability as u8, &Initial::Long(a.long(4)));
    let buffer = direct_buffer(t, counter, size_of::<i64>())?;
    Ok(Value::Ref(Some(buffer)))
}

/// `createByteArray(String name, int variability, int units, byte[] value, int maxLength)`.
fn create_byte_array<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    let (name, value) = (a.non_null(t, 1)?, a.non_null(t, 4)?);
    let (variability, units) = (a.int(2), a.int(3));
    if !matches!(variability, CONSTANT | VARIABLE) || units != UNITS_STRING {
        return Err(t.throw_bare(ILLEGAL));
    }
    let name = claim(t, name, "PerfByteArray")?;
    let mut bytes = value.get(t).bytes().to_vec();
    let capacity = if variability == CONSTANT { bytes.len() } else { a.int(5).max(0) as usize } + 1;
    bytes.resize(capacity, 0);
    bytes[capacity - 1] = 0;
    let text = perf_data::add(&name, units as u8, variability as u8, &Initial::Bytes(&bytes));
    let buffer = direct_buffer(t, text, capacity)?;
    Ok(Value::Ref(Some(buffer)))
}

/// The file with the counters of process `vmid`.
fn counters_file(user: Option<&str>, vmid: i32) -> Result<PathBuf, &'static str> {
    let folder = match user.filter(|u| !u.is_empty()) {
        Some(u) => PathBuf::from(format!("/tmp/hsperfdata_{u}")),
        None => std::fs::read_dir("/tmp")
            .into_iter()
            .flatten()
            .flatten()
            .filter(|e| e.file_name().as_bytes().starts_with(b"hsperfdata_"))
            .map(|e| e.path())
            .find(|p| p.join(vmid.to_string()).exists())
            .ok_or("Process not found")?,
    };
    // the folder must be nobody else's to write, and no link
    let secure = std::fs::symlink_metadata(&folder).is_ok_and(|m| m.is_dir() && m.mode() & 0o022 == 0);
    if secure { Ok(folder.join(vmid.to_string())) } else { Err("Process not found") }
}

/// Maps a file for reading: address and length.
fn map(path: &std::path::Path) -> std::io::Result<(*const u8, usize)> {
    let name = CString::new(path.as_os_str().as_bytes())?;
    // SAFETY: the descriptor is opened, used and closed here; the mapping is fresh memory.
    unsafe {
        let fd = libc::open(name.as_ptr(), libc::O_RDONLY | libc::O_NOFOLLOW | libc::O_CLOEXEC);
        if fd < 0 {
            return Err(std::io::Error::last_os_error());
        }
        let mut stat: libc::stat = std::mem::zeroed();
        let known = libc::fstat(fd, &raw mut stat) == 0 && stat.st_size > 0;
        let length = stat.st_size as usize;
        let p = if known {
            libc::mmap(std::ptr::null_mut(), length, libc::PROT_READ, libc::MAP_SHARED, fd, 0)
        } else {
            libc::MAP_FAILED
        };
        let error = std::io::Error::last_os_error();
        libc::close(fd);
        if p == libc::MAP_FAILED { Err(error) } else { Ok((p.cast(), length)) }
    }
}

/// Mappings of other processes' counters: address and length.
static ATTACHED: Mutex<Vec<(usize, usize)>> = Mutex::new(Vec::new());

/// `attach(String user, int lvmid, int mode)`.
fn attach<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    match a.int(3) {
        MODE_RO => {}
        MODE_RW => return Err(t.throw_new(ILLEGAL, "Unsupported access mode")),
        _ => return Err(t.throw_bare(ILLEGAL)),
    }
    let user = a.object(1).map(|u| strings::text(u.get(t)));
    let path = match counters_file(user.as_deref(), a.int(2)) {
        Ok(p) => p,
        Err(text) => return Err(t.throw_new(ILLEGAL, text)),
    };
    match map(&path) {
        Ok((address, length)) => {
            ATTACHED.lock().push((address as usize, length));
            let buffer = direct_buffer(t, address, length)?;
            Ok(Value::Ref(Some(buffer)))
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Err(t.throw_new(ILLEGAL, "Process not found")),
        Err(e) => Err(t.throw_new("java/io/IOException", &e.to_string())),
    }
}

/// `detach(ByteBuffer bb)`.
fn detach<'s>(t: &mut Scope<'s>, a: Args<'_>) -> R<'s> {
    let buffer = a.non_null(t, 1)?;
    let address = f::NioBuffer::address.get(buffer.get(t)) as usize;
    let mut attached = ATTACHED.lock();
    if let Some(i) = attached.iter().position(|m| m.0 == address) {
        let (address, length) = attached.swap_remove(i);
        // SAFETY: a mapping made by `attach`; the caller gives the buffer up.
        unsafe { libc::munmap(address as *mut libc::c_void, length) };
    }
    Ok(Value::Void)
}

/// `highResCounter()`: nanoseconds since the first call.
fn high_res_counter<'s>(_: &mut Scope<'s>, _: Args<'_>) -> R<'s> {
    static START: OnceLock<Instant> = OnceLock::new();
    let elapsed = START.get_or_init(Instant::now).elapsed();
    Ok(Value::Long(elapsed.as_nanos() as i64))
}
fn high_res_frequency<'s>(_: &mut Scope<'s>, _: Args<'_>) -> R<'s> {
    Ok(Value::Long(1_000_000_000))
}
fn register_natives<'s>(_: &mut Scope<'s>, _: Args<'_>) -> R<'s> {
    Ok(Value::Void)
}

rows! {
    "jdk/internal/perf/Perf" {
        "registerNatives" "()V" register_natives;
        "attach" "(Ljava/lang/String;II)Ljava/nio/ByteBuffer;" attach;
        "detach" "(Ljava/nio/ByteBuffer;)V" detach;
        "createLong" "(Ljava/lang/String;IIJ)Ljava/nio/ByteBuffer;" create_long;
        "createByteArray" "(Ljava/lang/String;II[BI)Ljava/nio/ByteBuffer;" create_byte_array;
        "highResCounter" "()J" high_res_counter;
        "highResFrequency" "()J" high_res_frequency;
    }
}
