//! Retention: how long a group's events are shown and kept.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;
use samara_wire::Document;

use crate::Error;
use crate::group::{Group, access_arn};
use crate::model::{DeleteRetentionPolicyRequest, PutRetentionPolicyRequest};

/// What may be asked for (API reference, `retentionInDays`).
const DAYS: &[i64] = &[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
];

/// `PutRetentionPolicy`.
pub(crate) struct PutRetentionPolicy;

impl Operation for PutRetentionPolicy {
    const NAME: &'static str = "PutRetentionPolicy";
    const PLACE: Place = Place::Write;
    type Input = PutRetentionPolicyRequest;
    type Output = Document;
    type Error = Error;

    fn access(cx: &Cx, input: &PutRetentionPolicyRequest) -> Vec<Access> {
        vec![Access::new("logs:PutRetentionPolicy", access_arn(cx, &input.log_group_name, ""))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &PutRetentionPolicyRequest,
    ) -> Result<Answer<Document>, Error> {
        let mut group = Group::must(cx, txn, &input.log_group_name)?;
        if !DAYS.contains(&input.retention_in_days) {
            return Err(Error::Invalid(format!(
                "1 validation error detected: Value '{}' at 'retentionInDays' failed to satisfy \
                 constraint: Member must satisfy enum value set: {DAYS:?}",
                input.retention_in_days
            )));
        }
        group.retention_days = u32::try_from(input.retention_in_days).ok();
        group.store(txn, &input.log_group_name)?;
        Ok(Answer::Done(Document::Null))
    }
}

/// `DeleteRetentionPolicy`.
pub(crate) struct DeleteRetentionPolicy;

impl Operation for DeleteRetentionPolicy {
    const NAME: &'static str = "DeleteRetentionPolicy";
    const PLACE: Place = Place::Write;
    type Input = DeleteRetentionPolicyRequest;
    type Output = Document;
    type Error = Error;

    fn access(cx: &Cx, input: &DeleteRetentionPolicyRequest) -> Vec<Access> {
        vec![Access::new("logs:DeleteRetentionPolicy", access_arn(cx, &input.log_group_name, ""))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &DeleteRetentionPolicyRequest,
    ) -> Result<Answer<Document>, Error> {
        let mut group = Group::must(cx, txn, &input.log_group_name)?;
        group.retention_days = None;
        group.store(txn, &input.log_group_name)?;
        Ok(Answer::Done(Document::Null))
    }
}
