//! A model as Rust text: descriptors for the codec, structs for the operations.

use std::collections::BTreeSet;
use std::fmt::Write;

use anyhow::{Context, bail};
use serde_json::Value;

use super::list::Service;
use super::model::{Model, members};
use super::names::{camel, snake};

/// The whole `model.rs` of a service.
pub(crate) fn model(service: &Service, model: &Model) -> anyhow::Result<String> {
    let mut text = format!(
        "//! Shapes and descriptors of {}, version {}.\n//!\n\
         //! Written by `cargo xtask codegen`; never edited by hand.\n\n\
         use std::collections::BTreeMap;\n\nuse samara_wire::{{\n    ErrorTrait, Kind, Location, \
         Member, OperationModel, Pattern, Protocol, ServiceModel, Shape, TimestampFormat, \
         structure,\n}};\n\n",
        service.id, service.version
    );
    // What a model does not use must not be imported, or the compiler warns.
    let body = structures(service, model)? + &descriptors(service, model)?;
    for (name, mark) in [
        ("    ErrorTrait, Kind,", "ErrorTrait {"),
        ("Location, ", "Location::"),
        (" TimestampFormat,", "TimestampFormat::"),
        (" Pattern,", "Pattern::"),
        ("use std::collections::BTreeMap;\n\n", "BTreeMap<"),
    ] {
        if !body.contains(mark) {
            let kept = if name.contains("Kind") { "    Kind," } else { "" };
            text = text.replace(name, kept);
        }
    }
    Ok(text + &body)
}

fn structures(service: &Service, model: &Model) -> anyhow::Result<String> {
    let mut text = String::new();
    for name in &model.plain {
        let shape = model.shapes.get(name).context("a selected shape")?;
        if shape["type"] != "structure" || service.external(name).is_some() {
            continue;
        }
        writeln!(text, "structure!({} {{", camel(name))?;
        for (member, body) in members(shape) {
            let target = body["shape"].as_str().unwrap_or_default();
            let mut kind = rust_type(service, model, target)?;
            if model.needs_box(target, name) {
                kind = format!("Box<{kind}>");
            }
            if !required(shape, member) {
                kind = format!("Option<{kind}>");
            }
            writeln!(text, "    {}: {kind} = {member:?},", snake(member))?;
        }
        text.push_str("});\n\n");
    }
    Ok(text)
}

fn required(shape: &Value, member: &str) -> bool {
    shape["required"].as_array().into_iter().flatten().any(|name| name == member)
}

fn rust_type(service: &Service, model: &Model, name: &str) -> anyhow::Result<String> {
    if let Some(path) = service.external(name) {
        return Ok(path.to_owned());
    }
    let shape = model.shapes.get(name).with_context(|| format!("shape {name}"))?;
    let inner =
        |part: &str| rust_type(service, model, shape[part]["shape"].as_str().unwrap_or_default());
    Ok(match shape["type"].as_str().unwrap_or_default() {
        "structure" => camel(name),
        "list" => format!("Vec<{}>", inner("member")?),
        "map" => format!("BTreeMap<String, {}>", inner("value")?),
        "blob" if shape["streaming"] == true => "String".to_owned(),
        "blob" => "bytes::Bytes".to_owned(),
        "string" | "character" => "String".to_owned(),
        "integer" | "long" | "short" | "byte" => "i64".to_owned(),
        "float" | "double" => "f64".to_owned(),
        "boolean" => "bool".to_owned(),
        "timestamp" => "samara_base::Timestamp".to_owned(),
        other => bail!("shape {name} is of type {other}, which the generator does not know"),
    })
}

