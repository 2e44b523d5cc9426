//! Diagnostic commands: what `jcmd` and `DiagnosticCommandMBean` can ask a running VM for.
//!
//! [`COMMANDS`] has a row for each: name, texts, parameters, function. Syntax, names and messages are those of HotSpot 17
//! (`diagnosticFramework.cpp`, `diagnosticCommand.cpp`); commands of HotSpot that are no rows are refused as unknown there.

mod arguments;
mod bodies;
mod table;

use gc::Handle;

use crate::class::KlassRef;
use crate::loader::boot;
use crate::runtime::{java_call, strings};
use crate::symbol::Symbol;
use crate::thread::{JResult, Scope};
use crate::well_known::f;
pub use arguments::Arguments;
pub use table::COMMANDS;

const ILLEGAL_ARGUMENT: &str = "java/lang/IllegalArgumentException";
/// What is said of a command that is no row.
pub const UNKNOWN: &str = "Unknown diagnostic command";

/// Who asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// `jcmd`, by the attach mechanism.
    Attach,
    /// `com.sun.management:type=DiagnosticCommand`.
    MBean,
}

/// Kind of value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Type {
    Boolean,
    Int,
    String,
}

impl Type {
    /// HotSpot's word for it.
    pub fn name(self) -> &'static str {
        match self {
            Type::Boolean => "BOOLEAN",
            Type::Int => "INT",
            Type::String => "STRING",
        }
    }
}

/// An argument (by place) or option (by name) of a command.
#[derive(Debug)]
pub struct Parameter {
    pub name: &'static str,
    pub description: &'static str,
    pub ty: Type,
    pub default: Option<&'static str>,
    pub mandatory: bool,
    pub is_option: bool,
}

/// Class, name and actions of a Java permission.
pub type Permission = (&'static str, &'static str, Option<&'static str>);

/// What a command does: writes its output.
pub type Run = fn(&mut Scope<'_>, &Arguments<'_>, &mut String) -> JResult<()>;

/// A diagnostic command.
pub struct Command {
    pub name: &'static str,
    pub description: &'static str,
    pub impact: &'static str,
    pub permission: Option<Permission>,
    pub parameters: &'static [Parameter],
    /// Whether the MBean offers it too.
    pub for_mbean: bool,
    pub run: Run,
}

impl Command {
    fn is_for(&self, source: Source) -> bool {
        source == Source::Attach || self.for_mbean
    }
}

/// The command of that name.
pub fn find(source: Source, name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|c| c.name == name && c.is_for(source))
}

/// The commands for `source`, by name.
pub fn all(source: Source) -> Vec<&'static Command> {
    let mut all: Vec<_> = COMMANDS.iter().filter(|c| c.is_for(source)).collect();
    all.sort_by_key(|c| c.name);
    all
}

/// Executes the commands in `text`, one in a line. Empty lines and those that begin with `#` are left out; `stop` ends.
///
/// # Errors
/// IllegalArgumentException for what is no command or has wrong arguments; what the command throws.
pub fn execute(t: &mut Scope<'_>, source: Source, text: &str, out: &mut String) -> JResult<()> {
    for (i, line) in text.split('\n').enumerate() {
        if source == Source::MBean && i > 0 {
            return Err(t.throw_new(ILLEGAL_ARGUMENT, "Invalid syntax"));
        }
        let line = line.trim_start();
        let (name, arguments) = line.split_at(line.find(char::is_whitespace).unwrap_or(line.len()));
        match name {
            "stop" => break,
            _ if name.is_empty() || name.starts_with('#') => continue,
            _ => {}
        }
        let Some(command) = find(source, name) else {
            return Err(t.throw_new(ILLEGAL_ARGUMENT, UNKNOWN));
        };
        let arguments = match Arguments::parse(source, command, arguments) {
            Ok(arguments) => arguments,
            Err(message) => return Err(t.throw_new(ILLEGAL_ARGUMENT, &message)),
        };
        (command.run)(&mut t.nested(), &arguments, out)?;
    }
    Ok(())
}

/// Class and message of an exception, as `Throwable.toString` gives them.
pub fn describe_throwable(t: &Scope<'_>, e: Handle<'_>) -> String {
    let class = KlassRef::of(e.get(t)).external_name();
    match f::Throwable::detail_message.get(e.get(t)) {
        Some(message) => format!("{class}: {}", strings::text(message)),
        None => class,
    }
}

/// Appends what a static method of `jdk.internal.vm.VMSupport` gives: properties in the format of `Properties.store`.
///
/// # Errors
/// What the method throws.
pub fn serialized_properties(t: &mut Scope<'_>, method: &str, out: &mut String) -> JResult<()> {
    let mut n = t.nested();
    let k = boot::load(&mut n, Symbol::new(b"jdk/internal/vm/VMSupport"))?;
    let bytes = java_call::call_static_named(&mut n, k, method, "()[B", &[])?;
    let Some(bytes) = bytes.object() else { return Err(n.throw_npe()) };
    out.push_str(&String::from_utf8_lossy(bytes.get(&n).bytes()));
    Ok(())
}
