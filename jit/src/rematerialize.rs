//! Addresses of state words and constants are computed again where they are used, instead of being kept across calls.
//!
//! The optimiser merges equal values of a function. No register survives a call in the Java convention, so a merged
//! `stack_addr` or constant that is used on both sides of one costs a store and a load, where computing it again costs nothing (an
//! address is part of the instruction that uses it) or one instruction. Without a call between them, uses share a constant as long as control
//! comes to them on one way only (an extended basic block).

use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::entity::SecondaryMap;
use cranelift_codegen::flowgraph::ControlFlowGraph;
use cranelift_codegen::ir::{Block, Function, Inst, InstBuilder, InstructionData, Opcode, Value, ValueDef};

/// What makes a value again.
enum Recipe {
    Address,
    Constant,
}

fn recipe(f: &Function, value: Value) -> Option<(Recipe, Inst)> {
    let ValueDef::Result(inst, 0) = f.dfg.value_def(value) else { return None };
    match f.dfg.insts[inst].opcode() {
        Opcode::StackAddr => Some((Recipe::Address, inst)),
        Opcode::Iconst => Some((Recipe::Constant, inst)),
        _ => None,
    }
}

fn again(f: &mut Function, at: Inst, original: Inst) -> Value {
    let ty = f.dfg.value_type(f.dfg.first_result(original));
    let data = f.dfg.insts[original];
    let mut cursor = FuncCursor::new(f).at_inst(at);
    match data {
        InstructionData::StackAddr { stack_slot, offset, .. } => {
            cursor.ins().stack_addr(ty, stack_slot, offset)
        }
        InstructionData::UnaryImm { imm, .. } => cursor.ins().iconst(ty, imm),
        other => unreachable!("only addresses and constants are made again, not {other:?}"),
    }
}

/// Works on an optimised function.
pub(crate) fn rematerialize(f: &mut Function) {
    let blocks: Vec<_> = f.layout.blocks().collect();
    let cfg = ControlFlowGraph::with_function(f);
    // constants that have been made since the last call, and by what: here, and at the ends of blocks
    let mut fresh: Vec<(Value, Value)> = Vec::new();
    let mut at_end: SecondaryMap<Block, Vec<(Value, Value)>> = SecondaryMap::new();
    let mut operands: Vec<Value> = Vec::new();
    for block in blocks {
        fresh.clear();
        let mut before = cfg.pred_iter(block);
        // a predecessor that comes later in the layout has nothing noted yet
        if let (Some(only), None) = (before.next(), before.next()) {
            fresh.extend_from_slice(&at_end[only.block]);
        }
        let mut next = f.layout.first_inst(block);
        while let Some(inst) = next {
            next = f.layout.next_inst(inst);
            operands.clear();
            operands.extend(f.dfg.inst_values(inst));
            for &value in &operands {
                let Some((what, original)) = recipe(f, value) else { continue };
                let with = match what {
                    Recipe::Address => again(f, inst, original),
                    Recipe::Constant => match fresh.iter().find(|c| c.0 == value) {
                        Some(c) => c.1,
                        None => {
                            let v = again(f, inst, original);
                            fresh.push((value, v));
                            v
                        }
                    },
                };
                if with != value {
                    f.dfg.map_inst_values(inst, |v| if v == value { with } else { v });
                }
            }
            let opcode = f.dfg.insts[inst].opcode();
            if opcode.is_call() {
                fresh.clear();
            } else if opcode == Opcode::Iconst {
                let v = f.dfg.first_result(inst);
                fresh.push((v, v));
            }
        }
        at_end[block].clone_from(&fresh);
    }
}
