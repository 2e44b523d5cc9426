use super::*;

#[test]
fn bumps_until_the_end() {
    let tlab = Tlab::default();
    assert_eq!(tlab.bump(8), None);
    assert_eq!(tlab.replace(4096, 4096 + 64), (0, 0));
    assert_eq!(tlab.bump(40), Some(4096));
    assert_eq!(tlab.bump(32), None);
    assert_eq!(tlab.bump(24), Some(4136));
    assert_eq!(tlab.bump(8), None);
    assert_eq!(tlab.allocated_bytes(), 64);
}

#[test]
fn counts_what_was_used_of_each_buffer() {
    let tlab = Tlab::default();
    tlab.replace(4096, 8192);
    tlab.bump(100 * 8);
    assert_eq!(tlab.replace(16384, 20480), (4096 + 800, 8192));
    tlab.bump(8);
    tlab.count(1 << 20);
    assert_eq!(tlab.allocated_bytes(), 800 + 8 + (1 << 20));
    tlab.replace(0, 0);
    assert_eq!(tlab.allocated_bytes(), 800 + 8 + (1 << 20));
}
