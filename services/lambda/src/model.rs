//! Shapes and descriptors of lambda, version 2015-03-31.
//!
//! Written by `cargo xtask codegen`; never edited by hand.

use std::collections::BTreeMap;

use samara_wire::{
    ErrorTrait, Kind, Location, Member, OperationModel, Pattern, Protocol, ServiceModel, Shape,
    structure,
};

structure!(AcceleratorConfig { accelerator_memory_size: i64 = "AcceleratorMemorySize" });

structure!(AccountLimit {
    total_code_size: Option<i64> = "TotalCodeSize",
    code_size_unzipped: Option<i64> = "CodeSizeUnzipped",
    code_size_zipped: Option<i64> = "CodeSizeZipped",
    concurrent_executions: Option<i64> = "ConcurrentExecutions",
    unreserved_concurrent_executions: Option<i64> = "UnreservedConcurrentExecutions",
});

structure!(AccountUsage {
    total_code_size: Option<i64> = "TotalCodeSize",
    function_count: Option<i64> = "FunctionCount",
});

structure!(AddPermissionRequest {
    function_name: String = "FunctionName",
    statement_id: String = "StatementId",
    action: String = "Action",
    principal: String = "Principal",
    source_arn: Option<String> = "SourceArn",
    function_url_auth_type: Option<String> = "FunctionUrlAuthType",
    invoked_via_function_url: Option<bool> = "InvokedViaFunctionUrl",
    source_account: Option<String> = "SourceAccount",
    event_source_token: Option<String> = "EventSourceToken",
    qualifier: Option<String> = "Qualifier",
    revision_id: Option<String> = "RevisionId",
    principal_org_id: Option<String> = "PrincipalOrgID",
});

structure!(AddPermissionResponse {
    statement: Option<String> = "Statement",
});

structure!(AliasConfiguration {
    alias_arn: Option<String> = "AliasArn",
    name: Option<String> = "Name",
    function_version: Option<String> = "FunctionVersion",
    description: Option<String> = "Description",
    routing_config: Option<AliasRoutingConfiguration> = "RoutingConfig",
    revision_id: Option<String> = "RevisionId",
});

structure!(AliasRoutingConfiguration {
    additional_version_weights: Option<BTreeMap<String, f64>> = "AdditionalVersionWeights",
});

structure!(AmazonManagedKafkaEventSourceConfig {
    consumer_group_id: Option<String> = "ConsumerGroupId",
    schema_registry_config: Option<KafkaSchemaRegistryConfig> = "SchemaRegistryConfig",
});

structure!(CapacityProviderConfig {
    lambda_managed_instances_capacity_provider_config:
        LambdaManagedInstancesCapacityProviderConfig =
            "LambdaManagedInstancesCapacityProviderConfig",
});

structure!(Concurrency {
    reserved_concurrent_executions: Option<i64> = "ReservedConcurrentExecutions",
});

structure!(CreateAliasRequest {
    function_name: String = "FunctionName",
    name: String = "Name",
    function_version: String = "FunctionVersion",
    description: Option<String> = "Description",
    routing_config: Option<AliasRoutingConfiguration> = "RoutingConfig",
});

structure!(CreateEventSourceMappingRequest {
    event_source_arn: Option<String> = "EventSourceArn",
    function_name: String = "FunctionName",
    enabled: Option<bool> = "Enabled",
    batch_size: Option<i64> = "BatchSize",
    filter_criteria: Option<FilterCriteria> = "FilterCriteria",
    kms_key_arn: Option<String> = "KMSKeyArn",
    metrics_config: Option<EventSourceMappingMetricsConfig> = "MetricsConfig",
    logging_config: Option<EventSourceMappingLoggingConfig> = "LoggingConfig",
    scaling_config: Option<ScalingConfig> = "ScalingConfig",
    maximum_batching_window_in_seconds: Option<i64> = "MaximumBatchingWindowInSeconds",
    parallelization_factor: Option<i64> = "ParallelizationFactor",
    starting_position: Option<String> = "StartingPosition",
    starting_position_timestamp: Option<samara_base::Timestamp> = "StartingPositionTimestamp",
    destination_config: Option<DestinationConfig> = "DestinationConfig",
    maximum_record_age_in_seconds: Option<i64> = "MaximumRecordAgeInSeconds",
    bisect_batch_on_function_error: Option<bool> = "BisectBatchOnFunctionError",
    maximum_retry_attempts: Option<i64> = "MaximumRetryAttempts",
    tags: Option<BTreeMap<String, String>> = "Tags",
    tumbling_window_in_seconds: Option<i64> = "TumblingWindowInSeconds",
    topics: Option<Vec<String>> = "Topics",
    queues: Option<Vec<String>> = "Queues",
    source_access_configurations: Option<Vec<SourceAccessConfiguration>> = "SourceAccessConfigurations",
    self_managed_event_source: Option<SelfManagedEventSource> = "SelfManagedEventSource",
    function_response_types: Option<Vec<String>> = "FunctionResponseTypes",
    amazon_managed_kafka_event_source_config: Option<AmazonManagedKafkaEventSourceConfig> = "AmazonManagedKafkaEventSourceConfig",
    self_managed_kafka_event_source_config: Option<SelfManagedKafkaEventSourceConfig> = "SelfManagedKafkaEventSourceConfig",
    document_db_event_source_config: Option<DocumentDBEventSourceConfig> = "DocumentDBEventSourceConfig",
    provisioned_poller_config: Option<ProvisionedPollerConfig> = "ProvisionedPollerConfig",
});

structure!(CreateFunctionRequest {
    function_name: String = "FunctionName",
    runtime: Option<String> = "Runtime",
    role: String = "Role",
    handler: Option<String> = "Handler",
    code: FunctionCode = "Code",
    description: Option<String> = "Description",
    timeout: Option<i64> = "Timeout",
    memory_size: Option<i64> = "MemorySize",
    publish: Option<bool> = "Publish",
    publish_to: Option<String> = "PublishTo",
    vpc_config: Option<VpcConfig> = "VpcConfig",
    package_type: Option<String> = "PackageType",
    dead_letter_config: Option<DeadLetterConfig> = "DeadLetterConfig",
    environment: Option<Environment> = "Environment",
    kms_key_arn: Option<String> = "KMSKeyArn",
    tracing_config: Option<TracingConfig> = "TracingConfig",
    tags: Option<BTreeMap<String, String>> = "Tags",
    layers: Option<Vec<String>> = "Layers",
    file_system_configs: Option<Vec<FileSystemConfig>> = "FileSystemConfigs",
    code_signing_config_arn: Option<String> = "CodeSigningConfigArn",
    image_config: Option<ImageConfig> = "ImageConfig",
    architectures: Option<Vec<String>> = "Architectures",
    ephemeral_storage: Option<EphemeralStorage> = "EphemeralStorage",
    snap_start: Option<SnapStart> = "SnapStart",
    logging_config: Option<LoggingConfig> = "LoggingConfig",
    tenancy_config: Option<TenancyConfig> = "TenancyConfig",
    capacity_provider_config: Option<CapacityProviderConfig> = "CapacityProviderConfig",
    durable_config: Option<DurableConfig> = "DurableConfig",
    runtime_config: Option<FunctionRuntimeConfig> = "RuntimeConfig",
    accelerator_config: Option<AcceleratorConfig> = "AcceleratorConfig",
});

structure!(DeadLetterConfig {
    target_arn: Option<String> = "TargetArn",
});

structure!(DeleteAliasRequest { function_name: String = "FunctionName", name: String = "Name" });

structure!(DeleteEventSourceMappingRequest { uuid: String = "UUID" });

structure!(DeleteFunctionConcurrencyRequest { function_name: String = "FunctionName" });

structure!(DeleteFunctionEventInvokeConfigRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
});

structure!(DeleteFunctionRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
});

structure!(DeleteFunctionResponse {
    status_code: Option<i64> = "StatusCode",
});

structure!(DestinationConfig {
    on_success: Option<OnSuccess> = "OnSuccess",
    on_failure: Option<OnFailure> = "OnFailure",
});

structure!(DocumentDBEventSourceConfig {
    database_name: Option<String> = "DatabaseName",
    collection_name: Option<String> = "CollectionName",
    full_document: Option<String> = "FullDocument",
});

structure!(DurableConfig {
    kms_key_arn: Option<String> = "KMSKeyArn",
    retention_period_in_days: Option<i64> = "RetentionPeriodInDays",
    execution_timeout: Option<i64> = "ExecutionTimeout",
});

structure!(Environment {
    variables: Option<BTreeMap<String, String>> = "Variables",
});

structure!(EnvironmentError {
    error_code: Option<String> = "ErrorCode",
    message: Option<String> = "Message",
});

structure!(EnvironmentResponse {
    variables: Option<BTreeMap<String, String>> = "Variables",
    error: Option<EnvironmentError> = "Error",
});

structure!(EphemeralStorage { size: i64 = "Size" });

structure!(EventSourceMappingConfiguration {
    uuid: Option<String> = "UUID",
    starting_position: Option<String> = "StartingPosition",
    starting_position_timestamp: Option<samara_base::Timestamp> = "StartingPositionTimestamp",
    batch_size: Option<i64> = "BatchSize",
    maximum_batching_window_in_seconds: Option<i64> = "MaximumBatchingWindowInSeconds",
    parallelization_factor: Option<i64> = "ParallelizationFactor",
    event_source_arn: Option<String> = "EventSourceArn",
    filter_criteria: Option<FilterCriteria> = "FilterCriteria",
    filter_criteria_error: Option<FilterCriteriaError> = "FilterCriteriaError",
    kms_key_arn: Option<String> = "KMSKeyArn",
    metrics_config: Option<EventSourceMappingMetricsConfig> = "MetricsConfig",
    logging_config: Option<EventSourceMappingLoggingConfig> = "LoggingConfig",
    scaling_config: Option<ScalingConfig> = "ScalingConfig",
    function_arn: Option<String> = "FunctionArn",
    last_modified: Option<samara_base::Timestamp> = "LastModified",
    last_processing_result: Option<String> = "LastProcessingResult",
    state: Option<String> = "State",
    state_transition_reason: Option<String> = "StateTransitionReason",
    destination_config: Option<DestinationConfig> = "DestinationConfig",
    topics: Option<Vec<String>> = "Topics",
    queues: Option<Vec<String>> = "Queues",
    source_access_configurations: Option<Vec<SourceAccessConfiguration>> = "SourceAccessConfigurations",
    self_managed_event_source: Option<SelfManagedEventSource> = "SelfManagedEventSource",
    maximum_record_age_in_seconds: Option<i64> = "MaximumRecordAgeInSeconds",
    bisect_batch_on_function_error: Option<bool> = "BisectBatchOnFunctionError",
    maximum_retry_attempts: Option<i64> = "MaximumRetryAttempts",
    tumbling_window_in_seconds: Option<i64> = "TumblingWindowInSeconds",
    function_response_types: Option<Vec<String>> = "FunctionResponseTypes",
    amazon_managed_kafka_event_source_config: Option<AmazonManagedKafkaEventSourceConfig> = "AmazonManagedKafkaEventSourceConfig",
    self_managed_kafka_event_source_config: Option<SelfManagedKafkaEventSourceConfig> = "SelfManagedKafkaEventSourceConfig",
    document_db_event_source_config: Option<DocumentDBEventSourceConfig> = "DocumentDBEventSourceConfig",
    event_source_mapping_arn: Option<String> = "EventSourceMappingArn",
    provisioned_poller_config: Option<ProvisionedPollerConfig> = "ProvisionedPollerConfig",
});

structure!(EventSourceMappingLoggingConfig {
    system_log_level: Option<String> = "SystemLogLevel",
});

structure!(EventSourceMappingMetricsConfig {
    metrics: Option<Vec<String>> = "Metrics",
});

structure!(FileSystemConfig {
    arn: String = "Arn",
    local_mount_path: String = "LocalMountPath",
    s3_files_config: Option<S3FilesConfig> = "S3FilesConfig",
});

structure!(Filter {
    pattern: Option<String> = "Pattern",
});

structure!(FilterCriteria {
    filters: Option<Vec<Filter>> = "Filters",
});

structure!(FilterCriteriaError {
    error_code: Option<String> = "ErrorCode",
    message: Option<String> = "Message",
});

structure!(FunctionCode {
    zip_file: Option<bytes::Bytes> = "ZipFile",
    s3_bucket: Option<String> = "S3Bucket",
    s3_key: Option<String> = "S3Key",
    s3_object_version: Option<String> = "S3ObjectVersion",
    s3_object_storage_mode: Option<String> = "S3ObjectStorageMode",
    image_uri: Option<String> = "ImageUri",
    source_kms_key_arn: Option<String> = "SourceKMSKeyArn",
});

structure!(FunctionCodeLocation {
    repository_type: Option<String> = "RepositoryType",
    location: Option<String> = "Location",
    image_uri: Option<String> = "ImageUri",
    resolved_image_uri: Option<String> = "ResolvedImageUri",
    resolved_s3_object: Option<ResolvedS3Object> = "ResolvedS3Object",
    source_kms_key_arn: Option<String> = "SourceKMSKeyArn",
    error: Option<FunctionCodeLocationError> = "Error",
});

structure!(FunctionCodeLocationError {
    error_code: Option<String> = "ErrorCode",
    message: Option<String> = "Message",
});

structure!(FunctionConfiguration {
    function_name: Option<String> = "FunctionName",
    function_arn: Option<String> = "FunctionArn",
    runtime: Option<String> = "Runtime",
    role: Option<String> = "Role",
    handler: Option<String> = "Handler",
    code_size: Option<i64> = "CodeSize",
    description: Option<String> = "Description",
    timeout: Option<i64> = "Timeout",
    memory_size: Option<i64> = "MemorySize",
    last_modified: Option<String> = "LastModified",
    code_sha256: Option<String> = "CodeSha256",
    version: Option<String> = "Version",
    vpc_config: Option<VpcConfigResponse> = "VpcConfig",
    dead_letter_config: Option<DeadLetterConfig> = "DeadLetterConfig",
    environment: Option<EnvironmentResponse> = "Environment",
    kms_key_arn: Option<String> = "KMSKeyArn",
    tracing_config: Option<TracingConfigResponse> = "TracingConfig",
    master_arn: Option<String> = "MasterArn",
    revision_id: Option<String> = "RevisionId",
    layers: Option<Vec<Layer>> = "Layers",
    state: Option<String> = "State",
    state_reason: Option<String> = "StateReason",
    state_reason_code: Option<String> = "StateReasonCode",
    last_update_status: Option<String> = "LastUpdateStatus",
    last_update_status_reason: Option<String> = "LastUpdateStatusReason",
    last_update_status_reason_code: Option<String> = "LastUpdateStatusReasonCode",
    file_system_configs: Option<Vec<FileSystemConfig>> = "FileSystemConfigs",
    signing_profile_version_arn: Option<String> = "SigningProfileVersionArn",
    signing_job_arn: Option<String> = "SigningJobArn",
    package_type: Option<String> = "PackageType",
    image_config_response: Option<ImageConfigResponse> = "ImageConfigResponse",
    architectures: Option<Vec<String>> = "Architectures",
    ephemeral_storage: Option<EphemeralStorage> = "EphemeralStorage",
    snap_start: Option<SnapStartResponse> = "SnapStart",
    runtime_version_config: Option<RuntimeVersionConfig> = "RuntimeVersionConfig",
    logging_config: Option<LoggingConfig> = "LoggingConfig",
    tenancy_config: Option<TenancyConfig> = "TenancyConfig",
    capacity_provider_config: Option<CapacityProviderConfig> = "CapacityProviderConfig",
    config_sha256: Option<String> = "ConfigSha256",
    durable_config: Option<DurableConfig> = "DurableConfig",
    runtime_config: Option<FunctionRuntimeConfig> = "RuntimeConfig",
    accelerator_config: Option<AcceleratorConfig> = "AcceleratorConfig",
});

structure!(FunctionEventInvokeConfig {
    last_modified: Option<samara_base::Timestamp> = "LastModified",
    function_arn: Option<String> = "FunctionArn",
    maximum_retry_attempts: Option<i64> = "MaximumRetryAttempts",
    maximum_event_age_in_seconds: Option<i64> = "MaximumEventAgeInSeconds",
    destination_config: Option<DestinationConfig> = "DestinationConfig",
});

structure!(FunctionRuntimeConfig {
    runtime_arn: String = "RuntimeArn",
    runtime_alias: String = "RuntimeAlias",
});

structure!(GetAccountSettingsRequest {});

structure!(GetAccountSettingsResponse {
    account_limit: Option<AccountLimit> = "AccountLimit",
    account_usage: Option<AccountUsage> = "AccountUsage",
});

