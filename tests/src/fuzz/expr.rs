//! Expressions: code that pushes a value of a given type.

use super::body::{Body, Home};
use super::world::{ELEMENTS, Field, Kind, Method, TYPES, Ty};

/// Methods of the class library that are often intrinsics: class, name, descriptor, parameters, result. Only those
/// whose results the specification fixes to the last bit, whatever the sign of a NaN.
type Library = (&'static str, &'static str, &'static str, &'static [Ty], Ty);

const I: Ty = Ty::Int;
const J: Ty = Ty::Long;
const F: Ty = Ty::Float;
const D: Ty = Ty::Double;

const LIBRARY: &[Library] = &[
    ("java/lang/Math", "abs", "(I)I", &[I], I),
    ("java/lang/Math", "abs", "(J)J", &[J], J),
    ("java/lang/Math", "abs", "(F)F", &[F], F),
    ("java/lang/Math", "abs", "(D)D", &[D], D),
    ("java/lang/Math", "max", "(II)I", &[I, I], I),
    ("java/lang/Math", "min", "(JJ)J", &[J, J], J),
    ("java/lang/Math", "max", "(FF)F", &[F, F], F),
    ("java/lang/Math", "min", "(DD)D", &[D, D], D),
    ("java/lang/Math", "min", "(II)I", &[I, I], I),
    ("java/lang/Math", "max", "(JJ)J", &[J, J], J),
    ("java/lang/Math", "min", "(FF)F", &[F, F], F),
    ("java/lang/Math", "max", "(DD)D", &[D, D], D),
    ("java/lang/Math", "sqrt", "(D)D", &[D], D),
    ("java/lang/Math", "floor", "(D)D", &[D], D),
    ("java/lang/Math", "ceil", "(D)D", &[D], D),
    ("java/lang/Math", "rint", "(D)D", &[D], D),
    ("java/lang/Math", "fma", "(DDD)D", &[D, D, D], D),
    ("java/lang/Math", "fma", "(FFF)F", &[F, F, F], F),
    ("java/lang/Math", "round", "(F)I", &[F], I),
    ("java/lang/Math", "round", "(D)J", &[D], J),
    ("java/lang/Math", "signum", "(D)D", &[D], D),
    ("java/lang/Math", "ulp", "(F)F", &[F], F),
    ("java/lang/Math", "getExponent", "(D)I", &[D], I),
    ("java/lang/Math", "multiplyHigh", "(JJ)J", &[J, J], J),
    ("java/lang/Math", "addExact", "(II)I", &[I, I], I),
    ("java/lang/Math", "multiplyExact", "(JJ)J", &[J, J], J),
    ("java/lang/Math", "multiplyExact", "(II)I", &[I, I], I),
    ("java/lang/Math", "subtractExact", "(JJ)J", &[J, J], J),
    ("java/lang/Math", "negateExact", "(I)I", &[I], I),
    ("java/lang/Math", "incrementExact", "(I)I", &[I], I),
    ("java/lang/Math", "floorMod", "(II)I", &[I, I], I),
    ("java/lang/Math", "floorDiv", "(JJ)J", &[J, J], J),
    ("java/lang/Math", "toIntExact", "(J)I", &[J], I),
    ("java/lang/Integer", "bitCount", "(I)I", &[I], I),
    ("java/lang/Integer", "numberOfLeadingZeros", "(I)I", &[I], I),
    ("java/lang/Integer", "numberOfTrailingZeros", "(I)I", &[I], I),
    ("java/lang/Integer", "reverse", "(I)I", &[I], I),
    ("java/lang/Integer", "reverseBytes", "(I)I", &[I], I),
    ("java/lang/Integer", "rotateLeft", "(II)I", &[I, I], I),
    ("java/lang/Integer", "highestOneBit", "(I)I", &[I], I),
    ("java/lang/Integer", "compareUnsigned", "(II)I", &[I, I], I),
    ("java/lang/Integer", "divideUnsigned", "(II)I", &[I, I], I),
    ("java/lang/Integer", "remainderUnsigned", "(II)I", &[I, I], I),
    ("java/lang/Long", "bitCount", "(J)I", &[J], I),
    ("java/lang/Long", "numberOfLeadingZeros", "(J)I", &[J], I),
    ("java/lang/Long", "numberOfTrailingZeros", "(J)I", &[J], I),
    ("java/lang/Long", "reverse", "(J)J", &[J], J),
    ("java/lang/Long", "reverseBytes", "(J)J", &[J], J),
    ("java/lang/Long", "rotateRight", "(JI)J", &[J, I], J),
    ("java/lang/Long", "divideUnsigned", "(JJ)J", &[J, J], J),
    ("java/lang/Long", "remainderUnsigned", "(JJ)J", &[J, J], J),
    ("java/lang/Short", "reverseBytes", "(S)S", &[], I),
    ("java/lang/Character", "isLetterOrDigit", "(I)Z", &[I], I),
    ("java/lang/Float", "floatToIntBits", "(F)I", &[F], I),
    ("java/lang/Float", "intBitsToFloat", "(I)F", &[I], F),
    ("java/lang/Float", "compare", "(FF)I", &[F, F], I),
    ("java/lang/Double", "doubleToLongBits", "(D)J", &[D], J),
    ("java/lang/Double", "longBitsToDouble", "(J)D", &[J], D),
    ("java/lang/Double", "compare", "(DD)I", &[D, D], I),
    ("java/util/Arrays", "hashCode", "([I)I", &[Ty::Array(0)], I),
    ("java/util/Arrays", "hashCode", "([B)I", &[Ty::Array(4)], I),
    ("java/util/Arrays", "equals", "([J[J)Z", &[Ty::Array(1), Ty::Array(1)], I),
    ("java/util/Arrays", "equals", "([C[C)Z", &[Ty::Array(6), Ty::Array(6)], I),
    ("java/util/Arrays", "mismatch", "([B[B)I", &[Ty::Array(4), Ty::Array(4)], I),
    ("java/util/Arrays", "compare", "([S[S)I", &[Ty::Array(5), Ty::Array(5)], I),
    ("java/util/Arrays", "copyOf", "([II)[I", &[Ty::Array(0), I], Ty::Array(0)),
    (
        "java/util/Objects",
        "requireNonNull",
        "(Ljava/lang/Object;)Ljava/lang/Object;",
        &[Ty::Object],
        Ty::Object,
    ),
    ("java/util/Objects", "checkIndex", "(II)I", &[I, I], I),
];

