//! `UpdateFunctionCode`: another package for `$LATEST`.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::code::Source;
use crate::function::Function;
use crate::model::{FunctionConfiguration, UpdateFunctionCodeRequest};
use crate::name::FunctionName;
use crate::{Error, configure, name, refused};

/// `UpdateFunctionCode`.
pub(crate) struct UpdateFunctionCode;

impl Operation for UpdateFunctionCode {
    const NAME: &'static str = "UpdateFunctionCode";
    const PLACE: Place = Place::Write;
    type Input = UpdateFunctionCodeRequest;
    type Output = FunctionConfiguration;
    type Error = Error;

    fn access(cx: &Cx, input: &UpdateFunctionCodeRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, None);
        vec![Access::new("lambda:UpdateFunctionCode", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &UpdateFunctionCodeRequest,
    ) -> Result<Answer<FunctionConfiguration>, Error> {
        refused::refuse(&[(input.publish_to.is_some(), "PublishTo")])?;
        let name = FunctionName::parse(cx, &input.function_name, None)?;
        let mut function = Function::load(cx, txn, &name.name)?;
        function.check_revision(input.revision_id.as_ref())?;
        let code = source(input).code(cx, txn)?;
        let latest = &mut function.latest;
        configure::architecture(&mut latest.settings, input.architectures.as_ref())?;
        let key = latest.key();
        let old = std::mem::replace(&mut latest.code, code);
        latest.touch(cx);
        if input.dry_run == Some(true) {
            return Ok(Answer::Done(function.latest.configuration(cx, None)));
        }
        txn.release(&old.blob()?, &key);
        txn.adopt(&function.latest.code.blob()?, &key)?;
        function.store(txn)?;
        let shown = if input.publish == Some(true) {
            let version = function.publish(cx, txn, None)?;
            let number = version.version.clone();
            version.configuration(cx, Some(&number))
        } else {
            function.latest.configuration(cx, None)
        };
        Ok(Answer::Done(shown))
    }
}

fn source(input: &UpdateFunctionCodeRequest) -> Source<'_> {
    Source {
        operation: "UpdateFunctionCode",
        zip: input.zip_file.as_ref(),
        bucket: input.s3_bucket.as_ref(),
        key: input.s3_key.as_ref(),
        version: input.s3_object_version.as_ref(),
        image: input.image_uri.as_ref(),
        kms_key: input.source_kms_key_arn.as_ref(),
        storage_mode: input.s3_object_storage_mode.as_ref(),
    }
}
