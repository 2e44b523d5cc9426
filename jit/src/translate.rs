//! The translator: bytecode to CLIF in one pass over the blocks in reverse postorder.
//!
//! # Values
//! Between sites, locals are Cranelift variables (one for each local and kind) and operands SSA values. At a site every
//! live one is in its state word; those that memory does not have yet (*dirty*) are stored in front of it. Behind a site on
//! the main path everything live is loaded again, so that no value lives across it: references would be stale, and all
//! registers are clobbered anyway. In cold paths (allocation, polls, contended locks) the stub saves all registers, and
//! only references are loaded again.
//!
//! Quick code keeps locals in their state words throughout: written at once, read when needed, within a block once. Its registers
//! would not survive a block anyway.
//!
//! # Exits
//! Where an instruction would throw, or meets something unresolved, a cold block stores the state and leaves by
//! `deoptimize`: the interpreter executes the instruction again. Exits restart at the newest *restart point*, the
//! instruction before which the last effect was done, so that the checks of an expression share one exit.
//!
//! # Inlining
//! The translator descends into an inlined call ([`inline`]): its fields then describe the callee, whose locals and operands have
//! state words of their own behind the caller's. What of the callers is live has become variables ([`Translator::outer`]) and is
//! stored and loaded at sites like the callee's own. Sites name the scope that they are in.

mod arrays;
mod calls;
mod constant_objects;
mod constants;
mod control;
mod fields;
mod inline;
mod intrinsics;
mod landings;
mod locals;
mod locks;
mod math;
mod objects;
mod sites;
mod stack;
mod unsafe_access;

use std::collections::BTreeMap;
use std::rc::Rc;

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{F32, F64, I32, I64};
use cranelift_codegen::ir::{self, InstBuilder, MemFlagsData, StackSlot, Type, Value};
use cranelift_codegen::packed_option::ReservedValue;
use cranelift_frontend::{FunctionBuilder, Variable};

use crate::analysis::{Analysis, Locals};
use crate::code::Scope;
use crate::compiler::{Bailout, Request};
use crate::env::{CompileEnv, Layout, MethodFacts};
use crate::runtime_calls::DeoptReason;
use constant_objects::{Identity, Known};

/// The computational type of a value (JVMS §2.11.1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum Ty {
    Int,
    Long,
    Float,
    Double,
    Ref,
}

impl Ty {
    pub fn clif(self) -> Type {
        match self {
            Ty::Int => I32,
            Ty::Long | Ty::Ref => I64,
            Ty::Float => F32,
            Ty::Double => F64,
        }
    }
    pub fn slots(self) -> usize {
        if matches!(self, Ty::Long | Ty::Double) { 2 } else { 1 }
    }
    /// Of a field descriptor's first character; `None`: void.
    pub fn of(c: u8) -> Option<Ty> {
        Some(match c {
            b'J' => Ty::Long,
            b'F' => Ty::Float,
            b'D' => Ty::Double,
            b'L' | b'[' => Ty::Ref,
            b'V' => return None,
            _ => Ty::Int,
        })
    }
}

/// A value on the operand stack.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operand {
    pub ty: Ty,
    pub value: Value,
    /// Its state word holds it.
    pub in_memory: bool,
}

/// Where exits restart, see the module.
#[derive(Clone, Debug)]
struct Restart {
    /// Instruction index.
    at: usize,
    stack: Vec<Operand>,
    /// Exit blocks made so far, by reason.
    exits: Vec<(DeoptReason, ir::Block)>,
}

/// What is known where control enters a block.
#[derive(Clone, Debug)]
struct Entry {
    locals: Vec<Option<Ty>>,
    stack: Vec<Ty>,
    dirty: Locals,
    non_null: Vec<Value>,
    known: Known,
}

/// A site under construction.
#[derive(Clone, Debug)]
pub(crate) struct SiteDraft {
    pub scope: u16,
    pub bci: u16,
    pub depth: u16,
    pub result: crate::code::SiteResult,
    pub saves_all: bool,
    pub refs: Vec<u64>,
}

