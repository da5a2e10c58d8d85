//! Shapes and descriptors of events, version 2015-10-07.
//!
//! Written by `cargo xtask codegen`; never edited by hand.

use std::collections::BTreeMap;

use samara_wire::{
    ErrorTrait, Kind, Member, OperationModel, Pattern, Protocol, ServiceModel, Shape, structure,
};

structure!(AppSyncParameters {
    graph_ql_operation: Option<String> = "GraphQLOperation",
});

structure!(AwsVpcConfiguration {
    subnets: Vec<String> = "Subnets",
    security_groups: Option<Vec<String>> = "SecurityGroups",
    assign_public_ip: Option<String> = "AssignPublicIp",
});

structure!(BatchArrayProperties {
    size: Option<i64> = "Size",
});

structure!(BatchParameters {
    job_definition: String = "JobDefinition",
    job_name: String = "JobName",
    array_properties: Option<BatchArrayProperties> = "ArrayProperties",
    retry_strategy: Option<BatchRetryStrategy> = "RetryStrategy",
});

structure!(BatchRetryStrategy {
    attempts: Option<i64> = "Attempts",
});

structure!(CapacityProviderStrategyItem {
    capacity_provider: String = "capacityProvider",
    weight: Option<i64> = "weight",
    base: Option<i64> = "base",
});

