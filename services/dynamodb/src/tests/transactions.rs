//! `TransactWriteItems` and `TransactGetItems`.

use samara_service::testing::Bench;

use super::{check, check_on};

#[test]
fn a_transaction_writes_all_or_nothing() {
    check(&[
        (
            r#"TransactWriteItems {"TransactItems":[{"Put":{"TableName":"tab","Item":{"id":"a",
            "n":1}}},{"Update":{"TableName":"ran","Key":{"id":"a","n":1},
            "UpdateExpression":"SET v = :v","ExpressionAttributeValues":{":v":1}}}]}"#,
            "{}",
        ),
        (
            r#"TransactWriteItems {"TransactItems":[{"Delete":{"TableName":"tab","Key":{"id":"a"}}},
            {"ConditionCheck":{"TableName":"ran","Key":{"id":"a","n":1},
            "ConditionExpression":"v > :v","ExpressionAttributeValues":{":v":1},
            "ReturnValuesOnConditionCheckFailure":"ALL_OLD"}}]}"#,
            concat!(
                "TransactionCanceledException: Transaction cancelled, please refer cancellation ",
                "reasons for specific reasons [None, ConditionalCheckFailed] ",
                r#"{"CancellationReasons":[{"Code":"None"},{"Code":"ConditionalCheckFailed",
                "Message":"The conditional request failed","Item":{"id":"a","n":1,"v":1}}]}"#
            ),
        ),
        (
            r#"TransactGetItems {"TransactItems":[{"Get":{"TableName":"tab","Key":{"id":"a"}}},
            {"Get":{"TableName":"tab","Key":{"id":"z"}}},{"Get":{"TableName":"ran","Key":{"id":"a",
            "n":1},"ProjectionExpression":"v"}}],"ReturnConsumedCapacity":"TOTAL"}"#,
            r#"{"ConsumedCapacity":[{"TableName":"ran","CapacityUnits":2.0,"ReadCapacityUnits":2.0},
            {"TableName":"tab","CapacityUnits":4.0,"ReadCapacityUnits":4.0}],"Responses":[
            {"Item":{"id":"a","n":1}},{},{"Item":{"v":1}}]}"#,
        ),
    ]);
}

#[test]
fn what_a_transaction_refuses_as_a_whole() {
    check(&[
        (
            r#"TransactWriteItems {"TransactItems":[{"Put":{"TableName":"tab","Item":{"id":"a"}}},
            {"Delete":{"TableName":"tab","Key":{"id":"a"}}}]}"#,
            "ValidationException: Transaction request cannot include multiple operations on one \
             item",
        ),
        (
            r#"TransactWriteItems {"TransactItems":[{"Put":{"TableName":"tab","Item":{"id":"a"}},
            "Delete":{"TableName":"tab","Key":{"id":"a"}}}]}"#,
            "ValidationException: TransactItems can only contain one of Check, Put, Update or \
             Delete",
        ),
        (
            r#"TransactWriteItems {"TransactItems":[{"Put":{"TableName":"tab","Item":{"id":1}}}]}"#,
            concat!(
                "TransactionCanceledException: Transaction cancelled, please refer cancellation ",
                "reasons for specific reasons [ValidationError] ",
                r#"{"CancellationReasons":[{"Code":"ValidationError",
                "Message":"One or more parameter values were invalid: "#,
                "Type mismatch for key id expected: S actual: N\"}]}"
            ),
        ),
    ]);
}

/// A client that got no answer asks again with the same token: it must not be done twice.
#[test]
fn a_token_makes_a_transaction_happen_once() {
    let bench = Bench::new(vec![crate::service()]);
    let add = |by: u32| {
        format!(
            r#"TransactWriteItems {{"ClientRequestToken":"t","TransactItems":[
            {{"Update":{{"TableName":"tab","Key":{{"id":"a"}},"UpdateExpression":"ADD n :n",
            "ExpressionAttributeValues":{{":n":{by}}}}}}}]}}"#
        )
    };
    let get = r#"GetItem {"TableName":"tab","Key":{"id":"a"}}"#;
    check_on(
        &bench,
        &[
            (&add(1), "{}"),
            (&add(1), "{}"),
            (get, r#"{"Item":{"id":"a","n":1}}"#),
            (
                &add(2),
                "IdempotentParameterMismatchException: Idempotent parameters are different from \
                 those used with the original token for the request",
            ),
        ],
    );
    bench.advance_ms(10 * 60 * 1000 + 1);
    assert_eq!(super::run(&bench, &add(2)), "{}");
    assert_eq!(super::run(&bench, get), r#"{"Item":{"id":"a","n":3}}"#);
}
