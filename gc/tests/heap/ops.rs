//! What the tests' threads do: random operations, on the heap and on the model alike.

use gc::TypeKind;
use gc::barrier;
use gc::client::{Cause, Kind};
use gc::object::array_base;

use crate::classes::{
    BYTES, ClassIndex, FINAL, INSTANCES, LOADER, LONGS, MIRROR, PHANTOM, REF_ARRAY, REFERENCE, SOFT, WEAK,
};
use crate::memory::{self, address, load, read32, store};
use crate::model::Id;
use crate::rng::Rng;
use crate::world::{Root, State, TEMPS, World};

/// A thread of the tests.
pub struct Mutator<'w> {
    world: &'w World,
    thread: usize,
    rng: Rng,
}

/// Runs all threads of a world to their end, and collects three times more.
pub fn run(world: &World) {
    if world.settings.threads == 1 {
        Mutator::new(world, 0).steps();
    } else {
        std::thread::scope(|scope| {
            for thread in 0..world.settings.threads {
                scope.spawn(move || Mutator::new(world, thread).run());
            }
        });
        world.attach();
    }
    world.collect(Cause::Test, Kind::Young, false);
    world.collect(Cause::SystemGc, Kind::Full, false);
    world.collect(Cause::MetadataClearSoftReferences, Kind::Full, true);
}

