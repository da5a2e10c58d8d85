//! Shapes and descriptors of apigateway, version 2015-07-09.
//!
//! Written by `cargo xtask codegen`; never edited by hand.

use std::collections::BTreeMap;

use samara_wire::{
    ErrorTrait, Kind, Location, Member, OperationModel, Pattern, Protocol, ServiceModel, Shape,
    structure,
};

structure!(AccessLogSettings {
    format: Option<String> = "format",
    destination_arn: Option<String> = "destinationArn",
});

structure!(CanarySettings {
    percent_traffic: Option<f64> = "percentTraffic",
    deployment_id: Option<String> = "deploymentId",
    stage_variable_overrides: Option<BTreeMap<String, String>> = "stageVariableOverrides",
    use_stage_cache: Option<bool> = "useStageCache",
});

structure!(CreateDeploymentRequest {
    rest_api_id: String = "restApiId",
    stage_name: Option<String> = "stageName",
    stage_description: Option<String> = "stageDescription",
    description: Option<String> = "description",
    cache_cluster_enabled: Option<bool> = "cacheClusterEnabled",
    cache_cluster_size: Option<String> = "cacheClusterSize",
    variables: Option<BTreeMap<String, String>> = "variables",
    canary_settings: Option<DeploymentCanarySettings> = "canarySettings",
    tracing_enabled: Option<bool> = "tracingEnabled",
});

structure!(CreateResourceRequest {
    rest_api_id: String = "restApiId",
    parent_id: String = "parentId",
    path_part: String = "pathPart",
});

structure!(CreateRestApiRequest {
    name: String = "name",
    description: Option<String> = "description",
    version: Option<String> = "version",
    clone_from: Option<String> = "cloneFrom",
    binary_media_types: Option<Vec<String>> = "binaryMediaTypes",
    minimum_compression_size: Option<i64> = "minimumCompressionSize",
    api_key_source: Option<String> = "apiKeySource",
    endpoint_configuration: Option<EndpointConfiguration> = "endpointConfiguration",
    policy: Option<String> = "policy",
    tags: Option<BTreeMap<String, String>> = "tags",
    disable_execute_api_endpoint: Option<bool> = "disableExecuteApiEndpoint",
    security_policy: Option<String> = "securityPolicy",
    endpoint_access_mode: Option<String> = "endpointAccessMode",
});

structure!(CreateStageRequest {
    rest_api_id: String = "restApiId",
    stage_name: String = "stageName",
    deployment_id: String = "deploymentId",
    description: Option<String> = "description",
    cache_cluster_enabled: Option<bool> = "cacheClusterEnabled",
    cache_cluster_size: Option<String> = "cacheClusterSize",
    variables: Option<BTreeMap<String, String>> = "variables",
    documentation_version: Option<String> = "documentationVersion",
    canary_settings: Option<CanarySettings> = "canarySettings",
    tracing_enabled: Option<bool> = "tracingEnabled",
    tags: Option<BTreeMap<String, String>> = "tags",
});

structure!(DeleteDeploymentRequest {
    rest_api_id: String = "restApiId",
    deployment_id: String = "deploymentId",
});

structure!(DeleteMethodRequest {
    rest_api_id: String = "restApiId",
    resource_id: String = "resourceId",
    http_method: String = "httpMethod",
});

structure!(DeleteResourceRequest {
    rest_api_id: String = "restApiId",
    resource_id: String = "resourceId",
});

structure!(DeleteRestApiRequest { rest_api_id: String = "restApiId" });

structure!(DeleteStageRequest {
    rest_api_id: String = "restApiId",
    stage_name: String = "stageName",
});

structure!(Deployment {
    id: Option<String> = "id",
    description: Option<String> = "description",
    created_date: Option<samara_base::Timestamp> = "createdDate",
    api_summary: Option<BTreeMap<String, BTreeMap<String, MethodSnapshot>>> = "apiSummary",
});

structure!(DeploymentCanarySettings {
    percent_traffic: Option<f64> = "percentTraffic",
    stage_variable_overrides: Option<BTreeMap<String, String>> = "stageVariableOverrides",
    use_stage_cache: Option<bool> = "useStageCache",
});

structure!(Deployments {
    position: Option<String> = "position",
    items: Option<Vec<Deployment>> = "items",
});

structure!(EndpointConfiguration {
    types: Option<Vec<String>> = "types",
    ip_address_type: Option<String> = "ipAddressType",
    vpc_endpoint_ids: Option<Vec<String>> = "vpcEndpointIds",
});

structure!(GetDeploymentRequest {
    rest_api_id: String = "restApiId",
    deployment_id: String = "deploymentId",
    embed: Option<Vec<String>> = "embed",
});

structure!(GetDeploymentsRequest {
    rest_api_id: String = "restApiId",
    position: Option<String> = "position",
    limit: Option<i64> = "limit",
});

structure!(GetIntegrationRequest {
    rest_api_id: String = "restApiId",
    resource_id: String = "resourceId",
    http_method: String = "httpMethod",
});

structure!(GetMethodRequest {
    rest_api_id: String = "restApiId",
    resource_id: String = "resourceId",
    http_method: String = "httpMethod",
});

structure!(GetResourceRequest {
    rest_api_id: String = "restApiId",
    resource_id: String = "resourceId",
    embed: Option<Vec<String>> = "embed",
});

structure!(GetResourcesRequest {
    rest_api_id: String = "restApiId",
    position: Option<String> = "position",
    limit: Option<i64> = "limit",
    embed: Option<Vec<String>> = "embed",
});

structure!(GetRestApiRequest { rest_api_id: String = "restApiId" });

structure!(GetRestApisRequest {
    position: Option<String> = "position",
    limit: Option<i64> = "limit",
});

structure!(GetStageRequest { rest_api_id: String = "restApiId", stage_name: String = "stageName" });

structure!(GetStagesRequest {
    rest_api_id: String = "restApiId",
    deployment_id: Option<String> = "deploymentId",
});

structure!(GetTagsRequest {
    resource_arn: String = "resourceArn",
    position: Option<String> = "position",
    limit: Option<i64> = "limit",
});

structure!(ImportRestApiRequest {
    fail_on_warnings: Option<bool> = "failOnWarnings",
    parameters: Option<BTreeMap<String, String>> = "parameters",
    body: bytes::Bytes = "body",
});

structure!(Integration {
    r#type: Option<String> = "type",
    http_method: Option<String> = "httpMethod",
    uri: Option<String> = "uri",
    connection_type: Option<String> = "connectionType",
    connection_id: Option<String> = "connectionId",
    credentials: Option<String> = "credentials",
    request_parameters: Option<BTreeMap<String, String>> = "requestParameters",
    request_templates: Option<BTreeMap<String, String>> = "requestTemplates",
    passthrough_behavior: Option<String> = "passthroughBehavior",
    content_handling: Option<String> = "contentHandling",
    timeout_in_millis: Option<i64> = "timeoutInMillis",
    cache_namespace: Option<String> = "cacheNamespace",
    cache_key_parameters: Option<Vec<String>> = "cacheKeyParameters",
    integration_responses: Option<BTreeMap<String, IntegrationResponse>> = "integrationResponses",
    tls_config: Option<TlsConfig> = "tlsConfig",
    response_transfer_mode: Option<String> = "responseTransferMode",
    integration_target: Option<String> = "integrationTarget",
});

structure!(IntegrationResponse {
    status_code: Option<String> = "statusCode",
    selection_pattern: Option<String> = "selectionPattern",
    response_parameters: Option<BTreeMap<String, String>> = "responseParameters",
    response_templates: Option<BTreeMap<String, String>> = "responseTemplates",
    content_handling: Option<String> = "contentHandling",
});

structure!(Method {
    http_method: Option<String> = "httpMethod",
    authorization_type: Option<String> = "authorizationType",
    authorizer_id: Option<String> = "authorizerId",
    api_key_required: Option<bool> = "apiKeyRequired",
    request_validator_id: Option<String> = "requestValidatorId",
    operation_name: Option<String> = "operationName",
    request_parameters: Option<BTreeMap<String, bool>> = "requestParameters",
    request_models: Option<BTreeMap<String, String>> = "requestModels",
    method_responses: Option<BTreeMap<String, MethodResponse>> = "methodResponses",
    method_integration: Option<Integration> = "methodIntegration",
    authorization_scopes: Option<Vec<String>> = "authorizationScopes",
});

