//! Hidden classes (`Lookup.defineHiddenClass`, JVMS §5.3): their names, and what is special about them. They are in no dictionary.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::class::KlassRef;
use crate::class::klass::flag;
use crate::metaspace::Arena;
use crate::symbol::Symbol;

/// Makes the names unique; looks like an address, as users of HotSpot expect.
static NEXT: AtomicU64 = AtomicU64::new(0x8_0000_1000);

/// `p/C+0x0000000800001000`: the name with a suffix that no other class has. Java's name of it has a slash for
/// the plus.
pub(super) fn name(name: &[u8], arena: &Arena) -> Symbol {
    let suffix = format!("+0x{:016x}", NEXT.fetch_add(0x200, Ordering::Relaxed));
    let mut name = name.to_vec();
    name.extend_from_slice(suffix.as_bytes());
    Symbol::unique(&name, arena)
}

/// Marks a class that has just been built. Its own symbolic name resolves to itself.
pub(super) fn mark(k: KlassRef, this_class: u16, strong: bool, nest_host: Option<KlassRef>) {
    k.set_flag(flag::HIDDEN);
    // stack traces leave their frames out
    k.methods.get().iter().for_each(|m| m.set_flag(crate::class::method::flag::HIDDEN));
    if !strong {
        k.set_flag(flag::WEAK_HIDDEN);
    }
    k.constants().set_resolved_class(this_class, k);
    k.cold.nest_host.set(nest_host);
}
