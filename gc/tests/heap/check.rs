//! After each collection: is the heap what the model says?
//!
//! The model decides what must be alive and which references must, or must not, have been cleared. Where a collector is free
//! to choose (a young collection need not find what is dead among old objects), the model takes over what
//! it finds. Reachability is computed twice, with the fewest and with the most references counted as strong, because a reference
//! which itself was reached late (only through a finalizable object) may be treated either way.

use std::collections::{HashMap, HashSet};

use gc::client::{Kind, Report, Request};
use gc::object::{ALIGNMENT, MIRROR_SIZE, MIRROR_STATIC_REFS};
use gc::{Heap, NarrowRef, Strength, TypeKind};

use crate::classes::REFERENCE;
use crate::memory::{address, filled, load, mark, object, read32};
use crate::model::{Id, LoaderIndex, Set};
use crate::process;
use crate::world::{Root, State, World};

/// What the model expects of a collection.
struct Verdicts {
    /// Strong, or kept by a soft reference that is to be kept.
    soft_least: Set,
    /// As much as may have been treated so.
    soft_most: Set,
    /// With what finalisation brings back.
    final_least: Set,
    final_most: Set,
    /// Nothing dead may be left.
    full: bool,
}

impl Verdicts {
    fn new(world: &World, state: &State, request: &Request, report: &Report, found: &[Id]) -> Verdicts {
        let model = &state.model;
        let mut roots = state.strong_roots();
        let full = exact(report);
        if !full {
            roots.extend(model.loaders.iter().filter(|l| !l.unloaded).flat_map(|l| &l.keeps));
        }
        // the policy of java.lang.ref.SoftReference: idle for no more than a time for each free megabyte
        let free = (world.heap.max_bytes() - report.before.old.used) as u64 >> 20;
        let idle = free.saturating_mul(world.settings.config.soft_ms_per_mb);
        let clock = state.clock;
        let kept = |id: Id| {
            let o = model.at(id);
            model.strength(id) == Some(Strength::Soft)
                && !request.clear_soft
                && (clock - o.timestamp) as u64 <= idle
        };
        let soft_least = model.reach(&roots, &kept);
        // references that only finalisation brings back may be treated either way
        let late = |id: Id| kept(id) || !soft_least.has(id);
        let finals = found.iter().filter(|&&id| model.strength(id) == Some(Strength::Final));
        roots.extend(finals.map(|&id| model.at(id).referent));
        let final_least = model.reach(&roots, &kept);
        // a young collection before the full one may have found references that are dead, or dead no more
        let escalated = full && request.kind == Kind::Young && !report.marked;
        if escalated {
            roots.extend(found);
        }
        let final_most = model.reach(&roots, &late);
        let soft_most = if escalated { final_most.clone() } else { soft_least.clone() };
        Verdicts { soft_least, soft_most, final_least, final_most, full }
    }

    /// Asserts that what became of an active reference is right.
    fn judge(&self, state: &State, id: Id, enqueued: bool) {
        let referent = state.model.at(id).referent;
        let strength = state.model.strength(id).expect("a reference");
        let (least, most) = match strength {
            Strength::Phantom => (&self.final_least, &self.final_most),
            _ => (&self.soft_least, &self.soft_most),
        };
        let what = || format!("{strength:?} reference {id}, referent {referent}");
        if enqueued {
            assert!(!least.has(referent), "{}: enqueued, but its referent is reachable", what());
            assert!(!self.full || self.final_most.has(id), "{}: enqueued, but it is dead", what());
        } else if self.full && self.soft_least.has(id) {
            assert!(most.has(referent), "{}: left alone, but its referent is not reachable", what());
        }
    }
}

/// Whether the whole heap was marked: nothing dead is taken for alive.
fn exact(report: &Report) -> bool {
    report.kind == Kind::Full || report.marked
}

