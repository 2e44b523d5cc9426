//! A small writer of class files of version 49: no stack maps, so the type-inferring verifier checks them (JVMS 4.10.2).
//!
//! [`Code`] emits instructions, knows the operand stack's depth, resolves labels, and can go back to a [`Mark`].

use std::collections::HashMap;

/// Class-file version without `StackMapTable` (JVMS 4.1).
const MAJOR: u16 = 49;

/// Access flags (JVMS tables 4.1, 4.5, 4.6).
pub mod acc {
    pub const PUBLIC: u16 = 0x0001;
    pub const PRIVATE: u16 = 0x0002;
    pub const STATIC: u16 = 0x0008;
    pub const SUPER: u16 = 0x0020;
    pub const SYNCHRONIZED: u16 = 0x0020;
    pub const VOLATILE: u16 = 0x0040;
    pub const INTERFACE: u16 = 0x0200;
    pub const ABSTRACT: u16 = 0x0400;
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Constant {
    Utf8(String),
    Int(i32),
    Float(u32),
    Long(i64),
    Double(u64),
    Class(u16),
    NameAndType(u16, u16),
    Member(u8, u16, u16),
}

/// A constant pool in the making (JVMS 4.4).
#[derive(Debug, Default)]
pub struct Pool {
    bytes: Vec<u8>,
    count: u16,
    known: HashMap<Constant, u16>,
}

impl Pool {
    fn add(&mut self, constant: Constant) -> u16 {
        if let Some(&index) = self.known.get(&constant) {
            return index;
        }
        let b = &mut self.bytes;
        let mut slots = 1;
        match &constant {
            Constant::Utf8(s) => {
                b.push(1);
                b.extend((s.len() as u16).to_be_bytes());
                b.extend(s.as_bytes());
            }
            Constant::Int(v) => entry(b, 3, &v.to_be_bytes()),
            Constant::Float(v) => entry(b, 4, &v.to_be_bytes()),
            Constant::Long(v) => {
                entry(b, 5, &v.to_be_bytes());
                slots = 2;
            }
            Constant::Double(v) => {
                entry(b, 6, &v.to_be_bytes());
                slots = 2;
            }
            Constant::Class(name) => entry(b, 7, &name.to_be_bytes()),
            Constant::NameAndType(name, ty) => {
                entry(b, 12, &name.to_be_bytes());
                b.extend(ty.to_be_bytes());
            }
            Constant::Member(tag, class, nt) => {
                entry(b, *tag, &class.to_be_bytes());
                b.extend(nt.to_be_bytes());
            }
        }
        let index = self.count + 1;
        self.count += slots;
        self.known.insert(constant, index);
        index
    }

    pub fn utf8(&mut self, text: &str) -> u16 {
        self.add(Constant::Utf8(text.to_owned()))
    }

    pub fn int(&mut self, v: i32) -> u16 {
        self.add(Constant::Int(v))
    }

    pub fn float(&mut self, v: f32) -> u16 {
        self.add(Constant::Float(v.to_bits()))
    }

    pub fn long(&mut self, v: i64) -> u16 {
        self.add(Constant::Long(v))
    }

    pub fn double(&mut self, v: f64) -> u16 {
        self.add(Constant::Double(v.to_bits()))
    }

    pub fn class(&mut self, name: &str) -> u16 {
        let name = self.utf8(name);
        self.add(Constant::Class(name))
    }

    fn member(&mut self, tag: u8, class: &str, name: &str, descriptor: &str) -> u16 {
        let class = self.class(class);
        let (name, descriptor) = (self.utf8(name), self.utf8(descriptor));
        let nt = self.add(Constant::NameAndType(name, descriptor));
        self.add(Constant::Member(tag, class, nt))
    }

    pub fn field(&mut self, class: &str, name: &str, descriptor: &str) -> u16 {
        self.member(9, class, name, descriptor)
    }

    pub fn method(&mut self, class: &str, name: &str, descriptor: &str) -> u16 {
        self.member(10, class, name, descriptor)
    }

    pub fn interface_method(&mut self, class: &str, name: &str, descriptor: &str) -> u16 {
        self.member(11, class, name, descriptor)
    }
}

fn entry(bytes: &mut Vec<u8>, tag: u8, data: &[u8]) {
    bytes.push(tag);
    bytes.extend(data);
}

/// A class in the making.
#[derive(Debug)]
pub struct Class {
    pub pool: Pool,
    pub name: String,
    access: u16,
    super_name: String,
    interfaces: Vec<String>,
    fields: Vec<u8>,
    field_count: u16,
    methods: Vec<u8>,
    method_count: u16,
}

impl Class {
    pub fn new(access: u16, name: &str, super_name: &str, interfaces: &[&str]) -> Class {
        Class {
            pool: Pool::default(),
            name: name.to_owned(),
            access,
            super_name: super_name.to_owned(),
            interfaces: interfaces.iter().map(|&i| i.to_owned()).collect(),
            fields: vec![],
            field_count: 0,
            methods: vec![],
            method_count: 0,
        }
    }

