//! `ExecuteStatement`: one statement of `PartiQL`.
//!
//! A read follows an index where its WHERE clause names the hash key, and reads all otherwise, as
//! on AWS. Its place is remembered in the token, which is good for the same statement alone.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;
use sha2::{Digest, Sha256};

use super::query;
use super::read::{Plan, Source};
use super::statements::{Refused, access, decide};
use crate::capacity::{Direction, Report};
use crate::codec;
use crate::error::Error;
use crate::expr::Path;
use crate::keys;
use crate::model::{ExecuteStatementInput, ExecuteStatementOutput};
use crate::partiql::statement::{OwnedPath, Select};
use crate::partiql::{self, Statement, lower, plan};
use crate::table::{KeySchema, Table};
use crate::throttle;
use crate::value::Item;

/// `ExecuteStatement`.
pub struct ExecuteStatement;

/// Bytes of a statement's digest in a token: enough to tell another statement.
const DIGEST_BYTES: usize = 8;

impl Operation for ExecuteStatement {
    const NAME: &'static str = "ExecuteStatement";
    const PLACE: Place = Place::Write;
    type Input = ExecuteStatementInput;
    type Output = ExecuteStatementOutput;
    type Error = Error;

    fn place(input: &Self::Input) -> Place {
        match partiql::parse(&input.statement, input.parameters.as_ref()) {
            Ok(statement) if statement.is_select() => Place::Page,
            _ => Place::Write,
        }
    }

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        vec![access(cx, &input.statement, input.parameters.as_ref())]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        let statement = partiql::parse(&input.statement, input.parameters.as_ref())?;
        match &statement {
            Statement::Select(asked) => select(cx, txn, input, asked).map(Answer::Done),
            Statement::Exists(_) => {
                Err(Error::validation("EXISTS() is only supported within ExecuteTransaction"))
            }
            statement => {
                let show = input.return_values_on_condition_check_failure.as_deref();
                let refused = Refused { shows: show == Some("ALL_OLD"), costs: Some(0) };
                let decided = decide(cx, txn, statement, refused)?;
                let units = decided.write(cx, txn)?;
                throttle::take(cx, &decided.table, (Direction::Write, 0), &units)?;
                let report = Report::parse(input.return_consumed_capacity.as_deref());
                Ok(Answer::Done(ExecuteStatementOutput {
                    consumed_capacity: units.report(&decided.table, report),
                    items: Some(decided.returned.into_iter().map(Into::into).collect()),
                    next_token: None,
                    last_evaluated_key: None,
                }))
            }
        }
    }
}

fn select(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &ExecuteStatementInput,
    asked: &Select,
) -> Result<ExecuteStatementOutput, Error> {
    let table = Table::load(cx, txn, &asked.table)?;
    let consistent = input.consistent_read == Some(true);
    let source = Source::of(&table, asked.index.as_deref(), consistent)?;
    let condition = plan::key_condition(source.key(), asked.condition.as_ref())?;
    let mut range = match &condition {
        Some(condition) => query::range(source, condition),
        None => keys::space(source.space()),
    };
    if is_backwards(source.key(), asked, condition.is_some())? {
        range = range.reversed();
    }
    if let Some(token) = &input.next_token {
        range = range.after(&source.start_key(&read_token(token, &input.statement)?)?);
    }
    let paths = asked.paths.as_ref().map(|paths| paths.iter().map(OwnedPath::path));
    let paths: Option<Vec<Path<'_>>> = paths.map(Iterator::collect);
    let filter = asked.condition.as_ref().map(lower::condition);
    let limit = input.limit.and_then(|limit| usize::try_from(limit).ok());
    let report = Report::parse(input.return_consumed_capacity.as_deref());
    let plan = Plan::of(filter, paths, limit, (consistent, report));
    plan.check_paths(source)?;
    plan.check_index(source)?;
    plan.check_filter(source)?;
    let page = plan.read(cx, txn, source, range)?;
    let last = page.last.as_ref().map(|last| last.get()).transpose()?;
    Ok(ExecuteStatementOutput {
        next_token: last.map(|last| token(last, &input.statement)),
        items: Some(page.items.unwrap_or_default()),
        consumed_capacity: page.capacity,
        last_evaluated_key: page.last,
    })
}

/// Whether ORDER BY asks for the end first: it may name the key that is read, and nothing else.
fn is_backwards(key: &KeySchema, asked: &Select, keyed: bool) -> Result<bool, Error> {
    let Some((_, backwards)) = asked.order.first() else { return Ok(false) };
    if asked.condition.is_none() {
        return Err(Error::validation(
            "Must have WHERE clause in the statement when using ORDER BY clause.",
        ));
    }
    if !keyed {
        return Err(Error::validation(
            "Must have at least one non-optional hash key condition in WHERE clause when using \
             ORDER BY clause.",
        ));
    }
    for (name, direction) in &asked.order {
        if !key.has(name) {
            return Err(Error::validation(format!(
                "Variable reference {name} in ORDER BY clause must be part of the primary key"
            )));
        }
        if direction != backwards && !key.is_hash(name) {
            return Err(Error::validation("ORDER BY must have one direction"));
        }
    }
    // The hash key is the same for all that is read: the range key's direction counts.
    let range = asked.order.iter().find(|(name, _)| !key.is_hash(name));
    Ok(range.map_or(*backwards, |(_, backwards)| *backwards))
}

/// A token that names where a page of a statement ended.
fn token(last: &Item, statement: &str) -> String {
    let digest = Sha256::digest(statement);
    let digest = digest.get(..DIGEST_BYTES).unwrap_or_default();
    URL_SAFE_NO_PAD.encode([digest, &codec::encode(last)].concat())
}

fn read_token(token: &str, statement: &str) -> Result<Item, Error> {
    let invalid = || Error::validation("Invalid NextToken");
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| invalid())?;
    let (digest, last) = bytes.split_at_checked(DIGEST_BYTES).ok_or_else(invalid)?;
    if Sha256::digest(statement).get(..DIGEST_BYTES) != Some(digest) {
        return Err(invalid());
    }
    codec::decode(&last.to_vec().into()).map_err(|_| invalid())
}
