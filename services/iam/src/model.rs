//! Shapes and descriptors of iam, version 2010-05-08.
//!
//! Written by `cargo xtask codegen`; never edited by hand.

use samara_wire::{
    ErrorTrait, Kind, Member, OperationModel, Pattern, Protocol, ServiceModel, Shape, structure,
};

structure!(AccessKey {
    user_name: String = "UserName",
    access_key_id: String = "AccessKeyId",
    status: String = "Status",
    secret_access_key: String = "SecretAccessKey",
    create_date: Option<samara_base::Timestamp> = "CreateDate",
});

structure!(AccessKeyMetadata {
    user_name: Option<String> = "UserName",
    access_key_id: Option<String> = "AccessKeyId",
    status: Option<String> = "Status",
    create_date: Option<samara_base::Timestamp> = "CreateDate",
});

structure!(AttachRolePolicyRequest {
    role_name: String = "RoleName",
    policy_arn: String = "PolicyArn",
});

structure!(AttachUserPolicyRequest {
    user_name: String = "UserName",
    policy_arn: String = "PolicyArn",
});

structure!(AttachedPermissionsBoundary {
    permissions_boundary_type: Option<String> = "PermissionsBoundaryType",
    permissions_boundary_arn: Option<String> = "PermissionsBoundaryArn",
});

structure!(AttachedPolicy {
    policy_name: Option<String> = "PolicyName",
    policy_arn: Option<String> = "PolicyArn",
});

structure!(CreateAccessKeyRequest {
    user_name: Option<String> = "UserName",
});

structure!(CreateAccessKeyResponse { access_key: AccessKey = "AccessKey" });

structure!(CreatePolicyRequest {
    policy_name: String = "PolicyName",
    path: Option<String> = "Path",
    policy_document: String = "PolicyDocument",
    description: Option<String> = "Description",
    tags: Option<Vec<Tag>> = "Tags",
});

structure!(CreatePolicyResponse {
    policy: Option<Policy> = "Policy",
});

structure!(CreatePolicyVersionRequest {
    policy_arn: String = "PolicyArn",
    policy_document: String = "PolicyDocument",
    set_as_default: Option<bool> = "SetAsDefault",
});

structure!(CreatePolicyVersionResponse {
    policy_version: Option<PolicyVersion> = "PolicyVersion",
});

structure!(CreateRoleRequest {
    path: Option<String> = "Path",
    role_name: String = "RoleName",
    assume_role_policy_document: String = "AssumeRolePolicyDocument",
    description: Option<String> = "Description",
    max_session_duration: Option<i64> = "MaxSessionDuration",
    permissions_boundary: Option<String> = "PermissionsBoundary",
    tags: Option<Vec<Tag>> = "Tags",
});

structure!(CreateRoleResponse { role: Role = "Role" });

structure!(CreateUserRequest {
    path: Option<String> = "Path",
    user_name: String = "UserName",
    permissions_boundary: Option<String> = "PermissionsBoundary",
    tags: Option<Vec<Tag>> = "Tags",
});

structure!(CreateUserResponse {
    user: Option<User> = "User",
});

structure!(DeleteAccessKeyRequest {
    user_name: Option<String> = "UserName",
    access_key_id: String = "AccessKeyId",
});

structure!(DeletePolicyRequest { policy_arn: String = "PolicyArn" });

structure!(DeletePolicyVersionRequest {
    policy_arn: String = "PolicyArn",
    version_id: String = "VersionId",
});

structure!(DeleteRolePermissionsBoundaryRequest { role_name: String = "RoleName" });

structure!(DeleteRolePolicyRequest {
    role_name: String = "RoleName",
    policy_name: String = "PolicyName",
});

structure!(DeleteRoleRequest { role_name: String = "RoleName" });

structure!(DeleteUserPermissionsBoundaryRequest { user_name: String = "UserName" });

structure!(DeleteUserPolicyRequest {
    user_name: String = "UserName",
    policy_name: String = "PolicyName",
});

structure!(DeleteUserRequest { user_name: String = "UserName" });

structure!(DetachRolePolicyRequest {
    role_name: String = "RoleName",
    policy_arn: String = "PolicyArn",
});

structure!(DetachUserPolicyRequest {
    user_name: String = "UserName",
    policy_arn: String = "PolicyArn",
});

structure!(GetPolicyRequest { policy_arn: String = "PolicyArn" });

structure!(GetPolicyResponse {
    policy: Option<Policy> = "Policy",
});

structure!(GetPolicyVersionRequest {
    policy_arn: String = "PolicyArn",
    version_id: String = "VersionId",
});

structure!(GetPolicyVersionResponse {
    policy_version: Option<PolicyVersion> = "PolicyVersion",
});

structure!(GetRolePolicyRequest {
    role_name: String = "RoleName",
    policy_name: String = "PolicyName",
});

structure!(GetRolePolicyResponse {
    role_name: String = "RoleName",
    policy_name: String = "PolicyName",
    policy_document: String = "PolicyDocument",
});

structure!(GetRoleRequest { role_name: String = "RoleName" });

structure!(GetRoleResponse { role: Role = "Role" });

structure!(GetUserPolicyRequest {
    user_name: String = "UserName",
    policy_name: String = "PolicyName",
});

structure!(GetUserPolicyResponse {
    user_name: String = "UserName",
    policy_name: String = "PolicyName",
    policy_document: String = "PolicyDocument",
});

structure!(GetUserRequest {
    user_name: Option<String> = "UserName",
});

structure!(GetUserResponse { user: User = "User" });

structure!(ListAccessKeysRequest {
    user_name: Option<String> = "UserName",
    marker: Option<String> = "Marker",
    max_items: Option<i64> = "MaxItems",
});

structure!(ListAccessKeysResponse {
    access_key_metadata: Vec<AccessKeyMetadata> = "AccessKeyMetadata",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
});

structure!(ListAttachedRolePoliciesRequest {
    role_name: String = "RoleName",
    path_prefix: Option<String> = "PathPrefix",
    marker: Option<String> = "Marker",
    max_items: Option<i64> = "MaxItems",
});

structure!(ListAttachedRolePoliciesResponse {
    attached_policies: Option<Vec<AttachedPolicy>> = "AttachedPolicies",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
});

structure!(ListAttachedUserPoliciesRequest {
    user_name: String = "UserName",
    path_prefix: Option<String> = "PathPrefix",
    marker: Option<String> = "Marker",
    max_items: Option<i64> = "MaxItems",
});

structure!(ListAttachedUserPoliciesResponse {
    attached_policies: Option<Vec<AttachedPolicy>> = "AttachedPolicies",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
});

structure!(ListPoliciesRequest {
    scope: Option<String> = "Scope",
    only_attached: Option<bool> = "OnlyAttached",
    path_prefix: Option<String> = "PathPrefix",
    policy_usage_filter: Option<String> = "PolicyUsageFilter",
    marker: Option<String> = "Marker",
    max_items: Option<i64> = "MaxItems",
});

structure!(ListPoliciesResponse {
    policies: Option<Vec<Policy>> = "Policies",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
});

structure!(ListPolicyVersionsRequest {
    policy_arn: String = "PolicyArn",
    marker: Option<String> = "Marker",
    max_items: Option<i64> = "MaxItems",
});

structure!(ListPolicyVersionsResponse {
    versions: Option<Vec<PolicyVersion>> = "Versions",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
});

structure!(ListRolePoliciesRequest {
    role_name: String = "RoleName",
    marker: Option<String> = "Marker",
    max_items: Option<i64> = "MaxItems",
});

structure!(ListRolePoliciesResponse {
    policy_names: Vec<String> = "PolicyNames",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
});

structure!(ListRoleTagsRequest {
    role_name: String = "RoleName",
    marker: Option<String> = "Marker",
    max_items: Option<i64> = "MaxItems",
});

structure!(ListRoleTagsResponse {
    tags: Vec<Tag> = "Tags",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
});

structure!(ListRolesRequest {
    path_prefix: Option<String> = "PathPrefix",
    marker: Option<String> = "Marker",
    max_items: Option<i64> = "MaxItems",
});

