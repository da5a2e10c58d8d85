//! Documents in, decisions out.

use std::sync::Arc;

use samara_base::{Arn, Timestamp};

use super::{Decision, Policies, Policy, PolicyKind, evaluate};
use crate::testing::Bench;
use crate::{Access, Cx, Principal};

const TABLE: &str = "arn:aws:dynamodb:us-east-1:000000000000:table/orders";

fn cx(principal: Principal) -> Cx {
    let mut cx = Bench::new(vec![]).context().acting_as(principal);
    cx.now = Timestamp::parse_rfc3339("2026-11-21T12:00:00Z").unwrap();
    cx.source_ip = Some("10.1.2.3".parse().unwrap());
    cx
}

fn arn(service: &str, resource: &str) -> Arn {
    let cx = Bench::new(vec![]).context();
    Arn::global(service, &cx.account, resource)
}

fn role() -> Principal {
    Principal::Role {
        role: arn("iam", "role/app/shop"),
        id: "AROA1".to_owned(),
        session: "checkout".to_owned(),
        session_policies: Arc::new([]),
        function: None,
    }
}

fn user() -> Principal {
    Principal::User { arn: arn("iam", "user/ada"), id: "AIDA1".to_owned() }
}

fn events() -> Principal {
    let rule = "arn:aws:events:us-east-1:000000000000:rule/r";
    let mut parts = rule.splitn(6, ':').skip(1).map(str::to_owned);
    let mut next = || parts.next().unwrap();
    let source = Arn {
        partition: next(),
        service: next(),
        region: next(),
        account: next(),
        resource: next(),
    };
    Principal::Service { name: "events.amazonaws.com".to_owned(), source: Some(source) }
}

/// A case: what is asked by whom, under which policies.
#[derive(Default)]
struct Case<'a> {
    identity: &'a str,
    boundary: &'a str,
    session: &'a str,
    resource: &'a str,
}

fn identity(text: &str) -> Vec<Arc<Policy>> {
    let parse = |text: &str| Arc::new(Policy::parse(PolicyKind::Identity, text).unwrap());
    Some(text).filter(|text| !text.is_empty()).map(parse).into_iter().collect()
}

fn decide(cx: &Cx, access: &Access, case: &Case<'_>) -> String {
    let (own, session) = (identity(case.identity), identity(case.session));
    let boundary = identity(case.boundary);
    let resource = Some(case.resource).filter(|text| !text.is_empty());
    let resource = resource.map(|text| Policy::parse(PolicyKind::Resource, text).unwrap());
    let tags = [("team".to_owned(), "blue".to_owned())];
    let policies = Policies {
        identity: &own,
        boundary: boundary.first().map(|policy| &**policy),
        session: &session,
        resource: resource.as_ref(),
        tags: &tags,
    };
    let decision = evaluate(cx, access, &policies);
    decision.message(cx, access).unwrap_or_else(|| {
        assert_eq!(decision, Decision::Allowed);
        "allowed".to_owned()
    })
}

fn allow(action: &str, resource: &str, more: &str) -> String {
    document("Allow", action, resource, more)
}

fn document(effect: &str, action: &str, resource: &str, more: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"{effect}","Action":"{action}","Resource":"{resource}"{more}}}]}}"#
    )
}

fn check(principal: Principal, case: &Case<'_>, expect: &str) {
    let access = Access::new("dynamodb:PutItem", TABLE);
    assert_eq!(decide(&cx(principal), &access, case), expect);
}

const DENIED: &str = "User: arn:aws:sts::000000000000:assumed-role/shop/checkout is not authorized \
    to perform: dynamodb:PutItem on resource: \
    arn:aws:dynamodb:us-east-1:000000000000:table/orders";

