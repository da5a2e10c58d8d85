//! Shapes and descriptors of logs, version 2014-03-28.
//!
//! Written by `cargo xtask codegen`; never edited by hand.

use std::collections::BTreeMap;

use samara_wire::{
    ErrorTrait, Kind, Member, OperationModel, Pattern, Protocol, ServiceModel, Shape, structure,
};

structure!(CreateLogGroupRequest {
    log_group_name: String = "logGroupName",
    kms_key_id: Option<String> = "kmsKeyId",
    tags: Option<BTreeMap<String, String>> = "tags",
    log_group_class: Option<String> = "logGroupClass",
    deletion_protection_enabled: Option<bool> = "deletionProtectionEnabled",
});

structure!(CreateLogStreamRequest {
    log_group_name: String = "logGroupName",
    log_stream_name: String = "logStreamName",
});

structure!(DeleteLogGroupRequest { log_group_name: String = "logGroupName" });

structure!(DeleteLogStreamRequest {
    log_group_name: String = "logGroupName",
    log_stream_name: String = "logStreamName",
});

structure!(DeleteRetentionPolicyRequest { log_group_name: String = "logGroupName" });

structure!(DescribeLogGroupsRequest {
    account_identifiers: Option<Vec<String>> = "accountIdentifiers",
    log_group_name_prefix: Option<String> = "logGroupNamePrefix",
    log_group_name_pattern: Option<String> = "logGroupNamePattern",
    next_token: Option<String> = "nextToken",
    limit: Option<i64> = "limit",
    include_linked_accounts: Option<bool> = "includeLinkedAccounts",
    log_group_class: Option<String> = "logGroupClass",
    log_group_identifiers: Option<Vec<String>> = "logGroupIdentifiers",
});

structure!(DescribeLogGroupsResponse {
    log_groups: Option<Vec<LogGroup>> = "logGroups",
    next_token: Option<String> = "nextToken",
});

structure!(DescribeLogStreamsRequest {
    log_group_name: Option<String> = "logGroupName",
    log_group_identifier: Option<String> = "logGroupIdentifier",
    log_stream_name_prefix: Option<String> = "logStreamNamePrefix",
    order_by: Option<String> = "orderBy",
    descending: Option<bool> = "descending",
    next_token: Option<String> = "nextToken",
    limit: Option<i64> = "limit",
});

structure!(DescribeLogStreamsResponse {
    log_streams: Option<Vec<LogStream>> = "logStreams",
    next_token: Option<String> = "nextToken",
});

structure!(Entity {
    key_attributes: Option<BTreeMap<String, String>> = "keyAttributes",
    attributes: Option<BTreeMap<String, String>> = "attributes",
});

structure!(FilterLogEventsRequest {
    log_group_name: Option<String> = "logGroupName",
    log_group_identifier: Option<String> = "logGroupIdentifier",
    log_stream_names: Option<Vec<String>> = "logStreamNames",
    log_stream_name_prefix: Option<String> = "logStreamNamePrefix",
    start_time: Option<i64> = "startTime",
    end_time: Option<i64> = "endTime",
    filter_pattern: Option<String> = "filterPattern",
    next_token: Option<String> = "nextToken",
    limit: Option<i64> = "limit",
    start_from_head: Option<bool> = "startFromHead",
    interleaved: Option<bool> = "interleaved",
    unmask: Option<bool> = "unmask",
});

structure!(FilterLogEventsResponse {
    events: Option<Vec<FilteredLogEvent>> = "events",
    searched_log_streams: Option<Vec<SearchedLogStream>> = "searchedLogStreams",
    next_token: Option<String> = "nextToken",
});

structure!(FilteredLogEvent {
    log_stream_name: Option<String> = "logStreamName",
    timestamp: Option<i64> = "timestamp",
    message: Option<String> = "message",
    ingestion_time: Option<i64> = "ingestionTime",
    event_id: Option<String> = "eventId",
});

structure!(GetLogEventsRequest {
    log_group_name: Option<String> = "logGroupName",
    log_group_identifier: Option<String> = "logGroupIdentifier",
    log_stream_name: String = "logStreamName",
    start_time: Option<i64> = "startTime",
    end_time: Option<i64> = "endTime",
    next_token: Option<String> = "nextToken",
    limit: Option<i64> = "limit",
    start_from_head: Option<bool> = "startFromHead",
    unmask: Option<bool> = "unmask",
});

structure!(GetLogEventsResponse {
    events: Option<Vec<OutputLogEvent>> = "events",
    next_forward_token: Option<String> = "nextForwardToken",
    next_backward_token: Option<String> = "nextBackwardToken",
});

structure!(InputLogEvent { timestamp: i64 = "timestamp", message: String = "message" });

structure!(ListTagsForResourceRequest { resource_arn: String = "resourceArn" });

structure!(ListTagsForResourceResponse {
    tags: Option<BTreeMap<String, String>> = "tags",
});

structure!(ListTagsLogGroupRequest { log_group_name: String = "logGroupName" });

structure!(ListTagsLogGroupResponse {
    tags: Option<BTreeMap<String, String>> = "tags",
});

