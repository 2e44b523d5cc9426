//! The mark bitmap.

use crate::heap::HeapError;
use crate::mem::Reservation;

/// One bit for each 8 bytes of heap.
pub struct MarkBitmap {
    _map: Reservation,
    _base: usize,
}

impl MarkBitmap {
    pub(crate) fn reserve(base: usize, bytes: usize) -> Result<MarkBitmap, HeapError> {
        let size = bytes / 64 + 4096;
        let map = Reservation::new(size).map_err(|e| HeapError::Reserve(size, e))?;
        Ok(MarkBitmap { _map: map, _base: base })
    }
}
