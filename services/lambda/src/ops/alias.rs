//! Aliases: names for versions. One alias names one version; weights between two are refused.

use samara_service::{Access, Answer, Cx, Operation, Place, page};
use samara_store::{Fed, Range, Txn};
use samara_wire::Document;

use super::list_functions::{last_key, page_size};
use crate::function::{Function, SCAN_KEYS, find_version};
use crate::model::{
    AliasConfiguration, AliasRoutingConfiguration, CreateAliasRequest, DeleteAliasRequest,
    GetAliasRequest, ListAliasesRequest, ListAliasesResponse, UpdateAliasRequest,
};
use crate::name::{FunctionName, LATEST};
use crate::resolve::Alias;
use crate::{Error, keys, name, refused};

/// `CreateAlias`.
pub(crate) struct CreateAlias;

impl Operation for CreateAlias {
    const NAME: &'static str = "CreateAlias";
    const PLACE: Place = Place::Write;
    type Input = CreateAliasRequest;
    type Output = AliasConfiguration;
    type Error = Error;

    fn access(cx: &Cx, input: &CreateAliasRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, None);
        vec![Access::new("lambda:CreateAlias", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &CreateAliasRequest,
    ) -> Result<Answer<AliasConfiguration>, Error> {
        refuse_weights(input.routing_config.as_ref())?;
        let name = FunctionName::parse(cx, &input.function_name, None)?;
        let function = Function::load(cx, txn, &name.name)?;
        if input.name.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Error::invalid("An alias cannot have the form of a version's number."));
        }
        check_version(cx, txn, &function, &input.function_version)?;
        if Alias::find(txn, &name.name, &input.name)?.is_some() {
            let arn = name::arn(cx, &name.name, Some(&input.name));
            return Err(Error::Conflict(format!("Alias already exists: {arn}")));
        }
        let alias = Alias {
            name: input.name.clone(),
            version: input.function_version.clone(),
            description: input.description.clone().unwrap_or_default(),
            revision_id: String::new(),
        };
        Ok(Answer::Done(store(cx, txn, &name.name, alias)?))
    }
}

/// `UpdateAlias`.
pub(crate) struct UpdateAlias;

impl Operation for UpdateAlias {
    const NAME: &'static str = "UpdateAlias";
    const PLACE: Place = Place::Write;
    type Input = UpdateAliasRequest;
    type Output = AliasConfiguration;
    type Error = Error;

    fn access(cx: &Cx, input: &UpdateAliasRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, None);
        vec![Access::new("lambda:UpdateAlias", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &UpdateAliasRequest,
    ) -> Result<Answer<AliasConfiguration>, Error> {
        refuse_weights(input.routing_config.as_ref())?;
        let name = FunctionName::parse(cx, &input.function_name, None)?;
        let function = Function::load(cx, txn, &name.name)?;
        let mut alias = load(cx, txn, &name.name, &input.name)?;
        if input.revision_id.as_ref().is_some_and(|given| *given != alias.revision_id) {
            return Err(Error::RevisionDiffers);
        }
        if let Some(version) = &input.function_version {
            check_version(cx, txn, &function, version)?;
            alias.version.clone_from(version);
        }
        if let Some(description) = &input.description {
            alias.description.clone_from(description);
        }
        Ok(Answer::Done(store(cx, txn, &name.name, alias)?))
    }
}

/// `GetAlias`.
pub(crate) struct GetAlias;

impl Operation for GetAlias {
    const NAME: &'static str = "GetAlias";
    const PLACE: Place = Place::Read;
    type Input = GetAliasRequest;
    type Output = AliasConfiguration;
    type Error = Error;

    fn access(cx: &Cx, input: &GetAliasRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, None);
        vec![Access::new("lambda:GetAlias", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &GetAliasRequest,
    ) -> Result<Answer<AliasConfiguration>, Error> {
        let name = FunctionName::parse(cx, &input.function_name, None)?;
        Function::load(cx, txn, &name.name)?;
        let alias = load(cx, txn, &name.name, &input.name)?;
        Ok(Answer::Done(shape(cx, &name.name, alias)))
    }
}

/// `ListAliases`.
pub(crate) struct ListAliases;

impl Operation for ListAliases {
    const NAME: &'static str = "ListAliases";
    const PLACE: Place = Place::Scan;
    type Input = ListAliasesRequest;
    type Output = ListAliasesResponse;
    type Error = Error;