structure!(GetAliasRequest { function_name: String = "FunctionName", name: String = "Name" });

structure!(GetEventSourceMappingRequest { uuid: String = "UUID" });

structure!(GetFunctionConcurrencyRequest { function_name: String = "FunctionName" });

structure!(GetFunctionConcurrencyResponse {
    reserved_concurrent_executions: Option<i64> = "ReservedConcurrentExecutions",
});

structure!(GetFunctionConfigurationRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
});

structure!(GetFunctionEventInvokeConfigRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
});

structure!(GetFunctionRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
});

structure!(GetFunctionResponse {
    configuration: Option<FunctionConfiguration> = "Configuration",
    code: Option<FunctionCodeLocation> = "Code",
    tags: Option<BTreeMap<String, String>> = "Tags",
    tags_error: Option<TagsError> = "TagsError",
    concurrency: Option<Concurrency> = "Concurrency",
});

structure!(GetPolicyRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
});

structure!(GetPolicyResponse {
    policy: Option<String> = "Policy",
    revision_id: Option<String> = "RevisionId",
});

structure!(ImageConfig {
    entry_point: Option<Vec<String>> = "EntryPoint",
    command: Option<Vec<String>> = "Command",
    working_directory: Option<String> = "WorkingDirectory",
});

structure!(ImageConfigError {
    error_code: Option<String> = "ErrorCode",
    message: Option<String> = "Message",
});

structure!(ImageConfigResponse {
    image_config: Option<ImageConfig> = "ImageConfig",
    error: Option<ImageConfigError> = "Error",
});

structure!(InvocationRequest {
    function_name: String = "FunctionName",
    invocation_type: Option<String> = "InvocationType",
    log_type: Option<String> = "LogType",
    client_context: Option<String> = "ClientContext",
    durable_execution_name: Option<String> = "DurableExecutionName",
    payload: Option<bytes::Bytes> = "Payload",
    qualifier: Option<String> = "Qualifier",
    tenant_id: Option<String> = "TenantId",
});

structure!(InvocationResponse {
    status_code: Option<i64> = "StatusCode",
    function_error: Option<String> = "FunctionError",
    log_result: Option<String> = "LogResult",
    payload: Option<bytes::Bytes> = "Payload",
    executed_version: Option<String> = "ExecutedVersion",
    durable_execution_arn: Option<String> = "DurableExecutionArn",
});

structure!(KafkaSchemaRegistryAccessConfig {
    r#type: Option<String> = "Type",
    uri: Option<String> = "URI",
});

structure!(KafkaSchemaRegistryConfig {
    schema_registry_uri: Option<String> = "SchemaRegistryURI",
    event_record_format: Option<String> = "EventRecordFormat",
    access_configs: Option<Vec<KafkaSchemaRegistryAccessConfig>> = "AccessConfigs",
    schema_validation_configs: Option<Vec<KafkaSchemaValidationConfig>> = "SchemaValidationConfigs",
});

structure!(KafkaSchemaValidationConfig {
    attribute: Option<String> = "Attribute",
});

structure!(LambdaManagedInstancesCapacityProviderConfig {
    capacity_provider_arn: String = "CapacityProviderArn",
    per_execution_environment_max_concurrency: Option<i64> = "PerExecutionEnvironmentMaxConcurrency",
    execution_environment_memory_gi_b_per_v_cpu: Option<f64> = "ExecutionEnvironmentMemoryGiBPerVCpu",
});

structure!(Layer {
    arn: Option<String> = "Arn",
    code_size: Option<i64> = "CodeSize",
    signing_profile_version_arn: Option<String> = "SigningProfileVersionArn",
    signing_job_arn: Option<String> = "SigningJobArn",
});

structure!(ListAliasesRequest {
    function_name: String = "FunctionName",
    function_version: Option<String> = "FunctionVersion",
    marker: Option<String> = "Marker",
    max_items: Option<i64> = "MaxItems",
});

structure!(ListAliasesResponse {
    next_marker: Option<String> = "NextMarker",
    aliases: Option<Vec<AliasConfiguration>> = "Aliases",
});

structure!(ListEventSourceMappingsRequest {
    event_source_arn: Option<String> = "EventSourceArn",
    function_name: Option<String> = "FunctionName",
    marker: Option<String> = "Marker",
    max_items: Option<i64> = "MaxItems",
});

structure!(ListEventSourceMappingsResponse {
    next_marker: Option<String> = "NextMarker",
    event_source_mappings: Option<Vec<EventSourceMappingConfiguration>> = "EventSourceMappings",
});

structure!(ListFunctionsRequest {
    master_region: Option<String> = "MasterRegion",
    function_version: Option<String> = "FunctionVersion",
    marker: Option<String> = "Marker",
    max_items: Option<i64> = "MaxItems",
});

structure!(ListFunctionsResponse {
    next_marker: Option<String> = "NextMarker",
    functions: Option<Vec<FunctionConfiguration>> = "Functions",
});

structure!(ListTagsRequest { resource: String = "Resource" });

structure!(ListTagsResponse {
    tags: Option<BTreeMap<String, String>> = "Tags",
});

structure!(ListVersionsByFunctionRequest {
    function_name: String = "FunctionName",
    marker: Option<String> = "Marker",
    max_items: Option<i64> = "MaxItems",
});

structure!(ListVersionsByFunctionResponse {
    next_marker: Option<String> = "NextMarker",
    versions: Option<Vec<FunctionConfiguration>> = "Versions",
});

structure!(LoggingConfig {
    log_format: Option<String> = "LogFormat",
    application_log_level: Option<String> = "ApplicationLogLevel",
    system_log_level: Option<String> = "SystemLogLevel",
    log_group: Option<String> = "LogGroup",
});

structure!(OnFailure {
    destination: Option<String> = "Destination",
});

structure!(OnSuccess {
    destination: Option<String> = "Destination",
});

structure!(ProvisionedPollerConfig {
    minimum_pollers: Option<i64> = "MinimumPollers",
    maximum_pollers: Option<i64> = "MaximumPollers",
    poller_group_name: Option<String> = "PollerGroupName",
});

structure!(PublishVersionRequest {
    function_name: String = "FunctionName",
    code_sha256: Option<String> = "CodeSha256",
    description: Option<String> = "Description",
    revision_id: Option<String> = "RevisionId",
    publish_to: Option<String> = "PublishTo",
});

structure!(PutFunctionConcurrencyRequest {
    function_name: String = "FunctionName",
    reserved_concurrent_executions: i64 = "ReservedConcurrentExecutions",
});

structure!(PutFunctionEventInvokeConfigRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
    maximum_retry_attempts: Option<i64> = "MaximumRetryAttempts",
    maximum_event_age_in_seconds: Option<i64> = "MaximumEventAgeInSeconds",
    destination_config: Option<DestinationConfig> = "DestinationConfig",
});

structure!(RemovePermissionRequest {
    function_name: String = "FunctionName",
    statement_id: String = "StatementId",
    qualifier: Option<String> = "Qualifier",
    revision_id: Option<String> = "RevisionId",
});

structure!(ResolvedS3Object {
    s3_bucket: Option<String> = "S3Bucket",
    s3_key: Option<String> = "S3Key",
    s3_object_version: Option<String> = "S3ObjectVersion",
});

structure!(RuntimeVersionConfig {
    runtime_version_arn: Option<String> = "RuntimeVersionArn",
    error: Option<RuntimeVersionError> = "Error",
});

structure!(RuntimeVersionError {
    error_code: Option<String> = "ErrorCode",
    message: Option<String> = "Message",
});

structure!(S3FilesConfig {
    direct_s3_read: Option<String> = "DirectS3Read",
});

structure!(ScalingConfig {
    maximum_concurrency: Option<i64> = "MaximumConcurrency",
});

structure!(SelfManagedEventSource {
    endpoints: Option<BTreeMap<String, Vec<String>>> = "Endpoints",
});

structure!(SelfManagedKafkaEventSourceConfig {
    consumer_group_id: Option<String> = "ConsumerGroupId",
    schema_registry_config: Option<KafkaSchemaRegistryConfig> = "SchemaRegistryConfig",
    consumption_mode: Option<String> = "ConsumptionMode",
});

structure!(SnapStart {
    apply_on: Option<String> = "ApplyOn",
});

structure!(SnapStartResponse {
    apply_on: Option<String> = "ApplyOn",
    optimization_status: Option<String> = "OptimizationStatus",
});

structure!(SourceAccessConfiguration {
    r#type: Option<String> = "Type",
    uri: Option<String> = "URI",
});

structure!(TagResourceRequest {
    resource: String = "Resource",
    tags: BTreeMap<String, String> = "Tags",
});

structure!(TagsError { error_code: String = "ErrorCode", message: String = "Message" });

structure!(TenancyConfig { tenant_isolation_mode: String = "TenantIsolationMode" });

structure!(TracingConfig {
    mode: Option<String> = "Mode",
});

structure!(TracingConfigResponse {
    mode: Option<String> = "Mode",
});

structure!(UntagResourceRequest {
    resource: String = "Resource",
    tag_keys: Vec<String> = "TagKeys",
});

structure!(UpdateAliasRequest {
    function_name: String = "FunctionName",
    name: String = "Name",
    function_version: Option<String> = "FunctionVersion",
    description: Option<String> = "Description",
    routing_config: Option<AliasRoutingConfiguration> = "RoutingConfig",
    revision_id: Option<String> = "RevisionId",
});

structure!(UpdateEventSourceMappingRequest {
    uuid: String = "UUID",
    function_name: Option<String> = "FunctionName",
    enabled: Option<bool> = "Enabled",
    batch_size: Option<i64> = "BatchSize",
    filter_criteria: Option<FilterCriteria> = "FilterCriteria",
    kms_key_arn: Option<String> = "KMSKeyArn",
    metrics_config: Option<EventSourceMappingMetricsConfig> = "MetricsConfig",
    logging_config: Option<EventSourceMappingLoggingConfig> = "LoggingConfig",
    scaling_config: Option<ScalingConfig> = "ScalingConfig",
    maximum_batching_window_in_seconds: Option<i64> = "MaximumBatchingWindowInSeconds",
    parallelization_factor: Option<i64> = "ParallelizationFactor",
    destination_config: Option<DestinationConfig> = "DestinationConfig",
    maximum_record_age_in_seconds: Option<i64> = "MaximumRecordAgeInSeconds",
    bisect_batch_on_function_error: Option<bool> = "BisectBatchOnFunctionError",
    maximum_retry_attempts: Option<i64> = "MaximumRetryAttempts",
    tumbling_window_in_seconds: Option<i64> = "TumblingWindowInSeconds",
    source_access_configurations: Option<Vec<SourceAccessConfiguration>> = "SourceAccessConfigurations",
    function_response_types: Option<Vec<String>> = "FunctionResponseTypes",
    amazon_managed_kafka_event_source_config: Option<AmazonManagedKafkaEventSourceConfig> = "AmazonManagedKafkaEventSourceConfig",
    self_managed_kafka_event_source_config: Option<SelfManagedKafkaEventSourceConfig> = "SelfManagedKafkaEventSourceConfig",
    document_db_event_source_config: Option<DocumentDBEventSourceConfig> = "DocumentDBEventSourceConfig",
    provisioned_poller_config: Option<ProvisionedPollerConfig> = "ProvisionedPollerConfig",
});

structure!(UpdateFunctionCodeRequest {
    function_name: String = "FunctionName",
    zip_file: Option<bytes::Bytes> = "ZipFile",
    s3_bucket: Option<String> = "S3Bucket",
    s3_key: Option<String> = "S3Key",
    s3_object_version: Option<String> = "S3ObjectVersion",
    s3_object_storage_mode: Option<String> = "S3ObjectStorageMode",
    image_uri: Option<String> = "ImageUri",
    architectures: Option<Vec<String>> = "Architectures",
    publish: Option<bool> = "Publish",
    publish_to: Option<String> = "PublishTo",
    dry_run: Option<bool> = "DryRun",
    revision_id: Option<String> = "RevisionId",
    source_kms_key_arn: Option<String> = "SourceKMSKeyArn",
});

structure!(UpdateFunctionConfigurationRequest {
    function_name: String = "FunctionName",
    role: Option<String> = "Role",
    handler: Option<String> = "Handler",
    description: Option<String> = "Description",
    timeout: Option<i64> = "Timeout",
    memory_size: Option<i64> = "MemorySize",
    vpc_config: Option<VpcConfig> = "VpcConfig",
    environment: Option<Environment> = "Environment",
    runtime: Option<String> = "Runtime",
    dead_letter_config: Option<DeadLetterConfig> = "DeadLetterConfig",
    kms_key_arn: Option<String> = "KMSKeyArn",
    tracing_config: Option<TracingConfig> = "TracingConfig",
    revision_id: Option<String> = "RevisionId",
    layers: Option<Vec<String>> = "Layers",
    file_system_configs: Option<Vec<FileSystemConfig>> = "FileSystemConfigs",
    image_config: Option<ImageConfig> = "ImageConfig",
    ephemeral_storage: Option<EphemeralStorage> = "EphemeralStorage",
    snap_start: Option<SnapStart> = "SnapStart",
    logging_config: Option<LoggingConfig> = "LoggingConfig",
    capacity_provider_config: Option<CapacityProviderConfig> = "CapacityProviderConfig",
    durable_config: Option<DurableConfig> = "DurableConfig",
    runtime_config: Option<FunctionRuntimeConfig> = "RuntimeConfig",
    accelerator_config: Option<AcceleratorConfig> = "AcceleratorConfig",
});

structure!(UpdateFunctionEventInvokeConfigRequest {
    function_name: String = "FunctionName",
    qualifier: Option<String> = "Qualifier",
    maximum_retry_attempts: Option<i64> = "MaximumRetryAttempts",
    maximum_event_age_in_seconds: Option<i64> = "MaximumEventAgeInSeconds",
    destination_config: Option<DestinationConfig> = "DestinationConfig",
});

structure!(VpcConfig {
    subnet_ids: Option<Vec<String>> = "SubnetIds",
    security_group_ids: Option<Vec<String>> = "SecurityGroupIds",
    ipv6_allowed_for_dual_stack: Option<bool> = "Ipv6AllowedForDualStack",
});

structure!(VpcConfigResponse {
    subnet_ids: Option<Vec<String>> = "SubnetIds",
    security_group_ids: Option<Vec<String>> = "SecurityGroupIds",
    vpc_id: Option<String> = "VpcId",
    ipv6_allowed_for_dual_stack: Option<bool> = "Ipv6AllowedForDualStack",
});

/// The service's model.
#[rustfmt::skip]
pub static MODEL: ServiceModel = ServiceModel {
    id: "lambda", signing_name: "lambda",
    endpoint_prefix: "lambda", target_prefix: "",
    protocol: Protocol::RestJson,
    api_version: "2015-03-31", xml_namespace: "",
    operations: OPERATIONS,
    known_operations: KNOWN_OPERATIONS,
    shapes: SHAPES,
};

