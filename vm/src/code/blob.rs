//! [`Blob`]: installed machine code, and what is known of it.

use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};

use jit::code::{CompiledCode, Site};
use jit::shape::{Kind, Shape};

use crate::class::MethodRef;

/// What a blob is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BlobKind {
    /// A method's code, or, with a bytecode index, code that is entered at a loop's head.
    Method { method: MethodRef, level: u8, osr_bci: Option<u32> },
    /// What calls compiled code for the interpreter.
    Adapter(AdapterKey),
    /// Jumps to what lies too far away for near calls.
    Stubs,
}

/// Which adapter.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum AdapterKey {
    /// For methods of this shape.
    Call(Shape),
    /// For OSR code with this result.
    Osr(Option<Kind>),
}

/// The life of a blob.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum State {
    /// Not to be entered yet.
    Installed = 0,
    /// May be entered.
    Active = 1,
    /// Is no longer entered. Activations go on, or are deoptimised. It is freed when there are none.
    NotEntrant = 2,
}

/// Installed code.
///
/// It is freed inside a safepoint, when no thread executes it any more. So a thread may keep a `&'static Blob` that it
/// has found until its next safepoint, and longer for the blobs of its own frames. Who is no Java thread may not keep one
/// that has been published.
pub struct Blob {
    pub kind: BlobKind,
    /// Address of the code, and of its entry.
    pub start: usize,
    /// Bytes of code.
    pub size: u32,
    /// Number of the compilation.
    pub id: u32,
    /// Sites, dependencies and so on; bytes, relocations and listings have been dropped.
    pub code: CompiledCode,
    /// Place in the code cache, in units.
    pub(super) units: std::ops::Range<u32>,
    pub(super) state: AtomicU8,
    /// Counters of the method when they were last looked at.
    pub(super) sampled: AtomicU32,
    /// How much it has been used, see [`super::sweep`].
    pub(super) heat: AtomicU32,
}

impl Blob {
    /// The method whose code it is.
    pub fn method(&self) -> Option<MethodRef> {
        match self.kind {
            BlobKind::Method { method, .. } => Some(method),
            _ => None,
        }
    }

    /// Tier of a method's code; 0 for what is none.
    pub fn level(&self) -> u8 {
        match self.kind {
            BlobKind::Method { level, .. } => level,
            _ => 0,
        }
    }

    /// Bytecode index at which OSR code is entered.
    pub fn osr_bci(&self) -> Option<u32> {
        match self.kind {
            BlobKind::Method { osr_bci, .. } => osr_bci,
            _ => None,
        }
    }

    pub fn is_adapter(&self) -> bool {
        matches!(self.kind, BlobKind::Adapter(_))
    }

    /// Address at which it is entered.
    pub fn entry(&self) -> usize {
        self.start
    }

    /// End of the code.
    pub fn end(&self) -> usize {
        self.start + self.size as usize
    }

    /// The site with this return address.
    pub fn site(&self, pc: usize) -> Option<&Site> {
        self.code.site_at(u32::try_from(pc.wrapping_sub(self.start)).ok()?)
    }

    /// The state words that hold live references at a site: bit `i % 64` of word `i / 64`.
    pub fn refs(&self, site: &Site) -> &[u64] {
        self.code.refs(site)
    }

    /// Address of a site's landing; 0: it has none.
    pub fn landing(&self, site: &Site) -> usize {
        if site.landing == 0 { 0 } else { self.start + site.landing as usize }
    }

    pub fn state(&self) -> State {
        // Acquire: pairs with the release of whoever has changed it.
        match self.state.load(Ordering::Acquire) {
            0 => State::Installed,
            1 => State::Active,
            _ => State::NotEntrant,
        }
    }

    pub fn is_active(&self) -> bool {
        self.state() == State::Active
    }

    /// Bytes that it takes in the code cache.
    pub fn footprint(&self) -> usize {
        self.units.len() << super::segments::UNIT_LOG
    }
}

impl std::fmt::Display for Blob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.kind {
            BlobKind::Method { method, level, osr_bci } => {
                write!(
                    f,
                    "{} {}.{}{} level {level}",
                    self.id,
                    method.holder.external_name(),
                    method.name,
                    method.desc
                )?;
                osr_bci.map_or(Ok(()), |bci| write!(f, " @ {bci}"))
            }
            BlobKind::Adapter(AdapterKey::Call(shape)) => write!(f, "adapter {shape}"),
            BlobKind::Adapter(AdapterKey::Osr(kind)) => {
                write!(f, "OSR adapter {}", kind.map_or('v', |k| k as u8 as char))
            }
            BlobKind::Stubs => write!(f, "stubs"),
        }
    }
}