pub(crate) struct Translator<'a, 'b> {
    env: &'a dyn CompileEnv,
    layout: Layout,
    request: &'a Request,
    m: MethodFacts<'a>,
    a: Rc<Analysis<'a>>,
    b: FunctionBuilder<'b>,
    /// State word of local 0 of the present method.
    base: usize,
    /// Index of the present method in [`Self::scopes`].
    scope: u16,
    /// The methods that the present one is inlined into, outermost first.
    callers: Vec<inline::Suspended<'a>>,
    /// State words of callers that are live, kept in variables.
    outer: Vec<(usize, Ty)>,
    /// State words used so far.
    words: usize,
    /// See [`Self::lock_word`].
    lock: Option<u32>,
    /// CLIF blocks of bytecode blocks, made when first needed.
    blocks: Vec<Option<ir::Block>>,
    entries: Vec<Option<Entry>>,
    /// Variables of locals, and of operands at block boundaries and in callers, by (state word, type).
    variables: BTreeMap<(usize, Ty), Variable>,
    state: StackSlot,
    /// Its address. Never computed: it becomes part of the operands that use it, in any block.
    state_base: Value,
    // ---- the state at the present instruction
    /// Instruction index.
    at: usize,
    locals: Vec<Option<Ty>>,
    stack: Vec<Operand>,
    /// State words of locals (and of callers' operands) that are out of date.
    dirty: Locals,
    /// When locals are in memory: values of their state words that have been read or written in `cached_in`.
    cached: Vec<(usize, Value)>,
    cached_in: Option<ir::Block>,
    /// References that are not null.
    non_null: Vec<Value>,
    known: Known,
    /// What is known of the objects that values name, wherever those are used.
    identities: BTreeMap<Value, Identity>,
    /// References taken from locals whose words are these, and still there.
    origins: Vec<(Value, usize)>,
    restart: Option<Restart>,
    /// The heap's base, as a value of this block since the last call.
    heap_base: Option<Value>,
    /// The present block has been ended by an instruction that does not fall through.
    ended: bool,
    /// A synchronized method has its lock, in the lock word.
    locked: bool,
    exit_blocks: Vec<ir::Block>,
    /// Instances of classes without finalizers, fresh from `new`.
    plain: Vec<Value>,
    /// The call being translated is one of the method that is being compiled.
    calls_itself: bool,
    this_function: Option<ir::FuncRef>,
    /// Handlers of callers that landings go to.
    waiting: Vec<landings::Waiting>,
    // ---- results
    sites: Vec<SiteDraft>,
    scopes: Vec<Scope>,
    signatures: BTreeMap<Vec<u8>, ir::SigRef>,
    runtime: BTreeMap<crate::runtime_calls::RuntimeCall, (ir::SigRef, ir::FuncRef)>,
    bytecodes: u32,
}

/// What a translation gives beside CLIF.
pub(crate) struct Results {
    pub sites: Vec<SiteDraft>,
    pub scopes: Vec<Scope>,
    pub bytecodes: u32,
}

/// Accesses to memory that always succeed.
pub(crate) fn trusted() -> MemFlagsData {
    MemFlagsData::trusted()
}

/// What compiled code accesses, divided such that a store to one region never changes what a load from another one gives
/// (calls may change all of them). Every access to memory that is also written by compiled code names its region.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Region {
    /// State words.
    State,
    /// The thread's fields.
    Thread,
    /// `Klass`, `Method`, the thread's cache of interface method lookups.
    Metadata,
    /// Words of the VM that hold references.
    Roots,
    Cards,
    /// Class ids and mark words of objects.
    Class,
    /// Lengths of arrays.
    Length,
    /// Fields and elements; what `Unsafe` reads and writes.
    Heap,
}

impl Region {
    /// With the names that listings show.
    pub const ALL: [(Region, &str); 8] = [
        (Region::State, "State"),
        (Region::Thread, "Thread"),
        (Region::Metadata, "Metadata"),
        (Region::Roots, "Roots"),
        (Region::Cards, "Cards"),
        (Region::Class, "Class"),
        (Region::Length, "Length"),
        (Region::Heap, "Heap"),
    ];

    /// Of an access that always succeeds.
    pub fn flags(self) -> MemFlagsData {
        trusted().with_alias_region(Some(ir::AliasRegion::from_u32(self as u32)))
    }

    /// Makes the regions known to a function that has none yet.
    pub fn declare(f: &mut ir::Function) {
        for (r, name) in Region::ALL {
            let data = ir::AliasRegionData { user_id: r as u32, description: name.into() };
            let region = f.dfg.alias_regions.insert(data);
            debug_assert_eq!(region, ir::AliasRegion::from_u32(r as u32));
        }
    }
}

macro_rules! thread_offset {
    ($($field:tt)*) => {
        std::mem::offset_of!($crate::abi::ThreadContext, $($field)*) as i32
    };
}
pub(crate) use thread_offset;

