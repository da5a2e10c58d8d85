//! Invocation in, outcome out.
