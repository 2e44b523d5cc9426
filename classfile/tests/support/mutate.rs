//! Seeded mutation of class files: the same seed gives the same mutants everywhere.

/// A small generator of pseudo-random numbers (xorshift64*).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `bound`, which is not zero.
    pub fn below(&mut self, bound: usize) -> usize {
        ((self.next() >> 32) as usize) % bound
    }
}

/// Values that often sit at a limit.
const INTERESTING: [u16; 12] = [0, 1, 2, 3, 4, 255, 256, 0x7fff, 0x8000, 0xfffe, 0xffff, 0xf0f0];

/// A changed copy: mostly one change, sometimes several.
pub fn mutate(base: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = base.to_vec();
    let changes = if random.below(4) == 0 { 1 + random.below(6) } else { 1 };
    for _ in 0..changes {
        if bytes.len() < 16 {
            break;
        }
        change(&mut bytes, random);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len() - 4);
    match random.below(11) {
        0 => bytes[at] = random.next() as u8,
        1 => bytes[at] ^= 1 << random.below(8),
        2 | 3 => bytes[at] = bytes[at].wrapping_add(random.below(9) as u8).wrapping_sub(4),
        4 => put16(bytes, at, INTERESTING[random.below(INTERESTING.len())]),
        5 => put16(bytes, at, random.below(300) as u16),
        6 => {
            let length = 1 + random.below(8.min(bytes.len() - at));
            bytes.drain(at..at + length);
        }
        7 => {
            let length = 1 + random.below(12);
            let from = random.below(bytes.len() - length.min(bytes.len() - 1));
            let copied = bytes[from..(from + length).min(bytes.len())].to_vec();
            bytes.splice(at..at, copied);
        }
        8 => {
            let from = random.below(bytes.len() - 1);
            let value = u16::from_be_bytes([bytes[from], bytes[from + 1]]);
            put16(bytes, at, value);
        }
        9 => bytes.truncate(at),
        // The version, on which many rules depend.
        _ => bytes[7] = 45 + random.below(18) as u8,
    }
}

fn put16(bytes: &mut [u8], at: usize, value: u16) {
    bytes[at..at + 2].copy_from_slice(&value.to_be_bytes());
}