structure!(ListRolesResponse {
    roles: Vec<Role> = "Roles",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
});

structure!(ListUserPoliciesRequest {
    user_name: String = "UserName",
    marker: Option<String> = "Marker",
    max_items: Option<i64> = "MaxItems",
});

structure!(ListUserPoliciesResponse {
    policy_names: Vec<String> = "PolicyNames",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
});

structure!(ListUserTagsRequest {
    user_name: String = "UserName",
    marker: Option<String> = "Marker",
    max_items: Option<i64> = "MaxItems",
});

structure!(ListUserTagsResponse {
    tags: Vec<Tag> = "Tags",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
});

structure!(ListUsersRequest {
    path_prefix: Option<String> = "PathPrefix",
    marker: Option<String> = "Marker",
    max_items: Option<i64> = "MaxItems",
});

structure!(ListUsersResponse {
    users: Vec<User> = "Users",
    is_truncated: Option<bool> = "IsTruncated",
    marker: Option<String> = "Marker",
});

structure!(Policy {
    policy_name: Option<String> = "PolicyName",
    policy_id: Option<String> = "PolicyId",
    arn: Option<String> = "Arn",
    path: Option<String> = "Path",
    default_version_id: Option<String> = "DefaultVersionId",
    attachment_count: Option<i64> = "AttachmentCount",
    permissions_boundary_usage_count: Option<i64> = "PermissionsBoundaryUsageCount",
    is_attachable: Option<bool> = "IsAttachable",
    description: Option<String> = "Description",
    create_date: Option<samara_base::Timestamp> = "CreateDate",
    update_date: Option<samara_base::Timestamp> = "UpdateDate",
    tags: Option<Vec<Tag>> = "Tags",
});

structure!(PolicyVersion {
    document: Option<String> = "Document",
    version_id: Option<String> = "VersionId",
    is_default_version: Option<bool> = "IsDefaultVersion",
    create_date: Option<samara_base::Timestamp> = "CreateDate",
});

structure!(PutRolePermissionsBoundaryRequest {
    role_name: String = "RoleName",
    permissions_boundary: String = "PermissionsBoundary",
});

structure!(PutRolePolicyRequest {
    role_name: String = "RoleName",
    policy_name: String = "PolicyName",
    policy_document: String = "PolicyDocument",
});

structure!(PutUserPermissionsBoundaryRequest {
    user_name: String = "UserName",
    permissions_boundary: String = "PermissionsBoundary",
});

structure!(PutUserPolicyRequest {
    user_name: String = "UserName",
    policy_name: String = "PolicyName",
    policy_document: String = "PolicyDocument",
});

structure!(Role {
    path: String = "Path",
    role_name: String = "RoleName",
    role_id: String = "RoleId",
    arn: String = "Arn",
    create_date: samara_base::Timestamp = "CreateDate",
    assume_role_policy_document: Option<String> = "AssumeRolePolicyDocument",
    description: Option<String> = "Description",
    max_session_duration: Option<i64> = "MaxSessionDuration",
    permissions_boundary: Option<AttachedPermissionsBoundary> = "PermissionsBoundary",
    tags: Option<Vec<Tag>> = "Tags",
    role_last_used: Option<RoleLastUsed> = "RoleLastUsed",
    source_role_template: Option<SourceRoleTemplate> = "SourceRoleTemplate",
});

structure!(RoleLastUsed {
    last_used_date: Option<samara_base::Timestamp> = "LastUsedDate",
    region: Option<String> = "Region",
});

structure!(SourceRoleTemplate {
    template_arn: String = "TemplateArn",
    template_minor_version: i64 = "TemplateMinorVersion",
});

structure!(Tag { key: String = "Key", value: String = "Value" });

structure!(TagRoleRequest {
    role_name: String = "RoleName",
    tags: Vec<Tag> = "Tags",
});

structure!(TagUserRequest {
    user_name: String = "UserName",
    tags: Vec<Tag> = "Tags",
});

structure!(UntagRoleRequest {
    role_name: String = "RoleName",
    tag_keys: Vec<String> = "TagKeys",
});

structure!(UntagUserRequest {
    user_name: String = "UserName",
    tag_keys: Vec<String> = "TagKeys",
});

structure!(UpdateAccessKeyRequest {
    user_name: Option<String> = "UserName",
    access_key_id: String = "AccessKeyId",
    status: String = "Status",
});

structure!(UpdateAssumeRolePolicyRequest {
    role_name: String = "RoleName",
    policy_document: String = "PolicyDocument",
});

structure!(UpdateRoleDescriptionRequest {
    role_name: String = "RoleName",
    description: String = "Description",
});

structure!(UpdateRoleDescriptionResponse {
    role: Option<Role> = "Role",
});

structure!(UpdateRoleRequest {
    role_name: String = "RoleName",
    description: Option<String> = "Description",
    max_session_duration: Option<i64> = "MaxSessionDuration",
});

structure!(UpdateRoleResponse {});

structure!(User {
    path: String = "Path",
    user_name: String = "UserName",
    user_id: String = "UserId",
    arn: String = "Arn",
    create_date: samara_base::Timestamp = "CreateDate",
    password_last_used: Option<samara_base::Timestamp> = "PasswordLastUsed",
    permissions_boundary: Option<AttachedPermissionsBoundary> = "PermissionsBoundary",
    tags: Option<Vec<Tag>> = "Tags",
});

/// The service's model.
#[rustfmt::skip]
pub static MODEL: ServiceModel = ServiceModel {
    id: "iam", signing_name: "iam",
    endpoint_prefix: "iam", target_prefix: "",
    protocol: Protocol::AwsQuery,
    api_version: "2010-05-08", xml_namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
    operations: OPERATIONS,
    known_operations: KNOWN_OPERATIONS,
    shapes: SHAPES,
};

