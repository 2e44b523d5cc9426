//! Arguments of a diagnostic command: `value`, `option` and `option=value`, parted by blanks, with quotes.

use super::{Command, Parameter, Source, Type};

/// A value of each parameter that was given.
pub struct Arguments<'a> {
    /// Who asks.
    pub source: Source,
    command: &'static Command,
    /// By place of the parameter in the command's row: the value, which options may lack.
    values: Vec<Option<Option<&'a str>>>,
}

/// A word of the command line, with what is behind its `=`.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
struct Item<'a> {
    key: &'a str,
    value: Option<&'a str>,
}

const FORMAT_ERROR: &str = "Format error in diagnostic command arguments";
const NO_ARGUMENTS: &str = "The argument list of this diagnostic command should be empty.";

/// Takes a word up to one of `ends`, quoted or not, off the front of `rest`.
fn word<'a>(rest: &mut &'a str, ends: &[char]) -> Result<&'a str, String> {
    if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let inner = &rest[1..];
        let escaped = |i: usize| inner[..i].ends_with('\\');
        let end = inner.match_indices(quote).map(|(i, _)| i).find(|i| !escaped(*i)).ok_or(FORMAT_ERROR)?;
        *rest = &inner[end + 1..];
        return Ok(&inner[..end]);
    }
    let (word, behind) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
    *rest = behind;
    Ok(word)
}

fn items(text: &str) -> Result<Vec<Item<'_>>, String> {
    let mut items = Vec::new();
    let mut rest = text.trim_start_matches(' ');
    while !rest.is_empty() {
        let key = word(&mut rest, &['=', ' '])?;
        let value = match rest.strip_prefix('=') {
            Some(behind) => {
                rest = behind;
                Some(word(&mut rest, &[' '])?)
            }
            None => None,
        };
        if key.is_empty() {
            break;
        }
        items.push(Item { key, value });
        rest = rest.trim_start_matches(' ');
    }
    Ok(items)
}

/// HotSpot's message when a value is not of its parameter's type.
fn check_type(p: &Parameter, value: Option<&str>) -> Result<(), String> {
    let wrong = |kind: &str| {
        let text: String = value.unwrap_or_default().chars().take(64).collect();
        format!("{kind} parsing error in command argument '{}'. Could not parse: {text}.\n", p.name)
    };
    match p.ty {
        Type::String => Ok(()),
        Type::Int if value.is_some_and(|v| v.parse::<i64>().is_ok()) => Ok(()),
        Type::Int => Err(wrong("Integer")),
        Type::Boolean => match value.unwrap_or_default().to_ascii_lowercase().as_str() {
            "" | "true" | "false" => Ok(()),
            _ => Err(wrong("Boolean")),
        },
    }
}

impl<'a> Arguments<'a> {
    /// Reads the arguments of `command`; the message for the user when they are wrong.
    pub fn parse(source: Source, command: &'static Command, text: &'a str) -> Result<Arguments<'a>, String> {
        let parameters = command.parameters;
        let mut values = vec![None; parameters.len()];
        let mut places = (0..parameters.len()).filter(|i| !parameters[*i].is_option);
        let items = items(text.trim_end())?;
        if parameters.is_empty() && !items.is_empty() {
            return Err(NO_ARGUMENTS.into());
        }
        for item in items {
            let option = parameters.iter().position(|p| p.is_option && p.name == item.key);
            let (i, value) = match option {
                Some(i) => (i, item.value),
                None => match places.next() {
                    Some(i) => (i, Some(item.key)),
                    None => {
                        let key: String = item.key.chars().take(29).collect();
                        return Err(format!("Unknown argument '{key}' in diagnostic command."));
                    }
                },
            };
            if values[i].is_some() {
                return Err("Duplicates in diagnostic command arguments\n".into());
            }
            check_type(&parameters[i], value)?;
            values[i] = Some(value);
        }
        for (p, value) in parameters.iter().zip(&values) {
            if p.mandatory && value.is_none() {
                let kind = if p.is_option { "option" } else { "argument" };
                return Err(format!("The {kind} '{}' is mandatory.", p.name));
            }
        }
        Ok(Arguments { source, command, values })
    }

    /// What was given for a parameter; `Some(None)` for an option without a value.
    fn given(&self, name: &str) -> Option<Option<&'a str>> {
        let i = self.command.parameters.iter().position(|p| p.name == name);
        self.values[i.expect("a parameter of the command")]
    }

    /// The options that were given, with their values, in the order of the command's row.
    pub fn options(&self) -> impl Iterator<Item = (&'static str, &'a str)> {
        let named = self.command.parameters.iter().zip(&self.values);
        named.filter(|(p, _)| p.is_option).filter_map(|(p, v)| Some((p.name, (*v)?.unwrap_or_default())))
    }

    /// Value of a text, if it was given.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.given(name).flatten()
    }

    /// Value of a number, if it was given.
    pub fn int(&self, name: &str) -> Option<i64> {
        self.text(name)?.parse().ok()
    }

    /// Whether a switch is on; those that are not given are off.
    pub fn is_on(&self, name: &str) -> bool {
        self.given(name).is_some_and(|v| !v.is_some_and(|v| v.eq_ignore_ascii_case("false")))
    }
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::*;

    fn parse<'a>(name: &str, text: &'a str) -> Result<Arguments<'a>, String> {
        Arguments::parse(Source::Attach, find(Source::Attach, name).unwrap(), text)
    }

    fn refusal(name: &str, text: &str) -> String {
        parse(name, text).err().unwrap()
    }

    #[test]
    fn values() {
        let a = parse("GC.heap_dump", " -all -gz=3 '/tmp/a b'").unwrap();
        assert!(a.is_on("-all") && !a.is_on("-overwrite"));
        assert_eq!((a.int("-gz"), a.text("filename")), (Some(3), Some("/tmp/a b")));
        let a = parse("GC.heap_dump", "x -all=FALSE -overwrite=true").unwrap();
        assert!(!a.is_on("-all") && a.is_on("-overwrite"));
    }

    #[test]
    fn quotes_and_blanks() {
        let item = |key, value| Item { key, value };
        assert_eq!(items("  a  b=\"c d\" ").unwrap(), [item("a", None), item("b", Some("c d"))]);
        assert_eq!(items(r#""a\"b" c="#).unwrap(), [item(r#"a\"b"#, None), item("c", Some(""))]);
        assert_eq!(items("'a").unwrap_err(), FORMAT_ERROR);
        assert_eq!(items("= a").unwrap(), []);
    }

    /// The messages are those of HotSpot 17.0.15.
    #[test]
    fn refusals() {
        assert_eq!(refusal("VM.uptime", "x"), "Unknown argument 'x' in diagnostic command.");
        assert_eq!(refusal("GC.heap_dump", ""), "The argument 'filename' is mandatory.");
        assert_eq!(refusal("GC.run", "x"), NO_ARGUMENTS);
        assert_eq!(refusal("VM.uptime", "-date -date"), "Duplicates in diagnostic command arguments\n");
        assert_eq!(
            refusal("VM.uptime", "-date=x"),
            "Boolean parsing error in command argument '-date'. Could not parse: x.\n"
        );
        assert_eq!(
            refusal("GC.heap_dump", "a -gz=x"),
            "Integer parsing error in command argument '-gz'. Could not parse: x.\n"
        );
    }
}
