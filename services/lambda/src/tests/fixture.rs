//! What knows the API: steps as text, packages, and a little IAM and S3 beside Lambda.

use std::io::{Cursor, Write};

use samara_service::testing::Bench;
use samara_service::{Access, Answer, Cx, Entry, Operation, Piece, Place, Refusal, ServiceTable};
use samara_store::Txn;
use samara_wire::{Document, Name, ServiceModel};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const ROLE: &str = "arn:aws:iam::000000000000:role/app";
/// What the ARNs of functions begin with.
pub(super) const ARN: &str = "arn:aws:lambda:us-east-1:000000000000:function";

pub(super) fn bench() -> Bench {
    let iam = ServiceTable { model: &IAM, operations: vec![Entry::of::<GetRole>()] };
    let s3 = ServiceTable { model: &S3, operations: vec![Entry::of::<GetObject>()] };
    Bench::new(vec![crate::service(), iam, s3])
}

#[track_caller]
pub(super) fn check(bench: &Bench, steps: &[(&str, &str)]) {
    for (step, expected) in steps {
        assert_eq!(run(bench, step), *expected, "after step: {step}");
    }
}

/// Creates a function of a package and gives the message of the refusal, if it is one.
pub(super) fn create(bench: &Bench, package: Vec<u8>) -> String {
    let code = Document::Map(vec![(Name::Borrowed("ZipFile"), Document::Blob(package.into()))]);
    let mut input = vec![member("FunctionName=f"), (Name::Borrowed("Code"), code)];
    complete(&mut input);
    match bench.call("lambda", "CreateFunction", Document::Map(input)) {
        Ok(_) => "ok".to_owned(),
        Err(refusal) => refusal.message,
    }
}

pub(super) fn run(bench: &Bench, step: &str) -> String {
    let mut words = step.split(' ').filter(|word| !word.is_empty());
    let operation = words.next().unwrap();
    let mut input: Vec<(Name, Document)> = words.map(member).collect();
    if operation == "CreateFunction" {
        complete(&mut input);
    }
    match bench.call("lambda", operation, Document::Map(input)) {
        Ok(Answer::Done(output)) => show(&output),
        Ok(Answer::Invoke(invocation)) => format!(
            "invoke {} {} {}",
            invocation.function,
            invocation.qualifier,
            String::from_utf8_lossy(&invocation.payload)
        ),
        Ok(other) => panic!("{other:?}"),
        Err(refusal) => format!("{} {}", refusal.code, refusal.message),
    }
}

fn member(word: &str) -> (Name, Document) {
    let (name, value) = word.split_once('=').unwrap();
    let text = Document::String(value.to_owned());
    let value = match name {
        "payload" => {
            let value = Document::Blob(value.to_owned().into());
            return (Name::Borrowed("Payload"), value);
        }
        "Environment" => {
            let variables = Document::Map(vec![member(value)]);
            Document::Map(vec![(Name::Borrowed("Variables"), variables)])
        }
        "Layers" => Document::List(vec![text]),
        "Publish" => Document::Boolean(value == "true"),
        "MemorySize" | "Timeout" | "ReservedConcurrentExecutions" | "MaximumRetryAttempts" => {
            Document::Integer(value.parse().unwrap())
        }
        _ => text,
    };
    (Name::Owned(name.to_owned()), value)
}

/// What every function needs, where a step does not say otherwise.
fn complete(input: &mut Vec<(Name, Document)>) {
    let given = |input: &[(Name, Document)], name: &str| input.iter().any(|(key, _)| key == name);
    for (name, value) in [("Role", ROLE), ("Runtime", "python3.13"), ("Handler", "app.handler")] {
        if !given(input, name) {
            input.push((Name::Borrowed(name), Document::String(value.to_owned())));
        }
    }
    if given(input, "Code") {
        return;
    }
    let of_s3 = |(name, _): &(Name, Document)| name.starts_with("S3");
    let mut code: Vec<_> = input.extract_if(.., |member| of_s3(member)).collect();
    if code.is_empty() {
        let zip = zipped(&[("app.py", "def handler(event, context): return event")]);
        code.push((Name::Borrowed("ZipFile"), Document::Blob(zip.into())));
    }
    input.push((Name::Borrowed("Code"), Document::Map(code)));
}

