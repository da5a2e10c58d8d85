//! Service models as data: what AWS publishes of its APIs, without the prose.
//!
//! Source: the `service-2.json` files of botocore, pinned by `cargo xtask codegen`.

use crate::Pattern;

/// An index into [`ServiceModel::shapes`].
pub type ShapeId = u16;

/// One service's API.
#[derive(Debug)]
pub struct ServiceModel {
    /// Its name in the SDKs, such as `dynamodb`.
    pub id: &'static str,
    /// The service name that requests are signed for.
    pub signing_name: &'static str,
    /// The first part of its host name, such as `dynamodb` or `monitoring`.
    pub endpoint_prefix: &'static str,
    /// What precedes the operation in `X-Amz-Target`; empty where that is not used.
    pub target_prefix: &'static str,
    /// How it is spoken.
    pub protocol: Protocol,
    /// The version, such as `2012-08-10`.
    pub api_version: &'static str,
    /// The XML namespace of its bodies; empty where it has none.
    pub xml_namespace: &'static str,
    /// The operations on our list.
    pub operations: &'static [OperationModel],
    /// Every operation that AWS has: name, HTTP method, URI. So that one that is not on our list
    /// can be refused by its name.
    pub known_operations: &'static [(&'static str, &'static str, &'static str)],
    /// The shapes that the operations on our list use.
    pub shapes: &'static [Shape],
}

/// How a service is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// awsJson 1.0.
    AwsJson10,
    /// awsJson 1.1.
    AwsJson11,
    /// restJson1.
    RestJson,
    /// restXml.
    RestXml,
    /// awsQuery.
    AwsQuery,
}

/// One operation.
#[derive(Debug)]
pub struct OperationModel {
    /// Its name, such as `PutItem`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The URI pattern, with `{label}`s and perhaps a query.
    pub uri: &'static str,
    /// The HTTP status of success.
    pub status: u16,
    /// The input's shape.
    pub input: Option<ShapeId>,
    /// The output's shape.
    pub output: Option<ShapeId>,
    /// The element around the output (awsQuery), or empty.
    pub result_wrapper: &'static str,
    /// The root element of the input (restXml), or empty.
    pub input_root: &'static str,
    /// The XML namespace of the input's root, or empty.
    pub input_namespace: &'static str,
    /// The shapes of the errors that the model names.
    pub errors: &'static [ShapeId],
}

/// A named shape.
#[derive(Debug)]
pub struct Shape {
    /// Its name in the model.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
}

/// What a shape is, with its constraints. Lengths count characters, bytes, items or entries.
#[derive(Debug)]
pub enum Kind {
    /// A structure.
    Structure {
        /// Its members, in the model's order.
        members: &'static [Member],
        /// The member that is the whole HTTP body, or empty.
        payload: &'static str,
        /// Whether exactly one member may be given.
        union: bool,
        /// Set when it is an error.
        error: Option<ErrorTrait>,
    },
    /// A list.
    List {
        /// Its element.
        element: ShapeId,
        /// The element's name in XML and query bodies.
        element_name: &'static str,
        /// Whether it has no element around it.
        flattened: bool,
        /// Least and most items.
        length: (Option<u64>, Option<u64>),
    },
    /// A map with text keys.
    Map {
        /// The shape of its keys.
        key: ShapeId,
        /// The shape of its values.
        value: ShapeId,
        /// The names of key and value in XML and query bodies.
        names: (&'static str, &'static str),
        /// Whether it has no element around it.
        flattened: bool,
        /// Least and most entries.
        length: (Option<u64>, Option<u64>),
    },
    /// Text.
    String {
        /// Least and most characters.
        length: (Option<u64>, Option<u64>),
        /// A regular expression that it must match whole.
        pattern: Option<&'static Pattern>,
        /// The values that are allowed; empty when any is.
        values: &'static [&'static str],
    },
    /// A 32-bit whole number.
    Integer {
        /// Least and most.
        range: (Option<i64>, Option<i64>),
    },
    /// A 64-bit whole number.
    Long {
        /// Least and most.
        range: (Option<i64>, Option<i64>),
    },
    /// A 32-bit floating-point number.
    Float,
    /// A 64-bit floating-point number.
    Double,
    /// A truth value.
    Boolean,
    /// Bytes.
    Blob {
        /// Least and most bytes.
        length: (Option<u64>, Option<u64>),
        /// Whether it is streamed: its document is then the id of a staged blob, as text.
        streaming: bool,
    },
    /// A time, in this format unless a member says otherwise.
    Timestamp {
        /// The format, when the shape names one.
        format: Option<TimestampFormat>,
    },
}

/// How an error looks on the wire.
#[derive(Debug, Clone, Copy)]
pub struct ErrorTrait {
    /// Its code, where that is not the shape's name; or empty.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
}

/// How a time is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimestampFormat {
    /// `2026-11-21T08:00:00Z`.
    Iso8601,
    /// `Sat, 21 Nov 2026 08:00:00 GMT`.
    Rfc822,
    /// Seconds since the epoch, with a fraction.
    UnixTimestamp,
}

/// A member of a structure.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a trait of the model, independent of the rest"
)]
pub struct Member {
    /// Its name in the model and in documents.
    pub name: &'static str,
    /// Its name on the wire.
    pub wire_name: &'static str,
    /// Its name in query bodies of EC2; or empty.
    pub query_name: &'static str,
    /// Its shape.
    pub shape: ShapeId,
    /// Where it travels.
    pub location: Location,
    /// Whether it must be given.
    pub required: bool,
    /// Whether the SDKs fill it with a fresh token.
    pub idempotency_token: bool,
    /// Whether the list or map that it is has no element around it.
    pub flattened: bool,
    /// Whether it is an XML attribute.
    pub xml_attribute: bool,
    /// The XML namespace of its element: prefix and URI, or empty.
    pub xml_namespace: (&'static str, &'static str),
    /// How its time is written, when it names a format of its own.
    pub timestamp_format: Option<TimestampFormat>,
    /// Whether it is JSON inside a text.
    pub json_value: bool,
}

/// Where a member travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// In the body.
    Body,
    /// In a header of its wire name.
    Header,
    /// In all headers that begin with its wire name, a map.
    Headers,
    /// In the query.
    Query,
    /// In the URI, at the label of its wire name.
    Uri,
    /// As the response's status.
    Status,
}

impl Member {
    /// A member that travels in the body under its own name; generated models begin from it.
    pub const PLAIN: Self = Self {
        name: "",
        wire_name: "",
        query_name: "",
        shape: 0,
        location: Location::Body,
        required: false,
        idempotency_token: false,
        flattened: false,
        xml_attribute: false,
        xml_namespace: ("", ""),
        timestamp_format: None,
        json_value: false,
    };
}

impl ServiceModel {
    /// Whether members travel elsewhere than in bodies where the model says so.
    pub(crate) const fn is_rest(&self) -> bool {
        matches!(self.protocol, Protocol::RestJson | Protocol::RestXml)
    }

    /// A shape of this model.
    #[must_use]
    pub fn shape(&self, id: ShapeId) -> Option<&Shape> {
        self.shapes.get(usize::from(id))
    }

    /// An operation on our list, by name.
    #[must_use]
    pub fn operation(&self, name: &str) -> Option<&OperationModel> {
        self.operations.iter().find(|operation| operation.name == name)
    }
}
