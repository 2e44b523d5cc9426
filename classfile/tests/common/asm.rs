//! A small assembler of class files, good and bad ones, for tests. A source is lines of words; `#` begins a comment.
//!
//! ```text
//! class pkg/Name [version N] [super S] [flags 0xN] [implements I ...]
//! field name descriptor [static] [flags 0xN]
//! method name descriptor [static] [stack N] [locals N] [flags 0xN]
//!   label:
//!   mnemonic operand ...
//!   .byte 0xN ...                   # bytes in the code
//!   .map locals ... | stack ...     # a full frame here; types: top int float long double null this, new@label,
//!                                   # otherwise a class name or array descriptor
//!   .rawmap 0xN ...                 # the whole StackMapTable, its count included
//!   .catch from to handler class    # class `any` for all
//! end                               # of the method
//! ```
//!
//! Operands by format: numbers; `@label` for branches; for constants `class:N`, `string:S`, `int:N`, `float:N`,
//! `long:N`, `double:N`, `field:C.n:D`, `method:C.n:D`, `imethod:C.n:D`, `mtype:D`, `indy:n:D`, `condy:n:D` or a bare
//! index. Switches are written as bytes.

use classfile::Opcode;
use classfile::opcode::OperandFormat;
use std::collections::HashMap;

/// An assembled class.
pub struct Assembled {
    /// Its name in internal form.
    pub name: String,
    /// The class file.
    pub bytes: Vec<u8>,
}

/// Assembles all classes of a source.
pub fn assemble(source: &str) -> Vec<Assembled> {
    let mut classes = Vec::new();
    let mut lines = source.lines().map(|line| line.split('#').next().unwrap_or_default());
    let mut class: Option<Class> = None;
    while let Some(line) = lines.next() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.first() {
            None => {}
            Some(&"class") => {
                classes.extend(class.take().map(Class::finish));
                class = Some(Class::new(&words));
            }
            Some(&"field") => class.as_mut().expect("a class").field(&words),
            Some(&"method") => {
                let body: Vec<Vec<&str>> = (&mut lines)
                    .map(|line| line.split_whitespace().collect())
                    .take_while(|words: &Vec<&str>| words.first() != Some(&"end"))
                    .collect();
                class.as_mut().expect("a class").method(&words, &body);
            }
            Some(other) => panic!("unknown word {other}"),
        }
    }
    classes.extend(class.map(Class::finish));
    classes
}

/// The word after a keyword.
fn option<'w>(words: &[&'w str], keyword: &str) -> Option<&'w str> {
    words.iter().position(|word| *word == keyword).map(|at| words[at + 1])
}

fn number(word: &str) -> i64 {
    let (sign, digits) = word.strip_prefix('-').map_or((1, word), |rest| (-1, rest));
    let value = match digits.strip_prefix("0x") {
        Some(hex) => i64::from_str_radix(hex, 16),
        None => digits.parse(),
    };
    sign * value.unwrap_or_else(|_| panic!("{word} is no number"))
}

#[derive(Default)]
struct Pool {
    bytes: Vec<u8>,
    count: u16,
    known: HashMap<Vec<u8>, u16>,
}

impl Pool {
    fn add(&mut self, entry: Vec<u8>) -> u16 {
        if let Some(index) = self.known.get(&entry) {
            return *index;
        }
        self.count += 1;
        let index = self.count;
        if matches!(entry[0], 5 | 6) {
            self.count += 1;
        }
        self.bytes.extend_from_slice(&entry);
        self.known.insert(entry, index);
        index
    }

    fn utf8(&mut self, text: &str) -> u16 {
        let mut entry = vec![1];
        entry.extend_from_slice(&(text.len() as u16).to_be_bytes());
        entry.extend_from_slice(text.as_bytes());
        self.add(entry)
    }

    fn of(&mut self, tag: u8, indices: &[u16]) -> u16 {
        let mut entry = vec![tag];
        indices.iter().for_each(|index| entry.extend_from_slice(&index.to_be_bytes()));
        self.add(entry)
    }

