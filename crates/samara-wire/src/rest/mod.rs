//! restJson1 and restXml: members in the path, the query, the headers, the status and the body.
//!
//! [`headers`] and [`body`] read and write those parts the same for requests and responses;
//! [`request`] and [`response`] put them together.

mod body;
mod headers;
mod request;
mod response;

pub(crate) use headers::{decode as decode_headers, encode as encode_headers};
pub(crate) use request::{decode as decode_request, encode as encode_request};
pub(crate) use response::{decode as decode_response, encode as encode_response};

use crate::{Kind, Member, ServiceModel, ShapeId};

/// The members of a structure, and the one that is the whole body.
fn structure(
    model: &ServiceModel,
    shape: ShapeId,
) -> Option<(&'static str, &'static [Member], Option<&'static Member>)> {
    let shape = model.shapes.get(usize::from(shape))?;
    let Kind::Structure { members, payload, .. } = &shape.kind else { return None };
    let payload = members.iter().find(|member| member.name == *payload && !payload.is_empty());
    Some((shape.name, members, payload))
}
