//! `samara serve`: a server until it is told to stop.

use std::process::ExitCode;

use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::cli::ServeArguments;
use crate::output;
use crate::server::{Options, Server};

/// Runs the server in the foreground.
pub(crate) async fn run(arguments: ServeArguments) -> anyhow::Result<ExitCode> {
    start_log(&arguments.server.log);
    let mut options = Options::dev(&arguments.data_dir, &arguments.server);
    options.dev = arguments.dev;
    options.bind = arguments.bind;
    options.hosts.clone_from(&arguments.host);
    let server = Server::start(options).await?;
    let (stop, stopped) = watch::channel(false);
    let ready = json!({
        "ready": true,
        "endpoint": server.endpoint,
        "region": server.region.as_str(),
        "account": server.account.as_str(),
    });
    if arguments.json {
        output::line(&ready.to_string());
    } else {
        output::line(&format!("Samara serves at {} ({})", server.endpoint, server.region));
    }
    let waiting = tokio::spawn(async move {
        until_told().await;
        stop.send_replace(true);
    });
    server.serve(stopped).await;
    waiting.abort();
    Ok(ExitCode::SUCCESS)
}

/// Waits for Ctrl-C or for the service manager's request to stop.
pub(crate) async fn until_told() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}

/// Lets the server tell of itself on standard error, as much as was asked for.
pub(crate) fn start_log(filter: &str) {
    let filter = tracing_subscriber::EnvFilter::try_new(filter)
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    // A second call in one process keeps the first subscriber.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .with_target(false)
        .try_init();
}
