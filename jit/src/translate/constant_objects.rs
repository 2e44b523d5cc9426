//! Objects of which more is known than the verifier's types: constant ones, and those of exactly one class.

use std::collections::BTreeMap;

use cranelift_codegen::ir::Value;

use super::Translator;
use crate::analysis::Locals;
use crate::compiler::Quality;
use crate::env::{ClassAddr, ClassFacts, Constant, SlotAddr};

/// What is known of an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Identity {
    /// It is an instance of exactly this class.
    pub class: ClassAddr,
    /// It is the object in this slot.
    pub object: Option<SlotAddr>,
    /// An array whose elements, once set, do not change.
    pub stable: bool,
}

/// What is known of the references in locals, by state word.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub non_null: Locals,
    pub identities: BTreeMap<usize, Identity>,
}

impl Known {
    pub fn forget(&mut self, word: usize) {
        self.non_null.remove(word);
        self.identities.remove(&word);
    }

    /// Keeps what both know.
    pub fn intersect(&mut self, other: &Known) {
        self.non_null.intersect(&other.non_null);
        self.identities.retain(|w, i| other.identities.get(w) == Some(i));
    }
}

impl Translator<'_, '_> {
    /// Notes that a value is the object in a slot of a constant.
    pub(super) fn identify(&mut self, value: Value, slot: SlotAddr, stable: bool) {
        if self.request.quality == Quality::Full
            && let Some(o) = self.env.object(slot)
        {
            self.identities.insert(value, Identity { class: o.class, object: Some(slot), stable });
        }
    }

    /// Notes that a value is an instance of exactly a class.
    pub(super) fn set_class(&mut self, value: Value, class: ClassAddr) {
        self.identities.insert(value, Identity { class, object: None, stable: false });
    }

    /// The class of which a value is known to be an instance.
    pub(super) fn exact_class(&self, value: Value) -> Option<ClassAddr> {
        Some(self.identities.get(&value)?.class)
    }

    /// The slot of the constant that a reference is known to be.
    pub(super) fn constant_object(&self, value: Value) -> Option<SlotAddr> {
        self.identities.get(&value)?.object
    }

    /// The length of an array, if it is known.
    pub(super) fn constant_length(&self, array: Value) -> Option<u32> {
        self.env.object(self.constant_object(array)?)?.length
    }

    /// The element of an array, if it is known.
    pub(super) fn constant_element(&self, array: Value, index: Value) -> Option<Constant> {
        let i = self.identities.get(&array).filter(|i| i.stable)?;
        let index = u32::try_from(self.constant_value(index)?).ok()?;
        self.env.element_value(i.object?, index)
    }

    /// Whether a reference that is not null is an instance of `c`, if that is known.
    pub(super) fn known_instance(&self, value: Value, c: &ClassFacts) -> Option<bool> {
        self.env.is_subtype(self.exact_class(value)?, c.addr)
    }

    /// Whether two references are equal, if that is known.
    pub(super) fn known_equal(&self, a: Value, b: Value) -> Option<bool> {
        Some(self.env.is_same(self.constant_object(a)?, self.constant_object(b)?))
    }
}
