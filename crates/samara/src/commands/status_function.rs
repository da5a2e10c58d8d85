//! `samara status FUNCTION`: its instances, how they start, and how long they are kept.

use std::process::ExitCode;

use serde_json::{Value, json};

use super::find;
use crate::cli::ClientArguments;
use crate::client::Client;
use crate::output;

/// The last column: each instance of a version may have come to be in another way.
const LAST_START: &str = "HOW THE LAST INSTANCE STARTED";

/// Shows one function's state.
pub(crate) async fn run(
    function: &str,
    json: bool,
    arguments: &ClientArguments,
) -> anyhow::Result<ExitCode> {
    let client = Client::new(arguments)?;
    let name = find::function(&client, function).await?;
    let own = client.status().await?;
    let called = list(&own, "functions").find(|one| text(one, "name") == name);
    if json {
        let all = called.cloned().unwrap_or_else(|| json!({ "name": name, "versions": [] }));
        output::line(&all.to_string());
        return Ok(ExitCode::SUCCESS);
    }
    output::line(&format!("function   {name}"));
    let Some(called) = called else {
        output::line("instances  none: it has not been called since the server started");
        return Ok(ExitCode::SUCCESS);
    };
    for line in told(called) {
        output::line(&line);
    }
    Ok(ExitCode::SUCCESS)
}

/// What there is to tell of a function, line by line.
fn told(function: &Value) -> Vec<String> {
    let figure = |name: &str| function.get(name).and_then(Value::as_u64);
    let millis = |name: &str| match figure(name) {
        Some(micros) => format!("{}.{:02} ms", micros / 1000, micros % 1000 / 10),
        None => "not seen yet".to_owned(),
    };
    let learnt = match function.get("keepLearnt").and_then(Value::as_bool) {
        Some(true) => "learnt from its calls",
        _ => "until its calls have taught better",
    };
    let keep = figure("keepSeconds").unwrap_or_default();
    let mut lines = vec![
        format!("a start    {}", millis("startMicros")),
        format!("a call     {}", millis("callMicros")),
        format!("kept for   {keep} s when idle, {learnt}"),
    ];
    let heads = ["VERSION", "IDLE", "BUSY", "STARTING", "CALLS WAITING", LAST_START];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    for version in list(function, "versions") {
        let count =
            |name: &str| version.get(name).and_then(Value::as_u64).unwrap_or_default().to_string();
        let replaced = version.get("replaced").and_then(Value::as_bool) == Some(true);
        let name = text(version, "version");
        let name = if replaced { format!("{name} (replaced)") } else { name.to_owned() };
        let counts = ["idle", "busy", "starting", "waitingCalls"].map(count);
        let start = version.get("start").and_then(Value::as_str).unwrap_or("not seen yet");
        rows.push(std::iter::once(name).chain(counts).chain([start.to_owned()]).collect());
    }
    if rows.len() == 1 {
        lines.push("instances  none".to_owned());
    } else {
        lines.push(format!("\n{}", output::table(&rows).trim_end()));
    }
    lines
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_told_of_line_by_line() {
        let version = |version: &str, replaced: bool, idle: u64| {
            json!({
                "version": version, "replaced": replaced, "idle": idle, "busy": 1,
                "starting": 0, "waitingCalls": 3, "start": (!replaced).then_some("plain: so"),
            })
        };
        let function = json!({
            "keepSeconds": 300, "keepLearnt": false, "callMicros": 1234, "startMicros": null,
            "versions": [version("$LATEST", false, 2), version("$LATEST", true, 0)],
        });
        let lines = told(&function).join("\n");
        let expected = [
            "a start    not seen yet",
            "a call     1.23 ms",
            "kept for   300 s when idle, until its calls have taught better",
            "",
            "VERSION             IDLE  BUSY  STARTING  CALLS WAITING  HOW THE LAST INSTANCE STARTED",
            "$LATEST             2     1     0         3              plain: so",
            "$LATEST (replaced)  0     1     0         3              not seen yet",
        ];
        let seen: Vec<&str> = lines.lines().map(str::trim_end).collect();
        assert_eq!(seen, expected);
    }
}
