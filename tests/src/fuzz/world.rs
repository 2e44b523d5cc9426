//! What a generated program consists of: its types, its classes' names, its fields and its methods' signatures.
//!
//! ```text
//! M  implements LongUnaryOperator     the entry, static methods, static fields
//! I                                   interface methods
//! A  implements I                     instance fields, virtual and interface methods, a private one
//! B  extends A,  C  extends B         override some of them, calling super
//! X  extends RuntimeException         int field
//! ```

use super::rng::Rng;

/// A type of values on the operand stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ty {
    Int,
    Long,
    Float,
    Double,
    /// An array of primitives, by its row in [`ELEMENTS`].
    Array(u8),
    /// `Object[]`, which may in fact be `A[]`.
    Objects,
    /// `int[][]`.
    Grid,
    /// The class A.
    A,
    Object,
}

/// All types.
pub const TYPES: &[Ty] = &[
    Ty::Int,
    Ty::Long,
    Ty::Float,
    Ty::Double,
    Ty::Array(0),
    Ty::Array(1),
    Ty::Array(2),
    Ty::Array(3),
    Ty::Array(4),
    Ty::Array(5),
    Ty::Array(6),
    Ty::Array(7),
    Ty::Objects,
    Ty::Grid,
    Ty::A,
    Ty::Object,
];

/// A primitive type of fields and array elements.
#[derive(Debug)]
pub struct Element {
    pub descriptor: &'static str,
    /// What it is on the operand stack.
    pub ty: Ty,
    /// The operand of `newarray` (JVMS table 6.5.newarray-A).
    pub code: u8,
    pub load: u8,
    pub store: u8,
}

const fn element(descriptor: &'static str, ty: Ty, code: u8, load: u8, store: u8) -> Element {
    Element { descriptor, ty, code, load, store }
}

/// The primitive types.
pub const ELEMENTS: &[Element] = &[
    element("I", Ty::Int, 10, 0x2e, 0x4f),
    element("J", Ty::Long, 11, 0x2f, 0x50),
    element("F", Ty::Float, 6, 0x30, 0x51),
    element("D", Ty::Double, 7, 0x31, 0x52),
    element("B", Ty::Int, 8, 0x33, 0x54),
    element("S", Ty::Int, 9, 0x35, 0x56),
    element("C", Ty::Int, 5, 0x34, 0x55),
    element("Z", Ty::Int, 4, 0x33, 0x54),
];

impl Ty {
    pub fn is_ref(self) -> bool {
        !matches!(self, Ty::Int | Ty::Long | Ty::Float | Ty::Double)
    }

    /// Slots on the operand stack and among the locals.
    pub fn slots(self) -> u16 {
        if matches!(self, Ty::Long | Ty::Double) { 2 } else { 1 }
    }

    /// Row of the opcode families: int, long, float, double, reference.
    pub fn family(self) -> u8 {
        match self {
            Ty::Int => 0,
            Ty::Long => 1,
            Ty::Float => 2,
            Ty::Double => 3,
            _ => 4,
        }
    }

    pub fn descriptor(self, world: &World) -> String {
        match self {
            Ty::Int => "I".into(),
            Ty::Long => "J".into(),
            Ty::Float => "F".into(),
            Ty::Double => "D".into(),
            Ty::Array(e) => format!("[{}", ELEMENTS[e as usize].descriptor),
            Ty::Objects => "[Ljava/lang/Object;".into(),
            Ty::Grid => "[[I".into(),
            Ty::A => format!("L{};", world.a),
            Ty::Object => "Ljava/lang/Object;".into(),
        }
    }

    /// The name for `checkcast` and the like.
    pub fn class(self, world: &World) -> String {
        match self {
            Ty::A => world.a.clone(),
            Ty::Object => "java/lang/Object".into(),
            _ => self.descriptor(world),
        }
    }
}

/// A field.
#[derive(Debug, Clone)]
pub struct Field {
    pub owner: String,
    pub name: String,
    pub descriptor: String,
    pub ty: Ty,
    pub access: u16,
}

/// How a method is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Static,
    Virtual,
    Interface,
    /// A private method of A, called by `invokespecial` from A only.
    Private,
}

/// A method that later ones may call.
#[derive(Debug, Clone)]
pub struct Method {
    pub name: String,
    pub kind: Kind,
    pub params: Vec<Ty>,
    pub ret: Option<Ty>,
    pub synchronized: bool,
    /// The first parameter bounds the depth of recursion.
    pub recursive: bool,
    /// How many expression nodes one call evaluates at most, roughly.
    pub cost: u64,
}

impl Method {
    pub fn descriptor(&self, world: &World) -> String {
        let params: String = self.params.iter().map(|p| p.descriptor(world)).collect();
        format!("({params}){}", self.ret.map_or("V".to_owned(), |r| r.descriptor(world)))
    }

    /// Slots of the parameters, without a receiver.
    pub fn slots(&self) -> u16 {
        self.params.iter().map(|p| p.slots()).sum()
    }
}

/// Names, fields and the methods generated so far.
#[derive(Debug)]
pub struct World {
    pub m: String,
    pub i: String,
    pub a: String,
    pub b: String,
    pub c: String,
    pub x: String,
    pub statics: Vec<Field>,
    pub fields: Vec<Field>,
    pub methods: Vec<Method>,
}

impl World {
    /// The world of the program with `seed`, without methods yet.
    pub fn new(seed: u64, rng: &mut Rng) -> World {
        let name = |letter: &str| format!("{letter}{seed}");
        let mut world = World {
            m: name("M"),
            i: name("I"),
            a: name("A"),
            b: name("B"),
            c: name("C"),
            x: name("X"),
            statics: vec![],
            fields: vec![],
            methods: vec![],
        };
        world.statics = world.some_fields("s", &world.m, super::asm::acc::STATIC, rng);
        world.fields = world.some_fields("f", &world.a, 0, rng);
        world
    }

    /// Fields of all types, some twice, some volatile, in random order.
    fn some_fields(&self, prefix: &str, owner: &str, access: u16, rng: &mut Rng) -> Vec<Field> {
        let mut fields = Vec::new();
        let mut add = |descriptor: String, ty: Ty, rng: &mut Rng| {
            let volatile = if rng.chance(1, 6) { super::asm::acc::VOLATILE } else { 0 };
            let name = format!("{prefix}{}", fields.len());
            let access = access | volatile;
            fields.push(Field { owner: owner.to_owned(), name, descriptor, ty, access });
        };
        for e in ELEMENTS {
            for _ in 0..rng.range(1, 2) {
                add(e.descriptor.to_owned(), e.ty, rng);
            }
        }
        for &ty in TYPES.iter().filter(|t| t.is_ref()) {
            if ty == Ty::A || rng.chance(1, 2) {
                add(ty.descriptor(self), ty, rng);
            }
        }
        for k in (1..fields.len()).rev() {
            fields.swap(k, rng.below(k as u32 + 1) as usize);
        }
        fields
    }
}
