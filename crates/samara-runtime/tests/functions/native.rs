//! A native program over the HTTP Runtime API, unmodified.

use std::path::PathBuf;

use samara_runtime::{FailureKind, InstanceSpec};
use serde_json::json;

use super::host::Host;

impl Host {
    /// The specification of the example program, installed as `bootstrap`.
    pub(crate) fn native(&self) -> InstanceSpec {
        let spec = self.spec("provided.al2023", "any", &[("bootstrap", "")]);
        let launcher = PathBuf::from(env!("CARGO_BIN_EXE_samara-launcher"));
        let program = launcher.with_file_name("examples").join("native-function");
        let copied = std::fs::copy(program, spec.code_dir.join("bootstrap"));
        copied.expect("`cargo test` builds the example; with `--test` build it first");
        spec
    }
}

#[tokio::test]
async fn a_program_on_the_lambda_runtime_crate_runs_unmodified() {
    let Some(host) = Host::start().await else { return };
    let mut function = host.function(host.native()).await;
    let trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1";
    let arn = "arn:aws:lambda:us-east-1:000000000000:function:orders";
    for n in [1, 2, 3] {
        let answer = function.answer(&format!("[{n}]")).await;
        let id = format!("request-{n}");
        assert_eq!(answer, json!({ "seen": [n], "id": id, "arn": arn, "trace": trace }));
    }
    assert_eq!(
        function.log()[..5],
        [
            "INIT_START Runtime Version: provided:al0",
            "starting",
            "START RequestId: request-0 Version: $LATEST",
            "called",
            "END RequestId: request-0",
        ]
    );
    let error = function.call("\"fail\"").await.result.unwrap_err();
    assert_eq!(error.kind, FailureKind::Handled);
    assert_eq!(error.error_message, "no stock");
    let error = function.call("\"large\"").await.result.unwrap_err();
    assert_eq!(error.error_type, "Function.ResponseSizeTooLarge");
}

#[tokio::test]
async fn a_program_that_exits_is_told_as_aws_tells_it() {
    let Some(host) = Host::start().await else { return };
    let mut function = host.function(host.native()).await;
    let error = function.call("\"exit\"").await.result.unwrap_err();
    let expected = "RequestId: request-1 Error: Runtime exited with error: exit status 5";
    assert_eq!((error.kind, error.error_message.as_str()), (FailureKind::Exit, expected));
}

#[tokio::test]
async fn a_missing_or_wrong_program_is_named() {
    let Some(host) = Host::start().await else { return };
    let missing = host.spec("provided.al2023", "any", &[("other", "")]);
    let answer = host.function(missing).await.answer("{}").await;
    assert_eq!(
        answer,
        json!({
            "errorType": "Runtime.InvalidEntrypoint",
            "errorMessage": "RequestId: request-1 Error: Couldn't find valid bootstrap(s): \
                [/var/task/bootstrap /opt/bootstrap]",
        })
    );
    let wrong = host.spec("provided.al2023", "any", &[("bootstrap", "not a program")]);
    let answer = host.function(wrong).await.answer("{}").await;
    assert_eq!(answer["errorType"], json!("Runtime.InvalidEntrypoint"));
    let message = answer["errorMessage"].as_str().unwrap();
    assert!(message.contains("exec format error"), "{message}");
}

/// A figure, not a limit: the log of the run says how long a start and a call take.
/// Prints what a sandbox with every layer costs, from the order to the end of a shell that ends at
/// once.
#[tokio::test]
async fn what_a_sandbox_costs() {
    let Some(host) = Host::start().await else { return };
    let mut starts = Vec::new();
    for _ in 0..60 {
        let began = std::time::Instant::now();
        let spec = host.spec("provided.al2023", "x", &[("bootstrap", "#!/bin/sh\nexit 1")]);
        let function = host.function(spec).await;
        starts.push(began.elapsed());
        drop(function);
    }
    starts.sort();
    eprintln!("60 sandboxes: least {:?}, median {:?}", starts[0], starts[30]);
}

#[tokio::test]
async fn how_long_it_takes() {
    let Some(host) = Host::start().await else { return };
    for (name, spec) in [
        ("native", host.native()),
        ("python", host.spec("python3.12", "a.h", &[("a.py", "def h(e, c): return e")])),
        ("node", host.spec("nodejs20.x", "a.h", &[("a.js", "exports.h = async (e) => e;")])),
    ] {
        let began = std::time::Instant::now();
        let mut function = host.function(spec).await;
        let started = began.elapsed();
        let mut calls = Vec::new();
        for _ in 0..200 {
            calls.push(function.call("{}").await.duration);
        }
        calls.sort();
        eprintln!("{name}: start {started:?}, call median {:?}, least {:?}", calls[100], calls[0]);
    }
}
