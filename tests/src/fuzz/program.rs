//! One generated program: its classes from a seed.

use super::asm::{Class, Code, acc};
use super::body::{Body, Home, Ids, Local};
use super::expr::conversion;
use super::rng::Rng;
use super::world::{Kind, Method, TYPES, Ty, World};
use std::collections::HashSet;

/// Budget of the entry's body and of the other methods', in expression nodes.
const ENTRY_BUDGET: u64 = 12_000;
const METHOD_BUDGET: u64 = 2500;

/// The classes of a program.
#[derive(Debug)]
pub struct Program {
    /// Name of the entry's class.
    pub main: String,
    /// Names and class files.
    pub classes: Vec<(String, Vec<u8>)>,
    /// For each statement and expression, the number after its last part.
    pub ends: Vec<u32>,
}

struct Builder {
    rng: Rng,
    world: World,
    ids: Ids,
    line: u16,
    m: Class,
    i: Class,
    a: Class,
    b: Class,
    c: Class,
}

/// What a body belongs to.
struct Place<'a> {
    class: char,
    method: &'a Method,
    /// A recursive method calls itself.
    own: bool,
    /// An overriding method calls the overridden one.
    superclass: Option<String>,
}

/// Makes the program with `seed`, without the parts whose numbers are in `skip`.
pub fn generate(seed: u64, skip: HashSet<u32>) -> Program {
    let mut rng = Rng::new(seed);
    let world = World::new(seed, &mut rng);
    let object = "java/lang/Object";
    let public = acc::PUBLIC | acc::SUPER;
    let mut builder = Builder {
        m: Class::new(public, &world.m, object, &["java/util/function/LongUnaryOperator"]),
        i: Class::new(acc::PUBLIC | acc::INTERFACE | acc::ABSTRACT, &world.i, object, &[]),
        a: Class::new(public, &world.a, object, &[world.i.as_str()]),
        b: Class::new(public, &world.b, &world.a, &[]),
        c: Class::new(public, &world.c, &world.b, &[]),
        rng,
        world,
        ids: Ids { skip, ..Ids::default() },
        line: 0,
    };
    builder.fields();
    builder.constructors();
    for k in 0..builder.rng.range(4, 9) {
        builder.method(k);
    }
    builder.entry();
    let x = builder.exception();
    let Builder { world, ids, m, i, a, b, c, .. } = builder;
    let classes = [m, i, a, b, c, x].map(|class| (class.name.clone(), class.finish())).into();
    Program { main: world.m, classes, ends: ids.ends }
}

impl Builder {
    fn fields(&mut self) {
        for f in &self.world.statics {
            self.m.field(acc::PUBLIC | f.access, &f.name, &f.descriptor);
        }
        self.m.field(acc::PUBLIC | acc::STATIC, "acc", "J");
        for f in &self.world.fields {
            self.a.field(acc::PUBLIC | f.access, &f.name, &f.descriptor);
        }
    }

    /// `A(int)` fills some fields; `B(int)` and `C(int)` call it.
    fn constructors(&mut self) {
        let Builder { rng, world, ids, line, m, a, b, c, .. } = self;
        let mut init = Code::with_locals(1);
        init.op(0x2a, 1);
        let object = m.pool.method("java/lang/Object", "<init>", "()V");
        init.op2(0xb7, object, -1);
        init.op(0xb1, 0);
        m.method(acc::PUBLIC, "<init>", "()V", Some(&init));

        let mut body = Body::new(rng, world, a, ids, line, Home::Object);
        body.next_slot = 2;
        body.code.max_locals = 2;
        body.code.op(0x2a, 1);
        let object = body.class.pool.method("java/lang/Object", "<init>", "()V");
        body.code.op2(0xb7, object, -1);
        for f in &world.fields {
            if body.rng.chance(1, 3) || matches!(f.ty, Ty::A | Ty::Object) {
                continue;
            }
            body.code.op(0x2a, 1);
            match f.ty {
                Ty::Int => body.code.op(0x1b, 1),
                ty => body.fresh(ty),
            }
            body.object_field(0xb5, f);
        }
        body.code.op(0xb1, 0);
        let code = body.code;
        a.method(acc::PUBLIC, "<init>", "(I)V", Some(&code));

        for (class, parent) in [(b, &world.a), (c, &world.b)] {
            let mut code = Code::with_locals(2);
            code.op(0x2a, 1);
            code.op(0x1b, 1);
            let init = class.pool.method(parent, "<init>", "(I)V");
            code.op2(0xb7, init, -2);
            code.op(0xb1, 0);
            class.method(acc::PUBLIC, "<init>", "(I)V", Some(&code));
        }
    }

