//! `samara runtimes`: the interpreters and SDK layers that functions get.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use serde_json::json;

use crate::cli::RuntimesCommand;
use crate::output;
use crate::server::layers;

/// The runtimes that are listed: those that AWS offers now.
const RUNTIMES: [&str; 8] = [
    "python3.10", "python3.11", "python3.12", "python3.13", "python3.14", "nodejs20.x",
    "nodejs22.x", "nodejs24.x",
];

/// Lists, installs or removes.
pub(crate) async fn run(command: RuntimesCommand, data_dir: &Path) -> anyhow::Result<ExitCode> {
    let toolbox = layers(data_dir)?;
    match command {
        RuntimesCommand::List { json } => {
            let mut rows = vec![["RUNTIME", "INTERPRETER", "AWS SDK"].map(str::to_owned).to_vec()];
            let mut all = Vec::new();
            for runtime in RUNTIMES {
                let found = toolbox.interpreter(runtime);
                let layer = found.as_ref().ok().and_then(|one| toolbox.layer(one));
                let interpreter = match &found {
                    Ok(found) => found.to_string(),
                    Err(error) => error.to_string(),
                };
                let sdk = layer.clone().unwrap_or_else(|| "not installed".to_owned());
                all.push(json!({ "runtime": runtime, "interpreter": interpreter, "sdk": layer }));
                rows.push(vec![runtime.to_owned(), interpreter, sdk]);
            }
            if json {
                output::line(&serde_json::Value::Array(all).to_string());
            } else {
                output::line(output::table(&rows).trim_end());
            }
        }
        RuntimesCommand::Install { runtime } => {
            let interpreter = toolbox.interpreter(&runtime)?;
            let progress = |line: &str| output::note(line);
            let name = toolbox.install(&interpreter, &progress).await?;
            output::note(&match name {
                Some(name) => format!("installed {name}"),
                None => format!("{runtime} needs no layer"),
            });
        }
        RuntimesCommand::Remove { runtime } => {
            let interpreter = toolbox.interpreter(&runtime)?;
            let name = toolbox.layer(&interpreter);
            let name = name.with_context(|| format!("no layer of {runtime} is installed"))?;
            toolbox.remove(&name)?;
            output::note(&format!("removed {name}"));
        }
    }
    Ok(ExitCode::SUCCESS)
}
