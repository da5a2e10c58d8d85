//! `samara runtimes`: the interpreters and SDK layers that functions get.

use std::collections::BTreeSet;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use samara_runtime::{Interpreter, Language, Toolbox};
use serde_json::json;

use crate::cli::RuntimesCommand;
use crate::output;

/// The runtimes that are listed: those that AWS offers now, and those that it offered last.
const RUNTIMES: [&str; 10] = [
    "python3.9",
    "python3.10",
    "python3.11",
    "python3.12",
    "python3.13",
    "python3.14",
    "nodejs18.x",
    "nodejs20.x",
    "nodejs22.x",
    "nodejs24.x",
];

/// Lists, installs or removes.
pub(crate) async fn run(command: RuntimesCommand, toolbox: &Toolbox) -> anyhow::Result<ExitCode> {
    match command {
        RuntimesCommand::List { json } => list(toolbox, json),
        RuntimesCommand::Install { runtime } => {
            let language = Language::parse(&runtime)?;
            let Some(interpreter) = toolbox.interpreter(language)? else {
                output::note(&format!("{runtime} runs native programs, and needs no SDK layer"));
                return Ok(ExitCode::SUCCESS);
            };
            let progress = |line: &str| output::note(line);
            let layer = toolbox.layers().install(&interpreter, &progress).await?;
            output::note(&match layer {
                Some(layer) => format!("installed {}", layer.name),
                None => format!("{runtime} needs no layer"),
            });
        }
        RuntimesCommand::Remove { runtime } => {
            let layer = toolbox.layers().of(&interpreter(toolbox, &runtime)?);
            let layer = layer.with_context(|| format!("no layer of {runtime} is installed"))?;
            toolbox.layers().remove(&layer.name)?;
            output::note(&format!("removed {}", layer.name));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Installs the layers of those runtimes that have an SDK and lack it, and tells of each.
///
/// # Errors
/// Why one could not be installed; a runtime that this host cannot run is left to the function's
/// own error, which names it.
pub(crate) async fn install_missing(
    toolbox: &Toolbox,
    runtimes: &BTreeSet<String>,
) -> anyhow::Result<()> {
    for runtime in runtimes {
        let Ok(interpreter) = interpreter(toolbox, runtime) else { continue };
        if toolbox.layers().of(&interpreter).is_some() {
            continue;
        }
        let began = Instant::now();
        output::note(&format!("installing the AWS SDK for {runtime}, once"));
        let progress = |line: &str| tracing::info!("{line}");
        if let Some(layer) = toolbox.layers().install(&interpreter, &progress).await? {
            let seconds = began.elapsed().as_secs();
            output::note(&format!("installed {} ({seconds} s)", layer.name));
        }
    }
    Ok(())
}

fn interpreter(toolbox: &Toolbox, runtime: &str) -> anyhow::Result<Interpreter> {
    let found = toolbox.interpreter(Language::parse(runtime)?)?;
    found.with_context(|| format!("{runtime} runs native programs: it has no interpreter"))
}

/// A runtime as this host has it.
pub(crate) struct Found {
    /// Its name, as AWS has it.
    pub(crate) runtime: &'static str,
    /// What runs it, or why nothing does.
    pub(crate) interpreter: anyhow::Result<Interpreter>,
    /// The layer with its AWS SDK, if it is installed.
    pub(crate) sdk: Option<String>,
}

/// Every runtime that is listed, as this host has it.
pub(crate) fn found(toolbox: &Toolbox) -> Vec<Found> {
    let each = RUNTIMES.into_iter().map(|runtime| {
        let interpreter = interpreter(toolbox, runtime);
        let layer = interpreter.as_ref().ok().and_then(|found| toolbox.layers().of(found));
        Found { runtime, interpreter, sdk: layer.map(|layer| layer.name) }
    });
    each.collect()
}

fn list(toolbox: &Toolbox, json: bool) {
    let mut rows = vec![["RUNTIME", "INTERPRETER", "AWS SDK"].map(str::to_owned).to_vec()];
    let mut all = Vec::new();
    for Found { runtime, interpreter, sdk } in found(toolbox) {
        let path = match &interpreter {
            Ok(found) => found.program.display().to_string(),
            Err(error) => format!("{error:#}"),
        };
        all.push(json!({ "runtime": runtime, "interpreter": path, "sdk": sdk }));
        let sdk = sdk.unwrap_or_else(|| "not installed".to_owned());
        rows.push(vec![runtime.to_owned(), path, sdk]);
    }
    if json {
        output::line(&serde_json::Value::Array(all).to_string());
    } else {
        output::line(output::table(&rows).trim_end());
    }
}
