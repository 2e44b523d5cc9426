//! Field and method descriptors (JVMS §4.3) and the rules for names (§4.2).
//!
//! Parsing is total and borrows: descriptors of unverified classes may be malformed, and then the answer is
//! `None`, never a panic. The legality checks answer with the reason, from which the parser makes its error.

use crate::identifier::{is_identifier_part, is_identifier_start};

/// The most dimensions that an array descriptor may have (§4.3.2).
pub const MAX_ARRAY_DIMENSIONS: usize = 255;

/// A primitive type or `void`, by its descriptor character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum BaseType {
    Byte = b'B',
    Char = b'C',
    Double = b'D',
    Float = b'F',
    Int = b'I',
    Long = b'J',
    Short = b'S',
    Boolean = b'Z',
}

impl BaseType {
    /// The type of a descriptor character (§4.3.2 table 4.3-A).
    #[inline]
    pub fn from_descriptor(c: u8) -> Option<BaseType> {
        Some(match c {
            b'B' => BaseType::Byte,
            b'C' => BaseType::Char,
            b'D' => BaseType::Double,
            b'F' => BaseType::Float,
            b'I' => BaseType::Int,
            b'J' => BaseType::Long,
            b'S' => BaseType::Short,
            b'Z' => BaseType::Boolean,
            _ => return None,
        })
    }

    /// The type of a `newarray` operand (§6.5.newarray).
    pub fn from_newarray(code: u8) -> Option<BaseType> {
        Some(match code {
            4 => BaseType::Boolean,
            5 => BaseType::Char,
            6 => BaseType::Float,
            7 => BaseType::Double,
            8 => BaseType::Byte,
            9 => BaseType::Short,
            10 => BaseType::Int,
            11 => BaseType::Long,
            _ => return None,
        })
    }

    /// The keyword of the Java language.
    pub fn keyword(self) -> &'static str {
        match self {
            BaseType::Byte => "byte",
            BaseType::Char => "char",
            BaseType::Double => "double",
            BaseType::Float => "float",
            BaseType::Int => "int",
            BaseType::Long => "long",
            BaseType::Short => "short",
            BaseType::Boolean => "boolean",
        }
    }

    /// The stack or local variable slots of a value: 2 for long and double.
    #[inline]
    pub fn slots(self) -> usize {
        if matches!(self, BaseType::Long | BaseType::Double) { 2 } else { 1 }
    }
}

/// The type that a field descriptor denotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldType<'a> {
    Byte,
    Char,
    Double,
    Float,
    Int,
    Long,
    Short,
    Boolean,
    /// A class or interface, by its name in internal form.
    Object(&'a [u8]),
    /// An array: the number of its dimensions, the descriptor of its innermost element (no `[`), and the
    /// descriptor of the whole.
    Array {
        dimensions: u8,
        element: &'a [u8],
        descriptor: &'a [u8],
    },
}

impl From<BaseType> for FieldType<'_> {
    fn from(base: BaseType) -> Self {
        match base {
            BaseType::Byte => FieldType::Byte,
            BaseType::Char => FieldType::Char,
            BaseType::Double => FieldType::Double,
            BaseType::Float => FieldType::Float,
            BaseType::Int => FieldType::Int,
            BaseType::Long => FieldType::Long,
            BaseType::Short => FieldType::Short,
            BaseType::Boolean => FieldType::Boolean,
        }
    }
}

