//! `install`: the Debian packages of the applications.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::cli::Install;
use crate::jdk;
use crate::workload::Catalogue;

pub fn install(catalogue: &Catalogue, args: &Install) -> Result<u8> {
    let words = if args.select.is_empty() { vec!["all".to_owned()] } else { args.select.clone() };
    let chosen = catalogue.select(&words)?;
    let mut packages: Vec<&str> = chosen
        .iter()
        .filter(|(w, _)| w.missing(&catalogue.home).is_some())
        .flat_map(|(w, _)| w.packages.iter().map(String::as_str))
        .collect();
    packages.sort_unstable();
    packages.dedup();
    if packages.is_empty() {
        println!("All that these workloads need is installed.");
        return Ok(0);
    }
    let mut words = vec!["apt-get", "install", "-y", "--no-install-recommends"];
    if !rustix::process::geteuid().is_root() {
        words.insert(0, "sudo");
    }
    words.extend(&packages);
    if args.dry_run {
        println!("{}", words.join(" "));
        return Ok(0);
    }
    if jdk::on_path("apt-get").is_none() {
        bail!("there is no apt-get here; these packages are needed: {}", packages.join(" "));
    }
    let status = Command::new(words[0])
        .args(&words[1..])
        .status()
        .with_context(|| format!("cannot run {}", words[0]))?;
    if !status.success() {
        bail!("`{}` ends with {status}", words.join(" "));
    }
    let still: Vec<String> = chosen
        .iter()
        .filter_map(|(w, _)| Some(format!("{}: {}", w.name, w.missing(&catalogue.home)?)))
        .collect();
    if !still.is_empty() {
        bail!("the packages are installed, but:\n{}", still.join("\n"));
    }
    Ok(0)
}
