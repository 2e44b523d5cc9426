//! Small scenes, for tests that say step by step what happens.

use gc::Strength;
use gc::client::{Cause, Kind};

use crate::classes::{ClassIndex, LOADER, MIRROR, REFERENCE};
use crate::memory::{self, address, load, store};
use crate::model::{Id, LoaderIndex};
use crate::world::{Root, Settings, TEMPS, World};

/// A world of one thread in which the test names the objects by their root slots.
pub struct Scene {
    pub world: World,
    next: usize,
}

/// A root slot that holds an object.
#[derive(Clone, Copy, Debug)]
pub struct Held(usize);

impl Scene {
    pub fn new(settings: Settings) -> Scene {
        Scene { world: World::new(Settings { live: usize::MAX, roots: 1000, ..settings }), next: TEMPS }
    }

    /// A scene in a heap of 32 megabytes.
    pub fn small() -> Scene {
        Scene::new(Settings::new(32, 0))
    }

    /// A new object; `length` as for `World::new_object`.
    pub fn object(&mut self, class: ClassIndex, length: usize) -> Held {
        let (id, addr) = self.world.new_object(0, class, length).expect("room");
        self.hold(id, addr)
    }

    fn hold(&mut self, id: Id, addr: usize) -> Held {
        self.world.state().set_root(self.next, id, addr);
        self.next += 1;
        Held(self.next - 1)
    }

    /// A new reference to an object.
    pub fn reference(&mut self, class: ClassIndex, referent: Held) -> Held {
        let r = self.object(class, 0);
        let mut state = self.world.state();
        let (id, addr) = (state.roots[r.0].id, state.roots[r.0].addr());
        store(addr, REFERENCE.referent, state.roots[referent.0].addr());
        let clock = state.clock;
        memory::set_timestamp(addr, clock);
        let to = state.roots[referent.0].id;
        let o = state.model.at_mut(id);
        (o.referent, o.timestamp) = (to, clock);
        drop(state);
        r
    }

    /// Lets a reference have another referent, which Java code cannot.
    pub fn point(&self, reference: Held, referent: Held) {
        let mut guard = self.world.state();
        let state = &mut *guard;
        let (from, to) = (&state.roots[reference.0], &state.roots[referent.0]);
        store(from.addr(), REFERENCE.referent, to.addr());
        state.model.at_mut(from.id).referent = to.id;
    }

    /// Lets time pass for soft references.
    pub fn advance_clock(&self, millis: i64) {
        let mut state = self.world.state();
        state.clock += millis;
        self.world.heap.set_soft_clock(state.clock);
    }

    /// Stores `to` in a field of `from`.
    pub fn link(&self, from: Held, field: usize, to: Held) {
        let mut guard = self.world.state();
        let state = &mut *guard;
        let (from, to) = (&state.roots[from.0], &state.roots[to.0]);
        store(from.addr(), state.model.class(from.id).field(field), to.addr());
        state.model.at_mut(from.id).refs[field] = to.id;
    }

    /// Stores a new object in a field of `from`.
    pub fn set_element(&self, from: Held, field: usize, value: (Id, usize)) {
        let mut guard = self.world.state();
        let state = &mut *guard;
        let root = &state.roots[from.0];
        store(root.addr(), state.model.class(root.id).field(field), value.1);
        state.model.at_mut(root.id).refs[field] = value.0;
    }

    /// The root slot does not hold the object any more.
    pub fn drop(&self, object: Held) {
        self.world.state().set_root(object.0, 0, 0);
    }

    /// The newest root slot but one, which holds `object`, is free again; the newest takes its place.
    pub fn forget(&mut self, object: Held) -> Held {
        let mut state = self.world.state();
        assert_eq!(object.0 + 2, self.next);
        state.roots.swap(object.0, object.0 + 1);
        state.set_root(object.0 + 1, 0, 0);
        self.next -= 1;
        object
    }