impl<'a> FieldType<'a> {
    /// Parses a whole field descriptor.
    pub fn parse(descriptor: &'a [u8]) -> Option<FieldType<'a>> {
        match Self::parse_prefix(descriptor)? {
            (field_type, []) => Some(field_type),
            _ => None,
        }
    }

    /// Parses the field descriptor at the start of `bytes`, and returns what follows it.
    #[inline]
    pub fn parse_prefix(bytes: &'a [u8]) -> Option<(FieldType<'a>, &'a [u8])> {
        let (&first, rest) = bytes.split_first()?;
        if let Some(base) = BaseType::from_descriptor(first) {
            return Some((base.into(), rest));
        }
        match first {
            b'L' => {
                let end = rest.iter().position(|&c| c == b';')?;
                if end == 0 {
                    return None;
                }
                Some((FieldType::Object(&rest[..end]), &rest[end + 1..]))
            }
            b'[' => {
                let dimensions = bytes.iter().position(|&c| c != b'[')?;
                let element = &bytes[dimensions..];
                let after = match Self::parse_prefix_no_array(element)? {
                    (_, after) if dimensions <= MAX_ARRAY_DIMENSIONS => after,
                    _ => return None,
                };
                Some((
                    FieldType::Array {
                        dimensions: dimensions as u8,
                        element: &element[..element.len() - after.len()],
                        descriptor: &bytes[..bytes.len() - after.len()],
                    },
                    after,
                ))
            }
            _ => None,
        }
    }

    fn parse_prefix_no_array(bytes: &'a [u8]) -> Option<(FieldType<'a>, &'a [u8])> {
        if bytes.first() == Some(&b'[') { None } else { Self::parse_prefix(bytes) }
    }

    /// The primitive type, if it is one.
    #[inline]
    pub fn base_type(self) -> Option<BaseType> {
        Some(match self {
            FieldType::Byte => BaseType::Byte,
            FieldType::Char => BaseType::Char,
            FieldType::Double => BaseType::Double,
            FieldType::Float => BaseType::Float,
            FieldType::Int => BaseType::Int,
            FieldType::Long => BaseType::Long,
            FieldType::Short => BaseType::Short,
            FieldType::Boolean => BaseType::Boolean,
            FieldType::Object(_) | FieldType::Array { .. } => return None,
        })
    }

    /// Whether values are references.
    #[inline]
    pub fn is_reference(self) -> bool {
        matches!(self, FieldType::Object(_) | FieldType::Array { .. })
    }

    /// Whether values take two stack or local variable slots.
    #[inline]
    pub fn is_wide(self) -> bool {
        matches!(self, FieldType::Long | FieldType::Double)
    }

    /// The stack or local variable slots of a value.
    #[inline]
    pub fn slots(self) -> usize {
        if self.is_wide() { 2 } else { 1 }
    }

    /// For a reference type the name as a CONSTANT_Class has it: internal form for a class, the descriptor for
    /// an array (§4.4.1).
    #[inline]
    pub fn class_name(self) -> Option<&'a [u8]> {
        match self {
            FieldType::Object(name) => Some(name),
            FieldType::Array { descriptor, .. } => Some(descriptor),
            _ => None,
        }
    }

    /// The descriptor's first character.
    #[inline]
    pub fn descriptor_char(self) -> u8 {
        match self {
            FieldType::Object(_) => b'L',
            FieldType::Array { .. } => b'[',
            _ => self.base_type().map_or(b'L', |base| base as u8),
        }
    }
}

/// What a method returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReturnType<'a> {
    Void,
    Value(FieldType<'a>),
}

impl<'a> ReturnType<'a> {
    /// Parses a return descriptor (§4.3.3).
    #[inline]
    pub fn parse(descriptor: &'a [u8]) -> Option<ReturnType<'a>> {
        if descriptor == b"V" {
            Some(ReturnType::Void)
        } else {
            FieldType::parse(descriptor).map(ReturnType::Value)
        }
    }

    /// The stack slots of the result.
    #[inline]
    pub fn slots(self) -> usize {
        match self {
            ReturnType::Void => 0,
            ReturnType::Value(value) => value.slots(),
        }
    }

    /// The descriptor's first character.
    #[inline]
    pub fn descriptor_char(self) -> u8 {
        match self {
            ReturnType::Void => b'V',
            ReturnType::Value(value) => value.descriptor_char(),
        }
    }
}

/// A well-formed method descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodDescriptor<'a> {
    parameters: &'a [u8],
    return_type: ReturnType<'a>,
    parameter_count: u32,
    parameter_slots: u32,
}

impl<'a> MethodDescriptor<'a> {
    /// Parses a method descriptor (§4.3.3) without judging the names in it.
    pub fn parse(descriptor: &'a [u8]) -> Option<MethodDescriptor<'a>> {
        let parameters = descriptor.strip_prefix(b"(")?;
        let (mut rest, mut count, mut slots) = (parameters, 0, 0);
        while rest.first()? != &b')' {
            let (parameter, after) = FieldType::parse_prefix(rest)?;
            count += 1;
            slots += parameter.slots() as u32;
            rest = after;
        }
        let return_type = ReturnType::parse(&rest[1..])?;
        Some(MethodDescriptor {
            parameters: &parameters[..parameters.len() - rest.len()],
            return_type,
            parameter_count: count,
            parameter_slots: slots,
        })
    }

    /// The parameter types in order, without allocation.
    #[inline]
    pub fn parameters(&self) -> Parameters<'a> {
        Parameters { rest: self.parameters }
    }

