//! `AssumeRole`: credentials for a role that trusts the caller.
//!
//! Two must agree: the role's trust policy, which is checked here, and the caller's own policies,
//! which the door checks before, by [`Operation::access`], with the trust policy as the
//! resource's: a role that names the very user needs no more.

use samara_base::Arn;
use samara_service::policy::{Policy, PolicyKind, resource_allows};
use samara_service::{Access, Answer, Cx, Operation, Place, Principal, Refusal};
use samara_store::Txn;
use samara_wire::Document;

use crate::model::{AssumeRoleRequest, AssumeRoleResponse, AssumedRoleUser, Credentials};
use crate::session::{Session, seal};
use crate::{Error, keys};

/// How long a session lasts when nobody says, and at most when a session begins another, seconds.
const DEFAULT_SECS: i64 = 3600;
/// The shortest session, seconds.
const LEAST_SECS: i64 = 900;
/// Session policies together, characters (AWS: "the plaintext ... can't exceed 2,048").
const POLICY_CHARACTERS: usize = 2048;
/// Managed session policies (AWS: 10).
const POLICY_ARNS: usize = 10;

pub(super) struct AssumeRole;

impl Operation for AssumeRole {
    const NAME: &'static str = "AssumeRole";
    const PLACE: Place = Place::Write;
    type Input = AssumeRoleRequest;
    type Output = AssumeRoleResponse;
    type Error = Error;