impl Body<'_> {
    /// Pushes a value of type `ty`, with at most `fuel` levels of operators.
    pub fn expr(&mut self, ty: Ty, fuel: u32) {
        let id = self.ids.open();
        let point = self.point();
        self.cost += self.mult;
        if fuel == 0 || self.full() {
            self.leaf(ty);
        } else if ty.is_ref() {
            self.reference(ty, fuel - 1);
        } else {
            self.number(ty, fuel - 1);
        }
        if self.ids.close(id) {
            self.back(&point);
            self.zero(ty);
        }
    }

    fn leaf(&mut self, ty: Ty) {
        match self.rng.below(8) {
            0..=3 => {
                if let Some(local) = self.local_of(ty, false) {
                    return self.load(local);
                }
            }
            4 | 5 => {
                let fields: Vec<Field> = self.world.statics.iter().filter(|f| f.ty == ty).cloned().collect();
                if !fields.is_empty() {
                    let field = &fields[self.rng.below(fields.len() as u32) as usize];
                    self.static_field(0xb2, field);
                    return self.not_null(ty);
                }
            }
            _ => {}
        }
        if !ty.is_ref() {
            self.constant(ty);
        } else if self.rng.chance(1, 150) {
            self.zero(ty);
        } else if ty == Ty::A && self.home == Home::Object && self.rng.chance(1, 2) {
            self.code.op(0x2a, 1);
        } else {
            self.fresh(ty);
        }
    }

    /// Mostly puts an object in the place of null, so that not all that a program does is to throw.
    fn not_null(&mut self, ty: Ty) {
        if !ty.is_ref() || self.rng.chance(1, 20) {
            return;
        }
        let end = self.code.label();
        self.dup(ty);
        self.code.branch(0xc7, end, -1);
        self.pop(ty);
        self.fresh(ty);
        self.code.bind(end);
    }

    /// `getstatic` or `putstatic`.
    pub fn static_field(&mut self, opcode: u8, field: &Field) {
        let index = self.class.pool.field(&field.owner, &field.name, &field.descriptor);
        let slots = i32::from(field.ty.slots());
        self.code.op2(opcode, index, if opcode == 0xb2 { slots } else { -slots });
    }

    /// `getfield` or `putfield`, the object being on the stack.
    pub fn object_field(&mut self, opcode: u8, field: &Field) {
        let index = self.class.pool.field(&field.owner, &field.name, &field.descriptor);
        let slots = i32::from(field.ty.slots());
        self.code.op2(opcode, index, if opcode == 0xb4 { slots - 1 } else { -slots - 1 });
    }

    /// An instance field of the type.
    pub fn field_of(&mut self, ty: Ty) -> Option<Field> {
        let fields: Vec<&Field> = self.world.fields.iter().filter(|f| f.ty == ty).collect();
        if fields.is_empty() {
            return None;
        }
        Some(fields[self.rng.below(fields.len() as u32) as usize].clone())
    }

    fn number(&mut self, ty: Ty, fuel: u32) {
        let integral = matches!(ty, Ty::Int | Ty::Long);
        let fam = ty.family();
        let slots = i32::from(ty.slots());
        match self.rng.weighted(&[8, 16, 6, 6, 4, 6, 4, 6, 6, 5, 8, 5, 4, 3, 4, 3, 4, 3]) {
            0 => self.leaf(ty),
            1 => {
                self.expr(ty, fuel);
                self.expr(ty, fuel);
                let op = if integral && self.rng.chance(1, 2) {
                    self.rng.pick(&[0x7e, 0x80, 0x82]) + fam
                } else {
                    self.rng.pick(&[0x60, 0x64, 0x68]) + fam
                };
                self.code.op(op, -slots);
            }
            2 => {
                self.expr(ty, fuel);
                self.expr(ty, fuel);
                if integral && self.rng.chance(9, 10) {
                    if ty == Ty::Int {
                        self.int(1)
                    } else {
                        self.long(1)
                    }
                    self.code.op(0x80 + fam, -slots);
                }
                let op = self.rng.pick(&[0x6c, 0x70]) + fam;
                self.code.op(op, -slots);
            }
            3 if integral => {
                self.expr(ty, fuel);
                self.expr(Ty::Int, fuel);
                let op = self.rng.pick(&[0x78, 0x7a, 0x7c]) + fam;
                self.code.op(op, -1);
            }
            4 => {
                self.expr(ty, fuel);
                let op = if ty == Ty::Int && self.rng.chance(2, 3) {
                    self.rng.pick(&[0x91, 0x92, 0x93])
                } else {
                    0x74 + fam
                };
                self.code.op(op, 0);
            }
            5 => {
                let from = self.rng.pick(&[I, J, F, D]);
                self.expr(from, fuel);
                if from != ty {
                    let op = conversion(from, ty);
                    self.code.op(op, slots - i32::from(from.slots()));
                }
            }
            6 if ty == Ty::Int => self.compare(fuel),
            6 | 7 => self.conditional(ty, fuel),
            8 | 9 => {
                let kinds: Vec<u8> =
                    (0..ELEMENTS.len() as u8).filter(|&e| ELEMENTS[e as usize].ty == ty).collect();
                let e = self.rng.pick(&kinds);
                if ty == Ty::Int && self.rng.chance(1, 4) {
                    let array = self.rng.below(ELEMENTS.len() as u32) as u8;
                    self.expr(Ty::Array(array), fuel);
                    self.code.op(0xbe, 0);
                } else if self.rng.chance(1, 4) {
                    self.update_element(e, fuel);
                } else {
                    self.expr(Ty::Array(e), fuel);
                    self.index(fuel);
                    self.code.op(ELEMENTS[e as usize].load, slots - 2);
                }
            }
            10 => self.call_or_leaf(ty, fuel),
            11 => self.library(ty, fuel),
            12 => {
                // x = e, as a value
                self.expr(ty, fuel);
                if let Some(local) = self.local_of(ty, true) {
                    self.dup(ty);
                    self.store(local);
                }
            }
            13 if ty == Ty::Int => match self.local_of(Ty::Int, true) {
                Some(local) => {
                    let by = if self.rng.chance(1, 5) {
                        self.rng.bits() as i16
                    } else {
                        self.rng.pick(&[1, -1, 3, 127])
                    };
                    let before = self.rng.chance(1, 2);
                    if before {
                        self.code.iinc(local.slot, by);
                    }
                    self.load(local);
                    if !before {
                        self.code.iinc(local.slot, by);
                    }
                }
                None => self.leaf(ty),
            },
            14 => self.read_field(ty, fuel),
            15 => {
                // Statements while the operand stack holds values.
                self.expr(ty, fuel.min(1));
                self.inner_statements();
                self.expr(ty, fuel);
                self.code.op(0x60 + fam, -slots);
            }
            16 if ty == Ty::Int => {
                self.expr(Ty::Object, fuel);
                if self.rng.chance(1, 15) {
                    let class = self.class.pool.class("java/lang/Integer");
                    self.code.op2(0xc0, class, 0);
                    let value = self.class.pool.method("java/lang/Integer", "intValue", "()I");
                    self.code.op2(0xb6, value, 0);
                } else {
                    let class = self.castable();
                    self.code.op2(0xc1, class, 0);
                }
            }
            _ => {
                // The operand stack's instructions: what they shuffle is put in order again.
                self.expr(ty, fuel);
                self.expr(ty, fuel);
                match ty.slots() {
                    1 => match self.rng.below(3) {
                        0 => self.code.op(0x5f, 0),
                        1 => {
                            self.code.op(0x5a, 1);
                            self.code.op(0x57, -1);
                        }
                        _ => {
                            self.code.op(0x5c, 2);
                            self.code.op(0x60 + fam, -1);
                            self.code.op(0x5b, 1);
                            self.code.op(0x57, -1);
                            self.code.op(0x64 + fam, -1);
                        }
                    },
                    _ => {
                        self.code.op(0x5e, 2);
                        self.code.op(0x58, -2);
                    }
                }
                self.code.op(0x64 + fam, -slots);
            }
        }
    }

    /// A constant index of a class to cast to or to ask for.
    fn castable(&mut self) -> u16 {
        let names = [
            self.world.a.clone(),
            self.world.b.clone(),
            self.world.c.clone(),
            self.world.i.clone(),
            "[I".to_owned(),
            "[Ljava/lang/Object;".to_owned(),
            "[[I".to_owned(),
            "java/lang/Integer".to_owned(),
            "java/lang/Number".to_owned(),
            "java/lang/Comparable".to_owned(),
            "java/lang/Cloneable".to_owned(),
            format!("[L{};", self.world.i),
        ];
        let name = &names[self.rng.below(names.len() as u32) as usize];
        self.class.pool.class(name)
    }

    /// An index, mostly inside the arrays that [`Body::fresh`] makes.
    pub fn index(&mut self, fuel: u32) {
        match self.rng.below(12) {
            0 if self.rng.chance(1, 8) => self.expr(Ty::Int, fuel.min(2)),
            0..=3 => {
                let v = self.rng.below(7) as i32;
                self.int(v);
            }
            4 => {
                self.expr(Ty::Int, fuel.min(2));
                self.int(7);
                self.code.op(0x70, -1);
                if self.rng.chance(4, 5) {
                    self.call_static("java/lang/Math", "abs", "(I)I", 0);
                }
            }
            _ => {
                self.expr(Ty::Int, fuel.min(2));
                let mask = if self.rng.chance(1, 40) { 15 } else { 5 };
                self.int(mask);
                self.code.op(0x7e, -1);
            }
        }
    }

    /// `a[i] op= e` as a value.
    fn update_element(&mut self, e: u8, fuel: u32) {
        let element = &ELEMENTS[e as usize];
        let (ty, slots) = (element.ty, i32::from(element.ty.slots()));
        self.expr(Ty::Array(e), fuel);
        self.index(fuel);
        self.code.op(0x5c, 2);
        self.code.op(element.load, slots - 2);
        self.expr(ty, fuel);
        self.code.op(0x60 + ty.family(), -slots);
        if slots == 2 {
            self.code.op(0x5e, 2)
        } else {
            self.code.op(0x5b, 1)
        }
        self.code.op(element.store, -2 - slots);
    }

    fn read_field(&mut self, ty: Ty, fuel: u32) {
        match self.field_of(ty) {
            Some(field) => {
                self.expr(Ty::A, fuel.min(2));
                if self.rng.chance(1, 4) {
                    // o.f = e, as a value
                    self.expr(ty, fuel);
                    if ty.slots() == 2 {
                        self.code.op(0x5d, 2)
                    } else {
                        self.code.op(0x5a, 1)
                    }
                    self.object_field(0xb5, &field);
                } else {
                    self.object_field(0xb4, &field);
                    self.not_null(ty);
                }
            }
            None => self.leaf(ty),
        }
    }

    /// One of the comparing instructions.
    fn compare(&mut self, fuel: u32) {
        let ty = self.rng.pick(&[J, F, D]);
        self.expr(ty, fuel);
        self.expr(ty, fuel);
        let op = match ty {
            Ty::Long => 0x94,
            Ty::Float => self.rng.pick(&[0x95, 0x96]),
            _ => self.rng.pick(&[0x97, 0x98]),
        };
        self.code.op(op, 1 - 2 * i32::from(ty.slots()));
    }

    /// `c ? a : b`.
    fn conditional(&mut self, ty: Ty, fuel: u32) {
        let (other, end) = (self.code.label(), self.code.label());
        self.branch_if(other, fuel);
        self.expr(ty, fuel);
        self.code.branch(0xa7, end, 0);
        let depth = self.code.depth() - i32::from(ty.slots());
        self.code.bind_after_jump(other, depth);
        self.expr(ty, fuel);
        self.code.bind(end);
    }

    /// Goes to `target` if some condition holds.
    pub fn branch_if(&mut self, target: super::asm::Label, fuel: u32) {
        match self.rng.below(10) {
            0 | 1 => {
                self.expr(Ty::Int, fuel);
                let op = 0x99 + self.rng.below(6) as u8;
                self.code.branch(op, target, -1);
            }
            2..=4 => {
                self.expr(Ty::Int, fuel);
                self.expr(Ty::Int, fuel);
                let op = 0x9f + self.rng.below(6) as u8;
                self.code.branch(op, target, -2);
            }
            5 | 6 => {
                self.compare(fuel);
                let op = 0x99 + self.rng.below(6) as u8;
                self.code.branch(op, target, -1);
            }
            7 => {
                let ty = self.reference_type();
                self.expr(ty, fuel);
                let op = self.rng.pick(&[0xc6, 0xc7]);
                self.code.branch(op, target, -1);
            }
            8 => {
                let ty = self.reference_type();
                self.expr(ty, fuel);
                self.expr(ty, fuel);
                let op = self.rng.pick(&[0xa5, 0xa6]);
                self.code.branch(op, target, -2);
            }
            _ if fuel > 0 => {
                // both, or either
                if self.rng.chance(1, 2) {
                    self.branch_if(target, fuel - 1);
                    self.branch_if(target, fuel - 1);
                } else {
                    let no = self.code.label();
                    self.branch_if(no, fuel - 1);
                    self.branch_if(target, fuel - 1);
                    self.code.bind(no);
                }
            }
            _ => {
                self.expr(Ty::Int, 0);
                self.code.branch(0x9a, target, -1);
            }
        }
    }

    pub fn reference_type(&mut self) -> Ty {
        let types: Vec<Ty> = TYPES.iter().copied().filter(|t| t.is_ref()).collect();
        self.rng.pick(&types)
    }

    /// A method of the class library.
    fn library(&mut self, ty: Ty, fuel: u32) {
        let fits: Vec<&Library> = LIBRARY.iter().filter(|l| l.4 == ty && !l.3.is_empty()).collect();
        // Those that throw for most arguments are rare.
        let fits: Vec<&Library> = match self.rng.chance(1, 6) {
            true => fits,
            false => fits.into_iter().filter(|l| !l.1.contains("Exact") && l.1 != "checkIndex").collect(),
        };
        if fits.is_empty() {
            return self.leaf(ty);
        }
        let &(class, name, descriptor, params, ret) = fits[self.rng.below(fits.len() as u32) as usize];
        let mut slots = 0;
        for (k, &p) in params.iter().enumerate() {
            self.expr(p, fuel);
            let divides = k == 1
                && (name.starts_with("floor") || name.ends_with("eUnsigned") || name.starts_with("rem"));
            if divides && name != "compareUnsigned" {
                if p == Ty::Int {
                    self.int(1)
                } else {
                    self.long(1)
                }
                self.code.op(0x80 + p.family(), -i32::from(p.slots()));
            }
            // Arrays of a size that is asked for must be small.
            if name == "copyOf" && k == 1 {
                self.int(15);
                self.code.op(0x7e, -1);
            }
            slots += i32::from(p.slots());
        }
        self.cost += self.mult * if class.ends_with("Arrays") { 20 } else { 4 };
        self.call_static(class, name, descriptor, i32::from(ret.slots()) - slots);
    }

    /// A method that gives `ty`, if there is one that the budget has room for.
    pub fn callee(&mut self, ty: Option<Ty>) -> Option<Method> {
        let room = self.budget.saturating_sub(self.cost);
        let fits: Vec<&Method> = self
            .world
            .methods
            .iter()
            .filter(|m| m.ret == ty && m.kind != Kind::Private && m.cost.saturating_mul(self.mult) < room)
            .collect();
        if fits.is_empty() {
            return None;
        }
        Some(fits[self.rng.below(fits.len() as u32) as usize].clone())
    }

    fn call_or_leaf(&mut self, ty: Ty, fuel: u32) {
        match self.callee(Some(ty)) {
            Some(method) => self.call(&method, fuel),
            None => self.leaf(ty),
        }
    }

    /// Calls `method` with new arguments.
    pub fn call(&mut self, method: &Method, fuel: u32) {
        self.cost += self.mult * (method.cost + 4);
        if method.kind != Kind::Static {
            self.expr(Ty::A, fuel.min(1));
        }
        let fuel = if method.params.len() > 4 { 1 } else { fuel.min(2) };
        for (k, &p) in method.params.iter().enumerate() {
            if k == 0 && method.recursive {
                let depth = self.rng.below(5) as i32;
                self.int(depth);
            } else {
                self.expr(p, fuel);
            }
        }
        self.invoke(method);
    }

    /// The instruction for a call whose arguments are on the stack.
    pub fn invoke(&mut self, method: &Method) {
        let descriptor = method.descriptor(self.world);
        let slots = i32::from(method.slots());
        let delta = method.ret.map_or(0, |r| i32::from(r.slots())) - slots;
        let world = self.world;
        match method.kind {
            Kind::Static => self.call_static(&world.m, &method.name, &descriptor, delta),
            Kind::Virtual => {
                let index = self.class.pool.method(&world.a, &method.name, &descriptor);
                self.code.op2(0xb6, index, delta - 1);
            }
            Kind::Private => {
                let index = self.class.pool.method(&world.a, &method.name, &descriptor);
                self.code.op2(0xb7, index, delta - 1);
            }
            Kind::Interface => {
                let index = self.class.pool.interface_method(&world.i, &method.name, &descriptor);
                self.code.op2(0xb9, index, delta - 1);
                self.code.raw(&[slots as u8 + 1, 0]);
            }
        }
    }

    fn reference(&mut self, ty: Ty, fuel: u32) {
        match self.rng.below(16) {
            0..=4 => self.leaf(ty),
            5 => self.conditional(ty, fuel.min(2)),
            6 => self.call_or_leaf(ty, fuel),
            7 => self.read_field(ty, fuel),
            8 => {
                // Out of an array of objects, which holds anything.
                if ty == Ty::Array(0) && self.rng.chance(2, 3) {
                    self.expr(Ty::Grid, fuel.min(1));
                    self.index(fuel);
                    self.code.op(0x32, -1);
                    self.not_null(ty);
                } else {
                    self.expr(Ty::Objects, fuel.min(1));
                    self.index(fuel);
                    self.code.op(0x32, -1);
                    self.cast(ty);
                }
            }
            9 => {
                self.expr(Ty::Object, fuel.min(1));
                self.cast(ty);
            }
            10 => self.library(ty, fuel.min(1)),
            11 if matches!(ty, Ty::Array(_) | Ty::Objects | Ty::Grid) => {
                let name = ty.descriptor(self.world);
                self.expr(ty, fuel.min(1));
                let clone = self.class.pool.method(&name, "clone", "()Ljava/lang/Object;");
                self.code.op2(0xb6, clone, 0);
                self.cast(ty);
            }
            12 if self.no_loops == 0 => self.sized(ty, fuel),
            13 if ty == Ty::A && self.no_loops == 0 => {
                let name = self.some_class();
                let class = self.class.pool.class(&name);
                self.code.op2(0xbb, class, 1);
                self.code.op(0x59, 1);
                self.no_loops += 1;
                self.expr(Ty::Int, fuel.min(2));
                self.no_loops -= 1;
                let init = self.class.pool.method(&name, "<init>", "(I)V");
                self.code.op2(0xb7, init, -2);
            }
            13 if ty == Ty::Object => {
                self.expr(Ty::Int, fuel);
                self.call_static("java/lang/Integer", "valueOf", "(I)Ljava/lang/Integer;", 0);
            }
            14 if ty == Ty::Object => {
                let other = self.reference_type();
                self.expr(other, fuel);
            }
            15 if ty == Ty::Objects => self.expr(Ty::Grid, fuel),
            _ if self.no_loops > 0 => self.leaf(ty),
            _ => self.fresh(ty),
        }
    }

    /// `checkcast`, unless every object is one; mostly after asking.
    fn cast(&mut self, ty: Ty) {
        if ty == Ty::Object {
            return self.not_null(ty);
        }
        let name = ty.class(self.world);
        let class = self.class.pool.class(&name);
        if self.rng.chance(1, 12) {
            return self.code.op2(0xc0, class, 0);
        }
        let (yes, end) = (self.code.label(), self.code.label());
        self.dup(ty);
        self.code.op2(0xc1, class, 0);
        self.code.branch(0x9a, yes, -1);
        self.pop(ty);
        self.fresh(ty);
        self.code.branch(0xa7, end, 0);
        let depth = self.code.depth();
        self.code.bind_after_jump(yes, depth);
        self.code.op2(0xc0, class, 0);
        self.code.bind(end);
    }

    /// A new array whose size is computed, and may be negative.
    fn sized(&mut self, ty: Ty, fuel: u32) {
        if !matches!(ty, Ty::Array(_) | Ty::Objects | Ty::Grid) {
            return self.fresh(ty);
        }
        let small = |body: &mut Self| {
            body.expr(Ty::Int, fuel.min(2));
            if body.rng.chance(1, 12) {
                body.int(13);
                body.code.op(0x70, -1);
            } else {
                body.int(7);
                body.code.op(0x7e, -1);
                body.int(6);
                body.code.op(0x60, -1);
            }
        };
        small(self);
        match ty {
            Ty::Array(e) => self.code.op1(0xbc, ELEMENTS[e as usize].code, 0),
            Ty::Objects => {
                let class = self.class.pool.class("java/lang/Object");
                self.code.op2(0xbd, class, 0);
            }
            _ => {
                small(self);
                let class = self.class.pool.class("[[I");
                self.code.op2(0xc5, class, -1);
                self.code.raw(&[2]);
            }
        }
    }
}

/// The converting instruction (JVMS 6.5.i2l and so on).
pub fn conversion(from: Ty, to: Ty) -> u8 {
    let (from, to) = (from.family(), to.family());
    0x85 + from * 3 + if to > from { to - 1 } else { to }
}
