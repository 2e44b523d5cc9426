//! Finding two items of the same name and type, in time linear in their number.

/// Below this number, comparing every pair is quicker than hashing.
const PAIRWISE_LIMIT: usize = 12;

/// The first of `count` items whose key equals that of an earlier one.
pub(super) fn find<'k>(count: usize, key: impl Fn(usize) -> (&'k [u8], &'k [u8])) -> Option<usize> {
    if count <= PAIRWISE_LIMIT {
        return (1..count).find(|&i| {
            let this = key(i);
            (0..i).any(|j| key(j) == this)
        });
    }
    let capacity = (count * 2).next_power_of_two();
    let mut table = vec![0u32; capacity];
    for i in 0..count {
        let this = key(i);
        let mut slot = hash(this) as usize & (capacity - 1);
        while table[slot] != 0 {
            if key(table[slot] as usize - 1) == this {
                return Some(i);
            }
            slot = (slot + 1) & (capacity - 1);
        }
        table[slot] = i as u32 + 1;
    }
    None
}

/// A hash of two byte strings, eight bytes at a time.
pub(super) fn hash((first, second): (&[u8], &[u8])) -> u64 {
    let mut hash = 0u64;
    let mut mix = |word: u64| {
        hash = (hash.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    };
    for part in [first, second] {
        let mut chunks = part.chunks_exact(8);
        for chunk in &mut chunks {
            mix(u64::from_le_bytes(chunk.try_into().unwrap_or_default()));
        }
        let mut last = part.len() as u64;
        for &b in chunks.remainder() {
            last = (last << 8) | u64::from(b);
        }
        mix(last);
    }
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn finds_the_first_repeat() {
        for count in [2usize, 5, 12, 13, 500] {
            let names: Vec<String> = (0..count).map(|i| format!("name-of-method-{i}")).collect();
            let distinct = |i: usize| (names[i].as_bytes(), &b"()V"[..]);
            assert_eq!(find(count, distinct), None);
            let repeated = |i: usize| distinct(if i == count - 1 { 0 } else { i });
            assert_eq!(find(count, repeated), Some(count - 1));
        }
        assert_eq!(find(0, |_| (&b""[..], &b""[..])), None);
    }
}
