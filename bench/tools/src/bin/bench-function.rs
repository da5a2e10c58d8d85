//! The least that a native function does; or, when it is asked to, it stays busy for a while.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_runtime::run(service_fn(hello)).await
}

async fn hello(event: LambdaEvent<Value>) -> Result<Value, Error> {
    match event.payload.get("wait_ms").and_then(Value::as_u64) {
        Some(wait_ms) => Ok(stay(wait_ms).await?),
        None => Ok(json!({"statusCode": 200, "body": "{\"hello\":\"world\"}"})),
    }
}

/// Says when it was called, so that somebody can tell how soon many were.
#[expect(clippy::disallowed_methods, reason = "it is asked for the time, and to wait")]
async fn stay(wait_ms: u64) -> Result<Value, Error> {
    let called = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs_f64();
    tokio::time::sleep(Duration::from_millis(wait_ms)).await;
    Ok(json!({ "called": called }))
}
