//! Every operation, with inputs of the right shapes and the wrong contents: whatever a client
//! sends is answered, and never by a fault of ours. A panic in an operation is such a fault (the
//! store catches it); one outside of it ends the connection without an answer.
//!
//! The draws are the same on each run. Another `SEED` finds other things.

use std::borrow::Cow;
use std::fmt::Write;

use samara_base::Timestamp;
use samara_service::{Invocation, Invoke, Invoked, Operations, Principal, Refusal};
use samara_store::{About, BoxFuture, StoreExt, Txn};
use samara_wire::sigv4::{Credentials, Scope, sign};
use samara_wire::{
    Document, Kind, Location, OperationModel, OutgoingParts, ServiceModel, ShapeId, encode_input,
};

use super::*;

const SEED: u64 = 7;
/// Rounds of requests, one of every fourth operation.
const ROUNDS: usize = 32;
/// How deep an input may be; what must be there beyond is left out.
const DEPTH_MAX: usize = 7;

/// Texts that mean something somewhere: names of what is there, other kinds of things, and what
/// parsers trip over.
const TEXTS: [&str; 40] = [
    "",
    "a",
    "aaa",
    "bbb",
    "aaa:1",
    "$LATEST",
    "0",
    "-1",
    "1e400",
    "99999999999999999999999999999999999999999",
    "é\u{1f600}",
    "\u{0}",
    " ",
    "a b",
    "../x",
    "%",
    "{",
    "{}",
    "[]",
    "[[[[[[[[[[",
    "{\"source\":[\"a\"]}",
    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}",
    "{\"Resources\":{\"A\":{\"Type\":\"AWS::Logs::LogGroup\"}}}",
    "Resources: {A: {Type: !Sub \"${A}\"}}",
    "arn:aws:iam::000000000000:role/aaa",
    "arn:aws:iam::aws:policy/ReadOnlyAccess",
    "arn:aws:lambda:us-east-1:000000000000:function:aaa",
    "arn:aws:dynamodb:us-east-1:000000000000:table/aaa",
    "arn:aws:dynamodb:us-east-1:000000000000:table/aaa/stream/2026-11-21T12:00:00.000",
    "arn:aws:logs:us-east-1:000000000000:log-group:aaa:*",
    "arn:aws:events:us-east-1:000000000000:rule/aaa",
    "arn:",
    "#a = :v AND begins_with(b, :v)",
    "SET a = if_not_exists(a, :v) + :v REMOVE b[0]",
    "((((((((((a",
    "a.b[0], #a",
    "GET /x/{y+}",
    "rate(5 minutes)",
    "bytes=-1",
    "\u{feff}\u{202e}",
];

/// Chance that is the same each time (`SplitMix64`), and of how many members that need not be
/// given one is.
struct Draw(u64, usize);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        usize::try_from(bits % bound as u64).unwrap()
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn document(&mut self, model: &ServiceModel, shape: ShapeId, depth: usize) -> Document {
        let shape = model.shape(shape).unwrap();
        // DynamoDB's values are a union that the model does not call one.
        let of_table = shape.name == "AttributeValue";
        match &shape.kind {
            Kind::Structure { members, union, .. } => {
                let first = members.len();
                let only =
                    (*union || of_table).then(|| self.below(first * 2).saturating_sub(first));
                let mut entries = Vec::new();
                for (place, member) in members.iter().enumerate() {
                    let wanted = match only {
                        Some(only) => only == place,
                        None => member.required || self.below(self.1) == 0,
                    };
                    let in_path = member.location == Location::Uri;
                    if in_path || (wanted && depth < DEPTH_MAX) {
                        let mut value = self.document(model, member.shape, depth + 1);
                        if in_path && value.as_str() == Some("") {
                            value = Document::String("aaa".to_owned());
                        }
                        entries.push((Cow::Borrowed(member.name), value));
                    }
                }
                Document::Map(entries)
            }
            Kind::List { element, .. } => {
                let count = if depth < DEPTH_MAX { self.below(3) } else { 0 };
                Document::List(
                    (0..count).map(|_| self.document(model, *element, depth + 1)).collect(),
                )
            }
            Kind::Map { value, .. } => {
                let count = if depth < DEPTH_MAX { self.below(3) } else { 0 };
                let keys = ["a", ":v", "a", "#a", "a", "aaa", "b"];
                let first = self.below(keys.len());
                let keys = keys.iter().cycle().skip(first).take(count);
                let entry = |key: &&'static str| {
                    (Cow::Borrowed(*key), self.document(model, *value, depth + 1))
                };
                Document::Map(keys.map(entry).collect())
            }
            Kind::String { values, .. } if !values.is_empty() && self.below(8) != 0 => {
                Document::String(self.one(values).to_owned())
            }
            Kind::String { .. } => Document::String(match self.below(40) {
                0 => "x".repeat(70_000),
                // What is there has this name.
                1..20 => "aaa".to_owned(),
                _ => self.one(&TEXTS).to_owned(),
            }),
            Kind::Integer { .. } => {
                Document::Integer(self.one(&[0, 1, 5, -1, 100, i64::from(i32::MAX)]))
            }
            Kind::Long { .. } => {
                Document::Integer(self.one(&[0, 1, -1, 1 << 40, i64::MAX, i64::MIN]))
            }
            Kind::Float | Kind::Double => Document::Double(self.one(&[0.0, -0.5, 1e300])),
            Kind::Boolean => Document::Boolean(self.below(2) == 0),
            Kind::Blob { streaming: true, .. } => Document::String(self.one(&TEXTS).to_owned()),
            Kind::Blob { .. } => {
                let bytes: &'static [u8] = self.one(&[b"", b"{}", b"\xff\xfe", b"PK\x05\x06aaaa"]);
                Document::Blob(bytes.into())
            }
            Kind::Timestamp { .. } => {
                let millis = self.one(&[0, 1_795_262_400_000, 253_402_300_799_999]);
                Document::Timestamp(Timestamp::from_millis(millis))
            }
        }
    }
}

