//! `DeleteTable`: the descriptor goes at once; what it named is swept later.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::{Fed, Txn};

use crate::description::{Phase, describe};
use crate::error::Error;
use crate::keys;
use crate::model::{DeleteTableInput, DeleteTableOutput};
use crate::request::resource;
use crate::table::Table;
use crate::{recovery, streams, sweep};

/// `DeleteTable`.
pub struct DeleteTable;

impl Operation for DeleteTable {
    const NAME: &'static str = "DeleteTable";
    const PLACE: Place = Place::Write;
    type Input = DeleteTableInput;
    type Output = DeleteTableOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        vec![Access::new("dynamodb:DeleteTable", resource(cx, &input.table_name, None))]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        let mut table = Table::load_to_change(cx, txn, &input.table_name)?;
        if table.protected {
            return Err(Error::validation(format!(
                "Resource cannot be deleted as it is currently protected against deletion. \
                 Disable deletion protection first. Resource: {}",
                table.arn(cx)
            )));
        }
        if table.is_filling() {
            return Err(Error::InUse(format!("Table is being updated: {}", table.name)));
        }
        if !table.copies.is_empty() {
            return Err(Error::InUse(format!("Table is being backed up: {}", table.name)));
        }
        streams::end(cx, txn, &mut table)?;
        recovery::end(cx, txn, &mut table);
        txn.delete(keys::table(&table.name), Fed::Key);
        txn.delete(keys::tags(table.id), Fed::No);
        sweep::bury(cx, txn, table.space());
        sweep::some(txn)?;
        let description = describe(cx, txn, &table, Phase::Deleting)?;
        Ok(Answer::Done(DeleteTableOutput { table_description: Some(description) }))
    }
}
