//! [`Shape`]: how a method's arguments and result are passed, whatever their exact types. Methods of one shape share an
//! adapter.

/// How one value is passed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
#[repr(u8)]
pub enum Kind {
    /// `int` and smaller, references: a word, one slot.
    Word = b'w',
    /// `long`: a word, two slots.
    Long = b'j',
    Float = b'f',
    Double = b'd',
}

impl Kind {
    /// Interpreter slots; the value is in the last one.
    pub fn slots(self) -> usize {
        match self {
            Kind::Word | Kind::Float => 1,
            Kind::Long | Kind::Double => 2,
        }
    }

    /// Of a field descriptor's first character; `None` for `V`.
    pub fn of(c: u8) -> Option<Kind> {
        match c {
            b'J' => Some(Kind::Long),
            b'F' => Some(Kind::Float),
            b'D' => Some(Kind::Double),
            b'V' => None,
            _ => Some(Kind::Word),
        }
    }
}

/// Arguments, receiver included, and result.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct Shape {
    pub arguments: Box<[Kind]>,
    /// `None`: void.
    pub result: Option<Kind>,
}

impl Shape {
    /// The shape of methods with this (valid) descriptor.
    pub fn of(descriptor: &[u8], has_receiver: bool) -> Shape {
        let mut arguments = Vec::new();
        if has_receiver {
            arguments.push(Kind::Word);
        }
        let mut i = 1;
        while descriptor[i] != b')' {
            arguments.extend(Kind::of(descriptor[i]));
            while descriptor[i] == b'[' {
                i += 1;
            }
            if descriptor[i] == b'L' {
                while descriptor[i] != b';' {
                    i += 1;
                }
            }
            i += 1;
        }
        Shape { arguments: arguments.into(), result: Kind::of(descriptor[i + 1]) }
    }

    /// Interpreter slots of the arguments.
    pub fn slots(&self) -> usize {
        self.arguments.iter().map(|k| k.slots()).sum()
    }
}

impl std::fmt::Display for Shape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for &k in &self.arguments {
            write!(f, "{}", k as u8 as char)?;
        }
        write!(f, "_{}", self.result.map_or('v', |k| k as u8 as char))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptors() {
        let text = |d: &str, receiver| Shape::of(d.as_bytes(), receiver).to_string();
        assert_eq!(text("()V", false), "_v");
        assert_eq!(text("(IJ[[Ljava/lang/String;DF[J)Z", true), "wwjwdfw_w");
        assert_eq!(text("(Ljava/lang/Object;)[D", false), "w_w");
        assert_eq!(Shape::of(b"(IJ)D", true).slots(), 4);
    }
}
