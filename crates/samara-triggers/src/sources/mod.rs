//! What in the feed has to be delivered: a file a source, each a function from a record to
//! deliveries.

pub(crate) mod asynchronous;
pub(crate) mod event;

use crate::Delivery;

/// A delivery and its key, or why there can be none.
pub(crate) type Made = (Vec<u8>, Delivery, Option<String>);
