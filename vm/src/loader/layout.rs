//! Where the fields of a class lie: in its instances, and the static ones in its mirror.
//!
//! Large fields first, so that no padding arises but before the first 8-byte field; what padding there is, also
//! that of superclasses, is filled with smaller fields. References lie side by side: one [`RefBlock`] for most classes.
//! Fields that are `@Contended` come last, each group of them with padding on both sides.

use gc::RefBlock;
use gc::object::HEADER_SIZE;

/// A field to place: log2 of its size, and whether the collector must know it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Slot {
    pub log2_size: u32,
    pub is_reference: bool,
    /// Number of the group with padding of its own that it belongs to; 0: none.
    pub group: u32,
}

/// Room that instances have for the sake of what is `@Contended`.
#[derive(Clone, Copy, Default)]
pub struct Padding {
    /// Bytes beside each group.
    pub width: u32,
    /// The fields in no group have padding too.
    pub whole_class: bool,
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

    /// Leaves `width` bytes free, for fields of subclasses too.
    pub fn pad(&mut self, width: u32) {
        self.gaps.clear();
        self.end += width;
    }

    /// Places primitives, large ones first; `members` are indices of slots.
    fn place_primitives(&mut self, slots: &[Slot], members: &[usize], offsets: &mut [u32]) {
        for log2 in (0..=3).rev() {
            for &i in members {
                if !slots[i].is_reference && slots[i].log2_size == log2 {
                    offsets[i] = self.place(1 << log2, 1);
                }
            }
        }
    }

    /// Places references side by side; the block, if there are any.
    fn place_references(
        &mut self,
        slots: &[Slot],
        members: &[usize],
        offsets: &mut [u32],
    ) -> Option<RefBlock> {
        let count = members.iter().filter(|&&i| slots[i].is_reference).count() as u32;
        if count == 0 {
            return None;
        }
        let offset = self.place(4, count);
        let mut next = offset;
        for &i in members {
            if slots[i].is_reference {
                offsets[i] = next;
                next += 4;
            }
        }
        Some(RefBlock { offset, count })
    }
}

/// Offsets of instance fields, in the order of `slots`, and the blocks of the references among them.
pub fn instance(space: &mut Space, slots: &[Slot], padding: Padding) -> (Vec<u32>, Vec<RefBlock>) {
    let mut offsets = vec![0; slots.len()];
    let mut blocks = Vec::new();
    let mut order: Vec<usize> = (0..slots.len()).collect();
    order.sort_by_key(|&i| slots[i].group);
    if padding.whole_class {
        space.pad(padding.width);
    }
    for members in order.chunk_by(|&a, &b| slots[a].group == slots[b].group) {
        if slots[members[0]].group != 0 {
            space.pad(padding.width);
        }
        space.place_primitives(slots, members, &mut offsets);
        blocks.extend(space.place_references(slots, members, &mut offsets));
    }
    if padding.whole_class || order.last().is_some_and(|&i| slots[i].group != 0) {
        space.pad(padding.width);
    }
    (offsets, blocks)
}

/// Offsets of static fields in a mirror whose instance part has `base` bytes: references first.
pub fn statics(base: u32, slots: &[Slot]) -> (Vec<u32>, u32, u32) {
    let mut offsets = vec![0; slots.len()];
    let mut space = Space::new(base);
    let all: Vec<usize> = (0..slots.len()).collect();
    let refs = space.place_references(slots, &all, &mut offsets).map_or(0, |b| b.count);
    space.place_primitives(slots, &all, &mut offsets);
    (offsets, space.end() - base, refs)
}

/// Adds a block to those of the superclass, joined when they touch.
pub fn join_blocks(inherited: &[RefBlock], own: impl IntoIterator<Item = RefBlock>) -> Vec<RefBlock> {
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

    const LONG: Slot = Slot { log2_size: 3, is_reference: false, group: 0 };
    const INT: Slot = Slot { log2_size: 2, is_reference: false, group: 0 };
    const BYTE: Slot = Slot { log2_size: 0, is_reference: false, group: 0 };
    const REF: Slot = Slot { log2_size: 2, is_reference: true, group: 0 };

    #[test]
    fn large_first_then_references_in_one_block() {
        let mut space = Space::new(FIRST);
        let (offsets, blocks) = instance(&mut space, &[BYTE, REF, LONG, INT, REF], Padding::default());
        assert_eq!(offsets, [20, 24, 8, 16, 28]);
        assert_eq!(blocks, [RefBlock { offset: 24, count: 2 }]);
        assert_eq!(space.end(), 32);
    }

    #[test]
    fn gaps_of_superclasses_are_filled() {
        // the superclass has an int at 8; the subclass's long leaves 12..16 to its int
        let mut space = Space::behind(FIRST, &mut vec![(8, 4)]);
        let (offsets, _) = instance(&mut space, &[LONG, INT], Padding::default());
        assert_eq!(offsets, [16, 12]);
        let mut space = Space::behind(FIRST, &mut vec![(16, 8), (8, 4), (12, 1)]);
        let (offsets, blocks) = instance(&mut space, &[BYTE, REF], Padding::default());
        assert_eq!(offsets, [13, 24]);
        assert_eq!(blocks, [RefBlock { offset: 24, count: 1 }]);
    }

    #[test]
    fn contended_groups_have_padding_on_both_sides() {
        let of = |slot: Slot, group: u32| Slot { group, ..slot };
        let padding = Padding { width: 128, whole_class: false };
        let mut space = Space::new(FIRST);
        let slots = [of(INT, 1), INT, of(REF, 2), of(BYTE, 1), of(LONG, 2)];
        let (offsets, blocks) = instance(&mut space, &slots, padding);
        assert_eq!(offsets, [140, 8, 276, 144, 280]);
        assert_eq!(blocks, [RefBlock { offset: 276, count: 1 }]);
        assert_eq!(space.end(), 288 + 128);
        // a class whose fields are all in one group is laid out as one that is contended itself
        let mut one = Space::new(FIRST);
        let group = instance(&mut one, &[of(INT, 1), of(INT, 1)], padding).0;
        let mut other = Space::new(FIRST);
        let class = instance(&mut other, &[INT, INT], Padding { whole_class: true, ..padding }).0;
        assert_eq!((group, one.end()), (class, other.end()));
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
