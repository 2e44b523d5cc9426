//! Types, values and ranges of flags, and the syntax of sizes (`64k`, `0x10`, `2g`).

use std::fmt;

/// The type of a flag; the names are those that HotSpot prints.
#[allow(non_camel_case_types)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// On or off.
    bool,
    /// Signed 32 bits.
    int,
    /// Unsigned 32 bits.
    uint,
    /// Signed 64 bits.
    intx,
    /// Unsigned 64 bits.
    uintx,
    /// Unsigned 64 bits.
    uint64_t,
    /// A number of bytes.
    size_t,
    /// Floating point.
    double,
    /// Text; the last setting counts.
    ccstr,
    /// Text; settings add up, a line each.
    ccstrlist,
}

impl Type {
    /// The type of that printed name.
    pub fn from_name(name: &str) -> Option<Type> {
        use Type::*;
        [bool, int, uint, intx, uintx, uint64_t, size_t, double, ccstr, ccstrlist]
            .into_iter()
            .find(|t| t.name() == name)
    }

    /// The printed name.
    pub fn name(self) -> &'static str {
        match self {
            Type::bool => "bool",
            Type::int => "int",
            Type::uint => "uint",
            Type::intx => "intx",
            Type::uintx => "uintx",
            Type::uint64_t => "uint64_t",
            Type::size_t => "size_t",
            Type::double => "double",
            Type::ccstr => "ccstr",
            Type::ccstrlist => "ccstrlist",
        }
    }

    /// Whether values are text.
    pub fn is_text(self) -> bool {
        matches!(self, Type::ccstr | Type::ccstrlist)
    }

    /// Reads a default as the tables write it (`-` is no text).
    pub fn parse_default(self, text: &str) -> Option<Value> {
        Some(match self {
            Type::bool => Value::Bool(text == "true"),
            Type::int => Value::Int(text.parse().ok()?),
            Type::uint => Value::Uint(text.parse().ok()?),
            Type::intx => Value::Intx(text.parse().ok()?),
            Type::uintx => Value::Uintx(text.parse().ok()?),
            Type::uint64_t => Value::Uint64(text.parse().ok()?),
            Type::size_t => Value::Size(text.parse().ok()?),
            Type::double => Value::Double(text.parse().ok()?),
            Type::ccstr => Value::Str(text_default(text)),
            Type::ccstrlist => Value::StrList(text_default(text)),
        })
    }

    /// Reads a number of the command line into this type; `None` when it is malformed. As in HotSpot, wide values of the 32-bit
    /// types are cut off, and only signed types take a sign.
    pub fn parse_number(self, text: &str) -> Option<Value> {
        if let (Type::double, true) = (self, text.contains('.')) {
            return text.parse().ok().map(Value::Double);
        }
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        if negative && !matches!(self, Type::int | Type::intx) {
            return None;
        }
        let n = parse_size(digits)?;
        Some(match self {
            Type::int => Value::Int(if negative { (n as i32).wrapping_neg() } else { n as i32 }),
            Type::intx => Value::Intx(if negative { (n as i64).wrapping_neg() } else { n as i64 }),
            Type::uint => Value::Uint(n as u32),
            Type::uintx => Value::Uintx(n),
            Type::uint64_t => Value::Uint64(n),
            Type::size_t => Value::Size(n),
            Type::double => Value::Double(n as f64),
            Type::bool | Type::ccstr | Type::ccstrlist => return None,
        })
    }
}

fn text_default(text: &str) -> Option<String> {
    (text != "-").then(|| text.to_string())
}

/// A value of a flag.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `bool`.
    Bool(bool),
    /// `int`.
    Int(i32),
    /// `uint`.
    Uint(u32),
    /// `intx`.
    Intx(i64),
    /// `uintx`.
    Uintx(u64),
    /// `uint64_t`.
    Uint64(u64),
    /// `size_t`.
    Size(u64),
    /// `double`.
    Double(f64),
    /// `ccstr`.
    Str(Option<String>),
    /// `ccstrlist`; a line for each setting.
    StrList(Option<String>),
}

