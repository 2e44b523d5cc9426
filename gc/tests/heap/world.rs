//! The tests' virtual machine: a heap, threads with buffers and roots, safepoints, and the model beside it.

use std::cell::Cell;
use std::collections::VecDeque;

use gc::client::{Cause, Kind, Report, Request};
use gc::{Config, Heap, HeapError, NarrowRef, Tlab};
use parking_lot::{Condvar, Mutex, MutexGuard};

use crate::check;
use crate::classes::{ClassIndex, REFERENCE};
use crate::client::MockClient;
use crate::memory;
use crate::model::{Id, Loader, LoaderIndex, Model};
use crate::rng::Rng;

/// Root slots that each thread keeps for objects under construction.
pub const TEMPS: usize = 4;

/// A slot that holds a reference, and the object of the model that it should name.
#[derive(Debug, Default)]
pub struct Root {
    pub slot: Cell<NarrowRef>,
    pub id: Id,
}

impl Root {
    pub fn new(id: Id, addr: usize) -> Root {
        Root { slot: Cell::new(memory::narrow(addr)), id }
    }

    pub fn addr(&self) -> usize {
        memory::address(self.slot.get())
    }
}

/// What a run is like.
#[derive(Clone, Debug)]
pub struct Settings {
    pub config: Config,
    pub threads: usize,
    /// Operations of each thread.
    pub operations: u64,
    pub seed: u64,
    /// Bytes that are to be alive, about.
    pub live: usize,
    /// Slots for roots.
    pub roots: usize,
    /// Allocations out of 10,000 that are large objects.
    pub large: usize,
    /// Operations out of 10,000 that collect.
    pub collect: usize,
    /// Objects pinned at a time, at most.
    pub pins: usize,
    /// Loaders made, out of 10,000 operations.
    pub loaders: usize,
}

impl Settings {
    /// A run of one thread in a heap of `megabytes`, a third of it alive.
    pub fn new(megabytes: usize, operations: u64) -> Settings {
        let max = megabytes << 20;
        Settings {
            config: Config::with_max(max),
            threads: 1,
            operations: crate::process::operations(operations),
            seed: crate::process::seed(1),
            live: max / 3,
            roots: 64,
            large: 2,
            collect: 2,
            pins: 3,
            loaders: 2,
        }
    }
}

/// What the threads share, under a lock.
pub struct State {
    pub model: Model,
    pub roots: Vec<Root>,
    /// So many of them, the first, are the threads' own, for objects under construction.
    pub temps: usize,
    pub weak: Vec<Root>,
    pub pins: Vec<Root>,
    /// Class loader object, mirrors and constants, by loader.
    pub loader_slots: Vec<Vec<Root>>,
    pub pending_head: Cell<NarrowRef>,
    /// The pending list from its head.
    pub pending: VecDeque<Id>,
    /// The clock of soft references.
    pub clock: i64,
    /// Bytes that the last collection found alive.
    pub found: usize,
    /// Bytes that are alive now, about.
    pub live: usize,
    /// Number of the last collection.
    pub epoch: u64,
    /// Collections of each kind, references enqueued, loaders unloaded, failed evacuations.
    pub totals: Totals,
    pub rng: Rng,
}

/// Sums over a run, to see that it did what it was made for.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    pub young: u64,
    pub full: u64,
    pub enqueued: [usize; 4],
    pub unloaded: usize,
    pub failed: u64,
    pub promoted: usize,
    pub out_of_memory: u64,
    /// Young collections that began with a marking, and old regions evacuated by young collections.
    pub marked: u64,
    pub old_regions: usize,
}

#[derive(Default)]
struct Stopping {
    /// Threads that are not at a safepoint.
    running: usize,
    wanted: bool,
    /// Number of operations done at safepoints.
    epoch: u64,
}

/// The whole.
pub struct World {
    pub heap: Heap,
    pub settings: Settings,
    state: Mutex<State>,
    tlabs: Vec<Tlab>,
    stopping: Mutex<Stopping>,
    /// Something about `stopping` has changed.
    changed: Condvar,
}

