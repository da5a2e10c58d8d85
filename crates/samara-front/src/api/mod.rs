//! APIs, pure: which route a request takes, the event that a function gets, and the HTTP answer
//! that is made of what it gives. No sockets and no store: the caller hands in the parts.
//!
//! Sources: API Gateway developer guide, "Working with AWS Lambda proxy integrations for HTTP
//! APIs" and "Lambda proxy integrations in API Gateway" (REST).

pub(crate) mod authorizer;
pub(crate) mod compiled;
pub(crate) mod cors;
pub(crate) mod event_v1;
pub(crate) mod event_v2;
pub(crate) mod matcher;
pub(crate) mod media;
pub(crate) mod mock;
pub(crate) mod request;
pub(crate) mod response;
#[cfg(test)]
mod tests;

/// Which of API Gateway's two kinds an API is; they differ in messages and statuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ApiKind {
    /// An HTTP API (API Gateway v2).
    Http,
    /// A REST API (API Gateway v1).
    Rest,
}
