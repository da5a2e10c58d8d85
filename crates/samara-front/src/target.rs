//! What a request is for, from its host and path alone. Pure.
//!
//! No SDK sends an `execute-api` host by itself: who calls an API has its URL, which is ours. So
//! `{id}.execute-api.{region}.amazonaws.com` is a name like any other, and only the operator can
//! make it known.

use std::borrow::Cow;
use std::net::IpAddr;

use percent_encoding::percent_decode_str;

/// What a request is for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Target<'a> {
    /// An API, with the path behind its own prefix.
    Api {
        id: &'a str,
        /// The stage, where the path's form names it (`/_api/id/stage/...`).
        stage: Option<Cow<'a, str>>,
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

/// The names that a server answers to.
///
/// Another name may be a web page's own, made to resolve to this machine (DNS rebinding): it is
/// refused. An address cannot be made to be another, so the one that a connection came to is good.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names<'a> {
    /// What the operator named, in lower case. Names below them are theirs too.
    pub(crate) own: &'a [String],
    /// The address that the connection came to.
    pub(crate) at: IpAddr,
}

/// Tells what a request is for. `host` is its `Host` header in lower case.
pub(crate) fn of<'a>(host: &'a str, path: &'a str, names: Names<'_>) -> Target<'a> {
    let name = host_name(host);
    if !names.know(name) {
        return Target::UnknownHost;
    }
    if let Some((id, _)) = name.split_once(".execute-api.") {
        return Target::Api { id, stage: None, path };
    }
    let Some(rest) = path.strip_prefix("/_") else { return Target::Operation };
    match rest.split_once('/') {
        Some(("api", rest)) => api_by_path(rest),
        Some(("samara", "health")) => Target::Health,
        Some(("samara", "status")) => Target::Status,
        // A key in a bucket that the host names.
        _ if names.bucket(host).is_some() => Target::Operation,
        _ => Target::Nothing,
    }
}

/// The host's name without its port, and without the dot that may end a whole name.
pub(crate) fn host_name(host: &str) -> &str {
    if let Some(rest) = host.strip_prefix('[') {
        return rest.split(']').next().unwrap_or_default();
    }
    let name = host.split(':').next().unwrap_or_default();
    name.strip_suffix('.').unwrap_or(name)
}

impl Names<'_> {
    /// Whether a name is ours: `localhost` and the operator's own with what is below them (an API's
    /// `id.execute-api.NAME`, an S3 bucket's `bucket.NAME`), a loopback address, or the address
    /// that the connection came to.
    fn know(self, name: &str) -> bool {
        if let Ok(address) = name.parse::<IpAddr>() {
            let address = address.to_canonical();
            return address.is_loopback()
                || address == self.at.to_canonical()
                || self.own.iter().any(|own| own == name);
        }
        let is_or_below = |own: &str| {
            let before = name.strip_suffix(own);
            before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
        };
        is_or_below("localhost") || self.own.iter().any(|own| is_or_below(own))
    }
}

impl Names<'_> {
    /// The bucket that the host of a request to S3 names: what stands before a name of ours.
    pub(crate) fn bucket<'h>(&self, host: &'h str) -> Option<&'h str> {
        let name = host_name(host);
        if name.parse::<IpAddr>().is_ok() || self.own.iter().any(|own| own == name) {
            return None;
        }
        let names = self.own.iter().map(String::as_str).chain(["localhost"]);
        let before = names.filter_map(|own| name.strip_suffix(own)?.strip_suffix('.'));
        before.filter(|bucket| !bucket.is_empty()).min_by_key(|bucket| bucket.len())
    }
}

