//! The only maker of S3's key bytes. Kinds `80` to `8f`; a number never changes its meaning.

use samara_store::{KeyError, KeyReader, KeyWriter};

const BUCKET: u8 = 0x80;
const OBJECT: u8 = 0x81;

/// What all buckets' keys begin with.
pub(crate) fn buckets() -> Vec<u8> {
    KeyWriter::new(BUCKET).done()
}

/// A bucket.
pub(crate) fn bucket(name: &str) -> Vec<u8> {
    KeyWriter::new(BUCKET).text(name).done()
}

/// What all keys of a bucket's objects begin with.
pub(crate) fn objects(bucket: &str) -> Vec<u8> {
    KeyWriter::new(OBJECT).text(bucket).done()
}

/// An object.
pub(crate) fn object(bucket: &str, key: &str) -> Vec<u8> {
    KeyWriter::new(OBJECT).text(bucket).text(key).done()
}

/// What the keys of those of a bucket's objects begin with whose own key begins with `prefix`:
/// the text without the two bytes that end it.
pub(crate) fn objects_with_prefix(bucket: &str, prefix: &str) -> Vec<u8> {
    let mut key = object(bucket, prefix);
    key.truncate(key.len().saturating_sub(2));
    key
}

/// A bucket's name.
pub(crate) fn bucket_name(key: &[u8]) -> Result<String, KeyError> {
    KeyReader::new(BUCKET, key)?.text()
}

/// The object's own key.
pub(crate) fn object_key(key: &[u8]) -> Result<String, KeyError> {
    let mut reader = KeyReader::new(OBJECT, key)?;
    reader.text()?;
    reader.text()
}

#[cfg(test)]
mod tests {
    use super::{object, object_key, objects, objects_with_prefix};

    /// An object must be found under every prefix of its key, and under no other bucket.
    #[test]
    fn keys_read_back_and_lie_under_their_prefixes() {
        for key in ["a", "a/b.zip", "with \0 nul", "ünïcödé"] {
            let bytes = object("code", key);
            assert_eq!(object_key(&bytes).ok().as_deref(), Some(key));
            assert!(bytes.starts_with(&objects("code")) && !bytes.starts_with(&objects("cod")));
            for (end, _) in key.char_indices() {
                assert!(bytes.starts_with(&objects_with_prefix("code", &key[..end])));
            }
        }
    }
}