structure!(MethodResponse {
    status_code: Option<String> = "statusCode",
    response_parameters: Option<BTreeMap<String, bool>> = "responseParameters",
    response_models: Option<BTreeMap<String, String>> = "responseModels",
});

structure!(MethodSetting {
    metrics_enabled: Option<bool> = "metricsEnabled",
    logging_level: Option<String> = "loggingLevel",
    data_trace_enabled: Option<bool> = "dataTraceEnabled",
    throttling_burst_limit: Option<i64> = "throttlingBurstLimit",
    throttling_rate_limit: Option<f64> = "throttlingRateLimit",
    caching_enabled: Option<bool> = "cachingEnabled",
    cache_ttl_in_seconds: Option<i64> = "cacheTtlInSeconds",
    cache_data_encrypted: Option<bool> = "cacheDataEncrypted",
    require_authorization_for_cache_control: Option<bool> = "requireAuthorizationForCacheControl",
    unauthorized_cache_control_header_strategy: Option<String> = "unauthorizedCacheControlHeaderStrategy",
});

structure!(MethodSnapshot {
    authorization_type: Option<String> = "authorizationType",
    api_key_required: Option<bool> = "apiKeyRequired",
});

structure!(PatchOperation {
    op: Option<String> = "op",
    path: Option<String> = "path",
    value: Option<String> = "value",
    from: Option<String> = "from",
});

structure!(PutIntegrationRequest {
    rest_api_id: String = "restApiId",
    resource_id: String = "resourceId",
    http_method: String = "httpMethod",
    r#type: String = "type",
    integration_http_method: Option<String> = "integrationHttpMethod",
    uri: Option<String> = "uri",
    connection_type: Option<String> = "connectionType",
    connection_id: Option<String> = "connectionId",
    credentials: Option<String> = "credentials",
    request_parameters: Option<BTreeMap<String, String>> = "requestParameters",
    request_templates: Option<BTreeMap<String, String>> = "requestTemplates",
    passthrough_behavior: Option<String> = "passthroughBehavior",
    cache_namespace: Option<String> = "cacheNamespace",
    cache_key_parameters: Option<Vec<String>> = "cacheKeyParameters",
    content_handling: Option<String> = "contentHandling",
    timeout_in_millis: Option<i64> = "timeoutInMillis",
    tls_config: Option<TlsConfig> = "tlsConfig",
    response_transfer_mode: Option<String> = "responseTransferMode",
    integration_target: Option<String> = "integrationTarget",
});

structure!(PutIntegrationResponseRequest {
    rest_api_id: String = "restApiId",
    resource_id: String = "resourceId",
    http_method: String = "httpMethod",
    status_code: String = "statusCode",
    selection_pattern: Option<String> = "selectionPattern",
    response_parameters: Option<BTreeMap<String, String>> = "responseParameters",
    response_templates: Option<BTreeMap<String, String>> = "responseTemplates",
    content_handling: Option<String> = "contentHandling",
});

structure!(PutMethodRequest {
    rest_api_id: String = "restApiId",
    resource_id: String = "resourceId",
    http_method: String = "httpMethod",
    authorization_type: String = "authorizationType",
    authorizer_id: Option<String> = "authorizerId",
    api_key_required: Option<bool> = "apiKeyRequired",
    operation_name: Option<String> = "operationName",
    request_parameters: Option<BTreeMap<String, bool>> = "requestParameters",
    request_models: Option<BTreeMap<String, String>> = "requestModels",
    request_validator_id: Option<String> = "requestValidatorId",
    authorization_scopes: Option<Vec<String>> = "authorizationScopes",
});

structure!(PutMethodResponseRequest {
    rest_api_id: String = "restApiId",
    resource_id: String = "resourceId",
    http_method: String = "httpMethod",
    status_code: String = "statusCode",
    response_parameters: Option<BTreeMap<String, bool>> = "responseParameters",
    response_models: Option<BTreeMap<String, String>> = "responseModels",
});

structure!(PutRestApiRequest {
    rest_api_id: String = "restApiId",
    mode: Option<String> = "mode",
    fail_on_warnings: Option<bool> = "failOnWarnings",
    parameters: Option<BTreeMap<String, String>> = "parameters",
    body: bytes::Bytes = "body",
});

structure!(Resource {
    id: Option<String> = "id",
    parent_id: Option<String> = "parentId",
    path_part: Option<String> = "pathPart",
    path: Option<String> = "path",
    resource_methods: Option<BTreeMap<String, Method>> = "resourceMethods",
});

structure!(Resources {
    position: Option<String> = "position",
    items: Option<Vec<Resource>> = "items",
});

structure!(RestApi {
    id: Option<String> = "id",
    name: Option<String> = "name",
    description: Option<String> = "description",
    created_date: Option<samara_base::Timestamp> = "createdDate",
    version: Option<String> = "version",
    warnings: Option<Vec<String>> = "warnings",
    binary_media_types: Option<Vec<String>> = "binaryMediaTypes",
    minimum_compression_size: Option<i64> = "minimumCompressionSize",
    api_key_source: Option<String> = "apiKeySource",
    endpoint_configuration: Option<EndpointConfiguration> = "endpointConfiguration",
    policy: Option<String> = "policy",
    tags: Option<BTreeMap<String, String>> = "tags",
    disable_execute_api_endpoint: Option<bool> = "disableExecuteApiEndpoint",
    root_resource_id: Option<String> = "rootResourceId",
    security_policy: Option<String> = "securityPolicy",
    endpoint_access_mode: Option<String> = "endpointAccessMode",
    api_status: Option<String> = "apiStatus",
    api_status_message: Option<String> = "apiStatusMessage",
});

structure!(RestApis {
    position: Option<String> = "position",
    items: Option<Vec<RestApi>> = "items",
});

structure!(Stage {
    deployment_id: Option<String> = "deploymentId",
    client_certificate_id: Option<String> = "clientCertificateId",
    stage_name: Option<String> = "stageName",
    description: Option<String> = "description",
    cache_cluster_enabled: Option<bool> = "cacheClusterEnabled",
    cache_cluster_size: Option<String> = "cacheClusterSize",
    cache_cluster_status: Option<String> = "cacheClusterStatus",
    method_settings: Option<BTreeMap<String, MethodSetting>> = "methodSettings",
    variables: Option<BTreeMap<String, String>> = "variables",
    documentation_version: Option<String> = "documentationVersion",
    access_log_settings: Option<AccessLogSettings> = "accessLogSettings",
    canary_settings: Option<CanarySettings> = "canarySettings",
    tracing_enabled: Option<bool> = "tracingEnabled",
    web_acl_arn: Option<String> = "webAclArn",
    tags: Option<BTreeMap<String, String>> = "tags",
    created_date: Option<samara_base::Timestamp> = "createdDate",
    last_updated_date: Option<samara_base::Timestamp> = "lastUpdatedDate",
});

structure!(Stages {
    item: Option<Vec<Stage>> = "item",
});

structure!(TagResourceRequest {
    resource_arn: String = "resourceArn",
    tags: BTreeMap<String, String> = "tags",
});

structure!(Tags {
    tags: Option<BTreeMap<String, String>> = "tags",
});

structure!(TlsConfig {
    insecure_skip_verification: Option<bool> = "insecureSkipVerification",
});

structure!(UntagResourceRequest {
    resource_arn: String = "resourceArn",
    tag_keys: Vec<String> = "tagKeys",
});

structure!(UpdateDeploymentRequest {
    rest_api_id: String = "restApiId",
    deployment_id: String = "deploymentId",
    patch_operations: Option<Vec<PatchOperation>> = "patchOperations",
});

structure!(UpdateRestApiRequest {
    rest_api_id: String = "restApiId",
    patch_operations: Option<Vec<PatchOperation>> = "patchOperations",
});

structure!(UpdateStageRequest {
    rest_api_id: String = "restApiId",
    stage_name: String = "stageName",
    patch_operations: Option<Vec<PatchOperation>> = "patchOperations",
});

