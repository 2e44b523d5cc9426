//! The class hierarchy as compilers see it: direct subtypes of all classes and interfaces that have been loaded.
//!
//! A class is in the lists before anybody can make instances of it, and until it is unloaded. Lists, and what code has
//! assumed of them ([`super::dependencies`]), change under one lock, which is never held over a safepoint.

use parking_lot::{Mutex, MutexGuard};

use super::dependencies::Index;
use crate::class::{KlassRef, MethodRef};
use crate::link::members;
use crate::loader::data::ClassLoaderData;
use crate::symbol::FxMap;
use crate::well_known::Wk;

/// Classes that a question looks at at most.
const MOST_VISITED: usize = 500;

/// What the lock guards, beside [`crate::class::KlassCold::first_subclass`] and `next_sibling` of all classes.
#[derive(Default)]
pub(super) struct State {
    /// Classes and interfaces that name an interface (by address) among their direct superinterfaces.
    implementors: FxMap<usize, Vec<KlassRef>>,
    pub(super) index: Index,
}

static STATE: Mutex<Option<State>> = Mutex::new(None);

/// The hierarchy, locked.
pub(super) struct Hierarchy(MutexGuard<'static, Option<State>>);

impl Hierarchy {
    pub(super) fn state(&mut self) -> &mut State {
        self.0.get_or_insert_default()
    }
}

pub(super) fn lock() -> Hierarchy {
    Hierarchy(STATE.lock())
}

fn key(k: KlassRef) -> usize {
    std::ptr::from_ref(k.0) as usize
}

/// Whether there may be instances of exactly this class.
pub(super) fn is_concrete(k: KlassRef) -> bool {
    !k.is_abstract() && !k.is_interface()
}

impl Hierarchy {
    /// Puts a new class into the lists.
    pub(super) fn add(&mut self, k: KlassRef) {
        if let Some(s) = k.superclass.get()
            && !k.is_interface()
        {
            k.cold.next_sibling.set(s.cold.first_subclass.get());
            s.cold.first_subclass.set(Some(k));
        }
        for i in k.cold.interfaces.get() {
            self.state().implementors.entry(key(*i)).or_default().push(k);
        }
    }

    /// Takes classes out of the lists of their supers, those of `supers`.
    fn remove(&mut self, supers: impl Iterator<Item = KlassRef>, is_gone: impl Fn(KlassRef) -> bool) {
        for s in supers {
            let mut next = s.cold.first_subclass.take();
            let mut last: Option<KlassRef> = None;
            while let Some(k) = next {
                next = k.cold.next_sibling.take();
                if is_gone(k) {
                    continue;
                }
                match last {
                    None => s.cold.first_subclass.set(Some(k)),
                    Some(l) => l.cold.next_sibling.set(Some(k)),
                }
                last = Some(k);
            }
            if let Some(list) = self.state().implementors.get_mut(&key(s)) {
                list.retain(|k| !is_gone(*k));
            }
        }
    }

    /// Takes out a class that could not be defined.
    pub(super) fn withdraw(&mut self, k: KlassRef) {
        let supers = k.superclass.get().into_iter().chain(k.cold.interfaces.get().iter().copied());
        self.remove(supers, |x| x == k);
    }

    /// Takes dead classes out; nothing has been freed yet.
    pub(super) fn remove_dead(&mut self, dead: &[&'static ClassLoaderData]) {
        let mut supers = Vec::new();
        for data in dead {
            data.for_each_klass(|k| {
                let all = k.superclass.get().into_iter().chain(k.cold.interfaces.get().iter().copied());
                supers.extend(all.filter(|s| !s.data.is_dead()));
                self.state().implementors.remove(&key(k));
            });
        }
        supers.sort_unstable_by_key(|s: &KlassRef| s.id());
        supers.dedup();
        self.remove(supers.into_iter(), |k| k.data.is_dead());
    }

    /// Calls `f` with `k` and its subtypes, with some more than once, until it answers false. False if it has, or if there
    /// are too many.
    fn for_each_subtype(&mut self, k: KlassRef, mut f: impl FnMut(KlassRef) -> bool) -> bool {
        let mut left = MOST_VISITED;
        let mut waiting = vec![k];
        while let Some(k) = waiting.pop() {
            if left == 0 || !f(k) {
                return false;
            }
            left -= 1;
            if k.is_interface() {
                waiting.extend(self.state().implementors.get(&key(k)).into_iter().flatten());
            } else {
                let subclasses =
                    std::iter::successors(k.cold.first_subclass.get(), |s| s.cold.next_sibling.get());
                waiting.extend(subclasses.take(left + 1));
            }
        }
        true
    }

    /// See [`unique_method`].
    pub(super) fn unique_method(&mut self, k: KlassRef, index: u32) -> Option<MethodRef> {
        let mut found = None;
        let is_only = self.for_each_subtype(k, |s| {
            !is_concrete(s)
                || *found.get_or_insert_with(|| s.vtable(index as usize)) == s.vtable(index as usize)
        });
        found.filter(|m| is_only && index_of(k, *m) == Some(index))
    }

    /// See [`only_concrete`].
    pub(super) fn only_concrete(&mut self, k: KlassRef) -> Option<KlassRef> {
        if [Wk::Cloneable, Wk::Serializable].iter().any(|w| w.klass() == k) {
            return None; // arrays
        }
        let mut found = None;
        let is_only = self.for_each_subtype(k, |s| !is_concrete(s) || *found.get_or_insert(s) == s);
        found.filter(|_| is_only)
    }
}

/// Where the vtable of `k` has a method that a class below it may have inherited or declared.
pub(super) fn index_of(k: KlassRef, m: MethodRef) -> Option<u32> {
    if m.holder.is_interface() {
        members::miranda_index(k, m)
    } else {
        u32::try_from(m.vtable_index.get()).ok()
    }
}

/// The method that all concrete classes among `k` and its subclasses have at an index of their vtables.
pub fn unique_method(k: KlassRef, index: u32) -> Option<MethodRef> {
    lock().unique_method(k, index)
}

/// The one concrete class among `k` and its subtypes.
pub fn only_concrete(k: KlassRef) -> Option<KlassRef> {
    lock().only_concrete(k)
}
