//! Botocore's protocol tests.

use std::path::Path;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use samara_wire::{
    Document, Fault, Kind, OperationModel, OutputError, Protocol, RequestParts, ResponseParts,
    ServiceModel, WireError, decode_error_fields, decode_output, decode_unchecked, encode_error,
    encode_input, encode_output, match_operation, streams_input,
};
use serde_json::Value;

use crate::{Tally, compare, model};

const SUITES: [&str; 5] = ["json", "json_1_0", "query", "rest-json", "rest-xml"];

/// Runs every case of the protocols that are spoken.
pub(crate) fn run(folder: &Path, tally: &mut Tally) -> Result<(), String> {
    for suite in SUITES.into_iter().chain(["json_1_0-query-compatible"]) {
        for direction in ["input", "output"] {
            let file = folder.join(direction).join(format!("{suite}.json"));
            let text = std::fs::read_to_string(&file)
                .map_err(|error| format!("{}: {error}", file.display()))?;
            let suites: Vec<Value> = serde_json::from_str(&text).map_err(|e| e.to_string())?;
            for one in &suites {
                for case in one["cases"].as_array().into_iter().flatten() {
                    let name =
                        format!("{suite}/{direction}/{}", case["id"].as_str().unwrap_or("?"));
                    let outcome = match direction {
                        "input" => input(one, case),
                        _ => output(one, case),
                    };
                    tally.count(&name, outcome);
                }
            }
        }
    }
    Ok(())
}

