//! The Code attribute: instructions, exception table, StackMapTable.

use super::Printer;
use crate::access_flags::MethodAccessFlags;
use crate::attribute::{take8, take16};
use crate::bytecode::{Instruction, Operands, instructions};
use crate::class_file::Method;
use crate::descriptor::{BaseType, MethodDescriptor};

impl<'a> Printer<'_, 'a> {
    pub(super) fn code(&mut self, method: &Method<'a>) {
        let Some(code) = &method.code else { return };
        self.line("Code:");
        let receiver = usize::from(!method.access_flags.contains(MethodAccessFlags::STATIC));
        let arguments = match MethodDescriptor::parse(method.descriptor) {
            Some(descriptor) => (descriptor.parameter_count() + receiver).to_string(),
            None => "???".into(),
        };
        let (stack, locals) = (code.max_stack, code.max_locals);
        self.indented(|p| {
            p.line(format_args!("stack={stack}, locals={locals}, args_size={arguments}"));
            for instruction in instructions(code.code) {
                match instruction {
                    Ok(instruction) => p.instruction(&instruction, true),
                    Err(error) => p.line(format_args!("Error: {error}")),
                }
            }
            if !code.exception_table.is_empty() {
                p.line("Exception table:");
                p.indented(|p| {
                    p.line(" from    to  target type");
                    for handler in code.exception_table.iter() {
                        let caught = match handler.catch_type {
                            0 => "any".into(),
                            index => format!("Class {}", p.string_value(index)),
                        };
                        p.line(format_args!(
                            " {:5} {:5} {:5}   {caught}",
                            handler.start_pc, handler.end_pc, handler.handler_pc
                        ));
                    }
                });
            }
            p.attributes(&code.raw_attributes);
        });
    }

    /// One instruction; with `all`, the keys of a switch on lines of their own.
    pub(super) fn instruction(&mut self, instruction: &Instruction<'_>, all: bool) {
        let mnemonic = instruction.opcode.mnemonic();
        let wide = if instruction.wide { "_w" } else { "" };
        self.print(format_args!("{:4}: {:<13} ", instruction.bci, format!("{mnemonic}{wide}")));
        match instruction.operands {
            Operands::None => self.line(""),
            Operands::Immediate(value) => self.line(value),
            Operands::Local(index) => self.line(index),
            Operands::Iinc { index, delta } => self.line(format_args!("{index}, {delta}")),
            Operands::Branch(target) => self.line(target),
            Operands::NewArray(code) => {
                self.line(format_args!(
                    " {}",
                    BaseType::from_newarray(code).map_or("???", BaseType::keyword)
                ));
            }
            Operands::Constant(index) => {
                let constant = self.constant_text(index);
                self.line_with_comment(format_args!("#{index}"), constant);
            }
            Operands::InvokeInterface { index, count, .. } => self.constant_and_value(index, count),
            Operands::InvokeDynamic { index, zeros } => self.constant_and_value(index, (zeros >> 8) as u8),
            Operands::MultiANewArray { index, dimensions } => self.constant_and_value(index, dimensions),
            Operands::TableSwitch(switch) => {
                self.print(format_args!("{{ // {} to {}", switch.low, switch.high));
                let keys = (i64::from(switch.low)..).zip(switch.targets());
                self.switch_cases(all, keys, switch.default);
            }
            Operands::LookupSwitch(switch) => {
                self.print(format_args!("{{ // {}", switch.len()));
                let keys = switch.pairs().map(|(key, target)| (i64::from(key), target));
                self.switch_cases(all, keys, switch.default);
            }
        }
    }

    fn constant_and_value(&mut self, index: u16, value: u8) {
        let constant = self.constant_text(index);
        self.line_with_comment(format_args!("#{index},  {value}"), constant);
    }

    fn switch_cases(&mut self, all: bool, cases: impl Iterator<Item = (i64, i32)>, default: i32) {
        if all {
            self.out.indent(3);
            for (key, target) in cases {
                self.print(format_args!("\n{key:12}: {target}"));
            }
            self.line(format_args!("\n     default: {default}\n}}"));
            self.out.indent(-3);
        } else {
            self.line(format_args!(" default: {default} }}"));
        }
    }

    /// The StackMapTable attribute (JVMS §4.7.4).
    pub(super) fn stack_map_table(&mut self, mut info: &[u8]) -> Option<()> {
        let count = take16(&mut info)?;
        self.line(format_args!("StackMapTable: number_of_entries = {count}"));
        self.out.indent(1);
        for _ in 0..count {
            if self.stack_map_frame(&mut info).is_none() {
                self.line("(malformed)");
                break;
            }
        }
        self.out.indent(-1);
        Some(())
    }

    fn stack_map_frame(&mut self, info: &mut &[u8]) -> Option<()> {
        let frame_type = take8(info)?;
        let kind = match frame_type {
            0..=63 => "same",
            64..=127 => "same_locals_1_stack_item",
            128..=246 => return None,
            247 => "same_locals_1_stack_item_frame_extended",
            248..=250 => "chop",
            251 => "same_frame_extended",
            252..=254 => "append",
            255 => "full_frame",
        };
        self.line(format_args!("frame_type = {frame_type} /* {kind} */"));
        self.out.indent(1);
        let done = self.stack_map_frame_contents(frame_type, info);
        self.out.indent(-1);
        done
    }

    fn stack_map_frame_contents(&mut self, frame_type: u8, info: &mut &[u8]) -> Option<()> {
        if frame_type >= 247 {
            let delta = take16(info)?;
            self.line(format_args!("offset_delta = {delta}"));
        }
        match frame_type {
            64..=127 | 247 => self.verification_types("stack", 1, info)?,
            252..=254 => self.verification_types("locals", u16::from(frame_type - 251), info)?,
            255 => {
                let locals = take16(info)?;
                self.verification_types("locals", locals, info)?;
                let stack = take16(info)?;
                self.verification_types("stack", stack, info)?;
            }
            _ => {}
        }
        Some(())
    }

    fn verification_types(&mut self, name: &str, count: u16, info: &mut &[u8]) -> Option<()> {
        const NAMES: [&str; 7] = ["top", "int", "float", "double", "long", "null", "this"];
        let mut types = Vec::new();
        for _ in 0..count {
            let tag = take8(info)?;
            types.push(match tag {
                0..=6 => NAMES[usize::from(tag)].into(),
                7 => self.constant_text(take16(info)?),
                8 => format!("uninitialized {}", take16(info)?),
                _ => return None,
            });
        }
        match types.is_empty() {
            true => self.line(format_args!("{name} = []")),
            false => self.line(format_args!("{name} = [ {} ]", types.join(", "))),
        }
        Some(())
    }
}
