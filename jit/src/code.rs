//! [`CompiledCode`]: what a compilation gives: inert data, with nothing of the VM in it but addresses of metadata.

use crate::runtime_calls::RuntimeCall;

/// Machine code and all that is known of it.
#[derive(Clone, Debug, Default)]
pub struct CompiledCode {
    /// Position independent but for [`Self::relocations`]; the entry is at 0.
    pub bytes: Vec<u8>,
    pub relocations: Vec<Relocation>,
    /// By ascending [`Site::pc`].
    pub sites: Vec<Site>,
    /// The method itself, and behind it the inlined calls that contain sites.
    pub scopes: Vec<Scope>,
    /// Bit sets of the sites, see [`CompiledCode::refs`].
    pub ref_bits: Vec<u64>,
    /// Distance of state word 0 from the frame pointer (negative), in bytes.
    pub state_offset: i32,
    /// Number of state words.
    pub state_words: u32,
    /// State word that holds the lock of a synchronized method (never of an inlined one).
    pub lock_word: Option<u32>,
    /// Frame pointer minus stack pointer, in bytes.
    pub frame_size: u32,
    /// What must still hold when the code is installed, and as long as it is used.
    pub dependencies: Vec<Dependency>,
    /// Bytecodes translated, inlined methods included.
    pub bytecodes: u32,
    /// Listings, when asked for.
    pub clif: Option<String>,
    pub listing: Option<String>,
}

impl CompiledCode {
    /// The site with this return address (offset).
    #[inline]
    pub fn site_at(&self, pc: u32) -> Option<&Site> {
        self.sites.binary_search_by_key(&pc, |s| s.pc).ok().map(|i| &self.sites[i])
    }

    /// The places in methods that a site stands for: in the innermost scope first, then in the calls that it is inlined
    /// into.
    #[inline]
    pub fn scope_chain(&self, site: &Site) -> impl Iterator<Item = Caller> + '_ {
        std::iter::successors(Some(site.place()), |&at| self.caller(at))
    }

    /// The call that the method of a place is inlined into.
    #[inline]
    pub fn caller(&self, at: Caller) -> Option<Caller> {
        self.scopes[at.scope as usize].caller
    }

    /// The state words that hold live references at a site: bit `i % 64` of word `i / 64`.
    pub fn refs(&self, site: &Site) -> &[u64] {
        let words = (self.state_words as usize).div_ceil(64);
        &self.ref_bits[site.refs as usize..][..words]
    }
}

/// A call at which the thread may be in the VM, or another method: all that is known there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site {
    /// Offset of the return address.
    pub pc: u32,
    /// Index in [`CompiledCode::scopes`] of the method that the call is in.
    pub scope: u16,
    /// Bytecode index.
    pub bci: u16,
    /// Operand stack slots in the state words: without what the instruction has popped, unless
    /// [`SiteResult::Reexecute`].
    pub depth: u16,
    pub result: SiteResult,
    /// The call saves all registers: its result is in `ThreadContext::call_result`.
    pub saves_all: bool,
    /// Start of its bits in [`CompiledCode::ref_bits`].
    pub refs: u32,
    /// Offset at which an exception that a handler of this frame may catch goes on, with the exception still pending
    /// in the thread; 0: the frame is continued in the interpreter.
    pub landing: u32,
}

impl Site {
    /// Where the call is, in the innermost scope.
    #[inline]
    pub fn place(&self) -> Caller {
        Caller { scope: self.scope, bci: self.bci, depth: self.depth }
    }
}

/// A method whose code is part of a compiled method: the method itself, or an inlined call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Address of the `Method`.
    pub method: u64,
    /// State word of its local 0; its operand stack follows its locals.
    pub first_word: u32,
    /// The call that was inlined; `None`: the method itself.
    pub caller: Option<Caller>,
}

/// The place of an inlined call in its caller, which is inside its invoke instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Index in [`CompiledCode::scopes`].
    pub scope: u16,
    pub bci: u16,
    /// Operand stack slots below the arguments.
    pub depth: u16,
}

/// How the interpreter continues the frame behind a site.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SiteResult {
    /// Executes the instruction at `bci`, with the whole operand stack in the state words.
    Reexecute,
    /// At the method's entry, before its first instruction: what is thrown here is thrown by the caller, and no lock
    /// is held yet.
    Entry,
    /// The instruction is done. Goes on behind it, having pushed the call's result.
    Void,
    Int,
    Long,
    Float,
    Double,
    Ref,
}

/// A place in the code to be filled in when its address is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relocation {
    pub offset: u32,
    pub kind: RelocationKind,
    pub target: RelocationTarget,
    pub addend: i64,
}

/// How the target's address is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RelocationKind {
    /// 64 bits.
    Absolute,
    /// 32 bits, relative to the place (x86-64).
    Relative32,
    /// The 26 bits of an aarch64 branch.
    Arm64Call,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RelocationTarget {
    /// The stub of a runtime call.
    Runtime(RuntimeCall),
    /// An offset in the code itself.
    Code(u32),
}

/// An assumption of the code, by metadata addresses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Dependency {
    /// The virtual method has no other implementation below (and in) the class than itself.
    Unique { class: u64, method: u64 },
    /// The class is abstract or an interface and has one concrete subtype, this.
    OnlySubtype { class: u64, subtype: u64 },
}

/// How the unwinder names, at a landing, the handler that it has found: at this bytecode index of the method that many calls further
/// out than the site's own.
pub fn landing_key(callers: usize, handler: u32) -> u64 {
    (callers as u64) << 32 | u64::from(handler)
}
