//! `samara deploy`: build, package, upload, and hand the template to CloudFormation's API.
//!
//! The template is checked here first, where its places in the file are known; then the server
//! plans it again and deploys. What this shows while it waits are the stack's events.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use samara_base::Timestamp;
use samara_cloudformation::model::{
    CreateStackInput, CreateStackOutput, DeleteStackInput, DescribeStackEventsInput,
    DescribeStackEventsOutput, DescribeStacksInput, DescribeStacksOutput, ListExportsInput,
    ListExportsOutput, MODEL, Parameter, Stack, StackEvent, UpdateStackInput, UpdateStackOutput,
};
use samara_s3::model as s3;
use samara_template::{Artifact, Present, Template, Uploaded};
use serde_json::json;

use crate::cli::DeployArguments;
use crate::client::{Client, ClientError};
use crate::commands::build;
use crate::commands::watch::Files;
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
    for output in stack.outputs.unwrap_or_default() {
        let (key, value) = (output.output_key.unwrap_or_default(), output.output_value);
        if !deployment.json {
            output::line(&format!("{key}: {}", value.unwrap_or_default()));
        }
    }
    Ok(ExitCode::SUCCESS)
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

/// Parameters given as NAME=VALUE.
pub(crate) fn parameters(given: &[String]) -> anyhow::Result<BTreeMap<String, String>> {
    let pair = |text: &String| {
        let (name, value) = text
            .split_once('=')
            .with_context(|| format!("--parameter '{text}' must be NAME=VALUE"))?;
        Ok((name.to_owned(), value.to_owned()))
    };
    given.iter().map(pair).collect()
}

