//! Where the fields of a class lie: in its instances, and the static ones in its mirror.
//!
//! Large fields first, so that no padding arises but before the first 8-byte field; what padding there is, also
//! that of superclasses, is filled with smaller fields. References lie side by side: one [`RefBlock`] for most classes.

use gc::RefBlock;
use gc::object::HEADER_SIZE;

/// A field to place: log2 of its size, and whether the collector must know it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Slot {
    pub log2_size: u32,
    pub is_reference: bool,
}

/// Free space below `end`, and everything above it.
pub struct Space {
    gaps: Vec<(u32, u32)>,
    end: u32,
}

impl Space {
    /// Space with nothing in it below `start`'s end.
    pub fn new(start: u32) -> Space {
        Space { gaps: Vec::new(), end: start }
    }

    /// The space that fields (offset, size) of superclasses leave, `header` being the first usable byte.
    pub fn behind(header: u32, occupied: &mut Vec<(u32, u32)>) -> Space {
        occupied.sort_unstable();
        let mut space = Space::new(header);
        for &mut (offset, size) in occupied {
            if offset > space.end {
                space.gaps.push((space.end, offset));
            }
            space.end = space.end.max(offset + size);
        }
        space
    }

    /// First byte behind everything placed so far.
    pub fn end(&self) -> u32 {
        self.end
    }

    /// Places `count` values of `size` bytes side by side: in the smallest gap that has room, else at the end.
    fn place(&mut self, size: u32, count: u32) -> u32 {
        let bytes = size * count;
        let fits = |&(from, to): &(u32, u32)| from.next_multiple_of(size) + bytes <= to;
        let best = (0..self.gaps.len()).filter(|&i| fits(&self.gaps[i])).min_by_key(|&i| {
            let (from, to) = self.gaps[i];
            to - from
        });
        if let Some(i) = best {
            let (from, to) = self.gaps.swap_remove(i);
            let at = from.next_multiple_of(size);
            self.add_gap(from, at);
            self.add_gap(at + bytes, to);
            return at;
        }
        let at = self.end.next_multiple_of(size);
        self.add_gap(self.end, at);
        self.end = at + bytes;
        at
    }

    fn add_gap(&mut self, from: u32, to: u32) {
        if from < to {
            self.gaps.push((from, to));
        }
    }

    fn place_primitives(&mut self, slots: &[Slot], offsets: &mut [u32]) {
        for log2 in (0..=3).rev() {
            for (i, s) in slots.iter().enumerate() {
                if !s.is_reference && s.log2_size == log2 {
                    offsets[i] = self.place(1 << log2, 1);
                }
            }
        }
    }

    /// Places references side by side; the block, if there are any.
    fn place_references(&mut self, slots: &[Slot], offsets: &mut [u32]) -> Option<RefBlock> {
        let count = slots.iter().filter(|s| s.is_reference).count() as u32;
        if count == 0 {
            return None;
        }
        let offset = self.place(4, count);
        let mut next = offset;
        for (i, s) in slots.iter().enumerate() {
            if s.is_reference {
                offsets[i] = next;
                next += 4;
            }
        }
        Some(RefBlock { offset, count })
    }
}

/// Offsets of instance fields, in the order of `slots`, and the block of the references among them.
pub fn instance(space: &mut Space, slots: &[Slot]) -> (Vec<u32>, Option<RefBlock>) {
    let mut offsets = vec![0; slots.len()];
    space.place_primitives(slots, &mut offsets);
    let block = space.place_references(slots, &mut offsets);
    (offsets, block)
}

/// Offsets of static fields in a mirror whose instance part has `base` bytes: references first.
pub fn statics(base: u32, slots: &[Slot]) -> (Vec<u32>, u32, u32) {
    let mut offsets = vec![0; slots.len()];
    let mut space = Space::new(base);
    let refs = space.place_references(slots, &mut offsets).map_or(0, |b| b.count);
    space.place_primitives(slots, &mut offsets);
    (offsets, space.end() - base, refs)
}

/// Adds a block to those of the superclass, joined when they touch.
pub fn join_blocks(inherited: &[RefBlock], own: Option<RefBlock>) -> Vec<RefBlock> {
    let mut all: Vec<RefBlock> = inherited.to_vec();
    all.extend(own);
    all.sort_unstable_by_key(|b| b.offset);
    let mut joined: Vec<RefBlock> = Vec::with_capacity(all.len());
    for b in all {
        match joined.last_mut() {
            Some(last) if last.offset + last.count * 4 == b.offset => last.count += b.count,
            _ => joined.push(b),
        }
    }
    joined
}

/// First byte of an instance that a field may take.
pub const FIRST: u32 = HEADER_SIZE as u32;

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Slot = Slot { log2_size: 3, is_reference: false };
    const INT: Slot = Slot { log2_size: 2, is_reference: false };
    const BYTE: Slot = Slot { log2_size: 0, is_reference: false };
    const REF: Slot = Slot { log2_size: 2, is_reference: true };

    #[test]
    fn large_first_then_references_in_one_block() {
        let mut space = Space::new(FIRST);
        let (offsets, block) = instance(&mut space, &[BYTE, REF, LONG, INT, REF]);
        assert_eq!(offsets, [20, 24, 8, 16, 28]);
        assert_eq!(block, Some(RefBlock { offset: 24, count: 2 }));
        assert_eq!(space.end(), 32);
    }

    #[test]
    fn gaps_of_superclasses_are_filled() {
        // the superclass has an int at 8; the subclass's long leaves 12..16 to its int
        let mut space = Space::behind(FIRST, &mut vec![(8, 4)]);
        let (offsets, _) = instance(&mut space, &[LONG, INT]);
        assert_eq!(offsets, [16, 12]);
        let mut space = Space::behind(FIRST, &mut vec![(16, 8), (8, 4), (12, 1)]);
        let (offsets, block) = instance(&mut space, &[BYTE, REF]);
        assert_eq!(offsets, [13, 24]);
        assert_eq!(block, Some(RefBlock { offset: 24, count: 1 }));
    }

    #[test]
    fn statics_begin_with_references() {
        let (offsets, size, refs) = statics(96, &[LONG, REF, INT]);
        assert_eq!((offsets, size, refs), (vec![104, 96, 100], 16, 1));
    }

    #[test]
    fn touching_blocks_join() {
        let own = Some(RefBlock { offset: 16, count: 1 });
        assert_eq!(join_blocks(&[RefBlock { offset: 8, count: 2 }], own), [RefBlock { offset: 8, count: 3 }]);
    }
}
