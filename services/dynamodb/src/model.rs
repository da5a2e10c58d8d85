//! Shapes and descriptors of dynamodb, version 2012-08-10.
//!
//! Written by `cargo xtask codegen`; never edited by hand.

use std::collections::BTreeMap;

use samara_wire::{
    ErrorTrait, Kind, Member, OperationModel, Pattern, Protocol, ServiceModel, Shape, structure,
};

structure!(ArchivalSummary {
    archival_date_time: Option<samara_base::Timestamp> = "ArchivalDateTime",
    archival_reason: Option<String> = "ArchivalReason",
    archival_backup_arn: Option<String> = "ArchivalBackupArn",
});

structure!(AttributeDefinition {
    attribute_name: String = "AttributeName",
    attribute_type: String = "AttributeType",
});

structure!(AttributeValueUpdate {
    value: Option<crate::value::Given<crate::value::Value>> = "Value",
    action: Option<String> = "Action",
});

structure!(BackupDescription {
    backup_details: Option<BackupDetails> = "BackupDetails",
    source_table_details: Option<SourceTableDetails> = "SourceTableDetails",
    source_table_feature_details: Option<SourceTableFeatureDetails> = "SourceTableFeatureDetails",
});

structure!(BackupDetails {
    backup_arn: String = "BackupArn",
    backup_name: String = "BackupName",
    backup_size_bytes: Option<i64> = "BackupSizeBytes",
    backup_status: String = "BackupStatus",
    backup_type: String = "BackupType",
    backup_creation_date_time: samara_base::Timestamp = "BackupCreationDateTime",
    backup_expiry_date_time: Option<samara_base::Timestamp> = "BackupExpiryDateTime",
});

structure!(BackupSummary {
    table_name: Option<String> = "TableName",
    table_id: Option<String> = "TableId",
    table_arn: Option<String> = "TableArn",
    backup_arn: Option<String> = "BackupArn",
    backup_name: Option<String> = "BackupName",
    backup_creation_date_time: Option<samara_base::Timestamp> = "BackupCreationDateTime",
    backup_expiry_date_time: Option<samara_base::Timestamp> = "BackupExpiryDateTime",
    backup_status: Option<String> = "BackupStatus",
    backup_type: Option<String> = "BackupType",
    backup_size_bytes: Option<i64> = "BackupSizeBytes",
});

structure!(BatchExecuteStatementInput {
    statements: Vec<BatchStatementRequest> = "Statements",
    return_consumed_capacity: Option<String> = "ReturnConsumedCapacity",
});

structure!(BatchExecuteStatementOutput {
    responses: Option<Vec<BatchStatementResponse>> = "Responses",
    consumed_capacity: Option<Vec<ConsumedCapacity>> = "ConsumedCapacity",
});

structure!(BatchGetItemInput {
    request_items: BTreeMap<String, KeysAndAttributes> = "RequestItems",
    return_consumed_capacity: Option<String> = "ReturnConsumedCapacity",
});

structure!(BatchGetItemOutput {
    responses: Option<BTreeMap<String, Vec<crate::value::Given<crate::value::Item>>>> = "Responses",
    unprocessed_keys: Option<BTreeMap<String, KeysAndAttributes>> = "UnprocessedKeys",
    consumed_capacity: Option<Vec<ConsumedCapacity>> = "ConsumedCapacity",
});

structure!(BatchStatementError {
    code: Option<String> = "Code",
    message: Option<String> = "Message",
    item: Option<crate::value::Given<crate::value::Item>> = "Item",
});

structure!(BatchStatementRequest {
    statement: String = "Statement",
    parameters: Option<Vec<crate::value::Given<crate::value::Value>>> = "Parameters",
    consistent_read: Option<bool> = "ConsistentRead",
    return_values_on_condition_check_failure: Option<String> = "ReturnValuesOnConditionCheckFailure",
});

structure!(BatchStatementResponse {
    error: Option<BatchStatementError> = "Error",
    table_name: Option<String> = "TableName",
    item: Option<crate::value::Given<crate::value::Item>> = "Item",
});

structure!(BatchWriteItemInput {
    request_items: BTreeMap<String, Vec<WriteRequest>> = "RequestItems",
    return_consumed_capacity: Option<String> = "ReturnConsumedCapacity",
    return_item_collection_metrics: Option<String> = "ReturnItemCollectionMetrics",
});

structure!(BatchWriteItemOutput {
    unprocessed_items: Option<BTreeMap<String, Vec<WriteRequest>>> = "UnprocessedItems",
    item_collection_metrics: Option<BTreeMap<String, Vec<ItemCollectionMetrics>>> = "ItemCollectionMetrics",
    consumed_capacity: Option<Vec<ConsumedCapacity>> = "ConsumedCapacity",
});

structure!(BillingModeSummary {
    billing_mode: Option<String> = "BillingMode",
    last_update_to_pay_per_request_date_time: Option<samara_base::Timestamp> = "LastUpdateToPayPerRequestDateTime",
});

structure!(Capacity {
    read_capacity_units: Option<f64> = "ReadCapacityUnits",
    write_capacity_units: Option<f64> = "WriteCapacityUnits",
    capacity_units: Option<f64> = "CapacityUnits",
});

structure!(Condition {
    attribute_value_list: Option<Vec<crate::value::Given<crate::value::Value>>> = "AttributeValueList",
    comparison_operator: String = "ComparisonOperator",
});

structure!(ConditionCheck {
    key: crate::value::Given<crate::value::Item> = "Key",
    table_name: String = "TableName",
    condition_expression: String = "ConditionExpression",
    expression_attribute_names: Option<BTreeMap<String, String>> = "ExpressionAttributeNames",
    expression_attribute_values: Option<BTreeMap<String, crate::value::Given<crate::value::Value>>> = "ExpressionAttributeValues",
    return_values_on_condition_check_failure: Option<String> = "ReturnValuesOnConditionCheckFailure",
});

structure!(ConsumedCapacity {
    table_name: Option<String> = "TableName",
    capacity_units: Option<f64> = "CapacityUnits",
    read_capacity_units: Option<f64> = "ReadCapacityUnits",
    write_capacity_units: Option<f64> = "WriteCapacityUnits",
    table: Option<Capacity> = "Table",
    local_secondary_indexes: Option<BTreeMap<String, Capacity>> = "LocalSecondaryIndexes",
    global_secondary_indexes: Option<BTreeMap<String, Capacity>> = "GlobalSecondaryIndexes",
    vector_indexes: Option<BTreeMap<String, VectorCapacity>> = "VectorIndexes",
});

structure!(ContinuousBackupsDescription {
    continuous_backups_status: String = "ContinuousBackupsStatus",
    point_in_time_recovery_description: Option<PointInTimeRecoveryDescription> = "PointInTimeRecoveryDescription",
});

structure!(CreateBackupInput {
    table_name: String = "TableName",
    backup_name: String = "BackupName",
});

structure!(CreateBackupOutput {
    backup_details: Option<BackupDetails> = "BackupDetails",
});

structure!(CreateGlobalSecondaryIndexAction {
    index_name: String = "IndexName",
    key_schema: Vec<KeySchemaElement> = "KeySchema",
    projection: Projection = "Projection",
    provisioned_throughput: Option<ProvisionedThroughput> = "ProvisionedThroughput",
    on_demand_throughput: Option<OnDemandThroughput> = "OnDemandThroughput",
    warm_throughput: Option<WarmThroughput> = "WarmThroughput",
});

structure!(CreateGlobalTableWitnessGroupMemberAction { region_name: String = "RegionName" });

structure!(CreateReplicationGroupMemberAction {
    region_name: String = "RegionName",
    kms_master_key_id: Option<String> = "KMSMasterKeyId",
    provisioned_throughput_override: Option<ProvisionedThroughputOverride> = "ProvisionedThroughputOverride",
    on_demand_throughput_override: Option<OnDemandThroughputOverride> = "OnDemandThroughputOverride",
    global_secondary_indexes: Option<Vec<ReplicaGlobalSecondaryIndex>> = "GlobalSecondaryIndexes",
    table_class_override: Option<String> = "TableClassOverride",
});

structure!(CreateTableInput {
    attribute_definitions: Option<Vec<AttributeDefinition>> = "AttributeDefinitions",
    table_name: String = "TableName",
    key_schema: Option<Vec<KeySchemaElement>> = "KeySchema",
    local_secondary_indexes: Option<Vec<LocalSecondaryIndex>> = "LocalSecondaryIndexes",
    global_secondary_indexes: Option<Vec<GlobalSecondaryIndex>> = "GlobalSecondaryIndexes",
    billing_mode: Option<String> = "BillingMode",
    provisioned_throughput: Option<ProvisionedThroughput> = "ProvisionedThroughput",
    stream_specification: Option<StreamSpecification> = "StreamSpecification",
    sse_specification: Option<SSESpecification> = "SSESpecification",
    tags: Option<Vec<Tag>> = "Tags",
    table_class: Option<String> = "TableClass",
    deletion_protection_enabled: Option<bool> = "DeletionProtectionEnabled",
    warm_throughput: Option<WarmThroughput> = "WarmThroughput",
    resource_policy: Option<String> = "ResourcePolicy",
    on_demand_throughput: Option<OnDemandThroughput> = "OnDemandThroughput",
    global_table_source_arn: Option<String> = "GlobalTableSourceArn",
    global_table_settings_replication_mode: Option<String> = "GlobalTableSettingsReplicationMode",
    vector_indexes: Option<Vec<VectorIndex>> = "VectorIndexes",
});

structure!(CreateTableOutput {
    table_description: Option<TableDescription> = "TableDescription",
});

structure!(CreateVectorIndexAction {
    index_name: String = "IndexName",
    vector_attribute: VectorAttributeDefinition = "VectorAttribute",
    search_schema: Option<Vec<SearchSchemaElement>> = "SearchSchema",
    projection: Projection = "Projection",
    dimensions: i64 = "Dimensions",
    distance_function: String = "DistanceFunction",
});

structure!(Delete {
    key: crate::value::Given<crate::value::Item> = "Key",
    table_name: String = "TableName",
    condition_expression: Option<String> = "ConditionExpression",
    expression_attribute_names: Option<BTreeMap<String, String>> = "ExpressionAttributeNames",
    expression_attribute_values: Option<BTreeMap<String, crate::value::Given<crate::value::Value>>> = "ExpressionAttributeValues",
    return_values_on_condition_check_failure: Option<String> = "ReturnValuesOnConditionCheckFailure",
});

structure!(DeleteBackupInput { backup_arn: String = "BackupArn" });

structure!(DeleteBackupOutput {
    backup_description: Option<BackupDescription> = "BackupDescription",
});

structure!(DeleteGlobalSecondaryIndexAction { index_name: String = "IndexName" });

structure!(DeleteGlobalTableWitnessGroupMemberAction { region_name: String = "RegionName" });

structure!(DeleteItemInput {
    table_name: String = "TableName",
    key: crate::value::Given<crate::value::Item> = "Key",
    expected: Option<BTreeMap<String, ExpectedAttributeValue>> = "Expected",
    conditional_operator: Option<String> = "ConditionalOperator",
    return_values: Option<String> = "ReturnValues",
    return_consumed_capacity: Option<String> = "ReturnConsumedCapacity",
    return_item_collection_metrics: Option<String> = "ReturnItemCollectionMetrics",
    condition_expression: Option<String> = "ConditionExpression",
    expression_attribute_names: Option<BTreeMap<String, String>> = "ExpressionAttributeNames",
    expression_attribute_values: Option<BTreeMap<String, crate::value::Given<crate::value::Value>>> = "ExpressionAttributeValues",
    return_values_on_condition_check_failure: Option<String> = "ReturnValuesOnConditionCheckFailure",
});

structure!(DeleteItemOutput {
    attributes: Option<crate::value::Given<crate::value::Item>> = "Attributes",
    consumed_capacity: Option<ConsumedCapacity> = "ConsumedCapacity",
    item_collection_metrics: Option<ItemCollectionMetrics> = "ItemCollectionMetrics",
});

structure!(DeleteReplicationGroupMemberAction { region_name: String = "RegionName" });

structure!(DeleteRequest {
    key: crate::value::Given<crate::value::Item> = "Key",
});

structure!(DeleteTableInput { table_name: String = "TableName" });

structure!(DeleteTableOutput {
    table_description: Option<TableDescription> = "TableDescription",
});

structure!(DeleteVectorIndexAction { index_name: String = "IndexName" });

structure!(DescribeBackupInput { backup_arn: String = "BackupArn" });

structure!(DescribeBackupOutput {
    backup_description: Option<BackupDescription> = "BackupDescription",
});

structure!(DescribeContinuousBackupsInput { table_name: String = "TableName" });

structure!(DescribeContinuousBackupsOutput {
    continuous_backups_description: Option<ContinuousBackupsDescription> = "ContinuousBackupsDescription",
});

structure!(DescribeEndpointsRequest {});

structure!(DescribeEndpointsResponse {
    endpoints: Vec<Endpoint> = "Endpoints",
});

structure!(DescribeLimitsInput {});

structure!(DescribeLimitsOutput {
    account_max_read_capacity_units: Option<i64> = "AccountMaxReadCapacityUnits",
    account_max_write_capacity_units: Option<i64> = "AccountMaxWriteCapacityUnits",
    table_max_read_capacity_units: Option<i64> = "TableMaxReadCapacityUnits",
    table_max_write_capacity_units: Option<i64> = "TableMaxWriteCapacityUnits",
});

structure!(DescribeTableInput { table_name: String = "TableName" });

structure!(DescribeTableOutput {
    table: Option<TableDescription> = "Table",
});

structure!(DescribeTimeToLiveInput { table_name: String = "TableName" });

structure!(DescribeTimeToLiveOutput {
    time_to_live_description: Option<TimeToLiveDescription> = "TimeToLiveDescription",
});

structure!(DisassociateReplicationGroupMemberAction {
    region_name: String = "RegionName",
    disassociation_mode: String = "DisassociationMode",
});

structure!(Endpoint {
    address: String = "Address",
    cache_period_in_minutes: i64 = "CachePeriodInMinutes",
});

structure!(ExecuteStatementInput {
    statement: String = "Statement",
    parameters: Option<Vec<crate::value::Given<crate::value::Value>>> = "Parameters",
    consistent_read: Option<bool> = "ConsistentRead",
    next_token: Option<String> = "NextToken",
    return_consumed_capacity: Option<String> = "ReturnConsumedCapacity",
    limit: Option<i64> = "Limit",
    return_values_on_condition_check_failure: Option<String> = "ReturnValuesOnConditionCheckFailure",
});

structure!(ExecuteStatementOutput {
    items: Option<Vec<crate::value::Given<crate::value::Item>>> = "Items",
    next_token: Option<String> = "NextToken",
    consumed_capacity: Option<ConsumedCapacity> = "ConsumedCapacity",
    last_evaluated_key: Option<crate::value::Given<crate::value::Item>> = "LastEvaluatedKey",
});

structure!(ExecuteTransactionInput {
    transact_statements: Vec<ParameterizedStatement> = "TransactStatements",
    client_request_token: Option<String> = "ClientRequestToken",
    return_consumed_capacity: Option<String> = "ReturnConsumedCapacity",
});

structure!(ExecuteTransactionOutput {
    responses: Option<Vec<ItemResponse>> = "Responses",
    consumed_capacity: Option<Vec<ConsumedCapacity>> = "ConsumedCapacity",
});

structure!(ExpectedAttributeValue {
    value: Option<crate::value::Given<crate::value::Value>> = "Value",
    exists: Option<bool> = "Exists",
    comparison_operator: Option<String> = "ComparisonOperator",
    attribute_value_list: Option<Vec<crate::value::Given<crate::value::Value>>> = "AttributeValueList",
});

structure!(Get {
    key: crate::value::Given<crate::value::Item> = "Key",
    table_name: String = "TableName",
    projection_expression: Option<String> = "ProjectionExpression",
    expression_attribute_names: Option<BTreeMap<String, String>> = "ExpressionAttributeNames",
});

structure!(GetItemInput {
    table_name: String = "TableName",
    key: crate::value::Given<crate::value::Item> = "Key",
    attributes_to_get: Option<Vec<String>> = "AttributesToGet",
    consistent_read: Option<bool> = "ConsistentRead",
    return_consumed_capacity: Option<String> = "ReturnConsumedCapacity",
    projection_expression: Option<String> = "ProjectionExpression",
    expression_attribute_names: Option<BTreeMap<String, String>> = "ExpressionAttributeNames",
});

structure!(GetItemOutput {
    item: Option<crate::value::Given<crate::value::Item>> = "Item",
    consumed_capacity: Option<ConsumedCapacity> = "ConsumedCapacity",
});

structure!(GlobalSecondaryIndex {
    index_name: String = "IndexName",
    key_schema: Vec<KeySchemaElement> = "KeySchema",
    projection: Projection = "Projection",
    provisioned_throughput: Option<ProvisionedThroughput> = "ProvisionedThroughput",
    on_demand_throughput: Option<OnDemandThroughput> = "OnDemandThroughput",
    warm_throughput: Option<WarmThroughput> = "WarmThroughput",
});

structure!(GlobalSecondaryIndexDescription {
    index_name: Option<String> = "IndexName",
    key_schema: Option<Vec<KeySchemaElement>> = "KeySchema",
    projection: Option<Projection> = "Projection",
    index_status: Option<String> = "IndexStatus",
    backfilling: Option<bool> = "Backfilling",
    provisioned_throughput: Option<ProvisionedThroughputDescription> = "ProvisionedThroughput",
    index_size_bytes: Option<i64> = "IndexSizeBytes",
    item_count: Option<i64> = "ItemCount",
    index_arn: Option<String> = "IndexArn",
    on_demand_throughput: Option<OnDemandThroughput> = "OnDemandThroughput",
    warm_throughput: Option<GlobalSecondaryIndexWarmThroughputDescription> = "WarmThroughput",
});

structure!(GlobalSecondaryIndexInfo {
    index_name: Option<String> = "IndexName",
    key_schema: Option<Vec<KeySchemaElement>> = "KeySchema",
    projection: Option<Projection> = "Projection",
    provisioned_throughput: Option<ProvisionedThroughput> = "ProvisionedThroughput",
    on_demand_throughput: Option<OnDemandThroughput> = "OnDemandThroughput",
});

structure!(GlobalSecondaryIndexUpdate {
    update: Option<UpdateGlobalSecondaryIndexAction> = "Update",
    create: Option<CreateGlobalSecondaryIndexAction> = "Create",
    delete: Option<DeleteGlobalSecondaryIndexAction> = "Delete",
});

structure!(GlobalSecondaryIndexWarmThroughputDescription {
    read_units_per_second: Option<i64> = "ReadUnitsPerSecond",
    write_units_per_second: Option<i64> = "WriteUnitsPerSecond",
    status: Option<String> = "Status",
});

structure!(GlobalTableWitnessDescription {
    region_name: Option<String> = "RegionName",
    witness_status: Option<String> = "WitnessStatus",
});

structure!(GlobalTableWitnessGroupUpdate {
    create: Option<CreateGlobalTableWitnessGroupMemberAction> = "Create",
    delete: Option<DeleteGlobalTableWitnessGroupMemberAction> = "Delete",
});

