//! `TransactWriteItems`: up to 100 writes and checks of any tables, all or none.
//!
//! The store's transaction is the whole of it: nothing else can come between, so there are no
//! conflicts to report (`TransactionConflict` is never given). First every part is read and
//! checked, as each of AWS's errors for a request as a whole wants; then every condition is tested
//! and every new item made; only then, when no part was refused, is anything written.
//!
//! A client's token is kept with what was asked under it for ten minutes: the same request again
//! succeeds without doing it twice, another is refused. Tokens that are past are removed by later
//! transactions, a few each time.

use std::collections::BTreeMap;
use std::sync::Arc;

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::{Fed, Txn};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::put_item::check_size;
use super::transact_get_items::{BYTES_MAX, by_table, check_count};
use crate::capacity::{Direction, Report, Units, read_units, write_units};
use crate::collection;
use crate::error::{Error, Reason};
use crate::expr::Placeholders;
use crate::expr::update::{self as grammar, Action};
use crate::model::{
    ConditionCheck, Delete, ItemCollectionMetrics, Put, TransactWriteItem, TransactWriteItemsInput,
    TransactWriteItemsOutput, Update,
};
use crate::request::{self, ConditionParameters, Guard, Touched, check_mixed};
use crate::table::Table;
use crate::value::{Given, Item, Value, item_size};
use crate::{keys, throttle, update, write};

/// `TransactWriteItems`.
pub struct TransactWriteItems;

/// How long a client's token is remembered (DynamoDB API reference: ten minutes).
const TOKEN_MS: u64 = 10 * 60 * 1000;
/// How many past tokens a transaction removes: more than it adds, so that they run out.
const FORGET_MAX: usize = 3;

impl Operation for TransactWriteItems {
    const NAME: &'static str = "TransactWriteItems";
    const PLACE: Place = Place::Write;
    type Input = TransactWriteItemsInput;
    type Output = TransactWriteItemsOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        input.transact_items.iter().flat_map(|part| part_access(cx, part)).collect()
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        check_count(input.transact_items.len())?;
        let asked = input.transact_items.iter().map(Asked::of);
        let asked = asked.collect::<Result<Vec<_>, Error>>()?;
        let token = input.client_request_token.as_deref();
        let again = remember(cx, txn, token, || fingerprint(&input.transact_items))?;

        let mut parts = Vec::with_capacity(asked.len());
        for asked in asked {
            parts.push(Part::read(cx, txn, asked)?);
        }
        check_parts(&parts)?;
        let report = Report::parse(input.return_consumed_capacity.as_deref());
        let costs = if again { read_again(&parts) } else { decide(cx, txn, &mut parts)? };
        let metrics = metrics(txn, &parts, input)?;
        let direction = if again { Direction::Read } else { Direction::Write };
        throttle::take_all(cx, direction, costs.iter().map(|(table, units)| (&**table, units)))?;
        let capacity = by_table(&costs);
        let shown = capacity
            .values()
            .filter_map(|(table, units)| units.report_as(table, report, Some(direction)))
            .collect();
        Ok(Answer::Done(TransactWriteItemsOutput {
            consumed_capacity: (report != Report::None).then_some(shown),
            item_collection_metrics: metrics,
        }))
    }
}

/// What a part touches: AWS asks for the permission of each part's own operation.
fn part_access(cx: &Cx, part: &TransactWriteItem) -> Vec<Access> {
    let mut all = Vec::new();
    let mut add = |operation, table: &str, touched| {
        all.push(request::access(cx, operation, table, touched));
    };
    if let Some(put) = &part.put {
        let touched = Touched {
            expressions: vec![put.condition_expression.as_ref()],
            names: put.expression_attribute_names.as_ref(),
            ..Touched::item(&put.item)
        };
        add("PutItem", &put.table_name, touched);
    }
    if let Some(update) = &part.update {
        let touched = Touched {
            expressions: vec![
                Some(&update.update_expression),
                update.condition_expression.as_ref(),
            ],
            names: update.expression_attribute_names.as_ref(),
            ..Touched::item(&update.key)
        };
        add("UpdateItem", &update.table_name, touched);
    }
    if let Some(delete) = &part.delete {
        let touched = Touched {
            expressions: vec![delete.condition_expression.as_ref()],
            names: delete.expression_attribute_names.as_ref(),
            ..Touched::item(&delete.key)
        };
        add("DeleteItem", &delete.table_name, touched);
    }
    if let Some(check) = &part.condition_check {
        let touched = Touched {
            expressions: vec![Some(&check.condition_expression)],
            names: check.expression_attribute_names.as_ref(),
            ..Touched::item(&check.key)
        };
        add("ConditionCheckItem", &check.table_name, touched);
    }
    all
}