/// Compares heap and model after a collection, and lets the model forget what is dead.
pub fn after_collection(
    world: &World,
    state: &mut State,
    unloaded: Vec<LoaderIndex>,
    request: &Request,
    report: &Report,
) {
    let heap = &world.heap;
    state.epoch += 1;
    let found = new_pending(heap, state);
    let verdicts = Verdicts::new(world, state, request, report, &found);
    for &id in &found {
        assert!(state.model.active(id), "reference {id} is enqueued again");
        verdicts.judge(state, id, true);
    }
    unload(state, &verdicts, unloaded);
    let before = found.iter().map(|&id| (id, state.model.at(id).referent)).collect();
    let mut walk = Walk { heap, verdicts: &verdicts, found: before, work: Vec::new() };
    walk.roots(state, &found);
    walk.run(state);
    for &id in found.iter().rev() {
        state.pending.push_front(id);
    }
    check_atomic(state, &walk);
    let spans = check_spans(state);
    state.found = spans.iter().map(|s| s.1 - s.0).sum();
    state.live = state.found;
    if state.rng.percent(30) {
        check_heap_walk(heap, &spans, report);
    }
    if process::traces() {
        println!(
            "{}: {:?} {:?} -> {:?}{}, {} bytes alive, {} references enqueued, {} loaders, {:?}",
            state.epoch,
            request.cause,
            request.kind,
            report.kind,
            if report.marked { " marked" } else { "" },
            state.found,
            found.len(),
            state.model.loaders.iter().filter(|l| !l.unloaded).count(),
            report.after
        );
    }
    check_report(heap, state, report, request, &found);
    forget(state, report);
}

/// The references that have been put in front of the pending list; the rest of it must be as before.
fn new_pending(heap: &Heap, state: &State) -> Vec<Id> {
    let mut ids = Vec::new();
    let mut at = address(state.pending_head.get());
    while at != 0 {
        assert!(heap.contains(at), "pending list: {at:#x} is not in use");
        let class = state.model.classes.by_id(object(at).class_id());
        assert!(class.kind == TypeKind::Reference, "pending list: {class:?}");
        let stamp = read32(at + class.stamp);
        let id = state.model.reference(stamp);
        ids.push(
            id.unwrap_or_else(|| panic!("pending list: unknown {:?} reference {stamp}", class.strength)),
        );
        assert!(ids.len() < 10_000_000, "the pending list has no end");
        at = address(load(at, REFERENCE.discovered));
    }
    let new = ids.len().checked_sub(state.pending.len()).expect("nothing vanishes from the pending list");
    assert!(ids[new..].iter().eq(state.pending.iter()), "the rest of the pending list has changed");
    let distinct: HashSet<Id> = ids[..new].iter().copied().collect();
    assert_eq!(distinct.len(), new, "a reference is enqueued twice");
    ids.truncate(new);
    ids
}

fn unload(state: &mut State, verdicts: &Verdicts, unloaded: Vec<LoaderIndex>) {
    for l in 0..state.model.loaders.len() {
        let gone = unloaded.contains(&l);
        if gone {
            assert!(!verdicts.final_least.loaders[l], "loader {l} was unloaded, but it is reachable");
            state.model.loaders[l].unloaded = true;
            state.model.loaders[l].keeps.clear();
            state.loader_slots[l].clear();
            state.totals.unloaded += 1;
        } else if verdicts.full && !state.model.loaders[l].unloaded {
            assert!(verdicts.final_most.loaders[l], "loader {l} is not reachable, but was not unloaded");
        }
    }
}

/// A walk through heap and model at the same time.
struct Walk<'a> {
    heap: &'a Heap,
    verdicts: &'a Verdicts,
    /// References that were enqueued, with their referents.
    found: HashMap<Id, Id>,
    work: Vec<(Id, usize)>,
}

