//! Signatures: what we sign we verify, and what was touched on the way we refuse.

use http::{HeaderMap, HeaderName, HeaderValue};
use samara_base::Timestamp;

use super::*;
use crate::OutgoingParts;

const NOW: Timestamp = Timestamp::from_secs(1_440_938_160);

fn credentials() -> Credentials {
    Credentials {
        access_key_id: "AKIDEXAMPLE".to_owned(),
        secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_owned(),
        session_token: None,
    }
}

fn request(method: &'static str, path: &str, query: &str, body: &'static str) -> OutgoingParts {
    let mut headers = HeaderMap::new();
    headers.insert("host", HeaderValue::from_static("example.amazonaws.com"));
    OutgoingParts {
        method,
        path: path.to_owned(),
        query: query.to_owned(),
        headers,
        body: body.into(),
        stream: None,
    }
}

fn signed(service: &str) -> OutgoingParts {
    let mut parts = request("POST", "/a%20b/c", "x=1&y=%2F", "the body");
    sign(&mut parts, &credentials(), Scope { region: "us-east-1", service }, NOW).unwrap();
    parts
}

fn outcome(parts: &OutgoingParts, now: Timestamp) -> Result<(), SignatureFault> {
    let parts = parts.as_request();
    parse(&parts)
        .and_then(|signed| verify(&signed, &parts, &credentials().secret, now))
        .map_err(|error| error.fault)
}

/// The figure is AWS's own, from the suite that it publishes for version 4.
#[test]
fn the_simplest_request_has_the_signature_that_aws_publishes() {
    let mut parts = request("GET", "/", "", "");
    sign(&mut parts, &credentials(), Scope { region: "us-east-1", service: "service" }, NOW)
        .unwrap();
    let header = parts.headers.get("authorization").unwrap().to_str().unwrap();
    assert!(header.ends_with("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"));
}

#[test]
fn what_we_sign_we_verify() {
    for service in ["dynamodb", "s3"] {
        assert_eq!(outcome(&signed(service), NOW), Ok(()));
    }
    for service in ["dynamodb", "s3"] {
        let mut parts = request("GET", "/bucket/a%20key", "x=%2B", "");
        let scope = Scope { region: "us-east-1", service };
        presign(&mut parts, &credentials(), scope, (NOW, 60)).unwrap();
        assert_eq!(outcome(&parts, NOW.plus_millis(59_000)), Ok(()));
        assert_eq!(outcome(&parts, NOW.plus_millis(61_000)), Err(SignatureFault::Expired));
    }
}

/// Whoever can change a byte of a signed request can do what the signer did not ask for.
#[test]
fn what_was_touched_is_refused() {
    type Touch = fn(&mut OutgoingParts);
    let touches: [Touch; 6] = [
        |parts| parts.method = "PUT",
        |parts| parts.path.push('d'),
        |parts| parts.query.push_str("&z=1"),
        |parts| parts.body = "another".into(),
        |parts| {
            parts.headers.insert("host", HeaderValue::from_static("elsewhere"));
        },
        |parts| {
            parts.headers.insert("x-amz-date", HeaderValue::from_static("20150830T123601Z"));
        },
    ];
    for (place, touch) in touches.into_iter().enumerate() {
        let mut parts = signed("dynamodb");
        touch(&mut parts);
        assert_eq!(outcome(&parts, NOW), Err(SignatureFault::Mismatch), "touch {place}");
    }
    let mut parts = signed("s3");
    parts.body = "another".into();
    assert_eq!(outcome(&parts, NOW), Err(SignatureFault::Body));
    let mut parts = signed("s3");
    parts.headers.insert("x-amz-acl", HeaderValue::from_static("public-read"));
    assert_eq!(outcome(&parts, NOW), Err(SignatureFault::Header));
    let mut parts = signed("dynamodb");
    parts.headers.insert("x-amz-user-agent", HeaderValue::from_static("a-proxy"));
    assert_eq!(outcome(&parts, NOW), Ok(()));
    let target = HeaderValue::from_static("DynamoDB_20120810.DeleteTable");
    parts.headers.insert("x-amz-target", target);
    assert_eq!(outcome(&parts, NOW), Err(SignatureFault::Header));
}

#[test]
fn a_request_of_another_time_is_refused_in_words_of_aws() {
    let parts = signed("dynamodb");
    let claim = parse(&parts.as_request()).unwrap();
    let late = verify(&claim, &parts.as_request(), &credentials().secret, NOW.plus_millis(301_000));
    assert_eq!(
        late.unwrap_err().to_string(),
        "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z \
         (20150830T124101Z - 5 min.)"
    );
    let early = Timestamp::from_secs(NOW.as_secs() - 301);
    let early = verify(&claim, &parts.as_request(), &credentials().secret, early);
    assert_eq!(
        early.unwrap_err().to_string(),
        "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z \
         (20150830T123059Z + 5 min.)"
    );
}

#[test]
fn a_claim_that_lacks_a_part_says_which() {
    for (header, expected) in [
        (None, "Request is missing Authentication Token"),
        (
            Some("AWS4-HMAC-SHA256 Credential=a/20150830/r/s/aws4_request, Signature=0"),
            "Authorization header requires 'SignedHeaders' parameter. Authorization=\
             AWS4-HMAC-SHA256 Credential=a/20150830/r/s/aws4_request, Signature=0",
        ),
        (
            Some("AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0"),
            "Credential must have exactly 5 slash-delimited elements, e.g. \
             keyid/date/region/service/term, got 'a/b'",
        ),
    ] {
        let mut parts = request("GET", "/", "", "");
        parts.headers.insert("x-amz-date", HeaderValue::from_static("20150830T123600Z"));
        if let Some(header) = header {
            parts.headers.insert(
                HeaderName::from_static("authorization"),
                HeaderValue::from_str(header).unwrap(),
            );
        }
        assert_eq!(parse(&parts.as_request()).unwrap_err().to_string(), expected);
    }
}
