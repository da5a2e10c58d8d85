//! `BatchGetItem` and `BatchWriteItem`.

use super::check;

#[test]
fn a_batch_writes_and_reads_items_of_several_tables() {
    check(&[
        (
            r#"BatchWriteItem {"RequestItems":{"tab":[{"PutRequest":{"Item":{"id":"a"}}},
            {"PutRequest":{"Item":{"id":"b"}}}],"ran":[{"PutRequest":{"Item":{"id":"a","n":1}}}]
            }}"#,
            r#"{"UnprocessedItems":{}}"#,
        ),
        (
            r#"BatchWriteItem {"RequestItems":{"tab":[{"DeleteRequest":{"Key":{"id":"a"}}}]},
            "ReturnConsumedCapacity":"TOTAL"}"#,
            r#"{"UnprocessedItems":{},"ConsumedCapacity":[{"TableName":"tab","CapacityUnits":1.0}]
            }"#,
        ),
        (
            r#"BatchGetItem {"RequestItems":{"tab":{"Keys":[{"id":"a"},{"id":"b"}]},"ran":{"Keys":[
            {"id":"a","n":1}],"ProjectionExpression":"n"}}}"#,
            r#"{"Responses":{"ran":[{"n":1}],"tab":[{"id":"b"}]},"UnprocessedKeys":{}}"#,
        ),
    ]);
}

#[test]
fn a_refused_batch_writes_nothing() {
    let many: Vec<String> =
        (0..26).map(|n| format!(r#"{{"PutRequest":{{"Item":{{"id":"{n}"}}}}}}"#)).collect();
    check(&[
        (
            &format!(r#"BatchWriteItem {{"RequestItems":{{"tab":[{}]}}}}"#, many.join(",")),
            "ValidationException: Too many items requested for the BatchWriteItem call",
        ),
        (
            r#"BatchWriteItem {"RequestItems":{"tab":[{"PutRequest":{"Item":{"id":"a"}}},
            {"DeleteRequest":{"Key":{"id":"a"}}}]}}"#,
            "ValidationException: Provided list of item keys contains duplicates",
        ),
        (
            r#"BatchWriteItem {"RequestItems":{"tab":[{"PutRequest":{"Item":{"id":"a"}}}],
            "nowhere":[{"PutRequest":{"Item":{"id":"a"}}}]}}"#,
            "ResourceNotFoundException: Requested resource not found",
        ),
        (
            r#"BatchWriteItem {"RequestItems":{"tab":[{"PutRequest":{"Item":{"x":"a"}}}]}}"#,
            "ValidationException: The provided key element does not match the schema",
        ),
        (
            r#"BatchGetItem {"RequestItems":{"tab":{"Keys":[{"id":"a"},{"id":"a"}]}}}"#,
            "ValidationException: Provided list of item keys contains duplicates",
        ),
        (r#"Scan {"TableName":"tab","Select":"COUNT"}"#, r#"{"Count":0,"ScannedCount":0}"#),
    ]);
}
