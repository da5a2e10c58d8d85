//! `GetAccountSettings`: the account's limits and what it uses of them.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::{Range, Txn};

use crate::function::each_function;
use crate::model::{
    AccountLimit, AccountUsage, GetAccountSettingsRequest, GetAccountSettingsResponse,
};
use crate::{Error, keys};

/// How many calls of an account may run at once (Lambda quotas: 1,000).
pub const ACCOUNT_CONCURRENCY: u32 = 1_000;
/// How many of them no function may reserve (Lambda quotas: 100).
pub const UNRESERVED_CONCURRENCY_MIN: u32 = 100;
/// What AWS gives all packages together, bytes: 75 GB. Shown only; here the disk is the limit.
const TOTAL_CODE_BYTES: i64 = 80_530_636_800;
/// [`samara_base::limits::UNPACKED_CODE_BYTES`] as the model's number.
const UNZIPPED_BYTES: i64 = 262_144_000;
/// [`samara_base::limits::ZIP_INLINE_BYTES`] as the model's number.
const ZIPPED_BYTES: i64 = 52_428_800;

/// `GetAccountSettings`.
pub(crate) struct GetAccountSettings;

impl Operation for GetAccountSettings {
    const NAME: &'static str = "GetAccountSettings";
    const PLACE: Place = Place::Scan;
    type Input = GetAccountSettingsRequest;
    type Output = GetAccountSettingsResponse;
    type Error = Error;

    fn access(_cx: &Cx, _input: &GetAccountSettingsRequest) -> Vec<Access> {
        vec![Access::new("lambda:GetAccountSettings", "*")]
    }

    fn run(
        _cx: &Cx,
        txn: &mut dyn Txn,
        _input: &GetAccountSettingsRequest,
    ) -> Result<Answer<GetAccountSettingsResponse>, Error> {
        let mut code = 0_u64;
        let mut count = 0_i64;
        each_function(txn, Range::prefix(&keys::functions()), |txn, function| {
            code += function.latest.code.size;
            for version in super::version::published(txn, &function.latest.function, 0)? {
                code += version.code.size;
            }
            count += 1;
            Ok(true)
        })?;
        let reserved = i64::try_from(reserved_by_all(txn)?).unwrap_or(i64::MAX);
        let account = i64::from(ACCOUNT_CONCURRENCY);
        Ok(Answer::Done(GetAccountSettingsResponse {
            account_limit: Some(AccountLimit {
                total_code_size: Some(TOTAL_CODE_BYTES),
                code_size_unzipped: Some(UNZIPPED_BYTES),
                code_size_zipped: Some(ZIPPED_BYTES),
                concurrent_executions: Some(account),
                unreserved_concurrent_executions: Some(account - reserved),
            }),
            account_usage: Some(AccountUsage {
                total_code_size: i64::try_from(code).ok(),
                function_count: Some(count),
            }),
        }))
    }
}

/// What all functions together have reserved.
pub(super) fn reserved_by_all(txn: &mut dyn Txn) -> Result<u64, Error> {
    let mut reserved = 0;
    each_function(txn, Range::prefix(&keys::functions()), |_, function| {
        reserved += u64::from(function.reserved_concurrency.unwrap_or_default());
        Ok(true)
    })?;
    Ok(reserved)
}
