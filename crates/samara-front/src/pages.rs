//! Which requests come from web pages, and which of those may reach an operation. Pure.
//!
//! A page can sign: the dev credentials are known to everybody, and a browser runs scripts of
//! strangers next to this server. So no script's request reaches an operation, of whatever page:
//! the pages of our own origin are strangers' too (what a function answers at `/_api/`, an object
//! that is opened by a presigned URL). What reaches one is:
//!
//! - what no browser sends: SDKs, the CLI, curl send neither `Origin` nor `Sec-Fetch-Site`;
//! - what a person typed or opened from a bookmark (`Sec-Fetch-Site: none`);
//! - a link that is followed to a presigned URL of S3: a read, whose answer no script sees.
//!
//! A browser sends `Sec-Fetch-Site` to loopback addresses and over TLS, and `Origin` with whatever
//! a script may read or could change something by (all but plain reads without CORS).
//!
//! APIs are not asked here: like AWS's they are public, and their own CORS says which pages may
//! read them. A console has to live at a host name of its own.

use http::{HeaderMap, Method};
use percent_encoding::percent_decode_str;

/// Whether a request to an operation comes from a page that has no business there.
pub(crate) fn is_refused(method: &Method, query: &str, headers: &HeaderMap) -> bool {
    let is = |name: &str, value: &str| headers.get(name).is_some_and(|found| found == value);
    if headers.contains_key("origin") {
        return true;
    }
    let by_page = headers.contains_key("sec-fetch-site") && !is("sec-fetch-site", "none");
    let follows_link = method == Method::GET
        && is("sec-fetch-mode", "navigate")
        && is("sec-fetch-dest", "document")
        && is_presigned_for_s3(query);
    by_page && !follows_link
}

fn is_presigned_for_s3(query: &str) -> bool {
    let mut scopes = query.split('&').filter_map(|pair| pair.strip_prefix("X-Amz-Credential="));
    let is_s3 =
        |scope: &str| percent_decode_str(scope).decode_utf8_lossy().ends_with("/s3/aws4_request");
    scopes.next().is_some_and(is_s3) && scopes.next().is_none()
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, Method};

    use super::is_refused;

    const PRESIGNED: &str = "X-Amz-Credential=test%2F20261121%2Fus-east-1%2Fs3%2Faws4_request&a=b";
    const QUERY: &str = "Action=CreateUser&X-Amz-Credential=test%2F2%2Fr%2Fiam%2Faws4_request";

    fn refused(method: &Method, query: &str, headers: &[(&'static str, &str)]) -> bool {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
            .collect();
        is_refused(method, query, &headers)
    }

    /// Whatever page a person has open could otherwise delete their tables with `test`/`test`.
    #[test]
    fn no_script_of_a_page_reaches_an_operation() {
        for site in ["cross-site", "same-site", "same-origin", "what comes next"] {
            let headers = [("sec-fetch-site", site), ("sec-fetch-mode", "cors")];
            assert!(refused(&Method::POST, "", &headers), "{site}");
            assert!(refused(&Method::GET, PRESIGNED, &headers), "{site}");
        }
        for origin in ["http://localhost:3000", "null", "https://evil.example"] {
            assert!(refused(&Method::POST, "", &[("origin", origin)]), "{origin}");
        }
    }

    #[test]
    fn programs_and_people_do() {
        assert!(!refused(&Method::POST, "", &[]));
        // Node's fetch sends this of a browser's headers.
        assert!(!refused(&Method::POST, "", &[("sec-fetch-mode", "cors")]));
        let typed = [("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")];
        assert!(!refused(&Method::GET, "", &typed));
    }

    /// A mail with a link to a file must work; a page with a link that makes a user must not.
    #[test]
    fn a_link_leads_to_presigned_objects_and_nowhere_else() {
        let link = |dest| {
            [
                ("sec-fetch-site", "cross-site"),
                ("sec-fetch-mode", "navigate"),
                ("sec-fetch-dest", dest),
            ]
        };
        assert!(!refused(&Method::GET, PRESIGNED, &link("document")));
        assert!(refused(&Method::GET, PRESIGNED, &link("iframe")));
        assert!(refused(&Method::GET, QUERY, &link("document")));
        assert!(refused(&Method::GET, &format!("{PRESIGNED}&{QUERY}"), &link("document")));
        assert!(refused(&Method::POST, PRESIGNED, &link("document")));
    }
}
