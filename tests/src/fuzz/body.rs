//! A method's body in the making: what its statements and expressions have in common.
//!
//! Termination: loops have constant trip counts, methods call only methods generated before them (recursion has a bounded
//! depth), and the estimated cost of a call stays within a budget. Every statement and expression has a number; leaving one out
//! (see [`Ids`]) changes nothing else, since all random choices are made all the same.

use super::asm::{Class, Code, Label, Mark};
use super::rng::Rng;
use super::world::{ELEMENTS, Ty, World};
use std::collections::HashSet;

/// Numbers of statements and expressions, in the order of their beginnings, and those to leave out.
#[derive(Debug, Default)]
pub struct Ids {
    /// For each number the one after its last part.
    pub ends: Vec<u32>,
    /// What to leave out.
    pub skip: HashSet<u32>,
}

impl Ids {
    pub fn open(&mut self) -> u32 {
        self.ends.push(0);
        self.ends.len() as u32 - 1
    }

    /// Ends number `id`; whether it is to be left out.
    pub fn close(&mut self, id: u32) -> bool {
        self.ends[id as usize] = self.ends.len() as u32;
        self.skip.contains(&id)
    }
}

/// A local variable.
#[derive(Debug, Clone, Copy)]
pub struct Local {
    pub slot: u16,
    pub ty: Ty,
    /// Loop counters and depths are not written by statements.
    pub writable: bool,
}

/// Where `break` and `continue` of a loop go.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    pub brk: Label,
    pub cont: Label,
    /// Locks held there.
    pub syncs: usize,
}

/// A synchronized block: its lock's slot, and the ranges in which it is held.
#[derive(Debug, Clone)]
pub struct Sync {
    pub slot: u16,
    pub from: Label,
    pub ranges: Vec<(Label, Label)>,
}

/// A state to go back to.
#[derive(Debug)]
pub struct Point {
    code: Mark,
    syncs: Vec<(Label, usize)>,
}

/// Which class a body belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// The entry's class.
    M,
    /// A, B or C.
    Object,
}

/// A body in the making.
#[derive(Debug)]
pub struct Body<'a> {
    pub rng: &'a mut Rng,
    pub world: &'a World,
    pub class: &'a mut Class,
    pub ids: &'a mut Ids,
    pub line: &'a mut u16,
    pub code: Code,
    pub home: Home,
    pub ret: Option<Ty>,
    pub locals: Vec<Local>,
    pub next_slot: u16,
    /// How often the current place runs in one call, at most.
    pub mult: u64,
    pub cost: u64,
    pub budget: u64,
    pub loops: Vec<Target>,
    pub syncs: Vec<Sync>,
    /// Inside an argument of a constructor: no backward branches with an uninitialised object.
    pub no_loops: u32,
    /// Nesting of statements.
    pub nest: u32,
}

/// Longest code after which only leaves are generated.
const LONG: usize = 5000;

