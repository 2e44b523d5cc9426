//! The model: the same object graph as in the heap, in Rust, where nothing moves; and what `java.lang.ref` says about it.

use std::collections::HashMap;

use gc::{Strength, TypeKind};

use crate::classes::{Class, ClassIndex, Classes};

/// Number of an object in the model; 0 is null. Reused after objects are forgotten.
pub type Id = u32;
/// Number of a loader.
pub type LoaderIndex = usize;

/// An object.
#[derive(Clone, Debug)]
pub struct Object {
    pub class: ClassIndex,
    /// Unique; stands in the object when its class has room for it, and determines an array's contents.
    pub stamp: u32,
    /// Length of an array, number of static reference fields of a mirror.
    pub length: usize,
    /// Targets of the strong fields, in the order of [`Class::field`].
    pub refs: Vec<Id>,
    /// The mark word without age.
    pub mark: u32,
    /// Of references.
    pub referent: Id,
    pub timestamp: i64,
    /// Has been enqueued: its `next` is itself, and it is never looked at again.
    pub enqueued: bool,
    /// In the pending list.
    pub pending: bool,
    /// Of mirrors and class loaders: the loader that they keep.
    pub loader: Option<LoaderIndex>,
    /// Existed at an earlier collection, so it may be old.
    pub seen: bool,
    /// Address, as of the collection numbered `epoch`.
    pub addr: usize,
    pub epoch: u64,
}

/// A loader of classes that can be unloaded: its root slots' targets are in `keeps`.
#[derive(Debug, Default)]
pub struct Loader {
    pub keeps: Vec<Id>,
    pub classes: Vec<ClassIndex>,
    pub unloaded: bool,
}

/// The graph.
pub struct Model {
    pub classes: Classes,
    objects: Vec<Option<Object>>,
    free: Vec<Id>,
    pub loaders: Vec<Loader>,
    next_stamp: u32,
    /// References by their stamps.
    references: HashMap<u32, Id>,
}

/// A set of objects.
#[derive(Clone)]
pub struct Set {
    bits: Vec<bool>,
    pub loaders: Vec<bool>,
}

impl Set {
    pub fn has(&self, id: Id) -> bool {
        self.bits[id as usize]
    }
}

impl Model {
    pub fn new() -> Model {
        Model {
            classes: Classes::new(),
            objects: vec![None],
            free: Vec::new(),
            loaders: Vec::new(),
            next_stamp: 1,
            references: HashMap::new(),
        }
    }

    pub fn class(&self, id: Id) -> &Class {
        self.classes.get(self.at(id).class)
    }

    pub fn at(&self, id: Id) -> &Object {
        self.objects[id as usize].as_ref().expect("an object of the model")
    }

    pub fn at_mut(&mut self, id: Id) -> &mut Object {
        self.objects[id as usize].as_mut().expect("an object of the model")
    }

    /// A stamp that no object has yet.
    pub fn stamp(&mut self) -> u32 {
        self.next_stamp += 1;
        self.next_stamp - 1
    }

    /// Adds an object whose fields are null.
    pub fn add(&mut self, class: ClassIndex, length: usize, stamp: u32, mark: u32) -> Id {
        let c = self.classes.get(class);
        let object = Object {
            class,
            stamp,
            length,
            refs: vec![0; c.field_count(length)],
            mark,
            referent: 0,
            timestamp: 0,
            enqueued: false,
            pending: false,
            loader: None,
            seen: false,
            addr: 0,
            epoch: 0,
        };
        let is_reference = c.kind == TypeKind::Reference;
        let id = self.free.pop().unwrap_or_else(|| {
            self.objects.push(None);
            self.objects.len() as Id - 1
        });
        self.objects[id as usize] = Some(object);
        if is_reference {
            self.references.insert(stamp, id);
        }
        id
    }

    /// The reference with this stamp.
    pub fn reference(&self, stamp: u32) -> Option<Id> {
        self.references.get(&stamp).copied()
    }

    /// All references of the model.
    pub fn references(&self) -> impl Iterator<Item = Id> + '_ {
        self.references.values().copied()
    }

    /// Bytes of the object.
    pub fn size(&self, id: Id) -> usize {
        self.class(id).object_size(self.at(id).length)
    }

    /// All objects of the model.
    pub fn ids(&self) -> impl Iterator<Item = Id> + '_ {
        (1..self.objects.len() as Id).filter(|&id| self.objects[id as usize].is_some())
    }

    pub fn strength(&self, id: Id) -> Option<Strength> {
        let c = self.class(id);
        (c.kind == TypeKind::Reference).then_some(c.strength)
    }

    /// A reference that the collector may still clear or enqueue.
    pub fn active(&self, id: Id) -> bool {
        let o = self.at(id);
        o.referent != 0 && !o.enqueued
    }

    /// What can be reached from `roots`. `follow` says whether an active reference counts as strong.
    pub fn reach(&self, roots: &[Id], follow: &dyn Fn(Id) -> bool) -> Set {
        let mut set = Set { bits: vec![false; self.objects.len()], loaders: vec![false; self.loaders.len()] };
        let mut work: Vec<Id> = roots.to_vec();
        while let Some(id) = work.pop() {
            if id == 0 || std::mem::replace(&mut set.bits[id as usize], true) {
                continue;
            }
            let o = self.at(id);
            work.extend_from_slice(&o.refs);
            let c = self.classes.get(o.class);
            for l in [o.loader, c.loader].into_iter().flatten() {
                if !std::mem::replace(&mut set.loaders[l], true) {
                    assert!(!self.loaders[l].unloaded, "an unloaded class is in use");
                    work.extend_from_slice(&self.loaders[l].keeps);
                }
            }
            if o.referent != 0 && (o.enqueued || follow(id)) {
                work.push(o.referent);
            }
        }
        set
    }

    /// Bytes of a set's objects.
    pub fn bytes(&self, set: &Set) -> usize {
        self.ids().filter(|&id| set.has(id)).map(|id| self.size(id)).sum()
    }

    /// Forgets all objects that are not in `keep`.
    pub fn forget(&mut self, keep: &Set) {
        for id in 1..self.objects.len() {
            if !keep.bits[id]
                && let Some(o) = self.objects[id].take()
            {
                self.references.remove(&o.stamp);
                self.free.push(id as Id);
            }
        }
    }
}
