//! Secondary indexes: kept with their items, read, added and removed.

use super::check;

const TABLE: (&str, &str) = (
    r#"CreateTable {"TableName":"idx","KeySchema":[{"AttributeName":"id","KeyType":"HASH"},
    {"AttributeName":"n","KeyType":"RANGE"}],
    "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},{"AttributeName":"n",
    "AttributeType":"N"},{"AttributeName":"g","AttributeType":"S"},{"AttributeName":"k",
    "AttributeType":"S"}],
    "GlobalSecondaryIndexes":[{"IndexName":"byg","KeySchema":[{"AttributeName":"g",
    "KeyType":"HASH"}],"Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["v"]}}],
    "LocalSecondaryIndexes":[{"IndexName":"byk","KeySchema":[{"AttributeName":"id",
    "KeyType":"HASH"},{"AttributeName":"k","KeyType":"RANGE"}],
    "Projection":{"ProjectionType":"KEYS_ONLY"}}],
    "BillingMode":"PAY_PER_REQUEST"}"#,
    "*",
);

fn with_table<'a>(steps: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [&[TABLE], steps].concat()
}

const BY_G: &str = r#"Query {"TableName":"idx","IndexName":"byg","KeyConditionExpression":"g = :g",
"ExpressionAttributeValues":{":g":"x"}}"#;

/// An index follows its items through every kind of write, and has none without its keys.
#[test]
fn entries_follow_their_items() {
    check(&with_table(&[
        (r#"PutItem {"TableName":"idx","Item":{"id":"a","n":1,"g":"x","v":1,"w":2}}"#, "{}"),
        (r#"PutItem {"TableName":"idx","Item":{"id":"a","n":2,"v":1}}"#, "{}"),
        (BY_G, r#"{"Items":[{"g":"x","id":"a","n":1,"v":1}],"Count":1,"ScannedCount":1}"#),
        (
            r#"UpdateItem {"TableName":"idx","Key":{"id":"a","n":2},"UpdateExpression":"SET g = :g",
            "ExpressionAttributeValues":{":g":"x"}}"#,
            "{}",
        ),
        (
            BY_G,
            r#"{"Items":[{"g":"x","id":"a","n":1,"v":1},{"g":"x","id":"a","n":2,"v":1}],"Count":2,
            "ScannedCount":2}"#,
        ),
        (
            r#"UpdateItem {"TableName":"idx","Key":{"id":"a","n":1},
            "UpdateExpression":"REMOVE g"}"#,
            "{}",
        ),
        (r#"DeleteItem {"TableName":"idx","Key":{"id":"a","n":2}}"#, "{}"),
        (BY_G, r#"{"Items":[],"Count":0,"ScannedCount":0}"#),
    ]));
}

#[test]
fn a_local_index_fetches_what_it_does_not_hold() {
    let query = |rest: &str| {
        format!(
            r#"Query {{"TableName":"idx","IndexName":"byk",
            "KeyConditionExpression":"id = :i AND begins_with(k, :k)",
            "ExpressionAttributeValues":{{":i":"a",":k":"k"}}{rest}}}"#
        )
    };
    check(&with_table(&[
        (r#"PutItem {"TableName":"idx","Item":{"id":"a","n":1,"k":"k2","w":2}}"#, "{}"),
        (r#"PutItem {"TableName":"idx","Item":{"id":"a","n":2,"k":"k1","w":3}}"#, "{}"),
        (r#"PutItem {"TableName":"idx","Item":{"id":"a","n":3,"k":"j","w":3}}"#, "{}"),
        (
            &query(""),
            r#"{"Items":[{"id":"a","k":"k1","n":2},{"id":"a","k":"k2","n":1}],"Count":2,
            "ScannedCount":2}"#,
        ),
        (
            &query(r#","ProjectionExpression":"w","Limit":1"#),
            r#"{"Items":[{"w":3}],"Count":1,"ScannedCount":1,
            "LastEvaluatedKey":{"id":"a","k":"k1","n":2}}"#,
        ),
        (
            &query(
                r#","Select":"ALL_ATTRIBUTES","ExclusiveStartKey":{"id":"a","n":2,"k":"k1"},
                "ReturnConsumedCapacity":"INDEXES""#,
            ),
            r#"{"Items":[{"id":"a","k":"k2","n":1,"w":2}],"Count":1,"ScannedCount":1,
            "ConsumedCapacity":{"TableName":"idx","CapacityUnits":1.0,"Table":{"CapacityUnits":0.5},
            "LocalSecondaryIndexes":{"byk":{"CapacityUnits":0.5}}}}"#,
        ),
    ]));
}

#[test]
fn what_a_global_index_refuses() {
    check(&with_table(&[
        (
            &BY_G.replace(r#""idx","#, r#""idx","ConsistentRead":true,"#),
            "ValidationException: Consistent reads are not supported on global secondary indexes",
        ),
        (
            &BY_G.replace(r#""idx","#, r#""idx","Select":"ALL_ATTRIBUTES","#),
            "ValidationException: One or more parameter values were invalid: Select type \
             ALL_ATTRIBUTES is not supported for global secondary index byg because its projection \
             type is not ALL",
        ),
        (
            &BY_G.replace(r#""idx","#, r#""idx","ProjectionExpression":"w","#),
            "ValidationException: One or more parameter values were invalid: Global secondary \
             index byg does not project [w]",
        ),
        (
            r#"PutItem {"TableName":"idx","Item":{"id":"a","n":1,"g":5}}"#,
            "ValidationException: One or more parameter values were invalid: Type mismatch for \
             Index Key g Expected: S Actual: N IndexName: byg",
        ),
        (
            r#"PutItem {"TableName":"idx","Item":{"id":"a","n":1,"g":""}}"#,
            "ValidationException: One or more parameter values are not valid. A value specified \
             for a secondary index key is not supported. The AttributeValue for a key attribute \
             cannot contain an empty string value. IndexName: byg, IndexKey: g",
        ),
    ]));
}

/// Writes of an index cost what they change: an entry that stays as it is costs nothing.
#[test]
fn writes_of_indexes_cost_units_of_their_own() {
    let put = |v: u32, g: &str| {
        format!(
            r#"PutItem {{"TableName":"idx","Item":{{"id":"a","n":1,"g":"{g}","v":{v}}},
            "ReturnConsumedCapacity":"INDEXES"}}"#
        )
    };
    let answer = |total: f64, byg: &str| {
        format!(
            r#"{{"ConsumedCapacity":{{"TableName":"idx","CapacityUnits":{total:?},
            "Table":{{"CapacityUnits":1.0}}{byg}}}}}"#
        )
    };
    let units = |units: f64| {
        format!(r#","GlobalSecondaryIndexes":{{"byg":{{"CapacityUnits":{units:?}}}}}"#)
    };
    check(&with_table(&[
        (&put(1, "x"), &answer(2.0, &units(1.0))),
        (&put(1, "x"), &answer(1.0, "")),
        (&put(2, "x"), &answer(2.0, &units(1.0))),
        (&put(2, "y"), &answer(3.0, &units(2.0))),
    ]));
}