/// What a part does to its item.
enum Change<'a> {
    Put(&'a Item),
    Update(&'a Item, Vec<Action<'a>>),
    Delete(&'a Item),
    Check(&'a Item),
}

/// A part as it was asked, its expressions read.
struct Asked<'a> {
    table: &'a str,
    change: Change<'a>,
    guard: Guard<'a>,
}

/// The parameters that all kinds of parts have.
struct Common<'a> {
    table: &'a str,
    condition: Option<&'a str>,
    update: Option<&'a str>,
    names: Option<&'a BTreeMap<String, String>>,
    values: Option<&'a BTreeMap<String, Given<Value>>>,
    on_failure: Option<&'a str>,
}

macro_rules! common {
    ($part:expr, $condition:expr, $update:expr) => {
        Common {
            table: &$part.table_name,
            condition: $condition,
            update: $update,
            names: $part.expression_attribute_names.as_ref(),
            values: $part.expression_attribute_values.as_ref(),
            on_failure: $part.return_values_on_condition_check_failure.as_deref(),
        }
    };
}

impl<'a> Asked<'a> {
    fn of(part: &'a TransactWriteItem) -> Result<Self, Error> {
        match part {
            TransactWriteItem {
                put: Some(put),
                update: None,
                delete: None,
                condition_check: None,
            } => Self::put(put),
            TransactWriteItem {
                put: None,
                update: Some(update),
                delete: None,
                condition_check: None,
            } => Self::update(update),
            TransactWriteItem {
                put: None,
                update: None,
                delete: Some(delete),
                condition_check: None,
            } => Self::delete(delete),
            TransactWriteItem {
                put: None,
                update: None,
                delete: None,
                condition_check: Some(check),
            } => Self::check(check),
            TransactWriteItem { put: None, update: None, delete: None, condition_check: None } => {
                Err(Error::validation(
                    "Invalid Request: TransactWriteRequest should contain Delete or Put or Update \
                     request",
                ))
            }
            _ => Err(Error::validation(
                "TransactItems can only contain one of Check, Put, Update or Delete",
            )),
        }
    }

    fn put(put: &'a Put) -> Result<Self, Error> {
        let item = put.item.get()?;
        check_size(item)?;
        let common = common!(put, put.condition_expression.as_deref(), None);
        Self::read(&common, |_| Change::Put(item))
    }

    fn update(update: &'a Update) -> Result<Self, Error> {
        let key = update.key.get()?;
        let condition = update.condition_expression.as_deref();
        let common = common!(update, condition, Some(update.update_expression.as_str()));
        Self::read(&common, |actions| Change::Update(key, actions))
    }

    fn delete(delete: &'a Delete) -> Result<Self, Error> {
        let key = delete.key.get()?;
        let common = common!(delete, delete.condition_expression.as_deref(), None);
        Self::read(&common, |_| Change::Delete(key))
    }

    fn check(check: &'a ConditionCheck) -> Result<Self, Error> {
        let key = check.key.get()?;
        let common = common!(check, Some(check.condition_expression.as_str()), None);
        Self::read(&common, |_| Change::Check(key))
    }

