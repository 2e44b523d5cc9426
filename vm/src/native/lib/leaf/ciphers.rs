//! Leaves of AES, alone and in the modes CBC and CTR (GCM's stream is CTR's), where the processor has instructions for it. Other
//! ciphers in these modes, calls that would take long, and whatever the provider's classes do not do, are left to Java.
//!
//! Input and output may be one array: blocks are read and written one after the other, as in Java.

use gc::ObjRef;

use super::digests::whole;
use super::late::{LateField, is_boot_class};
use super::{Answer, VOID, int, object, slot};
use crate::arch::aes;
use crate::class::KlassRef;
use crate::thread::JavaThread;

pub(super) type Block = [u8; 16];
pub(super) const BLOCK: usize = size_of::<Block>();

/// The longest input of one call, since no thread stops inside a leaf; beyond it Java's loop calls the leaf of a block.
pub(super) const LONGEST: usize = 1 << 20;

const AES: &str = "com/sun/crypto/provider/AESCrypt";
static KEY: LateField = LateField::new(AES, "K", "[I");
static CIPHER: LateField = LateField::new(
    "com/sun/crypto/provider/FeedbackCipher",
    "embeddedCipher",
    "Lcom/sun/crypto/provider/SymmetricCipher;",
);

/// The round keys of an `AESCrypt`, in the order of use.
struct Keys {
    blocks: [Block; 15],
    count: usize,
}

impl Keys {
    /// `None`: no such object, or nothing that the processor does.
    fn of(cipher: ObjRef<'_>, decrypting: bool) -> Option<Keys> {
        if !aes::available() {
            return None;
        }
        let key = KEY.get_ref(cipher)?;
        let count = key.length() / 4;
        if !matches!(key.length(), 44 | 52 | 60) {
            return None;
        }
        let mut words = [0u32; 60];
        key.read_array(0, &mut words[..count * 4]);
        if decrypting {
            // Java keeps the last round's key in front
            words[..count * 4].rotate_left(4);
        }
        let mut blocks = [[0; BLOCK]; 15];
        for (to, word) in blocks.as_flattened_mut().chunks_exact_mut(4).zip(words) {
            to.copy_from_slice(&word.to_be_bytes());
        }
        Some(Keys { blocks, count })
    }

    /// Those of the cipher that a mode of operation is about, if it is AES.
    fn of_mode(mode: ObjRef<'_>, decrypting: bool) -> Option<Keys> {
        let cipher = CIPHER.get_ref(mode)?;
        if is_boot_class(KlassRef::of(cipher), AES) { Keys::of(cipher, decrypting) } else { None }
    }

    fn encrypt(&self, b: Block) -> Block {
        // SAFETY: `of` has asked for the instructions.
        unsafe { aes::encrypt(&self.blocks[..self.count], b) }
    }

    fn decrypt(&self, b: Block) -> Block {
        // SAFETY: as in `encrypt`.
        unsafe { aes::decrypt(&self.blocks[..self.count], b) }
    }
}

pub(super) fn xor(a: Block, b: Block) -> Block {
    (u128::from_ne_bytes(a) ^ u128::from_ne_bytes(b)).to_ne_bytes()
}

/// `length` bytes of an array from `offset` on, which it has.
#[derive(Clone, Copy)]
pub(super) struct Span<'a> {
    array: ObjRef<'a>,
    offset: usize,
    pub length: usize,
}

