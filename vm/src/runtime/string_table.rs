//! The table of interned strings (JLS §3.10.5): a hash table of weak references.
//!
//! An entry dies with its string. Young collections look only at entries that were made, or survived as young ones,
//! since the last collection.

use std::cell::Cell;

use gc::{Fate, Handle, NarrowRef, ObjRef};
use parking_lot::Mutex;

use super::strings;
use crate::thread::Scope;
use crate::vm::try_vm;

/// Ends a chain.
const NONE: u32 = u32::MAX;

struct Entry {
    hash: u32,
    /// Index of the next entry in the bucket's, or the free entries', chain.
    next: u32,
    /// Null: the entry is free.
    string: Cell<NarrowRef>,
}

/// A hash table with chains of entries, which keep their indices.
struct Table {
    /// First entry by hash; a power of two.
    buckets: Vec<u32>,
    entries: Vec<Entry>,
    free: u32,
    used: usize,
    /// Entries whose strings may be young.
    young: Vec<u32>,
}

static TABLE: Mutex<Table> =
    Mutex::new(Table { buckets: Vec::new(), entries: Vec::new(), free: NONE, used: 0, young: Vec::new() });

fn hash(key: &[u16]) -> u32 {
    let h = key.iter().fold(key.len() as u64, |h, &c| {
        (h.rotate_left(5) ^ u64::from(c)).wrapping_mul(0x517c_c1b7_2722_0a95)
    });
    (h >> 32) as u32
}

impl Table {
    fn find(&self, hash: u32, is: impl Fn(NarrowRef) -> bool) -> Option<u32> {
        let mut i = *self.buckets.get(hash as usize & self.buckets.len().wrapping_sub(1))?;
        while i != NONE {
            let e = &self.entries[i as usize];
            if e.hash == hash && is(e.string.get()) {
                return Some(i);
            }
            i = e.next;
        }
        None
    }

    fn insert(&mut self, hash: u32, string: NarrowRef) -> u32 {
        if self.used >= self.buckets.len() {
            self.grow();
        }
        let bucket = hash as usize & (self.buckets.len() - 1);
        let entry = Entry { hash, next: self.buckets[bucket], string: Cell::new(string) };
        let i = if self.free == NONE {
            self.entries.push(entry);
            (self.entries.len() - 1) as u32
        } else {
            let i = self.free;
            self.free = self.entries[i as usize].next;
            self.entries[i as usize] = entry;
            i
        };
        self.buckets[bucket] = i;
        self.used += 1;
        i
    }

    fn grow(&mut self) {
        let size = (2 * self.buckets.len()).max(1024);
        self.buckets = vec![NONE; size];
        for i in 0..self.entries.len() {
            let e = &mut self.entries[i];
            if !e.string.get().is_null() {
                let bucket = e.hash as usize & (size - 1);
                e.next = std::mem::replace(&mut self.buckets[bucket], i as u32);
            }
        }
    }

    fn remove(&mut self, i: u32) {
        let hash = self.entries[i as usize].hash;
        let bucket = hash as usize & (self.buckets.len() - 1);
        let next = self.entries[i as usize].next;
        let mut at = self.buckets[bucket];
        if at == i {
            self.buckets[bucket] = next;
        } else {
            while self.entries[at as usize].next != i {
                at = self.entries[at as usize].next;
            }
            self.entries[at as usize].next = next;
        }
        let e = &mut self.entries[i as usize];
        e.string.set(NarrowRef::NULL);
        e.next = std::mem::replace(&mut self.free, i);
        self.used -= 1;
    }

    /// Lets `fate` decide on an entry in use; false when it is gone.
    fn decide(&mut self, i: u32, fate: impl FnOnce(NarrowRef) -> Option<NarrowRef>) -> bool {
        let string = &self.entries[i as usize].string;
        match fate(string.get()) {
            Some(n) => string.set(n),
            None => self.remove(i),
        }
        !self.entries[i as usize].string.get().is_null()
    }
}

fn is_young(n: NarrowRef) -> bool {
    try_vm().is_some_and(|vm| vm.heap.is_young(n))
}

