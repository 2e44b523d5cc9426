//! All processes of a measurement, interleaved: in round r each workload runs once on each configuration, and the configuration that is first changes from
//! round to round. A machine that gets slower or hotter slows all of them alike, so that drift cancels in the ratios.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::compile::{self, Compiler};
use crate::counters;
use crate::harness;
use crate::process::{self, tail};
use crate::record::{Configuration, Counts, JvmFacts, Outcome, Sample, Settings};
use crate::workload::{Catalogue, Group, Workload, sha256};

/// What stays the same for all processes.
pub struct Runner<'a> {
    pub catalogue: &'a Catalogue,
    pub settings: &'a Settings,
    pub jdk: &'a Path,
    /// The tool's own folder.
    pub work: PathBuf,
}

/// A workload with its class path.
struct Ready<'a> {
    workload: &'a Workload,
    class_path: Vec<PathBuf>,
}

impl Runner<'_> {
    /// Runs everything. After an interrupt the samples so far are given.
    pub fn run(
        &self,
        workloads: &[&Workload],
        configurations: &[Configuration],
        quiet: bool,
    ) -> Result<(Vec<Sample>, Vec<Counts>)> {
        let compiler = Compiler::new(self.catalogue, self.jdk, &self.work);
        let ready: Vec<Ready> = workloads
            .iter()
            .map(|w| Ok(Ready { workload: w, class_path: compiler.class_path(w)? }))
            .collect::<Result<_>>()?;
        let rounds = self.settings.processes + usize::from(self.settings.counters);
        let bar = progress(rounds * ready.len() * configurations.len(), quiet);
        let (mut samples, mut counts): (Vec<Sample>, Vec<Counts>) = Default::default();
        for round in 0..rounds {
            for r in &ready {
                for k in 0..configurations.len() {
                    let configuration = &configurations[(k + round) % configurations.len()];
                    bar.set_message(format!("{} on {}", r.workload.name, configuration.name));
                    if round < self.settings.processes {
                        self.measure(r, configuration, round, &mut samples, &bar)?;
                    } else if r.workload.group != Group::Startup
                        && !samples.iter().any(|s| s.is_of(r.workload, configuration) && !s.outcome.is_ok())
                    {
                        counts.extend(self.count(r, configuration)?);
                    }
                    if process::interrupted() {
                        bar.finish_and_clear();
                        return Ok((samples, counts));
                    }
                    bar.inc(1);
                }
            }
        }
        bar.finish_and_clear();
        Ok((samples, counts))
    }

    /// Adds a sample, unless one of the workload on the JVM has hung: what has not answered in time once will not in the next rounds.
    fn measure(
        &self,
        r: &Ready,
        configuration: &Configuration,
        round: usize,
        samples: &mut Vec<Sample>,
        bar: &ProgressBar,
    ) -> Result<()> {
        let known = |samples: &[Sample], is: fn(&Outcome) -> bool| {
            samples.iter().any(|s| s.is_of(r.workload, configuration) && is(&s.outcome))
        };
        if known(samples, |o| matches!(o, Outcome::TimedOut { .. })) {
            return Ok(());
        }
        let sample = self.one(r, configuration, round)?;
        // What was ended by the interrupt is no result.
        if process::interrupted() {
            return Ok(());
        }
        if !sample.outcome.is_ok() && !known(samples, |o| !o.is_ok()) {
            bar.suspend(|| {
                eprintln!("{} on {}: {}", r.workload.name, configuration.name, describe(&sample.outcome))
            });
        }
        samples.push(sample);
        Ok(())
    }

    /// A process that is not timed: it prints its compilations. `None` if the JVM does not know how.
    fn count(&self, ready: &Ready, configuration: &Configuration) -> Result<Option<Counts>> {
        let (done, _, _) = self.launch(ready, configuration, &[counters::OPTION])?;
        Ok(done.status.success().then(|| Counts {
            workload: ready.workload.name.clone(),
            configuration: configuration.name.clone(),
            counters: counters::count(&done.stdout),
        }))
    }

    /// Runs a fresh process; gives also what the harness wrote, and the limit of time.
    fn launch(
        &self,
        ready: &Ready,
        configuration: &Configuration,
        options: &[&str],
    ) -> Result<(process::Finished, String, f64)> {
        let folder = self.work.join("scratch").join(std::process::id().to_string());
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder)?;
        let lines = folder.join("harness.jsonl");
        let command = self.command(ready, configuration, options, &folder, &lines);
        let limit = ready.workload.timeout_s.unwrap_or(self.settings.timeout_s).min(self.settings.timeout_s);
        let done = process::run(&command, &folder, Duration::from_secs_f64(limit))?;
        let text = fs::read_to_string(&lines).unwrap_or_default();
        fs::remove_dir_all(&folder).ok();
        Ok((done, text, limit))
    }

    /// One measured process.
    fn one(&self, ready: &Ready, configuration: &Configuration, round: usize) -> Result<Sample> {
        let workload = ready.workload;
        let (done, text, limit) = self.launch(ready, configuration, &[])?;
        let mut sample = Sample {
            workload: workload.name.clone(),
            configuration: configuration.name.clone(),
            process: round,
            outcome: Outcome::Ok,
            elapsed_s: done.elapsed.as_secs_f64(),
            user_s: done.user.as_secs_f64(),
            system_s: done.system.as_secs_f64(),
            peak_rss_bytes: done.peak_rss,
            iterations: Default::default(),
            jvm: None,
        };
        let failed = |how: String| Outcome::Failed {
            how,
            stderr: tail(if done.stderr.trim().is_empty() { &done.stdout } else { &done.stderr }, 2000),
        };
        if done.timed_out {
            sample.outcome = Outcome::TimedOut { after_s: limit };
            return Ok(sample);
        }
        if workload.group == Group::Startup {
            sample.outcome = match () {
                () if !done.status.success() => failed(done.how()),
                () if !workload.is_right(&done.stdout) => wrong(workload, &done.stdout),
                () => Outcome::Ok,
            };
            return Ok(sample);
        }
        let report = match harness::parse(&text) {
            Ok(report) => report,
            Err(_) if !done.status.success() => Default::default(),
            Err(message) => {
                sample.outcome = failed(message);
                return Ok(sample);
            }
        };
        sample.outcome = match (&report.result, &report.error) {
            _ if done.status.code() == Some(4) => Outcome::Wrong {
                expected: "the same result from each iteration".to_owned(),
                got: report.error.clone().unwrap_or_default(),
            },
            (_, Some(message)) => failed(message.clone()),
            (Some(result), None) if done.status.success() && !workload.is_right(result) => {
                wrong(workload, result)
            }
            (Some(_), None) if done.status.success() && report.complete => Outcome::Ok,
            _ if done.status.success() => failed("exit code 0, but no report".to_owned()),
            _ => failed(done.how()),
        };
        sample.iterations = report.iterations;
        sample.jvm = report
            .complete
            .then_some(report.jvm)
            .or_else(|| Some(JvmFacts::default()).filter(|_| sample.outcome.is_ok()));
        Ok(sample)
    }

    fn command(
        &self,
        ready: &Ready,
        configuration: &Configuration,
        options: &[&str],
        folder: &Path,
        lines: &Path,
    ) -> Vec<OsString> {
        let workload = ready.workload;
        let fill = |text: &String| -> OsString {
            let mut text = text
                .replace("{bench}", &self.catalogue.home.to_string_lossy())
                .replace("{work}", &folder.to_string_lossy());
            text = text.replace("{jdk}", &self.jdk.to_string_lossy());
            text.into()
        };
        let mut command: Vec<OsString> = configuration.command.iter().map(OsString::from).collect();
        command.extend(options.iter().map(OsString::from));
        command.extend(workload.jvm_args.iter().map(fill));
        command.extend(["-cp".into(), compile::join(&ready.class_path).into()]);
        if workload.group == Group::Startup {
            command.push(workload.class.clone().into());
            command.extend(workload.args.iter().map(fill));
            return command;
        }
        let most = self.settings.iterations;
        // Whole processes all do the same work, however long it takes.
        let iterations =
            if self.settings.cold { most } else { workload.iterations.map_or(most, |n| n.min(most)) };
        command.extend(["Harness".into(), workload.class.clone().into(), lines.into()]);
        command.push(format!("iterations={iterations}").into());
        if !self.settings.cold {
            command.push(format!("seconds={}", self.settings.seconds).into());
        }
        command
    }
}