fn descriptors(service: &Service, model: &Model) -> anyhow::Result<String> {
    let meta = |key: &str| model.metadata[key].as_str().unwrap_or_default();
    let signing = match meta("signingName") {
        "" => meta("endpointPrefix"),
        name => name,
    };
    let mut text = String::new();
    writeln!(
        text,
        "/// The service's model.\n#[rustfmt::skip]\npub static MODEL: ServiceModel = ServiceModel {{"
    )?;
    writeln!(text, "    id: {:?}, signing_name: {signing:?},", service.id)?;
    writeln!(
        text,
        "    endpoint_prefix: {:?}, target_prefix: {:?},",
        meta("endpointPrefix"),
        meta("targetPrefix")
    )?;
    writeln!(text, "    protocol: Protocol::{},", protocol(model)?)?;
    writeln!(
        text,
        "    api_version: {:?}, xml_namespace: {:?},",
        meta("apiVersion"),
        xml_namespace(model)
    )?;
    text.push_str(
        "    operations: OPERATIONS,\n    known_operations: KNOWN_OPERATIONS,\n    \
         shapes: SHAPES,\n};\n\n",
    );
    text.push_str("#[rustfmt::skip]\nstatic OPERATIONS: &[OperationModel] = &[\n");
    for operation in &model.operations {
        writeln!(text, "    {},", operation_model(model, operation))?;
    }
    text.push_str("];\n\n#[rustfmt::skip]\nstatic KNOWN_OPERATIONS: &[(&str, &str, &str)] = &[\n");
    for known in &model.known {
        writeln!(text, "    {known:?},")?;
    }
    text.push_str("];\n\n");
    for (place, pattern) in patterns(model).iter().enumerate() {
        writeln!(
            text,
            "#[rustfmt::skip]\nstatic PATTERN_{place}: Pattern = Pattern::new({pattern:?});"
        )?;
    }
    text.push_str("\n#[rustfmt::skip]\nstatic SHAPES: &[Shape] = &[\n");
    for (name, shape) in &model.shapes {
        writeln!(text, "    Shape {{ name: {name:?}, kind: {} }},", kind(model, shape)?)?;
    }
    text.push_str("];\n");
    Ok(text)
}

/// The regular expressions of a model, each once; a static each, since each is compiled in place.
fn patterns(model: &Model) -> BTreeSet<&str> {
    model.shapes.values().filter_map(|shape| shape["pattern"].as_str()).collect()
}

fn pattern(model: &Model, shape: &Value) -> String {
    let own = shape["pattern"].as_str();
    let place = own.and_then(|own| patterns(model).iter().position(|pattern| *pattern == own));
    place.map_or_else(|| "None".to_owned(), |place| format!("Some(&PATTERN_{place})"))
}

fn protocol(model: &Model) -> anyhow::Result<&'static str> {
    Ok(match (model.metadata["protocol"].as_str(), model.metadata["jsonVersion"].as_str()) {
        (Some("json"), Some("1.0")) => "AwsJson10",
        (Some("json"), _) => "AwsJson11",
        (Some("rest-json"), _) => "RestJson",
        (Some("rest-xml"), _) => "RestXml",
        (Some("query"), _) => "AwsQuery",
        (other, _) => bail!("protocol {other:?} is not one that the codec speaks"),
    })
}

/// The namespace of response bodies: the service's, or the one its operations' inputs carry.
fn xml_namespace(model: &Model) -> String {
    let service = model.metadata["xmlNamespace"].as_str();
    let input = model
        .operations
        .iter()
        .find_map(|operation| operation["input"]["xmlNamespace"]["uri"].as_str());
    service.or(input).unwrap_or_default().to_owned()
}

fn operation_model(model: &Model, operation: &Value) -> String {
    let text = |value: &Value| format!("{:?}", value.as_str().unwrap_or_default());
    let shape = |end: &str| match operation[end]["shape"].as_str() {
        Some(name) => format!("Some({})", model.id(name)),
        None => "None".to_owned(),
    };
    let errors: Vec<String> = operation["errors"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|error| model.id(error["shape"].as_str().unwrap_or_default()).to_string())
        .collect();
    format!(
        "OperationModel {{ name: {}, method: {}, uri: {}, status: {}, input: {}, output: {}, \
         result_wrapper: {}, input_root: {}, input_namespace: {}, errors: &[{}] }}",
        text(&operation["name"]),
        text(&operation["http"]["method"]),
        text(&operation["http"]["requestUri"]),
        operation["http"]["responseCode"].as_u64().unwrap_or(200),
        shape("input"),
        shape("output"),
        text(&operation["output"]["resultWrapper"]),
        text(&operation["input"]["locationName"]),
        text(&operation["input"]["xmlNamespace"]["uri"]),
        errors.join(", ")
    )
}

