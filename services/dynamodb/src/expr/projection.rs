//! Projections: which attributes of an item are given, down into maps and lists.

use std::collections::BTreeMap;

use super::lexer::Cursor;
use super::{Faults, Kind, Path, Placeholders, Step, path};
use crate::error::Error;
use crate::value::{Item, Value};

/// Reads a projection expression.
///
/// # Errors
/// When it is not one, or its paths overlap.
pub fn parse<'a>(
    text: &'a str,
    placeholders: &mut Placeholders<'a>,
) -> Result<Vec<Path<'a>>, Error> {
    read(text, placeholders)
        .map_err(|message| Error::validation(format!("Invalid ProjectionExpression: {message}")))
}

fn read<'a>(text: &'a str, placeholders: &mut Placeholders<'a>) -> Result<Vec<Path<'a>>, String> {
    let mut cursor = Cursor::new(text)?;
    let mut faults = Faults::default();
    let mut paths = Vec::new();
    loop {
        paths.push(path::parse(&mut cursor, placeholders, &mut faults, Kind::Placeholder)?);
        if !cursor.sign(",") {
            break;
        }
    }
    cursor.end()?;
    faults.first(&[Kind::Reserved, Kind::Placeholder])?;
    path::check_overlap(paths.iter(), &mut faults);
    faults.first(&[Kind::Overlap, Kind::Conflict])?;
    Ok(paths)
}

/// What the paths lead to, in maps and lists that hold nothing else. Elements of a list stand
/// close together, in the list's order.
#[must_use]
pub fn project(paths: &[Path<'_>], item: &Item) -> Item {
    let mut sorted: Vec<&[Step<'_>]> = paths.iter().map(|path| path.0.as_slice()).collect();
    sorted.sort_unstable();
    project_map(&sorted, item).unwrap_or_default()
}

/// Of paths that begin in this map, sorted; `None` when none leads anywhere.
fn project_map(
    paths: &[&[Step<'_>]],
    map: &BTreeMap<String, Value>,
) -> Option<BTreeMap<String, Value>> {
    let mut kept = BTreeMap::new();
    for group in paths.chunk_by(|one, two| one.first() == two.first()) {
        let Some(Step::Name(name)) = group.first().and_then(|path| path.first()) else { continue };
        if let Some(value) = map.get(*name).and_then(|value| project_value(group, value)) {
            kept.insert((*name).to_owned(), value);
        }
    }
    Some(kept).filter(|kept| !kept.is_empty())
}

fn project_list(paths: &[&[Step<'_>]], list: &[Value]) -> Option<Vec<Value>> {
    let mut kept = Vec::new();
    for group in paths.chunk_by(|one, two| one.first() == two.first()) {
        let Some(Step::Index(index)) = group.first().and_then(|path| path.first()) else {
            continue;
        };
        kept.extend(list.get(*index).and_then(|value| project_value(group, value)));
    }
    Some(kept).filter(|kept| !kept.is_empty())
}

/// Of paths with the same first step, the value that it leads to.
fn project_value(group: &[&[Step<'_>]], value: &Value) -> Option<Value> {
    let rest: Vec<&[Step<'_>]> = group.iter().filter_map(|path| path.get(1..)).collect();
    if rest.iter().any(|path| path.is_empty()) {
        return Some(value.clone());
    }
    match value {
        Value::M(map) => project_map(&rest, map).map(Value::M),
        Value::L(list) => project_list(&rest, list).map(Value::L),
        _ => None,
    }
}
