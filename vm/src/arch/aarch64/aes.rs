//! AES (FIPS 197) by the processor's instructions. Round keys are in the order in which they are used, a block each.

use std::arch::aarch64::{uint8x16_t, vaesdq_u8, vaeseq_u8, vaesimcq_u8, vaesmcq_u8, veorq_u8};
use std::mem::transmute;

type Block = [u8; 16];

/// Whether the processor has the instructions.
pub fn available() -> bool {
    std::arch::is_aarch64_feature_detected!("aes")
}

fn load(b: Block) -> uint8x16_t {
    // SAFETY: both are 16 bytes of any value.
    unsafe { transmute::<Block, uint8x16_t>(b) }
}

fn store(v: uint8x16_t) -> Block {
    // SAFETY: as in `load`.
    unsafe { transmute::<uint8x16_t, Block>(v) }
}

/// The cipher, of one block.
///
/// # Safety
/// The instructions must be [`available`].
#[target_feature(enable = "neon,aes")]
pub unsafe fn encrypt(keys: &[Block], block: Block) -> Block {
    let [rounds @ .., before, last] = keys else { return block };
    let state = rounds.iter().fold(load(block), |s, k| vaesmcq_u8(vaeseq_u8(s, load(*k))));
    store(veorq_u8(vaeseq_u8(state, load(*before)), load(*last)))
}

/// The equivalent inverse cipher, of one block; `keys` are those of decryption.
///
/// # Safety
/// The instructions must be [`available`].
#[target_feature(enable = "neon,aes")]
pub unsafe fn decrypt(keys: &[Block], block: Block) -> Block {
    let [rounds @ .., before, last] = keys else { return block };
    let state = rounds.iter().fold(load(block), |s, k| vaesimcq_u8(vaesdq_u8(s, load(*k))));
    store(veorq_u8(vaesdq_u8(state, load(*before)), load(*last)))
}
