//! `GetFunction` and `GetFunctionConfiguration`: what is known of a function or a version of it.
//!
//! AWS gives a signed address to fetch the package from in `Code.Location`. Nothing here serves
//! one, so none is given.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::function::Function;
use crate::model::{
    Concurrency, FunctionCodeLocation, FunctionConfiguration, GetFunctionConfigurationRequest,
    GetFunctionRequest, GetFunctionResponse,
};
use crate::name::FunctionName;
use crate::resolve::resolve_name;
use crate::{Error, name};

/// `GetFunction`.
pub(crate) struct GetFunction;

impl Operation for GetFunction {
    const NAME: &'static str = "GetFunction";
    const PLACE: Place = Place::Read;
    type Input = GetFunctionRequest;
    type Output = GetFunctionResponse;
    type Error = Error;

    fn access(cx: &Cx, input: &GetFunctionRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, input.qualifier.as_ref());
        vec![Access::new("lambda:GetFunction", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &GetFunctionRequest,
    ) -> Result<Answer<GetFunctionResponse>, Error> {
        let name = FunctionName::parse(cx, &input.function_name, input.qualifier.as_ref())?;
        let version = resolve_name(cx, txn, &name)?.version;
        let function = Function::load(cx, txn, &name.name)?;
        let reserved = function.reserved_concurrency.map(i64::from);
        Ok(Answer::Done(GetFunctionResponse {
            configuration: Some(version.configuration(cx, name.qualifier.as_deref())),
            code: Some(FunctionCodeLocation {
                repository_type: Some("S3".to_owned()),
                ..FunctionCodeLocation::default()
            }),
            tags: (!function.tags.is_empty()).then_some(function.tags),
            tags_error: None,
            concurrency: reserved
                .map(|it| Concurrency { reserved_concurrent_executions: Some(it) }),
        }))
    }
}

/// `GetFunctionConfiguration`.
pub(crate) struct GetFunctionConfiguration;

impl Operation for GetFunctionConfiguration {
    const NAME: &'static str = "GetFunctionConfiguration";
    const PLACE: Place = Place::Read;
    type Input = GetFunctionConfigurationRequest;
    type Output = FunctionConfiguration;
    type Error = Error;

    fn access(cx: &Cx, input: &GetFunctionConfigurationRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, input.qualifier.as_ref());
        vec![Access::new("lambda:GetFunctionConfiguration", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &GetFunctionConfigurationRequest,
    ) -> Result<Answer<FunctionConfiguration>, Error> {
        let name = FunctionName::parse(cx, &input.function_name, input.qualifier.as_ref())?;
        let version = resolve_name(cx, txn, &name)?.version;
        Ok(Answer::Done(version.configuration(cx, name.qualifier.as_deref())))
    }
}
