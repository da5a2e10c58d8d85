//! Shapes and descriptors of dynamodbstreams, version 2012-08-10.
//!
//! Written by `cargo xtask codegen`; never edited by hand.

use samara_wire::{
    ErrorTrait, Kind, Member, OperationModel, Pattern, Protocol, ServiceModel, Shape, structure,
};

structure!(DescribeStreamInput {
    stream_arn: String = "StreamArn",
    limit: Option<i64> = "Limit",
    exclusive_start_shard_id: Option<String> = "ExclusiveStartShardId",
    shard_filter: Option<ShardFilter> = "ShardFilter",
});

structure!(DescribeStreamOutput {
    stream_description: Option<StreamDescription> = "StreamDescription",
});

structure!(GetRecordsInput {
    shard_iterator: String = "ShardIterator",
    limit: Option<i64> = "Limit",
});

structure!(GetRecordsOutput {
    records: Option<Vec<Record>> = "Records",
    next_shard_iterator: Option<String> = "NextShardIterator",
});

structure!(GetShardIteratorInput {
    stream_arn: String = "StreamArn",
    shard_id: String = "ShardId",
    shard_iterator_type: String = "ShardIteratorType",
    sequence_number: Option<String> = "SequenceNumber",
    timestamp: Option<samara_base::Timestamp> = "Timestamp",
});

structure!(GetShardIteratorOutput {
    shard_iterator: Option<String> = "ShardIterator",
});

structure!(Identity {
    principal_id: Option<String> = "PrincipalId",
    r#type: Option<String> = "Type",
});

structure!(KeySchemaElement {
    attribute_name: String = "AttributeName",
    key_type: String = "KeyType",
});

structure!(ListStreamsInput {
    table_name: Option<String> = "TableName",
    limit: Option<i64> = "Limit",
    exclusive_start_stream_arn: Option<String> = "ExclusiveStartStreamArn",
});

structure!(ListStreamsOutput {
    streams: Option<Vec<Stream>> = "Streams",
    last_evaluated_stream_arn: Option<String> = "LastEvaluatedStreamArn",
});

structure!(Record {
    event_id: Option<String> = "eventID",
    event_name: Option<String> = "eventName",
    event_version: Option<String> = "eventVersion",
    event_source: Option<String> = "eventSource",
    aws_region: Option<String> = "awsRegion",
    dynamodb: Option<StreamRecord> = "dynamodb",
    user_identity: Option<Identity> = "userIdentity",
});

structure!(SequenceNumberRange {
    starting_sequence_number: Option<String> = "StartingSequenceNumber",
    ending_sequence_number: Option<String> = "EndingSequenceNumber",
});

structure!(Shard {
    shard_id: Option<String> = "ShardId",
    sequence_number_range: Option<SequenceNumberRange> = "SequenceNumberRange",
    parent_shard_id: Option<String> = "ParentShardId",
});

structure!(ShardFilter {
    r#type: Option<String> = "Type",
    shard_id: Option<String> = "ShardId",
});

structure!(Stream {
    stream_arn: Option<String> = "StreamArn",
    table_name: Option<String> = "TableName",
    stream_label: Option<String> = "StreamLabel",
});

structure!(StreamDescription {
    stream_arn: Option<String> = "StreamArn",
    stream_label: Option<String> = "StreamLabel",
    stream_status: Option<String> = "StreamStatus",
    stream_view_type: Option<String> = "StreamViewType",
    creation_request_date_time: Option<samara_base::Timestamp> = "CreationRequestDateTime",
    table_name: Option<String> = "TableName",
    key_schema: Option<Vec<KeySchemaElement>> = "KeySchema",
    shards: Option<Vec<Shard>> = "Shards",
    last_evaluated_shard_id: Option<String> = "LastEvaluatedShardId",
});

structure!(StreamRecord {
    approximate_creation_date_time: Option<samara_base::Timestamp> = "ApproximateCreationDateTime",
    keys: Option<crate::value::Given<crate::value::Item>> = "Keys",
    new_image: Option<crate::value::Given<crate::value::Item>> = "NewImage",
    old_image: Option<crate::value::Given<crate::value::Item>> = "OldImage",
    sequence_number: Option<String> = "SequenceNumber",
    size_bytes: Option<i64> = "SizeBytes",
    stream_view_type: Option<String> = "StreamViewType",
});