structure!(LogGroup {
    log_group_name: Option<String> = "logGroupName",
    creation_time: Option<i64> = "creationTime",
    retention_in_days: Option<i64> = "retentionInDays",
    metric_filter_count: Option<i64> = "metricFilterCount",
    arn: Option<String> = "arn",
    stored_bytes: Option<i64> = "storedBytes",
    kms_key_id: Option<String> = "kmsKeyId",
    data_protection_status: Option<String> = "dataProtectionStatus",
    inherited_properties: Option<Vec<String>> = "inheritedProperties",
    log_group_class: Option<String> = "logGroupClass",
    log_group_arn: Option<String> = "logGroupArn",
    deletion_protection_enabled: Option<bool> = "deletionProtectionEnabled",
    bearer_token_authentication_enabled: Option<bool> = "bearerTokenAuthenticationEnabled",
    retention_policy_name: Option<String> = "retentionPolicyName",
});

structure!(LogStream {
    log_stream_name: Option<String> = "logStreamName",
    creation_time: Option<i64> = "creationTime",
    first_event_timestamp: Option<i64> = "firstEventTimestamp",
    last_event_timestamp: Option<i64> = "lastEventTimestamp",
    last_ingestion_time: Option<i64> = "lastIngestionTime",
    upload_sequence_token: Option<String> = "uploadSequenceToken",
    arn: Option<String> = "arn",
    stored_bytes: Option<i64> = "storedBytes",
});

structure!(OutputLogEvent {
    timestamp: Option<i64> = "timestamp",
    message: Option<String> = "message",
    ingestion_time: Option<i64> = "ingestionTime",
});

structure!(PutLogEventsRequest {
    log_group_name: String = "logGroupName",
    log_stream_name: String = "logStreamName",
    log_events: Vec<InputLogEvent> = "logEvents",
    sequence_token: Option<String> = "sequenceToken",
    entity: Option<Entity> = "entity",
});

structure!(PutLogEventsResponse {
    next_sequence_token: Option<String> = "nextSequenceToken",
    rejected_log_events_info: Option<RejectedLogEventsInfo> = "rejectedLogEventsInfo",
    rejected_entity_info: Option<RejectedEntityInfo> = "rejectedEntityInfo",
});

structure!(PutRetentionPolicyRequest {
    log_group_name: String = "logGroupName",
    retention_in_days: i64 = "retentionInDays",
});

structure!(RejectedEntityInfo { error_type: String = "errorType" });

structure!(RejectedLogEventsInfo {
    too_new_log_event_start_index: Option<i64> = "tooNewLogEventStartIndex",
    too_old_log_event_end_index: Option<i64> = "tooOldLogEventEndIndex",
    expired_log_event_end_index: Option<i64> = "expiredLogEventEndIndex",
});

structure!(SearchedLogStream {
    log_stream_name: Option<String> = "logStreamName",
    searched_completely: Option<bool> = "searchedCompletely",
});

structure!(TagLogGroupRequest {
    log_group_name: String = "logGroupName",
    tags: BTreeMap<String, String> = "tags",
});

structure!(TagResourceRequest {
    resource_arn: String = "resourceArn",
    tags: BTreeMap<String, String> = "tags",
});

structure!(UntagLogGroupRequest {
    log_group_name: String = "logGroupName",
    tags: Vec<String> = "tags",
});

structure!(UntagResourceRequest {
    resource_arn: String = "resourceArn",
    tag_keys: Vec<String> = "tagKeys",
});

/// The service's model.
#[rustfmt::skip]
pub static MODEL: ServiceModel = ServiceModel {
    id: "logs", signing_name: "logs",
    endpoint_prefix: "logs", target_prefix: "Logs_20140328",
    protocol: Protocol::AwsJson11,
    api_version: "2014-03-28", xml_namespace: "",
    operations: OPERATIONS,
    known_operations: KNOWN_OPERATIONS,
    shapes: SHAPES,
};

