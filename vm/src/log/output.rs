//! Where messages go: the outputs, what each wants, decorations, rotation of files.
//!
//! One lock guards all outputs; it is taken for each line that is written, never when a level is off. Nothing is logged while it
//! is held.

use super::request::{Decorators, Request, Rotation, Selection};
use super::{LEVELS, Level, TAG_SETS};
use crate::os::{process, time};
use std::fmt::Arguments;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::FileTypeExt;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// An output and its configuration.
struct Output {
    name: String,
    target: Target,
    /// The least level for each tag set.
    levels: [Level; TAG_SETS.len()],
    decorators: Decorators,
    /// Widths of the decorations so far; columns only grow.
    widths: [usize; Decorators::NAMES.len()],
}

enum Target {
    Stdout,
    Stderr,
    File(RotatingFile),
}

/// A log file; when it reaches its size it is renamed to `name.N`, N running in a circle.
struct RotatingFile {
    path: String,
    file: File,
    written: u64,
    rotation: Rotation,
    next: u32,
}

static OUTPUTS: Mutex<Vec<Output>> = Mutex::new(Vec::new());

/// The time since logging was first used or configured, which the start of the VM does early.
pub fn uptime() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

/// The outputs, with the standard streams first. A panic of another writer leaves them usable.
fn outputs() -> MutexGuard<'static, Vec<Output>> {
    let mut outputs = OUTPUTS.lock().unwrap_or_else(PoisonError::into_inner);
    if outputs.is_empty() {
        outputs.push(Output::new("stdout", Target::Stdout, Level::Warning));
        outputs.push(Output::new("stderr", Target::Stderr, Level::Off));
    }
    outputs
}

/// Carries out a request. Fails when a log file cannot be opened.
pub fn apply(request: &Request) -> Result<(), String> {
    uptime();
    let mut outputs = outputs();
    match request {
        Request::Disable => {
            outputs.truncate(2);
            outputs.iter_mut().for_each(|o| o.levels = [Level::Off; TAG_SETS.len()]);
        }
        Request::Async => {}
        Request::Configure { selections, output, decorators, rotation } => {
            let at = match outputs.iter().position(|o| o.name == *output) {
                Some(at) => at,
                None => {
                    outputs.push(Output::open(output, *rotation)?);
                    outputs.len() - 1
                }
            };
            outputs[at].configure(selections, *decorators);
            if at > 1 && outputs[at].levels.iter().all(|l| *l == Level::Off) {
                outputs.remove(at);
            }
        }
    }
    for (set, wanted) in LEVELS.iter().enumerate() {
        let least = outputs.iter().map(|o| o.levels[set]).min().unwrap_or(Level::Off);
        wanted.store(least as u8, Ordering::Relaxed);
    }
    Ok(())
}

/// The least level of a tag set that goes to standard output.
pub fn level_on_stdout(set: usize) -> Level {
    outputs()[0].levels[set]
}

/// Writes a message to all outputs that want it, with the decorations of the moment `ago` before now.
pub(super) fn write(set: usize, level: Level, ago: Duration, message: Arguments) {
    let message = message.to_string();
    for output in outputs().iter_mut().filter(|o| o.levels[set] <= level) {
        output.write(set, level, ago, &message);
    }
}

impl Output {
    fn new(name: &str, target: Target, level: Level) -> Output {
        Output {
            name: name.into(),
            target,
            levels: [level; TAG_SETS.len()],
            decorators: Decorators::DEFAULT,
            widths: [0; Decorators::NAMES.len()],
        }
    }

    fn open(name: &str, rotation: Rotation) -> Result<Output, String> {
        let path = name.strip_prefix("file=").unwrap_or(name);
        let path = path.replace("%p", &process::id().to_string()).replace(
            "%t",
            &time::local_stamp(time::now_millis().saturating_sub(uptime().as_millis() as i64)),
        );
        match RotatingFile::open(path, rotation) {
            Ok(file) => Ok(Output::new(name, Target::File(file), Level::Off)),
            Err(why) => {
                Err(format!("{why}\nInitialization of output '{name}' using options '(null)' failed."))
            }
        }
    }

    /// The last selection that mentions a tag set decides; what none mentions stays.
    fn configure(&mut self, selections: &[Selection], decorators: Option<Decorators>) {
        for (set, level) in self.levels.iter_mut().enumerate() {
            if let Some(s) = selections.iter().rev().find(|s| s.selects(TAG_SETS[set])) {
                *level = s.level;
            }
        }
        if let Some(decorators) = decorators {
            self.decorators = decorators;
        }
    }

    fn write(&mut self, set: usize, level: Level, ago: Duration, message: &str) {
        let mut line = String::new();
        for (i, width) in self.widths.iter_mut().enumerate().filter(|(i, _)| self.decorators.contains(*i)) {
            let text = decoration(i, set, level, ago);
            *width = (*width).max(text.len());
            line.push_str(&format!("[{text:<w$}]", w = *width));
        }
        if !self.decorators.is_empty() {
            line.push(' ');
        }
        line.push_str(message);
        line.push('\n');
        self.target.write(line.as_bytes());
    }
}

