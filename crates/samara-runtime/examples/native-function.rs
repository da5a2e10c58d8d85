//! A native function, for the tests: an ordinary program on AWS's own `lambda_runtime` crate,
//! which knows nothing of where it runs.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    eprintln!("starting");
    lambda_runtime::run(service_fn(handle)).await
}

#[expect(clippy::exit, reason = "ending the process is what the test asks for")]
async fn handle(event: LambdaEvent<Value>) -> Result<Value, Error> {
    let LambdaEvent { payload, context } = event;
    match payload.as_str() {
        Some("fail") => return Err("no stock".into()),
        Some("exit") => std::process::exit(5),
        Some("large") => return Ok(Value::String("x".repeat(7 * 1024 * 1024))),
        _ => eprintln!("called"),
    }
    let id = context.request_id;
    let arn = context.invoked_function_arn;
    Ok(json!({ "seen": payload, "id": id, "arn": arn, "trace": context.xray_trace_id }))
}
