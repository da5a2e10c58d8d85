//! A bucket and its name.

use samara_base::Timestamp;
use samara_service::Cx;
use samara_store::Txn;
use serde::{Deserialize, Serialize};

use crate::model::Owner;
use crate::{Error, keys};

/// A bucket.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Bucket {
    /// When it was created, milliseconds since the epoch.
    pub(crate) created_ms: u64,
}

impl Bucket {
    /// A bucket, when it exists.
    pub(crate) fn find(txn: &mut dyn Txn, name: &str) -> Result<Option<Self>, Error> {
        let value = txn.get(&keys::bucket(name))?;
        Ok(value.map(|value| serde_json::from_slice(&value)).transpose()?)
    }

    /// A bucket that the caller names, and expects to belong to `owner`, if they say so.
    pub(crate) fn load(
        cx: &Cx,
        txn: &mut dyn Txn,
        name: &str,
        owner: Option<&String>,
    ) -> Result<Self, Error> {
        let bucket = Self::find(txn, name)?;
        let bucket = bucket.ok_or_else(|| Error::NoSuchBucket(name.to_owned()))?;
        if owner.is_some_and(|owner| owner != cx.account.as_str()) {
            return Err(Error::OwnerDiffers);
        }
        Ok(bucket)
    }

    pub(crate) fn created(&self) -> Timestamp {
        Timestamp::from_millis(self.created_ms)
    }
}

/// S3's rules for names of general purpose buckets (user guide, "Bucket naming rules").
pub(crate) fn check_name(name: &str) -> Result<(), Error> {
    const PREFIXES: [&str; 4] = ["xn--", "sthree-", "amzn-s3-demo-", "aws:"];
    const SUFFIXES: [&str; 5] = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let edge = |byte: Option<u8>| byte.is_some_and(plain);
    let good = (3..=63).contains(&name.len())
        && name.bytes().all(|byte| plain(byte) || byte == b'-' || byte == b'.')
        && edge(name.bytes().next())
        && edge(name.bytes().last())
        && !name.contains("..")
        && name.parse::<std::net::Ipv4Addr>().is_err()
        && !PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        && !SUFFIXES.iter().any(|suffix| name.ends_with(suffix));
    if good { Ok(()) } else { Err(Error::InvalidBucketName(name.to_owned())) }
}

/// A bucket's ARN, or that of an object in it.
pub(crate) fn arn(bucket: &str, key: Option<&str>) -> String {
    match key {
        Some(key) => format!("arn:aws:s3:::{bucket}/{key}"),
        None => format!("arn:aws:s3:::{bucket}"),
    }
}

/// Who owns every bucket and object: the account. S3 names owners by 64 hexadecimal digits.
pub(crate) fn owner(cx: &Cx) -> Owner {
    Owner { display_name: None, id: Some(format!("{:0>64}", cx.account.as_str())) }
}
