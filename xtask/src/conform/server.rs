//! A server to hold a suite against: of this workspace, on an empty folder, gone with its value.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::Context;

use crate::workspace;

/// A running server. Dropping it ends it, and removes its data.
pub(super) struct Server {
    process: Child,
    folder: PathBuf,
    /// Where it is reached, such as `http://127.0.0.1:8000`.
    pub(super) endpoint: String,
}

impl Server {
    /// Builds the server (unless `SAMARA_BINARY` names one), starts it on `port` (0: any) with more
    /// credentials than dev's own, and waits until it says that it is ready.
    ///
    /// # Errors
    /// If it cannot be built or started, or says something else.
    pub(super) fn start(root: &Path, port: u16, credentials: &[&str]) -> anyhow::Result<Self> {
        let binary = if let Some(binary) = std::env::var_os("SAMARA_BINARY") {
            PathBuf::from(binary)
        } else {
            workspace::run(workspace::command(root, "cargo", &["build", "--package", "samara"]))?;
            root.join("target/debug/samara")
        };
        let folder = root.join(format!("target/conform/server-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let log = std::fs::File::create(folder.join("log"))?;
        let mut command = Command::new(&binary);
        command.args(["serve", "--dev", "--json", "--port", &port.to_string()]);
        command.arg("--data-dir").arg(folder.join("data"));
        command.args(credentials.iter().flat_map(|credential| ["--credential", credential]));
        command.stdout(Stdio::piped()).stderr(log);
        let process =
            command.spawn().with_context(|| format!("cannot start {}", binary.display()))?;
        let mut server = Self { process, folder, endpoint: String::new() };
        server.endpoint = server.ready().context("the server did not say that it is ready")?;
        Ok(server)
    }

    fn ready(&mut self) -> anyhow::Result<String> {
        let stdout = self.process.stdout.take().context("no standard output")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        let ready: serde_json::Value = serde_json::from_str(&line)
            .with_context(|| std::fs::read_to_string(self.folder.join("log")).unwrap_or(line))?;
        let endpoint = ready.get("endpoint").and_then(serde_json::Value::as_str);
        Ok(endpoint.context("it names no endpoint")?.to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Neither can be helped here, and neither changes what the suite has shown.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
