//! Node functions that begin as copies of one that has initialised.

use std::collections::BTreeSet;

use samara_runtime::{Copies, InstanceSpec, StartWay};
use serde_json::json;

use super::copies::{copy, host, logs};
use super::host::{Function, Host};

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
    String(crypto.generatePrimeSync(64, { bigint: true })),
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
    for (code, reason) in [
        ("const x = Math.random()", "Math.random() at app.js:1"),
        ("const { random } = Math;\n\nrandom()", "Math.random() at app.js:3"),
        ("const c = require('crypto')\nc.randomUUID()", "crypto.randomUUID() at app.js:2"),
        ("const { randomInt } = require('crypto')\nrandomInt(7)", "crypto.randomInt() at app.js:2"),
        ("require('crypto').randomBytes(3)", "crypto.randomBytes() at app.js:1"),
        ("crypto.getRandomValues(new Uint8Array(3))", "crypto.getRandomValues() at app.js:1"),
        (
            "crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-1' }, true, ['sign'])",
            "crypto.subtle.generateKey() at app.js:1",
        ),
        (
            "require('crypto').generateKeyPairSync('ed25519')",
            "crypto.generateKeyPairSync() at app.js:1",
        ),
        ("require('vm').runInNewContext('1')", "vm.runInNewContext() at app.js:1"),
        (
            "require('fs').readSync(require('fs').openSync('/dev/urandom'), Buffer.alloc(3))",
            "fs.openSync('/dev/urandom') at app.js:1",
        ),
        (
            "const x = process.env.AWS_SECRET_ACCESS_KEY",
            "process.env.AWS_SECRET_ACCESS_KEY at app.js:1",
        ),
        ("const x = { ...process.env }", "process.env.AWS_ACCESS_KEY_ID at app.js:1"),
        (
            "const { once } = require('events');\n\
             const { Worker } = require('worker_threads');\n\
             exports.x = once(new Worker('1', { eval: true }), 'exit')",
            "a worker thread at app.js:3",
        ),
        ("require('child_process').execSync('true')", "child_process.execSync() at app.js:1"),
        ("exports.x = fetch('http://127.0.0.1:4566').catch(() => 1)", "fetch() at app.js:1"),
        (
            "require('http').get('http://127.0.0.1:1').on('error', () => 1)",
            "http.get() at app.js:1",
        ),
        ("require('net').connect(1).on('error', () => 1)", "net.Socket.connect() at app.js:1"),
        ("require('dns').promises.lookup('localhost')", "dns.promises.lookup() at app.js:1"),
        ("process.binding('util')", "process.binding() at app.js:1"),
        (
            "try { process.dlopen({}, '/var/task/own.node') } catch {}",
            "the native module own.node at app.js:1",
        ),
        ("require('fs').writeFileSync('/tmp/kept', '')", "it left a file in /tmp: kept"),
        (
            "exports.x = require('fs').openSync('/var/task/app.js')",
            "it left a file open: /var/task/app.js",
        ),
        ("exports.x = require('fs').watch('/tmp')", "it left a file open: anon_inode:inotify"),
        ("throw new TypeError('no')", "its initialisation failed: TypeError: no"),
    ] {
        let code = format!("{code};\nexports.handler = async () => await exports.x;\n");
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

/// A socket that two instances held would have each read the other's answers, and of a thread or a
/// process there is one: who asks to be copied is not copied with one either.
#[tokio::test]
async fn what_no_copy_can_have_is_never_shared() {
    let Some(host) = host().await else { return };
    for (code, reason) in [
        ("exports.x = require('net').createServer().listen(0)", "it left a file open: socket:"),
        (
            "exports.x = require('child_process').spawn('/bin/sh', ['-c', 'read x'])",
            "it left a process running",
        ),
        (
            "const { Worker } = require('worker_threads');\n\
             const worker = new Worker('setInterval(() => 1, 1000)', { eval: true });\n\
             exports.x = worker;",
            "it left a thread running",
        ),
    ] {
        let code = format!("{code}\nexports.handler = async () => 'well';\n");
        let mut spec = spec(&host, &code);
        spec.copies = Copies::Always;
        let refused = host.runtime.copyable(spec.clone(), logs()).await.unwrap_err().to_string();
        assert!(refused.starts_with(reason), "{code}: {refused}");
        let instance = host.runtime.start_instance(spec, logs()).await.unwrap();
        assert_ne!(*instance.way(), StartWay::Copied);
    }
}

/// What a copy's interpreter had threads, queues and pipes for works in it all the same, again and
/// again.
#[tokio::test]
async fn all_that_node_does_works_in_a_copy() {
    let Some(host) = host().await else { return };
    let mut spec =
        host.spec("nodejs20.x", "app.handler", &[("app.mjs", WORKS), ("late.mjs", LATE)]);
    spec.timeout_ms = 20_000;
    for _ in 0..2 {
        let mut function = copy(&host, &spec).await;
        for _ in 0..2 {
            let answer = function.answer("{}").await;
            let works: Vec<_> = answer.as_object().unwrap().iter().collect();
            assert_eq!(works.len(), 17, "{answer}");
            for (name, works) in works {
                assert_eq!(*works, json!(true), "{name}");
            }
        }
    }
}

const LATE: &str = "export const late = true;";

/// Each of these says whether it works.
const WORKS: &str = r"
import { execFile, execFileSync, spawn } from 'node:child_process';
import { createHash, pbkdf2, sign, generateKeyPair } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import vm from 'node:vm';
import { Worker } from 'node:worker_threads';
import zlib from 'node:zlib';

let ticks = 0;
setInterval(() => { ticks += 1; }, 1).unref();
let signalled = 0;
process.on('SIGUSR2', () => { signalled += 1; });
const local = new http.Agent({ keepAlive: true });

const works = {
  timer: () => new Promise((done) => setTimeout(done, 2, true)),
  interval: async () => {
    const before = ticks;
    while (ticks === before) await new Promise((done) => setTimeout(done, 1));
    return true;
  },
  immediate: () => new Promise((done) => setImmediate(done, true)),
  files: async () => {
    await fs.promises.writeFile('/tmp/file', 'text');
    const text = await fs.promises.readFile('/tmp/file', 'utf8');
    await fs.promises.unlink('/tmp/file');
    return text === 'text';
  },
  zlib: async () => {
    const packed = await promisify(zlib.gzip)('text'.repeat(1000));
    return (await promisify(zlib.gunzip)(packed)).length === 4000;
  },
  crypto: async () => {
    const key = await promisify(pbkdf2)('a', 'b', 10, 16, 'sha256');
    const { privateKey } = await promisify(generateKeyPair)('ed25519');
    return key.length === 16 && sign(null, key, privateKey).length === 64
      && createHash('md5').update('').digest('hex').startsWith('d41d8');
  },
  subtle: async () => (await crypto.subtle.digest('SHA-256', Buffer.from(''))).byteLength === 32,
  http: async () => {
    const server = http.createServer((request, response) => request.pipe(response)).listen(0);
    await once(server, 'listening');
    const { port } = server.address();
    const body = 'x'.repeat(100000);
    const response = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body });
    const same = (await response.text()) === body;
    const [answer] = await once(http.get({ port, agent: local }), 'response');
    answer.resume();
    await once(answer, 'end');
    server.closeAllConnections();
    await promisify(server.close.bind(server))();
    return same && answer.statusCode === 200;
  },
  socket: async () => {
    const server = net.createServer((socket) => socket.end('text')).listen('/tmp/socket');
    await once(server, 'listening');
    const [data] = await once(net.connect('/tmp/socket'), 'data');
    server.close();
    return data.toString() === 'text';
  },
  child: async () => {
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', 'echo $TABLE']);
    return stdout.trim() === 'orders' && execFileSync('/bin/sh', ['-c', 'echo x']).length === 2;
  },
  killed: async () => {
    const child = spawn('/bin/sh', ['-c', 'read x']);
    child.kill('SIGTERM');
    return (await once(child, 'exit'))[1] === 'SIGTERM';
  },
  signal: async () => {
    const before = signalled;
    process.kill(process.pid, 'SIGUSR2');
    while (signalled === before) await new Promise((done) => setTimeout(done, 1));
    return true;
  },
  worker: async () => {
    const text = 'require(`worker_threads`).parentPort.postMessage(6 * 7)';
    const worker = new Worker(text, { eval: true });
    const [message] = await once(worker, 'message');
    await worker.terminate();
    return message === 42;
  },
  late: async () => (await import('./late.mjs')).late,
  garbage: () => {
    let kept = [];
    for (let n = 0; n < 300000; n += 1) kept = n % 1000 ? [...kept.slice(-5), { n }] : [];
    return kept.length === 6;
  },
  streams: async () => {
    const through = new PassThrough();
    await pipeline(fs.createReadStream('/var/task/app.mjs'), through);
    return through.read().toString().includes('PassThrough');
  },
  context: () => vm.runInNewContext('a + b.c', { a: 1, b: { c: 2 } }) === 3,
};

