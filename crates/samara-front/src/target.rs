//! What a request is for, from its host and path alone. Pure.

/// What a request is for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Target<'a> {
    /// An API, with the path behind its own prefix.
    Api {
        id: &'a str,
        /// The stage, where the path's form names it (`/_api/id/stage/...`).
        stage: Option<&'a str>,
        path: &'a str,
    },
    /// Whether the server is up.
    Health,
    /// What the server tells of itself, to the account's root.
    Status,
    /// An operation of a service.
    Operation,
    /// A host that this server is not.
    UnknownHost,
    /// A path under our own prefix that means nothing.
    Nothing,
}

/// Tells what a request is for. `host` is its `Host` header, `own` the names that this server has
/// beside the loopback ones.
pub(crate) fn of<'a>(host: &'a str, path: &'a str, own: &[String]) -> Target<'a> {
    let name = host_name(host);
    if let Some((id, _)) = name.split_once(".execute-api.") {
        return Target::Api { id, stage: None, path };
    }
    if !is_own(name, own) {
        return Target::UnknownHost;
    }
    let Some(rest) = path.strip_prefix("/_") else { return Target::Operation };
    match rest.split_once('/') {
        Some(("api", rest)) => api_by_path(rest),
        Some(("samara", "health")) => Target::Health,
        Some(("samara", "status")) => Target::Status,
        _ => Target::Nothing,
    }
}

/// The host's name without its port.
fn host_name(host: &str) -> &str {
    if let Some(rest) = host.strip_prefix('[') {
        return rest.split(']').next().unwrap_or_default();
    }
    host.split(':').next().unwrap_or_default()
}

/// Loopback names, `*.localhost`, S3's bucket hosts under them, and the operator's own.
///
/// A name that is not ours may be a web page's that was made to resolve to this machine (DNS
/// rebinding): it is refused.
fn is_own(name: &str, own: &[String]) -> bool {
    matches!(name, "127.0.0.1" | "localhost" | "::1")
        || name.ends_with(".localhost")
        || own.iter().any(|own| own == name)
}

/// `/_api/{id}/{stage}/path`.
fn api_by_path(rest: &str) -> Target<'_> {
    let (id, rest) = rest.split_once('/').unwrap_or((rest, ""));
    let stage = rest.split('/').next().unwrap_or_default();
    let path = rest.strip_prefix(stage).unwrap_or_default();
    match (id, stage) {
        ("", _) | (_, "") => Target::Nothing,
        (id, stage) => Target::Api { id, stage: Some(stage), path },
    }
}

#[cfg(test)]
mod tests {
    use super::{Target, of};

    #[test]
    fn host_and_path_say_what_a_request_is_for() {
        let own = ["shop.example".to_owned()];
        for (host, path, expected) in [
            ("127.0.0.1:4566", "/", Target::Operation),
            ("[::1]:4566", "/", Target::Operation),
            ("shop.example", "/2015-03-31/functions", Target::Operation),
            ("127.0.0.1", "/_samara/health", Target::Health),
            ("127.0.0.1", "/_samara/status", Target::Status),
            ("127.0.0.1", "/_nothing", Target::Nothing),
            ("evil.example", "/", Target::UnknownHost),
            ("localhost.evil.example", "/", Target::UnknownHost),
            (
                "a1.execute-api.localhost:4566",
                "/dev/x",
                Target::Api { id: "a1", stage: None, path: "/dev/x" },
            ),
            (
                "127.0.0.1",
                "/_api/a1/$default/x/y",
                Target::Api { id: "a1", stage: Some("$default"), path: "/x/y" },
            ),
            ("127.0.0.1", "/_api/a1", Target::Nothing),
        ] {
            assert_eq!(of(host, path, &own), expected, "{host}{path}");
        }
    }
}
