//! Statements of `PartiQL`.

use super::check;

#[test]
fn an_item_is_inserted_once_changed_read_and_deleted() {
    check(&[
        (
            r#"ExecuteStatement {"Statement":"INSERT INTO tab VALUE {'id':'a','n':1,'s':<<'x','y'>>,'m':{'l':[1,?]}}",
            "Parameters":[true]}"#,
            r#"{"Items":[]}"#,
        ),
        (
            r#"ExecuteStatement {"Statement":"INSERT INTO tab VALUE {'id':'a'}"}"#,
            "DuplicateItemException: Duplicate primary key exists in table",
        ),
        (
            r#"ExecuteStatement {"Statement":"UPDATE tab SET n = n + 1 SET s = set_delete(s, <<'x'>>) REMOVE m.l[0] WHERE id = ? AND n = 1 RETURNING ALL NEW *",
            "Parameters":["a"]}"#,
            r#"{"Items":[{"id":"a","m":{"l":[true]},"n":2,"s":{"$ss":["y"]}}]}"#,
        ),
        (
            r#"ExecuteStatement {"Statement":"UPDATE tab SET n = 9 WHERE id = 'a' AND n = 1"}"#,
            "ConditionalCheckFailedException: The conditional request failed",
        ),
        (
            r#"ExecuteStatement {"Statement":"UPDATE tab SET n = 9 WHERE id = 'none'"}"#,
            "ConditionalCheckFailedException: The conditional request failed",
        ),
        (
            r#"ExecuteStatement {"Statement":"SELECT n, m.l[0] FROM \"tab\" WHERE id = 'a' -- a note"}"#,
            r#"{"Items":[{"m":{"l":[true]},"n":2}]}"#,
        ),
        (
            r#"ExecuteStatement {"Statement":"DELETE FROM tab WHERE id = 'a' RETURNING ALL OLD *"}"#,
            r#"{"Items":[{"id":"a","m":{"l":[true]},"n":2,"s":{"$ss":["y"]}}]}"#,
        ),
        (r#"ExecuteStatement {"Statement":"DELETE FROM tab WHERE id = 'a'"}"#, r#"{"Items":[]}"#),
        (
            r#"ExecuteStatement {"Statement":"DELETE FROM tab WHERE n = 2"}"#,
            "ValidationException: Where clause does not contain a mandatory equality on all key attributes",
        ),
    ]);
}

#[test]
fn a_read_follows_its_key_or_filters_all() {
    let put = |n: usize| {
        format!(
            r#"ExecuteStatement {{"Statement":"INSERT INTO ran VALUE {{'id':'a','n':{n},'o':{}}}"}}"#,
            n % 2
        )
    };
    check(&[
        (&put(1), "*"),
        (&put(2), "*"),
        (&put(3), "*"),
        (
            r#"ExecuteStatement {"Statement":"SELECT n FROM ran WHERE id = 'a' AND n BETWEEN 2 AND 3 ORDER BY n DESC"}"#,
            r#"{"Items":[{"n":3},{"n":2}]}"#,
        ),
        (
            r#"ExecuteStatement {"Statement":"SELECT n FROM ran WHERE 2 < n AND id = 'a' AND o = 1"}"#,
            r#"{"Items":[{"n":3}]}"#,
        ),
        (
            r#"ExecuteStatement {"Statement":"SELECT n FROM ran WHERE o = 0 OR n IN [3, 4] OR x IS NOT MISSING"}"#,
            r#"{"Items":[{"n":2},{"n":3}]}"#,
        ),
        (
            r#"ExecuteStatement {"Statement":"SELECT n FROM ran WHERE NOT (o = 1 AND contains(id, 'a'))"}"#,
            r#"{"Items":[{"n":2}]}"#,
        ),
        (
            r#"ExecuteStatement {"Statement":"SELECT n FROM ran WHERE o = 1 ORDER BY n"}"#,
            "ValidationException: Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.",
        ),
        (
            r#"ExecuteStatement {"Statement":"SELECT n FROM ran WHERE id = 1"}"#,
            "ValidationException: One or more parameter values were invalid: Condition parameter type does not match schema type",
        ),
        (
            r#"ExecuteStatement {"Statement":"SELECT n FROM none.x WHERE id = 1"}"#,
            "ResourceNotFoundException: Requested resource not found",
        ),
    ]);
}