    fn read(
        common: &Common<'a>,
        change: impl FnOnce(Vec<Action<'a>>) -> Change<'a>,
    ) -> Result<Self, Error> {
        check_mixed(
            &[
                ("UpdateExpression", common.update.is_some()),
                ("ConditionExpression", common.condition.is_some()),
            ],
            &[],
            common.names.is_some(),
            common.values.is_some(),
        )?;
        let mut placeholders = Placeholders::new(common.names, common.values)?;
        let actions = common.update.map(|text| grammar::parse(text, &mut placeholders));
        let actions = actions.transpose()?.unwrap_or_default();
        let parameters = ConditionParameters {
            expression: common.condition,
            expected: None,
            operator: None,
            on_failure: common.on_failure,
        };
        let guard = Guard::parse(&parameters, &mut placeholders)?;
        placeholders.finish()?;
        Ok(Self { table: common.table, change: change(actions), guard })
    }
}

/// A part with its table and its item as it stands.
struct Part<'a> {
    asked: Asked<'a>,
    table: Arc<Table>,
    key: Vec<u8>,
    old: Option<Item>,
    /// What is wrong with it on its own; reported among the reasons.
    refused: Option<Error>,
}

impl<'a> Part<'a> {
    fn read(cx: &Cx, txn: &mut dyn Txn, asked: Asked<'a>) -> Result<Self, Error> {
        let table = Table::load(cx, txn, asked.table)?;
        let key = match &asked.change {
            Change::Put(item) => table.key_of_item(item),
            Change::Update(key, _) | Change::Delete(key) | Change::Check(key) => table.key_of(key),
        };
        let (key, refused) = match key {
            Ok(key) => (key, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        if let Change::Update(_, actions) = &asked.change {
            update::check(&table, actions)?;
        }
        asked.guard.check_key_paths(&table)?;
        let old = if refused.is_none() { write::load(txn, &key)? } else { None };
        Ok(Self { asked, table, key, old, refused })
    }

    /// The item that it leaves, or why it is refused. A check leaves the item as it is.
    fn outcome(&mut self) -> Result<Option<Item>, Error> {
        if let Some(error) = self.refused.take() {
            return Err(error);
        }
        self.asked.guard.check(self.old.as_ref())?;
        match &self.asked.change {
            Change::Put(item) => Ok(Some((*item).clone())),
            Change::Update(key, actions) => {
                update::updated(&self.table, key, self.old.as_ref(), actions)
            }
            Change::Delete(_) => Ok(None),
            Change::Check(_) => Ok(self.old.clone()),
        }
    }
}

/// That no item comes twice, and that all of them together are not over 4 MB.
fn check_parts(parts: &[Part<'_>]) -> Result<(), Error> {
    let mut bytes = 0;
    for (at, part) in parts.iter().enumerate() {
        if let Change::Put(item) = &part.asked.change {
            bytes += item_size(item);
        }
        let twice = parts.iter().take(at).any(|earlier| earlier.key == part.key);
        if twice && part.refused.is_none() {
            return Err(Error::validation(
                "Transaction request cannot include multiple operations on one item",
            ));
        }
    }
    if BYTES_MAX < bytes {
        return Err(Error::validation("Transaction payload size cannot exceed 4 MB"));
    }
    Ok(())
}

/// What each part costs.
type Costs = Vec<(Arc<Table>, Units)>;

/// Tests all parts, then writes all, or none.
fn decide(cx: &Cx, txn: &mut dyn Txn, parts: &mut [Part<'_>]) -> Result<Costs, Error> {
    let mut news = Vec::with_capacity(parts.len());
    let mut reasons = Vec::with_capacity(parts.len());
    // A part that is wrong by itself ends it, before any condition is tested.
    let wrong = parts.iter().position(|part| part.refused.is_some());
    for (at, part) in parts.iter_mut().enumerate() {
        if wrong.is_some_and(|wrong| wrong != at) {
            news.push(None);
            reasons.push(Reason::NONE);
            continue;
        }
        match part.outcome() {
            Ok(new) => {
                news.push(new);
                reasons.push(Reason::NONE);
            }
            Err(error) => {
                news.push(None);
                reasons.push(reason(error)?);
            }
        }
    }
    if reasons.iter().any(|reason| reason.code != "None") {
        return Err(Error::TransactionCanceled { reasons });
    }
    let mut costs = Costs::new();
    for (part, new) in parts.iter().zip(news) {
        let units = if let Change::Check(_) = &part.asked.change {
            let mut units = Units::default();
            units.add(write_units(part.old.as_ref().map_or(0, item_size)));
            units
        } else {
            let (key, old) = (part.key.clone(), part.old.as_ref());
            let change = write::Change { key, old, new: new.as_ref() };
            write::replace(cx, txn, &part.table, change)?
        };
        costs.push((Arc::clone(&part.table), units.doubled()));
    }
    Ok(costs)
}

/// The collections that were written to, if that is asked for.
fn metrics(
    txn: &mut dyn Txn,
    parts: &[Part<'_>],
    input: &TransactWriteItemsInput,
) -> Result<Option<BTreeMap<String, Vec<ItemCollectionMetrics>>>, Error> {
    let asked = input.return_item_collection_metrics.as_deref();
    let mut all = Vec::new();
    for part in parts {
        let item = match &part.asked.change {
            Change::Put(item) | Change::Update(item, _) | Change::Delete(item) => item,
            Change::Check(_) => continue,
        };
        let found = collection::metrics(txn, &part.table, (asked, item))?;
        all.extend(found.map(|found| (part.table.name.clone(), found)));
    }
    Ok(collection::by_table(asked, all))
}

/// Why a part was refused, as the reasons show it; what is not the part's fault goes on.
pub(super) fn reason(error: Error) -> Result<Reason, Error> {
    let message = Some(error.to_string());
    match error {
        Error::ConditionFailed { item } => {
            Ok(Reason { code: "ConditionalCheckFailed", message, item })
        }
        Error::DuplicateItem { item } => Ok(Reason { code: "DuplicateItem", message, item }),
        Error::Validation(_) => Ok(Reason { code: "ValidationError", message, item: None }),
        error => Err(error),
    }
}

/// What a request costs whose token was used before: reads of what it wrote.
fn read_again(parts: &[Part<'_>]) -> Costs {
    let cost = |part: &Part<'_>| {
        let mut units = Units::default();
        units.add(2.0 * read_units(part.old.as_ref().map_or(0, item_size), true));
        (Arc::clone(&part.table), units)
    };
    parts.iter().map(cost).collect()
}

/// What is kept of a token.
#[derive(Serialize, Deserialize)]
struct Remembered {
    at: u64,
    asked: String,
}

/// Keeps the client's token; whether it was used for this request before.
pub(super) fn remember(
    cx: &Cx,
    txn: &mut dyn Txn,
    token: Option<&str>,
    asked: impl FnOnce() -> String,
) -> Result<bool, Error> {
    let Some(token) = token else { return Ok(false) };
    let (key, now) = (keys::token(token), cx.now.as_millis());
    let asked = asked();
    if let Some(bytes) = txn.get(&key)? {
        let earlier: Remembered = serde_json::from_slice(&bytes)?;
        if now.saturating_sub(earlier.at) < TOKEN_MS {
            let same = earlier.asked == asked;
            return if same { Ok(true) } else { Err(Error::IdempotentParameterMismatch) };
        }
    }
    forget(txn, now)?;
    txn.put(key, serde_json::to_vec(&Remembered { at: now, asked })?.into(), Fed::No);
    let end = keys::token_end(now.saturating_add(TOKEN_MS), token);
    txn.put(end, bytes::Bytes::new(), Fed::No);
    Ok(false)
}

/// Removes a few tokens that are past.
fn forget(txn: &mut dyn Txn, now: u64) -> Result<(), Error> {
    for (key, _) in txn.scan(&keys::tokens_before(now), FORGET_MAX)? {
        if let Some((at, token)) = keys::read_token_end(&key) {
            let kept = txn.get(&keys::token(&token))?;
            let kept =
                kept.map(|bytes| serde_json::from_slice::<Remembered>(&bytes)).transpose()?;
            // The same token may have been used anew since.
            if kept.is_some_and(|kept| kept.at.saturating_add(TOKEN_MS) <= at) {
                txn.delete(keys::token(&token), Fed::No);
            }
        }
        txn.delete(key.to_vec(), Fed::No);
    }
    Ok(())
}

/// What a request asks, in 64 characters: equal requests have equal ones.
pub(super) fn fingerprint(parts: &impl std::fmt::Debug) -> String {
    let digest = Sha256::digest(format!("{parts:?}"));
    format!("{digest:x}")
}
