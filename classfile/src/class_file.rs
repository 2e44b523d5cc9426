//! The class file as data (JVMS §4.1): what the parser returns.
//!
//! Everything borrows from the class bytes, so that a caller whose bytes are `'static` may keep any slice
//! without copying. A `ClassFile` is cheap to make and to drop: three vectors (constant-pool entries, fields,
//! methods) and no allocation per attribute.

use std::borrow::Cow;

use crate::access_flags::{ClassAccessFlags, FieldAccessFlags, MethodAccessFlags};
use crate::attribute::{
    Annotations, Attributes, BootstrapMethods, ExceptionTableEntry, InnerClass, LineNumber, LocalVariable,
    MethodParameter, Record, Table, U16List,
};
use crate::constant_pool::ConstantPool;

/// A parsed class file.
#[derive(Clone, Debug)]
pub struct ClassFile<'a> {
    /// The bytes it was parsed from.
    pub bytes: &'a [u8],
    /// `minor_version`.
    pub minor_version: u16,
    /// `major_version`.
    pub major_version: u16,
    /// The constant pool.
    pub constant_pool: ConstantPool<'a>,
    /// The flags that count (§4.1); before version 50 every interface is abstract.
    pub access_flags: ClassAccessFlags,
    /// `access_flags` as written.
    pub raw_access_flags: u16,
    /// The CONSTANT_Class of this class.
    pub this_class: u16,
    /// The CONSTANT_Class of the superclass; 0 for `java.lang.Object` (and modules).
    pub super_class: u16,
    /// The direct superinterfaces.
    pub interfaces: U16List<'a>,
    /// The fields in order.
    pub fields: Vec<Field<'a>>,
    /// The methods in order.
    pub methods: Vec<Method<'a>>,
    /// The attributes of the class that the VM knows.
    pub attributes: ClassAttributes<'a>,
    /// All attributes of the class as they stand.
    pub raw_attributes: Attributes<'a>,
}

impl<'a> ClassFile<'a> {
    /// The name of this class in internal form.
    pub fn this_class_name(&self) -> &'a [u8] {
        self.constant_pool.class_name(self.this_class).unwrap_or_default()
    }

    /// The name of the superclass in internal form.
    pub fn super_class_name(&self) -> Option<&'a [u8]> {
        self.constant_pool.class_name(self.super_class)
    }

    /// Whether this is an interface.
    pub fn is_interface(&self) -> bool {
        self.access_flags.contains(ClassAccessFlags::INTERFACE)
    }
}

/// A field (§4.5).
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// The flags that count; `SYNTHETIC` also when there is a Synthetic attribute.
    pub access_flags: FieldAccessFlags,
    /// `access_flags` as written.
    pub raw_access_flags: u16,
    /// The index of the name.
    pub name_index: u16,
    /// The index of the descriptor.
    pub descriptor_index: u16,
    /// The ConstantValue of a static field, or 0 (§4.7.2).
    pub constant_value_index: u16,
    /// The Signature attribute, or 0 (§4.7.9).
    pub signature_index: u16,
    /// Whether there is a Deprecated attribute.
    pub deprecated: bool,
    /// The name.
    pub name: &'a [u8],
    /// The descriptor.
    pub descriptor: &'a [u8],
    /// Annotation attributes.
    pub annotations: Annotations<'a>,
    /// All attributes as they stand.
    pub raw_attributes: Attributes<'a>,
}

/// A method (§4.6).
#[derive(Clone, Copy, Debug)]
pub struct Method<'a> {
    /// The flags that count; `SYNTHETIC` also when there is a Synthetic attribute. For `<clinit>` the parser
    /// has dropped those that are ignored (§4.6).
    pub access_flags: MethodAccessFlags,
    /// `access_flags` as written.
    pub raw_access_flags: u16,
    /// The index of the name.
    pub name_index: u16,
    /// The index of the descriptor.
    pub descriptor_index: u16,
    /// The Signature attribute, or 0 (§4.7.9).
    pub signature_index: u16,
    /// Whether there is a Deprecated attribute.
    pub deprecated: bool,
    /// The name.
    pub name: &'a [u8],
    /// The descriptor.
    pub descriptor: &'a [u8],
    /// The Code attribute.
    pub code: Option<Code<'a>>,
    /// The classes of the Exceptions attribute (§4.7.5); `None` without one.
    pub exceptions: Option<U16List<'a>>,
    /// The MethodParameters attribute (§4.7.24); `None` without one.
    pub parameters: Option<Table<'a, MethodParameter>>,
    /// Annotation attributes.
    pub annotations: Annotations<'a>,
    /// RuntimeVisibleParameterAnnotations, uninterpreted (§4.7.18).
    pub visible_parameter_annotations: Option<&'a [u8]>,
    /// RuntimeInvisibleParameterAnnotations, uninterpreted (§4.7.19).
    pub invisible_parameter_annotations: Option<&'a [u8]>,
    /// AnnotationDefault, uninterpreted (§4.7.22).
    pub annotation_default: Option<&'a [u8]>,
    /// All attributes as they stand.
    pub raw_attributes: Attributes<'a>,
}

