//! `-XX:` arguments: syntax, locked kinds, aliases, deprecated and removed flags, and HotSpot's messages for all of them.

use super::flags::FlagId;
use super::table::{FlagInfo, FlagRef, FlagTable, Origin};
use super::value::{Type, Value};
use super::{Console, ParseError};

/// Flags that HotSpot 17 still takes but announces to go, with the release that deprecated them.
const DEPRECATED: &[(&str, &str)] = &[
    ("MaxGCMinorPauseMillis", "8.0"),
    ("MaxRAMFraction", "10.0"),
    ("MinRAMFraction", "10.0"),
    ("InitialRAMFraction", "10.0"),
    ("AllowRedefinitionToAddDeleteMethods", "13.0"),
    ("FlightRecorder", "13.0"),
    ("CriticalJNINatives", "16.0"),
    ("AlwaysLockClassLoader", "17.0"),
    ("UseBiasedLocking", "15.0"),
    ("BiasedLockingStartupDelay", "15.0"),
    ("PrintBiasedLockingStatistics", "15.0"),
    ("BiasedLockingBulkRebiasThreshold", "15.0"),
    ("BiasedLockingBulkRevokeThreshold", "15.0"),
    ("BiasedLockingDecayTime", "15.0"),
    ("UseOptoBiasInlining", "15.0"),
    ("PrintPreciseBiasedLockingStatistics", "15.0"),
    ("DefaultMaxRAMFraction", "8.0"),
    ("CreateMinidumpOnCrash", "9.0"),
    ("TLABStats", "12.0"),
];

/// Flags that HotSpot 17 ignores, with the release that removed them.
const REMOVED: &[(&str, &str)] = &[
    ("AssertOnSuspendWaitFailure", "17.0"),
    ("TraceSuspendWaitFailures", "17.0"),
    ("SuspendRetryCount", "17.0"),
    ("SuspendRetryDelay", "17.0"),
];

/// Other names of flags.
const ALIASES: &[(&str, &str)] =
    &[("DefaultMaxRAMFraction", "MaxRAMFraction"), ("CreateMinidumpOnCrash", "CreateCoredumpOnCrash")];

fn find<'a>(list: &[(&str, &'a str)], name: &str) -> Option<&'a str> {
    list.iter().find(|(n, _)| *n == name).map(|(_, value)| *value)
}

/// Prints a warning unless `-XX:-PrintWarnings`.
pub(super) fn warn(table: &FlagTable, console: &mut Console, message: &str) {
    if table.flags.print_warnings {
        console.err(&format!("{} VM warning: {message}\n", super::VM_NAME));
    }
}