#[rustfmt::skip]
static OPERATIONS: &[OperationModel] = &[
    OperationModel { name: "AttachRolePolicy", method: "POST", uri: "/", status: 200, input: Some(2), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[68, 44, 43, 85, 71, 80] },
    OperationModel { name: "AttachUserPolicy", method: "POST", uri: "/", status: 200, input: Some(3), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[68, 44, 43, 71, 80] },
    OperationModel { name: "CreateAccessKey", method: "POST", uri: "/", status: 200, input: Some(8), output: Some(9), result_wrapper: "CreateAccessKeyResult", input_root: "", input_namespace: "", errors: &[68, 44, 80] },
    OperationModel { name: "CreatePolicy", method: "POST", uri: "/", status: 200, input: Some(10), output: Some(11), result_wrapper: "CreatePolicyResult", input_root: "", input_namespace: "", errors: &[43, 44, 30, 67, 6, 80] },
    OperationModel { name: "CreatePolicyVersion", method: "POST", uri: "/", status: 200, input: Some(12), output: Some(13), result_wrapper: "CreatePolicyVersionResult", input_root: "", input_namespace: "", errors: &[68, 67, 43, 44, 80] },
    OperationModel { name: "CreateRole", method: "POST", uri: "/", status: 200, input: Some(14), output: Some(15), result_wrapper: "CreateRoleResult", input_root: "", input_namespace: "", errors: &[44, 43, 30, 67, 6, 80] },
    OperationModel { name: "CreateUser", method: "POST", uri: "/", status: 200, input: Some(16), output: Some(17), result_wrapper: "CreateUserResult", input_root: "", input_namespace: "", errors: &[44, 30, 68, 43, 6, 80] },
    OperationModel { name: "DeleteAccessKey", method: "POST", uri: "/", status: 200, input: Some(18), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[68, 44, 80] },
    OperationModel { name: "DeletePolicy", method: "POST", uri: "/", status: 200, input: Some(20), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[68, 44, 43, 19, 80] },
    OperationModel { name: "DeletePolicyVersion", method: "POST", uri: "/", status: 200, input: Some(21), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[68, 44, 43, 19, 80] },
    OperationModel { name: "DeleteRole", method: "POST", uri: "/", status: 200, input: Some(24), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[68, 19, 44, 85, 6, 80] },
    OperationModel { name: "DeleteRolePolicy", method: "POST", uri: "/", status: 200, input: Some(23), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[68, 44, 85, 80] },
    OperationModel { name: "DeleteRolePermissionsBoundary", method: "POST", uri: "/", status: 200, input: Some(22), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[68, 85, 80] },
    OperationModel { name: "DeleteUser", method: "POST", uri: "/", status: 200, input: Some(27), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[44, 68, 19, 6, 80] },
    OperationModel { name: "DeleteUserPermissionsBoundary", method: "POST", uri: "/", status: 200, input: Some(25), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[68, 80] },
    OperationModel { name: "DeleteUserPolicy", method: "POST", uri: "/", status: 200, input: Some(26), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[68, 44, 80] },
    OperationModel { name: "DetachRolePolicy", method: "POST", uri: "/", status: 200, input: Some(28), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[68, 44, 43, 85, 80] },
    OperationModel { name: "DetachUserPolicy", method: "POST", uri: "/", status: 200, input: Some(29), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[68, 44, 43, 80] },
    OperationModel { name: "GetPolicy", method: "POST", uri: "/", status: 200, input: Some(31), output: Some(32), result_wrapper: "GetPolicyResult", input_root: "", input_namespace: "", errors: &[68, 43, 80] },
    OperationModel { name: "GetPolicyVersion", method: "POST", uri: "/", status: 200, input: Some(33), output: Some(34), result_wrapper: "GetPolicyVersionResult", input_root: "", input_namespace: "", errors: &[68, 43, 80] },
    OperationModel { name: "GetRole", method: "POST", uri: "/", status: 200, input: Some(37), output: Some(38), result_wrapper: "GetRoleResult", input_root: "", input_namespace: "", errors: &[68, 80] },
    OperationModel { name: "GetRolePolicy", method: "POST", uri: "/", status: 200, input: Some(35), output: Some(36), result_wrapper: "GetRolePolicyResult", input_root: "", input_namespace: "", errors: &[68, 80] },
    OperationModel { name: "GetUser", method: "POST", uri: "/", status: 200, input: Some(41), output: Some(42), result_wrapper: "GetUserResult", input_root: "", input_namespace: "", errors: &[68, 80] },
    OperationModel { name: "GetUserPolicy", method: "POST", uri: "/", status: 200, input: Some(39), output: Some(40), result_wrapper: "GetUserPolicyResult", input_root: "", input_namespace: "", errors: &[68, 80] },
    OperationModel { name: "ListAccessKeys", method: "POST", uri: "/", status: 200, input: Some(45), output: Some(46), result_wrapper: "ListAccessKeysResult", input_root: "", input_namespace: "", errors: &[68, 80] },
    OperationModel { name: "ListAttachedRolePolicies", method: "POST", uri: "/", status: 200, input: Some(47), output: Some(48), result_wrapper: "ListAttachedRolePoliciesResult", input_root: "", input_namespace: "", errors: &[68, 43, 80] },
    OperationModel { name: "ListAttachedUserPolicies", method: "POST", uri: "/", status: 200, input: Some(49), output: Some(50), result_wrapper: "ListAttachedUserPoliciesResult", input_root: "", input_namespace: "", errors: &[68, 43, 80] },
    OperationModel { name: "ListPolicies", method: "POST", uri: "/", status: 200, input: Some(51), output: Some(52), result_wrapper: "ListPoliciesResult", input_root: "", input_namespace: "", errors: &[80] },
    OperationModel { name: "ListPolicyVersions", method: "POST", uri: "/", status: 200, input: Some(53), output: Some(54), result_wrapper: "ListPolicyVersionsResult", input_root: "", input_namespace: "", errors: &[68, 43, 80] },
    OperationModel { name: "ListRolePolicies", method: "POST", uri: "/", status: 200, input: Some(55), output: Some(56), result_wrapper: "ListRolePoliciesResult", input_root: "", input_namespace: "", errors: &[68, 80] },
    OperationModel { name: "ListRoleTags", method: "POST", uri: "/", status: 200, input: Some(57), output: Some(58), result_wrapper: "ListRoleTagsResult", input_root: "", input_namespace: "", errors: &[68, 80] },
    OperationModel { name: "ListRoles", method: "POST", uri: "/", status: 200, input: Some(59), output: Some(60), result_wrapper: "ListRolesResult", input_root: "", input_namespace: "", errors: &[80] },
    OperationModel { name: "ListUserPolicies", method: "POST", uri: "/", status: 200, input: Some(61), output: Some(62), result_wrapper: "ListUserPoliciesResult", input_root: "", input_namespace: "", errors: &[68, 80] },
    OperationModel { name: "ListUserTags", method: "POST", uri: "/", status: 200, input: Some(63), output: Some(64), result_wrapper: "ListUserTagsResult", input_root: "", input_namespace: "", errors: &[68, 80] },
    OperationModel { name: "ListUsers", method: "POST", uri: "/", status: 200, input: Some(65), output: Some(66), result_wrapper: "ListUsersResult", input_root: "", input_namespace: "", errors: &[80] },
    OperationModel { name: "PutRolePermissionsBoundary", method: "POST", uri: "/", status: 200, input: Some(74), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[68, 43, 85, 71, 80] },
    OperationModel { name: "PutRolePolicy", method: "POST", uri: "/", status: 200, input: Some(75), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[44, 67, 68, 85, 80] },
    OperationModel { name: "PutUserPermissionsBoundary", method: "POST", uri: "/", status: 200, input: Some(76), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[68, 43, 71, 80] },
    OperationModel { name: "PutUserPolicy", method: "POST", uri: "/", status: 200, input: Some(77), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[44, 67, 68, 80] },
    OperationModel { name: "TagRole", method: "POST", uri: "/", status: 200, input: Some(83), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[68, 44, 43, 6, 80] },
    OperationModel { name: "TagUser", method: "POST", uri: "/", status: 200, input: Some(84), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[68, 44, 43, 6, 80] },
    OperationModel { name: "UntagRole", method: "POST", uri: "/", status: 200, input: Some(86), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[68, 6, 80] },
    OperationModel { name: "UntagUser", method: "POST", uri: "/", status: 200, input: Some(87), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[68, 6, 80] },
    OperationModel { name: "UpdateAccessKey", method: "POST", uri: "/", status: 200, input: Some(88), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[68, 44, 80, 43] },
    OperationModel { name: "UpdateAssumeRolePolicy", method: "POST", uri: "/", status: 200, input: Some(89), output: None, result_wrapper: "", input_root: "", input_namespace: "", errors: &[68, 67, 44, 85, 80] },
    OperationModel { name: "UpdateRole", method: "POST", uri: "/", status: 200, input: Some(92), output: Some(93), result_wrapper: "UpdateRoleResult", input_root: "", input_namespace: "", errors: &[85, 68, 80] },
    OperationModel { name: "UpdateRoleDescription", method: "POST", uri: "/", status: 200, input: Some(90), output: Some(91), result_wrapper: "UpdateRoleDescriptionResult", input_root: "", input_namespace: "", errors: &[68, 85, 80] },
];

