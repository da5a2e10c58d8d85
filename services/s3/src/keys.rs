//! The only maker of S3's key bytes. Kinds `80` to `8f`; a number never changes its meaning.

use samara_store::{KeyError, KeyReader, KeyWriter};

const BUCKET: u8 = 0x80;
const OBJECT: u8 = 0x81;
const UPLOAD: u8 = 0x82;
const PART: u8 = 0x83;
const PIECES: u8 = 0x84;

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

/// What all keys of a bucket's uploads in parts begin with.
pub(crate) fn uploads(bucket: &str) -> Vec<u8> {
    KeyWriter::new(UPLOAD).text(bucket).done()
}

/// What the keys of those of them begin with whose object's key begins with `prefix`.
pub(crate) fn uploads_with_prefix(bucket: &str, prefix: &str) -> Vec<u8> {
    let mut key = KeyWriter::new(UPLOAD).text(bucket).text(prefix).done();
    key.truncate(key.len().saturating_sub(2));
    key
}

/// What the keys of an object's uploads in parts begin with.
pub(crate) fn uploads_of(bucket: &str, key: &str) -> Vec<u8> {
    KeyWriter::new(UPLOAD).text(bucket).text(key).done()
}

/// An upload in parts.
pub(crate) fn upload(bucket: &str, key: &str, id: &str) -> Vec<u8> {
    KeyWriter::new(UPLOAD).text(bucket).text(key).text(id).done()
}

/// The object's key and the upload's id.
pub(crate) fn key_and_upload(key: &[u8]) -> Result<(String, String), KeyError> {
    let mut reader = KeyReader::new(UPLOAD, key)?;
    reader.text()?;
    Ok((reader.text()?, reader.text()?))
}

/// What the keys of an upload's parts begin with.
pub(crate) fn parts(upload: &str) -> Vec<u8> {
    KeyWriter::new(PART).text(upload).done()
}

/// A part of an upload.
pub(crate) fn part(upload: &str, number: u64) -> Vec<u8> {
    KeyWriter::new(PART).text(upload).number(number).done()
}

/// A part's number.
pub(crate) fn part_number(key: &[u8]) -> Result<u64, KeyError> {
    let mut reader = KeyReader::new(PART, key)?;
    reader.text()?;
    reader.number()
}

/// The pieces of an object that was uploaded in parts.
pub(crate) fn pieces(bucket: &str, key: &str) -> Vec<u8> {
    KeyWriter::new(PIECES).text(bucket).text(key).done()
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
    use super::{key_and_upload, object, object_key, objects, objects_with_prefix, part, upload};
    use super::{part_number, parts, uploads_of, uploads_with_prefix};

    /// The parts of an upload must come back in their order, whatever they are numbered.
    #[test]
    fn parts_sort_by_number() {
        let mut keys = [9, 10, 256, 2, 10_000].map(|number| part("id", number));
        keys.sort();
        let numbers = keys.map(|key| part_number(&key).unwrap());
        assert_eq!(numbers, [2, 9, 10, 256, 10_000]);
        assert!(
            part("id", 1).starts_with(&parts("id")) && !part("id2", 1).starts_with(&parts("id"))
        );
    }

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
            let bytes = upload("code", key, "id");
            assert_eq!(key_and_upload(&bytes), Ok((key.to_owned(), "id".to_owned())));
            assert!(bytes.starts_with(&uploads_with_prefix("code", key)));
            assert!(bytes.starts_with(&uploads_of("code", key)));
        }
    }
}
