//! The memory of the code cache: a file in memory, mapped executable and never writable. Code is written through the file.
//!
//! A second, writable mapping of the same file would do as well, but then every page of code would be resident twice in
//! the process's accounts, and there would be addresses at which code can be overwritten.
#![allow(unsafe_code)] // the mapping of a file that changes

use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd, FromRawFd};
use std::os::unix::fs::FileExt;

use memmap2::{MmapOptions, MmapRaw};

use crate::arch;

/// As in `<linux/memfd.h>`.
const MFD_EXEC: libc::c_uint = 0x0010;

/// Reserved address space for code. Only what has been written takes memory.
pub struct Space {
    file: Option<File>,
    /// Raw: no slice of memory that changes may ever exist.
    map: Option<MmapRaw>,
}

impl Space {
    /// Reserves `size` bytes, a multiple of the page size.
    ///
    /// # Errors
    /// The kernel's error.
    pub fn new(size: usize) -> io::Result<Space> {
        let file = memory_file()?;
        file.set_len(size as u64)?;
        // SAFETY: the mapping is only used as raw addresses.
        let map = unsafe { MmapOptions::new().len(size).no_reserve_swap().map_exec(&file)? };
        Ok(Space { file: Some(file), map: Some(map.into()) })
    }

    /// No space at all.
    pub fn none() -> Space {
        Space { file: None, map: None }
    }

    pub fn base(&self) -> usize {
        self.map.as_ref().map_or(0, |m| m.as_ptr() as usize)
    }

    pub fn size(&self) -> usize {
        self.map.as_ref().map_or(0, MmapRaw::len)
    }

    /// Writes machine code that nothing executes yet.
    ///
    /// # Errors
    /// The kernel's error: there is no memory.
    pub fn write(&self, offset: usize, code: &[u8]) -> io::Result<()> {
        assert!(offset + code.len() <= self.size());
        let Some(file) = &self.file else { return Err(io::ErrorKind::OutOfMemory.into()) };
        file.write_all_at(code, offset as u64)?;
        arch::code_written(self.base() + offset, code.len());
        Ok(())
    }
}

/// An anonymous file whose pages may be executed.
fn memory_file() -> io::Result<File> {
    let name = c"code cache";
    // Older kernels do not know MFD_EXEC, and allow it always.
    for flags in [libc::MFD_CLOEXEC | MFD_EXEC, libc::MFD_CLOEXEC] {
        // SAFETY: makes a descriptor, which the file then owns.
        unsafe {
            let fd = libc::memfd_create(name.as_ptr(), flags);
            if fd >= 0 {
                return above_standard_streams(File::from_raw_fd(fd));
            }
        }
    }
    Err(io::Error::last_os_error())
}

/// The file with a descriptor that is not one of the standard streams': where these are closed, what the program writes to them
/// must not get into the code cache.
fn above_standard_streams(file: File) -> io::Result<File> {
    if file.as_raw_fd() > libc::STDERR_FILENO {
        return Ok(file);
    }
    // SAFETY: makes a descriptor, which the new file owns; the old one is closed with the old file.
    unsafe {
        let fd = libc::fcntl(file.as_raw_fd(), libc::F_DUPFD_CLOEXEC, libc::STDERR_FILENO + 1);
        if fd < 0 { Err(io::Error::last_os_error()) } else { Ok(File::from_raw_fd(fd)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_read_as_written() {
        let space = Space::new(1 << 20).unwrap();
        space.write(4096 + 3, b"code").unwrap();
        // SAFETY: a part of the mapping that nobody changes.
        let seen = unsafe { std::slice::from_raw_parts((space.base() + 4096 + 3) as *const u8, 4) };
        assert_eq!(seen, b"code");
        space.write(4096 + 4, b"a").unwrap();
        // SAFETY: as above.
        assert_eq!(unsafe { *((space.base() + 4096 + 4) as *const u8) }, b'a');
    }
}
