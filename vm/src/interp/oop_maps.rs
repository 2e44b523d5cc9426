//! Oop maps: which slots of an interpreted frame hold references, for the collector.
//!
//! A map is computed by [`super::slot_types`] when a collection first meets a method at a bytecode index, and kept in a
//! cache. Collector threads ask in parallel. The cache is bounded, and emptied when classes are unloaded.

use parking_lot::RwLock;

use super::slot_types::{self, SlotType};
use crate::class::MethodRef;
use crate::symbol::FxMap;

/// Maps that are kept at most.
const LIMIT: usize = 1 << 16;

/// The reference slots of a frame: its locals, and behind them its operand stack, bottom first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OopMap {
    bits: Bits,
    locals: u16,
    stack: u16,
}

/// A slot of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    Local(usize),
    /// From the bottom of the operand stack.
    Operand(usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Bits {
    Small(u64),
    Large(Box<[u64]>),
}

impl OopMap {
    fn new(types: &slot_types::SlotTypes) -> OopMap {
        let slots = types.locals.iter().chain(&types.stack);
        let count = types.locals.len() + types.stack.len();
        let mut words = vec![0u64; count.div_ceil(64).max(1)];
        for (i, _) in slots.enumerate().filter(|(_, s)| **s == SlotType::Reference) {
            words[i / 64] |= 1 << (i % 64);
        }
        let bits = if words.len() == 1 { Bits::Small(words[0]) } else { Bits::Large(words.into()) };
        OopMap { bits, locals: types.locals.len() as u16, stack: types.stack.len() as u16 }
    }

    fn words(&self) -> &[u64] {
        match &self.bits {
            Bits::Small(w) => std::slice::from_ref(w),
            Bits::Large(w) => w,
        }
    }

    /// Calls `f` with each reference slot.
    pub fn for_each(&self, mut f: impl FnMut(Slot)) {
        let locals = usize::from(self.locals);
        for (w, &bits) in self.words().iter().enumerate() {
            let mut bits = bits;
            while bits != 0 {
                let i = w * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                f(if i < locals { Slot::Local(i) } else { Slot::Operand(i - locals) });
            }
        }
    }
}

/// Maps by the method's id (high half) and bytecode index.
static CACHE: RwLock<FxMap<u64, OopMap>> =
    RwLock::new(FxMap::with_hasher(std::hash::BuildHasherDefault::new()));

/// Calls `f` with the map of a frame of `m` whose instruction at `bci` is being executed, arguments of a call
/// included.
pub fn with<R>(m: MethodRef, bci: u32, f: impl FnOnce(&OopMap) -> R) -> R {
    let key = u64::from(m.id()) << 32 | u64::from(bci);
    if let Some(map) = CACHE.read().get(&key) {
        return f(map);
    }
    let map = OopMap::new(&slot_types::at(m, bci));
    let r = f(&map);
    let mut cache = CACHE.write();
    if cache.len() >= LIMIT {
        cache.clear();
    }
    cache.insert(key, map);
    r
}

/// Forgets all maps: methods have been unloaded.
pub fn clear() {
    CACHE.write().clear();
}

#[cfg(test)]
mod tests {
    use super::*;
    use slot_types::SlotType::{Primitive, Reference, Unknown};

    fn indices(map: &OopMap) -> (Vec<usize>, Vec<usize>) {
        let (mut locals, mut stack) = (Vec::new(), Vec::new());
        map.for_each(|s| match s {
            Slot::Local(i) => locals.push(i),
            Slot::Operand(i) => stack.push(i),
        });
        (locals, stack)
    }

    #[test]
    fn locals_come_before_the_operand_stack() {
        let types = slot_types::SlotTypes {
            locals: vec![Reference, Primitive, Unknown, Reference],
            stack: vec![Primitive, Reference],
        };
        assert_eq!(indices(&OopMap::new(&types)), (vec![0, 3], vec![1]));
    }

    #[test]
    fn large_frames() {
        let types = slot_types::SlotTypes {
            locals: (0..100).map(|i| if i % 9 == 0 { Reference } else { Primitive }).collect(),
            stack: (0..100).map(|i| if i % 7 == 0 { Reference } else { Unknown }).collect(),
        };
        let every = |n: usize| (0..100).filter(|i| i % n == 0).collect::<Vec<_>>();
        assert_eq!(indices(&OopMap::new(&types)), (every(9), every(7)));
    }

    #[test]
    fn an_empty_frame() {
        let types = slot_types::SlotTypes { locals: vec![], stack: vec![] };
        assert_eq!(indices(&OopMap::new(&types)), (vec![], vec![]));
    }
}
