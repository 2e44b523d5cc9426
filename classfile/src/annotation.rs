//! Annotations (JVMS §4.7.16): walking them without a model in memory, and the few that mean something to a VM.
//!
//! Nothing in an annotation attribute is checked when a class is parsed (reflection does that), so that every
//! walk here is total: it ends where the contents are malformed. Skipping nested values uses a work list, since
//! hostile nesting may be deep.

use bitflags::bitflags;

use crate::attribute::{take8, take16};
use crate::constant_pool::ConstantPool;

/// An annotation (§4.7.16).
#[derive(Clone, Copy, Debug)]
pub struct Annotation<'a> {
    /// The field descriptor of its interface: an index of a CONSTANT_Utf8, if the class is well-formed.
    pub type_index: u16,
    /// The number of element-value pairs.
    pub pair_count: u16,
    /// The pairs.
    pairs: &'a [u8],
}

/// The value of an annotation's element (§4.7.16.1).
#[derive(Clone, Copy, Debug)]
pub enum ElementValue<'a> {
    /// A primitive (`B C D F I J S Z`), a string (`s`) or a class (`c`): the tag and a constant-pool index.
    Constant { tag: u8, index: u16 },
    /// An enum constant: its type's descriptor and its name.
    Enum { type_name_index: u16, const_name_index: u16 },
    /// A nested annotation.
    Annotation(Annotation<'a>),
    /// An array.
    Array(ElementValues<'a>),
}

/// The values of an array element, or the one value of an AnnotationDefault attribute.
#[derive(Clone, Copy, Debug)]
pub struct ElementValues<'a> {
    /// How many.
    pub count: u16,
    bytes: &'a [u8],
}

impl<'a> ElementValues<'a> {
    /// The values in order.
    pub fn iter(&self) -> impl Iterator<Item = ElementValue<'a>> + use<'a> {
        let mut rest = self.bytes;
        (0..self.count).map_while(move |_| read_value(&mut rest))
    }
}

impl<'a> Annotation<'a> {
    /// The element names (indices) and values in order.
    pub fn pairs(&self) -> impl Iterator<Item = (u16, ElementValue<'a>)> + use<'a> {
        let mut rest = self.pairs;
        (0..self.pair_count).map_while(move |_| {
            let name = take16(&mut rest)?;
            Some((name, read_value(&mut rest)?))
        })
    }
}

/// The annotations of a Runtime(In)VisibleAnnotations attribute.
pub fn annotations(attribute: &[u8]) -> impl Iterator<Item = Annotation<'_>> {
    let mut rest = attribute;
    let count = take16(&mut rest).unwrap_or(0);
    (0..count).map_while(move |_| read_annotation(&mut rest))
}

/// The annotations of each parameter in a Runtime(In)VisibleParameterAnnotations attribute (§4.7.18).
pub fn parameter_annotations(attribute: &[u8]) -> Vec<Vec<Annotation<'_>>> {
    let Some((&parameters, mut rest)) = attribute.split_first() else { return Vec::new() };
    (0..parameters)
        .map(|_| {
            let count = take16(&mut rest).unwrap_or(0);
            (0..count).map_while(|_| read_annotation(&mut rest)).collect()
        })
        .collect()
}

/// The value in an AnnotationDefault attribute (§4.7.22).
pub fn annotation_default(attribute: &[u8]) -> Option<ElementValue<'_>> {
    let mut rest = attribute;
    read_value(&mut rest)
}

/// Reads the annotation at the start of `rest`.
pub fn read_annotation<'a>(rest: &mut &'a [u8]) -> Option<Annotation<'a>> {
    let type_index = take16(rest)?;
    let pair_count = take16(rest)?;
    let start = *rest;
    // most annotations that matter to a VM have no pairs
    if pair_count != 0 {
        skip(rest, Work::Pairs(pair_count));
    }
    let pairs = &start[..start.len() - rest.len()];
    Some(Annotation { type_index, pair_count, pairs })
}

fn read_value<'a>(rest: &mut &'a [u8]) -> Option<ElementValue<'a>> {
    let tag = take8(rest)?;
    Some(match tag {
        b'B' | b'C' | b'D' | b'F' | b'I' | b'J' | b'S' | b'Z' | b's' | b'c' => {
            ElementValue::Constant { tag, index: take16(rest)? }
        }
        b'e' => ElementValue::Enum { type_name_index: take16(rest)?, const_name_index: take16(rest)? },
        b'@' => ElementValue::Annotation(read_annotation(rest)?),
        b'[' => {
            let count = take16(rest)?;
            let start = *rest;
            skip(rest, Work::Values(count));
            ElementValue::Array(ElementValues { count, bytes: &start[..start.len() - rest.len()] })
        }
        _ => return None,
    })
}

/// What is left to skip at one level of nesting.
enum Work {
    Pairs(u16),
    Values(u16),
}

/// Skips pairs or values, or everything when they are malformed.
fn skip(rest: &mut &[u8], work: Work) {
    if try_skip(rest, work).is_none() {
        *rest = &[];
    }
}

