//! AWS's names of runtimes, and what they mean here.

use std::fmt;

/// The language of a runtime, with the version that its name asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// `python3.N`.
    Python {
        /// N.
        minor: u32,
    },
    /// `nodejsN.x`.
    Node {
        /// N.
        major: u32,
    },
    /// `provided.*`: a program of the function's own that speaks the Runtime API.
    Native,
}

/// A runtime that this version of Samara does not run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the runtime '{0}' is not supported: supported are python3.8 and newer, nodejs16.x and newer, \
     provided.al2 and provided.al2023"
)]
pub struct UnsupportedRuntime(pub String);

/// The oldest Python that the bootstrap is written for.
const PYTHON_MINOR_MIN: u32 = 8;
/// The oldest Node that the bootstrap is written for.
const NODE_MAJOR_MIN: u32 = 16;

impl Language {
    /// Reads AWS's name of a runtime.
    ///
    /// # Errors
    /// [`UnsupportedRuntime`] names what is supported.
    pub fn parse(runtime: &str) -> Result<Self, UnsupportedRuntime> {
        let unsupported = || UnsupportedRuntime(runtime.to_owned());
        if let Some(minor) = runtime.strip_prefix("python3.") {
            let minor = minor.parse().map_err(|_| unsupported())?;
            let known = PYTHON_MINOR_MIN <= minor;
            return known.then_some(Self::Python { minor }).ok_or_else(unsupported);
        }
        if let Some(major) = runtime.strip_prefix("nodejs") {
            let major = major.strip_suffix(".x").and_then(|major| major.parse().ok());
            return major
                .filter(|major| NODE_MAJOR_MIN <= *major)
                .map(|major| Self::Node { major })
                .ok_or_else(unsupported);
        }
        match runtime {
            "provided" | "provided.al2" | "provided.al2023" => Ok(Self::Native),
            _ => Err(unsupported()),
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Python { minor } => write!(f, "python3.{minor}"),
            Self::Node { major } => write!(f, "nodejs{major}.x"),
            Self::Native => f.write_str("provided"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_aws_writes_them() {
        assert_eq!(Language::parse("python3.12"), Ok(Language::Python { minor: 12 }));
        assert_eq!(Language::parse("nodejs20.x"), Ok(Language::Node { major: 20 }));
        assert_eq!(Language::parse("provided.al2023"), Ok(Language::Native));
        for wrong in ["python2.7", "python3.6", "nodejs20", "nodejs8.10", "java21", "provided.x"] {
            assert!(Language::parse(wrong).is_err(), "{wrong}");
        }
    }
}
