//! What the destination of a function's failures gets. Pure.
//!
//! Source: "Capturing records of Lambda asynchronous invocations" in the Lambda developer guide.

use samara_base::Timestamp;
use serde_json::{Value, json};

use crate::Delivery;
use crate::outcome::{Condition, Response};

/// The record of a call that was given up.
pub(crate) fn record(
    delivery: &Delivery,
    condition: Condition,
    response: Option<&Response>,
    now: Timestamp,
) -> Value {
    let payload = serde_json::from_str(&delivery.payload).unwrap_or(Value::Null);
    let (_, qualifier) = delivery.function().unwrap_or_default();
    let arn = &delivery.target;
    let arn = if arn.ends_with(&format!(":{qualifier}")) {
        arn.clone()
    } else {
        format!("{arn}:{qualifier}")
    };
    let mut record = json!({
        "version": "1.0",
        "timestamp": now.iso8601_millis(),
        "requestContext": {
            "requestId": delivery.request_id,
            "functionArn": arn,
            "condition": condition.name(),
            "approximateInvokeCount": delivery.attempts,
        },
        "requestPayload": payload,
    });
    if let (Some(response), Value::Object(members)) = (response, &mut record) {
        members.insert(
            "responseContext".to_owned(),
            json!({
                "statusCode": 200,
                "executedVersion": response.version,
                "functionError": "Unhandled",
            }),
        );
        members.insert("responsePayload".to_owned(), response.payload.clone());
    }
    record
}

/// The event that a bus gets: the record as its detail.
pub(crate) fn event(
    record: &Value,
    id: &str,
    (account, region): (&str, &str),
    now: Timestamp,
    resources: [&str; 2],
) -> Value {
    json!({
        "version": "0",
        "id": id,
        "detail-type": "Lambda Function Invocation Result - Failure",
        "source": "lambda",
        "account": account,
        "time": now.iso8601(),
        "region": region,
        "resources": resources,
        "detail": record,
    })
}
