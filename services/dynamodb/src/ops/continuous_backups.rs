//! `DescribeContinuousBackups` and `UpdateContinuousBackups`: point-in-time recovery, on or off.
//! How it works is told in [`crate::recovery`].

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use super::backups::backed_up;
use crate::error::Error;
use crate::model::{
    DescribeContinuousBackupsInput, DescribeContinuousBackupsOutput, UpdateContinuousBackupsInput,
    UpdateContinuousBackupsOutput,
};
use crate::recovery;
use crate::request::resource;
use crate::table::Table;

/// `DescribeContinuousBackups`.
pub struct DescribeContinuousBackups;

impl Operation for DescribeContinuousBackups {
    const NAME: &'static str = "DescribeContinuousBackups";
    const PLACE: Place = Place::Read;
    type Input = DescribeContinuousBackupsInput;
    type Output = DescribeContinuousBackupsOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        let table = resource(cx, &input.table_name, None);
        vec![Access::new("dynamodb:DescribeContinuousBackups", table)]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        let found = Table::load_named(cx, txn, &input.table_name);
        let table = found.map_err(|error| match error {
            Error::NamedTableNotFound(name) => Error::BackedUpTableNotFound(name),
            error => error,
        })?;
        let description = recovery::describe(cx, txn, &table)?;
        Ok(Answer::Done(DescribeContinuousBackupsOutput {
            continuous_backups_description: Some(description),
        }))
    }
}

/// `UpdateContinuousBackups`.
pub struct UpdateContinuousBackups;

impl Operation for UpdateContinuousBackups {
    const NAME: &'static str = "UpdateContinuousBackups";
    const PLACE: Place = Place::Write;
    type Input = UpdateContinuousBackupsInput;
    type Output = UpdateContinuousBackupsOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        let table = resource(cx, &input.table_name, None);
        vec![Access::new("dynamodb:UpdateContinuousBackups", table)]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        let asked = &input.point_in_time_recovery_specification;
        let mut table = backed_up(cx, txn, &input.table_name)?;
        if asked.point_in_time_recovery_enabled {
            recovery::begin(cx, txn, &mut table, days(asked.recovery_period_in_days)?)?;
        } else if asked.recovery_period_in_days.is_some() {
            return Err(Error::parameter(
                "RecoveryPeriodInDays cannot be specified when PointInTimeRecoveryEnabled is false",
            ));
        } else if !table.copies.is_empty() {
            return Err(Error::ContinuousBackupsInUse(format!(
                "a backup or restore of table {} is under way",
                table.name
            )));
        } else {
            recovery::end(cx, txn, &mut table);
            table.save(txn)?;
        }
        let description = recovery::describe(cx, txn, &table)?;
        Ok(Answer::Done(UpdateContinuousBackupsOutput {
            continuous_backups_description: Some(description),
        }))
    }
}

fn days(given: Option<i64>) -> Result<Option<u16>, Error> {
    let Some(given) = given else { return Ok(None) };
    let days = u16::try_from(given).ok();
    let days = days.filter(|days| (1..=recovery::DAYS_MAX).contains(days));
    days.map(Some)
        .ok_or_else(|| Error::parameter("RecoveryPeriodInDays must be between 1 and 35 days"))
}
