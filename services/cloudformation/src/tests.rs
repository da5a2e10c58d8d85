//! Stack operations as a client sees them, over services that a test scripts.
//!
//! [`world::World`] is the only code here that knows the API. A step of a job is driven as
//! `samara-triggers` does it: a refused call's transaction is dropped, then the refusal recorded.

mod change_sets;
mod failures;
mod kept;
mod shown;
mod stacks;
mod world;
