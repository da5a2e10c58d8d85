//! A function and its versions, as they are kept and as the API shows them.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use samara_base::Timestamp;
use samara_service::{Cx, Parsed};
use samara_store::{BlobId, Fed, Range, Txn};
use serde::{Deserialize, Serialize};

use crate::model::{
    EnvironmentResponse, EphemeralStorage, FunctionConfiguration, LoggingConfig, SnapStartResponse,
    TracingConfigResponse, VpcConfigResponse,
};
use crate::name::{self, LATEST};
use crate::{Error, keys};

/// How many keys one scan of a list reads.
pub(crate) const SCAN_KEYS: usize = 500;

/// A function: what is not published of it, and what belongs to all its versions.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Function {
    /// `$LATEST`.
    pub latest: Version,
    /// The number that the next published version gets; numbers are not used again.
    pub next_version: u64,
    /// How many of its calls may run at once; without it, what the account has left.
    pub reserved_concurrency: Option<u32>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

/// One version of a function: `$LATEST`, or one that was published and never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The function's name.
    pub function: String,
    /// `$LATEST` or a number.
    pub version: String,
    /// What was configured.
    pub settings: Settings,
    /// What runs.
    pub code: Code,
    /// When it last changed, milliseconds since the epoch.
    pub last_modified_ms: u64,
    /// Changes with every change of code or settings: instances of another revision are old.
    pub revision_id: String,
    /// What became of its snapshot, if one was asked for. Since v0.1.
    #[serde(default)]
    pub snapshot: Snapshot,
}

/// The snapshot of a published version: an initialised instance that others begin as a copy of.
///
/// A version can be called whatever this says. Without a snapshot its instances initialise
/// themselves, as those of any other version do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Snapshot {
    /// None was asked for.
    #[default]
    None,
    /// It is being taken.
    Pending,
    /// It was taken.
    Taken,
    /// It cannot be taken; why not.
    Refused(String),
    /// The version does not initialise; its error.
    Failed(String),
}

/// What is configured of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Such as `python3.13`.
    pub runtime: String,
    /// The ARN of its role.
    pub role: String,
    /// What the runtime calls, such as `app.handler`.
    pub handler: String,
    /// For people.
    pub description: String,
    /// How long a call may take, seconds.
    pub timeout_s: u32,
    /// How much memory an instance has, MiB.
    pub memory_mib: u32,
    /// Its own environment variables.
    pub environment: BTreeMap<String, String>,
    /// The size of `/tmp`, MiB.
    pub ephemeral_mib: u32,
    /// `x86_64` or `arm64`.
    pub architecture: String,
    /// Where its log lines go, when not to `/aws/lambda/NAME`.
    pub log_group: Option<String>,
    /// `Active` or `PassThrough`.
    pub tracing: String,
    /// Subnets of AWS's: kept and shown, without meaning on one's own machine.
    pub subnets: Vec<String>,
    /// Security groups of AWS's: kept and shown, without meaning on one's own machine.
    pub security_groups: Vec<String>,
    /// Whether published versions begin as copies of one that has initialised. Since v0.1.
    #[serde(default)]
    pub snap_start: bool,
}

/// A package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// The blob that has the zip: the SHA-256 of it in hexadecimal.
    pub blob: String,
    /// The size of the zip, bytes.
    pub size: u64,
}

impl Code {
    /// The blob that has the zip.
    ///
    /// # Errors
    /// When the record is damaged.
    pub fn blob(&self) -> Result<BlobId, Error> {
        Ok(self.blob.parse()?)
    }

    /// `CodeSha256`: the SHA-256 in base64.
    #[must_use]
    pub fn sha256(&self) -> String {
        let digit = |byte: &u8| char::from(*byte).to_digit(16).unwrap_or_default();
        let byte = |pair: &[u8]| {
            let value = pair.iter().fold(0, |value, byte| value * 16 + digit(byte));
            u8::try_from(value).unwrap_or_default()
        };
        let digest: Vec<u8> = self.blob.as_bytes().chunks(2).map(byte).collect();
        STANDARD.encode(digest)
    }
}

impl Version {
    /// The group that its log lines go to.
    #[must_use]
    pub fn log_group(&self) -> String {
        let own = || format!("/aws/lambda/{}", self.function);
        self.settings.log_group.clone().unwrap_or_else(own)
    }

    /// Its state, with the code and the text of the reason.
    fn state(&self) -> (&str, Option<&str>, Option<&str>) {
        match &self.snapshot {
            Snapshot::None | Snapshot::Taken => ("Active", None, None),
            Snapshot::Refused(reason) => ("Active", None, Some(reason)),
            Snapshot::Pending => {
                ("Pending", Some("Creating"), Some("The function is being created."))
            }
            Snapshot::Failed(reason) => ("Failed", Some("FunctionError"), Some(reason)),
        }
    }

