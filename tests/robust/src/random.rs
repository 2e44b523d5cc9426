//! Random choices that a seed determines, and mutations of bytes.

use excelsa_tests::random::SplitMix64;

/// The source of choices.
#[derive(Debug)]
pub struct Random(SplitMix64);

/// Values that often sit at a limit.
const INTERESTING: [u64; 14] =
    [0, 1, 2, 4, 7, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0xffff_ffff];

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(SplitMix64::new(seed, 0x5DEE_CE66_D1CE_4E5B))
    }

    pub fn bits(&mut self) -> u64 {
        self.0.bits()
    }

    /// A number below `n`, which is not zero.
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.bits()) * n as u128) >> 64) as usize
    }

    /// True once in `n`.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }

    /// A number that is often at a limit.
    pub fn number(&mut self) -> u64 {
        match self.below(4) {
            0 => self.bits(),
            1 => self.below(300) as u64,
            _ => INTERESTING[self.below(INTERESTING.len())],
        }
    }

    /// Changes bytes in one place or a few.
    pub fn mutate(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..1 + self.below(12) / 8 * self.below(6) {
            self.change(bytes);
        }
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        if bytes.len() < 8 {
            bytes.push(self.bits() as u8);
            return;
        }
        let at = self.below(bytes.len());
        let left = bytes.len() - at;
        match self.below(10) {
            0 => bytes[at] = self.bits() as u8,
            1 => bytes[at] ^= 1 << self.below(8),
            2 => bytes[at] = bytes[at].wrapping_add(self.below(9) as u8).wrapping_sub(4),
            3 | 4 => self.overwrite(bytes, at),
            5 => drop(bytes.drain(at..at + 1 + self.below(left.min(16)))),
            6 => {
                let from = self.below(bytes.len());
                let end = (from + 1 + self.below(24)).min(bytes.len());
                let copied = bytes[from..end].to_vec();
                drop(bytes.splice(at..at, copied));
            }
            7 => {
                let from = self.below(bytes.len());
                let length = (1 + self.below(8)).min(left).min(bytes.len() - from);
                bytes.copy_within(from..from + length, at);
            }
            8 => bytes.truncate(at),
            _ => self.overwrite(bytes, at),
        }
    }

    /// Puts a number of one to eight bytes there, in either order of bytes.
    pub fn overwrite(&mut self, bytes: &mut [u8], at: usize) {
        let size = [1, 2, 4, 8][self.below(4)].min(bytes.len() - at);
        let value = self.number();
        let part =
            if self.once_in(2) { &value.to_le_bytes()[..size] } else { &value.to_be_bytes()[8 - size..] };
        bytes[at..at + size].copy_from_slice(part);
    }
}