/// The interned string with these UTF-16 code units.
pub fn lookup<'s>(t: &Scope<'s>, key: &[u16]) -> Option<Handle<'s>> {
    let table = TABLE.lock();
    let i = table.find(hash(key), |n| is(t, n, key))?;
    // SAFETY: the table's strings are alive; nothing collects while the token is borrowed.
    unsafe { t.handle_from(table.entries[i as usize].string.get()) }
}

fn is(_token: &Scope<'_>, n: NarrowRef, key: &[u16]) -> bool {
    // SAFETY: as in `lookup`.
    unsafe { n.decode() }.is_some_and(|s: ObjRef<'_>| strings::equals_units(s, key))
}

/// Interns `string`, whose code units are `key`, unless an equal one is there; returns that which is.
pub fn add<'s>(t: &Scope<'s>, key: &[u16], string: Handle<'_>) -> Handle<'s> {
    let mut table = TABLE.lock();
    let hash = hash(key);
    let i = table.find(hash, |n| is(t, n, key)).unwrap_or_else(|| {
        let i = table.insert(hash, string.narrow());
        if is_young(string.narrow()) {
            table.young.push(i);
        }
        i
    });
    // SAFETY: as in `lookup`.
    unsafe { t.handle_from(table.entries[i as usize].string.get()) }.expect("entries in use hold no null")
}

/// Number of interned strings.
pub fn len() -> usize {
    TABLE.lock().used
}

/// In a young collection, when it is known which objects survive: young strings get their new place or are forgotten.
pub fn process_young(fate: &Fate<'_>) {
    let mut table = TABLE.lock();
    let mut young = std::mem::take(&mut table.young);
    young.retain(|&i| {
        table.decide(i, |n| if is_young(n) { fate(n) } else { Some(n) })
            && is_young(table.entries[i as usize].string.get())
    });
    table.young = young;
}

/// When it is known of all objects whether they live: dead strings are forgotten, the others get their place.
pub fn process_all(fate: &Fate<'_>) {
    let mut table = TABLE.lock();
    for i in 0..table.entries.len() as u32 {
        if !table.entries[i as usize].string.get().is_null() {
            table.decide(i, fate);
        }
    }
    let table = &mut *table;
    table.young.retain(|&i| !table.entries[i as usize].string.get().is_null());
}

/// Calls `f` with the slot of every string.
pub fn for_each_slot(f: &mut dyn FnMut(&Cell<NarrowRef>)) {
    for e in &TABLE.lock().entries {
        if !e.string.get().is_null() {
            f(&e.string);
        }
    }
}

/// After a full collection: forgets which strings are young, as far as they no longer are.
pub fn forget_old() {
    let table = &mut *TABLE.lock();
    table.young.retain(|&i| is_young(table.entries[i as usize].string.get()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty() -> Table {
        Table { buckets: Vec::new(), entries: Vec::new(), free: NONE, used: 0, young: Vec::new() }
    }

    #[test]
    fn entries_are_found_until_they_are_removed() {
        let mut t = empty();
        let all: Vec<u32> = (1..5000u32).map(|n| t.insert(n % 700, NarrowRef(n))).collect();
        let find = |t: &Table, n: u32| t.find(n % 700, |x| x == NarrowRef(n));
        assert!((1..5000).all(|n| find(&t, n) == Some(all[n as usize - 1])));
        for n in (1..5000).filter(|n| n % 3 == 0) {
            assert!(!t.decide(all[n as usize - 1], |_| None));
        }
        assert!((1..5000).all(|n| find(&t, n).is_some() == (n % 3 != 0)));
        assert_eq!(t.used, 4999 - 1666);
        let again = t.insert(9, NarrowRef(9));
        assert!((again as usize) < 4999, "a free entry is used again");
        assert_eq!(t.find(9, |x| x == NarrowRef(9)), Some(again));
        assert!(t.decide(again, |_| Some(NarrowRef(10_000))));
        assert_eq!(t.find(9, |x| x == NarrowRef(10_000)), Some(again));
    }

    #[test]
    fn nothing_is_found_in_an_empty_table() {
        assert_eq!(empty().find(7, |_| true), None);
    }
}
