//! The instruction decoder (JVMS §4.9.1, §6.5): bytes of a Code attribute to instructions with operands.
//!
//! Decoding never looks outside the code array; an instruction that does not fit in it, and an undefined
//! opcode, are errors. Branch targets are absolute and not judged: they may lie outside the method.

use std::fmt;

use crate::opcode::{Opcode, OperandFormat};

/// Why an instruction could not be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BytecodeError {
    /// The specification defines no such opcode.
    UndefinedOpcode { bci: u32, code: u8 },
    /// The instruction reaches past the end of the code.
    Truncated { bci: u32 },
    /// `wide` before an opcode that it does not modify.
    BadWide { bci: u32, code: u8 },
    /// `low` is greater than `high`, or `npairs` is negative.
    BadSwitch { bci: u32 },
}

impl fmt::Display for BytecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BytecodeError::UndefinedOpcode { bci, code } => write!(f, "undefined opcode {code} at bci {bci}"),
            BytecodeError::Truncated { bci } => write!(f, "instruction at bci {bci} is cut off"),
            BytecodeError::BadWide { bci, code } => write!(f, "wide before opcode {code} at bci {bci}"),
            BytecodeError::BadSwitch { bci } => write!(f, "bad switch at bci {bci}"),
        }
    }
}

impl std::error::Error for BytecodeError {}

/// The operands of an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operands<'a> {
    None,
    /// The value of `bipush` or `sipush`.
    Immediate(i32),
    /// A constant-pool index.
    Constant(u16),
    /// A local variable index.
    Local(u16),
    /// `iinc`.
    Iinc {
        index: u16,
        delta: i16,
    },
    /// The target of a branch.
    Branch(i32),
    TableSwitch(TableSwitch<'a>),
    LookupSwitch(LookupSwitch<'a>),
    InvokeInterface {
        index: u16,
        count: u8,
        zero: u8,
    },
    InvokeDynamic {
        index: u16,
        zeros: u16,
    },
    /// The element type code of `newarray`.
    NewArray(u8),
    MultiANewArray {
        index: u16,
        dimensions: u8,
    },
}

/// The operands of `tableswitch`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableSwitch<'a> {
    /// The target when no case matches.
    pub default: i32,
    /// The lowest key.
    pub low: i32,
    /// The highest key.
    pub high: i32,
    bci: i32,
    offsets: &'a [u8],
}

impl<'a> TableSwitch<'a> {
    /// The number of cases.
    #[inline]
    pub fn len(&self) -> usize {
        self.offsets.len() / 4
    }

    /// Whether there are no cases; never so.
    pub fn is_empty(&self) -> bool {
        self.offsets.is_empty()
    }

    /// The target of the case at this position, counted from `low`.
    #[inline]
    pub fn target_at(&self, position: usize) -> Option<i32> {
        Some(self.bci.wrapping_add(be32(self.offsets, position.checked_mul(4)?)?))
    }

    /// The target for a key.
    #[inline]
    pub fn target(&self, key: i32) -> i32 {
        if key < self.low || key > self.high {
            return self.default;
        }
        self.target_at(key.wrapping_sub(self.low) as u32 as usize).unwrap_or(self.default)
    }

    /// The targets from the lowest key to the highest.
    pub fn targets(&self) -> impl ExactSizeIterator<Item = i32> + use<'a> {
        let (offsets, bci) = (self.offsets, self.bci);
        offsets.chunks_exact(4).map(move |bytes| bci.wrapping_add(be32(bytes, 0).unwrap_or(0)))
    }
}

/// The operands of `lookupswitch`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LookupSwitch<'a> {
    /// The target when no pair matches.
    pub default: i32,
    bci: i32,
    pairs: &'a [u8],
}

impl<'a> LookupSwitch<'a> {
    /// The number of pairs.
    #[inline]
    pub fn len(&self) -> usize {
        self.pairs.len() / 8
    }

