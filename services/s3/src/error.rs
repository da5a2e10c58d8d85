//! Everything that an S3 operation can refuse, with AWS's codes, statuses and messages.

use samara_service::Refusal;
use samara_store::{KeyError, StoreError};
use samara_wire::{Document, Name};

/// Why an operation was refused. `Display` is the client's message.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The bucket does not exist.
    #[error("The specified bucket does not exist")]
    NoSuchBucket(String),
    /// The object does not exist.
    #[error("The specified key does not exist.")]
    NoSuchKey(String),
    /// What a `HEAD` asks for does not exist: such an answer has no body to say more in.
    #[error("Not Found")]
    NotFound,
    /// The name is not a bucket's.
    #[error("The specified bucket is not valid.")]
    InvalidBucketName(String),
    /// The caller has a bucket of this name already.
    #[error("Your previous request to create the named bucket succeeded and you already own it.")]
    BucketAlreadyOwnedByYou(String),
    /// The bucket still has objects.
    #[error("The bucket you tried to delete is not empty")]
    BucketNotEmpty(String),
    /// The location is not one that a bucket can be in.
    #[error("The specified location-constraint is not valid")]
    InvalidLocationConstraint(String),
    /// The location is another than this server's region.
    #[error(
        "The {0} location constraint is incompatible for the region specific endpoint this \
         request was sent to."
    )]
    IllegalLocationConstraint(String),
    /// The key is over 1,024 bytes.
    #[error("Your key is too long")]
    KeyTooLong,
    /// The user metadata is over 2 KB.
    #[error("Your metadata headers exceed the maximum allowed metadata size")]
    MetadataTooLarge,
    /// `Content-MD5` is not the MD5 of what came.
    #[error("The Content-MD5 you specified did not match what we received.")]
    BadDigest,
    /// `Content-MD5` is not the base64 of 16 bytes.
    #[error("The Content-MD5 you specified was invalid.")]
    InvalidDigest,
    /// A checksum is not that of what came.
    #[error("The {0} you specified did not match the calculated checksum.")]
    BadChecksum(&'static str),
    /// `If-Match` or its like did not hold.
    #[error("At least one of the pre-conditions you specified did not hold")]
    PreconditionFailed(&'static str),
    /// `If-None-Match` or its like says that the client has it already.
    #[error("Not Modified")]
    NotModified,
    /// The upload does not exist, or not any more.
    #[error(
        "The specified upload does not exist. The upload ID may be invalid, or the upload may \
         have been aborted or completed."
    )]
    NoSuchUpload(String),
    /// A part that is to be taken is not there, or is another.
    #[error(
        "One or more of the specified parts could not be found.  The part may not have been \
         uploaded, or the specified entity tag may not match the part's entity tag."
    )]
    InvalidPart {
        /// The upload.
        upload: String,
        /// The part's number.
        number: i64,
    },
    /// The parts are not in ascending order.
    #[error("The list of parts was not in ascending order. Parts must be ordered by part number.")]
    InvalidPartOrder(String),
    /// A part other than the last is too small.
    #[error("Your proposed upload is smaller than the minimum allowed size")]
    EntityTooSmall {
        /// The part's number.
        number: i64,
        /// Its size, bytes.
        size: u64,
    },
    /// The object has no such part.
    #[error("The requested partnumber is not satisfiable")]
    InvalidPartNumber,
    /// A part and a range were asked for.
    #[error("Cannot specify both Range header and partNumber query parameter")]
    PartAndRange,
    /// The body says nothing that could be done.
    #[error(
        "The XML you provided was not well-formed or did not validate against our published schema"
    )]
    MalformedXml,
    /// The request does not go with what was said before.
    #[error("{0}")]
    InvalidRequest(String),
    /// The range lies outside the object.
    #[error("The requested range is not satisfiable")]
    InvalidRange,
    /// A parameter's value is wrong.
    #[error("{0}")]
    InvalidArgument(String),
    /// The bucket's owner is not who the caller expects.
    #[error("Access Denied")]
    OwnerDiffers,
    /// A parameter that Samara does not have.
    #[error("Samara does not support {0}.")]
    Unsupported(String),
    /// The front door did not say what it staged.
    #[error("The request processing has failed because of an unknown error.")]
    Body,
    /// The store failed.
    #[error("We encountered an internal error. Please try again.")]
    Store(#[from] StoreError),
    /// A stored record cannot be read.
    #[error("We encountered an internal error. Please try again.")]
    Record(#[from] serde_json::Error),
    /// A stored key cannot be read.
    #[error("We encountered an internal error. Please try again.")]
    Key(#[from] KeyError),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let (code, status) = match &error {
            Error::NoSuchBucket(_) => ("NoSuchBucket", 404),
            Error::NoSuchKey(_) => ("NoSuchKey", 404),
            Error::NotFound => ("NotFound", 404),
            Error::InvalidBucketName(_) => ("InvalidBucketName", 400),
            Error::BucketAlreadyOwnedByYou(_) => ("BucketAlreadyOwnedByYou", 409),
            Error::BucketNotEmpty(_) => ("BucketNotEmpty", 409),
            Error::InvalidLocationConstraint(_) => ("InvalidLocationConstraint", 400),
            Error::IllegalLocationConstraint(_) => ("IllegalLocationConstraintException", 400),
            Error::KeyTooLong => ("KeyTooLongError", 400),
            Error::MetadataTooLarge => ("MetadataTooLarge", 400),
            Error::BadDigest | Error::BadChecksum(_) => ("BadDigest", 400),
            Error::InvalidDigest => ("InvalidDigest", 400),
            Error::PreconditionFailed(_) => ("PreconditionFailed", 412),
            Error::NotModified => ("NotModified", 304),
            Error::InvalidRange => ("InvalidRange", 416),
            Error::InvalidArgument(_) => ("InvalidArgument", 400),
            Error::NoSuchUpload(_) => ("NoSuchUpload", 404),
            Error::InvalidPart { .. } => ("InvalidPart", 400),
            Error::InvalidPartOrder(_) => ("InvalidPartOrder", 400),
            Error::EntityTooSmall { .. } => ("EntityTooSmall", 400),
            Error::InvalidPartNumber => ("InvalidPartNumber", 416),
            Error::PartAndRange | Error::InvalidRequest(_) => ("InvalidRequest", 400),
            Error::MalformedXml => ("MalformedXML", 400),
            Error::OwnerDiffers => ("AccessDenied", 403),
            Error::Unsupported(_) => ("NotImplemented", 501),
            Error::Store(_) => return store(error),
            Error::Body | Error::Record(_) | Error::Key(_) => return Self::internal(error),
        };
        Self::caller(code, status, error.to_string()).with_fields(fields(&error))
    }
}

