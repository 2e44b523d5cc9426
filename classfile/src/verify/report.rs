//! The detail message of a VerifyError, in HotSpot's layout: what is wrong, where, for what reason, the frames, the
//! bytecode, the exception handlers and the stack map.

use super::frame::FrameImage;
use super::intern::Names;
use super::stackmap;
use super::types::VType;
use crate::attribute::{ExceptionTableEntry, Table};
use crate::descriptor::{FieldType, MethodDescriptor, ReturnType};
use crate::mutf8;
use crate::opcode::Opcode;
use std::fmt::Write;

/// Where a type in a message comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Source {
    CurrentLocal(usize),
    CurrentStack(usize),
    MapLocal(usize),
    MapStack(usize),
    ConstantPool(u16),
    MethodSignature,
    /// From the instruction itself.
    Implicit,
}

/// A type in a message, with the frame it stands in.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub source: Source,
    pub vtype: VType,
    pub frame: Option<FrameImage>,
}

impl Origin {
    pub fn implicit(vtype: VType) -> Origin {
        Origin { source: Source::Implicit, vtype, frame: None }
    }

    pub fn constant_pool(index: u16, vtype: VType) -> Origin {
        Origin { source: Source::ConstantPool(index), vtype, frame: None }
    }

    fn print(&self, names: &Names<'_>, out: &mut String) {
        out.push_str(&names.describe(self.vtype));
        let _ = match self.source {
            Source::CurrentLocal(index) => write!(out, " (current frame, locals[{index}])"),
            Source::CurrentStack(index) => write!(out, " (current frame, stack[{index}])"),
            Source::MapLocal(index) => write!(out, " (stack map, locals[{index}])"),
            Source::MapStack(index) => write!(out, " (stack map, stack[{index}])"),
            Source::ConstantPool(index) => write!(out, " (constant pool {index})"),
            Source::MethodSignature => write!(out, " (from method signature)"),
            Source::Implicit => Ok(()),
        };
    }
}

/// The reason that a message gives.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    InvalidBytecode,
    WrongType(Origin, Option<Origin>),
    FlagsMismatch(FrameImage, FrameImage),
    BadConstantPoolIndex(u16),
    BadLocalIndex(usize),
    StackSizeMismatch(FrameImage, FrameImage),
    StackOverflow(FrameImage),
    StackUnderflow(FrameImage),
    MissingStackMap,
    BadStackMap(FrameImage),
}

/// A fault and the instruction it is attributed to.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    pub bci: u32,
    pub fault: Fault,
}

/// What messages tell of the method under verification.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct MethodText<'a> {
    pub name: &'a [u8],
    pub descriptor: &'a [u8],
    pub code: &'a [u8],
    pub handlers: Table<'a, ExceptionTableEntry>,
    pub stack_map: Option<&'a [u8]>,
}

/// Names are long and frames have many: beyond this many bytes a message leaves out the rest of a list.
pub(crate) const MAX_MESSAGE: usize = 1 << 20;

/// The whole detail message.
pub(crate) fn message(
    text: &str,
    context: &Context,
    class_name: &str,
    method: &MethodText<'_>,
    names: &Names<'_>,
) -> String {
    let mut out = format!("{text}\nException Details:\n");
    location(context, class_name, method, &mut out);
    out.push_str("  Reason:\n    ");
    reason(&context.fault, names, &mut out);
    out.push('\n');
    frames(&context.fault, names, &mut out);
    bytecode(method.code, &mut out);
    if !method.handlers.is_empty() {
        out.push_str("  Exception Handler Table:\n");
        for handler in method.handlers.iter() {
            let _ = writeln!(
                out,
                "    bci [{}, {}] => handler: {}",
                handler.start_pc, handler.end_pc, handler.handler_pc
            );
        }
    }
    if let Some(table) = method.stack_map {
        out.push_str("  Stackmap Table:\n");
        stackmap::print(table, "    ", &mut out);
    }
    out
}

/// A method as Java source declares it.
pub(crate) fn java_method(class_name: &str, method: &MethodText<'_>) -> String {
    let name = mutf8::to_str(method.name);
    let Some(descriptor) = MethodDescriptor::parse(method.descriptor) else {
        return format!("{class_name}.{name}");
    };
    let result = match descriptor.return_type() {
        ReturnType::Void => "void".to_owned(),
        ReturnType::Value(field) => java_type(field),
    };
    let parameters: Vec<String> = descriptor.parameters().map(java_type).collect();
    format!("{result} {class_name}.{name}({})", parameters.join(", "))
}

