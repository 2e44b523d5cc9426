//! Stands in for what compiled code's transitions will offer.

use crate::thread::JavaThread;

pub fn original_pc(_thread: &JavaThread, _fp: usize, pc: usize) -> usize {
    pc
}
