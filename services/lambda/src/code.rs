//! Where a version's package comes from: the request itself, or an object of S3's.

use bytes::Bytes;
use samara_base::limits::{UNPACKED_CODE_BYTES, ZIP_INLINE_BYTES};
use samara_service::{Answer, Cx, Piece, Refusal};
use samara_store::{BlobId, Txn};
use samara_wire::{Document, Name};

use crate::function::Code;
use crate::{Error, package};

/// A package as `CreateFunction` and `UpdateFunctionCode` give it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Source<'a> {
    pub(crate) operation: &'static str,
    pub(crate) zip: Option<&'a Bytes>,
    pub(crate) bucket: Option<&'a String>,
    pub(crate) key: Option<&'a String>,
    pub(crate) version: Option<&'a String>,
    pub(crate) image: Option<&'a String>,
    pub(crate) kms_key: Option<&'a String>,
    pub(crate) storage_mode: Option<&'a String>,
}

impl Source<'_> {
    /// Fetches and checks it. The blob is there when this returns; who keeps it adopts it.
    pub(crate) fn code(&self, cx: &Cx, txn: &mut dyn Txn) -> Result<Code, Error> {
        self.check()?;
        let blob = match (self.zip, self.bucket, self.key) {
            (Some(zip), ..) => self.inline(txn, zip)?,
            (None, Some(bucket), Some(key)) => from_s3(cx, txn, bucket, key)?,
            _ => return Err(Error::invalid("Please provide a source for function code.")),
        };
        let content = txn.blob(&blob)?;
        package::check(content.as_ref())?;
        Ok(Code { blob: blob.to_string(), size: content.size() })
    }

    fn check(&self) -> Result<(), Error> {
        let unsupported = [
            (self.image.is_some(), "container images (ImageUri)"),
            (self.kms_key.is_some(), "packages encrypted by a KMS key (SourceKMSKeyArn)"),
            (self.storage_mode.is_some_and(|it| it != "COPY"), "S3ObjectStorageMode"),
            (self.version.is_some_and(|it| it != "null"), "versions of objects (S3ObjectVersion)"),
        ];
        if let Some((_, what)) = unsupported.iter().find(|(given, _)| *given) {
            return Err(Error::Unsupported((*what).to_owned()));
        }
        if self.zip.is_some() && (self.bucket.is_some() || self.key.is_some()) {
            return Err(Error::invalid(
                "Please do not provide other FunctionCode parameters when providing a ZipFile.",
            ));
        }
        if self.bucket.is_some() != self.key.is_some() {
            return Err(Error::invalid("S3Bucket and S3Key must be given together."));
        }
        Ok(())
    }

    fn inline(&self, txn: &mut dyn Txn, zip: &Bytes) -> Result<BlobId, Error> {
        if ZIP_INLINE_BYTES < zip.len() {
            // AWS's figure: the limit in base64, with room for the rest of the request.
            let max = 70_167_211;
            return Err(Error::PackageTooLarge { max, operation: self.operation });
        }
        if zip.is_empty() {
            return Err(Error::invalid("Uploaded file must be a non-empty zip"));
        }
        Ok(txn.put_blob(zip)?)
    }
}

/// An object's blob, read as the caller: who may not read the object may not run it either.
fn from_s3(cx: &Cx, txn: &mut dyn Txn, bucket: &str, key: &str) -> Result<BlobId, Error> {
    let member = |name, value: &str| (Name::Borrowed(name), Document::String(value.to_owned()));
    let input = Document::Map(vec![member("Bucket", bucket), member("Key", key)]);
    match cx.operations.call_in(cx, txn, "s3", "GetObject", input) {
        Ok(Answer::Stream { pieces, .. }) => whole(txn, &pieces),
        Ok(_) => Err(Error::invalid("The object of the function's code has no body.")),
        Err(refusal) => Err(s3_refused(refusal, bucket, key)),
    }
}

/// The blob of an object; one that was uploaded in parts is made whole, if it is not too large.
fn whole(txn: &mut dyn Txn, pieces: &[Piece]) -> Result<BlobId, Error> {
    if let [piece] = pieces {
        return Ok(piece.blob.clone());
    }
    if UNPACKED_CODE_BYTES <= pieces.iter().map(|piece| piece.length).sum() {
        return Err(package::too_large());
    }
    let parts: Vec<BlobId> = pieces.iter().map(|piece| piece.blob.clone()).collect();
    Ok(txn.join_blobs(&parts)?)
}

/// What Lambda says when S3 refuses.
fn s3_refused(refusal: Refusal, bucket: &str, key: &str) -> Error {
    match &*refusal.code {
        "AccessDenied" | "AccessDeniedException" => Error::AccessDenied(format!(
            "Your access has been denied by S3, please make sure your request credentials have \
             permission to GetObject for {bucket}/{key}. S3 Error Code: AccessDenied. S3 Error \
             Message: {}",
            refusal.message
        )),
        code if refusal.status < 500 => Error::InvalidParameter(format!(
            "Error occurred while GetObject. S3 Error Code: {code}. S3 Error Message: {}",
            refusal.message
        )),
        _ => Error::Other(Box::new(refusal)),
    }
}