/// The service's model.
#[rustfmt::skip]
pub static MODEL: ServiceModel = ServiceModel {
    id: "apigateway", signing_name: "apigateway",
    endpoint_prefix: "apigateway", target_prefix: "",
    protocol: Protocol::RestJson,
    api_version: "2015-07-09", xml_namespace: "",
    operations: OPERATIONS,
    known_operations: KNOWN_OPERATIONS,
    shapes: SHAPES,
};

#[rustfmt::skip]
static OPERATIONS: &[OperationModel] = &[
    OperationModel { name: "CreateDeployment", method: "POST", uri: "/restapis/{restapi_id}/deployments", status: 201, input: Some(12), output: Some(21), result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 9, 45, 64, 93, 91, 82] },
    OperationModel { name: "CreateResource", method: "POST", uri: "/restapis/{restapi_id}/resources/{parent_id}", status: 201, input: Some(13), output: Some(76), result_wrapper: "", input_root: "", input_namespace: "", errors: &[93, 64, 9, 45, 3, 91] },
    OperationModel { name: "CreateRestApi", method: "POST", uri: "/restapis", status: 201, input: Some(14), output: Some(79), result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 9, 45, 93, 91] },
    OperationModel { name: "CreateStage", method: "POST", uri: "/restapis/{restapi_id}/stages", status: 201, input: Some(15), output: Some(83), result_wrapper: "", input_root: "", input_namespace: "", errors: &[93, 3, 64, 9, 45, 91] },
    OperationModel { name: "DeleteDeployment", method: "DELETE", uri: "/restapis/{restapi_id}/deployments/{deployment_id}", status: 202, input: Some(16), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 9, 45, 64, 93, 91] },
    OperationModel { name: "DeleteMethod", method: "DELETE", uri: "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}", status: 204, input: Some(17), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[93, 64, 91, 9] },
    OperationModel { name: "DeleteResource", method: "DELETE", uri: "/restapis/{restapi_id}/resources/{resource_id}", status: 202, input: Some(18), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[93, 64, 3, 9, 91] },
    OperationModel { name: "DeleteRestApi", method: "DELETE", uri: "/restapis/{restapi_id}", status: 202, input: Some(19), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 9, 64, 93, 91] },
    OperationModel { name: "DeleteStage", method: "DELETE", uri: "/restapis/{restapi_id}/stages/{stage_name}", status: 202, input: Some(20), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 9, 45, 64, 93, 91] },
    OperationModel { name: "GetDeployment", method: "GET", uri: "/restapis/{restapi_id}/deployments/{deployment_id}", status: 200, input: Some(28), output: Some(21), result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 64, 93, 91, 82] },
    OperationModel { name: "GetDeployments", method: "GET", uri: "/restapis/{restapi_id}/deployments", status: 200, input: Some(29), output: Some(23), result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 64, 93, 91, 82] },
    OperationModel { name: "GetIntegration", method: "GET", uri: "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration", status: 200, input: Some(30), output: Some(41), result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 64, 93, 91] },
    OperationModel { name: "GetMethod", method: "GET", uri: "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}", status: 200, input: Some(31), output: Some(60), result_wrapper: "", input_root: "", input_namespace: "", errors: &[93, 64, 91] },
    OperationModel { name: "GetResource", method: "GET", uri: "/restapis/{restapi_id}/resources/{resource_id}", status: 200, input: Some(32), output: Some(76), result_wrapper: "", input_root: "", input_namespace: "", errors: &[93, 64, 91] },
    OperationModel { name: "GetResources", method: "GET", uri: "/restapis/{restapi_id}/resources", status: 200, input: Some(33), output: Some(77), result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 93, 64, 91] },
    OperationModel { name: "GetRestApi", method: "GET", uri: "/restapis/{restapi_id}", status: 200, input: Some(34), output: Some(79), result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 64, 93, 91] },
    OperationModel { name: "GetRestApis", method: "GET", uri: "/restapis", status: 200, input: Some(35), output: Some(80), result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 64, 93, 91] },
    OperationModel { name: "GetStage", method: "GET", uri: "/restapis/{restapi_id}/stages/{stage_name}", status: 200, input: Some(36), output: Some(83), result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 9, 45, 64, 93, 91] },
    OperationModel { name: "GetStages", method: "GET", uri: "/restapis/{restapi_id}/stages", status: 200, input: Some(37), output: Some(84), result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 9, 45, 64, 93, 91] },
    OperationModel { name: "ImportRestApi", method: "POST", uri: "/restapis?mode=import", status: 201, input: Some(39), output: Some(79), result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 9, 45, 64, 93, 91] },
    OperationModel { name: "PutIntegration", method: "PUT", uri: "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration", status: 201, input: Some(70), output: Some(41), result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 9, 45, 64, 93, 91] },
    OperationModel { name: "PutIntegrationResponse", method: "PUT", uri: "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration/responses/{status_code}", status: 201, input: Some(71), output: Some(42), result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 9, 45, 64, 93, 91] },
    OperationModel { name: "PutMethod", method: "PUT", uri: "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}", status: 201, input: Some(72), output: Some(60), result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 93, 64, 9, 45, 91] },
    OperationModel { name: "PutMethodResponse", method: "PUT", uri: "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/responses/{status_code}", status: 201, input: Some(73), output: Some(61), result_wrapper: "", input_root: "", input_namespace: "", errors: &[93, 64, 9, 45, 3, 91] },
    OperationModel { name: "PutRestApi", method: "PUT", uri: "/restapis/{restapi_id}", status: 200, input: Some(75), output: Some(79), result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 9, 45, 64, 93, 91] },
    OperationModel { name: "UpdateDeployment", method: "PATCH", uri: "/restapis/{restapi_id}/deployments/{deployment_id}", status: 200, input: Some(95), output: Some(21), result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 9, 45, 64, 93, 91, 82] },
    OperationModel { name: "UpdateRestApi", method: "PATCH", uri: "/restapis/{restapi_id}", status: 200, input: Some(96), output: Some(79), result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 9, 45, 64, 93, 91] },
    OperationModel { name: "UpdateStage", method: "PATCH", uri: "/restapis/{restapi_id}/stages/{stage_name}", status: 200, input: Some(97), output: Some(83), result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 9, 45, 64, 93, 91] },
    OperationModel { name: "TagResource", method: "PUT", uri: "/tags/{resource_arn}", status: 204, input: Some(87), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 9, 45, 64, 93, 91] },
    OperationModel { name: "UntagResource", method: "DELETE", uri: "/tags/{resource_arn}", status: 204, input: Some(94), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 9, 45, 64, 93, 91] },
    OperationModel { name: "GetTags", method: "GET", uri: "/tags/{resource_arn}", status: 200, input: Some(38), output: Some(88), result_wrapper: "", input_root: "", input_namespace: "", errors: &[3, 64, 93, 91] },
];

