//! Annotations (JVMS §4.7.16 to §4.7.22): each first with indices, then with what they denote.

use super::{Printer, signature};
use crate::annotation::read_annotation;
use crate::annotation::{Annotation, ElementValue, annotation_default, annotations, parameter_annotations};
use crate::attribute::{take8, take16};
use crate::constant_pool::Constant;
use crate::mutf8;

/// How deeply values are shown; deeper ones are left out.
const MAX_DEPTH: usize = 64;

impl Printer<'_, '_> {
    pub(super) fn annotation_default(&mut self, info: &[u8]) -> Option<()> {
        let value = annotation_default(info)?;
        self.line("AnnotationDefault:");
        self.indented(|p| {
            p.print("default_value: ");
            p.element_value(&value, false, 0);
            p.line("");
            p.indented(|p| p.element_value(&value, true, 0));
        });
        self.line("");
        Some(())
    }

    pub(super) fn annotation_list(&mut self, title: &str, mut info: &[u8]) -> Option<()> {
        let all = info;
        take16(&mut info)?;
        self.line(format_args!("{title}:"));
        self.indented(|p| {
            for (i, annotation) in annotations(all).enumerate() {
                p.print(format_args!("{i}: "));
                p.annotation_twice(&annotation, "");
            }
        });
        Some(())
    }

    pub(super) fn parameter_annotation_list(&mut self, title: &str, info: &[u8]) -> Option<()> {
        let parameters = parameter_annotations(info);
        self.line(format_args!("{title}:"));
        self.indented(|p| {
            for (parameter, annotations) in parameters.iter().enumerate() {
                p.line(format_args!("parameter {parameter}:"));
                p.indented(|p| {
                    for (i, annotation) in annotations.iter().enumerate() {
                        p.print(format_args!("{i}: "));
                        p.annotation_twice(annotation, "");
                    }
                });
            }
        });
        Some(())
    }

    pub(super) fn type_annotation_list(&mut self, title: &str, mut info: &[u8]) -> Option<()> {
        let count = take16(&mut info)?;
        self.line(format_args!("{title}:"));
        self.out.indent(1);
        for i in 0..count {
            let Some(position) = position(&mut info) else {
                self.line("(malformed)");
                break;
            };
            let Some(annotation) = read_annotation(&mut info) else { break };
            self.print(format_args!("{i}: "));
            self.annotation_twice(&annotation, &format!(": {position}"));
        }
        self.out.indent(-1);
        Some(())
    }

    fn annotation_twice(&mut self, annotation: &Annotation<'_>, position: &str) {
        self.annotation(annotation, false, 0);
        self.line(position);
        self.indented(|p| p.annotation(annotation, true, 0));
        self.line("");
    }

    fn annotation(&mut self, annotation: &Annotation<'_>, resolved: bool, depth: usize) {
        if !resolved {
            self.print(format_args!("#{}(", annotation.type_index));
            for (i, (name, value)) in annotation.pairs().enumerate() {
                let comma = if i > 0 { "," } else { "" };
                self.print(format_args!("{comma}#{name}="));
                self.element_value(&value, false, depth + 1);
            }
            return self.print(")");
        }
        let descriptor = self.pool.utf8(annotation.type_index).map(mutf8::to_string);
        let name = descriptor.as_deref().and_then(signature::descriptor_type);
        self.print(name.unwrap_or_else(|| format!("#{}", annotation.type_index)));
        if annotation.pair_count == 0 {
            return;
        }
        self.line("(");
        self.indented(|p| {
            for (name, value) in annotation.pairs() {
                let name = p.string_value(name);
                p.print(format_args!("{name}="));
                p.element_value(&value, true, depth + 1);
                p.line("");
            }
        });
        self.print(")");
    }

    fn element_value(&mut self, value: &ElementValue<'_>, resolved: bool, depth: usize) {
        if depth > MAX_DEPTH {
            return self.print("...");
        }
        match *value {
            ElementValue::Constant { tag, index } if resolved => {
                let text = self.resolved_constant(tag, index);
                self.print(text);
            }
            ElementValue::Constant { tag, index } => self.print(format_args!("{}#{index}", char::from(tag))),
            ElementValue::Enum { type_name_index, const_name_index } if resolved => {
                let (enum_type, name) =
                    (self.string_value(type_name_index), self.string_value(const_name_index));
                self.print(format_args!("{enum_type}.{name}"));
            }
            ElementValue::Enum { type_name_index, const_name_index } => {
                self.print(format_args!("e#{type_name_index}.#{const_name_index}"));
            }
            ElementValue::Annotation(annotation) => {
                self.print("@");
                self.annotation(&annotation, resolved, depth + 1);
            }
            ElementValue::Array(values) => {
                self.print("[");
                for (i, value) in values.iter().enumerate() {
                    if i > 0 {
                        self.print(",");
                    }
                    self.element_value(&value, resolved, depth + 1);
                }
                self.print("]");
            }
        }
    }