/// What a test looks at: the names of a list, a text, or the members that matter.
fn show(output: &Document) -> String {
    let lists = [("Functions", "FunctionName"), ("Versions", "Version"), ("Aliases", "Name")];
    for (list, name) in lists {
        if let Some(Document::List(items)) = output.get(list) {
            let names = items.iter().filter_map(|item| item.get(name)?.as_str());
            return names.collect::<Vec<_>>().join(" ");
        }
    }
    let members: &[&str] = match output.get("AliasArn") {
        Some(_) => &["Name", "FunctionVersion"],
        None => &[
            "StatusCode",
            "Policy",
            "Statement",
            "FunctionName",
            "Version",
            "Runtime",
            "Handler",
            "MemorySize",
            "Timeout",
        ],
    };
    let text = |name: &&str| match output.get(name)? {
        Document::String(text) => Some(text.clone()),
        Document::Integer(number) => Some(number.to_string()),
        _ => None,
    };
    let shown = members.iter().filter_map(text).collect::<Vec<_>>().join(" ");
    if shown.is_empty() { "ok".to_owned() } else { shown }
}

pub(super) fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub(super) fn linked(name: &str, target: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_symlink(name, target, SimpleFileOptions::default()).unwrap();
    zip.finish().unwrap().into_inner()
}

static IAM: ServiceModel = model("iam");
static S3: ServiceModel = model("s3");

const fn model(id: &'static str) -> ServiceModel {
    ServiceModel {
        id,
        signing_name: id,
        endpoint_prefix: id,
        target_prefix: "",
        protocol: samara_wire::Protocol::RestJson,
        api_version: "",
        xml_namespace: "",
        operations: &[],
        known_operations: &[],
        shapes: &[],
    }
}

/// A little IAM: `app` may be assumed by Lambda, `other` by another service only.
struct GetRole;

impl Operation for GetRole {
    const NAME: &'static str = "GetRole";
    const PLACE: Place = Place::Read;
    type Input = Document;
    type Output = Document;
    type Error = Refusal;

    fn access(_cx: &Cx, _input: &Document) -> Vec<Access> {
        vec![Access::new("iam:GetRole", "*")]
    }

    fn run(_cx: &Cx, _txn: &mut dyn Txn, input: &Document) -> Result<Answer<Document>, Refusal> {
        let name = input.get("RoleName").and_then(Document::as_str).unwrap_or_default();
        let service = match name {
            "app" => "lambda.amazonaws.com",
            "other" => "events.amazonaws.com",
            _ => return Err(Refusal::caller("NoSuchEntity", 404, "no such role")),
        };
        // Partly URL-encoded, as IAM writes it.
        let trust = format!(
            "%7B%22Statement%22:[{{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\
             \"Principal\":{{\"Service\":\"{service}\"}}}}]}}"
        );
        let member = |name, value| (Name::Borrowed(name), Document::String(value));
        let arn = member("Arn", format!("arn:aws:iam::000000000000:role/{name}"));
        let role = Document::Map(vec![arn, member("AssumeRolePolicyDocument", trust)]);
        Ok(Answer::Done(Document::Map(vec![(Name::Borrowed("Role"), role)])))
    }
}

/// A little S3: the key `good` has a package.
struct GetObject;

impl Operation for GetObject {
    const NAME: &'static str = "GetObject";
    const PLACE: Place = Place::Read;
    type Input = Document;
    type Output = Document;
    type Error = Refusal;

    fn access(_cx: &Cx, _input: &Document) -> Vec<Access> {
        vec![Access::new("s3:GetObject", "*")]
    }

    fn run(_cx: &Cx, txn: &mut dyn Txn, input: &Document) -> Result<Answer<Document>, Refusal> {
        if input.get("Key").and_then(Document::as_str) != Some("good") {
            return Err(Refusal::caller("NoSuchKey", 404, "The specified key does not exist."));
        }
        let package = zipped(&[("app.py", "x")]);
        // In two parts, as one that was uploaded so.
        let (first, last) = package.split_at(package.len() / 2);
        let mut pieces = Vec::new();
        for part in [first, last] {
            let blob = txn.put_blob(part)?;
            pieces.push(Piece { blob, offset: 0, length: part.len() as u64 });
        }
        Ok(Answer::Stream { output: Document::Null, pieces })
    }
}