    /// The type of the result.
    #[inline]
    pub fn return_type(&self) -> ReturnType<'a> {
        self.return_type
    }

    /// How many parameters there are.
    #[inline]
    pub fn parameter_count(&self) -> usize {
        self.parameter_count as usize
    }

    /// The slots of the parameters, without a receiver: long and double take two.
    #[inline]
    pub fn parameter_slots(&self) -> usize {
        self.parameter_slots as usize
    }
}

/// Iterator over the parameter types of a method descriptor.
#[derive(Clone, Debug)]
pub struct Parameters<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Parameters<'a> {
    type Item = FieldType<'a>;

    #[inline]
    fn next(&mut self) -> Option<FieldType<'a>> {
        let (parameter, rest) = FieldType::parse_prefix(self.rest)?;
        self.rest = rest;
        Some(parameter)
    }
}

/// Which rule of §4.2 a name must keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A class or interface name in internal form: unqualified names between slashes (§4.2.1).
    Class,
    /// A field (or local variable, or parameter) name (§4.2.2).
    Field,
    /// A method name: no `<` or `>` (§4.2.2).
    Method,
}

/// Whether a name is legal in class files of version 49 and later (§4.2). The special method names `<init>`
/// and `<clinit>` are not unqualified names.
pub fn is_unqualified_name(name: &[u8], kind: NameKind) -> bool {
    if name.is_empty() {
        return false;
    }
    let mut previous = b'/';
    for &c in name {
        match c {
            b'.' | b';' | b'[' => return false,
            b'/' if kind != NameKind::Class || previous == b'/' => return false,
            b'<' | b'>' if kind == NameKind::Method => return false,
            _ => {}
        }
        previous = c;
    }
    previous != b'/' || kind != NameKind::Class
}

/// The length of the longest Java identifier at the start of `bytes`, or of the longest sequence of identifiers
/// between slashes: the names of class files before version 49. `None` when there is none, or when two slashes
/// follow each other.
pub fn identifier_prefix(bytes: &[u8], allow_slash: bool) -> Option<usize> {
    let (mut i, mut last_is_slash) = (0, false);
    while let Some(&b) = bytes.get(i) {
        let first = i == 0;
        let (legal, length) = match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'$' => (true, 1),
            b'0'..=b'9' => (!first, 1),
            b'/' if allow_slash => {
                if last_is_slash {
                    return None;
                }
                last_is_slash = true;
                i += 1;
                continue;
            }
            0..=0x7f => (false, 1),
            _ => {
                let (code_point, length) = next_code_point(&bytes[i..]);
                let legal =
                    if first { is_identifier_start(code_point) } else { is_identifier_part(code_point) };
                (legal, length)
            }
        };
        if !legal {
            break;
        }
        last_is_slash = false;
        i += length;
    }
    if i == 0 { None } else { Some(i) }
}

/// The code point at the start of modified UTF-8 bytes and its length, surrogate pairs joined.
fn next_code_point(bytes: &[u8]) -> (u32, usize) {
    let unit_length = |b: u8| match b >> 4 {
        0xc | 0xd => 2,
        0xe => 3,
        _ => 1,
    };
    let first_length = unit_length(bytes[0]).min(bytes.len());
    let mut units = crate::mutf8::utf16_units(bytes);
    let high = u32::from(units.next().unwrap_or(0));
    if (0xd800..0xdc00).contains(&high)
        && let Some(low) = units.next()
        && (0xdc00..0xe000).contains(&low)
    {
        return (
            0x10000 + ((high - 0xd800) << 10) + (u32::from(low) - 0xdc00),
            (first_length + 3).min(bytes.len()),
        );
    }
    (high, first_length)
}

