//! Writing records: numbers in big-endian order, and sub-records of heap dump segments, which are collected until a segment
//! is full because a segment begins with its length.
//!
//! The first error is kept and all further output dropped, so that the walks over the heap need no error paths.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use gc::{NarrowRef, ObjRef};

use crate::class::{BasicType, KlassRef};
use crate::symbol::Symbol;

/// Tags of records.
pub mod tag {
    pub const UTF8: u8 = 0x01;
    pub const LOAD_CLASS: u8 = 0x02;
    pub const FRAME: u8 = 0x04;
    pub const TRACE: u8 = 0x05;
    pub const HEAP_DUMP_SEGMENT: u8 = 0x1c;
    pub const HEAP_DUMP_END: u8 = 0x2c;
}

/// Tags of sub-records.
pub mod sub {
    pub const ROOT_UNKNOWN: u8 = 0xff;
    pub const ROOT_JNI_GLOBAL: u8 = 0x01;
    pub const ROOT_JNI_LOCAL: u8 = 0x02;
    pub const ROOT_JAVA_FRAME: u8 = 0x03;
    pub const ROOT_STICKY_CLASS: u8 = 0x05;
    pub const ROOT_MONITOR_USED: u8 = 0x07;
    pub const ROOT_THREAD_OBJECT: u8 = 0x08;
    pub const CLASS_DUMP: u8 = 0x20;
    pub const INSTANCE_DUMP: u8 = 0x21;
    pub const OBJECT_ARRAY_DUMP: u8 = 0x22;
    pub const PRIMITIVE_ARRAY_DUMP: u8 = 0x23;
}

/// The format's code of a type. Those of primitive types are HotSpot's, and ours.
pub fn type_code(ty: BasicType) -> u8 {
    if ty.is_primitive() { ty as u8 } else { 2 }
}

/// Bytes of a value of this type in a dump.
pub fn type_size(ty: BasicType) -> u32 {
    if ty.is_primitive() { 1 << ty.log2_size() } else { 8 }
}

/// The id of an object.
pub fn object_id(n: NarrowRef) -> u64 {
    if n.is_null() { 0 } else { n.address() as u64 }
}

/// Bytes of a segment at which the next one begins.
const SEGMENT: usize = 1 << 20;

/// A file that counts what is written to it.
struct Counted {
    file: File,
    bytes: u64,
}

impl Write for Counted {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let n = self.file.write(buffer)?;
        self.bytes += n as u64;
        Ok(n)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

enum Sink {
    Plain(BufWriter<Counted>),
    Gzip(Box<GzEncoder<BufWriter<Counted>>>),
}

/// A dump's file; see the module's head.
pub struct Output {
    sink: Sink,
    error: Option<io::Error>,
    /// Sub-records of the present segment.
    segment: Vec<u8>,
    /// Whether numbers go to `segment`, not to the file.
    in_segment: bool,
    /// Bytes that are still missing in the sub-record, to catch wrong lengths.
    left: u64,
}

impl Output {
    pub fn new(file: File, gzip: u32) -> Output {
        let file = BufWriter::with_capacity(SEGMENT, Counted { file, bytes: 0 });
        let sink = match gzip {
            0 => Sink::Plain(file),
            level => Sink::Gzip(Box::new(GzEncoder::new(file, Compression::new(level)))),
        };
        Output { sink, error: None, segment: Vec::with_capacity(SEGMENT), in_segment: false, left: 0 }
    }

    /// Hands everything to the system; gives the size of the file.
    ///
    /// # Errors
    /// The first error in writing.
    pub fn finish(self) -> io::Result<u64> {
        if let Some(e) = self.error {
            return Err(e);
        }
        let file = match self.sink {
            Sink::Plain(file) => file,
            Sink::Gzip(encoder) => encoder.finish()?,
        };
        let counted = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(counted.bytes)
    }

    fn put(&mut self, bytes: &[u8]) {
        if self.error.is_some() {
            return;
        }
        let written = match &mut self.sink {
            Sink::Plain(w) => w.write_all(bytes),
            Sink::Gzip(w) => w.write_all(bytes),
        };
        self.error = written.err();
    }

