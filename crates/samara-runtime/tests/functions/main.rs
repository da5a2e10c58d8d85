//! Real functions in real sandboxes: start, call, fail, time out, exit, run out of memory.
//!
//! Everything here needs a host that can build sandboxes. Where it cannot, each test says so on
//! standard error and passes: what it would have shown is not shown then, and CI runs as root.

#[cfg(test)]
mod copies;
#[cfg(test)]
mod copies_node;
#[cfg(test)]
mod ends;
#[cfg(test)]
mod host;
#[cfg(test)]
mod layers;
#[cfg(test)]
mod native;
#[cfg(test)]
mod node;
#[cfg(test)]
mod python;
#[cfg(test)]
mod sandbox;
#[cfg(test)]
mod spares;
