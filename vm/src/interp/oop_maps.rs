//! Oop maps: which slots of an interpreted frame hold references, for the collector.
//!
//! A map is computed by [`super::slot_types`] when a collection first meets a method at a bytecode index, and kept in a
//! cache. Collector threads ask in parallel. The cache is bounded, and emptied when classes are unloaded.

use parking_lot::RwLock;

use super::slot_types::{self, SlotType, SlotTypes};
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
    fn new(types: &SlotTypes) -> OopMap {
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

enum Entry {
    Map(OopMap),
    /// It depends on the subroutines (`jsr`) that the frame is in.
    ByFrame,
}

/// Maps by the method's id (high half) and bytecode index.
static CACHE: RwLock<FxMap<u64, Entry>> =
    RwLock::new(FxMap::with_hasher(std::hash::BuildHasherDefault::new()));

/// Calls `f` with the map of a frame of `m` whose instruction at `bci` is being executed, arguments of a call
/// included. `value` tells what the frame has in a slot.
pub fn with<R>(m: MethodRef, bci: u32, value: impl Fn(Slot) -> u64, f: impl FnOnce(&OopMap) -> R) -> R {
    let key = u64::from(m.id()) << 32 | u64::from(bci);
    match CACHE.read().get(&key) {
        Some(Entry::Map(map)) => return f(map),
        Some(Entry::ByFrame) => return f(&by_frame(slot_types::at(m, bci), value)),
        None => {}
    }
    let mut states = slot_types::at(m, bci);
    let (r, entry) = if states.len() == 1 {
        let map = OopMap::new(&states.remove(0));
        (f(&map), Entry::Map(map))
    } else {
        (f(&by_frame(states, value)), Entry::ByFrame)
    };
    let mut cache = CACHE.write();
    if cache.len() >= LIMIT {
        cache.clear();
    }
    cache.insert(key, entry);
    r
}

/// The map by what is common to those states that the frame can be in, as its return addresses show.
fn by_frame(states: Vec<SlotTypes>, value: impl Fn(Slot) -> u64) -> OopMap {
    let fits = |s: &SlotTypes| {
        let holds = |slot: Slot, ty: SlotType| match ty {
            SlotType::ReturnAddress(bci) => value(slot) as u32 == bci,
            _ => true,
        };
        s.locals.iter().enumerate().all(|(i, ty)| holds(Slot::Local(i), *ty))
            && s.stack.iter().enumerate().all(|(i, ty)| holds(Slot::Operand(i), *ty))
    };
    let (fitting, others): (Vec<_>, Vec<_>) = states.into_iter().partition(fits);
    OopMap::new(&slot_types::common(if fitting.is_empty() { others } else { fitting }))
}

/// Forgets all maps: methods have been unloaded.
pub fn clear() {
    CACHE.write().clear();
}

#[cfg(test)]
mod tests {
    use super::*;
    use SlotType::{Primitive, Reference, Unknown};

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
        let types = SlotTypes {
            locals: vec![Reference, Primitive, Unknown, Reference],
            stack: vec![Primitive, Reference],
        };
        assert_eq!(indices(&OopMap::new(&types)), (vec![0, 3], vec![1]));
    }

    #[test]
    fn large_frames() {
        let types = SlotTypes {
            locals: (0..100).map(|i| if i % 9 == 0 { Reference } else { Primitive }).collect(),
            stack: (0..100).map(|i| if i % 7 == 0 { Reference } else { Unknown }).collect(),
        };
        let every = |n: usize| (0..100).filter(|i| i % n == 0).collect::<Vec<_>>();
        assert_eq!(indices(&OopMap::new(&types)), (every(9), every(7)));
    }

    #[test]
    fn return_addresses_tell_the_state() {
        let state =
            |back, other| SlotTypes { locals: vec![SlotType::ReturnAddress(back), other], stack: vec![] };
        let states = || vec![state(10, Reference), state(20, Primitive)];
        let map = |back: u64| by_frame(states(), |s| if s == Slot::Local(0) { back } else { 77 });
        assert_eq!(indices(&map(10)), (vec![1], vec![]));
        assert_eq!(indices(&map(20)), (vec![], vec![]));
    }

    #[test]
    fn an_empty_frame() {
        let types = SlotTypes { locals: vec![], stack: vec![] };
        assert_eq!(indices(&OopMap::new(&types)), (vec![], vec![]));
    }
}
