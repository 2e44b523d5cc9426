//! The constant pool, and constants in comments.

use super::{Printer, number};
use crate::constant_pool::{Constant, ConstantTag, ReferenceKind};
use crate::identifier::{is_identifier_part, is_identifier_start};
use crate::mutf8;

impl Printer<'_, '_> {
    pub(super) fn constant_pool(&mut self) {
        self.line("Constant pool:");
        let width = self.pool.len().to_string().len() + 1;
        let pool = self.pool;
        self.indented(|p| {
            for (index, constant) in pool.iter() {
                let number = format!("#{index}");
                p.print(format_args!("{number:>width$} = {:<18} ", pool_name(&constant)));
                p.constant(index, constant);
            }
        });
    }

    fn constant(&mut self, index: u16, constant: Constant<'_>) {
        let value = self.string_value(index);
        let indices = match constant {
            Constant::Utf8(_)
            | Constant::Integer(_)
            | Constant::Float(_)
            | Constant::Long(_)
            | Constant::Double(_) => return self.line(value),
            Constant::MethodType { descriptor_index } => {
                return self.line_with_comment(format_args!("#{descriptor_index}"), format_args!(" {value}"));
            }
            Constant::Class { name_index }
            | Constant::Module { name_index }
            | Constant::Package { name_index } => format!("#{name_index}"),
            Constant::String { utf8_index } => format!("#{utf8_index}"),
            Constant::Fieldref { class_index, name_and_type_index }
            | Constant::Methodref { class_index, name_and_type_index }
            | Constant::InterfaceMethodref { class_index, name_and_type_index } => {
                format!("#{class_index}.#{name_and_type_index}")
            }
            Constant::NameAndType { name_index, descriptor_index } => {
                format!("#{name_index}:#{descriptor_index}")
            }
            Constant::MethodHandle { kind, reference_index } => format!("{kind}:#{reference_index}"),
            Constant::Dynamic { bootstrap_method_index, name_and_type_index }
            | Constant::InvokeDynamic { bootstrap_method_index, name_and_type_index } => {
                format!("#{bootstrap_method_index}:#{name_and_type_index}")
            }
        };
        self.line_with_comment(indices, value);
    }

    /// A constant as a comment shows it, without its kind.
    pub(super) fn string_value(&self, index: u16) -> String {
        let Some(constant) = self.pool.get(index) else { return "???".into() };
        match constant {
            Constant::Utf8(text) => escaped(&mutf8::to_str(text)),
            Constant::Integer(value) => value.to_string(),
            Constant::Float(value) => format!("{}f", number::float(value)),
            Constant::Long(value) => format!("{value}l"),
            Constant::Double(value) => format!("{}d", number::double(value)),
            Constant::Class { name_index }
            | Constant::Module { name_index }
            | Constant::Package { name_index } => self.checked_name(name_index),
            Constant::String { utf8_index } => self.string_value(utf8_index),
            Constant::NameAndType { name_index, descriptor_index } => {
                format!("{}:{}", self.checked_name(name_index), self.utf8_text(descriptor_index))
            }
            Constant::Fieldref { class_index, name_and_type_index }
            | Constant::Methodref { class_index, name_and_type_index }
            | Constant::InterfaceMethodref { class_index, name_and_type_index } => {
                format!("{}.{}", self.string_value(class_index), self.string_value(name_and_type_index))
            }
            Constant::MethodHandle { kind, reference_index } => {
                let kind = ReferenceKind::from_u8(kind).map_or("???", ReferenceKind::name);
                format!("{kind} {}", self.string_value(reference_index))
            }
            Constant::MethodType { descriptor_index } => self.utf8_text(descriptor_index),
            Constant::Dynamic { bootstrap_method_index, name_and_type_index }
            | Constant::InvokeDynamic { bootstrap_method_index, name_and_type_index } => {
                format!("#{bootstrap_method_index}:{}", self.string_value(name_and_type_index))
            }
        }
    }

    /// A constant with its kind; members of this class without the class.
    pub(super) fn constant_text(&self, index: u16) -> String {
        let Some(constant) = self.pool.get(index) else { return format!("#{index}") };
        let (kind, shown) = match constant {
            Constant::Utf8(_) => ("Utf8", index),
            Constant::Integer(_) => ("int", index),
            Constant::Float(_) => ("float", index),
            Constant::Long(_) => ("long", index),
            Constant::Double(_) => ("double", index),
            Constant::Class { .. } => ("class", index),
            Constant::String { .. } => ("String", index),
            Constant::Fieldref { class_index, name_and_type_index } => {
                ("Field", self.own_member(index, class_index, name_and_type_index))
            }
            Constant::Methodref { class_index, name_and_type_index } => {
                ("Method", self.own_member(index, class_index, name_and_type_index))
            }
            Constant::InterfaceMethodref { class_index, name_and_type_index } => {
                ("InterfaceMethod", self.own_member(index, class_index, name_and_type_index))
            }
            Constant::NameAndType { .. } => ("NameAndType", index),
            Constant::MethodHandle { .. } => ("MethodHandle", index),
            Constant::MethodType { .. } => ("MethodType", index),
            Constant::Dynamic { .. } => ("Dynamic", index),
            Constant::InvokeDynamic { .. } => ("InvokeDynamic", index),
            Constant::Module { .. } => ("(unknown tag 19)", index),
            Constant::Package { .. } => ("(unknown tag 20)", index),
        };
        format!("{kind} {}", self.string_value(shown))
    }

    fn own_member(&self, index: u16, class_index: u16, name_and_type_index: u16) -> u16 {
        if class_index == self.class.this_class { name_and_type_index } else { index }
    }

    /// A name, in quotation marks unless it is a binary name.
    fn checked_name(&self, index: u16) -> String {
        if !self.is(index, ConstantTag::Utf8) {
            return "???".into();
        }
        let name = self.utf8_text(index);
        let mut previous = '/';
        let mut is_binary_name = !name.is_empty();
        for c in name.chars() {
            let bad_start = previous == '/' && !is_identifier_start(c as u32);
            if bad_start || (c != '/' && !is_identifier_part(c as u32)) {
                is_binary_name = false;
                break;
            }
            previous = c;
        }
        if is_binary_name {
            return name;
        }
        let quoted: String = name
            .chars()
            .map(|c| match c {
                '\\' | '"' => format!("\\{c}"),
                '\n' => "\\n".into(),
                '\t' => "\\t".into(),
                _ => c.to_string(),
            })
            .collect();
        format!("\"{quoted}\"")
    }
}

/// The kind of an entry in the list of the pool.
fn pool_name(constant: &Constant<'_>) -> &'static str {
    match constant {
        Constant::Utf8(_) => "Utf8",
        Constant::Integer(_) => "Integer",
        Constant::Float(_) => "Float",
        Constant::Long(_) => "Long",
        Constant::Double(_) => "Double",
        Constant::Class { .. } => "Class",
        Constant::String { .. } => "String",
        Constant::Fieldref { .. } => "Fieldref",
        Constant::Methodref { .. } => "Methodref",
        Constant::InterfaceMethodref { .. } => "InterfaceMethodref",
        Constant::NameAndType { .. } => "NameAndType",
        Constant::MethodHandle { .. } => "MethodHandle",
        Constant::MethodType { .. } => "MethodType",
        Constant::Dynamic { .. } => "Dynamic",
        Constant::InvokeDynamic { .. } => "InvokeDynamic",
        Constant::Module { .. } => "Module",
        Constant::Package { .. } => "Package",
    }
}

/// Text with the escapes of the Java language.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '"' | '\'' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out
}
