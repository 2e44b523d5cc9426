//! The classes that the VM knows by name, their fields, and the fields that it injects.
//!
//! One table. Each row of a class gives a static accessor `f::Class::field`, whose offset is found
//! when the class library is booted. An `inject` row is a field that the class file does not have:
//! the field layout adds it.

use std::marker::PhantomData;
use std::sync::atomic::{AtomicU32, Ordering};

use gc::{ObjRef, Prim};

use crate::class::KlassRef;

/// Offset of a reference field; resolved at boot.
pub struct RefField(AtomicU32);
/// Offset of a primitive field; resolved at boot.
pub struct PrimField<T>(AtomicU32, PhantomData<fn() -> T>);

impl RefField {
    const fn new() -> Self {
        Self(AtomicU32::new(0))
    }
    #[inline(always)]
    pub fn offset(&self) -> usize {
        let off = self.0.load(Ordering::Relaxed) as usize;
        debug_assert!(off != 0, "field used before boot resolved it");
        off
    }
    /// The field's value in `o`, which must be an instance of the field's class.
    #[inline(always)]
    pub fn get<'a>(&self, o: ObjRef<'a>) -> Option<ObjRef<'a>> {
        // SAFETY: the offset was taken from the class that the row names; callers pass its instances.
        unsafe { o.load_ref(self.offset()) }
    }
    #[inline(always)]
    pub fn set(&self, o: ObjRef<'_>, v: Option<ObjRef<'_>>) {
        // SAFETY: as in `get`.
        unsafe { o.store_ref(self.offset(), v) }
    }
}

impl<T: Prim> PrimField<T> {
    const fn new() -> Self {
        Self(AtomicU32::new(0), PhantomData)
    }
    #[inline(always)]
    pub fn offset(&self) -> usize {
        let off = self.0.load(Ordering::Relaxed) as usize;
        debug_assert!(off != 0, "field used before boot resolved it");
        off
    }
    /// The field's value in `o`, which must be an instance of the field's class.
    #[inline(always)]
    pub fn get(&self, o: ObjRef<'_>) -> T {
        // SAFETY: the offset was taken from the class that the row names; callers pass its instances.
        unsafe { o.load(self.offset()) }
    }
    #[inline(always)]
    pub fn set(&self, o: ObjRef<'_>, v: T) {
        // SAFETY: as in `get`.
        unsafe { o.store(self.offset(), v) }
    }
}

/// A row of the table.
pub struct FieldRow {
    pub class: Wk,
    pub name: &'static str,
    pub desc: &'static str,
    pub injected: bool,
    pub is_static: bool,
    pub offset: &'static AtomicU32,
}

macro_rules! field_type {
    (Ref) => { RefField };
    ($t:ty) => { PrimField<$t> };
}

macro_rules! well_known {
    ($( $id:ident $name:literal { $( $kind:ident $fid:ident : $t:tt $fname:literal $desc:literal; )* } )*) => {
        /// A class of the table, in the order in which they are loaded at boot.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u16)]
        pub enum Wk { $($id),* }

        impl Wk {
            pub const ALL: &'static [Wk] = &[$(Wk::$id),*];
            /// Internal name.
            pub const fn name(self) -> &'static str {
                match self { $(Wk::$id => $name),* }
            }
        }

        /// Accessors of the table's fields, by class.
        #[allow(non_snake_case, non_upper_case_globals)]
        pub mod f {
            $( pub mod $id {
                #[allow(unused_imports)]
                use super::super::*;
                $( pub static $fid: field_type!($t) = <field_type!($t)>::new(); )*
            } )*
        }

        /// All fields of the table.
        pub static FIELDS: &[FieldRow] = &[ $( $( FieldRow {
            class: Wk::$id, name: $fname, desc: $desc,
            injected: is_kind(stringify!($kind), "inject"),
            is_static: is_kind(stringify!($kind), "statik"),
            offset: &f::$id::$fid.0,
        }, )* )* ];
    };
}

