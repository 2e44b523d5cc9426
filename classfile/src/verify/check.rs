//! The type checker (JVMS §4.10.1): one pass over each method, in which the frames of the StackMapTable must
//! follow from each other.

use super::assign::AnswerCache;
use super::code::{Start, instruction_length, short_at};
use super::frame::Frame;
use super::handlers::Handlers;
use super::intern::Names;
use super::report::{self, Context, Fault, MethodText};
use super::stackmap::{MapContext, MapFault, StackMaps};
use super::types::{VType, of_base_type};
use super::{ClassHierarchy, ClassToken, Refusal, Verdict};
use crate::access_flags::MethodAccessFlags;
use crate::class_file::{ClassFile, Code, Method};
use crate::constant_pool::ConstantPool;
use crate::descriptor::{MethodDescriptor, ReturnType};
use crate::opcode::Opcode;

/// Types that instructions name by themselves.
#[derive(Debug)]
pub(crate) struct WellKnown {
    pub object: VType,
    pub throwable: VType,
    pub cloneable: VType,
    pub serializable: VType,
}

/// The argument and result slots of a method descriptor, as a range of [`Checker::signature_types`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signature {
    pub start: usize,
    pub arguments: usize,
    pub end: usize,
}

/// The verifier of one class. What belongs to a method is reset for the next, so that its memory is reused.
pub(crate) struct Checker<'a, 'h> {
    pub cf: &'a ClassFile<'a>,
    pub pool: &'a ConstantPool<'a>,
    pub hierarchy: &'h mut dyn ClassHierarchy,
    pub names: Names<'a>,
    pub answers: AnswerCache,
    pub well_known: WellKnown,
    pub this_type: VType,
    pub super_type: Option<VType>,
    /// The superclasses by name, once a question has been about them.
    supers: Option<Vec<(VType, ClassToken)>>,
    /// By constant-pool index, top until asked for.
    class_types: Vec<VType>,
    /// By constant-pool index of the descriptor, one more than the index in `signatures`.
    signature_ids: Vec<u32>,
    signatures: Vec<Signature>,
    pub signature_types: Vec<VType>,

    pub method: MethodText<'a>,
    pub is_constructor: bool,
    pub return_type: VType,
    pub frame: Frame,
    pub maps: StackMaps,
    pub starts: Vec<Start>,
    pub handlers: Handlers,
    /// Whether the current instruction has initialized `this`.
    pub initialized_this: bool,
}

/// What decoding the stack map asks the checker.
struct Decoding<'c, 'a> {
    pool: &'a ConstantPool<'a>,
    names: &'c mut Names<'a>,
    class_types: &'c mut [VType],
    starts: &'c [Start],
}

impl MapContext for Decoding<'_, '_> {
    fn class_type(&mut self, index: u16) -> Option<VType> {
        class_type(self.pool, self.names, self.class_types, index)
    }

    fn is_instruction(&self, bci: u32) -> bool {
        self.starts.get(bci as usize).is_some_and(|start| *start != Start::Inside)
    }

    fn is_new(&self, bci: u16) -> bool {
        self.starts.get(usize::from(bci)) == Some(&Start::New)
    }
}

#[inline]
fn class_type<'a>(
    pool: &ConstantPool<'a>,
    names: &mut Names<'a>,
    class_types: &mut [VType],
    index: u16,
) -> Option<VType> {
    let cached = class_types.get_mut(usize::from(index))?;
    if cached.is_top() {
        *cached = names.class_type(pool.class_name(index)?);
    }
    Some(*cached)
}

impl<'a, 'h> Checker<'a, 'h> {
    pub fn new(cf: &'a ClassFile<'a>, hierarchy: &'h mut dyn ClassHierarchy) -> Self {
        let mut names = Names::new();
        let pool = &cf.constant_pool;
        let mut class_types = vec![VType::TOP; pool.len()];
        let this_type = match hierarchy.hidden_name() {
            Some(name) => VType::object(names.intern_owned(&name)),
            None => names.class_type(cf.this_class_name()),
        };
        if let Some(own) = class_types.get_mut(usize::from(cf.this_class)) {
            *own = this_type;
        }
        let well_known = WellKnown {
            object: names.class_type(b"java/lang/Object"),
            throwable: names.class_type(b"java/lang/Throwable"),
            cloneable: names.class_type(b"java/lang/Cloneable"),
            serializable: names.class_type(b"java/io/Serializable"),
        };
        let super_type = cf.super_class_name().map(|name| names.class_type(name));
        Checker {
            cf,
            pool,
            hierarchy,
            names,
            answers: AnswerCache::new(),
            well_known,
            this_type,
            super_type,
            supers: None,
            class_types,
            signature_ids: vec![0; pool.len()],
            signatures: Vec::new(),
            signature_types: Vec::new(),
            method: MethodText::default(),
            is_constructor: false,
            return_type: VType::TOP,
            frame: Frame::default(),
            maps: StackMaps::default(),
            starts: Vec::new(),
            handlers: Handlers::default(),
            initialized_this: false,
        }
    }

