//! Copies machine code into the cache and fills in addresses.

use std::ops::Range;
use std::sync::atomic::{AtomicU8, AtomicU32};

use jit::code::{CompiledCode, Relocation, RelocationKind, RelocationTarget};
use jit::runtime_calls::RuntimeCall;

use super::free_list::FreeList;
use super::report;
use super::segments::{self, UNIT, UNIT_LOG};
use super::space::Space;
use super::{Blob, BlobKind, CACHE, Cache, Full, State};
use crate::native::management;
use crate::{arch, compiled, vm};

/// Size of the cache where there is no virtual machine, in tests.
const WITHOUT_VM: usize = 4 << 20;
/// Part of the cache that methods leave to adapters, which cannot be done without: one in so many bytes.
const KEPT_FOR_ADAPTERS: u32 = 16;

/// Units for so many bytes of code, with at least one byte behind it: the return address of a call at the very end is
/// still the blob's.
pub(super) fn units_for(bytes: usize) -> u32 {
    (bytes / UNIT + 1) as u32
}

/// Copies and relocates code, and makes it known to [`super::find`].
pub(super) fn install(code: CompiledCode, kind: BlobKind, id: u32) -> Result<&'static Blob, Full> {
    let mut guard = CACHE.lock();
    let cache = match &mut *guard {
        Some(cache) => cache,
        none => none.insert(Cache::new()),
    };
    if let BlobKind::Adapter(key) = &kind
        && let Some(found) = cache.adapters.get(key)
    {
        return Ok(found);
    }
    let blob = cache.install(code, kind, id)?;
    drop(guard);
    report::installed(blob);
    management::allocated();
    Ok(blob)
}

impl Cache {
    /// Reserves the memory. When that is not possible, no code can be installed.
    fn new() -> Cache {
        let size = vm::try_vm().map_or(WITHOUT_VM, |vm| vm.options.flags().reserved_code_cache_size as usize);
        let size = size.next_multiple_of(crate::os::machine::page_size()).min(segments::LARGEST);
        let space = Space::new(size).unwrap_or_else(|e| {
            crate::log!(warning, [codecache], "Could not reserve {}K for the code cache: {e}", size >> 10);
            Space::none()
        });
        segments::initialize(space.base(), space.size());
        Cache {
            free: FreeList::new((space.size() >> UNIT_LOG) as u32),
            space,
            blobs: Vec::new(),
            adapters: Default::default(),
            osr: Default::default(),
            far_jumps: None,
        }
    }

