//! Small methods and the code that they become: `filetests/*.txt`, each with bytecode (see `support/assembly.rs`) and, behind
//! it, sections with what is expected of each line `compile`: CLIF, machine code, sites.
//!
//! `EXCELSA_BLESS=1` writes the sections anew. The processor is the plainest one of its kind, whatever the tests run on; sections for
//! processors that the crate was not built for are left alone.

#[path = "support/assembly.rs"]
mod assembly;
#[path = "support/diff.rs"]
mod diff;
#[path = "support/layout.rs"]
mod layout;

use std::collections::HashMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use assembly::{Compile, FIRST_METHOD, Program};
use jit::code::{CompiledCode, RelocationTarget, SiteResult};
use jit::compiler::{Compiler, Request, Settings};
use jit::runtime_calls::RuntimeCall;

/// What begins a section: one of a line `compile`.
const SECTION: &str = "--- ";

/// Compilers by processor, as far as the crate was built for them.
struct Compilers {
    x86_64: Option<Compiler>,
    aarch64: Option<Compiler>,
}

impl Compilers {
    fn new() -> Compilers {
        let make = |target: &str| {
            Compiler::new(&Settings { verify: true, target: Some(format!("{target}-unknown-linux-gnu")) })
                .ok()
        };
        Compilers { x86_64: make("x86_64"), aarch64: make("aarch64") }
    }
    fn get(&mut self, c: &Compile) -> Option<&mut Compiler> {
        if c.aarch64 { self.aarch64.as_mut() } else { self.x86_64.as_mut() }
    }
}

/// CLIF without its indentation; sites stand behind their calls, and external names are readable and independent of their
/// numbers.
fn clif(code: &CompiledCode) -> String {
    let mut text = String::new();
    for line in code.clif.as_deref().expect("CLIF").lines().filter(|l| !l.trim().is_empty()) {
        let (site, rest) = match line.strip_prefix('<').and_then(|l| l.split_once('>')) {
            Some((site, rest)) => (Some(site), rest.trim()),
            None => (None, line.trim()),
        };
        let mut rest = rest.to_owned();
        for (space, name) in [("u0:", "runtime"), ("u1:", "this")] {
            let Some(at) = rest.find(space).filter(|_| !rest.starts_with("function")) else { continue };
            let start = at + space.len();
            let digits = rest[start..].chars().take_while(char::is_ascii_digit).count();
            let number: usize = rest[start..start + digits].parse().expect("a number");
            let name = match name {
                "runtime" => RuntimeCall::ALL[number].name().to_owned(),
                _ => name.to_owned(),
            };
            rest.replace_range(at..start + digits, &name);
        }
        let outside =
            rest.is_empty() || rest.starts_with("function") || rest.starts_with("block") || rest == "}";
        let _ = write!(text, "{}{rest}", if outside { "" } else { "    " });
        if let Some(site) = site {
            let _ = write!(text, "  ; site {site}");
        }
        text.push('\n');
    }
    text
}

/// Machine instructions, with the names of what they refer to.
fn machine_code(code: &CompiledCode) -> String {
    let mut targets =
        code.relocations.iter().filter(|r| !matches!(r.target, RelocationTarget::Code(o) if o != 0));
    let mut text = String::new();
    for line in code.listing.as_deref().unwrap_or("").lines() {
        // sites are marked in front of their calls and behind them
        if line.contains("debug @ Pre") {
            continue;
        }
        let mut line = line.trim_end().replace("; ^-- debug @ Post: [User(", "; site ").replace(")]", "");
        if let Some(at) = line.find("userextname") {
            let name = match targets.next().map(|r| r.target) {
                Some(RelocationTarget::Runtime(call)) => call.name().to_owned(),
                Some(RelocationTarget::Code(_)) => "this".to_owned(),
                None => "?".to_owned(),
            };
            let end = line[at..].find([',', ' ', ')']).map_or(line.len(), |n| at + n);
            line.replace_range(at..end, &name);
        }
        text.push_str(&line);
        text.push('\n');
    }
    text
}

