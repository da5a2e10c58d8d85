//! Patterns against events: the user guide's examples, and the edges between them.

use proptest::prelude::*;

use super::Pattern;

const EC2: &str = r#"{"version":"0","id":"6a7e8feb","detail-type":"EC2 Instance State-change",
    "source":"aws.ec2","account":"111122223333","time":"2017-12-22T18:43:48Z","region":"us-west-1",
    "resources":["arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0"],
    "detail":{"instance-id":"i-1234567890abcdef0","state":"terminated","c-count":5,"d-count":10,
        "x-limit":301.8,"source-ip":"10.0.0.7","responseElements":null,"empty":"","yes":true,
        "tags":["a","b"],"none":[],"FileName":"image.PNG",
        "nested":{"deep":[{"k":"a","v":1},{"k":"b","v":2}]}}}"#;

fn check(cases: &[(&str, bool)]) {
    let event = serde_json::from_str(EC2).unwrap();
    for (pattern, expect) in cases {
        let parsed = Pattern::parse(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        assert_eq!(parsed.matches(&event), *expect, "{pattern}");
    }
}

#[test]
fn values_and_lists() {
    check(&[
        (r#"{"source":["aws.ec2"]}"#, true),
        (r#"{"source":["aws.s3","aws.ec2"],"detail":{"state":["terminated"]}}"#, true),
        (r#"{"source":["aws.ec2"],"detail":{"state":["running"]}}"#, false),
        (r#"{"detail":{"responseElements":[null]}}"#, true),
        (r#"{"detail":{"missing":[null]}}"#, false),
        (r#"{"detail":{"empty":[""]}}"#, true),
        (r#"{"detail":{"yes":[true]}}"#, true),
        (r#"{"detail":{"yes":["true"]}}"#, false),
        (r#"{"detail":{"c-count":[5.0]}}"#, true),
        (r#"{"detail":{"c-count":["5"]}}"#, false),
        (r#"{"detail":{"tags":["b"]}}"#, true),
        (r#"{"resources":[{"suffix":"abcdef0"}]}"#, true),
        // Both must hold for the same element of the list.
        (r#"{"detail":{"nested":{"deep":{"k":["a"],"v":[1]}}}}"#, true),
        (r#"{"detail":{"nested":{"deep":{"k":["a"],"v":[2]}}}}"#, false),
    ]);
}

#[test]
fn operators() {
    check(&[
        (r#"{"time":[{"prefix":"2017-12-22"}]}"#, true),
        (r#"{"source":[{"prefix":{"equals-ignore-case":"AWS."}}]}"#, true),
        (r#"{"detail":{"FileName":[{"suffix":".png"}]}}"#, false),
        (r#"{"detail":{"FileName":[{"suffix":{"equals-ignore-case":".png"}}]}}"#, true),
        (r#"{"detail-type":[{"equals-ignore-case":"ec2 instance state-change"}]}"#, true),
        (r#"{"detail":{"state":[{"anything-but":"initializing"}]}}"#, true),
        (r#"{"detail":{"state":[{"anything-but":["terminated","x"]}]}}"#, false),
        (r#"{"detail":{"missing":[{"anything-but":"x"}]}}"#, false),
        (r#"{"detail":{"x-limit":[{"anything-but":[100,200]}]}}"#, true),
        (r#"{"detail":{"c-count":[{"anything-but":5}]}}"#, false),
        (r#"{"detail":{"state":[{"anything-but":{"prefix":"term"}}]}}"#, false),
        (r#"{"detail":{"state":[{"anything-but":{"prefix":["run","stop"]}}]}}"#, true),
        (r#"{"detail":{"FileName":[{"anything-but":{"suffix":".txt"}}]}}"#, true),
        (r#"{"detail":{"state":[{"anything-but":{"equals-ignore-case":["TERMINATED"]}}]}}"#, false),
        (r#"{"detail":{"state":[{"anything-but":{"wildcard":"*nat*"}}]}}"#, false),
        (r#"{"detail":{"c-count":[{"numeric":[">",0,"<=",5]}]}}"#, true),
        (r#"{"detail":{"d-count":[{"numeric":["<",10]}]}}"#, false),
        (r#"{"detail":{"x-limit":[{"numeric":["=",3.018e2]}]}}"#, true),
        (r#"{"detail":{"state":[{"numeric":[">",0]}]}}"#, false),
        (r#"{"detail":{"source-ip":[{"cidr":"10.0.0.0/24"}]}}"#, true),
        (r#"{"detail":{"source-ip":[{"cidr":"10.0.1.0/24"}]}}"#, false),
        (r#"{"detail":{"state":[{"exists":true}]}}"#, true),
        (r#"{"detail":{"state":[{"exists":false}]}}"#, false),
        (r#"{"detail":{"missing":[{"exists":false}]}}"#, true),
        (r#"{"detail":{"missing":{"deeper":[{"exists":false}]}}}"#, true),
        (r#"{"detail":{"none":[{"exists":true}]}}"#, false),
        (r#"{"detail":{"nested":[{"exists":true}]}}"#, false),
        (r#"{"detail":{"missing":[{"exists":false},"x"]}}"#, true),
        (r#"{"detail":{"FileName":[{"wildcard":"im*.P*G"}]}}"#, true),
        (r#"{"detail":{"FileName":[{"wildcard":"*.png"}]}}"#, false),
        (r#"{"detail":{"FileName":[{"wildcard":"image.PNG"}]}}"#, true),
        (r#"{"detail":{"FileName":[{"wildcard":"*image*image*"}]}}"#, false),
        (r#"{"detail":{"FileName":[{"wildcard":"image\\*"}]}}"#, false),
    ]);
}

#[test]
fn either() {
    check(&[
        (r#"{"detail":{"$or":[{"c-count":[1]},{"d-count":[{"numeric":["<=",10]}]}]}}"#, true),
        (r#"{"detail":{"$or":[{"c-count":[1]},{"d-count":[1]}]}}"#, false),
        (
            r#"{"$or":[{"source":["x"]},{"detail":{"state":["terminated"]}}],"region":["us-west-1"]}"#,
            true,
        ),
        (
            r#"{"$or":[{"source":["x"]},{"detail":{"state":["terminated"]}}],"region":["us-east-1"]}"#,
            false,
        ),
    ]);
}

/// A pattern that is misunderstood would lose events or deliver those of others.
#[test]
fn what_is_no_pattern_is_refused_with_the_reason() {
    let cases = [
        ("[]", "Filter is not an object"),
        ("{}", "Empty objects are not allowed"),
        (r#"{"detail":{}}"#, "Empty objects are not allowed"),
        (r#"{"source":"aws.ec2"}"#, "\"source\" must be an object or an array"),
        (r#"{"source":[]}"#, "Empty arrays are not allowed"),
        (r#"{"source":[["x"]]}"#, "Match value must be String, number, true, false, or null"),
        (r#"{"source":[{}]}"#, "Match expression name not found"),
        (r#"{"source":[{"starts":"x"}]}"#, "Unrecognized match type starts"),
        (r#"{"source":[{"prefix":1}]}"#, "prefix match pattern must be a string"),
        (r#"{"source":[{"prefix":"a","suffix":"b"}]}"#, "Only one key allowed in match expression"),
        (r#"{"source":[{"numeric":5}]}"#, "Value of numeric must be an array."),
        (r#"{"source":[{"numeric":["~",5]}]}"#, "Unrecognized numeric range operator: ~"),
        (r#"{"source":[{"numeric":["=","5"]}]}"#, "Value of equals must be numeric"),
        (r#"{"source":[{"numeric":[">",5,">",6]}]}"#, "Bad numeric range operator: >"),
        (r#"{"source":[{"numeric":["<",5,">",3]}]}"#, "Too many elements in numeric expression"),
        (r#"{"source":[{"exists":"yes"}]}"#, "exists match pattern must be either true or false."),
        (r#"{"source":[{"cidr":"10.0.0.0"}]}"#, "Malformed CIDR, one '/' required"),
        (
            r#"{"source":[{"anything-but":[null]}]}"#,
            "Inside anything but list, start|null|boolean is not supported.",
        ),
        (
            r#"{"source":[{"anything-but":{"numeric":["=",1]}}]}"#,
            "Unsupported anything-but pattern: numeric",
        ),
        (r#"{"source":[{"wildcard":"a**"}]}"#, "Consecutive wildcard characters at pos 2"),
        (r#"{"$or":[{"a":["b"]}]}"#, "There must have at least 2 Objects in $or relationship."),
        (r#"{"$or":{"a":["b"]}}"#, "It must be an Array followed with $or."),
    ];
    for (pattern, expect) in cases {
        let error = Pattern::parse(pattern).map(|_| ()).unwrap_err();
        assert_eq!(error.to_string(), expect, "{pattern}");
    }
}

proptest! {
    /// Patterns come from outside: whatever is written there, the server goes on.
    #[test]
    fn no_pattern_stops_the_server(
        name in "[a-z$]{1,6}",
        operator in "prefix|suffix|wildcard|numeric|cidr|exists|anything-but|equals-ignore-case",
        value in "\"[*a\\\\\\\\/0-9.:]{0,8}\"|[0-9-]{1,4}|\\[\"[<>=]{1,2}\",[0-9]{1,3}\\]|true",
        event in "\"[a*0-9.]{0,8}\"|[0-9]{1,4}|null|\\[[0-9]\\]",
    ) {
        if let Ok(pattern) = Pattern::parse(&format!(r#"{{"{name}":[{{"{operator}":{value}}}]}}"#)) {
            let event = format!(r#"{{"{name}":{event}}}"#);
            if let Ok(event) = serde_json::from_str(&event) {
                let _ = pattern.matches(&event);
            }
        }
    }

    /// A wildcard matches what it was made from.
    #[test]
    fn a_wildcard_matches_what_fits(parts in proptest::collection::vec("[a-c]{1,3}", 1..4)) {
        let pattern = format!(r#"{{"f":[{{"wildcard":"{}"}}]}}"#, parts.join("*"));
        let pattern = Pattern::parse(&pattern).unwrap();
        for between in ["", "a", "xyz"] {
            let event = serde_json::json!({"f": parts.join(between)});
            prop_assert!(pattern.matches(&event), "{}", event);
        }
    }
}
