//! Reads patterns.

use samara_service::policy::Cidr;
use serde_json::{Map, Value};

use super::test::{How, Test};
use super::{Field, Fields, PatternError};

/// How deep a pattern may be nested; the reader of JSON has a limit of its own above it.
const DEPTH: usize = 100;

/// Names that AWS keeps for itself within `$or`.
const RESERVED: &[&str] = &[
    "exactly",
    "prefix",
    "suffix",
    "anything-but",
    "equals-ignore-case",
    "numeric",
    "cidr",
    "wildcard",
    "exists",
];

fn fail<T>(message: impl Into<String>) -> Result<T, PatternError> {
    Err(PatternError(message.into()))
}

pub(super) fn pattern(text: &str) -> Result<Fields, PatternError> {
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => fields(&members, false, 0),
        Ok(_) => fail("Filter is not an object"),
        Err(error) => fail(format!("it is not JSON: {error}")),
    }
}

fn fields(
    members: &Map<String, Value>,
    within_or: bool,
    depth: usize,
) -> Result<Fields, PatternError> {
    if members.is_empty() {
        return fail("Empty objects are not allowed");
    }
    if DEPTH < depth {
        return fail("it is nested too deeply");
    }
    let mut fields = Fields::default();
    for (name, value) in members {
        if name == "$or" {
            fields.any.push(branches(value, depth)?);
            continue;
        }
        if within_or && RESERVED.contains(&name.as_str()) {
            return fail(format!(
                "{name} is Ruler reserved fieldName which cannot be used inside $or."
            ));
        }
        let field = match value {
            Value::Object(members) => Field::Object(self::fields(members, within_or, depth + 1)?),
            Value::Array(tests) => Field::Leaf(self::tests(tests)?),
            _ => return fail(format!("\"{name}\" must be an object or an array")),
        };
        fields.all.push((name.clone(), field));
    }
    Ok(fields)
}

fn branches(value: &Value, depth: usize) -> Result<Vec<Fields>, PatternError> {
    let Value::Array(branches) = value else {
        return fail("It must be an Array followed with $or.");
    };
    let branch = |branch: &Value| match branch {
        Value::Object(members) => fields(members, true, depth + 1),
        _ => fail("Only JSON object is allowed in array of $or relationship."),
    };
    let branches: Vec<_> = branches.iter().map(branch).collect::<Result<_, _>>()?;
    if branches.len() < 2 {
        return fail("There must have at least 2 Objects in $or relationship.");
    }
    Ok(branches)
}

fn tests(values: &[Value]) -> Result<Vec<Test>, PatternError> {
    if values.is_empty() {
        return fail("Empty arrays are not allowed");
    }
    values.iter().map(test).collect()
}

fn test(value: &Value) -> Result<Test, PatternError> {
    match value {
        Value::Null => Ok(Test::Null),
        Value::Bool(wanted) => Ok(Test::Boolean(*wanted)),
        Value::Number(wanted) => Ok(Test::Number(wanted.as_f64().unwrap_or(f64::NAN))),
        Value::String(text) => Ok(Test::text(How::Equal, text, false)),
        Value::Object(operators) => match operators.iter().next() {
            None => fail("Match expression name not found"),
            Some((name, value)) => {
                let test = operator(name, value)?;
                if operators.len() == 1 {
                    Ok(test)
                } else {
                    fail("Only one key allowed in match expression")
                }
            }
        },
        Value::Array(_) => fail("Match value must be String, number, true, false, or null"),
    }
}

fn operator(name: &str, value: &Value) -> Result<Test, PatternError> {
    match name {
        "exactly" => text(value, "exact").map(|text| Test::text(How::Equal, text, false)),
        "prefix" => affix(How::Prefix, name, value),
        "suffix" => affix(How::Suffix, name, value),
        "equals-ignore-case" => text(value, name).map(|text| Test::text(How::Equal, text, true)),
        "wildcard" => wildcard(text(value, name)?),
        "numeric" => match value {
            Value::Array(terms) => numeric(terms),
            _ => fail("Value of numeric must be an array."),
        },
        "exists" => match value {
            Value::Bool(wanted) => Ok(Test::Exists(*wanted)),
            _ => fail("exists match pattern must be either true or false."),
        },
        "cidr" => {
            let text = text(value, "prefix")?;
            if !text.contains('/') {
                return fail("Malformed CIDR, one '/' required");
            }
            let block = Cidr::parse(text);
            block
                .map_or_else(|| fail(format!("Malformed CIDR: {text}")), |it| Ok(Test::Address(it)))
        }
        "anything-but" => anything_but(value).map(|test| Test::Not(Box::new(test))),
        other => fail(format!("Unrecognized match type {other}")),
    }
}

fn text<'a>(value: &'a Value, name: &str) -> Result<&'a str, PatternError> {
    value.as_str().map_or_else(|| fail(format!("{name} match pattern must be a string")), Ok)
}