export const handler = async () => {
  const seen = {};
  for (const [name, one] of Object.entries(works)) {
    console.log(name);
    seen[name] = await Promise.resolve().then(one).catch((error) => error.stack);
  }
  return seen;
};
";

/// Node's own way to end waits for its threads, of which a copy has none: it would end by the
/// function's timeout instead, in whichever of these ways it does. And a callback's answer is sent
/// when Node has nothing left to do, for which it waits for them too.
#[tokio::test]
async fn a_copy_answers_and_ends_as_any_other() {
    let Some(host) = host().await else { return };
    let code = "
const ways = {
  callback: (done) => done(null, 'well'),
  later: (done) => { setTimeout(() => done(null, 'later'), 2); },
  fetched: (done) => {
    fetch('data:text/plain,text').then((got) => got.text()).then((text) => done(null, text));
  },
  failed: (done) => done(new TypeError('no')),
  never: () => undefined,
  thrown: () => { setTimeout(() => { throw new TypeError('late'); }); },
  bare: () => {
    process.removeAllListeners('uncaughtException');
    setTimeout(() => { throw new TypeError('bare'); });
  },
  rejected: () => { Promise.reject(new TypeError('nobody')); },
  exit: () => process.exit(3),
  ended: () => {
    process.exitCode = 4;
    process.on('beforeExit', () => undefined);
    process.removeAllListeners('beforeExit');
  },
  killed: () => process.kill(process.pid, 'SIGTERM'),
  aborted: () => process.abort(),
};
exports.handler = (event, context, done) => ways[event](done);
";
    let plain = InstanceSpec { copies: Copies::Never, ..spec(&host, code) };
    let copied = InstanceSpec { copies: Copies::IfProved, ..plain.clone() };
    for way in [
        "callback", "later", "fetched", "failed", "never", "thrown", "bare", "rejected", "exit",
        "ended", "killed", "aborted",
    ] {
        let payload = json!(way).to_string();
        let instance = host.runtime.start_instance(plain.clone(), logs()).await.unwrap();
        let mut expected = Function::new(instance, logs()).answer(&payload).await;
        let mut seen = copy(&host, &copied).await.answer(&payload).await;
        for answer in [&mut expected, &mut seen] {
            // Where in Node's own files it was.
            answer.as_object_mut().map(|answer| answer.remove("trace"));
        }
        assert_eq!(seen, expected, "{way}");
    }
}