fn java_type(field: FieldType<'_>) -> String {
    match field {
        FieldType::Array { dimensions, element, .. } => {
            let element = FieldType::parse(element).map(java_type).unwrap_or_default();
            element + &"[]".repeat(dimensions.into())
        }
        _ => match (field.base_type(), field.class_name()) {
            (Some(base), _) => base.keyword().to_owned(),
            (None, name) => mutf8::to_str(name.unwrap_or_default()).replace('/', "."),
        },
    }
}

fn location(context: &Context, class_name: &str, method: &MethodText<'_>, out: &mut String) {
    let mnemonic = match method.code.get(context.bci as usize) {
        None => "<invalid>",
        Some(0xca) => "breakpoint",
        Some(code) => Opcode::from_u8(*code).map_or("<illegal>", Opcode::mnemonic),
    };
    let name = mutf8::to_str(method.name);
    let descriptor = mutf8::to_str(method.descriptor);
    let _ = writeln!(out, "  Location:\n    {class_name}.{name}{descriptor} @{}: {mnemonic}", context.bci);
}

fn reason(fault: &Fault, names: &Names<'_>, out: &mut String) {
    let fixed = match fault {
        Fault::InvalidBytecode => "Error exists in the bytecode",
        Fault::WrongType(found, Some(expected)) => {
            out.push_str("Type ");
            found.print(names, out);
            out.push_str(" is not assignable to ");
            expected.print(names, out);
            ""
        }
        Fault::WrongType(found, None) => {
            out.push_str("Invalid type: ");
            found.print(names, out);
            ""
        }
        Fault::FlagsMismatch(..) => "Current frame's flags are not assignable to stack map frame's.",
        Fault::BadConstantPoolIndex(index) => {
            let _ = write!(out, "Constant pool index {index} is invalid");
            ""
        }
        Fault::BadLocalIndex(index) => {
            let _ = write!(out, "Local index {index} is invalid");
            ""
        }
        Fault::StackSizeMismatch(..) => "Current frame's stack size doesn't match stackmap.",
        Fault::StackOverflow(_) => "Exceeded max stack size.",
        Fault::StackUnderflow(_) => "Attempt to pop empty stack.",
        Fault::MissingStackMap => "Expected stackmap frame at this location.",
        Fault::BadStackMap(_) => "Invalid stackmap specification.",
    };
    out.push_str(fixed);
}

fn frames(fault: &Fault, names: &Names<'_>, out: &mut String) {
    let (current, map) = match fault {
        Fault::WrongType(found, expected) => {
            (found.frame.as_ref(), expected.as_ref().and_then(|expected| expected.frame.as_ref()))
        }
        Fault::FlagsMismatch(current, map) | Fault::StackSizeMismatch(current, map) => {
            (Some(current), Some(map))
        }
        Fault::StackOverflow(frame) | Fault::StackUnderflow(frame) | Fault::BadStackMap(frame) => {
            (Some(frame), None)
        }
        Fault::InvalidBytecode
        | Fault::BadConstantPoolIndex(_)
        | Fault::BadLocalIndex(_)
        | Fault::MissingStackMap => (None, None),
    };
    for (title, frame) in [("Current", current), ("Stackmap", map)] {
        if let Some(frame) = frame {
            let flags = if frame.this_uninitialized { " flagThisUninit" } else { "" };
            let _ = writeln!(out, "  {title} Frame:\n    bci: @{}\n    flags: {{{flags} }}", frame.bci);
            types("locals", &frame.locals, names, out);
            types("stack", &frame.stack, names, out);
        }
    }
}

fn types(title: &str, types: &[VType], names: &Names<'_>, out: &mut String) {
    let _ = write!(out, "    {title}: {{");
    for (index, vtype) in types.iter().enumerate() {
        out.push_str(if index == 0 { " " } else { ", " });
        if out.len() > MAX_MESSAGE {
            out.push_str("...");
            break;
        }
        out.push_str(&names.describe(*vtype));
    }
    out.push_str(" }\n");
}

/// Sixteen bytes to a line; a code array that fills its last line is followed by an empty one.
fn bytecode(code: &[u8], out: &mut String) {
    out.push_str("  Bytecode:\n");
    for start in (0..=code.len()).step_by(16) {
        let _ = write!(out, "    {start:07x}:");
        for at in start..start + 16 {
            if at % 2 == 0 {
                out.push(' ');
            }
            match code.get(at) {
                Some(byte) => {
                    let _ = write!(out, "{byte:02x}");
                }
                None => out.push_str("  "),
            }
        }
        out.push('\n');
    }
}
