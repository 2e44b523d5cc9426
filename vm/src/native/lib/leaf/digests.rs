//! Leaves of message digests: the compression functions of the class library's provider, one block a call. What they find
//! otherwise than the provider's classes leave it (state of another length, a block out of bounds) is left to the Java
//! method, which throws what has to be thrown.

use gc::{ObjRef, Prim};

use super::late::LateField;
use super::{Answer, VOID, object, slot};
use crate::thread::JavaThread;

/// `N` elements of the array, if it holds them from `offset` on.
pub(super) fn block<T: Prim + Default, const N: usize>(a: ObjRef<'_>, offset: i32) -> Option<[T; N]> {
    let from = usize::try_from(offset).ok()?;
    if a.length().checked_sub(from)? < N {
        return None;
    }
    let mut block = [T::default(); N];
    a.read_array(from, &mut block);
    Some(block)
}

/// All elements of the array, if they are `N`.
pub(super) fn whole<T: Prim + Default, const N: usize>(a: ObjRef<'_>) -> Option<[T; N]> {
    if a.length() == N { block(a, 0) } else { None }
}

/// Compresses the block that a digest's method `implCompress0(byte[], int)` is called with into the state of `N` elements
/// that `field` of its receiver holds.
///
/// # Safety
/// `args` are the slots of such a call; the field's type is an array of `T`.
unsafe fn compress<T: Prim + Default, const N: usize, const BLOCK: usize>(
    args: *const u64,
    field: &LateField,
    f: impl FnOnce(&mut [T; N], &[[u8; BLOCK]]),
) -> Answer {
    let step = || {
        // SAFETY: as the caller promises.
        let (digest, input, offset) = unsafe { (object(args, 0)?, object(args, 1)?, slot(args, 2) as i32) };
        let state_array = field.get_ref(digest)?;
        let mut state = whole::<T, N>(state_array)?;
        f(&mut state, &[block(input, offset)?]);
        state_array.write_array(0, &state);
        Some(VOID)
    };
    step().unwrap_or(Answer::DECLINED)
}

macro_rules! compression {
    ($($name:ident $class:literal $desc:literal $function:path;)*) => {$(
        pub(super) unsafe extern "C" fn $name(_: &JavaThread, args: *const u64) -> Answer {
            static STATE: LateField = LateField::new($class, "state", $desc);
            // SAFETY: ([BI)V of this class
            unsafe { compress(args, &STATE, $function) }
        }
    )*};
}
compression! {
    md5 "sun/security/provider/MD5" "[I" md5::block_api::compress;
    sha1 "sun/security/provider/SHA" "[I" sha1::block_api::compress;
    sha256 "sun/security/provider/SHA2" "[I" sha2::block_api::compress256;
    sha512 "sun/security/provider/SHA5" "[J" sha2::block_api::compress512;
}

/// `SHA3.implCompress0`: a block is as long as the digest's buffer, the state is kept as bytes.
pub(super) unsafe extern "C" fn sha3(_: &JavaThread, args: *const u64) -> Answer {
    static STATE: LateField = LateField::new("sun/security/provider/SHA3", "state", "[B");
    static BUFFER: LateField = LateField::new("sun/security/provider/DigestBase", "buffer", "[B");
    let step = || {
        // SAFETY: ([BI)V
        let (digest, input, offset) = unsafe { (object(args, 0)?, object(args, 1)?, slot(args, 2) as i32) };
        let state_array = STATE.get_ref(digest)?;
        let mut state = whole::<u8, 200>(state_array)?;
        let rate = BUFFER.get_ref(digest)?.length();
        let from = usize::try_from(offset).ok()?;
        let mut block = [0; 200];
        if rate > block.len() || input.length().checked_sub(from)? < rate {
            return None;
        }
        input.read_array(from, &mut block[..rate]);
        absorb(&mut state, &block);
        state_array.write_array(0, &state);
        Some(VOID)
    };
    step().unwrap_or(Answer::DECLINED)
}

/// Adds the block to Keccak's state and permutes it (FIPS 202, 3.1.2 and 3.3).
fn absorb(state: &mut [u8; 200], block: &[u8; 200]) {
    let lane = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().expect("eight bytes"));
    let mut lanes = [0; 25];
    for (l, (s, b)) in lanes.iter_mut().zip(state.chunks_exact(8).zip(block.chunks_exact(8))) {
        *l = lane(s) ^ lane(b);
    }
    keccak::Keccak::new().with_f1600(|f| f(&mut lanes));
    for (s, l) in state.chunks_exact_mut(8).zip(lanes) {
        s.copy_from_slice(&l.to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    /// SHA3-256 of nothing (FIPS 202; NIST's example values).
    #[test]
    fn keccak_of_an_empty_message() {
        let mut state = [0; 200];
        let mut block = [0; 200];
        block[0] = 6;
        block[135] = 0x80;
        super::absorb(&mut state, &block);
        let hex: String = state[..32].iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hex, "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a");
    }
}
