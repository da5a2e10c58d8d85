//! `samara invoke`: call a function.

use std::io::Read;
use std::process::ExitCode;

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use samara_lambda::model::{InvocationRequest, InvocationResponse, MODEL};
use serde_json::{Value, json};

use crate::cli::InvokeArguments;
use crate::client::Client;
use crate::commands::find;
use crate::output;

/// Calls a function; a function error is exit code 1.
pub(crate) async fn run(arguments: InvokeArguments) -> anyhow::Result<ExitCode> {
    let client = Client::new(&arguments.client)?;
    let event = event(&arguments)?;
    let function_name = find::function(&client, &arguments.function).await?;
    let input = InvocationRequest {
        function_name,
        log_type: Some("Tail".to_owned()),
        payload: Some(event.into()),
        ..InvocationRequest::default()
    };
    let output: InvocationResponse = client.call(&MODEL, "Invoke", input).await?;
    let log = output.log_result.and_then(|log| STANDARD.decode(log).ok()).unwrap_or_default();
    let log = String::from_utf8_lossy(&log).into_owned();
    let payload = output.payload.unwrap_or_default();
    let failed = output.function_error.is_some();
    if arguments.json {
        let answer = serde_json::from_slice(&payload).unwrap_or(Value::Null);
        let error = output.function_error;
        output::line(&json!({ "payload": answer, "functionError": error, "log": log }).to_string());
    } else {
        output::note(log.trim_end());
        output::line(&String::from_utf8_lossy(&payload));
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn event(arguments: &InvokeArguments) -> anyhow::Result<String> {
    let text = match (&arguments.data, &arguments.file) {
        (Some(text), _) => text.clone(),
        (None, Some(file)) if file.as_os_str() == "-" => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).context("cannot read standard input")?;
            text
        }
        (None, Some(file)) => std::fs::read_to_string(file)
            .with_context(|| format!("cannot read the event {}", file.display()))?,
        (None, None) => "{}".to_owned(),
    };
    serde_json::from_str::<Value>(&text).context("the event is not JSON")?;
    Ok(text)
}
