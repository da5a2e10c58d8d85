//! `samara up`: a dev server, a deployed application, its logs, until Ctrl-C.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use samara_runtime::Toolbox;
use samara_template::Template;
use samara_wire::sigv4::Credentials;
use serde_json::Value as Json;
use tokio::sync::watch;

use crate::cli::UpArguments;
use crate::client::Client;
use crate::commands::deploy::{
    Deployment, Uploads, as_if_uploaded, deploy, folder_of, parameters, template_file,
};
use crate::commands::find;
use crate::commands::logs::{Names, Tail};
use crate::commands::runtimes::install_missing;
use crate::commands::serve::{Requests, start_log};
use crate::commands::to_try::{examples, to_try};
use crate::commands::watch::Files;
use crate::output::{self, Colour, paint};
use crate::server::{Options, Server, toolbox};

/// Runs the command.
pub(crate) async fn run(arguments: UpArguments) -> anyhow::Result<ExitCode> {
    start_log(&arguments.server.log);
    let template = template_file(&arguments.template)?;
    let folder = folder_of(&template).to_owned();
    let data_dir = arguments.data_dir.clone().unwrap_or_else(|| folder.join(".samara"));
    let deployment = Deployment {
        stack: match &arguments.stack_name {
            Some(name) => name.clone(),
            None => stack_name(&folder)?,
        },
        parameters: parameters(&arguments.parameters)?,
        cache_dir: data_dir.join("build"),
        json: false,
        template,
    };
    let requests = Requests::take()?;
    let server = Server::start(Options::dev(&data_dir, &arguments.server)).await?;
    let credentials = Credentials {
        access_key_id: server.credential.access_key_id.clone(),
        secret: server.credential.secret.clone(),
        session_token: None,
    };
    let client = Client::with(&server.endpoint, server.region.as_str(), credentials);
    output::note(&format!("Samara serves at {}, data in {}", client.endpoint, data_dir.display()));
    let tools = toolbox(&data_dir, arguments.server.runtimes_dir.as_deref())?;
    let (stop, stopped) = watch::channel(false);
    let serving = tokio::spawn(server.serve(stopped));
    let result = tokio::select! {
        result = session(&client, &deployment, (&arguments, &tools)) => result,
        () = requests.stop() => Ok(()),
    };
    output::note("stopping");
    stop.send_replace(true);
    serving.await.context("the server ended unexpectedly")?;
    result.map(|()| ExitCode::SUCCESS)
}

async fn session(
    client: &Client,
    deployment: &Deployment,
    (arguments, tools): (&UpArguments, &Toolbox),
) -> anyhow::Result<()> {
    let files = Files::of(&deployment.template);
    install_missing(tools, &runtimes_of(deployment)).await?;
    let mut uploads = Uploads::default();
    deploy_and_tell(client, deployment, &mut uploads).await?;
    if arguments.once {
        return Ok(());
    }
    let (names, known) = watch::channel(names(client, deployment).await?);
    let tail = Tail::from_now(known);
    let saved = deploy_what_is_saved(client, deployment, (files, uploads), names);
    tokio::select! {
        result = tail.follow(client) => result,
        () = saved, if arguments.watch => Ok(()),
    }
}

/// Deploys at each save, for ever. Logs are followed meanwhile.
async fn deploy_what_is_saved(
    client: &Client,
    deployment: &Deployment,
    (mut files, mut uploads): (Files, Uploads),
    known: watch::Sender<Names>,
) {
    loop {
        files = files.changed(&deployment.template).await;
        let began = Instant::now();
        let deployed = async {
            deploy(client, deployment, &mut uploads).await?;
            names(client, deployment).await
        };
        match deployed.await {
            Ok(names) => {
                known.send_replace(names);
                output::note(&format!("deployed again in {} ms", began.elapsed().as_millis()));
            }
            // The person is editing: the next save is the way out.
            Err(error) => {
                output::failure(&error);
            }
        }
    }
}

/// The runtimes of a template's functions. A template that is wrong has none: the deployment
/// that follows tells what is wrong.
fn runtimes_of(deployment: &Deployment) -> BTreeSet<String> {
    let text = std::fs::read_to_string(&deployment.template).unwrap_or_default();
    let processed = Template::parse(&text)
        .and_then(|template| as_if_uploaded(&template).processed(&deployment.parameters));
    let json = processed.map(|template| template.to_json()).unwrap_or_default();
    let resources = json.get("Resources").and_then(Json::as_object).into_iter().flatten();
    resources
        .filter_map(|(_, resource)| resource.pointer("/Properties/Runtime")?.as_str())
        .map(str::to_owned)
        .collect()
}

/// The names that functions have in the template, by their own.
async fn names(client: &Client, deployment: &Deployment) -> anyhow::Result<Names> {
    let resources = find::resources(client, &deployment.stack).await?.into_iter();
    let functions = resources.filter(|one| one.kind == "AWS::Lambda::Function");
    Ok(functions.map(|one| (one.physical_id, one.logical_id)).collect())
}

/// Deploys, and prints what to try.
async fn deploy_and_tell(
    client: &Client,
    deployment: &Deployment,
    uploads: &mut Uploads,
) -> anyhow::Result<()> {
    let began = Instant::now();
    let stack = deploy(client, deployment, uploads).await?;
    let took = began.elapsed().as_millis();
    output::note(&format!("stack {} is up ({took} ms)\n", deployment.stack));
    let resources = find::resources(client, &deployment.stack).await?;
    output::note(&to_try(client, &resources, &examples(&deployment.template)).await?);
    for output in stack.outputs.unwrap_or_default() {
        let (key, value) = (output.output_key.unwrap_or_default(), output.output_value);
        let value = value.unwrap_or_default();
        output::note(&format!("  {key} = {value}"));
        if let Some(ours) = local_address(client, &value) {
            output::note(&format!("  {:width$} = {ours} (here)", "", width = key.len()));
        }
    }
    output::note(&format!(
        "\n  eval \"$(samara env --endpoint {})\"  {}\n  Ctrl-C stops; the data stays.\n",
        client.endpoint,
        paint(Colour::Dim, "# then: aws dynamodb list-tables")
    ));
    Ok(())
}

/// Where an address of AWS's that a template built is reached here.
fn local_address(client: &Client, value: &str) -> Option<String> {
    let rest = value.strip_prefix("https://")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (id, domain) = host.split_once(".execute-api.")?;
    domain.ends_with(".amazonaws.com").then(|| {
        let stage = path.split('/').next().filter(|stage| !stage.is_empty());
        let rest = path.split_once('/').map_or("", |(_, rest)| rest);
        let (endpoint, stage) = (&client.endpoint, stage.unwrap_or("$default"));
        format!("{endpoint}/_api/{id}/{stage}/{rest}").trim_end_matches('/').to_owned()
    })
}

/// A stack's name from its folder's.
fn stack_name(folder: &Path) -> anyhow::Result<String> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let whole = folder.canonicalize().context("cannot tell the folder's name")?;
    let name = whole.file_name().map(|name| name.to_string_lossy().into_owned());
    let good = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
    let name: String = name.unwrap_or_default().chars().map(good).collect();
    let name = name.trim_matches('-').to_owned();
    if name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
        return Ok(name);
    }
    Ok(format!("stack-{name}").trim_end_matches('-').to_owned())
}