impl<'a, 'b> Translator<'a, 'b> {
    pub fn new(
        env: &'a dyn CompileEnv,
        request: &'a Request,
        m: MethodFacts<'a>,
        a: Rc<Analysis<'a>>,
        mut b: FunctionBuilder<'b>,
    ) -> Self {
        let words = usize::from(m.max_locals) + usize::from(m.max_stack) + usize::from(m.is_synchronized);
        let state = b.create_sized_stack_slot(ir::StackSlotData::new(
            ir::StackSlotKind::ExplicitSlot,
            (words.max(1) * 8) as u32,
            3,
        ));
        Region::declare(b.func);
        Translator {
            env,
            layout: *env.layout(),
            request,
            blocks: vec![None; a.blocks.len()],
            entries: vec![None; a.blocks.len()],
            variables: BTreeMap::new(),
            state,
            state_base: Value::reserved_value(),
            base: 0,
            scope: 0,
            callers: Vec::new(),
            outer: Vec::new(),
            words,
            lock: m.is_synchronized.then(|| words as u32 - 1),
            at: 0,
            locals: vec![None; m.max_locals.into()],
            stack: Vec::new(),
            dirty: Locals::default(),
            cached: Vec::new(),
            cached_in: None,
            non_null: Vec::new(),
            known: Known::default(),
            identities: BTreeMap::new(),
            origins: Vec::new(),
            restart: None,
            heap_base: None,
            ended: false,
            locked: false,
            exit_blocks: Vec::new(),
            plain: Vec::new(),
            calls_itself: false,
            this_function: None,
            waiting: Vec::new(),
            sites: Vec::new(),
            scopes: vec![Scope { method: m.addr, first_word: 0, caller: None }],
            signatures: BTreeMap::new(),
            runtime: BTreeMap::new(),
            bytecodes: 0,
            m,
            a,
            b,
        }
    }

    /// Number of state words: the lock and the words of inlined calls included.
    pub fn state_words(&self) -> u32 {
        self.words as u32
    }

    /// State word of the lock of the method itself, if it is synchronized.
    pub fn lock_word(&self) -> Option<u32> {
        self.lock
    }

    pub fn state_slot(&self) -> StackSlot {
        self.state
    }

    /// Whether calls have landings.
    fn has_landings(&self) -> bool {
        self.request.quality.has_landings()
    }

    /// Translates the method and gives the builder back, to be finalized.
    pub fn run(mut self) -> Result<Self, Bailout> {
        let root = self.b.create_block();
        self.b.append_block_params_for_function_params(root);
        self.b.switch_to_block(root);
        self.b.seal_block(root);
        self.state_base = self.b.ins().stack_addr(I64, self.state, 0);
        match self.request.osr_bci {
            None => self.method_entry(root)?,
            Some(bci) => self.osr_entry(root, bci)?,
        }
        self.all_blocks()?;
        for block in &self.exit_blocks {
            self.b.seal_block(*block);
        }
        self.b.func.sized_stack_slots[self.state].size = (self.words.max(1) * 8) as u32;
        Ok(self)
    }

    /// Translates the present method's blocks.
    fn all_blocks(&mut self) -> Result<(), Bailout> {
        let a = self.a.clone();
        for &block in &a.order {
            self.block(block, false)?;
        }
        // A loop's head may come before all edges to it that are not cut off by something unresolved, when the loop is
        // entered in its middle: the interpreter goes on there.
        for &block in &a.order {
            if self.blocks[block].is_some_and(|b| self.b.func.layout.first_inst(b).is_none()) {
                self.block(block, true)?;
            }
        }
        for (n, block) in self.blocks.iter().enumerate() {
            if let Some(block) = block
                && self.a.blocks[n].is_loop_head
            {
                self.b.seal_block(*block);
            }
        }
        Ok(())
    }

    pub fn finish(self, isa: &dyn cranelift_codegen::isa::TargetIsa) -> Results {
        let Translator { sites, scopes, bytecodes, .. } = self;
        self.b.finalize(isa.frontend_config());
        Results { sites, scopes, bytecodes }
    }

    // ---- blocks -----------------------------------------------------------------------------

    fn clif_block(&mut self, block: usize) -> ir::Block {
        if let Some(b) = self.blocks[block] {
            return b;
        }
        let b = self.b.create_block();
        self.blocks[block] = Some(b);
        b
    }

