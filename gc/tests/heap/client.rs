//! The virtual machine, as the collector sees it: root slots of the tests' state.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};

use gc::client::{Client, Fate, Phase, Visitor};
use gc::{NarrowRef, TypeKind};
use parking_lot::Mutex;

use crate::classes::Class;
use crate::memory::{load, object};
use crate::model::LoaderIndex;
use crate::world::{Root, State};

/// Tasks for the mutators' roots; then one for the loaders' slots, one for the pending list, and when everything is adjusted one
/// for the weak slots.
const ROOT_TASKS: usize = 3;

/// A client for one collection.
pub struct MockClient<'a> {
    state: &'a State,
    /// Loaders that marking has reached.
    marked: Vec<AtomicBool>,
    unloaded: Mutex<Vec<LoaderIndex>>,
    /// How often each task was done, by phase.
    done: [Vec<AtomicU32>; 4],
    weak_passes: AtomicUsize,
}

// SAFETY: mutators are stopped while a client exists; cells are visited by one thread at a time, since tasks do not share them.
unsafe impl Sync for MockClient<'_> {}

fn tasks(phase: Phase) -> usize {
    ROOT_TASKS + if phase == Phase::Adjust { 3 } else { 2 }
}

fn visit_all(roots: &[Root], visit: &mut Visitor<'_>) {
    for root in roots {
        visit(&root.slot);
    }
}

impl<'a> MockClient<'a> {
    pub fn new(state: &'a State) -> MockClient<'a> {
        let counters = |phase| (0..tasks(phase)).map(|_| AtomicU32::default()).collect();
        MockClient {
            state,
            marked: state.model.loaders.iter().map(|_| AtomicBool::new(false)).collect(),
            unloaded: Mutex::default(),
            done: [Phase::Young, Phase::Mixed, Phase::Mark, Phase::Adjust].map(counters),
            weak_passes: AtomicUsize::new(0),
        }
    }

    /// The loaders that were unloaded, after all tasks have been done equally often.
    pub fn finish(self) -> Vec<LoaderIndex> {
        for (phase, counts) in self.done.iter().enumerate() {
            let counts: Vec<u32> = counts.iter().map(|c| c.load(Ordering::Relaxed)).collect();
            assert!(counts.iter().all(|&c| c == counts[0]), "tasks of phase {phase}: {counts:?}");
        }
        assert!(self.weak_passes.load(Ordering::Relaxed) > 0, "weak slots were not processed");
        self.unloaded.into_inner()
    }

    fn alive(&self, loader: LoaderIndex) -> bool {
        !self.state.model.loaders[loader].unloaded && !self.unloaded.lock().contains(&loader)
    }

    fn reached(&self, loader: Option<LoaderIndex>, visit: &mut Visitor<'_>) {
        if let Some(l) = loader
            && !self.marked[l].swap(true, Ordering::AcqRel)
        {
            assert!(self.alive(l), "loader {l} was unloaded");
            visit_all(&self.state.loader_slots[l], visit);
        }
    }

    fn unload(&self) {
        for (l, marked) in self.marked.iter().enumerate() {
            if !marked.swap(false, Ordering::AcqRel) && self.alive(l) {
                self.unloaded.lock().push(l);
                for &class in &self.state.model.loaders[l].classes {
                    self.state.model.classes.poison(class);
                }
            }
        }
    }
}

/// The slot of a class loader object that holds its loader's number plus one; see `State::register`.
fn loader_of(addr: usize, class: &Class) -> Option<LoaderIndex> {
    let number = load(addr, class.stamp + 4).0;
    (number != 0).then(|| number as usize - 1)
}

impl Client for MockClient<'_> {
    fn root_tasks(&self, phase: Phase) -> usize {
        tasks(phase)
    }

    fn visit_roots(&self, phase: Phase, task: usize, visit: &mut Visitor<'_>) {
        self.done[phase as usize][task].fetch_add(1, Ordering::Relaxed);
        let state = self.state;
        match task {
            0..ROOT_TASKS => {
                for root in state.roots.iter().skip(task).step_by(ROOT_TASKS) {
                    visit(&root.slot);
                }
            }
            3 if phase == Phase::Mark => {} // all loaders here may be unloaded
            3 => {
                for (l, slots) in state.loader_slots.iter().enumerate() {
                    if self.alive(l) {
                        visit_all(slots, visit);
                    }
                }
            }
            4 => visit(&state.pending_head),
            _ => visit_all(&state.weak, visit),
        }
    }

    fn visit_pinned(&self, visit: &mut dyn FnMut(NarrowRef)) {
        for pin in &self.state.pins {
            visit(pin.slot.get());
        }
    }

    fn visit_class(&self, class: u32, visit: &mut Visitor<'_>) {
        self.reached(self.state.model.classes.by_id(class).loader, visit);
    }

    fn visit_loader(&self, loader: NarrowRef, visit: &mut Visitor<'_>) {
        let class = self.state.model.classes.by_id(object(loader.address()).class_id());
        assert!(class.kind == TypeKind::ClassLoader);
        self.reached(loader_of(loader.address(), class), visit);
    }

    fn process_weak(&self, phase: Phase, fate: &Fate<'_>) {
        self.weak_passes.fetch_add(1, Ordering::Relaxed);
        for root in &self.state.weak {
            let n: &Cell<NarrowRef> = &root.slot;
            if n.get().is_null() {
                continue;
            }
            match (phase, fate(n.get())) {
                (_, None) => n.set(NarrowRef::NULL),
                (Phase::Young | Phase::Mixed, Some(to)) => n.set(to),
                (_, Some(_)) => {} // visited again when slots are adjusted
            }
        }
        match phase {
            Phase::Young | Phase::Mixed => {}
            Phase::Mark => self.unload(),
            Phase::Adjust => panic!("weak slots are processed before"),
        }
    }

    fn add_pending(&self, f: &mut dyn FnMut(NarrowRef) -> NarrowRef) {
        let head = &self.state.pending_head;
        head.set(f(head.get()));
    }
}