structure!(ItemCollectionMetrics {
    item_collection_key: Option<crate::value::Given<crate::value::Item>> = "ItemCollectionKey",
    size_estimate_range_gb: Option<Vec<f64>> = "SizeEstimateRangeGB",
});

structure!(ItemResponse {
    item: Option<crate::value::Given<crate::value::Item>> = "Item",
});

structure!(KeySchemaElement {
    attribute_name: String = "AttributeName",
    key_type: String = "KeyType",
});

structure!(KeysAndAttributes {
    keys: Vec<crate::value::Given<crate::value::Item>> = "Keys",
    attributes_to_get: Option<Vec<String>> = "AttributesToGet",
    consistent_read: Option<bool> = "ConsistentRead",
    projection_expression: Option<String> = "ProjectionExpression",
    expression_attribute_names: Option<BTreeMap<String, String>> = "ExpressionAttributeNames",
});

structure!(ListBackupsInput {
    table_name: Option<String> = "TableName",
    limit: Option<i64> = "Limit",
    time_range_lower_bound: Option<samara_base::Timestamp> = "TimeRangeLowerBound",
    time_range_upper_bound: Option<samara_base::Timestamp> = "TimeRangeUpperBound",
    exclusive_start_backup_arn: Option<String> = "ExclusiveStartBackupArn",
    backup_type: Option<String> = "BackupType",
});

structure!(ListBackupsOutput {
    backup_summaries: Option<Vec<BackupSummary>> = "BackupSummaries",
    last_evaluated_backup_arn: Option<String> = "LastEvaluatedBackupArn",
});

structure!(ListTablesInput {
    exclusive_start_table_name: Option<String> = "ExclusiveStartTableName",
    limit: Option<i64> = "Limit",
});

structure!(ListTablesOutput {
    table_names: Option<Vec<String>> = "TableNames",
    last_evaluated_table_name: Option<String> = "LastEvaluatedTableName",
});

structure!(ListTagsOfResourceInput {
    resource_arn: String = "ResourceArn",
    next_token: Option<String> = "NextToken",
});

structure!(ListTagsOfResourceOutput {
    tags: Option<Vec<Tag>> = "Tags",
    next_token: Option<String> = "NextToken",
});

structure!(LocalSecondaryIndex {
    index_name: String = "IndexName",
    key_schema: Vec<KeySchemaElement> = "KeySchema",
    projection: Projection = "Projection",
});

structure!(LocalSecondaryIndexDescription {
    index_name: Option<String> = "IndexName",
    key_schema: Option<Vec<KeySchemaElement>> = "KeySchema",
    projection: Option<Projection> = "Projection",
    index_size_bytes: Option<i64> = "IndexSizeBytes",
    item_count: Option<i64> = "ItemCount",
    index_arn: Option<String> = "IndexArn",
});

structure!(LocalSecondaryIndexInfo {
    index_name: Option<String> = "IndexName",
    key_schema: Option<Vec<KeySchemaElement>> = "KeySchema",
    projection: Option<Projection> = "Projection",
});

structure!(OnDemandThroughput {
    max_read_request_units: Option<i64> = "MaxReadRequestUnits",
    max_write_request_units: Option<i64> = "MaxWriteRequestUnits",
});

structure!(OnDemandThroughputOverride {
    max_read_request_units: Option<i64> = "MaxReadRequestUnits",
});

structure!(ParameterizedStatement {
    statement: String = "Statement",
    parameters: Option<Vec<crate::value::Given<crate::value::Value>>> = "Parameters",
    return_values_on_condition_check_failure: Option<String> = "ReturnValuesOnConditionCheckFailure",
});

structure!(PointInTimeRecoveryDescription {
    point_in_time_recovery_status: Option<String> = "PointInTimeRecoveryStatus",
    recovery_period_in_days: Option<i64> = "RecoveryPeriodInDays",
    earliest_restorable_date_time: Option<samara_base::Timestamp> = "EarliestRestorableDateTime",
    latest_restorable_date_time: Option<samara_base::Timestamp> = "LatestRestorableDateTime",
});

structure!(PointInTimeRecoverySpecification {
    point_in_time_recovery_enabled: bool = "PointInTimeRecoveryEnabled",
    recovery_period_in_days: Option<i64> = "RecoveryPeriodInDays",
});

structure!(Projection {
    projection_type: Option<String> = "ProjectionType",
    non_key_attributes: Option<Vec<String>> = "NonKeyAttributes",
});

structure!(ProvisionedThroughput {
    read_capacity_units: i64 = "ReadCapacityUnits",
    write_capacity_units: i64 = "WriteCapacityUnits",
});

structure!(ProvisionedThroughputDescription {
    last_increase_date_time: Option<samara_base::Timestamp> = "LastIncreaseDateTime",
    last_decrease_date_time: Option<samara_base::Timestamp> = "LastDecreaseDateTime",
    number_of_decreases_today: Option<i64> = "NumberOfDecreasesToday",
    read_capacity_units: Option<i64> = "ReadCapacityUnits",
    write_capacity_units: Option<i64> = "WriteCapacityUnits",
});

structure!(ProvisionedThroughputOverride {
    read_capacity_units: Option<i64> = "ReadCapacityUnits",
});

structure!(Put {
    item: crate::value::Given<crate::value::Item> = "Item",
    table_name: String = "TableName",
    condition_expression: Option<String> = "ConditionExpression",
    expression_attribute_names: Option<BTreeMap<String, String>> = "ExpressionAttributeNames",
    expression_attribute_values: Option<BTreeMap<String, crate::value::Given<crate::value::Value>>> = "ExpressionAttributeValues",
    return_values_on_condition_check_failure: Option<String> = "ReturnValuesOnConditionCheckFailure",
});

structure!(PutItemInput {
    table_name: String = "TableName",
    item: crate::value::Given<crate::value::Item> = "Item",
    expected: Option<BTreeMap<String, ExpectedAttributeValue>> = "Expected",
    return_values: Option<String> = "ReturnValues",
    return_consumed_capacity: Option<String> = "ReturnConsumedCapacity",
    return_item_collection_metrics: Option<String> = "ReturnItemCollectionMetrics",
    conditional_operator: Option<String> = "ConditionalOperator",
    condition_expression: Option<String> = "ConditionExpression",
    expression_attribute_names: Option<BTreeMap<String, String>> = "ExpressionAttributeNames",
    expression_attribute_values: Option<BTreeMap<String, crate::value::Given<crate::value::Value>>> = "ExpressionAttributeValues",
    return_values_on_condition_check_failure: Option<String> = "ReturnValuesOnConditionCheckFailure",
});

structure!(PutItemOutput {
    attributes: Option<crate::value::Given<crate::value::Item>> = "Attributes",
    consumed_capacity: Option<ConsumedCapacity> = "ConsumedCapacity",
    item_collection_metrics: Option<ItemCollectionMetrics> = "ItemCollectionMetrics",
});

structure!(PutRequest {
    item: crate::value::Given<crate::value::Item> = "Item",
});

structure!(QueryInput {
    table_name: String = "TableName",
    index_name: Option<String> = "IndexName",
    select: Option<String> = "Select",
    attributes_to_get: Option<Vec<String>> = "AttributesToGet",
    limit: Option<i64> = "Limit",
    consistent_read: Option<bool> = "ConsistentRead",
    key_conditions: Option<BTreeMap<String, Condition>> = "KeyConditions",
    query_filter: Option<BTreeMap<String, Condition>> = "QueryFilter",
    conditional_operator: Option<String> = "ConditionalOperator",
    scan_index_forward: Option<bool> = "ScanIndexForward",
    exclusive_start_key: Option<crate::value::Given<crate::value::Item>> = "ExclusiveStartKey",
    return_consumed_capacity: Option<String> = "ReturnConsumedCapacity",
    projection_expression: Option<String> = "ProjectionExpression",
    filter_expression: Option<String> = "FilterExpression",
    key_condition_expression: Option<String> = "KeyConditionExpression",
    expression_attribute_names: Option<BTreeMap<String, String>> = "ExpressionAttributeNames",
    expression_attribute_values: Option<BTreeMap<String, crate::value::Given<crate::value::Value>>> = "ExpressionAttributeValues",
});

structure!(QueryOutput {
    items: Option<Vec<crate::value::Given<crate::value::Item>>> = "Items",
    count: Option<i64> = "Count",
    scanned_count: Option<i64> = "ScannedCount",
    last_evaluated_key: Option<crate::value::Given<crate::value::Item>> = "LastEvaluatedKey",
    consumed_capacity: Option<ConsumedCapacity> = "ConsumedCapacity",
});

structure!(ReplicaDescription {
    region_name: Option<String> = "RegionName",
    replica_status: Option<String> = "ReplicaStatus",
    replica_arn: Option<String> = "ReplicaArn",
    replica_status_description: Option<String> = "ReplicaStatusDescription",
    replica_status_percent_progress: Option<String> = "ReplicaStatusPercentProgress",
    kms_master_key_id: Option<String> = "KMSMasterKeyId",
    provisioned_throughput_override: Option<ProvisionedThroughputOverride> = "ProvisionedThroughputOverride",
    on_demand_throughput_override: Option<OnDemandThroughputOverride> = "OnDemandThroughputOverride",
    warm_throughput: Option<TableWarmThroughputDescription> = "WarmThroughput",
    global_secondary_indexes: Option<Vec<ReplicaGlobalSecondaryIndexDescription>> = "GlobalSecondaryIndexes",
    replica_inaccessible_date_time: Option<samara_base::Timestamp> = "ReplicaInaccessibleDateTime",
    replica_table_class_summary: Option<TableClassSummary> = "ReplicaTableClassSummary",
    global_table_settings_replication_mode: Option<String> = "GlobalTableSettingsReplicationMode",
});

structure!(ReplicaGlobalSecondaryIndex {
    index_name: String = "IndexName",
    provisioned_throughput_override: Option<ProvisionedThroughputOverride> = "ProvisionedThroughputOverride",
    on_demand_throughput_override: Option<OnDemandThroughputOverride> = "OnDemandThroughputOverride",
});

structure!(ReplicaGlobalSecondaryIndexDescription {
    index_name: Option<String> = "IndexName",
    provisioned_throughput_override: Option<ProvisionedThroughputOverride> = "ProvisionedThroughputOverride",
    on_demand_throughput_override: Option<OnDemandThroughputOverride> = "OnDemandThroughputOverride",
    warm_throughput: Option<GlobalSecondaryIndexWarmThroughputDescription> = "WarmThroughput",
});

structure!(ReplicationGroupUpdate {
    create: Option<CreateReplicationGroupMemberAction> = "Create",
    update: Option<UpdateReplicationGroupMemberAction> = "Update",
    delete: Option<DeleteReplicationGroupMemberAction> = "Delete",
    disassociate: Option<DisassociateReplicationGroupMemberAction> = "Disassociate",
});

structure!(RestoreSummary {
    source_backup_arn: Option<String> = "SourceBackupArn",
    source_table_arn: Option<String> = "SourceTableArn",
    restore_date_time: samara_base::Timestamp = "RestoreDateTime",
    restore_in_progress: bool = "RestoreInProgress",
});

structure!(RestoreTableFromBackupInput {
    target_table_name: String = "TargetTableName",
    backup_arn: String = "BackupArn",
    billing_mode_override: Option<String> = "BillingModeOverride",
    global_secondary_index_override: Option<Vec<GlobalSecondaryIndex>> = "GlobalSecondaryIndexOverride",
    local_secondary_index_override: Option<Vec<LocalSecondaryIndex>> = "LocalSecondaryIndexOverride",
    provisioned_throughput_override: Option<ProvisionedThroughput> = "ProvisionedThroughputOverride",
    on_demand_throughput_override: Option<OnDemandThroughput> = "OnDemandThroughputOverride",
    sse_specification_override: Option<SSESpecification> = "SSESpecificationOverride",
    vector_index_override: Option<Vec<VectorIndex>> = "VectorIndexOverride",
});

structure!(RestoreTableFromBackupOutput {
    table_description: Option<TableDescription> = "TableDescription",
});

structure!(RestoreTableToPointInTimeInput {
    source_table_arn: Option<String> = "SourceTableArn",
    source_table_name: Option<String> = "SourceTableName",
    target_table_name: String = "TargetTableName",
    use_latest_restorable_time: Option<bool> = "UseLatestRestorableTime",
    restore_date_time: Option<samara_base::Timestamp> = "RestoreDateTime",
    billing_mode_override: Option<String> = "BillingModeOverride",
    global_secondary_index_override: Option<Vec<GlobalSecondaryIndex>> = "GlobalSecondaryIndexOverride",
    local_secondary_index_override: Option<Vec<LocalSecondaryIndex>> = "LocalSecondaryIndexOverride",
    provisioned_throughput_override: Option<ProvisionedThroughput> = "ProvisionedThroughputOverride",
    on_demand_throughput_override: Option<OnDemandThroughput> = "OnDemandThroughputOverride",
    sse_specification_override: Option<SSESpecification> = "SSESpecificationOverride",
    vector_index_override: Option<Vec<VectorIndex>> = "VectorIndexOverride",
});

structure!(RestoreTableToPointInTimeOutput {
    table_description: Option<TableDescription> = "TableDescription",
});

structure!(SSEDescription {
    status: Option<String> = "Status",
    sse_type: Option<String> = "SSEType",
    kms_master_key_arn: Option<String> = "KMSMasterKeyArn",
    inaccessible_encryption_date_time: Option<samara_base::Timestamp> = "InaccessibleEncryptionDateTime",
});

structure!(SSESpecification {
    enabled: Option<bool> = "Enabled",
    sse_type: Option<String> = "SSEType",
    kms_master_key_id: Option<String> = "KMSMasterKeyId",
});

structure!(ScanInput {
    table_name: String = "TableName",
    index_name: Option<String> = "IndexName",
    attributes_to_get: Option<Vec<String>> = "AttributesToGet",
    limit: Option<i64> = "Limit",
    select: Option<String> = "Select",
    scan_filter: Option<BTreeMap<String, Condition>> = "ScanFilter",
    conditional_operator: Option<String> = "ConditionalOperator",
    exclusive_start_key: Option<crate::value::Given<crate::value::Item>> = "ExclusiveStartKey",
    return_consumed_capacity: Option<String> = "ReturnConsumedCapacity",
    total_segments: Option<i64> = "TotalSegments",
    segment: Option<i64> = "Segment",
    projection_expression: Option<String> = "ProjectionExpression",
    filter_expression: Option<String> = "FilterExpression",
    expression_attribute_names: Option<BTreeMap<String, String>> = "ExpressionAttributeNames",
    expression_attribute_values: Option<BTreeMap<String, crate::value::Given<crate::value::Value>>> = "ExpressionAttributeValues",
    consistent_read: Option<bool> = "ConsistentRead",
});

structure!(ScanOutput {
    items: Option<Vec<crate::value::Given<crate::value::Item>>> = "Items",
    count: Option<i64> = "Count",
    scanned_count: Option<i64> = "ScannedCount",
    last_evaluated_key: Option<crate::value::Given<crate::value::Item>> = "LastEvaluatedKey",
    consumed_capacity: Option<ConsumedCapacity> = "ConsumedCapacity",
});

structure!(SearchSchemaElement {
    attribute_name: String = "AttributeName",
    search_schema_element_type: String = "SearchSchemaElementType",
});

structure!(SourceTableDetails {
    table_name: String = "TableName",
    table_id: String = "TableId",
    table_arn: Option<String> = "TableArn",
    table_size_bytes: Option<i64> = "TableSizeBytes",
    key_schema: Vec<KeySchemaElement> = "KeySchema",
    table_creation_date_time: samara_base::Timestamp = "TableCreationDateTime",
    provisioned_throughput: ProvisionedThroughput = "ProvisionedThroughput",
    on_demand_throughput: Option<OnDemandThroughput> = "OnDemandThroughput",
    item_count: Option<i64> = "ItemCount",
    billing_mode: Option<String> = "BillingMode",
});

structure!(SourceTableFeatureDetails {
    local_secondary_indexes: Option<Vec<LocalSecondaryIndexInfo>> = "LocalSecondaryIndexes",
    global_secondary_indexes: Option<Vec<GlobalSecondaryIndexInfo>> = "GlobalSecondaryIndexes",
    stream_description: Option<StreamSpecification> = "StreamDescription",
    time_to_live_description: Option<TimeToLiveDescription> = "TimeToLiveDescription",
    sse_description: Option<SSEDescription> = "SSEDescription",
    vector_indexes: Option<Vec<VectorIndexInfo>> = "VectorIndexes",
});

structure!(StreamSpecification {
    stream_enabled: bool = "StreamEnabled",
    stream_view_type: Option<String> = "StreamViewType",
});

structure!(TableClassSummary {
    table_class: Option<String> = "TableClass",
    last_update_date_time: Option<samara_base::Timestamp> = "LastUpdateDateTime",
});

structure!(TableDescription {
    attribute_definitions: Option<Vec<AttributeDefinition>> = "AttributeDefinitions",
    table_name: Option<String> = "TableName",
    key_schema: Option<Vec<KeySchemaElement>> = "KeySchema",
    table_status: Option<String> = "TableStatus",
    creation_date_time: Option<samara_base::Timestamp> = "CreationDateTime",
    provisioned_throughput: Option<ProvisionedThroughputDescription> = "ProvisionedThroughput",
    table_size_bytes: Option<i64> = "TableSizeBytes",
    item_count: Option<i64> = "ItemCount",
    table_arn: Option<String> = "TableArn",
    table_id: Option<String> = "TableId",
    billing_mode_summary: Option<BillingModeSummary> = "BillingModeSummary",
    local_secondary_indexes: Option<Vec<LocalSecondaryIndexDescription>> = "LocalSecondaryIndexes",
    global_secondary_indexes: Option<Vec<GlobalSecondaryIndexDescription>> = "GlobalSecondaryIndexes",
    stream_specification: Option<StreamSpecification> = "StreamSpecification",
    latest_stream_label: Option<String> = "LatestStreamLabel",
    latest_stream_arn: Option<String> = "LatestStreamArn",
    global_table_version: Option<String> = "GlobalTableVersion",
    replicas: Option<Vec<ReplicaDescription>> = "Replicas",
    global_table_witnesses: Option<Vec<GlobalTableWitnessDescription>> = "GlobalTableWitnesses",
    global_table_settings_replication_mode: Option<String> = "GlobalTableSettingsReplicationMode",
    restore_summary: Option<RestoreSummary> = "RestoreSummary",
    sse_description: Option<SSEDescription> = "SSEDescription",
    archival_summary: Option<ArchivalSummary> = "ArchivalSummary",
    table_class_summary: Option<TableClassSummary> = "TableClassSummary",
    deletion_protection_enabled: Option<bool> = "DeletionProtectionEnabled",
    disassociation_protection_enabled: Option<bool> = "DisassociationProtectionEnabled",
    on_demand_throughput: Option<OnDemandThroughput> = "OnDemandThroughput",
    warm_throughput: Option<TableWarmThroughputDescription> = "WarmThroughput",
    multi_region_consistency: Option<String> = "MultiRegionConsistency",
    vector_indexes: Option<Vec<VectorIndexDescription>> = "VectorIndexes",
});

