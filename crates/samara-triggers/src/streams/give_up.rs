//! Records that were given up: their mapping's destination is told of them, or they are kept.

use samara_dynamodb::streams::Stream;
use samara_lambda::EventSourceMapping;
use samara_service::Cx;
use samara_store::Txn;
use serde_json::{Map, Value, json};

use super::batch::One;
use super::cursor::{self, Cursor};
use crate::attempt::{Told, tell};
use crate::delivery::request_id;
use crate::outcome::Response;
use crate::{Delivery, Error, Source, dead_letter};

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// The function failed too often.
    Failed,
    /// They are older than the mapping takes them.
    TooOld,
    /// The server ended each time that the function was called with them.
    Interrupted,
}

/// Records that were given up.
pub(super) struct GivenUp<'a> {
    pub(super) mapping: &'a EventSourceMapping,
    pub(super) stream: &'a Stream,
    /// The cursor before it passed them.
    pub(super) cursor: &'a Cursor,
    pub(super) records: &'a [One],
    pub(super) reason: Reason,
    pub(super) response: Option<&'a Response>,
}

impl GivenUp<'_> {
    /// Tells the destination, as the function's role, which `own` is; else keeps a dead letter.
    pub(super) fn write(&self, own: &Cx, txn: &mut dyn Txn, lane: &[u8]) -> Result<(), Error> {
        let mut reason = self.said();
        if let Some(to) = &self.mapping.on_failure {
            let first = self.records.first().map(|one| one.at.sequence_number());
            let id = request_id(&[lane, first.unwrap_or_default().as_bytes()].concat());
            let record = self.record(own, lane, &id);
            let function = self.mapping.function_arn(own);
            match tell(own, txn, to, &Told { record: &record, id: &id, function: &function })? {
                None => return Ok(()),
                Some(why) => reason = format!("{reason}; its destination {to} was not told: {why}"),
            }
        }
        let events: Vec<&Value> = self.records.iter().map(|one| &one.event).collect();
        let delivery = Delivery {
            source: Source::Stream { mapping_arn: self.mapping.arn(own) },
            target: self.mapping.function_arn(own),
            payload: json!({ "Records": events }).to_string(),
            request_id: request_id(lane),
            trace: None,
            client_context: None,
            accepted_ms: self.records.first().map_or(0, |one| one.time.as_millis()),
            attempts: self.attempts(),
            setbacks: self.cursor.setbacks,
            interruptions: self.cursor.interruptions,
        };
        dead_letter::put(txn, lane, &delivery, reason, own.now)
    }

    fn attempts(&self) -> u32 {
        self.cursor.attempts + u32::from(self.reason == Reason::Failed)
    }

    fn said(&self) -> String {
        match self.reason {
            Reason::Failed => format!("the function failed {} times", self.attempts()),
            Reason::TooOld => {
                let age = self.mapping.age_s.unwrap_or_default();
                format!("its records are older than {age} seconds")
            }
            Reason::Interrupted => format!(
                "{} starts in a row were interrupted by the end of the server",
                self.cursor.interruptions
            ),
        }
    }

    /// What the destination gets: where the records stand, not what they say, as on AWS.
    ///
    /// Source: "Retaining discarded records for a DynamoDB event source in Lambda" in the Lambda
    /// developer guide.
    fn record(&self, own: &Cx, lane: &[u8], id: &str) -> Value {
        let condition = match self.reason {
            Reason::Failed => "RetryAttemptsExhausted",
            Reason::TooOld => "RecordAgeExceeded",
            Reason::Interrupted => "Interrupted",
        };
        let (_, shard, _) = cursor::read_key(lane).unwrap_or_default();
        let number = |one: Option<&One>| one.map(|one| one.at.sequence_number());
        let time = |one: Option<&One>| one.map(|one| one.time.iso8601());
        let (first, last) = (self.records.first(), self.records.last());
        let mut record = json!({
            "requestContext": {
                "requestId": id,
                "functionArn": self.mapping.function_arn(own),
                "condition": condition,
                "approximateInvokeCount": self.attempts(),
            },
            "version": "1.0",
            "timestamp": own.now.iso8601_millis(),
            "DDBStreamBatchInfo": {
                "shardId": self.stream.shard_id(shard),
                "startSequenceNumber": number(first),
                "endSequenceNumber": number(last),
                "approximateArrivalOfFirstRecord": time(first),
                "approximateArrivalOfLastRecord": time(last),
                "batchSize": self.records.len(),
                "streamArn": self.mapping.source_arn,
            },
        });
        if let (Some(response), Some(members)) = (self.response, record.as_object_mut()) {
            members.insert("responseContext".to_owned(), context(response));
        }
        record
    }
}

fn context(response: &Response) -> Value {
    let mut context = Map::new();
    context.insert("statusCode".to_owned(), json!(200));
    context.insert("executedVersion".to_owned(), json!(response.version));
    // A batch that the function reported on is no error of the call.
    if response.payload.get("batchItemFailures").is_none() {
        context.insert("functionError".to_owned(), json!("Unhandled"));
    }
    context.into()
}