    fn access(_: &Cx, input: &AssumeRoleRequest) -> Vec<Access> {
        vec![access(input)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &AssumeRoleRequest,
    ) -> Result<Answer<AssumeRoleResponse>, Error> {
        refuse_unsupported(input)?;
        let role = trusting_role(cx, txn, input)?;
        let secs = duration(cx, input.duration_seconds, role.max_session_secs)?;
        let session_policies = session_policies(cx, txn, input)?;
        let characters: usize = session_policies.iter().map(|text| text.chars().count()).sum();
        if POLICY_CHARACTERS < characters {
            return Err(Error::PackedPolicyTooLarge(characters * 100 / POLICY_CHARACTERS));
        }
        let key = keys::server_key(txn)?.ok_or(Error::NoServerKey)?;
        let session = Session {
            role: role.arn,
            role_id: role.id,
            session_name: input.role_session_name.clone(),
            issued: cx.now,
            expires: cx.now.plus_millis(secs * 1000),
            function: None,
            session_policies,
        };
        let sealed = seal(&key, &session);
        let user = session.principal();
        Ok(Answer::Done(AssumeRoleResponse {
            credentials: Some(Credentials {
                access_key_id: sealed.access_key_id,
                secret_access_key: sealed.secret_access_key,
                session_token: sealed.session_token,
                expiration: session.expires,
            }),
            assumed_role_user: Some(AssumedRoleUser {
                assumed_role_id: format!("{}:{}", session.role_id, session.session_name),
                arn: user.arn(&cx.account),
            }),
            packed_policy_size: (0 < characters)
                .then(|| i64::try_from(characters * 100 / POLICY_CHARACTERS).unwrap_or(100)),
            ..AssumeRoleResponse::default()
        }))
    }
}

fn access(input: &AssumeRoleRequest) -> Access {
    let mut access = Access::new("sts:AssumeRole", input.role_arn.clone());
    let mut key = |name: &str, value: &str| {
        access.conditions.push((name.to_owned(), vec![value.to_owned()]));
    };
    key("sts:RoleSessionName", &input.role_session_name);
    if let Some(id) = &input.external_id {
        key("sts:ExternalId", id);
    }
    access
}

fn refuse_unsupported(input: &AssumeRoleRequest) -> Result<(), Error> {
    let given = [
        ("Tags", input.tags.as_ref().is_some_and(|tags| !tags.is_empty())),
        ("TransitiveTagKeys", input.transitive_tag_keys.as_ref().is_some_and(|k| !k.is_empty())),
        ("SerialNumber", input.serial_number.is_some()),
        ("TokenCode", input.token_code.is_some()),
        ("SourceIdentity", input.source_identity.is_some()),
        ("ProvidedContexts", input.provided_contexts.as_ref().is_some_and(|c| !c.is_empty())),
        ("MinimumSessionTokenSize", input.minimum_session_token_size.is_some()),
    ];
    match given.iter().find(|(_, given)| *given) {
        Some((name, _)) => Err(Error::Unsupported(format!("the AssumeRole parameter {name}"))),
        None => Ok(()),
    }
}

struct RoleToAssume {
    arn: Arn,
    id: String,
    max_session_secs: i64,
}

/// The role, if it exists and trusts the caller. AWS does not tell which of both is missing.
fn trusting_role(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &AssumeRoleRequest,
) -> Result<RoleToAssume, Error> {
    let denied = || {
        Error::AccessDenied(format!(
            "User: {} is not authorized to perform: sts:AssumeRole on resource: {}",
            cx.principal.arn(&cx.account),
            input.role_arn
        ))
    };
    let arn: Arn = input
        .role_arn
        .parse()
        .map_err(|_| Error::Validation(format!("{} is invalid", input.role_arn)))?;
    let name = arn.resource.rsplit('/').next().unwrap_or_default();
    let answer = match iam(cx, txn, "GetRole", &[("RoleName", name)]) {
        Ok(answer) => answer,
        Err(refusal) if refusal.code == "NoSuchEntity" => return Err(denied()),
        Err(refusal) => return Err(Error::Iam(Box::new(refusal))),
    };
    let role = answer.get("Role");
    let text = |member: &str| role?.get(member)?.as_str();
    // The ARN may name another account, or a path that the role does not have.
    if text("Arn") != Some(&input.role_arn) {
        return Err(denied());
    }
    let trust = decoded(text("AssumeRolePolicyDocument").unwrap_or_default());
    let trust = Policy::parse(PolicyKind::Trust, &trust)?;
    if !resource_allows(cx, &access(input), &trust) {
        return Err(denied());
    }
    let max_session_secs = match role.and_then(|role| role.get("MaxSessionDuration")) {
        Some(Document::Integer(secs)) => *secs,
        _ => DEFAULT_SECS,
    };
    let id = text("RoleId").unwrap_or_default().to_owned();
    Ok(RoleToAssume { arn, id, max_session_secs })
}

fn duration(cx: &Cx, asked: Option<i64>, max_secs: i64) -> Result<u64, Error> {
    let chained = matches!(cx.principal, Principal::Role { .. });
    let secs = asked.unwrap_or(DEFAULT_SECS);
    let message = if secs < LEAST_SECS {
        format!(
            "1 validation error detected: Value '{secs}' at 'durationSeconds' failed to satisfy \
             constraint: Member must have value greater than or equal to 900"
        )
    } else if max_secs < secs {
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.".to_owned()
    } else if chained && DEFAULT_SECS < secs {
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role \
         chaining."
            .to_owned()
    } else {
        return u64::try_from(secs).map_err(|_| Error::Validation(String::new()));
    };
    Err(Error::Validation(message))
}

/// The documents that narrow the session: its own, and those of managed policies.
fn session_policies(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &AssumeRoleRequest,
) -> Result<Vec<String>, Error> {
    let mut documents = Vec::new();
    if let Some(document) = &input.policy {
        Policy::parse(PolicyKind::Identity, document)?;
        documents.push(document.clone());
    }
    let arns = input.policy_arns.as_deref().unwrap_or_default();
    if POLICY_ARNS < arns.len() {
        let message = format!("At most {POLICY_ARNS} managed session policies may be given.");
        return Err(Error::Validation(message));
    }
    for arn in arns.iter().filter_map(|policy| policy.arn.as_deref()) {
        documents.push(managed(cx, txn, arn)?);
    }
    Ok(documents)
}

fn managed(cx: &Cx, txn: &mut dyn Txn, arn: &str) -> Result<String, Error> {
    let boxed = |refusal| Error::Iam(Box::new(refusal));
    let policy = iam(cx, txn, "GetPolicy", &[("PolicyArn", arn)]).map_err(boxed)?;
    let version = policy.get("Policy").and_then(|policy| policy.get("DefaultVersionId"));
    let version = version.and_then(Document::as_str).unwrap_or_default();
    let asked = [("PolicyArn", arn), ("VersionId", version)];
    let answer = iam(cx, txn, "GetPolicyVersion", &asked).map_err(boxed)?;
    let document = answer.get("PolicyVersion").and_then(|version| version.get("Document"));
    Ok(decoded(document.and_then(Document::as_str).unwrap_or_default()))
}

/// Asks IAM within the same transaction, as the account itself.
fn iam(
    cx: &Cx,
    txn: &mut dyn Txn,
    operation: &str,
    input: &[(&'static str, &str)],
) -> Result<Document, Refusal> {
    let field = |(name, value): &(&'static str, &str)| {
        ((*name).into(), Document::String((*value).to_owned()))
    };
    let input = Document::Map(input.iter().map(field).collect());
    let root = cx.acting_as(Principal::Root);
    match cx.operations.call_in(&root, txn, "iam", operation, input)? {
        Answer::Done(output) => Ok(output),
        _ => Err(Refusal::internal("IAM did not answer at once")),
    }
}

fn decoded(document: &str) -> String {
    percent_encoding::percent_decode_str(document).decode_utf8_lossy().into_owned()
}
