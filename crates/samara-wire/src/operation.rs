//! Which operation a request means.

use crate::{OperationModel, Protocol, RequestParts, ServiceModel, uri};

/// A request that means no operation on a service's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmatched {
    /// AWS has the operation, we do not: by its name.
    Known(&'static str),
    /// Nobody has it.
    Unknown,
}

/// The operation that a request means.
///
/// It is named by `X-Amz-Target` in awsJson, by `Action` in awsQuery, and by method and URI in
/// restJson1 and restXml, where the pattern with the most that is fixed wins.
///
/// # Errors
/// When it is not on our list.
pub fn match_operation(
    model: &'static ServiceModel,
    parts: &RequestParts<'_>,
) -> Result<&'static OperationModel, Unmatched> {
    match model.protocol {
        Protocol::AwsJson10 | Protocol::AwsJson11 => {
            let target = parts.header("x-amz-target").and_then(|target| target.rsplit_once('.'));
            match target {
                Some((prefix, name)) if prefix == model.target_prefix => named(model, name),
                _ => Err(Unmatched::Unknown),
            }
        }
        Protocol::AwsQuery => match crate::query::action(parts) {
            Some(name) => named(model, &name),
            None => Err(Unmatched::Unknown),
        },
        Protocol::RestJson | Protocol::RestXml => by_uri(model, parts),
    }
}

fn named(model: &'static ServiceModel, name: &str) -> Result<&'static OperationModel, Unmatched> {
    if let Some(operation) = model.operation(name) {
        return Ok(operation);
    }
    let known = model.known_operations.iter().find(|(known, _, _)| *known == name);
    Err(known.map_or(Unmatched::Unknown, |(known, _, _)| Unmatched::Known(known)))
}

fn by_uri(
    model: &'static ServiceModel,
    parts: &RequestParts<'_>,
) -> Result<&'static OperationModel, Unmatched> {
    let mut best: Option<(uri::Rank, &'static str)> = None;
    for (name, method, pattern) in model.known_operations {
        if *method != parts.method {
            continue;
        }
        let rank = uri::rank(pattern, parts.path, parts.query);
        // Of two that fit equally well the one on our list is meant; `told_apart` mends the rest.
        if let Some(rank) = rank
            && best.is_none_or(|(best, other)| {
                best < rank || (best == rank && model.operation(other).is_none())
            })
        {
            best = Some((rank, *name));
        }
    }
    let (_, name) = best.ok_or(Unmatched::Unknown)?;
    named(model, told_apart(model, name, parts))
}

/// What tells operations of S3 apart whose patterns in the model are the same: a header, or a part
/// of the query that the model has as an ordinary member. Without it a part of a multipart upload
/// would be stored as a whole object.
const S3_TOLD_APART: &[(&str, &str, &str)] = &[
    ("PutObject", "?uploadId", "UploadPart"),
    ("PutObject", "?partNumber", "UploadPart"),
    ("PutObject", "x-amz-copy-source", "CopyObject"),
    ("CopyObject", "?uploadId", "UploadPartCopy"),
    ("GetObject", "?uploadId", "ListParts"),
    ("DeleteObject", "?uploadId", "AbortMultipartUpload"),
];

fn told_apart(model: &ServiceModel, name: &'static str, parts: &RequestParts<'_>) -> &'static str {
    if model.id != "s3" {
        return name;
    }
    let name = match name {
        "CopyObject" if !parts.headers.contains_key("x-amz-copy-source") => "PutObject",
        "AbortMultipartUpload" => "DeleteObject",
        "ListParts" => "GetObject",
        "UploadPart" => "PutObject",
        name => name,
    };
    let mut meant = name;
    for (from, mark, to) in S3_TOLD_APART {
        let marked = match mark.strip_prefix('?') {
            Some(key) => uri::query_has(parts.query, key),
            None => parts.headers.contains_key(*mark),
        };
        if marked && *from == meant {
            meant = to;
        }
    }
    match (meant, parts.headers.contains_key("x-amz-copy-source")) {
        ("UploadPart", true) => "UploadPartCopy",
        _ => meant,
    }
}
