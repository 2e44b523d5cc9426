//! Class files of the workloads: compiled once, kept by a hash of everything that javac sees.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::workload::{Catalogue, Workload};

/// The measuring program, relative to the folder of the workloads.
const HARNESS: &str = "java/harness/Harness.java";

/// Compiles, and knows where the class files are.
pub struct Compiler<'a> {
    catalogue: &'a Catalogue,
    jdk: &'a Path,
    /// Folder that has a folder for each hash.
    store: PathBuf,
}

impl<'a> Compiler<'a> {
    pub fn new(catalogue: &'a Catalogue, jdk: &'a Path, work: &Path) -> Self {
        Compiler { catalogue, jdk, store: work.join("classes") }
    }

    /// The class path that a workload runs with.
    pub fn class_path(&self, workload: &Workload) -> Result<Vec<PathBuf>> {
        let common = self.common()?;
        let jars = workload
            .jar_files(&self.catalogue.home)
            .map_err(|jar| anyhow::anyhow!("{}: {jar} is missing", workload.name))?;
        let mut path = match &workload.source {
            Some(source) if !jars.is_empty() => {
                let source = self.catalogue.home.join(source);
                vec![self.unit(&[source], &[std::slice::from_ref(&common), &jars].concat())?]
            }
            _ => Vec::new(),
        };
        path.push(common);
        path.extend(jars);
        Ok(path)
    }

    /// The harness and all workloads that need no libraries, in one go.
    fn common(&self) -> Result<PathBuf> {
        let home = &self.catalogue.home;
        let mut sources = vec![home.join(HARNESS)];
        sources.extend(
            self.catalogue
                .workloads
                .iter()
                .filter(|w| w.jars.is_empty())
                .filter_map(|w| Some(home.join(w.source.as_ref()?))),
        );
        sources.sort();
        sources.dedup();
        self.unit(&sources, &[])
    }

    /// Compiles `sources`, together with what they use from their folders, unless that was done before.
    fn unit(&self, sources: &[PathBuf], class_path: &[PathBuf]) -> Result<PathBuf> {
        let out = self.store.join(self.hash(sources, class_path)?);
        if out.is_dir() {
            return Ok(out);
        }
        let mut folders: Vec<&Path> = sources.iter().filter_map(|s| s.parent()).collect();
        folders.sort();
        folders.dedup();
        let fresh = out.with_extension(format!("{}.tmp", std::process::id()));
        fs::create_dir_all(&fresh)?;
        let mut javac = Command::new(self.jdk.join("bin/javac"));
        javac
            .args(["-nowarn", "-Xlint:none", "-proc:none", "-encoding", "UTF-8", "-sourcepath"])
            .arg(join(&folders))
            .arg("-d")
            .arg(&fresh);
        if !class_path.is_empty() {
            javac.arg("-cp").arg(join(class_path));
        }
        let done =
            javac.args(sources).env_remove("JDK_JAVAC_OPTIONS").output().context("cannot run javac")?;
        if !done.status.success() {
            fs::remove_dir_all(&fresh).ok();
            bail!("javac does not accept the workloads:\n{}", String::from_utf8_lossy(&done.stderr));
        }
        // Another run of this tool may have been faster; its class files are the same.
        if fs::rename(&fresh, &out).is_err() {
            fs::remove_dir_all(&fresh).ok();
        }
        Ok(out)
    }

    fn hash(&self, sources: &[PathBuf], class_path: &[PathBuf]) -> Result<String> {
        let mut hash = Sha256::new();
        hash.update(fs::read(self.jdk.join("release")).unwrap_or_default());
        for path in class_path {
            hash.update(path.to_string_lossy().as_bytes());
            hash.update(fs::metadata(path).map_or(0, |m| m.len()).to_le_bytes());
        }
        let mut seen: Vec<PathBuf> = sources.to_vec();
        for folder in sources.iter().filter_map(|s| s.parent()) {
            let files = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
            seen.extend(
                files
                    .filter_map(|e| Some(e.ok()?.path()))
                    .filter(|p| p.extension().is_some_and(|e| e == "java")),
            );
        }
        seen.sort();
        seen.dedup();
        for source in seen {
            hash.update(source.file_name().unwrap_or_default().to_string_lossy().as_bytes());
            hash.update(fs::read(&source).with_context(|| format!("cannot read {}", source.display()))?);
        }
        for source in sources {
            hash.update(source.to_string_lossy().as_bytes());
        }
        Ok(hash.finalize().iter().take(12).map(|b| format!("{b:02x}")).collect())
    }
}

/// As a class path.
pub fn join<P: AsRef<Path>>(paths: &[P]) -> String {
    paths.iter().map(|p| p.as_ref().to_string_lossy().into_owned()).collect::<Vec<_>>().join(":")
}