    /// Lets a weak slot name an object.
    pub fn weak(&self, slot: usize, object: Held) {
        let mut state = self.world.state();
        let root = &state.roots[object.0];
        state.weak[slot] = Root::new(root.id, root.addr());
    }

    pub fn weak_holds(&self, slot: usize) -> bool {
        self.world.state().weak[slot].id != 0
    }

    pub fn pin(&self, object: Held) {
        let (id, addr) = {
            let state = self.world.state();
            (state.roots[object.0].id, state.roots[object.0].addr())
        };
        self.pin_object(id, addr);
    }

    pub fn pin_object(&self, id: Id, addr: usize) {
        self.world.state().pins.push(Root::new(id, addr));
    }

    /// Pins the object in a field; its address.
    pub fn pin_element(&self, holder: Held, field: usize) -> usize {
        let addr = self.element(holder, field);
        let id = {
            let state = self.world.state();
            state.model.at(state.roots[holder.0].id).refs[field]
        };
        self.pin_object(id, addr);
        addr
    }

    pub fn unpin_all(&self) {
        self.world.state().pins.clear();
    }

    /// Address of the object in a field.
    pub fn element(&self, holder: Held, field: usize) -> usize {
        let state = self.world.state();
        let root = &state.roots[holder.0];
        address(load(root.addr(), state.model.class(root.id).field(field)))
    }

    pub fn addr(&self, object: Held) -> usize {
        self.world.state().roots[object.0].addr()
    }

    /// A young collection; the strengths of the references that it enqueues.
    pub fn young(&self) -> Vec<Strength> {
        self.collect(Kind::Young, false)
    }

    pub fn full(&self) -> Vec<Strength> {
        self.collect(Kind::Full, false)
    }

    /// A full collection that clears soft references.
    pub fn full_clearing(&self) -> Vec<Strength> {
        self.collect(Kind::Full, true)
    }

    fn collect(&self, kind: Kind, clear_soft: bool) -> Vec<Strength> {
        let before = self.world.state().pending.len();
        self.world.collect(Cause::Test, kind, clear_soft);
        let state = self.world.state();
        let new = state.pending.len() - before;
        let strength = |&id| state.model.strength(id).expect("a reference");
        let mut found: Vec<Strength> = state.pending.iter().take(new).map(strength).collect();
        found.sort_unstable();
        found
    }

    /// Takes all references off the pending list and forgets them, with their referents if asked to.
    pub fn take_pending(&self, clear: bool) {
        let mut state = self.world.state();
        while let Some(id) = state.pending.pop_front() {
            let addr = address(state.pending_head.get());
            state.pending_head.set(load(addr, REFERENCE.discovered));
            store(addr, REFERENCE.discovered, 0);
            let o = state.model.at_mut(id);
            o.pending = false;
            if clear {
                o.referent = 0;
                store(addr, REFERENCE.referent, 0);
            }
        }
    }

    /// A class loader with its classes and mirrors: the loader object, a mirror, and the classes.
    pub fn loader(&mut self) -> (LoaderIndex, Held, Held, Vec<ClassIndex>) {
        let object = self.object(LOADER, 0);
        let (loader, classes) = {
            let mut state = self.world.state();
            let root = &state.roots[object.0];
            let (id, addr) = (root.id, root.addr());
            state.register(id, addr)
        };
        let mut mirror = object;
        for &class in &classes {
            mirror = self.object(MIRROR, 3);
            let mut state = self.world.state();
            let root = &state.roots[mirror.0];
            let (id, addr) = (root.id, root.addr());
            memory::set_mirror_class(addr, state.model.classes.get(class).id);
            state.model.at_mut(id).loader = Some(loader);
            state.add_loader_slot(loader, id, addr);
            if class != *classes.last().expect("there are classes") {
                state.roots[mirror.0] = Root::default();
            }
        }
        (loader, object, mirror, classes)
    }

    pub fn unloaded(&self, loader: LoaderIndex) -> bool {
        self.world.state().model.loaders[loader].unloaded
    }
}