impl Target {
    /// A stream that fails loses the line: logging must not disturb the program.
    fn write(&mut self, line: &[u8]) {
        match self {
            Target::Stdout => {
                drop(std::io::stdout().write_all(line).and_then(|()| std::io::stdout().flush()))
            }
            Target::Stderr => drop(std::io::stderr().write_all(line)),
            Target::File(file) => file.write(line),
        }
    }
}

impl RotatingFile {
    fn open(path: String, mut rotation: Rotation) -> Result<RotatingFile, String> {
        let existing = fs::metadata(&path).ok();
        let mut next = 0;
        if let Some(meta) = existing {
            if meta.file_type().is_fifo() && rotation.files == Rotation::default().files {
                // A pipe cannot be put aside.
                rotation.files = 0;
            }
            if rotation.files > 0 {
                if !meta.is_file() {
                    return Err(format!(
                        "Unable to log to file {path} with log file rotation: {path} is not a regular file"
                    ));
                }
                next = first_free(&path, rotation.files);
                drop(fs::rename(&path, archive_name(&path, next, rotation.files)));
                next = (next + 1) % rotation.files;
            }
        }
        match File::create(&path) {
            Ok(file) => Ok(RotatingFile { path, file, written: 0, rotation, next }),
            Err(e) => Err(format!("Error opening log file '{path}': {}", time::error_text(&e))),
        }
    }

    fn write(&mut self, line: &[u8]) {
        drop(self.file.write_all(line));
        self.written += line.len() as u64;
        let Rotation { files, size } = self.rotation;
        if files == 0 || size == 0 || self.written < size {
            return;
        }
        let renamed = fs::rename(&self.path, archive_name(&self.path, self.next, files));
        if let (Ok(()), Ok(file)) = (renamed, File::create(&self.path)) {
            self.file = file;
            self.next = (self.next + 1) % files;
        }
        self.written = 0;
    }
}

fn archive_name(path: &str, number: u32, files: u32) -> String {
    let digits = (files - 1).to_string().len();
    format!("{path}.{number:0digits$}")
}

/// The first unused number, else that of the oldest file.
fn first_free(path: &str, files: u32) -> u32 {
    let modified = |n: &u32| fs::metadata(archive_name(path, *n, files)).and_then(|m| m.modified()).ok();
    (0..files).find(|n| modified(n).is_none()).or_else(|| (0..files).min_by_key(modified)).unwrap_or(0)
}

/// The decoration at that place of [`Decorators::NAMES`], for the moment `ago` before now.
fn decoration(index: usize, set: usize, level: Level, ago: Duration) -> String {
    let millis = || time::now_millis() - ago.as_millis() as i64;
    let uptime = || uptime().saturating_sub(ago);
    match Decorators::NAMES[index].0 {
        "time" => time::iso8601(millis(), false),
        "utctime" => time::iso8601(millis(), true),
        "uptime" => format!("{:.3}s", uptime().as_secs_f64()),
        "timemillis" => format!("{}ms", millis()),
        "uptimemillis" => format!("{}ms", uptime().as_millis()),
        "timenanos" => format!("{}ns", time::monotonic_nanos() - ago.as_nanos() as i64),
        "uptimenanos" => format!("{}ns", uptime().as_nanos()),
        "hostname" => process::host_name(),
        "pid" => process::id().to_string(),
        "tid" => process::thread_id().to_string(),
        "level" => level.name().to_string(),
        _ => TAG_SETS[set].join(","),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log;

    /// One test, as the configuration is the process's.
    #[test]
    fn file_output_with_rotation() {
        let dir = std::env::temp_dir().join(format!("excelsa-log-{}", process::id()));
        fs::create_dir_all(&dir).unwrap();
        let path = dir.join("a.log");
        let request = |tail: &str| {
            Request::parse(&format!("{}{}{tail}", ":jit+inlining=debug,gc+age:file=", path.display()))
        };
        apply(&request(":l,tg:filecount=2,filesize=60").unwrap()).unwrap();
        assert!(crate::log_enabled!(debug, [jit, inlining]) && !crate::log_enabled!(trace, [jit, inlining]));
        log!(debug, [jit, inlining], "one {}", 1);
        log!(info, [gc, age], "two");
        log!(debug, [gc, age], "not this");
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text, "[debug][jit,inlining] one 1\n[info ][gc,age      ] two\n");
        log!(info, [gc, age], "three");
        log!(info, [gc, age], "four");
        assert!(fs::read_to_string(dir.join("a.log.0")).unwrap().ends_with("three\n"));
        assert!(fs::read_to_string(&path).unwrap().ends_with("four\n"));
        apply(&request("=off").unwrap_or(Request::Async)).unwrap();
        let missing = Request::parse(":gc:file=/nonexistent/x").unwrap();
        assert_eq!(
            apply(&missing).unwrap_err(),
            "Error opening log file '/nonexistent/x': No such file or directory\n\
             Initialization of output 'file=/nonexistent/x' using options '(null)' failed."
        );
        fs::remove_dir_all(&dir).unwrap();
    }
}
