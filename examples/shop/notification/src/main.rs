//! Notification: tells customers what became of their orders.
//!
//! A native function. It hears of `OrderPlaced` and `OrderShipped` from the shop's event bus and
//! writes down what it would have sent, one row an order and a kind. Events arrive at least once,
//! so the write has a condition, and an event that comes again changes nothing. An error goes back
//! to the platform, which delivers the event again later.

use std::error::Error;

use aws_credential_types::Credentials;
use http::Uri;
use lambda_runtime::{Diagnostic, LambdaEvent, service_fn, tracing};

mod notice;
mod table;

use notice::{Event, Notice};
use table::{Config, Table};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    tracing::init_default_subscriber();
    let table = Table::new(config()?);
    lambda_runtime::run(service_fn(|event| handle(&table, event))).await
}

async fn handle(table: &Table, event: LambdaEvent<Event>) -> Result<(), Diagnostic> {
    let notice = Notice::of(event.payload).map_err(|error| failed("UnknownKind", &error))?;
    let written = table.write(&notice).await.map_err(|error| failed("NotWritten", &error))?;
    tracing::info!(order = notice.order_id, to = notice.recipient, ?written, "{}", notice.text);
    Ok(())
}

/// A failure as the platform logs it: its kind, and the whole chain of what caused it.
fn failed(error_type: &str, error: &dyn Error) -> Diagnostic {
    let chain = std::iter::successors(Some(error), |&error| error.source());
    let messages: Vec<String> = chain.map(ToString::to_string).collect();
    Diagnostic { error_type: error_type.to_owned(), error_message: messages.join(": ") }
}

/// Where to write and as whom, from the environment that every function gets from its platform.
fn config() -> Result<Config, lambda_runtime::Error> {
    let region = variable("AWS_REGION")?;
    let endpoint = variable("AWS_ENDPOINT_URL_DYNAMODB")
        .or_else(|_| variable("AWS_ENDPOINT_URL"))
        .unwrap_or_else(|_| format!("https://dynamodb.{region}.amazonaws.com"));
    let credentials = Credentials::new(
        variable("AWS_ACCESS_KEY_ID")?,
        variable("AWS_SECRET_ACCESS_KEY")?,
        variable("AWS_SESSION_TOKEN").ok(),
        None,
        "environment",
    );
    let endpoint = endpoint.parse::<Uri>()?;
    let (table, sender) = (variable("NOTICES_TABLE")?, variable("SENDER")?);
    Ok(Config { table, sender, region, endpoint, credentials })
}

#[expect(clippy::disallowed_methods, reason = "a function is configured by its environment")]
fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|_| format!("the environment variable {name} is not set"))
}
