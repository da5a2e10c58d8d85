//! Who answers for a method: a function by proxy, or a mock.
//!
//! A mock's templates are static here: the request's must be an object with a status code and no
//! more, as SAM and most templates write it, and the answer's is given as it stands. What only a
//! template engine could answer is refused when it is put.
//!
//! Sources: API Gateway developer guide, "Set up a mock integration", "Set up integration
//! responses", "Integration passthrough behaviors".

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Error;

/// Who answers for a method, and with what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Integration {
    /// Who answers.
    pub target: Target,
    /// How long an answer may take, milliseconds (50 to 29,000).
    pub timeout_ms: u64,
    /// What happens to a request for whose media type there is no template.
    pub passthrough: Passthrough,
    /// Answers by status, of which a mock takes one. For a function they mean nothing.
    pub responses: BTreeMap<String, IntegrationResponse>,
    /// `CONVERT_TO_TEXT`, which for a function changes nothing: it gets text in any case.
    pub content_handling: Option<String>,
}

/// Who answers for a method.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Target {
    /// A Lambda function, as a proxy (`AWS_PROXY`).
    Function {
        /// The URI as it was given.
        uri: String,
        /// The function's ARN, perhaps with a qualifier.
        arn: String,
    },
    /// API Gateway itself (`MOCK`).
    Mock {
        /// Request templates by media type, as they were given.
        templates: BTreeMap<String, String>,
    },
}

/// What happens to a request for whose media type there is no template.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Passthrough {
    /// Its body goes on as it is.
    #[default]
    WhenNoMatch,
    /// The same, if there is no template at all; else it is refused.
    WhenNoTemplates,
    /// It is refused.
    Never,
}

/// An answer of a mock.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct IntegrationResponse {
    /// The status of the integration that it answers to; `None` for any other.
    pub selection: Option<String>,
    /// Headers as `method.response.header.Name`, each with a static value in quotes.
    pub parameters: BTreeMap<String, String>,
    /// Static bodies by media type.
    pub templates: BTreeMap<String, String>,
}

/// The parts of an integration as a request or a document gives them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Given<'a> {
    pub(crate) kind: &'a str,
    pub(crate) http_method: Option<&'a str>,
    pub(crate) uri: Option<&'a str>,
    pub(crate) timeout_ms: Option<i64>,
    pub(crate) passthrough: Option<&'a str>,
    pub(crate) content_handling: Option<&'a str>,
    pub(crate) request_templates: BTreeMap<String, String>,
}

/// The longest that an answer may take, milliseconds (API Gateway quotas).
const TIMEOUT_MS_MAX: u64 = 29_000;

impl Integration {
    /// Checks an integration.
    ///
    /// # Errors
    /// When it asks for what is not built, or cannot be.
    pub(crate) fn new(given: Given<'_>) -> Result<Self, Error> {
        let target = match given.kind.to_ascii_uppercase().as_str() {
            "AWS_PROXY" => function(&given)?,
            "MOCK" => mock(given.request_templates)?,
            other => return Err(Error::Unsupported(format!("the integration type '{other}'"))),
        };
        let handling = given.content_handling;
        if let Some(other) = handling.filter(|handling| {
            *handling != "CONVERT_TO_TEXT" || matches!(target, Target::Mock { .. })
        }) {
            return Err(Error::Unsupported(format!("contentHandling '{other}'")));
        }
        Ok(Self {
            target,
            timeout_ms: timeout(given.timeout_ms)?,
            passthrough: Passthrough::parse(given.passthrough)?,
            responses: BTreeMap::new(),
            content_handling: handling.map(str::to_owned),
        })
    }

    /// The type as AWS names it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.target {
            Target::Function { .. } => "AWS_PROXY",
            Target::Mock { .. } => "MOCK",
        }
    }

    /// The answer to a status of the integration: the one that names it, or the one for all.
    #[must_use]
    pub fn response(&self, status: u16) -> Option<(&str, &IntegrationResponse)> {
        let status = status.to_string();
        let named = |response: &IntegrationResponse| response.selection.as_ref() == Some(&status);
        let found = self.responses.iter().find(|(_, response)| named(response));
        let default = || self.responses.iter().find(|(_, one)| one.selection.is_none());
        found.or_else(default).map(|(status, response)| (status.as_str(), response))
    }
}

fn timeout(given: Option<i64>) -> Result<u64, Error> {
    match given.map_or(Ok(TIMEOUT_MS_MAX), u64::try_from) {
        Ok(timeout_ms @ 50..=TIMEOUT_MS_MAX) => Ok(timeout_ms),
        _ => Err(Error::BadRequest("Timeout should be between 50 ms and 29000 ms".to_owned())),
    }
}

