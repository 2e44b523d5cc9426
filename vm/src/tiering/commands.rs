//! [`Commands`]: `CompileCommand`, `CompileCommandFile` and `CompileOnly`, with HotSpot's syntax and messages.

use super::patterns::Pattern;
use crate::class::MethodRef;
use crate::options::Flags;

/// File that HotSpot looks for, but does not read by itself.
const DEFAULT_FILE: &str = ".hotspot_compiler";

/// Type of a command's value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Type {
    Intx,
    Uintx,
    Bool,
    Ccstr,
    Ccstrlist,
    Double,
    /// The command is no option of a method.
    None,
}

impl Type {
    const ALL: [Type; 6] = [Type::Intx, Type::Uintx, Type::Bool, Type::Ccstr, Type::Ccstrlist, Type::Double];

    fn name(self) -> &'static str {
        match self {
            Type::Intx => "intx",
            Type::Uintx => "uintx",
            Type::Bool => "bool",
            Type::Ccstr => "ccstr",
            Type::Ccstrlist => "ccstrlist",
            Type::Double => "double",
            Type::None => "",
        }
    }

    fn find(name: &str) -> Option<Type> {
        Type::ALL.into_iter().find(|t| t.name().eq_ignore_ascii_case(name))
    }
}

macro_rules! commands {
    ($($id:ident $name:literal $ty:ident $own:literal;)*) => {
        /// What can be said of methods.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        enum Command {
            $($id,)*
        }

        /// Name, type, and whether this VM heeds it.
        const COMMANDS: &[(Command, &str, Type, bool)] = &[$((Command::$id, $name, Type::$ty, $own),)*];
    };
}

commands! {
    Help "help" None true;
    Quiet "quiet" None true;
    Log "log" Bool false;
    Print "print" Bool true;
    Inline "inline" Bool true;
    DontInline "dontinline" Bool true;
    Blackhole "blackhole" Bool false;
    CompileOnly "compileonly" Bool true;
    Exclude "exclude" Bool true;
    Break "break" Bool false;
    BreakAtExecute "BreakAtExecute" Bool false;
    BreakAtCompile "BreakAtCompile" Bool false;
    PrintAssembly "PrintAssembly" Bool true;
    PrintInlining "PrintInlining" Bool false;
    PrintIntrinsics "PrintIntrinsics" Bool false;
    PrintNMethods "PrintNMethods" Bool true;
    PrintOptoAssembly "PrintOptoAssembly" Bool true;
    PrintDebugInfo "PrintDebugInfo" Bool false;
    PrintRelocations "PrintRelocations" Bool false;
    PrintDependencies "PrintDependencies" Bool false;
    BackgroundCompilation "BackgroundCompilation" Bool true;
    RepeatCompilation "RepeatCompilation" Intx false;
    ReplayInline "ReplayInline" Bool false;
    DumpReplay "DumpReplay" Bool false;
    DumpInline "DumpInline" Bool false;
    CompileThresholdScaling "CompileThresholdScaling" Double true;
    ControlIntrinsic "ControlIntrinsic" Ccstrlist false;
    DisableIntrinsic "DisableIntrinsic" Ccstrlist false;
    NoRTMLockEliding "NoRTMLockEliding" Bool false;
    UseRTMLockEliding "UseRTMLockEliding" Bool false;
    BlockLayoutByFrequency "BlockLayoutByFrequency" Bool false;
    TraceOptoPipelining "TraceOptoPipelining" Bool false;
    TraceOptoOutput "TraceOptoOutput" Bool false;
    TraceSpilling "TraceSpilling" Bool false;
    PrintIdeal "PrintIdeal" Bool true;
    IGVPrintLevel "IGVPrintLevel" Intx false;
    Vectorize "Vectorize" Bool false;
    VectorizeDebug "VectorizeDebug" Uintx false;
    CloneMapDebug "CloneMapDebug" Bool false;
    IncrementalInlineForceCleanup "IncrementalInlineForceCleanup" Bool false;
    MaxNodeLimit "MaxNodeLimit" Intx false;
    Option "option" None true;
    Unknown "unknown" None false;
}

impl Command {
    fn row(self) -> &'static (Command, &'static str, Type, bool) {
        &COMMANDS[self as usize]
    }

    fn find(name: &str) -> Option<Command> {
        COMMANDS.iter().find(|c| c.1.eq_ignore_ascii_case(name)).map(|c| c.0)
    }
}

#[derive(Clone, PartialEq, Debug)]
enum Value {
    Int(i64),
    Uint(u64),
    Bool(bool),
    Text(String),
    Double(f64),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Int(v) => write!(f, "{v}"),
            Value::Uint(v) => write!(f, "{v}"),
            Value::Bool(v) => write!(f, "{v}"),
            Value::Text(v) => write!(f, "'{v}'"),
            Value::Double(v) => write!(f, "{v:.6}"),
        }
    }
}

