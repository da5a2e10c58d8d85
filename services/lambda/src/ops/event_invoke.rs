//! Settings for asynchronous calls: retries, age, and where failures go. `triggers` keeps them.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::{Fed, Txn};
use samara_wire::Document;

use crate::event_invoke::{EventInvokeConfig, event_invoke_config};
use crate::model::{
    DeleteFunctionEventInvokeConfigRequest, DestinationConfig, FunctionEventInvokeConfig,
    GetFunctionEventInvokeConfigRequest, OnFailure, OnSuccess, PutFunctionEventInvokeConfigRequest,
    UpdateFunctionEventInvokeConfigRequest,
};
use crate::name::FunctionName;
use crate::resolve::resolve_name;
use crate::{Error, keys, name, refused};

/// `PutFunctionEventInvokeConfig`.
pub(crate) struct PutFunctionEventInvokeConfig;

impl Operation for PutFunctionEventInvokeConfig {
    const NAME: &'static str = "PutFunctionEventInvokeConfig";
    const PLACE: Place = Place::Write;
    type Input = PutFunctionEventInvokeConfigRequest;
    type Output = FunctionEventInvokeConfig;
    type Error = Error;

    fn access(cx: &Cx, input: &PutFunctionEventInvokeConfigRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, input.qualifier.as_ref());
        vec![Access::new("lambda:PutFunctionEventInvokeConfig", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &PutFunctionEventInvokeConfigRequest,
    ) -> Result<Answer<FunctionEventInvokeConfig>, Error> {
        let name = FunctionName::parse(cx, &input.function_name, input.qualifier.as_ref())?;
        resolve_name(cx, txn, &name)?;
        let config = EventInvokeConfig {
            maximum_retry_attempts: number(input.maximum_retry_attempts),
            maximum_event_age_s: number(input.maximum_event_age_in_seconds),
            on_failure: on_failure(input.destination_config.as_ref())?,
            last_modified_ms: cx.now.as_millis(),
        };
        Ok(Answer::Done(store(cx, txn, &name, &config)?))
    }
}

/// `UpdateFunctionEventInvokeConfig`.
pub(crate) struct UpdateFunctionEventInvokeConfig;

impl Operation for UpdateFunctionEventInvokeConfig {
    const NAME: &'static str = "UpdateFunctionEventInvokeConfig";
    const PLACE: Place = Place::Write;
    type Input = UpdateFunctionEventInvokeConfigRequest;
    type Output = FunctionEventInvokeConfig;
    type Error = Error;

    fn access(cx: &Cx, input: &UpdateFunctionEventInvokeConfigRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, input.qualifier.as_ref());
        vec![Access::new("lambda:UpdateFunctionEventInvokeConfig", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &UpdateFunctionEventInvokeConfigRequest,
    ) -> Result<Answer<FunctionEventInvokeConfig>, Error> {
        let name = FunctionName::parse(cx, &input.function_name, input.qualifier.as_ref())?;
        resolve_name(cx, txn, &name)?;
        let mut config = load(cx, txn, &name)?;
        if input.maximum_retry_attempts.is_some() {
            config.maximum_retry_attempts = number(input.maximum_retry_attempts);
        }
        if input.maximum_event_age_in_seconds.is_some() {
            config.maximum_event_age_s = number(input.maximum_event_age_in_seconds);
        }
        if input.destination_config.is_some() {
            config.on_failure = on_failure(input.destination_config.as_ref())?;
        }
        config.last_modified_ms = cx.now.as_millis();
        Ok(Answer::Done(store(cx, txn, &name, &config)?))
    }
}

/// `GetFunctionEventInvokeConfig`.
pub(crate) struct GetFunctionEventInvokeConfig;

impl Operation for GetFunctionEventInvokeConfig {
    const NAME: &'static str = "GetFunctionEventInvokeConfig";
    const PLACE: Place = Place::Read;
    type Input = GetFunctionEventInvokeConfigRequest;
    type Output = FunctionEventInvokeConfig;
    type Error = Error;

