//! Shapes and descriptors of cloudformation, version 2010-05-15.
//!
//! Written by `cargo xtask codegen`; never edited by hand.

use std::collections::BTreeMap;

use samara_wire::{
    ErrorTrait, Kind, Member, OperationModel, Pattern, Protocol, ServiceModel, Shape, structure,
};

structure!(CancelUpdateStackInput {
    stack_name: String = "StackName",
    client_request_token: Option<String> = "ClientRequestToken",
});

structure!(Change {
    r#type: Option<String> = "Type",
    hook_invocation_count: Option<i64> = "HookInvocationCount",
    resource_change: Option<ResourceChange> = "ResourceChange",
});

structure!(ChangeSetSummary {
    stack_id: Option<String> = "StackId",
    stack_name: Option<String> = "StackName",
    change_set_id: Option<String> = "ChangeSetId",
    change_set_name: Option<String> = "ChangeSetName",
    execution_status: Option<String> = "ExecutionStatus",
    status: Option<String> = "Status",
    status_reason: Option<String> = "StatusReason",
    creation_time: Option<samara_base::Timestamp> = "CreationTime",
    description: Option<String> = "Description",
    include_nested_stacks: Option<bool> = "IncludeNestedStacks",
    parent_change_set_id: Option<String> = "ParentChangeSetId",
    root_change_set_id: Option<String> = "RootChangeSetId",
    import_existing_resources: Option<bool> = "ImportExistingResources",
});

structure!(ContinueUpdateRollbackInput {
    stack_name: String = "StackName",
    role_arn: Option<String> = "RoleARN",
    resources_to_skip: Option<Vec<String>> = "ResourcesToSkip",
    client_request_token: Option<String> = "ClientRequestToken",
    force_rollback: Option<bool> = "ForceRollback",
});

structure!(ContinueUpdateRollbackOutput {});

structure!(CreateChangeSetInput {
    stack_name: String = "StackName",
    template_body: Option<String> = "TemplateBody",
    template_url: Option<String> = "TemplateURL",
    use_previous_template: Option<bool> = "UsePreviousTemplate",
    parameters: Option<Vec<Parameter>> = "Parameters",
    capabilities: Option<Vec<String>> = "Capabilities",
    resource_types: Option<Vec<String>> = "ResourceTypes",
    role_arn: Option<String> = "RoleARN",
    rollback_configuration: Option<RollbackConfiguration> = "RollbackConfiguration",
    notification_arns: Option<Vec<String>> = "NotificationARNs",
    tags: Option<Vec<Tag>> = "Tags",
    change_set_name: String = "ChangeSetName",
    client_token: Option<String> = "ClientToken",
    description: Option<String> = "Description",
    change_set_type: Option<String> = "ChangeSetType",
    resources_to_import: Option<Vec<ResourceToImport>> = "ResourcesToImport",
    include_nested_stacks: Option<bool> = "IncludeNestedStacks",
    on_stack_failure: Option<String> = "OnStackFailure",
    import_existing_resources: Option<bool> = "ImportExistingResources",
    deployment_mode: Option<String> = "DeploymentMode",
    deployment_config: Option<DeploymentConfig> = "DeploymentConfig",
    disable_validation: Option<bool> = "DisableValidation",
});

structure!(CreateChangeSetOutput {
    id: Option<String> = "Id",
    stack_id: Option<String> = "StackId",
});

structure!(CreateStackInput {
    stack_name: String = "StackName",
    template_body: Option<String> = "TemplateBody",
    template_url: Option<String> = "TemplateURL",
    parameters: Option<Vec<Parameter>> = "Parameters",
    disable_rollback: Option<bool> = "DisableRollback",
    rollback_configuration: Option<RollbackConfiguration> = "RollbackConfiguration",
    timeout_in_minutes: Option<i64> = "TimeoutInMinutes",
    notification_arns: Option<Vec<String>> = "NotificationARNs",
    capabilities: Option<Vec<String>> = "Capabilities",
    resource_types: Option<Vec<String>> = "ResourceTypes",
    role_arn: Option<String> = "RoleARN",
    on_failure: Option<String> = "OnFailure",
    stack_policy_body: Option<String> = "StackPolicyBody",
    stack_policy_url: Option<String> = "StackPolicyURL",
    tags: Option<Vec<Tag>> = "Tags",
    client_request_token: Option<String> = "ClientRequestToken",
    enable_termination_protection: Option<bool> = "EnableTerminationProtection",
    retain_except_on_create: Option<bool> = "RetainExceptOnCreate",
    deployment_config: Option<DeploymentConfig> = "DeploymentConfig",
    disable_validation: Option<bool> = "DisableValidation",
});

structure!(CreateStackOutput {
    stack_id: Option<String> = "StackId",
    operation_id: Option<String> = "OperationId",
});

structure!(DeleteChangeSetInput {
    change_set_name: String = "ChangeSetName",
    stack_name: Option<String> = "StackName",
});

structure!(DeleteChangeSetOutput {});

structure!(DeleteStackInput {
    stack_name: String = "StackName",
    retain_resources: Option<Vec<String>> = "RetainResources",
    role_arn: Option<String> = "RoleARN",
    client_request_token: Option<String> = "ClientRequestToken",
    deletion_mode: Option<String> = "DeletionMode",
    deployment_config: Option<DeploymentConfig> = "DeploymentConfig",
});

structure!(DeploymentConfig {
    mode: Option<String> = "Mode",
    disable_rollback: Option<bool> = "DisableRollback",
});

structure!(DescribeChangeSetInput {
    change_set_name: String = "ChangeSetName",
    stack_name: Option<String> = "StackName",
    next_token: Option<String> = "NextToken",
    include_property_values: Option<bool> = "IncludePropertyValues",
});

structure!(DescribeChangeSetOutput {
    change_set_name: Option<String> = "ChangeSetName",
    change_set_id: Option<String> = "ChangeSetId",
    stack_id: Option<String> = "StackId",
    stack_name: Option<String> = "StackName",
    description: Option<String> = "Description",
    parameters: Option<Vec<Parameter>> = "Parameters",
    creation_time: Option<samara_base::Timestamp> = "CreationTime",
    execution_status: Option<String> = "ExecutionStatus",
    status: Option<String> = "Status",
    status_reason: Option<String> = "StatusReason",
    stack_drift_status: Option<String> = "StackDriftStatus",
    notification_arns: Option<Vec<String>> = "NotificationARNs",
    rollback_configuration: Option<RollbackConfiguration> = "RollbackConfiguration",
    capabilities: Option<Vec<String>> = "Capabilities",
    tags: Option<Vec<Tag>> = "Tags",
    changes: Option<Vec<Change>> = "Changes",
    next_token: Option<String> = "NextToken",
    include_nested_stacks: Option<bool> = "IncludeNestedStacks",
    parent_change_set_id: Option<String> = "ParentChangeSetId",
    root_change_set_id: Option<String> = "RootChangeSetId",
    on_stack_failure: Option<String> = "OnStackFailure",
    import_existing_resources: Option<bool> = "ImportExistingResources",
    deployment_mode: Option<String> = "DeploymentMode",
    deployment_config: Option<DeploymentConfig> = "DeploymentConfig",
});

structure!(DescribeStackEventsInput {
    stack_name: String = "StackName",
    next_token: Option<String> = "NextToken",
});

structure!(DescribeStackEventsOutput {
    stack_events: Option<Vec<StackEvent>> = "StackEvents",
    next_token: Option<String> = "NextToken",
});

structure!(DescribeStackResourceInput {
    stack_name: String = "StackName",
    logical_resource_id: String = "LogicalResourceId",
});

structure!(DescribeStackResourceOutput {
    stack_resource_detail: Option<StackResourceDetail> = "StackResourceDetail",
});

structure!(DescribeStackResourcesInput {
    stack_name: Option<String> = "StackName",
    logical_resource_id: Option<String> = "LogicalResourceId",
    physical_resource_id: Option<String> = "PhysicalResourceId",
});

structure!(DescribeStackResourcesOutput {
    stack_resources: Option<Vec<StackResource>> = "StackResources",
});

structure!(DescribeStacksInput {
    stack_name: Option<String> = "StackName",
    next_token: Option<String> = "NextToken",
});

structure!(DescribeStacksOutput {
    stacks: Option<Vec<Stack>> = "Stacks",
    next_token: Option<String> = "NextToken",
});

structure!(ExecuteChangeSetInput {
    change_set_name: String = "ChangeSetName",
    stack_name: Option<String> = "StackName",
    client_request_token: Option<String> = "ClientRequestToken",
    disable_rollback: Option<bool> = "DisableRollback",
    retain_except_on_create: Option<bool> = "RetainExceptOnCreate",
});

structure!(ExecuteChangeSetOutput {});

structure!(Export {
    exporting_stack_id: Option<String> = "ExportingStackId",
    name: Option<String> = "Name",
    value: Option<String> = "Value",
});

structure!(GetTemplateInput {
    stack_name: Option<String> = "StackName",
    change_set_name: Option<String> = "ChangeSetName",
    template_stage: Option<String> = "TemplateStage",
});

structure!(GetTemplateOutput {
    template_body: Option<String> = "TemplateBody",
    stages_available: Option<Vec<String>> = "StagesAvailable",
});

structure!(GetTemplateSummaryInput {
    template_body: Option<String> = "TemplateBody",
    template_url: Option<String> = "TemplateURL",
    stack_name: Option<String> = "StackName",
    stack_set_name: Option<String> = "StackSetName",
    call_as: Option<String> = "CallAs",
    template_summary_config: Option<TemplateSummaryConfig> = "TemplateSummaryConfig",
});

structure!(GetTemplateSummaryOutput {
    parameters: Option<Vec<ParameterDeclaration>> = "Parameters",
    description: Option<String> = "Description",
    capabilities: Option<Vec<String>> = "Capabilities",
    capabilities_reason: Option<String> = "CapabilitiesReason",
    resource_types: Option<Vec<String>> = "ResourceTypes",
    version: Option<String> = "Version",
    metadata: Option<String> = "Metadata",
    declared_transforms: Option<Vec<String>> = "DeclaredTransforms",
    resource_identifier_summaries: Option<Vec<ResourceIdentifierSummary>> = "ResourceIdentifierSummaries",
    warnings: Option<Warnings> = "Warnings",
});

structure!(ListChangeSetsInput {
    stack_name: String = "StackName",
    next_token: Option<String> = "NextToken",
});

structure!(ListChangeSetsOutput {
    summaries: Option<Vec<ChangeSetSummary>> = "Summaries",
    next_token: Option<String> = "NextToken",
});

structure!(ListExportsInput {
    next_token: Option<String> = "NextToken",
});

structure!(ListExportsOutput {
    exports: Option<Vec<Export>> = "Exports",
    next_token: Option<String> = "NextToken",
});

structure!(ListStackResourcesInput {
    stack_name: String = "StackName",
    next_token: Option<String> = "NextToken",
});

structure!(ListStackResourcesOutput {
    stack_resource_summaries: Option<Vec<StackResourceSummary>> = "StackResourceSummaries",
    next_token: Option<String> = "NextToken",
});

structure!(ListStacksInput {
    next_token: Option<String> = "NextToken",
    stack_status_filter: Option<Vec<String>> = "StackStatusFilter",
});

structure!(ListStacksOutput {
    stack_summaries: Option<Vec<StackSummary>> = "StackSummaries",
    next_token: Option<String> = "NextToken",
});

structure!(LiveResourceDrift {
    previous_value: Option<String> = "PreviousValue",
    actual_value: Option<String> = "ActualValue",
    drift_detection_timestamp: Option<samara_base::Timestamp> = "DriftDetectionTimestamp",
});

structure!(ModuleInfo {
    type_hierarchy: Option<String> = "TypeHierarchy",
    logical_id_hierarchy: Option<String> = "LogicalIdHierarchy",
});

