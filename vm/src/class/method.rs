//! [`Method`]: the metadata of a method, in metaspace.

use std::cell::Cell;
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering};

use super::{BasicType, KlassRef};
use crate::metaspace;
use crate::symbol::Symbol;

pub mod access {
    pub const PUBLIC: u32 = 0x0001;
    pub const PRIVATE: u32 = 0x0002;
    pub const PROTECTED: u32 = 0x0004;
    pub const STATIC: u32 = 0x0008;
    pub const FINAL: u32 = 0x0010;
    pub const SYNCHRONIZED: u32 = 0x0020;
    pub const BRIDGE: u32 = 0x0040;
    pub const VARARGS: u32 = 0x0080;
    pub const NATIVE: u32 = 0x0100;
    pub const INTERFACE: u32 = 0x0200;
    pub const ABSTRACT: u32 = 0x0400;
    pub const STRICT: u32 = 0x0800;
    pub const SYNTHETIC: u32 = 0x1000;
}

/// VM-internal method flags, above the class file's 16 bits in [`Method::flags`].
pub mod flag {
    /// `@CallerSensitive`.
    pub const CALLER_SENSITIVE: u32 = 1 << 16;
    /// `@Hidden` (java.lang.invoke.LambdaForm.Hidden): left out of stack traces.
    pub const HIDDEN: u32 = 1 << 17;
    /// Signature polymorphic method of MethodHandle or VarHandle (JVMS §2.9.3).
    pub const SIGNATURE_POLYMORPHIC: u32 = 1 << 18;
    pub const FORCE_INLINE: u32 = 1 << 19;
    pub const DONT_INLINE: u32 = 1 << 20;
    /// Made by the VM in place of a conflicting default method: throws when called.
    pub const OVERPASS: u32 = 1 << 21;
    /// `<init>`
    pub const CONSTRUCTOR: u32 = 1 << 22;
    /// `<clinit>`
    pub const CLASS_INITIALIZER: u32 = 1 << 23;
    /// `@ReservedStackAccess`
    pub const RESERVED_STACK: u32 = 1 << 24;
    /// Empty body: one `return`.
    pub const EMPTY: u32 = 1 << 25;
    /// `@Scoped`
    pub const SCOPED: u32 = 1 << 26;
    /// `@IntrinsicCandidate`
    pub const INTRINSIC_CANDIDATE: u32 = 1 << 27;
    /// `@LambdaForm.Compiled`
    pub const LAMBDA_FORM_COMPILED: u32 = 1 << 28;
}

/// A signature-polymorphic or otherwise VM-implemented method, see `runtime::method_handles`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Intrinsic {
    None = 0,
    InvokeBasic = 1,
    LinkToVirtual = 2,
    LinkToStatic = 3,
    LinkToSpecial = 4,
    LinkToInterface = 5,
    /// `MethodHandle.invoke`, `invokeExact` and all of VarHandle: linked by an upcall.
    InvokeGeneric = 6,
}

pub const NONVIRTUAL: i32 = -1;

#[repr(C)]
pub struct Method {
    /// The interpreter's entry for this kind of method (`interp::Handler`).
    pub entry: AtomicUsize,
    /// Quickened code: one cell per bytecode index; null until the method is first called. Native
    /// methods: see `native::call::Shape`.
    pub code: AtomicPtr<AtomicU32>,
    pub max_locals: u16,
    pub max_stack: u16,
    /// Slots of the arguments, receiver included.
    pub arg_slots: u16,
    pub return_type: BasicType,
    pub intrinsic: Intrinsic,
    /// Class file flags ([`access`]) and VM flags ([`flag`]).
    pub flags: AtomicU32,
    /// Index into the vtable, or [`NONVIRTUAL`]; for interface methods index into the itable.
    pub vtable_index: Cell<i32>,
    pub holder: KlassRef,
    pub invocations: AtomicU32,
    pub back_edges: AtomicU32,
    /// Where callers in the Java convention jump to: compiled code, or the stub that runs [`Self::entry`].
    pub compiled_entry: AtomicUsize,
    /// The interpreter-to-compiled adapter of the method's shape, while there is compiled code; else 0.
    pub adapter: AtomicUsize,
    /// Address of the installed compiled code's description (`code::Blob`), 0: none.
    pub blob: AtomicUsize,
    /// How its arguments are passed in the Java convention, 0 until it is asked; see `compiled::enter`.
    pub passing: AtomicU64,
    /// Native methods: the function; see `native::link`.
    pub native: AtomicUsize,
    /// The leaf that stands in for it, 0: none; see `native::lib::leaf`.
    pub leaf: AtomicUsize,
    pub name: Symbol,
    pub desc: Symbol,
    pub cold: &'static MethodCold,
    /// Index among the class's methods (JVM "slot").
    pub index: u16,
}

/// What only linking, reflection and diagnostics need.
#[derive(Default)]
pub struct MethodCold {
    pub bytecode: &'static [u8],
    /// Rows of the exception table: start, end, handler, catch type.
    pub exceptions: &'static [[u16; 4]],
    /// LineNumberTable rows of all tables as the class file has them: start, line, big-endian.
    pub lines: &'static [u8],
    /// Raw content of StackMapTable (with its u16 count); rows of all LocalVariableTables, 10 bytes each.
    pub stack_map: Option<&'static [u8]>,
    pub local_variables: Option<&'static [u8]>,
    /// `Exceptions` attribute: constant pool indices.
    pub checked_exceptions: &'static [u16],
    pub signature: Option<Symbol>,
    pub annotations: Option<&'static [u8]>,
    pub parameter_annotations: Option<&'static [u8]>,
    pub annotation_default: Option<&'static [u8]>,
    pub type_annotations: Option<&'static [u8]>,
    /// MethodParameters rows: name index, flags; `None`: no attribute.
    pub parameters: Option<&'static [[u16; 2]]>,
    /// What native code's `jmethodID` of the method points to; made when it is asked for, and never freed.
    pub jni_id: OnceLock<&'static JniMethod>,
    /// Methods with [`flag::OVERPASS`]: the error class and message that calling them throws.
    pub overpass: Option<(&'static str, &'static str)>,
    /// What the tier policy keeps; null until the method's first event.
    pub tiering: AtomicPtr<crate::tiering::record::Record>,
}

