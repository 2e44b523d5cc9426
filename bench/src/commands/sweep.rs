//! `sweep`: one configuration for each value of a flag, or each pair of values of two, beside the JVM as it is.

use anyhow::{Result, bail};

use super::{Places, conclude, measure};
use crate::analysis::Analysis;
use crate::cli::SweepArgs;
use crate::record::{Configuration, Kind, Sweep, SweptFlag};

/// The configuration without swept flags, which the others are compared with.
pub const DEFAULT: &str = "default";

pub fn sweep(places: &Places, args: SweepArgs) -> Result<u8> {
    let flags: Vec<SweptFlag> = args.flag.iter().map(|f| parse(f)).collect::<Result<_>>()?;
    if flags.len() > 2 {
        bail!("a sweep has one or two flags");
    }
    let base = args.jvm.resolve()?;
    let mut configurations = vec![Configuration { name: DEFAULT.to_owned(), ..base.clone() }];
    let points: Vec<Vec<&String>> = match &flags[..] {
        [one] => one.values.iter().map(|v| vec![v]).collect(),
        [one, two] => one.values.iter().flat_map(|v| two.values.iter().map(move |w| vec![v, w])).collect(),
        _ => bail!("a sweep needs a flag"),
    };
    for values in points {
        let options: Vec<String> = flags.iter().zip(&values).map(|(f, v)| option(&f.name, v)).collect();
        let name =
            flags.iter().zip(&values).map(|(f, v)| format!("{}={v}", f.name)).collect::<Vec<_>>().join(" ");
        let command = [base.command.clone(), options].concat();
        configurations.push(Configuration {
            name,
            command,
            version: base.version.clone(),
            values: values.into_iter().cloned().collect(),
        });
    }
    let results = measure(places, &args.measure, Kind::Sweep, configurations, Some(Sweep { flags }))?;
    conclude(&Analysis::new(&results, Some(DEFAULT)), &args.measure.output)
}

fn parse(text: &str) -> Result<SweptFlag> {
    let Some((name, values)) = text.split_once('=').filter(|(name, _)| !name.is_empty()) else {
        bail!("--flag {text}: write it as FLAG=VALUE,VALUE,...");
    };
    let values: Vec<String> = values.split(',').map(|v| v.trim().to_owned()).collect();
    if values.iter().any(String::is_empty) {
        bail!("--flag {text}: a value is empty");
    }
    for (i, v) in values.iter().enumerate() {
        if values[..i].contains(v) {
            bail!("--flag {text}: {v} is there twice");
        }
    }
    let name = name.strip_prefix("-XX:").unwrap_or(name);
    Ok(SweptFlag { name: name.to_owned(), values })
}

/// The option that sets a flag.
fn option(name: &str, value: &str) -> String {
    match (name.trim_start_matches('-'), value) {
        (size @ ("Xmx" | "Xms" | "Xmn" | "Xss"), _) => format!("-{size}{value}"),
        _ if name.starts_with('-') => format!("{name}={value}"),
        (_, "true") => format!("-XX:+{name}"),
        (_, "false") => format!("-XX:-{name}"),
        _ => format!("-XX:{name}={value}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options() {
        assert_eq!(option("Tier3InvocationThreshold", "50"), "-XX:Tier3InvocationThreshold=50");
        assert_eq!(option("Xmx", "64m"), "-Xmx64m");
        assert_eq!(option("UseCompiler", "false"), "-XX:-UseCompiler");
        assert_eq!(option("-Dkey", "a"), "-Dkey=a");
        assert!(parse("x=1,1").is_err() && parse("x").is_err() && parse("x=1,").is_err());
    }
}
