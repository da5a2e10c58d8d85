//! A suite's little service model as descriptors, made at run time (and never freed: each is
//! needed until the end).

use std::collections::BTreeMap;

use samara_wire::{
    ErrorTrait, Kind, Location, Member, OperationModel, Protocol, ServiceModel, Shape, ShapeId,
    TimestampFormat,
};
use serde_json::Value;

/// The model of a suite with one case's operation.
pub(crate) fn build(suite: &Value, given: &Value) -> Result<&'static ServiceModel, String> {
    let metadata = &suite["metadata"];
    let shapes = suite["shapes"].as_object().cloned().unwrap_or_default();
    let ids: BTreeMap<&str, ShapeId> =
        shapes.keys().zip(0..).map(|(name, id)| (name.as_str(), id)).collect();
    let build = Build { ids };
    let made: Result<Vec<Shape>, String> = shapes
        .iter()
        .map(|(name, shape)| Ok(Shape { name: leak(name), kind: build.kind(shape)? }))
        .collect();
    let namespace = [&metadata["xmlNamespace"], &given["input"]["xmlNamespace"]["uri"]];
    Ok(Box::leak(Box::new(ServiceModel {
        id: "vectors",
        signing_name: "vectors",
        endpoint_prefix: "vectors",
        target_prefix: text(&metadata["targetPrefix"]),
        protocol: protocol(metadata)?,
        api_version: text(&metadata["apiVersion"]),
        xml_namespace: namespace.iter().find_map(|uri| uri.as_str()).map_or("", leak),
        operations: Box::leak(vec![build.operation(given)].into_boxed_slice()),
        known_operations: Box::leak(
            vec![(
                text(&given["name"]),
                text(&given["http"]["method"]),
                text(&given["http"]["requestUri"]),
            )]
            .into_boxed_slice(),
        ),
        shapes: Box::leak(made?.into_boxed_slice()),
    })))
}

fn protocol(metadata: &Value) -> Result<Protocol, String> {
    match (metadata["protocol"].as_str(), metadata["jsonVersion"].as_str()) {
        (Some("json"), Some("1.0")) => Ok(Protocol::AwsJson10),
        (Some("json"), _) => Ok(Protocol::AwsJson11),
        (Some("query"), _) => Ok(Protocol::AwsQuery),
        (Some("rest-json"), _) => Ok(Protocol::RestJson),
        (Some("rest-xml"), _) => Ok(Protocol::RestXml),
        (other, _) => Err(format!("protocol {other:?}")),
    }
}

struct Build<'s> {
    ids: BTreeMap<&'s str, ShapeId>,
}

impl Build<'_> {
    fn id(&self, target: &Value) -> ShapeId {
        target["shape"].as_str().and_then(|name| self.ids.get(name)).copied().unwrap_or(u16::MAX)
    }

    fn operation(&self, given: &Value) -> OperationModel {
        let http = &given["http"];
        let end = |end: &str| given[end]["shape"].as_str().map(|_| self.id(&given[end]));
        let errors: Vec<ShapeId> =
            given["errors"].as_array().into_iter().flatten().map(|error| self.id(error)).collect();
        OperationModel {
            name: text(&given["name"]),
            method: text(&http["method"]),
            uri: text(&http["requestUri"]),
            status: http["responseCode"]
                .as_u64()
                .and_then(|code| code.try_into().ok())
                .unwrap_or(200),
            input: end("input"),
            output: end("output"),
            // Smithy's models do not say it, since it is always so.
            result_wrapper: leak(&format!("{}Result", text(&given["name"]))),
            input_root: text(&given["input"]["locationName"]),
            input_namespace: text(&given["input"]["xmlNamespace"]["uri"]),
            errors: Box::leak(errors.into_boxed_slice()),
        }
    }

    fn kind(&self, shape: &Value) -> Result<Kind, String> {
        let none = (None, None);
        let flattened = shape["flattened"] == true;
        let name = |part: &str, default: &'static str| match text(&shape[part]["locationName"]) {
            "" => default,
            name => name,
        };
        if shape["document"] == true {
            // A value of no fixed shape; no service on our list has one.
            return Ok(Kind::String { length: none, pattern: None, values: &[] });
        }
        Ok(match shape["type"].as_str().unwrap_or_default() {
            "structure" => self.structure(shape),
            "list" => Kind::List {
                element: self.id(&shape["member"]),
                element_name: name("member", "member"),
                flattened,
                length: none,
            },
            "map" => Kind::Map {
                key: self.id(&shape["key"]),
                value: self.id(&shape["value"]),
                names: (name("key", "key"), name("value", "value")),
                flattened,
                length: none,
            },
            "string" | "character" => Kind::String { length: none, pattern: None, values: &[] },
            "integer" | "short" | "byte" => Kind::Integer { range: (None, None) },
            "long" => Kind::Long { range: (None, None) },
            "float" => Kind::Float,
            "double" => Kind::Double,
            "boolean" => Kind::Boolean,
            "blob" => Kind::Blob { length: none, streaming: shape["streaming"] == true },
            "timestamp" => Kind::Timestamp { format: time_format(shape) },
            other => return Err(format!("a shape of type {other}")),
        })
    }

    fn structure(&self, shape: &Value) -> Kind {
        let members: Vec<Member> = shape["members"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, member)| self.member(name, member))
            .collect();
        let error =
            (shape["exception"] == true || shape["error"].is_object()).then(|| ErrorTrait {
                code: text(&shape["error"]["code"]),
                status: shape["error"]["httpStatusCode"]
                    .as_u64()
                    .and_then(|code| code.try_into().ok())
                    .unwrap_or(400),
            });
        Kind::Structure {
            members: Box::leak(members.into_boxed_slice()),
            payload: text(&shape["payload"]),
            union: shape["union"] == true,
            error,
        }
    }

    fn member(&self, name: &str, member: &Value) -> Member {
        Member {
            name: leak(name),
            wire_name: leak(member["locationName"].as_str().unwrap_or(name)),
            shape: self.id(member),
            location: match member["location"].as_str() {
                Some("header") => Location::Header,
                Some("headers") => Location::Headers,
                Some("querystring") => Location::Query,
                Some("uri") => Location::Uri,
                Some("statusCode") => Location::Status,
                _ => Location::Body,
            },
            flattened: member["flattened"] == true,
            xml_attribute: member["xmlAttribute"] == true,
            json_value: member["jsonvalue"] == true,
            xml_namespace: (
                text(&member["xmlNamespace"]["prefix"]),
                text(&member["xmlNamespace"]["uri"]),
            ),
            timestamp_format: time_format(member),
            ..Member::PLAIN
        }
    }
}

fn time_format(value: &Value) -> Option<TimestampFormat> {
    match value["timestampFormat"].as_str()? {
        "iso8601" => Some(TimestampFormat::Iso8601),
        "rfc822" => Some(TimestampFormat::Rfc822),
        _ => Some(TimestampFormat::UnixTimestamp),
    }
}

fn text(value: &Value) -> &'static str {
    value.as_str().map_or("", leak)
}

fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}