structure!(TableWarmThroughputDescription {
    read_units_per_second: Option<i64> = "ReadUnitsPerSecond",
    write_units_per_second: Option<i64> = "WriteUnitsPerSecond",
    status: Option<String> = "Status",
});

structure!(Tag { key: String = "Key", value: String = "Value" });

structure!(TagResourceInput {
    resource_arn: String = "ResourceArn",
    tags: Vec<Tag> = "Tags",
});

structure!(TimeToLiveDescription {
    time_to_live_status: Option<String> = "TimeToLiveStatus",
    attribute_name: Option<String> = "AttributeName",
});

structure!(TimeToLiveSpecification {
    enabled: bool = "Enabled",
    attribute_name: String = "AttributeName",
});

structure!(TransactGetItem { get: Get = "Get" });

structure!(TransactGetItemsInput {
    transact_items: Vec<TransactGetItem> = "TransactItems",
    return_consumed_capacity: Option<String> = "ReturnConsumedCapacity",
});

structure!(TransactGetItemsOutput {
    consumed_capacity: Option<Vec<ConsumedCapacity>> = "ConsumedCapacity",
    responses: Option<Vec<ItemResponse>> = "Responses",
});

structure!(TransactWriteItem {
    condition_check: Option<ConditionCheck> = "ConditionCheck",
    put: Option<Put> = "Put",
    delete: Option<Delete> = "Delete",
    update: Option<Update> = "Update",
});

structure!(TransactWriteItemsInput {
    transact_items: Vec<TransactWriteItem> = "TransactItems",
    return_consumed_capacity: Option<String> = "ReturnConsumedCapacity",
    return_item_collection_metrics: Option<String> = "ReturnItemCollectionMetrics",
    client_request_token: Option<String> = "ClientRequestToken",
});

structure!(TransactWriteItemsOutput {
    consumed_capacity: Option<Vec<ConsumedCapacity>> = "ConsumedCapacity",
    item_collection_metrics: Option<BTreeMap<String, Vec<ItemCollectionMetrics>>> = "ItemCollectionMetrics",
});

structure!(UntagResourceInput {
    resource_arn: String = "ResourceArn",
    tag_keys: Vec<String> = "TagKeys",
});

structure!(Update {
    key: crate::value::Given<crate::value::Item> = "Key",
    update_expression: String = "UpdateExpression",
    table_name: String = "TableName",
    condition_expression: Option<String> = "ConditionExpression",
    expression_attribute_names: Option<BTreeMap<String, String>> = "ExpressionAttributeNames",
    expression_attribute_values: Option<BTreeMap<String, crate::value::Given<crate::value::Value>>> = "ExpressionAttributeValues",
    return_values_on_condition_check_failure: Option<String> = "ReturnValuesOnConditionCheckFailure",
});

structure!(UpdateContinuousBackupsInput {
    table_name: String = "TableName",
    point_in_time_recovery_specification: PointInTimeRecoverySpecification =
        "PointInTimeRecoverySpecification",
});

structure!(UpdateContinuousBackupsOutput {
    continuous_backups_description: Option<ContinuousBackupsDescription> = "ContinuousBackupsDescription",
});

structure!(UpdateGlobalSecondaryIndexAction {
    index_name: String = "IndexName",
    provisioned_throughput: Option<ProvisionedThroughput> = "ProvisionedThroughput",
    on_demand_throughput: Option<OnDemandThroughput> = "OnDemandThroughput",
    warm_throughput: Option<WarmThroughput> = "WarmThroughput",
});

structure!(UpdateItemInput {
    table_name: String = "TableName",
    key: crate::value::Given<crate::value::Item> = "Key",
    attribute_updates: Option<BTreeMap<String, AttributeValueUpdate>> = "AttributeUpdates",
    expected: Option<BTreeMap<String, ExpectedAttributeValue>> = "Expected",
    conditional_operator: Option<String> = "ConditionalOperator",
    return_values: Option<String> = "ReturnValues",
    return_consumed_capacity: Option<String> = "ReturnConsumedCapacity",
    return_item_collection_metrics: Option<String> = "ReturnItemCollectionMetrics",
    update_expression: Option<String> = "UpdateExpression",
    condition_expression: Option<String> = "ConditionExpression",
    expression_attribute_names: Option<BTreeMap<String, String>> = "ExpressionAttributeNames",
    expression_attribute_values: Option<BTreeMap<String, crate::value::Given<crate::value::Value>>> = "ExpressionAttributeValues",
    return_values_on_condition_check_failure: Option<String> = "ReturnValuesOnConditionCheckFailure",
});

structure!(UpdateItemOutput {
    attributes: Option<crate::value::Given<crate::value::Item>> = "Attributes",
    consumed_capacity: Option<ConsumedCapacity> = "ConsumedCapacity",
    item_collection_metrics: Option<ItemCollectionMetrics> = "ItemCollectionMetrics",
});

structure!(UpdateReplicationGroupMemberAction {
    region_name: String = "RegionName",
    kms_master_key_id: Option<String> = "KMSMasterKeyId",
    provisioned_throughput_override: Option<ProvisionedThroughputOverride> = "ProvisionedThroughputOverride",
    on_demand_throughput_override: Option<OnDemandThroughputOverride> = "OnDemandThroughputOverride",
    global_secondary_indexes: Option<Vec<ReplicaGlobalSecondaryIndex>> = "GlobalSecondaryIndexes",
    table_class_override: Option<String> = "TableClassOverride",
});

structure!(UpdateTableInput {
    attribute_definitions: Option<Vec<AttributeDefinition>> = "AttributeDefinitions",
    table_name: String = "TableName",
    billing_mode: Option<String> = "BillingMode",
    provisioned_throughput: Option<ProvisionedThroughput> = "ProvisionedThroughput",
    global_secondary_index_updates: Option<Vec<GlobalSecondaryIndexUpdate>> = "GlobalSecondaryIndexUpdates",
    stream_specification: Option<StreamSpecification> = "StreamSpecification",
    sse_specification: Option<SSESpecification> = "SSESpecification",
    replica_updates: Option<Vec<ReplicationGroupUpdate>> = "ReplicaUpdates",
    table_class: Option<String> = "TableClass",
    deletion_protection_enabled: Option<bool> = "DeletionProtectionEnabled",
    multi_region_consistency: Option<String> = "MultiRegionConsistency",
    global_table_witness_updates: Option<Vec<GlobalTableWitnessGroupUpdate>> = "GlobalTableWitnessUpdates",
    on_demand_throughput: Option<OnDemandThroughput> = "OnDemandThroughput",
    warm_throughput: Option<WarmThroughput> = "WarmThroughput",
    global_table_settings_replication_mode: Option<String> = "GlobalTableSettingsReplicationMode",
    disassociation_protection_enabled: Option<bool> = "DisassociationProtectionEnabled",
    vector_index_updates: Option<Vec<VectorIndexUpdate>> = "VectorIndexUpdates",
});

structure!(UpdateTableOutput {
    table_description: Option<TableDescription> = "TableDescription",
});

structure!(UpdateTimeToLiveInput {
    table_name: String = "TableName",
    time_to_live_specification: TimeToLiveSpecification = "TimeToLiveSpecification",
});

structure!(UpdateTimeToLiveOutput {
    time_to_live_specification: Option<TimeToLiveSpecification> = "TimeToLiveSpecification",
});

structure!(VectorAttributeDefinition { attribute_name: String = "AttributeName" });

structure!(VectorCapacity {
    vector_search_request_bytes: Option<f64> = "VectorSearchRequestBytes",
    vector_write_request_bytes: Option<f64> = "VectorWriteRequestBytes",
});

structure!(VectorIndex {
    index_name: String = "IndexName",
    vector_attribute: VectorAttributeDefinition = "VectorAttribute",
    search_schema: Option<Vec<SearchSchemaElement>> = "SearchSchema",
    projection: Projection = "Projection",
    dimensions: i64 = "Dimensions",
    distance_function: String = "DistanceFunction",
});

structure!(VectorIndexDescription {
    index_name: Option<String> = "IndexName",
    search_schema: Option<Vec<SearchSchemaElement>> = "SearchSchema",
    projection: Option<Projection> = "Projection",
    vector_attribute: Option<VectorAttributeDefinition> = "VectorAttribute",
    dimensions: Option<i64> = "Dimensions",
    distance_function: Option<String> = "DistanceFunction",
    index_status: Option<String> = "IndexStatus",
    backfilling: Option<bool> = "Backfilling",
    index_size_bytes: Option<i64> = "IndexSizeBytes",
    item_count: Option<i64> = "ItemCount",
    index_arn: Option<String> = "IndexArn",
});

structure!(VectorIndexInfo {
    index_name: Option<String> = "IndexName",
    vector_attribute: Option<VectorAttributeDefinition> = "VectorAttribute",
    search_schema: Option<Vec<SearchSchemaElement>> = "SearchSchema",
    projection: Option<Projection> = "Projection",
    dimensions: Option<i64> = "Dimensions",
    distance_function: Option<String> = "DistanceFunction",
});

structure!(VectorIndexUpdate {
    create: Option<CreateVectorIndexAction> = "Create",
    delete: Option<DeleteVectorIndexAction> = "Delete",
});

structure!(WarmThroughput {
    read_units_per_second: Option<i64> = "ReadUnitsPerSecond",
    write_units_per_second: Option<i64> = "WriteUnitsPerSecond",
});

structure!(WriteRequest {
    put_request: Option<PutRequest> = "PutRequest",
    delete_request: Option<DeleteRequest> = "DeleteRequest",
});

/// The service's model.
#[rustfmt::skip]
pub static MODEL: ServiceModel = ServiceModel {
    id: "dynamodb", signing_name: "dynamodb",
    endpoint_prefix: "dynamodb", target_prefix: "DynamoDB_20120810",
    protocol: Protocol::AwsJson10,
    api_version: "2012-08-10", xml_namespace: "",
    operations: OPERATIONS,
    known_operations: KNOWN_OPERATIONS,
    shapes: SHAPES,
};

#[rustfmt::skip]
static OPERATIONS: &[OperationModel] = &[
    OperationModel { name: "BatchExecuteStatement", method: "POST", uri: "/", status: 200, input: Some(28), output: Some(29), result_wrapper: "", input_root: "", input_namespace: "", errors: &[232, 138, 291] },
    OperationModel { name: "BatchGetItem", method: "POST", uri: "/", status: 200, input: Some(30), output: Some(31), result_wrapper: "", input_root: "", input_namespace: "", errors: &[208, 236, 232, 138, 291] },
    OperationModel { name: "BatchWriteItem", method: "POST", uri: "/", status: 200, input: Some(38), output: Some(39), result_wrapper: "", input_root: "", input_namespace: "", errors: &[208, 236, 146, 232, 138, 229, 291] },
    OperationModel { name: "CreateBackup", method: "POST", uri: "/", status: 200, input: Some(65), output: Some(66), result_wrapper: "", input_root: "", input_namespace: "", errors: &[282, 279, 64, 18, 162, 138] },
    OperationModel { name: "CreateTable", method: "POST", uri: "/", status: 200, input: Some(70), output: Some(71), result_wrapper: "", input_root: "", input_namespace: "", errors: &[235, 162, 138] },
    OperationModel { name: "DeleteBackup", method: "POST", uri: "/", status: 200, input: Some(75), output: Some(76), result_wrapper: "", input_root: "", input_namespace: "", errors: &[20, 18, 162, 138] },
    OperationModel { name: "DeleteItem", method: "POST", uri: "/", status: 200, input: Some(79), output: Some(80), result_wrapper: "", input_root: "", input_namespace: "", errors: &[56, 208, 236, 146, 310, 232, 138, 229, 291] },
    OperationModel { name: "DeleteTable", method: "POST", uri: "/", status: 200, input: Some(83), output: Some(84), result_wrapper: "", input_root: "", input_namespace: "", errors: &[235, 236, 162, 138] },
    OperationModel { name: "DescribeBackup", method: "POST", uri: "/", status: 200, input: Some(87), output: Some(88), result_wrapper: "", input_root: "", input_namespace: "", errors: &[20, 138] },
    OperationModel { name: "DescribeContinuousBackups", method: "POST", uri: "/", status: 200, input: Some(89), output: Some(90), result_wrapper: "", input_root: "", input_namespace: "", errors: &[282, 138] },
    OperationModel { name: "DescribeEndpoints", method: "POST", uri: "/", status: 200, input: Some(91), output: Some(92), result_wrapper: "", input_root: "", input_namespace: "", errors: &[] },
    OperationModel { name: "DescribeLimits", method: "POST", uri: "/", status: 200, input: Some(93), output: Some(94), result_wrapper: "", input_root: "", input_namespace: "", errors: &[138] },
    OperationModel { name: "DescribeTable", method: "POST", uri: "/", status: 200, input: Some(95), output: Some(96), result_wrapper: "", input_root: "", input_namespace: "", errors: &[236, 138] },
    OperationModel { name: "DescribeTimeToLive", method: "POST", uri: "/", status: 200, input: Some(97), output: Some(98), result_wrapper: "", input_root: "", input_namespace: "", errors: &[236, 138] },
    OperationModel { name: "ExecuteStatement", method: "POST", uri: "/", status: 200, input: Some(106), output: Some(107), result_wrapper: "", input_root: "", input_namespace: "", errors: &[56, 208, 236, 146, 310, 232, 138, 102, 291] },
    OperationModel { name: "ExecuteTransaction", method: "POST", uri: "/", status: 200, input: Some(108), output: Some(109), result_wrapper: "", input_root: "", input_namespace: "", errors: &[236, 309, 311, 134, 208, 232, 138, 291] },
    OperationModel { name: "GetItem", method: "POST", uri: "/", status: 200, input: Some(118), output: Some(119), result_wrapper: "", input_root: "", input_namespace: "", errors: &[208, 236, 232, 138, 291] },
    OperationModel { name: "ListBackups", method: "POST", uri: "/", status: 200, input: Some(164), output: Some(165), result_wrapper: "", input_root: "", input_namespace: "", errors: &[138] },
    OperationModel { name: "ListTables", method: "POST", uri: "/", status: 200, input: Some(166), output: Some(168), result_wrapper: "", input_root: "", input_namespace: "", errors: &[138] },
    OperationModel { name: "ListTagsOfResource", method: "POST", uri: "/", status: 200, input: Some(169), output: Some(170), result_wrapper: "", input_root: "", input_namespace: "", errors: &[236, 138] },
    OperationModel { name: "PutItem", method: "POST", uri: "/", status: 200, input: Some(211), output: Some(213), result_wrapper: "", input_root: "", input_namespace: "", errors: &[56, 208, 236, 146, 310, 232, 138, 229, 291] },
    OperationModel { name: "Query", method: "POST", uri: "/", status: 200, input: Some(215), output: Some(216), result_wrapper: "", input_root: "", input_namespace: "", errors: &[208, 236, 232, 138, 291] },
    OperationModel { name: "RestoreTableFromBackup", method: "POST", uri: "/", status: 200, input: Some(240), output: Some(241), result_wrapper: "", input_root: "", input_namespace: "", errors: &[272, 279, 20, 18, 162, 138] },
    OperationModel { name: "RestoreTableToPointInTime", method: "POST", uri: "/", status: 200, input: Some(242), output: Some(243), result_wrapper: "", input_root: "", input_namespace: "", errors: &[272, 282, 279, 162, 139, 199, 138] },
    OperationModel { name: "Scan", method: "POST", uri: "/", status: 200, input: Some(254), output: Some(255), result_wrapper: "", input_root: "", input_namespace: "", errors: &[208, 236, 232, 138, 291] },
    OperationModel { name: "TagResource", method: "POST", uri: "/", status: 200, input: Some(289), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[162, 236, 138, 235] },
    OperationModel { name: "TransactGetItems", method: "POST", uri: "/", status: 200, input: Some(303), output: Some(304), result_wrapper: "", input_root: "", input_namespace: "", errors: &[236, 309, 208, 232, 138, 291] },
    OperationModel { name: "TransactWriteItems", method: "POST", uri: "/", status: 200, input: Some(307), output: Some(308), result_wrapper: "", input_root: "", input_namespace: "", errors: &[236, 309, 311, 134, 208, 232, 138, 291] },
    OperationModel { name: "UntagResource", method: "POST", uri: "/", status: 200, input: Some(312), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[162, 236, 138, 235] },
    OperationModel { name: "UpdateContinuousBackups", method: "POST", uri: "/", status: 200, input: Some(314), output: Some(315), result_wrapper: "", input_root: "", input_namespace: "", errors: &[282, 64, 138] },
    OperationModel { name: "UpdateItem", method: "POST", uri: "/", status: 200, input: Some(318), output: Some(319), result_wrapper: "", input_root: "", input_namespace: "", errors: &[56, 208, 236, 146, 310, 232, 138, 229, 291] },
    OperationModel { name: "UpdateTable", method: "POST", uri: "/", status: 200, input: Some(321), output: Some(322), result_wrapper: "", input_root: "", input_namespace: "", errors: &[235, 236, 162, 138] },
    OperationModel { name: "UpdateTimeToLive", method: "POST", uri: "/", status: 200, input: Some(323), output: Some(324), result_wrapper: "", input_root: "", input_namespace: "", errors: &[235, 236, 162, 138] },
];

#[rustfmt::skip]
static KNOWN_OPERATIONS: &[(&str, &str, &str)] = &[
    ("BatchExecuteStatement", "POST", "/"),
    ("BatchGetItem", "POST", "/"),
    ("BatchWriteItem", "POST", "/"),
    ("CancelBulkOperation", "POST", "/"),
    ("CreateBackup", "POST", "/"),
    ("CreateGlobalTable", "POST", "/"),
    ("CreateTable", "POST", "/"),
    ("DeleteBackup", "POST", "/"),
    ("DeleteItem", "POST", "/"),
    ("DeleteResourcePolicy", "POST", "/"),
    ("DeleteTable", "POST", "/"),
    ("DescribeBackup", "POST", "/"),
    ("DescribeBulkOperation", "POST", "/"),
    ("DescribeContinuousBackups", "POST", "/"),
    ("DescribeContributorInsights", "POST", "/"),
    ("DescribeEndpoints", "POST", "/"),
    ("DescribeExport", "POST", "/"),
    ("DescribeGlobalTable", "POST", "/"),
    ("DescribeGlobalTableSettings", "POST", "/"),
    ("DescribeImport", "POST", "/"),
    ("DescribeKinesisStreamingDestination", "POST", "/"),
    ("DescribeLimits", "POST", "/"),
    ("DescribeTable", "POST", "/"),
    ("DescribeTableReplicaAutoScaling", "POST", "/"),
    ("DescribeTimeToLive", "POST", "/"),
    ("DisableKinesisStreamingDestination", "POST", "/"),
    ("EnableKinesisStreamingDestination", "POST", "/"),
    ("ExecuteStatement", "POST", "/"),
    ("ExecuteTransaction", "POST", "/"),
    ("ExportTableToPointInTime", "POST", "/"),
    ("GetItem", "POST", "/"),
    ("GetResourcePolicy", "POST", "/"),
    ("ImportTable", "POST", "/"),
    ("ListBackups", "POST", "/"),
    ("ListBulkOperations", "POST", "/"),
    ("ListContributorInsights", "POST", "/"),
    ("ListExports", "POST", "/"),
    ("ListGlobalTables", "POST", "/"),
    ("ListImports", "POST", "/"),
    ("ListTables", "POST", "/"),
    ("ListTagsOfResource", "POST", "/"),
    ("PutItem", "POST", "/"),
    ("PutResourcePolicy", "POST", "/"),
    ("Query", "POST", "/"),
    ("RestoreTableFromBackup", "POST", "/"),
    ("RestoreTableToPointInTime", "POST", "/"),
    ("Scan", "POST", "/"),
    ("SearchVectors", "POST", "/"),
    ("StartBulkPutItems", "POST", "/"),
    ("TagResource", "POST", "/"),
    ("TransactGetItems", "POST", "/"),
    ("TransactWriteItems", "POST", "/"),
    ("UntagResource", "POST", "/"),
    ("UpdateContinuousBackups", "POST", "/"),
    ("UpdateContributorInsights", "POST", "/"),
    ("UpdateGlobalTable", "POST", "/"),
    ("UpdateGlobalTableSettings", "POST", "/"),
    ("UpdateItem", "POST", "/"),
    ("UpdateKinesisStreamingDestination", "POST", "/"),
    ("UpdateTable", "POST", "/"),
    ("UpdateTableReplicaAutoScaling", "POST", "/"),
    ("UpdateTimeToLive", "POST", "/"),
];