    /// The bytecode block at a bci.
    fn block_at(&self, bci: i32) -> usize {
        self.a.block_starting_at(bci as u32)
    }

    /// Notes the present state for an edge to `block`, and gives the CLIF block to jump to.
    fn edge_to(&mut self, block: usize) -> ir::Block {
        let first = self.a.blocks[block].first;
        // operands travel in variables
        let mut slot = 0;
        for i in 0..self.stack.len() {
            let o = self.stack[i];
            let v = self.variable(self.operand_word(slot, o.ty), o.ty);
            self.b.def_var(v, o.value);
            slot += o.ty.slots();
        }
        let a = self.a.clone();
        let live = a.live_in(first);
        match &mut self.entries[block] {
            Some(e) => {
                e.dirty.union(&self.dirty);
                e.non_null.clear();
                e.known.intersect(&self.known);
                for (l, ty) in e.locals.iter_mut().enumerate() {
                    if *ty != self.locals[l] {
                        debug_assert!(!live.contains(l), "types of local {l} differ at a merge");
                        *ty = None;
                    }
                }
            }
            none => {
                *none = Some(Entry {
                    locals: self.locals.clone(),
                    stack: self.stack.iter().map(|o| o.ty).collect(),
                    dirty: self.dirty.clone(),
                    non_null: self.non_null.clone(),
                    known: self.known.clone(),
                });
            }
        }
        self.clif_block(block)
    }

    /// Translates a block; one that is `cut` is left at once.
    fn block(&mut self, block: usize, cut: bool) -> Result<(), Bailout> {
        let Some(entry) = self.entries[block].clone() else {
            return Ok(()); // only unreachable code goes here
        };
        let info = &self.a.blocks[block];
        let (first, end, is_loop_head) = (info.first, info.end, info.is_loop_head);
        let single = info.predecessors.len() + usize::from(self.is_entry(first)) == 1;
        let clif = self.clif_block(block);
        self.b.switch_to_block(clif);
        if !is_loop_head {
            self.b.seal_block(clif);
        }
        self.locals = entry.locals;
        self.dirty = entry.dirty;
        self.known = entry.known;
        self.origins.clear();
        self.cached.clear();
        if is_loop_head {
            self.forget_in_loop(block);
        }
        self.non_null = if single { entry.non_null } else { Vec::new() };
        self.restart = None;
        self.heap_base = None;
        self.ended = false;
        self.stack.clear();
        let mut slot = 0;
        for ty in entry.stack {
            let v = self.variable(self.operand_word(slot, ty), ty);
            let value = self.b.use_var(v);
            self.stack.push(Operand { ty, value, in_memory: false });
            slot += ty.slots();
        }
        self.at = first;
        if cut {
            self.exit(DeoptReason::Unresolved);
            return Ok(());
        }
        let mut next = first;
        while next < end {
            let n = next;
            next += 1;
            self.at = n;
            if self.restart.is_none() {
                self.restart = Some(Restart { at: n, stack: self.stack.clone(), exits: Vec::new() });
            }
            if next < end && self.compare_and_branch(n) {
                self.bytecodes += 2;
                return Ok(());
            }
            self.instruction(n)?;
            self.bytecodes += 1;
            if self.ended {
                return Ok(());
            }
        }
        // falls through into the next block
        let next = self.a.block_at[end] as usize;
        self.jump_to(next, end - 1);
        Ok(())
    }

    /// At a loop's head, nothing is known of locals that the loop writes: memory may not have them. Where the loop is entered elsewhere
    /// too, that is said of all, those of callers included.
    fn forget_in_loop(&mut self, head: usize) {
        let written = self.a.written_in_loop(head);
        let words: Vec<usize> = match &written {
            Some(written) => written.iter().map(|l| self.base + l).collect(),
            None => {
                let locals = self.base..self.base + usize::from(self.m.max_locals);
                locals.chain(self.outer.iter().map(|w| w.0)).collect()
            }
        };
        for word in words {
            self.known.forget(word);
            if !self.locals_in_memory() {
                self.dirty.insert(word);
            }
        }
    }

    /// Whether the present method's code is entered at instruction `first`.
    fn is_entry(&self, first: usize) -> bool {
        let entry = if self.scope == 0 { self.request.osr_bci.unwrap_or(0) } else { 0 };
        self.a.instructions[first].bci == entry
    }

    /// Something has been done that must not be done again: exits restart behind it.
    fn effect(&mut self) {
        self.restart = None;
    }

