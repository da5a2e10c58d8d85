//! Managed policies and their versions.

use samara_base::Timestamp;
use samara_service::{Cx, Entry};
use samara_store::{Fed, Txn};

use super::holder::{check_identity, counted, encoded, merged, tags, unique_id, uses};
use super::{Nothing, operation};
use crate::keys::{self, Use};
use crate::managed::{Builtin, load_own};
use crate::model::{
    self, CreatePolicyRequest, CreatePolicyResponse, CreatePolicyVersionRequest,
    CreatePolicyVersionResponse, DeletePolicyRequest, DeletePolicyVersionRequest, GetPolicyRequest,
    GetPolicyResponse, GetPolicyVersionRequest, GetPolicyVersionResponse, ListPoliciesRequest,
    ListPoliciesResponse, ListPolicyVersionsRequest, ListPolicyVersionsResponse,
};
use crate::page::Asked;
use crate::record::{ManagedPolicy, PolicyText, read, store};
use crate::{Error, limits};

operation!(CreatePolicy, Write, CreatePolicyRequest => CreatePolicyResponse,
    |cx, input| super::arn(cx, "policy", input.path.as_ref(), &input.policy_name), create);
operation!(GetPolicy, Read, GetPolicyRequest => GetPolicyResponse,
    |_, input| input.policy_arn.clone(), get);
operation!(ListPolicies, Scan, ListPoliciesRequest => ListPoliciesResponse,
    |_, _| "*".to_owned(), list);
operation!(DeletePolicy, Write, DeletePolicyRequest => Nothing,
    |_, input| input.policy_arn.clone(), delete);
operation!(CreatePolicyVersion, Write, CreatePolicyVersionRequest => CreatePolicyVersionResponse,
    |_, input| input.policy_arn.clone(), create_version);
operation!(GetPolicyVersion, Read, GetPolicyVersionRequest => GetPolicyVersionResponse,
    |_, input| input.policy_arn.clone(), get_version);
operation!(ListPolicyVersions, Read, ListPolicyVersionsRequest => ListPolicyVersionsResponse,
    |_, input| input.policy_arn.clone(), list_versions);
operation!(DeletePolicyVersion, Write, DeletePolicyVersionRequest => Nothing,
    |_, input| input.policy_arn.clone(), delete_version);

pub(super) fn entries() -> Vec<Entry> {
    super::entries([
        Entry::of::<CreatePolicy>(),
        Entry::of::<GetPolicy>(),
        Entry::of::<ListPolicies>(),
        Entry::of::<DeletePolicy>(),
        Entry::of::<CreatePolicyVersion>(),
        Entry::of::<GetPolicyVersion>(),
        Entry::of::<ListPolicyVersions>(),
        Entry::of::<DeletePolicyVersion>(),
    ])
}

/// A number of uses as the model has it.
fn count(txn: &mut dyn Txn, arn: &str, way: Use) -> Result<Option<i64>, Error> {
    Ok(i64::try_from(uses(txn, arn, way)?).ok())
}

fn shown(cx: &Cx, txn: &mut dyn Txn, policy: &ManagedPolicy) -> Result<model::Policy, Error> {
    let arn = policy.arn(&cx.account);
    Ok(model::Policy {
        policy_name: Some(policy.name.clone()),
        policy_id: Some(policy.id.clone()),
        path: Some(policy.path.clone()),
        default_version_id: Some(format!("v{}", policy.default_version)),
        attachment_count: count(txn, &arn, Use::Attached)?,
        permissions_boundary_usage_count: count(txn, &arn, Use::Boundary)?,
        is_attachable: Some(true),
        description: policy.description.clone(),
        create_date: Some(Timestamp::from_millis(policy.created_ms)),
        update_date: Some(Timestamp::from_millis(policy.updated_ms)),
        tags: tags(&policy.tags),
        arn: Some(arn),
    })
}

fn builtin(txn: &mut dyn Txn, policy: &Builtin) -> Result<model::Policy, Error> {
    let arn = policy.arn();
    Ok(model::Policy {
        policy_name: Some(policy.name.clone()),
        path: Some(policy.path.clone()),
        default_version_id: Some(policy.version.clone()),
        attachment_count: count(txn, &arn, Use::Attached)?,
        permissions_boundary_usage_count: count(txn, &arn, Use::Boundary)?,
        is_attachable: Some(true),
        create_date: Some(policy.created()),
        update_date: Some(policy.created()),
        arn: Some(arn),
        ..model::Policy::default()
    })
}

