//! Behaviour of the operations, as a client would see it: a script in, a transcript out.
//!
//! A step is an operation and its input; what follows is the output, or the code and message of a
//! refusal. [`check`] and the notation below are the only code here that knows the Rust API.
//!
//! Input and output are JSON, but for attribute values, which stand as plain JSON: `"x"` is
//! `{"S":"x"}`, `7` is `{"N":"7"}`, `{"$ss":["a"]}` is `{"SS":["a"]}` (`$ns`, `$bs`, `$b`, and
//! `$raw` for a value that is wrong on purpose).

mod backups;
mod batches;
mod chores;
mod indexes;
mod items;
mod model;
mod notation;
mod partiql;
mod properties;
mod queries;
mod recovery;
mod streams;
mod table_operations;
mod throughput;
mod times_to_live;
mod transactions;
mod updates;

use notation::{input, output, tight};
use samara_service::Answer;
use samara_service::testing::Bench;

/// The tables that most scripts begin with: `t` with a hash key `id` (text), `r` with a range key
/// `n` (number) beside it.
const TABLES: &[(&str, &str)] = &[
    (
        r#"CreateTable {"TableName":"tab","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],
        "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],
        "BillingMode":"PAY_PER_REQUEST"}"#,
        "*",
    ),
    (
        r#"CreateTable {"TableName":"ran","KeySchema":[{"AttributeName":"id","KeyType":"HASH"},
        {"AttributeName":"n","KeyType":"RANGE"}],
        "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},
        {"AttributeName":"n","AttributeType":"N"}],"BillingMode":"PAY_PER_REQUEST"}"#,
        "*",
    ),
];

/// Runs each step against one empty store and compares what a client would see. An expected `*`
/// is any success.
#[track_caller]
fn check(steps: &[(&str, &str)]) {
    check_on(&bench(), steps);
}

/// An empty store with the operations of tables and of streams.
fn bench() -> Bench {
    Bench::new(vec![crate::service(), crate::streams::service()])
}

#[track_caller]
fn check_on(bench: &Bench, steps: &[(&str, &str)]) {
    for (step, expected) in TABLES.iter().chain(steps) {
        let seen = run(bench, step);
        let refused = seen.contains("Exception: ") || seen.contains("NotImplemented: ");
        if *expected == "*" {
            assert!(!refused, "step {step} was refused: {seen}");
        } else {
            assert_eq!(seen, tight(expected), "after step: {step}");
        }
    }
}

fn run(bench: &Bench, step: &str) -> String {
    let (operation, json) = step.split_once(' ').unwrap_or((step, "{}"));
    let of_streams = crate::streams::service().operation(operation).is_some();
    let service = if of_streams { "dynamodbstreams" } else { "dynamodb" };
    match bench.call(service, operation, input(json)) {
        Ok(Answer::Done(document)) => output(document),
        Ok(other) => format!("{other:?}"),
        Err(refusal) => {
            let fields = output(refusal.fields.clone());
            let fields = if fields == "null" { String::new() } else { format!(" {fields}") };
            let cause = refusal.cause.as_ref().map(|cause| format!(" ({cause:?})"));
            format!("{}: {}{fields}{}", refusal.code, refusal.message, cause.unwrap_or_default())
        }
    }
}
