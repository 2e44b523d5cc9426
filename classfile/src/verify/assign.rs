//! Assignability of reference types (JVMS §4.10.1.2), with HotSpot's reading of it: interfaces are as good as
//! `java.lang.Object`, because the instructions on them check at run time.

use super::intern::{NameId, mix, seed};
use super::types::{VType, of_base_type};
use super::{ClassToken, PendingException, check::Checker};
use crate::descriptor::BaseType;

/// Answers of the hierarchy about pairs of types, so that it is asked once per pair and class.
#[derive(Debug)]
pub(crate) struct AnswerCache {
    /// Keys are never zero, since a key's types differ.
    slots: Vec<(u64, bool)>,
    used: usize,
    seed: u64,
}

impl AnswerCache {
    pub fn new() -> Self {
        AnswerCache { slots: vec![(0, false); 64], used: 0, seed: seed() }
    }

    fn slot(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = mix(self.seed, key) as usize & mask;
        while self.slots[slot].0 != 0 && self.slots[slot].0 != key {
            slot = (slot + 1) & mask;
        }
        slot
    }

    pub fn get(&self, key: u64) -> Option<bool> {
        let (found, answer) = self.slots[self.slot(key)];
        (found == key).then_some(answer)
    }

    pub fn insert(&mut self, key: u64, answer: bool) {
        if (self.used + 1) * 2 > self.slots.len() {
            let doubled = vec![(0, false); self.slots.len() * 2];
            for (key, answer) in std::mem::replace(&mut self.slots, doubled) {
                if key != 0 {
                    let slot = self.slot(key);
                    self.slots[slot] = (key, answer);
                }
            }
        }
        let slot = self.slot(key);
        self.used += usize::from(self.slots[slot].0 == 0);
        self.slots[slot] = (key, answer);
    }
}

impl Checker<'_, '_> {
    /// Whether a value of type `from` may stand where `to` is asked for.
    #[inline]
    pub(crate) fn accepts(&mut self, to: VType, from: VType) -> Result<bool, PendingException> {
        match to.accepts_simply(from) {
            Some(answer) => Ok(answer),
            None => self.accepts_reference(to, from, false),
        }
    }

    /// The same for the receiver of a protected member (§4.10.1.8): then `java.lang.Object` is not taken for an
    /// interface.
    pub(crate) fn accepts_protected(&mut self, to: VType, from: VType) -> Result<bool, PendingException> {
        match to.accepts_simply(from) {
            Some(answer) => Ok(answer),
            None => self.accepts_reference(to, from, true),
        }
    }

    /// Both are objects or arrays, and differ.
    fn accepts_reference(
        &mut self,
        to: VType,
        from: VType,
        protected: bool,
    ) -> Result<bool, PendingException> {
        if to == self.well_known.object {
            return Ok(true);
        }
        let key = u64::from(to.bits()) << 32 | u64::from(from.bits());
        if !protected && let Some(answer) = self.answers.get(key) {
            return Ok(answer);
        }
        let answer = self.ask(to, from, protected)?;
        if !protected {
            self.answers.insert(key, answer);
        }
        Ok(answer)
    }

    fn ask(&mut self, to: VType, from: VType, protected: bool) -> Result<bool, PendingException> {
        if let (Some(to_name), true) = (to.name(), to.is_object()) {
            return self.object_accepts(to_name, from, protected);
        }
        let (Some(to), Some(from)) = (to.name(), from.is_array().then(|| from.name()).flatten()) else {
            return Ok(false);
        };
        // Strip the dimensions that both have; what remains decides.
        let (to, from) = (self.names.bytes(to), self.names.bytes(from));
        let common = to.iter().zip(from).take_while(|(a, b)| **a == b'[' && **b == b'[').count();
        let (to, from) = (to[common..].to_vec(), from[common..].to_vec());
        let (Some(to), Some(from)) = (self.component(&to), self.component(&from)) else {
            return Ok(false);
        };
        match to.accepts_simply(from) {
            _ if to == from => Ok(true),
            // Small types are no ints inside arrays.
            _ if !to.is_reference() => Ok(false),
            Some(answer) => Ok(answer),
            None if to == self.well_known.object => Ok(true),
            None => match to.name() {
                Some(name) if to.is_object() => self.object_accepts(name, from, protected),
                _ => Ok(false),
            },
        }
    }

    /// The type of an array's component, by its descriptor; `None` if that is malformed.
    pub(crate) fn component(&mut self, descriptor: &[u8]) -> Option<VType> {
        match descriptor {
            [b'[', ..] => Some(VType::array(self.names.intern_owned(descriptor))),
            [b'L', name @ .., b';'] => Some(VType::object(self.names.intern_owned(name))),
            [character] => BaseType::from_descriptor(*character).map(of_base_type),
            _ => None,
        }
    }

    fn object_accepts(&mut self, to: NameId, from: VType, protected: bool) -> Result<bool, PendingException> {
        let target = self.load_class(to)?;
        if self.hierarchy.is_interface(target) && !(protected && from == self.well_known.object) {
            let known = &self.well_known;
            let array_interface = [known.cloneable, known.serializable].contains(&VType::object(to));
            return Ok(!from.is_array() || array_interface);
        }
        match from.name() {
            Some(name) if from.is_object() => {
                let class = self.load_class(name)?;
                Ok(self.hierarchy.is_subclass(class, target))
            }
            _ => Ok(false),
        }
    }

    /// Loads a class by name; the class under verification is there already.
    pub(crate) fn load_class(&mut self, name: NameId) -> Result<ClassToken, PendingException> {
        if VType::object(name) == self.this_type {
            return Ok(self.hierarchy.current());
        }
        let Checker { hierarchy, names, .. } = self;
        hierarchy.load(names.bytes(name))
    }
}