fn check_document(document: &str) -> Result<(), Error> {
    check_identity(document)?;
    if limits::POLICY_CHARACTERS < counted(document) {
        let quota = limits::POLICY_CHARACTERS;
        return Err(Error::LimitExceeded(format!("Cannot exceed quota for PolicySize: {quota}")));
    }
    Ok(())
}

fn create(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &CreatePolicyRequest,
) -> Result<CreatePolicyResponse, Error> {
    check_document(&input.policy_document)?;
    let name = &input.policy_name;
    if txn.get(&keys::policy(name))?.is_some() {
        let message =
            format!("A policy called {name} already exists. Duplicate names are not allowed.");
        return Err(Error::EntityAlreadyExists(message));
    }
    let now = cx.now.as_millis();
    let text = PolicyText { document: input.policy_document.clone(), created_ms: now };
    let policy = ManagedPolicy {
        name: name.clone(),
        path: input.path.clone().unwrap_or_else(|| "/".to_owned()),
        id: unique_id(&cx.seed, "ANPA", 17),
        description: input.description.clone(),
        tags: merged(vec![], input.tags.as_deref().unwrap_or_default())?,
        created_ms: now,
        updated_ms: now,
        default_version: 1,
        next_version: 2,
        versions: [(1, text)].into(),
    };
    store(txn, keys::policy(name), &policy)?;
    Ok(CreatePolicyResponse { policy: Some(shown(cx, txn, &policy)?) })
}

fn get(cx: &Cx, txn: &mut dyn Txn, input: &GetPolicyRequest) -> Result<GetPolicyResponse, Error> {
    let policy = if let Some(found) = Builtin::find(&input.policy_arn) {
        builtin(txn, found)?
    } else {
        let policy = load_own(txn, &cx.account, &input.policy_arn)?;
        shown(cx, txn, &policy)?
    };
    Ok(GetPolicyResponse { policy: Some(policy) })
}

fn list(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &ListPoliciesRequest,
) -> Result<ListPoliciesResponse, Error> {
    let scope = input.scope.as_deref().unwrap_or("All");
    let mut all = Vec::new();
    if scope != "Local" {
        for policy in Builtin::all() {
            all.push(builtin(txn, policy)?);
        }
    }
    if scope != "AWS" {
        for (_, value) in
            txn.scan(&samara_store::Range::prefix(&keys::all(keys::POLICY)), 10_000)?
        {
            let policy: ManagedPolicy = read(&value)?;
            all.push(shown(cx, txn, &policy)?);
        }
    }
    let prefix = input.path_prefix.as_deref().unwrap_or("/");
    let used = |count: Option<i64>| count.is_some_and(|count| 0 < count);
    let as_boundary = input.policy_usage_filter.as_deref() == Some("PermissionsBoundary");
    all.retain(|policy| {
        let attached = if as_boundary {
            used(policy.permissions_boundary_usage_count)
        } else {
            used(policy.attachment_count)
        };
        policy.path.as_deref().is_some_and(|path| path.starts_with(prefix))
            && (attached || (input.only_attached != Some(true) && !as_boundary))
    });
    let mut named: Vec<_> =
        all.into_iter().map(|policy| (policy.arn.clone().unwrap_or_default(), policy)).collect();
    named.sort_by(|(one, _), (other, _)| one.cmp(other));
    let asked = Asked { marker: input.marker.as_deref(), max_items: input.max_items };
    let page = asked.of(named)?;
    Ok(ListPoliciesResponse {
        policies: Some(page.items),
        is_truncated: Some(page.marker.is_some()),
        marker: page.marker,
    })
}

fn delete(cx: &Cx, txn: &mut dyn Txn, input: &DeletePolicyRequest) -> Result<Nothing, Error> {
    let arn = &input.policy_arn;
    let policy = load_own(txn, &cx.account, arn)?;
    if 0 < uses(txn, arn, Use::Attached)? + uses(txn, arn, Use::Boundary)? {
        return Err(Error::DeleteConflict("Cannot delete a policy attached to entities."));
    }
    if 1 < policy.versions.len() {
        return Err(Error::DeleteConflict(
            "This policy has more than one version. Before you delete a policy, you must delete \
             the policy's versions. The default version is deleted with the policy.",
        ));
    }
    txn.delete(keys::policy(&policy.name), Fed::Key);
    Ok(Nothing {})
}