impl Walk<'_> {
    fn push(&mut self, id: Id, n: NarrowRef, what: std::fmt::Arguments<'_>) {
        assert!((id == 0) == n.is_null(), "{what}: object {id} of the model, {n:?} in the heap");
        if id != 0 {
            self.work.push((id, n.address()));
        }
    }

    fn roots(&mut self, state: &State, found: &[Id]) {
        let loaders = state.loader_slots.iter().flatten();
        for Root { slot, id } in state.roots.iter().chain(&state.pins).chain(loaders) {
            self.push(*id, slot.get(), format_args!("root"));
        }
        let mut at = state.pending_head.get();
        for &id in found.iter().chain(&state.pending) {
            self.push(id, at, format_args!("pending list"));
            at = load(at.address(), REFERENCE.discovered);
        }
    }

    fn run(&mut self, state: &mut State) {
        self.drain(state);
        for i in 0..state.weak.len() {
            let Root { slot, id } = &state.weak[i];
            let (id, n) = (*id, slot.get());
            if id != 0 && n.is_null() {
                assert!(!self.verdicts.final_least.has(id), "weak slot cleared, but {id} is reachable");
                state.weak[i] = Root::default();
            } else {
                assert!(
                    id == 0 || !self.verdicts.full || self.verdicts.final_most.has(id),
                    "weak slot left alone, but {id} is not reachable"
                );
                self.push(id, n, format_args!("weak slot"));
            }
        }
        self.drain(state);
    }

    fn drain(&mut self, state: &mut State) {
        while let Some((id, addr)) = self.work.pop() {
            let epoch = state.epoch;
            let o = state.model.at_mut(id);
            if o.epoch == epoch {
                assert_eq!(o.addr, addr, "object {id} is in two places");
                continue;
            }
            o.epoch = epoch;
            o.addr = addr;
            self.object(state, id, addr);
            if state.model.class(id).kind == TypeKind::Reference {
                self.reference(state, id, addr);
            }
        }
    }

    /// The object itself, and its strong fields.
    fn object(&mut self, state: &State, id: Id, addr: usize) {
        let (o, c) = (state.model.at(id), state.model.class(id));
        let what = format_args!("object {id} at {addr:#x}, {:?} {}", c.kind, c.id);
        assert!(addr.is_multiple_of(ALIGNMENT) && self.heap.contains(addr), "{what}: not in the heap");
        assert_eq!(object(addr).class_id(), c.id, "{what}: class");
        assert_eq!(mark(addr), o.mark, "{what}: mark word");
        if c.stamp != 0 {
            assert_eq!(read32(addr + c.stamp), o.stamp, "{what}: stamp");
        }
        if c.is_array() {
            assert_eq!(object(addr).length(), o.length, "{what}: length");
        }
        match c.kind {
            TypeKind::PrimArray => {
                assert!(filled(addr, c, o.length, o.stamp), "{what}: contents");
            }
            TypeKind::Mirror => {
                assert_eq!(read32(addr + MIRROR_SIZE) as usize, c.object_size(o.length), "{what}: size");
                assert_eq!(read32(addr + MIRROR_STATIC_REFS) as usize, o.length, "{what}: static fields");
            }
            _ => {}
        }
        for (i, &target) in o.refs.iter().enumerate() {
            self.push(target, load(addr, c.field(i)), format_args!("{what}, field {i}"));
        }
    }

    /// The fields of a reference that the collector treats apart.
    fn reference(&mut self, state: &mut State, id: Id, addr: usize) {
        let referent = load(addr, REFERENCE.referent);
        let found = self.found.contains_key(&id);
        let is_final = state.model.strength(id) == Some(Strength::Final);
        if found {
            let o = state.model.at_mut(id);
            o.pending = true;
            o.enqueued = true;
            if !is_final {
                assert!(referent.is_null(), "reference {id} is enqueued, but not cleared");
                o.referent = 0;
            }
        } else if state.model.active(id) {
            self.verdicts.judge(state, id, false);
        }
        let o = state.model.at(id);
        self.push(o.referent, referent, format_args!("referent of {id}"));
        let next = if o.enqueued { addr } else { 0 };
        assert_eq!(address(load(addr, REFERENCE.next)), next, "reference {id}: next");
        if !o.pending {
            assert!(load(addr, REFERENCE.discovered).is_null(), "reference {id}: discovered");
        }
    }
}

/// Weak references to one object are cleared together.
fn check_atomic(state: &State, walk: &Walk<'_>) {
    let mut left = HashSet::new();
    let epoch = state.epoch;
    let weak = |id: Id| walk.verdicts.soft_least.has(id) && state.model.strength(id) == Some(Strength::Weak);
    for id in state.model.references().filter(|&id| weak(id) && state.model.at(id).epoch == epoch) {
        left.insert(state.model.at(id).referent);
    }
    for (_, referent) in walk.found.iter().filter(|&(&id, _)| weak(id)) {
        assert!(!left.contains(referent), "one of two weak references to {referent} was cleared");
    }
}

