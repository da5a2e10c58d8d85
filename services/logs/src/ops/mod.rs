//! The operations, in files by what they are about, named as AWS names them.

pub(crate) mod filter_log_events;
pub(crate) mod get_log_events;
pub(crate) mod group;
pub(crate) mod put_log_events;
pub(crate) mod retention;
pub(crate) mod stream;
pub(crate) mod tags;
