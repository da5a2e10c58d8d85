//! `UploadPart`: a part of an object, in place of what was at its number.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::bucket::{self, Bucket};
use crate::checksum::{self, Checksum, given, show};
use crate::model::{UploadPartOutput, UploadPartRequest};
use crate::upload::{PARTS_MAX, Part, Upload};
use crate::{Error, StagedBody, refused};

pub(crate) struct UploadPart;

impl Operation for UploadPart {
    const NAME: &'static str = "UploadPart";
    const PLACE: Place = Place::Write;
    type Input = UploadPartRequest;
    type Output = UploadPartOutput;
    type Error = Error;

    fn access(_cx: &Cx, input: &UploadPartRequest) -> Vec<Access> {
        vec![Access::new("s3:PutObject", bucket::arn(&input.bucket, Some(&input.key)))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &UploadPartRequest,
    ) -> Result<Answer<UploadPartOutput>, Error> {
        refused::part(input)?;
        Bucket::load(cx, txn, &input.bucket, input.expected_bucket_owner.as_ref())?;
        let number = u64::try_from(input.part_number).unwrap_or_default();
        if !(1..=PARTS_MAX).contains(&number) {
            return Err(Error::InvalidArgument(format!(
                "Part number must be an integer between 1 and {PARTS_MAX}, inclusive"
            )));
        }
        let upload = Upload::load(txn, &input.bucket, &input.key, &input.upload_id)?;
        let body = StagedBody::of(txn, input.body.as_ref())?;
        checksum::check_md5(input.content_md5.as_ref(), &body)?;
        let checksum = Checksum::verified(given!(input), txn.blob(&body.blob)?.as_ref())?;
        check_kind(&upload, checksum.as_ref())?;
        let part = Part::new(body, checksum, cx.now);
        part.store(txn, &input.upload_id, number)?;
        let mut output =
            UploadPartOutput { e_tag: Some(part.etag()), ..UploadPartOutput::default() };
        show!(output, part.checksum.as_ref());
        Ok(Answer::Done(output))
    }
}

/// A part must have the checksum that its upload was begun with.
fn check_kind(upload: &Upload, checksum: Option<&Checksum>) -> Result<(), Error> {
    let Some((wanted, _)) = upload.checksum else { return Ok(()) };
    let given = checksum.map(|sum| sum.algorithm);
    if given == Some(wanted) {
        return Ok(());
    }
    Err(Error::InvalidRequest(format!(
        "Checksum Type mismatch occurred, expected checksum Type: {}, actual checksum Type: {}",
        wanted.name().to_ascii_lowercase(),
        given.map_or_else(|| "null".to_owned(), |given| given.name().to_ascii_lowercase())
    )))
}
