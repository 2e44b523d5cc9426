//! A small assembler: methods as text, and the [`CompileEnv`] that answers what their instructions say of themselves.
//!
//! ```text
//! # a comment
//! method sum (IJ)J static stack=4 locals=5
//!     iconst_0                    mnemonics of JVMS §6.5
//! head:                           a label
//!     getstatic n I volatile      a field: name, descriptor, facts
//!     invokestatic java/lang/Math.abs (I)I
//!     new Point uninitialized     a class: name, facts
//!     tableswitch 0 one two default other
//!     lookupswitch 1 one 99 two default other
//!     ldc int 70000               int, long, float, double, ref, unresolved
//!     catch from to handler       a row of the exception table
//! compile full: clif code sites
//! compile full osr=head quick counters aarch64: sites
//! ```
//! The first method is the one that is compiled. Facts are words, some with a value behind `=`: see [`Reference`]'s users.

use std::collections::HashMap;

use classfile::opcode::{Opcode, OperandFormat};
use jit::compiler::Quality;
use jit::env::{
    CallTarget, ClassAddr, ClassFacts, CompileEnv, Constant, FieldFacts, Layout, Likely, MethodAddr,
    MethodFacts, MethodIntrinsic, ObjectFacts, SlotAddr,
};

/// Address of the first method of the file.
pub const FIRST_METHOD: MethodAddr = 0x1_0000;
/// Distance of methods, and of classes.
const STEP: u64 = 0x100;
/// Callees that are not in the file.
const OTHER_METHODS: MethodAddr = 0x4_0000;
const CLASSES: ClassAddr = 0x8_0000;
const HOLDER: ClassAddr = 0x7_0000;
const ARRAY: ClassAddr = 8;
/// Slots with references: mirrors and constants.
const SLOTS: u64 = 0xc_0000;

/// Words behind a name: `volatile`, `offset=16`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Facts(Vec<(String, Option<String>)>);

impl Facts {
    fn parse<'a>(words: impl Iterator<Item = &'a str>) -> Facts {
        let pair = |w: &'a str| match w.split_once('=') {
            Some((k, v)) => (k.to_owned(), Some(v.to_owned())),
            None => (w.to_owned(), None),
        };
        Facts(words.map(pair).collect())
    }
    fn has(&self, key: &str) -> bool {
        self.0.iter().any(|f| f.0 == key)
    }
    fn text(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|f| f.0 == key)?.1.as_deref()
    }
    fn number(&self, key: &str) -> Option<u64> {
        let text = self.text(key)?;
        let number = match text.strip_prefix("0x") {
            Some(hex) => u64::from_str_radix(hex, 16),
            None => text.parse(),
        };
        Some(number.unwrap_or_else(|_| panic!("{key}={text} is no number")))
    }
    /// Fails for words that mean nothing.
    fn check(&self, known: &[&str], line: &str) {
        for (k, _) in &self.0 {
            assert!(known.contains(&k.as_str()), "unknown word {k} in: {line}");
        }
    }
}

/// An entry of the constant pool: the operand of an instruction, as it was written.
#[derive(Clone, Debug, PartialEq)]
struct Reference {
    name: String,
    descriptor: String,
    facts: Facts,
    constant: Option<Constant>,
}

/// A method of the file.
#[derive(Debug, Default)]
struct Assembled {
    name: String,
    descriptor: String,
    facts: Facts,
    code: Vec<u8>,
    exceptions: Vec<[u16; 4]>,
    labels: HashMap<String, u32>,
}

/// A line `compile`.
#[derive(Clone, Debug)]
pub struct Compile {
    /// As it was written, without `compile`.
    pub text: String,
    pub quality: Quality,
    pub counters: bool,
    pub osr_bci: Option<u32>,
    pub aarch64: bool,
    /// What is compared: `clif`, `code`, `sites`.
    pub shown: Vec<String>,
}

/// An assembled file.
#[derive(Debug)]
pub struct Program {
    methods: Vec<Assembled>,
    pool: Vec<Reference>,
    pub compiles: Vec<Compile>,
    layout: Layout,
}

const METHOD_FACTS: &[&str] =
    &["static", "synchronized", "stack", "locals", "force_inline", "dont_inline", "object_init"];
const FIELD_FACTS: &[&str] =
    &["offset", "volatile", "final", "uninitialized", "unresolved", "value", "object"];