#[rustfmt::skip]
static KNOWN_OPERATIONS: &[(&str, &str, &str)] = &[
    ("AcceptDelegationRequest", "POST", "/"),
    ("AcquireRole", "POST", "/"),
    ("AddClientIDToOpenIDConnectProvider", "POST", "/"),
    ("AddRoleToInstanceProfile", "POST", "/"),
    ("AddUserToGroup", "POST", "/"),
    ("AssociateDelegationRequest", "POST", "/"),
    ("AttachGroupPolicy", "POST", "/"),
    ("AttachRolePolicy", "POST", "/"),
    ("AttachUserPolicy", "POST", "/"),
    ("ChangePassword", "POST", "/"),
    ("CreateAccessKey", "POST", "/"),
    ("CreateAccountAlias", "POST", "/"),
    ("CreateDelegationRequest", "POST", "/"),
    ("CreateGroup", "POST", "/"),
    ("CreateInstanceProfile", "POST", "/"),
    ("CreateLoginProfile", "POST", "/"),
    ("CreateOpenIDConnectProvider", "POST", "/"),
    ("CreatePolicy", "POST", "/"),
    ("CreatePolicyVersion", "POST", "/"),
    ("CreateRole", "POST", "/"),
    ("CreateSAMLProvider", "POST", "/"),
    ("CreateServiceLinkedRole", "POST", "/"),
    ("CreateServiceSpecificCredential", "POST", "/"),
    ("CreateUser", "POST", "/"),
    ("CreateVirtualMFADevice", "POST", "/"),
    ("DeactivateMFADevice", "POST", "/"),
    ("DeleteAccessKey", "POST", "/"),
    ("DeleteAccountAlias", "POST", "/"),
    ("DeleteAccountPasswordPolicy", "POST", "/"),
    ("DeleteGroup", "POST", "/"),
    ("DeleteGroupPolicy", "POST", "/"),
    ("DeleteInstanceProfile", "POST", "/"),
    ("DeleteLoginProfile", "POST", "/"),
    ("DeleteOpenIDConnectProvider", "POST", "/"),
    ("DeletePolicy", "POST", "/"),
    ("DeletePolicyVersion", "POST", "/"),
    ("DeleteRole", "POST", "/"),
    ("DeleteRolePermissionsBoundary", "POST", "/"),
    ("DeleteRolePolicy", "POST", "/"),
    ("DeleteSAMLProvider", "POST", "/"),
    ("DeleteSSHPublicKey", "POST", "/"),
    ("DeleteServerCertificate", "POST", "/"),
    ("DeleteServiceLinkedRole", "POST", "/"),
    ("DeleteServiceSpecificCredential", "POST", "/"),
    ("DeleteSigningCertificate", "POST", "/"),
    ("DeleteUser", "POST", "/"),
    ("DeleteUserPermissionsBoundary", "POST", "/"),
    ("DeleteUserPolicy", "POST", "/"),
    ("DeleteVirtualMFADevice", "POST", "/"),
    ("DetachGroupPolicy", "POST", "/"),
    ("DetachRolePolicy", "POST", "/"),
    ("DetachUserPolicy", "POST", "/"),
    ("DisableOrganizationsRootCredentialsManagement", "POST", "/"),
    ("DisableOrganizationsRootSessions", "POST", "/"),
    ("DisableOutboundWebIdentityFederation", "POST", "/"),
    ("EnableMFADevice", "POST", "/"),
    ("EnableOrganizationsRootCredentialsManagement", "POST", "/"),
    ("EnableOrganizationsRootSessions", "POST", "/"),
    ("EnableOutboundWebIdentityFederation", "POST", "/"),
    ("GenerateCredentialReport", "POST", "/"),
    ("GenerateOrganizationsAccessReport", "POST", "/"),
    ("GenerateServiceLastAccessedDetails", "POST", "/"),
    ("GetAccessKeyLastUsed", "POST", "/"),
    ("GetAccountAuthorizationDetails", "POST", "/"),
    ("GetAccountPasswordPolicy", "POST", "/"),
    ("GetAccountProperties", "POST", "/"),
    ("GetAccountSummary", "POST", "/"),
    ("GetContextKeysForCustomPolicy", "POST", "/"),
    ("GetContextKeysForPrincipalPolicy", "POST", "/"),
    ("GetCredentialReport", "POST", "/"),
    ("GetDelegationRequest", "POST", "/"),
    ("GetGroup", "POST", "/"),
    ("GetGroupPolicy", "POST", "/"),
    ("GetHumanReadableSummary", "POST", "/"),
    ("GetInstanceProfile", "POST", "/"),
    ("GetLoginProfile", "POST", "/"),
    ("GetMFADevice", "POST", "/"),
    ("GetOpenIDConnectProvider", "POST", "/"),
    ("GetOrganizationsAccessReport", "POST", "/"),
    ("GetOutboundWebIdentityFederationInfo", "POST", "/"),
    ("GetPolicy", "POST", "/"),
    ("GetPolicyVersion", "POST", "/"),
    ("GetRole", "POST", "/"),
    ("GetRolePolicy", "POST", "/"),
    ("GetRoleTemplateVersion", "POST", "/"),
    ("GetSAMLProvider", "POST", "/"),
    ("GetSSHPublicKey", "POST", "/"),
    ("GetServerCertificate", "POST", "/"),
    ("GetServiceLastAccessedDetails", "POST", "/"),
    ("GetServiceLastAccessedDetailsWithEntities", "POST", "/"),
    ("GetServiceLinkedRoleDeletionStatus", "POST", "/"),
    ("GetUser", "POST", "/"),
    ("GetUserPolicy", "POST", "/"),
    ("ListAccessKeys", "POST", "/"),
    ("ListAccountAliases", "POST", "/"),
    ("ListAttachedGroupPolicies", "POST", "/"),
    ("ListAttachedRolePolicies", "POST", "/"),
    ("ListAttachedUserPolicies", "POST", "/"),
    ("ListDelegationRequests", "POST", "/"),
    ("ListEntitiesForPolicy", "POST", "/"),
    ("ListGroupPolicies", "POST", "/"),
    ("ListGroups", "POST", "/"),
    ("ListGroupsForUser", "POST", "/"),
    ("ListInstanceProfileTags", "POST", "/"),
    ("ListInstanceProfiles", "POST", "/"),
    ("ListInstanceProfilesForRole", "POST", "/"),
    ("ListMFADeviceTags", "POST", "/"),
    ("ListMFADevices", "POST", "/"),
    ("ListOpenIDConnectProviderTags", "POST", "/"),
    ("ListOpenIDConnectProviders", "POST", "/"),
    ("ListOrganizationsFeatures", "POST", "/"),
    ("ListPolicies", "POST", "/"),
    ("ListPoliciesGrantingServiceAccess", "POST", "/"),
    ("ListPolicyTags", "POST", "/"),
    ("ListPolicyVersions", "POST", "/"),
    ("ListRolePolicies", "POST", "/"),
    ("ListRoleTags", "POST", "/"),
    ("ListRoles", "POST", "/"),
    ("ListSAMLProviderTags", "POST", "/"),
    ("ListSAMLProviders", "POST", "/"),
    ("ListSSHPublicKeys", "POST", "/"),
    ("ListServerCertificateTags", "POST", "/"),
    ("ListServerCertificates", "POST", "/"),
    ("ListServiceSpecificCredentials", "POST", "/"),
    ("ListSigningCertificates", "POST", "/"),
    ("ListUserPolicies", "POST", "/"),
    ("ListUserTags", "POST", "/"),
    ("ListUsers", "POST", "/"),
    ("ListVirtualMFADevices", "POST", "/"),
    ("PutAccountProperties", "POST", "/"),
    ("PutGroupPolicy", "POST", "/"),
    ("PutRolePermissionsBoundary", "POST", "/"),
    ("PutRolePolicy", "POST", "/"),
    ("PutUserPermissionsBoundary", "POST", "/"),
    ("PutUserPolicy", "POST", "/"),
    ("RejectDelegationRequest", "POST", "/"),
    ("RemoveClientIDFromOpenIDConnectProvider", "POST", "/"),
    ("RemoveRoleFromInstanceProfile", "POST", "/"),
    ("RemoveUserFromGroup", "POST", "/"),
    ("ResetServiceSpecificCredential", "POST", "/"),
    ("ResyncMFADevice", "POST", "/"),
    ("SendDelegationToken", "POST", "/"),
    ("SetDefaultPolicyVersion", "POST", "/"),
    ("SetSecurityTokenServicePreferences", "POST", "/"),
    ("SimulateCustomPolicy", "POST", "/"),
    ("SimulatePrincipalPolicy", "POST", "/"),
    ("TagInstanceProfile", "POST", "/"),
    ("TagMFADevice", "POST", "/"),
    ("TagOpenIDConnectProvider", "POST", "/"),
    ("TagPolicy", "POST", "/"),
    ("TagRole", "POST", "/"),
    ("TagSAMLProvider", "POST", "/"),
    ("TagServerCertificate", "POST", "/"),
    ("TagUser", "POST", "/"),
    ("UntagInstanceProfile", "POST", "/"),
    ("UntagMFADevice", "POST", "/"),
    ("UntagOpenIDConnectProvider", "POST", "/"),
    ("UntagPolicy", "POST", "/"),
    ("UntagRole", "POST", "/"),
    ("UntagSAMLProvider", "POST", "/"),
    ("UntagServerCertificate", "POST", "/"),
    ("UntagUser", "POST", "/"),
    ("UpdateAccessKey", "POST", "/"),
    ("UpdateAccountPasswordPolicy", "POST", "/"),
    ("UpdateAssumeRolePolicy", "POST", "/"),
    ("UpdateDelegationRequest", "POST", "/"),
    ("UpdateGroup", "POST", "/"),
    ("UpdateLoginProfile", "POST", "/"),
    ("UpdateOpenIDConnectProviderThumbprint", "POST", "/"),
    ("UpdateRole", "POST", "/"),
    ("UpdateRoleDescription", "POST", "/"),
    ("UpdateSAMLProvider", "POST", "/"),
    ("UpdateSSHPublicKey", "POST", "/"),
    ("UpdateServerCertificate", "POST", "/"),
    ("UpdateServiceSpecificCredential", "POST", "/"),
    ("UpdateSigningCertificate", "POST", "/"),
    ("UpdateUser", "POST", "/"),
    ("UploadSSHPublicKey", "POST", "/"),
    ("UploadServerCertificate", "POST", "/"),
    ("UploadSigningCertificate", "POST", "/"),
];

