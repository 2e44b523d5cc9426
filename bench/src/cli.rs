//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use crate::jvm::JvmSpec;
use crate::record::Metric;
use crate::workload::Group;

const GUIDE: &str = "\
How to read the answers:
  Every figure is a median with a 95 % confidence interval, as in `12.3 ms [12.1, 12.9]`.
  A ratio is time by the baseline's time: 0.50 is twice as fast. `within noise` means that the interval holds 1, or that
  the difference is below 1 %: do not draw conclusions from it; more processes (-n) make intervals narrower.
  Warm-up is told from steady state by change points: flat, warm-up, slow-down, no steady state, inconsistent
  (processes of one configuration differ), too short (fewer than 8 iterations).

Examples:
  excelsa-bench run Fib NBody                          three processes each, on excelsa
  excelsa-bench compare --jvm int='excelsa -Xint' --jvm jit=excelsa --jvm hs=java
  excelsa-bench compare kernel --jvm c1='java -XX:TieredStopAtLevel=1' --jvm jit=excelsa -n 10 --html report.html
  excelsa-bench compare javac --cold --jvm jit=excelsa --jvm hs=java      whole processes instead of steady state
  excelsa-bench sweep Fib Sorting --flag Tier3InvocationThreshold=50,200,1000 --flag Tier4InvocationThreshold=500,5000
  excelsa-bench sweep javac --cold -i 5 --metric cpu --flag Tier4InvocationThreshold=1000,5000,15000
  excelsa-bench sweep Trees --flag Xmx=64m,128m,512m --flag ParallelGCThreads=1,2
  excelsa-bench report target/bench/results/latest.json --html report.html

Exit codes: 0 all is well; 1 the tool cannot do it; 2 the command line is wrong; 3 a workload gave a wrong result, failed or hung;
4 `ci` found a regression; 130 interrupted.";

/// Benchmarks of JVMs: what each tier, threshold and heap setting buys.
///
/// Runs programs with checked results in fresh, interleaved processes on any number of JVMs (any command that takes the options of `java`), and tells warm-up
/// from steady state and differences from noise.
#[derive(Debug, Parser)]
#[command(name = "excelsa-bench", version, after_long_help = GUIDE, max_term_width = 130)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

    /// The file of workloads; otherwise that of the source tree
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "EXCELSA_BENCH_WORKLOADS",
        help_heading = "Places"
    )]
    pub workloads: Option<PathBuf>,

    /// Folder for class files and results; otherwise target/bench beside the folder of workloads
    #[arg(long, global = true, value_name = "DIR", help_heading = "Places")]
    pub work: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the workloads, and whether what they need is installed
    List(List),
    /// Measure workloads on one JVM
    Run(Run),
    /// Measure workloads on several JVMs and compare them with the first
    Compare(Compare),
    /// Measure workloads for each value of one or two flags and name the best
    Sweep(SweepArgs),
    /// Make reports from results that were measured before
    Report(Report),
    /// Install the Debian packages that applications need
    Install(Install),
    /// Fail if a workload became slower than a stored baseline, by more than the noise
    Ci(Ci),
    /// Print a script that completes this tool's command lines
    ///
    /// For bash: `excelsa-bench completions bash > ~/.local/share/bash-completion/completions/excelsa-bench`.
    Completions { shell: Shell },
}

#[derive(Debug, Args)]
pub struct List {
    /// Names, topics or groups; all if none
    pub select: Vec<String>,
    /// Only this group
    #[arg(long, value_enum)]
    pub group: Option<Group>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// Which workloads, and how they are measured.
#[derive(Debug, Clone, Args)]
pub struct Measure {
    /// Names (`*` stands for anything), topics, groups (kernel, application, startup) or `all`; the kernels if none
    #[arg(value_name = "WORKLOAD")]
    pub select: Vec<String>,

    /// Fresh processes for each workload and JVM
    #[arg(short = 'n', long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..), help_heading = "Method")]
    pub processes: u16,

    /// Time for the iterations in each process; it must be long enough for warm-up
    #[arg(short, long, default_value_t = 3.0, value_parser = positive, help_heading = "Method")]
    pub seconds: f64,

    /// At most so many iterations in each process: 2000, or 1 with --cold, if not said
    #[arg(short, long, value_name = "N", help_heading = "Method")]
    pub iterations: Option<usize>,

    /// Time of whole processes, from start to exit, with a fixed number of iterations, instead of the steady state
    #[arg(long, help_heading = "Method")]
    pub cold: bool,