const CALL_FACTS: &[&str] = &[
    "vtable",
    "unique",
    "check",
    "uninitialized",
    "unresolved",
    "not_called",
    "noted",
    "likely",
    "appendix",
    "leaf",
    "intrinsic",
];
const CLASS_FACTS: &[&str] =
    &["final", "interface", "depth", "size", "uninitialized", "finalizer", "unresolved", "slow"];

impl Program {
    /// Assembles a file.
    pub fn new(source: &str, layout: Layout) -> Program {
        let mut p = Program { methods: Vec::new(), pool: Vec::new(), compiles: Vec::new(), layout };
        let mut lines: Vec<&str> = Vec::new();
        for line in source.lines().map(|l| l.split('#').next().unwrap_or("").trim()) {
            if line.is_empty() {
                continue;
            }
            if line.starts_with("method ") || line.starts_with("compile ") {
                p.code(&std::mem::take(&mut lines));
            }
            if let Some(rest) = line.strip_prefix("method ") {
                let mut words = rest.split_whitespace();
                let name = words.next().expect("a name").to_owned();
                let descriptor = words.next().expect("a descriptor").to_owned();
                let facts = Facts::parse(words);
                facts.check(METHOD_FACTS, line);
                p.methods.push(Assembled { name, descriptor, facts, ..Assembled::default() });
            } else if let Some(rest) = line.strip_prefix("compile ") {
                p.compile(rest);
            } else {
                lines.push(line);
            }
        }
        p.code(&lines);
        p
    }

    fn compile(&mut self, text: &str) {
        let (how, shown) = text.split_once(':').expect("compile SETTINGS: SECTIONS");
        let facts = Facts::parse(how.split_whitespace());
        facts.check(&["full", "quick", "counters", "osr", "aarch64"], text);
        let label = |l: &str| *self.methods[0].labels.get(l).unwrap_or_else(|| panic!("no label {l}"));
        self.compiles.push(Compile {
            text: text.to_owned(),
            quality: if facts.has("full") { Quality::Full } else { Quality::Quick },
            counters: facts.has("counters"),
            osr_bci: facts.text("osr").map(label),
            aarch64: facts.has("aarch64"),
            shown: shown.split_whitespace().map(str::to_owned).collect(),
        });
    }

    /// Assembles the lines of the newest method.
    fn code(&mut self, lines: &[&str]) {
        if lines.is_empty() {
            return;
        }
        // twice: the first time for the labels' places
        let mut labels = HashMap::new();
        let mut code = Vec::new();
        for _ in 0..2 {
            code.clear();
            let known = labels.clone();
            for line in lines {
                if let Some(label) = line.strip_suffix(':') {
                    labels.insert(label.to_owned(), code.len() as u32);
                } else if !line.starts_with("catch ") {
                    self.instruction(line, &mut code, &known);
                }
            }
        }
        let m = self.methods.last_mut().expect("instructions belong to a method");
        for line in lines.iter().filter(|l| l.starts_with("catch ")) {
            let at = |n| labels[line.split_whitespace().nth(n).expect("catch FROM TO HANDLER")] as u16;
            m.exceptions.push([at(1), at(2), at(3), 0]);
        }
        m.code = code;
        m.labels = labels;
    }

