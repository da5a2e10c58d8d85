//! How a function is named: by name, partial ARN or whole ARN, each with or without a qualifier.

use samara_base::{Account, Arn, Region};
use samara_service::Cx;

use crate::Error;

/// The qualifier of what is not published.
pub const LATEST: &str = "$LATEST";
/// The longest name of a function (API reference, `FunctionName`).
const NAME_LENGTH_MAX: usize = 64;

/// A function, as a caller names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FunctionName {
    /// Its name.
    pub(crate) name: String,
    /// The version or alias, when one was given.
    pub(crate) qualifier: Option<String>,
}

impl FunctionName {
    /// Reads a name in any of its forms, with the qualifier that came beside it.
    pub(crate) fn parse(cx: &Cx, text: &str, qualifier: Option<&String>) -> Result<Self, Error> {
        let parts: Vec<&str> = text.split(':').collect();
        let (account, region, name, derived) = match *parts.as_slice() {
            [name] | ["function", name] => (None, None, name, None),
            [account, "function", name] => (Some(account), None, name, None),
            [account, "function", name, derived] => (Some(account), None, name, Some(derived)),
            ["function", name, derived] | [name, derived] => (None, None, name, Some(derived)),
            ["arn", _, "lambda", region, account, "function", name] => {
                (Some(account), Some(region), name, None)
            }
            ["arn", _, "lambda", region, account, "function", name, derived] => {
                (Some(account), Some(region), name, Some(derived))
            }
            _ => return Err(Self::bad(text)),
        };
        Self::check_place(cx, account, region)?;
        Self::check_name(name, text)?;
        let qualifier = match (qualifier, derived) {
            (Some(given), Some(derived)) if given != derived => {
                return Err(Error::invalid(
                    "The derived qualifier from the function name does not match the specified \
                     qualifier.",
                ));
            }
            (Some(given), _) => Some(given.clone()),
            (None, derived) => derived.map(str::to_owned),
        };
        if qualifier.as_deref().is_some_and(|it| it != LATEST && !it.bytes().all(is_plain)) {
            return Err(Self::bad(text));
        }
        Ok(Self { name: name.to_owned(), qualifier })
    }

    fn check_place(cx: &Cx, account: Option<&str>, region: Option<&str>) -> Result<(), Error> {
        if let Some(region) = region.filter(|region| *region != cx.region.as_str()) {
            return Err(Error::NotFound(format!(
                "Functions from '{region}' are not reachable in this region ('{}')",
                cx.region
            )));
        }
        if let Some(account) = account.filter(|account| *account != cx.account.as_str()) {
            return Err(Error::AccessDenied(format!(
                "Functions of account {account} are not reachable: this server's account is {}.",
                cx.account
            )));
        }
        Ok(())
    }

    fn check_name(name: &str, text: &str) -> Result<(), Error> {
        if NAME_LENGTH_MAX < name.len() {
            return Err(Error::Validation(format!(
                "Value '{text}' at 'functionName' failed to satisfy constraint: Member must have \
                 length less than or equal to {NAME_LENGTH_MAX}"
            )));
        }
        if name.is_empty() || !name.bytes().all(is_plain) { Err(Self::bad(text)) } else { Ok(()) }
    }

    fn bad(text: &str) -> Error {
        Error::Validation(format!(
            "Value '{text}' at 'functionName' failed to satisfy constraint: Member must satisfy \
             regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{{2}}\
             ((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{{1}}:)?(\\d{{12}}:)?(function:)?\
             ([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?"
        ))
    }

    /// The function's ARN with the qualifier that was given, if one was.
    pub(crate) fn arn(&self, cx: &Cx) -> String {
        arn(cx, &self.name, self.qualifier.as_deref())
    }

    /// The qualifier under which policies and settings of the whole function are kept: none.
    pub(crate) fn scope(&self) -> &str {
        self.qualifier.as_deref().filter(|qualifier| *qualifier != LATEST).unwrap_or_default()
    }
}

/// The ARN that a caller's words mean, for the policy check; where they mean none, the words
/// themselves as a name, so that the operation can refuse them.
pub(crate) fn access_arn(cx: &Cx, text: &str, qualifier: Option<&String>) -> String {
    match FunctionName::parse(cx, text, qualifier) {
        Ok(name) => name.arn(cx),
        Err(_) => arn(cx, text, None),
    }
}

/// The ARN of a function, or of a version or alias of it.
pub(crate) fn arn(cx: &Cx, name: &str, qualifier: Option<&str>) -> String {
    function_arn(&cx.region, &cx.account, name, qualifier)
}

/// The ARN of a function, or of a version or alias of it.
#[must_use]
pub fn function_arn(
    region: &Region,
    account: &Account,
    name: &str,
    qualifier: Option<&str>,
) -> String {
    let resource = match qualifier {
        Some(qualifier) => format!("function:{name}:{qualifier}"),
        None => format!("function:{name}"),
    };
    Arn::new("lambda", region, account, &resource).to_string()
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}
