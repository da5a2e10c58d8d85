//! Media types.

/// A media type as a header gives it, without parameters, in lower case.
pub(crate) fn plain(header: &str) -> String {
    header.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a header's media type is among the given, which may end in `*`.
pub(crate) fn is_among(types: &[String], header: &str) -> bool {
    let kind = plain(header);
    types.iter().map(|wanted| wanted.to_ascii_lowercase()).any(|wanted| {
        wanted == "*/*"
            || wanted == kind
            || wanted.strip_suffix('*').is_some_and(|start| kind.starts_with(start))
    })
}
