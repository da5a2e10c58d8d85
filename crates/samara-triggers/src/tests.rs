//! Deliveries over a store in memory with functions that a test scripts.

mod crash;
mod deliver;
mod step;
mod world;
