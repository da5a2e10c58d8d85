//! Template text to a plan, pure.