    pub fn field(&mut self, access: u16, name: &str, descriptor: &str) {
        let (name, descriptor) = (self.pool.utf8(name), self.pool.utf8(descriptor));
        for v in [access, name, descriptor, 0] {
            self.fields.extend(v.to_be_bytes());
        }
        self.field_count += 1;
    }

    /// Adds a method, without code if it is abstract.
    pub fn method(&mut self, access: u16, name: &str, descriptor: &str, code: Option<&Code>) {
        let (name, descriptor) = (self.pool.utf8(name), self.pool.utf8(descriptor));
        let out = &mut self.methods;
        for v in [access, name, descriptor, u16::from(code.is_some())] {
            out.extend(v.to_be_bytes());
        }
        if let Some(code) = code {
            let (attribute, lines) = (self.pool.utf8("Code"), self.pool.utf8("LineNumberTable"));
            let body = code.finish(lines);
            out.extend(attribute.to_be_bytes());
            out.extend((body.len() as u32).to_be_bytes());
            out.extend(body);
        }
        self.method_count += 1;
    }

    /// The class file.
    pub fn finish(mut self) -> Vec<u8> {
        let (name, super_name) = (self.name.clone(), self.super_name.clone());
        let this = self.pool.class(&name);
        let parent = self.pool.class(&super_name);
        let interfaces: Vec<u16> = self.interfaces.clone().iter().map(|i| self.pool.class(i)).collect();
        let source = self.pool.utf8("SourceFile");
        let file = self.pool.utf8(&format!("{name}.gen"));
        let mut out = 0xCAFE_BABE_u32.to_be_bytes().to_vec();
        let mut put = |v: u16| out.extend(v.to_be_bytes());
        put(0);
        put(MAJOR);
        put(self.pool.count + 1);
        out.extend(&self.pool.bytes);
        let mut put = |v: u16| out.extend(v.to_be_bytes());
        put(self.access);
        put(this);
        put(parent);
        put(interfaces.len() as u16);
        interfaces.iter().for_each(|&i| put(i));
        put(self.field_count);
        out.extend(&self.fields);
        out.extend(self.method_count.to_be_bytes());
        out.extend(&self.methods);
        out.extend(1u16.to_be_bytes());
        out.extend(source.to_be_bytes());
        out.extend(2u32.to_be_bytes());
        out.extend(file.to_be_bytes());
        out
    }
}

/// A place in code; see [`Code::bind`].
pub type Label = usize;

#[derive(Debug, Clone, Copy)]
struct Fixup {
    at: usize,
    base: usize,
    label: Label,
    wide: bool,
}

#[derive(Debug, Clone, Copy)]
struct Handler {
    from: Label,
    to: Label,
    target: Label,
    class: u16,
}

/// A state of [`Code`] to go back to.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    bytes: usize,
    fixups: usize,
    handlers: usize,
    lines: usize,
    depth: i32,
}

/// A method's code in the making (JVMS 4.7.3).
#[derive(Debug, Default)]
pub struct Code {
    bytes: Vec<u8>,
    labels: Vec<Option<usize>>,
    depths: Vec<Option<i32>>,
    fixups: Vec<Fixup>,
    handlers: Vec<Handler>,
    lines: Vec<(u16, u16)>,
    depth: i32,
    max_stack: i32,
    /// Locals in use at most.
    pub max_locals: u16,
}

impl Code {
    /// Code of a method with `max_locals` locals.
    pub fn with_locals(max_locals: u16) -> Code {
        Code { max_locals, ..Code::default() }
    }

    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Slots on the operand stack.
    pub fn depth(&self) -> i32 {
        self.depth
    }

    fn adjust(&mut self, delta: i32) {
        self.depth += delta;
        assert!(self.depth >= 0, "the operand stack is empty");
        self.max_stack = self.max_stack.max(self.depth);
    }

    /// An instruction without operands, which changes the depth by `delta`.
    pub fn op(&mut self, opcode: u8, delta: i32) {
        self.bytes.push(opcode);
        self.adjust(delta);
    }

    pub fn op1(&mut self, opcode: u8, operand: u8, delta: i32) {
        self.bytes.extend([opcode, operand]);
        self.adjust(delta);
    }

    pub fn op2(&mut self, opcode: u8, operand: u16, delta: i32) {
        self.bytes.push(opcode);
        self.bytes.extend(operand.to_be_bytes());
        self.adjust(delta);
    }

