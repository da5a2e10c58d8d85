//! Behaviour of the operations, as a client would see it: a script in, a transcript out.
//!
//! [`run`] and what it calls are the only code here that knows the Rust API.

use std::fmt::Write as _;

use samara_base::Arn;
use samara_service::testing::Bench;
use samara_service::{Answer, Principal};
use samara_store::StoreExt;
use samara_wire::Document;
use serde_json::Value;

use crate::{access_key, policies_of, service};

fn document(value: Value) -> Document {
    match value {
        Value::Null => Document::Null,
        Value::Bool(value) => Document::Boolean(value),
        Value::Number(number) => Document::Integer(number.as_i64().unwrap()),
        Value::String(text) => Document::String(text),
        Value::Array(items) => Document::List(items.into_iter().map(document).collect()),
        Value::Object(fields) => Document::Map(
            fields.into_iter().map(|(name, value)| (name.into(), document(value))).collect(),
        ),
    }
}

fn text(document: &Document) -> String {
    match document {
        Document::List(items) => {
            format!("[{}]", items.iter().map(text).collect::<Vec<_>>().join(", "))
        }
        Document::Map(fields) => {
            let field = |(name, value): &(_, Document)| format!("{name}: {}", text(value));
            format!("{{{}}}", fields.iter().map(field).collect::<Vec<_>>().join(", "))
        }
        Document::Boolean(value) => value.to_string(),
        Document::Integer(number) => number.to_string(),
        Document::String(text) => text.clone(),
        Document::Timestamp(time) => time.iso8601(),
        other => format!("{other:?}"),
    }
}

fn run(bench: &Bench, script: &str) -> String {
    let mut transcript = String::new();
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (operation, input) = line.split_once(' ').unwrap_or((line, "{}"));
        let input = document(serde_json::from_str(input).unwrap());
        match bench.call("iam", operation, input) {
            Ok(Answer::Done(output)) => writeln!(transcript, "{operation} {}", text(&output)),
            Ok(other) => writeln!(transcript, "{operation} {other:?}"),
            Err(refusal) => writeln!(
                transcript,
                "{operation} {} {}: {}",
                refusal.status, refusal.code, refusal.message
            ),
        }
        .unwrap();
    }
    transcript
}

fn check(script: &str, expect: &str) {
    let transcript = run(&Bench::new(vec![service()]), script);
    let lines = |text: &str| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>();
    let expect: Vec<_> = lines(expect).into_iter().filter(|line| !line.is_empty()).collect();
    assert!(lines(&transcript) == expect, "{transcript}");
}

const TRUST: &str = r#"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"#;
const READ: &str = r#"{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"dynamodb:GetItem\",\"Resource\":\"*\"}}"#;

fn filled(script: &str) -> String {
    script.replace("TRUST", TRUST).replace("READ", READ)
}

