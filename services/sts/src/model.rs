//! Shapes and descriptors of sts, version 2011-06-15.
//!
//! Written by `cargo xtask codegen`; never edited by hand.

use samara_wire::{
    ErrorTrait, Kind, Member, OperationModel, Pattern, Protocol, ServiceModel, Shape, structure,
};

structure!(AssumeRoleRequest {
    role_arn: String = "RoleArn",
    role_session_name: String = "RoleSessionName",
    policy_arns: Option<Vec<PolicyDescriptorType>> = "PolicyArns",
    policy: Option<String> = "Policy",
    duration_seconds: Option<i64> = "DurationSeconds",
    tags: Option<Vec<Tag>> = "Tags",
    transitive_tag_keys: Option<Vec<String>> = "TransitiveTagKeys",
    external_id: Option<String> = "ExternalId",
    serial_number: Option<String> = "SerialNumber",
    token_code: Option<String> = "TokenCode",
    source_identity: Option<String> = "SourceIdentity",
    provided_contexts: Option<Vec<ProvidedContext>> = "ProvidedContexts",
    minimum_session_token_size: Option<i64> = "MinimumSessionTokenSize",
});

structure!(AssumeRoleResponse {
    credentials: Option<Credentials> = "Credentials",
    assumed_role_user: Option<AssumedRoleUser> = "AssumedRoleUser",
    packed_policy_size: Option<i64> = "PackedPolicySize",
    source_identity: Option<String> = "SourceIdentity",
    session_token_utilization: Option<i64> = "SessionTokenUtilization",
    session_token_size: Option<i64> = "SessionTokenSize",
});

structure!(AssumedRoleUser { assumed_role_id: String = "AssumedRoleId", arn: String = "Arn" });

structure!(Credentials {
    access_key_id: String = "AccessKeyId",
    secret_access_key: String = "SecretAccessKey",
    session_token: String = "SessionToken",
    expiration: samara_base::Timestamp = "Expiration",
});

structure!(GetCallerIdentityRequest {});

structure!(GetCallerIdentityResponse {
    user_id: Option<String> = "UserId",
    account: Option<String> = "Account",
    arn: Option<String> = "Arn",
});

structure!(PolicyDescriptorType {
    arn: Option<String> = "arn",
});

structure!(ProvidedContext {
    provider_arn: Option<String> = "ProviderArn",
    context_assertion: Option<String> = "ContextAssertion",
});

structure!(Tag { key: String = "Key", value: String = "Value" });

/// The service's model.
#[rustfmt::skip]
pub static MODEL: ServiceModel = ServiceModel {
    id: "sts", signing_name: "sts",
    endpoint_prefix: "sts", target_prefix: "",
    protocol: Protocol::AwsQuery,
    api_version: "2011-06-15", xml_namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    operations: OPERATIONS,
    known_operations: KNOWN_OPERATIONS,
    shapes: SHAPES,
};

#[rustfmt::skip]
static OPERATIONS: &[OperationModel] = &[
    OperationModel { name: "AssumeRole", method: "POST", uri: "/", status: 200, input: Some(0), output: Some(1), result_wrapper: "AssumeRoleResult", input_root: "", input_namespace: "", errors: &[7, 8, 12, 4] },
    OperationModel { name: "GetCallerIdentity", method: "POST", uri: "/", status: 200, input: Some(5), output: Some(6), result_wrapper: "GetCallerIdentityResult", input_root: "", input_namespace: "", errors: &[] },
];

#[rustfmt::skip]
static KNOWN_OPERATIONS: &[(&str, &str, &str)] = &[
    ("AssumeRole", "POST", "/"),
    ("AssumeRoleWithSAML", "POST", "/"),
    ("AssumeRoleWithWebIdentity", "POST", "/"),
    ("AssumeRoot", "POST", "/"),
    ("DecodeAuthorizationMessage", "POST", "/"),
    ("GetAccessKeyInfo", "POST", "/"),
    ("GetCallerIdentity", "POST", "/"),
    ("GetDelegatedAccessToken", "POST", "/"),
    ("GetFederationToken", "POST", "/"),
    ("GetSessionToken", "POST", "/"),
    ("GetWebIdentityToken", "POST", "/"),
];

