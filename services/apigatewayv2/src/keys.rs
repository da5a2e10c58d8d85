//! The keys of API Gateway v2.

use samara_store::KeyWriter;

/// An API's record; fed by key, so that the front door learns of changes.
pub const API: u8 = 0x70;

/// The key of an API.
#[must_use]
pub fn api(id: &str) -> Vec<u8> {
    KeyWriter::new(API).text(id).done()
}

/// What the keys of all APIs begin with.
#[must_use]
pub fn apis() -> Vec<u8> {
    KeyWriter::new(API).done()
}

#[cfg(test)]
mod tests {
    use samara_store::KeyReader;

    /// Keys are on disk for good: one that reads back differently would hide an API.
    #[test]
    fn a_key_reads_back() {
        let key = super::api("a1b2c3");
        let mut reader = KeyReader::new(super::API, &key).unwrap();
        assert_eq!(reader.text().unwrap(), "a1b2c3");
    }
}