    pub fn check_class(&mut self) -> Verdict {
        let cf = self.cf;
        for method in &cf.methods {
            if method.access_flags.intersects(MethodAccessFlags::NATIVE | MethodAccessFlags::ABSTRACT) {
                continue;
            }
            if let Some(code) = &method.code {
                self.check_method(method, code)?;
            }
            if self.names.overflowed() {
                return Err(Refusal::verify_error(
                    "Exceeded verifier's limit of referred classes".to_owned(),
                ));
            }
        }
        Ok(())
    }

    fn check_method(&mut self, method: &Method<'a>, code: &Code<'a>) -> Verdict {
        self.method = MethodText {
            name: method.name,
            descriptor: method.descriptor,
            code: code.code,
            handlers: code.exception_table,
            stack_map: code.stack_map_table,
        };
        self.is_constructor = method.is_constructor();
        self.frame.reset(code.max_locals, code.max_stack, !code.exception_table.is_empty());
        self.enter(method)?;
        self.find_instructions()?;
        self.prepare_handlers()?;
        self.check_local_variables(code)?;
        self.decode_stack_map(code)?;
        self.frame.changed.clear();
        self.check_code()
    }

    /// Sets the locals at the method's entry and the return type.
    fn enter(&mut self, method: &Method<'a>) -> Verdict {
        let Some(descriptor) = MethodDescriptor::parse(method.descriptor) else {
            return Err(self.class_format_error("Invalid method signature"));
        };
        let receiver = usize::from(!method.is_static());
        if receiver + descriptor.parameter_slots() > self.frame.locals.len() {
            return Err(self.class_format_error("Arguments can't fit into locals"));
        }
        let locals = &mut self.frame.locals;
        let mut index = 0;
        if receiver == 1 {
            let constructing = self.is_constructor && self.this_type != self.well_known.object;
            locals[0] = if constructing { VType::UNINITIALIZED_THIS } else { self.this_type };
            self.frame.this_uninitialized = constructing;
            index = 1;
        }
        for parameter in descriptor.parameters() {
            let vtype = self.names.slot_type(parameter);
            locals[index] = vtype;
            index += 1;
            if vtype.is_category2() {
                locals[index] = vtype.upper();
                index += 1;
            }
        }
        self.frame.locals_size = index;
        self.return_type = match descriptor.return_type() {
            ReturnType::Void => VType::TOP,
            ReturnType::Value(field) => match field.base_type() {
                Some(base) => of_base_type(base),
                None => self.names.slot_type(field),
            },
        };
        Ok(())
    }

    fn find_instructions(&mut self) -> Verdict {
        let code = self.method.code;
        self.starts.clear();
        self.starts.resize(code.len(), Start::Inside);
        let mut bci = 0;
        while bci < code.len() {
            let Some(length) = instruction_length(code, bci) else {
                return Err(self.bad_code(bci as u32, "Bad instruction"));
            };
            let is_new = code[bci] == Opcode::New as u8;
            self.starts[bci] = if is_new { Start::New } else { Start::Instruction };
            bci += length;
        }
        Ok(())
    }

    /// The ranges of the LocalVariableTable must begin and end at instructions.
    fn check_local_variables(&self, code: &Code<'a>) -> Verdict {
        if code.first_local_variables.is_empty() {
            return Ok(());
        }
        let end = self.starts.len();
        let is_start = |bci: usize| self.starts.get(bci).is_some_and(|start| *start != Start::Inside);
        let entries = code.local_variables(self.pool);
        for entry in entries.chunks_exact(10) {
            let (start, length) = (short_at(entry, 0), short_at(entry, 2));
            if !is_start(start.into()) {
                let text = format!("Illegal local variable table start_pc {start}");
                return Err(self.class_format_error(&text));
            }
            let last = usize::from(start) + usize::from(length);
            if last != end && !is_start(last) {
                let text = format!("Illegal local variable table length {length}");
                return Err(self.class_format_error(&text));
            }
        }
        Ok(())
    }

    fn decode_stack_map(&mut self, code: &Code<'a>) -> Verdict {
        let mut context = Decoding {
            pool: self.pool,
            names: &mut self.names,
            class_types: &mut self.class_types,
            starts: &self.starts,
        };
        let decoded = self.maps.decode(
            code.stack_map_table,
            &self.frame.locals[..self.frame.locals_size],
            self.frame.this_uninitialized,
            (code.max_locals, code.max_stack),
            &mut context,
        );
        match decoded {
            Ok(()) => Ok(()),
            Err(MapFault::Malformed(text)) => Err(Refusal::stack_map_format_error(text)),
            Err(MapFault::Contradiction(text)) => Err(self.class_format_error(text)),
            Err(MapFault::BadOffset) => {
                let image = self.map_image(self.maps.frames().len().saturating_sub(1));
                Err(self.verify_error(0, Fault::BadStackMap(image), "StackMapTable error: bad offset"))
            }
        }
    }