#[rustfmt::skip]
static KNOWN_OPERATIONS: &[(&str, &str, &str)] = &[
    ("CreateApiKey", "POST", "/apikeys"),
    ("CreateAuthorizer", "POST", "/restapis/{restapi_id}/authorizers"),
    ("CreateBasePathMapping", "POST", "/domainnames/{domain_name}/basepathmappings"),
    ("CreateDeployment", "POST", "/restapis/{restapi_id}/deployments"),
    ("CreateDocumentationPart", "POST", "/restapis/{restapi_id}/documentation/parts"),
    ("CreateDocumentationVersion", "POST", "/restapis/{restapi_id}/documentation/versions"),
    ("CreateDomainName", "POST", "/domainnames"),
    ("CreateDomainNameAccessAssociation", "POST", "/domainnameaccessassociations"),
    ("CreateModel", "POST", "/restapis/{restapi_id}/models"),
    ("CreateRequestValidator", "POST", "/restapis/{restapi_id}/requestvalidators"),
    ("CreateResource", "POST", "/restapis/{restapi_id}/resources/{parent_id}"),
    ("CreateRestApi", "POST", "/restapis"),
    ("CreateStage", "POST", "/restapis/{restapi_id}/stages"),
    ("CreateUsagePlan", "POST", "/usageplans"),
    ("CreateUsagePlanKey", "POST", "/usageplans/{usageplanId}/keys"),
    ("CreateVpcLink", "POST", "/vpclinks"),
    ("DeleteApiKey", "DELETE", "/apikeys/{api_Key}"),
    ("DeleteAuthorizer", "DELETE", "/restapis/{restapi_id}/authorizers/{authorizer_id}"),
    ("DeleteBasePathMapping", "DELETE", "/domainnames/{domain_name}/basepathmappings/{base_path}"),
    ("DeleteClientCertificate", "DELETE", "/clientcertificates/{clientcertificate_id}"),
    ("DeleteDeployment", "DELETE", "/restapis/{restapi_id}/deployments/{deployment_id}"),
    ("DeleteDocumentationPart", "DELETE", "/restapis/{restapi_id}/documentation/parts/{part_id}"),
    ("DeleteDocumentationVersion", "DELETE", "/restapis/{restapi_id}/documentation/versions/{doc_version}"),
    ("DeleteDomainName", "DELETE", "/domainnames/{domain_name}"),
    ("DeleteDomainNameAccessAssociation", "DELETE", "/domainnameaccessassociations/{domain_name_access_association_arn}"),
    ("DeleteGatewayResponse", "DELETE", "/restapis/{restapi_id}/gatewayresponses/{response_type}"),
    ("DeleteIntegration", "DELETE", "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration"),
    ("DeleteIntegrationResponse", "DELETE", "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration/responses/{status_code}"),
    ("DeleteMethod", "DELETE", "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}"),
    ("DeleteMethodResponse", "DELETE", "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/responses/{status_code}"),
    ("DeleteModel", "DELETE", "/restapis/{restapi_id}/models/{model_name}"),
    ("DeleteRequestValidator", "DELETE", "/restapis/{restapi_id}/requestvalidators/{requestvalidator_id}"),
    ("DeleteResource", "DELETE", "/restapis/{restapi_id}/resources/{resource_id}"),
    ("DeleteRestApi", "DELETE", "/restapis/{restapi_id}"),
    ("DeleteStage", "DELETE", "/restapis/{restapi_id}/stages/{stage_name}"),
    ("DeleteUsagePlan", "DELETE", "/usageplans/{usageplanId}"),
    ("DeleteUsagePlanKey", "DELETE", "/usageplans/{usageplanId}/keys/{keyId}"),
    ("DeleteVpcLink", "DELETE", "/vpclinks/{vpclink_id}"),
    ("FlushStageAuthorizersCache", "DELETE", "/restapis/{restapi_id}/stages/{stage_name}/cache/authorizers"),
    ("FlushStageCache", "DELETE", "/restapis/{restapi_id}/stages/{stage_name}/cache/data"),
    ("GenerateClientCertificate", "POST", "/clientcertificates"),
    ("GetAccount", "GET", "/account"),
    ("GetApiKey", "GET", "/apikeys/{api_Key}"),
    ("GetApiKeys", "GET", "/apikeys"),
    ("GetAuthorizer", "GET", "/restapis/{restapi_id}/authorizers/{authorizer_id}"),
    ("GetAuthorizers", "GET", "/restapis/{restapi_id}/authorizers"),
    ("GetBasePathMapping", "GET", "/domainnames/{domain_name}/basepathmappings/{base_path}"),
    ("GetBasePathMappings", "GET", "/domainnames/{domain_name}/basepathmappings"),
    ("GetClientCertificate", "GET", "/clientcertificates/{clientcertificate_id}"),
    ("GetClientCertificates", "GET", "/clientcertificates"),
    ("GetDeployment", "GET", "/restapis/{restapi_id}/deployments/{deployment_id}"),
    ("GetDeployments", "GET", "/restapis/{restapi_id}/deployments"),
    ("GetDocumentationPart", "GET", "/restapis/{restapi_id}/documentation/parts/{part_id}"),
    ("GetDocumentationParts", "GET", "/restapis/{restapi_id}/documentation/parts"),
    ("GetDocumentationVersion", "GET", "/restapis/{restapi_id}/documentation/versions/{doc_version}"),
    ("GetDocumentationVersions", "GET", "/restapis/{restapi_id}/documentation/versions"),
    ("GetDomainName", "GET", "/domainnames/{domain_name}"),
    ("GetDomainNameAccessAssociations", "GET", "/domainnameaccessassociations"),
    ("GetDomainNames", "GET", "/domainnames"),
    ("GetExport", "GET", "/restapis/{restapi_id}/stages/{stage_name}/exports/{export_type}"),
    ("GetGatewayResponse", "GET", "/restapis/{restapi_id}/gatewayresponses/{response_type}"),
    ("GetGatewayResponses", "GET", "/restapis/{restapi_id}/gatewayresponses"),
    ("GetIntegration", "GET", "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration"),
    ("GetIntegrationResponse", "GET", "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration/responses/{status_code}"),
    ("GetMethod", "GET", "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}"),
    ("GetMethodResponse", "GET", "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/responses/{status_code}"),
    ("GetModel", "GET", "/restapis/{restapi_id}/models/{model_name}"),
    ("GetModelTemplate", "GET", "/restapis/{restapi_id}/models/{model_name}/default_template"),
    ("GetModels", "GET", "/restapis/{restapi_id}/models"),
    ("GetRequestValidator", "GET", "/restapis/{restapi_id}/requestvalidators/{requestvalidator_id}"),
    ("GetRequestValidators", "GET", "/restapis/{restapi_id}/requestvalidators"),
    ("GetResource", "GET", "/restapis/{restapi_id}/resources/{resource_id}"),
    ("GetResources", "GET", "/restapis/{restapi_id}/resources"),
    ("GetRestApi", "GET", "/restapis/{restapi_id}"),
    ("GetRestApis", "GET", "/restapis"),
    ("GetSdk", "GET", "/restapis/{restapi_id}/stages/{stage_name}/sdks/{sdk_type}"),
    ("GetSdkType", "GET", "/sdktypes/{sdktype_id}"),
    ("GetSdkTypes", "GET", "/sdktypes"),
    ("GetStage", "GET", "/restapis/{restapi_id}/stages/{stage_name}"),
    ("GetStages", "GET", "/restapis/{restapi_id}/stages"),
    ("GetTags", "GET", "/tags/{resource_arn}"),
    ("GetUsage", "GET", "/usageplans/{usageplanId}/usage"),
    ("GetUsagePlan", "GET", "/usageplans/{usageplanId}"),
    ("GetUsagePlanKey", "GET", "/usageplans/{usageplanId}/keys/{keyId}"),
    ("GetUsagePlanKeys", "GET", "/usageplans/{usageplanId}/keys"),
    ("GetUsagePlans", "GET", "/usageplans"),
    ("GetVpcLink", "GET", "/vpclinks/{vpclink_id}"),
    ("GetVpcLinks", "GET", "/vpclinks"),
    ("ImportApiKeys", "POST", "/apikeys?mode=import"),
    ("ImportDocumentationParts", "PUT", "/restapis/{restapi_id}/documentation/parts"),
    ("ImportRestApi", "POST", "/restapis?mode=import"),
    ("PutGatewayResponse", "PUT", "/restapis/{restapi_id}/gatewayresponses/{response_type}"),
    ("PutIntegration", "PUT", "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration"),
    ("PutIntegrationResponse", "PUT", "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration/responses/{status_code}"),
    ("PutMethod", "PUT", "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}"),
    ("PutMethodResponse", "PUT", "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/responses/{status_code}"),
    ("PutRestApi", "PUT", "/restapis/{restapi_id}"),
    ("RejectDomainNameAccessAssociation", "POST", "/rejectdomainnameaccessassociations"),
    ("TagResource", "PUT", "/tags/{resource_arn}"),
    ("TestInvokeAuthorizer", "POST", "/restapis/{restapi_id}/authorizers/{authorizer_id}"),
    ("TestInvokeMethod", "POST", "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}"),
    ("UntagResource", "DELETE", "/tags/{resource_arn}"),
    ("UpdateAccount", "PATCH", "/account"),
    ("UpdateApiKey", "PATCH", "/apikeys/{api_Key}"),
    ("UpdateAuthorizer", "PATCH", "/restapis/{restapi_id}/authorizers/{authorizer_id}"),
    ("UpdateBasePathMapping", "PATCH", "/domainnames/{domain_name}/basepathmappings/{base_path}"),
    ("UpdateClientCertificate", "PATCH", "/clientcertificates/{clientcertificate_id}"),
    ("UpdateDeployment", "PATCH", "/restapis/{restapi_id}/deployments/{deployment_id}"),
    ("UpdateDocumentationPart", "PATCH", "/restapis/{restapi_id}/documentation/parts/{part_id}"),
    ("UpdateDocumentationVersion", "PATCH", "/restapis/{restapi_id}/documentation/versions/{doc_version}"),
    ("UpdateDomainName", "PATCH", "/domainnames/{domain_name}"),
    ("UpdateGatewayResponse", "PATCH", "/restapis/{restapi_id}/gatewayresponses/{response_type}"),
    ("UpdateIntegration", "PATCH", "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration"),
    ("UpdateIntegrationResponse", "PATCH", "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/integration/responses/{status_code}"),
    ("UpdateMethod", "PATCH", "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}"),
    ("UpdateMethodResponse", "PATCH", "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}/responses/{status_code}"),
    ("UpdateModel", "PATCH", "/restapis/{restapi_id}/models/{model_name}"),
    ("UpdateRequestValidator", "PATCH", "/restapis/{restapi_id}/requestvalidators/{requestvalidator_id}"),
    ("UpdateResource", "PATCH", "/restapis/{restapi_id}/resources/{resource_id}"),
    ("UpdateRestApi", "PATCH", "/restapis/{restapi_id}"),
    ("UpdateStage", "PATCH", "/restapis/{restapi_id}/stages/{stage_name}"),
    ("UpdateUsage", "PATCH", "/usageplans/{usageplanId}/keys/{keyId}/usage"),
    ("UpdateUsagePlan", "PATCH", "/usageplans/{usageplanId}"),
    ("UpdateVpcLink", "PATCH", "/vpclinks/{vpclink_id}"),
];

