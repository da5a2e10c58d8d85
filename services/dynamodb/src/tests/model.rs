//! Random histories against a map that knows nothing of keys, codecs, indexes or transactions.

use std::collections::BTreeMap;

use proptest::prelude::*;
use samara_service::testing::Bench;
use serde_json::{Value as Json, json};

use super::{bench, run};

const KEYS: [&str; 4] = ["a", "b", "c", "d"];
const GROUPS: [&str; 2] = ["g", "h"];

/// What an item holds beside its key.
#[derive(Debug, Clone, Default, PartialEq)]
struct Row {
    n: Option<i64>,
    g: Option<&'static str>,
}

type Model = BTreeMap<&'static str, Row>;

/// What must hold of an item before a write.
#[derive(Debug, Clone)]
enum When {
    Always,
    New,
    There,
    Is(i64),
}

/// What is done to an item.
#[derive(Debug, Clone)]
enum Change {
    Put(Row),
    Add(i64),
    Group(Option<&'static str>),
    Delete,
    Check,
}

#[derive(Debug, Clone)]
struct Write {
    key: &'static str,
    change: Change,
    when: When,
}

#[derive(Debug, Clone)]
enum Step {
    Write(Write),
    Transact(Vec<Write>),
    Get(&'static str),
    Query(&'static str),
}

fn key() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(&KEYS[..])
}

fn group() -> impl Strategy<Value = Option<&'static str>> {
    proptest::option::of(proptest::sample::select(&GROUPS[..]))
}

fn write() -> impl Strategy<Value = Write> {
    let row = (proptest::option::of(0..3i64), group()).prop_map(|(n, g)| Row { n, g });
    let change = prop_oneof![
        row.prop_map(Change::Put),
        (-1..2i64).prop_map(Change::Add),
        group().prop_map(Change::Group),
        Just(Change::Delete),
    ];
    let when = prop_oneof![
        3 => Just(When::Always),
        1 => Just(When::New),
        1 => Just(When::There),
        1 => (0..3i64).prop_map(When::Is),
    ];
    (key(), change, when).prop_map(|(key, change, when)| Write { key, change, when })
}

fn step() -> impl Strategy<Value = Step> {
    let check = (key(), prop_oneof![Just(When::New), Just(When::There)])
        .prop_map(|(key, when)| Write { key, change: Change::Check, when });
    let parts = proptest::collection::vec(prop_oneof![4 => write(), 1 => check], 1..4);
    prop_oneof![
        4 => write().prop_map(Step::Write),
        2 => parts.prop_map(Step::Transact),
        1 => key().prop_map(Step::Get),
        1 => proptest::sample::select(&GROUPS[..]).prop_map(Step::Query),
    ]
}

impl When {
    fn holds(&self, row: Option<&Row>) -> bool {
        match self {
            Self::Always => true,
            Self::New => row.is_none(),
            Self::There => row.is_some(),
            Self::Is(n) => row.is_some_and(|row| row.n == Some(*n)),
        }
    }

    fn expression(&self) -> Option<&'static str> {
        match self {
            Self::Always => None,
            Self::New => Some("attribute_not_exists(id)"),
            Self::There => Some("attribute_exists(id)"),
            Self::Is(_) => Some("n = :is"),
        }
    }
}

impl Write {
    /// The operation and its input.
    fn asked(&self) -> (&'static str, Json) {
        let mut values = serde_json::Map::new();
        let (operation, mut input) = match &self.change {
            Change::Put(row) => ("Put", json!({ "Item": shown(self.key, row) })),
            Change::Delete => ("Delete", json!({ "Key": { "id": self.key } })),
            Change::Check => ("ConditionCheck", json!({ "Key": { "id": self.key } })),
            Change::Add(n) => {
                values.insert(":n".to_owned(), json!(n));
                let update = "ADD n :n";
                ("Update", json!({ "Key": { "id": self.key }, "UpdateExpression": update }))
            }
            Change::Group(g) => {
                g.map(|g| values.insert(":g".to_owned(), json!(g)));
                let update = if g.is_some() { "SET g = :g" } else { "REMOVE g" };
                ("Update", json!({ "Key": { "id": self.key }, "UpdateExpression": update }))
            }
        };
        input["TableName"] = json!("mod");
        if let Some(expression) = self.when.expression() {
            input["ConditionExpression"] = json!(expression);
        }
        if let When::Is(n) = self.when {
            values.insert(":is".to_owned(), json!(n));
        }
        if !values.is_empty() {
            input["ExpressionAttributeValues"] = Json::Object(values);
        }
        (operation, input)
    }

