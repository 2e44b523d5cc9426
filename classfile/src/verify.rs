//! Bytecode verification (JVMS §4.10), which also holds the constraints on code of §4.9.
//!
//! [`verify_class`] chooses as HotSpot does: class files of version 50 and later are checked against their
//! StackMapTable (§4.10.1, the modules `check` and below); older ones go through data-flow inference (§4.10.2,
//! the module `infer`), and so does a class of version 50 that the type checker refuses. The messages are those
//! that users of HotSpot 17 know, with location, reason, frames, bytecode and tables.
//!
//! Which classes need verification at all is the caller's knowledge: the flags `BytecodeVerificationLocal` and
//! `BytecodeVerificationRemote`, the four root classes (`Object`, `Class`, `String`, `Throwable`) and the subclasses
//! of `jdk.internal.reflect.MagicAccessorImpl`, which are exempt. Everything about other classes comes through
//! [`ClassHierarchy`], which may load them.
//!
//! A class file is hostile until proven otherwise. Nothing here recurses on its contents or panics on them; names
//! are hashed with a random seed, frames are kept below fixed budgets of memory, and exception handlers are
//! checked only for what changed since the last check.

mod assign;
mod check;
mod code;
mod frame;
mod handlers;
mod infer;
mod instructions;
mod intern;
mod invoke;
mod matching;
mod report;
mod slots;
mod stackmap;
mod types;

use crate::class_file::ClassFile;
use std::fmt;

/// A loaded class, as the hierarchy names it: the VM's class id, or a test's index. Two tokens are equal exactly
/// when the classes are the same.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ClassToken(pub u64);

/// The hierarchy could not answer because a Java exception was thrown (by class loading, as a rule). The exception
/// itself stays with the implementor, who finds it pending when verification returns [`FailureKind::Pending`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PendingException;

/// A member that the verifier looks up in a superclass of the class under verification.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MemberLookup<'n> {
    /// Whether it is a method; otherwise a field.
    pub is_method: bool,
    /// The name.
    pub name: &'n [u8],
    /// The descriptor.
    pub descriptor: &'n [u8],
}

/// What the verifier asks about classes other than the one in the class file. All names are in internal form, in
/// modified UTF-8; no question is about an array.
pub trait ClassHierarchy {
    /// The class under verification. It is loaded and its superclasses are.
    fn current(&mut self) -> ClassToken;

    /// The name that the class under verification has at run time, when it is not the one in the class file:
    /// hidden classes have `+` and an address appended (JVMS §4.10.1 sees them under that name).
    fn hidden_name(&mut self) -> Option<Vec<u8>> {
        None
    }

    /// Loads a class with the defining loader of the class under verification, as resolution would
    /// (§5.4.3.1, without access checks), but does not initialise it.
    fn load(&mut self, name: &[u8]) -> Result<ClassToken, PendingException>;

    /// Whether a loaded class is an interface.
    fn is_interface(&mut self, class: ClassToken) -> bool;

    /// The direct superclass of a loaded class: `java.lang.Object` for an interface, none for `java.lang.Object`.
    fn superclass(&mut self, class: ClassToken) -> Option<ClassToken>;

    /// The name of a loaded class.
    fn class_name(&mut self, class: ClassToken) -> Vec<u8>;

    /// Whether `class` is `ancestor` or one of its subclasses; interfaces don't count.
    fn is_subclass(&mut self, class: ClassToken, ancestor: ClassToken) -> bool {
        let mut next = Some(class);
        while let Some(class) = next {
            if class == ancestor {
                return true;
            }
            next = self.superclass(class);
        }
        false
    }

    /// Whether looking the member up from `class` upwards (§5.4.3.2 for fields; the class and its superclasses for
    /// methods) finds a `protected` one that is declared in another run-time package than that of the class under
    /// verification (§4.10.1.8). Not when nothing is found: resolution reports that.
    fn is_protected_elsewhere(&mut self, class: ClassToken, member: MemberLookup<'_>) -> bool;
}

/// What to throw when a class does not verify.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FailureKind {
    /// `java.lang.VerifyError` with the message.
    VerifyError,
    /// `java.lang.ClassFormatError` with the message.
    ClassFormatError,
    /// The exception that the hierarchy left pending.
    Pending,
}