/// What was uploaded before, by its place in the template and how it is built, with the files that
/// it was made of. So after a save only what was saved is built again, also where only `make` knows
/// what that needs.
#[derive(Default)]
pub(crate) struct Uploads(BTreeMap<String, (Files, Uploaded)>);

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
    check(client, deployment, &template, &shown).await?;
    let uploaded = upload_code(client, deployment, &template, uploads).await?;
    let packaged = template.packaged(&uploaded).to_json().to_string();
    let body = upload_template(client, packaged).await?;
    let present = describe(client, &deployment.stack).await?;
    let present = clear_failed(client, deployment, present).await?;
    let mut events = match &present {
        Some(stack) => {
            Events::after_now(client, stack.stack_id.as_deref().unwrap_or_default()).await?
        }
        None => Events::of(&deployment.stack),
    };
    let begun = match present {
        None => create(client, deployment, body).await.map(Some)?,
        Some(stack) => update(client, deployment, body, &stack).await?,
    };
    let Some(arn) = begun else {
        output::note(&format!("stack {} is up to date", deployment.stack));
        let stack = describe(client, &deployment.stack).await?;
        return stack.context("the stack is gone");
    };
    events.stack = arn;
    let stack = events.follow(client, deployment.json).await?;
    if matches!(stack.stack_status.as_str(), "CREATE_COMPLETE" | "UPDATE_COMPLETE") {
        return Ok(stack);
    }
    let why = events.first_failure.or(stack.stack_status_reason).unwrap_or_default();
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
    template: &Template,
    file: &str,
) -> anyhow::Result<()> {
    let exports: ListExportsOutput =
        client.call(&MODEL, "ListExports", ListExportsInput::default()).await?;
    let exports = exports.exports.unwrap_or_default().into_iter();
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
    let plan = packaged.plan(&stack, "check", &deployment.parameters, &before);
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

/// The bucket that packages go to.
const STAGING_BUCKET: &str = "samara-staging";

async fn upload_code(
    client: &Client,
    deployment: &Deployment,
    template: &Template,
    uploads: &mut Uploads,
) -> anyhow::Result<BTreeMap<String, Uploaded>> {
    let folder = folder_of(&deployment.template);
    let mut uploaded = BTreeMap::new();
    for artifact in template.artifacts() {
        let files = Files::below(&folder.join(&artifact.path));
        let recipe = (&artifact.key, &artifact.path, &artifact.runtime, &artifact.build_method);
        let recipe = format!("{recipe:?}");
        let before = uploads.0.get(&recipe).filter(|(then, _)| *then == files);
        let place = match before {
            Some((_, place)) => place.clone(),
            None => upload(client, deployment, &artifact).await?,
        };
        uploads.0.insert(recipe, (files, place.clone()));
        uploaded.insert(artifact.key, place);
    }
    Ok(uploaded)
}

async fn upload(
    client: &Client,
    deployment: &Deployment,
    artifact: &Artifact,
) -> anyhow::Result<Uploaded> {
    let folder = folder_of(&deployment.template);
    let package =
        build::package(folder, artifact, &deployment.cache_dir).await.with_context(|| {
            let mark = artifact.mark;
            let file = deployment.template.display();
            format!("{file}:{}:{}: {}", mark.line, mark.column, artifact.key)
        })?;
    put(client, &package.name, package.content).await?;
    Ok(Uploaded { bucket: STAGING_BUCKET.to_owned(), key: package.name })
}

/// Puts an object that is named by its content, unless it is there.
async fn put(client: &Client, key: &str, content: bytes::Bytes) -> anyhow::Result<()> {
    let head = s3::HeadObjectRequest {
        bucket: STAGING_BUCKET.to_owned(),
        key: key.to_owned(),
        ..s3::HeadObjectRequest::default()
    };
    let found: Result<s3::HeadObjectOutput, _> = client.call(&s3::MODEL, "HeadObject", head).await;
    match found {
        Ok(_) => return Ok(()),
        Err(ClientError::Refused(error)) if error.status == 404 => {}
        Err(error) => return Err(error.into()),
    }
    let bucket = s3::CreateBucketRequest {
        bucket: STAGING_BUCKET.to_owned(),
        ..s3::CreateBucketRequest::default()
    };
    match client.call::<s3::CreateBucketOutput>(&s3::MODEL, "CreateBucket", bucket).await {
        Ok(_) => {}
        Err(ClientError::Refused(error)) if error.code == "BucketAlreadyOwnedByYou" => {}
        Err(error) => return Err(error.into()),
    }
    let object = s3::PutObjectRequest {
        bucket: STAGING_BUCKET.to_owned(),
        key: key.to_owned(),
        ..s3::PutObjectRequest::default()
    };
    let _: s3::PutObjectOutput = client.upload(&s3::MODEL, "PutObject", object, content).await?;
    Ok(())
}

/// A template in the request, or its address where it is too long for that.
enum Body {
    Text(String),
    Address(String),
}

async fn upload_template(client: &Client, text: String) -> anyhow::Result<Body> {
    /// CloudFormation's limit for a template in a request, bytes.
    const TEMPLATE_IN_REQUEST_BYTES_MAX: usize = 51_200;
    if text.len() <= TEMPLATE_IN_REQUEST_BYTES_MAX {
        return Ok(Body::Text(text));
    }
    let key = format!("{}.template", build::digest(text.as_bytes()));
    put(client, &key, text.into()).await?;
    Ok(Body::Address(format!("{}/{STAGING_BUCKET}/{key}", client.endpoint)))
}

/// What the command line agrees to: the person who runs it wrote the template.
fn capabilities() -> Vec<String> {
    let all = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"];
    all.map(str::to_owned).to_vec()
}

fn given(deployment: &Deployment) -> Vec<Parameter> {
    let one = |(name, value): (&String, &String)| Parameter {
        parameter_key: Some(name.clone()),
        parameter_value: Some(value.clone()),
        ..Parameter::default()
    };
    deployment.parameters.iter().map(one).collect()
}

async fn create(client: &Client, deployment: &Deployment, body: Body) -> anyhow::Result<String> {
    let mut input = CreateStackInput {
        stack_name: deployment.stack.clone(),
        parameters: Some(given(deployment)),
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
    deployment: &Deployment,
    body: Body,
    stack: &Stack,
) -> anyhow::Result<Option<String>> {
    let mut input = UpdateStackInput {
        stack_name: stack.stack_id.clone().unwrap_or_default(),
        parameters: Some(given(deployment)),
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
        "ROLLBACK_COMPLETE" | "ROLLBACK_FAILED" | "CREATE_FAILED" | "REVIEW_IN_PROGRESS" => {
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

/// The events of a stack, shown as they come.
pub(crate) struct Events {
    stack: String,
    last: Option<String>,
    started: std::time::Instant,
    began: BTreeMap<String, Timestamp>,
    /// Why the first resource failed.
    pub(crate) first_failure: Option<String>,
}

impl Events {
    /// All events of a stack.
    fn of(stack: &str) -> Self {
        Self {
            stack: stack.to_owned(),
            last: None,
            started: std::time::Instant::now(),
            began: BTreeMap::new(),
            first_failure: None,
        }
    }

    /// The events of a stack that are still to come.
    pub(crate) async fn after_now(client: &Client, stack: &str) -> anyhow::Result<Self> {
        let mut events = Self::of(stack);
        events.last = events.page(client).await?.first().map(|event| event.event_id.clone());
        Ok(events)
    }

    /// The newest events, the newest first.
    async fn page(&self, client: &Client) -> anyhow::Result<Vec<StackEvent>> {
        let input = DescribeStackEventsInput {
            stack_name: self.stack.clone(),
            ..DescribeStackEventsInput::default()
        };
        let output: DescribeStackEventsOutput =
            client.call(&MODEL, "DescribeStackEvents", input).await?;
        Ok(output.stack_events.unwrap_or_default())
    }

    /// Shows events until the operation is over; gives the stack as it is then.
    pub(crate) async fn follow(&mut self, client: &Client, json: bool) -> anyhow::Result<Stack> {
        /// Often enough to look live, seldom enough to cost nothing.
        const INTERVAL: Duration = Duration::from_millis(50);
        loop {
            // The state is read before the events: those that led to it are then all there.
            let stack = describe(client, &self.stack).await?;
            let stack = stack.with_context(|| format!("stack {} is gone", self.stack))?;
            let events = self.page(client).await?;
            let new =
                events.into_iter().take_while(|one| Some(&one.event_id) != self.last.as_ref());
            let new: Vec<StackEvent> = new.collect();
            for event in new.iter().rev() {
                self.show(event, json);
            }
            if let Some(event) = new.into_iter().next() {
                self.last = Some(event.event_id);
            }
            if !stack.stack_status.ends_with("_IN_PROGRESS") {
                return Ok(stack);
            }
            tokio::time::sleep(INTERVAL).await;
        }
    }

    fn show(&mut self, event: &StackEvent, json: bool) {
        let name = event.logical_resource_id.clone().unwrap_or_default();
        let kind = event.resource_type.clone().unwrap_or_default();
        let status = event.resource_status.clone().unwrap_or_default();
        let reason = event.resource_status_reason.clone();
        let elapsed_ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        if json {
            let line = json!({
                "logicalId": name, "type": kind, "status": status, "reason": reason,
                "physicalId": event.physical_resource_id, "elapsedMs": elapsed_ms,
            });
            return output::line(&line.to_string());
        }
        if status.ends_with("_IN_PROGRESS") {
            self.began.insert(name, event.timestamp);
            return;
        }
        let took = self.began.get(&name).map(|began| event.timestamp.millis_since(*began));
        let took = took.map(|millis| format!("{millis} ms")).unwrap_or_default();
        if status.ends_with("_FAILED") {
            let why = reason.unwrap_or_default();
            output::note(&format!("{} {name} ({kind}): {why}", paint(Colour::Red, "✗")));
            self.first_failure.get_or_insert_with(|| format!("{name}: {why}"));
        } else {
            let done = status.strip_suffix("_COMPLETE").unwrap_or(&status).to_ascii_lowercase();
            let mark = paint(Colour::Green, "✓");
            let dim = paint(Colour::Dim, &format!("{kind}  {done}  {took}"));
            output::note(&format!("{mark} {name:32} {dim}"));
        }
    }
}
