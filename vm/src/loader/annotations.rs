//! The annotations that matter to the VM (`@Hidden`, `@CallerSensitive`, `@Contended`, ...), read from RuntimeVisibleAnnotations (JVMS §4.7.16).
//!
//! Only classes of the boot and platform loaders, and hidden classes that were given the right, may use them.

use classfile::annotation::{Annotation, ElementValue, annotations};
use classfile::constant_pool::ConstantPool;

use crate::class::method::flag;

/// Annotation on methods → method flag.
const METHOD: &[(&[u8], u32)] = &[
    (b"Ljdk/internal/reflect/CallerSensitive;", flag::CALLER_SENSITIVE),
    (b"Ljdk/internal/vm/annotation/Hidden;", flag::HIDDEN),
    (b"Ljava/lang/invoke/LambdaForm$Compiled;", flag::LAMBDA_FORM_COMPILED),
    (b"Ljava/lang/invoke/LambdaForm$Hidden;", flag::HIDDEN),
    (b"Ljdk/internal/vm/annotation/ForceInline;", flag::FORCE_INLINE),
    (b"Ljdk/internal/vm/annotation/DontInline;", flag::DONT_INLINE),
    (b"Ljdk/internal/vm/annotation/ReservedStackAccess;", flag::RESERVED_STACK),
    (b"Ljdk/internal/vm/annotation/IntrinsicCandidate;", flag::INTRINSIC_CANDIDATE),
    (b"Ljdk/internal/misc/ScopedMemoryAccess$Scoped;", flag::SCOPED),
];
const STABLE: &[u8] = b"Ljdk/internal/vm/annotation/Stable;";
const CONTENDED: &[u8] = b"Ljdk/internal/vm/annotation/Contended;";

/// Method flags that the annotations of a method stand for.
pub fn method_flags(cp: &ConstantPool<'_>, visible: Option<&[u8]>) -> u32 {
    let flag_of = |ty: &[u8]| METHOD.iter().find(|(name, _)| *name == ty).map_or(0, |(_, flag)| *flag);
    annotations(visible.unwrap_or_default())
        .filter_map(|a| cp.utf8(a.type_index))
        .fold(0, |flags, ty| flags | flag_of(ty))
}

/// Whether a field is `@Stable`.
pub fn is_stable(cp: &ConstantPool<'_>, visible: Option<&[u8]>) -> bool {
    find(cp, visible, STABLE).is_some()
}

/// The group of a class or field that is `@Contended`; its name is empty when it shares padding with nothing.
pub fn contended<'a>(cp: &ConstantPool<'a>, visible: Option<&'a [u8]>) -> Option<&'a [u8]> {
    let group = find(cp, visible, CONTENDED)?.pairs().find_map(|(name, value)| match value {
        ElementValue::Constant { tag: b's', index } if cp.utf8(name) == Some(b"value") => cp.utf8(index),
        _ => None,
    });
    Some(group.unwrap_or_default())
}

fn find<'a>(cp: &ConstantPool<'_>, visible: Option<&'a [u8]>, descriptor: &[u8]) -> Option<Annotation<'a>> {
    annotations(visible?).find(|a| cp.utf8(a.type_index) == Some(descriptor))
}
