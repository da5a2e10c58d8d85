//! What a target gets: the event, a part of it, a constant, or a template filled from it. Pure.
//!
//! Source: "Transform Amazon EventBridge target input" in the EventBridge user guide.

use samara_base::Timestamp;
use serde_json::Value;

use crate::record::{EventRecord, Input};

/// Why a target gets nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// What a path or template gives is not JSON.
    #[error("the input transformer makes no JSON of this event: {0}")]
    NotJson(String),
}

/// Makes the payload for a target, JSON.
///
/// # Errors
/// When a template gives no JSON for this event.
pub fn payload(
    input: &Input,
    record: &EventRecord,
    (rule_name, rule_arn): (&str, &str),
) -> Result<String, InputError> {
    match input {
        Input::Event => Ok(record.event.to_string()),
        Input::Constant(text) => Ok(text.clone()),
        // A path that leads nowhere gives an empty object, as a target must get something.
        Input::Path(path) => {
            Ok(at(&record.event, path).map_or_else(|| "{}".to_owned(), Value::to_string))
        }
        Input::Transformer { paths, template } => {
            let value = |name: &str| match name {
                "aws.events.rule-name" => Some(Value::String(rule_name.to_owned())),
                "aws.events.rule-arn" => Some(Value::String(rule_arn.to_owned())),
                "aws.events.event.ingestion-time" => {
                    let time = Timestamp::from_millis(record.ingested_ms);
                    Some(Value::String(time.iso8601_millis()))
                }
                "aws.events.event" | "aws.events.event.json" => Some(record.event.clone()),
                name => paths.get(name).and_then(|path| at(&record.event, path)).cloned(),
            };
            fill(template, &value)
        }
    }
}

/// Whether a text is a path that [`payload`] can follow.
pub(crate) fn is_path(path: &str) -> bool {
    steps(path).is_some()
}

enum Step<'a> {
    Member(&'a str),
    Element(usize),
}

/// `$.detail.items[0]["a b"]` in steps. Filters, slices and wildcards are not EventBridge's.
fn steps(path: &str) -> Option<Vec<Step<'_>>> {
    let mut rest = path.strip_prefix('$')?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            let (name, left) = after.split_at_checked(end)?;
            if name.is_empty() || name.contains('*') {
                return None;
            }
            steps.push(Step::Member(name));
            rest = left;
        } else {
            let (inner, left) = rest.strip_prefix('[')?.split_once(']')?;
            let quoted = |quote| inner.strip_prefix(quote)?.strip_suffix(quote);
            match quoted('\'').or_else(|| quoted('"')) {
                Some(name) => steps.push(Step::Member(name)),
                None => steps.push(Step::Element(inner.parse().ok()?)),
            }
            rest = left;
        }
    }
    Some(steps)
}

fn at<'a>(event: &'a Value, path: &str) -> Option<&'a Value> {
    steps(path)?.iter().try_fold(event, |value, step| match step {
        Step::Member(name) => value.get(name),
        Step::Element(place) => value.get(place),
    })
}

/// Fills a template. Within a JSON string a value is its text; elsewhere it is its JSON. A name
/// without a value becomes nothing. A template that is neither an object nor a quoted text is
/// one text.
fn fill(template: &str, value: &dyn Fn(&str) -> Option<Value>) -> Result<String, InputError> {
    let trimmed = template.trim();
    let is_json = trimmed.starts_with(['{', '[', '"'])
        || (trimmed.starts_with('<')
            && trimmed.ends_with('>')
            && !trimmed.contains(char::is_whitespace));
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    let (mut quoted, mut escaped) = (false, false);
    while let Some(next) = rest.chars().next() {
        if next == '<'
            && let Some((name, after)) = rest.get(1..).and_then(|rest| rest.split_once('>'))
            && is_name(name)
        {
            let text = value(name).map(|value| shown(value, quoted || !is_json, quoted));
            filled.push_str(&text.unwrap_or_default());
            rest = after;
            continue;
        }
        if next == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = next == '\\' && !escaped;
        filled.push(next);
        rest = rest.get(next.len_utf8()..).unwrap_or_default();
    }
    if !is_json {
        return Ok(Value::String(filled).to_string());
    }
    match serde_json::from_str::<Value>(&filled) {
        Ok(_) => Ok(filled),
        Err(error) => Err(InputError::NotJson(error.to_string())),
    }
}

/// A value as text or as JSON; `escape` when it stands within a JSON string.
fn shown(value: Value, as_text: bool, escape: bool) -> String {
    let text = match value {
        Value::String(text) if as_text => text,
        value => value.to_string(),
    };
    if !escape {
        return text;
    }
    let json = Value::String(text).to_string();
    json.strip_prefix('"').and_then(|json| json.strip_suffix('"')).unwrap_or_default().to_owned()
}

fn is_name(name: &str) -> bool {
    let good = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    !name.is_empty() && name.bytes().all(good)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{is_path, payload};
    use crate::record::{EventRecord, Input};

    fn check(paths: &[(&str, &str)], template: &str, expect: &str) {
        let event = json!({"detail-type": "State", "detail": {
            "instance": "i-1", "n": 5, "list": ["a", "b"], "say": "he said \"no\"", "o": {"x": 1}
        }});
        let record =
            EventRecord { event, trace: None, ingested_ms: 1_795_262_400_000, forwarded: false };
        let paths = paths.iter().map(|(name, path)| ((*name).to_owned(), (*path).to_owned()));
        let input = Input::Transformer { paths: paths.collect(), template: template.to_owned() };
        let made = payload(&input, &record, ("r", "arn:r"));
        assert_eq!(made.unwrap_or_else(|error| error.to_string()), expect, "{template}");
    }

    /// The user guide's examples, and what would break a function's JSON.
    #[test]
    fn templates() {
        let paths =
            [("i", "$.detail.instance"), ("n", "$.detail.n"), ("s", "$.detail.say"), ("m", "$.no")];
        check(&paths, r#""instance <i> has <n>""#, r#""instance i-1 has 5""#);
        check(
            &paths,
            r#"{"instance":"<i>","n":<n>,"also":<i>}"#,
            r#"{"instance":"i-1","n":5,"also":"i-1"}"#,
        );
        check(&paths, r#"{"say":"<s>"}"#, r#"{"say":"he said \"no\""}"#);
        check(&paths, r#"{"m":"<m>"}"#, r#"{"m":""}"#);
        check(&paths, "plain <i> text", r#""plain i-1 text""#);
        check(
            &[("o", "$.detail.o")],
            r#"{"o":<o>,"l":<l>}"#,
            "the input transformer makes no JSON of this event: expected value at line 1 column 18",
        );
        check(&[("o", "$.detail.list[1]")], r#"{"o":<o>}"#, r#"{"o":"b"}"#);
        check(
            &[],
            r#"{"r":"<aws.events.rule-name>","t":<aws.events.event.ingestion-time>}"#,
            r#"{"r":"r","t":"2026-11-21T12:00:00.000Z"}"#,
        );
    }

    #[test]
    fn paths() {
        for good in ["$", "$.detail", "$.detail-type", "$.detail.list[0].x", "$['a b'].c"] {
            assert!(is_path(good), "{good}");
        }
        for bad in ["", "detail", "$.", "$.a[*]", "$..a", "$.a[", "$[?(@.x)]"] {
            assert!(!is_path(bad), "{bad}");
        }
    }
}