/// No function ever runs here.
struct NoFunctions;

impl Invoke for NoFunctions {
    fn invoke(&self, _: Invocation) -> BoxFuture<'_, Result<Invoked, Refusal>> {
        Box::pin(async { Err(Refusal::caller("TooManyRequestsException", 429, "Rate Exceeded.")) })
    }
}

/// What the inputs speak of, made by calls that are right.
async fn furnish(front: &Front) {
    let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
    let key = serde_json::json!([{"AttributeName": "a", "KeyType": "HASH"}]);
    let attributes = serde_json::json!([{"AttributeName": "a", "AttributeType": "S"}]);
    for (service, operation, input) in [
        (
            "dynamodb",
            "CreateTable",
            serde_json::json!({"TableName": "aaa", "KeySchema": key,
                "AttributeDefinitions": attributes, "BillingMode": "PAY_PER_REQUEST"}),
        ),
        ("s3", "CreateBucket", serde_json::json!({"Bucket": "aaa"})),
        ("logs", "CreateLogGroup", serde_json::json!({"logGroupName": "aaa"})),
        (
            "logs",
            "CreateLogStream",
            serde_json::json!({"logGroupName": "aaa", "logStreamName": "aaa"}),
        ),
        ("events", "CreateEventBus", serde_json::json!({"Name": "aaa"})),
        (
            "events",
            "PutRule",
            serde_json::json!({"Name": "aaa", "EventPattern": "{\"source\":[\"a\"]}"}),
        ),
        (
            "iam",
            "CreateRole",
            serde_json::json!({"RoleName": "aaa", "AssumeRolePolicyDocument": trust}),
        ),
        ("iam", "CreateUser", serde_json::json!({"UserName": "aaa"})),
    ] {
        let (inner, cx) = (front.0.clone(), front.context(Principal::Root, None));
        let work = move |txn: &mut dyn Txn| {
            inner.table.call_json_in(&cx, txn, (service, operation), input.clone())
        };
        // What is still there from the last time may be refused.
        let _ = front.0.store.write(About::default(), work).await.unwrap();
    }
}