    /// The number of a published version.
    pub(crate) fn number(&self) -> Option<u64> {
        self.version.parse().ok()
    }

    /// The key that owns the blob, and under which the record itself lies.
    pub(crate) fn key(&self) -> Vec<u8> {
        match self.number() {
            Some(number) => keys::version(&self.function, number),
            None => keys::function(&self.function),
        }
    }

    /// Marks a change.
    pub(crate) fn touch(&mut self, cx: &Cx) {
        self.last_modified_ms = cx.now.as_millis();
        self.revision_id = cx.seed.uuid("lambda-revision");
    }

    /// As the API shows it, under the qualifier by which it was asked for.
    pub(crate) fn configuration(&self, cx: &Cx, qualifier: Option<&str>) -> FunctionConfiguration {
        let settings = &self.settings;
        let some = |text: &str| Some(text.to_owned());
        let (state, code, reason) = self.state();
        FunctionConfiguration {
            function_name: some(&self.function),
            function_arn: Some(name::arn(cx, &self.function, qualifier)),
            runtime: some(&settings.runtime),
            role: some(&settings.role),
            handler: some(&settings.handler),
            code_size: i64::try_from(self.code.size).ok(),
            description: some(&settings.description),
            timeout: Some(settings.timeout_s.into()),
            memory_size: Some(settings.memory_mib.into()),
            last_modified: Some(last_modified(self.last_modified_ms)),
            code_sha256: Some(self.code.sha256()),
            version: some(&self.version),
            vpc_config: vpc(settings),
            environment: (!settings.environment.is_empty()).then(|| EnvironmentResponse {
                variables: Some(settings.environment.clone()),
                error: None,
            }),
            tracing_config: Some(TracingConfigResponse { mode: some(&settings.tracing) }),
            revision_id: some(&self.revision_id),
            state: some(state),
            state_reason_code: code.map(str::to_owned),
            state_reason: reason.map(str::to_owned),
            last_update_status: some("Successful"),
            package_type: some("Zip"),
            architectures: Some(vec![settings.architecture.clone()]),
            ephemeral_storage: Some(EphemeralStorage { size: settings.ephemeral_mib.into() }),
            snap_start: Some(SnapStartResponse {
                apply_on: some(if settings.snap_start { "PublishedVersions" } else { "None" }),
                optimization_status: some(match self.snapshot {
                    Snapshot::Taken => "On",
                    _ => "Off",
                }),
            }),
            logging_config: Some(LoggingConfig {
                log_format: some("Text"),
                log_group: Some(self.log_group()),
                ..LoggingConfig::default()
            }),
            ..FunctionConfiguration::default()
        }
    }
}

fn vpc(settings: &Settings) -> Option<VpcConfigResponse> {
    let given = !settings.subnets.is_empty() || !settings.security_groups.is_empty();
    given.then(|| VpcConfigResponse {
        subnet_ids: Some(settings.subnets.clone()),
        security_group_ids: Some(settings.security_groups.clone()),
        ..VpcConfigResponse::default()
    })
}

/// Lambda's own form of a time: `2026-11-21T08:00:00.000+0000`.
fn last_modified(millis: u64) -> String {
    Timestamp::from_millis(millis).iso8601_millis().replace('Z', "+0000")
}

impl Function {
    /// A function, when it exists.
    pub(crate) fn find(txn: &mut dyn Txn, name: &str) -> Result<Option<Self>, Error> {
        let value = txn.get(&keys::function(name))?;
        Ok(value.map(|value| serde_json::from_slice(&value)).transpose()?)
    }

    /// The same, parsed once for as long as it stays what it is.
    pub(crate) fn find_parsed(
        parsed: &Parsed,
        txn: &mut dyn Txn,
        name: &str,
    ) -> Result<Option<Arc<Self>>, Error> {
        parsed.read(txn, &keys::function(name), |bytes| Ok(serde_json::from_slice(bytes)?))
    }

    /// A function that must exist.
    pub(crate) fn load(cx: &Cx, txn: &mut dyn Txn, name: &str) -> Result<Self, Error> {
        let found = Self::find(txn, name)?;
        found.ok_or_else(|| Error::FunctionNotFound(name::arn(cx, name, None)))
    }

    /// Writes its record.
    pub(crate) fn store(&self, txn: &mut dyn Txn) -> Result<(), Error> {
        let key = keys::function(&self.latest.function);
        txn.put(key, serde_json::to_vec(self)?.into(), Fed::Key);
        Ok(())
    }

    /// Refuses when the caller expects another revision of `$LATEST`.
    pub(crate) fn check_revision(&self, expected: Option<&String>) -> Result<(), Error> {
        match expected {
            Some(expected) if *expected != self.latest.revision_id => Err(Error::RevisionDiffers),
            _ => Ok(()),
        }
    }

