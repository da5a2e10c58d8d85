//! What a request brings: template, parameters, tags, and what its caller agrees to.

use std::collections::BTreeMap;

use samara_service::{Answer, Cx, Refusal};
use samara_store::Txn;
use samara_template::{Capability, TEMPLATE_BYTES_MAX, Template};
use samara_wire::Document;

use crate::model::{Parameter, Tag};
use crate::record::{Stack, Templates, load};
use crate::{Error, keys};

/// The longest template in a request (AWS: 51,200 bytes).
const BODY_BYTES_MAX: usize = 51_200;

/// The text of the template that a request names: in it, at an S3 address, or the stack's own.
pub(crate) fn template(
    cx: &Cx,
    txn: &mut dyn Txn,
    (body, url): (Option<&String>, Option<&String>),
    previous: Option<&Stack>,
) -> Result<String, Error> {
    match (body, url, previous) {
        (Some(body), None, _) if body.len() <= BODY_BYTES_MAX => Ok(body.clone()),
        (Some(_), None, _) => Err(Error::Validation(format!(
            "1 validation error detected: Value at 'templateBody' failed to satisfy constraint: \
             Member must have length less than or equal to {BODY_BYTES_MAX}"
        ))),
        (None, Some(url), _) => from_s3(cx, txn, url),
        (None, None, Some(stack)) => {
            let stored: Option<Templates> = load(txn, &keys::of(keys::TEMPLATE, &stack.id))?;
            stored.map(|templates| templates.original).ok_or_else(|| {
                Error::Validation(format!("Stack [{}] has no template to use again", stack.name))
            })
        }
        _ => Err(Error::Validation(
            "Either Template URL or Template Body must be specified.".to_owned(),
        )),
    }
}

/// Reads a template from a bucket of ours, with the caller's own permission.
fn from_s3(cx: &Cx, txn: &mut dyn Txn, url: &str) -> Result<String, Error> {
    let bad = || {
        Error::Validation(format!(
            "S3 error: '{url}' is not the address of an object, such as \
             https://s3.amazonaws.com/bucket/key"
        ))
    };
    let (bucket, key) = bucket_and_key(url).ok_or_else(bad)?;
    let input = Document::Map(vec![
        ("Bucket".into(), Document::String(bucket.to_owned())),
        ("Key".into(), Document::String(key.to_owned())),
    ]);
    let answer = cx
        .operations
        .call_in(cx, txn, "s3", "GetObject", input)
        .map_err(|refusal| Error::Validation(format!("S3 error: {refusal} ({})", refusal.code)))?;
    let Answer::Stream { pieces, .. } = answer else {
        return Err(Refusal::internal("GetObject gave no body").into());
    };
    let length: u64 = pieces.iter().map(|piece| piece.length).sum();
    if (TEMPLATE_BYTES_MAX as u64) < length {
        return Err(Error::Validation(format!(
            "Template may not exceed {TEMPLATE_BYTES_MAX} bytes in size."
        )));
    }
    let mut bytes = Vec::new();
    for piece in pieces {
        let length = usize::try_from(piece.length).unwrap_or(usize::MAX);
        bytes.extend(txn.blob(&piece.blob)?.read(piece.offset, length)?);
    }
    String::from_utf8(bytes)
        .map_err(|_| Error::Validation("The template is not UTF-8 text".to_owned()))
}

/// The bucket and key in an address: by path at any host, or by the bucket's own host name.
fn bucket_and_key(url: &str) -> Option<(&str, &str)> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let (host, path) = rest.split_once('/')?;
    let path = path.split('?').next().unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default();
    let found = match name.split_once(".s3") {
        Some((bucket, _)) if !bucket.is_empty() => (bucket, path),
        _ => path.split_once('/')?,
    };
    (!found.0.is_empty() && !found.1.is_empty()).then_some(found)
}

/// The parameters of a request by name. `UsePreviousValue` takes the stack's.
pub(crate) fn parameters(
    given: Option<&Vec<Parameter>>,
    previous: Option<&Stack>,
) -> Result<BTreeMap<String, String>, Error> {
    let mut values = BTreeMap::new();
    for parameter in given.into_iter().flatten() {
        let Some(name) = &parameter.parameter_key else {
            return Err(Error::Validation("A parameter has no ParameterKey".to_owned()));
        };
        let value = match (&parameter.parameter_value, parameter.use_previous_value) {
            (Some(value), None | Some(false)) => value.clone(),
            (None, Some(true)) => {
                let before = previous.and_then(|stack| stack.parameters.get(name));
                before.map(|value| value.value.clone()).ok_or_else(|| {
                    Error::Validation(format!(
                        "Invalid input for parameter key {name}. Cannot specify usePreviousValue \
                         as true for a parameter key not in the previous template"
                    ))
                })?
            }
            _ => {
                return Err(Error::Validation(format!(
                    "Invalid input for parameter key {name}. Specify either a value or \
                     usePreviousValue"
                )));
            }
        };
        if values.insert(name.clone(), value).is_some() {
            return Err(Error::Validation(format!("Duplicate parameter keys: [{name}]")));
        }
    }
    Ok(values)
}

/// Tags by name.
pub(crate) fn tags(given: &[Tag]) -> Result<BTreeMap<String, String>, Error> {
    /// Tags a stack may have (AWS: 50).
    const TAGS_MAX: usize = 50;
    if TAGS_MAX < given.len() {
        return Err(Error::Validation(format!("A stack may have {TAGS_MAX} tags")));
    }
    if given.iter().any(|tag| tag.key.get(..4).is_some_and(|key| key.eq_ignore_ascii_case("aws:")))
    {
        let message = "aws: prefixed tag key names are not allowed for external use.";
        return Err(Error::Validation(message.to_owned()));
    }
    let tags: BTreeMap<_, _> =
        given.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect();
    if tags.len() < given.len() {
        let message = "Tags contain duplicate keys; tag keys must be unique";
        return Err(Error::Validation(message.to_owned()));
    }
    Ok(tags)
}

/// Checks that the caller agreed to what the template makes.
pub(crate) fn check_capabilities(
    template: &Template,
    agreed: &[String],
    expands: bool,
) -> Result<(), Error> {
    let mut needed = template.capabilities();
    if !expands {
        // A change set shows what a transform makes before it is executed.
        needed.remove(&Capability::AutoExpand);
    }
    let missing = Capability::missing(&needed, agreed);
    if missing.is_empty() { Ok(()) } else { Err(Error::Capabilities(missing)) }
}

#[cfg(test)]
mod tests {
    use super::bucket_and_key;

    #[test]
    fn every_form_of_an_objects_address_is_read() {
        for url in [
            "https://s3.amazonaws.com/bucket/a/b.yaml",
            "https://s3.us-east-1.amazonaws.com/bucket/a/b.yaml",
            "https://bucket.s3.us-east-1.amazonaws.com/a/b.yaml",
            "http://127.0.0.1:4566/bucket/a/b.yaml?versionId=1",
        ] {
            assert_eq!(bucket_and_key(url), Some(("bucket", "a/b.yaml")), "{url}");
        }
        assert_eq!(bucket_and_key("s3://bucket/key"), None);
        assert_eq!(bucket_and_key("https://s3.amazonaws.com/bucket"), None);
    }
}
