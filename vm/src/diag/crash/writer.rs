//! Output without allocation: a fixed buffer in front of one or two file descriptors.

use super::Prepared;
use std::ffi::c_int;
use std::fmt;
use std::sync::atomic::{AtomicI32, Ordering};

const SIZE: usize = 2048;

/// The report's file, so that a report that failed in one section goes on in the same file; -1 before it is opened.
static FILE: AtomicI32 = AtomicI32::new(-1);

/// Writes to the report's file, and sections of the summary to standard output as well.
pub struct Writer {
    buffer: [u8; SIZE],
    used: usize,
    file: c_int,
    summary: bool,
}

impl Writer {
    /// Creates the report's file: the one that the options name, else one among the temporary files.
    pub fn open(prepared: Option<&Prepared>) -> Writer {
        if FILE.load(Ordering::Relaxed) < 0 {
            let file = match prepared {
                Some(p) if p.to_stdout => libc::STDOUT_FILENO,
                Some(p) if p.to_stderr => libc::STDERR_FILENO,
                Some(p) => p.files.iter().map(create).find(|f| *f >= 0).unwrap_or(libc::STDERR_FILENO),
                None => libc::STDERR_FILENO,
            };
            FILE.store(file, Ordering::Relaxed);
        }
        Writer::reopened()
    }

    /// A further writer to the same file.
    pub fn reopened() -> Writer {
        let file = FILE.load(Ordering::Relaxed);
        Writer { buffer: [0; SIZE], used: 0, file, summary: false }
    }

    /// Whether what follows belongs to the summary.
    pub fn set_summary(&mut self, summary: bool) {
        self.flush();
        self.summary = summary;
    }

    /// Hands everything to the system.
    pub fn flush(&mut self) {
        let bytes = &self.buffer[..self.used];
        if self.file >= 0 {
            write_all(self.file, bytes);
        }
        let separate = self.file != libc::STDOUT_FILENO && self.file != libc::STDERR_FILENO;
        if self.summary && separate {
            write_all(libc::STDOUT_FILENO, bytes);
        }
        self.used = 0;
    }

    /// Says where the report is.
    pub fn finish(mut self, prepared: Option<&Prepared>) {
        self.flush();
        let separate = self.file != libc::STDOUT_FILENO && self.file != libc::STDERR_FILENO;
        let Some(p) = prepared.filter(|_| separate) else { return };
        // The first name, unless that file could not be made.
        let name = p.files.iter().find(|f| exists(f)).unwrap_or(&p.files[0]);
        for part in
            [b"# An error report file with more information is saved as:\n# ", name.as_bytes(), b"\n#\n"]
        {
            write_all(libc::STDOUT_FILENO, part);
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.flush();
    }
}

impl fmt::Write for Writer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for chunk in text.as_bytes().chunks(SIZE) {
            if self.used + chunk.len() > SIZE {
                self.flush();
            }
            self.buffer[self.used..self.used + chunk.len()].copy_from_slice(chunk);
            self.used += chunk.len();
        }
        Ok(())
    }
}

fn create(name: &std::ffi::CString) -> c_int {
    let flags = libc::O_WRONLY | libc::O_CREAT | libc::O_TRUNC | libc::O_CLOEXEC | libc::O_NOFOLLOW;
    // SAFETY: the name is a C string.
    unsafe { libc::open(name.as_ptr(), flags, 0o644) }
}

fn exists(name: &std::ffi::CString) -> bool {
    // SAFETY: the name is a C string.
    unsafe { libc::access(name.as_ptr(), libc::F_OK) == 0 }
}

fn write_all(file: c_int, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        // SAFETY: the range is live.
        let written = unsafe { libc::write(file, bytes.as_ptr().cast(), bytes.len()) };
        match usize::try_from(written) {
            Ok(n) if n > 0 => bytes = &bytes[n..],
            _ => return,
        }
    }
}
