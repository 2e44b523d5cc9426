//! [`CompileEnv`]: all that a compilation may ask of the VM. Answers must not change while a method is being compiled.
//!
//! Classes, methods and reference slots are named by their metaspace addresses, which compiled code contains.

/// Address of a `Klass`.
pub type ClassAddr = u64;
/// Address of a `Method`.
pub type MethodAddr = u64;
/// Address of a 32-bit word that holds a `NarrowRef` (a root of the VM).
pub type SlotAddr = u64;

/// Offsets of what compiled code reads, and constants of the heap.
#[derive(Clone, Copy, Debug, Default)]
pub struct Layout {
    /// In a `Method`: the code that callers in the Java convention jump to (64 bits).
    pub method_compiled_entry: i32,
    /// In a `Method`: 32-bit counters.
    pub method_invocations: i32,
    pub method_back_edges: i32,
    /// In a `Klass`: first of [`Self::display_length`] 32-bit class ids.
    pub klass_display: i32,
    pub display_length: u32,
    /// In a `Klass`: 32-bit id of the newest hit among secondary supertypes.
    pub klass_secondary_cache: i32,
    /// In a `Klass`: 32-bit `NarrowRef` of the mirror.
    pub klass_mirror: i32,
    /// In a `Klass`: 32-bit VM flags, and the bit of classes with finalizers.
    pub klass_flags: i32,
    pub flag_has_finalizer: u32,
    /// Behind a `Klass`: its vtable, addresses of methods.
    pub klass_vtable: i32,
    /// In an array `Klass` of references: address of the component class (64 bits).
    pub klass_component: i32,
    /// Address of class `java.lang.Object`.
    pub object_class: ClassAddr,
    /// What references times 8 are added to.
    pub heap_base: u64,
    /// What class ids times 8 are added to.
    pub class_base: u64,
    /// Card marking: see `gc::barrier::BarrierDesc`.
    pub card_shift: u32,
    pub card_base: u64,
    pub card_dirty: u8,
    /// `MethodHandle.form`, `LambdaForm.vmentry`, `MemberName.method`, `ResolvedMethodName.vmtarget` (an address),
    /// `MemberName.vmindex`: offsets in objects.
    pub method_handle_form: i32,
    pub lambda_form_vmentry: i32,
    pub member_name_method: i32,
    pub resolved_method_vmtarget: i32,
    pub member_name_vmindex: i32,
    /// Back-edges and invocations are reported to the VM when the counter's low bits below this one become zero.
    pub back_edge_notify_log: u32,
    pub invocation_notify_log: u32,
}

/// Facts of a method.
#[derive(Clone, Copy, Debug)]
pub struct MethodFacts<'a> {
    pub addr: MethodAddr,
    pub name: &'a [u8],
    pub descriptor: &'a [u8],
    pub holder: ClassAddr,
    pub holder_name: &'a [u8],
    pub bytecode: &'a [u8],
    /// Rows: start, end, handler, catch type.
    pub exceptions: &'a [[u16; 4]],
    pub max_locals: u16,
    pub max_stack: u16,
    pub is_static: bool,
    pub is_synchronized: bool,
    /// `native`, `abstract`, or otherwise without bytecode.
    pub has_code: bool,
    /// Constructor of `java.lang.Object`: `return` registers objects with finalizers.
    pub is_object_init: bool,
    /// `@ForceInline`, `@DontInline`.
    pub force_inline: bool,
    pub dont_inline: bool,
    pub intrinsic: MethodIntrinsic,
}

/// Methods whose call means something else.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MethodIntrinsic {
    None,
    InvokeBasic,
    LinkToVirtual,
    LinkToStatic,
    LinkToSpecial,
    LinkToInterface,
}

/// Facts of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassFacts {
    pub addr: ClassAddr,
    pub id: u32,
    /// Index in the display of subtypes; `Layout::display_length` or more: to be searched among the secondary ones.
    pub depth: u32,
    /// Instances can be only of exactly this class.
    pub is_exact: bool,
    pub is_interface: bool,
    pub is_array: bool,
    /// Bytes of an instance, header included.
    pub instance_size: u32,
    /// `new` may allocate inline, once the class is initialised.
    pub plain_new: bool,
    pub is_initialized: bool,
    /// Instances are registered when `Object`'s constructor returns.
    pub has_finalizer: bool,
    /// Arrays: log2 of the element size; and whether the elements are references.
    pub log2_elem: u8,
    pub is_ref_array: bool,
    /// Where its mirror is.
    pub mirror: SlotAddr,
}

/// A constant of `ldc`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Constant {
    Int(i32),
    Float(f32),
    Long(i64),
    Double(f64),
    /// A string, class, method type and so on, in this slot. `is_null` may be true of dynamic constants.
    Ref {
        slot: SlotAddr,
        may_be_null: bool,
    },
    Null,
    /// An array, in this slot, whose elements do not change any more once they are not 0 or null.
    StableArray {
        slot: SlotAddr,
    },
    /// To be resolved by the interpreter (and boxed dynamic constants).
    Unresolved,
}

/// A resolved field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldFacts {
    pub offset: u32,
    /// First character of the descriptor.
    pub ty: u8,
    pub is_volatile: bool,
    pub is_final: bool,
    /// Static: the class and whether it is initialised.
    pub holder: ClassAddr,
    pub holder_initialized: bool,
    /// Static: where the mirror is, in which it lies.
    pub mirror: SlotAddr,
}

