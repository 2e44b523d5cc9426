//! Leaves out of a program what it can do without and still differ.
//!
//! Statements and expressions form a forest (the numbers of [`super::body::Ids`]). From the roots down, each part is left
//! out alone, many such variants in one run; those that still differ are left out together if that differs too.

use super::batch::{Bench, Machine};
use super::program::{self, Program};
use std::collections::HashSet;

/// Variants in one run.
const VARIANTS: usize = 60;

/// The smallest variant found of the program with `seed`, on which `machine` and `reference` differ.
pub fn minimise(
    bench: &Bench,
    reference: &Machine,
    machine: &Machine,
    seed: u64,
    mut progress: impl FnMut(usize, usize),
) -> Result<Program, String> {
    let differ = |skips: &[HashSet<u32>]| -> Result<Vec<bool>, String> {
        let programs: Vec<Program> = skips.iter().map(|s| program::generate(seed, s.clone())).collect();
        let (a, b) = (bench.run(reference, &programs)?, bench.run(machine, &programs)?);
        Ok(a.iter().zip(&b).map(|(a, b)| a != b).collect())
    };
    let mut skip = HashSet::new();
    let ends = program::generate(seed, HashSet::new()).ends;
    if !differ(&[skip.clone()])?[0] {
        return Err("there is no difference".into());
    }
    let mut level = siblings(&ends, 0, ends.len() as u32);
    while !level.is_empty() {
        let mut kept = Vec::new();
        let mut rest = level;
        while !rest.is_empty() {
            let chunk: Vec<u32> = rest.drain(..rest.len().min(VARIANTS)).collect();
            progress(skip.len(), rest.len());
            let with = |ids: &[u32]| -> HashSet<u32> { skip.iter().chain(ids).copied().collect() };
            let mut variants: Vec<HashSet<u32>> = vec![with(&chunk)];
            variants.extend(chunk.iter().map(|&id| with(&[id])));
            let results = differ(&variants)?;
            if results[0] {
                skip.extend(chunk);
                continue;
            }
            let alone: Vec<u32> =
                chunk.iter().zip(&results[1..]).filter(|(_, r)| **r).map(|(&id, _)| id).collect();
            kept.extend(chunk.iter().zip(&results[1..]).filter(|(_, r)| !**r).map(|(&id, _)| id));
            if alone.is_empty() {
                continue;
            }
            if alone.len() == 1 || differ(&[with(&alone)])?[0] {
                skip.extend(alone);
            } else {
                // Only some of them together: one at a time from now on.
                skip.insert(alone[0]);
                for &id in &alone[1..] {
                    let mut more = skip.clone();
                    more.insert(id);
                    if differ(&[more])?[0] {
                        skip.insert(id);
                    } else {
                        kept.push(id);
                    }
                }
            }
        }
        level = kept.into_iter().flat_map(|id| siblings(&ends, id + 1, ends[id as usize])).collect();
    }
    Ok(program::generate(seed, skip))
}

/// The outermost numbers from `from` to `to`.
fn siblings(ends: &[u32], from: u32, to: u32) -> Vec<u32> {
    let mut all = Vec::new();
    let mut id = from;
    while id < to {
        all.push(id);
        id = ends[id as usize];
    }
    all
}