#[test]
fn each_layer_must_allow_and_says_so_in_awss_words() {
    let all = allow("*", "*", "");
    let put = allow("dynamodb:Put*", TABLE, "");
    let get = allow("dynamodb:GetItem", "*", "");
    let deny = document("Deny", "dynamodb:*", "*", "");
    let none = Case::default();
    check(
        role(),
        &none,
        &format!("{DENIED} because no identity-based policy allows the dynamodb:PutItem action"),
    );
    check(role(), &Case { identity: &put, ..none }, "allowed");
    check(
        role(),
        &Case { identity: &deny, ..none },
        &format!("{DENIED} with an explicit deny in an identity-based policy"),
    );
    check(
        role(),
        &Case { identity: &all, boundary: &get, ..Case::default() },
        &format!("{DENIED} because no permissions boundary allows the dynamodb:PutItem action"),
    );
    check(
        role(),
        &Case { identity: &all, session: &get, ..Case::default() },
        &format!("{DENIED} because no session policy allows the dynamodb:PutItem action"),
    );
    check(
        role(),
        &Case { identity: &all, session: &deny, ..Case::default() },
        &format!("{DENIED} with an explicit deny in a session policy"),
    );
    check(role(), &Case { identity: &all, boundary: &put, session: &put, resource: "" }, "allowed");
}

