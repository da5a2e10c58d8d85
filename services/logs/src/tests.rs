//! Behaviour of the operations, as a client would see it: steps in, what is seen out.
//!
//! [`run`] is the only code here that knows the API. The test bench stands at [`NOON_MS`].

use samara_base::Timestamp;
use samara_service::testing::Bench;
use samara_service::{Answer, LogEvent};
use samara_wire::{Document, Name};

const NOON_MS: u64 = 1_795_262_400_000;
const FUNCTION: &str = "/aws/lambda/f";

#[test]
fn groups_and_streams_are_created_listed_and_deleted() {
    check(&[
        (
            "CreateLogStream logGroupName=g logStreamName=s",
            "The specified log group does not exist.",
        ),
        ("CreateLogGroup logGroupName=g", "ok"),
        ("CreateLogGroup logGroupName=g", "The specified log group already exists"),
        ("CreateLogGroup logGroupName=h", "ok"),
        ("DescribeLogGroups", "g h"),
        ("DescribeLogGroups logGroupNamePrefix=h", "h"),
        ("DescribeLogGroups limit=1", "g + "),
        ("CreateLogStream logGroupName=g logStreamName=s", "ok"),
        (
            "CreateLogStream logGroupName=g logStreamName=s",
            "The specified log stream already exists",
        ),
        ("DescribeLogStreams logGroupName=g", "s"),
        ("DeleteLogStream logGroupName=g logStreamName=s", "ok"),
        ("DescribeLogStreams logGroupName=g", ""),
        ("DeleteLogGroup logGroupName=g", "ok"),
        ("DescribeLogStreams logGroupName=g", "The specified log group does not exist."),
    ]);
}

/// A group of the same name in another account or region is another group.
#[test]
fn an_arn_of_elsewhere_is_refused() {
    let bench = bench();
    run(&bench, "CreateLogGroup logGroupName=g");
    let arn = |place: &str| format!("arn:aws:{place}:log-group:g");
    let all = |arn: &str| {
        [
            run(&bench, &format!("FilterLogEvents logGroupIdentifier={arn}")),
            run(&bench, &format!("DescribeLogStreams logGroupIdentifier={arn}")),
            run(&bench, &format!("ListTagsForResource resourceArn={arn}")),
        ]
    };
    let mine = arn("logs:us-east-1:000000000000");
    assert_eq!(all(&mine), ["", "", "ok"]);
    for place in ["logs:us-east-1:000000000001", "logs:eu-west-1:000000000000", "s3:::"] {
        for refusal in all(&arn(place)) {
            assert!(refusal.contains("is not the ARN of a log group"), "{place}: {refusal}");
        }
    }
    assert_eq!(
        run(&bench, "CreateLogGroup logGroupName=AWS/x"),
        "Log groups starting with AWS/ are reserved for AWS."
    );
}

#[test]
fn events_are_read_by_time_whatever_the_order_in_which_they_were_put() {
    check(&[
        ("CreateLogGroup logGroupName=g", "ok"),
        ("CreateLogStream logGroupName=g logStreamName=a", "ok"),
        ("CreateLogStream logGroupName=g logStreamName=b", "ok"),
        ("PutLogEvents logGroupName=g logStreamName=a 3=three 5=five", "ok"),
        ("PutLogEvents logGroupName=g logStreamName=b 4=four", "ok"),
        ("PutLogEvents logGroupName=g logStreamName=a 1=one", "ok"),
        ("GetLogEvents logGroupName=g logStreamName=a", "one three five"),
        ("FilterLogEvents logGroupName=g", "one three four five"),
        ("FilterLogEvents logGroupName=g filterPattern=o", "one four"),
        ("FilterLogEvents logGroupName=g logStreamNamePrefix=b", "four"),
        (
            "PutLogEvents logGroupName=g logStreamName=c 1=one",
            "The specified log stream does not exist.",
        ),
        (
            "PutLogEvents logGroupName=g logStreamName=a 2=two 1=one",
            "Log events in a single PutLogEvents request must be in chronological order.",
        ),
    ]);
}