    fn apply(&self, model: &mut Model) {
        match &self.change {
            Change::Put(row) => {
                model.insert(self.key, row.clone());
            }
            Change::Delete => {
                model.remove(self.key);
            }
            Change::Check => {}
            Change::Add(n) => {
                let row = model.entry(self.key).or_default();
                row.n = Some(row.n.unwrap_or(0) + n);
            }
            // An update that only removes makes no item.
            Change::Group(None) => {
                if let Some(row) = model.get_mut(self.key) {
                    row.g = None;
                }
            }
            Change::Group(g) => model.entry(self.key).or_default().g = *g,
        }
    }
}

fn shown(key: &str, row: &Row) -> Json {
    let mut item = json!({ "id": key });
    if let Some(g) = row.g {
        item["g"] = json!(g);
    }
    if let Some(n) = row.n {
        item["n"] = json!(n);
    }
    item
}

/// Does a step to both, and compares what each says of it.
fn both(bench: &Bench, model: &mut Model, step: &Step) {
    match step {
        Step::Write(write) => {
            let (operation, input) = write.asked();
            let seen = run(bench, &format!("{operation}Item {input}"));
            if write.when.holds(model.get(write.key)) {
                assert_eq!(seen, "{}", "{write:?}");
                write.apply(model);
            } else {
                assert!(seen.starts_with("ConditionalCheckFailedException"), "{write:?}: {seen}");
            }
        }
        Step::Transact(writes) => transact(bench, model, writes),
        Step::Get(key) => {
            let input = json!({ "TableName": "mod", "Key": { "id": key } });
            let seen = run(bench, &format!("GetItem {input}"));
            let expected = model.get(key).map(|row| json!({ "Item": shown(key, row) }));
            assert_eq!(sorted(&seen), expected.unwrap_or_else(|| json!({})));
        }
        Step::Query(g) => assert_eq!(indexed(bench, g), of_group(model, g)),
    }
}

fn transact(bench: &Bench, model: &mut Model, writes: &[Write]) {
    let part = |write: &Write| {
        let (operation, input) = write.asked();
        json!({ operation: input })
    };
    let parts: Vec<Json> = writes.iter().map(part).collect();
    let seen = run(bench, &format!("TransactWriteItems {}", json!({ "TransactItems": parts })));
    let twice = writes
        .iter()
        .enumerate()
        .any(|(at, write)| writes.iter().take(at).any(|earlier| earlier.key == write.key));
    let codes: Vec<&str> = writes
        .iter()
        .map(|write| write.when.holds(model.get(write.key)))
        .map(|holds| if holds { "None" } else { "ConditionalCheckFailed" })
        .collect();
    if twice {
        assert!(seen.contains("multiple operations on one item"), "{writes:?}: {seen}");
    } else if codes.iter().all(|code| *code == "None") {
        assert_eq!(seen, "{}", "{writes:?}");
        for write in writes {
            write.apply(model);
        }
    } else {
        assert!(seen.contains(&format!("[{}]", codes.join(", "))), "{writes:?}: {seen}");
    }
}

fn of_group(model: &Model, g: &str) -> Vec<Json> {
    model.iter().filter(|(_, row)| row.g == Some(g)).map(|(key, row)| shown(key, row)).collect()
}

/// What the index has of a group, by the items' keys.
fn indexed(bench: &Bench, g: &str) -> Vec<Json> {
    let input = json!({ "TableName": "mod", "IndexName": "byg", "KeyConditionExpression": "g = :g",
        "ExpressionAttributeValues": { ":g": g } });
    items(&run(bench, &format!("Query {input}")))
}

fn items(answer: &str) -> Vec<Json> {
    let mut items = sorted(answer)["Items"].as_array().cloned().unwrap_or_default();
    items.sort_by_key(|item| item["id"].to_string());
    items
}

/// An answer; its members compare in any order.
fn sorted(answer: &str) -> Json {
    serde_json::from_str(answer).unwrap_or_else(|error| panic!("{error}: {answer}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// A client that keeps its own books would see them differ from the table's.
    #[test]
    fn a_history_leaves_what_the_model_says(steps in proptest::collection::vec(step(), 1..60)) {
        let bench = bench();
        let made = run(&bench, r#"CreateTable {"TableName":"mod","BillingMode":"PAY_PER_REQUEST",
            "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],
            "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},
            {"AttributeName":"g","AttributeType":"S"}],
            "GlobalSecondaryIndexes":[{"IndexName":"byg","Projection":{"ProjectionType":"ALL"},
            "KeySchema":[{"AttributeName":"g","KeyType":"HASH"}]}]}"#);
        prop_assert!(!made.contains("Exception"), "{made}");
        let mut model = Model::new();
        for step in &steps {
            both(&bench, &mut model, step);
        }
        let all: Vec<Json> = model.iter().map(|(key, row)| shown(key, row)).collect();
        prop_assert_eq!(items(&run(&bench, r#"Scan {"TableName":"mod"}"#)), all);
        for g in GROUPS {
            prop_assert_eq!(indexed(&bench, g), of_group(&model, g));
        }
    }
}
