//! What every service shares: the request context, the operation table, policy evaluation.
