//! Instances of functions: sandbox, start, hand a payload, collect the outcome.
