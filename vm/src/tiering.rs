//! Which methods are compiled, when, and by which compiler.