#[test]
fn a_role_lives_and_dies_as_on_aws() {
    check(
        &filled(
            r#"
            CreateRole {"RoleName":"Shop","AssumeRolePolicyDocument":"{}"}
            CreateRole {"RoleName":"Shop","Path":"/app/","AssumeRolePolicyDocument":"TRUST","Tags":[{"Key":"team","Value":"blue"}]}
            CreateRole {"RoleName":"shop","AssumeRolePolicyDocument":"TRUST"}
            CreateRole {"RoleName":"b","AssumeRolePolicyDocument":"TRUST","MaxSessionDuration":60}
            PutRolePolicy {"RoleName":"Shop","PolicyName":"read","PolicyDocument":"READ"}
            PutRolePolicy {"RoleName":"Shop","PolicyName":"read","PolicyDocument":"nonsense"}
            PutRolePolicy {"RoleName":"none","PolicyName":"read","PolicyDocument":"READ"}
            ListRolePolicies {"RoleName":"Shop"}
            GetRolePolicy {"RoleName":"Shop","PolicyName":"write"}
            AttachRolePolicy {"RoleName":"Shop","PolicyArn":"arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"}
            AttachRolePolicy {"RoleName":"Shop","PolicyArn":"arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole"}
            AttachRolePolicy {"RoleName":"Shop","PolicyArn":"arn:aws:iam::000000000000:policy/none"}
            ListAttachedRolePolicies {"RoleName":"Shop"}
            DeleteRole {"RoleName":"Shop"}
            DetachRolePolicy {"RoleName":"Shop","PolicyArn":"arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"}
            DetachRolePolicy {"RoleName":"Shop","PolicyArn":"arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"}
            DeleteRole {"RoleName":"Shop"}
            DeleteRolePolicy {"RoleName":"Shop","PolicyName":"read"}
            ListRoleTags {"RoleName":"Shop"}
            DeleteRole {"RoleName":"Shop"}
            GetRole {"RoleName":"Shop"}
            "#,
        ),
        r"
        CreateRole 400 MalformedPolicyDocument: Syntax errors in policy. 'Statement' is missing.
        CreateRole {Role: {Path: /app/, RoleName: Shop, RoleId: AROAVYDKHVRHDNWUA327S, Arn: arn:aws:iam::000000000000:role/app/Shop, CreateDate: 2026-11-21T12:00:00Z, AssumeRolePolicyDocument: %7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B%22Service%22%3A%22lambda.amazonaws.com%22%7D%2C%22Action%22%3A%22sts%3AAssumeRole%22%7D%5D%7D, MaxSessionDuration: 3600, Tags: [{Key: team, Value: blue}]}}
        CreateRole 409 EntityAlreadyExists: Role with name shop already exists.
        CreateRole 400 ValidationError: 1 validation error detected: Value '60' at 'maxSessionDuration' failed to satisfy constraint: Member must have value between 3600 and 43200
        PutRolePolicy {}
        PutRolePolicy 400 MalformedPolicyDocument: Syntax errors in policy.
        PutRolePolicy 404 NoSuchEntity: The role with name none cannot be found.
        ListRolePolicies {PolicyNames: [read], IsTruncated: false}
        GetRolePolicy 404 NoSuchEntity: The role policy with name write cannot be found.
        AttachRolePolicy {}
        AttachRolePolicy 501 NotImplemented: Samara does not support the AWS managed policy arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole.
        AttachRolePolicy 404 NoSuchEntity: Policy arn:aws:iam::000000000000:policy/none does not exist or is not attachable.
        ListAttachedRolePolicies {AttachedPolicies: [{PolicyName: AWSLambdaBasicExecutionRole, PolicyArn: arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole}], IsTruncated: false}
        DeleteRole 409 DeleteConflict: Cannot delete entity, must detach all policies first.
        DetachRolePolicy {}
        DetachRolePolicy 404 NoSuchEntity: Policy arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole was not found.
        DeleteRole 409 DeleteConflict: Cannot delete entity, must delete policies first.
        DeleteRolePolicy {}
        ListRoleTags {Tags: [{Key: team, Value: blue}], IsTruncated: false}
        DeleteRole {}
        GetRole 404 NoSuchEntity: The role with name Shop cannot be found.
        ",
    );
}

#[test]
fn a_managed_policy_has_five_versions_and_cannot_go_while_it_is_used() {
    let arn = r#""PolicyArn":"arn:aws:iam::000000000000:policy/p""#;
    check(
        &filled(
            &r#"
            CreatePolicy {"PolicyName":"p","PolicyDocument":"READ"}
            CreatePolicyVersion {ARN,"PolicyDocument":"READ","SetAsDefault":true}
            CreatePolicyVersion {ARN,"PolicyDocument":"READ"}
            CreatePolicyVersion {ARN,"PolicyDocument":"READ"}
            CreatePolicyVersion {ARN,"PolicyDocument":"READ"}
            CreatePolicyVersion {ARN,"PolicyDocument":"READ"}
            DeletePolicyVersion {ARN,"VersionId":"v2"}
            DeletePolicyVersion {ARN,"VersionId":"v1"}
            DeletePolicyVersion {ARN,"VersionId":"v3"}
            DeletePolicyVersion {ARN,"VersionId":"v4"}
            DeletePolicy {ARN}
            DeletePolicyVersion {ARN,"VersionId":"v5"}
            CreateUser {"UserName":"ada","PermissionsBoundary":"arn:aws:iam::000000000000:policy/p"}
            DeletePolicy {ARN}
            DeleteUser {"UserName":"ada"}
            DeletePolicy {ARN}
            GetPolicy {ARN}
            "#
            .replace("ARN", arn),
        ),
        r"
        CreatePolicy {Policy: {PolicyName: p, PolicyId: ANPAAIWTEZ6ECUIEUWLAB, Arn: arn:aws:iam::000000000000:policy/p, Path: /, DefaultVersionId: v1, AttachmentCount: 0, PermissionsBoundaryUsageCount: 0, IsAttachable: true, CreateDate: 2026-11-21T12:00:00Z, UpdateDate: 2026-11-21T12:00:00Z}}
        CreatePolicyVersion {PolicyVersion: {VersionId: v2, IsDefaultVersion: true, CreateDate: 2026-11-21T12:00:00Z}}
        CreatePolicyVersion {PolicyVersion: {VersionId: v3, IsDefaultVersion: false, CreateDate: 2026-11-21T12:00:00Z}}
        CreatePolicyVersion {PolicyVersion: {VersionId: v4, IsDefaultVersion: false, CreateDate: 2026-11-21T12:00:00Z}}
        CreatePolicyVersion {PolicyVersion: {VersionId: v5, IsDefaultVersion: false, CreateDate: 2026-11-21T12:00:00Z}}
        CreatePolicyVersion 409 LimitExceeded: A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.
        DeletePolicyVersion 409 DeleteConflict: Cannot delete the default version of a policy.
        DeletePolicyVersion {}
        DeletePolicyVersion {}
        DeletePolicyVersion {}
        DeletePolicy 409 DeleteConflict: This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.
        DeletePolicyVersion {}
        CreateUser {User: {Path: /, UserName: ada, UserId: AIDA6J65I53PE7E66ZWLT, Arn: arn:aws:iam::000000000000:user/ada, CreateDate: 2026-11-21T12:00:00Z, PermissionsBoundary: {PermissionsBoundaryType: Policy, PermissionsBoundaryArn: arn:aws:iam::000000000000:policy/p}}}
        DeletePolicy 409 DeleteConflict: Cannot delete a policy attached to entities.
        DeleteUser {}
        DeletePolicy {}
        GetPolicy 404 NoSuchEntity: Policy arn:aws:iam::000000000000:policy/p was not found.
        ",
    );
}