    fn bci(&self) -> u32 {
        self.a.instructions[self.at].bci
    }

    // ---- small helpers ----------------------------------------------------------------------

    /// The variable of a state word.
    fn variable(&mut self, word: usize, ty: Ty) -> Variable {
        let b = &mut self.b;
        *self.variables.entry((word, ty)).or_insert_with(|| b.declare_var(ty.clif()))
    }

    fn thread(&mut self) -> Value {
        self.b.ins().get_pinned_reg(I64)
    }

    fn int(&mut self, v: i32) -> Value {
        self.b.ins().iconst(I32, i64::from(v))
    }

    fn address(&mut self, v: u64) -> Value {
        self.b.ins().iconst(I64, v as i64)
    }

    /// Address of the object that a non-null reference names.
    fn decode(&mut self, reference: Value) -> Value {
        let base = match self.heap_base {
            Some(v) => v,
            None => {
                let v = self.address(self.layout.heap_base);
                self.heap_base = Some(v);
                v
            }
        };
        let scaled = self.b.ins().ishl_imm_u(reference, i64::from(gc::object::SHIFT));
        self.b.ins().iadd(base, scaled)
    }

    /// Class id of the object at an address.
    fn class_id(&mut self, object: Value) -> Value {
        self.b.ins().load(I32, Region::Class.flags(), object, gc::object::CLASS_OFFSET as i32)
    }

    /// Address of the class (or method) with an id.
    fn metadata(&mut self, id: Value) -> Value {
        let id = self.b.ins().uextend(I64, id);
        let scaled = self.b.ins().ishl_imm_u(id, i64::from(gc::object::SHIFT));
        let base = self.address(self.layout.class_base);
        self.b.ins().iadd(base, scaled)
    }

    /// Ends the block with a branch to `cold` when `condition` is not zero, and goes on in a new one.
    fn branch_cold(&mut self, condition: Value, cold: ir::Block) {
        let next = self.b.create_block();
        self.b.ins().brif(condition, cold, &[], next, &[]);
        self.b.switch_to_block(next);
        self.b.seal_block(next);
    }

    /// Leaves for the interpreter when `condition` is not zero.
    fn exit_if(&mut self, condition: Value, reason: DeoptReason) {
        let (block, state) = self.exit_block(reason);
        let next = self.b.create_block();
        self.b.ins().brif(condition, block, &[], next, &[]);
        if let Some(state) = state {
            self.fill_exit(block, reason, state);
        }
        self.b.switch_to_block(next);
        self.b.seal_block(next);
    }

    /// Leaves for the interpreter.
    fn exit(&mut self, reason: DeoptReason) {
        let (block, state) = self.exit_block(reason);
        self.b.ins().jump(block, &[]);
        if let Some(state) = state {
            self.fill_exit(block, reason, state);
        }
        self.ended = true;
    }

    /// Checks that a reference is not null.
    fn null_check(&mut self, reference: Value) {
        if self.non_null.contains(&reference) {
            return;
        }
        let is_null = self.b.ins().icmp_imm_u(IntCC::Equal, reference, 0);
        self.exit_if(is_null, DeoptReason::Exception);
        self.learn_non_null(reference);
    }

    /// From here on the reference is known not to be null, and so is the local that it comes from.
    fn learn_non_null(&mut self, reference: Value) {
        self.non_null.push(reference);
        for &(value, word) in &self.origins {
            if value == reference {
                self.known.non_null.insert(word);
            }
        }
    }
}

/// First characters of the parameters' descriptors.
pub(crate) fn parameter_characters(descriptor: &[u8]) -> Vec<u8> {
    let mut all = Vec::new();
    let mut i = 1;
    while descriptor[i] != b')' {
        all.push(descriptor[i]);
        while descriptor[i] == b'[' {
            i += 1;
        }
        if descriptor[i] == b'L' {
            while descriptor[i] != b';' {
                i += 1;
            }
        }
        i += 1;
    }
    all
}

/// First character of the result's descriptor.
pub(crate) fn result_character(descriptor: &[u8]) -> u8 {
    let close = descriptor.iter().rposition(|&c| c == b')').expect("a valid descriptor");
    descriptor[close + 1]
}

/// Whether a method stores into its first local.
fn writes_local0(a: &Analysis<'_>) -> bool {
    a.instructions.iter().any(|i| {
        crate::analysis::is_store(i.opcode) && crate::analysis::local_of(i).is_some_and(|l| l.0 == 0)
    })
}
