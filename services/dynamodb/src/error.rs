//! Everything that a DynamoDB operation can refuse, and how each refusal looks to a client.

use std::borrow::Cow;

use samara_service::{Fault, Refusal};
use samara_store::StoreError;
use samara_wire::{Document, IntoDocument};

use crate::codec::Damaged;
use crate::number::NumberError;
use crate::throttle::Throttled;
use crate::value::{Item, ValueError};

/// Why an operation was refused.
///
/// `Display` is the message that goes over the wire, word for word as AWS writes it, because
/// clients and test suites match on it. A variant therefore never prints its source.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request can never succeed as sent; the message says why.
    #[error("{0}")]
    Validation(Cow<'static, str>),

    /// The table of an item operation does not exist.
    #[error("Requested resource not found")]
    TableNotFound,

    /// The table of a table operation does not exist.
    #[error("Requested resource not found: Table: {0} not found")]
    NamedTableNotFound(String),

    /// The table of an operation on backups does not exist.
    #[error("Table not found: {0}")]
    BackedUpTableNotFound(String),

    /// The table of an operation on backups is being made.
    #[error("Table is being created: {0}")]
    BackedUpTableInUse(String),

    /// There is no such backup.
    #[error("Backup not found: {0}")]
    BackupNotFound(String),

    /// A backup is being made, or a table of it.
    #[error("{0}")]
    BackupInUse(Cow<'static, str>),

    /// A table that has no point-in-time recovery is to be restored from it.
    #[error("Point in time recovery is not enabled for table: {0}")]
    RecoveryOff(String),

    /// A time that a table cannot be restored to.
    #[error(
        "RestoreDateTime must be between EarliestRestorableDateTime and LatestRestorableDateTime"
    )]
    NoSuchTime,

    /// A table's continuous backups cannot be changed now.
    #[error("Backups are in use: {0}")]
    ContinuousBackupsInUse(String),

    /// The table that is to be restored exists.
    #[error("Table already exists: {0}")]
    TargetExists(String),

    /// A table is being made or backed up.
    #[error("Attempt to change a resource which is still in use: {0}")]
    InUse(String),

    /// A resource that is named by its ARN does not exist.
    #[error("Requested resource not found: ResourcArn: {0} not found")]
    ArnNotFound(String),

    /// A stream or a shard of one does not exist.
    #[error("Requested resource not found: {0}")]
    StreamNotFound(String),

    /// An iterator is older than a quarter of an hour.
    #[error(
        "Iterator expired. The iterator was created at a time that is more than 15 minutes ago"
    )]
    ExpiredIterator,

    /// What an iterator names was removed: it is older than a day.
    #[error("The operation attempted to read past the oldest stream record in a shard.")]
    Trimmed,

    /// A table of that name exists.
    #[error("Table already exists: {0}")]
    TableExists(String),

    /// More than a table may have, or more at once than may be.
    #[error("{0}")]
    LimitExceeded(Cow<'static, str>),

    /// A condition did not hold for the item as it stood inside the transaction.
    #[error("The conditional request failed")]
    ConditionFailed {
        /// The item as it stood, when the caller asked for it with `ALL_OLD`.
        item: Option<Box<Item>>,
    },

    /// An item that was to be new is there.
    #[error("Duplicate primary key exists in table")]
    DuplicateItem {
        /// The item as it stands, when the caller asked for it.
        item: Option<Box<Item>>,
    },

    /// A transaction of which at least one part was refused.
    #[error(
        "Transaction cancelled, please refer cancellation reasons for specific reasons [{}]",
        reasons.iter().map(|reason| reason.code).collect::<Vec<_>>().join(", ")
    )]
    TransactionCanceled {
        /// What became of each part, in order.
        reasons: Vec<Reason>,
    },

    /// The provisioned throughput of a table or an index is used up, on a server that enforces it.
    #[error("{0}")]
    Throttled(Throttled),

    /// A client's token was used for another request before.
    #[error(
        "Idempotent parameters are different from those used with the original token for the \
         request"
    )]
    IdempotentParameterMismatch,

    /// AWS does it, Samara does not; what it is.
    #[error("Samara does not support {0}.")]
    Unsupported(Cow<'static, str>),

    /// Stored bytes do not read back.
    #[error("Internal server error")]
    Damaged(#[from] Damaged),

    /// A stored descriptor does not read back.
    #[error("Internal server error")]
    DamagedTable(#[from] serde_json::Error),

    /// The store failed. The client learns nothing of why; the log has the whole chain.
    #[error("Internal server error")]
    Store(#[from] StoreError),
}

/// Why one part of a transaction was refused, or that it was not.
#[derive(Debug)]
pub struct Reason {
    /// `None`, `ConditionalCheckFailed`, `DuplicateItem`, `ValidationError`,
    /// `ProvisionedThroughputExceeded`.
    pub code: &'static str,
    /// The message, when it was refused.
    pub message: Option<String>,
    /// The item as it stood, when the part asked for it.
    pub item: Option<Box<Item>>,
}

impl Reason {
    /// That a part was not refused.
    pub(crate) const NONE: Self = Self { code: "None", message: None, item: None };
}

/// How a refusal for want of provisioned throughput is called.
pub(crate) const THROTTLED: &str = "ProvisionedThroughputExceededException";

impl Error {
    /// A refusal of the request as it was sent.
    pub fn validation(message: impl Into<Cow<'static, str>>) -> Self {
        Self::Validation(message.into())
    }

    /// A refusal of the request's values, as AWS begins most of them.
    pub fn parameter(message: impl std::fmt::Display) -> Self {
        Self::Validation(format!("One or more parameter values were invalid: {message}").into())
    }

    /// The code, status and fault of this refusal: the one table of them.
    #[must_use]
    pub fn shape(&self) -> (&'static str, u16, Fault) {
        match self {
            Self::Validation(_) => ("ValidationException", 400, Fault::Caller),
            Self::TableNotFound
            | Self::NamedTableNotFound(_)
            | Self::ArnNotFound(_)
            | Self::StreamNotFound(_) => ("ResourceNotFoundException", 400, Fault::Caller),
            Self::BackedUpTableNotFound(_) => ("TableNotFoundException", 400, Fault::Caller),
            Self::BackedUpTableInUse(_) => ("TableInUseException", 400, Fault::Caller),
            Self::BackupNotFound(_) => ("BackupNotFoundException", 400, Fault::Caller),
            Self::BackupInUse(_) => ("BackupInUseException", 400, Fault::Caller),
            Self::RecoveryOff(_) => ("PointInTimeRecoveryUnavailableException", 400, Fault::Caller),
            Self::NoSuchTime => ("InvalidRestoreTimeException", 400, Fault::Caller),
            Self::ContinuousBackupsInUse(_) => {
                ("ContinuousBackupsUnavailableException", 400, Fault::Caller)
            }
            Self::TargetExists(_) => ("TableAlreadyExistsException", 400, Fault::Caller),
            Self::ExpiredIterator => ("ExpiredIteratorException", 400, Fault::Caller),
            Self::Trimmed => ("TrimmedDataAccessException", 400, Fault::Caller),
            Self::TableExists(_) | Self::InUse(_) => ("ResourceInUseException", 400, Fault::Caller),
            Self::LimitExceeded(_) => ("LimitExceededException", 400, Fault::Caller),
            Self::ConditionFailed { .. } => ("ConditionalCheckFailedException", 400, Fault::Caller),
            Self::DuplicateItem { .. } => ("DuplicateItemException", 400, Fault::Caller),
            Self::TransactionCanceled { .. } => {
                ("TransactionCanceledException", 400, Fault::Caller)
            }
            Self::Throttled(_) => (THROTTLED, 400, Fault::Caller),
            Self::IdempotentParameterMismatch => {
                ("IdempotentParameterMismatchException", 400, Fault::Caller)
            }
            Self::Unsupported(_) => ("NotImplemented", 501, Fault::Caller),
            Self::Damaged(_) | Self::DamagedTable(_) | Self::Store(_) => {
                ("InternalServerError", 500, Fault::Server)
            }
        }
    }

    fn fields(&mut self) -> Document {
        let name = |name| Cow::Borrowed(name);
        match self {
            Self::ConditionFailed { item } | Self::DuplicateItem { item } => match item.take() {
                Some(item) => Document::Map(vec![(name("Item"), item.into_document())]),
                None => Document::Null,
            },
            Self::TransactionCanceled { reasons } => {
                let reasons = reasons.iter_mut().map(|reason| {
                    let mut fields = vec![(name("Code"), reason.code.into_document())];
                    if let Some(message) = reason.message.take() {
                        fields.push((name("Message"), message.into_document()));
                    }
                    if let Some(item) = reason.item.take() {
                        fields.push((name("Item"), item.into_document()));
                    }
                    Document::Map(fields)
                });
                let reasons = Document::List(reasons.collect());
                Document::Map(vec![(name("CancellationReasons"), reasons)])
            }
            Self::Throttled(throttled) => {
                let Throttled { reason, resource, .. } = throttled;
                let reason = vec![
                    (name("reason"), (*reason).into_document()),
                    (name("resource"), std::mem::take(resource).into_document()),
                ];
                let reasons = Document::List(vec![Document::Map(reason)]);
                Document::Map(vec![(name("ThrottlingReasons"), reasons)])
            }
            _ => Document::Null,
        }
    }
}

impl From<ValueError> for Error {
    fn from(error: ValueError) -> Self {
        Self::Validation(error.to_string().into())
    }
}

impl From<NumberError> for Error {
    fn from(error: NumberError) -> Self {
        Self::Validation(error.to_string().into())
    }
}

impl From<Error> for Refusal {
    fn from(mut error: Error) -> Self {
        if let Error::Store(StoreError::Full) = error {
            return StoreError::Full.into();
        }
        let (code, status, fault) = error.shape();
        let (message, fields) = (error.to_string(), error.fields());
        let cause = (fault == Fault::Server).then(|| error.into());
        Self { code: Cow::Borrowed(code), message, status, fault, fields, cause }
    }
}