fn function(given: &Given<'_>) -> Result<Target, Error> {
    match given.http_method {
        Some("POST") => {}
        None => {
            let message = "Enumeration value for HttpMethod must be non-empty";
            return Err(Error::BadRequest(message.to_owned()));
        }
        Some(other) => {
            return Err(Error::Unsupported(format!(
                "httpMethod '{other}' of a function's integration: functions are called by POST"
            )));
        }
    }
    if !given.request_templates.is_empty() {
        return Err(Error::Unsupported("requestTemplates of a proxy integration".to_owned()));
    }
    let uri = given.uri.unwrap_or_default();
    if uri.contains("${stageVariables") {
        return Err(Error::Unsupported(format!("stage variables in an integration's URI '{uri}'")));
    }
    let arn = function_arn(uri).ok_or_else(|| {
        let message = if uri.contains(":apigateway:") && uri.contains(":path/") {
            "Integrations of type 'AWS_PROXY' currently only supports Lambda function and \
             Firehose stream invocations."
        } else if uri.starts_with("arn:") {
            "AWS ARN for integration must contain path or action"
        } else {
            "Invalid ARN specified in the request"
        };
        Error::BadRequest(message.to_owned())
    })?;
    Ok(Target::Function { uri: uri.to_owned(), arn: arn.to_owned() })
}

/// The function's ARN in an integration's URI.
fn function_arn(uri: &str) -> Option<&str> {
    let (_, rest) = uri.split_once(":lambda:path/")?;
    let (_, arn) = rest.split_once("/functions/")?;
    let arn = arn.strip_suffix("/invocations")?;
    (arn.starts_with("arn:") && arn.contains(":lambda:") && arn.contains(":function:"))
        .then_some(arn)
}

fn mock(templates: BTreeMap<String, String>) -> Result<Target, Error> {
    for (media, template) in &templates {
        if mock_status(template).is_none() {
            return Err(Error::Unsupported(format!(
                "the request template for {media} of a mock: only one with nothing but a status \
                 code, such as {{\"statusCode\": 200}}, is taken"
            )));
        }
    }
    Ok(Target::Mock { templates })
}

/// The status in a mock's request template or body, which may leave out the quotes of the name.
#[must_use]
pub fn mock_status(text: &str) -> Option<u16> {
    let inner = text.trim().strip_prefix('{')?.strip_suffix('}')?;
    let (name, value) = inner.split_once(':')?;
    if name.trim().trim_matches(['"', '\'']) != "statusCode" {
        return None;
    }
    let value = value.trim().trim_end_matches(',').trim_matches(['"', '\'']);
    value.parse().ok().filter(|status| (100..=599).contains(status))
}

impl IntegrationResponse {
    /// Checks an answer; `declared` are the headers that the method declares for its status.
    ///
    /// # Errors
    /// When it needs a template engine or a pattern, or sets a header that is not declared.
    pub(crate) fn new(
        selection: Option<&str>,
        parameters: BTreeMap<String, String>,
        templates: BTreeMap<String, String>,
        declared: &BTreeMap<String, bool>,
    ) -> Result<Self, Error> {
        let selection = selection.filter(|pattern| !pattern.is_empty());
        let exact = |pattern: &&str| pattern.len() == 3 && pattern.parse::<u16>().is_ok();
        if let Some(pattern) = selection.filter(|pattern| !exact(pattern)) {
            return Err(Error::Unsupported(format!(
                "selectionPattern '{pattern}': only a status such as '200'"
            )));
        }
        for (name, value) in &parameters {
            check_parameter(name, value, declared)?;
        }
        if let Some((media, _)) = templates.iter().find(|(_, text)| text.contains(['$', '#'])) {
            return Err(Error::Unsupported(format!(
                "the response template for {media}: only plain text, without $ and #"
            )));
        }
        Ok(Self { selection: selection.map(str::to_owned), parameters, templates })
    }
}

fn check_parameter(
    name: &str,
    value: &str,
    declared: &BTreeMap<String, bool>,
) -> Result<(), Error> {
    let invalid = |what: &str| {
        Err(Error::BadRequest(format!(
            "Invalid mapping expression specified: Validation Result: warnings : [], errors : \
             [Invalid mapping expression parameter specified: {what}]"
        )))
    };
    if !name.starts_with("method.response.header.") || !declared.contains_key(name) {
        return invalid(name);
    }
    let quoted = value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    match quoted {
        Some(_) => Ok(()),
        None if value.starts_with("integration.") || value.starts_with("context.") => {
            Err(Error::Unsupported(format!(
                "the mapping of '{value}' to {name}: only a static value in single quotes"
            )))
        }
        None => invalid(value),
    }
}

impl Passthrough {
    fn parse(text: Option<&str>) -> Result<Self, Error> {
        match text.map(str::to_ascii_uppercase).as_deref() {
            None | Some("WHEN_NO_MATCH") => Ok(Self::WhenNoMatch),
            Some("WHEN_NO_TEMPLATES") => Ok(Self::WhenNoTemplates),
            Some("NEVER") => Ok(Self::Never),
            Some(other) => {
                Err(Error::BadRequest(format!("Invalid passthrough behavior specified: {other}")))
            }
        }
    }

    /// The name as AWS writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WhenNoMatch => "WHEN_NO_MATCH",
            Self::WhenNoTemplates => "WHEN_NO_TEMPLATES",
            Self::Never => "NEVER",
        }
    }
}
