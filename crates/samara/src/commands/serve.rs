//! `samara serve`: a server until it is told to stop.

use std::process::ExitCode;

use anyhow::Context;
use serde_json::json;
use tokio::signal::unix::{Signal, SignalKind, signal};
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
    let requests = Requests::take()?;
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
        requests.stop().await;
        stop.send_replace(true);
    });
    server.serve(stopped).await;
    waiting.abort();
    Ok(ExitCode::SUCCESS)
}

/// Ctrl-C, and the service manager's request to stop, as long as this lives.
pub(crate) struct Requests {
    interrupt: Signal,
    terminate: Signal,
}

impl Requests {
    /// From now on both are taken; made before anybody is told that the server is ready.
    pub(crate) fn take() -> anyhow::Result<Self> {
        let interrupt = signal(SignalKind::interrupt()).context("cannot take Ctrl-C")?;
        let terminate = signal(SignalKind::terminate()).context("cannot take SIGTERM")?;
        Ok(Self { interrupt, terminate })
    }

    /// Waits for one. From then on another one ends the process at once: whoever asks twice does
    /// not want to wait, and nothing acknowledged is lost.
    pub(crate) async fn stop(mut self) {
        /// What a shell shows for a process that Ctrl-C ended.
        const ENDED_BY_SIGINT: i32 = 130;
        self.next().await;
        tokio::spawn(async move {
            self.next().await;
            std::process::exit(ENDED_BY_SIGINT);
        });
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
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