    fn class(&mut self, name: &str) -> u16 {
        let name = self.utf8(name);
        self.of(7, &[name])
    }

    fn name_and_type(&mut self, name: &str, descriptor: &str) -> u16 {
        let indices = [self.utf8(name), self.utf8(descriptor)];
        self.of(12, &indices)
    }

    fn member(&mut self, tag: u8, text: &str) -> u16 {
        let (owner, rest) = text.split_once('.').expect("a member");
        let (name, descriptor) = rest.split_once(':').expect("a descriptor");
        let indices = [self.class(owner), self.name_and_type(name, descriptor)];
        self.of(tag, &indices)
    }

    fn constant(&mut self, word: &str) -> u16 {
        let Some((kind, text)) = word.split_once(':') else { return number(word) as u16 };
        let tagged = |tag: u8, bytes: &[u8]| [&[tag], bytes].concat();
        match kind {
            "class" => self.class(text),
            "string" => {
                let index = self.utf8(text);
                self.of(8, &[index])
            }
            "int" => self.add(tagged(3, &(number(text) as i32).to_be_bytes())),
            "float" => self.add(tagged(4, &text.parse::<f32>().expect("a float").to_be_bytes())),
            "long" => self.add(tagged(5, &number(text).to_be_bytes())),
            "double" => self.add(tagged(6, &text.parse::<f64>().expect("a double").to_be_bytes())),
            "field" => self.member(9, text),
            "method" => self.member(10, text),
            "imethod" => self.member(11, text),
            "mtype" => {
                let index = self.utf8(text);
                self.of(16, &[index])
            }
            "condy" | "indy" => {
                let (name, descriptor) = text.split_once(':').expect("a descriptor");
                let index = self.name_and_type(name, descriptor);
                self.of(if kind == "indy" { 18 } else { 17 }, &[0, index])
            }
            _ => panic!("unknown constant {word}"),
        }
    }
}

struct Class {
    name: String,
    version: u16,
    flags: u16,
    this_class: u16,
    super_class: u16,
    interfaces: Vec<u16>,
    pool: Pool,
    fields: Vec<Vec<u8>>,
    methods: Vec<Vec<u8>>,
}

impl Class {
    fn new(words: &[&str]) -> Class {
        let mut pool = Pool::default();
        let interfaces =
            words.iter().position(|word| *word == "implements").map_or(&[][..], |at| &words[at + 1..]);
        Class {
            name: words[1].to_owned(),
            version: option(words, "version").map_or(61, |version| number(version) as u16),
            flags: option(words, "flags").map_or(0x21, |flags| number(flags) as u16),
            this_class: pool.class(words[1]),
            super_class: pool.class(option(words, "super").unwrap_or("java/lang/Object")),
            interfaces: interfaces.iter().map(|name| pool.class(name)).collect(),
            pool,
            fields: Vec::new(),
            methods: Vec::new(),
        }
    }

    fn head(&mut self, words: &[&str], attributes: u16) -> Vec<u8> {
        let is_static = if words.contains(&"static") { 8 } else { 0 };
        let flags = option(words, "flags").map_or(1, |flags| number(flags) as u16) | is_static;
        let indices = [flags, self.pool.utf8(words[1]), self.pool.utf8(words[2]), attributes];
        indices.iter().flat_map(|index| index.to_be_bytes()).collect()
    }

    fn field(&mut self, words: &[&str]) {
        let field = self.head(words, 0);
        self.fields.push(field);
    }

    fn method(&mut self, words: &[&str], body: &[Vec<&str>]) {
        let has_code = !body.is_empty();
        let mut method = self.head(words, has_code.into());
        if has_code {
            let size = |keyword| option(words, keyword).map_or(4, |size| number(size) as u16);
            let code =
                Body::assemble(&mut self.pool, body).finish(&mut self.pool, size("stack"), size("locals"));
            method.extend(attribute(&mut self.pool, "Code", &code));
        }
        self.methods.push(method);
    }

