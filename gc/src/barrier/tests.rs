use super::*;

const CARDS: usize = 64;
const CARD: usize = 1 << CARD_SHIFT;

/// One test, since the table's place is global.
#[test]
fn cards_are_those_of_the_addresses() {
    let table: Vec<AtomicU8> = (0..CARDS).map(|_| AtomicU8::new(CLEAN)).collect();
    let base = 0x4000_0000usize;
    set_biased_base((table.as_ptr() as usize).wrapping_sub(base >> CARD_SHIFT));
    let d = desc();
    assert_eq!((d.card_shift, d.dirty), (CARD_SHIFT, DIRTY));
    let dirty = || -> Vec<usize> {
        let found = (0..CARDS).filter(|&i| table[i].load(Ordering::Relaxed) == DIRTY).collect();
        table.iter().for_each(|c| c.store(CLEAN, Ordering::Relaxed));
        found
    };
    let step = if cfg!(miri) { 508 } else { 4 };
    for addr in (0..CARDS * CARD).step_by(step) {
        post_write(base + addr);
        assert_eq!(dirty(), [addr / CARD]);
        assert_eq!(card_of(base + addr) as usize, &raw const table[addr / CARD] as usize);
    }
    for start in (0..4 * CARD).step_by(13 * step) {
        for bytes in (0..5 * CARD).step_by(step) {
            let expected: Vec<usize> =
                if bytes == 0 { Vec::new() } else { (start / CARD..=(start + bytes - 1) / CARD).collect() };
            post_write_range(base + start, bytes);
            assert_eq!(dirty(), expected, "{start} {bytes}");
        }
    }
    table.iter().for_each(|c| c.store(DIRTY, Ordering::Relaxed));
    clean_range(base + 3 * CARD, 2 * CARD);
    // SAFETY: both cards are in the table.
    assert!(unsafe { is_clean(base + 4 * CARD + 8) && !is_clean(base + 5 * CARD) });
    assert_eq!(dirty(), (0..CARDS).filter(|i| !(3..5).contains(i)).collect::<Vec<_>>());
}
