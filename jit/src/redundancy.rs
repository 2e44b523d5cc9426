//! Loads of what is known to be in memory are replaced by the value, and checks that have been made are left out, across blocks.
//!
//! The optimiser does the first as well, but its analysis gives up where control flow joins after it has been that way once: with one call on
//! a cold path before them, two loads in different blocks are never merged. Every check that compiled code makes ends a block, so
//! most lengths of arrays would be loaded again for every access.
//!
//! Here memory has versions, one for each region: what has last changed it, an instruction or a block at whose beginning different versions
//! come together. Two loads of the same address in the same version of a region give the same value, if the first dominates the second:
//! a path from the change to the second load that avoids the first would be one on which the second is not dominated.
//! What is then computed twice from one value, such as the address of an object, is computed once, and where a branch on the same
//! condition has been taken on every way to another, that one is none.

use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::entity::{EntityRef, SecondaryMap};
use cranelift_codegen::flowgraph::ControlFlowGraph;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{
    AliasRegion, Block, Function, Inst, InstructionData, Opcode, Type, Value, ValueDef,
};
use rustc_hash::FxHashMap;

use crate::translate::Region;

const REGIONS: usize = Region::ALL.len();

/// What has last changed a region.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Version {
    /// Nothing in this function.
    Entry,
    Change(Inst),
    /// Ways with different versions have come together here.
    Join(Block),
}

/// The version of each region.
type Memory = [Version; REGIONS];

/// What an instruction changes.
enum Effect {
    None,
    Region(usize),
    Everything,
}

fn region_of(f: &Function, inst: Inst) -> Option<usize> {
    f.dfg.insts[inst].alias_region(&f.dfg).map(AliasRegion::index).filter(|&r| r < REGIONS)
}

fn effect(f: &Function, inst: Inst) -> Effect {
    match f.dfg.insts[inst].opcode() {
        Opcode::AtomicLoad | Opcode::Fence | Opcode::SequencePoint | Opcode::Debugtrap => Effect::Everything,
        Opcode::AtomicRmw | Opcode::AtomicCas | Opcode::AtomicStore => Effect::Everything,
        o if o.is_call() => Effect::Everything,
        o if o.can_store() => region_of(f, inst).map_or(Effect::Everything, Effect::Region),
        _ => Effect::None,
    }
}

fn apply(f: &Function, inst: Inst, memory: &mut Memory) {
    match effect(f, inst) {
        Effect::None => {}
        Effect::Region(r) => memory[r] = Version::Change(inst),
        Effect::Everything => *memory = [Version::Change(inst); REGIONS],
    }
}

/// The memory at the beginning of each block that can be reached, in `order`, which is a reverse post-order.
fn versions(f: &Function, cfg: &ControlFlowGraph, order: &[Block]) -> SecondaryMap<Block, Option<Memory>> {
    // what each block does to each region: its last change
    let mut changes: SecondaryMap<Block, [Option<Version>; REGIONS]> = SecondaryMap::new();
    for &block in order {
        let mut memory = [Version::Entry; REGIONS];
        f.layout.block_insts(block).for_each(|inst| apply(f, inst, &mut memory));
        changes[block] = memory.map(|v| Some(v).filter(|&v| v != Version::Entry));
    }
    let mut at_start: SecondaryMap<Block, Option<Memory>> = SecondaryMap::new();
    let mut at_end: SecondaryMap<Block, Option<Memory>> = SecondaryMap::new();
    loop {
        let mut changed = false;
        for &block in order {
            let mut memory: Option<Memory> = None;
            for before in cfg.pred_iter(block) {
                // blocks not seen yet are looked at in the next round
                let Some(other) = at_end[before.block] else { continue };
                match &mut memory {
                    None => memory = Some(other),
                    Some(m) => {
                        for (v, o) in m.iter_mut().zip(other) {
                            if *v != o {
                                *v = Version::Join(block);
                            }
                        }
                    }
                }
            }
            let mut memory = memory.unwrap_or([Version::Entry; REGIONS]);
            if let Some(old) = at_start[block] {
                // a join stays one, so that this comes to an end
                for (v, o) in memory.iter_mut().zip(old) {
                    if o == Version::Join(block) {
                        *v = o;
                    }
                }
            }
            at_start[block] = Some(memory);
            for (v, c) in memory.iter_mut().zip(changes[block]) {
                *v = c.unwrap_or(*v);
            }
            changed |= at_end[block] != Some(memory);
            at_end[block] = Some(memory);
        }
        if !changed {
            return at_start;
        }
    }
}

/// What gives the same value whenever it is computed.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Load { opcode: Opcode, ty: Type, address: Value, offset: i32, region: usize, version: Version },
    Constant { ty: Type, bits: i64 },
    Unary { opcode: Opcode, ty: Type, arg: Value },
    Binary { opcode: Opcode, args: [Value; 2] },
}