impl<'a> Span<'a> {
    /// What is in these slots, and a length, say.
    ///
    /// # Safety
    /// They must be a `byte[]`'s and an `int`'s.
    pub(super) unsafe fn at(args: *const u64, array: usize, offset: usize, length: i32) -> Option<Span<'a>> {
        // SAFETY: as the caller promises.
        let (array, offset) = unsafe { (object(args, array)?, slot(args, offset) as i32) };
        let (offset, length) = (usize::try_from(offset).ok()?, usize::try_from(length).ok()?);
        let fits = length <= array.length().checked_sub(offset)?;
        fits.then_some(Span { array, offset, length })
    }

    pub(super) fn read<const N: usize>(self, at: usize) -> [u8; N] {
        let mut bytes = [0; N];
        self.array.read_array(self.offset + at, &mut bytes);
        bytes
    }

    /// The bytes from `at` on, as many as fit into `buffer`.
    pub(super) fn read_into(self, at: usize, buffer: &mut [u8]) -> &[u8] {
        let length = buffer.len().min(self.length - at);
        let bytes = &mut buffer[..length];
        self.array.read_array(self.offset + at, bytes);
        bytes
    }

    /// Whether the index `end` is the end.
    pub(super) fn ends_at(self, end: i32) -> bool {
        usize::try_from(end) == Ok(self.offset + self.length)
    }

    pub(super) fn write(self, at: usize, bytes: &[u8]) {
        self.array.write_array(self.offset + at, bytes);
    }
}

/// The input and output of a mode of operation: `(byte[] in, int from, int length, byte[] out, int to)`, behind a receiver.
///
/// # Safety
/// `args` are the slots of such a call.
unsafe fn spans<'a>(args: *const u64) -> Option<(Span<'a>, Span<'a>)> {
    // SAFETY: as the caller promises.
    let spans = unsafe {
        let length = slot(args, 3) as i32;
        (Span::at(args, 1, 2, length)?, Span::at(args, 4, 5, length)?)
    };
    (spans.0.length <= LONGEST).then_some(spans)
}

/// One block, of `AESCrypt` itself: `(byte[] in, int from, byte[] out, int to)`.
///
/// # Safety
/// `args` are the slots of such a call.
unsafe fn one_block(args: *const u64, decrypting: bool) -> Option<Answer> {
    // SAFETY: as the caller promises.
    let (cipher, input, output) = unsafe {
        (object(args, 0)?, Span::at(args, 1, 2, BLOCK as i32)?, Span::at(args, 3, 4, BLOCK as i32)?)
    };
    let keys = Keys::of(cipher, decrypting)?;
    let b = input.read(0);
    output.write(0, &if decrypting { keys.decrypt(b) } else { keys.encrypt(b) });
    Some(VOID)
}

pub(super) unsafe extern "C" fn encrypt_block(_: &JavaThread, args: *const u64) -> Answer {
    // SAFETY: ([BI[BI)V
    unsafe { one_block(args, false) }.unwrap_or(Answer::DECLINED)
}

pub(super) unsafe extern "C" fn decrypt_block(_: &JavaThread, args: *const u64) -> Answer {
    // SAFETY: ([BI[BI)V
    unsafe { one_block(args, true) }.unwrap_or(Answer::DECLINED)
}

/// Cipher block chaining (NIST SP 800-38A, 6.2); `r` of the receiver is what is chained.
///
/// # Safety
/// `args` are the slots of a call `(byte[], int, int, byte[], int)` of a `CipherBlockChaining`.
unsafe fn cbc(args: *const u64, decrypting: bool) -> Option<Answer> {
    static CHAINED: LateField = LateField::new("com/sun/crypto/provider/CipherBlockChaining", "r", "[B");
    // SAFETY: as the caller promises.
    let (mode, (input, output)) = unsafe { (object(args, 0)?, spans(args)?) };
    if !input.length.is_multiple_of(BLOCK) {
        return None;
    }
    let keys = Keys::of_mode(mode, decrypting)?;
    let chained_array = CHAINED.get_ref(mode)?;
    let mut chained: Block = whole(chained_array)?;
    for at in (0..input.length).step_by(BLOCK) {
        if decrypting {
            output.write(at, &xor(keys.decrypt(input.read(at)), chained));
            chained = input.read(at);
        } else {
            chained = keys.encrypt(xor(input.read(at), chained));
            output.write(at, &chained);
        }
    }
    chained_array.write_array(0, &chained);
    Some(int(input.length as i32))
}

pub(super) unsafe extern "C" fn cbc_encrypt(_: &JavaThread, args: *const u64) -> Answer {
    // SAFETY: ([BII[BI)I
    unsafe { cbc(args, false) }.unwrap_or(Answer::DECLINED)
}

