//! Behaviour of the operations, as a client would see it: a script in, a transcript out.
//!
//! [`run`] and what it calls are the only code here that knows the Rust API.

use samara_base::Arn;
use samara_service::Principal;
use samara_service::testing::Bench;
use samara_store::StoreExt;

use crate::{access_key, policies_of, service};

fn check(script: &str) {
    let transcript = Bench::new(vec![service()]).transcript("iam", script);
    assert!(transcript == script, "{transcript}");
}

const READ: &str = concat!(
    r#"{\"Version\":\"2012-10-17\",\"Statement\":"#,
    r#"{\"Effect\":\"Allow\",\"Action\":\"dynamodb:GetItem\",\"Resource\":\"*\"}}"#
);

#[test]
fn a_role_lives_and_dies_as_on_aws() {
    check(include_str!("tests/role.txt"));
}

#[test]
fn a_managed_policy_has_five_versions_and_cannot_go_while_it_is_used() {
    check(include_str!("tests/managed_policy.txt"));
}

/// A page must go on where the last one ended, without losing or repeating a name.
#[test]
fn lists_come_in_pages() {
    let bench = Bench::new(vec![service()]);
    for name in ["a", "b", "c"] {
        let _ = bench.transcript("iam", &format!(r#"> CreateUser {{"UserName":"{name}"}}"#));
    }
    let first = bench.transcript("iam", r#"> ListUsers {"MaxItems":2}"#);
    assert!(first.contains("UserName: b") && !first.contains("UserName: c"), "{first}");
    let (_, marker) = first.trim_end().rsplit_once("Marker: ").unwrap();
    let marker = marker.trim_end_matches('}');
    let second =
        bench.transcript("iam", &format!(r#"> ListUsers {{"MaxItems":2,"Marker":"{marker}"}}"#));
    assert!(second.contains("UserName: c") && second.contains("IsTruncated: false"), "{second}");
    assert!(!second.contains("UserName: b"), "{second}");
}

/// What the door asks: the secret behind a key, and the policies behind a caller, but nothing for
/// one whose role or user is gone or another.
#[test]
fn the_door_learns_secrets_and_policies() {
    let bench = Bench::new(vec![service()]);
    let script = r#"
        > CreateUser {"UserName":"ada"}
        > PutUserPolicy {"UserName":"ada","PolicyName":"read","PolicyDocument":"READ"}
        > AttachUserPolicy {"UserName":"ada","PolicyArn":"ADMIN"}
        > CreateAccessKey {"UserName":"ada"}
        "#;
    let script = script.replace("READ", READ);
    let script = script.replace("ADMIN", "arn:aws:iam::aws:policy/AdministratorAccess");
    let transcript = bench.transcript("iam", &script);
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
    let listed = bench.transcript("iam", r#"> ListAccessKeys {"UserName":"ada"}"#);
    assert!(listed.contains("Status: Active") && !listed.contains("Secret"), "{listed}");
}