/// What an instruction computes, if it has a key.
fn key(f: &Function, inst: Inst, memory: &Memory) -> Option<Key> {
    let value = |v| f.dfg.resolve_aliases(v);
    let ty = || f.dfg.value_type(f.dfg.first_result(inst));
    Some(match f.dfg.insts[inst] {
        InstructionData::Load { opcode, arg, flags, offset } => {
            if f.dfg.mem_flags[flags].explicit_endianness().is_some() {
                return None;
            }
            let region = region_of(f, inst)?;
            let (address, offset, version) = (value(arg), offset.into(), memory[region]);
            Key::Load { opcode, ty: ty(), address, offset, region, version }
        }
        InstructionData::UnaryImm { opcode: Opcode::Iconst, imm } => {
            Key::Constant { ty: ty(), bits: imm.bits() }
        }
        InstructionData::Unary { opcode, arg } => match opcode {
            Opcode::Uextend | Opcode::Sextend | Opcode::Ireduce => {
                Key::Unary { opcode, ty: ty(), arg: value(arg) }
            }
            _ => return None,
        },
        InstructionData::Binary { opcode, args } => match opcode {
            Opcode::Iadd | Opcode::Isub | Opcode::Ishl | Opcode::Ushr | Opcode::Sshr | Opcode::Band => {
                Key::Binary { opcode, args: args.map(value) }
            }
            _ => return None,
        },
        _ => return None,
    })
}

/// What a load from where an instruction has just stored would have for its key, and the value that it would give.
fn stored(f: &Function, inst: Inst) -> Option<(Key, Value)> {
    let InstructionData::Store { opcode: Opcode::Store, args: [data, address], flags, offset } =
        f.dfg.insts[inst]
    else {
        return None;
    };
    if f.dfg.mem_flags[flags].explicit_endianness().is_some() {
        return None;
    }
    let region = region_of(f, inst)?;
    let data = f.dfg.resolve_aliases(data);
    let key = Key::Load {
        opcode: Opcode::Load,
        ty: f.dfg.value_type(data),
        address: f.dfg.resolve_aliases(address),
        offset: offset.into(),
        region,
        version: Version::Change(inst),
    };
    Some((key, data))
}

/// What a branch asks for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Condition {
    Compare(IntCC, [Value; 2]),
    NotZero(Value),
}

fn condition(f: &Function, v: Value) -> Condition {
    let v = f.dfg.resolve_aliases(v);
    if let ValueDef::Result(inst, 0) = f.dfg.value_def(v)
        && let InstructionData::IntCompare { cond, args, .. } = f.dfg.insts[inst]
    {
        return Condition::Compare(cond, args.map(|a| f.dfg.resolve_aliases(a)));
    }
    Condition::NotZero(v)
}

/// The answers of branches: in blocks that one of these dominates, the condition is what stands with it.
type Answers = FxHashMap<Condition, Vec<(Block, bool)>>;

/// Makes a branch a jump if its answer is known, and notes it where it will be.
fn branch(
    f: &mut Function,
    inst: Inst,
    block: Block,
    cfg: &ControlFlowGraph,
    dominators: &DominatorTree,
    answers: &mut Answers,
) {
    let InstructionData::Brif { arg, blocks, .. } = f.dfg.insts[inst] else { return };
    let [yes, no] = blocks.map(|b| b.block(&f.dfg.value_lists));
    if yes == no {
        return;
    }
    let known = answers.entry(condition(f, arg)).or_default();
    if let Some(&(_, answer)) = known.iter().find(|(at, _)| dominators.block_dominates(*at, block)) {
        let destination = blocks[usize::from(!answer)];
        f.dfg.insts[inst] = InstructionData::Jump { opcode: Opcode::Jump, destination };
        return;
    }
    for (target, answer) in [(yes, true), (no, false)] {
        // entered from here only
        if cfg.pred_iter(target).count() == 1 {
            known.push((target, answer));
        }
    }
}

