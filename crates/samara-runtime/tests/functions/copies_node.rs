//! Node functions that begin as copies of one that has initialised.

use std::collections::BTreeSet;

use samara_runtime::{Copies, InstanceSpec, StartWay};
use serde_json::json;

use super::copies::{copy, host, logs};
use super::host::Host;

fn spec(host: &Host, code: &str) -> InstanceSpec {
    host.spec("nodejs20.x", "app.handler", &[("app.js", code)])
}

#[tokio::test]
async fn a_copy_goes_on_where_its_function_had_initialised() {
    let Some(host) = host().await else { return };
    let code = "
const table = new Map(Array.from({ length: 20000 }, (_, n) => [n, String(n)]));
console.log('initialised');
exports.handler = async (event, context) => {
  table.set(event.n, 'mine');
  return [table.size, event.n, context.functionName, process.pid];
};
";
    let spec = spec(&host, code);
    for number in 0..3 {
        let mut function = copy(&host, &spec).await;
        for round in 0..3 {
            let answer = function.answer(&json!({ "n": -1 - round }).to_string()).await;
            assert_eq!(answer, json!([20001 + round, -1 - round, "orders", 2]), "{number}");
        }
        let log = function.log();
        assert!(!log.iter().any(|line| line.contains("initialised")), "not again: {log:?}");
    }
}

#[tokio::test]
async fn no_two_copies_draw_the_same() {
    let Some(host) = host().await else { return };
    let code = "
const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const vm = require('node:vm');
const { randomUUID, randomInt } = crypto;
const { random } = Math;
const generate = (kind) => crypto.generateKeyPairSync(kind).privateKey
  .export({ type: 'pkcs8', format: 'der' }).toString('hex');
async function draw() {
  const subtle = await crypto.webcrypto.subtle
    .generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt']);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'x'));
  fs.rmdirSync(folder);
  return [Math.random(), random(), randomUUID(), crypto.randomUUID(), randomInt(2 ** 40),
    crypto.randomInt(2 ** 40), crypto.randomBytes(8).toString('hex'),
    crypto.webcrypto.getRandomValues(new Uint32Array(4)).join(),
    globalThis.crypto.randomUUID(), generate('ed25519'), folder,
    Buffer.from(await crypto.webcrypto.subtle.exportKey('raw', subtle)).toString('hex'),
    vm.runInNewContext('Math.random()'), vm.runInContext('Math.random()', vm.createContext()),
    crypto.createDiffieHellman(64).getPrime('hex'),
    await new Promise((drawn) => crypto.randomBytes(8, (_, bytes) => drawn(bytes.toString('hex'))))];
}
exports.ready = draw();
exports.handler = async () => draw();
";
    let mut spec = spec(&host, code);
    spec.copies = Copies::Always;
    let mut answers = Vec::new();
    for _ in 0..4 {
        answers.push(copy(&host, &spec).await.answer("{}").await);
    }
    assert_eq!(answers[0].as_array().map(Vec::len), Some(16), "{}", answers[0]);
    for number in 0..16 {
        let drawn: BTreeSet<_> = answers.iter().map(|one| one[number].to_string()).collect();
        assert_eq!(drawn.len(), answers.len(), "{number}: {drawn:?}");
    }
}

/// What a copy would share with its sisters is found, and named with its line.
#[tokio::test]
async fn what_is_not_harmless_to_copy_is_not_copied() {
    let Some(host) = host().await else { return };
    for (code, reason) in [("X = Math.random()", "Math.random() at app.js:1")] {
        let code = format!("{code}\nexports.handler = async () => 'well';\n");
        let mut spec = spec(&host, &code);
        let names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
        spec.environment.extend(names.map(|name| (name.to_owned(), "x".to_owned())));
        let copyable = host.runtime.copyable(spec.clone(), logs()).await;
        assert_eq!(copyable.map_err(|error| error.to_string()), Err(reason.to_owned()), "{code}");
        let instance = host.runtime.start_instance(spec, logs()).await.unwrap();
        assert_ne!(*instance.way(), StartWay::Copied);
        assert_eq!(instance.not_copied().as_deref(), Some(reason));
    }
}
