//! The project's own commands: `cargo xtask codegen | tidy | ci | bench | conform`.
//!
//! What a developer runs on a laptop is what CI runs: nothing is checked there that cannot be
//! checked here. Each command is a module; this file only reads the command line.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod ci;
mod codegen;
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
    /// Run the wire against protocol test vectors made by others.
    Conform {
        /// The folder of the vectors.
        folder: PathBuf,
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
        Command::Conform { folder } => {
            let cargo = ["run", "--quiet", "--package", "samara-wire", "--example", "conform"];
            let mut conform = workspace::command(&root, "cargo", &cargo);
            conform.arg("--").arg(std::path::absolute(folder)?);
            workspace::run(conform)
        }
    }
}