/// Why a class does not verify.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifyFailure {
    /// What to throw.
    pub kind: FailureKind,
    /// The detail message; empty for a pending exception.
    pub message: String,
}

impl fmt::Display for VerifyFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            FailureKind::VerifyError => write!(f, "java.lang.VerifyError: {}", self.message),
            FailureKind::ClassFormatError => write!(f, "java.lang.ClassFormatError: {}", self.message),
            FailureKind::Pending => f.write_str("exception pending"),
        }
    }
}

impl std::error::Error for VerifyFailure {}

/// A failure inside the verifier: boxed, so that results of the common path stay small.
#[derive(Debug)]
pub(crate) struct Refusal {
    failure: VerifyFailure,
    /// Whether a class of version 50 may be tried by inference instead.
    may_fail_over: bool,
}

pub(crate) type Verdict<T = ()> = Result<T, Box<Refusal>>;

impl Refusal {
    #[cold]
    fn verify_error(message: String) -> Box<Refusal> {
        let failure = VerifyFailure { kind: FailureKind::VerifyError, message };
        Box::new(Refusal { failure, may_fail_over: true })
    }

    #[cold]
    fn class_format_error(message: String) -> Box<Refusal> {
        let failure = VerifyFailure { kind: FailureKind::ClassFormatError, message };
        Box::new(Refusal { failure, may_fail_over: true })
    }

    /// A malformed StackMapTable, which not even inference excuses.
    #[cold]
    fn stack_map_format_error(message: &str) -> Box<Refusal> {
        let message = format!("StackMapTable format error: {message}");
        let failure = VerifyFailure { kind: FailureKind::ClassFormatError, message };
        Box::new(Refusal { failure, may_fail_over: false })
    }
}

impl From<PendingException> for Box<Refusal> {
    #[cold]
    fn from(_: PendingException) -> Self {
        let failure = VerifyFailure { kind: FailureKind::Pending, message: String::new() };
        Box::new(Refusal { failure, may_fail_over: false })
    }
}

/// The first version whose class files have StackMapTable attributes (§4.10).
const STACK_MAP_VERSION: u16 = 50;

/// Verifies all methods of a class (§4.10).
///
/// The class file must have passed the format checker; a broken reference in its constant pool makes verification
/// fail. Methods are verified in the order of the class file, or backwards when types are inferred; the first failure is reported.
pub fn verify_class(cf: &ClassFile<'_>, hierarchy: &mut dyn ClassHierarchy) -> Result<(), VerifyFailure> {
    if cf.major_version < STACK_MAP_VERSION {
        return infer_types(cf, hierarchy);
    }
    match check_types(cf, hierarchy) {
        Err(refusal) if refusal.may_fail_over && cf.major_version == STACK_MAP_VERSION => {
            // The inferring verifier decides, but the message stays the type checker's.
            match infer_types(cf, hierarchy) {
                Err(failure) if failure.kind != FailureKind::Pending => {
                    Err(VerifyFailure { kind: failure.kind, message: refusal.failure.message })
                }
                verdict => verdict,
            }
        }
        Err(refusal) => Err(refusal.failure),
        Ok(()) => Ok(()),
    }
}

fn check_types(cf: &ClassFile<'_>, hierarchy: &mut dyn ClassHierarchy) -> Verdict {
    check::Checker::new(cf, hierarchy).check_class()
}

/// Verifies all methods of a class by inference alone (§4.10.2), whatever its version. [`verify_class`] does this for
/// class files before version 50; instructions newer than that are refused.
pub fn infer_types(cf: &ClassFile<'_>, hierarchy: &mut dyn ClassHierarchy) -> Result<(), VerifyFailure> {
    infer::verify_class(cf, hierarchy).map_err(|refusal| refusal.failure)
}
