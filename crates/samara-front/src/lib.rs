//! The one door: listeners, routing, identity, APIs, the operation table.

mod api;