/// All commands that were given.
#[derive(Debug, Default)]
pub struct Commands {
    /// The newest first.
    list: Vec<(Pattern, Command, Value)>,
    quiet: bool,
    /// What has to be said about them.
    pub output: String,
    /// What has to be warned of.
    pub warnings: Vec<String>,
}

impl Commands {
    /// By the flags.
    pub fn new(f: &Flags) -> Commands {
        let mut c = Commands::default();
        for line in f.compile_command.iter().flat_map(|s| s.lines()) {
            c.line(line);
        }
        for line in f.compile_only.iter().flat_map(|s| s.lines()) {
            for entry in line.split([',', ' ', '\t']).filter(|e| !e.is_empty()) {
                c.register(Pattern::parse_only(entry), Command::CompileOnly, Value::Bool(true));
            }
        }
        match &f.compile_command_file {
            // as HotSpot: a file that is not there says nothing
            Some(file) => {
                let text = std::fs::read(file).unwrap_or_default();
                String::from_utf8_lossy(&text).lines().for_each(|l| c.line(l));
            }
            None if std::path::Path::new(DEFAULT_FILE).exists() => c.warnings.push(format!(
                "{DEFAULT_FILE} file is present but has been ignored.  Run with \
                 -XX:CompileCommandFile={DEFAULT_FILE} to load the file."
            )),
            None => {}
        }
        if f.print_assembly && c.has(Command::Print) {
            c.warnings.push(format!(
                "CompileCommand and/or {DEFAULT_FILE} file contains 'print' commands, but PrintAssembly is also enabled"
            ));
        }
        c
    }

    fn has(&self, command: Command) -> bool {
        self.list.iter().any(|c| c.1 == command)
    }

    fn value(&self, m: MethodRef, command: Command) -> Option<&Value> {
        self.list.iter().find(|(p, c, _)| *c == command && p.matches(m)).map(|(_, _, v)| v)
    }

    fn is_set(&self, m: MethodRef, command: Command) -> bool {
        self.value(m, command) == Some(&Value::Bool(true))
    }

    /// Whether refusals are not to be mentioned.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Whether the method must not be compiled.
    pub fn excludes(&self, m: MethodRef) -> bool {
        if self.list.is_empty() {
            return false;
        }
        self.is_set(m, Command::Exclude)
            || (self.has(Command::CompileOnly) && !self.is_set(m, Command::CompileOnly))
            || self.value(m, Command::CompileThresholdScaling) == Some(&Value::Double(0.0))
    }

    /// Whether the method must be inlined (true), or must not be (false).
    pub fn inlines(&self, m: MethodRef) -> Option<bool> {
        if self.list.is_empty() {
            return None;
        }
        if self.is_set(m, Command::DontInline) || self.is_set(m, Command::Exclude) {
            return Some(false);
        }
        self.is_set(m, Command::Inline).then_some(true)
    }

    /// Whether listings of the method's code are to be printed.
    pub fn prints(&self, m: MethodRef) -> bool {
        const PRINTING: [Command; 5] = [
            Command::Print,
            Command::PrintAssembly,
            Command::PrintNMethods,
            Command::PrintOptoAssembly,
            Command::PrintIdeal,
        ];
        !self.list.is_empty() && PRINTING.iter().any(|&c| self.is_set(m, c))
    }

    /// Whether the method's code is waited for (false), or not (true), whatever the flag says.
    pub fn background(&self, m: MethodRef) -> Option<bool> {
        match self.value(m, Command::BackgroundCompilation)? {
            Value::Bool(on) => Some(*on),
            _ => None,
        }
    }

    /// Factor of the method's thresholds.
    pub fn threshold_scale(&self, m: MethodRef) -> f64 {
        match self.value(m, Command::CompileThresholdScaling) {
            Some(Value::Double(scale)) => *scale,
            _ => 1.0,
        }
    }

    fn register(&mut self, pattern: Pattern, command: Command, value: Value) {
        let &(_, name, ty, own) = command.row();
        if !self.quiet {
            let ty = if matches!(value, Value::Text(_)) { "const char*" } else { ty.name() };
            self.output += &format!("CompileCommand: {name} {pattern} {ty} {name} = {value}\n");
        }
        if !own {
            self.warnings.push(format!("Compile command {name} has no effect in this VM"));
        }
        self.list.insert(0, (pattern, command, value));
    }

