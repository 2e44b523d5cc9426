//! What the integration tests share: a small assembler of class files, legal or not, and the installed JDK.
#![allow(dead_code, reason = "each test binary uses a part")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// An attribute: its name's index, and its contents.
pub type Attribute = Vec<u8>;

/// Builds a class file from parts that may be wrong.
pub struct ClassWriter {
    pub minor: u16,
    pub major: u16,
    pub access: u16,
    pub this_class: u16,
    pub super_class: u16,
    pub interfaces: Vec<u16>,
    pub fields: Vec<Vec<u8>>,
    pub methods: Vec<Vec<u8>>,
    pub attributes: Vec<Attribute>,
    pool: Vec<u8>,
    pub pool_count: u16,
}

pub fn u2(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

fn counted(items: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = u2(&[items.len() as u16]);
    bytes.extend(items.concat());
    bytes
}

impl ClassWriter {
    /// A legal public class `T` of version 61 that extends `Object`.
    pub fn new() -> Self {
        let mut writer = ClassWriter {
            minor: 0,
            major: 61,
            access: 0x21,
            this_class: 0,
            super_class: 0,
            interfaces: Vec::new(),
            fields: Vec::new(),
            methods: Vec::new(),
            attributes: Vec::new(),
            pool: Vec::new(),
            pool_count: 1,
        };
        writer.this_class = writer.class("T");
        writer.super_class = writer.class("java/lang/Object");
        writer
    }

    /// A constant-pool entry of this tag and contents.
    pub fn entry(&mut self, tag: u8, contents: &[u8]) -> u16 {
        let index = self.pool_count;
        self.pool.push(tag);
        self.pool.extend_from_slice(contents);
        self.pool_count += if matches!(tag, 5 | 6) { 2 } else { 1 };
        index
    }

    pub fn utf8_bytes(&mut self, text: &[u8]) -> u16 {
        let mut contents = u2(&[text.len() as u16]);
        contents.extend_from_slice(text);
        self.entry(1, &contents)
    }

    pub fn utf8(&mut self, text: &str) -> u16 {
        self.utf8_bytes(text.as_bytes())
    }

    /// An entry that consists of 16-bit indices.
    pub fn indices(&mut self, tag: u8, indices: &[u16]) -> u16 {
        self.entry(tag, &u2(indices))
    }

    pub fn class(&mut self, name: &str) -> u16 {
        let name = self.utf8(name);
        self.indices(7, &[name])
    }

    pub fn int(&mut self, value: i32) -> u16 {
        self.entry(3, &value.to_be_bytes())
    }

    pub fn name_and_type(&mut self, name: &str, descriptor: &str) -> u16 {
        let indices = [self.utf8(name), self.utf8(descriptor)];
        self.indices(12, &indices)
    }

    /// A Fieldref (9), Methodref (10) or InterfaceMethodref (11).
    pub fn member_ref(&mut self, tag: u8, class: &str, name: &str, descriptor: &str) -> u16 {
        let indices = [self.class(class), self.name_and_type(name, descriptor)];
        self.indices(tag, &indices)
    }

    pub fn method_handle(&mut self, kind: u8, member: u16) -> u16 {
        let [high, low] = member.to_be_bytes();
        self.entry(15, &[kind, high, low])
    }

    pub fn attribute(&mut self, name: &str, contents: &[u8]) -> Attribute {
        self.attribute_of_length(name, contents.len() as u32, contents)
    }

    /// An attribute whose length field says what it likes.
    pub fn attribute_of_length(&mut self, name: &str, length: u32, contents: &[u8]) -> Attribute {
        let mut bytes = u2(&[self.utf8(name)]);
        bytes.extend(length.to_be_bytes());
        bytes.extend_from_slice(contents);
        bytes
    }

    /// Adds an attribute to the class.
    pub fn add_attribute(&mut self, name: &str, contents: &[u8]) {
        let attribute = self.attribute(name, contents);
        self.attributes.push(attribute);
    }

    fn member(&mut self, access: u16, name: &str, descriptor: &str, attributes: &[Attribute]) -> Vec<u8> {
        let mut bytes = u2(&[access, self.utf8(name), self.utf8(descriptor)]);
        bytes.extend(counted(attributes));
        bytes
    }

    pub fn field(&mut self, access: u16, name: &str, descriptor: &str, attributes: &[Attribute]) {
        let field = self.member(access, name, descriptor, attributes);
        self.fields.push(field);
    }

    pub fn method(&mut self, access: u16, name: &str, descriptor: &str, attributes: &[Attribute]) {
        let method = self.member(access, name, descriptor, attributes);
        self.methods.push(method);
    }

    /// The contents of a Code attribute; a handler is `[start, end, handler, type]`.
    pub fn code_contents(
        max_stack: u16,
        max_locals: u16,
        code: &[u8],
        handlers: &[[u16; 4]],
        attributes: &[Attribute],
    ) -> Vec<u8> {
        let mut bytes = u2(&[max_stack, max_locals]);
        bytes.extend((code.len() as u32).to_be_bytes());
        bytes.extend_from_slice(code);
        bytes.extend(u2(&[handlers.len() as u16]));
        bytes.extend(handlers.iter().flat_map(|handler| u2(handler)));
        bytes.extend(counted(attributes));
        bytes
    }

    /// The Code attribute of a static method that only returns.
    pub fn return_code(&mut self) -> Attribute {
        self.attribute("Code", &Self::code_contents(0, 1, &[0xb1], &[], &[]))
    }

    /// A static method `m()V` whose Code attribute has this attribute.
    pub fn method_with_code_attribute(&mut self, name: &str, contents: &[u8]) {
        let attribute = self.attribute(name, contents);
        self.method_with_code_attributes(&[attribute]);
    }

    /// A static method `m()V` whose Code attribute has these attributes.
    pub fn method_with_code_attributes(&mut self, attributes: &[Attribute]) {
        let contents = Self::code_contents(1, 2, &[0, 0xb1], &[], attributes);
        let code = self.attribute("Code", &contents);
        self.method(8, "m", "()V", &[code]);
    }

    /// A static method `m()V` with these attributes besides its code.
    pub fn method_with_attributes(&mut self, attributes: &[Attribute]) {
        let mut all = vec![self.return_code()];
        all.extend_from_slice(attributes);
        self.method(8, "m", "()V", &all);
    }

    pub fn finish(&self) -> Vec<u8> {
        let mut bytes = 0xcafe_babe_u32.to_be_bytes().to_vec();
        bytes.extend(u2(&[self.minor, self.major, self.pool_count]));
        bytes.extend_from_slice(&self.pool);
        bytes.extend(u2(&[self.access, self.this_class, self.super_class, self.interfaces.len() as u16]));
        bytes.extend(u2(&self.interfaces));
        bytes.extend(counted(&self.fields));
        bytes.extend(counted(&self.methods));
        bytes.extend(counted(&self.attributes));
        bytes
    }
}

/// A tool of the installed JDK 17: under `JAVA_HOME` if set, else where Debian puts it, else on the path.
pub fn jdk_tool(name: &str) -> PathBuf {
    let homes = [std::env::var("JAVA_HOME").ok(), Some("/usr/lib/jvm/java-17-openjdk-amd64".into())];
    homes
        .into_iter()
        .flatten()
        .map(|home| Path::new(&home).join("bin").join(name))
        .find(|path| path.exists())
        .unwrap_or_else(|| PathBuf::from(name))
}

/// Runs a JDK tool and returns its standard output; fails the test if it fails.
pub fn run_tool(name: &str, arguments: &[&str]) -> String {
    let output = Command::new(jdk_tool(name))
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("{name} of JDK 17 is needed: {error}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name} {arguments:?}: {errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A fresh folder for a test, under Cargo's target folder.
pub fn scratch_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("target folder is writable");
    folder
}

/// Classes of the installed JDK's image: a module's classes whose path matches a pattern of `jimage`.
pub fn jdk_classes(include: &str, folder: &Path) -> Vec<PathBuf> {
    let modules = jdk_tool("jimage").ancestors().nth(2).map(|home| home.join("lib/modules"));
    let modules = modules.filter(|path| path.exists()).expect("lib/modules of JDK 17");
    let (modules, target) = (modules.display().to_string(), folder.display().to_string());
    run_tool("jimage", &["extract", "--dir", &target, "--include", include, &modules]);
    let mut found = Vec::new();
    class_files(folder, &mut found);
    found.sort();
    found
}

/// All class files under a folder.
pub fn class_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("folder is readable") {
        let path = entry.expect("entry is readable").path();
        if path.is_dir() {
            class_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "class") {
            found.push(path);
        }
    }
}
