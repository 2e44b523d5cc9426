//! Bounds-checked reading of big-endian data: the parser's cursor over the class bytes.

use crate::error::{ClassFileError, ErrorKind, Result};

/// A position in the class bytes.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
}

#[cold]
fn truncated(position: usize) -> Box<ClassFileError> {
    Box::new(ClassFileError::new(ErrorKind::ClassFormatError, "Truncated class file".into(), position))
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Reader { bytes, position: 0 }
    }

    /// A cursor elsewhere in the same bytes.
    pub(crate) fn at(&self, position: usize) -> Self {
        Reader { bytes: self.bytes, position }
    }

    #[inline]
    pub(crate) fn position(&self) -> usize {
        self.position
    }

    /// How many bytes are left.
    #[inline]
    pub(crate) fn remaining(&self) -> usize {
        self.bytes.len() - self.position
    }

    #[inline]
    pub(crate) fn at_end(&self) -> bool {
        self.position == self.bytes.len()
    }

    /// Fails unless `length` more bytes are there.
    #[inline]
    pub(crate) fn need(&self, length: usize) -> Result<()> {
        if self.bytes.len() - self.position < length { Err(truncated(self.position)) } else { Ok(()) }
    }

    #[inline]
    pub(crate) fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        match self.bytes.get(self.position..).and_then(|rest| rest.get(..length)) {
            Some(taken) => {
                self.position += length;
                Ok(taken)
            }
            None => Err(truncated(self.position)),
        }
    }

    #[inline]
    pub(crate) fn u1(&mut self) -> Result<u8> {
        match self.bytes.get(self.position) {
            Some(&b) => {
                self.position += 1;
                Ok(b)
            }
            None => Err(truncated(self.position)),
        }
    }

    #[inline]
    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        match self.bytes[self.position..].first_chunk::<N>() {
            Some(chunk) => {
                self.position += N;
                Ok(*chunk)
            }
            None => Err(truncated(self.position)),
        }
    }

    #[inline]
    pub(crate) fn u2(&mut self) -> Result<u16> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    #[inline]
    pub(crate) fn u4(&mut self) -> Result<u32> {
        Ok(u32::from_be_bytes(self.array()?))
    }
}