fn request(model: &ServiceModel, mut parts: OutgoingParts) -> Vec<u8> {
    let credentials = Credentials {
        access_key_id: "test".to_owned(),
        secret: "test".to_owned(),
        session_token: None,
    };
    parts.headers.insert("host", http::HeaderValue::from_static("127.0.0.1"));
    let scope = Scope { region: "us-east-1", service: model.signing_name };
    sign(&mut parts, &credentials, scope, Timestamp::from_secs(1_795_262_400)).unwrap();
    let body = parts.stream.take().map_or(parts.body, Into::into);
    let query = if parts.query.is_empty() { String::new() } else { format!("?{}", parts.query) };
    let mut head =
        format!("{} {}{query} HTTP/1.1\r\nconnection: close\r\n", parts.method, parts.path);
    write!(head, "content-length: {}\r\n", body.len()).unwrap();
    let mut bytes = head.into_bytes();
    for (name, value) in parts.headers.iter().filter(|(name, _)| *name != "content-length") {
        bytes.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    [&bytes, b"\r\n".as_slice(), &body].concat()
}

async fn answer(front: &Front, request: Vec<u8>) -> String {
    let (mut client, server) = duplex(1024 * 1024);
    let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let connections = Connections::new(8, 8);
    let place = connections.place(address).await.unwrap();
    let peer = Peer { address, at: address, instance: None };
    let sweeping = tokio::spawn(async move { connections.keep_swept().await });
    let serving = tokio::spawn(connection(front.0.clone(), server, peer, place));
    // The other side may answer before it has read all.
    let _ = client.write_all(&request).await;
    let answer = rest_of(&mut client).await;
    serving.await.expect("serving it panics");
    sweeping.abort();
    answer
}

#[tokio::test]
async fn no_input_of_any_operation_is_a_fault_of_ours() {
    let front = front(8);
    front.set_invoker(Arc::new(NoFunctions));
    let mut draw = Draw(SEED, 1);
    let mut all: Vec<(&'static ServiceModel, &'static OperationModel)> = Vec::new();
    for table in all_services() {
        all.extend(table.model.operations.iter().map(|operation| (table.model, operation)));
    }
    let (mut sent, mut taken) = (0, 0);
    for _ in 0..ROUNDS {
        // What others deleted or changed is there again.
        furnish(&front).await;
        for _ in 0..all.len() / 4 {
            let (model, operation) = draw.one(&all);
            draw.1 = draw.one(&[3, 10, 1000]);
            let shape = operation.input;
            let input = shape.map_or(Document::Null, |shape| draw.document(model, shape, 0));
            // What has no place on the wire (a line break in a header) nobody can send.
            let Ok(parts) = encode_input(model, operation, &input) else { continue };
            let answer = answer(&front, request(model, parts)).await;
            let status = answer.get(9..12).unwrap_or_default();
            let fine = status.starts_with(['2', '3', '4']) || status == "501";
            assert!(fine, "{} {} of {input:?}: {answer}", model.id, operation.name);
            sent += 1;
            taken += usize::from(status.starts_with('2'));
        }
    }
    // Else nothing got beyond what is checked first.
    assert!(sent / 20 < taken, "{taken} of {sent}");
}

/// What heads and bodies are made of; a start that is good comes first, else few get anywhere.
const PIECES: [&[u8]; 30] = [
    b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n",
    b"POST / HTTP/1.1\r\nhost: 127.0.0.1\r\n",
    b"PUT /aaa/k?partNumber=1&uploadId=x HTTP/1.1\r\nhost: 127.0.0.1\r\n",
    b"PUT /k HTTP/1.1\r\nhost: aaa.localhost\r\n",
    b"POST /x HTTP/1.1\r\nhost: abc.execute-api.localhost\r\n",
    b"GET /_api/abc/%24default/%ff HTTP/1.1\r\nhost: 127.0.0.1\r\n",
    b"OPTIONS * HTTP/1.1\r\nhost: [::1]\r\n",
    b"CONNECT 127.0.0.1:80 HTTP/1.1\r\nhost: 127.0.0.1:80\r\n",
    b"GET http://127.0.0.1/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=% HTTP/1.0\r\n",
    b"GET /_samara/status HTTP/1.1\r\nhost: \xff\r\n",
    b"host: 127.0.0.1\r\n",
    b"content-length: 5\r\n",
    b"content-length: -1\r\n",
    b"transfer-encoding: chunked\r\n",
    b"content-encoding: gzip\r\n",
    b"content-encoding: aws-chunked, gzip\r\n",
    b"expect: 100-continue\r\n",
    b"connection: upgrade\r\nupgrade: h2c\r\n",
    b"origin: http://127.0.0.1\r\nsec-fetch-site: cross-site\r\n",
    b"x-amz-target: DynamoDB_20120810.PutItem\r\n",
    b"x-amz-date: 20261121T120000Z\r\n",
    b"x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\n",
    b"x-amz-decoded-content-length: 99999999999999999999\r\n",
    b"authorization: AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=00\r\n",
    b"authorization: AWS4-HMAC-SHA256 Credential=////, SignedHeaders=;, Signature=\xff\r\n",
    b"\r\n",
    b"\r\n5;chunk-signature=0\r\n",
    b"{\"a\":",
    b"\x1f\x8b\x08\x00",
    b"0\r\n\r\n",
];

/// Whoever can end the task can end it for everybody, one request at a time.
#[tokio::test(start_paused = true)]
async fn no_bytes_make_a_connection_panic() {
    let front = front(8);
    let mut draw = Draw(SEED, 1);
    for _ in 0..400 {
        let mut request = PIECES[draw.below(10)].to_vec();
        for _ in 0..draw.below(10) {
            request.extend(draw.one(&PIECES));
        }
        request.extend(b"\r\n\r\nabcde");
        let answer = answer(&front, request).await;
        assert!(!answer.starts_with("HTTP/1.1 500"), "{answer}");
    }
}
