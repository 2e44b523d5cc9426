//! Room for the metadata of classes: when a definition collects first, and when it is refused.

use gc::{Cause, Kind, Request};

use super::boot;
use super::data::ClassLoaderData;
use crate::metaspace::{self, threshold};
use crate::runtime::collect;
use crate::runtime::out_of_memory::{self, OutOfMemory};
use crate::thread::{JResult, Scope};

/// Bytes of metadata for each byte of a class file, and for a class at least: an estimate.
const FACTOR: usize = 3;
const LEAST: usize = 4 << 10;

/// Bytes beyond the limit that the boot loader may take: what is needed to report the error.
const FOR_BOOT: usize = 1 << 20;

/// The start of the virtual machine has ended: from now on definitions may collect.
pub fn started() {
    metaspace::set_limit(boot::settings().metaspace.max);
    threshold::started(&boot::settings().metaspace);
}

/// After a full collection.
pub(super) fn collected() {
    metaspace::release_pages();
    if let Some(s) = boot::try_settings() {
        threshold::adapt(&s.metaspace);
    }
}

/// Makes sure that there is room for a class with a file of this size.
///
/// # Errors
/// OutOfMemoryError "Metaspace".
pub(super) fn make(t: &mut Scope<'_>, data: &ClassLoaderData, file_size: usize) -> JResult<()> {
    let size = FACTOR * file_size + LEAST;
    if data.arena.room() >= size || !threshold::is_reached(size) {
        return Ok(());
    }
    collect_for(t, Cause::MetadataThreshold, false);
    if threshold::is_reached(size) {
        threshold::raise(&boot::settings().metaspace, size);
    }
    let spare = if data.loader().is_boot() { FOR_BOOT } else { 0 };
    let is_full = || metaspace::committed() + size > boot::settings().metaspace.max + spare;
    if !is_full() {
        return Ok(());
    }
    collect_for(t, Cause::MetadataClearSoftReferences, true);
    if is_full() {
        return Err(out_of_memory::throw(t, OutOfMemory::Metaspace));
    }
    Ok(())
}

fn collect_for(t: &mut Scope<'_>, cause: Cause, clear_soft: bool) {
    collect::collect(t, Request { cause, kind: Kind::Full, clear_soft });
}