    /// Reads one line.
    fn line(&mut self, line: &str) {
        if line.is_empty() || line.starts_with('#') {
            return;
        }
        if let Err(message) = self.parse(line) {
            self.output += &format!(
                "CompileCommand: An error occurred during parsing\nError: {message}\nLine: '{line}'\n{TIP}"
            );
        }
    }

    fn parse(&mut self, line: &str) -> Result<(), String> {
        let (command, rest) = option_name(line)?;
        match command {
            Command::Quiet => self.quiet = true,
            Command::Help => self.output += &usage(),
            Command::Option => {
                let (pattern, rest) = pattern(rest)?;
                return self.trailing_options(&pattern, &rest);
            }
            _ => {
                let (pattern, rest) = pattern(rest)?;
                let rest = rest.trim_start_matches(BLANK);
                let ty = command.row().2;
                if !rest.is_empty() {
                    let (value, _) = scan(ty, command, rest)?;
                    self.register(pattern, command, value);
                } else if ty == Type::Bool {
                    self.register(pattern, command, Value::Bool(true));
                } else {
                    return Err(format!("  Option '{}' is not followed by a value", command.row().1));
                }
            }
        }
        Ok(())
    }

    /// `option,Class::method,name` and `option,Class::method,type,name,value`, several in a line.
    fn trailing_options(&mut self, pattern: &Pattern, text: &str) -> Result<(), String> {
        let mut text = text.trim_start_matches(BLANK);
        loop {
            let (word, rest) = alphanumeric(text);
            if word.is_empty() {
                return Ok(());
            }
            match Type::find(word) {
                Some(ty) => {
                    let (name, rest) = alphanumeric(rest.trim_start_matches(BLANK));
                    if name.is_empty() {
                        return Err(format!("Option name for type '{}' should be alphanumeric ", ty.name()));
                    }
                    let (command, _) = option_name(name)?;
                    let own = command.row().2;
                    if own != ty {
                        return Err(format!(
                            "Option '{name}' with type '{}' doesn't match supplied type '{}'",
                            own.name(),
                            ty.name()
                        ));
                    }
                    let (value, rest) = scan(ty, command, rest.trim_start_matches(BLANK))?;
                    self.register(pattern.clone(), command, value);
                    text = rest.trim_start_matches(BLANK);
                }
                None => {
                    let (command, _) = option_name(word)?;
                    let &(_, name, ty, _) = command.row();
                    if ty != Type::Bool {
                        return Err(format!("  Missing type '{}' before option '{name}'", ty.name()));
                    }
                    self.register(pattern.clone(), command, Value::Bool(true));
                    text = rest.trim_start_matches(BLANK);
                }
            }
        }
    }
}

const BLANK: [char; 2] = [' ', '\t'];

fn alphanumeric(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len()))
}

/// The command that a line starts with, and what follows.
fn option_name(line: &str) -> Result<(Command, &str), String> {
    let (name, rest) = alphanumeric(line);
    match Command::find(name) {
        Some(Command::Unknown) | None => Err(format!("Unrecognized option '{name}'")),
        Some(command) => Ok((command, rest)),
    }
}

fn pattern(text: &str) -> Result<(Pattern, String), String> {
    let text = text.strip_prefix(',').unwrap_or(text);
    let is_keyword =
        |w: &str| Type::find(w).is_some() || Command::find(w).is_some_and(|c| c != Command::Unknown);
    Pattern::parse(text, is_keyword).map_err(str::to_string)
}

/// Reads a value at the start of a text in which dots and commas have become blanks.
fn scan(ty: Type, command: Command, text: &str) -> Result<(Value, &str), String> {
    let unreadable =
        || format!("Value cannot be read for option '{}' of type '{}'", command.row().1, ty.name());
    let take = |text: &'static str| move |c: char| c.is_ascii_alphanumeric() || text.contains(c);
    let word = |more: &'static str| {
        let accepted = take(more);
        text.split_at(text.find(|c| !accepted(c)).unwrap_or(text.len()))
    };
    let (value, rest) = match ty {
        Type::Intx => {
            let (n, rest) = word("-+");
            (n.parse().ok().map(Value::Int), rest)
        }
        Type::Uintx => {
            let (n, rest) = word("+");
            (n.parse().ok().map(Value::Uint), rest)
        }
        Type::Bool => {
            let (b, rest) = word("");
            let value = match b.to_ascii_lowercase().as_str() {
                "true" => Some(Value::Bool(true)),
                "false" => Some(Value::Bool(false)),
                _ => None,
            };
            (value, rest)
        }
        Type::Ccstr => {
            let (s, rest) = word("_");
            ((!s.is_empty()).then(|| Value::Text(s.into())), rest)
        }
        Type::Ccstrlist => {
            let words: Vec<&str> = text.split(BLANK).filter(|w| !w.is_empty()).collect();
            ((!words.is_empty()).then(|| Value::Text(words.join(" "))), "")
        }
        Type::Double => {
            let digits = |t: &str| t.find(|c: char| !c.is_ascii_digit()).unwrap_or(t.len());
            let (whole, rest) = text.split_at(digits(text));
            let rest = rest.trim_start_matches([' ', '\t', '/']);
            let (part, rest) = rest.split_at(digits(rest));
            let value = (!whole.is_empty() && !part.is_empty()).then(|| format!("{whole}.{part}"));
            (value.and_then(|v| v.parse().ok()).map(Value::Double), rest)
        }
        Type::None => return Err(format!("Type '{}' not supported ", ty.name())),
    };
    value.map(|v| (v, rest)).ok_or_else(unreadable)
}

