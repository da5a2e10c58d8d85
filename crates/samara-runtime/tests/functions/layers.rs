//! The AWS SDKs in the runtime: installed once, found by functions. Needs the registries.

use samara_runtime::Language;
use serde_json::json;

use super::host::Host;

#[tokio::test]
async fn functions_find_the_sdk_of_their_runtime() {
    let Some(host) = Host::start().await else { return };
    for (runtime, file, code) in [
        (
            "python3.12",
            "app.py",
            "
import boto3
client = boto3.client('dynamodb')
def handler(event, context):
    return [boto3.__file__, client.meta.endpoint_url]
",
        ),
        (
            "nodejs20.x",
            "app.mjs",
            "
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createRequire } from 'node:module';
const place = createRequire(import.meta.url).resolve('@aws-sdk/client-sqs');
export const handler = async () => {
    return [place, new DynamoDBClient({}).config.serviceId];
};",
        ),
    ] {
        let interpreter = host.interpreter(runtime).await;
        let installed = host.runtime.layers().install(&interpreter, &|line| eprintln!("{line}"));
        let layer = match installed.await {
            Ok(layer) => layer.unwrap(),
            Err(reason) => {
                eprintln!("skipped: {reason}");
                continue;
            }
        };
        assert_eq!(host.runtime.layers().of(&interpreter), Some(layer.clone()));
        let mut spec = host.spec(runtime, "app.handler", &[(file, code)]);
        spec.memory_mib = 128;
        spec.timeout_ms = 20_000;
        let answer = host.function(spec).await.answer("{}").await;
        let place = answer[0].as_str().unwrap_or_else(|| panic!("{answer}"));
        assert!(place.starts_with("/var/lang/lib/") || place.starts_with("/node_modules/"));
        assert!(["http://127.0.0.1:4566", "DynamoDB"].map(|one| json!(one)).contains(&answer[1]));
        host.runtime.layers().remove(&layer.name).unwrap();
    }
    assert_eq!(host.runtime.layers().list(), []);
}

/// Where the exact version is missing the nearest runs, and says so; with none at all the error
/// says what to install.
#[tokio::test]
async fn the_nearest_version_serves() {
    let Some(host) = Host::start().await else { return };
    let interpreter = host.interpreter("python3.99").await;
    let warning = interpreter.warning().unwrap();
    assert!(warning.starts_with("the runtime 'python3.99' was asked for, and python3."));
    let code = "import sys\ndef handler(event, context): return sys.version_info[1]";
    let spec = host.spec("python3.99", "app.handler", &[("app.py", code)]);
    let Language::Python { minor } = interpreter.language else { panic!("{interpreter:?}") };
    assert_eq!(host.function(spec).await.answer("{}").await, json!(minor));
    assert!(
        host.runtime.interpreters().await.iter().any(|one| one.language == interpreter.language)
    );
}

#[tokio::test]
async fn a_missing_sdk_is_told_in_the_log() {
    let Some(host) = Host::start().await else { return };
    let mut function = host.python("def handler(event, context): return 1").await;
    assert_eq!(function.answer("{}").await, json!(1));
    let first = function.logs.0.lock().unwrap()[0].clone();
    assert!(first.contains("run 'samara runtimes install python3.12'"), "{first}");
}