fn try_skip(rest: &mut &[u8], work: Work) -> Option<()> {
    let mut stack = vec![work];
    while let Some(level) = stack.last_mut() {
        match level {
            Work::Pairs(0) | Work::Values(0) => {
                stack.pop();
                continue;
            }
            Work::Pairs(count) => {
                *count -= 1;
                take16(rest)?;
            }
            Work::Values(count) => *count -= 1,
        }
        match take8(rest)? {
            b'B' | b'C' | b'D' | b'F' | b'I' | b'J' | b'S' | b'Z' | b's' | b'c' => {
                take16(rest)?;
            }
            b'e' => {
                take16(rest)?;
                take16(rest)?;
            }
            b'[' => stack.push(Work::Values(take16(rest)?)),
            b'@' => {
                take16(rest)?;
                stack.push(Work::Pairs(take16(rest)?));
            }
            _ => return None,
        }
    }
    Some(())
}

/// Where an annotation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    Class,
    Field,
    Method,
}

macro_rules! vm_annotations {
    ($($(#[doc = $doc:literal])* $name:ident = $bit:literal, $location:ident, $descriptor:literal;)*) => {
        bitflags! {
            /// Annotations of the class library that mean something to the VM. Only classes of the boot and
            /// platform loaders may use them.
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
            pub struct VmAnnotations: u16 {
                $($(#[doc = $doc])* const $name = 1 << $bit;)*
            }
        }

        impl VmAnnotations {
            /// The annotation of this descriptor, if it means something at this location.
            pub fn from_descriptor(descriptor: &[u8], location: Location) -> VmAnnotations {
                match descriptor {
                    $($descriptor if location == Location::$location => VmAnnotations::$name,)*
                    b"Ljdk/internal/vm/annotation/Contended;" if location == Location::Field => {
                        VmAnnotations::CONTENDED
                    }
                    _ => VmAnnotations::empty(),
                }
            }
        }
    };
}

vm_annotations! {
    /// The method's result depends on its caller.
    CALLER_SENSITIVE = 0, Method, b"Ljdk/internal/reflect/CallerSensitive;";
    FORCE_INLINE = 1, Method, b"Ljdk/internal/vm/annotation/ForceInline;";
    DONT_INLINE = 2, Method, b"Ljdk/internal/vm/annotation/DontInline;";
    INJECTED_PROFILE = 3, Method, b"Ljava/lang/invoke/InjectedProfile;";
    LAMBDA_FORM_COMPILED = 4, Method, b"Ljava/lang/invoke/LambdaForm$Compiled;";
    /// The method does not show in stack traces.
    HIDDEN = 5, Method, b"Ljdk/internal/vm/annotation/Hidden;";
    SCOPED = 6, Method, b"Ljdk/internal/misc/ScopedMemoryAccess$Scoped;";
    INTRINSIC_CANDIDATE = 7, Method, b"Ljdk/internal/vm/annotation/IntrinsicCandidate;";
    RESERVED_STACK_ACCESS = 8, Method, b"Ljdk/internal/vm/annotation/ReservedStackAccess;";
    /// A field whose non-default value never changes again.
    STABLE = 9, Field, b"Ljdk/internal/vm/annotation/Stable;";
    /// A class or field that wants cache lines of its own.
    CONTENDED = 10, Class, b"Ljdk/internal/vm/annotation/Contended;";
    VALUE_BASED = 11, Class, b"Ljdk/internal/ValueBased;";
}

impl VmAnnotations {
    /// Those in a RuntimeVisibleAnnotations attribute that mean something at this location. A name that is no
    /// CONSTANT_Utf8 ends the search.
    pub fn find(attribute: Option<&[u8]>, constant_pool: &ConstantPool<'_>, location: Location) -> Self {
        let Some(attribute) = attribute else { return Self::empty() };
        annotations(attribute)
            .map_while(|annotation| constant_pool.utf8(annotation.type_index))
            .fold(Self::empty(), |found, descriptor| found | Self::from_descriptor(descriptor, location))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walks_nested_values() {
        // Two annotations: #1(#2 = {1, @#3(#4 = "s"), E.C}), #5().
        let attribute = [
            0, 2, 0, 1, 0, 1, 0, 2, b'[', 0, 3, b'I', 0, 9, b'@', 0, 3, 0, 1, 0, 4, b's', 0, 8, b'e', 0, 7,
            0, 6, 0, 5, 0, 0,
        ];
        let all: Vec<Annotation<'_>> = annotations(&attribute).collect();
        assert_eq!(all.iter().map(|a| a.type_index).collect::<Vec<_>>(), [1, 5]);
        let (name, value) = all[0].pairs().next().unwrap();
        assert_eq!(name, 2);
        let ElementValue::Array(values) = value else { panic!("{value:?}") };
        let values: Vec<ElementValue<'_>> = values.iter().collect();
        assert!(matches!(values[0], ElementValue::Constant { tag: b'I', index: 9 }));
        let ElementValue::Annotation(nested) = values[1] else { panic!("{values:?}") };
        assert!(matches!(nested.pairs().next(), Some((4, ElementValue::Constant { tag: b's', index: 8 }))));
        assert!(matches!(values[2], ElementValue::Enum { type_name_index: 7, const_name_index: 6 }));
    }

    #[test]
    fn malformed_contents_end_the_walk() {
        for attribute in [&b""[..], b"\0", b"\0\x05", b"\0\x05\0\x01\0", b"\0\x05\0\x01\0\x01\0\x02?"] {
            assert!(annotations(attribute).count() <= 1, "{attribute:?}");
        }
        let mut deep = vec![0, 1, 0, 1, 0, 1, 0, 2];
        for _ in 0..200_000 {
            deep.extend([b'[', 0, 1]);
        }
        let first = annotations(&deep).next().unwrap();
        assert_eq!(first.pairs().count(), 1);
    }
}
