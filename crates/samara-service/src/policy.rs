//! Policy evaluation, pure: documents in, a decision out.