/// What an invoke instruction calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallTarget {
    Static {
        method: MethodAddr,
        holder: ClassAddr,
        holder_initialized: bool,
    },
    /// Exactly this method, with a receiver that must not be null, and that must be a subtype of `check`, if any.
    Direct {
        method: MethodAddr,
        check: Option<ClassFacts>,
    },
    /// Offset of the vtable entry (a `Method` address) from the class; `unique`: by the present class
    /// hierarchy, only this one is ever called (the answer is a dependency).
    Virtual {
        method: MethodAddr,
        entry_offset: u32,
        check: Option<ClassFacts>,
        unique: Option<MethodAddr>,
    },
    /// Through the interface tables, by the id of the interface's method.
    Interface {
        method: MethodAddr,
        method_id: u32,
    },
    /// `invokedynamic`, or a linked `invokehandle`: this static method; `appendix` is its last argument.
    Adapter {
        method: MethodAddr,
        appendix: Option<SlotAddr>,
    },
    Unresolved,
}

/// A call's receivers until now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Likely {
    pub class_id: u32,
    pub class: ClassAddr,
    pub method: MethodAddr,
}

/// In a word of [`CompileEnv::receiver_word`].
pub const MANY_RECEIVERS: u32 = u32::MAX;

/// Facts of a constant object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ObjectFacts {
    pub class: ClassAddr,
    /// Of an array.
    pub length: Option<u32>,
}

/// What a compilation may ask.
pub trait CompileEnv {
    fn layout(&self) -> &Layout;

    fn method(&self, method: MethodAddr) -> MethodFacts<'_>;

    fn class(&self, class: ClassAddr) -> ClassFacts;

    /// The `ldc` constant at an index of the constant pool of `method`'s class.
    fn constant(&self, method: MethodAddr, index: u16) -> Constant;

    /// The field of a field instruction; `None`: not resolved, or the instruction is not allowed to.
    fn field(&self, method: MethodAddr, index: u16, is_static: bool, is_put: bool) -> Option<FieldFacts>;

    /// The class that `new`, `checkcast`, `instanceof` or `multianewarray` names; `None`: not resolved.
    fn class_at(&self, method: MethodAddr, index: u16) -> Option<ClassFacts>;

    /// The array class with this class as component; `None`: not made yet.
    fn array_of(&self, class: ClassAddr) -> Option<ClassFacts>;

    /// The array class of a `newarray` type code.
    fn primitive_array(&self, code: u8) -> ClassFacts;

    /// What the invoke instruction at `bci` calls. `opcode` is the instruction's.
    fn call(&self, method: MethodAddr, bci: u32, index: u16, opcode: u8) -> CallTarget;

    /// Where code notes the class of receivers at the virtual or interface call at `bci`: a 32-bit word, 0 as long as there was none, then
    /// the class id, [`MANY_RECEIVERS`] after a second one. `None`: such a word there is not.
    fn receiver_word(&self, method: MethodAddr, bci: u32) -> Option<u64>;

    /// The only class of receivers that has been noted at that call, and the method that it calls with them.
    fn likely_receiver(&self, method: MethodAddr, bci: u32, index: u16, opcode: u8) -> Option<Likely>;

    /// Descriptor that an invoke instruction's constant pool entry has.
    fn call_descriptor(&self, method: MethodAddr, index: u16) -> &[u8];

    /// Whether the interpreter has executed the invoke instruction at `bci`, so that it can go on behind it: only then may the
    /// call be inlined.
    fn has_been_called(&self, method: MethodAddr, bci: u32) -> bool;

    /// Whether a call of the method must (true) or must not be inlined; `None`: as the compiler thinks.
    fn inlining(&self, method: MethodAddr) -> Option<bool>;

    /// Address of the leaf function that stands in for a method (`extern "C" fn(thread, arguments: *const u64) ->
    /// { ran: u64, bits: u64 }`), if there is one.
    fn leaf(&self, method: MethodAddr) -> Option<u64>;

    /// The class that `Reflection.getCallerClass` gives to the first of these methods, each of which was called by the next one;
    /// `None`: that depends on the callers of the last one, or is an error.
    fn caller_class(&self, _methods: &[MethodAddr]) -> Option<ClassFacts> {
        None
    }

    // ---- constant objects: those in slots of constants; without an answer nothing is known of them -----------------

    /// What a static field holds that does not change any more; its class is initialised.
    fn static_value(&self, _method: MethodAddr, _index: u16) -> Option<Constant> {
        None
    }

    /// What an instance field of a constant object holds, if it does not change any more.
    fn field_value(&self, _object: SlotAddr, _method: MethodAddr, _index: u16) -> Option<Constant> {
        None
    }

    /// The element of a [`Constant::StableArray`], if it is set.
    fn element_value(&self, _array: SlotAddr, _index: u32) -> Option<Constant> {
        None
    }

    fn object(&self, _object: SlotAddr) -> Option<ObjectFacts> {
        None
    }

    /// Whether two slots hold the same object.
    fn is_same(&self, a: SlotAddr, b: SlotAddr) -> bool {
        a == b
    }

    /// The class or array class that a constant `java.lang.Class` stands for.
    fn mirrored(&self, _mirror: SlotAddr) -> Option<ClassFacts> {
        None
    }

    /// Whether instances of exactly `class` are instances of `of`.
    fn is_subtype(&self, _class: ClassAddr, _of: ClassAddr) -> Option<bool> {
        None
    }

    /// What an invoke instruction calls with a receiver of exactly this class.
    fn selected(
        &self,
        _class: ClassAddr,
        _method: MethodAddr,
        _index: u16,
        _opcode: u8,
    ) -> Option<MethodAddr> {
        None
    }

    /// The static method that `invokeBasic` calls with a constant method handle as its first argument.
    fn handle_target(&self, _handle: SlotAddr) -> Option<MethodAddr> {
        None
    }

    /// What `linkTo*` calls with a constant MemberName, with any receiver.
    fn member_target(&self, _member: SlotAddr) -> Option<MethodAddr> {
        None
    }
}
