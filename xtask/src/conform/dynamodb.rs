//! The three public suites of `DynamoDB`, each as its own runner runs it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use super::server::Server;
use super::{read_cases, report};
use crate::workspace;

/// A suite: how it is known and run, and what may fail in it.
struct Suite {
    /// The port that its cases have fixed, or 0.
    port: u16,
    /// Credentials that it signs with.
    credentials: &'static [&'static str],
    expected: &'static str,
    run: fn(&Run) -> anyhow::Result<()>,
}

/// One run of a suite.
struct Run<'a> {
    root: &'a Path,
    folder: &'a Path,
    endpoint: &'a str,
    results: &'a Path,
    only: &'a [String],
}

const ALTERNATOR: Suite = Suite {
    port: 0,
    credentials: &["unknownuser:unknownsecret"],
    expected: include_str!("../../conform/alternator.txt"),
    run: alternator,
};

const DYNALITE: Suite = Suite {
    port: 0,
    credentials: &[],
    expected: include_str!("../../conform/dynalite.txt"),
    run: dynalite,
};

const ELECTRODB: Suite = Suite {
    port: 8000,
    credentials: &[],
    expected: include_str!("../../conform/electrodb.txt"),
    run: electrodb,
};

/// Runs the suite that a folder holds.
///
/// # Errors
/// If it is none that is known, cannot be run, or something fails that should pass.
pub(super) fn run(root: &Path, folder: &Path, only: &[String]) -> anyhow::Result<()> {
    let suite = recognise(folder)?;
    let server = Server::start(root, suite.port, suite.credentials)?;
    let results = root.join(format!("target/conform/results-{}.jsonl", std::process::id()));
    let run = Run { root, folder, endpoint: &server.endpoint, results: &results, only };
    let ran = (suite.run)(&run);
    drop(server);
    let cases = read_cases(&results).and_then(|cases| {
        std::fs::remove_file(&results)?;
        Ok(cases)
    });
    ran?;
    report(&cases?, suite.expected, only.is_empty())
}

fn recognise(folder: &Path) -> anyhow::Result<&'static Suite> {
    if folder.join("test_key_condition_expression.py").is_file() {
        return Ok(&ALTERNATOR);
    }
    let package = std::fs::read_to_string(folder.join("package.json")).unwrap_or_default();
    let package: serde_json::Value = serde_json::from_str(&package).unwrap_or_default();
    match package.get("name").and_then(serde_json::Value::as_str) {
        Some("dynalite") => Ok(&DYNALITE),
        Some("electrodb") => Ok(&ELECTRODB),
        _ => {
            bail!("{} is none of scylladb's test/alternator, dynalite, electrodb", folder.display())
        }
    }
}

/// What a runner gives back for failed cases is not an error of the run.
fn status(mut command: Command) -> anyhow::Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.status().map(|_| ()).with_context(|| format!("cannot run {name}"))
}

impl Run<'_> {
    /// A command in the suite's folder that sees the server, and no settings of the user's.
    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.folder);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("AWS_") {
                command.env_remove(name);
            }
        }
        command
            .env("CONFORM_SUITE", self.folder)
            .env("CONFORM_RESULTS", self.results)
            .env("CONFORM_ENDPOINT", self.endpoint)
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .env("AWS_REGION", "us-east-1")
            .env("AWS_DEFAULT_REGION", "us-east-1");
        command
    }

    fn ours(&self, name: &str) -> PathBuf {
        self.root.join("xtask/conform").join(name)
    }

    /// Mocha as the suite has installed it.
    fn mocha(&self, modules: &[&str]) -> anyhow::Result<Command> {
        let mut folders = self.folder.ancestors().map(|folder| folder.join("node_modules"));
        let mocha = folders.find_map(|folder| {
            let mocha = folder.join("mocha/bin/mocha");
            [mocha.with_extension("js"), mocha].into_iter().find(|file| file.is_file())
        });
        let mocha = mocha.context("mocha is not there: run `npm install` in the suite's folder")?;
        let mut command = self.command("node");
        command.arg(mocha).arg("--reporter").arg(self.ours("mocha.js"));
        command.args(modules.iter().flat_map(|module| ["--require", module]));
        command.args(self.only.iter().flat_map(|only| ["--grep", only]));
        Ok(command)
    }
}

fn alternator(run: &Run) -> anyhow::Result<()> {
    let venv = run.root.join("target/conform/venv");
    let python = venv.join("bin/python");
    if !python.is_file() {
        let mut make = run.command("python3");
        make.args(["-m", "venv"]).arg(&venv);
        workspace::run(make)?;
        let mut install = run.command(&python);
        install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]);
        install.arg(run.ours("requirements.txt"));
        workspace::run(install)?;
    }
    let mut pytest = run.command(&python);
    pytest.args(["-m", "pytest", "--quiet", "--no-header", "--tb=no", "--runxfail"]);
    pytest.args(["-p", "no:cacheprovider", "-p", "alternator", "--url", run.endpoint]);
    pytest.arg(format!("--confcutdir={}", run.folder.display()));
    pytest.arg("--rootdir").arg(run.folder).args(["-c", "/dev/null"]);
    pytest.env("PYTHONPATH", run.root.join("xtask/conform")).env("PYTHONDONTWRITEBYTECODE", "1");
    pytest.args(run.only);
    status(pytest)
}

/// Each file by itself: a case that fails may answer a second time, at which mocha gives up the
/// whole run.
fn dynalite(run: &Run) -> anyhow::Result<()> {
    let shim = run.ours("dynalite.js");
    let shim = shim.to_string_lossy();
    for file in files(run.folder, ".js")? {
        if file.ends_with("helpers.js") || file.ends_with("bench.js") {
            continue;
        }
        let mut mocha = run.mocha(&["should", &shim])?;
        mocha.args(["--timeout", "60s"]).arg(file).env("AWS_ACCOUNT_ID", "000000000000");
        status(mocha)?;
    }
    Ok(())
}

/// The test files of a suite in JavaScript.
fn files(suite: &Path, part: &str) -> anyhow::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(suite.join("test"))?;
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut files: Vec<PathBuf> =
        paths.filter(|path| path.to_string_lossy().contains(part)).collect();
    files.sort();
    Ok(files)
}

fn electrodb(run: &Run) -> anyhow::Result<()> {
    let mut tables = run.command("node");
    tables.arg("--require").arg(run.ours("electrodb.js"));
    tables.arg("test/init.js").env("LOCAL_DYNAMO_ENDPOINT", run.endpoint);
    workspace::run(tables)?;
    let mut mocha = run.mocha(&["ts-node/register"])?;
    mocha.env("LOCAL_DYNAMO_ENDPOINT", run.endpoint).env("TS_NODE_TRANSPILE_ONLY", "true");
    mocha.args(files(run.folder, ".spec.")?);
    status(mocha)
}