    /// Whether there are no pairs.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The keys and their targets in order.
    pub fn pairs(&self) -> impl ExactSizeIterator<Item = (i32, i32)> + use<'a> {
        let (pairs, bci) = (self.pairs, self.bci);
        pairs
            .chunks_exact(8)
            .map(move |pair| (be32(pair, 0).unwrap_or(0), bci.wrapping_add(be32(pair, 4).unwrap_or(0))))
    }

    /// The target for a key: a search over the sorted keys.
    pub fn target(&self, key: i32) -> i32 {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = (low + high) / 2;
            match be32(self.pairs, middle * 8).unwrap_or(0).cmp(&key) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    return self.bci.wrapping_add(be32(self.pairs, middle * 8 + 4).unwrap_or(0));
                }
            }
        }
        self.default
    }
}

/// A decoded instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instruction<'a> {
    /// Where it begins in the code array.
    pub bci: u32,
    /// Its length in bytes, `wide` and padding included.
    pub length: u32,
    /// The opcode; with `wide`, the modified one.
    pub opcode: Opcode,
    /// Whether it is prefixed by `wide`.
    pub wide: bool,
    /// The operands.
    pub operands: Operands<'a>,
}

impl<'a> Instruction<'a> {
    /// Decodes the instruction at `bci`.
    pub fn decode(code: &'a [u8], bci: usize) -> Result<Instruction<'a>, BytecodeError> {
        let at = bci as u32;
        let truncated = BytecodeError::Truncated { bci: at };
        let first = *code.get(bci).ok_or(truncated)?;
        let opcode = Opcode::from_u8(first).ok_or(BytecodeError::UndefinedOpcode { bci: at, code: first })?;
        if opcode == Opcode::Wide {
            return Self::decode_wide(code, bci);
        }
        let u1 = |offset: usize| code.get(bci + offset).copied().ok_or(truncated);
        let u2 = |offset: usize| be16(code, bci + offset).ok_or(truncated);
        let target = |offset: i32| at.cast_signed().wrapping_add(offset);
        let mut length = opcode.length();
        let operands = match opcode.format() {
            OperandFormat::None | OperandFormat::Wide => Operands::None,
            OperandFormat::Byte => Operands::Immediate(i32::from(u1(1)?.cast_signed())),
            OperandFormat::Short => Operands::Immediate(i32::from(u2(1)?.cast_signed())),
            OperandFormat::Constant1 => Operands::Constant(u16::from(u1(1)?)),
            OperandFormat::Constant => Operands::Constant(u2(1)?),
            OperandFormat::Local => Operands::Local(u16::from(u1(1)?)),
            OperandFormat::Iinc => {
                Operands::Iinc { index: u16::from(u1(1)?), delta: i16::from(u1(2)?.cast_signed()) }
            }
            OperandFormat::Branch => Operands::Branch(target(i32::from(u2(1)?.cast_signed()))),
            OperandFormat::BranchWide => Operands::Branch(target(be32(code, bci + 1).ok_or(truncated)?)),
            OperandFormat::InvokeInterface => {
                Operands::InvokeInterface { index: u2(1)?, count: u1(3)?, zero: u1(4)? }
            }
            OperandFormat::InvokeDynamic => Operands::InvokeDynamic { index: u2(1)?, zeros: u2(3)? },
            OperandFormat::NewArray => Operands::NewArray(u1(1)?),
            OperandFormat::MultiANewArray => Operands::MultiANewArray { index: u2(1)?, dimensions: u1(3)? },
            OperandFormat::TableSwitch => {
                let (switch, end) = decode_table_switch(code, bci)?;
                length = end - bci;
                Operands::TableSwitch(switch)
            }
            OperandFormat::LookupSwitch => {
                let (switch, end) = decode_lookup_switch(code, bci)?;
                length = end - bci;
                Operands::LookupSwitch(switch)
            }
        };
        Ok(Instruction { bci: at, length: length as u32, opcode, wide: false, operands })
    }

    fn decode_wide(code: &'a [u8], bci: usize) -> Result<Instruction<'a>, BytecodeError> {
        let at = bci as u32;
        let truncated = BytecodeError::Truncated { bci: at };
        let second = *code.get(bci + 1).ok_or(truncated)?;
        let bad = BytecodeError::BadWide { bci: at, code: second };
        let opcode = Opcode::from_u8(second).ok_or(bad)?;
        let index = || be16(code, bci + 2).ok_or(truncated);
        let (operands, length) = match opcode.format() {
            OperandFormat::Local => (Operands::Local(index()?), 4),
            OperandFormat::Iinc => {
                let delta = be16(code, bci + 4).ok_or(truncated)?.cast_signed();
                (Operands::Iinc { index: index()?, delta }, 6)
            }
            _ => return Err(bad),
        };
        Ok(Instruction { bci: at, length, opcode, wide: true, operands })
    }

    /// The bci of the following instruction.
    #[inline]
    pub fn next_bci(&self) -> u32 {
        self.bci + self.length
    }

    /// Calls `visit` with every explicit branch target: of `if…`, `goto`, `jsr` and switches, default last.
    pub fn for_each_target(&self, mut visit: impl FnMut(i32)) {
        match self.operands {
            Operands::Branch(target) => visit(target),
            Operands::TableSwitch(switch) => {
                switch.targets().for_each(&mut visit);
                visit(switch.default);
            }
            Operands::LookupSwitch(switch) => {
                switch.pairs().for_each(|(_, target)| visit(target));
                visit(switch.default);
            }
            _ => {}
        }
    }

    /// The local variable that a load, store, `iinc` or `ret` uses, short forms included.
    pub fn local_index(&self) -> Option<u16> {
        match self.operands {
            Operands::Local(index) | Operands::Iinc { index, .. } => Some(index),
            _ => {
                let base = match self.opcode {
                    op if (Opcode::Iload0..=Opcode::Aload3).contains(&op) => Opcode::Iload0,
                    op if (Opcode::Istore0..=Opcode::Astore3).contains(&op) => Opcode::Istore0,
                    _ => return None,
                };
                Some((self.opcode as u16 - base as u16) % 4)
            }
        }
    }
}

fn decode_table_switch(code: &[u8], bci: usize) -> Result<(TableSwitch<'_>, usize), BytecodeError> {
    let truncated = BytecodeError::Truncated { bci: bci as u32 };
    let base = (bci + 4) & !3;
    let word = |offset: usize| be32(code, base + offset).ok_or(truncated);
    let (default, low, high) = (word(0)?, word(4)?, word(8)?);
    if low > high {
        return Err(BytecodeError::BadSwitch { bci: bci as u32 });
    }
    let count = (i64::from(high) - i64::from(low) + 1) as usize;
    let start = base + 12;
    if count > code.len() / 4 {
        return Err(truncated);
    }
    let end = start + count * 4;
    let offsets = code.get(start..end).ok_or(truncated)?;
    let at = bci as i32;
    Ok((TableSwitch { default: at.wrapping_add(default), low, high, bci: at, offsets }, end))
}

fn decode_lookup_switch(code: &[u8], bci: usize) -> Result<(LookupSwitch<'_>, usize), BytecodeError> {
    let truncated = BytecodeError::Truncated { bci: bci as u32 };
    let base = (bci + 4) & !3;
    let default = be32(code, base).ok_or(truncated)?;
    let count = be32(code, base + 4).ok_or(truncated)?;
    let count = usize::try_from(count).map_err(|_| BytecodeError::BadSwitch { bci: bci as u32 })?;
    let start = base + 8;
    if count > code.len() / 8 {
        return Err(truncated);
    }
    let end = start + count * 8;
    let pairs = code.get(start..end).ok_or(truncated)?;
    let at = bci as i32;
    Ok((LookupSwitch { default: at.wrapping_add(default), bci: at, pairs }, end))
}

#[inline]
fn be16(bytes: &[u8], offset: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(offset..offset + 2)?.try_into().ok()?))
}

