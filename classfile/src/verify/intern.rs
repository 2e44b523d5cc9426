//! The names of one verified class: class names and array descriptors, each with a small id.
//!
//! Most names are slices of the class file; the few that the verifier builds (the array that `anewarray` makes)
//! are owned. The hash is keyed by a random seed of the process, so that a class file cannot choose names that
//! collide.

use crate::mutf8;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::OnceLock;

/// The id of an interned name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct NameId(pub u32);

/// The seed of all hashes of the verifier in this process.
pub(crate) fn seed() -> u64 {
    static SEED: OnceLock<u64> = OnceLock::new();
    *SEED.get_or_init(|| RandomState::new().build_hasher().finish() | 1)
}

/// Mixes 64 bits into a hash: the two halves of the full product, folded.
#[inline]
pub(crate) fn mix(hash: u64, word: u64) -> u64 {
    let product = u128::from(hash ^ word) * 0x9e37_79b9_7f4a_7c15_u128;
    (product as u64) ^ ((product >> 64) as u64)
}

fn hash_of(seed: u64, bytes: &[u8]) -> u32 {
    let mut hash = seed ^ bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        hash = mix(hash, u64::from_le_bytes(chunk.try_into().unwrap_or_default()));
    }
    let mut last = [0; 8];
    last[..chunks.remainder().len()].copy_from_slice(chunks.remainder());
    let hash = mix(mix(hash, u64::from_le_bytes(last)), seed);
    (hash ^ (hash >> 32)) as u32
}

#[derive(Debug)]
enum Text<'a> {
    Borrowed(&'a [u8]),
    Owned(Box<[u8]>),
}

impl Text<'_> {
    fn bytes(&self) -> &[u8] {
        match self {
            Text::Borrowed(bytes) => bytes,
            Text::Owned(bytes) => bytes,
        }
    }
}

/// The table of names: an open-addressing index of ids over the texts.
#[derive(Debug)]
pub(crate) struct Names<'a> {
    seed: u64,
    /// Ids plus one; zero is free. The length is a power of two, at least twice the number of names.
    slots: Vec<u32>,
    texts: Vec<(u32, Text<'a>)>,
    overflowed: bool,
}

/// Ids must fit beside the kind in the 32 bits of a verification type.
const MAX_NAMES: usize = 1 << 27;

impl<'a> Names<'a> {
    pub fn new() -> Self {
        Names { seed: seed(), slots: vec![0; 128], texts: Vec::with_capacity(64), overflowed: false }
    }

    /// Whether more names were asked for than there are ids. Types can then no longer be told apart, and the
    /// class must be refused.
    pub fn overflowed(&self) -> bool {
        self.overflowed
    }

    fn find(&self, hash: u32, bytes: &[u8]) -> Result<NameId, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            match self.slots[slot] {
                0 => return Err(slot),
                id => {
                    let (other_hash, text) = &self.texts[id as usize - 1];
                    if *other_hash == hash && text.bytes() == bytes {
                        return Ok(NameId(id - 1));
                    }
                }
            }
            slot = (slot + 1) & mask;
        }
    }

    fn insert(&mut self, hash: u32, slot: usize, text: Text<'a>) -> NameId {
        if self.texts.len() >= MAX_NAMES {
            self.overflowed = true;
            return NameId(0);
        }
        self.texts.push((hash, text));
        self.slots[slot] = self.texts.len() as u32;
        let id = NameId(self.texts.len() as u32 - 1);
        if self.texts.len() * 2 > self.slots.len() {
            self.grow();
        }
        id
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 2 - 1;
        let mut slots = vec![0; mask + 1];
        for (id, (hash, _)) in self.texts.iter().enumerate() {
            let mut slot = *hash as usize & mask;
            while slots[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            slots[slot] = id as u32 + 1;
        }
        self.slots = slots;
    }

    /// The id of a name in the class file.
    pub fn intern(&mut self, bytes: &'a [u8]) -> NameId {
        let hash = hash_of(self.seed, bytes);
        match self.find(hash, bytes) {
            Ok(id) => id,
            Err(slot) => self.insert(hash, slot, Text::Borrowed(bytes)),
        }
    }

    /// The id of a name that is not in the class file as such.
    pub fn intern_owned(&mut self, bytes: &[u8]) -> NameId {
        let hash = hash_of(self.seed, bytes);
        match self.find(hash, bytes) {
            Ok(id) => id,
            Err(slot) => self.insert(hash, slot, Text::Owned(bytes.into())),
        }
    }

    /// The bytes of a name.
    #[inline]
    pub fn bytes(&self, id: NameId) -> &[u8] {
        self.texts.get(id.0 as usize).map_or(&[], |(_, text)| text.bytes())
    }

    /// A name as messages show it.
    pub fn text(&self, id: NameId) -> String {
        mutf8::to_string(self.bytes(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_names_share_an_id() {
        let mut names = Names::new();
        let texts: Vec<String> = (0..5000).map(|i| format!("pkg/Class{i}")).collect();
        let ids: Vec<NameId> = texts.iter().map(|text| names.intern(text.as_bytes())).collect();
        for (id, text) in ids.iter().zip(&texts) {
            assert_eq!(names.intern_owned(text.as_bytes()), *id);
            assert_eq!(names.text(*id), *text);
        }
        assert_eq!(ids.iter().map(|id| id.0).max(), Some(4999));
    }
}
