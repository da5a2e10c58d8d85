//! Follows the feed and the due index, matches rules, delivers, records outcomes.
