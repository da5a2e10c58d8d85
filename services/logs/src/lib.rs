//! CloudWatch Logs: groups of streams of events, read by time.
//!
//! Events come from two sides. What a client puts (`PutLogEvents`) is a transaction like any other.
//! What functions write is observed ([`samara_service::Observed`]): it lies in bounded ring files
//! and is not promised. Both are shown as one, merged by time; a group or stream that only
//! functions wrote to exists as soon as it has a line.
//!
//! # What lies where in the store
//!
//! | key                          | value                     | changes                     |
//! |------------------------------|---------------------------|-----------------------------|
//! | `50` group                   | [`group::Group`] (JSON)   | created, configured         |
//! | `51` group stream            | [`group::Stream`] (JSON)  | on every put                |
//! | `52` group time (sequence)   | stream, ingestion, text   | put; removed when expired   |
//! | `53` group stream            | when it was deleted       | it is deleted               |
//!
//! The last kind (an empty stream stands for the group) hides what lies in ring files from before a
//! deletion: those cannot be changed.
//!
//! # What is deliberately not here
//!
//! Subscription and metric filters, Insights, export, data protection, live tail: refused by name.
//! Retention is kept by never showing what is too old, and by removing some of it with every put.

mod error;
mod event;
mod group;
mod keys;
pub mod model;
mod ops;
pub mod pattern;
mod read;
mod token;

use samara_service::{Entry, ServiceTable};

pub use error::Error;

/// The operations of CloudWatch Logs.
#[must_use]
pub fn service() -> ServiceTable {
    use ops::{group, retention, stream, tags};
    let operations = vec![
        Entry::of::<group::CreateLogGroup>(),
        Entry::of::<group::DeleteLogGroup>(),
        Entry::of::<group::DescribeLogGroups>(),
        Entry::of::<stream::CreateLogStream>(),
        Entry::of::<stream::DeleteLogStream>(),
        Entry::of::<stream::DescribeLogStreams>(),
        Entry::of::<retention::PutRetentionPolicy>(),
        Entry::of::<retention::DeleteRetentionPolicy>(),
        Entry::of::<tags::TagResource>(),
        Entry::of::<tags::UntagResource>(),
        Entry::of::<tags::ListTagsForResource>(),
        Entry::of::<tags::TagLogGroup>(),
        Entry::of::<tags::UntagLogGroup>(),
        Entry::of::<tags::ListTagsLogGroup>(),
        Entry::of::<ops::put_log_events::PutLogEvents>(),
        Entry::of::<ops::get_log_events::GetLogEvents>(),
        Entry::of::<ops::filter_log_events::FilterLogEvents>(),
    ];
    ServiceTable { model: &model::MODEL, operations }
}

#[cfg(test)]
mod tests;