#[rustfmt::skip]
static OPERATIONS: &[OperationModel] = &[
    OperationModel { name: "AddPermission", method: "POST", uri: "/2015-03-31/functions/{FunctionName}/policy", status: 201, input: Some(5), output: Some(6), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 223, 211, 253, 292, 205, 225, 206] },
    OperationModel { name: "CreateAlias", method: "POST", uri: "/2015-03-31/functions/{FunctionName}/aliases", status: 201, input: Some(34), output: Some(10), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 223, 253, 292, 11, 225] },
    OperationModel { name: "CreateEventSourceMapping", method: "POST", uri: "/2015-03-31/event-source-mappings", status: 202, input: Some(35), output: Some(78), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 223, 253, 292, 225] },
    OperationModel { name: "CreateFunction", method: "POST", uri: "/2015-03-31/functions", status: 201, input: Some(36), output: Some(103), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 223, 253, 292, 133, 225, 31, 29, 30, 115] },
    OperationModel { name: "DeleteAlias", method: "DELETE", uri: "/2015-03-31/functions/{FunctionName}/aliases/{Name}", status: 204, input: Some(40), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 223, 253, 292, 225] },
    OperationModel { name: "DeleteEventSourceMapping", method: "DELETE", uri: "/2015-03-31/event-source-mappings/{UUID}", status: 202, input: Some(41), output: Some(78), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 224, 223, 253, 292, 225] },
    OperationModel { name: "DeleteFunction", method: "DELETE", uri: "/2015-03-31/functions/{FunctionName}", status: 200, input: Some(44), output: Some(45), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 223, 253, 292, 225] },
    OperationModel { name: "DeleteFunctionConcurrency", method: "DELETE", uri: "/2017-10-31/functions/{FunctionName}/concurrency", status: 204, input: Some(42), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 223, 253, 292, 225] },
    OperationModel { name: "DeleteFunctionEventInvokeConfig", method: "DELETE", uri: "/2019-09-25/functions/{FunctionName}/event-invoke-config", status: 204, input: Some(43), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 223, 253, 292, 225] },
    OperationModel { name: "GetAccountSettings", method: "GET", uri: "/2016-08-19/account-settings", status: 200, input: Some(116), output: Some(117), result_wrapper: "", input_root: "", input_namespace: "", errors: &[253, 292] },
    OperationModel { name: "GetAlias", method: "GET", uri: "/2015-03-31/functions/{FunctionName}/aliases/{Name}", status: 200, input: Some(118), output: Some(10), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 253, 292, 225] },
    OperationModel { name: "GetEventSourceMapping", method: "GET", uri: "/2015-03-31/event-source-mappings/{UUID}", status: 200, input: Some(119), output: Some(78), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 253, 292, 225] },
    OperationModel { name: "GetFunction", method: "GET", uri: "/2015-03-31/functions/{FunctionName}", status: 200, input: Some(124), output: Some(125), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 253, 292, 225] },
    OperationModel { name: "GetFunctionConcurrency", method: "GET", uri: "/2019-09-30/functions/{FunctionName}/concurrency", status: 200, input: Some(120), output: Some(121), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 253, 292, 225] },
    OperationModel { name: "GetFunctionConfiguration", method: "GET", uri: "/2015-03-31/functions/{FunctionName}/configuration", status: 200, input: Some(122), output: Some(103), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 253, 292, 225] },
    OperationModel { name: "GetFunctionEventInvokeConfig", method: "GET", uri: "/2019-09-25/functions/{FunctionName}/event-invoke-config", status: 200, input: Some(123), output: Some(104), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 253, 292, 225] },
    OperationModel { name: "GetPolicy", method: "GET", uri: "/2015-03-31/functions/{FunctionName}/policy", status: 200, input: Some(126), output: Some(127), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 253, 292, 225] },
    OperationModel { name: "Invoke", method: "POST", uri: "/2015-03-31/functions/{FunctionName}/invocations", status: 200, input: Some(140), output: Some(141), result_wrapper: "", input_root: "", input_namespace: "", errors: &[230, 25, 226, 254, 137, 262, 292, 56, 59, 273, 144, 219, 145, 302, 237, 252, 136, 196, 57, 138, 148, 134, 55, 58, 146, 223, 233, 62, 258, 253, 27, 257, 217, 238, 61, 63, 239, 26, 192, 225, 135, 260, 52, 139, 60] },
    OperationModel { name: "ListAliases", method: "GET", uri: "/2015-03-31/functions/{FunctionName}/aliases", status: 200, input: Some(165), output: Some(166), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 253, 292, 225] },
    OperationModel { name: "ListEventSourceMappings", method: "GET", uri: "/2015-03-31/event-source-mappings", status: 200, input: Some(167), output: Some(168), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 253, 292, 225] },
    OperationModel { name: "ListFunctions", method: "GET", uri: "/2015-03-31/functions", status: 200, input: Some(169), output: Some(170), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 253, 292] },
    OperationModel { name: "ListTags", method: "GET", uri: "/2017-03-31/tags/{Resource}", status: 200, input: Some(171), output: Some(172), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 253, 292, 225] },
    OperationModel { name: "ListVersionsByFunction", method: "GET", uri: "/2015-03-31/functions/{FunctionName}/versions", status: 200, input: Some(173), output: Some(174), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 253, 292, 225] },
    OperationModel { name: "PublishVersion", method: "POST", uri: "/2015-03-31/functions/{FunctionName}/versions", status: 201, input: Some(212), output: Some(103), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 223, 253, 292, 225, 30, 115, 206] },
    OperationModel { name: "PutFunctionConcurrency", method: "PUT", uri: "/2017-10-31/functions/{FunctionName}/concurrency", status: 200, input: Some(213), output: Some(33), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 223, 253, 292, 225] },
    OperationModel { name: "PutFunctionEventInvokeConfig", method: "PUT", uri: "/2019-09-25/functions/{FunctionName}/event-invoke-config", status: 200, input: Some(214), output: Some(104), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 223, 253, 292, 225] },
    OperationModel { name: "RemovePermission", method: "DELETE", uri: "/2015-03-31/functions/{FunctionName}/policy/{StatementId}", status: 204, input: Some(218), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 211, 253, 292, 225, 206] },
    OperationModel { name: "TagResource", method: "POST", uri: "/2017-03-31/tags/{Resource}", status: 204, input: Some(279), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 223, 253, 292, 225] },
    OperationModel { name: "UntagResource", method: "DELETE", uri: "/2017-03-31/tags/{Resource}", status: 204, input: Some(303), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 223, 253, 292, 225] },
    OperationModel { name: "UpdateAlias", method: "PUT", uri: "/2015-03-31/functions/{FunctionName}/aliases/{Name}", status: 200, input: Some(304), output: Some(10), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 223, 253, 292, 225, 206] },
    OperationModel { name: "UpdateEventSourceMapping", method: "PUT", uri: "/2015-03-31/event-source-mappings/{UUID}", status: 202, input: Some(305), output: Some(78), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 224, 223, 253, 292, 225] },
    OperationModel { name: "UpdateFunctionCode", method: "PUT", uri: "/2015-03-31/functions/{FunctionName}/code", status: 200, input: Some(306), output: Some(103), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 223, 253, 292, 133, 225, 31, 29, 30, 206] },
    OperationModel { name: "UpdateFunctionConfiguration", method: "PUT", uri: "/2015-03-31/functions/{FunctionName}/configuration", status: 200, input: Some(307), output: Some(103), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 223, 253, 292, 133, 225, 31, 29, 206] },
    OperationModel { name: "UpdateFunctionEventInvokeConfig", method: "POST", uri: "/2019-09-25/functions/{FunctionName}/event-invoke-config", status: 200, input: Some(308), output: Some(104), result_wrapper: "", input_root: "", input_namespace: "", errors: &[134, 223, 253, 292, 225] },
];

