//! `java.lang.Class`: what a class is, and what its class file says of it.

use gc::Handle;

use super::jvm_export;
use crate::class::{BasicType, KlassRef};
use crate::loader::mirrors;
use crate::runtime::{alloc, reflect, strings};
use crate::thread::{JResult, Scope};
use crate::well_known::{Wk, f};

const ACC_SUPER: u32 = 0x0020;
const ACC_FINAL: u32 = 0x0010;
/// Flags that a class file can hold.
const WRITTEN_FLAGS: u32 = 0x7fff;
/// public abstract final
const PRIMITIVE_MODIFIERS: i32 = 0x0411;

/// The class behind a mirror; `None` for primitive types and `void`.
pub(super) fn klass(t: &Scope<'_>, cls: Handle<'_>) -> Option<KlassRef> {
    KlassRef::from_mirror(cls.get(t))
}

/// The class behind a mirror, unless it is an array class or a primitive type.
pub(super) fn instance_klass(t: &Scope<'_>, cls: Handle<'_>) -> Option<KlassRef> {
    klass(t, cls).filter(|k| k.is_instance())
}

/// A `Class[]` of mirrors.
pub(super) fn class_array<'s>(t: &mut Scope<'s>, classes: &[KlassRef]) -> JResult<Option<Handle<'s>>> {
    let a = alloc::new_object_array(t, Wk::Class.klass(), classes.len() as i32)?;
    for (i, k) in classes.iter().enumerate() {
        a.get(t).set_elem_ref(i, Some(k.mirror(t)));
    }
    Ok(Some(a))
}

/// Modifiers with those of the InnerClasses attribute for a member class.
fn modifiers(k: KlassRef) -> u32 {
    if k.is_array() {
        return array_modifiers(k);
    }
    let cp = k.constants();
    let inner = k.cold.inner_classes.get().iter().find(|row| row[0] != 0 && cp.name_of(row[0]) == k.name);
    let access = inner.map_or(k.access.get(), |row| row[3].into());
    access & WRITTEN_FLAGS & !ACC_SUPER
}

/// An array class is final and abstract, and as accessible as its element type (JLS §10.8).
fn array_modifiers(k: KlassRef) -> u32 {
    const ACCESS: u32 = 0x0007;
    let mut element = k;
    while let Some(c) = element.component {
        element = c;
    }
    let access = if element.is_array() { PRIMITIVE_MODIFIERS as u32 } else { modifiers(element) };
    (access & ACCESS) | (PRIMITIVE_MODIFIERS as u32 & !ACCESS)
}

/// Whether a class is a record class (JLS §8.10): final, a direct subclass of Record, with the attribute.
fn is_record(k: KlassRef) -> bool {
    k.access.get() & ACC_FINAL != 0
        && k.superclass.get() == Some(Wk::Record.klass())
        && k.cold.record.get().is_some()
}

