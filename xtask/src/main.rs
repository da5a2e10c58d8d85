//! The project's own commands: `cargo xtask codegen | tidy | ci | bench | conform |
//! linearizable`.
//!
//! What a developer runs on a laptop is what CI runs: nothing is checked there that cannot be
//! checked here. Each command is a module; this file only reads the command line.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod ci;
mod codegen;
mod conform;
mod linearizable;
mod tidy;
mod workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's own commands.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write each service's model.rs from the pinned service models.
    Codegen {
        /// Change nothing; fail if a committed file differs from what would be written.
        #[arg(long)]
        check: bool,
    },
    /// Check the rules that neither the compiler nor clippy can: floors, sizes, leftovers.
    Tidy,
    /// Everything that a change has to pass, in the order of what fails fastest.
    Ci,
    /// Measure the release build on this machine, and print one table.
    Bench {
        /// What bench/run.py is given; `-- --help` lists it.
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// Hold a part against a suite that others wrote, and print `N passed, M failed`.
    Conform {
        /// What is held against it.
        #[arg(value_enum)]
        subject: conform::Subject,
        /// The folder of the suite: nothing of it is kept here.
        #[arg(long)]
        suite: PathBuf,
        /// Cases of it (files or titles, as its own runner takes them); all when none are named.
        only: Vec<String>,
    },
    /// Check that a history of concurrent operations is linearizable.
    Linearizable {
        /// The history: an operation a line, as JSON. `tests/test_linearizability.py` records one.
        file: PathBuf,
    },
}

fn main() -> ExitCode {
    match run(&Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> anyhow::Result<()> {
    let root = workspace::root()?;
    match command {
        Command::Codegen { check } => codegen::run(&root, *check),
        Command::Tidy => tidy::run(&root),
        Command::Ci => ci::run(&root),
        Command::Bench { arguments } => {
            let make = workspace::command(&root, "make", &["--silent", ".venv", "release"]);
            workspace::run(make)?;
            let mut bench = workspace::command(&root, ".venv/bin/python", &["bench/run.py"]);
            bench.args(arguments);
            workspace::run(bench)
        }
        Command::Conform { subject, suite, only } => conform::run(&root, *subject, suite, only),
        Command::Linearizable { file } => linearizable::run(file),
    }
}
