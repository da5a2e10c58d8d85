//! Names and ids, units, limits, and the two seams through which time and chance enter Samara.
//!
//! Everything here is a plain value. Nothing reads a clock, draws randomness or does I/O: the
//! binary hands in a [`Clock`] and an [`Entropy`], the front door reads each once per request, and
//! whatever a request makes afterwards comes from its [`Seed`] by a counter, so that running the
//! same operation twice makes the same ids.
//!
//! A type lives here only when three crates need it; what one crate alone knows stays with it.

mod arn;
mod chance;
mod ids;
pub mod limits;
mod time;
mod trace;

pub use arn::{Arn, ArnError};
pub use chance::{Entropy, Seed};
pub use ids::{Account, IdError, Region, RequestId};
pub use time::{Clock, Timestamp};
pub use trace::{TraceHeader, TraceId};