    fn finish(mut self) -> Assembled {
        // One bootstrap method for all dynamic constants and call sites; verification does not run it.
        let mut attributes = Vec::new();
        if self.pool.known.keys().any(|entry| matches!(entry[0], 17 | 18)) {
            let descriptor = "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)Ljava/lang/Object;";
            let method = self.pool.member(10, &format!("{}.bootstrap:{descriptor}", self.name));
            let handle = self.pool.add([&[15, 6][..], &method.to_be_bytes()].concat());
            let info = [&[0, 1][..], &handle.to_be_bytes(), &[0, 0]].concat();
            attributes.push(attribute(&mut self.pool, "BootstrapMethods", &info));
        }
        let mut bytes = vec![0xca, 0xfe, 0xba, 0xbe, 0, 0];
        bytes.extend_from_slice(&self.version.to_be_bytes());
        bytes.extend_from_slice(&(self.pool.count + 1).to_be_bytes());
        bytes.extend_from_slice(&self.pool.bytes);
        for word in [self.flags, self.this_class, self.super_class, self.interfaces.len() as u16] {
            bytes.extend_from_slice(&word.to_be_bytes());
        }
        self.interfaces.iter().for_each(|index| bytes.extend_from_slice(&index.to_be_bytes()));
        for items in [&self.fields, &self.methods, &attributes] {
            bytes.extend_from_slice(&(items.len() as u16).to_be_bytes());
            items.iter().for_each(|item| bytes.extend_from_slice(item));
        }
        Assembled { name: self.name, bytes }
    }
}

fn attribute(pool: &mut Pool, name: &str, info: &[u8]) -> Vec<u8> {
    let name = pool.utf8(name);
    [&name.to_be_bytes()[..], &(info.len() as u32).to_be_bytes(), info].concat()
}

#[derive(Default)]
struct Body {
    code: Vec<u8>,
    labels: HashMap<String, usize>,
    /// Where a branch's offset stands, its size, the instruction and the label.
    branches: Vec<(usize, usize, usize, String)>,
    maps: Vec<(usize, String)>,
    raw_map: Option<Vec<u8>>,
    handlers: Vec<[String; 4]>,
}

impl Body {
    fn assemble(pool: &mut Pool, lines: &[Vec<&str>]) -> Body {
        let mut body = Body::default();
        for words in lines {
            let Some(first) = words.first() else { continue };
            let numbers = || words[1..].iter().map(|word| number(word) as u8);
            match *first {
                ".byte" => body.code.extend(numbers()),
                ".map" => body.maps.push((body.code.len(), words[1..].join(" "))),
                ".rawmap" => body.raw_map = Some(numbers().collect()),
                ".catch" => body.handlers.push([1, 2, 3, 4].map(|at| words[at].to_owned())),
                label if label.ends_with(':') => {
                    body.labels.insert(label.trim_end_matches(':').to_owned(), body.code.len());
                }
                "wide" => {
                    body.code.push(Opcode::Wide as u8);
                    body.instruction(pool, &words[1..], true);
                }
                _ => body.instruction(pool, words, false),
            }
        }
        for (at, size, instruction, label) in std::mem::take(&mut body.branches) {
            let offset = body.label(&label) as i32 - instruction as i32;
            body.code[at..at + size].copy_from_slice(&offset.to_be_bytes()[4 - size..]);
        }
        body
    }

    fn label(&self, label: &str) -> usize {
        match self.labels.get(label) {
            Some(bci) => *bci,
            None => number(label) as usize,
        }
    }