    fn check_code(&mut self) -> Verdict {
        let code = self.method.code;
        let mut falls_through = true;
        let mut next_map = 0;
        let mut bci = 0;
        while bci < code.len() {
            self.frame.begin(bci as u32);
            next_map = self.meet_stack_map(next_map, bci as u32, falls_through)?;
            let wide = code[bci] == Opcode::Wide as u8;
            let byte = if wide { code[bci + 1] } else { code[bci] };
            let Some(opcode) = Opcode::from_u8(byte) else {
                return Err(self.bad_code(bci as u32, &format!("Bad instruction: {byte:02x}")));
            };
            self.initialized_this = false;
            let covered = self.handlers.covers(bci as u32);
            // A handler may be entered before a store to a local happens, but not after.
            let is_store = (Opcode::Istore..=Opcode::Astore3).contains(&opcode);
            if covered && is_store {
                self.check_handlers(bci as u32)?;
            }
            self.check_instruction(opcode, bci, wide)?;
            if covered && !is_store {
                self.check_handlers(bci as u32)?;
            }
            falls_through = !opcode.ends_block();
            let Some(length) = instruction_length(code, bci) else { break };
            bci += length;
        }
        if falls_through {
            return Err(self.bad_code(code.len() as u32, "Control flow falls through code end"));
        }
        Ok(())
    }

    /// The type of a CONSTANT_Class; `None` for other constants.
    #[inline]
    pub fn class_type(&mut self, index: u16) -> Option<VType> {
        class_type(self.pool, &mut self.names, &mut self.class_types, index)
    }

    /// The slots of a method descriptor by its constant-pool index.
    pub fn signature(&mut self, descriptor_index: u16) -> Option<Signature> {
        let id = *self.signature_ids.get(usize::from(descriptor_index))?;
        if id != 0 {
            return self.signatures.get(id as usize - 1).copied();
        }
        let descriptor = MethodDescriptor::parse(self.pool.utf8(descriptor_index)?)?;
        let start = self.signature_types.len();
        for parameter in descriptor.parameters() {
            let vtype = self.names.slot_type(parameter);
            self.push_signature_type(vtype);
        }
        let arguments = self.signature_types.len() - start;
        if let ReturnType::Value(field) = descriptor.return_type() {
            let vtype = self.names.slot_type(field);
            self.push_signature_type(vtype);
        }
        let signature = Signature { start, arguments, end: self.signature_types.len() };
        self.signatures.push(signature);
        self.signature_ids[usize::from(descriptor_index)] = self.signatures.len() as u32;
        Some(signature)
    }

    fn push_signature_type(&mut self, vtype: VType) {
        self.signature_types.push(vtype);
        if vtype.is_category2() {
            self.signature_types.push(vtype.upper());
        }
    }

    /// The superclass of this name, not counting the class itself.
    pub fn superclass_named(&mut self, class: VType) -> Option<ClassToken> {
        if self.supers.is_none() {
            let mut supers = Vec::new();
            let current = self.hierarchy.current();
            let mut next = self.hierarchy.superclass(current);
            while let Some(token) = next {
                let name = self.hierarchy.class_name(token);
                supers.push((VType::object(self.names.intern_owned(&name)), token));
                next = self.hierarchy.superclass(token);
            }
            self.supers = Some(supers);
        }
        self.supers.iter().flatten().find(|(name, _)| *name == class).map(|(_, token)| *token)
    }

    /// A failure with the detail that HotSpot gives.
    #[cold]
    pub fn refuse(&self, context: &Context, text: &str) -> Box<Refusal> {
        let class_name = self.this_type.name().map_or_else(String::new, |name| self.names.text(name));
        Refusal::verify_error(report::message(text, context, &class_name, &self.method, &self.names))
    }

    #[cold]
    pub fn verify_error(&self, bci: u32, fault: Fault, text: &str) -> Box<Refusal> {
        self.refuse(&Context { bci, fault }, text)
    }

    #[cold]
    pub fn bad_code(&self, bci: u32, text: &str) -> Box<Refusal> {
        self.verify_error(bci, Fault::InvalidBytecode, text)
    }

    /// A ClassFormatError that names the method as Java source would.
    #[cold]
    pub fn class_format_error(&self, text: &str) -> Box<Refusal> {
        let mut message = format!("{text} in method '");
        message += &report::java_method(&self.external_name(), &self.method);
        message.push('\'');
        Refusal::class_format_error(message)
    }

    /// The binary name of the class under verification.
    pub fn external_name(&self) -> String {
        self.this_type.name().map_or_else(String::new, |name| self.names.text(name).replace('/', "."))
    }
}