fn sites(code: &CompiledCode) -> String {
    let mut text = String::new();
    let _ = write!(text, "state words: {}", code.state_words);
    if let Some(lock) = code.lock_word {
        let _ = write!(text, ", lock: {lock}");
    }
    let _ = writeln!(text, ", bytecodes: {}", code.bytecodes);
    for (n, s) in code.scopes.iter().enumerate().skip(1) {
        let caller = s.caller.expect("inlined scopes have callers");
        let method = (s.method - FIRST_METHOD) >> 8;
        let _ = writeln!(
            text,
            "scope {n}: method {method} from word {}, in scope {} at {}, depth {}",
            s.first_word, caller.scope, caller.bci, caller.depth
        );
    }
    let called: HashMap<u32, &str> = code
        .relocations
        .iter()
        .filter_map(|r| match r.target {
            RelocationTarget::Runtime(call) => Some((r.offset, call.name())),
            _ => None,
        })
        .collect();
    for s in &code.sites {
        let refs: Vec<String> = (0..code.state_words as usize)
            .filter(|w| code.refs(s)[w / 64] >> (w % 64) & 1 != 0)
            .map(|w| w.to_string())
            .collect();
        // the address of a runtime call is loaded right in front of the call
        let name = (0..24).find_map(|back| called.get(&s.pc.checked_sub(back)?)).unwrap_or(&"method");
        let _ = write!(text, "{name}: ");
        if s.scope != 0 {
            let _ = write!(text, "scope {} ", s.scope);
        }
        let _ = write!(text, "bci {} depth {} refs [{}]", s.bci, s.depth, refs.join(" "));
        match s.result {
            SiteResult::Void => {}
            r => {
                let _ = write!(text, " {r:?}");
            }
        }
        let all = if s.saves_all { " saves all" } else { "" };
        let landing = if s.landing != 0 { " lands" } else { "" };
        let _ = writeln!(text, "{all}{landing}");
    }
    text
}

/// The text of a section.
fn section(program: &Program, compiler: &mut Compiler, c: &Compile) -> String {
    let request = Request {
        method: FIRST_METHOD,
        quality: c.quality,
        counters: c.counters,
        osr_bci: c.osr_bci,
        listing: true,
    };
    let code = match compiler.compile(program, &request) {
        Ok(code) => code,
        Err(e) => return format!("bailout: {e}\n"),
    };
    let mut text = String::new();
    for what in &c.shown {
        let shown = match what.as_str() {
            "clif" => clif(&code),
            "code" => machine_code(&code),
            "sites" => sites(&code),
            other => panic!("sections are clif, code and sites, not {other}"),
        };
        if c.shown.len() > 1 {
            let _ = writeln!(text, "-- {what}");
        }
        text.push_str(&shown);
    }
    text
}

/// Source, and sections by their titles.
fn split(text: &str) -> (String, HashMap<String, String>) {
    let mut source = String::new();
    let mut sections = HashMap::new();
    let mut title: Option<String> = None;
    for line in text.lines() {
        if let Some(t) = line.strip_prefix(SECTION) {
            title = Some(t.to_owned());
            sections.insert(t.to_owned(), String::new());
            continue;
        }
        let into = match &title {
            None => &mut source,
            Some(t) => sections.get_mut(t).expect("it was put there"),
        };
        into.push_str(line);
        into.push('\n');
    }
    (source, sections)
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/filetests");
    let mut all: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the folder").map(|e| e.expect("an entry").path()).collect();
    all.retain(|p| p.extension().is_some_and(|x| x == "txt"));
    all.sort();
    all
}

#[test]
fn expected_code() {
    let bless = std::env::var_os("EXCELSA_BLESS").is_some();
    let mut compilers = Compilers::new();
    let (mut compared, mut differences) = (0, String::new());
    for path in files() {
        let text = std::fs::read_to_string(&path).expect("a text file");
        let (source, expected) = split(&text);
        let program = Program::new(&source, layout::layout());
        assert!(!program.compiles.is_empty(), "{}: no line `compile`", path.display());
        let mut blessed = source.clone();
        for c in &program.compiles {
            let old = expected.get(&c.text).cloned().unwrap_or_default();
            let new = match compilers.get(c) {
                Some(compiler) => section(&program, compiler, c),
                None => old.clone(),
            };
            compared += usize::from(compilers.get(c).is_some());
            let _ = write!(blessed, "{SECTION}{}\n{new}", c.text);
            if old != new {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let _ = writeln!(differences, "{name}, {}:\n{}", c.text, diff::diff(&old, &new));
            }
        }
        if bless && blessed != text {
            std::fs::write(&path, blessed).expect("the file can be written");
        }
    }
    assert!(compared > 0, "nothing was compiled for this processor");
    assert!(bless || differences.is_empty(), "{differences}(EXCELSA_BLESS=1 accepts this)");
}
