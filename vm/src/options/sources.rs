//! Where options come from besides `JavaVMInitArgs`: `JAVA_TOOL_OPTIONS`, `_JAVA_OPTIONS`, `-XX:VMOptionsFile=`, `-XX:Flags=`
//! and the `jdk/internal/vm/options` resource of an image.

use super::{Console, ParseError, VmOption};

/// The environment as far as options depend on it; tests make their own.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// `JAVA_TOOL_OPTIONS`.
    pub java_tool_options: Option<String>,
    /// `_JAVA_OPTIONS`.
    pub java_options: Option<String>,
    /// The options that `jlink --add-options` stored in the image.
    pub image_options: Option<String>,
}

impl Environment {
    /// The environment of this process; variables count for nothing in a set-user-id program.
    pub fn of_process(image_options: Option<String>) -> Environment {
        let var = |name| {
            std::env::var_os(name)
                .filter(|_| !crate::os::process::has_special_privileges())
                .map(|v| v.to_string_lossy().into_owned())
        };
        Environment {
            java_tool_options: var("JAVA_TOOL_OPTIONS"),
            java_options: var("_JAVA_OPTIONS"),
            image_options,
        }
    }
}

/// Parts text at blanks; quotes of either kind keep blanks and vanish.
pub(super) fn split_options(
    container: &str,
    text: &str,
    console: &mut Console,
) -> Result<Vec<VmOption>, ParseError> {
    let mut options = Vec::new();
    let mut chars = text.chars().peekable();
    loop {
        while chars.next_if(|c| is_blank(*c)).is_some() {}
        if chars.peek().is_none() {
            return Ok(options);
        }
        let mut word = String::new();
        while let Some(c) = chars.next_if(|c| !is_blank(*c)) {
            if c != '\'' && c != '"' {
                word.push(c);
                continue;
            }
            loop {
                match chars.next() {
                    Some(q) if q == c => break,
                    Some(inside) => word.push(inside),
                    None => {
                        console.err(&format!("Unmatched quote in {container}\n"));
                        return Err(ParseError::Refused);
                    }
                }
            }
        }
        options.push(VmOption::new(word));
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c')
}

/// The options of an environment variable, announced on standard error.
pub(super) fn from_variable(
    name: &str,
    value: Option<&str>,
    console: &mut Console,
) -> Result<Vec<VmOption>, ParseError> {
    let Some(value) = value else { return Ok(Vec::new()) };
    console.err(&format!("Picked up {name}: {value}\n"));
    split_options(name, value, console)
}

/// Puts the options of the file that `-XX:VMOptionsFile=` names into its place. One such file for each container, none within.
pub(super) fn expand_options_file(
    options: Vec<VmOption>,
    container: &str,
    console: &mut Console,
) -> Result<Vec<VmOption>, ParseError> {
    const OPTION: &str = "-XX:VMOptionsFile=";
    let mut expanded = Vec::with_capacity(options.len());
    let mut seen: Option<String> = None;
    for option in options {
        let Some(file) = option.text.strip_prefix(OPTION) else {
            expanded.push(option);
            continue;
        };
        if let Some(first) = &seen {
            console.err(&format!(
                "The option '{first}' is already specified in the options container '{container}' so the \
                 specification of '{}' in the same options container is an error.\n",
                option.text
            ));
            return Err(ParseError::Refused);
        }
        let inner = read_options_file(file, console)?;
        if inner.iter().any(|o| o.text.starts_with(OPTION)) {
            console.err(&format!(
                "A VM options file may not refer to a VM options file. Specification of \
                 '-XX:VMOptionsFile=<file-name>' in the options file '{}' in options container '{container}' is an \
                 error.\n",
                option.text
            ));
            return Err(ParseError::Refused);
        }
        seen = Some(option.text.clone());
        expanded.extend(inner);
    }
    Ok(expanded)
}

fn read_options_file(file: &str, console: &mut Console) -> Result<Vec<VmOption>, ParseError> {
    match std::fs::read(file) {
        Ok(bytes) => split_options(file, &String::from_utf8_lossy(&bytes), console),
        Err(_) => {
            console.err(&format!("Could not open options file '{file}'\n"));
            Err(ParseError::Refused)
        }
    }
}

/// The settings of a `-XX:Flags=` file: flags without `-XX:`, `#` starts a comment, quotes keep blanks.
pub(super) fn split_settings(text: &str) -> Vec<String> {
    let mut settings = Vec::new();
    let mut word = String::new();
    let mut in_comment = false;
    let mut quote = None;
    for c in text.chars().chain(Some('\n')) {
        if word.is_empty() && quote.is_none() {
            match c {
                '\n' => in_comment = false,
                '#' => in_comment = true,
                c if in_comment || is_blank(c) => {}
                c => word.push(c),
            }
        } else if c == '\n' || (quote.is_none() && is_blank(c)) {
            settings.push(std::mem::take(&mut word));
            quote = None;
        } else if quote.is_none() && (c == '\'' || c == '"') {
            quote = Some(c);
        } else if quote == Some(c) {
            quote = None;
        } else {
            word.push(c);
        }
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_quotes() {
        let mut console = Console::captured();
        let words = split_options("X", " -a  '-b c'd \"e'f\"\n", &mut console).unwrap();
        assert_eq!(words.iter().map(|o| o.text.as_str()).collect::<Vec<_>>(), ["-a", "-b cd", "e'f"]);
        assert!(split_options("X", "'open", &mut console).is_err());
        assert_eq!(console.captured_err(), "Unmatched quote in X\n");
    }

    #[test]
    fn settings() {
        assert_eq!(
            split_settings("# note\n+UseTLAB -Foo\n OnError='a b'\n#x\nX=1"),
            ["+UseTLAB", "-Foo", "OnError=a b", "X=1"]
        );
    }
}
