//! Finding the native function of a method (JNI specification, "Resolving Native Method Names").
use crate::class::MethodRef;
use crate::thread::{JResult, Scope};

/// Finds and remembers (in `Method::native`) the function of a native method: registered ones,
/// then the libraries of its class's loader.
///
/// # Errors
/// UnsatisfiedLinkError with HotSpot's message.
pub fn resolve(_t: &mut Scope<'_>, _m: MethodRef) -> JResult<usize> {
    todo!()
}
