//! Walking a thread's Java frames.
