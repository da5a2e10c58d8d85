//! Items put, read, updated and removed one by one.

use super::check;

#[test]
fn a_put_replaces_the_whole_item() {
    check(&[
        (r#"PutItem {"TableName":"tab","Item":{"id":"a","state":"new","note":"gift"}}"#, "{}"),
        (
            r#"PutItem {"TableName":"tab","Item":{"id":"a","state":"paid"},
            "ReturnValues":"ALL_OLD"}"#,
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
            r#"ConditionalCheckFailedException: The conditional request failed {"Item":{"id":"a",
            "v":1}}"#,
        ),
        (r#"GetItem {"TableName":"tab","Key":{"id":"a"}}"#, r#"{"Item":{"id":"a","v":1}}"#),
    ]);
}

#[test]
fn a_put_is_refused_before_it_is_stored() {
    check(&[
        (
            r#"PutItem {"TableName":"nowhere","Item":{"id":"a"}}"#,
            "ResourceNotFoundException: Requested resource not found",
        ),
        (
            r#"PutItem {"TableName":"tab","Item":{"v":1}}"#,
            "ValidationException: One or more parameter values were invalid: Missing the key id \
             in the item",
        ),
        (
            r#"PutItem {"TableName":"tab","Item":{"id":1}}"#,
            "ValidationException: One or more parameter values were invalid: Type mismatch for \
             key id expected: S actual: N",
        ),
        (
            r#"PutItem {"TableName":"tab","Item":{"id":""}}"#,
            "ValidationException: One or more parameter values are not valid. The AttributeValue \
             for a key attribute cannot contain an empty string value. Key: id",
        ),
        (
            r#"PutItem {"TableName":"tab","Item":{"id":"a"},"ReturnValues":"ALL_NEW"}"#,
            "ValidationException: ReturnValues can only be ALL_OLD or NONE",
        ),
        (r#"Scan {"TableName":"tab"}"#, r#"{"Items":[],"Count":0,"ScannedCount":0}"#),
    ]);
}

/// Values are wrong in ways that clients' own checks do not see; each has AWS's own message.
#[test]
fn wrong_values_are_refused() {
    for (value, message) in [
        (
            r#"{"$raw":{}}"#,
            "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
        ),
        (
            r#"{"$raw":{"S":"a","N":"1"}}"#,
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of \
                the supported datatypes",
        ),
        (r#"{"$raw":{"N":""}}"#, "The parameter cannot be converted to a numeric value"),
        (r#"{"$raw":{"N":"1x"}}"#, "The parameter cannot be converted to a numeric value: 1x"),
        (
            r#"{"$raw":{"N":"1e126"}}"#,
            "Number overflow. Attempting to store a number with magnitude larger than supported \
                range",
        ),
        (
            r#"{"$raw":{"N":"123456789012345678901234567890123456789"}}"#,
            "Attempting to store more than 38 significant digits in a Number",
        ),
        (
            r#"{"$raw":{"NULL":false}}"#,
            "One or more parameter values were invalid: Null attribute value types must have the \
                value of true",
        ),
        (
            r#"{"$ss":[]}"#,
            "One or more parameter values were invalid: An string set  may not be empty",
        ),
        (
            r#"{"$ss":["a","a"]}"#,
            "One or more parameter values were invalid: Input collection [a, a] contains \
                duplicates.",
        ),
        (r#"{"$ns":["1","1.0"]}"#, "Input collection contains duplicates"),
    ] {
        let step = format!(r#"PutItem {{"TableName":"tab","Item":{{"id":"a","v":{value}}}}}"#);
        check(&[(&step, &format!("ValidationException: {message}"))]);
    }
}

#[test]
fn every_type_reads_back() {
    let item = r#"{"b":{"$b":"x"},"bs":{"$bs":["x","y"]},"f":false,"id":"a","l":[1,"x",[]],
    "m":{"k":{}},"n":-1.5,"nil":null,"ns":{"$ns":["1","20"]},"s":"","ss":{"$ss":["p","q"]},
    "t":true}"#;
    check(&[
        (&format!(r#"PutItem {{"TableName":"tab","Item":{item}}}"#), "{}"),
        (r#"GetItem {"TableName":"tab","Key":{"id":"a"}}"#, &format!(r#"{{"Item":{item}}}"#)),
    ]);
}

/// Four hundred kilobytes are counted with names, to the byte.
#[test]
fn an_item_is_four_hundred_kilobytes_at_most() {
    let put = |bytes: usize| {
        let text = "x".repeat(bytes);
        format!(r#"PutItem {{"TableName":"tab","Item":{{"id":"a","v":"{text}"}}}}"#)
    };
    let room = 400 * 1024 - 2 - 1 - 1;
    check(&[
        (&put(room), "{}"),
        (&put(room + 1), "ValidationException: Item size has exceeded the maximum allowed size"),
    ]);
}

#[test]
fn conditions_see_the_item_as_it_stands() {
    let condition = |text: &str, holds: bool| {
        let step = format!(
            r##"DeleteItem {{"TableName":"tab","Key":{{"id":"a"}},"ConditionExpression":"{text}",
            "ExpressionAttributeNames":{{"#l":"list"}},
            "ExpressionAttributeValues":{{":one":1,":two":2,":x":"x",":n":"N",":ss":{{"$ss":["p",
            "q"]}}}}}}"##
        );
        let expected = if holds {
            "{}"
        } else {
            "ConditionalCheckFailedException: The conditional request failed"
        };
        let put = r#"PutItem {"TableName":"tab","Item":{"id":"a","n":1,"s":"xyz","list":[1,
        {"k":"x"}],"bag":{"$ss":["q","p"]}}}"#;
        check(&[(put, "{}"), (&step, expected)]);
    };
    // All placeholders must be used: this uses them and never holds.
    let padding = " OR (#l = :one AND n = :two AND s = :n AND s = :x AND s = :ss)";
    for (text, holds) in [
        ("n = :one", true),
        ("n <> :one", false),
        ("n < :two AND n >= :one", true),
        ("n BETWEEN :one AND :two", true),
        ("n IN (:two, :x)", false),
        ("n IN (:two, :one)", true),
        ("bag = :ss", true),
        ("nope = :one", false),
        ("nope <> :one", true),
        ("NOT attribute_exists(nope)", true),
        ("attribute_exists(#l[1].k)", true),
        ("#l[1].k = :x", true),
        ("attribute_type(n, :n)", true),
        ("begins_with(s, :x)", true),
        ("contains(#l, :one)", true),
        ("contains(bag, :x)", false),
        ("size(#l) = :two", true),
        ("size(n) = :one", false),
        ("(n = :two OR s = :x) AND n = :one", false),
        ("NOT n = :two AND (begins_with(s, :x))", true),
    ] {
        condition(&format!("({text}){padding}"), holds);
    }
}

#[test]
fn what_is_wrong_with_an_expression_is_said_as_aws_says_it() {
    let refuse = |condition: &str, names: &str, message: &str| {
        let step = format!(
            r#"PutItem {{"TableName":"tab","Item":{{"id":"a"}},
            "ConditionExpression":"{condition}"{names}}}"#
        );
        check(&[(&step, &format!("ValidationException: {message}"))]);
    };
    let of = "Invalid ConditionExpression: ";
    refuse("", "", &format!("{of}The expression can not be empty;"));
    refuse("a =", "", &format!(r#"{of}Syntax error; token: "<EOF>", near: "=""#));
    refuse("a = b c", "", &format!(r#"{of}Syntax error; token: "c", near: "b c""#));
    refuse(
        "status = :v",
        "",
        &format!("{of}Attribute name is a reserved keyword; reserved keyword: status"),
    );
    refuse(
        "a = :v",
        "",
        &format!(
            "{of}An expression attribute value used in expression is not defined; attribute \
                value: :v"
        ),
    );
    refuse(
        "#a = b",
        "",
        &format!(
            "{of}An expression attribute name used in the document path is not defined; attribute \
                name: #a"
        ),
    );
    refuse("((a = b))", "", &format!("{of}The expression has redundant parentheses;"));
    refuse("foo(a)", "", &format!("{of}Invalid function name; function: foo"));
    refuse(
        "attribute_exists(a, b)",
        "",
        &format!(
            "{of}Incorrect number of operands for operator or function; operator or function: \
                attribute_exists, number of operands: 2"
        ),
    );
    refuse(
        "a = a",
        "",
        &format!(
            "{of}The first operand must be distinct from the remaining operands for this operator \
                or function; operator: =, first operand: [a]"
        ),
    );
    refuse(
        "size(a)",
        "",
        &format!(
            "{of}The function is not allowed to be used this way in an expression; function: size"
        ),
    );
    refuse(
        "a = b",
        r##","ExpressionAttributeNames":{"#x":"y"}"##,
        "Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}",
    );
    refuse(
        "a = b",
        r#","ExpressionAttributeValues":{":x":"y"}"#,
        "Value provided in ExpressionAttributeValues unused in expressions: keys: {:x}",
    );
    refuse(
        "a = b",
        r#","Expected":{"a":{"Exists":false}}"#,
        "Can not use both expression and non-expression parameters in the same request: \
         Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}",
    );
}

/// What once killed other servers: nesting that a recursive parser follows to the end of its stack.
#[test]
fn deep_nesting_is_refused() {
    let deep = format!("{}a = b{}", "(a = c AND ".repeat(300), ")".repeat(300));
    let step = format!(
        r#"PutItem {{"TableName":"tab","Item":{{"id":"a"}},"ConditionExpression":"{deep}"}}"#
    );
    check(&[(
        &step,
        "ValidationException: Invalid ConditionExpression: The expression is nested too deeply; \
         maximum depth: 150",
    )]);
}

#[test]
fn what_is_too_long_within_an_expression_is_refused_in_aws_words() {
    let of = "ValidationException: Invalid ConditionExpression: ";
    let refuse = |condition: &str, message: &str| {
        let put = format!(
            r#"PutItem {{"TableName":"tab","Item":{{"id":"a"}},"ConditionExpression":"{condition}"}}"#
        );
        check(&[(&put, &format!("{of}{message}"))]);
    };
    refuse(
        &format!("attribute_exists(a{})", ".b".repeat(32)),
        "The document path has too many nesting levels; nesting levels: 33",
    );
    refuse(
        "attribute_exists(a[2147483648])",
        "List index is not within the allowable range; index: [2147483648]",
    );
    refuse(
        &format!("a IN (b{})", ", b".repeat(100)),
        "The IN operator is provided with too many operands; number of operands: 101",
    );
}

#[test]
fn a_projection_gives_parts_of_maps_and_lists() {
    check(&[
        (
            r#"PutItem {"TableName":"tab","Item":{"id":"a","m":{"x":1,"y":{"z":2,"w":3}},
            "l":[1,2,[3,4]]}}"#,
            "{}",
        ),
        (
            r#"GetItem {"TableName":"tab","Key":{"id":"a"},
            "ProjectionExpression":"m.y.z, l[2][1], l[0], nope"}"#,
            r#"{"Item":{"l":[1,[4]],"m":{"y":{"z":2}}}}"#,
        ),
        (
            r#"GetItem {"TableName":"tab","Key":{"id":"a"},"ProjectionExpression":"m.x, m"}"#,
            "ValidationException: Invalid ProjectionExpression: Two document paths overlap with \
             each other; must remove or rewrite one of these paths; path one: [m, x], path \
             two: [m]",
        ),
        (
            r#"GetItem {"TableName":"tab","Key":{"id":"a"},"AttributesToGet":["id","zz"]}"#,
            r#"{"Item":{"id":"a"}}"#,
        ),
        (
            r#"GetItem {"TableName":"tab","Key":{"id":"a"},"ProjectionExpression":"id.x"}"#,
            "ValidationException: Key attributes must be scalars; list random access '[]' and map \
             lookup '.' are not allowed: Key: id",
        ),
    ]);
}

#[test]
fn a_key_must_be_exactly_the_tables() {
    let mismatch = "ValidationException: The provided key element does not match the schema";
    check(&[
        (r#"GetItem {"TableName":"tab","Key":{"id":1}}"#, mismatch),
        (r#"GetItem {"TableName":"tab","Key":{"id":"a","n":1}}"#, mismatch),
        (r#"GetItem {"TableName":"ran","Key":{"id":"a"}}"#, mismatch),
        (r#"DeleteItem {"TableName":"ran","Key":{"id":"a","x":1}}"#, mismatch),
        (
            r#"GetItem {"TableName":"arn:aws:dynamodb:us-east-1:000000000000:table/tab",
            "Key":{"id":"a"}}"#,
            "{}",
        ),
        (
            r#"GetItem {"TableName":"arn:aws:dynamodb:eu-west-1:000000000000:table/tab",
            "Key":{"id":"a"}}"#,
            "ResourceNotFoundException: Requested resource not found",
        ),
    ]);
}

#[test]
fn consumed_capacity_counts_in_fours_and_ones() {
    let text = "x".repeat(5000);
    check(&[
        (
            &format!(
                r#"PutItem {{"TableName":"tab","Item":{{"id":"a","v":"{text}"}},
                "ReturnConsumedCapacity":"TOTAL"}}"#
            ),
            r#"{"ConsumedCapacity":{"TableName":"tab","CapacityUnits":5.0}}"#,
        ),
        (
            r#"GetItem {"TableName":"tab","Key":{"id":"a"},"ProjectionExpression":"id",
            "ReturnConsumedCapacity":"INDEXES"}"#,
            r#"{"Item":{"id":"a"},"ConsumedCapacity":{"TableName":"tab","CapacityUnits":1.0,
            "Table":{"CapacityUnits":1.0}}}"#,
        ),
        (
            r#"GetItem {"TableName":"tab","Key":{"id":"z"},"ConsistentRead":true,
            "ReturnConsumedCapacity":"TOTAL"}"#,
            r#"{"ConsumedCapacity":{"TableName":"tab","CapacityUnits":1.0}}"#,
        ),
        // The larger of the item before and after counts.
        (
            r#"PutItem {"TableName":"tab","Item":{"id":"a"},"ReturnConsumedCapacity":"TOTAL"}"#,
            r#"{"ConsumedCapacity":{"TableName":"tab","CapacityUnits":5.0}}"#,
        ),
    ]);
}