    /// The class of thrown exceptions.
    fn exception(&mut self) -> Class {
        let name = self.world.x.clone();
        let mut class = Class::new(acc::PUBLIC | acc::SUPER, &name, "java/lang/RuntimeException", &[]);
        class.field(acc::PUBLIC, "v", "I");
        let mut code = Code::with_locals(2);
        code.op(0x2a, 1);
        let init = class.pool.method("java/lang/RuntimeException", "<init>", "()V");
        code.op2(0xb7, init, -1);
        code.op(0x2a, 1);
        code.op(0x1b, 1);
        let field = class.pool.field(&name, "v", "I");
        code.op2(0xb5, field, -2);
        code.op(0xb1, 0);
        class.method(acc::PUBLIC, "<init>", "(I)V", Some(&code));
        class
    }

    /// A new method with its overriding ones.
    fn method(&mut self, number: u32) {
        let rng = &mut self.rng;
        let kind = rng.pick(&[
            Kind::Static,
            Kind::Static,
            Kind::Virtual,
            Kind::Virtual,
            Kind::Interface,
            Kind::Private,
        ]);
        let count = match rng.below(4) {
            0 => rng.range(5, 12),
            _ => rng.range(0, 4),
        };
        let mut params: Vec<Ty> = (0..count).map(|_| some_type(rng)).collect();
        let recursive = kind == Kind::Static && rng.chance(1, 4);
        if recursive {
            params.insert(0, Ty::Int);
        }
        let ret = if rng.chance(1, 5) { None } else { Some(some_type(rng)) };
        let synchronized = rng.chance(1, 8);
        let name = format!("m{number}");
        let mut method = Method { name, kind, params, ret, synchronized, recursive, cost: 0 };
        let place = |class, superclass| Place { class, method: &method, own: recursive, superclass };
        let cost = match kind {
            Kind::Static => self.body(&place('M', None)),
            Kind::Private => self.body(&place('A', None)),
            Kind::Virtual | Kind::Interface => {
                let mut cost = self.body(&place('A', None));
                if self.rng.chance(2, 3) {
                    let parent = self.world.a.clone();
                    cost += self.body(&place('B', Some(parent)));
                }
                if self.rng.chance(2, 3) {
                    let parent = self.world.b.clone();
                    cost += self.body(&place('C', Some(parent)));
                }
                cost
            }
        };
        if kind == Kind::Interface {
            let descriptor = method.descriptor(&self.world);
            self.i.method(acc::PUBLIC | acc::ABSTRACT, &method.name, &descriptor, None);
        }
        method.cost = cost * if recursive { 6 } else { 1 };
        self.world.methods.push(method);
    }

    /// One body of a method; gives its cost.
    fn body(&mut self, place: &Place) -> u64 {
        let method = place.method;
        let descriptor = method.descriptor(&self.world);
        let Builder { rng, world, ids, line, m, a, b, c, .. } = self;
        let class = match place.class {
            'M' => m,
            'A' => a,
            'B' => b,
            _ => c,
        };
        let home = if place.class == 'M' { Home::M } else { Home::Object };
        let mut body = Body::new(rng, world, class, ids, line, home);
        body.ret = method.ret;
        body.budget = METHOD_BUDGET;
        if home == Home::Object {
            body.declare(Ty::A, false);
        }
        for (k, &p) in method.params.iter().enumerate() {
            body.declare(p, k > 0 || !method.recursive);
        }
        let params = body.locals.clone();
        body.prologue();
        if place.own {
            body.recurse(method, &params);
        }
        if let Some(parent) = &place.superclass
            && body.rng.chance(1, 2)
        {
            body.call_super(method, parent, &params);
        }
        let private: Vec<Method> =
            body.world.methods.iter().filter(|m| m.kind == Kind::Private).cloned().collect();
        if home == Home::Object
            && method.kind != Kind::Private
            && !private.is_empty()
            && body.rng.chance(1, 2)
            && place.class == 'A'
        {
            let callee = private[body.rng.below(private.len() as u32) as usize].clone();
            if callee.cost + body.cost < body.budget {
                body.call_private(&callee);
            }
        }
        body.statements(2, 7);
        body.give_back(3);
        let (code, cost) = (body.code, body.cost + 10);
        let mut access = match method.kind {
            Kind::Static => acc::PUBLIC | acc::STATIC,
            Kind::Private => acc::PRIVATE,
            _ => acc::PUBLIC,
        };
        if method.synchronized {
            access |= acc::SYNCHRONIZED;
        }
        class.method(access, &method.name, &descriptor, Some(&code));
        cost
    }