/// The service's model.
#[rustfmt::skip]
pub static MODEL: ServiceModel = ServiceModel {
    id: "dynamodbstreams", signing_name: "dynamodb",
    endpoint_prefix: "streams.dynamodb", target_prefix: "DynamoDBStreams_20120810",
    protocol: Protocol::AwsJson10,
    api_version: "2012-08-10", xml_namespace: "",
    operations: OPERATIONS,
    known_operations: KNOWN_OPERATIONS,
    shapes: SHAPES,
};

#[rustfmt::skip]
static OPERATIONS: &[OperationModel] = &[
    OperationModel { name: "DescribeStream", method: "POST", uri: "/", status: 200, input: Some(7), output: Some(8), result_wrapper: "", input_root: "", input_namespace: "", errors: &[34, 16] },
    OperationModel { name: "GetRecords", method: "POST", uri: "/", status: 200, input: Some(11), output: Some(12), result_wrapper: "", input_root: "", input_namespace: "", errors: &[34, 21, 16, 10, 56] },
    OperationModel { name: "GetShardIterator", method: "POST", uri: "/", status: 200, input: Some(13), output: Some(14), result_wrapper: "", input_root: "", input_namespace: "", errors: &[34, 16, 56] },
    OperationModel { name: "ListStreams", method: "POST", uri: "/", status: 200, input: Some(23), output: Some(24), result_wrapper: "", input_root: "", input_namespace: "", errors: &[34, 16] },
];

#[rustfmt::skip]
static KNOWN_OPERATIONS: &[(&str, &str, &str)] = &[
    ("DescribeStream", "POST", "/"),
    ("GetRecords", "POST", "/"),
    ("GetShardIterator", "POST", "/"),
    ("ListStreams", "POST", "/"),
];

#[rustfmt::skip]
static PATTERN_0: Pattern = Pattern::new("[a-zA-Z0-9_.-]+");

