//! Behaviour of the operations, with an IAM beside them that knows one role.

use samara_service::testing::Bench;
use samara_service::{
    Access, Answer, Cx, Entry, Operation, Place, Principal, Refusal, ServiceTable,
};
use samara_store::{About, StoreExt, Txn};
use samara_wire::{Document, Protocol, ServiceModel};

use crate::session::{ServerKey, open};
use crate::{keys, service};

static IAM: ServiceModel = ServiceModel {
    id: "iam",
    signing_name: "iam",
    endpoint_prefix: "iam",
    target_prefix: "",
    protocol: Protocol::AwsQuery,
    api_version: "2010-05-08",
    xml_namespace: "",
    operations: &[],
    known_operations: &[],
    shapes: &[],
};

const TRUST: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow",
    "Principal":{"AWS":"arn:aws:iam::000000000000:user/ada"},"Action":"sts:AssumeRole",
    "Condition":{"StringEquals":{"sts:ExternalId":"x1"}}}}"#;

/// `GetRole` of an IAM whose only role is `shop`.
struct GetRole;

impl Operation for GetRole {
    const NAME: &'static str = "GetRole";
    const PLACE: Place = Place::Read;
    type Input = Document;
    type Output = Document;
    type Error = Refusal;

    fn access(_: &Cx, _: &Document) -> Vec<Access> {
        vec![Access::new("iam:GetRole", ROLE)]
    }

    fn run(_: &Cx, _: &mut dyn Txn, input: &Document) -> Result<Answer<Document>, Refusal> {
        if input.get("RoleName").and_then(Document::as_str) != Some("shop") {
            return Err(Refusal::caller("NoSuchEntity", 404, "none"));
        }
        let role = fields(&[
            ("Arn", ROLE),
            ("RoleId", "AROA1"),
            ("AssumeRolePolicyDocument", TRUST),
            ("MaxSessionDuration", "3600"),
        ]);
        Ok(Answer::Done(Document::Map(vec![("Role".into(), role)])))
    }
}

fn bench() -> Bench {
    let bench = Bench::new(vec![
        service(),
        ServiceTable { model: &IAM, operations: vec![Entry::of::<GetRole>()] },
    ]);
    let work = |txn: &mut dyn Txn| keys::server_key_or_put(txn, [7; 32]).map(|_| ());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let mut future = Box::pin(bench.store.write(About::default(), work));
    assert!(matches!(future.as_mut().poll(&mut context), std::task::Poll::Ready(Ok(Ok(())))));
    drop(future);
    bench
}

fn fields(fields: &[(&'static str, &str)]) -> Document {
    let field = |(name, value): &(&'static str, &str)| {
        let value =
            value.parse().map_or_else(|_| Document::String((*value).to_owned()), Document::Integer);
        ((*name).into(), value)
    };
    Document::Map(fields.iter().map(field).collect())
}

fn call(
    bench: &Bench,
    cx: &Cx,
    service: &str,
    operation: &str,
    input: Document,
) -> Result<Document, String> {
    match bench.call_as(cx, service, operation, input) {
        Ok(Answer::Done(output)) => Ok(output),
        Ok(_) => Err("no answer".to_owned()),
        Err(refusal) => Err(format!("{}: {}", refusal.code, refusal.message)),
    }
}

fn user(cx: &Cx, name: &str) -> Cx {
    let arn = samara_base::Arn::global("iam", &cx.account, &format!("user/{name}"));
    cx.acting_as(Principal::User { arn, id: "AIDA1".to_owned() })
}

const ROLE: &str = "arn:aws:iam::000000000000:role/shop";

#[test]
fn a_role_is_assumed_by_whom_it_trusts() {
    let bench = bench();
    let cx = bench.context();
    let ask = |more: &[(&'static str, &str)], name: &str| {
        let own = [("RoleArn", ROLE), ("RoleSessionName", "s")];
        let input = fields(&[&own, more].concat());
        call(&bench, &user(&cx, name), "sts", "AssumeRole", input)
    };
    let denied = |name: &str| {
        Err(format!(
            "AccessDenied: User: arn:aws:iam::000000000000:user/{name} is not authorized to perform: \
         sts:AssumeRole on resource: arn:aws:iam::000000000000:role/shop"
        ))
    };
    assert_eq!(ask(&[("ExternalId", "x1")], "bob"), denied("bob"));
    assert_eq!(ask(&[], "ada"), denied("ada"));
    let long = ask(&[("ExternalId", "x1"), ("DurationSeconds", "7200")], "ada");
    let message = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
    assert_eq!(long, Err(format!("ValidationError: {message}")));
    let unsupported = ask(&[("SourceIdentity", "me")], "ada");
    let message = "Samara does not support the AssumeRole parameter SourceIdentity.";
    assert_eq!(unsupported, Err(format!("NotImplemented: {message}")));

    let narrow = r#"{"Version":"2012-10-17","Statement":[]}"#;
    let answer = ask(&[("ExternalId", "x1"), ("Policy", narrow)], "ada").unwrap();
    let credentials = answer.get("Credentials").unwrap();
    let part = |name: &str| credentials.get(name).and_then(Document::as_str).unwrap();
    let key = ServerKey::new([7; 32]);
    let opened = open(&key, part("SessionToken"), part("AccessKeyId"), cx.now).ok().unwrap();
    assert_eq!(opened.secret_access_key, part("SecretAccessKey"));
    assert_eq!(opened.session.session_policies, [narrow]);
    let caller = cx.acting_as(opened.session.principal());
    let who = call(&bench, &caller, "sts", "GetCallerIdentity", fields(&[])).unwrap();
    let arn = who.get("Arn").and_then(Document::as_str);
    assert_eq!(arn, Some("arn:aws:sts::000000000000:assumed-role/shop/s"));
}
