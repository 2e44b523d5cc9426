//! The leaf of GCM's hash (NIST SP 800-38D, 6.4).

use ghash::GHash;
use ghash::universal_hash::UniversalHash;

use super::ciphers::{BLOCK, Block, LONGEST, Span, xor};
use super::digests::{block, whole};
use super::{Answer, VOID, object, slot};
use crate::thread::JavaThread;

/// What two `long`s are as a block.
fn block_of(words: [u64; 2]) -> Block {
    (u128::from(words[0]) << 64 | u128::from(words[1])).to_be_bytes()
}

/// `GHASH.processBlocks(byte[] data, int from, int blocks, long[] state, long[] key)`: the hash goes on from the state.
pub(super) unsafe extern "C" fn process_blocks(_: &JavaThread, args: *const u64) -> Answer {
    let step = || {
        // SAFETY: ([BII[J[J)V
        let (input, state_array, key) = unsafe {
            let length = (slot(args, 2) as i32).checked_mul(BLOCK as i32)?;
            (Span::at(args, 0, 1, length)?, object(args, 3)?, object(args, 4)?)
        };
        if input.length == 0 || input.length > LONGEST {
            return None;
        }
        let mut hash = GHash::new(&block_of(block(key, 0)?).into());
        // adding the state to the first block is beginning with the state
        hash.update(&[xor(input.read(0), block_of(whole(state_array)?)).into()]);
        let mut buffer = [0; 64 * BLOCK];
        for at in (BLOCK..input.length).step_by(buffer.len()) {
            hash.update_padded(input.read_into(at, &mut buffer));
        }
        let state = u128::from_be_bytes(hash.finalize().into());
        state_array.write_array(0, &[(state >> 64) as u64, state as u64]);
        Some(VOID)
    };
    step().unwrap_or(Answer::DECLINED)
}