const fn is_kind(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

well_known! {
    Object "java/lang/Object" {}
    String "java/lang/String" {
        field value: Ref "value" "[B";
        field coder: u8 "coder" "B";
        field hash: i32 "hash" "I";
        field hash_is_zero: bool "hashIsZero" "Z";
    }
    Class "java/lang/Class" {
        field name: Ref "name" "Ljava/lang/String;";
        field class_loader: Ref "classLoader" "Ljava/lang/ClassLoader;";
        field component_type: Ref "componentType" "Ljava/lang/Class;";
        field module: Ref "module" "Ljava/lang/Module;";
        field class_data: Ref "classData" "Ljava/lang/Object;";
        inject protection_domain: Ref "protection_domain" "Ljava/lang/Object;";
        inject signers: Ref "signers" "Ljava/lang/Object;";
    }
    Cloneable "java/lang/Cloneable" {}
    ClassLoader "java/lang/ClassLoader" {
        field parent: Ref "parent" "Ljava/lang/ClassLoader;";
        field name: Ref "name" "Ljava/lang/String;";
        field name_and_id: Ref "nameAndId" "Ljava/lang/String;";
        field unnamed_module: Ref "unnamedModule" "Ljava/lang/Module;";
        field parallel_lock_map: Ref "parallelLockMap" "Ljava/util/concurrent/ConcurrentHashMap;";
        inject loader_data: u64 "loader_data" "J";
    }
    Serializable "java/io/Serializable" {}
    System "java/lang/System" {}
    Throwable "java/lang/Throwable" {
        field backtrace: Ref "backtrace" "Ljava/lang/Object;";
        field detail_message: Ref "detailMessage" "Ljava/lang/String;";
        field cause: Ref "cause" "Ljava/lang/Throwable;";
        field stack_trace: Ref "stackTrace" "[Ljava/lang/StackTraceElement;";
        field depth: i32 "depth" "I";
        statik unassigned_stack: Ref "UNASSIGNED_STACK" "[Ljava/lang/StackTraceElement;";
    }
    Error "java/lang/Error" {}
    Exception "java/lang/Exception" {}
    RuntimeException "java/lang/RuntimeException" {}
    ThreadDeath "java/lang/ThreadDeath" {}
    SecurityManager "java/lang/SecurityManager" {}
    ProtectionDomain "java/security/ProtectionDomain" {}
    AccessControlContext "java/security/AccessControlContext" {
        field context: Ref "context" "[Ljava/security/ProtectionDomain;";
        field privileged_context: Ref "privilegedContext" "Ljava/security/AccessControlContext;";
        field is_privileged: bool "isPrivileged" "Z";
        field is_authorized: bool "isAuthorized" "Z";
    }
    AccessController "java/security/AccessController" {}
    SecureClassLoader "java/security/SecureClassLoader" {}
    ClassNotFoundException "java/lang/ClassNotFoundException" {}
    Record "java/lang/Record" {}
    NoClassDefFoundError "java/lang/NoClassDefFoundError" {}
    LinkageError "java/lang/LinkageError" {}
    ArrayStoreException "java/lang/ArrayStoreException" {}
    ClassCastException "java/lang/ClassCastException" {}
    OutOfMemoryError "java/lang/OutOfMemoryError" {}
    StackOverflowError "java/lang/StackOverflowError" {}
    IllegalMonitorStateException "java/lang/IllegalMonitorStateException" {}
    Reference "java/lang/ref/Reference" {
        field referent: Ref "referent" "Ljava/lang/Object;";
        field queue: Ref "queue" "Ljava/lang/ref/ReferenceQueue;";
        field next: Ref "next" "Ljava/lang/ref/Reference;";
        field discovered: Ref "discovered" "Ljava/lang/ref/Reference;";
    }
    SoftReference "java/lang/ref/SoftReference" {
        field timestamp: i64 "timestamp" "J";
        statik clock: i64 "clock" "J";
    }
    WeakReference "java/lang/ref/WeakReference" {}
    FinalReference "java/lang/ref/FinalReference" {}
    PhantomReference "java/lang/ref/PhantomReference" {}
    Finalizer "java/lang/ref/Finalizer" {}
    Thread "java/lang/Thread" {
        field name: Ref "name" "Ljava/lang/String;";
        field group: Ref "group" "Ljava/lang/ThreadGroup;";
        field context_class_loader: Ref "contextClassLoader" "Ljava/lang/ClassLoader;";
        field inherited_acc: Ref "inheritedAccessControlContext" "Ljava/security/AccessControlContext;";
        field priority: i32 "priority" "I";
        field daemon: bool "daemon" "Z";
        field status: i32 "threadStatus" "I";
        field stack_size: i64 "stackSize" "J";
        field tid: i64 "tid" "J";
        field eetop: i64 "eetop" "J";
        field interrupted: bool "interrupted" "Z";
        field stillborn: bool "stillborn" "Z";
        field park_blocker: Ref "parkBlocker" "Ljava/lang/Object;";
    }
    ThreadGroup "java/lang/ThreadGroup" {
        field parent: Ref "parent" "Ljava/lang/ThreadGroup;";
        field name: Ref "name" "Ljava/lang/String;";
        field max_priority: i32 "maxPriority" "I";
        field daemon: bool "daemon" "Z";
        field nthreads: i32 "nthreads" "I";
        field threads: Ref "threads" "[Ljava/lang/Thread;";
        field ngroups: i32 "ngroups" "I";
        field groups: Ref "groups" "[Ljava/lang/ThreadGroup;";
    }
    Properties "java/util/Properties" {}
    Module "java/lang/Module" {
        field name: Ref "name" "Ljava/lang/String;";
        field loader: Ref "loader" "Ljava/lang/ClassLoader;";
        inject module_entry: u64 "module_entry" "J";
    }
    AccessibleObject "java/lang/reflect/AccessibleObject" {
        field override_: bool "override" "Z";
    }
    Field "java/lang/reflect/Field" {
        field clazz: Ref "clazz" "Ljava/lang/Class;";
        field name: Ref "name" "Ljava/lang/String;";
        field type_: Ref "type" "Ljava/lang/Class;";
        field slot: i32 "slot" "I";
        field modifiers: i32 "modifiers" "I";
        field trusted_final: bool "trustedFinal" "Z";
        field signature: Ref "signature" "Ljava/lang/String;";
        field annotations: Ref "annotations" "[B";
    }
    RecordComponent "java/lang/reflect/RecordComponent" {
        field clazz: Ref "clazz" "Ljava/lang/Class;";
        field name: Ref "name" "Ljava/lang/String;";
        field type_: Ref "type" "Ljava/lang/Class;";
        field accessor: Ref "accessor" "Ljava/lang/reflect/Method;";
        field signature: Ref "signature" "Ljava/lang/String;";
        field annotations: Ref "annotations" "[B";
        field type_annotations: Ref "typeAnnotations" "[B";
    }
    Parameter "java/lang/reflect/Parameter" {
        field name: Ref "name" "Ljava/lang/String;";
        field modifiers: i32 "modifiers" "I";
        field index: i32 "index" "I";
        field executable: Ref "executable" "Ljava/lang/reflect/Executable;";
    }
    Method "java/lang/reflect/Method" {
        field clazz: Ref "clazz" "Ljava/lang/Class;";
        field name: Ref "name" "Ljava/lang/String;";
        field return_type: Ref "returnType" "Ljava/lang/Class;";
        field parameter_types: Ref "parameterTypes" "[Ljava/lang/Class;";
        field exception_types: Ref "exceptionTypes" "[Ljava/lang/Class;";
        field slot: i32 "slot" "I";
        field modifiers: i32 "modifiers" "I";
        field signature: Ref "signature" "Ljava/lang/String;";
        field annotations: Ref "annotations" "[B";
        field parameter_annotations: Ref "parameterAnnotations" "[B";
        field annotation_default: Ref "annotationDefault" "[B";
    }
    Constructor "java/lang/reflect/Constructor" {
        field clazz: Ref "clazz" "Ljava/lang/Class;";
        field parameter_types: Ref "parameterTypes" "[Ljava/lang/Class;";
        field exception_types: Ref "exceptionTypes" "[Ljava/lang/Class;";
        field slot: i32 "slot" "I";
        field modifiers: i32 "modifiers" "I";
        field signature: Ref "signature" "Ljava/lang/String;";
        field annotations: Ref "annotations" "[B";
        field parameter_annotations: Ref "parameterAnnotations" "[B";
    }
    ConstantPoolMirror "jdk/internal/reflect/ConstantPool" {
        field oop: Ref "constantPoolOop" "Ljava/lang/Object;";
    }
    MethodAccessorImpl "jdk/internal/reflect/MethodAccessorImpl" {}
    MagicAccessorImpl "jdk/internal/reflect/MagicAccessorImpl" {}
    DelegatingClassLoader "jdk/internal/reflect/DelegatingClassLoader" {}
    MethodHandle "java/lang/invoke/MethodHandle" {
        field type_: Ref "type" "Ljava/lang/invoke/MethodType;";
        field form: Ref "form" "Ljava/lang/invoke/LambdaForm;";
    }
    DirectMethodHandle "java/lang/invoke/DirectMethodHandle" {
        field member: Ref "member" "Ljava/lang/invoke/MemberName;";
    }
    VarHandle "java/lang/invoke/VarHandle" {}
    MemberName "java/lang/invoke/MemberName" {
        field clazz: Ref "clazz" "Ljava/lang/Class;";
        field name: Ref "name" "Ljava/lang/String;";
        field type_: Ref "type" "Ljava/lang/Object;";
        field flags: i32 "flags" "I";
        field method: Ref "method" "Ljava/lang/invoke/ResolvedMethodName;";
        inject vmindex: i64 "vmindex" "J";
    }
    ResolvedMethodName "java/lang/invoke/ResolvedMethodName" {
        inject vmholder: Ref "vmholder" "Ljava/lang/Object;";
        inject vmtarget: u64 "vmtarget" "J";
    }
    MethodHandleNatives "java/lang/invoke/MethodHandleNatives" {}
    LambdaForm "java/lang/invoke/LambdaForm" {
        field vmentry: Ref "vmentry" "Ljava/lang/invoke/MemberName;";
    }
    MethodType "java/lang/invoke/MethodType" {
        field rtype: Ref "rtype" "Ljava/lang/Class;";
        field ptypes: Ref "ptypes" "[Ljava/lang/Class;";
    }
    BootstrapMethodError "java/lang/BootstrapMethodError" {}
    CallSite "java/lang/invoke/CallSite" {
        field target: Ref "target" "Ljava/lang/invoke/MethodHandle;";
    }
    ConstantCallSite "java/lang/invoke/ConstantCallSite" {}
    MutableCallSite "java/lang/invoke/MutableCallSite" {}
    VolatileCallSite "java/lang/invoke/VolatileCallSite" {}
    AssertionStatusDirectives "java/lang/AssertionStatusDirectives" {
        field classes: Ref "classes" "[Ljava/lang/String;";
        field class_enabled: Ref "classEnabled" "[Z";
        field packages: Ref "packages" "[Ljava/lang/String;";
        field package_enabled: Ref "packageEnabled" "[Z";
        field deflt: bool "deflt" "Z";
    }
    StackTraceElement "java/lang/StackTraceElement" {
        field declaring_class_object: Ref "declaringClassObject" "Ljava/lang/Class;";
        field class_loader_name: Ref "classLoaderName" "Ljava/lang/String;";
        field module_name: Ref "moduleName" "Ljava/lang/String;";
        field module_version: Ref "moduleVersion" "Ljava/lang/String;";
        field declaring_class: Ref "declaringClass" "Ljava/lang/String;";
        field method_name: Ref "methodName" "Ljava/lang/String;";
        field file_name: Ref "fileName" "Ljava/lang/String;";
        field line_number: i32 "lineNumber" "I";
    }
    StackFrameInfo "java/lang/StackFrameInfo" {
        field member_name: Ref "memberName" "Ljava/lang/Object;";
        field bci: i32 "bci" "I";
        inject version: i32 "version" "S";
    }
    LiveStackFrameInfo "java/lang/LiveStackFrameInfo" {
        field monitors: Ref "monitors" "[Ljava/lang/Object;";
        field locals: Ref "locals" "[Ljava/lang/Object;";
        field operands: Ref "operands" "[Ljava/lang/Object;";
        field mode: i32 "mode" "I";
    }
    StackWalker "java/lang/StackWalker" {}
    StackStreamAbstract "java/lang/StackStreamFactory$AbstractStackWalker" {}
    NioBuffer "java/nio/Buffer" {
        field address: i64 "address" "J";
        field capacity: i32 "capacity" "I";
    }
    Boolean "java/lang/Boolean" { field value: bool "value" "Z"; }
    Character "java/lang/Character" { field value: u16 "value" "C"; }
    Float "java/lang/Float" { field value: f32 "value" "F"; }
    Double "java/lang/Double" { field value: f64 "value" "D"; }
    Byte "java/lang/Byte" { field value: i8 "value" "B"; }
    Short "java/lang/Short" { field value: i16 "value" "S"; }
    Integer "java/lang/Integer" { field value: i32 "value" "I"; }
    Long "java/lang/Long" { field value: i64 "value" "J"; }
    InternalError "java/lang/InternalError" {}
}

static KLASSES: [AtomicU32; Wk::ALL.len()] = [const { AtomicU32::new(0) }; Wk::ALL.len()];

impl Wk {
    /// The class.
    ///
    /// # Panics
    /// Before boot has loaded it.
    #[inline]
    pub fn klass(self) -> KlassRef {
        self.try_klass().unwrap_or_else(|| panic!("{} is not loaded yet", self.name()))
    }

    /// The class, `None` before boot has loaded it.
    #[inline]
    pub fn try_klass(self) -> Option<KlassRef> {
        let id = KLASSES[self as usize].load(Ordering::Acquire);
        // SAFETY: only class ids are stored.
        if id == 0 { None } else { Some(unsafe { KlassRef::from_id(id) }) }
    }

    /// Records the class when boot has loaded it, and finds the offsets of its table fields.
    ///
    /// # Errors
    /// The name of a field that the class library does not have.
    pub fn set_klass(self, k: KlassRef) -> Result<(), String> {
        for row in FIELDS.iter().filter(|r| r.class == self) {
            let found = k
                .fields
                .get()
                .iter()
                .chain(k.cold.injected.get())
                .find(|x| x.name == row.name && x.desc == row.desc && x.is_static() == row.is_static);
            match found {
                Some(x) => row.offset.store(x.offset, Ordering::Relaxed),
                None => return Err(format!("{}.{} {}", self.name(), row.name, row.desc)),
            }
        }
        KLASSES[self as usize].store(k.id(), Ordering::Release);
        Ok(())
    }
}

/// Fields that the layout of class `name` must add, as (name, descriptor).
pub fn injected_fields(name: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    FIELDS.iter().filter(move |r| r.injected && r.class.name() == name).map(|r| (r.name, r.desc))
}