/// A copy whose client signed with the credentials of another instance would be refused when those
/// expire, and could be told from nobody.
#[tokio::test]
async fn time_and_credentials_are_a_copys_own() {
    let Some(host) = host().await else { return };
    // A client that keeps what it has read, until it expires, as the SDK's do.
    let provider = "
exports.fromEnv = () => ({
  accessKeyId: process.env.AWS_ACCESS_KEY_ID,
  sessionToken: process.env.AWS_SESSION_TOKEN,
  expires: process.env.AWS_CREDENTIAL_EXPIRATION,
});
";
    let code = "
const { fromEnv } = require('@aws-sdk/credential-provider-env');
const { env } = process;
let kept = fromEnv();
const began = [performance.now(), process.hrtime.bigint()];
exports.handler = async () => {
  if (kept.expires && Date.parse(kept.expires) - Date.now() < 300000) kept = fromEnv();
  return [kept.accessKeyId, kept.sessionToken, env.AWS_SECRET_ACCESS_KEY,
    process.env.AWS_SESSION_TOKEN, process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    'SAMARA_ZYGOTE' in process.env, process.execArgv.length,
    [Date.now(), performance.now() - began[0], Number(process.hrtime.bigint() - began[1])]];
};
";
    let file = "node_modules/@aws-sdk/credential-provider-env/index.js";
    let spec = host.spec("nodejs20.x", "app.handler", &[("app.js", code), (file, provider)]);
    let mut times = Vec::new();
    for number in 0..3 {
        let mut spec = spec.clone();
        for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] {
            spec.environment.push((name.to_owned(), format!("{name} {number}")));
        }
        spec.log_stream = format!("stream {number}");
        let mut answer = copy(&host, &spec).await.answer("{}").await;
        times.push(answer.as_array_mut().unwrap().pop().unwrap());
        let own = |name: &str| json!(format!("{name} {number}"));
        let (key, token) = (own("AWS_ACCESS_KEY_ID"), own("AWS_SESSION_TOKEN"));
        let secret = own("AWS_SECRET_ACCESS_KEY");
        assert_eq!(answer, json!([key, token, secret, token, own("stream"), false, 1]));
    }
    for clock in 0..3 {
        let told: Vec<_> = times.iter().map(|one| one[clock].as_f64().unwrap()).collect();
        assert!(told.is_sorted_by(|one, next| one < next) && 0.0 < told[0], "{clock}: {told:?}");
    }
}

/// What all copies have of their environment is the same text in the memory that they begin with.
#[tokio::test]
async fn the_environment_is_whole_in_a_copy() {
    let Some(host) = host().await else { return };
    let mut spec = spec(&host, super::node::ENVIRONMENT);
    for number in 0..3 {
        spec.environment = vec![
            ("AWS_ACCESS_KEY_ID".to_owned(), "key".repeat(number * 7)),
            ("SAME".to_owned(), "same".to_owned()),
            ("AWS_SECRET_ACCESS_KEY".to_owned(), "secret".to_owned()),
        ];
        spec.log_stream = "stream".repeat(9 - number);
        let answer = copy(&host, &spec).await.answer("{}").await;
        let own = &answer[0];
        assert_eq!((&own["SAME"], &own["TZ"]), (&json!("same"), &json!(":UTC")));
        assert_eq!(own["AWS_SECRET_ACCESS_KEY"], json!("secret"));
        assert_eq!(own["AWS_ACCESS_KEY_ID"], json!("key".repeat(number * 7)));
        assert_eq!(answer[1], *own, "a child");
        assert_eq!(answer[2], *own, "/proc");
    }
}
