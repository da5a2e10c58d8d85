//! Chunked payloads.
