//! Bytes to documents and back, driven by service models; SigV4. Sans-IO.
