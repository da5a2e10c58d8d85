//! `samara env`: what a shell needs to speak to a server.

use std::path::Path;
use std::process::ExitCode;

use samara_wire::sigv4::Credentials;
use serde_json::{Map, Value};

use crate::cli::ClientArguments;
use crate::output;
use crate::server::read_root_key;
use crate::target::Target;

/// What would speak for somebody else if it stayed.
const STALE: [&str; 2] = ["AWS_SESSION_TOKEN", "AWS_PROFILE"];

/// Prints exports for `eval`, or JSON.
pub(crate) fn run(
    data_dir: Option<&Path>,
    json: bool,
    client: &ClientArguments,
) -> anyhow::Result<ExitCode> {
    let target = Target::of(client)?;
    let mut credentials = target.credentials;
    if let Some(dir) = data_dir {
        let root = read_root_key(dir)?;
        credentials = Credentials {
            access_key_id: root.access_key_id,
            secret: root.secret,
            session_token: None,
        };
    }
    let mut variables = vec![
        ("AWS_ENDPOINT_URL", target.endpoint.as_str()),
        ("AWS_ACCESS_KEY_ID", &credentials.access_key_id),
        ("AWS_SECRET_ACCESS_KEY", &credentials.secret),
        ("AWS_REGION", &target.region),
        ("AWS_DEFAULT_REGION", &target.region),
    ];
    variables
        .extend(credentials.session_token.as_deref().map(|token| ("AWS_SESSION_TOKEN", token)));
    if json {
        let pairs = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).into()));
        output::line(&Value::Object(pairs.collect::<Map<_, _>>()).to_string());
        return Ok(ExitCode::SUCCESS);
    }
    for name in STALE.iter().filter(|stale| variables.iter().all(|(name, _)| name != *stale)) {
        output::line(&format!("unset {name}"));
    }
    for (name, value) in variables {
        output::line(&format!("export {name}={}", quoted(value)));
    }
    Ok(ExitCode::SUCCESS)
}

/// A value as a shell takes it literally.
pub(crate) fn quoted(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:".contains(&byte);
    if !value.is_empty() && value.bytes().all(plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    /// The output is run by a shell: a value must not be able to run anything.
    #[test]
    fn a_value_is_taken_literally() {
        assert_eq!(super::quoted("http://127.0.0.1:4566"), "http://127.0.0.1:4566");
        assert_eq!(super::quoted("a b'$(x)"), r"'a b'\''$(x)'");
    }
}