impl Method<'_> {
    /// Whether this is a constructor.
    pub fn is_constructor(&self) -> bool {
        self.name == b"<init>"
    }

    /// Whether this is the class or interface initialisation method (§2.9.2): named `<clinit>` and static.
    pub fn is_class_initializer(&self) -> bool {
        self.name == b"<clinit>" && self.access_flags.contains(MethodAccessFlags::STATIC)
    }

    /// Whether this is static.
    pub fn is_static(&self) -> bool {
        self.access_flags.contains(MethodAccessFlags::STATIC)
    }
}

/// The Code attribute (§4.7.3).
#[derive(Clone, Copy, Debug)]
pub struct Code<'a> {
    /// `max_stack`.
    pub max_stack: u16,
    /// `max_locals`.
    pub max_locals: u16,
    /// The instructions.
    pub code: &'a [u8],
    /// The exception handlers in order.
    pub exception_table: Table<'a, ExceptionTableEntry>,
    /// The StackMapTable attribute, beginning with its count (§4.7.4); empty contents count as absent.
    pub stack_map_table: Option<&'a [u8]>,
    /// Whether one of the debug tables comes in several attributes, which together are one table.
    pub split_tables: bool,
    /// The first LineNumberTable; [`Code::line_numbers`] has all.
    pub first_line_numbers: Table<'a, LineNumber>,
    /// The first LocalVariableTable; [`Code::local_variables`] has all.
    pub first_local_variables: Table<'a, LocalVariable>,
    /// The first LocalVariableTypeTable; [`Code::local_variable_types`] has all.
    pub first_local_variable_types: Table<'a, LocalVariable>,
    /// All attributes of the Code attribute as they stand.
    pub raw_attributes: Attributes<'a>,
}

impl<'a> Code<'a> {
    fn debug_table(
        &self,
        constant_pool: &ConstantPool<'a>,
        name: &[u8],
        first: &'a [u8],
        entry_size: usize,
    ) -> Cow<'a, [u8]> {
        if !self.split_tables {
            return Cow::Borrowed(first);
        }
        let mut all = Vec::new();
        for attribute in self.raw_attributes.iter(constant_pool).filter(|attribute| attribute.name == name) {
            let count = usize::from(crate::attribute::be16(attribute.info, 0));
            all.extend_from_slice(attribute.info.get(2..2 + count * entry_size).unwrap_or_default());
        }
        Cow::Owned(all)
    }

    /// The entries of the LineNumberTable (§4.7.12), 4 bytes each; borrowed unless there are several tables.
    pub fn line_numbers(&self, constant_pool: &ConstantPool<'a>) -> Cow<'a, [u8]> {
        self.debug_table(constant_pool, b"LineNumberTable", self.first_line_numbers.bytes(), 4)
    }

    /// The entries of the LocalVariableTable (§4.7.13), 10 bytes each; borrowed unless there are several.
    pub fn local_variables(&self, constant_pool: &ConstantPool<'a>) -> Cow<'a, [u8]> {
        self.debug_table(constant_pool, b"LocalVariableTable", self.first_local_variables.bytes(), 10)
    }

    /// The entries of the LocalVariableTypeTable (§4.7.14), 10 bytes each; borrowed unless there are several.
    pub fn local_variable_types(&self, constant_pool: &ConstantPool<'a>) -> Cow<'a, [u8]> {
        self.debug_table(
            constant_pool,
            b"LocalVariableTypeTable",
            self.first_local_variable_types.bytes(),
            10,
        )
    }
}

/// The EnclosingMethod attribute (§4.7.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnclosingMethod {
    /// The innermost enclosing class.
    pub class_index: u16,
    /// The CONSTANT_NameAndType of the enclosing method, or 0.
    pub method_index: u16,
}

/// The attributes of a class that the VM knows.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClassAttributes<'a> {
    /// SourceFile, or 0 (§4.7.10).
    pub source_file_index: u16,
    /// Signature, or 0 (§4.7.9).
    pub signature_index: u16,
    /// NestHost, or 0 (§4.7.28).
    pub nest_host_index: u16,
    /// Whether there is a Synthetic attribute (§4.7.8).
    pub synthetic: bool,
    /// Whether there is a Deprecated attribute (§4.7.15).
    pub deprecated: bool,
    /// Whether InnerClasses was there but is ignored, because its entries form a cycle.
    pub inner_classes_ignored: bool,
    /// SourceDebugExtension (§4.7.11).
    pub source_debug_extension: Option<&'a [u8]>,
    /// InnerClasses (§4.7.6).
    pub inner_classes: Table<'a, InnerClass>,
    /// EnclosingMethod (§4.7.7).
    pub enclosing_method: Option<EnclosingMethod>,
    /// BootstrapMethods (§4.7.23).
    pub bootstrap_methods: BootstrapMethods<'a>,
    /// NestMembers (§4.7.29).
    pub nest_members: Option<U16List<'a>>,
    /// PermittedSubclasses (§4.7.31).
    pub permitted_subclasses: Option<U16List<'a>>,
    /// Record (§4.7.30).
    pub record: Option<Record<'a>>,
    /// Module, uninterpreted (§4.7.25).
    pub module: Option<&'a [u8]>,
    /// ModulePackages (§4.7.26).
    pub module_packages: Option<U16List<'a>>,
    /// ModuleMainClass, or 0 (§4.7.27).
    pub module_main_class_index: u16,
    /// Annotation attributes.
    pub annotations: Annotations<'a>,
}