    fn instruction(&mut self, line: &str, code: &mut Vec<u8>, labels: &HashMap<String, u32>) {
        let mut words = line.split_whitespace();
        let mnemonic = words.next().expect("a word");
        let op =
            Opcode::all().find(|o| o.mnemonic() == mnemonic).unwrap_or_else(|| panic!("what is {line}?"));
        let at = code.len() as i64;
        let to = |label: &str| labels.get(label).map_or(0, |&l| i64::from(l) - at);
        let number = |w: Option<&str>| -> i64 {
            w.and_then(|w| w.parse().ok()).unwrap_or_else(|| panic!("a number is missing: {line}"))
        };
        let mut operands: Vec<u8> = Vec::new();
        match op.format() {
            OperandFormat::None => {}
            OperandFormat::Byte => operands.push(number(words.next()) as u8),
            OperandFormat::Short => operands.extend((number(words.next()) as u16).to_be_bytes()),
            OperandFormat::Local => operands.push(number(words.next()) as u8),
            OperandFormat::Iinc => {
                operands.extend([number(words.next()) as u8, number(words.next()) as u8]);
            }
            OperandFormat::Branch => {
                operands.extend((to(words.next().expect("a label")) as u16).to_be_bytes());
            }
            OperandFormat::BranchWide => {
                operands.extend((to(words.next().expect("a label")) as u32).to_be_bytes());
            }
            OperandFormat::NewArray => {
                let name = words.next().expect("a type");
                let names = ["boolean", "char", "float", "double", "byte", "short", "int", "long"];
                operands.push(names.iter().position(|n| *n == name).expect("a primitive type") as u8 + 4);
            }
            OperandFormat::Constant1 => operands.push(self.reference(op, &mut words, line) as u8),
            OperandFormat::Constant => operands.extend(self.reference(op, &mut words, line).to_be_bytes()),
            OperandFormat::InvokeInterface | OperandFormat::InvokeDynamic => {
                operands.extend(self.reference(op, &mut words, line).to_be_bytes());
                operands.extend([u8::from(op == Opcode::Invokeinterface), 0]);
            }
            OperandFormat::MultiANewArray => {
                let dimensions = number(words.next()) as u8;
                operands.extend(self.reference(op, &mut words, line).to_be_bytes());
                operands.push(dimensions);
            }
            OperandFormat::TableSwitch | OperandFormat::LookupSwitch => {
                operands.resize(3 - (at as usize) % 4, 0);
                let mut word = || words.next();
                let mut rows: Vec<(i64, i64)> = Vec::new();
                let mut low = 0;
                if op == Opcode::Tableswitch {
                    low = number(word());
                }
                let default = loop {
                    match word().expect("default LABEL") {
                        "default" => break to(word().expect("a label")),
                        w if op == Opcode::Tableswitch => rows.push((low + rows.len() as i64, to(w))),
                        w => rows.push((number(Some(w)), to(word().expect("a label")))),
                    }
                };
                let mut put = |v: i64| operands.extend((v as u32).to_be_bytes());
                put(default);
                if op == Opcode::Tableswitch {
                    put(low);
                    put(low + rows.len() as i64 - 1);
                    rows.iter().for_each(|r| put(r.1));
                } else {
                    put(rows.len() as i64);
                    rows.iter().for_each(|r| {
                        put(r.0);
                        put(r.1);
                    });
                }
            }
            OperandFormat::Wide => panic!("wide forms are not assembled"),
        }
        assert_eq!(words.next(), None, "too much in: {line}");
        code.push(op as u8);
        code.extend(operands);
    }

    /// Index of the constant pool entry that the rest of the line describes.
    fn reference<'a>(&mut self, op: Opcode, words: &mut impl Iterator<Item = &'a str>, line: &str) -> u16 {
        let name = words.next().unwrap_or_else(|| panic!("a name is missing: {line}")).to_owned();
        let mut r = Reference { name, descriptor: String::new(), facts: Facts::default(), constant: None };
        match op {
            Opcode::Ldc | Opcode::LdcW | Opcode::Ldc2W => {
                let mut value = || words.next().expect("a value");
                r.constant = Some(match r.name.as_str() {
                    "int" => Constant::Int(value().parse().expect("an int")),
                    "long" => Constant::Long(value().parse().expect("a long")),
                    "float" => Constant::Float(value().parse().expect("a float")),
                    "double" => Constant::Double(value().parse().expect("a double")),
                    "ref" => Constant::Ref { slot: SLOTS, may_be_null: false },
                    "unresolved" => Constant::Unresolved,
                    other => panic!("a constant of type {other}"),
                });
            }
            Opcode::New
            | Opcode::Anewarray
            | Opcode::Checkcast
            | Opcode::Instanceof
            | Opcode::Multianewarray => {
                r.facts = Facts::parse(words);
                r.facts.check(CLASS_FACTS, line);
            }
            _ => {
                r.descriptor = words.next().unwrap_or_else(|| panic!("no descriptor: {line}")).to_owned();
                r.facts = Facts::parse(words);
                let known = if r.descriptor.starts_with('(') { CALL_FACTS } else { FIELD_FACTS };
                r.facts.check(known, line);
            }
        }
        let known = self.pool.iter().position(|k| *k == r);
        let n = known.unwrap_or_else(|| {
            self.pool.push(r);
            self.pool.len() - 1
        });
        n as u16 + 1
    }

    fn pool(&self, index: u16) -> &Reference {
        &self.pool[usize::from(index) - 1]
    }

    /// What the invoke instruction at a bytecode index names.
    fn called_at(&self, method: MethodAddr, bci: u32) -> &Reference {
        let code = self.method(method).bytecode;
        let at = bci as usize;
        self.pool(u16::from_be_bytes([code[at + 1], code[at + 2]]))
    }

    /// The method of this name and descriptor, or an address of its own for one that is not in the file.
    fn callee(&self, index: u16, name: &str) -> MethodAddr {
        match self.methods.iter().position(|m| m.name == name) {
            Some(n) => FIRST_METHOD + STEP * n as u64,
            None => OTHER_METHODS + STEP * u64::from(index),
        }
    }

    /// The reference that an address outside the file was made of.
    fn reference_of(&self, method: MethodAddr) -> Option<&Reference> {
        let index = method.checked_sub(OTHER_METHODS)? / STEP;
        Some(self.pool(u16::try_from(index).ok()?))
    }

    fn class_facts(&self, index: u16, name: &str, facts: &Facts) -> ClassFacts {
        let is_array = name.starts_with('[');
        ClassFacts {
            addr: CLASSES + STEP * u64::from(index),
            id: 0x100 + u32::from(index),
            depth: facts.number("depth").unwrap_or(2) as u32,
            is_exact: facts.has("final"),
            is_interface: facts.has("interface"),
            is_array,
            instance_size: facts.number("size").unwrap_or(24) as u32,
            plain_new: !facts.has("slow"),
            is_initialized: !facts.has("uninitialized"),
            has_finalizer: facts.has("finalizer"),
            log2_elem: 2,
            is_ref_array: is_array,
            mirror: SLOTS + 4 * u64::from(index),
        }
    }
}

