//! The heap: reference and object representation, allocation, handles, write barriers and collections.
//!
//! This crate knows headers and reference maps ([`TypeInfo`]); it knows neither classes nor threads.
//! A raw reference ([`ObjRef`]) borrows the mutator token of the thread that reads it, so that the
//! borrow checker rejects one that is kept across anything that may collect; across such calls
//! only [`Handle`]s live.
//!
//! # Representation
//! In the heap, in interpreter frames, in handles and in tables a reference is a [`NarrowRef`]:
//! 32 bits, the distance from the heap's base divided by 8, zero for null. Only [`ObjRef`], which
//! is transient, is a full address.

mod arch;
pub mod barrier;
mod cards;
pub mod client;
mod collect;
mod compact;
pub mod config;
mod evacuate;
mod forwarding;
pub mod handle;
pub mod heap;
mod mark;
pub mod mem;
pub mod object;
mod offsets;
mod old;
mod reference;
mod region;
mod scan;
pub mod stress;
pub mod tlab;
mod verify;
mod work;
mod workers;
mod young;

pub use client::{Cause, Client, Fate, Kind, Phase, Report, Request, Spaces, Usage, Visitor};
pub use config::{Config, ReferenceLayout, Stress};
pub use handle::{Handle, HandleArea, HandleMark};
pub use heap::{Heap, HeapError};
pub use object::{NarrowRef, ObjRef, Prim, RefBlock, Strength, TypeInfo, TypeKind};
pub use tlab::Tlab;
pub use verify::Starts;