structure!(OperationEntry {
    operation_type: Option<String> = "OperationType",
    operation_id: Option<String> = "OperationId",
});

structure!(Output {
    output_key: Option<String> = "OutputKey",
    output_value: Option<String> = "OutputValue",
    description: Option<String> = "Description",
    export_name: Option<String> = "ExportName",
});

structure!(Parameter {
    parameter_key: Option<String> = "ParameterKey",
    parameter_value: Option<String> = "ParameterValue",
    use_previous_value: Option<bool> = "UsePreviousValue",
    resolved_value: Option<String> = "ResolvedValue",
});

structure!(ParameterConstraints {
    allowed_values: Option<Vec<String>> = "AllowedValues",
});

structure!(ParameterDeclaration {
    parameter_key: Option<String> = "ParameterKey",
    default_value: Option<String> = "DefaultValue",
    parameter_type: Option<String> = "ParameterType",
    no_echo: Option<bool> = "NoEcho",
    description: Option<String> = "Description",
    parameter_constraints: Option<ParameterConstraints> = "ParameterConstraints",
});

structure!(ResourceChange {
    policy_action: Option<String> = "PolicyAction",
    action: Option<String> = "Action",
    logical_resource_id: Option<String> = "LogicalResourceId",
    physical_resource_id: Option<String> = "PhysicalResourceId",
    resource_type: Option<String> = "ResourceType",
    replacement: Option<String> = "Replacement",
    scope: Option<Vec<String>> = "Scope",
    resource_drift_status: Option<String> = "ResourceDriftStatus",
    resource_drift_ignored_attributes: Option<Vec<ResourceDriftIgnoredAttribute>> = "ResourceDriftIgnoredAttributes",
    details: Option<Vec<ResourceChangeDetail>> = "Details",
    change_set_id: Option<String> = "ChangeSetId",
    module_info: Option<ModuleInfo> = "ModuleInfo",
    before_context: Option<String> = "BeforeContext",
    after_context: Option<String> = "AfterContext",
    previous_deployment_context: Option<String> = "PreviousDeploymentContext",
});

structure!(ResourceChangeDetail {
    target: Option<ResourceTargetDefinition> = "Target",
    evaluation: Option<String> = "Evaluation",
    change_source: Option<String> = "ChangeSource",
    causing_entity: Option<String> = "CausingEntity",
});

structure!(ResourceDriftIgnoredAttribute {
    path: Option<String> = "Path",
    reason: Option<String> = "Reason",
});

structure!(ResourceIdentifierSummary {
    resource_type: Option<String> = "ResourceType",
    logical_resource_ids: Option<Vec<String>> = "LogicalResourceIds",
    resource_identifiers: Option<Vec<String>> = "ResourceIdentifiers",
});

structure!(ResourceTargetDefinition {
    attribute: Option<String> = "Attribute",
    name: Option<String> = "Name",
    requires_recreation: Option<String> = "RequiresRecreation",
    path: Option<String> = "Path",
    before_value: Option<String> = "BeforeValue",
    after_value: Option<String> = "AfterValue",
    before_value_from: Option<String> = "BeforeValueFrom",
    after_value_from: Option<String> = "AfterValueFrom",
    drift: Option<LiveResourceDrift> = "Drift",
    attribute_change_type: Option<String> = "AttributeChangeType",
});

structure!(ResourceToImport {
    resource_type: String = "ResourceType",
    logical_resource_id: String = "LogicalResourceId",
    resource_identifier: BTreeMap<String, String> = "ResourceIdentifier",
});

structure!(RollbackConfiguration {
    rollback_triggers: Option<Vec<RollbackTrigger>> = "RollbackTriggers",
    monitoring_time_in_minutes: Option<i64> = "MonitoringTimeInMinutes",
});

