//! JVMs as the user writes them: `--jvm name='command with options'`.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::jdk;
use crate::record::Configuration;

/// A name and a command line, still as written.
#[derive(Debug, Clone, PartialEq)]
pub struct JvmSpec {
    pub name: String,
    pub words: Vec<String>,
}

impl JvmSpec {
    /// `NAME=COMMAND`, or only the command, which is then its name as well.
    pub fn parse(text: &str) -> Result<JvmSpec, String> {
        // `java -Dx=y` has no name before its first `=`.
        let (name, command) = match text.split_once('=') {
            Some((name, command))
                if !name.is_empty() && !name.contains(char::is_whitespace) && !name.contains('/') =>
            {
                (name.to_owned(), command)
            }
            _ => (text.to_owned(), text),
        };
        let words = shell_words::split(command).map_err(|e| e.to_string())?;
        if words.is_empty() {
            return Err(
                "a JVM is NAME='COMMAND OPTIONS', as in --jvm c1='java -XX:TieredStopAtLevel=1'".to_owned()
            );
        }
        Ok(JvmSpec { name, words })
    }

    /// Finds the program and asks it for its version.
    pub fn resolve(&self) -> Result<Configuration> {
        let program = find_program(&self.words[0])?;
        let mut command = vec![program.to_string_lossy().into_owned()];
        command.extend_from_slice(&self.words[1..]);
        let version = version(&command).with_context(|| format!("--jvm {}", self.name))?;
        Ok(Configuration { name: self.name.clone(), command, version, values: Vec::new() })
    }
}

/// `excelsa` means the environment variable `EXCELSA`, the one beside this tool, or that of the path; `java` is that of `JAVA_HOME` or of the path.
fn find_program(word: &str) -> Result<PathBuf> {
    if word.contains('/') {
        return Path::new(word).canonicalize().with_context(|| format!("there is no {word}"));
    }
    let mut places = Vec::new();
    match word {
        "excelsa" => {
            places.extend(env::var_os("EXCELSA").map(PathBuf::from));
            places.extend(env::current_exe().ok().map(|exe| exe.with_file_name("excelsa")));
        }
        "java" => places.extend(env::var_os("JAVA_HOME").map(|home| Path::new(&home).join("bin/java"))),
        _ => {}
    }
    places.extend(jdk::on_path(word));
    if word == "java" {
        places.extend(jdk::find().ok().map(|home| home.join("bin/java")));
    }
    match places.into_iter().find(|p| p.is_file()) {
        Some(p) => Ok(std::path::absolute(p)?),
        None if word == "excelsa" => bail!(
            "there is no excelsa beside this tool or on the path; build it (`cargo build --release`) or set EXCELSA"
        ),
        None => bail!("there is no {word} on the path"),
    }
}

fn version(command: &[String]) -> Result<String> {
    let done = Command::new(&command[0])
        .args(&command[1..])
        .arg("-version")
        .env_remove("JDK_JAVA_OPTIONS")
        .env_remove("JAVA_TOOL_OPTIONS")
        .output();
    let done = done.with_context(|| format!("cannot run {}", command[0]))?;
    let text = format!("{}{}", String::from_utf8_lossy(&done.stderr), String::from_utf8_lossy(&done.stdout));
    if !done.status.success() {
        bail!("`{} -version` ends with {}:\n{}", shell_words::join(command), done.status, text.trim_end());
    }
    Ok(text.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_commands() {
        let spec = JvmSpec::parse("int=excelsa -Xint '-Da=b c'").unwrap();
        assert_eq!((spec.name.as_str(), spec.words.len(), spec.words[2].as_str()), ("int", 3, "-Da=b c"));
        let spec = JvmSpec::parse("java -Da=b").unwrap();
        assert_eq!((spec.name.as_str(), spec.words.len()), ("java -Da=b", 2));
        assert!(JvmSpec::parse("x=").is_err());
    }
}
