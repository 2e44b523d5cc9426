//! Verification by type inference (JVMS §4.10.2): a data-flow analysis over the instructions of each method, with
//! subroutines (`jsr`, `ret`).
//!
//! The rules, their order and the messages are those of the inferring verifier that HotSpot users know. Each
//! instruction keeps the state before it; whenever a state changes, the instruction is executed once more and its
//! new state merged into its successors', until nothing changes. States are immutable and shared: instructions that
//! leave the locals alone hand the same ones on.
//!
//! The analysis is bounded by a budget of steps in proportion to the size of the class, and one of memory. Only
//! methods made to exhaust them do.

mod effect;
mod flow;
mod operands;
mod state;
mod types;

use super::intern::Names;
use super::{ClassHierarchy, FailureKind, PendingException, Refusal, Verdict, VerifyFailure};
use crate::access_flags::MethodAccessFlags;
use crate::class_file::{ClassFile, Code, Method};
use crate::constant_pool::ConstantPool;
use crate::mutf8;
use state::{Handler, Instruction, States};
use types::{ClassTable, IType};

/// Why an analysis ends early. Texts get the class and method in front.
#[derive(Debug)]
enum Fault {
    Verify(String),
    Format(&'static str),
    Pending,
}

type Flow<T = ()> = Result<T, Fault>;

impl From<PendingException> for Fault {
    fn from(_: PendingException) -> Self {
        Fault::Pending
    }
}

/// A VerifyError with a fixed text.
#[cold]
fn refuse<T>(text: &str) -> Flow<T> {
    Err(Fault::Verify(text.to_owned()))
}

/// The analysis of one class.
struct Inference<'a, 'h> {
    cf: &'a ClassFile<'a>,
    pool: &'a ConstantPool<'a>,
    hierarchy: &'h mut dyn ClassHierarchy,
    names: Names<'a>,
    classes: ClassTable,
    object: IType,
    string: IType,
    throwable: IType,
    cloneable: IType,
    serializable: IType,
    this_class: IType,
    super_class: Option<IType>,
    /// The superclasses, nearest first.
    supers: Vec<IType>,
    /// Steps left.
    budget: u64,

    // The rest is per method.
    code: &'a [u8],
    max_stack: usize,
    max_locals: usize,
    return_type: Option<IType>,
    instructions: Vec<Instruction>,
    /// By bci the number of the instruction that begins there, or `INSIDE`.
    numbers: Vec<u32>,
    /// Successors of switches and of `ret`.
    targets: Vec<u32>,
    /// The last entry of the exception table comes first.
    handlers: Vec<Handler>,
    states: States,
    /// The types that the current instruction has popped, the topmost first.
    popped: Vec<IType>,
    /// For a constructor call and `new`: what becomes of which uninitialized object.
    replacement: Option<(IType, IType)>,
}

/// Steps that every class may take, and what each byte of code adds.
const BASE_BUDGET: u64 = 500_000_000;
const BUDGET_PER_BYTE: u64 = 20_000;

/// The longest message beyond the class name, in bytes.
const MAX_MESSAGE: usize = 1023;

pub(super) fn verify_class(cf: &ClassFile<'_>, hierarchy: &mut dyn ClassHierarchy) -> Verdict {
    let mut inference = Inference::new(cf, hierarchy);
    inference.find_superclasses().map_err(|fault| inference.describe(fault, None))?;
    // The last method first, as HotSpot's library has it: which of several errors is reported depends on it.
    for method in cf.methods.iter().rev() {
        if method.access_flags.intersects(MethodAccessFlags::NATIVE | MethodAccessFlags::ABSTRACT) {
            continue;
        }
        if let Some(code) = &method.code {
            inference.method(method, code).map_err(|fault| inference.describe(fault, Some(method)))?;
        }
    }
    Ok(())
}

impl<'a, 'h> Inference<'a, 'h> {
    fn new(cf: &'a ClassFile<'a>, hierarchy: &'h mut dyn ClassHierarchy) -> Self {
        let code_bytes: u64 = cf
            .methods
            .iter()
            .filter_map(|method| method.code.as_ref())
            .map(|code| code.code.len() as u64)
            .sum();
        Inference {
            cf,
            pool: &cf.constant_pool,
            hierarchy,
            names: Names::new(),
            classes: ClassTable::default(),
            object: IType::BOGUS,
            string: IType::BOGUS,
            throwable: IType::BOGUS,
            cloneable: IType::BOGUS,
            serializable: IType::BOGUS,
            this_class: IType::BOGUS,
            super_class: None,
            supers: Vec::new(),
            budget: BASE_BUDGET + code_bytes * BUDGET_PER_BYTE,
            code: &[],
            max_stack: 0,
            max_locals: 0,
            return_type: None,
            instructions: Vec::new(),
            numbers: Vec::new(),
            targets: Vec::new(),
            handlers: Vec::new(),
            states: States::default(),
            popped: Vec::new(),
            replacement: None,
        }
    }

    fn find_superclasses(&mut self) -> Flow {
        self.object = self.class_named(b"java/lang/Object")?;
        self.string = self.class_named(b"java/lang/String")?;
        self.throwable = self.class_named(b"java/lang/Throwable")?;
        self.cloneable = self.class_named(b"java/lang/Cloneable")?;
        self.serializable = self.class_named(b"java/io/Serializable")?;
        let current = self.hierarchy.current();
        self.this_class = self.class_of(current, true)?;
        // An interface counts as having no superclass, so that nothing is protected in it.
        let mut next = match self.hierarchy.is_interface(current) {
            true => None,
            false => self.hierarchy.superclass(current),
        };
        if let Some(token) = next {
            self.super_class = Some(self.class_of(token, true)?);
        }
        while let Some(token) = next {
            let class = self.class_of(token, false)?;
            self.supers.push(class);
            next = self.hierarchy.superclass(token);
        }
        Ok(())
    }

    fn method(&mut self, method: &Method<'a>, code: &Code<'a>) -> Flow {
        self.code = code.code;
        self.max_stack = code.max_stack.into();
        self.max_locals = code.max_locals.into();
        self.states.reset(self.max_locals);
        self.number_instructions()?;
        for number in 0..self.instructions.len() {
            self.read_operands(number)?;
        }
        self.read_handlers(code)?;
        self.enter(method)?;
        self.run()
    }

    /// Takes steps from the budget.
    #[inline]
    fn spend(&mut self, steps: usize) -> Flow {
        match self.budget.checked_sub(steps as u64) {
            Some(rest) => {
                self.budget = rest;
                Ok(())
            }
            None => refuse("Code is too complex to infer its types"),
        }
    }

    fn describe(&self, fault: Fault, method: Option<&Method<'_>>) -> Box<Refusal> {
        let (kind, text) = match fault {
            Fault::Pending => return PendingException.into(),
            Fault::Verify(text) => (FailureKind::VerifyError, text),
            Fault::Format(text) => (FailureKind::ClassFormatError, text.to_owned()),
        };
        let class_name = mutf8::to_str(self.cf.this_class_name());
        let mut message = match method {
            Some(method) => {
                let (name, descriptor) = (mutf8::to_str(method.name), mutf8::to_str(method.descriptor));
                format!("(class: {class_name}, method: {name} signature: {descriptor}) {text}")
            }
            None => format!("(class: {class_name}) {text}"),
        };
        let mut end = message.len().min(class_name.len() + MAX_MESSAGE);
        while !message.is_char_boundary(end) {
            end -= 1;
        }
        message.truncate(end);
        Box::new(Refusal { failure: VerifyFailure { kind, message }, may_fail_over: false })
    }
}
