//! What the collector asks of the virtual machine, and what it tells it: the one seam between the two.
//!
//! A collection runs while all mutators are stopped. The collector calls its [`Client`] from several
//! threads at once, each with a task number of its own.

use std::cell::Cell;
use std::time::{Duration, Instant};

use crate::object::NarrowRef;

/// Called with slots that hold references; the collector reads them and may store a new reference.
pub type Visitor<'a> = dyn FnMut(&Cell<NarrowRef>) + 'a;

/// Tells what has become of an object: where it is now, `None` when it is dead.
pub type Fate<'a> = dyn Fn(NarrowRef) -> Option<NarrowRef> + Sync + 'a;

/// What a walk over the roots is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// A young collection: slots that cannot hold references to young objects may be left out. Classes and
    /// their loaders are all strong. Visited slots are updated.
    Young,
    /// A young collection that also moves old objects: as `Young`, but all slots.
    Mixed,
    /// Marking, before a full collection moves anything: strong roots only. Loaders that may be unloaded are left out:
    /// they are reached through [`Client::visit_class`] and [`Client::visit_loader`]. Slots stay as they are.
    Mark,
    /// After marking, when it is known where every live object goes: all slots, weak ones (those that
    /// [`Client::process_weak`] kept) included, each exactly once.
    Adjust,
}

/// The virtual machine, as the collector sees it.
pub trait Client: Sync {
    /// Into how many tasks the roots are divided.
    fn root_tasks(&self, phase: Phase) -> usize;

    /// Visits the root slots of a task, `0..root_tasks(phase)`. A slot must not be visited by two tasks.
    fn visit_roots(&self, phase: Phase, task: usize, visit: &mut Visitor<'_>);

    /// Objects that must neither move nor die, since native code works on their memory.
    fn visit_pinned(&self, visit: &mut dyn FnMut(NarrowRef));

    /// While marking: an object of the class with this id, whose [`crate::TypeInfo::unloadable`] is set, or its mirror, is alive. At the
    /// first time for a loader its root slots (class loader object, mirrors, constant slots) are to be visited.
    fn visit_class(&self, class: u32, visit: &mut Visitor<'_>);

    /// While marking: this instance of a class loader is alive. As [`Client::visit_class`] for its classes.
    fn visit_loader(&self, loader: NarrowRef, visit: &mut Visitor<'_>);

    /// Clears or updates weak slots (string table, weak JNI globals, monitors ...), after all strong
    /// objects and those kept by references have been found. Young: slots of objects that are not young
    /// keep them. Full (`Phase::Mark`): only the dead are cleared; classes are unloaded here.
    fn process_weak(&self, phase: Phase, fate: &Fate<'_>);

    /// Lets `f` put a chain of references, linked by `discovered`, in front of the pending list: it gets the present head
    /// and gives the new one.
    fn add_pending(&self, f: &mut dyn FnMut(NarrowRef) -> NarrowRef);
}

/// Why a collection is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    AllocationFailure,
    SystemGc,
    /// A diagnostic command, or JMX's `gc()`.
    JmxGc,
    HeapInspection,
    HeapDump,
    /// Metadata memory has reached the size at which classes are to be unloaded.
    MetadataThreshold,
    /// Metadata memory is used up: soft references are cleared too.
    MetadataClearSoftReferences,
    /// Seeded stress flags.
    Stress,
    /// Native code asks through the WhiteBox-like test interface, or a test.
    Test,
}

impl Cause {
    /// HotSpot's name.
    pub fn name(self) -> &'static str {
        match self {
            Cause::AllocationFailure => "Allocation Failure",
            Cause::SystemGc => "System.gc()",
            Cause::JmxGc => "Diagnostic Command",
            Cause::HeapInspection => "Heap Inspection Initiated GC",
            Cause::HeapDump => "Heap Dump Initiated GC",
            Cause::MetadataThreshold => "Metadata GC Threshold",
            Cause::MetadataClearSoftReferences => "Metadata GC Clear Soft References",
            Cause::Stress => "Scavenge Alot",
            Cause::Test => "WhiteBox Initiated Full GC",
        }
    }
}

/// What is to be collected, at least: a young collection that finds too little room goes on as a full one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Young,
    Full,
}

/// A request to collect.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    pub cause: Cause,
    pub kind: Kind,
    /// Clear all soft references, not only those that have been unused for long.
    pub clear_soft: bool,
}

/// Bytes of one space at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    pub used: usize,
    pub committed: usize,
}

/// The spaces at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spaces {
    pub eden: Usage,
    pub survivor: Usage,
    /// Old objects, large ones included.
    pub old: Usage,
}

impl Spaces {
    pub fn used(&self) -> usize {
        self.eden.used + self.survivor.used + self.old.used
    }
    pub fn committed(&self) -> usize {
        self.eden.committed + self.survivor.committed + self.old.committed
    }
}

/// Numbers of references of each strength, in the order of [`crate::object::Strength`].
pub type ReferenceCounts = [usize; 4];

/// What a collection did, for logs and management.
#[derive(Clone, Debug)]
pub struct Report {
    /// Number of the collection in this process, from 0.
    pub id: u64,
    pub kind: Kind,
    pub cause: Cause,
    pub start: Instant,
    pub duration: Duration,
    pub before: Spaces,
    pub after: Spaces,
    /// Named parts of the pause, in order.
    pub phases: Vec<(&'static str, Duration)>,
    /// Bytes that became old.
    pub promoted: usize,
    /// The pause began with a marking of the whole heap, which chose old regions to evacuate.
    pub marked: bool,
    /// Old regions that were evacuated as well.
    pub old_regions: usize,
    /// Some survivors found no room and stayed where they were.
    pub evacuation_failed: bool,
    /// Age at which objects were promoted.
    pub tenuring_threshold: u32,
    /// Bytes of survivors by age, `[0]` unused.
    pub ages: [usize; 17],
    /// References found, and those of them that were cleared or enqueued.
    pub discovered: ReferenceCounts,
    pub enqueued: ReferenceCounts,
    /// Processor threads that took part.
    pub workers: usize,
}
