//! XML bodies: of restXml both ways, of awsQuery in answers; and errors of both.
//!
//! A body is read into a tree first, bounded in depth, and the tree is read as descriptors say:
//! XML leaves open what is a list until the model is asked. None of it is on a hot path.

mod decode;
mod encode;
mod tree;

use crate::{
    Document, EncodeError, Fault, Location, Malformed, Member, OperationModel, ServiceModel,
    WireError, failure,
};

pub(crate) use decode::{decode, structure};
pub(crate) use encode::{Writer, bare, value};
pub(crate) use tree::{Element, parse};

/// What stands before the root.
pub(crate) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const S3_NAMESPACE: &str = "http://s3.amazonaws.com/doc/2006-03-01/";

/// The root of an output's body, where botocore's model leaves out what Smithy's says: strict
/// clients (the Rust SDK's) look at it.
const S3_ROOTS: &[(&str, &str)] = &[
    ("ListBuckets", "ListAllMyBucketsResult"),
    ("ListObjectsV2", "ListBucketResult"),
    ("ListObjects", "ListBucketResult"),
    ("ListObjectVersions", "ListVersionsResult"),
    ("ListMultipartUploads", "ListMultipartUploadsResult"),
    ("ListParts", "ListPartsResult"),
    ("DeleteObjects", "DeleteResult"),
    ("CopyObject", "CopyObjectResult"),
    ("CreateMultipartUpload", "InitiateMultipartUploadResult"),
    ("CompleteMultipartUpload", "CompleteMultipartUploadResult"),
    ("GetBucketTagging", "Tagging"),
    ("GetObjectTagging", "Tagging"),
    ("GetBucketVersioning", "VersioningConfiguration"),
];

/// The namespace of a service's bodies.
pub(crate) fn namespace(model: &ServiceModel) -> &'static str {
    if model.id == "s3" { S3_NAMESPACE } else { model.xml_namespace }
}

/// The name of the root of an output's body.
pub(crate) fn output_root(
    model: &ServiceModel,
    operation: &OperationModel,
    shape: &'static str,
) -> &'static str {
    let known = S3_ROOTS.iter().find(|(name, _)| model.id == "s3" && *name == operation.name);
    known.map_or(shape, |(_, root)| root)
}

/// Whether an output's body is its one member's text, without an element around the members.
pub(crate) fn is_unwrapped(model: &ServiceModel, operation: &OperationModel) -> bool {
    model.id == "s3" && operation.name == "GetBucketLocation"
}

/// Writes those members of a structure that travel in the body into an element of this name.
pub(crate) fn encode_body(
    model: &ServiceModel,
    root: (&str, (&str, &str)),
    members: &[Member],
    document: &Document,
) -> Result<String, EncodeError> {
    let mut writer = Writer::new(model.id == "s3");
    encode::body(model, root, members, document, &mut writer)?;
    Ok(DECLARATION.to_owned() + &writer.done())
}

/// Writes an error: S3's `Error`, or the `ErrorResponse` of everything else.
pub(crate) fn error(model: &ServiceModel, error: &WireError<'_>, request_id: &str) -> String {
    let s3 = model.id == "s3";
    let mut writer = Writer::new(s3);
    let namespace = if s3 { "" } else { model.xml_namespace };
    if !s3 {
        writer.open("ErrorResponse", ("", namespace), &[]);
    }
    writer.open("Error", ("", ""), &[]);
    if !s3 {
        let kind = if error.fault == Fault::Sender { "Sender" } else { "Receiver" };
        writer.leaf("Type", kind);
    }
    writer.leaf("Code", failure::code(model, error.code));
    if !error.message.is_empty() || s3 {
        writer.leaf("Message", error.message);
    }
    if let Some(Document::Map(fields)) = error.fields {
        let members = failure::members(model, error.code);
        for (name, value) in fields {
            match (members.iter().find(|member| member.name == name), value) {
                (Some(member), _) if model.is_rest() && member.location != Location::Body => {}
                (Some(member), value) => {
                    // What does not fit is left out: a refusal must reach the client.
                    let _ = encode::member(model, member, value, &mut writer);
                }
                // S3's errors have elements that its model leaves out (`Key`, `BucketName`).
                (None, Document::String(text)) if s3 => writer.leaf(name, text),
                (None, _) => {}
            }
        }
    }
    if s3 {
        writer.leaf("RequestId", request_id);
        writer.leaf("HostId", request_id);
    }
    writer.close("Error");
    if !s3 {
        writer.leaf("RequestId", request_id);
        writer.close("ErrorResponse");
    }
    if s3 { DECLARATION.to_owned() + &writer.done() } else { writer.done() }
}

/// Reads a body's root.
pub(crate) fn root(body: &[u8]) -> Result<Element, Malformed> {
    let text = std::str::from_utf8(body).map_err(|_| malformed())?;
    parse(text)
}

pub(crate) fn malformed() -> Malformed {
    Malformed {
        message: Some(
            "The XML you provided was not well-formed or did not validate against our published \
             schema"
                .to_owned(),
        ),
    }
}
