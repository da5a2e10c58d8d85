//! How an instance and its guest talk: a framed channel to a bootstrap of ours, or the Lambda
//! Runtime API over HTTP to anything else. Both give the same [`Event`]s and take the same calls.

mod channel;
mod guests;
mod http;
mod witness;

use std::os::fd::OwnedFd;
use std::time::Duration;

pub(crate) use self::channel::{COPIED_SPARE, Channel};
pub(crate) use self::http::RuntimeApi;
use crate::machine::{Event, Verdict};
use crate::spec::Call;

/// How long what a process had open may take to be closed after its end.
const CLOSE_LIMIT: Duration = Duration::from_secs(1);

/// The link to one guest.
pub(crate) enum Link {
    /// A bootstrap of ours.
    Channel(Channel),
    /// The Lambda Runtime API.
    Http(Box<RuntimeApi>),
}

impl Link {
    /// Serves the Runtime API on the sandbox's listener.
    pub(crate) fn http(listener: OwnedFd) -> std::io::Result<Self> {
        RuntimeApi::serve(listener).map(|api| Self::Http(Box::new(api)))
    }

    /// The next event of the guest's. May be dropped and called again without losing one. A guest
    /// that only closed its end is silent: that it ended is told by its lifeline.
    pub(crate) async fn receive(&mut self) -> Event {
        match self {
            Self::Channel(channel) => channel.receive().await,
            Self::Http(api) => api.receive().await,
        }
    }

    /// Tells the guest what its last message was worth.
    pub(crate) fn verdict(&mut self, verdict: Verdict) {
        if let Self::Http(api) = self {
            api.verdict(verdict);
        }
    }

    /// Whether the guest, whose process is gone, had not read the call that was handed over last,
    /// so that it cannot have begun with it.
    pub(crate) async fn left_unread(&mut self) -> bool {
        match self {
            Self::Channel(channel) => channel.left_unread().await,
            Self::Http(api) => api.left_unread().await,
        }
    }

    /// Hands over a call. A guest that is gone does not take it: its lifeline tells.
    pub(crate) async fn deliver(&mut self, call: &Call, deadline_ms: u64) {
        match self {
            Self::Channel(channel) => channel.deliver(call, deadline_ms).await,
            Self::Http(api) => api.deliver(call, deadline_ms),
        }
    }
}