    fn instruction(&mut self, pool: &mut Pool, words: &[&str], wide: bool) {
        let opcode = Opcode::all().find(|opcode| opcode.mnemonic() == words[0]);
        let opcode = opcode.unwrap_or_else(|| panic!("unknown instruction {}", words[0]));
        let start = self.code.len();
        self.code.push(opcode as u8);
        let mut push =
            |size: usize, value: i64| self.code.extend_from_slice(&value.to_be_bytes()[8 - size..]);
        let operand = |at: usize| number(words[at]);
        match opcode.format() {
            OperandFormat::None => {}
            OperandFormat::Byte | OperandFormat::NewArray => push(1, operand(1)),
            OperandFormat::Short => push(2, operand(1)),
            OperandFormat::Local => push(if wide { 2 } else { 1 }, operand(1)),
            OperandFormat::Iinc => (1..3).for_each(|at| push(if wide { 2 } else { 1 }, operand(at))),
            OperandFormat::Constant1 => push(1, pool.constant(words[1]).into()),
            OperandFormat::Constant => push(2, pool.constant(words[1]).into()),
            OperandFormat::MultiANewArray => {
                push(2, pool.constant(words[1]).into());
                push(1, operand(2));
            }
            OperandFormat::InvokeInterface | OperandFormat::InvokeDynamic => {
                push(2, pool.constant(words[1]).into());
                push(1, operand(2));
                push(1, operand(3));
            }
            format @ (OperandFormat::Branch | OperandFormat::BranchWide) => {
                let size = if format == OperandFormat::Branch { 2 } else { 4 };
                match words[1].strip_prefix('@') {
                    Some(label) => {
                        push(size, 0);
                        self.branches.push((start + 1, size, start, label.to_owned()));
                    }
                    None => push(size, operand(1)),
                }
            }
            other => panic!("{other:?} is written as bytes"),
        }
    }

    fn types(&self, pool: &mut Pool, words: &str) -> Vec<u8> {
        let mut count = 0_u16;
        let mut items = Vec::new();
        for word in words.split_whitespace() {
            count += 1;
            let simple = ["top", "int", "float", "double", "long", "null", "this"];
            match simple.iter().position(|name| *name == word) {
                Some(tag) => items.push(tag as u8),
                None => {
                    let (tag, value) = match word.strip_prefix("new@") {
                        Some(label) => (8, self.label(label) as u16),
                        None => (7, pool.class(word)),
                    };
                    items.push(tag);
                    items.extend_from_slice(&value.to_be_bytes());
                }
            }
        }
        [&count.to_be_bytes()[..], &items].concat()
    }

    fn stack_map(&self, pool: &mut Pool) -> Option<Vec<u8>> {
        if self.raw_map.is_some() || self.maps.is_empty() {
            return self.raw_map.clone();
        }
        let mut table = (self.maps.len() as u16).to_be_bytes().to_vec();
        let mut next = 0;
        for (bci, types) in &self.maps {
            let (locals, stack) = types.split_once('|').unwrap_or((types, ""));
            table.push(255);
            table.extend_from_slice(&((bci - next) as u16).to_be_bytes());
            table.extend(self.types(pool, locals));
            table.extend(self.types(pool, stack));
            next = bci + 1;
        }
        Some(table)
    }

    fn finish(self, pool: &mut Pool, max_stack: u16, max_locals: u16) -> Vec<u8> {
        let mut info = [max_stack.to_be_bytes(), max_locals.to_be_bytes()].concat();
        info.extend_from_slice(&(self.code.len() as u32).to_be_bytes());
        info.extend_from_slice(&self.code);
        info.extend_from_slice(&(self.handlers.len() as u16).to_be_bytes());
        for [from, to, handler, class] in &self.handlers {
            let class = if class == "any" { 0 } else { pool.class(class) };
            let bcis = [from, to, handler].map(|label| self.label(label) as u16);
            for word in bcis.into_iter().chain([class]) {
                info.extend_from_slice(&word.to_be_bytes());
            }
        }
        match self.stack_map(pool) {
            Some(table) => {
                info.extend_from_slice(&[0, 1]);
                info.extend(attribute(pool, "StackMapTable", &table));
            }
            None => info.extend_from_slice(&[0, 0]),
        }
        info
    }
}
