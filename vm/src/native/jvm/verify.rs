//! What the JDK's `libverify.so`, the verifier of class files before version 50, asks of a class.
//!
//! Method and field indices are positions among the declared members; the verifier takes their range
//! from the counts. Texts are C strings that [`JVM_ReleaseUTF`] frees.

use std::ffi::{CString, c_char};
use std::ptr;

use gc::Handle;

use super::class::instance_klass;
use super::jvm_export;
use crate::class::method::flag;
use crate::class::{ConstantPool, KlassRef, MethodRef, Tag};
use crate::fatal::fatal;
use crate::runtime::reflect::{FIELD_MODIFIERS, METHOD_MODIFIERS};
use crate::symbol::Symbol;
use crate::thread::Scope;

/// A row of an exception table as the verifier sees it.
#[repr(C)]
pub struct ExceptionTableEntry {
    pub start_pc: i32,
    pub end_pc: i32,
    pub handler_pc: i32,
    /// Constant pool index of the class, 0 for any.
    pub catch_type: i32,
}

/// A C string for the verifier. Modified UTF-8 has no NUL.
fn c_string(s: Symbol) -> *const c_char {
    CString::new(s.bytes()).map_or(ptr::null(), |c| c.into_raw().cast_const())
}

fn pool(t: &Scope<'_>, cls: Handle<'_>) -> &'static ConstantPool {
    match instance_klass(t, cls) {
        Some(k) => k.constants(),
        None => fatal("the old verifier asks for the constant pool of an array class"),
    }
}

fn method(t: &Scope<'_>, cls: Handle<'_>, index: i32) -> MethodRef {
    match instance_klass(t, cls).and_then(|k| k.methods.get().get(index as usize).copied()) {
        Some(m) => m,
        None => fatal("the old verifier asks for a method that its class does not have"),
    }
}

/// An index of an entry with one of `tags`.
fn entry(cp: &ConstantPool, index: i32, tags: &[Tag]) -> u16 {
    let i = index as u16;
    if !tags.contains(&cp.tag(i)) {
        fatal("the old verifier asks for a constant of another kind");
    }
    i
}

const FIELD: &[Tag] = &[Tag::Fieldref];
const METHOD: &[Tag] = &[Tag::Methodref, Tag::InterfaceMethodref];

fn member_name(t: &Scope<'_>, cls: Handle<'_>, index: i32, tags: &[Tag]) -> *const c_char {
    let cp = pool(t, cls);
    c_string(cp.member_name_and_type(entry(cp, index, tags)).0)
}

fn member_descriptor(t: &Scope<'_>, cls: Handle<'_>, index: i32, tags: &[Tag]) -> *const c_char {
    let cp = pool(t, cls);
    c_string(cp.member_name_and_type(entry(cp, index, tags)).1)
}

fn member_class(t: &Scope<'_>, cls: Handle<'_>, index: i32, tags: &[Tag]) -> *const c_char {
    let cp = pool(t, cls);
    c_string(cp.member_class_name(entry(cp, index, tags)))
}

fn count(n: usize) -> i32 {
    n as i32
}

/// The class's methods of the class file: those that the VM made come behind them.
fn methods(k: KlassRef) -> usize {
    k.methods.get().len()
}

