//! Method patterns of `CompileCommand` and `CompileOnly`: `package/Class.method(signature)`, `package.Class::method`, with
//! a leading and a trailing `*` in the names of class and method.

use crate::class::MethodRef;

/// How a name is matched.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Name {
    Any,
    Exact(String),
    Prefix(String),
    Suffix(String),
    Part(String),
}

impl Name {
    /// Reads a name with wildcards.
    fn parse(text: &str) -> Result<Name, &'static str> {
        if text == "*" {
            return Ok(Name::Any);
        }
        let (front, rest) = text.strip_prefix('*').map_or((false, text), |r| (true, r));
        let (back, core) = rest.strip_suffix('*').map_or((false, rest), |r| (true, r));
        if core.is_empty() {
            return Err("** Not a valid pattern");
        }
        if core.contains('*') {
            return Err(" Embedded * not allowed");
        }
        let core = core.to_string();
        Ok(match (front, back) {
            (false, false) => Name::Exact(core),
            (false, true) => Name::Prefix(core),
            (true, false) => Name::Suffix(core),
            (true, true) => Name::Part(core),
        })
    }

    fn matches(&self, name: &[u8]) -> bool {
        match self {
            Name::Any => true,
            Name::Exact(n) => name == n.as_bytes(),
            Name::Prefix(n) => name.starts_with(n.as_bytes()),
            Name::Suffix(n) => name.ends_with(n.as_bytes()),
            Name::Part(n) => name.windows(n.len()).any(|w| w == n.as_bytes()),
        }
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Name::Any => f.write_str("*"),
            Name::Exact(n) => f.write_str(n),
            Name::Prefix(n) => write!(f, "{n}*"),
            Name::Suffix(n) => write!(f, "*{n}"),
            Name::Part(n) => write!(f, "*{n}*"),
        }
    }
}

/// Names methods.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pattern {
    class: Name,
    method: Name,
    /// What the descriptor starts with.
    signature: Option<String>,
}

impl Pattern {
    /// Reads the pattern at the start of `line`. Answers with what follows it, commas and dots in it being blanks. The
    /// closure says which words are names of commands or types: such a word is no method name when more follows.
    ///
    /// # Errors
    /// HotSpot's message.
    pub fn parse(line: &str, is_keyword: impl Fn(&str) -> bool) -> Result<(Pattern, String), &'static str> {
        let line = canonical(line)?;
        let text = line.trim_start_matches(BLANK);
        if text.is_empty() {
            return Err("Method pattern missing from command");
        }
        let class_end = text.find(|c| !in_class(c)).unwrap_or(text.len());
        let (class, rest) = text.split_at(class_end);
        let rest = rest.strip_prefix(' ').ok_or("Could not parse method pattern")?.trim_start_matches(' ');
        let method_end = rest.find(|c| !in_name(c)).unwrap_or(rest.len());
        let (method, mut rest) = rest.split_at(method_end);
        if class.is_empty() || method.is_empty() {
            return Err("Could not parse method pattern");
        }
        let class_name = Name::parse(class)?;
        let method_name = Name::parse(method)?;
        if is_keyword(method) && !rest.is_empty() && !rest.contains(method) {
            return Err("Did not specify any method name");
        }
        let special = |s: &str| s.contains(['<', '>']);
        if special(class) {
            return Err("Chars '<' and '>' not allowed in class name");
        }
        if special(method) && !matches!(method, "<init>" | "<clinit>") {
            return Err("Chars '<' and '>' only allowed in <init> and <clinit>");
        }
        rest = rest.trim_start_matches(BLANK);
        let mut signature = None;
        if rest.starts_with('(') {
            let end = rest[1..].find(|c| !in_signature(c)).map_or(rest.len(), |i| i + 1);
            if rest[..end].contains('*') {
                return Err(" Wildcard * not allowed in signature");
            }
            signature = Some(rest[..end].to_string());
            rest = &rest[end..];
        }
        Ok((Pattern { class: class_name, method: method_name, signature }, rest.to_string()))
    }

    /// Reads one entry of `CompileOnly`: a class, `Class.method`, `Class::method` or `.method`, dots being parts of package
    /// names when `::` is there.
    pub fn parse_only(entry: &str) -> Pattern {
        let (class, method) = match entry.split_once("::") {
            Some((class, method)) => (class.replace('.', "/"), Some(method)),
            None => match entry.split_once('.') {
                Some((class, method)) => (class.to_string(), Some(method)),
                None => (entry.to_string(), None),
            },
        };
        let exact = |s: &str| if s.is_empty() { Name::Any } else { Name::Exact(s.to_string()) };
        let last = method.and_then(|m| m.rsplit(['.', ':']).next());
        Pattern { class: exact(&class), method: exact(last.unwrap_or("")), signature: None }
    }

    /// Whether a method of these names is meant.
    pub fn matches_names(&self, class: &[u8], method: &[u8], descriptor: &[u8]) -> bool {
        self.class.matches(class)
            && self.method.matches(method)
            && self.signature.as_ref().is_none_or(|s| descriptor.starts_with(s.as_bytes()))
    }

    /// Whether the method is meant.
    pub fn matches(&self, m: MethodRef) -> bool {
        self.matches_names(m.holder.name.bytes(), m.name.bytes(), m.desc.bytes())
    }
}

