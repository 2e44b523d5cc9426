//! The source of random numbers of everything here that a seed must be able to repeat.

/// SplitMix64: 64 random bits at a time, all determined by the seed.
#[derive(Debug)]
pub struct SplitMix64(u64);

impl SplitMix64 {
    /// `salt` makes the same seeds give different numbers to different users.
    pub fn new(seed: u64, salt: u64) -> SplitMix64 {
        SplitMix64(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ salt)
    }

    /// The next bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::SplitMix64;

    /// The numbers of the published algorithm, whose state begins with the seed.
    #[test]
    fn known_numbers() {
        let mut random = SplitMix64::new(0, 1_234_567);
        assert_eq!(random.bits(), 6_457_827_717_110_365_317);
        assert_eq!(random.bits(), 3_203_168_211_198_807_973);
    }
}