#[rustfmt::skip]
static OPERATIONS: &[OperationModel] = &[
    OperationModel { name: "CreateLogGroup", method: "POST", uri: "/", status: 200, input: Some(5), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[47, 78, 50, 68, 83] },
    OperationModel { name: "CreateLogStream", method: "POST", uri: "/", status: 200, input: Some(6), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[47, 78, 79, 83] },
    OperationModel { name: "DeleteLogGroup", method: "POST", uri: "/", status: 200, input: Some(10), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[47, 79, 68, 83, 99] },
    OperationModel { name: "DeleteLogStream", method: "POST", uri: "/", status: 200, input: Some(11), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[47, 79, 68, 83, 99] },
    OperationModel { name: "DeleteRetentionPolicy", method: "POST", uri: "/", status: 200, input: Some(12), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[47, 79, 68, 83] },
    OperationModel { name: "DescribeLogGroups", method: "POST", uri: "/", status: 200, input: Some(17), output: Some(18), result_wrapper: "", input_root: "", input_namespace: "", errors: &[47, 83] },
    OperationModel { name: "DescribeLogStreams", method: "POST", uri: "/", status: 200, input: Some(19), output: Some(20), result_wrapper: "", input_root: "", input_namespace: "", errors: &[47, 79, 83] },
    OperationModel { name: "FilterLogEvents", method: "POST", uri: "/", status: 200, input: Some(33), output: Some(34), result_wrapper: "", input_root: "", input_namespace: "", errors: &[47, 79, 83] },
    OperationModel { name: "GetLogEvents", method: "POST", uri: "/", status: 200, input: Some(38), output: Some(39), result_wrapper: "", input_root: "", input_namespace: "", errors: &[47, 79, 83] },
    OperationModel { name: "ListTagsForResource", method: "POST", uri: "/", status: 200, input: Some(51), output: Some(52), result_wrapper: "", input_root: "", input_namespace: "", errors: &[47, 79, 83] },
    OperationModel { name: "ListTagsLogGroup", method: "POST", uri: "/", status: 200, input: Some(53), output: Some(54), result_wrapper: "", input_root: "", input_namespace: "", errors: &[79, 83] },
    OperationModel { name: "PutLogEvents", method: "POST", uri: "/", status: 200, input: Some(73), output: Some(74), result_wrapper: "", input_root: "", input_namespace: "", errors: &[47, 48, 7, 79, 83, 96] },
    OperationModel { name: "PutRetentionPolicy", method: "POST", uri: "/", status: 200, input: Some(75), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[47, 79, 68, 83] },
    OperationModel { name: "TagLogGroup", method: "POST", uri: "/", status: 200, input: Some(89), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[79, 47] },
    OperationModel { name: "TagResource", method: "POST", uri: "/", status: 200, input: Some(90), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[47, 79, 83, 94] },
    OperationModel { name: "UntagLogGroup", method: "POST", uri: "/", status: 200, input: Some(97), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[79] },
    OperationModel { name: "UntagResource", method: "POST", uri: "/", status: 200, input: Some(98), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[47, 79, 83] },
];

#[rustfmt::skip]
static KNOWN_OPERATIONS: &[(&str, &str, &str)] = &[
    ("AssociateKmsKey", "POST", "/"),
    ("AssociateSourceToS3TableIntegration", "POST", "/"),
    ("CancelExportTask", "POST", "/"),
    ("CancelImportTask", "POST", "/"),
    ("CreateDelivery", "POST", "/"),
    ("CreateExportTask", "POST", "/"),
    ("CreateImportTask", "POST", "/"),
    ("CreateLogAnomalyDetector", "POST", "/"),
    ("CreateLogGroup", "POST", "/"),
    ("CreateLogStream", "POST", "/"),
    ("CreateLookupTable", "POST", "/"),
    ("CreateScheduledQuery", "POST", "/"),
    ("DeleteAccountPolicy", "POST", "/"),
    ("DeleteDataProtectionPolicy", "POST", "/"),
    ("DeleteDelivery", "POST", "/"),
    ("DeleteDeliveryDestination", "POST", "/"),
    ("DeleteDeliveryDestinationPolicy", "POST", "/"),
    ("DeleteDeliverySource", "POST", "/"),
    ("DeleteDestination", "POST", "/"),
    ("DeleteIndexPolicy", "POST", "/"),
    ("DeleteIntegration", "POST", "/"),
    ("DeleteLogAnomalyDetector", "POST", "/"),
    ("DeleteLogGroup", "POST", "/"),
    ("DeleteLogStream", "POST", "/"),
    ("DeleteLookupTable", "POST", "/"),
    ("DeleteMetricFilter", "POST", "/"),
    ("DeleteQueryDefinition", "POST", "/"),
    ("DeleteResourcePolicy", "POST", "/"),
    ("DeleteRetentionPolicy", "POST", "/"),
    ("DeleteScheduledQuery", "POST", "/"),
    ("DeleteSubscriptionFilter", "POST", "/"),
    ("DeleteSyslogConfiguration", "POST", "/"),
    ("DeleteTransformer", "POST", "/"),
    ("DescribeAccountPolicies", "POST", "/"),
    ("DescribeConfigurationTemplates", "POST", "/"),
    ("DescribeDeliveries", "POST", "/"),
    ("DescribeDeliveryDestinations", "POST", "/"),
    ("DescribeDeliverySources", "POST", "/"),
    ("DescribeDestinations", "POST", "/"),
    ("DescribeExportTasks", "POST", "/"),
    ("DescribeFieldIndexes", "POST", "/"),
    ("DescribeImportTaskBatches", "POST", "/"),
    ("DescribeImportTasks", "POST", "/"),
    ("DescribeIndexPolicies", "POST", "/"),
    ("DescribeLogGroups", "POST", "/"),
    ("DescribeLogStreams", "POST", "/"),
    ("DescribeLookupTables", "POST", "/"),
    ("DescribeMetricFilters", "POST", "/"),
    ("DescribeQueries", "POST", "/"),
    ("DescribeQueryDefinitions", "POST", "/"),
    ("DescribeResourcePolicies", "POST", "/"),
    ("DescribeSubscriptionFilters", "POST", "/"),
    ("DisassociateKmsKey", "POST", "/"),
    ("DisassociateSourceFromS3TableIntegration", "POST", "/"),
    ("FilterLogEvents", "POST", "/"),
    ("GetDataProtectionPolicy", "POST", "/"),
    ("GetDelivery", "POST", "/"),
    ("GetDeliveryDestination", "POST", "/"),
    ("GetDeliveryDestinationPolicy", "POST", "/"),
    ("GetDeliverySource", "POST", "/"),
    ("GetIntegration", "POST", "/"),
    ("GetLogAnomalyDetector", "POST", "/"),
    ("GetLogEvents", "POST", "/"),
    ("GetLogFields", "POST", "/"),
    ("GetLogGroupFields", "POST", "/"),
    ("GetLogObject", "POST", "/"),
    ("GetLogRecord", "POST", "/"),
    ("GetLookupTable", "POST", "/"),
    ("GetQueryResults", "POST", "/"),
    ("GetScheduledQuery", "POST", "/"),
    ("GetScheduledQueryHistory", "POST", "/"),
    ("GetStorageTierPolicy", "POST", "/"),
    ("GetTransformer", "POST", "/"),
    ("ListAggregateLogGroupSummaries", "POST", "/"),
    ("ListAnomalies", "POST", "/"),
    ("ListIntegrations", "POST", "/"),
    ("ListLogAnomalyDetectors", "POST", "/"),
    ("ListLogGroups", "POST", "/"),
    ("ListLogGroupsForQuery", "POST", "/"),
    ("ListScheduledQueries", "POST", "/"),
    ("ListSourcesForS3TableIntegration", "POST", "/"),
    ("ListSyslogConfigurations", "POST", "/"),
    ("ListTagsForResource", "POST", "/"),
    ("ListTagsLogGroup", "POST", "/"),
    ("PutAccountPolicy", "POST", "/"),
    ("PutBearerTokenAuthentication", "POST", "/"),
    ("PutDataProtectionPolicy", "POST", "/"),
    ("PutDeliveryDestination", "POST", "/"),
    ("PutDeliveryDestinationPolicy", "POST", "/"),
    ("PutDeliverySource", "POST", "/"),
    ("PutDestination", "POST", "/"),
    ("PutDestinationPolicy", "POST", "/"),
    ("PutIndexPolicy", "POST", "/"),
    ("PutIntegration", "POST", "/"),
    ("PutLogEvents", "POST", "/"),
    ("PutLogGroupDeletionProtection", "POST", "/"),
    ("PutMetricFilter", "POST", "/"),
    ("PutQueryDefinition", "POST", "/"),
    ("PutResourcePolicy", "POST", "/"),
    ("PutRetentionPolicy", "POST", "/"),
    ("PutStorageTierPolicy", "POST", "/"),
    ("PutSubscriptionFilter", "POST", "/"),
    ("PutSyslogConfiguration", "POST", "/"),
    ("PutTransformer", "POST", "/"),
    ("StartLiveTail", "POST", "/"),
    ("StartQuery", "POST", "/"),
    ("StopQuery", "POST", "/"),
    ("TagLogGroup", "POST", "/"),
    ("TagResource", "POST", "/"),
    ("TestMetricFilter", "POST", "/"),
    ("TestTransformer", "POST", "/"),
    ("UntagLogGroup", "POST", "/"),
    ("UntagResource", "POST", "/"),
    ("UpdateAnomaly", "POST", "/"),
    ("UpdateDeliveryConfiguration", "POST", "/"),
    ("UpdateLogAnomalyDetector", "POST", "/"),
    ("UpdateLookupTable", "POST", "/"),
    ("UpdateScheduledQuery", "POST", "/"),
];

