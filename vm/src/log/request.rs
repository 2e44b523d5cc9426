//! The syntax of `-Xlog`: `[:[what][:[output][:[decorators][:output-options]]]]`, with HotSpot's messages for errors.

use super::{Level, TAGS};

/// What one `-Xlog` option asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Configure an output.
    Configure {
        /// What it is to receive; what is not mentioned stays as it was.
        selections: Vec<Selection>,
        /// `stdout`, `stderr` or `file=<name>`.
        output: String,
        /// Decorations of each line; `None` keeps those of a standard stream.
        decorators: Option<Decorators>,
        /// Rotation of a file.
        rotation: Rotation,
    },
    /// `-Xlog:disable`: no output receives anything, not even warnings.
    Disable,
    /// `-Xlog:async`: lines are written at once all the same, which keeps their order.
    Async,
}

/// Some tag sets and a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// Tags that a set must have; none for `all`.
    pub tags: Vec<&'static str>,
    /// Whether a set may have more tags (`*`).
    pub wildcard: bool,
    /// The least level.
    pub level: Level,
}

impl Selection {
    /// Whether a tag set is among those selected.
    pub fn selects(&self, set: &[&str]) -> bool {
        (self.wildcard || self.tags.len() == set.len()) && self.tags.iter().all(|tag| set.contains(tag))
    }

    fn parse(text: &str) -> Result<Selection, String> {
        let (tags, level) = match text.split_once('=') {
            Some((tags, name)) => (tags, parse_level(name)?),
            None => (text, Level::Info),
        };
        if tags == "all" {
            return Ok(Selection { tags: Vec::new(), wildcard: true, level });
        }
        let (tags, wildcard) = match tags.strip_suffix('*') {
            Some(tags) => (tags, true),
            None => (tags, false),
        };
        let mut known: Vec<&'static str> = Vec::new();
        for tag in tags.split('+') {
            let Some(found) = TAGS.iter().find(|t| t.eq_ignore_ascii_case(tag)) else {
                return Err(format!("Invalid tag '{tag}' in log selection.{}", did_you_mean(tag, TAGS, 0.5)));
            };
            if known.len() == 5 {
                return Err(format!("Too many tags in log selection '{tags}' (can only have up to 5 tags)."));
            }
            known.push(found);
        }
        match (1..known.len()).find(|i| known[..*i].contains(&known[*i])) {
            Some(i) => Err(format!("Log selection contains duplicates of tag {}.", known[i])),
            None => Ok(Selection { tags: known, wildcard, level }),
        }
    }
}

fn parse_level(name: &str) -> Result<Level, String> {
    Level::from_name(name).ok_or_else(|| {
        let names = Level::ALL.map(Level::name);
        format!("Invalid level '{name}' in log selection.{}", did_you_mean(name, &names, 0.4))
    })
}

/// The known word that shares most letter pairs with an unknown one.
fn did_you_mean(word: &str, known: &[&str], least: f64) -> String {
    let score = |k: &str| {
        let hits = k.as_bytes().windows(2).filter(|p| word.as_bytes().windows(2).any(|q| q == *p)).count();
        2.0 * hits as f64 / (k.len() + word.len()).max(1) as f64
    };
    let best = known.iter().max_by(|a, b| score(a).total_cmp(&score(b)));
    match best.filter(|b| score(b) >= least) {
        Some(best) => format!(" Did you mean '{best}'?"),
        None => String::new(),
    }
}

/// A set of decorations; they are printed in the order of [`Decorators::NAMES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decorators(u16);

impl Decorators {
    /// Names and abbreviations.
    pub const NAMES: [(&'static str, &'static str); 12] = [
        ("time", "t"),
        ("utctime", "utc"),
        ("uptime", "u"),
        ("timemillis", "tm"),
        ("uptimemillis", "um"),
        ("timenanos", "tn"),
        ("uptimenanos", "un"),
        ("hostname", "hn"),
        ("pid", "p"),
        ("tid", "ti"),
        ("level", "l"),
        ("tags", "tg"),
    ];