jvm_export! {
    /// Name of a class in internal form.
    fn JVM_GetClassNameUTF(t, cls: Handle<'_>) -> *const c_char, else ptr::null(); {
        Ok(instance_klass(t, cls).map_or(ptr::null(), |k| c_string(k.name)))
    }

    /// Entries of the constant pool, entry 0 included; 0 for arrays.
    fn JVM_GetClassCPEntriesCount(t, cls: Handle<'_>) -> i32, else 0; {
        Ok(instance_klass(t, cls).map_or(0, |k| count(k.constants().len())))
    }

    /// Tags of all entries.
    fn JVM_GetClassCPTypes(t, cls: Handle<'_>, types: *mut u8) -> (), else (); {
        if let Some(k) = instance_klass(t, cls) {
            for i in 0..k.constants().len() {
                // SAFETY: the caller's array has as many elements as the pool has entries.
                unsafe { types.add(i).write(k.constants().tag(i as u16) as u8) };
            }
        }
        Ok(())
    }

    /// Number of declared fields.
    fn JVM_GetClassFieldsCount(t, cls: Handle<'_>) -> i32, else 0; {
        Ok(instance_klass(t, cls).map_or(0, |k| count(k.fields.get().len())))
    }

    /// Number of declared methods.
    fn JVM_GetClassMethodsCount(t, cls: Handle<'_>) -> i32, else 0; {
        Ok(instance_klass(t, cls).map_or(0, |k| count(methods(k))))
    }

    /// Length of a method's Exceptions attribute.
    fn JVM_GetMethodIxExceptionsCount(t, cls: Handle<'_>, index: i32) -> i32, else 0; {
        Ok(count(method(t, cls, index).cold.checked_exceptions.len()))
    }

    /// Class entries of a method's Exceptions attribute.
    fn JVM_GetMethodIxExceptionIndexes(t, cls: Handle<'_>, index: i32, exceptions: *mut u16) -> (), else (); {
        for (i, e) in method(t, cls, index).cold.checked_exceptions.iter().enumerate() {
            // SAFETY: the caller's array has as many elements as the attribute.
            unsafe { exceptions.add(i).write(*e) };
        }
        Ok(())
    }

    /// Length of a method's code.
    fn JVM_GetMethodIxByteCodeLength(t, cls: Handle<'_>, index: i32) -> i32, else 0; {
        Ok(count(method(t, cls, index).cold.bytecode.len()))
    }

    /// A method's code as in the class file.
    fn JVM_GetMethodIxByteCode(t, cls: Handle<'_>, index: i32, code: *mut u8) -> (), else (); {
        let bytes = method(t, cls, index).cold.bytecode;
        // SAFETY: the caller's array has the length of the code.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), code, bytes.len()) };
        Ok(())
    }

    /// Length of a method's exception table.
    fn JVM_GetMethodIxExceptionTableLength(t, cls: Handle<'_>, index: i32) -> i32, else 0; {
        Ok(count(method(t, cls, index).cold.exceptions.len()))
    }

    /// A row of a method's exception table.
    fn JVM_GetMethodIxExceptionTableEntry(
        t, cls: Handle<'_>, index: i32, row: i32, entry: *mut ExceptionTableEntry,
    ) -> (), else (); {
        let [start, end, handler, catch] = method(t, cls, index).cold.exceptions[row as usize];
        let value = ExceptionTableEntry {
            start_pc: start.into(),
            end_pc: end.into(),
            handler_pc: handler.into(),
            catch_type: catch.into(),
        };
        // SAFETY: the caller passes the address of an entry.
        unsafe { entry.write(value) };
        Ok(())
    }

    /// Access flags of a field.
    fn JVM_GetFieldIxModifiers(t, cls: Handle<'_>, index: i32) -> i32, else 0; {
        let field = instance_klass(t, cls).and_then(|k| k.fields.get().get(index as usize));
        Ok(field.map_or(0, |f| (f.access & FIELD_MODIFIERS).into()))
    }

    /// Access flags of a method.
    fn JVM_GetMethodIxModifiers(t, cls: Handle<'_>, index: i32) -> i32, else 0; {
        Ok((method(t, cls, index).access() & METHOD_MODIFIERS).into())
    }

    /// A method's `max_locals`.
    fn JVM_GetMethodIxLocalsCount(t, cls: Handle<'_>, index: i32) -> i32, else 0; {
        Ok(method(t, cls, index).max_locals.into())
    }

    /// Slots of a method's arguments, receiver included.
    fn JVM_GetMethodIxArgsSize(t, cls: Handle<'_>, index: i32) -> i32, else 0; {
        Ok(method(t, cls, index).arg_slots.into())
    }

    /// A method's `max_stack`.
    fn JVM_GetMethodIxMaxStack(t, cls: Handle<'_>, index: i32) -> i32, else 0; {
        Ok(method(t, cls, index).max_stack.into())
    }

    /// Whether a method is `<init>`.
    fn JVM_IsConstructorIx(t, cls: Handle<'_>, index: i32) -> u8, else 0; {
        Ok(method(t, cls, index).is_constructor().into())
    }

    /// Whether the VM made a method: such ones are not verified.
    fn JVM_IsVMGeneratedMethodIx(t, cls: Handle<'_>, index: i32) -> u8, else 0; {
        Ok(method(t, cls, index).has(flag::OVERPASS).into())
    }

    /// Name of a method.
    fn JVM_GetMethodIxNameUTF(t, cls: Handle<'_>, index: i32) -> *const c_char, else ptr::null(); {
        Ok(c_string(method(t, cls, index).name))
    }

    /// Descriptor of a method.
    fn JVM_GetMethodIxSignatureUTF(t, cls: Handle<'_>, index: i32) -> *const c_char, else ptr::null(); {
        Ok(c_string(method(t, cls, index).desc))
    }

    /// Name in a field reference.
    fn JVM_GetCPFieldNameUTF(t, cls: Handle<'_>, index: i32) -> *const c_char, else ptr::null(); {
        Ok(member_name(t, cls, index, FIELD))
    }

    /// Name in a method reference.
    fn JVM_GetCPMethodNameUTF(t, cls: Handle<'_>, index: i32) -> *const c_char, else ptr::null(); {
        Ok(member_name(t, cls, index, METHOD))
    }

    /// Descriptor in a field reference.
    fn JVM_GetCPFieldSignatureUTF(t, cls: Handle<'_>, index: i32) -> *const c_char, else ptr::null(); {
        Ok(member_descriptor(t, cls, index, FIELD))
    }

    /// Descriptor in a method reference.
    fn JVM_GetCPMethodSignatureUTF(t, cls: Handle<'_>, index: i32) -> *const c_char, else ptr::null(); {
        Ok(member_descriptor(t, cls, index, METHOD))
    }

    /// Name in a Class entry.
    fn JVM_GetCPClassNameUTF(t, cls: Handle<'_>, index: i32) -> *const c_char, else ptr::null(); {
        let cp = pool(t, cls);
        Ok(c_string(cp.name_of(entry(cp, index, &[Tag::Class]))))
    }

    /// Name of the class in a field reference.
    fn JVM_GetCPFieldClassNameUTF(t, cls: Handle<'_>, index: i32) -> *const c_char, else ptr::null(); {
        Ok(member_class(t, cls, index, FIELD))
    }

    /// Name of the class in a method reference.
    fn JVM_GetCPMethodClassNameUTF(t, cls: Handle<'_>, index: i32) -> *const c_char, else ptr::null(); {
        Ok(member_class(t, cls, index, METHOD))
    }

    /// Access flags of the field that `called` declares under the name and descriptor of a field
    /// reference; -1 when it declares none.
    fn JVM_GetCPFieldModifiers(t, cls: Handle<'_>, index: i32, called: Handle<'_>) -> i32, else 0; {
        let cp = pool(t, cls);
        let (name, desc) = cp.member_name_and_type(entry(cp, index, FIELD));
        let field = instance_klass(t, called).and_then(|k| k.declared_field(name, desc));
        Ok(field.map_or(-1, |f| (f.access & FIELD_MODIFIERS).into()))
    }

    /// Access flags of the method that `called` declares under the name and descriptor of a method
    /// reference; -1 when it declares none.
    fn JVM_GetCPMethodModifiers(t, cls: Handle<'_>, index: i32, called: Handle<'_>) -> i32, else 0; {
        let cp = pool(t, cls);
        let (name, desc) = cp.member_name_and_type(entry(cp, index, METHOD));
        let m = instance_klass(t, called).and_then(|k| k.declared_method(name, desc));
        Ok(m.map_or(-1, |m| (m.access() & METHOD_MODIFIERS).into()))
    }
}

/// Frees a text that one of these functions returned.
///
/// # Safety
/// `utf` must be null or such a text, not freed before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn JVM_ReleaseUTF(utf: *const c_char) {
    if !utf.is_null() {
        // SAFETY: by the caller's promise it came from `CString::into_raw`.
        drop(unsafe { CString::from_raw(utf.cast_mut()) });
    }
}
