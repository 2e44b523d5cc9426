//! Printing a class file in the form of `javap -v -p` (without its first three lines about the file).
//!
//! The form is `javap`'s of JDK 17, so that the two can be compared line by line, and a bytecode trace reads as
//! users expect. Contents that are malformed are printed as far as they go, or as bytes; nothing here fails.
//!
//! `printer/text.rs` has lines and columns, `constants.rs` the constant pool, `signature.rs` descriptors and
//! generic signatures, `code.rs` the Code attribute, `attributes.rs` and `module.rs` the other attributes,
//! `annotations.rs` annotations.

mod annotations;
mod attributes;
mod code;
mod constants;
mod module;
mod number;
mod signature;
mod text;

use std::fmt::Display;

use crate::access_flags::{ClassAccessFlags, MethodAccessFlags};
use crate::attribute::{Attributes, take16};
use crate::bytecode::Instruction;
use crate::class_file::{ClassFile, Field, Method};
use crate::constant_pool::{ConstantPool, ConstantTag};
use crate::mutf8;
use text::Text;

/// Prints a class as `javap -v -p` does.
pub fn print(class: &ClassFile<'_>) -> String {
    let mut printer = Printer { class, pool: &class.constant_pool, out: Text::default() };
    printer.class();
    printer.out.finish()
}

/// Prints one instruction as `javap -c` does, in one line; the keys of a switch are left out.
pub fn print_instruction(class: &ClassFile<'_>, instruction: &Instruction<'_>) -> String {
    let mut printer = Printer { class, pool: &class.constant_pool, out: Text::default() };
    printer.instruction(instruction, false);
    printer.out.finish().trim_end().to_owned()
}

struct Printer<'c, 'a> {
    class: &'c ClassFile<'a>,
    pool: &'c ConstantPool<'a>,
    out: Text,
}

/// What an item is, for the names of its flags.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    Class,
    InnerClass,
    Field,
    Method,
}

/// The bits that each kind of item has, in the order in which they are named.
const FLAG_NAMES: [(u16, &str); 16] = [
    (0x0001, "ACC_PUBLIC"),
    (0x0002, "ACC_PRIVATE"),
    (0x0004, "ACC_PROTECTED"),
    (0x0008, "ACC_STATIC"),
    (0x0010, "ACC_FINAL"),
    (0x0020, "ACC_SYNCHRONIZED"),
    (0x0040, "ACC_BRIDGE"),
    (0x0080, "ACC_VARARGS"),
    (0x0100, "ACC_NATIVE"),
    (0x0200, "ACC_INTERFACE"),
    (0x0400, "ACC_ABSTRACT"),
    (0x0800, "ACC_STRICT"),
    (0x1000, "ACC_SYNTHETIC"),
    (0x2000, "ACC_ANNOTATION"),
    (0x4000, "ACC_ENUM"),
    (0x8000, "ACC_MODULE"),
];

impl Item {
    fn known_flags(self) -> u16 {
        match self {
            Item::Class => 0xf631,
            Item::InnerClass => 0x763f,
            Item::Field => 0x50df,
            Item::Method => 0x1dff,
        }
    }

    fn flag_name(self, bit: u16, general: &'static str) -> &'static str {
        match (self, bit) {
            (Item::Class, 0x20) => "ACC_SUPER",
            (Item::Field, 0x40) => "ACC_VOLATILE",
            (Item::Field, 0x80) => "ACC_TRANSIENT",
            _ => general,
        }
    }

    /// The flags as names; unknown bits, highest first, as numbers.
    fn flags(self, bits: u16) -> String {
        let known = self.known_flags();
        let mut names: Vec<String> = FLAG_NAMES
            .iter()
            .filter(|(bit, _)| bits & known & bit != 0)
            .map(|&(bit, name)| self.flag_name(bit, name).to_owned())
            .collect();
        let unknown = (0..16).rev().map(|i| 1u16 << i).filter(|bit| bits & !known & bit != 0);
        names.extend(unknown.map(|bit| format!("0x{bit:x}")));
        names.join(", ")
    }

    /// The modifiers of the Java language, each with a space after it.
    fn modifiers(self, bits: u16) -> String {
        const MODIFIERS: [(u16, &str); 11] = [
            (0x0001, "public"),
            (0x0002, "private"),
            (0x0004, "protected"),
            (0x0008, "static"),
            (0x0010, "final"),
            (0x0020, "synchronized"),
            (0x0040, "volatile"),
            (0x0080, "transient"),
            (0x0100, "native"),
            (0x0400, "abstract"),
            (0x0800, "strictfp"),
        ];
        let abstract_interface = bits & ClassAccessFlags::INTERFACE.bits() != 0;
        let shown = match self {
            Item::Class | Item::InnerClass if abstract_interface => 0x001f,
            Item::Class => 0x0411,
            Item::InnerClass => 0x041f,
            Item::Field => 0x00df,
            Item::Method => 0x0d3f,
        };
        let shown = if self == Item::Class { shown & 0x0411 } else { shown };
        MODIFIERS
            .iter()
            .filter(|(bit, _)| bits & shown & bit != 0)
            .map(|(_, name)| format!("{name} "))
            .collect()
    }
}

/// The first contents of an attribute that begins with an index.
fn first_index(info: &[u8]) -> u16 {
    take16(&mut &*info).unwrap_or(0)
}

impl<'a> Printer<'_, 'a> {
    fn print(&mut self, text: impl Display) {
        self.out.print(text);
    }