    /// `applyAsLong`.
    fn entry(&mut self) {
        let Builder { rng, world, ids, line, m, .. } = self;
        let mut body = Body::new(rng, world, m, ids, line, Home::M);
        body.ret = Some(Ty::Long);
        body.budget = ENTRY_BUDGET;
        body.next_slot = 1;
        let argument = body.declare(Ty::Long, true);
        body.load(argument);
        let acc_field = body.class.pool.field(&world.m, "acc", "J");
        body.code.op2(0xb3, acc_field, -2);
        for f in &world.statics {
            if f.ty.is_ref() {
                body.fresh(f.ty);
                body.static_field(0xb3, f);
            } else if body.rng.chance(1, 2) {
                body.load(argument);
                if f.ty != Ty::Long {
                    body.code.op(conversion(Ty::Long, f.ty), i32::from(f.ty.slots()) - 2);
                }
                body.static_field(0xb3, f);
            }
        }
        body.prologue();
        for _ in 0..body.rng.range(8, 16) {
            if body.rng.chance(9, 10) { body.guarded() } else { body.statement() }
        }
        for f in &world.statics {
            if !f.ty.is_ref() {
                body.static_field(0xb2, f);
                body.mix(f.ty);
            }
        }
        body.code.op2(0xb2, acc_field, 2);
        body.code.op(0xad, -2);
        let code = body.code;
        m.method(acc::PUBLIC, "applyAsLong", "(J)J", Some(&code));
    }
}

fn some_type(rng: &mut Rng) -> Ty {
    if rng.chance(2, 3) { rng.pick(&[Ty::Int, Ty::Long, Ty::Float, Ty::Double]) } else { rng.pick(TYPES) }
}

impl<'a> Body<'a> {
    fn new(
        rng: &'a mut Rng,
        world: &'a World,
        class: &'a mut Class,
        ids: &'a mut Ids,
        line: &'a mut u16,
        home: Home,
    ) -> Body<'a> {
        Body {
            rng,
            world,
            class,
            ids,
            line,
            code: Code::default(),
            home,
            ret: None,
            locals: vec![],
            next_slot: 0,
            mult: 1,
            cost: 0,
            budget: METHOD_BUDGET,
            loops: vec![],
            syncs: vec![],
            no_loops: 0,
            nest: 0,
        }
    }

    /// Locals of random types, each with a value.
    fn prologue(&mut self) {
        *self.line += 1;
        self.code.line(*self.line);
        if self.rng.chance(1, 15) {
            // From here on, locals need wide instructions.
            self.next_slot += 260;
        }
        for _ in 0..self.rng.range(3, 8) {
            let ty = some_type(self.rng);
            if self.rng.chance(1, 4) {
                self.constant(ty)
            } else {
                self.fresh(ty)
            }
            let local = self.declare(ty, true);
            self.store(local);
        }
    }

    /// Calls the method itself, one level less deep, unless the depth is used up.
    fn recurse(&mut self, method: &Method, params: &[Local]) {
        let end = self.code.label();
        self.load(params[0]);
        self.code.branch(0x9e, end, -1);
        self.load(params[0]);
        self.int(1);
        self.code.op(0x64, -1);
        for &p in &params[1..] {
            if self.rng.chance(1, 2) { self.load(p) } else { self.expr(p.ty, 1) }
        }
        self.invoke(method);
        self.drop_result(method);
        self.code.bind(end);
    }

    fn call_super(&mut self, method: &Method, parent: &str, params: &[Local]) {
        for &p in params {
            self.load(p);
        }
        let descriptor = method.descriptor(self.world);
        let index = self.class.pool.method(parent, &method.name, &descriptor);
        let delta = method.ret.map_or(0, |r| i32::from(r.slots())) - i32::from(method.slots()) - 1;
        self.code.op2(0xb7, index, delta);
        self.drop_result(method);
    }

    fn call_private(&mut self, method: &Method) {
        self.cost += method.cost;
        self.code.op(0x2a, 1);
        for &p in &method.params {
            self.expr(p, 1);
        }
        self.invoke(method);
        self.drop_result(method);
    }

    fn drop_result(&mut self, method: &Method) {
        if let Some(ty) = method.ret {
            self.mix(ty);
        }
    }
}
