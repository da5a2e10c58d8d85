//! May they? Policies of callers and resources, compiled and kept until the feed changes them.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use samara_base::Arn;
use samara_iam::CallerPolicies;
use samara_lambda::LATEST;
use samara_service::policy::{Policies, Policy, PolicyKind, evaluate};
use samara_service::{Access, Cx, Principal, Refusal};
use samara_store::{KeyReader, Txn};

use crate::epoch::Epoch;

/// Compiled policies. A caller's or resource's entry goes when a key of theirs changes; a request
/// that is checked meanwhile may see the old ones, as on AWS, where IAM is eventually consistent.
///
/// What such a request read is used for it alone. An entry stays only where nothing was forgotten
/// since before its snapshot was taken ([`PolicyCache::epoch`]): else what was taken away would
/// come back, and stay.
#[derive(Default)]
pub(crate) struct PolicyCache {
    epoch: Epoch,
    identities: RwLock<HashMap<String, Arc<Identity>>>,
    sessions: RwLock<HashMap<String, Arc<Policy>>>,
    resources: RwLock<HashMap<String, Option<Arc<Policy>>>>,
}

/// Entries a cache keeps; when full, all go and come back as they are used.
const ENTRIES_MAX: usize = 4096;

/// What IAM has attached to a user or role, compiled.
#[derive(Default)]
struct Identity {
    policies: Vec<Arc<Policy>>,
    boundary: Option<Arc<Policy>>,
    tags: Vec<(String, String)>,
}

impl PolicyCache {
    /// Checks one action on one resource.
    ///
    /// `epoch` is [`PolicyCache::epoch`] of before the transaction's snapshot; `None` for one that
    /// may have writes of its own, which nobody else may see.
    pub(crate) fn check(
        &self,
        cx: &Cx,
        (txn, epoch): (&mut dyn Txn, Option<u64>),
        access: &Access,
    ) -> Result<(), Refusal> {
        let identity = self.identity(cx, (txn, epoch))?;
        let session = self.session(&cx.principal)?;
        let resource = self.resource((txn, epoch), access)?;
        decide(
            cx,
            access,
            &Policies {
                identity: &identity.policies,
                boundary: identity.boundary.as_deref(),
                session: &session,
                resource: resource.as_deref(),
                tags: &identity.tags,
            },
        )
    }

    /// The same for a part of the platform, which has no policies of its own, on a resource whose
    /// policy is kept: no snapshot has to be taken for that. `None` in any other case.
    pub(crate) fn check_kept(&self, cx: &Cx, access: &Access) -> Option<Result<(), Refusal>> {
        let Principal::Service { .. } = cx.principal else { return None };
        let kept = self.resources.read().unwrap_or_else(PoisonError::into_inner);
        let resource = kept.get(&access.resource).cloned()?;
        drop(kept);
        let policies = Policies { resource: resource.as_deref(), ..Policies::default() };
        Some(decide(cx, access, &policies))
    }

    /// To be read before a snapshot is taken whose reads may be kept.
    pub(crate) fn epoch(&self) -> u64 {
        self.epoch.now()
    }

    fn identity(
        &self,
        cx: &Cx,
        (txn, epoch): (&mut dyn Txn, Option<u64>),
    ) -> Result<Arc<Identity>, Refusal> {
        let key = match &cx.principal {
            Principal::User { arn, id } => format!("{arn} {id}"),
            Principal::Role { role, id, .. } => format!("{role} {id}"),
            _ => return Ok(Arc::default()),
        };
        cached(
            &self.identities,
            &key,
            || self.epoch.is_still(epoch),
            || {
                // One that is gone has no policies, so everything is refused.
                let found = samara_iam::policies_of(txn, &cx.account, &cx.principal)?;
                let CallerPolicies { identity, boundary, tags } = found.unwrap_or_default();
                let compile = |text: &String| compile(PolicyKind::Identity, text);
                Ok(Arc::new(Identity {
                    policies: identity
                        .iter()
                        .map(|(_, text)| compile(text))
                        .collect::<Result<_, _>>()?,
                    boundary: boundary.as_ref().map(compile).transpose()?,
                    tags,
                }))
            },
        )
    }

    fn session(&self, who: &Principal) -> Result<Vec<Arc<Policy>>, Refusal> {
        let Principal::Role { session_policies, .. } = who else { return Ok(Vec::new()) };
        let one = |text: &String| {
            cached(&self.sessions, text, || true, || compile(PolicyKind::Identity, text))
        };
        session_policies.iter().map(one).collect()
    }