/// What functions write is shown beside what clients put, without anybody having made a group.
#[test]
fn lines_of_functions_are_merged_by_time() {
    let bench = bench();
    run(&bench, &format!("CreateLogStream logGroupName={FUNCTION} logStreamName=own"));
    for (place, second, text) in [(1, 1, "start"), (2, 3, "work"), (3, 5, "end")] {
        observe(&bench, place, second, text);
    }
    let step = |step: &str| run(&bench, &step.replace("FUNCTION", FUNCTION));
    assert_eq!(step("DescribeLogGroups"), FUNCTION);
    assert_eq!(step("DescribeLogStreams logGroupName=FUNCTION"), "i-1");
    assert_eq!(step("GetLogEvents logGroupName=FUNCTION logStreamName=i-1"), "start work end");
    assert_eq!(step("CreateLogStream logGroupName=FUNCTION logStreamName=own"), "ok");
    assert_eq!(step("PutLogEvents logGroupName=FUNCTION logStreamName=own 2=two 4=four"), "ok");
    assert_eq!(step("FilterLogEvents logGroupName=FUNCTION"), "start two work four end");
    for size in 1..=5 {
        let filter = format!("FilterLogEvents logGroupName={FUNCTION} limit={size}");
        assert_eq!(walk(&bench, &filter, "nextToken"), "start two work four end", "by {size}");
    }
    // What is deleted must not come back out of the ring files; what is written later must.
    bench.advance_ms(10_000);
    assert_eq!(step("DeleteLogGroup logGroupName=FUNCTION"), "ok");
    assert_eq!(step("DescribeLogGroups"), "");
    observe(&bench, 4, 11, "again");
    assert_eq!(step("FilterLogEvents logGroupName=FUNCTION"), "again");
}

/// A tool that follows a stream asks again with the token that it was given: it must see what is
/// new, once.
#[test]
fn a_stream_is_paged_in_both_directions_and_followed() {
    let bench = bench();
    run(&bench, "CreateLogGroup logGroupName=g");
    run(&bench, "CreateLogStream logGroupName=g logStreamName=s");
    run(&bench, "PutLogEvents logGroupName=g logStreamName=s 1=a 2=b 3=c 4=d 5=e");
    let get = "GetLogEvents logGroupName=g logStreamName=s";
    assert_eq!(run(&bench, &format!("{get} limit=2")), "d e");
    assert_eq!(run(&bench, &format!("{get} limit=2 startFromHead=true")), "a b");
    for size in 1..=5 {
        let forward = format!("{get} limit={size} startFromHead=true");
        assert_eq!(walk(&bench, &forward, "nextForwardToken"), "a b c d e", "by {size}");
        let backward = format!("{get} limit={size}");
        let seen = walk(&bench, &backward, "nextBackwardToken");
        let mut seen: Vec<&str> = seen.split(' ').collect();
        seen.sort_unstable();
        assert_eq!(seen.join(" "), "a b c d e", "by {size}");
    }
    let token = token(&bench, get, "nextForwardToken");
    let follow = format!("{get} nextToken={token}");
    assert_eq!(run(&bench, &follow), "");
    assert_eq!(self::token(&bench, &follow, "nextForwardToken"), token, "the end is stable");
    run(&bench, "PutLogEvents logGroupName=g logStreamName=s 6=f");
    assert_eq!(run(&bench, &follow), "f");
    assert_eq!(run(&bench, &format!("{get} nextToken=x/1")), "The specified nextToken is invalid.");
}

/// Retention is a promise about what is no longer shown: it must hold without a restart or a sweep.
#[test]
fn what_is_older_than_its_retention_is_not_shown() {
    let bench = bench();
    run(&bench, "CreateLogGroup logGroupName=g");
    run(&bench, "CreateLogStream logGroupName=g logStreamName=s");
    run(&bench, "PutLogEvents logGroupName=g logStreamName=s 1=old");
    assert!(run(&bench, "PutRetentionPolicy logGroupName=g retentionInDays=2").contains("enum"));
    assert_eq!(run(&bench, "PutRetentionPolicy logGroupName=g retentionInDays=1"), "ok");
    assert_eq!(run(&bench, "FilterLogEvents logGroupName=g"), "old");
    bench.advance_ms(25 * 60 * 60 * 1000);
    assert_eq!(run(&bench, "FilterLogEvents logGroupName=g"), "");
    assert_eq!(run(&bench, "PutLogEvents logGroupName=g logStreamName=s 90000=new"), "ok");
    run(&bench, "DeleteRetentionPolicy logGroupName=g");
    assert_eq!(run(&bench, "FilterLogEvents logGroupName=g"), "new", "the put removed the rest");
}

#[test]
fn what_is_too_old_or_too_new_is_left_out_and_said() {
    let bench = bench();
    run(&bench, "CreateLogGroup logGroupName=g");
    run(&bench, "CreateLogStream logGroupName=g logStreamName=s");
    bench.advance_ms(15 * 24 * 60 * 60 * 1000);
    let put = "PutLogEvents logGroupName=g logStreamName=s 1=old 86400=good";
    assert_eq!(run(&bench, put), "ok, too old before 1");
    assert_eq!(run(&bench, "FilterLogEvents logGroupName=g"), "good");
    let put = "PutLogEvents logGroupName=g logStreamName=s 1296000=good 1303201=new";
    assert_eq!(run(&bench, put), "ok, too new from 1");
}

