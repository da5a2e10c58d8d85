//! Items put, read, updated and removed one by one.

use super::check;

#[test]
fn a_put_replaces_the_whole_item() {
    check(&[
        (r#"PutItem {"TableName":"tab","Item":{"id":"a","state":"new","note":"gift"}}"#, "{}"),
        (
            r#"PutItem {"TableName":"tab","Item":{"id":"a","state":"paid"},"ReturnValues":"ALL_OLD"}"#,
            r#"{"Attributes":{"id":"a","note":"gift","state":"new"}}"#,
        ),
        (
            r#"GetItem {"TableName":"tab","Key":{"id":"a"}}"#,
            r#"{"Item":{"id":"a","state":"paid"}}"#,
        ),
        (r#"GetItem {"TableName":"tab","Key":{"id":"b"}}"#, "{}"),
    ]);
}

/// The pair to the test above: what must *not* happen when a put is refused.
#[test]
fn a_refused_put_leaves_no_trace() {
    check(&[
        (r#"PutItem {"TableName":"tab","Item":{"id":"a","v":1}}"#, "{}"),
        (
            r#"PutItem {"TableName":"tab","Item":{"id":"a","v":2},
            "ConditionExpression":"attribute_not_exists(id)"}"#,
            "ConditionalCheckFailedException: The conditional request failed",
        ),
        (
            r#"PutItem {"TableName":"tab","Item":{"id":"a","v":2},
            "ConditionExpression":"v > :v","ExpressionAttributeValues":{":v":5},
            "ReturnValuesOnConditionCheckFailure":"ALL_OLD"}"#,
            r#"ConditionalCheckFailedException: The conditional request failed {"Item":{"id":"a","v":1}}"#,
        ),
        (r#"GetItem {"TableName":"tab","Key":{"id":"a"}}"#, r#"{"Item":{"id":"a","v":1}}"#),
    ]);
}
