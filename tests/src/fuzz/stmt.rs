//! Statements: code that leaves the operand stack as it was.

use super::asm::Label;
use super::body::{Body, Sync, Target};
use super::world::{ELEMENTS, Field, Ty};

/// What handlers catch; the empty name stands for everything.
const CAUGHT: &[&str] = &[
    "java/lang/ArithmeticException",
    "java/lang/NullPointerException",
    "java/lang/ArrayIndexOutOfBoundsException",
    "java/lang/IndexOutOfBoundsException",
    "java/lang/ClassCastException",
    "java/lang/NegativeArraySizeException",
    "java/lang/ArrayStoreException",
    "java/lang/RuntimeException",
    "java/lang/Exception",
    "java/lang/Throwable",
    "",
    "",
];

impl Body<'_> {
    /// Some statements, with locals of their own.
    pub fn statements(&mut self, low: u32, high: u32) {
        let (count, slot) = (self.locals.len(), self.next_slot);
        for _ in 0..self.rng.range(low, high) {
            if self.full() {
                break;
            }
            self.statement();
        }
        self.undeclare(count, slot);
    }

    /// One or two statements inside an expression: jumps to outer loops would leave the operand stack as it is not there.
    pub fn inner_statements(&mut self) {
        if self.nest > 4 || self.no_loops > 0 {
            return;
        }
        let outer = std::mem::take(&mut self.loops);
        self.statements(1, 2);
        self.loops = outer;
    }

    pub fn statement(&mut self) {
        let id = self.ids.open();
        let point = self.point();
        *self.line += 1;
        self.code.line(*self.line);
        self.cost += self.mult;
        self.nest += 1;
        let deep = self.nest > 5;
        match self.rng.weighted(&[12, 8, 8, 3, 10, 8, 5, 8, 3, 4, 10, 6, 2, 2, 2, 1, 3, 6]) {
            0 => self.assign(),
            1 => self.write_static(),
            2 => self.write_field(),
            3 => {
                if let Some(local) = self.local_of(Ty::Int, true) {
                    let by = self.rng.pick(&[1, -1, 2, 127, -128, 128, -129, 1000]);
                    self.code.iinc(local.slot, by);
                }
            }
            4 if !deep => self.if_else(),
            5 if !deep && self.no_loops == 0 => self.loop_statement(),
            6 if !deep => self.switch(),
            7 if !deep && self.code.depth() == 0 => self.try_catch(),
            8 => self.throw(),
            9 if !deep => self.synchronized(),
            10 => self.mix_some(),
            11 => self.call_statement(),
            12 => self.jump(),
            13 => self.early_return(),
            14 if !deep && self.no_loops == 0 => self.irreducible(),
            15 if !deep => self.dead(),
            16 => self.array_copy(),
            _ => self.write_element(),
        }
        self.nest -= 1;
        if self.ids.close(id) {
            self.back(&point);
        }
    }

    fn assign(&mut self) {
        let ty = self.rng.pick(super::world::TYPES);
        let ty = if self.rng.chance(1, 2) {
            self.rng.pick(&[Ty::Int, Ty::Long, Ty::Float, Ty::Double])
        } else {
            ty
        };
        let fuel = self.rng.range(1, 4);
        self.expr(ty, fuel);
        match self.local_of(ty, true) {
            Some(local) if self.rng.chance(4, 5) => self.store(local),
            _ => self.mix(ty),
        }
    }

    fn write_static(&mut self) {
        let k = self.rng.below(self.world.statics.len() as u32) as usize;
        let field = self.world.statics[k].clone();
        self.expr(field.ty, 3);
        self.narrow(&field);
        self.static_field(0xb3, &field);
    }

    fn write_field(&mut self) {
        let k = self.rng.below(self.world.fields.len() as u32) as usize;
        let field = self.world.fields[k].clone();
        self.expr(Ty::A, 2);
        self.expr(field.ty, 3);
        self.narrow(&field);
        self.object_field(0xb5, &field);
    }

    /// Before a store: the instructions truncate by themselves, compilers of Java do it first; both happen here.
    fn narrow(&mut self, field: &Field) {
        if self.rng.chance(1, 2) {
            match field.descriptor.as_str() {
                "B" => self.code.op(0x91, 0),
                "C" => self.code.op(0x92, 0),
                "S" => self.code.op(0x93, 0),
                _ => {}
            }
        }
    }

    fn write_element(&mut self) {
        match self.rng.below(5) {
            0 => {
                self.expr(Ty::Objects, 2);
                self.index(2);
                let ty = if self.rng.chance(1, 2) { Ty::A } else { self.reference_type() };
                self.expr(ty, 2);
                self.code.op(0x53, -3);
            }
            1 => {
                self.expr(Ty::Grid, 2);
                self.index(2);
                self.expr(Ty::Array(0), 2);
                self.code.op(0x53, -3);
            }
            _ => {
                let e = self.rng.below(ELEMENTS.len() as u32) as u8;
                let element = &ELEMENTS[e as usize];
                self.expr(Ty::Array(e), 2);
                self.index(2);
                self.expr(element.ty, 3);
                self.code.op(element.store, -2 - i32::from(element.ty.slots()));
            }
        }
    }

    fn if_else(&mut self) {
        let (other, end) = (self.code.label(), self.code.label());
        let depth = self.code.depth();
        self.branch_if(other, 2);
        self.statements(1, 3);
        if self.rng.chance(1, 2) {
            self.code.bind(other);
            return;
        }
        self.code.branch(0xa7, end, 0);
        self.code.bind_after_jump(other, depth);
        self.statements(1, 3);
        self.code.bind(end);
    }

    /// A trip count that the budget allows.
    fn trips(&mut self) -> u64 {
        let room = self.budget.saturating_sub(self.cost) / self.mult.max(1);
        let wish = match self.rng.below(20) {
            0 => 700,
            1..=3 => 60,
            _ => u64::from(self.rng.range(1, 9)),
        };
        wish.min(room / 40).max(1)
    }

    fn loop_statement(&mut self) {
        let trips = self.trips();
        let (count, slot, mult) = (self.locals.len(), self.next_slot, self.mult);
        let wide = self.rng.chance(1, 6);
        let counter = self.declare(if wide { Ty::Long } else { Ty::Int }, false);
        let step = self.rng.pick(&[1, 1, 1, 3, -1, -2]);
        let last = step * trips as i32;
        if wide {
            self.long(0)
        } else {
            self.int(0)
        }
        self.store(counter);
        self.mult = mult * trips;
        let (top, test, cont, brk) =
            (self.code.label(), self.code.label(), self.code.label(), self.code.label());
        self.loops.push(Target { brk, cont, syncs: self.syncs.len() });
        // Test at the top by a jump to the bottom, at the bottom only, or at the top with a jump back.
        let shape = self.rng.below(3);
        if shape == 0 {
            self.code.branch(0xa7, test, 0);
        }
        let depth = self.code.depth();
        self.code.bind_after_jump(top, depth);
        if shape == 2 {
            self.reached(counter, last, brk, 0x9f);
        }
        let (low, high) = if trips > 30 { (1, 2) } else { (1, 4) };
        self.statements(low, high);
        self.code.bind(cont);
        if wide {
            self.load(counter);
            self.long(i64::from(step));
            self.code.op(0x61, -2);
            self.store(counter);
        } else {
            self.code.iinc(counter.slot, step as i16);
        }
        if shape == 2 {
            self.code.branch(0xa7, top, 0);
            self.code.bind_after_jump(brk, depth);
        } else {
            if shape == 0 {
                self.code.bind(test);
            }
            self.reached(counter, last, top, 0xa0);
            self.code.bind(brk);
        }
        self.loops.pop();
        self.mult = mult;
        self.undeclare(count, slot);
    }

    /// Compares the counter with its last value: `opcode` is `if_icmpeq` or `if_icmpne`.
    fn reached(&mut self, counter: super::body::Local, last: i32, target: Label, opcode: u8) {
        self.load(counter);
        if counter.ty == Ty::Long {
            self.long(i64::from(last));
            self.code.op(0x94, -3);
            self.code.branch(opcode - 6, target, -1);
        } else {
            self.int(last);
            self.code.branch(opcode, target, -2);
        }
    }

    /// A loop with two entries.
    fn irreducible(&mut self) {
        let trips = self.trips().max(2);
        let (count, slot, mult) = (self.locals.len(), self.next_slot, self.mult);
        let counter = self.declare(Ty::Int, false);
        self.int(trips as i32);
        self.store(counter);
        let outer = std::mem::take(&mut self.loops);
        let (top, middle) = (self.code.label(), self.code.label());
        self.branch_if(middle, 2);
        self.mult = mult * trips;
        self.code.bind(top);
        self.statements(1, 2);
        self.code.bind(middle);
        self.statements(1, 2);
        self.code.iinc(counter.slot, -1);
        self.load(counter);
        self.code.branch(0x9d, top, -1);
        self.loops = outer;
        self.mult = mult;
        self.undeclare(count, slot);
    }

    fn switch(&mut self) {
        let cases = self.rng.range(1, 6);
        self.expr(Ty::Int, 3);
        if self.rng.chance(2, 3) {
            self.int(7);
            self.code.op(0x7e, -1);
        }
        let low = self.rng.below(4) as i32 - 1;
        let (end, default) = (self.code.label(), self.code.label());
        let labels: Vec<Label> = (0..cases).map(|_| self.code.label()).collect();
        if self.rng.chance(1, 2) {
            self.code.switch(None, low, &labels, default);
        } else {
            let mut keys: Vec<i32> = Vec::new();
            let mut key = low;
            for k in 0..cases {
                let far = k == cases - 1 && self.rng.chance(1, 2);
                key += if far { 100_000 } else { self.rng.range(1, 3) as i32 };
                keys.push(key);
            }
            self.code.switch(Some(&keys), 0, &labels, default);
        }
        let depth = self.code.depth();
        for label in labels {
            self.code.bind_after_jump(label, depth);
            self.statements(1, 2);
            if self.rng.chance(3, 4) {
                self.code.branch(0xa7, end, 0);
            }
        }
        self.code.bind_after_jump(default, depth);
        if self.rng.chance(1, 2) {
            self.statements(1, 2);
        }
        self.code.bind(end);
    }

    fn try_catch(&mut self) {
        let (from, to, end) = (self.code.label(), self.code.label(), self.code.label());
        self.place(from);
        self.statements(1, 4);
        self.place(to);
        self.code.branch(0xa7, end, 0);
        for _ in 0..self.rng.range(1, 3) {
            let name = self.rng.pick(CAUGHT);
            let name = if self.rng.chance(1, 5) { self.world.x.clone() } else { name.to_owned() };
            let class = if name.is_empty() { 0 } else { self.class.pool.class(&name) };
            let handler = self.code.label();
            self.code.handler(from, to, handler, class);
            self.code.bind_after_jump(handler, 1);
            self.handle(&name);
            self.code.branch(0xa7, end, 0);
        }
        self.code.bind_after_jump(end, 0);
    }

    /// A statement whose exceptions end up in the checksum.
    pub fn guarded(&mut self) {
        let (from, to, end) = (self.code.label(), self.code.label(), self.code.label());
        self.place(from);
        self.statement();
        self.place(to);
        self.code.branch(0xa7, end, 0);
        let handler = self.code.label();
        self.code.handler(from, to, handler, 0);
        self.code.bind_after_jump(handler, 1);
        let digest = self.class.pool.method("FuzzMain", "digest", "(Ljava/lang/Throwable;)J");
        self.code.op2(0xb8, digest, 1);
        self.mix(Ty::Long);
        self.code.bind(end);
    }

    /// A handler's code; the exception is on the stack.
    fn handle(&mut self, name: &str) {
        let (count, slot) = (self.locals.len(), self.next_slot);
        match self.rng.below(6) {
            0 => self.code.op(0x57, -1),
            1 if name == self.world.x => {
                let index = self.class.pool.field(name, "v", "I");
                self.code.op2(0xb4, index, 0);
                self.mix(Ty::Int);
            }
            2 => {
                // like a finally clause: something, and on it goes
                let exception = self.declare(Ty::Object, false);
                self.store(exception);
                self.statements(1, 2);
                let end = self.code.label();
                self.branch_if(end, 1);
                self.load(exception);
                let class = self.class.pool.class("java/lang/Throwable");
                self.code.op2(0xc0, class, 0);
                self.code.op(0xbf, -1);
                self.code.bind_after_jump(end, 0);
            }
            _ => {
                self.cost += self.mult * 60;
                if self.mult > 64 {
                    self.code.op(0x57, -1);
                    self.int(name.len() as i32);
                    self.mix(Ty::Int);
                } else {
                    let digest = self.class.pool.method("FuzzMain", "digest", "(Ljava/lang/Throwable;)J");
                    self.code.op2(0xb8, digest, 1);
                    self.mix(Ty::Long);
                }
            }
        }
        self.statements(0, 2);
        self.undeclare(count, slot);
    }

    /// Throws, under a condition.
    fn throw(&mut self) {
        let end = self.code.label();
        let depth = self.code.depth();
        for _ in 0..2 {
            self.branch_if(end, 1);
        }
        if self.rng.chance(1, 12) {
            self.code.op(0x01, 1);
        } else {
            let name = self.world.x.clone();
            let class = self.class.pool.class(&name);
            self.code.op2(0xbb, class, 1);
            self.code.op(0x59, 1);
            let v = self.rng.below(100) as i32;
            self.int(v);
            let init = self.class.pool.method(&name, "<init>", "(I)V");
            self.code.op2(0xb7, init, -2);
        }
        self.code.op(0xbf, -1);
        self.code.bind_after_jump(end, depth);
    }

    fn synchronized(&mut self) {
        let (count, slot) = (self.locals.len(), self.next_slot);
        let (from, handler, end) = (self.code.label(), self.code.label(), self.code.label());
        self.expr(Ty::A, 2);
        let lock = self.declare(Ty::A, false);
        self.code.op(0x59, 1);
        self.store(lock);
        self.code.op(0xc2, -1);
        self.place(from);
        self.syncs.push(Sync { slot: lock.slot, from, ranges: vec![] });
        self.statements(1, 3);
        let depth = self.code.depth();
        self.load(lock);
        self.code.op(0xc3, -1);
        let to = self.code.label();
        self.place(to);
        self.code.branch(0xa7, end, 0);
        let sync = self.syncs.pop().expect("the block's lock");
        let mut ranges = sync.ranges;
        ranges.push((sync.from, to));
        for (from, to) in ranges {
            self.code.handler(from, to, handler, 0);
        }
        self.code.bind_after_jump(handler, 1);
        let exception = self.declare(Ty::Object, false);
        self.store(exception);
        self.load(lock);
        self.code.op(0xc3, -1);
        self.code.local(0x19, exception.slot, 1);
        self.code.op(0xbf, -1);
        self.code.bind_after_jump(end, depth);
        self.undeclare(count, slot);
    }

    fn mix_some(&mut self) {
        let ty = self.rng.pick(super::world::TYPES);
        self.expr(ty, 2);
        self.mix(ty);
    }

    /// Takes a value from the stack into the checksum.
    pub fn mix(&mut self, ty: Ty) {
        match ty {
            Ty::Int => self.code.op(0x85, 1),
            Ty::Long => {}
            Ty::Float => {
                self.call_static("java/lang/Float", "floatToIntBits", "(F)I", 0);
                self.code.op(0x85, 1);
            }
            Ty::Double => self.call_static("java/lang/Double", "doubleToLongBits", "(D)J", 0),
            Ty::Array(_) | Ty::Objects | Ty::Grid if self.rng.chance(1, 2) => {
                self.code.op(0xbe, 0);
                self.code.op(0x85, 1);
            }
            _ => {
                let name = self.some_class();
                let class = self.class.pool.class(&name);
                self.code.op2(0xc1, class, 0);
                self.code.op(0x85, 1);
            }
        }
        let name = self.world.m.clone();
        let acc = self.class.pool.field(&name, "acc", "J");
        self.code.op2(0xb2, acc, 2);
        self.long(31);
        self.code.op(0x69, -2);
        self.code.op(0x61, -2);
        self.code.op2(0xb3, acc, -2);
    }

    fn call_statement(&mut self) {
        let ret = if self.rng.chance(1, 2) {
            None
        } else {
            let rets: Vec<Option<Ty>> = self.world.methods.iter().map(|m| m.ret).collect();
            if rets.is_empty() { None } else { self.rng.pick(&rets) }
        };
        match self.callee(ret) {
            Some(method) => {
                self.call(&method, 3);
                if let Some(ty) = ret {
                    if self.rng.chance(1, 3) { self.pop(ty) } else { self.mix(ty) }
                }
            }
            None => self.mix_some(),
        }
    }

    /// `break` or `continue`, under a condition.
    fn jump(&mut self) {
        if self.loops.is_empty() {
            return self.mix_some();
        }
        let targets = self.loops.clone();
        let target = self.rng.pick(&targets);
        let end = self.code.label();
        self.branch_if(end, 2);
        self.leave(target.syncs);
        let label = if self.rng.chance(1, 2) { target.brk } else { target.cont };
        let depth = self.code.depth();
        self.code.branch(0xa7, label, 0);
        self.resume_at(end, depth, target.syncs);
    }

    fn early_return(&mut self) {
        let end = self.code.label();
        let depth = self.code.depth();
        for _ in 0..3 {
            self.branch_if(end, 1);
        }
        self.give_back(1);
        self.resume_at(end, depth, 0);
    }

    /// Goes on behind a jump out of synchronized blocks.
    fn resume_at(&mut self, label: Label, depth: i32, keep: usize) {
        self.code.bind_after_jump(label, depth);
        self.resume(keep);
    }

    /// Returns a value, all locks released.
    pub fn give_back(&mut self, fuel: u32) {
        match self.ret {
            Some(ty) => {
                self.expr(ty, fuel);
                self.leave(0);
                self.code.op(0xac + ty.family(), -i32::from(ty.slots()));
            }
            None => {
                self.leave(0);
                self.code.op(0xb1, 0);
            }
        }
    }

    /// Code that nothing reaches.
    fn dead(&mut self) {
        let end = self.code.label();
        let depth = self.code.depth();
        self.code.branch(0xa7, end, 0);
        self.statements(1, 2);
        self.code.bind_after_jump(end, depth);
    }

    fn array_copy(&mut self) {
        let e = self.rng.below(ELEMENTS.len() as u32) as u8;
        let ty = if self.rng.chance(1, 4) { Ty::Objects } else { Ty::Array(e) };
        self.expr(ty, 1);
        self.index(1);
        if self.rng.chance(1, 30) {
            let other = self.reference_type();
            self.expr(other, 1);
        } else {
            self.expr(ty, 1);
        }
        self.index(1);
        let n = self.rng.below(3) as i32 - i32::from(self.rng.chance(1, 30));
        self.int(n);
        self.call_static("java/lang/System", "arraycopy", "(Ljava/lang/Object;ILjava/lang/Object;II)V", -5);
        self.cost += self.mult * 4;
    }
}