structure!(Condition { r#type: String = "Type", key: String = "Key", value: String = "Value" });

structure!(CreateEventBusRequest {
    name: String = "Name",
    event_source_name: Option<String> = "EventSourceName",
    description: Option<String> = "Description",
    kms_key_identifier: Option<String> = "KmsKeyIdentifier",
    dead_letter_config: Option<DeadLetterConfig> = "DeadLetterConfig",
    log_config: Option<LogConfig> = "LogConfig",
    tags: Option<Vec<Tag>> = "Tags",
});

structure!(CreateEventBusResponse {
    event_bus_arn: Option<String> = "EventBusArn",
    description: Option<String> = "Description",
    kms_key_identifier: Option<String> = "KmsKeyIdentifier",
    dead_letter_config: Option<DeadLetterConfig> = "DeadLetterConfig",
    log_config: Option<LogConfig> = "LogConfig",
});

structure!(DeadLetterConfig {
    arn: Option<String> = "Arn",
});

structure!(DeleteEventBusRequest { name: String = "Name" });

structure!(DeleteRuleRequest {
    name: String = "Name",
    event_bus_name: Option<String> = "EventBusName",
    force: Option<bool> = "Force",
});

structure!(DescribeEventBusRequest {
    name: Option<String> = "Name",
});

structure!(DescribeEventBusResponse {
    name: Option<String> = "Name",
    arn: Option<String> = "Arn",
    description: Option<String> = "Description",
    kms_key_identifier: Option<String> = "KmsKeyIdentifier",
    dead_letter_config: Option<DeadLetterConfig> = "DeadLetterConfig",
    policy: Option<String> = "Policy",
    log_config: Option<LogConfig> = "LogConfig",
    creation_time: Option<samara_base::Timestamp> = "CreationTime",
    last_modified_time: Option<samara_base::Timestamp> = "LastModifiedTime",
    managed_by: Option<String> = "ManagedBy",
});

structure!(DescribeRuleRequest {
    name: String = "Name",
    event_bus_name: Option<String> = "EventBusName",
});

structure!(DescribeRuleResponse {
    name: Option<String> = "Name",
    arn: Option<String> = "Arn",
    event_pattern: Option<String> = "EventPattern",
    schedule_expression: Option<String> = "ScheduleExpression",
    state: Option<String> = "State",
    description: Option<String> = "Description",
    role_arn: Option<String> = "RoleArn",
    managed_by: Option<String> = "ManagedBy",
    event_bus_name: Option<String> = "EventBusName",
    created_by: Option<String> = "CreatedBy",
});

structure!(DisableRuleRequest {
    name: String = "Name",
    event_bus_name: Option<String> = "EventBusName",
});

structure!(EcsParameters {
    task_definition_arn: String = "TaskDefinitionArn",
    task_count: Option<i64> = "TaskCount",
    launch_type: Option<String> = "LaunchType",
    network_configuration: Option<NetworkConfiguration> = "NetworkConfiguration",
    platform_version: Option<String> = "PlatformVersion",
    group: Option<String> = "Group",
    capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>> = "CapacityProviderStrategy",
    enable_ecs_managed_tags: Option<bool> = "EnableECSManagedTags",
    enable_execute_command: Option<bool> = "EnableExecuteCommand",
    placement_constraints: Option<Vec<PlacementConstraint>> = "PlacementConstraints",
    placement_strategy: Option<Vec<PlacementStrategy>> = "PlacementStrategy",
    propagate_tags: Option<String> = "PropagateTags",
    reference_id: Option<String> = "ReferenceId",
    tags: Option<Vec<Tag>> = "Tags",
});

structure!(EnableRuleRequest {
    name: String = "Name",
    event_bus_name: Option<String> = "EventBusName",
});

structure!(EventBus {
    name: Option<String> = "Name",
    arn: Option<String> = "Arn",
    description: Option<String> = "Description",
    policy: Option<String> = "Policy",
    creation_time: Option<samara_base::Timestamp> = "CreationTime",
    last_modified_time: Option<samara_base::Timestamp> = "LastModifiedTime",
    managed_by: Option<String> = "ManagedBy",
});

structure!(HttpParameters {
    path_parameter_values: Option<Vec<String>> = "PathParameterValues",
    header_parameters: Option<BTreeMap<String, String>> = "HeaderParameters",
    query_string_parameters: Option<BTreeMap<String, String>> = "QueryStringParameters",
});

structure!(InputTransformer {
    input_paths_map: Option<BTreeMap<String, String>> = "InputPathsMap",
    input_template: String = "InputTemplate",
});

structure!(KinesisParameters { partition_key_path: String = "PartitionKeyPath" });

structure!(ListEventBusesRequest {
    name_prefix: Option<String> = "NamePrefix",
    next_token: Option<String> = "NextToken",
    limit: Option<i64> = "Limit",
});

structure!(ListEventBusesResponse {
    event_buses: Option<Vec<EventBus>> = "EventBuses",
    next_token: Option<String> = "NextToken",
});

structure!(ListRuleNamesByTargetRequest {
    target_arn: String = "TargetArn",
    event_bus_name: Option<String> = "EventBusName",
    next_token: Option<String> = "NextToken",
    limit: Option<i64> = "Limit",
});

structure!(ListRuleNamesByTargetResponse {
    rule_names: Option<Vec<String>> = "RuleNames",
    next_token: Option<String> = "NextToken",
});

structure!(ListRulesRequest {
    name_prefix: Option<String> = "NamePrefix",
    event_bus_name: Option<String> = "EventBusName",
    next_token: Option<String> = "NextToken",
    limit: Option<i64> = "Limit",
});

structure!(ListRulesResponse {
    rules: Option<Vec<Rule>> = "Rules",
    next_token: Option<String> = "NextToken",
});

structure!(ListTagsForResourceRequest { resource_arn: String = "ResourceARN" });

structure!(ListTagsForResourceResponse {
    tags: Option<Vec<Tag>> = "Tags",
});

structure!(ListTargetsByRuleRequest {
    rule: String = "Rule",
    event_bus_name: Option<String> = "EventBusName",
    next_token: Option<String> = "NextToken",
    limit: Option<i64> = "Limit",
});

structure!(ListTargetsByRuleResponse {
    targets: Option<Vec<Target>> = "Targets",
    next_token: Option<String> = "NextToken",
});

structure!(LogConfig {
    include_detail: Option<String> = "IncludeDetail",
    level: Option<String> = "Level",
});

structure!(NetworkConfiguration {
    awsvpc_configuration: Option<AwsVpcConfiguration> = "awsvpcConfiguration",
});

structure!(PlacementConstraint {
    r#type: Option<String> = "type",
    expression: Option<String> = "expression",
});

structure!(PlacementStrategy {
    r#type: Option<String> = "type",
    field: Option<String> = "field",
});

structure!(PutEventsRequest {
    entries: Vec<PutEventsRequestEntry> = "Entries",
    endpoint_id: Option<String> = "EndpointId",
});

structure!(PutEventsRequestEntry {
    time: Option<samara_base::Timestamp> = "Time",
    source: Option<String> = "Source",
    resources: Option<Vec<String>> = "Resources",
    detail_type: Option<String> = "DetailType",
    detail: Option<String> = "Detail",
    event_bus_name: Option<String> = "EventBusName",
    trace_header: Option<String> = "TraceHeader",
});

structure!(PutEventsResponse {
    failed_entry_count: Option<i64> = "FailedEntryCount",
    entries: Option<Vec<PutEventsResultEntry>> = "Entries",
});

structure!(PutEventsResultEntry {
    event_id: Option<String> = "EventId",
    error_code: Option<String> = "ErrorCode",
    error_message: Option<String> = "ErrorMessage",
});

structure!(PutPermissionRequest {
    event_bus_name: Option<String> = "EventBusName",
    action: Option<String> = "Action",
    principal: Option<String> = "Principal",
    statement_id: Option<String> = "StatementId",
    condition: Option<Condition> = "Condition",
    policy: Option<String> = "Policy",
});

structure!(PutRuleRequest {
    name: String = "Name",
    schedule_expression: Option<String> = "ScheduleExpression",
    event_pattern: Option<String> = "EventPattern",
    state: Option<String> = "State",
    description: Option<String> = "Description",
    role_arn: Option<String> = "RoleArn",
    tags: Option<Vec<Tag>> = "Tags",
    event_bus_name: Option<String> = "EventBusName",
});

structure!(PutRuleResponse {
    rule_arn: Option<String> = "RuleArn",
});

structure!(PutTargetsRequest {
    rule: String = "Rule",
    event_bus_name: Option<String> = "EventBusName",
    targets: Vec<Target> = "Targets",
});

structure!(PutTargetsResponse {
    failed_entry_count: Option<i64> = "FailedEntryCount",
    failed_entries: Option<Vec<PutTargetsResultEntry>> = "FailedEntries",
});

structure!(PutTargetsResultEntry {
    target_id: Option<String> = "TargetId",
    error_code: Option<String> = "ErrorCode",
    error_message: Option<String> = "ErrorMessage",
});

structure!(RedshiftDataParameters {
    secret_manager_arn: Option<String> = "SecretManagerArn",
    database: String = "Database",
    db_user: Option<String> = "DbUser",
    sql: Option<String> = "Sql",
    statement_name: Option<String> = "StatementName",
    with_event: Option<bool> = "WithEvent",
    sqls: Option<Vec<String>> = "Sqls",
});

structure!(RemovePermissionRequest {
    statement_id: Option<String> = "StatementId",
    remove_all_permissions: Option<bool> = "RemoveAllPermissions",
    event_bus_name: Option<String> = "EventBusName",
});

structure!(RemoveTargetsRequest {
    rule: String = "Rule",
    event_bus_name: Option<String> = "EventBusName",
    ids: Vec<String> = "Ids",
    force: Option<bool> = "Force",
});

structure!(RemoveTargetsResponse {
    failed_entry_count: Option<i64> = "FailedEntryCount",
    failed_entries: Option<Vec<RemoveTargetsResultEntry>> = "FailedEntries",
});

structure!(RemoveTargetsResultEntry {
    target_id: Option<String> = "TargetId",
    error_code: Option<String> = "ErrorCode",
    error_message: Option<String> = "ErrorMessage",
});

structure!(RetryPolicy {
    maximum_retry_attempts: Option<i64> = "MaximumRetryAttempts",
    maximum_event_age_in_seconds: Option<i64> = "MaximumEventAgeInSeconds",
});

structure!(Rule {
    name: Option<String> = "Name",
    arn: Option<String> = "Arn",
    event_pattern: Option<String> = "EventPattern",
    state: Option<String> = "State",
    description: Option<String> = "Description",
    schedule_expression: Option<String> = "ScheduleExpression",
    role_arn: Option<String> = "RoleArn",
    managed_by: Option<String> = "ManagedBy",
    event_bus_name: Option<String> = "EventBusName",
});

structure!(RunCommandParameters {
    run_command_targets: Vec<RunCommandTarget> = "RunCommandTargets",
});

structure!(RunCommandTarget {
    key: String = "Key",
    values: Vec<String> = "Values",
});

structure!(SageMakerPipelineParameter { name: String = "Name", value: String = "Value" });

structure!(SageMakerPipelineParameters {
    pipeline_parameter_list: Option<Vec<SageMakerPipelineParameter>> = "PipelineParameterList",
});

structure!(SqsParameters {
    message_group_id: Option<String> = "MessageGroupId",
});

structure!(Tag { key: String = "Key", value: String = "Value" });

structure!(TagResourceRequest {
    resource_arn: String = "ResourceARN",
    tags: Vec<Tag> = "Tags",
});

structure!(TagResourceResponse {});

structure!(Target {
    id: String = "Id",
    arn: String = "Arn",
    role_arn: Option<String> = "RoleArn",
    input: Option<String> = "Input",
    input_path: Option<String> = "InputPath",
    input_transformer: Option<InputTransformer> = "InputTransformer",
    kinesis_parameters: Option<KinesisParameters> = "KinesisParameters",
    run_command_parameters: Option<RunCommandParameters> = "RunCommandParameters",
    ecs_parameters: Option<EcsParameters> = "EcsParameters",
    batch_parameters: Option<BatchParameters> = "BatchParameters",
    sqs_parameters: Option<SqsParameters> = "SqsParameters",
    http_parameters: Option<HttpParameters> = "HttpParameters",
    redshift_data_parameters: Option<RedshiftDataParameters> = "RedshiftDataParameters",
    sage_maker_pipeline_parameters: Option<SageMakerPipelineParameters> = "SageMakerPipelineParameters",
    dead_letter_config: Option<DeadLetterConfig> = "DeadLetterConfig",
    retry_policy: Option<RetryPolicy> = "RetryPolicy",
    app_sync_parameters: Option<AppSyncParameters> = "AppSyncParameters",
});

structure!(TestEventPatternRequest {
    event_pattern: String = "EventPattern",
    event: String = "Event",
});

structure!(TestEventPatternResponse {
    result: Option<bool> = "Result",
});

structure!(UntagResourceRequest {
    resource_arn: String = "ResourceARN",
    tag_keys: Vec<String> = "TagKeys",
});

structure!(UntagResourceResponse {});

structure!(UpdateEventBusRequest {
    name: Option<String> = "Name",
    kms_key_identifier: Option<String> = "KmsKeyIdentifier",
    description: Option<String> = "Description",
    dead_letter_config: Option<DeadLetterConfig> = "DeadLetterConfig",
    log_config: Option<LogConfig> = "LogConfig",
});

structure!(UpdateEventBusResponse {
    arn: Option<String> = "Arn",
    name: Option<String> = "Name",
    kms_key_identifier: Option<String> = "KmsKeyIdentifier",
    description: Option<String> = "Description",
    dead_letter_config: Option<DeadLetterConfig> = "DeadLetterConfig",
    log_config: Option<LogConfig> = "LogConfig",
});

/// The service's model.
#[rustfmt::skip]
pub static MODEL: ServiceModel = ServiceModel {
    id: "events", signing_name: "events",
    endpoint_prefix: "events", target_prefix: "AWSEvents",
    protocol: Protocol::AwsJson11,
    api_version: "2015-10-07", xml_namespace: "",
    operations: OPERATIONS,
    known_operations: KNOWN_OPERATIONS,
    shapes: SHAPES,
};

#[rustfmt::skip]
static OPERATIONS: &[OperationModel] = &[
    OperationModel { name: "CreateEventBus", method: "POST", uri: "/", status: 200, input: Some(16), output: Some(17), result_wrapper: "", input_root: "", input_namespace: "", errors: &[122, 124, 56, 54, 14, 61, 84] },
    OperationModel { name: "DeleteEventBus", method: "POST", uri: "/", status: 200, input: Some(22), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[54, 14] },
    OperationModel { name: "DeleteRule", method: "POST", uri: "/", status: 200, input: Some(23), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[14, 76, 54, 124] },
    OperationModel { name: "DescribeEventBus", method: "POST", uri: "/", status: 200, input: Some(24), output: Some(25), result_wrapper: "", input_root: "", input_namespace: "", errors: &[124, 54] },
    OperationModel { name: "DescribeRule", method: "POST", uri: "/", status: 200, input: Some(26), output: Some(27), result_wrapper: "", input_root: "", input_namespace: "", errors: &[124, 54] },
    OperationModel { name: "DisableRule", method: "POST", uri: "/", status: 200, input: Some(28), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[124, 14, 76, 54] },
    OperationModel { name: "EnableRule", method: "POST", uri: "/", status: 200, input: Some(30), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[124, 14, 76, 54] },
    OperationModel { name: "ListEventBuses", method: "POST", uri: "/", status: 200, input: Some(64), output: Some(65), result_wrapper: "", input_root: "", input_namespace: "", errors: &[54] },
    OperationModel { name: "ListRuleNamesByTarget", method: "POST", uri: "/", status: 200, input: Some(66), output: Some(67), result_wrapper: "", input_root: "", input_namespace: "", errors: &[54, 124] },
    OperationModel { name: "ListRules", method: "POST", uri: "/", status: 200, input: Some(68), output: Some(69), result_wrapper: "", input_root: "", input_namespace: "", errors: &[54, 124] },
    OperationModel { name: "ListTagsForResource", method: "POST", uri: "/", status: 200, input: Some(70), output: Some(71), result_wrapper: "", input_root: "", input_namespace: "", errors: &[124, 54] },
    OperationModel { name: "ListTargetsByRule", method: "POST", uri: "/", status: 200, input: Some(72), output: Some(73), result_wrapper: "", input_root: "", input_namespace: "", errors: &[124, 54] },
    OperationModel { name: "PutEvents", method: "POST", uri: "/", status: 200, input: Some(98), output: Some(101), result_wrapper: "", input_root: "", input_namespace: "", errors: &[54] },
    OperationModel { name: "PutPermission", method: "POST", uri: "/", status: 200, input: Some(104), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[124, 95, 54, 14, 84] },
    OperationModel { name: "PutRule", method: "POST", uri: "/", status: 200, input: Some(105), output: Some(106), result_wrapper: "", input_root: "", input_namespace: "", errors: &[55, 61, 14, 76, 54, 124] },
    OperationModel { name: "PutTargets", method: "POST", uri: "/", status: 200, input: Some(107), output: Some(108), result_wrapper: "", input_root: "", input_namespace: "", errors: &[124, 14, 61, 76, 54] },
    OperationModel { name: "RemovePermission", method: "POST", uri: "/", status: 200, input: Some(117), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[124, 54, 14, 84] },
    OperationModel { name: "RemoveTargets", method: "POST", uri: "/", status: 200, input: Some(118), output: Some(119), result_wrapper: "", input_root: "", input_namespace: "", errors: &[124, 14, 76, 54] },
    OperationModel { name: "TagResource", method: "POST", uri: "/", status: 200, input: Some(157), output: Some(158), result_wrapper: "", input_root: "", input_namespace: "", errors: &[124, 14, 54, 76] },
    OperationModel { name: "TestEventPattern", method: "POST", uri: "/", status: 200, input: Some(168), output: Some(169), result_wrapper: "", input_root: "", input_namespace: "", errors: &[55, 54] },
    OperationModel { name: "UntagResource", method: "POST", uri: "/", status: 200, input: Some(174), output: Some(175), result_wrapper: "", input_root: "", input_namespace: "", errors: &[124, 54, 14, 76] },
    OperationModel { name: "UpdateEventBus", method: "POST", uri: "/", status: 200, input: Some(176), output: Some(177), result_wrapper: "", input_root: "", input_namespace: "", errors: &[124, 54, 14, 84] },
];

#[rustfmt::skip]
static KNOWN_OPERATIONS: &[(&str, &str, &str)] = &[
    ("ActivateEventSource", "POST", "/"),
    ("CancelReplay", "POST", "/"),
    ("CreateApiDestination", "POST", "/"),
    ("CreateArchive", "POST", "/"),
    ("CreateConnection", "POST", "/"),
    ("CreateEndpoint", "POST", "/"),
    ("CreateEventBus", "POST", "/"),
    ("CreatePartnerEventSource", "POST", "/"),
    ("DeactivateEventSource", "POST", "/"),
    ("DeauthorizeConnection", "POST", "/"),
    ("DeleteApiDestination", "POST", "/"),
    ("DeleteArchive", "POST", "/"),
    ("DeleteConnection", "POST", "/"),
    ("DeleteEndpoint", "POST", "/"),
    ("DeleteEventBus", "POST", "/"),
    ("DeletePartnerEventSource", "POST", "/"),
    ("DeleteRule", "POST", "/"),
    ("DescribeApiDestination", "POST", "/"),
    ("DescribeArchive", "POST", "/"),
    ("DescribeConnection", "POST", "/"),
    ("DescribeEndpoint", "POST", "/"),
    ("DescribeEventBus", "POST", "/"),
    ("DescribeEventSource", "POST", "/"),
    ("DescribePartnerEventSource", "POST", "/"),
    ("DescribeReplay", "POST", "/"),
    ("DescribeRule", "POST", "/"),
    ("DisableRule", "POST", "/"),
    ("EnableRule", "POST", "/"),
    ("ListApiDestinations", "POST", "/"),
    ("ListArchives", "POST", "/"),
    ("ListConnections", "POST", "/"),
    ("ListEndpoints", "POST", "/"),
    ("ListEventBuses", "POST", "/"),
    ("ListEventSources", "POST", "/"),
    ("ListPartnerEventSourceAccounts", "POST", "/"),
    ("ListPartnerEventSources", "POST", "/"),
    ("ListReplays", "POST", "/"),
    ("ListRuleNamesByTarget", "POST", "/"),
    ("ListRules", "POST", "/"),
    ("ListTagsForResource", "POST", "/"),
    ("ListTargetsByRule", "POST", "/"),
    ("PutEvents", "POST", "/"),
    ("PutPartnerEvents", "POST", "/"),
    ("PutPermission", "POST", "/"),
    ("PutRule", "POST", "/"),
    ("PutTargets", "POST", "/"),
    ("RemovePermission", "POST", "/"),
    ("RemoveTargets", "POST", "/"),
    ("StartReplay", "POST", "/"),
    ("TagResource", "POST", "/"),
    ("TestEventPattern", "POST", "/"),
    ("UntagResource", "POST", "/"),
    ("UpdateApiDestination", "POST", "/"),
    ("UpdateArchive", "POST", "/"),
    ("UpdateConnection", "POST", "/"),
    ("UpdateEndpoint", "POST", "/"),
    ("UpdateEventBus", "POST", "/"),
];

#[rustfmt::skip]
static PATTERN_0: Pattern = Pattern::new("(\\d{12}|\\*)");
#[rustfmt::skip]
static PATTERN_1: Pattern = Pattern::new("(^arn:aws([a-z]|\\-)*:secretsmanager:[a-z0-9-.]+:.*)|(\\$(\\.[\\w_-]+(\\[(\\d+|\\*)\\])*)*)");
#[rustfmt::skip]
static PATTERN_2: Pattern = Pattern::new("(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[/\\.\\-_A-Za-z0-9]+");
#[rustfmt::skip]
static PATTERN_3: Pattern = Pattern::new("(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[\\.\\-_A-Za-z0-9]+");
#[rustfmt::skip]
static PATTERN_4: Pattern = Pattern::new("[/\\.\\-_A-Za-z0-9]+");
#[rustfmt::skip]
static PATTERN_5: Pattern = Pattern::new("[A-Za-z0-9\\_\\-]+");
#[rustfmt::skip]
static PATTERN_6: Pattern = Pattern::new("[\\.\\-_A-Za-z0-9]+");
#[rustfmt::skip]
static PATTERN_7: Pattern = Pattern::new("[^\\x00-\\x09\\x0B\\x0C\\x0E-\\x1F\\x7F]+");
#[rustfmt::skip]
static PATTERN_8: Pattern = Pattern::new("[^\\x00-\\x1F\\x7F]+");
#[rustfmt::skip]
static PATTERN_9: Pattern = Pattern::new("[a-zA-Z0-9-_]+");
#[rustfmt::skip]
static PATTERN_10: Pattern = Pattern::new("^(?!\\s*$).+");
#[rustfmt::skip]
static PATTERN_11: Pattern = Pattern::new("^[ \\t]*[\\x20-\\x7E]+([ \\t]+[\\x20-\\x7E]+)*[ \\t]*$");
#[rustfmt::skip]
static PATTERN_12: Pattern = Pattern::new("^[!#$%&'*+-.^_`|~0-9a-zA-Z]+$");
#[rustfmt::skip]
static PATTERN_13: Pattern = Pattern::new("^[A-Za-z0-9\\-]+[\\.][A-Za-z0-9\\-]+$");
#[rustfmt::skip]
static PATTERN_14: Pattern = Pattern::new("^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*$");
#[rustfmt::skip]
static PATTERN_15: Pattern = Pattern::new("^[a-zA-Z0-9](-*[a-zA-Z0-9])*$");
#[rustfmt::skip]
static PATTERN_16: Pattern = Pattern::new("^[a-zA-Z0-9_\\-/:]*$");
#[rustfmt::skip]
static PATTERN_17: Pattern = Pattern::new("aws\\.partner(/[\\.\\-_A-Za-z0-9]+){2,}");
#[rustfmt::skip]
static PATTERN_18: Pattern = Pattern::new("events:[a-zA-Z]+");

#[rustfmt::skip]
static SHAPES: &[Shape] = &[
    Shape { name: "Action", kind: Kind::String { length: (Some(1), Some(64)), pattern: Some(&PATTERN_18), values: &[] } },
    Shape { name: "AppSyncParameters", kind: Kind::Structure { members: &[
        Member { name: "GraphQLOperation", wire_name: "GraphQLOperation", shape: 45, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Arn", kind: Kind::String { length: (Some(1), Some(1_600)), pattern: None, values: &[] } },
    Shape { name: "AssignPublicIp", kind: Kind::String { length: (None, None), pattern: None, values: &["ENABLED","DISABLED"] } },
    Shape { name: "AwsVpcConfiguration", kind: Kind::Structure { members: &[
        Member { name: "Subnets", wire_name: "Subnets", shape: 152, required: true, ..Member::PLAIN },
        Member { name: "SecurityGroups", wire_name: "SecurityGroups", shape: 152, ..Member::PLAIN },
        Member { name: "AssignPublicIp", wire_name: "AssignPublicIp", shape: 3, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "BatchArrayProperties", kind: Kind::Structure { members: &[
        Member { name: "Size", wire_name: "Size", shape: 53, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "BatchParameters", kind: Kind::Structure { members: &[
        Member { name: "JobDefinition", wire_name: "JobDefinition", shape: 151, required: true, ..Member::PLAIN },
        Member { name: "JobName", wire_name: "JobName", shape: 151, required: true, ..Member::PLAIN },
        Member { name: "ArrayProperties", wire_name: "ArrayProperties", shape: 5, ..Member::PLAIN },
        Member { name: "RetryStrategy", wire_name: "RetryStrategy", shape: 7, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "BatchRetryStrategy", kind: Kind::Structure { members: &[
        Member { name: "Attempts", wire_name: "Attempts", shape: 53, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Boolean", kind: Kind::Boolean },
    Shape { name: "CapacityProvider", kind: Kind::String { length: (Some(1), Some(255)), pattern: None, values: &[] } },
    Shape { name: "CapacityProviderStrategy", kind: Kind::List { element: 11, element_name: "member", flattened: false, length: (None, Some(6)) } },
    Shape { name: "CapacityProviderStrategyItem", kind: Kind::Structure { members: &[
        Member { name: "capacityProvider", wire_name: "capacityProvider", shape: 9, required: true, ..Member::PLAIN },
        Member { name: "weight", wire_name: "weight", shape: 13, ..Member::PLAIN },
        Member { name: "base", wire_name: "base", shape: 12, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CapacityProviderStrategyItemBase", kind: Kind::Integer { range: (Some(0), Some(100_000)) } },
    Shape { name: "CapacityProviderStrategyItemWeight", kind: Kind::Integer { range: (Some(0), Some(1_000)) } },
    Shape { name: "ConcurrentModificationException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "Condition", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 151, required: true, ..Member::PLAIN },
        Member { name: "Key", wire_name: "Key", shape: 151, required: true, ..Member::PLAIN },
        Member { name: "Value", wire_name: "Value", shape: 151, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateEventBusRequest", kind: Kind::Structure { members: &[
        Member { name: "Name", wire_name: "Name", shape: 37, required: true, ..Member::PLAIN },
        Member { name: "EventSourceName", wire_name: "EventSourceName", shape: 43, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 35, ..Member::PLAIN },
        Member { name: "KmsKeyIdentifier", wire_name: "KmsKeyIdentifier", shape: 58, ..Member::PLAIN },
        Member { name: "DeadLetterConfig", wire_name: "DeadLetterConfig", shape: 21, ..Member::PLAIN },
        Member { name: "LogConfig", wire_name: "LogConfig", shape: 74, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 156, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateEventBusResponse", kind: Kind::Structure { members: &[
        Member { name: "EventBusArn", wire_name: "EventBusArn", shape: 151, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 35, ..Member::PLAIN },
        Member { name: "KmsKeyIdentifier", wire_name: "KmsKeyIdentifier", shape: 58, ..Member::PLAIN },
        Member { name: "DeadLetterConfig", wire_name: "DeadLetterConfig", shape: 21, ..Member::PLAIN },
        Member { name: "LogConfig", wire_name: "LogConfig", shape: 74, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreatedBy", kind: Kind::String { length: (Some(1), Some(128)), pattern: None, values: &[] } },
    Shape { name: "Database", kind: Kind::String { length: (Some(1), Some(64)), pattern: None, values: &[] } },
    Shape { name: "DbUser", kind: Kind::String { length: (Some(1), Some(128)), pattern: None, values: &[] } },
    Shape { name: "DeadLetterConfig", kind: Kind::Structure { members: &[
        Member { name: "Arn", wire_name: "Arn", shape: 123, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteEventBusRequest", kind: Kind::Structure { members: &[
        Member { name: "Name", wire_name: "Name", shape: 37, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteRuleRequest", kind: Kind::Structure { members: &[
        Member { name: "Name", wire_name: "Name", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "EventBusName", wire_name: "EventBusName", shape: 38, ..Member::PLAIN },
        Member { name: "Force", wire_name: "Force", shape: 8, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeEventBusRequest", kind: Kind::Structure { members: &[
        Member { name: "Name", wire_name: "Name", shape: 38, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeEventBusResponse", kind: Kind::Structure { members: &[
        Member { name: "Name", wire_name: "Name", shape: 151, ..Member::PLAIN },
        Member { name: "Arn", wire_name: "Arn", shape: 151, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 35, ..Member::PLAIN },
        Member { name: "KmsKeyIdentifier", wire_name: "KmsKeyIdentifier", shape: 58, ..Member::PLAIN },
        Member { name: "DeadLetterConfig", wire_name: "DeadLetterConfig", shape: 21, ..Member::PLAIN },
        Member { name: "Policy", wire_name: "Policy", shape: 151, ..Member::PLAIN },
        Member { name: "LogConfig", wire_name: "LogConfig", shape: 74, ..Member::PLAIN },
        Member { name: "CreationTime", wire_name: "CreationTime", shape: 170, ..Member::PLAIN },
        Member { name: "LastModifiedTime", wire_name: "LastModifiedTime", shape: 170, ..Member::PLAIN },
        Member { name: "ManagedBy", wire_name: "ManagedBy", shape: 75, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeRuleRequest", kind: Kind::Structure { members: &[
        Member { name: "Name", wire_name: "Name", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "EventBusName", wire_name: "EventBusName", shape: 38, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeRuleResponse", kind: Kind::Structure { members: &[
        Member { name: "Name", wire_name: "Name", shape: 130, ..Member::PLAIN },
        Member { name: "Arn", wire_name: "Arn", shape: 128, ..Member::PLAIN },
        Member { name: "EventPattern", wire_name: "EventPattern", shape: 40, ..Member::PLAIN },
        Member { name: "ScheduleExpression", wire_name: "ScheduleExpression", shape: 145, ..Member::PLAIN },
        Member { name: "State", wire_name: "State", shape: 133, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 129, ..Member::PLAIN },
        Member { name: "RoleArn", wire_name: "RoleArn", shape: 126, ..Member::PLAIN },
        Member { name: "ManagedBy", wire_name: "ManagedBy", shape: 75, ..Member::PLAIN },
        Member { name: "EventBusName", wire_name: "EventBusName", shape: 37, ..Member::PLAIN },
        Member { name: "CreatedBy", wire_name: "CreatedBy", shape: 18, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DisableRuleRequest", kind: Kind::Structure { members: &[
        Member { name: "Name", wire_name: "Name", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "EventBusName", wire_name: "EventBusName", shape: 38, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "EcsParameters", kind: Kind::Structure { members: &[
        Member { name: "TaskDefinitionArn", wire_name: "TaskDefinitionArn", shape: 2, required: true, ..Member::PLAIN },
        Member { name: "TaskCount", wire_name: "TaskCount", shape: 63, ..Member::PLAIN },
        Member { name: "LaunchType", wire_name: "LaunchType", shape: 59, ..Member::PLAIN },
        Member { name: "NetworkConfiguration", wire_name: "NetworkConfiguration", shape: 80, ..Member::PLAIN },
        Member { name: "PlatformVersion", wire_name: "PlatformVersion", shape: 151, ..Member::PLAIN },
        Member { name: "Group", wire_name: "Group", shape: 151, ..Member::PLAIN },
        Member { name: "CapacityProviderStrategy", wire_name: "CapacityProviderStrategy", shape: 10, ..Member::PLAIN },
        Member { name: "EnableECSManagedTags", wire_name: "EnableECSManagedTags", shape: 8, ..Member::PLAIN },
        Member { name: "EnableExecuteCommand", wire_name: "EnableExecuteCommand", shape: 8, ..Member::PLAIN },
        Member { name: "PlacementConstraints", wire_name: "PlacementConstraints", shape: 90, ..Member::PLAIN },
        Member { name: "PlacementStrategy", wire_name: "PlacementStrategy", shape: 91, ..Member::PLAIN },
        Member { name: "PropagateTags", wire_name: "PropagateTags", shape: 97, ..Member::PLAIN },
        Member { name: "ReferenceId", wire_name: "ReferenceId", shape: 116, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 156, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "EnableRuleRequest", kind: Kind::Structure { members: &[
        Member { name: "Name", wire_name: "Name", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "EventBusName", wire_name: "EventBusName", shape: 38, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "EndpointId", kind: Kind::String { length: (Some(1), Some(50)), pattern: Some(&PATTERN_13), values: &[] } },
    Shape { name: "ErrorCode", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ErrorMessage", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "EventBus", kind: Kind::Structure { members: &[
        Member { name: "Name", wire_name: "Name", shape: 151, ..Member::PLAIN },
        Member { name: "Arn", wire_name: "Arn", shape: 151, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 35, ..Member::PLAIN },
        Member { name: "Policy", wire_name: "Policy", shape: 151, ..Member::PLAIN },
        Member { name: "CreationTime", wire_name: "CreationTime", shape: 170, ..Member::PLAIN },
        Member { name: "LastModifiedTime", wire_name: "LastModifiedTime", shape: 170, ..Member::PLAIN },
        Member { name: "ManagedBy", wire_name: "ManagedBy", shape: 75, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "EventBusDescription", kind: Kind::String { length: (None, Some(512)), pattern: None, values: &[] } },
    Shape { name: "EventBusList", kind: Kind::List { element: 34, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "EventBusName", kind: Kind::String { length: (Some(1), Some(256)), pattern: Some(&PATTERN_4), values: &[] } },
    Shape { name: "EventBusNameOrArn", kind: Kind::String { length: (Some(1), Some(1_600)), pattern: Some(&PATTERN_2), values: &[] } },
    Shape { name: "EventId", kind: Kind::String { length: (None, Some(64)), pattern: None, values: &[] } },
    Shape { name: "EventPattern", kind: Kind::String { length: (None, Some(4_096)), pattern: None, values: &[] } },
    Shape { name: "EventResource", kind: Kind::String { length: (None, Some(2_048)), pattern: None, values: &[] } },
    Shape { name: "EventResourceList", kind: Kind::List { element: 41, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "EventSourceName", kind: Kind::String { length: (Some(1), Some(256)), pattern: Some(&PATTERN_17), values: &[] } },
    Shape { name: "EventTime", kind: Kind::Timestamp { format: None } },
    Shape { name: "GraphQLOperation", kind: Kind::String { length: (Some(1), Some(1_048_576)), pattern: None, values: &[] } },
    Shape { name: "HeaderKey", kind: Kind::String { length: (None, Some(512)), pattern: Some(&PATTERN_12), values: &[] } },
    Shape { name: "HeaderParametersMap", kind: Kind::Map { key: 46, value: 48, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "HeaderValue", kind: Kind::String { length: (None, Some(512)), pattern: Some(&PATTERN_11), values: &[] } },
    Shape { name: "HttpParameters", kind: Kind::Structure { members: &[
        Member { name: "PathParameterValues", wire_name: "PathParameterValues", shape: 86, ..Member::PLAIN },
        Member { name: "HeaderParameters", wire_name: "HeaderParameters", shape: 47, ..Member::PLAIN },
        Member { name: "QueryStringParameters", wire_name: "QueryStringParameters", shape: 112, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "IncludeDetail", kind: Kind::String { length: (None, None), pattern: None, values: &["NONE","FULL"] } },
    Shape { name: "InputTransformer", kind: Kind::Structure { members: &[
        Member { name: "InputPathsMap", wire_name: "InputPathsMap", shape: 173, ..Member::PLAIN },
        Member { name: "InputTemplate", wire_name: "InputTemplate", shape: 172, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "InputTransformerPathKey", kind: Kind::String { length: (Some(1), Some(256)), pattern: Some(&PATTERN_5), values: &[] } },
    Shape { name: "Integer", kind: Kind::Integer { range: (None, None) } },
    Shape { name: "InternalException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "InvalidEventPatternException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "InvalidStateException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "KinesisParameters", kind: Kind::Structure { members: &[
        Member { name: "PartitionKeyPath", wire_name: "PartitionKeyPath", shape: 167, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "KmsKeyIdentifier", kind: Kind::String { length: (None, Some(2_048)), pattern: Some(&PATTERN_16), values: &[] } },
    Shape { name: "LaunchType", kind: Kind::String { length: (None, None), pattern: None, values: &["EC2","FARGATE","EXTERNAL"] } },
    Shape { name: "Level", kind: Kind::String { length: (None, None), pattern: None, values: &["OFF","ERROR","INFO","TRACE"] } },
    Shape { name: "LimitExceededException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "LimitMax100", kind: Kind::Integer { range: (Some(1), Some(100)) } },
    Shape { name: "LimitMin1", kind: Kind::Integer { range: (Some(1), None) } },
    Shape { name: "ListEventBusesRequest", kind: Kind::Structure { members: &[
        Member { name: "NamePrefix", wire_name: "NamePrefix", shape: 37, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 81, ..Member::PLAIN },
        Member { name: "Limit", wire_name: "Limit", shape: 62, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListEventBusesResponse", kind: Kind::Structure { members: &[
        Member { name: "EventBuses", wire_name: "EventBuses", shape: 36, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 81, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListRuleNamesByTargetRequest", kind: Kind::Structure { members: &[
        Member { name: "TargetArn", wire_name: "TargetArn", shape: 161, required: true, ..Member::PLAIN },
        Member { name: "EventBusName", wire_name: "EventBusName", shape: 38, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 81, ..Member::PLAIN },
        Member { name: "Limit", wire_name: "Limit", shape: 62, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListRuleNamesByTargetResponse", kind: Kind::Structure { members: &[
        Member { name: "RuleNames", wire_name: "RuleNames", shape: 131, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 81, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListRulesRequest", kind: Kind::Structure { members: &[
        Member { name: "NamePrefix", wire_name: "NamePrefix", shape: 130, ..Member::PLAIN },
        Member { name: "EventBusName", wire_name: "EventBusName", shape: 38, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 81, ..Member::PLAIN },
        Member { name: "Limit", wire_name: "Limit", shape: 62, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListRulesResponse", kind: Kind::Structure { members: &[
        Member { name: "Rules", wire_name: "Rules", shape: 132, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 81, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListTagsForResourceRequest", kind: Kind::Structure { members: &[
        Member { name: "ResourceARN", wire_name: "ResourceARN", shape: 2, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListTagsForResourceResponse", kind: Kind::Structure { members: &[
        Member { name: "Tags", wire_name: "Tags", shape: 156, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListTargetsByRuleRequest", kind: Kind::Structure { members: &[
        Member { name: "Rule", wire_name: "Rule", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "EventBusName", wire_name: "EventBusName", shape: 38, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 81, ..Member::PLAIN },
        Member { name: "Limit", wire_name: "Limit", shape: 62, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListTargetsByRuleResponse", kind: Kind::Structure { members: &[
        Member { name: "Targets", wire_name: "Targets", shape: 166, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 81, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "LogConfig", kind: Kind::Structure { members: &[
        Member { name: "IncludeDetail", wire_name: "IncludeDetail", shape: 50, ..Member::PLAIN },
        Member { name: "Level", wire_name: "Level", shape: 60, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ManagedBy", kind: Kind::String { length: (Some(1), Some(128)), pattern: None, values: &[] } },
    Shape { name: "ManagedRuleException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "MaximumEventAgeInSeconds", kind: Kind::Integer { range: (Some(60), Some(86_400)) } },
    Shape { name: "MaximumRetryAttempts", kind: Kind::Integer { range: (Some(0), Some(185)) } },
    Shape { name: "MessageGroupId", kind: Kind::String { length: (None, Some(100)), pattern: None, values: &[] } },
    Shape { name: "NetworkConfiguration", kind: Kind::Structure { members: &[
        Member { name: "awsvpcConfiguration", wire_name: "awsvpcConfiguration", shape: 4, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "NextToken", kind: Kind::String { length: (Some(1), Some(2_048)), pattern: None, values: &[] } },
    Shape { name: "NonPartnerEventBusName", kind: Kind::String { length: (Some(1), Some(256)), pattern: Some(&PATTERN_6), values: &[] } },
    Shape { name: "NonPartnerEventBusNameOrArn", kind: Kind::String { length: (Some(1), Some(1_600)), pattern: Some(&PATTERN_3), values: &[] } },
    Shape { name: "OperationDisabledException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "PathParameter", kind: Kind::String { length: (None, None), pattern: Some(&PATTERN_10), values: &[] } },
    Shape { name: "PathParameterList", kind: Kind::List { element: 85, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "PlacementConstraint", kind: Kind::Structure { members: &[
        Member { name: "type", wire_name: "type", shape: 89, ..Member::PLAIN },
        Member { name: "expression", wire_name: "expression", shape: 88, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PlacementConstraintExpression", kind: Kind::String { length: (None, Some(2_000)), pattern: None, values: &[] } },
    Shape { name: "PlacementConstraintType", kind: Kind::String { length: (None, None), pattern: None, values: &["distinctInstance","memberOf"] } },
    Shape { name: "PlacementConstraints", kind: Kind::List { element: 87, element_name: "member", flattened: false, length: (None, Some(10)) } },
    Shape { name: "PlacementStrategies", kind: Kind::List { element: 92, element_name: "member", flattened: false, length: (None, Some(5)) } },
    Shape { name: "PlacementStrategy", kind: Kind::Structure { members: &[
        Member { name: "type", wire_name: "type", shape: 94, ..Member::PLAIN },
        Member { name: "field", wire_name: "field", shape: 93, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PlacementStrategyField", kind: Kind::String { length: (None, Some(255)), pattern: None, values: &[] } },
    Shape { name: "PlacementStrategyType", kind: Kind::String { length: (None, None), pattern: None, values: &["random","spread","binpack"] } },
    Shape { name: "PolicyLengthExceededException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "Principal", kind: Kind::String { length: (Some(1), Some(12)), pattern: Some(&PATTERN_0), values: &[] } },
    Shape { name: "PropagateTags", kind: Kind::String { length: (None, None), pattern: None, values: &["TASK_DEFINITION"] } },
    Shape { name: "PutEventsRequest", kind: Kind::Structure { members: &[
        Member { name: "Entries", wire_name: "Entries", shape: 100, required: true, ..Member::PLAIN },
        Member { name: "EndpointId", wire_name: "EndpointId", shape: 31, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutEventsRequestEntry", kind: Kind::Structure { members: &[
        Member { name: "Time", wire_name: "Time", shape: 44, ..Member::PLAIN },
        Member { name: "Source", wire_name: "Source", shape: 151, ..Member::PLAIN },
        Member { name: "Resources", wire_name: "Resources", shape: 42, ..Member::PLAIN },
        Member { name: "DetailType", wire_name: "DetailType", shape: 151, ..Member::PLAIN },
        Member { name: "Detail", wire_name: "Detail", shape: 151, ..Member::PLAIN },
        Member { name: "EventBusName", wire_name: "EventBusName", shape: 83, ..Member::PLAIN },
        Member { name: "TraceHeader", wire_name: "TraceHeader", shape: 171, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutEventsRequestEntryList", kind: Kind::List { element: 99, element_name: "member", flattened: false, length: (Some(1), Some(10)) } },
    Shape { name: "PutEventsResponse", kind: Kind::Structure { members: &[
        Member { name: "FailedEntryCount", wire_name: "FailedEntryCount", shape: 53, ..Member::PLAIN },
        Member { name: "Entries", wire_name: "Entries", shape: 103, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutEventsResultEntry", kind: Kind::Structure { members: &[
        Member { name: "EventId", wire_name: "EventId", shape: 39, ..Member::PLAIN },
        Member { name: "ErrorCode", wire_name: "ErrorCode", shape: 32, ..Member::PLAIN },
        Member { name: "ErrorMessage", wire_name: "ErrorMessage", shape: 33, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutEventsResultEntryList", kind: Kind::List { element: 102, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "PutPermissionRequest", kind: Kind::Structure { members: &[
        Member { name: "EventBusName", wire_name: "EventBusName", shape: 82, ..Member::PLAIN },
        Member { name: "Action", wire_name: "Action", shape: 0, ..Member::PLAIN },
        Member { name: "Principal", wire_name: "Principal", shape: 96, ..Member::PLAIN },
        Member { name: "StatementId", wire_name: "StatementId", shape: 149, ..Member::PLAIN },
        Member { name: "Condition", wire_name: "Condition", shape: 15, ..Member::PLAIN },
        Member { name: "Policy", wire_name: "Policy", shape: 151, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutRuleRequest", kind: Kind::Structure { members: &[
        Member { name: "Name", wire_name: "Name", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "ScheduleExpression", wire_name: "ScheduleExpression", shape: 145, ..Member::PLAIN },
        Member { name: "EventPattern", wire_name: "EventPattern", shape: 40, ..Member::PLAIN },
        Member { name: "State", wire_name: "State", shape: 133, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 129, ..Member::PLAIN },
        Member { name: "RoleArn", wire_name: "RoleArn", shape: 126, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 156, ..Member::PLAIN },
        Member { name: "EventBusName", wire_name: "EventBusName", shape: 38, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutRuleResponse", kind: Kind::Structure { members: &[
        Member { name: "RuleArn", wire_name: "RuleArn", shape: 128, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutTargetsRequest", kind: Kind::Structure { members: &[
        Member { name: "Rule", wire_name: "Rule", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "EventBusName", wire_name: "EventBusName", shape: 38, ..Member::PLAIN },
        Member { name: "Targets", wire_name: "Targets", shape: 166, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutTargetsResponse", kind: Kind::Structure { members: &[
        Member { name: "FailedEntryCount", wire_name: "FailedEntryCount", shape: 53, ..Member::PLAIN },
        Member { name: "FailedEntries", wire_name: "FailedEntries", shape: 110, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutTargetsResultEntry", kind: Kind::Structure { members: &[
        Member { name: "TargetId", wire_name: "TargetId", shape: 162, ..Member::PLAIN },
        Member { name: "ErrorCode", wire_name: "ErrorCode", shape: 32, ..Member::PLAIN },
        Member { name: "ErrorMessage", wire_name: "ErrorMessage", shape: 33, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutTargetsResultEntryList", kind: Kind::List { element: 109, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "QueryStringKey", kind: Kind::String { length: (None, Some(512)), pattern: Some(&PATTERN_8), values: &[] } },
    Shape { name: "QueryStringParametersMap", kind: Kind::Map { key: 111, value: 113, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "QueryStringValue", kind: Kind::String { length: (None, Some(512)), pattern: Some(&PATTERN_7), values: &[] } },
    Shape { name: "RedshiftDataParameters", kind: Kind::Structure { members: &[
        Member { name: "SecretManagerArn", wire_name: "SecretManagerArn", shape: 115, ..Member::PLAIN },
        Member { name: "Database", wire_name: "Database", shape: 19, required: true, ..Member::PLAIN },
        Member { name: "DbUser", wire_name: "DbUser", shape: 20, ..Member::PLAIN },
        Member { name: "Sql", wire_name: "Sql", shape: 146, ..Member::PLAIN },
        Member { name: "StatementName", wire_name: "StatementName", shape: 150, ..Member::PLAIN },
        Member { name: "WithEvent", wire_name: "WithEvent", shape: 8, ..Member::PLAIN },
        Member { name: "Sqls", wire_name: "Sqls", shape: 147, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RedshiftSecretManagerArn", kind: Kind::String { length: (Some(1), Some(1_600)), pattern: Some(&PATTERN_1), values: &[] } },
    Shape { name: "ReferenceId", kind: Kind::String { length: (None, Some(1_024)), pattern: None, values: &[] } },
    Shape { name: "RemovePermissionRequest", kind: Kind::Structure { members: &[
        Member { name: "StatementId", wire_name: "StatementId", shape: 149, ..Member::PLAIN },
        Member { name: "RemoveAllPermissions", wire_name: "RemoveAllPermissions", shape: 8, ..Member::PLAIN },
        Member { name: "EventBusName", wire_name: "EventBusName", shape: 82, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RemoveTargetsRequest", kind: Kind::Structure { members: &[
        Member { name: "Rule", wire_name: "Rule", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "EventBusName", wire_name: "EventBusName", shape: 38, ..Member::PLAIN },
        Member { name: "Ids", wire_name: "Ids", shape: 163, required: true, ..Member::PLAIN },
        Member { name: "Force", wire_name: "Force", shape: 8, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RemoveTargetsResponse", kind: Kind::Structure { members: &[
        Member { name: "FailedEntryCount", wire_name: "FailedEntryCount", shape: 53, ..Member::PLAIN },
        Member { name: "FailedEntries", wire_name: "FailedEntries", shape: 121, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RemoveTargetsResultEntry", kind: Kind::Structure { members: &[
        Member { name: "TargetId", wire_name: "TargetId", shape: 162, ..Member::PLAIN },
        Member { name: "ErrorCode", wire_name: "ErrorCode", shape: 32, ..Member::PLAIN },
        Member { name: "ErrorMessage", wire_name: "ErrorMessage", shape: 33, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RemoveTargetsResultEntryList", kind: Kind::List { element: 120, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ResourceAlreadyExistsException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "ResourceArn", kind: Kind::String { length: (Some(1), Some(1_600)), pattern: None, values: &[] } },
    Shape { name: "ResourceNotFoundException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "RetryPolicy", kind: Kind::Structure { members: &[
        Member { name: "MaximumRetryAttempts", wire_name: "MaximumRetryAttempts", shape: 78, ..Member::PLAIN },
        Member { name: "MaximumEventAgeInSeconds", wire_name: "MaximumEventAgeInSeconds", shape: 77, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RoleArn", kind: Kind::String { length: (Some(1), Some(1_600)), pattern: None, values: &[] } },
    Shape { name: "Rule", kind: Kind::Structure { members: &[
        Member { name: "Name", wire_name: "Name", shape: 130, ..Member::PLAIN },
        Member { name: "Arn", wire_name: "Arn", shape: 128, ..Member::PLAIN },
        Member { name: "EventPattern", wire_name: "EventPattern", shape: 40, ..Member::PLAIN },
        Member { name: "State", wire_name: "State", shape: 133, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 129, ..Member::PLAIN },
        Member { name: "ScheduleExpression", wire_name: "ScheduleExpression", shape: 145, ..Member::PLAIN },
        Member { name: "RoleArn", wire_name: "RoleArn", shape: 126, ..Member::PLAIN },
        Member { name: "ManagedBy", wire_name: "ManagedBy", shape: 75, ..Member::PLAIN },
        Member { name: "EventBusName", wire_name: "EventBusName", shape: 37, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RuleArn", kind: Kind::String { length: (Some(1), Some(1_600)), pattern: None, values: &[] } },
    Shape { name: "RuleDescription", kind: Kind::String { length: (None, Some(512)), pattern: None, values: &[] } },
    Shape { name: "RuleName", kind: Kind::String { length: (Some(1), Some(64)), pattern: Some(&PATTERN_6), values: &[] } },
    Shape { name: "RuleNameList", kind: Kind::List { element: 130, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "RuleResponseList", kind: Kind::List { element: 127, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "RuleState", kind: Kind::String { length: (None, None), pattern: None, values: &["ENABLED","DISABLED","ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"] } },
    Shape { name: "RunCommandParameters", kind: Kind::Structure { members: &[
        Member { name: "RunCommandTargets", wire_name: "RunCommandTargets", shape: 139, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RunCommandTarget", kind: Kind::Structure { members: &[
        Member { name: "Key", wire_name: "Key", shape: 136, required: true, ..Member::PLAIN },
        Member { name: "Values", wire_name: "Values", shape: 138, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RunCommandTargetKey", kind: Kind::String { length: (Some(1), Some(128)), pattern: Some(&PATTERN_14), values: &[] } },
    Shape { name: "RunCommandTargetValue", kind: Kind::String { length: (Some(1), Some(256)), pattern: None, values: &[] } },
    Shape { name: "RunCommandTargetValues", kind: Kind::List { element: 137, element_name: "member", flattened: false, length: (Some(1), Some(50)) } },
    Shape { name: "RunCommandTargets", kind: Kind::List { element: 135, element_name: "member", flattened: false, length: (Some(1), Some(5)) } },
    Shape { name: "SageMakerPipelineParameter", kind: Kind::Structure { members: &[
        Member { name: "Name", wire_name: "Name", shape: 142, required: true, ..Member::PLAIN },
        Member { name: "Value", wire_name: "Value", shape: 143, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "SageMakerPipelineParameterList", kind: Kind::List { element: 140, element_name: "member", flattened: false, length: (Some(0), Some(200)) } },
    Shape { name: "SageMakerPipelineParameterName", kind: Kind::String { length: (Some(1), Some(256)), pattern: Some(&PATTERN_15), values: &[] } },
    Shape { name: "SageMakerPipelineParameterValue", kind: Kind::String { length: (None, Some(1_024)), pattern: None, values: &[] } },
    Shape { name: "SageMakerPipelineParameters", kind: Kind::Structure { members: &[
        Member { name: "PipelineParameterList", wire_name: "PipelineParameterList", shape: 141, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ScheduleExpression", kind: Kind::String { length: (None, Some(256)), pattern: None, values: &[] } },
    Shape { name: "Sql", kind: Kind::String { length: (Some(1), Some(100_000)), pattern: None, values: &[] } },
    Shape { name: "Sqls", kind: Kind::List { element: 146, element_name: "member", flattened: false, length: (Some(0), Some(40)) } },
    Shape { name: "SqsParameters", kind: Kind::Structure { members: &[
        Member { name: "MessageGroupId", wire_name: "MessageGroupId", shape: 79, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "StatementId", kind: Kind::String { length: (Some(1), Some(64)), pattern: Some(&PATTERN_9), values: &[] } },
    Shape { name: "StatementName", kind: Kind::String { length: (Some(1), Some(500)), pattern: None, values: &[] } },
    Shape { name: "String", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "StringList", kind: Kind::List { element: 151, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "Tag", kind: Kind::Structure { members: &[
        Member { name: "Key", wire_name: "Key", shape: 154, required: true, ..Member::PLAIN },
        Member { name: "Value", wire_name: "Value", shape: 159, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TagKey", kind: Kind::String { length: (Some(1), Some(128)), pattern: None, values: &[] } },
    Shape { name: "TagKeyList", kind: Kind::List { element: 154, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "TagList", kind: Kind::List { element: 153, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "TagResourceRequest", kind: Kind::Structure { members: &[
        Member { name: "ResourceARN", wire_name: "ResourceARN", shape: 2, required: true, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 156, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TagResourceResponse", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: None } },
    Shape { name: "TagValue", kind: Kind::String { length: (Some(0), Some(256)), pattern: None, values: &[] } },
    Shape { name: "Target", kind: Kind::Structure { members: &[
        Member { name: "Id", wire_name: "Id", shape: 162, required: true, ..Member::PLAIN },
        Member { name: "Arn", wire_name: "Arn", shape: 161, required: true, ..Member::PLAIN },
        Member { name: "RoleArn", wire_name: "RoleArn", shape: 126, ..Member::PLAIN },
        Member { name: "Input", wire_name: "Input", shape: 164, ..Member::PLAIN },
        Member { name: "InputPath", wire_name: "InputPath", shape: 165, ..Member::PLAIN },
        Member { name: "InputTransformer", wire_name: "InputTransformer", shape: 51, ..Member::PLAIN },
        Member { name: "KinesisParameters", wire_name: "KinesisParameters", shape: 57, ..Member::PLAIN },
        Member { name: "RunCommandParameters", wire_name: "RunCommandParameters", shape: 134, ..Member::PLAIN },
        Member { name: "EcsParameters", wire_name: "EcsParameters", shape: 29, ..Member::PLAIN },
        Member { name: "BatchParameters", wire_name: "BatchParameters", shape: 6, ..Member::PLAIN },
        Member { name: "SqsParameters", wire_name: "SqsParameters", shape: 148, ..Member::PLAIN },
        Member { name: "HttpParameters", wire_name: "HttpParameters", shape: 49, ..Member::PLAIN },
        Member { name: "RedshiftDataParameters", wire_name: "RedshiftDataParameters", shape: 114, ..Member::PLAIN },
        Member { name: "SageMakerPipelineParameters", wire_name: "SageMakerPipelineParameters", shape: 144, ..Member::PLAIN },
        Member { name: "DeadLetterConfig", wire_name: "DeadLetterConfig", shape: 21, ..Member::PLAIN },
        Member { name: "RetryPolicy", wire_name: "RetryPolicy", shape: 125, ..Member::PLAIN },
        Member { name: "AppSyncParameters", wire_name: "AppSyncParameters", shape: 1, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TargetArn", kind: Kind::String { length: (Some(1), Some(1_600)), pattern: None, values: &[] } },
    Shape { name: "TargetId", kind: Kind::String { length: (Some(1), Some(64)), pattern: Some(&PATTERN_6), values: &[] } },
    Shape { name: "TargetIdList", kind: Kind::List { element: 162, element_name: "member", flattened: false, length: (Some(1), Some(100)) } },
    Shape { name: "TargetInput", kind: Kind::String { length: (None, Some(8_192)), pattern: None, values: &[] } },
    Shape { name: "TargetInputPath", kind: Kind::String { length: (None, Some(256)), pattern: None, values: &[] } },
    Shape { name: "TargetList", kind: Kind::List { element: 160, element_name: "member", flattened: false, length: (Some(1), Some(100)) } },
    Shape { name: "TargetPartitionKeyPath", kind: Kind::String { length: (None, Some(256)), pattern: None, values: &[] } },
    Shape { name: "TestEventPatternRequest", kind: Kind::Structure { members: &[
        Member { name: "EventPattern", wire_name: "EventPattern", shape: 40, required: true, ..Member::PLAIN },
        Member { name: "Event", wire_name: "Event", shape: 151, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TestEventPatternResponse", kind: Kind::Structure { members: &[
        Member { name: "Result", wire_name: "Result", shape: 8, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Timestamp", kind: Kind::Timestamp { format: None } },
    Shape { name: "TraceHeader", kind: Kind::String { length: (Some(1), Some(500)), pattern: None, values: &[] } },
    Shape { name: "TransformerInput", kind: Kind::String { length: (Some(1), Some(8_192)), pattern: None, values: &[] } },
    Shape { name: "TransformerPaths", kind: Kind::Map { key: 52, value: 165, names: ("key", "value"), flattened: false, length: (None, Some(100)) } },
    Shape { name: "UntagResourceRequest", kind: Kind::Structure { members: &[
        Member { name: "ResourceARN", wire_name: "ResourceARN", shape: 2, required: true, ..Member::PLAIN },
        Member { name: "TagKeys", wire_name: "TagKeys", shape: 155, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UntagResourceResponse", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateEventBusRequest", kind: Kind::Structure { members: &[
        Member { name: "Name", wire_name: "Name", shape: 37, ..Member::PLAIN },
        Member { name: "KmsKeyIdentifier", wire_name: "KmsKeyIdentifier", shape: 58, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 35, ..Member::PLAIN },
        Member { name: "DeadLetterConfig", wire_name: "DeadLetterConfig", shape: 21, ..Member::PLAIN },
        Member { name: "LogConfig", wire_name: "LogConfig", shape: 74, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateEventBusResponse", kind: Kind::Structure { members: &[
        Member { name: "Arn", wire_name: "Arn", shape: 151, ..Member::PLAIN },
        Member { name: "Name", wire_name: "Name", shape: 37, ..Member::PLAIN },
        Member { name: "KmsKeyIdentifier", wire_name: "KmsKeyIdentifier", shape: 58, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 35, ..Member::PLAIN },
        Member { name: "DeadLetterConfig", wire_name: "DeadLetterConfig", shape: 21, ..Member::PLAIN },
        Member { name: "LogConfig", wire_name: "LogConfig", shape: 74, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
];
