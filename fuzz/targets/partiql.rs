//! Statements: whatever a client sends, it gets an answer or is refused, and neither is our fault.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use samara_service::testing::Bench;
use samara_service::{Cx, Fault};
use serde_json::json;

static WORLD: LazyLock<(Bench, Cx)> = LazyLock::new(|| {
    let bench = Bench::new(vec![samara_dynamodb::service()]);
    let cx = bench.context();
    let table = json!({
        "TableName": "tab",
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
            {"AttributeName": "a", "AttributeType": "S"},
            {"AttributeName": "b", "AttributeType": "N"},
        ],
        "KeySchema": [
            {"AttributeName": "a", "KeyType": "HASH"},
            {"AttributeName": "b", "KeyType": "RANGE"},
        ],
    });
    bench.call_json_as(&cx, ("dynamodb", "CreateTable"), table).expect("a table");
    (bench, cx)
});

fuzz_target!(|text: &str| {
    let (bench, cx) = &*WORLD;
    for parameters in [json!(null), json!([{"S": "x"}]), json!([{"S": "x"}, {"N": "1"}])] {
        let mut input = json!({"Statement": text});
        if !parameters.is_null() {
            input["Parameters"] = parameters;
        }
        if let Err(refusal) = bench.call_json_as(cx, ("dynamodb", "ExecuteStatement"), input) {
            assert!(refusal.fault == Fault::Caller, "{refusal:?}");
        }
    }
});