/// Works on an optimised function.
pub(crate) fn remove(f: &mut Function) {
    let cfg = ControlFlowGraph::with_function(f);
    let dominators = DominatorTree::with_function(f, &cfg);
    let order: Vec<Block> = dominators.cfg_postorder().iter().rev().copied().collect();
    let at_start = versions(f, &cfg, &order);
    // where a value was computed or stored, and the value
    let mut known: FxHashMap<Key, (Block, Value)> = FxHashMap::default();
    let mut answers = Answers::default();
    for &block in &order {
        let mut memory = at_start[block].expect("a block that can be reached");
        let mut next = f.layout.first_inst(block);
        while let Some(inst) = next {
            next = f.layout.next_inst(inst);
            if let Some(key) = key(f, inst, &memory) {
                match known.get(&key) {
                    Some(&(at, value)) if dominators.block_dominates(at, block) => {
                        let result = f.dfg.first_result(inst);
                        f.dfg.clear_results(inst);
                        f.dfg.change_to_alias(result, value);
                        f.layout.remove_inst(inst);
                        continue;
                    }
                    _ => {
                        known.insert(key, (block, f.dfg.first_result(inst)));
                    }
                }
            }
            apply(f, inst, &mut memory);
            if let Some((key, value)) = stored(f, inst) {
                known.insert(key, (block, value));
            }
            branch(f, inst, block, &cfg, &dominators, &mut answers);
        }
    }
    f.dfg.resolve_all_aliases();
}

#[cfg(test)]
mod tests {
    use cranelift_codegen::ir::types::I64;
    use cranelift_codegen::ir::{AbiParam, Function, InstBuilder, Opcode, Signature, UserFuncName};
    use cranelift_codegen::isa::CallConv;
    use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};

    use crate::translate::Region;

    /// Loads and branches that are left of a function of one parameter, which is in `x`.
    fn left(build: impl FnOnce(&mut FunctionBuilder<'_>, cranelift_codegen::ir::Value)) -> (usize, usize) {
        let mut signature = Signature::new(CallConv::SystemV);
        signature.params.push(AbiParam::new(I64));
        let mut f = Function::with_name_signature(UserFuncName::default(), signature);
        Region::declare(&mut f);
        let mut context = FunctionBuilderContext::new();
        let mut b = FunctionBuilder::new(&mut f, &mut context);
        let entry = b.create_block();
        b.append_block_params_for_function_params(entry);
        b.switch_to_block(entry);
        let x = b.block_params(entry)[0];
        build(&mut b, x);
        b.ins().return_(&[]);
        b.seal_all_blocks();
        super::remove(&mut f);
        let count = |o: Opcode| {
            let insts = f.layout.blocks().flat_map(|block| f.layout.block_insts(block));
            insts.filter(|&i| f.dfg.insts[i].opcode() == o).count()
        };
        (count(Opcode::Load), count(Opcode::Brif))
    }

    /// `load; if x { store to this region }; load`, and the same with another region.
    fn diamond(stored: Region) -> (usize, usize) {
        left(|b, x| {
            let (then, join) = (b.create_block(), b.create_block());
            b.ins().load(I64, Region::Heap.flags(), x, 0);
            b.ins().brif(x, then, &[], join, &[]);
            b.switch_to_block(then);
            b.ins().store(stored.flags(), x, x, 0);
            b.ins().jump(join, &[]);
            b.switch_to_block(join);
            b.ins().load(I64, Region::Heap.flags(), x, 0);
        })
    }

    #[test]
    fn a_store_on_one_way_is_seen_behind_the_join() {
        assert_eq!(diamond(Region::Heap), (2, 1));
        assert_eq!(diamond(Region::Length), (1, 1));
    }

    /// A load in front of a loop, one in it, and perhaps a store behind that.
    fn looped(stores: bool) -> (usize, usize) {
        left(|b, x| {
            let (head, end) = (b.create_block(), b.create_block());
            b.ins().load(I64, Region::Heap.flags(), x, 0);
            b.ins().jump(head, &[]);
            b.switch_to_block(head);
            let v = b.ins().load(I64, Region::Heap.flags(), x, 0);
            if stores {
                b.ins().store(Region::Heap.flags(), x, x, 8);
            }
            b.ins().brif(v, head, &[], end, &[]);
            b.switch_to_block(end);
        })
    }

    #[test]
    fn a_store_in_a_loop_is_seen_at_its_head() {
        assert_eq!(looped(true), (2, 1));
        assert_eq!(looped(false), (1, 1));
    }

    /// A branch on `x`, and another in one of its targets, or behind both.
    fn branches(dominated: bool) -> (usize, usize) {
        left(|b, x| {
            let (then, join, end) = (b.create_block(), b.create_block(), b.create_block());
            b.ins().brif(x, then, &[], join, &[]);
            b.switch_to_block(then);
            if dominated {
                b.ins().brif(x, end, &[], join, &[]);
            } else {
                b.ins().jump(join, &[]);
            }
            b.switch_to_block(join);
            if dominated {
                b.ins().jump(end, &[]);
            } else {
                b.ins().brif(x, end, &[], join, &[]);
            }
            b.switch_to_block(end);
        })
    }

    #[test]
    fn only_what_is_known_on_every_way_is_no_branch() {
        assert_eq!(branches(true), (0, 1));
        assert_eq!(branches(false), (0, 2));
    }
}
