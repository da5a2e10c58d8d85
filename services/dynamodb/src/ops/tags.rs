//! `TagResource`, `UntagResource`, `ListTagsOfResource`: of tables, named by their ARNs.

use std::collections::BTreeMap;

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use super::create_table::save_tags;
use crate::error::Error;
use crate::keys;
use crate::model::{
    ListTagsOfResourceInput, ListTagsOfResourceOutput, Tag, TagResourceInput, UntagResourceInput,
};
use crate::table::Table;

/// `TagResource`.
pub struct TagResource;
/// `UntagResource`.
pub struct UntagResource;
/// `ListTagsOfResource`.
pub struct ListTagsOfResource;

// What an operation without an answer gives.
samara_wire::structure!(Nothing {});

/// The shortest name of a table.
const NAME_MIN: usize = 3;

impl Operation for TagResource {
    const NAME: &'static str = "TagResource";
    const PLACE: Place = Place::Write;
    type Input = TagResourceInput;
    type Output = Nothing;
    type Error = Error;

    fn access(_cx: &Cx, input: &Self::Input) -> Vec<Access> {
        vec![Access::new("dynamodb:TagResource", input.resource_arn.clone())]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        name(cx, &input.resource_arn)?;
        if input.tags.is_empty() {
            return Err(Error::validation("Atleast one Tag needs to be provided as Input."));
        }
        let table = named(cx, txn, &input.resource_arn)?;
        let mut tags = load(txn, &table)?;
        for Tag { key, value } in &input.tags {
            tags.insert(key.clone(), value.clone());
        }
        save_tags(txn, &table, &shown(tags))?;
        Ok(Answer::Done(Nothing {}))
    }
}

impl Operation for UntagResource {
    const NAME: &'static str = "UntagResource";
    const PLACE: Place = Place::Write;
    type Input = UntagResourceInput;
    type Output = Nothing;
    type Error = Error;

    fn access(_cx: &Cx, input: &Self::Input) -> Vec<Access> {
        vec![Access::new("dynamodb:UntagResource", input.resource_arn.clone())]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        name(cx, &input.resource_arn)?;
        if input.tag_keys.is_empty() {
            return Err(Error::validation("Atleast one Tag Key needs to be provided as Input."));
        }
        let table = named(cx, txn, &input.resource_arn).map_err(|error| match error {
            Error::ArnNotFound(_) => Error::TableNotFound,
            error => error,
        })?;
        let mut tags = load(txn, &table)?;
        tags.retain(|key, _| !input.tag_keys.contains(key));
        save_tags(txn, &table, &shown(tags))?;
        Ok(Answer::Done(Nothing {}))
    }
}

impl Operation for ListTagsOfResource {
    const NAME: &'static str = "ListTagsOfResource";
    const PLACE: Place = Place::Read;
    type Input = ListTagsOfResourceInput;
    type Output = ListTagsOfResourceOutput;
    type Error = Error;

    fn access(_cx: &Cx, input: &Self::Input) -> Vec<Access> {
        vec![Access::new("dynamodb:ListTagsOfResource", input.resource_arn.clone())]
    }

    /// One page always: a table has at most 50 tags.
    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        let table = named(cx, txn, &input.resource_arn)?;
        let tags = load(txn, &table)?;
        Ok(Answer::Done(ListTagsOfResourceOutput { tags: Some(shown(tags)), next_token: None }))
    }
}

fn named(cx: &Cx, txn: &mut dyn Txn, arn: &str) -> Result<Table, Error> {
    let name = name(cx, arn)?;
    Table::find(txn, name)?.ok_or_else(|| Error::ArnNotFound(arn.to_owned()))
}

/// The name of the table that an ARN of this account names.
fn name<'a>(cx: &Cx, arn: &'a str) -> Result<&'a str, Error> {
    let prefix = cx.arn("dynamodb", "table/").to_string();
    let name = arn.strip_prefix(&prefix);
    name.filter(|name| !name.contains('/') && NAME_MIN <= name.len()).ok_or_else(|| {
        if arn.contains(':') {
            let message = "Invalid TableArn: Invalid ResourceArn provided as input";
            return Error::validation(format!("{message} {arn}"));
        }
        Error::validation(format!("ARNs must start with 'arn:': {arn}"))
    })
}

fn load(txn: &mut dyn Txn, table: &Table) -> Result<BTreeMap<String, String>, Error> {
    match txn.get(&keys::tags(table.id))? {
        Some(bytes) => Ok(serde_json::from_slice(&bytes)?),
        None => Ok(BTreeMap::new()),
    }
}

fn shown(tags: BTreeMap<String, String>) -> Vec<Tag> {
    tags.into_iter().map(|(key, value)| Tag { key, value }).collect()
}