/// `{"prefix": "a"}` or `{"prefix": {"equals-ignore-case": "a"}}`.
fn affix(how: How, name: &str, value: &Value) -> Result<Test, PatternError> {
    let Value::Object(inner) = value else {
        return text(value, name).map(|text| Test::text(how, text, false));
    };
    match inner.get("equals-ignore-case") {
        Some(value) if inner.len() == 1 => {
            text(value, "equals-ignore-case").map(|text| Test::text(how, text, true))
        }
        _ => fail(format!("Unsupported {name} pattern: only equals-ignore-case is allowed")),
    }
}

/// `*` stands for any characters; `\*` and `\\` for themselves.
fn wildcard(text: &str) -> Result<Test, PatternError> {
    let (mut parts, mut part) = (Vec::new(), String::new());
    let (mut characters, mut after_star) = (text.chars().enumerate(), false);
    while let Some((place, character)) = characters.next() {
        let star = character == '*';
        match character {
            '*' if after_star => {
                return fail(format!("Consecutive wildcard characters at pos {place}"));
            }
            '*' => parts.push(std::mem::take(&mut part)),
            '\\' => match characters.next() {
                Some((_, escaped @ ('*' | '\\'))) => part.push(escaped),
                _ => return fail(format!("Invalid escape character at pos {place}")),
            },
            character => part.push(character),
        }
        after_star = star;
    }
    parts.push(part);
    Ok(Test::text(How::Wildcard(parts), "", false))
}

fn anything_but(value: &Value) -> Result<Test, PatternError> {
    match value {
        Value::Object(inner) => match inner.iter().next() {
            Some((name, value)) if inner.len() == 1 => anything_but_operator(name, value),
            Some(_) => fail("Only one key allowed in match expression"),
            None => fail("Anything-But expression name not found"),
        },
        Value::Array(values) => {
            let numbers = values.iter().filter(|value| value.is_number()).count();
            let texts = values.iter().filter(|value| value.is_string()).count();
            if numbers + texts < values.len() {
                return fail("Inside anything but list, start|null|boolean is not supported.");
            }
            if (0 < numbers) == (0 < texts) {
                return fail(
                    "Inside anything but list, either all values are number or string, mixed type \
                     is not supported",
                );
            }
            values.iter().map(test).collect::<Result<_, _>>().map(Test::Any)
        }
        Value::String(_) | Value::Number(_) => test(value),
        _ => fail("Value of anything-but must be an array or single string/number value."),
    }
}

fn anything_but_operator(name: &str, value: &Value) -> Result<Test, PatternError> {
    if !matches!(name, "prefix" | "suffix" | "equals-ignore-case" | "wildcard") {
        return fail(format!("Unsupported anything-but pattern: {name}"));
    }
    let one = |value: &Value| {
        if value.as_str() == Some("") && matches!(name, "prefix" | "suffix") {
            return fail("Null prefix/suffix not allowed");
        }
        operator(name, value)
    };
    match value {
        Value::Array(values) if !values.is_empty() => {
            values.iter().map(one).collect::<Result<_, _>>().map(Test::Any)
        }
        value => one(value),
    }
}

fn numeric(terms: &[Value]) -> Result<Test, PatternError> {
    let value = |operator: &str, value: Option<&Value>| {
        let name = if operator == "=" { "equals" } else { operator };
        let number = value.and_then(Value::as_f64);
        number.map_or_else(|| fail(format!("Value of {name} must be numeric")), Ok)
    };
    let (first, rest) = terms.split_first().ok_or_else(|| PatternError(bad_member("")))?;
    let Some(operator) = first.as_str() else { return fail(bad_member(&first.to_string())) };
    if !matches!(operator, "=" | "<" | "<=" | ">" | ">=") {
        return fail(format!("Unrecognized numeric range operator: {operator}"));
    }
    let number = value(operator, rest.first())?;
    let more = rest.get(1..).unwrap_or_default();
    let range = |low, high| Ok(Test::Range { low, high });
    match (operator, more) {
        ("=", []) => Ok(Test::Number(number)),
        ("<" | "<=", []) => range(None, Some((number, operator == "<="))),
        (">" | ">=", []) => range(Some((number, operator == ">=")), None),
        (">" | ">=", [second, top @ ..]) => {
            let Some(second) = second.as_str() else {
                return fail(format!("Bad value in numeric range: {second}"));
            };
            if !matches!(second, "<" | "<=") {
                return fail(format!("Bad numeric range operator: {second}"));
            }
            let high = value(second, top.first())?;
            if 1 < top.len() {
                return fail("Too many terms in numeric range expression");
            }
            if high < number {
                return fail("Bottom must be less than top");
            }
            range(Some((number, operator == ">=")), Some((high, second == "<=")))
        }
        _ => fail("Too many elements in numeric expression"),
    }
}

fn bad_member(member: &str) -> String {
    format!("Invalid member in numeric match: {member}")
}