/// Whether a class name is legal for a class file of this major version (§4.4.1, §4.2.1); array descriptors are.
pub fn is_legal_class_name(name: &[u8], major_version: u16) -> Result<bool, DescriptorError> {
    match name.first() {
        None => Ok(false),
        Some(b'[') => Ok(skip_field_descriptor(name, false, major_version)? == Some(name.len())),
        Some(b'<') if major_version < 49 => Ok(false),
        Some(_) if major_version < 49 => Ok(identifier_prefix(name, true) == Some(name.len())),
        Some(_) => Ok(is_unqualified_name(name, NameKind::Class)),
    }
}

/// Whether a field name is legal for a class file of this major version.
pub fn is_legal_field_name(name: &[u8], major_version: u16) -> bool {
    if major_version < 49 {
        identifier_prefix(name, false) == Some(name.len())
    } else {
        is_unqualified_name(name, NameKind::Field)
    }
}

/// Whether a method name is legal for a class file of this major version; `<init>` and `<clinit>` are.
pub fn is_legal_method_name(name: &[u8], major_version: u16) -> bool {
    if name.first() == Some(&b'<') {
        name == b"<init>" || name == b"<clinit>"
    } else if major_version < 49 {
        identifier_prefix(name, false) == Some(name.len())
    } else {
        is_unqualified_name(name, NameKind::Method)
    }
}

/// A descriptor error that has a message of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DescriptorError {
    /// The class name between `L` and `;` is empty or has an illegal character.
    IllegalClassName,
    /// More than 255 dimensions.
    TooManyDimensions,
}

/// The length of the legal field descriptor at the start of `bytes` by the rules of this class-file version,
/// or `None` when there is none. `allow_void` also takes `V`.
pub fn skip_field_descriptor(
    bytes: &[u8],
    allow_void: bool,
    major_version: u16,
) -> Result<Option<usize>, DescriptorError> {
    let dimensions = bytes.iter().take_while(|&&c| c == b'[').count();
    if dimensions > MAX_ARRAY_DIMENSIONS {
        return Err(DescriptorError::TooManyDimensions);
    }
    let Some(&kind) = bytes.get(dimensions) else { return Ok(None) };
    match kind {
        b'V' => Ok((allow_void && dimensions == 0).then_some(1)),
        b'L' => {
            let name = &bytes[dimensions + 1..];
            if major_version < 49 {
                return Ok(identifier_prefix(name, true)
                    .filter(|&end| name.get(end) == Some(&b';'))
                    .map(|end| dimensions + end + 2));
            }
            let Some(end) = name.iter().position(|&c| c == b';') else { return Ok(None) };
            if !is_unqualified_name(&name[..end], NameKind::Class) {
                return Err(DescriptorError::IllegalClassName);
            }
            Ok(Some(dimensions + end + 2))
        }
        _ => Ok(BaseType::from_descriptor(kind).map(|_| dimensions + 1)),
    }
}

/// Whether a field descriptor is legal for a class file of this major version.
pub fn is_legal_field_descriptor(descriptor: &[u8], major_version: u16) -> Result<bool, DescriptorError> {
    Ok(skip_field_descriptor(descriptor, false, major_version)? == Some(descriptor.len()))
}

