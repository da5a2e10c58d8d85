//! Bytes that nobody should send.

use proptest::collection::vec;
use proptest::prelude::*;

use super::{decode, headers, model};
use crate::sigv4;
use crate::{RequestParts, decode_unchecked, match_operation};

#[track_caller]
fn refused(body: &str, expected: &str) {
    let error = decode(&model::JSON, body.as_bytes()).unwrap_err();
    assert_eq!(error.wire().code, "SerializationException");
    assert_eq!(error.to_string(), expected, "{body}");
}

#[test]
fn what_is_not_json_has_no_message() {
    for body in [
        "x",
        "{",
        "{\"Label\"",
        "{\"Label\":}",
        "{\"Label\":\"l\",}",
        "{\"Label\":\"l\"}x",
        "{\"a\":[1",
        "{\"Label\":\"\\ud800\"}",
        "{\"Label\":\"\\q\"}",
        "{\"Label\":\"a\nb\"}",
        "{'Label':1}",
        "{\"Small\":01}",
        "{\"Small\":1.}",
        "{\"Small\":+1}",
        "{\"a\":nul}",
        "{\"a\":[1,]}",
    ] {
        refused(body, "");
    }
    assert_eq!(decode(&model::JSON, b"{\"Label\":\"\xff\"}").unwrap_err().to_string(), "");
}