impl Value {
    /// The value's type.
    pub fn ty(&self) -> Type {
        match self {
            Value::Bool(_) => Type::bool,
            Value::Int(_) => Type::int,
            Value::Uint(_) => Type::uint,
            Value::Intx(_) => Type::intx,
            Value::Uintx(_) => Type::uintx,
            Value::Uint64(_) => Type::uint64_t,
            Value::Size(_) => Type::size_t,
            Value::Double(_) => Type::double,
            Value::Str(_) => Type::ccstr,
            Value::StrList(_) => Type::ccstrlist,
        }
    }

    fn as_int(&self) -> Option<i128> {
        Some(match *self {
            Value::Int(v) => v.into(),
            Value::Uint(v) => v.into(),
            Value::Intx(v) => v.into(),
            Value::Uintx(v) | Value::Uint64(v) | Value::Size(v) => v.into(),
            _ => return None,
        })
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Value::Bool(v) => write!(f, "{v}"),
            Value::Double(v) => write!(f, "{v:.6}"),
            Value::Str(v) | Value::StrList(v) => f.write_str(v.as_deref().unwrap_or("")),
            number => write!(f, "{}", number.as_int().unwrap_or(0)),
        }
    }
}

/// The allowed values of a flag.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Range {
    /// No limit is stated.
    Any,
    /// Both ends belong to the range.
    Int(i128, i128),
    /// Both ends belong to the range.
    Double(f64, f64),
}

impl Range {
    /// Reads `low..high` as the data table writes it.
    pub fn parse(ty: Type, text: &str) -> Option<Range> {
        let (low, high) = text.split_once("..")?;
        Some(match ty {
            Type::double => Range::Double(low.parse().ok()?, high.parse().ok()?),
            _ => Range::Int(low.parse().ok()?, high.parse().ok()?),
        })
    }

    /// Whether a value lies in the range.
    pub fn contains(&self, value: &Value) -> bool {
        match (*self, value) {
            (Range::Double(low, high), Value::Double(v)) => (low..=high).contains(v),
            (Range::Int(low, high), v) => v.as_int().is_none_or(|n| (low..=high).contains(&n)),
            _ => true,
        }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Range::Any => Ok(()),
            Range::Int(low, high) => write!(f, "[ {low} ... {high} ]"),
            Range::Double(low, high) => write!(f, "[ {low:.6} ... {high:.6} ]"),
        }
    }
}

/// A count with an optional factor `k`, `m`, `g` or `t` (powers of 1024), decimal or `0x` hexadecimal. No sign, no blanks.
/// `None` when malformed or beyond 64 bits.
pub fn parse_size(text: &str) -> Option<u64> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (body, shift) = match text.as_bytes().last()?.to_ascii_lowercase() {
        b'k' => (&text[..text.len() - 1], 10),
        b'm' => (&text[..text.len() - 1], 20),
        b'g' => (&text[..text.len() - 1], 30),
        b't' => (&text[..text.len() - 1], 40),
        _ => (text, 0),
    };
    let n = match body.strip_prefix("0x").or_else(|| body.strip_prefix("0X")) {
        Some(hex) if hex.starts_with('+') => return None,
        Some(hex) => u64::from_str_radix(hex, 16).ok()?,
        None => body.parse().ok()?,
    };
    n.checked_mul(1u64 << shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        for (text, value) in [
            ("0", Some(0)),
            ("64k", Some(65536)),
            ("2G", Some(2 << 30)),
            ("0x10", Some(16)),
            ("0x10k", Some(16384)),
            ("1t", Some(1 << 40)),
            ("", None),
            ("k", None),
            ("-1", None),
            ("+1", None),
            ("1kb", None),
            ("1.5g", None),
            ("17179869184g", None),
            ("18446744073709551616", None),
        ] {
            assert_eq!(parse_size(text), value, "{text}");
        }
    }

    #[test]
    fn numbers_by_type() {
        assert_eq!(Type::intx.parse_number("-5"), Some(Value::Intx(-5)));
        assert_eq!(Type::uintx.parse_number("-5"), None);
        assert_eq!(Type::double.parse_number("12.5"), Some(Value::Double(12.5)));
        assert_eq!(Type::double.parse_number("12"), Some(Value::Double(12.0)));
        assert_eq!(Type::uint.parse_number("4294967297"), Some(Value::Uint(1)));
    }
}
