//! `samara env`: what a shell needs to speak to a server.

use std::path::Path;
use std::process::ExitCode;

use serde_json::{Map, Value};

use crate::cli::ClientArguments;
use crate::output;
use crate::server::read_root_key;

/// Prints exports for `eval`, or JSON.
pub(crate) fn run(
    data_dir: Option<&Path>,
    json: bool,
    client: &ClientArguments,
) -> anyhow::Result<ExitCode> {
    let (id, secret) = match data_dir {
        Some(dir) => {
            let root = read_root_key(dir)?;
            (root.access_key_id, root.secret)
        }
        None => (client.access_key_id.clone(), client.secret_access_key.clone()),
    };
    let variables = [
        ("AWS_ENDPOINT_URL", client.endpoint.as_str()),
        ("AWS_ACCESS_KEY_ID", &id),
        ("AWS_SECRET_ACCESS_KEY", &secret),
        ("AWS_REGION", &client.region),
        ("AWS_DEFAULT_REGION", &client.region),
    ];
    if json {
        let pairs = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).into()));
        output::line(&Value::Object(pairs.collect::<Map<_, _>>()).to_string());
    } else {
        for (name, value) in variables {
            output::line(&format!("export {name}={}", quoted(value)));
        }
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
