//! `ExecuteTransaction`: up to 100 statements, all or none; all reads or all writes.

use std::collections::BTreeMap;
use std::sync::Arc;

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use super::statements::{Decided, Refused, access, decide, read_again, read_one};
use super::transact_get_items::{BYTES_MAX, by_table};
use super::transact_write_items::{fingerprint, reason, remember};
use crate::capacity::{Direction, Report, Units, read_units};
use crate::error::{Error, Reason};
use crate::model::{
    ExecuteTransactionInput, ExecuteTransactionOutput, ItemResponse, ParameterizedStatement,
};
use crate::partiql::{self, Statement};
use crate::table::Table;
use crate::throttle;

/// `ExecuteTransaction`.
pub struct ExecuteTransaction;

type Capacity = BTreeMap<String, Units>;

impl Operation for ExecuteTransaction {
    const NAME: &'static str = "ExecuteTransaction";
    const PLACE: Place = Place::Write;
    type Input = ExecuteTransactionInput;
    type Output = ExecuteTransactionOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        let one = |asked: &ParameterizedStatement| {
            access(cx, &asked.statement, asked.parameters.as_ref())
        };
        input.transact_statements.iter().map(one).collect()
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        let mut statements = Vec::with_capacity(input.transact_statements.len());
        for (at, asked) in input.transact_statements.iter().enumerate() {
            let parsed = partiql::parse(&asked.statement, asked.parameters.as_ref());
            statements.push(parsed.map_err(|error| placed(error, at))?);
        }
        let reads = statements.iter().filter(|statement| statement.is_select()).count();
        let (direction, responses, capacity) = if reads == 0 {
            write(cx, txn, input, &statements)?
        } else if reads == statements.len() {
            let (responses, capacity) = read(cx, txn, &statements)?;
            (Direction::Read, responses, capacity)
        } else {
            return Err(Error::validation(
                "Statements of a transaction must be all reads or all writes",
            ));
        };
        let report = Report::parse(input.return_consumed_capacity.as_deref());
        let shown = capacity
            .iter()
            .filter_map(|(table, units)| units.report_of(table, report, Some(direction)));
        Ok(Answer::Done(ExecuteTransactionOutput {
            responses: Some(responses),
            consumed_capacity: (report != Report::None).then(|| shown.collect()),
        }))
    }
}

/// A refusal that names the statement.
fn placed(error: Error, at: usize) -> Error {
    match error {
        Error::Validation(message) => {
            Error::validation(format!("Validation failed in TransactStatements[{at}]: {message}"))
        }
        error => error,
    }
}

fn read(
    cx: &Cx,
    txn: &mut dyn Txn,
    statements: &[Statement],
) -> Result<(Vec<ItemResponse>, Capacity), Error> {
    let (mut responses, mut costs, mut bytes) = (Vec::new(), Vec::new(), 0);
    for (at, statement) in statements.iter().enumerate() {
        let Statement::Select(select) = statement else { continue };
        let found = read_one(cx, txn, select, "ExecuteTransaction");
        let (table, item, size) = found.map_err(|error| placed(error, at))?;
        bytes += size;
        if BYTES_MAX < bytes {
            return Err(Error::validation("Transaction payload size cannot exceed 4 MB"));
        }
        let mut units = Units::default();
        units.add(2.0 * read_units(size, true));
        costs.push((table, units));
        responses.push(ItemResponse { item: item.map(Into::into) });
    }
    Ok((responses, take_all(cx, Direction::Read, &costs)?))
}

/// Decides all, then writes all, or none. What is asked again with its token costs reads.
fn write(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &ExecuteTransactionInput,
    statements: &[Statement],
) -> Result<(Direction, Vec<ItemResponse>, Capacity), Error> {
    let token = input.client_request_token.as_deref();
    if remember(cx, txn, token, || fingerprint(&input.transact_statements))? {
        let mut costs = Vec::new();
        for statement in statements {
            let (table, size) = read_again(cx, txn, statement)?;
            let mut units = Units::default();
            units.add(2.0 * read_units(size, true));
            costs.push((table, units));
        }
        return Ok((Direction::Read, Vec::new(), take_all(cx, Direction::Read, &costs)?));
    }
    let decided = decide_all(cx, txn, input, statements)?;
    let (mut responses, mut costs) = (Vec::new(), Vec::new());
    for one in decided {
        let units = one.write(cx, txn)?.doubled();
        costs.push((one.table, units));
        responses.extend(one.returned.map(|item| ItemResponse { item: Some(item.into()) }));
    }
    Ok((Direction::Write, responses, take_all(cx, Direction::Write, &costs)?))
}

/// Takes what the statements cost of their tables' throughput, and tells it by table.
fn take_all(
    cx: &Cx,
    direction: Direction,
    costs: &[(Arc<Table>, Units)],
) -> Result<Capacity, Error> {
    throttle::take_all(cx, direction, costs.iter().map(|(table, units)| (&**table, units)))?;
    let capacity = by_table(costs).into_iter();
    Ok(capacity.map(|(table, (_, units))| (table.to_owned(), units)).collect())
}

fn decide_all(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &ExecuteTransactionInput,
    statements: &[Statement],
) -> Result<Vec<Decided>, Error> {
    let (mut decided, mut reasons) = (Vec::<Decided>::new(), Vec::new());
    for (at, (statement, asked)) in statements.iter().zip(&input.transact_statements).enumerate() {
        let show = asked.return_values_on_condition_check_failure.as_deref();
        let refused = Refused { shows: show == Some("ALL_OLD"), costs: None };
        match decide(cx, txn, statement, refused) {
            Ok(one) if decided.iter().any(|earlier| earlier.key == one.key) => {
                return Err(Error::validation(
                    "Transaction request cannot include multiple operations on one item",
                ));
            }
            Ok(one) => {
                decided.push(one);
                reasons.push(Reason::NONE);
            }
            Err(error @ Error::Validation(_)) => return Err(placed(error, at)),
            Err(error) => reasons.push(reason(error)?),
        }
    }
    if reasons.iter().any(|reason| reason.code != "None") {
        return Err(Error::TransactionCanceled { reasons });
    }
    Ok(decided)
}