#[inline]
fn be32(bytes: &[u8], offset: usize) -> Option<i32> {
    Some(i32::from_be_bytes(bytes.get(offset..offset + 4)?.try_into().ok()?))
}

/// Iterator over the instructions of a code array; ends after the first error.
#[derive(Clone, Debug)]
pub struct Instructions<'a> {
    code: &'a [u8],
    bci: usize,
}

/// The instructions of a code array in order.
pub fn instructions(code: &[u8]) -> Instructions<'_> {
    Instructions { code, bci: 0 }
}

impl<'a> Iterator for Instructions<'a> {
    type Item = Result<Instruction<'a>, BytecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.bci >= self.code.len() {
            return None;
        }
        let result = match Instruction::decode(self.code, self.bci) {
            Ok(instruction) if instruction.next_bci() as usize > self.code.len() => {
                Err(BytecodeError::Truncated { bci: self.bci as u32 })
            }
            result => result,
        };
        self.bci = match &result {
            Ok(instruction) => instruction.next_bci() as usize,
            Err(_) => self.code.len(),
        };
        Some(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(code: &[u8]) -> Instruction<'_> {
        Instruction::decode(code, 0).unwrap()
    }

    #[test]
    fn simple_operands() {
        assert_eq!(one(&[16, 0xfe]).operands, Operands::Immediate(-2));
        assert_eq!(one(&[17, 0x80, 0]).operands, Operands::Immediate(-32768));
        assert_eq!(one(&[18, 200]).operands, Operands::Constant(200));
        assert_eq!(one(&[132, 200, 0xff]).operands, Operands::Iinc { index: 200, delta: -1 });
        assert_eq!(one(&[167, 0xff, 0xfd]).operands, Operands::Branch(-3));
        assert_eq!(one(&[196, 21, 1, 2]).operands, Operands::Local(258));
        let wide_iinc = one(&[196, 132, 1, 2, 0xff, 0xff]);
        assert_eq!(wide_iinc.operands, Operands::Iinc { index: 258, delta: -1 });
        assert_eq!((wide_iinc.length, wide_iinc.wide), (6, true));
        assert_eq!(one(&[29]).local_index(), Some(3)); // iload_3
        assert_eq!(one(&[75]).local_index(), Some(0)); // astore_0
    }

    #[test]
    fn switches() {
        let mut code = vec![0, 170, 0, 0];
        for word in [100i32, -1, 1, 10, 20, 30] {
            code.extend(word.to_be_bytes());
        }
        let all: Vec<_> = instructions(&code).map(Result::unwrap).collect();
        assert_eq!(all.len(), 2);
        let Operands::TableSwitch(switch) = all[1].operands else { panic!("{all:?}") };
        assert_eq!(switch.targets().collect::<Vec<_>>(), [11, 21, 31]);
        assert_eq!(
            [-2, -1, 0, 1, 2, i32::MIN, i32::MAX].map(|k| switch.target(k)),
            [101, 11, 21, 31, 101, 101, 101]
        );
        let mut code = vec![171, 0, 0, 0];
        for word in [50i32, 3, -7, 1, 0, 2, 9, 3] {
            code.extend(word.to_be_bytes());
        }
        let Operands::LookupSwitch(switch) = one(&code).operands else { panic!() };
        assert_eq!([-7, 0, 9, 8, i32::MIN].map(|k| switch.target(k)), [1, 2, 3, 50, 50]);
        let mut targets = Vec::new();
        one(&code).for_each_target(|t| targets.push(t));
        assert_eq!(targets, [1, 2, 3, 50]);
    }

    #[test]
    fn errors() {
        let decode = |code: &[u8]| Instruction::decode(code, 0).map(|i| i.opcode);
        assert_eq!(decode(&[]), Err(BytecodeError::Truncated { bci: 0 }));
        assert_eq!(decode(&[202]), Err(BytecodeError::UndefinedOpcode { bci: 0, code: 202 }));
        assert_eq!(decode(&[17, 0]), Err(BytecodeError::Truncated { bci: 0 }));
        assert_eq!(decode(&[196]), Err(BytecodeError::Truncated { bci: 0 }));
        assert_eq!(decode(&[196, 0]), Err(BytecodeError::BadWide { bci: 0, code: 0 }));
        assert_eq!(decode(&[196, 196, 0, 0]), Err(BytecodeError::BadWide { bci: 0, code: 196 }));
        let mut huge = vec![170, 0, 0, 0, 0, 0, 0, 0];
        huge.extend(i32::MIN.to_be_bytes());
        huge.extend(i32::MAX.to_be_bytes());
        assert_eq!(decode(&huge), Err(BytecodeError::Truncated { bci: 0 }));
        let mut bad = vec![171, 0, 0, 0, 0, 0, 0, 0];
        bad.extend((-1i32).to_be_bytes());
        assert_eq!(decode(&bad), Err(BytecodeError::BadSwitch { bci: 0 }));
        assert_eq!(instructions(&[0, 0, 17]).filter(Result::is_err).count(), 1);
    }
}
