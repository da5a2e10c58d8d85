//! What conditions and variables may ask of a request.

use samara_base::Arn;

use crate::{Access, Cx, Principal};

/// One request, as conditions see it. Values are made when asked for.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    pub(super) cx: &'a Cx,
    pub(super) access: &'a Access,
    /// The tags of the user or role that asks.
    pub(super) tags: &'a [(String, String)],
}

/// Global keys that [`Facts::values`] answers, or that an account without an organisation, a VPC
/// or MFA devices does not have on AWS either. Any other global key is refused when a policy that
/// names it is put, because a condition over it could never be judged.
const GLOBAL_KEYS: &[&str] = &[
    "aws:calledvia",
    "aws:calledviafirst",
    "aws:calledvialast",
    "aws:currenttime",
    "aws:epochtime",
    "aws:multifactorauthage",
    "aws:multifactorauthpresent",
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalisawsservice",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principalservicename",
    "aws:principaltype",
    "aws:requestedregion",
    "aws:resourceaccount",
    "aws:resourceorgid",
    "aws:resourceorgpaths",
    "aws:securetransport",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "aws:username",
    "aws:viaawsservice",
    "aws:vpcsourceip",
];

/// Whether a condition over this key (in lower case) can be judged.
pub(super) fn is_supported(key: &str) -> bool {
    !key.starts_with("aws:")
        || key.starts_with("aws:principaltag/")
        || GLOBAL_KEYS.binary_search(&key).is_ok()
}

impl Facts<'_> {
    /// The values of a key, which is in lower case; `None` when the request does not have it.
    pub(super) fn values(&self, key: &str) -> Option<Vec<String>> {
        let own = self.access.conditions.iter().find(|(name, _)| name.eq_ignore_ascii_case(key));
        if let Some((_, values)) = own {
            return Some(values.clone());
        }
        if let Some(tag) = key.strip_prefix("aws:principaltag/") {
            let found = self.tags.iter().find(|(name, _)| name.to_lowercase() == tag);
            return found.map(|(_, value)| vec![value.clone()]);
        }
        self.global(key).map(|value| vec![value])
    }

    fn global(&self, key: &str) -> Option<String> {
        let cx = self.cx;
        match key {
            "aws:currenttime" => Some(cx.now.iso8601()),
            "aws:epochtime" => Some(cx.now.as_secs().to_string()),
            "aws:requestedregion" => Some(cx.region.to_string()),
            "aws:securetransport" => Some(cx.endpoint.starts_with("https:").to_string()),
            "aws:sourceip" => cx.source_ip.map(|address| address.to_canonical().to_string()),
            "aws:resourceaccount" => Some(self.resource_account()),
            "aws:viaawsservice" => Some("false".to_owned()),
            _ => self.of_principal(key),
        }
    }

    /// The account in the resource's ARN, or ours where it has none: there is no other.
    fn resource_account(&self) -> String {
        let named = self.access.resource.split(':').nth(4).filter(|part| !part.is_empty());
        named.map_or_else(|| self.cx.account.to_string(), str::to_owned)
    }

    fn of_principal(&self, key: &str) -> Option<String> {
        let account = &self.cx.account;
        match (&self.cx.principal, key) {
            (Principal::Anonymous, "aws:principaltype") => Some("Anonymous".to_owned()),
            (Principal::Anonymous, _) => None,
            (Principal::Service { name, source }, key) => {
                of_service(name, source.as_ref(), account.as_str(), key)
            }
            (_, "aws:principalaccount") | (Principal::Root, "aws:userid") => {
                Some(account.to_string())
            }
            (_, "aws:principalisawsservice")
            | (Principal::Role { .. }, "aws:multifactorauthpresent") => Some("false".to_owned()),
            (Principal::Role { role, .. }, "aws:principalarn") => Some(role.to_string()),
            (principal, "aws:principalarn") => Some(principal.arn(account)),
            (Principal::Root, "aws:principaltype") => Some("Account".to_owned()),
            (Principal::User { .. }, "aws:principaltype") => Some("User".to_owned()),
            (Principal::User { id, .. }, "aws:userid") => Some(id.clone()),
            (Principal::User { arn, .. }, "aws:username") => {
                arn.resource.rsplit('/').next().map(str::to_owned)
            }
            (Principal::Role { .. }, "aws:principaltype") => Some("AssumedRole".to_owned()),
            (Principal::Role { id, session, .. }, "aws:userid") => Some(format!("{id}:{session}")),
            (Principal::Role { function, .. }, "lambda:sourcefunctionarn") => {
                function.as_ref().map(ToString::to_string)
            }
            _ => None,
        }
    }
}

fn of_service(name: &str, source: Option<&Arn>, account: &str, key: &str) -> Option<String> {
    match key {
        "aws:principalisawsservice" => Some("true".to_owned()),
        "aws:principalservicename" => Some(name.to_owned()),
        "aws:principaltype" => Some("Service".to_owned()),
        "aws:sourcearn" => source.map(ToString::to_string),
        "aws:sourceaccount" => source.map(|source| {
            let named = Some(source.account.as_str()).filter(|named| !named.is_empty());
            named.unwrap_or(account).to_owned()
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::GLOBAL_KEYS;

    /// The list is searched by halves, so an entry out of order would refuse good policies.
    #[test]
    fn the_keys_are_in_order() {
        assert!(GLOBAL_KEYS.is_sorted());
    }
}
