//! `AWS::S3::Bucket`: a name and no more.

use serde_json::{Map, json};

use super::{attributes, with};
use crate::schema::{Made, Naming, Property, Schema};
use crate::work::Call;

const ONLY_A_NAME: &str = "a bucket here has a name and no configuration";

/// A bucket.
pub(super) static BUCKET: Schema = Schema {
    type_name: "AWS::S3::Bucket",
    properties: &[
        Property::refused("AccessControl", ONLY_A_NAME),
        Property::refused("BucketEncryption", ONLY_A_NAME),
        Property::text("BucketName").replaces(),
        Property::refused("CorsConfiguration", ONLY_A_NAME),
        Property::refused("LifecycleConfiguration", ONLY_A_NAME),
        Property::refused("NotificationConfiguration", ONLY_A_NAME),
        Property::refused("ObjectLockEnabled", ONLY_A_NAME),
        Property::refused("OwnershipControls", ONLY_A_NAME),
        Property::refused("PublicAccessBlockConfiguration", ONLY_A_NAME),
        Property::refused("Tags", ONLY_A_NAME),
        Property::refused("VersioningConfiguration", ONLY_A_NAME),
        Property::refused("WebsiteConfiguration", ONLY_A_NAME),
    ],
    attributes: &["Arn"],
    naming: Some(Naming { property: "BucketName", longest: 63, lower: true }),
    create: |cx| {
        let named = json!({ "Bucket": cx.name });
        // In the oldest region the creation of one's own bucket succeeds again.
        let found = format!("{} (AWS::S3::Bucket)", cx.name);
        let absent = Call::new("s3", "HeadBucket", named.clone()).must_be_absent(found, "NotFound");
        let region = &cx.stack.region;
        let elsewhere = (region != "us-east-1").then(|| json!({ "LocationConstraint": region }));
        let named = named.as_object().cloned().unwrap_or_default();
        let input = with(named, json!({ "CreateBucketConfiguration": elsewhere }));
        Ok(Made {
            calls: vec![absent, Call::new("s3", "CreateBucket", input)],
            physical_id: json!(cx.name),
            attributes: attributes([("Arn", json!(format!("arn:aws:s3:::{}", cx.name)))]),
        })
    },
    update: |_, old| {
        Ok(Made { calls: Vec::new(), physical_id: json!(old.physical_id), attributes: Map::new() })
    },
    delete: |old| {
        vec![
            Call::new("s3", "DeleteBucket", json!({ "Bucket": old.physical_id }))
                .settled_by("NoSuchBucket"),
        ]
    },
};