    fn access(cx: &Cx, input: &GetFunctionEventInvokeConfigRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, input.qualifier.as_ref());
        vec![Access::new("lambda:GetFunctionEventInvokeConfig", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &GetFunctionEventInvokeConfigRequest,
    ) -> Result<Answer<FunctionEventInvokeConfig>, Error> {
        let name = FunctionName::parse(cx, &input.function_name, input.qualifier.as_ref())?;
        resolve_name(cx, txn, &name)?;
        let config = load(cx, txn, &name)?;
        Ok(Answer::Done(shape(cx, &name, &config)))
    }
}

/// `DeleteFunctionEventInvokeConfig`.
pub(crate) struct DeleteFunctionEventInvokeConfig;

impl Operation for DeleteFunctionEventInvokeConfig {
    const NAME: &'static str = "DeleteFunctionEventInvokeConfig";
    const PLACE: Place = Place::Write;
    type Input = DeleteFunctionEventInvokeConfigRequest;
    type Output = Document;
    type Error = Error;

    fn access(cx: &Cx, input: &DeleteFunctionEventInvokeConfigRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, input.qualifier.as_ref());
        vec![Access::new("lambda:DeleteFunctionEventInvokeConfig", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &DeleteFunctionEventInvokeConfigRequest,
    ) -> Result<Answer<Document>, Error> {
        let name = FunctionName::parse(cx, &input.function_name, input.qualifier.as_ref())?;
        resolve_name(cx, txn, &name)?;
        load(cx, txn, &name)?;
        txn.delete(keys::event_invoke(&name.name, name.scope()), Fed::Key);
        Ok(Answer::Done(Document::Null))
    }
}

/// A number that the codec has checked against the model's range.
fn number(value: Option<i64>) -> Option<u32> {
    value.and_then(|value| u32::try_from(value).ok())
}

/// The destination of failures: a function or an event bus.
fn on_failure(config: Option<&DestinationConfig>) -> Result<Option<String>, Error> {
    let said = |arn: Option<String>| arn.filter(|arn| !arn.is_empty());
    let config = config.cloned().unwrap_or_default();
    let success = said(config.on_success.and_then(|it| it.destination));
    refused::refuse(&[(success.is_some(), "destinations of successful calls (OnSuccess)")])?;
    let failure = said(config.on_failure.and_then(|it| it.destination));
    let service = failure.as_deref().and_then(|arn| arn.split(':').nth(2));
    match service {
        None if failure.is_some() => Err(Error::invalid("The destination ARN is invalid.")),
        None | Some("lambda" | "events") => Ok(failure),
        Some(service) => {
            let what = format!("destinations of {service} (OnFailure); a function or a bus may be");
            Err(Error::Unsupported(what))
        }
    }
}

fn load(cx: &Cx, txn: &mut dyn Txn, name: &FunctionName) -> Result<EventInvokeConfig, Error> {
    let found = event_invoke_config(txn, &name.name, name.scope())?;
    found.ok_or_else(|| {
        let arn = qualified(cx, name);
        Error::NotFound(format!("The function {arn} doesn't have an EventInvokeConfig"))
    })
}

fn store(
    cx: &Cx,
    txn: &mut dyn Txn,
    name: &FunctionName,
    config: &EventInvokeConfig,
) -> Result<FunctionEventInvokeConfig, Error> {
    let key = keys::event_invoke(&name.name, name.scope());
    txn.put(key, serde_json::to_vec(config)?.into(), Fed::Key);
    Ok(shape(cx, name, config))
}

/// The ARN with its qualifier, `$LATEST` where none was given: as this API alone writes it.
fn qualified(cx: &Cx, name: &FunctionName) -> String {
    name::arn(cx, &name.name, Some(name.qualifier.as_deref().unwrap_or(name::LATEST)))
}

fn shape(cx: &Cx, name: &FunctionName, config: &EventInvokeConfig) -> FunctionEventInvokeConfig {
    FunctionEventInvokeConfig {
        last_modified: Some(config.last_modified()),
        function_arn: Some(qualified(cx, name)),
        maximum_retry_attempts: config.maximum_retry_attempts.map(i64::from),
        maximum_event_age_in_seconds: config.maximum_event_age_s.map(i64::from),
        destination_config: Some(DestinationConfig {
            on_success: Some(OnSuccess::default()),
            on_failure: Some(OnFailure { destination: config.on_failure.clone() }),
        }),
    }
}
