//! The workloads: rows of `bench/workloads.toml`, and which of them a command line means.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// One row.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workload {
    pub name: String,
    pub group: Group,
    #[serde(default)]
    pub topic: String,
    #[serde(default)]
    pub about: String,
    /// The class with `static Object run()`, or with `main` in group `startup`.
    pub class: String,
    /// Its source, relative to the folder of the file of workloads.
    #[serde(default)]
    pub source: Option<String>,
    /// Libraries; a name may have one `*`.
    #[serde(default)]
    pub jars: Vec<String>,
    /// The Debian packages that have them.
    #[serde(default)]
    pub packages: Vec<String>,
    /// The result, or `sha256:` and the digest of a long one.
    #[serde(default)]
    pub expected: Option<String>,
    /// Arguments of `main` (group `startup` only). In these and in `jvm_args`, `{bench}` stands for the folder of the file, `{work}` for the process's own
    /// empty folder, `{jdk}` for the JDK.
    #[serde(default)]
    pub args: Vec<String>,
    #[serde(default)]
    pub jvm_args: Vec<String>,
    #[serde(default)]
    pub iterations: Option<usize>,
    #[serde(default)]
    pub timeout_s: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// Small programs, each with one theme.
    Kernel,
    /// Real programs on public libraries.
    Application,
    /// Whole processes: start to exit.
    Startup,
    /// Wrong answer, crash, endless loop: tests of the tool itself.
    Faulty,
}

impl Group {
    pub fn name(self) -> &'static str {
        match self {
            Group::Kernel => "kernel",
            Group::Application => "application",
            Group::Startup => "startup",
            Group::Faulty => "faulty",
        }
    }
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    workload: Vec<Workload>,
}

/// All workloads, and the folder that their paths start from.
#[derive(Debug)]
pub struct Catalogue {
    pub home: PathBuf,
    pub workloads: Vec<Workload>,
}

impl Catalogue {
    pub fn load(file: &Path) -> Result<Catalogue> {
        let text = fs::read_to_string(file)
            .with_context(|| format!("cannot read the workloads, {}", file.display()))?;
        let parsed: File = toml::from_str(&text)
            .with_context(|| format!("{} is not a file of workloads", file.display()))?;
        let home = file.canonicalize()?.parent().expect("a file has a folder").to_owned();
        for (i, w) in parsed.workload.iter().enumerate() {
            if parsed.workload[..i].iter().any(|v| v.name == w.name) {
                bail!("{}: two workloads are called {}", file.display(), w.name);
            }
            if w.group != Group::Startup && !w.args.is_empty() {
                bail!("{}: {} is not of group startup, so it cannot have args", file.display(), w.name);
            }
        }
        Ok(Catalogue { home, workloads: parsed.workload })
    }

    /// What words of the command line mean: a name, a topic, the name of a group, `all`; names and topics may have a `*`. Nothing means the kernels.
    /// `explicit` tells whether the workload was named itself, so that it is an error if it cannot run.
    pub fn select(&self, words: &[String]) -> Result<Vec<(&Workload, bool)>> {
        if words.is_empty() {
            return Ok(self
                .workloads
                .iter()
                .filter(|w| w.group == Group::Kernel)
                .map(|w| (w, false))
                .collect());
        }
        let mut chosen: Vec<(&Workload, bool)> = Vec::new();
        for word in words {
            // A name as it is written means that workload only, even if a topic is called the same.
            let exact = self.workloads.iter().any(|w| w.name == *word);
            let mut known = false;
            for w in &self.workloads {
                let named = if exact { w.name == *word } else { w.name.eq_ignore_ascii_case(word) };
                let by_topic = matches(word, &w.name) || matches(word, &w.topic);
                let by_group = word.trim_end_matches('s') == w.group.name()
                    || (word == "all" && w.group != Group::Faulty);
                let meant = named || (!exact && (by_topic || by_group));
                known |= meant;
                match chosen.iter_mut().find(|(c, _)| c.name == w.name) {
                    Some(entry) => entry.1 |= named,
                    None if meant => chosen.push((w, named)),
                    None => {}
                }
            }
            if !known {
                bail!("no workload, topic or group is called {word}; `excelsa-bench list` shows them");
            }
        }
        Ok(chosen)
    }
}