fn wrong(workload: &Workload, got: &str) -> Outcome {
    let expected = workload.expected.clone().unwrap_or_default();
    let got = if expected.starts_with("sha256:") {
        format!("sha256:{} {}", sha256(got.as_bytes()), tail(got, 200))
    } else {
        tail(got, 500)
    };
    Outcome::Wrong { expected, got }
}

/// A failure in one line.
pub fn describe(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Ok => "ok".to_owned(),
        Outcome::Wrong { expected, got } => format!("WRONG: expected {expected:?}, got {got:?}"),
        Outcome::Failed { how, stderr } => match telling(stderr) {
            Some(line) if !how.contains(line) && !line.contains(how.as_str()) => {
                format!("FAILED: {how}: {line}")
            }
            _ => format!("FAILED: {how}"),
        },
        Outcome::TimedOut { after_s } => format!("TIMED OUT after {after_s} s"),
    }
}

/// The first line that says something: HotSpot's reports of crashes begin with lines of `#`.
fn telling(stderr: &str) -> Option<&str> {
    stderr
        .lines()
        .map(|line| line.trim_start_matches('#').trim())
        .find(|line| line.chars().any(char::is_alphanumeric))
}

fn progress(steps: usize, quiet: bool) -> ProgressBar {
    let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(Some(steps as u64), target);
    let style = "{elapsed_precise} {wide_bar} {pos}/{len}, {eta} left: {msg}";
    bar.set_style(ProgressStyle::with_template(style).expect("a template"));
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}