fn kind(model: &Model, shape: &Value) -> anyhow::Result<String> {
    let number = |key: &str| match shape[key].as_f64() {
        #[expect(clippy::cast_possible_truncation, reason = "limits of models are whole numbers")]
        Some(value) => format!("Some({})", grouped(value as i64)),
        None => "None".to_owned(),
    };
    let limits = format!("({}, {})", number("min"), number("max"));
    let id = |part: &str| model.id(shape[part]["shape"].as_str().unwrap_or_default());
    let name = |part: &str, default: &str| {
        shape[part]["locationName"].as_str().unwrap_or(default).to_owned()
    };
    let flattened = shape["flattened"] == true;
    Ok(match shape["type"].as_str().unwrap_or_default() {
        "structure" => structure(model, shape)?,
        "list" => format!(
            "Kind::List {{ element: {}, element_name: {:?}, flattened: {flattened}, length: {limits} }}",
            id("member"),
            name("member", "member")
        ),
        "map" => format!(
            "Kind::Map {{ key: {}, value: {}, names: ({:?}, {:?}), flattened: {flattened}, length: {limits} }}",
            id("key"),
            id("value"),
            name("key", "key"),
            name("value", "value")
        ),
        "string" | "character" => format!(
            "Kind::String {{ length: {limits}, pattern: {}, values: &{} }}",
            pattern(model, shape),
            match &shape["enum"] {
                Value::Null => "[]".to_owned(),
                values => values.to_string(),
            }
        ),
        "integer" | "short" | "byte" => format!("Kind::Integer {{ range: {limits} }}"),
        "long" => format!("Kind::Long {{ range: {limits} }}"),
        "float" => "Kind::Float".to_owned(),
        "double" => "Kind::Double".to_owned(),
        "boolean" => "Kind::Boolean".to_owned(),
        "blob" => {
            format!("Kind::Blob {{ length: {limits}, streaming: {} }}", shape["streaming"] == true)
        }
        "timestamp" => format!("Kind::Timestamp {{ format: {} }}", time_format(shape)),
        other => bail!("a shape of type {other}"),
    })
}

/// Digits in groups of three, as the lints want them.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place != 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

fn time_format(shape: &Value) -> &'static str {
    match shape["timestampFormat"].as_str() {
        Some("iso8601") => "Some(TimestampFormat::Iso8601)",
        Some("rfc822") => "Some(TimestampFormat::Rfc822)",
        Some(_) => "Some(TimestampFormat::UnixTimestamp)",
        None => "None",
    }
}

fn structure(model: &Model, shape: &Value) -> anyhow::Result<String> {
    let mut text = String::from("Kind::Structure { members: &[\n");
    for (name, member) in members(shape) {
        writeln!(text, "        {},", member_text(model, shape, name, member))?;
    }
    let error = if shape["exception"] == true {
        let status = shape["error"]["httpStatusCode"].as_u64().unwrap_or(400);
        let code = shape["error"]["code"].as_str().unwrap_or_default();
        format!("Some(ErrorTrait {{ code: {code:?}, status: {status} }})")
    } else {
        "None".to_owned()
    };
    let payload = shape["payload"].as_str().unwrap_or_default();
    write!(
        text,
        "    ], payload: {payload:?}, union: {}, error: {error} }}",
        shape["union"] == true
    )?;
    Ok(text)
}

fn member_text(model: &Model, owner: &Value, name: &str, member: &Value) -> String {
    let target = member["shape"].as_str().unwrap_or_default();
    let wire = member["locationName"].as_str().unwrap_or(name);
    let mut text =
        format!("Member {{ name: {name:?}, wire_name: {wire:?}, shape: {}", model.id(target));
    let mut put = |condition: bool, part: &str| {
        if condition {
            text.push_str(", ");
            text.push_str(part);
        }
    };
    let location = match member["location"].as_str() {
        Some("header") => "location: Location::Header",
        Some("headers") => "location: Location::Headers",
        Some("querystring") => "location: Location::Query",
        Some("uri") => "location: Location::Uri",
        Some("statusCode") => "location: Location::Status",
        _ => "",
    };
    put(!location.is_empty(), location);
    put(required(owner, name), "required: true");
    put(member["idempotencyToken"] == true, "idempotency_token: true");
    put(member["flattened"] == true, "flattened: true");
    put(member["xmlAttribute"] == true, "xml_attribute: true");
    put(member["jsonvalue"] == true, "json_value: true");
    let namespace = &member["xmlNamespace"];
    let prefix = namespace["prefix"].as_str().unwrap_or_default();
    let uri = namespace["uri"].as_str().unwrap_or_default();
    put(!uri.is_empty(), &format!("xml_namespace: ({prefix:?}, {uri:?})"));
    let format = time_format(member);
    put(format != "None", &format!("timestamp_format: {format}"));
    let query = member["queryName"].as_str().unwrap_or_default();
    put(!query.is_empty(), &format!("query_name: {query:?}"));
    text + ", ..Member::PLAIN }"
}
