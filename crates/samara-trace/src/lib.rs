//! Spans, function logs and usage of every hop, in ring files.
