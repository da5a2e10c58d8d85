//! The decision, in AWS's order, and AWS's words for it.

use std::sync::Arc;

use super::document::{Effect, Policy};
use super::facts::Facts;
use super::principal::Reach;
use crate::{Access, Cx, Principal};

/// The policies that bear on one request.
#[derive(Debug, Clone, Copy, Default)]
pub struct Policies<'a> {
    /// Those of the user or role, inline and attached.
    pub identity: &'a [Arc<Policy>],
    /// The permissions boundary of the user or role.
    pub boundary: Option<&'a Policy>,
    /// Those that the session was narrowed with; together they are one layer.
    pub session: &'a [Arc<Policy>],
    /// That of the resource, or the trust policy of a role.
    pub resource: Option<&'a Policy>,
    /// The tags of the user or role, for `aws:PrincipalTag`.
    pub tags: &'a [(String, String)],
}

/// Which policies decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// The user's or role's.
    Identity,
    /// The resource's.
    Resource,
    /// The permissions boundary.
    Boundary,
    /// The session's.
    Session,
}

/// What policies say of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It may be done.
    Allowed,
    /// A statement forbids it.
    DeniedExplicit(Layer),
    /// No statement of this layer allows it, and it would have to.
    DeniedImplicit(Layer),
}

/// Decides whether the caller of `cx` may do what `access` says.
///
/// The account's root needs no identity policy; a service and somebody unknown have none, so that
/// only the resource's policy can let them in.
#[must_use]
pub fn evaluate(cx: &Cx, access: &Access, policies: &Policies<'_>) -> Decision {
    let facts = Facts { cx, access, tags: policies.tags };
    let action = access.action.to_lowercase();
    let identity = Verdict::of(policies.identity.iter().map(|policy| &**policy), &facts, &action);
    let boundary = policies.boundary.map(|policy| Verdict::of([policy], &facts, &action));
    let session = (!policies.session.is_empty())
        .then(|| Verdict::of(policies.session.iter().map(|policy| &**policy), &facts, &action));
    let resource = Verdict::of(policies.resource, &facts, &action);

    let layers = [
        (Layer::Identity, identity),
        (Layer::Resource, resource),
        (Layer::Boundary, boundary.unwrap_or_default()),
        (Layer::Session, session.unwrap_or_default()),
    ];
    if let Some((layer, _)) = layers.iter().find(|(_, verdict)| verdict.denied) {
        return Decision::DeniedExplicit(*layer);
    }
    match &cx.principal {
        Principal::Root => return Decision::Allowed,
        Principal::Service { .. } | Principal::Anonymous => {
            return if resource.allowed.is_some() {
                Decision::Allowed
            } else {
                Decision::DeniedImplicit(Layer::Resource)
            };
        }
        Principal::User { .. } | Principal::Role { .. } => {}
    }
    if resource.allowed == Some(Reach::Direct) {
        return Decision::Allowed;
    }
    if boundary.is_some_and(|boundary| boundary.allowed.is_none()) {
        return Decision::DeniedImplicit(Layer::Boundary);
    }
    if session.is_some_and(|session| session.allowed.is_none()) {
        return Decision::DeniedImplicit(Layer::Session);
    }
    if resource.allowed == Some(Reach::Role) || identity.allowed.is_some() {
        return Decision::Allowed;
    }
    Decision::DeniedImplicit(Layer::Identity)
}

/// Whether a resource's own policy (a role's trust policy, a function's) speaks for the caller and
/// against it nowhere. For an account's own users and roles that may still leave the choice to
/// their identity policies: [`evaluate`] weighs all of them.
#[must_use]
pub fn resource_allows(cx: &Cx, access: &Access, policy: &Policy) -> bool {
    let facts = Facts { cx, access, tags: &[] };
    let verdict = Verdict::of([policy], &facts, &access.action.to_lowercase());
    verdict.allowed.is_some() && !verdict.denied
}

/// What one layer says.
#[derive(Debug, Clone, Copy, Default)]
struct Verdict {
    denied: bool,
    allowed: Option<Reach>,
}

impl Verdict {
    fn of<'a>(
        policies: impl IntoIterator<Item = &'a Policy>,
        facts: &Facts<'_>,
        action: &str,
    ) -> Self {
        let mut verdict = Self::default();
        for statement in policies.into_iter().flat_map(|policy| &policy.statements) {
            let reach = statement.reach(facts, action);
            match statement.effect {
                Effect::Deny => verdict.denied |= reach.is_some(),
                Effect::Allow => verdict.allowed = verdict.allowed.max(reach),
            }
        }
        verdict
    }
}

impl Decision {
    /// AWS's message for a refusal, as `AccessDeniedException` carries it; `None` when allowed.
    #[must_use]
    pub fn message(self, cx: &Cx, access: &Access) -> Option<String> {
        let why = match self {
            Self::Allowed => return None,
            Self::DeniedExplicit(layer) => format!(
                "with an explicit deny in {} {}",
                if layer == Layer::Identity { "an" } else { "a" },
                layer.name()
            ),
            Self::DeniedImplicit(layer) => {
                format!("because no {} allows the {} action", layer.name(), access.action)
            }
        };
        let user = cx.principal.arn(&cx.account);
        let (action, resource) = (&access.action, &access.resource);
        Some(format!(
            "User: {user} is not authorized to perform: {action} on resource: {resource} {why}"
        ))
    }
}

impl Layer {
    fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity-based policy",
            Self::Resource => "resource-based policy",
            Self::Boundary => "permissions boundary",
            Self::Session => "session policy",
        }
    }
}
