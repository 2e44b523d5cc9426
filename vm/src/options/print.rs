//! Lists of flags in HotSpot's columns: `-XX:+PrintFlagsFinal`, `-XX:+PrintFlagsRanges`, `-XX:+PrintCommandLineFlags`.

use super::Options;
use super::table::{FlagInfo, FlagTable, Origin};
use super::value::{Range, Type, Value};
use std::fmt::Write;

/// Fills up with blanks to a column; at least one blank parts two fields.
fn column(line: &mut String, at: usize) {
    match at.checked_sub(line.len()) {
        Some(missing) if missing > 0 || at == 0 => line.push_str(&" ".repeat(missing)),
        _ => line.push(' '),
    }
}

fn tail(line: &mut String, flag: &FlagInfo, kind_at: usize, kind_width: usize) {
    column(line, kind_at);
    let kind = format!("{{{}}}", flag.kind);
    let _ = write!(line, "{kind:>kind_width$}");
    column(line, kind_at + kind_width + 1);
    let _ = writeln!(line, "{{{}}}", flag.origin.name());
}

/// Value columns: type to 9, name at 10, `=` at 50, value at 53, kind at 84 (20 wide), origin.
fn value_lines(flag: &FlagInfo) -> String {
    let value = flag.value.to_string();
    let mut text = String::new();
    let mut line = format!("{:>9}", flag.ty.name());
    let parts: Vec<&str> = value.split('\n').collect();
    for (i, part) in parts.iter().enumerate() {
        column(&mut line, 10);
        line.push_str(flag.name);
        column(&mut line, 50);
        line.push_str(if i == 0 { " =" } else { "+=" });
        column(&mut line, 53);
        line.push_str(part);
        if i + 1 < parts.len() {
            text.push_str(&line);
            text.push('\n');
            line.clear();
        }
    }
    tail(&mut line, flag, 84, 20);
    text + &line
}

/// Range columns: type to 9, name at 10, range at 61, kind at 122 (35 wide), origin. Flags without numbers have none.
fn range_line(flag: &FlagInfo) -> Option<String> {
    if flag.ty == Type::bool || flag.ty.is_text() {
        return None;
    }
    let mut line = format!("{:>9}", flag.ty.name());
    column(&mut line, 10);
    line.push_str(flag.name);
    column(&mut line, 61);
    let (low, high) = match flag.range {
        Range::Any => (String::new(), String::new()),
        Range::Int(low, high) => (low.to_string(), high.to_string()),
        Range::Double(low, high) => (format!("{low:.3}"), format!("{high:.3}")),
    };
    let _ = write!(line, "[ {low:<25} ... {high:>25} ]");
    tail(&mut line, flag, 122, 35);
    Some(line)
}

impl FlagInfo {
    /// The option that sets the flag to its value.
    pub fn as_option(&self) -> String {
        match &self.value {
            Value::Bool(on) => format!("-XX:{}{}", if *on { '+' } else { '-' }, self.name),
            value => {
                let repeat = format!(" -XX:{}=", self.name);
                format!("-XX:{}={}", self.name, value.to_string().replace('\n', &repeat))
            }
        }
    }
}

fn list(flags: impl IntoIterator<Item = FlagInfo>) -> String {
    flags.into_iter().fold("[Global flags]\n".to_string(), |text, f| text + &value_lines(&f))
}

fn list_set(flags: impl IntoIterator<Item = FlagInfo>) -> String {
    let set = flags.into_iter().filter(|f| f.origin != Origin::Default);
    set.fold(String::new(), |text, f| text + &f.as_option() + " ") + "\n"
}

impl Options {
    /// All unlocked flags with their present values.
    pub fn list_flags(&self) -> String {
        list(self.all_flags())
    }

    /// The flags that somebody has set, as options.
    pub fn list_set_flags(&self) -> String {
        list_set(self.all_flags())
    }
}

impl FlagTable {
    fn visible(&self) -> impl Iterator<Item = FlagInfo> + '_ {
        let (diagnostic, experimental) =
            (self.flags.unlock_diagnostic_vm_options, self.flags.unlock_experimental_vm_options);
        self.all()
            .into_iter()
            .filter(move |f| (diagnostic || !f.is_diagnostic()) && (experimental || !f.is_experimental()))
    }

    /// The list of `-XX:+PrintFlagsFinal` and `-XX:+PrintFlagsInitial`.
    pub fn list(&self) -> String {
        list(self.visible())
    }

    /// The list of `-XX:+PrintFlagsRanges`.
    pub fn list_ranges(&self) -> String {
        let lines = self.visible().filter_map(|f| range_line(&f));
        lines.fold("[Global flags ranges]\n".to_string(), |text, line| text + &line)
    }

    /// The line of `-XX:+PrintCommandLineFlags`.
    pub fn list_set(&self) -> String {
        list_set(self.all())
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::FlagRef;
    use super::*;

    #[test]
    fn columns() {
        let mut table = FlagTable::default();
        let text = table.list();
        let line = |name: &str| text.lines().find(|l| l.contains(name)).unwrap().to_string();
        assert_eq!(
            line(" MaxGCPauseMillis"),
            "    uintx MaxGCPauseMillis                         = 200                                       {product} {default}"
        );
        let only = FlagTable::find("CompileOnly").unwrap();
        table.set(only, Value::StrList(Some("a\nb".into())), Origin::CommandLine);
        let text = table.list();
        assert!(text.contains("\n          CompileOnly                             += b "));
        assert!(table.list_set().contains("-XX:CompileOnly=a -XX:CompileOnly=b "));
        assert!(matches!(FlagTable::find("UseG1GC"), Some(FlagRef::Foreign(_))));
    }
}