    fn line(&mut self, text: impl Display) {
        self.out.line(text);
    }

    /// A line `left`, and from the comment column on `// right`.
    fn line_with_comment(&mut self, left: impl Display, right: impl Display) {
        self.print(left);
        self.out.tab();
        self.print("// ");
        self.line(right);
    }

    /// Prints with one more level of indentation.
    fn indented(&mut self, body: impl FnOnce(&mut Self)) {
        self.out.indent(1);
        body(self);
        self.out.indent(-1);
    }

    fn find(&self, attributes: &Attributes<'a>, name: &[u8]) -> Option<&'a [u8]> {
        attributes.find(self.pool, name)
    }

    fn utf8_text(&self, index: u16) -> String {
        self.pool.utf8(index).map_or_else(|| format!("#{index}"), mutf8::to_string)
    }

    /// The generic signature among these attributes.
    fn signature_text(&self, attributes: &Attributes<'a>) -> Option<String> {
        let index = first_index(self.find(attributes, b"Signature")?);
        self.pool.utf8(index).map(mutf8::to_string)
    }

    /// The name of a class as the Java language writes it, nested classes by their binary name.
    fn java_class_name(&self, index: u16) -> String {
        match self.pool.class_name(index) {
            Some(name) => mutf8::to_str(name).replace('/', "."),
            None => format!("#{index}"),
        }
    }

    fn class(&mut self) {
        let class = self.class;
        let attributes = class.raw_attributes;
        if let Some(info) = self.find(&attributes, b"SourceFile") {
            self.out.indent(1);
            let name = self.utf8_text(first_index(info));
            self.line(format_args!("Compiled from \"{name}\""));
            self.out.indent(-1);
        }
        self.class_declaration();
        self.line("");
        self.indented(Self::class_numbers);
        self.constant_pool();
        self.line("{");
        self.out.indent(1);
        for field in &class.fields {
            self.field(field);
        }
        for (i, method) in class.methods.iter().enumerate() {
            if i > 0 {
                self.line("");
            }
            self.method(method);
        }
        self.out.indent(-1);
        self.line("}");
        self.attributes(&attributes);
    }

    fn class_declaration(&mut self) {
        let class = self.class;
        self.print(Item::Class.modifiers(class.raw_access_flags));
        let interface = class.is_interface();
        let module = self.find(&class.raw_attributes, b"Module");
        match module {
            Some(info) if class.raw_access_flags & ClassAccessFlags::MODULE.bits() != 0 => {
                let declaration = self.module_declaration(info);
                self.print(declaration);
            }
            _ => {
                self.print(if interface { "interface " } else { "class " });
                let name = self.java_class_name(class.this_class);
                self.print(name);
            }
        }
        let generic = self.signature_text(&class.raw_attributes);
        let supertypes =
            match generic.as_deref().and_then(|text| signature::class_supertypes(text, interface)) {
                Some(generic) => generic,
                None => self.plain_supertypes(interface),
            };
        self.print(supertypes);
    }

    fn plain_supertypes(&self, interface: bool) -> String {
        let class = self.class;
        let mut text = String::new();
        if !interface && class.super_class != 0 {
            let name = self.java_class_name(class.super_class);
            if name != "java.lang.Object" {
                text = format!(" extends {name}");
            }
        }
        for (i, index) in class.interfaces.iter().enumerate() {
            let keyword = if interface { " extends " } else { " implements " };
            text.push_str(if i == 0 { keyword } else { "," });
            text.push_str(&self.java_class_name(index));
        }
        text
    }

    fn class_numbers(&mut self) {
        let class = self.class;
        self.line(format_args!("minor version: {}", class.minor_version));
        self.line(format_args!("major version: {}", class.major_version));
        let bits = class.raw_access_flags;
        self.line(format_args!("flags: (0x{bits:04x}) {}", Item::Class.flags(bits)));
        for (what, index) in [("this_class", class.this_class), ("super_class", class.super_class)] {
            if index == 0 {
                self.line(format_args!("{what}: #0"));
            } else {
                let name = self.string_value(index);
                self.line_with_comment(format_args!("{what}: #{index}"), name);
            }
        }
        self.line(format_args!(
            "interfaces: {}, fields: {}, methods: {}, attributes: {}",
            class.interfaces.len(),
            class.fields.len(),
            class.methods.len(),
            class.raw_attributes.len()
        ));
    }

    fn field(&mut self, field: &Field<'a>) {
        let bits = field.raw_access_flags;
        self.print(Item::Field.modifiers(bits));
        let generic = self.signature_text(&field.raw_attributes);
        let field_type = self.field_type(generic.as_deref(), field.descriptor);
        self.line(format_args!("{field_type} {};", mutf8::to_str(field.name)));
        self.indented(|p| {
            p.line(format_args!("descriptor: {}", mutf8::to_str(field.descriptor)));
            p.line(format_args!("flags: (0x{bits:04x}) {}", Item::Field.flags(bits)));
            p.attributes(&field.raw_attributes);
        });
        self.line("");
    }

    /// The type of a field or record component: the generic one if there is one.
    fn field_type(&self, generic: Option<&str>, descriptor: &[u8]) -> String {
        generic
            .and_then(signature::field_type)
            .or_else(|| signature::descriptor_type(&mutf8::to_str(descriptor)))
            .unwrap_or_else(|| "???".into())
    }

    fn method(&mut self, method: &Method<'a>) {
        let bits = method.raw_access_flags;
        let declaration = self.method_declaration(method);
        self.line(format_args!("{declaration};"));
        self.indented(|p| {
            p.line(format_args!("descriptor: {}", mutf8::to_str(method.descriptor)));
            p.line(format_args!("flags: (0x{bits:04x}) {}", Item::Method.flags(bits)));
            for attribute in method.raw_attributes.iter(p.pool) {
                if attribute.name == b"Code" {
                    p.code(method);
                } else {
                    p.attribute(&attribute);
                }
            }
        });
    }

    fn method_declaration(&self, method: &Method<'a>) -> String {
        let bits = method.raw_access_flags;
        let flags = MethodAccessFlags::from_bits_retain(bits);
        let mut text = Item::Method.modifiers(bits);
        let not_default =
            MethodAccessFlags::STATIC | MethodAccessFlags::PRIVATE | MethodAccessFlags::ABSTRACT;
        if self.class.is_interface()
            && self.class.major_version >= 52
            && !flags.intersects(not_default)
            && method.name != b"<clinit>"
        {
            text.push_str("default ");
        }
        let generic = self.signature_text(&method.raw_attributes);
        let descriptor = mutf8::to_str(method.descriptor);
        let parts = generic
            .as_deref()
            .and_then(signature::method_parts)
            .or_else(|| signature::method_parts(&descriptor))
            .unwrap_or_default();
        text.push_str(&parts.type_parameters);
        let parameters = match parts.parameters.rfind("[]") {
            Some(at) if flags.contains(MethodAccessFlags::VARARGS) => {
                format!("{}...{}", &parts.parameters[..at], &parts.parameters[at + 2..])
            }
            _ => parts.parameters,
        };
        match method.name {
            b"<init>" => {
                text.push_str(&format!("{}{parameters}", self.java_class_name(self.class.this_class)))
            }
            b"<clinit>" => text.push_str("{}"),
            name => text.push_str(&format!("{} {}{parameters}", parts.return_type, mutf8::to_str(name))),
        }
        if let Some(exceptions) = method.exceptions {
            let names: Vec<String> = match parts.exceptions.is_empty() {
                false => parts.exceptions,
                true => exceptions.iter().map(|index| self.java_class_name(index)).collect(),
            };
            text.push_str(&format!(" throws {}", names.join(", ")));
        }
        text
    }

    /// Whether an index denotes a constant of this kind.
    fn is(&self, index: u16, tag: ConstantTag) -> bool {
        self.pool.is(index, tag)
    }
}

#[cfg(test)]
mod tests {
    use super::Item;

    #[test]
    fn names_of_flags() {
        assert_eq!(Item::Class.flags(0x8021), "ACC_PUBLIC, ACC_SUPER, ACC_MODULE");
        assert_eq!(Item::Field.flags(0x00c0), "ACC_VOLATILE, ACC_TRANSIENT");
        assert_eq!(Item::Method.flags(0xa0c0), "ACC_BRIDGE, ACC_VARARGS, 0x8000, 0x2000");
        assert_eq!(Item::Method.modifiers(0x0939), "public static final synchronized native strictfp ");
        assert_eq!(Item::Class.modifiers(0x0601), "public ");
        assert_eq!(Item::InnerClass.modifiers(0x060a), "private static ");
        assert_eq!(Item::Class.modifiers(0x0431), "public final abstract ");
    }
}
