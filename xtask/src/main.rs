//! The project's own commands: `cargo xtask codegen | tidy | ci | bench | conform`.
//!
//! What a developer runs on a laptop is what CI runs: nothing is checked there that cannot be
//! checked here. Each command is a module; this file only reads the command line.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod codegen;
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
    }
}