/// `*` stands for anything.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern.eq_ignore_ascii_case(text),
        Some((head, tail)) => {
            let (head, tail, text) = (head.to_lowercase(), tail.to_lowercase(), text.to_lowercase());
            text.len() >= head.len() + tail.len() && text.starts_with(&head) && text.ends_with(&tail)
        }
    }
}

impl Workload {
    /// The libraries' files, or which one is missing.
    pub fn jar_files(&self, home: &Path) -> Result<Vec<PathBuf>, String> {
        self.jars.iter().map(|jar| find_jar(&home.join(jar)).ok_or_else(|| jar.clone())).collect()
    }

    /// Why it cannot run here, if so.
    pub fn missing(&self, home: &Path) -> Option<String> {
        let jar = self.jar_files(home).err()?;
        Some(match self.packages.as_slice() {
            [] => format!("{jar} is missing"),
            packages => format!(
                "{jar} is missing (Debian package {}; see `excelsa-bench install`)",
                packages.join(", ")
            ),
        })
    }

    /// Whether `got` is the right result. Whoever expects nothing is right.
    pub fn is_right(&self, got: &str) -> bool {
        match self.expected.as_deref() {
            None => true,
            Some(expected) => match expected.strip_prefix("sha256:") {
                Some(digest) => digest.eq_ignore_ascii_case(&sha256(got.as_bytes())),
                None => expected.trim_end() == got.trim_end(),
            },
        }
    }
}

fn find_jar(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    if !name.contains('*') {
        return path.exists().then(|| path.to_owned());
    }
    let mut found: Vec<PathBuf> = fs::read_dir(path.parent()?)
        .ok()?
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| p.file_name().and_then(|n| n.to_str()).is_some_and(|n| matches(name, n)))
        .collect();
    found.sort();
    found.pop()
}

/// In hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        assert!(matches("Fib", "fib") && matches("N*y", "NBody") && matches("*", "x"));
        assert!(!matches("Fi", "Fib") && !matches("aba*aba", "aba"));
    }

    #[test]
    fn selection() {
        let text = r#"
            [[workload]]
            name = "Fib"
            group = "kernel"
            topic = "hello"
            class = "Fib"
            expected = "55"
            [[workload]]
            name = "Hello"
            group = "startup"
            class = "HelloWorld"
            [[workload]]
            name = "Wrong"
            group = "faulty"
            class = "Wrong"
            expected = "sha256:2C26B46B68FFC68FF99B453C1D30413413422D706483BFA0F98A5E886266E7AE"
        "#;
        let c = Catalogue { home: PathBuf::new(), workloads: toml::from_str::<File>(text).unwrap().workload };
        let names = |words: &[&str]| -> Vec<(String, bool)> {
            let words: Vec<String> = words.iter().map(|w| w.to_string()).collect();
            c.select(&words).unwrap().into_iter().map(|(w, e)| (w.name.clone(), e)).collect()
        };
        assert_eq!(names(&[]), [("Fib".into(), false)]);
        assert_eq!(names(&["all"]), [("Fib".into(), false), ("Hello".into(), false)]);
        assert_eq!(names(&["Hello"]), [("Hello".into(), true)]);
        assert_eq!(names(&["hello"]), [("Fib".into(), false), ("Hello".into(), true)]);
        assert_eq!(names(&["F*", "faulty", "fib"]), [("Fib".into(), true), ("Wrong".into(), false)]);
        assert!(c.select(&["Nothing".into()]).is_err());
        assert!(c.workloads[0].is_right("55") && !c.workloads[0].is_right("56"));
        assert!(c.workloads[2].is_right("foo") && !c.workloads[2].is_right("bar"));
    }
}
