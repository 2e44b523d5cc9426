//! What the compilers ask of the VM ([`jit::env::CompileEnv`]), and the assumptions that compiled code rests on.