    /// Begins a record of `length` bytes.
    pub fn record(&mut self, tag: u8, length: u32) {
        debug_assert!(!self.in_segment && self.segment.is_empty());
        let [a, b, c, d] = length.to_be_bytes();
        // the time since the header's is not kept
        self.put(&[tag, 0, 0, 0, 0, a, b, c, d]);
    }

    /// Begins a sub-record of `length` bytes, the tag not counted.
    pub fn sub_record(&mut self, tag: u8, length: u64) {
        debug_assert_eq!(self.left, 0, "a sub-record is too short");
        let whole = length + 1;
        if self.segment.len() as u64 + whole > SEGMENT as u64 {
            self.end_segment();
        }
        // one that would fill a segment goes to the file at once
        self.in_segment = whole <= SEGMENT as u64;
        if !self.in_segment {
            self.record(self::tag::HEAP_DUMP_SEGMENT, u32::try_from(whole).expect("truncated before"));
        }
        self.left = whole;
        self.u1(tag);
    }

    /// Writes the segment, if there is anything in it.
    pub fn end_segment(&mut self) {
        debug_assert_eq!(self.left, 0, "a sub-record is too short");
        self.in_segment = false;
        if self.segment.is_empty() {
            return;
        }
        let mut segment = std::mem::take(&mut self.segment);
        self.record(tag::HEAP_DUMP_SEGMENT, segment.len() as u32);
        self.put(&segment);
        segment.clear();
        self.segment = segment;
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        debug_assert!(self.left == 0 && !self.in_segment || self.left >= bytes.len() as u64);
        self.left = self.left.saturating_sub(bytes.len() as u64);
        if self.in_segment {
            self.segment.extend_from_slice(bytes);
        } else {
            self.put(bytes);
        }
    }

    /// Elements of an array, already in the order of the format.
    pub fn elements<const N: usize>(&mut self, elements: impl Iterator<Item = [u8; N]>) {
        let mut buffer = [0; 4096];
        let mut used = 0;
        for e in elements {
            buffer[used..used + N].copy_from_slice(&e);
            used += N;
            if used + N > buffer.len() {
                self.bytes(&buffer[..used]);
                used = 0;
            }
        }
        self.bytes(&buffer[..used]);
    }

    pub fn u1(&mut self, v: u8) {
        self.bytes(&[v]);
    }
    pub fn u2(&mut self, v: u16) {
        self.bytes(&v.to_be_bytes());
    }
    pub fn u4(&mut self, v: u32) {
        self.bytes(&v.to_be_bytes());
    }
    pub fn u8(&mut self, v: u64) {
        self.bytes(&v.to_be_bytes());
    }

    /// The id of an object, 0 for null.
    pub fn object(&mut self, o: Option<ObjRef<'_>>) {
        self.u8(o.map_or(0, |o| o.addr() as u64));
    }
    pub fn narrow(&mut self, n: NarrowRef) {
        self.u8(object_id(n));
    }
    /// The id of a class.
    pub fn class(&mut self, k: KlassRef) {
        self.narrow(k.mirror.get());
    }
    pub fn symbol(&mut self, s: Symbol) {
        self.u8(s.address() as u64);
    }

    /// The value of type `ty` at `offset` of `o`.
    ///
    /// # Safety
    /// Such a value must lie there.
    pub unsafe fn value(&mut self, ty: BasicType, o: ObjRef<'_>, offset: usize) {
        // SAFETY: by the caller's promise.
        unsafe {
            match ty {
                BasicType::Boolean | BasicType::Byte => self.u1(o.load(offset)),
                BasicType::Char | BasicType::Short => self.u2(o.load(offset)),
                BasicType::Float => self.u4(float_bits(o.load(offset))),
                BasicType::Int => self.u4(o.load(offset)),
                BasicType::Double => self.u8(double_bits(o.load(offset))),
                BasicType::Long => self.u8(o.load(offset)),
                _ => self.narrow(o.load(offset)),
            }
        }
    }
}

/// There is one NaN in a dump.
pub fn float_bits(v: f32) -> u32 {
    if v.is_nan() { 0x7fc0_0000 } else { v.to_bits() }
}

pub fn double_bits(v: f64) -> u64 {
    if v.is_nan() { 0x7ff8_0000_0000_0000 } else { v.to_bits() }
}