/// Names a method to native code: its address, null when it has been unloaded.
pub type JniMethod = AtomicPtr<Method>;

// SAFETY: cells are written while the class is linked by one thread, before publication.
unsafe impl Sync for Method {}
// SAFETY: as above.
unsafe impl Send for Method {}

/// A method; metadata outlives every frame that can name it.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct MethodRef(pub &'static Method);

impl Deref for MethodRef {
    type Target = Method;
    #[inline(always)]
    fn deref(&self) -> &Method {
        self.0
    }
}
impl PartialEq for MethodRef {
    #[inline(always)]
    fn eq(&self, o: &Self) -> bool {
        std::ptr::eq(self.0, o.0)
    }
}
impl Eq for MethodRef {}
impl fmt::Debug for MethodRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}{}", self.holder.name, self.name, self.desc)
    }
}

impl MethodRef {
    #[inline(always)]
    pub fn id(self) -> u32 {
        metaspace::id_of(self.0)
    }

    /// # Safety
    /// `id` must be a method's id.
    #[inline(always)]
    pub unsafe fn from_id(id: u32) -> MethodRef {
        // SAFETY: by the caller's promise.
        MethodRef(unsafe { &*(metaspace::address_of(id) as *const Method) })
    }

    #[inline(always)]
    pub fn has(self, f: u32) -> bool {
        self.flags.load(Ordering::Relaxed) & f != 0
    }
    pub fn set_flag(self, f: u32) {
        self.flags.fetch_or(f, Ordering::Relaxed);
    }
    #[inline(always)]
    pub fn is_static(self) -> bool {
        self.has(access::STATIC)
    }
    pub fn is_private(self) -> bool {
        self.has(access::PRIVATE)
    }
    pub fn is_public(self) -> bool {
        self.has(access::PUBLIC)
    }
    pub fn is_protected(self) -> bool {
        self.has(access::PROTECTED)
    }
    pub fn is_final(self) -> bool {
        self.has(access::FINAL)
    }
    pub fn is_native(self) -> bool {
        self.has(access::NATIVE)
    }
    pub fn is_abstract(self) -> bool {
        self.has(access::ABSTRACT)
    }
    pub fn is_synchronized(self) -> bool {
        self.has(access::SYNCHRONIZED)
    }
    pub fn is_constructor(self) -> bool {
        self.has(flag::CONSTRUCTOR)
    }
    pub fn is_class_initializer(self) -> bool {
        self.has(flag::CLASS_INITIALIZER)
    }
    /// The access flags of the class file, 16 bits.
    pub fn access(self) -> u16 {
        self.flags.load(Ordering::Relaxed) as u16
    }
    /// Slots of the declared parameters, without the receiver.
    pub fn parameter_slots(self) -> usize {
        self.arg_slots as usize - usize::from(!self.is_static())
    }

    /// Line number at a bytecode index, `None` when the class file has none.
    pub fn line_number(self, bci: u32) -> Option<u32> {
        let mut best: Option<[u16; 2]> = None;
        for row in self.cold.lines.chunks_exact(4) {
            let (start, line) = (u16::from_be_bytes([row[0], row[1]]), u16::from_be_bytes([row[2], row[3]]));
            let start_bci = u32::from(start);
            if start_bci == bci {
                return Some(line.into());
            }
            if start_bci < bci && best.is_none_or(|b| start >= b[0]) {
                best = Some([start, line]);
            }
        }
        best.map(|b| b[1].into())
    }

    /// `pkg.Class.name(Ljava/lang/String;)V`-like text for messages: HotSpot's "external" form
    /// `void pkg.Class.name(java.lang.String)`.
    pub fn external_name(self) -> String {
        crate::class::method::external_signature(self.holder, self.name, self.desc)
    }
}

/// `void pkg.Class.name(java.lang.String, int)`: how HotSpot's messages name a method.
pub fn external_signature(holder: KlassRef, name: Symbol, desc: Symbol) -> String {
    let d = desc.text();
    let (params, ret) = d[1..].split_once(')').unwrap_or(("", "V"));
    format!("{} {}.{}({})", external_types(ret), holder.external_name(), name, external_types(params))
}

/// Java's names of a sequence of field descriptors, separated by commas.
pub fn external_types(desc: &str) -> String {
    let mut out = String::new();
    let b = desc.as_bytes();
    let mut i = 0;
    while i < b.len() {
        if !out.is_empty() {
            out.push_str(", ");
        }
        let mut dims = 0;
        while i < b.len() && b[i] == b'[' {
            dims += 1;
            i += 1;
        }
        if i < b.len() && b[i] == b'L' {
            let end = desc[i..].find(';').map_or(b.len(), |e| i + e);
            out.push_str(&desc[i + 1..end].replace('/', "."));
            i = end + 1;
        } else if i < b.len() {
            out.push_str(BasicType::from_descriptor(b[i]).map_or("?", BasicType::keyword));
            i += 1;
        }
        for _ in 0..dims {
            out.push_str("[]");
        }
    }
    out
}
