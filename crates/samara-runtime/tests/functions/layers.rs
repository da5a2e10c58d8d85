//! The AWS SDKs in the runtime: installed once, found by functions. Needs the registries.

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
        spec.memory_mib = 256;
        spec.timeout_ms = 20_000;
        let answer = host.function(spec).await.answer("{}").await;
        let place = answer[0].as_str().unwrap_or_else(|| panic!("{answer}"));
        assert!(place.starts_with("/var/lang/lib/") || place.starts_with("/node_modules/"));
        assert!(["http://127.0.0.1:4566", "DynamoDB"].map(|one| json!(one)).contains(&answer[1]));
        host.runtime.layers().remove(&layer.name).unwrap();
    }
    assert_eq!(host.runtime.layers().list(), []);
}

#[tokio::test]
async fn a_missing_sdk_is_told_in_the_log() {
    let Some(host) = Host::start().await else { return };
    let mut function = host.python("def handler(event, context): return 1").await;
    assert_eq!(function.answer("{}").await, json!(1));
    let first = function.logs.0.lock().unwrap()[0].clone();
    assert!(first.contains("run 'samara runtimes install python3.12'"), "{first}");
}