    /// Uptime, level and tags.
    pub const DEFAULT: Decorators = Decorators(1 << 2 | 1 << 10 | 1 << 11);

    /// Whether the decoration at that place of [`Decorators::NAMES`] belongs to the set.
    pub fn contains(self, index: usize) -> bool {
        self.0 >> index & 1 != 0
    }

    /// Whether lines have no decorations.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn parse(text: &str) -> Result<Decorators, String> {
        match text {
            "" => return Ok(Decorators::DEFAULT),
            "none" => return Ok(Decorators(0)),
            _ => {}
        }
        text.split(',').try_fold(Decorators(0), |set, name| {
            match Decorators::NAMES.iter().position(|(long, short)| *long == name || *short == name) {
                Some(i) => Ok(Decorators(set.0 | 1 << i)),
                None => Err(format!("Invalid decorator '{name}'.")),
            }
        })
    }
}

/// How a log file is rotated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotation {
    /// Number of older files; 0 for no rotation.
    pub files: u32,
    /// Size at which the file is put aside; 0 for never.
    pub size: u64,
}

impl Default for Rotation {
    fn default() -> Rotation {
        Rotation { files: 5, size: 20 << 20 }
    }
}

impl Rotation {
    fn parse(text: &str, output: &str) -> Result<Rotation, String> {
        let mut rotation = Rotation::default();
        let failed = |why: String| {
            let end = format!("Initialization of output '{output}' using options '{text}' failed.");
            format!("{why}\n{end}")
        };
        for option in text.split(',').filter(|_| !text.is_empty()) {
            let invalid = || failed(format!("Invalid option '{option}' for log file output."));
            match option.split_once('=').ok_or_else(invalid)? {
                ("filecount", n) => {
                    rotation.files = n.parse().ok().filter(|n| *n <= 1000).ok_or_else(|| {
                        failed("Invalid option: filecount must be in range [0, 1000]".into())
                    })?;
                }
                ("filesize", n) => {
                    rotation.size = crate::options::parse_size(n).ok_or_else(|| {
                        failed("Invalid option: filesize must be in range [0, 18446744073709551615]".into())
                    })?;
                }
                (key, _) => return Err(failed(format!("Invalid option '{key}' for log file output."))),
            }
        }
        Ok(rotation)
    }
}

impl Request {
    /// Reads what follows `-Xlog`.
    pub fn parse(tail: &str) -> Result<Request, String> {
        match tail {
            ":disable" => return Ok(Request::Disable),
            ":async" => return Ok(Request::Async),
            _ if !tail.is_empty() && !tail.starts_with(':') => {
                return Err(String::new());
            }
            _ => {}
        }
        let parts = split_at_colons(tail.strip_prefix(':').unwrap_or(""))?;
        let part = |i: usize| parts.get(i).map_or("", String::as_str);
        let what = if part(0).is_empty() { "all" } else { part(0) };
        let selections = what.split(',').map(Selection::parse).collect::<Result<Vec<_>, _>>()?;
        let decorators = Some(Decorators::parse(part(2))?);
        let output = normalize_output(part(1))?;
        let rotation = Rotation::parse(part(3), &output)?;
        Ok(Request::Configure { selections, output, decorators, rotation })
    }

    /// A request of the VM's own for standard output, which keeps its decorations (`-verbose:class` and the like).
    pub fn for_stdout(what: &str) -> Result<Request, String> {
        let selections = what.split(',').map(Selection::parse).collect::<Result<Vec<_>, _>>()?;
        let output = "stdout".to_string();
        Ok(Request::Configure { selections, output, decorators: None, rotation: Rotation::default() })
    }
}