/// A resource's policy may let a caller in by itself, but how far depends on whom it names.
#[test]
fn a_resource_policy_allows_as_directly_as_it_names() {
    let get = allow("dynamodb:GetItem", "*", "");
    let naming = |principal: &str| {
        allow("dynamodb:PutItem", "*", &format!(r#","Principal":{{"AWS":"{principal}"}}"#))
    };
    let session = naming("arn:aws:sts::000000000000:assumed-role/shop/checkout");
    let its_role = naming("arn:aws:iam::000000000000:role/app/shop");
    let account = naming("000000000000");
    let other = naming("111111111111");
    let boundary = |resource| Case { boundary: &get, resource, ..Case::default() };
    check(role(), &boundary(&session), "allowed");
    check(
        role(),
        &boundary(&its_role),
        &format!("{DENIED} because no permissions boundary allows the dynamodb:PutItem action"),
    );
    check(role(), &Case { resource: &its_role, ..Case::default() }, "allowed");
    let implicit =
        format!("{DENIED} because no identity-based policy allows the dynamodb:PutItem action");
    check(role(), &Case { resource: &account, ..Case::default() }, &implicit);
    check(role(), &Case { resource: &other, ..Case::default() }, &implicit);
    let ada = naming("arn:aws:iam::000000000000:user/ada");
    check(user(), &boundary(&ada), "allowed");
}

#[test]
fn a_service_comes_in_by_the_resource_policy_alone() {
    let access =
        Access::new("lambda:InvokeFunction", "arn:aws:lambda:us-east-1:000000000000:function:f");
    let permission = |source: &str| {
        allow(
            "lambda:InvokeFunction",
            "arn:aws:lambda:us-east-1:000000000000:function:f",
            &format!(
                r#","Principal":{{"Service":"events.amazonaws.com"}},"Condition":{{"ArnLike":{{"AWS:SourceArn":"{source}"}}}}"#
            ),
        )
    };
    let good = permission("arn:aws:events:us-east-1:000000000000:rule/*");
    let other = permission("arn:aws:events:us-east-1:000000000000:rule/other");
    let case = |resource| Case { resource, ..Case::default() };
    assert_eq!(decide(&cx(events()), &access, &case(&good)), "allowed");
    let denied = "User: events.amazonaws.com is not authorized to perform: lambda:InvokeFunction \
        on resource: arn:aws:lambda:us-east-1:000000000000:function:f because no resource-based \
        policy allows the lambda:InvokeFunction action";
    assert_eq!(decide(&cx(events()), &access, &case(&other)), denied);
    let all = allow("*", "*", "");
    let named = Case { identity: &all, ..Case::default() };
    assert_eq!(decide(&cx(events()), &access, &named), denied);
}

#[test]
fn root_needs_no_policy_and_nobody_gets_in_without_one() {
    check(Principal::Root, &Case::default(), "allowed");
    let open = allow("*", "*", r#","Principal":"*""#);
    check(Principal::Anonymous, &Case { resource: &open, ..Case::default() }, "allowed");
    let closed = document("Deny", "*", "*", r#","Principal":"*""#);
    let denied = "User: arn:aws:iam::000000000000:root is not authorized to perform: \
        dynamodb:PutItem on resource: arn:aws:dynamodb:us-east-1:000000000000:table/orders \
        with an explicit deny in a resource-based policy";
    check(Principal::Root, &Case { resource: &closed, ..Case::default() }, denied);
    let all_but = document(
        "Deny",
        "*",
        "*",
        r#","NotPrincipal":{"AWS":"arn:aws:iam::000000000000:user/ada"}"#,
    );
    let all = allow("*", "*", "");
    check(user(), &Case { identity: &all, resource: &all_but, ..Case::default() }, "allowed");
    check(
        role(),
        &Case { identity: &all, resource: &all_but, ..Case::default() },
        &format!("{DENIED} with an explicit deny in a resource-based policy"),
    );
}

/// Each line: a condition, and whether it holds for a user `ada` at 10.1.2.3 on 2026-11-21, in
/// team blue, who asks for the attributes `id` and `name`.
#[test]
fn conditions() {
    let cases = [
        (r#""StringEquals":{"aws:username":"ada"}"#, true),
        (r#""StringEquals":{"aws:username":["bob","ada"]}"#, true),
        (r#""StringEquals":{"aws:username":"Ada"}"#, false),
        (r#""StringEquals":{"aws:username":"a*"}"#, false),
        (r#""StringLike":{"AWS:UserName":"a?a"}"#, true),
        (r#""StringNotLike":{"aws:username":"b*"}"#, true),
        (r#""StringEqualsIgnoreCase":{"aws:username":"ADA"}"#, true),
        (r#""StringNotEqualsIgnoreCase":{"aws:username":["bob","ADA"]}"#, false),
        (r#""StringEquals":{"aws:SourceVpc":"v"}"#, false),
        (r#""StringNotEquals":{"aws:SourceVpc":"v"}"#, true),
        (r#""StringEqualsIfExists":{"aws:SourceVpc":"v"}"#, true),
        (r#""StringEqualsIfExists":{"aws:username":"bob"}"#, false),
        (r#""Null":{"aws:SourceVpc":"true"}"#, true),
        (r#""Null":{"aws:username":true}"#, false),
        (r#""Null":{"aws:username":"false"}"#, true),
        (r#""IpAddress":{"aws:SourceIp":"10.0.0.0/8"}"#, true),
        (r#""IpAddress":{"aws:SourceIp":["192.168.0.0/16","10.1.2.3"]}"#, true),
        (r#""NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}"#, false),
        (r#""IpAddress":{"aws:SourceIp":"::/0"}"#, false),
        (r#""IpAddress":{"aws:SourceIp":"0.0.0.0/0"}"#, true),
        (r#""DateGreaterThan":{"aws:CurrentTime":"2026-11-21T00:00:00Z"}"#, true),
        (r#""DateLessThan":{"aws:CurrentTime":"2026-11-21"}"#, false),
        (r#""DateLessThanEquals":{"aws:EpochTime":"1795262400"}"#, true),
        (r#""NumericLessThan":{"aws:EpochTime":1}"#, false),
        (r#""NumericGreaterThanEquals":{"aws:EpochTime":"1795262400"}"#, true),
        (r#""Bool":{"aws:SecureTransport":"false"}"#, true),
        (r#""Bool":{"aws:SecureTransport":true}"#, false),
        (r#""ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/*"}"#, true),
        (r#""ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*/ada"}"#, false),
        (r#""ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::000000000000:user/bob"}"#, true),
        (r#""StringEquals":{"aws:PrincipalTag/Team":"blue"}"#, true),
        (r#""StringEquals":{"aws:RequestedRegion":"us-east-1"}"#, true),
        (r#""ForAllValues:StringEquals":{"dynamodb:Attributes":["id","name","age"]}"#, true),
        (r#""ForAllValues:StringEquals":{"dynamodb:Attributes":["id"]}"#, false),
        (r#""ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["x"]}"#, true),
        (r#""ForAnyValue:StringEquals":{"dynamodb:Attributes":["id"]}"#, true),
        (r#""ForAnyValue:StringEquals":{"dynamodb:LeadingKeys":["x"]}"#, false),
        (r#""ForAnyValue:StringNotEquals":{"dynamodb:Attributes":["id"]}"#, true),
        (r#""ForAllValues:StringNotEquals":{"dynamodb:Attributes":["age"]}"#, true),
        (r#""StringEquals":{"aws:username":"ada","aws:userid":"AIDA1"}"#, true),
        (r#""StringEquals":{"aws:username":"ada"},"Bool":{"aws:ViaAWSService":"true"}"#, false),
        (r#""StringEquals":{"aws:username":"${aws:username}"}"#, true),
        (r#""StringEquals":{"aws:username":"${aws:SourceVpc, 'ada'}"}"#, true),
        (r#""StringEquals":{"aws:username":"${aws:SourceVpc}"}"#, false),
    ];
    let mut access = Access::new("dynamodb:GetItem", TABLE);
    let attributes = vec!["id".to_owned(), "name".to_owned()];
    access.conditions.push(("dynamodb:Attributes".to_owned(), attributes));
    for (condition, holds) in cases {
        let policy = allow("*", "*", &format!(r#","Condition":{{{condition}}}"#));
        let case = Case { identity: &policy, ..Case::default() };
        let decision = decide(&cx(user()), &access, &case);
        assert_eq!(decision == "allowed", holds, "{condition}");
    }
}

#[test]
fn actions_and_resources() {
    let cases = [
        ("DynamoDB:putitem", TABLE, true),
        ("dynamodb:P*m", "arn:aws:dynamodb:*:*:table/*", true),
        ("dynamodb:???Item", "arn:aws:dynamodb", true),
        ("dynamodb:PutItem", "arn:aws:dynamodb:*", true),
        ("dynamodb:PutItem", "arn:aws:*:table/orders", false),
        ("dynamodb:PutItem", "arn:aws:dynamodb:us-east-1:000000000000:table/order", false),
        ("dynamodb:PutItem", "arn:aws:dynamodb:us-east-1:000000000000:table/orders/index/*", false),
        (
            "dynamodb:PutItem",
            "arn:aws:dynamodb:us-east-1:000000000000:table/${aws:PrincipalTag/team}",
            false,
        ),
        ("s3:*", "*", false),
    ];
    for (action, resource, allowed) in cases {
        let policy = allow(action, resource, "");
        let access = Access::new("dynamodb:PutItem", TABLE);
        let case = Case { identity: &policy, ..Case::default() };
        assert_eq!(
            decide(&cx(user()), &access, &case) == "allowed",
            allowed,
            "{action} {resource}"
        );
    }
    let inverse =
        r#"{"Statement":{"Effect":"Allow","NotAction":["iam:*"],"NotResource":"arn:aws:s3:::x"}}"#;
    let case = Case { identity: inverse, ..Case::default() };
    check(user(), &case, "allowed");
    // `*` as the resource of an action that knows none is not an ARN that a pattern may match.
    let access = Access::new("dynamodb:ListTables", "*");
    let narrow = allow("*", "arn:aws:dynamodb:*:*:*", "");
    let case = Case { identity: &narrow, ..Case::default() };
    assert_ne!(decide(&cx(user()), &access, &case), "allowed");
}

/// A pattern that makes a backtracking matcher run for hours must not stop the door.
#[test]
fn a_hostile_pattern_is_matched_in_no_time() {
    let pattern = "a*".repeat(1000);
    let policy = allow("*", &format!("arn:aws:s3:::{pattern}b"), "");
    let access = Access::new("s3:GetObject", format!("arn:aws:s3:::{}", "a".repeat(1000)));
    let case = Case { identity: &policy, ..Case::default() };
    assert_ne!(decide(&cx(user()), &access, &case), "allowed");
}

#[test]
fn a_document_that_cannot_be_enforced_is_refused() {
    use PolicyKind::{Identity, Resource, Trust};
    let condition = |text: &str| allow("a:b", "*", &format!(r#","Condition":{text}"#));
    let cases = [
        (Identity, "nonsense".to_owned(), "Syntax errors in policy."),
        (Trust, "[]".to_owned(), "This policy contains invalid Json"),
        (
            Identity,
            r#"{"Version":"2013-10-17","Statement":[]}"#.to_owned(),
            "Syntax errors in policy. The version must be 2012-10-17 or 2008-10-17.",
        ),
        (
            Identity,
            r#"{"Version":"2012-10-17"}"#.to_owned(),
            "Syntax errors in policy. 'Statement' is missing.",
        ),
        (
            Identity,
            r#"{"Statement":{"Effect":"Allow","Resource":"*"}}"#.to_owned(),
            "Policy statement must contain actions.",
        ),
        (
            Identity,
            r#"{"Statement":{"Effect":"Allow","Action":"a:b"}}"#.to_owned(),
            "Policy statement must contain resources.",
        ),
        (
            Identity,
            r#"{"Statement":{"Effect":"allow","Action":"a:b","Resource":"*"}}"#.to_owned(),
            "Syntax errors in policy. 'Effect' must be Allow or Deny.",
        ),
        (
            Identity,
            allow("PutItem", "*", ""),
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        ),
        (Identity, allow("a:b", "orders", ""), "Resource orders must be in ARN format or \"*\"."),
        (
            Identity,
            allow("a:b", "*", r#","Principal":"*""#),
            "Policy document should not specify a principal.",
        ),
        (
            Identity,
            allow("a:b", "*", r#","Conditions":{}"#),
            "Syntax errors in policy. 'Conditions' is not an element of a statement.",
        ),
        (
            Identity,
            allow("a:b", "*", r#","Sid":"a b""#),
            "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
        ),
        (
            Identity,
            condition(r#"{"StringEqual":{"aws:username":"x"}}"#),
            "Invalid Condition type : StringEqual.",
        ),
        (
            Identity,
            condition(r#"{"ForSomeValue:StringEquals":{"aws:username":"x"}}"#),
            "Invalid Condition type : ForSomeValue:StringEquals.",
        ),
        (
            Identity,
            condition(r#"{"NullIfExists":{"aws:username":"true"}}"#),
            "Invalid Condition type : NullIfExists.",
        ),
        (
            Identity,
            condition(r#"{"IpAddress":{"aws:SourceIp":"10.0.0.0/33"}}"#),
            "Invalid value for condition IpAddress with key aws:SourceIp.",
        ),
        (
            Identity,
            condition(r#"{"StringEquals":{"aws:ResourceTag/a":"x"}}"#),
            "Samara does not support the condition key aws:resourcetag/a.",
        ),
        (Resource, allow("a:b", "*", ""), "Missing required field Principal"),
        (
            Resource,
            allow("a:b", "*", r#","Principal":{"AWS":"ada"}"#),
            "Invalid principal in policy: \"AWS\":\"ada\"",
        ),
        (
            Trust,
            allow("sts:AssumeRole", "*", r#","Principal":"*""#),
            "Has prohibited field Resource",
        ),
        (
            Trust,
            r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}}"#
                .to_owned(),
            "AssumeRole policy may only specify STS AssumeRole actions.",
        ),
    ];
    for (kind, text, expect) in cases {
        let error = Policy::parse(kind, &text).unwrap_err();
        assert_eq!(error.to_string(), expect, "{text}");
    }
}