    fn install(&mut self, mut code: CompiledCode, kind: BlobKind, id: u32) -> Result<&'static Blob, Full> {
        let full = Full { wanted: code.bytes.len() };
        let units = self.take(code.bytes.len(), &kind).ok_or(full)?;
        let start = self.space.base() + ((units.start as usize) << UNIT_LOG);
        let written = self.relocate(&mut code, start).and_then(|()| self.write(start, &code.bytes));
        if written.is_err() {
            self.free.give(units.start, units.len() as u32);
            return Err(full);
        }
        Ok(self.enter(code, kind, id, start, units))
    }

    /// Room for `bytes` of code.
    fn take(&mut self, bytes: usize, kind: &BlobKind) -> Option<Range<u32>> {
        let length = units_for(bytes);
        if matches!(kind, BlobKind::Method { .. }) && !self.has_room(length) {
            return None;
        }
        let start = self.free.take(length)?;
        Some(start..start + length)
    }

    /// Units that methods may take.
    pub(super) fn for_methods(&self) -> u32 {
        let all = (self.space.size() >> UNIT_LOG) as u32;
        all - all / KEPT_FOR_ADAPTERS
    }

    /// Whether a method's code of this length can be installed.
    pub(super) fn has_room(&self, units: u32) -> bool {
        self.free.used() + units <= self.for_methods() && self.free.largest() >= units
    }

    /// Writes code to where it will lie; an error when there is no memory.
    pub(super) fn write(&self, start: usize, bytes: &[u8]) -> Result<(), Full> {
        let written = self.space.write(start - self.space.base(), bytes);
        written.map_err(|_| Full { wanted: bytes.len() })
    }

    /// Makes a blob of code that has been written.
    fn enter(
        &mut self,
        mut code: CompiledCode,
        kind: BlobKind,
        id: u32,
        start: usize,
        units: Range<u32>,
    ) -> &'static Blob {
        let size = code.bytes.len() as u32;
        (code.bytes, code.relocations) = (Vec::new(), Vec::new());
        (code.clif, code.listing) = (None, None);
        code.sites.shrink_to_fit();
        code.ref_bits.shrink_to_fit();
        code.dependencies.shrink_to_fit();
        let is_method = matches!(kind, BlobKind::Method { .. });
        let state = if is_method { State::Installed } else { State::Active };
        let blob = Box::into_raw(Box::new(Blob {
            kind,
            start,
            size,
            id,
            code,
            units,
            state: AtomicU8::new(state as u8),
            sampled: AtomicU32::new(0),
            heat: AtomicU32::new(0),
        }));
        // SAFETY: just made; freed by `Cache::free` only, when nobody has it any more.
        let seen: &'static Blob = unsafe { &*blob };
        segments::set(seen.units.clone(), blob);
        self.blobs.push(seen);
        if let BlobKind::Adapter(key) = &seen.kind {
            self.adapters.insert(key.clone(), seen);
        }
        self.note_usage();
        crate::log!(debug, [jit, codecache], "Installed {seen}: {size} bytes at 0x{start:016x}");
        seen
    }

    /// Fills in the addresses of code that will lie at `start`.
    fn relocate(&mut self, code: &mut CompiledCode, start: usize) -> Result<(), Full> {
        for r in std::mem::take(&mut code.relocations) {
            let target = match r.target {
                RelocationTarget::Runtime(call) => compiled::stub_address(call),
                RelocationTarget::Code(offset) => start + offset as usize,
            };
            let place = start + r.offset as usize;
            if let (false, RelocationTarget::Runtime(call)) = (reaches(r, place, target), r.target) {
                let near = self.far_jumps()? + call as usize * FAR_JUMP;
                fill_in(&mut code.bytes, r, place, near);
            } else {
                fill_in(&mut code.bytes, r, place, target);
            }
        }
        Ok(())
    }

    /// Jumps to all runtime calls, for code from which those are too far away.
    fn far_jumps(&mut self) -> Result<usize, Full> {
        if let Some(start) = self.far_jumps {
            return Ok(start);
        }
        let jump =
            |call: &RuntimeCall| -> [u8; FAR_JUMP] { arch::far_jump(compiled::stub_address(*call) as u64) };
        let bytes = RuntimeCall::ALL.iter().flat_map(jump).collect();
        let blob = self.install(CompiledCode { bytes, ..Default::default() }, BlobKind::Stubs, 0)?;
        self.far_jumps = Some(blob.start);
        Ok(blob.start)
    }
}

/// Bytes of a jump.
const FAR_JUMP: usize = 16;

/// Distance of what is written from the place.
fn distance(r: Relocation, place: usize, target: usize) -> i64 {
    (target as i64).wrapping_add(r.addend).wrapping_sub(place as i64)
}

/// Whether the instruction can name the target.
fn reaches(r: Relocation, place: usize, target: usize) -> bool {
    let bits = match r.kind {
        RelocationKind::Absolute => return true,
        RelocationKind::Relative32 => 32,
        RelocationKind::Arm64Call => 28,
    };
    let distance = distance(r, place, target);
    distance << (64 - bits) >> (64 - bits) == distance
}

/// Writes an address into the code.
///
/// # Panics
/// When it is too far away: the compilers name data by absolute addresses.
fn fill_in(code: &mut [u8], r: Relocation, place: usize, target: usize) {
    assert!(reaches(r, place, target), "{r:?} does not reach {target:#x} from {place:#x}");
    let at = r.offset as usize;
    let distance = distance(r, place, target);
    match r.kind {
        RelocationKind::Absolute => {
            let address = (target as u64).wrapping_add_signed(r.addend);
            code[at..at + 8].copy_from_slice(&address.to_le_bytes());
        }
        RelocationKind::Relative32 => code[at..at + 4].copy_from_slice(&(distance as i32).to_le_bytes()),
        RelocationKind::Arm64Call => {
            const IMMEDIATE: u32 = (1 << 26) - 1;
            let word = u32::from_le_bytes(code[at..at + 4].try_into().expect("four bytes"));
            let word = word & !IMMEDIATE | (distance >> 2) as u32 & IMMEDIATE;
            code[at..at + 4].copy_from_slice(&word.to_le_bytes());
        }
    }
}
