//! Key parts: what reads as one is written as the same bytes, and damage is refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use samara_dynamodb::keys::{
    KeyType, part, read_backfill, read_count, read_grave, read_part, read_record, read_token_end,
    table_name,
};

fuzz_target!(|bytes: &[u8]| {
    for of in [KeyType::S, KeyType::N, KeyType::B] {
        if let Some((value, rest)) = read_part(of, bytes) {
            let read = &bytes[..bytes.len() - rest.len()];
            assert_eq!(part(&value), read, "{value:?}");
        }
    }
    let _ = (read_backfill(bytes), read_count(bytes), read_grave(bytes), read_token_end(bytes));
    let _ = (read_record(bytes), table_name(bytes));
});
