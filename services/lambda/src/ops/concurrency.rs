//! Reserved concurrency: how many calls of a function may run at once. The invoker enforces it.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;
use samara_wire::Document;

use super::get_account_settings::{
    ACCOUNT_CONCURRENCY, UNRESERVED_CONCURRENCY_MIN, reserved_by_all,
};
use crate::function::Function;
use crate::model::{
    Concurrency, DeleteFunctionConcurrencyRequest, GetFunctionConcurrencyRequest,
    GetFunctionConcurrencyResponse, PutFunctionConcurrencyRequest,
};
use crate::name::FunctionName;
use crate::{Error, name};

/// `PutFunctionConcurrency`.
pub(crate) struct PutFunctionConcurrency;

impl Operation for PutFunctionConcurrency {
    const NAME: &'static str = "PutFunctionConcurrency";
    const PLACE: Place = Place::Write;
    type Input = PutFunctionConcurrencyRequest;
    type Output = Concurrency;
    type Error = Error;

    fn access(cx: &Cx, input: &PutFunctionConcurrencyRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, None);
        vec![Access::new("lambda:PutFunctionConcurrency", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &PutFunctionConcurrencyRequest,
    ) -> Result<Answer<Concurrency>, Error> {
        let name = FunctionName::parse(cx, &input.function_name, None)?;
        let mut function = Function::load(cx, txn, &name.name)?;
        let wanted = u32::try_from(input.reserved_concurrent_executions)
            .map_err(|_| Error::invalid("ReservedConcurrentExecutions must not be negative."))?;
        let own = u64::from(function.reserved_concurrency.unwrap_or_default());
        let others = reserved_by_all(txn)? - own;
        let left = u64::from(ACCOUNT_CONCURRENCY - UNRESERVED_CONCURRENCY_MIN);
        if left < others + u64::from(wanted) {
            return Err(Error::invalid(format!(
                "Specified ReservedConcurrentExecutions for function decreases account's \
                 UnreservedConcurrentExecution below its minimum value of \
                 [{UNRESERVED_CONCURRENCY_MIN}]."
            )));
        }
        function.reserved_concurrency = Some(wanted);
        function.store(txn)?;
        let reserved = Some(wanted.into());
        Ok(Answer::Done(Concurrency { reserved_concurrent_executions: reserved }))
    }
}

/// `GetFunctionConcurrency`.
pub(crate) struct GetFunctionConcurrency;

impl Operation for GetFunctionConcurrency {
    const NAME: &'static str = "GetFunctionConcurrency";
    const PLACE: Place = Place::Read;
    type Input = GetFunctionConcurrencyRequest;
    type Output = GetFunctionConcurrencyResponse;
    type Error = Error;

    fn access(cx: &Cx, input: &GetFunctionConcurrencyRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, None);
        vec![Access::new("lambda:GetFunctionConcurrency", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &GetFunctionConcurrencyRequest,
    ) -> Result<Answer<GetFunctionConcurrencyResponse>, Error> {
        let name = FunctionName::parse(cx, &input.function_name, None)?;
        let function = Function::load(cx, txn, &name.name)?;
        let reserved = function.reserved_concurrency.map(i64::from);
        let output = GetFunctionConcurrencyResponse { reserved_concurrent_executions: reserved };
        Ok(Answer::Done(output))
    }
}

/// `DeleteFunctionConcurrency`.
pub(crate) struct DeleteFunctionConcurrency;

impl Operation for DeleteFunctionConcurrency {
    const NAME: &'static str = "DeleteFunctionConcurrency";
    const PLACE: Place = Place::Write;
    type Input = DeleteFunctionConcurrencyRequest;
    type Output = Document;
    type Error = Error;

    fn access(cx: &Cx, input: &DeleteFunctionConcurrencyRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, None);
        vec![Access::new("lambda:DeleteFunctionConcurrency", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &DeleteFunctionConcurrencyRequest,
    ) -> Result<Answer<Document>, Error> {
        let name = FunctionName::parse(cx, &input.function_name, None)?;
        let mut function = Function::load(cx, txn, &name.name)?;
        function.reserved_concurrency = None;
        function.store(txn)?;
        Ok(Answer::Done(Document::Null))
    }
}