    /// Publishes `$LATEST` as a version, unless it is what was published last.
    pub(crate) fn publish(
        &mut self,
        cx: &Cx,
        txn: &mut dyn Txn,
        description: Option<&String>,
    ) -> Result<Version, Error> {
        if let Some(last) = last_published(txn, &self.latest.function)?
            && last.code == self.latest.code
            && same_settings(&last.settings, &self.latest.settings)
        {
            return Ok(last);
        }
        let mut version = self.latest.clone();
        version.version = self.next_version.to_string();
        version.revision_id = cx.seed.uuid("lambda-published-revision");
        if let Some(description) = description {
            version.settings.description.clone_from(description);
        }
        if version.settings.snap_start {
            version.snapshot = Snapshot::Pending;
        }
        txn.adopt(&version.code.blob()?, &version.key())?;
        txn.put(version.key(), serde_json::to_vec(&version)?.into(), Fed::Key);
        self.next_version += 1;
        self.store(txn)?;
        Ok(version)
    }
}

/// Whether nothing but the description differs: that alone is no reason for a version.
fn same_settings(published: &Settings, latest: &Settings) -> bool {
    Settings { description: String::new(), ..published.clone() }
        == Settings { description: String::new(), ..latest.clone() }
}

/// The version that was published last, if it still exists.
fn last_published(txn: &mut dyn Txn, name: &str) -> Result<Option<Version>, Error> {
    let last = txn.scan(&Range::prefix(&keys::versions(name)).reversed(), 1)?;
    let last = last.into_iter().next();
    Ok(last.map(|(_, value)| serde_json::from_slice(&value)).transpose()?)
}

/// One version of a function.
pub(crate) fn find_version(
    txn: &mut dyn Txn,
    function: &Function,
    version: &str,
) -> Result<Option<Version>, Error> {
    if version == LATEST {
        return Ok(Some(function.latest.clone()));
    }
    let Ok(number) = version.parse() else { return Ok(None) };
    let value = txn.get(&keys::version(&function.latest.function, number))?;
    Ok(value.map(|value| serde_json::from_slice(&value)).transpose()?)
}

/// A function's `$LATEST`, by the key of its record, while it exists.
///
/// # Errors
/// When the store fails or the record is damaged.
pub fn latest_of(txn: &mut dyn Txn, key: &[u8]) -> Result<Option<Version>, Error> {
    let Some(value) = txn.get(key)? else { return Ok(None) };
    let function: Function = serde_json::from_slice(&value)?;
    Ok(Some(function.latest))
}

/// The published version of a key, while its snapshot is to be taken.
///
/// # Errors
/// When the store fails or the record is damaged.
pub fn pending_of(txn: &mut dyn Txn, key: &[u8]) -> Result<Option<Version>, Error> {
    let Some(value) = txn.get(key)? else { return Ok(None) };
    let version: Version = serde_json::from_slice(&value)?;
    Ok(Some(version).filter(|version| version.snapshot == Snapshot::Pending))
}

/// Records what became of the snapshot of a published version, if it still waits for it.
///
/// # Errors
/// When the store fails or the record is damaged.
pub fn settle_snapshot(txn: &mut dyn Txn, key: &[u8], snapshot: &Snapshot) -> Result<(), Error> {
    if let Some(mut version) = pending_of(txn, key)? {
        version.snapshot = snapshot.clone();
        txn.put(key.to_vec(), serde_json::to_vec(&version)?.into(), Fed::Key);
    }
    Ok(())
}

/// Has the snapshots of a function's versions settled once more: whether they may be taken is
/// another matter than when they were. A version that does not initialise stays one.
pub(crate) fn take_snapshots_anew(txn: &mut dyn Txn, function: &str) -> Result<(), Error> {
    let mut range = Range::prefix(&keys::versions(function));
    loop {
        let entries = txn.scan(&range, SCAN_KEYS)?;
        let Some((last, _)) = entries.last() else { return Ok(()) };
        range = range.after(last);
        for (key, value) in entries {
            let mut version: Version = serde_json::from_slice(&value)?;
            if matches!(version.snapshot, Snapshot::Taken | Snapshot::Refused(_)) {
                version.snapshot = Snapshot::Pending;
                txn.put(key.to_vec(), serde_json::to_vec(&version)?.into(), Fed::Key);
            }
        }
    }
}

/// Calls `each` with every function, in order of names, until it says no.
pub(crate) fn each_function(
    txn: &mut dyn Txn,
    mut range: Range,
    mut each: impl FnMut(&mut dyn Txn, Function) -> Result<bool, Error>,
) -> Result<(), Error> {
    loop {
        let entries = txn.scan(&range, SCAN_KEYS)?;
        let Some((last, _)) = entries.last() else { return Ok(()) };
        range = range.after(last);
        for (_, value) in entries {
            if !each(txn, serde_json::from_slice(&value)?)? {
                return Ok(());
            }
        }
    }
}