/// The parameter slots (without a receiver) of a method descriptor that is legal for a method of this name in a
/// class file of this major version; `None` when it is not legal. Methods whose name begins with `<` must
/// return `void` (§4.3.3), and `<clinit>` takes no arguments from version 51 on (§2.9.2).
pub fn legal_method_descriptor_slots(
    name: &[u8],
    descriptor: &[u8],
    major_version: u16,
) -> Result<Option<usize>, DescriptorError> {
    if name == b"<clinit>" && major_version >= 51 && descriptor != b"()V" {
        return Ok(None);
    }
    let Some(mut rest) = descriptor.strip_prefix(b"(") else { return Ok(None) };
    let mut slots = 0;
    while !rest.is_empty() {
        let Some(length) = skip_field_descriptor(rest, false, major_version)? else { break };
        slots += if matches!(rest[0], b'J' | b'D') { 2 } else { 1 };
        rest = &rest[length..];
    }
    let Some(result) = rest.strip_prefix(b")") else { return Ok(None) };
    let legal = if name.first() == Some(&b'<') {
        result == b"V"
    } else {
        !result.is_empty() && skip_field_descriptor(result, true, major_version)? == Some(result.len())
    };
    Ok(legal.then_some(slots))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_types() {
        assert_eq!(FieldType::parse(b"I"), Some(FieldType::Int));
        assert_eq!(FieldType::parse(b"Ljava/lang/String;"), Some(FieldType::Object(b"java/lang/String")));
        assert_eq!(
            FieldType::parse(b"[[J"),
            Some(FieldType::Array { dimensions: 2, element: b"J", descriptor: b"[[J" })
        );
        assert_eq!(FieldType::parse(b"[La/B;").and_then(FieldType::class_name), Some(&b"[La/B;"[..]));
        for bad in [&b""[..], b"V", b"[", b"[V", b"L", b"L;", b"Lx", b"II", b"Q", b"[[["] {
            assert_eq!(FieldType::parse(bad), None, "{bad:?}");
        }
        let mut deep = vec![b'['; 255];
        deep.push(b'I');
        assert!(FieldType::parse(&deep).is_some());
        deep.insert(0, b'[');
        assert!(FieldType::parse(&deep).is_none());
    }

    #[test]
    fn method_descriptors() {
        let d = MethodDescriptor::parse(b"(IJLjava/lang/Object;[[DD)[I").unwrap();
        assert_eq!(d.parameter_count(), 5);
        assert_eq!(d.parameter_slots(), 7);
        let kinds: Vec<u8> = d.parameters().map(FieldType::descriptor_char).collect();
        assert_eq!(kinds, b"IJL[D");
        assert_eq!(d.return_type().descriptor_char(), b'[');
        assert_eq!(MethodDescriptor::parse(b"()V").unwrap().return_type(), ReturnType::Void);
        for bad in [&b""[..], b"()", b"(V)V", b"(I", b"I)V", b"()VV", b"(L)V"] {
            assert!(MethodDescriptor::parse(bad).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn legal_names() {
        assert!(is_unqualified_name(b"a/b/C", NameKind::Class));
        for bad in [&b""[..], b"/a", b"a/", b"a//b", b"a.b", b"a;b", b"[a", b"/"] {
            assert!(!is_unqualified_name(bad, NameKind::Class), "{bad:?}");
        }
        assert!(is_unqualified_name(b"1-<x>", NameKind::Field));
        assert!(!is_unqualified_name(b"a/b", NameKind::Field));
        assert!(is_legal_method_name(b"<init>", 52) && is_legal_method_name(b"<clinit>", 45));
        assert!(!is_legal_method_name(b"<foo>", 52) && !is_legal_method_name(b"a>", 52));
        assert!(is_legal_method_name(b"a-b", 49) && !is_legal_method_name(b"a-b", 48));
        assert!(!is_legal_field_name(b"1a", 48) && is_legal_field_name(b"a1_$", 48));
        assert!(is_legal_field_name("gr\u{f6}\u{df}e".as_bytes(), 48));
        assert!(!is_legal_field_name("a\u{d7}".as_bytes(), 48));
        assert_eq!(is_legal_class_name(b"a/b", 48), Ok(true));
        assert_eq!(is_legal_class_name(b"a//b", 48), Ok(false));
        assert_eq!(is_legal_class_name(b"[[I", 48), Ok(true));
        assert_eq!(is_legal_class_name(b"[Lx;", 52), Ok(true));
        assert_eq!(is_legal_class_name(b"[Lx;y", 52), Ok(false));
        assert_eq!(is_legal_class_name(b"[La.b;", 52), Err(DescriptorError::IllegalClassName));
    }

    #[test]
    fn legal_method_descriptors() {
        assert_eq!(legal_method_descriptor_slots(b"m", b"(IJ)V", 52), Ok(Some(3)));
        assert_eq!(legal_method_descriptor_slots(b"m", b"([J[[D)I", 52), Ok(Some(2)));
        assert_eq!(legal_method_descriptor_slots(b"<init>", b"()I", 52), Ok(None));
        assert_eq!(legal_method_descriptor_slots(b"<clinit>", b"(I)V", 51), Ok(None));
        assert_eq!(legal_method_descriptor_slots(b"<clinit>", b"(I)V", 50), Ok(Some(1)));
        assert_eq!(legal_method_descriptor_slots(b"m", b"(V)V", 52), Ok(None));
        assert_eq!(legal_method_descriptor_slots(b"m", b"(L;)V", 52), Err(DescriptorError::IllegalClassName));
    }
}