#[rustfmt::skip]
static PATTERN_0: Pattern = Pattern::new("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
#[rustfmt::skip]
static PATTERN_1: Pattern = Pattern::new("[a-zA-Z0-9_.-]+");

#[rustfmt::skip]
static SHAPES: &[Shape] = &[
    Shape { name: "ArchivalReason", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ArchivalSummary", kind: Kind::Structure { members: &[
        Member { name: "ArchivalDateTime", wire_name: "ArchivalDateTime", shape: 73, ..Member::PLAIN },
        Member { name: "ArchivalReason", wire_name: "ArchivalReason", shape: 0, ..Member::PLAIN },
        Member { name: "ArchivalBackupArn", wire_name: "ArchivalBackupArn", shape: 14, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "AttributeAction", kind: Kind::String { length: (None, None), pattern: None, values: &["ADD","PUT","DELETE"] } },
    Shape { name: "AttributeDefinition", kind: Kind::Structure { members: &[
        Member { name: "AttributeName", wire_name: "AttributeName", shape: 158, required: true, ..Member::PLAIN },
        Member { name: "AttributeType", wire_name: "AttributeType", shape: 253, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "AttributeDefinitions", kind: Kind::List { element: 3, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "AttributeMap", kind: Kind::Map { key: 6, value: 9, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "AttributeName", kind: Kind::String { length: (None, Some(65_535)), pattern: None, values: &[] } },
    Shape { name: "AttributeNameList", kind: Kind::List { element: 6, element_name: "member", flattened: false, length: (Some(1), None) } },
    Shape { name: "AttributeUpdates", kind: Kind::Map { key: 6, value: 11, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "AttributeValue", kind: Kind::Structure { members: &[
        Member { name: "S", wire_name: "S", shape: 270, ..Member::PLAIN },
        Member { name: "N", wire_name: "N", shape: 186, ..Member::PLAIN },
        Member { name: "B", wire_name: "B", shape: 43, ..Member::PLAIN },
        Member { name: "SS", wire_name: "SS", shape: 271, ..Member::PLAIN },
        Member { name: "NS", wire_name: "NS", shape: 187, ..Member::PLAIN },
        Member { name: "BS", wire_name: "BS", shape: 44, ..Member::PLAIN },
        Member { name: "M", wire_name: "M", shape: 179, ..Member::PLAIN },
        Member { name: "L", wire_name: "L", shape: 163, ..Member::PLAIN },
        Member { name: "NULL", wire_name: "NULL", shape: 185, ..Member::PLAIN },
        Member { name: "BOOL", wire_name: "BOOL", shape: 45, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "AttributeValueList", kind: Kind::List { element: 9, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "AttributeValueUpdate", kind: Kind::Structure { members: &[
        Member { name: "Value", wire_name: "Value", shape: 9, ..Member::PLAIN },
        Member { name: "Action", wire_name: "Action", shape: 2, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "AvailabilityErrorMessage", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "Backfilling", kind: Kind::Boolean },
    Shape { name: "BackupArn", kind: Kind::String { length: (Some(37), Some(1_024)), pattern: None, values: &[] } },
    Shape { name: "BackupCreationDateTime", kind: Kind::Timestamp { format: None } },
    Shape { name: "BackupDescription", kind: Kind::Structure { members: &[
        Member { name: "BackupDetails", wire_name: "BackupDetails", shape: 17, ..Member::PLAIN },
        Member { name: "SourceTableDetails", wire_name: "SourceTableDetails", shape: 263, ..Member::PLAIN },
        Member { name: "SourceTableFeatureDetails", wire_name: "SourceTableFeatureDetails", shape: 264, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "BackupDetails", kind: Kind::Structure { members: &[
        Member { name: "BackupArn", wire_name: "BackupArn", shape: 14, required: true, ..Member::PLAIN },
        Member { name: "BackupName", wire_name: "BackupName", shape: 19, required: true, ..Member::PLAIN },
        Member { name: "BackupSizeBytes", wire_name: "BackupSizeBytes", shape: 21, ..Member::PLAIN },
        Member { name: "BackupStatus", wire_name: "BackupStatus", shape: 22, required: true, ..Member::PLAIN },
        Member { name: "BackupType", wire_name: "BackupType", shape: 25, required: true, ..Member::PLAIN },
        Member { name: "BackupCreationDateTime", wire_name: "BackupCreationDateTime", shape: 15, required: true, ..Member::PLAIN },
        Member { name: "BackupExpiryDateTime", wire_name: "BackupExpiryDateTime", shape: 73, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "BackupInUseException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "BackupName", kind: Kind::String { length: (Some(3), Some(255)), pattern: Some(&PATTERN_1), values: &[] } },
    Shape { name: "BackupNotFoundException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "BackupSizeBytes", kind: Kind::Long { range: (Some(0), None) } },
    Shape { name: "BackupStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["CREATING","DELETED","AVAILABLE"] } },
    Shape { name: "BackupSummaries", kind: Kind::List { element: 24, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "BackupSummary", kind: Kind::Structure { members: &[
        Member { name: "TableName", wire_name: "TableName", shape: 280, ..Member::PLAIN },
        Member { name: "TableId", wire_name: "TableId", shape: 278, ..Member::PLAIN },
        Member { name: "TableArn", wire_name: "TableArn", shape: 273, ..Member::PLAIN },
        Member { name: "BackupArn", wire_name: "BackupArn", shape: 14, ..Member::PLAIN },
        Member { name: "BackupName", wire_name: "BackupName", shape: 19, ..Member::PLAIN },
        Member { name: "BackupCreationDateTime", wire_name: "BackupCreationDateTime", shape: 15, ..Member::PLAIN },
        Member { name: "BackupExpiryDateTime", wire_name: "BackupExpiryDateTime", shape: 73, ..Member::PLAIN },
        Member { name: "BackupStatus", wire_name: "BackupStatus", shape: 22, ..Member::PLAIN },
        Member { name: "BackupType", wire_name: "BackupType", shape: 25, ..Member::PLAIN },
        Member { name: "BackupSizeBytes", wire_name: "BackupSizeBytes", shape: 21, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "BackupType", kind: Kind::String { length: (None, None), pattern: None, values: &["USER","SYSTEM","AWS_BACKUP"] } },
    Shape { name: "BackupTypeFilter", kind: Kind::String { length: (None, None), pattern: None, values: &["USER","SYSTEM","AWS_BACKUP","ALL"] } },
    Shape { name: "BackupsInputLimit", kind: Kind::Integer { range: (Some(1), Some(100)) } },
    Shape { name: "BatchExecuteStatementInput", kind: Kind::Structure { members: &[
        Member { name: "Statements", wire_name: "Statements", shape: 192, required: true, ..Member::PLAIN },
        Member { name: "ReturnConsumedCapacity", wire_name: "ReturnConsumedCapacity", shape: 244, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "BatchExecuteStatementOutput", kind: Kind::Structure { members: &[
        Member { name: "Responses", wire_name: "Responses", shape: 193, ..Member::PLAIN },
        Member { name: "ConsumedCapacity", wire_name: "ConsumedCapacity", shape: 60, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "BatchGetItemInput", kind: Kind::Structure { members: &[
        Member { name: "RequestItems", wire_name: "RequestItems", shape: 32, required: true, ..Member::PLAIN },
        Member { name: "ReturnConsumedCapacity", wire_name: "ReturnConsumedCapacity", shape: 244, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "BatchGetItemOutput", kind: Kind::Structure { members: &[
        Member { name: "Responses", wire_name: "Responses", shape: 33, ..Member::PLAIN },
        Member { name: "UnprocessedKeys", wire_name: "UnprocessedKeys", shape: 32, ..Member::PLAIN },
        Member { name: "ConsumedCapacity", wire_name: "ConsumedCapacity", shape: 60, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "BatchGetRequestMap", kind: Kind::Map { key: 273, value: 161, names: ("key", "value"), flattened: false, length: (Some(1), Some(100)) } },
    Shape { name: "BatchGetResponseMap", kind: Kind::Map { key: 273, value: 148, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "BatchStatementError", kind: Kind::Structure { members: &[
        Member { name: "Code", wire_name: "Code", shape: 35, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 269, ..Member::PLAIN },
        Member { name: "Item", wire_name: "Item", shape: 5, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "BatchStatementErrorCodeEnum", kind: Kind::String { length: (None, None), pattern: None, values: &["ConditionalCheckFailed","ItemCollectionSizeLimitExceeded","RequestLimitExceeded","ValidationError","ProvisionedThroughputExceeded","TransactionConflict","ThrottlingError","InternalServerError","ResourceNotFound","AccessDenied","DuplicateItem"] } },
    Shape { name: "BatchStatementRequest", kind: Kind::Structure { members: &[
        Member { name: "Statement", wire_name: "Statement", shape: 195, required: true, ..Member::PLAIN },
        Member { name: "Parameters", wire_name: "Parameters", shape: 202, ..Member::PLAIN },
        Member { name: "ConsistentRead", wire_name: "ConsistentRead", shape: 58, ..Member::PLAIN },
        Member { name: "ReturnValuesOnConditionCheckFailure", wire_name: "ReturnValuesOnConditionCheckFailure", shape: 247, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "BatchStatementResponse", kind: Kind::Structure { members: &[
        Member { name: "Error", wire_name: "Error", shape: 34, ..Member::PLAIN },
        Member { name: "TableName", wire_name: "TableName", shape: 280, ..Member::PLAIN },
        Member { name: "Item", wire_name: "Item", shape: 5, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "BatchWriteItemInput", kind: Kind::Structure { members: &[
        Member { name: "RequestItems", wire_name: "RequestItems", shape: 40, required: true, ..Member::PLAIN },
        Member { name: "ReturnConsumedCapacity", wire_name: "ReturnConsumedCapacity", shape: 244, ..Member::PLAIN },
        Member { name: "ReturnItemCollectionMetrics", wire_name: "ReturnItemCollectionMetrics", shape: 245, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "BatchWriteItemOutput", kind: Kind::Structure { members: &[
        Member { name: "UnprocessedItems", wire_name: "UnprocessedItems", shape: 40, ..Member::PLAIN },
        Member { name: "ItemCollectionMetrics", wire_name: "ItemCollectionMetrics", shape: 143, ..Member::PLAIN },
        Member { name: "ConsumedCapacity", wire_name: "ConsumedCapacity", shape: 60, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "BatchWriteItemRequestMap", kind: Kind::Map { key: 273, value: 341, names: ("key", "value"), flattened: false, length: (Some(1), Some(25)) } },
    Shape { name: "BillingMode", kind: Kind::String { length: (None, None), pattern: None, values: &["PROVISIONED","PAY_PER_REQUEST"] } },
    Shape { name: "BillingModeSummary", kind: Kind::Structure { members: &[
        Member { name: "BillingMode", wire_name: "BillingMode", shape: 41, ..Member::PLAIN },
        Member { name: "LastUpdateToPayPerRequestDateTime", wire_name: "LastUpdateToPayPerRequestDateTime", shape: 73, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "BinaryAttributeValue", kind: Kind::Blob { length: (None, None), streaming: false } },
    Shape { name: "BinarySetAttributeValue", kind: Kind::List { element: 43, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "BooleanAttributeValue", kind: Kind::Boolean },
    Shape { name: "BooleanObject", kind: Kind::Boolean },
    Shape { name: "CancellationReason", kind: Kind::Structure { members: &[
        Member { name: "Item", wire_name: "Item", shape: 5, ..Member::PLAIN },
        Member { name: "Code", wire_name: "Code", shape: 51, ..Member::PLAIN },
        Member { name: "Message", wire_name: "Message", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CancellationReasonList", kind: Kind::List { element: 47, element_name: "member", flattened: false, length: (Some(1), Some(100)) } },
    Shape { name: "Capacity", kind: Kind::Structure { members: &[
        Member { name: "ReadCapacityUnits", wire_name: "ReadCapacityUnits", shape: 61, ..Member::PLAIN },
        Member { name: "WriteCapacityUnits", wire_name: "WriteCapacityUnits", shape: 61, ..Member::PLAIN },
        Member { name: "CapacityUnits", wire_name: "CapacityUnits", shape: 61, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ClientRequestToken", kind: Kind::String { length: (Some(1), Some(36)), pattern: None, values: &[] } },
    Shape { name: "Code", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ComparisonOperator", kind: Kind::String { length: (None, None), pattern: None, values: &["EQ","NE","IN","LE","LT","GE","GT","BETWEEN","NOT_NULL","NULL","CONTAINS","NOT_CONTAINS","BEGINS_WITH"] } },
    Shape { name: "Condition", kind: Kind::Structure { members: &[
        Member { name: "AttributeValueList", wire_name: "AttributeValueList", shape: 10, ..Member::PLAIN },
        Member { name: "ComparisonOperator", wire_name: "ComparisonOperator", shape: 52, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ConditionCheck", kind: Kind::Structure { members: &[
        Member { name: "Key", wire_name: "Key", shape: 153, required: true, ..Member::PLAIN },
        Member { name: "TableName", wire_name: "TableName", shape: 273, required: true, ..Member::PLAIN },
        Member { name: "ConditionExpression", wire_name: "ConditionExpression", shape: 55, required: true, ..Member::PLAIN },
        Member { name: "ExpressionAttributeNames", wire_name: "ExpressionAttributeNames", shape: 112, ..Member::PLAIN },
        Member { name: "ExpressionAttributeValues", wire_name: "ExpressionAttributeValues", shape: 114, ..Member::PLAIN },
        Member { name: "ReturnValuesOnConditionCheckFailure", wire_name: "ReturnValuesOnConditionCheckFailure", shape: 247, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ConditionExpression", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ConditionalCheckFailedException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 105, ..Member::PLAIN },
        Member { name: "Item", wire_name: "Item", shape: 5, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "ConditionalOperator", kind: Kind::String { length: (None, None), pattern: None, values: &["AND","OR"] } },
    Shape { name: "ConsistentRead", kind: Kind::Boolean },
    Shape { name: "ConsumedCapacity", kind: Kind::Structure { members: &[
        Member { name: "TableName", wire_name: "TableName", shape: 273, ..Member::PLAIN },
        Member { name: "CapacityUnits", wire_name: "CapacityUnits", shape: 61, ..Member::PLAIN },
        Member { name: "ReadCapacityUnits", wire_name: "ReadCapacityUnits", shape: 61, ..Member::PLAIN },
        Member { name: "WriteCapacityUnits", wire_name: "WriteCapacityUnits", shape: 61, ..Member::PLAIN },
        Member { name: "Table", wire_name: "Table", shape: 49, ..Member::PLAIN },
        Member { name: "LocalSecondaryIndexes", wire_name: "LocalSecondaryIndexes", shape: 261, ..Member::PLAIN },
        Member { name: "GlobalSecondaryIndexes", wire_name: "GlobalSecondaryIndexes", shape: 261, ..Member::PLAIN },
        Member { name: "VectorIndexes", wire_name: "VectorIndexes", shape: 337, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ConsumedCapacityMultiple", kind: Kind::List { element: 59, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ConsumedCapacityUnits", kind: Kind::Double },
    Shape { name: "ContinuousBackupsDescription", kind: Kind::Structure { members: &[
        Member { name: "ContinuousBackupsStatus", wire_name: "ContinuousBackupsStatus", shape: 63, required: true, ..Member::PLAIN },
        Member { name: "PointInTimeRecoveryDescription", wire_name: "PointInTimeRecoveryDescription", shape: 196, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ContinuousBackupsStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["ENABLED","DISABLED"] } },
    Shape { name: "ContinuousBackupsUnavailableException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "CreateBackupInput", kind: Kind::Structure { members: &[
        Member { name: "TableName", wire_name: "TableName", shape: 273, required: true, ..Member::PLAIN },
        Member { name: "BackupName", wire_name: "BackupName", shape: 19, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateBackupOutput", kind: Kind::Structure { members: &[
        Member { name: "BackupDetails", wire_name: "BackupDetails", shape: 17, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateGlobalSecondaryIndexAction", kind: Kind::Structure { members: &[
        Member { name: "IndexName", wire_name: "IndexName", shape: 135, required: true, ..Member::PLAIN },
        Member { name: "KeySchema", wire_name: "KeySchema", shape: 157, required: true, ..Member::PLAIN },
        Member { name: "Projection", wire_name: "Projection", shape: 203, required: true, ..Member::PLAIN },
        Member { name: "ProvisionedThroughput", wire_name: "ProvisionedThroughput", shape: 206, ..Member::PLAIN },
        Member { name: "OnDemandThroughput", wire_name: "OnDemandThroughput", shape: 188, ..Member::PLAIN },
        Member { name: "WarmThroughput", wire_name: "WarmThroughput", shape: 338, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateGlobalTableWitnessGroupMemberAction", kind: Kind::Structure { members: &[
        Member { name: "RegionName", wire_name: "RegionName", shape: 219, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateReplicationGroupMemberAction", kind: Kind::Structure { members: &[
        Member { name: "RegionName", wire_name: "RegionName", shape: 219, required: true, ..Member::PLAIN },
        Member { name: "KMSMasterKeyId", wire_name: "KMSMasterKeyId", shape: 152, ..Member::PLAIN },
        Member { name: "ProvisionedThroughputOverride", wire_name: "ProvisionedThroughputOverride", shape: 209, ..Member::PLAIN },
        Member { name: "OnDemandThroughputOverride", wire_name: "OnDemandThroughputOverride", shape: 189, ..Member::PLAIN },
        Member { name: "GlobalSecondaryIndexes", wire_name: "GlobalSecondaryIndexes", shape: 225, ..Member::PLAIN },
        Member { name: "TableClassOverride", wire_name: "TableClassOverride", shape: 274, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateTableInput", kind: Kind::Structure { members: &[
        Member { name: "AttributeDefinitions", wire_name: "AttributeDefinitions", shape: 4, ..Member::PLAIN },
        Member { name: "TableName", wire_name: "TableName", shape: 273, required: true, ..Member::PLAIN },
        Member { name: "KeySchema", wire_name: "KeySchema", shape: 157, ..Member::PLAIN },
        Member { name: "LocalSecondaryIndexes", wire_name: "LocalSecondaryIndexes", shape: 175, ..Member::PLAIN },
        Member { name: "GlobalSecondaryIndexes", wire_name: "GlobalSecondaryIndexes", shape: 124, ..Member::PLAIN },
        Member { name: "BillingMode", wire_name: "BillingMode", shape: 41, ..Member::PLAIN },
        Member { name: "ProvisionedThroughput", wire_name: "ProvisionedThroughput", shape: 206, ..Member::PLAIN },
        Member { name: "StreamSpecification", wire_name: "StreamSpecification", shape: 267, ..Member::PLAIN },
        Member { name: "SSESpecification", wire_name: "SSESpecification", shape: 250, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 288, ..Member::PLAIN },
        Member { name: "TableClass", wire_name: "TableClass", shape: 274, ..Member::PLAIN },
        Member { name: "DeletionProtectionEnabled", wire_name: "DeletionProtectionEnabled", shape: 86, ..Member::PLAIN },
        Member { name: "WarmThroughput", wire_name: "WarmThroughput", shape: 338, ..Member::PLAIN },
        Member { name: "ResourcePolicy", wire_name: "ResourcePolicy", shape: 237, ..Member::PLAIN },
        Member { name: "OnDemandThroughput", wire_name: "OnDemandThroughput", shape: 188, ..Member::PLAIN },
        Member { name: "GlobalTableSourceArn", wire_name: "GlobalTableSourceArn", shape: 273, ..Member::PLAIN },
        Member { name: "GlobalTableSettingsReplicationMode", wire_name: "GlobalTableSettingsReplicationMode", shape: 129, ..Member::PLAIN },
        Member { name: "VectorIndexes", wire_name: "VectorIndexes", shape: 333, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateTableOutput", kind: Kind::Structure { members: &[
        Member { name: "TableDescription", wire_name: "TableDescription", shape: 277, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateVectorIndexAction", kind: Kind::Structure { members: &[
        Member { name: "IndexName", wire_name: "IndexName", shape: 135, required: true, ..Member::PLAIN },
        Member { name: "VectorAttribute", wire_name: "VectorAttribute", shape: 325, required: true, ..Member::PLAIN },
        Member { name: "SearchSchema", wire_name: "SearchSchema", shape: 258, ..Member::PLAIN },
        Member { name: "Projection", wire_name: "Projection", shape: 203, required: true, ..Member::PLAIN },
        Member { name: "Dimensions", wire_name: "Dimensions", shape: 201, required: true, ..Member::PLAIN },
        Member { name: "DistanceFunction", wire_name: "DistanceFunction", shape: 328, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Date", kind: Kind::Timestamp { format: None } },
    Shape { name: "Delete", kind: Kind::Structure { members: &[
        Member { name: "Key", wire_name: "Key", shape: 153, required: true, ..Member::PLAIN },
        Member { name: "TableName", wire_name: "TableName", shape: 273, required: true, ..Member::PLAIN },
        Member { name: "ConditionExpression", wire_name: "ConditionExpression", shape: 55, ..Member::PLAIN },
        Member { name: "ExpressionAttributeNames", wire_name: "ExpressionAttributeNames", shape: 112, ..Member::PLAIN },
        Member { name: "ExpressionAttributeValues", wire_name: "ExpressionAttributeValues", shape: 114, ..Member::PLAIN },
        Member { name: "ReturnValuesOnConditionCheckFailure", wire_name: "ReturnValuesOnConditionCheckFailure", shape: 247, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteBackupInput", kind: Kind::Structure { members: &[
        Member { name: "BackupArn", wire_name: "BackupArn", shape: 14, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteBackupOutput", kind: Kind::Structure { members: &[
        Member { name: "BackupDescription", wire_name: "BackupDescription", shape: 16, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteGlobalSecondaryIndexAction", kind: Kind::Structure { members: &[
        Member { name: "IndexName", wire_name: "IndexName", shape: 135, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteGlobalTableWitnessGroupMemberAction", kind: Kind::Structure { members: &[
        Member { name: "RegionName", wire_name: "RegionName", shape: 219, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteItemInput", kind: Kind::Structure { members: &[
        Member { name: "TableName", wire_name: "TableName", shape: 273, required: true, ..Member::PLAIN },
        Member { name: "Key", wire_name: "Key", shape: 153, required: true, ..Member::PLAIN },
        Member { name: "Expected", wire_name: "Expected", shape: 110, ..Member::PLAIN },
        Member { name: "ConditionalOperator", wire_name: "ConditionalOperator", shape: 57, ..Member::PLAIN },
        Member { name: "ReturnValues", wire_name: "ReturnValues", shape: 246, ..Member::PLAIN },
        Member { name: "ReturnConsumedCapacity", wire_name: "ReturnConsumedCapacity", shape: 244, ..Member::PLAIN },
        Member { name: "ReturnItemCollectionMetrics", wire_name: "ReturnItemCollectionMetrics", shape: 245, ..Member::PLAIN },
        Member { name: "ConditionExpression", wire_name: "ConditionExpression", shape: 55, ..Member::PLAIN },
        Member { name: "ExpressionAttributeNames", wire_name: "ExpressionAttributeNames", shape: 112, ..Member::PLAIN },
        Member { name: "ExpressionAttributeValues", wire_name: "ExpressionAttributeValues", shape: 114, ..Member::PLAIN },
        Member { name: "ReturnValuesOnConditionCheckFailure", wire_name: "ReturnValuesOnConditionCheckFailure", shape: 247, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteItemOutput", kind: Kind::Structure { members: &[
        Member { name: "Attributes", wire_name: "Attributes", shape: 5, ..Member::PLAIN },
        Member { name: "ConsumedCapacity", wire_name: "ConsumedCapacity", shape: 59, ..Member::PLAIN },
        Member { name: "ItemCollectionMetrics", wire_name: "ItemCollectionMetrics", shape: 141, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteReplicationGroupMemberAction", kind: Kind::Structure { members: &[
        Member { name: "RegionName", wire_name: "RegionName", shape: 219, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteRequest", kind: Kind::Structure { members: &[
        Member { name: "Key", wire_name: "Key", shape: 153, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteTableInput", kind: Kind::Structure { members: &[
        Member { name: "TableName", wire_name: "TableName", shape: 273, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteTableOutput", kind: Kind::Structure { members: &[
        Member { name: "TableDescription", wire_name: "TableDescription", shape: 277, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteVectorIndexAction", kind: Kind::Structure { members: &[
        Member { name: "IndexName", wire_name: "IndexName", shape: 135, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeletionProtectionEnabled", kind: Kind::Boolean },
    Shape { name: "DescribeBackupInput", kind: Kind::Structure { members: &[
        Member { name: "BackupArn", wire_name: "BackupArn", shape: 14, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeBackupOutput", kind: Kind::Structure { members: &[
        Member { name: "BackupDescription", wire_name: "BackupDescription", shape: 16, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeContinuousBackupsInput", kind: Kind::Structure { members: &[
        Member { name: "TableName", wire_name: "TableName", shape: 273, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeContinuousBackupsOutput", kind: Kind::Structure { members: &[
        Member { name: "ContinuousBackupsDescription", wire_name: "ContinuousBackupsDescription", shape: 62, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeEndpointsRequest", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeEndpointsResponse", kind: Kind::Structure { members: &[
        Member { name: "Endpoints", wire_name: "Endpoints", shape: 104, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeLimitsInput", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeLimitsOutput", kind: Kind::Structure { members: &[
        Member { name: "AccountMaxReadCapacityUnits", wire_name: "AccountMaxReadCapacityUnits", shape: 201, ..Member::PLAIN },
        Member { name: "AccountMaxWriteCapacityUnits", wire_name: "AccountMaxWriteCapacityUnits", shape: 201, ..Member::PLAIN },
        Member { name: "TableMaxReadCapacityUnits", wire_name: "TableMaxReadCapacityUnits", shape: 201, ..Member::PLAIN },
        Member { name: "TableMaxWriteCapacityUnits", wire_name: "TableMaxWriteCapacityUnits", shape: 201, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeTableInput", kind: Kind::Structure { members: &[
        Member { name: "TableName", wire_name: "TableName", shape: 273, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeTableOutput", kind: Kind::Structure { members: &[
        Member { name: "Table", wire_name: "Table", shape: 277, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeTimeToLiveInput", kind: Kind::Structure { members: &[
        Member { name: "TableName", wire_name: "TableName", shape: 273, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeTimeToLiveOutput", kind: Kind::Structure { members: &[
        Member { name: "TimeToLiveDescription", wire_name: "TimeToLiveDescription", shape: 297, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DisassociateReplicationGroupMemberAction", kind: Kind::Structure { members: &[
        Member { name: "RegionName", wire_name: "RegionName", shape: 219, required: true, ..Member::PLAIN },
        Member { name: "DisassociationMode", wire_name: "DisassociationMode", shape: 100, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DisassociationMode", kind: Kind::String { length: (None, None), pattern: None, values: &["WAIT_FOR_REPLICATION"] } },
    Shape { name: "DisassociationProtectionEnabled", kind: Kind::Boolean },
    Shape { name: "DuplicateItemException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "Endpoint", kind: Kind::Structure { members: &[
        Member { name: "Address", wire_name: "Address", shape: 269, required: true, ..Member::PLAIN },
        Member { name: "CachePeriodInMinutes", wire_name: "CachePeriodInMinutes", shape: 177, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Endpoints", kind: Kind::List { element: 103, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ErrorMessage", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ExecuteStatementInput", kind: Kind::Structure { members: &[
        Member { name: "Statement", wire_name: "Statement", shape: 195, required: true, ..Member::PLAIN },
        Member { name: "Parameters", wire_name: "Parameters", shape: 202, ..Member::PLAIN },
        Member { name: "ConsistentRead", wire_name: "ConsistentRead", shape: 58, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 194, ..Member::PLAIN },
        Member { name: "ReturnConsumedCapacity", wire_name: "ReturnConsumedCapacity", shape: 244, ..Member::PLAIN },
        Member { name: "Limit", wire_name: "Limit", shape: 200, ..Member::PLAIN },
        Member { name: "ReturnValuesOnConditionCheckFailure", wire_name: "ReturnValuesOnConditionCheckFailure", shape: 247, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ExecuteStatementOutput", kind: Kind::Structure { members: &[
        Member { name: "Items", wire_name: "Items", shape: 148, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 194, ..Member::PLAIN },
        Member { name: "ConsumedCapacity", wire_name: "ConsumedCapacity", shape: 59, ..Member::PLAIN },
        Member { name: "LastEvaluatedKey", wire_name: "LastEvaluatedKey", shape: 153, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ExecuteTransactionInput", kind: Kind::Structure { members: &[
        Member { name: "TransactStatements", wire_name: "TransactStatements", shape: 191, required: true, ..Member::PLAIN },
        Member { name: "ClientRequestToken", wire_name: "ClientRequestToken", shape: 50, idempotency_token: true, ..Member::PLAIN },
        Member { name: "ReturnConsumedCapacity", wire_name: "ReturnConsumedCapacity", shape: 244, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ExecuteTransactionOutput", kind: Kind::Structure { members: &[
        Member { name: "Responses", wire_name: "Responses", shape: 150, ..Member::PLAIN },
        Member { name: "ConsumedCapacity", wire_name: "ConsumedCapacity", shape: 60, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ExpectedAttributeMap", kind: Kind::Map { key: 6, value: 111, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "ExpectedAttributeValue", kind: Kind::Structure { members: &[
        Member { name: "Value", wire_name: "Value", shape: 9, ..Member::PLAIN },
        Member { name: "Exists", wire_name: "Exists", shape: 46, ..Member::PLAIN },
        Member { name: "ComparisonOperator", wire_name: "ComparisonOperator", shape: 52, ..Member::PLAIN },
        Member { name: "AttributeValueList", wire_name: "AttributeValueList", shape: 10, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ExpressionAttributeNameMap", kind: Kind::Map { key: 113, value: 6, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "ExpressionAttributeNameVariable", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ExpressionAttributeValueMap", kind: Kind::Map { key: 115, value: 9, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "ExpressionAttributeValueVariable", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "FilterConditionMap", kind: Kind::Map { key: 6, value: 53, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "Get", kind: Kind::Structure { members: &[
        Member { name: "Key", wire_name: "Key", shape: 153, required: true, ..Member::PLAIN },
        Member { name: "TableName", wire_name: "TableName", shape: 273, required: true, ..Member::PLAIN },
        Member { name: "ProjectionExpression", wire_name: "ProjectionExpression", shape: 204, ..Member::PLAIN },
        Member { name: "ExpressionAttributeNames", wire_name: "ExpressionAttributeNames", shape: 112, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetItemInput", kind: Kind::Structure { members: &[
        Member { name: "TableName", wire_name: "TableName", shape: 273, required: true, ..Member::PLAIN },
        Member { name: "Key", wire_name: "Key", shape: 153, required: true, ..Member::PLAIN },
        Member { name: "AttributesToGet", wire_name: "AttributesToGet", shape: 7, ..Member::PLAIN },
        Member { name: "ConsistentRead", wire_name: "ConsistentRead", shape: 58, ..Member::PLAIN },
        Member { name: "ReturnConsumedCapacity", wire_name: "ReturnConsumedCapacity", shape: 244, ..Member::PLAIN },
        Member { name: "ProjectionExpression", wire_name: "ProjectionExpression", shape: 204, ..Member::PLAIN },
        Member { name: "ExpressionAttributeNames", wire_name: "ExpressionAttributeNames", shape: 112, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetItemOutput", kind: Kind::Structure { members: &[
        Member { name: "Item", wire_name: "Item", shape: 5, ..Member::PLAIN },
        Member { name: "ConsumedCapacity", wire_name: "ConsumedCapacity", shape: 59, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GlobalSecondaryIndex", kind: Kind::Structure { members: &[
        Member { name: "IndexName", wire_name: "IndexName", shape: 135, required: true, ..Member::PLAIN },
        Member { name: "KeySchema", wire_name: "KeySchema", shape: 157, required: true, ..Member::PLAIN },
        Member { name: "Projection", wire_name: "Projection", shape: 203, required: true, ..Member::PLAIN },
        Member { name: "ProvisionedThroughput", wire_name: "ProvisionedThroughput", shape: 206, ..Member::PLAIN },
        Member { name: "OnDemandThroughput", wire_name: "OnDemandThroughput", shape: 188, ..Member::PLAIN },
        Member { name: "WarmThroughput", wire_name: "WarmThroughput", shape: 338, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GlobalSecondaryIndexDescription", kind: Kind::Structure { members: &[
        Member { name: "IndexName", wire_name: "IndexName", shape: 135, ..Member::PLAIN },
        Member { name: "KeySchema", wire_name: "KeySchema", shape: 157, ..Member::PLAIN },
        Member { name: "Projection", wire_name: "Projection", shape: 203, ..Member::PLAIN },
        Member { name: "IndexStatus", wire_name: "IndexStatus", shape: 136, ..Member::PLAIN },
        Member { name: "Backfilling", wire_name: "Backfilling", shape: 13, ..Member::PLAIN },
        Member { name: "ProvisionedThroughput", wire_name: "ProvisionedThroughput", shape: 207, ..Member::PLAIN },
        Member { name: "IndexSizeBytes", wire_name: "IndexSizeBytes", shape: 178, ..Member::PLAIN },
        Member { name: "ItemCount", wire_name: "ItemCount", shape: 178, ..Member::PLAIN },
        Member { name: "IndexArn", wire_name: "IndexArn", shape: 269, ..Member::PLAIN },
        Member { name: "OnDemandThroughput", wire_name: "OnDemandThroughput", shape: 188, ..Member::PLAIN },
        Member { name: "WarmThroughput", wire_name: "WarmThroughput", shape: 127, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GlobalSecondaryIndexDescriptionList", kind: Kind::List { element: 121, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "GlobalSecondaryIndexInfo", kind: Kind::Structure { members: &[
        Member { name: "IndexName", wire_name: "IndexName", shape: 135, ..Member::PLAIN },
        Member { name: "KeySchema", wire_name: "KeySchema", shape: 157, ..Member::PLAIN },
        Member { name: "Projection", wire_name: "Projection", shape: 203, ..Member::PLAIN },
        Member { name: "ProvisionedThroughput", wire_name: "ProvisionedThroughput", shape: 206, ..Member::PLAIN },
        Member { name: "OnDemandThroughput", wire_name: "OnDemandThroughput", shape: 188, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GlobalSecondaryIndexList", kind: Kind::List { element: 120, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "GlobalSecondaryIndexUpdate", kind: Kind::Structure { members: &[
        Member { name: "Update", wire_name: "Update", shape: 317, ..Member::PLAIN },
        Member { name: "Create", wire_name: "Create", shape: 67, ..Member::PLAIN },
        Member { name: "Delete", wire_name: "Delete", shape: 77, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GlobalSecondaryIndexUpdateList", kind: Kind::List { element: 125, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "GlobalSecondaryIndexWarmThroughputDescription", kind: Kind::Structure { members: &[
        Member { name: "ReadUnitsPerSecond", wire_name: "ReadUnitsPerSecond", shape: 201, ..Member::PLAIN },
        Member { name: "WriteUnitsPerSecond", wire_name: "WriteUnitsPerSecond", shape: 201, ..Member::PLAIN },
        Member { name: "Status", wire_name: "Status", shape: 136, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GlobalSecondaryIndexes", kind: Kind::List { element: 123, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "GlobalTableSettingsReplicationMode", kind: Kind::String { length: (None, None), pattern: None, values: &["ENABLED","DISABLED","ENABLED_WITH_OVERRIDES"] } },
    Shape { name: "GlobalTableWitnessDescription", kind: Kind::Structure { members: &[
        Member { name: "RegionName", wire_name: "RegionName", shape: 219, ..Member::PLAIN },
        Member { name: "WitnessStatus", wire_name: "WitnessStatus", shape: 339, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GlobalTableWitnessDescriptionList", kind: Kind::List { element: 130, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "GlobalTableWitnessGroupUpdate", kind: Kind::Structure { members: &[
        Member { name: "Create", wire_name: "Create", shape: 68, ..Member::PLAIN },
        Member { name: "Delete", wire_name: "Delete", shape: 78, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GlobalTableWitnessGroupUpdateList", kind: Kind::List { element: 132, element_name: "member", flattened: false, length: (Some(1), Some(1)) } },
    Shape { name: "IdempotentParameterMismatchException", kind: Kind::Structure { members: &[
        Member { name: "Message", wire_name: "Message", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "IndexName", kind: Kind::String { length: (Some(3), Some(255)), pattern: Some(&PATTERN_1), values: &[] } },
    Shape { name: "IndexStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["CREATING","UPDATING","DELETING","ACTIVE"] } },
    Shape { name: "Integer", kind: Kind::Integer { range: (None, None) } },
    Shape { name: "InternalServerError", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "InvalidRestoreTimeException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "ItemCollectionKeyAttributeMap", kind: Kind::Map { key: 6, value: 9, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "ItemCollectionMetrics", kind: Kind::Structure { members: &[
        Member { name: "ItemCollectionKey", wire_name: "ItemCollectionKey", shape: 140, ..Member::PLAIN },
        Member { name: "SizeEstimateRangeGB", wire_name: "SizeEstimateRangeGB", shape: 145, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ItemCollectionMetricsMultiple", kind: Kind::List { element: 141, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ItemCollectionMetricsPerTable", kind: Kind::Map { key: 273, value: 142, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "ItemCollectionSizeEstimateBound", kind: Kind::Double },
    Shape { name: "ItemCollectionSizeEstimateRange", kind: Kind::List { element: 144, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ItemCollectionSizeLimitExceededException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "ItemCount", kind: Kind::Long { range: (Some(0), None) } },
    Shape { name: "ItemList", kind: Kind::List { element: 5, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ItemResponse", kind: Kind::Structure { members: &[
        Member { name: "Item", wire_name: "Item", shape: 5, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ItemResponseList", kind: Kind::List { element: 149, element_name: "member", flattened: false, length: (Some(1), Some(100)) } },
    Shape { name: "KMSMasterKeyArn", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "KMSMasterKeyId", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "Key", kind: Kind::Map { key: 6, value: 9, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "KeyConditions", kind: Kind::Map { key: 6, value: 53, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "KeyExpression", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "KeyList", kind: Kind::List { element: 153, element_name: "member", flattened: false, length: (Some(1), Some(100)) } },
    Shape { name: "KeySchema", kind: Kind::List { element: 159, element_name: "member", flattened: false, length: (Some(1), None) } },
    Shape { name: "KeySchemaAttributeName", kind: Kind::String { length: (Some(1), Some(255)), pattern: None, values: &[] } },
    Shape { name: "KeySchemaElement", kind: Kind::Structure { members: &[
        Member { name: "AttributeName", wire_name: "AttributeName", shape: 158, required: true, ..Member::PLAIN },
        Member { name: "KeyType", wire_name: "KeyType", shape: 160, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "KeyType", kind: Kind::String { length: (None, None), pattern: None, values: &["HASH","RANGE"] } },
    Shape { name: "KeysAndAttributes", kind: Kind::Structure { members: &[
        Member { name: "Keys", wire_name: "Keys", shape: 156, required: true, ..Member::PLAIN },
        Member { name: "AttributesToGet", wire_name: "AttributesToGet", shape: 7, ..Member::PLAIN },
        Member { name: "ConsistentRead", wire_name: "ConsistentRead", shape: 58, ..Member::PLAIN },
        Member { name: "ProjectionExpression", wire_name: "ProjectionExpression", shape: 204, ..Member::PLAIN },
        Member { name: "ExpressionAttributeNames", wire_name: "ExpressionAttributeNames", shape: 112, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "LimitExceededException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "ListAttributeValue", kind: Kind::List { element: 9, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ListBackupsInput", kind: Kind::Structure { members: &[
        Member { name: "TableName", wire_name: "TableName", shape: 273, ..Member::PLAIN },
        Member { name: "Limit", wire_name: "Limit", shape: 27, ..Member::PLAIN },
        Member { name: "TimeRangeLowerBound", wire_name: "TimeRangeLowerBound", shape: 294, ..Member::PLAIN },
        Member { name: "TimeRangeUpperBound", wire_name: "TimeRangeUpperBound", shape: 295, ..Member::PLAIN },
        Member { name: "ExclusiveStartBackupArn", wire_name: "ExclusiveStartBackupArn", shape: 14, ..Member::PLAIN },
        Member { name: "BackupType", wire_name: "BackupType", shape: 26, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListBackupsOutput", kind: Kind::Structure { members: &[
        Member { name: "BackupSummaries", wire_name: "BackupSummaries", shape: 23, ..Member::PLAIN },
        Member { name: "LastEvaluatedBackupArn", wire_name: "LastEvaluatedBackupArn", shape: 14, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListTablesInput", kind: Kind::Structure { members: &[
        Member { name: "ExclusiveStartTableName", wire_name: "ExclusiveStartTableName", shape: 280, ..Member::PLAIN },
        Member { name: "Limit", wire_name: "Limit", shape: 167, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListTablesInputLimit", kind: Kind::Integer { range: (Some(1), Some(100)) } },
    Shape { name: "ListTablesOutput", kind: Kind::Structure { members: &[
        Member { name: "TableNames", wire_name: "TableNames", shape: 281, ..Member::PLAIN },
        Member { name: "LastEvaluatedTableName", wire_name: "LastEvaluatedTableName", shape: 280, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListTagsOfResourceInput", kind: Kind::Structure { members: &[
        Member { name: "ResourceArn", wire_name: "ResourceArn", shape: 234, required: true, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 181, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListTagsOfResourceOutput", kind: Kind::Structure { members: &[
        Member { name: "Tags", wire_name: "Tags", shape: 288, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 181, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "LocalSecondaryIndex", kind: Kind::Structure { members: &[
        Member { name: "IndexName", wire_name: "IndexName", shape: 135, required: true, ..Member::PLAIN },
        Member { name: "KeySchema", wire_name: "KeySchema", shape: 157, required: true, ..Member::PLAIN },
        Member { name: "Projection", wire_name: "Projection", shape: 203, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "LocalSecondaryIndexDescription", kind: Kind::Structure { members: &[
        Member { name: "IndexName", wire_name: "IndexName", shape: 135, ..Member::PLAIN },
        Member { name: "KeySchema", wire_name: "KeySchema", shape: 157, ..Member::PLAIN },
        Member { name: "Projection", wire_name: "Projection", shape: 203, ..Member::PLAIN },
        Member { name: "IndexSizeBytes", wire_name: "IndexSizeBytes", shape: 178, ..Member::PLAIN },
        Member { name: "ItemCount", wire_name: "ItemCount", shape: 178, ..Member::PLAIN },
        Member { name: "IndexArn", wire_name: "IndexArn", shape: 269, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "LocalSecondaryIndexDescriptionList", kind: Kind::List { element: 172, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "LocalSecondaryIndexInfo", kind: Kind::Structure { members: &[
        Member { name: "IndexName", wire_name: "IndexName", shape: 135, ..Member::PLAIN },
        Member { name: "KeySchema", wire_name: "KeySchema", shape: 157, ..Member::PLAIN },
        Member { name: "Projection", wire_name: "Projection", shape: 203, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "LocalSecondaryIndexList", kind: Kind::List { element: 171, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "LocalSecondaryIndexes", kind: Kind::List { element: 174, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "Long", kind: Kind::Long { range: (None, None) } },
    Shape { name: "LongObject", kind: Kind::Long { range: (None, None) } },
    Shape { name: "MapAttributeValue", kind: Kind::Map { key: 6, value: 9, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "MultiRegionConsistency", kind: Kind::String { length: (None, None), pattern: None, values: &["EVENTUAL","STRONG"] } },
    Shape { name: "NextTokenString", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "NonKeyAttributeName", kind: Kind::String { length: (Some(1), Some(255)), pattern: None, values: &[] } },
    Shape { name: "NonKeyAttributeNameList", kind: Kind::List { element: 182, element_name: "member", flattened: false, length: (Some(1), Some(20)) } },
    Shape { name: "NonNegativeLongObject", kind: Kind::Long { range: (Some(0), None) } },
    Shape { name: "NullAttributeValue", kind: Kind::Boolean },
    Shape { name: "NumberAttributeValue", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "NumberSetAttributeValue", kind: Kind::List { element: 186, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "OnDemandThroughput", kind: Kind::Structure { members: &[
        Member { name: "MaxReadRequestUnits", wire_name: "MaxReadRequestUnits", shape: 178, ..Member::PLAIN },
        Member { name: "MaxWriteRequestUnits", wire_name: "MaxWriteRequestUnits", shape: 178, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "OnDemandThroughputOverride", kind: Kind::Structure { members: &[
        Member { name: "MaxReadRequestUnits", wire_name: "MaxReadRequestUnits", shape: 178, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ParameterizedStatement", kind: Kind::Structure { members: &[
        Member { name: "Statement", wire_name: "Statement", shape: 195, required: true, ..Member::PLAIN },
        Member { name: "Parameters", wire_name: "Parameters", shape: 202, ..Member::PLAIN },
        Member { name: "ReturnValuesOnConditionCheckFailure", wire_name: "ReturnValuesOnConditionCheckFailure", shape: 247, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ParameterizedStatements", kind: Kind::List { element: 190, element_name: "member", flattened: false, length: (Some(1), Some(100)) } },
    Shape { name: "PartiQLBatchRequest", kind: Kind::List { element: 36, element_name: "member", flattened: false, length: (Some(1), Some(25)) } },
    Shape { name: "PartiQLBatchResponse", kind: Kind::List { element: 37, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "PartiQLNextToken", kind: Kind::String { length: (Some(1), Some(32_768)), pattern: None, values: &[] } },
    Shape { name: "PartiQLStatement", kind: Kind::String { length: (Some(1), Some(8_192)), pattern: None, values: &[] } },
    Shape { name: "PointInTimeRecoveryDescription", kind: Kind::Structure { members: &[
        Member { name: "PointInTimeRecoveryStatus", wire_name: "PointInTimeRecoveryStatus", shape: 198, ..Member::PLAIN },
        Member { name: "RecoveryPeriodInDays", wire_name: "RecoveryPeriodInDays", shape: 218, ..Member::PLAIN },
        Member { name: "EarliestRestorableDateTime", wire_name: "EarliestRestorableDateTime", shape: 73, ..Member::PLAIN },
        Member { name: "LatestRestorableDateTime", wire_name: "LatestRestorableDateTime", shape: 73, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PointInTimeRecoverySpecification", kind: Kind::Structure { members: &[
        Member { name: "PointInTimeRecoveryEnabled", wire_name: "PointInTimeRecoveryEnabled", shape: 46, required: true, ..Member::PLAIN },
        Member { name: "RecoveryPeriodInDays", wire_name: "RecoveryPeriodInDays", shape: 218, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PointInTimeRecoveryStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["ENABLED","DISABLED"] } },
    Shape { name: "PointInTimeRecoveryUnavailableException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "PositiveIntegerObject", kind: Kind::Integer { range: (Some(1), None) } },
    Shape { name: "PositiveLongObject", kind: Kind::Long { range: (Some(1), None) } },
    Shape { name: "PreparedStatementParameters", kind: Kind::List { element: 9, element_name: "member", flattened: false, length: (Some(1), None) } },
    Shape { name: "Projection", kind: Kind::Structure { members: &[
        Member { name: "ProjectionType", wire_name: "ProjectionType", shape: 205, ..Member::PLAIN },
        Member { name: "NonKeyAttributes", wire_name: "NonKeyAttributes", shape: 183, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ProjectionExpression", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ProjectionType", kind: Kind::String { length: (None, None), pattern: None, values: &["ALL","KEYS_ONLY","INCLUDE"] } },
    Shape { name: "ProvisionedThroughput", kind: Kind::Structure { members: &[
        Member { name: "ReadCapacityUnits", wire_name: "ReadCapacityUnits", shape: 201, required: true, ..Member::PLAIN },
        Member { name: "WriteCapacityUnits", wire_name: "WriteCapacityUnits", shape: 201, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ProvisionedThroughputDescription", kind: Kind::Structure { members: &[
        Member { name: "LastIncreaseDateTime", wire_name: "LastIncreaseDateTime", shape: 73, ..Member::PLAIN },
        Member { name: "LastDecreaseDateTime", wire_name: "LastDecreaseDateTime", shape: 73, ..Member::PLAIN },
        Member { name: "NumberOfDecreasesToday", wire_name: "NumberOfDecreasesToday", shape: 201, ..Member::PLAIN },
        Member { name: "ReadCapacityUnits", wire_name: "ReadCapacityUnits", shape: 184, ..Member::PLAIN },
        Member { name: "WriteCapacityUnits", wire_name: "WriteCapacityUnits", shape: 184, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ProvisionedThroughputExceededException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 105, ..Member::PLAIN },
        Member { name: "ThrottlingReasons", wire_name: "ThrottlingReasons", shape: 293, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "ProvisionedThroughputOverride", kind: Kind::Structure { members: &[
        Member { name: "ReadCapacityUnits", wire_name: "ReadCapacityUnits", shape: 201, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Put", kind: Kind::Structure { members: &[
        Member { name: "Item", wire_name: "Item", shape: 212, required: true, ..Member::PLAIN },
        Member { name: "TableName", wire_name: "TableName", shape: 273, required: true, ..Member::PLAIN },
        Member { name: "ConditionExpression", wire_name: "ConditionExpression", shape: 55, ..Member::PLAIN },
        Member { name: "ExpressionAttributeNames", wire_name: "ExpressionAttributeNames", shape: 112, ..Member::PLAIN },
        Member { name: "ExpressionAttributeValues", wire_name: "ExpressionAttributeValues", shape: 114, ..Member::PLAIN },
        Member { name: "ReturnValuesOnConditionCheckFailure", wire_name: "ReturnValuesOnConditionCheckFailure", shape: 247, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutItemInput", kind: Kind::Structure { members: &[
        Member { name: "TableName", wire_name: "TableName", shape: 273, required: true, ..Member::PLAIN },
        Member { name: "Item", wire_name: "Item", shape: 212, required: true, ..Member::PLAIN },
        Member { name: "Expected", wire_name: "Expected", shape: 110, ..Member::PLAIN },
        Member { name: "ReturnValues", wire_name: "ReturnValues", shape: 246, ..Member::PLAIN },
        Member { name: "ReturnConsumedCapacity", wire_name: "ReturnConsumedCapacity", shape: 244, ..Member::PLAIN },
        Member { name: "ReturnItemCollectionMetrics", wire_name: "ReturnItemCollectionMetrics", shape: 245, ..Member::PLAIN },
        Member { name: "ConditionalOperator", wire_name: "ConditionalOperator", shape: 57, ..Member::PLAIN },
        Member { name: "ConditionExpression", wire_name: "ConditionExpression", shape: 55, ..Member::PLAIN },
        Member { name: "ExpressionAttributeNames", wire_name: "ExpressionAttributeNames", shape: 112, ..Member::PLAIN },
        Member { name: "ExpressionAttributeValues", wire_name: "ExpressionAttributeValues", shape: 114, ..Member::PLAIN },
        Member { name: "ReturnValuesOnConditionCheckFailure", wire_name: "ReturnValuesOnConditionCheckFailure", shape: 247, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutItemInputAttributeMap", kind: Kind::Map { key: 6, value: 9, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "PutItemOutput", kind: Kind::Structure { members: &[
        Member { name: "Attributes", wire_name: "Attributes", shape: 5, ..Member::PLAIN },
        Member { name: "ConsumedCapacity", wire_name: "ConsumedCapacity", shape: 59, ..Member::PLAIN },
        Member { name: "ItemCollectionMetrics", wire_name: "ItemCollectionMetrics", shape: 141, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutRequest", kind: Kind::Structure { members: &[
        Member { name: "Item", wire_name: "Item", shape: 212, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "QueryInput", kind: Kind::Structure { members: &[
        Member { name: "TableName", wire_name: "TableName", shape: 273, required: true, ..Member::PLAIN },
        Member { name: "IndexName", wire_name: "IndexName", shape: 135, ..Member::PLAIN },
        Member { name: "Select", wire_name: "Select", shape: 262, ..Member::PLAIN },
        Member { name: "AttributesToGet", wire_name: "AttributesToGet", shape: 7, ..Member::PLAIN },
        Member { name: "Limit", wire_name: "Limit", shape: 200, ..Member::PLAIN },
        Member { name: "ConsistentRead", wire_name: "ConsistentRead", shape: 58, ..Member::PLAIN },
        Member { name: "KeyConditions", wire_name: "KeyConditions", shape: 154, ..Member::PLAIN },
        Member { name: "QueryFilter", wire_name: "QueryFilter", shape: 116, ..Member::PLAIN },
        Member { name: "ConditionalOperator", wire_name: "ConditionalOperator", shape: 57, ..Member::PLAIN },
        Member { name: "ScanIndexForward", wire_name: "ScanIndexForward", shape: 46, ..Member::PLAIN },
        Member { name: "ExclusiveStartKey", wire_name: "ExclusiveStartKey", shape: 153, ..Member::PLAIN },
        Member { name: "ReturnConsumedCapacity", wire_name: "ReturnConsumedCapacity", shape: 244, ..Member::PLAIN },
        Member { name: "ProjectionExpression", wire_name: "ProjectionExpression", shape: 204, ..Member::PLAIN },
        Member { name: "FilterExpression", wire_name: "FilterExpression", shape: 55, ..Member::PLAIN },
        Member { name: "KeyConditionExpression", wire_name: "KeyConditionExpression", shape: 155, ..Member::PLAIN },
        Member { name: "ExpressionAttributeNames", wire_name: "ExpressionAttributeNames", shape: 112, ..Member::PLAIN },
        Member { name: "ExpressionAttributeValues", wire_name: "ExpressionAttributeValues", shape: 114, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "QueryOutput", kind: Kind::Structure { members: &[
        Member { name: "Items", wire_name: "Items", shape: 148, ..Member::PLAIN },
        Member { name: "Count", wire_name: "Count", shape: 137, ..Member::PLAIN },
        Member { name: "ScannedCount", wire_name: "ScannedCount", shape: 137, ..Member::PLAIN },
        Member { name: "LastEvaluatedKey", wire_name: "LastEvaluatedKey", shape: 153, ..Member::PLAIN },
        Member { name: "ConsumedCapacity", wire_name: "ConsumedCapacity", shape: 59, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Reason", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "RecoveryPeriodInDays", kind: Kind::Integer { range: (Some(1), Some(35)) } },
    Shape { name: "RegionName", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ReplicaDescription", kind: Kind::Structure { members: &[
        Member { name: "RegionName", wire_name: "RegionName", shape: 219, ..Member::PLAIN },
        Member { name: "ReplicaStatus", wire_name: "ReplicaStatus", shape: 226, ..Member::PLAIN },
        Member { name: "ReplicaArn", wire_name: "ReplicaArn", shape: 269, ..Member::PLAIN },
        Member { name: "ReplicaStatusDescription", wire_name: "ReplicaStatusDescription", shape: 227, ..Member::PLAIN },
        Member { name: "ReplicaStatusPercentProgress", wire_name: "ReplicaStatusPercentProgress", shape: 228, ..Member::PLAIN },
        Member { name: "KMSMasterKeyId", wire_name: "KMSMasterKeyId", shape: 152, ..Member::PLAIN },
        Member { name: "ProvisionedThroughputOverride", wire_name: "ProvisionedThroughputOverride", shape: 209, ..Member::PLAIN },
        Member { name: "OnDemandThroughputOverride", wire_name: "OnDemandThroughputOverride", shape: 189, ..Member::PLAIN },
        Member { name: "WarmThroughput", wire_name: "WarmThroughput", shape: 284, ..Member::PLAIN },
        Member { name: "GlobalSecondaryIndexes", wire_name: "GlobalSecondaryIndexes", shape: 224, ..Member::PLAIN },
        Member { name: "ReplicaInaccessibleDateTime", wire_name: "ReplicaInaccessibleDateTime", shape: 73, ..Member::PLAIN },
        Member { name: "ReplicaTableClassSummary", wire_name: "ReplicaTableClassSummary", shape: 275, ..Member::PLAIN },
        Member { name: "GlobalTableSettingsReplicationMode", wire_name: "GlobalTableSettingsReplicationMode", shape: 129, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ReplicaDescriptionList", kind: Kind::List { element: 220, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ReplicaGlobalSecondaryIndex", kind: Kind::Structure { members: &[
        Member { name: "IndexName", wire_name: "IndexName", shape: 135, required: true, ..Member::PLAIN },
        Member { name: "ProvisionedThroughputOverride", wire_name: "ProvisionedThroughputOverride", shape: 209, ..Member::PLAIN },
        Member { name: "OnDemandThroughputOverride", wire_name: "OnDemandThroughputOverride", shape: 189, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ReplicaGlobalSecondaryIndexDescription", kind: Kind::Structure { members: &[
        Member { name: "IndexName", wire_name: "IndexName", shape: 135, ..Member::PLAIN },
        Member { name: "ProvisionedThroughputOverride", wire_name: "ProvisionedThroughputOverride", shape: 209, ..Member::PLAIN },
        Member { name: "OnDemandThroughputOverride", wire_name: "OnDemandThroughputOverride", shape: 189, ..Member::PLAIN },
        Member { name: "WarmThroughput", wire_name: "WarmThroughput", shape: 127, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ReplicaGlobalSecondaryIndexDescriptionList", kind: Kind::List { element: 223, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ReplicaGlobalSecondaryIndexList", kind: Kind::List { element: 222, element_name: "member", flattened: false, length: (Some(1), None) } },
    Shape { name: "ReplicaStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["CREATING","CREATION_FAILED","UPDATING","DELETING","ACTIVE","REGION_DISABLED","INACCESSIBLE_ENCRYPTION_CREDENTIALS","ARCHIVING","ARCHIVED","REPLICATION_NOT_AUTHORIZED"] } },
    Shape { name: "ReplicaStatusDescription", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ReplicaStatusPercentProgress", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ReplicatedWriteConflictException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "ReplicationGroupUpdate", kind: Kind::Structure { members: &[
        Member { name: "Create", wire_name: "Create", shape: 69, ..Member::PLAIN },
        Member { name: "Update", wire_name: "Update", shape: 320, ..Member::PLAIN },
        Member { name: "Delete", wire_name: "Delete", shape: 81, ..Member::PLAIN },
        Member { name: "Disassociate", wire_name: "Disassociate", shape: 99, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ReplicationGroupUpdateList", kind: Kind::List { element: 230, element_name: "member", flattened: false, length: (Some(1), None) } },
    Shape { name: "RequestLimitExceeded", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 105, ..Member::PLAIN },
        Member { name: "ThrottlingReasons", wire_name: "ThrottlingReasons", shape: 293, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "Resource", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ResourceArnString", kind: Kind::String { length: (Some(1), Some(1_283)), pattern: None, values: &[] } },
    Shape { name: "ResourceInUseException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "ResourceNotFoundException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "ResourcePolicy", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "RestoreInProgress", kind: Kind::Boolean },
    Shape { name: "RestoreSummary", kind: Kind::Structure { members: &[
        Member { name: "SourceBackupArn", wire_name: "SourceBackupArn", shape: 14, ..Member::PLAIN },
        Member { name: "SourceTableArn", wire_name: "SourceTableArn", shape: 273, ..Member::PLAIN },
        Member { name: "RestoreDateTime", wire_name: "RestoreDateTime", shape: 73, required: true, ..Member::PLAIN },
        Member { name: "RestoreInProgress", wire_name: "RestoreInProgress", shape: 238, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RestoreTableFromBackupInput", kind: Kind::Structure { members: &[
        Member { name: "TargetTableName", wire_name: "TargetTableName", shape: 280, required: true, ..Member::PLAIN },
        Member { name: "BackupArn", wire_name: "BackupArn", shape: 14, required: true, ..Member::PLAIN },
        Member { name: "BillingModeOverride", wire_name: "BillingModeOverride", shape: 41, ..Member::PLAIN },
        Member { name: "GlobalSecondaryIndexOverride", wire_name: "GlobalSecondaryIndexOverride", shape: 124, ..Member::PLAIN },
        Member { name: "LocalSecondaryIndexOverride", wire_name: "LocalSecondaryIndexOverride", shape: 175, ..Member::PLAIN },
        Member { name: "ProvisionedThroughputOverride", wire_name: "ProvisionedThroughputOverride", shape: 206, ..Member::PLAIN },
        Member { name: "OnDemandThroughputOverride", wire_name: "OnDemandThroughputOverride", shape: 188, ..Member::PLAIN },
        Member { name: "SSESpecificationOverride", wire_name: "SSESpecificationOverride", shape: 250, ..Member::PLAIN },
        Member { name: "VectorIndexOverride", wire_name: "VectorIndexOverride", shape: 333, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RestoreTableFromBackupOutput", kind: Kind::Structure { members: &[
        Member { name: "TableDescription", wire_name: "TableDescription", shape: 277, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RestoreTableToPointInTimeInput", kind: Kind::Structure { members: &[
        Member { name: "SourceTableArn", wire_name: "SourceTableArn", shape: 273, ..Member::PLAIN },
        Member { name: "SourceTableName", wire_name: "SourceTableName", shape: 280, ..Member::PLAIN },
        Member { name: "TargetTableName", wire_name: "TargetTableName", shape: 280, required: true, ..Member::PLAIN },
        Member { name: "UseLatestRestorableTime", wire_name: "UseLatestRestorableTime", shape: 46, ..Member::PLAIN },
        Member { name: "RestoreDateTime", wire_name: "RestoreDateTime", shape: 73, ..Member::PLAIN },
        Member { name: "BillingModeOverride", wire_name: "BillingModeOverride", shape: 41, ..Member::PLAIN },
        Member { name: "GlobalSecondaryIndexOverride", wire_name: "GlobalSecondaryIndexOverride", shape: 124, ..Member::PLAIN },
        Member { name: "LocalSecondaryIndexOverride", wire_name: "LocalSecondaryIndexOverride", shape: 175, ..Member::PLAIN },
        Member { name: "ProvisionedThroughputOverride", wire_name: "ProvisionedThroughputOverride", shape: 206, ..Member::PLAIN },
        Member { name: "OnDemandThroughputOverride", wire_name: "OnDemandThroughputOverride", shape: 188, ..Member::PLAIN },
        Member { name: "SSESpecificationOverride", wire_name: "SSESpecificationOverride", shape: 250, ..Member::PLAIN },
        Member { name: "VectorIndexOverride", wire_name: "VectorIndexOverride", shape: 333, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RestoreTableToPointInTimeOutput", kind: Kind::Structure { members: &[
        Member { name: "TableDescription", wire_name: "TableDescription", shape: 277, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ReturnConsumedCapacity", kind: Kind::String { length: (None, None), pattern: None, values: &["INDEXES","TOTAL","NONE"] } },
    Shape { name: "ReturnItemCollectionMetrics", kind: Kind::String { length: (None, None), pattern: None, values: &["SIZE","NONE"] } },
    Shape { name: "ReturnValue", kind: Kind::String { length: (None, None), pattern: None, values: &["NONE","ALL_OLD","UPDATED_OLD","ALL_NEW","UPDATED_NEW"] } },
    Shape { name: "ReturnValuesOnConditionCheckFailure", kind: Kind::String { length: (None, None), pattern: None, values: &["ALL_OLD","NONE"] } },
    Shape { name: "SSEDescription", kind: Kind::Structure { members: &[
        Member { name: "Status", wire_name: "Status", shape: 251, ..Member::PLAIN },
        Member { name: "SSEType", wire_name: "SSEType", shape: 252, ..Member::PLAIN },
        Member { name: "KMSMasterKeyArn", wire_name: "KMSMasterKeyArn", shape: 151, ..Member::PLAIN },
        Member { name: "InaccessibleEncryptionDateTime", wire_name: "InaccessibleEncryptionDateTime", shape: 73, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "SSEEnabled", kind: Kind::Boolean },
    Shape { name: "SSESpecification", kind: Kind::Structure { members: &[
        Member { name: "Enabled", wire_name: "Enabled", shape: 249, ..Member::PLAIN },
        Member { name: "SSEType", wire_name: "SSEType", shape: 252, ..Member::PLAIN },
        Member { name: "KMSMasterKeyId", wire_name: "KMSMasterKeyId", shape: 152, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "SSEStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["ENABLING","ENABLED","DISABLING","DISABLED","UPDATING"] } },
    Shape { name: "SSEType", kind: Kind::String { length: (None, None), pattern: None, values: &["AES256","KMS"] } },
    Shape { name: "ScalarAttributeType", kind: Kind::String { length: (None, None), pattern: None, values: &["S","N","B"] } },
    Shape { name: "ScanInput", kind: Kind::Structure { members: &[
        Member { name: "TableName", wire_name: "TableName", shape: 273, required: true, ..Member::PLAIN },
        Member { name: "IndexName", wire_name: "IndexName", shape: 135, ..Member::PLAIN },
        Member { name: "AttributesToGet", wire_name: "AttributesToGet", shape: 7, ..Member::PLAIN },
        Member { name: "Limit", wire_name: "Limit", shape: 200, ..Member::PLAIN },
        Member { name: "Select", wire_name: "Select", shape: 262, ..Member::PLAIN },
        Member { name: "ScanFilter", wire_name: "ScanFilter", shape: 116, ..Member::PLAIN },
        Member { name: "ConditionalOperator", wire_name: "ConditionalOperator", shape: 57, ..Member::PLAIN },
        Member { name: "ExclusiveStartKey", wire_name: "ExclusiveStartKey", shape: 153, ..Member::PLAIN },
        Member { name: "ReturnConsumedCapacity", wire_name: "ReturnConsumedCapacity", shape: 244, ..Member::PLAIN },
        Member { name: "TotalSegments", wire_name: "TotalSegments", shape: 257, ..Member::PLAIN },
        Member { name: "Segment", wire_name: "Segment", shape: 256, ..Member::PLAIN },
        Member { name: "ProjectionExpression", wire_name: "ProjectionExpression", shape: 204, ..Member::PLAIN },
        Member { name: "FilterExpression", wire_name: "FilterExpression", shape: 55, ..Member::PLAIN },
        Member { name: "ExpressionAttributeNames", wire_name: "ExpressionAttributeNames", shape: 112, ..Member::PLAIN },
        Member { name: "ExpressionAttributeValues", wire_name: "ExpressionAttributeValues", shape: 114, ..Member::PLAIN },
        Member { name: "ConsistentRead", wire_name: "ConsistentRead", shape: 58, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ScanOutput", kind: Kind::Structure { members: &[
        Member { name: "Items", wire_name: "Items", shape: 148, ..Member::PLAIN },
        Member { name: "Count", wire_name: "Count", shape: 137, ..Member::PLAIN },
        Member { name: "ScannedCount", wire_name: "ScannedCount", shape: 137, ..Member::PLAIN },
        Member { name: "LastEvaluatedKey", wire_name: "LastEvaluatedKey", shape: 153, ..Member::PLAIN },
        Member { name: "ConsumedCapacity", wire_name: "ConsumedCapacity", shape: 59, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ScanSegment", kind: Kind::Integer { range: (Some(0), Some(999_999)) } },
    Shape { name: "ScanTotalSegments", kind: Kind::Integer { range: (Some(1), Some(1_000_000)) } },
    Shape { name: "SearchSchema", kind: Kind::List { element: 259, element_name: "member", flattened: false, length: (Some(1), None) } },
    Shape { name: "SearchSchemaElement", kind: Kind::Structure { members: &[
        Member { name: "AttributeName", wire_name: "AttributeName", shape: 6, required: true, ..Member::PLAIN },
        Member { name: "SearchSchemaElementType", wire_name: "SearchSchemaElementType", shape: 260, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "SearchSchemaElementType", kind: Kind::String { length: (None, None), pattern: None, values: &["HASH","INLINE_FILTER"] } },
    Shape { name: "SecondaryIndexesCapacityMap", kind: Kind::Map { key: 135, value: 49, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "Select", kind: Kind::String { length: (None, None), pattern: None, values: &["ALL_ATTRIBUTES","ALL_PROJECTED_ATTRIBUTES","SPECIFIC_ATTRIBUTES","COUNT"] } },
    Shape { name: "SourceTableDetails", kind: Kind::Structure { members: &[
        Member { name: "TableName", wire_name: "TableName", shape: 280, required: true, ..Member::PLAIN },
        Member { name: "TableId", wire_name: "TableId", shape: 278, required: true, ..Member::PLAIN },
        Member { name: "TableArn", wire_name: "TableArn", shape: 273, ..Member::PLAIN },
        Member { name: "TableSizeBytes", wire_name: "TableSizeBytes", shape: 178, ..Member::PLAIN },
        Member { name: "KeySchema", wire_name: "KeySchema", shape: 157, required: true, ..Member::PLAIN },
        Member { name: "TableCreationDateTime", wire_name: "TableCreationDateTime", shape: 276, required: true, ..Member::PLAIN },
        Member { name: "ProvisionedThroughput", wire_name: "ProvisionedThroughput", shape: 206, required: true, ..Member::PLAIN },
        Member { name: "OnDemandThroughput", wire_name: "OnDemandThroughput", shape: 188, ..Member::PLAIN },
        Member { name: "ItemCount", wire_name: "ItemCount", shape: 147, ..Member::PLAIN },
        Member { name: "BillingMode", wire_name: "BillingMode", shape: 41, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "SourceTableFeatureDetails", kind: Kind::Structure { members: &[
        Member { name: "LocalSecondaryIndexes", wire_name: "LocalSecondaryIndexes", shape: 176, ..Member::PLAIN },
        Member { name: "GlobalSecondaryIndexes", wire_name: "GlobalSecondaryIndexes", shape: 128, ..Member::PLAIN },
        Member { name: "StreamDescription", wire_name: "StreamDescription", shape: 267, ..Member::PLAIN },
        Member { name: "TimeToLiveDescription", wire_name: "TimeToLiveDescription", shape: 297, ..Member::PLAIN },
        Member { name: "SSEDescription", wire_name: "SSEDescription", shape: 248, ..Member::PLAIN },
        Member { name: "VectorIndexes", wire_name: "VectorIndexes", shape: 336, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "StreamArn", kind: Kind::String { length: (Some(37), Some(1_024)), pattern: None, values: &[] } },
    Shape { name: "StreamEnabled", kind: Kind::Boolean },
    Shape { name: "StreamSpecification", kind: Kind::Structure { members: &[
        Member { name: "StreamEnabled", wire_name: "StreamEnabled", shape: 266, required: true, ..Member::PLAIN },
        Member { name: "StreamViewType", wire_name: "StreamViewType", shape: 268, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "StreamViewType", kind: Kind::String { length: (None, None), pattern: None, values: &["NEW_IMAGE","OLD_IMAGE","NEW_AND_OLD_IMAGES","KEYS_ONLY"] } },
    Shape { name: "String", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "StringAttributeValue", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "StringSetAttributeValue", kind: Kind::List { element: 270, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "TableAlreadyExistsException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "TableArn", kind: Kind::String { length: (Some(1), Some(1_024)), pattern: None, values: &[] } },
    Shape { name: "TableClass", kind: Kind::String { length: (None, None), pattern: None, values: &["STANDARD","STANDARD_INFREQUENT_ACCESS"] } },
    Shape { name: "TableClassSummary", kind: Kind::Structure { members: &[
        Member { name: "TableClass", wire_name: "TableClass", shape: 274, ..Member::PLAIN },
        Member { name: "LastUpdateDateTime", wire_name: "LastUpdateDateTime", shape: 73, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TableCreationDateTime", kind: Kind::Timestamp { format: None } },
    Shape { name: "TableDescription", kind: Kind::Structure { members: &[
        Member { name: "AttributeDefinitions", wire_name: "AttributeDefinitions", shape: 4, ..Member::PLAIN },
        Member { name: "TableName", wire_name: "TableName", shape: 280, ..Member::PLAIN },
        Member { name: "KeySchema", wire_name: "KeySchema", shape: 157, ..Member::PLAIN },
        Member { name: "TableStatus", wire_name: "TableStatus", shape: 283, ..Member::PLAIN },
        Member { name: "CreationDateTime", wire_name: "CreationDateTime", shape: 73, ..Member::PLAIN },
        Member { name: "ProvisionedThroughput", wire_name: "ProvisionedThroughput", shape: 207, ..Member::PLAIN },
        Member { name: "TableSizeBytes", wire_name: "TableSizeBytes", shape: 178, ..Member::PLAIN },
        Member { name: "ItemCount", wire_name: "ItemCount", shape: 178, ..Member::PLAIN },
        Member { name: "TableArn", wire_name: "TableArn", shape: 269, ..Member::PLAIN },
        Member { name: "TableId", wire_name: "TableId", shape: 278, ..Member::PLAIN },
        Member { name: "BillingModeSummary", wire_name: "BillingModeSummary", shape: 42, ..Member::PLAIN },
        Member { name: "LocalSecondaryIndexes", wire_name: "LocalSecondaryIndexes", shape: 173, ..Member::PLAIN },
        Member { name: "GlobalSecondaryIndexes", wire_name: "GlobalSecondaryIndexes", shape: 122, ..Member::PLAIN },
        Member { name: "StreamSpecification", wire_name: "StreamSpecification", shape: 267, ..Member::PLAIN },
        Member { name: "LatestStreamLabel", wire_name: "LatestStreamLabel", shape: 269, ..Member::PLAIN },
        Member { name: "LatestStreamArn", wire_name: "LatestStreamArn", shape: 265, ..Member::PLAIN },
        Member { name: "GlobalTableVersion", wire_name: "GlobalTableVersion", shape: 269, ..Member::PLAIN },
        Member { name: "Replicas", wire_name: "Replicas", shape: 221, ..Member::PLAIN },
        Member { name: "GlobalTableWitnesses", wire_name: "GlobalTableWitnesses", shape: 131, ..Member::PLAIN },
        Member { name: "GlobalTableSettingsReplicationMode", wire_name: "GlobalTableSettingsReplicationMode", shape: 129, ..Member::PLAIN },
        Member { name: "RestoreSummary", wire_name: "RestoreSummary", shape: 239, ..Member::PLAIN },
        Member { name: "SSEDescription", wire_name: "SSEDescription", shape: 248, ..Member::PLAIN },
        Member { name: "ArchivalSummary", wire_name: "ArchivalSummary", shape: 1, ..Member::PLAIN },
        Member { name: "TableClassSummary", wire_name: "TableClassSummary", shape: 275, ..Member::PLAIN },
        Member { name: "DeletionProtectionEnabled", wire_name: "DeletionProtectionEnabled", shape: 86, ..Member::PLAIN },
        Member { name: "DisassociationProtectionEnabled", wire_name: "DisassociationProtectionEnabled", shape: 101, ..Member::PLAIN },
        Member { name: "OnDemandThroughput", wire_name: "OnDemandThroughput", shape: 188, ..Member::PLAIN },
        Member { name: "WarmThroughput", wire_name: "WarmThroughput", shape: 284, ..Member::PLAIN },
        Member { name: "MultiRegionConsistency", wire_name: "MultiRegionConsistency", shape: 180, ..Member::PLAIN },
        Member { name: "VectorIndexes", wire_name: "VectorIndexes", shape: 331, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TableId", kind: Kind::String { length: (None, None), pattern: Some(&PATTERN_0), values: &[] } },
    Shape { name: "TableInUseException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "TableName", kind: Kind::String { length: (Some(3), Some(255)), pattern: Some(&PATTERN_1), values: &[] } },
    Shape { name: "TableNameList", kind: Kind::List { element: 280, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "TableNotFoundException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "TableStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["CREATING","UPDATING","DELETING","ACTIVE","INACCESSIBLE_ENCRYPTION_CREDENTIALS","ARCHIVING","ARCHIVED","REPLICATION_NOT_AUTHORIZED"] } },
    Shape { name: "TableWarmThroughputDescription", kind: Kind::Structure { members: &[
        Member { name: "ReadUnitsPerSecond", wire_name: "ReadUnitsPerSecond", shape: 201, ..Member::PLAIN },
        Member { name: "WriteUnitsPerSecond", wire_name: "WriteUnitsPerSecond", shape: 201, ..Member::PLAIN },
        Member { name: "Status", wire_name: "Status", shape: 283, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Tag", kind: Kind::Structure { members: &[
        Member { name: "Key", wire_name: "Key", shape: 287, required: true, ..Member::PLAIN },
        Member { name: "Value", wire_name: "Value", shape: 290, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TagKeyList", kind: Kind::List { element: 287, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "TagKeyString", kind: Kind::String { length: (Some(1), Some(128)), pattern: None, values: &[] } },
    Shape { name: "TagList", kind: Kind::List { element: 285, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "TagResourceInput", kind: Kind::Structure { members: &[
        Member { name: "ResourceArn", wire_name: "ResourceArn", shape: 234, required: true, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 288, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TagValueString", kind: Kind::String { length: (Some(0), Some(256)), pattern: None, values: &[] } },
    Shape { name: "ThrottlingException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 12, ..Member::PLAIN },
        Member { name: "throttlingReasons", wire_name: "throttlingReasons", shape: 293, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "ThrottlingReason", kind: Kind::Structure { members: &[
        Member { name: "reason", wire_name: "reason", shape: 217, ..Member::PLAIN },
        Member { name: "resource", wire_name: "resource", shape: 233, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ThrottlingReasonList", kind: Kind::List { element: 292, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "TimeRangeLowerBound", kind: Kind::Timestamp { format: None } },
    Shape { name: "TimeRangeUpperBound", kind: Kind::Timestamp { format: None } },
    Shape { name: "TimeToLiveAttributeName", kind: Kind::String { length: (Some(1), Some(255)), pattern: None, values: &[] } },
    Shape { name: "TimeToLiveDescription", kind: Kind::Structure { members: &[
        Member { name: "TimeToLiveStatus", wire_name: "TimeToLiveStatus", shape: 300, ..Member::PLAIN },
        Member { name: "AttributeName", wire_name: "AttributeName", shape: 296, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TimeToLiveEnabled", kind: Kind::Boolean },
    Shape { name: "TimeToLiveSpecification", kind: Kind::Structure { members: &[
        Member { name: "Enabled", wire_name: "Enabled", shape: 298, required: true, ..Member::PLAIN },
        Member { name: "AttributeName", wire_name: "AttributeName", shape: 296, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TimeToLiveStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["ENABLING","DISABLING","ENABLED","DISABLED"] } },
    Shape { name: "TransactGetItem", kind: Kind::Structure { members: &[
        Member { name: "Get", wire_name: "Get", shape: 117, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TransactGetItemList", kind: Kind::List { element: 301, element_name: "member", flattened: false, length: (Some(1), Some(100)) } },
    Shape { name: "TransactGetItemsInput", kind: Kind::Structure { members: &[
        Member { name: "TransactItems", wire_name: "TransactItems", shape: 302, required: true, ..Member::PLAIN },
        Member { name: "ReturnConsumedCapacity", wire_name: "ReturnConsumedCapacity", shape: 244, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TransactGetItemsOutput", kind: Kind::Structure { members: &[
        Member { name: "ConsumedCapacity", wire_name: "ConsumedCapacity", shape: 60, ..Member::PLAIN },
        Member { name: "Responses", wire_name: "Responses", shape: 150, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TransactWriteItem", kind: Kind::Structure { members: &[
        Member { name: "ConditionCheck", wire_name: "ConditionCheck", shape: 54, ..Member::PLAIN },
        Member { name: "Put", wire_name: "Put", shape: 210, ..Member::PLAIN },
        Member { name: "Delete", wire_name: "Delete", shape: 74, ..Member::PLAIN },
        Member { name: "Update", wire_name: "Update", shape: 313, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TransactWriteItemList", kind: Kind::List { element: 305, element_name: "member", flattened: false, length: (Some(1), Some(100)) } },
    Shape { name: "TransactWriteItemsInput", kind: Kind::Structure { members: &[
        Member { name: "TransactItems", wire_name: "TransactItems", shape: 306, required: true, ..Member::PLAIN },
        Member { name: "ReturnConsumedCapacity", wire_name: "ReturnConsumedCapacity", shape: 244, ..Member::PLAIN },
        Member { name: "ReturnItemCollectionMetrics", wire_name: "ReturnItemCollectionMetrics", shape: 245, ..Member::PLAIN },
        Member { name: "ClientRequestToken", wire_name: "ClientRequestToken", shape: 50, idempotency_token: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TransactWriteItemsOutput", kind: Kind::Structure { members: &[
        Member { name: "ConsumedCapacity", wire_name: "ConsumedCapacity", shape: 60, ..Member::PLAIN },
        Member { name: "ItemCollectionMetrics", wire_name: "ItemCollectionMetrics", shape: 143, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TransactionCanceledException", kind: Kind::Structure { members: &[
        Member { name: "Message", wire_name: "Message", shape: 105, ..Member::PLAIN },
        Member { name: "CancellationReasons", wire_name: "CancellationReasons", shape: 48, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "TransactionConflictException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "TransactionInProgressException", kind: Kind::Structure { members: &[
        Member { name: "Message", wire_name: "Message", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "UntagResourceInput", kind: Kind::Structure { members: &[
        Member { name: "ResourceArn", wire_name: "ResourceArn", shape: 234, required: true, ..Member::PLAIN },
        Member { name: "TagKeys", wire_name: "TagKeys", shape: 286, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Update", kind: Kind::Structure { members: &[
        Member { name: "Key", wire_name: "Key", shape: 153, required: true, ..Member::PLAIN },
        Member { name: "UpdateExpression", wire_name: "UpdateExpression", shape: 316, required: true, ..Member::PLAIN },
        Member { name: "TableName", wire_name: "TableName", shape: 273, required: true, ..Member::PLAIN },
        Member { name: "ConditionExpression", wire_name: "ConditionExpression", shape: 55, ..Member::PLAIN },
        Member { name: "ExpressionAttributeNames", wire_name: "ExpressionAttributeNames", shape: 112, ..Member::PLAIN },
        Member { name: "ExpressionAttributeValues", wire_name: "ExpressionAttributeValues", shape: 114, ..Member::PLAIN },
        Member { name: "ReturnValuesOnConditionCheckFailure", wire_name: "ReturnValuesOnConditionCheckFailure", shape: 247, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateContinuousBackupsInput", kind: Kind::Structure { members: &[
        Member { name: "TableName", wire_name: "TableName", shape: 273, required: true, ..Member::PLAIN },
        Member { name: "PointInTimeRecoverySpecification", wire_name: "PointInTimeRecoverySpecification", shape: 197, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateContinuousBackupsOutput", kind: Kind::Structure { members: &[
        Member { name: "ContinuousBackupsDescription", wire_name: "ContinuousBackupsDescription", shape: 62, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateExpression", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "UpdateGlobalSecondaryIndexAction", kind: Kind::Structure { members: &[
        Member { name: "IndexName", wire_name: "IndexName", shape: 135, required: true, ..Member::PLAIN },
        Member { name: "ProvisionedThroughput", wire_name: "ProvisionedThroughput", shape: 206, ..Member::PLAIN },
        Member { name: "OnDemandThroughput", wire_name: "OnDemandThroughput", shape: 188, ..Member::PLAIN },
        Member { name: "WarmThroughput", wire_name: "WarmThroughput", shape: 338, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateItemInput", kind: Kind::Structure { members: &[
        Member { name: "TableName", wire_name: "TableName", shape: 273, required: true, ..Member::PLAIN },
        Member { name: "Key", wire_name: "Key", shape: 153, required: true, ..Member::PLAIN },
        Member { name: "AttributeUpdates", wire_name: "AttributeUpdates", shape: 8, ..Member::PLAIN },
        Member { name: "Expected", wire_name: "Expected", shape: 110, ..Member::PLAIN },
        Member { name: "ConditionalOperator", wire_name: "ConditionalOperator", shape: 57, ..Member::PLAIN },
        Member { name: "ReturnValues", wire_name: "ReturnValues", shape: 246, ..Member::PLAIN },
        Member { name: "ReturnConsumedCapacity", wire_name: "ReturnConsumedCapacity", shape: 244, ..Member::PLAIN },
        Member { name: "ReturnItemCollectionMetrics", wire_name: "ReturnItemCollectionMetrics", shape: 245, ..Member::PLAIN },
        Member { name: "UpdateExpression", wire_name: "UpdateExpression", shape: 316, ..Member::PLAIN },
        Member { name: "ConditionExpression", wire_name: "ConditionExpression", shape: 55, ..Member::PLAIN },
        Member { name: "ExpressionAttributeNames", wire_name: "ExpressionAttributeNames", shape: 112, ..Member::PLAIN },
        Member { name: "ExpressionAttributeValues", wire_name: "ExpressionAttributeValues", shape: 114, ..Member::PLAIN },
        Member { name: "ReturnValuesOnConditionCheckFailure", wire_name: "ReturnValuesOnConditionCheckFailure", shape: 247, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateItemOutput", kind: Kind::Structure { members: &[
        Member { name: "Attributes", wire_name: "Attributes", shape: 5, ..Member::PLAIN },
        Member { name: "ConsumedCapacity", wire_name: "ConsumedCapacity", shape: 59, ..Member::PLAIN },
        Member { name: "ItemCollectionMetrics", wire_name: "ItemCollectionMetrics", shape: 141, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateReplicationGroupMemberAction", kind: Kind::Structure { members: &[
        Member { name: "RegionName", wire_name: "RegionName", shape: 219, required: true, ..Member::PLAIN },
        Member { name: "KMSMasterKeyId", wire_name: "KMSMasterKeyId", shape: 152, ..Member::PLAIN },
        Member { name: "ProvisionedThroughputOverride", wire_name: "ProvisionedThroughputOverride", shape: 209, ..Member::PLAIN },
        Member { name: "OnDemandThroughputOverride", wire_name: "OnDemandThroughputOverride", shape: 189, ..Member::PLAIN },
        Member { name: "GlobalSecondaryIndexes", wire_name: "GlobalSecondaryIndexes", shape: 225, ..Member::PLAIN },
        Member { name: "TableClassOverride", wire_name: "TableClassOverride", shape: 274, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateTableInput", kind: Kind::Structure { members: &[
        Member { name: "AttributeDefinitions", wire_name: "AttributeDefinitions", shape: 4, ..Member::PLAIN },
        Member { name: "TableName", wire_name: "TableName", shape: 273, required: true, ..Member::PLAIN },
        Member { name: "BillingMode", wire_name: "BillingMode", shape: 41, ..Member::PLAIN },
        Member { name: "ProvisionedThroughput", wire_name: "ProvisionedThroughput", shape: 206, ..Member::PLAIN },
        Member { name: "GlobalSecondaryIndexUpdates", wire_name: "GlobalSecondaryIndexUpdates", shape: 126, ..Member::PLAIN },
        Member { name: "StreamSpecification", wire_name: "StreamSpecification", shape: 267, ..Member::PLAIN },
        Member { name: "SSESpecification", wire_name: "SSESpecification", shape: 250, ..Member::PLAIN },
        Member { name: "ReplicaUpdates", wire_name: "ReplicaUpdates", shape: 231, ..Member::PLAIN },
        Member { name: "TableClass", wire_name: "TableClass", shape: 274, ..Member::PLAIN },
        Member { name: "DeletionProtectionEnabled", wire_name: "DeletionProtectionEnabled", shape: 86, ..Member::PLAIN },
        Member { name: "MultiRegionConsistency", wire_name: "MultiRegionConsistency", shape: 180, ..Member::PLAIN },
        Member { name: "GlobalTableWitnessUpdates", wire_name: "GlobalTableWitnessUpdates", shape: 133, ..Member::PLAIN },
        Member { name: "OnDemandThroughput", wire_name: "OnDemandThroughput", shape: 188, ..Member::PLAIN },
        Member { name: "WarmThroughput", wire_name: "WarmThroughput", shape: 338, ..Member::PLAIN },
        Member { name: "GlobalTableSettingsReplicationMode", wire_name: "GlobalTableSettingsReplicationMode", shape: 129, ..Member::PLAIN },
        Member { name: "DisassociationProtectionEnabled", wire_name: "DisassociationProtectionEnabled", shape: 101, ..Member::PLAIN },
        Member { name: "VectorIndexUpdates", wire_name: "VectorIndexUpdates", shape: 335, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateTableOutput", kind: Kind::Structure { members: &[
        Member { name: "TableDescription", wire_name: "TableDescription", shape: 277, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateTimeToLiveInput", kind: Kind::Structure { members: &[
        Member { name: "TableName", wire_name: "TableName", shape: 273, required: true, ..Member::PLAIN },
        Member { name: "TimeToLiveSpecification", wire_name: "TimeToLiveSpecification", shape: 299, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateTimeToLiveOutput", kind: Kind::Structure { members: &[
        Member { name: "TimeToLiveSpecification", wire_name: "TimeToLiveSpecification", shape: 299, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "VectorAttributeDefinition", kind: Kind::Structure { members: &[
        Member { name: "AttributeName", wire_name: "AttributeName", shape: 326, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "VectorAttributeName", kind: Kind::String { length: (Some(1), Some(255)), pattern: None, values: &[] } },
    Shape { name: "VectorCapacity", kind: Kind::Structure { members: &[
        Member { name: "VectorSearchRequestBytes", wire_name: "VectorSearchRequestBytes", shape: 61, ..Member::PLAIN },
        Member { name: "VectorWriteRequestBytes", wire_name: "VectorWriteRequestBytes", shape: 61, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "VectorDistanceFunction", kind: Kind::String { length: (None, None), pattern: None, values: &["COSINE","DOT_PRODUCT","EUCLIDEAN"] } },
    Shape { name: "VectorIndex", kind: Kind::Structure { members: &[
        Member { name: "IndexName", wire_name: "IndexName", shape: 135, required: true, ..Member::PLAIN },
        Member { name: "VectorAttribute", wire_name: "VectorAttribute", shape: 325, required: true, ..Member::PLAIN },
        Member { name: "SearchSchema", wire_name: "SearchSchema", shape: 258, ..Member::PLAIN },
        Member { name: "Projection", wire_name: "Projection", shape: 203, required: true, ..Member::PLAIN },
        Member { name: "Dimensions", wire_name: "Dimensions", shape: 201, required: true, ..Member::PLAIN },
        Member { name: "DistanceFunction", wire_name: "DistanceFunction", shape: 328, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "VectorIndexDescription", kind: Kind::Structure { members: &[
        Member { name: "IndexName", wire_name: "IndexName", shape: 135, ..Member::PLAIN },
        Member { name: "SearchSchema", wire_name: "SearchSchema", shape: 258, ..Member::PLAIN },
        Member { name: "Projection", wire_name: "Projection", shape: 203, ..Member::PLAIN },
        Member { name: "VectorAttribute", wire_name: "VectorAttribute", shape: 325, ..Member::PLAIN },
        Member { name: "Dimensions", wire_name: "Dimensions", shape: 201, ..Member::PLAIN },
        Member { name: "DistanceFunction", wire_name: "DistanceFunction", shape: 328, ..Member::PLAIN },
        Member { name: "IndexStatus", wire_name: "IndexStatus", shape: 136, ..Member::PLAIN },
        Member { name: "Backfilling", wire_name: "Backfilling", shape: 13, ..Member::PLAIN },
        Member { name: "IndexSizeBytes", wire_name: "IndexSizeBytes", shape: 178, ..Member::PLAIN },
        Member { name: "ItemCount", wire_name: "ItemCount", shape: 178, ..Member::PLAIN },
        Member { name: "IndexArn", wire_name: "IndexArn", shape: 269, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "VectorIndexDescriptionList", kind: Kind::List { element: 330, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "VectorIndexInfo", kind: Kind::Structure { members: &[
        Member { name: "IndexName", wire_name: "IndexName", shape: 135, ..Member::PLAIN },
        Member { name: "VectorAttribute", wire_name: "VectorAttribute", shape: 325, ..Member::PLAIN },
        Member { name: "SearchSchema", wire_name: "SearchSchema", shape: 258, ..Member::PLAIN },
        Member { name: "Projection", wire_name: "Projection", shape: 203, ..Member::PLAIN },
        Member { name: "Dimensions", wire_name: "Dimensions", shape: 201, ..Member::PLAIN },
        Member { name: "DistanceFunction", wire_name: "DistanceFunction", shape: 328, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "VectorIndexList", kind: Kind::List { element: 329, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "VectorIndexUpdate", kind: Kind::Structure { members: &[
        Member { name: "Create", wire_name: "Create", shape: 72, ..Member::PLAIN },
        Member { name: "Delete", wire_name: "Delete", shape: 85, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "VectorIndexUpdateList", kind: Kind::List { element: 334, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "VectorIndexes", kind: Kind::List { element: 332, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "VectorIndexesCapacityMap", kind: Kind::Map { key: 135, value: 327, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "WarmThroughput", kind: Kind::Structure { members: &[
        Member { name: "ReadUnitsPerSecond", wire_name: "ReadUnitsPerSecond", shape: 178, ..Member::PLAIN },
        Member { name: "WriteUnitsPerSecond", wire_name: "WriteUnitsPerSecond", shape: 178, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "WitnessStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["CREATING","DELETING","ACTIVE"] } },
    Shape { name: "WriteRequest", kind: Kind::Structure { members: &[
        Member { name: "PutRequest", wire_name: "PutRequest", shape: 214, ..Member::PLAIN },
        Member { name: "DeleteRequest", wire_name: "DeleteRequest", shape: 82, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "WriteRequests", kind: Kind::List { element: 340, element_name: "member", flattened: false, length: (Some(1), Some(25)) } },
];