#[test]
fn what_is_no_statement_is_refused_in_awss_words() {
    let envelope = "ValidationException: Statement wasn't well formed, can't be processed: ";
    let refused = [
        ("SELECT * FROM tab WHERE id = 'x' foo", "+Unexpected token after expression"),
        ("DELETE FROM tab WHERE id = 'x' ORDER BY id", "+Unexpected token after expression"),
        ("INSERT INTO tab t VALUE {'id': 'x'}", "+Unexpected token after expression"),
        ("SELECT * FROM tab WHERE id = 1e99999999999", "+"),
        ("SELECT * FROM tab WHERE id = 1.5e-2147483647", "+"),
        ("SELECT * FROM tab WHERE id = 1 # note", "+"),
        ("SELECT * FROM tab WHERE id = 1 /* note", "+"),
        ("SELECT * FROM tab t WHERE id = 'x'", "Aliasing is not supported"),
        ("UPDATE tab AS t SET a = 3 WHERE id = 'x'", "Aliasing is not supported"),
        (
            "INSERT INTO tab VALUE {'id': 'x', 'l': [1, 1e126]}",
            "Number overflow. Attempting to store a number with magnitude larger than supported \
             range under root[1]",
        ),
        (
            "INSERT INTO tab VALUE {'id': 'x', 'm': {'x': 1e-131}}",
            "Number underflow. Attempting to store a number with magnitude smaller than supported \
             range under root.x",
        ),
        ("SELECT * FROM tab WHERE EXISTS(ss)", "Unrecognized function: exists at 1:25:6"),
        (
            "UPDATE tab SET t = set_add(ss, <<'x'>>) WHERE id = 'x'",
            "The first argument to SET_ADD must equal the assignment value at 1:20:7",
        ),
        (
            "UPDATE tab SET ss = set_add(ss, 'x') WHERE id = 'x'",
            "The second argument to SET_ADD must be a value with type SET at 1:29:2",
        ),
        (
            "UPDATE tab SET ss = set_add(ss, <<'x', 'x'>>) WHERE id = 'x'",
            "One or more parameter values were invalid: Input collection [x, x] contains \
             duplicates.",
        ),
        ("UPDATE tab SET ss = set_add(ss, <<>>) WHERE id = 'x'", "Empty bags are not supported"),
        (
            "SELECT * FROM tab WHERE attribute_exists('a')",
            "Operator or function requires a document path; operator or function: attribute_exists",
        ),
        (
            "SELECT * FROM tab WHERE id = ?",
            "Number of parameters in request and statement don't match.",
        ),
    ];
    for (statement, message) in refused {
        let step = format!("ExecuteStatement {}", serde_json::json!({ "Statement": statement }));
        let expected = match message.strip_prefix('+') {
            Some(why) => format!("{envelope}{why}"),
            None => format!("ValidationException: {message}"),
        };
        check(&[(&step, &expected)]);
    }
}

#[test]
fn each_statement_of_a_batch_has_its_own_outcome() {
    check(&[
        (
            r#"BatchExecuteStatement {"Statements":[{"Statement":"INSERT INTO tab VALUE {'id':'a'}"},
            {"Statement":"INSERT INTO tab VALUE {'id':'a'}"},{"Statement":"UPDATE tab SET x = 1 WHERE id = 'b'"},
            {"Statement":"UPDATE none SET x = 1 WHERE id = 'b'"},{"Statement":"DELETE"}]}"#,
            r#"{"Responses":[{"TableName":"tab"},
            {"Error":{"Code":"DuplicateItem","Message":"Duplicate primary key exists in table"},"TableName":"tab"},
            {"Error":{"Code":"ConditionalCheckFailed","Message":"The conditional request failed"},"TableName":"tab"},
            {"Error":{"Code":"ResourceNotFound","Message":"Requested resource not found"},"TableName":"none"},
            {"Error":{"Code":"ValidationError","Message":"Statement wasn't well formed, can't be processed: Unexpected end of the statement"}}]}"#,
        ),
        (
            r#"BatchExecuteStatement {"Statements":[{"Statement":"SELECT * FROM tab WHERE id = 'a'"},
            {"Statement":"SELECT * FROM tab WHERE id = 'a' AND x = 1"}]}"#,
            r#"{"Responses":[{"TableName":"tab","Item":{"id":"a"}},
            {"Error":{"Code":"ValidationError","Message":"Select statements within BatchExecuteStatement must specify the primary key in the where clause."},"TableName":"tab"}]}"#,
        ),
    ]);
}

#[test]
fn a_transaction_of_statements_is_all_or_none() {
    check(&[
        (
            r#"ExecuteTransaction {"TransactStatements":[{"Statement":"INSERT INTO tab VALUE {'id':'a','n':1}"},
            {"Statement":"INSERT INTO tab VALUE {'id':'b'}"}],"ClientRequestToken":"t"}"#,
            r#"{"Responses":[]}"#,
        ),
        (
            r#"ExecuteTransaction {"TransactStatements":[{"Statement":"INSERT INTO tab VALUE {'id':'a','n':1}"},
            {"Statement":"INSERT INTO tab VALUE {'id':'b'}"}],"ClientRequestToken":"t",
            "ReturnConsumedCapacity":"TOTAL"}"#,
            // What was done is read, which is what it costs.
            r#"{"Responses":[],"ConsumedCapacity":[{"TableName":"tab","CapacityUnits":4.0,
            "ReadCapacityUnits":4.0}]}"#,
        ),
        (
            r#"ExecuteTransaction {"TransactStatements":[{"Statement":"EXISTS(SELECT * FROM tab WHERE id = 'a' AND n = 2)"},
            {"Statement":"INSERT INTO tab VALUE {'id':'b'}"},{"Statement":"DELETE FROM tab WHERE id = 'c'"}]}"#,
            r#"TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons [ConditionalCheckFailed, DuplicateItem, None] {"CancellationReasons":[{"Code":"ConditionalCheckFailed","Message":"The conditional request failed"},
            {"Code":"DuplicateItem","Message":"Duplicate primary key exists in table"},{"Code":"None"}]}"#,
        ),
        (
            r#"ExecuteTransaction {"TransactStatements":[{"Statement":"EXISTS(SELECT * FROM tab WHERE id = 'a' AND n = 1)"},
            {"Statement":"DELETE FROM tab WHERE id = 'b'"}]}"#,
            r#"{"Responses":[]}"#,
        ),
        (
            r#"ExecuteTransaction {"TransactStatements":[{"Statement":"SELECT n FROM tab WHERE id = 'a'"},
            {"Statement":"SELECT n FROM tab WHERE id = 'b'"}]}"#,
            r#"{"Responses":[{"Item":{"n":1}},{}]}"#,
        ),
        (
            r#"ExecuteTransaction {"TransactStatements":[{"Statement":"EXISTS(SELECT * FROM tab WHERE id = 'a')"}]}"#,
            "ValidationException: Validation failed in TransactStatements[0]: EXISTS() must contain a single item read with additional condition",
        ),
    ]);
}
