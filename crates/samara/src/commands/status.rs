//! `samara status`: stacks, functions, what is ready for their next starts, and deliveries that
//! could not be made.

use std::process::ExitCode;

use samara_lambda::model as lambda;
use serde_json::{Value, json};

use crate::cli::ClientArguments;
use crate::client::Client;
use crate::commands::find;
use crate::output;

/// Shows the server's state.
pub(crate) async fn run(json: bool, arguments: &ClientArguments) -> anyhow::Result<ExitCode> {
    let client = Client::new(arguments)?;
    let stacks = find::stacks(&client).await?;
    let pages: Vec<lambda::ListFunctionsResponse> = client
        .pages(&lambda::MODEL, "ListFunctions", lambda::ListFunctionsRequest::default())
        .await?;
    let functions = pages.into_iter().flat_map(|page| page.functions.unwrap_or_default());
    let functions: Vec<lambda::FunctionConfiguration> = functions.collect();
    let own = client.status().await?;
    if json {
        let stacks = stacks.iter().map(|stack| {
            json!({
                "name": stack.stack_name, "status": stack.stack_status,
                "reason": stack.stack_status_reason,
            })
        });
        let functions = functions
            .iter()
            .map(|function| json!({ "name": function.function_name, "runtime": function.runtime }));
        let all = json!({
            "endpoint": client.endpoint,
            "stacks": stacks.collect::<Vec<_>>(),
            "functions": functions.collect::<Vec<_>>(),
            "server": own,
        });
        output::line(&all.to_string());
        return Ok(ExitCode::SUCCESS);
    }
    output::line(&format!("server     {}", client.endpoint));
    let mut rows = vec![row(&["STACK", "STATUS", "REASON"])];
    rows.extend(stacks.iter().map(|stack| {
        let reason = stack.stack_status_reason.as_deref().unwrap_or_default();
        row(&[&stack.stack_name, &stack.stack_status, reason])
    }));
    output::line(&format!("\n{}", output::table(&rows).trim_end()));
    let mut rows = vec![row(&["FUNCTION", "RUNTIME", "MEMORY", "TIMEOUT"])];
    rows.extend(functions.iter().map(|function| {
        let memory = format!("{} MiB", function.memory_size.unwrap_or_default());
        let timeout = format!("{} s", function.timeout.unwrap_or_default());
        let name = function.function_name.as_deref().unwrap_or_default();
        row(&[name, function.runtime.as_deref().unwrap_or_default(), &memory, &timeout])
    }));
    output::line(&format!("\n{}", output::table(&rows).trim_end()));
    sdks(&own);
    spares(&own);
    dead_letters(&own);
    Ok(ExitCode::SUCCESS)
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

/// The AWS SDKs that are being installed, and those that could not be.
fn sdks(own: &Value) {
    let list = |name: &str| {
        let sdks = own.get("sdks").and_then(|sdks| sdks.get(name));
        sdks.and_then(Value::as_array).cloned().unwrap_or_default()
    };
    for runtime in list("installing") {
        let runtime = runtime.as_str().unwrap_or_default();
        output::line(&format!("\ninstalling the AWS SDK for {runtime}: calls wait for it"));
    }
    for failed in list("failed") {
        let text = |name: &str| failed.get(name).and_then(Value::as_str).unwrap_or_default();
        let (runtime, reason) = (text("runtime"), text("reason"));
        output::line(&format!("\n{runtime} runs without the AWS SDK: {reason}"));
    }
}

/// Sandboxes that were made ahead, and interpreters that wait in some of them or are copied.
fn spares(own: &Value) {
    let spares = own.get("spares").and_then(Value::as_array).into_iter().flatten();
    let rows: Vec<Vec<String>> = spares.map(spare).collect();
    if rows.is_empty() {
        return output::line("\nnothing is made ahead for the next starts");
    }
    let head = row(&["READY FOR STARTS", "WITH", "NOW"]);
    let all: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    output::line(&format!("\n{}", output::table(&all).trim_end()));
}

fn spare(spare: &Value) -> Vec<String> {
    let text = |name: &str| spare.get(name).and_then(Value::as_str).unwrap_or_default();
    let (program, imported) = match (text("program"), text("imported")) {
        ("", _) => ("a prepared sandbox", ""),
        (program, "") => (program, "nothing imported"),
        found => found,
    };
    let ready = spare.get("ready").and_then(Value::as_u64).unwrap_or_default();
    let imaged = spare.get("imaged").and_then(Value::as_bool).unwrap_or_default();
    let now = if imaged { "to copy".to_owned() } else { ready.to_string() };
    row(&[program, imported, &now])
}

fn dead_letters(own: &Value) {
    let letters = own.get("deadLetters").and_then(Value::as_array).into_iter().flatten();
    let text = |letter: &Value, name: &str| {
        letter.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let rows: Vec<Vec<String>> = letters
        .map(|letter| ["time", "target", "reason"].map(|name| text(letter, name)).to_vec())
        .collect();
    if rows.is_empty() {
        return output::line("\nno delivery has failed for good");
    }
    let head = row(&["DEAD LETTER", "TARGET", "REASON"]);
    let all: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    output::line(&format!("\n{}", output::table(&all).trim_end()));
}
