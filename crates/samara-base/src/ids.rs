//! Account, region and request ids.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Why a text is not the id that it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// An account id has 12 digits.
    #[error("'{0}' is not an account id: it must have exactly 12 digits")]
    Account(String),
    /// A region is a short name of lower-case letters, digits and hyphens.
    #[error("'{0}' is not a region name, such as us-east-1")]
    Region(String),
}

macro_rules! text_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
    };
}

text_id! {
    /// A 12-digit AWS account id. A data directory belongs to one.
    Account
}
text_id! {
    /// An AWS region name, such as `us-east-1`. A data directory belongs to one.
    Region
}
text_id! {
    /// The id of one request, in the form of its service (most have a UUID); it reaches logs and
    /// the `x-amzn-RequestId` header.
    RequestId
}

impl FromStr for Account {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let good = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
        if good { Ok(Self(text.into())) } else { Err(IdError::Account(text.to_owned())) }
    }
}

impl FromStr for Region {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let good = (1..=32).contains(&text.len()) && text.bytes().all(part);
        if good { Ok(Self(text.into())) } else { Err(IdError::Region(text.to_owned())) }
    }
}

impl RequestId {
    /// From a text made of the request's seed.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }
}
