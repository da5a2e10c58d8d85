//! Node, as a function's author sees it.

use samara_runtime::FailureKind;
use serde_json::json;

use super::host::{Function, Host};

impl Host {
    pub(crate) async fn node(&self, file: &str, code: &str) -> Function {
        let spec = self.spec("nodejs20.x", "app.handler", &[(file, code)]);
        self.function(spec).await
    }
}

#[tokio::test]
async fn every_kind_of_handler_answers() {
    let Some(host) = Host::start().await else { return };
    for (file, code) in [
        ("app.js", "exports.handler = async (event) => ({ seen: event.n });"),
        ("app.mjs", "export const handler = async (event) => ({ seen: event.n });"),
        ("app.cjs", "exports.handler = (event, context, done) => done(null, { seen: event.n });"),
        (
            "app.js",
            "exports.handler = (event, context, done) => {
                 setTimeout(() => done(null, { seen: event.n }), 5);
             };",
        ),
        ("app.js", "exports.handler = (event, context) => context.succeed({ seen: event.n });"),
        (
            "app.js",
            "exports.handler = (event, context, done) => {
                 context.callbackWaitsForEmptyEventLoop = false;
                 setTimeout(() => {}, 60000);
                 done(null, { seen: event.n });
             };",
        ),
    ] {
        let mut function = host.node(file, code).await;
        for n in [1, 2, 3] {
            let answer = function.answer(&json!({ "n": n }).to_string()).await;
            assert_eq!(answer, json!({ "seen": n }), "{code}");
        }
    }
}

/// A handler that says nothing answers null once its event loop is empty; were it waited for, it
/// would always time out.
#[tokio::test]
async fn a_silent_handler_answers_null() {
    let Some(host) = Host::start().await else { return };
    for code in ["exports.handler = () => {};", "exports.handler = () => new Promise(() => {});"] {
        let mut function = host.node("app.js", code).await;
        for _ in 0..2 {
            assert_eq!(function.answer("{}").await, json!(null), "{code}");
        }
    }
}

#[tokio::test]
async fn console_lines_have_the_form_of_aws() {
    let Some(host) = Host::start().await else { return };
    let code = "
console.log('loading');
export const handler = async (event, context) => {
    console.info('order %s', event.id, { deep: { er: 1 } });
    console.error('two\\nlines');
    process.stdout.write('raw\\n');
    return context.awsRequestId;
};";
    let mut function = host.node("app.mjs", code).await;
    assert_eq!(function.answer("{\"id\": \"a\"}").await, json!("request-1"));
    assert_eq!(
        function.log()[..7],
        [
            "INIT_START Runtime Version: nodejs:0.0.0",
            "0-0-0T0:0:0.0Z\tundefined\tINFO\tloading",
            "START RequestId: request-0 Version: $LATEST",
            "0-0-0T0:0:0.0Z\trequest-0\tINFO\torder a { deep: { er: 0 } }",
            "0-0-0T0:0:0.0Z\trequest-0\tERROR\ttwo\nlines",
            "raw",
            "END RequestId: request-0",
        ]
    );
}