/// A page must go on where the last one ended, without losing or repeating a name.
#[test]
fn lists_come_in_pages() {
    let bench = Bench::new(vec![service()]);
    for name in ["a", "b", "c"] {
        run(&bench, &format!(r#"CreateUser {{"UserName":"{name}"}}"#));
    }
    let first = run(&bench, r#"ListUsers {"MaxItems":2}"#);
    assert!(first.contains("UserName: b") && !first.contains("UserName: c"), "{first}");
    let (_, marker) = first.trim_end().rsplit_once("Marker: ").unwrap();
    let marker = marker.trim_end_matches('}');
    let second = run(&bench, &format!(r#"ListUsers {{"MaxItems":2,"Marker":"{marker}"}}"#));
    assert!(second.contains("UserName: c") && second.contains("IsTruncated: false"), "{second}");
    assert!(!second.contains("UserName: b"), "{second}");
}

/// What the door asks: the secret behind a key, and the policies behind a caller, but nothing for
/// one whose role or user is gone or another.
#[test]
fn the_door_learns_secrets_and_policies() {
    let bench = Bench::new(vec![service()]);
    let script = filled(
        r#"
        CreateUser {"UserName":"ada"}
        PutUserPolicy {"UserName":"ada","PolicyName":"read","PolicyDocument":"READ"}
        AttachUserPolicy {"UserName":"ada","PolicyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}
        CreateAccessKey {"UserName":"ada"}
        "#,
    );
    let transcript = run(&bench, &script);
    let part = |name: &str| {
        let (_, rest) = transcript.rsplit_once(&format!("{name}: ")).unwrap();
        rest.split([',', '}']).next().unwrap().to_owned()
    };
    let (id, secret) = (part("AccessKeyId"), part("SecretAccessKey"));
    assert_eq!((id.len(), secret.len()), (20, 40));
    let account = bench.context().account;
    let found = bench.store.read(|txn| access_key(txn, &account, &id).unwrap()).unwrap();
    assert_eq!((found.secret, found.active), (secret, true));
    let policies = bench.store.read(|txn| policies_of(txn, &account, &found.user).unwrap());
    let names: Vec<_> = policies.unwrap().identity.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["read", "arn:aws:iam::aws:policy/AdministratorAccess"]);
    let earlier = Principal::User {
        arn: Arn::global("iam", &account, "user/ada"),
        id: "AIDAOFANOTHERLIFE0000".to_owned(),
    };
    assert!(bench.store.read(|txn| policies_of(txn, &account, &earlier).unwrap()).is_none());
    let listed = run(&bench, r#"ListAccessKeys {"UserName":"ada"}"#);
    assert!(listed.contains("Status: Active") && !listed.contains("Secret"), "{listed}");
}
