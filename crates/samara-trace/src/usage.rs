//! What is known of a call and of a hop.

use samara_base::Timestamp;
use serde::{Deserialize, Serialize};

/// How a call came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CallKind {
    /// Someone waited for the answer.
    RequestResponse,
    /// A delivery.
    Event,
}

/// What a call of a function used: a line of the bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// The request's id.
    pub request_id: String,
    /// The X-Ray trace id.
    pub trace: String,
    /// The function's name.
    pub function: String,
    /// The version that ran.
    pub version: String,
    /// How it came.
    pub kind: CallKind,
    /// When it ended.
    #[serde(with = "millis")]
    pub ended: Timestamp,
    /// How long it took, microseconds.
    pub duration_us: u64,
    /// What AWS would bill, milliseconds.
    pub billed_ms: u64,
    /// The memory that the function has, MiB.
    pub memory_mib: u32,
    /// The most memory that its instance had used by then, MiB; 0 where nothing counts it.
    pub max_memory_mib: u64,
    /// How long its instance took to start, microseconds, when this was its first call.
    pub init_us: Option<u64>,
    /// Whether the call waited for an instance to start.
    pub cold: bool,
    /// The error's type, when it failed.
    pub error: Option<String>,
}

/// One hop of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The X-Ray trace id.
    pub trace: String,
    /// The hop's own id, 16 hexadecimal digits.
    pub id: String,
    /// The hop that caused it.
    pub parent: Option<String>,
    /// What was done, such as `dynamodb:PutItem` or `invoke checkout`.
    pub name: String,
    /// When it began.
    #[serde(with = "millis")]
    pub started: Timestamp,
    /// How long it took, microseconds.
    pub duration_us: u64,
    /// The error's code, when it failed.
    pub error: Option<String>,
}

/// What lies in the ring of calls.
#[derive(Debug, Deserialize)]
pub(crate) enum Record {
    Usage(Usage),
    Span(Span),
}

/// The same as it is written.
#[derive(Debug, Serialize)]
#[serde(rename = "Record")]
pub(crate) enum Said<'a> {
    Usage(&'a Usage),
    Span(&'a Span),
}

/// A time as milliseconds since the epoch.
mod millis {
    use samara_base::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands in a reference")]
    pub(super) fn serialize<S: Serializer>(
        time: &Timestamp,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(time.as_millis())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Timestamp, D::Error> {
        u64::deserialize(deserializer).map(Timestamp::from_millis)
    }
}
