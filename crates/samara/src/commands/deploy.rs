//! `samara deploy`: build, package, upload, and hand the template to CloudFormation's API.
//!
//! The template is checked here first, where its places in the file are known; then the server
//! plans it again and deploys. What this shows while it waits are the stack's events.

mod events;
mod upload;
mod values;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use samara_cloudformation::model::{
    CreateStackInput, CreateStackOutput, DeleteStackInput, DescribeStacksInput,
    DescribeStacksOutput, ListExportsInput, ListExportsOutput, MODEL, Stack, UpdateStackInput,
    UpdateStackOutput,
};
use samara_template::{Mark, Present, Template, Uploaded};

pub(crate) use self::events::Events;
use self::events::without_place;
pub(crate) use self::upload::Uploads;
use self::upload::{Body, upload_code, upload_template};
use self::values::Values;
pub(crate) use self::values::parameters;
use crate::cli::DeployArguments;
use crate::client::{Client, ClientError};
use crate::output::{self, Colour, paint};

/// What is to be deployed.
pub(crate) struct Deployment {
    /// The template's file.
    pub(crate) template: PathBuf,
    /// The stack's name.
    pub(crate) stack: String,
    /// Parameters of the template.
    pub(crate) parameters: BTreeMap<String, String>,
    /// Where built code is kept.
    pub(crate) cache_dir: PathBuf,
    /// Print JSON.
    pub(crate) json: bool,
}

