//! The source of a mapping: a table's stream, looked at as the function's role.
//!
//! The role is what will read the stream, so it is the role that is asked for each of the four
//! operations that reading takes, and not the caller. The iterators that it gets are kept: they
//! are where reading begins, exactly, whenever it does.

use samara_base::Arn;
use samara_service::{Answer, Cx, Principal, Refusal};
use samara_store::Txn;
use samara_wire::{Document, Name};

use crate::Error;
use crate::event_source::EventSourceMapping;
use crate::model::{CreateEventSourceMappingRequest, UpdateEventSourceMappingRequest};
use crate::refused::refuse;

/// Refuses by name what is not a stream, and what only other sources have.
pub(super) fn refuse_others(input: &CreateEventSourceMappingRequest) -> Result<(), Error> {
    refuse(&[
        (input.self_managed_event_source.is_some(), "SelfManagedEventSource"),
        (input.topics.is_some(), "Topics"),
        (input.queues.is_some(), "Queues"),
        (input.source_access_configurations.is_some(), "SourceAccessConfigurations"),
        (
            input.amazon_managed_kafka_event_source_config.is_some(),
            "AmazonManagedKafkaEventSourceConfig",
        ),
        (
            input.self_managed_kafka_event_source_config.is_some(),
            "SelfManagedKafkaEventSourceConfig",
        ),
        (input.document_db_event_source_config.is_some(), "DocumentDBEventSourceConfig"),
        (input.provisioned_poller_config.is_some(), "ProvisionedPollerConfig"),
        (input.scaling_config.is_some(), "ScalingConfig"),
        (input.metrics_config.is_some(), "MetricsConfig"),
        (input.logging_config.is_some(), "LoggingConfig of an event source mapping"),
        (input.kms_key_arn.is_some(), "encryption of filters (KMSKeyArn)"),
        (input.starting_position_timestamp.is_some(), "StartingPositionTimestamp"),
        (
            input.tumbling_window_in_seconds.is_some_and(|it| it != 0),
            "tumbling windows (TumblingWindowInSeconds)",
        ),
        (
            input.tags.as_ref().is_some_and(|tags| !tags.is_empty()),
            "tags of event source mappings (Tags)",
        ),
    ])?;
    let Some(source) = input.event_source_arn.as_deref() else {
        return Err(Error::invalid("EventSourceArn must be given."));
    };
    match source.split(':').nth(2) {
        Some("dynamodb") if source.contains("/stream/") => Ok(()),
        Some(service @ ("sqs" | "kinesis" | "kafka" | "mq" | "rds")) => {
            Err(Error::Unsupported(format!("event sources of {service} (EventSourceArn)")))
        }
        _ => Err(Error::invalid(format!(
            "Unrecognized event source, must be kinesis, dynamodb stream or sqs: {source}"
        ))),
    }
}

/// The same for a change.
pub(super) fn refuse_others_in_update(
    input: &UpdateEventSourceMappingRequest,
) -> Result<(), Error> {
    refuse(&[
        (input.source_access_configurations.is_some(), "SourceAccessConfigurations"),
        (
            input.amazon_managed_kafka_event_source_config.is_some(),
            "AmazonManagedKafkaEventSourceConfig",
        ),
        (
            input.self_managed_kafka_event_source_config.is_some(),
            "SelfManagedKafkaEventSourceConfig",
        ),
        (input.document_db_event_source_config.is_some(), "DocumentDBEventSourceConfig"),
        (input.provisioned_poller_config.is_some(), "ProvisionedPollerConfig"),
        (input.scaling_config.is_some(), "ScalingConfig"),
        (input.metrics_config.is_some(), "MetricsConfig"),
        (input.logging_config.is_some(), "LoggingConfig of an event source mapping"),
        (input.kms_key_arn.is_some(), "encryption of filters (KMSKeyArn)"),
        (
            input.tumbling_window_in_seconds.is_some_and(|it| it != 0),
            "tumbling windows (TumblingWindowInSeconds)",
        ),
    ])
}

/// An iterator of each shard of the stream, at the mapping's starting position.
///
/// # Errors
/// When there is no such stream, or the function's role may not read it.
pub(super) fn iterators(
    cx: &Cx,
    txn: &mut dyn Txn,
    mapping: &EventSourceMapping,
    role: &str,
) -> Result<Vec<String>, Error> {
    let own = cx.acting_as(as_role(cx, txn, mapping, role)?);
    let arn = mapping.source_arn.as_str();
    let mut call = |operation: &str, input: &[(&'static str, &str)]| {
        let member = |(name, text): &(&'static str, &str)| {
            (Name::Borrowed(*name), Document::String((*text).to_owned()))
        };
        let input = Document::Map(input.iter().map(member).collect());
        match cx.operations.call_in(&own, txn, "dynamodbstreams", operation, input) {
            Ok(Answer::Done(output)) => Ok(output),
            Ok(_) => Err(Error::invalid("Stream cannot be read.")),
            Err(refusal) => Err(cannot(arn, refusal)),
        }
    };
    call("ListStreams", &[])?;
    let description = call("DescribeStream", &[("StreamArn", arn)])?;
    let shards = description.get("StreamDescription").and_then(|stream| stream.get("Shards"));
    let Some(Document::List(shards)) = shards else { return Ok(Vec::new()) };
    let mut iterators = Vec::with_capacity(shards.len());
    for shard in shards {
        let id = shard.get("ShardId").and_then(Document::as_str).unwrap_or_default();
        let position = mapping.starting_position.as_str();
        let input = [("StreamArn", arn), ("ShardId", id), ("ShardIteratorType", position)];
        let found = call("GetShardIterator", &input)?;
        let iterator = found.get("ShardIterator").and_then(Document::as_str).unwrap_or_default();
        if iterators.is_empty() {
            call("GetRecords", &[("ShardIterator", iterator)])?;
        }
        iterators.push(iterator.to_owned());
    }
    Ok(iterators)
}

/// The function's role as the caller that its poller will be.
fn as_role(
    cx: &Cx,
    txn: &mut dyn Txn,
    mapping: &EventSourceMapping,
    role: &str,
) -> Result<Principal, Error> {
    let missing =
        || Error::invalid("The role defined for the function cannot be assumed by Lambda.");
    let arn: Arn = role.parse().map_err(|_| missing())?;
    let name = arn.resource.rsplit('/').next().unwrap_or_default().to_owned();
    let input = Document::Map(vec![(Name::Borrowed("RoleName"), Document::String(name))]);
    let platform = cx.acting_as(Principal::Root);
    let found = match cx.operations.call_in(&platform, txn, "iam", "GetRole", input) {
        Ok(Answer::Done(output)) => output,
        Ok(_) => return Err(missing()),
        Err(refusal) if refusal.status < 500 => return Err(missing()),
        Err(refusal) => return Err(Error::Other(Box::new(refusal))),
    };
    let id = found.get("Role").and_then(|role| role.get("RoleId")).and_then(Document::as_str);
    Ok(Principal::Role {
        role: arn,
        id: id.unwrap_or_default().to_owned(),
        session: mapping.function.clone(),
        session_policies: [].into(),
        function: None,
    })
}

fn cannot(arn: &str, refusal: Refusal) -> Error {
    match &*refusal.code {
        "ResourceNotFoundException" => Error::invalid(format!("Stream not found: {arn}")),
        "AccessDeniedException" => Error::invalid(format!(
            "Cannot access stream {arn}. Please ensure the role can perform the GetRecords, \
             GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM."
        )),
        _ if refusal.status < 500 => Error::invalid(refusal.message),
        _ => Error::Other(Box::new(refusal)),
    }
}
