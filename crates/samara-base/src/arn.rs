//! Amazon Resource Names: `arn:partition:service:region:account:resource`.

use std::fmt;
use std::str::FromStr;

use crate::{Account, Region};

/// A parsed ARN. Region and account are empty where a service leaves them so (IAM, S3).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Arn {
    /// `aws`, the only partition that Samara makes.
    pub partition: String,
    /// The service's name in ARNs, such as `lambda` or `execute-api`.
    pub service: String,
    /// The region, or empty.
    pub region: String,
    /// The account, or empty.
    pub account: String,
    /// Everything after the fifth colon, such as `function:checkout:live`.
    pub resource: String,
}

/// Why a text is not an ARN.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not an ARN: arn:aws:service:region:account:resource")]
pub struct ArnError(String);

impl Arn {
    /// An ARN of this account and region.
    #[must_use]
    pub fn new(service: &str, region: &Region, account: &Account, resource: &str) -> Self {
        Self {
            partition: "aws".to_owned(),
            service: service.to_owned(),
            region: region.to_string(),
            account: account.to_string(),
            resource: resource.to_owned(),
        }
    }

    /// An ARN without a region, as IAM has them.
    #[must_use]
    pub fn global(service: &str, account: &Account, resource: &str) -> Self {
        Self {
            partition: "aws".to_owned(),
            service: service.to_owned(),
            region: String::new(),
            account: account.to_string(),
            resource: resource.to_owned(),
        }
    }
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { partition, service, region, account, resource } = self;
        write!(f, "arn:{partition}:{service}:{region}:{account}:{resource}")
    }
}

impl FromStr for Arn {
    type Err = ArnError;

    fn from_str(text: &str) -> Result<Self, ArnError> {
        let mut parts = text.splitn(6, ':');
        let mut next = || parts.next().ok_or_else(|| ArnError(text.to_owned()));
        if next()? != "arn" {
            return Err(ArnError(text.to_owned()));
        }
        Ok(Self {
            partition: next()?.to_owned(),
            service: next()?.to_owned(),
            region: next()?.to_owned(),
            account: next()?.to_owned(),
            resource: next()?.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Arn;

    #[test]
    fn an_arn_reads_back_as_it_was_written() {
        for text in [
            "arn:aws:lambda:us-east-1:000000000000:function:checkout:live",
            "arn:aws:iam::000000000000:role/service-role/shop",
            "arn:aws:s3:::bucket/key:with:colons",
        ] {
            assert_eq!(text.parse::<Arn>().map(|arn| arn.to_string()), Ok(text.to_owned()));
        }
        assert!("function:checkout".parse::<Arn>().is_err());
        assert!("arn:aws:lambda".parse::<Arn>().is_err());
    }
}