    /// Count compilations and deoptimisations, in one more process each that is not timed
    #[arg(long, help_heading = "Method")]
    pub counters: bool,

    /// Which time counts: on a busy machine, CPU time is less disturbed
    #[arg(long, value_enum, default_value_t = Metric::Elapsed, help_heading = "Method")]
    pub metric: Metric,

    /// A process that takes longer is ended and reported as timed out
    #[arg(long, value_name = "SECONDS", default_value_t = 120.0, value_parser = positive, help_heading = "Method")]
    pub timeout: f64,

    /// Seed of the bootstrap: the same results and seed give the same intervals
    #[arg(long, default_value_t = 1, help_heading = "Method")]
    pub seed: u64,

    #[command(flatten)]
    pub output: Output,

    /// No progress bar
    #[arg(short, long, help_heading = "Output")]
    pub quiet: bool,
}

/// Which reports are written. Raw results are always kept.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Output")]
pub struct Output {
    /// Write a report with charts: one file that needs no other
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Write a report in Markdown
    #[arg(long, value_name = "FILE")]
    pub markdown: Option<PathBuf>,
    /// Write a row for each workload and JVM
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Write raw samples and summary here, besides the file of the results folder
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Write the bars of a comparison, or the heat map or curve of a sweep, as a picture of its own
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Run {
    #[command(flatten)]
    pub measure: Measure,
    /// The JVM, as NAME='COMMAND OPTIONS' or only the command
    #[arg(long, value_name = "NAME=COMMAND", default_value = "excelsa", value_parser = JvmSpec::parse)]
    pub jvm: JvmSpec,
}

#[derive(Debug, Args)]
pub struct Compare {
    #[command(flatten)]
    pub measure: Measure,
    /// A JVM, as NAME='COMMAND OPTIONS'; repeat it. `excelsa` is the one beside this tool (or $EXCELSA), `java` that of $JAVA_HOME or the path
    ///
    /// Without any: excelsa -Xint, excelsa with its first compiler only, excelsa; java -Xint, java with its first compiler only, java.
    #[arg(long, value_name = "NAME=COMMAND", value_parser = JvmSpec::parse)]
    pub jvm: Vec<JvmSpec>,
    /// The JVM that others are compared with; otherwise the first
    #[arg(long, value_name = "NAME")]
    pub baseline: Option<String>,
}

#[derive(Debug, Args)]
pub struct SweepArgs {
    #[command(flatten)]
    pub measure: Measure,
    /// A flag and its values; one flag gives a curve, two give a heat map
    ///
    /// `Tier3InvocationThreshold=50,200` becomes -XX:Tier3InvocationThreshold=50 and so on; values `true` and `false` become -XX:+Flag and -XX:-Flag;
    /// Xmx, Xms, Xmn and Xss are written as these options; a name that begins with `-` is written as it stands: `-Dkey=a,b`.
    #[arg(long, value_name = "FLAG=V1,V2,...", required = true)]
    pub flag: Vec<String>,
    /// The JVM whose flags are swept
    #[arg(long, value_name = "NAME=COMMAND", default_value = "excelsa", value_parser = JvmSpec::parse)]
    pub jvm: JvmSpec,
}

#[derive(Debug, Args)]
pub struct Report {
    /// Files of results; several are joined if they have the same settings
    #[arg(required = true)]
    pub results: Vec<PathBuf>,
    /// The JVM that others are compared with; otherwise the first
    #[arg(long, value_name = "NAME")]
    pub baseline: Option<String>,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Args)]
pub struct Install {
    /// Workloads; all if none
    pub select: Vec<String>,
    /// Only print the command
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct Ci {
    #[command(flatten)]
    pub measure: Measure,
    /// The JVM
    #[arg(long, value_name = "NAME=COMMAND", default_value = "excelsa", value_parser = JvmSpec::parse)]
    pub jvm: JvmSpec,
    /// The stored results
    #[arg(long, value_name = "FILE")]
    pub baseline: PathBuf,
    /// Measure and store the baseline instead of comparing with it
    #[arg(long)]
    pub update: bool,
    /// A workload fails if its ratio's whole interval lies above 1 by this many percent
    #[arg(long, value_name = "PERCENT", default_value_t = 5.0)]
    pub tolerance: f64,
    /// Compare even if the baseline was measured on another machine
    #[arg(long)]
    pub any_machine: bool,
}

fn positive(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(v) if v > 0.0 && f64::is_finite(v) => Ok(v),
        _ => Err("a positive number is needed".to_owned()),
    }
}
