//! The instructions of a code array by their lengths (JVMS §4.9.1): where each one begins, and its operands.

use crate::opcode::{Opcode, OperandFormat};

/// What begins at a bci.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Start {
    /// Nothing: the middle of an instruction.
    Inside,
    Instruction,
    New,
}

/// The length of each instruction without operands of variable length; 0 for those and for undefined codes.
const LENGTHS: [u8; 256] = {
    macro_rules! lengths {
        ($(($code:literal, $variant:ident, $mnemonic:literal, $format:ident, $pops:literal, $pushes:literal,
            $throws:literal, $section:literal);)*) => {{
            let mut lengths = [0; 256];
            $(lengths[$code] = OperandFormat::$format.length() as u8;)*
            // `breakpoint` is a reserved opcode (§6.2), not an undefined one.
            lengths[0xca] = 1;
            lengths
        }};
    }
    crate::for_each_opcode!(lengths)
};

/// A big-endian int in the code; 0 outside of it.
#[inline]
pub(crate) fn int_at(code: &[u8], at: usize) -> i32 {
    code.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, i32::from_be_bytes)
}

/// A big-endian unsigned short in the code; 0 outside of it.
#[inline]
pub(crate) fn short_at(code: &[u8], at: usize) -> u16 {
    code.get(at..at + 2).and_then(|bytes| bytes.try_into().ok()).map_or(0, u16::from_be_bytes)
}

/// Where the operands of a switch begin.
#[inline]
pub(crate) fn switch_operands(bci: usize) -> usize {
    (bci + 4) & !3
}

/// The length of the instruction at `bci`, or `None` if there is none that ends within the code.
#[inline]
pub(crate) fn instruction_length(code: &[u8], bci: usize) -> Option<usize> {
    let length = match LENGTHS[usize::from(*code.get(bci)?)] {
        0 => variable_length(code, bci)?,
        length => length.into(),
    };
    (length <= code.len() - bci).then_some(length)
}

fn variable_length(code: &[u8], bci: usize) -> Option<usize> {
    let operands = switch_operands(bci);
    match Opcode::from_u8(code[bci])? {
        Opcode::Wide => match Opcode::from_u8(*code.get(bci + 1)?)? {
            Opcode::Iinc => Some(6),
            opcode => (opcode.format() == OperandFormat::Local).then_some(4),
        },
        Opcode::Tableswitch if operands + 12 < code.len() => {
            let (low, high) = (i64::from(int_at(code, operands + 4)), i64::from(int_at(code, operands + 8)));
            if low > high {
                return None;
            }
            usize::try_from((high - low + 4) * 4).ok()?.checked_add(operands - bci)
        }
        Opcode::Lookupswitch if operands + 8 < code.len() => {
            let pairs = usize::try_from(int_at(code, operands + 4)).ok()?;
            Some(operands - bci + 8 + pairs * 8)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_switches_and_wide() {
        // A tableswitch at 1 with two bytes of padding and three targets, then an aload_0.
        let mut code = vec![0x00, 0xaa, 0, 0];
        for word in [0_i32, 5, 7, 0, 0, 0] {
            code.extend(word.to_be_bytes());
        }
        code.push(0x2a);
        assert_eq!(instruction_length(&code, 1), Some(27));
        assert_eq!(instruction_length(&code, 28), Some(1));
        code[11] = 9;
        assert_eq!(instruction_length(&code, 1), None, "low above high");

        let lookup = [0xab, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xb1];
        assert_eq!(instruction_length(&lookup, 0), Some(12));
        assert_eq!(instruction_length(&[0xc4, 0x15, 1, 0], 0), Some(4));
        assert_eq!(instruction_length(&[0xc4, 0x84, 1, 0, 0, 0], 0), Some(6));
        assert_eq!(instruction_length(&[0xc4, 0x00, 1, 0], 0), None);
        assert_eq!(instruction_length(&[0x11, 0], 0), None, "cut");
        assert_eq!(instruction_length(&[0xfe], 0), None);
    }

    #[test]
    fn enormous_switches_have_no_length() {
        let mut code = vec![0xaa, 0, 0, 0];
        for word in [0, i32::MIN, i32::MAX, 0, 0] {
            code.extend(word.to_be_bytes());
        }
        assert_eq!(instruction_length(&code, 0), None);
        code[0] = 0xab;
        code[8..12].copy_from_slice(&i32::MAX.to_be_bytes());
        assert_eq!(instruction_length(&code, 0), None);
    }
}