/// A full disk is told to the client; any other failure of the store is not.
fn store(error: Error) -> Refusal {
    match error {
        Error::Store(cause) => cause.into(),
        error => Refusal::internal(error),
    }
}

/// The elements that S3 writes beside code and message.
fn fields(error: &Error) -> Document {
    let (name, value) = match error {
        Error::NoSuchBucket(name)
        | Error::InvalidBucketName(name)
        | Error::BucketAlreadyOwnedByYou(name)
        | Error::BucketNotEmpty(name) => ("BucketName", name.as_str()),
        Error::NoSuchKey(key) => ("Key", key.as_str()),
        Error::InvalidLocationConstraint(location) => ("LocationConstraint", location.as_str()),
        Error::PreconditionFailed(condition) => ("Condition", *condition),
        Error::NoSuchUpload(id) | Error::InvalidPartOrder(id) => ("UploadId", id.as_str()),
        Error::InvalidPart { upload, number } => {
            let number = ("PartNumber".into(), Document::String(number.to_string()));
            return Document::Map(vec![
                ("UploadId".into(), Document::String(upload.clone())),
                number,
            ]);
        }
        Error::EntityTooSmall { number, size } => {
            let text = |number: &dyn ToString| Document::String(number.to_string());
            return Document::Map(vec![
                ("ProposedSize".into(), text(size)),
                ("MinSizeAllowed".into(), text(&crate::upload::PART_BYTES_MIN)),
                ("PartNumber".into(), text(number)),
            ]);
        }
        _ => return Document::Null,
    };
    Document::Map(vec![(Name::Borrowed(name), Document::String(value.to_owned()))])
}