#[tokio::test]
async fn errors_are_told_as_aws_tells_them() {
    let Some(host) = Host::start().await else { return };
    let code = "
class OutOfStock extends Error { constructor(m) { super(m); this.name = 'OutOfStock'; } }
exports.handler = async (event) => {
    if (event === 'throw') throw new OutOfStock('none left');
    if (event === 'text') throw 'words';
    if (event === 'odd') throw { toString() { throw new Error('no words'); } };
    if (event === 'later') { setTimeout(() => { throw new Error('late'); }, 1);
                             await new Promise((done) => setTimeout(done, 1000)); }
    if (event === 'reject') { Promise.reject(new Error('unheard'));
                              await new Promise((done) => setTimeout(done, 1000)); }
    if (event === 'exit') process.exit(4);
};";
    for (event, error_type, message) in [
        ("throw", "OutOfStock", "none left"),
        ("text", "string", "words"),
        (
            "odd",
            "handled",
            "callback called with Error argument, but there was a problem while retrieving one or \
             more of its message, name, and stack",
        ),
        ("later", "Error", "late"),
        ("reject", "Runtime.UnhandledPromiseRejection", "Error: unheard"),
    ] {
        let mut function = host.node("app.js", code).await;
        let error = function.call(&format!("\"{event}\"")).await.result.unwrap_err();
        assert_eq!(error.kind, FailureKind::Handled);
        assert_eq!(
            (error.error_type.as_str(), error.error_message.as_str()),
            (error_type, message)
        );
        let body: serde_json::Value = serde_json::from_slice(&error.payload).unwrap();
        let fields: Vec<_> = body.as_object().unwrap().keys().cloned().collect();
        assert_eq!(fields, ["errorType", "errorMessage", "trace"]);
    }
    let mut function = host.node("app.js", code).await;
    let error = function.call("\"exit\"").await.result.unwrap_err();
    let expected = "RequestId: request-1 Error: Runtime exited with error: exit status 4";
    assert_eq!(error.error_message, expected);
}

#[tokio::test]
async fn a_handler_that_cannot_be_loaded_says_why() {
    let Some(host) = Host::start().await else { return };
    for (handler, code, error_type, message) in [
        ("app.handler", "require('absent')", "Runtime.ImportModuleError", "Cannot find module"),
        ("app.handler", "let let = 1", "Runtime.UserCodeSyntaxError", "SyntaxError: let is"),
        ("app.other", "", "Runtime.HandlerNotFound", "app.other is undefined or not exported"),
        ("app", "", "Runtime.MalformedHandlerName", "Bad handler"),
        ("app.handler", "throw new TypeError('broken')", "TypeError", "broken"),
    ] {
        let mut function =
            host.function(host.spec("nodejs20.x", handler, &[("app.js", code)])).await;
        let answer = function.answer("{}").await;
        assert_eq!(answer["errorType"], json!(error_type), "{answer}");
        assert!(answer["errorMessage"].as_str().unwrap().contains(message), "{answer}");
    }
}

/// An interpreter that was started as another's, or as nobody's, gets its environment later: what it
/// reads then, hands to its children and shows must be the whole of it.
#[tokio::test]
async fn the_environment_is_whole_wherever_it_is_read() {
    let Some(host) = Host::start().await else { return };
    let mut spec = host.spec("nodejs20.x", "app.handler", &[("app.js", ENVIRONMENT)]);
    for name in ["AWS_ACCESS_KEY_ID", "PATH", "A", "Z"] {
        spec.environment.push((name.to_owned(), name.repeat(9)));
    }
    let answer = host.function(spec).await.answer("{}").await;
    let places = answer.as_array().unwrap();
    let of_node = places[0].as_object().unwrap();
    assert_eq!(of_node["AWS_ACCESS_KEY_ID"], "AWS_ACCESS_KEY_ID".repeat(9));
    assert_eq!((&of_node["TZ"], &of_node["PATH"]), (&json!(":UTC"), &json!("PATH".repeat(9))));
    assert_eq!(places[1], places[0], "a child");
    assert_eq!(places[2], places[0], "/proc");
}

/// The environment as Node has it, as a child does, and as the kernel shows it.
pub(crate) const ENVIRONMENT: &str = r"
const { readFileSync } = require('node:fs');
const { execFileSync } = require('node:child_process');
const read = (bytes) => {
  const lines = bytes.toString().split('\0').filter((line) => line !== '');
  const pairs = lines.map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)]);
  return Object.fromEntries(pairs.filter(([name]) => name !== '_X_AMZN_TRACE_ID'));
};
exports.handler = async () => {
  const { _X_AMZN_TRACE_ID, ...own } = process.env;
  return [own, read(execFileSync('/usr/bin/env', ['-0'])), read(readFileSync('/proc/self/environ'))];
};
";
