//! Placeholder of the crate layout.

fn main() {}