/// Runs the command.
pub(crate) async fn run(arguments: DeployArguments) -> anyhow::Result<ExitCode> {
    let client = Client::new(&arguments.client)?;
    let template = template_file(&arguments.template)?;
    let folder = folder_of(&template).to_owned();
    let deployment = Deployment {
        stack: arguments.stack_name,
        parameters: parameters(&arguments.parameters)?,
        cache_dir: folder.join(".samara/build"),
        json: arguments.json,
        template,
    };
    let stack = deploy(&client, &deployment, &mut Uploads::default()).await?;
    tell_of_sdks(&client).await;
    for output in stack.outputs.unwrap_or_default() {
        let (key, value) = (output.output_key.unwrap_or_default(), output.output_value);
        if !deployment.json {
            output::line(&format!("{key}: {}", value.unwrap_or_default()));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Says what first calls still wait for; who may not ask the server is told nothing.
async fn tell_of_sdks(client: &Client) {
    let Ok(status) = client.status().await else { return };
    let installing = status.pointer("/sdks/installing").and_then(serde_json::Value::as_array);
    for runtime in installing.into_iter().flatten().filter_map(serde_json::Value::as_str) {
        output::note(&format!(
            "the server installs the AWS SDK for {runtime}, once: first calls wait for it"
        ));
    }
}

/// What a template is called in a folder.
const NAMES: [&str; 3] = ["template.yaml", "template.yml", "template.json"];

/// The template that a path means.
pub(crate) fn template_file(path: &Path) -> anyhow::Result<PathBuf> {
    if path.is_file() {
        return Ok(path.to_owned());
    }
    for name in NAMES {
        let file = path.join(name);
        if file.is_file() {
            return Ok(file);
        }
    }
    if path.is_dir() {
        bail!("there is no template in {}: looked for {}", path.display(), NAMES.join(", "));
    }
    bail!("there is no template {}", path.display())
}

/// The folder that a template lies in.
pub(crate) fn folder_of(template: &Path) -> &Path {
    template.parent().unwrap_or_else(|| Path::new("."))
}

/// Deploys and waits; gives the stack as it is then.
pub(crate) async fn deploy(
    client: &Client,
    deployment: &Deployment,
    uploads: &mut Uploads,
) -> anyhow::Result<Stack> {
    let file = &deployment.template;
    let shown = file.display().to_string();
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("cannot read the template {shown}"))?;
    let template = Template::parse(&text).map_err(|error| wrong(&error, &shown))?;
    let present = describe(client, &deployment.stack).await?;
    let stays = present.as_ref().filter(|stack| !begins_again(stack));
    let values = Values::of(&template, &deployment.parameters, stays);
    values.tell(&template);
    let known = values.known();
    if let Some(known) = &known {
        check(client, deployment, (&template, known), &shown).await?;
    }
    let processed = known.and_then(|known| as_if_uploaded(&template).processed(&known).ok());
    let places = processed.as_ref().unwrap_or(&template).places().into_iter();
    let place = |(name, at): (String, Mark)| (name, format!("{shown}:{}:{}", at.line, at.column));
    let uploaded = upload_code(client, deployment, &template, uploads).await?;
    let packaged = template.packaged(&uploaded).to_json().to_string();
    let body = upload_template(client, packaged).await?;
    let present = clear_failed(client, deployment, present).await?;
    let mut events = match &present {
        Some(stack) => {
            Events::after_now(client, stack.stack_id.as_deref().unwrap_or_default()).await?
        }
        None => Events::of(&deployment.stack),
    };
    let begun = match present {
        None => create(client, deployment, (body, &values)).await.map(Some)?,
        Some(stack) => update(client, &stack, (body, &values)).await?,
    };
    let Some(arn) = begun else {
        output::note(&format!("stack {} is up to date", deployment.stack));
        let stack = describe(client, &deployment.stack).await?;
        return stack.context("the stack is gone");
    };
    events.stack = arn;
    events.places = places.map(place).collect();
    let stack = events.follow(client, deployment.json).await?;
    if matches!(stack.stack_status.as_str(), "CREATE_COMPLETE" | "UPDATE_COMPLETE") {
        return Ok(stack);
    }
    let reason = stack.stack_status_reason.as_deref().map(without_place);
    let why = events.first_failure.or(reason).unwrap_or_default();
    bail!("stack {} is {}: {why}", deployment.stack, stack.stack_status)
}

fn wrong(error: &samara_template::Error, file: &str) -> anyhow::Error {
    anyhow::anyhow!("the template cannot be deployed\n{}", error.render(file))
}

/// A template whose folders are replaced as they will be, to look at before anything is built.
pub(crate) fn as_if_uploaded(template: &Template) -> Template {
    let places = template.artifacts().into_iter().map(|artifact| {
        let key = "0".repeat(64);
        (artifact.key, Uploaded { bucket: "check".to_owned(), key })
    });
    template.packaged(&places.collect())
}

/// Plans the template here, so that each mistake is told with its place in the file.
async fn check(
    client: &Client,
    deployment: &Deployment,
    (template, values): (&Template, &BTreeMap<String, String>),
    file: &str,
) -> anyhow::Result<()> {
    let exports: Vec<ListExportsOutput> =
        client.pages(&MODEL, "ListExports", ListExportsInput::default()).await?;
    let exports = exports.into_iter().flat_map(|page| page.exports.unwrap_or_default());
    let stack = samara_template::Stack {
        account_id: "000000000000".to_owned(),
        region: client.region.clone(),
        name: deployment.stack.clone(),
        id: format!("arn:aws:cloudformation:{}:000000000000:stack/check/0", client.region),
        exports: exports.filter_map(|export| Some((export.name?, export.value?))).collect(),
        ..samara_template::Stack::default()
    };
    let packaged = as_if_uploaded(template);
    let before = Present::new();
    let plan = packaged.plan(&stack, "check", values, &before);
    let plan = plan.map_err(|error| wrong(&error, file))?;
    for report in &plan.report {
        for accepted in &report.accepted {
            let place = format!("{}.{}", report.logical_id, accepted.property);
            let text = format!("{place} has no effect here: {}", accepted.reason);
            output::note(&format!("{} {text}", paint(Colour::Dim, "note:")));
        }
    }
    Ok(())
}

/// What the command line agrees to: the person who runs it wrote the template.
fn capabilities() -> Vec<String> {
    let all = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"];
    all.map(str::to_owned).to_vec()
}

async fn create(
    client: &Client,
    deployment: &Deployment,
    (body, values): (Body, &Values),
) -> anyhow::Result<String> {
    let mut input = CreateStackInput {
        stack_name: deployment.stack.clone(),
        parameters: Some(values.to_send()),
        capabilities: Some(capabilities()),
        ..CreateStackInput::default()
    };
    match body {
        Body::Text(text) => input.template_body = Some(text),
        Body::Address(address) => input.template_url = Some(address),
    }
    let output: CreateStackOutput = client.call(&MODEL, "CreateStack", input).await?;
    output.stack_id.context("CreateStack gave no id")
}

/// Begins an update; `None` when nothing would change.
async fn update(
    client: &Client,
    stack: &Stack,
    (body, values): (Body, &Values),
) -> anyhow::Result<Option<String>> {
    let mut input = UpdateStackInput {
        stack_name: stack.stack_id.clone().unwrap_or_default(),
        parameters: Some(values.to_send()),
        capabilities: Some(capabilities()),
        ..UpdateStackInput::default()
    };
    match body {
        Body::Text(text) => input.template_body = Some(text),
        Body::Address(address) => input.template_url = Some(address),
    }
    match client.call::<UpdateStackOutput>(&MODEL, "UpdateStack", input).await {
        Ok(output) => Ok(Some(output.stack_id.context("UpdateStack gave no id")?)),
        Err(ClientError::Refused(error)) if error.message.contains("No updates are to be") => {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether a stack never came up.
fn begins_again(stack: &Stack) -> bool {
    let never_up = ["ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "REVIEW_IN_PROGRESS"];
    never_up.contains(&stack.stack_status.as_str())
}

/// A stack that never came up cannot be changed: it is deleted first. One on which an operation
/// runs is waited for.
async fn clear_failed(
    client: &Client,
    deployment: &Deployment,
    present: Option<Stack>,
) -> anyhow::Result<Option<Stack>> {
    let Some(mut stack) = present else { return Ok(None) };
    let arn = stack.stack_id.clone().unwrap_or_default();
    if stack.stack_status.ends_with("_IN_PROGRESS") {
        output::note(&format!("waiting for stack {}: {}", deployment.stack, stack.stack_status));
        let mut events = Events::after_now(client, &arn).await?;
        stack = events.follow(client, deployment.json).await?;
    }
    match stack.stack_status.as_str() {
        "DELETE_COMPLETE" => Ok(None),
        _ if begins_again(&stack) => {
            let mut events = Events::after_now(client, &arn).await?;
            let input = DeleteStackInput { stack_name: arn, ..DeleteStackInput::default() };
            client.call::<samara_wire::Document>(&MODEL, "DeleteStack", input).await.map(drop)?;
            let gone = events.follow(client, deployment.json).await?;
            if gone.stack_status == "DELETE_COMPLETE" {
                return Ok(None);
            }
            bail!("stack {} could not be deleted to be made again", deployment.stack)
        }
        _ => Ok(Some(stack)),
    }
}

/// A stack by name or ARN, if there is one.
pub(crate) async fn describe(client: &Client, stack: &str) -> anyhow::Result<Option<Stack>> {
    let input = DescribeStacksInput {
        stack_name: Some(stack.to_owned()),
        ..DescribeStacksInput::default()
    };
    match client.call::<DescribeStacksOutput>(&MODEL, "DescribeStacks", input).await {
        Ok(output) => Ok(output.stacks.unwrap_or_default().into_iter().next()),
        Err(ClientError::Refused(error)) if error.message.contains("does not exist") => Ok(None),
        Err(error) => Err(error.into()),
    }
}