impl Body<'_> {
    /// Whether to make no more than what is needed.
    pub fn full(&self) -> bool {
        self.cost + self.mult > self.budget || self.code.len() > LONG
    }

    pub fn point(&self) -> Point {
        let syncs = self.syncs.iter().map(|s| (s.from, s.ranges.len())).collect();
        Point { code: self.code.mark(), syncs }
    }

    pub fn back(&mut self, point: &Point) {
        self.code.rollback(point.code);
        for (sync, &(from, ranges)) in self.syncs.iter_mut().zip(&point.syncs) {
            sync.from = from;
            sync.ranges.truncate(ranges);
        }
    }

    pub fn declare(&mut self, ty: Ty, writable: bool) -> Local {
        let local = Local { slot: self.next_slot, ty, writable };
        self.next_slot += ty.slots();
        self.code.max_locals = self.code.max_locals.max(self.next_slot);
        self.locals.push(local);
        local
    }

    /// Ends the scope of the locals declared since there were `count`.
    pub fn undeclare(&mut self, count: usize, next_slot: u16) {
        self.locals.truncate(count);
        self.next_slot = next_slot;
    }

    pub fn load(&mut self, local: Local) {
        self.code.local(0x15 + local.ty.family(), local.slot, i32::from(local.ty.slots()));
    }

    pub fn store(&mut self, local: Local) {
        self.code.local(0x36 + local.ty.family(), local.slot, -i32::from(local.ty.slots()));
    }

    pub fn local_of(&mut self, ty: Ty, writable: bool) -> Option<Local> {
        let fits: Vec<Local> =
            self.locals.iter().copied().filter(|l| l.ty == ty && (l.writable || !writable)).collect();
        if fits.is_empty() { None } else { Some(self.rng.pick(&fits)) }
    }

    pub fn int(&mut self, v: i32) {
        match v {
            -1..=5 => self.code.op((3 + v) as u8, 1),
            -128..=127 => self.code.op1(0x10, v as u8, 1),
            -32768..=32767 => self.code.op2(0x11, v as u16, 1),
            _ => {
                let index = self.class.pool.int(v);
                self.ldc(index);
            }
        }
    }

    fn ldc(&mut self, index: u16) {
        match u8::try_from(index) {
            Ok(index) => self.code.op1(0x12, index, 1),
            Err(_) => self.code.op2(0x13, index, 1),
        }
    }

    pub fn long(&mut self, v: i64) {
        if v == 0 || v == 1 {
            return self.code.op(9 + v as u8, 2);
        }
        let index = self.class.pool.long(v);
        self.code.op2(0x14, index, 2);
    }

    /// A constant, often one from an edge.
    pub fn constant(&mut self, ty: Ty) {
        match ty {
            Ty::Int => {
                let v = match self.rng.below(6) {
                    0 => self.rng.bits() as i32,
                    1 => self.rng.pick(&[
                        i32::MIN,
                        i32::MAX,
                        -1,
                        32,
                        33,
                        65535,
                        -32768,
                        128,
                        255,
                        i32::MIN + 1,
                    ]),
                    2 => 1i32.wrapping_shl(self.rng.below(32)),
                    _ => self.rng.below(12) as i32 - 3,
                };
                self.int(v);
            }
            Ty::Long => {
                let v = match self.rng.below(6) {
                    0 => self.rng.bits() as i64,
                    1 => self.rng.pick(&[
                        i64::MIN,
                        i64::MAX,
                        -1,
                        64,
                        0xffff_ffff,
                        1 << 32,
                        i64::from(i32::MIN),
                    ]),
                    2 => 1i64.wrapping_shl(self.rng.below(64)),
                    _ => i64::from(self.rng.below(12)) - 3,
                };
                self.long(v);
            }
            Ty::Float => {
                let v = match self.rng.below(4) {
                    0 => f32::from_bits(self.rng.bits() as u32),
                    1 => self.rng.pick(&[
                        f32::NAN,
                        f32::INFINITY,
                        f32::NEG_INFINITY,
                        -0.0,
                        f32::MIN_POSITIVE,
                        1e-45,
                        f32::MAX,
                        2147483648.0,
                        16777217.0,
                    ]),
                    _ => self.rng.below(9) as f32 / 2.0 - 1.0,
                };
                // One NaN is as good as another.
                let v = if v.is_nan() { f32::NAN } else { v };
                if v.to_bits() == 0 || v == 1.0 || v == 2.0 {
                    return self.code.op(11 + v as u8, 1);
                }
                let index = self.class.pool.float(v);
                self.ldc(index);
            }
            Ty::Double => {
                let v = match self.rng.below(4) {
                    0 => f64::from_bits(self.rng.bits()),
                    1 => self.rng.pick(&[
                        f64::NAN,
                        f64::INFINITY,
                        f64::NEG_INFINITY,
                        -0.0,
                        5e-324,
                        f64::MAX,
                        9.223372036854776e18,
                        2147483647.5,
                        -2147483649.0,
                    ]),
                    _ => f64::from(self.rng.below(9)) / 2.0 - 1.0,
                };
                let v = if v.is_nan() { f64::NAN } else { v };
                if v.to_bits() == 0 || v == 1.0 {
                    return self.code.op(14 + v as u8, 2);
                }
                let index = self.class.pool.double(v);
                self.code.op2(0x14, index, 2);
            }
            _ => self.code.op(0x01, 1),
        }
    }

    /// The type's zero, for what is left out.
    pub fn zero(&mut self, ty: Ty) {
        match ty {
            Ty::Int => self.int(0),
            Ty::Long => self.long(0),
            Ty::Float => self.code.op(11, 1),
            Ty::Double => self.code.op(14, 2),
            _ => self.code.op(0x01, 1),
        }
    }

    /// A fresh object of the type, with nothing random that costs.
    pub fn fresh(&mut self, ty: Ty) {
        let length = self.rng.range(6, 12) as i32;
        match ty {
            Ty::Array(e) => {
                self.int(length);
                self.code.op1(0xbc, ELEMENTS[e as usize].code, 0);
            }
            Ty::Objects => {
                self.int(length);
                let name =
                    if self.rng.chance(1, 3) { self.world.a.clone() } else { "java/lang/Object".into() };
                let class = self.class.pool.class(&name);
                self.code.op2(0xbd, class, 0);
            }
            Ty::Grid => {
                self.int(length);
                self.int(8);
                let class = self.class.pool.class("[[I");
                self.code.op2(0xc5, class, -1);
                self.code.raw(&[2]);
            }
            Ty::A | Ty::Object => {
                let name = self.some_class();
                let class = self.class.pool.class(&name);
                self.code.op2(0xbb, class, 1);
                self.code.op(0x59, 1);
                self.int(length);
                let init = self.class.pool.method(&name, "<init>", "(I)V");
                self.code.op2(0xb7, init, -2);
            }
            _ => self.constant(ty),
        }
    }

    pub fn some_class(&mut self) -> String {
        match self.rng.below(3) {
            0 => self.world.a.clone(),
            1 => self.world.b.clone(),
            _ => self.world.c.clone(),
        }
    }

    pub fn pop(&mut self, ty: Ty) {
        if ty.slots() == 2 { self.code.op(0x58, -2) } else { self.code.op(0x57, -1) }
    }

    pub fn dup(&mut self, ty: Ty) {
        if ty.slots() == 2 { self.code.op(0x5c, 2) } else { self.code.op(0x59, 1) }
    }

    /// `invokestatic` of a method that takes `params` and gives `ret`, as slots.
    pub fn call_static(&mut self, class: &str, name: &str, descriptor: &str, delta: i32) {
        let method = self.class.pool.method(class, name, descriptor);
        self.code.op2(0xb8, method, delta);
    }

    /// Releases the locks taken since there were `keep`, before a jump out of their blocks.
    pub fn leave(&mut self, keep: usize) {
        for k in (keep..self.syncs.len()).rev() {
            let end = self.code.label();
            let (slot, depth) = (self.syncs[k].slot, self.code.depth());
            self.code.local(0x19, slot, 1);
            self.code.op(0xc3, -1);
            assert_eq!(depth, self.code.depth());
            self.place(end);
            let from = self.syncs[k].from;
            self.syncs[k].ranges.push((from, end));
        }
    }

    /// After the jump, the locks are held again.
    pub fn resume(&mut self, keep: usize) {
        for k in keep..self.syncs.len() {
            let from = self.code.label();
            self.place(from);
            self.syncs[k].from = from;
        }
    }

    /// Puts a label that only exception tables use.
    pub fn place(&mut self, label: Label) {
        self.code.bind(label);
    }
}