/// Runs each step against one empty store and compares what a client would see.
#[track_caller]
fn check(steps: &[(&str, &str)]) {
    let bench = bench();
    for (step, expected) in steps {
        let seen = run(&bench, step);
        // What is paged has a token that no test knows.
        let seen = seen.split_inclusive("+ ").next().unwrap_or_default();
        assert_eq!(seen, *expected, "after step: {step}");
    }
}

fn bench() -> Bench {
    Bench::new(vec![crate::service()])
}

/// Lets the function have written a line, some seconds after noon.
fn observe(bench: &Bench, place: u64, second: u64, text: &str) {
    let time = Timestamp::from_millis(NOON_MS + second * 1000);
    let message = text.to_owned();
    let (group, stream) = (FUNCTION.into(), "i-1".into());
    bench.observe(LogEvent { place, group, stream, time, ingested: time, message });
}

/// All events of all pages, in the order in which they come.
fn walk(bench: &Bench, step: &str, token_name: &str) -> String {
    let mut seen = Vec::new();
    let mut token = None;
    loop {
        let next = token.as_ref().map_or_else(String::new, |token| format!(" nextToken={token}"));
        let output = call(bench, &format!("{step}{next}")).unwrap();
        seen.extend(list(&output, "events", "message"));
        let next = output.get(token_name).and_then(Document::as_str).map(str::to_owned);
        if next.is_none() || next == token {
            return seen.join(" ");
        }
        token = next;
    }
}

fn token(bench: &Bench, step: &str, name: &str) -> String {
    call(bench, step).unwrap().get(name).and_then(Document::as_str).unwrap().to_owned()
}

fn run(bench: &Bench, step: &str) -> String {
    let output = match call(bench, step) {
        Ok(output) => output,
        Err(message) => return message,
    };
    let more = match step.split(' ').next() {
        Some("DescribeLogGroups") => output.get("nextToken").map_or("", |_| " + "),
        _ => "",
    };
    for (name, member) in
        [("events", "message"), ("logGroups", "logGroupName"), ("logStreams", "logStreamName")]
    {
        if output.get(name).is_some() {
            return list(&output, name, member).join(" ") + more;
        }
    }
    let rejected = output.get("rejectedLogEventsInfo");
    let index = |name: &str| match rejected?.get(name)? {
        Document::Integer(index) => Some(*index),
        _ => None,
    };
    let old = index("tooOldLogEventEndIndex").map(|it| format!(", too old before {it}"));
    let new = index("tooNewLogEventStartIndex").map(|it| format!(", too new from {it}"));
    format!("ok{}{}", old.unwrap_or_default(), new.unwrap_or_default())
}

fn list(output: &Document, name: &str, member: &str) -> Vec<String> {
    let Some(Document::List(items)) = output.get(name) else { return Vec::new() };
    items.iter().filter_map(|item| Some(item.get(member)?.as_str()?.to_owned())).collect()
}

/// A step: an operation, members, and events as `seconds=text`.
fn call(bench: &Bench, step: &str) -> Result<Document, String> {
    let mut words = step.split(' ').filter(|word| !word.is_empty());
    let operation = words.next().unwrap();
    let (mut input, mut events) = (Vec::new(), Vec::new());
    for (name, value) in words.map(|word| word.split_once('=').unwrap()) {
        if let Ok(second) = name.parse::<u64>() {
            let time = i64::try_from(NOON_MS + second * 1000).unwrap();
            events.push(Document::Map(vec![
                (Name::Borrowed("timestamp"), Document::Integer(time)),
                (Name::Borrowed("message"), Document::String(value.to_owned())),
            ]));
            continue;
        }
        let value = match name {
            "limit" | "retentionInDays" => Document::Integer(value.parse().unwrap()),
            "startFromHead" => Document::Boolean(value == "true"),
            _ => Document::String(value.to_owned()),
        };
        input.push((Name::Owned(name.to_owned()), value));
    }
    if operation == "PutLogEvents" {
        input.push((Name::Borrowed("logEvents"), Document::List(events)));
    }
    match bench.call("logs", operation, Document::Map(input)) {
        Ok(Answer::Done(output)) => Ok(output),
        Ok(other) => panic!("{other:?}"),
        Err(refusal) => Err(refusal.message),
    }
}