#[test]
fn an_index_added_later_holds_what_was_there() {
    check(&[
        (r#"PutItem {"TableName":"tab","Item":{"id":"a","g":"x"}}"#, "{}"),
        (r#"PutItem {"TableName":"tab","Item":{"id":"b","g":7}}"#, "{}"),
        (r#"PutItem {"TableName":"tab","Item":{"id":"c"}}"#, "{}"),
        (
            r#"UpdateTable {"TableName":"tab","AttributeDefinitions":[{"AttributeName":"id",
            "AttributeType":"S"},{"AttributeName":"g","AttributeType":"S"}],
            "GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"byg","KeySchema":[
            {"AttributeName":"g","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}}]}"#,
            "*",
        ),
        (
            r#"Scan {"TableName":"tab","IndexName":"byg"}"#,
            r#"{"Items":[{"g":"x","id":"a"}],"Count":1,"ScannedCount":1}"#,
        ),
        // The item whose attribute has another type goes as it came, and leaves no trace.
        (r#"DeleteItem {"TableName":"tab","Key":{"id":"b"}}"#, "{}"),
        (
            r#"UpdateTable {"TableName":"tab","GlobalSecondaryIndexUpdates":[
            {"Delete":{"IndexName":"byg"}}]}"#,
            "*",
        ),
        (
            r#"Scan {"TableName":"tab","IndexName":"byg"}"#,
            "ValidationException: The table does not have the specified index: byg",
        ),
    ]);
}

/// A key of several attributes is one key: all of its hash attributes together, then its range
/// attributes in their order, numbers by value.
#[test]
fn a_global_index_may_have_keys_of_several_attributes() {
    let query = |condition: &str, values: &str| {
        format!(
            r#"Query {{"TableName":"many","IndexName":"all","KeyConditionExpression":"{condition}",
            "ProjectionExpression":"id","ExpressionAttributeValues":{{{values}}}}}"#
        )
    };
    let equal = query("h1 = :a AND h2 = :b", r#"":a":"x",":b":1"#);
    let first = query("r1 = :c AND h2 = :b AND h1 = :a", r#"":a":"x",":b":1,":c":"r""#);
    let last =
        query("h1 = :a AND h2 = :b AND r1 = :c AND r2 > :d", r#"":a":"x",":b":1,":c":"r",":d":9"#);
    let gap = query("h1 = :a AND h2 = :b AND r2 = :d", r#"":a":"x",":b":1,":d":9"#);
    let half = query("h1 = :a", r#"":a":"x""#);
    let put = |id: &str, rest: &str| {
        format!(r#"PutItem {{"TableName":"many","Item":{{"id":"{id}","h1":"x",{rest}}}}}"#)
    };
    check(&[
        (
            r#"CreateTable {"TableName":"many","KeySchema":[{"AttributeName":"id",
            "KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},
            {"AttributeName":"h1","AttributeType":"S"},{"AttributeName":"h2","AttributeType":"N"},
            {"AttributeName":"r1","AttributeType":"S"},{"AttributeName":"r2","AttributeType":"N"}],
            "GlobalSecondaryIndexes":[{"IndexName":"all","KeySchema":[
            {"AttributeName":"h1","KeyType":"HASH"},{"AttributeName":"h2","KeyType":"HASH"},
            {"AttributeName":"r1","KeyType":"RANGE"},{"AttributeName":"r2","KeyType":"RANGE"}],
            "Projection":{"ProjectionType":"ALL"}}],"BillingMode":"PAY_PER_REQUEST"}"#,
            "*",
        ),
        (&put("a", r#""h2":1,"r1":"r","r2":10"#), "{}"),
        (&put("b", r#""h2":1,"r1":"r","r2":9"#), "{}"),
        (&put("c", r#""h2":2,"r1":"r","r2":1"#), "{}"),
        (&put("d", r#""h2":1,"r1":"q","r2":50"#), "{}"),
        (&put("e", r#""h2":1,"r1":"r""#), "{}"),
        (&equal, r#"{"Items":[{"id":"d"},{"id":"b"},{"id":"a"}],"Count":3,"ScannedCount":3}"#),
        (&first, r#"{"Items":[{"id":"b"},{"id":"a"}],"Count":2,"ScannedCount":2}"#),
        (&last, r#"{"Items":[{"id":"a"}],"Count":1,"ScannedCount":1}"#),
        (
            &gap,
            "ValidationException: Query key condition not supported: conditions on RANGE key \
             attributes of the index must follow the order of its key schema, and only the last \
             of them may be another than equality",
        ),
        (
            &half,
            "ValidationException: Query key condition not supported: every HASH key attribute of \
             the index must have an equality condition",
        ),
    ]);
}

/// A client that splits its collections by their size must see a range that is true of them.
#[test]
fn a_collection_says_how_large_it_is_at_most() {
    let put = |n: usize| {
        format!(
            r#"PutItem {{"TableName":"idx","ReturnItemCollectionMetrics":"SIZE","Item":
            {{"id":"a","n":{n},"k":"x"}}}}"#
        )
    };
    let range = r#""ItemCollectionKey":{"id":{"S":"a"}},"SizeEstimateRangeGB":[0.0,1.0]"#;
    let shown = format!(r#"{{"ItemCollectionMetrics":{{{range}}}}}"#);
    let by_table = format!(r#"{{"ItemCollectionMetrics":{{"idx":[{{{range}}}]}}}}"#);
    let batch = format!(r#"{{"UnprocessedItems":{{}},{}"#, &by_table[1..]);
    let puts: Vec<String> = (0..150).map(put).collect();
    let mut steps: Vec<(&str, &str)> = puts.iter().map(|put| (put.as_str(), &*shown)).collect();
    steps.extend([
        (
            r#"DeleteItem {"TableName":"idx","ReturnItemCollectionMetrics":"SIZE",
            "Key":{"id":"a","n":1}}"#,
            &*shown,
        ),
        (
            r#"UpdateItem {"TableName":"idx","ReturnItemCollectionMetrics":"SIZE",
            "Key":{"id":"a","n":2},"UpdateExpression":"SET v = :v",
            "ExpressionAttributeValues":{":v":1}}"#,
            &shown,
        ),
        (
            r#"BatchWriteItem {"ReturnItemCollectionMetrics":"SIZE","RequestItems":{"idx":[
            {"PutRequest":{"Item":{"id":"a","n":500}}},
            {"DeleteRequest":{"Key":{"id":"a","n":3}}}]}}"#,
            &batch,
        ),
        (
            r#"TransactWriteItems {"ReturnItemCollectionMetrics":"SIZE","TransactItems":[
            {"Put":{"TableName":"idx","Item":{"id":"a","n":501}}},
            {"Put":{"TableName":"tab","Item":{"id":"a"}}},
            {"Delete":{"TableName":"idx","Key":{"id":"a","n":4}}}]}"#,
            &by_table,
        ),
        (
            r#"PutItem {"TableName":"tab","ReturnItemCollectionMetrics":"SIZE","Item":{"id":"a"}}"#,
            "{}",
        ),
    ]);
    check(&with_table(&steps));
}
