//! What can go wrong within triggers.

use samara_store::{FeedError, StoreError};

/// Why a step of triggers did not succeed. It is logged and tried again.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A record of triggers cannot be read.
    #[error("a stored delivery cannot be read")]
    Record(#[from] serde_json::Error),
    /// A record of Lambda cannot be read.
    #[error("a record of Lambda cannot be read")]
    Lambda(#[from] samara_lambda::Error),
    /// An item or a stream cannot be read.
    #[error("a record of DynamoDB cannot be read")]
    Dynamodb(#[from] samara_dynamodb::error::Error),
    /// A record of EventBridge cannot be read.
    #[error("a record of EventBridge cannot be read")]
    Events(#[from] samara_events::Error),
    /// A record of IAM cannot be read.
    #[error("a record of IAM cannot be read")]
    Iam(#[from] samara_iam::Error),
    /// The feed cannot be read.
    #[error("the feed cannot be read")]
    Feed(#[from] FeedError),
    /// The store failed.
    #[error("the store failed")]
    Store(#[from] StoreError),
}

impl Error {
    /// Whether the store is closed for good, so that a task should end.
    pub(crate) fn is_closed(&self) -> bool {
        matches!(
            self,
            Self::Store(StoreError::Closed) | Self::Feed(FeedError::Store(StoreError::Closed))
        )
    }
}

impl Error {
    /// Whether a record cannot be read and never will be, whatever the store does.
    pub(crate) fn is_damage(&self) -> bool {
        matches!(
            self,
            Self::Record(_)
                | Self::Lambda(samara_lambda::Error::Record(_))
                | Self::Events(samara_events::Error::Record(_))
                | Self::Iam(samara_iam::Error::Record(_))
                | Self::Dynamodb(
                    samara_dynamodb::error::Error::Damaged(_)
                        | samara_dynamodb::error::Error::DamagedTable(_)
                )
        )
    }
}

/// An error with all its causes, for the log.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