#[rustfmt::skip]
static PATTERN_0: Pattern = Pattern::new("((/[A-Za-z0-9\\.,\\+@=_-]+)*)/");
#[rustfmt::skip]
static PATTERN_1: Pattern = Pattern::new("(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)");
#[rustfmt::skip]
static PATTERN_2: Pattern = Pattern::new("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
#[rustfmt::skip]
static PATTERN_3: Pattern = Pattern::new("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+");
#[rustfmt::skip]
static PATTERN_4: Pattern = Pattern::new("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*");
#[rustfmt::skip]
static PATTERN_5: Pattern = Pattern::new("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
#[rustfmt::skip]
static PATTERN_6: Pattern = Pattern::new("[\\u0020-\\u00FF]+");
#[rustfmt::skip]
static PATTERN_7: Pattern = Pattern::new("[\\w+=,.@-]+");
#[rustfmt::skip]
static PATTERN_8: Pattern = Pattern::new("[\\w]+");
#[rustfmt::skip]
static PATTERN_9: Pattern = Pattern::new("\\u002F[\\u0021-\\u007F]*");
#[rustfmt::skip]
static PATTERN_10: Pattern = Pattern::new("v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?");

#[rustfmt::skip]
static SHAPES: &[Shape] = &[
    Shape { name: "AccessKey", kind: Kind::Structure { members: &[
        Member { name: "UserName", wire_name: "UserName", shape: 140, required: true, ..Member::PLAIN },
        Member { name: "AccessKeyId", wire_name: "AccessKeyId", shape: 95, required: true, ..Member::PLAIN },
        Member { name: "Status", wire_name: "Status", shape: 132, required: true, ..Member::PLAIN },
        Member { name: "SecretAccessKey", wire_name: "SecretAccessKey", shape: 97, required: true, ..Member::PLAIN },
        Member { name: "CreateDate", wire_name: "CreateDate", shape: 102, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "AccessKeyMetadata", kind: Kind::Structure { members: &[
        Member { name: "UserName", wire_name: "UserName", shape: 140, ..Member::PLAIN },
        Member { name: "AccessKeyId", wire_name: "AccessKeyId", shape: 95, ..Member::PLAIN },
        Member { name: "Status", wire_name: "Status", shape: 132, ..Member::PLAIN },
        Member { name: "CreateDate", wire_name: "CreateDate", shape: 102, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "AttachRolePolicyRequest", kind: Kind::Structure { members: &[
        Member { name: "RoleName", wire_name: "RoleName", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "PolicyArn", wire_name: "PolicyArn", shape: 98, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "AttachUserPolicyRequest", kind: Kind::Structure { members: &[
        Member { name: "UserName", wire_name: "UserName", shape: 140, required: true, ..Member::PLAIN },
        Member { name: "PolicyArn", wire_name: "PolicyArn", shape: 98, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "AttachedPermissionsBoundary", kind: Kind::Structure { members: &[
        Member { name: "PermissionsBoundaryType", wire_name: "PermissionsBoundaryType", shape: 69, ..Member::PLAIN },
        Member { name: "PermissionsBoundaryArn", wire_name: "PermissionsBoundaryArn", shape: 98, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "AttachedPolicy", kind: Kind::Structure { members: &[
        Member { name: "PolicyName", wire_name: "PolicyName", shape: 121, ..Member::PLAIN },
        Member { name: "PolicyArn", wire_name: "PolicyArn", shape: 98, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ConcurrentModificationException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 7, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "ConcurrentModification", status: 409 }) } },
    Shape { name: "ConcurrentModificationMessage", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "CreateAccessKeyRequest", kind: Kind::Structure { members: &[
        Member { name: "UserName", wire_name: "UserName", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateAccessKeyResponse", kind: Kind::Structure { members: &[
        Member { name: "AccessKey", wire_name: "AccessKey", shape: 0, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreatePolicyRequest", kind: Kind::Structure { members: &[
        Member { name: "PolicyName", wire_name: "PolicyName", shape: 121, required: true, ..Member::PLAIN },
        Member { name: "Path", wire_name: "Path", shape: 123, ..Member::PLAIN },
        Member { name: "PolicyDocument", wire_name: "PolicyDocument", shape: 117, required: true, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 116, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 136, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreatePolicyResponse", kind: Kind::Structure { members: &[
        Member { name: "Policy", wire_name: "Policy", shape: 70, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreatePolicyVersionRequest", kind: Kind::Structure { members: &[
        Member { name: "PolicyArn", wire_name: "PolicyArn", shape: 98, required: true, ..Member::PLAIN },
        Member { name: "PolicyDocument", wire_name: "PolicyDocument", shape: 117, required: true, ..Member::PLAIN },
        Member { name: "SetAsDefault", wire_name: "SetAsDefault", shape: 101, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreatePolicyVersionResponse", kind: Kind::Structure { members: &[
        Member { name: "PolicyVersion", wire_name: "PolicyVersion", shape: 73, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateRoleRequest", kind: Kind::Structure { members: &[
        Member { name: "Path", wire_name: "Path", shape: 115, ..Member::PLAIN },
        Member { name: "RoleName", wire_name: "RoleName", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "AssumeRolePolicyDocument", wire_name: "AssumeRolePolicyDocument", shape: 117, required: true, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 127, ..Member::PLAIN },
        Member { name: "MaxSessionDuration", wire_name: "MaxSessionDuration", shape: 129, ..Member::PLAIN },
        Member { name: "PermissionsBoundary", wire_name: "PermissionsBoundary", shape: 98, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 136, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateRoleResponse", kind: Kind::Structure { members: &[
        Member { name: "Role", wire_name: "Role", shape: 78, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateUserRequest", kind: Kind::Structure { members: &[
        Member { name: "Path", wire_name: "Path", shape: 115, ..Member::PLAIN },
        Member { name: "UserName", wire_name: "UserName", shape: 140, required: true, ..Member::PLAIN },
        Member { name: "PermissionsBoundary", wire_name: "PermissionsBoundary", shape: 98, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 136, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "CreateUserResponse", kind: Kind::Structure { members: &[
        Member { name: "User", wire_name: "User", shape: 94, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteAccessKeyRequest", kind: Kind::Structure { members: &[
        Member { name: "UserName", wire_name: "UserName", shape: 105, ..Member::PLAIN },
        Member { name: "AccessKeyId", wire_name: "AccessKeyId", shape: 95, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteConflictException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 103, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "DeleteConflict", status: 409 }) } },
    Shape { name: "DeletePolicyRequest", kind: Kind::Structure { members: &[
        Member { name: "PolicyArn", wire_name: "PolicyArn", shape: 98, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeletePolicyVersionRequest", kind: Kind::Structure { members: &[
        Member { name: "PolicyArn", wire_name: "PolicyArn", shape: 98, required: true, ..Member::PLAIN },
        Member { name: "VersionId", wire_name: "VersionId", shape: 125, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteRolePermissionsBoundaryRequest", kind: Kind::Structure { members: &[
        Member { name: "RoleName", wire_name: "RoleName", shape: 130, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteRolePolicyRequest", kind: Kind::Structure { members: &[
        Member { name: "RoleName", wire_name: "RoleName", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "PolicyName", wire_name: "PolicyName", shape: 121, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteRoleRequest", kind: Kind::Structure { members: &[
        Member { name: "RoleName", wire_name: "RoleName", shape: 130, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteUserPermissionsBoundaryRequest", kind: Kind::Structure { members: &[
        Member { name: "UserName", wire_name: "UserName", shape: 140, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteUserPolicyRequest", kind: Kind::Structure { members: &[
        Member { name: "UserName", wire_name: "UserName", shape: 105, required: true, ..Member::PLAIN },
        Member { name: "PolicyName", wire_name: "PolicyName", shape: 121, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DeleteUserRequest", kind: Kind::Structure { members: &[
        Member { name: "UserName", wire_name: "UserName", shape: 105, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DetachRolePolicyRequest", kind: Kind::Structure { members: &[
        Member { name: "RoleName", wire_name: "RoleName", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "PolicyArn", wire_name: "PolicyArn", shape: 98, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "DetachUserPolicyRequest", kind: Kind::Structure { members: &[
        Member { name: "UserName", wire_name: "UserName", shape: 140, required: true, ..Member::PLAIN },
        Member { name: "PolicyArn", wire_name: "PolicyArn", shape: 98, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "EntityAlreadyExistsException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 104, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "EntityAlreadyExists", status: 409 }) } },
    Shape { name: "GetPolicyRequest", kind: Kind::Structure { members: &[
        Member { name: "PolicyArn", wire_name: "PolicyArn", shape: 98, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetPolicyResponse", kind: Kind::Structure { members: &[
        Member { name: "Policy", wire_name: "Policy", shape: 70, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetPolicyVersionRequest", kind: Kind::Structure { members: &[
        Member { name: "PolicyArn", wire_name: "PolicyArn", shape: 98, required: true, ..Member::PLAIN },
        Member { name: "VersionId", wire_name: "VersionId", shape: 125, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetPolicyVersionResponse", kind: Kind::Structure { members: &[
        Member { name: "PolicyVersion", wire_name: "PolicyVersion", shape: 73, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetRolePolicyRequest", kind: Kind::Structure { members: &[
        Member { name: "RoleName", wire_name: "RoleName", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "PolicyName", wire_name: "PolicyName", shape: 121, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetRolePolicyResponse", kind: Kind::Structure { members: &[
        Member { name: "RoleName", wire_name: "RoleName", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "PolicyName", wire_name: "PolicyName", shape: 121, required: true, ..Member::PLAIN },
        Member { name: "PolicyDocument", wire_name: "PolicyDocument", shape: 117, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetRoleRequest", kind: Kind::Structure { members: &[
        Member { name: "RoleName", wire_name: "RoleName", shape: 130, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetRoleResponse", kind: Kind::Structure { members: &[
        Member { name: "Role", wire_name: "Role", shape: 78, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetUserPolicyRequest", kind: Kind::Structure { members: &[
        Member { name: "UserName", wire_name: "UserName", shape: 105, required: true, ..Member::PLAIN },
        Member { name: "PolicyName", wire_name: "PolicyName", shape: 121, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetUserPolicyResponse", kind: Kind::Structure { members: &[
        Member { name: "UserName", wire_name: "UserName", shape: 105, required: true, ..Member::PLAIN },
        Member { name: "PolicyName", wire_name: "PolicyName", shape: 121, required: true, ..Member::PLAIN },
        Member { name: "PolicyDocument", wire_name: "PolicyDocument", shape: 117, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetUserRequest", kind: Kind::Structure { members: &[
        Member { name: "UserName", wire_name: "UserName", shape: 105, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "GetUserResponse", kind: Kind::Structure { members: &[
        Member { name: "User", wire_name: "User", shape: 94, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "InvalidInputException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 108, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "InvalidInput", status: 400 }) } },
    Shape { name: "LimitExceededException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 109, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "LimitExceeded", status: 409 }) } },
    Shape { name: "ListAccessKeysRequest", kind: Kind::Structure { members: &[
        Member { name: "UserName", wire_name: "UserName", shape: 105, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 111, ..Member::PLAIN },
        Member { name: "MaxItems", wire_name: "MaxItems", shape: 112, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListAccessKeysResponse", kind: Kind::Structure { members: &[
        Member { name: "AccessKeyMetadata", wire_name: "AccessKeyMetadata", shape: 96, required: true, ..Member::PLAIN },
        Member { name: "IsTruncated", wire_name: "IsTruncated", shape: 101, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 126, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListAttachedRolePoliciesRequest", kind: Kind::Structure { members: &[
        Member { name: "RoleName", wire_name: "RoleName", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "PathPrefix", wire_name: "PathPrefix", shape: 123, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 111, ..Member::PLAIN },
        Member { name: "MaxItems", wire_name: "MaxItems", shape: 112, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListAttachedRolePoliciesResponse", kind: Kind::Structure { members: &[
        Member { name: "AttachedPolicies", wire_name: "AttachedPolicies", shape: 99, ..Member::PLAIN },
        Member { name: "IsTruncated", wire_name: "IsTruncated", shape: 101, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 126, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListAttachedUserPoliciesRequest", kind: Kind::Structure { members: &[
        Member { name: "UserName", wire_name: "UserName", shape: 140, required: true, ..Member::PLAIN },
        Member { name: "PathPrefix", wire_name: "PathPrefix", shape: 123, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 111, ..Member::PLAIN },
        Member { name: "MaxItems", wire_name: "MaxItems", shape: 112, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListAttachedUserPoliciesResponse", kind: Kind::Structure { members: &[
        Member { name: "AttachedPolicies", wire_name: "AttachedPolicies", shape: 99, ..Member::PLAIN },
        Member { name: "IsTruncated", wire_name: "IsTruncated", shape: 101, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 126, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListPoliciesRequest", kind: Kind::Structure { members: &[
        Member { name: "Scope", wire_name: "Scope", shape: 124, ..Member::PLAIN },
        Member { name: "OnlyAttached", wire_name: "OnlyAttached", shape: 101, ..Member::PLAIN },
        Member { name: "PathPrefix", wire_name: "PathPrefix", shape: 123, ..Member::PLAIN },
        Member { name: "PolicyUsageFilter", wire_name: "PolicyUsageFilter", shape: 72, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 111, ..Member::PLAIN },
        Member { name: "MaxItems", wire_name: "MaxItems", shape: 112, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListPoliciesResponse", kind: Kind::Structure { members: &[
        Member { name: "Policies", wire_name: "Policies", shape: 119, ..Member::PLAIN },
        Member { name: "IsTruncated", wire_name: "IsTruncated", shape: 101, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 126, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListPolicyVersionsRequest", kind: Kind::Structure { members: &[
        Member { name: "PolicyArn", wire_name: "PolicyArn", shape: 98, required: true, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 111, ..Member::PLAIN },
        Member { name: "MaxItems", wire_name: "MaxItems", shape: 112, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListPolicyVersionsResponse", kind: Kind::Structure { members: &[
        Member { name: "Versions", wire_name: "Versions", shape: 118, ..Member::PLAIN },
        Member { name: "IsTruncated", wire_name: "IsTruncated", shape: 101, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 126, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListRolePoliciesRequest", kind: Kind::Structure { members: &[
        Member { name: "RoleName", wire_name: "RoleName", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 111, ..Member::PLAIN },
        Member { name: "MaxItems", wire_name: "MaxItems", shape: 112, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListRolePoliciesResponse", kind: Kind::Structure { members: &[
        Member { name: "PolicyNames", wire_name: "PolicyNames", shape: 120, required: true, ..Member::PLAIN },
        Member { name: "IsTruncated", wire_name: "IsTruncated", shape: 101, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 126, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListRoleTagsRequest", kind: Kind::Structure { members: &[
        Member { name: "RoleName", wire_name: "RoleName", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 111, ..Member::PLAIN },
        Member { name: "MaxItems", wire_name: "MaxItems", shape: 112, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListRoleTagsResponse", kind: Kind::Structure { members: &[
        Member { name: "Tags", wire_name: "Tags", shape: 136, required: true, ..Member::PLAIN },
        Member { name: "IsTruncated", wire_name: "IsTruncated", shape: 101, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 126, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListRolesRequest", kind: Kind::Structure { members: &[
        Member { name: "PathPrefix", wire_name: "PathPrefix", shape: 114, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 111, ..Member::PLAIN },
        Member { name: "MaxItems", wire_name: "MaxItems", shape: 112, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListRolesResponse", kind: Kind::Structure { members: &[
        Member { name: "Roles", wire_name: "Roles", shape: 128, required: true, ..Member::PLAIN },
        Member { name: "IsTruncated", wire_name: "IsTruncated", shape: 101, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 126, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListUserPoliciesRequest", kind: Kind::Structure { members: &[
        Member { name: "UserName", wire_name: "UserName", shape: 105, required: true, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 111, ..Member::PLAIN },
        Member { name: "MaxItems", wire_name: "MaxItems", shape: 112, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListUserPoliciesResponse", kind: Kind::Structure { members: &[
        Member { name: "PolicyNames", wire_name: "PolicyNames", shape: 120, required: true, ..Member::PLAIN },
        Member { name: "IsTruncated", wire_name: "IsTruncated", shape: 101, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 126, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListUserTagsRequest", kind: Kind::Structure { members: &[
        Member { name: "UserName", wire_name: "UserName", shape: 105, required: true, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 111, ..Member::PLAIN },
        Member { name: "MaxItems", wire_name: "MaxItems", shape: 112, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListUserTagsResponse", kind: Kind::Structure { members: &[
        Member { name: "Tags", wire_name: "Tags", shape: 136, required: true, ..Member::PLAIN },
        Member { name: "IsTruncated", wire_name: "IsTruncated", shape: 101, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 126, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListUsersRequest", kind: Kind::Structure { members: &[
        Member { name: "PathPrefix", wire_name: "PathPrefix", shape: 114, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 111, ..Member::PLAIN },
        Member { name: "MaxItems", wire_name: "MaxItems", shape: 112, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ListUsersResponse", kind: Kind::Structure { members: &[
        Member { name: "Users", wire_name: "Users", shape: 139, required: true, ..Member::PLAIN },
        Member { name: "IsTruncated", wire_name: "IsTruncated", shape: 101, ..Member::PLAIN },
        Member { name: "Marker", wire_name: "Marker", shape: 126, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "MalformedPolicyDocumentException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 110, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "MalformedPolicyDocument", status: 400 }) } },
    Shape { name: "NoSuchEntityException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 113, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "NoSuchEntity", status: 404 }) } },
    Shape { name: "PermissionsBoundaryAttachmentType", kind: Kind::String { length: (None, None), pattern: None, values: &["PermissionsBoundaryPolicy"] } },
    Shape { name: "Policy", kind: Kind::Structure { members: &[
        Member { name: "PolicyName", wire_name: "PolicyName", shape: 121, ..Member::PLAIN },
        Member { name: "PolicyId", wire_name: "PolicyId", shape: 106, ..Member::PLAIN },
        Member { name: "Arn", wire_name: "Arn", shape: 98, ..Member::PLAIN },
        Member { name: "Path", wire_name: "Path", shape: 123, ..Member::PLAIN },
        Member { name: "DefaultVersionId", wire_name: "DefaultVersionId", shape: 125, ..Member::PLAIN },
        Member { name: "AttachmentCount", wire_name: "AttachmentCount", shape: 100, ..Member::PLAIN },
        Member { name: "PermissionsBoundaryUsageCount", wire_name: "PermissionsBoundaryUsageCount", shape: 100, ..Member::PLAIN },
        Member { name: "IsAttachable", wire_name: "IsAttachable", shape: 101, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 116, ..Member::PLAIN },
        Member { name: "CreateDate", wire_name: "CreateDate", shape: 102, ..Member::PLAIN },
        Member { name: "UpdateDate", wire_name: "UpdateDate", shape: 102, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 136, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PolicyNotAttachableException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 122, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "PolicyNotAttachable", status: 400 }) } },
    Shape { name: "PolicyUsageType", kind: Kind::String { length: (None, None), pattern: None, values: &["PermissionsPolicy","PermissionsBoundary"] } },
    Shape { name: "PolicyVersion", kind: Kind::Structure { members: &[
        Member { name: "Document", wire_name: "Document", shape: 117, ..Member::PLAIN },
        Member { name: "VersionId", wire_name: "VersionId", shape: 125, ..Member::PLAIN },
        Member { name: "IsDefaultVersion", wire_name: "IsDefaultVersion", shape: 101, ..Member::PLAIN },
        Member { name: "CreateDate", wire_name: "CreateDate", shape: 102, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutRolePermissionsBoundaryRequest", kind: Kind::Structure { members: &[
        Member { name: "RoleName", wire_name: "RoleName", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "PermissionsBoundary", wire_name: "PermissionsBoundary", shape: 98, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutRolePolicyRequest", kind: Kind::Structure { members: &[
        Member { name: "RoleName", wire_name: "RoleName", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "PolicyName", wire_name: "PolicyName", shape: 121, required: true, ..Member::PLAIN },
        Member { name: "PolicyDocument", wire_name: "PolicyDocument", shape: 117, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutUserPermissionsBoundaryRequest", kind: Kind::Structure { members: &[
        Member { name: "UserName", wire_name: "UserName", shape: 140, required: true, ..Member::PLAIN },
        Member { name: "PermissionsBoundary", wire_name: "PermissionsBoundary", shape: 98, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "PutUserPolicyRequest", kind: Kind::Structure { members: &[
        Member { name: "UserName", wire_name: "UserName", shape: 105, required: true, ..Member::PLAIN },
        Member { name: "PolicyName", wire_name: "PolicyName", shape: 121, required: true, ..Member::PLAIN },
        Member { name: "PolicyDocument", wire_name: "PolicyDocument", shape: 117, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Role", kind: Kind::Structure { members: &[
        Member { name: "Path", wire_name: "Path", shape: 115, required: true, ..Member::PLAIN },
        Member { name: "RoleName", wire_name: "RoleName", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "RoleId", wire_name: "RoleId", shape: 106, required: true, ..Member::PLAIN },
        Member { name: "Arn", wire_name: "Arn", shape: 98, required: true, ..Member::PLAIN },
        Member { name: "CreateDate", wire_name: "CreateDate", shape: 102, required: true, ..Member::PLAIN },
        Member { name: "AssumeRolePolicyDocument", wire_name: "AssumeRolePolicyDocument", shape: 117, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 127, ..Member::PLAIN },
        Member { name: "MaxSessionDuration", wire_name: "MaxSessionDuration", shape: 129, ..Member::PLAIN },
        Member { name: "PermissionsBoundary", wire_name: "PermissionsBoundary", shape: 4, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 136, ..Member::PLAIN },
        Member { name: "RoleLastUsed", wire_name: "RoleLastUsed", shape: 79, ..Member::PLAIN },
        Member { name: "SourceRoleTemplate", wire_name: "SourceRoleTemplate", shape: 81, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "RoleLastUsed", kind: Kind::Structure { members: &[
        Member { name: "LastUsedDate", wire_name: "LastUsedDate", shape: 102, ..Member::PLAIN },
        Member { name: "Region", wire_name: "Region", shape: 133, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ServiceFailureException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 131, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "ServiceFailure", status: 500 }) } },
    Shape { name: "SourceRoleTemplate", kind: Kind::Structure { members: &[
        Member { name: "TemplateArn", wire_name: "TemplateArn", shape: 98, required: true, ..Member::PLAIN },
        Member { name: "TemplateMinorVersion", wire_name: "TemplateMinorVersion", shape: 107, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Tag", kind: Kind::Structure { members: &[
        Member { name: "Key", wire_name: "Key", shape: 135, required: true, ..Member::PLAIN },
        Member { name: "Value", wire_name: "Value", shape: 137, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TagRoleRequest", kind: Kind::Structure { members: &[
        Member { name: "RoleName", wire_name: "RoleName", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 136, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "TagUserRequest", kind: Kind::Structure { members: &[
        Member { name: "UserName", wire_name: "UserName", shape: 105, required: true, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 136, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UnmodifiableEntityException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 138, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "UnmodifiableEntity", status: 400 }) } },
    Shape { name: "UntagRoleRequest", kind: Kind::Structure { members: &[
        Member { name: "RoleName", wire_name: "RoleName", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "TagKeys", wire_name: "TagKeys", shape: 134, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UntagUserRequest", kind: Kind::Structure { members: &[
        Member { name: "UserName", wire_name: "UserName", shape: 105, required: true, ..Member::PLAIN },
        Member { name: "TagKeys", wire_name: "TagKeys", shape: 134, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateAccessKeyRequest", kind: Kind::Structure { members: &[
        Member { name: "UserName", wire_name: "UserName", shape: 105, ..Member::PLAIN },
        Member { name: "AccessKeyId", wire_name: "AccessKeyId", shape: 95, required: true, ..Member::PLAIN },
        Member { name: "Status", wire_name: "Status", shape: 132, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateAssumeRolePolicyRequest", kind: Kind::Structure { members: &[
        Member { name: "RoleName", wire_name: "RoleName", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "PolicyDocument", wire_name: "PolicyDocument", shape: 117, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateRoleDescriptionRequest", kind: Kind::Structure { members: &[
        Member { name: "RoleName", wire_name: "RoleName", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 127, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateRoleDescriptionResponse", kind: Kind::Structure { members: &[
        Member { name: "Role", wire_name: "Role", shape: 78, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateRoleRequest", kind: Kind::Structure { members: &[
        Member { name: "RoleName", wire_name: "RoleName", shape: 130, required: true, ..Member::PLAIN },
        Member { name: "Description", wire_name: "Description", shape: 127, ..Member::PLAIN },
        Member { name: "MaxSessionDuration", wire_name: "MaxSessionDuration", shape: 129, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "UpdateRoleResponse", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: None } },
    Shape { name: "User", kind: Kind::Structure { members: &[
        Member { name: "Path", wire_name: "Path", shape: 115, required: true, ..Member::PLAIN },
        Member { name: "UserName", wire_name: "UserName", shape: 140, required: true, ..Member::PLAIN },
        Member { name: "UserId", wire_name: "UserId", shape: 106, required: true, ..Member::PLAIN },
        Member { name: "Arn", wire_name: "Arn", shape: 98, required: true, ..Member::PLAIN },
        Member { name: "CreateDate", wire_name: "CreateDate", shape: 102, required: true, ..Member::PLAIN },
        Member { name: "PasswordLastUsed", wire_name: "PasswordLastUsed", shape: 102, ..Member::PLAIN },
        Member { name: "PermissionsBoundary", wire_name: "PermissionsBoundary", shape: 4, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 136, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "accessKeyIdType", kind: Kind::String { length: (Some(16), Some(128)), pattern: Some(&PATTERN_8), values: &[] } },
    Shape { name: "accessKeyMetadataListType", kind: Kind::List { element: 1, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "accessKeySecretType", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "arnType", kind: Kind::String { length: (Some(20), Some(2_048)), pattern: None, values: &[] } },
    Shape { name: "attachedPoliciesListType", kind: Kind::List { element: 5, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "attachmentCountType", kind: Kind::Integer { range: (None, None) } },
    Shape { name: "booleanType", kind: Kind::Boolean },
    Shape { name: "dateType", kind: Kind::Timestamp { format: None } },
    Shape { name: "deleteConflictMessage", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "entityAlreadyExistsMessage", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "existingUserNameType", kind: Kind::String { length: (Some(1), Some(128)), pattern: Some(&PATTERN_7), values: &[] } },
    Shape { name: "idType", kind: Kind::String { length: (Some(16), Some(128)), pattern: Some(&PATTERN_8), values: &[] } },
    Shape { name: "integerType", kind: Kind::Integer { range: (None, None) } },
    Shape { name: "invalidInputMessage", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "limitExceededMessage", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "malformedPolicyDocumentMessage", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "markerType", kind: Kind::String { length: (Some(1), Some(320)), pattern: Some(&PATTERN_6), values: &[] } },
    Shape { name: "maxItemsType", kind: Kind::Integer { range: (Some(1), Some(1_000)) } },
    Shape { name: "noSuchEntityMessage", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "pathPrefixType", kind: Kind::String { length: (Some(1), Some(512)), pattern: Some(&PATTERN_9), values: &[] } },
    Shape { name: "pathType", kind: Kind::String { length: (Some(1), Some(512)), pattern: Some(&PATTERN_1), values: &[] } },
    Shape { name: "policyDescriptionType", kind: Kind::String { length: (None, Some(1_000)), pattern: None, values: &[] } },
    Shape { name: "policyDocumentType", kind: Kind::String { length: (Some(1), Some(131_072)), pattern: Some(&PATTERN_5), values: &[] } },
    Shape { name: "policyDocumentVersionListType", kind: Kind::List { element: 73, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "policyListType", kind: Kind::List { element: 70, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "policyNameListType", kind: Kind::List { element: 121, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "policyNameType", kind: Kind::String { length: (Some(1), Some(128)), pattern: Some(&PATTERN_7), values: &[] } },
    Shape { name: "policyNotAttachableMessage", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "policyPathType", kind: Kind::String { length: (Some(1), Some(512)), pattern: Some(&PATTERN_0), values: &[] } },
    Shape { name: "policyScopeType", kind: Kind::String { length: (None, None), pattern: None, values: &["All","AWS","Local"] } },
    Shape { name: "policyVersionIdType", kind: Kind::String { length: (None, None), pattern: Some(&PATTERN_10), values: &[] } },
    Shape { name: "responseMarkerType", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "roleDescriptionType", kind: Kind::String { length: (None, Some(1_000)), pattern: Some(&PATTERN_4), values: &[] } },
    Shape { name: "roleListType", kind: Kind::List { element: 78, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "roleMaxSessionDurationType", kind: Kind::Integer { range: (Some(3_600), Some(43_200)) } },
    Shape { name: "roleNameType", kind: Kind::String { length: (Some(1), Some(64)), pattern: Some(&PATTERN_7), values: &[] } },
    Shape { name: "serviceFailureExceptionMessage", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "statusType", kind: Kind::String { length: (None, None), pattern: None, values: &["Active","Inactive","Expired"] } },
    Shape { name: "stringType", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "tagKeyListType", kind: Kind::List { element: 135, element_name: "member", flattened: false, length: (None, Some(50)) } },
    Shape { name: "tagKeyType", kind: Kind::String { length: (Some(1), Some(128)), pattern: Some(&PATTERN_3), values: &[] } },
    Shape { name: "tagListType", kind: Kind::List { element: 82, element_name: "member", flattened: false, length: (None, Some(50)) } },
    Shape { name: "tagValueType", kind: Kind::String { length: (Some(0), Some(256)), pattern: Some(&PATTERN_2), values: &[] } },
    Shape { name: "unmodifiableEntityMessage", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "userListType", kind: Kind::List { element: 94, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "userNameType", kind: Kind::String { length: (Some(1), Some(64)), pattern: Some(&PATTERN_7), values: &[] } },
];