pub(super) unsafe extern "C" fn cbc_decrypt(_: &JavaThread, args: *const u64) -> Answer {
    // SAFETY: ([BII[BI)I
    unsafe { cbc(args, true) }.unwrap_or(Answer::DECLINED)
}

/// Counter mode (NIST SP 800-38A, 6.5); `used` bytes of the newest block of the key stream are used up.
///
/// # Safety
/// `args` are the slots of a call `(byte[], int, int, byte[], int)` of a `CounterMode`.
unsafe fn ctr(args: *const u64) -> Option<Answer> {
    const CTR: &str = "com/sun/crypto/provider/CounterMode";
    static COUNTER: LateField = LateField::new(CTR, "counter", "[B");
    static STREAM: LateField = LateField::new(CTR, "encryptedCounter", "[B");
    static USED: LateField = LateField::new(CTR, "used", "I");
    // SAFETY: as the caller promises.
    let (mode, (input, output)) = unsafe { (object(args, 0)?, spans(args)?) };
    if input.array == output.array && input.offset != output.offset {
        return None; // Java goes byte by byte
    }
    let keys = Keys::of_mode(mode, false)?;
    let (counter_array, stream_array) = (COUNTER.get_ref(mode)?, STREAM.get_ref(mode)?);
    let mut counter = u128::from_be_bytes(whole(counter_array)?);
    let mut stream: Block = whole(stream_array)?;
    let mut used = usize::try_from(USED.get_int(mode)?).ok().filter(|&n| n <= BLOCK)?;
    let mut at = 0;
    while at < input.length {
        if used == BLOCK {
            stream = keys.encrypt(counter.to_be_bytes());
            counter = counter.wrapping_add(1);
            used = 0;
        }
        if used == 0 && input.length - at >= BLOCK {
            output.write(at, &xor(input.read(at), stream));
            (at, used) = (at + BLOCK, BLOCK);
        } else {
            let [byte] = input.read(at);
            output.write(at, &[byte ^ stream[used]]);
            (at, used) = (at + 1, used + 1);
        }
    }
    counter_array.write_array(0, &counter.to_be_bytes());
    stream_array.write_array(0, &stream);
    USED.set_int(mode, used as i32)?;
    Some(int(input.length as i32))
}

pub(super) unsafe extern "C" fn ctr_crypt(_: &JavaThread, args: *const u64) -> Answer {
    // SAFETY: ([BII[BI)I
    unsafe { ctr(args) }.unwrap_or(Answer::DECLINED)
}

#[cfg(test)]
mod tests {
    use super::{Block, Keys};
    use crate::arch::aes;

    /// FIPS 197, appendix B.
    #[test]
    fn published_vector() {
        if !aes::available() {
            return;
        }
        let hex = |n: u128| -> Block { n.to_be_bytes() };
        // the key schedule of appendix A.1
        let schedule = [
            0x2b7e151628aed2a6abf7158809cf4f3c,
            0xa0fafe1788542cb123a339392a6c7605,
            0xf2c295f27a96b9435935807a7359f67f,
            0x3d80477d4716fe3e1e237e446d7a883b,
            0xef44a541a8525b7fb671253bdb0bad00,
            0xd4d1c6f87c839d87caf2b8bc11f915bc,
            0x6d88a37a110b3efddbf98641ca0093fd,
            0x4e54f70e5f5fc9f384a64fb24ea6dc4f,
            0xead27321b58dbad2312bf5607f8d292f,
            0xac7766f319fadc2128d12941575c006e,
            0xd014f9a8c9ee2589e13f0cc8b6630ca6,
        ];
        let mut blocks = [[0; 16]; 15];
        for (b, k) in blocks.iter_mut().zip(schedule) {
            *b = hex(k);
        }
        let keys = Keys { blocks, count: schedule.len() };
        let secret = keys.encrypt(hex(0x3243f6a8885a308d313198a2e0370734));
        assert_eq!(secret, hex(0x3925841d02dc09fbdc118597196a0b32));
    }
}
