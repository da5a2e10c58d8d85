//! `samara delete`: delete a stack.

use std::process::ExitCode;

use samara_cloudformation::model::{DeleteStackInput, MODEL};

use crate::cli::ClientArguments;
use crate::client::Client;
use crate::commands::deploy::{Events, describe};
use crate::output;

/// Deletes a stack and waits until it is gone.
pub(crate) async fn run(stack: &str, arguments: &ClientArguments) -> anyhow::Result<ExitCode> {
    let client = Client::new(arguments)?;
    let Some(found) = describe(&client, stack).await? else {
        anyhow::bail!("there is no stack '{stack}'");
    };
    let arn = found.stack_id.unwrap_or_else(|| stack.to_owned());
    let mut events = Events::after_now(&client, &arn).await?;
    let input = DeleteStackInput { stack_name: arn, ..DeleteStackInput::default() };
    let () = client.call::<samara_wire::Document>(&MODEL, "DeleteStack", input).await.map(drop)?;
    let status = events.follow(&client, false).await?;
    if status.stack_status == "DELETE_COMPLETE" {
        output::note(&format!("stack {stack} is deleted"));
        return Ok(ExitCode::SUCCESS);
    }
    let reason = status.stack_status_reason.unwrap_or_default();
    anyhow::bail!("stack {stack} is {}: {reason}", status.stack_status)
}
