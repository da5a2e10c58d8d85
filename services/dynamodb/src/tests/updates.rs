//! `UpdateItem`.

use super::check;

/// An update of item `a`, which begins as it is given.
#[track_caller]
fn update(item: &str, rest: &str, expected: &str) {
    check(&[
        (&format!(r#"PutItem {{"TableName":"tab","Item":{item}}}"#), "*"),
        (
            &format!(
                r#"UpdateItem {{"TableName":"tab","Key":{{"id":"a"}},"ReturnValues":"ALL_NEW",
                {rest}}}"#
            ),
            expected,
        ),
    ]);
}

#[track_caller]
fn gives(item: &str, rest: &str, after: &str) {
    update(item, rest, &format!(r#"{{"Attributes":{after}}}"#));
}

#[test]
fn operands_are_read_from_the_item_as_it_was() {
    gives(
        r#"{"id":"a","x":1,"y":2}"#,
        r#""UpdateExpression":"SET x = y, y = x REMOVE z""#,
        r#"{"id":"a","x":2,"y":1}"#,
    );
    gives(
        r#"{"id":"a","n":5}"#,
        r#""ExpressionAttributeValues":{":one":1,":l":[1]},"UpdateExpression":
        "set n = n + :one, m = if_not_exists(m, :one) - :one, l = list_append(:l, :l)""#,
        r#"{"id":"a","l":[1,1],"m":0,"n":6}"#,
    );
    gives(
        r#"{"id":"a","l":[1]}"#,
        r#""UpdateExpression":"SET l = list_append(if_not_exists(l, :e), :v)",
        "ExpressionAttributeValues":{":e":[],":v":[2]}"#,
        r#"{"id":"a","l":[1,2]}"#,
    );
}

/// Elements are counted as they stood: removing two must not remove the neighbour of the second.
#[test]
fn elements_of_lists_keep_their_places_during_an_update() {
    gives(
        r#"{"id":"a","l":[0,1,2,3,4]}"#,
        r#""UpdateExpression":"REMOVE l[0], l[2], l[9]""#,
        r#"{"id":"a","l":[1,3,4]}"#,
    );
    gives(
        r#"{"id":"a","l":[0]}"#,
        r#""UpdateExpression":"SET l[9] = :b, l[5] = :a","ExpressionAttributeValues":{":a":5,
        ":b":9}"#,
        r#"{"id":"a","l":[0,5,9]}"#,
    );
    gives(
        r#"{"id":"a","m":{"k":[{"x":1}]}}"#,
        r#""UpdateExpression":"SET m.k[0].x = :v, m.j = :v","ExpressionAttributeValues":{":v":2}"#,
        r#"{"id":"a","m":{"j":2,"k":[{"x":2}]}}"#,
    );
}

#[test]
fn add_and_delete_work_on_numbers_and_sets() {
    gives(
        r#"{"id":"a","n":1.5,"s":{"$ss":["p"]},"t":{"$ss":["p","q"]},"u":{"$ss":["p"]}}"#,
        r#""UpdateExpression":"ADD n :n, s :s, w :s DELETE t :s, u :p",
        "ExpressionAttributeValues":{":n":-2,":s":{"$ss":["q"]},":p":{"$ss":["p"]}}"#,
        r#"{"id":"a","n":-0.5,"s":{"$ss":["p","q"]},"t":{"$ss":["p"]},"w":{"$ss":["q"]}}"#,
    );
    update(
        r#"{"id":"a","n":"text"}"#,
        r#""UpdateExpression":"ADD n :n","ExpressionAttributeValues":{":n":1}"#,
        "ValidationException: An operand in the update expression has an incorrect data type",
    );
    update(
        r#"{"id":"a"}"#,
        r#""UpdateExpression":"ADD n :n","ExpressionAttributeValues":{":n":"x"}"#,
        "ValidationException: Invalid UpdateExpression: Incorrect operand type for operator or \
         function; operator: ADD, operand type: STRING",
    );
}

#[test]
fn what_an_update_may_not_do() {
    for (rest, message) in [
        (
            r#""UpdateExpression":"SET id = :v","ExpressionAttributeValues":{":v":"b"}"#,
            "One or more parameter values were invalid: Cannot update attribute id. This attribute \
             is part of the key",
        ),
        (
            r#""UpdateExpression":"SET x.y = :v","ExpressionAttributeValues":{":v":"b"}"#,
            "The document path provided in the update expression is invalid for update",
        ),
        (
            r#""UpdateExpression":"SET x = y""#,
            "The provided expression refers to an attribute that does not exist in the item",
        ),
        (
            r#""UpdateExpression":"SET x = :v SET y = :v","ExpressionAttributeValues":{":v":"b"}"#,
            "Invalid UpdateExpression: The \"SET\" section can only be used once in an update \
             expression;",
        ),
        (
            r#""UpdateExpression":"SET x = :v, x.y = :v","ExpressionAttributeValues":{":v":"b"}"#,
            "Invalid UpdateExpression: Two document paths overlap with each other; must remove or \
             rewrite one of these paths; path one: [x], path two: [x, y]",
        ),
        (
            r#""UpdateExpression":"SET x[0] = :v, x.y = :v",
            "ExpressionAttributeValues":{":v":"b"}"#,
            "Invalid UpdateExpression: Two document paths conflict with each other; must remove or \
             rewrite one of these paths; path one: [x, [0]], path two: [x, y]",
        ),
        (
            r#""UpdateExpression":"SET x = :v + :v","ExpressionAttributeValues":{":v":"b"}"#,
            "Invalid UpdateExpression: Incorrect operand type for operator or function; operator \
             or function: +, operand type: S",
        ),
    ] {
        update(r#"{"id":"a"}"#, rest, &format!("ValidationException: {message}"));
    }
}

#[test]
fn an_update_makes_an_item_unless_it_only_removes() {
    check(&[
        (r#"UpdateItem {"TableName":"tab","Key":{"id":"a"}}"#, "{}"),
        (r#"UpdateItem {"TableName":"tab","Key":{"id":"b"},"UpdateExpression":"REMOVE x"}"#, "{}"),
        (r#"Scan {"TableName":"tab","Select":"COUNT"}"#, r#"{"Count":1,"ScannedCount":1}"#),
        (
            r#"UpdateItem {"TableName":"tab","Key":{"id":"a"},
            "AttributeUpdates":{"n":{"Action":"ADD","Value":3},"s":{"Value":"x"}},
            "ReturnValues":"UPDATED_NEW"}"#,
            r#"{"Attributes":{"n":3,"s":"x"}}"#,
        ),
        (
            r#"UpdateItem {"TableName":"tab","Key":{"id":"a"},"UpdateExpression":"SET n = :n",
            "ExpressionAttributeValues":{":n":4},"ReturnValues":"UPDATED_OLD"}"#,
            r#"{"Attributes":{"n":3}}"#,
        ),
        (
            r#"UpdateItem {"TableName":"tab","Key":{"id":"a"},"UpdateExpression":"REMOVE n",
            "ReturnValues":"ALL_OLD"}"#,
            r#"{"Attributes":{"id":"a","n":4,"s":"x"}}"#,
        ),
        (
            r#"UpdateItem {"TableName":"tab","Key":{"id":"a"},"UpdateExpression":"REMOVE n",
            "ReturnValues":"UPDATED_NEW"}"#,
            "{}",
        ),
    ]);
}

#[test]
fn a_sum_is_exact_or_refused() {
    gives(
        r#"{"id":"a","n":{"$raw":{"N":"99999999999999999999999999999999999999"}}}"#,
        r#""UpdateExpression":"SET x = n - :v REMOVE n",
        "ExpressionAttributeValues":{
        ":v":{"$raw":{"N":"99999999999999999999999999999999999998"}}}"#,
        r#"{"id":"a","x":1}"#,
    );
    update(
        r#"{"id":"a","n":{"$raw":{"N":"1e40"}}}"#,
        r#""UpdateExpression":"SET n = n + :v","ExpressionAttributeValues":{":v":1}"#,
        "ValidationException: Number overflow. Attempting to store a number with magnitude larger \
         than supported range",
    );
}
