//! The commands, one file each.

mod build;
mod delete;
mod deploy;
mod doctor;
mod env;
mod find;
mod invoke;
mod logs;
mod runtimes;
mod serve;
mod status;
mod status_function;
mod to_try;
mod up;
mod watch;

use std::process::ExitCode;

use clap::CommandFactory;

use crate::cli::{Arguments, Command};
use crate::output;
use crate::server::toolbox;

/// Runs a command; the code is what the shell sees.
pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    match arguments.command {
        Command::Up(arguments) => up::run(arguments).await,
        Command::Serve(arguments) => serve::run(arguments).await,
        Command::Deploy(arguments) => deploy::run(arguments).await,
        Command::Delete { stack, client } => delete::run(&stack, &client).await,
        Command::Status { function: None, json, client } => status::run(json, &client).await,
        Command::Status { function: Some(function), json, client } => {
            status_function::run(&function, json, &client).await
        }
        Command::Invoke(arguments) => invoke::run(arguments).await,
        Command::Logs { function, follow, json, client } => {
            logs::run(function.as_deref(), (follow, json), &client).await
        }
        Command::Env { data_dir, json, client } => env::run(data_dir.as_deref(), json, &client),
        Command::Runtimes { command, data_dir, runtimes_dir } => {
            runtimes::run(command, &toolbox(&data_dir, runtimes_dir.as_deref())?).await
        }
        Command::Doctor { data_dir, runtimes_dir, json } => {
            doctor::run(&data_dir, &toolbox(&data_dir, runtimes_dir.as_deref())?, json).await
        }
        Command::Completions { shell } => {
            let mut command = Arguments::command();
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command, "samara", &mut script);
            output::line(String::from_utf8_lossy(&script).trim_end());
            Ok(ExitCode::SUCCESS)
        }
    }
}