#[test]
fn expected_is_a_condition_too() {
    check(&[
        (
            r#"PutItem {"TableName":"tab","Item":{"id":"a","v":1},
            "Expected":{"id":{"Exists":false}}}"#,
            "{}",
        ),
        (
            r#"PutItem {"TableName":"tab","Item":{"id":"a","v":2},
            "Expected":{"id":{"Exists":false}}}"#,
            "ConditionalCheckFailedException: The conditional request failed",
        ),
        (
            r#"DeleteItem {"TableName":"tab","Key":{"id":"a"},
            "Expected":{"v":{"ComparisonOperator":"GT","AttributeValueList":[1]},
            "id":{"Value":"a"}},"ConditionalOperator":"OR"}"#,
            "{}",
        ),
        (
            r#"DeleteItem {"TableName":"tab","Key":{"id":"a"},"Expected":{"v":{"Exists":true}}}"#,
            "ValidationException: One or more parameter values were invalid: Value must be \
             provided when Exists is true for Attribute: v",
        ),
    ]);
}

/// What a policy may narrow: were an attribute or value left out, a policy for others would let
/// the request through.
#[test]
fn a_request_says_all_that_it_touches() {
    let bench = samara_service::testing::Bench::new(vec![crate::service()]);
    let service = crate::service();
    let input = super::input(
        r##"{"TableName":"tab","Key":{"id":"a"},"ReturnValues":"ALL_OLD",
        "UpdateExpression":"SET x = if_not_exists(y.z, :v) REMOVE #r[0]",
        "ConditionExpression":"size(q) = :v AND NOT p",
        "ExpressionAttributeNames":{"#r":"real"},"ExpressionAttributeValues":{":v":1}}"##,
    );
    let call = service.operation("UpdateItem").unwrap().with(input).unwrap();
    let access = call.access(&bench.context()).remove(0);
    assert_eq!(access.resource, "arn:aws:dynamodb:us-east-1:000000000000:table/tab");
    let conditions: Vec<String> = access
        .conditions
        .iter()
        .map(|(key, values)| format!("{key}={}", values.join(",")))
        .collect();
    assert_eq!(
        conditions,
        [
            "dynamodb:LeadingKeys=a",
            "dynamodb:Attributes=id,p,q,real,x,y",
            "dynamodb:ReturnValues=ALL_OLD"
        ]
    );
}
