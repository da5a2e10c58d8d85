//! `CreateFunction`: a new function with its code and its settings.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::code::Source;
use crate::function::{Function, Snapshot, Version};
use crate::model::{CreateFunctionRequest, FunctionConfiguration};
use crate::name::{FunctionName, LATEST};
use crate::{Error, configure, name, refused};

/// `CreateFunction`.
pub(crate) struct CreateFunction;

impl Operation for CreateFunction {
    const NAME: &'static str = "CreateFunction";
    const PLACE: Place = Place::Write;
    type Input = CreateFunctionRequest;
    type Output = FunctionConfiguration;
    type Error = Error;

    fn access(cx: &Cx, input: &CreateFunctionRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, None);
        vec![Access::new("lambda:CreateFunction", resource), pass_role(&input.role)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &CreateFunctionRequest,
    ) -> Result<Answer<FunctionConfiguration>, Error> {
        let name = FunctionName::parse(cx, &input.function_name, None)?;
        if Function::find(txn, &name.name)?.is_some() {
            return Err(Error::FunctionExists(name.name));
        }
        refused::creation(input)?;
        if input.runtime.is_none() || input.handler.is_none() {
            return Err(Error::invalid(
                "Runtime and Handler are mandatory parameters for functions created with \
                 deployment packages.",
            ));
        }
        let mut settings = configure::defaults();
        configure::change(&mut settings, &configure::as_update(input))?;
        configure::architecture(&mut settings, input.architectures.as_ref())?;
        configure::check_role(cx, txn, &input.role)?;
        let code = source(input).code(cx, txn)?;
        let mut latest = Version {
            function: name.name.clone(),
            version: LATEST.to_owned(),
            settings,
            code,
            last_modified_ms: 0,
            revision_id: String::new(),
            snapshot: Snapshot::None,
        };
        latest.touch(cx);
        txn.adopt(&latest.code.blob()?, &latest.key())?;
        let tags = input.tags.clone().unwrap_or_default();
        super::tags::check(&tags)?;
        let mut function = Function { latest, next_version: 1, reserved_concurrency: None, tags };
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

/// What giving a role to Lambda asks of the caller.
pub(crate) fn pass_role(role: &str) -> Access {
    let service = ("iam:PassedToService".to_owned(), vec!["lambda.amazonaws.com".to_owned()]);
    Access { conditions: vec![service], ..Access::new("iam:PassRole", role) }
}

fn source(input: &CreateFunctionRequest) -> Source<'_> {
    Source {
        operation: "CreateFunction",
        zip: input.code.zip_file.as_ref(),
        bucket: input.code.s3_bucket.as_ref(),
        key: input.code.s3_key.as_ref(),
        version: input.code.s3_object_version.as_ref(),
        image: input.code.image_uri.as_ref(),
        kms_key: input.code.source_kms_key_arn.as_ref(),
        storage_mode: input.code.s3_object_storage_mode.as_ref(),
    }
}
