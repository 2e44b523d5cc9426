//! The command `excelsa-bench`; everything is in the library.

#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::Parser;
use excelsa_bench::cli::Cli;
use excelsa_bench::commands;

fn main() -> ExitCode {
    match commands::execute(Cli::parse()) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("excelsa-bench: {error:#}");
            ExitCode::from(commands::EXIT_ERROR)
        }
    }
}
