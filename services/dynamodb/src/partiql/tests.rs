//! That no text brings the parser down.

use proptest::prelude::*;

use super::parse;
use crate::value::{Given, Value};

const PIECES: &[&str] = &[
    "SELECT",
    "*",
    "FROM",
    "\"t\"",
    "WHERE",
    "a",
    "=",
    "'x'",
    "AND",
    "OR",
    "NOT",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<<",
    ">>",
    ",",
    ".",
    ":",
    "?",
    "-",
    "+",
    "1",
    "1.5e3",
    ".5",
    "IN",
    "BETWEEN",
    "IS",
    "MISSING",
    "NULL",
    "TRUE",
    "INSERT",
    "INTO",
    "VALUE",
    "UPDATE",
    "SET",
    "REMOVE",
    "DELETE",
    "RETURNING",
    "ALL",
    "OLD",
    "NEW",
    "MODIFIED",
    "EXISTS",
    "ORDER",
    "BY",
    "DESC",
    "size",
    "begins_with",
    "contains",
    "attribute_exists",
    "set_add",
    "list_append",
    "if_not_exists",
    "--",
    "/*",
    "*/",
    "\n",
    "\"",
    "'",
    "é",
    ";",
    "#",
];

fn texts() -> impl Strategy<Value = String> {
    let pieces = proptest::collection::vec(proptest::sample::select(PIECES), 0..40);
    let spaced = pieces.prop_map(|pieces| pieces.join(" "));
    let deep = (proptest::sample::select(PIECES), 0..3000usize)
        .prop_map(|(piece, times)| format!("SELECT * FROM t WHERE {}", piece.repeat(times)));
    prop_oneof![spaced, deep, any::<String>()]
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in texts(), given in 0..3usize) {
        let parameters = vec![Given::from(Value::Bool(true)); given];
        let _ = parse(&text, Some(&parameters));
    }
}