/// DynamoDB's words, which its clients' test suites match on.
#[test]
fn a_value_of_another_type_is_told() {
    refused(r#"{"Label":5}"#, "NUMBER_VALUE cannot be converted to String");
    refused(r#"{"Label":5.5}"#, "DECIMAL_VALUE cannot be converted to String");
    refused(r#"{"Label":[]}"#, "Unrecognized collection type class java.lang.String");
    refused(r#"{"Label":{}}"#, "Start of structure or map found where not expected");
    refused(r#"{"Small":"5"}"#, "STRING_VALUE cannot be converted to Integer");
    refused(r#"{"Small":2147483648}"#, "NUMBER_VALUE cannot be converted to Integer");
    refused(r#"{"Small":1.5}"#, "DECIMAL_VALUE cannot be converted to Integer");
    refused(r#"{"Item":{"Blob":true}}"#, "only base-64-encoded strings are convertible to bytes");
    refused(
        r#"{"Item":{"Blob":"23456"}}"#,
        "Base64 encoded length is expected a multiple of 4 bytes but found: 5",
    );
    refused(r#"{"Item":{"Blob":"=+/="}}"#, "Invalid last non-pad Base64 character dectected");
    refused(r#"{"Item":5}"#, "Unexpected field type");
    let class = "com.amazonaws.dynamodb.v20120810.";
    refused(r#"{"Item":[]}"#, &format!("Unrecognized collection type class {class}Item"));
    refused(r#"{"Item":{"Texts":"a"}}"#, "Unexpected field type");
}

/// Of a key that stands twice the last counts, wherever it stands.
#[test]
fn the_last_of_two_keys_counts() {
    let once = decode(&model::JSON, br#"{"Label":"b","Item":{"Map":{"a":"2","k":"v"}}}"#);
    let twice = br#"{"Label":"a","Label":"b","Item":{"Map":{"a":"1","k":"v","a":"2"}}}"#;
    assert_eq!(decode(&model::JSON, twice), once);
}

/// Descent is recursion: without a bound, one small request would end the process.
#[test]
fn deep_nesting_is_refused() {
    let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
    let class = "com.amazonaws.dynamodb.v20120810.PutInput";
    refused(&deep("[", "]"), &format!("Unrecognized collection type class {class}"));
    refused(&format!("{{\"x\":{}}}", deep("[", "]")), "");
    refused(&deep("{\"Item\":", "}"), "");
    let dotted = format!("Label=l&{}Item=1", "Item.".repeat(100_000));
    assert!(decode(&model::QUERY, dotted.as_bytes()).is_err());
    let xml = deep("<Item>", "</Item>");
    assert!(crate::xml::root(xml.as_bytes()).is_err());
}

/// An entity that stands for many others could fill the memory.
#[test]
fn xml_has_no_entities_of_its_own() {
    let bomb = b"<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><x>&b;</x>";
    assert!(crate::xml::root(bomb).is_err());
    assert!(crate::xml::root(b"<x>&b;</x>").is_err());
    assert_eq!(crate::xml::root(b"<x>a&amp;&#98;</x>").unwrap().text, "a&b");
}

/// Text made of what means something to a parser, so that it gets further than noise would.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        proptest::sample::select(vec![
            "{",
            "}",
            "[",
            "]",
            "\"",
            ":",
            ",",
            "\\u",
            "d800",
            "1e9",
            "-",
            "null",
            "<",
            ">",
            "/>",
            "</",
            "Item",
            "Items",
            "Map",
            "Texts",
            "member",
            "entry",
            "key",
            "value",
            ".",
            "1",
            "=",
            "&",
            "%",
            "&#x",
            ";",
            "Label",
            "Blob",
            "Time",
            "<Item>",
            "</Item>",
            "\"Item\":{",
            "\"Time\":",
            "<![CDATA[",
            "]]>",
            "<!--",
            "\u{e9}",
            "Integer",
            "renamed",
            "0",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
        vec(any::<u8>(), 0..4),
    ];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_bytes_make_a_panic(
        body in pieces(),
        path in "/things(/[a-z%0-9+]{0,4}){0,3}",
        query in "[a-zA-Z=&%0-9.+]{0,20}",
        header in "\\PC{0,30}",
    ) {
        let mut fields = headers(&[("x-amz-target", "Test_1.Put")]);
        for name in ["x-header", "x-list", "x-meta-a", "authorization", "x-amz-date"] {
            if let Ok(value) = http::HeaderValue::from_bytes(header.as_bytes()) {
                fields.append(name, value);
            }
        }
        let query = format!("put&Action=Put&{query}");
        for model in model::all() {
            let parts = RequestParts {
                method: "POST",
                path: &path,
                query: &query,
                headers: &fields,
                body: body.clone().into(),
            };
            if let Ok(operation) = match_operation(model, &parts) {
                let _ = decode_unchecked(model, operation, &parts, None);
            }
            if let Ok(signed) = sigv4::parse(&parts) {
                let _ = sigv4::verify(&signed, &parts, "secret", signed.time);
            }
        }
    }

    #[test]
    fn no_claim_makes_a_panic(
        fields in "(Credential=[a-z0-9/]{0,30})?,? ?(SignedHeaders=[a-z;]{0,10})?",
        signature in ",?(Signature=[0-9a-f]{0,64})?",
        date in "[0-9TZ]{0,17}",
    ) {
        let header = format!("AWS4-HMAC-SHA256 {fields}{signature}");
        let fields = headers(&[("authorization", &header), ("x-amz-date", &date)]);
        let parts = RequestParts {
            method: "GET", path: "/", query: "", headers: &fields, body: bytes::Bytes::new(),
        };
        if let Ok(signed) = sigv4::parse(&parts) {
            let _ = sigv4::verify(&signed, &parts, "secret", signed.time);
        }
    }

    #[test]
    fn no_chunks_make_a_panic(
        chunks in vec("[0-9a-f]{0,3}(;chunk-signature=[0-9a-f]{0,64})?\r\n[a-z]{0,5}(\r\n)?", 0..5),
    ) {
        let fields = headers(&[
            (
                "authorization",
                "AWS4-HMAC-SHA256 Credential=a/20150830/r/s3/aws4_request, SignedHeaders=host, \
                 Signature=0",
            ),
            ("x-amz-date", "20150830T123600Z"),
            ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
        ]);
        let parts = RequestParts {
            method: "PUT", path: "/", query: "", headers: &fields, body: bytes::Bytes::new(),
        };
        let signed = sigv4::parse(&parts).unwrap();
        let mut decoder = sigv4::chunk::Decoder::new(&signed, [0; 32], None).unwrap();
        if decoder.push(chunks.concat().into()).is_ok() {
            let _ = decoder.finish();
        }
    }
}
