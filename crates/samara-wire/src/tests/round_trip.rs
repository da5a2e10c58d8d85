//! What is written reads back, in every protocol.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use samara_base::Timestamp;

use super::model::{self, PUT_INPUT};
use crate::{
    Document, Name, decode_output, decode_unchecked, encode_input, encode_output, from_json,
    match_operation, to_json,
};

type Entry = (Name, Document);

/// Any text that XML can hold: all but what is no character there.
fn text() -> impl Strategy<Value = String> {
    "[^\\x00\u{fffe}\u{ffff}]{0,12}"
}

fn entry(
    name: &'static str,
    value: impl Strategy<Value = Document> + 'static,
) -> BoxedStrategy<Option<Entry>> {
    proptest::option::of(value.prop_map(move |value| (Name::Borrowed(name), value))).boxed()
}

fn structure(entries: Vec<BoxedStrategy<Option<Entry>>>) -> BoxedStrategy<Document> {
    entries.prop_map(|entries| Document::Map(entries.into_iter().flatten().collect())).boxed()
}

fn string() -> BoxedStrategy<Document> {
    text().prop_map(Document::String).boxed()
}

fn time() -> BoxedStrategy<Document> {
    (0..253_402_300_799_999_u64)
        .prop_map(|millis| Document::Timestamp(Timestamp::from_millis(millis)))
        .boxed()
}

fn texts() -> BoxedStrategy<Document> {
    vec(string(), 1..4).prop_map(Document::List).boxed()
}

fn map() -> BoxedStrategy<Document> {
    btree_map(text(), string(), 1..4)
        .prop_map(|map| {
            Document::Map(map.into_iter().map(|(key, value)| (key.into(), value)).collect())
        })
        .boxed()
}

fn item(depth: u32) -> BoxedStrategy<Document> {
    let number = |value: i64| Document::Integer(value);
    // One member is always there: an empty structure leaves no trace in awsQuery.
    let always = string().prop_map(|value| Some((Name::Borrowed("Text"), value))).boxed();
    let mut entries = vec![
        always,
        entry("Integer", any::<i32>().prop_map(move |value| number(value.into()))),
        entry("Long", any::<i64>().prop_map(number)),
        entry(
            "Double",
            any::<f64>()
                .prop_filter("NaN is not itself", |value| !value.is_nan())
                .prop_map(Document::Double),
        ),
        entry("Boolean", any::<bool>().prop_map(Document::Boolean)),
        entry("Blob", vec(any::<u8>(), 0..9).prop_map(|bytes| Document::Blob(bytes.into()))),
        entry("Time", time()),
        entry("Texts", texts()),
        entry("FlatTexts", texts()),
        entry("Map", map()),
        entry("FlatMap", map()),
    ];
    if 0 < depth {
        entries.push(entry("Items", vec(item(depth - 1), 1..3).prop_map(Document::List)));
        entries.push(entry("Item", item(depth - 1)));
    }
    structure(entries)
}

/// Text as it can stand in a header: no space at its ends, no control characters.
fn header() -> impl Strategy<Value = String> {
    "[!-~\u{a1}-\u{2fff}]([ -~]{0,8}[!-~])?"
}

fn header_text() -> BoxedStrategy<Document> {
    header().prop_map(Document::String).boxed()
}

fn input() -> BoxedStrategy<Document> {
    let label = |name: &'static str| {
        // A path of dots alone is what proxies and clients take apart.
        let some = text().prop_filter("not empty", |text| !text.is_empty());
        some.prop_map(move |text| Some((Name::Borrowed(name), Document::String(text)))).boxed()
    };
    let list = vec(any::<i32>().prop_map(|value| Document::Integer(value.into())), 1..4);
    let meta = btree_map("[a-z0-9-]{1,6}", header_text(), 0..4).prop_map(|map| {
        Document::Map(map.into_iter().map(|(key, value)| (key.into(), value)).collect())
    });
    structure(vec![
        label("Label"),
        label("Greedy"),
        entry("Query", string()),
        entry("QueryList", list.prop_map(Document::List)),
        entry("QueryTime", time()),
        entry("Header", header_text()),
        entry("HeaderList", vec(header_text(), 1..4).prop_map(Document::List)),
        // A map of headers is always there, if empty.
        meta.prop_map(|value| Some((Name::Borrowed("Meta"), value))).boxed(),
        entry("Item", item(2)),
    ])
}

fn output() -> BoxedStrategy<Document> {
    structure(vec![entry("Header", header_text()), entry("Item", item(2))])
}

/// Maps in one order, since some protocols keep none.
fn sorted(document: Document) -> Document {
    match document {
        Document::Map(entries) => {
            let mut entries: Vec<Entry> =
                entries.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            entries.sort_by(|(one, _), (other, _)| one.cmp(other));
            Document::Map(entries)
        }
        Document::List(items) => Document::List(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn an_input_reads_back_as_it_was_written(input in input()) {
        for model in model::all() {
            let operation = model.operation("Put").unwrap();
            let parts = encode_input(model, operation, &input).unwrap();
            let parts = parts.as_request();
            prop_assert_eq!(match_operation(model, &parts).map(|found| found.name), Ok("Put"));
            let decoded = decode_unchecked(model, operation, &parts, None).unwrap();
            prop_assert_eq!(decoded.unknown, Vec::<String>::new());
            prop_assert_eq!(sorted(decoded.document), sorted(input.clone()), "{}", model.id);
        }
    }

    #[test]
    fn an_output_reads_back_as_it_was_written(output in output()) {
        for model in model::all() {
            let operation = model.operation("Put").unwrap();
            let parts = encode_output(model, operation, &output, "id").unwrap();
            let decoded = decode_output(model, operation, &parts).unwrap();
            prop_assert_eq!(sorted(decoded), sorted(output.clone()), "{}", model.id);
        }
    }

    #[test]
    fn plain_json_reads_back_as_it_was_written(input in input()) {
        let json = to_json(&model::JSON, PUT_INPUT, &input).unwrap();
        let text = json.to_string();
        let back = from_json(&model::JSON, PUT_INPUT, serde_json::from_str(&text).unwrap());
        prop_assert_eq!(sorted(back.unwrap()), sorted(input));
    }
}
