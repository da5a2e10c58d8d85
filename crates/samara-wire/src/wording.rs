//! How services differ in what they call the same refusal: data, one row a service.

use crate::{Document, Fault, Protocol, ServiceModel, Shape, WireError};

/// The codes that a service has for what the codec finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wording {
    /// For a body that cannot be read.
    pub(crate) malformed: &'static str,
    /// For a member that breaks a constraint.
    pub(crate) invalid: &'static str,
    /// What stands before `#` and the code in `__type`, for an error of the model.
    pub(crate) namespace: &'static str,
}

/// A service's codes; those of its protocol where nothing else is known of it.
pub(crate) fn of(model: &ServiceModel) -> Wording {
    let (malformed, invalid, namespace) = match (model.id, model.protocol) {
        ("dynamodb", _) => {
            ("SerializationException", "ValidationException", "com.amazonaws.dynamodb.v20120810")
        }
        // Both answer as their gateways do, whose constraints have the same words under this code.
        ("logs", _) => ("SerializationException", "InvalidParameterException", ""),
        ("apigateway" | "apigatewayv2", _) => ("SerializationException", "BadRequestException", ""),

        ("s3", _) => ("MalformedXML", "InvalidArgument", ""),
        (_, Protocol::AwsQuery) => ("MalformedInput", "ValidationError", ""),
        (_, Protocol::RestXml) => ("MalformedXML", "ValidationException", ""),
        _ => ("SerializationException", "ValidationException", ""),
    };
    Wording { malformed, invalid, namespace }
}

/// What stands before `#` in `__type` for this code; empty for nothing.
///
/// What DynamoDB's framework refuses, and not DynamoDB itself, has the framework's namespace.
pub(crate) fn namespace(model: &ServiceModel, code: &str) -> &'static str {
    let own = of(model).namespace;
    match code {
        _ if own.is_empty() => own,
        "ValidationException" => "com.amazon.coral.validate",
        "SerializationException"
        | "UnknownOperationException"
        | "AccessDeniedException"
        | "MissingAuthenticationTokenException"
        | "IncompleteSignatureException"
        | "InvalidSignatureException"
        | "UnrecognizedClientException"
        | "ThrottlingException" => "com.amazon.coral.service",
        _ => own,
    }
}

/// What stands before a structure's name where a message shows its class.
pub(crate) fn java_package(model: &ServiceModel) -> &'static str {
    if model.id == "dynamodb" { "com.amazonaws.dynamodb.v20120810." } else { "" }
}

/// Whether a structure's members that the model lacks are its service's to judge: an attribute
/// value of no type that is known is an empty one.
pub(crate) fn is_open(model: &ServiceModel, shape: &str) -> bool {
    model.id == "dynamodb" && shape == "AttributeValue"
}

/// What a service says of an input before all else that is wrong with it. DynamoDB's table
/// operations look at the table's name first.
pub(crate) fn first_of_all(
    model: &ServiceModel,
    shape: &str,
    input: &Document,
) -> Option<&'static str> {
    const TABLE_INPUTS: &[&str] = &[
        "CreateBackupInput",
        "CreateTableInput",
        "DeleteTableInput",
        "DescribeContinuousBackupsInput",
        "DescribeTableInput",
        "DescribeTimeToLiveInput",
        "UpdateContinuousBackupsInput",
        "UpdateTableInput",
        "UpdateTimeToLiveInput",
    ];
    if model.id != "dynamodb" {
        return None;
    }
    if matches!(shape, "TagResourceInput" | "UntagResourceInput" | "ListTagsOfResourceInput") {
        return input.get("ResourceArn").is_none().then_some("Invalid TableArn");
    }
    if !TABLE_INPUTS.contains(&shape) {
        return None;
    }
    match input.get("TableName").and_then(Document::as_str) {
        None => Some("The parameter 'TableName' is required but was not present in the request"),
        Some(name) if name.starts_with("arn:") || (3..=255).contains(&name.len()) => None,
        Some(_) => {
            Some("TableName must be at least 3 characters long and at most 255 characters long")
        }
    }
}

/// The shape that holds of a text in another's place: where DynamoDB takes a table's ARN it takes
/// its name, too, which has bounds of its own.
pub(crate) fn narrower<'m>(model: &'m ServiceModel, shape: &'m Shape, text: &str) -> &'m Shape {
    if model.id != "dynamodb" || shape.name != "TableArn" || text.starts_with("arn:") {
        return shape;
    }
    model.shapes.iter().find(|shape| shape.name == "TableName").unwrap_or(shape)
}

/// Whether the message of this code is written `Message`, where no shape of the model says so.
pub(crate) fn capital_message(model: &ServiceModel, code: &str) -> bool {
    match model.id {
        "dynamodb" => matches!(code, "SerializationException" | "AccessDeniedException"),
        "lambda" => matches!(code, "AccessDeniedException" | "InvalidRequestContentException"),
        _ => code == "SerializationException",
    }
}

/// What a service says of a text that breaks this expression, where it does not say which
/// constraint failed but what it wants; `name` is the member's, as messages have it.
pub(crate) fn pattern_message(model: &ServiceModel, pattern: &str, name: &str) -> Option<String> {
    match (model.id, pattern) {
        ("iam", "[\\w+=,.@-]+") => Some(format!(
            "The specified value for {name} is invalid. It must contain only alphanumeric \
             characters and/or the following: +=,.@_-"
        )),
        _ => None,
    }
}

/// The largest body of a request to a service, bytes, where it does not stream.
///
/// A document takes up to twenty times the memory of what it was read from, so a body is bounded
/// by what its service could want: DynamoDB's batches are 16 MB, Lambda's code comes in base64, an
/// `Invoke` has 6 MB; all other services of AWS want a megabyte or little more (CloudFormation's
/// templates 1 MB, EventBridge's and CloudWatch Logs' batches 1 MB).
#[must_use]
pub fn body_bytes_max(model: &ServiceModel) -> usize {
    const MIB: usize = 1024 * 1024;
    match model.id {
        "lambda" => samara_base::limits::OPERATION_BODY_BYTES,
        "dynamodb" => 17 * MIB,
        // An API may be imported from a definition of up to 6 MB.
        "apigateway" | "apigatewayv2" => 8 * MIB,
        _ => 4 * MIB,
    }
}

/// What a request gets that names no operation of the service, ours or AWS's.
#[must_use]
pub fn unknown_operation(model: &ServiceModel) -> WireError<'static> {
    let (code, status, message) = match (model.id, model.protocol) {
        ("dynamodb", _) => ("UnknownOperationException", 400, ""),
        ("s3", _) => {
            ("MethodNotAllowed", 405, "The specified method is not allowed against this resource.")
        }
        (_, Protocol::AwsQuery) => (
            "InvalidAction",
            400,
            "The action or operation requested is invalid. Verify that the action is typed \
             correctly.",
        ),
        (_, Protocol::RestJson | Protocol::RestXml) => {
            ("UnknownOperationException", 404, "The path and method name no operation.")
        }
        _ => ("UnknownOperationException", 400, "X-Amz-Target names no operation."),
    };
    WireError { code, message, status, fields: None, fault: Fault::Sender }
}
