//! The keys of API Gateway's REST APIs.

use samara_store::KeyWriter;

/// An API's record; fed by key, so that the front door learns of changes.
pub const API: u8 = 0x60;

/// What a deployment serves: written once, so it need not be told of.
pub const SNAPSHOT: u8 = 0x61;

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

/// The key of what a deployment of an API serves.
#[must_use]
pub fn snapshot(api: &str, deployment: &str) -> Vec<u8> {
    KeyWriter::new(SNAPSHOT).text(api).text(deployment).done()
}

#[cfg(test)]
mod tests {
    use samara_store::KeyReader;

    /// Keys are on disk for good: one that reads back differently would hide an API.
    #[test]
    fn keys_read_back() {
        let key = super::api("a1b2c3");
        let mut reader = KeyReader::new(super::API, &key).unwrap();
        assert_eq!(reader.text().unwrap(), "a1b2c3");
        let key = super::snapshot("a1b2c3", "d4");
        let mut reader = KeyReader::new(super::SNAPSHOT, &key).unwrap();
        assert_eq!(reader.text().unwrap(), "a1b2c3");
        assert_eq!(reader.text().unwrap(), "d4");
    }
}
