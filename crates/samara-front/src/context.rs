//! The context of a request: chance is read here, once, and the time at which it came.

use std::sync::Arc;

use http::HeaderMap;
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
            request_id: RequestId::new(&seed.uuid("request")),
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
