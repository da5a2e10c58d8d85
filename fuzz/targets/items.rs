//! Items as they are stored: damage is refused, and what is read is written back the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use samara_dynamodb::codec::{decode, encode};
use samara_dynamodb::value::item_size;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(item) = decode(&bytes::Bytes::copy_from_slice(bytes)) {
        item_size(&item);
        assert_eq!(decode(&encode(&item)), Ok(item));
    }
});