/// The three forms of a setting.
enum Setting<'a> {
    Switch(bool),
    Assign(&'a str),
    /// `Name:=text` sets a list anew.
    Reset(&'a str),
}

fn split(argument: &str) -> Option<(&str, Setting<'_>)> {
    let is_name = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let (name, setting) = if let Some(name) = argument.strip_prefix('+') {
        (name, Setting::Switch(true))
    } else if let Some(name) = argument.strip_prefix('-') {
        (name, Setting::Switch(false))
    } else {
        let (name, value) = argument.split_once('=')?;
        match name.strip_suffix(':') {
            Some(name) => (name, Setting::Reset(value)),
            None => (name, Setting::Assign(value)),
        }
    };
    is_name(name).then_some((name, setting))
}

/// Sets the flag that an argument (without `-XX:`) names. Unknown flags are an error unless they are to be ignored.
pub(super) fn process_argument(
    table: &mut FlagTable,
    console: &mut Console,
    argument: &str,
    ignore_unrecognized: bool,
    origin: Origin,
) -> Result<(), ParseError> {
    if try_set(table, console, argument, origin) {
        return Ok(());
    }
    let has_sign = argument.starts_with(['+', '-']);
    let text = if has_sign { &argument[1..] } else { argument };
    let name = text.split('=').next().unwrap_or(text);
    if let Some(version) = find(REMOVED, name) {
        warn(table, console, &format!("Ignoring option {name}; support was removed in {version}"));
        return Ok(());
    }
    let accepted = match FlagTable::find(name).map(|f| table.info(f)) {
        Some(info) => explain_refusal(table, console, &info, text, has_sign, ignore_unrecognized),
        None => ignore_unrecognized || explain_unknown(console, text, name),
    };
    // A leading # comments an argument out, for which HotSpot says its piece nevertheless.
    if accepted || argument.starts_with('#') { Ok(()) } else { Err(ParseError::Refused) }
}

fn explain_unknown(console: &mut Console, text: &str, name: &str) -> bool {
    console.err(&format!("Unrecognized VM option '{text}'\n"));
    if let Some((similar, ty)) = FlagTable::fuzzy_match(name) {
        let (before, after) = if ty == Type::bool { ("(+/-)", "") } else { ("", "=<value>") };
        console.err(&format!("Did you mean '{before}{similar}{after}'? "));
    }
    false
}

/// Says why a known flag could not be set; true when that may pass.
fn explain_refusal(
    table: &FlagTable,
    console: &mut Console,
    info: &FlagInfo,
    text: &str,
    has_sign: bool,
    ignore_unrecognized: bool,
) -> bool {
    let name = info.name;
    if let Some(word) = info.debug_build_word() {
        if ignore_unrecognized {
            return true;
        }
        console.err(&format!(
            "Error: VM option '{name}' is {word} and is available only in debug version of VM.\n"
        ));
    } else if !table.is_unlocked(info) {
        let (word, unlock) = if info.is_diagnostic() {
            ("diagnostic", "UnlockDiagnosticVMOptions")
        } else {
            ("experimental", "UnlockExperimentalVMOptions")
        };
        console.err(&format!(
            "Error: VM option '{name}' is {word} and must be enabled via -XX:+{unlock}.\n\
             Error: The unlock option must precede '{name}'.\n"
        ));
    } else if info.ty == Type::bool && !has_sign {
        console.err(&format!("Missing +/- setting for VM option '{text}'\n"));
    } else if info.ty != Type::bool && has_sign {
        console.err(&format!("Unexpected +/- setting in VM option '{text}'\n"));
    } else {
        console.err(&format!("Improperly specified VM option '{text}'\n"));
    }
    false
}

/// Parses and stores; false leaves the explanation to the caller.
fn try_set(table: &mut FlagTable, console: &mut Console, argument: &str, origin: Origin) -> bool {
    let Some((given, setting)) = split(argument) else { return false };
    let name = find(ALIASES, given).unwrap_or(given);
    let Some(flag) = FlagTable::find(name) else {
        return false;
    };
    if let Some(version) = find(DEPRECATED, given) {
        let instead = if name == given { String::new() } else { format!(" Use option {name} instead.") };
        warn(
            table,
            console,
            &format!(
                "Option {given} was deprecated in version {version} and will likely be removed in a future release.{instead}"
            ),
        );
    }
    let info = table.info(flag);
    if info.debug_build_word().is_some() || !table.is_unlocked(&info) {
        return false;
    }
    let Some(value) = new_value(&info, setting) else { return false };
    store(table, console, flag, &info, value, origin)
}

fn new_value(info: &FlagInfo, setting: Setting) -> Option<Value> {
    let text = |s: &str| (!s.is_empty()).then(|| s.to_string());
    match (info.ty, setting) {
        (Type::bool, Setting::Switch(on)) => Some(Value::Bool(on)),
        (Type::ccstr, Setting::Assign(s) | Setting::Reset(s)) => Some(Value::Str(text(s))),
        (Type::ccstrlist, Setting::Reset(s)) => Some(Value::StrList(text(s))),
        (Type::ccstrlist, Setting::Assign(added)) => {
            let old = info.value.to_string();
            Some(Value::StrList(match (old.is_empty(), added.is_empty()) {
                (true, _) => text(added),
                (false, true) => Some(old),
                (false, false) => Some(format!("{old}\n{added}")),
            }))
        }
        (Type::bool, _) | (_, Setting::Switch(_) | Setting::Reset(_)) => None,
        (ty, Setting::Assign(number)) => ty.parse_number(number),
    }
}

/// Stores a value of the right type if it lies in the flag's range; HotSpot's message otherwise.
pub(super) fn store(
    table: &mut FlagTable,
    console: &mut Console,
    flag: FlagRef,
    info: &FlagInfo,
    value: Value,
    origin: Origin,
) -> bool {
    if !info.range.contains(&value) {
        console.err(&format!(
            "{} {}={value} is outside the allowed range {}\n",
            info.ty.name(),
            info.name,
            info.range
        ));
        return false;
    }
    if !info.own && value != info.value {
        warn(table, console, &format!("Option {} has no effect in this VM", info.name));
    }
    table.set(flag, value, origin);
    true
}

/// As [`store`], for options that stand for a flag of ours.
pub(super) fn store_own(
    table: &mut FlagTable,
    console: &mut Console,
    id: FlagId,
    value: Value,
    origin: Origin,
) -> Result<(), ParseError> {
    let flag = FlagRef::Own(id);
    let info = table.info(flag);
    if store(table, console, flag, &info, value, origin) { Ok(()) } else { Err(ParseError::Refused) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(arguments: &[&str]) -> (Result<FlagTable, ParseError>, String) {
        let mut table = FlagTable::default();
        let mut console = Console::captured();
        let result = arguments
            .iter()
            .try_for_each(|a| process_argument(&mut table, &mut console, a, false, Origin::CommandLine));
        (result.map(|()| table), console.captured_err().to_string())
    }

    #[test]
    fn values_are_stored() {
        let (table, err) =
            run(&["MaxMetaspaceSize=64m", "-UseTLAB", "CompileOnly=a", "CompileOnly=b", "HeapDumpPath=/x"]);
        let flags = table.unwrap().flags;
        assert_eq!(err, "");
        assert_eq!(flags.max_metaspace_size, 64 << 20);
        assert!(!flags.use_tlab);
        assert_eq!(flags.compile_only.as_deref(), Some("a\nb"));
        assert_eq!(flags.heap_dump_path.as_deref(), Some("/x"));
    }

    /// The messages are those that HotSpot 17.0.15 prints.
    #[test]
    fn messages() {
        for (argument, message) in [
            (
                "TieredStopAtLevel=9",
                "intx TieredStopAtLevel=9 is outside the allowed range [ 0 ... 4 ]\n\
                 Improperly specified VM option 'TieredStopAtLevel=9'\n",
            ),
            (
                "MaxRAMPercentage=200",
                "double MaxRAMPercentage=200.000000 is outside the allowed range [ 0.000000 ... 100.000000 ]\n\
                 Improperly specified VM option 'MaxRAMPercentage=200'\n",
            ),
            ("Foo", "Unrecognized VM option 'Foo'\n"),
            ("MaxHeapSize", "Improperly specified VM option 'MaxHeapSize'\n"),
            ("UseTLAB", "Missing +/- setting for VM option 'UseTLAB'\n"),
            ("+NewRatio", "Unexpected +/- setting in VM option 'NewRatio'\n"),
            ("NewRatio=-1", "Improperly specified VM option 'NewRatio=-1'\n"),
            (
                "+PrintInlining",
                "Error: VM option 'PrintInlining' is diagnostic and must be enabled via \
                 -XX:+UnlockDiagnosticVMOptions.\nError: The unlock option must precede 'PrintInlining'.\n",
            ),
            (
                "+TraceBytecodes",
                "Error: VM option 'TraceBytecodes' is develop and is available only in debug version of VM.\n",
            ),
            (
                "+PrintCompilatio",
                "Unrecognized VM option 'PrintCompilatio'\nDid you mean '(+/-)PrintCompilation'? ",
            ),
        ] {
            let (result, err) = run(&[argument]);
            assert_eq!(err, message, "{argument}");
            assert_eq!(result.unwrap_err(), ParseError::Refused);
        }
    }

    #[test]
    fn warnings() {
        let (result, err) =
            run(&["SuspendRetryCount=4", "+UseBiasedLocking", "+UseSerialGC", "+CreateMinidumpOnCrash"]);
        assert!(result.is_ok());
        assert_eq!(
            err,
            "Excelsa VM warning: Ignoring option SuspendRetryCount; support was removed in 17.0\n\
             Excelsa VM warning: Option UseBiasedLocking was deprecated in version 15.0 and will likely be removed in a \
             future release.\n\
             Excelsa VM warning: Option UseBiasedLocking has no effect in this VM\n\
             Excelsa VM warning: Option UseSerialGC has no effect in this VM\n\
             Excelsa VM warning: Option CreateMinidumpOnCrash was deprecated in version 9.0 and will likely be removed in a \
             future release. Use option CreateCoredumpOnCrash instead.\n"
        );
    }
}