fn shown_version(number: u32, policy: &ManagedPolicy, whole: bool) -> Option<model::PolicyVersion> {
    let text = policy.versions.get(&number)?;
    Some(model::PolicyVersion {
        document: whole.then(|| encoded(&text.document)),
        version_id: Some(format!("v{number}")),
        is_default_version: Some(number == policy.default_version),
        create_date: Some(Timestamp::from_millis(text.created_ms)),
    })
}

fn create_version(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &CreatePolicyVersionRequest,
) -> Result<CreatePolicyVersionResponse, Error> {
    check_document(&input.policy_document)?;
    let mut policy = load_own(txn, &cx.account, &input.policy_arn)?;
    if limits::VERSIONS <= policy.versions.len() {
        let message = "A managed policy can have up to 5 versions. Before you create a new \
            version, you must delete an existing version.";
        return Err(Error::LimitExceeded(message.to_owned()));
    }
    let (number, now) = (policy.next_version, cx.now.as_millis());
    let text = PolicyText { document: input.policy_document.clone(), created_ms: now };
    policy.versions.insert(number, text);
    policy.next_version += 1;
    policy.updated_ms = now;
    if input.set_as_default == Some(true) {
        policy.default_version = number;
    }
    store(txn, keys::policy(&policy.name), &policy)?;
    Ok(CreatePolicyVersionResponse { policy_version: shown_version(number, &policy, false) })
}

fn no_version(arn: &str, version: &str) -> Error {
    let message = format!("Policy {arn} version {version} does not exist or is not attachable.");
    Error::NoSuchEntity(message)
}

fn number(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.parse().ok()
}

fn get_version(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &GetPolicyVersionRequest,
) -> Result<GetPolicyVersionResponse, Error> {
    let none = || no_version(&input.policy_arn, &input.version_id);
    if let Some(found) = Builtin::find(&input.policy_arn) {
        if found.version != input.version_id {
            return Err(none());
        }
        let version = model::PolicyVersion {
            document: Some(encoded(&found.document())),
            version_id: Some(found.version.clone()),
            is_default_version: Some(true),
            create_date: Some(found.created()),
        };
        return Ok(GetPolicyVersionResponse { policy_version: Some(version) });
    }
    let policy = load_own(txn, &cx.account, &input.policy_arn)?;
    let version = number(&input.version_id).and_then(|number| shown_version(number, &policy, true));
    Ok(GetPolicyVersionResponse { policy_version: Some(version.ok_or_else(none)?) })
}

fn list_versions(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &ListPolicyVersionsRequest,
) -> Result<ListPolicyVersionsResponse, Error> {
    let versions = if let Some(found) = Builtin::find(&input.policy_arn) {
        vec![model::PolicyVersion {
            document: None,
            version_id: Some(found.version.clone()),
            is_default_version: Some(true),
            create_date: Some(found.created()),
        }]
    } else {
        // Five at most: the newest first, as AWS lists them, and always one page.
        let policy = load_own(txn, &cx.account, &input.policy_arn)?;
        let numbers = policy.versions.keys().rev();
        numbers.filter_map(|number| shown_version(*number, &policy, false)).collect()
    };
    if input.max_items.is_some_and(|max| usize::try_from(max).is_ok_and(|max| max < versions.len()))
    {
        return Err(Error::Unsupported("pages of ListPolicyVersions".to_owned()));
    }
    Ok(ListPolicyVersionsResponse {
        versions: Some(versions),
        is_truncated: Some(false),
        marker: None,
    })
}

fn delete_version(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &DeletePolicyVersionRequest,
) -> Result<Nothing, Error> {
    let mut policy = load_own(txn, &cx.account, &input.policy_arn)?;
    let none = || no_version(&input.policy_arn, &input.version_id);
    let number = number(&input.version_id).ok_or_else(none)?;
    if number == policy.default_version {
        return Err(Error::DeleteConflict("Cannot delete the default version of a policy."));
    }
    policy.versions.remove(&number).ok_or_else(none)?;
    store(txn, keys::policy(&policy.name), &policy)?;
    Ok(Nothing {})
}