structure!(RollbackTrigger { arn: String = "Arn", r#type: String = "Type" });

structure!(Stack {
    stack_id: Option<String> = "StackId",
    stack_name: String = "StackName",
    change_set_id: Option<String> = "ChangeSetId",
    description: Option<String> = "Description",
    parameters: Option<Vec<Parameter>> = "Parameters",
    creation_time: samara_base::Timestamp = "CreationTime",
    deletion_time: Option<samara_base::Timestamp> = "DeletionTime",
    last_updated_time: Option<samara_base::Timestamp> = "LastUpdatedTime",
    rollback_configuration: Option<RollbackConfiguration> = "RollbackConfiguration",
    stack_status: String = "StackStatus",
    stack_status_reason: Option<String> = "StackStatusReason",
    disable_rollback: Option<bool> = "DisableRollback",
    deployment_config: Option<DeploymentConfig> = "DeploymentConfig",
    notification_arns: Option<Vec<String>> = "NotificationARNs",
    timeout_in_minutes: Option<i64> = "TimeoutInMinutes",
    capabilities: Option<Vec<String>> = "Capabilities",
    outputs: Option<Vec<Output>> = "Outputs",
    role_arn: Option<String> = "RoleARN",
    tags: Option<Vec<Tag>> = "Tags",
    enable_termination_protection: Option<bool> = "EnableTerminationProtection",
    parent_id: Option<String> = "ParentId",
    root_id: Option<String> = "RootId",
    drift_information: Option<StackDriftInformation> = "DriftInformation",
    retain_except_on_create: Option<bool> = "RetainExceptOnCreate",
    deletion_mode: Option<String> = "DeletionMode",
    detailed_status: Option<String> = "DetailedStatus",
    last_operations: Option<Vec<OperationEntry>> = "LastOperations",
    alias_name: Option<String> = "AliasName",
});

structure!(StackDriftInformation {
    stack_drift_status: String = "StackDriftStatus",
    last_check_timestamp: Option<samara_base::Timestamp> = "LastCheckTimestamp",
});

structure!(StackDriftInformationSummary {
    stack_drift_status: String = "StackDriftStatus",
    last_check_timestamp: Option<samara_base::Timestamp> = "LastCheckTimestamp",
});

structure!(StackEvent {
    stack_id: String = "StackId",
    event_id: String = "EventId",
    stack_name: String = "StackName",
    operation_id: Option<String> = "OperationId",
    logical_resource_id: Option<String> = "LogicalResourceId",
    physical_resource_id: Option<String> = "PhysicalResourceId",
    resource_type: Option<String> = "ResourceType",
    timestamp: samara_base::Timestamp = "Timestamp",
    resource_status: Option<String> = "ResourceStatus",
    resource_status_reason: Option<String> = "ResourceStatusReason",
    resource_properties: Option<String> = "ResourceProperties",
    client_request_token: Option<String> = "ClientRequestToken",
    hook_type: Option<String> = "HookType",
    hook_status: Option<String> = "HookStatus",
    hook_status_reason: Option<String> = "HookStatusReason",
    hook_invocation_point: Option<String> = "HookInvocationPoint",
    hook_invocation_id: Option<String> = "HookInvocationId",
    hook_failure_mode: Option<String> = "HookFailureMode",
    detailed_status: Option<String> = "DetailedStatus",
});

structure!(StackResource {
    stack_name: Option<String> = "StackName",
    stack_id: Option<String> = "StackId",
    logical_resource_id: String = "LogicalResourceId",
    physical_resource_id: Option<String> = "PhysicalResourceId",
    resource_type: String = "ResourceType",
    timestamp: samara_base::Timestamp = "Timestamp",
    resource_status: String = "ResourceStatus",
    resource_status_reason: Option<String> = "ResourceStatusReason",
    description: Option<String> = "Description",
    drift_information: Option<StackResourceDriftInformation> = "DriftInformation",
    module_info: Option<ModuleInfo> = "ModuleInfo",
});

structure!(StackResourceDetail {
    stack_name: Option<String> = "StackName",
    stack_id: Option<String> = "StackId",
    logical_resource_id: String = "LogicalResourceId",
    physical_resource_id: Option<String> = "PhysicalResourceId",
    resource_type: String = "ResourceType",
    last_updated_timestamp: samara_base::Timestamp = "LastUpdatedTimestamp",
    resource_status: String = "ResourceStatus",
    resource_status_reason: Option<String> = "ResourceStatusReason",
    description: Option<String> = "Description",
    metadata: Option<String> = "Metadata",
    drift_information: Option<StackResourceDriftInformation> = "DriftInformation",
    module_info: Option<ModuleInfo> = "ModuleInfo",
});

structure!(StackResourceDriftInformation {
    stack_resource_drift_status: String = "StackResourceDriftStatus",
    last_check_timestamp: Option<samara_base::Timestamp> = "LastCheckTimestamp",
});

structure!(StackResourceDriftInformationSummary {
    stack_resource_drift_status: String = "StackResourceDriftStatus",
    last_check_timestamp: Option<samara_base::Timestamp> = "LastCheckTimestamp",
});

structure!(StackResourceSummary {
    logical_resource_id: String = "LogicalResourceId",
    physical_resource_id: Option<String> = "PhysicalResourceId",
    resource_type: String = "ResourceType",
    last_updated_timestamp: samara_base::Timestamp = "LastUpdatedTimestamp",
    resource_status: String = "ResourceStatus",
    resource_status_reason: Option<String> = "ResourceStatusReason",
    drift_information: Option<StackResourceDriftInformationSummary> = "DriftInformation",
    module_info: Option<ModuleInfo> = "ModuleInfo",
});

structure!(StackSummary {
    stack_id: Option<String> = "StackId",
    stack_name: String = "StackName",
    template_description: Option<String> = "TemplateDescription",
    creation_time: samara_base::Timestamp = "CreationTime",
    last_updated_time: Option<samara_base::Timestamp> = "LastUpdatedTime",
    deletion_time: Option<samara_base::Timestamp> = "DeletionTime",
    stack_status: String = "StackStatus",
    stack_status_reason: Option<String> = "StackStatusReason",
    parent_id: Option<String> = "ParentId",
    root_id: Option<String> = "RootId",
    drift_information: Option<StackDriftInformationSummary> = "DriftInformation",
    last_operations: Option<Vec<OperationEntry>> = "LastOperations",
});

structure!(Tag { key: String = "Key", value: String = "Value" });

structure!(TemplateParameter {
    parameter_key: Option<String> = "ParameterKey",
    default_value: Option<String> = "DefaultValue",
    no_echo: Option<bool> = "NoEcho",
    description: Option<String> = "Description",
});

structure!(TemplateSummaryConfig {
    treat_unrecognized_resource_types_as_warnings: Option<bool> = "TreatUnrecognizedResourceTypesAsWarnings",
});

structure!(UpdateStackInput {
    stack_name: String = "StackName",
    template_body: Option<String> = "TemplateBody",
    template_url: Option<String> = "TemplateURL",
    use_previous_template: Option<bool> = "UsePreviousTemplate",
    stack_policy_during_update_body: Option<String> = "StackPolicyDuringUpdateBody",
    stack_policy_during_update_url: Option<String> = "StackPolicyDuringUpdateURL",
    parameters: Option<Vec<Parameter>> = "Parameters",
    capabilities: Option<Vec<String>> = "Capabilities",
    resource_types: Option<Vec<String>> = "ResourceTypes",
    role_arn: Option<String> = "RoleARN",
    rollback_configuration: Option<RollbackConfiguration> = "RollbackConfiguration",
    stack_policy_body: Option<String> = "StackPolicyBody",
    stack_policy_url: Option<String> = "StackPolicyURL",
    notification_arns: Option<Vec<String>> = "NotificationARNs",
    tags: Option<Vec<Tag>> = "Tags",
    disable_rollback: Option<bool> = "DisableRollback",
    client_request_token: Option<String> = "ClientRequestToken",
    retain_except_on_create: Option<bool> = "RetainExceptOnCreate",
    deployment_config: Option<DeploymentConfig> = "DeploymentConfig",
    disable_validation: Option<bool> = "DisableValidation",
});

structure!(UpdateStackOutput {
    stack_id: Option<String> = "StackId",
    operation_id: Option<String> = "OperationId",
});

structure!(UpdateTerminationProtectionInput {
    enable_termination_protection: bool = "EnableTerminationProtection",
    stack_name: String = "StackName",
});

structure!(UpdateTerminationProtectionOutput {
    stack_id: Option<String> = "StackId",
});

structure!(ValidateTemplateInput {
    template_body: Option<String> = "TemplateBody",
    template_url: Option<String> = "TemplateURL",
});

structure!(ValidateTemplateOutput {
    parameters: Option<Vec<TemplateParameter>> = "Parameters",
    description: Option<String> = "Description",
    capabilities: Option<Vec<String>> = "Capabilities",
    capabilities_reason: Option<String> = "CapabilitiesReason",
    declared_transforms: Option<Vec<String>> = "DeclaredTransforms",
});

structure!(Warnings {
    unrecognized_resource_types: Option<Vec<String>> = "UnrecognizedResourceTypes",
});

/// The service's model.
#[rustfmt::skip]
pub static MODEL: ServiceModel = ServiceModel {
    id: "cloudformation", signing_name: "cloudformation",
    endpoint_prefix: "cloudformation", target_prefix: "",
    protocol: Protocol::AwsQuery,
    api_version: "2010-05-15", xml_namespace: "http://cloudformation.amazonaws.com/doc/2010-05-15/",
    operations: OPERATIONS,
    known_operations: KNOWN_OPERATIONS,
    shapes: SHAPES,
};

#[rustfmt::skip]
static OPERATIONS: &[OperationModel] = &[
    OperationModel { name: "CancelUpdateStack", method: "POST", uri: "/", status: 200, input: Some(13), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[211] },
    OperationModel { name: "ContinueUpdateRollback", method: "POST", uri: "/", status: 200, input: Some(34), output: Some(35), result_wrapper: "ContinueUpdateRollbackResult", input_root: "", input_namespace: "", errors: &[211] },
    OperationModel { name: "CreateChangeSet", method: "POST", uri: "/", status: 200, input: Some(36), output: Some(37), result_wrapper: "CreateChangeSetResult", input_root: "", input_namespace: "", errors: &[6, 89, 93] },
    OperationModel { name: "CreateStack", method: "POST", uri: "/", status: 200, input: Some(38), output: Some(39), result_wrapper: "CreateStackResult", input_root: "", input_namespace: "", errors: &[93, 6, 211, 89] },
    OperationModel { name: "DeleteChangeSet", method: "POST", uri: "/", status: 200, input: Some(41), output: Some(42), result_wrapper: "DeleteChangeSetResult", input_root: "", input_namespace: "", errors: &[90] },
    OperationModel { name: "DeleteStack", method: "POST", uri: "/", status: 200, input: Some(43), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[211] },
    OperationModel { name: "DescribeChangeSet", method: "POST", uri: "/", status: 200, input: Some(49), output: Some(50), result_wrapper: "DescribeChangeSetResult", input_root: "", input_namespace: "", errors: &[23] },
    OperationModel { name: "DescribeStackEvents", method: "POST", uri: "/", status: 200, input: Some(51), output: Some(52), result_wrapper: "DescribeStackEventsResult", input_root: "", input_namespace: "", errors: &[] },
    OperationModel { name: "DescribeStackResource", method: "POST", uri: "/", status: 200, input: Some(53), output: Some(54), result_wrapper: "DescribeStackResourceResult", input_root: "", input_namespace: "", errors: &[] },
    OperationModel { name: "DescribeStackResources", method: "POST", uri: "/", status: 200, input: Some(55), output: Some(56), result_wrapper: "DescribeStackResourcesResult", input_root: "", input_namespace: "", errors: &[] },
    OperationModel { name: "DescribeStacks", method: "POST", uri: "/", status: 200, input: Some(57), output: Some(58), result_wrapper: "DescribeStacksResult", input_root: "", input_namespace: "", errors: &[] },
    OperationModel { name: "ExecuteChangeSet", method: "POST", uri: "/", status: 200, input: Some(67), output: Some(68), result_wrapper: "ExecuteChangeSetResult", input_root: "", input_namespace: "", errors: &[90, 23, 89, 211] },
    OperationModel { name: "GetTemplate", method: "POST", uri: "/", status: 200, input: Some(75), output: Some(76), result_wrapper: "GetTemplateResult", input_root: "", input_namespace: "", errors: &[23] },
    OperationModel { name: "GetTemplateSummary", method: "POST", uri: "/", status: 200, input: Some(77), output: Some(78), result_wrapper: "GetTemplateSummaryResult", input_root: "", input_namespace: "", errors: &[190] },
    OperationModel { name: "ListChangeSets", method: "POST", uri: "/", status: 200, input: Some(94), output: Some(95), result_wrapper: "ListChangeSetsResult", input_root: "", input_namespace: "", errors: &[] },
    OperationModel { name: "ListExports", method: "POST", uri: "/", status: 200, input: Some(96), output: Some(97), result_wrapper: "ListExportsResult", input_root: "", input_namespace: "", errors: &[] },
    OperationModel { name: "ListStackResources", method: "POST", uri: "/", status: 200, input: Some(98), output: Some(99), result_wrapper: "ListStackResourcesResult", input_root: "", input_namespace: "", errors: &[] },
    OperationModel { name: "ListStacks", method: "POST", uri: "/", status: 200, input: Some(100), output: Some(101), result_wrapper: "ListStacksResult", input_root: "", input_namespace: "", errors: &[] },
    OperationModel { name: "UpdateStack", method: "POST", uri: "/", status: 200, input: Some(217), output: Some(218), result_wrapper: "UpdateStackResult", input_root: "", input_namespace: "", errors: &[89, 211] },
    OperationModel { name: "UpdateTerminationProtection", method: "POST", uri: "/", status: 200, input: Some(219), output: Some(220), result_wrapper: "UpdateTerminationProtectionResult", input_root: "", input_namespace: "", errors: &[] },
    OperationModel { name: "ValidateTemplate", method: "POST", uri: "/", status: 200, input: Some(223), output: Some(224), result_wrapper: "ValidateTemplateResult", input_root: "", input_namespace: "", errors: &[] },
];

#[rustfmt::skip]
static KNOWN_OPERATIONS: &[(&str, &str, &str)] = &[
    ("ActivateOrganizationsAccess", "POST", "/"),
    ("ActivateType", "POST", "/"),
    ("BatchDescribeTypeConfigurations", "POST", "/"),
    ("CancelUpdateStack", "POST", "/"),
    ("ContinueUpdateRollback", "POST", "/"),
    ("CreateChangeSet", "POST", "/"),
    ("CreateGeneratedTemplate", "POST", "/"),
    ("CreateStack", "POST", "/"),
    ("CreateStackInstances", "POST", "/"),
    ("CreateStackRefactor", "POST", "/"),
    ("CreateStackSet", "POST", "/"),
    ("DeactivateOrganizationsAccess", "POST", "/"),
    ("DeactivateType", "POST", "/"),
    ("DeleteChangeSet", "POST", "/"),
    ("DeleteGeneratedTemplate", "POST", "/"),
    ("DeleteStack", "POST", "/"),
    ("DeleteStackInstances", "POST", "/"),
    ("DeleteStackSet", "POST", "/"),
    ("DeregisterType", "POST", "/"),
    ("DescribeAccountLimits", "POST", "/"),
    ("DescribeChangeSet", "POST", "/"),
    ("DescribeChangeSetHooks", "POST", "/"),
    ("DescribeEvents", "POST", "/"),
    ("DescribeGeneratedTemplate", "POST", "/"),
    ("DescribeOrganizationsAccess", "POST", "/"),
    ("DescribePublisher", "POST", "/"),
    ("DescribeResourceScan", "POST", "/"),
    ("DescribeStackDriftDetectionStatus", "POST", "/"),
    ("DescribeStackEvents", "POST", "/"),
    ("DescribeStackInstance", "POST", "/"),
    ("DescribeStackRefactor", "POST", "/"),
    ("DescribeStackResource", "POST", "/"),
    ("DescribeStackResourceDrifts", "POST", "/"),
    ("DescribeStackResources", "POST", "/"),
    ("DescribeStackSet", "POST", "/"),
    ("DescribeStackSetOperation", "POST", "/"),
    ("DescribeStacks", "POST", "/"),
    ("DescribeType", "POST", "/"),
    ("DescribeTypeRegistration", "POST", "/"),
    ("DetectStackDrift", "POST", "/"),
    ("DetectStackResourceDrift", "POST", "/"),
    ("DetectStackSetDrift", "POST", "/"),
    ("EstimateTemplateCost", "POST", "/"),
    ("ExecuteChangeSet", "POST", "/"),
    ("ExecuteStackRefactor", "POST", "/"),
    ("GetGeneratedTemplate", "POST", "/"),
    ("GetHookResult", "POST", "/"),
    ("GetStackPolicy", "POST", "/"),
    ("GetTemplate", "POST", "/"),
    ("GetTemplateSummary", "POST", "/"),
    ("ImportStacksToStackSet", "POST", "/"),
    ("ListChangeSets", "POST", "/"),
    ("ListExports", "POST", "/"),
    ("ListGeneratedTemplates", "POST", "/"),
    ("ListHookResults", "POST", "/"),
    ("ListImports", "POST", "/"),
    ("ListResourceScanRelatedResources", "POST", "/"),
    ("ListResourceScanResources", "POST", "/"),
    ("ListResourceScans", "POST", "/"),
    ("ListStackInstanceResourceDrifts", "POST", "/"),
    ("ListStackInstances", "POST", "/"),
    ("ListStackRefactorActions", "POST", "/"),
    ("ListStackRefactors", "POST", "/"),
    ("ListStackResources", "POST", "/"),
    ("ListStackSetAutoDeploymentTargets", "POST", "/"),
    ("ListStackSetOperationResults", "POST", "/"),
    ("ListStackSetOperations", "POST", "/"),
    ("ListStackSets", "POST", "/"),
    ("ListStacks", "POST", "/"),
    ("ListTypeRegistrations", "POST", "/"),
    ("ListTypeVersions", "POST", "/"),
    ("ListTypes", "POST", "/"),
    ("PublishType", "POST", "/"),
    ("RecordHandlerProgress", "POST", "/"),
    ("RegisterPublisher", "POST", "/"),
    ("RegisterType", "POST", "/"),
    ("RemoveAlias", "POST", "/"),
    ("RollbackStack", "POST", "/"),
    ("SetAlias", "POST", "/"),
    ("SetStackPolicy", "POST", "/"),
    ("SetTypeConfiguration", "POST", "/"),
    ("SetTypeDefaultVersion", "POST", "/"),
    ("SignalResource", "POST", "/"),
    ("StartResourceScan", "POST", "/"),
    ("StopStackSetOperation", "POST", "/"),
    ("TestType", "POST", "/"),
    ("UpdateGeneratedTemplate", "POST", "/"),
    ("UpdateStack", "POST", "/"),
    ("UpdateStackInstances", "POST", "/"),
    ("UpdateStackSet", "POST", "/"),
    ("UpdateTerminationProtection", "POST", "/"),
    ("ValidateTemplate", "POST", "/"),
];

#[rustfmt::skip]
static PATTERN_0: Pattern = Pattern::new("([a-zA-Z][-a-zA-Z0-9]*)|(arn:\\b(aws|aws-us-gov|aws-cn)\\b:[-a-zA-Z0-9:/._+]*)");
#[rustfmt::skip]
static PATTERN_1: Pattern = Pattern::new("[a-zA-Z0-9]+|[a-zA-Z][-a-zA-Z0-9]*\\.[a-zA-Z0-9]+");
#[rustfmt::skip]
static PATTERN_2: Pattern = Pattern::new("[a-zA-Z0-9][-a-zA-Z0-9]*");
#[rustfmt::skip]
static PATTERN_3: Pattern = Pattern::new("[a-zA-Z][-a-zA-Z0-9]*");
#[rustfmt::skip]
static PATTERN_4: Pattern = Pattern::new("[a-zA-Z][-a-zA-Z0-9]*(?::[a-zA-Z0-9]{8}-[a-zA-Z0-9]{4}-[a-zA-Z0-9]{4}-[a-zA-Z0-9]{4}-[a-zA-Z0-9]{12})?");
#[rustfmt::skip]
static PATTERN_5: Pattern = Pattern::new("[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/]*");
#[rustfmt::skip]
static PATTERN_6: Pattern = Pattern::new("^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$");
#[rustfmt::skip]
static PATTERN_7: Pattern = Pattern::new("arn:[-a-zA-Z0-9:/]*");

#[rustfmt::skip]
static SHAPES: &[Shape] = &[
    Shape { name: "AfterContext", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "AfterValue", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "AfterValueFrom", kind: Kind::String { length: (None, None), pattern: None, values: &["TEMPLATE"] } },
    Shape { name: "AliasName", kind: Kind::String { length: (Some(1), Some(128)), pattern: None, values: &[] } },
    Shape { name: "AllowedValue", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "AllowedValues", kind: Kind::List { element: 4, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "AlreadyExistsException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "AlreadyExistsException", status: 400 }) } },
    Shape { name: "Arn", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "AttributeChangeType", kind: Kind::String { length: (None, None), pattern: None, values: &["Add","Remove","Modify","SyncWithActual"] } },
    Shape { name: "BeforeContext", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "BeforeValue", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "BeforeValueFrom", kind: Kind::String { length: (None, None), pattern: None, values: &["PREVIOUS_DEPLOYMENT_STATE","ACTUAL_STATE"] } },
    Shape { name: "CallAs", kind: Kind::String { length: (None, None), pattern: None, values: &["SELF","DELEGATED_ADMIN"] } },
    Shape { name: "CancelUpdateStackInput", kind: Kind::Structure { members: &[
        Member { name: "StackName", wire_name: "StackName", shape: 175, required: true, ..Member::PLAIN },
        Member { name: "ClientRequestToken", wire_name: "ClientRequestToken", shape: 32, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Capabilities", kind: Kind::List { element: 16, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "CapabilitiesReason", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "Capability", kind: Kind::String { length: (None, None), pattern: None, values: &["CAPABILITY_IAM","CAPABILITY_NAMED_IAM","CAPABILITY_AUTO_EXPAND"] } },
    Shape { name: "CausingEntity", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "Change", kind: Kind::Structure { members: &[
        Member { name: "Type", wire_name: "Type", shape: 30, ..Member::PLAIN },
        Member { name: "HookInvocationCount", wire_name: "HookInvocationCount", shape: 80, ..Member::PLAIN },
        Member { name: "ResourceChange", wire_name: "ResourceChange", shape: 137, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ChangeAction", kind: Kind::String { length: (None, None), pattern: None, values: &["Add","Modify","Remove","Import","Dynamic","SyncWithActual"] } },
    Shape { name: "ChangeSetId", kind: Kind::String { length: (Some(1), None), pattern: Some(&PATTERN_7), values: &[] } },
    Shape { name: "ChangeSetName", kind: Kind::String { length: (Some(1), Some(128)), pattern: Some(&PATTERN_3), values: &[] } },
    Shape { name: "ChangeSetNameOrId", kind: Kind::String { length: (Some(1), Some(1_600)), pattern: Some(&PATTERN_5), values: &[] } },
    Shape { name: "ChangeSetNotFoundException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "ChangeSetNotFound", status: 404 }) } },
    Shape { name: "ChangeSetStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["CREATE_PENDING","CREATE_IN_PROGRESS","CREATE_COMPLETE","DELETE_PENDING","DELETE_IN_PROGRESS","DELETE_COMPLETE","DELETE_FAILED","FAILED"] } },
    Shape { name: "ChangeSetStatusReason", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ChangeSetSummaries", kind: Kind::List { element: 27, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ChangeSetSummary", kind: Kind::Structure { members: &[
        Member { name: "StackId", wire_name: "StackId", shape: 174, ..Member::PLAIN },
        Member { name: "StackName", wire_name: "StackName", shape: 175, ..Member::PLAIN },
        Member { name: "ChangeSetId", wire_name: "ChangeSetId", shape: 20, ..Member::PLAIN },
        Member { name: "ChangeSetName", wire_name: "ChangeSetName", shape: 21, ..Member::PLAIN },
        Member { name: "ExecutionStatus", wire_name: "ExecutionStatus", shape: 69, ..Member::PLAIN },
        Member { name: "Status", wire_name: "Status", shape: 24, ..Member::PLAIN },
        Member { name: "StatusReason", wire_name: "StatusReason", shape: 25, ..Member::PLAIN },
        Member { name: "CreationTime", wire_name: "CreationTime", shape: 40, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 59, ..Member::PLAIN },
        Member { name: "IncludeNestedStacks", wire_name: "IncludeNestedStacks", shape: 87, ..Member::PLAIN },
        Member { name: "ParentChangeSetId", wire_name: "ParentChangeSetId", shape: 20, ..Member::PLAIN },
        Member { name: "RootChangeSetId", wire_name: "RootChangeSetId", shape: 20, ..Member::PLAIN },
        Member { name: "ImportExistingResources", wire_name: "ImportExistingResources", shape: 86, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ChangeSetType", kind: Kind::String { length: (None, None), pattern: None, values: &["CREATE","UPDATE","IMPORT"] } },
    Shape { name: "ChangeSource", kind: Kind::String { length: (None, None), pattern: None, values: &["ResourceReference","ParameterReference","ResourceAttribute","DirectModification","Automatic","NoModification"] } },
    Shape { name: "ChangeType", kind: Kind::String { length: (None, None), pattern: None, values: &["Resource"] } },
    Shape { name: "Changes", kind: Kind::List { element: 18, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ClientRequestToken", kind: Kind::String { length: (Some(1), Some(128)), pattern: Some(&PATTERN_2), values: &[] } },
    Shape { name: "ClientToken", kind: Kind::String { length: (Some(1), Some(128)), pattern: None, values: &[] } },
    Shape { name: "ContinueUpdateRollbackInput", kind: Kind::Structure { members: &[
        Member { name: "StackName", wire_name: "StackName", shape: 176, required: true, ..Member::PLAIN },
        Member { name: "RoleARN", wire_name: "RoleARN", shape: 163, ..Member::PLAIN },
        Member { name: "ResourcesToSkip", wire_name: "ResourcesToSkip", shape: 160, ..Member::PLAIN },
        Member { name: "ClientRequestToken", wire_name: "ClientRequestToken", shape: 32, ..Member::PLAIN },
        Member { name: "ForceRollback", wire_name: "ForceRollback", shape: 74, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ContinueUpdateRollbackOutput", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateChangeSetInput", kind: Kind::Structure { members: &[
        Member { name: "StackName", wire_name: "StackName", shape: 176, required: true, ..Member::PLAIN },
        Member { name: "TemplateBody", wire_name: "TemplateBody", shape: 202, ..Member::PLAIN },
        Member { name: "TemplateURL", wire_name: "TemplateURL", shape: 208, ..Member::PLAIN },
        Member { name: "UsePreviousTemplate", wire_name: "UsePreviousTemplate", shape: 221, ..Member::PLAIN },
        Member { name: "Parameters", wire_name: "Parameters", shape: 129, ..Member::PLAIN },
        Member { name: "Capabilities", wire_name: "Capabilities", shape: 14, ..Member::PLAIN },
        Member { name: "ResourceTypes", wire_name: "ResourceTypes", shape: 158, ..Member::PLAIN },
        Member { name: "RoleARN", wire_name: "RoleARN", shape: 163, ..Member::PLAIN },
        Member { name: "RollbackConfiguration", wire_name: "RollbackConfiguration", shape: 164, ..Member::PLAIN },
        Member { name: "NotificationARNs", wire_name: "NotificationARNs", shape: 112, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 201, ..Member::PLAIN },
        Member { name: "ChangeSetName", wire_name: "ChangeSetName", shape: 21, required: true, ..Member::PLAIN },
        Member { name: "ClientToken", wire_name: "ClientToken", shape: 33, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 59, ..Member::PLAIN },
        Member { name: "ChangeSetType", wire_name: "ChangeSetType", shape: 28, ..Member::PLAIN },
        Member { name: "ResourcesToImport", wire_name: "ResourcesToImport", shape: 159, ..Member::PLAIN },
        Member { name: "IncludeNestedStacks", wire_name: "IncludeNestedStacks", shape: 87, ..Member::PLAIN },
        Member { name: "OnStackFailure", wire_name: "OnStackFailure", shape: 114, ..Member::PLAIN },
        Member { name: "ImportExistingResources", wire_name: "ImportExistingResources", shape: 86, ..Member::PLAIN },
        Member { name: "DeploymentMode", wire_name: "DeploymentMode", shape: 48, ..Member::PLAIN },
        Member { name: "DeploymentConfig", wire_name: "DeploymentConfig", shape: 46, ..Member::PLAIN },
        Member { name: "DisableValidation", wire_name: "DisableValidation", shape: 62, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateChangeSetOutput", kind: Kind::Structure { members: &[
        Member { name: "Id", wire_name: "Id", shape: 20, ..Member::PLAIN },
        Member { name: "StackId", wire_name: "StackId", shape: 174, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateStackInput", kind: Kind::Structure { members: &[
        Member { name: "StackName", wire_name: "StackName", shape: 175, required: true, ..Member::PLAIN },
        Member { name: "TemplateBody", wire_name: "TemplateBody", shape: 202, ..Member::PLAIN },
        Member { name: "TemplateURL", wire_name: "TemplateURL", shape: 208, ..Member::PLAIN },
        Member { name: "Parameters", wire_name: "Parameters", shape: 129, ..Member::PLAIN },
        Member { name: "DisableRollback", wire_name: "DisableRollback", shape: 61, ..Member::PLAIN },
        Member { name: "RollbackConfiguration", wire_name: "RollbackConfiguration", shape: 164, ..Member::PLAIN },
        Member { name: "TimeoutInMinutes", wire_name: "TimeoutInMinutes", shape: 209, ..Member::PLAIN },
        Member { name: "NotificationARNs", wire_name: "NotificationARNs", shape: 112, ..Member::PLAIN },
        Member { name: "Capabilities", wire_name: "Capabilities", shape: 14, ..Member::PLAIN },
        Member { name: "ResourceTypes", wire_name: "ResourceTypes", shape: 158, ..Member::PLAIN },
        Member { name: "RoleARN", wire_name: "RoleARN", shape: 163, ..Member::PLAIN },
        Member { name: "OnFailure", wire_name: "OnFailure", shape: 113, ..Member::PLAIN },
        Member { name: "StackPolicyBody", wire_name: "StackPolicyBody", shape: 177, ..Member::PLAIN },
        Member { name: "StackPolicyURL", wire_name: "StackPolicyURL", shape: 180, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 201, ..Member::PLAIN },
        Member { name: "ClientRequestToken", wire_name: "ClientRequestToken", shape: 32, ..Member::PLAIN },
        Member { name: "EnableTerminationProtection", wire_name: "EnableTerminationProtection", shape: 64, ..Member::PLAIN },
        Member { name: "RetainExceptOnCreate", wire_name: "RetainExceptOnCreate", shape: 161, ..Member::PLAIN },
        Member { name: "DeploymentConfig", wire_name: "DeploymentConfig", shape: 46, ..Member::PLAIN },
        Member { name: "DisableValidation", wire_name: "DisableValidation", shape: 62, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateStackOutput", kind: Kind::Structure { members: &[
        Member { name: "StackId", wire_name: "StackId", shape: 174, ..Member::PLAIN },
        Member { name: "OperationId", wire_name: "OperationId", shape: 116, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreationTime", kind: Kind::Timestamp { format: None } },
    Shape { name: "DeleteChangeSetInput", kind: Kind::Structure { members: &[
        Member { name: "ChangeSetName", wire_name: "ChangeSetName", shape: 22, required: true, ..Member::PLAIN },
        Member { name: "StackName", wire_name: "StackName", shape: 176, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteChangeSetOutput", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteStackInput", kind: Kind::Structure { members: &[
        Member { name: "StackName", wire_name: "StackName", shape: 175, required: true, ..Member::PLAIN },
        Member { name: "RetainResources", wire_name: "RetainResources", shape: 162, ..Member::PLAIN },
        Member { name: "RoleARN", wire_name: "RoleARN", shape: 163, ..Member::PLAIN },
        Member { name: "ClientRequestToken", wire_name: "ClientRequestToken", shape: 32, ..Member::PLAIN },
        Member { name: "DeletionMode", wire_name: "DeletionMode", shape: 44, ..Member::PLAIN },
        Member { name: "DeploymentConfig", wire_name: "DeploymentConfig", shape: 46, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeletionMode", kind: Kind::String { length: (None, None), pattern: None, values: &["STANDARD","FORCE_DELETE_STACK"] } },
    Shape { name: "DeletionTime", kind: Kind::Timestamp { format: None } },
    Shape { name: "DeploymentConfig", kind: Kind::Structure { members: &[
        Member { name: "Mode", wire_name: "Mode", shape: 47, ..Member::PLAIN },
        Member { name: "DisableRollback", wire_name: "DisableRollback", shape: 61, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeploymentConfigMode", kind: Kind::String { length: (None, None), pattern: None, values: &["STANDARD","EXPRESS"] } },
    Shape { name: "DeploymentMode", kind: Kind::String { length: (None, None), pattern: None, values: &["REVERT_DRIFT"] } },
    Shape { name: "DescribeChangeSetInput", kind: Kind::Structure { members: &[
        Member { name: "ChangeSetName", wire_name: "ChangeSetName", shape: 22, required: true, ..Member::PLAIN },
        Member { name: "StackName", wire_name: "StackName", shape: 176, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 109, ..Member::PLAIN },
        Member { name: "IncludePropertyValues", wire_name: "IncludePropertyValues", shape: 88, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeChangeSetOutput", kind: Kind::Structure { members: &[
        Member { name: "ChangeSetName", wire_name: "ChangeSetName", shape: 21, ..Member::PLAIN },
        Member { name: "ChangeSetId", wire_name: "ChangeSetId", shape: 20, ..Member::PLAIN },
        Member { name: "StackId", wire_name: "StackId", shape: 174, ..Member::PLAIN },
        Member { name: "StackName", wire_name: "StackName", shape: 175, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 59, ..Member::PLAIN },
        Member { name: "Parameters", wire_name: "Parameters", shape: 129, ..Member::PLAIN },
        Member { name: "CreationTime", wire_name: "CreationTime", shape: 40, ..Member::PLAIN },
        Member { name: "ExecutionStatus", wire_name: "ExecutionStatus", shape: 69, ..Member::PLAIN },
        Member { name: "Status", wire_name: "Status", shape: 24, ..Member::PLAIN },
        Member { name: "StatusReason", wire_name: "StatusReason", shape: 25, ..Member::PLAIN },
        Member { name: "StackDriftStatus", wire_name: "StackDriftStatus", shape: 171, ..Member::PLAIN },
        Member { name: "NotificationARNs", wire_name: "NotificationARNs", shape: 112, ..Member::PLAIN },
        Member { name: "RollbackConfiguration", wire_name: "RollbackConfiguration", shape: 164, ..Member::PLAIN },
        Member { name: "Capabilities", wire_name: "Capabilities", shape: 14, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 201, ..Member::PLAIN },
        Member { name: "Changes", wire_name: "Changes", shape: 31, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 109, ..Member::PLAIN },
        Member { name: "IncludeNestedStacks", wire_name: "IncludeNestedStacks", shape: 87, ..Member::PLAIN },
        Member { name: "ParentChangeSetId", wire_name: "ParentChangeSetId", shape: 20, ..Member::PLAIN },
        Member { name: "RootChangeSetId", wire_name: "RootChangeSetId", shape: 20, ..Member::PLAIN },
        Member { name: "OnStackFailure", wire_name: "OnStackFailure", shape: 114, ..Member::PLAIN },
        Member { name: "ImportExistingResources", wire_name: "ImportExistingResources", shape: 86, ..Member::PLAIN },
        Member { name: "DeploymentMode", wire_name: "DeploymentMode", shape: 48, ..Member::PLAIN },
        Member { name: "DeploymentConfig", wire_name: "DeploymentConfig", shape: 46, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeStackEventsInput", kind: Kind::Structure { members: &[
        Member { name: "StackName", wire_name: "StackName", shape: 175, required: true, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 109, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeStackEventsOutput", kind: Kind::Structure { members: &[
        Member { name: "StackEvents", wire_name: "StackEvents", shape: 173, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 109, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeStackResourceInput", kind: Kind::Structure { members: &[
        Member { name: "StackName", wire_name: "StackName", shape: 175, required: true, ..Member::PLAIN },
        Member { name: "LogicalResourceId", wire_name: "LogicalResourceId", shape: 104, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeStackResourceOutput", kind: Kind::Structure { members: &[
        Member { name: "StackResourceDetail", wire_name: "StackResourceDetail", shape: 182, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeStackResourcesInput", kind: Kind::Structure { members: &[
        Member { name: "StackName", wire_name: "StackName", shape: 175, ..Member::PLAIN },
        Member { name: "LogicalResourceId", wire_name: "LogicalResourceId", shape: 104, ..Member::PLAIN },
        Member { name: "PhysicalResourceId", wire_name: "PhysicalResourceId", shape: 130, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeStackResourcesOutput", kind: Kind::Structure { members: &[
        Member { name: "StackResources", wire_name: "StackResources", shape: 188, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeStacksInput", kind: Kind::Structure { members: &[
        Member { name: "StackName", wire_name: "StackName", shape: 175, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 109, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DescribeStacksOutput", kind: Kind::Structure { members: &[
        Member { name: "Stacks", wire_name: "Stacks", shape: 196, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 109, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Description", kind: Kind::String { length: (Some(1), Some(1_024)), pattern: None, values: &[] } },
    Shape { name: "DetailedStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["CONFIGURATION_COMPLETE","VALIDATION_FAILED"] } },
    Shape { name: "DisableRollback", kind: Kind::Boolean },
    Shape { name: "DisableValidation", kind: Kind::Boolean },
    Shape { name: "DriftIgnoredReason", kind: Kind::String { length: (None, None), pattern: None, values: &["MANAGED_BY_AWS","WRITE_ONLY_PROPERTY","SENSITIVE_PROPERTY"] } },
    Shape { name: "EnableTerminationProtection", kind: Kind::Boolean },
    Shape { name: "EvaluationType", kind: Kind::String { length: (None, None), pattern: None, values: &["Static","Dynamic"] } },
    Shape { name: "EventId", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ExecuteChangeSetInput", kind: Kind::Structure { members: &[
        Member { name: "ChangeSetName", wire_name: "ChangeSetName", shape: 22, required: true, ..Member::PLAIN },
        Member { name: "StackName", wire_name: "StackName", shape: 176, ..Member::PLAIN },
        Member { name: "ClientRequestToken", wire_name: "ClientRequestToken", shape: 32, ..Member::PLAIN },
        Member { name: "DisableRollback", wire_name: "DisableRollback", shape: 61, ..Member::PLAIN },
        Member { name: "RetainExceptOnCreate", wire_name: "RetainExceptOnCreate", shape: 161, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ExecuteChangeSetOutput", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: None } },
    Shape { name: "ExecutionStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["UNAVAILABLE","AVAILABLE","EXECUTE_IN_PROGRESS","EXECUTE_COMPLETE","EXECUTE_FAILED","OBSOLETE"] } },
    Shape { name: "Export", kind: Kind::Structure { members: &[
        Member { name: "ExportingStackId", wire_name: "ExportingStackId", shape: 174, ..Member::PLAIN },
        Member { name: "Name", wire_name: "Name", shape: 71, ..Member::PLAIN },
        Member { name: "Value", wire_name: "Value", shape: 72, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ExportName", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ExportValue", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "Exports", kind: Kind::List { element: 70, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ForceRollback", kind: Kind::Boolean },
    Shape { name: "GetTemplateInput", kind: Kind::Structure { members: &[
        Member { name: "StackName", wire_name: "StackName", shape: 175, ..Member::PLAIN },
        Member { name: "ChangeSetName", wire_name: "ChangeSetName", shape: 22, ..Member::PLAIN },
        Member { name: "TemplateStage", wire_name: "TemplateStage", shape: 206, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetTemplateOutput", kind: Kind::Structure { members: &[
        Member { name: "TemplateBody", wire_name: "TemplateBody", shape: 202, ..Member::PLAIN },
        Member { name: "StagesAvailable", wire_name: "StagesAvailable", shape: 197, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetTemplateSummaryInput", kind: Kind::Structure { members: &[
        Member { name: "TemplateBody", wire_name: "TemplateBody", shape: 202, ..Member::PLAIN },
        Member { name: "TemplateURL", wire_name: "TemplateURL", shape: 208, ..Member::PLAIN },
        Member { name: "StackName", wire_name: "StackName", shape: 176, ..Member::PLAIN },
        Member { name: "StackSetName", wire_name: "StackSetName", shape: 189, ..Member::PLAIN },
        Member { name: "CallAs", wire_name: "CallAs", shape: 12, ..Member::PLAIN },
        Member { name: "TemplateSummaryConfig", wire_name: "TemplateSummaryConfig", shape: 207, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetTemplateSummaryOutput", kind: Kind::Structure { members: &[
        Member { name: "Parameters", wire_name: "Parameters", shape: 125, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 59, ..Member::PLAIN },
        Member { name: "Capabilities", wire_name: "Capabilities", shape: 14, ..Member::PLAIN },
        Member { name: "CapabilitiesReason", wire_name: "CapabilitiesReason", shape: 15, ..Member::PLAIN },
        Member { name: "ResourceTypes", wire_name: "ResourceTypes", shape: 158, ..Member::PLAIN },
        Member { name: "Version", wire_name: "Version", shape: 225, ..Member::PLAIN },
        Member { name: "Metadata", wire_name: "Metadata", shape: 106, ..Member::PLAIN },
        Member { name: "DeclaredTransforms", wire_name: "DeclaredTransforms", shape: 213, ..Member::PLAIN },
        Member { name: "ResourceIdentifierSummaries", wire_name: "ResourceIdentifierSummaries", shape: 147, ..Member::PLAIN },
        Member { name: "Warnings", wire_name: "Warnings", shape: 226, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "HookFailureMode", kind: Kind::String { length: (None, None), pattern: None, values: &["FAIL","WARN"] } },
    Shape { name: "HookInvocationCount", kind: Kind::Integer { range: (Some(1), Some(100)) } },
    Shape { name: "HookInvocationId", kind: Kind::String { length: (Some(36), Some(36)), pattern: Some(&PATTERN_6), values: &[] } },
    Shape { name: "HookInvocationPoint", kind: Kind::String { length: (None, None), pattern: None, values: &["PRE_PROVISION"] } },
    Shape { name: "HookStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["HOOK_IN_PROGRESS","HOOK_COMPLETE_SUCCEEDED","HOOK_COMPLETE_FAILED","HOOK_FAILED"] } },
    Shape { name: "HookStatusReason", kind: Kind::String { length: (Some(1), Some(1_024)), pattern: None, values: &[] } },
    Shape { name: "HookType", kind: Kind::String { length: (Some(1), Some(255)), pattern: None, values: &[] } },
    Shape { name: "ImportExistingResources", kind: Kind::Boolean },
    Shape { name: "IncludeNestedStacks", kind: Kind::Boolean },
    Shape { name: "IncludePropertyValues", kind: Kind::Boolean },
    Shape { name: "InsufficientCapabilitiesException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "InsufficientCapabilitiesException", status: 400 }) } },
    Shape { name: "InvalidChangeSetStatusException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "InvalidChangeSetStatus", status: 400 }) } },
    Shape { name: "LastOperations", kind: Kind::List { element: 115, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "LastUpdatedTime", kind: Kind::Timestamp { format: None } },
    Shape { name: "LimitExceededException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "LimitExceededException", status: 400 }) } },
    Shape { name: "ListChangeSetsInput", kind: Kind::Structure { members: &[
        Member { name: "StackName", wire_name: "StackName", shape: 176, required: true, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 109, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListChangeSetsOutput", kind: Kind::Structure { members: &[
        Member { name: "Summaries", wire_name: "Summaries", shape: 26, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 109, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListExportsInput", kind: Kind::Structure { members: &[
        Member { name: "NextToken", wire_name: "NextToken", shape: 109, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListExportsOutput", kind: Kind::Structure { members: &[
        Member { name: "Exports", wire_name: "Exports", shape: 73, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 109, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListStackResourcesInput", kind: Kind::Structure { members: &[
        Member { name: "StackName", wire_name: "StackName", shape: 175, required: true, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 109, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListStackResourcesOutput", kind: Kind::Structure { members: &[
        Member { name: "StackResourceSummaries", wire_name: "StackResourceSummaries", shape: 186, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 109, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListStacksInput", kind: Kind::Structure { members: &[
        Member { name: "NextToken", wire_name: "NextToken", shape: 109, ..Member::PLAIN },
        Member { name: "StackStatusFilter", wire_name: "StackStatusFilter", shape: 192, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListStacksOutput", kind: Kind::Structure { members: &[
        Member { name: "StackSummaries", wire_name: "StackSummaries", shape: 194, ..Member::PLAIN },
        Member { name: "NextToken", wire_name: "NextToken", shape: 109, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "LiveResourceDrift", kind: Kind::Structure { members: &[
        Member { name: "PreviousValue", wire_name: "PreviousValue", shape: 143, ..Member::PLAIN },
        Member { name: "ActualValue", wire_name: "ActualValue", shape: 140, ..Member::PLAIN },
        Member { name: "DriftDetectionTimestamp", wire_name: "DriftDetectionTimestamp", shape: 210, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "LogicalIdHierarchy", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "LogicalResourceId", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "LogicalResourceIds", kind: Kind::List { element: 104, element_name: "member", flattened: false, length: (Some(1), Some(200)) } },
    Shape { name: "Metadata", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ModuleInfo", kind: Kind::Structure { members: &[
        Member { name: "TypeHierarchy", wire_name: "TypeHierarchy", shape: 216, ..Member::PLAIN },
        Member { name: "LogicalIdHierarchy", wire_name: "LogicalIdHierarchy", shape: 103, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "MonitoringTimeInMinutes", kind: Kind::Integer { range: (Some(0), Some(180)) } },
    Shape { name: "NextToken", kind: Kind::String { length: (Some(1), Some(1_024)), pattern: None, values: &[] } },
    Shape { name: "NoEcho", kind: Kind::Boolean },
    Shape { name: "NotificationARN", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "NotificationARNs", kind: Kind::List { element: 111, element_name: "member", flattened: false, length: (None, Some(5)) } },
    Shape { name: "OnFailure", kind: Kind::String { length: (None, None), pattern: None, values: &["DO_NOTHING","ROLLBACK","DELETE"] } },
    Shape { name: "OnStackFailure", kind: Kind::String { length: (None, None), pattern: None, values: &["DO_NOTHING","ROLLBACK","DELETE"] } },
    Shape { name: "OperationEntry", kind: Kind::Structure { members: &[
        Member { name: "OperationType", wire_name: "OperationType", shape: 117, ..Member::PLAIN },
        Member { name: "OperationId", wire_name: "OperationId", shape: 116, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "OperationId", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "OperationType", kind: Kind::String { length: (None, None), pattern: None, values: &["CREATE_STACK","UPDATE_STACK","DELETE_STACK","CONTINUE_ROLLBACK","ROLLBACK","CREATE_CHANGESET"] } },
    Shape { name: "Output", kind: Kind::Structure { members: &[
        Member { name: "OutputKey", wire_name: "OutputKey", shape: 119, ..Member::PLAIN },
        Member { name: "OutputValue", wire_name: "OutputValue", shape: 120, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 59, ..Member::PLAIN },
        Member { name: "ExportName", wire_name: "ExportName", shape: 71, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "OutputKey", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "OutputValue", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "Outputs", kind: Kind::List { element: 118, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "Parameter", kind: Kind::Structure { members: &[
        Member { name: "ParameterKey", wire_name: "ParameterKey", shape: 126, ..Member::PLAIN },
        Member { name: "ParameterValue", wire_name: "ParameterValue", shape: 128, ..Member::PLAIN },
        Member { name: "UsePreviousValue", wire_name: "UsePreviousValue", shape: 222, ..Member::PLAIN },
        Member { name: "ResolvedValue", wire_name: "ResolvedValue", shape: 128, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ParameterConstraints", kind: Kind::Structure { members: &[
        Member { name: "AllowedValues", wire_name: "AllowedValues", shape: 5, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ParameterDeclaration", kind: Kind::Structure { members: &[
        Member { name: "ParameterKey", wire_name: "ParameterKey", shape: 126, ..Member::PLAIN },
        Member { name: "DefaultValue", wire_name: "DefaultValue", shape: 128, ..Member::PLAIN },
        Member { name: "ParameterType", wire_name: "ParameterType", shape: 127, ..Member::PLAIN },
        Member { name: "NoEcho", wire_name: "NoEcho", shape: 110, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 59, ..Member::PLAIN },
        Member { name: "ParameterConstraints", wire_name: "ParameterConstraints", shape: 123, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ParameterDeclarations", kind: Kind::List { element: 124, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ParameterKey", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ParameterType", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ParameterValue", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "Parameters", kind: Kind::List { element: 122, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "PhysicalResourceId", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "PolicyAction", kind: Kind::String { length: (None, None), pattern: None, values: &["Delete","Retain","Snapshot","ReplaceAndDelete","ReplaceAndRetain","ReplaceAndSnapshot"] } },
    Shape { name: "PreviousDeploymentContext", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "PropertyName", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "Replacement", kind: Kind::String { length: (None, None), pattern: None, values: &["True","False","Conditional"] } },
    Shape { name: "RequiresRecreation", kind: Kind::String { length: (None, None), pattern: None, values: &["Never","Conditionally","Always"] } },
    Shape { name: "ResourceAttribute", kind: Kind::String { length: (None, None), pattern: None, values: &["Properties","Metadata","CreationPolicy","UpdatePolicy","DeletionPolicy","UpdateReplacePolicy","Tags"] } },
    Shape { name: "ResourceChange", kind: Kind::Structure { members: &[
        Member { name: "PolicyAction", wire_name: "PolicyAction", shape: 131, ..Member::PLAIN },
        Member { name: "Action", wire_name: "Action", shape: 19, ..Member::PLAIN },
        Member { name: "LogicalResourceId", wire_name: "LogicalResourceId", shape: 104, ..Member::PLAIN },
        Member { name: "PhysicalResourceId", wire_name: "PhysicalResourceId", shape: 130, ..Member::PLAIN },
        Member { name: "ResourceType", wire_name: "ResourceType", shape: 157, ..Member::PLAIN },
        Member { name: "Replacement", wire_name: "Replacement", shape: 134, ..Member::PLAIN },
        Member { name: "Scope", wire_name: "Scope", shape: 167, ..Member::PLAIN },
        Member { name: "ResourceDriftStatus", wire_name: "ResourceDriftStatus", shape: 185, ..Member::PLAIN },
        Member { name: "ResourceDriftIgnoredAttributes", wire_name: "ResourceDriftIgnoredAttributes", shape: 142, ..Member::PLAIN },
        Member { name: "Details", wire_name: "Details", shape: 139, ..Member::PLAIN },
        Member { name: "ChangeSetId", wire_name: "ChangeSetId", shape: 20, ..Member::PLAIN },
        Member { name: "ModuleInfo", wire_name: "ModuleInfo", shape: 107, ..Member::PLAIN },
        Member { name: "BeforeContext", wire_name: "BeforeContext", shape: 9, ..Member::PLAIN },
        Member { name: "AfterContext", wire_name: "AfterContext", shape: 0, ..Member::PLAIN },
        Member { name: "PreviousDeploymentContext", wire_name: "PreviousDeploymentContext", shape: 132, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ResourceChangeDetail", kind: Kind::Structure { members: &[
        Member { name: "Target", wire_name: "Target", shape: 154, ..Member::PLAIN },
        Member { name: "Evaluation", wire_name: "Evaluation", shape: 65, ..Member::PLAIN },
        Member { name: "ChangeSource", wire_name: "ChangeSource", shape: 29, ..Member::PLAIN },
        Member { name: "CausingEntity", wire_name: "CausingEntity", shape: 17, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ResourceChangeDetails", kind: Kind::List { element: 138, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ResourceDriftActualValue", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ResourceDriftIgnoredAttribute", kind: Kind::Structure { members: &[
        Member { name: "Path", wire_name: "Path", shape: 151, ..Member::PLAIN },
        Member { name: "Reason", wire_name: "Reason", shape: 63, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ResourceDriftIgnoredAttributes", kind: Kind::List { element: 141, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ResourceDriftPreviousValue", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ResourceIdentifierProperties", kind: Kind::Map { key: 145, value: 146, names: ("key", "value"), flattened: false, length: (Some(1), Some(256)) } },
    Shape { name: "ResourceIdentifierPropertyKey", kind: Kind::String { length: (Some(1), Some(2_048)), pattern: None, values: &[] } },
    Shape { name: "ResourceIdentifierPropertyValue", kind: Kind::String { length: (Some(1), Some(2_048)), pattern: None, values: &[] } },
    Shape { name: "ResourceIdentifierSummaries", kind: Kind::List { element: 148, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ResourceIdentifierSummary", kind: Kind::Structure { members: &[
        Member { name: "ResourceType", wire_name: "ResourceType", shape: 157, ..Member::PLAIN },
        Member { name: "LogicalResourceIds", wire_name: "LogicalResourceIds", shape: 105, ..Member::PLAIN },
        Member { name: "ResourceIdentifiers", wire_name: "ResourceIdentifiers", shape: 149, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ResourceIdentifiers", kind: Kind::List { element: 145, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ResourceProperties", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ResourcePropertyPath", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ResourceStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["CREATE_IN_PROGRESS","CREATE_FAILED","CREATE_COMPLETE","DELETE_IN_PROGRESS","DELETE_FAILED","DELETE_COMPLETE","DELETE_SKIPPED","UPDATE_IN_PROGRESS","UPDATE_FAILED","UPDATE_COMPLETE","IMPORT_FAILED","IMPORT_COMPLETE","IMPORT_IN_PROGRESS","IMPORT_ROLLBACK_IN_PROGRESS","IMPORT_ROLLBACK_FAILED","IMPORT_ROLLBACK_COMPLETE","EXPORT_FAILED","EXPORT_COMPLETE","EXPORT_IN_PROGRESS","EXPORT_ROLLBACK_IN_PROGRESS","EXPORT_ROLLBACK_FAILED","EXPORT_ROLLBACK_COMPLETE","UPDATE_ROLLBACK_IN_PROGRESS","UPDATE_ROLLBACK_COMPLETE","UPDATE_ROLLBACK_FAILED","ROLLBACK_IN_PROGRESS","ROLLBACK_COMPLETE","ROLLBACK_FAILED"] } },
    Shape { name: "ResourceStatusReason", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "ResourceTargetDefinition", kind: Kind::Structure { members: &[
        Member { name: "Attribute", wire_name: "Attribute", shape: 136, ..Member::PLAIN },
        Member { name: "Name", wire_name: "Name", shape: 133, ..Member::PLAIN },
        Member { name: "RequiresRecreation", wire_name: "RequiresRecreation", shape: 135, ..Member::PLAIN },
        Member { name: "Path", wire_name: "Path", shape: 151, ..Member::PLAIN },
        Member { name: "BeforeValue", wire_name: "BeforeValue", shape: 10, ..Member::PLAIN },
        Member { name: "AfterValue", wire_name: "AfterValue", shape: 1, ..Member::PLAIN },
        Member { name: "BeforeValueFrom", wire_name: "BeforeValueFrom", shape: 11, ..Member::PLAIN },
        Member { name: "AfterValueFrom", wire_name: "AfterValueFrom", shape: 2, ..Member::PLAIN },
        Member { name: "Drift", wire_name: "Drift", shape: 102, ..Member::PLAIN },
        Member { name: "AttributeChangeType", wire_name: "AttributeChangeType", shape: 8, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ResourceToImport", kind: Kind::Structure { members: &[
        Member { name: "ResourceType", wire_name: "ResourceType", shape: 157, required: true, ..Member::PLAIN },
        Member { name: "LogicalResourceId", wire_name: "LogicalResourceId", shape: 104, required: true, ..Member::PLAIN },
        Member { name: "ResourceIdentifier", wire_name: "ResourceIdentifier", shape: 144, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ResourceToSkip", kind: Kind::String { length: (None, None), pattern: Some(&PATTERN_1), values: &[] } },
    Shape { name: "ResourceType", kind: Kind::String { length: (Some(1), Some(256)), pattern: None, values: &[] } },
    Shape { name: "ResourceTypes", kind: Kind::List { element: 157, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ResourcesToImport", kind: Kind::List { element: 155, element_name: "member", flattened: false, length: (None, Some(200)) } },
    Shape { name: "ResourcesToSkip", kind: Kind::List { element: 156, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "RetainExceptOnCreate", kind: Kind::Boolean },
    Shape { name: "RetainResources", kind: Kind::List { element: 104, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "RoleARN", kind: Kind::String { length: (Some(20), Some(2_048)), pattern: None, values: &[] } },
    Shape { name: "RollbackConfiguration", kind: Kind::Structure { members: &[
        Member { name: "RollbackTriggers", wire_name: "RollbackTriggers", shape: 166, ..Member::PLAIN },
        Member { name: "MonitoringTimeInMinutes", wire_name: "MonitoringTimeInMinutes", shape: 108, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RollbackTrigger", kind: Kind::Structure { members: &[
        Member { name: "Arn", wire_name: "Arn", shape: 7, required: true, ..Member::PLAIN },
        Member { name: "Type", wire_name: "Type", shape: 215, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RollbackTriggers", kind: Kind::List { element: 165, element_name: "member", flattened: false, length: (None, Some(5)) } },
    Shape { name: "Scope", kind: Kind::List { element: 136, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "Stack", kind: Kind::Structure { members: &[
        Member { name: "StackId", wire_name: "StackId", shape: 174, ..Member::PLAIN },
        Member { name: "StackName", wire_name: "StackName", shape: 175, required: true, ..Member::PLAIN },
        Member { name: "ChangeSetId", wire_name: "ChangeSetId", shape: 20, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 59, ..Member::PLAIN },
        Member { name: "Parameters", wire_name: "Parameters", shape: 129, ..Member::PLAIN },
        Member { name: "CreationTime", wire_name: "CreationTime", shape: 40, required: true, ..Member::PLAIN },
        Member { name: "DeletionTime", wire_name: "DeletionTime", shape: 45, ..Member::PLAIN },
        Member { name: "LastUpdatedTime", wire_name: "LastUpdatedTime", shape: 92, ..Member::PLAIN },
        Member { name: "RollbackConfiguration", wire_name: "RollbackConfiguration", shape: 164, ..Member::PLAIN },
        Member { name: "StackStatus", wire_name: "StackStatus", shape: 191, required: true, ..Member::PLAIN },
        Member { name: "StackStatusReason", wire_name: "StackStatusReason", shape: 193, ..Member::PLAIN },
        Member { name: "DisableRollback", wire_name: "DisableRollback", shape: 61, ..Member::PLAIN },
        Member { name: "DeploymentConfig", wire_name: "DeploymentConfig", shape: 46, ..Member::PLAIN },
        Member { name: "NotificationARNs", wire_name: "NotificationARNs", shape: 112, ..Member::PLAIN },
        Member { name: "TimeoutInMinutes", wire_name: "TimeoutInMinutes", shape: 209, ..Member::PLAIN },
        Member { name: "Capabilities", wire_name: "Capabilities", shape: 14, ..Member::PLAIN },
        Member { name: "Outputs", wire_name: "Outputs", shape: 121, ..Member::PLAIN },
        Member { name: "RoleARN", wire_name: "RoleARN", shape: 163, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 201, ..Member::PLAIN },
        Member { name: "EnableTerminationProtection", wire_name: "EnableTerminationProtection", shape: 64, ..Member::PLAIN },
        Member { name: "ParentId", wire_name: "ParentId", shape: 174, ..Member::PLAIN },
        Member { name: "RootId", wire_name: "RootId", shape: 174, ..Member::PLAIN },
        Member { name: "DriftInformation", wire_name: "DriftInformation", shape: 169, ..Member::PLAIN },
        Member { name: "RetainExceptOnCreate", wire_name: "RetainExceptOnCreate", shape: 161, ..Member::PLAIN },
        Member { name: "DeletionMode", wire_name: "DeletionMode", shape: 44, ..Member::PLAIN },
        Member { name: "DetailedStatus", wire_name: "DetailedStatus", shape: 60, ..Member::PLAIN },
        Member { name: "LastOperations", wire_name: "LastOperations", shape: 91, ..Member::PLAIN },
        Member { name: "AliasName", wire_name: "AliasName", shape: 3, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "StackDriftInformation", kind: Kind::Structure { members: &[
        Member { name: "StackDriftStatus", wire_name: "StackDriftStatus", shape: 171, required: true, ..Member::PLAIN },
        Member { name: "LastCheckTimestamp", wire_name: "LastCheckTimestamp", shape: 210, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "StackDriftInformationSummary", kind: Kind::Structure { members: &[
        Member { name: "StackDriftStatus", wire_name: "StackDriftStatus", shape: 171, required: true, ..Member::PLAIN },
        Member { name: "LastCheckTimestamp", wire_name: "LastCheckTimestamp", shape: 210, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "StackDriftStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["DRIFTED","IN_SYNC","UNKNOWN","NOT_CHECKED"] } },
    Shape { name: "StackEvent", kind: Kind::Structure { members: &[
        Member { name: "StackId", wire_name: "StackId", shape: 174, required: true, ..Member::PLAIN },
        Member { name: "EventId", wire_name: "EventId", shape: 66, required: true, ..Member::PLAIN },
        Member { name: "StackName", wire_name: "StackName", shape: 175, required: true, ..Member::PLAIN },
        Member { name: "OperationId", wire_name: "OperationId", shape: 116, ..Member::PLAIN },
        Member { name: "LogicalResourceId", wire_name: "LogicalResourceId", shape: 104, ..Member::PLAIN },
        Member { name: "PhysicalResourceId", wire_name: "PhysicalResourceId", shape: 130, ..Member::PLAIN },
        Member { name: "ResourceType", wire_name: "ResourceType", shape: 157, ..Member::PLAIN },
        Member { name: "Timestamp", wire_name: "Timestamp", shape: 210, required: true, ..Member::PLAIN },
        Member { name: "ResourceStatus", wire_name: "ResourceStatus", shape: 152, ..Member::PLAIN },
        Member { name: "ResourceStatusReason", wire_name: "ResourceStatusReason", shape: 153, ..Member::PLAIN },
        Member { name: "ResourceProperties", wire_name: "ResourceProperties", shape: 150, ..Member::PLAIN },
        Member { name: "ClientRequestToken", wire_name: "ClientRequestToken", shape: 32, ..Member::PLAIN },
        Member { name: "HookType", wire_name: "HookType", shape: 85, ..Member::PLAIN },
        Member { name: "HookStatus", wire_name: "HookStatus", shape: 83, ..Member::PLAIN },
        Member { name: "HookStatusReason", wire_name: "HookStatusReason", shape: 84, ..Member::PLAIN },
        Member { name: "HookInvocationPoint", wire_name: "HookInvocationPoint", shape: 82, ..Member::PLAIN },
        Member { name: "HookInvocationId", wire_name: "HookInvocationId", shape: 81, ..Member::PLAIN },
        Member { name: "HookFailureMode", wire_name: "HookFailureMode", shape: 79, ..Member::PLAIN },
        Member { name: "DetailedStatus", wire_name: "DetailedStatus", shape: 60, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "StackEvents", kind: Kind::List { element: 172, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "StackId", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "StackName", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "StackNameOrId", kind: Kind::String { length: (Some(1), None), pattern: Some(&PATTERN_0), values: &[] } },
    Shape { name: "StackPolicyBody", kind: Kind::String { length: (Some(1), Some(16_384)), pattern: None, values: &[] } },
    Shape { name: "StackPolicyDuringUpdateBody", kind: Kind::String { length: (Some(1), Some(16_384)), pattern: None, values: &[] } },
    Shape { name: "StackPolicyDuringUpdateURL", kind: Kind::String { length: (Some(1), Some(5_120)), pattern: None, values: &[] } },
    Shape { name: "StackPolicyURL", kind: Kind::String { length: (Some(1), Some(5_120)), pattern: None, values: &[] } },
    Shape { name: "StackResource", kind: Kind::Structure { members: &[
        Member { name: "StackName", wire_name: "StackName", shape: 175, ..Member::PLAIN },
        Member { name: "StackId", wire_name: "StackId", shape: 174, ..Member::PLAIN },
        Member { name: "LogicalResourceId", wire_name: "LogicalResourceId", shape: 104, required: true, ..Member::PLAIN },
        Member { name: "PhysicalResourceId", wire_name: "PhysicalResourceId", shape: 130, ..Member::PLAIN },
        Member { name: "ResourceType", wire_name: "ResourceType", shape: 157, required: true, ..Member::PLAIN },
        Member { name: "Timestamp", wire_name: "Timestamp", shape: 210, required: true, ..Member::PLAIN },
        Member { name: "ResourceStatus", wire_name: "ResourceStatus", shape: 152, required: true, ..Member::PLAIN },
        Member { name: "ResourceStatusReason", wire_name: "ResourceStatusReason", shape: 153, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 59, ..Member::PLAIN },
        Member { name: "DriftInformation", wire_name: "DriftInformation", shape: 183, ..Member::PLAIN },
        Member { name: "ModuleInfo", wire_name: "ModuleInfo", shape: 107, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "StackResourceDetail", kind: Kind::Structure { members: &[
        Member { name: "StackName", wire_name: "StackName", shape: 175, ..Member::PLAIN },
        Member { name: "StackId", wire_name: "StackId", shape: 174, ..Member::PLAIN },
        Member { name: "LogicalResourceId", wire_name: "LogicalResourceId", shape: 104, required: true, ..Member::PLAIN },
        Member { name: "PhysicalResourceId", wire_name: "PhysicalResourceId", shape: 130, ..Member::PLAIN },
        Member { name: "ResourceType", wire_name: "ResourceType", shape: 157, required: true, ..Member::PLAIN },
        Member { name: "LastUpdatedTimestamp", wire_name: "LastUpdatedTimestamp", shape: 210, required: true, ..Member::PLAIN },
        Member { name: "ResourceStatus", wire_name: "ResourceStatus", shape: 152, required: true, ..Member::PLAIN },
        Member { name: "ResourceStatusReason", wire_name: "ResourceStatusReason", shape: 153, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 59, ..Member::PLAIN },
        Member { name: "Metadata", wire_name: "Metadata", shape: 106, ..Member::PLAIN },
        Member { name: "DriftInformation", wire_name: "DriftInformation", shape: 183, ..Member::PLAIN },
        Member { name: "ModuleInfo", wire_name: "ModuleInfo", shape: 107, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "StackResourceDriftInformation", kind: Kind::Structure { members: &[
        Member { name: "StackResourceDriftStatus", wire_name: "StackResourceDriftStatus", shape: 185, required: true, ..Member::PLAIN },
        Member { name: "LastCheckTimestamp", wire_name: "LastCheckTimestamp", shape: 210, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "StackResourceDriftInformationSummary", kind: Kind::Structure { members: &[
        Member { name: "StackResourceDriftStatus", wire_name: "StackResourceDriftStatus", shape: 185, required: true, ..Member::PLAIN },
        Member { name: "LastCheckTimestamp", wire_name: "LastCheckTimestamp", shape: 210, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "StackResourceDriftStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["IN_SYNC","MODIFIED","DELETED","NOT_CHECKED","UNKNOWN","UNSUPPORTED"] } },
    Shape { name: "StackResourceSummaries", kind: Kind::List { element: 187, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "StackResourceSummary", kind: Kind::Structure { members: &[
        Member { name: "LogicalResourceId", wire_name: "LogicalResourceId", shape: 104, required: true, ..Member::PLAIN },
        Member { name: "PhysicalResourceId", wire_name: "PhysicalResourceId", shape: 130, ..Member::PLAIN },
        Member { name: "ResourceType", wire_name: "ResourceType", shape: 157, required: true, ..Member::PLAIN },
        Member { name: "LastUpdatedTimestamp", wire_name: "LastUpdatedTimestamp", shape: 210, required: true, ..Member::PLAIN },
        Member { name: "ResourceStatus", wire_name: "ResourceStatus", shape: 152, required: true, ..Member::PLAIN },
        Member { name: "ResourceStatusReason", wire_name: "ResourceStatusReason", shape: 153, ..Member::PLAIN },
        Member { name: "DriftInformation", wire_name: "DriftInformation", shape: 184, ..Member::PLAIN },
        Member { name: "ModuleInfo", wire_name: "ModuleInfo", shape: 107, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "StackResources", kind: Kind::List { element: 181, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "StackSetNameOrId", kind: Kind::String { length: (None, None), pattern: Some(&PATTERN_4), values: &[] } },
    Shape { name: "StackSetNotFoundException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "StackSetNotFoundException", status: 404 }) } },
    Shape { name: "StackStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["CREATE_IN_PROGRESS","CREATE_FAILED","CREATE_COMPLETE","ROLLBACK_IN_PROGRESS","ROLLBACK_FAILED","ROLLBACK_COMPLETE","DELETE_IN_PROGRESS","DELETE_FAILED","DELETE_COMPLETE","UPDATE_IN_PROGRESS","UPDATE_COMPLETE_CLEANUP_IN_PROGRESS","UPDATE_COMPLETE","UPDATE_FAILED","UPDATE_ROLLBACK_IN_PROGRESS","UPDATE_ROLLBACK_FAILED","UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS","UPDATE_ROLLBACK_COMPLETE","REVIEW_IN_PROGRESS","IMPORT_IN_PROGRESS","IMPORT_COMPLETE","IMPORT_ROLLBACK_IN_PROGRESS","IMPORT_ROLLBACK_FAILED","IMPORT_ROLLBACK_COMPLETE"] } },
    Shape { name: "StackStatusFilter", kind: Kind::List { element: 191, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "StackStatusReason", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "StackSummaries", kind: Kind::List { element: 195, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "StackSummary", kind: Kind::Structure { members: &[
        Member { name: "StackId", wire_name: "StackId", shape: 174, ..Member::PLAIN },
        Member { name: "StackName", wire_name: "StackName", shape: 175, required: true, ..Member::PLAIN },
        Member { name: "TemplateDescription", wire_name: "TemplateDescription", shape: 203, ..Member::PLAIN },
        Member { name: "CreationTime", wire_name: "CreationTime", shape: 40, required: true, ..Member::PLAIN },
        Member { name: "LastUpdatedTime", wire_name: "LastUpdatedTime", shape: 92, ..Member::PLAIN },
        Member { name: "DeletionTime", wire_name: "DeletionTime", shape: 45, ..Member::PLAIN },
        Member { name: "StackStatus", wire_name: "StackStatus", shape: 191, required: true, ..Member::PLAIN },
        Member { name: "StackStatusReason", wire_name: "StackStatusReason", shape: 193, ..Member::PLAIN },
        Member { name: "ParentId", wire_name: "ParentId", shape: 174, ..Member::PLAIN },
        Member { name: "RootId", wire_name: "RootId", shape: 174, ..Member::PLAIN },
        Member { name: "DriftInformation", wire_name: "DriftInformation", shape: 170, ..Member::PLAIN },
        Member { name: "LastOperations", wire_name: "LastOperations", shape: 91, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Stacks", kind: Kind::List { element: 168, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "StageList", kind: Kind::List { element: 206, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "Tag", kind: Kind::Structure { members: &[
        Member { name: "Key", wire_name: "Key", shape: 199, required: true, ..Member::PLAIN },
        Member { name: "Value", wire_name: "Value", shape: 200, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TagKey", kind: Kind::String { length: (Some(1), Some(128)), pattern: None, values: &[] } },
    Shape { name: "TagValue", kind: Kind::String { length: (Some(1), Some(256)), pattern: None, values: &[] } },
    Shape { name: "Tags", kind: Kind::List { element: 198, element_name: "member", flattened: false, length: (None, Some(50)) } },
    Shape { name: "TemplateBody", kind: Kind::String { length: (Some(1), None), pattern: None, values: &[] } },
    Shape { name: "TemplateDescription", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "TemplateParameter", kind: Kind::Structure { members: &[
        Member { name: "ParameterKey", wire_name: "ParameterKey", shape: 126, ..Member::PLAIN },
        Member { name: "DefaultValue", wire_name: "DefaultValue", shape: 128, ..Member::PLAIN },
        Member { name: "NoEcho", wire_name: "NoEcho", shape: 110, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 59, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TemplateParameters", kind: Kind::List { element: 204, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "TemplateStage", kind: Kind::String { length: (None, None), pattern: None, values: &["Original","Processed"] } },
    Shape { name: "TemplateSummaryConfig", kind: Kind::Structure { members: &[
        Member { name: "TreatUnrecognizedResourceTypesAsWarnings", wire_name: "TreatUnrecognizedResourceTypesAsWarnings", shape: 214, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TemplateURL", kind: Kind::String { length: (Some(1), Some(5_120)), pattern: None, values: &[] } },
    Shape { name: "TimeoutMinutes", kind: Kind::Integer { range: (Some(1), None) } },
    Shape { name: "Timestamp", kind: Kind::Timestamp { format: None } },
    Shape { name: "TokenAlreadyExistsException", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: Some(ErrorTrait { code: "TokenAlreadyExistsException", status: 400 }) } },
    Shape { name: "TransformName", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "TransformsList", kind: Kind::List { element: 212, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "TreatUnrecognizedResourceTypesAsWarnings", kind: Kind::Boolean },
    Shape { name: "Type", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "TypeHierarchy", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "UpdateStackInput", kind: Kind::Structure { members: &[
        Member { name: "StackName", wire_name: "StackName", shape: 175, required: true, ..Member::PLAIN },
        Member { name: "TemplateBody", wire_name: "TemplateBody", shape: 202, ..Member::PLAIN },
        Member { name: "TemplateURL", wire_name: "TemplateURL", shape: 208, ..Member::PLAIN },
        Member { name: "UsePreviousTemplate", wire_name: "UsePreviousTemplate", shape: 221, ..Member::PLAIN },
        Member { name: "StackPolicyDuringUpdateBody", wire_name: "StackPolicyDuringUpdateBody", shape: 178, ..Member::PLAIN },
        Member { name: "StackPolicyDuringUpdateURL", wire_name: "StackPolicyDuringUpdateURL", shape: 179, ..Member::PLAIN },
        Member { name: "Parameters", wire_name: "Parameters", shape: 129, ..Member::PLAIN },
        Member { name: "Capabilities", wire_name: "Capabilities", shape: 14, ..Member::PLAIN },
        Member { name: "ResourceTypes", wire_name: "ResourceTypes", shape: 158, ..Member::PLAIN },
        Member { name: "RoleARN", wire_name: "RoleARN", shape: 163, ..Member::PLAIN },
        Member { name: "RollbackConfiguration", wire_name: "RollbackConfiguration", shape: 164, ..Member::PLAIN },
        Member { name: "StackPolicyBody", wire_name: "StackPolicyBody", shape: 177, ..Member::PLAIN },
        Member { name: "StackPolicyURL", wire_name: "StackPolicyURL", shape: 180, ..Member::PLAIN },
        Member { name: "NotificationARNs", wire_name: "NotificationARNs", shape: 112, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 201, ..Member::PLAIN },
        Member { name: "DisableRollback", wire_name: "DisableRollback", shape: 61, ..Member::PLAIN },
        Member { name: "ClientRequestToken", wire_name: "ClientRequestToken", shape: 32, ..Member::PLAIN },
        Member { name: "RetainExceptOnCreate", wire_name: "RetainExceptOnCreate", shape: 161, ..Member::PLAIN },
        Member { name: "DeploymentConfig", wire_name: "DeploymentConfig", shape: 46, ..Member::PLAIN },
        Member { name: "DisableValidation", wire_name: "DisableValidation", shape: 62, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateStackOutput", kind: Kind::Structure { members: &[
        Member { name: "StackId", wire_name: "StackId", shape: 174, ..Member::PLAIN },
        Member { name: "OperationId", wire_name: "OperationId", shape: 116, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateTerminationProtectionInput", kind: Kind::Structure { members: &[
        Member { name: "EnableTerminationProtection", wire_name: "EnableTerminationProtection", shape: 64, required: true, ..Member::PLAIN },
        Member { name: "StackName", wire_name: "StackName", shape: 176, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateTerminationProtectionOutput", kind: Kind::Structure { members: &[
        Member { name: "StackId", wire_name: "StackId", shape: 174, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UsePreviousTemplate", kind: Kind::Boolean },
    Shape { name: "UsePreviousValue", kind: Kind::Boolean },
    Shape { name: "ValidateTemplateInput", kind: Kind::Structure { members: &[
        Member { name: "TemplateBody", wire_name: "TemplateBody", shape: 202, ..Member::PLAIN },
        Member { name: "TemplateURL", wire_name: "TemplateURL", shape: 208, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ValidateTemplateOutput", kind: Kind::Structure { members: &[
        Member { name: "Parameters", wire_name: "Parameters", shape: 205, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 59, ..Member::PLAIN },
        Member { name: "Capabilities", wire_name: "Capabilities", shape: 14, ..Member::PLAIN },
        Member { name: "CapabilitiesReason", wire_name: "CapabilitiesReason", shape: 15, ..Member::PLAIN },
        Member { name: "DeclaredTransforms", wire_name: "DeclaredTransforms", shape: 213, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Version", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "Warnings", kind: Kind::Structure { members: &[
        Member { name: "UnrecognizedResourceTypes", wire_name: "UnrecognizedResourceTypes", shape: 158, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
];
