//! The operation table of all services, and how the platform calls itself.

use std::sync::Arc;

use samara_service::{Access, Answer, Cx, Entry, Operations, Principal, Refusal, ServiceTable};
use samara_store::{Store, StoreExt, Txn};
use samara_wire::{Document, ServiceModel};

use crate::authorize::PolicyCache;

/// All services with what may be done on them.
pub struct Table {
    services: Vec<ServiceTable>,
    policies: PolicyCache,
}

/// Every service that this build serves.
#[must_use]
pub fn all_services() -> Vec<ServiceTable> {
    vec![
        samara_dynamodb::service(),
        samara_dynamodb::streams::service(),
        samara_lambda::service(),
        samara_apigateway::service(),
        samara_apigatewayv2::service(),
        samara_events::service(),
        samara_iam::service(),
        samara_sts::service(),
        samara_logs::service(),
        samara_s3::service(),
        samara_cloudformation::service(),
    ]
}

impl Table {
    /// A table of services.
    #[must_use]
    pub fn new(services: Vec<ServiceTable>) -> Self {
        Self { services, policies: PolicyCache::default() }
    }

    /// The service that a signature's scope names. API Gateway's two versions share a name and
    /// differ in the path; DynamoDB and its streams differ in the target.
    pub(crate) fn signed_for(
        &self,
        name: &str,
        path: &str,
        target: Option<&str>,
    ) -> Option<&ServiceTable> {
        let second = path.starts_with("/v2/") || path == "/v2";
        let targeted = target.and_then(|target| self.targeted(target));
        if let Some(table) = targeted.filter(|table| table.model.signing_name == name) {
            return Some(table);
        }
        self.services.iter().find(|table| {
            table.model.signing_name == name
                && (name != "apigateway" || (table.model.id == "apigatewayv2") == second)
        })
    }

    /// The service that `X-Amz-Target` names, for a request without a signature.
    pub(crate) fn targeted(&self, target: &str) -> Option<&ServiceTable> {
        let (prefix, _) = target.rsplit_once('.')?;
        self.services.iter().find(|table| table.model.target_prefix == prefix)
    }

    /// A service by its name in the SDKs.
    pub(crate) fn service(&self, id: &str) -> Option<&ServiceTable> {
        self.services.iter().find(|table| table.model.id == id)
    }

    /// Checks that the caller may do all that a request touches, at a snapshot of its own.
    pub(crate) fn authorize(
        &self,
        cx: &Cx,
        store: &Arc<dyn Store>,
        touched: &[Access],
    ) -> Result<(), Refusal> {
        if let [access] = touched
            && let Some(decided) = self.policies.check_kept(cx, access)
        {
            return decided;
        }
        let epoch = Some(self.policies.epoch());
        store.read(|txn| self.authorize_in(cx, (txn, epoch), touched))
    }

    /// Checks it within a transaction; `epoch` as [`PolicyCache::check`] wants it.
    fn authorize_in(
        &self,
        cx: &Cx,
        (txn, epoch): (&mut dyn Txn, Option<u64>),
        touched: &[Access],
    ) -> Result<(), Refusal> {
        // The root of the account may do everything; only a resource's policy could deny it, and
        // none of ours can name the root.
        if cx.principal == Principal::Root {
            return Ok(());
        }
        touched.iter().try_for_each(|access| self.policies.check(cx, (&mut *txn, epoch), access))
    }

    /// Forgets what a changed key made known.
    pub(crate) fn forget(&self, key: &[u8]) {
        self.policies.forget(key);
    }

    /// Forgets everything.
    pub(crate) fn forget_all(&self) {
        self.policies.forget_all();
    }
}

/// An operation of a service by name, or the refusal that says which of them is missing.
pub(crate) fn entry<'a>(table: &'a ServiceTable, name: &str) -> Result<&'a Entry, Refusal> {
    table.operation(name).ok_or_else(|| not_built(table.model, name))
}

/// The refusal of an operation that AWS has and we do not.
pub(crate) fn not_built(model: &ServiceModel, name: &str) -> Refusal {
    Refusal::unsupported(format!("the operation {name} of {}", model.id))
}

impl Operations for Table {
    fn call_in(
        &self,
        cx: &Cx,
        txn: &mut dyn Txn,
        service: &str,
        operation: &str,
        input: Document,
    ) -> Result<Answer<Document>, Refusal> {
        let missing = || Refusal::unsupported(format!("the service {service}"));
        let table = self.service(service).ok_or_else(missing)?;
        let entry = entry(table, operation)?;
        if let Some(shape) = table.model.operation(operation).and_then(|model| model.input) {
            samara_wire::check(table.model, shape, &input).map_err(|error| {
                let wire = error.wire();
                Refusal { code: wire.code.to_owned().into(), ..refused(&error) }
            })?;
        }
        let call = entry.with(input).map_err(|error| refused(&error))?;
        self.authorize_in(cx, (&mut *txn, None), &call.access(cx))?;
        call.run(cx, txn)
    }

    fn call_json_in(
        &self,
        cx: &Cx,
        txn: &mut dyn Txn,
        (service, operation): (&str, &str),
        input: serde_json::Value,
    ) -> Result<serde_json::Value, Refusal> {
        let missing = || Refusal::unsupported(format!("the service {service}"));
        let model = self.service(service).ok_or_else(missing)?.model;
        let described = model.operation(operation).ok_or_else(|| not_built(model, operation))?;
        let input = match described.input {
            Some(shape) => samara_wire::from_json(model, shape, input).map_err(|e| refused(&e))?,
            None => Document::Map(Vec::new()),
        };
        match (self.call_in(cx, txn, service, operation, input)?, described.output) {
            (Answer::Done(output), Some(shape)) => {
                samara_wire::to_json(model, shape, &output).map_err(Refusal::internal)
            }
            (Answer::Done(_), None) => Ok(serde_json::Value::Null),
            _ => Err(Refusal::internal(format!("{service}:{operation} gave no output"))),
        }
    }
}

fn refused(error: &dyn std::error::Error) -> Refusal {
    Refusal::caller("ValidationException", 400, error.to_string())
}