#[rustfmt::skip]
static KNOWN_OPERATIONS: &[(&str, &str, &str)] = &[
    ("AddLayerVersionPermission", "POST", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy"),
    ("AddPermission", "POST", "/2015-03-31/functions/{FunctionName}/policy"),
    ("CheckpointDurableExecution", "POST", "/2025-12-01/durable-executions/{DurableExecutionArn}/checkpoint"),
    ("CreateAlias", "POST", "/2015-03-31/functions/{FunctionName}/aliases"),
    ("CreateCapacityProvider", "POST", "/2025-11-30/capacity-providers"),
    ("CreateCodeSigningConfig", "POST", "/2020-04-22/code-signing-configs"),
    ("CreateEventSourceMapping", "POST", "/2015-03-31/event-source-mappings"),
    ("CreateFunction", "POST", "/2015-03-31/functions"),
    ("CreateFunctionUrlConfig", "POST", "/2021-10-31/functions/{FunctionName}/url"),
    ("DeleteAlias", "DELETE", "/2015-03-31/functions/{FunctionName}/aliases/{Name}"),
    ("DeleteCapacityProvider", "DELETE", "/2025-11-30/capacity-providers/{CapacityProviderName}"),
    ("DeleteCodeSigningConfig", "DELETE", "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}"),
    ("DeleteDurableExecution", "DELETE", "/2025-12-01/durable-executions/{DurableExecutionArn}"),
    ("DeleteEventSourceMapping", "DELETE", "/2015-03-31/event-source-mappings/{UUID}"),
    ("DeleteFunction", "DELETE", "/2015-03-31/functions/{FunctionName}"),
    ("DeleteFunctionCodeSigningConfig", "DELETE", "/2020-06-30/functions/{FunctionName}/code-signing-config"),
    ("DeleteFunctionConcurrency", "DELETE", "/2017-10-31/functions/{FunctionName}/concurrency"),
    ("DeleteFunctionEventInvokeConfig", "DELETE", "/2019-09-25/functions/{FunctionName}/event-invoke-config"),
    ("DeleteFunctionUrlConfig", "DELETE", "/2021-10-31/functions/{FunctionName}/url"),
    ("DeleteLayerVersion", "DELETE", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}"),
    ("DeleteProvisionedConcurrencyConfig", "DELETE", "/2019-09-30/functions/{FunctionName}/provisioned-concurrency"),
    ("DeleteResourcePolicy", "DELETE", "/2026-07-09/resource-policy/{ResourceArn}"),
    ("GetAccountSettings", "GET", "/2016-08-19/account-settings"),
    ("GetAlias", "GET", "/2015-03-31/functions/{FunctionName}/aliases/{Name}"),
    ("GetCapacityProvider", "GET", "/2025-11-30/capacity-providers/{CapacityProviderName}"),
    ("GetCodeSigningConfig", "GET", "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}"),
    ("GetDurableExecution", "GET", "/2025-12-01/durable-executions/{DurableExecutionArn}"),
    ("GetDurableExecutionHistory", "GET", "/2025-12-01/durable-executions/{DurableExecutionArn}/history"),
    ("GetDurableExecutionState", "GET", "/2025-12-01/durable-executions/{DurableExecutionArn}/state"),
    ("GetEventSourceMapping", "GET", "/2015-03-31/event-source-mappings/{UUID}"),
    ("GetFunction", "GET", "/2015-03-31/functions/{FunctionName}"),
    ("GetFunctionCodeSigningConfig", "GET", "/2020-06-30/functions/{FunctionName}/code-signing-config"),
    ("GetFunctionConcurrency", "GET", "/2019-09-30/functions/{FunctionName}/concurrency"),
    ("GetFunctionConfiguration", "GET", "/2015-03-31/functions/{FunctionName}/configuration"),
    ("GetFunctionEventInvokeConfig", "GET", "/2019-09-25/functions/{FunctionName}/event-invoke-config"),
    ("GetFunctionRecursionConfig", "GET", "/2024-08-31/functions/{FunctionName}/recursion-config"),
    ("GetFunctionScalingConfig", "GET", "/2025-11-30/functions/{FunctionName}/function-scaling-config"),
    ("GetFunctionUrlConfig", "GET", "/2021-10-31/functions/{FunctionName}/url"),
    ("GetLayerVersion", "GET", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}"),
    ("GetLayerVersionByArn", "GET", "/2018-10-31/layers?find=LayerVersion"),
    ("GetLayerVersionPolicy", "GET", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy"),
    ("GetPolicy", "GET", "/2015-03-31/functions/{FunctionName}/policy"),
    ("GetProvisionedConcurrencyConfig", "GET", "/2019-09-30/functions/{FunctionName}/provisioned-concurrency"),
    ("GetResourcePolicy", "GET", "/2026-07-09/resource-policy/{ResourceArn}"),
    ("GetRuntimeManagementConfig", "GET", "/2021-07-20/functions/{FunctionName}/runtime-management-config"),
    ("Invoke", "POST", "/2015-03-31/functions/{FunctionName}/invocations"),
    ("InvokeAsync", "POST", "/2014-11-13/functions/{FunctionName}/invoke-async"),
    ("InvokeWithResponseStream", "POST", "/2021-11-15/functions/{FunctionName}/response-streaming-invocations"),
    ("ListAliases", "GET", "/2015-03-31/functions/{FunctionName}/aliases"),
    ("ListCapacityProviders", "GET", "/2025-11-30/capacity-providers"),
    ("ListCodeSigningConfigs", "GET", "/2020-04-22/code-signing-configs"),
    ("ListDurableExecutionsByFunction", "GET", "/2025-12-01/functions/{FunctionName}/durable-executions"),
    ("ListEventSourceMappings", "GET", "/2015-03-31/event-source-mappings"),
    ("ListFunctionEventInvokeConfigs", "GET", "/2019-09-25/functions/{FunctionName}/event-invoke-config/list"),
    ("ListFunctionUrlConfigs", "GET", "/2021-10-31/functions/{FunctionName}/urls"),
    ("ListFunctionVersionsByCapacityProvider", "GET", "/2025-11-30/capacity-providers/{CapacityProviderName}/function-versions"),
    ("ListFunctions", "GET", "/2015-03-31/functions"),
    ("ListFunctionsByCodeSigningConfig", "GET", "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}/functions"),
    ("ListLayerVersions", "GET", "/2018-10-31/layers/{LayerName}/versions"),
    ("ListLayers", "GET", "/2018-10-31/layers"),
    ("ListProvisionedConcurrencyConfigs", "GET", "/2019-09-30/functions/{FunctionName}/provisioned-concurrency?List=ALL"),
    ("ListTags", "GET", "/2017-03-31/tags/{Resource}"),
    ("ListVersionsByFunction", "GET", "/2015-03-31/functions/{FunctionName}/versions"),
    ("PauseDurableExecution", "POST", "/2025-12-01/durable-executions/{DurableExecutionArn}/pause"),
    ("PublishLayerVersion", "POST", "/2018-10-31/layers/{LayerName}/versions"),
    ("PublishVersion", "POST", "/2015-03-31/functions/{FunctionName}/versions"),
    ("PutFunctionCodeSigningConfig", "PUT", "/2020-06-30/functions/{FunctionName}/code-signing-config"),
    ("PutFunctionConcurrency", "PUT", "/2017-10-31/functions/{FunctionName}/concurrency"),
    ("PutFunctionEventInvokeConfig", "PUT", "/2019-09-25/functions/{FunctionName}/event-invoke-config"),
    ("PutFunctionRecursionConfig", "PUT", "/2024-08-31/functions/{FunctionName}/recursion-config"),
    ("PutFunctionScalingConfig", "PUT", "/2025-11-30/functions/{FunctionName}/function-scaling-config"),
    ("PutProvisionedConcurrencyConfig", "PUT", "/2019-09-30/functions/{FunctionName}/provisioned-concurrency"),
    ("PutResourcePolicy", "PUT", "/2026-07-09/resource-policy/{ResourceArn}"),
    ("PutRuntimeManagementConfig", "PUT", "/2021-07-20/functions/{FunctionName}/runtime-management-config"),
    ("RemoveLayerVersionPermission", "DELETE", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy/{StatementId}"),
    ("RemovePermission", "DELETE", "/2015-03-31/functions/{FunctionName}/policy/{StatementId}"),
    ("ResumeDurableExecution", "POST", "/2025-12-01/durable-executions/{DurableExecutionArn}/resume"),
    ("SendDurableExecutionCallbackFailure", "POST", "/2025-12-01/durable-execution-callbacks/{CallbackId}/fail"),
    ("SendDurableExecutionCallbackHeartbeat", "POST", "/2025-12-01/durable-execution-callbacks/{CallbackId}/heartbeat"),
    ("SendDurableExecutionCallbackSuccess", "POST", "/2025-12-01/durable-execution-callbacks/{CallbackId}/succeed"),
    ("StopDurableExecution", "POST", "/2025-12-01/durable-executions/{DurableExecutionArn}/stop"),
    ("TagResource", "POST", "/2017-03-31/tags/{Resource}"),
    ("UntagResource", "DELETE", "/2017-03-31/tags/{Resource}"),
    ("UpdateAlias", "PUT", "/2015-03-31/functions/{FunctionName}/aliases/{Name}"),
    ("UpdateCapacityProvider", "PUT", "/2025-11-30/capacity-providers/{CapacityProviderName}"),
    ("UpdateCodeSigningConfig", "PUT", "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}"),
    ("UpdateEventSourceMapping", "PUT", "/2015-03-31/event-source-mappings/{UUID}"),
    ("UpdateFunctionCode", "PUT", "/2015-03-31/functions/{FunctionName}/code"),
    ("UpdateFunctionConfiguration", "PUT", "/2015-03-31/functions/{FunctionName}/configuration"),
    ("UpdateFunctionEventInvokeConfig", "POST", "/2019-09-25/functions/{FunctionName}/event-invoke-config"),
    ("UpdateFunctionUrlConfig", "PUT", "/2021-10-31/functions/{FunctionName}/url"),
];

#[rustfmt::skip]
static PATTERN_0: Pattern = Pattern::new("$|kafka://([^.]([a-zA-Z0-9\\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)");
#[rustfmt::skip]
static PATTERN_1: Pattern = Pattern::new("(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\\-]*[a-zA-Z0-9])\\.)*([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9\\-]*[A-Za-z0-9]):[0-9]{1,5}");
#[rustfmt::skip]
static PATTERN_2: Pattern = Pattern::new("((arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}::runtime:.+)|(arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:runtime/[A-Za-z0-9_.-]{1,128}/version/[A-Za-z0-9_.-]{1,128}))");
#[rustfmt::skip]
static PATTERN_3: Pattern = Pattern::new("((arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+))");
#[rustfmt::skip]
static PATTERN_4: Pattern = Pattern::new("(?!^[0-9]+$)([a-zA-Z0-9-_]+)");
#[rustfmt::skip]
static PATTERN_5: Pattern = Pattern::new("([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)");
#[rustfmt::skip]
static PATTERN_6: Pattern = Pattern::new("([a-zA-Z0-9-_.]+)");
#[rustfmt::skip]
static PATTERN_7: Pattern = Pattern::new("([a-zA-Z0-9-_]+)");
#[rustfmt::skip]
static PATTERN_8: Pattern = Pattern::new("(\\$LATEST(\\.PUBLISHED)?|[0-9]+)");
#[rustfmt::skip]
static PATTERN_9: Pattern = Pattern::new("(\\$LATEST|[0-9]+)");
#[rustfmt::skip]
static PATTERN_10: Pattern = Pattern::new("(^(?!(system\\x2e)))(^[_a-zA-Z0-9])([^$]*)");
#[rustfmt::skip]
static PATTERN_11: Pattern = Pattern::new("(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()");
#[rustfmt::skip]
static PATTERN_12: Pattern = Pattern::new("(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?");
#[rustfmt::skip]
static PATTERN_13: Pattern = Pattern::new("(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?");
#[rustfmt::skip]
static PATTERN_14: Pattern = Pattern::new("(lambda:[*]|lambda:[a-zA-Z]+|[*])");
#[rustfmt::skip]
static PATTERN_15: Pattern = Pattern::new(".*");
#[rustfmt::skip]
static PATTERN_16: Pattern = Pattern::new("/mnt/[a-zA-Z0-9-_.]+");
#[rustfmt::skip]
static PATTERN_17: Pattern = Pattern::new("ALL|(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}");
#[rustfmt::skip]
static PATTERN_18: Pattern = Pattern::new("[ a-zA-Z0-9-\\/*:_+=.@-]*");
#[rustfmt::skip]
static PATTERN_19: Pattern = Pattern::new("[0-9A-Za-z\\.\\-_]*(?<!\\.)");
#[rustfmt::skip]
static PATTERN_20: Pattern = Pattern::new("[0-9]+");
#[rustfmt::skip]
static PATTERN_21: Pattern = Pattern::new("[A-Za-z]+Exception");
#[rustfmt::skip]
static PATTERN_22: Pattern = Pattern::new("[\\.\\-_/#A-Za-z0-9]+");
#[rustfmt::skip]
static PATTERN_23: Pattern = Pattern::new("[\\s\\S]*");
#[rustfmt::skip]
static PATTERN_24: Pattern = Pattern::new("[^ /\\.$\\x22]*");
#[rustfmt::skip]
static PATTERN_25: Pattern = Pattern::new("[^.]([a-zA-Z0-9\\-_.]+)");
#[rustfmt::skip]
static PATTERN_26: Pattern = Pattern::new("[^\\s]+");
#[rustfmt::skip]
static PATTERN_27: Pattern = Pattern::new("[a-zA-Z0-9-\\/*:_+=.@-]*");
#[rustfmt::skip]
static PATTERN_28: Pattern = Pattern::new("[a-zA-Z0-9-_]*");
#[rustfmt::skip]
static PATTERN_29: Pattern = Pattern::new("[a-zA-Z0-9-_]+");
#[rustfmt::skip]
static PATTERN_30: Pattern = Pattern::new("[a-zA-Z0-9._\\-]+");
#[rustfmt::skip]
static PATTERN_31: Pattern = Pattern::new("[a-zA-Z0-9\\._:\\/=+\\-@ ]+");
#[rustfmt::skip]
static PATTERN_32: Pattern = Pattern::new("[a-zA-Z]([a-zA-Z0-9_])+");
#[rustfmt::skip]
static PATTERN_33: Pattern = Pattern::new("\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+");
#[rustfmt::skip]
static PATTERN_34: Pattern = Pattern::new("\\d{12}");
#[rustfmt::skip]
static PATTERN_35: Pattern = Pattern::new("arn:([a-zA-Z0-9-]+):lambda:([a-zA-Z0-9-]+):(\\d{12}):function:([a-zA-Z0-9_-]+):(\\$LATEST(?:\\.PUBLISHED)?|[0-9]+)/durable-execution/([a-zA-Z0-9_-]+)/([a-zA-Z0-9_-]+)");
#[rustfmt::skip]
static PATTERN_36: Pattern = Pattern::new("arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|(capacity-provider|network-connector):[a-zA-Z0-9-_]{1,64})");
#[rustfmt::skip]
static PATTERN_37: Pattern = Pattern::new("arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+");
#[rustfmt::skip]
static PATTERN_38: Pattern = Pattern::new("arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:code-signing-config:csc-[a-z0-9]{17}");
#[rustfmt::skip]
static PATTERN_39: Pattern = Pattern::new("arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
#[rustfmt::skip]
static PATTERN_40: Pattern = Pattern::new("arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:function:[a-zA-Z0-9-_\\.]+(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?");
#[rustfmt::skip]
static PATTERN_41: Pattern = Pattern::new("arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?");
#[rustfmt::skip]
static PATTERN_42: Pattern = Pattern::new("arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)");
#[rustfmt::skip]
static PATTERN_43: Pattern = Pattern::new("arn:[a-z-]+:lambda:[a-z0-9-]+:\\d{12}:runtime/.+");
#[rustfmt::skip]
static PATTERN_44: Pattern = Pattern::new("arn:aws[a-zA-Z-]*:elasticfilesystem:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:access-point/fsap-[a-f0-9]{17}$|^arn:aws[-a-z]*:s3files:[0-9a-z-:]+:file-system/fs-[0-9a-f]{17,40}/access-point/fsap-[0-9a-f]{17,40}");
#[rustfmt::skip]
static PATTERN_45: Pattern = Pattern::new("arn:aws[a-zA-Z-]*:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:capacity-provider:[a-zA-Z0-9-_]+");
#[rustfmt::skip]
static PATTERN_46: Pattern = Pattern::new("o-[a-z0-9]{10,32}");
#[rustfmt::skip]
static PATTERN_47: Pattern = Pattern::new("sg-[0-9a-zA-Z]*");
#[rustfmt::skip]
static PATTERN_48: Pattern = Pattern::new("subnet-[0-9a-z]*");

#[rustfmt::skip]
static SHAPES: &[Shape] = &[
    Shape { name: "AcceleratorConfig", kind: Kind::Structure { members: &[
        Member { name: "AcceleratorMemorySize", wire_name: "AcceleratorMemorySize", shape: 1, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "AcceleratorMemoryGB", kind: Kind::Integer { range: (None, None) } },
    Shape { name: "AccountLimit", kind: Kind::Structure { members: &[
        Member { name: "TotalCodeSize", wire_name: "TotalCodeSize", shape: 180, ..Member::PLAIN },
        Member { name: "CodeSizeUnzipped", wire_name: "CodeSizeUnzipped", shape: 180, ..Member::PLAIN },
        Member { name: "CodeSizeZipped", wire_name: "CodeSizeZipped", shape: 180, ..Member::PLAIN },
        Member { name: "ConcurrentExecutions", wire_name: "ConcurrentExecutions", shape: 132, ..Member::PLAIN },
        Member { name: "UnreservedConcurrentExecutions", wire_name: "UnreservedConcurrentExecutions", shape: 301, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "AccountUsage", kind: Kind::Structure { members: &[
        Member { name: "TotalCodeSize", wire_name: "TotalCodeSize", shape: 180, ..Member::PLAIN },
        Member { name: "FunctionCount", wire_name: "FunctionCount", shape: 180, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Action", kind: Kind::String { length: (Some(0), Some(10_000)), pattern: Some(&PATTERN_14), values: &[] } },
    Shape { name: "AddPermissionRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 194, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "StatementId", wire_name: "StatementId", shape: 270, required: true, ..Member::PLAIN },
        Member { name: "Action", wire_name: "Action", shape: 4, required: true, ..Member::PLAIN },
        Member { name: "Principal", wire_name: "Principal", shape: 207, required: true, ..Member::PLAIN },
        Member { name: "SourceArn", wire_name: "SourceArn", shape: 18, ..Member::PLAIN },
        Member { name: "FunctionUrlAuthType", wire_name: "FunctionUrlAuthType", shape: 112, ..Member::PLAIN },
        Member { name: "InvokedViaFunctionUrl", wire_name: "InvokedViaFunctionUrl", shape: 143, ..Member::PLAIN },
        Member { name: "SourceAccount", wire_name: "SourceAccount", shape: 266, ..Member::PLAIN },
        Member { name: "EventSourceToken", wire_name: "EventSourceToken", shape: 86, ..Member::PLAIN },
        Member { name: "Qualifier", wire_name: "Qualifier", shape: 198, location: Location::Query, ..Member::PLAIN },
        Member { name: "RevisionId", wire_name: "RevisionId", shape: 271, ..Member::PLAIN },
        Member { name: "PrincipalOrgID", wire_name: "PrincipalOrgID", shape: 208, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "AddPermissionResponse", kind: Kind::Structure { members: &[
        Member { name: "Statement", wire_name: "Statement", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "AdditionalVersion", kind: Kind::String { length: (Some(1), Some(1_024)), pattern: Some(&PATTERN_20), values: &[] } },
    Shape { name: "AdditionalVersionWeights", kind: Kind::Map { key: 7, value: 314, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "Alias", kind: Kind::String { length: (Some(1), Some(128)), pattern: Some(&PATTERN_4), values: &[] } },
    Shape { name: "AliasConfiguration", kind: Kind::Structure { members: &[
        Member { name: "AliasArn", wire_name: "AliasArn", shape: 99, ..Member::PLAIN },
        Member { name: "Name", wire_name: "Name", shape: 9, ..Member::PLAIN },
        Member { name: "FunctionVersion", wire_name: "FunctionVersion", shape: 309, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 46, ..Member::PLAIN },
        Member { name: "RoutingConfig", wire_name: "RoutingConfig", shape: 13, ..Member::PLAIN },
        Member { name: "RevisionId", wire_name: "RevisionId", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "AliasLimitExceededException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "AliasList", kind: Kind::List { element: 10, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "AliasRoutingConfiguration", kind: Kind::Structure { members: &[
        Member { name: "AdditionalVersionWeights", wire_name: "AdditionalVersionWeights", shape: 8, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "AmazonManagedKafkaEventSourceConfig", kind: Kind::Structure { members: &[
        Member { name: "ConsumerGroupId", wire_name: "ConsumerGroupId", shape: 299, ..Member::PLAIN },
        Member { name: "SchemaRegistryConfig", wire_name: "SchemaRegistryConfig", shape: 153, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ApplicationLogLevel", kind: Kind::String { length: (None, None), pattern: None, values: &["TRACE","DEBUG","INFO","WARN","ERROR","FATAL"] } },
    Shape { name: "Architecture", kind: Kind::String { length: (None, None), pattern: None, values: &["x86_64","arm64"] } },
    Shape { name: "ArchitecturesList", kind: Kind::List { element: 16, element_name: "member", flattened: false, length: (Some(1), Some(1)) } },
    Shape { name: "Arn", kind: Kind::String { length: (Some(0), Some(10_000)), pattern: Some(&PATTERN_42), values: &[] } },
    Shape { name: "BatchSize", kind: Kind::Integer { range: (Some(1), Some(10_000)) } },
    Shape { name: "BisectBatchOnFunctionError", kind: Kind::Boolean },
    Shape { name: "Blob", kind: Kind::Blob { length: (None, None), streaming: false } },
    Shape { name: "Boolean", kind: Kind::Boolean },
    Shape { name: "CapacityProviderArn", kind: Kind::String { length: (Some(1), Some(140)), pattern: Some(&PATTERN_45), values: &[] } },
    Shape { name: "CapacityProviderConfig", kind: Kind::Structure { members: &[
        Member { name: "LambdaManagedInstancesCapacityProviderConfig", wire_name: "LambdaManagedInstancesCapacityProviderConfig", shape: 157, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CodeArtifactUserDeletedException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 409 }) } },
    Shape { name: "CodeArtifactUserFailedException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 409 }) } },
    Shape { name: "CodeArtifactUserPendingException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 409 }) } },
    Shape { name: "CodeSigningConfigArn", kind: Kind::String { length: (Some(0), Some(200)), pattern: Some(&PATTERN_38), values: &[] } },
    Shape { name: "CodeSigningConfigNotFoundException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 404 }) } },
    Shape { name: "CodeStorageExceededException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "CodeVerificationFailedException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "CollectionName", kind: Kind::String { length: (Some(1), Some(57)), pattern: Some(&PATTERN_10), values: &[] } },
    Shape { name: "Concurrency", kind: Kind::Structure { members: &[
        Member { name: "ReservedConcurrentExecutions", wire_name: "ReservedConcurrentExecutions", shape: 220, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateAliasRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 106, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "Name", wire_name: "Name", shape: 9, required: true, ..Member::PLAIN },
        Member { name: "FunctionVersion", wire_name: "FunctionVersion", shape: 310, required: true, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 46, ..Member::PLAIN },
        Member { name: "RoutingConfig", wire_name: "RoutingConfig", shape: 13, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateEventSourceMappingRequest", kind: Kind::Structure { members: &[
        Member { name: "EventSourceArn", wire_name: "EventSourceArn", shape: 18, ..Member::PLAIN },
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 194, required: true, ..Member::PLAIN },
        Member { name: "Enabled", wire_name: "Enabled", shape: 64, ..Member::PLAIN },
        Member { name: "BatchSize", wire_name: "BatchSize", shape: 19, ..Member::PLAIN },
        Member { name: "FilterCriteria", wire_name: "FilterCriteria", shape: 93, ..Member::PLAIN },
        Member { name: "KMSKeyArn", wire_name: "KMSKeyArn", shape: 147, ..Member::PLAIN },
        Member { name: "MetricsConfig", wire_name: "MetricsConfig", shape: 82, ..Member::PLAIN },
        Member { name: "LoggingConfig", wire_name: "LoggingConfig", shape: 79, ..Member::PLAIN },
        Member { name: "ScalingConfig", wire_name: "ScalingConfig", shape: 243, ..Member::PLAIN },
        Member { name: "MaximumBatchingWindowInSeconds", wire_name: "MaximumBatchingWindowInSeconds", shape: 183, ..Member::PLAIN },
        Member { name: "ParallelizationFactor", wire_name: "ParallelizationFactor", shape: 202, ..Member::PLAIN },
        Member { name: "StartingPosition", wire_name: "StartingPosition", shape: 85, ..Member::PLAIN },
        Member { name: "StartingPositionTimestamp", wire_name: "StartingPositionTimestamp", shape: 38, ..Member::PLAIN },
        Member { name: "DestinationConfig", wire_name: "DestinationConfig", shape: 48, ..Member::PLAIN },
        Member { name: "MaximumRecordAgeInSeconds", wire_name: "MaximumRecordAgeInSeconds", shape: 187, ..Member::PLAIN },
        Member { name: "BisectBatchOnFunctionError", wire_name: "BisectBatchOnFunctionError", shape: 20, ..Member::PLAIN },
        Member { name: "MaximumRetryAttempts", wire_name: "MaximumRetryAttempts", shape: 189, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 282, ..Member::PLAIN },
        Member { name: "TumblingWindowInSeconds", wire_name: "TumblingWindowInSeconds", shape: 298, ..Member::PLAIN },
        Member { name: "Topics", wire_name: "Topics", shape: 294, ..Member::PLAIN },
        Member { name: "Queues", wire_name: "Queues", shape: 216, ..Member::PLAIN },
        Member { name: "SourceAccessConfigurations", wire_name: "SourceAccessConfigurations", shape: 264, ..Member::PLAIN },
        Member { name: "SelfManagedEventSource", wire_name: "SelfManagedEventSource", shape: 248, ..Member::PLAIN },
        Member { name: "FunctionResponseTypes", wire_name: "FunctionResponseTypes", shape: 108, ..Member::PLAIN },
        Member { name: "AmazonManagedKafkaEventSourceConfig", wire_name: "AmazonManagedKafkaEventSourceConfig", shape: 14, ..Member::PLAIN },
        Member { name: "SelfManagedKafkaEventSourceConfig", wire_name: "SelfManagedKafkaEventSourceConfig", shape: 249, ..Member::PLAIN },
        Member { name: "DocumentDBEventSourceConfig", wire_name: "DocumentDBEventSourceConfig", shape: 50, ..Member::PLAIN },
        Member { name: "ProvisionedPollerConfig", wire_name: "ProvisionedPollerConfig", shape: 209, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateFunctionRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 106, required: true, ..Member::PLAIN },
        Member { name: "Runtime", wire_name: "Runtime", shape: 229, ..Member::PLAIN },
        Member { name: "Role", wire_name: "Role", shape: 228, required: true, ..Member::PLAIN },
        Member { name: "Handler", wire_name: "Handler", shape: 128, ..Member::PLAIN },
        Member { name: "Code", wire_name: "Code", shape: 100, required: true, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 46, ..Member::PLAIN },
        Member { name: "Timeout", wire_name: "Timeout", shape: 290, ..Member::PLAIN },
        Member { name: "MemorySize", wire_name: "MemorySize", shape: 190, ..Member::PLAIN },
        Member { name: "Publish", wire_name: "Publish", shape: 22, ..Member::PLAIN },
        Member { name: "PublishTo", wire_name: "PublishTo", shape: 114, ..Member::PLAIN },
        Member { name: "VpcConfig", wire_name: "VpcConfig", shape: 311, ..Member::PLAIN },
        Member { name: "PackageType", wire_name: "PackageType", shape: 201, ..Member::PLAIN },
        Member { name: "DeadLetterConfig", wire_name: "DeadLetterConfig", shape: 39, ..Member::PLAIN },
        Member { name: "Environment", wire_name: "Environment", shape: 69, ..Member::PLAIN },
        Member { name: "KMSKeyArn", wire_name: "KMSKeyArn", shape: 147, ..Member::PLAIN },
        Member { name: "TracingConfig", wire_name: "TracingConfig", shape: 295, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 282, ..Member::PLAIN },
        Member { name: "Layers", wire_name: "Layers", shape: 162, ..Member::PLAIN },
        Member { name: "FileSystemConfigs", wire_name: "FileSystemConfigs", shape: 91, ..Member::PLAIN },
        Member { name: "CodeSigningConfigArn", wire_name: "CodeSigningConfigArn", shape: 28, ..Member::PLAIN },
        Member { name: "ImageConfig", wire_name: "ImageConfig", shape: 129, ..Member::PLAIN },
        Member { name: "Architectures", wire_name: "Architectures", shape: 17, ..Member::PLAIN },
        Member { name: "EphemeralStorage", wire_name: "EphemeralStorage", shape: 75, ..Member::PLAIN },
        Member { name: "SnapStart", wire_name: "SnapStart", shape: 255, ..Member::PLAIN },
        Member { name: "LoggingConfig", wire_name: "LoggingConfig", shape: 179, ..Member::PLAIN },
        Member { name: "TenancyConfig", wire_name: "TenancyConfig", shape: 286, ..Member::PLAIN },
        Member { name: "CapacityProviderConfig", wire_name: "CapacityProviderConfig", shape: 24, ..Member::PLAIN },
        Member { name: "DurableConfig", wire_name: "DurableConfig", shape: 51, ..Member::PLAIN },
        Member { name: "RuntimeConfig", wire_name: "RuntimeConfig", shape: 111, ..Member::PLAIN },
        Member { name: "AcceleratorConfig", wire_name: "AcceleratorConfig", shape: 0, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DatabaseName", kind: Kind::String { length: (Some(1), Some(63)), pattern: Some(&PATTERN_24), values: &[] } },
    Shape { name: "Date", kind: Kind::Timestamp { format: None } },
    Shape { name: "DeadLetterConfig", kind: Kind::Structure { members: &[
        Member { name: "TargetArn", wire_name: "TargetArn", shape: 222, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteAliasRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 106, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "Name", wire_name: "Name", shape: 9, location: Location::Uri, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteEventSourceMappingRequest", kind: Kind::Structure { members: &[
        Member { name: "UUID", wire_name: "UUID", shape: 300, location: Location::Uri, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteFunctionConcurrencyRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 106, location: Location::Uri, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteFunctionEventInvokeConfigRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 194, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "Qualifier", wire_name: "Qualifier", shape: 198, location: Location::Query, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteFunctionRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 194, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "Qualifier", wire_name: "Qualifier", shape: 198, location: Location::Query, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteFunctionResponse", kind: Kind::Structure { members: &[
        Member { name: "StatusCode", wire_name: "StatusCode", shape: 132, location: Location::Status, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Description", kind: Kind::String { length: (Some(0), Some(256)), pattern: None, values: &[] } },
    Shape { name: "DestinationArn", kind: Kind::String { length: (Some(0), Some(350)), pattern: Some(&PATTERN_0), values: &[] } },
    Shape { name: "DestinationConfig", kind: Kind::Structure { members: &[
        Member { name: "OnSuccess", wire_name: "OnSuccess", shape: 200, ..Member::PLAIN },
        Member { name: "OnFailure", wire_name: "OnFailure", shape: 199, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DirectS3Read", kind: Kind::String { length: (None, None), pattern: None, values: &["ENABLED","DISABLED","AUTO"] } },
    Shape { name: "DocumentDBEventSourceConfig", kind: Kind::Structure { members: &[
        Member { name: "DatabaseName", wire_name: "DatabaseName", shape: 37, ..Member::PLAIN },
        Member { name: "CollectionName", wire_name: "CollectionName", shape: 32, ..Member::PLAIN },
        Member { name: "FullDocument", wire_name: "FullDocument", shape: 98, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DurableConfig", kind: Kind::Structure { members: &[
        Member { name: "KMSKeyArn", wire_name: "KMSKeyArn", shape: 147, ..Member::PLAIN },
        Member { name: "RetentionPeriodInDays", wire_name: "RetentionPeriodInDays", shape: 227, ..Member::PLAIN },
        Member { name: "ExecutionTimeout", wire_name: "ExecutionTimeout", shape: 88, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DurableExecutionAlreadyStartedException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 409 }) } },
    Shape { name: "DurableExecutionArn", kind: Kind::String { length: (Some(1), Some(1_024)), pattern: Some(&PATTERN_35), values: &[] } },
    Shape { name: "DurableExecutionName", kind: Kind::String { length: (Some(1), Some(64)), pattern: Some(&PATTERN_29), values: &[] } },
    Shape { name: "EC2AccessDeniedException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 502 }) } },
    Shape { name: "EC2ThrottledException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 502 }) } },
    Shape { name: "EC2UnexpectedException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
        Member { name: "EC2ErrorCode", wire_name: "EC2ErrorCode", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 502 }) } },
    Shape { name: "EFSIOException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 410 }) } },
    Shape { name: "EFSMountConnectivityException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 408 }) } },
    Shape { name: "EFSMountFailureException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 403 }) } },
    Shape { name: "EFSMountTimeoutException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 408 }) } },
    Shape { name: "ENILimitReachedException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 502 }) } },
    Shape { name: "ENINotReadyException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 502 }) } },
    Shape { name: "Enabled", kind: Kind::Boolean },
    Shape { name: "EndPointType", kind: Kind::String { length: (None, None), pattern: None, values: &["KAFKA_BOOTSTRAP_SERVERS"] } },
    Shape { name: "Endpoint", kind: Kind::String { length: (Some(1), Some(300)), pattern: Some(&PATTERN_1), values: &[] } },
    Shape { name: "EndpointLists", kind: Kind::List { element: 66, element_name: "member", flattened: false, length: (Some(1), Some(10)) } },
    Shape { name: "Endpoints", kind: Kind::Map { key: 65, value: 67, names: ("key", "value"), flattened: false, length: (Some(1), Some(2)) } },
    Shape { name: "Environment", kind: Kind::Structure { members: &[
        Member { name: "Variables", wire_name: "Variables", shape: 74, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "EnvironmentError", kind: Kind::Structure { members: &[
        Member { name: "ErrorCode", wire_name: "ErrorCode", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 250, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "EnvironmentResponse", kind: Kind::Structure { members: &[
        Member { name: "Variables", wire_name: "Variables", shape: 74, ..Member::PLAIN },
        Member { name: "Error", wire_name: "Error", shape: 70, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "EnvironmentVariableName", kind: Kind::String { length: (None, None), pattern: Some(&PATTERN_32), values: &[] } },
    Shape { name: "EnvironmentVariableValue", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "EnvironmentVariables", kind: Kind::Map { key: 72, value: 73, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "EphemeralStorage", kind: Kind::Structure { members: &[
        Member { name: "Size", wire_name: "Size", shape: 76, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "EphemeralStorageSize", kind: Kind::Integer { range: (Some(512), Some(32_768)) } },
    Shape { name: "EventSourceMappingArn", kind: Kind::String { length: (Some(85), Some(120)), pattern: Some(&PATTERN_39), values: &[] } },
    Shape { name: "EventSourceMappingConfiguration", kind: Kind::Structure { members: &[
        Member { name: "UUID", wire_name: "UUID", shape: 300, ..Member::PLAIN },
        Member { name: "StartingPosition", wire_name: "StartingPosition", shape: 85, ..Member::PLAIN },
        Member { name: "StartingPositionTimestamp", wire_name: "StartingPositionTimestamp", shape: 38, ..Member::PLAIN },
        Member { name: "BatchSize", wire_name: "BatchSize", shape: 19, ..Member::PLAIN },
        Member { name: "MaximumBatchingWindowInSeconds", wire_name: "MaximumBatchingWindowInSeconds", shape: 183, ..Member::PLAIN },
        Member { name: "ParallelizationFactor", wire_name: "ParallelizationFactor", shape: 202, ..Member::PLAIN },
        Member { name: "EventSourceArn", wire_name: "EventSourceArn", shape: 18, ..Member::PLAIN },
        Member { name: "FilterCriteria", wire_name: "FilterCriteria", shape: 93, ..Member::PLAIN },
        Member { name: "FilterCriteriaError", wire_name: "FilterCriteriaError", shape: 94, ..Member::PLAIN },
        Member { name: "KMSKeyArn", wire_name: "KMSKeyArn", shape: 147, ..Member::PLAIN },
        Member { name: "MetricsConfig", wire_name: "MetricsConfig", shape: 82, ..Member::PLAIN },
        Member { name: "LoggingConfig", wire_name: "LoggingConfig", shape: 79, ..Member::PLAIN },
        Member { name: "ScalingConfig", wire_name: "ScalingConfig", shape: 243, ..Member::PLAIN },
        Member { name: "FunctionArn", wire_name: "FunctionArn", shape: 99, ..Member::PLAIN },
        Member { name: "LastModified", wire_name: "LastModified", shape: 38, ..Member::PLAIN },
        Member { name: "LastProcessingResult", wire_name: "LastProcessingResult", shape: 271, ..Member::PLAIN },
        Member { name: "State", wire_name: "State", shape: 271, ..Member::PLAIN },
        Member { name: "StateTransitionReason", wire_name: "StateTransitionReason", shape: 271, ..Member::PLAIN },
        Member { name: "DestinationConfig", wire_name: "DestinationConfig", shape: 48, ..Member::PLAIN },
        Member { name: "Topics", wire_name: "Topics", shape: 294, ..Member::PLAIN },
        Member { name: "Queues", wire_name: "Queues", shape: 216, ..Member::PLAIN },
        Member { name: "SourceAccessConfigurations", wire_name: "SourceAccessConfigurations", shape: 264, ..Member::PLAIN },
        Member { name: "SelfManagedEventSource", wire_name: "SelfManagedEventSource", shape: 248, ..Member::PLAIN },
        Member { name: "MaximumRecordAgeInSeconds", wire_name: "MaximumRecordAgeInSeconds", shape: 187, ..Member::PLAIN },
        Member { name: "BisectBatchOnFunctionError", wire_name: "BisectBatchOnFunctionError", shape: 20, ..Member::PLAIN },
        Member { name: "MaximumRetryAttempts", wire_name: "MaximumRetryAttempts", shape: 189, ..Member::PLAIN },
        Member { name: "TumblingWindowInSeconds", wire_name: "TumblingWindowInSeconds", shape: 298, ..Member::PLAIN },
        Member { name: "FunctionResponseTypes", wire_name: "FunctionResponseTypes", shape: 108, ..Member::PLAIN },
        Member { name: "AmazonManagedKafkaEventSourceConfig", wire_name: "AmazonManagedKafkaEventSourceConfig", shape: 14, ..Member::PLAIN },
        Member { name: "SelfManagedKafkaEventSourceConfig", wire_name: "SelfManagedKafkaEventSourceConfig", shape: 249, ..Member::PLAIN },
        Member { name: "DocumentDBEventSourceConfig", wire_name: "DocumentDBEventSourceConfig", shape: 50, ..Member::PLAIN },
        Member { name: "EventSourceMappingArn", wire_name: "EventSourceMappingArn", shape: 77, ..Member::PLAIN },
        Member { name: "ProvisionedPollerConfig", wire_name: "ProvisionedPollerConfig", shape: 209, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "EventSourceMappingLoggingConfig", kind: Kind::Structure { members: &[
        Member { name: "SystemLogLevel", wire_name: "SystemLogLevel", shape: 83, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "EventSourceMappingMetric", kind: Kind::String { length: (None, None), pattern: None, values: &["EventCount","ErrorCount","KafkaMetrics"] } },
    Shape { name: "EventSourceMappingMetricList", kind: Kind::List { element: 80, element_name: "member", flattened: false, length: (Some(0), Some(3)) } },
    Shape { name: "EventSourceMappingMetricsConfig", kind: Kind::Structure { members: &[
        Member { name: "Metrics", wire_name: "Metrics", shape: 81, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "EventSourceMappingSystemLogLevel", kind: Kind::String { length: (None, None), pattern: None, values: &["DEBUG","INFO","WARN"] } },
    Shape { name: "EventSourceMappingsList", kind: Kind::List { element: 78, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "EventSourcePosition", kind: Kind::String { length: (None, None), pattern: None, values: &["TRIM_HORIZON","LATEST","AT_TIMESTAMP"] } },
    Shape { name: "EventSourceToken", kind: Kind::String { length: (Some(0), Some(256)), pattern: Some(&PATTERN_30), values: &[] } },
    Shape { name: "ExecutionEnvironmentMemoryGiBPerVCpu", kind: Kind::Double },
    Shape { name: "ExecutionTimeout", kind: Kind::Integer { range: (Some(1), Some(31_622_400)) } },
    Shape { name: "FileSystemArn", kind: Kind::String { length: (Some(0), Some(256)), pattern: Some(&PATTERN_44), values: &[] } },
    Shape { name: "FileSystemConfig", kind: Kind::Structure { members: &[
        Member { name: "Arn", wire_name: "Arn", shape: 89, required: true, ..Member::PLAIN },
        Member { name: "LocalMountPath", wire_name: "LocalMountPath", shape: 175, required: true, ..Member::PLAIN },
        Member { name: "S3FilesConfig", wire_name: "S3FilesConfig", shape: 236, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "FileSystemConfigList", kind: Kind::List { element: 90, element_name: "member", flattened: false, length: (Some(0), Some(1)) } },
    Shape { name: "Filter", kind: Kind::Structure { members: &[
        Member { name: "Pattern", wire_name: "Pattern", shape: 203, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "FilterCriteria", kind: Kind::Structure { members: &[
        Member { name: "Filters", wire_name: "Filters", shape: 97, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "FilterCriteriaError", kind: Kind::Structure { members: &[
        Member { name: "ErrorCode", wire_name: "ErrorCode", shape: 95, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 96, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "FilterCriteriaErrorCode", kind: Kind::String { length: (Some(10), Some(50)), pattern: Some(&PATTERN_21), values: &[] } },
    Shape { name: "FilterCriteriaErrorMessage", kind: Kind::String { length: (Some(10), Some(2_048)), pattern: Some(&PATTERN_15), values: &[] } },
    Shape { name: "FilterList", kind: Kind::List { element: 92, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "FullDocument", kind: Kind::String { length: (None, None), pattern: None, values: &["UpdateLookup","Default"] } },
    Shape { name: "FunctionArn", kind: Kind::String { length: (Some(0), Some(10_000)), pattern: Some(&PATTERN_41), values: &[] } },
    Shape { name: "FunctionCode", kind: Kind::Structure { members: &[
        Member { name: "ZipFile", wire_name: "ZipFile", shape: 21, ..Member::PLAIN },
        Member { name: "S3Bucket", wire_name: "S3Bucket", shape: 235, ..Member::PLAIN },
        Member { name: "S3Key", wire_name: "S3Key", shape: 240, ..Member::PLAIN },
        Member { name: "S3ObjectVersion", wire_name: "S3ObjectVersion", shape: 242, ..Member::PLAIN },
        Member { name: "S3ObjectStorageMode", wire_name: "S3ObjectStorageMode", shape: 241, ..Member::PLAIN },
        Member { name: "ImageUri", wire_name: "ImageUri", shape: 271, ..Member::PLAIN },
        Member { name: "SourceKMSKeyArn", wire_name: "SourceKMSKeyArn", shape: 147, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "FunctionCodeLocation", kind: Kind::Structure { members: &[
        Member { name: "RepositoryType", wire_name: "RepositoryType", shape: 271, ..Member::PLAIN },
        Member { name: "Location", wire_name: "Location", shape: 251, ..Member::PLAIN },
        Member { name: "ImageUri", wire_name: "ImageUri", shape: 271, ..Member::PLAIN },
        Member { name: "ResolvedImageUri", wire_name: "ResolvedImageUri", shape: 271, ..Member::PLAIN },
        Member { name: "ResolvedS3Object", wire_name: "ResolvedS3Object", shape: 221, ..Member::PLAIN },
        Member { name: "SourceKMSKeyArn", wire_name: "SourceKMSKeyArn", shape: 147, ..Member::PLAIN },
        Member { name: "Error", wire_name: "Error", shape: 102, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "FunctionCodeLocationError", kind: Kind::Structure { members: &[
        Member { name: "ErrorCode", wire_name: "ErrorCode", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 250, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "FunctionConfiguration", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 194, ..Member::PLAIN },
        Member { name: "FunctionArn", wire_name: "FunctionArn", shape: 193, ..Member::PLAIN },
        Member { name: "Runtime", wire_name: "Runtime", shape: 229, ..Member::PLAIN },
        Member { name: "Role", wire_name: "Role", shape: 228, ..Member::PLAIN },
        Member { name: "Handler", wire_name: "Handler", shape: 128, ..Member::PLAIN },
        Member { name: "CodeSize", wire_name: "CodeSize", shape: 180, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 46, ..Member::PLAIN },
        Member { name: "Timeout", wire_name: "Timeout", shape: 290, ..Member::PLAIN },
        Member { name: "MemorySize", wire_name: "MemorySize", shape: 190, ..Member::PLAIN },
        Member { name: "LastModified", wire_name: "LastModified", shape: 291, ..Member::PLAIN },
        Member { name: "CodeSha256", wire_name: "CodeSha256", shape: 271, ..Member::PLAIN },
        Member { name: "Version", wire_name: "Version", shape: 309, ..Member::PLAIN },
        Member { name: "VpcConfig", wire_name: "VpcConfig", shape: 312, ..Member::PLAIN },
        Member { name: "DeadLetterConfig", wire_name: "DeadLetterConfig", shape: 39, ..Member::PLAIN },
        Member { name: "Environment", wire_name: "Environment", shape: 71, ..Member::PLAIN },
        Member { name: "KMSKeyArn", wire_name: "KMSKeyArn", shape: 147, ..Member::PLAIN },
        Member { name: "TracingConfig", wire_name: "TracingConfig", shape: 296, ..Member::PLAIN },
        Member { name: "MasterArn", wire_name: "MasterArn", shape: 99, ..Member::PLAIN },
        Member { name: "RevisionId", wire_name: "RevisionId", shape: 271, ..Member::PLAIN },
        Member { name: "Layers", wire_name: "Layers", shape: 164, ..Member::PLAIN },
        Member { name: "State", wire_name: "State", shape: 267, ..Member::PLAIN },
        Member { name: "StateReason", wire_name: "StateReason", shape: 268, ..Member::PLAIN },
        Member { name: "StateReasonCode", wire_name: "StateReasonCode", shape: 269, ..Member::PLAIN },
        Member { name: "LastUpdateStatus", wire_name: "LastUpdateStatus", shape: 158, ..Member::PLAIN },
        Member { name: "LastUpdateStatusReason", wire_name: "LastUpdateStatusReason", shape: 159, ..Member::PLAIN },
        Member { name: "LastUpdateStatusReasonCode", wire_name: "LastUpdateStatusReasonCode", shape: 160, ..Member::PLAIN },
        Member { name: "FileSystemConfigs", wire_name: "FileSystemConfigs", shape: 91, ..Member::PLAIN },
        Member { name: "SigningProfileVersionArn", wire_name: "SigningProfileVersionArn", shape: 18, ..Member::PLAIN },
        Member { name: "SigningJobArn", wire_name: "SigningJobArn", shape: 18, ..Member::PLAIN },
        Member { name: "PackageType", wire_name: "PackageType", shape: 201, ..Member::PLAIN },
        Member { name: "ImageConfigResponse", wire_name: "ImageConfigResponse", shape: 131, ..Member::PLAIN },
        Member { name: "Architectures", wire_name: "Architectures", shape: 17, ..Member::PLAIN },
        Member { name: "EphemeralStorage", wire_name: "EphemeralStorage", shape: 75, ..Member::PLAIN },
        Member { name: "SnapStart", wire_name: "SnapStart", shape: 261, ..Member::PLAIN },
        Member { name: "RuntimeVersionConfig", wire_name: "RuntimeVersionConfig", shape: 232, ..Member::PLAIN },
        Member { name: "LoggingConfig", wire_name: "LoggingConfig", shape: 179, ..Member::PLAIN },
        Member { name: "TenancyConfig", wire_name: "TenancyConfig", shape: 286, ..Member::PLAIN },
        Member { name: "CapacityProviderConfig", wire_name: "CapacityProviderConfig", shape: 24, ..Member::PLAIN },
        Member { name: "ConfigSha256", wire_name: "ConfigSha256", shape: 271, ..Member::PLAIN },
        Member { name: "DurableConfig", wire_name: "DurableConfig", shape: 51, ..Member::PLAIN },
        Member { name: "RuntimeConfig", wire_name: "RuntimeConfig", shape: 111, ..Member::PLAIN },
        Member { name: "AcceleratorConfig", wire_name: "AcceleratorConfig", shape: 0, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "FunctionEventInvokeConfig", kind: Kind::Structure { members: &[
        Member { name: "LastModified", wire_name: "LastModified", shape: 38, ..Member::PLAIN },
        Member { name: "FunctionArn", wire_name: "FunctionArn", shape: 99, ..Member::PLAIN },
        Member { name: "MaximumRetryAttempts", wire_name: "MaximumRetryAttempts", shape: 188, ..Member::PLAIN },
        Member { name: "MaximumEventAgeInSeconds", wire_name: "MaximumEventAgeInSeconds", shape: 185, ..Member::PLAIN },
        Member { name: "DestinationConfig", wire_name: "DestinationConfig", shape: 48, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "FunctionList", kind: Kind::List { element: 103, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "FunctionName", kind: Kind::String { length: (Some(1), Some(140)), pattern: Some(&PATTERN_13), values: &[] } },
    Shape { name: "FunctionResponseType", kind: Kind::String { length: (None, None), pattern: None, values: &["ReportBatchItemFailures"] } },
    Shape { name: "FunctionResponseTypeList", kind: Kind::List { element: 107, element_name: "member", flattened: false, length: (Some(0), Some(1)) } },
    Shape { name: "FunctionRuntimeAlias", kind: Kind::String { length: (Some(1), Some(128)), pattern: None, values: &[] } },
    Shape { name: "FunctionRuntimeArn", kind: Kind::String { length: (Some(48), Some(2_048)), pattern: Some(&PATTERN_43), values: &[] } },
    Shape { name: "FunctionRuntimeConfig", kind: Kind::Structure { members: &[
        Member { name: "RuntimeArn", wire_name: "RuntimeArn", shape: 110, required: true, ..Member::PLAIN },
        Member { name: "RuntimeAlias", wire_name: "RuntimeAlias", shape: 109, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "FunctionUrlAuthType", kind: Kind::String { length: (None, None), pattern: None, values: &["NONE","AWS_IAM"] } },
    Shape { name: "FunctionVersion", kind: Kind::String { length: (None, None), pattern: None, values: &["ALL"] } },
    Shape { name: "FunctionVersionLatestPublished", kind: Kind::String { length: (None, None), pattern: None, values: &["LATEST_PUBLISHED"] } },
    Shape { name: "FunctionVersionsPerCapacityProviderLimitExceededException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "GetAccountSettingsRequest", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: None } },
    Shape { name: "GetAccountSettingsResponse", kind: Kind::Structure { members: &[
        Member { name: "AccountLimit", wire_name: "AccountLimit", shape: 2, ..Member::PLAIN },
        Member { name: "AccountUsage", wire_name: "AccountUsage", shape: 3, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetAliasRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 106, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "Name", wire_name: "Name", shape: 9, location: Location::Uri, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetEventSourceMappingRequest", kind: Kind::Structure { members: &[
        Member { name: "UUID", wire_name: "UUID", shape: 300, location: Location::Uri, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetFunctionConcurrencyRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 106, location: Location::Uri, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetFunctionConcurrencyResponse", kind: Kind::Structure { members: &[
        Member { name: "ReservedConcurrentExecutions", wire_name: "ReservedConcurrentExecutions", shape: 220, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetFunctionConfigurationRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 194, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "Qualifier", wire_name: "Qualifier", shape: 198, location: Location::Query, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetFunctionEventInvokeConfigRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 194, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "Qualifier", wire_name: "Qualifier", shape: 198, location: Location::Query, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetFunctionRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 194, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "Qualifier", wire_name: "Qualifier", shape: 198, location: Location::Query, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetFunctionResponse", kind: Kind::Structure { members: &[
        Member { name: "Configuration", wire_name: "Configuration", shape: 103, ..Member::PLAIN },
        Member { name: "Code", wire_name: "Code", shape: 101, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 282, ..Member::PLAIN },
        Member { name: "TagsError", wire_name: "TagsError", shape: 283, ..Member::PLAIN },
        Member { name: "Concurrency", wire_name: "Concurrency", shape: 33, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetPolicyRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 194, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "Qualifier", wire_name: "Qualifier", shape: 198, location: Location::Query, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetPolicyResponse", kind: Kind::Structure { members: &[
        Member { name: "Policy", wire_name: "Policy", shape: 271, ..Member::PLAIN },
        Member { name: "RevisionId", wire_name: "RevisionId", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Handler", kind: Kind::String { length: (Some(0), Some(128)), pattern: Some(&PATTERN_26), values: &[] } },
    Shape { name: "ImageConfig", kind: Kind::Structure { members: &[
        Member { name: "EntryPoint", wire_name: "EntryPoint", shape: 272, ..Member::PLAIN },
        Member { name: "Command", wire_name: "Command", shape: 272, ..Member::PLAIN },
        Member { name: "WorkingDirectory", wire_name: "WorkingDirectory", shape: 315, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ImageConfigError", kind: Kind::Structure { members: &[
        Member { name: "ErrorCode", wire_name: "ErrorCode", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 250, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ImageConfigResponse", kind: Kind::Structure { members: &[
        Member { name: "ImageConfig", wire_name: "ImageConfig", shape: 129, ..Member::PLAIN },
        Member { name: "Error", wire_name: "Error", shape: 130, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Integer", kind: Kind::Integer { range: (None, None) } },
    Shape { name: "InvalidCodeSignatureException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "InvalidParameterValueException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "InvalidRequestContentException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "InvalidRuntimeException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 502 }) } },
    Shape { name: "InvalidSecurityGroupIDException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 502 }) } },
    Shape { name: "InvalidSubnetIDException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 502 }) } },
    Shape { name: "InvalidZipFileException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 502 }) } },
    Shape { name: "InvocationRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 194, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "InvocationType", wire_name: "X-Amz-Invocation-Type", shape: 142, location: Location::Header, ..Member::PLAIN },
        Member { name: "LogType", wire_name: "X-Amz-Log-Type", shape: 178, location: Location::Header, ..Member::PLAIN },
        Member { name: "ClientContext", wire_name: "X-Amz-Client-Context", shape: 271, location: Location::Header, ..Member::PLAIN },
        Member { name: "DurableExecutionName", wire_name: "X-Amz-Durable-Execution-Name", shape: 54, location: Location::Header, ..Member::PLAIN },
        Member { name: "Payload", wire_name: "Payload", shape: 21, ..Member::PLAIN },
        Member { name: "Qualifier", wire_name: "Qualifier", shape: 198, location: Location::Query, ..Member::PLAIN },
        Member { name: "TenantId", wire_name: "X-Amz-Tenant-Id", shape: 287, location: Location::Header, ..Member::PLAIN },
    ], payload: "Payload", union: false, error: None } },
    Shape { name: "InvocationResponse", kind: Kind::Structure { members: &[
        Member { name: "StatusCode", wire_name: "StatusCode", shape: 132, location: Location::Status, ..Member::PLAIN },
        Member { name: "FunctionError", wire_name: "X-Amz-Function-Error", shape: 271, location: Location::Header, ..Member::PLAIN },
        Member { name: "LogResult", wire_name: "X-Amz-Log-Result", shape: 271, location: Location::Header, ..Member::PLAIN },
        Member { name: "Payload", wire_name: "Payload", shape: 21, ..Member::PLAIN },
        Member { name: "ExecutedVersion", wire_name: "X-Amz-Executed-Version", shape: 309, location: Location::Header, ..Member::PLAIN },
        Member { name: "DurableExecutionArn", wire_name: "X-Amz-Durable-Execution-Arn", shape: 53, location: Location::Header, ..Member::PLAIN },
    ], payload: "Payload", union: false, error: None } },
    Shape { name: "InvocationType", kind: Kind::String { length: (None, None), pattern: None, values: &["Event","RequestResponse","DryRun"] } },
    Shape { name: "InvokedViaFunctionUrl", kind: Kind::Boolean },
    Shape { name: "KMSAccessDeniedException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 502 }) } },
    Shape { name: "KMSDisabledException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 502 }) } },
    Shape { name: "KMSInvalidStateException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 502 }) } },
    Shape { name: "KMSKeyArn", kind: Kind::String { length: (Some(0), Some(10_000)), pattern: Some(&PATTERN_11), values: &[] } },
    Shape { name: "KMSNotFoundException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 502 }) } },
    Shape { name: "KafkaEventSourceMappingConsumptionMode", kind: Kind::String { length: (None, None), pattern: None, values: &["Stream","Queue"] } },
    Shape { name: "KafkaSchemaRegistryAccessConfig", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 152, ..Member::PLAIN },
        Member { name: "URI", wire_name: "URI", shape: 18, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "KafkaSchemaRegistryAccessConfigList", kind: Kind::List { element: 150, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "KafkaSchemaRegistryAuthType", kind: Kind::String { length: (None, None), pattern: None, values: &["BASIC_AUTH","CLIENT_CERTIFICATE_TLS_AUTH","SERVER_ROOT_CA_CERTIFICATE","OAUTHBEARER_AUTH"] } },
    Shape { name: "KafkaSchemaRegistryConfig", kind: Kind::Structure { members: &[
        Member { name: "SchemaRegistryURI", wire_name: "SchemaRegistryURI", shape: 245, ..Member::PLAIN },
        Member { name: "EventRecordFormat", wire_name: "EventRecordFormat", shape: 244, ..Member::PLAIN },
        Member { name: "AccessConfigs", wire_name: "AccessConfigs", shape: 151, ..Member::PLAIN },
        Member { name: "SchemaValidationConfigs", wire_name: "SchemaValidationConfigs", shape: 156, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "KafkaSchemaValidationAttribute", kind: Kind::String { length: (None, None), pattern: None, values: &["KEY","VALUE"] } },
    Shape { name: "KafkaSchemaValidationConfig", kind: Kind::Structure { members: &[
        Member { name: "Attribute", wire_name: "Attribute", shape: 154, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "KafkaSchemaValidationConfigList", kind: Kind::List { element: 155, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "LambdaManagedInstancesCapacityProviderConfig", kind: Kind::Structure { members: &[
        Member { name: "CapacityProviderArn", wire_name: "CapacityProviderArn", shape: 23, required: true, ..Member::PLAIN },
        Member { name: "PerExecutionEnvironmentMaxConcurrency", wire_name: "PerExecutionEnvironmentMaxConcurrency", shape: 204, ..Member::PLAIN },
        Member { name: "ExecutionEnvironmentMemoryGiBPerVCpu", wire_name: "ExecutionEnvironmentMemoryGiBPerVCpu", shape: 87, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "LastUpdateStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["Successful","Failed","InProgress"] } },
    Shape { name: "LastUpdateStatusReason", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "LastUpdateStatusReasonCode", kind: Kind::String { length: (None, None), pattern: None, values: &["EniLimitExceeded","InsufficientRolePermissions","InvalidConfiguration","InternalError","SubnetOutOfIPAddresses","InvalidSubnet","InvalidSecurityGroup","ImageDeleted","ImageAccessDenied","InvalidImage","KMSKeyAccessDenied","KMSKeyNotFound","InvalidStateKMSKey","DisabledKMSKey","EFSIOError","EFSMountConnectivityError","EFSMountFailure","EFSMountTimeout","InvalidRuntime","InvalidZipFileException","FunctionError","ServiceQuotaExceededException","VcpuLimitExceeded","CapacityProviderScalingLimitExceeded","InsufficientCapacity","EC2RequestLimitExceeded","FunctionError.InitTimeout","FunctionError.RuntimeInitError","FunctionError.ExtensionInitError","FunctionError.InvalidEntryPoint","FunctionError.InvalidWorkingDirectory","FunctionError.PermissionDenied","FunctionError.TooManyExtensions","FunctionError.InitResourceExhausted","DisallowedByVpcEncryptionControl","IncompatibleAcceleratorInstanceTypes","DependencyError"] } },
    Shape { name: "Layer", kind: Kind::Structure { members: &[
        Member { name: "Arn", wire_name: "Arn", shape: 163, ..Member::PLAIN },
        Member { name: "CodeSize", wire_name: "CodeSize", shape: 180, ..Member::PLAIN },
        Member { name: "SigningProfileVersionArn", wire_name: "SigningProfileVersionArn", shape: 18, ..Member::PLAIN },
        Member { name: "SigningJobArn", wire_name: "SigningJobArn", shape: 18, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "LayerList", kind: Kind::List { element: 163, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "LayerVersionArn", kind: Kind::String { length: (Some(1), Some(2_048)), pattern: Some(&PATTERN_3), values: &[] } },
    Shape { name: "LayersReferenceList", kind: Kind::List { element: 161, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ListAliasesRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 106, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "FunctionVersion", wire_name: "FunctionVersion", shape: 310, location: Location::Query, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 271, location: Location::Query, ..Member::PLAIN },
        Member { name: "MaxItems", wire_name: "MaxItems", shape: 182, location: Location::Query, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListAliasesResponse", kind: Kind::Structure { members: &[
        Member { name: "NextMarker", wire_name: "NextMarker", shape: 271, ..Member::PLAIN },
        Member { name: "Aliases", wire_name: "Aliases", shape: 12, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListEventSourceMappingsRequest", kind: Kind::Structure { members: &[
        Member { name: "EventSourceArn", wire_name: "EventSourceArn", shape: 18, location: Location::Query, ..Member::PLAIN },
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 194, location: Location::Query, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 271, location: Location::Query, ..Member::PLAIN },
        Member { name: "MaxItems", wire_name: "MaxItems", shape: 182, location: Location::Query, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListEventSourceMappingsResponse", kind: Kind::Structure { members: &[
        Member { name: "NextMarker", wire_name: "NextMarker", shape: 271, ..Member::PLAIN },
        Member { name: "EventSourceMappings", wire_name: "EventSourceMappings", shape: 84, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListFunctionsRequest", kind: Kind::Structure { members: &[
        Member { name: "MasterRegion", wire_name: "MasterRegion", shape: 181, location: Location::Query, ..Member::PLAIN },
        Member { name: "FunctionVersion", wire_name: "FunctionVersion", shape: 113, location: Location::Query, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 271, location: Location::Query, ..Member::PLAIN },
        Member { name: "MaxItems", wire_name: "MaxItems", shape: 182, location: Location::Query, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListFunctionsResponse", kind: Kind::Structure { members: &[
        Member { name: "NextMarker", wire_name: "NextMarker", shape: 271, ..Member::PLAIN },
        Member { name: "Functions", wire_name: "Functions", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListTagsRequest", kind: Kind::Structure { members: &[
        Member { name: "Resource", wire_name: "Resource", shape: 281, location: Location::Uri, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListTagsResponse", kind: Kind::Structure { members: &[
        Member { name: "Tags", wire_name: "Tags", shape: 282, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListVersionsByFunctionRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 194, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 271, location: Location::Query, ..Member::PLAIN },
        Member { name: "MaxItems", wire_name: "MaxItems", shape: 182, location: Location::Query, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListVersionsByFunctionResponse", kind: Kind::Structure { members: &[
        Member { name: "NextMarker", wire_name: "NextMarker", shape: 271, ..Member::PLAIN },
        Member { name: "Versions", wire_name: "Versions", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "LocalMountPath", kind: Kind::String { length: (Some(0), Some(160)), pattern: Some(&PATTERN_16), values: &[] } },
    Shape { name: "LogFormat", kind: Kind::String { length: (None, None), pattern: None, values: &["JSON","Text"] } },
    Shape { name: "LogGroup", kind: Kind::String { length: (Some(1), Some(512)), pattern: Some(&PATTERN_22), values: &[] } },
    Shape { name: "LogType", kind: Kind::String { length: (None, None), pattern: None, values: &["None","Tail"] } },
    Shape { name: "LoggingConfig", kind: Kind::Structure { members: &[
        Member { name: "LogFormat", wire_name: "LogFormat", shape: 176, ..Member::PLAIN },
        Member { name: "ApplicationLogLevel", wire_name: "ApplicationLogLevel", shape: 15, ..Member::PLAIN },
        Member { name: "SystemLogLevel", wire_name: "SystemLogLevel", shape: 276, ..Member::PLAIN },
        Member { name: "LogGroup", wire_name: "LogGroup", shape: 177, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Long", kind: Kind::Long { range: (None, None) } },
    Shape { name: "MasterRegion", kind: Kind::String { length: (Some(1), Some(50)), pattern: Some(&PATTERN_17), values: &[] } },
    Shape { name: "MaxListItems", kind: Kind::Integer { range: (Some(1), Some(10_000)) } },
    Shape { name: "MaximumBatchingWindowInSeconds", kind: Kind::Integer { range: (Some(0), Some(300)) } },
    Shape { name: "MaximumConcurrency", kind: Kind::Integer { range: (Some(2), Some(1_000)) } },
    Shape { name: "MaximumEventAgeInSeconds", kind: Kind::Integer { range: (Some(60), Some(21_600)) } },
    Shape { name: "MaximumNumberOfPollers", kind: Kind::Integer { range: (Some(1), Some(10_000)) } },
    Shape { name: "MaximumRecordAgeInSeconds", kind: Kind::Integer { range: (Some(-1), Some(604_800)) } },
    Shape { name: "MaximumRetryAttempts", kind: Kind::Integer { range: (Some(0), Some(2)) } },
    Shape { name: "MaximumRetryAttemptsEventSourceMapping", kind: Kind::Integer { range: (Some(-1), Some(10_000)) } },
    Shape { name: "MemorySize", kind: Kind::Integer { range: (Some(128), Some(32_768)) } },
    Shape { name: "MinimumNumberOfPollers", kind: Kind::Integer { range: (Some(1), Some(200)) } },
    Shape { name: "ModeNotSupportedException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "NameSpacedFunctionArn", kind: Kind::String { length: (Some(0), Some(10_000)), pattern: Some(&PATTERN_40), values: &[] } },
    Shape { name: "NamespacedFunctionName", kind: Kind::String { length: (Some(1), Some(256)), pattern: Some(&PATTERN_12), values: &[] } },
    Shape { name: "NamespacedStatementId", kind: Kind::String { length: (Some(1), Some(100)), pattern: Some(&PATTERN_6), values: &[] } },
    Shape { name: "NoPublishedVersionException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "NullableBoolean", kind: Kind::Boolean },
    Shape { name: "NumericLatestPublishedOrAliasQualifier", kind: Kind::String { length: (Some(1), Some(128)), pattern: Some(&PATTERN_33), values: &[] } },
    Shape { name: "OnFailure", kind: Kind::Structure { members: &[
        Member { name: "Destination", wire_name: "Destination", shape: 47, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "OnSuccess", kind: Kind::Structure { members: &[
        Member { name: "Destination", wire_name: "Destination", shape: 47, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PackageType", kind: Kind::String { length: (None, None), pattern: None, values: &["Zip","Image"] } },
    Shape { name: "ParallelizationFactor", kind: Kind::Integer { range: (Some(1), Some(10)) } },
    Shape { name: "Pattern", kind: Kind::String { length: (Some(0), Some(4_096)), pattern: Some(&PATTERN_23), values: &[] } },
    Shape { name: "PerExecutionEnvironmentMaxConcurrency", kind: Kind::Integer { range: (Some(1), Some(1_600)) } },
    Shape { name: "PolicyLengthExceededException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "PreconditionFailedException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 412 }) } },
    Shape { name: "Principal", kind: Kind::String { length: (Some(0), Some(2_048)), pattern: Some(&PATTERN_26), values: &[] } },
    Shape { name: "PrincipalOrgID", kind: Kind::String { length: (Some(12), Some(34)), pattern: Some(&PATTERN_46), values: &[] } },
    Shape { name: "ProvisionedPollerConfig", kind: Kind::Structure { members: &[
        Member { name: "MinimumPollers", wire_name: "MinimumPollers", shape: 191, ..Member::PLAIN },
        Member { name: "MaximumPollers", wire_name: "MaximumPollers", shape: 186, ..Member::PLAIN },
        Member { name: "PollerGroupName", wire_name: "PollerGroupName", shape: 210, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ProvisionedPollerGroupName", kind: Kind::String { length: (Some(0), Some(128)), pattern: Some(&PATTERN_28), values: &[] } },
    Shape { name: "PublicPolicyException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "PublishVersionRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 106, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "CodeSha256", wire_name: "CodeSha256", shape: 271, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 46, ..Member::PLAIN },
        Member { name: "RevisionId", wire_name: "RevisionId", shape: 271, ..Member::PLAIN },
        Member { name: "PublishTo", wire_name: "PublishTo", shape: 114, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutFunctionConcurrencyRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 106, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "ReservedConcurrentExecutions", wire_name: "ReservedConcurrentExecutions", shape: 220, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutFunctionEventInvokeConfigRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 194, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "Qualifier", wire_name: "Qualifier", shape: 198, location: Location::Query, ..Member::PLAIN },
        Member { name: "MaximumRetryAttempts", wire_name: "MaximumRetryAttempts", shape: 188, ..Member::PLAIN },
        Member { name: "MaximumEventAgeInSeconds", wire_name: "MaximumEventAgeInSeconds", shape: 185, ..Member::PLAIN },
        Member { name: "DestinationConfig", wire_name: "DestinationConfig", shape: 48, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Queue", kind: Kind::String { length: (Some(1), Some(1_000)), pattern: Some(&PATTERN_23), values: &[] } },
    Shape { name: "Queues", kind: Kind::List { element: 215, element_name: "member", flattened: false, length: (Some(1), Some(1)) } },
    Shape { name: "RecursiveInvocationException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "RemovePermissionRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 194, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "StatementId", wire_name: "StatementId", shape: 195, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "Qualifier", wire_name: "Qualifier", shape: 198, location: Location::Query, ..Member::PLAIN },
        Member { name: "RevisionId", wire_name: "RevisionId", shape: 271, location: Location::Query, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RequestTooLargeException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 413 }) } },
    Shape { name: "ReservedConcurrentExecutions", kind: Kind::Integer { range: (Some(0), None) } },
    Shape { name: "ResolvedS3Object", kind: Kind::Structure { members: &[
        Member { name: "S3Bucket", wire_name: "S3Bucket", shape: 235, ..Member::PLAIN },
        Member { name: "S3Key", wire_name: "S3Key", shape: 240, ..Member::PLAIN },
        Member { name: "S3ObjectVersion", wire_name: "S3ObjectVersion", shape: 242, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ResourceArn", kind: Kind::String { length: (Some(0), Some(10_000)), pattern: Some(&PATTERN_11), values: &[] } },
    Shape { name: "ResourceConflictException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 409 }) } },
    Shape { name: "ResourceInUseException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "ResourceNotFoundException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 404 }) } },
    Shape { name: "ResourceNotReadyException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 502 }) } },
    Shape { name: "RetentionPeriodInDays", kind: Kind::Integer { range: (Some(1), Some(90)) } },
    Shape { name: "RoleArn", kind: Kind::String { length: (Some(0), Some(10_000)), pattern: Some(&PATTERN_37), values: &[] } },
    Shape { name: "Runtime", kind: Kind::String { length: (None, None), pattern: None, values: &["nodejs","nodejs4.3","nodejs6.10","nodejs8.10","nodejs10.x","nodejs12.x","nodejs14.x","nodejs16.x","nodejs18.x","nodejs20.x","nodejs22.x","nodejs24.x","java8","java8.al2","java11","java17","java21","java25","python2.7","python3.6","python3.7","python3.8","python3.9","python3.10","python3.11","python3.12","python3.13","python3.14","dotnetcore1.0","dotnetcore2.0","dotnetcore2.1","dotnetcore3.1","dotnet6","dotnet8","dotnet10","nodejs4.3-edge","go1.x","ruby2.5","ruby2.7","ruby3.2","ruby3.3","ruby3.4","ruby4.0","provided","provided.al2","provided.al2023","nodejs26.x","python3.15","java8.al2023","java11.al2023","java17.al2023","custom"] } },
    Shape { name: "RuntimeAliasDeletedException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 409 }) } },
    Shape { name: "RuntimeVersionArn", kind: Kind::String { length: (Some(26), Some(2_048)), pattern: Some(&PATTERN_2), values: &[] } },
    Shape { name: "RuntimeVersionConfig", kind: Kind::Structure { members: &[
        Member { name: "RuntimeVersionArn", wire_name: "RuntimeVersionArn", shape: 231, ..Member::PLAIN },
        Member { name: "Error", wire_name: "Error", shape: 234, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RuntimeVersionDeletedException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 409 }) } },
    Shape { name: "RuntimeVersionError", kind: Kind::Structure { members: &[
        Member { name: "ErrorCode", wire_name: "ErrorCode", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 250, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "S3Bucket", kind: Kind::String { length: (Some(3), Some(63)), pattern: Some(&PATTERN_19), values: &[] } },
    Shape { name: "S3FilesConfig", kind: Kind::Structure { members: &[
        Member { name: "DirectS3Read", wire_name: "DirectS3Read", shape: 49, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "S3FilesMountConnectivityException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 408 }) } },
    Shape { name: "S3FilesMountFailureException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 403 }) } },
    Shape { name: "S3FilesMountTimeoutException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 408 }) } },
    Shape { name: "S3Key", kind: Kind::String { length: (Some(1), Some(1_024)), pattern: Some(&PATTERN_15), values: &[] } },
    Shape { name: "S3ObjectStorageMode", kind: Kind::String { length: (None, None), pattern: None, values: &["COPY","REFERENCE"] } },
    Shape { name: "S3ObjectVersion", kind: Kind::String { length: (Some(1), Some(1_024)), pattern: Some(&PATTERN_15), values: &[] } },
    Shape { name: "ScalingConfig", kind: Kind::Structure { members: &[
        Member { name: "MaximumConcurrency", wire_name: "MaximumConcurrency", shape: 184, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "SchemaRegistryEventRecordFormat", kind: Kind::String { length: (None, None), pattern: None, values: &["JSON","SOURCE"] } },
    Shape { name: "SchemaRegistryUri", kind: Kind::String { length: (Some(1), Some(10_000)), pattern: Some(&PATTERN_27), values: &[] } },
    Shape { name: "SecurityGroupId", kind: Kind::String { length: (Some(0), Some(1_024)), pattern: Some(&PATTERN_47), values: &[] } },
    Shape { name: "SecurityGroupIds", kind: Kind::List { element: 246, element_name: "member", flattened: false, length: (Some(0), Some(5)) } },
    Shape { name: "SelfManagedEventSource", kind: Kind::Structure { members: &[
        Member { name: "Endpoints", wire_name: "Endpoints", shape: 68, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "SelfManagedKafkaEventSourceConfig", kind: Kind::Structure { members: &[
        Member { name: "ConsumerGroupId", wire_name: "ConsumerGroupId", shape: 299, ..Member::PLAIN },
        Member { name: "SchemaRegistryConfig", wire_name: "SchemaRegistryConfig", shape: 153, ..Member::PLAIN },
        Member { name: "ConsumptionMode", wire_name: "ConsumptionMode", shape: 149, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "SensitiveString", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "SensitiveStringOnServerOnly", kind: Kind::String { length: (Some(0), Some(10_000)), pattern: None, values: &[] } },
    Shape { name: "SerializedRequestEntityTooLargeException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 413 }) } },
    Shape { name: "ServiceException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 500 }) } },
    Shape { name: "ServiceQuotaExceededException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 402 }) } },
    Shape { name: "SnapStart", kind: Kind::Structure { members: &[
        Member { name: "ApplyOn", wire_name: "ApplyOn", shape: 256, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "SnapStartApplyOn", kind: Kind::String { length: (None, None), pattern: None, values: &["PublishedVersions","None"] } },
    Shape { name: "SnapStartException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "SnapStartNotReadyException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 409 }) } },
    Shape { name: "SnapStartOptimizationStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["On","Off"] } },
    Shape { name: "SnapStartRegenerationFailureException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 409 }) } },
    Shape { name: "SnapStartResponse", kind: Kind::Structure { members: &[
        Member { name: "ApplyOn", wire_name: "ApplyOn", shape: 256, ..Member::PLAIN },
        Member { name: "OptimizationStatus", wire_name: "OptimizationStatus", shape: 259, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "SnapStartTimeoutException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 408 }) } },
    Shape { name: "SourceAccessConfiguration", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 265, ..Member::PLAIN },
        Member { name: "URI", wire_name: "URI", shape: 299, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "SourceAccessConfigurations", kind: Kind::List { element: 263, element_name: "member", flattened: false, length: (Some(0), Some(23)) } },
    Shape { name: "SourceAccessType", kind: Kind::String { length: (None, None), pattern: None, values: &["BASIC_AUTH","VPC_SUBNET","VPC_SECURITY_GROUP","SASL_SCRAM_512_AUTH","SASL_SCRAM_256_AUTH","VIRTUAL_HOST","CLIENT_CERTIFICATE_TLS_AUTH","SERVER_ROOT_CA_CERTIFICATE","OAUTHBEARER_AUTH","OAUTHBEARER_SCOPE","OAUTHBEARER_AUDIENCE","OAUTHBEARER_LOGICAL_CLUSTER","OAUTHBEARER_IDENTITY_POOL","IAM_AUTH","IAM_OAUTHBEARER_AUTH"] } },
    Shape { name: "SourceOwner", kind: Kind::String { length: (Some(0), Some(12)), pattern: Some(&PATTERN_34), values: &[] } },
    Shape { name: "State", kind: Kind::String { length: (None, None), pattern: None, values: &["Pending","Active","Inactive","Failed","Deactivating","Deactivated","ActiveNonInvocable","Deleting"] } },
    Shape { name: "StateReason", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "StateReasonCode", kind: Kind::String { length: (None, None), pattern: None, values: &["Idle","Creating","Restoring","EniLimitExceeded","InsufficientRolePermissions","InvalidConfiguration","InternalError","SubnetOutOfIPAddresses","InvalidSubnet","InvalidSecurityGroup","ImageDeleted","ImageAccessDenied","InvalidImage","KMSKeyAccessDenied","KMSKeyNotFound","InvalidStateKMSKey","DisabledKMSKey","EFSIOError","EFSMountConnectivityError","EFSMountFailure","EFSMountTimeout","InvalidRuntime","InvalidZipFileException","FunctionError","ServiceQuotaExceededException","VcpuLimitExceeded","CapacityProviderScalingLimitExceeded","InsufficientCapacity","EC2RequestLimitExceeded","FunctionError.InitTimeout","FunctionError.RuntimeInitError","FunctionError.ExtensionInitError","FunctionError.InvalidEntryPoint","FunctionError.InvalidWorkingDirectory","FunctionError.PermissionDenied","FunctionError.TooManyExtensions","FunctionError.InitResourceExhausted","DisallowedByVpcEncryptionControl","DrainingDurableExecutions","IncompatibleAcceleratorInstanceTypes","DependencyError"] } },
    Shape { name: "StatementId", kind: Kind::String { length: (Some(1), Some(100)), pattern: Some(&PATTERN_7), values: &[] } },
    Shape { name: "String", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "StringList", kind: Kind::List { element: 271, element_name: "member", flattened: false, length: (Some(0), Some(1_500)) } },
    Shape { name: "SubnetIPAddressLimitReachedException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 502 }) } },
    Shape { name: "SubnetId", kind: Kind::String { length: (Some(0), Some(1_024)), pattern: Some(&PATTERN_48), values: &[] } },
    Shape { name: "SubnetIds", kind: Kind::List { element: 274, element_name: "member", flattened: false, length: (Some(0), Some(16)) } },
    Shape { name: "SystemLogLevel", kind: Kind::String { length: (None, None), pattern: None, values: &["DEBUG","INFO","WARN"] } },
    Shape { name: "TagKey", kind: Kind::String { length: (Some(1), Some(128)), pattern: Some(&PATTERN_5), values: &[] } },
    Shape { name: "TagKeyList", kind: Kind::List { element: 277, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "TagResourceRequest", kind: Kind::Structure { members: &[
        Member { name: "Resource", wire_name: "Resource", shape: 281, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 282, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TagValue", kind: Kind::String { length: (Some(0), Some(256)), pattern: Some(&PATTERN_5), values: &[] } },
    Shape { name: "TaggableResource", kind: Kind::String { length: (Some(1), Some(10_000)), pattern: Some(&PATTERN_36), values: &[] } },
    Shape { name: "Tags", kind: Kind::Map { key: 277, value: 280, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "TagsError", kind: Kind::Structure { members: &[
        Member { name: "ErrorCode", wire_name: "ErrorCode", shape: 284, required: true, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 285, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TagsErrorCode", kind: Kind::String { length: (Some(10), Some(21)), pattern: Some(&PATTERN_21), values: &[] } },
    Shape { name: "TagsErrorMessage", kind: Kind::String { length: (Some(84), Some(1_000)), pattern: Some(&PATTERN_15), values: &[] } },
    Shape { name: "TenancyConfig", kind: Kind::Structure { members: &[
        Member { name: "TenantIsolationMode", wire_name: "TenantIsolationMode", shape: 288, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TenantId", kind: Kind::String { length: (Some(1), Some(256)), pattern: Some(&PATTERN_31), values: &[] } },
    Shape { name: "TenantIsolationMode", kind: Kind::String { length: (None, None), pattern: None, values: &["PER_TENANT"] } },
    Shape { name: "ThrottleReason", kind: Kind::String { length: (None, None), pattern: None, values: &["ConcurrentInvocationLimitExceeded","FunctionInvocationRateLimitExceeded","ReservedFunctionConcurrentInvocationLimitExceeded","ReservedFunctionInvocationRateLimitExceeded","CallerRateLimitExceeded","ConcurrentSnapshotCreateLimitExceeded"] } },
    Shape { name: "Timeout", kind: Kind::Integer { range: (Some(1), Some(5_400)) } },
    Shape { name: "Timestamp", kind: Kind::String { length: (Some(0), Some(100)), pattern: Some(&PATTERN_15), values: &[] } },
    Shape { name: "TooManyRequestsException", kind: Kind::Structure { members: &[
        Member { name: "retryAfterSeconds", wire_name: "Retry-After", shape: 271, location: Location::Header, ..Member::PLAIN },
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 271, ..Member::PLAIN },
        Member { name: "Reason", wire_name: "Reason", shape: 289, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 429 }) } },
    Shape { name: "Topic", kind: Kind::String { length: (Some(1), Some(249)), pattern: Some(&PATTERN_25), values: &[] } },
    Shape { name: "Topics", kind: Kind::List { element: 293, element_name: "member", flattened: false, length: (Some(1), Some(1)) } },
    Shape { name: "TracingConfig", kind: Kind::Structure { members: &[
        Member { name: "Mode", wire_name: "Mode", shape: 297, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TracingConfigResponse", kind: Kind::Structure { members: &[
        Member { name: "Mode", wire_name: "Mode", shape: 297, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TracingMode", kind: Kind::String { length: (None, None), pattern: None, values: &["Active","PassThrough"] } },
    Shape { name: "TumblingWindowInSeconds", kind: Kind::Integer { range: (Some(0), Some(900)) } },
    Shape { name: "URI", kind: Kind::String { length: (Some(1), Some(200)), pattern: Some(&PATTERN_18), values: &[] } },
    Shape { name: "UUIDString", kind: Kind::String { length: (Some(36), Some(36)), pattern: None, values: &[] } },
    Shape { name: "UnreservedConcurrentExecutions", kind: Kind::Integer { range: (Some(0), None) } },
    Shape { name: "UnsupportedMediaTypeException", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 271, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 415 }) } },
    Shape { name: "UntagResourceRequest", kind: Kind::Structure { members: &[
        Member { name: "Resource", wire_name: "Resource", shape: 281, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "TagKeys", wire_name: "tagKeys", shape: 278, location: Location::Query, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateAliasRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 106, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "Name", wire_name: "Name", shape: 9, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "FunctionVersion", wire_name: "FunctionVersion", shape: 310, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 46, ..Member::PLAIN },
        Member { name: "RoutingConfig", wire_name: "RoutingConfig", shape: 13, ..Member::PLAIN },
        Member { name: "RevisionId", wire_name: "RevisionId", shape: 271, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateEventSourceMappingRequest", kind: Kind::Structure { members: &[
        Member { name: "UUID", wire_name: "UUID", shape: 300, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 194, ..Member::PLAIN },
        Member { name: "Enabled", wire_name: "Enabled", shape: 64, ..Member::PLAIN },
        Member { name: "BatchSize", wire_name: "BatchSize", shape: 19, ..Member::PLAIN },
        Member { name: "FilterCriteria", wire_name: "FilterCriteria", shape: 93, ..Member::PLAIN },
        Member { name: "KMSKeyArn", wire_name: "KMSKeyArn", shape: 147, ..Member::PLAIN },
        Member { name: "MetricsConfig", wire_name: "MetricsConfig", shape: 82, ..Member::PLAIN },
        Member { name: "LoggingConfig", wire_name: "LoggingConfig", shape: 79, ..Member::PLAIN },
        Member { name: "ScalingConfig", wire_name: "ScalingConfig", shape: 243, ..Member::PLAIN },
        Member { name: "MaximumBatchingWindowInSeconds", wire_name: "MaximumBatchingWindowInSeconds", shape: 183, ..Member::PLAIN },
        Member { name: "ParallelizationFactor", wire_name: "ParallelizationFactor", shape: 202, ..Member::PLAIN },
        Member { name: "DestinationConfig", wire_name: "DestinationConfig", shape: 48, ..Member::PLAIN },
        Member { name: "MaximumRecordAgeInSeconds", wire_name: "MaximumRecordAgeInSeconds", shape: 187, ..Member::PLAIN },
        Member { name: "BisectBatchOnFunctionError", wire_name: "BisectBatchOnFunctionError", shape: 20, ..Member::PLAIN },
        Member { name: "MaximumRetryAttempts", wire_name: "MaximumRetryAttempts", shape: 189, ..Member::PLAIN },
        Member { name: "TumblingWindowInSeconds", wire_name: "TumblingWindowInSeconds", shape: 298, ..Member::PLAIN },
        Member { name: "SourceAccessConfigurations", wire_name: "SourceAccessConfigurations", shape: 264, ..Member::PLAIN },
        Member { name: "FunctionResponseTypes", wire_name: "FunctionResponseTypes", shape: 108, ..Member::PLAIN },
        Member { name: "AmazonManagedKafkaEventSourceConfig", wire_name: "AmazonManagedKafkaEventSourceConfig", shape: 14, ..Member::PLAIN },
        Member { name: "SelfManagedKafkaEventSourceConfig", wire_name: "SelfManagedKafkaEventSourceConfig", shape: 249, ..Member::PLAIN },
        Member { name: "DocumentDBEventSourceConfig", wire_name: "DocumentDBEventSourceConfig", shape: 50, ..Member::PLAIN },
        Member { name: "ProvisionedPollerConfig", wire_name: "ProvisionedPollerConfig", shape: 209, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateFunctionCodeRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 106, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "ZipFile", wire_name: "ZipFile", shape: 21, ..Member::PLAIN },
        Member { name: "S3Bucket", wire_name: "S3Bucket", shape: 235, ..Member::PLAIN },
        Member { name: "S3Key", wire_name: "S3Key", shape: 240, ..Member::PLAIN },
        Member { name: "S3ObjectVersion", wire_name: "S3ObjectVersion", shape: 242, ..Member::PLAIN },
        Member { name: "S3ObjectStorageMode", wire_name: "S3ObjectStorageMode", shape: 241, ..Member::PLAIN },
        Member { name: "ImageUri", wire_name: "ImageUri", shape: 271, ..Member::PLAIN },
        Member { name: "Architectures", wire_name: "Architectures", shape: 17, ..Member::PLAIN },
        Member { name: "Publish", wire_name: "Publish", shape: 22, ..Member::PLAIN },
        Member { name: "PublishTo", wire_name: "PublishTo", shape: 114, ..Member::PLAIN },
        Member { name: "DryRun", wire_name: "DryRun", shape: 22, ..Member::PLAIN },
        Member { name: "RevisionId", wire_name: "RevisionId", shape: 271, ..Member::PLAIN },
        Member { name: "SourceKMSKeyArn", wire_name: "SourceKMSKeyArn", shape: 147, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateFunctionConfigurationRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 106, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "Role", wire_name: "Role", shape: 228, ..Member::PLAIN },
        Member { name: "Handler", wire_name: "Handler", shape: 128, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 46, ..Member::PLAIN },
        Member { name: "Timeout", wire_name: "Timeout", shape: 290, ..Member::PLAIN },
        Member { name: "MemorySize", wire_name: "MemorySize", shape: 190, ..Member::PLAIN },
        Member { name: "VpcConfig", wire_name: "VpcConfig", shape: 311, ..Member::PLAIN },
        Member { name: "Environment", wire_name: "Environment", shape: 69, ..Member::PLAIN },
        Member { name: "Runtime", wire_name: "Runtime", shape: 229, ..Member::PLAIN },
        Member { name: "DeadLetterConfig", wire_name: "DeadLetterConfig", shape: 39, ..Member::PLAIN },
        Member { name: "KMSKeyArn", wire_name: "KMSKeyArn", shape: 147, ..Member::PLAIN },
        Member { name: "TracingConfig", wire_name: "TracingConfig", shape: 295, ..Member::PLAIN },
        Member { name: "RevisionId", wire_name: "RevisionId", shape: 271, ..Member::PLAIN },
        Member { name: "Layers", wire_name: "Layers", shape: 162, ..Member::PLAIN },
        Member { name: "FileSystemConfigs", wire_name: "FileSystemConfigs", shape: 91, ..Member::PLAIN },
        Member { name: "ImageConfig", wire_name: "ImageConfig", shape: 129, ..Member::PLAIN },
        Member { name: "EphemeralStorage", wire_name: "EphemeralStorage", shape: 75, ..Member::PLAIN },
        Member { name: "SnapStart", wire_name: "SnapStart", shape: 255, ..Member::PLAIN },
        Member { name: "LoggingConfig", wire_name: "LoggingConfig", shape: 179, ..Member::PLAIN },
        Member { name: "CapacityProviderConfig", wire_name: "CapacityProviderConfig", shape: 24, ..Member::PLAIN },
        Member { name: "DurableConfig", wire_name: "DurableConfig", shape: 51, ..Member::PLAIN },
        Member { name: "RuntimeConfig", wire_name: "RuntimeConfig", shape: 111, ..Member::PLAIN },
        Member { name: "AcceleratorConfig", wire_name: "AcceleratorConfig", shape: 0, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateFunctionEventInvokeConfigRequest", kind: Kind::Structure { members: &[
        Member { name: "FunctionName", wire_name: "FunctionName", shape: 194, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "Qualifier", wire_name: "Qualifier", shape: 198, location: Location::Query, ..Member::PLAIN },
        Member { name: "MaximumRetryAttempts", wire_name: "MaximumRetryAttempts", shape: 188, ..Member::PLAIN },
        Member { name: "MaximumEventAgeInSeconds", wire_name: "MaximumEventAgeInSeconds", shape: 185, ..Member::PLAIN },
        Member { name: "DestinationConfig", wire_name: "DestinationConfig", shape: 48, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Version", kind: Kind::String { length: (Some(1), Some(1_024)), pattern: Some(&PATTERN_9), values: &[] } },
    Shape { name: "VersionWithLatestPublished", kind: Kind::String { length: (Some(1), Some(1_024)), pattern: Some(&PATTERN_8), values: &[] } },
    Shape { name: "VpcConfig", kind: Kind::Structure { members: &[
        Member { name: "SubnetIds", wire_name: "SubnetIds", shape: 275, ..Member::PLAIN },
        Member { name: "SecurityGroupIds", wire_name: "SecurityGroupIds", shape: 247, ..Member::PLAIN },
        Member { name: "Ipv6AllowedForDualStack", wire_name: "Ipv6AllowedForDualStack", shape: 197, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "VpcConfigResponse", kind: Kind::Structure { members: &[
        Member { name: "SubnetIds", wire_name: "SubnetIds", shape: 275, ..Member::PLAIN },
        Member { name: "SecurityGroupIds", wire_name: "SecurityGroupIds", shape: 247, ..Member::PLAIN },
        Member { name: "VpcId", wire_name: "VpcId", shape: 313, ..Member::PLAIN },
        Member { name: "Ipv6AllowedForDualStack", wire_name: "Ipv6AllowedForDualStack", shape: 197, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "VpcId", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "Weight", kind: Kind::Double },
    Shape { name: "WorkingDirectory", kind: Kind::String { length: (Some(0), Some(1_000)), pattern: None, values: &[] } },
];