/// `/_api/{id}/{stage}/path`.
fn api_by_path(rest: &str) -> Target<'_> {
    let (id, rest) = rest.split_once('/').unwrap_or((rest, ""));
    let stage = rest.split('/').next().unwrap_or_default();
    let path = rest.strip_prefix(stage).unwrap_or_default();
    match (id, stage) {
        ("", _) | (_, "") => Target::Nothing,
        // Many a client encodes the dollar of `$default`.
        (id, stage) => {
            Target::Api { id, stage: Some(percent_decode_str(stage).decode_utf8_lossy()), path }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Names, Target, host_name, of};

    #[test]
    fn host_and_path_say_what_a_request_is_for() {
        let own = ["shop.example".to_owned()];
        let names = Names { own: &own, at: "10.0.0.5".parse().unwrap() };
        let api = |id| Target::Api { id, stage: None, path: "/dev/x" };
        for (host, path, expected) in [
            ("127.0.0.1:4566", "/", Target::Operation),
            ("127.8.9.1:4566", "/", Target::Operation),
            ("[::1]:4566", "/", Target::Operation),
            ("10.0.0.5:4566", "/", Target::Operation),
            ("shop.example", "/2015-03-31/functions", Target::Operation),
            ("shop.example.:80", "/", Target::Operation),
            ("bucket.shop.example", "/", Target::Operation),
            ("bucket.localhost:4566", "/", Target::Operation),
            ("bucket.localhost:4566", "/_key/x", Target::Operation),
            ("127.0.0.1", "/_samara/health", Target::Health),
            ("127.0.0.1", "/_samara/status", Target::Status),
            ("127.0.0.1", "/_nothing", Target::Nothing),
            ("a1.execute-api.localhost:4566", "/dev/x", api("a1")),
            ("a1.execute-api.shop.example", "/dev/x", api("a1")),
            (
                "127.0.0.1",
                "/_api/a1/$default/x/y",
                Target::Api { id: "a1", stage: Some("$default".into()), path: "/x/y" },
            ),
            (
                "127.0.0.1",
                "/_api/a1/%24default/x%24y",
                Target::Api { id: "a1", stage: Some("$default".into()), path: "/x%24y" },
            ),
            ("127.0.0.1", "/_api/a1", Target::Nothing),
        ] {
            assert_eq!(of(host, path, names), expected, "{host}{path}");
        }
    }

    #[test]
    fn the_name_of_a_host_has_no_port() {
        for (host, expected) in [
            ("a1.execute-api.localhost:4566", "a1.execute-api.localhost"),
            ("127.0.0.1", "127.0.0.1"),
            ("[::1]:4566", "::1"),
            ("shop.example.", "shop.example"),
            ("", ""),
        ] {
            assert_eq!(host_name(host), expected);
        }
    }

    #[test]
    fn a_bucket_is_what_stands_before_a_name_of_ours() {
        let own = ["shop.example".to_owned(), "s3.shop.example".to_owned()];
        let names = Names { own: &own, at: "10.0.0.5".parse().unwrap() };
        for (host, expected) in [
            ("localhost:4566", None),
            ("127.0.0.1:4566", None),
            ("[::1]:4566", None),
            ("shop.example", None),
            ("s3.shop.example:80", None),
            ("box.localhost:4566", Some("box")),
            ("my.box.localhost", Some("my.box")),
            ("box.shop.example", Some("box")),
            ("box.s3.shop.example.", Some("box")),
            (".localhost", None),
        ] {
            assert_eq!(names.bucket(host), expected, "{host}");
        }
    }

    /// A page of such a name, made to resolve to this machine, would read and change everything.
    #[test]
    fn a_name_that_is_not_ours_reaches_nothing() {
        let own = ["shop.example".to_owned()];
        let names = Names { own: &own, at: "10.0.0.5".parse().unwrap() };
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "evillocalhost",
            "evilshop.example",
            "10.0.0.6",
            "0.0.0.0",
            "x.execute-api.evil.example",
            "x.execute-api.us-east-1.amazonaws.com",
            "x.execute-api.127.0.0.1",
            "x.execute-api.",
        ] {
            for path in ["/", "/_api/a1/dev/x", "/_samara/health"] {
                assert_eq!(of(host, path, names), Target::UnknownHost, "{host}{path}");
            }
        }
    }
}
