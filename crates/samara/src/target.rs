//! Which server a client command speaks to, and as whom.
//!
//! The credentials and the region of the environment count only where the environment also names
//! an endpoint. Without one they are those of somebody's AWS account, which no server of Samara's
//! knows, and which must not be sent or printed.

use anyhow::{bail, ensure};
use samara_wire::sigv4::Credentials;

use crate::cli::ClientArguments;

/// A server, and a credential of its.
pub(crate) struct Target {
    pub(crate) endpoint: String,
    pub(crate) region: String,
    pub(crate) credentials: Credentials,
}

impl Target {
    /// What the command line asks for, else what this process's environment does.
    pub(crate) fn of(arguments: &ClientArguments) -> anyhow::Result<Self> {
        Self::choose(arguments, &|name| std::env::var_os(name)?.into_string().ok())
    }

    fn choose(
        arguments: &ClientArguments,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> anyhow::Result<Self> {
        // An empty variable counts as none, as for AWS's own tools.
        let variable = |name: &str| environment(name).filter(|value| !value.is_empty());
        let ours = variable("AWS_ENDPOINT_URL").is_some();
        let given = |flag: &Option<String>, name: &str| {
            flag.clone().or_else(|| ours.then(|| variable(name)).flatten())
        };
        let key = given(&arguments.access_key_id, "AWS_ACCESS_KEY_ID");
        let secret = given(&arguments.secret_access_key, "AWS_SECRET_ACCESS_KEY");
        ensure!(
            key.is_some() == secret.is_some(),
            "a credential has two parts: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or \
             neither"
        );
        let dev = || "test".to_owned();
        let region = given(&arguments.region, "AWS_REGION")
            .or_else(|| given(&None, "AWS_DEFAULT_REGION"))
            .unwrap_or_else(|| "us-east-1".to_owned());
        let endpoint = given(&arguments.endpoint, "AWS_ENDPOINT_URL");
        Ok(Self {
            endpoint: checked(&endpoint.unwrap_or_else(|| "http://127.0.0.1:4566".to_owned()))?,
            region,
            credentials: Credentials {
                session_token: key
                    .as_ref()
                    .and_then(|_| given(&arguments.session_token, "AWS_SESSION_TOKEN")),
                access_key_id: key.unwrap_or_else(dev),
                secret: secret.unwrap_or_else(dev),
            },
        })
    }
}

/// An endpoint without the slash at its end.
fn checked(endpoint: &str) -> anyhow::Result<String> {
    let trimmed = endpoint.trim_end_matches('/');
    if trimmed.starts_with("https://") {
        bail!(
            "the endpoint {endpoint} asks for TLS, which this client does not speak: name http://"
        );
    }
    let authority = trimmed.strip_prefix("http://").and_then(|rest| {
        rest.parse::<http::uri::Authority>().ok().filter(|authority| !authority.host().is_empty())
    });
    ensure!(
        authority.is_some(),
        "the endpoint '{endpoint}' is no address such as http://127.0.0.1:4566"
    );
    Ok(trimmed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Target;
    use crate::cli::ClientArguments;

    fn chosen(arguments: &ClientArguments, environment: &[(&str, &str)]) -> String {
        let find = |name: &str| {
            let found = environment.iter().find(|(one, _)| *one == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        match Target::choose(arguments, &find) {
            Ok(target) => {
                let (endpoint, region) = (target.endpoint, target.region);
                let token = target.credentials.session_token.unwrap_or_default();
                let (id, secret) = (target.credentials.access_key_id, target.credentials.secret);
                format!("{endpoint} {region} {id}:{secret} {token}").trim().to_owned()
            }
            Err(error) => error.to_string(),
        }
    }

    /// Somebody who uses AWS has such an environment; it must neither fail nor leave the machine.
    #[test]
    fn credentials_of_an_environment_that_names_no_endpoint_are_not_used() {
        let aws = [
            ("AWS_ACCESS_KEY_ID", "AKIAREAL"),
            ("AWS_SECRET_ACCESS_KEY", "real"),
            ("AWS_SESSION_TOKEN", "token"),
            ("AWS_REGION", "eu-central-1"),
        ];
        let dev = ClientArguments::default();
        assert_eq!(chosen(&dev, &aws), "http://127.0.0.1:4566 us-east-1 test:test");
        let here = ClientArguments { endpoint: Some("http://h:1/".to_owned()), ..dev };
        assert_eq!(chosen(&here, &aws), "http://h:1 us-east-1 test:test");
        let both = [aws.as_slice(), &[("AWS_ENDPOINT_URL", "http://h:2")]].concat();
        let dev = ClientArguments::default();
        assert_eq!(chosen(&dev, &both), "http://h:2 eu-central-1 AKIAREAL:real token");
    }

    #[test]
    fn an_empty_variable_counts_as_none_and_a_wrong_address_is_told() {
        let dev = ClientArguments::default();
        let empty = [("AWS_ENDPOINT_URL", ""), ("AWS_REGION", "")];
        assert_eq!(chosen(&dev, &empty), "http://127.0.0.1:4566 us-east-1 test:test");
        for wrong in ["foo", "http://", "127.0.0.1:4566"] {
            let said = chosen(&dev, &[("AWS_ENDPOINT_URL", wrong)]);
            assert!(said.contains("is no address such as"), "{wrong}: {said}");
        }
        let said = chosen(&dev, &[("AWS_ENDPOINT_URL", "https://127.0.0.1:4566")]);
        assert!(said.contains("TLS"), "{said}");
    }
}