impl CompileEnv for Program {
    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn method(&self, method: MethodAddr) -> MethodFacts<'_> {
        let mut facts = MethodFacts {
            addr: method,
            name: b"other",
            descriptor: b"()V",
            holder: HOLDER,
            holder_name: b"Holder",
            bytecode: &[],
            exceptions: &[],
            max_locals: 0,
            max_stack: 0,
            is_static: false,
            is_synchronized: false,
            has_code: false,
            is_object_init: false,
            force_inline: false,
            dont_inline: false,
            intrinsic: MethodIntrinsic::None,
        };
        if let Some(r) = self.reference_of(method) {
            let (holder, name) = r.name.rsplit_once('.').unwrap_or(("Holder", &r.name));
            facts.holder_name = holder.as_bytes();
            facts.name = name.as_bytes();
            facts.descriptor = r.descriptor.as_bytes();
            facts.intrinsic = match r.facts.text("intrinsic") {
                None => MethodIntrinsic::None,
                Some("invokeBasic") => MethodIntrinsic::InvokeBasic,
                Some("linkToStatic") => MethodIntrinsic::LinkToStatic,
                Some("linkToVirtual") => MethodIntrinsic::LinkToVirtual,
                Some("linkToSpecial") => MethodIntrinsic::LinkToSpecial,
                Some("linkToInterface") => MethodIntrinsic::LinkToInterface,
                Some(other) => panic!("intrinsic {other}"),
            };
            return facts;
        }
        let n = ((method - FIRST_METHOD) / STEP) as usize;
        let m = &self.methods[n];
        MethodFacts {
            name: m.name.as_bytes(),
            descriptor: m.descriptor.as_bytes(),
            bytecode: &m.code,
            exceptions: &m.exceptions,
            max_locals: m.facts.number("locals").unwrap_or(0) as u16,
            max_stack: m.facts.number("stack").unwrap_or(0) as u16,
            is_static: m.facts.has("static"),
            is_synchronized: m.facts.has("synchronized"),
            has_code: true,
            is_object_init: m.facts.has("object_init"),
            force_inline: m.facts.has("force_inline"),
            dont_inline: m.facts.has("dont_inline"),
            ..facts
        }
    }

    fn class(&self, class: ClassAddr) -> ClassFacts {
        ClassFacts { addr: class, ..self.class_facts(0, "Holder", &Facts::default()) }
    }

    fn constant(&self, _: MethodAddr, index: u16) -> Constant {
        self.pool(index).constant.expect("a constant")
    }

    fn field(&self, _: MethodAddr, index: u16, _: bool, _: bool) -> Option<FieldFacts> {
        let r = self.pool(index);
        (!r.facts.has("unresolved")).then(|| FieldFacts {
            offset: r.facts.number("offset").unwrap_or(16) as u32,
            ty: r.descriptor.as_bytes()[0],
            is_volatile: r.facts.has("volatile"),
            is_final: r.facts.has("final"),
            holder: HOLDER,
            holder_initialized: !r.facts.has("uninitialized"),
            mirror: SLOTS,
        })
    }

    fn class_at(&self, _: MethodAddr, index: u16) -> Option<ClassFacts> {
        let r = self.pool(index);
        (!r.facts.has("unresolved")).then(|| self.class_facts(index, &r.name, &r.facts))
    }

    fn array_of(&self, class: ClassAddr) -> Option<ClassFacts> {
        let array = self.class_facts(0, "[", &Facts::default());
        Some(ClassFacts { addr: class + ARRAY, id: 0x80 + (class / STEP) as u32 % 0x80, ..array })
    }

    fn primitive_array(&self, code: u8) -> ClassFacts {
        let log2_elem = [0, 1, 2, 3, 0, 1, 2, 3][usize::from(code & 7)];
        let array = self.class_facts(0, "[", &Facts::default());
        ClassFacts { id: code.into(), log2_elem, is_ref_array: false, ..array }
    }

    fn call(&self, _: MethodAddr, _: u32, index: u16, opcode: u8) -> CallTarget {
        let r = self.pool(index);
        if r.facts.has("unresolved") {
            return CallTarget::Unresolved;
        }
        let method = self.callee(index, &r.name);
        let check = r.facts.text("check").map(|c| self.class_facts(index, c, &Facts::default()));
        let unique = r.facts.has("unique").then(|| match r.facts.text("unique") {
            Some(name) => self.callee(index, name),
            None => method,
        });
        match Opcode::from_u8(opcode).expect("an opcode") {
            Opcode::Invokestatic => CallTarget::Static {
                method,
                holder: HOLDER,
                holder_initialized: !r.facts.has("uninitialized"),
            },
            Opcode::Invokespecial => CallTarget::Direct { method, check },
            Opcode::Invokeinterface if unique.is_none() => {
                CallTarget::Interface { method, method_id: index.into() }
            }
            Opcode::Invokevirtual | Opcode::Invokeinterface => CallTarget::Virtual {
                method,
                entry_offset: r.facts.number("vtable").unwrap_or(0x200) as u32,
                check,
                unique,
            },
            _ => CallTarget::Adapter { method, appendix: r.facts.has("appendix").then_some(SLOTS) },
        }
    }

    fn call_descriptor(&self, _: MethodAddr, index: u16) -> &[u8] {
        self.pool(index).descriptor.as_bytes()
    }

    fn has_been_called(&self, method: MethodAddr, bci: u32) -> bool {
        !self.called_at(method, bci).facts.has("not_called")
    }

    fn static_value(&self, _: MethodAddr, index: u16) -> Option<Constant> {
        let facts = &self.pool(index).facts;
        if facts.has("object") {
            return Some(Constant::Ref { slot: SLOTS + 32, may_be_null: false });
        }
        Some(Constant::Int(facts.number("value")? as i32))
    }

    fn field_value(&self, _: SlotAddr, _: MethodAddr, index: u16) -> Option<Constant> {
        Some(Constant::Int(self.pool(index).facts.number("value")? as i32))
    }

    /// Every constant object is an array of 7 elements.
    fn object(&self, _: SlotAddr) -> Option<ObjectFacts> {
        Some(ObjectFacts { class: HOLDER, length: Some(7) })
    }

    fn receiver_word(&self, method: MethodAddr, bci: u32) -> Option<u64> {
        self.called_at(method, bci).facts.has("noted").then_some(SLOTS + 64)
    }

    fn likely_receiver(&self, method: MethodAddr, bci: u32, index: u16, _: u8) -> Option<Likely> {
        let name = self.called_at(method, bci).facts.text("likely")?;
        Some(Likely { class_id: 0x77, class: HOLDER, method: self.callee(index, name) })
    }

    fn inlining(&self, _: MethodAddr) -> Option<bool> {
        None
    }

    fn leaf(&self, method: MethodAddr) -> Option<u64> {
        self.reference_of(method)?.facts.number("leaf")
    }
}
