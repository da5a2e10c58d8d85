//! `DescribeTable`.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::description::{Phase, describe};
use crate::error::Error;
use crate::model::{DescribeTableInput, DescribeTableOutput};
use crate::request::resource;
use crate::table::Table;

/// `DescribeTable`.
pub struct DescribeTable;

impl Operation for DescribeTable {
    const NAME: &'static str = "DescribeTable";
    const PLACE: Place = Place::Read;
    type Input = DescribeTableInput;
    type Output = DescribeTableOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        vec![Access::new("dynamodb:DescribeTable", resource(cx, &input.table_name, None))]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        let table = Table::load_named(cx, txn, &input.table_name)?;
        Ok(Answer::Done(DescribeTableOutput {
            table: Some(describe(cx, txn, &table, Phase::Active)?),
        }))
    }
}
