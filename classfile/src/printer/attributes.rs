//! Attributes other than Code.

use super::{Item, Printer, first_index};
use crate::attribute::{
    Attribute, Attributes, BootstrapMethods, InnerClass, LineNumber, LocalVariable, MethodParameter, Record,
    Table, TableEntry, U16List, take8, take16,
};
use crate::mutf8;

/// A table behind its 16-bit count.
fn counted<'a, T: TableEntry>(info: &'a [u8]) -> Option<Table<'a, T>> {
    let mut rest = info;
    let count = usize::from(take16(&mut rest)?);
    Some(Table::new(rest.get(..count * T::SIZE)?))
}

impl<'a> Printer<'_, 'a> {
    pub(super) fn attributes(&mut self, attributes: &Attributes<'a>) {
        for attribute in attributes.iter(self.pool) {
            self.attribute(&attribute);
        }
    }

    /// Prints an attribute; one that is unknown or malformed as bytes.
    pub(super) fn attribute(&mut self, attribute: &Attribute<'a>) {
        if self.known_attribute(attribute.name, attribute.info).is_none() {
            self.bytes(attribute);
        }
    }

    fn known_attribute(&mut self, name: &[u8], info: &'a [u8]) -> Option<()> {
        match name {
            b"AnnotationDefault" => self.annotation_default(info)?,
            b"BootstrapMethods" => self.bootstrap_methods(info)?,
            b"ConstantValue" => {
                let constant = self.constant_text(first_index(info));
                self.line(format_args!("ConstantValue: {constant}"));
            }
            b"Deprecated" => self.line("Deprecated: true"),
            b"EnclosingMethod" => self.enclosing_method(info)?,
            b"Exceptions" => {
                let names: Vec<String> =
                    counted::<u16>(info)?.iter().map(|index| self.java_class_name(index)).collect();
                self.line("Exceptions:");
                self.indented(|p| p.line(format_args!("throws {}", names.join(", "))));
            }
            b"InnerClasses" => self.inner_classes(counted(info)?),
            b"LineNumberTable" => self.line_numbers(counted(info)?),
            b"LocalVariableTable" => self.local_variables("LocalVariableTable", counted(info)?),
            b"LocalVariableTypeTable" => self.local_variables("LocalVariableTypeTable", counted(info)?),
            b"MethodParameters" => self.method_parameters(info)?,
            b"Module" => self.module(info)?,
            b"ModuleHashes" => self.module_hashes(info)?,
            b"ModuleMainClass" => {
                let index = first_index(info);
                let name = self.java_class_name(index);
                self.line_with_comment(format_args!("ModuleMainClass: #{index}"), name);
            }
            b"ModulePackages" => self.module_packages(counted(info)?),
            b"ModuleResolution" => self.module_resolution(info)?,
            b"ModuleTarget" => self.module_target(info)?,
            b"NestHost" => {
                let constant = self.constant_text(first_index(info));
                self.line(format_args!("NestHost: {constant}"));
            }
            b"NestMembers" => self.class_list("NestMembers:", counted(info)?),
            b"PermittedSubclasses" => self.class_list("PermittedSubclasses:", counted(info)?),
            b"Record" => self.record(info)?,
            b"RuntimeVisibleAnnotations" | b"RuntimeInvisibleAnnotations" => {
                self.annotation_list(&mutf8::to_str(name), info)?;
            }
            b"RuntimeVisibleTypeAnnotations" | b"RuntimeInvisibleTypeAnnotations" => {
                self.type_annotation_list(&mutf8::to_str(name), info)?;
            }
            b"RuntimeVisibleParameterAnnotations" | b"RuntimeInvisibleParameterAnnotations" => {
                self.parameter_annotation_list(&mutf8::to_str(name), info)?;
            }
            b"Signature" => {
                let index = first_index(info);
                let text = self.utf8_text(index);
                self.line_with_comment(format_args!("Signature: #{index}"), text);
            }
            b"SourceDebugExtension" => {
                self.line("SourceDebugExtension:");
                let text = mutf8::to_str(info).into_owned();
                self.indented(|p| {
                    text.split(['\r', '\n']).filter(|line| !line.is_empty()).for_each(|line| p.line(line));
                });
            }
            b"SourceFile" => {
                let name = self.utf8_text(first_index(info));
                self.line(format_args!("SourceFile: \"{name}\""));
            }
            b"StackMapTable" => self.stack_map_table(info)?,
            b"Synthetic" => self.line("Synthetic: true"),
            _ => return None,
        }
        Some(())
    }

    fn bytes(&mut self, attribute: &Attribute<'_>) {
        self.line(format_args!("  {}: length = 0x{:X}", mutf8::to_str(attribute.name), attribute.info.len()));
        for row in attribute.info.chunks(16) {
            let bytes: Vec<String> = row.iter().map(|byte| format!("{byte:02X}")).collect();
            self.line(format_args!("   {}", bytes.join(" ")));
        }
        if attribute.info.len().is_multiple_of(16) {
            self.line("");
        }
    }

    fn bootstrap_methods(&mut self, mut info: &'a [u8]) -> Option<()> {
        let count = take16(&mut info)?;
        self.line("BootstrapMethods:");
        self.out.indent(1);
        for (i, method) in BootstrapMethods::new(count, info).iter().enumerate() {
            let handle = self.string_value(method.method_ref);
            self.line(format_args!("{i}: #{} {handle}", method.method_ref));
            self.indented(|p| {
                p.line("Method arguments:");
                p.indented(|p| {
                    for argument in method.arguments.iter() {
                        let value = p.string_value(argument);
                        p.line(format_args!("#{argument} {value}"));
                    }
                });
            });
        }
        self.out.indent(-1);
        Some(())
    }

    fn enclosing_method(&mut self, mut info: &[u8]) -> Option<()> {
        let (class, method) = (take16(&mut info)?, take16(&mut info)?);
        let mut comment = self.java_class_name(class);
        if let Some((name, _)) = self.pool.name_and_type(method) {
            comment.push_str(&format!(".{}", mutf8::to_str(name)));
        }
        self.line_with_comment(format_args!("EnclosingMethod: #{class}.#{method}"), comment);
        Some(())
    }

    fn inner_classes(&mut self, classes: Table<'a, InnerClass>) {
        if classes.is_empty() {
            return;
        }
        self.line("InnerClasses:");
        self.out.indent(1);
        for entry in classes.iter() {
            let mut left = Item::InnerClass.modifiers(entry.access_flags);
            let mut right = String::new();
            let (inner, outer, name) =
                (entry.inner_class_info_index, entry.outer_class_info_index, entry.inner_name_index);
            if name != 0 {
                left.push_str(&format!("#{name}= "));
                right.push_str(&format!("{}=", self.utf8_text(name)));
            }
            left.push_str(&format!("#{inner}"));
            right.push_str(&self.constant_text(inner));
            if outer != 0 {
                left.push_str(&format!(" of #{outer}"));
                right.push_str(&format!(" of {}", self.constant_text(outer)));
            }
            self.line_with_comment(format_args!("{left};"), right);
        }
        self.out.indent(-1);
    }

    fn line_numbers(&mut self, lines: Table<'a, LineNumber>) {
        self.line("LineNumberTable:");
        self.indented(|p| {
            for line in lines.iter() {
                p.line(format_args!("line {}: {}", line.line_number, line.start_pc));
            }
        });
    }

    fn local_variables(&mut self, title: &str, variables: Table<'a, LocalVariable>) {
        self.line(format_args!("{title}:"));
        self.indented(|p| {
            p.line("Start  Length  Slot  Name   Signature");
            for variable in variables.iter() {
                let name = p.string_value(variable.name_index);
                let variable_type = p.string_value(variable.descriptor_index);
                p.line(format_args!(
                    "{:5} {:7} {:5} {name:>5}   {variable_type}",
                    variable.start_pc, variable.length, variable.index
                ));
            }
        });
    }

    fn method_parameters(&mut self, mut info: &'a [u8]) -> Option<()> {
        let count = usize::from(take8(&mut info)?);
        let parameters: Table<'a, MethodParameter> = Table::new(info.get(..count * 4)?);
        self.line("MethodParameters:");
        self.indented(|p| {
            p.line(format_args!("{:<31}Flags", "Name"));
            for parameter in parameters.iter() {
                let name = match parameter.name_index {
                    0 => "<no name>".into(),
                    index => p.string_value(index),
                };
                let flags: String = [(0x10, "final "), (0x8000, "mandated "), (0x1000, "synthetic")]
                    .iter()
                    .filter(|(bit, _)| parameter.access_flags & bit != 0)
                    .map(|&(_, text)| text)
                    .collect();
                p.line(format_args!("{name:<31}{flags}"));
            }
        });
        Some(())
    }

    fn class_list(&mut self, title: &str, classes: U16List<'a>) {
        self.line(title);
        self.indented(|p| {
            for index in classes.iter() {
                let name = p.string_value(index);
                p.line(name);
            }
        });
    }

    fn record(&mut self, mut info: &'a [u8]) -> Option<()> {
        let count = take16(&mut info)?;
        self.line("Record:");
        self.out.indent(1);
        for component in Record::new(count, info).components(self.pool) {
            let generic = self.signature_text(&component.attributes);
            let descriptor = self.pool.utf8(component.descriptor_index).unwrap_or_default();
            let component_type = self.field_type(generic.as_deref(), descriptor);
            let name = self.utf8_text(component.name_index);
            self.line(format_args!("{component_type} {name};"));
            self.indented(|p| {
                p.line(format_args!("descriptor: {}", mutf8::to_str(descriptor)));
                p.attributes(&component.attributes);
                p.line("");
            });
        }
        self.out.indent(-1);
        Some(())
    }
}
