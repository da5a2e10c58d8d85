//! Which operation a request means.

use bytes::Bytes;

use super::{headers, model};
use crate::{RequestParts, ServiceModel, Unmatched, match_operation};

#[track_caller]
fn meant(
    model: &'static ServiceModel,
    method: &str,
    target: &str,
    expected: Result<&str, Unmatched>,
) {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers = headers(&[]);
    let parts = RequestParts { method, path, query, headers: &headers, body: Bytes::new() };
    let seen = match_operation(model, &parts).map(|operation| operation.name);
    assert_eq!(seen, expected, "{method} {target}");
}

#[test]
fn the_pattern_with_the_most_that_is_fixed_wins() {
    let rest = &model::REST_JSON;
    meant(rest, "GET", "/things/a", Ok("Get"));
    meant(rest, "GET", "/things/a%2Fb/", Ok("Get"));
    meant(rest, "GET", "/things/special", Err(Unmatched::Known("Special")));
    meant(rest, "GET", "/things", Err(Unmatched::Known("List")));
    meant(rest, "GET", "/things/", Err(Unmatched::Known("List")));
    meant(rest, "GET", "/things/a/b", Err(Unmatched::Unknown));
    meant(rest, "POST", "/things/a/b/c?put", Ok("Put"));
    meant(rest, "POST", "/things/a/b/c", Err(Unmatched::Unknown));
    meant(rest, "POST", "/things//b?put", Err(Unmatched::Unknown));
    meant(rest, "DELETE", "/things/a", Err(Unmatched::Unknown));
}

#[test]
fn an_action_or_a_target_names_the_operation() {
    meant(&model::QUERY, "POST", "/?Action=Get", Ok("Get"));
    meant(&model::QUERY, "POST", "/?Action=List", Err(Unmatched::Known("List")));
    meant(&model::QUERY, "POST", "/", Err(Unmatched::Unknown));
    for (target, expected) in [
        ("Test_1.Get", Ok("Get")),
        ("Test_1.Special", Err(Unmatched::Known("Special"))),
        ("Test_2.Get", Err(Unmatched::Unknown)),
        ("Get", Err(Unmatched::Unknown)),
    ] {
        let headers = headers(&[("x-amz-target", target)]);
        let parts = RequestParts {
            method: "POST",
            path: "/",
            query: "",
            headers: &headers,
            body: Bytes::new(),
        };
        let seen = match_operation(&model::JSON, &parts).map(|operation| operation.name);
        assert_eq!(seen, expected, "{target}");
    }
}