#[rustfmt::skip]
static PATTERN_0: Pattern = Pattern::new("[\\d]*");
#[rustfmt::skip]
static PATTERN_1: Pattern = Pattern::new("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
#[rustfmt::skip]
static PATTERN_2: Pattern = Pattern::new("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+");
#[rustfmt::skip]
static PATTERN_3: Pattern = Pattern::new("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+");
#[rustfmt::skip]
static PATTERN_4: Pattern = Pattern::new("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
#[rustfmt::skip]
static PATTERN_5: Pattern = Pattern::new("[\\w+=,.@-]*");
#[rustfmt::skip]
static PATTERN_6: Pattern = Pattern::new("[\\w+=,.@:-]*");
#[rustfmt::skip]
static PATTERN_7: Pattern = Pattern::new("[\\w+=,.@:\\/-]*");
#[rustfmt::skip]
static PATTERN_8: Pattern = Pattern::new("[\\w+=/:,.@-]*");
#[rustfmt::skip]
static PATTERN_9: Pattern = Pattern::new("[\\w]*");

#[rustfmt::skip]
static SHAPES: &[Shape] = &[
    Shape { name: "AssumeRoleRequest", kind: Kind::Structure { members: &[
        Member { name: "RoleArn", wire_name: "RoleArn", shape: 17, required: true, ..Member::PLAIN },
        Member { name: "RoleSessionName", wire_name: "RoleSessionName", shape: 30, required: true, ..Member::PLAIN },
        Member { name: "PolicyArns", wire_name: "PolicyArns", shape: 27, ..Member::PLAIN },
        Member { name: "Policy", wire_name: "Policy", shape: 41, ..Member::PLAIN },
        Member { name: "DurationSeconds", wire_name: "DurationSeconds", shape: 29, ..Member::PLAIN },
        Member { name: "Tags", wire_name: "Tags", shape: 37, ..Member::PLAIN },
        Member { name: "TransitiveTagKeys", wire_name: "TransitiveTagKeys", shape: 35, ..Member::PLAIN },
        Member { name: "ExternalId", wire_name: "ExternalId", shape: 22, ..Member::PLAIN },
        Member { name: "SerialNumber", wire_name: "SerialNumber", shape: 31, ..Member::PLAIN },
        Member { name: "TokenCode", wire_name: "TokenCode", shape: 39, ..Member::PLAIN },
        Member { name: "SourceIdentity", wire_name: "SourceIdentity", shape: 34, ..Member::PLAIN },
        Member { name: "ProvidedContexts", wire_name: "ProvidedContexts", shape: 11, ..Member::PLAIN },
        Member { name: "MinimumSessionTokenSize", wire_name: "MinimumSessionTokenSize", shape: 24, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "AssumeRoleResponse", kind: Kind::Structure { members: &[
        Member { name: "Credentials", wire_name: "Credentials", shape: 3, ..Member::PLAIN },
        Member { name: "AssumedRoleUser", wire_name: "AssumedRoleUser", shape: 2, ..Member::PLAIN },
        Member { name: "PackedPolicySize", wire_name: "PackedPolicySize", shape: 25, ..Member::PLAIN },
        Member { name: "SourceIdentity", wire_name: "SourceIdentity", shape: 34, ..Member::PLAIN },
        Member { name: "SessionTokenUtilization", wire_name: "SessionTokenUtilization", shape: 33, ..Member::PLAIN },
        Member { name: "SessionTokenSize", wire_name: "SessionTokenSize", shape: 32, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "AssumedRoleUser", kind: Kind::Structure { members: &[
        Member { name: "AssumedRoleId", wire_name: "AssumedRoleId", shape: 18, required: true, ..Member::PLAIN },
        Member { name: "Arn", wire_name: "Arn", shape: 17, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "Credentials", kind: Kind::Structure { members: &[
        Member { name: "AccessKeyId", wire_name: "AccessKeyId", shape: 14, required: true, ..Member::PLAIN },
        Member { name: "SecretAccessKey", wire_name: "SecretAccessKey", shape: 15, required: true, ..Member::PLAIN },
        Member { name: "SessionToken", wire_name: "SessionToken", shape: 40, required: true, ..Member::PLAIN },
        Member { name: "Expiration", wire_name: "Expiration", shape: 20, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ExpiredTokenException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 21, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "ExpiredTokenException", status: 400 }) } },
    Shape { name: "GetCallerIdentityRequest", kind: Kind::Structure { members: &[
    ], payload: "", union: false, error: None } },
    Shape { name: "GetCallerIdentityResponse", kind: Kind::Structure { members: &[
        Member { name: "UserId", wire_name: "UserId", shape: 42, ..Member::PLAIN },
        Member { name: "Account", wire_name: "Account", shape: 16, ..Member::PLAIN },
        Member { name: "Arn", wire_name: "Arn", shape: 17, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "MalformedPolicyDocumentException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 23, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "MalformedPolicyDocument", status: 400 }) } },
    Shape { name: "PackedPolicyTooLargeException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 26, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "PackedPolicyTooLarge", status: 400 }) } },
    Shape { name: "PolicyDescriptorType", kind: Kind::Structure { members: &[
        Member { name: "arn", wire_name: "arn", shape: 17, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ProvidedContext", kind: Kind::Structure { members: &[
        Member { name: "ProviderArn", wire_name: "ProviderArn", shape: 17, ..Member::PLAIN },
        Member { name: "ContextAssertion", wire_name: "ContextAssertion", shape: 19, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "ProvidedContextsListType", kind: Kind::List { element: 10, element_name: "member", flattened: false, length: (Some(1), Some(5)) } },
    Shape { name: "RegionDisabledException", kind: Kind::Structure { members: &[
        Member { name: "message", wire_name: "message", shape: 28, ..Member::PLAIN },
    ], payload: "", union: false, error: Some(ErrorTrait { code: "RegionDisabledException", status: 403 }) } },
    Shape { name: "Tag", kind: Kind::Structure { members: &[
        Member { name: "Key", wire_name: "Key", shape: 36, required: true, ..Member::PLAIN },
        Member { name: "Value", wire_name: "Value", shape: 38, required: true, ..Member::PLAIN },
    ], payload: "", union: false, error: None } },
    Shape { name: "accessKeyIdType", kind: Kind::String { length: (Some(16), Some(128)), pattern: Some(&PATTERN_9), values: &[] } },
    Shape { name: "accessKeySecretType", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "accountType", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "arnType", kind: Kind::String { length: (Some(20), Some(2_048)), pattern: Some(&PATTERN_3), values: &[] } },
    Shape { name: "assumedRoleIdType", kind: Kind::String { length: (Some(2), Some(193)), pattern: Some(&PATTERN_6), values: &[] } },
    Shape { name: "contextAssertionType", kind: Kind::String { length: (Some(4), Some(2_048)), pattern: None, values: &[] } },
    Shape { name: "dateType", kind: Kind::Timestamp { format: None } },
    Shape { name: "expiredIdentityTokenMessage", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "externalIdType", kind: Kind::String { length: (Some(2), Some(1_224)), pattern: Some(&PATTERN_7), values: &[] } },
    Shape { name: "malformedPolicyDocumentMessage", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "minimumSessionTokenSizeType", kind: Kind::Integer { range: (Some(0), Some(4_096)) } },
    Shape { name: "nonNegativeIntegerType", kind: Kind::Integer { range: (Some(0), None) } },
    Shape { name: "packedPolicyTooLargeMessage", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "policyDescriptorListType", kind: Kind::List { element: 9, element_name: "member", flattened: false, length: (None, None) } },
    Shape { name: "regionDisabledMessage", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "roleDurationSecondsType", kind: Kind::Integer { range: (Some(900), Some(43_200)) } },
    Shape { name: "roleSessionNameType", kind: Kind::String { length: (Some(2), Some(64)), pattern: Some(&PATTERN_5), values: &[] } },
    Shape { name: "serialNumberType", kind: Kind::String { length: (Some(9), Some(256)), pattern: Some(&PATTERN_8), values: &[] } },
    Shape { name: "sessionTokenSizeType", kind: Kind::Integer { range: (Some(0), None) } },
    Shape { name: "sessionTokenUtilizationType", kind: Kind::Integer { range: (Some(0), None) } },
    Shape { name: "sourceIdentityType", kind: Kind::String { length: (Some(2), Some(64)), pattern: Some(&PATTERN_5), values: &[] } },
    Shape { name: "tagKeyListType", kind: Kind::List { element: 36, element_name: "member", flattened: false, length: (None, Some(50)) } },
    Shape { name: "tagKeyType", kind: Kind::String { length: (Some(1), Some(128)), pattern: Some(&PATTERN_2), values: &[] } },
    Shape { name: "tagListType", kind: Kind::List { element: 13, element_name: "member", flattened: false, length: (None, Some(50)) } },
    Shape { name: "tagValueType", kind: Kind::String { length: (Some(0), Some(256)), pattern: Some(&PATTERN_1), values: &[] } },
    Shape { name: "tokenCodeType", kind: Kind::String { length: (Some(6), Some(6)), pattern: Some(&PATTERN_0), values: &[] } },
    Shape { name: "tokenType", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
    Shape { name: "unrestrictedSessionPolicyDocumentType", kind: Kind::String { length: (Some(1), None), pattern: Some(&PATTERN_4), values: &[] } },
    Shape { name: "userIdType", kind: Kind::String { length: (None, None), pattern: None, values: &[] } },
];
