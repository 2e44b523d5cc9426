use super::*;

const CARD: usize = 1 << CARD_SHIFT;
const BYTES: usize = 64 << 10;

/// Numbers that depend on a seed (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }
}

/// Object starts that divide `BYTES`, objects of up to `largest` words.
fn partition(random: &mut Random, largest: usize) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut at = 0;
    while at < BYTES {
        let end = (at + 8 * (1 + random.below(largest))).min(BYTES);
        spans.push((at, end));
        at = end;
    }
    spans
}

#[test]
fn leads_to_the_object_at_each_card() {
    let mut random = Random(88172645463325252);
    // the table is about addresses; nothing is there
    let base = 0x7000_0000;
    let table = OffsetTable::reserve(base, BYTES).expect("address space");
    for round in 0..if cfg!(miri) { 8 } else { 400 } {
        let largest = [1, 2, 8, 64, 65, 300, 4000, 8000][round % 8];
        let spans = partition(&mut random, largest);
        // earlier rounds' entries stay where no object covers a card's start: there are none such
        let mut order: Vec<usize> = (0..spans.len()).collect();
        for i in (1..order.len()).rev() {
            order.swap(i, random.below(i + 1));
        }
        for i in order {
            table.record(base + spans[i].0, base + spans[i].1);
        }
        for (start, end) in spans {
            let mut card = start.next_multiple_of(CARD);
            while card < end {
                for inside in [0, 8, CARD - 8] {
                    let found = table.object_start(base + card + inside) - base;
                    assert_eq!(
                        found, start,
                        "round {round}, card at {card:#x}, object {start:#x} to {end:#x}"
                    );
                }
                card += CARD;
            }
        }
    }
}

#[test]
fn long_objects_are_found_in_few_steps() {
    let base = 0x7000_0000;
    let bytes = if cfg!(miri) { 64 << 10 } else { 64 << 20 };
    let table = OffsetTable::reserve(base, bytes).expect("address space");
    table.record(base + 8, base + bytes);
    for card in 1..bytes >> CARD_SHIFT {
        assert_eq!(table.object_start(base + (card << CARD_SHIFT)), base + 8);
    }
}