#[rustfmt::skip]
static PATTERN_0: Pattern = Pattern::new("[\\.\\-_/#A-Za-z0-9]*");
#[rustfmt::skip]
static PATTERN_1: Pattern = Pattern::new("[\\.\\-_/#A-Za-z0-9]+");
#[rustfmt::skip]
static PATTERN_2: Pattern = Pattern::new("[\\w#+=/:,.@-]*");
#[rustfmt::skip]
static PATTERN_3: Pattern = Pattern::new("[\\w+=/:,.@-]*");
#[rustfmt::skip]
static PATTERN_4: Pattern = Pattern::new("[^:*]*");
#[rustfmt::skip]
static PATTERN_5: Pattern = Pattern::new("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$");
#[rustfmt::skip]
static PATTERN_6: Pattern = Pattern::new("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$");
#[rustfmt::skip]
static PATTERN_7: Pattern = Pattern::new("^\\d{12}$");

#[rustfmt::skip]
static SHAPES: &[Shape] = &[
    Shape { name: "AccountId", kind: Kind::String { length: (Some(12), Some(12)), pattern: Some(&PATTERN_7), values: &[] } },
    Shape { name: "AccountIds", kind: Kind::List { element: 0, element_name: "member", flattened: false, length: (Some(0), Some(20)) } },
    Shape { name: "AmazonResourceName", kind: Kind::String { length: (Some(1), Some(1_011)), pattern: Some(&PATTERN_3), values: &[] } },
    Shape { name: "Arn", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "BearerTokenAuthenticationEnabled", kind: Kind::Boolean },
    Shape { name: "CreateLogGroupRequest", kind: Kind::Structure { members: &[
        Member { name: "logGroupName", wire_name: "logGroupName", shape: 59, required: true, ..Member::PLAIN },
        Member { name: "kmsKeyId", wire_name: "kmsKeyId", shape: 49, ..Member::PLAIN },
        Member { name: "tags", wire_name: "tags", shape: 92, ..Member::PLAIN },
        Member { name: "logGroupClass", wire_name: "logGroupClass", shape: 57, ..Member::PLAIN },
        Member { name: "deletionProtectionEnabled", wire_name: "deletionProtectionEnabled", shape: 13, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateLogStreamRequest", kind: Kind::Structure { members: &[
        Member { name: "logGroupName", wire_name: "logGroupName", shape: 59, required: true, ..Member::PLAIN },
        Member { name: "logStreamName", wire_name: "logStreamName", shape: 63, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DataAlreadyAcceptedException", kind: Kind::Structure { members: &[
        Member { name: "expectedSequenceToken", wire_name: "expectedSequenceToken", shape: 82, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "DataProtectionStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["ACTIVATED","DELETED","ARCHIVED","DISABLED"] } },
    Shape { name: "Days", kind: Kind::Integer { range: (None, None) } },
    Shape { name: "DeleteLogGroupRequest", kind: Kind::Structure { members: &[
        Member { name: "logGroupName", wire_name: "logGroupName", shape: 59, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteLogStreamRequest", kind: Kind::Structure { members: &[
        Member { name: "logGroupName", wire_name: "logGroupName", shape: 59, required: true, ..Member::PLAIN },
        Member { name: "logStreamName", wire_name: "logStreamName", shape: 63, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteRetentionPolicyRequest", kind: Kind::Structure { members: &[
        Member { name: "logGroupName", wire_name: "logGroupName", shape: 59, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeletionProtectionEnabled", kind: Kind::Boolean },
    Shape { name: "Descending", kind: Kind::Boolean },
    Shape { name: "DescribeLimit", kind: Kind::Integer { range: (Some(1), Some(50)) } },
    Shape { name: "DescribeLogGroupsLogGroupIdentifiers", kind: Kind::List { element: 58, element_name: "member", flattened: false, length: (Some(1), Some(50)) } },
    Shape { name: "DescribeLogGroupsRequest", kind: Kind::Structure { members: &[
        Member { name: "accountIdentifiers", wire_name: "accountIdentifiers", shape: 1, ..Member::PLAIN },
        Member { name: "logGroupNamePrefix", wire_name: "logGroupNamePrefix", shape: 59, ..Member::PLAIN },
        Member { name: "logGroupNamePattern", wire_name: "logGroupNamePattern", shape: 60, ..Member::PLAIN },
        Member { name: "nextToken", wire_name: "nextToken", shape: 67, ..Member::PLAIN },
        Member { name: "limit", wire_name: "limit", shape: 15, ..Member::PLAIN },
        Member { name: "includeLinkedAccounts", wire_name: "includeLinkedAccounts", shape: 40, ..Member::PLAIN },
        Member { name: "logGroupClass", wire_name: "logGroupClass", shape: 57, ..Member::PLAIN },
        Member { name: "logGroupIdentifiers", wire_name: "logGroupIdentifiers", shape: 16, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeLogGroupsResponse", kind: Kind::Structure { members: &[
        Member { name: "logGroups", wire_name: "logGroups", shape: 61, ..Member::PLAIN },
        Member { name: "nextToken", wire_name: "nextToken", shape: 67, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeLogStreamsRequest", kind: Kind::Structure { members: &[
        Member { name: "logGroupName", wire_name: "logGroupName", shape: 59, ..Member::PLAIN },
        Member { name: "logGroupIdentifier", wire_name: "logGroupIdentifier", shape: 58, ..Member::PLAIN },
        Member { name: "logStreamNamePrefix", wire_name: "logStreamNamePrefix", shape: 63, ..Member::PLAIN },
        Member { name: "orderBy", wire_name: "orderBy", shape: 69, ..Member::PLAIN },
        Member { name: "descending", wire_name: "descending", shape: 14, ..Member::PLAIN },
        Member { name: "nextToken", wire_name: "nextToken", shape: 67, ..Member::PLAIN },
        Member { name: "limit", wire_name: "limit", shape: 15, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeLogStreamsResponse", kind: Kind::Structure { members: &[
        Member { name: "logStreams", wire_name: "logStreams", shape: 65, ..Member::PLAIN },
        Member { name: "nextToken", wire_name: "nextToken", shape: 67, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Entity", kind: Kind::Structure { members: &[
        Member { name: "keyAttributes", wire_name: "keyAttributes", shape: 25, ..Member::PLAIN },
        Member { name: "attributes", wire_name: "attributes", shape: 22, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "EntityAttributes", kind: Kind::Map { key: 23, value: 24, names: ("key", "value"), flattened: false, length: (Some(0), Some(10)) } },
    Shape { name: "EntityAttributesKey", kind: Kind::String { length: (Some(1), Some(256)), pattern: None, values: &[] } },
    Shape { name: "EntityAttributesValue", kind: Kind::String { length: (Some(1), Some(512)), pattern: None, values: &[] } },
    Shape { name: "EntityKeyAttributes", kind: Kind::Map { key: 26, value: 27, names: ("key", "value"), flattened: false, length: (Some(2), Some(4)) } },
    Shape { name: "EntityKeyAttributesKey", kind: Kind::String { length: (Some(1), Some(32)), pattern: None, values: &[] } },
    Shape { name: "EntityKeyAttributesValue", kind: Kind::String { length: (Some(1), Some(512)), pattern: None, values: &[] } },
    Shape { name: "EntityRejectionErrorType", kind: Kind::String { length: (None, None), pattern: None, values: &["InvalidEntity","InvalidTypeValue","InvalidKeyAttributes","InvalidAttributes","EntitySizeTooLarge","UnsupportedLogGroupType","MissingRequiredFields"] } },
    Shape { name: "EventId", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "EventMessage", kind: Kind::String { length: (Some(1), None), pattern: None, values: &[] } },
    Shape { name: "EventsLimit", kind: Kind::Integer { range: (Some(1), Some(10_000)) } },
    Shape { name: "FilterCount", kind: Kind::Integer { range: (None, None) } },
    Shape { name: "FilterLogEventsRequest", kind: Kind::Structure { members: &[
        Member { name: "logGroupName", wire_name: "logGroupName", shape: 59, ..Member::PLAIN },
        Member { name: "logGroupIdentifier", wire_name: "logGroupIdentifier", shape: 58, ..Member::PLAIN },
        Member { name: "logStreamNames", wire_name: "logStreamNames", shape: 45, ..Member::PLAIN },
        Member { name: "logStreamNamePrefix", wire_name: "logStreamNamePrefix", shape: 63, ..Member::PLAIN },
        Member { name: "startTime", wire_name: "startTime", shape: 93, ..Member::PLAIN },
        Member { name: "endTime", wire_name: "endTime", shape: 93, ..Member::PLAIN },
        Member { name: "filterPattern", wire_name: "filterPattern", shape: 35, ..Member::PLAIN },
        Member { name: "nextToken", wire_name: "nextToken", shape: 67, ..Member::PLAIN },
        Member { name: "limit", wire_name: "limit", shape: 31, ..Member::PLAIN },
        Member { name: "startFromHead", wire_name: "startFromHead", shape: 84, ..Member::PLAIN },
        Member { name: "interleaved", wire_name: "interleaved", shape: 46, ..Member::PLAIN },
        Member { name: "unmask", wire_name: "unmask", shape: 95, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "FilterLogEventsResponse", kind: Kind::Structure { members: &[
        Member { name: "events", wire_name: "events", shape: 37, ..Member::PLAIN },
        Member { name: "searchedLogStreams", wire_name: "searchedLogStreams", shape: 81, ..Member::PLAIN },
        Member { name: "nextToken", wire_name: "nextToken", shape: 67, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "FilterPattern", kind: Kind::String { length: (Some(0), Some(1_024)), pattern: None, values: &[] } },
    Shape { name: "FilteredLogEvent", kind: Kind::Structure { members: &[
        Member { name: "logStreamName", wire_name: "logStreamName", shape: 63, ..Member::PLAIN },
        Member { name: "timestamp", wire_name: "timestamp", shape: 93, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 30, ..Member::PLAIN },
        Member { name: "ingestionTime", wire_name: "ingestionTime", shape: 93, ..Member::PLAIN },
        Member { name: "eventId", wire_name: "eventId", shape: 29, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "FilteredLogEvents", kind: Kind::List { element: 36, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "GetLogEventsRequest", kind: Kind::Structure { members: &[
        Member { name: "logGroupName", wire_name: "logGroupName", shape: 59, ..Member::PLAIN },
        Member { name: "logGroupIdentifier", wire_name: "logGroupIdentifier", shape: 58, ..Member::PLAIN },
        Member { name: "logStreamName", wire_name: "logStreamName", shape: 63, required: true, ..Member::PLAIN },
        Member { name: "startTime", wire_name: "startTime", shape: 93, ..Member::PLAIN },
        Member { name: "endTime", wire_name: "endTime", shape: 93, ..Member::PLAIN },
        Member { name: "nextToken", wire_name: "nextToken", shape: 67, ..Member::PLAIN },
        Member { name: "limit", wire_name: "limit", shape: 31, ..Member::PLAIN },
        Member { name: "startFromHead", wire_name: "startFromHead", shape: 84, ..Member::PLAIN },
        Member { name: "unmask", wire_name: "unmask", shape: 95, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetLogEventsResponse", kind: Kind::Structure { members: &[
        Member { name: "events", wire_name: "events", shape: 71, ..Member::PLAIN },
        Member { name: "nextForwardToken", wire_name: "nextForwardToken", shape: 67, ..Member::PLAIN },
        Member { name: "nextBackwardToken", wire_name: "nextBackwardToken", shape: 67, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "IncludeLinkedAccounts", kind: Kind::Boolean },
    Shape { name: "InheritedProperties", kind: Kind::List { element: 42, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "InheritedProperty", kind: Kind::String { length: (None, None), pattern: None, values: &["ACCOUNT_DATA_PROTECTION"] } },
    Shape { name: "InputLogEvent", kind: Kind::Structure { members: &[
        Member { name: "timestamp", wire_name: "timestamp", shape: 93, required: true, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 30, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "InputLogEvents", kind: Kind::List { element: 43, element_name: "member", flattened: false, length: (Some(1), Some(10_000)) } },
    Shape { name: "InputLogStreamNames", kind: Kind::List { element: 63, element_name: "member", flattened: false, length: (Some(1), Some(100)) } },
    Shape { name: "Interleaved", kind: Kind::Boolean },
    Shape { name: "InvalidParameterException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "InvalidSequenceTokenException", kind: Kind::Structure { members: &[
        Member { name: "expectedSequenceToken", wire_name: "expectedSequenceToken", shape: 82, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "KmsKeyId", kind: Kind::String { length: (None, Some(256)), pattern: None, values: &[] } },
    Shape { name: "LimitExceededException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "ListTagsForResourceRequest", kind: Kind::Structure { members: &[
        Member { name: "resourceArn", wire_name: "resourceArn", shape: 2, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListTagsForResourceResponse", kind: Kind::Structure { members: &[
        Member { name: "tags", wire_name: "tags", shape: 92, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListTagsLogGroupRequest", kind: Kind::Structure { members: &[
        Member { name: "logGroupName", wire_name: "logGroupName", shape: 59, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListTagsLogGroupResponse", kind: Kind::Structure { members: &[
        Member { name: "tags", wire_name: "tags", shape: 92, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "LogEventIndex", kind: Kind::Integer { range: (None, None) } },
    Shape { name: "LogGroup", kind: Kind::Structure { members: &[
        Member { name: "logGroupName", wire_name: "logGroupName", shape: 59, ..Member::PLAIN },
        Member { name: "creationTime", wire_name: "creationTime", shape: 93, ..Member::PLAIN },
        Member { name: "retentionInDays", wire_name: "retentionInDays", shape: 9, ..Member::PLAIN },
        Member { name: "metricFilterCount", wire_name: "metricFilterCount", shape: 32, ..Member::PLAIN },
        Member { name: "arn", wire_name: "arn", shape: 3, ..Member::PLAIN },
        Member { name: "storedBytes", wire_name: "storedBytes", shape: 85, ..Member::PLAIN },
        Member { name: "kmsKeyId", wire_name: "kmsKeyId", shape: 49, ..Member::PLAIN },
        Member { name: "dataProtectionStatus", wire_name: "dataProtectionStatus", shape: 8, ..Member::PLAIN },
        Member { name: "inheritedProperties", wire_name: "inheritedProperties", shape: 41, ..Member::PLAIN },
        Member { name: "logGroupClass", wire_name: "logGroupClass", shape: 57, ..Member::PLAIN },
        Member { name: "logGroupArn", wire_name: "logGroupArn", shape: 3, ..Member::PLAIN },
        Member { name: "deletionProtectionEnabled", wire_name: "deletionProtectionEnabled", shape: 13, ..Member::PLAIN },
        Member { name: "bearerTokenAuthenticationEnabled", wire_name: "bearerTokenAuthenticationEnabled", shape: 4, ..Member::PLAIN },
        Member { name: "retentionPolicyName", wire_name: "retentionPolicyName", shape: 72, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "LogGroupClass", kind: Kind::String { length: (None, None), pattern: None, values: &["STANDARD","INFREQUENT_ACCESS","DELIVERY","ESSENTIALS"] } },
    Shape { name: "LogGroupIdentifier", kind: Kind::String { length: (Some(1), Some(2_048)), pattern: Some(&PATTERN_2), values: &[] } },
    Shape { name: "LogGroupName", kind: Kind::String { length: (Some(1), Some(512)), pattern: Some(&PATTERN_1), values: &[] } },
    Shape { name: "LogGroupNamePattern", kind: Kind::String { length: (Some(0), Some(512)), pattern: Some(&PATTERN_0), values: &[] } },
    Shape { name: "LogGroups", kind: Kind::List { element: 56, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "LogStream", kind: Kind::Structure { members: &[
        Member { name: "logStreamName", wire_name: "logStreamName", shape: 63, ..Member::PLAIN },
        Member { name: "creationTime", wire_name: "creationTime", shape: 93, ..Member::PLAIN },
        Member { name: "firstEventTimestamp", wire_name: "firstEventTimestamp", shape: 93, ..Member::PLAIN },
        Member { name: "lastEventTimestamp", wire_name: "lastEventTimestamp", shape: 93, ..Member::PLAIN },
        Member { name: "lastIngestionTime", wire_name: "lastIngestionTime", shape: 93, ..Member::PLAIN },
        Member { name: "uploadSequenceToken", wire_name: "uploadSequenceToken", shape: 82, ..Member::PLAIN },
        Member { name: "arn", wire_name: "arn", shape: 3, ..Member::PLAIN },
        Member { name: "storedBytes", wire_name: "storedBytes", shape: 85, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "LogStreamName", kind: Kind::String { length: (Some(1), Some(512)), pattern: Some(&PATTERN_4), values: &[] } },
    Shape { name: "LogStreamSearchedCompletely", kind: Kind::Boolean },
    Shape { name: "LogStreams", kind: Kind::List { element: 62, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "Message", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "NextToken", kind: Kind::String { length: (Some(1), None), pattern: None, values: &[] } },
    Shape { name: "OperationAbortedException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "OrderBy", kind: Kind::String { length: (None, None), pattern: None, values: &["LogStreamName","LastEventTime"] } },
    Shape { name: "OutputLogEvent", kind: Kind::Structure { members: &[
        Member { name: "timestamp", wire_name: "timestamp", shape: 93, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 30, ..Member::PLAIN },
        Member { name: "ingestionTime", wire_name: "ingestionTime", shape: 93, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "OutputLogEvents", kind: Kind::List { element: 70, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "PolicyName", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "PutLogEventsRequest", kind: Kind::Structure { members: &[
        Member { name: "logGroupName", wire_name: "logGroupName", shape: 59, required: true, ..Member::PLAIN },
        Member { name: "logStreamName", wire_name: "logStreamName", shape: 63, required: true, ..Member::PLAIN },
        Member { name: "logEvents", wire_name: "logEvents", shape: 44, required: true, ..Member::PLAIN },
        Member { name: "sequenceToken", wire_name: "sequenceToken", shape: 82, ..Member::PLAIN },
        Member { name: "entity", wire_name: "entity", shape: 21, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutLogEventsResponse", kind: Kind::Structure { members: &[
        Member { name: "nextSequenceToken", wire_name: "nextSequenceToken", shape: 82, ..Member::PLAIN },
        Member { name: "rejectedLogEventsInfo", wire_name: "rejectedLogEventsInfo", shape: 77, ..Member::PLAIN },
        Member { name: "rejectedEntityInfo", wire_name: "rejectedEntityInfo", shape: 76, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutRetentionPolicyRequest", kind: Kind::Structure { members: &[
        Member { name: "logGroupName", wire_name: "logGroupName", shape: 59, required: true, ..Member::PLAIN },
        Member { name: "retentionInDays", wire_name: "retentionInDays", shape: 9, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RejectedEntityInfo", kind: Kind::Structure { members: &[
        Member { name: "errorType", wire_name: "errorType", shape: 28, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RejectedLogEventsInfo", kind: Kind::Structure { members: &[
        Member { name: "tooNewLogEventStartIndex", wire_name: "tooNewLogEventStartIndex", shape: 55, ..Member::PLAIN },
        Member { name: "tooOldLogEventEndIndex", wire_name: "tooOldLogEventEndIndex", shape: 55, ..Member::PLAIN },
        Member { name: "expiredLogEventEndIndex", wire_name: "expiredLogEventEndIndex", shape: 55, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ResourceAlreadyExistsException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "ResourceNotFoundException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "SearchedLogStream", kind: Kind::Structure { members: &[
        Member { name: "logStreamName", wire_name: "logStreamName", shape: 63, ..Member::PLAIN },
        Member { name: "searchedCompletely", wire_name: "searchedCompletely", shape: 64, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "SearchedLogStreams", kind: Kind::List { element: 80, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "SequenceToken", kind: Kind::String { length: (Some(1), None), pattern: None, values: &[] } },
    Shape { name: "ServiceUnavailableException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "StartFromHead", kind: Kind::Boolean },
    Shape { name: "StoredBytes", kind: Kind::Long { range: (Some(0), None) } },
    Shape { name: "TagKey", kind: Kind::String { length: (Some(1), Some(128)), pattern: Some(&PATTERN_6), values: &[] } },
    Shape { name: "TagKeyList", kind: Kind::List { element: 86, element_name: "member", flattened: false, length: (Some(0), Some(50)) } },
    Shape { name: "TagList", kind: Kind::List { element: 86, element_name: "member", flattened: false, length: (Some(1), None) } },
    Shape { name: "TagLogGroupRequest", kind: Kind::Structure { members: &[
        Member { name: "logGroupName", wire_name: "logGroupName", shape: 59, required: true, ..Member::PLAIN },
        Member { name: "tags", wire_name: "tags", shape: 92, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TagResourceRequest", kind: Kind::Structure { members: &[
        Member { name: "resourceArn", wire_name: "resourceArn", shape: 2, required: true, ..Member::PLAIN },
        Member { name: "tags", wire_name: "tags", shape: 92, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TagValue", kind: Kind::String { length: (None, Some(256)), pattern: Some(&PATTERN_5), values: &[] } },
    Shape { name: "Tags", kind: Kind::Map { key: 86, value: 91, names: ("key", "value"), flattened: false, length: (Some(1), Some(50)) } },
    Shape { name: "Timestamp", kind: Kind::Long { range: (Some(0), None) } },
    Shape { name: "TooManyTagsException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 66, ..Member::PLAIN },
        Member { name: "resourceName", wire_name: "resourceName", shape: 2, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "Unmask", kind: Kind::Boolean },
    Shape { name: "UnrecognizedClientException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "UntagLogGroupRequest", kind: Kind::Structure { members: &[
        Member { name: "logGroupName", wire_name: "logGroupName", shape: 59, required: true, ..Member::PLAIN },
        Member { name: "tags", wire_name: "tags", shape: 88, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UntagResourceRequest", kind: Kind::Structure { members: &[
        Member { name: "resourceArn", wire_name: "resourceArn", shape: 2, required: true, ..Member::PLAIN },
        Member { name: "tagKeys", wire_name: "tagKeys", shape: 87, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ValidationException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
];