// SAFETY: a buffer is used by its thread and, while that one is stopped, by the thread that collects; the state's cells
// are under its lock.
unsafe impl Sync for World {}

impl World {
    pub fn new(settings: Settings) -> World {
        let heap = Heap::reserve(settings.config.clone()).expect("address space for a heap");
        heap.set_reference_layout(REFERENCE);
        heap.set_soft_clock(1);
        let state = State {
            model: Model::new(),
            roots: (0..settings.roots).map(|_| Root::default()).collect(),
            temps: TEMPS * settings.threads,
            weak: (0..16).map(|_| Root::default()).collect(),
            pins: Vec::new(),
            loader_slots: Vec::new(),
            pending_head: Cell::new(NarrowRef::NULL),
            pending: VecDeque::new(),
            clock: 1,
            found: 0,
            live: 0,
            epoch: 0,
            totals: Totals::default(),
            rng: Rng::new(settings.seed ^ 0x5eed),
        };
        World {
            heap,
            state: Mutex::new(state),
            tlabs: (0..settings.threads).map(|_| Tlab::default()).collect(),
            stopping: Mutex::new(Stopping { running: settings.threads, ..Stopping::default() }),
            changed: Condvar::new(),
            settings,
        }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock()
    }

    pub fn tlab(&self, thread: usize) -> &Tlab {
        &self.tlabs[thread]
    }

    // ---- safepoints --------------------------------------------------------------------------

    /// Stops here when another thread wants to collect. The caller holds no addresses.
    pub fn poll(&self) {
        let mut s = self.stopping.lock();
        self.wait(&mut s);
    }

    fn wait(&self, s: &mut MutexGuard<'_, Stopping>) {
        if s.wanted {
            s.running -= 1;
            self.changed.notify_all();
            while s.wanted {
                self.changed.wait(s);
            }
            s.running += 1;
        }
    }

    /// The caller is one of the world's threads from now on.
    pub fn attach(&self) {
        self.stopping.lock().running += 1;
    }

    /// A thread of the tests has ended.
    pub fn detach(&self, thread: usize) {
        self.heap.retire(&self.tlabs[thread]);
        self.stopping.lock().running -= 1;
        self.changed.notify_all();
    }

    fn epoch(&self) -> u64 {
        self.stopping.lock().epoch
    }

    /// Collects, unless another thread has done so since `seen`. The caller holds no addresses.
    fn collect_since(&self, seen: u64, request: Request) {
        {
            let mut s = self.stopping.lock();
            self.wait(&mut s);
            if s.epoch != seen {
                return;
            }
            s.wanted = true;
            s.running -= 1;
            while s.running > 0 {
                self.changed.wait(&mut s);
            }
        }
        self.collect_stopped(request);
        let mut s = self.stopping.lock();
        s.wanted = false;
        s.epoch += 1;
        s.running += 1;
        self.changed.notify_all();
    }

    /// Collects. The caller holds no addresses.
    pub fn collect(&self, cause: Cause, kind: Kind, clear_soft: bool) {
        self.collect_since(self.epoch(), Request { cause, kind, clear_soft });
    }

    fn collect_stopped(&self, request: Request) -> Report {
        for tlab in &self.tlabs {
            self.heap.retire(tlab);
        }
        let mut state = self.state.lock();
        let client = MockClient::new(&state);
        // SAFETY: all threads are stopped and their buffers retired; the client visits all roots.
        let report = unsafe { self.heap.collect(&client, request) };
        let unloaded = client.finish();
        check::after_collection(self, &mut state, unloaded, &request, &report);
        let now = state.clock + state.rng.below(3) as i64;
        state.clock = now;
        self.heap.set_soft_clock(now);
        let target = self.settings.live;
        state.trim(target);
        report
    }

    // ---- allocation --------------------------------------------------------------------------