/// The places of all objects, in order: none overlaps another.
fn check_spans(state: &State) -> Vec<(usize, usize)> {
    let model = &state.model;
    let alive = model.ids().filter(|&id| model.at(id).epoch == state.epoch);
    let mut spans: Vec<(usize, usize)> =
        alive.map(|id| (model.at(id).addr, model.at(id).addr + model.size(id))).collect();
    spans.sort_unstable();
    for pair in spans.windows(2) {
        assert!(pair[0].1 <= pair[1].0, "objects overlap: {pair:x?}");
    }
    spans
}

/// Walking the heap meets every live object.
fn check_heap_walk(heap: &Heap, spans: &[(usize, usize)], report: &Report) {
    let mut expected = spans.iter().peekable();
    let (mut last, mut bytes) = (0, 0);
    // SAFETY: the world is stopped.
    unsafe {
        heap.for_each_object(|o| {
            assert!(o.addr() >= last, "the walk goes back");
            last = o.addr() + o.size();
            bytes += o.size();
            if expected.peek().is_some_and(|s| s.0 == o.addr()) {
                let span = expected.next().expect("just seen");
                assert_eq!(span.1, last, "end of the object at {:#x}", o.addr());
            }
        });
    }
    assert!(expected.peek().is_none(), "the walk misses {:x?}", expected.peek());
    let live: usize = spans.iter().map(|s| s.1 - s.0).sum();
    assert!(!exact(report) || bytes == live, "{bytes} bytes walked, {live} alive");
}

fn check_report(heap: &Heap, state: &mut State, report: &Report, request: &Request, found: &[Id]) {
    assert!(report.kind == Kind::Full || request.kind == Kind::Young);
    assert_eq!(report.cause, request.cause);
    assert_eq!(report.after, heap.spaces(), "spaces");
    assert!(report.after.used() >= state.found, "{:?}, {} alive", report.after, state.found);
    assert!(report.after.used() <= report.after.committed(), "{:?}", report.after);
    let mut enqueued = [0; 4];
    for &id in found {
        enqueued[state.model.strength(id).expect("a reference") as usize] += 1;
    }
    assert_eq!(report.enqueued, enqueued, "references enqueued");
    let t = &mut state.totals;
    t.promoted += report.promoted;
    t.marked += u64::from(report.marked);
    t.old_regions += report.old_regions;
    t.failed += u64::from(report.evacuation_failed);
    *(if report.kind == Kind::Full { &mut t.full } else { &mut t.young }) += 1;
    for (sum, n) in t.enqueued.iter_mut().zip(enqueued) {
        *sum += n;
    }
}

/// Lets the model forget what is dead. After a young collection dead objects that were there before may be
/// old: they and what they refer to may come back through references that are enqueued.
fn forget(state: &mut State, report: &Report) {
    let epoch = state.epoch;
    let full = exact(report);
    let model = &mut state.model;
    let keep: Vec<Id> =
        model.ids().filter(|&id| model.at(id).epoch == epoch || !full && model.at(id).seen).collect();
    for &id in &keep {
        model.at_mut(id).seen = true;
    }
    let keep = model.reach(&keep, &|_| true);
    model.forget(&keep);
}

/// After an allocation failed in spite of all collections: does what is alive really fill the heap?
pub fn out_of_memory(world: &World, state: &State, size: usize) {
    let (heap, model) = (&world.heap, &state.model);
    let region = heap.region_bytes();
    let (mut small, mut large, mut largest, mut gaps) = (0, 0, 0, 0);
    for id in model.ids() {
        let size = model.size(id);
        if size > region / 2 {
            large += size.div_ceil(region);
            gaps += 1;
        } else {
            small += size;
            largest = largest.max(size);
        }
    }
    let regions = heap.max_bytes() / region;
    // a region's end stays empty when the next block of objects does not fit
    let dense = small.div_ceil(region - largest - 512) + state.pins.len();
    let needed = dense + large + size.div_ceil(region).max(1) + 1;
    // The last collection has moved large objects, too, but kept the order of all objects: in front of each large one a part of
    // a region may be empty. Nothing moves that is pinned.
    let is_large = size > region / 2;
    let needed = if is_large { needed + gaps } else { needed };
    let scattered = is_large && !state.pins.is_empty();
    assert!(
        needed > regions || scattered,
        "no room for {size} bytes: {small} bytes in small objects (up to {largest}), {large} regions of large ones, \
         {regions} regions; {:?}",
        heap.spaces()
    );
}
