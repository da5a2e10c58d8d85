//! `UpdateTimeToLive` and `DescribeTimeToLive`: the attribute whose time ends an item.
//!
//! AWS takes up to an hour to change it and refuses another change meanwhile; here the change is
//! done when the answer comes, but for giving the items that are there their times, which
//! `DescribeTimeToLive` shows as `ENABLING`.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::error::Error;
use crate::model::{
    DescribeTimeToLiveInput, DescribeTimeToLiveOutput, TimeToLiveDescription,
    UpdateTimeToLiveInput, UpdateTimeToLiveOutput,
};
use crate::request::resource;
use crate::table::Table;
use crate::time_to_live::{begin, end};

/// `DescribeTimeToLive`.
pub struct DescribeTimeToLive;

impl Operation for DescribeTimeToLive {
    const NAME: &'static str = "DescribeTimeToLive";
    const PLACE: Place = Place::Read;
    type Input = DescribeTimeToLiveInput;
    type Output = DescribeTimeToLiveOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        let table = resource(cx, &input.table_name, None);
        vec![Access::new("dynamodb:DescribeTimeToLive", table)]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        let table = Table::load_named(cx, txn, &input.table_name)?;
        let (status, attribute) = match table.ttl {
            None => ("DISABLED", None),
            Some(ttl) if ttl.complete => ("ENABLED", Some(ttl.attribute)),
            Some(ttl) => ("ENABLING", Some(ttl.attribute)),
        };
        Ok(Answer::Done(DescribeTimeToLiveOutput {
            time_to_live_description: Some(TimeToLiveDescription {
                time_to_live_status: Some(status.to_owned()),
                attribute_name: attribute,
            }),
        }))
    }
}

/// `UpdateTimeToLive`.
pub struct UpdateTimeToLive;

impl Operation for UpdateTimeToLive {
    const NAME: &'static str = "UpdateTimeToLive";
    const PLACE: Place = Place::Write;
    type Input = UpdateTimeToLiveInput;
    type Output = UpdateTimeToLiveOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        vec![Access::new("dynamodb:UpdateTimeToLive", resource(cx, &input.table_name, None))]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        let asked = &input.time_to_live_specification;
        let mut table = Table::load_to_change(cx, txn, &input.table_name)?;
        let current = table.ttl.as_ref().map(|ttl| ttl.attribute.as_str());
        match (current, asked.enabled) {
            (None, true) => begin(cx, txn, &mut table, &asked.attribute_name)?,
            (None, false) => return Err(Error::validation("TimeToLive is already disabled")),
            (Some(current), _) if current != asked.attribute_name => {
                return Err(Error::validation(format!(
                    "TimeToLive is active on a different AttributeName: current AttributeName is \
                     {current}"
                )));
            }
            (Some(_), true) => return Err(Error::validation("TimeToLive is already enabled")),
            (Some(_), false) => end(txn, &mut table)?,
        }
        Ok(Answer::Done(UpdateTimeToLiveOutput { time_to_live_specification: Some(asked.clone()) }))
    }
}
