//! Samara: a serverless cloud in one binary. This crate reads flags, environment and files, builds
//! everything, joins and drains it; and it is the command line, whose client commands speak to a
//! server over the same AWS APIs as anybody.
//!
//! Read in this order: `cli`, `server`, `client`, then any file in `commands`.

mod cli;
mod client;
mod commands;
mod output;
mod real;
mod server;
mod target;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    // The launcher forks: it must begin before anything has started a thread.
    if std::env::args_os().nth(1).is_some_and(|first| first == samara_runtime::LAUNCHER_ARGUMENT) {
        samara_runtime::launcher_main();
    }
    let arguments = cli::Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return output::failure(&anyhow::Error::new(error)),
    };
    let result = runtime.block_on(commands::run(arguments));
    // A blocking read of a client that went away must not keep the process.
    runtime.shutdown_timeout(std::time::Duration::from_secs(5));
    match result {
        Ok(code) => code,
        Err(error) => output::failure(&error),
    }
}