#[rustfmt::skip]
static SHAPES: &[Shape] = &[
    Shape { name: "AttributeMap", kind: Kind::Map { key: 1, value: 2, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "AttributeName", kind: Kind::String { length: (None, Some(65_535)), pattern: None, values: &[] } },
    Shape { name: "AttributeValue", kind: Kind::Structure { members: &[
        Member { name: "S", wire_name: "S", shape: 52, ..Member::PLAIN },
        Member { name: "N", wire_name: "N", shape: 27, ..Member::PLAIN },
        Member { name: "B", wire_name: "B", shape: 3, ..Member::PLAIN },
        Member { name: "SS", wire_name: "SS", shape: 53, ..Member::PLAIN },
        Member { name: "NS", wire_name: "NS", shape: 28, ..Member::PLAIN },
        Member { name: "BS", wire_name: "BS", shape: 4, ..Member::PLAIN },
        Member { name: "M", wire_name: "M", shape: 25, ..Member::PLAIN },
        Member { name: "L", wire_name: "L", shape: 22, ..Member::PLAIN },
        Member { name: "NULL", wire_name: "NULL", shape: 26, ..Member::PLAIN },
        Member { name: "BOOL", wire_name: "BOOL", shape: 5, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "BinaryAttributeValue", kind: Kind::Blob { length: (None, None), streaming: false } },
    Shape { name: "BinarySetAttributeValue", kind: Kind::List { element: 3, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "BooleanAttributeValue", kind: Kind::Boolean },
    Shape { name: "Date", kind: Kind::Timestamp { format: None } },
    Shape { name: "DescribeStreamInput", kind: Kind::Structure { members: &[
        Member { name: "StreamArn", wire_name: "StreamArn", shape: 45, required: true, ..Member::PLAIN },
        Member { name: "Limit", wire_name: "Limit", shape: 30, ..Member::PLAIN },
        Member { name: "ExclusiveStartShardId", wire_name: "ExclusiveStartShardId", shape: 41, ..Member::PLAIN },
        Member { name: "ShardFilter", wire_name: "ShardFilter", shape: 39, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeStreamOutput", kind: Kind::Structure { members: &[
        Member { name: "StreamDescription", wire_name: "StreamDescription", shape: 46, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ErrorMessage", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ExpiredIteratorException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 9, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "GetRecordsInput", kind: Kind::Structure { members: &[
        Member { name: "ShardIterator", wire_name: "ShardIterator", shape: 42, required: true, ..Member::PLAIN },
        Member { name: "Limit", wire_name: "Limit", shape: 30, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetRecordsOutput", kind: Kind::Structure { members: &[
        Member { name: "Records", wire_name: "Records", shape: 33, ..Member::PLAIN },
        Member { name: "NextShardIterator", wire_name: "NextShardIterator", shape: 42, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetShardIteratorInput", kind: Kind::Structure { members: &[
        Member { name: "StreamArn", wire_name: "StreamArn", shape: 45, required: true, ..Member::PLAIN },
        Member { name: "ShardId", wire_name: "ShardId", shape: 41, required: true, ..Member::PLAIN },
        Member { name: "ShardIteratorType", wire_name: "ShardIteratorType", shape: 43, required: true, ..Member::PLAIN },
        Member { name: "SequenceNumber", wire_name: "SequenceNumber", shape: 35, ..Member::PLAIN },
        Member { name: "Timestamp", wire_name: "Timestamp", shape: 55, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetShardIteratorOutput", kind: Kind::Structure { members: &[
        Member { name: "ShardIterator", wire_name: "ShardIterator", shape: 42, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Identity", kind: Kind::Structure { members: &[
        Member { name: "PrincipalId", wire_name: "PrincipalId", shape: 51, ..Member::PLAIN },
        Member { name: "Type", wire_name: "Type", shape: 51, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "InternalServerError", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 9, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "KeySchema", kind: Kind::List { element: 19, element_name: "member", flattened: false, length: (Some(1), None) } },
    Shape { name: "KeySchemaAttributeName", kind: Kind::String { length: (Some(1), Some(255)), pattern: None, values: &[] } },
    Shape { name: "KeySchemaElement", kind: Kind::Structure { members: &[
        Member { name: "AttributeName", wire_name: "AttributeName", shape: 18, required: true, ..Member::PLAIN },
        Member { name: "KeyType", wire_name: "KeyType", shape: 20, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "KeyType", kind: Kind::String { length: (None, None), pattern: None, values: &["HASH","RANGE"] } },
    Shape { name: "LimitExceededException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 9, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "ListAttributeValue", kind: Kind::List { element: 2, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ListStreamsInput", kind: Kind::Structure { members: &[
        Member { name: "TableName", wire_name: "TableName", shape: 54, ..Member::PLAIN },
        Member { name: "Limit", wire_name: "Limit", shape: 30, ..Member::PLAIN },
        Member { name: "ExclusiveStartStreamArn", wire_name: "ExclusiveStartStreamArn", shape: 45, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListStreamsOutput", kind: Kind::Structure { members: &[
        Member { name: "Streams", wire_name: "Streams", shape: 47, ..Member::PLAIN },
        Member { name: "LastEvaluatedStreamArn", wire_name: "LastEvaluatedStreamArn", shape: 45, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "MapAttributeValue", kind: Kind::Map { key: 1, value: 2, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "NullAttributeValue", kind: Kind::Boolean },
    Shape { name: "NumberAttributeValue", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "NumberSetAttributeValue", kind: Kind::List { element: 27, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "OperationType", kind: Kind::String { length: (None, None), pattern: None, values: &["INSERT","MODIFY","REMOVE"] } },
    Shape { name: "PositiveIntegerObject", kind: Kind::Integer { range: (Some(1), None) } },
    Shape { name: "PositiveLongObject", kind: Kind::Long { range: (Some(1), None) } },
    Shape { name: "Record", kind: Kind::Structure { members: &[
        Member { name: "eventID", wire_name: "eventID", shape: 51, ..Member::PLAIN },
        Member { name: "eventName", wire_name: "eventName", shape: 29, ..Member::PLAIN },
        Member { name: "eventVersion", wire_name: "eventVersion", shape: 51, ..Member::PLAIN },
        Member { name: "eventSource", wire_name: "eventSource", shape: 51, ..Member::PLAIN },
        Member { name: "awsRegion", wire_name: "awsRegion", shape: 51, ..Member::PLAIN },
        Member { name: "dynamodb", wire_name: "dynamodb", shape: 48, ..Member::PLAIN },
        Member { name: "userIdentity", wire_name: "userIdentity", shape: 15, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RecordList", kind: Kind::List { element: 32, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ResourceNotFoundException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 9, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "SequenceNumber", kind: Kind::String { length: (Some(21), Some(40)), pattern: None, values: &[] } },
    Shape { name: "SequenceNumberRange", kind: Kind::Structure { members: &[
        Member { name: "StartingSequenceNumber", wire_name: "StartingSequenceNumber", shape: 35, ..Member::PLAIN },
        Member { name: "EndingSequenceNumber", wire_name: "EndingSequenceNumber", shape: 35, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Shard", kind: Kind::Structure { members: &[
        Member { name: "ShardId", wire_name: "ShardId", shape: 41, ..Member::PLAIN },
        Member { name: "SequenceNumberRange", wire_name: "SequenceNumberRange", shape: 36, ..Member::PLAIN },
        Member { name: "ParentShardId", wire_name: "ParentShardId", shape: 41, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ShardDescriptionList", kind: Kind::List { element: 37, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ShardFilter", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 40, ..Member::PLAIN },
        Member { name: "ShardId", wire_name: "ShardId", shape: 41, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ShardFilterType", kind: Kind::String { length: (None, None), pattern: None, values: &["CHILD_SHARDS"] } },
    Shape { name: "ShardId", kind: Kind::String { length: (Some(28), Some(65)), pattern: None, values: &[] } },
    Shape { name: "ShardIterator", kind: Kind::String { length: (Some(1), Some(2_048)), pattern: None, values: &[] } },
    Shape { name: "ShardIteratorType", kind: Kind::String { length: (None, None), pattern: None, values: &["TRIM_HORIZON","LATEST","AT_SEQUENCE_NUMBER","AFTER_SEQUENCE_NUMBER","AT_TIMESTAMP"] } },
    Shape { name: "Stream", kind: Kind::Structure { members: &[
        Member { name: "StreamArn", wire_name: "StreamArn", shape: 45, ..Member::PLAIN },
        Member { name: "TableName", wire_name: "TableName", shape: 54, ..Member::PLAIN },
        Member { name: "StreamLabel", wire_name: "StreamLabel", shape: 51, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "StreamArn", kind: Kind::String { length: (Some(37), Some(1_024)), pattern: None, values: &[] } },
    Shape { name: "StreamDescription", kind: Kind::Structure { members: &[
        Member { name: "StreamArn", wire_name: "StreamArn", shape: 45, ..Member::PLAIN },
        Member { name: "StreamLabel", wire_name: "StreamLabel", shape: 51, ..Member::PLAIN },
        Member { name: "StreamStatus", wire_name: "StreamStatus", shape: 49, ..Member::PLAIN },
        Member { name: "StreamViewType", wire_name: "StreamViewType", shape: 50, ..Member::PLAIN },
        Member { name: "CreationRequestDateTime", wire_name: "CreationRequestDateTime", shape: 6, ..Member::PLAIN },
        Member { name: "TableName", wire_name: "TableName", shape: 54, ..Member::PLAIN },
        Member { name: "KeySchema", wire_name: "KeySchema", shape: 17, ..Member::PLAIN },
        Member { name: "Shards", wire_name: "Shards", shape: 38, ..Member::PLAIN },
        Member { name: "LastEvaluatedShardId", wire_name: "LastEvaluatedShardId", shape: 41, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "StreamList", kind: Kind::List { element: 44, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "StreamRecord", kind: Kind::Structure { members: &[
        Member { name: "ApproximateCreationDateTime", wire_name: "ApproximateCreationDateTime", shape: 6, ..Member::PLAIN },
        Member { name: "Keys", wire_name: "Keys", shape: 0, ..Member::PLAIN },
        Member { name: "NewImage", wire_name: "NewImage", shape: 0, ..Member::PLAIN },
        Member { name: "OldImage", wire_name: "OldImage", shape: 0, ..Member::PLAIN },
        Member { name: "SequenceNumber", wire_name: "SequenceNumber", shape: 35, ..Member::PLAIN },
        Member { name: "SizeBytes", wire_name: "SizeBytes", shape: 31, ..Member::PLAIN },
        Member { name: "StreamViewType", wire_name: "StreamViewType", shape: 50, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "StreamStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["ENABLING","ENABLED","DISABLING","DISABLED"] } },
    Shape { name: "StreamViewType", kind: Kind::String { length: (None, None), pattern: None, values: &["NEW_IMAGE","OLD_IMAGE","NEW_AND_OLD_IMAGES","KEYS_ONLY"] } },
    Shape { name: "String", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "StringAttributeValue", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "StringSetAttributeValue", kind: Kind::List { element: 52, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "TableName", kind: Kind::String { length: (Some(3), Some(255)), pattern: Some(&PATTERN_0), values: &[] } },
    Shape { name: "Timestamp", kind: Kind::Timestamp { format: None } },
    Shape { name: "TrimmedDataAccessException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 9, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
];
