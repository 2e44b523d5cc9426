//! Leaves of Base64 (RFC 4648): `java.util.Base64`'s loops over whole groups. Input and output that are one array are left to Java.

use super::ciphers::{LONGEST, Span};
use super::{Answer, VOID, int, object, slot};
use crate::thread::JavaThread;

/// Groups that are done at once, in buffers.
const GROUPS: usize = 256;
/// What stands for a byte that is no character of the alphabet.
const ILLEGAL: u8 = 0xff;

const STANDARD: [u8; 64] = alphabet(*b"+/");
const URL: [u8; 64] = alphabet(*b"-_");
const FROM_STANDARD: [u8; 256] = values(STANDARD);
const FROM_URL: [u8; 256] = values(URL);

const fn alphabet(last: [u8; 2]) -> [u8; 64] {
    let mut a = [0; 64];
    let mut i = 0;
    while i < 64 {
        a[i] = match i as u8 {
            n @ 0..26 => b'A' + n,
            n @ 26..52 => b'a' + n - 26,
            n @ 52..62 => b'0' + n - 52,
            n => last[n as usize - 62],
        };
        i += 1;
    }
    a
}

const fn values(alphabet: [u8; 64]) -> [u8; 256] {
    let mut v = [ILLEGAL; 256];
    let mut i = 0;
    while i < 64 {
        v[alphabet[i] as usize] = i as u8;
        i += 1;
    }
    v
}

fn encode(alphabet: &[u8; 64], input: &[[u8; 3]], output: &mut [[u8; 4]]) {
    for (&[a, b, c], o) in input.iter().zip(output) {
        let bits = usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c);
        *o = [18, 12, 6, 0].map(|shift| alphabet[bits >> shift & 63]);
    }
}

/// Decodes groups up to the first that has an illegal byte: how many.
fn decode(values: &[u8; 256], input: &[[u8; 4]], output: &mut [[u8; 3]]) -> usize {
    for (n, (group, o)) in input.iter().zip(output).enumerate() {
        let v = group.map(|c| values[usize::from(c)]);
        if v[0] | v[1] | v[2] | v[3] == ILLEGAL {
            return n;
        }
        let bits = v.iter().fold(0, |bits, &v| bits << 6 | u32::from(v));
        *o = [(bits >> 16) as u8, (bits >> 8) as u8, bits as u8];
    }
    input.len()
}

/// The input of `(byte[] src, int from, int end, byte[] dst, int to, ...)` behind a receiver, as far as it is whole groups of
/// `IN` bytes, and all of the array from `to` on.
///
/// # Safety
/// `args` are the slots of such a call.
unsafe fn spans<'a, const IN: i32>(args: *const u64) -> Option<(Span<'a>, Span<'a>)> {
    // SAFETY: as the caller promises.
    unsafe {
        let length = (slot(args, 3) as i32).checked_sub(slot(args, 2) as i32)?;
        let output = object(args, 4)?;
        let room = (output.length() as i32).checked_sub(slot(args, 5) as i32)?;
        let spans = (Span::at(args, 1, 2, length - length % IN)?, Span::at(args, 4, 5, room)?);
        (object(args, 1)? != output).then_some(spans)
    }
}

/// `Encoder.encodeBlock(byte[], int, int, byte[], int, boolean)`.
pub(super) unsafe extern "C" fn encode_block(_: &JavaThread, args: *const u64) -> Answer {
    let step = || {
        // SAFETY: ([BII[BIZ)V
        let ((input, output), end, url) =
            unsafe { (spans::<3>(args)?, slot(args, 3) as i32, slot(args, 6) as i32 != 0) };
        let groups = input.length / 3;
        if input.length > LONGEST || groups * 4 > output.length || !input.ends_at(end) {
            return None;
        }
        let (mut from, mut to) = ([[0; 3]; GROUPS], [[0; 4]; GROUPS]);
        for first in (0..groups).step_by(GROUPS) {
            let n = input.read_into(first * 3, from.as_flattened_mut()).len() / 3;
            encode(if url { &URL } else { &STANDARD }, &from[..n], &mut to);
            output.write(first * 4, to[..n].as_flattened());
        }
        Some(VOID)
    };
    step().unwrap_or(Answer::DECLINED)
}

/// `Decoder.decodeBlock(byte[], int, int, byte[], int, boolean, boolean)`, which may decode a part.
pub(super) unsafe extern "C" fn decode_block(_: &JavaThread, args: *const u64) -> Answer {
    let step = || {
        // SAFETY: ([BII[BIZZ)I
        let ((input, output), url) = unsafe { (spans::<4>(args)?, slot(args, 6) as i32 != 0) };
        let values = if url { &FROM_URL } else { &FROM_STANDARD };
        let (mut from, mut to) = ([[0; 4]; GROUPS], [[0; 3]; GROUPS]);
        let groups = input.length.min(LONGEST) / 4;
        let mut done = 0;
        while done < groups {
            let n = (input.read_into(done * 4, from.as_flattened_mut()).len() / 4).min(groups - done);
            let legal = decode(values, &from[..n], &mut to);
            if legal * 3 > output.length - done * 3 {
                return None;
            }
            output.write(done * 3, to[..legal].as_flattened());
            done += legal;
            if legal < n {
                break;
            }
        }
        Some(int((done * 3) as i32))
    };
    step().unwrap_or(Answer::DECLINED)
}

#[cfg(test)]
mod tests {
    use super::{FROM_STANDARD, FROM_URL, STANDARD, decode, encode};

    /// RFC 4648, section 10.
    #[test]
    fn published_vector() {
        let mut text = [[0; 4]; 2];
        encode(&STANDARD, &[*b"foo", *b"bar"], &mut text);
        assert_eq!(text, [*b"Zm9v", *b"YmFy"]);
        let mut bytes = [[0; 3]; 2];
        assert_eq!(decode(&FROM_STANDARD, &text, &mut bytes), 2);
        assert_eq!(bytes, [*b"foo", *b"bar"]);
    }

    #[test]
    fn illegal_bytes_end_it() {
        let mut bytes = [[0; 3]; 2];
        assert_eq!(decode(&FROM_URL, &[*b"Zm9v", *b"Ym+y"], &mut bytes), 1);
        assert_eq!(decode(&FROM_STANDARD, &[*b"Zg==", *b"Zm9v"], &mut bytes), 0);
        assert_eq!(decode(&FROM_STANDARD, &[*b"Zm9v", *b"////"], &mut bytes), 2);
    }
}