/// Parts at colons outside quotes, four parts at most.
fn split_at_colons(text: &str) -> Result<Vec<String>, String> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    for c in text.chars() {
        match c {
            ':' if !quoted && parts.len() == 4 => break,
            ':' if !quoted => parts.push(String::new()),
            _ => {
                quoted ^= c == '"';
                parts.last_mut().expect("there is always a part").push(c);
            }
        }
    }
    if quoted {
        return Err(format!("Missing terminating quote in -Xlog option '{text}'"));
    }
    Ok(parts)
}

/// Output names without `file=` are files, unless they are those of the standard streams.
fn normalize_output(name: &str) -> Result<String, String> {
    match name {
        "" | "stdout" => return Ok("stdout".into()),
        "stderr" => return Ok("stderr".into()),
        _ => {}
    }
    let file = match name.split_once('=') {
        Some(("file", file)) => file,
        Some((kind, _)) if !name.starts_with('"') => {
            return Err(format!("Unsupported log output type: {kind}={}", &name[kind.len() + 1..]));
        }
        _ => name,
    };
    let quotes = file.matches('"').count();
    if quotes == 0 {
        return Ok(format!("file={file}"));
    }
    match file.strip_prefix('"').and_then(|f| f.strip_suffix('"')) {
        Some(inner) if quotes == 2 => Ok(format!("file={inner}")),
        _ => Err("Output name can not be partially quoted. Either surround the whole name with quotation marks, or do not \
                  use quotation marks at all."
            .into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Vec<Selection>, String, Option<Decorators>, Rotation) {
        match Request::parse(text).unwrap() {
            Request::Configure { selections, output, decorators, rotation } => {
                (selections, output, decorators, rotation)
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn forms() {
        let (what, output, decorators, _) = parse("");
        assert_eq!(what, [Selection { tags: vec![], wildcard: true, level: Level::Info }]);
        assert_eq!((output.as_str(), decorators), ("stdout", Some(Decorators::DEFAULT)));
        let (what, output, decorators, rotation) =
            parse(":gc+ref*=debug,class+load:file=\"a:b.log\":t,tid:filecount=3,filesize=1m");
        assert_eq!(what[0].tags, ["gc", "ref"]);
        assert!(what[0].wildcard && what[0].level == Level::Debug);
        assert_eq!(what[1].level, Level::Info);
        assert_eq!(output, "file=a:b.log");
        assert!(decorators.is_some_and(|d| d.contains(0) && d.contains(9) && !d.contains(2)));
        assert_eq!(rotation, Rotation { files: 3, size: 1 << 20 });
        assert!(parse(":gc::none").2.unwrap().is_empty());
        assert_eq!(parse(":gc:x.log").1, "file=x.log");
        assert_eq!(Request::parse(":disable"), Ok(Request::Disable));
    }

    #[test]
    fn selecting() {
        let exact = Selection::parse("gc").unwrap();
        assert!(exact.selects(&["gc"]) && !exact.selects(&["gc", "heap"]));
        let wild = Selection::parse("heap*").unwrap();
        assert!(wild.selects(&["gc", "heap"]) && !wild.selects(&["gc"]));
    }

    /// The messages are those that HotSpot 17.0.15 prints.
    #[test]
    fn errors() {
        for (text, message) in [
            (":foo", "Invalid tag 'foo' in log selection."),
            (":class+loax=info", "Invalid tag 'loax' in log selection. Did you mean 'load'?"),
            (":gc=foo", "Invalid level 'foo' in log selection."),
            (":gc+class+gc", "Log selection contains duplicates of tag gc."),
            (":gc:stdout:xx", "Invalid decorator 'xx'."),
            (
                ":gc:file=a.log:u:filecount=x",
                "Invalid option: filecount must be in range [0, 1000]\n\
                 Initialization of output 'file=a.log' using options 'filecount=x' failed.",
            ),
        ] {
            assert_eq!(Request::parse(text).unwrap_err(), message);
        }
    }
}