impl std::fmt::Display for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}{}", self.class, self.method, self.signature.as_deref().unwrap_or(""))
    }
}

const BLANK: [char; 2] = [' ', '\t'];

fn in_name(c: char) -> bool {
    !matches!(c, ' ' | '(' | ')' | '.' | '/' | '[' | ']' | '\0')
}

fn in_class(c: char) -> bool {
    c == '/' || in_name(c)
}

fn in_signature(c: char) -> bool {
    matches!(c, '[' | ')' | ';' | '/') || in_name(c)
}

/// One form for all that are allowed: `package/Class method signature`.
fn canonical(line: &str) -> Result<String, &'static str> {
    let Some(colons) = line.find("::") else {
        if let Some(dot) = line.find('.') {
            let tail = &line[dot + 1..];
            let tail = &tail[..tail.find(',').unwrap_or(tail.len())];
            let name = &tail[..tail.find('(').unwrap_or(tail.len())];
            if name.contains('/') {
                return Err("Method pattern uses mixed '/' and '.' package separators");
            }
            if tail.contains('.') {
                return Err("Method pattern uses multiple '.' in pattern");
            }
        }
        return Ok(line.replace([',', '.'], " "));
    };
    if line[colons + 2..].contains("::") {
        return Err("Method pattern only allows one '::' allowed");
    }
    let names = &line[..line.find('(').unwrap_or(line.len())];
    if names.get(1..).is_some_and(|n| n.contains('/')) {
        return Err("Method pattern uses '/' together with '::'");
    }
    Ok(line.replace('.', "/").replace([':', ','], " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<(String, String), &'static str> {
        Pattern::parse(text, |w| w == "intx").map(|(p, rest)| (p.to_string(), rest))
    }

    fn matches(pattern: &str, class: &str, method: &str, descriptor: &str) -> bool {
        let (p, _) = Pattern::parse(pattern, |_| false).unwrap();
        p.matches_names(class.as_bytes(), method.as_bytes(), descriptor.as_bytes())
    }

    #[test]
    fn forms() {
        for text in [
            "java/lang/String.indexOf",
            "java.lang.String::indexOf",
            "java/lang/String indexOf",
            "java/lang/String,indexOf",
            " java/lang/String.indexOf",
        ] {
            assert_eq!(parse(text), Ok(("java/lang/String.indexOf".into(), String::new())), "{text}");
        }
        assert_eq!(parse("*.*,PrintInlining").unwrap().1, "PrintInlining");
        assert_eq!(parse("A::b (IJ)V x").unwrap(), ("A.b(IJ)V".into(), " x".into()));
    }

    #[test]
    fn refusals() {
        for (text, message) in [
            ("", "Method pattern missing from command"),
            ("Foo", "Could not parse method pattern"),
            ("a.b.c", "Method pattern uses multiple '.' in pattern"),
            ("a.b/c", "Method pattern uses mixed '/' and '.' package separators"),
            ("a/b::c", "Method pattern uses '/' together with '::'"),
            ("a::b::c", "Method pattern only allows one '::' allowed"),
            ("**::a", "** Not a valid pattern"),
            ("a*b::c", " Embedded * not allowed"),
            ("A<x>.b", "Chars '<' and '>' not allowed in class name"),
            ("A.<b>", "Chars '<' and '>' only allowed in <init> and <clinit>"),
            ("A.b(*)", " Wildcard * not allowed in signature"),
            ("A,intx,B,3", "Did not specify any method name"),
        ] {
            assert_eq!(parse(text), Err(message), "{text}");
        }
    }

    #[test]
    fn wildcards() {
        assert!(matches("*String.index*", "java/lang/String", "indexOf", "(I)I"));
        assert!(!matches("*String.index*", "java/lang/StringBuilder", "indexOf", "(I)I"));
        assert!(matches("*lang*::*", "java/lang/Object", "<init>", "()V"));
        assert!(matches("Object.<init>", "Object", "<init>", "()V"));
        assert!(matches("a.b(I)", "a", "b", "(I)V"));
        assert!(!matches("a.b(I)J", "a", "b", "(I)V"));
        assert!(matches("*.*", "x", "y", "()V"));
    }

    #[test]
    fn compile_only() {
        let only = |e: &str| Pattern::parse_only(e).to_string();
        assert_eq!(only("a/B"), "a/B.*");
        assert_eq!(only("a/B.c"), "a/B.c");
        assert_eq!(only("a.B::c"), "a/B.c");
        assert_eq!(only(".c"), "*.c");
        assert_eq!(only("java.lang.String"), "java.String");
    }
}