jvm_export! {
    /// The `name` field of a `Class`, made when first asked for.
    fn JVM_InitClassName(t, cls: Handle<'_>) -> object {
        if let Some(name) = f::Class::name.get(cls.get(t)) {
            return Ok(Some(t.handle(name)));
        }
        let text = match klass(t, cls) {
            Some(k) if k.element().is_some_and(KlassRef::is_hidden) => k.external_name(),
            Some(k) => {
                let bytes: Vec<u8> = k.name.bytes().iter().map(|&b| if b == b'/' { b'.' } else { b }).collect();
                let name = strings::intern_mutf8(t, &bytes)?;
                f::Class::name.set(cls.get(t), Some(name.get(t)));
                return Ok(Some(name));
            }
            None => mirrors::primitive_type_of(t, cls).map_or("void", BasicType::keyword).to_owned(),
        };
        let name = strings::intern_str(t, &text)?;
        f::Class::name.set(cls.get(t), Some(name.get(t)));
        Ok(Some(name))
    }

    /// `Class.getInterfaces`: direct superinterfaces in class-file order.
    fn JVM_GetClassInterfaces(t, cls: Handle<'_>) -> object {
        match klass(t, cls) {
            None => class_array(t, &[]),
            Some(k) if k.is_array() => class_array(t, &[Wk::Cloneable.klass(), Wk::Serializable.klass()]),
            Some(k) => class_array(t, k.cold.interfaces.get()),
        }
    }

    /// `Class.isInterface`
    fn JVM_IsInterface(t, cls: Handle<'_>) -> u8, else 0; {
        Ok(instance_klass(t, cls).is_some_and(KlassRef::is_interface).into())
    }

    /// `Class.isHidden`
    fn JVM_IsHiddenClass(t, cls: Handle<'_>) -> u8, else 0; {
        Ok(klass(t, cls).is_some_and(KlassRef::is_hidden).into())
    }

    /// `Class.isArray`
    fn JVM_IsArrayClass(t, cls: Handle<'_>) -> u8, else 0; {
        Ok(klass(t, cls).is_some_and(KlassRef::is_array).into())
    }

    /// `Class.isPrimitive`
    fn JVM_IsPrimitiveClass(t, cls: Handle<'_>) -> u8, else 0; {
        Ok(klass(t, cls).is_none().into())
    }

    /// `Class.isRecord0`
    fn JVM_IsRecord(t, cls: Handle<'_>) -> u8, else 0; {
        Ok(instance_klass(t, cls).is_some_and(is_record).into())
    }

    /// `Class.getModifiers`: with the flags that the InnerClasses attribute gives a member class.
    fn JVM_GetClassModifiers(t, cls: Handle<'_>) -> i32, else 0; {
        Ok(klass(t, cls).map_or(PRIMITIVE_MODIFIERS, |k| modifiers(k) as i32))
    }

    /// Access flags as the class file itself has them.
    fn JVM_GetClassAccessFlags(t, cls: Handle<'_>) -> i32, else 0; {
        Ok(match klass(t, cls) {
            None => PRIMITIVE_MODIFIERS,
            Some(k) if k.is_array() => 0, // has no class file
            Some(k) => (k.access.get() & WRITTEN_FLAGS) as i32,
        })
    }

    /// `Class.getGenericSignature0`: the Signature attribute.
    fn JVM_GetClassSignature(t, cls: Handle<'_>) -> object {
        let signature = instance_klass(t, cls).and_then(|k| k.cold.signature.get());
        reflect::string_of(t, signature)
    }

    /// `Class.getRawAnnotations`: RuntimeVisibleAnnotations.
    fn JVM_GetClassAnnotations(t, cls: Handle<'_>) -> object {
        let a = instance_klass(t, cls).and_then(|k| k.cold.annotations.get());
        reflect::byte_array(t, a)
    }

    /// `Class.getRawTypeAnnotations`: RuntimeVisibleTypeAnnotations.
    fn JVM_GetClassTypeAnnotations(t, cls: Handle<'_>) -> object {
        let a = instance_klass(t, cls).and_then(|k| k.cold.type_annotations.get());
        reflect::byte_array(t, a)
    }

    /// `Class.getSigners`: a copy.
    fn JVM_GetClassSigners(t, cls: Handle<'_>) -> object {
        match t.handle_opt(f::Class::signers.get(cls.get(t))) {
            Some(signers) => alloc::clone_object(t, signers).map(Some),
            None => Ok(None),
        }
    }

    /// `Class.setSigners`: ignored for arrays and primitive types.
    fn JVM_SetClassSigners(t, cls: Handle<'_>, signers: Option<Handle<'_>>) -> (), else (); {
        if instance_klass(t, cls).is_some() {
            f::Class::signers.set(cls.get(t), signers.map(|s| s.get(t)));
        }
        Ok(())
    }

    /// `Class.getProtectionDomain0`; null for boot classes and primitive types.
    fn JVM_GetProtectionDomain(t, cls: Handle<'_>) -> object {
        let element = |k: KlassRef| std::iter::successors(Some(k), |k| k.component).last();
        match klass(t, cls).and_then(element) {
            Some(k) => Ok(t.handle_opt(f::Class::protection_domain.get(k.mirror(t)))),
            None => Ok(None),
        }
    }

    /// Whether both classes are in the same runtime package (JVMS §5.3); asked by the old verifier.
    fn JVM_IsSameClassPackage(t, class1: Handle<'_>, class2: Handle<'_>) -> u8, else 0; {
        Ok(match (klass(t, class1), klass(t, class2)) {
            (Some(a), Some(b)) => a.same_package(b),
            _ => false,
        }.into())
    }

    /// `Class.getRecordComponents0`: null without a Record attribute.
    fn JVM_GetRecordComponents(t, cls: Handle<'_>) -> object {
        let Some(k) = instance_klass(t, cls) else { return Ok(None) };
        let Some(components) = k.cold.record.get() else { return Ok(None) };
        let a = alloc::new_object_array(t, Wk::RecordComponent.klass(), components.len() as i32)?;
        for (i, c) in components.iter().enumerate() {
            let mut n = t.nested();
            let o = reflect::new_record_component(&mut n, k, c)?;
            a.get(&n).set_elem_ref(i, Some(o.get(&n)));
        }
        Ok(Some(a))
    }

    /// `Class.getPrimitiveClass`
    fn JVM_FindPrimitiveClass(t, name: *const std::ffi::c_char) -> object {
        // SAFETY: the caller passes a NUL-terminated string.
        let name = unsafe { std::ffi::CStr::from_ptr(name) }.to_bytes();
        let all = BasicType::PRIMITIVES.into_iter().chain([BasicType::Void]);
        match all.into_iter().find(|ty| ty.keyword().as_bytes() == name) {
            Some(ty) => Ok(Some(mirrors::primitive_mirror(t, ty))),
            None => {
                let text = String::from_utf8_lossy(name).into_owned();
                Err(t.throw_new("java/lang/ClassNotFoundException", &text))
            }
        }
    }
}
