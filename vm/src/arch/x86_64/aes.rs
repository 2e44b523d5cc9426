//! AES (FIPS 197) by the processor's instructions: AES-NI. Round keys are in the order in which they are used, a block each.

use std::arch::x86_64::{
    __m128i, _mm_aesdec_si128, _mm_aesdeclast_si128, _mm_aesenc_si128, _mm_aesenclast_si128, _mm_xor_si128,
};
use std::mem::transmute;

type Block = [u8; 16];

/// Whether the processor has the instructions.
pub fn available() -> bool {
    std::arch::is_x86_feature_detected!("aes")
}

fn load(b: Block) -> __m128i {
    // SAFETY: both are 16 bytes of any value.
    unsafe { transmute::<Block, __m128i>(b) }
}

fn store(v: __m128i) -> Block {
    // SAFETY: as in `load`.
    unsafe { transmute::<__m128i, Block>(v) }
}

/// The cipher, of one block.
///
/// # Safety
/// The instructions must be [`available`].
#[target_feature(enable = "aes,sse2")]
pub unsafe fn encrypt(keys: &[Block], block: Block) -> Block {
    let [first, middle @ .., last] = keys else { return block };
    let state = _mm_xor_si128(load(block), load(*first));
    let state = middle.iter().fold(state, |s, k| _mm_aesenc_si128(s, load(*k)));
    store(_mm_aesenclast_si128(state, load(*last)))
}

/// The equivalent inverse cipher, of one block; `keys` are those of decryption.
///
/// # Safety
/// The instructions must be [`available`].
#[target_feature(enable = "aes,sse2")]
pub unsafe fn decrypt(keys: &[Block], block: Block) -> Block {
    let [first, middle @ .., last] = keys else { return block };
    let state = _mm_xor_si128(load(block), load(*first));
    let state = middle.iter().fold(state, |s, k| _mm_aesdec_si128(s, load(*k)));
    store(_mm_aesdeclast_si128(state, load(*last)))
}
