//! Expressions of all kinds: any text is a tree or an error, and any tree can be evaluated.
#![no_main]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use samara_dynamodb::expr::{
    Placeholders, apply, attributes, condition, evaluate, key_condition, projection, update,
};
use samara_dynamodb::number::Number;
use samara_dynamodb::value::{Given, Item, Value};

struct World {
    names: BTreeMap<String, String>,
    values: BTreeMap<String, Given<Value>>,
    item: Item,
}

static GIVEN: LazyLock<World> = LazyLock::new(|| {
    let nested = Value::L(vec![Value::S("x".to_owned()), Value::N(Number::count(7))]);
    let item = Item::from([
        ("a".to_owned(), Value::N(Number::count(5))),
        ("b".to_owned(), Value::M(BTreeMap::from([("c".to_owned(), nested.clone())]))),
        ("n".to_owned(), Value::Ss(["x".to_owned(), "y".to_owned()].into())),
    ]);
    let values = [
        (":v", Value::N(Number::count(3))),
        (":w", Value::S("x".to_owned())),
        (":s", Value::Ss(["x".to_owned()].into())),
        (":l", nested),
    ];
    World {
        names: BTreeMap::from([("#n".to_owned(), "n".to_owned())]),
        values: values.map(|(name, value)| (name.to_owned(), value.into())).into(),
        item,
    }
});

fuzz_target!(|text: &str| {
    let given = &*GIVEN;
    let placeholders = || Placeholders::new(Some(&given.names), Some(&given.values)).unwrap();
    let _ = attributes(text, Some(&given.names));
    if let Ok(parsed) = condition::parse("ConditionExpression", text, &mut placeholders()) {
        evaluate::holds(&parsed, &given.item);
        let _ = key_condition::tests(parsed, true);
    }
    if let Ok(paths) = projection::parse(text, &mut placeholders()) {
        projection::project(&paths, &given.item);
    }
    if let Ok(actions) = update::parse(text, &mut placeholders()) {
        let _ = update::check_paths(&actions);
        let _ = apply::apply(&actions, &given.item);
    }
});
