//! `ListTables`: the names, in order, in pages.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::error::Error;
use crate::keys;
use crate::model::{ListTablesInput, ListTablesOutput};

/// `ListTables`.
pub struct ListTables;

/// The most names of a page, and how many there are when no limit is given (API reference).
const PAGE_MAX: usize = 100;

impl Operation for ListTables {
    const NAME: &'static str = "ListTables";
    const PLACE: Place = Place::Page;
    type Input = ListTablesInput;
    type Output = ListTablesOutput;
    type Error = Error;

    fn access(_cx: &Cx, _input: &Self::Input) -> Vec<Access> {
        vec![Access::new("dynamodb:ListTables", "*")]
    }

    fn run(
        _cx: &Cx,
        txn: &mut dyn Txn,
        input: &Self::Input,
    ) -> Result<Answer<Self::Output>, Error> {
        let limit = input.limit.and_then(|limit| usize::try_from(limit).ok());
        let limit = limit.unwrap_or(PAGE_MAX).clamp(1, PAGE_MAX);
        let range = keys::tables_after(input.exclusive_start_table_name.as_deref());
        let found = txn.scan(&range, limit + 1)?;
        let more = limit < found.len();
        let names: Vec<String> =
            found.iter().take(limit).filter_map(|(key, _)| keys::table_name(key)).collect();
        let last = names.last().filter(|_| more).cloned();
        Ok(Answer::Done(ListTablesOutput {
            table_names: Some(names),
            last_evaluated_table_name: last,
        }))
    }
}