#[rustfmt::skip]
static PATTERN_0: Pattern = Pattern::new("[1-5]\\d\\d");

#[rustfmt::skip]
static SHAPES: &[Shape] = &[
    Shape { name: "AccessLogSettings", kind: Kind::Structure { members: &[
        Member { name: "format", wire_name: "format", shape: 86, ..Member::PLAIN },
        Member { name: "destinationArn", wire_name: "destinationArn", shape: 86, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ApiKeySourceType", kind: Kind::String { length: (None, None), pattern: None, values: &["HEADER","AUTHORIZER"] } },
    Shape { name: "ApiStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["UPDATING","AVAILABLE","PENDING","FAILED"] } },
    Shape { name: "BadRequestException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 86, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 400 }) } },
    Shape { name: "Blob", kind: Kind::Blob { length: (None, None), streaming: false } },
    Shape { name: "Boolean", kind: Kind::Boolean },
    Shape { name: "CacheClusterSize", kind: Kind::String { length: (None, None), pattern: None, values: &["0.5","1.6","6.1","13.5","28.4","58.2","118","237"] } },
    Shape { name: "CacheClusterStatus", kind: Kind::String { length: (None, None), pattern: None, values: &["CREATE_IN_PROGRESS","AVAILABLE","DELETE_IN_PROGRESS","NOT_AVAILABLE","FLUSH_IN_PROGRESS"] } },
    Shape { name: "CanarySettings", kind: Kind::Structure { members: &[
        Member { name: "percentTraffic", wire_name: "percentTraffic", shape: 24, ..Member::PLAIN },
        Member { name: "deploymentId", wire_name: "deploymentId", shape: 86, ..Member::PLAIN },
        Member { name: "stageVariableOverrides", wire_name: "stageVariableOverrides", shape: 59, ..Member::PLAIN },
        Member { name: "useStageCache", wire_name: "useStageCache", shape: 5, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ConflictException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 86, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 409 }) } },
    Shape { name: "ConnectionType", kind: Kind::String { length: (None, None), pattern: None, values: &["INTERNET","VPC_LINK"] } },
    Shape { name: "ContentHandlingStrategy", kind: Kind::String { length: (None, None), pattern: None, values: &["CONVERT_TO_BINARY","CONVERT_TO_TEXT"] } },
    Shape { name: "CreateDeploymentRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "stageName", wire_name: "stageName", shape: 86, ..Member::PLAIN },
        Member { name: "stageDescription", wire_name: "stageDescription", shape: 86, ..Member::PLAIN },
        Member { name: "description", wire_name: "description", shape: 86, ..Member::PLAIN },
        Member { name: "cacheClusterEnabled", wire_name: "cacheClusterEnabled", shape: 65, ..Member::PLAIN },
        Member { name: "cacheClusterSize", wire_name: "cacheClusterSize", shape: 6, ..Member::PLAIN },
        Member { name: "variables", wire_name: "variables", shape: 59, ..Member::PLAIN },
        Member { name: "canarySettings", wire_name: "canarySettings", shape: 22, ..Member::PLAIN },
        Member { name: "tracingEnabled", wire_name: "tracingEnabled", shape: 65, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateResourceRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "parentId", wire_name: "parent_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "pathPart", wire_name: "pathPart", shape: 86, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateRestApiRequest", kind: Kind::Structure { members: &[
        Member { name: "name", wire_name: "name", shape: 86, required: true, ..Member::PLAIN },
        Member { name: "description", wire_name: "description", shape: 86, ..Member::PLAIN },
        Member { name: "version", wire_name: "version", shape: 86, ..Member::PLAIN },
        Member { name: "cloneFrom", wire_name: "cloneFrom", shape: 86, ..Member::PLAIN },
        Member { name: "binaryMediaTypes", wire_name: "binaryMediaTypes", shape: 52, ..Member::PLAIN },
        Member { name: "minimumCompressionSize", wire_name: "minimumCompressionSize", shape: 66, ..Member::PLAIN },
        Member { name: "apiKeySource", wire_name: "apiKeySource", shape: 1, ..Member::PLAIN },
        Member { name: "endpointConfiguration", wire_name: "endpointConfiguration", shape: 26, ..Member::PLAIN },
        Member { name: "policy", wire_name: "policy", shape: 86, ..Member::PLAIN },
        Member { name: "tags", wire_name: "tags", shape: 59, ..Member::PLAIN },
        Member { name: "disableExecuteApiEndpoint", wire_name: "disableExecuteApiEndpoint", shape: 5, ..Member::PLAIN },
        Member { name: "securityPolicy", wire_name: "securityPolicy", shape: 81, ..Member::PLAIN },
        Member { name: "endpointAccessMode", wire_name: "endpointAccessMode", shape: 25, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateStageRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "stageName", wire_name: "stageName", shape: 86, required: true, ..Member::PLAIN },
        Member { name: "deploymentId", wire_name: "deploymentId", shape: 86, required: true, ..Member::PLAIN },
        Member { name: "description", wire_name: "description", shape: 86, ..Member::PLAIN },
        Member { name: "cacheClusterEnabled", wire_name: "cacheClusterEnabled", shape: 5, ..Member::PLAIN },
        Member { name: "cacheClusterSize", wire_name: "cacheClusterSize", shape: 6, ..Member::PLAIN },
        Member { name: "variables", wire_name: "variables", shape: 59, ..Member::PLAIN },
        Member { name: "documentationVersion", wire_name: "documentationVersion", shape: 86, ..Member::PLAIN },
        Member { name: "canarySettings", wire_name: "canarySettings", shape: 8, ..Member::PLAIN },
        Member { name: "tracingEnabled", wire_name: "tracingEnabled", shape: 5, ..Member::PLAIN },
        Member { name: "tags", wire_name: "tags", shape: 59, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteDeploymentRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "deploymentId", wire_name: "deployment_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteMethodRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "resourceId", wire_name: "resource_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "httpMethod", wire_name: "http_method", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteResourceRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "resourceId", wire_name: "resource_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteRestApiRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteStageRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "stageName", wire_name: "stage_name", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Deployment", kind: Kind::Structure { members: &[
        Member { name: "id", wire_name: "id", shape: 86, ..Member::PLAIN },
        Member { name: "description", wire_name: "description", shape: 86, ..Member::PLAIN },
        Member { name: "createdDate", wire_name: "createdDate", shape: 89, ..Member::PLAIN },
        Member { name: "apiSummary", wire_name: "apiSummary", shape: 69, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeploymentCanarySettings", kind: Kind::Structure { members: &[
        Member { name: "percentTraffic", wire_name: "percentTraffic", shape: 24, ..Member::PLAIN },
        Member { name: "stageVariableOverrides", wire_name: "stageVariableOverrides", shape: 59, ..Member::PLAIN },
        Member { name: "useStageCache", wire_name: "useStageCache", shape: 5, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Deployments", kind: Kind::Structure { members: &[
        Member { name: "position", wire_name: "position", shape: 86, ..Member::PLAIN },
        Member { name: "items", wire_name: "item", shape: 46, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Double", kind: Kind::Double },
    Shape { name: "EndpointAccessMode", kind: Kind::String { length: (None, None), pattern: None, values: &["BASIC","STRICT"] } },
    Shape { name: "EndpointConfiguration", kind: Kind::Structure { members: &[
        Member { name: "types", wire_name: "types", shape: 47, ..Member::PLAIN },
        Member { name: "ipAddressType", wire_name: "ipAddressType", shape: 44, ..Member::PLAIN },
        Member { name: "vpcEndpointIds", wire_name: "vpcEndpointIds", shape: 52, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "EndpointType", kind: Kind::String { length: (None, None), pattern: None, values: &["REGIONAL","EDGE","PRIVATE"] } },
    Shape { name: "GetDeploymentRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "deploymentId", wire_name: "deployment_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "embed", wire_name: "embed", shape: 52, location: Location::Query, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetDeploymentsRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "position", wire_name: "position", shape: 86, location: Location::Query, ..Member::PLAIN },
        Member { name: "limit", wire_name: "limit", shape: 66, location: Location::Query, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetIntegrationRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "resourceId", wire_name: "resource_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "httpMethod", wire_name: "http_method", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetMethodRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "resourceId", wire_name: "resource_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "httpMethod", wire_name: "http_method", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetResourceRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "resourceId", wire_name: "resource_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "embed", wire_name: "embed", shape: 52, location: Location::Query, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetResourcesRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "position", wire_name: "position", shape: 86, location: Location::Query, ..Member::PLAIN },
        Member { name: "limit", wire_name: "limit", shape: 66, location: Location::Query, ..Member::PLAIN },
        Member { name: "embed", wire_name: "embed", shape: 52, location: Location::Query, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetRestApiRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetRestApisRequest", kind: Kind::Structure { members: &[
        Member { name: "position", wire_name: "position", shape: 86, location: Location::Query, ..Member::PLAIN },
        Member { name: "limit", wire_name: "limit", shape: 66, location: Location::Query, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetStageRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "stageName", wire_name: "stage_name", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetStagesRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "deploymentId", wire_name: "deploymentId", shape: 86, location: Location::Query, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetTagsRequest", kind: Kind::Structure { members: &[
        Member { name: "resourceArn", wire_name: "resource_arn", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "position", wire_name: "position", shape: 86, location: Location::Query, ..Member::PLAIN },
        Member { name: "limit", wire_name: "limit", shape: 66, location: Location::Query, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ImportRestApiRequest", kind: Kind::Structure { members: &[
        Member { name: "failOnWarnings", wire_name: "failonwarnings", shape: 5, location: Location::Query, ..Member::PLAIN },
        Member { name: "parameters", wire_name: "parameters", shape: 59, location: Location::Query, ..Member::PLAIN },
        Member { name: "body", wire_name: "body", shape: 4, required: true, ..Member::PLAIN },
    ], payload: "body", union: false, error: None } },
    Shape { name: "Integer", kind: Kind::Integer { range: (None, None) } },
    Shape { name: "Integration", kind: Kind::Structure { members: &[
        Member { name: "type", wire_name: "type", shape: 43, ..Member::PLAIN },
        Member { name: "httpMethod", wire_name: "httpMethod", shape: 86, ..Member::PLAIN },
        Member { name: "uri", wire_name: "uri", shape: 86, ..Member::PLAIN },
        Member { name: "connectionType", wire_name: "connectionType", shape: 10, ..Member::PLAIN },
        Member { name: "connectionId", wire_name: "connectionId", shape: 86, ..Member::PLAIN },
        Member { name: "credentials", wire_name: "credentials", shape: 86, ..Member::PLAIN },
        Member { name: "requestParameters", wire_name: "requestParameters", shape: 59, ..Member::PLAIN },
        Member { name: "requestTemplates", wire_name: "requestTemplates", shape: 59, ..Member::PLAIN },
        Member { name: "passthroughBehavior", wire_name: "passthroughBehavior", shape: 86, ..Member::PLAIN },
        Member { name: "contentHandling", wire_name: "contentHandling", shape: 11, ..Member::PLAIN },
        Member { name: "timeoutInMillis", wire_name: "timeoutInMillis", shape: 40, ..Member::PLAIN },
        Member { name: "cacheNamespace", wire_name: "cacheNamespace", shape: 86, ..Member::PLAIN },
        Member { name: "cacheKeyParameters", wire_name: "cacheKeyParameters", shape: 52, ..Member::PLAIN },
        Member { name: "integrationResponses", wire_name: "integrationResponses", shape: 53, ..Member::PLAIN },
        Member { name: "tlsConfig", wire_name: "tlsConfig", shape: 90, ..Member::PLAIN },
        Member { name: "responseTransferMode", wire_name: "responseTransferMode", shape: 78, ..Member::PLAIN },
        Member { name: "integrationTarget", wire_name: "integrationTarget", shape: 86, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "IntegrationResponse", kind: Kind::Structure { members: &[
        Member { name: "statusCode", wire_name: "statusCode", shape: 85, ..Member::PLAIN },
        Member { name: "selectionPattern", wire_name: "selectionPattern", shape: 86, ..Member::PLAIN },
        Member { name: "responseParameters", wire_name: "responseParameters", shape: 59, ..Member::PLAIN },
        Member { name: "responseTemplates", wire_name: "responseTemplates", shape: 59, ..Member::PLAIN },
        Member { name: "contentHandling", wire_name: "contentHandling", shape: 11, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "IntegrationType", kind: Kind::String { length: (None, None), pattern: None, values: &["HTTP","AWS","MOCK","HTTP_PROXY","AWS_PROXY"] } },
    Shape { name: "IpAddressType", kind: Kind::String { length: (None, None), pattern: None, values: &["ipv4","dualstack"] } },
    Shape { name: "LimitExceededException", kind: Kind::Structure { members: &[
        Member { name: "retryAfterSeconds", wire_name: "Retry-After", shape: 86, location: Location::Header, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 86, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 429 }) } },
    Shape { name: "ListOfDeployment", kind: Kind::List { element: 21, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ListOfEndpointType", kind: Kind::List { element: 27, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ListOfPatchOperation", kind: Kind::List { element: 68, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ListOfResource", kind: Kind::List { element: 76, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ListOfRestApi", kind: Kind::List { element: 79, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ListOfStage", kind: Kind::List { element: 83, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "ListOfString", kind: Kind::List { element: 86, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "MapOfIntegrationResponse", kind: Kind::Map { key: 86, value: 42, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "MapOfMethod", kind: Kind::Map { key: 86, value: 60, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "MapOfMethodResponse", kind: Kind::Map { key: 86, value: 61, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "MapOfMethodSettings", kind: Kind::Map { key: 86, value: 62, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "MapOfMethodSnapshot", kind: Kind::Map { key: 86, value: 63, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "MapOfStringToBoolean", kind: Kind::Map { key: 86, value: 65, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "MapOfStringToString", kind: Kind::Map { key: 86, value: 86, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "Method", kind: Kind::Structure { members: &[
        Member { name: "httpMethod", wire_name: "httpMethod", shape: 86, ..Member::PLAIN },
        Member { name: "authorizationType", wire_name: "authorizationType", shape: 86, ..Member::PLAIN },
        Member { name: "authorizerId", wire_name: "authorizerId", shape: 86, ..Member::PLAIN },
        Member { name: "apiKeyRequired", wire_name: "apiKeyRequired", shape: 65, ..Member::PLAIN },
        Member { name: "requestValidatorId", wire_name: "requestValidatorId", shape: 86, ..Member::PLAIN },
        Member { name: "operationName", wire_name: "operationName", shape: 86, ..Member::PLAIN },
        Member { name: "requestParameters", wire_name: "requestParameters", shape: 58, ..Member::PLAIN },
        Member { name: "requestModels", wire_name: "requestModels", shape: 59, ..Member::PLAIN },
        Member { name: "methodResponses", wire_name: "methodResponses", shape: 55, ..Member::PLAIN },
        Member { name: "methodIntegration", wire_name: "methodIntegration", shape: 41, ..Member::PLAIN },
        Member { name: "authorizationScopes", wire_name: "authorizationScopes", shape: 52, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "MethodResponse", kind: Kind::Structure { members: &[
        Member { name: "statusCode", wire_name: "statusCode", shape: 85, ..Member::PLAIN },
        Member { name: "responseParameters", wire_name: "responseParameters", shape: 58, ..Member::PLAIN },
        Member { name: "responseModels", wire_name: "responseModels", shape: 59, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "MethodSetting", kind: Kind::Structure { members: &[
        Member { name: "metricsEnabled", wire_name: "metricsEnabled", shape: 5, ..Member::PLAIN },
        Member { name: "loggingLevel", wire_name: "loggingLevel", shape: 86, ..Member::PLAIN },
        Member { name: "dataTraceEnabled", wire_name: "dataTraceEnabled", shape: 5, ..Member::PLAIN },
        Member { name: "throttlingBurstLimit", wire_name: "throttlingBurstLimit", shape: 40, ..Member::PLAIN },
        Member { name: "throttlingRateLimit", wire_name: "throttlingRateLimit", shape: 24, ..Member::PLAIN },
        Member { name: "cachingEnabled", wire_name: "cachingEnabled", shape: 5, ..Member::PLAIN },
        Member { name: "cacheTtlInSeconds", wire_name: "cacheTtlInSeconds", shape: 40, ..Member::PLAIN },
        Member { name: "cacheDataEncrypted", wire_name: "cacheDataEncrypted", shape: 5, ..Member::PLAIN },
        Member { name: "requireAuthorizationForCacheControl", wire_name: "requireAuthorizationForCacheControl", shape: 5, ..Member::PLAIN },
        Member { name: "unauthorizedCacheControlHeaderStrategy", wire_name: "unauthorizedCacheControlHeaderStrategy", shape: 92, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "MethodSnapshot", kind: Kind::Structure { members: &[
        Member { name: "authorizationType", wire_name: "authorizationType", shape: 86, ..Member::PLAIN },
        Member { name: "apiKeyRequired", wire_name: "apiKeyRequired", shape: 5, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "NotFoundException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 86, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 404 }) } },
    Shape { name: "NullableBoolean", kind: Kind::Boolean },
    Shape { name: "NullableInteger", kind: Kind::Integer { range: (None, None) } },
    Shape { name: "Op", kind: Kind::String { length: (None, None), pattern: None, values: &["add","remove","replace","move","copy","test"] } },
    Shape { name: "PatchOperation", kind: Kind::Structure { members: &[
        Member { name: "op", wire_name: "op", shape: 67, ..Member::PLAIN },
        Member { name: "path", wire_name: "path", shape: 86, ..Member::PLAIN },
        Member { name: "value", wire_name: "value", shape: 86, ..Member::PLAIN },
        Member { name: "from", wire_name: "from", shape: 86, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PathToMapOfMethodSnapshot", kind: Kind::Map { key: 86, value: 57, names: ("key", "value"), flattened: false, length: (None, None) } },
    Shape { name: "PutIntegrationRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "resourceId", wire_name: "resource_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "httpMethod", wire_name: "http_method", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "type", wire_name: "type", shape: 43, required: true, ..Member::PLAIN },
        Member { name: "integrationHttpMethod", wire_name: "httpMethod", shape: 86, ..Member::PLAIN },
        Member { name: "uri", wire_name: "uri", shape: 86, ..Member::PLAIN },
        Member { name: "connectionType", wire_name: "connectionType", shape: 10, ..Member::PLAIN },
        Member { name: "connectionId", wire_name: "connectionId", shape: 86, ..Member::PLAIN },
        Member { name: "credentials", wire_name: "credentials", shape: 86, ..Member::PLAIN },
        Member { name: "requestParameters", wire_name: "requestParameters", shape: 59, ..Member::PLAIN },
        Member { name: "requestTemplates", wire_name: "requestTemplates", shape: 59, ..Member::PLAIN },
        Member { name: "passthroughBehavior", wire_name: "passthroughBehavior", shape: 86, ..Member::PLAIN },
        Member { name: "cacheNamespace", wire_name: "cacheNamespace", shape: 86, ..Member::PLAIN },
        Member { name: "cacheKeyParameters", wire_name: "cacheKeyParameters", shape: 52, ..Member::PLAIN },
        Member { name: "contentHandling", wire_name: "contentHandling", shape: 11, ..Member::PLAIN },
        Member { name: "timeoutInMillis", wire_name: "timeoutInMillis", shape: 66, ..Member::PLAIN },
        Member { name: "tlsConfig", wire_name: "tlsConfig", shape: 90, ..Member::PLAIN },
        Member { name: "responseTransferMode", wire_name: "responseTransferMode", shape: 78, ..Member::PLAIN },
        Member { name: "integrationTarget", wire_name: "integrationTarget", shape: 86, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutIntegrationResponseRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "resourceId", wire_name: "resource_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "httpMethod", wire_name: "http_method", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "statusCode", wire_name: "status_code", shape: 85, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "selectionPattern", wire_name: "selectionPattern", shape: 86, ..Member::PLAIN },
        Member { name: "responseParameters", wire_name: "responseParameters", shape: 59, ..Member::PLAIN },
        Member { name: "responseTemplates", wire_name: "responseTemplates", shape: 59, ..Member::PLAIN },
        Member { name: "contentHandling", wire_name: "contentHandling", shape: 11, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutMethodRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "resourceId", wire_name: "resource_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "httpMethod", wire_name: "http_method", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "authorizationType", wire_name: "authorizationType", shape: 86, required: true, ..Member::PLAIN },
        Member { name: "authorizerId", wire_name: "authorizerId", shape: 86, ..Member::PLAIN },
        Member { name: "apiKeyRequired", wire_name: "apiKeyRequired", shape: 5, ..Member::PLAIN },
        Member { name: "operationName", wire_name: "operationName", shape: 86, ..Member::PLAIN },
        Member { name: "requestParameters", wire_name: "requestParameters", shape: 58, ..Member::PLAIN },
        Member { name: "requestModels", wire_name: "requestModels", shape: 59, ..Member::PLAIN },
        Member { name: "requestValidatorId", wire_name: "requestValidatorId", shape: 86, ..Member::PLAIN },
        Member { name: "authorizationScopes", wire_name: "authorizationScopes", shape: 52, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutMethodResponseRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "resourceId", wire_name: "resource_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "httpMethod", wire_name: "http_method", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "statusCode", wire_name: "status_code", shape: 85, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "responseParameters", wire_name: "responseParameters", shape: 58, ..Member::PLAIN },
        Member { name: "responseModels", wire_name: "responseModels", shape: 59, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutMode", kind: Kind::String { length: (None, None), pattern: None, values: &["merge","overwrite"] } },
    Shape { name: "PutRestApiRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "mode", wire_name: "mode", shape: 74, location: Location::Query, ..Member::PLAIN },
        Member { name: "failOnWarnings", wire_name: "failonwarnings", shape: 5, location: Location::Query, ..Member::PLAIN },
        Member { name: "parameters", wire_name: "parameters", shape: 59, location: Location::Query, ..Member::PLAIN },
        Member { name: "body", wire_name: "body", shape: 4, required: true, ..Member::PLAIN },
    ], payload: "body", union: false, error: None } },
    Shape { name: "Resource", kind: Kind::Structure { members: &[
        Member { name: "id", wire_name: "id", shape: 86, ..Member::PLAIN },
        Member { name: "parentId", wire_name: "parentId", shape: 86, ..Member::PLAIN },
        Member { name: "pathPart", wire_name: "pathPart", shape: 86, ..Member::PLAIN },
        Member { name: "path", wire_name: "path", shape: 86, ..Member::PLAIN },
        Member { name: "resourceMethods", wire_name: "resourceMethods", shape: 54, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Resources", kind: Kind::Structure { members: &[
        Member { name: "position", wire_name: "position", shape: 86, ..Member::PLAIN },
        Member { name: "items", wire_name: "item", shape: 49, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ResponseTransferMode", kind: Kind::String { length: (None, None), pattern: None, values: &["BUFFERED","STREAM"] } },
    Shape { name: "RestApi", kind: Kind::Structure { members: &[
        Member { name: "id", wire_name: "id", shape: 86, ..Member::PLAIN },
        Member { name: "name", wire_name: "name", shape: 86, ..Member::PLAIN },
        Member { name: "description", wire_name: "description", shape: 86, ..Member::PLAIN },
        Member { name: "createdDate", wire_name: "createdDate", shape: 89, ..Member::PLAIN },
        Member { name: "version", wire_name: "version", shape: 86, ..Member::PLAIN },
        Member { name: "warnings", wire_name: "warnings", shape: 52, ..Member::PLAIN },
        Member { name: "binaryMediaTypes", wire_name: "binaryMediaTypes", shape: 52, ..Member::PLAIN },
        Member { name: "minimumCompressionSize", wire_name: "minimumCompressionSize", shape: 66, ..Member::PLAIN },
        Member { name: "apiKeySource", wire_name: "apiKeySource", shape: 1, ..Member::PLAIN },
        Member { name: "endpointConfiguration", wire_name: "endpointConfiguration", shape: 26, ..Member::PLAIN },
        Member { name: "policy", wire_name: "policy", shape: 86, ..Member::PLAIN },
        Member { name: "tags", wire_name: "tags", shape: 59, ..Member::PLAIN },
        Member { name: "disableExecuteApiEndpoint", wire_name: "disableExecuteApiEndpoint", shape: 5, ..Member::PLAIN },
        Member { name: "rootResourceId", wire_name: "rootResourceId", shape: 86, ..Member::PLAIN },
        Member { name: "securityPolicy", wire_name: "securityPolicy", shape: 81, ..Member::PLAIN },
        Member { name: "endpointAccessMode", wire_name: "endpointAccessMode", shape: 25, ..Member::PLAIN },
        Member { name: "apiStatus", wire_name: "apiStatus", shape: 2, ..Member::PLAIN },
        Member { name: "apiStatusMessage", wire_name: "apiStatusMessage", shape: 86, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RestApis", kind: Kind::Structure { members: &[
        Member { name: "position", wire_name: "position", shape: 86, ..Member::PLAIN },
        Member { name: "items", wire_name: "item", shape: 50, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "SecurityPolicy", kind: Kind::String { length: (None, None), pattern: None, values: &["TLS_1_0","TLS_1_2","SecurityPolicy_TLS13_1_3_2025_09","SecurityPolicy_TLS13_1_3_FIPS_2025_09","SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09","SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09","SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09","SecurityPolicy_TLS13_1_2_Ext2_PQ_2025_09","SecurityPolicy_TLS13_1_2_Ext2_FIPS_PQ_2025_09","SecurityPolicy_TLS13_1_2_PQ_2025_09","SecurityPolicy_TLS13_1_2_2021_06","SecurityPolicy_TLS13_2025_EDGE","SecurityPolicy_TLS12_PFS_2025_EDGE","SecurityPolicy_TLS12_2018_EDGE"] } },
    Shape { name: "ServiceUnavailableException", kind: Kind::Structure { members: &[
        Member { name: "retryAfterSeconds", wire_name: "Retry-After", shape: 86, location: Location::Header, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 86, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 503 }) } },
    Shape { name: "Stage", kind: Kind::Structure { members: &[
        Member { name: "deploymentId", wire_name: "deploymentId", shape: 86, ..Member::PLAIN },
        Member { name: "clientCertificateId", wire_name: "clientCertificateId", shape: 86, ..Member::PLAIN },
        Member { name: "stageName", wire_name: "stageName", shape: 86, ..Member::PLAIN },
        Member { name: "description", wire_name: "description", shape: 86, ..Member::PLAIN },
        Member { name: "cacheClusterEnabled", wire_name: "cacheClusterEnabled", shape: 5, ..Member::PLAIN },
        Member { name: "cacheClusterSize", wire_name: "cacheClusterSize", shape: 6, ..Member::PLAIN },
        Member { name: "cacheClusterStatus", wire_name: "cacheClusterStatus", shape: 7, ..Member::PLAIN },
        Member { name: "methodSettings", wire_name: "methodSettings", shape: 56, ..Member::PLAIN },
        Member { name: "variables", wire_name: "variables", shape: 59, ..Member::PLAIN },
        Member { name: "documentationVersion", wire_name: "documentationVersion", shape: 86, ..Member::PLAIN },
        Member { name: "accessLogSettings", wire_name: "accessLogSettings", shape: 0, ..Member::PLAIN },
        Member { name: "canarySettings", wire_name: "canarySettings", shape: 8, ..Member::PLAIN },
        Member { name: "tracingEnabled", wire_name: "tracingEnabled", shape: 5, ..Member::PLAIN },
        Member { name: "webAclArn", wire_name: "webAclArn", shape: 86, ..Member::PLAIN },
        Member { name: "tags", wire_name: "tags", shape: 59, ..Member::PLAIN },
        Member { name: "createdDate", wire_name: "createdDate", shape: 89, ..Member::PLAIN },
        Member { name: "lastUpdatedDate", wire_name: "lastUpdatedDate", shape: 89, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Stages", kind: Kind::Structure { members: &[
        Member { name: "item", wire_name: "item", shape: 51, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "StatusCode", kind: Kind::String { length: (None, None), pattern: Some(&PATTERN_0), values: &[] } },
    Shape { name: "String", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "TagResourceRequest", kind: Kind::Structure { members: &[
        Member { name: "resourceArn", wire_name: "resource_arn", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "tags", wire_name: "tags", shape: 59, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Tags", kind: Kind::Structure { members: &[
        Member { name: "tags", wire_name: "tags", shape: 59, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Timestamp", kind: Kind::Timestamp { format: None } },
    Shape { name: "TlsConfig", kind: Kind::Structure { members: &[
        Member { name: "insecureSkipVerification", wire_name: "insecureSkipVerification", shape: 5, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TooManyRequestsException", kind: Kind::Structure { members: &[
        Member { name: "retryAfterSeconds", wire_name: "Retry-After", shape: 86, location: Location::Header, ..Member::PLAIN },
        Member { name: "message", wire_name: "message", shape: 86, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 429 }) } },
    Shape { name: "UnauthorizedCacheControlHeaderStrategy", kind: Kind::String { length: (None, None), pattern: None, values: &["FAIL_WITH_403","SUCCEED_WITH_RESPONSE_HEADER","SUCCEED_WITHOUT_RESPONSE_HEADER"] } },
    Shape { name: "UnauthorizedException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 86, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "", status: 401 }) } },
    Shape { name: "UntagResourceRequest", kind: Kind::Structure { members: &[
        Member { name: "resourceArn", wire_name: "resource_arn", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "tagKeys", wire_name: "tagKeys", shape: 52, location: Location::Query, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateDeploymentRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "deploymentId", wire_name: "deployment_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "patchOperations", wire_name: "patchOperations", shape: 48, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateRestApiRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "patchOperations", wire_name: "patchOperations", shape: 48, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateStageRequest", kind: Kind::Structure { members: &[
        Member { name: "restApiId", wire_name: "restapi_id", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "stageName", wire_name: "stage_name", shape: 86, location: Location::Uri, required: true, ..Member::PLAIN },
        Member { name: "patchOperations", wire_name: "patchOperations", shape: 48, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
];
