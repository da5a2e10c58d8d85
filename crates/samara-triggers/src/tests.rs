//! Deliveries over a store in memory with functions that a test scripts.

mod crash;
mod damage;
mod deliver;
mod follow;
mod stacks;
mod step;
mod world;