    fn resolved_constant(&self, tag: u8, index: u16) -> String {
        let value = self.string_value(index);
        let int = match self.pool.get(index) {
            Some(Constant::Integer(value)) => Some(value),
            _ => None,
        };
        match (tag, int) {
            (b'B', _) => format!("(byte) {value}"),
            (b'S', _) => format!("(short) {value}"),
            (b's', _) => format!("\"{value}\""),
            (b'c', _) => format!("class {value}"),
            (b'C', Some(unit)) => {
                let c = char::from_u32(unit as u32 & 0xffff).unwrap_or(char::REPLACEMENT_CHARACTER);
                format!("'{c}'")
            }
            (b'C', None) => format!("'#{index}'"),
            (b'Z', Some(0)) => "false".into(),
            (b'Z', Some(1)) => "true".into(),
            (b'Z', _) => format!("#{index}"),
            _ => value,
        }
    }
}

/// The target and the path of a type annotation (§4.7.20.1, §4.7.20.2).
fn position(info: &mut &[u8]) -> Option<String> {
    let mut text = target(info)?;
    let steps = (0..take8(info)?)
        .map(|_| {
            let (kind, argument) = (take8(info)?, take8(info)?);
            Some(match kind {
                0 => "ARRAY".into(),
                1 => "INNER_TYPE".into(),
                2 => "WILDCARD".into(),
                3 => format!("TYPE_ARGUMENT({argument})"),
                _ => return None,
            })
        })
        .collect::<Option<Vec<String>>>()?;
    if !steps.is_empty() {
        text.push_str(&format!(", location=[{}]", steps.join(", ")));
    }
    Some(text)
}

fn target(info: &mut &[u8]) -> Option<String> {
    Some(match take8(info)? {
        0x00 => format!("CLASS_TYPE_PARAMETER, param_index={}", take8(info)?),
        0x01 => format!("METHOD_TYPE_PARAMETER, param_index={}", take8(info)?),
        0x10 => format!("CLASS_EXTENDS, type_index={}", take16(info)?),
        0x11 => {
            format!("CLASS_TYPE_PARAMETER_BOUND, param_index={}, bound_index={}", take8(info)?, take8(info)?)
        }
        0x12 => {
            format!("METHOD_TYPE_PARAMETER_BOUND, param_index={}, bound_index={}", take8(info)?, take8(info)?)
        }
        0x13 => "FIELD".into(),
        0x14 => "METHOD_RETURN".into(),
        0x15 => "METHOD_RECEIVER".into(),
        0x16 => format!("METHOD_FORMAL_PARAMETER, param_index={}", take8(info)?),
        0x17 => format!("THROWS, type_index={}", take16(info)?),
        0x40 => format!("LOCAL_VARIABLE, {}", variable_ranges(info)?),
        0x41 => format!("RESOURCE_VARIABLE, {}", variable_ranges(info)?),
        0x42 => format!("EXCEPTION_PARAMETER, exception_index={}", take16(info)?),
        0x43 => format!("INSTANCEOF, offset={}", take16(info)?),
        0x44 => format!("NEW, offset={}", take16(info)?),
        0x45 => format!("CONSTRUCTOR_REFERENCE, offset={}", take16(info)?),
        0x46 => format!("METHOD_REFERENCE, offset={}", take16(info)?),
        0x47 => format!("CAST, {}", type_argument(info)?),
        0x48 => format!("CONSTRUCTOR_INVOCATION_TYPE_ARGUMENT, {}", type_argument(info)?),
        0x49 => format!("METHOD_INVOCATION_TYPE_ARGUMENT, {}", type_argument(info)?),
        0x4a => format!("CONSTRUCTOR_REFERENCE_TYPE_ARGUMENT, {}", type_argument(info)?),
        0x4b => format!("METHOD_REFERENCE_TYPE_ARGUMENT, {}", type_argument(info)?),
        _ => return None,
    })
}

fn type_argument(info: &mut &[u8]) -> Option<String> {
    Some(format!("offset={}, type_index={}", take16(info)?, take8(info)?))
}

fn variable_ranges(info: &mut &[u8]) -> Option<String> {
    let ranges = (0..take16(info)?)
        .map(|_| {
            let (start, length, index) = (take16(info)?, take16(info)?, take16(info)?);
            Some(format!("start_pc={start}, length={length}, index={index}"))
        })
        .collect::<Option<Vec<String>>>()?;
    Some(format!("{{{}}}", ranges.join("; ")))
}