    /// The policy of the resource itself, for the kinds of resources that have one.
    fn resource(
        &self,
        (txn, epoch): (&mut dyn Txn, Option<u64>),
        access: &Access,
    ) -> Result<Option<Arc<Policy>>, Refusal> {
        let Ok(arn) = access.resource.parse::<Arn>() else { return Ok(None) };
        let name = match arn.service.as_str() {
            "lambda" => arn.resource.strip_prefix("function:"),
            "events" => arn.resource.strip_prefix("event-bus/"),
            // A role's trust policy is a resource policy, but for assuming it alone.
            "iam" if access.action == "sts:AssumeRole" => arn.resource.rsplit('/').next(),
            _ => None,
        };
        let Some(name) = name else { return Ok(None) };
        cached(
            &self.resources,
            &access.resource,
            || self.epoch.is_still(epoch),
            || {
                let kind =
                    if arn.service == "iam" { PolicyKind::Trust } else { PolicyKind::Resource };
                let document = match arn.service.as_str() {
                    "iam" => samara_iam::role(txn, name)?.map(|role| role.trust),
                    "events" => samara_events::bus(txn, name)?.and_then(|bus| bus.policy()),
                    _ => {
                        let (function, qualifier) = name.split_once(':').unwrap_or((name, LATEST));
                        samara_lambda::resource_policy(txn, function, qualifier)?
                    }
                };
                document.map(|text| compile(kind, &text)).transpose()
            },
        )
    }

    /// Forgets what a changed key made known.
    pub(crate) fn forget(&self, key: &[u8]) {
        match KeyReader::kind(key) {
            // A role is a caller, and a resource by its trust policy.
            Some(samara_iam::keys::ROLE) => self.forget_all(),
            // IAM: whose policies a managed policy's change reaches is not worth finding out.
            Some(0x11..=0x1f) => {
                self.epoch.turn();
                write(&self.identities).clear();
            }
            // Functions' and buses' policies; not the calls and events that pass by as records.
            Some(0x30..=0x34 | samara_events::keys::BUS) => {
                self.epoch.turn();
                write(&self.resources).clear();
            }
            _ => {}
        }
    }

    /// Forgets everything.
    pub(crate) fn forget_all(&self) {
        self.epoch.turn();
        write(&self.identities).clear();
        write(&self.resources).clear();
    }
}

fn decide(cx: &Cx, access: &Access, policies: &Policies<'_>) -> Result<(), Refusal> {
    match evaluate(cx, access, policies).message(cx, access) {
        None => Ok(()),
        Some(message) => Err(denied(message)),
    }
}

fn compile(kind: PolicyKind, text: &str) -> Result<Arc<Policy>, Refusal> {
    // A stored policy was checked when it was put: one that does not read now is our damage.
    Policy::parse(kind, text).map(Arc::new).map_err(Refusal::internal)
}

type Cache<T> = RwLock<HashMap<String, T>>;

fn write<T>(cache: &Cache<T>) -> std::sync::RwLockWriteGuard<'_, HashMap<String, T>> {
    cache.write().unwrap_or_else(PoisonError::into_inner)
}

/// What a cache has, or what is made now; that is kept if `keep` still says so under the lock.
fn cached<T: Clone>(
    cache: &Cache<T>,
    key: &str,
    keep: impl FnOnce() -> bool,
    make: impl FnOnce() -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    if let Some(found) = cache.read().unwrap_or_else(PoisonError::into_inner).get(key) {
        return Ok(found.clone());
    }
    let fresh = make()?;
    let mut cache = write(cache);
    if keep() {
        if ENTRIES_MAX <= cache.len() {
            cache.clear();
        }
        cache.insert(key.to_owned(), fresh.clone());
    }
    Ok(fresh)
}

/// The refusal; its code is each service's own name for it, which `operation` sets.
fn denied(message: String) -> Refusal {
    Refusal::caller("AccessDeniedException", 403, message)
}

#[cfg(test)]
mod tests {
    use super::{Cache, cached, write};
    use crate::epoch::Epoch;

    /// A policy that was taken away while a request read it would be good for ever.
    #[test]
    fn what_was_read_before_a_change_is_not_kept_after_it() {
        let (cache, epoch) = (Cache::<u8>::default(), Epoch::default());
        let noted = Some(epoch.now());
        let read = cached(
            &cache,
            "role",
            || epoch.is_still(noted),
            || {
                epoch.turn();
                write(&cache).clear();
                Ok(1)
            },
        );
        assert!(matches!(read, Ok(1)) && write(&cache).is_empty());
        let noted = Some(epoch.now());
        let read = cached(&cache, "role", || epoch.is_still(noted), || Ok(2));
        assert!(matches!(read, Ok(2)) && write(&cache).len() == 1);
    }

    /// A transaction may be dropped: what it alone has seen must not outlive it.
    #[test]
    fn what_a_transaction_reads_is_not_kept() {
        let (cache, epoch) = (Cache::<u8>::default(), Epoch::default());
        let read = cached(&cache, "role", || epoch.is_still(None), || Ok(1));
        assert!(matches!(read, Ok(1)) && write(&cache).is_empty());
    }
}
