//! `UpdateFunctionConfiguration`: other settings for `$LATEST`.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use super::create_function::pass_role;
use crate::function::Function;
use crate::model::{FunctionConfiguration, UpdateFunctionConfigurationRequest};
use crate::name::FunctionName;
use crate::{Error, configure, name};

/// `UpdateFunctionConfiguration`.
pub(crate) struct UpdateFunctionConfiguration;

impl Operation for UpdateFunctionConfiguration {
    const NAME: &'static str = "UpdateFunctionConfiguration";
    const PLACE: Place = Place::Write;
    type Input = UpdateFunctionConfigurationRequest;
    type Output = FunctionConfiguration;
    type Error = Error;

    fn access(cx: &Cx, input: &UpdateFunctionConfigurationRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, None);
        let update = Access::new("lambda:UpdateFunctionConfiguration", resource);
        std::iter::once(update).chain(input.role.as_deref().map(pass_role)).collect()
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &UpdateFunctionConfigurationRequest,
    ) -> Result<Answer<FunctionConfiguration>, Error> {
        let name = FunctionName::parse(cx, &input.function_name, None)?;
        let mut function = Function::load(cx, txn, &name.name)?;
        function.check_revision(input.revision_id.as_ref())?;
        configure::change(&mut function.latest.settings, input)?;
        configure::architecture(&mut function.latest.settings, None)?;
        if let Some(role) = &input.role {
            configure::check_role(cx, txn, role)?;
        }
        function.latest.touch(cx);
        function.store(txn)?;
        Ok(Answer::Done(function.latest.configuration(cx, None)))
    }
}
