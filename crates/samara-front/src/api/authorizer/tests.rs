//! Who is let in, and what the authorizer's function is asked.

use samara_apigatewayv2::IdentitySource;
use samara_service::testing::Bench;

use super::*;
use crate::api::tests::request;

fn authorizer(format: PayloadFormat, simple: bool, sources: &[&str]) -> Authorizer {
    let authorizer = HttpAuthorizer {
        name: "keys".to_owned(),
        identity: sources.iter().map(|text| IdentitySource::parse(text).unwrap()).collect(),
        uri: String::new(),
        function_arn: "arn:aws:lambda:us-east-1:000000000000:function:guard".to_owned(),
        payload_format: format,
        simple,
        ttl_seconds: 60,
    };
    Authorizer::of_http("a1", &authorizer, |name| (name == "v").then(|| "one".to_owned()))
}

/// Without this the function would be asked, and paid for, by everybody who sends nothing.
#[test]
fn an_identity_is_whole_or_none() {
    let sources = ["$request.header.X-Key", "$request.querystring.key", "$stageVariables.v"];
    let authorizer = authorizer(PayloadFormat::V2, true, &sources);
    let identity = |query: &str, headers: &[(&str, &str)]| {
        authorizer.identity(&request("GET", "/pets", query, headers), "GET /pets")
    };
    assert_eq!(identity("key=b", &[("x-key", "a")]).unwrap(), ["a", "b", "one"]);
    assert_eq!(identity("key=b", &[]), None);
    assert_eq!(identity("key=", &[("x-key", "a")]), None);
    assert_eq!(identity("", &[("x-key", "a")]), None);
}

/// Two callers whose parts run together must not be taken for one another.
#[test]
fn a_verdict_is_remembered_for_one_identity_alone() {
    let authorizer = authorizer(PayloadFormat::V2, true, &["$request.header.X-Key"]);
    let key = |parts: &[&str]| {
        authorizer.key(&parts.iter().map(|&part| part.to_owned()).collect::<Vec<_>>()).unwrap()
    };
    assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
    let (verdicts, now) = (Verdicts::default(), Timestamp::from_secs(1000));
    let verdict = Arc::new(authorizer.verdict(br#"{"isAuthorized": true}"#).unwrap());
    verdicts.keep(key(&["a"]), &verdict, (now, authorizer.until(now)));
    let known = |part: &str, seconds| verdicts.get(&key(&[part]), Timestamp::from_secs(seconds));
    assert!(known("a", 1059).is_some());
    assert!(known("a", 1060).is_none() && known("b", 1000).is_none());
}

#[test]
fn the_function_is_asked_as_aws_documents_it() {
    let arn = "arn:aws:execute-api:us-east-1:000000000000:abc/dev/GET/pets";
    let sources = ["$request.header.a", "$request.header.b"];
    let identity = ["x".to_owned(), "y".to_owned()];
    let integration =
        || json!({"version": "?", "headers": {}, "body": "secret", "isBase64Encoded": false});
    let new = authorizer(PayloadFormat::V2, false, &sources);
    assert_eq!(
        new.event(integration(), &identity, arn),
        json!({"version": "?", "headers": {}, "type": "REQUEST", "routeArn": arn,
            "identitySource": ["x", "y"]})
    );
    let old = authorizer(PayloadFormat::V1, false, &sources);
    assert_eq!(
        old.event(integration(), &identity, arn),
        json!({"version": "?", "headers": {}, "type": "REQUEST", "methodArn": arn,
            "identitySource": "x,y", "authorizationToken": "x,y"})
    );
}

/// An answer that is not understood must shut the door, and a policy open only what it names.
#[test]
fn an_answer_lets_in_where_it_says_so() {
    let bench = Bench::new(Vec::new());
    let said = |simple: bool, answer: &str| {
        let authorizer = authorizer(PayloadFormat::V2, simple, &[]);
        let verdict =
            authorizer.verdict(answer.as_bytes()).map_err(|failure| format!("{failure:?}"))?;
        let allows = |method: &str, path: &str| {
            let request = request(method, path, "", &[]);
            let arn = crate::api::compiled::Compiled::method_arn(&bench.context(), &request);
            verdict.allows(&bench.context(), &arn)
        };
        Ok::<_, String>([allows("GET", "/pets/1"), allows("DELETE", "/pets/1")])
    };
    let policy = |effect: &str, resource: &str, more: &str| {
        format!(
            r#"{{"principalId": "ada", "policyDocument": {{"Version": "2012-10-17", "Statement": [
            {{"Action": "execute-api:Invoke", "Effect": "{effect}",
            "Resource": "arn:aws:execute-api:us-east-1:000000000000:{resource}"{more}}}]}}}}"#
        )
    };
    assert_eq!(said(true, r#"{"isAuthorized": true}"#), Ok([true, true]));
    assert_eq!(said(true, r#"{"isAuthorized": false}"#), Ok([false, false]));
    assert_eq!(said(false, &policy("Allow", "abc/dev/GET/*", "")), Ok([true, false]));
    assert_eq!(said(false, &policy("Allow", "abc/*", "")), Ok([true, true]));
    assert_eq!(said(false, &policy("Deny", "*", "")), Ok([false, false]));
    assert_eq!(said(false, &policy("Allow", "other/*", "")), Ok([false, false]));
    let unknown = r#", "Condition": {"Sounds": {"aws:SourceIp": "1"}}"#;
    for (simple, answer) in [
        (true, r#"{"isAuthorized": "true"}"#),
        (true, r#"{"isAuthorized": true, "context": "x"}"#),
        (true, "null"),
        (true, "not json"),
        (false, r#"{"isAuthorized": true}"#),
        (false, &policy("Allow", "*", unknown)),
    ] {
        assert_eq!(said(simple, answer), Err("Authorizer".to_owned()), "{answer}");
    }
}

#[test]
fn the_integration_is_told_what_the_authorizer_said() {
    let simple = authorizer(PayloadFormat::V2, true, &[]);
    let verdict =
        simple.verdict(br#"{"isAuthorized": true, "context": {"plan": "gold", "n": 1}}"#).unwrap();
    let context = json!({"plan": "gold", "n": 1});
    assert_eq!(verdict.context(PayloadFormat::V2), json!({ "lambda": context }));
    assert_eq!(verdict.context(PayloadFormat::V1), context);
}
