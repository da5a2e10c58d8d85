//! Templates: read back, summed up, checked.

use std::collections::BTreeSet;

use samara_service::{Cx, operation};
use samara_store::Txn;
use samara_template::{Capability, Template};

use super::{access, access_all, refuse};
use crate::model::{
    GetTemplateInput, GetTemplateOutput, GetTemplateSummaryInput, GetTemplateSummaryOutput,
    ParameterConstraints, ParameterDeclaration, TemplateParameter, ValidateTemplateInput,
    ValidateTemplateOutput,
};
use crate::record::{ChangeSet, Stack, Templates, load};
use crate::{Error, keys, source};

operation!(GetTemplate: Read GetTemplateInput => GetTemplateOutput, Error,
    |cx, input| match &input.stack_name {
        Some(name) => access(cx, "GetTemplate", name),
        None => access_all("GetTemplate"),
    }, get);
operation!(GetTemplateSummary: Scan
    GetTemplateSummaryInput => GetTemplateSummaryOutput, Error,
    |cx, input| match &input.stack_name {
        Some(name) => access(cx, "GetTemplateSummary", name),
        None => access_all("GetTemplateSummary"),
    }, summary);
operation!(ValidateTemplate: Scan ValidateTemplateInput => ValidateTemplateOutput, Error,
    |_cx, _input| access_all("ValidateTemplate"), validate);

fn get(_cx: &Cx, txn: &mut dyn Txn, input: &GetTemplateInput) -> Result<GetTemplateOutput, Error> {
    let Some(name) = &input.stack_name else {
        let what = "GetTemplate without StackName";
        return Err(Error::Unsupported(what.to_owned()));
    };
    let stack = Stack::find(txn, name)?.ok_or_else(|| Error::NoStack(name.clone()))?;
    let templates = match &input.change_set_name {
        Some(name) => {
            let set = ChangeSet::find(txn, Some(&stack), name)?;
            let template = Template::parse(&set.template)?.processed(&set.parameters)?;
            Templates { original: set.template, processed: template.to_json().to_string() }
        }
        None => load(txn, &keys::of(keys::TEMPLATE, &stack.id))?
            .ok_or_else(|| Error::Validation(format!("Stack [{name}] has no template")))?,
    };
    let body = match input.template_stage.as_deref() {
        None | Some("Original") => templates.original,
        _ => templates.processed,
    };
    Ok(GetTemplateOutput {
        template_body: Some(body),
        stages_available: Some(vec!["Original".to_owned(), "Processed".to_owned()]),
    })
}

fn summary(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &GetTemplateSummaryInput,
) -> Result<GetTemplateSummaryOutput, Error> {
    refuse::given("StackSetName", input.stack_set_name.as_ref())?;
    refuse::given("CallAs", input.call_as.as_ref().filter(|who| *who != "SELF"))?;
    let stack = match &input.stack_name {
        Some(name) => Some(Stack::find(txn, name)?.ok_or_else(|| Error::NoStack(name.clone()))?),
        None => None,
    };
    let named = (input.template_body.as_ref(), input.template_url.as_ref());
    let template = Template::parse(&source::template(cx, txn, named, stack.as_ref())?)?;
    let parameters = template.parameters().iter().map(|one| ParameterDeclaration {
        parameter_key: Some(one.name.clone()),
        default_value: one.default.clone(),
        parameter_type: Some(one.parameter_type.clone()),
        no_echo: Some(one.no_echo),
        description: one.description.clone(),
        parameter_constraints: Some(ParameterConstraints {
            allowed_values: Some(one.allowed_values.clone()).filter(|all| !all.is_empty()),
        }),
    });
    let summary = template.summary();
    Ok(GetTemplateSummaryOutput {
        parameters: Some(parameters.collect()),
        description: summary.description,
        capabilities: Some(names(&summary.capabilities)),
        capabilities_reason: summary.capabilities_reason,
        resource_types: Some(summary.resource_types),
        version: summary.version,
        metadata: summary.metadata.as_ref().map(crate::record::text),
        declared_transforms: Some(summary.declared_transforms),
        ..GetTemplateSummaryOutput::default()
    })
}

fn names(capabilities: &BTreeSet<Capability>) -> Vec<String> {
    capabilities.iter().map(|one| one.name().to_owned()).collect()
}

fn validate(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &ValidateTemplateInput,
) -> Result<ValidateTemplateOutput, Error> {
    let named = (input.template_body.as_ref(), input.template_url.as_ref());
    let template = Template::parse(&source::template(cx, txn, named, None)?)?;
    template.check_names()?;
    let parameters = template.parameters().iter().map(|one| TemplateParameter {
        parameter_key: Some(one.name.clone()),
        default_value: one.default.clone(),
        no_echo: Some(one.no_echo),
        description: one.description.clone(),
    });
    let summary = template.summary();
    Ok(ValidateTemplateOutput {
        parameters: Some(parameters.collect()),
        description: summary.description,
        capabilities: Some(names(&summary.capabilities)),
        capabilities_reason: summary.capabilities_reason,
        declared_transforms: Some(summary.declared_transforms),
    })
}
