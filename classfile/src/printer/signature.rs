//! Descriptors and generic signatures (JVMS §4.3, §4.7.9.1) as the Java language writes types.
//!
//! A signature is a superset of a descriptor, so that one parser serves both. Malformed text, and nesting beyond
//! a limit, give `None`.

/// How deeply types may nest in each other.
const MAX_DEPTH: usize = 256;

/// A method's type in pieces.
#[derive(Default)]
pub(super) struct MethodParts {
    /// `<T extends …> `, or empty.
    pub type_parameters: String,
    /// With parentheses.
    pub parameters: String,
    pub return_type: String,
    /// The types of generic `throws` clauses, in internal form.
    pub exceptions: Vec<String>,
}

/// A field's generic type.
pub(super) fn field_type(signature: &str) -> Option<String> {
    let mut parser = Parser::new(signature);
    let field_type = parser.type_signature()?;
    parser.rest.is_empty().then(|| field_type.replace('/', "."))
}

/// A field's type by its descriptor.
pub(super) fn descriptor_type(descriptor: &str) -> Option<String> {
    field_type(descriptor)
}

/// A method's type.
pub(super) fn method_parts(signature: &str) -> Option<MethodParts> {
    let mut parser = Parser::new(signature);
    let type_parameters = match parser.type_parameters()? {
        list if list.is_empty() => String::new(),
        list => format!("<{}> ", list.join(", ")),
    };
    parser.eat('(').then_some(())?;
    let parameters = parser.types_until(')')?;
    let return_type = parser.type_signature()?;
    let mut exceptions = Vec::new();
    while parser.eat('^') {
        exceptions.push(parser.type_signature()?);
    }
    Some(MethodParts {
        type_parameters: type_parameters.replace('/', "."),
        parameters: format!("({})", parameters.join(", ")).replace('/', "."),
        return_type: return_type.replace('/', "."),
        exceptions,
    })
}

/// What follows the name in the declaration of a class with this signature.
pub(super) fn class_supertypes(signature: &str, interface: bool) -> Option<String> {
    let mut parser = Parser::new(signature);
    let type_parameters = parser.type_parameters()?;
    let superclass = parser.type_signature()?;
    let mut interfaces = Vec::new();
    while !parser.rest.is_empty() {
        interfaces.push(parser.type_signature()?);
    }
    let mut text = String::new();
    // A signature of one class type alone cannot be told from that of a field: the type is then shown for an
    // interface too.
    let only_superclass = type_parameters.is_empty() && interfaces.is_empty();
    if !type_parameters.is_empty() {
        text.push_str(&format!("<{}>", type_parameters.join(", ")));
    }
    if !interface || only_superclass {
        text.push_str(&format!(" extends {superclass}"));
    }
    if !interfaces.is_empty() {
        let keyword = if interface { "extends" } else { "implements" };
        text.push_str(&format!(" {keyword} {}", interfaces.join(", ")));
    }
    Some(text.replace('/', "."))
}

struct Parser<'s> {
    rest: &'s str,
    depth: usize,
}

impl<'s> Parser<'s> {
    fn new(signature: &'s str) -> Self {
        Parser { rest: signature, depth: 0 }
    }

    fn eat(&mut self, c: char) -> bool {
        match self.rest.strip_prefix(c) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// The text up to one of these characters, which is not taken.
    fn until(&mut self, ends: &[char]) -> Option<&'s str> {
        let (text, rest) = self.rest.split_at(self.rest.find(ends)?);
        self.rest = rest;
        Some(text)
    }

    fn types_until(&mut self, end: char) -> Option<Vec<String>> {
        let mut types = Vec::new();
        while !self.eat(end) {
            types.push(self.type_signature()?);
        }
        Some(types)
    }

    fn type_signature(&mut self) -> Option<String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let mut dimensions = 0;
        while self.eat('[') {
            dimensions += 1;
        }
        let first = self.rest.chars().next()?;
        self.rest = &self.rest[first.len_utf8()..];
        let mut text = match first {
            'B' => "byte".into(),
            'C' => "char".into(),
            'D' => "double".into(),
            'F' => "float".into(),
            'I' => "int".into(),
            'J' => "long".into(),
            'S' => "short".into(),
            'Z' => "boolean".into(),
            'V' => "void".into(),
            '*' => "?".into(),
            '+' => format!("? extends {}", self.type_signature()?),
            '-' => format!("? super {}", self.type_signature()?),
            'T' => {
                let name = self.until(&[';'])?.to_owned();
                self.eat(';');
                name
            }
            'L' => self.class_type()?,
            _ => return None,
        };
        text.push_str(&"[]".repeat(dimensions));
        self.depth -= 1;
        Some(text)
    }

    fn class_type(&mut self) -> Option<String> {
        let mut text = String::new();
        loop {
            text.push_str(self.until(&['<', '.', ';'])?);
            if self.eat('<') {
                let arguments = self.types_until('>')?;
                text.push_str(&format!("<{}>", arguments.join(", ")));
            }
            if self.eat(';') {
                return Some(text);
            }
            if self.eat('.') {
                text.push('.');
            }
        }
    }

    fn type_parameters(&mut self) -> Option<Vec<String>> {
        let mut parameters = Vec::new();
        if !self.eat('<') {
            return Some(parameters);
        }
        while !self.eat('>') {
            let mut text = self.until(&[':'])?.to_owned();
            self.eat(':');
            let mut bounds = Vec::new();
            if !self.rest.starts_with(':') {
                bounds.push(self.type_signature()?);
            }
            while self.eat(':') {
                bounds.push(self.type_signature()?);
            }
            text.push_str(&format!(" extends {}", bounds.join(" & ")));
            parameters.push(text);
        }
        Some(parameters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types() {
        let cases = [
            ("I", "int"),
            ("[[Ljava/util/Map$Entry;", "java.util.Map$Entry[][]"),
            ("Ljava/util/Map<TK;+Ljava/lang/Number;>;", "java.util.Map<K, ? extends java.lang.Number>"),
            ("La/B<*>.C<-[I>;", "a.B<?>.C<? super int[]>"),
        ];
        for (signature, text) in cases {
            assert_eq!(field_type(signature).as_deref(), Some(text));
        }
        for bad in ["", "L", "Lx", "La<", "La<I", "Q", "[", "II", "T"] {
            assert_eq!(field_type(bad), None, "{bad}");
        }
        assert_eq!(field_type(&"+".repeat(100_000)), None);
        assert_eq!(field_type(&"La<".repeat(100_000)), None);
    }

    #[test]
    fn methods_and_classes() {
        let parts =
            method_parts("<X:Ljava/lang/Object;:Ljava/lang/Runnable;Y::LA;>(TX;J[I)V^TX;^La/E;").unwrap();
        assert_eq!(parts.type_parameters, "<X extends java.lang.Object & java.lang.Runnable, Y extends A> ");
        assert_eq!(parts.parameters, "(X, long, int[])");
        assert_eq!(parts.return_type, "void");
        assert_eq!(parts.exceptions, ["X", "a/E"]);
        let class = "<T:LA;>La/S<TT;>;La/I;";
        assert_eq!(class_supertypes(class, false).unwrap(), "<T extends A> extends a.S<T> implements a.I");
        assert_eq!(class_supertypes(class, true).unwrap(), "<T extends A> extends a.I");
    }
}