/// What follows each error message.
const TIP: &str = "\nUsage: '-XX:CompileCommand=<option>,<method pattern>' - to set boolean option to true\n\
                   Usage: '-XX:CompileCommand=<option>,<method pattern>,<value>'\n\
                   Use:   '-XX:CompileCommand=help' for more information and to list all option.\n\n";

/// Answer to `CompileCommand=help`.
fn usage() -> String {
    let mut text = "\nCompileCommand says of single methods whether and how they are compiled.\n\n\
                    -XX:CompileCommand=<option>,<method pattern>,<value>\n    \
                    sets the option to the value for the methods that match\n\
                    -XX:CompileCommand=<option>,<method pattern>\n    \
                    the same for a bool option and the value true\n\
                    -XX:CompileCommand=quiet\n    accepted commands are not listed\n\
                    -XX:CompileCommand=help\n    this text\n\nAll available options:\n"
        .to_string();
    for (_, name, ty, own) in COMMANDS.iter().filter(|c| c.2 != Type::None) {
        let note = if *own { "" } else { ", no effect in this VM" };
        text += &format!("    {name} ({}){note}\n", ty.name());
    }
    text += "\nMethod patterns:\n    package/Class.method(signature)\n    package.Class::method(signature)\n\
             Names may start and end with *. The signature may be left out.\n\n\
             -XX:CompileCommandFile=<file> reads commands from a file, one in each line.\n\n";
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Commands {
        let mut c = Commands::default();
        lines.iter().for_each(|l| c.line(l));
        c
    }

    /// The messages are those that HotSpot 17.0.15 prints.
    #[test]
    fn messages() {
        for (line, message) in [
            ("exclude,H::f", "CompileCommand: exclude H.f bool exclude = true\n"),
            ("Inline java/lang/*.a*", "CompileCommand: inline java/lang/*.a* bool inline = true\n"),
            ("print,*.x,false", "CompileCommand: print *.x bool print = false\n"),
            (
                "CompileThresholdScaling,A::b,0.5",
                "CompileCommand: CompileThresholdScaling A.b double CompileThresholdScaling = 0.500000\n",
            ),
            (
                "option,A::b,double,CompileThresholdScaling,1.5",
                "CompileCommand: CompileThresholdScaling A.b double CompileThresholdScaling = 1.500000\n",
            ),
            ("option,A::b,PrintAssembly", "CompileCommand: PrintAssembly A.b bool PrintAssembly = true\n"),
        ] {
            assert_eq!(read(&[line]).output, message);
        }
    }

    #[test]
    fn errors() {
        for (line, message) in [
            ("foo,H::f", "Unrecognized option 'foo'"),
            ("exclude", "Method pattern missing from command"),
            ("exclude,H::f,maybe", "Value cannot be read for option 'exclude' of type 'bool'"),
            ("CompileThresholdScaling,H::f", "  Option 'CompileThresholdScaling' is not followed by a value"),
            (
                "option,H::f,intx,exclude,1",
                "Option 'exclude' with type 'bool' doesn't match supplied type 'intx'",
            ),
            ("option,H::f,MaxNodeLimit", "  Missing type 'intx' before option 'MaxNodeLimit'"),
        ] {
            let expected = format!(
                "CompileCommand: An error occurred during parsing\nError: {message}\nLine: '{line}'\n{TIP}"
            );
            assert_eq!(read(&[line]).output, expected);
        }
    }

    #[test]
    fn quiet_from_then_on() {
        let c = read(&["exclude,A::a", "quiet", "exclude,A::b", "# comment", ""]);
        assert_eq!(c.output.lines().count(), 1);
        assert_eq!(c.list.len(), 2);
        assert!(c.is_quiet());
    }

    #[test]
    fn rows_are_in_order() {
        assert!(COMMANDS.iter().enumerate().all(|(i, c)| c.0 as usize == i));
    }
}