    /// Raw bytes after an instruction.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend(bytes);
    }

    /// A load or store of a local, with `wide` where needed.
    pub fn local(&mut self, opcode: u8, slot: u16, delta: i32) {
        match u8::try_from(slot) {
            Ok(slot) => self.op1(opcode, slot, delta),
            Err(_) => {
                self.bytes.push(0xc4);
                self.op2(opcode, slot, delta);
            }
        }
    }

    pub fn iinc(&mut self, slot: u16, by: i16) {
        match (u8::try_from(slot), i8::try_from(by)) {
            (Ok(slot), Ok(by)) => self.bytes.extend([0x84, slot, by as u8]),
            _ => {
                self.bytes.extend([0xc4, 0x84]);
                self.bytes.extend(slot.to_be_bytes());
                self.bytes.extend(by.to_be_bytes());
            }
        }
    }

    pub fn label(&mut self) -> Label {
        self.labels.push(None);
        self.depths.push(None);
        self.labels.len() - 1
    }

    fn meet(&mut self, label: Label) {
        match self.depths[label] {
            None => self.depths[label] = Some(self.depth),
            Some(depth) => assert_eq!(depth, self.depth, "depths at a label differ"),
        }
    }

    pub fn branch(&mut self, opcode: u8, label: Label, delta: i32) {
        self.adjust(delta);
        self.meet(label);
        let base = self.bytes.len();
        self.bytes.extend([opcode, 0, 0]);
        self.fixups.push(Fixup { at: base + 1, base, label, wide: false });
    }

    /// Puts `label` here, reached by falling through.
    pub fn bind(&mut self, label: Label) {
        self.meet(label);
        self.labels[label] = Some(self.bytes.len());
    }

    /// Puts `label` here, which nothing falls through to; the depth is that of the branches, `depth` if there is none.
    pub fn bind_after_jump(&mut self, label: Label, depth: i32) {
        self.depth = self.depths[label].unwrap_or(depth);
        self.adjust(0);
        self.bind(label);
    }

    /// `tableswitch` from `low`, or `lookupswitch` when there are keys.
    pub fn switch(&mut self, keys: Option<&[i32]>, low: i32, cases: &[Label], default: Label) {
        self.adjust(-1);
        let base = self.bytes.len();
        self.bytes.push(if keys.is_some() { 0xab } else { 0xaa });
        while !self.bytes.len().is_multiple_of(4) {
            self.bytes.push(0);
        }
        self.wide_target(base, default);
        match keys {
            Some(keys) => {
                self.raw(&(cases.len() as u32).to_be_bytes());
                for (key, &case) in keys.iter().zip(cases) {
                    self.raw(&key.to_be_bytes());
                    self.wide_target(base, case);
                }
            }
            None => {
                self.raw(&low.to_be_bytes());
                self.raw(&(low + cases.len() as i32 - 1).to_be_bytes());
                cases.iter().for_each(|&case| self.wide_target(base, case));
            }
        }
    }

    fn wide_target(&mut self, base: usize, label: Label) {
        self.meet(label);
        self.fixups.push(Fixup { at: self.bytes.len(), base, label, wide: true });
        self.raw(&[0; 4]);
    }

    /// Exceptions of `class` (0: all) between the labels go to `target`.
    pub fn handler(&mut self, from: Label, to: Label, target: Label, class: u16) {
        self.handlers.push(Handler { from, to, target, class });
    }

    pub fn line(&mut self, line: u16) {
        self.lines.push((self.bytes.len() as u16, line));
    }

    pub fn mark(&self) -> Mark {
        Mark {
            bytes: self.bytes.len(),
            fixups: self.fixups.len(),
            handlers: self.handlers.len(),
            lines: self.lines.len(),
            depth: self.depth,
        }
    }

    /// Forgets what was emitted since `mark`. Labels made before it must not have been bound or first met since.
    pub fn rollback(&mut self, mark: Mark) {
        self.bytes.truncate(mark.bytes);
        self.fixups.truncate(mark.fixups);
        self.handlers.truncate(mark.handlers);
        self.lines.truncate(mark.lines);
        self.depth = mark.depth;
    }

    /// The attribute's content; `lines` is the name of the table of line numbers.
    fn finish(&self, lines: u16) -> Vec<u8> {
        let target = |label: Label| self.labels[label].expect("a label that is bound");
        let mut code = self.bytes.clone();
        for f in &self.fixups {
            let offset = target(f.label) as i32 - f.base as i32;
            if f.wide {
                code[f.at..f.at + 4].copy_from_slice(&offset.to_be_bytes());
            } else {
                let offset = i16::try_from(offset).expect("a short branch");
                code[f.at..f.at + 2].copy_from_slice(&offset.to_be_bytes());
            }
        }
        let mut out = Vec::new();
        out.extend((self.max_stack as u16).to_be_bytes());
        out.extend(self.max_locals.to_be_bytes());
        out.extend((code.len() as u32).to_be_bytes());
        out.extend(code);
        // An empty range is a format error; what it protected was left out.
        let handlers: Vec<&Handler> =
            self.handlers.iter().filter(|h| target(h.from) < target(h.to)).collect();
        out.extend((handlers.len() as u16).to_be_bytes());
        for h in handlers {
            for v in [target(h.from) as u16, target(h.to) as u16, target(h.target) as u16, h.class] {
                out.extend(v.to_be_bytes());
            }
        }
        out.extend(1u16.to_be_bytes());
        out.extend(lines.to_be_bytes());
        out.extend((2 + 4 * self.lines.len() as u32).to_be_bytes());
        out.extend((self.lines.len() as u16).to_be_bytes());
        for (pc, line) in &self.lines {
            out.extend(pc.to_be_bytes());
            out.extend(line.to_be_bytes());
        }
        out
    }
}