    fn access(cx: &Cx, input: &ListAliasesRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, None);
        vec![Access::new("lambda:ListAliases", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &ListAliasesRequest,
    ) -> Result<Answer<ListAliasesResponse>, Error> {
        let name = FunctionName::parse(cx, &input.function_name, None)?;
        Function::load(cx, txn, &name.name)?;
        let after = input.marker.as_deref().map(last_key).transpose()?.unwrap_or_default();
        let wanted = |alias: &Alias| {
            after < alias.name
                && input.function_version.as_ref().is_none_or(|version| *version == alias.version)
        };
        let mut found: Vec<Alias> = aliases(txn, &name.name)?.into_iter().filter(wanted).collect();
        let limit = page_size(input.max_items);
        let more = limit < found.len();
        found.truncate(limit);
        let last = found.last().filter(|_| more).map(|alias| page::token(&alias.name));
        let shown = found.into_iter().map(|alias| shape(cx, &name.name, alias)).collect();
        Ok(Answer::Done(ListAliasesResponse { next_marker: last, aliases: Some(shown) }))
    }
}

/// `DeleteAlias`.
pub(crate) struct DeleteAlias;

impl Operation for DeleteAlias {
    const NAME: &'static str = "DeleteAlias";
    const PLACE: Place = Place::Write;
    type Input = DeleteAliasRequest;
    type Output = Document;
    type Error = Error;

    fn access(cx: &Cx, input: &DeleteAliasRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, None);
        vec![Access::new("lambda:DeleteAlias", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &DeleteAliasRequest,
    ) -> Result<Answer<Document>, Error> {
        let name = FunctionName::parse(cx, &input.function_name, None)?;
        Function::load(cx, txn, &name.name)?;
        // Deleting an alias that is not there is no error.
        txn.delete(keys::alias(&name.name, &input.name), Fed::Key);
        txn.delete(keys::policy(&name.name, &input.name), Fed::Key);
        txn.delete(keys::event_invoke(&name.name, &input.name), Fed::Key);
        Ok(Answer::Done(Document::Null))
    }
}

/// All aliases of a function, by name.
pub(super) fn aliases(txn: &mut dyn Txn, function: &str) -> Result<Vec<Alias>, Error> {
    let mut all = Vec::new();
    let mut range = Range::prefix(&keys::aliases(function));
    loop {
        let entries = txn.scan(&range, SCAN_KEYS)?;
        let Some((last, _)) = entries.last() else { return Ok(all) };
        range = range.after(last);
        for (_, value) in &entries {
            all.push(serde_json::from_slice(value)?);
        }
    }
}

fn load(cx: &Cx, txn: &mut dyn Txn, function: &str, alias: &str) -> Result<Alias, Error> {
    let found = Alias::find(txn, function, alias)?;
    found.ok_or_else(|| Error::AliasNotFound(name::arn(cx, function, Some(alias))))
}

fn store(
    cx: &Cx,
    txn: &mut dyn Txn,
    function: &str,
    mut alias: Alias,
) -> Result<AliasConfiguration, Error> {
    alias.revision_id = cx.seed.uuid("lambda-alias-revision");
    let key = keys::alias(function, &alias.name);
    txn.put(key, serde_json::to_vec(&alias)?.into(), Fed::Key);
    Ok(shape(cx, function, alias))
}

fn shape(cx: &Cx, function: &str, alias: Alias) -> AliasConfiguration {
    AliasConfiguration {
        alias_arn: Some(name::arn(cx, function, Some(&alias.name))),
        name: Some(alias.name),
        function_version: Some(alias.version),
        description: Some(alias.description),
        routing_config: None,
        revision_id: Some(alias.revision_id),
    }
}

fn check_version(
    cx: &Cx,
    txn: &mut dyn Txn,
    function: &Function,
    version: &str,
) -> Result<(), Error> {
    let found = find_version(txn, function, version)?;
    let known = found.is_some() || version == LATEST;
    let arn = || name::arn(cx, &function.latest.function, Some(version));
    if known { Ok(()) } else { Err(Error::FunctionNotFound(arn())) }
}

fn refuse_weights(routing: Option<&AliasRoutingConfiguration>) -> Result<(), Error> {
    let weights = routing.and_then(|routing| routing.additional_version_weights.as_ref());
    let given = weights.is_some_and(|weights| !weights.is_empty());
    refused::refuse(&[(given, "weighted aliases (RoutingConfig)")])
}