impl<'w> Mutator<'w> {
    pub fn new(world: &'w World, thread: usize) -> Mutator<'w> {
        assert!(world.settings.roots >= 2 * TEMPS * world.settings.threads);
        let rng = Rng::new(world.settings.seed.wrapping_mul(1000) + thread as u64);
        Mutator { world, thread, rng }
    }

    fn run(&mut self) {
        // a panic of one thread would leave the others waiting for it
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.steps())).is_err() {
            std::process::abort();
        }
        self.world.detach(self.thread);
    }

    fn steps(&mut self) {
        for _ in 0..self.world.settings.operations {
            self.step();
        }
    }

    fn temp(&self, i: usize) -> usize {
        self.thread * TEMPS + i
    }

    /// One operation.
    pub fn step(&mut self) {
        let s = &self.world.settings;
        let rare = self.rng.below(10_000);
        if rare < s.collect {
            return self.explicit_collection();
        }
        if rare < s.collect + s.loaders {
            return self.new_loader();
        }
        match self.rng.below(100) {
            0..45 => self.new_linked(),
            45..57 => self.store_edge(),
            57..62 => self.clear_edge(),
            62..67 => self.drop_root(),
            67..70 => self.swap_roots(),
            70..73 => self.copy_array(),
            73..77 => self.change_mark(),
            77..79 => self.pin(),
            79..81 => self.weak_slot(),
            81..88 => self.new_reference(),
            88..91 => self.get_referent(),
            91..92 => self.clear_reference(),
            92..95 => self.take_pending(),
            95..97 => self.rewrite_array(),
            97..98 => self.new_unloadable(),
            98 => self.world.heap.retire(self.world.tlab(self.thread)),
            _ => self.world.poll(),
        }
    }

    fn explicit_collection(&mut self) {
        match self.rng.below(5) {
            0 => self.world.collect(Cause::SystemGc, Kind::Full, false),
            1 => self.world.collect(Cause::MetadataClearSoftReferences, Kind::Full, true),
            _ => self.world.collect(Cause::Test, Kind::Young, false),
        }
    }

    // ---- choosing ----------------------------------------------------------------------------

    fn random_class(&mut self) -> (ClassIndex, usize) {
        let s = &self.world.settings;
        if self.rng.below(10_000) < s.large {
            let half = self.world.heap.region_bytes() / 2;
            let bytes = half + self.rng.below(4 * half);
            return if self.rng.percent(30) { (REF_ARRAY, bytes / 4) } else { (LONGS, bytes / 8) };
        }
        match self.rng.below(100) {
            0..55 => (INSTANCES.start() + self.rng.below(INSTANCES.count()), 0),
            55..75 => (REF_ARRAY, self.length()),
            75..97 => (BYTES + self.rng.below(4), self.length()),
            _ => (MIRROR, self.rng.below(30)),
        }
    }

    fn length(&mut self) -> usize {
        let limit = match self.rng.below(100) {
            0..80 => 16,
            80..98 => 100,
            _ => 2000,
        };
        self.rng.below(limit)
    }

    /// A random reachable object; 0 when there is none.
    fn walk(&mut self, state: &State) -> (Id, usize) {
        let mut at = (0, 0);
        for _ in 0..4 {
            let root = &state.roots[self.rng.below(state.roots.len())];
            if root.id != 0 {
                at = (root.id, root.addr());
                break;
            }
        }
        if at.0 == 0 {
            return at;
        }
        for _ in 0..self.rng.below(8) {
            let (o, c) = (state.model.at(at.0), state.model.class(at.0));
            if c.stamp != 0 {
                assert_eq!(read32(at.1 + c.stamp), o.stamp, "stamp of object {} at {:#x}", at.0, at.1);
            }
            if o.refs.is_empty() {
                break;
            }
            let i = self.rng.below(o.refs.len());
            let (id, addr) = (o.refs[i], address(load(at.1, c.field(i))));
            assert!((id == 0) == (addr == 0), "field {i} of object {}: {id}, {addr:#x}", at.0);
            if id == 0 {
                break;
            }
            at = (id, addr);
        }
        at
    }

    /// As [`Self::walk`], for an object of this kind.
    fn walk_to(&mut self, state: &State, kind: TypeKind) -> Option<(Id, usize)> {
        for _ in 0..8 {
            let (id, addr) = self.walk(state);
            if id != 0 && state.model.class(id).kind == kind {
                return Some((id, addr));
            }
        }
        None
    }

    // ---- storing -----------------------------------------------------------------------------

    fn set_field(&self, state: &mut State, holder: (Id, usize), i: usize, value: (Id, usize)) {
        store(holder.1, state.model.class(holder.0).field(i), value.1);
        state.model.at_mut(holder.0).refs[i] = value.0;
    }

    /// Lets something reachable refer to an object: a field, or else a root.
    fn place(&mut self, state: &mut State, value: (Id, usize)) {
        let growing = state.live < self.world.settings.live / 2;
        for _ in 0..if growing { 8 } else { 1 } {
            let holder = self.walk(state);
            if holder.0 == 0 {
                break;
            }
            let n = state.model.at(holder.0).refs.len();
            if n > 0 {
                let i = self.rng.below(n);
                if !growing || state.model.at(holder.0).refs[i] == 0 {
                    return self.set_field(state, holder, i, value);
                }
            }
        }
        let (first, n) = (state.temps, state.roots.len());
        state.set_root(first + self.rng.below(n - first), value.0, value.1);
    }

    fn new_object(&mut self, class: ClassIndex, length: usize) -> Option<(Id, usize)> {
        let size = self.world.state().model.classes.get(class).object_size(length);
        let new = self.world.new_object(self.thread, class, length);
        if new.is_none() {
            self.out_of_memory(size);
        }
        new
    }

    /// The heap is full: was that right? Then most roots are dropped.
    fn out_of_memory(&mut self, size: usize) {
        let world = self.world;
        let mut state = world.state();
        state.totals.out_of_memory += 1;
        if world.settings.threads == 1 {
            crate::check::out_of_memory(world, &state, size);
        }
        let target = state.live / 2;
        state.trim(target);
    }

    fn new_linked(&mut self) {
        let (class, length) = self.random_class();
        let Some(new) = self.new_object(class, length) else { return };
        let mut guard = self.world.state();
        let state = &mut *guard;
        state.live += state.model.size(new.0);
        let n = state.model.at(new.0).refs.len();
        for i in 0..n.min(40) {
            if self.rng.percent(40) {
                let value = self.walk(state);
                let i = if n > 40 { self.rng.below(n) } else { i };
                self.set_field(state, new, i, value);
            }
        }
        self.place(state, new);
    }

    fn store_edge(&mut self) {
        let mut guard = self.world.state();
        let value = self.walk(&guard);
        if value.0 != 0 {
            self.place(&mut guard, value);
        }
    }

    fn clear_edge(&mut self) {
        let mut guard = self.world.state();
        let holder = self.walk(&guard);
        if holder.0 != 0 && !guard.model.at(holder.0).refs.is_empty() {
            let i = self.rng.below(guard.model.at(holder.0).refs.len());
            self.set_field(&mut guard, holder, i, (0, 0));
        }
    }

    fn drop_root(&mut self) {
        let mut guard = self.world.state();
        let i = guard.temps + self.rng.below(guard.roots.len() - guard.temps);
        if guard.live > self.world.settings.live / 2 {
            guard.set_root(i, 0, 0);
        }
    }

    fn swap_roots(&mut self) {
        let mut guard = self.world.state();
        let (first, n) = (guard.temps, guard.roots.len() - guard.temps);
        let (i, j) = (first + self.rng.below(n), first + self.rng.below(n));
        guard.roots.swap(i, j);
    }

    /// As `System.arraycopy`.
    fn copy_array(&mut self) {
        let mut guard = self.world.state();
        let state = &mut *guard;
        let (Some(from), Some(to)) =
            (self.walk_to(state, TypeKind::RefArray), self.walk_to(state, TypeKind::RefArray))
        else {
            return;
        };
        let (n, m) = (state.model.at(from.0).length, state.model.at(to.0).length);
        let count = self.rng.below(n.min(m) + 1);
        let (i, j) = (self.rng.below(n - count + 1), self.rng.below(m - count + 1));
        let place = |addr: usize, i: usize| addr + array_base(2) + 4 * i;
        // SAFETY: both ranges lie in the arrays, nobody else writes them under the lock, and the cards are dirtied.
        unsafe {
            std::ptr::copy(place(from.1, i) as *const u32, place(to.1, j) as *mut u32, count);
        }
        barrier::post_write_range(place(to.1, j), 4 * count);
        let copied = state.model.at(from.0).refs[i..i + count].to_vec();
        state.model.at_mut(to.0).refs[j..j + count].copy_from_slice(&copied);
    }

    // ---- other state of objects --------------------------------------------------------------

    fn change_mark(&mut self) {
        let mut guard = self.world.state();
        let (id, addr) = self.walk(&guard);
        if id != 0 {
            let mark = memory::random_mark(&mut self.rng);
            memory::set_mark(addr, mark);
            guard.model.at_mut(id).mark = mark;
        }
    }

    fn rewrite_array(&mut self) {
        let mut guard = self.world.state();
        if let Some((id, addr)) = self.walk_to(&guard, TypeKind::PrimArray) {
            let stamp = guard.model.stamp();
            memory::fill(addr, guard.model.class(id), guard.model.at(id).length, stamp);
            guard.model.at_mut(id).stamp = stamp;
        }
    }

    fn pin(&mut self) {
        let mut guard = self.world.state();
        let n = guard.pins.len();
        if n > 0 && (n >= self.world.settings.pins || self.rng.percent(50)) {
            let i = self.rng.below(n);
            guard.pins.swap_remove(i);
        } else if self.world.settings.pins > 0 {
            let (id, addr) = self.walk(&guard);
            if id != 0 {
                guard.pins.push(Root::new(id, addr));
            }
        }
    }

    fn weak_slot(&mut self) {
        let mut guard = self.world.state();
        let i = self.rng.below(guard.weak.len());
        let (id, addr) = (guard.weak[i].id, guard.weak[i].addr());
        assert!((id == 0) == (addr == 0));
        if id == 0 || self.rng.percent(50) {
            let (id, addr) = self.walk(&guard);
            guard.weak[i] = Root::new(id, addr);
        } else {
            self.place(&mut guard, (id, addr));
        }
    }

    // ---- references --------------------------------------------------------------------------

    fn new_reference(&mut self) {
        let class = [SOFT, WEAK, WEAK, FINAL, PHANTOM][self.rng.below(5)];
        // half of the referents are new, and soon known by the reference alone
        if self.rng.percent(50) {
            let (class, length) = self.random_class();
            let Some((id, addr)) = self.new_object(class, length) else { return };
            let temp = self.temp(0);
            self.world.state().set_root(temp, id, addr);
        }
        let Some(new) = self.new_object(class, 0) else { return };
        let mut guard = self.world.state();
        let state = &mut *guard;
        let temp = &state.roots[self.temp(0)];
        let mut referent = (temp.id, temp.addr());
        state.set_root(self.temp(0), 0, 0);
        if referent.0 == 0 {
            referent = self.walk(state);
        }
        store(new.1, REFERENCE.referent, referent.1);
        let clock = state.clock;
        memory::set_timestamp(new.1, clock);
        let o = state.model.at_mut(new.0);
        (o.referent, o.timestamp) = (referent.0, clock);
        self.place(state, new);
    }

    /// As `Reference.get`.
    fn get_referent(&mut self) {
        let mut guard = self.world.state();
        let state = &mut *guard;
        let Some((id, addr)) = self.walk_to(state, TypeKind::Reference) else { return };
        let referent = (state.model.at(id).referent, address(load(addr, REFERENCE.referent)));
        assert!((referent.0 == 0) == (referent.1 == 0), "referent of {id}: {referent:x?}");
        if referent.0 != 0 && state.model.class(id).strength != gc::Strength::Phantom {
            let clock = state.clock;
            memory::set_timestamp(addr, clock);
            state.model.at_mut(id).timestamp = clock;
            self.place(state, referent);
        }
    }

    /// As `Reference.clear`.
    fn clear_reference(&mut self) {
        let mut guard = self.world.state();
        if let Some((id, addr)) = self.walk_to(&guard, TypeKind::Reference)
            && !guard.model.at(id).pending
        {
            store(addr, REFERENCE.referent, 0);
            guard.model.at_mut(id).referent = 0;
        }
    }

    /// As the reference handler: takes the first reference off the pending list.
    fn take_pending(&mut self) {
        for _ in 0..self.rng.below(20) {
            let mut guard = self.world.state();
            let state = &mut *guard;
            let Some(id) = state.pending.pop_front() else { return };
            let addr = address(state.pending_head.get());
            state.pending_head.set(load(addr, REFERENCE.discovered));
            store(addr, REFERENCE.discovered, 0);
            state.model.at_mut(id).pending = false;
            let referent = (state.model.at(id).referent, address(load(addr, REFERENCE.referent)));
            if self.rng.percent(30) {
                self.place(state, (id, addr));
            }
            if referent.0 != 0 {
                if self.rng.percent(30) {
                    self.place(state, referent);
                }
                store(addr, REFERENCE.referent, 0);
                state.model.at_mut(id).referent = 0;
            }
        }
    }

    // ---- classes -----------------------------------------------------------------------------

    /// A class loader with classes, their mirrors, and some constants.
    fn new_loader(&mut self) {
        if !self.world.state().model.classes.room() {
            return;
        }
        let Some((id, addr)) = self.new_object(LOADER, 0) else { return };
        let temp = self.temp(1);
        let (loader, classes) = {
            let mut state = self.world.state();
            state.set_root(temp, id, addr);
            state.register(id, addr)
        };
        for class in classes {
            let statics = self.rng.below(6);
            let Some((mirror, addr)) = self.new_object(MIRROR, statics) else { break };
            let mut guard = self.world.state();
            let state = &mut *guard;
            memory::set_mirror_class(addr, state.model.classes.get(class).id);
            state.model.at_mut(mirror).loader = Some(loader);
            state.add_loader_slot(loader, mirror, addr);
            let constant = self.walk(state);
            state.add_loader_slot(loader, constant.0, constant.1);
        }
        let mut guard = self.world.state();
        let value = (guard.roots[temp].id, guard.roots[temp].addr());
        guard.set_root(temp, 0, 0);
        self.place(&mut guard, value);
    }

    /// An object of a class that can be unloaded.
    fn new_unloadable(&mut self) {
        let temp = self.temp(2);
        let class = {
            let mut guard = self.world.state();
            let state = &mut *guard;
            let alive: Vec<usize> =
                (0..state.model.loaders.len()).filter(|&l| !state.model.loaders[l].unloaded).collect();
            if alive.is_empty() {
                return;
            }
            let loader = alive[self.rng.below(alive.len())];
            let slot = &state.loader_slots[loader][0];
            let (id, addr) = (slot.id, slot.addr());
            state.set_root(temp, id, addr);
            let classes = &state.model.loaders[loader].classes;
            classes[self.rng.below(classes.len())]
        };
        let length = if self.rng.percent(50) { 3 } else { 0 };
        let new = self.new_object(class, length);
        let mut guard = self.world.state();
        guard.set_root(temp, 0, 0);
        if let Some(new) = new {
            self.place(&mut guard, new);
        }
    }
}
