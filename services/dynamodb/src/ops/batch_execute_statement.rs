//! `BatchExecuteStatement`: up to 25 statements, each a transaction of its own, all reads or all
//! writes. What is wrong with one is told in its place, and ends none of the others.

use std::collections::BTreeMap;

use samara_service::{Access, Answer, Batch, Cx, Fault, Operation, Place, Refusal};
use samara_store::Txn;

use super::statements::{Refused, access, decide, read_one};
use crate::capacity::{Direction, Report, Units, read_units};
use crate::error::{Error, THROTTLED};
use crate::model::{
    BatchExecuteStatementInput, BatchExecuteStatementOutput, BatchStatementError,
    BatchStatementRequest, BatchStatementResponse,
};
use crate::partiql::{self, Statement};
use crate::throttle;

/// `BatchExecuteStatement`.
pub struct BatchExecuteStatement;

/// What became of one statement.
pub struct Outcome {
    response: BatchStatementResponse,
    units: Units,
}

impl Operation for BatchExecuteStatement {
    const NAME: &'static str = "BatchExecuteStatement";
    const PLACE: Place = Place::Write;
    type Input = BatchExecuteStatementInput;
    type Output = BatchExecuteStatementOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        let one =
            |asked: &BatchStatementRequest| access(cx, &asked.statement, asked.parameters.as_ref());
        input.statements.iter().map(one).collect()
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        Self::check(cx, txn, input)?;
        let parts = (0..Self::parts(input)).map(|at| Self::run_part(cx, txn, input, at));
        let parts = parts.collect::<Result<Vec<_>, Error>>()?;
        Ok(Answer::Done(output(input, parts)))
    }
}

impl Batch for BatchExecuteStatement {
    type Part = Outcome;

    fn parts(input: &Self::Input) -> usize {
        input.statements.len()
    }

    fn check(_: &Cx, _: &mut dyn Txn, input: &Self::Input) -> Result<(), Error> {
        let parsed = |asked: &BatchStatementRequest| {
            partiql::parse(&asked.statement, asked.parameters.as_ref()).ok()
        };
        let reads = input.statements.iter().filter_map(parsed).map(|one| one.is_select());
        let reads: Vec<bool> = reads.collect();
        if reads.contains(&true) && reads.contains(&false) {
            return Err(Error::validation("Statements of a batch must be all reads or all writes"));
        }
        Ok(())
    }

    fn run_part(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &Self::Input,
        at: usize,
    ) -> Result<Outcome, Error> {
        match input.statements.get(at) {
            Some(asked) => run_one(cx, txn, asked, at),
            None => {
                Ok(Outcome { response: BatchStatementResponse::default(), units: Units::default() })
            }
        }
    }

    fn join(
        _: &Cx,
        input: &Self::Input,
        parts: Vec<Result<Outcome, Refusal>>,
    ) -> Result<Self::Output, Refusal> {
        let table_of = |asked: &BatchStatementRequest| {
            let statement = partiql::parse(&asked.statement, asked.parameters.as_ref());
            statement.ok().map(|statement| statement.table().to_owned())
        };
        let failed = |refusal: Refusal, asked: Option<&BatchStatementRequest>| Outcome {
            response: BatchStatementResponse {
                table_name: asked.and_then(table_of),
                error: Some(BatchStatementError {
                    code: Some(code(&refusal).to_owned()),
                    message: Some(refusal.message.clone()),
                    item: None,
                }),
                ..BatchStatementResponse::default()
            },
            units: Units::default(),
        };
        let parts = parts.into_iter().enumerate().map(|(at, part)| {
            part.unwrap_or_else(|refusal| failed(refusal, input.statements.get(at)))
        });
        Ok(output(input, parts.collect()))
    }
}

/// What drops a statement's writes, of what can go wrong: the store's part, and the want of units.
/// The rest is told by [`run_one`].
fn code(refusal: &Refusal) -> &'static str {
    match refusal.fault {
        Fault::Caller if refusal.code == THROTTLED => "ProvisionedThroughputExceeded",
        Fault::Caller => "ValidationError",
        Fault::Server => "InternalServerError",
    }
}

fn output(input: &BatchExecuteStatementInput, parts: Vec<Outcome>) -> BatchExecuteStatementOutput {
    let report = Report::parse(input.return_consumed_capacity.as_deref());
    let mut units = BTreeMap::<String, Units>::new();
    for part in &parts {
        if let (Some(table), None) = (&part.response.table_name, &part.response.error) {
            units.entry(table.clone()).or_default().add_all(&part.units);
        }
    }
    let capacity = units.iter().filter_map(|(table, units)| units.report_of(table, report, None));
    BatchExecuteStatementOutput {
        consumed_capacity: (report != Report::None).then(|| capacity.collect()),
        responses: Some(parts.into_iter().map(|part| part.response).collect()),
    }
}

/// Runs a statement. What is its own fault is its answer; a failure of the store is an error, and
/// the want of units.
fn run_one(
    cx: &Cx,
    txn: &mut dyn Txn,
    asked: &BatchStatementRequest,
    at: usize,
) -> Result<Outcome, Error> {
    let statement = match partiql::parse(&asked.statement, asked.parameters.as_ref()) {
        Ok(statement) => statement,
        Err(error) => return refused(error, None),
    };
    match perform(cx, txn, (asked, at), &statement) {
        Ok(outcome) => Ok(outcome),
        Err(error) => refused(error, Some(statement.table().to_owned())),
    }
}

fn perform(
    cx: &Cx,
    txn: &mut dyn Txn,
    (asked, at): (&BatchStatementRequest, usize),
    statement: &Statement,
) -> Result<Outcome, Error> {
    let (item, table, units, direction) = if let Statement::Select(select) = statement {
        let (table, item, size) = read_one(cx, txn, select, "BatchExecuteStatement")?;
        let mut units = Units::default();
        units.add(read_units(size, asked.consistent_read == Some(true)));
        (item, table, units, Direction::Read)
    } else if let Statement::Exists(_) = statement {
        return Err(Error::validation("EXISTS() is only supported within ExecuteTransaction"));
    } else {
        let show = asked.return_values_on_condition_check_failure.as_deref() == Some("ALL_OLD");
        let decided = decide(cx, txn, statement, Refused { shows: show, costs: Some(at) })?;
        let units = decided.write(cx, txn)?;
        (decided.returned, decided.table, units, Direction::Write)
    };
    throttle::take(cx, &table, (direction, at), &units)?;
    let response = BatchStatementResponse {
        error: None,
        table_name: Some(table.name.clone()),
        item: item.map(Into::into),
    };
    Ok(Outcome { response, units })
}

fn refused(error: Error, table_name: Option<String>) -> Result<Outcome, Error> {
    let code = match &error {
        Error::Validation(_) => "ValidationError",
        Error::TableNotFound => "ResourceNotFound",
        Error::ConditionFailed { .. } => "ConditionalCheckFailed",
        Error::DuplicateItem { .. } => "DuplicateItem",
        _ => return Err(error),
    };
    let message = Some(error.to_string());
    let item = match error {
        Error::ConditionFailed { item } | Error::DuplicateItem { item } => item,
        _ => None,
    };
    let error = BatchStatementError {
        code: Some(code.to_owned()),
        message,
        item: item.map(|item| (*item).into()),
    };
    let response = BatchStatementResponse { error: Some(error), table_name, item: None };
    Ok(Outcome { response, units: Units::default() })
}