fn operation(model: &'static ServiceModel) -> Result<&'static OperationModel, String> {
    model.operations.first().ok_or_else(|| "no operation".to_owned())
}

fn input(suite: &Value, case: &Value) -> Result<bool, String> {
    let model = model::build(suite, &case["given"])?;
    let operation = operation(model)?;
    let expected = match operation.input {
        Some(shape) => compare::document(model, shape, None, &case["params"])?,
        None => Document::Map(vec![]),
    };
    let mut headers = headers(&case["serialized"]["headers"])?;
    if matches!(model.protocol, Protocol::AwsJson10 | Protocol::AwsJson11)
        && !headers.contains_key("x-amz-target")
    {
        // Some cases leave it out, since they are about something else.
        let target = format!("{}.{}", model.target_prefix, operation.name);
        headers.insert("x-amz-target", HeaderValue::from_str(&target).map_err(|e| e.to_string())?);
    }
    let uri = case["serialized"]["uri"].as_str().unwrap_or("/");
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let given = RequestParts {
        method: case["serialized"]["method"].as_str().unwrap_or("POST"),
        path,
        query,
        headers: &headers,
        body: Bytes::from(case["serialized"]["body"].as_str().unwrap_or_default().to_owned()),
    };
    let read = read_input(model, &given, &expected)?;
    if !compare::same(&read, &expected) {
        return Err(format!("read {read:?}, expected {expected:?}"));
    }
    let written = encode_input(model, operation, &expected).map_err(|e| e.to_string())?;
    let back = read_input(model, &written.as_request(), &expected)?;
    if !compare::same(&back, &expected) {
        return Err(format!("wrote {written:?}, which reads as {back:?}"));
    }
    let same_body = same_body(model, &given.body, &written.body);
    Ok(same_body && given.path == written.path && sorted(given.query) == sorted(&written.query))
}

fn sorted(query: &str) -> Vec<&str> {
    let mut pairs: Vec<&str> = query.split('&').collect();
    pairs.sort_unstable();
    pairs
}

fn read_input(
    model: &'static ServiceModel,
    parts: &RequestParts<'_>,
    expected: &Document,
) -> Result<Document, String> {
    let operation =
        match_operation(model, parts).map_err(|unmatched| format!("matched {unmatched:?}"))?;
    let staged = streams_input(model, operation).then(|| {
        // What streams is a blob's id; the vector's text will do as one.
        let Document::Map(entries) = expected else { return None };
        let payload = String::from_utf8(parts.body.to_vec()).ok().filter(|text| !text.is_empty());
        payload.or_else(|| {
            entries.iter().find_map(|(_, value)| match value {
                Document::String(text) => Some(text.clone()),
                _ => None,
            })
        })
    });
    let decoded = decode_unchecked(model, operation, parts, staged.flatten())
        .map_err(|error| format!("refused: {error:?}"))?;
    if !decoded.unknown.is_empty() {
        return Err(format!("does not know {:?}", decoded.unknown));
    }
    Ok(decoded.document)
}

fn output(suite: &Value, case: &Value) -> Result<bool, String> {
    let model = model::build(suite, &case["given"])?;
    let operation = operation(model)?;
    let response = &case["response"];
    let status = response["status_code"].as_u64().and_then(|code| code.try_into().ok());
    let body = Bytes::from(response["body"].as_str().unwrap_or_default().to_owned());
    let given = ResponseParts {
        status: status.and_then(|code| StatusCode::from_u16(code).ok()).unwrap_or_default(),
        headers: headers(&response["headers"])?,
        stream: Some(String::from_utf8_lossy(&body).into_owned()).filter(|body| !body.is_empty()),
        body,
    };
    if case["errorCode"].is_string() {
        return refusal(model, case, &given);
    }
    let expected = match operation.output {
        Some(shape) => compare::document(model, shape, None, &case["result"])?,
        None => Document::Map(vec![]),
    };
    let read = decode_output(model, operation, &given).map_err(|error| format!("{error:?}"))?;
    if !compare::same(&read, &expected) {
        return Err(format!("read {read:?}, expected {expected:?}"));
    }
    let mut written =
        encode_output(model, operation, &expected, "id").map_err(|error| error.to_string())?;
    let back = decode_output(model, operation, &written).map_err(|error| format!("{error:?}"))?;
    if !compare::same(&back, &expected) {
        return Err(format!("wrote {written:?}, which reads as {back:?}"));
    }
    if let Some(streamed) = written.stream.take() {
        written.body = Bytes::from(streamed);
    }
    Ok(written.status == given.status && same_body(model, &given.body, &written.body))
}

fn refusal(
    model: &'static ServiceModel,
    case: &Value,
    given: &ResponseParts,
) -> Result<bool, String> {
    let code = case["errorCode"].as_str().unwrap_or_default();
    // Where a case is silent about the message, so are we.
    let message = case["errorMessage"].as_str();
    let shape = model.shapes.iter().position(|shape| match shape.kind {
        Kind::Structure { error: Some(error), .. } => shape.name == code || error.code == code,
        _ => false,
    });
    let fields = match shape.and_then(|place| u16::try_from(place).ok()) {
        Some(shape) => Some(compare::document(model, shape, None, &case["error"])?),
        None => None,
    };
    check_refusal(model, (code, message), given)?;
    let error = WireError {
        code,
        message: message.unwrap_or_default(),
        status: given.status.as_u16(),
        fields: fields.as_ref(),
        fault: if given.status.is_server_error() { Fault::Receiver } else { Fault::Sender },
    };
    let written = encode_error(model, &error, "id");
    check_refusal(model, (code, message), &written)?;
    if let (Some(fields), Some(back)) = (&fields, decode_error_fields(model, code, &written))
        && !compare::same(fields, &back)
    {
        return Err(format!("wrote {written:?}, whose members read as {back:?}"));
    }
    Ok(written.status == given.status && same_body(model, &given.body, &written.body))
}

fn check_refusal(
    model: &'static ServiceModel,
    (code, message): (&str, Option<&str>),
    parts: &ResponseParts,
) -> Result<(), String> {
    let operation = operation(model)?;
    match decode_output(model, operation, parts) {
        Err(OutputError::Refused(error))
            if error.code == code && message.is_none_or(|message| error.message == message) =>
        {
            Ok(())
        }
        other => Err(format!("{parts:?} reads as {other:?}")),
    }
}

fn headers(given: &Value) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::new();
    for (name, value) in given.as_object().into_iter().flatten() {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| error.to_string())?;
        let value = value.as_str().unwrap_or_default();
        headers.insert(name, HeaderValue::from_str(value).map_err(|error| error.to_string())?);
    }
    Ok(headers)
}

fn same_body(model: &ServiceModel, one: &[u8], other: &[u8]) -> bool {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    let (one, other) = (text(one), text(other));
    if one == other {
        return true;
    }
    match model.protocol {
        Protocol::AwsQuery if !one.starts_with('<') => sorted(&one) == sorted(&other),
        Protocol::AwsQuery | Protocol::RestXml => {
            // Space between elements says nothing.
            let squeeze = |text: &str| {
                let lines: String = text.lines().map(str::trim).collect();
                lines.replace("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "")
            };
            squeeze(&one) == squeeze(&other)
        }
        _ => {
            let json = |text: &str| serde_json::from_str::<Value>(text).ok();
            json(&one).is_some() && json(&one) == json(&other)
        }
    }
}