    /// Zeroed memory, after collections if need be; `None` when the heap is full. The caller holds no addresses.
    pub fn allocate(&self, thread: usize, size: usize) -> Option<usize> {
        self.poll();
        if self.heap.stress_due() {
            let every = self.settings.config.stress.full_every;
            let full = every != 0 && self.heap.collections() % every == every - 1;
            self.collect(Cause::Stress, if full { Kind::Full } else { Kind::Young }, false);
        }
        const STEPS: [(Kind, bool); 3] = [(Kind::Young, false), (Kind::Full, false), (Kind::Full, true)];
        for (kind, clear_soft) in STEPS {
            let seen = self.epoch();
            match self.heap.allocate(&self.tlabs[thread], size) {
                Ok(addr) => return Some(addr),
                Err(HeapError::Exhausted) => {}
                Err(e) => panic!("allocation of {size} bytes: {e:?}"),
            }
            self.collect_since(seen, Request { cause: Cause::AllocationFailure, kind, clear_soft });
        }
        self.heap.allocate(&self.tlabs[thread], size).ok()
    }

    /// A new object with null fields, in memory and in the model; `None` when the heap is full. No address may be held across.
    pub fn new_object(&self, thread: usize, class: ClassIndex, length: usize) -> Option<(Id, usize)> {
        let size = self.state().model.classes.get(class).object_size(length);
        let addr = self.allocate(thread, size)?;
        memory::assert_zero(addr, size);
        let mut state = self.state();
        let stamp = state.model.stamp();
        memory::initialize(addr, state.model.classes.get(class), length, stamp);
        let id = state.model.add(class, length, stamp, memory::mark(addr));
        // large objects are old from the start
        state.model.at_mut(id).seen = size > self.heap.region_bytes() / 2;
        Some((id, addr))
    }
}

impl State {
    /// Lets a root name an object.
    pub fn set_root(&mut self, index: usize, id: Id, addr: usize) {
        self.roots[index] = Root::new(id, addr);
    }

    /// Sets the first fields of an object.
    pub fn set_fields(&mut self, id: Id, addr: usize, values: &[(Id, usize)]) {
        for (i, value) in values.iter().enumerate() {
            memory::store(addr, self.model.class(id).field(i), value.1);
            self.model.at_mut(id).refs[i] = value.0;
        }
    }

    /// Registers a loader for a class loader object, and gives its classes; mirrors are to follow.
    pub fn register(&mut self, loader: Id, addr: usize) -> (LoaderIndex, Vec<ClassIndex>) {
        let index = self.model.loaders.len();
        let classes = self.model.classes.define(index);
        memory::set_loader_number(addr, self.model.class(loader), index as u32 + 1);
        self.model.at_mut(loader).loader = Some(index);
        self.model.loaders.push(Loader { keeps: vec![loader], classes: classes.clone(), unloaded: false });
        self.loader_slots.push(vec![Root::new(loader, addr)]);
        (index, classes)
    }

    /// Gives a loader one more slot.
    pub fn add_loader_slot(&mut self, loader: LoaderIndex, id: Id, addr: usize) {
        self.model.loaders[loader].keeps.push(id);
        self.loader_slots[loader].push(Root::new(id, addr));
    }

    /// All strong roots of the model.
    pub fn strong_roots(&self) -> Vec<Id> {
        let slots = self.roots.iter().chain(&self.pins).map(|r| r.id);
        slots.chain(self.pending.iter().copied()).collect()
    }

    /// Drops roots and edges until at most `target` bytes are alive.
    pub fn trim(&mut self, target: usize) {
        while self.live > target {
            for i in self.temps..self.roots.len() {
                if self.rng.percent(15) {
                    self.set_root(i, 0, 0);
                }
            }
            self.pins.clear();
            let ids: Vec<Id> = self.model.ids().collect();
            for id in ids {
                if self.rng.percent(10) {
                    self.cut(id);
                }
            }
            let alive = self.model.reach(&self.strong_roots(), &|_| true);
            self.live = self.model.bytes(&alive);
        }
    }

    /// Clears the fields of an object that the last collection has met.
    fn cut(&mut self, id: Id) {
        let o = self.model.at(id);
        if o.epoch != self.epoch {
            return;
        }
        for i in 0..o.refs.len() {
            memory::store(o.addr, self.model.class(id).field(i), 0);
        }
        self.model.at_mut(id).refs.fill(0);
    }
}
