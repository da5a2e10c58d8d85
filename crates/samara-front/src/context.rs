//! The context of a request: chance is read here, once, and the time at which it came.

use std::sync::Arc;

use http::HeaderMap;
use http::header::AUTHORIZATION;
use samara_base::{RequestId, Seed, TraceHeader};
use samara_service::throughput::Takings;
use samara_service::{Cx, Principal};

use crate::Inner;

/// The header that carries a request's place in a trace.
pub(crate) const TRACE_HEADER: &str = "x-amzn-trace-id";

impl Inner {
    /// The context of a request that has just come, by nobody yet.
    pub(crate) fn context(
        self: &Arc<Self>,
        headers: &HeaderMap,
        source_ip: Option<std::net::IpAddr>,
    ) -> Cx {
        let now = self.clock.now();
        let seed = Seed::new(self.entropy.draw());
        let given = headers.get(TRACE_HEADER).and_then(|value| value.to_str().ok());
        let trace = given.and_then(TraceHeader::parse);
        Cx {
            account: self.config.account.clone(),
            region: self.config.region.clone(),
            principal: Principal::Anonymous,
            request_id: request_id(headers, &seed),
            trace: trace.unwrap_or_else(|| TraceHeader::begin(now, &seed)),
            now,
            seed,
            source_ip,
            endpoint: self.config.endpoint.clone(),
            operations: self.table.clone(),
            observed: self.observed.clone(),
            parsed: self.parsed.clone(),
            takings: self.throughput.as_ref().map(|buckets| Arc::new(Takings::of(buckets))),
        }
    }
}

/// The id of a request, which stands in logs from its first line on: so its form follows from the
/// head alone. `DynamoDB` has one of its own.
fn request_id(headers: &HeaderMap, seed: &Seed) -> RequestId {
    if is_for_dynamodb(headers) {
        RequestId::new(&seed.base32("request of DynamoDB"))
    } else {
        RequestId::new(&seed.uuid("request"))
    }
}

/// Whether a request is signed for `DynamoDB` (as are those to its streams), or unsigned and names
/// one of its operations.
fn is_for_dynamodb(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let scope = text(AUTHORIZATION.as_str()).and_then(|given| given.split_once("/aws4_request"));
    match scope {
        Some((scope, _)) => scope.ends_with("/dynamodb"),
        None => text("x-amz-target").is_some_and(|target| target.starts_with("DynamoDB")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who knows AWS's ids (a support form, a log's pattern, a test of a client) knows these.
    #[test]
    fn a_request_has_an_id_in_its_services_form() {
        let scope = |service| {
            format!("AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/{service}/aws4_request")
        };
        let (dynamodb, lambda) = (scope("dynamodb"), scope("lambda"));
        let target = ("x-amz-target", "DynamoDB_20120810.ListTables");
        for (given, length) in [
            (vec![target], 52),
            (vec![("x-amz-target", "DynamoDBStreams_20120810.ListStreams")], 52),
            (vec![target, ("authorization", "AWS4-")], 52),
            (vec![("authorization", dynamodb.as_str())], 52),
            (vec![("authorization", lambda.as_str()), target], 36),
            (vec![("x-amz-target", "AWSEvents.PutEvents")], 36),
            (vec![], 36),
        ] {
            let headers = given.iter().map(|(name, value)| {
                (name.parse::<http::HeaderName>().unwrap(), value.parse().unwrap())
            });
            let id = request_id(&headers.collect(), &Seed::new([7; 32]));
            assert_eq!(id.as_str().len(), length, "{given:?}");
        }
    }
}
