//! Behaviour of the operations, as a client would see it.
